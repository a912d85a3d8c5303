"""Runs: so many entries of one kind, at the lengths where the rules of a scheme turn, and perhaps one other entry.

Rules that count live there: independent draws hardly ever give ten equal entries.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from math import ceil
from typing import TYPE_CHECKING

from incentive_rules.fairness.alphabet import Alphabet
from incentive_rules.fairness.days import claimed, claims_from, frames, last_day
from incentive_rules.fairness.model import Did, Life

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from incentive_rules.amounts import Amount
    from incentive_rules.fairness.days import Frame
    from incentive_rules.fairness.model import Done, Known, Symbol
    from incentive_rules.fairness.trial import Trial
    from incentive_rules.program.model import LimitRule, Program

LONGEST_RUN = 300
"""The most equal entries that are tried in a month; a threshold further away is told in the scope."""
Run = tuple[tuple["Symbol", int], ...]
"""Symbols and how often each; the first is the run, a second the one other entry."""


@dataclass(frozen=True, slots=True)
class Space:
    """All that is tried on a scheme: kinds of entries with the points that each brings alone, people, days, options.

    ``kinds`` holds the symbols that bring points, by frame; ``typical`` one of each sort between which limits and
    points cannot tell.
    """

    trial: Trial
    alphabet: Alphabet
    people: tuple[Known, ...]
    outsider: Known | None
    frames: tuple[Frame, ...]
    options: tuple[tuple[str, ...], ...]
    points: Mapping[tuple[Symbol, date], Amount]

    @property
    def program(self) -> Program:
        """The program on trial."""
        return self.trial.program

    def kinds(self, frame: Frame) -> list[Symbol]:
        """The symbols that bring points on the day of a frame, simplest first."""
        return [symbol for symbol, day in self.points if day == frame.day]

    def typical(self, frame: Frame) -> list[Symbol]:
        """One symbol of each sort: two with the same points under the same limits do the same."""
        found: dict[object, Symbol] = {}
        for symbol in self.kinds(frame):
            limits = tuple(limit.id for limit in self.program.limits[symbol.activity])
            found.setdefault((self.points[symbol, frame.day], limits), symbol)
        return list(found.values())

    def life(self, person: Known, done: Done, frame: Frame, options: tuple[str, ...] = ("",)) -> Life:
        """A person who did that in a frame, and claims as often as it can bring something."""
        latest = max(frame.days)
        claims = claims_from(self.program, latest)
        return Life(person, done, last_day(self.program, latest, claims), claims, options)

    def runs(self, symbols: Iterable[Symbol], frame: Frame, longest: int = LONGEST_RUN) -> list[Run]:
        """Each symbol as often as the rules make a difference, shortest first; the first run is empty."""
        found = [((symbol, times),) for symbol in symbols for times in self.lengths(symbol, frame, longest)]
        return [(), *sorted(found, key=lambda run: (run[0][1], run[0][0].rank))]

    def lengths(self, symbol: Symbol, frame: Frame, longest: int = LONGEST_RUN) -> list[int]:
        """How often: once, twice, and just below and at every threshold and limit."""
        near = {1, 2} | {each + step for each in self._turns(symbol, frame) for step in (-1, 0)}
        return sorted(each for each in near if 1 <= each <= longest)

    def _turns(self, symbol: Symbol, frame: Frame) -> set[int]:
        """How many entries reach each threshold or limit."""
        points = self.points[symbol, frame.day]
        turns = {ceil(threshold / points) for threshold in self._thresholds(symbol)}
        return turns | {count for limit in self._limits(symbol) if limit.count for count in limit.count.values}

    @property
    def is_cut_short(self) -> bool:
        """Whether a threshold or a limit lies further away than the longest run."""
        return any(
            turn > LONGEST_RUN
            for frame in self.frames
            for symbol in self.kinds(frame)
            for turn in self._turns(symbol, frame)
        )

    def _limits(self, symbol: Symbol) -> tuple[LimitRule, ...]:
        return self.program.limits[symbol.activity]

    def _thresholds(self, symbol: Symbol) -> Iterator[Amount]:
        take = self.program.scale.take
        dated = [tier.at for award in self.program.tiers for tier in award.tiers]
        dated += [limit.points for limit in self._limits(symbol) if limit.points is not None]
        yield from (take(value) for each in dated for value in each.values if value)

    def mixed(self, symbols: Iterable[Symbol], frame: Frame) -> Iterator[Run]:
        """Each run with one other entry."""
        listed = list(symbols)
        for run in self.runs(listed, frame)[1:]:
            yield from ((*run, (other, 1)) for other in listed if other is not run[0][0])


def done_in(run: Run, day: date) -> Done:
    """A run, all of it on one day."""
    return tuple(Did(day, symbol, times) for symbol, times in run)


def space_of(trial: Trial) -> Space | None:
    """What can be tried on a program; nothing where no entry of anybody brings points."""
    program = trial.program
    alphabet = Alphabet(program)
    every = frames(program)
    people, outsider = alphabet.people(every[0].day)
    if not people:
        return None
    symbols = [*alphabet.symbols()]
    days = dict.fromkeys(frame.day for frame in every)
    points: dict[tuple[Symbol, date], Amount] = {}
    for person in people:
        tried = [(symbol, day) for day in days for symbol in symbols]
        outcomes = trial.outcomes([Life(person, (Did(day, symbol),), day) for symbol, day in tried])
        for key, outcome in zip(tried, outcomes, strict=True):
            if outcome.earned:
                points[key] = max(outcome.earned, points.get(key, outcome.earned))
    if not points:
        return None
    return Space(trial, alphabet, people, outsider, every, options_of(program), points)


def options_of(program: Program) -> tuple[tuple[str, ...], ...]:
    """What people may take where there is a choice: each option that all such tiers offer, in turn.

    Where there is none such, a claim is filed for every option, and the first that is offered is taken.
    """
    offers = [tier.options for award in claimed(program) for tier in award.tiers if "" not in tier.options]
    if not offers:
        return (("",),)
    every = dict.fromkeys(chain.from_iterable(offers))
    common = [(option,) for option in every if all(option in offer for offer in offers)]
    return tuple(common) or (tuple(every),)
