"""What a grade pays to one person, and what is paid on top."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from incentive_rules.amounts import ZERO, Amount, total
from incentive_rules.codes import Code
from incentive_rules.messages import Label
from incentive_rules.scheme.grades import GradeTies
from incentive_rules.statement.ids import stable_id
from incentive_rules.statement.judge import truth
from incentive_rules.statement.model import Payment, Reason, StepKind
from incentive_rules.statement.payments.paying import Owed, Payee, amount_steps
from incentive_rules.statement.ranks.seats import seats
from incentive_rules.statement.rows import because

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from incentive_rules.periods import Period
    from incentive_rules.program.grades import GradeRule, GradesRule, SupplementRule
    from incentive_rules.statement.model import Step
    from incentive_rules.statement.setting import Setting


@dataclass(slots=True)
class Graded:
    """Where somebody stands: the rank, how many share it, and the grade counted from 0.

    ``told`` are reasons that explain the grade, ``open`` those for which nothing can be paid yet.
    """

    name: str
    rank: int
    tied: int
    grade: int | None
    is_paid: bool
    told: list[Reason] = field(default_factory=list)
    open: list[Reason] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class GradePayer:
    """Pays the people of one pool, of whom ``heads`` are counted."""

    setting: Setting
    rule: GradesRule
    period: Period
    heads: int

    @property
    def day(self) -> date:
        """The settling day."""
        return self.rule.settles_on(self.period)

    def payments(self, standing: Graded) -> Iterator[Payment]:
        """What somebody is paid; what cannot be worked out yet is noted as open."""
        if standing.open or standing.grade is None or not standing.is_paid:
            return
        grade, payee = self.rule.grades[standing.grade], self._payee(standing.name)
        paid: dict[str, Amount] = {}
        for payment in self._bundle(grade, payee, standing, {}):
            paid[payment.reward] = payment.amount
            yield payment
        for extra in self.rule.supplements:
            if self._has(extra, grade, payee, standing):
                yield from self._bundle(extra, payee, standing, paid)

    def _payee(self, name: str) -> Payee:
        return Payee.of(self.setting, name, self.rule.of, self.day)

    def _has(self, extra: SupplementRule, grade: GradeRule, payee: Payee, standing: Graded) -> bool:
        """Whether somebody gets a supplement; where that is not known, it is noted."""
        if extra.grades and grade.id not in extra.grades:
            return False
        if not self._is_in_top(extra, standing):
            return False
        holds = True if extra.when is None else truth(extra.when, payee.known, self.day)
        if holds is None:
            assert extra.when is not None  # else it would hold
            standing.open.append(self.setting.unknown_of(extra.when, payee.name, self.day))
        return holds is True

    def _is_in_top(self, extra: SupplementRule, standing: Graded) -> bool:
        if extra.top is None:
            return True
        assert self.rule.seats is not None  # a share without it does not load
        (number,) = seats((extra.top.on(self.day),), self.heads, self.rule.seats)
        first, last = standing.rank, standing.rank + standing.tied - 1
        if first <= number < last and self.rule.ties is GradeTies.HOLD:
            count = Label(f"{self.heads}명", f"{self.heads}")
            standing.open.append(because(Code.GRADE_TIE_HELD, rank=first, count=count, known=(extra.label,)))
            return False
        return (first if self.rule.ties is GradeTies.UPPER else last) <= number

    def _bundle(
        self, rule: GradeRule | SupplementRule, payee: Payee, standing: Graded, paid: Mapping[str, Amount]
    ) -> Iterator[Payment]:
        for reward, pay in rule.pays.items():
            label = self.setting.program.scheme.rewards[reward].label
            owed = Owed(rule, rule.label, label, StepKind.PLACE, paid.get(reward, ZERO))
            steps = amount_steps(self.setting, pay, owed, payee)
            if isinstance(steps, Reason):
                standing.open.append(steps)
            elif total(step.amount for step in steps):
                yield self._payment(rule, payee, reward, steps)

    def _payment(self, rule: GradeRule | SupplementRule, payee: Payee, reward: str, steps: tuple[Step, ...]) -> Payment:
        scheme = self.setting.program.scheme
        part = rule.address.split(".")[2:]  # a grade and a supplement may have the same id
        return Payment(
            id=stable_id(self.rule.id, *part, reward, payee.name, self.period.name),
            payee=payee.name,
            payee_kind=self.rule.of,
            award=self.rule.id,
            rule=rule.address,
            label=rule.label,
            option="",
            reward=reward,
            reward_label=scheme.rewards[reward].label,
            unit=scheme.rewards[reward].unit,
            amount=total(step.amount for step in steps),
            day=self.day,
            claim_id="",
            period=self.period.name,
            reading=scheme.reading,
            steps=steps,
        )
