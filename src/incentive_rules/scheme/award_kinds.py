"""The kinds of awards, and the one type under which a scheme file holds them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Discriminator, Tag

from incentive_rules.scheme.awards import RankingAward, TiersAward
from incentive_rules.scheme.grades import GradesAward
from incentive_rules.scheme.parts import Part, tag_of

_KINDS: dict[str, type[Part]] = {"tiers": TiersAward, "ranking": RankingAward, "grades": GradesAward}
AWARD_KINDS = tuple(_KINDS)
"""The words of `kind`."""
RANKED = (RankingAward, GradesAward)
"""The kinds that put people or groups in an order."""


def _award_shape(value: object) -> str:
    kind = value.get("kind") if isinstance(value, dict) else getattr(value, "kind", None)
    return tag_of(_KINDS[kind]) if isinstance(kind, str) and kind in _KINDS else tag_of("none")


Award = Annotated[
    Annotated[TiersAward, Tag(tag_of(TiersAward))]
    | Annotated[RankingAward, Tag(tag_of(RankingAward))]
    | Annotated[GradesAward, Tag(tag_of(GradesAward))],
    Discriminator(_award_shape),
]
"""An award of any kind."""
