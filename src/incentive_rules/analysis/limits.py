"""Limits that never cut anything, since another is reached first; and one thing that two rules give two numbers."""

from __future__ import annotations

from itertools import chain, combinations
from typing import TYPE_CHECKING, Any

from incentive_rules.amounts import Amount
from incentive_rules.analysis.bound import most_at_once, times_within
from incentive_rules.analysis.warning import Warned, path_of
from incentive_rules.codes import Code
from incentive_rules.program.model import BonusRule, LimitRule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from incentive_rules.periods import Dated
    from incentive_rules.program.model import Program


def limits_and_numbers(program: Program) -> Iterator[Warned]:
    """Limits that never cut, and numbers that are said twice; a limit of which a source says two is told once."""
    twice = list(_said_twice(program))
    told = {each.path for each in twice}
    yield from twice
    for limit in _limits(program):
        other = next((each for each in _limits(program) if _is_reached_first(program, each, limit)), None)
        path = path_of(limit.address)
        if other is not None and path not in told:
            yield Warned(Code.LIMIT_NEVER_BINDS, path, {"name": limit.label, "other": other.label})


def _limits(program: Program) -> list[LimitRule]:
    """Every limit once, in written order: of two that leave the same room, the first is the one that cuts."""
    return [each for each in _capping(program) if isinstance(each, LimitRule)]


def _capping(program: Program) -> list[LimitRule | BonusRule]:
    """Every limit and every bonus once."""
    order = [f"{section}.{name}" for section in ("limits", "bonuses") for name in getattr(program.scheme, section)]
    rules = chain.from_iterable((*program.limits.values(), *program.bonuses.values()))
    found: dict[str, LimitRule | BonusRule] = {rule.address: rule for rule in rules}
    return [found[address] for address in order if address in found]


def _activities(program: Program, rule: LimitRule | BonusRule) -> frozenset[str]:
    of_kind = program.limits if isinstance(rule, LimitRule) else program.bonuses
    return frozenset(name for name, rules in of_kind.items() if rule in rules)


def _is_reached_first(program: Program, other: LimitRule, limit: LimitRule) -> bool:
    """Whether another limit always leaves less room than this one, or as much and is written before it.

    The other must hold whenever this one does, on all of its activities. If its periods are shorter, what it allows in
    each of them together must fit under this one.
    """
    if other.address == limit.address or not _holds_throughout(other, limit):
        return False
    times = times_within(program, other.per, limit.per)
    most = _most(program, other, limit)
    if times is None or most is None or not _activities(program, limit) <= _activities(program, other):
        return False
    order = [each.address for each in _limits(program)]
    comes_first = order.index(other.address) < order.index(limit.address)
    room = min(_values(program, limit))
    return times * most < room or (times * most == room and comes_first)


def _holds_throughout(other: LimitRule, limit: LimitRule) -> bool:
    return limit.first < limit.until and other.first <= limit.first and limit.until <= other.until


def _most(program: Program, other: LimitRule, limit: LimitRule) -> Amount | None:
    """What another limit allows at most in one of its periods, in what this one counts: points or entries."""
    if limit.points is not None:
        return most_at_once(program, other)
    # Entries that bring next to nothing are not bounded by points.
    return None if other.count is None else Amount(max(other.count.values))


def _values(program: Program, limit: LimitRule) -> list[Amount]:
    if limit.points is not None:
        return [program.scale.take(value) for value in limit.points.values]
    assert limit.count is not None  # a limit is of points or of a count
    return [Amount(value) for value in limit.count.values]


def _said_twice(program: Program) -> Iterator[Warned]:
    """Two limits, or two bonuses, of the same thing that sources give different numbers on one day."""
    for one, other in combinations(_capping(program), 2):
        same = _thing(program, one) == _thing(program, other) and one.cited.source and other.cited.source
        day = _differ_on(one, other) if same else None
        if day is not None:
            said = {"value": _said(program, other, day), "others": _said(program, one, day), "day": day}
            facts = {"name": other.label, "other": one.label, **said}
            yield Warned(Code.NUMBER_SAID_TWICE, path_of(other.address), facts)


def _said(program: Program, rule: LimitRule | BonusRule, day: date) -> Amount | int:
    """The number of a rule as the file has it."""
    number = _number(rule).on(day)
    if isinstance(rule, BonusRule) and rule.add is None:
        return Amount(number + 1)
    is_count = isinstance(rule, LimitRule) and rule.points is None
    return int(number) if is_count else program.scale.take(number)


def _thing(program: Program, rule: LimitRule | BonusRule) -> tuple[object, ...]:
    """What a rule puts a number on."""
    on = _activities(program, rule)
    if isinstance(rule, LimitRule):
        return (rule.per, "count" if rule.points is None else "points", on)
    return (rule.when, "factor" if rule.add is None else "points", on)


def _number(rule: LimitRule | BonusRule) -> Dated[Any]:
    found = (rule.points or rule.count) if isinstance(rule, LimitRule) else (rule.add or rule.more)
    assert found is not None  # every such rule has one number
    return found


def _differ_on(one: LimitRule | BonusRule, other: LimitRule | BonusRule) -> date | None:
    """The first day on which both hold and their numbers differ."""
    first, until = max(one.first, other.first), min(one.until, other.until)
    changes = (day for rule in (one, other) for day, _ in _number(rule).steps)
    days = sorted({first, *(day for day in changes if first < day < until)})
    return next((day for day in days if day < until and _number(one).on(day) != _number(other).on(day)), None)
