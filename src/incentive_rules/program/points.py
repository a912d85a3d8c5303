"""The points of an activity, resolved: facts bound, numbers scaled. ``statement.points`` reckons with them."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from incentive_rules.amounts import Amount, Rounding, Scaled
    from incentive_rules.facts import Fact
    from incentive_rules.periods import Dated


@dataclass(frozen=True, slots=True)
class FixedPoints:
    """The same points for every entry of a day."""

    points: Dated[Scaled]


@dataclass(frozen=True, slots=True)
class FactPoints:
    """Points by the value of a fact; ``scope`` is member, entry or giver."""

    scope: str
    fact: Fact
    points: Mapping[str, Dated[Scaled]]


@dataclass(frozen=True, slots=True)
class BandPoints:
    """Points by how great a number is: those of the last band whose start it reaches."""

    scope: str
    fact: Fact
    starts: tuple[Amount, ...]
    points: tuple[Dated[Scaled], ...]

    def band_of(self, number: Amount) -> int:
        """The index of the band of a number; below zero where it lies under the first.

        Example:
            >>> from incentive_rules.amounts import Amount
            >>> bands = BandPoints("entry", None, (Amount(0), Amount(6)), ())
            >>> [bands.band_of(Amount(number)) for number in (-1, 0, 5, 6, 7)]
            [-1, 0, 0, 1, 1]
        """
        return bisect_right(self.starts, number) - 1


Looked = FixedPoints | FactPoints | BandPoints
"""A value that may hang on a fact."""


@dataclass(frozen=True, slots=True)
class UnitPoints:
    """Points for each ``per`` of a number fact; ``rounding`` is in scaled points."""

    fact: Fact
    each: Dated[Scaled]
    per: Amount
    rounding: Rounding | None


@dataclass(frozen=True, slots=True)
class MeasuredPoints:
    """Points per unit with more to it: by a fact or by bands, weighted, or cut at a most.

    ``weight`` holds plain factors, all other points are scaled. With ``marginal`` each band of ``each`` is for the part
    of the number that lies in it.
    """

    fact: Fact
    each: Looked
    per: Amount
    most_units: Dated[Amount] | None
    weight: Looked | None
    at_most: Dated[Scaled] | None
    rounding: Rounding | None
    marginal: bool

    @property
    def lookups(self) -> tuple[Looked, ...]:
        """What it looks up for an entry."""
        return (self.each,) if self.weight is None else (self.each, self.weight)


@dataclass(frozen=True, slots=True)
class StatedPoints:
    """Points as a number fact states them, between two numbers and perhaps in steps from the lower one."""

    fact: Fact
    low: Amount
    high: Amount
    step: Amount | None

    def allows(self, number: Amount) -> bool:
        """Whether that may be stated."""
        is_on_step = self.step is None or (number - self.low) % self.step == 0
        return self.low <= number <= self.high and is_on_step


@dataclass(frozen=True, slots=True)
class CriteriaPoints:
    """The sum of number facts, each times its weight; ``rounding`` is in scaled points."""

    weights: tuple[tuple[Fact, Dated[Amount]], ...]
    rounding: Rounding | None


PointsRule = FixedPoints | FactPoints | BandPoints | UnitPoints | MeasuredPoints | StatedPoints | CriteriaPoints


def facts_of(points: PointsRule) -> Iterator[tuple[str, Fact]]:
    """Scope and fact of all that points hang on, in the order in which it is looked at."""
    match points:
        case FactPoints() | BandPoints():
            yield points.scope, points.fact
        case UnitPoints() | StatedPoints():
            yield "entry", points.fact
        case MeasuredPoints():
            yield "entry", points.fact
            for each in points.lookups:
                yield from facts_of(each)
        case CriteriaPoints():
            yield from (("entry", fact) for fact, _ in points.weights)


def values_of(points: PointsRule) -> Iterator[Dated[Any]]:
    """Every value of the points that may change by date."""
    match points:
        case FixedPoints():
            yield points.points
        case FactPoints():
            yield from points.points.values()
        case BandPoints():
            yield from points.points
        case UnitPoints():
            yield points.each
        case MeasuredPoints():
            for each in points.lookups:
                yield from values_of(each)
            yield from filter(None, (points.most_units, points.at_most))
        case CriteriaPoints():
            yield from (weight for _, weight in points.weights)


def counts_quantity(points: PointsRule) -> bool:
    """Whether points hang on the ledger's own ``quantity``."""
    return any(scope == "entry" and fact.name == "quantity" for scope, fact in facts_of(points))
