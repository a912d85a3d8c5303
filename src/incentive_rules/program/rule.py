"""What every rule of a program has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from incentive_rules.periods import ONE_DAY
from incentive_rules.scheme.provenance import cited

if TYPE_CHECKING:
    from datetime import date

    from incentive_rules.amounts import Amount
    from incentive_rules.messages import Label
    from incentive_rules.periods import Dated, Period
    from incentive_rules.scheme.model import Scheme
    from incentive_rules.scheme.parts import InForce
    from incentive_rules.scheme.provenance import Cited

Bundle = dict[str, "Dated[Amount]"]
"""Rewards and their amounts."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What every rule has: its id and address, its name, its days (half-open) and where it comes from."""

    id: str
    address: str
    label: Label
    first: date
    until: date
    cited: Cited

    def holds_on(self, day: date) -> bool:
        """Whether the rule is in force on a day."""
        return self.first <= day < self.until

    def settles_on(self, period: Period) -> date:
        """The last day of a period, or of the rule where that ends within the period."""
        return min(period.last, self.until - ONE_DAY)


def common_of(scheme: Scheme, label: Label, *path: str, days: InForce | None = None) -> dict[str, Any]:
    """The fields that every rule has: those of the rule at a path; without ``days`` of its own it has the scheme's."""
    first, until = scheme.in_force(days or scheme)
    named = {"id": path[-1], "address": ".".join(path), "label": label}
    return {**named, "first": first, "until": until, "cited": cited(scheme.as_written, path)}
