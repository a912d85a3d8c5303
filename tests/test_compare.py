"""Laws of comparing a scheme with a reform: worked sums, zero and why, parts and wholes, and both directions."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incentive_rules import (
    Amount,
    Code,
    Comparison,
    InputError,
    Scheme,
    SchemeErrors,
    compare,
    example_path,
    load_scheme,
    read_claims,
    read_ledger,
    read_roster,
    reformed,
)
from incentive_rules.messages import LANGUAGES
from incentive_rules.report.comparison import comparison_heading, comparison_outcome, comparison_sheets
from incentive_rules.report.comparison_csv import comparison_csv
from incentive_rules.report.comparison_values import percent
from incentive_rules.simulate.comparison import Outcome, Shift
from worlds import DAYS, DONGHAE, MEMBERS, World, worlds

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from incentive_rules.messages import Language

    Row = dict[str, Any]

SMALL: dict[str, Any] = {
    "language": 1,
    "id": "small",
    "label": "작은 제도",
    "assumed": "worked example",
    "from": "2024-01-01",
    "facts": {
        "member": {
            "grade": {"ordered": ["9급", "8급", "7급"], "label": {"ko": "직급", "en": "grade"}},
            "team": "group",
        },
        "entry": {"praised": {"yes_no": None, "blank": "no"}},
    },
    "activities": {"help": {"label": "도움", "points": 1}, "idea": {"label": "제안", "points": 2}},
    "bonuses": {"praise": {"label": "칭찬", "when": {"praised": "yes"}, "add": 1}},
    "limits": {"cap": {"label": "연 한도", "per": "year", "points": 100, "keep": "earliest"}},
    "rewards": {"won": {"label": "상품권", "unit": "KRW"}, "leave": {"label": "휴가", "unit": "day"}},
    "awards": {
        "m": {
            "kind": "tiers",
            "label": "보상",
            "measure": {"counter": "balance"},
            "claim": {"by": "member", "times": 1, "per": "month"},
            "pay": "highest",
            "again": "always",
            "consume": "tier",
            "tiers": {
                "t3": {"at": 3, "pays": {"won": 30000}},
                "t5": {"at": 5, "pays": {"won": 50000}},
                "t7": {"at": 7, "pays": {"won": 70000}},
            },
        },
        "teams": {
            "kind": "ranking",
            "label": "부서 순위",
            "of": "team",
            "measure": {"counter": "earned", "per": "half"},
            "score": "sum",
            "ties": "expand",
            "places": {"first": {"ranks": 1, "pays": {"won": 100000}}},
        },
    },
    "answers": {
        "points_count_on": "activity_date",
        "year_end": "keep",
        "group_credited_on": "counting_date",
        "ranking_field": "scored",
    },
}
SCHEME = load_scheme(SMALL)
AT = "awards.m.tiers.t7.at"
LOWER = {AT: 6}


def done(member: str, day: str, times: int, activity: str = "help", **cells: Any) -> list[Row]:
    base = {"member_id": member, "date": day, "activity": activity, **cells}
    return [{"entry_id": f"{member} {day} {activity} {n}", **base} for n in range(times)]


STAFF = [
    {"member_id": "A", "grade": "8급", "team": "가", "until": "2024-07-10"},
    {"member_id": "A", "grade": "7급", "team": "나", "from": "2024-07-10"},
    {"member_id": "B", "grade": "9급", "team": "나"},
    {"member_id": "C", "grade": "9급", "team": "나"},
    {"member_id": "D", "grade": "9급", "team": ""},
]
YEAR = [
    *done("A", "2024-06-10", 6),
    *done("B", "2024-06-10", 7),
    *done("C", "2024-06-10", 3),
    *done("A", "2024-07-05", 2),
    *done("B", "2024-07-05", 2),
]


def compared(reform: Any, rows: Iterable[Row] = YEAR, **terms: Any) -> Comparison:
    return compare(SCHEME, reform, list(rows), STAFF, **{"as_of": "2024-07-31", **terms})


def numbers(shift: Shift) -> tuple[int, int, int]:
    return int(shift.before), int(shift.after), int(shift.difference)


# -- by hand -----------------------------------------------------------------------------------------------------------


def test_a_tier_moved_from_seven_to_six_pays_what_a_pencil_says() -> None:
    """At the end of June A has 6 points, B 7 and C 3; in July A and B add 2 each.

    Now: A 50,000 (1 left), B 70,000 (0 left), C 30,000. In July A has 3: 30,000; B has 2: nothing.
    With 6: A 70,000 (0 left), B 70,000 (1 left), C 30,000. In July A has 2: nothing; B has 3: 30,000.
    """
    found = compared(LOWER)
    cost = found.costs["won"]
    assert {month: numbers(shift) for month, shift in cost.months.items()} == {
        "2024-06": (250000, 270000, 20000),  # with 100,000 for the team in front
        "2024-07": (30000, 30000, 0),
    }
    assert numbers(cost.total) == (280000, 300000, 20000)
    assert numbers(cost.members) == (180000, 200000, 20000)
    assert numbers(cost.groups) == (100000, 100000, 0)
    assert {each.member_id: (each.outcome, numbers(each.paid["won"])) for each in found.persons} == {
        "A": (Outcome.LOSES, (80000, 70000, -10000)),
        "B": (Outcome.GAINS, (70000, 100000, 30000)),
    }
    people = found.people
    assert (people.total, people.gains, people.loses, people.mixed, people.same, people.other_lines) == (
        4,
        1,
        1,
        0,
        2,
        0,
    )
    assert {name: numbers(shift) for name, shift in found.points.items()} == {
        "earned": (20, 20, 0),
        "used": (18, 18, 0),
        "lapsed": (0, 0, 0),
        "balance": (2, 2, 0),
    }
    assert (numbers(found.payments), found.prizes, found.why) == ((5, 5, 0), (), ())


def test_a_payment_belongs_to_the_grade_and_team_of_its_own_day() -> None:
    """A was promoted and moved on 10 July: what June pays is of 8급 and 가, what July pays of 7급 and 나."""
    grade, team = compared(LOWER).facts
    assert {
        value: (each.people, each.gainers, each.losers, *numbers(each.cost))
        for value, each in grade.rewards["won"].items()
    } == {
        "9급": (2, 1, 0, 100000, 130000, 30000),
        "8급": (1, 1, 0, 50000, 70000, 20000),
        "7급": (1, 0, 1, 30000, 0, -30000),
    }
    assert list(grade.rewards["won"]) == ["9급", "8급", "7급"], "from low to high"
    assert {value: numbers(each.cost) for value, each in team.rewards["won"].items()} == {
        "가": (50000, 70000, 20000),
        "나": (130000, 130000, 0),
    }


def test_whoever_has_no_value_of_a_fact_is_counted_as_unknown() -> None:
    found = compared(LOWER, done("D", "2024-06-10", 6))
    assert list(found.facts[1].rewards["won"]) == [None]
    assert found.to_dict()["facts"][1]["rewards"]["won"][""]["gainers"] == 1


FIRST_LINES = {
    "A": {
        "ko": "2024-06-30 보상: 6점으로 상품권 70,000원 (지금은 상품권 50,000원)",
        "en": "2024-06-30 보상: 6 points, 상품권 70,000 won instead of 상품권 50,000 won",
    },
    "B": {
        "ko": "2024-06-30 보상: 7점으로 상품권 70,000원, 쓴 점수 6점 (지금은 상품권 70,000원, 쓴 점수 7점)",
        "en": "2024-06-30 보상: 7 points, 상품권 70,000 won, using 6 points"
        " instead of 상품권 70,000 won, using 7 points",
    },
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_line_that_differs_is_told_in_words(lang: Language) -> None:
    assert told_lines(compared(LOWER), lang) == {name: told[lang] for name, told in FIRST_LINES.items()}


def told_lines(found: Comparison, lang: Language) -> dict[str, str]:
    sheets = [
        sheet
        for sheet in comparison_sheets(found, lang)
        if len(sheet.heads) <= 3 and sheet.heads[0] in ("구성원", "member")
    ]
    return {row[0]: row[-1] for sheet in sheets for row in sheet.rows}


@pytest.mark.parametrize(
    ("reform", "rows", "told"),
    [
        ({"awards.m.tiers.t3.at": 2}, done("A", "2024-06-10", 2), "2 points, 상품권 30,000 won instead of nothing"),
        ({"awards.m.tiers.t3.at": 4}, done("A", "2024-06-10", 3), "nothing instead of 3 points, 상품권 30,000 won"),
        (
            {"activities.help.points": 2},
            done("A", "2024-06-10", 1),
            "도움 (A 2024-06-10 help 0): 2 points instead of 1 point",
        ),
        ({"activities.help": None}, done("A", "2024-06-10", 1), "nothing instead of 1 point"),
        (
            {"answers.year_end": "lapse"},
            done("A", "2023-12-31", 0) + done("A", "2024-06-10", 1),
            "1 point instead of nothing",
        ),
    ],
)
def test_each_kind_of_line_can_be_the_first_that_differs(reform: Row, rows: list[Row], told: str) -> None:
    found = compare(SCHEME, reform, rows, STAFF, as_of="2025-01-31")
    assert told in told_lines(found, "en")["A"]


def test_more_won_and_fewer_days_off_are_mixed_and_never_added_up() -> None:
    rest = load_scheme({**SMALL, "awards": {**SMALL["awards"], "m": with_leave()}})
    found = compare(
        rest, {"awards.m.tiers.t5.pays": {"won": 60000}}, done("A", "2024-06-10", 5), STAFF, as_of="2024-06-30"
    )
    (person,) = found.persons
    assert person.outcome is Outcome.MIXED
    assert {name: numbers(shift) for name, shift in person.paid.items()} == {
        "won": (0, 60000, 60000),
        "leave": (1, 0, -1),
    }
    assert (found.people.mixed, found.people.gains, found.people.loses) == (1, 0, 0)
    sides = {name: (cost.recipients.newly, cost.recipients.no_longer) for name, cost in found.costs.items()}
    assert sides == {"won": (frozenset("A"), frozenset()), "leave": (frozenset(), frozenset("A"))}


def with_leave() -> Row:
    award = SMALL["awards"]["m"]
    return {**award, "tiers": {**award["tiers"], "t5": {"at": 5, "pays": {"leave": 1}}}}


def test_prizes_of_groups_stand_apart_from_people() -> None:
    found = compared({"awards.teams.places.first.pays.won": 150000}, as_of="2024-06-30")
    assert found.persons == ()
    (prize,) = found.prizes
    assert (prize.group, prize.award, numbers(prize.amount)) == ("나", "teams", (100000, 150000, 50000))
    cost = found.costs["won"]
    assert (numbers(cost.groups)[2], numbers(cost.members)[2], numbers(cost.total)[2]) == (50000, 0, 50000)


def test_filed_claims_are_the_same_on_both_sides_and_those_that_wait_for_a_choice_are_named() -> None:
    choice = {
        "awards.m.tiers.t7": {"at": 6, "choose": {"money": {"won": 70000}, "rest": {"leave": 1}}},
        "answers.no_option": "wait",
    }
    filed = [{"claim_id": f"C-{name}", "member_id": name, "date": "2024-06-28", "award": "m"} for name in "ABC"]
    found = compared(choice, claims=filed)
    assert (found.policy, found.waiting) == ("as_filed", ("C-A", "C-B"))
    assert (numbers(found.costs["won"].members), numbers(found.payments)) == ((150000, 30000, -120000), (4, 2, -2))
    assert "C-A, C-B" in "\n".join(comparison_heading(found, "ko"))
    named = compared(choice, claims=[row | {"option": "money"} for row in filed])
    assert named.waiting == ()


def test_claims_are_made_anew_on_both_sides_by_the_policy_that_is_named() -> None:
    saved, soon = (compared(LOWER, policy=policy) for policy in ("save_for:t7", "soonest"))
    assert (saved.policy, numbers(saved.costs["won"].members)) == ("save_for:t7", (140000, 140000, 0))
    assert soon.policy == "soonest"
    assert "saving for t7" in "\n".join(comparison_heading(saved, "en"))


def test_rows_are_read_anew_where_a_reform_changes_how_they_are_read() -> None:
    """Blank means praised: every help is worth one point more. A table that was read before is refused."""
    blank = {"facts.entry.praised.blank": "yes"}
    found = compared(blank, done("A", "2024-06-10", 3))
    assert numbers(found.points["earned"]) == (3, 6, 3)
    with pytest.raises(InputError) as refused:
        compare(SCHEME, blank, read_ledger(YEAR, SCHEME), as_of="2024-07-31")
    assert refused.value.findings[0].code is Code.BAD_ARGUMENT


def test_rows_of_something_that_only_the_reform_rewards_count_there() -> None:
    found = compared({"activities.more": {"label": "더", "points": 3}}, done("A", "2024-06-10", 1, "more"))
    assert numbers(found.points["earned"]) == (0, 3, 3)


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"option": "monney"}, Code.UNKNOWN_ID),
        ({"policy": "never"}, Code.BAD_CHOICE),
        ({"as_of": "soon"}, Code.BAD_DATE),
    ],
)
def test_wrong_terms_are_refused_by_name(terms: dict[str, Any], code: Code) -> None:
    with pytest.raises(InputError) as refused:
        compared(LOWER, **terms)
    assert refused.value.findings[0].code is code


# -- nothing, and why --------------------------------------------------------------------------------------------------

NOTHING: dict[str, tuple[Any, list[Row], Row]] = {
    "same_value": ({AT: "7.0", "activities.idea.points": 2}, YEAR, {}),
    "no_points": (LOWER, [], {}),
    "left_out": (LOWER, done("A", "2024-06-10", 3, "nothing of the kind"), {}),
    "later": ({"language": 1, "from": "2024-08-01", "set": LOWER}, YEAR, {}),
    "nobody_claimed": (LOWER, YEAR, {"claims": []}),
    "claims_left_out": (
        LOWER,
        YEAR,
        {"claims": [{"claim_id": "C", "member_id": "A", "date": "2024-06-28", "award": "x"}]},
    ),
    "nobody_reached": (LOWER, done("A", "2024-06-10", 2), {}),
    "nobody_between": (LOWER, [*done("A", "2024-06-10", 5), *done("C", "2024-07-05", 3)], {}),
    "nobody_at": ({"awards.m.tiers.t8": {"at": 8, "pays": {"won": 80000}}}, YEAR, {}),
    "not_paid": ({"awards.m.tiers.t7.pays.won": 99000}, done("A", "2024-06-10", 5), {}),
    "not_done": ({"activities.idea.points": 3}, YEAR, {}),
    "not_met": ({"bonuses.praise.add": 2}, YEAR, {}),
    "not_cut": ({"limits.cap.points": 90}, YEAR, {}),
    "no_row_without": ({"rewards.plaque": {"label": "상패", "unit": "piece"}}, YEAR, {}),
    "no_row": ({"awards.m.pay": "highest", "answers.year_end": "lapse"}, YEAR, {}),
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("cause", NOTHING)
def test_a_reform_that_changes_nothing_costs_exactly_zero_and_says_why(cause: str, lang: Language) -> None:
    reform, rows, terms = NOTHING[cause]
    found = compared(reform, rows, **terms)
    assert [why.cause for why in found.why] == [cause]
    assert found.is_nothing
    assert all(cost.total.difference == 0 == cost.members.difference for cost in found.costs.values())
    assert (found.persons, found.prizes, found.people.same) == ((), (), found.people.total)
    notes = [note for sheet in comparison_sheets(found, lang) for note in sheet.notes]
    assert {"ko": "바뀌는 것이 없습니다. 차이는 정확히 0입니다", "en": "nothing changes: the difference is exactly 0"}[
        lang
    ] in notes
    assert len(notes) >= 2
    assert not [note for note in notes if "{" in note or not note]


def test_the_reason_names_the_points_between_which_nobody_stood() -> None:
    found = compared(LOWER, done("A", "2024-06-10", 5))
    (why,) = found.why
    assert (why.address, why.facts) == (AT, {"low": 6, "high": 7})
    notes = [note for sheet in comparison_sheets(found, "ko") for note in sheet.notes]
    assert notes[-1] == f"{AT}: 신청하거나 정산할 때 6점 이상 7점 미만인 사람이 없었습니다"


@pytest.mark.parametrize(("most", "causes"), [(3, ["not_cut"]), (2, [])])
def test_a_limit_cuts_nobody_who_stands_exactly_at_it(most: int, causes: list[str]) -> None:
    found = compared({"limits.cap.points": most}, done("A", "2024-06-10", 3))
    assert [str(why.cause) for why in found.why] == causes


def test_a_new_tier_that_pays_nobody_has_one_reason_whatever_it_says() -> None:
    """The best of June has 7 points; a tier of 8 is reached by nobody, one of 7 by somebody who is paid another."""
    (why,) = compared({"awards.m.tiers.t8": {"at": 8, "pays": {"won": 80000, "leave": 1}}}).why
    assert (why.cause, why.address, why.facts) == ("nobody_at", "awards.m.tiers.t8", {"at": 8})
    assert told_why(compared({"awards.m.tiers.t8": {"at": 8, "pays": {"won": 1}}}), "ko") == [
        "awards.m.tiers.t8: 신청하거나 정산할 때 8점에 이른 사람이 없었습니다"
    ]


def told_why(found: Comparison, lang: Language) -> list[str]:
    (*_, totals) = comparison_sheets(found, lang)
    return list(totals.notes[1:])


def test_a_limit_that_is_taken_out_has_one_reason_at_its_own_address() -> None:
    (why,) = compared({"limits.cap": None}).why
    assert (why.cause, why.address) == ("not_cut", "limits.cap")


def test_a_reform_after_the_last_line_says_that_every_statement_ends_before_it() -> None:
    found = compared({"language": 1, "from": "2024-08-01", "set": LOWER})
    assert told_why(found, "ko") == ["개정안은 2024-08-01에 시행하는데, 모든 내역이 그보다 앞선 2024-07-31에 끝납니다"]
    assert told_why(found, "en") == [
        "the reform begins on 2024-08-01, after the last line of every statement (2024-07-31)"
    ]


GRADED = load_scheme(
    {
        **SMALL,
        "eligible": {"grade": {"at_most": "8급"}},
        "answers": {**SMALL["answers"], "grade_judged_on": "activity_date", "no_longer_eligible": "keep"},
    }
)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_rows_that_do_not_count_are_told_before_the_zero(lang: Language) -> None:
    found = compare(GRADED, LOWER, [*done("A", "2024-06-10", 6), *done("B", "2024-06-10", 1, "x")], as_of="2024-06-30")
    first, second = comparison_outcome(found, lang)
    assert first.startswith(
        {"ko": "인정되지 않은 행: 실적: 인정하지 않음 1, 보류 6.", "en": "not counted: entries: 1 rejected, 6 held."}[
            lang
        ]
    )
    assert "evaluate" in first
    assert (
        second
        == {"ko": "바뀌는 것이 없습니다. 차이는 정확히 0입니다", "en": "nothing changes: the difference is exactly 0"}[
            lang
        ]
    )
    (why,) = found.why
    assert (why.cause, why.facts) == ("left_out", {"held": 6, "rejected": 1})
    assert found.to_dict()["left_out"]["before"] == {"entry": {"held": 6, "rejected": 1}}
    assert first in comparison_csv(found, lang)


def test_both_sides_are_told_where_other_rows_do_not_count() -> None:
    found = compared({"activities.idea": None}, [*done("A", "2024-06-10", 6), *done("B", "2024-06-10", 1, "idea")])
    assert next(comparison_outcome(found, "en")).startswith(
        "not counted: now none; under the reform entries: 1 rejected."
    )


def test_where_every_row_counts_nothing_is_said_of_rows() -> None:
    assert len(list(comparison_outcome(compared(LOWER), "en"))) == 1


def test_each_value_that_changes_nothing_has_its_own_reason() -> None:
    found = compared({AT: 8, "activities.idea.points": 9, "bonuses.praise.add": 5}, done("A", "2024-06-10", 5))
    assert [str(why.cause) for why in found.why] == ["nobody_between", "not_done", "not_met"]


def test_a_reason_is_not_given_where_it_would_be_untrue() -> None:
    """Somebody stood at 6, and the tier of 7 pays as much as that of 5: nothing changes, but not for want of people."""
    equal = load_scheme(
        {**SMALL, "awards": {**SMALL["awards"], "m": {**SMALL["awards"]["m"], "consume": "all", "tiers": TIERS}}}
    )
    found = compare(equal, LOWER, done("A", "2024-06-10", 6), STAFF, as_of="2024-06-30")
    assert [str(why.cause) for why in found.why] == ["no_row"]


TIERS = {"t5": {"at": 5, "pays": {"won": 50000}}, "t7": {"at": 7, "pays": {"won": 50000}}}


# -- in short ----------------------------------------------------------------------------------------------------------

MIXED = {
    "ko": "더 받는 사람 0명, 덜 받는 사람 0명, 한 보상은 늘고 다른 보상은 주는 사람 2명",
    "en": "0 people paid more, 0 paid less, 2 more of one reward and less of another",
}


@pytest.mark.parametrize(
    ("reform", "ko", "en"),
    [
        (
            LOWER,
            "요약: 상품권 +20,000원(+7.1%); 더 받는 사람 1명, 덜 받는 사람 1명",
            "in short: 상품권 +20,000 won (+7.1%); 1 person paid more, 1 paid less",
        ),
        (
            {"activities.help.points": "1.5", "awards.m.tiers": {"t20": {"at": 20, "pays": {"won": 1}}}},
            "요약: 상품권 -180,000원(-64.3%); 더 받는 사람 0명, 덜 받는 사람 3명",
            "in short: 상품권 -180,000 won (-64.3%); 0 people paid more, 3 paid less",
        ),
        (
            {"awards.m.tiers.t3.pays": {"leave": 1}},
            f"요약: 상품권 -60,000원(-21.4%), 휴가 +2일; {MIXED['ko']}",
            f"in short: 상품권 -60,000 won (-21.4%), 휴가 +2 days; {MIXED['en']}",
        ),
        (
            {"limits.cap.points": 8},
            "요약: 비용은 그대로; 더 받는 사람 0명, 덜 받는 사람 0명",
            "in short: the cost stays as it is; 0 people paid more, 0 paid less",
        ),
    ],
)
def test_the_main_numbers_stand_in_one_sentence(reform: Row, ko: str, en: str) -> None:
    found = compared(reform)
    assert [*comparison_outcome(found, "ko"), *comparison_outcome(found, "en")] == [ko, en]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (1000, "1000.5", "+0.1%"),  # exactly half of a place
        (1000, "999.5", "-0.1%"),
        (1000, "1000.4", "+0.0%"),
        (1000, "999.9", "-0.0%"),
        (3, 4, "+33.3%"),
        (3, 5, "+66.7%"),
        (2, 102, "+5,000.0%"),
        (7, 7, "0%"),
        (0, 7, ""),
        (-2, 7, ""),
    ],
)
def test_a_difference_in_percent_is_exact_to_one_place_and_of_nothing_there_is_none(
    before: int, after: int | str, told: str
) -> None:
    assert percent(Shift(Amount(before), Amount(after))) == told


def test_every_declared_reward_has_its_cost_though_nobody_is_paid_it() -> None:
    found = compared(LOWER, [])
    assert {name: numbers(each.total) for name, each in found.costs.items()} == {"won": (0, 0, 0), "leave": (0, 0, 0)}
    totals = next(sheet for sheet in comparison_sheets(found, "en") if sheet.title == "In all")
    assert [row[0] for row in totals.rows][:2] == ["paid: 상품권 (won)", "paid: 휴가 (day)"]


# -- the values that change --------------------------------------------------------------------------------------------

CHANGES: list[tuple[Any, list[tuple[str, ...]], list[tuple[str, ...]]]] = [
    ({"bonuses.praise": None}, [("bonuses.praise", "칭찬", "없앰")], [("bonuses.praise", "칭찬", "removed")]),
    ({"awards.m.tiers.t7": None}, [("awards.m.tiers.t7", "있음", "없앰")], [("awards.m.tiers.t7", "there", "removed")]),
    (
        {"language": 1, "from": "2024-07-01", "set": {"bonuses.praise": None, "awards.m.tiers.t3.pays.won": 40000}},
        [
            ("bonuses.praise.until", "없음", "2024-06-30까지만"),
            ("awards.m.tiers.t3.pays.won", "30,000", "30,000 → 2024-07-01부터 40,000"),
        ],
        [
            ("bonuses.praise.until", "none", "last day 2024-06-30"),
            ("awards.m.tiers.t3.pays.won", "30,000", "30,000; from 2024-07-01: 40,000"),
        ],
    ),
    (
        {"bonuses.praise.when.team": ["1000", "2000"], "answers.grade_judged_on": "activity_date"},
        [("bonuses.praise.when.team", "없음", "1000, 2000"), ("answers.grade_judged_on", "없음", "activity_date")],
        [("bonuses.praise.when.team", "none", "1000, 2000"), ("answers.grade_judged_on", "none", "activity_date")],
    ),
]


@pytest.mark.parametrize(("reform", "ko", "en"), CHANGES)
def test_only_what_changes_is_listed_in_words_and_in_the_flat_table(reform: Any, ko: Any, en: Any) -> None:
    found = compared(reform)
    for lang in LANGUAGES:
        assert list(next(comparison_sheets(found, lang)).rows) == {"ko": ko, "en": en}[lang]
    table = csv.DictReader(io.StringIO(comparison_csv(found, "en")))
    flat = [(row["item"], row["now"], row["reform"]) for row in table if row["part"] == "changed value"]
    assert [row[0] for row in flat] == [row[0] for row in en]
    assert [each["address"] for each in found.to_dict()["reform"]["changes"]] == [row[0] for row in en]


def test_values_that_stay_are_named_apart() -> None:
    found = compared({AT: 7, "awards.m.tiers.t5.at": 4})
    assert found.unchanged == (AT,)
    assert found.to_dict()["reform"]["unchanged"] == [AT]
    assert next(comparison_sheets(found, "en")).notes == ("1 value at these addresses stays as it is",)


# -- laws on any facts -------------------------------------------------------------------------------------------------

TIER = "awards.monthly.tiers"
LOW = reformed(DONGHAE, {f"{TIER}.t3.at": 1, f"{TIER}.t5.at": 2, f"{TIER}.t7.at": 3, f"{TIER}.t10.at": 4})
"""Donghae's scheme with tiers that a few made-up entries reach."""

REFORMS: list[dict[str, Any]] = [
    {f"{TIER}.t7.at": "2.5"},
    {f"{TIER}.t3.at": "0.5", f"{TIER}.t3.pays.donghae_pay": 25000},
    {"activities.adoption.points": 3, "bonuses.citizen_praise.add": 2},
    {"eligible.grade.at_most": "5급"},
    {"eligible.grade.at_most": "7급", "answers.year_end": "lapse"},
    {"awards.monthly.consume": "nothing"},
    {"awards.departments.places.best.pays": {"plaque": 2, "donghae_pay": 500000}},
    {f"{TIER}.t3": {"at": 1, "pays": {"leave": 1}}},
]


def written(address: str) -> Any:
    """What the scheme has at an address."""
    found: Any = LOW.to_dict()
    for key in address.split("."):
        found = found[key]
    return found


BACK: list[dict[str, Any]] = [{address: written(address) for address in reform} for reform in REFORMS]


def busy(member: str, number: int, day: date, activity: str) -> Row:
    praised = "yes" if number % 3 == 0 else "no"
    return {"entry_id": f"E-{number}", "member_id": member, "date": day, "activity": activity, "praised": praised}


@st.composite
def busy_worlds(draw: st.DrawFn) -> World:
    """People who earn and claim: facts on which most reforms change something."""
    rows = draw(st.lists(st.tuples(st.sampled_from(MEMBERS), DAYS, st.sampled_from(["adoption", "call"])), min_size=8))
    asked = st.tuples(st.sampled_from(MEMBERS), DAYS, st.sampled_from(["money", "leave"]))
    claims = draw(st.lists(asked, min_size=3, max_size=12))
    promoted = draw(DAYS)
    staff: list[Row] = [
        {"member_id": name, "grade": "7급", "department": place} for name, place in zip(MEMBERS, "가나다", strict=True)
    ]
    staff[0] |= {"until": promoted}
    staff.append({"member_id": MEMBERS[0], "grade": "6급", "department": "나", "from": promoted})
    return World(
        [busy(member, number, day, activity) for number, (member, day, activity) in enumerate(rows)],
        staff,
        [
            {"claim_id": f"C-{number}", "member_id": member, "date": day, "award": "monthly", "option": option}
            for number, (member, day, option) in enumerate(claims)
        ],
    )


WORLDS = st.one_of(busy_worlds(), busy_worlds(), worlds(LOW))
EACH = st.integers(0, len(REFORMS) - 1)
LAST = date(2025, 3, 31)


def on(scheme: Scheme, reform: Any, world: World, *, filed: bool = True) -> Comparison:
    terms: Row = {"claims": world.claims} if filed else {"option": "money"}
    return compare(scheme, reform, world.entries, world.roster, as_of=LAST, **terms)


@given(EACH, WORLDS, st.booleans())
def test_the_parts_add_up_to_the_whole_counted_from_the_payments_themselves(
    number: int,
    world: World,
    filed: bool,  # noqa: FBT001  # drawn
) -> None:
    found = on(LOW, REFORMS[number], world, filed=filed)
    for reward, cost in found.costs.items():
        whole = [
            sum(pay.amount for pay in side.payments if pay.reward == reward) for side in (found.before, found.after)
        ]
        assert cost.total == Shift(*map(Amount, whole))
        assert total(cost.months.values()) == cost.total
        assert cost.members + cost.groups == cost.total
        assert (
            sum(each.paid[reward].difference for each in found.persons if reward in each.paid)
            == cost.members.difference
        )
        assert sum(each.amount.difference for each in found.prizes if each.reward == reward) == cost.groups.difference
        assert all(total(each.cost for each in fact.rewards[reward].values()) == cost.members for fact in found.facts)
        assert len(cost.recipients.after) - len(cost.recipients.before) == len(cost.recipients.newly) - len(
            cost.recipients.no_longer
        )
    people = found.people
    assert people.gains + people.loses + people.mixed + people.same == people.total
    assert len(found.persons) == people.gains + people.loses + people.mixed + people.other_lines
    assert (
        found.points["earned"].difference - found.points["used"].difference - found.points["lapsed"].difference
        == found.points["balance"].difference
    )


def total(shifts: Iterable[Shift]) -> Shift:
    return sum(shifts, Shift())


MIRROR = {
    Outcome.GAINS: Outcome.LOSES,
    Outcome.LOSES: Outcome.GAINS,
    Outcome.MIXED: Outcome.MIXED,
    Outcome.SAME: Outcome.SAME,
}


@given(EACH, WORLDS)
def test_a_reform_taken_back_is_the_comparison_read_from_right_to_left(number: int, world: World) -> None:
    there = on(LOW, REFORMS[number], world)
    back = on(reformed(LOW, REFORMS[number]), BACK[number], world)
    assert {name: turned(cost.total) for name, cost in there.costs.items()} == {
        name: cost.total for name, cost in back.costs.items()
    }
    assert {name: turned(shift) for name, shift in there.points.items()} == back.points
    assert [(each.member_id, MIRROR[each.outcome]) for each in there.persons] == [
        (each.member_id, each.outcome) for each in back.persons
    ]
    assert [each.first_line.day for each in there.persons] == [each.first_line.day for each in back.persons]
    assert [turned(each.amount) for each in there.prizes] == [each.amount for each in back.prizes]


def turned(shift: Shift) -> Shift:
    return Shift(shift.after, shift.before)


@given(EACH, WORLDS, st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(number: int, world: World, random: Any) -> None:
    mixed = World(*(random.sample(rows, len(rows)) for rows in (world.entries, world.roster, world.claims)))
    first, second = (on(LOW, REFORMS[number], each) for each in (world, mixed))
    assert first.to_json() == second.to_json()
    assert comparison_csv(first, "ko") == comparison_csv(second, "ko")


BY_DATE = range(4)  # the others set what cannot change by date


@given(st.sampled_from(BY_DATE), WORLDS, st.sampled_from([date(2024, 7, 1), date(2024, 12, 31), date(2025, 2, 28)]))
@settings(max_examples=40)
def test_from_a_day_nothing_changes_before_it(number: int, world: World, day: date) -> None:
    reform = {"language": 1, "from": day, "set": REFORMS[number]}
    found = on(LOW, reform, world)
    assert all(each.first_line.day >= day for each in found.persons)
    early = [[(pay.id, pay.amount) for pay in side.payments if pay.day < day] for side in (found.before, found.after)]
    assert early[0] == early[1]
    months = [
        shift for cost in found.costs.values() for month, shift in cost.months.items() if month < day.isoformat()[:7]
    ]
    assert not any(shift.difference for shift in months)


@given(WORLDS)
@settings(max_examples=20)
def test_a_reform_of_equal_values_costs_nothing_on_any_facts(world: World) -> None:
    found = on(LOW, {f"{TIER}.t7.at": "3.0", "eligible": LOW.to_dict()["eligible"]}, world)
    assert [str(why.cause) for why in found.why] == ["same_value"]
    assert found.before.totals == found.after.totals


# -- forms -------------------------------------------------------------------------------------------------------------


def test_tables_that_were_read_rows_and_files_compare_alike() -> None:
    files = [example_path(f"data/{name}.csv") for name in ("entries", "roster", "claims")]
    entries, staff, asked = files
    tables: list[Any] = [read_ledger(entries, DONGHAE), read_roster(staff, DONGHAE), read_claims(asked, DONGHAE)]
    by_files, by_tables = (
        compare(DONGHAE, {f"{TIER}.t7.at": 6}, *each, as_of="2025-05-31") for each in (files, tables)
    )
    assert by_files.to_json() == by_tables.to_json()


def test_a_reform_as_a_file_as_a_mapping_and_as_arguments_is_one_reform(tmp_path: Path, command: Any) -> None:
    file = tmp_path / "r.reform.yaml"
    file.write_text("language: 1\nfrom: 2025-01-01\nset:\n  awards.monthly.tiers.t7.at: 6\n", encoding="utf-8")
    mapping = {"language": 1, "from": date(2025, 1, 1), "set": {"awards.monthly.tiers.t7.at": 6}}
    tables = [str(example_path(f"data/{name}.csv")) for name in ("entries", "roster")]
    by_hand = compare(DONGHAE, mapping, *tables, as_of="2025-05-31", option="money").to_dict()
    scheme = str(example_path("donghae.yaml"))
    rest = [
        "--ledger",
        tables[0],
        "--roster",
        tables[1],
        "--as-of",
        "2025-05-31",
        "--option",
        "money",
        "--format",
        "json",
    ]
    settings_ = ["--set", "awards.monthly.tiers.t7.at=6", "--from", "2025-01-01"]
    for reform in ([str(file)], settings_):
        assert json.loads(command("compare", scheme, *reform, *rest).out) == by_hand


def test_json_keeps_every_amount_as_text_and_has_a_format() -> None:
    data = json.loads(compared({"activities.help.points": "1.5"}).to_json())
    assert data["format"] == 1
    assert data["points"]["earned"] == {"before": "20", "after": "30", "difference": "10"}
    assert not [value for value in every_value(data) if isinstance(value, float)]
    assert data["sides"]["before"]["scheme_sha256"] != data["sides"]["after"]["scheme_sha256"]


def every_value(data: Any) -> list[Any]:
    inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return [data, *(value for each in inner for value in every_value(each))]


def test_the_flat_table_has_one_reward_a_line_for_everybody_for_whom_something_differs() -> None:
    found = compared({"awards.m.tiers.t5.pays": {"won": 60000, "leave": 1}})
    rows = [row for row in csv.DictReader(io.StringIO(comparison_csv(found, "en"))) if row["part"] == "person"]
    assert [(row["item"], row["reward"], row["difference"]) for row in rows] == [
        ("A", "상품권", "10000"),
        ("A", "휴가", "1"),
    ]


def test_the_parts_of_the_flat_table_add_up() -> None:
    rows = list(csv.DictReader(io.StringIO(comparison_csv(compared(LOWER), "en"))))
    sums = {
        part: sum(int(row["difference"]) for row in rows if row["part"] == part and row["reward"] == "상품권")
        for part in ("total", "month", "grade", "team", "person", "members in all")
    }
    assert sums == dict.fromkeys(sums, 20000)
    assert {row["item"] for row in rows if row["part"] == "person"} == {"A", "B"}
    assert all(None not in row for row in rows)


def test_a_text_of_the_flat_table_is_never_a_formula() -> None:
    found = compare(SCHEME, LOWER, done("=1+1", "2024-06-10", 6), as_of="2024-06-30")
    assert "'=1+1" in comparison_csv(found, "ko")


@pytest.mark.parametrize(
    ("policy", "tiers"),
    [
        ("save_for", {"t12": {"at": 12, "pays": {"won": 120000}, "assumed": "a"}}),
        ("save_for:6", {"t5.at": 6}),
        ("save_for:6", {"t5.at": {"2024-07-01": 6}}),
    ],
)
def test_whoever_saves_does_not_look_ahead_to_a_reform_of_a_later_day(policy: str, tiers: dict[str, Any]) -> None:
    reform = {
        "language": 1,
        "from": "2024-07-01",
        "set": {f"awards.m.tiers.{address}": value for address, value in tiers.items()},
    }
    rows = [row for day in ("2024-05-10", "2024-06-10") for row in done("A", day, 5)]
    found = compared(reform, rows, policy=policy, as_of="2024-06-30")
    assert found.before.payments == found.after.payments


def test_a_new_rule_of_a_dated_reform_begins_no_earlier_than_the_reform() -> None:
    tier = {"at": 4, "pays": {"won": 45000}, "from": "2024-05-01", "assumed": "a"}
    reform = {"language": 1, "from": "2024-07-01", "set": {"awards.m.tiers.t4": tier}}
    found = compared(reform, [*done("A", "2024-05-10", 4), *done("A", "2024-06-10", 4)], as_of="2024-06-30")
    assert found.is_nothing
    assert str(found.after.scheme["awards"]["m"]["tiers"]["t4"]["from"]) == "2024-07-01"


def test_first_days_out_of_order_are_refused_whether_the_reform_has_a_day_or_not() -> None:
    steps = {"2024-06-20": 6, "2024-06-10": 5.5}
    for first in ({}, {"from": "2024-06-05"}):
        with pytest.raises(SchemeErrors) as refused:
            compared({"language": 1, **first, "set": {AT: steps}})
        assert {each.code for each in refused.value.findings} == {Code.DATES_OUT_OF_ORDER}
