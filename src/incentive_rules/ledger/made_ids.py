"""Ids for rows that have none: made of what the row says, and of its place among rows that say the same.

What changes in the life of a row, its approval and when it was recorded, is left out, so that the id stays. Among rows
that say the same it gives the order, so that it does not matter in which order they stand.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic
from incentive_rules.source import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incentive_rules.ledger.reader import AnyTable

_LEFT_OUT = frozenset({"place", "said", "member_facts", "status", "approved_on", "recorded_on", "facts", "assumed"})
_OF_ITS_LIFE = ("recorded_on", "approved_on", "status", "member_facts", "assumed")
_LETTERS = 12


def with_made_ids(table: AnyTable, column: str) -> AnyTable:
    """A table in which each row without an id has one. Findings tell how many, and how many say the same.

    Example:
        >>> from datetime import date
        >>> from incentive_rules.ledger.model import Entry, Ledger
        >>> row = Entry("", "K-1", date(2024, 6, 10), "proposal")
        >>> made = with_made_ids(Ledger((row, row)), "entry_id")
        >>> [each.entry_id for each in made.entries]
        ['94448004c32e-1', '94448004c32e-2']
    """
    nameless = [row for row in table.rows if not getattr(row, column)]
    if not nameless:
        return table
    twins: dict[str, list[int]] = defaultdict(list)
    rows: list[Any] = list(table.rows)
    for index, row in enumerate(rows):
        if not getattr(row, column):
            twins[_digest(row, column)].append(index)
    for digest, places in twins.items():
        for number, index in enumerate(sorted(places, key=lambda index: _life(rows[index])), 1):
            rows[index] = replace(rows[index], **{column: f"{digest}-{number}"})
    findings = _findings(nameless, sum(len(places) for places in twins.values() if len(places) > 1))
    return replace(table, rows=tuple(rows), findings=(*table.findings, *findings))


def _life(row: Any) -> str:  # noqa: ANN401  # an entry or a claim
    """What the digest leaves out of a row, but for its place."""
    return repr([getattr(row, name, None) for name in _OF_ITS_LIFE])


def _digest(row: Any, column: str) -> str:  # noqa: ANN401  # an entry or a claim
    """What is blank is left out too, so that a fact that a scheme declares later changes no id."""
    said = {each.name: getattr(row, each.name) for each in fields(row) if each.name not in _LEFT_OUT | {column}}
    facts = getattr(row, "facts", {})
    told = sorted((name, str(value)) for name, value in (*said.items(), *facts.items()) if value is not None)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:_LETTERS]


def _findings(rows: Sequence[Any], alike: int) -> tuple[Diagnostic, ...]:
    """How many ids were made; and how many of the rows say the same as another, which may be a slip."""
    files = {row.place.file for row in rows}
    place = Place(files.pop() if len(files) == 1 else "")
    counts = {Code.IDS_MADE: len(rows), Code.ROWS_ALIKE: alike}
    return tuple(Diagnostic(code, place, {"count": count}, "warning") for code, count in counts.items() if count)
