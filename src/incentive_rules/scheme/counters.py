"""Named counters: what awards may measure beside the built-in ``earned`` and ``balance``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic.functional_validators import model_validator

from incentive_rules.codes import Code
from incentive_rules.messages import Label
from incentive_rules.scheme.parts import Condition, FactName, Part, Provenance
from incentive_rules.scheme.scalars import Choice, Id, Whole, Words, refusal
from incentive_rules.scheme.spans import SpanWord

POINTS = "points"
"""What a counter looks at unless it names a number fact: the points credited for entries."""
_MOST_PERIODS = 1200  # a hundred years of months
_NO_DROP = Label(
    "가장 높은 값과 낮은 값은 합계(sum)와 평균(mean)에서만 뺍니다", "only a sum or a mean can leave values out"
)


class Take(StrEnum):
    """How the values of several entries become one number."""

    SUM = "sum"
    MEAN = "mean"
    HIGHEST = "highest"
    LOWEST = "lowest"
    LAST = "last"
    NUMBER = "number"


class Drop(Part):
    """Values that are left out at the ends, as of a panel of judges."""

    highest: Whole | None = None
    """how many of the highest"""
    lowest: Whole | None = None
    """how many of the lowest"""
    example: ClassVar[str] = "{highest: 1, lowest: 1}"


class Counter(Provenance):
    """A number that is counted over somebody's entries; awards measure it and ask for it."""

    label: Words
    """its name"""
    activities: tuple[Id, ...] = ()
    """the activities whose entries count; without it, all"""
    when: Condition | None = None
    """an entry counts only if this holds"""
    of: FactName = POINTS
    """what is looked at: `points` credited, or a number fact of entries; without it, `points`"""
    take: Annotated[Take, Choice()] = Take.SUM
    """how the values become one: sum, mean, highest, lowest, last (the latest) or number (of entries)"""
    drop: Drop | None = None
    """values that are left out first: `{highest: 1, lowest: 1}`; only of a sum or a mean"""
    per: SpanWord | None = None
    """where a condition asks for it: the period that is counted; without it, that of the award"""
    last: Whole | None = None
    """so many periods together: the one in question and those before it; without it, only that one"""

    @model_validator(mode="after")
    def _dropped(self) -> Counter:
        if self.last is not None and self.last > _MOST_PERIODS:
            raise refusal(Code.OUT_OF_RANGE, value=self.last, expected=f"≤ {_MOST_PERIODS}", at=("last",))
        if self.drop is not None and self.take not in (Take.SUM, Take.MEAN):
            facts = {"left": "drop", "right": f"take: {self.take}", "why": _NO_DROP}
            raise refusal(Code.CONTRADICTION, **facts, at=("drop",), on_key=True)
        if self.drop is not None and not self.drop.model_fields_set:
            raise refusal(Code.EMPTY_VALUE, at=("drop",))
        return self
