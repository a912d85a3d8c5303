"""Awards by thresholds: which tiers are due to a member on a day, which are paid, and what that uses up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from incentive_rules.amounts import Amount, Scaled
from incentive_rules.codes import Code
from incentive_rules.messages import Label
from incentive_rules.periods import Per, period_of
from incentive_rules.scheme.answers import WAIT
from incentive_rules.scheme.awards import Again, ClaimBy, Consume, CounterName, Pay
from incentive_rules.statement.account import Paid
from incentive_rules.statement.model import Payment, Settlement, State, StepKind
from incentive_rules.statement.rows import because, days_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from incentive_rules.ledger.model import Claim
    from incentive_rules.program.model import TierRule, TiersRule
    from incentive_rules.statement.account import Account, Setting
    from incentive_rules.statement.model import Reason, Step


def stable_id(*parts: str) -> str:
    """An id from parts that may hold anything: equal ids mean equal parts.

    Example:
        >>> stable_id("monthly", "K:1"), stable_id("monthly:K", "1")
        ('monthly:K%3A1', 'monthly%3AK:1')
    """
    return ":".join(quote(part, safe=" ") if not part.isalnum() else part for part in parts)


def settle(
    setting: Setting, account: Account, award_id: str, day: date, claim: Claim | None = None
) -> tuple[Settlement, tuple[Payment, ...]]:
    """A claim, or the automatic settlement of an award on a day: paid, refused or held."""
    award = next((each for each in setting.program.tiers if each.id == award_id), None)
    return _Settling(setting, account, award, day, claim).result(award_id)


class _Refused(Exception):  # noqa: N818  # it ends one settlement; it is no error
    def __init__(self, reason: Reason, state: State = State.REFUSED) -> None:
        self.reason, self.state = reason, state


@dataclass(slots=True)
class _Settling:
    setting: Setting
    account: Account
    award: TiersRule | None
    day: date
    claim: Claim | None
    measured: Scaled = 0
    due: tuple[TierRule, ...] = ()

    def result(self, award_id: str) -> tuple[Settlement, tuple[Payment, ...]]:
        try:
            self._admissible(award_id)
            assert self.award is not None  # an award that is not by tiers is not admissible
            chosen, option = self._chosen(self.award)
        except _Refused as refused:
            return self._settlement(award_id, refused.state, reasons=(refused.reason,)), ()
        payments = tuple(payment for tier in chosen for payment in self._payments(self.award, tier, option))
        uses = self.setting.uses(self.account, self._used(self.award, chosen))
        self._remember(self.award, chosen, option)
        settlement = self._settlement(award_id, State.PAID)
        used = sum((use.points for use in uses), Amount(0))
        return replace(
            settlement,
            paid=tuple(tier.id for tier in chosen),
            option=option,
            used=used,
            uses=uses,
            payments=tuple(payment.id for payment in payments),
        ), payments

    def _admissible(self, award_id: str) -> None:
        award, day, claim = self.award, self.day, self.claim
        program = self.setting.program
        if award is None or (claim is not None and award.claim_by is not ClaimBy.MEMBER):
            raise _Refused(because(Code.NOT_CLAIMABLE, name=program.scheme.awards[award_id].label))
        if not award.holds_on(day):
            raise _Refused(because(Code.NOT_IN_FORCE, name=award.label, day=day, **days_of(award)))
        if claim is not None and claim.amount is not None:
            raise _Refused(because(Code.AMOUNT_NOT_USED, value=claim.amount))
        self.measured = self._measure(award)
        self.due = self._due(award)
        self._still_eligible()
        self._in_turn(award)
        if not self.due:
            raise _Refused(self._nothing_due(award))

    def _still_eligible(self) -> None:
        """Only where the scheme says that nobody is paid who is no longer eligible."""
        if self.setting.program.choices.no_longer_eligible != "freeze":
            return
        eligible = self.setting.is_eligible(self.account.member_id, self.day)
        if eligible is None:
            raise _Refused(self.setting.unknown(self.account.member_id, self.day), State.HELD)
        if not eligible:
            raise _Refused(because(Code.NO_LONGER_ELIGIBLE, day=self.day))

    def _in_turn(self, award: TiersRule) -> None:
        period = period_of(self.day, award.claim_per).name
        if award.times is not None and self.account.claims_paid[award.id, period] >= award.times:
            raise _Refused(because(Code.CLAIMED_BEFORE, times=award.times, period=period))

    def _measure(self, award: TiersRule) -> Scaled:
        if award.counter is CounterName.BALANCE:
            return self.account.balance()
        window = period_of(self.day, award.window or Per.EVER)
        return self.account.earned(window.first, window.end)

    def _due(self, award: TiersRule) -> tuple[TierRule, ...]:
        """The tiers that are reached and not yet paid, as far as ``again`` asks."""
        reached = [tier for tier in award.tiers if tier.holds_on(self.day) and tier.at.on(self.day) <= self.measured]
        if award.again is Again.ONCE:
            once = period_of(self.day, award.once or Per.EVER)
            before = [each for each in self.account.paid if each.award == award.id and each.day in once]
            paid = {each.tier for each in before}
            if self.setting.program.choices.tiers_passed_over == "done":
                best = max((index for index, tier in enumerate(award.tiers) if tier.id in paid), default=-1)
                reached = [tier for tier in reached if tier in award.tiers[best + 1 :]]
            return tuple(tier for tier in reached if tier.id not in paid)
        if award.again is Again.DIFFERENCE:
            return tuple(tier for tier in reached if self._difference(award, tier) > 0)
        return tuple(reached)

    def _difference(self, award: TiersRule, tier: TierRule) -> Amount:
        ((reward, amount),) = (
            tier.options[""].items() if "" in tier.options else next(iter(tier.options.values())).items()
        )
        return amount.on(self.day) - self._paid_before(award, reward)

    def _paid_before(self, award: TiersRule, reward: str) -> Amount:
        """What was paid under an award in the window of its counter."""
        window = period_of(self.day, award.window or Per.EVER)
        amounts = (
            each.amounts.get(reward, Amount(0))
            for each in self.account.paid
            if each.award == award.id and each.day in window
        )
        return sum(amounts, Amount(0))

    def _nothing_due(self, award: TiersRule) -> Reason:
        take = self.setting.program.scale.take
        above = [tier for tier in award.tiers if tier.holds_on(self.day) and tier.at.on(self.day) > self.measured]
        reached = [tier for tier in award.tiers if tier.holds_on(self.day) and tier.at.on(self.day) <= self.measured]
        if reached and not above:
            last = max(each.day for each in self.account.paid if each.award == award.id)
            return because(Code.PAID_BEFORE, name=reached[-1].label_on(self.day), day=last)
        if not above:
            return because(Code.NOT_IN_FORCE, name=award.label, day=self.day, **days_of(award))
        need = above[0].at.on(self.day)
        facts = {
            "need": take(need),
            "have": take(self.measured),
            "missing": take(need - self.measured),
            "tier": above[0].label_on(self.day),
        }
        return because(Code.NOTHING_DUE, **facts)

    def _chosen(self, award: TiersRule) -> tuple[tuple[TierRule, ...], str]:
        """The tiers to pay and the option taken; an option that none of them offers a choice for is of no account."""
        picked = {Pay.HIGHEST: self.due[-1:], Pay.LOWEST: self.due[:1], Pay.ALL: self.due}[award.pay]
        asked = (self.claim and self.claim.option) or ""
        offering = [tier for tier in picked if "" not in tier.options]
        if not offering:
            return picked, ""
        option = asked or self.setting.program.choices.no_option
        if option in ("", WAIT):
            known = tuple(self._option_label(each) for each in offering[0].options)
            raise _Refused(because(Code.OPTION_MISSING, known=known), State.HELD)
        for tier in offering:
            if option not in tier.options:
                known = tuple(self._option_label(each) for each in tier.options)
                raise _Refused(
                    because(Code.OPTION_NOT_OFFERED, value=option, tier=tier.label_on(self.day), known=known)
                )
        return picked, option

    def _option_label(self, option: str) -> Label:
        return self.setting.program.scheme.facts.options.get(option, Label(option, option))

    def _used(self, award: TiersRule, chosen: Iterable[TierRule]) -> Scaled:
        if award.consume is Consume.NOTHING:
            return 0
        if award.consume is Consume.ALL:
            return self.account.balance()
        return sum(tier.at.on(self.day) for tier in chosen)

    def _bundle(self, award: TiersRule, tier: TierRule, option: str) -> dict[str, tuple[Amount, tuple[Step, ...]]]:
        """What a tier pays now, by reward, with the steps that lead to each amount."""
        found: dict[str, tuple[Amount, tuple[Step, ...]]] = {}
        for reward, dated in tier.options[option if option in tier.options else ""].items():
            since, amount = dated.step_on(self.day)
            steps = [self.setting.cite(StepKind.TIER, tier, amount, amount, since, label=tier.label_on(self.day))]
            if award.again is Again.DIFFERENCE and (before := self._paid_before(award, reward)):
                steps.append(self.setting.cite(StepKind.PAID_BEFORE, award, Amount(-before)))
            found[reward] = sum((step.amount for step in steps), Amount(0)), tuple(steps)
        return found

    def _payments(self, award: TiersRule, tier: TierRule, option: str) -> Iterable[Payment]:
        program, member = self.setting.program, self.account.member_id
        claim_id = self.claim.claim_id if self.claim else ""
        period = "" if self.claim else period_of(self.day, award.claim_per).name
        for reward, (amount, steps) in self._bundle(award, tier, option).items():
            declared = program.scheme.rewards[reward]
            yield Payment(
                id=stable_id(award.id, tier.id, reward, member, claim_id or period),
                payee=member,
                payee_kind="member",
                award=award.id,
                rule=tier.address,
                label=tier.label_on(self.day),
                option=option if option in tier.options else "",
                reward=reward,
                reward_label=declared.label,
                unit=declared.unit,
                amount=amount,
                day=self.day,
                claim_id=claim_id,
                period=period,
                reading=program.scheme.reading,
                steps=steps,
            )

    def _remember(self, award: TiersRule, chosen: Iterable[TierRule], option: str) -> None:
        for tier in chosen:
            amounts = {reward: amount for reward, (amount, _) in self._bundle(award, tier, option).items()}
            self.account.paid.append(Paid(award.id, tier.id, self.day, tier.at.on(self.day), amounts))
        if self.claim is not None:
            self.account.claims_paid[award.id, period_of(self.day, award.claim_per).name] += 1

    def _settlement(self, award_id: str, state: State, reasons: tuple[Reason, ...] = ()) -> Settlement:
        claim, award = self.claim, self.award
        period = "" if claim or award is None else period_of(self.day, award.claim_per).name
        return Settlement(
            id=stable_id(award_id, self.account.member_id, claim.claim_id if claim else period),
            member_id=self.account.member_id,
            award=award_id,
            label=self.setting.program.scheme.awards[award_id].label,
            day=self.day,
            claim_id=claim.claim_id if claim else "",
            period=period,
            assumed=bool(claim and claim.assumed),
            state=state,
            measured=self.setting.program.scale.take(self.measured),
            due=tuple(tier.id for tier in self.due),
            paid=(),
            option=(claim and claim.option) or "",
            used=Amount(0),
            uses=(),
            payments=(),
            reasons=reasons,
        )
