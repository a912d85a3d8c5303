"""Whether each tier is ever paid to somebody; where one is not, how far one gets, and whether nobody can be paid it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain, islice, product
from typing import TYPE_CHECKING

from incentive_rules.analysis.bound import unpayable
from incentive_rules.fairness.grown import grown
from incentive_rules.fairness.model import Candidate, Did, done_of
from incentive_rules.fairness.runs import done_in
from incentive_rules.fairness.search import Found, smallest
from incentive_rules.fairness.trial import sides_of, symbols_by_entry
from incentive_rules.periods import Per, periods_between

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from incentive_rules.amounts import Amount
    from incentive_rules.analysis.bound import Unpayable
    from incentive_rules.fairness.model import Done, Life, Outcome
    from incentive_rules.fairness.runs import Space
    from incentive_rules.fairness.search import Told
    from incentive_rules.program.model import Program, TierRule, TiersRule

_BATCH = 50
_TOLD_OF = 100
"""So many lives are looked at, at most, for the one that shows best why nobody is paid a tier."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A tier that nobody was found to be paid; ``shown`` says why nobody can be, where that is known."""

    award: TiersRule
    tier: TierRule
    shown: Unpayable | None


@dataclass(frozen=True, slots=True)
class Reached:
    """What a search for tiers came to.

    ``months`` is the longest time that was tried. ``far`` is how many points the life that got nearest to the first
    missing tier had at most, and ``within`` in how many months, where it is not shown that nobody can be paid it.
    """

    found: Found
    months: int
    missing: tuple[Missing, ...] = ()
    far: Amount | None = None
    within: int = 0

    @property
    def shown(self) -> tuple[Missing, ...]:
        """The tiers of which it is shown that nobody can be paid them."""
        return tuple(each for each in self.missing if each.shown is not None)


def reach(space: Space, budget: int, told: Told) -> Reached:
    """Look for a life that is paid each tier: one month's work first, then ever more months of all that brings most."""
    unpaid = {tier.address for award in space.program.tiers for tier in award.tiers}
    tried: list[Life] = []
    is_all = True
    for lives, most in ((_runs(space), (budget + 1) // 2), (grown(space), budget)):
        while unpaid and (batch := list(islice(lives, min(_BATCH, most - len(tried))))):
            tried += batch
            unpaid -= {address for each in space.trial.outcomes(batch) for address in each.tiers}
            told(len(tried))
        is_all &= not unpaid or next(lives, None) is None
    longest = max((life.entries for life in tried), default=0)
    found = Found(len(tried), len(tried), longest, is_all=is_all)
    reached = Reached(found, max(map(_months, tried), default=0), _missing(space.program, unpaid))
    if not reached.missing:
        return reached
    return (_nearest if reached.shown else _furthest)(space, reached, tried)


def _missing(program: Program, unpaid: set[str]) -> tuple[Missing, ...]:
    """The tiers that nobody was paid; what was paid to somebody can be paid."""
    every = [Missing(award, tier, unpayable(program, award, tier)) for award in program.tiers for tier in award.tiers]
    wrong = [each.tier.address for each in every if each.shown is not None and each.tier.address not in unpaid]
    assert not wrong, f"{wrong} is paid to somebody, although it was shown that nobody can be"
    return tuple(each for each in every if each.tier.address in unpaid)


def _months(life: Life) -> int:
    """In how many months a life did something."""
    return len(periods_between(life.done[0].day, life.done[-1].day, Per.MONTH)) if life.done else 0


def _runs(space: Space) -> Iterator[Life]:
    """Runs of every typical kind within a month, claimed at its end."""
    for frame in (frame for frame in space.frames if frame.straddles is None):
        for run in space.runs(space.typical(frame), frame)[1:]:
            for person, options in product(space.people, space.options):
                yield space.life(person, done_in(run, frame.day), frame, options)


def _furthest(space: Space, reached: Reached, tried: Sequence[Life]) -> Reached:
    """How far anybody got who was tried towards the first missing tier, and in how many months."""
    name = reached.missing[0].award.id
    got = zip(tried, space.trial.outcomes(tried), strict=True)
    far, months = max((outcome.measured[name], -_months(life)) for life, outcome in got)
    return replace(reached, far=far, within=-months)


def _nearest(space: Space, reached: Reached, tried: Sequence[Life]) -> Reached:
    """The life that gets nearest to the first tier that nobody can be paid, with as few entries as show it.

    A tier that is shown to be paid to nobody is told of, however little was tried.
    """
    first = reached.shown[0]
    name, at = first.award.id, space.program.scale.take(first.tier.at.values[-1])
    lives = list(dict.fromkeys(chain(tried, islice(grown(space), _TOLD_OF))))
    outcomes = space.trial.outcomes(lives)
    limits = frozenset(first.shown.bound.limits if first.shown and first.shown.bound else ())
    far = max(min(at, outcome.measured[name]) for outcome in outcomes)
    furthest = [each for each in zip(lives, outcomes, strict=True) if each[1].measured[name] >= far]
    best, outcome = min(furthest, key=lambda each: (-len(each[1].cuts & limits), each[0].entries))
    least = _least(space, best, name, far, outcome.cuts & limits)
    got = space.trial.outcomes(least.lives)[0].measured[name]
    return replace(reached, found=replace(reached.found, broken=least), far=got)


def _least(space: Space, best: Life, award: str, far: Amount, cuts: frozenset[str]) -> Candidate:
    """The life made smaller, as long as it gets as far and shows which limits cut."""

    def shows(outcome: Outcome) -> bool:
        return outcome.measured[award] >= far and outcome.cuts >= cuts

    def showing(candidates: Sequence[Candidate]) -> Iterator[Candidate]:
        outcomes = space.trial.outcomes([each.lives[0] for each in candidates])
        return (each for each, outcome in zip(candidates, outcomes, strict=True) if shows(outcome))

    plain = Candidate(replace(best, done=_that_count(space, best, cuts)), alone=True)
    start = next(showing([plain, Candidate(best, alone=True)]))
    return smallest(start, space, showing)


def _that_count(space: Space, life: Life, cuts: Iterable[str]) -> Done:
    """The entries that bring points, and the first that each limit cut."""
    side = sides_of(space.trial.program, space.trial.evaluator, {"A": life}, life.as_of)[0]
    kept = {each.entry_id for each in side.statement.credits if each.points}
    for address in cuts:
        cut = (each for each in side.statement.credits if any(step.rule == address for step in each.steps))
        kept.add(next(cut).entry_id)
    days = {each.entry_id: each.day for each in side.statement.credits}
    symbols = symbols_by_entry("A", life)
    return done_of(Did(days[name], symbol) for name, symbol in symbols.items() if name in kept)
