"""Rows that correct others: each acts as if the row that it names had been otherwise from the beginning."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from auditor.rows import Entry

NOTHING_OF_ITS_OWN = ("voids", "decides")
"""Corrections that bring nothing themselves; a row that replaces another counts as itself."""


def corrected(entries: Iterable[Entry]) -> tuple[list[Entry], dict[str, str]]:
    """The entries that are left, as they are then; and what became of all others by their ids."""
    by_id = {each.id: each for each in entries}
    active = {name for name in by_id if _is_active(name, by_id, frozenset())}
    gone = {target for name in active for target in _takes_out(by_id[name], by_id) if target in by_id}
    became = dict.fromkeys(gone, "corrected")
    left: list[Entry] = []
    for name, entry in by_id.items():
        if name in gone:
            continue
        decided = _decided(entry, [by_id[each] for each in active if by_id[each].corrects.get("decides") == name])
        if not any(key in entry.corrects for key in NOTHING_OF_ITS_OWN):
            left.append(decided)
        elif "voids" in entry.corrects and decided.status != "approved":
            became[name] = "rejected" if decided.status == "rejected" else "held"
        else:
            became[name] = "correction"
    return left, became


def _is_active(name: str, by_id: dict[str, Entry], asking: frozenset[str]) -> bool:
    """A correction that is corrected itself is undone; one that is not approved does nothing."""
    if name in asking:
        return True  # rows that correct each other in a circle
    against = [each.id for each in by_id.values() if name in _takes_out(each, by_id)]
    if any(_is_active(each, by_id, asking | {name}) for each in against):
        return False
    deciding = [each for each in by_id.values() if each.corrects.get("decides") == name]
    decisions = [each for each in deciding if _is_active(each.id, by_id, asking | {name})]
    corrects = by_id[name].corrects.keys() & {"voids", "replaces"}
    return not corrects or _decided(by_id[name], decisions).status == "approved"


def _takes_out(entry: Entry, by_id: dict[str, Entry]) -> set[str]:
    """The row that it voids; or that in whose place it stands, and the one in whose place that one stood, and so on."""
    found = {entry.corrects["voids"]} if "voids" in entry.corrects else set()
    target = entry.corrects.get("replaces")
    while target is not None and target not in found:
        found.add(target)
        target = by_id[target].corrects.get("replaces") if target in by_id else None
    return found


def _decided(entry: Entry, decisions: list[Entry]) -> Entry:
    """The entry with the status that the latest decision gave it."""
    if not decisions:
        return entry
    last = max(decisions, key=lambda each: (each.day, each.id))
    approved = (last.approved or last.day) if last.status == "approved" else entry.approved
    return replace(entry, status=last.status, approved=approved)
