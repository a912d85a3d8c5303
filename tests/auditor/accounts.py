"""The points of one member: lots, debts, and how they go."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from auditor.days import ONE_DAY

ZERO = Fraction(0)


@dataclass
class Lot:
    """Points that counted on one day; gone after their last day."""

    day: date
    last: date | None
    left: Fraction
    of: str = ""
    """the entry that brought them"""


@dataclass
class Account:
    """What one member has."""

    lots: list[Lot] = field(default_factory=list)
    debt: Fraction = ZERO
    earned: list[tuple[date, Fraction]] = field(default_factory=list)
    used: Fraction = ZERO
    deducted: Fraction = ZERO
    lapses: list[tuple[date, Fraction]] = field(default_factory=list)

    @property
    def balance(self) -> Fraction:
        return sum((lot.left for lot in self.lots), ZERO) - self.debt

    def balance_of(self, day: date) -> Fraction:
        """What is left of the points that counted until a day."""
        return sum((lot.left for lot in self.lots if lot.day <= day), ZERO) - self.debt

    def earned_in(self, first: date, last: date) -> Fraction:
        return sum((points for day, points in self.earned if first <= day <= last), ZERO)

    def put(self, lot: Lot) -> None:
        """New points make good what is owed before anything else."""
        repaid = min(self.debt, lot.left)
        self.debt -= repaid
        lot.left -= repaid
        self.lots.append(lot)

    def take(self, points: Fraction) -> Fraction:
        """Take points oldest first, those that lapse first before others; returns what was not there."""
        for lot in sorted(self.lots, key=lambda each: (each.last or date.max, each.day)):
            taken = min(lot.left, points)
            lot.left -= taken
            points -= taken
        return points

    def take_of(self, entry: str, points: Fraction) -> Fraction:
        """Take what is left of the points of one entry; returns what was not there."""
        for lot in self.lots:
            if lot.of == entry:
                taken = min(lot.left, points)
                lot.left -= taken
                points -= taken
        return points

    def lapse(self, day: date, lots: list[Lot]) -> None:
        for lot in lots:
            if lot.left:
                self.lapses.append((day, lot.left))
                lot.left = ZERO

    def lapse_at_end_of(self, day: date) -> None:
        """What has its last day on this one is gone after it."""
        self.lapse(day, [lot for lot in self.lots if lot.last == day])

    def carry_over(self, day: date, most: Fraction) -> None:
        """Only the newest points go on; what is above lapses."""
        over = max(ZERO, sum((lot.left for lot in self.lots), ZERO) - most)
        for lot in sorted(self.lots, key=lambda each: each.day):
            gone = min(lot.left, over)
            if gone:
                self.lapses.append((day, gone))
                lot.left -= gone
                over -= gone


def last_day(counted: date, months: int | None, year_end: str | None, added: date | None) -> date | None:
    """The last day of points that counted on a day."""
    ends = [date(counted.year, 12, 31)] if year_end == "lapse" else []
    if months is not None and added is not None:
        ends.append(added - ONE_DAY)
    return min(ends, default=None)
