"""Where a scheme's answers turn: its days, the numbers and words that its rules ask for, and how many entries reach a
threshold. All are mined from the scheme as it is loaded, the simplest first.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import TYPE_CHECKING, Any

from incentive_rules.amounts import Amount
from incentive_rules.facts import Fact, FactKind, Value
from incentive_rules.fairness.strategies.days import around
from incentive_rules.periods import ONE_DAY, Dated
from incentive_rules.scheme.ago import Ago
from incentive_rules.scheme.awards import ExchangeAward, TiersAward
from incentive_rules.scheme.checks import conditions_of
from incentive_rules.scheme.conditions import FactRef, tests_of
from incentive_rules.scheme.dated_values import dated_values
from incentive_rules.scheme.grades import GradesAward
from incentive_rules.scheme.parts import InForce
from incentive_rules.scheme.points import PointsByBand, PointsCriteria, PointsPerUnit, PointsStated, leaves, lookups

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from incentive_rules.scheme.model import Scheme
    from incentive_rules.scheme.parts import InForce
    from incentive_rules.scheme.points import AnyPoints

_OPEN_DAYS = 450
"""How far rows go into a scheme without an end: over two year ends, and beyond its last change."""
_HALF = Amount("0.5")

Operands = dict[tuple[str, str], dict[Value, None]]


@dataclass(frozen=True, slots=True)
class Edges:
    """``days`` and their neighbours; the first and the ``last`` day of the scheme, or of what is looked at; operands of
    conditions by scope and fact; numbers at which the points of an activity change; counts of entries by activity.
    """

    first: date
    last: date
    days: tuple[date, ...]
    operands: Mapping[tuple[str, str], tuple[Value, ...]]
    numbers: Mapping[str, tuple[Amount, ...]]
    counts: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, scheme: Scheme) -> Edges:
        """The edges of a scheme."""
        turning = tuple(dict.fromkeys(_turning_days(scheme)))
        last = _last(scheme, turning)
        operands: Operands = defaultdict(dict)
        for condition in conditions_of(scheme).values():
            for test in tests_of(condition):
                values = (each for step in test.operands.values for each in step if not isinstance(each, FactRef | Ago))
                operands[test.scope, test.fact.name] |= dict.fromkeys(values)
        return cls(
            first=scheme.first,
            last=last,
            days=around(turning),
            operands={key: tuple(values) for key, values in operands.items()},
            numbers=_numbers(scheme),
            counts=_counts(scheme),
        )

    def values(self, scope: str, fact: Fact) -> tuple[Value, ...]:
        """Values of a fact, of which those that rules ask for stand first, with their neighbours."""
        asked = self.operands.get((scope, fact.name), ())
        if fact.kind is FactKind.NUMBER:
            return tuple(dict.fromkeys((*self.numbers.get(fact.name, ()), *_near(asked), *_bounds(fact))))
        if fact.kind is FactKind.DATE:
            days = [value for value in asked if isinstance(value, date)]
            return tuple(dict.fromkeys((*days, *around(days), self.first, self.last)))
        if fact.kind is FactKind.YES_NO:
            return (False, True)
        return tuple(dict.fromkeys((*asked, *(fact.words or _NAMES))))


_NAMES = ("가", "나", "다")


def _turning_days(scheme: Scheme) -> Iterator[date]:
    """The first days of rules and of their values, and the first days on which they no longer hold."""
    yield scheme.first
    for rule in (scheme, *_rules(scheme)):
        yield from (day for day in (rule.until, rule.first) if day is not None)
    for _, value in (found for rule in _rules(scheme) for found in dated_values(rule)):
        yield from _first_days(value)
    for condition in conditions_of(scheme).values():
        for test in tests_of(condition):
            yield from _first_days(test.operands)


def _first_days(value: Dated[Any]) -> Iterator[date]:
    yield from (day for day, _ in value.steps if day != date.min)


def _rules(scheme: Scheme) -> Iterator[InForce]:
    for section in (scheme.activities, scheme.bonuses, scheme.limits, scheme.awards):
        for rule in section.values():
            yield rule
            yield from rule.tiers.values() if isinstance(rule, TiersAward) else ()


def _last(scheme: Scheme, turning: Iterable[date]) -> date:
    if scheme.until is not None:
        return scheme.until - ONE_DAY
    return max(scheme.first + timedelta(days=_OPEN_DAYS), max(turning) + timedelta(days=31))


def _bounds(fact: Fact) -> tuple[Amount, ...]:
    return tuple(bound for bound in (fact.at_least, fact.at_most, Amount(1), Amount(0)) if bound is not None)


def _near(values: Iterable[Value]) -> Iterator[Amount]:
    for value in values:
        if isinstance(value, Amount):
            yield from (value, value - 1, value + 1, value + _HALF)


def _numbers(scheme: Scheme) -> dict[str, tuple[Amount, ...]]:
    """By fact, or ``quantity``: a whole unit, a little more or less, two units, half a one."""
    found: dict[str, dict[Amount, None]] = defaultdict(dict)
    for points in (activity.points for activity in scheme.activities.values()):
        for name, near in _numbers_of(points):
            found[name] |= dict.fromkeys(number for number in near if number >= 0)
    return {name: tuple(numbers) for name, numbers in found.items()}


def _numbers_of(points: AnyPoints) -> Iterator[tuple[str, tuple[Amount, ...]]]:
    """Facts with the numbers at which points that go by them change."""
    if isinstance(points, PointsPerUnit):
        per = points.per or Amount(1)
        most = points.most_units.values if points.most_units else ()
        near = (per, per + 1, per - 1, per + per, per + per - 1, Amount(per / 2), Amount(0))
        yield points.of or "quantity", (*near, *_near(most))
    elif isinstance(points, PointsStated):
        step = points.step or Amount(1)
        yield points.stated, tuple(end + more for end in points.between for more in (0, step, -step, step / 2))
    elif isinstance(points, PointsCriteria):
        yield from ((name, (Amount(5), Amount(3), Amount("8.5"))) for name in points.criteria)
    for _, lookup in lookups(points):
        if isinstance(lookup, PointsByBand):
            yield lookup.by, tuple(_near(map(Amount, lookup.bands)))


def _counts(scheme: Scheme) -> dict[str, tuple[int, ...]]:
    """How many entries of each activity reach a threshold or a limit, one less and one more."""
    points, counts = _thresholds(scheme)
    found: dict[str, tuple[int, ...]] = {}
    for name, activity in scheme.activities.items():
        each = [value for value in _worth(activity.points) if value > 0]
        reach = [*counts, *(ceil(threshold / value) for threshold in points for value in each)]
        near = {count + step for count in reach for step in (0, -1, 1)} | {1, 2, 3}
        found[name] = tuple(sorted(count for count in near if count > 0))
    return found


def _thresholds(scheme: Scheme) -> tuple[list[Amount], list[int]]:
    """Numbers of points, and of entries, that limits, tiers and rankings look at."""
    points: list[Amount] = []
    counts: list[int] = []
    for limit in scheme.limits.values():
        points += (value for _, dated in dated_values(limit.points) for value in dated.values)
        counts += limit.count.values if limit.count else ()
    for award in scheme.awards.values():
        if isinstance(award, TiersAward):
            points += [at for tier in award.tiers.values() for at in tier.at.values]
        elif isinstance(award, ExchangeAward):
            bounds = (award.points, award.minimum, award.maximum)
            points += [value for bound in bounds if bound is not None for value in bound.values]
        elif isinstance(award, GradesAward):
            points += [at for grade in award.grades.values() if grade.at_least for at in grade.at_least.values]
        else:
            points += () if award.minimum is None else (award.minimum,)
    return points, counts


def _worth(points: AnyPoints) -> Iterator[Amount]:
    """What one entry may be worth, of one unit where units are counted."""
    if isinstance(points, PointsStated):
        yield from points.between
    elif isinstance(points, PointsCriteria):
        yield Amount(5)
    else:
        lookup = points.each if isinstance(points, PointsPerUnit) else points
        yield from (value for _, dated in leaves(lookup) for value in dated.values)
