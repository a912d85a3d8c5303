"""Conditions: a closed form over declared facts, read into typed tests with every mistake at its place.

{grade: {at_most: 6급}, praised: yes}          both hold
{any: [{praised: yes}, {not: {task: 홍보}}]}   one of them holds
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol, cast

from incentive_rules.codes import Code
from incentive_rules.errors import nearest
from incentive_rules.facts import Fact, FactKind, RefusedValueError, Value, kind_of
from incentive_rules.messages import Label, particle
from incentive_rules.scheme.scalars import dated, inside, is_dated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from incentive_rules.facts import Facts
    from incentive_rules.periods import Dated

    Path = tuple[str | int, ...]

PROVENANCE_KEYS = ("source", "assumed")
JOINS = ("all", "any", "not")
RESERVED = frozenset({*JOINS, *PROVENANCE_KEYS, "activity", "member", "entry", "quantity", "from", "until"})
"""Names that no fact may have."""


class Op(StrEnum):
    """What a test asks."""

    EQUALS = "equals"
    ONE_OF = "one_of"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    BETWEEN = "between"


@dataclass(frozen=True, slots=True)
class Test:
    """One question about one fact. ``scope`` is member, entry or activity; ``operands`` may change by date."""

    scope: str
    fact: Fact
    op: Op
    operands: Dated[tuple[Value, ...]]

    __test__ = False  # not a test of pytest


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; with no part, it always holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition


Condition = Test | All | AnyOf | Not

_OPS: dict[FactKind, tuple[Op, ...]] = {
    FactKind.NUMBER: tuple(Op),
    FactKind.DATE: tuple(Op),
    FactKind.ORDERED: tuple(Op),
    FactKind.ONE_OF: (Op.EQUALS, Op.ONE_OF),
    FactKind.YES_NO: (Op.EQUALS,),
    FactKind.GROUP: (Op.EQUALS, Op.ONE_OF),
    FactKind.TEXT: (Op.EQUALS, Op.ONE_OF),
}
KIND_NAMES: dict[FactKind, Label] = {
    FactKind.NUMBER: Label("숫자", "a number"),
    FactKind.DATE: Label("날짜", "a date"),
    FactKind.ORDERED: Label("순서가 있는 값", "an ordered value"),
    FactKind.ONE_OF: Label("정해진 값 중 하나", "one of several values"),
    FactKind.YES_NO: Label("예/아니오", "yes or no"),
    FactKind.GROUP: Label("소속", "a group"),
    FactKind.TEXT: Label("글", "a text"),
}
_A_CONDITION = Label("조건 묶음", "a condition")
_A_LIST = Label("목록", "a list")
_TWO_VALUES = Label("값 두 개(낮은 값, 높은 값)", "two values, low and high")


class Report(Protocol):
    """Takes a finding, with its path inside the condition."""

    def __call__(self, code: Code, path: Path, facts: Mapping[str, object], *, key: bool = False) -> None:
        """Note a finding at a value, or at its key."""


@dataclass(frozen=True, slots=True)
class ConditionReader:
    """Reads raw conditions. Mistakes go to ``report``; reading goes on."""

    facts: Facts
    is_broken: Callable[[str], bool]
    """whether a fact is declared wrongly: asking for it is no further mistake"""
    activities: tuple[str, ...]
    first: date
    """the first day on which the condition is judged: a dated value must hold from then on"""
    report: Report
    only_members: bool = False
    """whether the condition is about people alone, as `eligible` is"""
    key: str = "eligible"
    """the key that it stands under"""

    def read(self, data: Any, path: Path = ()) -> Condition:  # noqa: ANN401  # a raw part of the file
        """A condition; parts that cannot be read are left out, since they are reported."""
        if not isinstance(data, dict):
            self._wrong_type(data, path, _A_CONDITION)
            return All(())
        parts: list[Condition] = []
        for key, value in data.items():
            if key not in PROVENANCE_KEYS:
                parts.extend(self._part(str(key), value, (*path, key)))
        if not parts and not set(data) - set(PROVENANCE_KEYS):
            self.report(Code.EMPTY_VALUE, path, {})
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _part(self, key: str, value: Any, path: Path) -> Iterator[Condition]:  # noqa: ANN401  # a raw part of the file
        if key == "not":
            yield Not(self.read(value, path))
        elif key in ("all", "any"):
            if not isinstance(value, list) or not value:
                self._wrong_type(value, path, _A_LIST)
                return
            parts = tuple(self.read(each, (*path, index)) for index, each in enumerate(value))
            yield All(parts) if key == "all" else AnyOf(parts)
        elif found := self._fact(key, path):
            yield from self._tests(*found, value, path)

    def _wrong_type(self, value: Any, path: Path, expected: Label) -> None:  # noqa: ANN401  # a raw part of the file
        if value in (None, "", []):
            self.report(Code.EMPTY_VALUE, path, {})
        else:
            self.report(Code.WRONG_TYPE, path, {"expected": expected, "got": kind_of(value)})

    def _fact(self, name: str, path: Path) -> tuple[str, Fact] | None:
        scope, _, short = name.rpartition(".")
        found = [
            (each, facts[short]) for each, facts in self._scopes().items() if short in facts and scope in ("", each)
        ]
        if len(found) == 1:
            return found[0]
        if found:
            self.report(Code.AMBIGUOUS_FACT, path, {"name": name}, key=True)
        elif self.only_members and short in {"activity", "quantity", *self.facts.entry}:
            facts = {"left": self.key, "right": name, "why": _of_entries(self.key)}
            self.report(Code.CONTRADICTION, path, facts, key=True)
        elif not self.is_broken(short):
            known = [f"{each}.{fact}" if scope else fact for each, facts in self._scopes().items() for fact in facts]
            near = nearest(name, (*known, *JOINS, *PROVENANCE_KEYS))
            self.report(Code.UNKNOWN_FACT, path, {"name": name, "known": tuple(known), "near": near}, key=True)
        return None

    def _scopes(self) -> Mapping[str, Mapping[str, Fact]]:
        activity = Fact(
            "activity", FactKind.ONE_OF, Label("활동", "activity"), values=tuple((each,) for each in self.activities)
        )
        if self.only_members:
            return {"member": self.facts.member}
        return {
            "member": self.facts.member,
            "entry": {**self.facts.entry, "quantity": QUANTITY},
            "activity": {"activity": activity},
        }

    def _tests(self, scope: str, fact: Fact, value: Any, path: Path) -> Iterator[Condition]:  # noqa: ANN401  # raw
        if not isinstance(value, dict) or is_dated(value):
            op = Op.ONE_OF if isinstance(value, list) else Op.EQUALS
            yield from self._test(scope, fact, op, value, path)
            return
        for key, operand in value.items():
            if key == "not":
                read = self._tests if isinstance(operand, dict) else self._equals
                yield Not(All(tuple(read(scope, fact, operand, (*path, key)))))
            elif key in tuple(Op):
                yield from self._test(scope, fact, Op(key), operand, (*path, key))
            else:
                known = (*_OPS[fact.kind], "not")
                facts = {"name": key, "known": known, "near": nearest(str(key), known)}
                self.report(Code.UNKNOWN_KEY, (*path, key), facts, key=True)
        if not value:
            self.report(Code.EMPTY_VALUE, path, {})

    def _equals(self, scope: str, fact: Fact, operand: Any, path: Path) -> Iterator[Test]:  # noqa: ANN401  # raw
        yield from self._test(scope, fact, Op.EQUALS, operand, path)

    def _test(self, scope: str, fact: Fact, op: Op, operand: Any, path: Path) -> Iterator[Test]:  # noqa: ANN401  # raw
        if op not in _OPS[fact.kind]:
            facts = {"test": op, "name": fact.name, "kind": KIND_NAMES[fact.kind], "known": _OPS[fact.kind]}
            self.report(Code.WRONG_TEST, path, facts, key=True)
            return
        try:
            operands = dated(lambda each: _operands(fact, op, each))(operand)
        except RefusedValueError as error:
            facts = dict(error.facts)
            at, on_key = cast("Path", facts.pop("at", ())), bool(facts.pop("on_key", False))
            self.report(error.code, (*path, *at), facts, key=on_key)
            return
        if operands.first_day > self.first:
            self.report(Code.VALUE_NOT_YET_IN_FORCE, path, {"value": operands.first_day, "first": self.first})
        yield Test(scope, fact, op, operands)


def _of_entries(key: str) -> Label:
    return Label(
        f"'{key}'{particle(key, '은')} 사람의 조건인데 이것은 실적의 사실입니다. 활동이나 가점의 'when'에 적으십시오",
        f"'{key}' is about people, and this is a fact of entries; put it under 'when' of an activity or bonus",
    )


QUANTITY = Fact("quantity", FactKind.NUMBER, Label("수량", "quantity"))
"""The ledger's own number fact."""


def _operands(fact: Fact, op: Op, value: object) -> tuple[Value, ...]:
    if op is Op.ONE_OF:
        return _distinct(_values(fact, value, _A_LIST))
    if op is Op.BETWEEN:
        return _ends(fact, _values(fact, value, _TWO_VALUES))
    return (_value(fact, value),)


def _values(fact: Fact, value: object, expected: Label) -> tuple[Value, ...]:
    if value in (None, []):
        raise RefusedValueError(Code.EMPTY_VALUE)
    if not isinstance(value, list) or (expected is _TWO_VALUES and len(value) != 2):  # noqa: PLR2004  # low, high
        raise RefusedValueError(Code.WRONG_TYPE, expected=expected, got=kind_of(value))
    return tuple(inside(index, lambda each: _value(fact, each), each) for index, each in enumerate(value))


def _distinct(values: Sequence[Value]) -> tuple[Value, ...]:
    for index, value in enumerate(values):
        if value in values[:index]:
            raise RefusedValueError(Code.DUPLICATE_VALUE, name=value, at=(index,))
    return tuple(values)


def _ends(fact: Fact, values: Sequence[Value]) -> tuple[Value, ...]:
    low, high = values
    if order(fact, low) > order(fact, high):
        raise RefusedValueError(Code.OUT_OF_RANGE, value=low, expected=f"≤ {high}", at=(0,))
    return low, high


def _value(fact: Fact, value: object) -> Value:
    if value is None or (isinstance(value, str) and not value.strip()):
        raise RefusedValueError(Code.EMPTY_VALUE)  # what a blank cell would stand for is not meant here
    if isinstance(value, dict | list):
        raise RefusedValueError(Code.WRONG_TYPE, expected=KIND_NAMES[fact.kind], got=kind_of(value))
    parsed = fact.parse(value)
    assert parsed is not None  # only a blank cell is unknown
    return parsed


def order(fact: Fact, value: Value) -> Any:  # noqa: ANN401  # whatever the kind orders by
    """What a value of a fact is compared by: the rank of an ordered value, else the value itself."""
    return fact.rank(value) if fact.kind is FactKind.ORDERED and isinstance(value, str) else value


def tests_of(condition: Condition) -> Iterator[Test]:
    """Every test in a condition."""
    if isinstance(condition, Test):
        yield condition
    elif isinstance(condition, Not):
        yield from tests_of(condition.part)
    else:
        for part in condition.parts:
            yield from tests_of(part)
