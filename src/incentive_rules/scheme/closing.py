"""When a period is closed for what comes to be known later: what a scheme file may say under ``closing``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from incentive_rules.scheme.parts import Provenance
from incentive_rules.scheme.scalars import Choice, Whole


class ClosingPer(StrEnum):
    """The periods that close."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


class Closing(Provenance):
    """From which day on the result of a period stands, whatever comes to be known of it."""

    per: Annotated[ClosingPer, Choice()]
    """the periods that close: `month`, `quarter`, `half` or `year`"""
    days: Whole
    """how many days after its last day a period closes: 1, 2, 3, …; what is known on that day still counts in it"""
