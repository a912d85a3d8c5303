"""Whole numbers and days as options give them."""

from __future__ import annotations

from datetime import date

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError
from incentive_rules.facts import RefusedValueError
from incentive_rules.ledger.cells import Understood, date_cell
from incentive_rules.messages import Label
from incentive_rules.source import Place

_TOO_LONG = 10  # digits of a number that nobody means
_A_COUNT = Label("1 이상의 정수여야 합니다", "it must be a whole number from 1 on")


def count_of(name: str, value: str) -> int:
    """A whole number from one on.

    Raises:
        InputError: if the text is none.

    Example:
        >>> count_of("--smallest-group", "4")
        4
    """
    if not (is_whole(value) and int(value)):
        raise InputError([Diagnostic(Code.BAD_ARGUMENT, facts={"name": name, "value": value, "expected": _A_COUNT})])
    return int(value)


def is_whole(value: str) -> bool:
    """Whether a text is a whole number that somebody may mean."""
    return value.isascii() and value.isdecimal() and len(value) < _TOO_LONG


def day_of(name: str, value: str) -> date:
    """A day, in the ways in which people write one.

    Raises:
        InputError: if the text is none.
    """
    try:
        read = date_cell(value)
    except RefusedValueError as error:
        raise InputError([Diagnostic(error.code, Place(address=name), error.facts)]) from None
    day = read.value if isinstance(read, Understood) else read
    assert isinstance(day, date)  # what a date cell is
    return day
