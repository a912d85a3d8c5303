"""The kinds of awards, and the one type under which a scheme file holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Discriminator, Tag

from incentive_rules.scheme.awards import Consume, ExchangeAward, TiersAward
from incentive_rules.scheme.grades import GradesAward
from incentive_rules.scheme.parts import Part, tag_of
from incentive_rules.scheme.rankings import RankingAward

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from incentive_rules.scheme.awards import Tier
    from incentive_rules.scheme.grades import Grade
    from incentive_rules.scheme.rankings import Place

_KINDS: dict[str, type[Part]] = {
    "tiers": TiersAward,
    "exchange": ExchangeAward,
    "ranking": RankingAward,
    "grades": GradesAward,
}
AWARD_KINDS = tuple(_KINDS)
"""The words of `kind`."""
RANKED = (RankingAward, GradesAward)
"""The kinds that put people or groups in an order."""


def _award_shape(value: object) -> str:
    kind = value.get("kind") if isinstance(value, dict) else getattr(value, "kind", None)
    return tag_of(_KINDS[kind]) if isinstance(kind, str) and kind in _KINDS else tag_of("none")


Award = Annotated[
    Annotated[TiersAward, Tag(tag_of(TiersAward))]
    | Annotated[ExchangeAward, Tag(tag_of(ExchangeAward))]
    | Annotated[RankingAward, Tag(tag_of(RankingAward))]
    | Annotated[GradesAward, Tag(tag_of(GradesAward))],
    Discriminator(_award_shape),
]
"""An award of any kind."""


def winnable(award: Award) -> Mapping[str, Tier | Place | Grade]:
    """What of an award can be won by name: its tiers, places or grades; an exchange has none."""
    match award:
        case TiersAward():
            return award.tiers
        case RankingAward():
            return award.places
        case GradesAward():
            return award.grades
    return {}


def uses_up(awards: Iterable[Award]) -> bool:
    """Whether any of some awards takes points away from those who are paid."""
    return any(
        isinstance(award, ExchangeAward) or (isinstance(award, TiersAward) and award.consume is not Consume.NOTHING)
        for award in awards
    )
