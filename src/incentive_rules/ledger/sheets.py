"""The sheets of a workbook to one table: which of them hold this kind of rows, and the rows of all of these.

One sheet a month is usual, and so are a staff list, an explanation and a summary beside them. A sheet is read if it
has every column that its rows need; one that lacks some of them is read too, so that its rows are rejected and told
of, unless its columns are those of another kind of table. A staff list needs one column alone, so a sheet that lacks
no more than one of those of another kind is none. Sheets that are no table at all are named as not read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError
from incentive_rules.ledger.from_rows import CLAIMS, LEDGER, ROSTER
from incentive_rules.ledger.grid import find_header, first_lines, read_grid
from incentive_rules.messages import Label
from incentive_rules.source import Place

if TYPE_CHECKING:
    from collections.abc import Callable

    from incentive_rules.facts import Facts
    from incentive_rules.ledger.grid import Grid, Header, Record
    from incentive_rules.ledger.model import RowKind
    from incentive_rules.ledger.reader import AnyTable, Kind
    from incentive_rules.ledger.workbooks import Workbook

    Lines = list[tuple[int, Record]]

KINDS: tuple[Kind[Any], ...] = (LEDGER, CLAIMS, ROSTER)
"""Every kind of table; one that asks for more columns goes before one that asks for fewer."""


def read_sheets(  # noqa: PLR0913  # what is read, and how
    kind: Kind[AnyTable],
    facts: Facts,
    book: Workbook,
    name: str,
    *,
    make_ids: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> AnyTable:
    """Every sheet of a kind as one table, with a finding for each that is not read.

    Raises:
        InputError: if no sheet holds anything.
    """
    filled = [(grid, lines) for grid, lines in map(_opened, book.grids) if lines]
    if not filled:
        raise InputError([Diagnostic(Code.FILE_EMPTY, Place(name))])
    kinds = [(grid, kinds_of_lines(facts, lines, make_ids=make_ids)) for grid, lines in filled]
    chosen = [grid for grid, found in kinds if kind.name in found]
    chosen = chosen or [filled[0][0]]  # so that what it lacks is told
    table = kind.table.merged(read_grid(kind, facts, grid, make_ids=make_ids, progress=progress) for grid in chosen)
    others = [grid.place for grid, found in kinds if not found and grid not in chosen]
    unread = [_not_read(place, _OTHER_COLUMNS, _IF_IT_IS) for place in others]
    chosen_or_none = {grid.place for grid in chosen} | set(others)
    unread += [_not_read(grid.place, _OTHER_KIND, _IF_IT_IS) for grid, _ in filled if grid.place not in chosen_or_none]
    unread += [_not_read(Place(name, sheet=each), _HIDDEN, _SHOW_IT) for each in book.hidden]
    return kind.table.merged([table, kind.table(findings=tuple(unread))])


def _opened(grid: Grid) -> tuple[Grid, Lines]:
    """A grid with its first lines; none where the sheet is blank."""
    lines, grid = first_lines(grid)
    return grid, lines


def kinds_of_lines(facts: Facts, lines: Lines, *, make_ids: bool = False) -> set[RowKind]:
    """The kind of table whose columns the first lines of a sheet have, or else those of which they have the most."""
    lacking = {each.name: _lacking(each, facts, lines, make_ids=make_ids) for each in KINDS}
    whole = [each.name for each in KINDS if lacking[each.name] == 0]
    fewest = min(lacking[LEDGER.name], lacking[CLAIMS.name])
    if whole and (fewest != 1 or whole[0] != ROSTER.name):
        return {whole[0]}
    needed = {each.name: sum(column.required for column in each.columns(facts)) - make_ids for each in KINDS}
    return {
        name
        for name, count in lacking.items()
        if name != ROSTER.name and count == fewest and fewest * 2 <= needed[name]
    }


def _lacking(kind: Kind[Any], facts: Facts, lines: Lines, *, make_ids: bool) -> int:
    """How many of the columns that its rows need are not there; all of them in a sheet without a header."""
    columns = kind.columns(facts)
    needed = [each.name for each in columns if each.required and not (make_ids and each.name == kind.id_column)]
    header: Header | None = find_header(lines, columns)
    return sum(not (header and header.has(each)) for each in needed)


def _not_read(place: Place, problem: Label, advice: Label) -> Diagnostic:
    facts = {"name": place.sheet, "problem": problem, "advice": advice}
    return Diagnostic(Code.SHEET_NOT_READ, place, facts, "warning")


_OTHER_COLUMNS = Label("이 표에 꼭 필요한 열이 없습니다", "it lacks columns that this table needs")
_OTHER_KIND = Label("다른 표의 시트입니다", "it is a table of another kind")
_IF_IT_IS = Label(
    "읽어야 할 시트라면 제목 줄의 열 이름을 확인하십시오", "if it should be read, check the names in its header"
)
_HIDDEN = Label("숨긴 시트입니다", "it is hidden")
_SHOW_IT = Label("읽어야 할 시트라면 숨기기를 취소하십시오", "if it should be read, unhide it")
