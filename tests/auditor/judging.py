"""Which entries count, when, and what each is worth before limits."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from auditor.asking import Known, Looker, holds
from auditor.earning import RefusedError, UnknownError, facts_in, points_of, rounded
from auditor.rules import number_on

if TYPE_CHECKING:
    from auditor.rows import Entry, Staff
    from auditor.rules import Rules

Owner = tuple[str, str]
"""Whose points they are: ``("member", id)``, or a group fact and the name of the group."""


@dataclass(eq=False)
class Judged:
    """An entry, whether it counts, on which day, and its points before limits."""

    entry: Entry
    state: str
    owner: Owner
    counts_on: date | None = None
    values_on: date | None = None
    looker: Looker | None = None
    base: Fraction = Fraction(0)
    bonus: Fraction = Fraction(0)
    notes: list[str] = field(default_factory=list)
    in_the_end: str = "credited"
    """its state when all days have come"""

    @property
    def wanted(self) -> Fraction:
        return self.base + self.bonus

    def known(self, day: date) -> Known:
        """What a condition can ask, with its values as of a day."""
        assert self.looker is not None
        return Known(self.looker.look, day)


def dates_of(entry: Entry) -> dict[str, date | None]:
    """The three days of an entry by the name of the answer; one that nobody wrote down has one day."""
    if entry.is_made:
        return dict.fromkeys(("activity_date", "approval_date", "recorded_date"), entry.day)
    return {
        "activity_date": entry.day,
        "approval_date": entry.approved,
        "recorded_date": entry.recorded or entry.day,
    }


def owner_of(rules: Rules, entry: Entry) -> Owner:
    return (rules.activities[entry.activity].get("of", "member"), entry.member)


def judge(rules: Rules, staff: Staff, entry: Entry, as_of: date) -> Judged:
    """One entry by itself: its partners in joint work and limits are not looked at yet."""
    days = dates_of(entry)
    counts_on = days[rules.answer("points_count_on") or "activity_date"]
    by_activity = (rules.answer("values_taken_on") or "activity_date") == "activity_date"
    values_on = entry.day if by_activity else counts_on
    judged_on = days[rules.answer("grade_judged_on") or "activity_date"]
    judged = Judged(entry, "credited", owner_of(rules, entry), counts_on, values_on)
    judged.looker = Looker(rules, staff, entry, judged_on)
    try:
        _looked_at(rules, staff, judged, as_of)
    except Stop as stop:
        judged.state = stop.state
        judged.notes.append(stop.why)
    judged.in_the_end = judged.state
    if judged.state == "not_yet" and as_of < date.max:
        judged.in_the_end = judge(rules, staff, entry, date.max).state
    return judged


def _looked_at(rules: Rules, staff: Staff, judged: Judged, as_of: date) -> None:
    """What a row has to pass, in order; the first thing that does not let it pass decides."""
    entry, rule = judged.entry, rules.activities[judged.entry.activity]
    _stop("held", "contested", when=entry.is_contested)
    _stop("rejected", "status", when=entry.status == "rejected")
    _stop("held", "not approved", when=None in (judged.counts_on, judged.values_on))
    assert judged.counts_on is not None
    assert judged.values_on is not None
    _stop("not_yet", "later", when=judged.counts_on > as_of)
    for day in (judged.values_on, judged.counts_on):
        _stop("rejected", "outside the scheme", when=not rules.in_force({}, day))
    _stop("rejected", "made by rule", when=("every" in rule or "after" in rule) and not entry.is_made)
    _stop("rejected", "not in force", when=not rules.in_force(rule, judged.values_on))
    _stop("held", "pending", when=entry.status == "pending")
    counts = "quantity" in facts_in(rule["points"]) or entry.is_made
    _stop("rejected", "quantity not used", when=entry.quantity not in (None, 1) and not counts)
    _stop("rejected", "share not used", when=entry.share is not None and not may_share(rule))
    _asked(rules, staff, judged, judged.values_on)


class Stop(Exception):  # noqa: N818  # no mistake: the entry does not count
    """The entry does not count, or not yet."""

    def __init__(self, state: str, why: str) -> None:
        super().__init__(state, why)
        self.state, self.why = state, why


def _stop(state: str, why: str, *, when: bool) -> None:
    if when:
        raise Stop(state, why)


def may_share(rule: Any) -> bool:
    return str(rule.get("shares", "no")) in ("yes", "True")


def _asked(rules: Rules, staff: Staff, judged: Judged, day: date) -> None:
    """Conditions, points and bonuses."""
    assert judged.looker is not None
    rule, known = rules.activities[judged.entry.activity], judged.known(day)
    of_people = known._replace(look=judged.looker.look_at_person)
    if rules.eligible and "of" not in rule:
        _needed(holds(rules.eligible, of_people), "not eligible")
    if "when" in rule:
        _needed(holds(rule["when"], known), "condition of the activity")
    points = _points(rules, judged, day)
    if "of" in rule:
        known_groups = staff.groups(rule["of"])  # of a list that names none, any name is taken
        _stop("held", "no such group", when=bool(known_groups) and judged.entry.member not in known_groups)
    judged.base = _part_of(rule, points, judged.entry.part)
    _put_bonuses(rules, judged, known)


def _points(rules: Rules, judged: Judged, day: date) -> Fraction:
    assert judged.looker is not None
    try:
        return points_of(rules, rules.activities[judged.entry.activity]["points"], judged.looker.look, day)
    except RefusedError as error:
        state, why = "rejected", "no points for that"
        raise Stop(state, why) from error
    except UnknownError as error:
        state, why = "held", "points"
        raise Stop(state, why) from error


def _needed(answer: bool | None, why: str) -> None:  # noqa: FBT001  # a truth of three
    _stop("rejected", why, when=answer is False)
    _stop("held", why, when=answer is None)


def asks_the_row(rules: Rules, condition: Any) -> bool:
    """Whether a condition looks at what only a row of the ledger tells."""
    found = set(_names_in(condition))
    facts = rules.facts["entry"]
    return any(
        name == "quantity" or name.startswith("giver.") or name.removeprefix("entry.") in facts for name in found
    )


def _names_in(condition: Any) -> Any:
    """The facts that a condition names, also those that it compares with."""
    for key, value in condition.items():
        if key in ("all", "any"):
            for each in value:
                yield from _names_in(each)
        elif key == "not":
            yield from _names_in(value)
        elif key not in ("source", "assumed"):
            yield key
            yield from _compared_in(value)


def _compared_in(tests: Any) -> Any:
    if isinstance(tests, dict):
        if isinstance(tests.get("fact"), str):
            yield tests["fact"]
        for each in tests.values():
            yield from _compared_in(each)


def _part_of(rule: Any, points: Fraction, part: Fraction) -> Fraction:
    """The part of the points that somebody is given who begins within a period."""
    told = (rule.get("prorate") or {}).get("round")
    found = points * part
    return rounded(found, told["unit"], told["mode"]) if told and part != 1 else found


def _put_bonuses(rules: Rules, judged: Judged, known: Known) -> None:
    """Each bonus acts on the entry's own points; a deduction takes none."""
    if judged.base < 0:
        return
    for bonus in rules.bonuses.values():
        listed = bonus.get("activities")
        if (listed and judged.entry.activity not in listed) or not rules.in_force(bonus, known.day):
            continue
        applies = holds(bonus["when"], known)
        if applies is None and judged.entry.is_made and asks_the_row(rules, bonus["when"]):
            continue  # nobody wrote a row that could tell
        if applies is None:
            _stop("held", "bonus", when=True)
        elif applies and "add" in bonus:
            judged.bonus += number_on(bonus["add"], known.day)
        elif applies:
            judged.bonus += judged.base * (number_on(bonus["multiply"], known.day) - 1)
