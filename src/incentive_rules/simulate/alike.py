"""Whether two values of a file mean the same, however they are spelled: ``3`` and ``3.0``."""

from __future__ import annotations

from typing import Any

from incentive_rules.facts import RefusedValueError, parse_number


def alike(left: Any, right: Any) -> bool:  # noqa: ANN401  # raw YAML
    """Whether two values mean the same.

    Example:
        >>> alike({"at": "3"}, {"at": "3.0"}), alike("3", "6"), alike(None, "3")
        (True, False, False)
    """
    if isinstance(left, dict) and isinstance(right, dict):
        return list(left) == list(right) and all(alike(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(alike, left, right))
    return bool(left == right) or _number(left) == _number(right) is not None


def _number(value: object) -> object:
    try:
        return parse_number(value) if isinstance(value, str) else None
    except RefusedValueError:
        return None
