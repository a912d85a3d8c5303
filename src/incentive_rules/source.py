"""A place in a file, and how it is shown: line, column, excerpt and a caret under the right letter.

Korean letters are two columns wide on a terminal, so the caret is moved by width, not by count.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""What YAML counts as the end of a line."""

EXCERPT_COLUMNS = 100
"""The widest excerpt; a longer line is cut around the marked letters."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands.

    ``line`` and ``column`` count from one, in letters; zero means that there is no such position, as in a
    scheme given as a mapping. ``address`` is the path inside the file: ``activities.proposal.points`` in a
    scheme, the column's name in a table. In a workbook ``sheet`` names the sheet, and ``column`` counts its columns.

    Example:
        >>> str(Place("donghae.yaml", 12, 17))
        'donghae.yaml:12:17'
        >>> str(Place("ledger.csv", 4, 0, address="점수"))
        'ledger.csv:4 [점수]'
        >>> str(Place("2024.xlsx", 4, 3, address="점수", sheet="6월"))
        '2024.xlsx:6월!C4 [점수]'
    """

    file: str = ""
    sheet: str = field(default="", kw_only=True)
    line: int = 0
    column: int = 0
    width: int = 1
    address: str = ""
    excerpt: str = ""

    def __str__(self) -> str:
        text = self.position
        if self.address and (self.sheet or not self.column):
            return f"{text} [{self.address}]" if text else self.address
        return text

    @property
    def position(self) -> str:
        """File, sheet, line and column, without the address; a cell of a sheet as spreadsheets name it."""
        if self.sheet:
            cell = f"{column_letters(self.column)}{self.line or ''}"
            return ":".join(filter(None, (self.file, f"{self.sheet}!{cell}" if cell else self.sheet)))
        return ":".join(filter(None, (self.file, str(self.line or ""), str(self.column or ""))))

    def picture(self) -> str:
        """The excerpt with a caret line below it, or an empty text where there is no excerpt."""
        if not self.excerpt or not self.column:
            return ""
        excerpt, column = _around(self.excerpt, self.column)
        number = str(self.line)
        indent = display_width(excerpt[: column - 1])
        width = max(1, display_width(excerpt[column - 1 : column - 1 + self.width]))
        return f"  {number} | {excerpt}\n  {' ' * len(number)} | {' ' * indent}{'^' * width}"


def column_letters(column: int) -> str:
    """What spreadsheets call a column; an empty text for zero.

    Example:
        >>> column_letters(3), column_letters(28), column_letters(0)
        ('C', 'AB', '')
    """
    letters = ""
    while column > 0:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def display_width(text: str) -> int:
    """How many terminal columns a text takes.

    Example:
        >>> display_width("6급 이하")
        8
    """
    return sum(_letter_width(letter) for letter in text)


def _letter_width(letter: str) -> int:
    if unicodedata.combining(letter) or "\u1160" <= letter <= "\u11ff":  # vowels and finals of decomposed Korean
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _around(excerpt: str, column: int) -> tuple[str, int]:
    """A long line cut to a window around the column; tabs shown as one blank so that the caret fits."""
    if len(excerpt) <= EXCERPT_COLUMNS:
        return excerpt.replace("\t", " "), column
    start = max(0, min(column - 1 - EXCERPT_COLUMNS // 2, len(excerpt) - EXCERPT_COLUMNS))
    cut = excerpt[start : start + EXCERPT_COLUMNS].replace("\t", " ")
    return ("…" + cut, column - start + 1) if start else (cut + "…", column)
