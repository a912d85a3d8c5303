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
    from collections.abc import Iterator, Sequence
    from datetime import date

    from incentive_rules.amounts import Scaled
    from incentive_rules.program.model import BudgetRule
    from incentive_rules.statement.setting import Setting

MEMBER = "member"


class Wanted(NamedTuple):
    """What somebody is to be paid on a day under one award: the score that it hangs on, and the amount by reward.

    ``kind`` is ``member``, or the group fact whose value is paid.
    """

    payee: str
    kind: str
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
                for index, reason in self._without_purse(budget, day, wanted):
                    verdicts[index] = Allowed(reason)
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
            if _is_for(budget, each) and self._lacks(budget, day, each) is None:
                found[self._purse(budget, day, each)].append(index)
        return found

    def _without_purse(self, budget: BudgetRule, day: date, wanted: Sequence[Wanted]) -> Iterator[tuple[int, Reason]]:
        """Whoever wants something of the budget, and belongs to nothing that has a part of it."""
        for index, each in enumerate(wanted):
            reason = self._lacks(budget, day, each) if _is_for(budget, each) else None
            if reason is not None:
                yield index, reason

    def _lacks(self, budget: BudgetRule, day: date, wanted: Wanted) -> Reason | None:
        """Why it is not known out of whose part somebody is paid."""
        if wanted.kind != MEMBER or budget.by in ("", MEMBER):
            return None
        row = self.setting.people.on(wanted.payee, day)
        if row is not None and row.facts.get(budget.by) is not None:
            return None
        label = self.setting.program.scheme.facts.member[budget.by].label
        unknown = because(Code.GROUP_UNKNOWN, name=label, member=wanted.payee, day=day)
        return self.setting.people.gap(wanted.payee, day) or unknown

    def _purse(self, budget: BudgetRule, day: date, wanted: Wanted) -> _Purse:
        period = period_of(day, budget.per).name
        if not budget.by:
            return budget.id, period, ""
        of_group = wanted.kind == MEMBER and budget.by != MEMBER
        row = self.setting.people.on(wanted.payee, day) if of_group else None
        return budget.id, period, str(row.facts[budget.by]) if row else wanted.payee

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
            return [self._cut(budget, day, wanted[index], verdicts[index], share) for index in asking]
        scores = [wanted[index].score for index in asking]
        if budget.when_out is WhenOut.BY_SCORE:
            return [
                verdicts[index] if need is None else Allowed(self._out(budget, day, rest, need))
                for index, (rest, need) in zip(asking, _by_score(scores, needs, left), strict=True)
            ]
        out = Allowed(self._out(budget, day, left, sum(needs, ZERO)))
        return [out for _ in asking]

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

    def _cut(self, budget: BudgetRule, day: date, wanted: Wanted, allowed: Allowed, share: Fraction) -> Allowed:
        assert budget.rounding is not None  # a budget that cuts in proportion says how it rounds
        needs = _by_reward(budget, wanted, allowed)
        rest = {reward: Amount(budget.rounding.apply(need * share)) for reward, need in needs.items()}
        if not any(rest.values()):
            return Allowed(self._out(budget, day, ZERO, sum(needs.values(), ZERO)))
        facts = plain_facts({"period": period_of(day, budget.per).name, "share": Amount(share)})
        limit = self._limit(budget, day)
        steps = {
            reward: self.setting.cite(StepKind.BUDGET, budget, rest[reward] - need, limit, facts=facts)
            for reward, need in needs.items()
        }
        return allowed._replace(cuts=(*allowed.cuts, *steps.items()))

    def _spend(self, award: str, day: date, wanted: Sequence[Wanted], verdicts: Sequence[Allowed]) -> None:
        for budget in self.setting.program.budgets:
            if award in budget.awards and budget.holds_on(day):
                for purse, indexes in self._purses(budget, day, wanted).items():
                    for index in indexes:
                        if verdicts[index].refused is None:
                            self.spent[purse] += _need(budget, wanted[index], verdicts[index])


def _need(budget: BudgetRule, wanted: Wanted, allowed: Allowed) -> Amount:
    """What a payment takes out of a budget: its amount as far as it is not cut, or the number of payments."""
    if budget.count is not None:
        return Amount(sum(reward in budget.rewards for reward, _ in wanted.rewards))
    return sum(_by_reward(budget, wanted, allowed).values(), ZERO)


def _by_reward(budget: BudgetRule, wanted: Wanted, allowed: Allowed) -> dict[str, Amount]:
    """What of each reward comes out of a budget, less what was cut off before."""
    needs: dict[str, Amount] = {}
    for reward, amount in (*wanted.rewards, *((reward, step.amount) for reward, step in allowed.cuts)):
        if reward in budget.rewards:
            needs[reward] = needs.get(reward, ZERO) + amount
    return needs


def _by_score(scores: Sequence[Scaled], needs: Sequence[Amount], left: Amount) -> list[tuple[Amount, Amount | None]]:
    """For each what was left when it was its turn, and what is wanted of that if it does not fit.

    The highest scores go first; equal ones are paid together or not at all, and nobody below somebody who is refused.
    """
    found: list[tuple[Amount, Amount | None]] = [(left, None)] * len(scores)
    order = sorted(range(len(scores)), key=lambda index: -scores[index])
    is_out = False
    for _, tied in groupby(order, key=lambda index: scores[index]):
        together = list(tied)
        need = sum((needs[index] for index in together), ZERO)
        is_out = is_out or need > left
        for index in together:
            found[index] = left, need if is_out else None
        left -= ZERO if is_out else need
    return found


def _is_for(budget: BudgetRule, wanted: Wanted) -> bool:
    """Whether somebody wants something of what a budget counts."""
    return any(reward in budget.rewards for reward, _ in wanted.rewards)
