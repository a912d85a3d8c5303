"""What becomes of rewards that were paid when their points turn out to be others (``paid_rewards_corrected``).

On each first open day on which later knowledge lands, every settlement that was paid before is looked at again, by
itself: the counter as it was read on its day, and what came to be known since of the entries that it read. Where that
reaches less, what was paid goes back in a payment below zero and the points of it return to their lots, before the
correction takes points away; a lower tier that is still reached is paid instead. Where a correction is itself taken
back, what was withdrawn is paid again, as far as the points for it are there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from incentive_rules.amounts import Amount
from incentive_rules.codes import Code
from incentive_rules.program.counters import CounterRule
from incentive_rules.scheme.awards import Consume, CounterName
from incentive_rules.statement.brought import Paid
from incentive_rules.statement.closed.posting import origin_of
from incentive_rules.statement.lives.deducting import answered
from incentive_rules.statement.lives.hindsight import Hindsight, Moment
from incentive_rules.statement.model import Payment, State, StepKind, Use
from incentive_rules.statement.rows import because, plain_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from incentive_rules.amounts import Scaled
    from incentive_rules.ledger.model import Claim
    from incentive_rules.program.rule import Rule
    from incentive_rules.statement.lives.account import Account
    from incentive_rules.statement.lives.settler import Settler
    from incentive_rules.statement.lives.tiers import AwardOnDay, Settled
    from incentive_rules.statement.model import Lapse, Reason, Settlement, Step
    from incentive_rules.statement.payments.plan import Plan
    from incentive_rules.statement.setting import Setting

Lots = list[tuple[int, "Scaled"]]
"""Points of lots, by the number of their line."""


@dataclass(slots=True)
class Rewarded:
    """A settlement that was paid, and what stands of it now."""

    settlement: Settlement
    award: AwardOnDay
    first: Sequence[Payment]
    """the payments as they were at first"""
    used: Scaled
    """the points that it used at first"""
    moment: Moment
    stands: list[Payment]
    tiers: tuple[str, ...]
    known_at_first: Scaled
    """what was measured on its day"""
    known: Scaled
    """what is known of that since it was last looked at"""
    uses: Lots
    moved: list[tuple[date, int, Scaled]] = field(default_factory=list)
    """points that returned to a lot on a day; below zero where they were used again"""

    @property
    def uses_now(self) -> Scaled:
        """The points that it still uses."""
        return sum([points for _, points in self.uses])

    @property
    def is_whole(self) -> bool:
        """Whether it stands as it was at first."""
        return not self.moved and self.stands == list(self.first)


class Target(NamedTuple):
    """What a settlement comes to by what is known now."""

    measured: Scaled
    tiers: tuple[str, ...]
    due: tuple[str, ...]
    payments: Sequence[Payment]
    used: Scaled


@dataclass(slots=True)
class Review:
    """One day on which the settlements of one member are looked at again: first what falls, later what rises."""

    day: date
    settled: list[Settled] = field(default_factory=list)
    rising: list[tuple[Rewarded, Target]] = field(default_factory=list)
    given_back: dict[int, Scaled] = field(default_factory=lambda: defaultdict(int))


@dataclass(frozen=True, slots=True)
class Withdrawer:
    """Looks at what was paid again, under one program."""

    setting: Setting
    settler: Settler
    rule: Rule
    last_day: Callable[[date], date]
    spares_chosen: bool

    def rewarded(
        self, settled: Settled, account: Account, lapses: Iterable[Lapse], claim: Claim | None
    ) -> Rewarded | None:
        """A settlement that may have to be looked at again, with what had lapsed by then."""
        settlement, payments, used = settled
        award = self.settler.award_on(settlement.award, settlement.day, claim)
        if award is None or settlement.state is not State.PAID or not self.setting.program.withdraws(award.award):
            return None
        if self.spares_chosen and (settlement.award, settlement.period) in account.choices.taken:
            return None
        put, places = self.setting.program.scale.put, _places(account)
        gone: dict[str, Scaled] = defaultdict(int)
        for lapse in lapses:
            gone[origin_of(account.lines[places[lapse.entry_id]][1])] += put(lapse.points)
        return Rewarded(
            settlement=settlement,
            award=award,
            first=tuple(payments),
            used=used,
            moment=Moment(award.day, award.measured_over, len(account.granted), dict(gone)),
            stands=list(payments),
            tiers=settlement.paid,
            known_at_first=put(settlement.measured),
            known=put(settlement.measured),
            uses=[(places[use.entry_id], put(use.points)) for use in settlement.uses],
        )

    def review(self, account: Account, points: Sequence[Scaled], rewarded: Sequence[Rewarded], day: date) -> Review:
        """What was paid and is not due any more; what is due again waits for the points of the day."""
        lines = bisect_right(account.days, day)
        hindsight = Hindsight(account, points, lines, self.last_day)
        coming = range(len(account.granted), lines)
        falls = {origin_of(account.lines[index][1]) for index in coming if points[index] < 0}
        review = Review(day)
        again: Scaled = 0
        for number, each in enumerate(rewarded):
            returned = self._returned(rewarded[:number], each.moment.day, account) - again
            target = self._target(account, each, hindsight, returned)
            if target is None:
                continue
            more = target.used - each.uses_now
            if more > 0:
                again += more
                review.rising.append((each, target))
                continue
            back = self._give_back(account, each, -more, day, falls)
            for index, part in back:
                review.given_back[index] += part
            self._settle(review, account, each, target, back)
        return review

    def pay_again(self, account: Account, review: Review) -> None:
        """What was withdrawn and is due again is paid, as far as there are points for it."""
        for each, target in review.rising:
            more = target.used - each.uses_now
            if more > max(0, account.balance):
                continue
            uses = account.use(more, self.setting.amounts)
            put, places = self.setting.program.scale.put, _places(account)
            taken = [(places[use.entry_id], put(use.points)) for use in uses]
            each.uses += taken
            each.moved += ((review.day, index, -points) for index, points in taken)
            self._settle(review, account, each, target, [(index, -points) for index, points in taken])

    # What a settlement comes to.

    def _target(self, account: Account, each: Rewarded, hindsight: Hindsight, returned: Scaled) -> Target | None:
        """``None`` where nothing changes."""
        award = each.award
        measured = self._measured(award, each, hindsight, returned)
        if measured is None or (measured >= each.known_at_first and each.is_whole):
            return None
        known = min(measured, each.known_at_first)
        own = [paid for paid in account.paid if self._is_of(paid, each)]
        account.paid = [paid for paid in account.paid if not self._is_of(paid, each)]
        plan = award.planned_for(account, known, each.settlement.option, self._times(award, each))
        account.paid += own
        if plan is None:
            target = Target(measured, (), (), (), 0)
        else:
            used = self._used(award, each, plan, known)
            same = plan.paid == each.settlement.paid and (award.award.multiple is None or used == each.used)
            payments = each.first if same else _within(award.payments(account, plan, each.settlement.claim_id), each)
            target = Target(measured, plan.paid, plan.due, payments, used)
        is_as_it_stands = target.used == each.uses_now and _likeness(target.payments) == _likeness(each.stands)
        return None if is_as_it_stands else target

    @staticmethod
    def _measured(award: AwardOnDay, each: Rewarded, hindsight: Hindsight, returned: Scaled) -> Scaled | None:
        counter = award.award.counter
        if isinstance(counter, CounterRule):
            return hindsight.counted(award.counting, counter, each.moment)
        is_balance = counter is CounterName.BALANCE
        return (
            each.known_at_first + hindsight.more(each.moment, is_balance=is_balance) + (returned if is_balance else 0)
        )

    def _returned(self, earlier: Iterable[Rewarded], day: date, account: Account) -> Scaled:
        """The points that settlements before it gave back after a day, so that they would have been there on it."""
        return sum(
            points
            for each in earlier
            for moved_on, index, points in each.moved
            if moved_on > day and self.last_day(account.days[index]) >= day
        )

    @staticmethod
    def _used(award: AwardOnDay, each: Rewarded, plan: Plan, known: Scaled) -> Scaled:
        if award.award.consume is Consume.ALL and award.award.multiple is None:
            return min(each.used, max(0, known))
        return min(each.used, plan.used or 0)

    @staticmethod
    def _times(award: AwardOnDay, each: Rewarded) -> int | None:
        """How often an exchange was made at most."""
        return int(each.used // award.award.tiers[0].at.on(award.day)) if award.award.multiple else None

    @staticmethod
    def _is_of(paid: Paid, each: Rewarded) -> bool:
        return (paid.award, paid.day) == (each.settlement.award, each.award.day) and paid.tier in each.tiers

    # Points and payments.

    def _give_back(self, account: Account, each: Rewarded, points: Scaled, day: date, falls: set[str]) -> Lots:
        """Points return to their lots: of entries that are corrected that day first, then those used last."""
        is_corrected = [origin_of(account.lines[index][1]) in falls for index, _ in each.uses]
        order = [*(n for n, is_so in enumerate(is_corrected) if is_so)]
        order += [n for n in reversed(range(len(each.uses))) if not is_corrected[n]]
        back: Lots = []
        for number in order:
            index, used = each.uses[number]
            part = min(points, used)
            if part:
                account.give_back(index, part, day, self.setting.amounts)
                each.uses[number] = (index, used - part)
                back.append((index, part))
                points -= part
        each.uses = [use for use in each.uses if use[1]]
        each.moved += ((day, index, part) for index, part in back)
        return back

    def _settle(self, review: Review, account: Account, each: Rewarded, target: Target, back: Lots) -> None:
        """The payments and the settlement of a change."""
        why = self._why(each, target)
        kept, gone, due = _compared(each.stands, target.payments)
        withdrawn = [self._withdrawn(payment, review.day, why) for payment in gone]
        new = [payment._replace(id=f"{payment.id}:{review.day}", day=review.day, provisional=False) for payment in due]
        each.stands = [*kept, *new]
        if not each.award.is_due_again:
            account.paid = [paid for paid in account.paid if not self._is_of(paid, each)]
            account.paid += _paid(each, target)
        each.tiers, each.known = target.tiers, min(target.measured, each.known_at_first)
        amounts, used = self.setting.amounts, -sum([points for _, points in back])
        settlement = each.settlement._replace(
            id=f"{each.settlement.id}:{review.day}",
            day=review.day,
            state=State.CORRECTED,
            measured=amounts[target.measured],
            due=target.due,
            paid=target.tiers,
            used=amounts[used],
            uses=tuple(Use(account.ids[index], amounts[-points]) for index, points in back),
            payments=tuple(payment.id for payment in (*withdrawn, *new)),
            reasons=(why,),
            revises=each.settlement.id,
        )
        review.settled.append((settlement, [*withdrawn, *new], used))

    def _why(self, each: Rewarded, target: Target) -> Reason:
        code = Code.REWARD_WITHDRAWN if target.measured < each.known else Code.REWARD_RESTORED
        settlement, now = each.settlement, self.setting.amounts[target.measured]
        return because(code, name=settlement.label, day=settlement.day, before=settlement.measured, now=now)

    def _withdrawn(self, payment: Payment, day: date, why: Reason) -> Payment:
        facts = plain_facts({"id": payment.id, **why.facts})
        amount = Amount(-payment.amount)
        step: Step = self.setting.cite(StepKind.WITHDRAWN, self.rule, amount, facts=facts)
        return payment._replace(
            id=f"{payment.id}:withdrawn", amount=amount, day=day, steps=(step,), provisional=False, withdraws=payment.id
        )


def _places(account: Account) -> dict[str, int]:
    """The number of each line, by its name."""
    return {name: index for index, name in enumerate(account.ids)}


def _effect(payment: Payment) -> tuple[object, ...]:
    """What two payments of one settlement have in common, whatever they are called."""
    return payment.rule, payment.option, payment.reward, payment.amount


def _likeness(payments: Iterable[Payment]) -> Counter[tuple[object, ...]]:
    return Counter(map(_effect, payments))


def _compared(before: Iterable[Payment], now: Iterable[Payment]) -> tuple[list[Payment], list[Payment], list[Payment]]:
    """What stays of the payments before, what is gone, and what comes new."""
    stays = _likeness(before) & _likeness(now)
    left, kept, gone = Counter(stays), list[Payment](), list[Payment]()
    for payment in before:
        left[_effect(payment)] -= 1
        (kept if left[_effect(payment)] >= 0 else gone).append(payment)
    return kept, gone, list(_without(now, stays))


def _without(payments: Iterable[Payment], some: Counter[tuple[object, ...]]) -> Iterator[Payment]:
    left = Counter(some)
    for payment in payments:
        left[_effect(payment)] -= 1
        if left[_effect(payment)] < 0:
            yield payment


def _within(payments: Iterable[Payment], each: Rewarded) -> list[Payment]:
    """Payments of a lower tier; what a budget left of the higher one is not exceeded."""
    cut = {one.reward: (one.amount, step) for one in each.first for step in one.steps if step.kind is StepKind.BUDGET}
    found = []
    for payment in payments:
        most, step = cut.get(payment.reward, (payment.amount, None))
        if step is None or payment.amount <= most:
            found.append(payment)
        elif most:
            less = replace(step, amount=Amount(most - payment.amount))
            found.append(payment._replace(amount=most, steps=(*payment.steps, less)))
    return found


def _paid(each: Rewarded, target: Target) -> Iterator[Paid]:
    """The tiers that are paid now, for rules that look back at them."""
    for tier in target.tiers:
        amounts: dict[str, Amount] = defaultdict(lambda: Amount(0))
        for payment in target.payments:
            if payment.rule.rpartition(".")[2] == tier:
                amounts[payment.reward] = Amount(amounts[payment.reward] + payment.amount)
        yield Paid(each.settlement.award, tier, each.award.day, dict(amounts))


def withdrawer_of(setting: Setting, settler: Settler, last_day: Callable[[date], date]) -> Withdrawer | None:
    """What looks at payments again under a program, if anything does."""
    if not any(map(setting.program.withdraws, setting.program.tiers)):
        return None
    answer = setting.program.answers.paid_rewards_corrected
    rule = answered(setting.program, "paid_rewards_corrected")
    return Withdrawer(setting, settler, rule, last_day, spares_chosen=answer == "withdraw_unclaimed")
