"""The arrow from a ranking as the file says it to a rule."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount, Rounding
from incentive_rules.messages import Label
from incentive_rules.program.pay_steps import bundle_of
from incentive_rules.program.rankings import (
    CriterionRule,
    FieldRule,
    OnePrizeRule,
    PartRule,
    PlaceRule,
    RankingRule,
    SplitRule,
    WithinRule,
)
from incentive_rules.program.rule import common_of
from incentive_rules.scheme.rankings import OrderedTies, Score, ShareTies
from incentive_rules.scheme.spans import bound_span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentive_rules.amounts import Scale
    from incentive_rules.scheme.conditions import Condition
    from incentive_rules.scheme.model import Scheme
    from incentive_rules.scheme.parts import ShareRounding
    from incentive_rules.scheme.rankings import Criterion, Place, RankingAward, ScorePart, Split


@dataclass(frozen=True, slots=True)
class RankingCompiler:
    """Makes the rankings of one scheme."""

    scheme: Scheme
    scale: Scale
    conditions: Mapping[tuple[str | int, ...], Condition]

    def rule(self, key: str, award: RankingAward) -> RankingRule:
        """A ranking that loads always compiles."""
        measure, ties = award.measure, award.ties
        assert measure.per is not None  # a ranking over another counter does not load
        still_equal = ties.then if isinstance(ties, OrderedTies) else ties
        criteria = ties.by if isinstance(ties, OrderedTies) else ()
        one = award.one_prize
        return RankingRule(
            **common_of(self.scheme, award.label, "awards", key, days=award),
            of=award.of,
            per=bound_span(self.scheme.periods, measure.per),
            minimum=None if award.minimum is None else self.scale.put(award.minimum),
            places=tuple(self._place(key, name, place) for name, place in award.places.items()),
            ties=None if isinstance(still_equal, ShareTies) else still_equal,
            share=rounding_of(still_equal.share) if isinstance(still_equal, ShareTies) else None,
            counter=measure.counter or "",
            parts=tuple(self._part(key, name, part) for name, part in (measure.parts or {}).items()),
            score=award.score or Score.SUM,
            field=self._field(key, award),
            within=self._within(award),
            paid_if=self.conditions.get(("awards", key, "paid_if")),
            seats=award.seats,
            criteria=tuple(map(self._criterion, criteria)),
            one_prize=OnePrizeRule(one.not_if_won, one.freed_place) if one else None,
        )

    def _place(self, award: str, key: str, place: Place) -> PlaceRule:
        best, worst = (place.ranks[0], place.ranks[-1]) if place.ranks else (0, 0)
        return PlaceRule(
            **common_of(self.scheme, place.label or called(place), "awards", award, "places", key),
            best=best,
            worst=worst,
            pays=bundle_of(place.pays or {}, self.scheme.facts.member),
            top=None if place.top is None else Fraction(place.top),
            split=_split(place.split) if place.split else None,
        )

    def _part(self, award: str, key: str, part: ScorePart) -> PartRule:
        return PartRule(
            **common_of(self.scheme, part.label or Label(key, key), "awards", award, "measure", "parts", key),
            counter=part.counter or "",
            stage=part.stage or "",
            weight=part.weight,
            taken_as=part.taken_as,
        )

    def _field(self, key: str, award: RankingAward) -> FieldRule | None:
        if award.field is None:
            return None
        when = self.conditions.get(("awards", key, "field", "when"))
        return FieldRule(award.field.stage or "", award.field.ranks or 0, when)

    def _within(self, award: RankingAward) -> WithinRule | None:
        if award.within is None:
            return None
        return WithinRule(self.scheme.facts.member[award.within.by], award.within.pool_below or 0)

    def _criterion(self, criterion: Criterion) -> CriterionRule:
        name = criterion.highest or criterion.lowest or criterion.lot or ""
        fact = self.scheme.facts.member[criterion.fact] if criterion.fact else None
        return CriterionRule(criterion.kind, name, fact, criterion.first)


def rounding_of(written: ShareRounding) -> Rounding:
    """A rounding of money."""
    return Rounding(written.unit, written.mode)


def called(place: Place) -> Label:
    """What a place without a name is called: its ranks, or its share."""
    if place.top is not None:
        share = str(Amount(place.top * 100))
        return Label(f"상위 {share}%", f"top {share}%")
    assert place.ranks is not None  # a place has ranks or a share
    best, worst = place.ranks[0], place.ranks[-1]
    ranks = str(best) if best == worst else f"{best}–{worst}"
    return Label(f"{ranks}위", f"rank {ranks}")


def _split(split: Split) -> SplitRule:
    among = frozenset(split.activities or ())
    return SplitRule(split.among, among, split.by, rounding_of(split.round), split.residue)
