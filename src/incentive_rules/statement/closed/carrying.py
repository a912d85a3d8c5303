"""What was known when each period closed stands; later knowledge lands as differences on the first open day (law 11).

Closings are gone through one after the other. At each, everything is granted anew from what was known then: what counts
in the period that closes is posted on its own day, and wherever the result of an earlier, closed period became another
one, the difference is posted on the first day of this one. The last turn does the same with all that is known now. So
whatever was posted adds up to what is granted now, and no closed day changes.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.statement.cite import Citer
from incentive_rules.statement.closed.posting import Posted, Posting, difference_of, whole_of
from incentive_rules.statement.correcting import standing
from incentive_rules.statement.earning.credit import Grant, Verdict
from incentive_rules.statement.ids import stable_id
from incentive_rules.statement.limits.granting import granted
from incentive_rules.statement.model import RowKind, State, StepKind
from incentive_rules.statement.rows import because, plain_facts
from incentive_rules.statement.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from incentive_rules.amounts import Scaled
    from incentive_rules.ledger.model import Entry, Ledger, RosterRow
    from incentive_rules.program.model import Program
    from incentive_rules.statement.closed.closing import Calendar
    from incentive_rules.statement.correcting import Standing
    from incentive_rules.statement.earning.groups import Group
    from incentive_rules.statement.limits.granting import GrantedEntry, Grants
    from incentive_rules.statement.model import Reason
    from incentive_rules.statement.rows import People

    PeopleAt = Callable[[date | None, Standing[Entry]], People]
    """Who was what, by what was known on a day and by the entries that stood then."""

Key = tuple["Group", str]
"""An owner, and the id of an entry."""
Notes = dict[tuple[str, str], "tuple[Reason, ...]"]
"""What is told of entries besides, by whose they are and by id."""


@dataclass(slots=True)
class Carried:
    """What is posted on which day, who was what as each period knew it, and what is told besides."""

    posted: Posted
    verdicts: list[Verdict]
    people: People
    notes: Notes


def carried(
    setting: Setting, ledger: Ledger, known_at: date | None, calendar: Calendar, people_at: PeopleAt
) -> Carried:
    """The lines of everybody, with what came too late for its period as differences."""
    program, as_of = setting.program, setting.as_of
    turns = _Turns(program, as_of, calendar)
    stretches: list[tuple[date, date, People]] = []
    begins = date.min
    for each in calendar.closed:
        entries = standing(ledger, RowKind.ENTRY, each.day)
        people = people_at(each.day, entries)
        stretches.append((begins, each.period.end, people))
        begins = each.period.end
        setting = Setting.of(program, people, min(as_of, each.period.last))
        turns.post(granted(setting, entries), max(each.period.first, program.first))
    entries = standing(ledger, RowKind.ENTRY, known_at)
    people = people_at(known_at, entries)
    stretches.append((begins, date.max, people))
    grants = granted(Setting.of(program, people, as_of), entries)
    turns.post(grants, calendar.opens)
    posted, verdicts = turns.closed(grants)
    return Carried(posted, verdicts, _stitched(stretches), turns.notes)


def moved_on(verdicts: Iterable[Verdict], calendar: Calendar) -> list[Verdict]:
    """What an entry of a closed period that is held would bring is brought on the first open day."""
    opens = calendar.opens or date.max
    return [
        each._replace(counts_on=opens)
        if each.state is State.HELD and (each.counts_on or each.entry.date) < opens
        else each
        for each in verdicts
    ]


def _stitched(stretches: list[tuple[date, date, People]]) -> People:
    """Who was what on each day, by what was known when its period closed."""
    last = stretches[-1][2]
    doubts = tuple(
        each._replace(first=max(each.first, begins), until=min(each.until, ends))
        for begins, ends, people in stretches
        for each in people.doubts
        if max(each.first, begins) < min(each.until, ends)
    )
    rows: dict[str, list[RosterRow]] = defaultdict(list)
    for begins, ends, people in stretches:
        for member, own in people.rows.items():
            for row in own:
                first, until = max(row.first or date.min, begins), min(row.until or date.max, ends)
                if first < until:
                    cut = replace(
                        row, first=None if first == date.min else first, until=None if until == date.max else until
                    )
                    rows[member].append(cut)
    return replace(last, rows={member: tuple(_joined(own)) for member, own in rows.items()}, doubts=doubts)


def _joined(rows: list[RosterRow]) -> Iterator[RosterRow]:
    """Rows of one person that follow each other and say the same, as one."""
    before: RosterRow | None = None
    for row in rows:
        if before is not None and before.until == row.first and before.facts == row.facts:
            before = replace(before, until=row.until)
            continue
        if before is not None:
            yield before
        before = row
    if before is not None:
        yield before


@dataclass(slots=True)
class _Turns:
    """Posts one turn after the other, and remembers what each entry came to so far."""

    program: Program
    as_of: date
    calendar: Calendar
    so_far: dict[Key, tuple[Scaled, GrantedEntry, bool]] = field(default_factory=dict)
    """what was posted of an entry, as what, and whether it still counts as an entry"""
    shares: dict[Group, list[GrantedEntry]] = field(default_factory=lambda: defaultdict(list))
    last_whole: dict[Key, int] = field(default_factory=dict)
    notes: Notes = field(default_factory=dict)
    too_late: dict[Key, GrantedEntry] = field(default_factory=dict)
    """entries for which no day is open, or none that has come"""
    cite: Citer = field(default_factory=Citer)

    def post(self, grants: Grants, first: date | None) -> None:
        """One turn: what is granted now, where ``first`` is the first day that is open."""
        now = {(owner, name): share for owner, own in grants.owners.items() for name, share in own.items()}
        for key in sorted({*now, *self.so_far}):
            share = now.get(key)
            posted, before, stood = self.so_far.get(key, (0, None, False))
            if share is not None and before is None and (first is None or share.day >= first):
                self._whole(key, share, share.day if first is not None else None)
            elif share is not None and before is None:
                self._whole(key, share, first, is_late=True)
            elif share is not None and before is not None and first is not None and share.day >= first > before.day:
                self._difference(key, before, -posted, first, -int(stood))
                self._whole(key, share, share.day)
            elif before is not None:
                points, stands = (0, False) if share is None else (share.points, True)
                self._difference(key, share or before, points - posted, first, int(stands) - int(stood))
                self.so_far[key] = (points, share or before, stands)

    def _whole(self, key: Key, share: GrantedEntry, day: date | None, *, is_late: bool = False) -> None:
        """A whole entry, on its own day or, if its period is closed, on the first open one."""
        if key in self.too_late:
            return
        if day is None or day > self.as_of:
            self.too_late[key] = share._replace(day=day or share.day, cuts=(self._why_late(share, day),))
            return
        if is_late:
            share = share._replace(day=day, cuts=(*share.cuts, self._why_late(share, day)), own=share.day)
        owner, _ = key
        self.last_whole[key] = len(self.shares[owner])
        self.shares[owner].append(share)
        self.so_far[key] = (share.points, share, True)

    def _why_late(self, share: GrantedEntry, day: date | None) -> Reason:
        closed = self.calendar.period_on(share.day)
        period = closed.period.name if closed else ""
        if day is None:
            return because(Code.PERIODS_CLOSED, period=period)
        return because(Code.CARRIED_FORWARD, period=period, day=day)

    def _difference(self, key: Key, share: GrantedEntry, points: Scaled, first: date | None, times: int) -> None:
        """What an entry came to more or less than was posted of it."""
        if first is None or first > self.as_of or (not points and not times):
            return
        owner, name = key
        posted = self.so_far[key][0]
        take = self.program.scale.take
        entry = difference_of(share.entry, stable_id(name, first.isoformat()), times)
        facts = plain_facts({"id": name, "before": take(posted), "now": take(posted + points)})
        closing = self.program.closing
        assert closing is not None  # or nothing is carried
        step = self.cite(StepKind.CARRIED, closing, take(points), "", date.min, facts)
        grant = Grant(share.grant.activity, share.grant.label, points, take(points), (step,))
        self.shares[owner].append(
            share._replace(
                day=first, entry=entry, grant=grant, points=points, steps=(step,), cuts=(), own=share.own or share.day
            )
        )
        told = because(Code.CHANGED_AFTER_CLOSING, day=first, before=take(posted), now=take(posted + points))
        row = share.entry.member_id, name
        self.notes[row] = (*self.notes.get(row, ()), told)

    def closed(self, grants: Grants) -> tuple[Posted, list[Verdict]]:
        """All lines; an entry that does not count in the end is no row that was credited, whatever was posted of it."""
        now = {(owner, name) for owner, own in grants.owners.items() for name in own}
        for key, index in self.last_whole.items():
            owner, name = key
            if key not in now:
                share = self.shares[owner][index]
                self.shares[owner][index] = share._replace(entry=whole_of(share.entry, name))
        posted = Posted()
        for owner, shares in self.shares.items():
            posted.add(owner, self._plain_once(owner, shares))
        verdicts = moved_on(grants.verdicts, self.calendar)
        for key, share in self.too_late.items():
            if key in now:
                state = State.REJECTED if share.cuts[0].code is Code.PERIODS_CLOSED else State.NOT_YET
                verdicts.append(Verdict(share.entry, state, share.cuts, share.day))
        return posted, verdicts

    def _plain_once(self, owner: Group, shares: list[GrantedEntry]) -> list[GrantedEntry]:
        """Of an entry that was posted whole on two days only the later one is its row."""
        found = []
        for index, share in enumerate(shares):
            name = share.entry.entry_id
            if isinstance(share.entry, Posting) or self.last_whole[owner, name] == index:
                found.append(share)
            else:
                earlier = whole_of(share.entry, stable_id(name, share.day.isoformat()))
                found.append(share._replace(entry=earlier))
        return found
