"""Limits that never cut anything, since another is reached first; and one thing that two rules give two numbers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from incentive_rules.amounts import Amount
from incentive_rules.analysis.bound import most_at_once, times_within
from incentive_rules.analysis.warning import Warned, path_of
from incentive_rules.codes import Code
from incentive_rules.program.model import BonusRule, LimitRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from incentive_rules.periods import Dated
    from incentive_rules.program.model import Program


@dataclass(frozen=True, slots=True)
class _Limit:
    """A limit, where it is written among the others, and the activities that it is on."""

    rule: LimitRule
    place: int
    activities: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Number:
    """A limit or a bonus: the one number that it puts on a ``thing``, as the file has it once it is ``shown``."""

    rule: LimitRule | BonusRule
    thing: tuple[object, ...]
    value: Dated[Any]

    def shown(self, program: Program, day: date) -> Amount | int:
        """The number on a day: points, a count of entries, or a factor."""
        number = self.value.on(day)
        kind = self.thing[0]
        if kind == "points":
            return program.scale.take(number)
        return int(number) if kind == "count" else Amount(number + 1)


def limits_and_numbers(program: Program) -> Iterator[Warned]:
    """Limits that never cut, and numbers that are said twice; a limit of which both could be said is told once."""
    limits = list(_limits(program))
    twice = list(_said_twice(program, limits))
    told = {each.path for each in twice}
    yield from twice
    for limit in limits:
        other = next((each for each in limits if _is_reached_first(program, each, limit)), None)
        path = path_of(limit.rule.address)
        if other is not None and path not in told:
            yield Warned(Code.LIMIT_NEVER_BINDS, path, {"name": limit.rule.label, "other": other.rule.label})


def _limits(program: Program) -> Iterator[_Limit]:
    """Every limit that is on some activity, in written order."""
    for place, (rule, activities) in enumerate(_once(program.limits, program.scheme.limits)):
        assert isinstance(rule, LimitRule)  # what a program lists under limits
        yield _Limit(rule, place, activities)


def _once(
    by_activity: Mapping[str, Iterable[LimitRule | BonusRule]], written: Iterable[str]
) -> Iterator[tuple[LimitRule | BonusRule, frozenset[str]]]:
    """Each rule with its activities, in written order."""
    found: dict[str, tuple[LimitRule | BonusRule, set[str]]] = {}
    for activity, rules in by_activity.items():
        for rule in rules:
            found.setdefault(rule.id, (rule, set()))[1].add(activity)
    yield from ((found[name][0], frozenset(found[name][1])) for name in written if name in found)


def _is_reached_first(program: Program, other: _Limit, limit: _Limit) -> bool:
    """Whether another limit always leaves less room than this one; or as much, and it is written before it.

    The other must hold whenever this one does, on all of its activities. If its periods are shorter, what it allows in
    each of them together must fit under this one. Of limits that leave the same room, the one written first cuts.
    """
    if other.place == limit.place or not (_holds_throughout(other, limit) and limit.activities <= other.activities):
        return False
    times = times_within(program, other.rule.per, limit.rule.per)
    most = _most(program, other.rule, limit.rule)
    if times is None or most is None:
        return False
    room = min(_allowed(program, limit.rule))
    return times * most < room or (times * most == room and other.place < limit.place)


def _holds_throughout(other: _Limit, limit: _Limit) -> bool:
    one, two = limit.rule, other.rule
    return one.first < one.until and two.first <= one.first and one.until <= two.until


def _most(program: Program, other: LimitRule, limit: LimitRule) -> Amount | None:
    """What another limit allows at most in one of its periods, in what this one counts: points or entries."""
    if limit.points is not None:
        return most_at_once(program, other)
    # Entries that bring next to nothing are not bounded by points.
    return None if other.count is None else Amount(max(other.count.values))


def _allowed(program: Program, limit: LimitRule) -> list[Amount]:
    """What a limit allows in one of its periods, each value that it ever has."""
    if limit.points is not None:
        return [program.scale.take(value) for value in limit.points.values]
    assert limit.count is not None  # a limit is of points or of a count
    return [Amount(value) for value in limit.count.values]


def _said_twice(program: Program, limits: Iterable[_Limit]) -> Iterator[Warned]:
    """Two limits, or two bonuses, of the same thing that sources give different numbers on one day."""
    numbers = [_of_limit(limit) for limit in limits]
    numbers += [_of_bonus(rule, on) for rule, on in _once(program.bonuses, program.scheme.bonuses)]
    for one, other in combinations(numbers, 2):
        both_say = one.thing == other.thing and one.rule.cited.source and other.rule.cited.source
        day = _differ_on(one, other) if both_say else None
        if day is not None:
            said = {"value": other.shown(program, day), "others": one.shown(program, day), "day": day}
            facts = {"name": other.rule.label, "other": one.rule.label, **said}
            yield Warned(Code.NUMBER_SAID_TWICE, path_of(other.rule.address), facts)


def _of_limit(limit: _Limit) -> _Number:
    rule = limit.rule
    value = rule.points or rule.count
    assert value is not None  # a limit is of points or of a count
    return _Number(rule, ("count" if rule.points is None else "points", rule.per, limit.activities), value)


def _of_bonus(rule: LimitRule | BonusRule, activities: frozenset[str]) -> _Number:
    assert isinstance(rule, BonusRule)  # what a program lists under bonuses
    value = rule.add or rule.more
    assert value is not None  # a bonus adds or multiplies
    return _Number(rule, ("factor" if rule.add is None else "points", rule.when, activities), value)


def _differ_on(one: _Number, other: _Number) -> date | None:
    """The first day on which both hold and their numbers differ."""
    first, until = max(one.rule.first, other.rule.first), min(one.rule.until, other.rule.until)
    changes = (day for each in (one, other) for day, _ in each.value.steps)
    days = sorted({first, *(day for day in changes if first < day)})
    return next((day for day in days if day < until and one.value.on(day) != other.value.on(day)), None)
