"""Ids of what the evaluation makes: payments, settlements and entries that nobody wrote down."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote


def stable_id(*parts: str) -> str:
    """An id from parts that may hold anything: equal ids mean equal parts.

    Example:
        >>> stable_id("monthly", "K:1"), stable_id("monthly:K", "1")
        ('monthly:K%3A1', 'monthly%3AK:1')
    """
    return ":".join(map(_quoted, parts))


@lru_cache(maxsize=4096)  # the same members, awards and periods come again and again
def _quoted(part: str) -> str:
    return part if part.isalnum() else quote(part, safe=" ")
