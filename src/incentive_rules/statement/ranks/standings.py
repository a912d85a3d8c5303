"""Who is counted in a grading and with which score, and what is not known of that."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.periods import period_of, periods_between
from incentive_rules.statement.lives.counting import Counting, Tally, window_of
from incentive_rules.statement.model import Apart
from incentive_rules.statement.ranks.counted_people import counted
from incentive_rules.statement.ranks.leavers import seen_in
from incentive_rules.statement.rows import because

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from incentive_rules.amounts import Scaled
    from incentive_rules.ledger.model import Entry
    from incentive_rules.periods import Period
    from incentive_rules.program.grades import GradesRule
    from incentive_rules.statement.earning.credit import Verdict
    from incentive_rules.statement.earning.groups import Group
    from incentive_rules.statement.lives.member import Life
    from incentive_rules.statement.model import Reason
    from incentive_rules.statement.setting import Setting


@dataclass(slots=True)
class Score:
    """Scaled points, and the entries that they are from."""

    points: Scaled = 0
    entries: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Standings:
    """The scores of one period by name; who is not among them and why; what could still change them."""

    setting: Setting
    """with the counters of people, and those who left, as far as they are counted"""
    period: Period
    scores: dict[str, Score] = field(default_factory=dict)
    apart: list[Apart] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)


def standings_of(
    setting: Setting,
    rule: GradesRule,
    lives: Mapping[str, Life],
    groups: Mapping[Group, Life],
    held: Sequence[Verdict],
) -> Iterator[Standings]:
    """The standings of every period that has begun, in order."""
    counters = Counting.of(setting)
    periods = periods_between(max(rule.first, setting.program.first), setting.as_of, rule.per)
    begun = [each for each in periods if each.first < rule.until and rule.settles_on(each) >= setting.first]
    counting = {each: _Counting(_seen(setting, rule, each, lives), rule, each, counters) for each in begun}
    windows = {each: _window(rule, each) for each in counting} if rule.counter and rule.counter.last > 1 else {}
    owners = [(member, "", life) for member, life in lives.items()]
    owners += [("", name, life) for (fact, name), life in groups.items() if fact == rule.of]
    for member, group, life in owners:
        for (day, entry, _), points in zip(life.lines, life.granted, strict=True):
            if not (points or rule.counter) or not rule.holds_on(day):
                continue
            for period in [each for each, window in windows.items() if day in window] or [period_of(day, rule.per)]:
                if period in counting:
                    counting[period].count(member, group, (day, entry), points)
    for each in counting.values():
        yield each.result(held)


def _seen(setting: Setting, rule: GradesRule, period: Period, lives: Mapping[str, Life]) -> Setting:
    """The setting as a period is judged in it."""
    day = min(rule.settles_on(period), setting.as_of)
    return counted(seen_in(setting, setting.program.answers.grades_counted_of, period, day), lives, rule.per)


def _window(rule: GradesRule, period: Period) -> Period:
    assert rule.counter is not None  # asked of awards that measure one
    return window_of(rule.counter, period.first, rule.per)


@dataclass(slots=True)
class _Counting:
    setting: Setting
    rule: GradesRule
    period: Period
    counting: Counting
    scores: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    reasons: list[Reason] = field(default_factory=list)
    tallies: dict[str, Tally] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """The settling day, or the last day that is looked at where that comes first."""
        return min(self.rule.settles_on(self.period), self.setting.as_of)

    def count(self, member: str, group: str, done: tuple[date, Entry], points: Scaled) -> None:
        """Points of a member, or of a group's own entry, that count on a day of the period."""
        day, entry = done
        at_end = self.setting.program.answers.group_credited_on == "period_end"
        judged = self.day if at_end else day
        name = group or (member if self.rule.of == "member" else self._group_of(member, judged))
        if name is None:
            gap = self.setting.people.gap(member, judged)
            self.reasons.append(gap or because(Code.GROUP_UNKNOWN, name=self.rule.of, member=member, day=judged))
            return
        if self.rule.counter is None:
            self.scores[name].points += points
            self.scores[name].entries.append(entry.entry_id)
            return
        tally = self.tallies.setdefault(name, Tally(self.rule.counter))
        self.counting.add(tally, entry, day, points)

    def _close(self) -> None:
        """What the counter of the scheme's own comes to for each name."""
        for name, tally in self.tallies.items():
            reason = tally.open_reason()
            self.reasons += [reason] if reason else []
            if tally.entries:
                self.scores[name] = Score(tally.result() or 0, tally.entries)

    def result(self, held: Sequence[Verdict]) -> Standings:
        """Who is counted, once all points are."""
        self._close()
        self.reasons += [reason for verdict in held if self._may_count(verdict) for reason in verdict.reasons]
        if self.setting.program.answers.grades_counted_of == "scored":
            return Standings(self.setting, self.period, dict(self.scores), [], self.reasons)
        counted = {name for member in self._listed() if (name := self._name(member)) is not None}
        if self.rule.of != "member":
            counted |= set(self.scores)
        scores = {name: self.scores.get(name, Score()) for name in counted}
        apart = [Apart(name, (self._why_apart(name),)) for name in sorted(set(self.scores) - counted)]
        return Standings(self.setting, self.period, scores, apart, self.reasons)

    def _may_count(self, verdict: Verdict) -> bool:
        """Whether a held entry could still count in this period; nothing is approved before it was done."""
        if verdict.counts_on is None:
            return verdict.entry.date <= self.rule.settles_on(self.period)
        return verdict.counts_on in self.period and self.rule.holds_on(verdict.counts_on)

    def _listed(self) -> Iterator[str]:
        """Whoever the staff list knows on the day, and whom the scheme counts."""
        by_condition = self.setting.program.answers.grades_counted_of in ("eligible", "eligible_in_period")
        self.reasons += self.setting.people.lacking(self.day)
        for member in self.setting.people.rows:
            if self.setting.people.on(member, self.day) is None:
                continue
            is_eligible = self.setting.is_eligible(member, self.day) if by_condition else True
            if is_eligible is None:
                self.reasons.append(self.setting.unknown(member, self.day))
            elif is_eligible:
                yield member

    def _name(self, member: str) -> str | None:
        """Who is graded for a member: the member, or the group that the member belongs to on the day."""
        return member if self.rule.of == "member" else self._group_of(member, self.day)

    def _group_of(self, member: str, day: date) -> str | None:
        value = self.setting.people.known(member, day).get(("member", self.rule.of))
        return None if value is None else str(value)

    def _why_apart(self, member: str) -> Reason:
        gap = self.setting.people.gap(member, self.day)
        if gap is None and self.setting.is_eligible(member, self.day) is None:
            return self.setting.unknown(member, self.day)
        return gap or because(Code.NO_LONGER_ELIGIBLE, day=self.day)
