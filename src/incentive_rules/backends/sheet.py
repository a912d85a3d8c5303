"""A ledger as columns of typed values, whatever it came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from incentive_rules.ledger.model import Status
from incentive_rules.statement.correcting import aim_of, standing
from incentive_rules.statement.model import RowKind, State
from incentive_rules.statement.rows import refused_states

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from incentive_rules.ledger.model import Entry, Ledger

    Cells = Sequence[Any]

_COLUMNS = ("entry_id", "member_id", "date", "activity", "quantity", "status", "approved_on", "recorded_on", "share")
SILENT: dict[str, object] = {
    "quantity": None,
    "share": None,
    "status": Status.APPROVED,
    "approved_on": None,
    "recorded_on": None,
}
"""What a row says of a column that is left out."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows as columns of one length. A column that says no more than its absence would is left out of ``columns``.

    ``facts`` has the facts that rules look at. ``entry`` makes the row of a number, for the few that must be seen
    whole; ``told`` gives rows that tell what the ledger says of members; ``ended`` counts those of which it is known
    already what becomes of them: the reader refused them, or others correct them.
    """

    columns: Mapping[str, Cells]
    facts: Mapping[str, Cells]
    entry: Callable[[int], Entry]
    told: Callable[[], Iterable[Entry]]
    ended: Counter[State]

    @property
    def size(self) -> int:
        """How many rows there are."""
        return len(self.columns["entry_id"])


def sheet_of_ledger(ledger: Ledger, asked: Sequence[str], known_at: date | None) -> Sheet:
    """The rows of a ledger as columns, after all corrections; ``asked`` are the facts that rules look at."""
    rows: Sequence[Entry] = ledger.rows
    ended = refused_states(ledger, known_at)
    if any(map(aim_of, rows)):
        found = standing(ledger, RowKind.ENTRY, known_at)
        rows, ended = found.rows, found.ended
    return Sheet(
        columns=without_silent({name: [getattr(row, name) for row in rows] for name in _COLUMNS}),
        facts={name: [row.facts.get(name) for row in rows] for name in asked},
        entry=rows.__getitem__,
        told=lambda: rows,
        ended=ended,
    )


def without_silent(columns: Mapping[str, Cells]) -> dict[str, Cells]:
    """Columns without those in which every cell says what a missing column would."""
    return {name: cells for name, cells in columns.items() if name not in SILENT or set(cells) - {SILENT[name]}}
