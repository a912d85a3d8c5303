"""What every part of an evaluation looks at, and none changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentive_rules.amounts import Amounts
from incentive_rules.codes import Code
from incentive_rules.statement.cite import Citer
from incentive_rules.statement.judge import failures, truth
from incentive_rules.statement.rows import because

if TYPE_CHECKING:
    from datetime import date

    from incentive_rules.program.model import Program
    from incentive_rules.scheme.conditions import Condition
    from incentive_rules.statement.brought import Beginning
    from incentive_rules.statement.model import Reason
    from incentive_rules.statement.rows import People


@dataclass(frozen=True, slots=True)
class Setting:
    """The program, the people and the last day of an evaluation."""

    program: Program
    people: People
    as_of: date
    cite: Citer
    amounts: Amounts
    reading: str
    began: Beginning | None = None
    """with what the evaluation begins, where it is given opening rows"""

    @property
    def first(self) -> date:
        """The first day that is looked at."""
        return self.began.day if self.began is not None else self.program.first

    @classmethod
    def of(cls, program: Program, people: People, as_of: date) -> Setting:
        """The setting of one evaluation."""
        return cls(program, people, as_of, Citer(), Amounts(program.scale), program.scheme.reading)

    def is_eligible(self, member_id: str, day: date) -> bool | None:
        """Whether a member fulfils the scheme's condition on a day, as far as it hangs on the member."""
        if self.program.eligible is None:
            return True
        return truth(self.program.eligible, self.people.known(member_id, day), day)

    def unknown(self, member_id: str, day: date) -> Reason:
        """Why it is not known whether a member is eligible on a day."""
        return self.unknown_of(self.program.eligible, member_id, day)

    def unknown_of(self, condition: Condition | None, member_id: str, day: date) -> Reason:
        """Why it is not known whether a condition on people holds of a member on a day."""
        gap = self.people.gap(member_id, day)
        if gap is not None or condition is None:
            return gap or because(Code.NOT_LISTED_ON_DAY, member=member_id, day=day)
        failure = next(failures(condition, self.people.known(member_id, day), day))
        return because(Code.CONDITION_UNKNOWN, need=failure.need, name=failure.fact.label, day=day)
