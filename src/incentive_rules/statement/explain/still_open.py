"""Periods that are over and may still be claimed, or chosen for (``deadline``): what of them, and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.amounts import total
from incentive_rules.periods import Dated, Per, period_of
from incentive_rules.scheme.awards import Again, ClaimBy, Pay
from incentive_rules.scheme.conditions import tests_of
from incentive_rules.statement.explain.conditions import provenance
from incentive_rules.statement.explain.lines import node
from incentive_rules.statement.explain.measuring import measured_on
from incentive_rules.statement.explain.model import Node, NodeKind
from incentive_rules.statement.judge import words
from incentive_rules.statement.lives.choosing import claimed_on, deadline, period_over
from incentive_rules.statement.model import State

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from incentive_rules.amounts import Amount
    from incentive_rules.periods import Period
    from incentive_rules.program.model import TierRule, TiersRule
    from incentive_rules.statement.model import Settlement, Statement
    from incentive_rules.statement.record import Record


def still_open(record: Record, rule: TiersRule, statement: Statement) -> Iterator[Node]:
    """That the last period that is over may still be claimed or chosen for, with the tier that it reached."""
    if not rule.days_to_claim:
        return
    period = period_over(record.as_of, rule)
    last, day = deadline(rule, period), rule.settles_on(period)
    if period.is_gap or record.as_of > last or not rule.holds_on(day) or _is_used_up(rule, statement, period):
        return
    have = measured_on(record, rule, statement, day)
    reached = _reached(record, rule, statement, day, have) if have is not None else []
    if have is None or not reached:
        return
    tier = reached[0] if rule.pay is Pay.LOWEST else reached[-1]
    if rule.claim_by is not ClaimBy.MEMBER and "" in tier.options:
        return  # there is nothing to choose
    key = "claim_open" if rule.claim_by is ClaimBy.MEMBER else "choice_open"
    facts = {"award": rule.label, "tier": tier.label_on(day), "period": period.name, "have": have, "deadline": last}
    yield node(NodeKind.TIER, key, facts, _asked(rule, day), rule=tier.address, amount=have, **provenance(tier.cited))


def closed_by_now(rule: TiersRule, day: date) -> bool:
    """Whether the period that a claim of a day would be about can no longer be claimed."""
    return bool(rule.days_to_claim) and day > deadline(rule, claimed_on(day, rule))


def _is_used_up(rule: TiersRule, statement: Statement, period: Period) -> bool:
    """Whether a period is settled: as often as may be, by itself, or by a claim that waits to be decided."""
    own = [each for each in _settled(rule, statement) if claimed_on(each.day, rule).name == period.name]
    paid = sum(each.state is State.PAID for each in own)
    waits = any(each.state is State.HELD for each in own)
    return waits or (rule.times is not None and paid >= rule.times)


def _settled(rule: TiersRule, statement: Statement) -> list[Settlement]:
    return [each for each in statement.settlements if each.award == rule.id and not each.revises]


def _reached(record: Record, rule: TiersRule, statement: Statement, day: date, have: Amount) -> list[TierRule]:
    """The tiers that are due of a day's points, the lowest first, as far as ``again`` asks."""
    if rule.again is not Again.ALWAYS and record.opening is not None:
        return []  # what was paid before the opening is not known here
    scale = record.program.scale
    least = rule.multiple.minimum.on(day) if rule.multiple and rule.multiple.minimum else 0
    in_force = [(tier, scale.take(max(tier.at.on(day), least))) for tier in rule.tiers if tier.holds_on(day)]
    reached = [tier for tier, at in in_force if at <= have]
    if rule.again is Again.ALWAYS:
        return reached
    paid = [(each, rule.settles_on(claimed_on(each.day, rule))) for each in _settled(rule, statement) if each.paid]
    if rule.again is Again.DIFFERENCE:
        window = period_of(day, rule.window or Per.EVER)
        ids = {name for each, judged in paid if judged in window for name in each.payments}
        before = total(each.amount for each in record.payments if each.id in ids)
        return [tier for tier in reached if _amount(tier, day) > before]
    once = period_of(day, rule.once or Per.EVER)
    gone = {tier for each, judged in paid if judged in once for tier in each.paid}
    best = max((index for index, tier in enumerate(rule.tiers) if tier.id in gone), default=-1)
    over = rule.tiers[best + 1 :] if record.program.answers.tiers_passed_over == "done" else rule.tiers
    return [tier for tier in reached if tier in over and tier.id not in gone]


def _amount(tier: TierRule, day: date) -> Amount:
    """What a tier of an award that pays the difference pays in all: it has one reward."""
    (amount,) = next(iter(tier.options.values())).values()
    assert isinstance(amount, Dated)  # a difference between amounts in steps does not load
    return amount.on(day)


def _asked(rule: TiersRule, day: date) -> Iterator[Node]:
    """What the award asks beside the points."""
    condition = rule.eligible
    if condition is not None and any(tests_of(condition)):
        facts = {"need": words(condition, day), "day": day}
        yield node(NodeKind.CONDITION, "also_needed", facts, rule=f"{rule.address}.eligible", **provenance(rule.cited))
