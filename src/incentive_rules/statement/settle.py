"""From lines to lives and rankings, once for all that the ledger says, and again for all that winners are given.

Whatever an award gives counts from the next day on, so each round settles at least one day more for good, and the
rounds come to an end. A scheme without such gifts has one round.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from incentive_rules.statement.agenda import walked_together
from incentive_rules.statement.budgeting import Purses
from incentive_rules.statement.credit import Judge
from incentive_rules.statement.general import limited
from incentive_rules.statement.grading import gradings
from incentive_rules.statement.groups import parted
from incentive_rules.statement.made import given_after, given_each_period, lines_of, winners
from incentive_rules.statement.member import Walker
from incentive_rules.statement.model import State
from incentive_rules.statement.ranking import Ranker

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from incentive_rules.ledger.model import Claim
    from incentive_rules.statement.credit import Line, Verdict
    from incentive_rules.statement.groups import Group
    from incentive_rules.statement.limiting import Granted
    from incentive_rules.statement.made import MadeEntry
    from incentive_rules.statement.member import Life
    from incentive_rules.statement.model import Payment, Ranking
    from incentive_rules.statement.setting import Setting

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Settled:
    """The lives of members and of groups, and each ranking with its prizes."""

    lives: dict[str, Life]
    groups: dict[Group, Life] = field(default_factory=dict)
    rankings: list[tuple[Ranking, tuple[Payment, ...]]] = field(default_factory=list)


def settle(
    setting: Setting, lines: Mapping[str, list[Line]], verdicts: list[Verdict], claims: Iterable[Claim]
) -> Settled:
    """Everything that follows from the lines; ``verdicts`` takes in what does not count after all."""
    makes = any(rule.made for rule in setting.program.activities.values())
    judge = Judge(setting)
    members, groups = parted(setting, _with(lines, judge, given_each_period(setting)) if makes else lines, verdicts)
    claimed: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        claimed[claim.member_id].append(claim)
    settler = _Settling(setting, claimed, [each for each in verdicts if each.state is State.HELD])
    settled = _settled(settler, judge, members, groups) if makes else settler.once(members, groups)
    verdicts += settler.waiting
    return settled


def _settled(
    settler: _Settling, judge: Judge, members: dict[str, list[Line]], groups: Mapping[Group, list[Line]]
) -> Settled:
    """Round after round, until winners are given nothing more."""
    setting = settler.setting
    given: tuple[MadeEntry, ...] = ()
    while True:
        more = parted(setting, _with({}, judge, given), [])
        settled = settler.once(_joined(members, more[0]), _joined(groups, more[1]))
        won = winners(settled.lives, (ranking for ranking, _ in settled.rankings))
        found = given_after(setting, won)
        if found == given:
            return settled
        given = found


def _with(lines: Mapping[str, list[Line]], judge: Judge, made: Iterable[MadeEntry]) -> dict[str, list[Line]]:
    """Lines, with those of entries that nobody wrote down."""
    found = defaultdict(list, {owner: list(theirs) for owner, theirs in lines.items()})
    for owner, line in lines_of(judge, made):
        found[owner].append(line)
    return dict(found)


def _joined(some: Mapping[K, list[Line]], more: Mapping[K, list[Line]]) -> dict[K, list[Line]]:
    return {owner: [*some.get(owner, ()), *more.get(owner, ())] for owner in {**some, **more}}


@dataclass(frozen=True, slots=True)
class _Settling:
    setting: Setting
    claims: Mapping[str, list[Claim]]
    held: list[Verdict]
    waiting: list[Verdict] = field(default_factory=list)
    """entries that a limit holds, since what it goes by is not known of them; as of the last round"""

    def once(self, members: dict[str, list[Line]], groups: Mapping[Group, list[Line]]) -> Settled:
        """One round."""
        walker = Walker(self.setting)
        granted: Mapping[str, Granted] = {}
        if self.setting.program.general_limits:
            granted, waiting = limited(self.setting, members)
            self.waiting[:] = waiting
        lives = self._lives(walker, members, granted)
        of_groups = {group: self._of_group(walker, group, lines) for group, lines in sorted(groups.items())}
        held = [*self.held, *self.waiting]
        rankings = [*Ranker(self.setting).rankings(lives, of_groups, held)]
        rankings += gradings(self.setting, lives, of_groups, held)
        return Settled(lives, of_groups, rankings)

    def _of_group(self, walker: Walker, group: Group, lines: list[Line]) -> Life:
        """A group's own life: it is credited, and claims nothing."""
        granted: Mapping[str, Granted] = {}
        if self.setting.program.general_limits:
            granted, waiting = limited(self.setting, {group[1]: lines})
            self.waiting.extend(waiting)
        return walker.close(walker.begin(group[1], lines, (), granted.get(group[1])))

    def _lives(self, walker: Walker, lines: dict[str, list[Line]], granted: Mapping[str, Granted]) -> dict[str, Life]:
        """The life of everybody who has an entry that counts, or a claim."""
        if self.setting.program.budgets:
            return walked_together(walker, lines, self.claims, granted, Purses(self.setting))
        return {
            member: walker.walk(member, lines.get(member, []), self.claims.get(member, ()), granted.get(member))
            for member in sorted({*lines, *self.claims})
        }
