"""From the codes of members to points at each stop: scores looked up, sums taken, limits applied."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from struct import Struct
from typing import TYPE_CHECKING

from incentive_rules.amounts import Scaled
from incentive_rules.backends.people import at
from incentive_rules.periods import period_of
from incentive_rules.statement.model import State

if TYPE_CHECKING:
    from datetime import date

    from incentive_rules.backends.entries import Coded
    from incentive_rules.backends.people import Spells
    from incentive_rules.backends.plan import Plan
    from incentive_rules.backends.reference import Reference
    from incentive_rules.backends.timeline import Timeline

Sums = Sequence[Scaled]
"""Points by stop."""

_MOST_PACKED = 64  # stops; beyond them the packed numbers are longer than they are worth
_WIDTHS = ((32, "I"), (64, "Q"))


@dataclass(slots=True)
class Tally:
    """What entries came to: how many ended in which way, entries and points by activity, and who was credited."""

    ended: Counter[State] = field(default_factory=Counter)
    entries: Counter[str] = field(default_factory=Counter)
    points: dict[str, Scaled] = field(default_factory=lambda: defaultdict(int))
    members: int = 0


@dataclass(frozen=True, slots=True)
class _Room:
    """A limit in one period, and what it leaves at first: points, or a number of entries."""

    key: tuple[str, str]
    most: Scaled
    counts: bool


@dataclass(frozen=True, slots=True)
class _Line:
    """What a code brings to members of one kind; ``order`` is law 2's, as far as it can change a sum."""

    activity: str
    state: State
    points: Scaled
    stop: int
    order: tuple[date | Scaled | str, ...] = ()
    rooms: tuple[_Room, ...] = ()


@dataclass(frozen=True, slots=True)
class Crediting:
    """Credits members under one program on one timeline."""

    plan: Plan
    timeline: Timeline
    reference: Reference
    coded: Coded
    tally: Tally

    def credit(self, members: Sequence[str], spells: Spells) -> list[Sums]:
        """The points of each of some members who are alike, by stop and after limits; the tally takes note."""
        lists = [self.coded.by_member[member] for member in members]
        counts = Counter(chain.from_iterable(lists))
        lines = {code: self._line(code, spells) for code in counts}
        limited = frozenset(code for code, line in lines.items() if line.rooms)
        credited = frozenset(code for code, line in lines.items() if line.state is State.CREDITED)
        self._count(lines, counts, limited)
        free = {code: (line.stop, 0 if line.rooms else line.points) for code, line in lines.items()}
        summed = _sums_of(free, len(self.timeline.stops), max(map(len, lists), default=0))
        found = [summed(codes) for codes in lists]
        if limited:
            of_limits = ([lines[code] for code in codes if code in limited] for codes in lists)
            found = [self._limited(sums, own) if own else sums for sums, own in zip(found, of_limits, strict=True)]
        self.tally.members += sum(
            any(sums) or not credited.isdisjoint(codes) for sums, codes in zip(found, lists, strict=True)
        )
        return found

    def _count(self, lines: Mapping[int, _Line], counts: Mapping[int, int], limited: frozenset[int]) -> None:
        for code, line in lines.items():
            self.tally.ended[line.state] += counts[code]
            if line.state is State.CREDITED:
                self.tally.entries[line.activity] += counts[code]
                self.tally.points[line.activity] += 0 if code in limited else counts[code] * line.points

    def _limited(self, sums: Sums, lines: list[_Line]) -> Sums:
        """Grant each entry the least that its limits leave (law 9)."""
        granted_at = list(sums)
        used: dict[tuple[str, str], Scaled] = defaultdict(int)
        for line in sorted(lines, key=lambda line: line.order):
            granted = line.points
            for room in line.rooms:
                left = room.most - used[room.key]
                if left <= 0 or not room.counts:
                    granted = min(granted, max(0, left))
            if granted:
                for room in line.rooms:
                    used[room.key] += 1 if room.counts else granted
                granted_at[line.stop] += granted
                self.tally.points[line.activity] += granted
        return granted_at

    def _line(self, code: int, spells: Spells) -> _Line:
        days, activity = self.coded.days(code), self.coded.activity(code)
        judged = days[self.plan.judging] if self.plan.member_facts else None
        profile = (None,) * len(self.plan.member_facts) if judged is None else at(spells, judged)
        segments = {name: day and self.timeline.segment_of(day) for name, day in days.items()}
        done, counts_on = days["date"], days[self.plan.counting]
        assert done is not None  # every row has its day
        score = self.reference.score(profile, self.coded.question(code, self.timeline.segment_of(done), segments))
        if score.state is not State.CREDITED:
            return _Line(activity, score.state, 0, 0)
        assert counts_on is not None  # the reference holds an entry without it
        order = (counts_on, -score.points, done, activity)
        stop = self.timeline.stop_of(counts_on)
        return _Line(activity, score.state, score.points, stop, order, tuple(self._rooms(activity, counts_on)))

    def _rooms(self, activity: str, day: date) -> Iterator[_Room]:
        for limit in self.plan.program.limits[activity]:
            if limit.holds_on(day):
                key = limit.id, period_of(day, limit.per).name
                if limit.points is not None:
                    yield _Room(key, limit.points.on(day), counts=False)
                if limit.count is not None:
                    yield _Room(key, limit.count.on(day), counts=True)


def _sums_of(worth: Mapping[int, tuple[int, Scaled]], stops: int, longest: int) -> Callable[[Iterable[int]], Sums]:
    """A function from codes to points by stop; ``worth`` has the stop and points of a code.

    Where points are whole, the points of all stops are digits of one long number, so that a single sum adds them up.
    """
    most = longest * max((points for _, points in worth.values()), default=0)
    width = next((each for each in _WIDTHS if most < 1 << each[0]), None)
    if width is None or stops > _MOST_PACKED or not all(isinstance(points, int) for _, points in worth.values()):
        return lambda codes: _one_by_one(codes, worth, stops)
    bits, letter = width
    packed = {code: points << (bits * stop) for code, (stop, points) in worth.items() if isinstance(points, int)}
    unpack, size, look_up = Struct(f"<{stops}{letter}").unpack, stops * bits // 8, packed.__getitem__
    return lambda codes: unpack(sum(map(look_up, codes)).to_bytes(size, "little"))


def _one_by_one(codes: Iterable[int], worth: Mapping[int, tuple[int, Scaled]], stops: int) -> Sums:
    sums: list[Scaled] = [0] * stops
    for code in codes:
        stop, points = worth[code]
        sums[stop] += points
    return sums
