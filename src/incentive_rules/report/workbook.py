"""What the officer sends out, as one workbook. The only module of reports that knows how XLSX is written.

Rows are streamed, so that a long report needs little memory. The same evaluation gives the same bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from io import BytesIO
from itertools import accumulate, chain, repeat
from math import ceil
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.xml.constants import ARC_CORE
from openpyxl.xml.functions import tostring

from incentive_rules.amounts import Amount
from incentive_rules.messages.screen import words
from incentive_rules.report.approval import approval_of
from incentive_rules.report.archive import settled
from incentive_rules.report.csv import defused, shown
from incentive_rules.report.grids import (
    LEFT_OUT,
    PAYMENTS,
    RANKINGS,
    STATEMENTS,
    TO_DECIDE,
    left_out_grid,
    payments_grid,
    rankings_grid,
    sheets_of,
    to_decide_grid,
)
from incentive_rules.report.payments import payment_rows
from incentive_rules.report.small_groups import SMALLEST_GROUP
from incentive_rules.report.statement_lines import statements_grid
from incentive_rules.source import display_width
from incentive_rules.statement.record import label_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from incentive_rules.errors import Diagnostic
    from incentive_rules.messages import Language
    from incentive_rules.report.approval import Approval, Told
    from incentive_rules.report.grids import Cells, Grid
    from incentive_rules.report.payments import Cell
    from incentive_rules.statement.changes import Change
    from incentive_rules.statement.evaluation import Evaluation
    from incentive_rules.statement.model import Payment

MOST_LETTERS = 32_767
"""The longest text of a cell, as Excel counts letters; a longer one ends in ``…``."""

MOST_DIGITS = 15
"""The longest number that Excel keeps whole; a longer one is written as text."""

MOST_ROWS = 1_000_000
"""The rows of a list on one sheet; Excel has room for a few more, which sums and notes need."""

_REMEMBERED = 4096  # texts that are looked at once only: days, labels and departments repeat
_CREATOR = "incentive_rules"
FONT = "맑은 고딕"  # on every Korean Windows; elsewhere another one takes its place
_FIRST_YEAR = 1900
_A4 = "9"
_ANY = "General"  # Excel's number format for what has none
_NARROWEST, _WIDEST = 7, 60
_ROOM = 4  # beside a text: the indent and the rim of the cell
_LINE = 16.5
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_THIN = Side(style="thin", color="999999")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_SHADE = PatternFill("solid", fgColor="E7ECF2")


def evaluation_workbook(  # noqa: PLR0913  # each is a choice of the officer's
    evaluation: Evaluation,
    lang: Language,
    *,
    posted: bool = False,
    smallest_group: int = SMALLEST_GROUP,
    payments: Iterable[Payment] | None = None,
    since: date | None = None,
    departments: Mapping[str, str] | None = None,
    to_decide: Sequence[Change | Payment] = (),
    findings: Sequence[Diagnostic] = (),
) -> bytes:
    """Approval table, payment list, statements, rankings and the rows that were left out, as an XLSX file.

    Args:
        evaluation: what is sent out.
        lang: the language of everything that is not data.
        posted: for posting: ids are hidden in part, and only approval table, payment list and group rankings are in it.
        smallest_group: for posting, how few people may have made a score or a group that is shown.
        payments: those that are newly due; list, sums and approval table are of them alone. Without it, all.
        since: the last day whose payments are left off, where ``payments`` leaves some off; the file says so.
        departments: member id to department, from ``departments_of``.
        to_decide: payments that were made and are now otherwise; they get a sheet of their own.
        findings: what was found when the tables were read; it stands above the rows that somebody has to look at.

    Example:
        >>> from incentive_rules import evaluate, example_path, load_scheme
        >>> evaluation = evaluate(load_scheme(example_path("donghae.yaml")), [], as_of="2024-06-30")
        >>> evaluation_workbook(evaluation, "ko")[:2]
        b'PK'
    """
    due = evaluation.payments if payments is None else tuple(payments)
    told = departments or {}
    approval = approval_of(evaluation, due, lang, since)
    book = Workbook(write_only=True)
    _Page(book, approval, lang).write()
    rows = payment_rows(evaluation, lang, payments=due, departments=told, posted=posted, smallest_group=smallest_group)
    grids: dict[str, Callable[[], Grid]] = {
        PAYMENTS: lambda: payments_grid(rows, lang, since=since, posted=posted, undecided=len(to_decide)),
        TO_DECIDE: lambda: to_decide_grid(to_decide, lang),
        STATEMENTS: lambda: statements_grid(evaluation, lang, told),
        RANKINGS: lambda: rankings_grid(
            evaluation, lang, posted=posted, smallest_group=smallest_group, findings=findings
        ),
        LEFT_OUT: lambda: left_out_grid(evaluation, lang, findings),
    }
    scheme = label_of(evaluation.scheme["label"])
    for grid in chain.from_iterable(
        _sheets(grids[name]())
        for name in sheets_of(evaluation, posted=posted, open_ends=bool(to_decide))
        if name in grids
    ):
        _write_grid(book, grid, words("office_title", lang, scheme=scheme, sheet=grid.title))
    return _bytes_of(book, evaluation, approval.title)


@dataclass(frozen=True, slots=True)
class _Look:
    """How a cell looks."""

    size: int = 10
    bold: bool = False
    across: str = "left"
    shaded: bool = False
    boxed: bool = True
    number: str = _ANY


_TITLE = _Look(size=16, bold=True, across="center", boxed=False)
_PART = _Look(size=11, bold=True, boxed=False)
_NOTE = _Look(boxed=False)
_HEAD = _Look(bold=True, across="center", shaded=True)
_TEXT = _Look()
_CENTRED = _Look(across="center")
_BOLD = _Look(bold=True, shaded=True)


@dataclass(slots=True)
class _Pen:
    """Cells that are used again for every row: one for each column and look, since a look costs more than a value."""

    sheet: Any
    cells: dict[tuple[int, _Look], Any] = field(default_factory=dict)

    def cell(self, column: int, value: Cell, look: _Look) -> Any:  # noqa: ANN401  # openpyxl's cell of a streamed sheet
        """A cell with a value; a number or a day is told by its look."""
        written, number, across = _written(value)
        look = _Look(look.size, look.bold, across or look.across, look.shaded, look.boxed, number)
        found = self.cells.get((column, look))
        if found is None:
            found = self.cells[column, look] = _styled(WriteOnlyCell(self.sheet), look)
        found.value = None if written == "" else written
        if isinstance(found.value, str):
            found.data_type = "s"  # whatever the text looks like
        return found


def _styled(cell: Any, look: _Look) -> Any:  # noqa: ANN401  # openpyxl's cell of a streamed sheet
    cell.font = Font(name=FONT, size=look.size, bold=look.bold)
    indent = 1 if look.across == "left" else 0
    folds = look.number == _ANY  # a number is never folded
    cell.alignment = Alignment(horizontal=look.across, vertical="center", wrap_text=folds, indent=indent)
    cell.number_format = look.number
    if look.boxed:
        cell.border = _BOX
    if look.shaded:
        cell.fill = _SHADE
    return cell


def _written(value: Cell) -> tuple[str | int | Decimal | date, str, str]:
    """A value as Excel takes it, with its number format, and where in the cell it belongs."""
    if isinstance(value, Amount):
        return _number(value)
    if isinstance(value, date):
        return (value, "yyyy-mm-dd", "center") if value.year >= _FIRST_YEAR else (value.isoformat(), "@", "center")
    return written_text(value), _ANY, ""


def _number(value: Amount) -> tuple[str | int | Decimal, str, str]:
    text = str(value)
    whole, _, places = text.partition(".")
    if "/" in text or len(text.lstrip("-0.").replace(".", "")) > MOST_DIGITS:
        return defused(text), "@", "right"
    number_format = "#,##0" + ("." + "0" * len(places) if places else "")
    return (Decimal(text) if places else int(whole)), number_format, "right"


@lru_cache(maxsize=_REMEMBERED)
def written_text(text: str) -> str:
    r"""A text as it is written to a cell: no formula, no letter that XLSX cannot hold, no longer than a cell.

    Example:
        >>> written_text("=1+1"), written_text("행정과\x07"), len(written_text("가" * 40_000))
        ("'=1+1", '행정과\\u0007', 32767)
    """
    safe = _ESCAPE.sub("_x005F_", defused(shown(text)))
    if len(safe.encode("utf-16-le")) <= 2 * MOST_LETTERS:
        return safe
    return safe.encode("utf-16-le")[: 2 * (MOST_LETTERS - 1)].decode("utf-16-le", errors="ignore") + "…"


def _sheets(grid: Grid) -> Iterator[Grid]:
    """A list as one sheet, or as several where it is longer than a sheet; sums and notes stand on the last."""
    firsts = range(0, max(len(grid.rows), 1), MOST_ROWS)
    for number, first in enumerate(firsts, 1):
        last = number == len(firsts)
        part = replace(grid, rows=grid.rows[first : first + MOST_ROWS])
        part = part if last else replace(part, sums=(), notes=())
        yield part if len(firsts) == 1 else replace(part, title=f"{grid.title} {number}")


def _write_grid(book: Workbook, grid: Grid, title: str) -> None:
    sheet = book.create_sheet(grid.title)
    last = get_column_letter(len(grid.heads))
    widths = _widths(grid)
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{last}{len(grid.rows) + 1}"
    _set_page(sheet, "landscape", pages=0)
    sheet.print_title_rows = "1:1"
    sheet.oddFooter.center.text = "&P / &N"
    sheet.oddHeader.center.text = _in_header(title)
    lines = len(grid.rows) + len(grid.sums) + len(grid.notes) + 1
    if grid.printed:
        sheet.print_area = f"A1:{get_column_letter(grid.printed)}{lines}"
    pen = _Pen(sheet)
    sheet.append([pen.cell(column, head, _HEAD) for column, head in enumerate(grid.heads)])
    looked = chain(zip(grid.rows, repeat(_TEXT)), zip(grid.sums, repeat(_BOLD)))
    for number, (row, look) in enumerate(looked, 2):
        folds = max(map(_folds, row, widths))
        if folds > 1:
            sheet.row_dimensions[number].height = folds * _LINE
        sheet.append([pen.cell(column, value, look) for column, value in enumerate(row)])
    for number, note in enumerate(grid.notes, lines - len(grid.notes) + 1):
        across = grid.printed or len(grid.heads)
        sheet.merged_cells.add(f"A{number}:{get_column_letter(across)}{number}")
        sheet.row_dimensions[number].height = _LINE * _folds(note, sum(widths[:across]))
        sheet.append([pen.cell(0, note, _NOTE)])


def _widths(grid: Grid) -> list[int]:
    """The width of each column, by its widest line; long texts are folded."""
    rows: tuple[Cells, ...] = (grid.heads, *grid.rows, *grid.sums)
    return [
        max(_NARROWEST, min(_WIDEST, max(_width(row[column]) for row in rows) + _ROOM))
        for column in range(len(grid.heads))
    ]


def _width(value: Cell) -> int:
    if isinstance(value, str):
        return max(map(_line_width, value.split("\n")))
    return display_width(f"{value:,}" if isinstance(value, Amount) else value.isoformat())


_line_width = lru_cache(maxsize=_REMEMBERED)(display_width)


def _set_page(sheet: Any, orientation: str, pages: int) -> None:  # noqa: ANN401  # openpyxl's streamed sheet
    """A4, as wide as the paper; ``pages`` is how many it may take in length, zero for as many as it needs."""
    sheet.page_setup.orientation = orientation
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, pages
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.print_options.horizontalCentered = True


_LONGEST_HEADER = 120


def _in_header(text: str) -> str:
    """A text above a page, where an ampersand is a command."""
    return shown(text)[:_LONGEST_HEADER].replace("&", "&&")


Parts = tuple[tuple["Cell", int, _Look], ...]
"""A line of the approval table: what stands in it, over how many columns, and how it looks."""


@dataclass(frozen=True)
class _Page:
    """The approval table: lines of cells over six columns, on one page."""

    book: Workbook
    approval: Approval
    lang: Language

    WIDTHS = (18, 17, 17, 13, 13, 13)
    SIGNED_BY = 48.0

    def write(self) -> None:
        """Write the sheet."""
        sheet = self.book.create_sheet(self.approval.sheet)
        for number, width in enumerate(self.WIDTHS, 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        _set_page(sheet, "portrait", pages=1)
        sheet.sheet_view.showGridLines = False
        sheet.merged_cells.add("C3:C4")  # beside both lines of the box to sign
        pen = _Pen(sheet)
        for number, (parts, height) in enumerate(self._lines(), 1):
            sheet.row_dimensions[number].height = height
            sheet.append(list(self._cells(pen, number, parts)))

    def _cells(self, pen: _Pen, number: int, parts: Parts) -> Iterator[Any]:
        ends = accumulate(span for _, span, _ in parts)
        for (value, span, look), end in zip(parts, ends, strict=True):
            first = end - span
            if span > 1:
                pen.sheet.merged_cells.add(f"{get_column_letter(first + 1)}{number}:{get_column_letter(end)}{number}")
            for column in range(first, end):
                yield pen.cell(column, value if column == first else "", look)

    def _lines(self) -> Iterator[tuple[Parts, float]]:
        page, width = self.approval, len(self.WIDTHS)
        yield self._line((page.title, width, _TITLE))
        yield self._line(("", width, _NOTE))
        yield self._line(("", 2, _NOTE), (page.sign, 1, _HEAD), *((each, 1, _HEAD) for each in page.signers))
        yield (("", 2, _NOTE), ("", 1, _HEAD), *(("", 1, _TEXT) for _ in page.signers)), self.SIGNED_BY
        yield self._line(("", width, _NOTE))
        yield from self._told(page.about)
        yield from self._part("office_part_paid")
        yield self._line(*((head, 1, _HEAD) for head in page.heads))
        for row in page.paid:
            yield self._line(*((value, 1, _TEXT) for value in row))
        for row in page.sums:
            yield self._line(*((value, 1, _BOLD) for value in row))
        if not page.paid:
            yield self._line((words("no_payments", self.lang), width, _CENTRED))
        yield from self._part("office_part_counts")
        yield from self._told(page.counts)
        yield from self._part("office_part_remarks")
        yield from self._told(page.remarks)

    def _part(self, key: str) -> Iterator[tuple[Parts, float]]:
        yield self._line(("", len(self.WIDTHS), _NOTE))
        yield self._line((words(key, self.lang), len(self.WIDTHS), _PART))

    def _told(self, told: Told) -> Iterator[tuple[Parts, float]]:
        for name, text in told:
            yield self._line((name, 1, _HEAD), (text, len(self.WIDTHS) - 1, _TEXT))

    def _line(self, *parts: tuple[Cell, int, _Look]) -> tuple[Parts, float]:
        """A line as high as its texts need: merged cells do not grow by themselves."""
        ends = list(accumulate(span for _, span, _ in parts))
        heights = [
            look.size / _TEXT.size * _folds(value, sum(self.WIDTHS[end - span : end]) * _TEXT.size / look.size)
            for (value, span, look), end in zip(parts, ends, strict=True)
        ]
        return parts, _LINE * max(heights)


def _folds(value: Cell, width: float) -> int:
    """How many lines a text takes in a cell of that width, or one more: letters are mostly narrower than digits."""
    lines = written_text(value).split("\n") if isinstance(value, str) else [""]
    return sum(max(1, ceil(_line_width(line) / (width - 1))) for line in lines)


def _bytes_of(book: Workbook, evaluation: Evaluation, title: str) -> bytes:
    """The file. What openpyxl takes from the clock is replaced by the day of the evaluation."""
    day = datetime.combine(evaluation.as_of, time())
    written = BytesIO()
    book.save(written)
    properties = DocumentProperties(creator=_CREATOR, title=shown(title), created=day, modified=day)
    return settled(written.getvalue(), {ARC_CORE: tostring(properties.to_tree())})
