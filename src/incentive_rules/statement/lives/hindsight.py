"""What a counter is on an earlier day, by what came to be known since: entry by entry, then and now.

A line that landed on a later day than its entry's own says in ``Account.own`` which day that is. A counter that was
read on a day took in the lines that were posted by then. Since then more may have been posted about the same entries,
or about others of the same days. Each entry is looked at by itself:

- one whose own day lies in the window counts with all that was posted of it so far;
- one that only landed in the window counts as it did, and no more than it comes to now.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from incentive_rules.statement.closed.posting import Posting, origin_of
from incentive_rules.statement.lives.counting import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import date

    from incentive_rules.amounts import Scaled
    from incentive_rules.ledger.model import Entry
    from incentive_rules.periods import Period
    from incentive_rules.program.counters import CounterRule
    from incentive_rules.statement.lives.account import Account
    from incentive_rules.statement.lives.counting import Counting


def _times(entry: Entry) -> int:
    return entry.times if isinstance(entry, Posting) else 1


def strays(account: Account, window: Period) -> Collection[int]:
    """Lines in a window that take back what was counted in another one, where it is judged again."""
    low, high = (bisect_left(account.days, day, 0, len(account.granted)) for day in (window.first, window.end))
    points: dict[str, Scaled] = defaultdict(int)
    times: dict[str, int] = defaultdict(int)
    found = []
    for index in range(low, high):
        own = account.own.get(index)
        if own is not None and own in window:
            continue
        entry = account.lines[index][1]
        name, more, count = origin_of(entry), account.granted[index], _times(entry)
        if own is not None and (points[name] + more < 0 or times[name] + count < 0):
            found.append(index)
        else:
            points[name] += more
            times[name] += count
    return found


class Moment(NamedTuple):
    """When a counter was read: on which day, over which window, after how many lines and with how much lapsed."""

    day: date
    window: Period
    lines: int
    lapsed: dict[str, Scaled]


class _Sum(NamedTuple):
    """What some lines of one entry come to."""

    points: Scaled
    times: int


@dataclass(slots=True)
class Hindsight:
    """An account as it is known on a later day: its lines up to and with that day, and what was granted to each."""

    account: Account
    points: Sequence[Scaled]
    lines: int
    last_day: Callable[[date], date]
    """the last day of points that count on a day, by their age or the year alone"""
    entries: Sequence[tuple[list[int], date]] = field(init=False)
    """the lines of each entry, and the entry's own day by what is known now"""

    def __post_init__(self) -> None:
        account, by_entry = self.account, defaultdict[str, list[int]](list)
        for index in range(self.lines):
            by_entry[origin_of(account.lines[index][1])].append(index)
        self.entries = [
            (indexes, account.own.get(indexes[-1], account.days[indexes[-1]])) for indexes in by_entry.values()
        ]

    def has_ended(self, day: date, at: date) -> bool:
        """Whether points that counted on a day are gone on another one."""
        return self.last_day(day) < at

    def _then(self, indexes: list[int], at: Moment) -> list[int]:
        return [index for index in indexes if index < at.lines and self.account.days[index] in at.window]

    def _sum(self, indexes: list[int]) -> _Sum:
        lines = self.account.lines
        return _Sum(sum([self.points[index] for index in indexes]), sum([_times(lines[index][1]) for index in indexes]))

    def more(self, at: Moment, *, is_balance: bool) -> Scaled:
        """By how much what was earned in a window, or what was left on its day, is more than it was then."""
        return sum(
            self._more(indexes, own, at, is_balance=is_balance)
            for indexes, own in self.entries
            if indexes[-1] >= at.lines
        )

    def _more(self, indexes: list[int], own: date, at: Moment, *, is_balance: bool) -> Scaled:
        before = self._then(indexes, at)
        then, now = self._sum(before).points, self._sum(indexes).points
        if own in at.window and own <= at.day:
            change = now - then
        else:
            then = max(0, then)
            change = min(then, max(0, now)) - then
        if not is_balance:
            return change
        # Points that were gone by that day, or would have been, are not missed on it.
        if change > 0:
            return 0 if self.has_ended(own, at.day) else change
        if before and all(self.has_ended(self.account.days[index], at.day) for index in before):
            return 0
        return min(0, change + at.lapsed.get(origin_of(self.account.lines[indexes[0]][1]), 0))

    def counted(self, counting: Counting, rule: CounterRule, at: Moment) -> Scaled | None:
        """A counter of the scheme's own; ``None`` where it hangs on something unknown."""
        tally = Tally(rule)
        for indexes, own in self.entries:
            then, now = self._sum(self._then(indexes, at)), self._sum(indexes)
            if now.times <= 0:
                continue
            is_own = own in at.window and own <= at.day
            if is_own or then.times > 0:
                whole = next(index for index in indexes if _times(self.account.lines[index][1]) > 0)
                points = now.points if is_own else min(then.points, now.points)
                counting.add(tally, self.account.lines[whole][1], own, points)
        return None if tally.unknown else tally.result() or 0
