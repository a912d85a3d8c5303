"""What the rules of a scheme are made of: provenance, dates, facts, roundings and conditions.

Each class is one mapping of the file; the text below each field is its help in editors and documents.
"""

from __future__ import annotations

from enum import StrEnum
from threading import RLock
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, ValidationInfo
from pydantic.functional_validators import BeforeValidator, PlainValidator, field_validator, model_validator

from incentive_rules.amounts import RoundingMode
from incentive_rules.codes import Code
from incentive_rules.errors import nearest
from incentive_rules.facts import RefusedValueError, kind_of
from incentive_rules.messages import Label
from incentive_rules.scheme.scalars import (
    Choice,
    DatedPositive,
    Day,
    Flag,
    Id,
    Number,
    Positive,
    Raw,
    Text,
    Words,
    filled_text,
    inside,
    refusal,
    shared,
    strict,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


_BUILDING = RLock()


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
    stand_alone: ClassVar[tuple[str, ...]] = ()
    """the keys that need no value"""
    example: ClassVar[str] = ""
    """how it is written, where the names of its keys alone would not tell"""
    elsewhere: ClassVar[Mapping[str, Label]] = {}
    """keys that people look for here, with what to write instead"""

    @classmethod
    def model_rebuild(cls, **options: Any) -> bool | None:  # noqa: ANN401  # whatever pydantic gives
        """Build it: one thread at a time, since not every pydantic that we take has a lock of its own."""
        with _BUILDING:
            return super().model_rebuild(**options)

    @field_validator("*", mode="before")
    @classmethod
    def _not_empty(cls, value: object, info: ValidationInfo) -> object:
        """A key without a value is a mistake: an empty `eligible:` would pay everybody."""
        if value is None and info.field_name not in cls.stand_alone:
            raise refusal(Code.EMPTY_VALUE)
        return value


_TAG_MARK = "\0"  # no YAML text can hold it, so no key is ever taken for a tag


def tag_of(form: type[BaseModel] | str) -> str:
    """The union tag of a class, or of a form that is no class; such tags occur in pydantic's locations alone."""
    return _TAG_MARK + (form if isinstance(form, str) else form.__name__)


def is_tag(part: str | int) -> bool:
    """Whether a part of a pydantic location is a union tag."""
    return isinstance(part, str) and part.startswith(_TAG_MARK)


class Citation(Part):
    """A source, with the article or sentence in it."""

    ref: Id
    """the id of a source"""
    at: Text
    """the article, clause or sentence in that source"""


def _citation_shape(value: object) -> str:
    return tag_of(Citation) if isinstance(value, dict | Citation) else tag_of("id")


SourceRef = Annotated[
    Annotated[Id, Tag(tag_of("id"))] | Annotated[Citation, Tag(tag_of(Citation))],
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
    if not isinstance(value, list):
        raise RefusedValueError(Code.WRONG_TYPE, expected=_PLAIN_LIST, got=kind_of(value))
    if not value:
        raise RefusedValueError(Code.EMPTY_VALUE)
    steps = tuple(inside(index, _equal_values, each) for index, each in enumerate(value))
    words: set[str] = set()
    for index, step in enumerate(steps):
        for word in step:
            if word in words:
                raise RefusedValueError(Code.DUPLICATE_VALUE, name=word, at=(index,))
            words.add(word)
    return steps


def _equal_values(value: object) -> tuple[str, ...]:
    if value == []:
        raise RefusedValueError(Code.EMPTY_VALUE)
    if not isinstance(value, list):
        return (filled_text(value),)
    return tuple(inside(index, filled_text, each) for index, each in enumerate(value))


ValueList = Annotated[tuple[tuple[str, ...], ...], PlainValidator(strict(_values)), shared("ValueList")]
_PLAIN_LIST = Label("값의 목록", "a list of values")
_ONE_VALUE = Label("값 하나", "one value")
_NESTED_LIST = Label("목록 안의 목록", "a list inside the list")


def _blank(value: object) -> object:
    """As it stands: the fact's own parser reads it, once its kind is known."""
    if value == "":
        raise refusal(Code.EMPTY_VALUE)
    if isinstance(value, dict | list):
        raise refusal(Code.WRONG_TYPE, expected=_ONE_VALUE, got=kind_of(value))
    return value


Blank = Annotated[object, PlainValidator(_blank), shared("Value")]
FACT_KINDS = ("number", "yes_no", "one_of", "ordered", "group", "text", "date")


class FactSpec(Part):
    """A typed fact: exactly one kind, and what else is known of it. `group` alone is short for `{group}`."""

    number: Flag = False
    """kind: an exact number"""
    yes_no: Flag = False
    """kind: yes or no"""
    one_of: ValueList | None = None
    """kind: one of the listed values, in no order"""
    ordered: ValueList | None = None
    """kind: one of the listed values, from low to high; a list inside the list holds values of equal rank"""
    group: Flag = False
    """kind: the name of a group that people belong to, such as a department; groups can be ranked"""
    text: Flag = False
    """kind: free text"""
    date: Flag = False
    """kind: a date, as in 2024-06-01"""
    label: Words | None = None
    """its name in explanations; its column may be called by it too"""
    blank: Blank | None = None
    """the value that a blank cell stands for; without it, a blank cell is unknown"""
    at_least: Number | None = None
    """the least number that a cell may hold; only for `number`"""
    at_most: Number | None = None
    """the greatest number that a cell may hold; only for `number`"""
    columns: tuple[Text, ...] = ()
    """more names that its column may have, as a list"""
    stand_alone: ClassVar[tuple[str, ...]] = ("number", "yes_no", "group", "text", "date")

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        if value not in FACT_KINDS:
            raise refusal(Code.BAD_CHOICE, value=value, known=FACT_KINDS, near=nearest(value, FACT_KINDS))
        return {value: None}

    @model_validator(mode="after")
    def _one_kind(self) -> FactSpec:
        if len(self.model_fields_set & set(FACT_KINDS)) != 1:
            raise refusal(Code.ONE_OF_TWO, known=FACT_KINDS)
        for index, step in enumerate(self.one_of or ()):
            if len(step) > 1:
                at = ("one_of", index)
                raise refusal(Code.WRONG_TYPE, expected=_ONE_VALUE, got=_NESTED_LIST, at=at)
        return self

    @property
    def kind(self) -> str:
        """The one kind that is written."""
        return next(kind for kind in FACT_KINDS if kind in self.model_fields_set)


FactName = Annotated[str, BeforeValidator(strict(filled_text)), shared("FactName")]
ValueName = Annotated[str, BeforeValidator(strict(filled_text)), shared("Text")]


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
    example: ClassVar[str] = "{at: entry, unit: 0.1, mode: down}"


class ShareRounding(Part):
    """The rounding of an amount that is paid: of a divided prize, or of a step."""

    unit: Positive
    """to a multiple of this"""
    mode: Annotated[RoundingMode, Choice()]
    """down, up, half_up or half_even"""
    example: ClassVar[str] = "{unit: 10, mode: down}"


def check_parts_fit(rounding: ShareRounding) -> None:
    """Parts of a whole are rounded down, so that they never come to more than the whole.

    Raises:
        PydanticCustomError: for any other way.
    """
    if rounding.mode is not RoundingMode.DOWN:
        known = (str(RoundingMode.DOWN),)
        raise refusal(Code.BAD_CHOICE, value=str(rounding.mode), known=known, advice=_PARTS_FIT, at=("round", "mode"))


_PARTS_FIT = Label(
    "나눈 것의 합이 전체보다 커지지 않도록 'down'으로 적으십시오",
    "write 'down', so that the parts never come to more than the whole",
)
Bundle = dict[Id, DatedPositive]
"""Rewards and their amounts."""
Condition = Annotated[Raw, PlainValidator(Raw), shared("Condition")]
