"""Rankings beyond sum and rank: who takes part, by which score, in which order, and who is paid what.

Every number is worked by hand beside the test.
"""

from __future__ import annotations

from contextlib import nullcontext as nothing_raised
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incentive_rules import Code, Evaluation, InputError, SchemeErrors, evaluate, evaluate_totals, load_scheme
from incentive_rules.amounts import Amount
from incentive_rules.program.from_scheme import program_of
from incentive_rules.report.form import forms_of
from incentive_rules.scheme.rankings import As, SeatsRule
from incentive_rules.statement.ranks.ranking import Decided, in_turn
from incentive_rules.statement.ranks.score import beside_others
from incentive_rules.statement.ranks.seats import seats

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
    "second_prize": "both",
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
        {
            "entry_id": f"{member}-{day}-{n}",
            "member_id": member,
            "date": day,
            "activity": "idea",
            "quantity": p,
            **cells,
        }
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
    people = staff(a={"team": "A", "grade": "low"}, b={"team": "A", "grade": "high"}, c={"team": "B", "grade": "low"})
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


# Within.


def test_within_a_fact_each_value_has_a_ranking_of_its_own() -> None:
    people = staff(a={"area": "north"}, b={"area": "north"}, c={"area": "south"})
    result = run(rules(x=ranking(within={"by": "area"})), did(("a", 5), ("b", 4), ("c", 1)), people)
    assert [(each.within, each.label.en) for each in result.rankings] == [
        (("north",), "x (north)"),
        (("south",), "x (south)"),
    ]
    assert (ranks(result), ranks(result, 1), paid(result)) == ({"a": 1, "b": 2}, {"c": 1}, {"a": 100, "c": 100})


def test_small_pools_of_an_ordered_fact_join_the_next_lower_and_the_lowest_the_next_higher() -> None:
    """large 1, middle 2, small 1, at least 2 each: large joins middle, and small joins both."""
    kinds = {"a": "large", "b": "middle", "c": "middle", "d": "small"}
    people = staff(**{member: {"kind": kind} for member, kind in kinds.items()})
    rows = did(("a", 4), ("b", 3), ("c", 2), ("d", 1))
    pooled = ranking(within={"by": "kind", "pool_below": 2})
    assert [each.within for each in run(rules(x=pooled), rows, people).rankings] == [("large", "middle", "small")]
    two = [*people, {"member_id": "e", "kind": "small"}]
    result = run(rules(x=pooled), [*rows, *did(("e", 5))], two)
    assert [("·".join(each.within), len(each.rows)) for each in result.rankings] == [("large·middle", 3), ("small", 2)]


def test_small_pools_of_groups_are_put_together() -> None:
    people = staff(a={"area": "n"}, b={"area": "n"}, c={"area": "s"}, d={"area": "w"})
    rows = did(("a", 4), ("b", 3), ("c", 2), ("d", 1))
    result = run(rules(x=ranking(within={"by": "area", "pool_below": 2})), rows, people)
    assert [("·".join(each.within), ranks(result, n)) for n, each in enumerate(result.rankings)] == [
        ("n", {"a": 1, "b": 2}),
        ("s·w", {"c": 1, "d": 2}),
    ]


def test_a_group_whose_people_disagree_about_the_fact_is_in_no_pool_and_that_is_told() -> None:
    people = staff(a={"team": "A", "area": "n"}, b={"team": "A", "area": "s"}, c={"team": "B", "area": "n"})
    award = ranking(of="team", score="sum", within={"by": "area"})
    result = run(rules(x=award), did(("a", 4), ("c", 2)), people)
    assert (ranks(result), [str(each.code) for each in result.rankings[0].reasons]) == ({"B": 1}, ["people_disagree"])


def test_a_counter_of_which_nothing_is_known_makes_the_ranking_provisional_and_says_so() -> None:
    """K-1's only entry leaves its days blank; K-2 has 5 days."""
    facts = {**BASE["facts"], "entry": {"days": {"number": None}}}
    counters = {"days": {"label": "days", "of": "days"}}
    scheme = rules(extra={"facts": facts, "counters": counters}, r=ranking(measure={"counter": "days", "per": "year"}))
    result = run(scheme, did(("K-1", 1)) + did(("K-2", 1), days=5))
    assert scores(result) == {"K-2": "5"}
    assert result.rankings[0].provisional
    assert [reason.code for reason in result.rankings[0].reasons] == [Code.COUNTER_UNKNOWN]


def test_shares_are_taken_beside_those_of_the_same_pool() -> None:
    people = staff(a={"area": "n"}, b={"area": "n"}, c={"area": "s"})
    measure = {"per": "year", "parts": {"p": {"counter": "earned", "weight": 100, "as": "share_of_best"}}}
    result = run(rules(x=ranking(measure=measure, within={"by": "area"})), did(("a", 8), ("b", 4), ("c", 1)), people)
    assert (scores(result), scores(result, 1)) == ({"a": "100", "b": "50"}, {"c": "100"})


# Ties.

EQUAL = did(("a", 2), ("a", 2)) + did(("b", 4), day="2024-02-01") + did(("c", 1))


def test_the_earlier_day_of_the_last_points_parts_equal_scores_and_the_row_says_so() -> None:
    result = run(rules(x=ranking(ties={"by": [{"earliest": "yes"}], "then": "hold"})), EQUAL)
    assert (ranks(result), paid(result)) == ({"b": 1, "a": 2, "c": 3}, {"b": 100})
    assert codes(result, "a") == codes(result, "b") == ["tie_broken"]
    assert "the earlier day" in result.explain("member:b", "en")


@pytest.mark.parametrize(("first", "winner"), [("lowest", "b"), ("highest", "a")])
def test_a_drawn_number_in_the_staff_list_decides(first: str, winner: str) -> None:
    people = staff(a={"drawn": 9}, b={"drawn": 3}, c={})
    award = ranking(ties={"by": [{"fact": "drawn", "first": first}], "then": "hold"})
    assert paid(run(rules(x=award), did(("a", 4), ("b", 4), ("c", 1)), people)) == {winner: 100}


def test_a_counter_of_the_scheme_parts_equal_scores() -> None:
    """a has 3 + 2 points, b 2 + 3: equal, but b helped more."""
    helped = {"counters": {"helped": {"label": "helped", "activities": ["help"]}}}
    ties = {"by": [{"highest": "helped"}], "then": "hold"}
    rows = did(("a", 3), ("b", 2)) + did(("a", 2), ("b", 3), day="2024-04-01", activity="help")
    assert ranks(run(rules(extra=helped, prize=ranking(ties=ties)), rows)) == {"b": 1, "a": 2}


def test_a_number_that_is_not_known_decides_nothing_and_the_tie_is_held() -> None:
    people = staff(a={"drawn": 9}, b={}, c={})
    award = ranking(ties={"by": [{"fact": "drawn", "first": "lowest"}, {"lot": "s"}], "then": "expand"})
    result = run(rules(x=award), did(("a", 4), ("b", 4)), people)
    assert (ranks(result), paid(result)) == ({"a": 1, "b": 1}, {})
    assert sorted(str(each.code) for each in result.rankings[0].reasons) == ["group_unknown", "tie_held"]


def test_criteria_are_looked_at_one_after_the_other_and_then_the_rest_is_shared() -> None:
    """All have 4. The part of the first stage parts a from b and c, who stay equal and share the second prize."""
    first = ranking(places={"first": {"ranks": 1}}, ties="expand")
    measure = {
        "per": "year",
        "parts": {
            "one": {"stage": "first", "weight": 1, "as": "rank"},
            "same": {"counter": "earned", "weight": 1, "as": "share_of_all"},
        },
    }
    share = {"share": {"unit": 1, "mode": "down"}}
    places = {"first": {"ranks": 1, "pays": {"money": 90}}, "second": {"ranks": 2, "pays": {"money": 45}}}
    award = ranking(measure=measure, ties={"by": [{"lowest": "earned"}], "then": share}, places=places)
    result = run(rules(first=first, x=award), did(("a", 4), ("b", 4), ("c", 4)))
    assert (ranks(result, 1), paid(result)) == ({"a": 1, "b": 1, "c": 1}, {"a": 45, "b": 45, "c": 45})


def test_a_lot_hangs_on_its_seed_and_period_alone_and_not_on_the_order_of_rows() -> None:
    def drawn(seed: str, rows: Rows) -> list[str]:
        award = ranking(ties={"by": [{"lot": seed}], "then": "hold"})
        return [row.name for row in run(rules(x=award), rows).rankings[0].rows]

    rows = did(*((name, 1) for name in "abcdef"))
    assert drawn("1", rows) == drawn("1", rows[::-1])
    assert len({tuple(drawn(str(seed), rows)) for seed in range(8)}) > 1
    assert sorted(drawn("1", rows)) == list("abcdef")


# Places.


@given(st.lists(st.fractions(0, 1, max_denominator=20), min_size=1, max_size=5), st.integers(0, 40))
def test_seats_never_exceed_their_share_by_a_whole_seat_and_whole_shares_give_every_seat(
    weights: list[Fraction], heads: int
) -> None:
    whole = sum(weights)
    shares = [each / whole for each in weights] if whole else [Fraction(1)]
    counts = seats(shares, heads, SeatsRule.LARGEST_REMAINDER)
    assert sum(counts) == heads
    assert all(abs(count - share * heads) < 1 for count, share in zip(counts, shares, strict=True))
    assert all(few <= many for few, many in zip(seats(shares, heads, SeatsRule.FLOOR), counts, strict=True))


@pytest.mark.parametrize(("rule", "winners"), [("floor", ["a", "b"]), ("largest_remainder", ["a", "b", "c"])])
def test_a_top_share_of_the_field_becomes_seats(rule: str, winners: list[str]) -> None:
    """10 and 20 per cent of 9: 0.9 and 1.8, with 6.3 for the rest. Floors 0 and 1; 1 and 2 by largest remainder."""
    tops = {"gold": {"top": "0.1", "pays": {"money": 3}}, "silver": {"top": "0.2", "pays": {"money": 2}}}
    rows = did(*((name, 20 - n) for n, name in enumerate("abcdefghi")))
    result = run(rules(x=ranking(places=tops, seats=rule)), rows)
    assert [row.name for row in result.rankings[0].rows if row.place] == winners[: 1 if rule == "floor" else 3]


def test_a_place_without_a_prize_is_won_and_pays_nothing() -> None:
    result = run(rules(x=ranking(places={"honour": {"ranks": 1}})), did(("a", 2)))
    assert ([row.place for row in result.rankings[0].rows], result.payments) == (["honour"], ())


def test_whoever_is_counted_but_not_paid_keeps_the_rank_and_the_place_stays_empty() -> None:
    people = staff(a={"clean": "no"}, b={"clean": "yes"}, c={"clean": "yes"})
    places = {"first": {"ranks": 1, "pays": {"money": 9}}, "second": {"ranks": 2, "pays": {"money": 5}}}
    award = ranking(places=places, paid_if={"clean": "yes"})
    result = run(rules(x=award), did(("a", 5), ("b", 4), ("c", 3)), people)
    assert (ranks(result), paid(result)) == ({"a": 1, "b": 2, "c": 3}, {"b": 5})
    assert codes(result, "a") == ["place_not_paid"]


TWO = {"first": {"ranks": 1, "pays": {"money": 9}}, "second": {"ranks": 2, "pays": {"money": 5}}}


@pytest.mark.parametrize(("freed", "expected"), [("moves_up", {"b": 9, "c": 5}), ("stays_empty", {"b": 5})])
def test_whoever_won_elsewhere_wins_nothing_here_and_the_freed_place_goes_as_the_scheme_says(
    freed: str, expected: dict[str, int]
) -> None:
    poem = ranking(places={"first": {"ranks": 1, "pays": {"money": 1}}})
    poster = ranking(places=TWO, one_prize={"not_if_won": ["poem"], "freed_place": freed})
    result = run(rules(poster=poster, poem=poem), did(("a", 5), ("b", 4), ("c", 3)))
    due = [payment for payment in result.payments if payment.award == "poster"]
    assert {each.payee: int(each.amount) for each in due} == expected
    assert ranks(result) == {"a": 1, "b": 2, "c": 3}
    assert codes(result, "a") == ["won_before"]


def test_a_prize_of_a_month_bars_from_that_of_the_year_and_not_the_other_way_round() -> None:
    month = ranking(measure={"counter": "earned", "per": "month"})
    year = ranking(one_prize={"not_if_won": ["month"], "freed_place": "moves_up"})
    result = run(rules(year=year, month=month), did(("a", 5)) + did(("b", 1), day="2024-05-02"))
    assert [(each.award, each.payee) for each in result.payments] == [("month", "a"), ("month", "b")]


# Pieces of work, and prizes that are split.


def split(
    among: str = "contributors", by: str = "points", residue: str = "kept_back", unit: object = 1
) -> dict[str, Any]:
    rounding = {"unit": unit, "mode": "down"}
    prize = {"money": 1000}
    how = {"among": among, "by": by, "round": rounding, "residue": residue}
    return {"first": {"ranks": 1, "pays": prize, "split": how}}


def test_a_piece_of_work_is_ranked_by_its_entries_and_its_people_divide_the_prize() -> None:
    """W-1 has 2 + 4 points, W-2 has 5: of 1000, a third and two thirds, cut to tens: 330 and 660."""
    rows = [*did(("a", 2), ("b", 4), work="W-1"), *did(("c", 5), work="W-2", day="2024-04-01"), *did(("d", 9))]
    rows[-1]["entry_id"] = "alone"
    result = run(rules(x=ranking(of="work", score="sum", places=split(unit=10))), rows)
    assert (ranks(result), paid(result)) == ({"W-1": 1, "W-2": 2}, {"a": 330, "b": 660})
    for payment in result.payments:
        assert sum(step.amount for step in payment.steps) == payment.amount
    assert "part of the prize of W-1: 2/3" in result.explain("member:b", "en")
    assert Evaluation.from_json(result.to_json()) == result
    assert {payment.id for payment in result.payments} <= set(result.rankings[0].rows[0].payments)


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        (split("members_at_period_end", "equal"), {"c": 333, "d": 333, "e": 333}),
        (split("members_at_period_end", "points"), {"c": 428, "d": 571}),  # 3/7 and 4/7 of 1000
        (split("contributors", "equal"), {"c": 500, "d": 500}),
        (split("contributors", "points", "largest_part"), {"c": 428, "d": 572}),
    ],
)
def test_the_prize_of_a_group_goes_to_its_people_as_the_split_says(
    how: dict[str, Any], expected: dict[str, int]
) -> None:
    award = ranking(of="team", score="sum", places=how)
    assert paid(run(rules(x=award), did(("a", 1), ("c", 3), ("d", 4)), TEAMS)) == expected


def test_no_id_decides_who_gets_what_rounding_leaves_where_the_largest_parts_are_equal() -> None:
    award = ranking(of="team", score="sum", places=split("contributors", "equal", "largest_part", 300))
    assert paid(run(rules(x=award), did(("c", 3), ("d", 3)), TEAMS)) == {"c": 300, "d": 300}


# Order of settling, and what does not load.


def test_rankings_settle_after_those_that_they_build_on_and_are_told_as_written() -> None:
    first, last = ranking(), ranking(field={"stage": "first", "ranks": 1}, ties="expand")
    program = program_of(load_scheme(rules(last=last, first=first)))
    assert [rule.id for rule in in_turn(program.rankings)] == ["first", "last"]
    assert [each.award for each in run(rules(last=last, first=first), did(("a", 1))).rankings] == ["last", "first"]
    assert Decided().of("first") == ()


def test_rankings_that_wait_for_each_other_do_not_load() -> None:
    one = ranking(field={"stage": "two", "ranks": 1})
    two = ranking(one_prize={"not_if_won": ["one"], "freed_place": "moves_up"})
    assert found(rules(one=one, two=two)) == [("awards_in_circle", "awards.one")]


PART = {"counter": "earned", "weight": 1, "as": "points"}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"of": "team"}, ("missing_key", "awards.x")),
        ({"score": "per_head"}, ("contradiction", "awards.x.score")),
        ({"of": "work", "score": "per_head"}, ("missing_key", "awards.x.places.first")),
        (
            {"measure": {"per": "year", "parts": {"p": {**PART, "counter": "late"}}}},
            ("unknown_id", "awards.x.measure.parts.p.counter"),
        ),
        (
            {"measure": {"per": "year", "parts": {"p": {**PART, "stage": "y"}}}},
            ("one_of_two", "awards.x.measure.parts.p"),
        ),
        ({"measure": {"counter": "balance"}}, ("contradiction", "awards.x.measure")),
        ({"field": {"stage": "y", "ranks": 2}}, ("unknown_id", "awards.x.field.stage")),
        ({"field": {"stage": "y"}}, ("missing_key", "awards.x.field")),
        ({"field": {"when": {"activity": "idea"}}}, ("contradiction", "awards.x.field.when.activity")),
        ({"within": {"by": "drawn"}}, ("wrong_fact_kind", "awards.x.within.by")),
        ({"of": "team", "score": "sum", "paid_if": {"clean": "yes"}}, ("contradiction", "awards.x.paid_if")),
        ({"places": {"p": {"top": "0.1"}}}, ("missing_key", "awards.x")),
        ({"places": {"p": {"top": 2}}, "seats": "floor"}, ("out_of_range", "awards.x.places")),
        ({"places": {"p": {"top": "0.1"}, **FIRST}}, ("contradiction", "awards.x.places")),
        ({"seats": "floor"}, ("contradiction", "awards.x.seats")),
        ({"places": split()}, ("contradiction", "awards.x.places.first.split")),
        ({"ties": {"by": [{"highest": "late"}], "then": "hold"}}, ("unknown_id", "awards.x.ties.by.0.highest")),
        ({"ties": {"by": [{"highest": "earned", "lot": "s"}], "then": "hold"}}, ("one_of_two", "awards.x.ties.by.0")),
        ({"ties": {"by": [{"fact": "drawn"}], "then": "hold"}}, ("missing_key", "awards.x.ties.by.0")),
        (
            {"ties": {"by": [{"fact": "area", "first": "lowest"}], "then": "hold"}},
            ("wrong_fact_kind", "awards.x.ties.by.0.fact"),
        ),
        (
            {"one_prize": {"not_if_won": ["y"], "freed_place": "moves_up"}},
            ("unknown_id", "awards.x.one_prize.not_if_won.0"),
        ),
        ({"stated": {"rewards": {"gold": 2}}}, ("unknown_id", "awards.x.stated.rewards.gold")),
        ({"stated": {"winners": 1, "awards": ["other"]}}, ("unknown_id", "awards.x.stated.awards.0")),
        ({"stated": {}}, ("missing_key", "awards.x.stated")),
        ({"field": {}}, ("missing_key", "awards.x.field")),
    ],
)
def test_what_does_not_go_together_is_told_at_its_place(changed: dict[str, Any], expected: tuple[str, str]) -> None:
    assert expected in found(rules(x=ranking(**changed)))


@pytest.mark.parametrize(
    ("changed", "asked"),
    [
        ({"of": "team", "score": "per_head"}, {"heads_counted_on", "group_credited_on", "ranking_field"}),
        ({"of": "work", "score": "mean", "places": split()}, set()),
        ({"of": "member"}, {"ranking_field"}),
    ],
)
def test_questions_are_asked_where_a_ranking_hangs_on_them(changed: dict[str, Any], asked: set[str]) -> None:
    scheme = rules(x=ranking(**changed)) | {"answers": {"points_count_on": "activity_date"}}
    with pytest.raises(SchemeErrors) if asked else nothing_raised() as caught:
        load_scheme(scheme)
    if caught is not None:
        assert {str(each.facts["name"]) for each in caught.value.findings} == asked


@pytest.mark.parametrize(
    "changed",
    [
        {"field": {"when": {"clean": "yes"}}},
        {"within": {"by": "area"}},
        {"paid_if": {"clean": "yes"}},
        {"ties": {"by": [{"lot": "s"}], "then": "hold"}},
        {"measure": {"per": "year", "parts": {"p": PART}}},
        {"places": {"p": {"top": "0.5"}}, "seats": "floor"},
        {"of": "work", "score": "sum", "places": split()},
        {"of": "team", "score": "mean"},
    ],
)
def test_the_totals_path_refuses_by_address_what_it_does_not_know(changed: dict[str, Any]) -> None:
    with pytest.raises(InputError) as caught:
        evaluate_totals(load_scheme(rules(x=ranking(**changed))), [], as_of="2024-12-31")
    assert {each.code for each in caught.value.findings} == {Code.NOT_COVERED}
    assert all(str(each.facts["name"]).startswith("awards.x.") for each in caught.value.findings)


def test_a_ranking_as_before_has_the_same_json_as_before() -> None:
    told = run(rules(x=ranking()), did(("a", 1))).to_json()
    assert not any(
        f'"{key}"' in told.partition('"rankings"')[2].partition('"payments":')[0] for key in ("within", "notes")
    )
    assert Amount(1) == run(rules(x=ranking()), did(("a", 1))).rankings[0].rows[0].score


def test_the_sheet_to_fill_in_asks_for_the_piece_of_work_where_works_are_ranked() -> None:
    def columns(award: dict[str, Any]) -> list[str]:
        ledger, *_ = forms_of(load_scheme(rules(x=award)), "en")
        return [field.name for field in ledger.fields]

    assert "work" in columns(ranking(of="work", score="sum", places=split()))
    assert "work" not in columns(ranking())


# Laws, whatever comes.

FORMS = [
    ranking(of="team", score="per_head", within={"by": "kind", "pool_below": 2}, places=split("members_at_period_end")),
    ranking(
        of="team", score="mean", ties={"by": [{"earliest": "yes"}], "then": "expand"}, places=split("contributors")
    ),
    ranking(of="work", score="sum", ties={"share": {"unit": 3, "mode": "down"}}, places=split(residue="largest_part")),
    ranking(measure={"per": "year", "parts": {"p": {**PART, "as": "min_max"}, "q": {**PART, "as": "share_of_all"}}}),
    ranking(field={"when": {"clean": "yes"}}, paid_if={"grade": "low"}, ties="expand"),
    ranking(places={"p": {"top": "0.3", "pays": {"money": 7}}}, seats="largest_remainder", ties="expand"),
]
DONE = st.lists(
    st.tuples(
        st.sampled_from("abcde"),
        st.integers(0, 6),
        st.sampled_from(("2024-02-01", "2024-07-01")),
        st.sampled_from("uvw"),
    ),
    min_size=1,
    max_size=8,
)
KNOWN = st.fixed_dictionaries(
    {
        "team": st.sampled_from("AB"),
        "kind": st.sampled_from(("small", "large")),
        "clean": st.sampled_from(("yes", "no", "")),
        "grade": st.sampled_from(("low", "high", "")),
    }
)


@given(st.sampled_from(FORMS), DONE, st.lists(KNOWN, min_size=5, max_size=5), st.randoms(use_true_random=False))
def test_every_score_and_prize_can_be_taken_apart_and_the_order_of_rows_changes_nothing(
    award: dict[str, Any], done: list[tuple[str, int, str, str]], facts: list[dict[str, str]], chance: Any
) -> None:
    scheme = rules(x=award)
    rows = [
        {"entry_id": f"e{n}", "member_id": who, "date": day, "activity": "idea", "quantity": points, "work": work}
        for n, (who, points, day, work) in enumerate(done)
    ]
    people = [{"member_id": member, **known} for member, known in zip("abcde", facts, strict=True)]
    result = run(scheme, rows, people)
    for payment in result.payments:
        assert sum(step.amount for step in payment.steps) == payment.amount > 0
    for each in result.rankings:
        assert all(not row.steps or sum(step.amount for step in row.steps) == row.score for row in each.rows)
        assert [row.rank for row in each.rows] == sorted(row.rank for row in each.rows)
    names = [row.name for each in result.rankings for row in each.rows]
    assert len(names) == len(set(names))
    chance.shuffle(rows)
    chance.shuffle(people)
    assert run(scheme, rows, people).to_json() == result.to_json()
    assert Evaluation.from_json(result.to_json()) == result


def test_a_ranking_of_a_named_period_settles_on_its_last_day_and_counts_no_day_between() -> None:
    """March to November: 30 November is in it, 1 December in none, 1 March in the next."""
    season = {"periods": {"season": {"label": "season", "from": "03-01", "until": "12-01"}}}
    scheme = load_scheme(rules(extra=season, prize=ranking(measure={"counter": "earned", "per": "season"})))
    rows = did(("K-1", 1), day="2024-11-30") + did(("K-2", 9), day="2024-12-01") + did(("K-3", 1), day="2025-03-01")
    result = evaluate(scheme, rows, as_of="2025-11-30")
    assert [(each.payee, str(each.day)) for each in result.payments] == [("K-1", "2024-11-30"), ("K-3", "2025-11-30")]


@pytest.mark.parametrize(
    ("answer", "names", "open_"),
    [
        ("roster", {"a": 1, "b": 2, "c": 3, "e": 3}, True),  # of d, who left, the grade is not known
        ("scored", {"a": 1, "b": 2}, True),
        ("eligible", {"a": 1, "c": 2}, True),
        ("listed_in_period", {"d": 1, "a": 2, "b": 3, "c": 4, "e": 4}, False),
    ],
)
def test_the_field_is_whoever_the_answer_names(answer: str, names: dict[str, int], open_: bool) -> None:  # noqa: FBT001  # it is expected
    """b is not clean; c and e have no points, and of e it is not known; d left in April with the most points."""
    award = ranking(field={"when": {"grade": {"one_of": ["low", "high"]}}})
    people = staff(
        a={"clean": "yes", "grade": "low"},
        b={"clean": "no", "grade": "low"},
        c={"clean": "yes", "grade": "low"},
        d={"clean": "yes", "grade": "low", "until": "2024-05-01"},
        e={"clean": "", "grade": "low"},
    )
    rows = did(("a", 3), ("b", 2), ("d", 9))
    answers = {"ranking_field": answer}
    more = {"eligible": {"any": [{"clean": "yes"}, {"grade": "high"}]}} if answer == "eligible" else {}
    result = run(rules(answers, more, x=award), rows if answer != "eligible" else did(("a", 3), ("d", 9)), people)
    assert ranks(result) == names
    assert result.rankings[0].provisional is open_


# What is reached, and on which day.

NUMBERED: dict[str, Any] = {
    "facts": {**BASE["facts"], "entry": {"mark": {"number": None}}},
}


def counting(take: str, **more: Any) -> dict[str, Any]:
    """The extra keys of a scheme with a counter of marks."""
    return {**NUMBERED, "counters": {"best": {"label": "best", "of": "mark", "take": take, **more}}}


def marked(*marks: tuple[str, str, int], **cells: Any) -> Rows:
    """One row for each member, day and mark; each brings a point."""
    return [
        {
            "entry_id": f"{member}-{day}-{n}",
            "member_id": member,
            "date": day,
            "activity": "idea",
            "quantity": 1,
            "mark": mark,
            **cells,
        }
        for n, (member, day, mark) in enumerate(marks)
    ]


@pytest.mark.parametrize(
    ("take", "one", "other"),
    [
        # The 80 of 5 July comes before that of 10 July, whatever follows.
        ("highest", [("07-05", 80), ("07-20", 61)], [("07-01", 61), ("07-10", 80)]),
        # The 61 of 1 July comes before that of 20 July.
        ("lowest", [("07-01", 61), ("07-25", 80)], [("07-20", 61)]),
        # The last value stands since 20 and 21 July; so does the sum.
        ("last", [("07-05", 80), ("07-20", 61)], [("07-10", 80), ("07-21", 61)]),
        ("sum", [("07-05", 80), ("07-20", 61), ("07-30", 0)], [("07-10", 80), ("07-21", 61)]),
        # A mean of 80 stands since the first 80, whatever else comes to 80.
        ("mean", [("07-05", 80), ("07-20", 80)], [("07-10", 80)]),
    ],
)
def test_earliest_is_who_first_had_the_final_score(
    take: str, one: list[tuple[str, int]], other: list[tuple[str, int]]
) -> None:
    award = ranking(measure={"counter": "best", "per": "year"}, ties={"by": [{"earliest": None}], "then": "hold"})
    rows = marked(
        *((name, f"2024-{day}", mark) for name, marks in (("K-1", one), ("K-2", other)) for day, mark in marks)
    )
    assert ranks(run(rules(extra=counting(take), x=award), rows)) == {"K-1": 1, "K-2": 2}


def test_a_value_that_frees_a_dropped_one_is_what_reached_the_score() -> None:
    """K-1 has 5, 5 and 0 without the lowest: 10 since the 0 of 5 May; K-2 has 10 since 3 March."""
    award = ranking(measure={"counter": "best", "per": "year"}, ties={"by": [{"earliest": None}], "then": "hold"})
    rows = marked(
        *(("K-1", day, mark) for day, mark in (("2024-01-01", 5), ("2024-01-02", 5), ("2024-05-05", 0))),
        *(("K-2", day, mark) for day, mark in (("2024-01-01", 5), ("2024-01-02", 0), ("2024-03-03", 5))),
    )
    assert ranks(run(rules(extra=counting("sum", drop={"lowest": 1}), x=award), rows)) == {"K-2": 1, "K-1": 2}


def test_a_row_that_brings_nothing_moves_no_day() -> None:
    award = ranking(ties={"by": [{"earliest": None}], "then": "hold"})
    rows = [*did(("K-1", 3), day="2024-07-05"), *did(("K-1", 0), day="2024-07-30"), *did(("K-2", 3), day="2024-07-10")]
    assert ranks(run(rules(x=award), rows)) == {"K-1": 1, "K-2": 2}


@pytest.mark.parametrize("names", [("K-1", "K-2"), ("K-2", "K-1")])
def test_the_last_value_of_a_group_is_that_of_the_last_day_whoever_brings_it(names: tuple[str, str]) -> None:
    late, early = names
    award = ranking(of="team", score="sum", measure={"counter": "best", "per": "year"})
    rows = marked((late, "2024-03-01", 5), (early, "2024-02-01", 9))
    people = [{"member_id": name, "team": "a"} for name in names]
    assert scores(run(rules(extra=counting("last"), x=award), rows, people)) == {"a": "5"}
    together = marked((late, "2024-03-01", 5), (early, "2024-03-01", 9))  # of one day the highest
    assert scores(run(rules(extra=counting("last"), x=award), together, people)) == {"a": "9"}


@pytest.mark.parametrize("drop", [{"highest": 1}, {"lowest": 1}, {"highest": 1, "lowest": 1}])
def test_where_all_values_are_left_out_there_is_none_and_that_is_told(drop: dict[str, int]) -> None:
    award = ranking(measure={"counter": "best", "per": "year"})
    result = run(rules(extra=counting("mean", drop=drop), x=award), marked(("K-1", "2024-07-05", 80)))
    assert paid(result) == {}
    assert result.rankings[0].provisional
    assert [str(reason.code) for reason in result.rankings[0].reasons] == ["too_few_values"]


# One prize for one person, and stages, where pieces of work are ranked.


def works(*done: tuple[str, str, int], activity: str = "idea") -> Rows:
    """One row for each piece of work, member and number of points."""
    return [
        {
            "entry_id": f"{work}-{member}-{activity}",
            "member_id": member,
            "date": "2024-03-01",
            "activity": activity,
            "quantity": points,
            "work": work,
        }
        for work, member, points in done
    ]


BY_ACTIVITY = {
    "counters": {
        "ideas": {"label": "ideas", "activities": ["idea"], "take": "sum", "of": "points"},
        "helps": {"label": "helps", "activities": ["help"], "take": "sum", "of": "points"},
    }
}


@pytest.mark.parametrize(("freed", "winners"), [("moves_up", {"K-2": 100}), ("stays_empty", {})])
def test_a_piece_of_work_wins_nothing_where_one_of_its_people_has_another_prize(
    freed: str, winners: dict[str, int]
) -> None:
    split = {"among": "contributors", "by": "equal", "round": {"unit": 1, "mode": "down"}, "residue": "kept_back"}
    places = {"first": {"ranks": 1, "pays": {"money": 100}, "split": split}}
    of_works = {"of": "work", "score": "sum", "places": places}
    poem = ranking(**of_works, measure={"counter": "ideas", "per": "year"})
    poster = ranking(
        **of_works,
        measure={"counter": "helps", "per": "year"},
        one_prize={"not_if_won": ["poem"], "freed_place": freed},
    )
    rows = [*works(("W1", "K-1", 9)), *works(("W2", "K-1", 8), ("W2", "K-3", 1), ("W3", "K-2", 7), activity="help")]
    result = run(rules(extra=BY_ACTIVITY, poem=poem, poster=poster), rows)
    assert {each.payee: int(each.amount) for each in result.payments if each.award == "poem"} == {"K-1": 100}
    assert {each.payee: int(each.amount) for each in result.payments if each.award == "poster"} == winners
    assert codes(result, "W2", 1) == ["won_before"]


def test_whoever_is_below_the_minimum_of_a_stage_does_not_go_on() -> None:
    places = {"short": {"ranks": [1, 3], "label": "shortlist"}}
    first = ranking(minimum=60, places=places)
    final = ranking(
        field={"stage": "first", "ranks": 3},
        measure={"parts": {"s": {"label": "s", "stage": "first", "as": "points", "weight": 1}}, "per": "year"},
    )
    result = run(rules(first=first, final=final), did(("K-1", 80), ("K-2", 50)))
    assert ranks(result, 1) == {"K-1": 1}


def test_what_is_open_in_a_ranking_is_told_of_it_where_others_build_on_it() -> None:
    poem = ranking(measure={"counter": "ideas", "per": "year"})
    poster = ranking(
        measure={"counter": "helps", "per": "year"}, one_prize={"not_if_won": ["poem"], "freed_place": "moves_up"}
    )
    rows = [*works(("W1", "K-1", 9), ("W2", "K-2", 9)), *works(("W3", "K-1", 8), activity="help")]
    result = run(rules(extra=BY_ACTIVITY, poem=poem, poster=poster), rows)
    (reason,) = result.rankings[1].reasons
    assert reason.code is Code.BUILT_ON_OPEN
    assert reason.message("en") == "'poem' is still open: a tie at rank 1, which the scheme leaves to a decision"


def test_pools_whose_names_run_together_stay_two() -> None:
    pooled = ranking(within={"by": "team", "pool_below": 2}, score=None)
    people = staff(K1={"team": "a"}, K2={"team": "b"}, K3={"team": "a·b"}, K4={"team": "a·b"})
    rows = did(("K1", 1), ("K2", 2), ("K3", 3), ("K4", 4))
    result = run(rules(x=pooled), rows, people)
    assert sorted(row.name for each in result.rankings for row in each.rows) == ["K1", "K2", "K3", "K4"]
    assert len(result.rankings) == 2


def test_a_row_of_the_staff_list_that_could_not_be_read_makes_a_ranking_that_counts_heads_provisional() -> None:
    """A score per head is another one once the missing head is there; a sum is not."""
    lacking = [*TEAMS, {"member_id": "f", "team": "A", "from": "2024-13-01"}]
    for people, expected in ((TEAMS, []), (lacking, [Code.ROSTER_ROW_UNREAD])):
        result = run(rules(x=ranking(of="team", score="per_head")), did(("a", 6), ("c", 3)), people)
        assert [reason.code for reason in result.rankings[0].reasons] == expected
        assert result.rankings[0].provisional is bool(expected)
    assert not run(rules(x=ranking(of="team", score="sum")), did(("a", 6)), lacking).rankings[0].provisional


def test_why_not_tells_what_kept_somebody_out_of_a_later_ranking() -> None:
    """b is second where the first alone goes on; c went on and does not fulfil the condition; a did both."""
    stages = rules(
        first=ranking(),
        last=ranking(field={"stage": "first", "ranks": 1, "when": {"grade": "low"}}),
    )
    people = staff(a={"grade": "low"}, b={"grade": "low"}, c={"grade": "high"})
    result = run(stages, did(("a", 3), ("b", 2), ("c", 3)), people)
    told = {name: result.why_not(name, "ko") for name in "abc"}
    assert "first에서 1위 안에 들어야 하는데 3위입니다" in told["b"]
    assert "2024-12-31 기준 grade가 low 조건을 갖추지 않았습니다" in told["c"]
    assert "순위에 들지 않았습니다" not in told["a"]


def test_people_groups_and_works_are_counted_in_their_own_words() -> None:
    for of, query, among in (("member", "a", "1명 가운데"), ("team", "A", "1곳 가운데"), ("work", "w", "1건 가운데")):
        rule = ranking(of=of, score=None if of == "member" else "sum", places={"first": {"ranks": 1}})
        result = run(rules(x=rule), did(("a", 6), work="w"), TEAMS)
        assert among in result.explain(query, "ko")


@pytest.mark.parametrize(
    ("query", "hint"),
    [("7", "실적-7"), ("1", "비슷한 번호: 6월-1, 7월-1"), ("김민수", "성명이 아니라 사번으로 물으십시오")],
)
def test_what_is_not_found_is_answered_with_what_may_have_been_meant(query: str, hint: str) -> None:
    rows = [
        {"entry_id": each, "member_id": "a", "date": "2024-03-01", "activity": "idea", "quantity": 1}
        for each in ("2024년 실적-7", "6월-1", "7월-1")
    ]
    with pytest.raises(InputError) as caught:
        run(rules(x=ranking()), rows, TEAMS).explain(query, "ko")
    assert hint in caught.value.findings[0].help("ko")


def test_rows_that_say_the_same_and_rows_of_later_have_headings_of_their_own() -> None:
    once = did(("a", 2))
    result = run(rules(x=ranking()), [*once, *once, *did(("a", 1), day="2025-03-01")], TEAMS)
    for text in (result.explain("a", "ko"), result.why_not("a", "ko")):
        assert "인정되지 않은 것" not in text
        assert text.index("겹친 행") < text.index("기준일 뒤") < text.index("a-2025-03-01")


@pytest.mark.parametrize(
    ("other", "is_asked"),
    [
        (ranking(), True),
        (ranking(one_prize={"not_if_won": ["one"], "freed_place": "moves_up"}), False),
        (ranking(of="team", score="sum"), False),  # a team and its people are not one
        (ranking(places={"first": {"ranks": 1, "label": "an honour"}}), False),  # there is nothing to receive
    ],
)
def test_whether_one_may_win_twice_is_asked_where_nothing_says_so(other: dict[str, Any], is_asked: bool) -> None:  # noqa: FBT001  # it is expected
    told = rules(one=ranking(), two=other)
    del told["answers"]["second_prize"]
    asked = [name for code, name in (asked_of(told) if is_asked else []) if code == "open_question"]
    assert asked == (["second_prize"] if is_asked else [])
    if not is_asked:
        assert "second_prize" not in load_scheme(told).answered


def asked_of(told: dict[str, Any]) -> list[tuple[str, object]]:
    """The findings of a scheme that does not load, and what they are about."""
    with pytest.raises(SchemeErrors) as caught:
        load_scheme(told)
    return [(str(each.code), each.facts.get("name")) for each in caught.value.findings]
