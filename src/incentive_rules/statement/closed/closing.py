"""Which periods are closed, and for which rows: those that came to be known after the closing day."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from incentive_rules.ledger.model import index_of
from incentive_rules.periods import ONE_DAY, Period, periods_between
from incentive_rules.statement.correcting import aim_of
from incentive_rules.statement.rows import first_of, known_on, until_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from incentive_rules.ledger.model import Entry, Ledger, Roster, RosterRow, Table
    from incentive_rules.program.model import ClosingRule, Program


@dataclass(frozen=True, slots=True)
class Closed:
    """A period that closed before all was known, and the day on which it did."""

    period: Period
    day: date


@dataclass(frozen=True, slots=True)
class Calendar:
    """The periods that are closed for some row, and the first day that is open for all; ``None`` where none is."""

    closed: tuple[Closed, ...]
    opens: date | None

    def period_on(self, day: date) -> Closed | None:
        """The closed period of a day."""
        return next((each for each in self.closed if day in each.period), None)


def calendar_of(program: Program, tables: Iterable[Table[Any]], known_at: date | None) -> Calendar:
    """The periods that closed before the last row was known."""
    rule = program.closing
    assert rule is not None  # asked by the caller
    days = (index_of(table).known_days for table in tables)
    counts = ((known, len(known) if known_at is None else bisect_right(known, known_at)) for known in days)
    return _calendar(rule, program, max((known[count - 1] for known, count in counts if count), default=date.min))


def _calendar(rule: ClosingRule, program: Program, last: date) -> Calendar:
    ends = min(max(last, program.first), program.until - ONE_DAY)
    closed: list[Closed] = []
    for period in periods_between(program.first, ends, rule.per):
        day = rule.closes(period)
        if day >= last:
            return Calendar(tuple(closed), max(period.first, program.first))
        closed.append(Closed(period, day))
    after = closed[-1].period.end if closed else program.first
    return Calendar(tuple(closed), after if after < program.until else None)


def has_late(
    ledger: Ledger, roster: Roster, calendar: Calendar, known_at: date | None, *, is_listed: bool = True
) -> bool:
    """Whether some row came to be known only after a period that it bears on was closed.

    Without a staff list (``is_listed``), rows say what their members are, the first of them from ever.
    """
    days = _days_of_ids(ledger.rows, {} if is_listed else _told_from(ledger.rows))
    _tied(days, index_of(ledger).linked, [row.entry_id for row in ledger.rows if aim_of(row) is not None])
    about = [(days[row.entry_id], row.recorded_on or row.date) for row in ledger.rows]
    about += _of_staff(roster)
    first = calendar.closed[0].period.first
    closed = (
        (calendar.period_on(max(day, first)), known) for day, known in about if known_at is None or known <= known_at
    )
    return any(each is not None and known > each.day for each, known in closed)


def _days_of_ids(rows: Iterable[Entry], told_from: Mapping[str, date]) -> dict[str, date]:
    """The earliest day that the rows of an id bear on: several of one id may refuse each other."""
    days: dict[str, date] = {}
    for row in rows:
        day = min(row.date, row.approved_on or row.date)
        if row.member_facts and row.member_id in told_from:
            day = min(day, told_from[row.member_id])
        days[row.entry_id] = min(day, days.get(row.entry_id, day))
    return days


def _told_from(rows: Sequence[Entry]) -> dict[str, date]:
    """Those of whom the first row tells nothing, or may be corrected: what later rows tell holds from that day on."""
    aims = {row.entry_id: aim.id for row in rows if (aim := aim_of(row)) is not None}
    times = Counter([*(row.entry_id for row in rows), *aims, *aims.values()])
    first: dict[str, date] = {}
    for row in rows:
        for person in (row.member_id, row.from_member) if row.from_member else (row.member_id,):
            first[person] = min(row.date, first.get(person, row.date))
    for row in rows:
        if row.member_facts and first.get(row.member_id) == row.date and times[row.entry_id] == 1:
            del first[row.member_id]
    return first


def _of_staff(roster: Roster) -> Iterator[tuple[date, date]]:
    """The first day that each row of the staff list bears on, and when it was known; rows that overlap may differ.

    A row that could not be read may be about any day.
    """
    by_member: dict[str, list[RosterRow]] = {}
    for row in roster.rows:
        by_member.setdefault(row.member_id, []).append(row)
    days: dict[str, date] = {}
    for own in by_member.values():
        own.sort(key=first_of)
        overlap = any(until_of(row) > first_of(other) for row, other in pairwise(own))
        for row in own:
            first = first_of(own[0]) if overlap else first_of(row)
            if row.row_id:
                days[row.row_id] = min(first, days.get(row.row_id, first))
            else:
                yield first, known_on(row)
    _tied(days, index_of(roster).linked, [row.row_id for row in roster.rows if aim_of(row) is not None])
    yield from ((days[row.row_id], known_on(row)) for row in roster.rows if row.row_id)
    yield from ((date.min, row.recorded_on) for row in roster.rejected if row.recorded_on is not None)


def _tied(days: dict[str, date], links: Callable[[Iterable[str]], set[str]], aims: Iterable[str]) -> None:
    """Let rows that corrections tie to each other bear on the earliest of their days: one waits for the other."""
    seen: set[str] = set()
    for name in aims:
        if name not in seen:
            tied = links([name])
            seen |= tied
            there = tied & days.keys()
            days |= dict.fromkeys(there, min(days[each] for each in there))
