"""Awards by rank, resolved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentive_rules.program.rule import Rule
from incentive_rules.scheme.rankings import MEMBER, WORK, Score

if TYPE_CHECKING:
    from fractions import Fraction

    from incentive_rules.amounts import Amount, Rounding, Scaled
    from incentive_rules.facts import Fact
    from incentive_rules.periods import Dated, Span
    from incentive_rules.program.pay_steps import Bundle
    from incentive_rules.scheme.conditions import Condition
    from incentive_rules.scheme.rankings import Among, As, End, FreedPlace, Residue, SeatsRule, SplitBy, Ties


@dataclass(frozen=True, slots=True)
class SplitRule:
    """How the prize of a group or a piece of work is divided among its people; of a piece of work perhaps among those
    who did something else for it (``activities``).
    """

    among: Among
    activities: frozenset[str]
    by: SplitBy
    rounding: Rounding
    residue: Residue


@dataclass(frozen=True, slots=True)
class PlaceRule(Rule):
    """A place for the ranks from ``best`` to ``worst``; one by ``top`` has no ranks until it is known who is ranked."""

    best: int
    worst: int
    pays: Bundle
    top: Fraction | None
    split: SplitRule | None


@dataclass(frozen=True, slots=True)
class PartRule(Rule):
    """A part of a score: of a counter, or of the score in another ranking (``stage``)."""

    counter: str
    stage: str
    weight: Dated[Amount]
    taken_as: As


@dataclass(frozen=True, slots=True)
class CriterionRule:
    """What parts equal scores.

    ``kind`` is highest, lowest, earliest, fact or lot; ``name`` the counter or the part that is looked at, or the seed.
    """

    kind: str
    name: str
    fact: Fact | None
    first: End | None


@dataclass(frozen=True, slots=True)
class FieldRule:
    """Who takes part: those whom an earlier ranking (``stage``) put on one of its first ``ranks``, and of whom a
    condition holds.
    """

    stage: str
    ranks: int
    when: Condition | None


@dataclass(frozen=True, slots=True)
class WithinRule:
    """A ranking of its own for each value of a fact; values that fewer than ``pool_below`` have are put together."""

    fact: Fact
    pool_below: int


@dataclass(frozen=True, slots=True)
class OnePrizeRule:
    """Who was paid in one of these rankings wins nothing here."""

    not_if_won: tuple[str, ...]
    freed_place: FreedPlace


@dataclass(frozen=True, slots=True)
class RankingRule(Rule):
    """An award by rank; ``of`` is a group fact, ``member`` or ``work``. ``share`` rounds the parts of divided prizes.

    ``counter`` is empty where the score is put together of ``parts``. ``criteria`` part equal scores; ``ties`` and
    ``share`` say what those do who are equal in all of them.
    """

    of: str
    per: Span
    minimum: Scaled | None
    places: tuple[PlaceRule, ...]
    ties: Ties | None
    share: Rounding | None
    counter: str
    parts: tuple[PartRule, ...]
    score: Score
    field: FieldRule | None
    within: WithinRule | None
    paid_if: Condition | None
    seats: SeatsRule | None
    criteria: tuple[CriterionRule, ...]
    one_prize: OnePrizeRule | None

    @property
    def of_groups(self) -> bool:
        """Whether groups that people belong to are ranked."""
        return self.of not in (MEMBER, WORK)

    @property
    def counters(self) -> tuple[str, ...]:
        """Every counter that makes up the score."""
        counters = (part.counter for part in self.parts if part.counter)
        return (self.counter,) if self.counter else tuple(dict.fromkeys(counters))

    @property
    def compared(self) -> tuple[str, ...]:
        """Every counter that makes up the score or parts equal scores."""
        parts = {part.id for part in self.parts}
        names = (each.name for each in self.criteria if each.kind in ("highest", "lowest"))
        return tuple(dict.fromkeys((*self.counters, *(name for name in names if name not in parts))))

    @property
    def stages(self) -> tuple[str, ...]:
        """The rankings of the same period that it builds on."""
        of_field = (self.field.stage,) if self.field and self.field.stage else ()
        return tuple(dict.fromkeys((*of_field, *(part.stage for part in self.parts if part.stage))))

    @property
    def waits_for(self) -> tuple[str, ...]:
        """The rankings that settle before it on a day."""
        return (*self.stages, *(self.one_prize.not_if_won if self.one_prize else ()))

    @property
    def asks_of_work(self) -> frozenset[str]:
        """The activities among whose people a prize is divided."""
        return frozenset().union(*(place.split.activities for place in self.places if place.split))

    def suffices(self, points: Scaled) -> bool:
        """Whether a score can win a place: it reaches the minimum, or without one is above 0."""
        return points > 0 if self.minimum is None else points >= self.minimum

    @property
    def asks_when(self) -> bool:
        """Whether it matters on which day a score was reached."""
        return any(each.kind == "earliest" for each in self.criteria)

    @property
    def looks_at_people(self) -> bool:
        """Whether it matters who brought the points, and on which day."""
        return (
            self.of == WORK
            or self.score is Score.MEAN
            or any(place.split for place in self.places)
            or any(criterion.kind == "earliest" for criterion in self.criteria)
        )
