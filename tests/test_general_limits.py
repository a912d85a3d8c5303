"""Limits of every kind: what they go by, which entries survive, and who decides between equals. Numbers by hand."""

from __future__ import annotations

from typing import Any

import pytest

from incentive_rules import Code, Evaluation, Scheme, SchemeErrors, evaluate, load_scheme

BASE: dict[str, Any] = {
    "language": 1,
    "id": "limits",
    "label": "limits",
    "from": "2024-01-01",
    "assumed": "made up",
    "facts": {
        "member": {"grade": {"ordered": ["9급", "8급", "7급"]}, "department": "group"},
        "entry": {"text": "text", "praised": {"yes_no": None, "blank": "no"}},
    },
    "activities": {
        **{f"p{n}": {"label": f"{n} points", "points": n} for n in (1, 2, 3, 5)},
        "minus": {"label": "minus", "points": -1},
        "minus2": {"label": "minus two", "points": -2},
    },
    "bonuses": {"praise": {"label": "praise", "when": {"praised": "yes"}, "add": 1}},
    "answers": {"points_count_on": "activity_date", "grade_judged_on": "activity_date", "limit_tied": "share"},
}
STAFF = [
    {"member_id": "A", "grade": "9급", "department": "x"},
    {"member_id": "B", "grade": "9급", "department": "x"},
    {"member_id": "C", "grade": "7급", "department": "y"},
]


def scheme(tied: str = "share", **limits: dict[str, Any]) -> Scheme:
    written = {name: {"label": name, "keep": "earliest", **limit} for name, limit in limits.items()}
    return load_scheme(BASE | {"limits": written, "answers": BASE["answers"] | {"limit_tied": tied}})


def row(points: str, day: int, member: str = "A", **more: str) -> dict[str, str]:
    month, rest = divmod(day, 100)
    made = {"entry_id": f"{member} {points} {day} {sorted(more.items())}", "member_id": member}
    return made | {"date": f"2024-{month:02d}-{rest:02d}", "activity": points, **more}


def run(rules: Scheme, *rows: dict[str, str]) -> Evaluation:
    return evaluate(rules, rows, STAFF, as_of="2024-12-31")


def points(result: Evaluation, member: str = "A") -> list[str]:
    """The points of each line of a member; the steps of each sum to the line."""
    lines = result.statements[member].credits
    assert all(sum(step.amount for step in each.steps) == each.points for each in lines)
    return [str(each.points) for each in lines]


# What a limit goes by.


def test_a_limit_of_each_entry_cuts_that_entry_alone() -> None:
    result = run(scheme(case={"per": "entry", "points": 2}), row("p5", 601), row("p1", 602), row("p3", 603))
    assert points(result) == ["2", "1", "2"]
    assert "one entry" in result.explain(row("p5", 601)["entry_id"])


def test_a_giver_gives_so_many_points_a_month_to_whomever() -> None:
    rules = scheme(allowance={"per": "month", "points": 4, "by": ["giver"]})
    given = [row("p3", 601, "A", from_member="C"), row("p2", 602, "B", from_member="C"), row("p5", 603, "A")]
    result = run(rules, *given, row("p2", 701, "B", from_member="C"))
    assert points(result, "A") == ["3", "5"]  # the last has no giver, and no limit
    assert points(result, "B") == ["1", "2"]


def test_an_allowance_goes_by_the_grade_of_the_giver() -> None:
    rules = scheme(
        allowance={
            "per": "month",
            "by": ["giver"],
            "points": {"by": "giver.grade", "values": {"9급": 1, "8급": 2, "7급": 3}},
        }
    )
    result = run(rules, row("p5", 601, "A", from_member="C"), row("p5", 602, "C", from_member="B"))
    assert (points(result, "A"), points(result, "C")) == (["3"], ["1"])


def test_who_gives_and_who_receives_make_a_pair() -> None:
    rules = scheme(pair={"per": "month", "count": 1, "by": ["member", "giver"]})
    rows = [row("p1", 600 + n, who, from_member="C") for n, who in enumerate("AABB", 1)]
    result = run(rules, *rows, row("p1", 606, "A", from_member="B"))
    assert points(result, "A") == ["1", "0", "1"]
    assert points(result, "B") == ["1", "0"]


def test_a_department_has_one_limit_of_all_its_people() -> None:
    rules = scheme(most={"per": "year", "points": 6, "by": ["department"]})
    result = run(rules, row("p5", 601, "A"), row("p2", 602, "B"), row("p5", 603, "C"))
    assert (points(result, "A"), points(result, "B"), points(result, "C")) == (["5"], ["1"], ["5"])


def test_an_entry_whose_fact_is_not_known_waits() -> None:
    rules = scheme(texts={"per": "year", "count": 1, "by": ["member", "text"]})
    result = run(rules, row("p1", 601, text="a"), row("p1", 602, text="a"), row("p1", 603))
    assert points(result) == ["1", "0"]
    assert [each.reasons[0].code for each in result.held] == [Code.FACT_MISSING]


def test_a_limit_looks_only_at_entries_for_which_its_condition_holds() -> None:
    rules = scheme(praised={"per": "month", "count": 1, "when": {"praised": "yes"}})
    result = run(rules, row("p1", 601), row("p1", 602, praised="yes"), row("p1", 603, praised="yes"), row("p1", 604))
    assert points(result) == ["1", "2", "0", "1"]


def test_a_limit_of_the_base_leaves_bonuses_on_top() -> None:
    rules = scheme(base={"per": "month", "points": 4, "of": "base"})
    result = run(rules, row("p3", 601, praised="yes"), row("p3", 602, praised="yes"), row("p3", 603, praised="yes"))
    assert points(result) == ["4", "2", "1"]  # 3 + 1, then 1 + 1, then 0 + 1


# Which entries survive.


def test_the_same_work_counts_once_at_its_highest() -> None:
    """T24: 3, then 7, then 5 is 7; here 3, 5, 2 is 5."""
    rules = scheme(once={"per": "ever", "count": 1, "keep": "highest", "by": ["member", "work"]})
    rows = [row("p3", 601, work="w"), row("p5", 602, work="w"), row("p2", 603, work="w"), row("p1", 604)]
    result = run(rules, *rows)
    assert points(result) == ["3", "2", "0", "1"]
    told = result.explain(rows[1]["entry_id"])
    assert "in place of A p3 601" in told
    assert [each.reasons[0].code for each in result.outcomes if each.kind == "entry" and each.reasons] == [
        Code.NOT_AMONG_BEST,
        Code.NOT_AMONG_BEST,
    ]


def test_the_two_best_of_a_month_count_and_no_day_looks_ahead() -> None:
    rules = scheme(best={"per": "month", "count": 2, "keep": "highest"})
    rows = [row("p1", 601), row("p2", 602), row("p3", 603), row("p5", 604)]
    for count, sums in enumerate((["1"], ["1", "2"], ["1", "2", "2"], ["1", "2", "2", "3"]), 1):
        assert points(run(rules, *rows[:count])) == sums  # 3 for 1; 5 for 2: 3 + 5 = 8 in all


def test_narrower_selections_come_first() -> None:
    """One work at its highest, 5 of 3 and 5, is one item among the two best of the year, beside 2; 1 is left out."""
    rules = scheme(
        year={"per": "year", "count": 2, "keep": "highest"},
        work={"per": "month", "count": 1, "keep": "highest", "by": ["member", "work"]},
    )
    rows = [row("p3", 601, work="w"), row("p1", 602, work="v"), row("p2", 603, work="u"), row("p5", 604, work="w")]
    assert points(run(rules, *rows)) == ["3", "1", "1", "2"]  # 3; 3+1; 3+2; 5+2


def test_selections_come_before_cuts() -> None:
    rules = scheme(
        cap={"per": "month", "points": 4},
        best={"per": "month", "count": 1, "keep": "highest", "by": ["member", "work"]},
    )
    rows = [row("p3", 601, work="w"), row("p5", 602, work="w"), row("p1", 603, work="v")]
    assert points(run(rules, *rows)) == ["3", "1", "0"]


def test_three_from_one_person_void_each_other() -> None:
    rules = scheme(
        cards={"per": "year", "count": 2, "keep": "none", "by": ["member", "giver"], "activities": ["minus"]}
    )
    rows = [row("minus", 600 + n, from_member=who) for n, who in enumerate("BBCB", 1)]
    assert points(run(rules, *rows)) == ["-1", "-1", "-1", "2"]
    assert points(run(rules, *rows, row("minus", 610, from_member="B"))) == ["-1", "-1", "-1", "2", "0"]


def test_what_is_void_frees_the_room_that_it_took() -> None:
    rules = scheme(
        cap={"per": "month", "points": 4},
        same={"per": "month", "count": 1, "keep": "none", "by": ["member", "text"]},
    )
    rows = [row("p5", 601, text="a"), row("p3", 602, text="a"), row("p3", 603, text="b")]
    assert points(run(rules, *rows)) == ["4", "-4", "3"]


def test_deductions_are_cut_by_no_limit_and_take_no_room() -> None:
    rules = scheme(cap={"per": "month", "points": 2}, entry={"per": "entry", "points": 5})
    assert points(run(rules, row("minus2", 601), row("p3", 602), row("minus", 603))) == ["-2", "2", "-1"]


def test_the_greatest_of_several_deductions_counts() -> None:
    rules = scheme(one={"per": "month", "count": 1, "keep": "highest"})
    rows = [row("minus", 601), row("p1", 602), row("minus2", 603), row("p2", 604)]
    assert points(run(rules, *rows)) == ["-1", "1", "-1", "1"]


# Equals.


@pytest.mark.parametrize(("tied", "each"), [("share", "3/2"), ("none", "0")])
def test_between_equal_entries_of_two_people_ids_decide_nothing(tied: str, each: str) -> None:
    rules = scheme(tied, most={"per": "year", "points": 3, "by": ["department"]})
    result = run(rules, row("p2", 601, "A"), row("p2", 601, "B"), row("p2", 602, "A"))
    assert points(result, "B") == [each.replace("3/2", "1.5")]
    assert points(result, "A") == [each.replace("3/2", "1.5"), "0" if tied == "share" else "2"]
    tied_rows = [found for found in result.outcomes if any(why.code is Code.TIED_AT_LIMIT for why in found.reasons)]
    assert len(tied_rows) == 2


@pytest.mark.parametrize(("tied", "each"), [("share", "1.5"), ("none", "0")])
@pytest.mark.parametrize("keep", ["earliest", "highest"])
def test_one_place_for_two_equal_entries(tied: str, each: str, keep: str) -> None:
    rules = scheme(tied, one={"per": "ever", "count": 1, "keep": keep, "by": ["work"]})
    result = run(rules, row("p3", 601, "A", work="w"), row("p3", 601, "B", work="w"))
    assert (points(result, "A"), points(result, "B")) == ([each], [each])


@pytest.mark.parametrize(("tied", "each"), [("share", "1"), ("none", "0")])
@pytest.mark.parametrize("numbers", [("w1", "w2"), ("w2", "w1"), ("w1", "w1")])
def test_the_number_of_a_piece_of_work_decides_nothing_between_people(
    tied: str, each: str, numbers: tuple[str, str]
) -> None:
    rules = scheme(tied, purpose={"per": "ever", "points": 2, "by": ["text"]})
    first, second = numbers
    result = run(rules, row("p2", 601, "A", text="same", work=first), row("p2", 601, "B", text="same", work=second))
    assert (points(result, "A"), points(result, "B")) == ([each], [each])


def test_renaming_people_renames_and_changes_nothing() -> None:
    rules = scheme(
        most={"per": "month", "points": 4, "by": ["giver"]},
        work={"per": "ever", "count": 1, "keep": "highest", "by": ["work"]},
    )
    rows = [row(f"p{n}", 601, who, from_member="C", work="w") for n, who in ((3, "A"), (3, "B"), (2, "A"), (5, "B"))]
    swap = {"A": "B", "B": "A", "C": "C"}
    swapped = [each | {"member_id": swap[each["member_id"]]} for each in rows]
    for one, other in (("A", "B"), ("B", "A")):
        assert points(run(rules, *rows), one) == points(run(rules, *reversed(swapped)), other)


# What does not load.


@pytest.mark.parametrize(
    ("limit", "code"),
    [
        ({"per": "month", "points": 3, "keep": "highest"}, Code.CONTRADICTION),
        ({"per": "month", "count": 3, "keep": "none", "by": ["giver"]}, Code.CONTRADICTION),
        ({"per": "month", "count": 3, "of": "base"}, Code.CONTRADICTION),
        ({"per": "entry", "count": 3}, Code.CONTRADICTION),
        ({"per": "entry", "points": 3, "by": ["work"]}, Code.CONTRADICTION),
        ({"per": "month", "count": 3, "by": ["colour"]}, Code.UNKNOWN_FACT),
        ({"per": "month", "count": 3, "by": ["giver", "giver"]}, Code.DUPLICATE_VALUE),
        ({"per": "month", "points": {"by": "grade", "values": {"9급": 1}}}, Code.MISSING_KEY),
        ({"per": "month", "points": {"by": "department", "values": {"x": 1}}}, Code.WRONG_FACT_KIND),
        ({"per": "month", "points": {"by": "entry.text", "values": {"x": 1}}}, Code.UNKNOWN_FACT),
        ({"per": "season", "points": 3}, Code.BAD_CHOICE),
    ],
)
def test_what_does_not_go_together_does_not_load(limit: dict[str, Any], code: Code) -> None:
    with pytest.raises(SchemeErrors) as caught:
        scheme(wrong=limit)
    assert code in {found.code for found in caught.value.findings}


def test_a_limit_of_several_people_asks_what_equals_get() -> None:
    rules = {"label": "most", "per": "month", "points": 3, "keep": "earliest", "by": ["giver"]}
    with pytest.raises(SchemeErrors) as caught:
        load_scheme(BASE | {"limits": {"most": rules}, "answers": {"points_count_on": "activity_date"}})
    assert [found.facts["name"] for found in caught.value.findings] == ["limit_tied"]


# Entries that nothing tells apart, and entries that nobody wrote.


@pytest.mark.parametrize(("count", "expected"), [(2, ["1", "1", "-2"]), (3, ["1", "1", "1"])])
def test_equal_entries_of_one_day_are_void_together_once_there_are_too_many(count: int, expected: list[str]) -> None:
    """1 + 1, and the third takes both back; whatever their ids are."""
    rules = scheme(void={"per": "month", "count": count, "keep": "none"}, most={"per": "month", "points": 9})
    rows = [{"entry_id": f"E-{n}", "member_id": "A", "date": "2024-01-02", "activity": "p1"} for n in (3, 1, 2)]
    assert points(run(rules, *rows)) == expected


def test_an_entry_that_nobody_wrote_comes_under_a_limit_of_a_department_as_any_other() -> None:
    """A and B are of one department: they divide its 4 points on the first day, and none is left. C is of another."""
    basic = {"label": "basic", "points": 3, "every": "month"}
    limits = {"team": {"label": "team", "per": "month", "points": 4, "by": ["department"], "keep": "earliest"}}
    rules = load_scheme(BASE | {"activities": BASE["activities"] | {"basic": basic}, "limits": limits})
    result = evaluate(rules, [row("p5", 115)], STAFF, as_of="2024-01-31")
    assert [points(result, member) for member in "ABC"] == [["2", "0"], ["2"], ["3"]]
