"""The bug bank: how points are reckoned, and when. T08 to T11, T14 to T16, T23 to T25, T28's neighbours in days."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations
from typing import Any

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
    but,
    claim,
    codes,
    entry,
    paid,
    points,
    refusals,
    rules,
    run,
    states,
    void,
    written,
)
from incentive_rules import Code, SchemeErrors, load_scheme

HEAD = """
language: 1
id: bank
label: bank
from: 2024-01-01
assumed: made up for a test
answers: {points_count_on: activity_date}
"""
"""The beginning of a file, for what a mapping cannot hold."""

# T08: thresholds are reached at equality.

TIERS = {"t40": {"at": 40000, "pays": {"won": 1}}, "t100": {"at": 100000, "pays": {"won": 2}}}
GRADING = {
    "kind": "grades",
    "label": "grades",
    "of": "member",
    "measure": {"counter": "earned", "per": "year"},
    "grades": {
        "s": {"label": "S", "at_least": 100000},
        "a": {"label": "A", "at_least": 40000},
        "b": {"label": "B", "at_least": 0},
    },
}
REACHED = [
    ("0", "b", None),
    ("1", "b", None),
    ("39999", "b", None),
    ("39999.99", "b", None),
    ("40000", "a", "1"),
    ("45000", "a", "1"),
    ("99999", "a", "1"),
    ("100000", "s", "2"),
]


def test_t08_each_threshold_is_reached_at_equality_and_not_before() -> None:
    scheme = rules(
        awards={"grades": GRADING, "tier": but(TIER, tiers=TIERS)},
        answers=COUNTS | {"grades_counted_of": "roster"},
    )
    rows = [entry(many, "2024-03-01", many, member=many) for many, _, _ in REACHED]
    found = run(scheme, rows, [{"member_id": many} for many, _, _ in REACHED])
    assert {row.name: row.place for row in found.rankings[0].rows} == {many: grade for many, grade, _ in REACHED}
    assert paid(found) == {many: amount for many, _, amount in REACHED if amount}


def test_t08_a_threshold_that_everybody_has_reached_is_refused() -> None:
    """A tier at zero would pay whoever did nothing. Of grades the last one takes everybody."""
    assert refusals(awards={"tier": but(TIER, tiers={"t0": {"at": 0, "pays": {"won": 1}}})}) == [Code.OUT_OF_RANGE]


# T09: bands have no gaps and do not overlap.

BANDS = {"by": "quantity", "bands": {0: 3, 10: 5, 20: 12}}
ABOVE = {"each": {"by": "quantity", "bands": {0: 1, 10: 2}}}


@pytest.mark.parametrize(
    ("many", "brings"), [("0", "3"), ("9.99", "3"), ("10", "5"), ("19", "5"), ("20", "12"), ("900", "12")]
)
def test_t09_each_number_lies_in_exactly_one_band_and_zero_in_the_first(many: str, brings: str) -> None:
    """Flat: 3 from 0 on, 5 from 10 on, 12 from 20 on. Nothing done still brings the flat 3."""
    scheme = rules(activities={"work": {"label": "work", "points": BANDS}})
    assert points(run(scheme, [entry("E-1", "2024-03-01", many)])) == {"E-1": brings}


@pytest.mark.parametrize(
    ("answer", "brings"),
    [
        ("whole", ["0", "9", "20", "22"]),  # 9 × 1, 10 × 2, 11 × 2
        ("part", ["0", "9", "10", "12"]),  # 9 × 1, 10 × 1, 10 × 1 + 1 × 2
    ],
)
def test_t09_whether_the_rate_above_a_threshold_is_for_all_must_be_said(answer: str, brings: list[str]) -> None:
    activities = {"work": {"label": "work", "points": ABOVE}}
    assert refusals(activities=activities) == [Code.OPEN_QUESTION]
    scheme = rules(activities=activities, answers=COUNTS | {"bands_apply_to": answer})
    found = run(scheme, [entry(f"E-{many}", f"2024-03-0{n}", many) for n, many in enumerate((0, 9, 10, 11), 1)])
    assert list(points(found).values()) == brings


def test_t09_a_flat_part_comes_with_nothing_done_where_it_is_a_bonus() -> None:
    """0 × 1 + 3 = 3, and 2 × 1 + 3 = 5."""
    scheme = rules(bonuses={"flat": {"label": "flat", "when": {"activity": "work"}, "add": 3}})
    found = run(scheme, [entry("E-1", "2024-03-01", 0), entry("E-2", "2024-03-02", 2)])
    assert points(found) == {"E-1": "3", "E-2": "5"}


def test_t09_a_band_with_an_end_cannot_be_written() -> None:
    """Excluded: with first numbers alone no gap and no overlap can be written."""
    spans = [{"from": 0, "to": 9, "points": 3}, {"from": 10, "to": 20, "points": 5}]
    points_by_span = {"by": "quantity", "bands": spans}
    assert refusals(activities={"work": {"label": "work", "points": points_by_span}}) == [Code.WRONG_TYPE]
    text = "activities: {work: {label: work, points: {by: quantity, bands: {0: 3, 10: 5, 10: 6}}}}\n"
    with pytest.raises(SchemeErrors) as caught:
        load_scheme(HEAD + text)
    assert Code.DUPLICATE_KEY in {each.code for each in caught.value.findings}


def test_t09_below_the_first_band_a_row_is_told_and_not_lost() -> None:
    scheme = rules(activities={"work": {"label": "work", "points": {"by": "quantity", "bands": {1: 3}}}})
    found = run(scheme, [entry("E-1", "2024-03-01", 0)])
    assert (states(found), codes(found, "E-1")) == ({"E-1": "rejected"}, ["no_points_for_value"])


# T10: points and money are rounded apart, and nothing is rounded by itself.


@pytest.mark.parametrize(
    ("mode", "won"), [("down", "1000"), ("up", "2000"), ("half_up", "2000"), ("half_even", "2000")]
)
def test_t10_however_money_is_rounded_one_point_stays_one(mode: str, won: str) -> None:
    """1,500 won to a multiple of 1,000: the middle goes up, or to the even 2."""
    steps = [{"take": 1500}, {"round": {"unit": 1000, "mode": mode}}]
    award = but(TIER, tiers={"t1": {"at": 1, "pays": {"won": {"steps": steps}}}})
    found = run(rules(awards={"tier": award}), [entry("E-1", "2024-03-01", 1)])
    assert found.statements["A"].earned == 1
    assert paid(found) == {"A": won}


def test_t10_decimals_add_up_as_on_paper() -> None:
    """267.39 + 0.89 = 268.28, and 3030 × 0.03 = 90.9; as floats they are 268.28 and 90.89999999999999."""
    rows = [entry("E-1", "2024-03-01", "267.39"), entry("E-2", "2024-03-02", Decimal("0.89"))]
    assert str(run(rules(), rows).statements["A"].earned) == "268.28"
    scheme = rules(activities={"work": {"label": "work", "points": {"each": "0.03"}}})
    assert str(run(scheme, [entry("E-1", "2024-03-01", 3030)]).statements["A"].earned) == "90.9"


def test_t10_a_float_is_refused_by_name() -> None:
    """Excluded: 0.1 + 0.2 as floats is not 0.3, and nobody can tell what was meant."""
    assert refusals(activities={"work": {"label": "work", "points": 0.1 + 0.2}}) == [Code.INEXACT_NUMBER]
    found = run(rules(), [entry("E-1", "2024-03-01", 0.1 + 0.2)])
    assert (states(found), codes(found, "E-1")) == ({"E-1": "rejected"}, ["inexact_number"])


def test_t10_two_units_are_never_added_up() -> None:
    """Excluded: nothing is converted, at no rate of no day. A sum over two currencies is refused."""
    euro = {"won": {"label": "won", "unit": "KRW"}, "euro": {"label": "euro", "unit": "EUR"}}
    award = but(TIER, tiers={"t1": {"at": 1, "pays": {"won": 1, "euro": 1}}})
    both = {"label": "both", "reward": ["won", "euro"], "per": "year", "amount": 5, "when_out": "refuse"}
    assert refusals(rewards=euro, awards={"tier": award}, budgets={"both": both}) == [Code.CONTRADICTION]
    found = run(rules(rewards=euro, awards={"tier": award}), [entry("E-1", "2024-03-01", 1)])
    assert {name: str(amount) for name, amount in found.totals.paid.items()} == {"won": "1", "euro": "1"}


# T11: where one rounds must be said.


def rounded(**more: Any) -> dict[str, Any]:
    return {"work": {"label": "work", "points": {"each": "0.4", **more}}}


HUNDRED = [entry(f"E-{n}", "2024-03-01", 1) for n in range(100)]


def test_t11_a_hundred_entries_of_0_4_are_nothing_or_forty_as_the_scheme_says() -> None:
    """Each rounded to whole points: 100 × 0 = 0. Not rounded: 100 × 0.4 = 40, and the exchange takes whole points."""
    each = rounded(round={"at": "entry", "unit": 1, "mode": "half_up"})
    award = {"swap": but(SWAP, claim={"by": "automatic", "per": "month"})}
    assert paid(run(rules(activities=each, awards=award, answers=KEPT), HUNDRED)) == {}
    found = run(rules(activities=rounded(), awards=award, answers=KEPT), [*HUNDRED, entry("E-x", "2024-03-09", 1)])
    assert paid(found) == {"A": "40000"}  # 40.4 points are 40 units
    assert str(found.statements["A"].balance) == "0.4"


def test_t11_rounding_without_its_place_is_refused() -> None:
    assert refusals(activities=rounded(round={"unit": 1, "mode": "half_up"})) == [Code.MISSING_KEY]
    assert refusals(activities=rounded(round={"at": "month", "unit": 1, "mode": "half_up"})) == [Code.BAD_CHOICE]


# T14: the day on which something begins or ends.


def test_t14_a_new_value_holds_on_its_first_day() -> None:
    activities = {"work": {"label": "work", "points": {"2024-01-01": 1, "2024-07-01": 2}}}
    rows = [entry(day, day) for day in ("2024-06-30", "2024-07-01")]
    assert points(run(rules(activities=activities), rows)) == {"2024-06-30": "1", "2024-07-01": "2"}


def test_t14_a_rule_does_not_hold_on_the_day_called_until() -> None:
    activities = {"work": {"label": "work", "points": 1, "from": "2024-06-01", "until": "2024-07-01"}}
    rows = [entry(day, day) for day in ("2024-05-31", "2024-06-01", "2024-06-30", "2024-07-01")]
    assert list(states(run(rules(activities=activities), rows)).values()) == [
        "rejected",
        "credited",
        "credited",
        "rejected",
    ]


def test_t14_the_last_day_of_a_month_belongs_to_it_and_the_first_to_the_next() -> None:
    """Three points a month: 2 + 1 in June, 2 in July."""
    limits = {"month": {"label": "month", "per": "month", "points": 3, "keep": "earliest"}}
    rows = [entry(day, day, 2) for day in ("2024-06-01", "2024-06-30", "2024-07-01")]
    assert list(points(run(rules(limits=limits), rows)).values()) == ["2", "1", "2"]


def test_t14_what_is_earned_on_the_day_of_a_claim_is_there_for_it() -> None:
    """One day has one order: points are credited, then claims are settled."""
    scheme = rules(awards={"swap": SWAP}, answers=KEPT)
    rows = [entry("E-1", "2024-03-01", 2), claim("C-1", "2024-03-01", 2), claim("C-0", "2024-02-29", 2)]
    assert states(run(scheme, rows), "claim") == {"C-0": "refused", "C-1": "paid"}


def test_t14_what_is_settled_on_a_day_shows_on_that_day_and_not_before() -> None:
    rows = [entry("E-1", "2024-12-31", 10)]
    scheme = rules(awards={"tier": TIER})
    assert [paid(run(scheme, rows, as_of=day)) for day in ("2024-12-30", LAST_OF_2024)] == [{}, {"A": "10000"}]


LAST_OF_2024 = "2024-12-31"


@pytest.mark.parametrize(
    "cell", ["2024-06-30T23:59:59+09:00", "2024-06-30 24:00", "2024-06-30 오후 11시", "1719759599"]
)
def test_t14_an_hour_in_another_zone_or_form_is_refused(cell: str) -> None:
    """Excluded: there are days and no hours. A clock time of the one zone is cut off; nothing is converted."""
    found = run(rules(), [entry("E-1", cell, 1)])
    assert (states(found), codes(found, "E-1")) == ({"E-1": "rejected"}, ["bad_date"])
    assert points(run(rules(), [entry("E-1", "2024-06-30T23:59:59", 1)])) == {"E-1": "1"}


# T15: changes that fall on one day.


def test_t15_three_changes_of_one_day_all_hold_from_that_day() -> None:
    """On 1 July points, bonus and limit change: before 1 + 1 = 2; from then on 2 + 2 = 4, cut to 3."""
    activities = {"work": {"label": "work", "points": {"2024-01-01": 1, "2024-07-01": 2}}}
    bonuses = {"more": {"label": "more", "when": {"activity": "work"}, "add": {"2024-01-01": 1, "2024-07-01": 2}}}
    month = {"label": "month", "per": "month", "points": {"2024-01-01": 9, "2024-07-01": 3}, "keep": "earliest"}
    rows = [entry(day, day) for day in ("2024-06-30", "2024-07-01")]
    scheme = rules(activities=activities, bonuses=bonuses, limits={"month": month})
    assert list(points(run(scheme, rows)).values()) == ["2", "3"]


def test_t15_of_three_versions_the_newest_that_has_begun_holds_and_none_is_dropped() -> None:
    values = {"2024-01-01": 1, "2024-07-01": 2, "2024-07-02": 3}
    rows = [entry(day, day) for day in ("2024-06-30", "2024-07-01", "2024-07-02", "2024-07-03")]
    scheme = rules(activities={"work": {"label": "work", "points": values}})
    assert list(points(run(scheme, rows)).values()) == ["1", "2", "3", "3"]


def test_t15_two_versions_of_one_rule_on_one_day_cannot_be_written() -> None:
    """Excluded: which of them is the newest would be open."""
    for values, code in (
        ("{2024-01-01: 1, 2024-07-01: 2, 2024-07-01: 3}", Code.DUPLICATE_KEY),
        ("{2024-07-01: 2, 2024-01-01: 1}", Code.DATES_OUT_OF_ORDER),
    ):
        with pytest.raises(SchemeErrors) as caught:
            load_scheme(f"{HEAD}activities: {{work: {{label: work, points: {values}}}}}")
        assert code in {each.code for each in caught.value.findings}


def test_t15_three_rows_of_the_staff_list_that_begin_on_one_day_and_differ_are_refused() -> None:
    facts = {"member": {"grade": {"ordered": ["7급", "6급", "5급"]}}}
    scheme = rules(
        facts=facts, eligible={"grade": {"at_most": "6급"}}, answers=COUNTS | {"grade_judged_on": "activity_date"}
    )
    staff = [{"member_id": "A", "grade": grade, "from": "2024-07-01"} for grade in ("7급", "6급", "5급")]
    found = run(scheme, [entry("E-1", "2024-07-01", 1)], staff)
    assert [str(each.state) for each in found.outcomes if each.kind == "roster"] == ["rejected"] * 3
    assert states(found) == {"E-1": "held"}


# T16: a rule that ends and comes back.


def test_t16_a_rule_that_ends_and_comes_back_leaves_the_days_between_without_one() -> None:
    """1 point, then 2, then 3 until June; nothing in summer; 4 from October on, as a rule of its own."""
    activities = {
        "work": {"label": "work", "points": {"2024-01-01": 1, "2024-03-01": 2, "2024-05-01": 3}, "until": "2024-07-01"},
        "work_again": {"label": "work again", "points": 4, "from": "2024-10-01"},
    }
    days = ("2024-02-28", "2024-03-01", "2024-06-30", "2024-07-01", "2024-09-30")
    rows = [entry(day, day) for day in days] + [
        entry(day, day, activity="work_again") for day in ("2024-08-08", "2024-10-01")
    ]
    found = run(rules(activities=activities), rows)
    assert points(found) == {"2024-02-28": "1", "2024-03-01": "2", "2024-06-30": "3", "2024-10-01": "4"}
    assert {day: codes(found, day) for day in ("2024-07-01", "2024-08-08", "2024-09-30")} == {
        "2024-07-01": ["not_in_force"],
        "2024-08-08": ["not_in_force"],
        "2024-09-30": ["not_in_force"],
    }


def test_t16_one_rule_with_two_stretches_of_time_cannot_be_written() -> None:
    """Excluded: each stretch is a rule with its own source. Two rules of one name would be mistaken for each other."""
    twice = {"label": "work", "points": 1, "from": ["2024-01-01", "2024-10-01"], "until": ["2024-07-01", "2025-01-01"]}
    assert refusals(activities={"work": twice}) == [Code.WRONG_TYPE] * 2
    again = {"label": "work", "points": 4, "from": "2024-10-01"}
    assert refusals(activities=WORK | {"work_again": again}) == [Code.SAME_LABEL]


# T23: a limit cuts, and says so.

MONTH = {"month": {"label": "four a month", "per": "month", "points": 4, "keep": "earliest"}}
CUT = [entry("E-2", "2024-06-20", 3), entry("E-3", "2024-06-25", 2)]
LATE = entry("E-1", "2024-06-05", 3, recorded_on="2024-07-05")


def test_t23_a_late_row_of_an_earlier_day_displaces_later_ones_and_each_line_tells_the_cut() -> None:
    """Before: 3, and 4 - 3 = 1 of 2. With the late 3 of 5 June: 3, 1 of 3, 0 of 2. Four in all, both times."""
    scheme = rules(limits=MONTH)
    before = run(scheme, [*CUT, LATE], known_at="2024-07-04")
    after = run(scheme, [*CUT, LATE], known_at="2024-07-05")  # the day on which it was recorded is known
    assert points(before) == {"E-2": "3", "E-3": "1"}
    assert points(after) == {"E-1": "3", "E-2": "1", "E-3": "0"}
    wanted = {
        each.id: (str(reason.facts["wanted"]), str(reason.facts["left"]), str(reason.facts["name"]))
        for each in after.outcomes
        for reason in each.reasons
    }
    assert wanted == {"E-2": ("3", "1", "four a month"), "E-3": ("2", "0", "four a month")}
    assert (codes(after, "E-2"), codes(after, "E-3")) == (["cut_by_limit"], ["cut_by_limit"])
    assert "-2  four a month: at most 4 in 2024-06 [limits.month; assumed]" in after.explain("E-3")


def test_t23_what_a_row_displaced_returns_when_it_is_taken_back() -> None:
    scheme = rules(limits=MONTH)
    found = run(scheme, [*CUT, LATE, void("E-1")])
    assert points(found) == {"E-2": "3", "E-3": "1"}


def test_t23_an_entry_that_is_not_credited_uses_up_no_limit() -> None:
    pending = entry("E-1", "2024-06-05", 3, status="pending")
    assert points(run(rules(limits=MONTH), [*CUT, pending])) == {"E-2": "3", "E-3": "1"}


# T24: the same task once, at its highest.

ONCE = {"once": {"label": "each task once", "per": "ever", "count": 1, "keep": "highest", "by": ["member", "work"]}}
TWO = {"label": "two a month", "per": "month", "count": 2, "keep": "highest"}


@pytest.mark.parametrize("order", list(permutations((3, 7, 5))))
def test_t24_of_one_task_the_highest_counts_in_whatever_order_it_comes(order: tuple[int, ...]) -> None:
    """3, 7, 5 bring 3, 4 more, 0; 7, 5, 3 bring 7, 0, 0; always 7 in all."""
    rows = [entry(f"E-{n}", f"2024-06-0{n}", many, work="W-1") for n, many in enumerate(order, 1)]
    found = run(rules(limits=ONCE, answers=COUNTS | {"limit_tied": "share"}), rows)
    brought = [max(0, many - max(order[:n], default=0)) for n, many in enumerate(order)]
    assert [int(each) for each in points(found).values()] == brought
    assert found.statements["A"].earned == 7


@pytest.mark.parametrize("order", list(permutations((3, 7, 5, 4))))
def test_t24_the_two_highest_of_a_month_count_in_whatever_order_they_come(order: tuple[int, ...]) -> None:
    """7 + 5 = 12."""
    rows = [entry(f"E-{n}", f"2024-06-0{n}", many) for n, many in enumerate(order, 1)]
    assert run(rules(limits={"two": TWO}), rows).statements["A"].earned == 12


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_t24_each_task_once_goes_before_two_a_month(order: tuple[int, ...]) -> None:
    """Of task W-1 7, of W-2 5, of W-3 4: 7 + 5 = 12. The second best of W-1, 6, pushes nothing out."""
    done = [("W-1", 7), ("W-1", 6), ("W-2", 5), ("W-3", 4)]
    rows = [entry(f"E-{n}", f"2024-06-0{at}", done[n][1], work=done[n][0]) for at, n in enumerate(order, 1)]
    for limits in ({"two": TWO, **ONCE}, {**ONCE, "two": TWO}):
        scheme = rules(limits=limits, answers=COUNTS | {"limit_tied": "share"})
        assert run(scheme, rows).statements["A"].earned == 12


@FEW
@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9), st.sampled_from(["W-1", "W-2", "W-3"])), max_size=7))
def test_t24_best_of_each_task_then_two_best_of_the_month(done: list[tuple[int, int, str]]) -> None:
    """Reckoned apart: the highest of each task, and of these the two highest."""
    rows = [entry(f"E-{n}", f"2024-06-0{day}", many, work=work) for n, (day, many, work) in enumerate(done)]
    highest = {work: max(many for _, many, each in done if each == work) for _, _, work in done}
    found = run(rules(limits={"two": TWO, **ONCE}, answers=COUNTS | {"limit_tied": "share"}), rows)
    assert found.totals.earned == sum(sorted(highest.values())[-2:])


# T25: two limits at once.

DEPARTMENT = {"member": {"department": "group"}}
STAFF = [{"member_id": name, "department": "D"} for name in "AB"]
BOTH = {
    "person": {"label": "five a person", "per": "month", "points": 5, "keep": "earliest"},
    "department": {
        "label": "eight a department",
        "per": "month",
        "points": 8,
        "keep": "earliest",
        "by": ["department"],
    },
}


def both(**limits: Any) -> Any:
    answers = COUNTS | {"grade_judged_on": "activity_date", "limit_tied": "share"}
    return rules(facts=DEPARTMENT, limits=BOTH | limits, answers=answers)


@pytest.mark.parametrize("turned", [False, True])
def test_t25_of_two_limits_that_bind_the_one_that_leaves_less_cuts_and_is_named(turned: bool) -> None:  # noqa: FBT001
    """A: 6, the person's limit leaves 5. B a day later: 6, the person's leaves 5 and the department's 8 - 5 = 3."""
    scheme = load_scheme(written(**but(both().to_dict(), limits=dict(reversed(BOTH.items())) if turned else BOTH)))
    rows = [entry("E-1", "2024-06-01", 6), entry("E-2", "2024-06-02", 6, member="B")]
    found = run(scheme, rows[::-1] if turned else rows, STAFF)
    assert (points(found), points(found, "B")) == ({"E-1": "5"}, {"E-2": "3"})
    cut_by = {
        credit.entry_id: [step.rule for step in credit.steps if step.kind == "limit"]
        for each in found.statements.values()
        for credit in each.credits
    }
    assert cut_by == {"E-1": ["limits.person"], "E-2": ["limits.department"]}


@pytest.mark.parametrize("turned", [False, True])
def test_t25_where_both_leave_the_same_one_is_named_whatever_stands_first(turned: bool) -> None:  # noqa: FBT001
    """Eight by the person and eight by the department: 9 is cut to 8, and the line names the narrower one."""
    limits = {**BOTH, "person": but(BOTH["person"], points=8)}
    scheme = load_scheme(written(**but(both().to_dict(), limits=dict(reversed(limits.items())) if turned else limits)))
    found = run(scheme, [entry("E-1", "2024-06-01", 9)], STAFF)
    (credit,) = found.statements["A"].credits
    assert credit.points == 8
    assert [step.rule for step in credit.steps if step.kind == "limit"] == ["limits.person"]


@pytest.mark.parametrize("names", [("month", "year"), ("year", "month")])
def test_t25_of_two_limits_of_one_person_that_leave_the_same_too(names: tuple[str, str]) -> None:
    """Four a month and four a year: 6 is cut to 4 either way, and the line names the same one."""
    limits = {name: {"label": name, "per": name, "points": 4, "keep": "earliest"} for name in names}
    (credit,) = run(rules(limits=limits), [entry("E-1", "2024-06-01", 6)]).statements["A"].credits
    assert [(str(step.amount), step.rule) for step in credit.steps[1:]] == [("-2", "limits.month")]


def test_t25_equal_entries_of_one_day_divide_what_the_department_has_left() -> None:
    """Both want 6, their own limit leaves 5 each, the department's 8: 8 ÷ 2 = 4 each, in whatever order they stand."""
    rows = [entry("E-1", "2024-06-01", 6), entry("E-2", "2024-06-01", 6, member="B")]
    for each in (rows, rows[::-1]):
        found = run(both(), each, STAFF)
        assert (points(found), points(found, "B")) == ({"E-1": "4"}, {"E-2": "4"})
    none = load_scheme(but(both().to_dict(), answers=but(both().to_dict()["answers"], limit_tied="none")))
    assert run(none, rows, STAFF).totals.earned == 0
