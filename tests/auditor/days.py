"""Civil days, the periods of the calendar, and those that a scheme names."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

ONE_DAY = timedelta(days=1)
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
CALENDAR = ("day", *_MONTHS, "ever")


class Span(NamedTuple):
    """A period by its first and its last day, both included."""

    first: date
    last: date

    def has(self, day: date) -> bool:
        return self.first <= day <= self.last


def as_day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def plus_months(day: date, months: int) -> date:
    """So many months later, or earlier; where the month is too short, its last day."""
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def span_of(per: str, day: date, named: Mapping[str, Any]) -> Span | None:
    """The period that contains a day; none if the scheme's own periods leave it out."""
    if per == "ever":
        return Span(date.min, date.max)
    if per == "day":
        return Span(day, day)
    if per in _MONTHS:
        months = _MONTHS[per]
        first = date(day.year, (day.month - 1) // months * months + 1, 1)
        return Span(first, plus_months(first, months) - ONE_DAY)
    return next((span for span in _own(named[per], day.year) if span.has(day)), None)


def _own(spec: Mapping[str, Any], year: int) -> list[Span]:
    """The periods of the scheme's own that begin in a year, and the ones before and after."""
    begins, ends = ([int(part) for part in str(spec[key]).split("-")] for key in ("from", "until"))
    over = 0 if ends > begins else 1
    years = (year - 1, year, year + 1)
    return [Span(date(each, *begins), date(each + over, *ends) - ONE_DAY) for each in years]


def window_of(per: str, day: date, named: Mapping[str, Any]) -> Span:
    """As ``span_of``; the days between two periods of the scheme's own are a window by themselves."""
    span = span_of(per, day, named)
    if span is not None:
        return span
    spans = _own(named[per], day.year)
    before = max(each.last for each in spans if each.last < day)
    return Span(before + ONE_DAY, min(each.first for each in spans if each.first > day) - ONE_DAY)
