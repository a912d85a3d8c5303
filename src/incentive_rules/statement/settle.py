"""From lines to lives and rankings, once for all that the ledger says, and again for all that winners are given.

Whatever an award gives counts from the next day on, so each round settles at least one day more for good, and the
rounds come to an end. A scheme without such gifts has one round.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from incentive_rules.statement.earning.credit import Judge
from incentive_rules.statement.earning.groups import by_owner
from incentive_rules.statement.earning.made import given_after, given_each_period
from incentive_rules.statement.limits.general import limited
from incentive_rules.statement.limits.granting import MEMBER, with_made
from incentive_rules.statement.lives.agenda import walked_together
from incentive_rules.statement.lives.member import Walker
from incentive_rules.statement.model import State
from incentive_rules.statement.payments.budgeting import Purses
from incentive_rules.statement.payments.prizes import Prizes
from incentive_rules.statement.ranks.grading import gradings
from incentive_rules.statement.ranks.ranking import Ranker
from incentive_rules.statement.winning import won_by_rank, won_by_settling

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

    from incentive_rules.amounts import Amount, Scaled
    from incentive_rules.ledger.model import Claim
    from incentive_rules.statement.closed.posting import Posted
    from incentive_rules.statement.earning.credit import Grant, Line, Verdict
    from incentive_rules.statement.earning.groups import Group
    from incentive_rules.statement.earning.made import MadeEntry
    from incentive_rules.statement.limits.limiting import Granted
    from incentive_rules.statement.lives.member import Life
    from incentive_rules.statement.model import Payment, Ranking
    from incentive_rules.statement.setting import Setting
    from incentive_rules.statement.winning import Won

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Settled:
    """The lives of members and of groups, and each ranking with its prizes."""

    lives: dict[str, Life]
    groups: dict[Group, Life] = field(default_factory=dict)
    rankings: list[tuple[Ranking, tuple[Payment, ...]]] = field(default_factory=list)
    spent: Mapping[tuple[str, str, str], Amount] = field(default_factory=dict)
    """what was paid so far out of each budget of a period, by whose part it is"""
    limits: Mapping[Hashable, Scaled] = field(default_factory=dict)
    """what was granted under limits that look at everybody together, by their keys"""


def settle(
    setting: Setting,
    lines: Mapping[str, list[Line]],
    verdicts: list[Verdict],
    claims: Iterable[Claim],
    posted: Posted | None = None,
) -> Settled:
    """Everything that follows from the lines; ``verdicts`` takes in what does not count after all.

    With ``posted``, whose lines are limited already and told apart by owner, ``lines`` are not looked at.
    """
    makes = posted is None and any(rule.made for rule in setting.program.activities.values())
    judge = Judge(setting)
    if posted is not None:
        members, groups = posted.members, posted.groups
    else:
        all_lines = with_made(lines, judge, given_each_period(setting), verdicts) if makes else lines
        all_lines = _since(setting, all_lines) if makes and setting.began is not None else all_lines
        members, groups = by_owner(setting, all_lines, verdicts)
    claimed: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        claimed[claim.member_id].append(claim)
    held = [each for each in verdicts if each.state is State.HELD]
    settler = _Settling(setting, Walker(setting), claimed, held, posted)
    settled = _settled(settler, judge, members, groups) if makes else settler.once(members, groups)
    verdicts += settler.waiting + settler.made
    return settled


def _since(setting: Setting, lines: Mapping[str, list[Line]]) -> dict[str, list[Line]]:
    """The lines since the first day: what was given before is among the opening rows."""
    found = {owner: [line for line in own if line[0] >= setting.first] for owner, own in lines.items()}
    return {owner: own for owner, own in found.items() if own}


def _settled(
    settler: _Settling, judge: Judge, members: dict[str, list[Line]], groups: Mapping[Group, list[Line]]
) -> Settled:
    """Round after round, until winners are given nothing more."""
    setting = settler.setting
    given: tuple[MadeEntry, ...] = ()
    judged: dict[MadeEntry, Grant | Verdict] = {}
    while True:
        settler.made.clear()
        more = by_owner(setting, with_made({}, judge, given, settler.made, judged), [])
        settled = settler.once(_joined(members, more[0]), _joined(groups, more[1]))
        before = setting.began.won if setting.began is not None else ()
        found = given_after(setting, (*before, *wins(settled)))
        if found == given:
            return settled
        given = found


def wins(found: Settled) -> Iterator[Won]:
    """Everything that anybody won."""
    for member, life in found.lives.items():
        yield from won_by_settling(member, life.settlements)
    yield from won_by_rank(ranking for ranking, _ in found.rankings)


def _joined(some: Mapping[K, list[Line]], more: Mapping[K, list[Line]]) -> dict[K, list[Line]]:
    return {owner: [*some.get(owner, ()), *more.get(owner, ())] for owner in {**some, **more}}


@dataclass(frozen=True, slots=True)
class _Settling:
    setting: Setting
    walker: Walker
    claims: Mapping[str, list[Claim]]
    held: list[Verdict]
    posted: Posted | None = None
    waiting: list[Verdict] = field(default_factory=list)
    """entries that a limit holds, since what it goes by is not known of them; as of the last round"""
    made: list[Verdict] = field(default_factory=list)
    """entries for winners that are held; as of the last round"""
    limits: dict[Hashable, Scaled] = field(default_factory=dict)
    """what was granted under each limit, where they look at everybody together; as of the last round"""
    lives: dict[str, tuple[list[Line], Life]] = field(default_factory=dict)
    """the lines of each member when they were last walked, and what came of it"""

    def _purses(self) -> Purses:
        """Full purses; entries that are held may leave less in them from their days on."""
        held = (verdict.counts_on or verdict.entry.date for verdict in (*self.held, *self.waiting, *self.made))
        purses = Purses(self.setting, min(held, default=date.max))
        purses.spent.update(self.setting.began.spent if self.setting.began is not None else {})
        return purses

    def once(self, members: dict[str, list[Line]], groups: Mapping[Group, list[Line]]) -> Settled:
        """One round."""
        walker, program = self.walker, self.setting.program
        began = self.setting.began
        if began is not None:
            groups = {**{group: [] for group in began.groups}, **groups}
            members = {**{member: [] for member in began.members}, **members}
        granted, of_groups_granted = self._limited(members, groups)
        prizes = Prizes.of(self._purses())
        ranks = bool(program.rankings or program.grades)
        if ranks or not program.budgets:
            lives = {
                member: self._life(member, members.get(member, []), granted.get(member))
                for member in sorted({*members, *self.claims})
            }
        else:
            lives = walked_together(walker, members, self.claims, granted, prizes)
        of_groups = {  # a group is credited, and claims nothing
            group: walker.close(walker.begin(group[1], lines, (), of_groups_granted.get(group), group[0]))
            for group, lines in sorted(groups.items())
        }
        held = [*self.held, *self.waiting, *self.made]
        rankings = [*Ranker(self.setting).rankings(lives, of_groups, held)]
        rankings += gradings(self.setting, lives, of_groups, held)
        if ranks and program.budgets:  # what is paid changes no credits, so nobody is ranked otherwise
            prizes = Prizes.of(self._purses(), rankings)
            lives = walked_together(walker, members, self.claims, granted, prizes)
            rankings = [*prizes.left_of(rankings)]
        return Settled(lives, of_groups, rankings, prizes.purses.spent, self.limits)

    def _life(self, member: str, lines: list[Line], granted: Granted | None) -> Life:
        """The life of a member, walked again only where a round before it had other lines.

        What limits of every kind leave to the lines may hang on those of others.
        """
        before = self.lives.get(member)
        if granted is None and before is not None and before[0] == lines:
            return before[1]
        given = list(lines)
        life = self.walker.walk(member, lines, self.claims.get(member, ()), granted)
        self.lives[member] = given, life
        return life

    def _limited(
        self, members: Mapping[str, list[Line]], groups: Mapping[Group, list[Line]]
    ) -> tuple[dict[str, Granted], dict[Group, Granted]]:
        """What limits leave to members and to groups; they look at the entries of both together."""
        if self.posted is not None:
            return self.posted.granted
        if not self.setting.program.general_limits:
            return {}, {}
        owners = {(MEMBER, member): lines for member, lines in members.items()} | dict(groups)
        granted, self.waiting[:], used = limited(self.setting, owners)
        self.limits.clear()
        self.limits.update(used)
        return {member: granted[MEMBER, member] for member in members}, {group: granted[group] for group in groups}
