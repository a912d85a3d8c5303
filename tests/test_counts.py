"""Counters, exchanges, budgets, entries that nobody writes down, and entries of groups: worked by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incentive_rules import Amount, Code, Evaluation, SchemeErrors, evaluate, load_scheme

if TYPE_CHECKING:
    from incentive_rules import Scheme

    Rows = list[dict[str, Any]]

TIERS: dict[str, Any] = {
    "kind": "tiers",
    "label": "by tiers",
    "measure": {"counter": "earned", "per": "year"},
    "claim": {"by": "automatic", "per": "month"},
    "pay": "highest",
    "again": "once",
    "consume": "nothing",
    "tiers": {"t3": {"at": 3, "pays": {"voucher": 30000}}, "t6": {"at": 6, "pays": {"voucher": 60000}}},
}
EXCHANGE: dict[str, Any] = {
    "kind": "exchange",
    "label": "at a rate",
    "claim": {"by": "member", "times": 9, "per": "month"},
    "points": 2,
    "pays": {"voucher": 10000},
}
ANSWERS = {
    "points_count_on": "activity_date",
    "grade_judged_on": "activity_date",
    "no_longer_eligible": "keep",
    "year_end": "keep",
    "tiers_passed_over": "due",
    "minimum_is_of": "amount",
    "group_credited_on": "counting_date",
    "ranking_field": "roster",
}


REWARDS = {"voucher": {"label": "voucher", "unit": "KRW"}, "leave": {"label": "leave", "unit": "day"}}


def scheme(**parts: Any) -> Scheme:
    """A scheme with one activity of one point, and whatever else is given."""
    data: dict[str, Any] = {
        "language": 1,
        "id": "counts",
        "label": "counts",
        "from": "2024-01-01",
        "assumed": "made up for the tests",
        "facts": {
            "member": {"department": "group", "grade": {"ordered": ["9급", "6급", "5급"]}},
            "entry": {"hours": "number", "day_off": {"yes_no": None, "blank": "no"}},
        },
        "activities": {"idea": {"label": "idea", "points": 1}},
        "rewards": REWARDS,
        "answers": ANSWERS,
    }
    return load_scheme({**data, **parts, "activities": {**data["activities"], **parts.get("activities", {})}})


def done(member: str, day: str, count: int = 1, activity: str = "idea", **facts: Any) -> Rows:
    row = {"member_id": member, "date": day, "activity": activity, **facts}
    return [{"entry_id": f"{member} {activity} {day} {n}", **row} for n in range(count)]


def claim(member: str, day: str, award: str = "cash", **more: Any) -> dict[str, Any]:
    return {"claim_id": f"{member} {day} {award}", "member_id": member, "date": day, "award": award, **more}


STAFF = [
    {"member_id": "K-1", "department": "행정과", "grade": "9급"},
    {"member_id": "K-2", "department": "행정과", "grade": "6급", "from": "2024-07-01"},
    {"member_id": "K-3", "department": "기획과", "grade": "5급"},
]


def paid(evaluation: Evaluation) -> list[tuple[str, str, str]]:
    return [(each.payee, str(each.day), f"{each.amount} {each.reward}") for each in evaluation.payments]


def why(evaluation: Evaluation, row: str) -> list[Code]:
    return [reason.code for each in evaluation.outcomes if each.id == row for reason in each.reasons]


# Counters.


@pytest.mark.parametrize(
    ("counter", "expected"),
    [
        ({}, "10"),  # 1 + 2 + 3 + 4
        ({"take": "mean"}, "2.5"),  # 10 ÷ 4
        ({"take": "mean", "drop": {"highest": 1, "lowest": 1}}, "2.5"),  # (2 + 3) ÷ 2
        ({"drop": {"lowest": 2}}, "7"),  # 3 + 4
        ({"drop": {"highest": 1}}, "6"),  # 1 + 2 + 3
        ({"drop": {"highest": 3, "lowest": 3}}, "0"),  # nothing is left
        ({"take": "highest"}, "4"),
        ({"take": "lowest"}, "1"),
        ({"take": "last"}, "3"),  # the one of April
        ({"take": "number"}, "4"),
        ({"of": "hours"}, "10"),  # 4 + 3 + 2 + 1
        ({"of": "hours", "take": "last"}, "2"),
        ({"when": {"hours": {"at_least": 3}}}, "3"),  # 1 + 2
        ({"activities": ["two"]}, "2"),
        ({"last": 2}, "10"),  # the year before had nothing
    ],
)
def test_a_counter_is_what_its_words_say(counter: dict[str, Any], expected: str) -> None:
    points = {"one": 1, "two": 2, "three": 3, "four": 4}
    award = TIERS | {"measure": {"counter": "own", "per": "year"}, "claim": {"by": "member", "times": 1, "per": "year"}}
    rules = scheme(
        activities={name: {"label": name, "points": each} for name, each in points.items()},
        counters={"own": {"label": "own", **counter}},
        awards={"cash": award},
    )
    days = {"one": "2024-01-05", "two": "2024-02-05", "four": "2024-03-05", "three": "2024-04-05"}
    hours = {"one": 4, "two": 3, "three": 2, "four": 1}
    entries = [row for name, day in days.items() for row in done("K-1", day, 1, name, hours=hours[name])]
    settled = evaluate(rules, entries, STAFF, [claim("K-1", "2024-06-30")], as_of="2024-12-31").statements["K-1"]
    assert settled.settlements[0].measured == Amount(expected)


def test_a_counter_may_count_the_quantities_of_the_rows_themselves() -> None:
    """A lesson of an hour brings half a point: 2 and 5 hours are 7, though they bring 3.5 points."""
    award = TIERS | {"measure": {"counter": "hours", "per": "year"}}
    rules = scheme(
        activities={"lesson": {"label": "lesson", "points": {"each": 0.5}}},
        counters={"hours": {"label": "hours", "of": "quantity"}},
        awards={"cash": award | {"claim": {"by": "member", "times": 1, "per": "year"}}},
    )
    rows = [*done("K-1", "2024-01-05", 1, "lesson", quantity=2), *done("K-1", "2024-02-05", 1, "lesson", quantity=5)]
    statement = evaluate(rules, rows, STAFF, [claim("K-1", "2024-06-30")], as_of="2024-12-31").statements["K-1"]
    assert (statement.settlements[0].measured, statement.earned) == (Amount(7), Amount("3.5"))


def test_a_counter_over_the_last_periods_reaches_back_so_many_and_no_further() -> None:
    award = TIERS | {"measure": {"counter": "top", "per": "year"}, "claim": {"by": "automatic", "per": "year"}}
    award |= {"tiers": {"t3": {"at": 3, "pays": {"leave": 1}}}}
    rules = scheme(counters={"top": {"label": "years at the top", "take": "number", "last": 3}}, awards={"long": award})
    entries = [row for year in (2024, 2025, 2027, 2028, 2029) for row in done("K-1", f"{year}-05-01")]
    assert paid(evaluate(rules, entries, STAFF, as_of="2029-12-31")) == [("K-1", "2029-12-31", "1 leave")]


def test_nothing_lies_before_all_of_time() -> None:
    """4 in 2024 and 2 in 2025 are 6 in all, however many periods count together."""
    award = TIERS | {"measure": {"counter": "all", "per": "ever"}, "claim": {"by": "automatic", "per": "year"}}
    rules = scheme(counters={"all": {"label": "all", "last": 3}}, awards={"cash": award})
    entries = [*done("K-1", "2024-05-01", 4), *done("K-1", "2025-05-01", 2)]
    assert [amount for _, _, amount in paid(evaluate(rules, entries, STAFF, as_of="2025-12-31"))] == [
        "30000 voucher",
        "60000 voucher",
    ]


def test_a_counter_that_hangs_on_something_unknown_holds_the_claim_and_no_other() -> None:
    awards = {
        "cash": TIERS
        | {"measure": {"counter": "own", "per": "year"}, "claim": {"by": "member", "times": 1, "per": "year"}},
        "other": TIERS | {"label": "other", "claim": {"by": "member", "times": 1, "per": "year"}},
    }
    rules = scheme(counters={"own": {"label": "own", "of": "hours"}}, awards=awards)
    entries = [*done("K-1", "2024-01-05", 2, hours=5), *done("K-1", "2024-02-05")]
    claims = [claim("K-1", "2024-03-01"), claim("K-1", "2024-03-01", "other")]
    result = evaluate(rules, entries, STAFF, claims, as_of="2024-12-31")
    assert why(result, "K-1 2024-03-01 cash") == [Code.COUNTER_UNKNOWN]
    assert paid(result) == [("K-1", "2024-03-01", "30000 voucher")]


def test_once_late_is_never_commended() -> None:
    """An exclusion that is a consequence of the ledger: from the day of the late entry on, in its year."""
    award = TIERS | {"eligible": {"counter.lates": {"at_most": 0}}, "again": "always"}
    rules = scheme(
        activities={"late": {"label": "late", "points": 0}},
        counters={"lates": {"label": "late cases", "activities": ["late"], "take": "number", "per": "year"}},
        awards={"cash": award},
    )
    entries = [*done("K-1", "2024-01-05", 3), *done("K-1", "2024-03-10", 1, "late"), *done("K-2", "2024-01-05", 3)]
    result = evaluate(rules, entries, STAFF, as_of="2024-04-30")
    months = {name: [str(each.day) for each in result.payments if each.payee == name] for name in ("K-1", "K-2")}
    assert months["K-1"] == ["2024-01-31", "2024-02-29"]
    assert months["K-2"] == ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"]
    refused = result.statements["K-1"].settlements[-1]
    assert [reason.code for reason in refused.reasons] == [Code.NOT_ELIGIBLE]


# Exchanges.


def test_an_exchange_takes_whole_units_and_leaves_the_rest() -> None:
    rules = scheme(awards={"cash": EXCHANGE})
    result = evaluate(rules, done("K-1", "2024-01-05", 5), STAFF, [claim("K-1", "2024-01-31")], as_of="2024-12-31")
    assert paid(result) == [("K-1", "2024-01-31", "20000 voucher")]  # 5 ÷ 2 = 2, 2 × 10,000
    statement = result.statements["K-1"]
    assert statement.used == 4
    assert statement.balance == 1
    assert sum(step.amount for step in result.payments[0].steps) == 20000


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("4", None),
        ("3", Code.NOT_A_MULTIPLE),
        ("6", Code.OUT_OF_RANGE),
        ("0", Code.OUT_OF_RANGE),
        ("-2", Code.OUT_OF_RANGE),
    ],
)
def test_a_claim_may_name_the_points_that_it_takes(amount: str, code: Code | None) -> None:
    rules = scheme(awards={"cash": EXCHANGE})
    asked = claim("K-1", "2024-01-31", amount=amount)
    result = evaluate(rules, done("K-1", "2024-01-05", 5), STAFF, [asked], as_of="2024-12-31")
    assert why(result, asked["claim_id"]) == ([code] if code else [])
    assert result.statements["K-1"].used == (Amount(amount) if code is None else 0)


def test_a_claim_that_comes_too_early_still_says_what_points_there_were() -> None:
    rules = scheme(awards={"cash": EXCHANGE | {"from": "2024-07-01"}})
    early = evaluate(rules, done("K-1", "2024-06-03", 3), STAFF, [claim("K-1", "2024-06-28")], as_of="2024-12-31")
    assert why(early, "K-1 2024-06-28 cash") == [Code.NOT_IN_FORCE]
    assert early.statements["K-1"].settlements[0].measured == Amount(3)


@pytest.mark.parametrize(
    ("is_of", "points", "units"),
    [("balance", 4, 0), ("balance", 5, 2), ("amount", 5, 0), ("amount", 6, 3)],
)
def test_a_minimum_is_of_the_balance_or_of_what_is_taken(is_of: str, points: int, units: int) -> None:
    rules = scheme(awards={"cash": EXCHANGE | {"minimum": 5}}, answers=ANSWERS | {"minimum_is_of": is_of})
    claims = [claim("K-1", "2024-01-31")]
    result = evaluate(rules, done("K-1", "2024-01-05", points), STAFF, claims, as_of="2024-12-31")
    assert paid(result) == ([("K-1", "2024-01-31", f"{10000 * units} voucher")] if units else [])


@pytest.mark.parametrize(("deadline", "state"), [({"days": 10}, "paid"), (None, "refused")])
def test_an_exchange_may_be_claimed_for_so_many_days_after_its_period(
    deadline: dict[str, int] | None, state: str
) -> None:
    """The claim of 5 July is for the half year before it, whose two points were there on 30 June."""
    told = {"by": "member", "times": 1, "per": "half"} | ({"deadline": deadline} if deadline else {})
    rules = scheme(awards={"cash": EXCHANGE | {"claim": told, "until": "2024-07-01"}})
    result = evaluate(rules, done("K-1", "2024-01-05", 2), STAFF, [claim("K-1", "2024-07-05")], as_of="2024-12-31")
    assert [str(each.state) for each in result.outcomes if each.kind == "claim"] == [state]


def test_a_maximum_bounds_each_exchange_and_what_is_left_waits() -> None:
    rules = scheme(awards={"cash": EXCHANGE | {"maximum": 4, "claim": {"by": "automatic", "per": "month"}}})
    result = evaluate(rules, done("K-1", "2024-01-05", 7), STAFF, as_of="2024-03-31")
    assert paid(result) == [("K-1", "2024-01-31", "20000 voucher"), ("K-1", "2024-02-29", "10000 voucher")]


@given(st.integers(0, 30), st.sampled_from([1, 2, 3, 7]), st.sampled_from([None, 1, 4, 9]))
def test_an_exchange_pays_the_rate_for_exactly_what_it_uses(points: int, unit: int, most: int | None) -> None:
    told = EXCHANGE | {"points": unit} | ({"maximum": max(most, unit)} if most else {})
    rules = scheme(awards={"cash": told})
    result = evaluate(rules, done("K-1", "2024-01-05", points), STAFF, [claim("K-1", "2024-01-31")], as_of="2024-02-01")
    statement = result.statements["K-1"]
    assert sum(each.amount for each in result.payments) * unit == statement.used * 10000
    assert statement.balance < unit or (most and statement.used + unit > max(most, unit))


# Budgets.


def budgeted(out: str, **more: Any) -> Scheme:
    budget = {"label": "purse", "reward": "voucher", "per": "year", "amount": 100000, "when_out": out, **more}
    return scheme(awards={"cash": TIERS}, budgets={"purse": budget})


TWO = [*done("K-1", "2024-01-05", 3), *done("K-2", "2024-01-05", 6), *done("K-3", "2024-02-05", 3)]


@pytest.mark.parametrize(
    ("out", "more", "expected"),
    [
        # January wants 30,000 + 60,000 of 80,000; in February those who had nothing ask again, and K-3 with them.
        ("refuse", {}, {}),
        ("by_score", {}, {"2024-01-31": {"K-2": 60000}}),
        (
            "prorate",
            {"round": {"unit": 1000, "mode": "down"}},
            # 80 ÷ 90 of 30,000 is 26,666, of 60,000 is 53,333; a thousand is left, of which nobody's part is a thousand
            {"2024-01-31": {"K-1": 26000, "K-2": 53000}},
        ),
    ],
)
def test_a_budget_that_runs_out_does_what_it_says(out: str, more: dict[str, Any], expected: dict[str, Any]) -> None:
    rules = budgeted(out, amount=80000, **more)
    result = evaluate(rules, TWO, as_of="2024-02-29")
    got: dict[str, dict[str, int]] = {}
    for each in result.payments:
        got.setdefault(str(each.day), {})[each.payee] = int(each.amount)
        assert sum(step.amount for step in each.steps) == each.amount
    assert got == expected


def test_what_a_budget_refuses_uses_up_no_points_and_is_due_again() -> None:
    award = EXCHANGE | {"claim": {"by": "automatic", "per": "month"}}
    purse = {"label": "purse", "reward": "voucher", "per": "month", "amount": 15000, "when_out": "refuse"}
    rules = scheme(awards={"cash": award}, budgets={"purse": purse})
    result = evaluate(rules, [*done("K-1", "2024-01-05", 2), *done("K-2", "2024-01-05", 2)], as_of="2024-02-29")
    assert paid(result) == []  # 2 × 10,000 do not fit, and no order of people decides
    assert [result.statements[name].balance for name in ("K-1", "K-2")] == [2, 2]


def test_a_budget_for_each_person_or_group_is_theirs_alone() -> None:
    each = budgeted("by_score", by="member", amount=40000)
    assert {each.payee for each in evaluate(each, TWO, as_of="2024-02-29").payments} == {"K-1", "K-3"}
    groups = budgeted("by_score", by="department", amount=60000)
    staff = [{**row, "from": "2024-01-01"} for row in STAFF]
    assert {each.payee for each in evaluate(groups, TWO, staff, as_of="2024-02-29").payments} == {"K-2", "K-3"}


@given(st.permutations(TWO), st.sampled_from(["refuse", "by_score"]), st.integers(1, 150))
def test_between_people_neither_order_nor_names_decide_who_is_paid(rows: Rows, out: str, thousands: int) -> None:
    rules = budgeted(out, amount=1000 * thousands)
    result = evaluate(rules, rows, as_of="2024-02-29")
    assert result.to_json() == evaluate(rules, TWO, as_of="2024-02-29").to_json()
    names = {"K-1": "Z", "K-2": "A", "K-3": "M"}
    renamed = [{**row, "member_id": names[row["member_id"]]} for row in rows]
    others = {(each.payee, each.amount) for each in evaluate(rules, renamed, as_of="2024-02-29").payments}
    assert others == {(names[each.payee], each.amount) for each in result.payments}
    assert sum(each.amount for each in result.payments) <= 1000 * thousands


EARNED = TIERS | {
    "measure": {"counter": "earned", "per": "month"},
    "again": "always",
    "tiers": {"t1": {"at": 1, "pays": {"voucher": 10000}}, "t3": {"at": 3, "pays": {"voucher": 30000}}},
}
BEST: dict[str, Any] = {
    "kind": "ranking",
    "label": "best people",
    "of": "member",
    "measure": {"counter": "earned", "per": "year"},
    "score": "sum",
    "ties": "expand",
    "places": {
        "first": {"ranks": 1, "pays": {"voucher": 60000, "leave": 2}},
        "second": {"ranks": [2, 3], "pays": {"voucher": 40000, "leave": 1}},
    },
}
# K-1 has 3 points, K-2 and K-4 have 6 each, K-3 has 1: both of six are first, K-1 is third.
RACE = [*TWO[:9], *done("K-4", "2024-03-05", 6), *done("K-3", "2024-03-05", 1)]


@pytest.mark.parametrize(
    ("out", "more", "vouchers"),
    [
        # 60,000 + 60,000 + 40,000 are wanted, 100,000 are there.
        ("refuse", {}, {}),
        # The two that are first want 120,000 together: they do not fit, and nobody below them goes before.
        ("by_score", {}, {}),
        ("by_score", {"amount": 130000}, {"K-2": 60000, "K-4": 60000}),
        ("by_score", {"count": 2, "amount": None}, {"K-2": 60000, "K-4": 60000}),
        # 100 ÷ 160 of 60,000 is 37,500, of 40,000 it is 25,000.
        ("prorate", {"round": {"unit": 100, "mode": "down"}}, {"K-1": 25000, "K-2": 37500, "K-4": 37500}),
    ],
)
def test_prizes_come_out_of_a_budget_by_rank_and_places_stay_won(
    out: str, more: dict[str, Any], vouchers: dict[str, int]
) -> None:
    purse = {"label": "purse", "reward": "voucher", "per": "year", "amount": 100000, "when_out": out} | more
    rules = scheme(awards={"best": BEST}, budgets={"purse": {key: value for key, value in purse.items() if value}})
    result = evaluate(rules, RACE, as_of="2024-12-31")
    paid_by = {each.payee: int(each.amount) for each in result.payments if each.reward == "voucher"}
    assert paid_by == vouchers
    assert {each.payee: int(each.amount) for each in result.payments if each.reward == "leave"} == {
        "K-1": 1,
        "K-2": 2,
        "K-4": 2,
    }
    rows = result.rankings[0].rows
    assert [(row.name, row.place) for row in rows] == [
        ("K-2", "first"),
        ("K-4", "first"),
        ("K-1", "second"),
        ("K-3", ""),
    ]
    left_out = {row.name for row in rows if any(note.code is Code.OUT_OF_BUDGET for note in row.notes)}
    assert left_out == {"K-1", "K-2", "K-4"} - set(vouchers)
    for each in result.payments:
        assert sum(step.amount for step in each.steps) == each.amount
    assert {name for row in rows for name in row.payments} == {each.id for each in result.payments}


@pytest.mark.parametrize(
    ("amount", "prizes"), [(180000, []), (190000, ["K-2", "K-4"]), (230000, ["K-1", "K-2", "K-4"])]
)
def test_what_is_paid_before_the_prizes_leaves_less_for_them(amount: int, prizes: list[str]) -> None:
    monthly = EXCHANGE | {"claim": {"by": "automatic", "per": "month"}, "label": "monthly"}
    purse = {"label": "purse", "reward": "voucher", "per": "year", "amount": amount, "when_out": "by_score"}
    rules = scheme(awards={"cash": monthly, "best": BEST}, budgets={"purse": purse})
    result = evaluate(rules, RACE, as_of="2024-12-31")
    # Two points are 10,000: K-1 has 10,000 and K-2 30,000 in January, K-4 30,000 in March; 70,000 before the prizes,
    # which are 2 × 60,000 and 40,000.
    by_award = {
        name: [
            (each.payee, int(each.amount)) for each in result.payments if (each.award, each.reward) == (name, "voucher")
        ]
        for name in ("cash", "best")
    }
    assert by_award["cash"] == [("K-1", 10000), ("K-2", 30000), ("K-4", 30000)]
    assert [name for name, _ in by_award["best"]] == prizes


def test_what_a_held_entry_could_leave_less_for_is_provisional() -> None:
    """K-2's hours are not known from February on; what was paid in January, or out of one's own purse, stands."""
    lecture = {"lecture": {"label": "lecture", "points": {"each": 1, "of": "hours"}}}
    rows = [
        *done("K-1", "2024-01-05", 3),
        *done("K-1", "2024-03-05", 3),
        *done("K-2", "2024-02-05", activity="lecture", hours=""),
    ]
    for by, expected in ((None, [False, True]), ("member", [False, False])):
        purse = BUDGET | {"amount": 500000, "per": "year"} | ({"by": by} if by else {})
        rules = scheme(activities=lecture, awards={"cash": EARNED}, budgets={"b": purse})
        result = evaluate(rules, rows, STAFF, as_of="2024-03-31")
        assert [(str(each.day), each.provisional) for each in result.payments] == [
            ("2024-01-31", expected[0]),
            ("2024-03-31", expected[1]),
        ]


def test_rewards_of_one_unit_can_share_a_budget() -> None:
    rewards = {"cash": {"label": "cash", "unit": "KRW"}}
    best = BEST | {"places": {"first": {"ranks": 1, "pays": {"voucher": 60000, "cash": 30000}}}, "ties": "hold"}
    purse = {"label": "purse", "reward": ["voucher", "cash"], "per": "year", "amount": 45000, "when_out": "prorate"}
    purse["round"] = {"unit": 1000, "mode": "down"}
    rules = scheme(rewards=REWARDS | rewards, awards={"best": best}, budgets={"purse": purse})
    result = evaluate(rules, done("K-1", "2024-01-05", 3), as_of="2024-12-31")
    # 45 ÷ 90 of each
    assert {each.reward: int(each.amount) for each in result.payments} == {"voucher": 30000, "cash": 15000}


def test_pay_by_grade_comes_out_of_a_budget() -> None:
    grades = {
        "kind": "grades",
        "label": "grades",
        "of": "member",
        "measure": {"counter": "earned", "per": "year"},
        "grades": {
            "s": {"label": "S", "at_least": 5, "pays": {"voucher": 50000}},
            "a": {"label": "A", "pays": {"voucher": 20000}},
        },
    }
    purse = {"label": "purse", "reward": "voucher", "per": "year", "amount": 100000, "when_out": "by_score"}
    rules = scheme(
        awards={"grades": grades}, budgets={"purse": purse}, answers=ANSWERS | {"grades_counted_of": "scored"}
    )
    result = evaluate(rules, RACE, as_of="2024-12-31")
    assert {each.payee: int(each.amount) for each in result.payments} == {"K-2": 50000, "K-4": 50000}


def test_each_of_several_tiers_is_cut_in_proportion_and_none_below_nothing() -> None:
    tiers = {"t1": {"at": 1, "pays": {"voucher": 30000}}, "t2": {"at": 2, "pays": {"voucher": 10000}}}
    award = TIERS | {"pay": "all", "tiers": tiers}
    purse = {"label": "purse", "reward": "voucher", "per": "year", "amount": 20000, "when_out": "prorate"}
    rules = scheme(awards={"cash": award}, budgets={"purse": purse | {"round": {"unit": 100, "mode": "down"}}})
    result = evaluate(rules, done("K-1", "2024-01-05", 2), as_of="2024-01-31")
    assert [int(each.amount) for each in result.payments] == [15000, 5000]  # 20 ÷ 40 of each
    unit = purse | {"round": {"unit": 10000, "mode": "down"}}
    result = evaluate(
        scheme(awards={"cash": award}, budgets={"purse": unit}), done("K-1", "2024-01-05", 2), as_of="2024-01-31"
    )
    assert [int(each.amount) for each in result.payments] == [10000]  # of 5,000 nothing is left, and that is no payment


def test_a_number_of_payments_counts_payments_and_an_amount_of_nothing_is_none() -> None:
    tiers = {"t1": {"at": 1, "pays": {"voucher": 30000}}, "t2": {"at": 2, "pays": {"voucher": 10000}}}
    purse = {"label": "purse", "reward": "voucher", "per": "year", "count": 1, "when_out": "refuse"}
    rules = scheme(awards={"cash": TIERS | {"pay": "all", "tiers": tiers}}, budgets={"purse": purse})
    assert evaluate(rules, done("K-1", "2024-01-05", 2), as_of="2024-01-31").payments == ()
    assert len(evaluate(rules, done("K-1", "2024-01-05", 1), as_of="2024-01-31").payments) == 1


@pytest.mark.parametrize("turned", [False, True])
def test_neither_the_order_of_budgets_nor_that_of_awards_decides(turned: bool) -> None:  # noqa: FBT001  # it is a case
    person = {"label": "person", "reward": "voucher", "per": "year", "by": "member", "amount": 20000}
    whole = {"label": "whole", "reward": "voucher", "per": "year", "amount": 40000}
    budgets = {"p": person | {"when_out": "refuse"}, "t": whole | {"when_out": "refuse"}}
    awards = {"cash": EARNED, "more": EARNED | {"label": "more"}}
    order = reversed if turned else list
    rules = scheme(
        awards={name: awards[name] for name in order([*awards])},
        budgets={name: budgets[name] for name in order([*budgets])},
    )
    # K-1's 2 × 30,000 do not fit into the own 20,000; that leaves K-2's 2 × 10,000, which fit into both.
    rows = [*done("K-1", "2024-01-05", 3), *done("K-2", "2024-01-05", 1)]
    result = evaluate(rules, rows, as_of="2024-01-31")
    assert sorted((each.payee, int(each.amount)) for each in result.payments) == [("K-2", 10000), ("K-2", 10000)]


def test_what_a_person_may_not_have_is_left_to_the_group() -> None:
    """K-1's 30,000 are over the own 20,000; the 30,000 of the department are enough for K-2, who has 3 × 10,000."""
    person = {"label": "person", "reward": "voucher", "per": "month", "by": "member", "amount": 20000}
    group = {"label": "group", "reward": "voucher", "per": "year", "by": "department", "amount": 30000}
    rules = scheme(
        awards={"cash": EARNED},
        budgets={"a": group | {"when_out": "refuse"}, "b": person | {"when_out": "refuse"}},
    )
    staff = [{"member_id": name, "department": "행정과"} for name in ("K-1", "K-2")]
    rows = [*done("K-1", "2024-01-05", 3)]
    rows += [each for month in (1, 2, 3) for each in done("K-2", f"2024-0{month}-05", 1)]
    result = evaluate(rules, rows, staff, as_of="2024-03-31")
    assert [(each.payee, int(each.amount)) for each in result.payments] == [("K-2", 10000)] * 3


def test_a_prize_that_is_provisional_stays_so_under_a_budget() -> None:
    lecture = {"lecture": {"label": "lecture", "points": {"each": 1, "of": "hours"}}}
    purse = {"label": "purse", "reward": "voucher", "per": "year", "by": "member", "amount": 500000}
    rules = scheme(activities=lecture, awards={"best": BEST}, budgets={"b": purse | {"when_out": "refuse"}})
    rows = [*done("K-1", "2024-01-05", 3), *done("K-2", "2024-02-05", activity="lecture", hours="")]
    result = evaluate(rules, rows, STAFF, as_of="2024-12-31")
    assert {each.provisional for each in result.payments} == {True}


@pytest.mark.parametrize("turned", [False, True])
def test_several_budgets_that_prorate_leave_of_each_reward_the_least(turned: bool) -> None:  # noqa: FBT001  # it is a case
    """Each wants a voucher of 10,000 and 2 days: 10,000 of 20,000 won and 2 of 4 days are there."""
    tiers = {"t1": {"at": 1, "pays": {"voucher": 10000, "leave": 2}}}
    money = {"label": "money", "reward": "voucher", "per": "year", "amount": 10000, "when_out": "prorate"}
    days = {"label": "days", "reward": "leave", "per": "year", "amount": 2, "when_out": "prorate"}
    parts = {"round": {"unit": 1, "mode": "down"}}
    budgets = {"money": money | parts, "days": days | parts}
    order = reversed if turned else list
    rules = scheme(
        awards={"cash": EARNED | {"tiers": tiers}}, budgets={name: budgets[name] for name in order([*budgets])}
    )
    result = evaluate(rules, [*done("K-1", "2024-01-05"), *done("K-2", "2024-01-05")], as_of="2024-01-31")
    assert sorted((each.payee, each.reward, int(each.amount)) for each in result.payments) == [
        ("K-1", "leave", 1),
        ("K-1", "voucher", 5000),
        ("K-2", "leave", 1),
        ("K-2", "voucher", 5000),
    ]


def test_whoever_belongs_to_no_group_is_paid_out_of_no_purse_of_one() -> None:
    rules = budgeted("refuse", by="department", amount=30000)
    staff = [{"member_id": "K-2", "department": "K-1"}]
    rows = [*done("K-1", "2024-01-05", 3), *done("K-2", "2024-01-05", 3)]
    result = evaluate(rules, rows, staff, as_of="2024-01-31")
    assert [each.payee for each in result.payments] == ["K-2"]
    assert [reason.code for each in result.statements["K-1"].settlements for reason in each.reasons] == [
        Code.MEMBER_NOT_LISTED
    ]


# Entries that nobody writes down, and those of groups.


def test_base_points_are_given_in_each_period_from_the_first_day_on_the_staff_list() -> None:
    base = {"label": "base", "points": 12, "every": "year", "prorate": {"by": "months"}}
    result = evaluate(scheme(activities={"base": base}), [], STAFF, as_of="2025-01-01")
    given_to = {
        name: [(str(each.counts_on), str(each.points)) for each in statement.credits]
        for name, statement in result.statements.items()
    }
    assert given_to == {
        "K-1": [("2024-01-01", "12"), ("2025-01-01", "12")],
        "K-2": [("2024-07-01", "6"), ("2025-01-01", "12")],  # 12 × 6 ÷ 12
        "K-3": [("2024-01-01", "12"), ("2025-01-01", "12")],
    }
    assert result.totals.entries == {}  # no row stands behind them


@pytest.mark.parametrize(
    ("prorate", "points"),
    [
        ({"by": "days"}, Amount(366 - 182, 366) * 12),  # 1 July is the 183rd day of 366
        ({"by": "days", "round": {"unit": 1, "mode": "down"}}, 6),
        ({"by": "months", "round": {"unit": 5, "mode": "up"}}, 10),
    ],
)
def test_a_part_of_a_period_is_counted_as_it_says(prorate: dict[str, Any], points: Amount) -> None:
    base = {"label": "base", "points": 12, "every": "year", "prorate": prorate}
    result = evaluate(scheme(activities={"base": base}), [], STAFF, as_of="2024-12-31")
    (credit,) = result.statements["K-2"].credits
    assert credit.points == points == sum(step.amount for step in credit.steps)


def test_base_points_of_a_named_period_are_given_on_its_first_day_and_not_between() -> None:
    base = {"label": "base", "points": 3, "every": "season"}
    season = {"season": {"label": "the season", "from": "02-01", "until": "12-01"}}
    result = evaluate(scheme(periods=season, activities={"base": base}), [], STAFF[:1], as_of="2025-12-31")
    given_on = [(str(each.counts_on), str(each.points)) for each in result.statements["K-1"].credits]
    assert given_on == [("2024-02-01", "3"), ("2025-02-01", "3")]


def test_base_points_are_for_whoever_may_take_part() -> None:
    rules = scheme(
        eligible={"grade": {"at_most": "6급"}}, activities={"base": {"label": "b", "points": 1, "every": "year"}}
    )
    result = evaluate(rules, [], STAFF, as_of="2024-12-31")
    assert {name: str(each.earned) for name, each in result.statements.items()} == {"K-1": "1", "K-2": "1", "K-3": "0"}


RANKED = {
    "kind": "ranking",
    "label": "departments",
    "of": "department",
    "measure": {"counter": "earned", "per": "year"},
    "score": "sum",
    "ties": "expand",
    "places": {"first": {"ranks": 1, "pays": {"voucher": 100000}}},
}
BUDGET: dict[str, Any] = {"label": "b", "reward": "voucher", "per": "year", "amount": 1, "when_out": "refuse"}


def test_a_bonus_that_asks_a_row_is_not_for_what_has_none() -> None:
    rules = scheme(
        activities={"base": {"label": "b", "points": 2, "every": "year"}},
        bonuses={"long": {"label": "l", "when": {"hours": {"at_least": 2}}, "add": 1}},
    )
    result = evaluate(rules, [], STAFF, as_of="2024-12-31")
    assert {str(each.earned) for each in result.statements.values()} == {"2"}


def test_a_group_has_its_own_points_beside_those_of_its_people() -> None:
    rules = scheme(
        activities={
            "base": {"label": "base", "points": {"each": 10}, "of": "department", "every": "year"},
            "extra": {"label": "extra", "points": 5, "of": "department"},
        },
        awards={"league": RANKED},
    )
    entries = [
        *done("K-1", "2024-03-01", 2),
        *done("기획과", "2024-03-01", 3, "extra"),
        *done("없는과", "2024-03-01", 1, "extra"),
    ]
    result = evaluate(rules, entries, STAFF, as_of="2024-12-31")
    scores = {row.name: str(row.score) for row in result.rankings[0].rows}
    assert scores == {"기획과": "25", "행정과": "12"}  # 10 × 1 + 3 × 5, and 10 × 1 (in January) + 2
    assert why(result, "없는과 extra 2024-03-01 0") == [Code.NO_SUCH_GROUP]
    assert result.groups["department"]["기획과"].earned == 25
    assert result.statements["K-1"].earned == 2
    assert Evaluation.from_json(result.to_json()) == result


def test_who_wins_is_given_points_from_the_next_day_on_and_they_may_win_again() -> None:
    award = TIERS | {"claim": {"by": "automatic", "per": "month"}}
    follows = {"label": "on reaching three", "points": 3, "after": {"award": "cash", "won": ["t3"]}}
    rules = scheme(activities={"more": follows}, awards={"cash": award})
    result = evaluate(rules, done("K-1", "2024-01-05", 3), STAFF, as_of="2024-03-31")
    assert paid(result) == [("K-1", "2024-01-31", "30000 voucher"), ("K-1", "2024-02-29", "60000 voucher")]
    (given_,) = [each for each in result.statements["K-1"].credits if each.activity == "more"]
    assert given_.counts_on == date(2024, 2, 1)
    assert given_.points == 3
    before = evaluate(rules, done("K-1", "2024-01-05", 3), STAFF, as_of="2024-01-31")
    assert paid(before) == paid(result)[:1]  # no day looks ahead


@pytest.mark.parametrize(
    ("parts", "code", "address"),
    [
        ({"counters": {"earned": {"label": "x"}}}, Code.RESERVED_NAME, "counters.earned"),
        ({"counters": {"own": {"label": "x", "of": "grade"}}}, Code.UNKNOWN_FACT, "counters.own.of"),
        (
            {"counters": {"own": {"label": "x", "take": "last", "drop": {"lowest": 1}}}},
            Code.CONTRADICTION,
            "counters.own.drop",
        ),
        (
            {"awards": {"cash": TIERS | {"measure": {"counter": "owm", "per": "year"}}}},
            Code.UNKNOWN_ID,
            "awards.cash.measure.counter",
        ),
        (
            {"awards": {"cash": TIERS | {"eligible": {"counter.own": 1}}}},
            Code.UNKNOWN_FACT,
            "awards.cash.eligible.counter.own",
        ),
        (
            {"activities": {"x": {"label": "x", "points": 1, "prorate": {"by": "days"}}}},
            Code.CONTRADICTION,
            "activities.x.prorate",
        ),
        (
            {"activities": {"x": {"label": "x", "points": 1, "after": {"award": "cahs"}}}},
            Code.UNKNOWN_ID,
            "activities.x.after.award",
        ),
        (
            {"activities": {"x": {"label": "x", "points": {"each": 1, "of": "hours"}, "every": "year"}}},
            Code.CONTRADICTION,
            "activities.x.points",
        ),
        ({"activities": {"x": {"label": "x", "points": 1, "of": "grade"}}}, Code.WRONG_FACT_KIND, "activities.x.of"),
        ({"awards": {"cash": EXCHANGE | {"maximum": 1}}}, Code.OUT_OF_RANGE, "awards.cash.maximum"),
        (
            {"budgets": {"b": {"label": "b", "reward": "voucher", "per": "year", "amount": 1, "when_out": "prorate"}}},
            Code.MISSING_KEY,
            "budgets.b",
        ),
        (
            {"budgets": {"b": {"label": "b", "reward": "cash", "per": "year", "amount": 1, "when_out": "refuse"}}},
            Code.UNKNOWN_ID,
            "budgets.b.reward",
        ),
        ({"awards": {"r": RANKED}, "budgets": {"b": BUDGET | {"by": "member"}}}, Code.CONTRADICTION, "budgets.b.by"),
        ({"budgets": {"b": BUDGET | {"reward": ["voucher", "leave"]}}}, Code.CONTRADICTION, "budgets.b.reward"),
        ({"budgets": {"b": BUDGET | {"reward": ["voucher", "cash"]}}}, Code.UNKNOWN_ID, "budgets.b.reward.1"),
        ({"budgets": {"b": BUDGET | {"reward": []}}}, Code.EMPTY_VALUE, "budgets.b.reward"),
        (
            {"budgets": {"b": BUDGET | {"when_out": "prorate", "round": {"unit": 1, "mode": "up"}}}},
            Code.BAD_CHOICE,
            "budgets.b.round.mode",
        ),
        ({"counters": {"c": {"label": "c", "take": "sum", "last": 1201}}}, Code.OUT_OF_RANGE, "counters.c.last"),
        ({"budgets": {"b": BUDGET | {"reward": ["voucher", "voucher"]}}}, Code.DUPLICATE_VALUE, "budgets.b.reward.1"),
        (
            {"activities": {"x": {"label": "x", "points": 1, "every": "year", "when": {"hours": 1}}}},
            Code.CONTRADICTION,
            "activities.x.when",
        ),
        (
            {"activities": {"x": {"label": "x", "points": 1, "after": {"award": "r"}}}, "awards": {"r": RANKED}},
            Code.CONTRADICTION,
            "activities.x.after.award",
        ),
    ],
)
def test_what_does_not_go_together_is_found_at_its_place(parts: dict[str, Any], code: Code, address: str) -> None:
    with pytest.raises(SchemeErrors) as caught:
        scheme(**parts)
    assert [(found.code, found.place.address) for found in caught.value.findings] == [(code, address)]


def test_entries_of_a_group_count_for_its_grade_beside_those_of_its_people() -> None:
    """행정과 2 + 3 = 5 points of its own and of K-1, 기획과 3 of its own: 5 is a, 3 is b."""
    award = {
        "kind": "grades",
        "label": "by grade",
        "of": "department",
        "measure": {"counter": "earned", "per": "year"},
        "grades": {"a": {"label": "A", "at_least": 5, "pays": {"leave": 2}}, "b": {"label": "B", "pays": {"leave": 1}}},
    }
    kind = {"label": "kind", "points": 3, "of": "department"}
    rules = scheme(
        activities={"kind": kind}, awards={"cash": award}, answers={**ANSWERS, "grades_counted_of": "scored"}
    )
    own = [row for name in ("행정과", "기획과") for row in done(name, "2024-05-02", activity="kind")]
    result = evaluate(rules, [*done("K-1", "2024-05-02", 2), *own], STAFF, as_of="2024-12-31")
    assert {row.name: (str(row.score), row.place) for row in result.rankings[0].rows} == {
        "행정과": ("5", "a"),
        "기획과": ("3", "b"),
    }


TEAM: dict[str, Any] = {"label": "team", "points": 10, "of": "department"}


def test_a_row_of_a_group_that_stands_twice_changes_nothing_but_the_count_of_duplicates() -> None:
    rules, rows = scheme(activities={"team": TEAM}), done("행정과", "2024-03-01", activity="team")
    once, twice = (evaluate(rules, rows * times, STAFF, as_of="2024-12-31") for times in (1, 2))
    assert twice.statements.keys() == once.statements.keys()
    assert twice.groups["department"]["행정과"].earned == once.groups["department"]["행정과"].earned == 10
    assert (once.totals.entries, twice.totals.entries) == ({"credited": 1}, {"credited": 1, "duplicate": 1})
    assert twice.totals.members == once.totals.members


def test_what_everybody_is_given_by_a_fact_that_is_blank_is_held_and_says_so() -> None:
    basic = {"label": "basic", "points": {"by": "grade", "values": {"9급": 2, "6급": 3, "5급": 4}}, "every": "year"}
    staff = [{"member_id": "K1", "grade": "9급"}, {"member_id": "K2"}]
    result = evaluate(scheme(activities={"basic": basic}), [], staff, as_of="2024-12-31")
    assert [(each.member_id, each.state) for each in result.outcomes if each.kind == "entry"] == [("K2", "held")]
    assert [str(result.statements[who].earned) for who in ("K1", "K2")] == ["2", "0"]
    assert "basic:K2:2024" in result.why_not("K2", lang="en")


def test_people_of_no_department_are_no_heads_of_a_department_called_none() -> None:
    """10 points a head, and one head; nor is there a group of that name where no one belongs to it."""
    heads = TEAM | {"points": {"each": 10}, "every": "year"}
    rules = scheme(activities={"team": heads, "own": TEAM | {"label": "own"}})
    staff = [{"member_id": "K1", "department": "None"}, {"member_id": "K2"}, {"member_id": "K3"}]
    result = evaluate(rules, [], staff, as_of="2024-12-31")
    assert result.groups["department"]["None"].earned == 10
    rows = done("None", "2024-03-01", activity="own")
    unknown = evaluate(rules, rows, [staff[0] | {"department": "행정과"}, *staff[1:]], as_of="2024-12-31")
    assert [each.reasons[0].code for each in unknown.held] == [Code.NO_SUCH_GROUP]


@given(st.lists(st.tuples(st.sampled_from(["K-1", "K-3"]), st.integers(1, 28), st.integers(1, 3)), max_size=5))
def test_what_one_winner_is_given_round_after_round_changes_nobody_elses_life(
    drawn: list[tuple[str, int, int]],
) -> None:
    """Each alone comes to what both come to together, though only whose entries changed is walked again."""
    follow = {"label": "follow", "points": 3, "after": {"award": "cash"}}
    award = TIERS | {"claim": {"by": "automatic", "per": "day"}, "measure": {"counter": "earned", "per": "day"}}
    rules = scheme(activities={"follow": follow}, awards={"cash": award | {"again": "always"}})
    rows = [
        {"entry_id": str(number), "member_id": who, "date": f"2024-01-{day:02d}", "activity": "idea"}
        for number, (who, day, _) in enumerate(each for each in drawn for _ in range(each[2]))
    ]
    both = evaluate(rules, rows, STAFF, as_of="2024-03-31")
    for who in ("K-1", "K-3"):
        alone = evaluate(rules, [row for row in rows if row["member_id"] == who], STAFF, as_of="2024-03-31")
        assert both.statements[who] == alone.statements[who]
