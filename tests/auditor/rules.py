"""A scheme as its file has it, and the few things that have to be looked up in it again and again."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from auditor.days import Span, as_day, span_of, window_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

KINDS = ("number", "yes_no", "one_of", "ordered", "group", "text", "date")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_YES, _NO = {"yes", "true", "y", "o", "예", "네"}, {"no", "false", "n", "x", "아니오", "아니요"}


class BadCellError(Exception):
    """A cell that says nothing that its column may say."""


class Fact:
    """What a column may hold, and how its values compare."""

    def __init__(self, name: str, spec: Any) -> None:
        told = {spec: None} if isinstance(spec, str) else dict(spec)
        self.name = name
        self.kind = next(kind for kind in KINDS if kind in told)
        self.ranks: dict[str, int] = {}
        for rank, step in enumerate(told[self.kind] or ()):
            self.ranks |= {str(value): rank for value in (step if isinstance(step, list | tuple) else [step])}
        self.low, self.high = told.get("at_least"), told.get("at_most")
        self.blank = None if told.get("blank") is None else self.value(told["blank"])

    def value(self, written: Any) -> Any:
        """A value as it is written in the scheme or in a cell."""
        text = "yes" if written is True else "no" if written is False else str(written).strip()
        if self.kind == "number":
            return self._number(text)
        if self.kind == "date":
            return _day(text)
        if self.kind == "yes_no":
            return _yes(text)
        if self.ranks and text not in self.ranks:
            raise BadCellError(text)
        return text

    def cell(self, written: Any) -> Any:
        """A cell of a row; a blank one is unknown, unless the fact says what it stands for."""
        return self.blank if blank(written) else self.value(written)

    def order(self, value: Any) -> Any:
        """What values are compared by: listed ones by their rank."""
        return self.ranks[value] if self.ranks else value

    def _number(self, text: str) -> Fraction:
        number = number_of(text)
        if self.low is not None and number < number_of(self.low):
            raise BadCellError(text)
        if self.high is not None and number > number_of(self.high):
            raise BadCellError(text)
        return number


def number_of(written: Any) -> Fraction:
    if isinstance(written, Fraction):
        return written
    if not _NUMBER.fullmatch(str(written)):
        raise BadCellError(written)
    return Fraction(str(written))


def blank(written: Any) -> bool:
    return written is None or (isinstance(written, str) and not written.strip())


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadCellError(text) from error


def _yes(text: str) -> bool:
    if text.lower() not in _YES | _NO:
        raise BadCellError(text)
    return text.lower() in _YES


def is_dated(value: Any) -> bool:
    return isinstance(value, dict) and bool(value) and all(_DAY.fullmatch(str(key)) for key in value)


def dated(value: Any, day: date) -> Any:
    """The value in force on a day: of several, the one with the latest first day that is not later."""
    if not is_dated(value):
        return value
    begun = [first for first in value if as_day(first) <= day]
    return value[max(begun, key=as_day)]


def number_on(value: Any, day: date) -> Fraction:
    return number_of(dated(value, day))


def first_days(value: Any) -> Iterator[date]:
    """The first days of all dated values in a part of the scheme."""
    if is_dated(value):
        yield from map(as_day, value)
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ():
        yield from first_days(each)


class Rules:
    """A scheme."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.first = as_day(data["from"])
        self.until = as_day(data["until"]) if data.get("until") else date.max
        told = data.get("facts") or {}
        self.facts = {
            scope: {name: Fact(name, spec) for name, spec in (told.get(scope) or {}).items()}
            for scope in ("member", "entry")
        }
        self.named: Mapping[str, Any] = data.get("periods") or {}
        self.activities: Mapping[str, Any] = data["activities"]
        self.eligible: Any = data.get("eligible")
        self.limits, self.bonuses, self.awards, self.counters, self.budgets = (
            dict(data.get(section) or {}) for section in ("limits", "bonuses", "awards", "counters", "budgets")
        )
        self.balance: Mapping[str, Any] = data.get("balance") or {}

    def answer(self, question: str) -> str | None:
        told = (self.data.get("answers") or {}).get(question)
        return told["is"] if isinstance(told, dict) else told

    def in_force(self, rule: Mapping[str, Any], day: date) -> bool:
        """Whether a rule holds on a day; one without days of its own has the scheme's."""
        first = as_day(rule["from"]) if rule.get("from") else self.first
        until = as_day(rule["until"]) if rule.get("until") else self.until
        return max(first, self.first) <= day < min(until, self.until)

    def span(self, per: str, day: date) -> Span | None:
        return span_of(per, day, self.named)

    def window(self, per: str, day: date) -> Span:
        return window_of(per, day, self.named)

    def named_rule(self, section: Mapping[str, Any], written: Any) -> str:
        """The id of an activity or an award that a cell names by its id or by a label."""
        text = str(written).strip()
        if text in section:
            return text
        for name, rule in section.items():
            label = rule["label"]
            if text in (label.values() if isinstance(label, dict) else [label]):
                return name
        raise BadCellError(text)
