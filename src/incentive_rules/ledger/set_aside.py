"""Rows that stand among the others and are none of them: sums, notes, repeated headers, the example of a template."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.facts import RefusedValueError, name_key
from incentive_rules.ledger.columns import Part

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from incentive_rules.ledger.columns import Column
    from incentive_rules.ledger.headings import Heading

_SUM = re.compile(r"\(?([^()]{0,20}(소계|합계|총계|누계|총합)|계|총|(sub|grand)?-?total|sum)\)?[:.]?")
_NOTE = re.compile(r"\s*([※＊*☞☆★•▪■□▶▷○◦ㅇ]|주\s*[:)]|비고|참고|작성자|담당자|note)", re.IGNORECASE)
_FEW = 1  # of the columns that a row needs, at most so many are filled in a sum: its month, say
_EXAMPLES = frozenset({"예시", "보기", "작성예시", "(예시)", "(예)", "example"})


def is_blank(cell: object) -> bool:
    """Whether a cell says nothing; pandas has a date that is none (NaT), which does not equal itself."""
    if isinstance(cell, date):
        return cell != cell  # noqa: PLR0124  # as above
    return cell is None or (isinstance(cell, str) and not cell.strip())


def is_example(identifier: str) -> bool:
    """Whether an id marks the example row of a template.

    Example:
        >>> is_example("예시"), is_example("E-1")
        (True, False)
    """
    return name_key(identifier) in _EXAMPLES


def is_sum(text: str) -> bool:
    """Whether a cell is the word for a sum.

    Example:
        >>> is_sum("6월 소계"), is_sum("합계 검토 회의")
        (True, False)
    """
    return _SUM.fullmatch(name_key(text)) is not None


def is_note(cells: Sequence[tuple[Heading, object]]) -> bool:
    """Whether the one filled cell of a row begins as notes do."""
    return len(cells) == 1 and isinstance(cells[0][1], str) and _NOTE.match(cells[0][1]) is not None


def why_set_aside(cells: Sequence[tuple[Heading, object]], ids: Container[Column | None], required: int) -> Code | None:
    """Why a row that could not be read is none of the table's, if that is so.

    It is a sum where the word for one stands in it and at most one of the columns that a row needs holds another
    word. A row that has all that it needs is one of the table's, unless that word stands in one of its ``ids``.
    """
    if all(_only_counts(heading, cell) for heading, cell in cells):
        return Code.BLANK_ROW
    texts = [(heading, cell) for heading, cell in cells if isinstance(cell, str)]
    sums = [heading for heading, text in texts if is_sum(text)]
    needed = {heading.column for heading, _ in cells if heading.column is not None and heading.column.required}
    is_whole = len(needed) == required and not any(heading.column in ids for heading in sums)
    if sums and not is_whole and len(needed - {heading.column for heading in sums}) <= _FEW:
        return Code.TOTAL_ROW
    if len(texts) == len(cells) > _FEW and all(name_key(text) == name_key(heading.header) for heading, text in texts):
        return Code.HEADER_ROW
    return Code.NOTE_ROW if is_note(cells) else None


def _only_counts(heading: Heading, cell: object) -> bool:
    """Whether a cell is there before its row is: a running number, or a formula that has nothing to add up yet."""
    if heading.numbers:
        return not isinstance(cell, str) or cell.strip().isdecimal()
    said = heading.column is not None and heading.column.part is Part.SAID
    return said and (cell == 0 or isinstance(cell, RefusedValueError))
