"""Excel workbooks to grids, row by row, in memory that does not grow with the file. The only reader of openpyxl.

A number stands for what its cell shows: 15 digits as spreadsheets keep them, and leading zeros where the number format
shows them. What openpyxl does not tell when it streams, merged cells and formulas without a result, is looked up in
the sheet's own XML first.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import datetime, time
from decimal import Decimal
from posixpath import join, normpath
from typing import IO, TYPE_CHECKING, Any
from xml.etree.ElementTree import iterparse

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError
from incentive_rules.facts import RefusedValueError
from incentive_rules.ledger.cells import SerialDay, ShownNumber
from incentive_rules.ledger.grid import Grid
from incentive_rules.ledger.reader import Merged
from incentive_rules.messages import Label
from incentive_rules.source import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element

    from incentive_rules.ledger.grid import Record

    Cell = tuple[int, int]

MOST_UNPACKED = 2_000_000_000
"""The most bytes that a workbook may unpack to."""

_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_ZEROS = re.compile(r'(?:"[^"]*")?(0{2,})(?:"[^"]*")?(;.*)?')
_PREFIX = re.compile(r'"([^"]*)"')
_DIGITS = 15  # that a spreadsheet keeps of a number
_CHUNK = 1 << 20
_MARKS = (b"mergeCell", b"<f", b":f")


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of a workbook: those that can be seen as grids, and the names of the hidden ones."""

    grids: tuple[Grid, ...]
    hidden: tuple[str, ...]


@dataclass(slots=True)
class _Oddities:
    """Cells of a sheet that need a second look: merged ranges by the cell that holds their value, and bare formulas."""

    merged: dict[Cell, tuple[int, int]] = field(default_factory=dict)
    formulas: set[Cell] = field(default_factory=set)


def is_workbook(data: bytes) -> bool:
    """Whether bytes are a workbook that ``read_workbook`` takes, and no other archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def read_workbook(data: bytes, name: str) -> Workbook:
    """The sheets of a workbook. Their rows are read only when they are asked for.

    Raises:
        InputError: if openpyxl is not installed, or the workbook is broken or unpacks to too much.
    """
    try:
        import openpyxl  # noqa: PLC0415  # an extra, needed by who has workbooks only
    except ImportError as error:
        facts = {"name": "openpyxl", "extra": "excel"}
        raise InputError([Diagnostic(Code.MISSING_EXTRA, Place(name), facts)]) from error
    try:
        parts = _parts(data, name)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheets = [sheet for sheet in book.worksheets if sheet.title in parts]
        seen = tuple(
            Grid(
                Place(name, sheet=sheet.title),
                _Rows(data, parts[sheet.title], sheet, name),
                typed=True,
                total=sheet.max_row or 0,
            )
            for sheet in sheets
            if sheet.sheet_state == "visible"
        )
        return Workbook(seen, tuple(sheet.title for sheet in sheets if sheet.sheet_state != "visible"))
    except InputError:
        raise
    except Exception as error:  # openpyxl raises whatever a broken workbook trips it over
        raise broken(name, error) from error


def broken(name: str, error: Exception) -> InputError:
    """A workbook that openpyxl cannot read, as a finding."""
    told = f"{type(error).__name__}: {error}"[:120]
    problem = Label(f"엑셀 파일이 깨져 있습니다({told})", f"the workbook is broken ({told})")
    return InputError([Diagnostic(Code.UNREADABLE_TABLE, Place(name), {"problem": problem})])


def _parts(data: bytes, name: str) -> dict[str, str]:
    """The XML file of each sheet, by the sheet's name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
            raise InputError([Diagnostic(Code.FILE_TOO_LARGE, Place(name), {"limit": MOST_UNPACKED})])
        targets = {}
        for each in _elements(archive, "xl/_rels/workbook.xml.rels"):
            if each.tag.endswith("}Relationship") and each.get("Type", "").endswith("/worksheet"):
                target = each.get("Target", "")
                targets[each.get("Id")] = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
        return {
            each.get("name", ""): targets[each.get(f"{_RELATIONS}id")]
            for each in _elements(archive, "xl/workbook.xml")
            if each.tag.endswith("}sheet") and each.get(f"{_RELATIONS}id") in targets
        }


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a sheet, streamed anew each time that they are asked for."""

    data: bytes
    part: str
    sheet: Any
    name: str

    def __iter__(self) -> Iterator[tuple[int, Record]]:
        try:
            yield from self._rows()
        except InputError:
            raise
        except Exception as error:  # as above: rows are parsed only now
            raise broken(self.name, error) from error

    def _rows(self) -> Iterator[tuple[int, Record]]:
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            odd = _oddities(archive, self.part)
        self.sheet.reset_dimensions()  # programs write wrong ones, and rows would be lost
        from_1904 = self.sheet.parent.epoch.year > _DAY_ZERO_YEAR
        held: dict[int, tuple[int, object]] = {}
        blank: list[int] = []
        for line, cells in enumerate(self.sheet.rows, 1):
            record = [_value(cell, from_1904=from_1904) for cell in cells]
            _refuse_formulas(record, line, odd)
            _fill_merged(record, line, odd, held)
            if all(cell is None for cell in record):
                blank.append(line)  # formats reach far below the last row; only blank lines between rows are rows
                continue
            yield from ((each, ()) for each in blank)
            blank.clear()
            yield line, record


_DAY_ZERO_YEAR = 1900


def _refuse_formulas(record: list[object], line: int, odd: _Oddities) -> None:
    if not odd.formulas:
        return
    for column, value in enumerate(record, 1):
        if value is None and (line, column) in odd.formulas:
            record[column - 1] = RefusedValueError(Code.FORMULA_WITHOUT_VALUE)


def _fill_merged(record: list[object], line: int, odd: _Oddities, held: dict[int, tuple[int, object]]) -> None:
    """Give the cells below a merged one its value; ``held`` keeps, by column, until which line it reaches.

    Only downwards: what is merged to the right is one wide cell, and the columns under it say nothing.
    """
    if not odd.merged:
        return
    for column in range(1, len(record) + 1):
        if (line, column) in odd.merged:
            held[column] = (odd.merged[line, column][0], record[column - 1])
        elif column in held:
            last, value = held[column]
            if line > last:
                del held[column]
            elif record[column - 1] is None and value is not None:
                record[column - 1] = Merged(value)


def _oddities(archive: zipfile.ZipFile, part: str) -> _Oddities:
    with archive.open(part) as stream:
        if not _holds(stream, _MARKS):
            return _Oddities()
    found = _Oddities()
    for each in _elements(archive, part):
        tag = each.tag.rpartition("}")[2]
        if tag == "mergeCell":
            _note_merged(each.get("ref", ""), found)
        elif tag == "c":
            _note_formula(each, found)
        elif tag == "row":
            each.clear()
    return found


def _elements(archive: zipfile.ZipFile, part: str) -> Iterator[Element]:
    """The elements of an XML file as they end. Expat bounds what entities may grow to, as openpyxl relies on too."""
    with archive.open(part) as stream:
        for _, each in iterparse(stream):  # noqa: S314  # as said above
            yield each


def _holds(stream: IO[bytes], marks: Sequence[bytes]) -> bool:
    tail = b""
    while chunk := stream.read(_CHUNK):
        if any(mark in tail + chunk for mark in marks):
            return True
        tail = chunk[-16:]
    return False


def _note_merged(ref: str, found: _Oddities) -> None:
    first, _, last = ref.partition(":")
    if last:
        (top, left), (bottom, right) = _cell(first), _cell(last)
        if bottom > top:
            found.merged[top, left] = (bottom, right)


def _note_formula(cell: Element, found: _Oddities) -> None:
    parts = {each.tag.rpartition("}")[2]: each for each in cell}
    if "f" in parts and "is" not in parts and not (parts["v"].text if "v" in parts else None):
        found.formulas.add(_cell(cell.get("r", "")))


def _cell(ref: str) -> Cell:
    """Line and column of a reference such as ``C12``."""
    match = re.fullmatch(r"\$?([A-Z]+)\$?([0-9]+)", ref)
    if match is None:
        return (0, 0)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column


def _value(cell: Any, *, from_1904: bool) -> object:  # noqa: ANN401  # a cell of openpyxl
    value = cell.value
    if value is None or value == "":
        return None
    if cell.data_type == "e":
        return RefusedValueError(Code.EXCEL_ERROR, value=str(value))
    if isinstance(value, str):
        return value.replace("_x000D_", "")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value, cell.number_format or "", from_1904=from_1904)
    is_day = isinstance(value, datetime) and value.time() == time()
    return value.date() if is_day else value


def _number(value: float, shown_as: str, *, from_1904: bool) -> object:
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 10**_DIGITS:
            value = int(value)
        else:
            return _as_kept(value)
    zeros = _ZEROS.fullmatch(shown_as)
    if zeros and value >= 0:
        prefix, suffix = _around(shown_as, zeros)
        return ShownNumber(value, f"{prefix}{value:0{len(zeros[1])}d}{suffix}")
    return SerialDay(value) if from_1904 else value


def _around(shown_as: str, zeros: re.Match[str]) -> tuple[str, str]:
    """The texts that a number format puts before and behind its digits."""
    before, after = shown_as[: zeros.start(1)], shown_as[zeros.end(1) :].partition(";")[0]
    return "".join(_PREFIX.findall(before)), "".join(_PREFIX.findall(after))


def _as_kept(value: float) -> object:
    """A number with the digits that a spreadsheet keeps: 0.1 + 0.2 is 0.3."""
    exact = Decimal(f"{value:.{_DIGITS}g}")
    return exact if exact.is_finite() else value
