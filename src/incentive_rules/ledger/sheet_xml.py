"""The rows of a sheet as its XML has them, one at a time. Of a sheet nothing is kept but its merged ranges.

Expat bounds what entities may grow to, as openpyxl relies on too.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from xml.etree.ElementTree import iterparse

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

MOST_LINES = 1_048_576
MOST_COLUMNS = 16_384
"""What a sheet can have."""

_CHUNK = 1 << 20
_LONGEST_TAG = 1000
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^<>]*?\bref\s*=\s*["']\$?([A-Z]+)\$?(\d+):\$?[A-Z]+\$?(\d+)["']""")


class RawCell(NamedTuple):
    """A cell as it is written: its type, the number of its style, and its text, if it has one.

    ``bare`` marks a formula whose result is not kept. A formula that gives an empty text has that for its result.
    """

    column: int
    kind: str
    style: int
    text: str | None
    bare: bool


def raw_rows(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[int, list[RawCell]]]:
    """The lines of a sheet with their cells; lines that the file leaves out are not there.

    Raises:
        ValueError, ParseError, BadZipFile: if it is broken.
    """
    line = 0
    for row in _row_elements(archive, part):
        line = int(row.get("r", line + 1))
        if not 0 < line <= MOST_LINES:
            raise ValueError(line)
        yield line, list(_cells(row))


def _row_elements(archive: zipfile.ZipFile, part: str) -> Iterator[Element]:
    """Each row, gone when the next one is asked for. The file is read to its end, where its checksum is looked at."""
    with archive.open(part) as stream:
        rows: Element | None = None
        for event, each in iterparse(stream, events=("start", "end")):  # noqa: S314  # as said above
            if event == "start":
                rows = each if each.tag.endswith("}sheetData") else rows
            elif each.tag.endswith("}row"):
                yield each
                each.clear()
                if rows is not None:
                    rows.clear()


def _cells(row: Element) -> Iterator[RawCell]:
    column = 0
    for each in row:
        if each.tag.endswith("}c"):
            ref = each.get("r")
            column = column_number(ref.rstrip("0123456789")) if ref else column + 1
            yield _cell(each, column)


def _cell(cell: Element, column: int) -> RawCell:
    kind, text, formula = cell.get("t", "n"), None, False
    for each in cell:
        tag = each.tag.rpartition("}")[2]
        if tag == "v":
            text = each.text or ""
        elif tag == "is":
            text = _inline(each)
        elif tag == "f":
            formula = True
    bare = formula and not text and (text is None or kind != "str")
    return RawCell(column, kind, int(cell.get("s", 0)), text, bare)


def _inline(element: Element) -> str:
    """The text of an inline string: its runs one after the other, without what tells how to pronounce them."""
    runs = (run for each in element if not each.tag.endswith("}rPh") for run in each.iter())
    return "".join(run.text or "" for run in runs if run.tag.endswith("}t"))


@lru_cache(maxsize=MOST_COLUMNS)
def column_number(letters: str) -> int:
    """The number of a column, from one.

    Raises:
        ValueError: if no sheet has such a column.

    Example:
        >>> column_number("C"), column_number("AB")
        (3, 28)
    """
    if not re.fullmatch("[A-Z]{1,3}", letters):
        raise ValueError(letters)
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    if number > MOST_COLUMNS:
        raise ValueError(letters)
    return number


def merged_down(archive: zipfile.ZipFile, part: str) -> dict[tuple[int, int], int]:
    """The last line of each range that is merged over several lines, by the line and column of its first cell.

    The ranges stand behind the rows that they are needed for, so they are looked up first.
    """
    found: dict[tuple[int, int], int] = {}
    rest = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            text = rest + chunk
            for letters, first, last in _MERGED.findall(text):
                if int(last) > int(first):
                    found[int(first), column_number(letters.decode())] = int(last)
            rest = text[text.rfind(b"<") :][:_LONGEST_TAG]
    return found
