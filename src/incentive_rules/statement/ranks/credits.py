"""What is ranked: the points that were credited, by counter and period. Rankings read points nowhere else."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.periods import period_of, periods_between
from incentive_rules.scheme.rankings import MEMBER, WORK
from incentive_rules.statement.lives.counting import Counting, Tally, window_of
from incentive_rules.statement.ranks.counted_people import counted
from incentive_rules.statement.ranks.leavers import seen_in
from incentive_rules.statement.ranks.people import Parties
from incentive_rules.statement.rows import because

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentive_rules.amounts import Scaled
    from incentive_rules.ledger.model import Entry
    from incentive_rules.periods import Period
    from incentive_rules.program.counters import CounterRule
    from incentive_rules.program.rankings import RankingRule
    from incentive_rules.statement.earning.groups import Group
    from incentive_rules.statement.lives.member import Life
    from incentive_rules.statement.setting import Setting


@dataclass(slots=True)
class Brought:
    """The points of one who is ranked, the entries that brought them, and as far as it matters whose they are.

    ``reached`` is the day from which on the points were what they are.
    """

    points: Scaled = 0
    entries: list[str] = field(default_factory=list)
    people: dict[str, Scaled] = field(default_factory=dict)
    reached: date = date.min


NOTHING = Brought()
"""Of whoever has no points."""


@dataclass(slots=True)
class OwnCounter:
    """A counter of the scheme's own, for each name."""

    rule: CounterRule
    counting: Counting
    by_name: dict[str, Tally] = field(default_factory=dict)

    def take(self, name: str, entry: Entry, day: date, points: Scaled) -> Scaled | None:
        """The value of an entry, if it is one that counts."""
        tally = self.by_name.setdefault(name, Tally(self.rule))
        before = len(tally.values)
        self.counting.add(tally, entry, day, points)
        return tally.values[-1] if len(tally.values) > before else None


@dataclass(slots=True)
class Tallies:
    """The tallies of one counter in one period, by name, for one rule."""

    parties: Parties
    own: OwnCounter | None = None
    by_name: dict[str, Brought] = field(default_factory=dict)
    looks_at_people: bool = field(init=False)

    def __post_init__(self) -> None:
        self.looks_at_people = self.parties.rule.looks_at_people

    def of(self, name: str) -> Brought:
        """The tally of a name."""
        return self.by_name.get(name, NOTHING)

    def count(self, member: str, group: str, done: tuple[date, Entry], points: Scaled) -> None:
        """Points of a member, or without one of a group's own, that count on a day of the period."""
        day, entry = done
        name = group or self._name(member, day, entry)
        if name is None or (member and not self.parties.takes_part(member)):
            return
        value = self.own.take(name, entry, day, points) if self.own else points
        if value is None:
            return
        tally = self.by_name.get(name)
        if tally is None:
            tally = self.by_name[name] = Brought()
        tally.points += value
        tally.entries.append(entry.entry_id)
        if self.looks_at_people:
            tally.reached = max(tally.reached, day) if value else tally.reached
            if member:
                tally.people[member] = tally.people.get(member, 0) + value

    def close(self) -> None:
        """Once all entries are counted: what a counter makes of them."""
        for name, own in self.own.by_name.items() if self.own else ():
            reason = own.open_reason()
            self.parties.reasons += [reason] if reason else []
            if name in self.by_name:  # not if all of its values are unknown
                brought = self.by_name[name]
                brought.points = own.result() or 0
                if self.parties.rule.asks_when:
                    brought.reached = own.reached()

    def _name(self, member: str, day: date, entry: Entry) -> str | None:
        """Under which name an entry counts, if any: its member, the member's group, or its piece of work."""
        parties = self.parties
        of = parties.rule.of
        if of == MEMBER:
            return member
        if of == WORK:
            return entry.work or None
        setting = parties.setting
        judged = parties.day if setting.program.answers.group_credited_on == "period_end" else day
        name = parties.name_of(member, judged)
        if name is None:
            gap = setting.people.gap(member, judged)
            parties.reasons.append(gap or because(Code.GROUP_UNKNOWN, name=of, member=member, day=judged))
        return name


@dataclass(frozen=True, slots=True)
class Credits:
    """The credits of all members, counted for a rule when it first asks: one pass over them for all its periods."""

    setting: Setting
    lives: Mapping[str, Life]
    groups: Mapping[Group, Life]
    counting: Counting
    _made: dict[tuple[str, str], dict[Period, Tallies]] = field(default_factory=dict)

    def tallies(self, rule: RankingRule, counter: str, period: Period) -> Tallies:
        """What counts for a rule in one of its periods, by one counter."""
        found = self._made.get((rule.id, counter))
        if found is None:
            found = self._made[rule.id, counter] = self._counted(rule, self.setting.program.counters.get(counter))
        return found[period]

    def seen(self, rule: RankingRule, period: Period) -> Setting:
        """The setting in which a ranking judges one of its periods: with counters, and perhaps those who left."""
        day = min(rule.settles_on(period), self.setting.as_of)
        answer = self.setting.program.answers.ranking_field
        return counted(seen_in(self.setting, answer, period, day), self.lives, rule.per)

    def did(self, rule: RankingRule, period: Period) -> dict[str, dict[str, set[str]]]:
        """Who is credited in a period for activities among whose people prizes are divided, by work and activity."""
        found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for member, life in self.lives.items() if rule.asks_of_work else ():
            for day, entry, _ in life.lines:
                if entry.work and entry.activity in rule.asks_of_work and day in period and rule.holds_on(day):
                    found[entry.work][entry.activity].add(member)
        return found

    def _counted(self, rule: RankingRule, own: CounterRule | None) -> dict[Period, Tallies]:
        """The tallies of each period, of earned points or of a counter of the scheme's own."""
        begun = {
            each: Tallies(Parties(self.seen(rule, each), rule, each), OwnCounter(own, self.counting) if own else None)
            for each in begun_periods(rule, self.setting)
        }
        windows = {each: window_of(own, each.first, rule.per) for each in begun} if own and own.last > 1 else {}
        owners = [(member, "", life) for member, life in self.lives.items()]
        owners += [("", name, life) for (fact, name), life in self.groups.items() if fact == rule.of]
        for member, group, life in owners:
            for (day, entry, _), points in zip(life.lines, life.granted, strict=True):
                if not (points or own) or not rule.holds_on(day):
                    continue
                around = period_of(day, rule.per)
                for period in [each for each, window in windows.items() if day in window] if windows else [around]:
                    if period in begun:
                        begun[period].count(member, group, (day, entry), points)
        for tallies in begun.values():
            tallies.close()
        return begun


def begun_periods(rule: RankingRule, setting: Setting) -> list[Period]:
    """The periods of a ranking that have begun, in order."""
    periods = periods_between(max(rule.first, setting.program.first), setting.as_of, rule.per)
    return [each for each in periods if each.first < rule.until and rule.settles_on(each) >= setting.first]
