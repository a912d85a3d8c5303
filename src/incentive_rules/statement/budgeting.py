"""How much is left in budgets, and what happens to payments of one day that do not all fit."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from incentive_rules.amounts import ZERO, Amount
from incentive_rules.codes import Code
from incentive_rules.periods import period_of
from incentive_rules.scheme.budgets import WhenOut
from incentive_rules.statement.model import Reason, Step, StepKind
from incentive_rules.statement.rows import because, plain_facts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from incentive_rules.amounts import Scaled
    from incentive_rules.program.model import BudgetRule
    from incentive_rules.statement.setting import Setting

MEMBER = "member"


class Wanted(NamedTuple):
    """What somebody is to be paid on a day under one award: the score that it hangs on, and the amount by reward."""

    payee: str
    score: Scaled
    rewards: tuple[tuple[str, Amount], ...]


class Allowed(NamedTuple):
    """What becomes of it: refused for a reason, or paid, less what was cut off each reward by steps of their own."""

    refused: Reason | None = None
    cuts: tuple[tuple[str, Step], ...] = ()


_Purse = tuple[str, str, str]
"""A budget, a period and whose it is (an empty text for all together)."""


@dataclass(slots=True)
class Purses:
    """What was paid out of each budget so far. It is the only thing here that changes."""

    setting: Setting
    spent: dict[_Purse, Amount] = field(default_factory=lambda: defaultdict(lambda: ZERO))

    def allow(self, award: str, day: date, wanted: Sequence[Wanted]) -> list[Allowed]:
        """What is paid of all that one award is to pay on a day; it is spent then."""
        verdicts: list[Allowed] = [Allowed()] * len(wanted)
        for budget in self.setting.program.budgets:
            if award in budget.awards and budget.holds_on(day):
                for purse, indexes in self._purses(budget, day, wanted).items():
                    asking = [index for index in indexes if verdicts[index].refused is None]
                    for index, allowed in zip(
                        asking, self._of(budget, purse, day, wanted, asking, verdicts), strict=True
                    ):
                        verdicts[index] = allowed
        self._spend(award, day, wanted, verdicts)
        return verdicts

    def _purses(self, budget: BudgetRule, day: date, wanted: Sequence[Wanted]) -> dict[_Purse, list[int]]:
        """Whoever wants something of the budget, by the purse that it comes from."""
        found: dict[_Purse, list[int]] = defaultdict(list)
        for index, each in enumerate(wanted):
            if any(reward == budget.reward for reward, _ in each.rewards):
                found[self._purse(budget, day, each.payee)].append(index)
        return found

    def _purse(self, budget: BudgetRule, day: date, payee: str) -> _Purse:
        period = period_of(day, budget.per).name
        if budget.by in ("", MEMBER):
            return budget.id, period, payee if budget.by else ""
        row = self.setting.people.on(payee, day)
        return budget.id, period, str(row.facts.get(budget.by) or "") if row else payee

    def _of(  # noqa: PLR0913, PLR0917  # a budget, its purse, and all who ask
        self,
        budget: BudgetRule,
        purse: _Purse,
        day: date,
        wanted: Sequence[Wanted],
        asking: Sequence[int],
        verdicts: Sequence[Allowed],
    ) -> list[Allowed]:
        """What one purse leaves to those who ask for it."""
        needs = [_need(budget, wanted[index], verdicts[index]) for index in asking]
        left = self._limit(budget, day) - self.spent[purse]
        if sum(needs, ZERO) <= left:
            return [verdicts[index] for index in asking]
        if budget.when_out is WhenOut.PRORATE:
            share = Fraction(left) / sum(needs, ZERO)
            return [
                self._cut(budget, day, verdicts[index], need, share) for index, need in zip(asking, needs, strict=True)
            ]
        scores = [wanted[index].score for index in asking]
        fits = _by_score(scores, needs, left) if budget.when_out is WhenOut.BY_SCORE else [False] * len(asking)
        return [
            verdicts[index] if fit else Allowed(self._out(budget, day, left, need))
            for index, need, fit in zip(asking, needs, fits, strict=True)
        ]

    @staticmethod
    def _limit(budget: BudgetRule, day: date) -> Amount:
        if budget.amount is not None:
            return budget.amount.on(day)
        assert budget.count is not None  # a budget is of an amount or of a count
        return Amount(budget.count.on(day))

    @staticmethod
    def _out(budget: BudgetRule, day: date, left: Amount, need: Amount) -> Reason:
        period = period_of(day, budget.per).name
        return because(Code.OUT_OF_BUDGET, name=budget.label, period=period, left=left, wanted=need)

    def _cut(self, budget: BudgetRule, day: date, allowed: Allowed, need: Amount, share: Fraction) -> Allowed:
        assert budget.rounding is not None  # a budget that cuts in proportion says how it rounds
        rest = Amount(budget.rounding.apply(need * share))
        if not rest:
            return Allowed(self._out(budget, day, ZERO, need))
        facts = plain_facts({"period": period_of(day, budget.per).name, "share": Amount(share)})
        step = self.setting.cite(StepKind.BUDGET, budget, rest - need, self._limit(budget, day), facts=facts)
        return allowed._replace(cuts=(*allowed.cuts, (budget.reward, step)))

    def _spend(self, award: str, day: date, wanted: Sequence[Wanted], verdicts: Sequence[Allowed]) -> None:
        for budget in self.setting.program.budgets:
            if award in budget.awards and budget.holds_on(day):
                for purse, indexes in self._purses(budget, day, wanted).items():
                    for index in indexes:
                        if verdicts[index].refused is None:
                            self.spent[purse] += _need(budget, wanted[index], verdicts[index])


def _need(budget: BudgetRule, wanted: Wanted, allowed: Allowed) -> Amount:
    """What a payment takes out of a budget: its amount as far as it is not cut, or one payment."""
    if budget.count is not None:
        return Amount(1)
    whole = sum((amount for reward, amount in wanted.rewards if reward == budget.reward), ZERO)
    return whole + sum((step.amount for reward, step in allowed.cuts if reward == budget.reward), ZERO)


def _by_score(scores: Sequence[Scaled], needs: Sequence[Amount], left: Amount) -> list[bool]:
    """The highest scores first; equal ones together or not at all, and nobody below somebody who is refused."""
    fits = [False] * len(scores)
    order = sorted(range(len(scores)), key=lambda index: -scores[index])
    for _, tied in groupby(order, key=lambda index: scores[index]):
        together = list(tied)
        need = sum((needs[index] for index in together), ZERO)
        if need > left:
            break
        left -= need
        for index in together:
            fits[index] = True
    return fits
