"""Conditions, which are true, false or unknown."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from auditor.days import plus_months
from auditor.rules import Fact, Rules, dated, is_dated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from auditor.rows import Entry, Staff

_TESTS = {"equals", "one_of", "at_most", "at_least", "between", "not"}
_AGO = {"months_ago", "days_ago"}
NUMBER, GIVEN, NAME = Fact("quantity", "number"), Fact("given", "yes_no"), Fact("activity", "text")

Truth = bool | None


def every(parts: Iterable[Truth]) -> Truth:
    """False if one is false, else unknown if one is unknown."""
    found = list(parts)
    return False if False in found else None if None in found else True


def some(parts: Iterable[Truth]) -> Truth:
    """True if one is true, else unknown if one is unknown."""
    found = list(parts)
    return True if True in found else None if None in found else False


def negated(part: Truth) -> Truth:
    return None if part is None else not part


class Known(NamedTuple):
    """What a condition is asked of: facts by name with their values, and the day for which it is asked."""

    look: Callable[[str], tuple[Fact, Any]]
    day: date


def holds(condition: Mapping[str, Any], known: Known) -> Truth:
    """Whether a condition holds; all its keys must."""
    return every(_part(key, value, known) for key, value in condition.items() if key not in ("source", "assumed"))


def _part(key: str, value: Any, known: Known) -> Truth:
    if key == "all":
        return every(holds(each, known) for each in value)
    if key == "any":
        return some(holds(each, known) for each in value)
    if key == "not":
        return negated(holds(value, known))
    fact, found = known.look(key)
    return _tested(fact, found, value, known)


def _tested(fact: Fact, found: Any, value: Any, known: Known) -> Truth:
    """One fact against what it must be, in any of the forms that say it."""
    if isinstance(value, dict) and not is_dated(value) and value.keys() & _TESTS:
        return every(
            negated(_tested(fact, found, operand, known)) if test == "not" else _one(test, fact, found, operand, known)
            for test, operand in value.items()
        )
    return _one("one_of" if isinstance(dated(value, known.day), list | tuple) else "equals", fact, found, value, known)


def _one(test: str, fact: Fact, found: Any, operand: Any, known: Known) -> Truth:
    asked = dated(operand, known.day)
    ends = [_operand(fact, each, known) for each in (asked if isinstance(asked, list | tuple) else [asked])]
    mine, theirs = _order(fact, found), [_order(fact, end) for end in ends]
    if test in ("equals", "one_of"):
        return some(_same(mine, each) for each in theirs)
    if test == "between":
        return every([_below(theirs[0], mine), _below(mine, theirs[1])])
    return _below(mine, theirs[0]) if test == "at_most" else _below(theirs[0], mine)


def _order(fact: Fact, value: Any) -> Any:
    return None if value is None else fact.order(value)


def _same(one: Any, other: Any) -> Truth:
    return None if one is None or other is None else one == other


def _below(low: Any, high: Any) -> Truth:
    return None if low is None or high is None else bool(low <= high)


def _operand(fact: Fact, written: Any, known: Known) -> Any:
    """A written value, that of another fact, or a day so long ago."""
    if not isinstance(written, dict):
        return unbounded(fact, written)
    if "fact" in written:
        return known.look(written["fact"])[1]
    if "months_ago" in written:
        return plus_months(known.day, -int(written["months_ago"]))
    return known.day - timedelta(days=int(written["days_ago"]))


def unbounded(fact: Fact, written: Any) -> Any:
    """A value of a condition; it may lie beyond what a cell may hold."""
    low, high, fact.low, fact.high = fact.low, fact.high, None, None
    try:
        return fact.value(written)
    finally:
        fact.low, fact.high = low, high


class Looker:
    """What rules can ask of one entry: of its row, of the person on the day that is judged, and of who gave it."""

    def __init__(self, rules: Rules, staff: Staff, entry: Entry, judged_on: date | None) -> None:
        self.rules, self.entry, self.judged_on = rules, entry, judged_on
        of = rules.activities[entry.activity].get("of")
        if of:
            self.person: dict[str, Any] | None = {of: entry.member}  # all that is known of a group is its name
        else:
            self.person = staff.on(entry.member, judged_on) if staff.is_given else entry.told
        self.giver = staff.on(entry.giver, judged_on) if entry.giver else None

    def look_at_person(self, name: str) -> tuple[Fact, Any]:
        """As ``look``, of rules that ask people alone."""
        short = name.rpartition(".")[2]
        return self.rules.facts["member"][short], (self.person or {}).get(short)

    def look(self, name: str) -> tuple[Fact, Any]:
        if name in ("quantity", "given", "activity"):
            found = {"quantity": self.entry.quantity, "given": bool(self.entry.giver), "activity": self.entry.activity}
            return {"quantity": NUMBER, "given": GIVEN, "activity": NAME}[name], found[name]
        scope, _, short = name.rpartition(".")
        facts = self.rules.facts
        if scope == "giver":
            return facts["member"][short], (self.giver or {}).get(short)
        if scope == "entry" or (not scope and short in facts["entry"]):
            return facts["entry"][short], self.entry.facts.get(short)
        return self.look_at_person(short)
