"""What a sum of money in a sheet looks like: it is compared with what other tiers, options and claims would pay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount
from incentive_rules.messages import Label
from incentive_rules.periods import Dated
from incentive_rules.reconcile.causes import by_reason
from incentive_rules.reconcile.model import Cause, Why
from incentive_rules.statement.model import State

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from incentive_rules.program.model import Program, TierRule
    from incentive_rules.reconcile.sheet import Line
    from incentive_rules.statement.model import Payment, Reason, Settlement

WON = "KRW"
"""The unit of rewards that are money; the others are no part of a column of pay."""


@dataclass(frozen=True, slots=True)
class Due:
    """What a claim or a member is due: payments of every reward, and the settlements that they came from."""

    payments: tuple[Payment, ...] = ()
    settlements: tuple[Settlement, ...] = ()

    @property
    def won(self) -> tuple[Payment, ...]:
        """The payments in money."""
        return tuple(payment for payment in self.payments if payment.unit == WON)

    @property
    def amount(self) -> Amount:
        """What is due in money."""
        return sum((payment.amount for payment in self.won), Amount(0))


def of_claim(program: Program, line: Line, reasons: Sequence[Reason], due: Due) -> Why:
    """What the pay of a claim looks like; it is not ours. ``reasons`` are why nothing was paid, if nothing was."""
    if line.unread is not None:
        return Why(Cause.UNREAD)
    if not due.payments:
        return by_reason(reasons, program)
    return _of_sum(program, line.said or Amount(0), due)


def of_member(program: Program, said: Amount, due: Due) -> Why:
    """What all pay of a member looks like; it is not ours."""
    for settlement in due.settlements:
        reached = said - due.amount in [amount for _, amount, _ in _amounts(program, settlement.award, settlement.day)]
        if settlement.state is not State.PAID and reached:
            return by_reason(settlement.reasons, program)
    return _of_sum(program, said, due) if due.payments else Why(Cause.NOTHING_DUE)


def _of_sum(program: Program, said: Amount, due: Due) -> Why:
    if not due.won:
        return Why(Cause.OTHER_REWARD, due.payments[0].reward_label)
    otherwise = (why for more, why in _otherwise(program, due) if due.amount + more == said)
    return next(otherwise, Why(Cause.PAYMENT_MISSING if said == 0 else Cause.OTHER))


def _otherwise(program: Program, due: Due) -> Iterator[tuple[Amount, Why]]:
    """By how much the sum would be another, and why."""
    for payment in due.payments:
        if payment.unit != WON:
            for tier, amount, option in _amounts(program, payment.award, payment.day):
                if tier.address == payment.rule and option != payment.option:
                    yield amount, Why(Cause.OTHER_REWARD, payment.reward_label)
    for payment in due.won:
        yield Amount(-payment.amount), Why(Cause.PAYMENT_MISSING)
        for tier, amount, _ in _amounts(program, payment.award, payment.day):
            yield amount - payment.amount, Why(Cause.OTHER_TIER, tier.label_on(payment.day))
        for first, amount in _other_days(program, payment):
            yield amount - payment.amount, Why(Cause.OTHER_DAY, first)
        yield payment.amount, Why(Cause.PAID_TWICE)


def _amounts(program: Program, award: str, day: date) -> Iterator[tuple[TierRule, Amount, str]]:
    """What the tiers of an award pay in money on a day, with the option for which they do."""
    for tier, option, dated in _priced(program, award):
        if tier.holds_on(day):
            yield tier, dated.on(day), option


def _other_days(program: Program, payment: Payment) -> Iterator[tuple[Label, Amount]]:
    """What the payment's tier pays on other days, with the first of them."""
    for tier, option, dated in _priced(program, payment.award):
        if (tier.address, option) == (payment.rule, payment.option):
            for first, amount in dated.steps:
                yield Label(str(first), str(first)), amount


def _priced(program: Program, award: str) -> Iterator[tuple[TierRule, str, Dated[Amount]]]:
    rewards = program.scheme.rewards
    for tier in (tier for rule in program.tiers if rule.id == award for tier in rule.tiers):
        for option, bundle in tier.options.items():
            for reward, dated in bundle.items():
                if rewards[reward].unit == WON and isinstance(dated, Dated):
                    yield tier, option, dated
