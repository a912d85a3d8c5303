"""Settles the awards of one program: which award a claim asks for, on which day, and by which day it is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount
from incentive_rules.codes import Code
from incentive_rules.scheme.awards import ClaimBy
from incentive_rules.statement.ids import stable_id
from incentive_rules.statement.lives.choosing import filed, judged_on
from incentive_rules.statement.lives.counting import Counting
from incentive_rules.statement.lives.tiers import AwardOnDay, Wish
from incentive_rules.statement.model import Settlement, State
from incentive_rules.statement.rows import because

if TYPE_CHECKING:
    from datetime import date

    from incentive_rules.ledger.model import Claim
    from incentive_rules.messages import Label
    from incentive_rules.program.model import TiersRule
    from incentive_rules.statement.lives.account import Account
    from incentive_rules.statement.lives.tiers import Settled
    from incentive_rules.statement.model import Reason
    from incentive_rules.statement.setting import Setting


class Settler:
    """Settles the awards of one program: what a claim brings, and what is due of itself."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.counting = Counting.of(setting)
        self._awards = {award.id: award for award in setting.program.tiers}
        self._on_day: dict[tuple[str, date, date], AwardOnDay] = {}

    def claimed(self, account: Account, claim: Claim) -> Settled:
        """A claim: paid, refused or held."""
        wish = self.wished(account, claim)
        return self.paid(wish) if isinstance(wish, Wish) else wish

    def wished(self, account: Account, claim: Claim) -> Wish | Settled:
        """A claim, judged without looking at anybody else; one that is refused or held is settled."""
        award = self._awards.get(claim.award)
        if award is None or award.claim_by is not ClaimBy.MEMBER:
            label = self.setting.program.scheme.awards[claim.award].label
            return self._not_claimable(account, claim, label, because(Code.NOT_CLAIMABLE, name=label))
        return self.award_of(claim, award).wished(account, claim)

    def paid(self, wish: Wish) -> Settled:
        """A claim that is paid."""
        assert wish.claim is not None  # what settles by itself is paid by its award
        return self.award_of(wish.claim, self._awards[wish.claim.award]).paid(wish)

    def award_on(self, award_id: str, day: date, claim: Claim | None = None) -> AwardOnDay | None:
        """An award that members can claim, or that settled by itself, on a day."""
        award = self._awards.get(award_id)
        return None if award is None else self.on_day(award, day, filed(claim) if claim else day)

    def award_of(self, claim: Claim, award: TiersRule) -> AwardOnDay:
        """An award as a claim asks for it."""
        return self.on_day(award, claim.date, filed(claim))

    def on_day(self, award: TiersRule, day: date, asked: date | None = None) -> AwardOnDay:
        """An award as it stands on a day, or as it stood for whoever ``asked`` before; the same for all of them."""
        asked = asked or day
        key = award.id, day, asked
        found = self._on_day.get(key)
        if found is None:
            judged = judged_on(asked, award) if award.days_to_claim else day
            found = self._on_day[key] = AwardOnDay(self.setting, self.counting, award, judged, day)
        return found

    @staticmethod
    def _not_claimable(account: Account, claim: Claim, label: Label, reason: Reason) -> Settled:
        return (
            Settlement(
                id=stable_id(claim.award, account.member_id, claim.claim_id),
                member_id=account.member_id,
                award=claim.award,
                label=label,
                day=claim.date,
                claim_id=claim.claim_id,
                period="",
                assumed=claim.assumed,
                state=State.REFUSED,
                measured=Amount(0),
                due=(),
                paid=(),
                option=claim.option or "",
                used=Amount(0),
                uses=(),
                payments=(),
                reasons=(reason,),
            ),
            (),
            0,
        )
