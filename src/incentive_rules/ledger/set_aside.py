"""Rows that stand among the others and are none of them: sums, notes, repeated headers, the example of a template."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.facts import name_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incentive_rules.ledger.headings import Heading

_SUM = re.compile(r"\(?([^()]{0,20}(소계|합계|총계|누계|총합)|계|총|(sub|grand)?-?total|sum)\)?[:.]?")
_NOTE = re.compile(r"\s*([※＊*☞☆★•▪■□▶▷○◦ㅇ]|주\s*[:)]|비고|참고|작성자|담당자|note)", re.IGNORECASE)
_FEW = 1  # of the columns that a row needs, at most so many are filled in a sum: its month, say
_EXAMPLES = frozenset({"예시", "보기", "작성예시", "(예시)", "(예)", "example"})


def is_blank(cell: object) -> bool:
    """Whether a cell says nothing."""
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


def why_set_aside(cells: Sequence[tuple[Heading, object]]) -> Code | None:
    """Why a row that could not be read is none of the table's, if that is so.

    It is a sum where the word for one stands in it and half of the columns that a row needs are blank or hold that
    word; it is a note where one cell alone is filled.
    """
    texts = [(heading, cell) for heading, cell in cells if isinstance(cell, str)]
    sums = [heading for heading, text in texts if is_sum(text)]
    needed = {heading.column for heading, _ in cells if heading.column is not None and heading.column.required}
    if sums and len(needed - {heading.column for heading in sums}) <= _FEW:
        return Code.TOTAL_ROW
    if len(texts) == len(cells) > _FEW and all(name_key(text) == name_key(heading.header) for heading, text in texts):
        return Code.HEADER_ROW
    is_note = len(texts) == len(cells) == 1 and _NOTE.match(texts[0][1])
    return Code.NOTE_ROW if is_note else None
