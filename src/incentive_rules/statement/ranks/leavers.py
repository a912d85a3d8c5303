"""The staff list with those who left in a period: each as on the last day there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incentive_rules.ledger.model import RosterRow
    from incentive_rules.periods import Period
    from incentive_rules.statement.rows import People
    from incentive_rules.statement.setting import Setting


def with_leavers(people: People, period: Period, day: date) -> People:
    """People of whom whoever left in a period before a day is known on that day as on the last day on the list.

    Example:
        >>> from incentive_rules.ledger.model import RosterRow
        >>> from incentive_rules.periods import Per, period_of
        >>> from incentive_rules.statement.rows import People
        >>> left = RosterRow("K-1", {"grade": "6급"}, date(2023, 1, 1), date(2024, 4, 1))
        >>> people = People({"K-1": (left,)}, frozenset(["K-1"]), ())
        >>> end = date(2024, 12, 31)
        >>> people.on("K-1", end), with_leavers(people, period_of(end, Per.YEAR), end).known("K-1", end)
        (None, {('member', 'grade'): '6급'})
    """
    rows = {member: _kept(own, period, day) for member, own in people.rows.items()}
    return replace(people, rows=rows)


def seen_in(setting: Setting, answer: str, period: Period, day: date) -> Setting:
    """The setting in which an award judges a period, where an answer may count those who left in it."""
    if not answer.endswith("_in_period"):
        return setting
    return replace(setting, people=with_leavers(setting.people, period, day))


def _kept(rows: Sequence[RosterRow], period: Period, day: date) -> tuple[RosterRow, ...]:
    """Somebody's rows; the last one of whoever left in the period holds on."""
    begun = [row for row in rows if (row.first or date.min) <= day]
    last = max(begun, key=lambda row: row.first or date.min, default=None)
    if last is None or last.until is None or last.until > day or last.until <= period.first:
        return tuple(rows)
    later = [row.first for row in rows if row.first is not None and row.first > day]
    kept = replace(last, until=min(later, default=None))
    return tuple(kept if row is last else row for row in rows)
