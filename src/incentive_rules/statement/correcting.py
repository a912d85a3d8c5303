"""Rows that correct others: what stands once every correction that is known has been made (law 6).

A row that voids or replaces another makes it as if that had never been; one that decides another sets its status. All
of it happens before any rule looks at a row, so that bonuses, shares, limits, lots and payments follow by themselves.
A correction is a row too: whoever voids it undoes it, and whoever replaces it stands in its place, towards the row that
it replaced too. No order of rows matters here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from incentive_rules.codes import Code
from incentive_rules.ledger.model import Claim, Entry, RosterRow, Status
from incentive_rules.messages import LANGUAGES, Label, sentence
from incentive_rules.statement.model import Outcome, Reason, RowKind, State
from incentive_rules.statement.rows import ID_OF, because, content_key, day_of, known_on, refused_rows, row_id, take_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from incentive_rules.ledger.model import Table
    from incentive_rules.statement.rows import AnyRow, Intake

Row = TypeVar("Row", Entry, Claim, RosterRow)

VOIDS, REPLACES, DECIDES = "voids", "replaces", "decides"
_LINKS_OF = {
    RowKind.ENTRY: (attrgetter(VOIDS, REPLACES, DECIDES), (None, None, None)),
    RowKind.CLAIM: (attrgetter(VOIDS, REPLACES), (None, None)),
    RowKind.ROSTER: (attrgetter(VOIDS, REPLACES), (None, None)),
}


class Aim(NamedTuple):
    """What a correcting row does, and to the row of which id."""

    how: str
    id: str


@dataclass(slots=True)
class Standing(Generic[Row]):
    """What stands after all corrections.

    ``rows`` are left for the rules to look at. ``held`` are rows of which it is not known whether they stand, ``notes``
    say of a row that counts which one it replaces, and ``corrected`` names the rows that are as if they had never been,
    with the reason.
    """

    rows: Sequence[Row]
    outcomes: list[Outcome] = field(default_factory=list)
    held: list[tuple[Row, tuple[Reason, ...]]] = field(default_factory=list)
    notes: dict[str, tuple[Reason, ...]] = field(default_factory=dict)
    corrected: dict[str, tuple[Reason, ...]] = field(default_factory=dict)

    @property
    def ended(self) -> Counter[State]:
        """How many rows that no rule looks at ended in each state."""
        return Counter([*(each.state for each in self.outcomes), *(State.HELD for _ in self.held)])


def aim_of(row: AnyRow) -> Aim | None:
    """What a row corrects, if it does."""
    if row.voids:
        return Aim(VOIDS, row.voids)
    if row.replaces:
        return Aim(REPLACES, row.replaces)
    decides = row.decides if isinstance(row, Entry) else None
    return Aim(DECIDES, decides) if decides else None


def standing(table: Table[Row], kind: RowKind, known_at: date | None) -> Standing[Row]:
    """The rows of a table that stand by what was known on a day, each id once, and the outcomes of all others."""
    intake: Intake[Row] = take_in(table.rows, kind, known_at)
    outcomes: list[Outcome] = [*intake.outcomes, *refused_rows(table, kind, known_at)]
    links, nothing = _LINKS_OF[kind]
    correcting = [row for row in intake.rows if links(row) != nothing]  # of a million rows, seldom any
    aims = {row_id(row): aim for row in correcting if (aim := aim_of(row)) is not None}
    if not aims:
        return Standing(intake.rows, outcomes)
    elsewhere = {each.id for each in outcomes if each.state is State.REJECTED}
    later = {each.id for each in outcomes if each.state is State.NOT_YET}
    found: Standing[Row] = _Correcting(intake.rows, kind, aims, elsewhere, later).standing()
    outcomes = [_undone(each, found.corrected) for each in outcomes]
    return replace(found, outcomes=[*outcomes, *found.outcomes])


def _undone(refused: Outcome, corrected: Mapping[str, tuple[Reason, ...]]) -> Outcome:
    """The outcome of a row that no rule looks at; one that could not be used and was corrected since is in order."""
    if refused.state is State.REJECTED and refused.id in corrected:
        return refused._replace(state=State.CORRECTED, reasons=corrected[refused.id])
    return refused


class _Correcting:
    def __init__(
        self,
        rows: Sequence[AnyRow],
        kind: RowKind,
        aims: dict[str, Aim],
        elsewhere: set[str],
        later: set[str],
    ) -> None:
        self.rows, self.kind, self.aims = rows, kind, aims
        self.elsewhere, self.later = elsewhere, later
        asked = {aim.id for aim in aims.values()} | set(aims)
        self.ids: list[str] = list(map(ID_OF[kind], rows))
        self.by_id: dict[str, AnyRow] = {name: row for name, row in zip(self.ids, rows, strict=True) if name in asked}
        self.acting: dict[str, list[str]] = defaultdict(list)
        """by corrected row, the rows that correct it and are themselves in force"""
        self.ended: dict[str, tuple[State, Reason]] = {}
        """what becomes of rows that no rule looks at"""

    def standing(self) -> Standing[Any]:
        for name in self._in_order():
            self._act(name)
        found: Standing[Any] = Standing([])
        kept: list[AnyRow] = []
        contested = self._all_contested()
        touched = {*self.ended, *self.acting, *contested, *self.aims}
        for name, row in zip(self.ids, self.rows, strict=True):
            if name not in touched:
                kept.append(row)
            elif name in self.acting and (undone := self._undone(name)):  # be it one of a circle
                found.outcomes.append(self._outcome(row, State.CORRECTED, undone))
            elif name in self.ended:
                state, *reasons = self.ended[name]
                found.outcomes.append(self._outcome(row, state, *reasons))
            elif name in contested:
                found.held.append((row, (contested[name],)))
            elif name in self.acting and (why := self._disagreement(name)):
                found.held.append((row, (why,)))
            else:
                kept.append(self._decided(row))
                if name in self.aims and name in self.acting.get(self.aims[name].id, ()):
                    found.notes[name] = (because(Code.CORRECTS, id=self.aims[name].id, how=_how(REPLACES)),)
        found.rows = kept
        found.corrected = {target: (why,) for target in self.acting if (why := self._undone(target))}
        return found

    def _in_order(self) -> Iterator[str]:
        """The correcting rows, each after those that correct it; those that correct each other in a circle are none."""
        waiting: dict[str, int] = defaultdict(int)
        for aim in self.aims.values():
            waiting[aim.id] += 1
        ready = [name for name in self.aims if not waiting[name]]
        while ready:
            name = ready.pop()
            yield name
            target = self.aims[name].id
            waiting[target] -= 1
            if target in self.aims and not waiting[target]:
                ready.append(target)
        for name in self.aims:
            if waiting[name]:
                self.ended[name] = (State.REJECTED, because(Code.CORRECTED_IN_CIRCLE, id=self.aims[name].id))

    def _act(self, name: str) -> None:
        """Let a correcting row act, unless it is undone, does not fit or is itself not approved."""
        row, aim = self.by_id[name], self.aims[name]
        if self._undone(name):
            if aim.how == REPLACES:  # whoever stands in its place stands in the place of the row before it too
                self.acting[aim.id] += self._acting(name, REPLACES)
            return
        if wrong := self._misfit(row, aim):
            self.ended[name] = wrong
            return
        decided = self._decided(row)
        status = decided.status if isinstance(decided, Entry) and aim.how != DECIDES else Status.APPROVED
        differ = self._disagreement(name)
        if status is not Status.APPROVED or differ:
            if aim.how == VOIDS:  # one that replaces is an entry like others, and held or rejected as they are
                is_open = differ or status is not Status.REJECTED
                why = differ or because(Code.STATUS_PENDING if is_open else Code.STATUS_REJECTED)
                self.ended[name] = (State.HELD if is_open else State.REJECTED, why)
            return
        self.acting[aim.id].append(name)
        if aim.how != REPLACES:
            self.ended[name] = (State.CORRECTION, because(Code.CORRECTS, id=aim.id, how=_how(aim.how)))

    def _misfit(self, row: AnyRow, aim: Aim) -> tuple[State, Reason] | None:
        """Why a correction cannot be meant for the row that it names."""
        target = self.by_id.get(aim.id)
        if target is None:
            if aim.id in self.elsewhere:
                return None
            state = State.NOT_YET if aim.id in self.later else State.REJECTED
            return state, because(Code.CORRECTS_NOTHING, id=aim.id)
        if aim.how == REPLACES:
            return None
        for name in ("member_id", "activity", "award"):
            own, other = getattr(row, name, ""), getattr(target, name, "")
            if own and other and own != other:
                return State.REJECTED, because(Code.CORRECTION_MISFITS, id=aim.id, name=_word(f"column_{name}"))
        if aim.how == DECIDES and isinstance(target, Entry) and target.decides:
            return State.REJECTED, because(Code.CORRECTION_MISFITS, id=aim.id, name=_word("column_decides"))
        return None

    def _acting(self, target: str, *hows: str) -> list[str]:
        return [name for name in self.acting.get(target, ()) if self.aims[name].how in hows]

    def _undone(self, target: str) -> Reason | None:
        """By which row another one is as if it had never been; the one that stands in its place, if there is one."""
        acting = self._acting(target, VOIDS, REPLACES)
        if not acting:
            return None
        by = acting[0] if len(acting) == 1 else min(acting, key=self._rank)
        how = self.aims[by].how
        return because(Code.CORRECTED_BY, id=by, how=_how(how))

    def _rank(self, name: str) -> tuple[object, ...]:
        """Which of several corrections is told of: one that replaces, then the first that was known; ids come last."""
        row = self.by_id[name]
        return self.aims[name].how, known_on(row), content_key(row), name

    def _all_contested(self) -> dict[str, Reason]:
        """The rows that want to stand in the place of one that others want too.

        In a tree of replacements a row has rivals for several places. Told is the last one that it would come to:
        whoever wants one before it wants that too, so all rivals are named, whatever the order of the rows.
        """
        found: dict[str, tuple[int, Reason]] = {}
        for target in self.acting:
            for name, why in self._contested(target):
                steps = self._steps(name, target)
                if name not in found or steps > found[name][0]:
                    found[name] = steps, why
        return {name: why for name, (_, why) in found.items()}

    def _steps(self, name: str, target: str) -> int:
        """Over how many replacements a row comes to the place of another."""
        steps = 1
        while self.aims[name].id != target:
            name, steps = self.aims[name].id, steps + 1
        return steps

    def _contested(self, target: str) -> Iterator[tuple[str, Reason]]:
        """The rows that all want to stand in the place of one."""
        rivals = sorted(self._acting(target, REPLACES))
        for name in rivals if len(rivals) > 1 else ():
            yield name, because(Code.CORRECTED_TWICE, id=target, others=tuple(each for each in rivals if each != name))

    def _decisions(self, target: str) -> list[Entry]:
        """The last decisions on a row: those of the latest day."""
        rows = [row for name in self._acting(target, DECIDES) if isinstance(row := self.by_id[name], Entry)]
        last = max((_decided_on(row) for row in rows), default=None)
        return [row for row in rows if _decided_on(row) == last]

    def _disagreement(self, target: str) -> Reason | None:
        """Why it is not known how a row was decided, if two decisions of one day differ."""
        last = self._decisions(target)
        if len({row.status for row in last}) < 2:  # noqa: PLR2004  # two that differ
            return None
        ids = tuple(sorted(row.entry_id for row in last))
        return because(Code.DECISIONS_DISAGREE, day=_decided_on(last[0]), ids=ids)

    def _decided(self, row: AnyRow) -> AnyRow:
        """A row with the status that was decided for it, if there is a decision."""
        last = self._decisions(row_id(row)) if row_id(row) in self.acting else []
        if not last or not isinstance(row, Entry):
            return row
        status = last[0].status
        return replace(row, status=status, approved_on=_decided_on(last[0]) if status is Status.APPROVED else None)

    def _outcome(self, row: AnyRow, state: State, *reasons: Reason) -> Outcome:
        """The outcome of a row; one that does not say whose it is belongs to whom it corrects."""
        aim = self.aims.get(row_id(row))
        of_target = self.by_id[aim.id].member_id if aim and aim.id in self.by_id else ""
        return Outcome(self.kind, row_id(row), row.member_id or of_target, day_of(row), state, reasons, row.place)


def _decided_on(row: Entry) -> date:
    return row.approved_on or row.date


@cache
def _how(how: str) -> Label:
    return _word(f"correction_{how}")


def _word(key: str) -> Label:
    return Label(*(sentence(key, lang) for lang in LANGUAGES))


def with_notes(found: Standing[Entry], notes: Mapping[tuple[str, str], tuple[Reason, ...]]) -> Standing[Entry]:
    """The same with more to tell of some entries, by whose they are and by id, whatever became of them.

    Of rows of one id that stands in the rows of several people, none is left for the rules to look at.
    """
    outcomes = [
        each._replace(reasons=(*each.reasons, *notes.get((each.member_id, each.id), ()))) for each in found.outcomes
    ]
    by_id = {name: why for (_, name), why in notes.items()}
    told = {name: (*found.notes.get(name, ()), *by_id.get(name, ())) for name in {*found.notes, *by_id}}
    return replace(found, outcomes=outcomes, notes=told)
