"""The days on which a claim may begin to bring something: the first possible day is always one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.periods import Per, periods_between
from incentive_rules.program.pay_steps import dated_in
from incentive_rules.scheme.conditions import tests_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from incentive_rules.program.model import Program, TiersRule


def month_ends(credited: Iterable[date], last: date) -> set[date]:
    """The last days of the months from the first credit on."""
    first = min(credited)
    return {period.last for period in periods_between(first, last, Per.MONTH) if period.last <= last}


def asking_days(program: Program, award: TiersRule, credited: set[date], listed: set[date], last: date) -> set[date]:
    """The days on which a claim may bring what it did not bring on the day before.

    That is when points count (``credited``), a period begins anew, a rule or a value takes effect, or another row of
    the person's on the staff list (``listed``).
    """
    first = min(credited)
    lengths = {award.claim_per, award.window or Per.EVER, award.once or Per.EVER}
    begun = {period.first for per in lengths for period in periods_between(first, last, per)}
    days = credited | listed | begun | set(_rule_days(award)) | set(_condition_days(program))
    return {day for day in days if first <= day <= last}


def _rule_days(award: TiersRule) -> Iterator[date]:
    """When the award and its tiers begin, tiers end, and their thresholds and rewards change."""
    yield award.first
    for tier in award.tiers:
        yield from (tier.first, tier.until)
        yield from (day for day, _ in tier.at.steps)
        for bundle in tier.options.values():
            amounts = (dated for pay in bundle.values() for dated in dated_in(pay))
            yield from (day for dated in amounts for day, _ in dated.steps)


def _condition_days(program: Program) -> Iterator[date]:
    """When the condition on those who take part changes."""
    if program.eligible is not None:
        for test in tests_of(program.eligible):
            yield from (day for day, _ in test.operands.steps)
