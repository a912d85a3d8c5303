"""What an entry is worth: a number, by a fact, by bands of a number, per unit, as assessors say, or by criteria.

A *lookup* is a value that may hang on a fact. It stands wherever one number could stand alone:

    2                                             the same for all; a number may be dated
    {by: prize, values: {gold: 5, silver: 3}}     by a listed fact
    {by: saved, bands: {0: 1, 6: 2, 11: 3}}       by a number: each band begins at its number
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, BeforeValidator, Discriminator, Tag
from pydantic.functional_validators import model_validator

from incentive_rules.amounts import Amount
from incentive_rules.codes import Code
from incentive_rules.errors import nearest
from incentive_rules.facts import parse_number
from incentive_rules.periods import Dated
from incentive_rules.scheme.parts import FactName, Part, RoundingSpec, ValueName, tag_of
from incentive_rules.scheme.scalars import (
    DatedAmount,
    DatedNumber,
    DatedPositive,
    Number,
    Positive,
    filled_text,
    is_dated,
    refusal,
    shared,
    strict,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from incentive_rules.scheme.tree import Path


def _band_start(value: object) -> str:
    """A number as it is written, since keys of a file are texts."""
    text = filled_text(value)
    parse_number(text)
    return text


BandStart = Annotated[str, BeforeValidator(strict(_band_start)), shared("BandStart")]


class PointsByFact(Part):
    """A value that depends on a listed fact, such as the grade of a prize."""

    by: FactName
    """the fact that decides: one_of or ordered"""
    values: dict[ValueName, DatedNumber]
    """points for each of its values; every value needs one"""


class PointsByBand(Part):
    """A value that depends on how great a number is: `{by: saved, bands: {0: 1, 6: 2}}` is 1 below 6, else 2."""

    by: FactName
    """the number fact that decides, or the ledger's own `quantity`"""
    bands: dict[BandStart, DatedNumber]
    """first number: points from it up to the next; a number below the first is rejected"""

    @model_validator(mode="after")
    def _upwards(self) -> PointsByBand:
        if not self.bands:
            raise refusal(Code.EMPTY_VALUE, at=("bands",))
        for before, start in pairwise(self.bands):
            if Amount(start) <= Amount(before):
                facts = {"value": start, "expected": f"> {before}"}
                raise refusal(Code.OUT_OF_RANGE, **facts, at=("bands", start), on_key=True)
        return self


def _shape_among(*marks: tuple[type[BaseModel], tuple[str, ...]]) -> Callable[[object], str]:
    """Which form of a mapping is meant, by the keys that no other form has; keys may be misspelt."""

    def shape(value: object) -> str:
        if not isinstance(value, dict) or is_dated(value):
            return tag_of("fixed")
        for form, keys in marks:
            if any(key in value for key in keys):
                return tag_of(form)
        near = (tag_of(form) for form, keys in marks if any(nearest(str(key), keys) for key in value))
        return next(near, tag_of("fixed"))

    return shape


_BY_BAND = (PointsByBand, ("bands",))
_BY_FACT = (PointsByFact, ("by", "values"))

Lookup = Annotated[
    Annotated[DatedNumber, Tag(tag_of("fixed"))]
    | Annotated[PointsByFact, Tag(tag_of(PointsByFact))]
    | Annotated[PointsByBand, Tag(tag_of(PointsByBand))],
    Discriminator(_shape_among(_BY_BAND, _BY_FACT)),
]
"""A value that may be dated, and may hang on a fact."""
AnyLookup = Dated[Amount] | PointsByFact | PointsByBand
"""What a lookup is once it is read."""


class PointsPerUnit(Part):
    """Points for each unit of a number: `{each: 1, per: 4, of: hours}` is one point for each four hours."""

    each: Lookup
    """points for one unit; they may go by a fact or by bands"""
    per: Positive | None = None
    """the size of the unit; without it, 1"""
    of: FactName | None = None
    """the number fact that is counted; without it, the ledger's own `quantity`"""
    most_units: DatedPositive | None = None
    """the most of the number that counts; what goes beyond it is as if it had not been done"""
    weight: Lookup | None = None
    """the factor on the points, such as that of the difficulty; 0 or more"""
    at_most: DatedAmount | None = None
    """the most points that one entry brings, or takes"""
    round: RoundingSpec | None = None
    """how a part of a unit is rounded; without it, points stay exact"""


class PointsStated(Part):
    """Points that assessors state, in a number fact of the entry."""

    stated: FactName
    """the number fact that holds them"""
    between: tuple[Number, Number]
    """the least and the greatest that they may state"""
    step: Positive | None = None
    """the steps from the least number on: with 0.5 to 2 by 0.5 they may state 0.5, 1, 1.5 and 2"""

    @model_validator(mode="after")
    def _in_order(self) -> PointsStated:
        low, high = self.between
        if low > high:
            raise refusal(Code.OUT_OF_RANGE, value=low, expected=f"≤ {high}", at=("between", 0))
        return self


class PointsCriteria(Part):
    """Points as the sum of criteria, each a number fact of the entry with its weight."""

    criteria: dict[FactName, DatedAmount]
    """number fact: its weight; all of them are needed"""
    round: RoundingSpec | None = None
    """how the sum is rounded; without it, points stay exact"""

    @model_validator(mode="after")
    def _some(self) -> PointsCriteria:
        if not self.criteria:
            raise refusal(Code.EMPTY_VALUE, at=("criteria",))
        return self


_UNIT_MARKS = ("each", "of", "per", "most_units", "weight", "at_most", "round")

Points = Annotated[
    Annotated[DatedNumber, Tag(tag_of("fixed"))]
    | Annotated[PointsByFact, Tag(tag_of(PointsByFact))]
    | Annotated[PointsByBand, Tag(tag_of(PointsByBand))]
    | Annotated[PointsPerUnit, Tag(tag_of(PointsPerUnit))]
    | Annotated[PointsStated, Tag(tag_of(PointsStated))]
    | Annotated[PointsCriteria, Tag(tag_of(PointsCriteria))],
    Discriminator(
        _shape_among(
            (PointsStated, ("stated", "between", "step")),
            (PointsCriteria, ("criteria",)),
            (PointsPerUnit, _UNIT_MARKS),
            _BY_BAND,
            _BY_FACT,
        )
    ),
]
AnyPoints = AnyLookup | PointsPerUnit | PointsStated | PointsCriteria
"""What the points of an activity are once they are read."""


def leaves(lookup: AnyLookup) -> Iterator[tuple[Path, Dated[Amount]]]:
    """Every value that a lookup may give, with its path inside it.

    Example:
        >>> from incentive_rules.periods import Dated
        >>> [(path, str(value.values[0])) for path, value in leaves(Dated.always(Amount(2)))]
        [((), '2')]
    """
    if isinstance(lookup, PointsByFact):
        yield from ((("values", name), value) for name, value in lookup.values.items())
    elif isinstance(lookup, PointsByBand):
        yield from ((("bands", start), value) for start, value in lookup.bands.items())
    else:
        yield (), lookup


def lookups(points: AnyPoints) -> Iterator[tuple[Path, AnyLookup]]:
    """The lookups by which points are reckoned, with their paths."""
    if isinstance(points, PointsPerUnit):
        yield ("each",), points.each
        if points.weight is not None:
            yield ("weight",), points.weight
    elif not isinstance(points, PointsStated | PointsCriteria):
        yield (), points


def deciding_facts(points: AnyPoints) -> tuple[str, ...]:
    """The names of the facts on which points hang, `quantity` among them where it is counted.

    Example:
        >>> deciding_facts(PointsPerUnit.model_validate({"each": "1", "of": "hours"}))
        ('hours',)
    """
    own: tuple[str, ...] = ()
    if isinstance(points, PointsPerUnit):
        own = (points.of or "quantity",)
    elif isinstance(points, PointsStated):
        own = (points.stated,)
    elif isinstance(points, PointsCriteria):
        own = tuple(points.criteria)
    by = (each.by for _, each in lookups(points) if isinstance(each, PointsByFact | PointsByBand))
    return tuple(dict.fromkeys((*own, *by)))


def can_deduct(points: AnyPoints) -> bool:
    """Whether an entry may bring less than nothing.

    Example:
        >>> can_deduct(Dated.always(Amount(-5))), can_deduct(Dated.always(Amount(5)))
        (True, False)
    """
    if isinstance(points, PointsStated):
        return points.between[0] < 0
    return any(value < 0 for _, lookup in lookups(points) for _, dated in leaves(lookup) for value in dated.values)


def is_banded_by_its_own_number(points: AnyPoints) -> bool:
    """Whether the points of a unit go by bands of the very number that is counted: are the bands then for the whole
    number, or for the part that lies in each?
    """
    if not isinstance(points, PointsPerUnit) or not isinstance(points.each, PointsByBand):
        return False
    return points.each.by == (points.of or "quantity")
