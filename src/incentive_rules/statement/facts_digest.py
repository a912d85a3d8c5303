"""SHA-256 of ledger, staff list and claims, whatever the order of their rows and the files that they are from.

Every cell that was read into a row is in it, and of a row that could not be read its ids, from when on it was known and
what is wrong with it. Titles, blank rows, columns that nothing is read from and a sheet's own points and pay are not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.statement.digest import table_digest
from incentive_rules.statement.rows import reason_of, whole_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from incentive_rules.errors import Diagnostic
    from incentive_rules.ledger.model import Claims, Entry, Ledger, RejectedRow, Roster


def ledger_digest(table: Ledger) -> str:
    """SHA-256 of a ledger, with what its rows say of their members: it serves where there is no staff list, and is told
    where it contradicts one.

    Example:
        >>> from incentive_rules.ledger.model import Ledger
        >>> ledger_digest(Ledger()) == ledger_digest(Ledger() + Ledger())
        True
    """
    rows = ([*whole_key(row), *_of_member(row)] for row in table.rows)
    return table_digest(rows, rejected=_rejected(table.rejected))


def roster_digest(table: Roster, *, is_given: bool) -> str:
    """SHA-256 of a staff list. One that is given without a row that can be used is another than none."""
    rows = (whole_key(row) for row in table.rows)
    return table_digest(rows, rejected=_rejected(table.rejected), given=is_given)


def claims_digest(table: Claims) -> str:
    """SHA-256 of claims, whether they were filed or assumed."""
    rows = (whole_key(row) for row in table.rows)
    return table_digest(rows, rejected=_rejected(table.rejected))


def _of_member(row: Entry) -> list[str]:
    told = sorted(row.member_facts.items())
    return [f"member.{name}={type(value).__name__}:{value}" for name, value in told]


def _rejected(rows: Iterable[RejectedRow]) -> str:
    return table_digest([*_ids(row), *(part for found in row.findings for part in _finding(found))] for row in rows)


def _ids(row: RejectedRow) -> tuple[str, ...]:
    known = () if row.recorded_on is None else (f"recorded_on={row.recorded_on}",)
    day = () if row.day in (None, row.recorded_on) else (f"day={row.day}",)
    return (row.id, row.member_id, *known, *day)


def _finding(found: Diagnostic) -> tuple[str, str, str]:
    """What is wrong, where, and what stands there; what ought to stand there instead is no fact."""
    reason = reason_of(found)
    return str(reason.code), str(reason.facts.get("name", "")), str(reason.facts.get("value", ""))
