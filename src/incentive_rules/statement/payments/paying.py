"""What a reward comes to for one payee on one day, step by step; each rounding is a step of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from incentive_rules.amounts import ZERO, Amount, Rounding
from incentive_rules.codes import Code
from incentive_rules.periods import Dated
from incentive_rules.program.pay_steps import ByValue, NumberOf, PaidByAward, Steps
from incentive_rules.statement.model import Step, StepKind
from incentive_rules.statement.rows import because, plain_facts

if TYPE_CHECKING:
    from incentive_rules.facts import Fact
    from incentive_rules.messages import Label
    from incentive_rules.program.pay_steps import AmountRule, Operand
    from incentive_rules.program.pay_steps import Step as PayStep
    from incentive_rules.program.rule import Rule
    from incentive_rules.statement.judge import Known
    from incentive_rules.statement.model import Facts, Reason
    from incentive_rules.statement.setting import Setting


@dataclass(frozen=True, slots=True)
class Payee:
    """Who is paid on which day, and what is known of them then; nothing is known of a group."""

    name: str
    day: date
    known: Known

    @classmethod
    def of(cls, setting: Setting, name: str, kind: str, day: date) -> Payee:
        """A member, or a group."""
        return cls(name, day, setting.people.known(name, day) if kind == "member" else {})


@dataclass(frozen=True, slots=True)
class Owed:
    """A reward of a rule: what the rule is called on that day, and what ``kind`` of step a plain amount is."""

    rule: Rule
    label: Label
    reward: Label
    kind: StepKind
    paid: Amount = ZERO
    """what the award has paid of the same reward, for ``take: award``"""


class _NotKnown(Exception):  # noqa: N818  # it ends the working out of one amount; it is no error
    def __init__(self, reason: Reason) -> None:
        self.reason = reason


def amount_steps(setting: Setting, pay: AmountRule, owed: Owed, payee: Payee) -> tuple[Step, ...] | Reason:
    """The steps that add up to an amount; or why it cannot be worked out yet."""
    if isinstance(pay, Dated):
        since, amount = pay.step_on(payee.day)
        return (setting.cite(owed.kind, owed.rule, amount, amount, since, label=owed.label),)
    try:
        return _Working(setting, owed, payee).steps(pay)
    except _NotKnown as stop:
        return stop.reason


@dataclass(frozen=True, slots=True)
class _Number:
    """The number that a step works with, since when it holds, and the facts that it goes by."""

    value: Amount
    since: date = date.min
    facts: Facts | None = None


@dataclass(frozen=True, slots=True)
class _Working:
    setting: Setting
    owed: Owed
    payee: Payee

    def steps(self, pay: Steps) -> tuple[Step, ...]:
        """One step for each that changes the amount, and for each number that it is multiplied with or divided by."""
        amount, found = ZERO, list[Step]()
        for step in pay.steps:
            after, cited = self._step(step, amount)
            if after != amount or step.does in ("take", "times", "over"):
                found.append(cited)
            amount = after
        return tuple(found)

    def _step(self, step: PayStep, amount: Amount) -> tuple[Amount, Step]:
        if isinstance(step.operand, Rounding):
            after = Amount(step.operand.apply(amount))
            facts = plain_facts({"unit": Amount(step.operand.unit), "mode": step.operand.mode})
            return after, self._cite(StepKind.ROUNDING, Amount(after - amount), _Number(ZERO, facts=facts), "")
        number = self._number(step.operand, over=step.does == "over")
        after = Amount(_applied(step.does, amount, number.value))
        return after, self._cite(StepKind(step.does), Amount(after - amount), number, number.value)

    def _cite(self, kind: StepKind, change: Amount, number: _Number, value: Amount | str) -> Step:
        return self.setting.cite(kind, self.owed.rule, change, value, number.since, number.facts, self.owed.label)

    def _number(self, operand: Operand, *, over: bool) -> _Number:
        if isinstance(operand, Dated):
            since, value = operand.step_on(self.payee.day)
            return _Number(value, since)
        if isinstance(operand, PaidByAward):
            return _Number(self.owed.paid, facts=plain_facts({"award": "yes"}))
        assert isinstance(operand, NumberOf | ByValue)  # the caller rounds
        have = self._fact(operand.fact)
        facts = plain_facts({"fact": operand.fact.label, "have": have})
        if isinstance(operand, ByValue):
            since, value = operand.values[str(have)].step_on(self.payee.day)
            return _Number(value, since, facts)
        assert isinstance(have, Fraction)  # a scheme that loads takes numbers from number facts
        if have < 0 or (over and not have):
            told = {"name": operand.fact.label, "value": have, "expected": "> 0" if over else "≥ 0"}
            raise _NotKnown(because(Code.PAY_OUT_OF_RANGE, **told, member=self.payee.name, reward=self.owed.reward))
        return _Number(Amount(have), facts=facts)

    def _fact(self, fact: Fact) -> object:
        have = self.payee.known.get(("member", fact.name))
        if have is None:
            told = {"reward": self.owed.reward, "name": fact.label, "member": self.payee.name, "day": self.payee.day}
            raise _NotKnown(because(Code.PAY_FACT_UNKNOWN, **told))
        return have


def _applied(does: str, amount: Fraction, number: Fraction) -> Fraction:
    if does == "times":
        return amount * number
    if does == "over":
        return amount / number
    if does == "take":
        return number
    return min(amount, number) if does == "at_most" else max(amount, number)
