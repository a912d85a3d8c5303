"""Awards by rank: what a scheme file may say of who is ranked, by which score, and what each place brings."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Discriminator, Field, Tag
from pydantic.functional_validators import model_validator

from incentive_rules.codes import Code
from incentive_rules.messages import Label
from incentive_rules.scheme.parts import (
    Condition,
    FactName,
    InForce,
    Part,
    Provenance,
    ShareRounding,
    check_parts_fit,
    tag_of,
)
from incentive_rules.scheme.pay_steps import Bundle
from incentive_rules.scheme.scalars import (
    Choice,
    DatedPositive,
    Flag,
    Id,
    Number,
    Positive,
    Text,
    Whole,
    Words,
    refusal,
    shared,
)
from incentive_rules.scheme.spans import SpanWord

if TYPE_CHECKING:
    from collections.abc import Mapping

MEMBER, WORK = "member", "work"
"""What may be ranked beside the groups that people belong to."""


class As(StrEnum):
    """What a part of a score takes of its points."""

    POINTS = "points"
    SHARE_OF_BEST = "share_of_best"
    SHARE_OF_ALL = "share_of_all"
    MIN_MAX = "min_max"
    RANK = "rank"


class ScorePart(Provenance):
    """One part of a score that is put together."""

    label: Words | None = None
    """its name; without it, its id"""
    counter: Id | None = None
    """the counter that it looks at"""
    stage: Id | None = None
    """instead of a counter: the score in another ranking of the same period"""
    weight: DatedPositive
    """the factor on what `as` takes"""
    taken_as: Annotated[As, Choice()] = Field(alias="as")
    """what is taken of the points: themselves, or a number from 0 to 1 beside the others who are ranked"""

    elsewhere: ClassVar[Mapping[str, Label]] = {
        "score": Label(
            "그 점수로 순위를 따로 하나 만들고 여기에는 'stage: 그 순위'로 적으십시오",
            "make a ranking of its own with that 'score', and name it here as 'stage'",
        )
    }

    @model_validator(mode="after")
    def _one_source(self) -> ScorePart:
        if (self.counter is None) == (self.stage is None):
            raise refusal(Code.ONE_OF_TWO, known=("counter", "stage"))
        return self


class RankingMeasure(Part):
    """What is ranked, and the period in which it is counted."""

    counter: Id | None = None
    """the counter that is ranked: `earned`"""
    parts: dict[Id, ScorePart] | None = None
    """instead of one counter: parts with weights, which are added"""
    per: SpanWord | None = None
    """the period: month, quarter, half, year, or one of `periods`"""

    @model_validator(mode="after")
    def _one_measure(self) -> RankingMeasure:
        if (self.counter is None) == (self.parts is None):
            raise refusal(Code.ONE_OF_TWO, known=("counter", "parts"))
        if self.per is None and self.counter != "balance":
            raise refusal(Code.MISSING_KEY, name="per", on_key=True)
        return self


class Among(StrEnum):
    """Among whom a prize is split."""

    MEMBERS_AT_PERIOD_END = "members_at_period_end"
    CONTRIBUTORS = "contributors"


class SplitBy(StrEnum):
    """By what the parts of a split prize are measured."""

    EQUAL = "equal"
    POINTS = "points"


class Residue(StrEnum):
    """Where what the rounding of a split leaves goes."""

    KEPT_BACK = "kept_back"
    LARGEST_PART = "largest_part"


class Split(Part):
    """How the prize of a group, or of a piece of work, is divided among its people."""

    among: Annotated[Among, Choice()]
    """members_at_period_end: who belongs to the group then; contributors: whose points make up the score"""
    activities: Annotated[tuple[Id, ...], Field(min_length=1)] | None = None
    """of a piece of work, instead: among those who are credited for one of these activities with that work"""
    by: Annotated[SplitBy, Choice()]
    """equal parts, or parts by the points that each brought"""
    round: ShareRounding
    """how each part is rounded"""
    residue: Annotated[Residue, Choice()]
    """what rounding leaves: kept_back, or largest_part"""

    @model_validator(mode="after")
    def _parts_fit(self) -> Split:
        check_parts_fit(self.round)
        return self


_FROM_TO = re.compile(r"\s*([1-9][0-9]*)\s*위?\s*[-~–∼～]\s*([1-9][0-9]*)\s*위?\s*")


class Place(Provenance):
    """A place of a ranking, and what it brings."""

    ranks: Annotated[tuple[Whole, ...], Field(min_length=1, max_length=2), shared("Ranks")] | None = None
    """one rank, or the first and the last"""
    top: Positive | None = None
    """instead of ranks: a share of all who are ranked, such as 0.05; places by share follow each other too"""
    label: Words | None = None
    """its name"""
    pays: Bundle | None = None
    """rewards and their amounts for each winner; without it, the place is an honour"""
    split: Split | None = None
    """how the prize of a group or a piece of work is divided among its people; without it, the group is paid"""

    @model_validator(mode="before")
    @classmethod
    def _single_rank(cls, value: object) -> object:
        if isinstance(value, dict) and "ranks" in value and not isinstance(value["ranks"], list | tuple):
            if found := _FROM_TO.fullmatch(str(value["ranks"])):
                written = f"[{found[1]}, {found[2]}]"
                advice = Label(f"{written} 형식으로 적으십시오", f"write {written}")
                raise refusal(Code.BAD_NUMBER, value=value["ranks"], advice=advice, at=("ranks",))
            return {**value, "ranks": [value["ranks"]]}
        return value

    @model_validator(mode="after")
    def _ranks_or_share(self) -> Place:
        if self.ranks is None and self.top is None:
            raise refusal(Code.MISSING_KEY, name="ranks", on_key=True)
        if self.ranks is not None and self.top is not None:
            raise refusal(Code.ONE_OF_TWO, known=("ranks", "top"))
        return self


class SeatsRule(StrEnum):
    """How shares of a number of people become whole places."""

    LARGEST_REMAINDER = "largest_remainder"
    FLOOR = "floor"


class Ties(StrEnum):
    """What equal scores do."""

    EXPAND = "expand"
    HOLD = "hold"


class ShareTies(Part):
    """Equal scores divide the prizes of the places that they take up."""

    share: ShareRounding
    """how each part is rounded"""


def _equal_shape(value: object) -> str:
    return tag_of(ShareTies) if isinstance(value, dict | ShareTies) else tag_of("word")


_SHARED, _PARTED = "{share: {unit: 10, mode: down}}", "{by: [...], then: hold}"
_STILL_EQUAL = Label(
    f"expand: 모두 받습니다, hold: 사람이 정할 때까지 보류합니다(위원회가 정하면 hold), {_SHARED}: 상을 나눕니다",
    f"expand: all of them win; hold: nothing is paid until somebody decides, such as a committee; {_SHARED}: they "
    "divide the prizes",
)
_EQUAL = Label(
    f"{_STILL_EQUAL.ko}, {_PARTED}: 다른 기준으로 가립니다", f"{_STILL_EQUAL.en}; {_PARTED}: something else parts them"
)


StillEqual = Annotated[
    Annotated[Annotated[Ties, Choice((_SHARED,), _STILL_EQUAL)], Tag(tag_of("word"))]
    | Annotated[ShareTies, Tag(tag_of(ShareTies))],
    Discriminator(_equal_shape),
]


class End(StrEnum):
    """Which end of a fact goes first."""

    HIGHEST = "highest"
    LOWEST = "lowest"


CRITERIA = ("highest", "lowest", "earliest", "fact", "lot")


class Criterion(Part):
    """One thing that parts equal scores."""

    highest: Id | None = None
    """the counter, or the part of the score, of which more goes first"""
    lowest: Id | None = None
    """the counter, or the part of the score, of which less goes first"""
    earliest: Flag = False
    """who had the whole score on the earlier day goes first"""
    fact: FactName | None = None
    """a number, date or ordered fact of people, such as the number of a lot that was drawn"""
    first: Annotated[End, Choice()] | None = None
    """with `fact`: whether its highest or its lowest value goes first"""
    lot: Text | None = None
    """a lot: the recorded seed from which it is drawn"""
    stand_alone: ClassVar[tuple[str, ...]] = ("earliest",)
    example: ClassVar[str] = "{highest: earned} / {earliest: }"

    @model_validator(mode="after")
    def _one_thing(self) -> Criterion:
        if len(self.model_fields_set & set(CRITERIA)) != 1:
            raise refusal(Code.ONE_OF_TWO, known=CRITERIA)
        if self.fact is not None and self.first is None:
            raise refusal(Code.MISSING_KEY, name="first", on_key=True)
        if self.fact is None and self.first is not None:
            raise refusal(Code.MISSING_KEY, name="fact", on_key=True)
        return self

    @property
    def kind(self) -> str:
        """The one of ``CRITERIA`` that is written."""
        return next(kind for kind in CRITERIA if kind in self.model_fields_set)


class OrderedTies(Part):
    """Equal scores are parted by one thing after the other."""

    by: Annotated[tuple[Criterion, ...], Field(min_length=1)]
    """what is looked at, the first first"""
    then: StillEqual
    """what those do who are equal in all of it: expand, hold or share"""


def _ties_shape(value: object) -> str:
    if isinstance(value, OrderedTies) or (isinstance(value, dict) and {"by", "then"} & set(value)):
        return tag_of(OrderedTies)
    return _equal_shape(value)


TiesRule = Annotated[
    Annotated[Annotated[Ties, Choice((_SHARED, _PARTED), _EQUAL)], Tag(tag_of("word"))]
    | Annotated[ShareTies, Tag(tag_of(ShareTies))]
    | Annotated[OrderedTies, Tag(tag_of(OrderedTies))],
    Discriminator(_ties_shape),
]


class Score(StrEnum):
    """How the points of a group's people become its score."""

    SUM = "sum"
    PER_HEAD = "per_head"
    MEAN = "mean"


class RankingField(Part):
    """Who takes part in a ranking; without it, all."""

    stage: Id | None = None
    """another ranking of the same period: only those whom it ranked high enough take part"""
    ranks: Whole | None = None
    """with `stage`: the last rank there that takes part here"""
    when: Condition | None = None
    """a condition on people: others are not ranked, and their points count for no group"""

    @model_validator(mode="after")
    def _whole(self) -> RankingField:
        if self.stage is None and self.when is None:
            raise refusal(Code.MISSING_KEY, name="when", on_key=True)
        for name, other in (("stage", "ranks"), ("ranks", "stage")):
            if getattr(self, name) is not None and getattr(self, other) is None:
                raise refusal(Code.MISSING_KEY, name=other, on_key=True)
        return self


class Within(Part):
    """A ranking of its own for each value of a fact."""

    by: FactName
    """the fact of people; those of one group must agree in it"""
    pool_below: Whole | None = None
    """where fewer than this have a value, they are ranked with their neighbours"""


class FreedPlace(StrEnum):
    """What becomes of a place whose winner has a prize already."""

    MOVES_UP = "moves_up"
    STAYS_EMPTY = "stays_empty"


class OnePrize(Part):
    """Who was paid in another ranking wins nothing here."""

    not_if_won: Annotated[tuple[Id, ...], Field(min_length=1)]
    """the other rankings"""
    freed_place: Annotated[FreedPlace, Choice()]
    """moves_up: the next one gets it; stays_empty: nobody does"""


class Stated(Provenance):
    """What the published text says that an award comes to in one period. It changes nothing; checks compare it."""

    winners: Whole | None = None
    """how many win"""
    rewards: dict[Id, Positive] | None = None
    """reward: how much of it in all"""
    awards: tuple[Id, ...] = ()
    """other rankings that the text counts together with this one; without it, this one alone"""

    @model_validator(mode="after")
    def _something(self) -> Stated:
        if self.winners is None and self.rewards is None:
            raise refusal(Code.MISSING_KEY, name="winners", on_key=True)
        return self


class RankingAward(Provenance, InForce):
    """An award by rank, settled on the last day of its period."""

    kind: Literal["ranking"]
    """ranking"""
    label: Words
    """its name"""
    of: FactName
    """who is ranked: `member`, a group fact such as department, or `work`, the pieces of work in the ledger"""
    measure: RankingMeasure
    """what is ranked, in a month, quarter, half or year, or in one of `periods`"""
    score: Annotated[Score, Choice()] | None = None
    """how the points of a group's people become its score; needed where groups or pieces of work are ranked"""
    field: RankingField | None = None
    """who takes part; without it, all"""
    within: Within | None = None
    """a ranking of its own for each value of a fact"""
    minimum: Number | None = None
    """the least score that can win a place"""
    paid_if: Condition | None = None
    """a condition on people: others keep their rank and get nothing"""
    places: dict[Id, Place]
    """places, from the first rank on"""
    seats: Annotated[SeatsRule, Choice()] | None = None
    """with `top`: how a share becomes a whole number of places"""
    ties: TiesRule
    """equal scores: `expand`, `hold`, `{share: {unit, mode}}`, or `{by: [...], then: ...}`"""
    one_prize: OnePrize | None = None
    """who was paid in another ranking wins nothing here"""
    stated: Stated | None = None
    """what the published text says in all; compared, never used"""
