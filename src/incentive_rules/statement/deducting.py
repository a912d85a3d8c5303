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
from incentive_rules.statement.model import StepKind
from incentive_rules.statement.rows import because

if TYPE_CHECKING:
    from incentive_rules.amounts import Scaled
    from incentive_rules.program.model import Program
    from incentive_rules.statement.account import Account
    from incentive_rules.statement.limiting import Granted
    from incentive_rules.statement.setting import Setting

_QUESTION, _FLOOR = "below_zero", "floor"
_ONLY_BALANCE = "balance"


def can_take_away(program: Program) -> bool:
    """Whether some entry may bring less than nothing."""
    voids = any(limit.keep is not Keep.EARLIEST for limit in program.general_limits)
    return voids or any(rule.can_deduct for rule in program.activities.values())


@dataclass(frozen=True, slots=True)
class Poster:
    """Credits lines of which some may take points away: within a day credits come first, then what takes away."""

    setting: Setting
    has_floor: bool
    spares_earned: bool
    floor_rule: Rule

    @classmethod
    def of(cls, setting: Setting) -> Poster:
        """By the answers of a program."""
        program, choices = setting.program, setting.program.choices
        address = f"answers.{_QUESTION}"
        label = answer_label(_QUESTION, choices.below_zero) if choices.below_zero else Label("", "")
        source = cited(program.scheme.as_written, ("answers", _QUESTION))
        rule = Rule(_QUESTION, address, label, program.first, program.until, source)
        return cls(setting, choices.below_zero == _FLOOR, choices.deductions_reduce == _ONLY_BALANCE, rule)

    def post(self, account: Account, granted: Granted, first: int, last: int) -> None:
        """Credit the lines from one number up to another."""
        points = granted.points
        account.open(last - first)
        for _, numbers in groupby(range(first, last), key=account.days.__getitem__):
            for index in sorted(numbers, key=lambda index: points[index] < 0):
                self._post(account, granted, index, points[index])

    def _post(self, account: Account, granted: Granted, index: int, points: Scaled) -> None:
        least = -max(0, account.balance)
        if self.has_floor and points < least:
            self._tell(account, granted, index, points, least)
            points = least
        move = account.add if points >= 0 else account.take
        move(index, points if points >= 0 else -points, self.setting.amounts)
        if self.spares_earned and account.lines[index][2].points < 0:
            account.deducted[index] = points
        else:
            account.granted[index] = points

    def _tell(self, account: Account, granted: Granted, index: int, wanted: Scaled, left: Scaled) -> None:
        """A deduction ended at zero: a step, a reason, and what its activity did not take."""
        amounts = self.setting.amounts
        _, entry, grant = account.lines[index]
        steps = granted.steps.get(index, grant.steps)
        granted.steps[index] = (*steps, self.setting.cite(StepKind.FLOOR, self.floor_rule, amounts[left - wanted]))
        reason = because(Code.DEDUCTION_FLOORED, wanted=amounts[-wanted], left=amounts[-left])
        granted.cuts[entry.entry_id] = (*granted.cuts.get(entry.entry_id, ()), reason)
        granted.cut_points.append((grant.activity, wanted - left))
