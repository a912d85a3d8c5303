"""Entries as codes, by member: equal codes bring the same to equal members, so that each code is scored once.

The passes over all rows run inside ``map``, ``zip`` and ``deque``: no line of Python is taken for a row.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from dataclasses import dataclass
from itertools import islice, repeat
from operator import lt
from typing import TYPE_CHECKING, Any

from incentive_rules.backends.reference import Question, told_apart
from incentive_rules.backends.sheet import SILENT
from incentive_rules.ledger.model import Status
from incentive_rules.statement.model import RowKind, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from incentive_rules.backends.plan import Plan
    from incentive_rules.backends.sheet import Cells, Sheet
    from incentive_rules.backends.timeline import Slots
    from incentive_rules.ledger.model import Entry

_BYTE = 256


@dataclass(frozen=True, slots=True)
class Intake:
    """Rows that rules may look at, as columns of one length, and how many others ended in which way.

    ``days`` are the columns of days on which something is decided, by the names of ``Plan.days``.
    """

    members: Cells
    activities: Cells
    facts: tuple[Cells, ...]
    quantity: Cells | None
    share: Cells | None
    status: Cells | None
    days: Mapping[str, Cells]
    ended: Counter[State]


def take_in(sheet: Sheet, plan: Plan, known_at: date | None) -> Intake:
    """Rows known by then, each id once; rows of one id are told apart as the reference does it."""
    ended = Counter(sheet.ended)
    kept = _known(sheet, known_at)
    ended[State.NOT_YET] += sheet.size - len(kept)
    doubled = _doubled(sheet.columns["entry_id"], kept)
    more: Sequence[Entry] = ()
    if doubled:
        more, others = told_apart(list(map(sheet.entry, doubled)), RowKind.ENTRY)
        ended += others
        kept = [number for number in kept if number not in doubled]
    rows = _Rows(sheet, kept, more)
    return Intake(
        members=rows.column("member_id"),
        activities=rows.column("activity"),
        facts=tuple(rows.fact(name) for name in plan.entry_facts),
        quantity=rows.optional("quantity"),
        share=rows.optional("share"),
        status=rows.optional("status"),
        days={name: rows.recorded() if name == "recorded_on" else rows.column(name) for name in plan.days},
        ended=ended,
    )


def _known(sheet: Sheet, known_at: date | None) -> Sequence[int]:
    """The numbers of the rows that were known by a day; a row without a day of its own was known on its date."""
    if known_at is None:
        return range(sheet.size)
    recorded = sheet.columns.get("recorded_on") or repeat(None)
    days = zip(recorded, sheet.columns["date"], strict=False)
    return [number for number, (day, done) in enumerate(days) if (day or done) <= known_at]


def _doubled(ids: Cells, kept: Sequence[int]) -> dict[int, None]:
    """The numbers of the rows whose id stands on another row too."""
    ids = ids if len(kept) == len(ids) else [ids[number] for number in kept]
    if all(map(lt, ids, islice(ids, 1, None))) or len(set(ids)) == len(ids):
        return {}
    counts = Counter(ids)
    return {number: None for number, identifier in zip(kept, ids, strict=True) if counts[identifier] > 1}


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a sheet that count, and those that were taken from among rows of one id."""

    sheet: Sheet
    kept: Sequence[int]
    more: Sequence[Entry]

    def column(self, name: str) -> Cells:
        cells = self.sheet.columns.get(name)
        if cells is None:
            return [SILENT[name]] * (len(self.kept) + len(self.more))
        return self._with(cells, (getattr(row, name) for row in self.more))

    def optional(self, name: str) -> Cells | None:
        return self.column(name) if name in self.sheet.columns else None

    def fact(self, name: str) -> Cells:
        return self._with(self.sheet.facts[name], (row.facts.get(name) for row in self.more))

    def recorded(self) -> Cells:
        """The day on which each row was recorded, or its own day where it does not say."""
        days = self.column("date")
        if "recorded_on" not in self.sheet.columns:
            return days
        return [recorded or day for recorded, day in zip(self.column("recorded_on"), days, strict=True)]

    def _with(self, cells: Cells, more: Iterable[Any]) -> Cells:
        if len(self.kept) == len(cells):
            return cells
        return [*map(cells.__getitem__, self.kept), *more]


class Codes(dict[tuple[Any, ...], int]):
    """A number for each combination of cells that occurs; ``cells`` has the combination of each number."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[tuple[Any, ...]] = []

    def __missing__(self, cells: tuple[Any, ...]) -> int:
        code = self[cells] = len(self.cells)
        self.cells.append(cells)
        return code


@dataclass(frozen=True, slots=True)
class Coded:
    """The codes of each member's entries, and what each code stands for."""

    plan: Plan
    slots: Slots
    codes: Codes
    by_member: Mapping[str, Sequence[int]]
    has_quantity: bool
    has_share: bool
    has_status: bool

    def days(self, code: int) -> dict[str, date | None]:
        """The days of an entry by the names of ``Plan.days``, each by one that stands for all of its slot."""
        numbers = self.codes.cells[code][-len(self.plan.days) :]
        return {name: self.slots.days[number] for name, number in zip(self.plan.days, numbers, strict=True)}

    def activity(self, code: int) -> str:
        """The activity of an entry."""
        return str(self.codes.cells[code][0])

    def question(self, code: int, day: date, others: Mapping[str, date | None]) -> Question:
        """What the reference is asked about an entry that is done on a day and approved and recorded on others."""
        rest: Iterator[Any] = iter(self.codes.cells[code][1:])
        facts = tuple(zip(self.plan.entry_facts, islice(rest, len(self.plan.entry_facts)), strict=True))
        quantity = next(rest) if self.has_quantity else None
        share = next(rest) if self.has_share else None
        status = next(rest) if self.has_status else Status.APPROVED
        recorded = others.get("recorded_on") or day
        return Question(self.activity(code), facts, quantity, share, status, day, others.get("approved_on"), recorded)


def coded(intake: Intake, plan: Plan, slots: Slots) -> Coded:
    """Every entry as the code of what bears on it, in a list for its member."""
    codes = Codes()
    optional = [cells for cells in (intake.quantity, intake.share, intake.status) if cells is not None]
    days = [map(slots.__getitem__, intake.days[name]) for name in plan.days]
    numbers = list(map(codes.__getitem__, zip(intake.activities, *intake.facts, *optional, *days, strict=True)))
    # Few codes fit in bytes, which lie closer together: most of the time goes into reaching each member's list.
    few = len(codes.cells) <= _BYTE
    by_member: Mapping[str, bytearray | list[int]] = defaultdict(bytearray if few else list)
    append: Any = bytearray.append if few else list.append
    deque(map(append, map(by_member.__getitem__, intake.members), numbers), maxlen=0)
    has = [cells is not None for cells in (intake.quantity, intake.share, intake.status)]
    return Coded(plan, slots, codes, by_member, *has)
