"""Who was what, and since when: the facts of members as steps, so that members who never differ are one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentive_rules.backends.reference import Profile
    from incentive_rules.ledger.model import RosterRow
    from incentive_rules.statement.rows import People

Spells = tuple[tuple[date, "Profile"], ...]
"""First days, and the facts that hold from then on; the first step holds from ever."""


class Staff:
    """The staff list as it bears on some facts between two days. Members who are alike share their spells."""

    def __init__(self, people: People, names: tuple[str, ...], first: date, last: date) -> None:
        self._people, self._names, self._first, self._last = people, names, first, last
        self._constant: dict[Profile, Spells] = {}
        self._unknown = self._always((None,) * len(names))
        self._shared: dict[Spells, Spells] = {}
        self._spells: dict[str, Spells] = {}
        for member, rows in people.rows.items() if names else ():
            row = rows[0] if len(rows) == 1 else None
            if row is not None and (row.first or date.min) <= first and last < (row.until or date.max):
                self._spells[member] = self._always(tuple(map(row.facts.get, names)))
            else:
                self._spells[member] = self._changing(member, rows)

    def spells(self, member: str) -> Spells:
        """What a member was, as steps between the first and the last day that matter."""
        return self._spells.get(member, self._unknown)

    def moves(self) -> set[date]:
        """Every day on which something of somebody changes."""
        return {day for spells in self._shared for day, _ in spells[1:]}

    def _always(self, facts: Profile) -> Spells:
        found = self._constant.get(facts)
        if found is None:
            found = self._constant[facts] = ((date.min, facts),)
        return found

    def _changing(self, member: str, rows: tuple[RosterRow, ...]) -> Spells:
        found = tuple(self._steps(member, rows))
        return self._shared.setdefault(found, found) if len(found) > 1 else self._always(found[0][1])

    def _steps(self, member: str, rows: tuple[RosterRow, ...]) -> Iterator[tuple[date, Profile]]:
        ends = {day for row in rows for day in (row.first, row.until) if day is not None}
        facts = self._facts(self._people.on(member, self._first))
        yield date.min, facts
        for day in sorted(day for day in ends if self._first < day <= self._last):
            before, facts = facts, self._facts(self._people.on(member, day))
            if facts != before:
                yield day, facts

    def _facts(self, row: RosterRow | None) -> Profile:
        return (None,) * len(self._names) if row is None else tuple(map(row.facts.get, self._names))


def at(spells: Spells, day: date) -> Profile:
    """What a member was on a day."""
    return next(facts for first, facts in reversed(spells) if first <= day)
