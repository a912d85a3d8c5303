"""Files and data frames to typed tables. What a file is, its first bytes tell, not its name.

What cannot be read as a table at all is an ``InputError`` that says in words what it is and what to do. Whatever can
be read is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Protocol

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError
from incentive_rules.facts import kind_of
from incentive_rules.files import file_bytes
from incentive_rules.ledger import json_lines
from incentive_rules.ledger.formats import refuse_other_formats
from incentive_rules.ledger.frames import frame_rows, is_frame, parquet_rows
from incentive_rules.ledger.from_rows import CLAIMS, LEDGER, ROSTER, table_from_numbered, table_from_rows
from incentive_rules.ledger.grid import HEADER_WITHIN, first_lines, read_grid
from incentive_rules.ledger.made_ids import with_made_ids
from incentive_rules.ledger.reader import AnyTable
from incentive_rules.ledger.sheets import kinds_of_lines, read_sheets
from incentive_rules.ledger.text_files import text_grid
from incentive_rules.ledger.workbooks import is_workbook, read_workbook
from incentive_rules.messages import Label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentive_rules.facts import Facts
    from incentive_rules.ledger.grid import Record
    from incentive_rules.ledger.model import Claims, Ledger, Roster, RowKind
    from incentive_rules.ledger.reader import Kind

MOST_BYTES = 500_000_000
"""The largest table that is read."""

FilePath = str | PathLike[str]


class DataFrame(Protocol):
    """A frame of pandas, polars, pyarrow, duckdb or narwhals, as far as one can be told by its attributes."""

    @property
    def columns(self) -> Any:  # noqa: ANN401  # each library has its own
        """The columns, or their names."""


Source = FilePath | Iterable[FilePath] | Iterable[Mapping[str, object]] | DataFrame
"""A path, several paths, rows as mappings of column names to values, or a data frame."""

Progress = Callable[[str, int, int], None]
"""Told now and then of the file that is read, the line in it, and how many there are, or zero if that is not known."""


class HasFacts(Protocol):
    """What readers need of a scheme: its facts and names. They never see its rules."""

    @property
    def facts(self) -> Facts:
        """The facts that rows may carry, and the names by which rows speak of rules."""


def read_ledger(
    source: Source, scheme: HasFacts, *, make_ids: bool = False, progress: Progress | None = None
) -> Ledger:
    """What people did, from an Excel, CSV, JSONL or Parquet file, several files, a data frame, or rows.

    Text is UTF-8, CP949, or UTF-16 with its mark; cells are parted by commas, tabs or semicolons. A file has at most
    500 MB, which is several million rows. Excel needs the extra ``excel``, Parquet and data frames ``columns``.

    Args:
        source: where the rows are. Of a workbook, every sheet that has the columns is read.
        scheme: whose facts and activities the rows speak of.
        make_ids: give rows without an id one that is made of their content, and take no running number for an id.
        progress: is told now and then of a file's name, the line in it and how many there are, for a bar.

    Raises:
        InputError: if a file is missing, empty, too large, or no table. Bad rows raise nothing: they are ``rejected``.

    Example:
        >>> from types import SimpleNamespace
        >>> from incentive_rules.facts import Facts
        >>> scheme = SimpleNamespace(facts=Facts())  # any scheme will do
        >>> row = {"entry_id": "E-1", "member_id": "K-102", "date": "2024-06-31", "activity": "proposal"}
        >>> for finding in read_ledger([row], scheme).rejected[0].findings:
        ...     print(finding.place, finding.message())
        1 [activity] no activity is called 'proposal'
        1 [date] '2024-06-31' is not a date
    """
    return _read(source, _Reading(LEDGER, scheme.facts, make_ids, progress))


def read_roster(source: Source, scheme: HasFacts, *, progress: Progress | None = None) -> Roster:
    """The staff list, from the same sources and with the same errors as ``read_ledger``."""
    return _read(source, _Reading(ROSTER, scheme.facts, progress=progress))


def read_claims(
    source: Source, scheme: HasFacts, *, make_ids: bool = False, progress: Progress | None = None
) -> Claims:
    """Claims, from the same sources and with the same errors as ``read_ledger``."""
    return _read(source, _Reading(CLAIMS, scheme.facts, make_ids, progress))


def kinds_of(path: FilePath, scheme: HasFacts, *, make_ids: bool = False) -> tuple[RowKind, ...]:
    """Which kinds of tables a file holds: that of each sheet that has all columns of a kind, else a ledger.

    Raises:
        InputError: if the file cannot be opened or is no table.
    """
    found = {kind for lines in _first_lines(path) for kind in kinds_of_lines(scheme.facts, lines, make_ids=make_ids)}
    return tuple(kind.name for kind in (LEDGER, ROSTER, CLAIMS) if kind.name in found) or (LEDGER.name,)


def _first_lines(path: FilePath) -> Iterator[list[tuple[int, Record]]]:
    """The first lines of each sheet of a file; of rows with names, the names alone."""
    name = Path(path).name
    data = file_bytes(path, MOST_BYTES)
    if is_workbook(data):
        yield from (first_lines(grid)[0] for grid in read_workbook(data, name).grids)
    elif rows := _named_rows(data, name):
        yield [(1, list(dict.fromkeys(str(key) for row in islice(rows, HEADER_WITHIN) for key in row)))]
    else:
        refuse_other_formats(data, name)
        yield first_lines(text_grid(data, name))[0]


def _named_rows(data: bytes, name: str) -> Iterator[Mapping[str, object]] | None:
    if data.startswith(_PARQUET):
        return parquet_rows(data, name)
    if json_lines.looks_like(data):
        return (row for _, row in json_lines.records(data, name) if isinstance(row, Mapping))
    return None


@dataclass(frozen=True, slots=True)
class _Reading(Generic[AnyTable]):
    """What is read, and how."""

    kind: Kind[AnyTable]
    facts: Facts
    make_ids: bool = False
    progress: Progress | None = None


def _read(source: Source, reading: _Reading[AnyTable]) -> AnyTable:
    """A table, in which the rows of one member are found at once: beside the reading, that takes no time."""
    return _table(source, reading).indexed()


def _table(source: Source, reading: _Reading[AnyTable]) -> AnyTable:
    if isinstance(source, str | PathLike):
        return _of_files([source], reading)
    if is_frame(source):
        return _finished(_of_rows(frame_rows(source), reading), reading)
    if isinstance(source, Mapping | bytes) or not isinstance(source, Iterable):
        raise _refused_source(source)
    rows = list(source)
    paths = [each for each in rows if isinstance(each, str | PathLike)]
    if not paths:
        return _finished(_of_rows(rows, reading), reading)
    if len(paths) < len(rows):
        raise _refused_source(next(each for each in rows if not isinstance(each, str | PathLike)))
    return _of_files(paths, reading)


def _of_rows(rows: Iterable[object], reading: _Reading[AnyTable], name: str = "") -> AnyTable:
    return table_from_rows(reading.kind, rows, reading.facts, name, make_ids=reading.make_ids)


def _finished(table: AnyTable, reading: _Reading[AnyTable]) -> AnyTable:
    """A whole table, with the ids that can be made only when all its rows are there."""
    return with_made_ids(table, reading.kind.id_column) if reading.make_ids else table


def _refused_source(source: object) -> InputError:
    facts = {"name": "source", "value": kind_of(source), "expected": _A_SOURCE}
    return InputError([Diagnostic(Code.BAD_ARGUMENT, facts=facts)])


def _of_files(paths: Iterable[FilePath], reading: _Reading[AnyTable]) -> AnyTable:
    """All files as one table; where some cannot be read, one error tells of all of them."""
    tables: list[AnyTable] = []
    findings: list[Diagnostic] = []
    for path in paths:
        try:
            tables.append(_of_file(path, reading))
        except InputError as error:
            findings.extend(error.findings)
    if findings:
        raise InputError(findings)
    return _finished(reading.kind.table.merged(tables), reading)


def _of_file(path: FilePath, reading: _Reading[AnyTable]) -> AnyTable:
    name = Path(path).name
    data = file_bytes(path, MOST_BYTES)
    kind, facts, make_ids = reading.kind, reading.facts, reading.make_ids
    progress = partial(reading.progress, name) if reading.progress else None
    if is_workbook(data):
        return read_sheets(kind, facts, read_workbook(data, name), name, make_ids=make_ids, progress=progress)
    if data.startswith(_PARQUET):
        return _of_rows(parquet_rows(data, name), reading, name)
    refuse_other_formats(data, name)
    if json_lines.looks_like(data):
        return table_from_numbered(kind, json_lines.records(data, name), facts, name, make_ids=make_ids)
    return read_grid(kind, facts, text_grid(data, name), make_ids=make_ids, progress=progress)


_PARQUET = b"PAR1"
_A_SOURCE = Label(
    "파일 경로, 경로 목록, 행 목록, 데이터프레임 가운데 하나",
    "a path, a list of paths, rows as mappings, or a data frame",
)
