"""What a notice says, line by line: each line knows the address in the scheme that it speaks of.

The page for staff is these lines without their addresses; what changed between two schemes is these lines compared by
address. So nothing can be said in the one and be forgotten in the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentive_rules.scheme.provenance import Cited

    Address = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a notice says.

    ``address`` is the way to it in the file, ``also`` leads to what else it speaks of; ``rule`` is the address of the
    rule that it belongs to, ``name`` what that rule is called, ``aspect`` which side of it is meant.
    """

    address: Address
    rule: Address
    name: str
    aspect: str
    text: str
    also: tuple[Address, ...] = ()
    is_value: bool = False
    """whether the text is a value, which can change "from A to B", and no sentence"""
    first_day: tuple[str, str] | None = None
    """where the text says only from when a rule holds: the aspect and the value of that day alone"""
    cited: Cited | None = None
    """where the rule comes from; such a line is shown by its marks"""
    follows: bool = False
    """whether a bullet stands behind the one before it, and not on its own"""


Cell = tuple[Line | str, ...]
"""What stands in one cell of a table: lines, and words that are no line of their own."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of lines; a column in which nothing is said is left out."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Points:
    """Lines as bullets, each behind its aspect."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """Lines and words as one paragraph."""

    cells: Cell


@dataclass(frozen=True, slots=True)
class Entry:
    """Lines as one bullet without aspects: a source with its publisher and date, behind its number."""

    cells: Cell
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """Lines and words that stand apart."""

    cells: Cell


@dataclass(frozen=True, slots=True)
class Under:
    """A heading inside a section."""

    line: Line


Part = Grid | Points | Prose | Entry | Quote | Under


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a notice; one without a title stands at the top or at the end."""

    key: str
    title: str
    parts: tuple[Part, ...]

    def lines(self) -> Iterator[Line]:
        """Every line of the section, in the order of the page."""
        for part in self.parts:
            yield from _lines(part)


def _lines(part: Part) -> Iterator[Line]:
    match part:
        case Grid():
            cells: Iterator[Line | str] = (each for row in part.rows for cell in row for each in cell)
        case Points():
            cells = iter(part.lines)
        case Prose() | Entry() | Quote():
            cells = iter(part.cells)
        case Under():
            cells = iter((part.line,))
    yield from (each for each in cells if isinstance(each, Line))
