"""Limits of every kind: what they go by, which entries survive, and who decides between equals. Numbers by hand."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incentive_rules import Amount, Code, Evaluation, Scheme, SchemeErrors, evaluate, load_scheme

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


@pytest.mark.parametrize(("one", "other"), [({"text": "가"}, {"text": "나"}), ({"text": "나"}, {"text": "가"})])
def test_what_else_a_row_says_decides_nothing_between_people(one: dict[str, str], other: dict[str, str]) -> None:
    """Two points on one day and room for two: a memo is no reason to give them to one; nor is another activity."""
    rules = scheme(most={"per": "year", "points": 2, "by": ["department"]})
    result = run(rules, row("p2", 601, "A", **one), row("p2", 601, "B", **other))
    assert (points(result, "A"), points(result, "B")) == (["1"], ["1"])
    praised = run(rules, row("p1", 601, "A", praised="yes"), row("p2", 601, "B"))
    assert (points(praised, "A"), points(praised, "B")) == (["1"], ["1"])


def test_an_entry_whose_fact_is_not_known_waits() -> None:
    rules = scheme(texts={"per": "year", "count": 1, "by": ["member", "text"]})
    result = run(rules, row("p1", 601, text="a"), row("p1", 602, text="a"), row("p1", 603))
    assert points(result) == ["1", "0"]
    assert [each.reasons[0].code for each in result.held] == [Code.FACT_MISSING]


def test_an_entry_of_no_points_waits_for_its_fact_too_and_a_deduction_does_not() -> None:
    activities = BASE["activities"] | {"p0": {"label": "nothing", "points": 0}}
    texts = {"label": "t", "per": "year", "count": 1, "by": ["member", "text"], "keep": "earliest"}
    rules = load_scheme(BASE | {"activities": activities, "limits": {"texts": texts}})
    result = run(rules, row("p0", 601), row("minus", 602))
    assert {each.id[:5]: str(each.state) for each in result.outcomes if each.kind == "entry"} == {
        "A p0 ": "held",
        "A min": "credited",
    }


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


def test_what_is_void_takes_its_lots_away_where_nothing_else_is_ever_deducted() -> None:
    """5, and then 5 less: both lots are empty, and the second entry tells from which lot it took."""
    activities = {name: each for name, each in BASE["activities"].items() if not name.startswith("minus")}
    same = {"label": "same", "per": "month", "count": 1, "keep": "none", "by": ["member", "text"]}
    rows = [row("p5", 601, text="a"), row("p3", 602, text="a")]
    result = run(load_scheme(BASE | {"activities": activities, "limits": {"same": same}}), *rows)
    statement = result.statements["A"]
    assert points(result) == ["5", "-5"]
    assert [str(each.left) for each in statement.credits] == ["0", "0"]
    (taken,) = statement.deductions
    assert (taken.lot, taken.points, taken.day) == (rows[0]["entry_id"], Amount(5), date(2024, 6, 2))


def test_what_is_void_frees_the_room_that_it_took() -> None:
    rules = scheme(
        cap={"per": "month", "points": 4},
        same={"per": "month", "count": 1, "keep": "none", "by": ["member", "text"]},
    )
    rows = [row("p5", 601, text="a"), row("p3", 602, text="a"), row("p3", 603, text="b")]
    assert points(run(rules, *rows)) == ["4", "-4", "3"]


@pytest.mark.parametrize(
    ("most", "after"),
    [
        ({"points": 5}, ["5", "0", "0"]),  # all 5 are free again, and the first takes them
        ({"count": 2}, ["5", "5", "0"]),  # so are both places
    ],
)
def test_what_one_entry_brought_goes_over_to_the_one_in_its_place_and_is_freed_with_it(
    most: dict[str, int], after: list[str]
) -> None:
    """2 points, 1 more for the 3 in their place, and 3 less once another entry of the same text voids these."""
    rules = scheme(
        cap={"per": "month", **most},
        best={"per": "month", "count": 1, "keep": "highest", "by": ["member", "work"]},
        same={"per": "month", "count": 1, "keep": "none", "by": ["member", "text"]},
    )
    rows = [row("p2", 601, text="a", work="w"), row("p3", 602, text="a", work="w"), row("p1", 603, text="a", work="v")]
    later = [row("p5", 604 + n, text=str(n), work=str(n)) for n in range(3)]
    assert points(run(rules, *rows, *later)) == ["2", "1", "-3", *after]
    assert points(run(rules, *rows[:2], later[0])) == ["2", "1", "2" if "points" in most else "0"]


def test_deductions_are_cut_by_no_limit_and_take_no_room() -> None:
    rules = scheme(cap={"per": "month", "points": 2}, entry={"per": "entry", "points": 5})
    assert points(run(rules, row("minus2", 601), row("p3", 602), row("minus", 603))) == ["-2", "2", "-1"]


def test_the_greatest_of_several_deductions_counts() -> None:
    rules = scheme(one={"per": "month", "count": 1, "keep": "highest"})
    rows = [row("minus", 601), row("p1", 602), row("minus2", 603), row("p2", 604)]
    assert points(run(rules, *rows)) == ["-1", "1", "-1", "1"]


# What is told of it.

CHANGED = {"2024-01-01": 9, "2024-06-01": 1}
"""A value that is 1 from June on."""


def told(result: Evaluation, member: str = "A") -> list[tuple[str, ...]]:
    """What limits did to the lines of a member, and what the reasons say of it."""
    steps = [step for line in result.statements[member].credits for step in line.steps[1:]]
    reasons = [why for each in result.outcomes if each.member_id == member for why in each.reasons]
    return [
        *((str(each.kind), each.rule, str(each.amount), each.value, str(each.since or "")) for each in steps),
        *((str(why.code), *(str(why.facts[key]) for key in ("name", "left", "wanted", "most"))) for why in reasons),
    ]


@pytest.mark.parametrize("said", [{"count": CHANGED}, {"points": CHANGED}])
def test_what_is_cut_is_told_with_the_value_of_the_day_and_since_when(said: dict[str, Any]) -> None:
    """2 points and 3: the second is one too many, and of a point each it leaves 1 of 2 and nothing of 3."""
    rows = [row("p2", 601, text="a"), row("p3", 602, text="a")]
    result = run(scheme(one={"per": "month", "by": ["member", "text"], **said}), *rows)
    second = [("limit", "limits.one", "-3", "1", "2024-06-01"), ("cut_by_limit", "one", "0", "3", "1")]
    first = [("limit", "limits.one", "-1", "1", "2024-06-01"), ("cut_by_limit", "one", "1", "2", "1")]
    assert told(result) == (second if "count" in said else [first[0], second[0], first[1], second[1]])
    steps = [step for line in result.statements["A"].credits for step in line.steps[1:]]
    assert all(step.facts == {"period": "2024-06"} for step in steps)


def test_what_is_not_among_the_best_is_told_with_what_it_pushed_out() -> None:
    """3 takes the place of 2 and brings 1; another 1 brings nothing."""
    rows = [row("p2", 601), row("p3", 602), row("p1", 603)]
    result = run(scheme(one={"per": "month", "count": CHANGED, "keep": "highest"}), *rows)
    assert told(result) == [
        ("selected", "limits.one", "-2", "1", "2024-06-01"),
        ("selected", "limits.one", "-1", "1", "2024-06-01"),
        ("not_among_best", "one", "0", "1", "1"),
        ("not_among_best", "one", "1", "3", "1"),
    ]
    steps = [line.steps[-1].facts for line in result.statements["A"].credits[1:]]
    assert steps == [{"period": "2024-06", "displaced": (rows[0]["entry_id"],)}, {"period": "2024-06"}]


def test_what_is_void_is_told_with_what_it_takes_away_and_a_cut_gives_back() -> None:
    """5 were cut to 4: the second, which voids it, takes its own 3 and 5 away, and the limit gives 1 of these back."""
    same = {"per": "month", "count": 1, "keep": "none", "by": ["member", "text"]}
    result = run(
        scheme(cap={"per": "month", "points": 4}, same=same), row("p5", 601, text="a"), row("p3", 602, text="a")
    )
    assert told(result) == [
        ("limit", "limits.cap", "-1", "4", ""),
        ("voided", "limits.same", "-8", "1", ""),
        ("limit", "limits.same", "1", "1", ""),
        ("voided_by_limit", "same", "-5", "3", "1"),
        ("cut_by_limit", "cap", "4", "5", "4"),
    ]


@pytest.mark.parametrize("keep", ["earliest", "highest"])
def test_what_equals_divide_is_told_with_what_is_left_to_each(keep: str) -> None:
    """3 for one of two: 1.5 each."""
    result = run(
        scheme(one={"per": "ever", "count": 1, "keep": keep, "by": ["work"]}),
        row("p3", 601, "A", work="w"),
        row("p3", 601, "B", work="w"),
    )
    kind = "limit" if keep == "earliest" else "selected"
    for member in "AB":
        expected = [(kind, "limits.one", "-1.5", "1", ""), ("tied_at_limit", "one", "1.5", "3", "1")]
        assert told(result, member) == expected


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


def test_what_is_less_than_a_point_is_cut_too() -> None:
    """Half a point each of one; the month's only point is used, so nothing is left for A, and all of it for B."""
    rules = scheme(
        one={"per": "ever", "count": 1, "keep": "highest", "by": ["work"]}, cap={"per": "month", "points": 1}
    )
    rows = [row("p1", 601, "A"), row("p1", 602, "A", work="w"), row("p1", 602, "B", work="w")]
    result = run(rules, *rows)
    assert (points(result, "A"), points(result, "B")) == (["1", "0"], ["0.5"])


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


# Names decide nothing: neither people's, nor those of works and givers, nor those of limits.

IDEA: dict[str, Any] = {
    **BASE,
    "facts": {"member": {"grade": {"ordered": ["9급", "7급"]}, "department": "group"}},
    "activities": {"idea": {"label": "idea", "points": {"by": "grade", "values": {"9급": 2, "7급": 3}}}},
    "bonuses": {"junior": {"label": "junior", "when": {"grade": "9급"}, "add": 1}},
}


@pytest.mark.parametrize(("junior", "senior"), [("K-1", "K-2"), ("K-2", "K-1")])
@pytest.mark.parametrize(
    ("tied", "most", "expected"),
    [
        ("share", 4, ["3", "2"]),  # 2 of the base each: 2 + 1, and 2
        ("share", "4.5", ["3", "2.5"]),  # the junior's base is 2, and the rest is the senior's
        ("share", 5, ["3", "3"]),  # enough for both
        ("none", 4, ["1", "0"]),  # the bonus is no part of the base
    ],
)
def test_equal_sums_of_unequal_bases_divide_what_a_limit_of_the_base_leaves(
    junior: str, senior: str, tied: str, most: object, expected: list[str]
) -> None:
    """2 + 1 and 3 + 0 are equal, whichever of the two comes first by name."""
    team = {"label": "team", "per": "month", "points": most, "keep": "earliest", "of": "base", "by": ["department"]}
    rules = load_scheme(IDEA | {"limits": {"team": team}, "answers": BASE["answers"] | {"limit_tied": tied}})
    staff = [{"member_id": who, "grade": grade, "department": "x"} for who, grade in ((junior, "9급"), (senior, "7급"))]
    rows = [row("idea", 601, who) for who in (junior, senior)]
    result = evaluate(rules, rows, staff, as_of="2024-12-31")
    assert [*points(result, junior), *points(result, senior)] == expected


@pytest.mark.parametrize("swapped", [False, True])
def test_who_is_allowed_more_of_a_common_limit_gets_more_whatever_the_names(swapped: bool) -> None:  # noqa: FBT001
    """9급 may bring the department to 2 and 7급 to 4: one each up to 2, and the rest is the senior's."""
    rules = scheme(
        team={"per": "month", "by": ["department"], "points": {"by": "grade", "values": {"9급": 2, "8급": 2, "7급": 4}}}
    )
    junior, senior = ("B", "A") if swapped else ("A", "B")
    staff = [{"member_id": who, "grade": grade, "department": "x"} for who, grade in ((junior, "9급"), (senior, "7급"))]
    result = evaluate(rules, [row("p3", 601, who) for who in "AB"], staff, as_of="2024-12-31")
    assert (points(result, junior), points(result, senior)) == (["1"], ["3"])


WORKS: dict[str, Any] = {
    "kind": "ranking",
    "label": "works",
    "of": "work",
    "measure": {"counter": "earned", "per": "year"},
    "score": "sum",
    "ties": "expand",
    "places": {
        "first": {
            "ranks": 1,
            "pays": {"v": 1000},
            "split": {
                "among": "contributors",
                "by": "points",
                "round": {"unit": 1, "mode": "down"},
                "residue": "kept_back",
            },
        }
    },
}
RANKED: dict[str, Any] = BASE | {"rewards": {"v": {"label": "voucher", "unit": "KRW"}}, "awards": {"works": WORKS}}


def ranked(tied: str | None = "share") -> Scheme:
    """Works are ranked, and each person has one entry a month."""
    answers = {name: value for name, value in BASE["answers"].items() if name != "limit_tied"}
    one = {"label": "one", "per": "month", "count": 1, "keep": "earliest"}
    return load_scheme(RANKED | {"limits": {"one": one}, "answers": answers | ({"limit_tied": tied} if tied else {})})


@pytest.mark.parametrize("swapped", [False, True])
def test_equal_entries_of_two_works_divide_the_one_place_where_works_are_ranked(swapped: bool) -> None:  # noqa: FBT001
    """Half of 2 points for each work; the other person's 1 puts theirs ahead: 2 to 1, and the prize is split 1 to 1."""
    first, second = ("W2", "W1") if swapped else ("W1", "W2")
    rows = [row("p2", 601, "A", work=first), row("p2", 601, "A", work=second), row("p1", 701, "B", work=first)]
    result = run(ranked(), *rows)
    assert points(result) == ["1", "1"]
    assert [(each.payee, str(each.amount)) for each in result.payments] == [("A", "500"), ("B", "500")]


def test_equal_entries_of_two_works_get_nothing_where_nobody_is_to_get_any() -> None:
    result = run(ranked("none"), row("p2", 601, work="W1"), row("p2", 601, work="W2"), row("p2", 602, work="W1"))
    assert points(result) == ["0", "0", "2"]


def test_equal_entries_of_one_work_need_no_sharing() -> None:
    assert points(run(ranked(), row("p2", 601, work="W1", text="a"), row("p2", 601, work="W1", text="b"))) == ["2", "0"]


def test_what_equals_get_is_asked_where_works_are_ranked_and_a_limit_takes_them_together() -> None:
    with pytest.raises(SchemeErrors) as caught:
        ranked(None)
    assert [found.facts["name"] for found in caught.value.findings] == ["limit_tied"]


@pytest.mark.parametrize("giver", ["B", "C"])
def test_equal_entries_from_two_givers_divide_the_one_place_of_a_grade(giver: str) -> None:
    """The best two of the year: 2, then half of 2 from each giver; 3 brings 1 more, for which the giver still has 1."""
    rules = scheme(
        giver={"per": "year", "points": 4, "by": ["member", "giver"]},
        best={"per": "year", "count": 2, "keep": "highest", "by": ["grade"]},
    )
    other = {"B": "C", "C": "B"}[giver]
    rows = [row("p2", 101, from_member=giver), row("p2", 102, from_member=giver), row("p2", 102, from_member=other)]
    assert points(run(rules, *rows, row("p3", 203, from_member=giver))) == ["2", "1", "1", "1"]


@pytest.mark.parametrize("names", [("a", "b"), ("b", "a")])
@pytest.mark.parametrize(("best_first", "expected"), [(True, ["5", "0", "2"]), (False, ["5", "0", "0"])])
def test_limits_that_are_equally_narrow_act_as_they_are_written_whatever_they_are_called(
    names: tuple[str, str],
    best_first: bool,  # noqa: FBT001
    expected: list[str],
) -> None:
    """If the better of p5 and p3 is found first, p2 is alone under the other limit; else p3 and p2 void each other."""
    best: dict[str, Any] = {"per": "year", "count": 1, "keep": "highest", "activities": ["p5", "p3"]}
    alone: dict[str, Any] = {"per": "year", "count": 1, "keep": "none", "activities": ["p3", "p2"]}
    written = (best, alone) if best_first else (alone, best)
    limits: dict[str, Any] = dict(zip(names, written, strict=True))
    rules = scheme("share", **limits)
    assert points(run(rules, row("p5", 101), row("p3", 102), row("p2", 103))) == expected


LIMITS: tuple[dict[str, Any], ...] = (
    {"per": "month", "count": 1, "keep": "earliest"},
    {"per": "month", "points": 4, "keep": "earliest", "of": "base", "by": ["department"]},
    {"per": "year", "count": 2, "keep": "highest", "by": ["department"]},
    {"per": "year", "points": 3, "keep": "earliest", "by": ["work"]},
    {"per": "year", "count": 2, "keep": "earliest", "by": ["giver"]},
    {"per": "year", "points": 4, "keep": "earliest", "by": ["member", "giver"]},
    {"per": "year", "points": {"by": "grade", "values": {"9급": 4, "8급": 5, "7급": 6}}, "keep": "earliest"},
    {"per": "year", "points": 5, "keep": "earliest", "by": ["department", "activity"]},
)
ROWS = st.lists(
    st.tuples(*(st.sampled_from(each) for each in (("p1", "p3"), (101, 102), "AB", ("W1", "W2"), "CD", ("yes", "no")))),
    min_size=1,
    max_size=6,
)


@given(st.lists(st.sampled_from(LIMITS), min_size=1, max_size=3), ROWS, st.sampled_from(["share", "none"]))
def test_renaming_people_works_givers_and_limits_renames_and_changes_nothing(
    limits: list[dict[str, Any]], rows: list[tuple[Any, ...]], tied: str
) -> None:
    """What each person has of each work, and what is paid; works are ranked, so a limit must not part them by name."""
    answers = BASE["answers"] | {"limit_tied": tied}
    swap = {"A": "B", "B": "A", "C": "D", "D": "C", "W1": "W2", "W2": "W1"}
    found = []
    for names, called in (("abc", {name: name for name in swap}), ("zyx", swap)):
        named = {name: {"label": "limit", **limit} for name, limit in zip(names, limits, strict=False)}
        staff = [
            {"member_id": called[who], "grade": grade, "department": "x"} for who, grade in (("A", "7급"), ("B", "9급"))
        ]
        told = [renamed(number, each, called) for number, each in enumerate(rows)]
        result = evaluate(load_scheme(RANKED | {"limits": named, "answers": answers}), told, staff, as_of="2024-12-31")
        works = {each["entry_id"]: each["work"] for each in told}
        sums: dict[tuple[str, str], Amount] = defaultdict(Amount)
        for who in "AB":
            for credit in result.statements[called[who]].credits:
                sums[who, swap[works[credit.entry_id]] if called is swap else works[credit.entry_id]] += credit.points
        back = {new: old for old, new in called.items()}
        found.append((sums, sorted((back[each.payee], each.amount) for each in result.payments)))
    assert found[0] == found[1]


def renamed(number: int, drawn: tuple[Any, ...], called: dict[str, str]) -> dict[str, str]:
    """A drawn row with its people and its work called otherwise."""
    activity, day, who, work, giver, praised = drawn
    told = {"work": called[work], "from_member": called[giver], "praised": praised}
    return row(activity, day, called[who], **told) | {"entry_id": f"{called[work]} {called[who]} {number}"}


# Entries of groups.

GROUPS = BASE | {"activities": BASE["activities"] | {"team": {"label": "team", "points": 10, "of": "department"}}}


def group_scheme(**limit: Any) -> Scheme:
    most = {"label": "most", "per": "year", "points": 15, "keep": "earliest"} | limit
    return load_scheme(GROUPS | {"limits": {"most": most}})


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (["activity"], {"x": ["10"], "y": ["5"], "A": ["3"]}),  # 10 + 10 of one activity; 3 is another
        (["department"], {"x": ["10"], "y": ["10"], "A": ["3"]}),  # x: 10 of its own and 3 of its person
        (["member"], {"x": ["10"], "y": ["10"], "A": ["3"]}),  # each by itself
        (["praised"], {"x": ["10"], "y": ["5"], "A": ["0"]}),  # all together
    ],
)
def test_entries_of_groups_share_the_limits_of_all(by: list[str], expected: dict[str, list[str]]) -> None:
    rules = group_scheme(by=by)
    result = run(rules, row("team", 601, "x"), row("team", 602, "y"), row("p3", 603, "A"))
    of_groups = {
        name: [str(each.points) for each in told.credits] for name, told in result.groups["department"].items()
    }
    assert of_groups | {"A": points(result, "A")} == expected


def test_a_department_and_its_people_fill_one_limit_of_the_department() -> None:
    result = run(group_scheme(by=["department"]), row("team", 601, "x"), row("p5", 602, "A"), row("p3", 603, "B"))
    assert (points(result, "A"), points(result, "B")) == (["5"], ["0"])  # 10 + 5 are 15


def test_a_group_and_a_person_of_one_name_are_two() -> None:
    rules = group_scheme(by=["member"], points=11)
    staff = [{"member_id": "x", "grade": "9급", "department": "x"}]
    result = evaluate(rules, [row("team", 601, "x"), row("p5", 602, "x")], staff, as_of="2024-12-31")
    assert points(result, "x") == ["5"]
    assert [str(each.points) for each in result.groups["department"]["x"].credits] == ["10"]


def test_a_limit_on_what_one_group_does_asks_for_its_name() -> None:
    rules = group_scheme(by=["activity"], points=4, when={"department": "x"})
    result = run(rules, row("team", 601, "x"), row("team", 602, "y"))
    assert [str(result.groups["department"][name].credits[0].points) for name in "xy"] == ["4", "10"]


@pytest.mark.parametrize(
    "limit",
    [
        {"by": ["grade"]},
        {"when": {"grade": "9급"}},
        {"points": {"by": "grade", "values": {"9급": 1, "8급": 1, "7급": 1}}},
    ],
)
def test_a_limit_by_a_fact_that_no_group_has_does_not_cover_entries_of_groups(limit: dict[str, Any]) -> None:
    with pytest.raises(SchemeErrors) as caught:
        group_scheme(**limit)
    assert {found.code for found in caught.value.findings} == {Code.CONTRADICTION}
    group_scheme(**limit, activities=["p3"])
