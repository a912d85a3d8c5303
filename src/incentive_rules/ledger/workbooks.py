"""Excel workbooks to grids, row by row, in memory that does not grow with the file. The only reader of openpyxl.

openpyxl knows the sheets, their shared texts and their styles; the rows are taken from the XML, since it keeps some of
every row, and tells neither of merged cells nor of formulas without a result. A number stands for what its cell shows:
15 digits as spreadsheets keep them, and leading zeros or letters where the number format shows them.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from functools import lru_cache, partial
from posixpath import join, normpath
from threading import Lock
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings, simplefilter
from xml.etree.ElementTree import iterparse

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError
from incentive_rules.facts import RefusedValueError
from incentive_rules.ledger.cells import SerialDay, ShownNumber
from incentive_rules.ledger.formats import IS_BROKEN, SAVE_AGAIN, SAVE_AS
from incentive_rules.ledger.grid import Grid
from incentive_rules.ledger.reader import Merged
from incentive_rules.ledger.set_aside import is_blank
from incentive_rules.ledger.sheet_xml import merged_down, raw_rows
from incentive_rules.messages import Label
from incentive_rules.source import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from xml.etree.ElementTree import Element

    from incentive_rules.ledger.grid import Record
    from incentive_rules.ledger.sheet_xml import RawCell

_BREAKS = (
    *(ValueError, LookupError, SyntaxError, EOFError, OSError, RuntimeError),
    *(zlib.error, zipfile.BadZipFile),
)
"""What a broken part of a workbook is told by; a mistake of ours is none of these."""

MOST_UNPACKED = 2_000_000_000
"""The most bytes that a workbook may unpack to."""

_STRICT = b"http://purl.oclc.org/ooxml/"  # what a workbook of the other kind, which openpyxl does not read, names
_IS_STRICT = Label("'Strict Open XML' 형식의 엑셀 파일입니다", "it is a workbook in the form 'Strict Open XML'")
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TOKEN = re.compile(r"""(0)|"([^"]*)"|\\?(.)""")
_DIGITS_AND_TEXTS = re.compile(r"""(?:[0 -]|"[^"]*"|\\.)*""")
_TEXTS = re.compile(r""""[^"]*"|\\.""")
_POINT = re.compile("[.eE]")
_PLAIN, _TIGHTEST = 10_000_000, 300  # rows of a table never shrink so much; what does is made to choke a reader
_DIGITS = 15  # that a spreadsheet keeps of a number
_DAY_ZERO_YEAR = 1900
_WIDEST_GAP = 1000
"""So many blank lines before a row are told of; above these the sheet was left, and not a row left blank."""
_ONE_AT_A_TIME = Lock()
"""Held while warnings are silenced: the filters are the whole process's, and two threads that put them back in another
order than they took them would leave the host without warnings.
"""
_BLANK_LINES, _BLANK_LINES_A_ROW = 10_000, 10
"""So many blank lines of a sheet are told of, and so many more for each row: few rows may lie over a million lines."""


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of a workbook: those that can be seen as grids, and the names of the hidden ones."""

    grids: tuple[Grid, ...]
    hidden: tuple[str, ...]


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
        with _ONE_AT_A_TIME, catch_warnings():
            simplefilter("ignore")  # they tell of what openpyxl would not write back
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
        raise broken(name) from error


def broken(name: str) -> InputError:
    """A workbook that openpyxl cannot read, as a finding."""
    return InputError([Diagnostic(Code.UNREADABLE_TABLE, Place(name), {"problem": IS_BROKEN, "advice": SAVE_AGAIN})])


def _parts(data: bytes, name: str) -> dict[str, str]:
    """The XML file of each sheet, by the sheet's name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        bombs = [each for each in parts if each.file_size > max(_PLAIN, _TIGHTEST * each.compress_size)]
        if bombs or sum(each.file_size for each in parts) > MOST_UNPACKED:
            raise InputError([Diagnostic(Code.FILE_TOO_LARGE, Place(name), {"limit": MOST_UNPACKED})])
        if _STRICT in archive.read("xl/workbook.xml"):
            facts = {"problem": _IS_STRICT, "advice": SAVE_AS}
            raise InputError([Diagnostic(Code.UNREADABLE_TABLE, Place(name), facts)])
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
        except _BREAKS as error:
            raise broken(self.name) from error

    def _rows(self) -> Iterator[tuple[int, Record]]:
        """Every line that says something, and blank ones only between these: formats reach far below the last row."""
        cells = _Cells(self.sheet)
        held: dict[int, tuple[int, object]] = {}
        last, blanks = 0, _BLANK_LINES
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            merged = merged_down(archive, self.part)
            for line, raw in raw_rows(archive, self.part):
                record = cells.record(raw)
                says_nothing = all(is_blank(each) for each in record if each is not None)
                if merged:
                    _fill_merged(record, line, merged, held)
                if says_nothing:  # nor does it where a whole row is merged over two lines
                    continue
                told = range(max(last + 1, line - min(_WIDEST_GAP, blanks)), line)
                blanks += _BLANK_LINES_A_ROW - len(told)
                yield from ((each, ()) for each in told)
                yield line, record
                last = line


def _fill_merged(
    record: list[object], line: int, merged: Mapping[tuple[int, int], int], held: dict[int, tuple[int, object]]
) -> None:
    """Give the cells below a merged one its value; ``held`` keeps, by column, until which line it reaches.

    Only downwards: what is merged to the right is one wide cell, and the columns under it say nothing.
    """
    for column, (last, value) in list(held.items()):
        if line > last:
            del held[column]
            continue
        record.extend([None] * (column - len(record)))
        if record[column - 1] is None:
            record[column - 1] = Merged(value)
    for column, value in enumerate(record, 1):
        if value is not None and (line, column) in merged:
            held[column] = (merged[line, column], value)


def _elements(archive: zipfile.ZipFile, part: str) -> Iterator[Element]:
    """The elements of an XML file as they end. Expat bounds what entities may grow to, as openpyxl relies on too."""
    with archive.open(part) as stream:
        for _, each in iterparse(stream):  # noqa: S314  # as said above
            yield each


class _Cells:
    """Reads the cells of one sheet; what a style shows is looked up once."""

    def __init__(self, sheet: Any) -> None:  # noqa: ANN401  # a worksheet of openpyxl, which tells no types
        from openpyxl.cell.read_only import ReadOnlyCell  # noqa: PLC0415  # an extra, as above
        from openpyxl.utils.datetime import from_excel  # noqa: PLC0415  # as above

        self._strings = sheet._shared_strings  # noqa: SLF001  # openpyxl has no public name for them
        self._from_1904 = sheet.parent.epoch.year > _DAY_ZERO_YEAR
        self._style = lru_cache(maxsize=None)(lambda style: _Style.of(ReadOnlyCell(sheet, 1, 1, None, "n", style)))
        self._day = partial(from_excel, epoch=sheet.parent.epoch)

    def record(self, raw: Sequence[RawCell]) -> list[object]:
        """The values of a row, each at its column. Cells that have a format and nothing else end no row."""
        said = [cell for cell in raw if cell.text or cell.bare]
        record: list[object] = [None] * max((cell.column for cell in said), default=0)
        for cell in said:
            record[cell.column - 1] = self._value(cell)
        return record

    def _value(self, cell: RawCell) -> object:
        if cell.bare:
            return RefusedValueError(Code.FORMULA_WITHOUT_VALUE)
        if not cell.text:
            return None
        if cell.kind == "n":
            return self._number(cell.text, self._style(cell.style))
        if cell.kind == "e":
            return RefusedValueError(Code.EXCEL_ERROR, value=cell.text)
        if cell.kind == "b":
            return cell.text == "1"
        text = self._shared(int(cell.text)) if cell.kind == "s" else cell.text
        return text.replace("_x000D_", "") or None

    def _shared(self, number: int) -> str:
        if number < 0:
            raise IndexError(number)
        return str(self._strings[number])

    def _number(self, text: str, style: _Style) -> object:
        value = float(text) if _POINT.search(text) else int(text)
        if style.is_day:
            return self._as_day(value, style)
        if style.is_percent:
            return _as_percent(value)
        if isinstance(value, float):
            if not value.is_integer() or abs(value) >= 10**_DIGITS:
                return _as_kept(value)
            value = int(value)
        if style.shows and value >= 0:
            return ShownNumber(value, _shown(value, style.shows))
        return SerialDay(value) if self._from_1904 else value

    def _as_day(self, value: float, style: _Style) -> object:
        try:
            day = self._day(value, timedelta=style.is_span)
        except (OverflowError, ValueError):
            return value  # no day at all: whoever wants one refuses it
        is_day = isinstance(day, datetime) and day.time() == time()
        return day.date() if is_day else day


@dataclass(frozen=True, slots=True)
class _Style:
    """What a number format makes of a number: a day, a span of time, a percentage, or ``shows``, digits with texts."""

    is_day: bool
    is_span: bool
    is_percent: bool
    shows: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, cell: Any) -> _Style:  # noqa: ANN401  # a cell of openpyxl
        from openpyxl.styles.numbers import is_date_format, is_timedelta_format  # noqa: PLC0415  # an extra, as above

        shown_as = cell.number_format or ""
        first = shown_as.partition(";")[0]
        tokens = tuple((zero, quoted or other) for zero, quoted, other in _TOKEN.findall(first))
        shows = tokens if _DIGITS_AND_TEXTS.fullmatch(first) and "0" in first and len(tokens) > 1 else ()
        is_percent = "%" in _TEXTS.sub("", first)
        return cls(is_date_format(shown_as), is_timedelta_format(shown_as), is_percent, shows)


def _shown(value: int, tokens: Sequence[tuple[str, str]]) -> str:
    """A number as its cell shows it: its digits at the zeros of the format, those too many at the first of them."""
    places = sum(1 for zero, _ in tokens if zero)
    digits = str(value).rjust(places, "0")
    first = len(digits) - places + 1
    rest = iter([digits[:first], *digits[first:]])
    return "".join(next(rest) if zero else text for zero, text in tokens)


def _as_percent(value: float) -> object:
    """A number that its cell shows as a percentage, as the text that people see: 95% and not 0.95."""
    exact = Decimal(f"{value:.{_DIGITS}g}")
    if not exact.is_finite():
        return value
    text = f"{exact * 100:f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text}%"


def _as_kept(value: float) -> object:
    """A number with the digits that a spreadsheet keeps: 0.1 + 0.2 is 0.3."""
    exact = Decimal(f"{value:.{_DIGITS}g}")
    return exact if exact.is_finite() else value
