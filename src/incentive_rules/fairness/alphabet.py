"""The alphabet of a scheme: every kind of entry and every kind of person between which its rules can tell.

One symbol per activity, each value of the facts that its rules ask for, and the numbers at the edges of its rules.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import islice, product
from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount
from incentive_rules.facts import FactKind
from incentive_rules.fairness.model import Symbol
from incentive_rules.periods import ONE_DAY
from incentive_rules.program.points import (
    BandPoints,
    CriteriaPoints,
    MeasuredPoints,
    StatedPoints,
    UnitPoints,
    facts_of,
)
from incentive_rules.scheme.ago import Ago
from incentive_rules.scheme.conditions import FactRef, tests_of
from incentive_rules.statement.judge import truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from incentive_rules.facts import Fact, Value
    from incentive_rules.fairness.model import Known
    from incentive_rules.program.model import ActivityRule, Program
    from incentive_rules.program.points import PointsRule
    from incentive_rules.scheme.conditions import Condition, Test

MOST_KINDS = 512
"""About so many symbols a scheme gives at most, the same number for each activity."""
_FEWEST, _MOST = 4, 64
MOST_PEOPLE = 512
_OTHER = "…"
_QUANTITY = "quantity"
_ONE = Amount(1)


@dataclass(frozen=True, slots=True)
class Split:
    """An entry, and the two entries into which its number can be divided."""

    whole: Symbol
    parts: tuple[Symbol, Symbol]


@dataclass(frozen=True, slots=True)
class Toggle:
    """An entry with a yes/no fact turned off, and the same with it on."""

    fact: Fact
    off: Symbol
    on: Symbol


@dataclass(slots=True)
class Alphabet:
    """All symbols of a program, simplest first; a symbol is made once, so that equal entries are one symbol."""

    program: Program
    made: dict[tuple[str, Known, Amount | None], Symbol] = field(default_factory=dict)

    def symbols(self) -> tuple[Symbol, ...]:
        """One symbol per activity and values of the facts that its rules ask for."""
        return tuple(symbol for rule in self.program.activities.values() for symbol in self._of(rule))

    def _of(self, rule: ActivityRule) -> Iterator[Symbol]:
        facts = self._facts(rule)
        values = (self._values(rule, fact) for fact in facts.values())
        most = min(_MOST, max(_FEWEST, MOST_KINDS // len(self.program.activities)))
        for chosen in islice(product(*values), most):
            yield self._symbol(rule, dict(zip(facts, chosen, strict=True)))

    def _symbol(self, rule: ActivityRule, values: Mapping[str, Value | None]) -> Symbol:
        quantity = values.get(_QUANTITY)
        assert quantity is None or isinstance(quantity, Amount)
        content = rule.id, tuple(item for item in values.items() if item[0] != _QUANTITY), quantity
        return self.made.setdefault(content, Symbol(len(self.made), *content))

    def _facts(self, rule: ActivityRule) -> dict[str, Fact]:
        """The facts of entries that the activity's points, its condition, bonuses or limits ask for."""
        facts = {fact.name: fact for each in self._asking(rule) for fact in _facts_in(each, "entry")}
        own = {fact.name: fact for scope, fact in facts_of(rule.points) if scope == "entry"}
        limits = (each for each in self.program.general_limits if rule.id in each.activities)
        keys = {fact.name: fact for limit in limits for scope, fact in limit.by_facts if scope == "entry"}
        return {**own, **facts, **keys}

    def _asking(self, rule: ActivityRule) -> list[Condition]:
        bonuses = [bonus.when for bonus in self.program.bonuses[rule.id]]
        limits = [each.when for each in self.program.general_limits if each.when and rule.id in each.activities]
        return [*([rule.when] if rule.when else []), *bonuses, *limits]

    def _values(self, rule: ActivityRule, fact: Fact) -> list[Value]:
        operands = _operands(self._asking(rule), "entry", fact.name)
        return values_of(fact, [*_edges_of(rule.points, fact), *_around(operands)])

    def splits(self) -> tuple[Split, ...]:
        """Every division of an entry's number in two, as far as edges of the rules are concerned; smallest first."""
        return tuple(
            split
            for rule in self.program.activities.values()
            if isinstance(rule.points, UnitPoints)
            for whole in self._of(rule)
            for split in self._splits(rule, rule.points, whole)
        )

    def _splits(self, rule: ActivityRule, points: UnitPoints, whole: Symbol) -> Iterator[Split]:
        name = points.fact.name
        own = _values_in(whole)
        number = own[name]
        assert isinstance(number, Amount)
        for part in sorted(each for each in _edges(points) if 0 < each <= number / 2):
            rest = Amount(number - part)
            if _fits(points.fact, part) and _fits(points.fact, rest):
                yield Split(whole, (self._symbol(rule, own | {name: part}), self._symbol(rule, own | {name: rest})))

    def toggles(self) -> tuple[Toggle, ...]:
        """Every entry that says no to a yes/no question of its rules, beside the same entry that says yes."""
        found = []
        for rule in self.program.activities.values():
            flags = [fact for fact in self._facts(rule).values() if fact.kind is FactKind.YES_NO]
            for symbol in list(self._of(rule)):
                own = _values_in(symbol)
                found += [
                    Toggle(fact, symbol, self._symbol(rule, own | {fact.name: True}))
                    for fact in flags
                    if own[fact.name] is False
                ]
        return tuple(found)

    def people(self, day: date) -> tuple[tuple[Known, ...], Known | None]:
        """People between whom the rules tell, all of them eligible on a day; and one who is not, if anybody is not."""
        rules = self.program.activities.values()
        conditions = list(self._conditions())
        asked = {fact.name: fact for each in conditions for fact in _facts_in(each, "member")}
        asked |= {fact.name: fact for rule in rules for scope, fact in facts_of(rule.points) if scope == "member"}
        asked |= {fact.name: fact for fact in self._limited_by()}
        gate = [self.program.eligible] if self.program.eligible else []
        facts = asked | {fact.name: fact for each in gate for fact in _facts_in(each, "member")}
        operands = {name: _operands([*conditions, *gate], "member", name, day) for name in facts}
        values = [
            values_of(
                fact, [*(each for rule in rules for each in _edges_of(rule.points, fact)), *_around(operands[name])]
            )
            for name, fact in facts.items()
        ]
        everybody = [tuple(zip(facts, each, strict=True)) for each in islice(product(*values), MOST_PEOPLE)]
        taking_part = [each for each in everybody if self._may(each, day)]
        unlike: dict[tuple[object, ...], Known] = {}
        for each in taking_part:
            unlike.setdefault(tuple(value for name, value in each if name in asked), each)
        return tuple(unlike.values()), next((each for each in everybody if not self._may(each, day)), None)

    def _conditions(self) -> Iterator[Condition]:
        """What tells one person who takes part from another."""
        program = self.program
        yield from (rule.when for rule in program.activities.values() if rule.when)
        yield from (bonus.when for bonuses in program.bonuses.values() for bonus in bonuses)
        yield from (limit.when for limit in program.general_limits if limit.when)
        yield from (award.eligible for award in program.tiers if award.eligible)

    def _limited_by(self) -> Iterator[Fact]:
        """The facts of people that limits go by."""
        for limit in self.program.general_limits:
            yield from (fact for scope, fact in limit.by_facts if scope == "member")
            if limit.allowance is not None and limit.allowance.scope == "member":
                yield limit.allowance.fact

    def _may(self, person: Known, day: date) -> bool:
        known = {("member", name): value for name, value in person}
        return self.program.eligible is None or truth(self.program.eligible, known, day) is True


def _values_in(symbol: Symbol) -> dict[str, Value | None]:
    """The facts of a symbol and its quantity, by name."""
    return dict(symbol.facts) | ({} if symbol.quantity is None else {_QUANTITY: symbol.quantity})


def _facts_in(condition: Condition, scope: str) -> Iterator[Fact]:
    """The facts of a scope that a condition looks at, be it to compare others with them."""
    return (each.fact for test in tests_of(condition) for each in test.asks() if each.scope == scope)


def _of_scope(condition: Condition, scope: str) -> Iterator[Test]:
    return (test for test in tests_of(condition) if test.scope == scope)


def _operands(conditions: Iterable[Condition], scope: str, name: str, day: date | None = None) -> list[Value]:
    """What a fact is compared with; days that are counted back are those of a day of judgement, if there is one."""
    tests = [test for each in conditions for test in _of_scope(each, scope) if test.fact.name == name]
    found = [each for test in tests for step in test.operands.values for each in step]
    back = [each.before(day) for each in found if isinstance(each, Ago)] if day else []
    return [*(each for each in found if not isinstance(each, FactRef | Ago)), *back]


def values_of(fact: Fact, near: Iterable[Value]) -> list[Value]:
    """The values of a fact between which rules tell: all that are listed, or those ``near`` the edges of rules."""
    if fact.kind is FactKind.YES_NO:
        return [False, True]
    if fact.values:
        return [step[0] for step in fact.values]
    if fact.kind is FactKind.NUMBER:
        numbers = {each for each in near if isinstance(each, Amount) and each >= 0 and _fits(fact, each)}
        return [*sorted(numbers, key=lambda each: (each.denominator, each))] or [fact.at_least or _ONE]
    if fact.kind is FactKind.DATE:
        return sorted({each for each in near if isinstance(each, date)})
    return [*dict.fromkeys(near), _OTHER]


def _around(operands: Iterable[Value]) -> Iterator[Value]:
    """Each operand, and what lies just before and just after it."""
    for value in operands:
        yield value
        if isinstance(value, Amount):
            yield from (Amount(value - 1), Amount(value + 1))
        elif isinstance(value, date):
            yield from (value - ONE_DAY, value + ONE_DAY)


def _edges_of(points: PointsRule | None, fact: Fact) -> Iterator[Amount]:
    """Numbers of a fact between which the points of an activity tell."""
    match points:
        case UnitPoints() if points.fact.name == fact.name:
            yield from _edges(points)
        case MeasuredPoints():
            if points.fact.name == fact.name:
                most = points.most_units.values if points.most_units else ()
                yield from (number for each in (points.per, *most) for number in _beside(each))
            yield from _edges_of(points.each if isinstance(points.each, BandPoints) else None, fact)
            yield from _edges_of(points.weight if isinstance(points.weight, BandPoints) else None, fact)
        case BandPoints() if points.fact.name == fact.name:
            yield from (number for start in points.starts for number in _beside(start))
        case StatedPoints() if points.fact.name == fact.name:
            yield from (number for end in (points.low, points.high) for number in _beside(end, points.step or _ONE))
        case CriteriaPoints():
            yield from (_ONE, Amount(2))
        case _:
            return


def _beside(number: Amount, step: Amount = _ONE) -> tuple[Amount, Amount, Amount]:
    return Amount(number - step), number, Amount(number + step)


def _edges(points: UnitPoints) -> Iterator[Amount]:
    """Numbers about the size of the unit, and about what one step of the rounding takes."""
    per = points.per
    yield from (_ONE, Amount(per - 1), per, Amount(per + 1), Amount(2 * per - 1), Amount(2 * per))
    each = max(points.each.values)
    if points.rounding is not None and each:
        step = points.rounding.unit * per / each
        yield from (Amount(step * half / 2) for half in (1, 2, 3, 4))


def _fits(fact: Fact, number: Amount) -> bool:
    low, high = fact.at_least, fact.at_most
    return (low is None or number >= low) and (high is None or number <= high)
