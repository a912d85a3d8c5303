"""Claims where periods close: a closed period keeps those that it knew, and later ones wait for the first open day."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.statement.correcting import standing
from incentive_rules.statement.model import Outcome, RowKind, State
from incentive_rules.statement.rows import because, outcome

if TYPE_CHECKING:
    from incentive_rules.ledger.model import Claim, Table
    from incentive_rules.statement.closing import Calendar
    from incentive_rules.statement.correcting import Standing
    from incentive_rules.statement.model import Reason


def claims_in_force(claims: Standing[Claim], table: Table[Claim], calendar: Calendar) -> Standing[Claim]:
    """The claims as each closed period knew them, and later ones on the first day that was open when they were known.

    A row that came too late to change a claim is refused.
    """
    kept = {
        claim.claim_id: claim
        for each in calendar.closed
        for claim in standing(table, RowKind.CLAIM, each.day).rows
        if claim.date in each.period
    }
    sorting = _Sorting(calendar, kept, notes=dict(claims.notes))
    for claim in claims.rows:
        if claim.claim_id not in kept:
            sorting.late_or_open(claim)
    now = {claim.claim_id for claim in claims.rows}
    for told in claims.outcomes:
        sorting.told(told, is_standing=str(told.reasons[0].facts.get("id", "")) in now if told.reasons else True)
    return replace(claims, rows=[*kept.values(), *sorting.rows], outcomes=sorting.outcomes, notes=sorting.notes)


@dataclass(slots=True)
class _Sorting:
    calendar: Calendar
    kept: dict[str, Claim]
    rows: list[Claim] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    notes: dict[str, tuple[Reason, ...]] = field(default_factory=dict)

    def late_or_open(self, claim: Claim) -> None:
        """A claim that no closed period knew."""
        closed = self.calendar.period_on(claim.date)
        if claim.replaces in self.kept:
            self.outcomes.append(outcome(claim, RowKind.CLAIM, State.REFUSED, self._closed(claim.replaces)))
        elif closed is None:
            self.rows.append(claim)
        elif (day := self.calendar.lands_on(claim.recorded_on or claim.date)) is None:
            why = because(Code.PERIODS_CLOSED, period=closed.period.name)
            self.outcomes.append(outcome(claim, RowKind.CLAIM, State.REFUSED, why))
        else:
            self.rows.append(replace(claim, date=day, filed=claim.date))
            self.notes[claim.claim_id] = (because(Code.CARRIED_FORWARD, period=closed.period.name, day=day),)

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
