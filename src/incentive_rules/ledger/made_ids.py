"""Ids for rows that have none: made of what the row says, and of its place among rows that say the same.

The order of rows does not matter, since rows that say the same are interchangeable. What changes in the life of a row,
its approval and when it was recorded, is left out, so that the id stays.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic
from incentive_rules.messages import Label
from incentive_rules.source import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incentive_rules.ledger.reader import AnyTable

_LEFT_OUT = frozenset({"place", "said", "member_facts", "status", "approved_on", "recorded_on", "facts", "assumed"})
_LETTERS = 10


def with_made_ids(table: AnyTable, column: str) -> AnyTable:
    """A table in which each row without an id has one. A finding tells how many, and how many say the same.

    Example:
        >>> from datetime import date
        >>> from incentive_rules.ledger.model import Entry, Ledger
        >>> row = Entry("", "K-1", date(2024, 6, 10), "proposal")
        >>> made = with_made_ids(Ledger((row, row)), "entry_id")
        >>> [each.entry_id for each in made.entries]
        ['9b1e-1', '9b1e-2']
    """
    nameless = [row for row in table.rows if not getattr(row, column)]
    if not nameless:
        return table
    seen: dict[str, int] = defaultdict(int)
    rows: list[Any] = []
    for row in table.rows:
        if getattr(row, column):
            rows.append(row)
            continue
        digest = _digest(row, column)
        seen[digest] += 1
        rows.append(replace(row, **{column: f"{digest}-{seen[digest]}"}))
    finding = _finding(nameless, sum(count for count in seen.values() if count > 1))
    return replace(table, rows=tuple(rows), findings=(*table.findings, finding))


def _digest(row: Any, column: str) -> str:  # noqa: ANN401  # an entry or a claim
    said = {each.name: str(getattr(row, each.name)) for each in fields(row) if each.name not in _LEFT_OUT}
    del said[column]
    told = sorted((*said.items(), *((name, str(value)) for name, value in getattr(row, "facts", {}).items())))
    return hashlib.sha256(repr(told).encode()).hexdigest()[:_LETTERS]


def _finding(rows: Sequence[Any], same: int) -> Diagnostic:
    files = {row.place.file for row in rows}
    told = Label(
        f". 그 가운데 {same:,}행은 내용이 같은 행이 또 있으며, 따로 셉니다",
        f"; {same:,} of them have a twin, and each counts",
    )
    facts = {"count": len(rows), "same": told if same else ""}
    return Diagnostic(Code.IDS_MADE, Place(files.pop() if len(files) == 1 else ""), facts, "warning")
