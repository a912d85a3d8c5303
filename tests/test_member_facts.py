"""Facts of members in ledger rows: they serve where there is no staff list, and are checked where there is one."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from incentive_rules import Code, Evaluation, evaluate, load_scheme, read_ledger
from incentive_rules.examples import example_path
from incentive_rules.statement.model import State

SCHEME = load_scheme(example_path("donghae.yaml"))
GRADES = ["9급", "7급", "6급", "5급"]


def row(number: int, day: str, grade: str | None = "7급", department: str | None = "행정과") -> dict[str, Any]:
    told = {"직급": grade, "부서": department}
    return {"entry_id": f"E-{number}", "member_id": "K-1", "date": day, "activity": "adoption"} | told


def states(evaluation: Evaluation) -> dict[str, State]:
    return {each.id: each.state for each in evaluation.outcomes if each.id}


def codes(evaluation: Evaluation, entry: str) -> list[Code]:
    return [reason.code for each in evaluation.outcomes if each.id == entry for reason in each.reasons]


def test_without_a_staff_list_the_rows_themselves_say_who_may_earn() -> None:
    rows = [row(1, "2024-06-10"), row(2, "2024-07-10", "5급")]
    found = evaluate(SCHEME, rows, as_of="2024-12-31")
    assert states(found) == {"E-1": State.CREDITED, "E-2": State.REJECTED}
    assert codes(found, "E-2") == [Code.NOT_ELIGIBLE]


def test_what_a_row_says_holds_until_the_next_that_says_otherwise() -> None:
    rows = [row(1, "2024-06-10"), row(2, "2024-07-10", None, None), row(3, "2024-08-10", department="세무과")]
    found = evaluate(SCHEME, rows, as_of="2024-12-31")
    assert [(each.name, str(each.score)) for each in found.rankings[0].rows] == [("행정과", "2"), ("세무과", "1")]


def test_rows_of_one_day_that_differ_are_refused_as_a_staff_list_would_be() -> None:
    rows = [row(1, "2024-06-10", "6급"), row(2, "2024-06-10", "5급")]
    found = evaluate(SCHEME, rows, as_of="2024-12-31")
    assert State.CREDITED not in states(found).values()
    assert [each.reasons[0].code for each in found.outcomes if not each.id] == [Code.OVERLAPPING_ROWS] * 2


def test_a_staff_list_goes_before_the_rows_and_a_row_that_disagrees_is_told() -> None:
    staff = [{"member_id": "K-1", "grade": "6급", "department": "행정과"}]
    found = evaluate(SCHEME, [row(1, "2024-06-10", "5급"), row(2, "2024-06-11", "6급")], staff, as_of="2024-12-31")
    assert states(found) == {"E-1": State.CREDITED, "E-2": State.CREDITED}
    assert (codes(found, "E-1"), codes(found, "E-2")) == ([Code.FACT_DISAGREES], [])


def test_member_facts_that_agree_with_the_list_leave_no_trace_in_the_result() -> None:
    staff = [{"member_id": "K-1", "grade": "7급", "department": "행정과"}]
    plain = [{key: value for key, value in row(1, "2024-06-10").items() if key not in ("직급", "부서")}]
    told = evaluate(SCHEME, [row(1, "2024-06-10")], staff, as_of="2024-12-31")
    assert told.result() == evaluate(SCHEME, plain, staff, as_of="2024-12-31").result()


def test_a_member_fact_that_cannot_be_read_costs_no_row_where_there_is_a_list() -> None:
    staff = [{"member_id": "K-1", "grade": "7급", "department": "행정과"}]
    found = evaluate(SCHEME, [row(1, "2024-06-10", "7굽")], staff, as_of="2024-12-31")
    assert states(found) == {"E-1": State.CREDITED}


def test_a_member_fact_that_cannot_be_read_is_unknown_where_there_is_no_list() -> None:
    found = evaluate(SCHEME, [row(1, "2024-06-10", "7굽")], as_of="2024-12-31")
    assert states(found) == {"E-1": State.HELD}


def test_a_member_fact_that_cannot_be_read_is_unknown_from_its_day_and_never_the_earlier_one() -> None:
    rows = [row(1, "2024-06-10", "7급", None), row(2, "2024-07-10", "5굽", None), row(3, "2024-08-10", None, None)]
    ledger = read_ledger(rows, SCHEME)
    found = evaluate(SCHEME, ledger, as_of="2024-12-31")
    assert states(found) == {"E-1": State.CREDITED, "E-2": State.HELD, "E-3": State.HELD}
    assert [(each.code, each.severity) for each in ledger.findings] == [(Code.BAD_FACT_VALUE, "warning")]


def test_a_fact_that_a_row_leaves_blank_stays_as_it_was() -> None:
    rows = [row(1, "2024-06-10"), row(2, "2024-07-10", None, "세무과"), row(3, "2024-08-10", "6급", None)]
    found = evaluate(SCHEME, rows, as_of="2024-12-31")
    assert set(states(found).values()) == {State.CREDITED}
    assert [(each.name, str(each.score)) for each in found.rankings[0].rows] == [("세무과", "2"), ("행정과", "1")]


def test_what_was_recorded_later_was_not_known_of_a_member_either() -> None:
    late = row(2, "2024-06-20", "5급") | {"recorded_on": "2024-08-01"}
    rows = [row(1, "2024-06-10"), late, row(3, "2024-06-25", None, None)]
    july = evaluate(SCHEME, rows, as_of="2024-07-31", known_at="2024-07-31")
    assert states(july) == {"E-1": State.CREDITED, "E-2": State.NOT_YET, "E-3": State.CREDITED}
    assert states(evaluate(SCHEME, rows, as_of="2024-07-31"))["E-3"] is State.REJECTED


@given(st.lists(st.tuples(st.integers(1, 28), st.sampled_from(GRADES)), max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(told: list[tuple[int, str]], random: Any) -> None:
    rows = [row(number, f"2024-07-{day:02}", grade) for number, (day, grade) in enumerate(told)]
    mixed = list(rows)
    random.shuffle(mixed)
    first, second = (evaluate(SCHEME, read_ledger(each, SCHEME), as_of="2024-12-31") for each in (rows, mixed))
    assert first.to_json() == second.to_json()
