"""Points and money: exact numbers, and the only place where one is ever rounded.

An ``Amount`` is a fraction that prints as a decimal. Inside a calculation amounts are scaled integers
(``Scale``), because whole numbers are exact and fast; a quotient that is no whole number stays a fraction
until a declared ``Rounding``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import floor, lcm
from typing import TYPE_CHECKING, Any

from pydantic_core import core_schema

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue

Scaled = int | Fraction
"""An amount times its scale: a whole number wherever that is exact, else a fraction."""


class Amount(Fraction):
    """An exact number of points, won, days or hours.

    It is a ``fractions.Fraction``: it adds, compares and hashes with ``int``, ``Fraction`` and (compares) with
    ``Decimal``. It prints as a decimal where the decimal ends, else as a quotient.

    Example:
        >>> Amount("2.5") + 1
        Amount('3.5')
        >>> print(Amount(1, 3), f"{Amount(30000):,}")
        1/3 30,000
    """

    __slots__ = ()

    def __str__(self) -> str:
        return _plain(self)

    def __repr__(self) -> str:
        return f"Amount({_plain(self)!r})"

    def __format__(self, spec: str) -> str:
        if spec == ",":
            return _grouped(_plain(self))
        return format(_plain(self), spec)

    def __add__(self, other: Fraction | int) -> Amount:  # type: ignore[override]  # narrower on purpose
        return Amount(Fraction.__add__(self, other))

    def __radd__(self, other: Fraction | int) -> Amount:  # type: ignore[override]  # so that sum() gives an Amount
        return Amount(Fraction.__radd__(self, other))

    def __sub__(self, other: Fraction | int) -> Amount:  # type: ignore[override]  # narrower on purpose
        return Amount(Fraction.__sub__(self, other))

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:  # noqa: ANN401  # pydantic's protocol
        """In JSON an amount is its text, since a JSON number loses digits in some readers."""
        return core_schema.no_info_plain_validator_function(
            cls._read_back, serialization=core_schema.to_string_ser_schema(when_used="json")
        )

    @classmethod
    def _read_back(cls, value: object) -> Amount:
        """An amount from its own text alone: a number, or another spelling, was not written by this library."""
        if isinstance(value, Amount):
            return value
        if not isinstance(value, str) or len(value) > _LONGEST_TEXT or not re.fullmatch(AMOUNT_PATTERN, value):
            raise ValueError(_NO_AMOUNT)
        try:
            return cls(value)
        except ZeroDivisionError as error:
            raise ValueError(_NO_AMOUNT) from error

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _schema: core_schema.CoreSchema, _handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "string", "pattern": AMOUNT_PATTERN}


ZERO = Amount(0)
"""Nothing: no points, no won."""


def total(amounts: Iterable[Amount]) -> Amount:
    """The sum of amounts: whole numbers, which most are, are added as such.

    Example:
        >>> total([Amount(30000), Amount("0.5")]), total([])
        (Amount('30000.5'), Amount('0'))
    """
    whole, rest = 0, Fraction(0)
    for amount in amounts:
        if amount.denominator == 1:
            whole += amount.numerator
        else:
            rest += amount
    return Amount(whole + rest) if rest else Amount(whole)


AMOUNT_PATTERN = r"^-?[0-9]+(\.[0-9]+|/[0-9]+)?$"
"""How an amount is written: digits, with a point or as a quotient."""

_LONGEST_TEXT = 2 * 4300 + 2
"""A sign, a slash, and two whole numbers as long as Python prints them."""
_NO_AMOUNT = "this is not how an amount is written"


def _plain(value: Fraction) -> str:
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    places = max(twos, fives)
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (digits if not places else f"{digits[:-places]}.{digits[-places:]}")


def _grouped(plain: str) -> str:
    whole, slash, quotient = plain.partition("/")
    if slash:
        return f"{int(whole):,}/{int(quotient):,}"
    whole, point, rest = plain.partition(".")
    sign = "-" if whole.startswith("-") else ""
    return f"{sign}{int(whole.lstrip('-')):,}{point}{rest}"


class RoundingMode(StrEnum):
    """How a number between two units goes to one of them; ``half`` modes name what a tie does."""

    DOWN = "down"
    UP = "up"
    HALF_UP = "half_up"
    HALF_EVEN = "half_even"


@dataclass(frozen=True, slots=True)
class Rounding:
    """A declared rounding: to a multiple of ``unit``, by ``mode``; ``down`` and ``up`` mean towards and away
    from zero.

    Example:
        >>> Rounding(Fraction(1, 2), RoundingMode.DOWN).apply(Fraction(7, 4))
        Fraction(3, 2)
    """

    unit: Fraction
    mode: RoundingMode

    def apply(self, value: Fraction | int) -> Fraction:
        """The rounded value, in the units of ``value``."""
        sign = -1 if value < 0 else 1
        quotient = abs(Fraction(value)) / self.unit
        return sign * _whole(quotient, self.mode) * self.unit


def _whole(quotient: Fraction, mode: RoundingMode) -> int:
    below = floor(quotient)
    rest = quotient - below
    if rest == 0 or mode is RoundingMode.DOWN:
        return below
    if mode is RoundingMode.UP:
        return below + 1
    half = Fraction(1, 2)
    if rest == half:
        return below + 1 if mode is RoundingMode.HALF_UP or below % 2 else below
    return below + 1 if rest > half else below


@dataclass(frozen=True, slots=True)
class Scale:
    """Points as scaled integers: ``factor`` is a number by which every declared value becomes whole.

    Example:
        >>> scale = Scale.over([Amount("0.5"), Amount(3)])
        >>> scale.factor, scale.put(Amount("1.5")), scale.take(3)
        (2, 3, Amount('1.5'))
    """

    factor: int

    @classmethod
    def over(cls, values: Iterable[Fraction]) -> Scale:
        """The smallest scale in which all the values are whole."""
        return cls(lcm(1, *(value.denominator for value in values)))

    def put(self, value: Fraction | int) -> Scaled:
        """A value as a scaled one."""
        return whole_or_fraction(value * self.factor)

    def take(self, value: Scaled) -> Amount:
        """A scaled value as an amount."""
        return Amount(value) if self.factor == 1 else Amount(Fraction(value) / self.factor)


class Amounts(dict[Scaled, Amount]):
    """Scaled values as amounts, each made once: few values occur, and many times each.

    Example:
        >>> amounts = Amounts(Scale(2))
        >>> amounts[3], amounts[3] is amounts[3]
        (Amount('1.5'), True)
    """

    def __init__(self, scale: Scale) -> None:
        super().__init__()
        self._scale = scale

    def __missing__(self, value: Scaled) -> Amount:
        amount = self[value] = self._scale.take(value)
        return amount


def whole_or_fraction(value: Scaled) -> Scaled:
    """The same number, as an ``int`` where it is whole."""
    return value.numerator if isinstance(value, Fraction) and value.denominator == 1 else value
