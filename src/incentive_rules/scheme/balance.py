"""How long unused points stay: what a scheme file may say under ``balance``."""

from __future__ import annotations

from pydantic.functional_validators import model_validator

from incentive_rules.codes import Code
from incentive_rules.scheme.parts import Part, Provenance
from incentive_rules.scheme.scalars import DatedAmount, Whole, refusal


class Duration(Part):
    """A number of months."""

    months: Whole
    """how many months: 1, 2, 3, …"""


class Balance(Provenance):
    """When points that nobody used are gone."""

    expire_after: Duration | None = None
    """points are gone so many months after the day on which they counted; the last day is the one before"""
    carry_over: DatedAmount | None = None
    """the most points that go into the next calendar year, the newest; what is above lapses"""

    @model_validator(mode="after")
    def _something(self) -> Balance:
        if self.expire_after is None and self.carry_over is None:
            raise refusal(Code.MISSING_KEY, name="expire_after", on_key=True)
        return self
