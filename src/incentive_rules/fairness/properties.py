"""The properties that compare two lives, or look at one: which candidates are tried, and when one breaks the property.

Pay is compared reward by reward: somebody is paid less who gets less of one reward and no more of any other. Where a
choice exists, both take the same option, and each option is tried.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, product
from typing import TYPE_CHECKING

from incentive_rules.amounts import ZERO
from incentive_rules.fairness.days import claimed, claims_at_month_end, claims_from, last_day
from incentive_rules.fairness.model import Candidate, Did, Life, done_of
from incentive_rules.fairness.runs import done_in
from incentive_rules.periods import Per, period_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from incentive_rules.fairness.days import Frame
    from incentive_rules.fairness.model import Asked, Done, Known, Outcome, Symbol
    from incentive_rules.fairness.runs import Run, Space
    from incentive_rules.program.model import Program

_LAST_OF_EVERY_MONTH = 28
_LONGEST_UNDER_LIMIT = 200
_MOST_TOGETHER = 6
"""So many entries of a kind a month, at most, where streams over months are tried."""


@dataclass(frozen=True, slots=True)
class Property:
    """A property that is tried candidate by candidate.

    ``is_about`` tells whether a scheme has anything that it speaks of; ``candidates`` gives what is tried, shortest
    first; ``is_broken`` judges what became of a candidate's lives; ``changes`` are the ways in which the second may
    differ from the first.
    """

    name: str
    is_about: Callable[[Space], bool]
    candidates: Callable[[Space], Iterator[Candidate]]
    is_broken: Callable[[Sequence[Outcome]], bool]
    changes: Callable[[Space], Sequence[Change]]


Change = tuple[tuple["Symbol", ...], tuple["Symbol", ...]]
"""The entries that only the first person has, and those that only the second has."""


def pays_less(before: Outcome, after: Outcome) -> bool:
    """Whether the second is paid less of some reward, and no more of any."""
    rewards = {*before.paid, *after.paid}
    gains = [after.paid.get(each, ZERO) - before.paid.get(each, ZERO) for each in rewards]
    return min(gains, default=ZERO) < 0 and max(gains) <= 0


def _is_worse_off(outcomes: Sequence[Outcome]) -> bool:
    """Whether the second is paid less than the first, or the same for fewer points."""
    before, after = outcomes
    return pays_less(before, after) or (after.paid == before.paid and after.earned < before.earned)


def _gains_by_splitting(outcomes: Sequence[Outcome]) -> bool:
    """Whether two parts bring more points than the whole, or more pay."""
    whole, parts = outcomes
    return parts.earned > whole.earned or pays_less(parts, whole)


def _is_over(outcomes: Sequence[Outcome]) -> bool:
    return bool(outcomes[0].over)


def _loses_by_timing(outcomes: Sequence[Outcome]) -> bool:
    """Whether the first is paid less than the second, and has no more points left to make up for it."""
    before, after = outcomes
    return pays_less(after, before) and after.balance >= before.balance


def _always(_space: Space) -> bool:
    return True


def _unchanged(_space: Space) -> Sequence[Change]:
    return ()


def _limited(space: Space) -> bool:
    """Whether the scheme has limits: only then can it matter which entry comes first."""
    return bool(space.program.general_limits) or _has_plain_limits(space)


def _has_plain_limits(space: Space) -> bool:
    """Whether a limit is one of a member's points or entries in a period; of the others nothing is said."""
    return any(space.program.limits.values())


def _added(space: Space) -> list[Change]:
    """One entry more: typical kinds first."""
    typical = {symbol: None for frame in space.frames for symbol in space.typical(frame)}
    every = {symbol: None for frame in space.frames for symbol in space.kinds(frame)}
    return [((), (symbol,)) for symbol in typical | every]


def _more_work(space: Space) -> Iterator[Candidate]:
    changes = _added(space)
    typical = len({symbol for frame in space.frames for symbol in space.typical(frame)})
    for some in (changes[:typical], changes[typical:]):
        yield from _changed(space, some, apart=_limited(space))


def _toggled(space: Space) -> list[Change]:
    return [((each.off,), (each.on,)) for each in space.alphabet.toggles()]


def _praise(space: Space) -> Iterator[Candidate]:
    return _changed(space, _toggled(space), apart=_limited(space))


def _split(space: Space) -> list[Change]:
    return [((each.whole,), each.parts) for each in space.alphabet.splits()]


def _splitting(space: Space) -> Iterator[Candidate]:
    return _changed(space, _split(space), apart=False)


def _changed(space: Space, changes: Sequence[Change], *, apart: bool) -> Iterator[Candidate]:
    """Each run with each change: typical kinds first, then both sides of changed rules, one other entry, all kinds."""
    within = [frame for frame in space.frames if frame.straddles is None]
    across = [frame for frame in space.frames if frame.straddles is not None]
    for frames, form in ((within, "typical"), (across, "typical"), (within, "mixed"), (within, "kinds")):
        for frame in frames:
            symbols = space.kinds(frame) if form == "kinds" else space.typical(frame)
            runs = space.mixed(symbols, frame) if form == "mixed" else space.runs(symbols, frame)
            for run, person in product(runs, space.people):
                yield from _with_run(space, done_in(run, frame.day), changes, frame, person, apart=apart)
    if space.outsider is not None:
        yield from _with_run(space, (), changes, space.frames[0], space.outsider, apart=False)


def _with_run(  # noqa: PLR0913  # who did what when
    space: Space, done: Done, changes: Sequence[Change], frame: Frame, person: Known, *, apart: bool
) -> Iterator[Candidate]:
    days = (frame.other,) if frame.straddles else frame.days if apart else (frame.day,)
    for options, day, (less, more) in product(space.options, days, changes):
        yield Candidate(space.life(person, done, frame, options), on_day(day, less), on_day(day, more))


def on_day(day: date, symbols: Iterable[Symbol]) -> Done:
    """One entry of each symbol on a day."""
    return tuple(Did(day, symbol) for symbol in symbols)


def _under_limits(space: Space) -> Iterator[Candidate]:
    for form, frame in product(("typical", "kinds"), space.frames):
        symbols = space.kinds(frame) if form == "kinds" else space.typical(frame)
        under = [symbol for symbol in symbols if space.program.limits[symbol.activity]]
        for run in chain(space.runs(under, frame, _LONGEST_UNDER_LIMIT)[1:], space.mixed(under, frame)):
            for done in _around_change(run, frame):
                last = period_of(max(frame.days), Per.MONTH).last
                yield Candidate(Life(space.people[0], done, last), alone=True)


def _around_change(run: Run, frame: Frame) -> Iterator[Done]:
    """The run on one day, with one entry more, and with as much again on the other side of a change."""
    (symbol, times), *rest = run
    yield done_in(run, frame.day)
    yield done_in(((symbol, times + 1), *rest), frame.day)
    if frame.straddles:
        yield done_of(done_in(run, frame.day), done_in(run, frame.other))


def _has_claims(space: Space) -> bool:
    return bool(claimed(space.program))


def _timing(space: Space) -> Iterator[Candidate]:
    """The same work over two months or three, claimed in some of them and at the end by all."""
    within = (frame for frame in space.frames if frame.straddles is None)
    first = next((frame for frame in within if claims_at_month_end(space.program, frame.day)), space.frames[0])
    symbols = space.typical(first)
    for months in (2, 3):
        days = month_days(space.program, first.day, months)
        for counts, kinds in product(_counts(months) if len(days) == months else (), product(symbols, repeat=months)):
            parts = zip(days, kinds, counts, strict=True)
            yield from _ways(space, tuple(Did(day, kind, times) for day, kind, times in parts if times), days)


def _ways(space: Space, done: Done, days: Sequence[date]) -> Iterator[Candidate]:
    program = space.program
    tail = claims_from(program, days[-1], _tail(space))
    if not tail:
        return
    as_of = last_day(program, max(day for day, _ in tail), tail)
    early = [claims_at_month_end(program, day) for day in days[:-1]]
    ways = [_together(chosen, tail) for chosen in product(*(((), each) for each in early))]
    for options, first, second in product(space.options, ways, ways):
        if first != second:
            yield Candidate(Life(space.people[0], done, as_of, first, options), claims_more=second)


def month_days(program: Program, first: date, months: int) -> list[date]:
    """The same day of successive months, as far as the scheme lasts."""
    days = [first]
    for _ in range(months - 1):
        following = period_of(days[-1], Per.MONTH).end.replace(day=min(first.day, _LAST_OF_EVERY_MONTH))
        if following < program.until:
            days.append(following)
    return days


def _tail(space: Space) -> int:
    """So many claims at the end that nobody who waited is late: one for each tier, and one for what is left."""
    return max(len(award.tiers) for award in claimed(space.program)) + 1


def _together(early: Iterable[Asked], tail: Asked) -> Asked:
    return tuple(sorted({*chain.from_iterable(early), *tail}))


def _counts(months: int) -> list[tuple[int, ...]]:
    """How many entries a month, fewest in all first; something is done in the first month and in the last."""
    found = product(range(_MOST_TOGETHER + 1), repeat=months)
    return sorted((each for each in found if each[0] and each[-1]), key=lambda each: (sum(each), each))


COMPARED = (
    Property("monotone", _always, _more_work, _is_worse_off, _added),
    Property("praise_never_hurts", lambda space: bool(_toggled(space)), _praise, _is_worse_off, _toggled),
    Property("split_proof", lambda space: bool(_split(space)), _splitting, _gains_by_splitting, _split),
    Property("cap_respected", _has_plain_limits, _under_limits, _is_over, _unchanged),
    Property("claim_timing", _has_claims, _timing, _loses_by_timing, _unchanged),
)
"""The properties that are tried candidate by candidate."""
