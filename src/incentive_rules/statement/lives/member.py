"""One member's life, day by day: lapses, credits, claims, settlements (law 3).

Points are scaled integers here. Each credit is a lot; whatever uses or expires points names the lots it took.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import repeat
from operator import itemgetter
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

from incentive_rules.periods import MONTHS_OF_YEAR, ONE_DAY, Per, period_of, periods_between
from incentive_rules.scheme.awards import ClaimBy
from incentive_rules.scheme.conditions import tests_of
from incentive_rules.statement.brought import MEMBER, NOTHING, OpenedAccount
from incentive_rules.statement.limits.limiting import Granted, Limiter, put_in_order
from incentive_rules.statement.lives.account import Account
from incentive_rules.statement.lives.choosing import Choices, deadline, parted, takes_choices
from incentive_rules.statement.lives.deducting import Poster, can_take_away
from incentive_rules.statement.lives.opened import opening_line
from incentive_rules.statement.lives.settler import Settler
from incentive_rules.statement.lives.withdrawing import withdrawer_of
from incentive_rules.statement.model import Credit, Lapse
from incentive_rules.statement.rows import content_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from incentive_rules.amounts import Amount, Scaled
    from incentive_rules.ledger.model import Claim
    from incentive_rules.program.model import Program
    from incentive_rules.statement.brought import Paid
    from incentive_rules.statement.earning.credit import Line
    from incentive_rules.statement.earning.groups import Group
    from incentive_rules.statement.lives.choosing import Told
    from incentive_rules.statement.lives.tiers import AwardOnDay, Settled
    from incentive_rules.statement.lives.withdrawing import Rewarded, Withdrawer
    from incentive_rules.statement.model import Deduction, Payment, Reason, Settlement
    from incentive_rules.statement.setting import Setting

YEAR_END = "answers.year_end"
EXPIRY = "balance.expire_after"
CARRY_OVER = "balance.carry_over"
NO_LONGER_ELIGIBLE = "answers.no_longer_eligible"

_LAPSE = "lapse"
_DAY = itemgetter(0)
_new_credit = partial(tuple.__new__, Credit)  # as Credit(...) makes it, in a third of the time


@dataclass(slots=True)
class Life:
    """What the walk of one member brings forth, and its sums in scaled points."""

    lines: Sequence[Line] = ()
    has_made: bool = False
    credits: list[Credit] = field(default_factory=list)
    settlements: list[Settlement] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    lapses: list[Lapse] = field(default_factory=list)
    cuts: dict[str, tuple[Reason, ...]] = field(default_factory=dict)
    cut_points: list[tuple[str, Scaled]] = field(default_factory=list)
    granted: Sequence[Scaled] = ()
    used: Scaled = 0
    lapsed: Scaled = 0
    deducted: Scaled = 0
    balance: Scaled = 0
    deductions: Sequence[Deduction] = ()
    told: Mapping[str, Told] = field(default_factory=dict)
    """what became of choices"""
    opened: OpenedAccount = NOTHING
    paid: Sequence[Paid] = ()
    claims_paid: Mapping[tuple[str, str], int] = field(default_factory=dict)


class Walker:
    """Walks the life of members under one program."""

    def __init__(self, setting: Setting) -> None:
        program = setting.program
        self.setting = setting
        self.program = program
        self.settler = Settler(setting)
        self._amounts = setting.amounts
        self._loses = program.answers.no_longer_eligible == _LAPSE
        self._makes = program.carries_forward or any(rule.made for rule in program.activities.values())
        self._lapses = program.answers.year_end == _LAPSE
        self._limiter = Limiter(setting)
        self._poster = Poster.of(setting) if can_take_away(program) else None
        self._due_on = _automatic_days(program, setting.as_of, self.settler)
        self._settling_days = sorted(day for day in self._due_on if day <= setting.as_of)
        balance = program.balance
        self._carried = balance.carry_over if balance else None
        self._lasting = balance.months if balance else None
        self._ends_lots = self._lapses or balance is not None
        self._new_year_days = self._new_years() if self._lapses or self._carried else ()
        self._awards = {award.id: award for award in program.tiers}
        self._takes_choices = any(map(takes_choices, program.tiers))
        self._withdrawer = withdrawer_of(setting, self.settler, self._last_day)

    def walk(self, member_id: str, lines: list[Line], claims: Iterable[Claim], granted: Granted | None = None) -> Life:
        """All that a member earns, is paid and loses up to ``as_of``; without ``granted``, limits are asked here."""
        walk = self.begin(member_id, lines, claims, granted)
        for day in walk.days:
            self.open_day(walk, day)
            for claim in sorted(walk.claimed.get(day, ()), key=lambda claim: self.priority(claim.award)):
                walk.add(self.settler.claimed(walk.account, claim))
            for award in self._due_on.get(day, ()):
                walk.add(award.settled_if_due(walk.account))
        return self.close(walk)

    def begin(
        self,
        member_id: str,
        lines: list[Line],
        claims: Iterable[Claim],
        granted: Granted | None = None,
        kind: str = MEMBER,
    ) -> Walk:
        """A walk before its first day; without ``granted``, limits are asked here. ``kind`` is that of a group."""
        days = put_in_order(lines)
        ids = [line[1].entry_id for line in lines]
        brought = self._brought((kind, member_id))
        # A walk takes note of what it floors, and what is limited together is walked again once prizes are known.
        granted = granted.behind(0) if granted else self._limiter.granted(lines, brought.limits)
        life = Life(lines, self._makes, cuts=granted.cuts, cut_points=granted.cut_points, opened=brought)
        claims, choices = parted(claims, self._awards) if self._takes_choices else (claims, Choices())
        claimed = _by_day(claims)
        account = Account(member_id, lines, days, ids, own=granted.own, choices=choices)
        again = frozenset(map(days.__getitem__, granted.own)) if self._withdrawer else frozenset[date]()
        if brought is not NOTHING:
            account, granted = account.after(brought, self._opening_lines(brought)), granted.behind(len(brought.lots))
            life.cuts, life.cut_points = granted.cuts, granted.cut_points
        return Walk(account, life, granted, self._days(account, claimed, again), claimed, again, self._withdrawer)

    def _opening_lines(self, brought: OpenedAccount) -> list[Line]:
        """A line for each lot that somebody brings; no limit looks at it, and it was earned before."""
        began = self.setting.began
        return [] if began is None else [opening_line(self.setting, began, lot) for lot in brought.lots]

    def _brought(self, owner: Group) -> OpenedAccount:
        """What somebody brings from before the first day."""
        began = self.setting.began
        return NOTHING if began is None else began.accounts.get(owner, NOTHING)

    def open_day(self, walk: Walk, day: date) -> None:
        """What happens on a day before anything is settled: lapses, then credits (law 3)."""
        if self._ends_lots or self._loses:
            self._credit(walk, day)
            self._lapse(walk, day)
        if day in walk.again:
            self._look_again(walk, day)
        self._credit(walk, day + ONE_DAY)
        self._lose(walk, day)

    def due_on(self, day: date) -> Sequence[AwardOnDay]:
        """The awards that settle by themselves on a day, in the order of their priority."""
        return self._due_on.get(day, ())

    def close(self, walk: Walk) -> Life:
        """The life, once every day is over."""
        self._credit(walk, date.max)
        return self._lived(walk)

    def _days(self, account: Account, claims: dict[date, list[Claim]], again: frozenset[date]) -> list[date]:
        """Every day on which something other than a credit happens, in order; before the first row nothing does.

        With opening rows something may on the first day, such as a lapse at the end of the day before.
        """
        member_id, lines = account.member_id, account.lines
        begins = [*list(claims)[:1], *account.days[:1], *account.choices.days]
        is_opened = account.brought is not NOTHING
        if not begins and not is_opened:
            return []
        first = self.setting.first if is_opened else max(min(begins), self.program.first)
        settling = self._settling_days[bisect_left(self._settling_days, first) :]
        if not (claims or self._ends_lots or self._loses or again):
            return settling
        days = {*settling, *claims, *again}
        days.update(day for day in self._new_year_days if day > first or (is_opened and day == first))
        if self._lasting:
            days.update(self._gone_on(line[0]) for line in lines)
        if self._loses:
            days |= self._ineligible_days(member_id, first)
            days.update(map(_DAY, lines))
        least = first if is_opened else date.min
        return sorted(day for day in days if least <= day <= self.setting.as_of)

    def _new_years(self) -> tuple[date, ...]:
        """The first day of each year but the first."""
        return tuple(period.end for period in periods_between(self.program.first, self.setting.as_of, Per.YEAR))

    def priority(self, award_id: str) -> int:
        """Where an award stands in the order of one day."""
        return next((award.priority for award in self.program.tiers if award.id == award_id), 0)

    def _ineligible_days(self, member_id: str, first: date) -> set[date]:
        """The days on which a member's row or the condition changes and then says no."""
        condition = self.program.eligible
        if condition is None:
            return set()
        days = [row.first for row in self.setting.people.rows.get(member_id, ()) if row.first is not None]
        days += [step for test in tests_of(condition) for step, _ in test.operands.steps]
        return {day for day in days if day >= first and self._is_lost(member_id, day)}

    def _is_lost(self, member_id: str, day: date) -> bool:
        """Whether the scheme takes a member's points on that day, because the member is not eligible on it."""
        return self._loses and self.setting.is_eligible(member_id, day) is False

    def _lapse(self, walk: Walk, day: date) -> None:
        """What lapsed at the end of the day before, and what is lost on this day."""
        if self._lapses:
            for index, points in walk.account.lapse(period_of(day, Per.YEAR).first):
                last = period_of(walk.account.lines[index][0], Per.YEAR).last
                walk.lapse(last, index, points, self._amounts[points], YEAR_END)
        if self._lasting:
            gone = bisect_right(walk.account.days, day, 0, len(walk.account.granted), key=self._gone_on)
            for index, points in walk.account.lapse_to(gone):
                last = self._gone_on(walk.account.days[index]) - ONE_DAY
                walk.lapse(last, index, points, self._amounts[points], EXPIRY)
        if self._carried and day in self._new_year_days:
            for index, points in walk.account.lapse_to_keep(self._carried.on(day - ONE_DAY)):
                walk.lapse(day - ONE_DAY, index, points, self._amounts[points], CARRY_OVER)
        self._lose(walk, day)

    def _look_again(self, walk: Walk, day: date) -> None:
        """What was paid before, by what came to be known; points that return go before the corrections of the day."""
        withdrawer, account = walk.withdrawer, walk.account
        assert withdrawer is not None  # or there would be no such day
        self._credit(walk, day)
        review = withdrawer.review(account, walk.granted.points, walk.rewarded, day)
        self._credit(walk, day + ONE_DAY)
        for index, points in review.given_back.items():
            self._lapse_again(walk, day, index, points)
        withdrawer.pay_again(account, review)
        for settled in review.settled:
            walk.add(settled)

    def _lapse_again(self, walk: Walk, day: date, index: int, points: Scaled) -> None:
        """Points that returned to a lot that has ended meanwhile are gone again."""
        account = walk.account
        counted_on, gone = account.days[index], max(0, min(points, account.left[index]))
        rule = ""
        if self._lapses and period_of(counted_on, Per.YEAR).last < day:
            rule = YEAR_END
        elif self._lasting and self._gone_on(counted_on) <= day:
            rule = EXPIRY
        elif self._carried and counted_on.year < day.year:
            new_year = date(day.year, 1, 1)
            older = account.left[: bisect_left(account.days, new_year, 0, len(account.granted))]
            gone = max(0, min(gone, sum(left for left in older if left > 0) - self._carried.on(new_year - ONE_DAY)))
            rule = CARRY_OVER
        if rule and gone:
            account.lose(index, gone)
            walk.lapse(day, index, gone, self._amounts[gone], rule)

    def _gone_on(self, day: date) -> date:
        """The first day on which points that counted on a day are gone; the calendar ends with the year 9999."""
        months = self._lasting or 0
        if (date.max.year - day.year) * MONTHS_OF_YEAR < months:
            return date.max
        return day + relativedelta(months=months)

    def _ends(self, account: Account) -> Iterable[date | None]:
        """The last day of each lot, as far as the day on which it counted tells it."""
        if not (self._lapses or self._lasting):
            return repeat(None)
        granted = (
            [*(lot.left for lot in account.brought.lots), *account.granted[account.opened :]]
            if account.opened
            else account.granted
        )
        lots = zip(account.days, granted, strict=True)
        return [self._last_day(day) if granted > 0 else None for day, granted in lots]

    def _last_day(self, day: date) -> date:
        of_year = period_of(day, Per.YEAR).last if self._lapses else date.max
        return min(of_year, self._gone_on(day) - ONE_DAY) if self._lasting else of_year

    def _lose(self, walk: Walk, day: date) -> None:
        """What is lost on a day on which its owner is not eligible; points credited on such a day are lost at once."""
        if walk.account.balance and self._is_lost(walk.account.member_id, day):
            for index, points in walk.account.lapse():
                walk.lapse(day, index, points, self._amounts[points], NO_LONGER_ELIGIBLE)

    def _credit(self, walk: Walk, before: date) -> None:
        """Credit the lines that count before a day and are not yet credited."""
        account = walk.account
        first = len(account.granted)
        last = bisect_left(account.days, before, first)
        if last > first and self._poster is not None:
            self._poster.post(account, walk.granted, first, last)
        elif last > first:
            account.credit(walk.granted.points[first:last])

    def _lived(self, walk: Walk) -> Life:
        """The life with a credit for each line, which tells what is left of it in the end."""
        account, life, amounts = walk.account, walk.life, self._amounts
        member_id = account.member_id
        brought: Sequence[Scaled] = account.granted
        if account.deducted:
            brought = [points + account.deducted.get(index, 0) for index, points in enumerate(brought)]
        if account.opened:
            brought = [*(lot.left for lot in account.brought.lots), *brought[account.opened :]]
        rows = zip(account.ids, account.lines, brought, account.left, self._ends(account), strict=False)
        life.credits = [
            _new_credit(
                (
                    entry_id,
                    member_id,
                    grant.activity,
                    grant.label,
                    entry.date,
                    day,
                    amounts[granted],
                    grant.steps,
                    amounts[left],
                    end,
                )
            )
            for entry_id, (day, entry, grant), granted, left, end in rows
        ]
        for index, steps in walk.granted.steps.items():
            life.credits[index] = life.credits[index]._replace(steps=steps)
        # INVARIANT: law 7. What is left of the lots is the balance.
        assert sum(account.left) == account.balance
        life.granted, life.balance = (
            account.granted[account.opened :] if account.opened else account.granted,
            account.balance,
        )
        life.paid, life.claims_paid = account.paid, account.claims_paid
        if self._takes_choices:
            account.choices.tell_rest(self._awards, self.setting.as_of)
            life.told = account.choices.told
        life.deducted, life.deductions = -sum(account.deducted.values()), account.taken
        return life


@dataclass(slots=True)
class Walk:
    """One walk under way: the account that changes, the life that comes of it, and what limits left to each line.

    ``days`` are those on which something other than a credit happens, ``claimed`` the claims of each. On the days of
    ``again`` later knowledge lands, and ``rewarded``, the settlements that were paid, are looked at again.
    """

    account: Account
    life: Life
    granted: Granted
    days: Sequence[date]
    claimed: Mapping[date, Sequence[Claim]]
    again: frozenset[date] = frozenset()
    withdrawer: Withdrawer | None = None
    rewarded: list[Rewarded] = field(default_factory=list)

    def lapse(self, day: date, index: int, points: Scaled, amount: Amount, rule: str) -> None:
        """Points of a line are gone."""
        self.life.lapsed += points
        self.life.lapses.append(Lapse(day, self.account.lines[index][1].entry_id, amount, rule))

    def add(self, settled: Settled | None) -> None:
        """What a claim or a settlement came to, if anything."""
        if settled is not None:
            settlement, payments, used = settled
            self.life.settlements.append(settlement)
            self.life.payments += payments
            self.life.used += used
            if self.again and self.withdrawer is not None:
                claims = (*self.claimed.get(settlement.day, ()), None)
                claim = next(each for each in claims if each is None or each.claim_id == settlement.claim_id)
                rewarded = self.withdrawer.rewarded(settled, self.account, self.life.lapses, claim)
                self.rewarded += [rewarded] if rewarded else ()


def _automatic_days(program: Program, as_of: date, settler: Settler) -> dict[date, list[AwardOnDay]]:
    """The days on which automatic awards settle, and which of them, in the order of their priority."""
    due: dict[date, list[AwardOnDay]] = defaultdict(list)
    awards = [award for award in program.tiers if award.claim_by is ClaimBy.AUTOMATIC]
    for award in sorted(awards, key=lambda award: award.priority):
        for period in periods_between(program.first, as_of, award.claim_per):
            day = award.settles_on(period)
            if award.holds_on(day) and day in period:
                settles = deadline(award, period) if award.days_to_claim else day
                due[settles].append(settler.on_day(award, settles))
    return due


def _by_day(claims: Iterable[Claim]) -> dict[date, list[Claim]]:
    """The claims of each day, in law 2's order."""
    by_day: dict[date, list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=lambda claim: (claim.date, content_key(claim), claim.claim_id)):
        by_day[claim.date].append(claim)
    return by_day
