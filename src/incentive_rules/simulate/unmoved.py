"""Why a reform changes nothing: what each changed value found nothing to do with, as far as the results show it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from incentive_rules.facts import RefusedValueError, parse_number
from incentive_rules.scheme.addresses import value_at
from incentive_rules.scheme.scalars import is_dated
from incentive_rules.simulate.comparison import Cause, Why, left_out
from incentive_rules.simulate.reform import Change
from incentive_rules.simulate.shown import AS_FILED
from incentive_rules.statement.model import RowKind, State
from incentive_rules.statement.record import label_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from incentive_rules.amounts import Amount
    from incentive_rules.messages import Label
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
        if not self.changes:
            return (Why(Cause.SAME_VALUE, "", {}),)
        if not self._days:
            return (self._of_no_points(),)
        last = max(self._days)
        if self.first is not None and last < self.first:
            return (Why(Cause.LATER, "", {"day": self.first, "last": last}),)
        reasons: dict[object, Why] = {}
        for why in map(self._why, self.changes):
            reasons.setdefault((why.cause, *why.facts.items()), why)
        return tuple(reasons.values())

    def _of_no_points(self) -> Why:
        """Nobody has a line; if rows did not count, that may be why."""
        entries = left_out(self.before).get(RowKind.ENTRY, {})
        counts = {str(state): entries.get(state, 0) for state in (State.HELD, State.REJECTED)}
        return Why(Cause.LEFT_OUT, "", counts) if any(counts.values()) else Why(Cause.NO_POINTS, "", {})

    @cached_property
    def _days(self) -> set[date]:
        """The days of all lines; both sides have the same."""
        credited = {credit.counts_on for each in self.before.statements.values() for credit in each.credits}
        return credited | {each.day for each in self._settlements()} | {each.day for each in self.before.payments}

    def _settlements(self) -> Iterator[Settlement]:
        """What was claimed or settled, on either side: one that brought nothing may stand on one alone."""
        for side in self._both:
            for statement in side.statements.values():
                yield from statement.settlements

    def _why(self, change: Change) -> Why:
        section, name, *rest = (*change.address.split("."), "")
        if section == "awards":
            return self._of_award(change, name, rest)
        rule = f"{section}.{name}"
        used = {step.rule for side in self._both for step in _steps(side)}
        cause = {"activities": Cause.NOT_DONE, "bonuses": Cause.NOT_MET, "limits": Cause.NOT_CUT}.get(section)
        if cause and rule not in used:
            return Why(cause, rule, {"name": self._label(section, name)})
        return _no_row(change)

    def _of_award(self, change: Change, award: str, rest: list[str]) -> Why:
        settled = [each for each in self._settlements() if each.award == award]
        part, name, key = (*rest, "", "", "")[:3]
        is_ranked = part == _PLACES or value_at(self.before.scheme, ("awards", award, "kind")) == "grades"
        if not is_ranked and not settled:
            return self._unsettled(change, award)
        measured = [each.measured for each in settled if self.first is None or each.day >= self.first]
        rule = f"awards.{award}.{part}.{name}"
        is_new = part == _TIERS and value_at(self.before.scheme, tuple(rule.split("."))) is None
        if is_new or (part == _TIERS and key == _AT):
            why = _of_threshold(self._new_tier(rule) if is_new else change, measured, is_new=is_new)
            if why:
                return why
        paid = {payment.rule for side in self._both for payment in side.payments}
        if part in (_TIERS, _PLACES, "grades", "supplements") and key != _AT and rule not in paid:
            return Why(Cause.NOT_PAID, rule, {"name": rule})
        return _no_row(change)

    def _unsettled(self, change: Change, award: str) -> Why:
        """Nobody got as far as a tier, or nobody's claim did."""
        label = self._label("awards", award)
        if self.policy != AS_FILED or not self._is_claimed(award):
            return Why(Cause.NOBODY_REACHED, change.address, {"name": label})
        count = sum(left_out(self.before).get(RowKind.CLAIM, {}).values())
        if count:
            return Why(Cause.CLAIMS_LEFT_OUT, change.address, {"name": label, "count": count})
        return Why(Cause.NOBODY_CLAIMED, change.address, {"name": label})

    def _new_tier(self, rule: str) -> Change:
        return Change(rule, None, value_at(self.after.scheme, (*rule.split("."), _AT)))

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


def _of_threshold(change: Change, measured: Sequence[Amount], *, is_new: bool) -> Why | None:
    """Nobody stood between the old threshold and the new one, or nobody came to that of a new tier."""
    ends = _ends(change)
    if ends is None:
        return None
    low, high = ends
    if is_new:
        return None if any(low <= points for points in measured) else Why(Cause.NOBODY_AT, change.address, {"at": low})
    if any(low <= points < high for points in measured):
        return None
    return Why(Cause.NOBODY_BETWEEN, change.address, {"low": low, "high": high})


def _no_row(change: Change) -> Why:
    """No better reason is borne out by the results."""
    has_both = change.before is not None and change.after is not None
    return Why(Cause.NO_ROW if has_both else Cause.NO_ROW_WITHOUT, change.address, {"name": change.address})


def _ends(change: Change) -> tuple[Amount, Amount] | None:
    """The lowest and the highest threshold of a tier, before and after; ``None`` where it is gone or has none."""
    sides = [change.after] if change.before is None else [change.before, change.after]
    values = [each for side in sides for each in (side.values() if is_dated(side) else [side])]
    try:
        points = [parse_number(each) for each in values]
    except RefusedValueError:
        return None
    return min(points), max(points)
