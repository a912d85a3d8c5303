"""From what a search found to what is told: the people alone on the evaluator, and the words of the story.

INVARIANT: nothing is told that did not break the property once more, with these people alone and these claims.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.fairness.model import Witness
from incentive_rules.fairness.order import named, reorders
from incentive_rules.fairness.repair import mends_of
from incentive_rules.fairness.trial import sides_of, sides_of_tables, tables_of_lives
from incentive_rules.periods import ONE_DAY, Per, period_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incentive_rules.amounts import Amount
    from incentive_rules.fairness.model import Candidate, Done, Excess, Life, Outcome, Side
    from incentive_rules.fairness.properties import Property
    from incentive_rules.fairness.reach import Missing, Reached
    from incentive_rules.fairness.runs import Space
    from incentive_rules.program.model import LimitRule, Program


def of_candidate(prop: Property, space: Space, program: Program, candidate: Candidate) -> Witness:
    """The counterexample to a property that compares two people, or looks at one."""
    people = named(candidate.lives)
    trial, as_of = space.trial, candidate.life.as_of
    alone = [
        trial.reader.outcome(side.statement)
        for name, life in people.items()
        for side in sides_of(trial.program, trial.evaluator, {name: life}, as_of)
    ]
    assert prop.is_broken(alone), f"{prop.name} holds when its counterexample is replayed"
    sides = sides_of(program, trial.evaluator, people, as_of)
    facts = _facts(prop.name, space, candidate, alone) | {"mends": mends_of(prop, space, program, candidate)}
    return Witness(prop.name, program.scheme, as_of, sides, facts, candidate.less, candidate.more)


def _facts(name: str, space: Space, candidate: Candidate, outcomes: Sequence[Outcome]) -> dict[str, object]:
    if name == "praise_never_hurts":
        pairs = [(each.off, each.on, each.fact) for each in space.alphabet.toggles()]
        off, on = candidate.less[0].symbol, candidate.more[0].symbol
        return {"fact": next(fact.label for first, second, fact in pairs if (first, second) == (off, on))}
    if name == "cap_respected":
        over = outcomes[0].over[0]
        variant = "_".join((["ever"] if over.period == "ever" else []) + (["count"] if over.is_count else []))
        told = {"label": _limit(space, over.limit).label, "period": over.period}
        told |= {"allowed": over.allowed, "credited": over.credited, **_before(space, over, candidate.life.done)}
        told["repair"] = "cap_respected_ever" if over.period == "ever" else "cap_respected"
        return told | ({"variant": variant} if variant else {})
    return {}


def _before(space: Space, over: Excess, done: Done) -> dict[str, object]:
    """What the limit was when more was credited than in the end it allows, and the last day on which it was that.

    ``unit`` says of what: of points, of a count, or of nothing where there was no limit yet.
    """
    limit = _limit(space, over.limit)
    if not all(limit.holds_on(did.day) for did in done):
        return {"unit": "_none", "until": limit.first - ONE_DAY}
    dated = limit.count if limit.points is None else limit.points
    assert dated is not None  # a limit is of points or of a count
    day = max((did.day for did in done), key=dated.on)
    since, value = dated.step_on(day)
    last = period_of(day, limit.per).last if limit.per is not Per.EVER else limit.until
    ends = (first - ONE_DAY for first, _ in dated.steps if first > since)
    before = value if limit.points is None else space.program.scale.take(value)
    return {"unit": "_count" if over.is_count else "", "before": before, "until": next(ends, last)}


def _limit(space: Space, address: str) -> LimitRule:
    return next(limit for limit, _ in space.trial.reader.limits.values() if limit.address == address)


def of_reach(space: Space, program: Program, reached: Reached) -> Witness:
    """The one who came nearest to a tier that nobody can be paid."""
    assert reached.found.broken is not None  # it is shown of a tier, so there is somebody who came nearest
    assert reached.far is not None
    people = named(reached.found.broken.lives)
    as_of = reached.found.broken.life.as_of
    first, *others = reached.shown
    facts = _unpayable(space, first, reached.far)
    facts |= {"also": tuple(each.tier.label for each in others)}
    facts |= {"unfound": tuple(each.tier.label for each in reached.missing if each.shown is None)}
    sides = sides_of(program, space.trial.evaluator, people, as_of)
    return Witness("tiers_reachable", program.scheme, as_of, sides, facts)


def _unpayable(space: Space, missing: Missing, far: Amount) -> dict[str, object]:
    """The words that say why nobody can be paid a tier."""
    award, tier, shown = missing.award, missing.tier, missing.shown
    assert shown is not None
    take = space.program.scale.take
    at = take(tier.at.values[-1])
    facts: dict[str, object] = {"award": award.label, "tier": tier.label, "at": at, "far": far, "variant": shown.why}
    facts["repair"] = f"tiers_{shown.why}"
    facts["opening"] = "tiers_reachable_had" if far >= at else "tiers_reachable"
    if shown.other is not None:
        facts["other"] = shown.other.label
    if shown.bound is not None:
        bound = shown.bound.points
        below = [take(each.at.values[-1]) for each in award.tiers[: award.tiers.index(tier)]]
        facts |= {"bound": bound, "limits": tuple(_limit(space, address).label for address in shown.bound.limits)}
        facts["variant"] = "limits" if far == bound else "bound"
        facts["repair"] = "tiers_limits" if bound > max(below, default=0) else "tiers_raise"
    return facts


def of_order(space: Space, program: Program, lives: Sequence[Life]) -> Witness:
    """The same rows in two orders, told of the first person for whom they differ."""
    people = named(lives)
    as_of = max(life.as_of for life in lives)
    tables = tables_of_lives(program, people)
    given = sides_of_tables(program, space.trial.evaluator, people, tables, as_of)
    others = [sides_of_tables(program, space.trial.evaluator, people, each, as_of) for each in reorders(tables)]
    pairs: list[tuple[Side, ...]] = [pair for other in others for pair in zip(given, other, strict=True)]
    return Witness("order_free", program.scheme, as_of, max(pairs, key=_unlike), {"repair": "order_free"})


def _unlike(pair: tuple[Side, ...]) -> tuple[bool, bool]:
    """How much two evaluations of one person differ: in points or pay, or only in which rows brought them."""
    one, two = (side.statement for side in pair)
    return (one.earned, one.paid) != (two.earned, two.paid), one != two
