"""Awards by grade (S, A, B): what a scheme file may say under an award of `kind: grades`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic.functional_validators import model_validator

from incentive_rules.codes import Code
from incentive_rules.scheme.awards import Measure
from incentive_rules.scheme.parts import Condition, FactName, InForce, Part, Provenance
from incentive_rules.scheme.pay_steps import Bundle
from incentive_rules.scheme.rankings import SeatsRule, Within
from incentive_rules.scheme.scalars import Choice, DatedAmount, DatedShare, Id, Whole, Words, refusal


class GradeTies(StrEnum):
    """What equal scores do where a grade ends between them."""

    UPPER = "upper"
    LOWER = "lower"
    HOLD = "hold"


class NotPaidThen(StrEnum):
    """What becomes of people who are not paid."""

    LEAVE_OUT = "leave_out"
    PLACE_LAST = "place_last"
    TAKE_FROM_LOWEST_PAID = "take_from_lowest_paid"


class Grade(Provenance):
    """One grade: whom it takes in, and what it pays."""

    label: Words
    """its name"""
    share: DatedShare | None = None
    """the share of people who get it, such as 0.2; the last grade may go without and take the rest"""
    at_least: DatedAmount | None = None
    """the least score that gets it; the last grade may go without and take the rest"""
    pays: Bundle | None = None
    """rewards and their amounts; without it, nothing is paid"""


class NotPaid(Part):
    """People who are not paid, whatever their score."""

    when: Condition
    """who: a condition on facts of people on the settling day"""
    then: Annotated[NotPaidThen, Choice()]
    """what becomes of them: leave_out, place_last or take_from_lowest_paid"""


class Adjustment(Provenance):
    """A change of grade after the ranking. It changes nobody else's grade."""

    label: Words
    """its name"""
    when: Condition
    """who: a condition on facts of people on the settling day"""
    up: Whole | None = None
    """so many grades up, as far as there are any"""
    down: Whole | None = None
    """so many grades down, as far as there are any"""
    at_least: Id | None = None
    """no grade below this one"""
    at_most: Id | None = None
    """no grade above this one"""

    @model_validator(mode="after")
    def _one_effect(self) -> Adjustment:
        if len(self.model_fields_set & set(EFFECTS)) != 1:
            raise refusal(Code.ONE_OF_TWO, known=EFFECTS)
        return self


EFFECTS = ("up", "down", "at_least", "at_most")
"""The keys of an adjustment of which each has one."""


class Supplement(Provenance):
    """Something more for some of those who are paid."""

    label: Words
    """its name"""
    grades: tuple[Id, ...] = ()
    """the grades, after adjustments, that it is for; without it, all"""
    when: Condition | None = None
    """who: a condition on facts of people on the settling day"""
    top: DatedShare | None = None
    """only the best of those who are graded together: a share, such as 0.05"""
    pays: Bundle
    """rewards and their amounts; `take: award` begins with what the grade pays"""


class GradesAward(Provenance, InForce):
    """An award by grade, settled on the last day of its period."""

    kind: Literal["grades"]
    """grades"""
    label: Words
    """its name"""
    of: FactName
    """who is graded: `member`, or a group fact such as department"""
    measure: Measure
    """the counter that is graded; `earned` in a month, quarter, half or year, or in one of `periods`"""
    within: Within | None = None
    """people are graded among their own kind, such as their grade; without it, all together"""
    grades: dict[Id, Grade]
    """the grades, best first: all by `share` or all by `at_least`"""
    seats: Annotated[SeatsRule, Choice()] | None = None
    """how shares become numbers of people; only where something goes by a share"""
    ties: Annotated[GradeTies, Choice()] | None = None
    """equal scores where a grade ends between them; only where something goes by a share"""
    not_paid: NotPaid | None = None
    """who is not paid, and what becomes of them"""
    adjust: dict[Id, Adjustment] = {}
    """changes of grade after the ranking, in written order"""
    supplements: dict[Id, Supplement] = {}
    """what some get on top"""

    @property
    def by_share(self) -> bool:
        """Whether grades go by shares of the people."""
        return any(grade.share is not None for grade in self.grades.values())

    @property
    def cuts_ranks(self) -> bool:
        """Whether anything goes by a share of the people, so that seats and ties matter."""
        return self.by_share or any(each.top is not None for each in self.supplements.values())
