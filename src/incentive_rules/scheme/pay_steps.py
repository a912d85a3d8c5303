"""What a reward pays: an amount, or steps that lead to one, such as a base by grade, times a rate, rounded."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from pydantic import Discriminator, Field, Tag
from pydantic.functional_validators import model_validator

from incentive_rules.codes import Code
from incentive_rules.messages import Label
from incentive_rules.scheme.parts import FactName, Part, ShareRounding, ValueName, tag_of
from incentive_rules.scheme.scalars import Choice, DatedAmount, DatedPositive, Id, is_dated, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

_ONE_BEGINNING = Label(
    "산식은 한 값에서 시작하여 단계마다 그 값을 바꿉니다", "steps begin with one number and each changes it"
)


class TakeWord(StrEnum):
    """What may be taken that is neither a number nor a fact."""

    AWARD = "award"


class TakeBy(Part):
    """A number for each value of a fact, such as the base amount of each grade."""

    by: FactName
    """the fact of people that decides: one_of or ordered"""
    values: dict[ValueName, DatedAmount]
    """the number for each of its values; every value needs one"""


class FactNumber(Part):
    """The number that the staff list holds of a person."""

    fact: FactName
    """a number fact of people, such as the hours of a week"""


def _take_shape(value: object) -> str:
    if value in tuple(TakeWord):
        return tag_of("word")
    if isinstance(value, TakeBy) or (isinstance(value, dict) and ("by" in value or "values" in value)):
        return tag_of(TakeBy)
    return _number_shape(value)


def _number_shape(value: object) -> str:
    is_fact = isinstance(value, FactNumber) or (isinstance(value, dict) and not is_dated(value))
    return tag_of(FactNumber) if is_fact else tag_of("fixed")


_Fact = Annotated[FactNumber, Tag(tag_of(FactNumber))]
Take = Annotated[
    Annotated[DatedAmount, Tag(tag_of("fixed"))]
    | Annotated[Annotated[TakeWord, Choice()], Tag(tag_of("word"))]
    | Annotated[TakeBy, Tag(tag_of(TakeBy))]
    | _Fact,
    Discriminator(_take_shape),
]
Factor = Annotated[Annotated[DatedAmount, Tag(tag_of("fixed"))] | _Fact, Discriminator(_number_shape)]
Divisor = Annotated[Annotated[DatedPositive, Tag(tag_of("fixed"))] | _Fact, Discriminator(_number_shape)]


class PayStep(Part):
    """One step towards an amount."""

    take: Take | None = None
    """the number to begin with: a number, `{by, values}` a fact, `{fact}`, or `award` in a supplement"""
    times: Factor | None = None
    """times a number, or times `{fact}`"""
    over: Divisor | None = None
    """divided by a number, or by `{fact}`"""
    round: ShareRounding | None = None
    """rounded"""
    at_most: DatedAmount | None = None
    """this, if it is more"""
    at_least: DatedAmount | None = None
    """this, if it is less"""

    @model_validator(mode="after")
    def _one_thing(self) -> PayStep:
        if len(self.model_fields_set) != 1:
            raise refusal(Code.ONE_OF_TWO, known=tuple(PayStep.model_fields))
        return self

    @property
    def does(self) -> str:
        """The one key that is written."""
        (key,) = self.model_fields_set
        return key


class PaySteps(Part):
    """An amount that is worked out in steps, in written order. Each rounding is a step of its own."""

    steps: Annotated[tuple[PayStep, ...], Field(min_length=1)]
    """the steps; the first takes a number"""

    @model_validator(mode="after")
    def _begins_once(self) -> PaySteps:
        if self.steps[0].does != "take":
            raise refusal(Code.MISSING_KEY, name="take", at=("steps", 0), on_key=True)
        for number, step in enumerate(self.steps[1:], 1):
            if step.does == "take":
                facts = {"left": "take", "right": "take", "why": _ONE_BEGINNING}
                raise refusal(Code.CONTRADICTION, **facts, at=("steps", number, "take"), on_key=True)
        return self


def _pay_shape(value: object) -> str:
    is_steps = isinstance(value, PaySteps) or (isinstance(value, dict) and not is_dated(value))
    return tag_of(PaySteps) if is_steps else tag_of("fixed")


PayRule = Annotated[
    Annotated[DatedPositive, Tag(tag_of("fixed"))] | Annotated[PaySteps, Tag(tag_of(PaySteps))],
    Discriminator(_pay_shape),
]
Bundle = dict[Id, PayRule]
"""Rewards and what is paid of each."""


def facts_paid_by(bundle: Bundle) -> Iterator[str]:
    """The facts of people that amounts go by."""
    for pay in bundle.values():
        for step in pay.steps if isinstance(pay, PaySteps) else ():
            value = getattr(step, step.does)
            if isinstance(value, TakeBy | FactNumber):
                yield value.by if isinstance(value, TakeBy) else value.fact
