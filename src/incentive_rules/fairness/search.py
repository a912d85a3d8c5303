"""The search for a counterexample: candidates in batches on the evaluator, and the first that breaks made smaller."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from incentive_rules.fairness.model import Candidate, Did, Life, done_of
from incentive_rules.fairness.properties import on_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from incentive_rules.fairness.model import Asked, Done, Symbol
    from incentive_rules.fairness.properties import Change, Property
    from incentive_rules.fairness.runs import Space

    Told = Callable[[int], None]
    Broken = Callable[[Sequence[Candidate]], Iterator[Candidate]]

_BATCH = 150
_AT_ONCE = 8
_MOST_EFFORT = 30_000
"""So many entries are evaluated, at most, to make a counterexample smaller."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to.

    ``n`` is how many candidates were judged, ``ledgers`` how many lives that took, ``longest`` the most entries of one;
    ``is_all`` tells whether there was nothing more to try.
    """

    n: int
    ledgers: int
    longest: int
    is_all: bool
    broken: Candidate | None = None


def search(prop: Property, space: Space, budget: int, told: Told) -> Found:
    """Try candidates until one breaks the property, there is none left, or so many ledgers are used up.

    The first candidate is tried in any event, although it may be of two ledgers.
    """
    waiting = prop.candidates(space)
    lives: dict[Life, None] = {}
    n, is_left = 0, True
    while is_left:
        batch, is_left = _batch(waiting, lives, budget)
        if not batch:
            return Found(n, len(lives), _longest(lives), is_all=is_left)
        for candidate in _broken(prop, space, batch):
            least = smallest(candidate, space, partial(_broken, prop, space), prop.changes(space))
            n += batch.index(candidate) + 1
            return Found(n, len(lives), _longest(lives), is_all=False, broken=least)
        n += len(batch)
        told(n)
    return Found(n, len(lives), _longest(lives), is_all=False)


def _batch(waiting: Iterator[Candidate], lives: dict[Life, None], budget: int) -> tuple[list[Candidate], bool]:
    """The next candidates, whose lives are added to those of before; and whether there is budget for more."""
    batch: list[Candidate] = []
    for candidate in islice(waiting, _BATCH):
        new = [life for life in dict.fromkeys(candidate.lives) if life not in lives]
        if lives and len(lives) + len(new) > budget:
            return batch, False
        lives |= dict.fromkeys(new)
        batch.append(candidate)
    return batch, True


def _longest(lives: dict[Life, None]) -> int:
    return max((life.entries for life in lives), default=0)


def _broken(prop: Property, space: Space, candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """Those that break the property, in order."""
    space.trial.outcomes([life for each in candidates for life in each.lives])
    for candidate in candidates:
        if prop.is_broken(space.trial.outcomes(candidate.lives)):
            yield candidate


def smallest(candidate: Candidate, space: Space, broken: Broken, changes: Sequence[Change] = ()) -> Candidate:
    """The candidate without anything that the counterexample does not need: entries, facts, quantities.

    ``broken`` picks those that are counterexamples still. So much is tried, and no more, that a ledger of thousands of
    entries is cut down as far as it goes.
    """
    waiting, effort = _smaller(candidate, space, changes), 0
    while effort < _MOST_EFFORT:
        tried = list(islice(waiting, _AT_ONCE))
        if not tried:
            break
        effort += sum(life.entries + 1 for each in tried for life in each.lives)
        found = next(broken(tried), None)
        if found is not None:
            candidate, waiting = found, _smaller(found, space, changes)
    return candidate


def _smaller(candidate: Candidate, space: Space, changes: Sequence[Change]) -> Iterator[Candidate]:
    life = candidate.life
    for done in _less_done(life.done):
        yield replace(candidate, life=replace(life, done=done))
    if candidate.claims_more is not None:
        yield from _sooner(candidate, candidate.claims_more)
    for less, more in changes:
        if _weight(less, more) < _weight(*_symbols(candidate)):
            day = (*candidate.less, *candidate.more)[0].day
            yield replace(candidate, less=on_day(day, less), more=on_day(day, more))
    for done in _simpler_done(life.done, {symbol: None for symbol, _ in space.points}):
        yield replace(candidate, life=replace(life, done=done))
    changed = (*candidate.less, *candidate.more)
    if changed and life.done and (day := life.done[0].day) != changed[0].day:
        yield replace(candidate, less=_moved(candidate.less, day), more=_moved(candidate.more, day))


def _sooner(candidate: Candidate, claims_more: Asked) -> Iterator[Candidate]:
    """Without the last claims, where both still claim once after all was done."""
    life = candidate.life
    done_by = max((did.day for did in life.done), default=life.as_of)
    days = sorted({day for day, _ in life.claims} & {day for day, _ in claims_more})
    if len(days) > 1 and days[-2] >= done_by:
        first, second = (tuple(each for each in asked if each[0] < days[-1]) for asked in (life.claims, claims_more))
        yield replace(candidate, life=replace(life, claims=first, as_of=days[-2]), claims_more=second)


def _symbols(candidate: Candidate) -> tuple[list[Symbol], list[Symbol]]:
    return [did.symbol for did in candidate.less], [did.symbol for did in candidate.more]


def _weight(less: Sequence[Symbol], more: Sequence[Symbol]) -> tuple[int, list[int]]:
    """Fewer entries weigh less, then simpler ones."""
    return len(less) + len(more), sorted(each.rank for each in (*less, *more))


def _moved(done: Done, day: date) -> Done:
    return tuple(replace(did, day=day) for did in done)


def _less_done(done: Done) -> Iterator[Done]:
    """Without half of the days and kinds, a quarter, ...; with half of one of them, with one entry less."""
    size = len(done) // 2
    while size > 1:
        for start in range(0, len(done), size):
            yield (*done[:start], *done[start + size :])
        size //= 2
    for index, did in enumerate(done):
        for times in dict.fromkeys((0, did.times // 2, did.times - 1)):
            kept = (replace(did, times=times),) if times else ()
            yield (*done[:index], *kept, *done[index + 1 :])


def _simpler_done(done: Done, symbols: dict[Symbol, None]) -> Iterator[Done]:
    """With a simpler kind in the place of one."""
    for index, did in enumerate(done):
        for symbol in symbols:
            if symbol.rank < did.symbol.rank:
                yield done_of(done[:index], (Did(did.day, symbol, did.times),), done[index + 1 :])
