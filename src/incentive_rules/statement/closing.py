"""Which periods are closed, and for which rows: those that came to be known after the closing day."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from incentive_rules.periods import ONE_DAY, Period, periods_between
from incentive_rules.statement.correcting import aim_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from incentive_rules.ledger.model import Ledger, Roster, Table
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

    def lands_on(self, known: date) -> date | None:
        """The first day of the first period that was open on a day."""
        return next((each.period.first for each in self.closed if known <= each.day), self.opens)


def calendar_of(program: Program, tables: Iterable[Table[Any]], known_at: date | None) -> Calendar:
    """The periods that closed before the last row was known."""
    rule = program.closing
    assert rule is not None  # asked by the caller
    days = (table.index.known_days for table in tables)
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


def has_late(ledger: Ledger, roster: Roster, calendar: Calendar, known_at: date | None) -> bool:
    """Whether some row came to be known only after the period of what it is about was closed."""
    days = {row.entry_id: row.date for row in ledger.rows}
    aims = {row.entry_id: aim.id for row in ledger.rows if (aim := aim_of(row)) is not None}
    about = [(_earliest(row.entry_id, days, aims), row.recorded_on or row.date) for row in ledger.rows]
    about += [(row.first or date.min, row.recorded_on or row.first or date.min) for row in roster.rows]
    first = calendar.closed[0].period.first
    closed = (
        (calendar.period_on(max(day, first)), known) for day, known in about if known_at is None or known <= known_at
    )
    return any(each is not None and known > each.day for each, known in closed)


def _earliest(name: str, days: Mapping[str, date], aims: Mapping[str, str]) -> date:
    """The earliest day that a row is about: its own, or that of a row that it corrects, be it over others."""
    found, seen = days[name], {name}
    while (name := aims.get(name, "")) in days and name not in seen:
        seen.add(name)
        found = min(found, days[name])
    return found
