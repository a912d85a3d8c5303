"""What a reward pays, resolved: an amount by date, or the steps that lead to one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount, Rounding
from incentive_rules.periods import Dated
from incentive_rules.scheme.parts import ShareRounding
from incentive_rules.scheme.pay_steps import FactNumber, PaySteps, TakeBy, TakeWord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentive_rules.facts import Fact
    from incentive_rules.scheme.pay_steps import Bundle as WrittenBundle
    from incentive_rules.scheme.pay_steps import PayRule, PayStep


@dataclass(frozen=True, slots=True)
class NumberOf:
    """The number that a fact of the person holds."""

    fact: Fact


@dataclass(frozen=True, slots=True)
class ByValue:
    """A number for each value of a fact of the person."""

    fact: Fact
    values: Mapping[str, Dated[Amount]]


@dataclass(frozen=True, slots=True)
class PaidByAward:
    """What the grade pays of the same reward."""


Operand = Dated[Amount] | NumberOf | ByValue | PaidByAward | Rounding


@dataclass(frozen=True, slots=True)
class Step:
    """One step: ``does`` is its key in the file."""

    does: str
    operand: Operand


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of an amount, in written order; the first takes a number."""

    steps: tuple[Step, ...]


AmountRule = Dated[Amount] | Steps
Bundle = Mapping[str, AmountRule]
"""Rewards and what is paid of each."""


def dated_in(pay: AmountRule) -> Iterator[Dated[Amount]]:
    """Every value by date that an amount hangs on."""
    for operand in (step.operand for step in pay.steps) if isinstance(pay, Steps) else (pay,):
        if isinstance(operand, Dated):
            yield operand
        elif isinstance(operand, ByValue):
            yield from operand.values.values()


def bundle_of(written: WrittenBundle, facts: Mapping[str, Fact]) -> dict[str, AmountRule]:
    """The rewards of a bundle; ``facts`` are those of people."""
    return {reward: _pay(pay, facts) for reward, pay in written.items()}


def _pay(written: PayRule, facts: Mapping[str, Fact]) -> AmountRule:
    if isinstance(written, PaySteps):
        return Steps(tuple(Step(step.does, _operand(step, facts)) for step in written.steps))
    return written


def _operand(step: PayStep, facts: Mapping[str, Fact]) -> Operand:
    value = getattr(step, step.does)
    if isinstance(value, ShareRounding):
        return Rounding(value.unit, value.mode)
    if isinstance(value, FactNumber):
        return NumberOf(facts[value.fact])
    if isinstance(value, TakeBy):
        return ByValue(facts[value.by], value.values)
    if isinstance(value, TakeWord):
        return PaidByAward()
    assert isinstance(value, Dated)  # the only form that is left
    return value
