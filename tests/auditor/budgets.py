"""What budgets leave of what awards by thresholds and at a rate would pay."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, Any

from auditor.earning import rounded
from auditor.rules import number_on

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from auditor.paying import Wish
    from auditor.rows import Staff
    from auditor.rules import Rules

ZERO = Fraction(0)


def rewards_of(budget: Mapping[str, Any]) -> list[str]:
    told = budget["reward"]
    return [told] if isinstance(told, str) else list(told)


def paid_by(award: Mapping[str, Any]) -> set[str]:
    """The rewards that an award may pay."""
    parts = [award, *(part for key in ("tiers", "places", "grades") for part in (award.get(key) or {}).values())]
    parts += (award.get("supplements") or {}).values()
    bundles = [each for part in parts for each in [part.get("pays") or {}, *(part.get("choose") or {}).values()]]
    return {reward for bundle in bundles for reward in bundle}


def covered(data: Mapping[str, Any], budget: Mapping[str, Any]) -> set[str]:
    """The kinds of awards that pay out of a budget."""
    awards = data.get("awards") or {}
    names = budget.get("awards") or list(awards)
    return {awards[name]["kind"] for name in names if paid_by(awards[name]) & set(rewards_of(budget))}


class Purses:
    """What was paid out of the budgets so far."""

    def __init__(self, rules: Rules, staff: Staff) -> None:
        self.rules, self.staff = rules, staff
        self.used: dict[Any, Fraction] = defaultdict(Fraction)

    def allow(self, day: date, wishes: list[Wish]) -> list[bool]:
        """Which of the wishes of one moment can be paid; what a budget cuts off is taken off their amounts."""
        allowed = [True] * len(wishes)
        for name, budget in self.rules.budgets.items():
            if self.rules.in_force(budget, day) and covered(self.rules.data, budget) & {"tiers", "exchange"}:
                self._one(name, budget, day, wishes, allowed)
        return allowed

    def _one(self, name: str, budget: Mapping[str, Any], day: date, wishes: list[Wish], allowed: list[bool]) -> None:
        names = budget.get("awards") or list(self.rules.awards)
        purses: dict[Any, list[int]] = defaultdict(list)
        for number, wish in enumerate(wishes):
            if wish.award in names and self._need(budget, wish):
                purses[self._owner(budget, wish, day)].append(number)
        for owner, numbers in purses.items():
            key = name, owner, self.rules.window(budget["per"], day)
            left = number_on(budget.get("amount", budget.get("count")), day) - self.used[key]
            paid = [] if owner is None else self._paid(budget, [(number, wishes[number]) for number in numbers], left)
            for number in numbers:
                allowed[number] = number in paid
                self.used[key] += self._need(budget, wishes[number]) if number in paid else ZERO

    def _owner(self, budget: Mapping[str, Any], wish: Wish, day: date) -> Any:
        by = budget.get("by")
        if by is None or by == "member":
            return wish.member if by else "all"
        return (self.staff.on(wish.member, day) or {}).get(by)

    def _need(self, budget: Mapping[str, Any], wish: Wish) -> Fraction:
        found = [bundle.get(reward, ZERO) for _, _, bundle in wish.parts for reward in rewards_of(budget)]
        return Fraction(sum(1 for each in found if each)) if "count" in budget else sum(found, ZERO)

    def _paid(self, budget: Mapping[str, Any], wishes: list[tuple[int, Wish]], left: Fraction) -> list[int]:
        total = sum((self._need(budget, wish) for _, wish in wishes), ZERO)
        if total <= left:
            return [number for number, _ in wishes]
        if budget["when_out"] == "prorate" and left > 0:
            return [number for number, wish in wishes if self._cut(budget, wish, left / total)]
        return self._by_score(budget, wishes, left) if budget["when_out"] == "by_score" else []

    def _by_score(self, budget: Mapping[str, Any], wishes: list[tuple[int, Wish]], left: Fraction) -> list[int]:
        """The higher first; equal ones together or not at all, and nobody below somebody who is refused."""
        paid: list[int] = []
        for _, group in groupby(sorted(wishes, key=lambda each: -each[1].measured), key=lambda each: each[1].measured):
            equal = list(group)
            need = sum((self._need(budget, wish) for _, wish in equal), ZERO)
            if need > left:
                break
            left -= need
            paid += [number for number, _ in equal]
        return paid

    def _cut(self, budget: Mapping[str, Any], wish: Wish, factor: Fraction) -> bool:
        """Each payment in the same proportion; whoever is left nothing is refused."""
        told = budget["round"]
        for _, _, bundle in wish.parts:
            for reward in rewards_of(budget):
                if reward in bundle:
                    bundle[reward] = rounded(bundle[reward] * factor, told["unit"], told["mode"])
        return any(amount for _, _, bundle in wish.parts for amount in bundle.values())
