"""Awards by thresholds: which tiers are due to a member on a day, which are paid, and what that uses up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from incentive_rules.amounts import ZERO, Amount, Scaled, total
from incentive_rules.codes import Code
from incentive_rules.messages import Label
from incentive_rules.periods import Dated, Per, Period, period_of
from incentive_rules.program.counters import CounterRule
from incentive_rules.program.pay_steps import Steps
from incentive_rules.scheme.answers import WAIT
from incentive_rules.scheme.awards import Again, ClaimBy, Consume, CounterName, Pay
from incentive_rules.statement.brought import Paid
from incentive_rules.statement.counting import Counting, window_of
from incentive_rules.statement.exchange import missing, times, units
from incentive_rules.statement.fulfil import known_of, unfulfilled
from incentive_rules.statement.ids import stable_id
from incentive_rules.statement.model import Payment, Reason, Settlement, State, StepKind, Use
from incentive_rules.statement.paying import Owed, Payee, amount_steps
from incentive_rules.statement.plan import Due, Plan
from incentive_rules.statement.rows import because, days_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from incentive_rules.ledger.model import Claim
    from incentive_rules.program.model import TierRule, TiersRule
    from incentive_rules.program.pay_steps import AmountRule
    from incentive_rules.scheme.conditions import Condition
    from incentive_rules.statement.account import Account
    from incentive_rules.statement.model import Step
    from incentive_rules.statement.setting import Setting

# As the classes make them, in a third of the time: there is one for each month of each member.
_new_payment = partial(tuple.__new__, Payment)
_new_settlement = partial(tuple.__new__, Settlement)


Settled = tuple[Settlement, Sequence[Payment], Scaled]
"""A claim or a settlement with its payments, and the scaled points that it used."""


_End = tuple[tuple[str, ...], tuple[str, ...], str, Amount, tuple[Use, ...], tuple[str, ...], "tuple[Reason, ...]"]
"""The last fields of a settlement: tiers due and paid, the option, what it used, and its payments or reasons."""


class Wish(NamedTuple):
    """A settlement of which all is known but whether there is money for it."""

    account: Account
    measured: Scaled
    plan: Plan
    claim: Claim | None


class _Refused(Exception):  # noqa: N818  # it ends one settlement; it is no error
    def __init__(self, reason: Reason, state: State = State.REFUSED) -> None:
        self.reason, self.state = reason, state


class Settler:
    """Settles the awards of one program: what a claim brings, and what is due of itself."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.counting = Counting.of(setting)
        self._awards = {award.id: award for award in setting.program.tiers}
        self._on_day: dict[tuple[str, date], AwardOnDay] = {}

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
        return self.on_day(award, claim.date).wished(account, claim)

    def paid(self, wish: Wish) -> Settled:
        """A claim that is paid."""
        assert wish.claim is not None  # what settles by itself is paid by its award
        return self.on_day(self._awards[wish.claim.award], wish.claim.date).paid(wish)

    def award_on(self, award_id: str, day: date) -> AwardOnDay | None:
        """An award that members can claim, on a day."""
        award = self._awards.get(award_id)
        return None if award is None else self.on_day(award, day)

    def on_day(self, award: TiersRule, day: date) -> AwardOnDay:
        """An award as it stands on a day; the same for everybody who asks."""
        key = award.id, day
        found = self._on_day.get(key)
        if found is None:
            found = self._on_day[key] = AwardOnDay(self.setting, self.counting, award, day)
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


@dataclass(slots=True)
class AwardOnDay:
    """One award as it stands on one day; what it says there is worked out once for all members.

    ``by_person`` says that what is paid hangs on more than the points: on what was paid before, or on a person's facts.
    """

    setting: Setting
    counting: Counting
    award: TiersRule
    day: date
    period: Period = field(init=False)
    window: Period = field(init=False)
    in_force: tuple[tuple[Scaled, TierRule], ...] = field(init=False)
    is_due_again: bool = field(init=False)
    by_person: bool = field(init=False)
    asks_who_is_eligible: bool = field(init=False)
    by_points: dict[Scaled, tuple[TierRule, ...]] = field(default_factory=dict)
    plans: dict[tuple[Scaled, str, Scaled | None], Plan] = field(default_factory=dict)

    def __post_init__(self) -> None:
        award, day = self.award, self.day
        self.period = period_of(day, award.claim_per)
        self.window = period_of(day, award.window or Per.EVER)
        self.in_force = tuple((tier.at.on(day), tier) for tier in award.tiers if tier.holds_on(day))
        self.is_due_again = award.again is Again.ALWAYS
        bundles = [bundle for tier in award.tiers for bundle in tier.options.values()]
        in_steps = any(isinstance(pay, Steps) for bundle in bundles for pay in bundle.values())
        self.by_person = in_steps or not self.is_due_again
        self.asks_who_is_eligible = self.setting.program.choices.no_longer_eligible == "freeze"

    def settled_if_due(self, account: Account) -> Settled | None:
        """An automatic settlement; ``None`` where no tier is due."""
        wish = self.due(account)
        return self.paid(wish) if isinstance(wish, Wish) else wish

    def due(self, account: Account) -> Wish | Settled | None:
        """What is due by itself, before any budget is looked at; ``None`` where nothing is.

        Nothing is on a day that belongs to no period of the measure.
        """
        if self.window.is_gap:
            return None
        measured = self._measure(account)
        due = self._due(account, measured or 0)
        if not due or (self.award.multiple is not None and isinstance(self._units(measured or 0, None), Reason)):
            return None
        return self._wished(account, measured, due, None)

    def wished(self, account: Account, claim: Claim) -> Wish | Settled:
        """A claim of an award that members may claim."""
        measured = None if self.window.is_gap else self._measure(account)
        reason = None
        if not self.award.holds_on(self.day):
            reason = because(Code.NOT_IN_FORCE, name=self.award.label, day=self.day, **days_of(self.award))
        elif self.period.is_gap or self.window.is_gap:
            reason = because(Code.BETWEEN_PERIODS, name=self.award.label, day=self.day)
        elif claim.amount is not None and self.award.multiple is None:
            reason = because(Code.AMOUNT_NOT_USED, value=claim.amount)
        if reason is not None:
            why = ((), (), claim.option or "", ZERO, (), (), (reason,))
            return self._settlement(account, measured or 0, claim, State.REFUSED, why), (), 0
        return self._wished(account, measured, self._due(account, measured or 0), claim)

    def _wished(
        self, account: Account, measured: Scaled | None, due: tuple[TierRule, ...], claim: Claim | None
    ) -> Wish | Settled:
        try:
            self._counted(measured)
            if self.asks_who_is_eligible:
                self._still_eligible(account)
            if self.award.eligible is not None:
                self._fulfils(account, self.award.eligible)
            if self.award.times is not None:
                self._in_turn(account, self.award.times)
            plan = self._plan(account, measured or 0, due, claim)
        except _Refused as refused:
            return self._refused(account, measured or 0, due, claim, refused)
        return Wish(account, measured or 0, plan, claim)

    def refused(self, wish: Wish, reason: Reason) -> Settled:
        """A settlement that is not paid after all: it uses up no points."""
        due = tuple(tier for tier in self.award.tiers if tier.id in wish.plan.due)
        return self._refused(wish.account, wish.measured, due, wish.claim, _Refused(reason))

    def _refused(
        self, account: Account, measured: Scaled, due: tuple[TierRule, ...], claim: Claim | None, refused: _Refused
    ) -> Settled:
        asked = (claim and claim.option) or ""
        why = (tuple(tier.id for tier in due), (), asked, ZERO, (), (), (refused.reason,))
        return self._settlement(account, measured, claim, refused.state, why), (), 0

    def paid(self, wish: Wish) -> Settled:
        """What is due is paid, and the points for it are used up."""
        account, measured, plan, claim = wish
        used = account.balance if plan.used is None else plan.used
        payments, amounts = self._payments(account, plan, claim), self.setting.amounts
        ids = tuple([payment.id for payment in payments])
        end = (plan.due, plan.paid, plan.option, amounts[used], account.use(used, amounts), ids, ())
        if claim is not None or not self.is_due_again:
            self._remember(account, plan, claim)
        return self._settlement(account, measured, claim, State.PAID, end), payments, used

    def _counted(self, measured: Scaled | None) -> None:
        if measured is None:
            assert isinstance(self.award.counter, CounterRule)  # only one of the scheme's own can be unknown
            raise _Refused(because(Code.COUNTER_UNKNOWN, name=self.award.counter.label), State.HELD)

    def _fulfils(self, account: Account, condition: Condition) -> None:
        """Only where the award asks more of whom it pays than the scheme does."""
        known = known_of(self.counting, condition, account, self.day, self.award.window or self.award.claim_per)
        if why := unfulfilled(self.setting, self.award, condition, known, (account.member_id, self.day)):
            raise _Refused(*why)

    def _plan(self, account: Account, measured: Scaled, due: tuple[TierRule, ...], claim: Claim | None) -> Plan:
        """What is paid; where tiers are due again and again, whoever has as many points is paid the same."""
        asked, amount = (claim and claim.option) or "", claim.amount if claim else None
        if not due:
            raise _Refused(self._nothing_due(account, measured))
        if self.by_person:
            return self._planned(account, due, asked)
        key = measured, asked, amount
        found = self.plans.get(key)
        if found is None:
            found = self._planned(account, due, asked)
            if self.award.multiple is not None:
                count = self._units(measured, amount)
                if isinstance(count, Reason):
                    raise _Refused(count)
                found = times(self.setting, self.award, self.day, found, count)
            self.plans[key] = found
        return found

    def _units(self, measured: Scaled, amount: Amount | None) -> int | Reason:
        return units(self.setting, self.award, self.day, measured, amount)

    def _planned(self, account: Account, due: tuple[TierRule, ...], asked: str) -> Plan:
        chosen, option = self._chosen(due, asked)
        return Plan(
            due=tuple(tier.id for tier in due),
            paid=tuple(tier.id for tier in chosen),
            option=option,
            used=self._used(chosen),
            dues=tuple(each for tier in chosen for each in self._dues(account, tier, option)),
        )

    def _still_eligible(self, account: Account) -> None:
        """Only where the scheme says that nobody is paid who is no longer eligible."""
        eligible = self.setting.is_eligible(account.member_id, self.day)
        if eligible is None:
            raise _Refused(self.setting.unknown(account.member_id, self.day), State.HELD)
        if not eligible:
            raise _Refused(because(Code.NO_LONGER_ELIGIBLE, day=self.day))

    def _in_turn(self, account: Account, times: int) -> None:
        period = self.period.name
        if account.claims_paid[self.award.id, period] >= times:
            raise _Refused(because(Code.CLAIMED_BEFORE, times=times, period=period))

    def _measure(self, account: Account) -> Scaled | None:
        """What the award looks at; ``None`` where a counter hangs on something unknown."""
        if self.award.counter is CounterName.BALANCE:
            return account.balance
        if isinstance(self.award.counter, CounterRule):
            window = window_of(self.award.counter, self.day, self.award.window or Per.EVER)
            tally = self.counting.of_account(self.award.counter, account, window)
            return None if tally.unknown else tally.result() or 0
        first = max(self.window.first, self.setting.program.first)  # as opening rows name it
        return account.earned(first, self.window.end)

    def _reached(self, measured: Scaled) -> tuple[TierRule, ...]:
        found = self.by_points.get(measured)
        if found is None:
            found = self.by_points[measured] = tuple([tier for at, tier in self.in_force if at <= measured])
        return found

    def _due(self, account: Account, measured: Scaled) -> tuple[TierRule, ...]:
        """The tiers that are reached and not yet paid, as far as ``again`` asks."""
        award, reached = self.award, self._reached(measured)
        if self.is_due_again or not reached:
            return reached
        if award.again is Again.DIFFERENCE:
            return tuple(tier for tier in reached if self._difference(account, tier) > 0)
        once = period_of(self.day, award.once or Per.EVER)
        paid = {each.tier for each in account.paid if each.award == award.id and each.day in once}
        if self.setting.program.choices.tiers_passed_over == "done":
            best = max((index for index, tier in enumerate(award.tiers) if tier.id in paid), default=-1)
            reached = tuple(tier for tier in reached if tier in award.tiers[best + 1 :])
        return tuple(tier for tier in reached if tier.id not in paid)

    def _difference(self, account: Account, tier: TierRule) -> Amount:
        bundle = tier.options[""] if "" in tier.options else next(iter(tier.options.values()))
        ((reward, amount),) = bundle.items()
        assert isinstance(amount, Dated)  # a difference between amounts in steps does not load
        return amount.on(self.day) - self._paid_before(account, reward)

    def _paid_before(self, account: Account, reward: str) -> Amount:
        """What was paid under the award in the window of its counter."""
        amounts = (
            each.amounts.get(reward, Amount(0))
            for each in account.paid
            if each.award == self.award.id and each.day in self.window
        )
        return sum(amounts, Amount(0))

    def _nothing_due(self, account: Account, measured: Scaled) -> Reason:
        award = self.award
        above = [(at, tier) for at, tier in self.in_force if at > measured]
        reached = self._reached(measured)
        if reached and not above:
            last = max(each.day for each in account.paid if each.award == award.id)
            return because(Code.PAID_BEFORE, name=reached[-1].label_on(self.day), day=last)
        if not above:
            return because(Code.NOT_IN_FORCE, name=award.label, day=self.day, **days_of(award))
        need, tier = above[0]
        return missing(self.setting, tier, self.day, need, measured)

    def _chosen(self, due: tuple[TierRule, ...], asked: str) -> tuple[tuple[TierRule, ...], str]:
        """The tiers to pay and the option taken; an option that none of them offers a choice for is of no account."""
        picked = due if self.award.pay is Pay.ALL else due[-1:] if self.award.pay is Pay.HIGHEST else due[:1]
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
                facts = {"value": option, "tier": tier.label_on(self.day), "known": known}
                raise _Refused(because(Code.OPTION_NOT_OFFERED, **facts))
        return picked, option

    def _option_label(self, option: str) -> Label:
        return self.setting.program.scheme.facts.options.get(option, Label(option, option))

    def _used(self, chosen: Iterable[TierRule]) -> Scaled | None:
        """The points that are used up; ``None`` for whatever there is."""
        if self.award.consume is Consume.NOTHING:
            return 0
        return None if self.award.consume is Consume.ALL else sum(tier.at.on(self.day) for tier in chosen)

    def _dues(self, account: Account, tier: TierRule, option: str) -> Iterator[Due]:
        """The rewards of a tier: all of each, or only the difference to what was paid before."""
        cite, rewards = self.setting.cite, self.setting.program.scheme.rewards
        label = tier.label_on(self.day)
        for reward, pay in tier.options[option if option in tier.options else ""].items():
            steps = [*self._steps(account, pay, Owed(tier, label, rewards[reward].label, StepKind.TIER))]
            if self.award.again is Again.DIFFERENCE and (before := self._paid_before(account, reward)):
                steps.append(cite(StepKind.PAID_BEFORE, self.award, Amount(-before)))
            yield Due(
                tier=tier.id,
                key=stable_id(self.award.id, tier.id, reward),
                rule=tier.address,
                label=label,
                option=option if option in tier.options else "",
                reward=reward,
                reward_label=rewards[reward].label,
                unit=rewards[reward].unit,
                amount=total(step.amount for step in steps),
                steps=tuple(steps),
            )

    def _steps(self, account: Account, pay: AmountRule, owed: Owed) -> tuple[Step, ...]:
        """The steps of an amount; one that hangs on an unknown fact keeps the settlement waiting."""
        payee = Payee(account.member_id, self.day, {})
        if isinstance(pay, Steps):
            payee = Payee.of(self.setting, account.member_id, "member", self.day)
        steps = amount_steps(self.setting, pay, owed, payee)
        if isinstance(steps, Reason):
            raise _Refused(steps, State.HELD)
        return steps

    def _payments(self, account: Account, plan: Plan, claim: Claim | None) -> list[Payment]:
        claim_id, period = (claim.claim_id, "") if claim else ("", self.period.name)
        member_id = account.member_id
        occasion = stable_id(member_id, claim_id or period)
        return [
            _new_payment(
                (
                    f"{due.key}:{occasion}",
                    member_id,
                    "member",
                    self.award.id,
                    due.rule,
                    due.label,
                    due.option,
                    due.reward,
                    due.reward_label,
                    due.unit,
                    due.amount,
                    self.day,
                    claim_id,
                    period,
                    self.setting.reading,
                    due.steps,
                    False,
                )
            )
            for due in plan.dues
            if due.amount
        ]

    def _remember(self, account: Account, plan: Plan, claim: Claim | None) -> None:
        """What later settlements look back at: tiers that are not paid again, and how often somebody claimed."""
        if not self.is_due_again:
            for tier in plan.paid:
                amounts = {due.reward: due.amount for due in plan.dues if due.tier == tier}
                account.paid.append(Paid(self.award.id, tier, self.day, amounts))
        if claim is not None:
            account.claims_paid[self.award.id, self.period.name] += 1

    def _settlement(
        self, account: Account, measured: Scaled, claim: Claim | None, state: State, end: _End
    ) -> Settlement:
        claim_id, period = (claim.claim_id, "") if claim else ("", self.period.name)
        return _new_settlement(
            (
                stable_id(self.award.id, account.member_id, claim_id or period),
                account.member_id,
                self.award.id,
                self.award.label,
                self.day,
                claim_id,
                period,
                bool(claim and claim.assumed),
                state,
                self.setting.amounts[measured],
                *end,
            )
        )
