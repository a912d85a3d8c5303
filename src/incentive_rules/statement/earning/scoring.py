"""Every entry of a ledger judged, and each kind of entry only once.

What becomes of an entry hangs on little: its activity, the facts that rules ask for, between which changes of the rules
its days lie, and what its member was then. Entries that are alike in all of these share one ``Grant``, so that one that
is like another costs a lookup.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from incentive_rules.ledger.model import Status
from incentive_rules.periods import ONE_DAY
from incentive_rules.program.asked import counts_back, facts_asked, turning_days
from incentive_rules.scheme.conditions import GIVER, QUANTITY, ROW
from incentive_rules.statement.earning.credit import Grant, Judge, Line, Verdict, date_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from incentive_rules.facts import Value
    from incentive_rules.ledger.model import Entry, RosterRow
    from incentive_rules.statement.model import Reason, State
    from incentive_rules.statement.rows import People
    from incentive_rules.statement.setting import Setting

Ended = tuple["State", "tuple[Reason, ...]", date | None]


def scored(setting: Setting, entries: Iterable[Entry]) -> tuple[dict[str, list[Line]], list[Verdict]]:
    """The lines of each member, in the order of the entries, and the entries that do not count."""
    return _Scorer(setting).scored(entries)


class _Refusal(dict[Any, Ended]):
    """Why entries that are alike do not count, by their days, since days are told; and by member if nobody is known."""


_new_verdict = partial(tuple.__new__, Verdict)  # as Verdict(...) makes it, in a third of the time


class _Segments(dict[date | None, int]):
    """The stretch of days between two changes of the program that a day lies in; found once for each day."""

    def __init__(self, changes: Iterable[date]) -> None:
        super().__init__()
        self._changes = sorted(set(changes))

    def __missing__(self, day: date | None) -> int:
        found = self[day] = -1 if day is None else bisect_right(self._changes, day)
        return found


class _Days(_Segments):
    """Every day by itself: where a rule counts days back from it, no two are alike."""

    def __init__(self) -> None:
        super().__init__(())

    def __missing__(self, day: date | None) -> int:
        found = self[day] = -1 if day is None else day.toordinal()
        return found


@dataclass(frozen=True, slots=True)
class _Spells:
    """What somebody was, by the rows of the staff list: each with its days and the number of its facts."""

    rows: tuple[tuple[date, date, int], ...]

    def on(self, day: date) -> int:
        return next((number for first, until, number in self.rows if first <= day < until), NOBODY)


NOBODY = -1
"""The number of a member of whom nothing is known."""
_APPROVED, _DONE = Status.APPROVED, "activity_date"


class _Profiles(dict[str, "int | _Spells"]):
    """Members by what rules ask of them; equal facts have equal numbers."""

    def __init__(self, people: People, names: Sequence[str]) -> None:
        super().__init__()
        self._asked = bool(names)
        self._numbers: dict[tuple[Value | None, ...], int] = {}
        if names:
            for member, rows in people.rows.items():
                self[member] = self._profile(rows, names)

    def _profile(self, rows: Sequence[RosterRow], names: Sequence[str]) -> int | _Spells:
        spells = []
        for row in rows:
            facts = tuple([row.facts.get(name) for name in names])
            number = self._numbers.setdefault(facts, len(self._numbers))
            if row.first is None and row.until is None:
                return number
            spells.append((row.first or date.min, row.until or date.max, number))
        return _Spells(tuple(spells))

    def __missing__(self, member: str) -> int:
        return NOBODY if self._asked else 0


class _Scorer:
    def __init__(self, setting: Setting) -> None:
        program, answers = setting.program, setting.program.answers
        self.judge = Judge(setting)
        self.segments = (
            _Days() if counts_back(program) else _Segments((*turning_days(program), setting.as_of + ONE_DAY))
        )
        self.counted = _reader(answers.points_count_on)
        self.judged = _reader(answers.grade_judged_on)
        self.has_one_day = {answers.points_count_on, answers.grade_judged_on or _DONE} == {_DONE}
        asked = [each for each in facts_asked(program) if each[1] != QUANTITY.name]  # that is no fact of a row's own
        self.names = tuple(name for scope, name in asked if scope == "entry")
        self.givers = self._givers(setting.people, asked)
        self.profiles = _Profiles(setting.people, [name for scope, name in asked if scope == "member"])

    def scored(self, entries: Iterable[Entry]) -> tuple[dict[str, list[Line]], list[Verdict]]:
        lines: dict[str, list[Line]] = defaultdict(list)
        verdicts: list[Verdict] = []
        known: dict[tuple[Hashable, ...], Grant | _Refusal] = {}
        profiles, segments, names, pick = self.profiles, self.segments, self.names, _picker(self.names)
        has_givers = self.givers is not None
        for entry in entries:
            member, day = entry.member_id, entry.date
            profile = profiles[member]
            if isinstance(profile, _Spells) or not self.has_one_day:
                profile = self._profile(entry)
            try:
                facts = pick(entry.facts)
            except KeyError:  # a fact that a row does not name is unknown
                facts = tuple([entry.facts.get(name) for name in names])
            is_approved = entry.status is _APPROVED or entry.status
            key: tuple[Hashable, ...] = (profile, entry.activity, segments[day], facts, entry.quantity, is_approved)
            if entry.share is not None:
                key = (*key, entry.share)  # an activity that is nobody's joint work refuses it
            if has_givers:
                key = (*key, self._giver(entry))
            if not self.has_one_day:
                day = self.counted(entry)
                key = (*key, segments[day])
            found = known.get(key)
            if found is None:
                found = known[key] = self._first(entry)
            if isinstance(found, Grant):
                lines[member].append((day, entry, found))
            else:
                verdicts.append(self._refused(entry, profile, found))
        return lines, verdicts

    def _profile(self, entry: Entry) -> int:
        """What a member was on the day on which that is judged of an entry."""
        return self._on_its_day(self.profiles[entry.member_id], entry)

    def _on_its_day(self, profile: int | _Spells, entry: Entry) -> int:
        day = self.judged(entry)
        if day is None:
            return NOBODY
        return profile.on(day) if isinstance(profile, _Spells) else profile

    @staticmethod
    def _givers(people: People, asked: Iterable[tuple[str, str]]) -> _Profiles | None:
        """Those who give points by what rules ask of them; nobody where no rule asks."""
        scopes = [(scope, name) for scope, name in asked if scope in (GIVER, ROW)]
        return _Profiles(people, [name for scope, name in scopes if scope == GIVER]) if scopes else None

    def _giver(self, entry: Entry) -> tuple[str, int] | int | None:
        """What is known of who gave the points: of a stranger the name, since it is told."""
        if entry.from_member is None or self.givers is None:
            return None
        number = self._on_its_day(self.givers[entry.from_member], entry)
        return number if number != NOBODY else (entry.from_member, number)

    def _first(self, entry: Entry) -> Grant | _Refusal:
        """The first entry of its kind, judged by its rules."""
        found = self.judge.judge(entry)
        return found if isinstance(found, Grant) else _Refusal()

    def _refused(self, entry: Entry, profile: int, refusal: _Refusal) -> Verdict:
        """Why an entry does not count; those of the same days for the same reasons."""
        days = entry.date if self.has_one_day else (entry.date, self.counted(entry), self.judged(entry))
        alike = (days, entry.member_id) if profile == NOBODY else days
        ended = refusal.get(alike)
        if ended is None:
            verdict = self.judge.judge(entry)
            assert isinstance(verdict, Verdict)  # as was found of the first that is like it
            ended = refusal[alike] = verdict[1:]
        return _new_verdict((entry, *ended))


def _reader(choice: str) -> Callable[[Entry], Any]:
    """What reads the date of an entry that an answer names."""
    return partial(date_of, choice=choice)


def _picker(names: Sequence[str]) -> Callable[[Mapping[str, Value | None]], Hashable]:
    """What picks some facts out of all."""
    return itemgetter(*names) if names else lambda _facts: None
