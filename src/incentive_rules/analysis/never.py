"""Rules that never apply: conditions that nobody meets, rules on days that do not meet, values that never come up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount
from incentive_rules.analysis.holding import may_hold
from incentive_rules.analysis.warning import Warned, path_of, reason
from incentive_rules.codes import Code
from incentive_rules.messages import end_label
from incentive_rules.program.model import BonusRule
from incentive_rules.program.points import FactPoints, FixedPoints, UnitPoints
from incentive_rules.scheme.awards import TiersAward
from incentive_rules.scheme.conditions import QUANTITY, All
from incentive_rules.scheme.dated_values import dated_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from incentive_rules.facts import Value
    from incentive_rules.program.model import ActivityRule, GeneralLimit, LimitRule, Program
    from incentive_rules.program.rule import Rule
    from incentive_rules.scheme.conditions import Condition
    from incentive_rules.scheme.model import Scheme
    from incentive_rules.scheme.parts import InForce
    from incentive_rules.scheme.tree import Path


def never_applying(program: Program) -> Iterator[Warned]:
    """Conditions, activities, bonuses and limits of which nobody's entry ever has anything.

    What follows from another is not told: where nobody is eligible, no activity is looked at, and a bonus is looked at
    on those activities alone that can count.
    """
    if program.eligible is not None and not may_hold(program.eligible, program.first, program.until, {}):
        yield Warned(Code.RULE_NEVER_APPLIES, ("eligible",), {"name": "eligible", "why": reason("nobody")})
        return
    dead = {name for name, rule in program.activities.items() if not _may_count(program, rule)}
    for name in sorted(dead):
        rule = program.activities[name]
        alone = rule.when is None or not may_hold(rule.when, rule.first, rule.until, _given(rule))
        yield _never(rule, "condition" if alone else "not_eligible")
    for under in (_on_activities(program.bonuses), _limits(program)):
        for each in under:
            if why := _why_never(program, each, dead):
                yield _never(each.rule, why)


@dataclass(frozen=True, slots=True)
class _On:
    """A bonus or a limit, with the activities that it is on."""

    rule: BonusRule | LimitRule | GeneralLimit
    activities: tuple[str, ...]


def _on_activities(rules: Mapping[str, Iterable[BonusRule | LimitRule]]) -> Iterator[_On]:
    unique = {rule.address: rule for rule in chain.from_iterable(rules.values())}
    for address, rule in unique.items():
        yield _On(rule, tuple(name for name, found in rules.items() if any(each.address == address for each in found)))


def _limits(program: Program) -> Iterator[_On]:
    """Every limit: where one is not plain, the general ones are all there are."""
    if not program.general_limits:
        return _on_activities(program.limits)
    return (_On(limit, tuple(sorted(limit.activities))) for limit in program.general_limits)


def _never(rule: Rule, why: str) -> Warned:
    return Warned(Code.RULE_NEVER_APPLIES, path_of(rule.address), {"name": rule.label, "why": reason(why)})


def _why_never(program: Program, on: _On, dead: set[str]) -> str:
    """Why a bonus or a limit never has anything to act on; an empty text where it has, or where that is told."""
    activities = [program.activities[name] for name in on.activities]
    if not any(_common(on.rule, rule) for rule in activities):
        return "days" if isinstance(on.rule, BonusRule) or _has_one_day(program) else ""
    condition = on.rule.when if isinstance(on.rule, BonusRule) else None
    alive = [rule for rule in activities if rule.id not in dead]
    if condition is None or not alive or any(_may_count(program, rule, on.rule, condition) for rule in alive):
        return ""
    return "bonus"


def _has_one_day(program: Program) -> bool:
    """Whether an entry's activity and its limits are looked at on the same day: values may be those of another."""
    return program.answers.values_taken_on != "activity_date" or program.answers.points_count_on == "activity_date"


def _common(one: Rule, other: Rule) -> tuple[date, date] | None:
    """The days on which two rules hold, half-open."""
    first, until = max(one.first, other.first), min(one.until, other.until)
    return (first, until) if first < until else None


def _may_count(
    program: Program, activity: ActivityRule, beside: Rule | None = None, more: Condition | None = None
) -> bool:
    """Whether an entry of an activity can count, on the days of a rule ``beside`` it and under a condition ``more``."""
    days = _common(activity, beside or activity)
    eligible = None if activity.of else program.eligible  # an entry of a group asks nobody
    parts = tuple(each for each in (eligible, activity.when, more) if each is not None)
    return days is not None and may_hold(All(parts), *days, _given(activity))


def _given(activity: ActivityRule) -> dict[tuple[str, str], Value]:
    """What is known of every entry of an activity; where no units are counted, another quantity than 1 is rejected."""
    given: dict[tuple[str, str], Value] = {("activity", "activity"): activity.id}
    points = activity.points
    counts_no_units = isinstance(points, FixedPoints | FactPoints)
    if counts_no_units or (isinstance(points, UnitPoints) and points.fact.name != QUANTITY.name):
        given["entry", QUANTITY.name] = Amount(1)
    return given


def values_never_in_force(scheme: Scheme) -> Iterator[Warned]:
    """Dated values that none of their rule's days ever has: replaced before it begins, or first due after its end."""
    for path, rule, first, until in _with_days(scheme):
        for inner, dated in dated_values(rule):
            ends = [day for day, _ in dated.steps[1:]]
            for (begins, value), end in zip(dated.steps, [*ends, until], strict=True):
                if max(begins, first) >= min(end, until):
                    facts = {
                        "value": value,
                        "day": begins,
                        "first": first,
                        "until": end_label(None if until == date.max else until),
                    }
                    yield Warned(Code.VALUE_NEVER_IN_FORCE, (*path, *inner, begins.isoformat()), facts)


def _with_days(scheme: Scheme) -> Iterator[tuple[Path, InForce, date, date]]:
    """Every rule with dated values, and its days within those of the rule around it; a rule without days is told."""
    for section in ("activities", "bonuses", "limits", "awards"):
        for name, rule in getattr(scheme, section).items():
            first, until = scheme.in_force(rule)
            yield (section, name), rule, first, until
            for key, tier in rule.tiers.items() if isinstance(rule, TiersAward) else ():
                days = [(first, until), scheme.in_force(tier)]
                begins, ends = max(day for day, _ in days), min(day for _, day in days)
                if begins < ends:
                    yield (section, name, "tiers", key), tier, begins, ends
