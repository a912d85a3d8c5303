"""One member's account of lots: what a walk changes."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from incentive_rules.statement.model import Use

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from incentive_rules.amounts import Amount, Amounts, Scaled
    from incentive_rules.statement.credit import Line


@dataclass(frozen=True, slots=True)
class Paid:
    """A tier that was paid, with what it brought; ``again`` rules look back at these."""

    award: str
    tier: str
    day: date
    amounts: dict[str, Amount]


_new_use = partial(tuple.__new__, Use)  # as Use(...) makes it, in a third of the time


@dataclass(slots=True)
class Account:
    """A member's state at one moment of the walk. It is the only thing here that changes.

    ``lines`` are the entries that count, in the order in which they are credited, with their ``days`` and ``ids``;
    ``granted`` and ``left`` say of those that were, what they brought and what nothing has used yet. So each line is a
    lot, and since they stand by their days, the lots that end first stand first.
    """

    member_id: str
    lines: Sequence[Line]
    days: Sequence[date]
    ids: Sequence[str]
    granted: list[Scaled] = field(default_factory=list)
    left: list[Scaled] = field(default_factory=list)
    balance: Scaled = 0
    paid: list[Paid] = field(default_factory=list)
    claims_paid: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    _oldest: int = 0

    def credit(self, points: Sequence[Scaled]) -> None:
        """The next lines bring so many points."""
        self.granted += points
        self.left += points
        self.balance += sum(points)

    def earned(self, first: date, end: date) -> Scaled:
        """What was credited in ``[first, end)``; claims and lapses do not reduce it (law 8)."""
        low, high = (bisect_left(self.days, day, 0, len(self.granted)) for day in (first, end))
        return sum(self.granted[low:high])

    def use(self, points: Scaled, amounts: Amounts) -> tuple[Use, ...]:
        """Take points from lots: the earliest end first, then the earliest credit (law 7)."""
        assert points <= self.balance, "no payment takes more than the balance"
        self.balance -= points
        ids, left, index, uses = self.ids, self.left, self._oldest, []
        while points:
            lot = left[index]
            if lot > points:
                left[index] = lot - points
                uses.append(_new_use((ids[index], amounts[points])))
                break
            if lot:
                left[index] = 0
                uses.append(_new_use((ids[index], amounts[lot])))
                points -= lot
            index += 1
        self._oldest = index
        return tuple(uses)

    def lapse(self, end: date = date.max) -> Iterator[tuple[int, Scaled]]:
        """Whatever is left of the lots that were credited before a day is gone. Gives lines and points."""
        first = self._oldest
        self._oldest = bisect_left(self.days, end, first, len(self.granted))
        for index in range(first, self._oldest):
            if left := self.left[index]:
                self.left[index] = 0
                self.balance -= left
                yield index, left
