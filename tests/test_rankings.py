"""Rankings beyond sum and rank: who takes part, by which score, in which order, and who is paid what.

Every number is worked by hand beside the test.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incentive_rules import Code, Evaluation, InputError, SchemeErrors, evaluate, evaluate_totals, load_scheme
from incentive_rules.amounts import Amount
from incentive_rules.program.from_scheme import program_of
from incentive_rules.scheme.rankings import As, SeatsRule
from incentive_rules.statement.ranking import Decided, in_turn
from incentive_rules.statement.ranking_score import beside_others
from incentive_rules.statement.seats import seats

Rows = list[dict[str, Any]]
BASE: dict[str, Any] = {
    "language": 1,
    "id": "league",
    "label": "league",
    "from": "2024-01-01",
    "assumed": "a test",
    "facts": {
        "member": {
            "team": "group",
            "kind": {"ordered": ["small", "middle", "large"]},
            "area": "group",
            "grade": {"ordered": ["low", "high"]},
            "drawn": {"number": None},
            "clean": {"yes_no": None},
        }
    },
    "activities": {"idea": {"label": "idea", "points": {"each": 1}}, "help": {"label": "help", "points": {"each": 1}}},
    "rewards": {"money": {"label": "money", "unit": "KRW"}},
}
ANSWERS = {
    "points_count_on": "activity_date",
    "grade_judged_on": "activity_date",
    "group_credited_on": "counting_date",
    "ranking_field": "scored",
    "heads_counted_on": "period_end",
    "heads_are": "everybody",
}
YEAR = {"counter": "earned", "per": "year"}
FIRST = {"first": {"ranks": 1, "pays": {"money": 100}}}


def ranking(**changed: Any) -> dict[str, Any]:
    award = {"kind": "ranking", "label": "prize", "of": "member", "measure": YEAR, "ties": "hold", "places": FIRST}
    return {key: value for key, value in (award | changed).items() if value is not None}


def rules(answers: dict[str, str] | None = None, extra: dict[str, Any] | None = None, **awards: Any) -> dict[str, Any]:
    named = {name: {**award, "label": name} for name, award in awards.items()}
    return {**BASE, **(extra or {}), "awards": named, "answers": {**ANSWERS, **(answers or {})}}


def did(*points: tuple[str, object], day: str = "2024-03-01", **cells: Any) -> Rows:
    """One row for each member and number of points."""
    return [
        {"entry_id": f"{member}-{day}-{n}", "member_id": member, "date": day, "activity": "idea", "quantity": p, **cells}
        for n, (member, p) in enumerate(points)
    ]


def staff(**facts: dict[str, Any]) -> Rows:
    return [{"member_id": member, **each} for member, each in facts.items()]


def run(scheme: dict[str, Any], rows: Rows, people: Rows = (), as_of: str = "2024-12-31") -> Evaluation:  # type: ignore[assignment]  # no rows
    return evaluate(load_scheme(scheme), rows, people, as_of=as_of)


def ranks(result: Evaluation, number: int = 0) -> dict[str, int]:
    return {row.name: row.rank for row in result.rankings[number].rows}


def scores(result: Evaluation, number: int = 0) -> dict[str, str]:
    return {row.name: str(row.score) for row in result.rankings[number].rows}


def paid(result: Evaluation) -> dict[str, int]:
    return {payment.payee: int(payment.amount) for payment in result.payments}


def found(scheme: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(SchemeErrors) as caught:
        load_scheme(scheme)
    return [(str(each.code), each.place.address) for each in caught.value.findings]


def codes(result: Evaluation, name: str, number: int = 0) -> list[str]:
    row = next(each for each in result.rankings[number].rows if each.name == name)
    return [str(note.code) for note in row.notes]


# Scores.

TEAMS = staff(a={"team": "A"}, b={"team": "A"}, c={"team": "B"}, d={"team": "B"}, e={"team": "B"})


def test_a_score_per_head_divides_by_all_people_and_a_mean_by_those_who_brought_points() -> None:
    """A has 6 points, 2 people and 1 who brought them; B has 7, 3 and 2: 3 and 7/3 a head, 6 and 7/2 on average."""
    rows = did(("a", 6), ("c", 3), ("d", 4))
    assert scores(run(rules(x=ranking(of="team", score="sum")), rows, TEAMS)) == {"B": "7", "A": "6"}
    assert scores(run(rules(x=ranking(of="team", score="per_head")), rows, TEAMS)) == {"A": "3", "B": "7/3"}
    assert scores(run(rules(x=ranking(of="team", score="mean")), rows, TEAMS)) == {"A": "6", "B": "3.5"}


MOVED = [
    {"member_id": "a", "team": "A"},
    {"member_id": "b", "team": "A", "until": "2024-10-01"},
    {"member_id": "b", "team": "B", "from": "2024-10-01"},
    {"member_id": "c", "team": "B"},
]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("period_start", {"A": "3", "B": "4"}),  # 6/2, 4/1
        ("period_end", {"A": "6", "B": "2"}),  # 6/1, 4/2
        ("average_of_months", {"A": "24/7", "B": "3.2"}),  # nine months 2 and 1, three months 1 and 2: 7/4 and 5/4
    ],
)
def test_heads_are_counted_on_the_day_that_the_answer_names(day: str, expected: dict[str, str]) -> None:
    scheme = rules({"heads_counted_on": day}, x=ranking(of="team", score="per_head"))
    assert scores(run(scheme, did(("a", 6), ("c", 4)), MOVED)) == expected


def test_heads_may_be_only_those_who_can_earn_points() -> None:
    people = staff(
        a={"team": "A", "grade": "low"}, b={"team": "A", "grade": "high"}, c={"team": "B", "grade": "low"}
    )
    scheme = rules({"heads_are": "eligible"}, {"eligible": {"grade": "low"}}, x=ranking(of="team", score="per_head"))
    assert scores(run(scheme, did(("a", 6), ("c", 4)), people)) == {"A": "6", "B": "4"}


def test_points_that_nobody_is_left_to_divide_by_are_no_score_and_the_ranking_says_so() -> None:
    people = [{"member_id": "a", "team": "A", "until": "2024-06-01"}, {"member_id": "c", "team": "B"}]
    result = run(rules(x=ranking(of="team", score="per_head")), did(("a", 6), ("c", 4)), people)
    assert (scores(result), result.rankings[0].provisional) == ({"B": "4"}, True)
    assert "no_heads" in [str(each.code) for each in result.rankings[0].reasons]


@given(st.dictionaries(st.sampled_from("abcdef"), st.fractions(0, 20, max_denominator=4), min_size=1))
def test_what_is_taken_of_points_beside_others_lies_between_0_and_1_and_keeps_their_order(
    points: dict[str, Fraction],
) -> None:
    for taken_as in (As.SHARE_OF_BEST, As.SHARE_OF_ALL, As.MIN_MAX, As.RANK):
        taken = beside_others(taken_as, points)
        assert all(0 <= each <= 1 for each in taken.values())
        assert all((taken[a] >= taken[b]) for a in points for b in points if points[a] >= points[b])


@pytest.mark.parametrize(
    ("taken_as", "expected"),
    [
        ("points", {"a": "80", "b": "40", "c": "20"}),
        ("share_of_best", {"a": "10", "b": "5", "c": "2.5"}),
        ("share_of_all", {"a": "40/7", "b": "20/7", "c": "10/7"}),
        ("min_max", {"a": "10", "b": "10/3", "c": "0"}),
        ("rank", {"a": "10", "b": "20/3", "c": "10/3"}),
    ],
)
def test_a_part_takes_of_8_4_and_2_points_what_it_says_times_10(taken_as: str, expected: dict[str, str]) -> None:
    measure = {"per": "year", "parts": {"work": {"counter": "earned", "weight": 10, "as": taken_as}}}
    result = run(rules(x=ranking(measure=measure)), did(("a", 8), ("b", 4), ("c", 2)))
    assert scores(result) == expected


def test_parts_add_up_with_their_weights_and_each_is_a_step_of_the_score() -> None:
    """First stage a 8, b 4. Composite: 0.6 × 100 × share of best there, and 40 × the points of the half: b has all."""
    first = ranking(places={"first": {"ranks": [1, 2]}}, ties="expand")
    measure = {
        "per": "year",
        "parts": {
            "stage": {"stage": "first", "weight": 60, "as": "share_of_best"},
            "own": {"counter": "earned", "weight": "0.5", "as": "points"},
        },
    }
    result = run(rules(last=ranking(measure=measure), first=first), did(("a", 8), ("b", 4)))
    assert scores(result) == {"a": "64", "b": "32"}  # 60 + 4, 30 + 2
    for row in result.rankings[0].rows:
        assert sum(step.amount for step in row.steps) == row.score
    told = result.explain("member:a", "en")
    assert "60 × the share of the best, of 8" in told
    assert Evaluation.from_json(result.to_json()) == result


# Who takes part.


def test_only_those_whom_an_earlier_ranking_put_high_enough_take_part_ties_and_all() -> None:
    first = ranking(places={"first": {"ranks": 1}}, ties="expand", measure={"counter": "earned", "per": "year"})
    last = ranking(field={"stage": "screening", "ranks": 2}, ties="expand")
    result = run(rules(last=last, screening=first), did(("a", 5), ("b", 4), ("c", 4), ("d", 1)))
    assert (ranks(result), ranks(result, 1)) == ({"a": 1, "b": 2, "c": 2}, {"a": 1, "b": 2, "c": 2, "d": 4})


def test_whoever_does_not_fulfil_the_condition_is_not_ranked_and_counts_for_no_group() -> None:
    people = staff(a={"team": "A", "clean": "yes"}, b={"team": "A", "clean": "no"}, c={"team": "B", "clean": "yes"})
    rows = did(("a", 3), ("b", 9), ("c", 4))
    assert scores(run(rules(x=ranking(field={"when": {"clean": "yes"}})), rows, people)) == {"c": "4", "a": "3"}
    teams = ranking(of="team", score="sum", field={"when": {"clean": "yes"}})
    assert scores(run(rules(x=teams), rows, people)) == {"B": "4", "A": "3"}


def test_whoever_may_or_may_not_fulfil_it_makes_the_ranking_provisional() -> None:
    people = staff(a={"clean": "yes"}, b={})
    result = run(rules(x=ranking(field={"when": {"clean": "yes"}})), did(("a", 3), ("b", 9)), people)
    assert (ranks(result), [payment.provisional for payment in result.payments]) == ({"a": 1}, [True])
