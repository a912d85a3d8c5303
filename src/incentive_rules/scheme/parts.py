"""What the rules of a scheme are made of: provenance, dates, facts, points and conditions.

Each class is one mapping of the file; the text below each field is its help in editors and documents.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, WithJsonSchema
from pydantic.functional_validators import BeforeValidator, PlainValidator, model_validator

from incentive_rules.amounts import RoundingMode
from incentive_rules.codes import Code
from incentive_rules.facts import parse_text
from incentive_rules.messages import Label
from incentive_rules.scheme.scalars import (
    Choice,
    DatedAmount,
    Day,
    Flag,
    Id,
    Number,
    Positive,
    Raw,
    Text,
    Words,
    is_dated,
    refusal,
    strict,
)

CONDITION_SCHEMA: dict[str, Any] = {
    "type": "object",
    "minProperties": 1,
    "description": "fact: value, or fact: {test: value}; also all: [...], any: [...], not: {...}",
    "properties": {
        "all": {"type": "array", "items": {"type": "object"}},
        "any": {"type": "array", "items": {"type": "object"}},
        "not": {"type": "object"},
    },
}


class Part(BaseModel):
    """One mapping of the file: closed, frozen, built only when it is first needed."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        defer_build=True,
        arbitrary_types_allowed=True,
        use_attribute_docstrings=True,
        populate_by_name=False,
    )


def tag_of(part: type[BaseModel]) -> str:
    """The union tag of a class; such tags occur in pydantic's locations and never in a file."""
    return f"<{part.__name__}>"


class Citation(Part):
    """A source, with the article or sentence in it."""

    ref: Id
    """the id of a source"""
    at: Text
    """the article, clause or sentence in that source"""


def _citation_shape(value: object) -> str:
    return "<Citation>" if isinstance(value, dict | Citation) else "<id>"


SourceRef = Annotated[
    Annotated[Id, Tag("<id>")] | Annotated[Citation, Tag("<Citation>")],
    Discriminator(_citation_shape),
]


class Provenance(Part):
    """Where a rule's numbers come from. A rule without either inherits them from the rule around it."""

    source: SourceRef | None = None
    """the published text that says so: the id of a source, or {ref: id, at: article}"""
    assumed: Words | None = None
    """the reason why this is our assumption, where no source says so"""


class InForce(Part):
    """The days on which a rule holds, half-open."""

    first: Day | None = Field(default=None, alias="from")
    """the first day on which it holds; without it, the scheme's first day"""
    until: Day | None = None
    """the first day on which it no longer holds"""


class Source(Part):
    """A document that rules are taken from."""

    title: Words
    """its title"""
    publisher: Words | None = None
    """who published it"""
    date: Day | None = None
    """the day it was published"""
    url: Text | None = None
    """where it can be read"""
    quote: Words | None = None
    """the sentences that matter, word for word"""


def _values(value: object) -> tuple[tuple[str, ...], ...]:
    if not isinstance(value, list) or not value:
        raise refusal(
            Code.WRONG_TYPE, expected=Label("값의 목록", "a list of values"), got=Label("다른 것", "something else")
        )
    steps = tuple(
        tuple(strict(parse_text)(word) for word in (step if isinstance(step, list) else [step])) for step in value
    )
    words = [word for step in steps for word in step]
    for word in words:
        if words.count(word) > 1:
            raise refusal(Code.SAME_LABEL, name=word, other=word)
    return steps


ValueList = Annotated[
    tuple[tuple[str, ...], ...],
    PlainValidator(_values),
    WithJsonSchema(
        {
            "type": "array",
            "minItems": 1,
            "items": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]},
        }
    ),
]
FACT_KINDS = ("number", "yes_no", "one_of", "ordered", "group", "text", "date")


class FactSpec(Part):
    """A typed fact: exactly one kind, and what else is known of it. `group` alone is short for `{group}`."""

    number: Flag = False
    """a number"""
    yes_no: Flag = False
    """yes or no"""
    one_of: ValueList | None = None
    """one of the listed values"""
    ordered: ValueList | None = None
    """one of the listed values, from low to high; a list inside the list holds values of equal rank"""
    group: Flag = False
    """the name of a group that people belong to, such as a department"""
    text: Flag = False
    """free text, never used by rules"""
    date: Flag = False
    """a date"""
    label: Words | None = None
    """its name in tables and explanations"""
    blank: Text | None = None
    """the value that a blank cell stands for; without it, a blank is unknown"""
    at_least: Number | None = None
    """the least number that is accepted"""
    at_most: Number | None = None
    """the greatest number that is accepted"""
    columns: tuple[Text, ...] = ()
    """more names that its column may have"""

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: object) -> object:
        return {value: None} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_kind(self) -> FactSpec:
        if len(self.model_fields_set & set(FACT_KINDS)) != 1:
            raise refusal(Code.ONE_OF_TWO, known=FACT_KINDS)
        return self

    @property
    def kind(self) -> str:
        """The one kind that is written."""
        return next(kind for kind in FACT_KINDS if kind in self.model_fields_set)


FactName = Annotated[
    str,
    BeforeValidator(strict(parse_text)),
    WithJsonSchema({"type": "string", "minLength": 1, "pattern": r"^[^.\s]+$"}),
]


class FactSpecs(Part):
    """The facts that rows may carry."""

    member: dict[FactName, FactSpec] = {}
    """facts of people: the columns of the staff list"""
    entry: dict[FactName, FactSpec] = {}
    """facts of activities done: further columns of the ledger"""


class RoundAt(StrEnum):
    """Where a rounding happens."""

    ENTRY = "entry"


class RoundingSpec(Part):
    """A declared rounding."""

    at: Annotated[RoundAt, Choice()]
    """where it happens: `entry`, on the points of each entry"""
    unit: Positive
    """to a multiple of this"""
    mode: Annotated[RoundingMode, Choice()]
    """down, up (away from zero), half_up or half_even"""


class ShareRounding(Part):
    """The rounding of a divided prize."""

    unit: Positive
    """to a multiple of this"""
    mode: Annotated[RoundingMode, Choice()]
    """down, up, half_up or half_even"""


class PointsByFact(Part):
    """Points that depend on a fact, such as the grade of a prize."""

    by: FactName
    """the fact that decides: one_of or ordered"""
    values: dict[FactName, DatedAmount]
    """points for each of its values; every value needs one"""


class PointsPerUnit(Part):
    """Points for each unit of a number: `{each: 1, per: 4, of: hours}` is one point for each four hours."""

    each: DatedAmount
    """points for one unit"""
    per: Positive | None = None
    """the size of the unit; without it, 1"""
    of: FactName | None = None
    """the number fact that is counted; without it, the ledger's own `quantity`"""
    round: RoundingSpec | None = None
    """how a part of a unit is rounded; without it, points stay exact"""


def _points_shape(value: object) -> str:
    if not isinstance(value, dict) or is_dated(value):
        return "<fixed>"
    if {"by", "values"} & value.keys():
        return "<PointsByFact>"
    return "<PointsPerUnit>" if {"each", "per", "of", "round"} & value.keys() else "<fixed>"


Points = Annotated[
    Annotated[DatedAmount, Tag("<fixed>")]
    | Annotated[PointsByFact, Tag("<PointsByFact>")]
    | Annotated[PointsPerUnit, Tag("<PointsPerUnit>")],
    Discriminator(_points_shape),
]
Condition = Annotated[Raw, PlainValidator(Raw), WithJsonSchema(CONDITION_SCHEMA)]
