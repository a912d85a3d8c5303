"""The differences between two results on the same facts: each payment is counted once, and all parts add up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from incentive_rules.amounts import Amount
from incentive_rules.codes import Code
from incentive_rules.facts import FactKind
from incentive_rules.simulate.comparison import (
    Cost,
    FactCost,
    GroupCost,
    Outcome,
    People,
    Person,
    Prize,
    Recipients,
    Shift,
)
from incentive_rules.simulate.lines import first_difference, lines_of
from incentive_rules.statement.model import RowKind, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from incentive_rules.facts import Fact
    from incentive_rules.statement.evaluation import Evaluation
    from incentive_rules.statement.model import Payment
    from incentive_rules.statement.rows import People as Staff

Key = TypeVar("Key")

MEMBER = "member"
"""The kind of a payee who is a person."""

_POINTS = ("earned", "used", "lapsed", "balance")
_CHOICES = (Code.OPTION_MISSING, Code.OPTION_NOT_OFFERED)
_KINDS = (FactKind.ORDERED, FactKind.GROUP)


@dataclass(frozen=True)
class Differences:
    """Two results on the same facts, side by side."""

    before: Evaluation
    after: Evaluation

    @cached_property
    def rewards(self) -> tuple[str, ...]:
        """Every reward that either scheme declares, in their order; one that nobody is paid too."""
        return tuple(dict.fromkeys(reward for side in self._sides for reward in side.scheme.get("rewards", ())))

    @property
    def _sides(self) -> tuple[Evaluation, Evaluation]:
        return self.before, self.after

    def points(self) -> dict[str, Shift]:
        """Points earned, used, lapsed and left."""
        return {name: Shift(*(getattr(side.totals, name) for side in self._sides)) for name in _POINTS}

    def payments(self) -> Shift:
        """The number of payments."""
        return Shift(*(Amount(side.totals.payments) for side in self._sides))

    def costs(self) -> dict[str, Cost]:
        """What is paid of each reward."""
        return {reward: self._cost(reward) for reward in self.rewards}

    def _cost(self, reward: str) -> Cost:
        months = self._sums(reward, lambda payment: payment.day.isoformat()[:7])
        kinds = self._sums(reward, lambda payment: payment.payee_kind == MEMBER)
        members = self._of_members[reward]
        cost = Cost(
            total=Shift(*(side.totals.paid.get(reward, Amount(0)) for side in self._sides)),
            members=kinds.get(True, Shift()),
            groups=kinds.get(False, Shift()),
            months=dict(sorted(months.items())),
            recipients=Recipients(
                frozenset(name for name, each in members.items() if each.before),
                frozenset(name for name, each in members.items() if each.after),
            ),
            gainers=sum(each.difference > 0 for each in members.values()),
            losers=sum(each.difference < 0 for each in members.values()),
        )
        # INVARIANT: the parts add up to the whole, over months, over members and groups, and over single members.
        assert _sum(cost.months.values()) == cost.total
        assert cost.members + cost.groups == cost.total
        assert _sum(members.values()) == cost.members
        return cost

    def _sums(self, reward: str, key: Callable[[Payment], Key | None]) -> dict[Key, Shift]:
        """What is paid of a reward on either side, by whatever a payment is sorted by; ``None`` leaves it out."""
        sums: dict[Key, Shift] = {}
        for side, shift in ((self.before, Shift.only_before), (self.after, Shift.only_after)):
            for payment in side.payments:
                if payment.reward == reward and (where := key(payment)) is not None:
                    sums[where] = sums.get(where, Shift()) + shift(payment.amount)
        return sums

    @cached_property
    def _of_members(self) -> dict[str, dict[str, Shift]]:
        """What each member is paid, by reward."""
        return {reward: self._sums(reward, _member) for reward in self.rewards}

    @cached_property
    def persons(self) -> tuple[Person, ...]:
        """Those members whose statements differ, by id."""
        own = tuple(_by_payee(side.payments) for side in self._sides)
        names = sorted({*self.before.statements, *self.after.statements})
        return tuple(person for name in names if (person := self._person(name, own)))

    def _person(self, name: str, own: tuple[Mapping[str, list[Payment]], ...]) -> Person | None:
        was, now = (
            lines_of(side.statements.get(name), paid.get(name, ())) for side, paid in zip(self._sides, own, strict=True)
        )
        first = first_difference(was, now)
        if first is None:
            return None
        paid = {reward: each[name] for reward, each in self._of_members.items() if name in each}
        return Person(name, _outcome(paid.values()), paid, first)

    def people(self) -> People:
        """How many members there are of each kind."""
        total = len({*self.before.statements, *self.after.statements})
        counts = {kind: sum(each.outcome is kind for each in self.persons) for kind in Outcome}
        moved = {each.member_id for each in self.persons if each.outcome is not Outcome.SAME}
        # INVARIANT: whoever is paid more or less has a line that says so, and nobody else.
        assert moved == {name for each in self._of_members.values() for name, shift in each.items() if shift.difference}
        return People(
            total=total,
            gains=counts[Outcome.GAINS],
            loses=counts[Outcome.LOSES],
            mixed=counts[Outcome.MIXED],
            same=total - len(moved),
            other_lines=counts[Outcome.SAME],
        )

    def facts(self, staff: Staff, declared: Mapping[str, Fact]) -> tuple[FactCost, ...]:
        """Costs by every fact of members that orders or groups them."""
        return tuple(
            FactCost(name, fact.label, {reward: self._by_value(reward, fact, staff) for reward in self.rewards})
            for name, fact in declared.items()
            if fact.kind in _KINDS
        )

    def _by_value(self, reward: str, fact: Fact, staff: Staff) -> dict[str | None, GroupCost]:
        def where(payment: Payment) -> tuple[str | None, str] | None:
            row = staff.on(payment.payee, payment.day)
            value = row.facts.get(fact.name) if row else None
            return None if payment.payee_kind != MEMBER else (None if value is None else str(value), payment.payee)

        members: dict[str | None, list[Shift]] = {}
        for (value, _), shift in self._sums(reward, where).items():
            members.setdefault(value, []).append(shift)
        costs = {value: _group(members[value]) for value in sorted(members, key=lambda value: _order(fact, value))}
        # INVARIANT: each payment to a member stands under exactly one value.
        assert _sum(each.cost for each in costs.values()) == _sum(self._of_members[reward].values())
        return costs

    def prizes(self) -> tuple[Prize, ...]:
        """Prizes of groups that differ, by day, award and group."""
        found = [
            Prize(award, group, day, reward, amount)
            for reward in self.rewards
            for (day, award, group), amount in self._sums(reward, _prize).items()
            if amount.difference
        ]
        return tuple(sorted(found, key=lambda each: (each.day, each.award, each.group, each.reward)))

    def waiting(self) -> tuple[str, ...]:
        """Claims that are paid before, and after wait for a choice that they do not name."""
        paid = {each.id for each in self.before.outcomes if each.kind is RowKind.CLAIM and each.state is State.PAID}
        held = {each.id: each for each in self.after.outcomes if each.kind is RowKind.CLAIM and each.id in paid}
        return tuple(sorted(name for name, each in held.items() if any(why.code in _CHOICES for why in each.reasons)))


def _member(payment: Payment) -> str | None:
    return payment.payee if payment.payee_kind == MEMBER else None


def _prize(payment: Payment) -> tuple[date, str, str] | None:
    return (payment.day, payment.award, payment.payee) if payment.payee_kind != MEMBER else None


def _by_payee(payments: Iterable[Payment]) -> dict[str, list[Payment]]:
    own: dict[str, list[Payment]] = {}
    for payment in payments:
        if payment.payee_kind == MEMBER:
            own.setdefault(payment.payee, []).append(payment)
    return own


def _outcome(paid: Iterable[Shift]) -> Outcome:
    """More of one reward and less of another is neither a gain nor a loss: won and days off are never added up."""
    differences = [each.difference for each in paid]
    more, less = any(each > 0 for each in differences), any(each < 0 for each in differences)
    return {
        (True, True): Outcome.MIXED,
        (True, False): Outcome.GAINS,
        (False, True): Outcome.LOSES,
        (False, False): Outcome.SAME,
    }[more, less]


def _group(members: list[Shift]) -> GroupCost:
    return GroupCost(
        people=len(members),
        gainers=sum(each.difference > 0 for each in members),
        losers=sum(each.difference < 0 for each in members),
        cost=_sum(members),
    )


def _order(fact: Fact, value: str | None) -> tuple[bool, int, str]:
    """Ordered values from low to high, groups by name, the unknown last."""
    rank = fact.rank(value) if fact.kind is FactKind.ORDERED and value is not None else 0
    return value is None, rank, value or ""


def _sum(shifts: Iterable[Shift]) -> Shift:
    return sum(shifts, Shift())
