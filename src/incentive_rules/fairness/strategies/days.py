"""Civil days that lie where rules change: at the edges of months, quarters, halves and years, and of rules."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from incentive_rules.periods import ONE_DAY, Per, periods_between

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


@lru_cache(maxsize=500)
def days_between(first: date, last: date, edges: tuple[date, ...] = ()) -> st.SearchStrategy[date]:
    """A day from ``first`` to ``last``, both included. The ``edges`` and the edges of periods are likely, the first of
    them is the simplest, and every day is possible.
    """
    likely = tuple(day for day in edges if first <= day <= last) or (first,)
    groups = [st.sampled_from(group) for group in (likely, _month_edges(first, last)) if group]
    return st.one_of([*groups, st.dates(first, last)])


def around(days: Iterable[date]) -> tuple[date, ...]:
    """Each day, the day before it and the day after it, each once."""
    return tuple(dict.fromkeys(chain.from_iterable((day, day - ONE_DAY, day + ONE_DAY) for day in days)))


def _month_edges(first: date, last: date) -> tuple[date, ...]:
    """First and last days of months, those of years before those of halves, quarters and months."""
    found: dict[date, None] = {}
    for per in (Per.YEAR, Per.HALF, Per.QUARTER, Per.MONTH):
        for period in periods_between(first, last, per):
            found |= dict.fromkeys((period.last, period.first))
    return tuple(day for day in found if first <= day <= last)
