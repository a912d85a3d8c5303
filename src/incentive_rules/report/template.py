"""The sheets to fill in as an XLSX file: lists to pick from, checks, an example row, and a sheet that explains.

``form`` says what is asked; here it is written. The same scheme gives the same bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING, Literal

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.xml.constants import ARC_CORE
from openpyxl.xml.functions import tostring

from incentive_rules.amounts import Amount
from incentive_rules.messages.screen import words
from incentive_rules.report.archive import settled
from incentive_rules.report.csv import shown
from incentive_rules.report.form import Holds, Need, allowed, forms_of
from incentive_rules.source import display_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from incentive_rules.messages import Language
    from incentive_rules.report.form import Cell, Field, Form
    from incentive_rules.scheme.model import Scheme

ROWS = 1000
"""How many rows below the example have lists and checks."""

EXAMPLE_ROW, FIRST_ROW = 2, 3
LAST_ROW = FIRST_ROW + ROWS - 1

FONT = "맑은 고딕"  # on every Korean Windows; elsewhere another one takes its place
_MOST_TITLE, _MOST_MESSAGE = 32, 255  # longer ones, and Excel takes the file for damaged
_MOST_LETTERS = 32_767
_NARROWEST, _WIDEST, _ROOM, _LINE = 11, 34, 4, 16.5
_RIM = 3  # beside a text that is set in
_GUIDE_WIDTHS = (12, 20, 13, 62, 36, 24)
_GUIDE_LINES = 6
_FORMATS = {Holds.TEXT: "@", Holds.NUMBER: "General", Holds.DATE: "yyyy-mm-dd"}
_ACROSS = {
    Holds.TEXT: Alignment(horizontal="left", vertical="center", indent=1),
    Holds.NUMBER: Alignment(horizontal="right", vertical="center", indent=1),
    Holds.DATE: Alignment(horizontal="center", vertical="center"),
}
_HEADS = {Need.ALWAYS: ("1F3864", "FFFFFF"), Need.SOMETIMES: ("BDD7EE", "1F3864"), Need.NEVER: ("E7E6E6", "404040")}
_MISSING = PatternFill("solid", fgColor="FFF2CC", bgColor="FFF2CC")
_EXAMPLE = Font(name=FONT, size=10, italic=True, color="808080")
_THIN = Side(style="thin", color="BFBFBF")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # _x0041_ is how XLSX writes an A
_FORMULA = "="


def template_workbook(scheme: Scheme, lang: Language) -> bytes:
    """A workbook to fill in: ledger, staff list, claims if members claim, an explanation, and hidden lists.

    Filled in, it is read by ``read_ledger``, ``read_roster`` and ``read_claims`` with the same scheme.

    Example:
        >>> from incentive_rules import example_path, load_scheme
        >>> template_workbook(load_scheme(example_path("donghae.yaml")), "ko")[:2]
        b'PK'
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    forms = forms_of(scheme, lang)
    sheets = [book.create_sheet(sheet_title(form, lang)) for form in forms]
    guide = book.create_sheet(words("template_sheet_guide", lang))
    lists = _Lists(book, book.create_sheet(words("template_sheet_lists", lang)))
    for form, sheet in zip(forms, sheets, strict=True):
        _FormSheet(sheet, form, lists, lang).write()
    _Guide(guide, forms, lang).write(words("template_guide_title", lang, scheme=scheme.label))
    lists.sheet.sheet_state = "hidden"
    return _bytes_of(book, scheme, words("template_title", lang, scheme=scheme.label))


def sheet_title(form: Form, lang: Language) -> str:
    """What the sheet of a form is called."""
    return words(f"template_sheet_{form.kind}", lang)


@dataclass(slots=True)
class _Lists:
    """The hidden sheet: one list in each column, under a name that checks speak of."""

    book: Workbook
    sheet: Worksheet
    names: dict[tuple[str, ...], str] = field(default_factory=dict)

    def name_of(self, values: tuple[str, ...]) -> str:
        """The name of the list with these values; equal lists are one."""
        if values not in self.names:
            number = len(self.names) + 1
            letter, name = get_column_letter(number), f"list_{number}"
            for row, value in enumerate(values, 1):
                _put(self.sheet, row, number, value).number_format = "@"
            reference = f"{quote_sheetname(self.sheet.title)}!${letter}$1:${letter}${len(values)}"
            self.book.defined_names[name] = DefinedName(name, attr_text=reference)
            self.names[values] = name
        return self.names[values]


@dataclass(frozen=True, slots=True)
class _FormSheet:
    """One sheet to fill in."""

    sheet: Worksheet
    form: Form
    lists: _Lists
    lang: Language

    def write(self) -> None:
        """Write heads, example, formats and checks."""
        for number, asked in enumerate(self.form.fields, 1):
            self._column(number, asked)
        self.sheet.row_dimensions[1].height = 2 * _LINE
        self.sheet.freeze_panes = "B2"
        _set_page(self.sheet, self.lang, heads=1)

    def _column(self, number: int, asked: Field) -> None:
        letter = get_column_letter(number)
        dimension = self.sheet.column_dimensions[letter]
        dimension.width = _width(asked)
        dimension.number_format = _FORMATS[asked.holds]  # of the column, so that no row is there before it is filled
        dimension.font, dimension.alignment = Font(name=FONT, size=10), _ACROSS[asked.holds]
        self._head(number, asked)
        example = _put(self.sheet, EXAMPLE_ROW, number, asked.example)
        example.number_format, example.font = _FORMATS[asked.holds], _EXAMPLE
        example.alignment = _ACROSS[asked.holds]
        self._check(letter, asked)
        self._mark_missing(letter, asked)

    def _head(self, number: int, asked: Field) -> None:
        cell = _put(self.sheet, 1, number, asked.header)
        ground, letters = _HEADS[asked.need]
        cell.fill = PatternFill("solid", fgColor=ground)
        cell.font = Font(name=FONT, size=10, bold=True, color=letters)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border = _BOX
        told = f"[{words(f'template_need_{asked.need}', self.lang)}] {asked.about}\n{allowed(asked, self.lang)}"
        cell.comment = Comment(_writable(told), _CREATOR, height=140, width=280)

    def _check(self, letter: str, asked: Field) -> None:
        """What Excel refuses when a cell is filled in."""
        rule, message = self._rule(letter, asked)
        if rule is None:
            return
        rule.showErrorMessage, rule.errorStyle = True, "stop"
        rule.errorTitle = _cut(words("template_wrong_title", self.lang), _MOST_TITLE)
        rule.error = _cut(message, _MOST_MESSAGE)
        rule.add(f"{letter}{FIRST_ROW}:{letter}{LAST_ROW}")
        self.sheet.add_data_validation(rule)

    def _rule(self, letter: str, asked: Field) -> tuple[DataValidation | None, str]:
        cell, column = f"{letter}{FIRST_ROW}", f"${letter}${FIRST_ROW}:${letter}${LAST_ROW}"
        if asked.choices:
            return DataValidation("list", self.lists.name_of(asked.choices), allow_blank=True), self._wrong(
                "choice", asked
            )
        if asked.holds is not Holds.TEXT:
            return _bounded(asked, cell), self._wrong(asked.holds, asked)
        # What looks at other cells may not pass over blanks: then Excel would let everything pass.
        if asked.unique:  # EXACT, since COUNTIF takes 00123 and 123 for the same
            formula = f"AND(LEN(TRIM({cell}))>0,SUMPRODUCT(--EXACT({column},{cell}))=1)"
            return DataValidation("custom", formula, allow_blank=False), self._wrong("unique", asked)
        if asked.need is Need.ALWAYS:
            return DataValidation("custom", f"LEN(TRIM({cell}))>0", allow_blank=False), self._wrong("filled", asked)
        return None, ""

    def _wrong(self, what: str, asked: Field) -> str:
        facts = {"header": asked.header, "allowed": allowed(asked, self.lang)}
        return words(f"template_wrong_{what}", self.lang, **facts)

    def _mark_missing(self, letter: str, asked: Field) -> None:
        """Colour a cell that must be filled while the rest of its row is."""
        cell = f"{letter}{FIRST_ROW}"
        if asked.need is Need.ALWAYS:
            last = get_column_letter(len(self.form.fields))
            formula = f"AND(LEN(TRIM({cell}))=0,COUNTA($A{FIRST_ROW}:${last}{FIRST_ROW})>0)"
        elif asked.needed_for:
            activity = next(number for number, each in enumerate(self.form.fields, 1) if each.name == "activity")
            listed = self.lists.name_of(asked.needed_for)
            formula = f"AND(LEN(TRIM({cell}))=0,SUMPRODUCT(--({listed}=${get_column_letter(activity)}{FIRST_ROW}))>0)"
        else:
            return
        rule = Rule(type="expression", dxf=DifferentialStyle(fill=_MISSING), formula=[formula])
        self.sheet.conditional_formatting.add(f"{cell}:{letter}{LAST_ROW}", rule)


def _bounded(asked: Field, cell: str) -> DataValidation:
    """The check of a number or a date, within its bounds."""
    kind: Literal["decimal", "date"] = "decimal" if asked.holds is Holds.NUMBER else "date"
    low, high = _formula(asked.least), _formula(asked.most)
    if low and high:
        return DataValidation(kind, low, high, operator="between", allow_blank=True)
    if low:
        return DataValidation(kind, low, operator="greaterThanOrEqual", allow_blank=True)
    if high:
        return DataValidation(kind, high, operator="lessThanOrEqual", allow_blank=True)
    if kind == "date":
        return DataValidation(kind, "DATE(1900,3,1)", operator="greaterThanOrEqual", allow_blank=True)
    return DataValidation("custom", f"ISNUMBER({cell})", allow_blank=True)


def _formula(bound: Amount | date | None) -> str:
    if isinstance(bound, date):
        return f"DATE({bound.year},{bound.month},{bound.day})"
    return "" if bound is None else str(bound)


@dataclass(frozen=True, slots=True)
class _Guide:
    """The sheet that explains every column."""

    sheet: Worksheet
    forms: Sequence[Form]
    lang: Language

    def write(self, title: str) -> None:
        """Write the title, what to know, and a table of the columns."""
        for number, width in enumerate(_GUIDE_WIDTHS, 1):
            self.sheet.column_dimensions[get_column_letter(number)].width = width
        self._across(1, title, Font(name=FONT, size=14, bold=True))
        for number in range(1, _GUIDE_LINES + 1):
            text = words(f"template_guide_{number}", self.lang, rows=LAST_ROW)
            self._across(number + 2, text, Font(name=FONT, size=10))
        heads = ("sheet", "column", "need", "about", "allowed", "example")
        top = _GUIDE_LINES + 4
        self._row(top, [words(f"template_guide_{head}", self.lang) for head in heads], Need.ALWAYS)
        for row, (asked, cells) in enumerate(self._columns(), top + 1):
            self._row(row, cells, asked.need, head_at=1)
        self.sheet.sheet_view.showGridLines = False
        _set_page(self.sheet, self.lang, heads=top)

    def _across(self, row: int, text: str, font: Font) -> None:
        """A line over all columns."""
        cell = _put(self.sheet, row, 1, text)
        cell.font, cell.alignment = font, Alignment(vertical="center", wrap_text=True)
        self.sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(_GUIDE_WIDTHS))
        size = float(font.size or 10) / 10
        self.sheet.row_dimensions[row].height = _LINE * size * _folds(text, sum(_GUIDE_WIDTHS) / size)

    def _columns(self) -> Iterator[tuple[Field, list[Cell]]]:
        for form in self.forms:
            for number, asked in enumerate(form.fields, 1):
                name = f"{get_column_letter(number)}  {asked.header}"  # the header alone would make this row a header
                need = words(f"template_need_{asked.need}", self.lang)
                told = [sheet_title(form, self.lang), name, need, asked.about, allowed(asked, self.lang)]
                yield asked, [*told, asked.example]

    def _row(self, row: int, cells: Sequence[Cell], need: Need, head_at: int | None = None) -> None:
        """A line of the table; coloured as the head of the sheet where it names a column, or all of it."""
        ground, letters = _HEADS[need]
        for number, value in enumerate(cells):
            cell = _put(self.sheet, row, number + 1, value)
            is_head = head_at in (None, number)
            cell.font = Font(name=FONT, size=10, bold=is_head, color=letters if is_head else None)
            if is_head:
                cell.fill = PatternFill("solid", fgColor=ground)
            if isinstance(value, date):
                cell.number_format = _FORMATS[Holds.DATE]
            cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
            cell.border = _BOX
        folds = [_folds(str(value), width) for value, width in zip(cells, _GUIDE_WIDTHS, strict=True)]
        self.sheet.row_dimensions[row].height = _LINE * max(folds)


def _put(sheet: Worksheet, row: int, column: int, value: Cell) -> SheetCell:
    """Put a value into a cell; a text stays a text, whatever it looks like."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, SheetCell)  # no part of a merged one: what is merged is written first
    if isinstance(value, str):
        cell.value, cell.data_type = _writable(value), "s"
        cell.quotePrefix = value.startswith(_FORMULA)  # so that it stays one when somebody opens the cell and leaves it
    elif isinstance(value, Amount):
        cell.value = int(value) if value.denominator == 1 else Decimal(str(value))
    else:
        cell.value = value
    return cell


def _writable(text: str) -> str:
    """A text that XLSX can hold and gives back as it is."""
    return _cut(_ESCAPE.sub("_x005F_", shown(text)), _MOST_LETTERS)


def _cut(text: str, most: int) -> str:
    """A text of at most so many letters as Excel counts them; a longer one ends in ``…``."""
    written = text.encode("utf-16-le")
    return text if len(written) <= 2 * most else written[: 2 * (most - 1)].decode("utf-16-le", errors="ignore") + "…"


def _width(asked: Field) -> int:
    texts = (asked.header, str(asked.example or ""), *asked.choices)
    return max(_NARROWEST, min(_WIDEST, max(map(display_width, texts)) + _ROOM))


def _folds(text: str, width: float) -> int:
    """How many lines a text takes in a cell of that width."""
    return sum(max(1, ceil(display_width(line) / (width - _RIM))) for line in text.split("\n"))


def _set_page(sheet: Worksheet, lang: Language, *, heads: int) -> None:
    """A4 across, as wide as the paper, with the row of heads on every page."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    footer = sheet.oddFooter
    assert footer is not None  # every new sheet has one
    assert footer.center is not None  # as above
    footer.center.text = words("template_page", lang)
    sheet.print_title_rows = f"{heads}:{heads}"


_CREATOR = "incentive_rules"


def _bytes_of(book: Workbook, scheme: Scheme, title: str) -> bytes:
    """The file. What openpyxl takes from the clock is replaced by the first day of the scheme."""
    day = datetime.combine(scheme.first, time())
    written = BytesIO()
    book.save(written)
    properties = DocumentProperties(creator=_CREATOR, title=shown(title), created=day, modified=day)
    return settled(written.getvalue(), {ARC_CORE: tostring(properties.to_tree())})
