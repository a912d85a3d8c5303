"""What a sheet says: its lines with their figures, and its sums with the lines that they cover."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount
from incentive_rules.codes import Code
from incentive_rules.facts import name_key
from incentive_rules.ledger.model import Claim, Entry, RejectedRow, RosterRow, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from incentive_rules.errors import Diagnostic
    from incentive_rules.ledger.model import Said, SetAsideRow
    from incentive_rules.reconcile.model import Figure
    from incentive_rules.source import Place

AnyRow = Entry | Claim | RosterRow | RejectedRow
AnyTable = Table[Entry] | Table[Claim] | Table[RosterRow]
Region = tuple[str, str]

_SUBTOTAL = re.compile("소계|subtotal")
_GRAND_TOTAL = re.compile("총계|총합계|누계|grandtotal")


@dataclass(frozen=True, slots=True)
class Line:
    """A row with its figure; ``unread`` is the finding of a cell that holds no number."""

    id: str
    member: str
    place: Place
    said: Amount | None
    unread: Diagnostic | None
    row: AnyRow


@dataclass(frozen=True, slots=True)
class Total:
    """A row of sums: its words, its figure, and the lines that it may cover, the likelier ones first."""

    label: str
    place: Place
    said: Amount
    covered: tuple[tuple[Line, ...], ...]

    @property
    def sums(self) -> tuple[Amount, ...]:
        """What the figures of the lines come to, in the same order."""
        return tuple(sum((line.said for line in lines if line.said is not None), Amount(0)) for lines in self.covered)

    @property
    def unread(self) -> bool:
        """Whether a line has a figure that cannot be read, so that nobody knows the sum."""
        return any(line.unread is not None for lines in self.covered for line in lines)


def column(figure: Figure) -> str:
    """The name of the column that holds a figure."""
    return f"said_{figure}"


def has_column(table: AnyTable, figure: Figure) -> bool:
    """Whether any source of a table has a column for the figure."""
    return bool(_headers(table, figure))


def lines_of(table: AnyTable, figure: Figure) -> tuple[Line, ...]:
    """The rows of every source that has a column for the figure, by place; blank rows and sums are none of them."""
    headers = _headers(table, figure)
    rows: tuple[AnyRow, ...] = (*table.rows, *table.rejected)
    told = [_line(row, figure, headers[_region(row.place)]) for row in rows if _region(row.place) in headers]
    return tuple(sorted(told, key=lambda line: (line.place, line.id, line.member)))


def _headers(table: AnyTable, figure: Figure) -> dict[Region, set[str]]:
    """The headers under which each source has the figure."""
    found: dict[Region, set[str]] = defaultdict(set)
    for source in table.sources:
        for each in source.columns:
            if each.name == column(figure):
                found[source.name, source.sheet].add(each.header)
    return found


def _region(place: Place) -> Region:
    """The source that a row is from."""
    return place.file, place.sheet


def _line(row: AnyRow, figure: Figure, headers: set[str]) -> Line:
    unread = next((found for found in row.said.unread if found.place.address in headers), None)
    return Line(_id_of(row), row.member_id, row.place, _figure(row.said, figure), unread, row)


def _id_of(row: AnyRow) -> str:
    if isinstance(row, Entry):
        return row.entry_id
    if isinstance(row, Claim):
        return row.claim_id
    return row.id if isinstance(row, RejectedRow) else row.row_id


def _figure(said: Said, figure: Figure) -> Amount | None:
    return said.points if figure == "points" else said.paid


def totals_of(table: AnyTable, figure: Figure) -> Iterator[Total]:
    """The rows of sums that have the figure, each with what it may cover.

    A sub-total covers the lines since the sum before it, and a grand total all lines above. What is only called a sum
    may be either. One above all lines, right below the headers, covers everything below.
    """
    lines, sums = defaultdict(list), defaultdict(list)
    for line in lines_of(table, figure):
        lines[_region(line.place)].append(line)
    for row in table.set_aside:
        if row.code is Code.TOTAL_ROW and _figure(row.said, figure) is not None:
            sums[_region(row.place)].append(row)
    for region in sorted(sums):
        yield from _totals(sorted(sums[region], key=lambda row: row.place.line), lines[region], figure)


def _totals(rows: Iterable[SetAsideRow], lines: list[Line], figure: Figure) -> Iterator[Total]:
    before = 0
    for row in rows:
        said = _figure(row.said, figure)
        assert said is not None  # asked by the caller
        above = tuple(line for line in lines if line.place.line < row.place.line) or tuple(lines)
        since = tuple(line for line in above if line.place.line > before)
        yield Total(row.text, row.place, said, _covered(name_key(row.text), since, above))
        before = row.place.line


def _covered(label: str, since: tuple[Line, ...], above: tuple[Line, ...]) -> tuple[tuple[Line, ...], ...]:
    if _SUBTOTAL.search(label):
        return (since,)
    return (above,) if _GRAND_TOTAL.search(label) else (above, since)
