"""Claims where periods close: a closed period keeps those that it knew, and later ones wait for the first open day."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.statement.correcting import standing
from incentive_rules.statement.model import Outcome, RowKind, State
from incentive_rules.statement.rows import because, outcome

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from incentive_rules.ledger.model import Claim, Table
    from incentive_rules.periods import Period
    from incentive_rules.statement.closed.closing import Calendar
    from incentive_rules.statement.correcting import Standing
    from incentive_rules.statement.model import Reason


def claims_in_force(claims: Standing[Claim], table: Table[Claim], calendar: Calendar) -> Standing[Claim]:
    """The claims as each closed period knew them, and later ones on the first day that was open when they were known.

    Closings are gone through one after the other: a claim is settled in the first period at whose closing it stood and
    was not too early for, and then for good. A row that came too late to change a claim is refused.
    """
    replaced = {claim.claim_id: claim.replaces for claim in table.rows}
    sorting = _Sorting(calendar, replaced, notes=dict(claims.notes))
    for each in calendar.closed:
        sorting.close(standing(table, RowKind.CLAIM, each.day).rows, each.period)
    kept = sorting.kept
    for claim in claims.rows:
        if claim.claim_id not in kept:
            sorting.late_or_open(claim)
    held = [each for each in claims.held if each[0].claim_id not in kept and not sorting.replaces_closed(each[0])]
    now = {claim.claim_id for claim in claims.rows}
    for told in claims.outcomes:
        sorting.told(told, is_standing=str(told.reasons[0].facts.get("id", "")) in now if told.reasons else True)
    rows = [*kept.values(), *sorting.rows]
    return replace(claims, rows=rows, held=held, outcomes=sorting.outcomes, notes=sorting.notes)


@dataclass(slots=True)
class _Sorting:
    calendar: Calendar
    replaced: dict[str, str | None]
    kept: dict[str, Claim] = field(default_factory=dict)
    rows: list[Claim] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    notes: dict[str, tuple[Reason, ...]] = field(default_factory=dict)

    def close(self, standing_then: Iterable[Claim], period: Period) -> None:
        """Keep what is settled in a period, by what was known when it closed."""
        for claim in standing_then:
            own = self.calendar.period_on(claim.date)
            if own is None or own.period.first > period.first or claim.claim_id in self.kept:
                continue
            if not self._kept_before(claim):
                day = claim.date if own.period == period else period.first
                self.kept[claim.claim_id] = self._settled_on(claim, day)

    def late_or_open(self, claim: Claim) -> None:
        """A claim that no closed period knew."""
        closed = self.calendar.period_on(claim.date)
        if self.replaces_closed(claim):
            return
        if closed is None:
            self.rows.append(claim)
        elif (day := self.calendar.opens) is None:
            why = because(Code.PERIODS_CLOSED, period=closed.period.name)
            self.outcomes.append(outcome(claim, RowKind.CLAIM, State.REFUSED, why))
        else:
            self.rows.append(self._settled_on(claim, day))

    def _settled_on(self, claim: Claim, day: date) -> Claim:
        """A claim on the day on which it is settled: its own, or the first that was open."""
        closed = self.calendar.period_on(claim.date)
        if day == claim.date or closed is None:
            return claim
        why = because(Code.CARRIED_FORWARD, period=closed.period.name, day=day)
        self.notes[claim.claim_id] = (*self.notes.get(claim.claim_id, ()), why)
        return replace(claim, date=day, filed=claim.date)

    def replaces_closed(self, claim: Claim) -> bool:
        """Whether a claim wants the place of one that is closed: then it is refused."""
        before = self._kept_before(claim)
        if before:
            self.outcomes.append(outcome(claim, RowKind.CLAIM, State.REFUSED, self._closed(before)))
        return bool(before)

    def _kept_before(self, claim: Claim) -> str:
        """The closed claim in whose place a claim would stand, be it over others."""
        name, seen = claim.replaces, set[str]()
        while name and name not in self.kept and name not in seen:
            seen.add(name)
            name = self.replaced.get(name)
        return name if name in self.kept else ""

    def told(self, told: Outcome, *, is_standing: bool) -> None:
        """The outcome of a row that no rule looks at, unless a closed period knew it otherwise."""
        target = str(told.reasons[0].facts.get("id", "")) if told.state is State.CORRECTION else ""
        if target in self.kept and not is_standing:
            self.outcomes.append(told._replace(state=State.REFUSED, reasons=(self._closed(target),)))
        elif told.state is not State.CORRECTED or told.id not in self.kept:
            self.outcomes.append(told)

    def _closed(self, claim_id: str) -> Reason:
        closed = self.calendar.period_on(self.kept[claim_id].date)
        assert closed is not None  # or it would not be kept
        return because(Code.CLAIM_CLOSED, id=claim_id, period=closed.period.name)
