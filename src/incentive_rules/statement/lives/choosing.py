"""Claims and choices about a period that is over (``deadline``): which period, until when, and what was chosen.

Such an award is judged as of the last day of the period. A claim is paid on the day on which it is filed; what settles
by itself waits for the deadline, and takes the last choice that was filed until then.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from incentive_rules.codes import Code
from incentive_rules.ledger.model import Claims
from incentive_rules.messages import LANGUAGES, Label, sentence
from incentive_rules.periods import ONE_DAY, Period, period_of
from incentive_rules.scheme.awards import ClaimBy
from incentive_rules.statement.model import Outcome, RowKind, State
from incentive_rules.statement.rows import because, outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from incentive_rules.ledger.model import Claim
    from incentive_rules.program.model import Program, TiersRule
    from incentive_rules.statement.model import Reason

Told = tuple[State, tuple["Reason", ...]]


def period_over(day: date, award: TiersRule) -> Period:
    """The last period of an award that is over on a day."""
    period = period_of(day, award.claim_per)
    period = period_of(period.first - ONE_DAY, award.claim_per)
    return period_of(period.first - ONE_DAY, award.claim_per) if period.is_gap else period


def claimed_on(day: date, award: TiersRule) -> Period:
    """The period that a claim is about which is filed on a day."""
    return period_over(day, award) if award.days_to_claim else period_of(day, award.claim_per)


def judged_on(day: date, award: TiersRule) -> date:
    """The day by which a claim is judged: the last one of its period, or of an award that ends within that."""
    period = period_over(day, award)
    last = award.settles_on(period)
    return last if last in period else period.last  # an award that ended before the period does not hold in it


def deadline(award: TiersRule, period: Period) -> date:
    """The last day on which a period may be claimed or chosen for."""
    return period.last + timedelta(award.days_to_claim)


def filed(claim: Claim) -> date:
    """The day on which a claim was filed, whatever day it lands on."""
    return claim.filed or claim.date


def too_late(award: TiersRule, day: date) -> Reason | None:
    """Why nothing may be claimed or chosen on a day, if that is so."""
    period = period_over(day, award)
    last = deadline(award, period)
    if day <= last:
        return None
    opens = period_of(day, award.claim_per).end
    return because(Code.CLAIM_TOO_LATE, name=award.label, period=period.name, deadline=last, opens=opens)


class Choice(NamedTuple):
    """The choices that were filed for one period: all of them, the last ones, and what they choose."""

    filed: Sequence[Claim]
    last: Sequence[Claim]

    @property
    def option(self) -> str:
        """The option of the last choice; empty where there is none."""
        return (self.last[0].option or "") if self.last else ""

    @property
    def disagreement(self) -> Reason | None:
        """Why it is not known what was chosen, if choices of the last day differ."""
        if len({claim.option for claim in self.last}) > 1:
            ids = tuple(sorted(claim.claim_id for claim in self.last))
            return because(Code.CHOICES_DISAGREE, day=filed(self.last[0]), ids=ids)
        return None


@dataclass(slots=True)
class Choices:
    """The choices of one member by award, and what becomes of each; ``taken`` are awards and periods that took one."""

    by_award: dict[str, list[Claim]] = field(default_factory=lambda: defaultdict(list))
    told: dict[str, Told] = field(default_factory=dict)
    taken: set[tuple[str, str]] = field(default_factory=set)

    def of(self, award: TiersRule, period: Period) -> Choice:
        """What was chosen in time for a period."""
        last_day = deadline(award, period)
        own = [claim for claim in self.by_award.get(award.id, ()) if period.last < filed(claim) <= last_day]
        latest = max(map(filed, own), default=None)
        return Choice(own, [claim for claim in own if filed(claim) == latest])

    def tell(self, choice: Choice, state: State, *reasons: Reason) -> None:
        """What becomes of the last choices; those before them were changed."""
        for claim in choice.filed:
            self.told[claim.claim_id] = (state, reasons)
        if choice.last:
            by = min(claim.claim_id for claim in choice.last)
            how = Label(*(sentence("correction_replaces", lang) for lang in LANGUAGES))
            changed = (State.CORRECTED, (because(Code.CORRECTED_BY, id=by, how=how),))
            self.told |= {claim.claim_id: changed for claim in choice.filed if claim not in choice.last}

    @property
    def days(self) -> Iterator[date]:
        """The days of all choices; what is chosen for is settled on one of them or later."""
        return (claim.date for claims in self.by_award.values() for claim in claims)

    def tell_rest(self, awards: Mapping[str, TiersRule], as_of: date) -> None:
        """What becomes of choices that no settlement has looked at."""
        for name, claims in self.by_award.items():
            for claim in claims:
                if claim.claim_id not in self.told:
                    self.told[claim.claim_id] = self._rest(awards[name], filed(claim), as_of)

    @staticmethod
    def _rest(award: TiersRule, day: date, as_of: date) -> Told:
        if (late := too_late(award, day)) is not None:
            return State.REFUSED, (late,)
        period = period_over(day, award)
        if (settles := deadline(award, period)) > as_of:
            return State.NOT_YET, (because(Code.NOT_YET, day=settles, as_of=as_of),)
        return State.REFUSED, (because(Code.BETWEEN_PERIODS, name=award.label, day=award.settles_on(period)),)


def takes_choices(award: TiersRule | None) -> bool:
    """Whether members may choose what an award pays by itself."""
    return award is not None and bool(award.days_to_claim) and award.claim_by is ClaimBy.AUTOMATIC


def parted(claims: Iterable[Claim], awards: Mapping[str, TiersRule]) -> tuple[list[Claim], Choices]:
    """Claims, and choices of what is paid by itself."""
    others: list[Claim] = []
    choices = Choices()
    for claim in claims:
        if takes_choices(awards.get(claim.award)):
            choices.by_award[claim.award].append(claim)
        else:
            others.append(claim)
    return others, choices


def _is_plain_choice(claim: Claim, award: TiersRule, claims: Claims) -> bool:
    """Whether a claim is a choice and no other of its day differs: one of two such can be taken back later, too."""
    if not takes_choices(award):
        return False
    same = (claim.member_id, claim.award, claim.date)
    return {each.option for each in claims.rows if (each.member_id, each.award, each.date) == same} == {claim.option}


def changed_in_time(program: Program, claims: Claims, known_at: date | None) -> tuple[Claims, list[Outcome]]:
    """The claims without those that come after the deadline to change another one, and what becomes of these."""
    awards = {award.id: award for award in program.tiers if award.days_to_claim}
    if not awards:
        return claims, []
    by_id = {row.claim_id: row for row in claims.rows}
    late: dict[int, Reason] = {}
    for row in claims.rows:
        changed = by_id.get(row.replaces or row.voids or "")
        award = awards.get(changed.award) if changed else None
        if changed is None or award is None or (row.voids and not _is_plain_choice(changed, award, claims)):
            continue
        if known_at is not None and (row.recorded_on or row.date) > known_at:
            continue
        period = period_over(changed.date, award)
        last, opens = deadline(award, period), period_of(changed.date, award.claim_per).end
        if row.date > last >= changed.date:
            late[id(row)] = because(
                Code.CLAIM_TOO_LATE, name=award.label, period=period.name, deadline=last, opens=opens
            )
    kept = tuple(row for row in claims.rows if id(row) not in late)
    told = [outcome(row, RowKind.CLAIM, State.REFUSED, late[id(row)]) for row in claims.rows if id(row) in late]
    return Claims(kept, claims.rejected, claims.set_aside), told
