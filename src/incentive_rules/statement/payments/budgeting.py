"""How much is left in budgets, and what happens to payments of one day that do not all fit.

Budgets of each person come first, then those of groups, then those of all together; a later one is asked for what the
earlier ones left. Several of one kind are asked for the same, and the one that leaves the least decides: so neither the
order of the file nor that of people does.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
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
    from collections.abc import Mapping, Sequence

    from incentive_rules.amounts import Scaled
    from incentive_rules.program.model import BudgetRule
    from incentive_rules.statement.setting import Setting

MEMBER = "member"


class Wanted(NamedTuple):
    """What somebody is to be paid on a day: under which award, the score that it hangs on, and each reward's amount.

    ``kind`` is ``member``, or the group fact whose value is paid.
    """

    award: str
    payee: str
    kind: str
    score: Scaled
    rewards: tuple[tuple[str, Amount], ...]


class Allowed(NamedTuple):
    """What becomes of it: refused for a reason, or paid, less the steps that cut single ones of its rewards.

    ``provisional`` if entries that are held could leave less for it.
    """

    refused: Reason | None = None
    cuts: tuple[tuple[int, Step], ...] = ()
    provisional: bool = False

    @property
    def cut(self) -> Amount:
        """How much is cut off in all; below 0."""
        return sum((step.amount for _, step in self.cuts), ZERO)


_Purse = tuple[str, str, str]
"""A budget, a period and whose it is (an empty text for all together)."""


@dataclass(slots=True)
class Purses:
    """What was paid out of each budget so far. It is the only thing here that changes.

    ``open_from`` is the first day on which an entry that is held may count.
    """

    setting: Setting
    open_from: date = date.max
    spent: dict[_Purse, Amount] = field(default_factory=lambda: defaultdict(lambda: ZERO))

    def allow(self, day: date, wanted: Sequence[Wanted]) -> list[Allowed]:
        """What is paid of all that is to be paid at once on a day; it is spent then."""
        budgets = [each for each in self.setting.program.budgets if each.holds_on(day)]
        verdicts: list[Allowed] = [Allowed()] * len(wanted)
        for _, alike in groupby(sorted(budgets, key=_breadth), key=_breadth):
            found = [self._asked(_Asking(budget, day, wanted, verdicts)) for budget in alike]
            verdicts = [
                _least([each[index] for each in found if index in each], before)
                for index, before in enumerate(verdicts)
            ]
        for budget in budgets:
            asking = _Asking(budget, day, wanted, verdicts)
            if day >= self.open_from and budget.by != MEMBER:
                for index in asking.open:
                    verdicts[index] = verdicts[index]._replace(provisional=True)
            for purse, indexes in self._purses(asking).items():
                self.spent[purse] += sum((_need(budget, wanted[index], verdicts[index]) for index in indexes), ZERO)
        return verdicts

    def _asked(self, asking: _Asking) -> dict[int, Allowed]:
        """What one budget makes of what is asked of it."""
        found = {index: Allowed(reason) for index in asking.open if (reason := self._lacks(asking, index))}
        for purse, indexes in self._purses(asking).items():
            found |= self._of(asking, purse, indexes)
        return found

    def _purses(self, asking: _Asking) -> dict[_Purse, list[int]]:
        """Whoever is still paid something out of the budget, by the purse that it comes from."""
        found: dict[_Purse, list[int]] = defaultdict(list)
        period = period_of(asking.day, asking.budget.per).name
        for index in asking.open:
            if self._lacks(asking, index) is None:
                found[asking.budget.id, period, self._owner(asking, index)].append(index)
        return found

    def _owner(self, asking: _Asking, index: int) -> str:
        by, wanted = asking.budget.by, asking.wanted[index]
        if not by:
            return ""
        of_group = wanted.kind == MEMBER and by != MEMBER
        row = self.setting.people.on(wanted.payee, asking.day) if of_group else None
        return str(row.facts[by]) if row else wanted.payee

    def _lacks(self, asking: _Asking, index: int) -> Reason | None:
        """Why it is not known out of whose part somebody is paid, where groups have their own parts."""
        by, wanted = asking.budget.by, asking.wanted[index]
        if wanted.kind != MEMBER or by in ("", MEMBER):
            return None
        row = self.setting.people.on(wanted.payee, asking.day)
        if row is not None and row.facts.get(by) is not None:
            return None
        label = self.setting.program.scheme.facts.member[by].label
        unknown = because(Code.GROUP_UNKNOWN, name=label, member=wanted.payee, day=asking.day)
        return self.setting.people.gap(wanted.payee, asking.day) or unknown

    def _of(self, asking: _Asking, purse: _Purse, indexes: Sequence[int]) -> Mapping[int, Allowed]:
        """What one purse leaves to those who ask for it."""
        budget = asking.budget
        needs = {index: _need(budget, asking.wanted[index], asking.verdicts[index]) for index in indexes}
        left, whole = asking.limit - self.spent[purse], sum(needs.values(), ZERO)
        if whole <= left:
            return {}
        if budget.when_out is WhenOut.PRORATE:
            share = Fraction(left) / whole
            return {index: self._cut(asking, index, share) for index in indexes}
        if budget.when_out is WhenOut.BY_SCORE:
            return {index: Allowed(asking.out(*why)) for index, why in _by_score(asking, needs, left).items()}
        return dict.fromkeys(indexes, Allowed(asking.out(left, whole)))

    def _cut(self, asking: _Asking, index: int, share: Fraction) -> Allowed:
        """Each amount in the same proportion; refused where nothing is left of any."""
        budget, allowed = asking.budget, asking.verdicts[index]
        assert budget.rounding is not None  # a budget that cuts in proportion says how it rounds
        needs = _amounts(budget, asking.wanted[index], allowed)
        rest = {number: Amount(budget.rounding.apply(need * share)) for number, need in needs.items()}
        if not any(rest.values()):
            return Allowed(asking.out(ZERO, sum(needs.values(), ZERO)))
        facts = plain_facts({"period": period_of(asking.day, budget.per).name, "share": Amount(share)})
        steps = {
            number: self.setting.cite(StepKind.BUDGET, budget, rest[number] - need, asking.limit, facts=facts)
            for number, need in needs.items()
        }
        return allowed._replace(cuts=(*allowed.cuts, *steps.items()))


class _Asking(NamedTuple):
    """A budget, and all that is wanted at once on a day, as far as the budgets before it left it."""

    budget: BudgetRule
    day: date
    wanted: Sequence[Wanted]
    verdicts: Sequence[Allowed]

    @property
    def open(self) -> list[int]:
        """Who is still paid something that the budget counts."""
        return [
            index
            for index, (wanted, allowed) in enumerate(zip(self.wanted, self.verdicts, strict=True))
            if wanted.award in self.budget.awards and allowed.refused is None and _amounts(self.budget, wanted, allowed)
        ]

    @property
    def limit(self) -> Amount:
        """The most that is paid in the period."""
        if self.budget.amount is not None:
            return self.budget.amount.on(self.day)
        assert self.budget.count is not None  # a budget is of an amount or of a count
        return Amount(self.budget.count.on(self.day))

    def out(self, left: Amount, wanted: Amount) -> Reason:
        """Why something is not paid."""
        period = period_of(self.day, self.budget.per).name
        return because(Code.OUT_OF_BUDGET, name=self.budget.label, period=period, left=left, wanted=wanted)


def _breadth(budget: BudgetRule) -> int:
    """Budgets of a person, of a group, of all together."""
    return 2 if not budget.by else 0 if budget.by == MEMBER else 1


def _least(verdicts: Sequence[Allowed], before: Allowed) -> Allowed:
    """What several budgets leave of what there was before: nothing if one refuses it, else of each reward the least."""
    refused = next((each for each in verdicts if each.refused is not None), None)
    if refused is not None:
        return refused
    steps: dict[int, Step] = {}
    for number, step in (cut for each in verdicts for cut in each.cuts[len(before.cuts) :]):
        if number not in steps or step.amount < steps[number].amount:
            steps[number] = step
    return before._replace(cuts=(*before.cuts, *steps.items()))


def _need(budget: BudgetRule, wanted: Wanted, allowed: Allowed) -> Amount:
    """What a payment takes out of a budget: its amounts as far as they are not cut, or the number of payments."""
    amounts = _amounts(budget, wanted, allowed)
    return sum(amounts.values(), ZERO) if budget.count is None else Amount(len(amounts))


def _amounts(budget: BudgetRule, wanted: Wanted, allowed: Allowed) -> dict[int, Amount]:
    """What of each reward comes out of a budget, by its number, less what was cut off before; nothing is no payment."""
    amounts = {number: amount for number, (reward, amount) in enumerate(wanted.rewards) if reward in budget.rewards}
    for number, step in allowed.cuts:
        if number in amounts:
            amounts[number] += step.amount
    return {number: amount for number, amount in amounts.items() if amount}


def _by_score(asking: _Asking, needs: Mapping[int, Amount], left: Amount) -> dict[int, tuple[Amount, Amount]]:
    """Who is refused, with what was left when it was their turn and what was wanted of it.

    The highest scores go first; equal ones are paid together or not at all, and nobody below somebody who is refused.
    """
    found: dict[int, tuple[Amount, Amount]] = {}
    scores = {index: asking.wanted[index].score for index in needs}
    for _, tied in groupby(sorted(needs, key=lambda index: -scores[index]), key=scores.__getitem__):
        together = list(tied)
        need = sum((needs[index] for index in together), ZERO)
        if found or need > left:
            found |= dict.fromkeys(together, (left, need))
        else:
            left -= need
    return found
