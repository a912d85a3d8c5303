"""Settlements looked up: the reference is asked once for all accounts that stand alike at a stop."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentive_rules.backends.reference import remembered_for
from incentive_rules.backends.timeline import automatic
from incentive_rules.periods import period_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator
    from datetime import date

    from incentive_rules.amounts import Scaled
    from incentive_rules.backends.plan import Plan
    from incentive_rules.backends.reference import Effect, Reference, Request, Standing
    from incentive_rules.backends.timeline import Timeline
    from incentive_rules.periods import Span
    from incentive_rules.program.model import Program, TiersRule


@dataclass(frozen=True, slots=True)
class Stop:
    """A day on which somebody looks at points: the awards that settle, and the periods of counters that begin anew.

    ``year_ends`` tells that what is left lapses after it.
    """

    day: date
    awards: tuple[TiersRule, ...]
    opens: tuple[Span, ...]
    year_ends: bool


class Settling:
    """The stops of a timeline, and what settlements do at them."""

    def __init__(self, plan: Plan, timeline: Timeline, reference: Reference) -> None:
        self.awards = {award.id: award for award in plan.program.tiers}
        self.stops = tuple(_stops(plan.program, timeline))
        self._reference = reference
        self._thresholds: dict[tuple[str, int], list[Scaled]] = {}
        self._effects: dict[Hashable, Effect] = {}
        self._periods: dict[tuple[Span, int], str] = {}

    def effect(self, award: str, number: int, standing: Standing, request: Request | None = None) -> Effect:
        """What a claim, or an award by itself, does at a stop to an account that stands so.

        Between two thresholds all accounts are alike, so the reference is asked about the lower one.
        """
        thresholds = self._of(award, number)
        level = bisect_right(thresholds, standing.measured)
        key = award, number, level, standing.profile, standing.history, standing.before, request
        found = self._effects.get(key)
        if found is None:
            lower = standing._replace(measured=thresholds[level - 1] if level else 0)
            found = self._effects[key] = self._asked(award, self.stops[number].day, lower, request)
        return found

    def _asked(self, award: str, day: date, standing: Standing, request: Request | None) -> Effect:
        if request is not None:
            return self._reference.claimed(award, day, standing, request)
        return self._reference.settled(self.awards[award], day, standing)

    def _of(self, award: str, number: int) -> list[Scaled]:
        """The thresholds of an award at a stop."""
        found = self._thresholds.get((award, number))
        if found is None:
            day, tiers = self.stops[number].day, self.awards[award].tiers if award in self.awards else ()
            found = sorted(tier.at.on(day) for tier in tiers if tier.holds_on(day))
            self._thresholds[award, number] = found
        return found

    def period(self, per: Span | None, number: int) -> str:
        """The name of the period in which a stop lies."""
        if per is None:
            return ""
        found = self._periods.get((per, number))
        if found is None:
            found = self._periods[per, number] = period_of(self.stops[number].day, per).name
        return found

    def remembered(self, award: TiersRule, number: int) -> str:
        """The period at a stop for which an award remembers what it paid."""
        return self.period(remembered_for(award), number)


def _stops(program: Program, timeline: Timeline) -> Iterator[Stop]:
    windows = sorted({award.window for award in program.tiers if award.window is not None}, key=str)
    lapses = program.answers.year_end == "lapse"
    days = timeline.stops
    for before, day, after in zip((None, *days), days, (*days[1:], None), strict=False):
        due = (
            award
            for award in automatic(program)
            if award.holds_on(day) and day == award.settles_on(period_of(day, award.claim_per))
        )
        opens = (per for per in windows if before is None or period_of(before, per) != period_of(day, per))
        year_ends = lapses and after is not None and after.year != day.year
        yield Stop(day, tuple(due), tuple(opens), year_ends)
