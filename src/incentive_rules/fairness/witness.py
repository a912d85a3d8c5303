"""From what a search found to what is told: the people alone on the evaluator, and the words of the story.

INVARIANT: nothing is told that did not break the property once more, with these people alone and these claims.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.fairness.model import Witness
from incentive_rules.fairness.order import named, reorders
from incentive_rules.fairness.trial import sides_of, sides_of_tables, tables_of_lives

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incentive_rules.fairness.model import Candidate, Life, Outcome, Side
    from incentive_rules.fairness.properties import Property
    from incentive_rules.fairness.reach import Reached
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
    facts = _facts(prop.name, space, candidate, alone)
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
        told |= {"allowed": over.allowed, "credited": over.credited}
        return told | ({"variant": variant} if variant else {})
    return {}


def _limit(space: Space, address: str) -> LimitRule:
    return next(limit for limit, _ in space.trial.reader.limits.values() if limit.address == address)


def of_reach(space: Space, program: Program, reached: Reached) -> Witness:
    """The one who came nearest to a tier that nobody is paid."""
    assert reached.found.broken is not None  # a tier is missing, so there is somebody who came nearest
    assert reached.award is not None
    assert reached.measured is not None
    people = named(reached.found.broken.lives)
    as_of = reached.found.broken.life.as_of
    first, *others = reached.missing
    at = program.scale.take(first.at.values[-1])
    facts: dict[str, object] = {"award": reached.award.label, "tier": first.label, "at": at, "far": reached.measured}
    if reached.measured >= at:
        facts["variant"] = "passed"
    elif reached.cuts:
        facts["limits"] = tuple(_limit(space, address).label for address in reached.cuts)
    else:
        facts["variant"] = "short"
    if others:
        facts["also"] = tuple(tier.label for tier in others)
    sides = sides_of(program, space.trial.evaluator, people, as_of)
    return Witness("tiers_reachable", program.scheme, as_of, sides, facts)


def of_order(space: Space, program: Program, lives: Sequence[Life]) -> Witness:
    """The same rows in two orders, told of the first person for whom they differ."""
    people = named(lives)
    as_of = max(life.as_of for life in lives)
    tables = tables_of_lives(program, people)
    given = sides_of_tables(program, space.trial.evaluator, people, tables, as_of)
    others = [sides_of_tables(program, space.trial.evaluator, people, each, as_of) for each in reorders(tables)]
    pairs: list[tuple[Side, ...]] = [pair for other in others for pair in zip(given, other, strict=True)]
    return Witness("order_free", program.scheme, as_of, max(pairs, key=_unlike))


def _unlike(pair: tuple[Side, ...]) -> tuple[bool, bool]:
    """How much two evaluations of one person differ: in points or pay, or only in which rows brought them."""
    one, two = (side.statement for side in pair)
    return (one.earned, one.paid) != (two.earned, two.paid), one != two
