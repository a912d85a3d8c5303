"""Entries that nobody writes down: given in each period, or after an award."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from incentive_rules.scheme.parts import Part, ShareRounding
from incentive_rules.scheme.scalars import Choice, Id


class ProrateBy(StrEnum):
    """How the part of a period is counted for whoever begins within it."""

    MONTHS = "months"
    DAYS = "days"


class Prorate(Part):
    """Whoever begins within the period gets the part of the points that is left of it."""

    by: Annotated[ProrateBy, Choice()]
    """months: those left, the one begun included; days: those left, the first included"""
    round: ShareRounding | None = None
    """how the part is rounded; without it, it stays exact"""


class After(Part):
    """An award whose winners are given the entry on the next day."""

    award: Id
    """the id of the award"""
    won: Annotated[tuple[Id, ...], Field(min_length=1)] | None = None
    """the tiers, places or grades that count; without it, all that pay or are listed"""
