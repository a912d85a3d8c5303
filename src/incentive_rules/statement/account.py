"""What a walk reads and what it changes: the setting of an evaluation, and one member's account of lots."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.statement.judge import failures, truth
from incentive_rules.statement.model import Use
from incentive_rules.statement.rows import because

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from incentive_rules.amounts import Amount, Scaled
    from incentive_rules.program.model import Program
    from incentive_rules.statement.cite import Citer
    from incentive_rules.statement.model import Reason
    from incentive_rules.statement.rows import People


@dataclass(frozen=True, slots=True)
class Setting:
    """What every part of an evaluation looks at and none changes."""

    program: Program
    people: People
    as_of: date
    cite: Citer

    def is_eligible(self, member_id: str, day: date) -> bool | None:
        """Whether a member fulfils the scheme's condition on a day, as far as it hangs on the member."""
        if self.program.eligible is None:
            return True
        return truth(self.program.eligible, self.people.known(member_id, day), day)

    def unknown(self, member_id: str, day: date) -> Reason:
        """Why it is not known whether a member is eligible on a day."""
        gap = self.people.gap(member_id, day)
        if gap is not None or self.program.eligible is None:
            return gap or because(Code.NOT_LISTED_ON_DAY, member=member_id, day=day)
        failure = next(failures(self.program.eligible, self.people.known(member_id, day), day))
        return because(Code.CONDITION_UNKNOWN, need=failure.need, name=failure.fact.label, day=day)

    def uses(self, account: Account, points: Scaled) -> tuple[Use, ...]:
        """Points taken from an account, by lot."""
        return tuple(Use(entry_id, self.program.scale.take(taken)) for entry_id, taken in account.use(points))


@dataclass(frozen=True, slots=True)
class Paid:
    """A tier that was paid, with what it brought; ``again`` rules look back at these."""

    award: str
    tier: str
    day: date
    at: Scaled
    amounts: dict[str, Amount]


@dataclass(slots=True)
class Lot:
    """The points of one entry, as far as nothing has used them. ``ends`` is the first day without them."""

    entry_id: str
    day: date
    granted: Scaled
    left: Scaled
    ends: date
    order: int


@dataclass(slots=True)
class Account:
    """A member's state at one moment of the walk. It is the only thing here that changes."""

    member_id: str
    lots: list[Lot] = field(default_factory=list)
    paid: list[Paid] = field(default_factory=list)
    claims_paid: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    limit_used: dict[tuple[str, str], Scaled] = field(default_factory=lambda: defaultdict(int))

    def balance(self) -> Scaled:
        """What is left of all lots."""
        return sum(lot.left for lot in self.lots)

    def earned(self, first: date, end: date) -> Scaled:
        """What was credited in ``[first, end)``; claims and lapses do not reduce it (law 8)."""
        return sum(lot.granted for lot in self.lots if first <= lot.day < end)

    def use(self, points: Scaled) -> Iterator[tuple[str, Scaled]]:
        """Take points from lots: the earliest end first, then the earliest credit (law 7)."""
        for lot in sorted(self.lots, key=lambda lot: (lot.ends, lot.order)):
            taken = min(points, lot.left)
            if taken > 0:
                lot.left -= taken
                points -= taken
                yield lot.entry_id, taken
        assert points == 0, "no payment takes more than the balance"
