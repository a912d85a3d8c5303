"""Text files to grids: bytes to text, text to records. CSV and TSV in UTF-8, CP949, or UTF-16 with its mark."""

from __future__ import annotations

import csv
import io
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError
from incentive_rules.ledger.grid import Grid
from incentive_rules.messages import Label
from incentive_rules.source import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentive_rules.ledger.grid import Record


def text_grid(data: bytes, name: str) -> Grid:
    """The records of a text whose cells are parted by commas, tabs or semicolons.

    Raises:
        InputError: if it is no text, or a quote is open over several lines.
    """
    text, encoding = decoded(data, name)
    return Grid(Place(name), _records(text, name), encoding, total=text.count("\n"))


def decoded(data: bytes, name: str) -> tuple[str, str]:
    """The text of a file, and the encoding that it was read in.

    Raises:
        InputError: if it is in none of the encodings, or holds what no text has.
    """
    wrong_at = 0
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            wrong_at = max(wrong_at, error.start)  # the encoding that went further is the likelier one
        else:
            text = text.removeprefix("\ufeff")
            _refuse_binary(text, name)
            return text, encoding
    raise InputError([_unreadable(_NOT_TEXT, Place(name, data.count(b"\n", 0, wrong_at) + 1))])


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith(BOM_UTF8):
        return ("utf-8-sig",)
    if data.startswith(BOM_UTF16_LE):
        return ("utf-16-le",)
    if data.startswith(BOM_UTF16_BE):
        return ("utf-16-be",)
    return ("utf-8", "cp949")


def _refuse_binary(text: str, name: str) -> None:
    position = text.find("\0")
    if position >= 0:
        raise InputError([_unreadable(_BINARY, Place(name, text.count("\n", 0, position) + 1))])


def _records(text: str, name: str) -> Iterator[tuple[int, Record]]:
    """Each record with the line on which it starts, or what is wrong with it.

    A quote that is wrong within a line costs that line. One that runs over several lines leaves it open where rows
    begin and end, so nothing of the file is used.
    """
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=_delimiter(text), strict=True, skipinitialspace=True)
    while True:
        line = reader.line_num + 1
        try:
            record: Record = next(reader)
        except StopIteration:
            return
        except csv.Error:
            finding = _unreadable(_BAD_QUOTES, Place(name, line))
            if reader.line_num > line:
                raise InputError([finding]) from None
            record = finding
        yield line, record


def _delimiter(text: str) -> str:
    """What parts the cells of the first lines outside quotes; the comma where nothing does, or several do equally.

    Titles may stand above the header, so what stands equally often in two lines goes before what stands in the first.
    """
    lines = (line for line in io.StringIO(text, newline="") if line.strip())
    first = [_QUOTED.sub("", line) for line, _ in zip(lines, range(_FIRST_LINES), strict=False)]
    counts = {mark: [line.count(mark) for line in first] for mark in ",\t;"}
    agreed = {mark: max((each for each in found if found.count(each) > 1), default=0) for mark, found in counts.items()}
    best = max(",\t;", key=lambda mark: (agreed[mark], counts[mark][:1]))
    return best if agreed[best] else max(",\t;", key=lambda mark: counts[mark][:1])


def _unreadable(problem: Label, place: Place) -> Diagnostic:
    return Diagnostic(Code.UNREADABLE_TABLE, place, {"problem": problem})


_FIRST_LINES = 10
_QUOTED = re.compile(r'"[^"]*("|$)')
_NOT_TEXT = Label("UTF-8도 CP949도 아닌 글자가 있습니다", "it holds letters that are neither UTF-8 nor CP949")
_BINARY = Label("글자가 아닌 것(NUL)이 들어 있습니다", "it holds a NUL byte, which no text has")
_BAD_QUOTES = Label(
    "여기서 시작하는 행의 따옴표가 닫히지 않았거나, 한 칸이 너무 깁니다",
    "in the row that begins here a quote is not closed, or a cell is too long",
)
