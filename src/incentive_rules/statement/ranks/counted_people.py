"""The staff list as conditions of awards see it: facts of people, and the counters of the scheme."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from incentive_rules.periods import Per
from incentive_rules.statement.lives.counting import Counting, window_of
from incentive_rules.statement.rows import People

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from incentive_rules.periods import Span
    from incentive_rules.statement.lives.member import Life
    from incentive_rules.statement.rows import Known
    from incentive_rules.statement.setting import Setting


@dataclass(frozen=True, slots=True)
class CountedPeople(People):
    """People whose counters are known; ``per`` is the period of counters that name none."""

    counting: Counting | None = None
    lives: Mapping[str, Life] = field(default_factory=dict)
    per: Span = Per.EVER

    def known(self, member: str, day: date) -> Known:
        """The facts of a member on a day, and each counter up to that day; those of nothing that has no value lack."""
        known = People.known(self, member, day)
        assert self.counting is not None  # made with it
        setting, life = self.counting.setting, self.lives.get(member)
        for name, rule in setting.program.counters.items():
            tally = self.counting.of_life(rule, life, window_of(rule, day, rule.per or self.per), day)
            points = None if tally.unknown else tally.result()
            known["counter", name] = None if points is None else setting.amounts[points]
        return known


def counted(setting: Setting, lives: Mapping[str, Life], per: Span) -> Setting:
    """The setting of an award that settles by such periods, in which the counters of members are known."""
    if not setting.program.counters:
        return setting
    people = setting.people
    return replace(
        setting,
        people=CountedPeople(
            people.rows, people.listed, people.outcomes, people.doubts, Counting.of(setting), lives, per
        ),
    )
