"""Deductions: what takes points from lots, what nothing covers yet, and what later credits make good first (law 7)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.messages import Label, answer_label
from incentive_rules.program.rule import Rule
from incentive_rules.scheme.limits import Keep
from incentive_rules.scheme.provenance import cited
from incentive_rules.statement.closed.posting import is_difference, origin_of
from incentive_rules.statement.model import StepKind
from incentive_rules.statement.rows import because

if TYPE_CHECKING:
    from incentive_rules.amounts import Scaled
    from incentive_rules.ledger.model import Entry
    from incentive_rules.program.model import Program
    from incentive_rules.statement.limits.limiting import Granted
    from incentive_rules.statement.lives.account import Account
    from incentive_rules.statement.setting import Setting

_QUESTION, _FLOOR = "below_zero", "floor"
_CORRECTED, _WITHIN_BALANCE, _ONLY_PENDING = "spent_points_corrected", "within_balance", "only_pending"
_ONLY_BALANCE = "balance"


def can_take_away(program: Program) -> bool:
    """Whether some entry may bring less than nothing."""
    voids = any(limit.keep is not Keep.EARLIEST for limit in program.general_limits)
    return program.carries_forward or voids or any(rule.can_deduct for rule in program.activities.values())


@dataclass(frozen=True, slots=True)
class Poster:
    """Credits lines of which some may take points away: within a day credits come first, then what takes away."""

    setting: Setting
    has_floor: bool
    spares_earned: bool
    floor_rule: Rule
    corrected: str
    corrected_rule: Rule

    @classmethod
    def of(cls, setting: Setting) -> Poster:
        """By the answers of a program."""
        program, answers = setting.program, setting.program.answers
        floor = answered(program, _QUESTION)
        corrected = answered(program, _CORRECTED)
        spares = answers.deductions_reduce == _ONLY_BALANCE
        return cls(setting, answers.below_zero == _FLOOR, spares, floor, answers.spent_points_corrected, corrected)

    def post(self, account: Account, granted: Granted, first: int, last: int) -> None:
        """Credit the lines from one number up to another."""
        points = granted.points
        account.open(last - first)
        for _, numbers in groupby(range(first, last), key=account.days.__getitem__):
            for index in sorted(numbers, key=lambda index: points[index] < 0):
                self._post(account, granted, index, points[index])

    def _post(self, account: Account, granted: Granted, index: int, points: Scaled) -> None:
        entry = account.lines[index][1]
        before = self._before(account, index, entry) if is_difference(entry) else ()
        spared = bool(before) and before[0] in account.deducted
        if before and points < 0 and not spared:
            points = self._taken_back(account, granted, index, points, before)
        else:
            if before and points > 0:
                points = self._given_back(account, granted, index, points, before)
            elif self.has_floor and points < (least := -max(0, account.balance)):
                self._tell(account, granted, index, points, least)
                points = least
            move = account.add if points >= 0 else account.take
            move(index, points if points >= 0 else -points, self.setting.amounts)
        if spared or (self.spares_earned and not before and account.lines[index][2].points < 0):
            account.deducted[index] = points
        else:
            account.granted[index] = points

    @staticmethod
    def _before(account: Account, index: int, entry: Entry) -> tuple[int, ...]:
        """The earlier lines of the entry that a difference is about."""
        origin = origin_of(entry)
        return tuple(at for at in range(index) if origin_of(account.lines[at][1]) == origin)

    def _given_back(
        self, account: Account, granted: Granted, index: int, points: Scaled, before: tuple[int, ...]
    ) -> Scaled:
        """What a later difference gives: no more than was taken, for that may have been less than was to be taken."""
        wanted = sum(granted.points[at] for at in before)
        had = sum(account.granted[at] + account.deducted.get(at, 0) for at in before)
        left = max(0, min(points, wanted + points - had))
        if left < points:
            rule = self.floor_rule if granted.points[before[0]] < 0 else self.corrected_rule
            self._cite(account, granted, index, left - points, rule)
        return left

    def _taken_back(
        self, account: Account, granted: Granted, index: int, points: Scaled, before: tuple[int, ...]
    ) -> Scaled:
        """What a later difference takes away: from the entry's own lots first, then as the scheme answers."""
        amounts = self.setting.amounts
        own = account.take_from(index, before, -points, amounts)
        rest = -points - own
        more = {_ONLY_PENDING: 0, _WITHIN_BALANCE: min(rest, max(0, account.balance))}.get(self.corrected, rest)
        if more:
            account.take(index, more, amounts)
        if more < rest:
            self._tell(account, granted, index, points, -own - more, self.corrected_rule)
        return -own - more

    def _tell(  # noqa: PLR0913, PLR0917  # what was wanted of which line, what became of it, and by which rule
        self,
        account: Account,
        granted: Granted,
        index: int,
        wanted: Scaled,
        left: Scaled,
        rule: Rule | None = None,
    ) -> None:
        """A deduction ended at zero: a step, a reason, and what its activity did not take."""
        amounts = self.setting.amounts
        entry = account.lines[index][1]
        self._cite(account, granted, index, left - wanted, rule or self.floor_rule)
        reason = because(Code.DEDUCTION_FLOORED, wanted=amounts[-wanted], left=amounts[-left])
        granted.cuts[entry.entry_id] = (*granted.cuts.get(entry.entry_id, ()), reason)

    def _cite(self, account: Account, granted: Granted, index: int, points: Scaled, rule: Rule) -> None:
        """A step about what an answer changes, and what its activity did not bring or take."""
        steps = granted.steps.get(index, account.lines[index][2].steps)
        granted.steps[index] = (*steps, self.setting.cite(StepKind.FLOOR, rule, self.setting.amounts[points]))
        granted.cut_points.append((account.lines[index][2].activity, -points))


def answered(program: Program, question: str) -> Rule:
    """An answer as a rule that steps can cite."""
    answer: str = getattr(program.answers, question)
    label = answer_label(question, answer) if answer else Label("", "")
    source = cited(program.scheme.as_written, ("answers", question))
    return Rule(question, f"answers.{question}", label, program.first, program.until, source)
