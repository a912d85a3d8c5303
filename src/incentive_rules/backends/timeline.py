"""Days, as far as they matter: slots of days on which nothing differs, and stops at which somebody looks at points."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from incentive_rules.periods import ONE_DAY, Per, periods_between
from incentive_rules.scheme.awards import ClaimBy
from incentive_rules.scheme.conditions import tests_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from incentive_rules.backends.plan import Plan
    from incentive_rules.program.model import Program, TiersRule


def automatic(program: Program) -> list[TiersRule]:
    """The awards that settle by themselves, in the order in which they do on one day."""
    return sorted(
        (each for each in program.tiers if each.claim_by is ClaimBy.AUTOMATIC), key=lambda each: each.priority
    )


@dataclass(frozen=True, slots=True)
class Timeline:
    """``stops`` are the days, up to ``as_of``, after whose credits points are looked at; the last one is ``as_of``.

    Points that are credited after one stop and up to the next are never told apart. ``cuts`` are the first days of
    slots: two entries that differ only by days of one slot bring the same.
    """

    stops: tuple[date, ...]
    cuts: tuple[date, ...]
    changes: tuple[date, ...]
    each_day: bool

    def stop_of(self, day: date) -> int:
        """The number of the stop at which the points of a day are there; a day after the last one has none to give."""
        return min(bisect_left(self.stops, day), len(self.stops) - 1)

    def segment_of(self, day: date) -> date:
        """A day that stands for all on which single entries bring the same."""
        return _first_of(self.changes, day)

    def slot_of(self, day: date) -> date:
        """A day that stands for all of its slot."""
        return day if self.each_day else _first_of(self.cuts, day)


def _first_of(firsts: tuple[date, ...], day: date) -> date:
    """The last of some days up to a day; before the first of them, the day before it."""
    at = bisect_right(firsts, day)
    return firsts[at - 1] if at else firsts[0] - ONE_DAY


class Slots(dict["date | None", int]):
    """The number of the slot of each day, found out when a day is first asked for.

    ``days`` has a day of each slot; ``None``, the day that a row does not give, is a slot of its own.
    """

    def __init__(self, timeline: Timeline) -> None:
        super().__init__()
        self._timeline = timeline
        self._numbers: dict[date | None, int] = {}
        self.days: list[date | None] = []

    def __missing__(self, day: date | None) -> int:
        first = None if day is None else self._timeline.slot_of(day)
        number = self[day] = self._numbers.setdefault(first, len(self.days))
        if number == len(self.days):
            self.days.append(first)
        return number


def timeline_of(plan: Plan, as_of: date, seen: Iterable[date], moves: Iterable[date]) -> Timeline:
    """The days that matter up to ``as_of``.

    ``seen`` are more days at whose end points are looked at, such as those of claims; ``moves`` are days on which a
    member becomes another for the rules that score entries.
    """
    listed = (*_looked_at(plan.program, as_of), *seen)
    stops = tuple(sorted({day for day in listed if day < as_of} | {as_of}))
    changes = tuple(sorted({*plan.changes, as_of + ONE_DAY}))
    cuts = tuple(sorted({*changes, *moves, *(day + ONE_DAY for day in stops)}))
    return Timeline(stops, cuts, changes, plan.has_limits)


def _looked_at(program: Program, as_of: date) -> Iterator[date]:
    """The days on which awards settle, counters begin anew, points lapse or rankings begin and end."""
    first = program.first
    for award in automatic(program):
        yield from (award.settles_on(period) for period in periods_between(first, as_of, award.claim_per))
    yield from (rule.until - ONE_DAY for rule in program.rankings)
    yield from (rule.first - ONE_DAY for rule in program.rankings)
    lengths = {rule.window for rule in program.tiers} | {rule.per for rule in program.rankings}
    if program.answers.year_end == "lapse":
        lengths.add(Per.YEAR)
    for per in lengths - {None, Per.EVER}:
        assert per is not None  # taken out above
        yield from (period.last for period in periods_between(first, as_of, per))
    if program.answers.no_longer_eligible == "lapse" and program.eligible is not None:
        steps = {day for test in tests_of(program.eligible) for day, _ in test.operands.steps}
        yield from (day - ONE_DAY for day in steps if day > date.min)
