"""Awards by grade and amounts in steps, by numbers that were worked by hand."""

from __future__ import annotations

from copy import deepcopy
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incentive_rules import Evaluation, InputError, SchemeErrors, evaluate, load_scheme
from incentive_rules.backends.plan import plan_of
from incentive_rules.cases.run import run_cases
from incentive_rules.codes import Code
from incentive_rules.messages import Label
from incentive_rules.program.from_scheme import program_of
from incentive_rules.scheme.rankings import SeatsRule
from incentive_rules.statement.model import Ranked, Ranking
from incentive_rules.statement.ranks.seats import seats

if TYPE_CHECKING:
    from collections.abc import Sequence

GRADES = ["9급", "8급", "7급", "6급"]
RULES: dict[str, Any] = {
    "language": 1,
    "id": "merit",
    "label": "성과상여",
    "from": "2024-01-01",
    "assumed": "a test",
    "facts": {
        "member": {
            "grade": {"ordered": GRADES},
            "team": "group",
            "hours": {"number": None},
            "trained": {"yes_no": None, "blank": "yes"},
            "leave": {"yes_no": None, "blank": "no"},
            "kind": {"one_of": ["가", "나", "다"]},
        }
    },
    "activities": {"mark": {"label": "평정", "points": {"each": 1}}},
    "rewards": {"pay": {"label": "성과급", "unit": "KRW"}, "leave_day": {"label": "휴가", "unit": "day"}},
    "awards": {
        "merit": {
            "kind": "grades",
            "label": "성과상여",
            "of": "member",
            "measure": {"counter": "earned", "per": "year"},
            "seats": "largest_remainder",
            "ties": "upper",
            "grades": {
                "s": {"label": "S", "share": 0.3, "pays": {"pay": 300}},
                "a": {"label": "A", "share": 0.5, "pays": {"pay": 200}},
                "b": {"label": "B", "share": 0.2},
            },
        }
    },
    "answers": {"points_count_on": "activity_date", "grades_counted_of": "roster"},
}


def rules(more: dict[str, Any] | None = None, *without: str, **award: Any) -> dict[str, Any]:
    """The scheme with other keys of its award, and other keys of its own."""
    data = deepcopy(RULES) | (more or {})
    data["awards"]["merit"] |= award
    for key in without:
        del data["awards"]["merit"][key]
    return data


def by_score(**award: Any) -> dict[str, Any]:
    """80 and above is 甲, 70 乙, all else 丙."""
    levels = {
        "top": {"label": "甲", "at_least": 80, "pays": {"pay": 300}},
        "mid": {"label": "乙", "at_least": 70, "pays": {"pay": 100}},
        "low": {"label": "丙"},
    }
    return rules(None, "seats", "ties", **{"grades": levels, **award})


def graded(
    data: dict[str, Any], points: Sequence[float], *facts: dict[str, Any], as_of: str = "2024-12-31"
) -> tuple[Ranking, ...]:
    """The gradings of K-0, K-1 and so on, with so many points and these facts."""
    return evaluated(data, points, *facts, as_of=as_of).rankings


def evaluated(
    data: dict[str, Any], points: Sequence[float], *facts: dict[str, Any], as_of: str = "2024-12-31"
) -> Evaluation:
    staff = [{"member_id": f"K-{n}", **(facts[n] if n < len(facts) else {})} for n in range(len(points))]
    rows = [
        {"entry_id": f"E-{n}", "member_id": f"K-{n}", "date": "2024-06-10", "activity": "mark", "quantity": each}
        for n, each in enumerate(points)
        if each
    ]
    return evaluate(load_scheme(data), rows, staff, as_of=as_of)


def places(grading: Ranking) -> dict[str, str]:
    return {row.name: row.place for row in grading.rows}


def paid(data: dict[str, Any], points: Sequence[float], *facts: dict[str, Any]) -> dict[str, str]:
    """What each is paid, of all rewards in the order in which they are paid."""
    found: dict[str, list[str]] = {}
    for each in evaluated(data, points, *facts).payments:
        found.setdefault(each.payee, []).append(str(each.amount))
    return {payee: " ".join(amounts) for payee, amounts in found.items()}


# ── seats ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("shares", "heads", "mode", "expected"),
    [
        # 30, 50, 20 per cent of 5 are 1.5, 2.5, 1.0: one seat left, equal parts, so the upper one.
        (("0.3", "0.5", "0.2"), 5, "largest_remainder", (2, 2, 1)),
        # of 4: 1.2, 2.0, 0.8: the largest part cut off is that of the last.
        (("0.3", "0.5", "0.2"), 4, "largest_remainder", (1, 2, 1)),
        # of 7: 2.1, 3.5, 1.4.
        (("0.3", "0.5", "0.2"), 7, "largest_remainder", (2, 4, 1)),
        (("0.3", "0.5", "0.2"), 7, "floor", (2, 3, 1)),
        # 20, 30, 50 per cent of 96 are 19.2, 28.8, 48.0.
        (("0.2", "0.3", "0.5"), 96, "largest_remainder", (19, 29, 48)),
        # 5 per cent of 33 are 1.65, and what is nobody's 31.35: the one seat that is left is theirs.
        (("0.05",), 33, "largest_remainder", (2,)),
        (("0.05",), 33, "floor", (1,)),
        (("0.5", "0.5"), 0, "largest_remainder", (0, 0)),
    ],
)
def test_seats_go_to_the_largest_remainder_and_of_equals_to_the_upper(
    shares: tuple[str, ...], heads: int, mode: str, expected: tuple[int, ...]
) -> None:
    assert seats([Fraction(each) for each in shares], heads, SeatsRule(mode)) == expected


@given(st.lists(st.integers(1, 9), min_size=1, max_size=5), st.integers(0, 60), st.sampled_from(SeatsRule))
def test_no_share_is_off_by_a_whole_seat_and_nobody_is_counted_twice(
    parts: list[int], heads: int, mode: SeatsRule
) -> None:
    shares = [Fraction(part, sum(parts)) for part in parts]
    found = seats(shares, heads, mode)
    assert all(floor(share * heads) <= each <= ceil(share * heads) for share, each in zip(shares, found, strict=True))
    assert sum(found) == heads if mode is SeatsRule.LARGEST_REMAINDER else sum(found) <= heads


# ── shares, scores and ties ──────────────────────────────────────────────────────────────────────────────────


def test_grades_by_share_fill_their_seats_from_the_best_score_down() -> None:
    (found,) = graded(rules(), [98, 90, 95, 85, 80])
    assert (found.heads, found.seats) == (5, {"s": 2, "a": 2, "b": 1})
    assert places(found) == {"K-0": "s", "K-2": "s", "K-1": "a", "K-3": "a", "K-4": "b"}
    assert paid(rules(), [98, 90, 95, 85, 80]) == {"K-0": "300", "K-1": "200", "K-2": "300", "K-3": "200"}


def test_with_floor_the_last_grade_takes_whoever_is_left() -> None:
    (found,) = graded(rules(seats="floor"), [98, 90, 95, 85, 80])
    assert found.seats == {"s": 1, "a": 2, "b": 2}


def test_a_last_grade_without_a_share_takes_the_rest() -> None:
    levels = {"s": {"label": "S", "share": 0.2}, "rest": {"label": "-"}}
    (found,) = graded(rules(grades=levels), [1, 2, 3, 4, 5])
    assert places(found) == {"K-4": "s", "K-3": "rest", "K-2": "rest", "K-1": "rest", "K-0": "rest"}


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        ("upper", {"K-0": "s", "K-1": "s", "K-2": "s", "K-3": "a", "K-4": "b"}),
        ("lower", {"K-0": "s", "K-1": "a", "K-2": "a", "K-3": "a", "K-4": "b"}),
        ("hold", {"K-0": "s", "K-1": "", "K-2": "", "K-3": "a", "K-4": "b"}),
    ],
)
def test_equals_at_the_edge_of_a_grade_do_what_the_scheme_says(ties: str, expected: dict[str, str]) -> None:
    """S has ranks 1 and 2; ranks 2 and 3 are equal."""
    (found,) = graded(rules(ties=ties), [98, 95, 95, 85, 80])
    assert places(found) == expected
    assert [row.rank for row in found.rows] == [1, 2, 2, 4, 5]
    assert found.provisional is (ties == "hold")


def test_equals_inside_a_grade_are_no_question() -> None:
    (found,) = graded(rules(ties="hold"), [98, 98, 90, 85, 80])
    assert not found.provisional
    assert places(found)["K-1"] == "s"


def test_a_score_gets_the_best_grade_that_it_reaches_and_equality_reaches() -> None:
    (found,) = graded(by_score(), [80, 79.5, 70, 69, 0])
    assert places(found) == {"K-0": "top", "K-1": "mid", "K-2": "mid", "K-3": "low", "K-4": "low"}
    assert found.seats == {}


def test_a_score_below_every_grade_gets_none() -> None:
    (found,) = graded(by_score(grades={"top": {"label": "甲", "at_least": 80, "pays": {"pay": 1}}}), [80, 79])
    assert places(found) == {"K-0": "top", "K-1": ""}


def test_shares_and_scores_are_those_in_force_on_the_settling_day() -> None:
    levels = {"s": {"label": "S", "share": {"2024-01-01": 0.2, "2025-01-01": 0.4}}, "rest": {"label": "-"}}
    data = rules(grades=levels)
    first, second = graded(data, [1, 2, 3, 4, 5], as_of="2025-12-31")
    assert (first.seats["s"], second.seats["s"]) == (1, 2)


# ── who is counted ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("answer", "heads"), [("roster", 4), ("eligible", 3), ("scored", 2)])
def test_seats_are_counted_of_those_whom_the_answer_names(answer: str, heads: int) -> None:
    """K-2 and K-3 have no points; K-3 is not eligible."""
    more = {"eligible": {"leave": "no"}}
    answers = {**RULES["answers"], "grades_counted_of": answer, "grade_judged_on": "activity_date"}
    (found,) = graded(rules({**more, "answers": answers}), [5, 4, 0, 0], {}, {}, {}, {"leave": "yes"})
    assert found.heads == heads


def test_where_nobody_has_a_score_the_grading_is_provisional() -> None:
    (found,) = graded(rules(), [0, 0])
    assert found.provisional
    assert [reason.code for reason in found.reasons] == [Code.NOBODY_SCORED]


def test_who_left_in_the_period_is_graded_and_paid_as_on_the_last_day_there() -> None:
    """K-1 left on 1 May as 6급 and K-2 in the year before; K-3 left and came back as 7급; K-6 was 8급 in June."""
    answers = {**RULES["answers"], "grades_counted_of": "listed_in_period"}
    data = rules({"answers": answers}, within={"by": "grade", "pool_below": 1})
    rows = [
        {"entry_id": f"E-{member}", "member_id": member, "date": "2024-02-10", "activity": "mark", "quantity": 5}
        for member in ("K-1", "K-3")
    ]
    staff = [
        {"member_id": "K-1", "grade": "6급", "from": "2023-01-01", "until": "2024-05-01"},
        {"member_id": "K-2", "grade": "6급", "from": "2023-01-01", "until": "2024-01-01"},
        {"member_id": "K-3", "grade": "6급", "from": "2023-01-01", "until": "2024-03-01"},
        {"member_id": "K-3", "grade": "7급", "from": "2024-09-01"},
        {"member_id": "K-4", "grade": "9급", "from": "2025-01-01"},
        # K-5 was never said to begin, and the last day was 30 December; K-6 comes back in the next year.
        {"member_id": "K-5", "grade": "8급", "until": "2024-12-31"},
        {"member_id": "K-6", "grade": "9급", "from": "2023-01-01", "until": "2024-06-01"},
        {"member_id": "K-6", "grade": "8급", "from": "2024-06-01", "until": "2024-07-01"},
        {"member_id": "K-6", "grade": "7급", "from": "2025-02-01"},
    ]
    found = evaluate(load_scheme(data), rows, staff, as_of="2024-12-31").rankings
    names = {each.within: [row.name for row in each.rows] for each in found}
    assert names == {("6급",): ["K-1"], ("7급",): ["K-3"], ("8급",): ["K-5", "K-6"]}
    assert {each.within: each.provisional for each in found} == {("6급",): False, ("7급",): False, ("8급",): True}


def test_whoever_has_points_and_is_not_counted_is_named_with_the_reason() -> None:
    rows = [{"entry_id": "E", "member_id": "K-9", "date": "2024-06-10", "activity": "mark", "quantity": 5}]
    (found,) = evaluate(load_scheme(rules()), rows, [{"member_id": "K-1"}], as_of="2024-12-31").rankings
    assert isinstance(found, Ranking)
    assert [(each.name, each.reasons[0].code) for each in found.apart] == [("K-9", Code.MEMBER_NOT_LISTED)]
    assert [row.name for row in found.rows] == ["K-1"]


# ── who is graded together ───────────────────────────────────────────────────────────────────────────────────


def staff_of(*counts: int) -> list[dict[str, Any]]:
    """So many of each grade, from the lowest."""
    return [{"grade": grade} for grade, count in zip(GRADES, counts, strict=False) for _ in range(count)]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((4, 4, 4, 4), {("6급",): 4, ("7급",): 4, ("8급",): 4, ("9급",): 4}),
        ((1, 6), {("8급", "9급"): 7}),  # the lowest joins the next higher
        ((4, 4, 2, 4), {("6급",): 4, ("7급", "8급"): 6, ("9급",): 4}),  # else the next lower
        ((5, 0, 0, 2), {("6급", "9급"): 7}),  # the next that somebody has
        ((5, 1, 1, 1), {("6급", "7급", "8급", "9급"): 8}),  # until there are enough
        ((1, 1), {("8급", "9급"): 2}),
    ],
)
def test_small_grades_join_the_next_lower_and_the_lowest_the_next_higher(
    counts: tuple[int, ...], expected: dict[tuple[str, ...], int]
) -> None:
    people = staff_of(*counts)
    found = graded(rules(within={"by": "grade", "pool_below": 4}), [1] * len(people), *people)
    assert {each.within: each.heads for each in found} == expected


def test_small_values_without_an_order_make_one_pool() -> None:
    people = [{"kind": kind} for kind in ("가", "나", "다", "다")]
    found = graded(rules(within={"by": "kind", "pool_below": 2}), [1, 2, 3, 4], *people)
    assert {each.within: each.heads for each in found} == {("다",): 2, ("가", "나"): 2}


def test_somebody_whose_kind_is_unknown_is_apart_and_the_gradings_are_provisional() -> None:
    found = graded(rules(within={"by": "grade"}), [1, 2], {"grade": "9급"}, {"grade": ""})
    assert [each.name for each in found[0].apart] == ["K-1"]
    assert all(each.provisional for each in found)


# ── who is not paid ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("then", "expected_seats", "expected"),
    [
        # 4 are counted: 1.2, 2.0, 0.8.
        ("leave_out", {"s": 1, "a": 2, "b": 1}, {"K-1": "s", "K-2": "a", "K-3": "a", "K-4": "b"}),
        # 5 are counted; K-0 stands last.
        ("place_last", {"s": 2, "a": 2, "b": 1}, {"K-1": "s", "K-2": "s", "K-3": "a", "K-4": "a", "K-0": "b"}),
        # 5 are counted: 2, 2, 1; one seat of A, the lowest grade that is paid, is taken.
        ("take_from_lowest_paid", {"s": 2, "a": 1, "b": 1}, {"K-1": "s", "K-2": "s", "K-3": "a", "K-4": "b"}),
    ],
)
def test_people_who_are_not_paid_are_counted_or_left_out_as_the_scheme_says(
    then: str, expected_seats: dict[str, int], expected: dict[str, str]
) -> None:
    data = rules(not_paid={"when": {"leave": "yes"}, "then": then})
    (found,) = graded(data, [99, 90, 80, 70, 60], {"leave": "yes"})
    assert (found.seats, places(found)) == (expected_seats, expected)
    assert "K-0" not in paid(data, [99, 90, 80, 70, 60], {"leave": "yes"})
    told = [each.name for each in found.apart] + [row.name for row in found.rows if not row.payments]
    assert "K-0" in told


def test_where_the_lowest_paid_grade_has_too_few_seats_the_next_higher_gives_the_rest() -> None:
    """10 people: 3, 5, 2; six are not paid: five seats of A and one of S."""
    data = rules(not_paid={"when": {"leave": "yes"}, "then": "take_from_lowest_paid"})
    (found,) = graded(data, list(range(10, 0, -1)), *[{"leave": "yes"}] * 6)
    assert found.seats == {"s": 2, "a": 0, "b": 2}


def test_if_it_is_not_known_whether_somebody_is_paid_nothing_is_paid_to_them() -> None:
    data = rules(not_paid={"when": {"hours": {"at_most": 10}}, "then": "place_last"})
    assert paid(data, [9, 8], {"hours": ""}, {"hours": 40}) == {"K-1": "200"}
    (found,) = graded(data, [9, 8], {"hours": ""}, {"hours": 40})
    assert [reason.code for reason in found.reasons] == [Code.CONDITION_UNKNOWN]


# ── changes of grade ─────────────────────────────────────────────────────────────────────────────────────────


def change(**effect: Any) -> dict[str, Any]:
    return {"x": {"label": "조정", "when": {"trained": "no"}, **effect}}


@pytest.mark.parametrize(
    ("effect", "best", "worst"),
    [
        ({"down": 1}, "a", "b"),
        ({"down": 5}, "b", "b"),
        ({"up": 1}, "s", "a"),
        ({"at_least": "a"}, "s", "a"),
        ({"at_most": "a"}, "a", "b"),
    ],
)
def test_a_change_moves_one_person_and_nobody_else(effect: dict[str, Any], best: str, worst: str) -> None:
    data, points = rules(adjust=change(**effect)), [98, 95, 90, 85, 80]
    before = places(graded(rules(), points)[0])
    for number, expected in ((0, best), (4, worst)):
        facts = [{"trained": "no" if n == number else "yes"} for n in range(5)]
        assert places(graded(data, points, *facts)[0]) == before | {f"K-{number}": expected}


def test_changes_act_in_the_order_in_which_they_are_written() -> None:
    """Down and then not below A is A; not below A and then down is B."""
    floor_, down = {"label": "하한", "when": {"trained": "no"}, "at_least": "a"}, change(down=1)["x"]
    points, who = [90, 80, 70], [{}, {"trained": "no"}]
    first = graded(rules(adjust={"down": down, "floor": floor_}), points, *who)[0]
    second = graded(rules(adjust={"floor": floor_, "down": down}), points, *who)[0]
    assert (places(first)["K-1"], places(second)["K-1"]) == ("a", "b")


# ── amounts in steps ─────────────────────────────────────────────────────────────────────────────────────────


def pays(*steps: dict[str, Any], amount: Any = None) -> dict[str, Any]:
    """Everybody gets one grade that pays so."""
    return rules(
        None, "seats", "ties", grades={"all": {"label": "전원", "pays": {"pay": amount or {"steps": [*steps]}}}}
    )


UP = {"round": {"unit": 1000, "mode": "up"}}
BASE = {"take": {"by": "grade", "values": {"9급": 2000100, "8급": 2300000, "7급": 2600000, "6급": 4307000}}}


def test_rounding_between_the_steps_is_a_rule_of_its_own() -> None:
    """2,000,100 × 1.725 = 3,450,172.5, up 3,451,000; × 35 / 40 = 3,019,625, up 3,020,000. Rounded once: 3,019,000."""
    part_time: list[dict[str, Any]] = [{"times": {"fact": "hours"}}, {"over": 40}]
    who = {"grade": "9급", "hours": 35}
    assert paid(pays(BASE, {"times": 1.725}, UP, *part_time, UP), [1], who) == {"K-0": "3020000"}
    assert paid(pays(BASE, {"times": 1.725}, *part_time, UP), [1], who) == {"K-0": "3019000"}


def test_every_step_is_a_line_and_the_lines_add_up_to_the_amount() -> None:
    data = pays(BASE, {"times": 1.725}, UP, {"times": {"fact": "hours"}}, {"over": 40}, UP, {"at_most": 3000000})
    (payment,) = evaluated(data, [1], {"grade": "9급", "hours": 35}).payments
    amounts = [str(step.amount) for step in payment.steps]
    assert amounts == ["2000100", "1450072.5", "827.5", "117334000", "-117765375", "375", "-20000"]
    assert sum(step.amount for step in payment.steps) == payment.amount == 3000000


def test_every_step_of_an_amount_tells_its_number_since_when_and_by_which_fact() -> None:
    """2,000,100 × 1.725 = 3,450,172.5; up to 3,451,000; × 35 / 40 = 3,019,625; at most 3,000,000."""
    rate = {"2024-01-01": 1, "2024-02-01": 1.725}
    data = pays(BASE, {"times": rate}, UP, {"times": {"fact": "hours"}}, {"over": 40}, {"at_most": 3000000})
    (payment,) = evaluated(data, [1], {"grade": "9급", "hours": 35}).payments
    told = [(str(each.kind), str(each.amount), each.value, str(each.since or ""), each.facts) for each in payment.steps]
    assert told == [
        ("take", "2000100", "2000100", "", {"fact": Label("grade", "grade"), "have": "9급"}),
        ("times", "1450072.5", "1.725", "2024-02-01", {}),
        ("rounding", "827.5", "", "", {"unit": "1000", "mode": "up"}),
        ("times", "117334000", "35", "", {"fact": Label("hours", "hours"), "have": "35"}),
        ("over", "-117765375", "40", "", {}),
        ("at_most", "-19625", "3000000", "", {}),
    ]
    assert {(each.rule, each.label) for each in payment.steps} == {("awards.merit.grades.all", Label("전원", "전원"))}


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([{"take": 10}, {"at_least": 25}, {"at_most": 20}], "20"),
        ([{"take": 10}, {"at_most": 20}, {"at_least": 5}], "10"),
        ([{"take": {"fact": "hours"}}, {"over": 3}], "35/3"),
        ([{"take": {"fact": "hours"}}, {"over": 3}, {"round": {"unit": 0.5, "mode": "half_up"}}], "11.5"),
        ([{"take": {"2024-01-01": 7, "2025-01-01": 9}}, {"times": 2}], "14"),
    ],
)
def test_steps_act_in_written_order(steps: list[dict[str, Any]], expected: str) -> None:
    assert paid(pays(*steps), [1], {"hours": 35}) == {"K-0": expected}


def test_an_unknown_fact_keeps_one_amount_back_and_no_other() -> None:
    data = pays({"take": {"fact": "hours"}})
    data["awards"]["merit"]["grades"]["all"]["pays"]["leave_day"] = 1
    assert paid(data, [2, 1], {"hours": ""}, {"hours": 40}) == {"K-0": "1", "K-1": "40 1"}
    (found,) = graded(data, [2, 1], {"hours": ""}, {"hours": 40})
    assert [reason.code for reason in found.reasons] == [Code.PAY_FACT_UNKNOWN]
    assert all(payment.provisional for payment in evaluated(data, [2, 1], {"hours": ""}, {"hours": 40}).payments)


@pytest.mark.parametrize(
    ("hours", "step", "wanted"),
    [
        (-1, {"times": {"fact": "hours"}}, "≥ 0"),
        (0, {"over": {"fact": "hours"}}, "> 0"),
        (-1, {"over": {"fact": "hours"}}, "> 0"),
    ],
)
def test_a_number_that_makes_no_sense_pays_nothing_and_says_so(hours: int, step: dict[str, Any], wanted: str) -> None:
    (found,) = graded(pays({"take": 10}, step), [1], {"hours": hours})
    assert [reason.code for reason in found.reasons] == [Code.PAY_OUT_OF_RANGE]
    assert (found.reasons[0].facts["expected"], found.reasons[0].facts["value"]) == (wanted, str(hours))
    assert paid(pays({"take": 10}, {"times": {"fact": "hours"}}), [1], {"hours": 0}) == {}
    assert found.rows[0].payments == ()


@settings(max_examples=40)
@given(
    st.integers(0, 9999999),
    st.sampled_from(["1.725", "0.08", "1.25", "0"]),
    st.integers(1, 40),
    st.sampled_from([1, 10, 1000]),
    st.sampled_from(["up", "down", "half_up", "half_even"]),
)
def test_the_steps_of_a_payment_always_add_up_to_it(base: int, rate: str, hours: int, unit: int, mode: str) -> None:
    rounded = {"round": {"unit": unit, "mode": mode}}
    data = pays({"take": base}, {"times": rate}, rounded, {"times": {"fact": "hours"}}, {"over": 40}, rounded)
    for payment in evaluated(data, [1], {"hours": hours}).payments:
        assert payment.amount == sum(step.amount for step in payment.steps)
        assert payment.amount % unit == 0


# ── supplements ──────────────────────────────────────────────────────────────────────────────────────────────


def extra(**keys: Any) -> dict[str, Any]:
    half = {"steps": [{"take": "award"}, {"times": 0.5}]}
    return {"more": {"label": "가산금", "pays": {"pay": half}, **keys}}


def test_a_supplement_begins_with_what_the_grade_pays() -> None:
    assert paid(rules(supplements=extra(grades=["s"])), [5, 4, 3, 2, 1]) == {
        "K-0": "300 150", "K-1": "300 150", "K-2": "200", "K-3": "200",
    }  # fmt: skip


def test_a_supplement_for_the_top_goes_to_a_share_of_all_who_are_counted() -> None:
    """A tenth of 10 is one."""
    found = paid(rules(supplements=extra(top=0.1)), list(range(10, 0, -1)))
    assert [payee for payee, amounts in found.items() if " " in amounts] == ["K-0"]


def test_a_supplement_may_pay_by_what_people_are() -> None:
    """Those of the best grade get 50 where they are of 6급, and nothing more where they are of 9급."""
    by_grade = {"steps": [{"take": {"by": "grade", "values": dict(zip(GRADES, (0, 10, 20, 50), strict=True))}}]}
    found = paid(
        rules(supplements=extra(grades=["s"], pays={"pay": by_grade})),
        [5, 4, 3, 2, 1],
        {"grade": "6급"},
        {"grade": "9급"},
    )
    assert found == {"K-0": "300 50", "K-1": "300", "K-2": "200", "K-3": "200"}


@pytest.mark.parametrize(("ties", "number"), [("upper", 2), ("lower", 0), ("hold", 0)])
def test_equals_at_the_edge_of_the_top_do_as_at_the_edge_of_a_grade(ties: str, number: int) -> None:
    data = rules(ties=ties, supplements=extra(top=0.1))
    points = [10, 10, 8, 7, 6, 5, 4, 3, 2, 1]
    assert sum(" " in amounts for amounts in paid(data, points).values()) == number
    assert graded(data, points)[0].provisional is (ties == "hold")


# ── groups, periods, laws ────────────────────────────────────────────────────────────────────────────────────


def test_groups_are_graded_by_the_sum_of_their_people() -> None:
    answers = {**RULES["answers"], "group_credited_on": "period_end"}
    data = by_score(of="team")
    data["answers"] = answers
    people = [{"team": "행정"}, {"team": "행정"}, {"team": "세무"}]
    (found,) = graded(data, [50, 30, 79], *people)
    assert places(found) == {"행정": "top", "세무": "mid"}
    payments = evaluated(data, [50, 30, 79], *people).payments
    assert [(each.payee, each.payee_kind, str(each.amount)) for each in payments] == [
        ("세무", "team", "100"), ("행정", "team", "300"),
    ]  # fmt: skip


def test_people_may_be_graded_over_a_named_period() -> None:
    """The marks are of 10 June: they are in the season from May to October."""
    season = {"periods": {"season": {"label": "the season", "from": "05-01", "until": "11-01"}}}
    (found,) = graded(rules(season, measure={"counter": "earned", "per": "season"}), [5, 4, 3])
    assert (found.period, [str(row.score) for row in found.rows]) == ("2024 season", ["5", "4", "3"])


def test_before_its_last_day_a_grading_is_a_forecast_and_pays_nothing() -> None:
    early = evaluated(rules(), [5, 4, 3], as_of="2024-12-30")
    assert (early.rankings[0].final, early.payments) == (False, ())
    assert [row.place for row in early.rankings[0].rows] == ["s", "a", "b"]


FACTS = st.fixed_dictionaries(
    {
        "grade": st.sampled_from([*GRADES, ""]),
        "hours": st.sampled_from([40, 35, ""]),
        "trained": st.sampled_from(["yes", "no"]),
        "leave": st.sampled_from(["yes", "no"]),
    }
)
EVERYTHING = rules(
    within={"by": "grade", "pool_below": 2},
    not_paid={"when": {"leave": "yes"}, "then": "take_from_lowest_paid"},
    adjust=change(down=1),
    supplements=extra(top=0.5),
)


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 5), FACTS), max_size=7), st.randoms())
def test_no_id_and_no_order_of_rows_decides_a_grade(people: list[tuple[int, dict[str, Any]]], random: Any) -> None:
    """Other ids, in another order: everybody has the same rank, grade and amount under the new name."""
    names = [f"P{number}" for number in range(len(people))]
    random.shuffle(names)
    results = []
    for called, order in ((names, 1), ([f"K-{n}" for n in range(len(people))], -1)):
        staff = [{"member_id": name, **facts} for name, (_, facts) in zip(called, people, strict=True)]
        rows = [
            {"entry_id": f"E-{n}", "member_id": name, "date": "2024-06-10", "activity": "mark", "quantity": points}
            for n, (name, (points, _)) in enumerate(zip(called, people, strict=True))
        ]
        found = evaluate(load_scheme(EVERYTHING), rows[::order], staff[::order], as_of="2024-12-31")
        amounts = {each.payee: str(each.amount) for each in found.payments}
        lines = {row.name: (row.rank, row.place, amounts.get(row.name)) for each in found.rankings for row in each.rows}
        results.append([lines.get(name) for name in called])
        assert Evaluation.from_json(found.to_json()) == found
    assert results[0] == results[1]


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 5), FACTS), max_size=8))
def test_everybody_who_is_listed_is_in_a_grading_once_or_named_apart(people: list[tuple[int, dict[str, Any]]]) -> None:
    found = graded(EVERYTHING, [float(points) for points, _ in people], *(facts for _, facts in people))
    told = [row.name for each in found for row in each.rows] + [name.name for each in found for name in each.apart]
    assert sorted(told) == sorted(f"K-{n}" for n in range(len(people)))
    assert all(sum(each.seats.values()) == len(each.rows) for each in found)


# ── what people read, what is refused ────────────────────────────────────────────────────────────────────────


def test_an_explanation_tells_the_rank_the_seats_the_change_and_every_step() -> None:
    data = rules(adjust=change(down=1))
    found = evaluated(data, [98, 95, 90, 85, 80], {"trained": "no"})
    told = found.explain("K-0", "ko")
    assert "이유: 5명 가운데 1위라 S 등급입니다(등급별 인원: S 2, A 2, B 1)" in told
    assert "이유: 조정으로 S 등급이 A 등급이 됩니다" in told
    assert "because grade A in place of S: 조정" in found.explain("K-0", "en")
    assert isinstance(found.rankings[0].rows[0], Ranked)


def test_cases_check_ranks_over_all_who_are_graded(tmp_path: Any) -> None:
    """Two kinds of people: a case names the ranks of both in one place."""
    import yaml  # noqa: PLC0415  # only here

    (tmp_path / "s.yaml").write_text(yaml.safe_dump(rules(within={"by": "grade"}), allow_unicode=True), "utf-8")
    case = {
        "label": "두 직급",
        "members": [{"member_id": f"K-{n}", "grade": grade} for n, grade in enumerate(("9급", "9급", "8급"))],
        "entries": [{"entry_id": "E", "member_id": "K-1", "date": "2024-06-10", "activity": "mark", "quantity": 3}],
        "expect": {"rankings": {"merit": {"2024": {"K-0": 2, "K-1": 1, "K-2": 1}}}},
    }
    cases = {"language": 1, "scheme": "s.yaml", "as_of": "2024-12-31", "cases": {"one": case}}
    (tmp_path / "s.cases.yaml").write_text(yaml.safe_dump(cases, allow_unicode=True), "utf-8")
    report = run_cases(tmp_path / "s.cases.yaml")
    assert (report.findings, report.failures) == ((), ())


def test_totals_refuse_an_award_by_grade_by_its_address() -> None:
    with pytest.raises(InputError) as caught:
        plan_of(program_of(load_scheme(rules())))
    assert [(found.code, found.facts["name"]) for found in caught.value.findings] == [
        (Code.NOT_COVERED, "awards.merit")
    ]


S = {"label": "S", "share": 0.5}
LATER = {"2025-01-01": 2}
TAKEN = {"when": {"leave": "yes"}, "then": "take_from_lowest_paid"}
BY_KIND = {"by": "kind", "values": {"가": 1, "나": 2}}
BY_SCORE_WITH_TIES = rules(None, "seats", grades={"s": {"label": "S", "at_least": 1}})


@pytest.mark.parametrize(
    ("data", "code", "address"),
    [
        (rules(grades={"s": S, "a": {"label": "A", "at_least": 3}}), Code.CONTRADICTION, "grades.a.at_least"),
        (rules(grades={"s": {"label": "S"}, "a": S}), Code.MISSING_KEY, "grades.s"),
        (rules(grades={"s": S, "a": {"label": "A", "share": 0.6}}), Code.SHARES_NOT_WHOLE, "grades"),
        (rules(None, "seats"), Code.MISSING_KEY, ""),
        (rules(None, "ties"), Code.MISSING_KEY, ""),
        (BY_SCORE_WITH_TIES, Code.CONTRADICTION, "ties"),
        (by_score(not_paid=TAKEN), Code.CONTRADICTION, "not_paid.then"),
        (rules(within={"by": "hours"}), Code.WRONG_FACT_KIND, "within.by"),
        (rules(adjust=change(at_least="c")), Code.UNKNOWN_ID, "adjust.x.at_least"),
        (rules(adjust=change(up=1, down=1)), Code.ONE_OF_TWO, "adjust.x"),
        (rules(supplements=extra(grades=["s", "s"])), Code.DUPLICATE_VALUE, "supplements.more.grades.1"),
        (rules(not_paid={"when": {"quantity": 1}, "then": "place_last"}), Code.CONTRADICTION, "not_paid.when.quantity"),
        (rules(measure={"counter": "balance"}), Code.CONTRADICTION, "measure"),
        (pays({"times": 2}), Code.MISSING_KEY, "grades.all.pays.pay.steps.0"),
        (pays({"take": 1}, {"take": 2}), Code.CONTRADICTION, "grades.all.pays.pay.steps.1.take"),
        (pays({"take": "award"}), Code.CONTRADICTION, "grades.all.pays.pay.steps.0.take"),
        (pays({"take": 1}, {"over": 0}), Code.OUT_OF_RANGE, "grades.all.pays.pay.steps.1.over"),
        (pays({"take": BY_KIND}), Code.MISSING_KEY, "grades.all.pays.pay.steps.0.take.values"),
        (pays({"take": 1}, {"times": LATER}), Code.VALUE_NOT_YET_IN_FORCE, "grades.all.pays.pay.steps.1.times"),
        (pays({"take": {"fact": "grade"}}), Code.WRONG_FACT_KIND, "grades.all.pays.pay.steps.0.take.fact"),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_refused_at_its_place(data: dict[str, Any], code: Code, address: str) -> None:
    with pytest.raises(SchemeErrors) as caught:
        load_scheme(data)
    where = ".".join(filter(None, ("awards.merit", address)))
    assert [(found.code, found.place.address) for found in caught.value.findings] == [(code, where)]


def test_facts_of_people_have_no_place_where_groups_are_graded() -> None:
    data = rules(of="team", within={"by": "grade"}, adjust=change(down=1))
    data["awards"]["merit"]["grades"]["s"]["pays"] = {"pay": {"steps": [{"take": {"fact": "hours"}}]}}
    data["answers"] = {**RULES["answers"], "group_credited_on": "period_end"}
    with pytest.raises(SchemeErrors) as caught:
        load_scheme(data)
    assert {found.code for found in caught.value.findings} == {Code.CONTRADICTION}
    assert len(caught.value.findings) == 3


# ── the same steps in tiers and places ───────────────────────────────────────────────────────────────────────

BY_HOURS = {"pay": {"steps": [{"take": 1000}, {"times": {"fact": "hours"}}, {"over": 40}]}}


def with_award(award: dict[str, Any], **answers: str) -> dict[str, Any]:
    data = deepcopy(RULES)
    data["awards"] = {"merit": {"label": "상", "measure": {"counter": "earned", "per": "year"}, **award}}
    data["answers"] = {"points_count_on": "activity_date", "ranking_field": "roster", **answers}
    return data


def ranking(ties: Any = "expand") -> dict[str, Any]:
    places_ = {"first": {"ranks": 1, "pays": BY_HOURS}}
    return with_award({"kind": "ranking", "of": "member", "score": "sum", "ties": ties, "places": places_})


def tiers(again: str = "always", by: str = "automatic") -> dict[str, Any]:
    award = {
        "kind": "tiers",
        "claim": {"by": by, "per": "year"} | ({"times": 1} if by == "member" else {}),
        "pay": "highest",
        "again": again,
        "consume": "nothing",
        "tiers": {"t": {"at": 1, "pays": BY_HOURS}},
    }
    return with_award(award)


@pytest.mark.parametrize("data", [ranking(), tiers()], ids=["place", "tier"])
def test_equal_points_pay_each_person_by_their_own_facts(data: dict[str, Any]) -> None:
    found = evaluated(data, [5, 5], {"hours": 40}, {"hours": 35})
    assert {each.payee: str(each.amount) for each in found.payments} == {"K-0": "1000", "K-1": "875"}
    assert all(sum(step.amount for step in each.steps) == each.amount for each in found.payments)
    assert Evaluation.from_json(found.to_json()) == found


def test_a_place_whose_amount_is_unknown_is_paid_later_and_the_ranking_is_provisional() -> None:
    found = evaluated(ranking(), [5, 5], {"hours": ""}, {"hours": 40})
    assert [(each.payee, each.provisional) for each in found.payments] == [("K-1", True)]
    assert [reason.code for reason in found.rankings[0].reasons] == [Code.PAY_FACT_UNKNOWN]


def test_a_tier_whose_amount_is_unknown_keeps_its_settlement_waiting() -> None:
    found = evaluated(tiers(), [5], {"hours": ""})
    (settlement,) = found.statements["K-0"].settlements
    assert (str(settlement.state), found.payments) == ("held", ())
    assert [reason.code for reason in settlement.reasons] == [Code.PAY_FACT_UNKNOWN]


@pytest.mark.parametrize(
    ("data", "address"),
    [
        (ranking({"share": {"unit": 1, "mode": "down"}}), "awards.merit.places.first.pays"),
        (tiers("difference"), "awards.merit.again"),
    ],
)
def test_where_one_amount_is_for_all_steps_are_refused(data: dict[str, Any], address: str) -> None:
    with pytest.raises(SchemeErrors) as caught:
        load_scheme(data)
    assert [(found.code, found.place.address) for found in caught.value.findings] == [(Code.CONTRADICTION, address)]


@pytest.mark.parametrize(
    ("data", "address"), [(ranking(), "awards.merit.places.first.pays"), (tiers(), "awards.merit.tiers.t")]
)
def test_totals_refuse_amounts_in_steps_by_their_address(data: dict[str, Any], address: str) -> None:
    with pytest.raises(InputError) as caught:
        plan_of(program_of(load_scheme(data)))
    assert [found.facts["name"] for found in caught.value.findings] == [address]


# Whoever is graded, and by what.

TWO = [{"member_id": "K-1", "grade": "9급", "team": "총무과"}, {"member_id": "K-2", "grade": "9급", "team": "감사과"}]
MARKS: dict[str, Any] = {
    "activities": {
        "mark": {"label": "평정", "points": {"each": 1}},
        "other": {"label": "그 밖", "points": {"each": 1}},
        "praise": {"label": "부서 칭찬", "points": 5, "of": "team"},
    },
    "counters": {"marks": {"label": "평정 평균", "activities": ["mark"], "take": "mean"}},
}


def done(member: str, points: int, activity: str = "mark", day: str = "2024-05-01") -> dict[str, Any]:
    row = {"member_id": member, "date": day, "activity": activity}
    return {"entry_id": f"{member} {activity} {points} {day}", **row, "quantity": points}


def score_and_grade(data: dict[str, Any], rows: list[dict[str, Any]]) -> dict[str, tuple[str, str]]:
    result = evaluate(load_scheme(data), rows, TWO, as_of="2024-12-31")
    return {row.name: (str(row.score), row.place) for each in result.rankings for row in each.rows}


def test_a_grading_goes_by_the_counter_that_it_measures_and_by_nothing_else() -> None:
    """K-1 has marks of 5 and 7, a mean of 6; K-2 a mark of 2, and 50 points of another kind."""
    halves = {"s": {"label": "S", "share": 0.5, "pays": {"pay": 300}}, "a": {"label": "A"}}
    measured = rules(MARKS, measure={"counter": "marks", "per": "year"}, grades=halves)
    rows = [done("K-1", 5), done("K-1", 7), done("K-2", 2), done("K-2", 50, "other")]
    assert score_and_grade(measured, rows) == {"K-1": ("6", "s"), "K-2": ("2", "a")}


def test_groups_are_graded_with_the_entries_that_are_their_own() -> None:
    """총무과 has 4 from K-1; 감사과 2 from K-2, and 5 of its own."""
    halves = {"s": {"label": "S", "share": 0.5, "pays": {"pay": 300}}, "a": {"label": "A"}}
    answers = RULES["answers"] | {"group_credited_on": "counting_date"}
    graded = rules(MARKS | {"answers": answers}, of="team", grades=halves)
    rows = [done("K-1", 4), done("K-2", 2), done("감사과", 1, "praise") | {"quantity": None}]
    assert score_and_grade(graded, rows) == {"감사과": ("7", "s"), "총무과": ("4", "a")}


# ── rows of the staff list that could not be read ────────────────────────────────────────────────────────────


ON_THE_DAY = {"grade_judged_on": "activity_date"}


@pytest.mark.parametrize("counted_of", ["roster", "eligible"])
def test_a_row_of_the_staff_list_that_could_not_be_read_makes_a_grading_provisional(counted_of: str) -> None:
    """Somebody who cannot be counted would have moved the seats; the reason says whose row it is and what is wrong."""
    data = rules({"answers": {**RULES["answers"], "grades_counted_of": counted_of}})
    if counted_of == "eligible":
        data |= {"eligible": {"grade": {"at_most": "7급"}}, "answers": {**data["answers"], **ON_THE_DAY}}
    facts = [{"grade": "7급"}, {"grade": "7급"}, {"grade": "7급"}, {"grade": "10급"}]
    (whole,) = graded(data, [4, 3, 2], *facts)
    (lacking,) = graded(data, [4, 3, 2, 1], *facts)
    assert not whole.provisional
    assert lacking.provisional
    told = [reason for reason in lacking.reasons if reason.code is Code.ROSTER_ROW_UNREAD]
    assert [reason.facts["member"] for reason in told] == ["K-3"]
    assert "10급" in told[0].message("ko")


def test_entries_of_somebody_whose_row_could_not_be_read_are_not_told_to_be_of_nobody() -> None:
    answers = {**RULES["answers"], **ON_THE_DAY}
    data = rules({"eligible": {"grade": {"at_most": "7급"}}, "answers": answers})
    result = evaluated(data, [4, 3], {"grade": "7급"}, {"grade": "10급"})
    (held,) = result.held
    assert [reason.code for reason in held.reasons] == [Code.ROSTER_ROW_UNREAD]


def test_the_order_of_the_staff_list_does_not_change_what_is_told_of_its_bad_rows() -> None:
    staff = [{"member_id": "K-1", "grade": "10급"}, {"member_id": "K-2", "grade": "11급"}, {"member_id": "K-3"}]
    scheme = load_scheme(rules())
    one, other = (evaluate(scheme, [], rows, as_of="2024-12-31") for rows in (staff, staff[::-1]))
    assert one.to_json() == other.to_json()
    assert [str(reason.code) for reason in one.rankings[0].reasons] == ["nobody_scored", *["roster_row_unread"] * 2]


def test_a_result_with_grades_comes_back_from_its_json_and_a_grade_that_the_scheme_lacks_does_not() -> None:
    found = evaluated(pays({"take": 10}), [1])
    text = found.to_json()
    assert Evaluation.from_json(text).rankings == found.rankings
    assert '"place": "all"' in text
    with pytest.raises(InputError):
        Evaluation.from_json(text.replace('"place": "all"', '"place": "none"'))
