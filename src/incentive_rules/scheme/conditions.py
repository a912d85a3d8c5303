"""Conditions: a closed form over declared facts, read into typed tests with every mistake at its place.

{grade: {at_most: 6급}, praised: yes}          both hold
{any: [{praised: yes}, {not: {task: 홍보}}]}   one of them holds
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NoReturn, Protocol, cast

from incentive_rules.codes import Code
from incentive_rules.errors import nearest
from incentive_rules.facts import Fact, FactKind, RefusedValueError, Value, kind_of, name_key, nearest_id
from incentive_rules.messages import LANGUAGES, Label, particle, sentence
from incentive_rules.periods import Dated
from incentive_rules.scheme.ago import Ago, ago, is_ago
from incentive_rules.scheme.scalars import dated, filled_text, inside, is_dated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from incentive_rules.facts import Facts

    Path = tuple[str | int, ...]

PROVENANCE_KEYS = ("source", "assumed")
JOINS = ("all", "any", "not")
GIVER, ROW = "giver", "row"
"""The scopes of whoever gave the points, and of what can be asked of the row itself."""
RESERVED = frozenset({*JOINS, *PROVENANCE_KEYS, "activity", "member", "entry", "counter", "quantity", "from", "until"})
"""Names that no fact may have."""


class Op(StrEnum):
    """What a test asks."""

    EQUALS = "equals"
    ONE_OF = "one_of"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    BETWEEN = "between"


@dataclass(frozen=True, slots=True)
class FactRef:
    """Another fact in place of a value: ``{fact: giver.department}``."""

    scope: str
    fact: Fact


Operand = Value | FactRef | Ago
"""What a fact is compared with."""


@dataclass(frozen=True, slots=True)
class Test:
    """One question about one fact. ``scope`` is member, entry, giver, row or activity; ``operands`` may change by
    date.
    """

    scope: str
    fact: Fact
    op: Op
    operands: Dated[tuple[Operand, ...]]

    __test__ = False  # not a test of pytest

    def asks(self) -> Iterator[FactRef]:
        """Every fact that the test looks at: its own, and those that it compares with."""
        yield FactRef(self.scope, self.fact)
        for operands in self.operands.values:
            yield from (each for each in operands if isinstance(each, FactRef))


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
    only_members: str = ""
    """the key of a condition that is about people alone, such as `eligible`"""
    counters: Mapping[str, Fact] = field(default_factory=dict)
    """the counters that the condition of an award may ask for, as `counter.NAME`"""

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
        found = self._called(name)
        if len(found) == 1:
            return found[0]
        if found:
            self.report(Code.AMBIGUOUS_FACT, path, {"name": name}, key=True)
        elif self.only_members and (scope == GIVER or short in {"activity", "quantity", "given", *self.facts.entry}):
            facts = {"left": self.only_members, "right": name, "why": _of_entries(self.only_members)}
            self.report(Code.CONTRADICTION, path, facts, key=True)
        elif not self.is_broken(short):
            self.report(Code.UNKNOWN_FACT, path, self._unknown(name, (*JOINS, *PROVENANCE_KEYS)), key=True)
        return None

    def _unknown(self, name: str, words: tuple[str, ...] = ()) -> dict[str, object]:
        """What is said of a fact that is not there: the nearest, by its id or by what it is called."""
        known = self._names(is_long="." in name)
        if name_key(name.rpartition(".")[2]) in _DAY_OF_THE_ROW:
            return {"name": name, "known": known, "near": "", "advice": _NO_DAY}
        scopes = self._scopes().items()
        labels = {
            key: fact.label
            for each, facts in scopes
            for short, fact in facts.items()
            for key in (short, f"{each}.{short}")
        }
        return {"name": name, "known": known, "near": nearest(name, words) or nearest_id(name, known, labels)}

    def _called(self, name: str) -> list[tuple[str, Fact]]:
        """The facts of that name, with their scopes; those of the giver are only meant where the giver is named."""
        scope, _, short = name.rpartition(".")
        meant = (scope,) if scope else tuple(each for each in self._scopes() if each != GIVER)
        return [(each, facts[short]) for each, facts in self._scopes().items() if each in meant and short in facts]

    def _names(self, *, is_long: bool) -> tuple[str, ...]:
        """Every name that a condition may use."""
        names = ((each, fact) for each, facts in self._scopes().items() for fact in facts)
        built_in = {"activity", QUANTITY.name, *((GIVEN.name,) if GIVEN.name in self._scopes().get(ROW, {}) else ())}
        return tuple(
            f"{each}.{fact}" if each == GIVER or (is_long and fact not in built_in) else fact for each, fact in names
        )

    def _referred(self, fact: Fact, data: Mapping[str, Any]) -> FactRef:
        """Another fact that a fact is compared with; both are of one kind."""
        if set(data) != {_FACT_KEY}:
            raise RefusedValueError(Code.WRONG_TYPE, expected=KIND_NAMES[fact.kind], got=kind_of(data))
        name = inside(_FACT_KEY, filled_text, data[_FACT_KEY])
        found = self._called(name)
        if len(found) > 1:
            raise RefusedValueError(Code.AMBIGUOUS_FACT, name=name, at=(_FACT_KEY,))
        if not found:
            raise RefusedValueError(Code.UNKNOWN_FACT, **self._unknown(name), at=(_FACT_KEY,))
        scope, other = found[0]
        if _compared_as(other) != _compared_as(fact):
            fit = tuple(each for each in self._names(is_long=False) if self._fits(fact, each))
            words: dict[str, object] = {
                "name": name,
                "kind": KIND_NAMES[other.kind],
                "expected": _alike(fact),
                "known": fit,
            }
            raise RefusedValueError(Code.WRONG_FACT_KIND, **words, at=(_FACT_KEY,))
        return FactRef(scope, replace(other, label=_of_member(other.label)) if scope == "member" else other)

    def _fits(self, fact: Fact, name: str) -> bool:
        found = self._called(name)
        return len(found) == 1 and found[0][1] != fact and _compared_as(found[0][1]) == _compared_as(fact)

    def _scopes(self) -> Mapping[str, Mapping[str, Fact]]:
        activity = Fact(
            "activity", FactKind.ONE_OF, Label("활동", "activity"), values=tuple((each,) for each in self.activities)
        )
        if self.only_members:
            counters = {"counter": self.counters} if self.counters else {}
            return {"member": self.facts.member, **counters}
        return {
            "member": self.facts.member,
            "entry": {**self.facts.entry, "quantity": QUANTITY},
            "activity": {"activity": activity},
            ROW: {} if GIVEN.name in {*self.facts.member, *self.facts.entry} else {GIVEN.name: GIVEN},
            GIVER: giver_facts(self.facts),
        }

    def _tests(self, scope: str, fact: Fact, value: Any, path: Path) -> Iterator[Condition]:  # noqa: ANN401  # raw
        if not isinstance(value, dict) or is_dated(value) or stands_for_one_value(value):
            op = Op.ONE_OF if isinstance(value, list) else Op.EQUALS
            yield from self._test(scope, fact, op, value, path)
            return
        for key, operand in value.items():
            if key == "not":
                read = self._tests if isinstance(operand, dict) and not stands_for_one_value(operand) else self._equals
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
            operands = self._dated(fact, op, operand)
        except RefusedValueError as error:
            facts = dict(error.facts)
            at, on_key = cast("Path", facts.pop("at", ())), bool(facts.pop("on_key", False))
            self.report(error.code, (*path, *at), facts, key=on_key)
            return
        if operands.first_day > self.first:
            self.report(Code.VALUE_NOT_YET_IN_FORCE, path, {"value": operands.first_day, "first": self.first})
        yield Test(scope, fact, op, operands)

    def _dated(self, fact: Fact, op: Op, operand: Any) -> Dated[tuple[Operand, ...]]:  # noqa: ANN401  # raw
        """What a fact is compared with, perhaps from several days on."""

        def value(each: object) -> Operand:
            if isinstance(each, dict):
                return ago(fact, each) if is_ago(each) else self._referred(fact, each)
            return _value(fact, each)

        if isinstance(operand, dict) and not is_dated(operand):
            return Dated.always((value(operand),)) if op not in (Op.ONE_OF, Op.BETWEEN) else _no_list(operand, op)
        return dated(lambda each: _operands(fact, op, each, value))(operand)


def _of_entries(key: str) -> Label:
    return Label(
        f"'{key}'{particle(key, '은')} 사람의 조건인데 이것은 실적의 사실입니다. 활동이나 가점의 'when'에 적으십시오",
        f"'{key}' is about people, and this is a fact of entries; put it under 'when' of an activity or bonus",
    )


QUANTITY = Fact("quantity", FactKind.NUMBER, Label("수량", "quantity"))
"""The ledger's own number fact."""
GIVEN = Fact("given", FactKind.YES_NO, Label("준 사람 기재", "a giver is named"))
"""Whether the row names who gave the points; a declared fact of that name goes before it."""
_FACT_KEY = "fact"
_DAY_OF_THE_ROW = frozenset(
    {"date", "day", "activity_date", "recorded_on", "approved_on", "날짜", "활동일", "일자", "승인일", "입력일"}
)
_NO_DAY = Label(
    "행의 날짜는 물을 수 없습니다. 기간이면 규칙에 'from'과 'until'을, 다른 날이면 날짜(date) 사실을 선언하십시오",
    "the days of the row itself cannot be asked; give the rule 'from' and 'until', or declare a fact of kind 'date'",
)


def stands_for_one_value(data: Mapping[str, Any]) -> bool:
    """Whether a mapping stands for one value: another fact, or a day that is counted back."""
    return _FACT_KEY in data or is_ago(data)


def giver_facts(facts: Facts) -> dict[str, Fact]:
    """The facts of members as those of whoever gave the points."""
    return {name: replace(fact, label=_of_giver(fact.label)) for name, fact in facts.member.items()}


@lru_cache
def _of_member(label: Label) -> Label:
    return Label(*(sentence("member_fact", lang, fact=label) for lang in LANGUAGES))


@lru_cache
def _of_giver(label: Label) -> Label:
    return Label(*(sentence("giver_fact", lang, fact=label) for lang in LANGUAGES))


def _compared_as(fact: Fact) -> tuple[FactKind, tuple[tuple[str, ...], ...]]:
    """What must be the same of two facts that are compared: ordered values only compare within one order."""
    return fact.kind, fact.values if fact.kind is FactKind.ORDERED else ()


def _alike(fact: Fact) -> Label:
    kind = KIND_NAMES[fact.kind]
    if fact.kind is not FactKind.ORDERED:
        return kind
    return Label(
        f"'{fact.label.ko}'와 값과 순서가 같은 사실", f"a fact with the values and the order of '{fact.label.en}'"
    )


def _no_list(operand: object, op: Op) -> NoReturn:
    expected = _A_LIST if op is Op.ONE_OF else _TWO_VALUES
    raise RefusedValueError(Code.WRONG_TYPE, expected=expected, got=kind_of(operand))


def fact_called(facts: Facts, name: str) -> tuple[str, Fact] | None:
    """Scope and fact of a name outside of conditions: of entries, the ledger's own number, or of members."""
    if name in facts.entry:
        return "entry", facts.entry[name]
    if name == QUANTITY.name:
        return "entry", QUANTITY
    if name.startswith(f"{GIVER}.") and (short := name.removeprefix(f"{GIVER}.")) in facts.member:
        return GIVER, giver_facts(facts)[short]
    return ("member", facts.member[name]) if name in facts.member else None


def _operands(fact: Fact, op: Op, value: object, parse: Callable[[object], Operand]) -> tuple[Operand, ...]:
    if op is Op.ONE_OF:
        return _distinct(_values(value, _A_LIST, parse))
    if op is Op.BETWEEN:
        return _ends(fact, _values(value, _TWO_VALUES, parse))
    return (parse(value),)


def _values(value: object, expected: Label, parse: Callable[[object], Operand]) -> tuple[Operand, ...]:
    if value in (None, []):
        raise RefusedValueError(Code.EMPTY_VALUE)
    if not isinstance(value, list) or (expected is _TWO_VALUES and len(value) != 2):  # noqa: PLR2004  # low, high
        raise RefusedValueError(Code.WRONG_TYPE, expected=expected, got=kind_of(value))
    return tuple(inside(index, parse, each) for index, each in enumerate(value))


def _distinct(values: Sequence[Operand]) -> tuple[Operand, ...]:
    for index, value in enumerate(values):
        if value in values[:index]:
            raise RefusedValueError(Code.DUPLICATE_VALUE, name=value, at=(index,))
    return tuple(values)


def _ends(fact: Fact, values: Sequence[Operand]) -> tuple[Operand, ...]:
    low, high = values
    if isinstance(low, FactRef | Ago) or isinstance(high, FactRef | Ago):
        return low, high
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
