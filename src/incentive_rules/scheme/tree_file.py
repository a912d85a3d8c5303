"""Trees from where they lie: a file, or Python data that a YAML or JSON reader made of one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from incentive_rules.errors import Diagnostic, InputError
from incentive_rules.facts import RefusedValueError, parse_date, parse_number, parse_text
from incentive_rules.files import file_bytes
from incentive_rules.scheme.tree import Tree, read_tree
from incentive_rules.scheme.tree_bounds import MOST_BYTES

if TYPE_CHECKING:
    from os import PathLike


def tree_at(path: str | PathLike[str]) -> tuple[Tree | None, list[Diagnostic]]:
    """The tree of a YAML file, and all that is wrong with the file; no tree where it cannot be read to its end."""
    try:
        data = file_bytes(path, MOST_BYTES)
    except InputError as error:
        return None, list(error.findings)
    return read_tree(data, Path(path).name)


def as_in_a_file(data: object) -> object:
    """Plain data with the text that a file would have in the place of each number, date, yes and no.

    What no file could hold stays as it is, for the models to refuse.

    Example:
        >>> as_in_a_file({"from": date(2024, 6, 1), "points": [Decimal("3E+4"), 0.00001, Fraction(1, 2), True]})
        {'from': '2024-06-01', 'points': ['30000', '0.00001', '0.5', 'true']}
    """
    if isinstance(data, dict):
        return {key: as_in_a_file(value) for key, value in data.items()}
    if isinstance(data, list):
        return [as_in_a_file(each) for each in data]
    try:
        return _text_of(data)
    except RefusedValueError:
        return data


def _text_of(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | Decimal):
        return parse_text(value)
    if isinstance(value, float | Fraction):
        return str(parse_number(value))
    return parse_date(value).isoformat() if isinstance(value, date) else value
