"""The rows of a table found by whose they are, by id, and by what they are linked with; made at the first look.

A table of a million rows is gone through once. After that, all that bears on one member is found without the others.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

Row = TypeVar("Row")

_LINKS = ("voids", "replaces", "decides")


class Refused(Protocol):
    """A row that is not used, as far as it can be told whose it is and what it is called."""

    @property
    def id(self) -> str:
        """The row's id; an empty text where it cannot be read."""

    @property
    def recorded_on(self) -> date | None:
        """From which day on it is known; ``None`` where that cannot be read."""

    @property
    def member_id(self) -> str:
        """Whose row it is; an empty text where that cannot be read."""


Unused = TypeVar("Unused", bound=Refused)


class Index(Generic[Row, Unused]):
    """Finds rows, and rows that were rejected, in the order of their table.

    ``id_of`` is the name of the field that holds a row's id; it is empty in rows that have none.

    INVARIANT: what is remembered follows from the rows alone. Threads that look first at once make the same.
    """

    def __init__(self, rows: Sequence[Row], rejected: Sequence[Unused], id_of: str) -> None:
        self._rows, self._rejected, self._id_of = rows, rejected, id_of

    def __reduce__(self) -> tuple[type[Index[Row, Unused]], tuple[Sequence[Row], Sequence[Unused], str]]:
        """Without what is remembered: a process that is sent a table looks for itself."""
        return Index, (self._rows, self._rejected, self._id_of)

    def made(self) -> None:
        """Look now at all that is looked for later."""
        assert all(each is not None for each in (self._by_member, self._named, self._refused, self._by_work))

    def of(self, member: str) -> Sequence[Row]:
        """The rows of a member."""
        return self._by_member.get(member, ())

    def refused(self, member: str) -> Sequence[Unused]:
        """The rows of a member that were rejected."""
        return self._refused.get(member, ())

    def names(self, member: str) -> set[str]:
        """The ids of a member's rows, be they rejected."""
        own = {each.id for each in self.refused(member)} | set(map(attrgetter(self._id_of), self.of(member)))
        return own - {""}

    def linked(self, names: Iterable[str]) -> set[str]:
        """The ids among some, and all others, that corrections tie to each other, over however many rows."""
        found: set[str] = set()
        going = list(names)
        while going:
            name = going.pop()
            if name not in found:
                found.add(name)
                going += self._links.get(name, ())
        return found

    def named(self, names: Iterable[str]) -> list[Row]:
        """The rows with ids that others share, correct or are corrected by; any other row is known by its member."""
        return [row for name in sorted(names) for row in self._named.get(name, ())]

    def refused_named(self, names: Iterable[str]) -> list[Unused]:
        """The rejected rows of these ids."""
        return [each for name in sorted(names) if name for each in self._refused_named.get(name, ())]

    def of_work(self, work: str) -> Sequence[Row]:
        """The rows of a piece of work."""
        return self._by_work.get(work, ())

    @cached_property
    def known_days(self) -> tuple[date, ...]:
        """The days on which rows came to be known, in order."""
        days = {getattr(row, "recorded_on", None) or _day(row) for row in self._rows}
        days |= {row.recorded_on for row in self._rejected}
        return tuple(sorted(day for day in days if day is not None))

    @cached_property
    def _by_member(self) -> Mapping[str, Sequence[Row]]:
        return _sorted_by(self._rows, "member_id")

    @cached_property
    def _refused(self) -> Mapping[str, Sequence[Unused]]:
        return _sorted_by(self._rejected, "member_id")

    @cached_property
    def _refused_named(self) -> Mapping[str, Sequence[Unused]]:
        return _sorted_by(self._rejected, "id")

    @cached_property
    def _links(self) -> Mapping[str, Sequence[str]]:
        """The ids that one id is tied to by a correction, in either direction."""
        links: dict[str, list[str]] = defaultdict(list)
        if not self._rows:
            return links
        names = [name for name in _LINKS if hasattr(self._rows[0], name)]
        read, nothing = attrgetter(*names), (None,) * len(names)
        for row in [row for row in self._rows if read(row) != nothing]:  # of a million rows, seldom any
            own = getattr(row, self._id_of)
            for aim in filter(None, read(row)):
                links[own].append(aim)
                links[aim].append(own)
        return dict(links)

    @cached_property
    def _named(self) -> Mapping[str, Sequence[Row]]:
        """The rows whose ids stand more than once, or in a correction."""
        found: dict[str, list[Row]] = defaultdict(list)
        ids: list[str] = list(map(attrgetter(self._id_of), self._rows))
        wanted = set(self._links)
        if len(set(ids)) < len(ids):
            wanted |= {name for name, times in Counter(ids).items() if times > 1}
        wanted.discard("")  # not every row of a staff list has an id
        for name, row in zip(ids, self._rows, strict=True) if wanted else ():
            if name in wanted:
                found[name].append(row)
        return dict(found)

    @cached_property
    def _by_work(self) -> Mapping[str, Sequence[Row]]:
        if not self._rows or not hasattr(self._rows[0], "work"):
            return {}
        return _sorted_by([row for row in self._rows if getattr(row, "work", None) is not None], "work")


def _sorted_by(rows: Iterable[Any], name: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    read = attrgetter(name)
    for row in rows:
        found[read(row)].append(row)
    return dict(found)


def _day(row: object) -> date | None:
    """The day of an entry or a claim; of a row of the staff list the first, if it says one."""
    found: date | None = getattr(row, "date", None) or getattr(row, "first", None)
    return found
