"""From what entries ask for to what they are granted: limits, before anything is claimed or lapses (law 9).

A scheme whose limits look at one member alone, and keep the earliest, is limited member by member. All others are for
``selecting`` and ``general``, which look at the lines of everybody.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import compress, count
from operator import eq, itemgetter
from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount
from incentive_rules.codes import Code
from incentive_rules.periods import length_of, period_of
from incentive_rules.statement.model import StepKind
from incentive_rules.statement.rows import because, content_key, plain_facts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from incentive_rules.amounts import Scaled
    from incentive_rules.program.model import LimitRule
    from incentive_rules.statement.earning.credit import Line
    from incentive_rules.statement.model import Reason, Step
    from incentive_rules.statement.setting import Setting

    Used = Mapping[tuple[str, str], Scaled]
    """What was granted under each limit in a period, in points or entries."""

_DAY = itemgetter(0)
NOTHING_USED: Used = {}


@dataclass(slots=True)
class Granted:
    """What limits leave to the lines of one member, and what they say where they changed something.

    ``steps`` are by the number of the line, ``cuts`` by its entry; ``cut_points`` are activities and the points that
    they lost. ``own`` is of lines that landed on a later day the day on which their entry counts, by the line's number.
    """

    points: list[Scaled]
    steps: dict[int, tuple[Step, ...]] = field(default_factory=dict)
    cuts: dict[str, tuple[Reason, ...]] = field(default_factory=dict)
    cut_points: list[tuple[str, Scaled]] = field(default_factory=list)
    own: dict[int, date] = field(default_factory=dict)

    def behind(self, count: int) -> Granted:
        """A copy, where so many lines of which limits say nothing stand before them."""
        steps = {index + count: steps for index, steps in self.steps.items()}
        none: list[Scaled] = [0] * count
        own = {index + count: day for index, day in self.own.items()}
        return Granted([*none, *self.points], steps, {**self.cuts}, [*self.cut_points], own)


class Limiter:
    """Limits the lines of one member after the other, where no limit looks at several of them."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._limits = setting.program.limits
        self._is_needed = any(self._limits.values())

    def granted(self, lines: Sequence[Line], before: Used = NOTHING_USED) -> Granted:
        """What is granted to a member's lines, which stand in law 2's order; ``before`` is what was used up already."""
        if not self._is_needed:
            return Granted([grant.points for _, _, grant in lines])
        return self._granted(lines, defaultdict(int, before))

    def used(self, lines: Sequence[Line], before: Used = NOTHING_USED) -> Used:
        """What limits granted to a member's lines and before them, by limit and period."""
        used = defaultdict(int, before)
        self._granted(lines, used)
        return used

    def _granted(self, lines: Sequence[Line], used: dict[tuple[str, str], Scaled]) -> Granted:
        found = Granted(points := [])
        for index, line in enumerate(lines):
            points.append(self._least(found, used, index, line))
        return found

    def _least(self, found: Granted, used: dict[tuple[str, str], Scaled], index: int, line: Line) -> Scaled:
        """The least that its limits leave to an entry; what is cut is a step of its own."""
        day, entry, grant = line
        limits = [limit for limit in self._limits[grant.activity] if limit.holds_on(day)]
        rooms = [(room, limit) for limit in limits if (room := _room(used, day, limit)) is not None]
        granted = min([grant.points, *(room for room, _ in rooms)])  # a deduction is below all rooms
        if granted < grant.points:
            room, limit = min(rooms, key=_least_first)
            found.steps[index] = (*grant.steps, self._cut(limit, day, granted - grant.points))
            amounts = self._setting.amounts
            facts = {"name": limit.label, "left": amounts[room], "wanted": grant.amount}
            why = because(Code.CUT_BY_LIMIT, **facts, period=period_of(day, limit.per).name)
            found.cuts[entry.entry_id] = (why,)
            found.cut_points.append((grant.activity, grant.points - granted))
        if granted > 0:
            for limit in limits:
                key = limit.id, period_of(day, limit.per).name
                used[key] += granted if limit.points is not None else 1
        return granted

    def _cut(self, limit: LimitRule, day: date, points: Scaled) -> Step:
        setting = self._setting
        amount = setting.amounts[points]
        period = plain_facts({"period": period_of(day, limit.per).name})
        if limit.points is not None:
            since, value = limit.points.step_on(day)
            return setting.cite(StepKind.LIMIT, limit, amount, setting.amounts[value], since, period)
        assert limit.count is not None  # a limit is of points or of a count
        since, most = limit.count.step_on(day)
        return setting.cite(StepKind.LIMIT, limit, amount, Amount(most), since, period)


def _room(used: dict[tuple[str, str], Scaled], day: date, limit: LimitRule) -> Scaled | None:
    """How many points a limit leaves to an entry; ``None`` if a count limit still has room."""
    so_far = used[limit.id, period_of(day, limit.per).name]
    if limit.points is not None:
        return max(0, limit.points.on(day) - so_far)
    assert limit.count is not None  # a limit is of points or of a count
    return None if so_far < limit.count.on(day) else 0


def _least_first(pair: tuple[Scaled, LimitRule]) -> tuple[Scaled, int]:
    """The least room; of equal ones the limit of the shortest period is named."""
    room, limit = pair
    return room, length_of(limit.per)


def put_in_order(lines: list[Line]) -> list[date]:
    """Put lines in law 2's order: by day, the greater grant, content, id. Gives their days."""
    lines.sort(key=_DAY)
    days = list(map(_DAY, lines))
    tied = list(compress(count(), map(eq, days, days[1:])))
    while tied:
        last = tied.pop() + 1
        first = last - 1
        while tied and tied[-1] == first - 1:
            first = tied.pop()
        lines[first : last + 1] = _of_one_day(lines[first : last + 1])
    return days


def _of_one_day(lines: list[Line]) -> list[Line]:
    """Whole contents are looked at only where nothing that law 2 looks at first tells two lines apart."""
    looks = {(-line[2].points, line[1].date, line[1].activity): line for line in lines}
    if len(looks) == len(lines):
        return [looks[look] for look in sorted(looks)]  # contents begin with the date and the activity
    return sorted(lines, key=lambda line: (-line[2].points, content_key(line[1]), line[1].entry_id))
