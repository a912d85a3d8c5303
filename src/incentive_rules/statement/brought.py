"""What one owner brings into an evaluation that begins with opening rows: lots, and all that rules look back at."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping
    from datetime import date

    from incentive_rules.amounts import Amount, Scaled
    from incentive_rules.statement.credit import Line
    from incentive_rules.statement.groups import Group
    from incentive_rules.statement.winning import Won

MEMBER = ""
"""The kind of an owner who is no group."""


@dataclass(frozen=True, slots=True)
class Paid:
    """A tier that was paid, with what it brought; ``again`` rules look back at these."""

    award: str
    tier: str
    day: date
    amounts: dict[str, Amount]


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

    lines: tuple[Line, ...] = ()
    left: tuple[Scaled, ...] = ()
    paid: tuple[Paid, ...] = ()
    claims_paid: Mapping[tuple[str, str], int] = field(default_factory=dict)
    limits: Mapping[tuple[str, str], Scaled] = field(default_factory=dict)
    earned: Mapping[date, Scaled] = field(default_factory=dict)
    counted: Mapping[str, tuple[Counted, ...]] = field(default_factory=dict)


NOTHING = OpenedAccount()
"""Of whoever brings nothing."""


@dataclass(frozen=True)
class Beginning:
    """With what an evaluation begins on a day. ``entries`` and ``claims`` are rows that are not settled yet."""

    day: date
    accounts: Mapping[Group, OpenedAccount]
    spent: Mapping[tuple[str, str, str], Amount]
    limits: Mapping[Hashable, Scaled]
    """what limits granted that look at everybody together, by their keys"""
    won: tuple[Won, ...]
    entries: frozenset[str]
    claims: frozenset[str]

    @cached_property
    def lots(self) -> frozenset[str]:
        """The ids of all entries of which something is left or owed."""
        return frozenset(line[1].entry_id for each in self.accounts.values() for line in each.lines)

    @property
    def members(self) -> Iterator[str]:
        """Every member who brings something."""
        return (name for kind, name in self.accounts if kind == MEMBER)

    @property
    def groups(self) -> Iterator[Group]:
        """Every group that brings something."""
        return (owner for owner in self.accounts if owner[0] != MEMBER)
