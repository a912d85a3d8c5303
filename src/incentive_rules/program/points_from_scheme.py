"""The arrow from the points that a scheme writes to those that a program reckons with."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount, Rounding
from incentive_rules.periods import Dated
from incentive_rules.program.points import (
    BandPoints,
    CriteriaPoints,
    FactPoints,
    FixedPoints,
    MeasuredPoints,
    StatedPoints,
    UnitPoints,
)
from incentive_rules.scheme.conditions import QUANTITY, fact_called
from incentive_rules.scheme.points import (
    PointsByBand,
    PointsByFact,
    PointsCriteria,
    PointsPerUnit,
    PointsStated,
    is_banded_by_its_own_number,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from incentive_rules.amounts import Scale, Scaled
    from incentive_rules.facts import Fact, Facts
    from incentive_rules.program.points import Looked, PointsRule
    from incentive_rules.scheme.parts import RoundingSpec
    from incentive_rules.scheme.points import AnyLookup, AnyPoints


@dataclass(frozen=True, slots=True)
class PointsCompiler:
    """Binds the facts and scales the numbers of points. ``marginal`` is what `bands_apply_to: part` says."""

    facts: Facts
    scale: Scale
    marginal: bool

    def rule(self, points: AnyPoints) -> PointsRule:
        """The points of an activity."""
        if isinstance(points, PointsPerUnit):
            return self._per_unit(points)
        if isinstance(points, PointsStated):
            return StatedPoints(self.facts.entry[points.stated], *points.between, points.step)
        if isinstance(points, PointsCriteria):
            weights = tuple((self.facts.entry[name], weight) for name, weight in points.criteria.items())
            return CriteriaPoints(weights, self._rounding(points.round))
        return self.looked(points, self.scale.put)

    def _per_unit(self, points: PointsPerUnit) -> UnitPoints | MeasuredPoints:
        fact, per, rounding = self._counted(points.of), points.per or Amount(1), self._rounding(points.round)
        each, more = points.each, (points.most_units, points.weight, points.at_most)
        if isinstance(each, Dated) and more == (None, None, None):
            return UnitPoints(fact, _mapped(each, self.scale.put), per, rounding)
        return MeasuredPoints(
            fact=fact,
            each=self.looked(each, self.scale.put),
            per=per,
            most_units=points.most_units,
            weight=None if points.weight is None else self.looked(points.weight, lambda factor: factor),
            at_most=None if points.at_most is None else _mapped(points.at_most, self.scale.put),
            rounding=rounding,
            marginal=self.marginal and is_banded_by_its_own_number(points),
        )

    def _counted(self, name: str | None) -> Fact:
        return QUANTITY if name in (None, QUANTITY.name) else self.facts.entry[name]

    def _fact(self, name: str) -> tuple[str, Fact]:
        found = fact_called(self.facts, name)
        assert found is not None  # a scheme that asks for another fact does not load
        return found

    def looked(self, lookup: AnyLookup, change: Callable[[Amount], Scaled]) -> Looked:
        """A lookup with its fact bound and its values changed, such as into scaled points."""
        if isinstance(lookup, PointsByFact):
            scope, fact = self._fact(lookup.by)
            return FactPoints(scope, fact, {value: _mapped(each, change) for value, each in lookup.values.items()})
        if isinstance(lookup, PointsByBand):
            scope, fact = self._fact(lookup.by)
            starts = tuple(map(Amount, lookup.bands))
            return BandPoints(scope, fact, starts, tuple(_mapped(each, change) for each in lookup.bands.values()))
        return FixedPoints(_mapped(lookup, change))

    def _rounding(self, rounding: RoundingSpec | None) -> Rounding | None:
        return Rounding(Fraction(self.scale.put(rounding.unit)), rounding.mode) if rounding else None


def _mapped(dated: Dated[Amount], change: Callable[[Amount], Scaled]) -> Dated[Scaled]:
    return Dated(tuple((day, change(value)) for day, value in dated.steps))
