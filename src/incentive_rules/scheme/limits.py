"""The most that can be credited: what a scheme file may say under ``limits``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Discriminator, Tag
from pydantic.functional_validators import model_validator

from incentive_rules.codes import Code
from incentive_rules.scheme.parts import Condition, FactName, InForce, Part, Provenance, ValueName, tag_of
from incentive_rules.scheme.scalars import Choice, DatedAmount, DatedCount, Id, Words, is_dated, refusal, shared
from incentive_rules.scheme.spans import LimitSpan

MEMBER, GIVER, WORK, ACTIVITY = "member", "giver", "work", "activity"
KEYS = (MEMBER, GIVER, WORK, ACTIVITY)
"""What a limit may go by beside facts."""


class Keep(StrEnum):
    """Which entries survive a limit."""

    EARLIEST = "earliest"
    HIGHEST = "highest"
    NONE = "none"


class LimitOf(StrEnum):
    """Which part of an entry's points a limit looks at."""

    BASE = "base"


KeyName = Annotated[FactName, shared("Text")]


class Allowance(Part):
    """The most points, by a fact of the person whose limit it is."""

    by: KeyName
    """the fact that decides, one_of or ordered: of the member, or `giver.` and its name for whoever gives"""
    values: dict[ValueName, DatedAmount]
    """the most points for each of its values; every value needs one"""


def _most_shape(value: object) -> str:
    is_allowance = isinstance(value, Allowance) or (isinstance(value, dict) and not is_dated(value))
    return tag_of(Allowance if is_allowance else "fixed")


Most = Annotated[
    Annotated[DatedAmount, Tag(tag_of("fixed"))] | Annotated[Allowance, Tag(tag_of(Allowance))],
    Discriminator(_most_shape),
]


class Limit(Provenance, InForce):
    """The most that can be credited in a period."""

    label: Words
    """its name"""
    per: LimitSpan
    """the period: entry, day, month, quarter, half, year, ever, or the id of one of `periods`"""
    points: Most | None = None
    """the most points in a period; or `{by: FACT, values: {...}}`"""
    count: DatedCount | None = None
    """the most entries in a period"""
    keep: Annotated[Keep, Choice()]
    """which entries are kept: `earliest`; with `count` also `highest`, or `none` once there are more"""
    by: tuple[KeyName, ...] = ()
    """what has a limit of its own: member, giver, work, activity, facts; without it, each member"""
    activities: tuple[Id, ...] = ()
    """the activities that count together; without it, all"""
    when: Condition | None = None
    """only entries for which this holds are limited and counted"""
    of: Annotated[LimitOf, Choice()] | None = None
    """`base`: the limit cuts an entry's own points, and bonuses come on top"""

    @model_validator(mode="after")
    def _one_measure(self) -> Limit:
        if (self.points is None) == (self.count is None):
            raise refusal(Code.ONE_OF_TWO, known=("points", "count"))
        return self
