"""The bug bank: points as lots. T01 to T07, T18, T21, T22, T28, T32, T33. Each is a bug that somebody met elsewhere."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank_schemes import (
    COUNTS,
    FEW,
    KEPT,
    SWAP,
    TIER,
    WORK,
    adds_up,
    but,
    claim,
    codes,
    entry,
    lapsed,
    paid,
    points,
    refusals,
    rules,
    run,
    states,
    sums,
    void,
)
from incentive_rules import Code

if TYPE_CHECKING:
    from incentive_rules import Evaluation, Scheme

LAPSING = KEPT | {"year_end": "lapse"}
BURNED = rules(awards={"swap": SWAP}, answers=KEPT)
HALF_YEAR = rules(balance={"expire_after": {"months": 6}}, awards={"swap": SWAP}, answers=KEPT)


def lots(found: Evaluation, member: str = "A") -> list[tuple[str, str, str]]:
    """Each lot with what is left of it and its last day."""
    return [(each.entry_id, str(each.left), str(each.ends)) for each in found.statements[member].credits]


# T01: what is taken back leaves nothing behind.


def test_t01_points_that_are_taken_back_leave_every_counter_at_zero() -> None:
    scheme = rules(awards={"swap": SWAP, "tier": TIER}, answers=KEPT)
    rows = [entry("E-1", "2024-03-01", 10), void("E-1")]
    found = run(scheme, rows)
    statement = found.statements["A"]
    assert sums(statement, "earned", "used", "lapsed", "balance") == (0, 0, 0, 0)
    assert (statement.credits, statement.paid, found.payments) == ((), {}, ())
    assert paid(run(scheme, rows[:1])) == {"A": "10000"}  # with the ten points, the tier was due


@FEW
@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 3)), max_size=6))
def test_t01_earning_and_taking_back_again_and_again_never_leaves_a_point(turns: list[tuple[int, int]]) -> None:
    rows = [
        row
        for n, (quantity, month) in enumerate(turns)
        for row in (entry(f"E-{n}", f"2024-0{month}-10", quantity), void(f"E-{n}", f"2024-0{month}-20"))
    ]
    found = run(BURNED, [*rows, claim("C-1", "2024-06-30")])
    assert sums(found.totals, "earned", "balance", "payments") == (0, 0, 0)
    assert codes(found, "C-1") == ["nothing_due"]


def test_t01_a_deduction_of_the_same_size_leaves_zero_too() -> None:
    """10 - 10 = 0, as a correction by a row of points below zero."""
    minus = {"label": "minus", "points": {"each": -1}}
    answers = KEPT | {"deductions_reduce": "earned_and_balance", "below_zero": "debt"}
    scheme = rules(activities=WORK | {"minus": minus}, awards={"swap": SWAP}, answers=answers)
    found = run(scheme, [entry("E-1", "2024-03-01", 10), entry("E-2", "2024-03-02", 10, activity="minus")])
    assert sums(found.statements["A"], "earned", "balance") == (0, 0)


# T02: a burn that is taken back gives the points back to the lots that they came from.


def test_t02_a_burn_that_is_taken_back_fills_the_same_lots_with_the_same_last_day() -> None:
    """12 of 10 + 5: all of the first lot, 2 of the second."""
    rows = [entry("E-1", "2024-01-01", 10), entry("E-2", "2024-03-01", 5), claim("C-1", "2024-05-01", 12)]
    burned = run(HALF_YEAR, rows, as_of="2024-05-31")
    assert lots(burned) == [("E-1", "0", "2024-06-30"), ("E-2", "3", "2024-08-31")]
    back = run(HALF_YEAR, [*rows, void("C-1", "2024-05-20", "claim")], as_of="2024-05-31")
    assert lots(back) == [("E-1", "10", "2024-06-30"), ("E-2", "5", "2024-08-31")]
    assert lots(back) == lots(run(HALF_YEAR, rows[:2], as_of="2024-05-31"))
    assert [each.claim_id for each in back.changes_since(burned).gone] == ["C-1"]


def test_t02_a_burn_of_which_a_part_is_taken_back_uses_the_first_lots_alone() -> None:
    """Of 12 points only 4 were meant: 10 - 4 = 6 are left in the first lot, 5 in the second."""
    rows = [entry("E-1", "2024-01-01", 10), entry("E-2", "2024-03-01", 5), claim("C-1", "2024-05-01", 12)]
    less = claim("C-2", "2024-05-01", 4, replaces="C-1", recorded_on="2024-05-20")
    found = run(HALF_YEAR, [*rows, less], as_of="2024-05-31")
    assert lots(found) == [("E-1", "6", "2024-06-30"), ("E-2", "5", "2024-08-31")]
    assert paid(found) == {"C-2": "4000"}


def test_t02_points_of_a_burn_taken_back_after_their_last_day_lapse_on_that_day() -> None:
    """It is as if nobody had claimed: all 10 lapse on 30 June. No new lot with a new last day is made."""
    rows = [entry("E-1", "2024-01-01", 10), claim("C-1", "2024-05-01"), void("C-1", "2024-09-01", "claim")]
    found = run(HALF_YEAR, rows)
    assert lapsed(found) == [("2024-06-30", "10")]
    assert found.statements["A"].balance == 0


# T03: a bonus belongs to its base.

PRAISE = {"praise": {"label": "praise", "when": {"praised": True}, "add": 0.5}}
PRAISED = rules(facts={"entry": {"praised": {"yes_no": None, "blank": False}}}, bonuses=PRAISE)


def test_t03_a_bonus_is_taken_back_with_its_base() -> None:
    rows = [entry("E-1", "2024-03-01", 2, praised=True), void("E-1")]
    assert run(PRAISED, rows[:1]).statements["A"].earned == 2 + 0.5
    assert run(PRAISED, rows).statements["A"].earned == 0


def test_t03_a_bonus_waits_with_its_base_and_comes_with_it() -> None:
    row = entry("E-1", "2024-03-01", 2, praised=True, status="pending")
    waiting = run(PRAISED, [row])
    assert states(waiting) == {"E-1": "held"}
    assert waiting.totals.earned == 0
    decided = {"entry_id": "D-1", "date": "2024-03-09", "decides": "E-1", "status": "approved"}
    assert run(PRAISED, [row, decided]).statements["A"].earned == 2 + 0.5


# T04: what is taken back is what was given, under the rules of its own day.


def test_t04_taking_back_under_new_values_takes_back_what_was_given_under_the_old_ones() -> None:
    """3 units at 1 point until June, at 2 from July on. Taken back in August: 3 points go, not 6."""
    activities = {"work": {"label": "work", "points": {"each": {"2024-01-01": 1, "2024-07-01": 2}}}}
    rows = [entry("E-1", "2024-06-30", 3), entry("E-2", "2024-07-01", 3)]
    scheme = rules(activities=activities)
    assert run(scheme, rows).statements["A"].earned == 3 + 6
    assert run(scheme, [*rows, void("E-1", "2024-08-01")]).statements["A"].earned == 6


def test_t04_a_row_put_right_later_is_judged_by_the_rules_and_the_grade_of_its_own_day() -> None:
    """K was 7급 until June and is 5급 now: the row of June still counts, in its new amount of 2."""
    facts = {"member": {"grade": {"ordered": ["7급", "6급", "5급"]}}}
    scheme = rules(
        facts=facts, eligible={"grade": {"at_most": "6급"}}, answers=COUNTS | {"grade_judged_on": "activity_date"}
    )
    staff = [
        {"member_id": "A", "grade": "7급", "until": "2024-07-01"},
        {"member_id": "A", "grade": "5급", "from": "2024-07-01"},
    ]
    rows = [entry("E-1", "2024-06-10", 3), entry("E-2", "2024-06-10", 2, replaces="E-1", recorded_on="2024-08-01")]
    assert points(run(scheme, rows, staff)) == {"E-2": "2"}


# T05, T06: what was burned does not lapse as well.


@pytest.mark.parametrize(
    ("day", "balance", "gone"),
    [
        ("2024-06-30", 70, []),  # 100 + 50 - 80
        ("2024-07-01", 50, [("2024-06-30", "20")]),  # of the first lot 100 - 80 = 20 were left
        ("2024-10-01", 0, [("2024-06-30", "20"), ("2024-09-30", "50")]),
    ],
)
def test_t05_what_was_burned_does_not_lapse_again(day: str, balance: int, gone: list[tuple[str, str]]) -> None:
    """100 until 30 June, 50 until 30 September, 80 burned on 1 May. On 1 July: 50, not -30 and not 0."""
    rows = [entry("E-1", "2024-01-01", 100), entry("E-2", "2024-04-01", 50), claim("C-1", "2024-05-01", 80)]
    found = run(HALF_YEAR, rows, as_of=day)
    assert found.statements["A"].balance == balance
    assert lapsed(found) == gone


@pytest.mark.parametrize(("used", "gone", "left"), [(0, 10, 20), (8, 2, 20), (10, 0, 20), (12, 0, 18)])
def test_t06_of_carried_points_only_those_that_nobody_used_lapse(used: int, gone: int, left: int) -> None:
    """10 are carried over and end on 31 March; 20 are new. 13 were there on 31 December: 3 lapse then."""
    scheme = rules(balance={"expire_after": {"months": 6}, "carry_over": 10}, awards={"swap": SWAP})
    rows = [entry("E-1", "2024-10-01", 13), entry("E-2", "2025-01-01", 20)]
    rows += [claim("C-1", "2025-02-01", used)] if used else []
    found = run(scheme, rows, as_of="2025-04-01")
    assert lapsed(found) == [("2024-12-31", "3")] + ([("2025-03-31", str(gone))] if gone else [])
    assert found.statements["A"].balance == left


# T07: the balance that is asked is the one that is taken from.

TWO_WAYS = rules(
    activities=WORK | {"minus": {"label": "minus", "points": {"each": -1}}},
    balance={"expire_after": {"months": 3}},
    awards={
        "swap": but(SWAP, priority=2),
        "tier": but(
            TIER,
            measure={"counter": "balance"},
            claim={"by": "member", "times": 100, "per": "month"},
            consume="tier",
            priority=1,
        ),
    },
    answers=LAPSING | {"deductions_reduce": "balance", "below_zero": "debt"},
)
A_DAY = st.dates(min_value=date(2024, 1, 1), max_value=date(2025, 2, 28))


@FEW
@given(
    st.lists(st.tuples(A_DAY, st.integers(1, 15), st.sampled_from(["work", "work", "minus"])), max_size=8),
    st.lists(st.tuples(A_DAY, st.sampled_from([("swap", 3), ("swap", None), ("tier", None)])), max_size=5),
)
def test_t07_what_was_measured_is_what_the_lots_hold(earned: list[Any], asked: list[Any]) -> None:
    """Deductions, lapses, thresholds and exchanges all see one balance: the sum of what is left in the lots."""
    rows = [entry(f"E-{n}", str(day), many, activity=what) for n, (day, many, what) in enumerate(earned)]
    rows += [claim(f"C-{n}", str(day), many, award=award) for n, (day, (award, many)) in enumerate(asked)]
    found = run(TWO_WAYS, rows, as_of="2025-03-31")
    for statement in found.statements.values():
        adds_up(statement)
        taken: dict[str, Any] = {each.entry_id: 0 for each in statement.credits}
        for lapse in statement.lapses:
            taken[lapse.entry_id] += lapse.points
        for use in (use for each in statement.settlements for use in each.uses):
            taken[use.entry_id] += use.points
        for each in statement.deductions:
            taken[each.lot] += each.points
        for credit in statement.credits:
            if credit.points > 0:
                assert credit.left == credit.points - taken[credit.entry_id] >= 0
        for settlement in statement.settlements:
            assert settlement.used == 0 or settlement.used <= settlement.measured


def test_t07_a_balance_of_some_activities_only_cannot_be_written() -> None:
    """Excluded: what is burned would then come from other lots than those that were asked."""
    counters = {"some": {"label": "some", "activities": ["work"]}}
    award = but(TIER, measure={"counter": "some", "per": "year"}, consume="tier")
    assert refusals(counters=counters, awards={"tier": award}, answers=KEPT) == [Code.CONTRADICTION]


# T18: two burns cannot use the same points.


@pytest.mark.parametrize("first", [("C-1", "C-2"), ("C-2", "C-1")])
def test_t18_of_two_burns_of_one_day_the_second_is_refused_in_whatever_order_they_stand(first: tuple[str, str]) -> None:
    """10 points, twice 7 asked: 10 - 7 = 3 are too few for the second. Which of two equal ones it is, the id says."""
    rows = [entry("E-1", "2024-03-01", 10), *(claim(name, "2024-03-05", 7) for name in first)]
    found = run(BURNED, rows)
    assert states(found, "claim") == {"C-1": "paid", "C-2": "refused"}
    assert codes(found, "C-2") == ["out_of_range"]
    assert found.statements["A"].balance == 3


def test_t18_two_awards_of_one_day_do_not_pay_out_of_the_same_points() -> None:
    """The tier of ten goes first; for the exchange 12 - 10 = 2 are left."""
    rows = [entry("E-1", "2024-03-01", 12), claim("C-1", "2024-03-05"), claim("C-2", "2024-03-05", award="tier")]
    assert paid(run(TWO_WAYS, rows)) == {"C-1": "2000", "C-2": "10000"}


# T21: a status is no balance.


def test_t21_a_status_is_reduced_neither_by_burning_nor_by_lapsing() -> None:
    """6 in January and 4 in August are 10 in the year, though 5 were burned and 1 lapsed."""
    scheme = rules(balance={"expire_after": {"months": 6}}, awards={"swap": SWAP, "tier": TIER}, answers=KEPT)
    rows = [entry("E-1", "2024-01-10", 6), claim("C-1", "2024-02-01", 5), entry("E-2", "2024-08-10", 4)]
    found = run(scheme, rows)
    statement = found.statements["A"]
    assert sums(statement, "earned", "used", "lapsed", "balance") == (10, 5, 1, 4)
    assert paid(found) == {"C-1": "5000", "A": "10000"}
    assert [str(each.measured) for each in statement.settlements if each.award == "tier"] == ["10"]


# T22: there is no job that must run in time.

YEARLY = rules(
    activities=WORK | {"base": {"label": "base", "points": 12, "every": "year"}},
    awards={"swap": SWAP},
    answers=LAPSING,
)


def test_t22_the_new_year_s_points_and_the_old_year_s_lapse_do_not_wait_for_each_other() -> None:
    """12 + 3 of 2024 lapse after 31 December, 12 of 2025 are there on 1 January, on whatever day one looks."""
    rows, staff = [entry("E-1", "2024-05-01", 3), entry("E-2", "2025-01-01", 4)], [{"member_id": "A"}]
    days = {day: run(YEARLY, rows, staff, as_of=day) for day in ("2024-12-31", "2025-01-01", "2025-12-31")}
    assert [str(each.statements["A"].balance) for each in days.values()] == ["15", "16", "16"]
    assert [lapsed(each) for each in days.values()] == [[], *[[("2024-12-31", "12"), ("2024-12-31", "3")]] * 2]


def test_t22_rows_of_the_new_year_in_the_table_change_nothing_of_the_old_one() -> None:
    rows, staff = [entry("E-2", "2025-01-01", 4), entry("E-1", "2024-05-01", 3)], [{"member_id": "A"}]
    both, old = (run(YEARLY, some, staff, as_of="2024-12-31") for some in (rows, rows[1:]))
    assert both.statements["A"].credits == old.statements["A"].credits
    assert (both.payments, both.totals.balance) == (old.payments, old.totals.balance)


# T28: the ends of months and years.


@pytest.mark.parametrize(
    ("months", "earned", "last"),
    [
        (1, "2024-01-31", "2024-02-28"),  # a month later is 29 February, the last day there is; the day before it
        (1, "2025-01-31", "2025-02-27"),  # a month later is 28 February
        (1, "2024-02-29", "2024-03-28"),
        (12, "2024-02-29", "2025-02-27"),  # a year later is 28 February
        (12, "2024-03-01", "2025-02-28"),
        (12, "2024-01-01", "2024-12-31"),
    ],
)
def test_t28_points_are_there_on_their_last_day_and_gone_on_the_next(months: int, earned: str, last: str) -> None:
    scheme = rules(balance={"expire_after": {"months": months}}, awards={"swap": SWAP}, answers=KEPT)
    rows = [entry("E-1", earned, 2), claim("C-1", last, 1)]
    found = run(scheme, rows, as_of="2025-12-31")
    assert lots(found) == [("E-1", "0", last)]
    assert (states(found, "claim"), lapsed(found)) == ({"C-1": "paid"}, [(last, "1")])


def test_t28_what_lapses_at_the_year_s_end_is_there_all_the_last_day() -> None:
    scheme = rules(awards={"swap": SWAP}, answers=LAPSING)
    rows = [entry("E-1", "2024-12-31", 2), claim("C-1", "2024-12-31", 2)]
    assert paid(run(scheme, rows)) == {"C-1": "2000"}
    late = run(scheme, [rows[0], claim("C-1", "2025-01-01", 2)], as_of="2025-01-01")
    assert (paid(late), lapsed(late)) == ({}, [("2024-12-31", "2")])


def test_t28_a_year_of_service_since_29_february_is_reached_on_1_march() -> None:
    """A year before 28 February 2025 is 28 February 2024, and that is before the first day of service."""
    facts = {"member": {"hired": "date"}}
    scheme = rules(
        facts=facts,
        eligible={"hired": {"at_most": {"months_ago": 12}}},
        answers=COUNTS | {"grade_judged_on": "activity_date"},
    )
    rows = [entry("E-1", "2025-02-28", 1), entry("E-2", "2025-03-01", 1)]
    found = run(scheme, rows, [{"member_id": "A", "hired": "2024-02-29"}], as_of="2025-12-31")
    assert states(found) == {"E-1": "rejected", "E-2": "credited"}


# T32: less than nothing.


def minus(below: str, reduce: str = "earned_and_balance") -> Scheme:
    activities = WORK | {"minus": {"label": "minus", "points": -5}}
    answers = KEPT | {"below_zero": below, "deductions_reduce": reduce}
    return rules(activities=activities, awards={"swap": SWAP}, answers=answers)


@pytest.mark.parametrize(
    ("below", "reduce", "earned", "owing", "later"),
    [
        ("debt", "earned_and_balance", -5, -5, 2),  # 7 - 5: what is owed is made good first
        ("debt", "balance", 0, -5, 2),
        ("floor", "earned_and_balance", 0, 0, 7),  # the deduction ended at zero
        ("floor", "balance", 0, 0, 7),
    ],
)
def test_t32_five_points_off_nothing_are_owed_or_end_at_zero_as_the_scheme_says(
    below: str, reduce: str, earned: int, owing: int, later: int
) -> None:
    scheme = minus(below, reduce)
    rows = [entry("D-1", "2024-03-01", activity="minus"), entry("E-1", "2024-03-02", 7)]
    statement = run(scheme, rows[:1], as_of="2024-03-01").statements["A"]
    assert sums(statement, "earned", "balance") == (earned, owing)
    found = run(scheme, rows)
    assert sums(found.statements["A"], "earned", "balance") == (earned + 7, later)
    assert codes(found, "D-1") == ([] if below == "debt" else ["deduction_floored"])


def test_t32_what_becomes_of_it_must_be_said() -> None:
    activities = WORK | {"minus": {"label": "minus", "points": -5}}
    assert refusals(activities=activities, awards={"swap": SWAP}, answers=KEPT) == [Code.OPEN_QUESTION] * 2


@pytest.mark.parametrize(
    ("answer", "july", "august"),
    [
        ("owe", -6, -3),  # 10 - 10 - 6 = -6: later points make it good; 3 - 6
        ("within_balance", 0, 3),  # 4 are left to take; the 6 that were spent are let go
        ("only_pending", 0, 3),  # the 4 that nobody spent of E-1 are taken, no other point is touched
    ],
)
def test_t32_points_that_were_spent_and_are_taken_back_after_the_close_go_by_the_scheme_s_answer(
    answer: str, july: int, august: int
) -> None:
    """10 in June, 6 of them spent in June, all 10 voided after June has closed; 3 in August."""
    scheme = rules(
        awards={"swap": SWAP},
        closing={"per": "month", "days": 10},
        answers=KEPT
        | {"late_rows": "carry_forward", "spent_points_corrected": answer, "paid_rewards_corrected": "keep"},
    )
    rows = [
        entry("E-1", "2024-06-10", 10),
        claim("C-1", "2024-06-20", 6),
        void("E-1", "2024-07-15"),
        entry("E-2", "2024-08-05", 3),
    ]
    balances = [run(scheme, rows, as_of=day).statements["A"].balance for day in ("2024-07-31", "2024-08-31")]
    assert balances == [july, august]
    assert paid(run(scheme, rows)) == {"C-1": "6000"}


# T33: the day on which points begin to lapse.


def test_t33_with_a_dated_carry_over_nothing_lapses_before_one_year_has_run() -> None:
    """Switched on from 2025: what 2024 left stays at its end; at the end of 2025 all but 2 go, the newest stay."""
    scheme = rules(balance={"carry_over": {"2024-01-01": 1000, "2025-01-01": 2}}, awards={"swap": SWAP})
    rows = [entry("E-1", "2024-05-01", 7), entry("E-2", "2025-05-01", 1)]
    assert lapsed(run(scheme, rows, as_of="2025-12-31")) == []
    assert lapsed(run(scheme, rows, as_of="2026-01-01")) == [("2025-12-31", "6")]


def test_t33_a_span_of_months_has_no_first_day_of_its_own() -> None:
    """Excluded: it holds for all lots since the scheme began. Where that is not meant, a dated carry-over says so."""
    dated = {"expire_after": {"2024-01-01": {"months": 24}, "2025-01-01": {"months": 12}}}
    assert Code.UNKNOWN_KEY in refusals(balance=dated, awards={"swap": SWAP}, answers=KEPT)
    since = {"expire_after": {"months": 12}, "from": "2025-01-01"}
    assert refusals(balance=since, awards={"swap": SWAP}, answers=KEPT) == [Code.UNKNOWN_KEY]
