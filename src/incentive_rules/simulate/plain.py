"""Frozen values as plain data for JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from fractions import Fraction


def plain(value: object) -> object:
    """A value as mappings, lists, texts, whole numbers and ``None``; amounts as text, an unknown key as an empty one.

    Example:
        >>> from incentive_rules import Amount, Label
        >>> plain({"paid": (Amount("0.5"), 3), None: Label("휴가", "leave")})
        {'paid': ['0.5', 3], '': {'ko': '휴가', 'en': 'leave'}}
    """
    if isinstance(value, Fraction | date):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key or ""): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if hasattr(value, "to_dict"):
        return value.to_dict()
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    return value
