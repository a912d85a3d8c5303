"""Sheets and texts on a terminal: light tables, Korean widths right, no colour where it is not wanted.

The only place beside the command line that knows rich.
"""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from rich.box import Box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from incentive_rules.report.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from incentive_rules.report.sheets import Sheet

LIGHT = Box(
    "╭──╮\n"  # top
    "│  │\n"  # heads
    "├──┤\n"  # below the heads
    "│  │\n"  # rows
    "│  │\n"  # between rows, not used
    "├──┤\n"  # above the sums
    "│  │\n"  # sums
    "╰──╯\n"
)
"""A frame, and lines below the heads and above the sums only. Rich draws it in ASCII where the encoding has none."""

_NARROWEST = 20
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


class Screen:
    """A stream on which people read: a terminal, a pipe or a file."""

    def __init__(self, stream: TextIO, *, width: int | None = None) -> None:
        self.stream = stream
        self.console = Console(
            file=stream, width=width, markup=False, highlight=False, emoji=False, force_jupyter=False
        )

    @property
    def speaks_unicode(self) -> bool:
        """Whether every letter can be written."""
        return self.console.encoding.startswith("utf")

    def line(self, text: str = "", style: str = "") -> None:
        """One or more lines as they are, never broken: findings with their carets."""
        self.console.print(Text(visible(text), style=style), soft_wrap=True)

    def prose(self, text: str, style: str = "") -> None:
        """Indented lines; one that is too long goes on below its own beginning."""
        for line in visible(text).splitlines() or [""]:
            body = line.lstrip(" ")
            indent = " " * (len(line) - len(body))
            for part in Text(body).wrap(self.console, max(self.console.width - len(indent), _NARROWEST)):
                self.console.print(Text(indent + part.plain.rstrip(), style=style), soft_wrap=True)

    def heading(self, text: str) -> None:
        """A title above what belongs to it."""
        self.console.print()
        self.console.print(Text(visible(text), style="bold"))

    def sheet(self, sheet: Sheet) -> None:
        """A title, a table and notes."""
        self.heading(sheet.title)
        if sheet.rows:
            self.console.print(_table(sheet))
        for note in sheet.notes:
            self.prose(f" {note}", style="dim")

    def pairs(self, rows: Iterable[tuple[str, str]]) -> None:
        """Terms and what they mean, in two columns without a frame."""
        grid = Table.grid(padding=(0, 2, 0, 2))
        grid.add_column(no_wrap=True)
        grid.add_column()
        for term, meaning in rows:
            grid.add_row(Text(visible(term), style="bold"), Text(visible(meaning)))
        self.console.print(grid)

    def json(self, text: str) -> None:
        """JSON as it is; with escapes instead of letters that the stream may not have."""
        self.write(text if self.speaks_unicode else _BEYOND_ASCII.sub(lambda found: json.dumps(found[0])[1:-1], text))

    def csv(self, text: str) -> None:
        """CSV as it is; in a pipe or a file with the mark by which Excel knows UTF-8."""
        mark = "\N{BYTE ORDER MARK}" if self.speaks_unicode and not self.console.is_terminal else ""
        self.write(mark + text)

    def write(self, text: str) -> None:
        """Text for programs: not a letter is changed."""
        self.stream.write(text)

    @contextmanager
    def busy(self, text: str) -> Iterator[None]:
        """Say on a terminal what is being done while it lasts; say nothing elsewhere."""
        if not self.console.is_terminal:
            yield
            return
        with self.console.status(Text(text), spinner="dots" if self.speaks_unicode else "line"):
            yield


def _table(sheet: Sheet) -> Table:
    table = Table(box=LIGHT, border_style="dim", header_style="bold", show_footer=bool(sheet.sums), collapse_padding=True)
    table.show_header = any(sheet.heads)
    sums = sheet.sums or ("",) * len(sheet.heads)
    for position, (head, total) in enumerate(zip(sheet.heads, sums, strict=True)):
        is_number = position in sheet.numbers
        table.add_column(
            Text(head), Text(total), justify="right" if is_number else "left", no_wrap=is_number, overflow="fold"
        )
    for row in sheet.rows:
        table.add_row(*(Text(visible(cell)) for cell in row))
    return table
