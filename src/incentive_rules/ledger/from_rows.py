"""Mappings to typed rows; and the kinds of tables: how a row becomes an entry, a staff row or a claim."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeGuard

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic
from incentive_rules.facts import is_writable, kind_of
from incentive_rules.ledger.columns import claim_columns, ledger_columns, roster_columns
from incentive_rules.ledger.grid import extra_cells
from incentive_rules.ledger.model import Claim, Claims, Entry, Ledger, Roster, RosterRow, Status
from incentive_rules.ledger.reader import AnyTable, Kind, Row, TableReader
from incentive_rules.source import Place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from incentive_rules.facts import Facts


def ledger_from_rows(rows: Iterable[Mapping[str, object]], facts: Facts, name: str = "") -> Ledger:
    """A ledger from mappings of column names to values.

    Values may be texts, or ``int``, ``Decimal``, ``date``, ``bool``, ``None`` and short ``float``. Every row ends in
    ``entries``, ``rejected`` or ``set_aside``; nothing is raised for a bad one.

    Example:
        >>> from incentive_rules.facts import Facts
        >>> from incentive_rules.messages import Label
        >>> facts = Facts(activities={"proposal": Label("시책 제안", "proposal")})
        >>> row = {"번호": "E-1", "사번": "00102", "활동일": "2024-06-10", "활동": "시책제안"}
        >>> ledger = ledger_from_rows([row], facts)
        >>> ledger.entries[0].member_id, ledger.entries[0].activity
        ('00102', 'proposal')
    """
    return table_from_rows(LEDGER, rows, facts, name)


def roster_from_rows(rows: Iterable[Mapping[str, object]], facts: Facts, name: str = "") -> Roster:
    """A staff list from mappings; ``from`` and ``until`` are half-open, and blank where the end is open."""
    return table_from_rows(ROSTER, rows, facts, name)


def claims_from_rows(rows: Iterable[Mapping[str, object]], facts: Facts, name: str = "") -> Claims:
    """Claims from mappings, as ``ledger_from_rows`` reads them."""
    return table_from_rows(CLAIMS, rows, facts, name)


def table_from_rows(
    kind: Kind[AnyTable], rows: Iterable[object], facts: Facts, name: str = "", *, make_ids: bool = False
) -> AnyTable:
    """A table of any kind from mappings; the line of a row is its number, from one."""
    return table_from_numbered(kind, enumerate(rows, 1), facts, name, make_ids=make_ids)


def table_from_numbered(
    kind: Kind[AnyTable], rows: Iterable[tuple[int, object]], facts: Facts, name: str = "", *, make_ids: bool = False
) -> AnyTable:
    """A table from mappings with their lines; a ``Diagnostic`` in place of a mapping is what is wrong with its line."""
    listed = list(rows)  # which columns there are is known only when every row has named its own
    headers = dict.fromkeys(key for _, row in listed if isinstance(row, Mapping) for key in row if _is_header(key))
    reader = TableReader(kind, facts, tuple(headers), Place(name), make_ids=make_ids)
    by_header = dict(zip(headers, reader.headings, strict=True))
    for line, row in listed:
        if isinstance(row, Mapping):
            cells = ((by_header[key], value) for key, value in row.items() if _is_header(key))
            reader.add(line, cells, _odd_keys(row, Place(name, line)))
        elif isinstance(row, Diagnostic):
            reader.reject(line, [row])
        else:
            reader.reject(line, [Diagnostic(Code.NOT_A_ROW, Place(name, line), {"got": kind_of(row)})])
    return reader.table()


def _is_header(key: object) -> TypeGuard[str]:
    """Whether a key of a row is a text that a file could have for a header."""
    return isinstance(key, str) and is_writable(key)


def _odd_keys(row: Mapping[Any, object], place: Place) -> tuple[Diagnostic, ...]:
    return tuple(found for key in row if not _is_header(key) for found in _odd_key(key, row[key], place))


def _odd_key(key: object, value: object, place: Place) -> tuple[Diagnostic, ...]:
    """Under the key ``None``, ``csv.DictReader`` keeps the cells that lie beyond the header."""
    if key is None and isinstance(value, list):
        return extra_cells(value, place)
    return (Diagnostic(Code.NOT_A_ROW, place, {"got": kind_of(key)}),)


def _entry(row: Row) -> Entry:
    fields = row.fields
    return Entry(
        entry_id=fields.get("entry_id", ""),
        member_id=fields.get("member_id") or "",
        date=fields["date"],
        activity=fields.get("activity") or "",
        facts=row.facts,
        quantity=fields.get("quantity"),
        work=fields.get("work"),
        from_member=fields.get("from_member"),
        status=fields.get("status", Status.APPROVED),
        approved_on=fields.get("approved_on"),
        recorded_on=fields.get("recorded_on"),
        share=fields.get("share"),
        voids=fields.get("voids"),
        replaces=fields.get("replaces"),
        decides=fields.get("decides"),
        member_facts=row.member_facts,
        said=row.said,
        place=row.place,
    )


def _roster_row(row: Row) -> RosterRow:
    return RosterRow(
        member_id=row.fields.get("member_id") or "",
        facts=row.facts,
        first=row.fields.get("from"),
        until=row.fields.get("until"),
        recorded_on=row.fields.get("recorded_on"),
        row_id=row.fields.get("row_id") or "",
        voids=row.fields.get("voids"),
        replaces=row.fields.get("replaces"),
        said=row.said,
        place=row.place,
    )


def _claim(row: Row) -> Claim:
    return Claim(
        claim_id=row.fields.get("claim_id", ""),
        member_id=row.fields.get("member_id") or "",
        date=row.fields["date"],
        award=row.fields.get("award") or "",
        option=row.fields.get("option"),
        amount=row.fields.get("amount"),
        recorded_on=row.fields.get("recorded_on"),
        voids=row.fields.get("voids"),
        replaces=row.fields.get("replaces"),
        said=row.said,
        place=row.place,
    )


LEDGER = Kind("entry", Ledger, ledger_columns, _entry, "entry_id", spared=("member_id", "activity"))
ROSTER = Kind(
    "roster",
    Roster,
    roster_columns,
    _roster_row,
    "row_id",
    spans=(("from", "until"),),
    spared=("member_id",),
    day="from",
    to_correct=("row_id", "recorded_on"),
)
CLAIMS = Kind("claim", Claims, claim_columns, _claim, "claim_id", spared=("member_id", "award"))
