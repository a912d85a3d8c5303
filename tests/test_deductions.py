"""Deductions: what they reduce, how far, and who makes good what is owed. Numbers by hand."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incentive_rules import Code, Evaluation, Scheme, SchemeErrors, evaluate, load_scheme

ACTIVITIES = {
    **{f"p{n}": {"label": f"{n} points", "points": n} for n in (1, 2, 3, 5)},
    "late": {"label": "late", "points": -2},
    "fault": {"label": "fault", "points": {"each": -1}},
}
MONTHLY = {
    "kind": "tiers",
    "label": "monthly",
    "measure": {"counter": "balance"},
    "claim": {"by": "automatic", "per": "month"},
    "pay": "highest",
    "again": "always",
    "consume": "tier",
    "tiers": {"t3": {"at": 3, "pays": {"won": 30000}}},
}
BEST = {
    "kind": "ranking",
    "label": "best",
    "of": "member",
    "measure": {"counter": "earned", "per": "year"},
    "score": "sum",
    "ties": "hold",
    "places": {"first": {"ranks": 1, "pays": {"won": 10000}}},
}


def scheme(reduce: str = "earned_and_balance", below: str = "debt", **more: Any) -> Scheme:  # raw
    answers = {
        "points_count_on": "activity_date",
        "year_end": "keep",
        "ranking_field": "scored",
        "deductions_reduce": reduce,
        "below_zero": below,
    }
    told = {"language": 1, "id": "minus", "label": "minus", "from": "2024-01-01", "assumed": "made up"}
    rewards = {"won": {"label": "won", "unit": "KRW"}}
    awards = {"monthly": MONTHLY, "best": BEST}
    return load_scheme(
        told | {"activities": ACTIVITIES, "rewards": rewards, "awards": awards, "answers": answers} | more
    )


def row(activity: str, day: str, number: int = 0, **more: str) -> dict[str, str]:
    return {"entry_id": f"{activity} {day} {number}", "member_id": "A", "date": day, "activity": activity, **more}


def run(rules: Scheme, *rows: dict[str, str], as_of: str = "2024-12-31") -> Evaluation:
    result = evaluate(rules, rows, as_of=as_of)
    for statement in result.statements.values():
        for credit in statement.credits:
            assert sum(step.amount for step in credit.steps) == credit.points
        assert sum(credit.left for credit in statement.credits) == statement.balance
        assert statement.earned - statement.deducted - statement.used - statement.lapsed == statement.balance
    assert Evaluation.from_json(result.to_json()) == result
    return result


def taken(result: Evaluation) -> list[tuple[str, str, str]]:
    return [(each.entry_id, each.lot, str(each.points)) for each in result.statements["A"].deductions]


def test_a_deduction_takes_from_the_oldest_lots_and_names_them() -> None:
    rows = [row("p1", "2024-01-02"), row("p5", "2024-01-03"), row("late", "2024-01-04")]
    result = run(scheme(), *rows, as_of="2024-01-05")
    assert taken(result) == [
        ("late 2024-01-04 0", "p1 2024-01-02 0", "1"),
        ("late 2024-01-04 0", "p5 2024-01-03 0", "1"),
    ]
    assert (str(result.statements["A"].earned), str(result.statements["A"].balance)) == ("4", "4")
    assert "takes 1 point from p5 2024-01-03 0" in result.explain("late 2024-01-04 0")


def test_what_no_lot_covers_is_owed_and_later_points_make_it_good_first() -> None:
    """1 - 2 = -1; then 3 - 1 = 2, so January pays nothing and February, with 5 more, 3."""
    rows = [row("p1", "2024-01-02"), row("late", "2024-01-03"), row("p3", "2024-01-20"), row("p5", "2024-02-01")]
    owing = run(scheme(), *rows[:2], as_of="2024-01-10")
    assert owing.statements["A"].balance == -1
    assert "not made good yet: 1 point" in owing.explain("late 2024-01-03 0")
    result = run(scheme(), *rows, as_of="2024-02-29")
    assert taken(result)[1:] == [("late 2024-01-03 0", "p3 2024-01-20 0", "1")]
    assert [(str(each.day), str(each.amount)) for each in result.payments] == [("2024-02-29", "30000")]
    assert result.statements["A"].balance == 4


def test_with_a_floor_a_deduction_ends_at_zero_and_says_so() -> None:
    rows = [row("p1", "2024-01-02"), row("late", "2024-01-03"), row("p3", "2024-01-20")]
    result = run(scheme(below="floor"), *rows)
    assert [str(each.points) for each in result.statements["A"].credits] == ["1", "-1", "3"]
    assert result.payments[0].amount == 30000
    assert [each.reasons[0].code for each in result.outcomes if each.reasons] == [Code.DEDUCTION_FLOORED]
    assert str(result.totals.activities["late"].points) == "-1"


def test_what_is_floored_is_told_once_though_prizes_out_of_a_budget_are_looked_at_after_all_else() -> None:
    limits = {"one": {"label": "five an entry", "per": "entry", "points": 5, "keep": "earliest"}}
    budgets = {"year": {"label": "a year", "per": "year", "reward": "won", "amount": 90000, "when_out": "refuse"}}
    rules = scheme(below="floor", limits=limits, budgets=budgets)
    result = run(rules, row("p1", "2024-01-02"), row("late", "2024-01-03"))
    late = result.statements["A"].credits[1]
    assert sum(step.amount for step in late.steps) == late.points == -1
    assert str(result.totals.activities["late"].points) == "-1"


@pytest.mark.parametrize(("reduce", "earned", "deducted"), [("earned_and_balance", "3", "0"), ("balance", "5", "2")])
def test_a_deduction_reduces_what_the_scheme_says(reduce: str, earned: str, deducted: str) -> None:
    result = run(scheme(reduce), row("p5", "2024-01-02"), row("late", "2024-01-03"))
    statement = result.statements["A"]
    assert (str(statement.earned), str(statement.deducted), str(statement.used)) == (earned, deducted, "3")
    assert result.statements["A"].balance == 0
    assert str(result.rankings[0].rows[0].score) == earned
    assert ("deducted" in result.to_json()) == (deducted != "0")


def test_on_one_day_points_come_before_deductions() -> None:
    rows = [row("late", "2024-01-31"), row("p2", "2024-01-31")]
    assert run(scheme(below="floor"), *rows).statements["A"].balance == 0


def test_points_per_unit_may_be_below_zero() -> None:
    result = run(scheme(), row("fault", "2024-01-02", quantity="3"))
    assert result.statements["A"].balance == -3


def test_what_an_entry_takes_back_is_a_debt_like_any_other() -> None:
    """Two of one month are void: 3 was paid for on 31 January, and -3 is owed after the second."""
    limits = {"one": {"label": "one a year", "per": "year", "count": 1, "keep": "none", "activities": ["p3"]}}
    result = run(scheme(limits=limits), row("p3", "2024-01-02"), row("p3", "2024-03-01"), row("p5", "2024-04-01"))
    assert [str(each.points) for each in result.statements["A"].credits] == ["3", "-3", "5"]
    assert taken(result) == [("p3 2024-03-01 0", "p5 2024-04-01 0", "3")]
    assert result.statements["A"].balance == 2


def test_the_questions_are_asked_where_something_can_take_points_from_a_balance() -> None:
    with pytest.raises(SchemeErrors) as caught:
        scheme(answers={"points_count_on": "activity_date", "year_end": "keep", "ranking_field": "scored"})
    assert {each.facts["name"] for each in caught.value.findings} == {"deductions_reduce", "below_zero"}
    scheme(awards={}, rewards={}, answers={"points_count_on": "activity_date"})


ROWS = st.lists(st.tuples(st.sampled_from([*ACTIVITIES]), st.integers(1, 28), st.integers(1, 4)), max_size=12)


@given(ROWS, st.sampled_from(["earned_and_balance", "balance"]))
def test_debt_and_floor_differ_only_by_what_was_never_taken(drawn: list[tuple[str, int, int]], reduce: str) -> None:
    rows = [
        row(name, f"2024-{month:02d}-{day:02d}", n, **({"quantity": "2"} if name == "fault" else {}))
        for n, (name, day, month) in enumerate(drawn)
    ]
    debt, floor = (run(scheme(reduce, below), *rows) for below in ("debt", "floor"))
    if rows:
        low, high = debt.statements["A"], floor.statements["A"]
        assert high.balance >= 0
        assert low.balance + low.used <= high.balance + high.used
        lines = zip(low.credits, high.credits, strict=True)
        assert all(one.points <= other.points for one, other in lines)
