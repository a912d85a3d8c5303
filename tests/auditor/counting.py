"""Counters of a scheme's own."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from auditor.asking import holds
from auditor.days import ONE_DAY, Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from auditor.judging import Judged
    from auditor.rules import Rules

ZERO = Fraction(0)


class Credited(NamedTuple):
    """An entry as it was credited."""

    judged: Judged
    day: date
    points: Fraction
    is_difference: bool = False
    """to what a closed period came to"""


class NotKnownError(Exception):
    """A counter hangs on a fact that is not known."""


def windows(rules: Rules, per: str, day: date, count: int) -> list[Span]:
    """The period of a day and those before it."""
    found: list[Span] = []
    span = rules.span(per, day)
    while span is not None and len(found) < count:
        found.append(span)
        before = None
        if span.first > date(1900, 1, 1):
            day = span.first - ONE_DAY
            before = rules.span(per, day)
            while before is None:  # between two periods of the scheme's own
                day -= ONE_DAY
                before = rules.span(per, day)
        span = before
    return found


def counted(rules: Rules, name: str, credited: list[Credited], per: str, day: date) -> Fraction | None:
    """What a counter comes to on a day; none where there is nothing of which it could be."""
    rule = rules.counters[name]
    spans = windows(rules, str(rule.get("per", per)) if per == "" else per, day, int(rule.get("last", 1)))
    taken = [each for each in credited if _is_counted(rule, each, spans, day)]
    if rule.get("take") == "last":  # of several on the last day the highest
        latest = max((each.day for each in taken), default=None)
        return max((_value(rule, each) for each in taken if each.day == latest), default=None)
    return _taken(rule, [_value(rule, each) for each in taken])


def _is_counted(rule: Mapping[str, Any], credit: Credited, spans: list[Span], day: date) -> bool:
    listed = rule.get("activities")
    if credit.day > day or not any(span.has(credit.day) for span in spans):
        return False
    if listed and credit.judged.entry.activity not in listed:
        return False
    if "when" not in rule:
        return True
    assert credit.judged.values_on is not None
    answer = holds(rule["when"], credit.judged.known(credit.judged.values_on))
    if answer is None:
        raise NotKnownError
    return answer


def _value(rule: Mapping[str, Any], credit: Credited) -> Fraction:
    if rule.get("take") == "number":
        return Fraction(1)
    if rule.get("of", "points") == "points":
        return credit.points
    assert credit.judged.looker is not None
    found = credit.judged.looker.look(rule["of"])[1]
    if found is None:
        raise NotKnownError
    return Fraction(found)


def _taken(rule: Mapping[str, Any], values: list[Fraction]) -> Fraction | None:
    take, drop = rule.get("take", "sum"), rule.get("drop") or {}
    if take == "number":
        return Fraction(len(values))
    if drop:
        values = sorted(values)[int(drop.get("lowest", 0)) :]
        values = values[: max(0, len(values) - int(drop.get("highest", 0)))]
    if take == "sum":
        return sum(values, ZERO)
    if not values:
        return None
    return {
        "mean": lambda: sum(values, ZERO) / len(values),
        "highest": lambda: max(values),
        "lowest": lambda: min(values),
    }[take]()
