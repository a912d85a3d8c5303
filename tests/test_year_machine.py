"""A year of an office, step by step: after each step every law holds, and every month that was closed replays.

The machine keeps a ledger, claims and a staff list that only grow: what was written of a person before is replaced or
voided by a new row. Every row is recorded on the machine's day, which only moves forward. What its people do is drawn;
what must hold of it stands in ``year_laws``.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

import year_laws as laws
from incentive_rules import (
    Amount,
    Evaluation,
    Scheme,
    State,
    evaluate,
    evaluate_totals,
    load_scheme,
    reformed,
    replay,
)
from incentive_rules.ledger.from_rows import claims_from_rows, ledger_from_rows, roster_from_rows
from incentive_rules.periods import periods_between
from incentive_rules.program.from_scheme import program_of
from worlds import DONGHAE
from year_worlds import FIRST, WORLDS, Row

if TYPE_CHECKING:
    from collections.abc import Callable

    from incentive_rules import Claims, Ledger, Roster

MEMBERS = ("K-1", "K-2", "K-10")
GRADES, DEPARTMENTS = ("9급", "7급", "6급", "5급"), ("행정과", "세무과")


@dataclass(frozen=True)
class Closed:
    """A month that was closed: what was said of it then, and by which scheme."""

    scheme: Scheme
    as_of: date
    known_at: date
    text: str
    known: str
    members: frozenset[str]


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


WAIT = st.sampled_from([0, 0, 1, 6, 20, 45])
LATE = st.sampled_from([0, 0, 0, 3, 30, 60])
SEEN: Counter[str] = Counter()
"""What all runs did, to be told beside their verdict: a machine that never pays would show little."""


class Year(RuleBasedStateMachine):
    """An office, its people and its officer."""

    rows: Bundle[str] = Bundle("rows")
    pending: Bundle[str] = Bundle("pending")
    corrections: Bundle[str] = Bundle("corrections")
    wishes: Bundle[str] = Bundle("wishes")

    @initialize(name=st.sampled_from([*WORLDS]))
    def begin(self, name: str) -> None:
        self.world = world = WORLDS[name]
        self.scheme, self.today = world.scheme, FIRST
        self.entries: list[Row] = []
        self.claims: list[Row] = []
        self.staff: list[Row] = []
        self.now: dict[str, Row] = {}
        self.closed: list[Closed] = []
        self.cash: dict[str, Amount] = {}
        self.caps = {FIRST: Amount(world.changes[world.cap][0])} if world.cap else {}
        for member in MEMBERS[:2]:
            self._write(member, None, {"grade": "7급", "department": DEPARTMENTS[len(member) % 2]})
        SEEN[f"years of {name}"] += 1

    # What people do.

    @rule(
        target=rows,
        wait=WAIT,
        late=LATE,
        member=st.sampled_from(MEMBERS),
        what=st.integers(0, 5),
        more=st.integers(0, 2),
    )
    def submit(self, wait: int, late: int, member: str, what: int, more: int) -> str:
        self._wait(wait)
        for _ in range(more):
            self._enter(member, what, late)
        return self._enter(member, what, late)

    @rule(target=pending, wait=WAIT, late=LATE, member=st.sampled_from(MEMBERS), what=st.integers(0, 5))
    def submit_undecided(self, wait: int, late: int, member: str, what: int) -> str:
        self._wait(wait)
        return self._enter(member, what, late, status="pending")

    @rule(
        target=corrections,
        wait=WAIT,
        row=pending,
        status=st.sampled_from(["approved", "approved", "rejected"]),
        late=LATE,
    )
    def decide(self, wait: int, row: str, status: str, late: int) -> str:
        self._wait(wait)
        return self._record(self.entries, "entry_id", "D", self._day(late), decides=row, status=status)

    @rule(target=corrections, wait=WAIT, row=st.one_of(rows, pending))
    def void(self, wait: int, row: str) -> str:
        self._wait(wait)
        return self._record(self.entries, "entry_id", "V", self.today, voids=row)

    @rule(target=corrections, wait=WAIT, row=corrections)
    def void_a_correction(self, wait: int, row: str) -> str:
        self._wait(wait)
        return self._record(self.entries, "entry_id", "V", self.today, voids=row)

    @rule(
        target=rows,
        wait=WAIT,
        late=LATE,
        row=st.one_of(rows, pending),
        member=st.sampled_from(MEMBERS),
        what=st.integers(0, 5),
    )
    def replace(self, wait: int, late: int, row: str, member: str, what: int) -> str:
        self._wait(wait)
        return self._enter(member, what, late, replaces=row)

    @rule(
        target=wishes,
        wait=WAIT,
        late=st.sampled_from([0, 0, 5]),
        member=st.sampled_from(MEMBERS),
        what=st.integers(0, 2),
    )
    def claim(self, wait: int, late: int, member: str, what: int) -> str:
        self._wait(wait)
        return self._ask(member, what, late)

    @rule(wait=WAIT, wish=consumes(wishes))
    def take_back(self, wait: int, wish: str) -> None:
        self._wait(wait)
        self._record(self.claims, "claim_id", "B", self.today, voids=wish)

    @rule(target=wishes, wait=WAIT, wish=wishes, what=st.integers(0, 2))
    def change_of_mind(self, wait: int, wish: str, what: int) -> str:
        self._wait(wait)
        member = next(row["member_id"] for row in self.claims if row["claim_id"] == wish)
        return self._ask(member, what, 0, replaces=wish)

    @rule(
        target=rows,
        wait=WAIT,
        member=st.sampled_from(MEMBERS[:2]),
        what=st.integers(0, 5),
        wish=st.integers(0, 2),
        is_closed=st.booleans(),
    )
    def work_a_month(self, wait: int, member: str, what: int, wish: int, is_closed: bool) -> str:  # noqa: FBT001  # drawn
        """Several pieces of work, and a claim on the last day of the month; perhaps it is closed the next day."""
        self._wait(wait)
        for more in (0, 0, what):
            self._enter(member, more, 0)
        row = self._enter(member, what, 0)
        self.today = (self.today.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)
        self._ask(member, wish, 0)
        if is_closed:
            self._wait(1)
            self._close()
        return row

    @precondition(lambda self: self.closed)
    @rule(member=st.sampled_from(MEMBERS[:2]), what=st.integers(0, 5), row=st.none() | rows)
    def revise(self, member: str, what: int, row: str | None) -> None:
        """Two rows of a closed month come late, or a row is voided; then it is closed again."""
        if row:
            self._record(self.entries, "entry_id", "V", self.today, voids=row)
        else:
            for _ in range(2):
                self._enter(member, what, (self.today - self.closed[-1].as_of).days + 1)
        self._close()

    # What becomes of people.

    @rule(wait=WAIT, member=st.sampled_from(MEMBERS), grade=st.sampled_from(GRADES))
    def promote(self, wait: int, member: str, grade: str) -> None:
        self._wait(wait)
        self._change(member, grade=grade)

    @rule(wait=WAIT, member=st.sampled_from(MEMBERS), department=st.sampled_from(DEPARTMENTS))
    def move(self, wait: int, member: str, department: str) -> None:
        self._wait(wait)
        self._change(member, department=department)

    @rule(wait=WAIT, member=st.sampled_from(MEMBERS))
    def leave(self, wait: int, member: str) -> None:
        self._wait(wait)
        if self._now(member):
            self._end(member, self.today)

    @rule(wait=WAIT, member=st.sampled_from(MEMBERS), grade=st.sampled_from(GRADES))
    def come(self, wait: int, member: str, grade: str) -> None:
        self._wait(wait)
        if not self._now(member):
            self._write(member, self.today, {"grade": grade, "department": DEPARTMENTS[0]})

    # What the officer does.

    @precondition(lambda self: self.today.month != FIRST.month or self.today.year != FIRST.year)
    @rule(wait=WAIT)
    def close(self, wait: int) -> None:
        """Close the month before this one, perhaps again."""
        self._wait(wait)
        self._close()

    @rule(wait=WAIT, data=st.data())
    def change_the_scheme(self, wait: int, data: st.DataObject) -> None:
        """From next month on; what is due until today does not change."""
        self._wait(wait)
        address = data.draw(st.sampled_from([*self.world.changes]))
        value = data.draw(st.sampled_from(self.world.changes[address]))
        first = (self.today.replace(day=28) + timedelta(4)).replace(day=1)
        before = self._due()
        self.scheme = reformed(self.scheme, {"language": 1, "from": str(first), "set": {address: value}})
        if address == self.world.cap:
            self.caps[first] = Amount(value)
        assert self._due() == before
        SEEN["changes of a scheme"] += 1

    # What must hold.

    @invariant()
    def all_laws_hold(self) -> None:
        given = self._tables()
        tables = self._read(*given)
        found = evaluate(self.scheme, *tables, as_of=self.today)
        text = found.to_json()
        laws.sums_hold(found)
        laws.payments_hold(found)
        laws.lots_hold(found, has_floor=self.world.has_floor)
        laws.rows_hold(found, *map(len, given), carries_forward=self.world.carries_forward)
        laws.json_holds(found, text)
        claims = () if self.world.carries_forward else self.claims  # a closed period keeps its claims
        laws.corrections_hold(found, self.entries, claims, self.staff)
        self._nobody_is_paid_too_often(found)
        self._no_month_brings_more_than_it_can(found)
        self._nothing_outlives_its_time(found)
        self._order_and_files_do_not_matter(text)
        self._the_fast_path_comes_to_the_same_totals(found)
        self._what_is_closed_stands(tables)
        for each in self.closed:
            self._replays(each, *tables)
        self._count(found)

    def _nobody_is_paid_too_often(self, found: Evaluation) -> None:
        """Once a month, as both awards of these names say."""
        asked = {(each.claim_id, each.award, each.payee, each.day.replace(day=1)) for each in found.payments}
        months = Counter(tuple(rest) for claim, *rest in asked if claim and rest[0] in {"monthly", "swap"})
        assert all(times == 1 for times in months.values())

    def _no_month_brings_more_than_it_can(self, found: Evaluation) -> None:
        brought: dict[tuple[str, date], Amount] = defaultdict(lambda: Amount(0))
        for each in found.statements.values() if self.caps and not self.world.forgives else ():
            for month, points in laws.brought_by(each, by_own_day=self.world.carries_forward):
                brought[each.member_id, month] += max(points, Amount(0))
        for (_, month), points in brought.items():
            assert points <= next(self.caps[first] for first in sorted(self.caps, reverse=True) if first <= month)

    def _nothing_outlives_its_time(self, found: Evaluation) -> None:
        """Points stay four months, and three of them go into the next year."""
        for each in found.statements.values() if self.caps else ():
            left = [credit for credit in each.credits if credit.left > 0]
            assert all(_months(credit.counts_on, self.today) <= 4 for credit in left)
            assert laws.total(credit.left for credit in left if credit.counts_on.year < self.today.year) <= 3

    def _order_and_files_do_not_matter(self, text: str) -> None:
        """Rows in another order, in two files each, give the same bytes."""
        chance = Random(len(self.entries))  # noqa: S311  # the same order in every run
        first, second = [], []
        for rows in self._tables():
            shuffled = chance.sample(rows, len(rows))
            cut = chance.randint(0, len(rows))
            first.append(shuffled[:cut])
            second.append(shuffled[cut:])
        one, two = self._read(*first), self._read(*second)
        again = evaluate(self.scheme, one[0] + two[0], one[1] + two[1], one[2] + two[2], as_of=self.today)
        assert again.to_json() == text

    def _the_fast_path_comes_to_the_same_totals(self, found: Evaluation) -> None:
        if not self.world.is_plain:
            return
        assert evaluate_totals(self.scheme, *self._tables(), as_of=self.today) == found.totals
        for each in self.closed[-1:]:
            days: dict[str, Any] = {"as_of": self.today, "known_at": each.known_at}
            totals = evaluate(self.scheme, *self._tables(), **days).totals
            assert evaluate_totals(self.scheme, *self._tables(), **days) == totals

    def _what_is_closed_stands(self, tables: tuple[Ledger, Roster, Claims]) -> None:
        """The last two periods that are closed come to what they came to on their closing day."""
        if not self.world.carries_forward:
            return
        closing = program_of(self.scheme).closing
        assert closing is not None
        periods = periods_between(FIRST, self.today, closing.per)
        for period in [each for each in periods if closing.closes(each) < self.today][-2:]:
            then = evaluate(self.scheme, *tables, as_of=period.last, known_at=closing.closes(period))
            now = evaluate(self.scheme, *tables, as_of=period.last)
            assert laws.settled(now.payments) == laws.settled(then.payments)
            assert laws.sums_of(now) == laws.sums_of(then)
            SEEN["closed periods looked at again"] += 1

    def _replays(self, month: Closed, ledger: Ledger, roster: Roster, claims: Claims) -> None:
        """All rows of today, asked for what was known then, give a closed month as it was said."""
        days: dict[str, Any] = {"as_of": month.as_of, "known_at": month.known_at}
        again = evaluate(month.scheme, ledger, roster, claims, **days)
        assert laws.as_known(again.to_json(), month.members) == month.known
        SEEN["replays"] += 1

    def _count(self, found: Evaluation) -> None:
        SEEN["steps"] += 1
        for kind, state in {(each.kind, each.state) for each in found.outcomes}:
            SEEN[f"steps with {kind} {state}"] += 1
        if any(each.lapses for each in found.statements.values()):
            SEEN["steps with lapses"] += 1
        if any(each.deductions for each in found.statements.values()):
            SEEN["steps with deductions"] += 1
        SEEN["steps with payments"] += bool(found.payments)

    def teardown(self) -> None:
        if hasattr(self, "world"):
            SEEN["payments of last days"] += len(self._evaluated().payments)

    # How rows come about, and months end.

    def _close(self) -> None:
        as_of, known_at = self.today.replace(day=1) - timedelta(1), self.today
        now = evaluate(self.scheme, *self._tables(), as_of=as_of, known_at=known_at)
        earlier = [Evaluation.from_json(each.text) for each in self.closed]
        for before in earlier[-1:]:
            laws.changes_hold(before, now)
        nothing = evaluate(self.scheme, [], as_of=FIRST)
        self.cash = laws.paid_so_far(self.cash, [nothing, *earlier], now)
        assert replay(now.certificate, self.scheme, *self._tables(), result=now).is_identical
        members = {row["member_id"] for table in self._tables() for row in table if "member_id" in row}
        text = now.to_json()
        self.closed.append(Closed(self.scheme, as_of, known_at, text, laws.as_known(text, members), frozenset(members)))
        SEEN["months closed"] += 1
        SEEN["payments of closed months"] += len(now.payments)
        self._wait(1)  # what is recorded later is recorded on a later day

    def _read(self, entries: list[Row], roster: list[Row], claims: list[Row]) -> tuple[Ledger, Roster, Claims]:
        facts = self.scheme.facts
        return ledger_from_rows(entries, facts), roster_from_rows(roster, facts), claims_from_rows(claims, facts)

    def _wait(self, days: int) -> None:
        self.today += timedelta(days)

    def _day(self, late: int) -> date:
        return self.today - timedelta(late)

    def _record(self, table: list[Row], name: str, letter: str, day: date, **cells: Any) -> str:
        row = {name: f"{letter}-{len(table)}", "date": day, "recorded_on": self.today, **cells}
        table.append(row)
        return str(row[name])

    def _enter(self, member: str, what: int, late: int, **cells: Any) -> str:
        done = self.world.done[what % len(self.world.done)]
        return self._record(self.entries, "entry_id", "E", self._day(late), member_id=member, **done, **cells)

    def _ask(self, member: str, what: int, late: int, **cells: Any) -> str:
        asked = self.world.asked[what % len(self.world.asked)]
        return self._record(self.claims, "claim_id", "C", self._day(late), member_id=member, **asked, **cells)

    def _write(self, member: str, first: date | None, facts: Row) -> None:
        self.now[member] = {"member_id": member, "from": first, **facts}
        self._list(self.now[member])

    def _list(self, row: Row) -> None:
        row |= {"row_id": f"S-{len(self.staff)}", "recorded_on": self.today}
        self.staff.append(dict(row))

    def _now(self, member: str) -> Row | None:
        """The row that holds from now on, if the person is there."""
        return self.now.get(member)

    def _end(self, member: str, day: date) -> None:
        """The row ends; one that has not begun before that day is voided."""
        row = self.now.pop(member)
        if row["from"] is not None and row["from"] >= day:
            self._list({"voids": row["row_id"]})
            SEEN["staff rows voided"] += 1
        else:
            self._list({**row, "until": day, "replaces": row["row_id"]})
            SEEN["staff rows replaced"] += 1

    def _change(self, member: str, **facts: str) -> None:
        if row := self._now(member):
            self._end(member, self.today)
            self._write(member, self.today, {name: row[name] for name in ("grade", "department")} | facts)

    def _tables(self) -> tuple[list[Row], list[Row], list[Row]]:
        return self.entries, self.staff, self.claims

    def _evaluated(self) -> Evaluation:
        return evaluate(self.scheme, *self._tables(), as_of=self.today)

    def _due(self) -> tuple[object, ...]:
        found = self._evaluated()
        balances = {name: (each.earned, each.balance) for name, each in found.statements.items()}
        return laws.effects(found.payments), balances, laws.told_of(found.outcomes)


THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "slow"
"""CI takes a part of the thousands; ``HYPOTHESIS_PROFILE=slow`` takes all."""


def years(examples: int, steps: int) -> Counter[str]:
    """Run so many years of so many steps; gives what they did."""
    SEEN.clear()
    own = settings(max_examples=examples, stateful_step_count=steps, suppress_health_check=[*HealthCheck])
    run_state_machine_as_test(Year, settings=own)
    return Counter(SEEN)


def told(seen: Counter[str], record: Callable[[str, object], None]) -> None:
    """The counts, in the report of the tests and on the screen that ``pytest -s`` shows."""
    for name, count in sorted(seen.items()):
        record(name, count)
        print(f"{count:>8} {name}")  # noqa: T201  # the counts are the point


def test_after_each_step_of_a_year_all_laws_hold(record_property: Callable[[str, object], None]) -> None:
    seen = years(10, 15)
    told(seen, record_property)
    assert seen["steps with payments"], "years in which nobody is paid would show little"


@pytest.mark.slow
def test_after_each_step_of_many_years_all_laws_hold(record_property: Callable[[str, object], None]) -> None:
    seen = years(*((450, 30) if THOROUGH else (20, 20)))
    told(seen, record_property)
    assert seen["replays"] > seen["months closed"]


# What the machine found, as small as it gets.


UNREAD = {"claim_id": "C-2", "member_id": "K-1", "date": "2025-02-01", "award": "monthly", "option": "gold"}
STAFF = {"member_id": "K-1", "grade": "7급", "department": "행정과"}


@pytest.mark.parametrize("late", [{"claims": UNREAD}, {"roster": {**STAFF, "grade": "12급", "from": "2025-02-01"}}])
def test_a_row_that_cannot_be_read_was_not_known_before_it_was_recorded(late: dict[str, Row]) -> None:
    """A later slip in the staff list makes the prizes of a year that is over provisional again."""
    done = [{"entry_id": "E-1", "member_id": "K-1", "date": "2024-06-10", "activity": "achievement"}]
    tables: dict[str, list[Row]] = {"roster": [STAFF], "claims": []}
    given: dict[str, Any] = {**tables, "as_of": "2024-12-31", "known_at": "2025-01-10"}
    data = DONGHAE.to_dict()
    data["answers"] |= {"ranking_field": "roster"}
    scheme = load_scheme(data)
    before = evaluate(scheme, done, **given)
    for name, row in late.items():
        tables[name].append({**row, "recorded_on": "2025-02-01"})
    after = evaluate(scheme, done, **given)
    assert (after.payments, after.totals.claims.get(State.REJECTED)) == (before.payments, None)
