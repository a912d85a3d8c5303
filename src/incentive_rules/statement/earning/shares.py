"""Joint work: the rows of one piece of work and one activity looked at together, and each given its share.

Shares act after bonuses and before limits (law 9). What one row says bears on another's here alone, so this is a stage
of its own between the judging of single entries and the walks of members.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from incentive_rules.amounts import ZERO, Amount, whole_or_fraction
from incentive_rules.codes import Code
from incentive_rules.statement.earning.credit import Grant, Judge, Verdict
from incentive_rules.statement.model import State, StepKind
from incentive_rules.statement.rows import because

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from incentive_rules.ledger.model import Entry
    from incentive_rules.statement.earning.credit import Line
    from incentive_rules.statement.model import Reason
    from incentive_rules.statement.setting import Setting

_ALL = Amount(1)


class _Row(NamedTuple):
    """A row of joint work: a line, or the verdict that it does not count."""

    entry: Entry
    line: Line | None
    verdict: Verdict | None

    @property
    def share(self) -> Amount:
        return _ALL if self.entry.share is None else self.entry.share


Scored = tuple[dict[str, list["Line"]], list[Verdict]]


def shared(setting: Setting, lines: Mapping[str, Sequence[Line]], verdicts: Iterable[Verdict]) -> Scored:
    """The lines of each member with their shares, and the entries that do not count, some of them for their partners.

    Work in which no row has a share is done alone. Where one has, the shares of all rows of the work and the activity
    must make 1, whether or not each row counts.
    """
    return _Sharing(setting).shared(lines, verdicts)


def has_shares(setting: Setting) -> bool:
    """Whether anything of a program is done by several people together."""
    return any(rule.shares for rule in setting.program.activities.values())


@dataclass(slots=True)
class _Sharing:
    setting: Setting
    grants: dict[tuple[int, Amount, Amount], Grant] = field(default_factory=dict)
    made: list[Grant] = field(default_factory=list)
    """the whole grants behind the parts: while they are kept, no other has their identity"""

    def shared(self, lines: Mapping[str, Sequence[Line]], verdicts: Iterable[Verdict]) -> Scored:
        found: dict[str, list[Line]] = defaultdict(list)
        ended: list[Verdict] = []
        works: dict[tuple[str, str], list[_Row]] = defaultdict(list)
        joint = {name for name, rule in self.setting.program.activities.items() if rule.shares}
        for row in _rows(lines, verdicts):
            if row.entry.activity in joint and row.entry.work is not None:
                works[row.entry.work, row.entry.activity].append(row)
            else:
                self._put([self._alone(row)], found, ended)
        for rows in works.values():
            self._put(self._together(rows) if any(row.entry.share for row in rows) else rows, found, ended)
        return found, ended

    @staticmethod
    def _put(rows: Iterable[_Row], lines: dict[str, list[Line]], verdicts: list[Verdict]) -> None:
        for row in rows:
            if row.verdict is not None:
                verdicts.append(row.verdict)
            elif row.line is not None:
                lines[row.entry.member_id].append(row.line)

    @staticmethod
    def _alone(row: _Row) -> _Row:
        """A row without partners; one with a share waits for the work that it is part of."""
        if row.line is None or row.entry.share is None:
            return row
        return _refused(row, State.HELD, because(Code.SHARE_WITHOUT_WORK, value=row.entry.share))

    def _together(self, rows: Sequence[_Row]) -> Iterator[_Row]:
        total = sum((row.share for row in rows), ZERO)
        if total == _ALL:
            yield from self._divided(rows)
            return
        first = rows[0].entry
        facts = {"activity": self.setting.program.activities[first.activity].label, "work": first.work, "sum": total}
        if total > _ALL:
            why, state = because(Code.SHARES_TOO_MANY, **facts), State.REJECTED
        else:
            why, state = because(Code.SHARES_MISSING, **facts, missing=_ALL - total), State.HELD
        for row in rows:
            waits = row.verdict is not None and row.verdict.state is State.HELD
            yield _refused(row, state, why) if row.line or (waits and state is State.REJECTED) else row

    def _divided(self, rows: Sequence[_Row]) -> Iterator[_Row]:
        """Shares that make 1. What falls to those who take part hangs on the others only if it is redistributed."""
        if self.setting.program.answers.partner_not_eligible != "redistributed":
            yield from (self._part(row, _ALL) for row in rows)
            return
        states = [self._state(row) for row in rows]
        if State.HELD in states:
            ids = (row.entry.entry_id for row, state in zip(rows, states, strict=True) if state is State.HELD)
            why = because(Code.SHARE_OF_PARTNER_OPEN, work=rows[0].entry.work, id=min(ids))
            yield from (_refused(row, State.HELD, why) if row.line else row for row in rows)
            return
        taking = (row.share for row, state in zip(rows, states, strict=True) if state is State.CREDITED)
        part = sum(taking, ZERO)
        yield from (self._part(row, part) for row in rows)

    def _state(self, row: _Row) -> State:
        """Whether a row takes part, now or on a later day: a day that is still to come changes nobody's share."""
        if row.verdict is None:
            return State.CREDITED
        if row.verdict.state is not State.NOT_YET:
            return row.verdict.state
        later = Judge(replace(self.setting, as_of=date.max)).judge(row.entry)
        return later.state if isinstance(later, Verdict) else State.CREDITED

    def _part(self, row: _Row, among: Amount) -> _Row:
        if row.line is None:
            return row
        day, entry, grant = row.line
        return row._replace(line=(day, entry, self._grant(grant, row.share, among)))

    def _grant(self, grant: Grant, share: Amount, among: Amount) -> Grant:
        """What is left of a grant for a share, among those who take part in so much of the work."""
        key = id(grant), share, among
        found = self.grants.get(key)
        if found is None:
            self.made.append(grant)
            rule, cite = self.setting.program.activities[grant.activity], self.setting.cite
            steps = [*grant.steps, cite(StepKind.SHARE, rule, Amount(grant.amount * (share - 1)), share)]
            if among != _ALL:
                own = Amount(share / among)
                steps.append(cite(StepKind.TAKEN_OVER, rule, Amount(grant.amount * (own - share)), own))
            amount = sum((step.amount for step in steps), ZERO)
            points = whole_or_fraction(amount * self.setting.program.scale.factor)
            found = self.grants[key] = Grant(grant.activity, grant.label, points, amount, tuple(steps))
        return found


def _rows(lines: Mapping[str, Sequence[Line]], verdicts: Iterable[Verdict]) -> Iterator[_Row]:
    for own in lines.values():
        yield from (_Row(line[1], line, None) for line in own)
    yield from (_Row(verdict.entry, None, verdict) for verdict in verdicts)


def _refused(row: _Row, state: State, why: Reason) -> _Row:
    day = row.line[0] if row.line else row.verdict.counts_on if row.verdict else None
    return _Row(row.entry, None, Verdict(row.entry, state, (why,), day))
