"""Columns as they come from a frame, checked at the speed of columns: each value that occurs is read once.

What this check cannot vouch for is not judged here: such rows go to the reader of rows, and if need be all of them do.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import compress
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from incentive_rules.amounts import Amount
from incentive_rules.backends.sheet import Sheet, sheet_of_ledger, without_silent
from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError
from incentive_rules.facts import RefusedValueError, is_writable
from incentive_rules.ledger.cells import Understood, is_nothing
from incentive_rules.ledger.columns import Part
from incentive_rules.ledger.from_rows import LEDGER, ledger_from_rows
from incentive_rules.ledger.model import Status
from incentive_rules.ledger.reader import CORRECTING, TableReader
from incentive_rules.ledger.set_aside import is_blank, is_example, is_sum
from incentive_rules.messages import Label
from incentive_rules.source import Place
from incentive_rules.statement.rows import refused_states

if TYPE_CHECKING:
    from collections.abc import Iterable

    from incentive_rules.backends.sheet import Cells
    from incentive_rules.facts import Facts
    from incentive_rules.ledger.headings import Heading
    from incentive_rules.ledger.model import Entry, Ledger

    Columns = Mapping[str, Cells]

_NUMBERS = frozenset({int, float, bool, Decimal, Amount, Fraction})
_PLAIN_TYPES = _NUMBERS | {str, Status, date, datetime, type(None)}
_MEMBER, _DAY, _RECORDED = "member_id", "date", "recorded_on"
_READ = (_MEMBER, _DAY, "activity", "quantity", "status", "approved_on", _RECORDED, "share")
_BLANKS = {"status": Status.APPROVED}
_DIGITS = frozenset("0123456789")
_MARKS = ('"', "〃", "″", "“", "”", "'", "#", "위와")  # a text that stands for another cell holds one of these
_LONGEST_NUMBER = 10**18
_COLUMNS = Label("이름과 길이가 같은 열의 묶음", "a mapping of column names to lists of equal length")


def sheet_of_columns(columns: Columns, facts: Facts, asked: Sequence[str], known_at: date | None = None) -> Sheet:
    """The rows that columns make, as the reader of rows would have them; ``asked`` are the facts that rules look at.

    Rows that correct others are read one by one.

    Raises:
        InputError: if the columns are no lists of equal length.
    """
    size = _size(columns)
    try:
        return _Columns(columns, facts, asked, size, known_at).sheet()
    except _NotPlainError:
        rows = (dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True))
        return sheet_of_ledger(ledger_from_rows(rows, facts), asked, known_at)


def _size(columns: Mapping[Any, Any]) -> int:
    lists = all(isinstance(cells, Sequence) and not isinstance(cells, str | bytes) for cells in columns.values())
    sizes = {len(cells) for cells in columns.values()} if lists else set()
    if not lists or len(sizes) > 1:
        facts = {"name": "ledger", "value": ", ".join(map(str, columns)), "expected": _COLUMNS}
        raise InputError([Diagnostic(Code.BAD_ARGUMENT, facts=facts)])
    return next(iter(sizes), 0)


class _NotPlainError(Exception):
    """The columns hold something that only the reader of rows can tell."""


@dataclass(frozen=True, slots=True)
class _Columns:
    columns: Columns
    facts: Facts
    asked: Sequence[str]
    size: int
    known_at: date | None

    def sheet(self) -> Sheet:
        headings = self._headings()
        read = {name: self.columns[heading.header] for name, heading in headings.items()}
        odd: set[int] = set()
        for name, heading in headings.items():
            if heading.column is not None and heading.column.part in (Part.FIELD, Part.FACT):
                read[name], found = self._checked(heading, read[name])
                odd.update(found)
        rows = ledger_from_rows([self._row(number) for number in sorted(odd)], self.facts)
        kept = [number not in odd for number in range(self.size)] if odd else None
        numbers = range(self.size) if kept is None else list(compress(range(self.size), kept))
        return Sheet(
            columns=without_silent(
                {
                    name: _joined(read[name], kept, (getattr(row, name) for row in rows.rows))
                    for name in ("entry_id", *_READ)
                    if name in read
                }
            ),
            facts={
                name: _joined(self._cells_of(name, read), kept, (row.facts.get(name) for row in rows.rows))
                for name in self.asked
            },
            entry=lambda number: self._entry(number, numbers, rows),
            told=lambda: (*self._told(headings, numbers), *rows.rows),
            ended=refused_states(rows, self.known_at),
        )

    def _headings(self) -> dict[str, Heading]:
        """The headings by what they fill, where each column is filled by one and none is missing."""
        headers: Iterable[Any] = self.columns
        if not all(isinstance(header, str) and is_writable(header) for header in headers):
            raise _NotPlainError
        bound = TableReader(LEDGER, self.facts, tuple(self.columns), Place()).headings
        named = [(each.column.fills, each) for each in bound if each.column is not None]
        found = dict(named)
        missing = {"entry_id", *_READ[:3]} - set(found)
        if missing or len(found) < len(named) or any(each.numbers for each in bound):
            raise _NotPlainError
        correcting = (self.columns[found[name].header] for name in CORRECTING if name in found)
        if not all(is_blank(cell) for cells in correcting for cell in cells):
            raise _NotPlainError
        return found

    def _cells_of(self, fact: str, read: Mapping[str, Cells]) -> Cells:
        return read[fact] if fact in read else [self.facts.entry[fact].blank] * self.size

    def _checked(self, heading: Heading, cells: Cells) -> tuple[Cells, Iterable[int]]:
        """Cells as typed values, and the numbers of the rows whose cell must be read with its row."""
        column = heading.column
        assert column is not None  # the caller looked
        if column.name == "entry_id":
            cells = _as_texts(cells)
            return cells, _odd_ids(cells)
        wanted = column.name in _READ or column.name in self.asked
        if column.free and not wanted and _stand_for_themselves(cells):
            return cells, ()
        values, odd = _values(heading, cells)
        numbers = compress(range(self.size), map(odd.__contains__, cells)) if odd else ()
        if not wanted or all(type(value) is type(cell) and value == cell for cell, value in values.items()):
            return cells, numbers
        return list(map(values.get, cells)), numbers

    def _row(self, number: int) -> dict[str, object]:
        return {header: cells[number] for header, cells in self.columns.items()}

    def _entry(self, number: int, numbers: Sequence[int], more: Ledger) -> Entry:
        if number >= len(numbers):
            return more.rows[number - len(numbers)]
        (entry,) = ledger_from_rows([self._row(numbers[number])], self.facts).rows
        return entry

    def _told(self, headings: Mapping[str, Heading], numbers: Sequence[int]) -> tuple[Entry, ...]:
        """What rows tell of their members, each thing once: as rows that say no more than that."""
        telling = [each for each in headings.values() if each.column and each.column.part is Part.MEMBER_FACT]
        if not telling:
            return ()
        when = [headings[name] for name in (_MEMBER, _DAY, _RECORDED) if name in headings]
        given = [self.columns[each.header] for each in (*when, *telling)]
        seen: dict[object, int] = {}
        for number in numbers:
            cells = [column[number] for column in given]
            seen.setdefault(tuple((type(cell), str(cell)) for cell in cells), number)
        names = {headings[name].header for name in ("entry_id", "activity")}
        rest = {headings["activity"].header: next(iter(self.facts.activities))}
        rows = [
            {each.header: self.columns[each.header][number] for each in (*when, *telling)}
            | rest
            | {headings["entry_id"].header: f"E-{number}"}
            for number in seen.values()
        ]
        assert names.isdisjoint(each.header for each in telling)  # a heading fills one column
        return ledger_from_rows(rows, self.facts).rows


def _joined(cells: Cells, kept: Sequence[bool] | None, more: Iterable[Any]) -> Cells:
    return cells if kept is None else [*compress(cells, kept), *more]


def _as_texts(cells: Cells) -> Cells:
    """Ids that are whole numbers as their digits."""
    if not cells or type(cells[0]) is not int or set(map(type, cells)) != {int}:
        return cells
    return list(map(str, cells)) if max(map(abs, cells)) < _LONGEST_NUMBER else cells


def _odd_ids(cells: Cells) -> list[int]:
    """The numbers of the ids that are no plain ones."""
    return [] if _are_plain_ids(cells) else [at for at, cell in enumerate(cells) if not _are_plain_ids((cell,))]


def _are_plain_ids(cells: Iterable[Any]) -> bool:
    """Whether all are texts without blanks that end with a digit; no word for nothing, a sum or an example does."""
    cells = cells if isinstance(cells, Sequence) else list(cells)
    try:
        text = "".join(cells)
        ends = set(map(itemgetter(-1), cells))
    except (TypeError, IndexError):  # something that is no text, or an empty one
        return False
    return ends <= _DIGITS and " " not in text and text.isprintable() and unicodedata.is_normalized("NFC", text)


def _stand_for_themselves(cells: Cells) -> bool:
    """Whether free texts hold nothing for which any of them could be refused."""
    if not set(map(type, cells)) <= {str, type(None)}:
        return False
    text = "".join(filter(None, cells))
    return text.isprintable() and not any(mark in text for mark in _MARKS)


def _values(heading: Heading, cells: Cells) -> tuple[dict[Any, Any], set[Any]]:
    """Each cell that occurs with its value, and those that must be read with their rows."""
    try:
        distinct = set(cells)
    except TypeError as error:
        raise _NotPlainError from error
    types = set(map(type, distinct))
    if not types <= _PLAIN_TYPES:
        raise _NotPlainError
    if types & _NUMBERS and len(set(map(type, cells)) & _NUMBERS) > 1:
        raise _NotPlainError  # 1, 1.0 and yes are equal to each other, and not to a reader
    if heading.column is not None and heading.column.name == _MEMBER and _are_plain_ids(distinct):
        return {}, set()
    values: dict[Any, Any] = {}
    odd: set[Any] = set()
    for cell in distinct:
        try:
            values[cell] = _value(heading, cell)
        except _NotPlainError:
            odd.add(cell)
    return values, odd


def _value(heading: Heading, cell: object) -> object:
    """What the reader of rows makes of a cell, where that does not hang on the rest of its row."""
    column = heading.column
    assert column is not None  # the caller looked
    if is_blank(cell):
        if column.required:
            raise _NotPlainError
        return column.parse(None) if column.declared else _BLANKS.get(column.name)
    read = heading.read(cell)
    value = read.value if isinstance(read, Understood) else read
    if isinstance(value, RefusedValueError) or (value is read and is_nothing(cell)):
        raise _NotPlainError
    if column.name == _MEMBER and (is_sum(str(value)) or is_example(str(value))):
        raise _NotPlainError
    return value
