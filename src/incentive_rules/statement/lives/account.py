"""One member's account of lots: what a walk changes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from incentive_rules.statement.brought import NOTHING, OpenedAccount
from incentive_rules.statement.lives.choosing import Choices
from incentive_rules.statement.model import Deduction, Use

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from incentive_rules.amounts import Amounts, Scaled
    from incentive_rules.statement.brought import Paid
    from incentive_rules.statement.earning.credit import Line


_new_use = partial(tuple.__new__, Use)  # as Use(...) makes it, in a third of the time


@dataclass(slots=True)
class Account:
    """A member's state at one moment of the walk. It is the only thing here that changes.

    ``lines`` are the entries that count, in the order in which they are credited, with their ``days`` and ``ids``;
    ``granted`` and ``left`` say of those that were, what they brought and what nothing has used yet. So each line is a
    lot, and since they stand by their days, the lots that end first stand first. What is left of a line that took
    points away is what no lot has covered yet, below zero; ``debts`` are these lines. While there is a debt there is no
    lot with anything left. ``deducted`` are points that lines took from the balance and not from what was earned;
    ``own`` is of lines that landed on a later day the day on which their entry counts.

    The first ``opened`` lines are lots of opening rows: they were earned before. ``brought`` is all that these say.
    """

    member_id: str
    lines: Sequence[Line]
    days: Sequence[date]
    ids: Sequence[str]
    granted: list[Scaled] = field(default_factory=list)
    left: list[Scaled] = field(default_factory=list)
    balance: Scaled = 0
    deducted: dict[int, Scaled] = field(default_factory=dict)
    debts: list[int] = field(default_factory=list)
    taken: list[Deduction] = field(default_factory=list)
    paid: list[Paid] = field(default_factory=list)
    claims_paid: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    own: Mapping[int, date] = field(default_factory=dict)
    choices: Choices = field(default_factory=Choices)
    opened: int = 0
    brought: OpenedAccount = NOTHING
    _oldest: int = 0

    def after(self, brought: OpenedAccount, lines: Sequence[Line]) -> Account:
        """The same account behind what its owner brings from before, with a line for each lot of it."""
        left = [lot.left for lot in brought.lots]
        return Account(
            self.member_id,
            [*lines, *self.lines],
            [*(line[0] for line in lines), *self.days],
            [*(line[1].entry_id for line in lines), *self.ids],
            granted=[0] * len(lines),
            left=left,
            balance=sum(left),
            debts=[index for index, points in enumerate(left) if points < 0],
            paid=[*brought.paid],
            claims_paid=defaultdict(int, brought.claims_paid),
            opened=len(lines),
            brought=brought,
        )

    def credit(self, points: Sequence[Scaled]) -> None:
        """The next lines bring so many points."""
        self.granted += points
        self.left += points
        self.balance += sum(points)

    def open(self, count: int) -> None:
        """The next so many lines, which ``add`` and ``take`` say of what they bring."""
        self.granted += [0] * count
        self.left += [0] * count

    def add(self, index: int, points: Scaled, amounts: Amounts) -> None:
        """A line brings points; debts are made good first."""
        self.give_back(index, points, self.days[index], amounts)

    def take(self, index: int, points: Scaled, amounts: Amounts) -> None:
        """A line takes points away, from lots as a payment does; what none of them covers is debt."""
        covered = min(points, max(0, self.balance))
        day, entry_id = self.days[index], self.ids[index]
        uses = self.use(covered, amounts) if covered else ()
        self.taken += [Deduction(day, entry_id, use.entry_id, use.points) for use in uses]
        self.balance -= points - covered
        if points > covered:
            self.left[index] = covered - points
            self.debts.append(index)

    def take_from(self, index: int, lots: Iterable[int], points: Scaled, amounts: Amounts) -> Scaled:
        """A line takes points away from some lots, as far as these have any left; gives how many."""
        taken: Scaled = 0
        for lot in lots:
            part = min(points - taken, max(0, self.left[lot]))
            if part:
                self.left[lot] -= part
                self.balance -= part
                taken += part
                self.taken.append(Deduction(self.days[index], self.ids[index], self.ids[lot], amounts[part]))
        return taken

    def earned(self, first: date, end: date) -> Scaled:
        """What was credited in ``[first, end)``; claims and lapses do not reduce it (law 8)."""
        low, high = (bisect_left(self.days, day, 0, len(self.granted)) for day in (first, end))
        return sum(self.granted[low:high]) + self.brought.earned.get(first, 0)

    def left_of(self, day: date) -> Scaled:
        """What is left of the lines up to a day; what later lines owe is taken from it."""
        later = bisect_right(self.days, day, 0, len(self.granted))
        return self.balance - sum([left for left in self.left[later:] if left > 0])

    def use(self, points: Scaled, amounts: Amounts) -> tuple[Use, ...]:
        """Take points from lots: the earliest end first, then the earliest credit (law 7)."""
        if not points:
            return ()  # an award that uses up nothing pays somebody who owes points, too
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

    def give_back(self, index: int, points: Scaled, day: date, amounts: Amounts) -> None:
        """Points that a payment took go back into their lot; debts are made good first."""
        self.balance += points
        while points and self.debts:
            debt = self.debts[0]
            part = min(points, -self.left[debt])
            self.left[debt] += part
            points -= part
            self.taken.append(Deduction(day, self.ids[debt], self.ids[index], amounts[part]))
            if not self.left[debt]:
                self.debts.pop(0)
        self.left[index] += points
        self._oldest = min(self._oldest, index)

    def lose(self, index: int, points: Scaled) -> None:
        """Points of one lot are gone."""
        self.left[index] -= points
        self.balance -= points

    def lapse(self, end: date = date.max) -> Iterator[tuple[int, Scaled]]:
        """Whatever is left of the lots that were credited before a day is gone. Gives lines and points."""
        return self.lapse_to(bisect_left(self.days, end, self._oldest, len(self.granted)))

    def lapse_to(self, end: int) -> Iterator[tuple[int, Scaled]]:
        """Whatever is left of the lots up to, and without, a line of that number is gone."""
        first, self._oldest = self._oldest, max(self._oldest, end)
        for index in range(first, self._oldest):
            if (left := self.left[index]) > 0:
                self.left[index] = 0
                self.balance -= left
                yield index, left

    def lapse_to_keep(self, points: Scaled) -> Iterator[tuple[int, Scaled]]:
        """What is above so many points is gone, of the oldest lots. Gives lines and points."""
        while self.balance > points:
            index = self._oldest
            part = min(max(0, self.left[index]), self.balance - points)
            if part:
                self.left[index] -= part
                self.balance -= part
                yield index, part
            if self.left[index] <= 0:
                self._oldest += 1
