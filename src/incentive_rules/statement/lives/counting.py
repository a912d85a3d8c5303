"""What named counters come to: over somebody's credited entries, in a window, exactly."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

from incentive_rules.amounts import Scaled, whole_or_fraction
from incentive_rules.codes import Code
from incentive_rules.periods import ONE_DAY, Per, Period, period_of
from incentive_rules.scheme.counters import Take
from incentive_rules.statement.earning.credit import Judge
from incentive_rules.statement.judge import truth
from incentive_rules.statement.rows import because

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from incentive_rules.ledger.model import Entry
    from incentive_rules.periods import Span
    from incentive_rules.program.counters import CounterRule
    from incentive_rules.statement.brought import OpenedAccount
    from incentive_rules.statement.earning.credit import Line
    from incentive_rules.statement.lives.account import Account
    from incentive_rules.statement.model import Reason
    from incentive_rules.statement.setting import Setting


class Credited(Protocol):
    """Lines, with what was granted to each."""

    @property
    def lines(self) -> Sequence[Line]:
        """The lines of somebody, in law 2's order."""

    @property
    def granted(self) -> Sequence[Scaled]:
        """The points of each line."""

    @property
    def opened(self) -> OpenedAccount:
        """What was counted before the first of them."""


def window_of(rule: CounterRule, day: date, per: Span) -> Period:
    """The days that a counter looks at on a day: the period around it, and as many before it as ``last`` says.

    Example:
        >>> from datetime import date
        >>> from types import SimpleNamespace
        >>> window_of(SimpleNamespace(last=3), date(2026, 5, 1), Per.YEAR).first
        datetime.date(2024, 1, 1)
    """
    period = period_of(day, per)
    first = period
    for _ in range(rule.last - 1 if per is not Per.EVER else 0):  # there is nothing before all of time
        first = period_of(first.first - ONE_DAY, per)
        if first.is_gap:  # days between two periods of a name belong to neither
            first = period_of(first.first - ONE_DAY, per)
    return Period(first.first, period.end, period.name)


@dataclass(slots=True)
class Tally:
    """The values that one counter takes in for one owner. ``unknown`` if it hangs on a fact that is not known."""

    rule: CounterRule
    values: list[Scaled] = field(default_factory=list)
    days: list[date] = field(default_factory=list)
    entries: list[str] = field(default_factory=list)
    unknown: bool = False

    def result(self) -> Scaled | None:
        """The number, scaled as points are; ``None`` where nothing is there that has a mean, an end or a last value."""
        if self.rule.take is Take.NUMBER:
            return self._sum()
        kept = self._kept()
        if self.rule.take is Take.SUM:
            return whole_or_fraction(Fraction(sum(kept)))
        return self._one(kept) if kept else None

    def reached(self) -> date:
        """The day since which the result is what it is; the day before, it was another one, or none."""
        result, days = self.result(), sorted(set(self.days))
        for index in reversed(range(len(days))):
            before = [value for day, value in zip(self.days, self.values, strict=True) if day < days[index]]
            then = replace(self, values=before, days=[day for day in self.days if day < days[index]])
            if not before or then.result() != result:
                return days[index]
        return date.min

    def open_reason(self) -> Reason | None:
        """Why the result says less than it should, if it does."""
        if self.unknown:
            return because(Code.COUNTER_UNKNOWN, name=self.rule.label)
        if self.is_emptied:
            return because(Code.TOO_FEW_VALUES, name=self.rule.label, count=len(self.values))
        return None

    @property
    def is_emptied(self) -> bool:
        """Whether there are values, and all of them are left out at the ends."""
        return bool(self.values) and len(self.values) <= sum(self.rule.drop)

    def _sum(self) -> Scaled:
        return whole_or_fraction(Fraction(sum(self.values)))

    def _kept(self) -> list[Scaled]:
        """The values without those at the ends."""
        highest, lowest = self.rule.drop
        if not (highest or lowest):
            return self.values
        return [] if self.is_emptied else sorted(self.values)[lowest : len(self.values) - highest]

    def _one(self, kept: list[Scaled]) -> Scaled:
        if self.rule.take is Take.MEAN:
            return whole_or_fraction(Fraction(sum(kept)) / len(kept))
        if self.rule.take is Take.LAST:  # between people of one day no order decides: it is the highest
            return max(zip(self.days, self.values, strict=True))[1]
        return max(kept) if self.rule.take is Take.HIGHEST else min(kept)


@dataclass(frozen=True, slots=True)
class Counting:
    """Counts for one evaluation."""

    setting: Setting
    judge: Judge

    @classmethod
    def of(cls, setting: Setting) -> Counting:
        """The counting of one evaluation."""
        return cls(setting, Judge(setting))

    def add(self, tally: Tally, entry: Entry, day: date, points: Scaled) -> None:
        """Take in an entry that was credited on a day, if the counter is about it."""
        rule = tally.rule
        if entry.activity not in rule.activities:
            return
        if rule.when is not None:
            holds = truth(rule.when, self.judge.known(entry), day)
            tally.unknown = tally.unknown or holds is None
            if not holds:
                return
        value = self._value(rule, entry, points)
        if value is None:
            tally.unknown = True
            return
        tally.values.append(value)
        tally.days.append(day)
        tally.entries.append(entry.entry_id)

    def _value(self, rule: CounterRule, entry: Entry, points: Scaled) -> Scaled | None:
        factor = self.setting.program.scale.factor
        if rule.take is Take.NUMBER:
            return factor * getattr(entry, "times", 1)
        if rule.fact is None:
            return points
        known = entry.quantity if rule.fact.name == "quantity" else entry.facts.get(rule.fact.name)
        return whole_or_fraction(known * factor) if isinstance(known, Fraction) else None

    @staticmethod
    def _take_over(tally: Tally, opened: OpenedAccount, window: Period) -> None:
        """Take in what was counted before an opening, as far as it lies in the window."""
        for day, value, times in opened.counted.get(tally.rule.id, ()):
            if day in window:
                tally.unknown = tally.unknown or value is None
                tally.values += [value] * times if value is not None else []
                tally.days += [day] * times if value is not None else []

    def of_life(self, rule: CounterRule, life: Credited | None, window: Period, last: date) -> Tally:
        """What a counter takes in of all that somebody was credited in a window, up to a day."""
        tally = Tally(rule)
        if life is not None:
            self._take_over(tally, life.opened, window)
        lines = zip(life.lines, life.granted, strict=True) if life else ()
        for (day, entry, _), points in lines:
            if day in window and day <= last:
                self.add(tally, entry, day, points)
        return tally

    def of_account(
        self, rule: CounterRule, account: Account, window: Period, passed_over: Collection[int] = ()
    ) -> Tally:
        """What a counter takes in of all that an account was credited in a window, but for some lines."""
        tally = Tally(rule)
        self._take_over(tally, account.brought, window)
        low, high = (bisect_left(account.days, day, 0, len(account.granted)) for day in (window.first, window.end))
        for index in range(max(low, account.opened), high):
            if index in passed_over:
                continue
            day, entry, _ = account.lines[index]
            self.add(tally, entry, day, account.granted[index])
        return tally
