"""What a cases file may say: worked examples beside a scheme, each with facts and with what must follow from them.

Each class is one mapping of the file; the text below each field is its help in editors and documents.
"""

from __future__ import annotations

from difflib import get_close_matches
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import ConfigDict, Discriminator, Field, JsonValue, Tag, WithJsonSchema
from pydantic.functional_validators import AfterValidator, PlainValidator, model_validator

from incentive_rules.cases.arithmetic import LONGEST, Arithmetic
from incentive_rules.codes import Code
from incentive_rules.errors import nearest
from incentive_rules.facts import RefusedValueError, kind_of, parse_number, parse_text
from incentive_rules.ledger.json_schema import claims_schema, ledger_schema, roster_schema
from incentive_rules.messages import Label
from incentive_rules.scheme.json_schema import schema_of_file
from incentive_rules.scheme.model import Language
from incentive_rules.scheme.parts import Part, tag_of
from incentive_rules.scheme.scalars import Choice, Day, Id, Text, Whole, Words, refusal, strict

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_TIMES = 100
"""The most entries that one row may stand for."""

_A_CELL = Label("칸 하나의 값", "the value of one cell")
_TELLING = 5  # letters: shorter words are in many codes
_SHOWN_CODES = 5  # there are about a hundred; the nearest few help


def _cell(value: object) -> object:
    if isinstance(value, dict | list | tuple):
        raise refusal(Code.WRONG_TYPE, expected=_A_CELL, got=kind_of(value))
    return value


def _times(value: object) -> int:
    number = parse_number(value)
    if number.denominator != 1 or not 1 <= number <= MOST_TIMES:
        raise RefusedValueError(Code.OUT_OF_RANGE, value=number, expected=f"1 … {MOST_TIMES}")
    return int(number)


def _code(value: object) -> Code:
    text, codes = parse_text(value), [str(each) for each in Code]
    if text not in codes:
        known = (*get_close_matches(text, codes, n=_SHOWN_CODES, cutoff=0), "…")
        kind = Label("사유", "reason")
        raise RefusedValueError(Code.UNKNOWN_ID, kind=kind, name=text, known=known, near=_near_code(text, codes))
    return Code(text)


def _near_code(text: str, codes: Sequence[str]) -> str:
    """The code that a word resembles, or one that shares its longest word: `no_budget_left` is `out_of_budget`."""
    if near := nearest(text, codes):
        return near
    for word in sorted(text.split("_"), key=len, reverse=True):
        if len(word) >= _TELLING and (sharing := [each for each in codes if word in each.split("_")]):
            return get_close_matches(text, sharing, n=1, cutoff=0)[0]
    return ""


_CELL: dict[str, JsonValue] = {"type": ["string", "number", "boolean", "null"]}


def _columns(table: dict[str, Any]) -> dict[str, JsonValue]:
    """The columns of a table for an editor, told but not checked: a case may expect that a row is refused."""
    columns = table["items"]["properties"]
    return {name: {**_CELL, "description": column["description"]} for name, column in columns.items()}


Cell = Annotated[object, PlainValidator(_cell), WithJsonSchema(_CELL)]
MemberRow = Annotated[
    dict[Text, Cell], Field(min_length=1, json_schema_extra={"properties": _columns(roster_schema())})
]
ClaimRow = Annotated[dict[Text, Cell], Field(min_length=1, json_schema_extra={"properties": _columns(claims_schema())})]
Times = Annotated[
    int,
    PlainValidator(strict(_times)),
    WithJsonSchema(
        {"type": ["integer", "string"], "minimum": 1, "maximum": MOST_TIMES, "pattern": "^([1-9][0-9]?|100)$"}
    ),
]
Sum = Annotated[
    Arithmetic,
    PlainValidator(strict(Arithmetic.parse)),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number"},
                {"type": "string", "pattern": r"^[-+*/×÷−().0-9\s]+$", "maxLength": LONGEST},
            ]
        }
    ),
]
ReasonCode = Annotated[
    Code, PlainValidator(strict(_code)), WithJsonSchema({"type": "string", "enum": [str(each) for each in Code]})
]


class EntryState(StrEnum):
    """What may become of an entry."""

    CREDITED = "credited"
    HELD = "held"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"
    NOT_YET = "not_yet"


class ClaimState(StrEnum):
    """What may become of a claim."""

    PAID = "paid"
    REFUSED = "refused"
    HELD = "held"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"
    NOT_YET = "not_yet"


def _state_shape(value: object) -> str:
    if isinstance(value, dict):
        return tag_of("reason")
    return tag_of("each") if isinstance(value, list | tuple) else tag_of("word")


AnyState = TypeVar("AnyState", bound=StrEnum)


def _one_state(states: dict[AnyState, Code]) -> dict[AnyState, Code]:
    if len(states) > 1:
        raise refusal(Code.ONE_OF_TWO, known=tuple(states))
    return states


ONE_STATE = Field(min_length=1, json_schema_extra={"maxProperties": 1})
EntryWord = Annotated[EntryState, Choice()]
EntryStates = Annotated[
    Annotated[EntryWord, Tag(tag_of("word"))]
    | Annotated[dict[EntryWord, ReasonCode], ONE_STATE, AfterValidator(_one_state), Tag(tag_of("reason"))]
    | Annotated[tuple[EntryWord, ...], Field(min_length=1), Tag(tag_of("each"))],
    Discriminator(_state_shape),
]
ClaimWord = Annotated[ClaimState, Choice()]
ClaimStates = Annotated[
    Annotated[ClaimWord, Tag(tag_of("word"))]
    | Annotated[dict[ClaimWord, ReasonCode], ONE_STATE, AfterValidator(_one_state), Tag(tag_of("reason"))]
    | Annotated[tuple[ClaimWord, ...], Field(min_length=1), Tag(tag_of("each"))],
    Discriminator(_state_shape),
]


def _ledger_columns(schema: dict[str, Any]) -> None:
    schema |= {"minProperties": 1, "properties": {**_columns(ledger_schema()), **schema["properties"]}}


class EntryRow(Part):
    """A ledger row, with the columns of the scheme's ledger; a short way to write several alike."""

    model_config = ConfigDict(extra="allow", json_schema_extra=_ledger_columns)
    __pydantic_extra__: dict[str, Cell]

    times: Times = 1
    """this row stands for so many entries, with ids E-1.1, E-1.2, ...; a fact of that name is given by its label"""


class Assumed(Part):
    """Claims that nobody filed: everybody acts by one policy."""

    assume: Text
    """the policy: month_end, soonest, or save_for: with a tier or points"""
    option: Text | None = None
    """the option that everybody takes where a tier offers a choice"""


def _claims_shape(value: object) -> str:
    if isinstance(value, dict | Assumed):
        return tag_of(Assumed)
    return tag_of("rows") if isinstance(value, list | tuple) else tag_of("policy")


Claimed = Annotated[
    Annotated[tuple[ClaimRow, ...], Tag(tag_of("rows"))]
    | Annotated[Text, Tag(tag_of("policy"))]
    | Annotated[Assumed, Tag(tag_of(Assumed))],
    Discriminator(_claims_shape),
]


class Standing(Part):
    """A place in a ranking."""

    rank: Whole
    """the rank; equal scores have equal ranks"""
    score: Sum | None = None
    """the score"""
    place: Id | None = None
    """the id of the place that is won, or of the grade in the end"""


def _standing_shape(value: object) -> str:
    return tag_of(Standing) if isinstance(value, dict | Standing) else tag_of("rank")


StandingOrRank = Annotated[
    Annotated[Whole, Tag(tag_of("rank"))] | Annotated[Standing, Tag(tag_of(Standing))], Discriminator(_standing_shape)
]
ByMember = Annotated[dict[Text, Sum], Field(min_length=1)]
Bundle = dict[Text, Sum]


class Expect(Part):
    """What must follow. Numbers are arithmetic, as in `2×1 + 0.5`, computed without the rules."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    earned: ByMember = {}
    """points credited, by member"""
    used: ByMember = {}
    """points that payments took, by member"""
    lapsed: ByMember = {}
    """points that lapsed, by member"""
    balance: ByMember = {}
    """points that are left, by member"""
    paid: Annotated[dict[Text, Bundle], Field(min_length=1)] = {}
    """everything that a member or group is paid, by reward; what is not listed must not be paid, `{}` is nothing"""
    payments: Annotated[dict[Text, dict[Day, Bundle]], Field(min_length=1)] = {}
    """the same by day: every day on which the member or group is paid, and what"""
    entries: Annotated[dict[Text, EntryStates], Field(min_length=1)] = {}
    """what becomes of an entry: `credited`, `{rejected: not_eligible}`, or a list where several rows have its id"""
    claims: Annotated[dict[Text, ClaimStates], Field(min_length=1)] = {}
    """what becomes of a claim: `paid`, `{refused: nothing_due}`"""
    rankings: Annotated[dict[Text, dict[Text, dict[Text, StandingOrRank]]], Field(min_length=1)] = {}
    """by award and period, everybody who is ranked: a rank, or `{rank, score, place}`"""

    @model_validator(mode="after")
    def _something(self) -> Expect:
        """An example that expects nothing would always pass."""
        if not self.model_fields_set:
            raise refusal(Code.EMPTY_VALUE)
        return self


class Case(Part):
    """One worked example."""

    label: Words | None = None
    """what it shows"""
    reading: Text | None = None
    """the reading of the scheme's text that it is about; without it, the text as written"""
    as_of: Day | None = None
    """the last day that is looked at, if it is not the file's"""
    known_at: Day | None = None
    """leave out rows recorded after this day"""
    members: tuple[MemberRow, ...] = ()
    """staff-list rows; they take the place of the file's rows of the same members"""
    entries: tuple[EntryRow, ...] = ()
    """ledger rows"""
    claims: Claimed = ()
    """claim rows, or a policy by which everybody claims, as in `month_end` or `{assume: month_end, option: leave}`"""
    expect: Expect
    """what must follow"""


class CasesFile(Part):
    """A cases file. It stands beside its scheme: `donghae.cases.yaml` beside `donghae.yaml`."""

    language: Language
    """the version of the language: 1"""
    scheme: Text
    """the scheme's file, from the folder of this file"""
    as_of: Day
    """the last day that is looked at, where a case does not say otherwise"""
    members: tuple[MemberRow, ...] = ()
    """staff-list rows that every case begins with"""
    cases: Annotated[dict[Id, Case], Field(min_length=1)]
    """the worked examples"""


def cases_schema() -> dict[str, Any]:
    """The JSON Schema of a cases file."""
    return schema_of_file(CasesFile)
