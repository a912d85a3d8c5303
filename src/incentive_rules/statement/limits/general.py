"""Limits of every kind, over the lines of everybody: selections, then cuts, with steps and reasons (law 9)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from incentive_rules.amounts import Amount
from incentive_rules.codes import Code
from incentive_rules.messages import Label
from incentive_rules.scheme.limits import Keep
from incentive_rules.statement.limits.capping import Caps
from incentive_rules.statement.limits.keys import turns_of
from incentive_rules.statement.limits.limiting import Granted, put_in_order
from incentive_rules.statement.limits.selecting import select
from incentive_rules.statement.model import StepKind
from incentive_rules.statement.rows import because, plain_facts

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from incentive_rules.amounts import Scaled
    from incentive_rules.statement.earning.credit import Line, Verdict
    from incentive_rules.statement.earning.groups import Group
    from incentive_rules.statement.limits.capping import Cut
    from incentive_rules.statement.limits.keys import Turn, Under
    from incentive_rules.statement.limits.selecting import Selected
    from incentive_rules.statement.model import Reason, Step
    from incentive_rules.statement.setting import Setting

_ONE_ENTRY = Label("실적 하나", "one entry")


class Limited(NamedTuple):
    """What limits leave to the lines of each owner, the entries that wait since a limit hangs on an unknown, and what
    was granted under each limit, by its key.
    """

    granted: dict[Group, Granted]
    waiting: list[Verdict]
    used: Mapping[Hashable, Scaled]


def limited(setting: Setting, lines: Mapping[Group, list[Line]]) -> Limited:
    """What limits make of lines.

    Members and groups come together, since a limit may be of both; a member's kind is an empty text. The lines are put
    in law 2's order; those that wait are taken out of them.
    """
    for own in lines.values():
        put_in_order(own)
    turns, waiting = turns_of(setting, lines.items())
    told = _Told(setting, {owner: Granted([0] * len(own)) for owner, own in lines.items()})
    tied = setting.program.answers.limit_tied
    for selected in select(turns, setting.program.general_limits, tied):
        told.selected(selected)
    caps = Caps(tied)
    caps.used.update(setting.began.limits if setting.began is not None else {})
    for cut in caps.granted(turns):
        told.granted(cut)
    told.close(turns)
    return Limited(told.found, waiting, caps.used)


@dataclass(slots=True)
class _Told:
    """Puts what limits did into steps and reasons."""

    setting: Setting
    found: dict[Group, Granted]
    steps: dict[Turn, list[Step]] = field(default_factory=lambda: defaultdict(list))
    reasons: dict[Turn, list[Reason]] = field(default_factory=lambda: defaultdict(list))

    def selected(self, each: Selected) -> None:
        """A selection changed what an entry asks for."""
        turn, under = each.turn, each.under
        is_void = under.limit.keep is Keep.NONE
        displaced = tuple(other.line[1].entry_id for other in each.displaced)
        facts = {"displaced": displaced} if displaced else {}
        self._step(StepKind.VOIDED if is_void else StepKind.SELECTED, turn, under, each.change, facts)
        code = Code.TIED_AT_LIMIT if each.is_tie else Code.VOIDED_BY_LIMIT if is_void else Code.NOT_AMONG_BEST
        self._reason(code, turn, under, turn.ask)

    def granted(self, cut: Cut) -> None:
        """What an entry was granted in the end."""
        turn = cut.turn
        self.found[turn.owner].points[turn.index] = cut.granted
        if cut.granted != turn.ask:
            under = cut.under or next(each for each in turn.under if each.limit.keep is not Keep.EARLIEST)
            self._step(StepKind.LIMIT, turn, under, cut.granted - turn.ask, {})
            if cut.under is not None:
                self._reason(Code.TIED_AT_LIMIT if cut.is_tie else Code.CUT_BY_LIMIT, turn, under, cut.granted)
        if cut.granted != turn.grant.points:
            lost = turn.grant.points - cut.granted
            self.found[turn.owner].cut_points.append((turn.grant.activity, lost))

    def close(self, turns: list[Turn]) -> None:
        """Hand over what was told of each line."""
        for turn in turns:
            found, entry = self.found[turn.owner], turn.line[1]
            if turn in self.steps:
                found.steps[turn.index] = (*turn.grant.steps, *self.steps[turn])
            if turn in self.reasons:
                found.cuts[entry.entry_id] = tuple(self.reasons[turn])

    def _step(self, kind: StepKind, turn: Turn, under: Under, points: Scaled, more: Mapping[str, object]) -> None:
        amounts, limit = self.setting.amounts, under.limit
        value = Amount(under.most) if limit.count is not None else amounts[under.most]
        facts = plain_facts({"period": under.period or _ONE_ENTRY, **more})
        self.steps[turn].append(self.setting.cite(kind, limit, amounts[points], value, under.since, facts))

    def _reason(self, code: Code, turn: Turn, under: Under, left: Scaled) -> None:
        amounts, limit = self.setting.amounts, under.limit
        most = Amount(under.most) if limit.count is not None else amounts[under.most]
        facts = {"name": limit.label, "left": amounts[left], "wanted": turn.grant.amount, "most": most}
        self.reasons[turn].append(because(code, **facts, period=under.period or _ONE_ENTRY))
