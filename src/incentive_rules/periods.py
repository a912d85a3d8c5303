"""Half-open civil periods: a month is ``[1 June, 1 July)``. No time of day, no time zone, no clock.

Beside those of the calendar there are periods that a scheme names, such as January to November of each year. Days that
lie between two of them belong to none; they are a period of their own that says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Generic, TypeVar

from dateutil.relativedelta import relativedelta

ONE_DAY = timedelta(days=1)
MONTHS_OF_YEAR = 12
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


_FULL_YEAR = 365
_LENGTHS = {
    Per.DAY: 1,
    Per.MONTH: 31,
    Per.QUARTER: 92,
    Per.HALF: 184,
    Per.YEAR: _FULL_YEAR,
    Per.EVER: _FULL_YEAR * date.max.year,
}


@dataclass(frozen=True, slots=True)
class NamedPeriod:
    """A period that a scheme names: from one month and day up to but not including another, every year.

    Example:
        >>> season = NamedPeriod("season", (1, 1), (12, 1))
        >>> period_of(date(2024, 6, 10), season).name, period_of(date(2024, 12, 24), season).is_gap
        ('2024 season', True)
    """

    id: str
    first: tuple[int, int]
    until: tuple[int, int]

    def __str__(self) -> str:
        return self.id

    def of_year(self, year: int) -> Period:
        """The period that begins in a year; where it ends on the day on which it began, or before, in the next one."""
        crosses = self.until <= self.first
        first, last_year = date(year, *self.first), year + 1 if crosses else year
        end = date.max if last_year > date.max.year else date(last_year, *self.until)
        return Period(first, end, f"{year:04d} {self.id}")


Span = Per | NamedPeriod
"""What a rule may count by: a period of the calendar, or one that the scheme names."""


def length_of(span: Span) -> int:
    """About how many days a span has: only to tell which of two is the longer.

    Example:
        >>> length_of(Per.QUARTER) < length_of(NamedPeriod("season", (1, 1), (12, 1))) < length_of(Per.YEAR)
        True
    """
    if isinstance(span, NamedPeriod):
        period = span.of_year(2001)  # any year without a leap day
        return min((period.end - period.first).days, _FULL_YEAR)
    return _LENGTHS[span]


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from ``first`` up to but not including ``end``. ``is_gap`` marks days between two named periods.

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
    is_gap: bool = False

    @property
    def last(self) -> date:
        """The last day of the period, on which it settles."""
        return self.end - ONE_DAY

    def __contains__(self, day: date) -> bool:
        return self.first <= day < self.end


@lru_cache(maxsize=32768)  # the days of ninety years
def period_of(day: date, per: Span) -> Period:
    """The period that a day lies in.

    Example:
        >>> period_of(date(2025, 2, 3), Per.HALF).name
        '2025-H1'
    """
    if isinstance(per, NamedPeriod):
        return _named(day, per)
    if per is Per.EVER:
        return Period(date.min, date.max, "ever")
    if per is Per.DAY:
        return Period(day, min(day, date.max - ONE_DAY) + ONE_DAY, day.isoformat())
    months = _MONTHS[per]
    index = (day.month - 1) // months
    first = date(day.year, index * months + 1, 1)
    return Period(first, _end(first, months), _name(first, index, per))


def _named(day: date, per: NamedPeriod) -> Period:
    """The named period of a day, or the days between two of them."""
    years = range(max(day.year - 1, date.min.year), min(day.year + 1, date.max.year) + 1)
    around = [per.of_year(year) for year in years]
    for period in around:
        if day in period:
            return period
    before = max((each.end for each in around if each.end <= day), default=date.min)
    after = min((each.first for each in around if each.first > day), default=date.max)
    return Period(before, after, f"{per.id} –{after.isoformat()}", is_gap=True)


def _end(first: date, months: int) -> date:
    """The calendar ends with the year 9999, which staff lists use for "no end"."""
    if first.year == date.max.year and first.month + months > MONTHS_OF_YEAR:
        return date.max
    return first + relativedelta(months=months)


def _name(first: date, index: int, per: Per) -> str:
    if per is Per.YEAR:
        return f"{first.year:04d}"
    if per is Per.MONTH:
        return f"{first.year:04d}-{first.month:02d}"
    return f"{first.year:04d}-{'Q' if per is Per.QUARTER else 'H'}{index + 1}"


def periods_between(first: date, last: date, per: Span) -> list[Period]:
    """The periods that have a day between ``first`` and ``last``, both included, in order; gaps are none.

    Example:
        >>> [p.name for p in periods_between(date(2024, 11, 5), date(2025, 1, 2), Per.MONTH)]
        ['2024-11', '2024-12', '2025-01']
    """
    found = []
    day = first
    while day <= last:
        period = period_of(day, per)
        if not period.is_gap:
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
