"""A comparison as sheets: what the reform changes, what it costs, who gets more or less. Nothing is counted anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.report.comparison_values import change_texts, percent
from incentive_rules.report.comparison_words import Speaker
from incentive_rules.report.sheets import Sheet, shortened
from incentive_rules.simulate.comparison import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from incentive_rules.messages import Language
    from incentive_rules.report.sheets import Row
    from incentive_rules.simulate.comparison import Comparison, FactCost, Person, Shift

MOST_ROWS = 10
"""How many rows of a long list are shown."""


def comparison_heading(found: Comparison, lang: Language, *, smallest_group: int | None = None) -> Iterator[str]:
    """What is compared: scheme and day; the reform, why and from when; how people claim.

    ``smallest_group`` is given for posting: then no id is named.
    """
    return Speaker(found, lang, smallest_group).heading()


def comparison_outcome(found: Comparison, lang: Language, *, left_out: bool = True) -> Iterator[str]:
    """The main numbers in one sentence; before it, unless it is known, how many rows do not count."""
    speaker = Speaker(found, lang)
    if left_out:
        yield from speaker.left_out()
    yield speaker.headline()


def comparison_sheets(found: Comparison, lang: Language, *, smallest_group: int | None = None) -> Iterator[Sheet]:
    """Everything that differs, in the order in which it is read; where nothing does, why.

    ``smallest_group`` is given for posting: then persons are not listed, and groups of fewer people are not shown.
    """
    speaker = Speaker(found, lang, smallest_group)
    yield _changes(speaker)
    yield _totals(speaker)
    if found.is_nothing:
        return
    yield from _months(speaker)
    yield from _recipients(speaker)
    if not speaker.is_posted:
        yield from _persons(speaker)
    for fact in found.facts:
        yield from _by_fact(speaker, fact)
    if found.prizes:
        yield _prizes(speaker)


def _changes(speaker: Speaker) -> Sheet:
    found = speaker.found
    rows = tuple((each.address, *change_texts(each, speaker.lang, group=True)) for each in found.changes)
    same = len(found.unchanged)
    notes = (speaker.say("compare_equal_values", count=same),) if same else ()
    heads = speaker.heads("compare_address", "compare_now", "compare_reform")
    return Sheet(speaker.say("compare_changes"), heads, rows, notes=notes)


def _totals(speaker: Speaker) -> Sheet:
    found = speaker.found
    rows = [row for reward in found.costs for row in _paid(speaker, reward)]
    rows.append(_total(speaker, speaker.say("compare_payments"), found.payments))
    rows += [_total(speaker, speaker.say(name), shift) for name, shift in found.points.items()]
    heads = ("", *speaker.heads(*_SIDES, "compare_percent"))
    notes = tuple(speaker.nothing()) if found.is_nothing else tuple(speaker.people())
    return Sheet(speaker.say("compare_totals"), heads, tuple(rows), (1, 2, 3, 4), notes=notes)


def _total(speaker: Speaker, name: str, shift: Shift) -> Row:
    return (name, *speaker.numbers(shift), percent(shift))


def _paid(speaker: Speaker, reward: str) -> Iterator[Row]:
    """What is paid of a reward; to members and to groups apart where both get it."""
    cost, named = speaker.found.costs[reward], speaker.named(reward)
    yield _total(speaker, speaker.say("compare_paid", **named), cost.total)
    if _is_paid(cost.members) and _is_paid(cost.groups):
        yield _total(speaker, speaker.say("compare_paid_members", **named), cost.members)
        yield _total(speaker, speaker.say("compare_paid_groups", **named), cost.groups)


def _is_paid(shift: Shift) -> bool:
    return bool(shift.before or shift.after)


def _months(speaker: Speaker) -> Iterator[Sheet]:
    """Each reward of which some month costs more or less, month by month; the others are named."""
    moving = {name: cost for name, cost in speaker.found.costs.items() if _moves(cost.months.values())}
    unmoved = [speaker.reward(name) for name, cost in speaker.found.costs.items() if name not in moving and cost.months]
    for name, cost in moving.items():
        rows = tuple((speaker.period(month), *speaker.numbers(shift)) for month, shift in cost.months.items())
        sums = (speaker.say("sum"), *speaker.numbers(cost.total))
        last = name == list(moving)[-1] and unmoved
        notes = (speaker.say("compare_unmoved_rewards", rewards=unmoved),) if last else ()
        title = speaker.say("compare_months", **speaker.named(name))
        yield Sheet(title, speaker.heads("compare_month", *_SIDES), rows, (1, 2, 3), sums, notes)


def _moves(shifts: Iterable[Shift]) -> bool:
    return any(each.difference for each in shifts)


def _recipients(speaker: Speaker) -> Iterator[Sheet]:
    rows = tuple(
        (
            speaker.reward(name),
            f"{len(each.recipients.before):,}",
            f"{len(each.recipients.after):,}",
            f"{len(each.recipients.newly):,}",
            f"{len(each.recipients.no_longer):,}",
            f"{each.gainers:,}",
            f"{each.losers:,}",
        )
        for name, each in speaker.found.costs.items()
        if _is_paid(each.members)
    )
    counted = ("compare_newly", "compare_no_longer", "compare_gainers", "compare_losers")
    heads = speaker.heads("reward", "compare_now", "compare_reform", *counted)
    if rows:
        yield Sheet(speaker.say("compare_recipients"), heads, rows, (1, 2, 3, 4, 5, 6))


def _persons(speaker: Speaker) -> Iterator[Sheet]:
    """Those who get more, less, both, or as much in another way; whoever is moved most comes first."""
    heads = speaker.heads("member", "compare_paid_shift", "compare_first_line")
    for outcome in Outcome:
        listed = sorted(
            (each for each in speaker.found.persons if each.outcome is outcome), key=lambda each: _size(speaker, each)
        )
        rows = tuple((each.member_id, speaker.shifts(each), speaker.first_line(each.first_line)) for each in listed)
        if rows:
            title = speaker.say(f"compare_outcome_{outcome}")
            own = (0, 2) if outcome is Outcome.SAME else (0, 1, 2)
            kept = Sheet(title, tuple(heads[at] for at in own), tuple(tuple(row[at] for at in own) for row in rows))
            yield shortened(kept, MOST_ROWS, speaker.lang)


def _size(speaker: Speaker, person: Person) -> tuple[object, ...]:
    """The order of a list: the greatest difference in the first reward of the scheme, then in the next."""
    moved = [person.paid[name].difference if name in person.paid else 0 for name in speaker.found.costs]
    return (*(-abs(each) for each in moved), person.member_id)


def _by_fact(speaker: Speaker, fact: FactCost) -> Iterator[Sheet]:
    """Each reward that differs for some value of the fact; where there are many, what moves most comes first.

    For posting all stand in their own order: an order by size would tell of those that are withheld.
    """
    for reward, groups in fact.rewards.items():
        if not _moves(each.cost for each in groups.values()):
            continue
        listed = list(groups.items())
        if len(listed) > MOST_ROWS and not speaker.is_posted:
            listed.sort(key=lambda each: -abs(each[1].cost.difference))
        counted = speaker.counts([each for _, each in listed])
        rows = tuple(
            _group(speaker, value, counts, each.cost) for (value, each), counts in zip(listed, counted, strict=True)
        )
        heads = (speaker.text(fact.label), *speaker.heads("compare_people_paid", "compare_gainers", "compare_losers"))
        title = speaker.say("compare_by_fact", fact=fact.label, **speaker.named(reward))
        notes = [speaker.say("compare_by_fact_note", fact=fact.label)]
        if any(None in counts for counts in counted):
            notes.append(speaker.say("withheld_note", smallest=speaker.smallest_group))
        sums = (speaker.say("sum"), "", "", "", *speaker.numbers(speaker.found.costs[reward].members))
        sheet = Sheet(title, (*heads, *speaker.heads(*_SIDES)), rows, tuple(range(1, 7)), sums, tuple(notes))
        yield sheet if speaker.is_posted else shortened(sheet, MOST_ROWS, speaker.lang)


def _group(speaker: Speaker, value: str | None, counts: Sequence[int | None], cost: Shift) -> Row:
    """A line about a group; of one whose people are withheld nothing is told."""
    name = speaker.say("compare_unknown") if value is None else value
    told = tuple(speaker.say("withheld") if count is None else f"{count:,}" for count in counts)
    numbers = speaker.numbers(cost)
    return (name, *told, *((speaker.say("withheld"),) * len(numbers) if counts[0] is None else numbers))


def _prizes(speaker: Speaker) -> Sheet:
    rows = tuple(
        (
            each.day.isoformat(),
            each.group,
            speaker.award(each.award),
            speaker.unit_name(each.reward),
            *speaker.numbers(each.amount),
        )
        for each in speaker.found.prizes
    )
    heads = speaker.heads("day", "compare_group", "award", "reward", *_SIDES)
    return Sheet(speaker.say("compare_prizes"), heads, rows, (4, 5, 6))


_SIDES = ("compare_now", "compare_reform", "compare_difference")
