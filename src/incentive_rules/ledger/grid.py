"""A sheet of cells to a table: where its header is, and every row of it as read, rejected or set aside.

Above a header stand titles; a header may take up to three lines, since cells are merged over what belongs together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain, islice, zip_longest
from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError
from incentive_rules.facts import RefusedValueError
from incentive_rules.ledger.headings import Names
from incentive_rules.ledger.reader import AnyTable, Kind, Merged, TableReader
from incentive_rules.ledger.set_aside import is_blank
from incentive_rules.messages import Label
from incentive_rules.source import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from incentive_rules.facts import Facts
    from incentive_rules.ledger.columns import Column

    Record = Sequence[object] | Diagnostic
    """The cells of a line, or what is wrong with it."""

HEADER_WITHIN = 40
"""A header is looked for in so many lines."""
_HIGHEST = 3
_TOLD_EVERY = 500
_FEWEST = 2  # one word may be a column's name by chance


@dataclass(frozen=True, slots=True)
class Grid:
    """Lines of cells, numbered from one; ``typed`` where numbers are numbers and days are days, as in a workbook.

    ``total`` is how many lines there are as far as that is known before they are read; zero where it is not.
    """

    place: Place
    records: Iterable[tuple[int, Record]]
    encoding: str = ""
    typed: bool = False
    total: int = 0


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a grid: its first and last line, its texts, and the columns that these name."""

    first: int
    last: int
    texts: tuple[str, ...]
    columns: tuple[Column | None, ...]
    lines: tuple[tuple[str, ...], ...] = ()
    """what each of its lines says"""

    def has(self, column: str) -> bool:
        """Whether a column of that name is there."""
        return any(each is not None and each.name == column for each in self.columns)

    @property
    def found(self) -> int:
        """How many columns are there."""
        return len({each.name for each in self.columns if each is not None})

    @property
    def rank(self) -> tuple[int, int]:
        """More columns are better; of as many, fewer lines: a title above the header is none of it."""
        return self.found, self.first - self.last

    @property
    def needed(self) -> int:
        """How many of the columns that rows need are there."""
        return len({each.name for each in self.columns if each is not None and each.required})

    def beats(self, other: Header) -> bool:
        """Whether this is the better header. One below another must have more that rows need: rows lie between."""
        if other.found >= _FEWEST and self.first > other.last:
            return self.needed > other.needed
        return self.found >= _FEWEST and self.rank > other.rank

    def is_row(self, record: Sequence[object]) -> bool:
        """Whether a record has a cell that fits each column that rows need.

        Any text fits an id, so at least one of these columns must be more particular.
        """
        cells = dict(zip_longest(self.columns, record[: len(self.columns)]))
        needed = [column for column in self.columns if column is not None and column.required]
        return any(not each.free for each in needed) and all(
            not is_blank(cells[each]) and (each.free or _fits(each, cells[each])) for each in needed
        )

    def is_shuffled(self, record: Sequence[object]) -> bool:
        """Whether a record holds the names of the columns in another order."""
        known = {text for text, column in zip(self.texts, self.columns, strict=True) if column is not None}
        named = {text for cell in record if isinstance(cell, str) and (text := _text(cell)) in known}
        return len(named) >= max(self.needed, _FEWEST)

    def repeats(self, record: Sequence[object]) -> bool:
        """Whether a row says what a line of this header says, as on the next page."""
        return any(
            all(_text(cell) == text for cell, text in zip_longest(record, line, fillvalue="")) for line in self.lines
        )


def find_header(lines: Sequence[tuple[int, Record]], columns: Sequence[Column]) -> Header | None:
    """The fewest lines that name the most columns; where none names two, the first that is not blank."""
    best: Header | None = None
    names = Names.of(columns)
    most = len({each.name for each in columns if each.required})
    for index, (line, _) in enumerate(lines):
        if best is not None and best.found >= _FEWEST and best.needed == most and line > best.last:
            break  # nothing below has more that rows need
        for header in _headers(lines[index : index + _HIGHEST], names):
            if best is None or header.beats(best):
                best = header
    return best


def _headers(lines: Sequence[tuple[int, Record]], names: Names) -> Iterator[Header]:
    """The first of these lines as a header, and each that has the next one too, up to a blank one or a row."""
    header: Header | None = None
    records: list[Sequence[object]] = []
    for line, record in lines:
        if isinstance(record, Diagnostic) or not filled_width(record) or (header and _is_row(record, header)):
            return
        records.append(record)
        header = _header(line, records, names)
        yield header


def _header(last: int, records: Sequence[Sequence[object]], names: Names) -> Header:
    """These records as one header."""
    width = max(map(filled_width, records))
    texts, lines = [""] * width, [[""] * width for _ in records]
    stacks: dict[int, list[str]] = {}  # of those cells alone that say something: a sheet may be 16,384 columns wide
    for record, line in zip(records, lines, strict=True):
        for at, cell in enumerate(record[:width]):
            if cell is not None and cell != "" and (text := _text(cell)):
                line[at] = text
                stacks.setdefault(at, []).append(text)
    for at, stack in stacks.items():
        texts[at] = _joined(stack, names)
    return Header(last - len(records) + 1, last, tuple(texts), tuple(names.columns(texts)), tuple(map(tuple, lines)))


def _is_row(record: Sequence[object], header: Header) -> bool:
    """Whether a record is no more of the header above it, but the first row: its cells fit the columns."""
    return any(
        column is not None and not column.free and _fits(column, cell)
        for column, cell in zip(header.columns, record, strict=False)
    )


def _fits(column: Column, cell: object) -> bool:
    if is_blank(cell) or isinstance(cell, Merged | RefusedValueError):
        return False
    try:
        column.parse(cell)
    except RefusedValueError:
        return False
    return True


def _joined(stack: Sequence[str], names: Names) -> str:
    """The header of a column from the cells over it that are not blank.

    It is the lowest alone or with those above it, or else one of these.

    활동 over 일자 is 활동일자, and no activity; and where it stands beside 승인 over 일자, no mere 일자.
    """
    filled = [each for each in stack if each]
    if len(filled) <= 1:
        return "".join(filled)
    lowest = [" ".join(filled[at:]) for at in reversed(range(len(filled)))]
    choices = chain(filter(names.is_certain, lowest), filter(names.is_known, (*lowest, *reversed(filled[:-1]))))
    return next(choices, filled[-1])


def _text(cell: object) -> str:
    return "" if cell is None or isinstance(cell, Merged) else " ".join(str(cell).split())


def read_grid(
    kind: Kind[AnyTable],
    facts: Facts,
    grid: Grid,
    *,
    make_ids: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> AnyTable:
    """The table of a grid.

    Raises:
        InputError: if there is nothing in it, or its first line cannot be read.
    """
    records = iter(grid.records)
    top = list(islice(records, HEADER_WITHIN))
    header = find_header(top, kind.columns(facts))
    if header is None:
        wrong = next((record for _, record in top if isinstance(record, Diagnostic)), None)
        raise InputError([wrong or Diagnostic(Code.FILE_EMPTY, grid.place)])

    def reader_of(header: Header) -> TableReader[AnyTable]:
        place = Place(grid.place.file, header.last, sheet=grid.place.sheet)
        return TableReader(kind, facts, header.texts, place, grid.encoding, make_ids=make_ids, typed=grid.typed)

    tables: list[AnyTable] = []
    reader = reader_of(header)
    header = replace(header, lines=(*_titles(top, header), *header.lines))
    beyond: dict[int, int] = {}
    for number, (line, record) in enumerate(chain(top, records)):
        if line < header.first:
            _above(reader, header, grid, line, record)
        elif line > header.last and (cells := _other_header(header, record)) is not None:
            tables.append(reader.table())
            header = _header(line, [cells], Names.of(kind.columns(facts)))
            reader = reader_of(header)
        elif line > header.last:
            _take(reader, grid, header, line, record)
            _note_beyond(record, header, line, beyond)
        if progress is not None and number % _TOLD_EVERY == 0:
            progress(line, grid.total)
    table = kind.table.merged([*tables, reader.table()])
    return replace(table, findings=(*table.findings, *_nameless(beyond, grid))) if grid.typed else table


def _titles(top: Sequence[tuple[int, Record]], header: Header) -> Iterator[tuple[str, ...]]:
    """What stands above a header; where a sheet is made of pages, it comes again with the header."""
    for line, record in top:
        if line < header.first and not isinstance(record, Diagnostic) and filled_width(record):
            yield tuple(map(_text, record))


def _note_beyond(record: Record, header: Header, line: int, beyond: dict[int, int]) -> None:
    """Keep the line of the first cell of each column beyond the header."""
    if not isinstance(record, Diagnostic) and len(record) > len(header.texts):
        for column in range(len(header.texts), len(record)):
            if record[column] is not None and not is_blank(record[column]):
                beyond.setdefault(column + 1, line)


def _nameless(beyond: Mapping[int, int], grid: Grid) -> Iterator[Diagnostic]:
    """A finding for each column of a sheet that holds something and has no header."""
    for column, line in sorted(beyond.items()):
        place = Place(grid.place.file, line, column, sheet=grid.place.sheet)
        facts = {"name": Label(f"{column}번째", f"number {column}"), "near": ""}
        yield Diagnostic(Code.UNKNOWN_COLUMN, place, facts, "warning")


def _other_header(header: Header, record: Record) -> Sequence[object] | None:
    """The header of a second table below the first, with the same columns in another order; ``None`` if it is none."""
    if isinstance(record, Diagnostic) or not header.is_shuffled(record) or header.repeats(record):
        return None
    return record


def _above(reader: TableReader[AnyTable], header: Header, grid: Grid, line: int, record: Record) -> None:
    if isinstance(record, Diagnostic):
        raise InputError([record])
    if header.is_row(record):  # no title has an id, a day and an activity in their columns
        reader.reject(line, [Diagnostic(Code.TITLE_ROW, Place(grid.place.file, line, sheet=grid.place.sheet))])
        return
    texts = [_text(cell) for cell in record if not is_blank(cell)]
    reader.set_aside(line, Code.TITLE_ROW if texts else Code.BLANK_ROW, " ".join(texts))


def _take(reader: TableReader[AnyTable], grid: Grid, header: Header, line: int, record: Record) -> None:
    if isinstance(record, Diagnostic):
        reader.reject(line, [record])
        return
    if header.repeats(record):
        reader.set_aside(line, Code.HEADER_ROW, next(filter(None, map(_text, record)), ""))
        return
    extra = record[len(reader.headings) :]
    # In a sheet a cell stands where it stands; in a text one that is too many shows that others may be shifted.
    wrong = extra_cells(extra, Place(grid.place.file, line)) if extra and not grid.typed else ()
    reader.add(line, zip(reader.headings, record, strict=False), wrong)


def extra_cells(cells: Sequence[object], place: Place) -> tuple[Diagnostic, ...]:
    """A finding for the cells of a row that stand beyond the header, unless they are blank."""
    count = filled_width(cells)
    return (Diagnostic(Code.EXTRA_CELLS, place, {"count": count}),) if count else ()


def filled_width(cells: Sequence[object]) -> int:
    """How many cells there are up to the last one that is not blank."""
    return next((number for number in range(len(cells), 0, -1) if not is_blank(cells[number - 1])), 0)


def first_lines(grid: Grid) -> tuple[list[tuple[int, Record]], Grid]:
    """The lines in which the header is looked for, and the grid with all its lines still to come."""
    records: Iterator[tuple[int, Record]] = iter(grid.records)
    top = list(islice(records, HEADER_WITHIN))
    return top, replace(grid, records=chain(top, records))
