"""Tiers that nobody can ever be paid, as warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.analysis.bound import unpayable
from incentive_rules.analysis.warning import Warned, path_of, reason
from incentive_rules.codes import Code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentive_rules.analysis.bound import Unpayable
    from incentive_rules.messages import Label
    from incentive_rules.program.model import Program, TierRule


def tiers_out_of_reach(program: Program) -> Iterator[Warned]:
    """Every tier of which it is shown that nobody can be paid it, and why."""
    for award in program.tiers:
        for tier in award.tiers:
            shown = unpayable(program, award, tier)
            if shown is not None:
                facts = {"name": tier.label, "why": _why(program, tier, shown)}
                yield Warned(Code.TIER_OUT_OF_REACH, path_of(tier.address), facts)


def _why(program: Program, tier: TierRule, shown: Unpayable) -> Label:
    if shown.bound is not None:
        labels = {f"limits.{name}": limit.label for name, limit in program.scheme.limits.items()}
        names = tuple(labels[address] for address in shown.bound.limits)
        at = program.scale.take(min(tier.at.values))
        return reason("reach_limits", names=names, most=shown.bound.points, at=at)
    return reason(f"reach_{shown.why}", other=shown.other.label if shown.other else "")
