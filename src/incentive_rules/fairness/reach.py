"""Whether each tier is ever paid to somebody; where one is not, how far one gets and what stops it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from math import ceil
from typing import TYPE_CHECKING

from incentive_rules.fairness.days import claims_from, last_day
from incentive_rules.fairness.model import Candidate, Did, Life, done_of
from incentive_rules.fairness.properties import month_days
from incentive_rules.fairness.runs import done_in
from incentive_rules.fairness.search import Found, smallest
from incentive_rules.fairness.trial import Trial, sides_of, symbols_by_entry
from incentive_rules.periods import ONE_DAY, Per, period_of, periods_between

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from incentive_rules.amounts import Amount
    from incentive_rules.fairness.days import Frame
    from incentive_rules.fairness.model import Asked, Done, Outcome, Symbol
    from incentive_rules.fairness.runs import Space
    from incentive_rules.fairness.search import Told
    from incentive_rules.program.model import LimitRule, TierRule, TiersRule

_MONTHS = (1, 2, 3, 6, 12, 24)
_MOST_ENTRIES = 2000
_BATCH = 100


@dataclass(frozen=True, slots=True)
class Reached:
    """What a search for tiers came to: those that nobody was paid, and the life that got nearest to the first of them.

    ``measured`` is how far it got, ``cuts`` the limits that keep it from getting further.
    """

    found: Found
    missing: tuple[TierRule, ...] = ()
    award: TiersRule | None = None
    measured: Amount | None = None
    cuts: tuple[str, ...] = ()


def reach(space: Space, budget: int, told: Told) -> Reached:
    """Look for a life that is paid each tier: one month's work first, then ever more months of all that brings most."""
    missing = {tier.address: tier for award in space.program.tiers for tier in award.tiers}
    tried: list[Life] = []
    for life in _lives(space):
        if not missing or len(tried) >= budget:
            break
        tried.append(life)
        if len(tried) % _BATCH == 0:
            _strike(missing, space.trial.outcomes(tried[-_BATCH:]))
            told(len(tried))
    _strike(missing, space.trial.outcomes(tried[len(tried) // _BATCH * _BATCH :]))
    if missing:  # whatever could bring most is tried in any case
        tried += (most := list(_most(space)))
        _strike(missing, space.trial.outcomes(most))
    longest = max((life.entries for life in tried), default=0)
    found = Found(len(tried), len(tried), longest, is_all=not missing or len(tried) < budget)
    return _nearest(space, tuple(missing.values()), tried, found) if missing else Reached(found)


def _strike(missing: dict[str, TierRule], outcomes: Iterable[Outcome]) -> None:
    for address in {address for each in outcomes for address in each.tiers}:
        missing.pop(address, None)


def _lives(space: Space) -> Iterator[Life]:
    """Runs of every typical kind within a month, claimed at its end."""
    for frame in (frame for frame in space.frames if frame.straddles is None):
        for run in space.runs(space.typical(frame), frame)[1:]:
            for person, options in product(space.people, space.options):
                yield space.life(person, done_in(run, frame.day), frame, options)


def _most(space: Space) -> Iterator[Life]:
    """All that can be earned, for ever more months; claimed each month, or at the end."""
    within = [frame for frame in space.frames if frame.straddles is None]
    for frame, months in product(within, _MONTHS):
        days = month_days(space.program, frame.day, months)
        if len(days) < months:
            continue
        done = _all_done(space, frame, days)
        for claims in _ways(space, days):
            as_of = last_day(space.program, period_of(days[-1], Per.MONTH).last, claims)
            for person, options in product(space.people, space.options):
                yield Life(person, done, as_of, claims, options)


def _ways(space: Space, days: Sequence[date]) -> Iterator[Asked]:
    last = claims_from(space.program, days[-1])
    monthly = sorted({asked for day in days for asked in claims_from(space.program, day, 1)} | set(last))
    yield from dict.fromkeys((last, tuple(monthly)))


def _all_done(space: Space, frame: Frame, days: Sequence[date]) -> Done:
    """Of each activity the kind that brings most: once as often as reaches every threshold, or as limits allow.

    What no limit holds back is all done in the first month. Under a limit by day, every day of a month is used.
    """
    parts: list[Did] = []
    for symbol, times in _fullest(space, frame):
        limits = space.program.limits[symbol.activity]
        if not limits:
            parts.append(Did(days[0], symbol, times))
        elif any(limit.per is Per.DAY for limit in limits):
            daily = min(times, _filling(space, symbol, frame, [each for each in limits if each.per is Per.DAY]))
            parts += [Did(day, symbol, daily) for first in days for day in _whole_month(first, space.program.until)]
        else:
            parts += [Did(day, symbol, min(times, _filling(space, symbol, frame, limits))) for day in days]
    return done_of(parts)


def _whole_month(day: date, until: date) -> list[date]:
    month = period_of(day, Per.MONTH)
    return [period.first for period in periods_between(day, min(month.last, until - ONE_DAY), Per.DAY)]


def _filling(space: Space, symbol: Symbol, frame: Frame, limits: Sequence[LimitRule]) -> int:
    """How many entries fill the narrowest limit, and one more, which it cuts."""
    points = space.points[symbol, frame.day]
    by_points = [ceil(space.program.scale.take(max(each.points.values)) / points) for each in limits if each.points]
    return min(by_points + [max(each.count.values) for each in limits if each.count]) + 1


def _fullest(space: Space, frame: Frame) -> list[tuple[Symbol, int]]:
    """Of each activity the kind that brings most, as often as reaches every threshold alone."""
    best: dict[str, Symbol] = {}
    for symbol in space.kinds(frame):
        points = space.points[symbol, frame.day]
        if symbol.activity not in best or points > space.points[best[symbol.activity], frame.day]:
            best[symbol.activity] = symbol
    return [(each, ceil(highest(space) / space.points[each, frame.day]) + 1) for each in best.values()]


def highest(space: Space) -> Amount:
    """The highest threshold of all."""
    tiers = (tier for award in space.program.tiers for tier in award.tiers)
    return max(space.program.scale.take(max(tier.at.values)) for tier in tiers)


def is_too_far(space: Space) -> bool:
    """Whether a threshold is so high that the search would have to write too many entries to be sure."""
    return any(times > _MOST_ENTRIES for frame in space.frames for _, times in _fullest(space, frame))


def _nearest(space: Space, missing: tuple[TierRule, ...], tried: Sequence[Life], found: Found) -> Reached:
    """The life that gets furthest towards the first tier that nobody is paid, with as few entries as show it."""
    tier = missing[0]
    award = next(each for each in space.program.tiers if tier in each.tiers)
    outcomes = space.trial.outcomes(tried)
    far = max(outcome.measured[award.id] for outcome in outcomes)
    furthest = [each for each in zip(tried, outcomes, strict=True) if each[1].measured[award.id] == far]
    best, outcome = min(furthest, key=lambda each: (not each[1].cuts, each[0].entries))  # one that shows what stops it
    stopping = _stopping(space, best, award, far, outcome.cuts)

    def showing(candidates: Sequence[Candidate]) -> Iterator[Candidate]:
        outcomes = space.trial.outcomes([each.lives[0] for each in candidates])
        for candidate, outcome in zip(candidates, outcomes, strict=True):
            if outcome.measured[award.id] >= far and outcome.cuts >= stopping:
                yield candidate

    plain = Candidate(replace(best, done=_that_count(space, best, stopping)), alone=True)
    start = next(showing([plain, Candidate(best, alone=True)]))
    least = smallest(start, space, showing)
    return Reached(replace(found, broken=least), missing, award, far, tuple(sorted(stopping)))


def _stopping(space: Space, life: Life, award: TiersRule, far: Amount, cuts: frozenset[str]) -> frozenset[str]:
    """Of the limits that cut a life those without which it would get further; all of them if no one alone does it."""
    found = frozenset(cut for cut in cuts if _without(space, cut).outcomes([life])[0].measured[award.id] > far)
    return found or cuts


def _without(space: Space, address: str) -> Trial:
    """The scheme without one of its limits."""
    limits = {
        activity: tuple(limit for limit in rules if limit.address != address)
        for activity, rules in space.program.limits.items()
    }
    return Trial(replace(space.program, limits=limits), space.trial.evaluator)


def _that_count(space: Space, life: Life, stopping: frozenset[str]) -> Done:
    """The entries that bring points, and the first that each limit cut."""
    side = sides_of(space.trial.program, space.trial.evaluator, {"A": life}, life.as_of)[0]
    kept = {each.entry_id for each in side.statement.credits if each.points}
    for address in stopping:
        cut = (each for each in side.statement.credits if any(step.rule == address for step in each.steps))
        kept.add(next(cut).entry_id)
    days = {each.entry_id: each.day for each in side.statement.credits}
    symbols = symbols_by_entry("A", life)
    return done_of(Did(days[name], symbol) for name, symbol in symbols.items() if name in kept)
