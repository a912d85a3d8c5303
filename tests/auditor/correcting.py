"""Rows that correct others: each acts as if the row that it names had been otherwise from the beginning."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from auditor.rows import Entry

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


NOTHING_OF_ITS_OWN = ("voids", "decides")
"""Corrections that bring nothing themselves; a row that replaces another counts as itself."""


def corrected(
    rows: Iterable[Any], unread: Collection[str] = (), later: Collection[str] = ()
) -> tuple[list[Any], dict[str, str]]:
    """The entries, or claims, that are left, as they are then; and what became of all others by their ids.

    ``unread`` are the ids of rows of which some cell cannot be read: they are there, and can be corrected.
    ``later`` are those of rows that are not known yet: what corrects them waits.
    """
    return _Corrections({each.id: each for each in rows}, unread, later).made()


class _Corrections:
    """All rows of a table, of which some correct others."""

    def __init__(self, by_id: dict[str, Any], unread: Collection[str], later: Collection[str]) -> None:
        self.by_id, self.unread, self.later = by_id, unread, later

    def made(self) -> tuple[list[Any], dict[str, str]]:
        """What is left, and what became of the others."""
        acting = [name for name in self.by_id if self._acts(name)]
        gone = {target for name in acting for target in self._takes_out(name)}
        became = dict.fromkeys(gone, "corrected")
        left: list[Any] = []
        for name, row in self.by_id.items():
            if name in gone:
                continue
            if self._is_wrong(name):
                became[name] = "not_yet" if self._is_early(name) else "rejected"
            elif "decides" in row.corrects:
                became[name] = "correction"
            elif "voids" in row.corrects:
                became[name] = self._state_of_void(name)
            else:
                left.append(self._as_it_is(name, acting))
        return left, became

    def _state_of_void(self, name: str) -> str:
        status = self._status(name)
        return {"approved": "correction", "rejected": "rejected"}.get(status, "held")

    def _as_it_is(self, name: str, acting: list[str]) -> Any:
        """A row as decisions left it; of rivals for one place none is taken."""
        mine = self._takes_out(name) if "replaces" in self.by_id[name].corrects else set()
        rivals = [
            each
            for each in acting
            if each != name and "replaces" in self.by_id[each].corrects and mine & self._takes_out(each)
        ]
        row = self.by_id[name]
        if isinstance(row, Entry):
            row = self._decided(row)
        return replace(row, is_contested=True) if rivals and name in acting else row

    # Who takes out whom.

    def _aim(self, name: str) -> str | None:
        return next(iter(self.by_id[name].corrects.values()), None) if name in self.by_id else None

    def _is_wrong(self, name: str) -> bool:
        """Whether it corrects a row that is not there, or one that corrects it in turn, or that it does not fit."""
        aim = self._aim(name)
        if aim is None:
            return False
        return (aim not in self.by_id and aim not in self.unread) or self._is_in_circle(name) or self._misfits(name)

    def _is_early(self, name: str) -> bool:
        aim = self._aim(name)
        return aim in self.later and aim not in self.by_id and aim not in self.unread

    def _is_in_circle(self, name: str) -> bool:
        seen, aim = {name}, self._aim(name)
        while aim is not None and aim not in seen:
            seen.add(aim)
            aim = self._aim(aim)
        return aim == name

    def _misfits(self, name: str) -> bool:
        """A row that brings nothing itself, and says of the old one what that one does not say.

        A decision has no status that another one could decide.
        """
        row, old = self.by_id[name], self.by_id.get(self._aim(name) or "")
        if old is None or "replaces" in row.corrects:
            return False
        if "decides" in row.corrects and "decides" in old.corrects:
            return True
        told = [(row.member, old.member)]
        told += [(row.activity, old.activity)] if isinstance(row, Entry) else [(row.award, old.award)]
        return any(mine and theirs and mine != theirs for mine, theirs in told)

    def _takes_out(self, name: str) -> set[str]:
        """The row that it voids; or that in whose place it stands, and all in whose place that one stood."""
        row = self.by_id[name]
        if "voids" in row.corrects:
            return {row.corrects["voids"]}
        found: set[str] = set()
        target = row.corrects.get("replaces")
        while target is not None and target not in found:
            found.add(target)
            old = self.by_id.get(target)
            target = old.corrects.get("replaces") if old is not None else None
        return found & (self.by_id.keys() | set(self.unread))

    def _acts(self, name: str) -> bool:
        """A correction acts if it is in order, approved, and no other one that acts takes it out."""
        if self._aim(name) is None or self._is_wrong(name):
            return False
        if any(name in self._takes_out(each) and self._acts(each) for each in self.by_id if each != name):
            return False
        return "decides" in self.by_id[name].corrects or self._status(name) == "approved"

    # Decisions.

    def _status(self, name: str) -> str:
        row = self.by_id[name]
        if not isinstance(row, Entry):
            return "approved"
        decided = self._decided(row)
        return "contested" if decided.is_contested else decided.status

    def _decided(self, row: Entry) -> Entry:
        """The entry with the status that the decisions of the latest day gave it; they may differ."""
        names = [each for each in self.by_id if self.by_id[each].corrects.get("decides") == row.id]
        decisions = [self._decided(self.by_id[each]) for each in names if self._acts(each)]
        if not decisions:
            return row
        last = max(each.approved or each.day for each in decisions)
        found = {each.status for each in decisions if (each.approved or each.day) == last}
        status = max(found)  # what is not approved any more has no day of approval either
        return replace(row, status=status, approved=last if status == "approved" else None, is_contested=len(found) > 1)
