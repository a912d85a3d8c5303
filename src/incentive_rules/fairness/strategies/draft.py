"""A scheme while it is drawn: its days, its facts, and what later parts must know of earlier ones.

Everything is valid by construction. Whatever can be left out is drawn as a choice that shrinks to leaving it out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from incentive_rules.fairness.strategies.days import days_between
from incentive_rules.periods import ONE_DAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from incentive_rules.facts import Fact

Data = dict[str, Any]
Written = int | str
"""A number as a file holds it: decimals are texts, since no binary fraction is exact."""

POINTS: tuple[Written, ...] = (1, "0.5", 2, 3, "1.5", 0, "0.25", 5, 10)
_DEDUCTIONS: tuple[Written, ...] = (-1, "-0.5", 2, -5)
_FIRST_DAYS = (date(2024, 1, 1), date(2024, 6, 1), date(2024, 2, 29), date(2023, 12, 31), date(2024, 8, 15))
_LENGTHS = (366, 184, 31, 1, 500)
_OPEN_LENGTH = 450  # how far into a scheme without an end its dates lie: over two year ends
_REASONS = ("made up", {"ko": "지어낸 값", "en": "a made-up value"})


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands so far. ``asked`` gathers the questions that its rules raise."""

    draw: st.DrawFn
    size: int
    first: date
    until: date | None
    has_reason: bool
    """whether the file says at its top where its rules come from"""
    sources: tuple[str, ...]
    is_plain: bool = False
    """whether only rules that the totals path covers are wanted"""
    facts: Mapping[str, Mapping[str, Fact]] = field(default_factory=dict)
    periods: tuple[str, ...] = ()
    """the periods that the file names"""
    activities: tuple[str, ...] = ()
    counters: tuple[str, ...] = ()
    """its counters that add up, which may be divided by heads"""
    asked: set[str] = field(default_factory=set)

    @classmethod
    def begin(cls, draw: st.DrawFn, size: int, *, is_plain: bool = False) -> Draft:
        """A scheme of which only the frame is known."""
        first = draw(st.sampled_from(_FIRST_DAYS))
        length = draw(st.sampled_from((None, *_LENGTHS)))
        until = None if length is None else first + timedelta(days=length)
        sources = draw(st.sampled_from([(), ("plan",), ("plan", "release")]))
        return cls(draw, size, first, until, not has_chance(draw, 4), sources, is_plain)

    @property
    def last(self) -> date:
        """The last day of the scheme, or of what is looked at where it has no end."""
        return (self.until or self.first + timedelta(days=_OPEN_LENGTH)) - ONE_DAY

    def wide_chance(self, one_in: int = 2) -> bool:
        """Whether something is there that the totals path does not cover."""
        return not self.is_plain and self.chance(one_in)

    def chance(self, one_in: int = 2) -> bool:
        """Whether something more is there: once in so many draws, and not in the simplest."""
        return has_chance(self.draw, one_in)

    def one_of(self, values: Iterable[Any]) -> Any:  # noqa: ANN401  # whatever is listed, the simplest first
        """One of the values."""
        listed = tuple(values)
        return listed[self.draw(_up_to(len(listed) - 1))]

    def span(self, values: Iterable[object]) -> str:
        """One of the periods of the calendar, or seldom one that the file names."""
        named = self.periods and self.wide_chance(3)
        return str(self.one_of(self.periods if named else values))

    def some(self, values: Iterable[Any], counts: Iterable[int] = (1, 1, 2, 3)) -> list[Any]:
        """Some of the values, each once, in any order: one of the ``counts``, as far as there are so many."""
        listed = list(values)
        count = min(self.one_of(counts), len(listed))
        return [listed.pop(self.draw(_up_to(len(listed) - 1))) for _ in range(count)]

    def count(self, least: int = 0, most: int | None = None) -> int:
        """A small number, seldom the least."""
        most = self.size if most is None else most
        counts: list[int] = [least, *range(least + 1, most + 1), *range(least + 1, most + 1)]
        return int(self.one_of(counts))

    def day(self, first: date, last: date) -> date:
        """A day, likely at the edge of a period."""
        return self.draw(days_between(first, last))

    def period(self, around: date) -> tuple[Data, date]:
        """``from`` and ``until`` of a rule inside one that begins ``around``, and the first day it has then."""
        told: Data = {}
        first = around
        if self.chance(4):
            begins = self.day(self.first, self.last)
            told["from"], first = begins.isoformat(), max(begins, around)
        if self.chance(5):
            told["until"] = self.day(first + ONE_DAY, max(self.last, first) + timedelta(days=31)).isoformat()
        return told, first

    def dated(self, values: st.SearchStrategy[Any], first: date, one_in: int = 4) -> Any:  # noqa: ANN401  # a value, or a map of first days
        """A value, or once in so many times one by first day; its first must hold on the rule's ``first`` day."""
        value = self.draw(values)
        if not self.chance(one_in):
            return value
        begins = self.one_of((first, self.first, date(2020, 1, 1)))
        begins = min(begins, first)
        days = st.lists(days_between(first + ONE_DAY, max(self.last, first + ONE_DAY)), max_size=2, unique=True)
        return {begins.isoformat(): value} | {day.isoformat(): self.draw(values) for day in sorted(self.draw(days))}

    def points(self, first: date) -> Any:  # noqa: ANN401  # as above
        """A number of points, 0 or more."""
        return self.dated(st.sampled_from(POINTS), first)

    def any_points(self, first: date) -> Any:  # noqa: ANN401  # as above
        """A number of points that may be below zero."""
        below = self.wide_chance(4)
        if below:
            self.asked.update(("deductions_reduce", "below_zero"))
        return self.dated(st.sampled_from(_DEDUCTIONS if below else POINTS), first)

    def label(self, korean: str, english: str) -> Any:  # noqa: ANN401  # a text, or one in each language
        """A label in English or in both languages."""
        return self.one_of((english, {"ko": korean, "en": english}))

    def provenance(self, *, needed: bool = True, one_in: int = 6) -> Data:
        """Where a rule comes from; where it may be inherited, that is told once in so many times."""
        if (self.has_reason or not needed) and not self.chance(one_in):
            return {}
        told: Data = {}
        if self.sources and self.chance():
            source = self.one_of(self.sources)
            told["source"] = self.one_of((source, {"ref": source, "at": "article 3"}))
        if not told or self.chance():
            told["assumed"] = self.one_of(_REASONS)
        return told


def has_chance(draw: st.DrawFn, one_in: int) -> bool:
    """Whether something happens that happens once in so many draws, and not in the simplest."""
    return draw(_up_to(one_in - 1)) == one_in - 1


@cache
def _up_to(most: int) -> st.SearchStrategy[int]:
    return st.integers(0, most)
