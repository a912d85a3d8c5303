"""How the scalars of a scheme file become values: the strict parsers of ``facts`` as pydantic types.

Every refusal carries a ``Code`` as its pydantic error type, so that ``places`` can turn it into a finding.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, cast

from pydantic import BeforeValidator, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError, core_schema

from incentive_rules.amounts import Amount
from incentive_rules.codes import Code
from incentive_rules.errors import nearest
from incentive_rules.facts import RefusedValueError, kind_of, parse_date, parse_number, parse_text, parse_yes_no
from incentive_rules.messages import LANGUAGES, Label
from incentive_rules.periods import Dated
from incentive_rules.scheme.keys import unknown_key

if TYPE_CHECKING:
    from collections.abc import Callable
    from enum import StrEnum

    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler

T = TypeVar("T")

ID_PATTERN = "[a-z][a-z0-9_-]*"
"""What an id looks like."""
_LONGEST_ID = 64

SHARED = "shared"
"""The mark in a field's JSON Schema that names one of the definitions in ``scheme.json_schema``."""


def refusal(code: Code, **facts: object) -> PydanticCustomError:
    """An error that pydantic collects and ``places`` turns into a finding."""
    return PydanticCustomError(str(code), "refused", facts)


def strict(parse: Callable[[object], T]) -> Callable[[object], T]:
    """A parser of ``facts`` as a pydantic validator."""

    def validate(value: object) -> T:
        if value is None:
            raise refusal(Code.EMPTY_VALUE)
        try:
            return parse(value)
        except RefusedValueError as error:
            raise refusal(error.code, **error.facts) from error

    return validate


def filled_text(value: object) -> str:
    """A text that is not empty."""
    text = "" if value is None else parse_text(value)
    if not text:
        raise RefusedValueError(Code.EMPTY_VALUE)
    return text


def _id(value: object) -> str:
    text = filled_text(value)
    if not re.fullmatch(ID_PATTERN, text) or len(text) > _LONGEST_ID:
        raise RefusedValueError(Code.BAD_ID, value=text)
    return text


def _label(value: object) -> Label:
    if not isinstance(value, dict):
        text = filled_text(value)
        return Label(text, text)
    for key in value:
        if key not in LANGUAGES:
            facts = unknown_key(key, value[key], LANGUAGES)
            raise RefusedValueError(Code.UNKNOWN_KEY, **facts, at=(key,), on_key=True)
    for key in LANGUAGES:
        if key not in value:
            raise RefusedValueError(Code.MISSING_KEY, name=key, on_key=True)
    return Label(*(inside(key, filled_text, value[key]) for key in LANGUAGES))


def _whole(value: object) -> int:
    number = parse_number(value)
    if number.denominator != 1 or number < 1:
        raise RefusedValueError(Code.OUT_OF_RANGE, value=number, expected="1, 2, 3, …")
    return int(number)


def _at_least(low: int, *, above: bool = False) -> Callable[[object], Amount]:
    def parse(value: object) -> Amount:
        number = parse_number(value)
        if number < low or (above and number == low):
            raise RefusedValueError(Code.OUT_OF_RANGE, value=number, expected=f"{'>' if above else '≥'} {low}")
        return number

    return parse


def _share(value: object) -> Amount:
    number = parse_number(value)
    if not 0 <= number <= 1:
        raise RefusedValueError(Code.OUT_OF_RANGE, value=number, expected="0 – 1")
    return number


def is_dated(value: object) -> bool:
    """Whether a value is meant as a map of first days; the only other keys that begin with a digit are the plain
    numbers at which bands begin.
    """
    if not isinstance(value, dict) or not value:
        return False
    keys = [str(key) for key in value]
    return all(key[:1].isdigit() for key in keys) and not any(map(_PLAIN_NUMBER.fullmatch, keys))


_PLAIN_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")


def dated(parse: Callable[[object], T]) -> Callable[[object], Dated[T]]:
    """A parser of one value as a parser of a value or a map of first days."""

    def parse_dated(value: object) -> Dated[T]:
        if not isinstance(value, dict):
            return Dated.always(parse(value))
        if not value:
            raise RefusedValueError(Code.EMPTY_VALUE)
        steps: list[tuple[date, T]] = []
        for key, each in value.items():
            steps.append((_first_day(key), inside(key, _filled(parse), each)))
            if len(steps) > 1 and steps[-1][0] <= steps[-2][0]:
                facts = {"first": steps[-2][0], "until": steps[-1][0]}
                raise RefusedValueError(Code.DATES_OUT_OF_ORDER, **facts, at=(key,), on_key=True)
        return Dated(tuple(steps))

    return parse_dated


def _first_day(key: str) -> date:
    if not is_dated({key: None}):
        raise RefusedValueError(Code.WRONG_TYPE, expected=_VALUE_OR_DATES, got=kind_of({}))
    try:
        return parse_date(key)
    except RefusedValueError as error:
        raise RefusedValueError(error.code, **error.facts, at=(key,), on_key=True) from error


def inside(step: str | int, parse: Callable[[object], T], value: object) -> T:
    """A part of a mapping or list, parsed; a refusal says in ``at`` where inside it the mistake stands."""
    try:
        return parse(value)
    except RefusedValueError as error:
        inner = cast("tuple[str | int, ...]", error.facts.get("at", ()))
        facts = {**error.facts, "at": (step, *inner)}
        raise RefusedValueError(error.code, **facts) from error


def _filled(parse: Callable[[object], T]) -> Callable[[object], T]:
    def parse_filled(value: object) -> T:
        if value is None:
            raise RefusedValueError(Code.EMPTY_VALUE)
        return parse(value)

    return parse_filled


@dataclass(frozen=True, slots=True)
class Choice:
    """Marks a ``StrEnum`` field as a closed list of words: ``Annotated[Pay, Choice()]``.

    ``more`` are the shapes that may stand there instead, and ``advice`` says what each word means.
    """

    more: tuple[str, ...] = ()
    advice: Label | None = None

    def __get_pydantic_core_schema__(
        self, source: type[StrEnum], _handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """A validator that names the nearest word."""
        words = tuple(str(option) for option in source)

        def parse(value: object) -> StrEnum:
            text = parse_text(value)
            if text not in words:
                facts = {"value": text, "known": (*words, *self.more), "near": nearest(text, words)}
                raise RefusedValueError(Code.BAD_CHOICE, **facts, **({"advice": self.advice} if self.advice else {}))
            return source(text)

        return core_schema.no_info_plain_validator_function(
            strict(parse), serialization=core_schema.to_string_ser_schema(), metadata={"words": words}
        )

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, _handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """The words as an enumeration. Other validators of the field may stand around ours."""
        inner: Any = schema
        while "words" not in inner.get("metadata", {}):
            inner = inner["schema"]
        return {"type": "string", "enum": list(inner["metadata"]["words"])}


def _ids(value: object) -> tuple[str, ...]:
    """One id, or a list of several."""
    if not isinstance(value, list):
        return (_id(value),)
    if not value:
        raise RefusedValueError(Code.EMPTY_VALUE)
    found: list[str] = []
    for index, each in enumerate(value):
        name = inside(index, _id, each)
        if name in found:
            raise RefusedValueError(Code.DUPLICATE_VALUE, name=name, at=(index,))
        found.append(name)
    return tuple(found)


def shared(name: str) -> WithJsonSchema:
    """The JSON Schema of a field: a definition that many fields share."""
    return WithJsonSchema({SHARED: name})


def _nullable_flag(value: object) -> bool:
    if value is not None and str(value) not in ("yes", "true", "True"):
        raise refusal(Code.WRONG_TYPE, expected=Label("빈 값", "no value"), got=kind_of(value))
    return True


_VALUE_OR_DATES = Label("값 하나, 또는 날짜별 값", "one value, or a value by first day")

Text = Annotated[str, PlainValidator(strict(filled_text)), shared("Text")]
Id = Annotated[str, BeforeValidator(strict(_id)), shared("Id")]
Ids = Annotated[tuple[str, ...], PlainValidator(strict(_ids)), shared("Ids")]
Words = Annotated[Label, PlainValidator(strict(_label)), shared("Words")]
Day = Annotated[date, PlainValidator(strict(parse_date)), shared("Day")]
Whole = Annotated[int, PlainValidator(strict(_whole)), shared("Whole")]
Number = Annotated[Amount, PlainValidator(strict(parse_number)), shared("Number")]
Positive = Annotated[Amount, PlainValidator(strict(_at_least(0, above=True))), shared("Positive")]
DatedCount = Annotated[Dated[int], PlainValidator(strict(dated(_whole))), shared("DatedWhole")]
DatedAmount = Annotated[Dated[Amount], PlainValidator(strict(dated(_at_least(0)))), shared("DatedAmount")]
DatedNumber = Annotated[Dated[Amount], PlainValidator(strict(dated(parse_number))), shared("DatedNumber")]
DatedPositive = Annotated[
    Dated[Amount], PlainValidator(strict(dated(_at_least(0, above=True)))), shared("DatedPositive")
]
DatedShare = Annotated[Dated[Amount], PlainValidator(strict(dated(_share))), shared("DatedShare")]
DatedFactor = Annotated[Dated[Amount], PlainValidator(strict(dated(_at_least(1)))), shared("DatedFactor")]
Shares = Annotated[bool, PlainValidator(strict(parse_yes_no)), shared("YesNo")]
Flag = Annotated[bool, PlainValidator(_nullable_flag), shared("Flag")]


@dataclass(frozen=True, slots=True)
class Raw:
    """A part of the file kept as written; its own module reads it once the facts are known."""

    data: Any
