"""Awards by grade, resolved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentive_rules.program.rule import Rule

if TYPE_CHECKING:
    from incentive_rules.amounts import Amount, Scaled
    from incentive_rules.facts import Fact
    from incentive_rules.periods import Dated, Span
    from incentive_rules.program.counters import CounterRule
    from incentive_rules.program.pay_steps import Bundle
    from incentive_rules.scheme.conditions import Condition
    from incentive_rules.scheme.grades import GradeTies, NotPaidThen
    from incentive_rules.scheme.rankings import SeatsRule


@dataclass(frozen=True, slots=True)
class GradeRule(Rule):
    """One grade: by a share, by a score, or (the last) whatever is left."""

    share: Dated[Amount] | None
    at_least: Dated[Scaled] | None
    pays: Bundle


@dataclass(frozen=True, slots=True)
class NotPaidRule:
    """Who is not paid, and what becomes of them."""

    when: Condition
    then: NotPaidThen


@dataclass(frozen=True, slots=True)
class AdjustmentRule(Rule):
    """A change of grade. Grades are counted from 0, the best; ``by`` is how many grades down, less than 0 for up.

    ``best`` and ``worst`` are the grades between which a person's grade must be afterwards.
    """

    when: Condition
    by: int
    best: int
    worst: int


@dataclass(frozen=True, slots=True)
class SupplementRule(Rule):
    """Something on top; ``grades`` are the ids of those that get it."""

    grades: tuple[str, ...]
    when: Condition | None
    top: Dated[Amount] | None
    pays: Bundle


@dataclass(frozen=True, slots=True)
class GradesRule(Rule):
    """An award by grade; ``of`` is a group fact, or ``member``; ``within`` the fact of those graded together.

    ``counter`` is what is graded, or none for earned points.
    """

    of: str
    counter: CounterRule | None
    per: Span
    within: Fact | None
    pool_below: int
    seats: SeatsRule | None
    ties: GradeTies | None
    grades: tuple[GradeRule, ...]
    not_paid: NotPaidRule | None
    adjust: tuple[AdjustmentRule, ...]
    supplements: tuple[SupplementRule, ...]

    @property
    def by_share(self) -> bool:
        """Whether grades go by shares of the people."""
        return any(grade.share is not None for grade in self.grades)
