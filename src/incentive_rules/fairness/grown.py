"""Work that goes on: all that can be earned, for as many months as the thresholds need, claimed again and again."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import ceil
from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount
from incentive_rules.fairness.days import claims_from, last_day
from incentive_rules.fairness.model import Did, Life, done_of
from incentive_rules.fairness.properties import month_days
from incentive_rules.fairness.trial import sides_of, symbols_by_entry
from incentive_rules.periods import ONE_DAY, Per, Span, period_of, periods_between

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from incentive_rules.fairness.days import Frame
    from incentive_rules.fairness.model import Asked, Done, Known, Symbol
    from incentive_rules.fairness.runs import Space
    from incentive_rules.program.model import LimitRule, TiersRule

MOST_ENTRIES = 2000
"""So many entries one person has at most."""
_MONTHS = (1, 2, 3, 6, 12, 24)
_MOST_MONTHS = 1536
_IN_PERIOD: dict[Span, int] = {Per.QUARTER: 3, Per.HALF: 6, Per.YEAR: 12}


def grown(space: Space) -> Iterator[Life]:
    """Lives that earn all they can, person by person: shorter ones, then those with a claim for each tier."""
    within = [frame for frame in space.frames if frame.straddles is None and space.kinds(frame)]
    for person, options, frame in product(space.people, space.options, within):
        yield from _Growing(space, person, options, frame).lives()


@dataclass(frozen=True, slots=True)
class _Growing:
    """One person under one state of the rules."""

    space: Space
    person: Known
    options: tuple[str, ...]
    frame: Frame

    def lives(self) -> Iterator[Life]:
        """The longest time cut where it makes a difference, claimed monthly or at the end; then work in each period."""
        longest = self._longest()
        for done in dict.fromkeys((*_first_months(longest.done), *self._reaching(longest))):
            for claims in self._ways([did.day for did in done]):
                yield self._life(done, claims)
        for award in self.space.program.tiers:
            yield from self._in_each_period(award)

    def _life(self, done: Done, claims: Asked) -> Life:
        latest = period_of(max(did.day for did in done), Per.MONTH).last
        return Life(self.person, done, last_day(self.space.program, latest, claims), claims, self.options)

    def _longest(self) -> Life:
        """As many months as reach every threshold, two years at least, as far as the scheme and the entries go."""
        wanted, months, life = highest(self.space), 1, self._stream(1)
        while months < _MOST_MONTHS:
            months *= 2
            longer = self._stream(months)
            if longer.done[-1].day == life.done[-1].day or longer.entries > MOST_ENTRIES:
                break
            life = longer
            if months > _MONTHS[-1] and self.space.trial.outcomes([life])[0].earned >= wanted:
                break
        return life

    def _stream(self, months: int) -> Life:
        days = month_days(self.space.program, self.frame.day, months)
        done = _all_done(self.space, self.frame, days, days[:1])
        return Life(self.person, done, period_of(done[-1].day, Per.MONTH).last)

    def _ways(self, days: Sequence[date]) -> Iterator[Asked]:
        program = self.space.program
        last = claims_from(program, days[-1])
        monthly = {asked for day in days for asked in claims_from(program, day, 1)}
        yield from dict.fromkeys((last, tuple(sorted({*monthly, *last}))))

    def _reaching(self, life: Life) -> Iterator[Done]:
        """For each threshold, the first entries that together reach it."""
        trial = self.space.trial
        side = sides_of(trial.program, trial.evaluator, {"A": life}, life.as_of)[0]
        symbols, wanted = symbols_by_entry("A", life), sorted(thresholds(self.space), reverse=True)
        earned, kept = Amount(0), list[Did]()
        for credit in side.statement.credits:
            if credit.points:
                kept.append(Did(credit.day, symbols[credit.entry_id]))
                earned = Amount(earned + credit.points)
            while wanted and wanted[-1] <= earned:
                wanted.pop()
                yield done_of(kept)

    def _in_each_period(self, award: TiersRule) -> Iterator[Life]:
        """All that can be earned in each of as many claim periods as there are tiers, claimed at the end of each."""
        program = self.space.program
        months = _IN_PERIOD.get(award.claim_per, 1)
        days = month_days(program, self.frame.day, months * len(award.tiers))
        starts = list({period_of(day, _period(award)): day for day in reversed(days)}.values())
        done = _all_done(self.space, self.frame, days, starts)
        if sum(did.times for did in done) <= MOST_ENTRIES:
            claims = sorted({asked for day in days for asked in claims_from(program, day, 1)})
            yield self._life(done, tuple(claims))


def _period(award: TiersRule) -> Span:
    """The period after which an award is claimed again; a month where there is none, or it is a day."""
    return award.claim_per if award.claim_per in _IN_PERIOD else Per.MONTH


def _first_months(done: Done) -> Iterator[Done]:
    """What was done in the first month, the first two, and so on; and all of it."""
    ends = [period.end for period in periods_between(done[0].day, done[-1].day, Per.MONTH)]
    for months in (*(each for each in _MONTHS if each < len(ends)), len(ends)):
        yield tuple(did for did in done if did.day < ends[months - 1])


def _all_done(space: Space, frame: Frame, days: Sequence[date], starts: Sequence[date]) -> Done:
    """Of each activity the kind that brings most, as often as its limits allow.

    Of those without a limit the one that brings most is enough: on each of ``starts``, as often as reaches every
    threshold. Under a limit by day, every day of a month is used.
    """
    parts: list[Did] = []
    best = _best(space, frame)
    free = [each for each in best if not space.program.limits[each.activity]]
    if free:
        most = max(free, key=lambda each: space.points[each, frame.day])
        times = min(MOST_ENTRIES, ceil(highest(space) / space.points[most, frame.day]) + 1)
        parts += [Did(day, most, times) for day in starts]
    for symbol in (each for each in best if each not in free):
        limits = space.program.limits[symbol.activity]
        daily = [each for each in limits if each.per is Per.DAY]
        some = [each for first in days for each in _whole_month(first, space.program.until)] if daily else days
        times = _filling(space, symbol, frame, daily or limits)
        parts += [Did(day, symbol, times) for day in some]
    return done_of(parts)


def _whole_month(day: date, until: date) -> list[date]:
    month = period_of(day, Per.MONTH)
    return [period.first for period in periods_between(day, min(month.last, until - ONE_DAY), Per.DAY)]


def _filling(space: Space, symbol: Symbol, frame: Frame, limits: Sequence[LimitRule]) -> int:
    """How many entries fill the narrowest limit, and one more, which it cuts; no more than reach every threshold."""
    points = space.points[symbol, frame.day]
    by_points = [ceil(space.program.scale.take(max(each.points.values)) / points) for each in limits if each.points]
    narrowest = min(by_points + [max(each.count.values) for each in limits if each.count])
    return min(narrowest, MOST_ENTRIES, ceil(highest(space) / points)) + 1


def _best(space: Space, frame: Frame) -> list[Symbol]:
    """Of each activity the kind that brings most."""
    best: dict[str, Symbol] = {}
    for symbol in space.kinds(frame):
        other = best.setdefault(symbol.activity, symbol)
        if space.points[symbol, frame.day] > space.points[other, frame.day]:
            best[symbol.activity] = symbol
    return list(best.values())


def thresholds(space: Space) -> set[Amount]:
    """Every threshold that a tier ever has."""
    tiers = (tier for award in space.program.tiers for tier in award.tiers)
    return {space.program.scale.take(value) for tier in tiers for value in tier.at.values}


def highest(space: Space) -> Amount:
    """The highest threshold of all."""
    return max(thresholds(space))
