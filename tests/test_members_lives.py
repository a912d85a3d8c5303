"""What becomes of people in a year: promoted, moved, on leave, seconded, punished, gone and back. Reckoned by hand.

Each for every answer of the questions that it raises. Each entry of ``work`` brings as many points as its quantity.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bank_schemes import claim as claimed
from bank_schemes import codes, entry, paid, points, run, states, sums
from incentive_rules import evaluate_totals, load_scheme

if TYPE_CHECKING:
    from incentive_rules import Evaluation, Scheme

Row = dict[str, Any]

OFFICE = """
language: 1
id: lives
label: lives
from: 2024-01-01
assumed: made up for these tests
facts:
  member:
    grade: {ordered: [9급, 8급, 7급, 6급, 5급]}
    office: group
    on_leave: {yes_no, blank: no}
    punished: {yes_no, blank: no}
    employed: {yes_no, blank: yes}
eligible: {grade: {at_most: 6급}, on_leave: no, punished: no, employed: yes}
activities: {work: {label: work, points: {each: 1}}}
counters: {at_home: {label: at home, activities: [work], when: {office: {not: 파견}}}}
rewards: {won: {label: won, unit: KRW}}
awards:
  swap: {kind: tiers, label: swap, measure: {counter: balance}, claim: {by: member, times: 1, per: month},
         pay: highest, again: always, consume: tier, tiers: {t3: {at: 3, pays: {won: 30000}}}}
  best: {kind: ranking, label: best, of: member, measure: {counter: earned, per: year}, ties: expand,
         places: {first: {ranks: 1, pays: {won: 100000}}}}
  offices: {kind: ranking, label: offices, of: office, measure: {counter: earned, per: year}, score: sum, ties: expand,
            places: {first: {ranks: 1, pays: {won: 500000}}}}
answers: {points_count_on: activity_date, grade_judged_on: activity_date, no_longer_eligible: keep, year_end: keep,
          group_credited_on: counting_date, ranking_field: roster}
"""
"""30,000 won for three points that are used up; 100,000 won for the best of a year, 500,000 won for the best office."""


def office(per: str = "year", counter: str = "earned", rankings: Row | None = None, **answers: str) -> Scheme:
    """The scheme with rankings of other periods or counters, more keys of the rankings, and other answers."""
    data = load_scheme(OFFICE).to_dict()
    for name in ("best", "offices"):
        data["awards"][name] |= {"measure": {"counter": counter, "per": per}, **(rankings or {})}
    data["answers"] |= answers
    return load_scheme(data)


def per_head(counted_on: str, heads: str = "everybody", group_credited_on: str = "counting_date") -> Scheme:
    """The scheme with offices ranked by points per head."""
    data = office(group_credited_on=group_credited_on).to_dict()
    data["awards"]["offices"]["score"] = "per_head"
    data["answers"] |= {"heads_counted_on": counted_on, "heads_are": heads}
    return load_scheme(data)


def life(member: str, *turns: tuple[str | None, Row | None]) -> list[Row]:
    """The rows of somebody in the staff list: from when on what is so; ``None`` is a stretch without a row."""
    ends = [*(first for first, _ in turns[1:]), None]
    plain = {"member_id": member, "grade": "7급", "office": "행정과"}
    return [
        {**plain, "from": first, "until": until, **facts}
        for (first, facts), until in zip(turns, ends, strict=True)
        if facts is not None
    ]


def ranked(found: Evaluation, award: str, period: str = "2024") -> dict[str, str]:
    """The scores of a ranking, from the best on."""
    (ranking,) = (each for each in found.rankings if (each.award, each.period) == (award, period))
    return {row.name: str(row.score) for row in ranking.rows}


def provisional(found: Evaluation, award: str = "best") -> bool:
    return next(each.provisional for each in found.rankings if each.award == award)


def fast_is_the_same(found: Evaluation, scheme: Scheme, rows: list[Row], staff: list[Row]) -> None:
    entries, claims = ([row for row in rows if name in row] for name in ("entry_id", "claim_id"))
    assert evaluate_totals(scheme, entries, staff, claims, as_of=found.as_of) == found.totals


ANSWERS = ("keep", "freeze", "lapse")

# A promotion above the ceiling in the middle of a month: grade 5 from 16 June, grade 6 again from 1 September.

PROMOTED = life("A", (None, {}), ("2024-06-16", {"grade": "5급"}), ("2024-09-01", {"grade": "6급"}))
OTHER_OFFICE = life("B", (None, {"office": "세무과"}))
EARNED_IN_JUNE = [
    entry("E-1", "2024-06-05", 4),
    entry("E-2", "2024-06-15", 3),  # the last day of grade 7
    entry("E-3", "2024-06-16", 2),  # the first of grade 5
    entry("E-4", "2024-05-05", 5, "B"),
]
CLAIMED = [claimed("C-1", "2024-06-15"), claimed("C-2", "2024-07-01"), claimed("C-3", "2024-09-02")]


@pytest.mark.parametrize(
    ("answer", "claims", "left"),
    [
        # 7 earned. 15 June: 7 - 3 = 4. 1 July: 4 - 3 = 1. 2 September: 1 is less than 3.
        ("keep", "paid paid refused", ("7", "6", "0", "1")),
        # 15 June: 4 left. 1 July: grade 5. 2 September: grade 6 again, 4 - 3 = 1.
        ("freeze", "paid refused paid", ("7", "6", "0", "1")),
        # 15 June: 4 left, which lapse on 16 June.
        ("lapse", "paid refused refused", ("7", "3", "4", "0")),
    ],
)
def test_promoted_above_the_ceiling_in_the_middle_of_a_month(answer: str, claims: str, left: tuple[str, ...]) -> None:
    scheme, rows, staff = office(no_longer_eligible=answer), [*EARNED_IN_JUNE, *CLAIMED], PROMOTED + OTHER_OFFICE
    found = run(scheme, rows, staff)
    assert states(found) == {"E-1": "credited", "E-2": "credited", "E-3": "rejected", "E-4": "credited"}
    assert " ".join(states(found, "claim").values()) == claims
    assert tuple(map(str, sums(found.statements["A"], "earned", "used", "lapsed", "balance"))) == left
    assert [str(each.day) for each in found.statements["A"].lapses] == ["2024-06-16"] * 2 * (answer == "lapse")
    fast_is_the_same(found, scheme, rows, staff)


@pytest.mark.parametrize(
    ("field", "scores"),
    [
        ("roster", {"A": "7", "B": "5"}),
        ("scored", {"A": "7", "B": "5"}),
        ("eligible", {"B": "5"}),  # A is of grade 5 on 31 December
        ("listed_in_period", {"A": "7", "B": "5"}),
    ],
)
def test_whoever_is_above_the_ceiling_at_the_end_is_ranked_unless_only_the_eligible_are(
    field: str, scores: dict[str, str]
) -> None:
    """4 + 3 = 7 points before the promotion. The office keeps them: they were of its day. Lapsing takes no score."""
    promoted = life("A", (None, {}), ("2024-06-16", {"grade": "5급"}))
    for answer in ANSWERS:
        scheme = office(ranking_field=field, no_longer_eligible=answer)
        found = run(scheme, EARNED_IN_JUNE, promoted + OTHER_OFFICE)
        assert ranked(found, "best") == scores
        assert ranked(found, "offices") == {"행정과": "7", "세무과": "5"}


# A transfer: from 행정과 to 세무과 on 1 April.

MOVED = life("A", (None, {}), ("2024-04-01", {"office": "세무과"}))
COLLEAGUES = life("B", (None, {"office": "세무과"})) + life("C", (None, {}))
MOVED_ROWS = [
    entry("E-1", "2024-02-10", 4),
    entry("E-2", "2024-03-31", 1),  # the last day in 행정과
    entry("E-3", "2024-04-01", 1),  # the first in 세무과
    entry("E-4", "2024-05-10", 3),
    entry("E-5", "2024-03-05", 5, "B"),
    entry("E-6", "2024-03-05", 2, "C"),
]


@pytest.mark.parametrize(
    ("answer", "scores"),
    [
        ("counting_date", {"세무과": "9", "행정과": "7"}),  # 1 + 3 + 5 and 4 + 1 + 2
        ("period_end", {"세무과": "14", "행정과": "2"}),  # all 9 of A, + 5; C alone
    ],
)
def test_points_of_whoever_moved_stay_with_the_office_of_their_day_or_go_along(
    answer: str, scores: dict[str, str]
) -> None:
    scheme = office(group_credited_on=answer)
    found = run(scheme, MOVED_ROWS, MOVED + COLLEAGUES)
    assert ranked(found, "offices") == scores
    assert ranked(found, "best") == {"A": "9", "B": "5", "C": "2"}
    fast_is_the_same(found, scheme, MOVED_ROWS, MOVED + COLLEAGUES)


@pytest.mark.parametrize(
    ("credited", "counted", "scores"),
    [
        # On 31 December 세무과 has A and B, 행정과 has C.
        ("counting_date", "period_end", {"행정과": "7", "세무과": "4.5"}),  # 7 ÷ 1, 9 ÷ 2
        ("period_end", "period_end", {"세무과": "7", "행정과": "2"}),  # 14 ÷ 2, 2 ÷ 1
        # On 1 January 행정과 has A and C, 세무과 has B.
        ("counting_date", "period_start", {"세무과": "9", "행정과": "3.5"}),  # 9 ÷ 1, 7 ÷ 2
        ("period_end", "period_start", {"세무과": "14", "행정과": "1"}),
        # 행정과 has 2 for 3 months and 1 for 9: 15 ÷ 12 = 1.25. 세무과 has 1 for 3 and 2 for 9: 21 ÷ 12 = 1.75.
        ("counting_date", "average_of_months", {"행정과": "5.6", "세무과": "36/7"}),  # 7 ÷ 1.25, 9 ÷ 1.75
        ("period_end", "average_of_months", {"세무과": "8", "행정과": "1.6"}),  # 14 ÷ 1.75, 2 ÷ 1.25
    ],
)
def test_heads_of_an_office_that_somebody_left_are_counted_on_the_day_that_the_scheme_says(
    credited: str, counted: str, scores: dict[str, str]
) -> None:
    found = run(per_head(counted, group_credited_on=credited), MOVED_ROWS, MOVED + COLLEAGUES)
    assert ranked(found, "offices") == scores
    assert next(iter(scores)) in paid(found)


# Unpaid leave from 1 May to 30 June: a fact of the person, in rows of the staff list.

ON_LEAVE = life("A", (None, {}), ("2024-05-01", {"on_leave": "yes"}), ("2024-07-01", {})) + life("B", (None, {}))
LEAVE_ROWS: list[Row] = [
    entry("E-1", "2024-04-20", 4),
    entry("E-2", "2024-06-30", 2),  # the last day of the leave
    entry("E-3", "2024-07-01", 2),  # the first day back
    claimed("C-1", "2024-05-15"),
    claimed("C-2", "2024-07-10"),
]


@pytest.mark.parametrize(
    ("answer", "claims", "left"),
    [
        ("keep", "paid paid", ("6", "6", "0", "0")),  # 4 - 3 = 1, + 2 = 3, - 3 = 0
        ("freeze", "refused paid", ("6", "3", "0", "3")),  # 4, not on leave; + 2 = 6, - 3 = 3
        ("lapse", "refused refused", ("6", "0", "4", "2")),  # 4 lapse on 1 May; 2 are less than 3
    ],
)
def test_on_unpaid_leave_nothing_is_earned_and_on_the_first_day_back_it_is_again(
    answer: str, claims: str, left: tuple[str, ...]
) -> None:
    scheme = office(no_longer_eligible=answer)
    found = run(scheme, LEAVE_ROWS, ON_LEAVE)
    assert points(found) == {"E-1": "4", "E-3": "2"}
    assert codes(found, "E-2") == ["not_eligible"]
    assert " ".join(states(found, "claim").values()) == claims
    assert tuple(map(str, sums(found.statements["A"], "earned", "used", "lapsed", "balance"))) == left
    fast_is_the_same(found, scheme, LEAVE_ROWS, ON_LEAVE)


@pytest.mark.parametrize(("heads", "score"), [("everybody", "2"), ("eligible", "4")])
def test_whoever_is_on_leave_when_heads_are_counted_is_one_or_none_as_the_scheme_says(heads: str, score: str) -> None:
    """On 30 June 행정과 has A, on leave, and B: 4 points of the half year ÷ 2, or ÷ 1."""
    data = per_head("period_end", heads).to_dict()
    data["awards"]["offices"]["measure"]["per"] = "half"
    found = run(load_scheme(data), LEAVE_ROWS[:3], ON_LEAVE)
    assert ranked(found, "offices", "2024-H1") == {"행정과": score}
    assert ranked(found, "offices", "2024-H2") == {"행정과": "1"}  # 2 points ÷ 2: back again


# Seconded from 행정과 to an office outside from 1 May to 30 September.

SECONDED = life("A", (None, {}), ("2024-05-01", {"office": "파견"}), ("2024-10-01", {}))
AT_HOME = life("B", (None, {})) + life("C", (None, {"office": "세무과"}))
SECONDED_ROWS = [
    entry("E-1", "2024-04-20", 4),
    entry("E-2", "2024-05-10", 2),
    entry("E-3", "2024-08-20", 9),
    entry("E-4", "2024-10-01", 3),
    entry("E-5", "2024-04-20", 1, "B"),
    entry("E-6", "2024-04-20", 3, "C"),
    entry("E-7", "2024-08-20", 1, "C"),
]
NOT_OUTSIDE: Row = {"field": {"when": {"office": {"not": "파견"}}}}


def test_whoever_is_seconded_on_the_settling_day_is_not_ranked_and_is_again_once_back() -> None:
    """30 June and 30 September: A is outside. The field is of people, so the 4 points of April count for no office."""
    found = run(office("quarter", rankings=NOT_OUTSIDE), SECONDED_ROWS, SECONDED + AT_HOME)
    assert ranked(found, "best", "2024-Q2") == {"C": "3", "B": "1"}
    assert ranked(found, "best", "2024-Q3") == {"C": "1", "B": "0"}
    assert ranked(found, "best", "2024-Q4") == {"A": "3", "B": "0", "C": "0"}
    assert ranked(found, "offices", "2024-Q2") == {"세무과": "3", "행정과": "1"}
    assert ranked(found, "offices", "2024-Q4") == {"행정과": "3", "세무과": "0"}


@pytest.mark.parametrize(
    ("credited", "scores"),
    [
        ("counting_date", {"파견": "11", "행정과": "8", "세무과": "4"}),  # 2 + 9, 4 + 3 + 1, 3 + 1
        ("period_end", {"행정과": "19", "세무과": "4"}),  # all 18 of A, + 1
    ],
)
def test_a_field_asks_people_on_the_settling_day_and_not_the_office_of_their_points(
    credited: str, scores: dict[str, str]
) -> None:
    """On 31 December A is back and in the field, so what was done outside counts, and for the office outside too."""
    found = run(office(rankings=NOT_OUTSIDE, group_credited_on=credited), SECONDED_ROWS, SECONDED + AT_HOME)
    assert ranked(found, "offices") == scores


@pytest.mark.parametrize(
    ("credited", "scores"),
    [
        ("counting_date", {"행정과": "8", "세무과": "4", "파견": "0"}),  # 4 + 3 + 1, 3 + 1
        ("period_end", {"행정과": "8", "세무과": "4"}),  # all of A that was not done outside, + 1
    ],
)
def test_a_counter_leaves_out_what_was_done_outside_whenever_the_period_ends(
    credited: str, scores: dict[str, str]
) -> None:
    """4 + 3 = 7 points of A were earned at home; the 2 + 9 outside count for nobody, but are there to be claimed."""
    found = run(office(counter="at_home", group_credited_on=credited), SECONDED_ROWS, SECONDED + AT_HOME)
    assert {name: score for name, score in ranked(found, "offices").items() if score != "0"} == {
        name: score for name, score in scores.items() if score != "0"
    }
    assert ranked(found, "best") == {"A": "7", "C": "4", "B": "1"}
    assert paid(found) == {"A": "100000", "행정과": "500000"}
    assert found.statements["A"].balance == 18


# A punishment from 1 March, lifted on 1 June.

PUNISHED = life("A", (None, {}), ("2024-03-01", {"punished": "yes"}), ("2024-06-01", {})) + life("B", (None, {}))
PUNISHED_ROWS: list[Row] = [
    entry("E-1", "2024-02-20", 4),
    entry("E-2", "2024-03-01", 2),  # the first day of it
    entry("E-3", "2024-06-01", 2),  # the day on which it is lifted
    entry("E-4", "2024-02-20", 3, "B"),
    entry("E-5", "2024-05-20", 1, "B"),
    claimed("C-1", "2024-05-31"),
    claimed("C-2", "2024-06-01"),
]


@pytest.mark.parametrize(
    ("answer", "claims", "left"),
    [
        ("keep", "paid paid", ("6", "6", "0", "0")),  # 4 - 3 = 1, + 2 - 3 = 0
        ("freeze", "refused paid", ("6", "3", "0", "3")),  # 4 + 2 - 3 = 3
        ("lapse", "refused refused", ("6", "0", "4", "2")),  # 4 lapse on 1 March
    ],
)
def test_whoever_is_punished_earns_nothing_meanwhile_and_what_was_earned_before_goes_by_the_answer(
    answer: str, claims: str, left: tuple[str, ...]
) -> None:
    scheme = office(no_longer_eligible=answer)
    found = run(scheme, PUNISHED_ROWS, PUNISHED)
    assert states(found) | {"E-2": "credited"} == dict.fromkeys(states(found), "credited")
    assert states(found)["E-2"] == "rejected"
    assert " ".join(states(found, "claim").values()) == claims
    assert tuple(map(str, sums(found.statements["A"], "earned", "used", "lapsed", "balance"))) == left
    fast_is_the_same(found, scheme, PUNISHED_ROWS, PUNISHED)


@pytest.mark.parametrize(
    ("field", "first", "second"),
    [
        ("roster", {"A": "4", "B": "3"}, {"A": "2", "B": "1"}),
        ("scored", {"A": "4", "B": "3"}, {"A": "2", "B": "1"}),
        ("eligible", {"B": "3"}, {"A": "2", "B": "1"}),  # on 31 March A is punished, on 30 June no more
        ("listed_in_period", {"A": "4", "B": "3"}, {"A": "2", "B": "1"}),
    ],
)
def test_whoever_is_punished_is_ranked_by_what_was_earned_before_unless_only_the_eligible_are(
    field: str, first: dict[str, str], second: dict[str, str]
) -> None:
    found = run(office("quarter", ranking_field=field), PUNISHED_ROWS[:5], PUNISHED)
    assert (ranked(found, "best", "2024-Q1"), ranked(found, "best", "2024-Q2")) == (first, second)
    assert ranked(found, "offices", "2024-Q1") == {"행정과": "7"}  # 4 + 3: the office keeps what was earned for it


def test_whoever_is_punished_on_the_settling_day_keeps_the_rank_and_gets_nothing_where_only_the_pay_is_asked() -> None:
    data = office("quarter").to_dict()
    data["awards"]["best"]["paid_if"] = {"punished": False}
    found = run(load_scheme(data), PUNISHED_ROWS[:5], PUNISHED)
    assert ranked(found, "best", "2024-Q1") == {"A": "4", "B": "3"}
    days = [str(each.day) for each in found.payments if each.payee == "A"]
    assert days == ["2024-06-30"]


# Gone from 1 July, back on 1 October.

GONE = life("A", (None, {}), ("2024-07-01", None), ("2024-10-01", {}))
STAYED = life("B", (None, {}))
GONE_ROWS: list[Row] = [
    entry("E-1", "2024-05-20", 7),
    entry("E-2", "2024-08-10", 2),  # nobody knows who that was then
    entry("E-3", "2024-10-01", 1),
    entry("E-4", "2024-02-20", 3, "B"),
    claimed("C-1", "2024-06-30"),
    claimed("C-2", "2024-07-01"),
    claimed("C-3", "2024-10-02"),
]


@pytest.mark.parametrize(
    ("answer", "claims"),
    [
        ("keep", "paid paid refused"),  # 7 - 3 - 3 = 1, + 1 = 2
        ("freeze", "paid held paid"),  # 7 - 3 = 4; on 1 July it is not known; 4 + 1 - 3 = 2
        ("lapse", "paid paid refused"),  # who is not on the list is unknown, not ineligible: nothing lapses
    ],
)
def test_gone_with_a_balance_and_back_again(answer: str, claims: str) -> None:
    """Either way 7 + 1 points are earned and 6 used, and what was done in between is held."""
    scheme = office(no_longer_eligible=answer)
    found = run(scheme, GONE_ROWS, GONE + STAYED)
    assert states(found) == {"E-1": "credited", "E-2": "held", "E-3": "credited", "E-4": "credited"}
    assert codes(found, "E-2") == ["not_listed_on_day"]
    assert " ".join(states(found, "claim").values()) == claims
    assert tuple(map(str, sums(found.statements["A"], "earned", "used", "lapsed", "balance"))) == ("8", "6", "0", "2")
    assert provisional(found)  # E-2 could still count
    fast_is_the_same(found, scheme, GONE_ROWS, GONE + STAYED)


@pytest.mark.parametrize(
    ("answer", "claims", "left"),
    [
        ("keep", "paid paid refused", ("8", "6", "0", "2")),
        ("freeze", "paid refused paid", ("8", "6", "0", "2")),
        ("lapse", "paid refused refused", ("8", "3", "4", "1")),  # 7 - 3 = 4 lapse on 1 July; 1 more in October
    ],
)
def test_a_list_that_says_who_is_employed_no_more_makes_leaving_a_loss(
    answer: str, claims: str, left: tuple[str, ...]
) -> None:
    told = life("A", (None, {}), ("2024-07-01", {"employed": "no"}), ("2024-10-01", {})) + STAYED
    found = run(office(no_longer_eligible=answer), GONE_ROWS, told)
    assert states(found)["E-2"] == "rejected"
    assert " ".join(states(found, "claim").values()) == claims
    assert tuple(map(str, sums(found.statements["A"], "earned", "used", "lapsed", "balance"))) == left
    assert not provisional(found)


@pytest.mark.parametrize(
    ("field", "scores", "unsure"),
    [
        ("roster", {"A": "7", "B": "3"}, False),  # and whoever has points
        ("scored", {"A": "7", "B": "3"}, False),
        ("eligible", {"B": "3"}, True),  # whether A was eligible on 31 December nobody knows
        ("listed_in_period", {"A": "7", "B": "3"}, False),
    ],
)
def test_whoever_left_for_good_is_ranked_by_the_points_of_the_year(
    field: str,
    scores: dict[str, str],
    unsure: bool,  # noqa: FBT001  # a parameter
) -> None:
    left = life("A", (None, {}), ("2024-07-01", None))
    found = run(office(ranking_field=field), [GONE_ROWS[0], GONE_ROWS[3]], left + STAYED)
    assert (ranked(found, "best"), provisional(found)) == (scores, unsure)
    assert ranked(found, "offices") == {"행정과": "10"}  # 7 + 3: they were of its days


@pytest.mark.parametrize(("credited", "score", "unsure"), [("counting_date", "10", False), ("period_end", "3", True)])
def test_points_of_whoever_left_go_to_no_office_of_the_last_day(
    credited: str,
    score: str,
    unsure: bool,  # noqa: FBT001  # a parameter
) -> None:
    """7 + 3 = 10 on their days. On 31 December nobody knows where A is: only the 3 of B, and that is told."""
    left = life("A", (None, {}), ("2024-07-01", None))
    found = run(office(group_credited_on=credited), [GONE_ROWS[0], GONE_ROWS[3]], left + STAYED)
    assert (ranked(found, "offices"), provisional(found, "offices")) == ({"행정과": score}, unsure)


# Rows of the list that leave days out, or say two things of one.

PLAIN_ROWS: list[Row] = [
    entry("E-1", "2024-03-20", 1),
    entry("E-2", "2024-05-20", 2),
    entry("E-3", "2024-07-20", 4),
    claimed("C-1", "2024-05-31"),
]


def test_on_days_that_no_row_tells_of_everything_is_held_and_before_and_after_it_counts() -> None:
    """1 + 4 points. On 31 May 1 point is there, which is less than 3."""
    found = run(office(), PLAIN_ROWS, life("A", (None, {}), ("2024-05-01", None), ("2024-06-01", {})))
    assert states(found) == {"E-1": "credited", "E-2": "held", "E-3": "credited"}
    assert (codes(found, "E-2"), codes(found, "C-1")) == (["not_listed_on_day"], ["nothing_due"])
    assert found.statements["A"].earned == 5
    assert provisional(found)


def test_rows_that_overlap_and_differ_are_all_refused_and_what_lies_on_their_days_is_held_with_the_reason() -> None:
    """Two rows hold in May and tell two grades. The third one holds from 1 July: 4 points."""
    first, second, third = life("A", (None, {}), ("2024-05-01", {"grade": "6급"}), ("2024-07-01", {"grade": "6급"}))
    found = run(office(), PLAIN_ROWS, [first | {"until": "2024-06-01"}, second, third])
    told = {str(each.day): str(each.state) for each in found.outcomes if each.kind == "roster"}
    assert told == {"None": "rejected", "2024-05-01": "rejected", "2024-07-01": "in_use"}
    assert states(found) == {"E-1": "held", "E-2": "held", "E-3": "credited"}
    assert codes(found, "E-2") == ["roster_row_unread"]
    assert found.statements["A"].earned == 4


def test_what_a_person_was_in_doubt_makes_a_ranking_of_those_days_provisional_and_no_later_one() -> None:
    """Nobody did anything in 2024 under the two rows; still, who is on the list on 30 June is not known."""
    first, second, third = life("A", (None, {}), ("2024-05-01", {"grade": "6급"}), ("2024-07-01", {"grade": "6급"}))
    rows = [entry("E-1", "2024-05-05", 5, "B")]
    found = run(office("half"), rows, [first | {"until": "2024-06-01"}, second, third, *STAYED])
    halves = {each.period: each.provisional for each in found.rankings if each.award == "best"}
    assert halves == {"2024-H1": True, "2024-H2": False}
