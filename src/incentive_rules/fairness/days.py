"""When made-up people do things: inside one month under each state of the rules, and on both sides of each change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from incentive_rules.periods import ONE_DAY, Per, Span, length_of, period_of
from incentive_rules.program.asked import entry_values
from incentive_rules.program.pay_steps import dated_in
from incentive_rules.scheme.awards import Again, ClaimBy
from incentive_rules.statement.lives.choosing import deadline

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from typing import Any

    from incentive_rules.fairness.model import Asked
    from incentive_rules.periods import Dated
    from incentive_rules.program.model import Program, TiersRule
    from incentive_rules.program.rule import Rule

_TENTH = timedelta(days=9)
MOST_CHANGES = 4
"""So many changes of the rules are looked at, the latest."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where entries lie: on ``day``, or some of them on ``other``. ``straddles`` is the change between the two."""

    day: date
    other: date
    straddles: date | None = None

    @property
    def days(self) -> tuple[date, ...]:
        """The days, each once, the usual one first."""
        return tuple(dict.fromkeys((self.day, self.other)))


def frames(program: Program) -> tuple[Frame, ...]:
    """A month under each state of the rules, the latest first; then both sides of each change of a rule."""
    changes = change_days(program)[-MOST_CHANGES:]
    states = list(pairwise([program.first, *changes, program.until]))
    within = [Frame(day, max(first, day - ONE_DAY)) for first, end in reversed(states) for day in [_day(first, end)]]
    across = [
        Frame(*days, straddles=change)
        for change in changes
        for days in ((change, change - ONE_DAY), (change - ONE_DAY, change))
    ]
    return (*within, *across)


def _day(first: date, end: date) -> date:
    """The tenth of the first whole month of a state of the rules; its first day where there is none."""
    month = period_of(first, Per.MONTH)
    if first > month.first and month.end < end:
        month = period_of(month.end, Per.MONTH)
    return max(first, min(month.first + _TENTH, end - ONE_DAY))


def change_days(program: Program) -> list[date]:
    """Every day on which a rule begins, ends or takes another value, while the scheme is in force."""
    days = {day for rule in _rules(program) for day in (rule.first, rule.until)}
    days |= {day for dated in _dated(program) for day, _ in dated.steps}
    return sorted(day for day in days if program.first < day < program.until)


def _rules(program: Program) -> Iterator[Rule]:
    yield from program.activities.values()
    for by_activity in (program.bonuses, program.limits):
        for rules in by_activity.values():
            yield from rules
    for award in program.tiers:
        yield award
        yield from award.tiers


def _dated(program: Program) -> Iterator[Dated[Any]]:
    yield from entry_values(program)
    for limits in program.limits.values():
        for limit in limits:
            yield from filter(None, (limit.points, limit.count))
    for award in program.tiers:
        for tier in award.tiers:
            yield tier.at
            yield from (each for bundle in tier.options.values() for pay in bundle.values() for each in dated_in(pay))


def claimed(program: Program) -> list[TiersRule]:
    """The awards that members claim."""
    return [award for award in program.tiers if award.claim_by is ClaimBy.MEMBER]


def claims_from(program: Program, first: date, periods: int = 0) -> Asked:
    """Claims of every award on the last days of periods, from that of ``first`` on.

    So many as are needed to be paid all that one month's work can bring: one where a tier is due again and again, and a
    second for what was left; as many as there are tiers where each is paid once.
    """
    return tuple(
        (day, award.id)
        for award in claimed(program)
        for day in _last_days(program, award, first, periods or _rounds(award))
    )


def claims_at_month_end(program: Program, day: date) -> Asked:
    """A claim of every award on the last day of the month of ``day``, however long its own periods are."""
    last = min(period_of(day, Per.MONTH).last, program.until - ONE_DAY)
    return tuple((last, award.id) for award in claimed(program) if award.holds_on(last))


def _rounds(award: TiersRule) -> int:
    return max(2, len(award.tiers) if award.again is Again.ONCE else 0)


def _last_days(program: Program, award: TiersRule, first: date, count: int) -> Iterator[date]:
    per = award.claim_per if award.days_to_claim else _occasion(award)
    end = min(award.until, program.until)
    day = max(first, award.first)
    for _ in range(count):
        if day >= end:
            return
        period = period_of(day, per)
        yield deadline(award, period) if award.days_to_claim else min(period.last, end - ONE_DAY)
        day = period.end


def _occasion(award: TiersRule) -> Span:
    """The period at whose end an award is claimed: that of its claims, or of its counter where that looks at less."""
    per = Per.MONTH if award.claim_per in (Per.DAY, Per.EVER) else award.claim_per
    return min(per, award.window or per, key=length_of)


def last_day(program: Program, latest: date, claims: Asked) -> date:
    """A day by which all is settled that work done up to ``latest`` can bring."""
    days = [period_of(latest, Per.MONTH).last, *(day for day, _ in claims)]
    for award in program.tiers:
        if award.claim_by is ClaimBy.AUTOMATIC and award.claim_per is not Per.EVER:
            days += _last_days(program, award, latest, _rounds(award))
        elif award.claim_by is ClaimBy.AUTOMATIC:
            days.append(min(award.until, program.until) - ONE_DAY)
    return max(days)
