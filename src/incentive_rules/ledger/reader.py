"""Rows of cells to typed rows, one by one: the account of every row of one source.

A row ends as read, as rejected with a finding for each bad cell, or as set aside with the reason. Whoever reads a file
or mappings hands its rows to the same ``TableReader``, so that the same cells give the same table.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, sorted_findings
from incentive_rules.facts import RefusedValueError
from incentive_rules.ledger.cells import Form, ShownNumber, Understood, is_nothing
from incentive_rules.ledger.columns import Part
from incentive_rules.ledger.headings import Heading, bind
from incentive_rules.ledger.model import (
    NOTHING_SAID,
    ColumnReport,
    FormReport,
    RejectedRow,
    RowKind,
    Said,
    SetAsideRow,
    SourceReport,
    Table,
)
from incentive_rules.ledger.set_aside import is_blank, is_example, is_note, is_sum, why_set_aside
from incentive_rules.messages import Label
from incentive_rules.periods import ONE_DAY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from incentive_rules.facts import Facts
    from incentive_rules.ledger.columns import Column
    from incentive_rules.source import Place

_COMES_AFTER = Label(
    "이 칸은 행이 더는 적용되지 않는 첫날입니다. 두 날짜가 바뀌지 않았는지 보십시오",
    "this is the first day on which the row no longer holds; see whether the two days are swapped",
)
_MAY_BE_LAST = Label(
    "마지막날은 시작일과 같거나 그보다 늦은 날입니다. 두 날짜가 바뀌지 않았는지 보십시오",
    "the last day is the first day or a later one; see whether the two days are swapped",
)
AnyTable = TypeVar("AnyTable", bound=Table[Any])
Cells = Mapping[str, Any]
_LONGEST_WRITTEN = 60
_NUMBERS = (int, float)
CORRECTING = ("voids", "replaces", "decides")
"""The columns that name another row of the same table, to correct it or to decide it."""
WITHOUT_CONTENT = ("voids", "decides")
"""The columns that make a row say something of another row and nothing of its own."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The value of a cell that is merged with those below it, in one of these."""

    value: object


@dataclass(slots=True)
class Row:
    """A row while it is read; a cell that was refused stands as ``None``."""

    place: Place
    fields: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    member_facts: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)
    warnings: list[Diagnostic] = field(default_factory=list)
    said: Said = NOTHING_SAID
    forms: list[tuple[Heading, str, object, object]] = field(default_factory=list)
    """header, form, what is written and what it was read as, of each cell that is not written in the settled way"""
    numbers: list[str] = field(default_factory=list)
    """headers of ids that are numbers"""


@dataclass(frozen=True, slots=True)
class Kind(Generic[AnyTable]):
    """What sets one kind of table apart: its columns, how a row is built, and which column holds its id.

    ``id_column`` is empty where rows have no id of their own. ``spans`` names columns of which the second, where both
    are filled, must lie after the first. ``spared`` are columns that a row without content of its own may lack, and
    ``day`` is the one whose day a row was known on that does not say when it was recorded. ``to_correct`` are those
    that a row needs only if it corrects another.
    """

    name: RowKind
    table: type[AnyTable]
    columns: Callable[[Facts], tuple[Column, ...]]
    build: Callable[[Row], object]
    id_column: str = ""
    spans: tuple[tuple[str, str], ...] = ()
    spared: tuple[str, ...] = ()
    day: str = "date"
    to_correct: tuple[str, ...] = ()


class TableReader(Generic[AnyTable]):
    """Reads one source row by row and keeps the account of its rows.

    ``place`` is that of the header; ``headings`` are the headers as understood, in the order given. With ``make_ids``
    a row needs no id: running numbers are not used, and rows without an id get an empty one, to be made later.
    ``typed`` says that numbers came as numbers from a spreadsheet, where zeros in front of an id are lost.
    """

    def __init__(  # noqa: PLR0913  # what a source is, and how it is to be read
        self,
        kind: Kind[AnyTable],
        facts: Facts,
        headers: Sequence[str],
        place: Place,
        encoding: str = "",
        *,
        make_ids: bool = False,
        typed: bool = False,
    ) -> None:
        columns = kind.columns(facts)
        if make_ids:
            columns = tuple(
                replace(each, required=False, generic=()) if each.name == kind.id_column else each for each in columns
            )
        self._kind = kind
        self._place = replace(place, line=0, column=0)
        self._encoding = encoding
        self._typed = typed
        self._bound = bind(headers, columns, self._header_place(place))
        named = sorted(((each.header, each.column.fills) for each in self.headings if each.column), reverse=True)
        # The smallest, not the first: among mappings with several spellings any may come first.
        self._header = {name: header for header, name in named}
        self._blanks: dict[str, Any] = {column.name: column.parse(None) for column in columns if column.declared}
        self._ids = {column for column in columns if column.name in (kind.id_column, "member_id")}
        self._required = tuple(column for column in columns if column.required)
        self._rows: list[Any] = []
        self._rejected: list[RejectedRow] = []
        self._set_aside: list[SetAsideRow] = []
        self._warnings: list[Diagnostic] = []
        self._taken = 0  # counted as they come, so that a row that ends nowhere is found out
        self._filled: dict[str, int] = defaultdict(int)
        self._forms: dict[str, dict[str, FormReport]] = defaultdict(dict)
        self._numbers: dict[str, int] = defaultdict(int)

    @staticmethod
    def _header_place(place: Place) -> Callable[[str, int], Place]:
        return lambda header, position: replace(place, address=header, column=position if place.sheet else 0)

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The headers of the table, each with the column that it names."""
        return self._bound.headings

    def add(self, line: int, cells: Iterable[tuple[Heading, object]], wrong: Sequence[Diagnostic] = ()) -> None:
        """Take a row in; ``wrong`` is what the caller already found against it."""
        self._taken += 1
        given = list(cells)
        listed = [(heading, cell) for heading, cell in given if not is_blank(cell)]
        if not listed and not wrong:
            self._set_aside.append(SetAsideRow(replace(self._place, line=line), Code.BLANK_ROW))
            return
        row = self._read(line, given, listed)
        findings = [*wrong, *row.findings, *self._gaps(row), *self._disorder(row), *self._corrections(row)]
        if why := self._why_set_aside(listed, row, findings):
            text = next((str(cell) for _, cell in listed if isinstance(cell, str)), "")
            self._set_aside.append(SetAsideRow(row.place, why, text, row.said))
            return
        self._count(listed, row)
        if findings:
            self._reject(row.place, findings, row)
        else:
            row.facts = self._blanks | row.facts
            self._rows.append(self._kind.build(row))

    def _why_set_aside(
        self, cells: Sequence[tuple[Heading, object]], row: Row, findings: Sequence[Diagnostic]
    ) -> Code | None:
        ids = [cell for heading, cell in cells if heading.numbers or heading.column in self._ids]
        if any(isinstance(each, str) and is_example(each) for each in ids):
            return Code.EXAMPLE_ROW
        if findings:
            return why_set_aside(cells, self._ids, len(self._required))
        if is_sum(row.fields.get("member_id") or ""):
            return Code.TOTAL_ROW
        return Code.NOTE_ROW if len(self.headings) > 1 and is_note(cells) else None

    def set_aside(self, line: int, code: Code, text: str = "") -> None:
        """Keep a row as one that says nothing of this table."""
        self._taken += 1
        self._set_aside.append(SetAsideRow(replace(self._place, line=line), code, text))

    def reject(self, line: int, findings: Iterable[Diagnostic]) -> None:
        """Keep a row of which nothing could be read, with what is wrong with it."""
        self._taken += 1
        place = replace(self._place, line=line)
        self._reject(place, findings, Row(place))

    def _reject(self, place: Place, findings: Iterable[Diagnostic], row: Row) -> None:
        ids = (row.fields.get(self._kind.id_column) or "", row.fields.get("member_id") or "")
        day = row.fields.get(self._kind.day)
        known = row.fields.get("recorded_on") or day
        told = sorted_findings(findings)
        self._rejected.append(RejectedRow(self._kind.name, *ids, place, told, row.said, known, day))

    def table(self) -> AnyTable:
        """All rows taken in so far, with the report of their source."""
        counts = (len(self._rows), len(self._rejected), len(self._set_aside))
        columns = tuple(
            ColumnReport(
                each.header,
                each.column.fills if each.column else "",
                self._filled[each.header],
                tuple(self._forms[each.header].values()),
                each.column.label if each.column else None,
            )
            for each in self.headings
        )
        place = self._place
        report = SourceReport(place.file, self._encoding, self._taken, *counts, columns, place.sheet)
        rows, rejected, set_aside = tuple(self._rows), tuple(self._rejected), tuple(self._set_aside)
        findings = (*filter(self._is_worth_telling, self._bound.findings), *self._number_ids(), *self._warnings)
        return self._kind.table(rows, rejected, set_aside, findings, (report,))

    def _read(
        self, line: int, given: Iterable[tuple[Heading, object]], filled: Iterable[tuple[Heading, object]]
    ) -> Row:
        row = Row(replace(self._place, line=line))
        for heading, _ in given:
            if heading.column is not None:
                row.headers.setdefault(heading.column.fills, heading.header)
        for heading, cell in filled:
            if heading.column is not None:
                self._read_cell(row, heading, cell)
        return row

    def _read_cell(self, row: Row, heading: Heading, cell: object) -> None:
        column = heading.column
        assert column is not None  # the caller looked
        value = self._value(row, heading, cell)
        if column.part is Part.SAID:
            row.said = self._said(row, heading, value)
            return
        known = {Part.FIELD: row.fields, Part.FACT: row.facts, Part.MEMBER_FACT: row.member_facts}[column.part]
        if isinstance(value, RefusedValueError):
            finding = self._finding(value.code, row, heading, value.facts)
            known.setdefault(column.fills, None)
            if column.part is Part.MEMBER_FACT:  # asked only where there is no staff list; then it is unknown
                row.warnings.append(replace(finding, severity="warning"))
            else:
                row.findings.append(finding)
        elif value is not None and known.setdefault(column.fills, value) != value:
            facts = {"other": self._twin_of(heading)}
            row.findings.append(self._finding(Code.DUPLICATE_COLUMN, row, heading, facts))

    def _value(self, row: Row, heading: Heading, cell: object) -> Any:  # noqa: ANN401  # whatever the column holds
        """What a cell says: its value, ``None`` if it says nothing, or the refusal."""
        column = heading.column
        assert column is not None  # the caller looked
        if isinstance(cell, Merged):
            if column.number or column.name == self._kind.id_column:
                return None  # one number or one id over several rows is not one for each
            cell = self._merged(row, heading, cell)
        if isinstance(cell, RefusedValueError):
            return cell
        value = heading.read(cell)
        if isinstance(value, Understood):
            row.forms.append((heading, value.form, cell, value.value))
            value = value.value
        elif (column.free or isinstance(value, RefusedValueError)) and is_nothing(cell) and column.name != "status":
            row.forms.append((heading, Form.NOTHING, cell, ""))
            return None
        if isinstance(value, RefusedValueError):
            return value
        if self._typed and column in self._ids and type(cell) in _NUMBERS and not heading.numbers:
            row.numbers.append(heading.header)
        if heading.numbers and self._place.sheet and str(value).isdecimal():  # these begin anew on every sheet
            value = f"{self._place.sheet}-{value}"
            row.forms.append((heading, Form.NUMBERED, cell, value))
        return value

    def _merged(self, row: Row, heading: Heading, cell: Merged) -> object:
        """The value that a merged cell shows for this row too; one ○ may be for one of the rows or for all of them."""
        column = heading.column
        assert column is not None  # the caller looked
        if column.declared and not column.free:
            return RefusedValueError(Code.EMPTY_CELL)
        if not isinstance(cell.value, RefusedValueError):
            row.forms.append((heading, Form.MERGED, cell.value, cell.value))
        return cell.value

    def _said(self, row: Row, heading: Heading, value: Any) -> Said:  # noqa: ANN401  # a number or a refusal
        if isinstance(value, RefusedValueError):
            unread = self._finding(value.code, row, heading, value.facts)
            return replace(row.said, unread=(*row.said.unread, unread))
        assert heading.column is not None  # the caller looked
        name = heading.column.name.removeprefix("said_")
        if getattr(row.said, name) in (None, value):
            return replace(row.said, **{name: value})
        twice = self._finding(Code.DUPLICATE_COLUMN, row, heading, {"other": self._twin_of(heading)})
        return replace(row.said, unread=(*row.said.unread, twice))

    def _gaps(self, row: Row) -> Iterator[Diagnostic]:
        spared = self._kind.spared if any(row.fields.get(name) for name in WITHOUT_CONTENT) else ()
        for column in self._required:
            if column.name not in row.fields and column.name not in spared:
                missing = self._bound.missing.get(column.name)
                yield missing or self._finding(Code.EMPTY_CELL, row, self._heading_of(column.name, row))

    def _disorder(self, row: Row) -> Iterator[Diagnostic]:
        for earlier, later in self._kind.spans:
            first, until = row.fields.get(earlier), row.fields.get(later)
            if first is not None and until is not None and until <= first:
                heading = self._heading_of(later, row)
                is_last = heading.column is not None and heading.column.name == "last_day"
                written = until - ONE_DAY if is_last else until  # as the cell has it
                facts = {"first": first, "until": written, "advice": _MAY_BE_LAST if is_last else _COMES_AFTER}
                yield self._finding(Code.DATES_OUT_OF_ORDER, row, heading, facts)

    def _corrections(self, row: Row) -> Iterator[Diagnostic]:
        """What is wrong with a row that names another one to correct it."""
        named = [name for name in CORRECTING if row.fields.get(name)]
        if len(named) > 1:
            facts = {"name": named[1], "other": named[0]}
            yield self._finding(Code.ONE_CORRECTION, row, self._heading_of(named[1], row), facts)
        for name in self._kind.to_correct if named else ():
            if name not in row.fields:
                yield self._finding(Code.EMPTY_CELL, row, self._heading_of(name, row))
        own = row.fields.get(self._kind.id_column)
        for name in named:
            if own and row.fields[name] == own:
                yield self._finding(Code.CORRECTS_ITSELF, row, self._heading_of(name, row), {"id": own})
        if row.fields.get("decides") and "status" not in row.fields:
            yield self._finding(Code.EMPTY_CELL, row, self._heading_of("status", row))

    def _heading_of(self, name: str, row: Row) -> Heading:
        """The heading under which a row has a field; where it lacks it, one of the table's, or the name."""
        header = row.headers.get(name) or self._header.get(name, name)
        return next((each for each in self.headings if each.header == header), Heading(header))

    def _finding(self, code: Code, row: Row, heading: Heading, facts: Mapping[str, object] | None = None) -> Diagnostic:
        column = heading.position if row.place.sheet else 0
        place = replace(row.place, column=column, address=heading.header)
        own = facts or {}
        told: dict[str, object] = {"name": heading.header, **own}
        if heading.column is not None and "name" not in own:
            told["label"] = heading.column.label  # what the column is, however its header is spelled
        return Diagnostic(code, place, told)

    def _twin_of(self, heading: Heading) -> str:
        """Another header of the same field."""
        fills = heading.column.fills if heading.column else ""
        return min(
            each.header
            for each in self.headings
            if each.column is not None and each.column.fills == fills and each is not heading
        )

    # What is told of columns.

    def _count(self, cells: Iterable[tuple[Heading, object]], row: Row) -> None:
        """Count the cells of a row, and how they were written."""
        for heading, _ in cells:
            self._filled[heading.header] += 1
        self._warnings += row.warnings
        for header in row.numbers:
            self._numbers[header] += 1
        for heading, form, written, read in row.forms:
            known = self._forms[heading.header].get(form)
            if known is None:
                place = replace(row.place, column=heading.position if row.place.sheet else 0)
                known = FormReport(form, 0, place, _shown(written), _shown(read))
            self._forms[heading.header][form] = replace(known, count=known.count + 1)

    def _is_worth_telling(self, found: Diagnostic) -> bool:
        """Whether a finding about a header matters: a column without a header and without a cell is no column."""
        header = found.place.address
        return found.code is not Code.UNKNOWN_COLUMN or bool(header.strip() or self._filled[header])

    def _number_ids(self) -> Iterator[Diagnostic]:
        for heading in self.headings:
            if count := self._numbers[heading.header]:
                place = replace(self._place, column=heading.position, address=heading.header)
                facts = {"name": heading.header, "count": count}
                yield Diagnostic(Code.NUMBER_FOR_ID, place, facts, "warning")


def _shown(value: object) -> str:
    text = value.shown if isinstance(value, ShownNumber) else str(value)
    return text if len(text) <= _LONGEST_WRITTEN else text[:_LONGEST_WRITTEN] + "…"
