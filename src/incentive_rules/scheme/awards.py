"""How points become rewards: what a scheme file may say under ``awards``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag
from pydantic.functional_validators import model_validator

from incentive_rules.codes import Code
from incentive_rules.messages import Label
from incentive_rules.periods import Per
from incentive_rules.scheme.parts import FactName, InForce, Part, Provenance, ShareRounding, tag_of
from incentive_rules.scheme.pay_steps import Bundle
from incentive_rules.scheme.scalars import Choice, DatedPositive, Id, Number, Whole, Words, refusal, shared

_NO_WINDOW = Label(
    "남은 점수는 기간으로 나누지 않습니다. 기간별로 세려면 'earned'를 쓰십시오",
    "what is left has no period; 'earned' is counted per period",
)
_NO_TIMES = Label(
    "자동 지급은 기간마다 한 번이므로 횟수를 적지 않습니다", "what is automatic happens once in each period"
)


class CounterName(StrEnum):
    """The counters that are built in."""

    EARNED = "earned"
    BALANCE = "balance"


class Measure(Part):
    """What a tier or a ranking looks at."""

    counter: Annotated[CounterName, Choice()]
    """earned: all points credited, never reduced by claims; balance: what is left of them"""
    per: Annotated[Per, Choice()] | None = None
    """the window of `earned`: month, quarter, half, year or ever"""

    @model_validator(mode="after")
    def _window(self) -> Measure:
        if self.counter is CounterName.EARNED and self.per is None:
            raise refusal(Code.MISSING_KEY, name="per", on_key=True)
        if self.counter is CounterName.BALANCE and self.per is not None:
            facts = {"left": "counter: balance", "right": f"per: {self.per}", "why": _NO_WINDOW}
            raise refusal(Code.CONTRADICTION, **facts, at=("per",), on_key=True)
        return self


class ClaimBy(StrEnum):
    """Who sets an award going."""

    MEMBER = "member"
    AUTOMATIC = "automatic"


class ClaimRule(Part):
    """How an award is claimed."""

    by: Annotated[ClaimBy, Choice()]
    """member: only by a claim; automatic: on the last day of each period"""
    times: Whole | None = None
    """how many claims a member may be paid in a period; only with `by: member`"""
    per: Annotated[Per, Choice()]
    """the period: day, month, quarter, half, year or ever"""

    @model_validator(mode="after")
    def _times(self) -> ClaimRule:
        if self.by is ClaimBy.MEMBER and self.times is None:
            raise refusal(Code.MISSING_KEY, name="times", on_key=True)
        if self.by is ClaimBy.AUTOMATIC and self.times is not None:
            facts = {"left": "by: automatic", "right": f"times: {self.times}", "why": _NO_TIMES}
            raise refusal(Code.CONTRADICTION, **facts, at=("times",), on_key=True)
        return self


class Pay(StrEnum):
    """Which of the tiers that are due is paid."""

    HIGHEST = "highest"
    LOWEST = "lowest"
    ALL = "all"


class Consume(StrEnum):
    """What a payment takes from the balance."""

    NOTHING = "nothing"
    TIER = "tier"
    ALL = "all"


class Again(StrEnum):
    """Whether a tier that was paid is due again."""

    ALWAYS = "always"
    ONCE = "once"
    DIFFERENCE = "difference"


class OncePer(Part):
    """Once in each period."""

    once: Annotated[Per, Choice()]
    """the period in which a tier is paid at most once"""


def _again_shape(value: object) -> str:
    return tag_of(OncePer) if isinstance(value, dict | OncePer) else tag_of("word")


AgainRule = Annotated[
    Annotated[Annotated[Again, Choice()], Tag(tag_of("word"))] | Annotated[OncePer, Tag(tag_of(OncePer))],
    Discriminator(_again_shape),
]


class Tier(Provenance, InForce):
    """A threshold and what it pays. Reached at equality."""

    at: DatedPositive
    """the threshold in points"""
    label: Words | None = None
    """its name; without it, the threshold is its name"""
    pays: Bundle | None = None
    """rewards and their amounts"""
    choose: dict[Id, Bundle] | None = None
    """options to choose one from, each with its rewards and amounts"""

    @model_validator(mode="after")
    def _one_kind_of_pay(self) -> Tier:
        if (self.pays is None) == (self.choose is None):
            raise refusal(Code.ONE_OF_TWO, known=("pays", "choose"))
        return self


class TiersAward(Provenance, InForce):
    """An award by thresholds."""

    kind: Literal["tiers"]
    """tiers"""
    label: Words
    """its name; claims may use it instead of the id"""
    measure: Measure
    """the counter that thresholds are compared with"""
    claim: ClaimRule
    """who sets it going, and how often"""
    pay: Annotated[Pay, Choice()]
    """which of the tiers due is paid: highest, lowest or all"""
    again: AgainRule
    """whether a paid tier is due again: always, once, {once: year}, or only the difference to what was paid"""
    consume: Annotated[Consume, Choice()]
    """what a payment takes from the balance: nothing, the tier's points, or all"""
    priority: Whole | None = None
    """where several awards use up one balance: who goes first on one day, 1 before 2"""
    tiers: dict[Id, Tier]
    """thresholds, from low to high"""


class Place(Provenance):
    """A prize of a ranking."""

    ranks: Annotated[tuple[Whole, ...], Field(min_length=1, max_length=2), shared("Ranks")]
    """one rank, or the first and the last"""
    label: Words | None = None
    """its name"""
    pays: Bundle
    """rewards and their amounts for each winner"""

    @model_validator(mode="before")
    @classmethod
    def _single_rank(cls, value: object) -> object:
        if isinstance(value, dict) and "ranks" in value and not isinstance(value["ranks"], list | tuple):
            return {**value, "ranks": [value["ranks"]]}
        return value


class Ties(StrEnum):
    """What equal scores do."""

    EXPAND = "expand"
    HOLD = "hold"


class ShareTies(Part):
    """Equal scores divide the prizes of the places that they take up."""

    share: ShareRounding
    """how each part is rounded"""


def _ties_shape(value: object) -> str:
    return tag_of(ShareTies) if isinstance(value, dict | ShareTies) else tag_of("word")


TiesRule = Annotated[
    Annotated[Annotated[Ties, Choice()], Tag(tag_of("word"))] | Annotated[ShareTies, Tag(tag_of(ShareTies))],
    Discriminator(_ties_shape),
]


class Score(StrEnum):
    """How the points of a group's members become its score."""

    SUM = "sum"


class RankingAward(Provenance, InForce):
    """An award by rank, settled on the last day of its period."""

    kind: Literal["ranking"]
    """ranking"""
    label: Words
    """its name"""
    of: FactName
    """who is ranked: `member`, or a group fact such as department"""
    measure: Measure
    """the counter that is ranked; `earned` in a month, quarter, half or year"""
    score: Annotated[Score, Choice()]
    """how the points of a group's members become its score: `sum`"""
    minimum: Number | None = None
    """the least score that can win a place"""
    places: dict[Id, Place]
    """prizes, from the first rank on"""
    ties: TiesRule
    """equal scores: `expand` (all get the better place), `{share: {unit, mode}}` (they divide the prizes), or `hold`"""
