"""Entries that nobody writes down: given in each period, or after an award."""

from __future__ import annotations

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
        heads = _heads(rules, staff, rule, day)
        for who, count in heads.items():
            if not _was_given(rules, staff, rule, who, span, day):
                quantity = Fraction(count) if "of" in rule else None
                part = _part(rules, rule, span, day)
                yield Entry(f"{name} {who} {day}", who, day, name, quantity, facts=_blanks(rules), is_made=True, part=part)


def _blanks(rules: Rules) -> dict[str, Any]:
    return {name: fact.blank for name, fact in rules.facts["entry"].items()}


def _heads(rules: Rules, staff: Staff, rule: Mapping[str, Any], day: date) -> dict[str, int]:
    """Whoever can be given something on a day: people, or groups with the number of their people."""
    found: dict[str, int] = {}
    for member in staff.listed(day):
        facts = staff.on(member, day) or {}
        who = member if "of" not in rule else facts.get(rule["of"])
        if who is None or ("of" not in rule and not _is_eligible(rules, facts, day)):
            continue
        found[who] = found.get(who, 0) + 1
    return found


def _is_eligible(rules: Rules, facts: Mapping[str, Any], day: date) -> bool:
    if not rules.eligible:
        return True

    def look(name: str) -> Any:
        short = name.rpartition(".")[2]
        return rules.facts["member"][short], facts.get(short)

    return holds(rules.eligible, Known(look, day, day)) is True


def _was_given(rules: Rules, staff: Staff, rule: Mapping[str, Any], who: str, span: Span, day: date) -> bool:
    """Whether an earlier day of the period was the first one."""
    earlier = _first(rules, rule, span)
    while earlier < day:
        if who in _heads(rules, staff, rule, earlier):
            return True
        earlier += ONE_DAY
    return False


def _first(rules: Rules, rule: Mapping[str, Any], span: Span) -> date:
    """The first day of a period on which the activity holds."""
    begins = as_day(rule["from"]) if rule.get("from") else rules.first
    return max(span.first, begins, rules.first)


def _part(rules: Rules, rule: Mapping[str, Any], span: Span, day: date) -> Fraction:
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
        Entry(f"{name} {each.member} {day} {each.tier} {each.claim}", each.member, day, name, facts=_blanks(rules), is_made=True)
        for name, rule in rules.activities.items()
        if "after" in rule and rules.in_force(rule, day)
        for each in paid
        if each.award == rule["after"]["award"] and each.tier in rule["after"].get("won", [each.tier])
    ]

