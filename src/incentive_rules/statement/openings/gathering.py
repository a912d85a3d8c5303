"""What an evaluation leaves to the next one, as opening rows: gathered from its lives, purses and rows.

Only what a rule can look back at is carried: of a limit by the month nothing, where the opening is on the first of one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from incentive_rules.amounts import ZERO, Amount, whole_or_fraction
from incentive_rules.ledger.model import Claim, Entry
from incentive_rules.periods import ONE_DAY, Per, Period, period_of
from incentive_rules.scheme.awards import Again, CounterName
from incentive_rules.scheme.conditions import tests_of
from incentive_rules.scheme.counters import Take
from incentive_rules.statement.brought import MEMBER
from incentive_rules.statement.correcting import aim_of
from incentive_rules.statement.earning.credit import date_of
from incentive_rules.statement.limits.limiting import Limiter
from incentive_rules.statement.lives.counting import Counting, Tally, window_of
from incentive_rules.statement.lives.opened import OF_MEMBER, first_in, spans
from incentive_rules.statement.model import State
from incentive_rules.statement.opening import OpeningKind, OpeningRow
from incentive_rules.statement.settle import wins

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from incentive_rules.amounts import Scaled
    from incentive_rules.ledger.model import Claims, Ledger
    from incentive_rules.periods import Span
    from incentive_rules.program.counters import CounterRule
    from incentive_rules.program.model import TiersRule
    from incentive_rules.scheme.conditions import Condition
    from incentive_rules.statement.earning.groups import Group
    from incentive_rules.statement.lives.member import Life
    from incentive_rules.statement.model import Outcome
    from incentive_rules.statement.setting import Setting
    from incentive_rules.statement.settle import Settled


def rows_of(setting: Setting, settled: Settled, day: date) -> tuple[OpeningRow, ...]:
    """The rows that lives, purses and wins leave to a day, which is the one after the last that was looked at."""
    lives: list[tuple[Group, Life]] = [((MEMBER, name), life) for name, life in sorted(settled.lives.items())]
    lives += sorted(settled.groups.items())
    gathering = _Gathering(setting, day)
    lots = [row for owner, life in lives for row in gathering.lots(owner, life)]
    others = [row for owner, life in lives for row in gathering.of_life(owner, life)]
    others += [*gathering.limits(settled), *gathering.budgets(settled), *gathering.won(settled)]
    return (*lots, *sorted(others, key=_order))


def _order(row: OpeningRow) -> tuple[object, ...]:
    kinds = list(OpeningKind)
    amount = (row.amount is not None, ZERO if row.amount is None else row.amount)
    return (
        kinds.index(row.kind),
        row.owner_kind,
        row.owner,
        row.rule,
        row.day or date.min,
        row.what,
        row.occasion,
        row.by,
        amount,
    )


@dataclass(frozen=True, slots=True)
class _Gathering:
    setting: Setting
    day: date

    def lots(self, owner: Group, life: Life) -> Iterator[OpeningRow]:
        """What is left of each lot, in the order in which they are used."""
        for each in life.credits:
            if each.left:
                kind = OpeningKind.LOT if each.left > 0 else OpeningKind.DEBT
                rule = self.setting.program.activities[each.activity].address
                yield self._row(kind, owner, rule, each.entry_id, done=each.day, day=each.counts_on, amount=each.left)

    def of_life(self, owner: Group, life: Life) -> Iterator[OpeningRow]:
        """All else that rules look back at of one owner."""
        yield from self._limits(owner, life)
        yield from self._earned(owner, life)
        yield from self._counted(owner, life)
        for rule in self.setting.program.tiers:
            if rule.until > self.day:
                yield from self._of_award(owner, life, rule)

    def _of_award(self, owner: Group, life: Life, rule: TiersRule) -> Iterator[OpeningRow]:
        """Tiers that were paid, as far as `again` looks back at them, and claims of a period that goes on."""
        around = period_of(self.day, (rule.window if rule.again is Again.DIFFERENCE else rule.once) or Per.EVER)
        addresses = {tier.id: tier.address for tier in rule.tiers}
        for paid in life.paid if rule.again is not Again.ALWAYS else ():
            if paid.award == rule.id and paid.day in around:
                for reward, amount in paid.amounts.items() or [("", None)]:
                    at = addresses[paid.tier]
                    yield self._row(OpeningKind.TIER_PAID, owner, at, reward, day=paid.day, amount=amount)
        if rule.times is not None and spans(self.day, rule.claim_per):
            period = period_of(self.day, rule.claim_per).name
            if number := life.claims_paid.get((rule.id, period), 0):
                yield self._row(OpeningKind.CLAIM_USED, owner, rule.address, period, number=number)

    def _limits(self, owner: Group, life: Life) -> Iterator[OpeningRow]:
        """What limits granted in a period that goes on."""
        if self.setting.program.general_limits:
            return
        limits = {each.id: each for found in self.setting.program.limits.values() for each in found}
        going = {name: each for name, each in limits.items() if spans(self.day, each.per) and each.until > self.day}
        used = Limiter(self.setting).used(life.lines, life.opened.limits) if going else {}
        for name, limit in going.items():
            period = period_of(self.day, limit.per).name
            if granted := used.get((name, period), 0):
                amount = self._take(granted) if limit.points is not None else Amount(granted)
                yield self._row(OpeningKind.LIMIT_USED, owner, limit.address, period, amount=amount)

    def _earned(self, owner: Group, life: Life) -> Iterator[OpeningRow]:
        """Points earned since the first day of each window that goes on and that an award measures."""
        program = self.setting.program
        measures = (each for each in program.tiers if each.counter is CounterName.EARNED)  # refused claims tell it, too
        spans_ = {each.window or Per.EVER for each in measures}
        firsts = {first_in(program, period_of(self.day, per).first) for per in spans_ if spans(self.day, per)}
        for first in sorted(firsts):
            own = sum(points for (day, _, _), points in zip(life.lines, life.granted, strict=True) if day >= first)
            if first < self.day and (points := own + life.opened.earned.get(first, 0)):
                yield self._row(OpeningKind.EARNED, owner, "", "", day=first, amount=self._take(points))

    # Counters.

    def _counted(self, owner: Group, life: Life) -> Iterator[OpeningRow]:
        """What counters took in, by the stretches of days that windows after the opening tell apart."""
        for rule in self.setting.program.counters.values():
            bounds = [*sorted(self._bounds(rule)), self.day]
            for first, end in pairwise(bounds):
                tally = self._tally(rule, life, first, end)
                yield from (
                    self._row(OpeningKind.COUNTED, owner, rule.address, "", day=day, amount=amount, number=number)
                    for day, amount, number in self._values(rule, tally, first)
                )

    def _bounds(self, rule: CounterRule) -> set[date]:
        """The first days, before the opening, of all windows in which a counter may be asked for after it."""
        program, found = self.setting.program, set()
        for per in self._asked_by(rule):
            first = window_of(rule, self.day, per).first
            while first < self.day:
                found.add(first_in(program, first))
                first = period_of(first, per).end
        return {each for each in found if each < self.day}

    def _asked_by(self, rule: CounterRule) -> set[Span]:
        """The periods in which a counter may be asked for."""
        program = self.setting.program
        found: set[Span] = set()
        for award in program.tiers:
            if award.counter is rule:
                found.add(award.window or Per.EVER)
            if award.eligible is not None and _asks(award.eligible, rule):
                found.add(rule.per or award.window or award.claim_per)
        found |= {rule.per or each.per for each in program.rankings} | {rule.per or each.per for each in program.grades}
        return found

    def _tally(self, rule: CounterRule, life: Life, first: date, end: date) -> Tally:
        return Counting.of(self.setting).of_life(rule, life, Period(first, end, ""), end - ONE_DAY)

    def _values(self, rule: CounterRule, tally: Tally, first: date) -> Iterator[tuple[date, Amount | None, int]]:
        """The fewest values that come to the same in every window: their day, and how often each is there."""
        if tally.unknown:
            yield first, None, 0
        values = tally.values
        if not values:
            return
        if any(rule.drop):
            yield from ((first, self._take(value), count) for value, count in sorted(Counter(values).items()))
        elif rule.take is Take.LAST:
            last = max(zip(tally.days, values, strict=True))
            yield last[0], self._take(last[1]), 1
        elif rule.take is Take.MEAN:
            mean = whole_or_fraction(Fraction(sum(values)) / len(values))
            yield first, self._take(mean), len(values)
        else:
            one = {Take.HIGHEST: max, Take.LOWEST: min}.get(rule.take, sum)
            yield first, self._take(one(values)), 1

    # All together.

    def limits(self, settled: Settled) -> Iterator[OpeningRow]:
        """What limits that look at everybody together granted in a period that goes on."""
        rules = {each.id: each for each in self.setting.program.general_limits}
        for key, used in settled.limits.items():
            if not used or not isinstance(key, tuple):
                continue  # a limit of each entry by itself
            name, values, period = key
            limit = rules[name]
            if limit.per is None or not spans(self.day, limit.per) or limit.until <= self.day:
                continue
            if period_of(self.day, limit.per).name == period:
                owner = next((each for each, by in zip(values, limit.by, strict=True) if by == OF_MEMBER), ("", ""))
                by = tuple(_written(each) for each, by in zip(values, limit.by, strict=True) if by != OF_MEMBER)
                amount = Amount(used) if limit.count is not None else self._take(used)
                row = self._row(OpeningKind.LIMIT_USED, owner, limit.address, period, amount=amount)
                yield replace(row, by=by)

    def budgets(self, settled: Settled) -> Iterator[OpeningRow]:
        """What was paid out of budgets of a period that goes on."""
        rules = {each.id: each for each in self.setting.program.budgets}
        for (name, period, owner), amount in settled.spent.items():
            rule = rules[name]
            going = spans(self.day, rule.per) and period_of(self.day, rule.per).name == period
            if amount and going and rule.until > self.day:
                kind = "" if rule.by == "member" else rule.by
                yield self._row(OpeningKind.BUDGET_USED, (kind, owner), rule.address, period, amount=amount)

    def won(self, settled: Settled) -> Iterator[OpeningRow]:
        """What was won on the last day, where something is given for it on the next."""
        followed = {rule.made.award for rule in self.setting.program.activities.values() if rule.made is not None}
        for each in wins(settled):
            if each.award in followed and each.day == self.day - ONE_DAY:
                owner = "" if each.of == "member" else each.of, each.owner
                yield OpeningRow(
                    OpeningKind.WON,
                    owner[1],
                    owner[0],
                    f"awards.{each.award}",
                    each.what,
                    each.occasion,
                    day=each.day,
                    provisional=each.provisional,
                )

    def _row(  # noqa: PLR0913  # the parts of a row
        self,
        kind: OpeningKind,
        owner: Group,
        rule: str,
        what: str,
        *,
        done: date | None = None,
        day: date | None = None,
        amount: Amount | None = None,
        number: int | None = None,
    ) -> OpeningRow:
        return OpeningRow(kind, owner[1], owner[0], rule, what, done=done, day=day, amount=amount, number=number)

    def _take(self, points: Scaled) -> Amount:
        return self.setting.amounts[points]


def _written(value: object) -> str:
    """A value by which a limit goes, as a cell of it is written."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _asks(condition: Condition, rule: CounterRule) -> bool:
    return any(
        ref.scope == "counter" and ref.fact.name == rule.id for test in tests_of(condition) for ref in test.asks()
    )


# Rows that are not settled.


def open_rows(
    ledger: Ledger, claims: Claims, outcomes: Iterable[Outcome], day: date, counting: str
) -> Iterator[OpeningRow]:
    """Rows of before the day that wait, with all rows that hang together with them by corrections or joint work.

    A row that is corrected already, and would count since the day, is given again with what corrects it. ``counting``
    is the answer to `points_count_on`.
    """
    waiting: dict[str, set[str]] = defaultdict(set)
    corrected: dict[str, set[str]] = defaultdict(set)
    for each in outcomes:
        if each.state is State.HELD or (each.state is State.NOT_YET and each.day is not None and each.day < day):
            waiting[each.kind].add(each.id)  # one that is held may count before its own day
        elif each.state is State.CORRECTED:
            corrected[each.kind].add(each.id)
    for row in ledger.rows:
        if row.entry_id in corrected["entry"] and ((on := date_of(row, counting)) is None or on >= day):
            waiting["entry"].add(row.entry_id)
    waiting["claim"] |= {row.claim_id for row in claims.rows if row.claim_id in corrected["claim"] and row.date >= day}
    for kind, rows, names in (
        (OpeningKind.OPEN_ENTRY, ledger.rows, waiting["entry"]),
        (OpeningKind.OPEN_CLAIM, claims.rows, waiting["claim"]),
    ):
        before = [row for row in rows if row.date < day or _id(row) in names]
        told = with_their_own(before, names)
        found = {_id(row): row for row in before if _id(row) in told}
        yield from (OpeningRow(kind, what=name, done=found[name].date) for name in sorted(found))


def with_their_own(rows: Iterable[Entry | Claim], names: set[str]) -> set[str]:
    """The ids, and those of all rows that hang together with them."""
    beside: dict[object, set[str]] = defaultdict(set)
    for row in rows:
        name, aim = _id(row), aim_of(row)
        if aim is not None:
            beside[name].add(aim.id)
            beside[aim.id].add(name)
        if isinstance(row, Entry) and row.work and row.share is not None:
            beside[name].add(f"\n{row.activity}\n{row.work}")
            beside[f"\n{row.activity}\n{row.work}"].add(name)
    found, new = set(names), set(names)
    while new:
        new = {other for name in new for other in beside.get(name, ())} - found
        found |= new
    return found


def _id(row: Entry | Claim) -> str:
    return row.entry_id if isinstance(row, Entry) else row.claim_id
