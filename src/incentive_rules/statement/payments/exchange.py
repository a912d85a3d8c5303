"""An exchange: the one tier of an award, as many times over as points are there or asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount
from incentive_rules.codes import Code
from incentive_rules.periods import Dated
from incentive_rules.statement.model import Reason, StepKind
from incentive_rules.statement.rows import because, plain_facts

if TYPE_CHECKING:
    from datetime import date

    from incentive_rules.amounts import Scaled
    from incentive_rules.program.model import TierRule, TiersRule
    from incentive_rules.statement.payments.plan import Plan
    from incentive_rules.statement.setting import Setting


def missing(setting: Setting, tier: TierRule, day: date, need: Scaled, measured: Scaled) -> Reason:
    """How much there is, and how much there would have to be."""
    amounts = setting.amounts
    facts = {
        "need": amounts[need],
        "have": amounts[measured],
        "missing": amounts[need - measured],
        "tier": tier.label_on(day),
    }
    return because(Code.NOTHING_DUE, **facts)


def units(setting: Setting, award: TiersRule, day: date, measured: Scaled, amount: Amount | None) -> int | Reason:
    """How often an exchange is made: as often as the points allow, or as was asked; or why it is not made."""
    multiple, amounts = award.multiple, setting.amounts
    (tier,) = award.tiers
    at = tier.at.on(day)
    assert multiple is not None  # asked of exchanges alone
    most = measured if multiple.maximum is None else min(measured, multiple.maximum.on(day))
    wanted = most // at * at if amount is None else setting.program.scale.put(amount)
    if amount is not None and not 0 < wanted <= most:
        return because(Code.OUT_OF_RANGE, value=amount, expected=f"> 0, ≤ {amounts[most]}")
    if wanted % at:
        return because(Code.NOT_A_MULTIPLE, value=amounts[wanted], unit=amounts[at])
    least = max(at, multiple.minimum.on(day)) if multiple.minimum else at
    there = measured if setting.program.answers.minimum_is_of == "balance" else wanted
    return missing(setting, tier, day, least, there) if there < least else int(wanted // at)


def times(setting: Setting, award: TiersRule, day: date, plan: Plan, count: int) -> Plan:
    """A plan so many times over."""
    assert plan.used is not None  # an exchange uses its points, never all that are there
    (unit,) = award.tiers
    facts = plain_facts({"units": count, "points": setting.amounts[plan.used * count]})
    dues = []
    for due in plan.dues:
        rate = unit.options[plan.option][due.reward]
        assert isinstance(rate, Dated)  # a rate is an amount, never steps
        since, _ = rate.step_on(day)
        amount = Amount(due.amount * count)
        step = setting.cite(StepKind.EXCHANGE, unit, amount, due.amount, since, facts, due.label)
        dues.append(due._replace(amount=amount, steps=(step,)))
    return plan._replace(used=plan.used * count, dues=tuple(dues))
