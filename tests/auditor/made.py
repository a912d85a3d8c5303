"""Entries that nobody writes down: given in each period, or after an award."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from auditor.asking import Known, holds
from auditor.days import ONE_DAY, Span, as_day
from auditor.rows import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from auditor.paying import Paid
    from auditor.rows import Staff
    from auditor.rules import Rules


def given_on(rules: Rules, staff: Staff, day: date) -> Iterator[Entry]:
    """What everybody is given for whom this is the first day in a period."""
    for name, rule in rules.activities.items():
        if "every" not in rule or not rules.in_force(rule, day):
            continue
        span = rules.span(rule["every"], day)
        if span is None:
            continue
        giving = _Giving(rules, staff, rule, span)
        for who, count in giving.heads(day).items():
            if giving.is_given(who, day):
                quantity = Fraction(count if "of" in rule else 1)
                made = Entry(f"{name} {who} {day}", who, day, name, quantity, facts=_blanks(rules), is_made=True)
                made.part = _part(rule, span, day)
                yield made


def _blanks(rules: Rules) -> dict[str, Any]:
    return {name: fact.blank for name, fact in rules.facts["entry"].items()}


@dataclass(frozen=True)
class _Giving:
    """An activity that is given by itself, in one of its periods."""

    rules: Rules
    staff: Staff
    rule: Mapping[str, Any]
    span: Span

    def heads(self, day: date) -> dict[str, int]:
        """Whoever is listed on a day: people, or groups with the number of their people."""
        found: dict[str, int] = {}
        for member in self.staff.listed(day):
            facts = self.staff.on(member, day) or {}
            who = facts.get(self.rule["of"]) if "of" in self.rule else member
            if who is not None:
                found[who] = found.get(who, 0) + 1
        return found

    def is_given(self, who: str, day: date) -> bool:
        """Whether it is given on this day, and was not, nor was it held, on an earlier one of the period."""
        return self._is_looked_at(who, day) and not any(self._is_looked_at(who, each) for each in self._before(day))

    def _is_looked_at(self, who: str, day: date) -> bool:
        """Listed, on a day on which that is looked at, and eligible, or perhaps so; of groups that is not asked."""
        if "of" not in self.rule and day not in {self._first(), *self.staff.changes(who)}:
            return False
        return who in self.heads(day) and self._may(who, day) is not False

    def _may(self, who: str, day: date) -> bool | None:
        if not self.rules.eligible or "of" in self.rule:
            return True
        facts = self.staff.on(who, day) or {}

        def look(name: str) -> Any:
            short = name.rpartition(".")[2]
            return self.rules.facts["member"][short], facts.get(short)

        return holds(self.rules.eligible, Known(look, day))

    def _before(self, day: date) -> Iterator[date]:
        earlier = self._first()
        while earlier < day:
            yield earlier
            earlier += ONE_DAY

    def _first(self) -> date:
        """The first day of the period on which the activity holds."""
        begins = as_day(self.rule["from"]) if self.rule.get("from") else self.rules.first
        return max(self.span.first, begins, self.rules.first)


def _part(rule: Mapping[str, Any], span: Span, day: date) -> Fraction:
    """What is left of the period, of those who begin within it."""
    told = rule.get("prorate")
    if not told or day == span.first:
        return Fraction(1)
    if told["by"] == "months":
        part = Fraction(_months(day, span.last), _months(span.first, span.last))
    else:
        part = Fraction((span.last - day).days + 1, (span.last - span.first).days + 1)
    return part


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month + 1


def won_on(rules: Rules, paid: list[Paid], day: date) -> list[Entry]:
    """What whoever won is given on the day after."""
    return [
        Entry(
            f"{name} {each.member} {day} {each.tier} {each.claim}",
            each.member,
            day,
            name,
            Fraction(1),
            facts=_blanks(rules),
            is_made=True,
        )
        for name, rule in rules.activities.items()
        if "after" in rule and rules.in_force(rule, day)
        for each in paid
        if each.award == rule["after"]["award"] and each.tier in rule["after"].get("won", [each.tier])
    ]
