"""Awards by thresholds: which tiers are due to a member on a day, which are paid, and what that uses up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from incentive_rules.amounts import ZERO, Amount, Scaled, total
from incentive_rules.codes import Code
from incentive_rules.messages import Label
from incentive_rules.periods import ONE_DAY, Dated, Per, Period, period_of
from incentive_rules.program.counters import CounterRule
from incentive_rules.program.pay_steps import Steps
from incentive_rules.scheme.answers import WAIT
from incentive_rules.scheme.awards import Again, Consume, CounterName, Pay
from incentive_rules.statement.brought import Paid
from incentive_rules.statement.ids import stable_id
from incentive_rules.statement.lives.choosing import filed, takes_choices, too_late
from incentive_rules.statement.lives.counting import Counting, window_of
from incentive_rules.statement.lives.fulfil import known_of, unfulfilled
from incentive_rules.statement.lives.hindsight import strays
from incentive_rules.statement.model import Payment, Reason, Settlement, State, StepKind, Use
from incentive_rules.statement.payments.exchange import missing, times, units
from incentive_rules.statement.payments.paying import Owed, Payee, amount_steps
from incentive_rules.statement.payments.plan import Due, Plan
from incentive_rules.statement.rows import because, days_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from incentive_rules.ledger.model import Claim
    from incentive_rules.program.model import TierRule, TiersRule
    from incentive_rules.program.pay_steps import AmountRule
    from incentive_rules.scheme.conditions import Condition
    from incentive_rules.statement.lives.account import Account
    from incentive_rules.statement.lives.choosing import Choice
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


@dataclass(slots=True)
class AwardOnDay:
    """One award as it stands on one day; what it says there is worked out once for all members.

    ``by_person`` says that what is paid hangs on more than the points: on what was paid before, or on a person's facts.
    Where a period that is over is claimed, ``day`` is its last one, by which all is judged, and ``paid_on`` is later.
    """

    setting: Setting
    counting: Counting
    award: TiersRule
    day: date
    paid_on: date
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
        self.asks_who_is_eligible = self.setting.program.answers.no_longer_eligible == "freeze"

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
            if self.award.days_to_claim:
                account.choices.tell(self._choice(account), State.REFUSED, self._nothing_due(account, measured or 0))
            return None
        return self._wished(account, measured, due, None)

    def wished(self, account: Account, claim: Claim) -> Wish | Settled:
        """A claim of an award that members may claim."""
        measured = None if self.window.is_gap else self._measure(account)
        reason = too_late(self.award, filed(claim)) if self.award.days_to_claim else None
        if reason is not None:
            pass
        elif not self.award.holds_on(self.day):
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
        if takes_choices(self.award):
            account.choices.tell(self._choice(account), refused.state, refused.reason)
        why = (tuple(tier.id for tier in due), (), asked, ZERO, (), (), (refused.reason,))
        return self._settlement(account, measured, claim, refused.state, why), (), 0

    def paid(self, wish: Wish) -> Settled:
        """What is due is paid, and the points for it are used up."""
        account, measured, plan, claim = wish
        used = measured if plan.used is None else plan.used
        payments, amounts = self.payments(account, plan, claim.claim_id if claim else ""), self.setting.amounts
        ids = tuple([payment.id for payment in payments])
        end = (plan.due, plan.paid, plan.option, amounts[used], account.use(used, amounts), ids, ())
        if claim is not None or not self.is_due_again:
            self._remember(account, plan, claim)
        if takes_choices(self.award):
            self._tell_choice(account, plan)
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
        if takes_choices(self.award):
            asked = self._asked(account, due)
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
            return account.left_of(self.day) if self.award.days_to_claim else account.balance
        window = self.measured_over
        passed_over = strays(account, window) if account.own and self.setting.program.withdraws(self.award) else ()
        if isinstance(self.award.counter, CounterRule):
            tally = self.counting.of_account(self.award.counter, account, window, passed_over)
            return None if tally.unknown else tally.result() or 0
        first = max(window.first, self.setting.program.first)  # as opening rows name it
        return account.earned(first, window.end) - sum([account.granted[index] for index in passed_over])

    @property
    def measured_over(self) -> Period:
        """The days whose entries are counted."""
        window = self.window
        if isinstance(self.award.counter, CounterRule):
            window = window_of(self.award.counter, self.day, self.award.window or Per.EVER)
        return replace(window, end=min(window.end, self.day + ONE_DAY)) if self.award.days_to_claim else window

    def _choice(self, account: Account) -> Choice:
        return account.choices.of(self.award, self.period)

    def _asked(self, account: Account, due: tuple[TierRule, ...]) -> str:
        """What was chosen in time; one that is not offered leaves it at what the scheme answers."""
        choice = self._choice(account)
        if choice.disagreement is not None:
            raise _Refused(choice.disagreement, State.HELD)
        offered = [tier.options for tier in self._picked(due) if "" not in tier.options]
        return choice.option if all(choice.option in options for options in offered) else ""

    def _tell_choice(self, account: Account, plan: Plan) -> None:
        """What becomes of the choices for what is paid."""
        choice = self._choice(account)
        options = [tier.options for tier in self.award.tiers if tier.id in plan.paid and "" not in tier.options]
        lacking = next((each for each in options if choice.option not in each), None)
        if choice.last and choice.option and options and lacking is None:
            account.choices.tell(choice, State.PAID)
            account.choices.taken.add((self.award.id, self.period.name))
            return
        known = tuple(map(self._option_label, lacking or {}))
        if not choice.option and known:
            account.choices.tell(choice, State.REFUSED, because(Code.OPTION_MISSING, known=known))
            return
        (tier, *_) = [tier for tier in self.award.tiers if tier.id in plan.paid]
        facts = {"value": choice.option, "tier": tier.label_on(self.day), "known": known}
        account.choices.tell(choice, State.REFUSED, because(Code.OPTION_NOT_OFFERED, **facts))

    def planned_for(self, account: Account, measured: Scaled, option: str, most: int | None) -> Plan | None:
        """What would be paid for so many points; an exchange ``most`` times. ``None`` where nothing would be."""
        due = self._due(account, measured)
        if not due:
            return None
        try:
            plan = self._planned(account, due, option)
        except _Refused:
            return None
        if self.award.multiple is None:
            return plan
        count = self._units(measured, None)
        return (
            None
            if isinstance(count, Reason)
            else times(self.setting, self.award, self.day, plan, min(count, most or count))
        )

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
        if self.setting.program.answers.tiers_passed_over == "done":
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
        picked = self._picked(due)
        offering = [tier for tier in picked if "" not in tier.options]
        if not offering:
            return picked, ""
        option = asked or self.setting.program.answers.no_option
        if option in ("", WAIT):
            known = tuple(self._option_label(each) for each in offering[0].options)
            raise _Refused(because(Code.OPTION_MISSING, known=known), State.HELD)
        for tier in offering:
            if option not in tier.options:
                known = tuple(self._option_label(each) for each in tier.options)
                facts = {"value": option, "tier": tier.label_on(self.day), "known": known}
                raise _Refused(because(Code.OPTION_NOT_OFFERED, **facts))
        return picked, option

    def _picked(self, due: tuple[TierRule, ...]) -> tuple[TierRule, ...]:
        return due if self.award.pay is Pay.ALL else due[-1:] if self.award.pay is Pay.HIGHEST else due[:1]

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

    def payments(self, account: Account, plan: Plan, claim_id: str) -> list[Payment]:
        """The payments of a plan: for a claim, or where there is none for a period."""
        period = "" if claim_id else self.period.name
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
                    self.paid_on,
                    claim_id,
                    period,
                    self.setting.reading,
                    due.steps,
                    False,
                    "",
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
                self.paid_on,
                claim_id,
                period,
                bool(claim and claim.assumed),
                state,
                self.setting.amounts[measured],
                *end,
                "",
            )
        )
