"""What worked examples expect, reckoned again by Python's own parser and fractions. It knows nothing of the library."""

from __future__ import annotations

import ast
import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COUNTERS = ("earned", "used", "lapsed", "balance")
NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_PLAIN = str.maketrans("×÷−", "*/-")

Where = tuple[str, ...]


def plain(path: Path) -> dict[str, Any]:
    """A YAML file as mappings, lists and texts: no value is interpreted."""
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  # builds texts alone
    assert isinstance(data, dict)
    return data


def reckoned(text: str) -> Fraction:
    """What a text of arithmetic comes to."""
    written = text.translate(_PLAIN).strip()
    return _value(ast.parse(written, mode="eval").body, written)


def _value(node: ast.expr, written: str) -> Fraction:
    match node:
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _value(left, written) + _value(right, written)
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            return _value(left, written) - _value(right, written)
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return _value(left, written) * _value(right, written)
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return _value(left, written) / _value(right, written)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, written)
        case ast.Constant(value=int() | float()):
            return Fraction(str(ast.get_source_segment(written, node)))  # as written: a float would round 0.1
        case _:
            raise AssertionError(written)


def is_worked(text: str) -> bool:
    """Whether it says how one comes to the number."""
    return NUMBER.fullmatch(text) is None


def expected_numbers(case: dict[str, Any]) -> Iterator[tuple[Where, str]]:
    """Each number that a case expects, with the way to it; ranks are places, not sums."""
    for where, text in _leaves(case["expect"]):
        if where[0] in {*COUNTERS, "paid", "payments"} or where[-1] == "score":
            yield where, text


def _leaves(node: Any, where: Where = ()) -> Iterator[tuple[Where, str]]:
    if isinstance(node, dict):
        for key, part in node.items():
            yield from _leaves(part, (*where, key))
    elif isinstance(node, str):
        yield where, node
