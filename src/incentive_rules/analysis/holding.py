"""Whether a condition can hold for anybody: every way that the facts it asks for could be, tried.

A fact of numbers or days can be anything, but a condition tells only so many of them apart: what it names, and what
lies between. One of each is tried.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from incentive_rules.amounts import Amount
from incentive_rules.facts import FactKind, Value
from incentive_rules.periods import ONE_DAY
from incentive_rules.scheme.ago import Ago
from incentive_rules.scheme.conditions import AnyOf, FactRef, Not, Op, Test, order, tests_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from incentive_rules.facts import Fact
    from incentive_rules.scheme.conditions import Condition

    Key = tuple[str, str]

_MOST_TRIES = 20_000
"""So many ways are tried. Where that is not enough, the condition may hold, and nothing is said."""


def may_hold(condition: Condition, first: date, until: date, fixed: Mapping[Key, Value]) -> bool:
    """Whether a condition holds for somebody on a day of ``[first, until)``, as far as can be told.

    ``fixed`` are the values that are given, by scope and name. No day is no chance.

    Example:
        >>> from incentive_rules import example_path, load_scheme
        >>> from incentive_rules.program.from_scheme import program_of
        >>> from incentive_rules.scheme.conditions import All, Not
        >>> juniors = program_of(load_scheme(example_path("donghae.yaml"))).eligible
        >>> days = date(2024, 6, 1), date(2025, 1, 1)
        >>> may_hold(juniors, *days, {}), may_hold(All((juniors, Not(juniors))), *days, {})
        (True, False)
    """
    changes = (day for test in tests_of(condition) for day, _ in test.operands.steps)
    days = sorted({first, *(day for day in changes if first < day)})
    return any(_holds_for_somebody(condition, day, fixed) for day in days if day < until)


def _holds_for_somebody(condition: Condition, day: date, fixed: Mapping[Key, Value]) -> bool:
    asked: dict[Key, list[Test]] = {}
    if any(isinstance(each, FactRef | Ago) for test in tests_of(condition) for each in test.operands.on(day)):
        return True  # how two facts stand to each other is not tried
    for test in tests_of(condition):
        asked.setdefault((test.scope, test.fact.name), []).append(test)
    open_facts = [(key, tuple(_told_apart(tests, day))) for key, tests in asked.items() if key not in fixed]
    return _found(condition, day, dict(fixed), open_facts, iter(range(_MOST_TRIES)))


def _found(
    condition: Condition,
    day: date,
    known: dict[Key, Value],
    open_facts: Sequence[tuple[Key, Sequence[Value]]],
    tries: Iterator[int],
) -> bool:
    """Whether a way is found in which the condition holds; the facts that are not yet ``known`` are tried in turn."""
    truth = _truth(condition, day, known)
    if truth is not None or not open_facts:
        return truth is not False
    if next(tries, None) is None:
        return True
    (key, values), *rest = open_facts
    return any(_found(condition, day, known | {key: value}, rest, tries) for value in values)


def _truth(condition: Condition, day: date, known: Mapping[Key, Value]) -> bool | None:
    """Whether a condition holds; ``None`` where that hangs on a fact that is not known."""
    if isinstance(condition, Test):
        value = known.get((condition.scope, condition.fact.name))
        return None if value is None else _passes(condition, day, value)
    if isinstance(condition, Not):
        inner = _truth(condition.part, day, known)
        return None if inner is None else not inner
    found = [_truth(part, day, known) for part in condition.parts]
    decisive = isinstance(condition, AnyOf)
    if decisive in found:
        return decisive
    return None if None in found else not decisive


def _passes(test: Test, day: date, value: Value) -> bool:
    own, operands = order(test.fact, value), _operands(test, day)
    if test.op in (Op.EQUALS, Op.ONE_OF):
        return own in operands
    low = operands[0] if test.op is not Op.AT_MOST else own
    high = operands[-1] if test.op is not Op.AT_LEAST else own
    return bool(low <= own <= high)


def _operands(test: Test, day: date) -> list[Any]:
    return [order(test.fact, each) for each in test.operands.on(day) if not isinstance(each, FactRef | Ago)]


def _told_apart(tests: Sequence[Test], day: date) -> Iterable[Value]:
    """A value of each sort that the tests of one fact tell apart."""
    fact = tests[0].fact
    named = {each for test in tests for each in test.operands.on(day)}
    if fact.values:
        return fact.words
    if fact.kind is FactKind.YES_NO:
        return (True, False)
    if fact.kind is FactKind.NUMBER:
        return _numbers(fact, {each for each in named if isinstance(each, Amount)})
    if fact.kind is FactKind.DATE:
        return _days({each for each in named if isinstance(each, date)})
    words = {each for each in named if isinstance(each, str)}
    return (*sorted(words), "…".join(("", *sorted(words), "")))  # the last is a word that no test names


def _numbers(fact: Fact, named: set[Amount]) -> Iterator[Value]:
    """Each number that is named or is a bound, one between each two, and one beyond; as far as the fact can have it."""
    low, high = fact.at_least, fact.at_most
    listed = sorted({*named, *(bound for bound in (low, high) if bound is not None)})
    between = [Amount((one + other) / 2) for one, other in pairwise(listed)]
    for number in (listed[0] - 1, *listed, *between, listed[-1] + 1):
        if (low is None or low <= number) and (high is None or number <= high):
            yield number


def _days(named: set[date]) -> Iterator[Value]:
    """Each day that is named, the one before and the one after."""
    for day in sorted(named):
        yield from (day - ONE_DAY, day, min(day, date.max - ONE_DAY) + ONE_DAY)
