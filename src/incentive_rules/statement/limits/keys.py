"""Which limits look at an entry, and together with which others: the keys and periods of running totals.

An entry of which it is not known whether a limit looks at it, or with which others, waits like any that hangs on an
unknown. One that has no giver, or belongs to no piece of work, is not looked at by a limit that goes by these.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from incentive_rules.codes import Code
from incentive_rules.periods import period_of
from incentive_rules.scheme.limits import ACTIVITY, GIVER, MEMBER, WORK, Keep
from incentive_rules.statement.earning.credit import Judge, Verdict, date_of
from incentive_rules.statement.judge import truth
from incentive_rules.statement.model import State
from incentive_rules.statement.rows import because, rule_words

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator
    from datetime import date

    from incentive_rules.amounts import Scaled
    from incentive_rules.ledger.model import Entry
    from incentive_rules.periods import Dated
    from incentive_rules.program.model import GeneralLimit
    from incentive_rules.program.points import FactPoints
    from incentive_rules.statement.earning.credit import Grant, Line
    from incentive_rules.statement.earning.groups import Group
    from incentive_rules.statement.model import Reason
    from incentive_rules.statement.setting import Setting


class Under(NamedTuple):
    """A limit that looks at an entry: with which others together, in which period, and how much it allows by then.

    ``most`` is in scaled points, or a number of entries; ``since`` is the first day of that value.
    """

    limit: GeneralLimit
    key: Hashable
    period: str
    most: Scaled
    since: date


@dataclass(slots=True, eq=False)  # each is itself alone
class Turn:
    """One line on its way through the limits: what it asks for so far, and which limits look at it.

    ``owner`` is a member, whose kind is an empty text, or a group. ``place`` is the day and the points: neither names
    nor what else a row says decides between people. ``names`` are those by which rules tell the lines of a place apart.
    ``fallen`` are earlier lines whose points this one takes away. ``depth`` is 0, or one more than that of the lines in
    the same place from which it takes: it comes after them.
    """

    owner: Group
    index: int
    line: Line
    place: tuple[object, ...]
    names: tuple[object, ...]
    under: tuple[Under, ...]
    ask: Scaled
    fallen: tuple[Turn, ...] = ()
    depth: int = 0

    @property
    def grant(self) -> Grant:
        """What the entry asked for at first."""
        return self.line[2]


class _Unknown(Exception):  # noqa: N818  # it holds one entry; it is no error
    def __init__(self, *reasons: Reason) -> None:
        self.reasons = reasons


@dataclass(frozen=True, slots=True)
class Keys:
    """Finds the limits of entries."""

    setting: Setting
    judge: Judge

    def turn(self, owner: Group, index: int, line: Line) -> Turn | Verdict:
        """A line with its limits; or why it waits."""
        day, entry, grant = line
        there = (each for each in self.setting.program.general_limits if grant.activity in each.activities)
        limits = [each for each in there if each.holds_on(day) and not _spares(each, grant)]
        try:
            under = tuple(found for limit in limits if (found := self._under(limit, day, entry)))
        except _Unknown as unknown:
            return Verdict(entry, State.HELD, unknown.reasons, day)
        place = day, -grant.points
        return Turn(owner, index, line, place, (owner, *self._names(entry)), under, grant.points)

    def _names(self, entry: Entry) -> Iterator[str | None]:
        """The names beside its owner's by which some rule tells an entry from others like it."""
        return (_named(entry, scope) for scope in self.setting.program.telling_names)

    def _under(self, limit: GeneralLimit, day: date, entry: Entry) -> Under | None:
        if any(scope in (GIVER, WORK) and _named(entry, scope) is None for scope, _ in limit.by):
            return None  # whatever else is unknown of it, nothing hangs on that
        if limit.when is not None and not self._is_meant(limit, day, entry):
            return None
        if limit.per is None:
            return Under(limit, entry.entry_id, "", *self._most(limit, day, entry))
        values = tuple(self._value(entry, scope, name) for scope, name in limit.by)
        period = period_of(day, limit.per)
        return Under(limit, (limit.id, values, period.name), period.name, *self._most(limit, day, entry))

    def _is_meant(self, limit: GeneralLimit, day: date, entry: Entry) -> bool:
        assert limit.when is not None  # asked by the caller
        known = self._known(entry)
        holds = truth(limit.when, known, day)
        if holds is None:
            words = rule_words(f"{limit.address}.when", limit.cited)
            raise _Unknown(*self.judge.why_not(entry, limit.when, known, day, words))
        return holds

    def _known(self, entry: Entry) -> dict[tuple[str, str], object]:
        """What is known of an entry: of a group that did it, its name alone, though a person may be called the same."""
        known, kind = self.judge.known(entry), self._kind(entry)
        if not kind:
            return known
        return {key: value for key, value in known.items() if key[0] != MEMBER} | {(MEMBER, kind): entry.member_id}

    def _value(self, entry: Entry, scope: str, name: str) -> Hashable:
        """What a limit goes by, of an entry that has it."""
        if scope == ACTIVITY:
            return entry.activity
        if scope in (GIVER, WORK):
            return _named(entry, scope)
        if not name:
            return self._kind(entry), entry.member_id
        facts = self.setting.program.scheme.facts
        value = entry.facts.get(name) if scope == "entry" else self._of_person(entry, entry.member_id, name)
        if value is None:
            label = (facts.entry if scope == "entry" else facts.member)[name].label
            activity = self.setting.program.activities[entry.activity].label
            raise _Unknown(because(Code.FACT_MISSING, name=label, activity=activity))
        return value

    def _kind(self, entry: Entry) -> str:
        """The group fact of an entry that is a group's own; an empty text for a member's."""
        return self.setting.program.activities[entry.activity].of

    def _of_person(self, entry: Entry, person: str, name: str) -> object:
        """A fact of somebody on the day on which facts of people are judged; a group's own is its name."""
        if name == self._kind(entry) and person == entry.member_id:
            return person
        people = self.setting.people
        day = date_of(entry, self.setting.program.answers.grade_judged_on)
        if day is None:
            raise _Unknown(because(Code.NOT_APPROVED))
        value = people.known(person, day).get((MEMBER, name))
        if value is None and (gap := people.gap(person, day)):
            raise _Unknown(gap)
        return value

    def _most(self, limit: GeneralLimit, day: date, entry: Entry) -> tuple[Scaled, date]:
        dated = limit.points or limit.count or self._allowed(limit.allowance, entry)
        since, most = dated.step_on(day)
        return most, since

    def _allowed(self, allowance: FactPoints | None, entry: Entry) -> Dated[Scaled]:
        assert allowance is not None  # a limit has points, a count, or an allowance
        person = entry.from_member if allowance.scope == GIVER else entry.member_id
        fact = allowance.fact
        value = self._of_person(entry, person, fact.name) if person else None
        if value is None:
            activity = self.setting.program.activities[entry.activity].label
            raise _Unknown(because(Code.FACT_MISSING, name=fact.label, activity=activity))
        return allowance.points[str(value)]


def turns_of(setting: Setting, lines: Iterable[tuple[Group, list[Line]]]) -> tuple[list[Turn], list[Verdict]]:
    """A turn for each line, by owner in law 2's order; and the entries that wait, which are taken out of the lines."""
    keys = Keys(setting, Judge(setting))
    turns: list[Turn] = []
    waiting: list[Verdict] = []
    for owner, own in lines:
        kept: list[Line] = []
        for line in own:
            found = keys.turn(owner, len(kept), line)
            if isinstance(found, Verdict):
                waiting.append(found)
            else:
                kept.append(line)
                turns.append(found)
        own[:] = kept
    return turns, waiting


def _spares(limit: GeneralLimit, grant: Grant) -> bool:
    """Limits cut what people earn: of deductions, a limit that does not select has nothing to say."""
    return grant.points < 0 and limit.keep is Keep.EARLIEST


def _named(entry: Entry, scope: str) -> str | None:
    """The giver of an entry, or its piece of work."""
    return entry.from_member if scope == GIVER else entry.work
