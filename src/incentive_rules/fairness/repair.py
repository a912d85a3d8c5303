"""What mends a counterexample: changes of the scheme, tried on the same people until one lets the property hold.

INVARIANT: no repair is told that does not load, or under which these people would still break the property.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from itertools import chain, combinations
from typing import TYPE_CHECKING, Any

from incentive_rules.amounts import Amount
from incentive_rules.errors import SchemeErrors
from incentive_rules.fairness.trial import Trial
from incentive_rules.periods import Dated, Per
from incentive_rules.program.from_scheme import program_of
from incentive_rules.program.points import UnitPoints
from incentive_rules.scheme.awards import Again, ClaimBy, Consume, CounterName
from incentive_rules.scheme.conditions import tests_of
from incentive_rules.scheme.from_yaml import load_scheme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from incentive_rules.fairness.model import Candidate
    from incentive_rules.fairness.properties import Property
    from incentive_rules.fairness.runs import Space
    from incentive_rules.messages import Label
    from incentive_rules.program.model import Program, TierRule, TiersRule

    Data = dict[str, Any]  # a scheme as it stands in a file
    Changed = Iterator[Label]
    Change = Callable[[Data, Program, Candidate], Changed]

_MOST_TOGETHER = 2


@dataclass(frozen=True, slots=True)
class Mend:
    """One change that is part of a repair: its key in the books of words, and the rules that it changes."""

    key: str
    names: tuple[Label, ...]


def mends_of(prop: Property, space: Space, program: Program, candidate: Candidate) -> tuple[Mend, ...]:
    """The first change, or two together, after which the people of a counterexample keep the property; or nothing."""
    changes = CHANGES.get(prop.name, {})
    for size in range(1, _MOST_TOGETHER + 1):
        for keys in combinations(changes, size):
            data = deepcopy(program.scheme.to_dict())
            data.pop("readings", None)  # they change what may no longer be there
            mends = tuple(Mend(key, tuple(dict.fromkeys(changes[key](data, program, candidate)))) for key in keys)
            if all(mend.names for mend in mends) and _holds(data, prop, space, candidate):
                return mends
    return ()


def _holds(data: Data, prop: Property, space: Space, candidate: Candidate) -> bool:
    try:
        trial = Trial(program_of(load_scheme(data)), space.trial.evaluator)
    except SchemeErrors:  # a change that does not go together with the rest of the scheme is no repair
        return False
    return not prop.is_broken(trial.outcomes(candidate.lives))


def _consume_tier(data: Data, program: Program, _candidate: Candidate) -> Changed:
    """Use up the points of the paid tier alone."""
    for award in program.tiers:
        if award.consume is Consume.ALL:
            data["awards"][award.id]["consume"] = "tier"
            yield award.label


def _count_balance(data: Data, program: Program, _candidate: Candidate) -> Changed:
    """Measure what is left in place of what a period brought, so that points wait for the claim."""
    for award in _claimed(program):
        if award.counter is CounterName.EARNED and award.window is not Per.EVER:
            data["awards"][award.id] |= {"measure": {"counter": "balance"}, "consume": "tier"}
            data.setdefault("answers", {}).setdefault("year_end", "keep")
            yield award.label


def _once(data: Data, program: Program, _candidate: Candidate) -> Changed:
    """Pay each tier once."""
    for award in _claimed(program):
        if award.consume is Consume.NOTHING and award.again is Again.ALWAYS:
            data["awards"][award.id]["again"] = "once"
            data.setdefault("answers", {}).setdefault("tiers_passed_over", "due")
            yield award.label


def _claimed(program: Program) -> list[TiersRule]:
    return [award for award in program.tiers if award.claim_by is ClaimBy.MEMBER]


def _same_for_a_point(data: Data, program: Program, _candidate: Candidate) -> Changed:
    """Let every tier pay as much for a point as the lowest that pays the same reward; one for one does as well."""
    for award in program.tiers:
        rates: dict[str, Amount] = {}
        for tier, bundle, paid in _bundles(data, award):
            for reward, amount in paid.items():
                at = program.scale.take(tier.at.values[-1])
                bundle[reward] = str(at)
                if rates.setdefault(reward, Amount(amount / at)) * at != amount:
                    yield tier.label


def _never_less(data: Data, program: Program, _candidate: Candidate) -> Changed:
    """Let no tier pay less of a reward than a tier below it."""
    for award in program.tiers:
        most: dict[str, Amount] = {}
        for tier, bundle, paid in _bundles(data, award):
            for reward, amount in paid.items():
                if amount < most.setdefault(reward, amount):
                    bundle[reward] = str(most[reward])
                    yield tier.label
                most[reward] = max(amount, most[reward])


def _bundles(data: Data, award: TiersRule) -> Iterator[tuple[TierRule, Data, Mapping[str, Amount]]]:
    """Each option of each tier: as it stands in the file, and what it pays where that never changes."""
    for tier in award.tiers:
        written = data["awards"][award.id]["tiers"][tier.id]
        for option, bundle in tier.options.items():
            plain = {reward: pay for reward, pay in bundle.items() if isinstance(pay, Dated)}
            paid = {reward: dated.values[0] for reward, dated in plain.items() if len(dated.values) == 1}
            yield tier, written["choose"][option] if option else written["pays"], paid


def _limit_points(data: Data, program: Program, _candidate: Candidate) -> Changed:
    """Limit points in place of entries; how many makes no difference to whether more work pays less."""
    for limit in dict.fromkeys(chain.from_iterable(program.limits.values())):
        if limit.count is not None:
            written = data["limits"][limit.id]
            written["points"] = written.pop("count")
            yield limit.label


def _no_condition(data: Data, program: Program, candidate: Candidate) -> Changed:
    """Drop the condition of the activity under which the changed entry counts."""
    for activity in _activities(candidate):
        rule = program.activities[activity]
        if rule.when is not None and data["activities"][activity].pop("when", None) is not None:
            yield rule.label


def _no_bonus(data: Data, program: Program, candidate: Candidate) -> Changed:
    """Drop the bonuses that ask whether the changed fact is so."""
    off, on = (dict(each[0].symbol.facts) for each in (candidate.less, candidate.more))
    facts = {name for name in on if on[name] != off.get(name)}
    bonuses = chain.from_iterable(program.bonuses[activity] for activity in _activities(candidate))
    for bonus in {bonus.id: bonus for bonus in bonuses}.values():
        if facts & {test.fact.name for test in tests_of(bonus.when)}:
            del data["bonuses"][bonus.id]
            yield bonus.label


def _round_down(data: Data, program: Program, candidate: Candidate) -> Changed:
    """Round down what is rounded otherwise."""
    for activity in _activities(candidate):
        points = program.activities[activity].points
        if isinstance(points, UnitPoints) and points.rounding is not None and points.rounding.mode != "down":
            data["activities"][activity]["points"]["round"]["mode"] = "down"
            yield program.activities[activity].label


def _multiply(data: Data, program: Program, candidate: Candidate) -> Changed:
    """Let bonuses multiply; by how much makes no difference to the splitting of an entry."""
    for activity in _activities(candidate):
        for bonus in program.bonuses[activity]:
            if bonus.add is not None and "add" in data["bonuses"][bonus.id]:
                del data["bonuses"][bonus.id]["add"]
                data["bonuses"][bonus.id]["multiply"] = 2
                yield bonus.label


def _activities(candidate: Candidate) -> list[str]:
    """The activities of the entries in which two people differ."""
    return list(dict.fromkeys(did.symbol.activity for did in (*candidate.less, *candidate.more)))


CHANGES: Mapping[str, Mapping[str, Change]] = {
    "monotone": {"never_less": _never_less, "limit_points": _limit_points, "consume_tier": _consume_tier},
    "praise_never_hurts": {
        "never_less": _never_less,
        "no_condition": _no_condition,
        "no_bonus": _no_bonus,
        "limit_points": _limit_points,
        "consume_tier": _consume_tier,
    },
    "split_proof": {
        "round_down": _round_down,
        "multiply": _multiply,
        "never_less": _never_less,
        "no_condition": _no_condition,
        "same_for_a_point": _same_for_a_point,
    },
    "claim_timing": {
        "consume_tier": _consume_tier,
        "count_balance": _count_balance,
        "once": _once,
        "same_for_a_point": _same_for_a_point,
    },
}
"""What may be tried for each property, the gentlest first."""
