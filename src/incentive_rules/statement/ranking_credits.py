"""What is ranked: the points that were credited, by counter and period. Rankings read points nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.periods import period_of, periods_between
from incentive_rules.scheme.rankings import MEMBER, WORK
from incentive_rules.statement.ranking_people import Parties
from incentive_rules.statement.rows import because

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentive_rules.amounts import Scaled
    from incentive_rules.ledger.model import Entry
    from incentive_rules.periods import Period
    from incentive_rules.program.rankings import RankingRule
    from incentive_rules.statement.member import Life
    from incentive_rules.statement.setting import Setting


@dataclass(slots=True)
class Tally:
    """The points of one who is ranked, the entries that brought them, and as far as it matters whose they are.

    ``last`` is the day on which the last of them counted.
    """

    points: Scaled = 0
    entries: list[str] = field(default_factory=list)
    people: dict[str, Scaled] = field(default_factory=dict)
    last: date = date.min


NOTHING = Tally()
"""Of whoever has no points."""


@dataclass(slots=True)
class Tallies:
    """The tallies of one counter in one period, by name, for one rule."""

    parties: Parties
    by_name: dict[str, Tally] = field(default_factory=dict)

    def of(self, name: str) -> Tally:
        """The tally of a name."""
        return self.by_name.get(name, NOTHING)

    def count(self, member: str, day: date, entry: Entry, points: Scaled) -> None:
        """Points of a member that count on a day of the period."""
        rule = self.parties.rule
        name = self._name(member, day, entry)
        if name is None or not self.parties.takes_part(member):
            return
        tally = self.by_name.get(name)
        if tally is None:
            tally = self.by_name[name] = Tally()
        tally.points += points
        tally.entries.append(entry.entry_id)
        if rule.looks_at_people:
            tally.people[member] = tally.people.get(member, 0) + points
            tally.last = max(tally.last, day)

    def _name(self, member: str, day: date, entry: Entry) -> str | None:
        """Under which name an entry counts, if any: its member, the member's group, or its piece of work."""
        parties = self.parties
        of = parties.rule.of
        if of == MEMBER:
            return member
        if of == WORK:
            return entry.work or None
        setting = parties.setting
        judged = parties.day if setting.program.choices.group_credited_on == "period_end" else day
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
    _made: dict[tuple[str, str], dict[Period, Tallies]] = field(default_factory=dict)

    def tallies(self, rule: RankingRule, counter: str, period: Period) -> Tallies:
        """What counts for a rule in one of its periods, by one counter."""
        assert counter == "earned"  # no other counter loads
        found = self._made.get((rule.id, counter))
        if found is None:
            found = self._made[rule.id, counter] = self._counted(rule)
        return found[period]

    def _counted(self, rule: RankingRule) -> dict[Period, Tallies]:
        begun = {each: Tallies(Parties(self.setting, rule, each)) for each in begun_periods(rule, self.setting)}
        for member, life in self.lives.items():
            for (day, entry, _), points in zip(life.lines, life.granted, strict=True):
                tallies = begun.get(period_of(day, rule.per))
                if points and tallies is not None and rule.holds_on(day):
                    tallies.count(member, day, entry, points)
        return begun


def begun_periods(rule: RankingRule, setting: Setting) -> list[Period]:
    """The periods of a ranking that have begun, in order."""
    periods = periods_between(max(rule.first, setting.program.first), setting.as_of, rule.per)
    return [period for period in periods if period.first < rule.until]
