"""What one owner brings into an evaluation that begins with opening rows: lots, and all that rules look back at."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping
    from datetime import date

    from incentive_rules.amounts import Amount, Scaled
    from incentive_rules.statement.winning import Won

    Owner = tuple[str, str]
    """The kind of a group, or an empty text for a member; and the name."""

MEMBER = ""
"""The kind of an owner who is no group."""


@dataclass(frozen=True, slots=True)
class Paid:
    """A tier that was paid, with what it brought; ``again`` rules look back at these."""

    award: str
    tier: str
    day: date
    amounts: dict[str, Amount]


class Lot(NamedTuple):
    """What is left of an entry of before, or owed where it is below 0."""

    entry_id: str
    member_id: str
    activity: str
    done: date
    day: date
    left: Scaled


class Counted(NamedTuple):
    """Values that a counter took in before the day: so many times one, or one that is not known."""

    day: date
    value: Scaled | None
    times: int


@dataclass(frozen=True, slots=True)
class OpenedAccount:
    """What one owner brings: lots and debts in their order, and what was paid, used up, earned and counted before.

    ``earned`` is by the first day of the window in which it was.
    """

    lots: tuple[Lot, ...] = ()
    paid: tuple[Paid, ...] = ()
    claims_paid: Mapping[tuple[str, str], int] = field(default_factory=dict)
    limits: Mapping[tuple[str, str], Scaled] = field(default_factory=dict)
    earned: Mapping[date, Scaled] = field(default_factory=dict)
    counted: Mapping[str, tuple[Counted, ...]] = field(default_factory=dict)

    @property
    def balance(self) -> Scaled:
        """All that is left, less what is owed."""
        return sum(each.left for each in self.lots)


NOTHING = OpenedAccount()
"""Of whoever brings nothing."""


@dataclass(frozen=True)
class Beginning:
    """With what an evaluation begins on a day. ``entries`` and ``claims`` are rows that are not settled yet."""

    day: date
    result_sha256: str
    accounts: Mapping[Owner, OpenedAccount]
    spent: Mapping[tuple[str, str, str], Amount]
    limits: Mapping[Hashable, Scaled]
    """what limits granted that look at everybody together, by their keys"""
    won: tuple[Won, ...]
    entries: frozenset[str]
    claims: frozenset[str]

    @cached_property
    def lots(self) -> frozenset[str]:
        """The ids of all entries of which something is left or owed."""
        return frozenset(lot.entry_id for each in self.accounts.values() for lot in each.lots)

    @property
    def members(self) -> Iterator[str]:
        """Every member who brings something."""
        return (name for kind, name in self.accounts if kind == MEMBER)

    @property
    def groups(self) -> Iterator[Owner]:
        """Every group that brings something."""
        return (owner for owner in self.accounts if owner[0] != MEMBER)
