"""The staff list as it was known: which of its rows are in use, and of whom it is in doubt what they were."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.messages import Label
from incentive_rules.statement.correcting import standing
from incentive_rules.statement.model import Outcome, RowKind, State
from incentive_rules.statement.rows import Doubt, People, because, content_key, first_of, outcome, until_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from incentive_rules.ledger.model import Roster, RosterRow
    from incentive_rules.statement.model import Reason


def people_of(roster: Roster, known_at: date | None) -> People:
    """The staff list as it was known, after every correction that was known then.

    Example:
        >>> from datetime import date
        >>> from incentive_rules.ledger.model import Roster, RosterRow
        >>> wrong = RosterRow("K-1", {"grade": "6급"}, recorded_on=date(2024, 1, 2), row_id="R-1")
        >>> right = RosterRow("K-1", {"grade": "7급"}, recorded_on=date(2024, 3, 5), row_id="R-2", replaces="R-1")
        >>> lists = [people_of(Roster((wrong, right)), date(2024, month, 10)) for month in (2, 3)]
        >>> [each.on("K-1", date(2024, 1, 31)).facts["grade"] for each in lists]
        ['6급', '7급']
    """
    found = standing(roster, RowKind.ROSTER, known_at)
    by_member: dict[str, list[RosterRow]] = {}
    for row in found.rows:
        by_member.setdefault(row.member_id, []).append(row)
    sorting = _Sorting(found.notes)
    kept = {member: sorting.in_use(rows) for member, rows in by_member.items()}
    for row, reasons in found.held:
        sorting.out_of_use(row, State.HELD, reasons[0])
        kept.setdefault(row.member_id, ())
    for each in found.outcomes:
        if each.state is State.REJECTED:  # the reader refused it, its id stands on another row, or it corrects nothing
            sorting.doubt(Doubt(each.member_id, _why(each.member_id, each.reasons[0])))
    outcomes = (*found.outcomes, *sorting.outcomes)
    return People(kept, frozenset(kept), outcomes, tuple(doubt for _, doubt in sorted(sorting.doubts.items())))


def _why(member: str, wrong: Reason) -> Reason:
    """Why a row of the staff list cannot be used, for whoever asks about the member."""
    why = Label(wrong.message("ko"), wrong.message("en"))
    return because(Code.ROSTER_ROW_UNREAD, member=member or _SOMEBODY, why=why)


_SOMEBODY = Label("사번을 모르는 사람", "somebody whose id is not known")


@dataclass(frozen=True, slots=True)
class _Sorting:
    """Sorts rows into those in use and those that cannot be used; ``notes`` tell of rows which one they replace."""

    notes: Mapping[str, tuple[Reason, ...]]
    outcomes: list[Outcome] = field(default_factory=list)
    doubts: dict[str, Doubt] = field(default_factory=dict)

    def in_use(self, rows: list[RosterRow]) -> tuple[RosterRow, ...]:
        """The rows of one member, in the order of their days, without those that overlap and differ."""
        if len(rows) > 1:
            rows.sort(key=lambda row: (first_of(row), until_of(row), content_key(row)))
        wrong = _conflicts(rows)
        for index, row in enumerate(rows):
            if index in wrong:
                self.out_of_use(row, State.REJECTED, wrong[index].reason(row))
            else:
                self.outcomes.append(outcome(row, RowKind.ROSTER, State.IN_USE, *self.notes.get(row.row_id, ())))
        return tuple(row for index, row in enumerate(rows) if index not in wrong)

    def out_of_use(self, row: RosterRow, state: State, why: Reason) -> None:
        """Tell of a row that cannot be used, so that on its days it is in doubt what its member was."""
        self.outcomes.append(outcome(row, RowKind.ROSTER, state, why))
        self.doubt(Doubt(row.member_id, _why(row.member_id, why), first_of(row), until_of(row)))

    def doubt(self, doubt: Doubt) -> None:
        """Tell each doubt once."""
        self.doubts[repr(doubt)] = doubt


def _conflicts(rows: list[RosterRow]) -> dict[int, _Conflict]:
    """Which of the rows of one member overlap another one that says something else."""
    wrong: dict[int, _Conflict] = {}
    for index, row in enumerate(rows):
        for other_index in range(index + 1, len(rows)):
            other = rows[other_index]
            if first_of(other) >= until_of(row):
                break
            if other.facts != row.facts:
                names = [name for name in row.facts if row.facts[name] != other.facts.get(name)]
                for each in (index, other_index):
                    wrong.setdefault(each, _Conflict(max(first_of(row), first_of(other)))).names.update(names)
    return wrong


@dataclass(frozen=True, slots=True)
class _Conflict:
    """The first day on which a row holds beside one that says something else, and all that they differ in."""

    day: date
    names: set[str] = field(default_factory=set)

    def reason(self, row: RosterRow) -> Reason:
        names = ", ".join(name for name in row.facts if name in self.names)
        return because(Code.OVERLAPPING_ROWS, member=row.member_id, day=self.day, name=names)
