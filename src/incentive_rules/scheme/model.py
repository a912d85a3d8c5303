"""What a scheme file may say: activities, bonuses, limits, rewards, and the file as a whole.

Docs, JSON Schema and the loader are all made from these classes; a key that is not here does not exist.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, PrivateAttr
from pydantic.functional_validators import PlainValidator, model_validator

from incentive_rules.codes import Code
from incentive_rules.facts import RefusedValueError, kind_of
from incentive_rules.messages import Label
from incentive_rules.scheme.answers import Answer
from incentive_rules.scheme.award_kinds import Award
from incentive_rules.scheme.balance import Balance
from incentive_rules.scheme.budgets import Budget
from incentive_rules.scheme.closing import Closing
from incentive_rules.scheme.counters import Counter
from incentive_rules.scheme.limits import Limit
from incentive_rules.scheme.made import After, Prorate
from incentive_rules.scheme.parts import Condition, FactName, FactSpecs, InForce, Part, Provenance, Source
from incentive_rules.scheme.points import Points
from incentive_rules.scheme.scalars import (
    DatedAmount,
    DatedFactor,
    Day,
    Id,
    Raw,
    Shares,
    Text,
    Words,
    filled_text,
    refusal,
    shared,
    strict,
)
from incentive_rules.scheme.spans import NamedSpan, SpanWord

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentive_rules.facts import Facts
    from incentive_rules.scheme.tree import Written

LANGUAGE = 1
"""The version of the scheme language that this library reads."""


class Activity(Provenance, InForce):
    """Something people do that earns points."""

    label: Words
    """its name; ledgers may use it instead of the id"""
    points: Points
    """a number, `{by, values}` a fact, `{by, bands}` a number, `{each, per, of}` units, `{stated}` or `{criteria}`; a
    number may be dated, and one below zero deducts"""
    when: Condition | None = None
    """the entry counts only if this holds"""
    shares: Shares = False
    """`yes`: several people may do it together, each with a `share` in one `work`"""
    of: FactName | None = None
    """a group fact, such as department: the entry is a group's own, and `member_id` names the group"""
    every: SpanWord | None = None
    """nobody writes it down: everybody who is listed is given it in each period; with `of`, every group"""
    prorate: Prorate | None = None
    """with `every`: whoever begins within the period is given a part; without it, all"""
    after: After | None = None
    """nobody writes it down: who wins the award is given it on the next day"""


class Bonus(Provenance, InForce):
    """More points on top of an entry's own, if a condition holds. It acts on the base alone."""

    label: Words
    """its name"""
    when: Condition
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


def _unit(value: object) -> str:
    """Money has one unit: under another word no check would know it for money."""
    text = filled_text(value)
    if text.casefold() in _MONEY_WORDS and text != MONEY:
        raise RefusedValueError(Code.WRONG_TYPE, expected=_MONEY_UNIT, got=kind_of(text), advice=_WRITE_MONEY)
    return text


MONEY = "KRW"
"""The unit of rewards that are money."""
_MONEY_WORDS = frozenset({"원", "원화", "만원", "천원", "won", "krw", "₩", "￦"})
_MONEY_UNIT = Label("돈의 단위 KRW", "KRW, the unit of money")
_WRITE_MONEY = Label("금액이면 KRW로 적고 금액은 원으로 적으십시오", "for money write KRW, and amounts in won")
Unit = Annotated[str, PlainValidator(strict(_unit)), shared("Text")]


class Reward(Part):
    """Something that is paid or granted."""

    label: Words
    """its name"""
    unit: Unit
    """what is counted: KRW for won, day, hour, piece, or any word"""


def _language(value: object) -> int:
    text = filled_text(value)
    if text != str(LANGUAGE):
        raise RefusedValueError(Code.LANGUAGE_VERSION, value=text)
    return LANGUAGE


Language = Annotated[int, PlainValidator(strict(_language)), shared("Language")]


class Reading(Provenance):
    """Another plausible reading of the same text, as changes to this file."""

    label: Words
    """what the reading says, in a few words"""
    set: dict[Text, Annotated[Raw, PlainValidator(Raw), shared("Anything")]] = {}
    """address: value, such as `awards.monthly.consume: all`"""
    claims: Text | None = None
    """the claim policy under which the reading is shown, such as `save_for:t10`"""


def _copied(data: Any) -> Any:  # noqa: ANN401  # plain data of any shape
    """Mappings and lists of texts, none of them shared with the original."""
    if isinstance(data, dict):
        return {key: _copied(value) for key, value in data.items()}
    return [_copied(value) for value in data] if isinstance(data, list) else data


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
    periods: dict[Id, NamedSpan] = {}
    """periods of the year that the calendar has no word for; rules may count by them"""
    eligible: Condition | None = None
    """who can earn points: a condition on facts of members"""
    activities: dict[Id, Activity]
    """what earns points"""
    bonuses: dict[Id, Bonus] = {}
    """what adds to them"""
    limits: dict[Id, Limit] = {}
    """what bounds them"""
    balance: Balance | None = None
    """when points that nobody used are gone"""
    closing: Closing | None = None
    """from which day on the result of a period stands"""
    counters: dict[Id, Counter] = {}
    """numbers that awards measure, beside `earned` and `balance`"""
    rewards: dict[Id, Reward] = {}
    """what can be paid or granted"""
    awards: dict[Id, Award] = {}
    """how points become rewards"""
    budgets: dict[Id, Budget] = {}
    """how much may be paid in all"""
    answers: Annotated[Raw, PlainValidator(Raw), shared("Answers")] | None = None
    """what the published text leaves open, answered"""
    readings: dict[Id, Reading] = {}
    """other plausible readings of the text"""

    _data: dict[str, Any] = PrivateAttr()
    _facts: Facts = PrivateAttr()
    _answered: Mapping[str, Answer] = PrivateAttr()
    _written: Written = PrivateAttr()
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
        return self._written.file

    @property
    def written(self) -> Written:
        """The text that it came from, which knows where each part stands."""
        return self._written

    def bind(self, data: dict[str, Any], facts: Facts, answered: Mapping[str, Answer], written: Written) -> None:
        """For the loader alone: what it found out while checking. Called once, before anybody sees the scheme."""
        self._data, self._facts, self._answered, self._written = data, facts, answered, written

    def named_reading(self, reading: str) -> Scheme:
        """For the loader alone: the same scheme, saying which reading it is."""
        self._reading = reading
        return self

    def to_dict(self) -> dict[str, Any]:
        """The scheme as plain mappings, lists and texts; ``load_scheme`` takes it back."""
        return {key: _copied(value) for key, value in self._data.items()}

    @property
    def as_written(self) -> dict[str, Any]:
        """The same, to look into; it is the scheme's own and must not be changed."""
        return self._data

    def in_force(self, rule: InForce) -> tuple[date, date]:
        """The first day of a rule, and the first day on which it no longer holds."""
        ends = [day for day in (rule.until, self.until) if day is not None]
        return max(rule.first or self.first, self.first), min(ends) if ends else date.max
