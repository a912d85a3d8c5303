"""The first place at which two pieces of plain data differ, and what stands there in each."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_LETTERS = 200
"""Of a value that is longer, such as a whole line that only one side has, no more is told."""

_PLAIN_KEY = re.compile(r"[\w-]+")
_SUMS = ("opened", "earned", "used", "lapsed", "balance", "deducted", "paid")
"""What lines add up to: where a line differs, that is told, and not its sum."""


class Place(NamedTuple):
    """Where something differs, and what stands there on either side; ``None`` where there is nothing."""

    path: str
    before: str | None
    now: str | None


def first_difference(before: object, now: object, path: str = "", *, ordered: bool = False) -> Place | None:
    """The first place that differs, or nothing. Where keys are ``ordered``, another order is a difference too.

    Example:
        >>> first_difference({"a": [{"n": "2"}]}, {"a": [{"n": "3"}]})
        Place(path='a[0].n', before='2', now='3')
        >>> first_difference({"a": 1, "b": 2}, {"b": 2, "a": 1}, "grades", ordered=True)
        Place(path='grades', before='a, b', now='b, a')
    """
    if isinstance(before, dict) and isinstance(now, dict):
        return _in_mappings(before, now, path, ordered=ordered)
    if isinstance(before, list) and isinstance(now, list):
        return _in_lists(before, now, path, ordered=ordered)
    if before == now and type(before) is type(now):
        return None
    return Place(path, text_of(before), text_of(now))


def _in_mappings(before: dict[str, Any], now: dict[str, Any], path: str, *, ordered: bool) -> Place | None:
    for key in _lines_first(dict.fromkeys((*before, *now))):
        where = f"{path}.{_step(key)}" if path and _is_plain(key) else f"{path}{_step(key)}"
        if key not in before or key not in now:
            sides = (text_of(side[key]) if key in side else None for side in (before, now))
            return Place(where, *sides)
        if found := first_difference(before[key], now[key], where, ordered=ordered):
            return found
    if ordered and list(before) != list(now):
        return Place(path, *(_cut(", ".join(side)) for side in (before, now)))
    return None


def _in_lists(before: Sequence[Any], now: Sequence[Any], path: str, *, ordered: bool) -> Place | None:
    for number in range(max(len(before), len(now))):
        where = f"{path}[{number}]"
        if number >= min(len(before), len(now)):
            sides = (text_of(side[number]) if number < len(side) else None for side in (before, now))
            return Place(where, *sides)
        if found := first_difference(before[number], now[number], where, ordered=ordered):
            return found
    return None


def _lines_first(keys: dict[str, None]) -> Iterator[str]:
    """The keys in their order, but those of sums after those of lines."""
    yield from (key for key in keys if key not in _SUMS)
    yield from (key for key in keys if key in _SUMS)


def _is_plain(key: str) -> bool:
    return bool(_PLAIN_KEY.fullmatch(key))


def _step(key: str) -> str:
    """A key as a step of a path; one with points or blanks stands in brackets, so that the path stays clear."""
    return key if _is_plain(key) else f"[{json.dumps(key, ensure_ascii=False)}]"


def text_of(value: object) -> str:
    """A value as it is shown: a text as it is, anything else as JSON.

    Example:
        >>> text_of("2"), text_of(None), text_of(["a"])
        ('2', 'null', '["a"]')
    """
    return _cut(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _cut(text: str) -> str:
    return text if len(text) <= MOST_LETTERS else text[:MOST_LETTERS] + "…"
