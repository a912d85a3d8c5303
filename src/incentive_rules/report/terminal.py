"""Sheets and texts on a terminal: light tables, Korean widths right, no colour where it is not wanted.

The only place beside the command line that knows rich.
"""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from rich.box import Box
from rich.cells import cell_len
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from incentive_rules.report.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from incentive_rules.report.sheets import Sheet

# Eight lines: top, heads, below the heads, rows, between rows, above the sums, sums, bottom. Each has four letters:
# left end, filling, parting of columns, right end. Only heads and sums are parted from the rows.
LIGHT = Box("╭──╮\n│  │\n├──┤\n│  │\n│  │\n├──┤\n│  │\n╰──╯\n")
LIGHT_ASCII = Box("+--+\n|  |\n|--|\n|  |\n|  |\n|--|\n|  |\n+--+\n", ascii=True)

_AMOUNT = re.compile(r" +[+-]?[0-9]\S*  ")
_NARROWEST, _HANG = 20, 4
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


class _Console(Console):
    """Rich ends the program when a pipe is closed; here the command line decides."""

    def on_broken_pipe(self) -> None:
        raise  # noqa: PLE0704  # rich calls this while it handles the BrokenPipeError


class Screen:
    """A stream on which people read: a terminal, a pipe or a file."""

    def __init__(self, stream: TextIO, *, width: int | None = None) -> None:
        self.stream = stream
        self.console = _Console(
            file=stream, width=width, markup=False, highlight=False, emoji=False, force_jupyter=False
        )

    @property
    def speaks_unicode(self) -> bool:
        """Whether every letter can be written."""
        return self.console.encoding.startswith("utf")

    @property
    def draws_lines(self) -> bool:
        """Whether lines can be drawn; an old Windows console draws them too wide."""
        return self.speaks_unicode and not self.console.legacy_windows

    def line(self, text: str = "", style: str = "") -> None:
        """One or more lines as they are, never broken: findings with their carets."""
        self.console.print(Text(visible(text), style=style), soft_wrap=True)

    def prose(self, text: str, style: str = "") -> None:
        """Lines with their indents; what goes beyond the width goes on below, set in further."""
        for line in visible(text).splitlines() or [""]:
            indent, hang = _indents(line)
            self._wrapped(line[:indent], line[indent:], hang, style)

    def pairs(self, rows: Iterable[tuple[str, str]]) -> None:
        """Terms and what they mean, in two columns without a frame."""
        listed = [(visible(term), visible(meaning)) for term, meaning in rows]
        hang = max((cell_len(term) for term, _ in listed), default=0) + 4
        for term, meaning in listed:
            self._wrapped(f"  {term}".ljust(hang - cell_len(term) + len(term)), meaning, hang, "")

    def _wrapped(self, head: str, body: str, hang: int, style: str) -> None:
        """A text behind its head, and below it, ``hang`` columns in, whatever did not fit."""
        parts = Text(body).wrap(self.console, max(self.console.width - hang, _NARROWEST)) or [Text()]
        for number, part in enumerate(parts):
            line = (" " * hang if number else head) + part.plain
            self.console.print(Text(line.rstrip(), style=style), soft_wrap=True)

    def heading(self, text: str) -> None:
        """A title above what belongs to it."""
        self.console.print()
        self.console.print(Text(visible(text[:1].upper() + text[1:]), style="bold"))

    def sheet(self, sheet: Sheet) -> None:
        """A title, a table and notes."""
        self.heading(sheet.title)
        self.table(sheet)

    def table(self, sheet: Sheet) -> None:
        """A sheet without its title."""
        if sheet.rows:
            self.console.print(_table(sheet, LIGHT if self.draws_lines else LIGHT_ASCII))
        for note in sheet.notes:
            self.prose(f" {note}", style="dim")

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

    @contextmanager
    def bar(self, text: str) -> Iterator[Callable[[str, int, int], None]]:
        """On a terminal, a bar of how far files are read; the function takes a file's name, the line and the total."""
        if not self.console.is_terminal:
            yield lambda _file, _line, _total: None
            return
        columns = (TextColumn("{task.description}", markup=False), BarColumn(), TextColumn("{task.completed:,}"))
        with Progress(*columns, console=self.console, transient=True) as progress:
            task = progress.add_task(text, total=None)
            yield lambda file, line, total: progress.update(
                task, description=f"{text} {visible(file)}", completed=line, total=max(line, total) if total else None
            )


def _indents(line: str) -> tuple[int, int]:
    """How far a line is set in, and what continues it: behind its amount where it begins with one."""
    indent = len(line) - len(line.lstrip(" "))
    amount = _AMOUNT.match(line)
    return indent, amount.end() if amount else indent + (_HANG if indent else 0)


def _table(sheet: Sheet, box: Box) -> Table:
    table = Table(box=box, border_style="dim", header_style="bold", collapse_padding=True)
    table.show_header, table.show_footer = any(sheet.heads), bool(sheet.sums)
    sums = sheet.sums or ("",) * len(sheet.heads)
    for position, (head, total) in enumerate(zip(sheet.heads, sums, strict=True)):
        is_number = position in sheet.numbers
        table.add_column(
            Text(head), Text(total), justify="right" if is_number else "left", no_wrap=is_number, overflow="fold"
        )
    for row in sheet.rows:
        table.add_row(*(Text(visible(cell)) for cell in row))
    return table
