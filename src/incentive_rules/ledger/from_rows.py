"""Mappings to typed rows: the one place where a row of cells becomes an entry, a staff row or a claim.

A file reader hands its rows to the same ``TableReader``, so that a CSV and a list of mappings with the same cells
give the same table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Generic, TypeGuard, TypeVar

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, sorted_findings
from incentive_rules.facts import RefusedValueError, is_writable, kind_of
from incentive_rules.ledger.columns import Heading, bind, claim_columns, ledger_columns, roster_columns
from incentive_rules.ledger.model import (
    Claim,
    Claims,
    Entry,
    Ledger,
    RejectedRow,
    Roster,
    RosterRow,
    RowKind,
    SetAsideRow,
    SourceReport,
    Status,
    Table,
)
from incentive_rules.source import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from incentive_rules.facts import Facts, Value
    from incentive_rules.ledger.columns import Column

AnyTable = TypeVar("AnyTable", bound=Table[Any])
Cells = Mapping[str, Any]
FactCells = Mapping[str, "Value | None"]


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


@dataclass(frozen=True, slots=True)
class Kind(Generic[AnyTable]):
    """What sets one kind of table apart: its columns, how a row is built, and which column holds its id.

    ``spans`` names columns of which the second, where both are filled, must lie after the first.
    """

    name: RowKind
    table: type[AnyTable]
    columns: Callable[[Facts], tuple[Column, ...]]
    build: Callable[[Cells, FactCells, Place], object]
    id_column: str = ""
    spans: tuple[tuple[str, str], ...] = ()


def table_from_rows(kind: Kind[AnyTable], rows: Iterable[object], facts: Facts, name: str = "") -> AnyTable:
    """A table of any kind from mappings; the line of a row is its number, from one."""
    listed = list(rows)  # which columns there are is known only when every row has named its own
    headers = dict.fromkeys(key for row in listed if isinstance(row, Mapping) for key in row if _is_header(key))
    reader = TableReader(kind, facts, tuple(headers), Place(name))
    by_header = dict(zip(headers, reader.headings, strict=True))
    for number, row in enumerate(listed, 1):
        if isinstance(row, Mapping):
            cells = ((by_header[key], value) for key, value in row.items() if _is_header(key))
            reader.add(number, cells, _odd_keys(row, Place(name, number)))
        else:
            reader.reject(number, [Diagnostic(Code.NOT_A_ROW, Place(name, number), {"got": kind_of(row)})])
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


def extra_cells(cells: Sequence[object], place: Place) -> tuple[Diagnostic, ...]:
    """A finding for the cells of a row that stand beyond the header, unless they are blank."""
    count = filled_width(cells)
    return (Diagnostic(Code.EXTRA_CELLS, place, {"count": count}),) if count else ()


def filled_width(cells: Sequence[object]) -> int:
    """How many cells there are up to the last one that is not blank."""
    return max((number for number, cell in enumerate(cells, 1) if not is_blank(cell)), default=0)


def is_blank(cell: object) -> bool:
    """Whether a cell says nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


class TableReader(Generic[AnyTable]):
    """Reads one source row by row and keeps the account of its rows.

    ``place`` is that of the header; ``headings`` are the headers as understood, in the order given.
    """

    def __init__(
        self, kind: Kind[AnyTable], facts: Facts, headers: Sequence[str], place: Place, encoding: str = ""
    ) -> None:
        columns = kind.columns(facts)
        self._kind = kind
        self._file = place.file
        self._encoding = encoding
        self._bound = bind(headers, columns, lambda header: replace(place, address=header))
        named = sorted(((each.header, each.column.name) for each in self.headings if each.column), reverse=True)
        # The smallest, not the first: among mappings with several spellings any may come first.
        self._header = {name: header for header, name in named}
        self._blanks: dict[str, Any] = {column.name: column.parse(None) for column in columns if column.declared}
        self._required = tuple(column for column in columns if column.required)
        self._rows: list[Any] = []
        self._rejected: list[RejectedRow] = []
        self._set_aside: list[SetAsideRow] = []

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The headers of the table, each with the column that it names."""
        return self._bound.headings

    def add(self, line: int, cells: Iterable[tuple[Heading, object]], wrong: Sequence[Diagnostic] = ()) -> None:
        """Take a row in; ``wrong`` is what the caller already found against it."""
        row = self._read(line, cells)
        if row.blank and not wrong:
            self._set_aside.append(SetAsideRow(Place(self._file, line), Code.BLANK_ROW))
        elif findings := [*wrong, *row.findings, *self._gaps(line, row), *self._disorder(line, row)]:
            self.reject(line, findings, row.fields)
        else:
            facts = self._blanks | row.facts
            self._rows.append(self._kind.build(row.fields, facts, Place(self._file, line)))

    def reject(self, line: int, findings: Iterable[Diagnostic], fields: Cells | None = None) -> None:
        """Keep a row as rejected, with what is wrong with it and with the ids that could be read."""
        kind, place = self._kind, Place(self._file, line)
        read = fields or {}
        ids = (read.get(kind.id_column) or "", read.get("member_id") or "")
        self._rejected.append(RejectedRow(kind.name, *ids, place, sorted_findings(findings)))

    def table(self) -> AnyTable:
        """All rows taken in so far, with the report of their source."""
        counts = (len(self._rows), len(self._rejected), len(self._set_aside))
        columns = tuple((each.header, each.column.name if each.column else "") for each in self.headings)
        report = SourceReport(self._file, self._encoding, sum(counts), *counts, columns)
        rows, rejected, set_aside = tuple(self._rows), tuple(self._rejected), tuple(self._set_aside)
        return self._kind.table(rows, rejected, set_aside, self._bound.findings, (report,))

    def _read(self, line: int, cells: Iterable[tuple[Heading, object]]) -> _Row:
        row = _Row()
        for heading, cell in cells:
            column = heading.column
            if column is not None:
                row.headers.setdefault(column.name, heading.header)
            if is_blank(cell):
                continue
            row.blank = False
            if column is None:
                continue
            value = heading.read(cell)
            known = row.facts if column.declared else row.fields
            if isinstance(value, RefusedValueError):
                row.findings.append(self._finding(value.code, line, heading.header, value.facts))
                known.setdefault(column.name, None)
            elif known.setdefault(column.name, value) != value:
                facts = {"other": self._twin_of(heading)}
                row.findings.append(self._finding(Code.DUPLICATE_COLUMN, line, heading.header, facts))
        return row

    def _gaps(self, line: int, row: _Row) -> Iterator[Diagnostic]:
        for column in self._required:
            if column.name not in row.fields:
                missing = self._bound.missing.get(column.name)
                yield missing or self._finding(Code.EMPTY_CELL, line, self._header_of(column.name, row))

    def _disorder(self, line: int, row: _Row) -> Iterator[Diagnostic]:
        for earlier, later in self._kind.spans:
            first, until = row.fields.get(earlier), row.fields.get(later)
            if first is not None and until is not None and until <= first:
                facts = {"first": first, "until": until}
                yield self._finding(Code.DATES_OUT_OF_ORDER, line, row.headers[later], facts)

    def _header_of(self, name: str, row: _Row) -> str:
        """The header under which a row has a column; where it lacks the column, one of the table's, or the name."""
        return row.headers.get(name) or self._header.get(name, name)

    def _finding(self, code: Code, line: int, header: str, facts: Mapping[str, object] | None = None) -> Diagnostic:
        return Diagnostic(code, Place(self._file, line, address=header), {"name": header, **(facts or {})})

    def _twin_of(self, heading: Heading) -> str:
        """Another header of the same column."""
        return min(each.header for each in self.headings if each.column is heading.column and each is not heading)


@dataclass(slots=True)
class _Row:
    """A row while it is read; a cell that was refused stands as ``None``."""

    fields: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)
    blank: bool = True


def _entry(fields: Cells, facts: FactCells, place: Place) -> Entry:
    return Entry(
        entry_id=fields["entry_id"],
        member_id=fields["member_id"],
        date=fields["date"],
        activity=fields["activity"],
        facts=facts,
        quantity=fields.get("quantity"),
        work=fields.get("work"),
        status=fields.get("status", Status.APPROVED),
        approved_on=fields.get("approved_on"),
        recorded_on=fields.get("recorded_on"),
        place=place,
    )


def _roster_row(fields: Cells, facts: FactCells, place: Place) -> RosterRow:
    return RosterRow(
        member_id=fields["member_id"],
        facts=facts,
        first=fields.get("from"),
        until=fields.get("until"),
        recorded_on=fields.get("recorded_on"),
        place=place,
    )


def _claim(fields: Cells, facts: FactCells, place: Place) -> Claim:  # noqa: ARG001  # claims carry no facts
    return Claim(
        claim_id=fields["claim_id"],
        member_id=fields["member_id"],
        date=fields["date"],
        award=fields["award"],
        option=fields.get("option"),
        amount=fields.get("amount"),
        recorded_on=fields.get("recorded_on"),
        place=place,
    )


LEDGER = Kind("entry", Ledger, ledger_columns, _entry, "entry_id")
ROSTER = Kind("roster", Roster, roster_columns, _roster_row, spans=(("from", "until"),))
CLAIMS = Kind("claim", Claims, claim_columns, _claim, "claim_id")
