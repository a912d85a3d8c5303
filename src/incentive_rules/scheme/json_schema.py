"""The JSON Schema of scheme files, for editors: made from the models, so that the two cannot disagree.

This library keeps the scalars of a file as texts until a model types them; an editor reads YAML 1.2 and has typed
them already. So a number may stand here as a number or as its text, and a text may be a number or true. A file that
loads always fits the schema. What fits it may still not load: names, dates and open questions are for the loader.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic.json_schema import GenerateJsonSchema

from incentive_rules.messages import question_label
from incentive_rules.periods import Per
from incentive_rules.scheme.ago import AGO
from incentive_rules.scheme.answers import ANSWERS
from incentive_rules.scheme.conditions import JOINS, Op
from incentive_rules.scheme.model import LANGUAGE, Scheme
from incentive_rules.scheme.parts import FACT_KINDS, FactSpec, Part
from incentive_rules.scheme.rankings import CRITERIA
from incentive_rules.scheme.scalars import ID_PATTERN, SHARED
from incentive_rules.scheme.spans import ENTRY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic_core import core_schema

Schema = dict[str, Any]

_DECIMALS = r"(\.[0-9]+)?$"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_MONTH_AND_DAY = r"^[0-9]{2}-[0-9]{2}$"
_SCALAR: Schema = {"type": ["string", "number", "boolean"]}


def scheme_schema() -> Schema:
    """The JSON Schema (2020-12) of a scheme file.

    Example:
        >>> schema = scheme_schema()
        >>> schema["properties"]["until"]["description"]
        'the first day on which it no longer holds'
    """
    return {**schema_of_file(Scheme), "description": "an incentive scheme: the whole file"}


def schema_of_file(model: type[Part]) -> Schema:
    """The JSON Schema of a file whose outermost mapping is a model: with references to shared definitions."""
    generated = model.model_json_schema(schema_generator=_Generator)
    for name, rule in _BETWEEN_KEYS.items():
        if name in generated.get("$defs", {}):
            generated["$defs"][name] |= rule
    schema: Schema = _linked(generated)
    definitions: Schema = schema.setdefault("$defs", {})
    while missing := set(_references(schema)) - definitions.keys():
        definitions |= {name: _linked(shared_definitions()[name]) for name in missing}
    schema["$defs"] = dict(sorted(definitions.items()))
    return schema


class _Generator(GenerateJsonSchema):
    """Without the titles, nulls and defaults that pydantic adds: a key without a value is a mistake in a file."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ANN401, ARG002  # pydantic's signature
        return False

    def nullable_schema(self, schema: core_schema.NullableSchema) -> Schema:
        return self.generate_inner(schema["schema"])

    def dict_schema(self, schema: core_schema.DictSchema) -> Schema:
        mapping: Schema = {
            "type": "object",
            "propertyNames": self.generate_inner(schema["keys_schema"]),
            "additionalProperties": self.generate_inner(schema["values_schema"]),
        }
        if "min_length" in schema:
            mapping["minProperties"] = schema["min_length"]
        return mapping

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> Schema:
        return self.generate_inner(schema["schema"])


def _linked(node: Any) -> Any:  # noqa: ANN401  # a part of a schema
    """Marks made references."""
    if isinstance(node, list):
        return [_linked(each) for each in node]
    if not isinstance(node, dict):
        return node
    linked = {key: _linked(value) for key, value in node.items() if key != SHARED}
    return {"$ref": f"#/$defs/{node[SHARED]}", **linked} if isinstance(node.get(SHARED), str) else linked


def _references(node: Any) -> Iterator[str]:  # noqa: ANN401  # as above
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"].rpartition("/")[2]
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)


def _one_key_of(*keys: str) -> Schema:
    return {"oneOf": [{"required": [key]} for key in keys]}


def _only_with(key: str, other: str, value: str) -> Schema:
    """``other`` is required where ``key`` has that value, and has no place elsewhere."""
    there = {"properties": {key: {"const": value}}}
    return {"if": there, "then": {"required": [other]}, "else": {"properties": {other: False}}}


_BETWEEN_KEYS: dict[str, Schema] = {
    "Bonus": _one_key_of("add", "multiply"),
    "Limit": _one_key_of("points", "count"),
    "Tier": _one_key_of("pays", "choose"),
    "Balance": {"anyOf": [{"required": ["expire_after"]}, {"required": ["carry_over"]}]},
    "Reading": {"anyOf": [{"required": ["set"]}, {"required": ["claims"]}]},
    "ExchangeAward": _one_key_of("pays", "choose"),
    "Measure": {
        "if": {"properties": {"counter": {"const": "balance"}}},
        "then": {"properties": {"per": False}},
        "else": {"required": ["per"]},
    },
    "RankingMeasure": {"required": ["per"], **_one_key_of("counter", "parts")},
    "ScorePart": _one_key_of("counter", "stage"),
    "Place": _one_key_of("ranks", "top"),
    "Criterion": {**_one_key_of(*CRITERIA), "dependentRequired": {"fact": ["first"], "first": ["fact"]}},
    "RankingField": {
        "anyOf": [{"required": ["stage"]}, {"required": ["when"]}],
        "dependentRequired": {"stage": ["ranks"], "ranks": ["stage"]},
    },
    "Stated": {"anyOf": [{"required": ["winners"]}, {"required": ["rewards"]}]},
    "ClaimRule": _only_with("by", "times", "member"),
    "FactSpec": {
        "type": ["object", "string"],
        "anyOf": [{"enum": list(FactSpec.stand_alone)}, {"type": "object", **_one_key_of(*FACT_KINDS)}],
        "dependentRequired": {"at_least": ["number"], "at_most": ["number"]},
    },
}
"""What the validators of the models say of several keys at once."""


def _mark(name: str) -> Schema:
    return {SHARED: name}


def _number(digits: str, description: str, **bounds: int) -> Schema:
    forms = [{"type": "number", **bounds}, {"type": "string", "pattern": f"^{digits}{_DECIMALS}"}]
    return {"description": description, "anyOf": forms}


def _dated(name: str) -> Schema:
    by_day = {
        "type": "object",
        "description": "first day: the value from that day on; early to late",
        "patternProperties": {f"^{_DAY}$": _mark(name)},
        "additionalProperties": False,
        "minProperties": 1,
    }
    return {"anyOf": [_mark(name), by_day]}


@cache
def shared_definitions() -> dict[str, Schema]:
    """The definitions that fields name by ``scalars.shared``, with marks where one uses another."""
    return _scalars() | _conditions() | {"Answers": _answers(), **_answer_forms()}


def _scalars() -> dict[str, Schema]:
    plain: dict[str, Schema] = {
        "Anything": {"description": "whatever may stand at that address"},
        "Language": {"description": "the version of the scheme language", "enum": [LANGUAGE, str(LANGUAGE)]},
        "Text": {**_SCALAR, "minLength": 1},
        "Value": {"description": "a value of the fact", **_SCALAR, "minLength": 1},
        "Id": {"type": "string", "pattern": f"^{ID_PATTERN}$", "maxLength": 64},
        "Ids": {
            "description": "one id, or several",
            "anyOf": [_mark("Id"), {"type": "array", "items": _mark("Id"), "minItems": 1, "uniqueItems": True}],
        },
        "FactName": {"type": "string", "pattern": r"^[^.]+$"},
        "Words": {"description": "a text, or {ko: ..., en: ...}", "anyOf": [_mark("Text"), _both_languages()]},
        "SourceRef": {"anyOf": [_mark("Id"), {"$ref": "#/$defs/Citation"}]},
        "Day": {"type": "string", "format": "date", "pattern": f"^{_DAY}$"},
        "YesNo": {"description": "yes or no", "enum": [True, False, "yes", "no", "예", "아니오"]},
        "Flag": {"description": "needs no value", "enum": [None, True, "yes", "true", "True"]},
        "ValueList": _value_list(),
        "Number": _number("-?(0|[1-9][0-9]*)", "a number"),
        "BandStart": {
            "description": "a number: the first of its band",
            "pattern": f"^-?(0|[1-9][0-9]*){_DECIMALS}",
        },
        "Amount": _number("(0|[1-9][0-9]*)", "a number, 0 or more", minimum=0),
        "Positive": _number(r"(?!0(\.0+)?$)(0|[1-9][0-9]*)", "a number above 0", exclusiveMinimum=0),
        "Factor": _number("[1-9][0-9]*", "a number, 1 or more", minimum=1),
        "Share": _number("(0|1)", "a share, from 0 to 1", minimum=0, maximum=1),
        "Whole": {
            "description": "1, 2, 3, …",
            "anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": r"^[1-9][0-9]*(\.0+)?$"}],
        },
        "Ranks": {"anyOf": [_mark("Whole"), {"type": "array", "items": _mark("Whole"), "minItems": 1, "maxItems": 2}]},
    }
    plain |= {"Span": _span(), "LimitSpan": _span(ENTRY), "MonthDay": {"type": "string", "pattern": _MONTH_AND_DAY}}
    dated = {f"Dated{name}": _dated(name) for name in ("Whole", "Number", "Amount", "Positive", "Share", "Factor")}
    return plain | dated | {"DatedSigned": _dated("Number")}


def _span(*more: str) -> Schema:
    words = [*more, *map(str, Per)]
    return {
        "description": "a period of the calendar, or the id of one of `periods`",
        "anyOf": [{"enum": words}, _mark("Id")],
    }


def _both_languages() -> Schema:
    return {
        "type": "object",
        "properties": {"ko": _mark("Text"), "en": _mark("Text")},
        "required": ["ko", "en"],
        "additionalProperties": False,
    }


def _value_list() -> Schema:
    step = {"type": "array", "items": _mark("Text"), "minItems": 1}
    return {"type": "array", "minItems": 1, "items": {"anyOf": [_mark("Text"), step]}}


_TESTS: dict[str, str] = {
    Op.EQUALS: "the fact has this value; short form: `fact: value`",
    Op.ONE_OF: "the fact has one of these values; short form: `fact: [value, value]`",
    Op.AT_MOST: "this value or below; for numbers, dates and ordered values",
    Op.AT_LEAST: "this value or above; for numbers, dates and ordered values",
    Op.BETWEEN: "[low, high], both included; for numbers, dates and ordered values",
}
_JOINED: dict[str, str] = {
    "all": "every condition of the list holds",
    "any": "at least one condition of the list holds",
    "not": "the condition does not hold",
}


def _conditions() -> dict[str, Schema]:
    """A closed form over facts. Which facts there are is for the scheme to say, and for the loader to check."""
    several: Schema = {"type": "array", "items": _mark("Condition"), "minItems": 1}
    joins = {
        name: {**(_mark("Condition") if name == "not" else several), "description": _JOINED[name]} for name in JOINS
    }
    provenance = {
        "source": {**_mark("SourceRef"), "description": "the published text that says so"},
        "assumed": {**_mark("Words"), "description": "the reason why this is our assumption"},
    }
    return {
        "Condition": {
            "type": "object",
            "description": "fact: value, fact: [value, value] or fact: {test: value}; all of them must hold. "
            "`member.` or `entry.` goes before a fact that both have, `giver.` before one of whoever gave the points; "
            "`activity`, `quantity` and `given` are known everywhere",
            "minProperties": 1,
            "properties": {**joins, **provenance},
            "additionalProperties": _mark("FactTest"),
        },
        "FactTest": {"anyOf": [_mark("Operand"), _mark("ValuesOfTest"), _dated("ValueOrValues"), _mark("Tests")]},
        "Operand": {"anyOf": [_mark("Value"), _FACT_REF, _AGO]},
        "Tests": {
            "type": "object",
            "minProperties": 1,
            "properties": {**{op: _operand(op) for op in Op}, "not": _NOT},
            "additionalProperties": False,
        },
        "ValuesOfTest": {"type": "array", "items": _mark("Operand"), "minItems": 1},
        "TwoValues": {"type": "array", "items": _mark("Operand"), "minItems": 2, "maxItems": 2},
        "ValueOrValues": {"anyOf": [_mark("Operand"), _mark("ValuesOfTest")]},
    }


_FACT_REF: Schema = {
    "type": "object",
    "description": "another fact in place of a value",
    "properties": {"fact": _mark("Text")},
    "required": ["fact"],
    "additionalProperties": False,
}
_AGO: Schema = {
    "type": "object",
    "description": "a day counted back from the day of judgement, in place of a value",
    "properties": {key: _mark("Number") for key in AGO},
    "minProperties": 1,
    "maxProperties": 1,
    "additionalProperties": False,
}
_NOT: Schema = {
    "description": "the test does not hold: a value, or {test: value}",
    "anyOf": [_mark("Operand"), _dated("Operand"), _mark("Tests")],
}


def _operand(op: Op) -> Schema:
    form = {Op.ONE_OF: "ValuesOfTest", Op.BETWEEN: "TwoValues"}.get(op, "Operand")
    return {"description": _TESTS[op], **_dated(form)}


def _answers() -> Schema:
    questions = {question: {"description": _asked(question), **_mark(_form_of(question))} for question in ANSWERS}
    return {
        "type": "object",
        "description": "what the published text leaves open, answered; `source` or `assumed` here is for all",
        "properties": {**questions, "source": _mark("SourceRef"), "assumed": _mark("Words")},
        "additionalProperties": False,
    }


def _asked(question: str) -> str:
    words = question_label(question)
    return f"{words.en}? {words.ko}?"


def _form_of(question: str) -> str:
    return f"answer_{question}"


def _answer_forms() -> dict[str, Schema]:
    """For each question its answer, plain or with a source or reason of its own."""
    return {_form_of(question): _answer(question) for question in ANSWERS}


def _answer(question: str) -> Schema:
    words = list(ANSWERS[question])
    plain: Schema = {"enum": words}
    if question == "no_option":
        plain = {"description": "`wait`, or the id of an option", "anyOf": [plain, _mark("Id")]}
    told = {
        "type": "object",
        "properties": {"is": plain, "source": _mark("SourceRef"), "assumed": _mark("Words")},
        "required": ["is"],
        "additionalProperties": False,
    }
    return {"anyOf": [plain, told]}
