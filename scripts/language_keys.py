"""The features of the scheme language, read off its models: key paths, words of closed lists, values that are dated.

One walk goes down the models; with a file in hand it goes down both, and says where in the file a feature is used. So a
key that is added to a model is a feature from then on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, WithJsonSchema

from incentive_rules.periods import Dated
from incentive_rules.scheme.answers import ANSWERS, WAIT
from incentive_rules.scheme.conditions import JOINS, PROVENANCE_KEYS, Op
from incentive_rules.scheme.model import Scheme
from incentive_rules.scheme.scalars import SHARED, is_dated

if TYPE_CHECKING:
    from collections.abc import Iterator

Way = tuple[str | int, ...]

READ_BY_PEOPLE = frozenset({"label", "stated", *PROVENANCE_KEYS})
"""Keys that change no result: names, where a rule comes from, and what the text says that it comes to."""

HEADER = frozenset({"language", "id", "sources"})
"""Keys of the whole file that change no result either."""

COMPARED = frozenset({"readings.*.claims"})
"""Keys that speak only where readings are compared; a case says itself how people claim."""

RULES = frozenset({"activities", "bonuses", "limits", "awards", "counters", "budgets"})
"""The sections whose rules decide what people get."""

CONDITION, ANSWER = "conditions", "answers"
AN_OPTION = "the id of an option"
ASKED = ("activity", "quantity", "member.*", "entry.*")
"""What a condition may ask beside facts, and the scopes that may stand before one."""

OTHER_FACT = "fact"
"""The operand that is another fact in place of a value."""


@dataclass(frozen=True, slots=True)
class Feature:
    """A key path such as ``limits.*.count``; with ``word``, one word of its list; ``dated``, a value that changes."""

    key: str
    word: str = ""
    dated: bool = False
    words: tuple[str, ...] = field(default=(), compare=False)
    """the whole list that the word is one of"""
    says: str = field(default="", compare=False)
    """its help in editors"""
    table: str = field(default="", compare=False)
    """the table of the language reference that it stands in, such as ``keys: Limit``"""

    def __str__(self) -> str:
        return f"{self.key}: {self.word}" if self.word else f"{self.key} (dated)" if self.dated else self.key


Use = tuple[Feature, Way]
NOTHING: Any = object()
"""In place of a file: the walk goes everywhere."""


def features() -> list[Feature]:
    """Every feature of the language, in the order of the models."""
    return list(dict.fromkeys(feature for feature, _ in _model(Scheme, NOTHING, "", ())))


def uses(data: Any) -> Iterator[Use]:  # noqa: ANN401  # a file, as plain mappings
    """The features that a scheme file uses, with the way to each use."""
    yield from _model(Scheme, data, "", ())


def rules(data: Any) -> Iterator[Way]:  # noqa: ANN401  # as above
    """The way to each rule of a scheme file that has an id of its own: an activity, a limit, an award, a tier."""
    told: set[Way] = set()
    for feature, way in uses(data):
        own = feature.key.split(".")[-2:-1] == ["*"] or (way[0] == "awards" and len(way) == _IN_AWARD)
        if own and way[0] in RULES and way[:-1] not in told:
            told.add(way[:-1])
            yield way[:-1]


_IN_AWARD = 3  # awards, the id, the key: the kind stands in the place of the star


def _model(model: type[BaseModel], data: Any, path: str, way: Way) -> Iterator[Use]:  # noqa: ANN401  # part of a file
    if isinstance(data, str):  # a key that needs no value may stand alone
        if data in getattr(model, "stand_alone", ()):
            yield Feature(f"{path}.{data}"), way
        return
    for name, info in model.model_fields.items():
        key = info.alias or name
        skipped = key in READ_BY_PEOPLE or get_origin(info.annotation) is Literal or (not path and key in HEADER)
        if skipped or (data is not NOTHING and not (isinstance(data, dict) and key in data)):
            continue
        here = f"{path}.{key}".lstrip(".")
        if here in COMPARED:
            continue
        kinds = list(_kinds(Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation))
        if ANSWER not in kinds:
            yield Feature(here, says=info.description or "", table=f"keys: {model.__name__}"), (*way, key)
        yield from _value(kinds, NOTHING if data is NOTHING else data[key], here, (*way, key))


def _kinds(annotation: Any) -> Iterator[Any]:  # noqa: ANN401  # a type
    """What may stand at a key: the members of unions, without what is wrapped around them."""
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        marks = [mark.json_schema for mark in parts[1:] if isinstance(mark, WithJsonSchema)]
        named = {str(mark.get(SHARED)).lower() for mark in marks if isinstance(mark, dict)}
        if {"condition", ANSWER} & named:
            yield CONDITION if "condition" in named else ANSWER
        else:
            yield from _kinds(parts[0])
    elif origin in (Union, UnionType):
        for part in parts:
            yield from _kinds(part)
    else:
        yield annotation


def _value(kinds: list[Any], data: Any, path: str, way: Way) -> Iterator[Use]:  # noqa: ANN401  # part of a file
    models = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)]
    dated = any(get_origin(kind) is Dated for kind in kinds)
    if dated and (data is NOTHING or is_dated(data)):
        yield Feature(path, dated=True, table="keys: InForce"), way
    if data is NOTHING or not (dated and is_dated(data)):
        for model in models if data is NOTHING else _meant(models, data):
            yield from _model(model, data, _of_kind(path, model), way)
    for kind in kinds:
        yield from _other(kind, data, path, way)


def _meant(models: list[type[BaseModel]], data: Any) -> list[type[BaseModel]]:  # noqa: ANN401  # part of a file
    """The one of several mappings that has all the keys."""
    keys = set(data) if isinstance(data, dict) else set()
    fits = [
        model
        for model in models
        if keys <= {field.alias or name for name, field in model.model_fields.items()}
        and ("kind" not in model.model_fields or not keys or _kind_of(model) == data.get("kind"))
    ]
    return fits[:1] if isinstance(data, dict | str) else []


def _kind_of(model: type[BaseModel]) -> str | None:
    field = model.model_fields.get("kind")
    return str(get_args(field.annotation)[0]) if field else None


def _of_kind(path: str, model: type[BaseModel]) -> str:
    """Rules of several kinds are told apart by their kind: ``awards.tiers``."""
    kind = _kind_of(model)
    return f"{path.removesuffix('.*')}.{kind}" if kind else path


def _other(kind: Any, data: Any, path: str, way: Way) -> Iterator[Use]:  # noqa: ANN401  # a type, and part of a file
    origin, parts = get_origin(kind), get_args(kind)
    if kind == CONDITION:
        yield from _condition(data, way)
    elif kind == ANSWER:
        yield from _answers(data, way)
    elif isinstance(kind, type) and issubclass(kind, StrEnum):
        words = tuple(str(word) for word in kind)
        for word in words if len(words) > 1 else ():
            if data is NOTHING or data == word:
                yield Feature(path, word, words=words, table=f"words: {kind.__name__}"), way
    elif origin is dict and (data is NOTHING or isinstance(data, dict)):
        for key in ["*"] if data is NOTHING else data:
            part = NOTHING if data is NOTHING else data[key]
            yield from _value(list(_kinds(parts[1])), part, f"{path}.*", (*way, key))
    elif origin in (tuple, list):
        for index, part in enumerate([NOTHING] if data is NOTHING else data if isinstance(data, list) else []):
            yield from _value(list(_kinds(parts[0])), part, path, (*way, index))


def _answers(data: Any, way: Way) -> Iterator[Use]:  # noqa: ANN401  # part of a file
    for question, answers in ANSWERS.items():
        words = (*answers, AN_OPTION) if WAIT in answers else answers
        table = f"answers: {question}"
        if data is NOTHING:
            yield from ((Feature(f"{ANSWER}.{question}", word, words=words, table=table), way) for word in words)
        elif isinstance(data, dict) and question in data:
            written, inside = data[question], (*way, question)
            if isinstance(written, dict):
                written, inside = written.get("is"), (*inside, "is")
            word = written if written in answers else AN_OPTION
            yield Feature(f"{ANSWER}.{question}", word, words=words), inside


def _condition(data: Any, way: Way) -> Iterator[Use]:  # noqa: ANN401  # part of a file
    """What a condition is made of, wherever it stands: tests, joins, and what is asked beside facts."""
    if data is NOTHING:
        yield from ((Feature(f"{CONDITION}.{name}", table="tests"), way) for name in (*JOINS, *map(str, Op), *ASKED))
        yield from ((Feature(f"{CONDITION}.{op}", dated=True, table="keys: InForce"), way) for op in Op)
        return
    for key, part in data.items() if isinstance(data, dict) else ():
        here = (*way, key)
        if key in JOINS:
            yield Feature(f"{CONDITION}.{key}"), here
            for index, each in enumerate(part) if isinstance(part, list) else [(None, part)]:
                yield from _condition(each, here if index is None else (*here, index))
        elif key not in PROVENANCE_KEYS:
            asked = f"{key.partition('.')[0]}.*" if "." in key else key
            if "." in key or asked in ASKED:
                yield Feature(f"{CONDITION}.{asked}"), here
            yield from _test(part, here)


def _test(data: Any, way: Way) -> Iterator[Use]:  # noqa: ANN401  # part of a file
    """The test of one fact, in its long form or its short one."""
    if not isinstance(data, dict) or is_dated(data):
        first = next(iter(data.values())) if isinstance(data, dict) else data
        test = f"{CONDITION}.{Op.ONE_OF if isinstance(first, list) else Op.EQUALS}"
        yield Feature(test), way
        if is_dated(data):
            yield Feature(test, dated=True), way
        return
    for key, part in data.items():
        here = (*way, key)
        if key == "not":
            yield Feature(f"{CONDITION}.not"), here
            yield from _test(part, here)
        elif key in {*Op, OTHER_FACT}:
            yield Feature(f"{CONDITION}.{key}"), here
            yield from _test_of_fact(part, here)
            if is_dated(part):
                yield Feature(f"{CONDITION}.{key}", dated=True), here


def _test_of_fact(operand: Any, way: Way) -> Iterator[Use]:  # noqa: ANN401  # part of a file
    if isinstance(operand, dict) and OTHER_FACT in operand:
        yield Feature(f"{CONDITION}.{OTHER_FACT}"), (*way, OTHER_FACT)
