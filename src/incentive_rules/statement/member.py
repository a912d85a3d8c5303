"""One member's life, day by day: lapses, credits under limits, claims, settlements (law 3).

Points are scaled integers here. Each credit is a lot; whatever uses or expires points names the lots it took.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount, Scaled
from incentive_rules.codes import Code
from incentive_rules.periods import ONE_DAY, Per, Period, period_of, periods_between
from incentive_rules.scheme.awards import ClaimBy
from incentive_rules.scheme.conditions import tests_of
from incentive_rules.statement.account import Account, Lot
from incentive_rules.statement.model import Credit, Lapse, Settlement, StepKind
from incentive_rules.statement.rows import because, content_key, plain_facts
from incentive_rules.statement.tiers import settle

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from incentive_rules.ledger.model import Claim
    from incentive_rules.program.model import LimitRule, Program, Rule, TiersRule
    from incentive_rules.statement.account import Setting
    from incentive_rules.statement.credit import Wish
    from incentive_rules.statement.model import Payment, Reason, Step

YEAR_END = "answers.year_end"
NO_LONGER_ELIGIBLE = "answers.no_longer_eligible"


@dataclass(frozen=True, slots=True)
class Life:
    """What the walk of one member brought forth."""

    credits: tuple[Credit, ...]
    settlements: tuple[Settlement, ...]
    payments: tuple[Payment, ...]
    lapses: tuple[Lapse, ...]
    cuts: dict[str, tuple[Reason, ...]]


@dataclass(frozen=True, slots=True)
class Walker:
    """Walks the life of members under one program."""

    setting: Setting

    @property
    def program(self) -> Program:
        """The program of the setting."""
        return self.setting.program

    def walk(self, member_id: str, wishes: Sequence[Wish], claims: Sequence[Claim]) -> Life:
        """All credits, settlements and lapses of a member up to ``as_of``."""
        account = Account(member_id)
        steps: dict[str, tuple[Wish, tuple[Step, ...]]] = {}
        cuts: dict[str, tuple[Reason, ...]] = {}
        settled: list[tuple[Settlement, tuple[Payment, ...]]] = []
        lapses: list[Lapse] = []
        by_day = _by_day(wishes, claims)
        for day in self._days(member_id, by_day):
            lapses += self._lapse(account, day)
            for wish in by_day[day][0]:
                steps[wish.entry.entry_id] = wish, self._credit(account, wish, cuts)
            lapses += self._lose(account, day)
            claimed = sorted(by_day[day][1], key=lambda claim: self._priority(claim.award))
            settled += [settle(self.setting, account, claim.award, day, claim) for claim in claimed]
            settled += [
                found for award in self._due_on(day) if (found := settle(self.setting, account, award, day))[0].due
            ]
        lots = {lot.entry_id: lot for lot in account.lots}
        return Life(
            credits=tuple(self._line(wish, taken, lots.get(entry_id)) for entry_id, (wish, taken) in steps.items()),
            settlements=tuple(settlement for settlement, _ in settled),
            payments=tuple(payment for _, payments in settled for payment in payments),
            lapses=tuple(lapses),
            cuts=cuts,
        )

    def _days(self, member_id: str, by_day: dict[date, tuple[list[Wish], list[Claim]]]) -> list[date]:
        """Every day on which something happens, in order."""
        if not by_day:
            return []
        first = max(min(by_day), self.program.first)
        days = set(by_day) | self._ineligible_days(member_id, first)
        if self.program.choices.year_end == "lapse":
            days |= {period.end for period in periods_between(first, self.setting.as_of, Per.YEAR)}
        for award in self._automatic():
            days |= {
                settling_day(award, period) for period in periods_between(first, self.setting.as_of, award.claim_per)
            }
        return sorted(day for day in days if day <= self.setting.as_of)

    def _automatic(self) -> list[TiersRule]:
        awards = [award for award in self.program.tiers if award.claim_by is ClaimBy.AUTOMATIC]
        return sorted(awards, key=lambda award: award.priority)

    def _priority(self, award_id: str) -> int:
        return next((award.priority for award in self.program.tiers if award.id == award_id), 0)

    def _due_on(self, day: date) -> list[str]:
        """The automatic awards that settle on a day."""
        return [
            award.id
            for award in self._automatic()
            if award.holds_on(day) and day == settling_day(award, period_of(day, award.claim_per))
        ]

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
        lapses = self.program.choices.no_longer_eligible == "lapse"
        return lapses and self.setting.is_eligible(member_id, day) is False

    def _lapse(self, account: Account, day: date) -> list[Lapse]:
        """What lapsed at the end of the day before, and what is lost on this day."""
        ended = [
            self._lapsed(lot, lot.ends - ONE_DAY, YEAR_END) for lot in account.lots if lot.left and lot.ends <= day
        ]
        return ended + self._lose(account, day)

    def _lose(self, account: Account, day: date) -> list[Lapse]:
        """What is lost on a day on which its owner is not eligible; points credited on such a day are lost at once."""
        if not self._is_lost(account.member_id, day):
            return []
        return [self._lapsed(lot, day, NO_LONGER_ELIGIBLE) for lot in account.lots if lot.left]

    def _lapsed(self, lot: Lot, day: date, rule: str) -> Lapse:
        points, lot.left = lot.left, 0
        return Lapse(day, lot.entry_id, self.program.scale.take(points), rule)

    def _credit(self, account: Account, wish: Wish, cuts: dict[str, tuple[Reason, ...]]) -> tuple[Step, ...]:
        """Grant an entry the least that its limits leave, and make it a lot (law 9)."""
        limits = [limit for limit in self.program.limits[wish.entry.activity] if limit.holds_on(wish.counts_on)]
        rooms = [(room, limit) for limit in limits if (room := self._room(account, wish, limit)) is not None]
        granted = min([wish.points, *(room for room, _ in rooms)])
        steps = wish.steps
        if granted < wish.points:
            room, limit = min(rooms, key=lambda found: found[0])
            steps = (*steps, self._cut(wish, limit, granted))
            facts = {
                "name": limit.label,
                "left": self.program.scale.take(room),
                "wanted": self.program.scale.take(wish.points),
            }
            period = period_of(wish.counts_on, limit.per).name
            cuts[wish.entry.entry_id] = (because(Code.CUT_BY_LIMIT, **facts, period=period),)
        if granted:
            for limit in limits:
                key = limit.id, period_of(wish.counts_on, limit.per).name
                account.limit_used[key] += granted if limit.points is not None else 1
            ends = period_of(wish.counts_on, Per.YEAR).end if self.program.choices.year_end == "lapse" else date.max
            order = len(account.lots)
            account.lots.append(Lot(wish.entry.entry_id, wish.counts_on, granted, granted, ends, order))
        return steps

    @staticmethod
    def _room(account: Account, wish: Wish, limit: LimitRule) -> Scaled | None:
        """How many points a limit leaves to an entry; ``None`` if a count limit still has room."""
        used = account.limit_used[limit.id, period_of(wish.counts_on, limit.per).name]
        if limit.points is not None:
            return max(0, limit.points.on(wish.counts_on) - used)
        assert limit.count is not None  # a limit is of points or of a count
        return None if used < limit.count.on(wish.counts_on) else 0

    def _cut(self, wish: Wish, limit: LimitRule, granted: Scaled) -> Step:
        amount = self.program.scale.take(granted - wish.points)
        period = plain_facts({"period": period_of(wish.counts_on, limit.per).name})
        if limit.points is not None:
            since, value = limit.points.step_on(wish.counts_on)
            return self.setting.cite(StepKind.LIMIT, limit, amount, self.program.scale.take(value), since, period)
        assert limit.count is not None  # a limit is of points or of a count
        since, count = limit.count.step_on(wish.counts_on)
        return self.setting.cite(StepKind.LIMIT, limit, amount, Amount(count), since, period)

    def _line(self, wish: Wish, steps: tuple[Step, ...], lot: Lot | None) -> Credit:
        take, entry = self.program.scale.take, wish.entry
        return Credit(
            entry_id=entry.entry_id,
            member_id=entry.member_id,
            activity=entry.activity,
            label=self.program.activities[entry.activity].label,
            day=entry.date,
            counts_on=wish.counts_on,
            points=take(lot.granted if lot else 0),
            steps=steps,
            left=take(lot.left if lot else 0),
            ends=None if lot is None or lot.ends == date.max else lot.ends - ONE_DAY,
        )


def settling_day(award: Rule, period: Period) -> date:
    """The last day of a period, or of the award where that ends within the period."""
    return min(period.last, award.until - ONE_DAY)


def _by_day(wishes: Iterable[Wish], claims: Iterable[Claim]) -> dict[date, tuple[list[Wish], list[Claim]]]:
    """Credits and claims of each day, each in law 2's order."""
    by_day: dict[date, tuple[list[Wish], list[Claim]]] = defaultdict(lambda: ([], []))
    for wish in sorted(wishes, key=lambda wish: wish.key):
        by_day[wish.counts_on][0].append(wish)
    for claim in sorted(claims, key=lambda claim: (claim.date, content_key(claim), claim.claim_id)):
        by_day[claim.date][1].append(claim)
    return by_day
