"""Lines of an account whose periods close: each entry where it was posted, and later differences beside it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from incentive_rules.ledger.model import Entry
from incentive_rules.statement.limits.limiting import Granted, put_in_order

if TYPE_CHECKING:
    from incentive_rules.amounts import Scaled
    from incentive_rules.statement.earning.credit import Line
    from incentive_rules.statement.earning.groups import Group
    from incentive_rules.statement.limits.granting import GrantedEntry


@dataclass(frozen=True, slots=True)
class Posting(Entry):
    """A line that is no row: what was posted of ``origin`` before, or the difference that it came to later.

    ``times`` is how often it counts where entries are counted: 1 for a whole entry, -1 for one that is gone, 0 for a
    difference of points alone. ``is_whole`` tells what was posted before from a difference.
    """

    origin: str = ""
    times: int = 0
    is_whole: bool = False


def difference_of(entry: Entry, name: str, times: int) -> Posting:
    """A line about what an entry came to later, under a name of its own."""
    return replace(_posting_of(entry), entry_id=name, times=times)


def whole_of(entry: Entry, name: str) -> Posting:
    """A line about all that was posted of an entry before, under a name of its own."""
    return replace(_posting_of(entry), entry_id=name, times=1, is_whole=True)


def _posting_of(entry: Entry) -> Posting:
    told = {each: getattr(entry, each) for each in Entry.__dataclass_fields__}
    return Posting(**told, origin=entry.entry_id)


def is_difference(entry: Entry) -> bool:
    """Whether a line is about what an entry came to later."""
    return isinstance(entry, Posting) and not entry.is_whole


def origin_of(entry: Entry) -> str:
    """The id of the entry that a line is about."""
    return entry.origin if isinstance(entry, Posting) else entry.entry_id


@dataclass(slots=True)
class Posted:
    """The lines of members and of groups, in law 2's order, with what is granted to each for good."""

    members: dict[str, list[Line]] = field(default_factory=dict)
    groups: dict[Group, list[Line]] = field(default_factory=dict)
    granted: tuple[dict[str, Granted], dict[Group, Granted]] = field(default_factory=lambda: ({}, {}))

    def add(self, owner: Group, shares: list[GrantedEntry]) -> None:
        """The lines of one owner."""
        by_line = {id(share.entry): share for share in shares}
        lines: list[Line] = [(share.day, share.entry, share.grant) for share in shares]
        put_in_order(lines)
        ordered = [by_line[id(entry)] for _, entry, _ in lines]
        found = Granted([share.points for share in ordered])
        for index, share in enumerate(ordered):
            lost: Scaled = share.grant.points - share.points
            if share.steps != share.grant.steps:
                found.steps[index] = share.steps
            if share.own is not None:
                found.own[index] = share.own
            if share.cuts:
                found.cuts[share.entry.entry_id] = share.cuts
            if lost:
                found.cut_points.append((share.grant.activity, lost))
        kind, name = owner
        if kind:
            self.groups[owner], self.granted[1][owner] = lines, found
        else:
            self.members[name], self.granted[0][name] = lines, found
