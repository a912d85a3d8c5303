"""An explanation as data: a tree of what was counted, by which rule, with which value, from which source.

A node says its sentence by the name of a sentence and the facts in it, so that one tree can be told in either language.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from incentive_rules.amounts import Amount
from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError
from incentive_rules.messages import Label, sentence
from incentive_rules.statement.json_text import Untitled, data_of
from incentive_rules.statement.model import Facts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentive_rules.messages import Language

FORMAT = 1
"""The version of the JSON form."""


class Asked(StrEnum):
    """What an explanation answers."""

    EXPLAIN = "explain"
    WHY_NOT = "why_not"


class NodeKind(StrEnum):
    """What a node tells of."""

    MEMBER = "member"
    GROUP = "group"
    HEADER = "header"
    SUMMARY = "summary"
    SECTION = "section"
    ENTRY = "entry"
    CLAIM = "claim"
    SETTLEMENT = "settlement"
    PAYMENT = "payment"
    RANK = "rank"
    ROW = "row"
    STEP = "step"
    SUM = "sum"
    FACT = "fact"
    CONDITION = "condition"
    MEASURE = "measure"
    USE = "use"
    LAPSE = "lapse"
    DEDUCTION = "deduction"
    LOT = "lot"
    LIMIT = "limit"
    TIER = "tier"
    REASON = "reason"
    CHANGE = "change"
    HINT = "hint"
    NOTE = "note"
    CITES = "cites"
    SOURCE = "source"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class Node:
    """One thing that is told, and below it what it rests on.

    ``key`` names the sentence, ``facts`` its words. ``id`` is that of a row, a payment, a person, a source, or the code
    of a reason; ``rule`` is a rule's address. ``amount`` is in ``unit``, or in points where that is empty; the amounts
    of the steps below a node sum to its own. ``value`` is a rule's value in force ``since`` a day, by ``source`` (the
    place in it is ``at``) or ``assumed`` for a reason. ``place`` is where the row stands.
    """

    kind: NodeKind
    key: str
    facts: Facts = field(default_factory=dict)
    id: str = ""
    rule: str = ""
    amount: Amount | None = None
    unit: str = ""
    value: str = ""
    since: date | None = None
    source: str = ""
    at: str = ""
    assumed: Label | None = None
    place: str = ""
    children: tuple[Node, ...] = ()

    def sentence(self, lang: Language) -> str:
        """What the node itself says."""
        return sentence(self.key, lang, **self.facts)

    @property
    def steps(self) -> tuple[Node, ...]:
        """The steps right below it, which sum to its amount."""
        return tuple(each for each in self.children if each.kind is NodeKind.STEP)

    def walk(self) -> Iterator[Node]:
        """This node and all below it, from the top down."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why something is as it is, or is not otherwise, with what the evaluation was made of.

    Example:
        >>> from incentive_rules import evaluate, example_path, load_scheme
        >>> scheme = load_scheme(example_path("donghae.yaml"))
        >>> entries = [{"entry_id": "E-1", "member_id": "K-102", "date": "2024-06-10", "activity": "시책 제안"}]
        >>> roster = [{"member_id": "K-102", "grade": "8급", "department": "행정과"}]
        >>> told = evaluate(scheme, entries, roster, as_of="2024-06-30").explanation("E-1")
        >>> entry = told.nodes[0]
        >>> entry.kind, entry.amount, [(step.rule, str(step.amount)) for step in entry.steps]
        (<NodeKind.ENTRY: 'entry'>, Amount('0.5'), [('activities.proposal', '0.5')])
        >>> Explanation.from_json(told.to_json()) == told
        True
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    format: int
    asked: Asked
    query: str
    scheme: str
    scheme_label: Label
    language: int
    library: str
    reading: str
    as_of: date
    known_at: date | None
    nodes: tuple[Node, ...]

    def walk(self) -> Iterator[Node]:
        """Every node, from the top down."""
        for node in self.nodes:
            yield from node.walk()

    def to_json(self) -> str:
        """The explanation as JSON text, without what a node does not have; a newline at the end."""
        return _adapter().dump_json(self, indent=1, exclude_defaults=True).decode() + "\n"

    @classmethod
    def from_json(cls, text: str | bytes) -> Explanation:
        """An explanation from its JSON; equal to the one that was written.

        Raises:
            InputError: if the text is no explanation of a format that this library reads.
        """
        data = data_of(text, FORMAT, lambda found: "nodes" in found, _NO_EXPLANATION, "nodes")
        try:
            return _adapter().validate_json(json.dumps(data), strict=True)
        except ValidationError as error:
            raise InputError([Diagnostic(Code.UNREADABLE_JSON, facts={"problem": _NO_EXPLANATION})]) from error


_NO_EXPLANATION = Label("설명이 아닙니다", "this is no explanation")


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Explanation]:
    return TypeAdapter(Explanation)


def explanation_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of an explanation.

    Example:
        >>> explanation_schema()["properties"]["query"]
        {'type': 'string'}
    """
    return _adapter().json_schema(mode="serialization", schema_generator=_Generator)


class _Generator(Untitled):
    """A field with a default is left out where it holds that."""

    def field_is_required(self, field: Any, total: bool) -> bool:  # noqa: ANN401, ARG002, FBT001  # as above
        return bool(field.get("schema", {}).get("type") != "default")
