"""The conditions that stand inside awards, with their paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.scheme.awards import ExchangeAward, TiersAward
from incentive_rules.scheme.grades import GradesAward

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentive_rules.scheme.award_kinds import Award
    from incentive_rules.scheme.scalars import Raw


def inner_conditions(award: Award) -> Iterator[tuple[tuple[str, ...], Raw]]:
    """Every condition of an award on facts of people, as it is written, with the way to it from the award."""
    if isinstance(award, TiersAward | ExchangeAward) and award.eligible is not None:
        yield ("eligible",), award.eligible
    if not isinstance(award, GradesAward):
        return
    if award.not_paid is not None:
        yield ("not_paid", "when"), award.not_paid.when
    for name, change in award.adjust.items():
        yield ("adjust", name, "when"), change.when
    for name, extra in award.supplements.items():
        if extra.when is not None:
            yield ("supplements", name, "when"), extra.when
