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
        for who, count in _heads(staff, rule, day).items():
            if _may(rules, staff, rule, who, day) is not False and _is_first(rules, staff, rule, who, span, day):
                quantity = Fraction(count if "of" in rule else 1)
                part = _part(rules, rule, span, day)
                yield Entry(
                    f"{name} {who} {day}", who, day, name, quantity, facts=_blanks(rules), is_made=True, part=part
                )


def _blanks(rules: Rules) -> dict[str, Any]:
    return {name: fact.blank for name, fact in rules.facts["entry"].items()}


def _heads(staff: Staff, rule: Mapping[str, Any], day: date) -> dict[str, int]:
    """Whoever is listed on a day: people, or groups with the number of their people."""
    found: dict[str, int] = {}
    for member in staff.listed(day):
        who = (staff.on(member, day) or {}).get(rule["of"]) if "of" in rule else member
        if who is not None:
            found[who] = found.get(who, 0) + 1
    return found


def _may(rules: Rules, staff: Staff, rule: Mapping[str, Any], who: str, day: date) -> bool | None:
    """Whether somebody is eligible on a day; of groups it is not asked."""
    if not rules.eligible or "of" in rule:
        return True
    facts = staff.on(who, day) or {}

    def look(name: str) -> Any:
        short = name.rpartition(".")[2]
        return rules.facts["member"][short], facts.get(short)

    return holds(rules.eligible, Known(look, day))


def _is_first(rules: Rules, staff: Staff, rule: Mapping[str, Any], who: str, span: Span, day: date) -> bool:
    """Whether on no earlier day of the period somebody was listed and eligible, or perhaps eligible."""
    earlier = _first(rules, rule, span)
    looked_at = None if "of" in rule else {earlier, *staff.changes(who)}  # only a new row makes anew who is given it
    if looked_at is not None and day not in looked_at:
        return False
    while earlier < day:
        if looked_at is None or earlier in looked_at:
            if who in _heads(staff, rule, earlier) and _may(rules, staff, rule, who, earlier) is not False:
                return False
        earlier += ONE_DAY
    return True


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
