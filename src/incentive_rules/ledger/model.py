"""What happened, as frozen rows: entries, the staff list and claims, and an account of every row that was read.

A ``Table`` is what one or more sources gave. Each row of a source is in exactly one of its three parts: ``rows``
(typed), ``rejected`` (with the findings of its bad cells) or ``set_aside`` (blank).
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal, Self, TypeVar

from incentive_rules.errors import NOWHERE
from incentive_rules.ledger.index import Index

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from incentive_rules.amounts import Amount
    from incentive_rules.codes import Code
    from incentive_rules.errors import Diagnostic
    from incentive_rules.facts import Value
    from incentive_rules.messages import Label
    from incentive_rules.source import Place

RowKind = Literal["entry", "roster", "claim"]

Row = TypeVar("Row")


class Status(StrEnum):
    """How far an entry has come in the organisation's own approval."""

    APPROVED = "approved"
    PENDING = "pending"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Said:
    """What the sheet itself says of a row: its own points and pay, in won. Compared with ours, never used for it.

    ``unread`` has a finding for each cell of those columns that holds no number; blank ones are ``None``.
    """

    points: Amount | None = None
    paid: Amount | None = None
    unread: tuple[Diagnostic, ...] = ()


NOTHING_SAID = Said()


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a member did, on one day; or a row that corrects or decides such a row.

    ``voids``, ``replaces`` and ``decides`` name another row by its id. A row that voids or decides one brings nothing
    of its own, so it may lack its member and its activity: these are empty texts then.

    ``activity`` is an id of the scheme. ``facts`` holds every declared entry fact; ``None`` is unknown.
    ``member_facts`` are the facts of the member that stand in the row, such as the grade (``None`` where its cell could
    not be read); they serve where there is
    no staff list. They, what the sheet ``said`` and where a row stands (``place``) do not count when rows are compared.

    Example:
        >>> from datetime import date
        >>> from incentive_rules.source import Place
        >>> entry = Entry("E-1", "K-102", date(2024, 6, 10), "proposal")
        >>> entry == Entry("E-1", "K-102", date(2024, 6, 10), "proposal", place=Place("2024.csv", 2))
        True
    """

    entry_id: str
    member_id: str
    date: dt.date
    activity: str
    facts: Mapping[str, Value | None] = field(default_factory=dict, hash=False)
    quantity: Amount | None = None
    work: str | None = None
    status: Status = Status.APPROVED
    approved_on: dt.date | None = None
    recorded_on: dt.date | None = None
    share: Amount | None = None
    from_member: str | None = None
    voids: str | None = None
    replaces: str | None = None
    decides: str | None = None
    member_facts: Mapping[str, Value | None] = field(default_factory=dict, compare=False)
    said: Said = field(default=NOTHING_SAID, compare=False)
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class RosterRow:
    """What is known of a member from ``first`` up to but not including ``until``; ``None`` is an open end.

    ``row_id`` is empty where nobody gave the row one: then no other row can correct it. A row that ``voids`` another
    says nothing itself and may lack its member; one that ``replaces`` another stands in its place.
    """

    member_id: str
    facts: Mapping[str, Value | None] = field(default_factory=dict, hash=False)
    first: dt.date | None = None
    until: dt.date | None = None
    recorded_on: dt.date | None = None
    row_id: str = ""
    voids: str | None = None
    replaces: str | None = None
    said: Said = field(default=NOTHING_SAID, compare=False)
    place: Place = field(default=NOWHERE, compare=False)

    def __post_init__(self) -> None:
        # INVARIANT: a correction that has no id could not be told from rows that have none either.
        assert self.row_id or not (self.voids or self.replaces)  # the reader refuses it


@dataclass(frozen=True, slots=True)
class Claim:
    """A member's wish to be paid: ``award`` and ``option`` are ids of the scheme.

    ``assumed`` marks a claim that nobody filed, made up for a simulation. A claim that ``voids`` another takes it back
    and asks for nothing itself; one that ``replaces`` another stands in its place. ``filed`` is the day on which
    a claim was filed that came to be known too late for its period, and lands on another one.
    """

    claim_id: str
    member_id: str
    date: dt.date
    award: str
    option: str | None = None
    amount: Amount | None = None
    recorded_on: dt.date | None = None
    voids: str | None = None
    replaces: str | None = None
    assumed: bool = False
    said: Said = field(default=NOTHING_SAID, compare=False)
    place: Place = field(default=NOWHERE, compare=False)
    filed: dt.date | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that is not used, with a finding for each bad cell; ids that cannot be read are empty texts.

    ``recorded_on`` is the day from which on it was known: its own, or else that of its date. Where neither can be read,
    it is ``None``, and the row was known from ever.
    """

    kind: RowKind
    id: str
    member_id: str
    place: Place
    findings: tuple[Diagnostic, ...]
    said: Said = NOTHING_SAID
    recorded_on: dt.date | None = None
    day: dt.date | None = None
    """its own day, where that can be read"""


@dataclass(frozen=True, slots=True)
class SetAsideRow:
    """A row that is none of the table's: blank, a title, a sum, a note. ``code`` tells which, ``text`` what it says."""

    place: Place
    code: Code
    text: str = ""
    said: Said = NOTHING_SAID


@dataclass(frozen=True, slots=True)
class FormReport:
    """Cells of one column that were not written in the settled way: in which form, how many, and the first of them.

    ``form`` is a ``Form``, ``written`` what stands in the cell at ``place``, and ``read`` what it was read as.
    """

    form: str
    count: int
    place: Place
    written: str
    read: str


@dataclass(frozen=True, slots=True)
class ColumnReport:
    """How a column was understood: its header as written, the name it was read as (empty if it was not) with its label,
    how many cells were filled, and the forms in which they were written.
    """

    header: str
    name: str
    filled: int
    forms: tuple[FormReport, ...] = ()
    label: Label | None = None


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What was found in one source: how many rows went where, and how each column was understood.

    ``encoding`` is empty for rows that came as mappings; ``sheet`` is the sheet of a workbook.
    """

    name: str
    encoding: str
    rows: int
    read: int
    rejected: int
    set_aside: int
    columns: tuple[ColumnReport, ...]
    sheet: str = ""

    def __post_init__(self) -> None:
        # INVARIANT: a row that is counted nowhere would be a person's work lost without a word.
        assert self.rows == self.read + self.rejected + self.set_aside  # our mistake, never the user's


@dataclass(frozen=True, slots=True)
class Table(Generic[Row]):
    """The rows of one kind from any number of sources; ``findings`` speak of columns, not of single rows.

    Example:
        >>> from datetime import date
        >>> june, july = Ledger((Entry("E-1", "K-1", date(2024, 6, 1), "proposal"),)), Ledger()
        >>> len((june + july).entries)
        1
    """

    rows: tuple[Row, ...] = ()
    rejected: tuple[RejectedRow, ...] = ()
    set_aside: tuple[SetAsideRow, ...] = ()
    findings: tuple[Diagnostic, ...] = ()
    sources: tuple[SourceReport, ...] = ()
    _index: Index[Row, RejectedRow] = field(init=False, repr=False, compare=False)

    id_of: ClassVar[str] = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_index", Index(self.rows, self.rejected, self.id_of))

    def indexed(self) -> Self:
        """The same table, in which the rows of one member are found at once from now on.

        Without it the first ``evaluate_member`` looks through all rows. Tables that were read from files have done so.
        """
        self._index.made()
        return self

    @classmethod
    def merged(cls, tables: Iterable[Self]) -> Self:
        """Several tables as one, in the order given."""
        parts = tuple(tables)
        names = [each.name for each in fields(Table) if each.init]
        return cls(*(_joined(getattr(part, name) for part in parts) for name in names))

    def __add__(self, other: Self) -> Self:
        return self.merged((self, other))


def index_of(table: Table[Row]) -> Index[Row, RejectedRow]:
    """What finds the rows of one member, and those that are linked with them; it looks when it is first asked."""
    return table._index  # noqa: SLF001  # a table of this module, and not for hosts


def _joined(parts: Iterable[tuple[Any, ...]]) -> tuple[Any, ...]:
    return tuple(chain.from_iterable(parts))


class Ledger(Table[Entry]):
    """What people did."""

    __slots__ = ()
    id_of = "entry_id"

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The rows that could be read, in the order of their sources."""
        return self.rows


class Roster(Table[RosterRow]):
    """Who the members are, and from when until when each row of theirs holds."""

    __slots__ = ()
    id_of = "row_id"


class Claims(Table[Claim]):
    """What members asked to be paid."""

    __slots__ = ()
    id_of = "claim_id"

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The rows that could be read, in the order of their sources."""
        return self.rows
