"""Tests that failed, found in the scheme by what a reason says of them: how far off a fact was, and how they join."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount
from incentive_rules.facts import FactKind, RefusedValueError
from incentive_rules.messages import Label
from incentive_rules.scheme.conditions import All, AnyOf, Not, Test, tests_of
from incentive_rules.statement.explain.words import label
from incentive_rules.statement.judge import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from incentive_rules.facts import Fact
    from incentive_rules.program.model import Program
    from incentive_rules.scheme.conditions import Condition
    from incentive_rules.statement.model import Reason
    from incentive_rules.statement.record import Record


@dataclass(frozen=True, slots=True)
class Failed:
    """What a reason says of a test: the rule, the fact, what was needed and what was there."""

    address: str
    name: Label | str
    need: Label | str
    have: str

    @classmethod
    def of(cls, reason: Reason) -> Failed:
        """The test that a reason is about."""
        rule, name, need, have = (reason.facts.get(key, "") for key in ("rule", "name", "need", "have"))
        address = (rule.en if isinstance(rule, Label) else str(rule)).partition("; ")[0]
        return cls(address, _label(name), _label(need), have.en if isinstance(have, Label) else str(have))


def _label(value: object) -> Label | str:
    return value if isinstance(value, Label) else str(value)


def words_on(condition: Condition | None, day: date) -> Label | None:
    """A condition in words, if there is one that asks anything."""
    return words(condition, day) if condition is not None and any(tests_of(condition)) else None


def how_far(record: Record, failed: Failed) -> Label | None:
    """How far a fact is from passing: by a number, by steps of its order, or by days; ``None`` for all else."""
    for test, bounds in _tests(record.program, failed):
        found = [each for bound in bounds if (each := _distance(test.fact, failed.have, bound))]
        if found:
            key = {FactKind.ORDERED: "far_steps", FactKind.DATE: "far_days"}.get(test.fact.kind, "far_number")
            return label(key, count=Amount(min(found)))
    return None


def _tests(program: Program, failed: Failed) -> Iterator[tuple[Test, tuple[object, ...]]]:
    """The tests of the rule that say what was needed, with what they compare with."""
    condition = _condition(program, failed.address)
    for test in tests_of(condition) if condition is not None else ():
        for first, operands in test.operands.steps:
            if test.fact.label == failed.name and words(test, first) == failed.need:
                yield test, operands


def _distance(fact: Fact, have: str, bound: object) -> Fraction | None:
    """How far two values are apart; ``None`` where they stand in no order, or are no values of that fact."""
    try:
        value = fact.parse(have)
    except RefusedValueError:
        return None
    if fact.kind is FactKind.ORDERED and isinstance(bound, str) and {bound, value} <= set(fact.words):
        return Fraction(abs(fact.rank(str(value)) - fact.rank(bound)))
    if isinstance(value, Fraction) and isinstance(bound, Fraction):
        return abs(Fraction(value) - Fraction(bound))
    if isinstance(value, date) and isinstance(bound, date):
        return Fraction(abs((value - bound).days))
    return None


def how_joined(record: Record, failed: Iterable[Reason]) -> str:
    """Whether one of several failing tests would have been enough, or all are needed; empty if that is mixed."""
    addresses = {Failed.of(each).address for each in failed}
    if len(addresses) != 1:
        return ""
    condition = _condition(record.program, addresses.pop())
    joins = set(_joins(condition)) if condition is not None else set()
    return "change_any" if joins == {AnyOf} else "change_all" if joins == {All} else ""


def _joins(condition: Condition) -> Iterator[type]:
    """The kinds of joins in a condition that join more than one part; under a ``not`` they are told as mixed."""
    if isinstance(condition, Not):
        yield Not
    elif not isinstance(condition, Test):
        if len(condition.parts) > 1:
            yield type(condition)
        for part in condition.parts:
            yield from _joins(part)


def _condition(program: Program, address: str) -> Condition | None:
    """The condition of a rule by the address that a reason cites."""
    found: dict[str, Condition | None] = {"eligible": program.eligible}
    found |= {f"{each.address}.when": each.when for each in program.activities.values()}
    found |= {f"{each.address}.when": each.when for bonuses in program.bonuses.values() for each in bonuses}
    found |= {f"{each.address}.when": each.when for each in program.general_limits}
    found |= {f"{each.address}.eligible": each.eligible for each in program.tiers}
    return found.get(address)
