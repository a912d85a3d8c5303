"""CSV files to typed rows: bytes to text, text to records, records to the rows of ``from_rows``.

What cannot be read as a table at all is an ``InputError`` that says in words what it is. Whatever can be read is read.
"""

from __future__ import annotations

import csv
import io
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Mapping
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError
from incentive_rules.facts import kind_of
from incentive_rules.files import file_bytes
from incentive_rules.ledger.from_rows import (
    CLAIMS,
    LEDGER,
    ROSTER,
    AnyTable,
    Kind,
    TableReader,
    extra_cells,
    filled_width,
    table_from_rows,
)
from incentive_rules.messages import Label
from incentive_rules.source import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentive_rules.facts import Facts
    from incentive_rules.ledger.model import Claims, Ledger, Roster

MOST_BYTES = 500_000_000
"""The largest table that is read."""

FilePath = str | PathLike[str]
Source = FilePath | Iterable[FilePath] | Iterable[Mapping[str, object]]
"""A path, several paths, or rows as mappings of column names to values."""


class HasFacts(Protocol):
    """What readers need of a scheme: its facts and names. They never see its rules."""

    @property
    def facts(self) -> Facts:
        """The facts that rows may carry, and the names by which rows speak of rules."""


def read_ledger(source: Source, scheme: HasFacts) -> Ledger:
    """What people did, from a CSV file, several files, or rows.

    Files are UTF-8, with or without a byte order mark, or CP949; cells are parted by commas, tabs or semicolons. A file
    has at most 500 MB, which is several million rows.

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
    return _read(LEDGER, source, scheme.facts)


def read_roster(source: Source, scheme: HasFacts) -> Roster:
    """The staff list, from the same sources and with the same errors as ``read_ledger``."""
    return _read(ROSTER, source, scheme.facts)


def read_claims(source: Source, scheme: HasFacts) -> Claims:
    """Claims, from the same sources and with the same errors as ``read_ledger``."""
    return _read(CLAIMS, source, scheme.facts)


def _read(kind: Kind[AnyTable], source: Source, facts: Facts) -> AnyTable:
    if isinstance(source, str | PathLike):
        return _read_files(kind, [source], facts)
    if isinstance(source, Mapping | bytes) or not isinstance(source, Iterable):
        raise _refused_source(source)
    rows = list(source)
    paths = [each for each in rows if isinstance(each, str | PathLike)]
    if not paths:
        return table_from_rows(kind, rows, facts)
    if len(paths) < len(rows):
        raise _refused_source(next(each for each in rows if not isinstance(each, str | PathLike)))
    return _read_files(kind, paths, facts)


def _refused_source(source: object) -> InputError:
    facts = {"name": "source", "value": kind_of(source), "expected": _A_SOURCE}
    return InputError([Diagnostic(Code.BAD_ARGUMENT, facts=facts)])


def _read_files(kind: Kind[AnyTable], paths: Iterable[FilePath], facts: Facts) -> AnyTable:
    """All files as one table; where some cannot be read, one error tells of all of them."""
    tables: list[AnyTable] = []
    findings: list[Diagnostic] = []
    for path in paths:
        try:
            tables.append(_read_file(kind, path, facts))
        except InputError as error:
            findings.extend(error.findings)
    if findings:
        raise InputError(findings)
    return kind.table.merged(tables)


def _read_file(kind: Kind[AnyTable], path: FilePath, facts: Facts) -> AnyTable:
    name = Path(path).name
    text, encoding = _decoded(file_bytes(path, MOST_BYTES), name)
    records = _records(text, name)
    blank_lines, place, headers = _header(records, name)
    reader = TableReader(kind, facts, headers, place, encoding)
    for line in blank_lines:
        reader.add(line, ())
    for line, record in records:
        if isinstance(record, Diagnostic):
            reader.reject(line, [record])
        else:
            extra = record[len(headers) :]
            wrong = extra_cells(extra, Place(name, line)) if extra else ()
            reader.add(line, zip(reader.headings, record, strict=False), wrong)
    return reader.table()


def _header(records: Iterator[tuple[int, list[str] | Diagnostic]], name: str) -> tuple[list[int], Place, list[str]]:
    """The lines of blank records before the header, its place, and its cells without the blank ones at the end."""
    blank_lines: list[int] = []
    for line, record in records:
        if isinstance(record, Diagnostic):
            raise InputError([record])
        if width := filled_width(record):
            return blank_lines, Place(name, line), record[:width]
        blank_lines.append(line)
    raise InputError([Diagnostic(Code.FILE_EMPTY, Place(name))])


def _records(text: str, name: str) -> Iterator[tuple[int, list[str] | Diagnostic]]:
    """Each record with the line on which it starts, or what is wrong with it.

    A quote that is wrong within a line costs that line. One that runs over several lines leaves it open where rows
    begin and end, so nothing of the file is used.
    """
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=_delimiter(text), strict=True, skipinitialspace=True)
    while True:
        line = reader.line_num + 1
        try:
            record: list[str] | Diagnostic = next(reader)
        except StopIteration:
            return
        except csv.Error:
            record = _unreadable(_BAD_QUOTES, Place(name, line))
            if reader.line_num > line:
                raise InputError([record]) from None
        yield line, record


def _delimiter(text: str) -> str:
    """What parts the cells of the header outside quotes; the comma where nothing does, or several do equally."""
    header = next((line for line in io.StringIO(text, newline="") if line.strip()), "")
    return max(",\t;", key=_QUOTED.sub("", header).count)


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    """The text of a file, and the encoding that it was read in."""
    _refuse_other_formats(data, Place(name))
    wrong_at = 0
    for encoding in ("utf-8-sig",) if data.startswith(BOM_UTF8) else ("utf-8", "cp949"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            wrong_at = max(wrong_at, error.start)  # the encoding that went further is the likelier one
        else:
            _refuse_binary(text, name)
            return text, encoding
    raise InputError([_unreadable(_NOT_TEXT, Place(name, data.count(b"\n", 0, wrong_at) + 1))])


def _refuse_other_formats(data: bytes, place: Place) -> None:
    for first_bytes, problem in _OTHER_FORMATS:
        if data.startswith(first_bytes):
            raise InputError([_unreadable(problem, place)])
    if _HTML.match(data):
        raise InputError([_unreadable(_HTML_PAGE, place)])


def _refuse_binary(text: str, name: str) -> None:
    position = text.find("\0")
    if position >= 0:
        raise InputError([_unreadable(_BINARY, Place(name, text.count("\n", 0, position) + 1))])


def _unreadable(problem: Label, place: Place) -> Diagnostic:
    return Diagnostic(Code.UNREADABLE_TABLE, place, {"problem": problem})


_QUOTED = re.compile(r'"[^"]*("|$)')
_HTML = re.compile(rb"(\xef\xbb\xbf)?\s*<(!doctype|html|head|meta|body|table|style|\?xml)\b", re.IGNORECASE)

_OTHER_FORMATS = (
    (b"PK\x03\x04", Label("엑셀 파일(.xlsx)입니다", "it is an Excel workbook (.xlsx)")),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Label("옛 엑셀 파일(.xls)입니다", "it is an old Excel workbook (.xls)")),
    (BOM_UTF16_LE, _UTF_16 := Label("UTF-16으로 저장된 글입니다", "it is text in UTF-16")),
    (BOM_UTF16_BE, _UTF_16),
)
_HTML_PAGE = Label("웹 문서(HTML, XML)입니다", "it is a web page (HTML, XML)")
_NOT_TEXT = Label("UTF-8도 CP949도 아닌 글자가 있습니다", "it holds letters that are neither UTF-8 nor CP949")
_BINARY = Label("글자가 아닌 것(NUL)이 들어 있습니다", "it holds a NUL byte, which no text has")
_BAD_QUOTES = Label(
    "여기서 시작하는 행의 따옴표가 닫히지 않았거나, 한 칸이 너무 깁니다",
    "in the row that begins here a quote is not closed, or a cell is too long",
)
_A_SOURCE = Label("파일 경로, 경로 목록, 행 목록 가운데 하나", "a path, a list of paths, or rows as mappings")
