"""What is paid, as a notice says it: an amount, or the steps that lead to one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentive_rules.messages import sentence
from incentive_rules.periods import Dated
from incentive_rules.scheme.parts import ShareRounding
from incentive_rules.scheme.pay_steps import FactNumber, PaySteps, TakeBy, TakeWord
from incentive_rules.statement.explain.words import money

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentive_rules.amounts import Amount
    from incentive_rules.report.notice_words import Speaker
    from incentive_rules.scheme.pay_steps import PayRule, PayStep

_OF_MONEY = ("take", "at_most", "at_least")
_FACTORS = ("times", "over")
_OF_A_SUM = ("take", *_FACTORS)


@dataclass(frozen=True, slots=True)
class PayWords:
    """Says what is paid."""

    speaker: Speaker

    def bundle(self, bundle: Mapping[str, PayRule]) -> str:
        """Rewards with their amounts."""
        told = [
            self._steps(name, pay) if isinstance(pay, PaySteps) else self.speaker.reward(name, pay)
            for name, pay in bundle.items()
        ]
        return self.speaker.say("and").join(told)

    def _steps(self, name: str, pay: PaySteps) -> str:
        reward = self.speaker.scheme.rewards[name]
        told = ""
        for before, step in zip((None, *pay.steps), pay.steps, strict=False):
            told += self._between(before, step) + self._step(step, reward.unit)
        return self.speaker.say("pay_steps", label=reward.label, steps=told)

    def _between(self, before: PayStep | None, step: PayStep) -> str:
        """What stands before a step: factors follow each other as in a sum on paper, all else is a step of its own."""
        if before is None:
            return ""
        goes_on = before.does in _OF_A_SUM and step.does in _FACTORS
        return " " if goes_on else self.speaker.say("then")

    def _step(self, step: PayStep, unit: str) -> str:
        value = getattr(step, step.does)
        if isinstance(value, ShareRounding):
            mode = sentence(f"mode_{value.mode}", self.speaker.lang)
            return self.speaker.say("step_round", unit=money(value.unit, unit, self.speaker.lang), mode=mode)
        number = self._number(value, unit if step.does in _OF_MONEY else "")
        return number if step.does == "take" else self.speaker.say(f"step_{step.does}", number=number)

    def _number(self, value: object, unit: str) -> str:
        if isinstance(value, TakeBy):
            told = [
                self.speaker.say("take_value", value=word, number=self._dated(each, unit))
                for word, each in value.values.items()
            ]
            return self.speaker.say("take_by", fact=self._label(value.by), values=told)
        if isinstance(value, FactNumber):
            return self.speaker.say("take_fact", fact=self._label(value.fact))
        if isinstance(value, TakeWord):
            return self.speaker.say("take_award")
        assert isinstance(value, Dated)  # the only form that is left
        return self._dated(value, unit)

    def _dated(self, value: Dated[Amount], unit: str) -> str:
        lang = self.speaker.lang
        return self.speaker.dated(value, lambda each: money(each, unit, lang) if unit else f"{each:,}")

    def _label(self, fact: str) -> str:
        return self.speaker.word(self.speaker.scheme.facts.member[fact].label)
