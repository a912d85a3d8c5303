"""Who is ranked: members, the groups that they belong to, or pieces of work; and what is known of them on a day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.periods import ONE_DAY, Per, periods_between
from incentive_rules.scheme.rankings import MEMBER, WORK
from incentive_rules.statement.judge import failures, truth
from incentive_rules.statement.rows import because

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from incentive_rules.facts import Fact, Value
    from incentive_rules.periods import Period
    from incentive_rules.program.rankings import RankingRule
    from incentive_rules.scheme.conditions import Condition
    from incentive_rules.statement.model import Reason
    from incentive_rules.statement.setting import Setting


@dataclass
class Parties:
    """Those who are ranked by one rule in one period, judged on its last day; ``reasons`` gather what is not known."""

    setting: Setting
    rule: RankingRule
    period: Period
    reasons: list[Reason] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.day = min(self.rule.settles_on(self.period), self.setting.as_of)
        self._takes_part: dict[str, bool] = {}

    def name_of(self, member: str, day: date) -> str | None:
        """Under which name a member is ranked on a day: the member's own, or that of the group."""
        row = self.setting.people.on(member, day)
        if row is None:
            return None
        if self.rule.of == MEMBER:
            return member
        value = row.facts.get(self.rule.of)
        return None if value is None else str(value)

    def takes_part(self, member: str) -> bool:
        """Whether the condition on those who take part holds of a member."""
        condition = self.rule.field.when if self.rule.field else None
        if condition is None:
            return True
        found = self._takes_part.get(member)
        if found is None:
            found = self._takes_part[member] = self.holds(condition, member) is True
        return found

    def holds(self, condition: Condition, member: str) -> bool | None:
        """Whether a condition holds of a member on the day of judgement; where that is not known, it is told."""
        known = self.setting.people.known(member, self.day)
        found = truth(condition, known, self.day)
        if found is None:
            gap = self.setting.people.gap(member, self.day)
            failure = next(failures(condition, known, self.day))
            self.reasons.append(
                gap or because(Code.CONDITION_UNKNOWN, need=failure.need, name=failure.fact.label, day=self.day)
            )
        return found

    def everybody(self) -> Iterator[str]:
        """Whoever the staff list knows on the day of judgement; it knows no pieces of work."""
        return iter(self.people)

    @cached_property
    def people(self) -> Mapping[str, tuple[str, ...]]:
        """The people of each name on the day of judgement, as far as they take part."""
        return self.people_on(self.day)

    def people_on(self, day: date) -> dict[str, tuple[str, ...]]:
        """The people of each name on a day, as far as they take part."""
        found: dict[str, list[str]] = defaultdict(list)
        if self.rule.of != WORK:
            self.reasons += self.setting.people.lacking(day)
        for member in self.setting.people.rows if self.rule.of != WORK else ():
            name = self.name_of(member, day)
            if name is not None and self.takes_part(member):
                found[name].append(member)
        return {name: tuple(members) for name, members in found.items()}

    def fact(self, name: str, fact: Fact, contributors: Iterable[str]) -> Value | None:
        """A fact of whoever is ranked: a member's own, or that in which all people of a group or a work agree."""
        members = (name,) if self.rule.of == MEMBER else contributors
        if self.rule.of_groups:
            members = self.people.get(name, ())
        values = {self._fact_of(member, fact) for member in members}
        if len(values) == 1:
            value = next(iter(values))
            if value is not None:
                return value
        code = Code.PEOPLE_DISAGREE if len(values - {None}) > 1 else Code.GROUP_UNKNOWN
        self.reasons.append(because(code, name=fact.label, member=name, day=self.day))
        return None

    def _fact_of(self, member: str, fact: Fact) -> Value | None:
        row = self.setting.people.on(member, self.day)
        return None if row is None else row.facts.get(fact.name)

    @cached_property
    def heads(self) -> Mapping[str, Fraction]:
        """How many people each group has, as the scheme counts them."""
        days = list(self._head_days())
        counted: dict[str, int] = defaultdict(int)
        for day in days:
            for name, members in self.people_on(day).items():
                counted[name] += sum(self._counts(member, day) for member in members)
        return {name: Fraction(heads, len(days)) for name, heads in counted.items()}

    def _head_days(self) -> Iterator[date]:
        """The days on which heads are counted; none lies behind the day of judgement."""
        begins = max(self.period.first, self.rule.first)
        choice = self.setting.program.answers.heads_counted_on
        if choice == "average_of_months":
            for month in periods_between(begins, self.day, Per.MONTH):
                yield min(month.end - ONE_DAY, self.day)
        else:
            yield begins if choice == "period_start" else self.day

    def _counts(self, member: str, day: date) -> bool:
        if self.setting.program.answers.heads_are == "everybody":
            return True
        eligible = self.setting.is_eligible(member, day)
        if eligible is None:
            self.reasons.append(self.setting.unknown(member, day))
        return eligible is True
