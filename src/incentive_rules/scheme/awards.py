"""How points become rewards: what a scheme file may say under ``awards``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Discriminator, Tag
from pydantic.functional_validators import PlainValidator, model_validator

from incentive_rules.codes import Code
from incentive_rules.messages import Label
from incentive_rules.scheme.parts import Bundle as Amounts
from incentive_rules.scheme.parts import Condition, InForce, Part, Provenance, tag_of
from incentive_rules.scheme.pay_steps import Bundle
from incentive_rules.scheme.scalars import (
    Choice,
    DatedPositive,
    Id,
    Whole,
    Words,
    filled_text,
    refusal,
    shared,
    strict,
)
from incentive_rules.scheme.spans import SpanWord

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


def _counter(value: object) -> CounterName | str:
    """A built-in counter, or the id of one that the scheme declares; whether it does is looked at later."""
    text = filled_text(value)
    return CounterName(text) if text in tuple(CounterName) else text


class Measure(Part):
    """What a tier looks at."""

    counter: Annotated[CounterName | str, PlainValidator(strict(_counter)), shared("Id")]
    """earned: all points credited, never reduced by claims; balance: what is left of them; or a counter of one's own"""
    per: SpanWord | None = None
    """the window of `earned` or of a counter of one's own: day, month, quarter, half, year, ever, or one of
    `periods`"""

    @model_validator(mode="after")
    def _window(self) -> Measure:
        if self.counter is not CounterName.BALANCE and self.per is None:
            raise refusal(Code.MISSING_KEY, name="per", on_key=True)
        if self.counter is CounterName.BALANCE and self.per is not None:
            facts = {"left": "counter: balance", "right": f"per: {self.per}", "why": _NO_WINDOW}
            raise refusal(Code.CONTRADICTION, **facts, at=("per",), on_key=True)
        return self


class ClaimBy(StrEnum):
    """Who sets an award going."""

    MEMBER = "member"
    AUTOMATIC = "automatic"


class Deadline(Part):
    """How long after a period it may still be claimed, or chosen for."""

    days: Whole
    """how many days after its last day: 1, 2, 3, …; the last of them still counts"""


class ClaimRule(Part):
    """How an award is claimed."""

    by: Annotated[ClaimBy, Choice()]
    """member: only by a claim; automatic: on the last day of each period"""
    times: Whole | None = None
    """how many claims a member may be paid in a period; only with `by: member`"""
    per: SpanWord
    """the period: day, month, quarter, half, year, ever, or one of
    `periods`"""
    deadline: Deadline | None = None
    """with it, claims are about the period that is over, and filed within so many days after it; where it is automatic,
    that is how long one may choose"""

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

    once: SpanWord
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
    eligible: Condition | None = None
    """who can be paid: a condition on facts of members and on counters, judged on the day"""
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


class ExchangeAward(Provenance, InForce):
    """An award at a rate: so many points for so much, as many times as there are points. It uses up the balance."""

    kind: Literal["exchange"]
    """exchange"""
    label: Words
    """its name; claims may use it instead of the id"""
    eligible: Condition | None = None
    """who can be paid: a condition on facts of members and on counters, judged on the day"""
    claim: ClaimRule
    """who sets it going, and how often"""
    points: DatedPositive
    """so many points are exchanged at a time; claims take a multiple of it"""
    pays: Amounts | None = None
    """rewards and their amounts for these points"""
    choose: dict[Id, Amounts] | None = None
    """options to choose one from, each with its rewards and amounts for these points"""
    minimum: DatedPositive | None = None
    """the least points with which anything is exchanged; `minimum_is_of` says whether they must be there or be taken"""
    maximum: DatedPositive | None = None
    """the most points that one claim, or one settlement, takes"""
    priority: Whole | None = None
    """where several awards use up one balance: who goes first on one day, 1 before 2"""

    @model_validator(mode="after")
    def _one_kind_of_pay(self) -> ExchangeAward:
        if (self.pays is None) == (self.choose is None):
            raise refusal(Code.ONE_OF_TWO, known=("pays", "choose"))
        return self
