"""What a scheme file may say. Each class is one mapping of the file; each field's description is its help text.

Docs, JSON Schema and the loader are all made from these classes; a key that is not here does not exist.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, PrivateAttr, Tag, WithJsonSchema
from pydantic.functional_validators import BeforeValidator, PlainValidator, model_validator

from incentive_rules.amounts import RoundingMode
from incentive_rules.codes import Code
from incentive_rules.facts import parse_text
from incentive_rules.messages import Label
from incentive_rules.periods import Per
from incentive_rules.scheme.answers import Answer, answers_schema
from incentive_rules.scheme.scalars import (
    DatedAmount,
    DatedCount,
    DatedFactor,
    DatedPositive,
    Day,
    Flag,
    Id,
    Number,
    Positive,
    Raw,
    Text,
    Whole,
    Words,
    choice,
    is_dated,
    raw,
    refusal,
    strict,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentive_rules.facts import Facts

LANGUAGE = 1
"""The version of the scheme language that this library reads."""

CONDITION_SCHEMA: dict[str, Any] = {
    "type": "object",
    "minProperties": 1,
    "description": "fact: value, or fact: {test: value}; also all: [...], any: [...], not: {...}",
    "properties": {
        "all": {"type": "array", "items": {"type": "object"}},
        "any": {"type": "array", "items": {"type": "object"}},
        "not": {"type": "object"},
    },
}


class Part(BaseModel):
    """One mapping of the file: closed, frozen, built only when it is first needed."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        defer_build=True,
        arbitrary_types_allowed=True,
        use_attribute_docstrings=True,
        populate_by_name=False,
    )


def tag_of(part: type[BaseModel]) -> str:
    """The union tag of a class; such tags occur in pydantic's locations and never in a file."""
    return f"<{part.__name__}>"


class Citation(Part):
    """A source, with the article or sentence in it."""

    ref: Id
    """the id of a source"""
    at: Text
    """the article, clause or sentence in that source"""


def _citation_shape(value: object) -> str:
    return "<Citation>" if isinstance(value, dict | Citation) else "<id>"


SourceRef = Annotated[
    Annotated[Id, Tag("<id>")] | Annotated[Citation, Tag("<Citation>")],
    Discriminator(_citation_shape),
]


class Provenance(Part):
    """Where a rule's numbers come from. A rule without either inherits them from the rule around it."""

    source: SourceRef | None = None
    """the published text that says so: the id of a source, or {ref: id, at: article}"""
    assumed: Words | None = None
    """the reason why this is our assumption, where no source says so"""


class InForce(Part):
    """The days on which a rule holds, half-open."""

    first: Day | None = Field(default=None, alias="from")
    """the first day on which it holds; without it, the scheme's first day"""
    until: Day | None = None
    """the first day on which it no longer holds"""


class Source(Part):
    """A document that rules are taken from."""

    title: Words
    """its title"""
    publisher: Words | None = None
    """who published it"""
    date: Day | None = None
    """the day it was published"""
    url: Text | None = None
    """where it can be read"""
    quote: Words | None = None
    """the sentences that matter, word for word"""


def _values(value: object) -> tuple[tuple[str, ...], ...]:
    if not isinstance(value, list) or not value:
        raise refusal(Code.WRONG_TYPE, expected=Label("값의 목록", "a list of values"), got=Label("다른 것", "something else"))
    steps = tuple(tuple(strict(parse_text)(word) for word in (step if isinstance(step, list) else [step])) for step in value)
    words = [word for step in steps for word in step]
    for word in words:
        if words.count(word) > 1:
            raise refusal(Code.SAME_LABEL, name=word, other=word)
    return steps


ValueList = Annotated[
    tuple[tuple[str, ...], ...],
    PlainValidator(_values),
    WithJsonSchema(
        {
            "type": "array",
            "minItems": 1,
            "items": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]},
        }
    ),
]
FACT_KINDS = ("number", "yes_no", "one_of", "ordered", "group", "text", "date")


class FactSpec(Part):
    """A typed fact: exactly one kind, and what else is known of it. `group` alone is short for `{group}`."""

    number: Flag = False
    """a number"""
    yes_no: Flag = False
    """yes or no"""
    one_of: ValueList | None = None
    """one of the listed values"""
    ordered: ValueList | None = None
    """one of the listed values, from low to high; a list inside the list holds values of equal rank"""
    group: Flag = False
    """the name of a group that people belong to, such as a department"""
    text: Flag = False
    """free text, never used by rules"""
    date: Flag = False
    """a date"""
    label: Words | None = None
    """its name in tables and explanations"""
    blank: Text | None = None
    """the value that a blank cell stands for; without it, a blank is unknown"""
    at_least: Number | None = None
    """the least number that is accepted"""
    at_most: Number | None = None
    """the greatest number that is accepted"""
    columns: tuple[Text, ...] = ()
    """more names that its column may have"""

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: object) -> object:
        return {value: None} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_kind(self) -> FactSpec:
        if len(self.model_fields_set & set(FACT_KINDS)) != 1:
            raise refusal(Code.ONE_OF_TWO, known=FACT_KINDS)
        return self

    @property
    def kind(self) -> str:
        """The one kind that is written."""
        return next(kind for kind in FACT_KINDS if kind in self.model_fields_set)


FactName = Annotated[
    str, BeforeValidator(strict(parse_text)), WithJsonSchema({"type": "string", "minLength": 1, "pattern": r"^[^.\s]+$"})
]


class FactSpecs(Part):
    """The facts that rows may carry."""

    member: dict[FactName, FactSpec] = {}
    """facts of people: the columns of the staff list"""
    entry: dict[FactName, FactSpec] = {}
    """facts of activities done: further columns of the ledger"""


RoundingModes = choice(RoundingMode)


class RoundAt(StrEnum):
    """Where a rounding happens."""

    ENTRY = "entry"


class RoundingSpec(Part):
    """A declared rounding."""

    at: choice(RoundAt)  # type: ignore[valid-type]  # pydantic reads the annotation
    """where it happens: `entry`, on the points of each entry"""
    unit: Positive
    """to a multiple of this"""
    mode: RoundingModes  # type: ignore[valid-type]  # pydantic reads the annotation
    """down, up (away from zero), half_up or half_even"""


class ShareRounding(Part):
    """The rounding of a divided prize."""

    unit: Positive
    """to a multiple of this"""
    mode: RoundingModes  # type: ignore[valid-type]  # pydantic reads the annotation
    """down, up, half_up or half_even"""


class PointsByFact(Part):
    """Points that depend on a fact, such as the grade of a prize."""

    by: FactName
    """the fact that decides: one_of or ordered"""
    values: dict[FactName, DatedAmount]
    """points for each of its values; every value needs one"""


class PointsPerUnit(Part):
    """Points for each unit of a number: `{each: 1, per: 4, of: hours}` is one point for each four hours."""

    each: DatedAmount
    """points for one unit"""
    per: Positive | None = None
    """the size of the unit; without it, 1"""
    of: FactName | None = None
    """the number fact that is counted; without it, the ledger's own `quantity`"""
    round: RoundingSpec | None = None
    """how a part of a unit is rounded; without it, points stay exact"""


def _points_shape(value: object) -> str:
    if not isinstance(value, dict) or is_dated(value):
        return "<fixed>"
    if {"by", "values"} & value.keys():
        return "<PointsByFact>"
    return "<PointsPerUnit>" if {"each", "per", "of", "round"} & value.keys() else "<fixed>"


Points = Annotated[
    Annotated[DatedAmount, Tag("<fixed>")]
    | Annotated[PointsByFact, Tag("<PointsByFact>")]
    | Annotated[PointsPerUnit, Tag("<PointsPerUnit>")],
    Discriminator(_points_shape),
]
Condition = raw(CONDITION_SCHEMA)


class Activity(Provenance, InForce):
    """Something people do that earns points."""

    label: Words
    """its name; ledgers may use it instead of the id"""
    points: Points
    """a number, `{by, values}` a fact, or `{each, per, of}` units; a number may be dated"""
    when: Condition | None = None  # type: ignore[valid-type]  # pydantic reads the annotation
    """the entry counts only if this holds"""


class Bonus(Provenance, InForce):
    """More points on top of an entry's own, if a condition holds. It acts on the base alone."""

    label: Words
    """its name"""
    when: Condition  # type: ignore[valid-type]  # pydantic reads the annotation
    """the condition on the entry, the member or the activity"""
    add: DatedAmount | None = None
    """points added"""
    multiply: DatedFactor | None = None
    """the factor on the base: 1.5 adds half of it"""
    activities: tuple[Id, ...] = ()
    """the activities it applies to; without it, all"""

    @model_validator(mode="after")
    def _one_effect(self) -> Bonus:
        if (self.add is None) == (self.multiply is None):
            raise refusal(Code.ONE_OF_TWO, known=("add", "multiply"))
        return self


class Keep(StrEnum):
    """Which entries survive a limit."""

    EARLIEST = "earliest"


class Limit(Provenance, InForce):
    """The most that a member can be credited in a period."""

    label: Words
    """its name"""
    per: choice(Per)  # type: ignore[valid-type]  # pydantic reads the annotation
    """the period: day, month, quarter, half, year or ever"""
    points: DatedAmount | None = None
    """the most points in a period"""
    count: DatedCount | None = None
    """the most entries in a period"""
    keep: choice(Keep)  # type: ignore[valid-type]  # pydantic reads the annotation
    """which entries are kept: `earliest`"""
    activities: tuple[Id, ...] = ()
    """the activities that count together; without it, all"""

    @model_validator(mode="after")
    def _one_measure(self) -> Limit:
        if (self.points is None) == (self.count is None):
            raise refusal(Code.ONE_OF_TWO, known=("points", "count"))
        return self


class Reward(Part):
    """Something that is paid or granted."""

    label: Words
    """its name"""
    unit: Text
    """what is counted: KRW for won, day, hour, or any word"""


class CounterName(StrEnum):
    """The counters that are built in."""

    EARNED = "earned"
    BALANCE = "balance"


class Measure(Part):
    """What a tier or a ranking looks at."""

    counter: choice(CounterName)  # type: ignore[valid-type]  # pydantic reads the annotation
    """earned: all points credited, never reduced by claims; balance: what is left of them"""
    per: choice(Per) | None = None  # type: ignore[valid-type]  # pydantic reads the annotation
    """the window of `earned`: month, quarter, half, year or ever"""

    @model_validator(mode="after")
    def _window(self) -> Measure:
        if (self.counter is CounterName.EARNED) != (self.per is not None):
            missing = self.per is None
            raise refusal(Code.MISSING_KEY if missing else Code.UNKNOWN_KEY, name="per", known="counter", **({} if missing else {"at": "per"}))
        return self


class ClaimBy(StrEnum):
    """Who sets an award going."""

    MEMBER = "member"
    AUTOMATIC = "automatic"


class ClaimRule(Part):
    """How an award is claimed."""

    by: choice(ClaimBy)  # type: ignore[valid-type]  # pydantic reads the annotation
    """member: only by a claim; automatic: on the last day of each period"""
    times: Whole | None = None
    """how many claims a member may be paid in a period; only with `by: member`"""
    per: choice(Per)  # type: ignore[valid-type]  # pydantic reads the annotation
    """the period: day, month, quarter, half, year or ever"""

    @model_validator(mode="after")
    def _times(self) -> ClaimRule:
        if (self.by is ClaimBy.MEMBER) != (self.times is not None):
            missing = self.times is None
            raise refusal(Code.MISSING_KEY if missing else Code.UNKNOWN_KEY, name="times", known="by, per", **({} if missing else {"at": "times"}))
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

    once: choice(Per)  # type: ignore[valid-type]  # pydantic reads the annotation
    """the period in which a tier is paid at most once"""


def _again_shape(value: object) -> str:
    return "<OncePer>" if isinstance(value, dict | OncePer) else "<word>"


AgainRule = Annotated[
    Annotated[choice(Again), Tag("<word>")] | Annotated[OncePer, Tag("<OncePer>")],  # type: ignore[valid-type]  # as above
    Discriminator(_again_shape),
]
Bundle = dict[Id, DatedPositive]


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
        if bool(self.pays) == bool(self.choose):
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
    pay: choice(Pay)  # type: ignore[valid-type]  # pydantic reads the annotation
    """which of the tiers due is paid: highest, lowest or all"""
    again: AgainRule
    """whether a tier is due again once it was paid: always, once, {once: year}, or only the difference to what was paid"""
    consume: choice(Consume)  # type: ignore[valid-type]  # pydantic reads the annotation
    """what a payment takes from the balance: nothing, the tier's points, or all"""
    tiers: dict[Id, Tier]
    """thresholds, from low to high"""


class Place(Provenance):
    """A prize of a ranking."""

    ranks: tuple[Whole, ...] = Field(min_length=1, max_length=2)
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
    return "<ShareTies>" if isinstance(value, dict | ShareTies) else "<word>"


TiesRule = Annotated[
    Annotated[choice(Ties), Tag("<word>")] | Annotated[ShareTies, Tag("<ShareTies>")],  # type: ignore[valid-type]  # as above
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
    score: choice(Score)  # type: ignore[valid-type]  # pydantic reads the annotation
    """how the points of a group's members become its score: `sum`"""
    minimum: Number | None = None
    """the least score that can win a place"""
    places: dict[Id, Place]
    """prizes, from the first rank on"""
    ties: TiesRule
    """equal scores: `expand` (all get the better place, as many ranks are skipped), `{share: {unit, mode}}`, or `hold`"""


def _award_shape(value: object) -> str:
    kind = value.get("kind") if isinstance(value, dict) else getattr(value, "kind", None)
    if kind not in ("tiers", "ranking"):
        return "<AwardWithoutKind>"
    return tag_of(TiersAward if kind == "tiers" else RankingAward)


class AwardWithoutKind(Part):
    """Any mapping whose kind cannot be told: it is refused for that reason alone."""

    model_config = ConfigDict(extra="allow")
    kind: choice(StrEnum("Kind", {"TIERS": "tiers", "RANKING": "ranking"}))  # type: ignore[valid-type]  # as above


Award = Annotated[
    Annotated[TiersAward, Tag("<TiersAward>")]
    | Annotated[RankingAward, Tag("<RankingAward>")]
    | Annotated[AwardWithoutKind, Tag("<AwardWithoutKind>")],
    Discriminator(_award_shape),
]


def _language(value: object) -> int:
    if str(value) != str(LANGUAGE):
        raise refusal(Code.LANGUAGE_VERSION, value=value)
    return LANGUAGE


Language = Annotated[int, PlainValidator(_language), WithJsonSchema({"const": LANGUAGE})]


class Reading(Provenance):
    """Another plausible reading of the same text, as changes to this file."""

    label: Words
    """what the reading says, in a few words"""
    set: dict[Text, raw({})] = {}  # type: ignore[valid-type]  # pydantic reads the annotation
    """address: value, such as `awards.monthly.consume: all`"""
    claims: Text | None = None
    """the claim policy under which the reading is shown, such as `save_for:t10`"""


class Scheme(Provenance, InForce):
    """An incentive scheme: the whole file, checked. Made by ``load_scheme``; never changed afterwards.

    Example:
        >>> from incentive_rules import load_scheme, example_path
        >>> scheme = load_scheme(example_path("donghae.yaml"))
        >>> scheme.id, scheme.label.ko
        ('donghae-mileage', '동해시 적극행정 마일리지')
    """

    language: Language
    """the version of the scheme language: 1"""
    id: Id
    """the scheme's id"""
    label: Words
    """the scheme's name"""
    first: Day = Field(alias="from")
    """the first day of the scheme"""
    sources: dict[Id, Source] = {}
    """the documents that rules are taken from"""
    columns: dict[Text, tuple[Text, ...]] = {}
    """more names for the built-in columns of tables, such as `member_id: [행정번호]`"""
    fact_specs: FactSpecs = Field(default=FactSpecs.model_construct(), alias="facts")
    """what rows may say of members and entries"""
    eligible: Condition | None = None  # type: ignore[valid-type]  # pydantic reads the annotation
    """who can earn points"""
    activities: dict[Id, Activity]
    """what earns points"""
    bonuses: dict[Id, Bonus] = {}
    """what adds to them"""
    limits: dict[Id, Limit] = {}
    """what bounds them"""
    rewards: dict[Id, Reward] = {}
    """what can be paid or granted"""
    awards: dict[Id, Award] = {}
    """how points become rewards"""
    answers: raw(answers_schema()) | None = None  # type: ignore[valid-type]  # pydantic reads the annotation
    """what the published text leaves open, answered"""
    readings: dict[Id, Reading] = {}
    """other plausible readings of the text"""

    _data: Mapping[str, Any] = PrivateAttr()
    _facts: Facts = PrivateAttr()
    _answered: Mapping[str, Answer] = PrivateAttr()
    _file: str = PrivateAttr(default="")
    _reading: str = PrivateAttr(default="")

    @property
    def facts(self) -> Facts:
        """The typed facts and names that the readers of tables need."""
        return self._facts

    @property
    def answered(self) -> Mapping[str, Answer]:
        """The answers by question."""
        return self._answered

    @property
    def reading(self) -> str:
        """The id of the reading that this scheme was patched with, or an empty text for the file as written."""
        return self._reading

    @property
    def file(self) -> str:
        """The name of the file that it came from, or an empty text."""
        return self._file

    def bind(self, data: Mapping[str, Any], facts: Facts, answered: Mapping[str, Answer], file: str) -> None:
        """For the loader alone: what it found out while checking the file. Called once, before anybody sees the scheme."""
        self._data, self._facts, self._answered, self._file = data, facts, answered, file

    def named_reading(self, reading: str) -> Scheme:
        """For the loader alone: the same scheme, saying which reading it is."""
        self._reading = reading
        return self

    def to_dict(self) -> dict[str, Any]:
        """The scheme as plain mappings, lists and texts; ``load_scheme`` takes it back."""
        return dict(self._data)

    def in_force(self, rule: InForce) -> tuple[date, date]:
        """The first day of a rule, and the first day on which it no longer holds."""
        ends = [day for day in (rule.until, self.until) if day is not None]
        return max(rule.first or self.first, self.first), min(ends) if ends else date.max
