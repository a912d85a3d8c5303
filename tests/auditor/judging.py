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

    @property
    def wanted(self) -> Fraction:
        return self.base + self.bonus

    def known(self, day: date) -> Known:
        """What a condition can ask, with its values as of a day."""
        assert self.looker is not None
        return Known(self.looker.look, day, self.looker.judged_on)


def dates_of(rules: Rules, entry: Entry) -> dict[str, date | None]:
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
    days = dates_of(rules, entry)
    counts_on = days[rules.answer("points_count_on") or "activity_date"]
    by_activity = (rules.answer("values_taken_on") or "activity_date") == "activity_date"
    values_on = entry.day if by_activity else counts_on
    judged_on = days[rules.answer("grade_judged_on") or "activity_date"]
    judged = Judged(entry, "credited", owner_of(rules, entry), counts_on, values_on)
    judged.looker = Looker(rules, staff, entry, judged_on)
    if entry.status != "rejected" and counts_on is not None and counts_on > as_of:
        judged.state = "not_yet"
        return judged
    no = ["status"] if entry.status == "rejected" else list(_outside(rules, judged))
    if not no and (entry.status == "pending" or counts_on is None or values_on is None):
        judged.notes.append("held: pending or not approved")
    elif not no:
        no = list(_refusals(rules, judged)) or _asked(rules, staff, judged)
    held = [note for note in judged.notes if note.startswith("held")]
    judged.notes += no
    judged.state = "rejected" if no else "held" if held else "credited"
    return judged


def _outside(rules: Rules, judged: Judged) -> Any:
    for day in (judged.counts_on, judged.values_on):
        if day is not None and not rules.in_force({}, day):
            yield "outside the scheme"


def _refusals(rules: Rules, judged: Judged) -> Any:
    entry, rule = judged.entry, rules.activities[judged.entry.activity]
    if ("every" in rule or "after" in rule) and not entry.is_made:
        yield "made by rule"
    if judged.values_on is not None and not rules.in_force(rule, judged.values_on):
        yield "not in force"
    if "quantity" not in facts_in(rule["points"]) and entry.quantity not in (None, 1):
        yield "quantity not used"
    if entry.share is not None and str(rule.get("shares", "no")) not in ("yes", "True"):
        yield "share not used"


def _asked(rules: Rules, staff: Staff, judged: Judged) -> list[str]:
    """Conditions, points and bonuses: what refuses the entry; what is unknown is noted in it."""
    assert judged.looker is not None
    rule, day, no = rules.activities[judged.entry.activity], judged.values_on or judged.entry.day, []
    known = judged.known(day)
    answers = [holds(rule["when"], known)] if "when" in rule else []
    if rules.eligible and "of" not in rule:
        answers.append(holds(rules.eligible, known._replace(look=judged.looker.look_at_person)))
    if "of" in rule and judged.entry.member not in staff.groups(rule["of"]):
        judged.notes.append("held: no such group")
    if False in answers:
        no.append("not eligible")
    if None in answers:
        judged.notes.append("held: condition")
    try:
        judged.base = _part_of(rule, points_of(rules, rule["points"], judged.looker.look, day), judged.entry.part)
    except RefusedError:
        no.append("no points for that")
    except UnknownError:
        judged.notes.append("held: points")
    else:
        _put_bonuses(rules, judged, known)
    return no


def asks_the_row(rules: Rules, condition: Any) -> bool:
    """Whether a condition looks at what only a row of the ledger tells; a fact with ``blank`` has a value without one."""
    found = set(_names_in(condition))
    facts = rules.facts["entry"]
    return any(
        name == "quantity"
        or name.startswith("giver.")
        or (name.removeprefix("entry.") in facts and facts[name.removeprefix("entry.")].blank is None)
        for name in found
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
        if judged.entry.is_made and asks_the_row(rules, bonus["when"]):
            continue  # nobody wrote a row that could tell
        applies = holds(bonus["when"], known)
        if applies is None:
            judged.notes.append("held: bonus")
        elif applies and "add" in bonus:
            judged.bonus += number_on(bonus["add"], known.day)
        elif applies:
            judged.bonus += judged.base * (number_on(bonus["multiply"], known.day) - 1)
