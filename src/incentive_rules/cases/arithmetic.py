"""Arithmetic as people write it beside an example: ``2×1 + 0.5``. Exact, bounded, and computed without the rules."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from operator import add, mul, sub, truediv
from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount
from incentive_rules.codes import Code
from incentive_rules.facts import RefusedValueError, parse_text

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST = 200
"""The most letters that are read."""

DEEPEST = 20
"""How many brackets and signs may stand inside each other."""

_TOKEN = re.compile(r"\s*((?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?![0-9.])|[-+*/×÷()−])")
_SUMS: dict[str, Callable[[Fraction, Fraction], Fraction]] = {"+": add, "-": sub}
_PRODUCTS: dict[str, Callable[[Fraction, Fraction], Fraction]] = {"*": mul, "/": truediv}
_PLAIN = str.maketrans("×÷−", "*/-")


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """A text of arithmetic and the number that it comes to.

    Example:
        >>> Arithmetic.parse("2×1 + 0.5")
        Arithmetic(text='2×1 + 0.5', value=Amount('2.5'))
        >>> print(Arithmetic.parse("30000 + 50000"))
        30000 + 50000 = 80,000
    """

    text: str
    value: Amount

    @classmethod
    def parse(cls, value: object) -> Arithmetic:
        """Arithmetic from a text: numbers, ``+ - * / × ÷``, brackets and blanks.

        Raises:
            RefusedValueError: if it is anything else, is too long or too deep, or divides by zero.
        """
        text = parse_text(value)
        return cls(text, compute(text))

    def __str__(self) -> str:
        total = f"{self.value:,}"
        return f"{self.text} = {total}" if self.is_worked else total

    @property
    def is_worked(self) -> bool:
        """Whether the text says more than the number alone."""
        return self.text != str(self.value)


def compute(text: str) -> Amount:
    """What a text of arithmetic comes to.

    Raises:
        RefusedValueError: if it is no arithmetic.

    Example:
        >>> compute("(1 + 0.5) × 2 ÷ 3")
        Amount('1')
    """
    if not text.strip():
        raise RefusedValueError(Code.EMPTY_VALUE)
    try:
        reader = _Reader(_tokens(text))
        total = reader.sum(DEEPEST)
        reader.expect("")
    except (_NotArithmeticError, ZeroDivisionError) as error:
        raise RefusedValueError(Code.BAD_ARITHMETIC, value=_shortened(text)) from error
    return Amount(total)


class _NotArithmeticError(Exception):
    """Reading ends here."""


def _tokens(text: str) -> list[str]:
    """Numbers and signs, and an empty token for the end."""
    if len(text) > LONGEST:
        raise _NotArithmeticError
    rest, tokens, position = text.rstrip(), [], 0
    while position < len(rest):
        found = _TOKEN.match(rest, position)
        if found is None:
            raise _NotArithmeticError
        tokens.append(found[1].translate(_PLAIN))
        position = found.end()
    return [*tokens, ""]


class _Reader:
    """Recursive descent, never deeper than ``DEEPEST``."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._next = 0

    @property
    def _token(self) -> str:
        return self._tokens[self._next]

    def expect(self, token: str) -> None:
        """Go past a token that must stand here."""
        if self._token != token:
            raise _NotArithmeticError
        self._next += 1

    def sum(self, depth: int) -> Fraction:
        """Products, added and subtracted from left to right."""
        total = self._product(depth)
        while operate := _SUMS.get(self._token):
            self._next += 1
            total = operate(total, self._product(depth))
        return total

    def _product(self, depth: int) -> Fraction:
        total = self._factor(depth)
        while operate := _PRODUCTS.get(self._token):
            self._next += 1
            total = operate(total, self._factor(depth))
        return total

    def _factor(self, depth: int) -> Fraction:
        """A number, a sum in brackets, or either with a minus before it."""
        if depth < 0:
            raise _NotArithmeticError
        head = self._token
        self._next += 1
        if head == "-":
            return -self._factor(depth - 1)
        if head == "(":
            total = self.sum(depth - 1)
            self.expect(")")
            return total
        if not head[:1].isdigit():
            raise _NotArithmeticError
        return Fraction(head)


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST // 5] + "…"
