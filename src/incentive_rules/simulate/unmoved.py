"""Why a reform changes nothing: what each changed value found nothing to do with, as far as the results show it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from incentive_rules.facts import RefusedValueError, parse_number
from incentive_rules.scheme.addresses import value_at
from incentive_rules.scheme.scalars import is_dated
from incentive_rules.simulate.comparison import Cause, Why
from incentive_rules.simulate.shown import AS_FILED
from incentive_rules.statement.record import label_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from incentive_rules.amounts import Amount
    from incentive_rules.messages import Label
    from incentive_rules.simulate.reform import Change
    from incentive_rules.statement.evaluation import Evaluation
    from incentive_rules.statement.model import Settlement

_AT, _TIERS, _PLACES = "at", "tiers", "places"


@dataclass(frozen=True)
class Unmoved:
    """A reform whose two results are alike in every line."""

    first: date | None
    changes: tuple[Change, ...]
    policy: str
    before: Evaluation
    after: Evaluation

    def why(self) -> tuple[Why, ...]:
        """At least one reason: for all changes at once where there is one, else for each of them."""
        changed = [each for each in self.changes if not each.is_none]
        if not changed:
            return (Why(Cause.SAME_VALUE, "", {}),)
        if not self._days:
            return (Why(Cause.NO_POINTS, "", {}),)
        last = max(self._days)
        if self.first is not None and last < self.first:
            return (Why(Cause.LATER, "", {"day": self.first, "last": last}),)
        return tuple({(why.cause, *why.facts.items()): why for each in changed for why in [self._why(each)]}.values())

    @cached_property
    def _days(self) -> set[date]:
        """The days of all lines; both sides have the same."""
        credited = {credit.counts_on for each in self.before.statements.values() for credit in each.credits}
        return credited | {each.day for each in self._settlements()} | {each.day for each in self.before.payments}

    def _settlements(self) -> Iterator[Settlement]:
        """What was claimed or settled, on either side: one that brought nothing may stand on one alone."""
        for side in (self.before, self.after):
            for statement in side.statements.values():
                yield from statement.settlements

    def _why(self, change: Change) -> Why:
        section, name, *rest = (*change.address.split("."), "")
        if section == "awards":
            return self._of_award(change, name, rest)
        used = {step.rule for side in (self.before, self.after) for step in _steps(side)}
        cause = {"activities": Cause.NOT_DONE, "bonuses": Cause.NOT_MET, "limits": Cause.NOT_CUT}.get(section)
        if cause and f"{section}.{name}" not in used:
            return Why(cause, change.address, {"name": self._label(section, name)})
        return Why(Cause.NO_ROW, change.address, {"name": change.address})

    def _of_award(self, change: Change, award: str, rest: list[str]) -> Why:
        settled = [each for each in self._settlements() if each.award == award]
        part, name, key = (*rest, "", "", "")[:3]
        if part != _PLACES and not settled:
            filed = self.policy == AS_FILED
            cause = Cause.NOBODY_CLAIMED if filed and self._is_claimed(award) else Cause.NOBODY_REACHED
            return Why(cause, change.address, {"name": self._label("awards", award)})
        if part == _TIERS and key == _AT and (ends := _ends(change)):
            low, high = ends
            measured = [each.measured for each in settled if self.first is None or each.day >= self.first]
            if not any(low <= points < high for points in measured):
                return Why(Cause.NOBODY_BETWEEN, change.address, {"low": low, "high": high})
        rule = f"awards.{award}.{part}.{name}"
        paid = {payment.rule for side in (self.before, self.after) for payment in side.payments}
        if part in (_TIERS, _PLACES) and key != _AT and rule not in paid:
            return Why(Cause.NOT_PAID, change.address, {"name": rule})
        return Why(Cause.NO_ROW, change.address, {"name": change.address})

    def _is_claimed(self, award: str) -> bool:
        return any(value_at(side.scheme, ("awards", award, "claim", "by")) == "member" for side in self._both)

    @property
    def _both(self) -> tuple[Evaluation, Evaluation]:
        return self.before, self.after

    def _label(self, section: str, name: str) -> Label:
        written = next(
            (label for side in self._both if (label := value_at(side.scheme, (section, name, "label")))), name
        )
        return label_of(written)


def _steps(evaluation: Evaluation) -> Iterator[Any]:
    for statement in evaluation.statements.values():
        for credit in statement.credits:
            yield from credit.steps


def _ends(change: Change) -> tuple[Amount, Amount] | None:
    """The lowest and the highest threshold of a tier, before and after; ``None`` where it is new or gone."""
    values = [each for side in (change.before, change.after) for each in (side.values() if is_dated(side) else [side])]
    try:
        points = [parse_number(each) for each in values]
    except RefusedValueError:
        return None
    return min(points), max(points)
