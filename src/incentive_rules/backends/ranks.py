"""Rankings as sums by name: the reference is asked only about those who may win a place."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from heapq import nlargest
from typing import TYPE_CHECKING

from incentive_rules.backends.people import at
from incentive_rules.periods import periods_between

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from incentive_rules.amounts import Amount, Scaled
    from incentive_rules.backends.credits import Sums
    from incentive_rules.backends.people import Staff
    from incentive_rules.backends.plan import Plan
    from incentive_rules.backends.reference import Reference
    from incentive_rules.backends.timeline import Timeline
    from incentive_rules.periods import Period
    from incentive_rules.program.rankings import RankingRule
    from incentive_rules.statement.rows import People


@dataclass(frozen=True, slots=True)
class _Round:
    """One period of a ranking that has settled: its stops, from the first up to but not including the end."""

    period: Period
    day: date
    first: int
    end: int
    scores: dict[str, Scaled]


class Ranking:
    """The scores of one ranking, member by member."""

    def __init__(self, rule: RankingRule, plan: Plan, timeline: Timeline, people: People, groups: Staff | None) -> None:
        self._rule, self._answers, self._stops = rule, plan.program.answers, timeline.stops
        self._people, self._groups = people, groups
        self._rounds = tuple(_rounds(rule, plan.program.first, timeline))

    def add(self, member: str, sums: Sums) -> None:
        """Take note of the points of a member."""
        for each in self._rounds:
            if any(points := sums[each.first : each.end]):
                for name, share in self._shares(member, points, each):
                    each.scores[name] += share

    def _shares(self, member: str, points: Sums, each: _Round) -> Iterator[tuple[str, Scaled]]:
        """Under which name points count: the member's own, or that of the group."""
        if self._groups is None:
            yield member, sum(points)
            return
        spells = self._groups.spells(member)
        if len(spells) == 1 or self._answers.group_credited_on == "period_end":
            shares = [(at(spells, each.day), sum(points))]
        else:
            days = self._stops[each.first : each.end]
            shares = [(at(spells, day), credit) for day, credit in zip(days, points, strict=True) if credit]
        yield from ((str(group), share) for (group,), share in shares if group is not None)

    def prizes(self, reference: Reference) -> tuple[tuple[str, Amount], ...]:
        """What the ranking pays: rewards and amounts, one for each payment."""
        if self._answers.ranking_field == "roster" and self._rule.minimum == 0:
            for each in self._rounds:
                for name in self._everybody(each.day):
                    each.scores.setdefault(name, 0)
        worst = max((place.worst for place in self._rule.places), default=0)
        return reference.prizes(self._rule, [(each.period, _best(each.scores, worst)) for each in self._rounds])

    def _everybody(self, day: date) -> Iterator[str]:
        """Whoever the staff list knows on a day: members, or the groups that they belong to."""
        for member in self._people.rows:
            if self._groups is None:
                if self._people.on(member, day) is not None:
                    yield member
            elif (group := at(self._groups.spells(member), day)[0]) is not None:
                yield str(group)


def _rounds(rule: RankingRule, start: date, timeline: Timeline) -> Iterator[_Round]:
    stops = timeline.stops
    for period in periods_between(max(rule.first, start), stops[-1], rule.per):
        day = rule.settles_on(period)
        if period.first < rule.until and day <= stops[-1]:
            inside = [number for number, stop in enumerate(stops) if stop in period and rule.holds_on(stop)]
            yield _Round(period, day, inside[0], inside[-1] + 1, defaultdict(int))


def _best(scores: Mapping[str, Scaled], places: int) -> dict[str, Scaled]:
    """The scores that reach the last place that pays, ties and all; those below change nothing."""
    least = min(nlargest(places, scores.values()), default=0)
    return {name: points for name, points in scores.items() if points >= least}
