"""The periods that rules count by: words for those of the calendar, and periods that a scheme names itself."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, ValidationInfo
from pydantic.functional_validators import PlainValidator

from incentive_rules.codes import Code
from incentive_rules.errors import nearest
from incentive_rules.facts import RefusedValueError, kind_of
from incentive_rules.messages import Label
from incentive_rules.periods import NamedPeriod, Per, Span
from incentive_rules.scheme.parts import Provenance
from incentive_rules.scheme.scalars import Words, filled_text, shared, strict

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ENTRY = "entry"
"""The word of a limit that looks at each entry by itself."""
_COMMON_YEAR = 2001
_MONTH_AND_DAY = Label('월-일 두 자리씩, 예: "12-01"', 'month and day, two digits each, such as "12-01"')


def _month_and_day(value: object) -> tuple[int, int]:
    """A day of every year; 29 February is none."""
    text = filled_text(value)
    found = re.fullmatch(r"([0-9]{2})-([0-9]{2})", text)
    if found is None:
        raise RefusedValueError(Code.WRONG_TYPE, expected=_MONTH_AND_DAY, got=kind_of(text))
    month, day = map(int, found.groups())
    try:
        date(_COMMON_YEAR, month, day)
    except ValueError as error:
        raise RefusedValueError(Code.WRONG_TYPE, expected=_MONTH_AND_DAY, got=kind_of(text)) from error
    return month, day


def _span_or(*more: str) -> Callable[[object, ValidationInfo], Per | str]:
    """A validator of a period: a word of the calendar, one of ``more``, or a period that the file names."""

    def validate(value: object, info: ValidationInfo) -> Per | str:
        named = tuple(info.context or ())

        def parse(value: object) -> Per | str:
            text = filled_text(value)
            known = (*more, *map(str, Per), *named)
            if text not in known:
                words = {"value": text, "known": known, "near": nearest(text, known), "advice": _spans_told(known)}
                raise RefusedValueError(Code.BAD_CHOICE, **words)
            return Per(text) if text in tuple(Per) else text

        return strict(parse)(value)

    return validate


def _spans_told(known: tuple[str, ...]) -> Label:
    """The words of the calendar with their Korean meaning."""
    told = [each if each not in _IN_KOREAN else f"{each}({_IN_KOREAN[each]})" for each in known]
    return Label(", ".join(told), ", ".join(told))


_IN_KOREAN = {
    ENTRY: "실적 하나",
    "day": "일",
    "month": "월",
    "quarter": "분기",
    "half": "반기",
    "year": "연",
    "ever": "제도 전체",
}

SpanWord = Annotated[Per | str, PlainValidator(_span_or()), shared("Span")]
"""A key that takes a period of the calendar or the id of a named one; the loader says which are named."""
LimitSpan = Annotated[Per | str, PlainValidator(_span_or(ENTRY)), shared("LimitSpan")]
"""The same, and `entry` for each entry by itself."""
MonthDay = Annotated[tuple[int, int], PlainValidator(strict(_month_and_day)), shared("MonthDay")]


class NamedSpan(Provenance):
    """A period of every year that the calendar has no word for."""

    label: Words
    """its name"""
    first: MonthDay = Field(alias="from")
    """its first day, as month and day: `"01-01"`"""
    until: MonthDay
    """the first day after it, as month and day; at or before `from`, it is that of the next year"""


def bound_span(periods: Mapping[str, NamedSpan], word: Per | str) -> Span:
    """The period that a word of a scheme that loads stands for, by its named periods."""
    if isinstance(word, Per):
        return word
    named = periods[word]
    return NamedPeriod(word, named.first, named.until)
