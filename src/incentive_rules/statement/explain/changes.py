"""For each reason, the smallest change of the facts with which it would not have stood; or that there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount
from incentive_rules.codes import Code
from incentive_rules.messages import Label, has_sentence
from incentive_rules.periods import Per, period_of
from incentive_rules.statement.explain.failed import Failed, how_far, how_joined, words_on
from incentive_rules.statement.explain.lines import node
from incentive_rules.statement.explain.model import Node, NodeKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from incentive_rules.statement.model import Facts, Reason
    from incentive_rules.statement.record import Record

_REMARK, _COUNTED = "change_told", "change_counted"
NO_CHANGE: dict[Code, str] = {
    Code.CHANGED_AFTER_CLOSING: _REMARK,
    Code.REWARD_WITHDRAWN: _REMARK,
    Code.REWARD_RESTORED: _REMARK,
    Code.CORRECTS: _REMARK,
    Code.DUPLICATE_ROW: _COUNTED,
    Code.FACT_DISAGREES: _COUNTED,
    Code.DEDUCTION_FLOORED: _COUNTED,
    Code.GRADED_BY_SHARE: _REMARK,
    Code.GRADED_BY_SCORE: _REMARK,
    Code.GRADE_CHANGED: _REMARK,
    Code.TIE_BROKEN: _REMARK,
    Code.MADE_BY_RULE: "change_made",
    Code.NOT_CLAIMABLE: "change_by_itself",
    Code.PAID_BEFORE: "change_paid",
    Code.WON_BEFORE: "change_one_prize",
}
"""Reasons that no change of the facts would take away, and why not."""


@dataclass(frozen=True, slots=True)
class SmallestChanges:
    """Finds changes for the reasons of one row, claim or rank: ``day`` is its day, ``award`` what it is about."""

    record: Record
    day: date | None = None
    award: str = ""

    def of(self, reasons: Iterable[Reason]) -> Iterator[Node]:
        """The change for each reason; of tests that fail together, whether one of them is enough.

        Where one reason stands against a row, those that only tell something of it are no answer: "nothing to change"
        beside a change to make would contradict it.
        """
        told = list(reasons)
        given = [each for each in told if not _only_tells(each.code)] or told
        yield from map(self.one, given)
        failed = [each for each in given if each.code is Code.NOT_ELIGIBLE]
        if len(failed) > 1:
            key = how_joined(self.record, failed)
            if key:
                yield node(NodeKind.CHANGE, key)

    def one(self, reason: Reason) -> Node:
        """The smallest change that would have counted, or why there is none."""
        key, facts = self._change(reason)
        return node(NodeKind.CHANGE, key, {**reason.facts, **facts}, id=str(reason.code))

    def _change(self, reason: Reason) -> tuple[str, dict[str, object]]:
        if reason.code in NO_CHANGE:
            return NO_CHANGE[reason.code], {}
        if special := _SPECIAL.get(reason.code):
            return special(self, reason)
        key = f"change_{reason.code}"
        if has_sentence(key, "en"):
            return key, {"as_of": self.record.as_of}
        hint = Label(reason.help("ko"), reason.help("en"))
        return ("change_read_so", {"hint": hint}) if hint.en else ("change_read", {})

    # Days.

    def not_yet(self, reason: Reason) -> tuple[str, dict[str, object]]:
        """Something that counts later."""
        return "change_not_yet", {"days": _days(self.record.as_of, _day(reason.facts, "day"))}

    def not_known_yet(self, reason: Reason) -> tuple[str, dict[str, object]]:
        """Something that was recorded later."""
        known = _day(reason.facts, "known_at")
        return "change_not_known_yet", {"days": _days(known, _day(reason.facts, "day"))}

    def not_in_force(self, reason: Reason) -> tuple[str, dict[str, object]]:
        """Something outside the days of a rule, or of the scheme."""
        day, first = _day(reason.facts, "day"), _day(reason.facts, "first")
        until = reason.facts.get("until")
        if day is not None and first is not None and day < first:
            return "change_later", {"days": _days(day, first)}
        end = _iso(until.en if isinstance(until, Label) else str(until))
        if end is None:
            return "change_in_force", {}
        return "change_earlier", {"days": (_days(end, day) or 0) + 1, "end": end}

    # Conditions.

    def not_eligible(self, reason: Reason) -> tuple[str, dict[str, object]]:
        """A test that failed: what it needs, and how far off the fact is."""
        far = how_far(self.record, Failed.of(reason))
        return ("change_not_eligible_by", {"far": far}) if far else ("change_not_eligible", {})

    def no_longer_eligible(self, reason: Reason) -> tuple[str, dict[str, object]]:
        """Somebody whom the scheme as a whole no longer takes."""
        need = words_on(self.record.program.eligible, _day(reason.facts, "day") or self.record.as_of)
        return ("change_not_eligible", {"need": need}) if need else ("change_read", {})

    def place_not_paid(self, reason: Reason) -> tuple[str, dict[str, object]]:
        """A place of somebody who is not paid."""
        rule = next((each for each in self.record.program.rankings if each.id == self.award), None)
        need = words_on(rule.paid_if if rule else None, _day(reason.facts, "day") or self.record.as_of)
        return ("change_not_eligible", {"need": need}) if need else ("change_read", {})

    # Numbers.

    def cut(self, reason: Reason) -> tuple[str, dict[str, object]]:
        """Points that a limit cut: how many fewer before, or from when there is room again."""
        over = _number(reason.facts, "wanted") - _number(reason.facts, "left")
        found: dict[str, object] = {"missing": Amount(over)}
        again = self._next_period(str(reason.facts.get("period", "")))
        return ("change_cut_or_later", {**found, "next": again}) if again else ("change_cut", found)

    def out_of_budget(self, reason: Reason) -> tuple[str, dict[str, object]]:
        """How much more a budget would have had to hold."""
        over = _number(reason.facts, "wanted") - _number(reason.facts, "left")
        return "change_out_of_budget", {"missing": Amount(over)}

    def shares_too_many(self, reason: Reason) -> tuple[str, dict[str, object]]:
        """How much less the shares would have to be."""
        return "change_shares_too_many", {"missing": Amount(_number(reason.facts, "sum") - 1)}

    def not_a_multiple(self, reason: Reason) -> tuple[str, dict[str, object]]:
        """The multiples on either side."""
        value, unit = _number(reason.facts, "value"), _number(reason.facts, "unit")
        below = value // unit * unit
        around: dict[str, object] = {"below": Amount(below), "above": Amount(below + unit)}
        return ("change_not_a_multiple" if below > 0 else "change_multiple_above"), around

    # Claims.

    def claimed_before(self, reason: Reason) -> tuple[str, dict[str, object]]:
        """When the next claim could be paid."""
        again = self._next_period(str(reason.facts.get("period", "")))
        return ("change_from_day", {"next": again}) if again else ("change_paid", {})

    def between_periods(self, _reason: Reason) -> tuple[str, dict[str, object]]:
        """The first day of the next period."""
        rule = next((each for each in self.record.program.tiers if each.id == self.award), None)
        spans = (rule.claim_per, rule.window) if rule and self.day else ()
        ends = [gap.end for span in spans if span and self.day and (gap := period_of(self.day, span)).is_gap]
        return ("change_from_day", {"next": max(ends)}) if ends else ("change_read", {})

    def _next_period(self, name: str) -> date | None:
        """The first day after the period of that name, among those that hold the day."""
        program = self.record.program
        named = [each.per for each in program.general_limits if each.per]
        named += [limit.per for limits in program.limits.values() for limit in limits]
        spans = {*Per, *named, *(each.claim_per for each in program.tiers)}
        day = self.day or self.record.as_of
        around = (period_of(day, span) for span in spans if span is not Per.EVER)
        return next((each.end for each in around if each.name == name and each.end != date.max), None)


_SPECIAL: dict[Code, Callable[[SmallestChanges, Reason], tuple[str, dict[str, object]]]] = {
    Code.NOT_YET: SmallestChanges.not_yet,
    Code.NOT_KNOWN_YET: SmallestChanges.not_known_yet,
    Code.NOT_IN_FORCE: SmallestChanges.not_in_force,
    Code.OUTSIDE_SCHEME: SmallestChanges.not_in_force,
    Code.NOT_ELIGIBLE: SmallestChanges.not_eligible,
    Code.NO_LONGER_ELIGIBLE: SmallestChanges.no_longer_eligible,
    Code.PLACE_NOT_PAID: SmallestChanges.place_not_paid,
    Code.CUT_BY_LIMIT: SmallestChanges.cut,
    Code.OUT_OF_BUDGET: SmallestChanges.out_of_budget,
    Code.SHARES_TOO_MANY: SmallestChanges.shares_too_many,
    Code.NOT_A_MULTIPLE: SmallestChanges.not_a_multiple,
    Code.CLAIMED_BEFORE: SmallestChanges.claimed_before,
    Code.BETWEEN_PERIODS: SmallestChanges.between_periods,
}


def is_remark(code: Code) -> bool:
    """Whether a reason tells how something was decided, and not that it failed."""
    return NO_CHANGE.get(code) == _REMARK


def _only_tells(code: Code) -> bool:
    """Whether a reason stands against nothing: it tells how something was decided, or of what is counted as it is."""
    return NO_CHANGE.get(code) in (_REMARK, _COUNTED)


def has_change(code: Code) -> bool:
    """Whether a change of its own, or that there is none, is said for a reason of that code.

    Example:
        >>> has_change(Code.STATUS_PENDING), has_change(Code.DUPLICATE_ROW), has_change(Code.BAD_NUMBER)
        (True, True, False)
    """
    return code in NO_CHANGE or code in _SPECIAL or has_sentence(f"change_{code}", "en")


def _day(facts: Facts, name: str) -> date | None:
    return _iso(str(facts.get(name, "")))


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _days(first: date | None, last: date | None) -> int | None:
    return abs((last - first).days) if first and last else None


def _number(facts: Facts, name: str) -> Fraction:
    try:
        return Fraction(str(facts.get(name, "0")))
    except ValueError:
        return Fraction(0)
