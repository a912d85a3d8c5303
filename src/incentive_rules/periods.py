"""Half-open civil periods: a month is ``[1 June, 1 July)``. No time of day, no time zone, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Generic, TypeVar

from dateutil.relativedelta import relativedelta

ONE_DAY = timedelta(days=1)
T = TypeVar("T")


class Per(StrEnum):
    """The length of a period. ``ever`` is the whole life of the scheme."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    EVER = "ever"


_MONTHS = {Per.MONTH: 1, Per.QUARTER: 3, Per.HALF: 6, Per.YEAR: 12}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from ``first`` up to but not including ``end``.

    Example:
        >>> june = period_of(date(2024, 6, 10), Per.MONTH)
        >>> june.name, june.last
        ('2024-06', datetime.date(2024, 6, 30))
        >>> date(2024, 7, 1) in june
        False
    """

    first: date
    end: date
    name: str

    @property
    def last(self) -> date:
        """The last day of the period, on which it settles."""
        return self.end - ONE_DAY

    def __contains__(self, day: date) -> bool:
        return self.first <= day < self.end


@lru_cache(maxsize=32768)  # the days of ninety years
def period_of(day: date, per: Per) -> Period:
    """The calendar period that a day lies in.

    Example:
        >>> period_of(date(2025, 2, 3), Per.HALF).name
        '2025-H1'
    """
    if per is Per.EVER:
        return Period(date.min, date.max, "ever")
    if per is Per.DAY:
        return Period(day, min(day, date.max - ONE_DAY) + ONE_DAY, day.isoformat())
    months = _MONTHS[per]
    index = (day.month - 1) // months
    first = date(day.year, index * months + 1, 1)
    return Period(first, _end(first, months), _name(first, index, per))


def _end(first: date, months: int) -> date:
    """The calendar ends with the year 9999, which staff lists use for "no end"."""
    if first.year == date.max.year and first.month + months > 12:  # noqa: PLR2004  # a year has twelve months
        return date.max
    return first + relativedelta(months=months)


def _name(first: date, index: int, per: Per) -> str:
    if per is Per.YEAR:
        return f"{first.year:04d}"
    if per is Per.MONTH:
        return f"{first.year:04d}-{first.month:02d}"
    return f"{first.year:04d}-{'Q' if per is Per.QUARTER else 'H'}{index + 1}"


def periods_between(first: date, last: date, per: Per) -> list[Period]:
    """The periods that have a day between ``first`` and ``last``, both included, in order.

    Example:
        >>> [p.name for p in periods_between(date(2024, 11, 5), date(2025, 1, 2), Per.MONTH)]
        ['2024-11', '2024-12', '2025-01']
    """
    found = []
    day = first
    while day <= last:
        period = period_of(day, per)
        found.append(period)
        day = period.end
    return found


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """A value that changes on given days: each step is a first day and the value from then on, early to late.

    A value without dates is one step from ``date.min``.

    Example:
        >>> points = Dated(((date(2024, 6, 1), 1), (date(2025, 1, 1), 2)))
        >>> points.on(date(2024, 12, 31)), points.on(date(2025, 1, 1))
        (1, 2)
    """

    steps: tuple[tuple[date, T], ...]

    @classmethod
    def always(cls, value: T) -> Dated[T]:
        """The same value on every day."""
        return cls(((date.min, value),))

    @property
    def values(self) -> tuple[T, ...]:
        """Every value that it ever has."""
        return tuple(value for _, value in self.steps)

    @property
    def first_day(self) -> date:
        """The first day that has a value."""
        return self.steps[0][0]

    def step_on(self, day: date) -> tuple[date, T]:
        """The first day and the value of the step in force on a day.

        Raises:
            LookupError: before the first step; a scheme that loads never asks for such a day.
        """
        for first, value in reversed(self.steps):
            if first <= day:
                return first, value
        raise LookupError(day)

    def on(self, day: date) -> T:
        """The value in force on a day."""
        return self.step_on(day)[1]
