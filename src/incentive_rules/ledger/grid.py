"""A sheet of cells to a table: where its header is, and every row of it as read, rejected or set aside.

Above a header stand titles; a header may take up to three lines, since cells are merged over what belongs together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError
from incentive_rules.ledger.headings import columns_of
from incentive_rules.ledger.reader import AnyTable, Kind, TableReader
from incentive_rules.ledger.set_aside import is_blank
from incentive_rules.source import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

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

    def has(self, column: str) -> bool:
        """Whether a column of that name is there."""
        return any(each is not None and each.name == column for each in self.columns)

    @property
    def found(self) -> int:
        """How many columns are there."""
        return len({each.name for each in self.columns if each is not None})


def find_header(lines: Sequence[tuple[int, Record]], columns: Sequence[Column]) -> Header | None:
    """The lines that name the most columns; where none names two, the first that is not blank."""
    best: Header | None = None
    for index, (_, record) in enumerate(lines):
        if isinstance(record, Diagnostic) or not filled_width(record):
            continue
        headers = [_header(lines[index : index + height], columns) for height in range(1, _HIGHEST + 1)]
        for header in filter(None, headers):
            if best is None or header.found > max(best.found, _FEWEST - 1):
                best = header
    return best


def _header(lines: Sequence[tuple[int, Record]], columns: Sequence[Column]) -> Header | None:
    """These lines as one header; ``None`` where one of them is blank or cannot be read."""
    records = [record for _, record in lines if not isinstance(record, Diagnostic) and filled_width(record)]
    if len(records) < len(lines):
        return None
    width = max(map(filled_width, records))
    stacks = [[_text(each[at]) if at < len(each) else "" for each in records] for at in range(width)]
    texts = tuple(_joined(stack, columns) for stack in stacks)
    return Header(lines[0][0], lines[-1][0], texts, tuple(columns_of(texts, columns)))


def _joined(stack: Sequence[str], columns: Sequence[Column]) -> str:
    """The header of a column from the cells over it: the lowest that names a column, or all of them together."""
    filled = [each for each in stack if each]
    if len(filled) <= 1:
        return "".join(filled)
    together = [" ".join(filled[at:]) for at in range(len(filled) - 1)]
    choices = [*reversed(filled), *together]
    return next((each for each in choices if columns_of([each], columns)[0]), filled[-1])


def _text(cell: object) -> str:
    return "" if cell is None else " ".join(str(cell).split())


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
    reader = TableReader(
        kind,
        facts,
        header.texts,
        Place(grid.place.file, header.last, sheet=grid.place.sheet),
        grid.encoding,
        make_ids=make_ids,
        typed=grid.typed,
    )
    for number, (line, record) in enumerate(chain(top, records)):
        if line < header.first:
            _above(reader, line, record)
        elif line > header.last:
            _take(reader, grid.place, line, record)
        if progress is not None and number % _TOLD_EVERY == 0:
            progress(line, grid.total)
    return reader.table()


def _above(reader: TableReader[AnyTable], line: int, record: Record) -> None:
    if isinstance(record, Diagnostic):
        raise InputError([record])
    texts = [_text(cell) for cell in record if not is_blank(cell)]
    reader.set_aside(line, Code.TITLE_ROW if texts else Code.BLANK_ROW, " ".join(texts))


def _take(reader: TableReader[AnyTable], place: Place, line: int, record: Record) -> None:
    if isinstance(record, Diagnostic):
        reader.reject(line, [record])
        return
    extra = record[len(reader.headings) :]
    wrong = extra_cells(extra, Place(place.file, line, sheet=place.sheet)) if extra else ()
    reader.add(line, zip(reader.headings, record, strict=False), wrong)


def extra_cells(cells: Sequence[object], place: Place) -> tuple[Diagnostic, ...]:
    """A finding for the cells of a row that stand beyond the header, unless they are blank."""
    count = filled_width(cells)
    return (Diagnostic(Code.EXTRA_CELLS, place, {"count": count}),) if count else ()


def filled_width(cells: Sequence[object]) -> int:
    """How many cells there are up to the last one that is not blank."""
    return max((number for number, cell in enumerate(cells, 1) if not is_blank(cell)), default=0)


def first_lines(grid: Grid) -> tuple[list[tuple[int, Record]], Grid]:
    """The lines in which the header is looked for, and the grid with all its lines still to come."""
    records: Iterator[tuple[int, Record]] = iter(grid.records)
    top = list(islice(records, HEADER_WITHIN))
    return top, replace(grid, records=chain(top, records))
