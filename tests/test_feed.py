"""What was won under one scheme, as entries of another: who, what, when, and once however often it is fed."""

from __future__ import annotations

from typing import Any

import pytest

from incentive_rules import Code, InputError, entries_from, evaluate, example_path, load_scheme

Rows = list[dict[str, Any]]

ANSWERS = {
    "points_count_on": "activity_date",
    "group_credited_on": "counting_date",
    "ranking_field": "scored",
    "grades_counted_of": "scored",
    "tiers_passed_over": "due",
    "year_end": "keep",
}
LEAGUE: dict[str, Any] = {
    "kind": "ranking",
    "label": "league",
    "of": "department",
    "score": "sum",
    "measure": {"counter": "earned", "per": "half"},
    "ties": "expand",
    "places": {"first": {"ranks": 1}, "second": {"ranks": 2}},
}
PEOPLE = {key: value for key, value in LEAGUE.items() if key != "score"} | {"of": "member"}
STAFF = [
    {"member_id": "K-1", "department": "세무과"},
    {"member_id": "K-2", "department": "감사과"},
    {"member_id": "K-3", "department": "행정과"},
]


def together(**awards: Any) -> Any:
    """A scheme of thanks between colleagues, with these awards."""
    return load_scheme(
        {
            "language": 1,
            "id": "together",
            "label": "together",
            "from": "2017-01-01",
            "assumed": "made up for the tests",
            "facts": {"member": {"department": "group"}},
            "activities": {"thanks": {"label": "thanks", "points": 1}},
            "rewards": {"voucher": {"label": "voucher", "unit": "KRW"}},
            "awards": awards,
            "answers": ANSWERS,
        }
    )


def thanks(*counts: int, day: str = "2017-03-02", **facts: str) -> Rows:
    """So many thanks to each of K-1, K-2, K-3."""
    return [
        {"entry_id": f"{day} {who}.{n}", "member_id": f"K-{who}", "date": day, "activity": "thanks", **facts}
        for who, count in enumerate(counts, 1)
        for n in range(count)
    ]


def fed(awards: Any, rows: Rows, as_of: str = "2017-06-30", **which: Any) -> Any:
    (award,) = awards
    evaluation = evaluate(together(**awards), rows, STAFF, as_of=as_of)
    return entries_from(evaluation, award, "good_partner", **which)


def who(rows: Any) -> list[tuple[str, str]]:
    return [(row["member_id"], str(row["date"])) for row in rows]


def test_each_place_is_a_row_on_the_day_it_was_taken() -> None:
    rows = thanks(3, 2, 1) + thanks(0, 1, day="2017-07-03")
    assert who(fed({"league": LEAGUE}, rows, "2017-12-31")) == [
        ("세무과", "2017-06-30"),
        ("감사과", "2017-06-30"),
        ("감사과", "2017-12-31"),
    ]


def test_only_the_places_that_are_asked_for_count() -> None:
    assert who(fed({"league": LEAGUE}, thanks(3, 2, 1), won=["second"])) == [("감사과", "2017-06-30")]


def test_all_who_are_tied_for_a_place_have_a_row() -> None:
    assert who(fed({"people": PEOPLE}, thanks(2, 2), won=["first"])) == [("K-1", "2017-06-30"), ("K-2", "2017-06-30")]


def test_a_forecast_is_not_fed() -> None:
    assert fed({"league": LEAGUE}, thanks(3), "2017-06-29") == ()


def test_the_same_win_has_the_same_id_in_every_run_and_no_two_wins_share_one() -> None:
    rows = thanks(3, 2, 1)
    june = fed({"league": LEAGUE}, rows)
    december = fed({"league": LEAGUE}, [*reversed(rows), *thanks(1, day="2017-07-03")], "2017-12-31")
    assert june == december[: len(june)]
    ids = [row["entry_id"] for row in december]
    assert len(set(ids)) == len(ids) == 3


def test_rows_fed_twice_count_once() -> None:
    rows = fed({"people": PEOPLE}, thanks(1))
    other = load_scheme(
        {
            "language": 1,
            "id": "other",
            "label": "other",
            "from": "2017-01-01",
            "assumed": "made up",
            "activities": {"good_partner": {"label": "good partner", "points": 5}},
            "answers": {"points_count_on": "activity_date"},
        }
    )
    assert evaluate(other, [*rows, *rows], as_of="2017-12-31").statements["K-1"].earned == 5


def test_what_a_provisional_ranking_says_is_held_until_it_is_settled() -> None:
    held = thanks(0, 1, status="pending")
    rows = fed({"people": PEOPLE}, [*thanks(1), *held])
    assert [(row["member_id"], row["status"]) for row in rows] == [("K-1", "pending")]
    assert [row["status"] for row in fed({"people": PEOPLE}, thanks(1))] == ["approved"]


def test_each_tier_that_was_paid_is_a_row_on_its_day() -> None:
    tiers = {
        "kind": "tiers",
        "label": "by tiers",
        "measure": {"counter": "earned", "per": "year"},
        "claim": {"by": "automatic", "per": "month"},
        "pay": "all",
        "again": "once",
        "consume": "nothing",
        "tiers": {"t2": {"at": 2, "pays": {"voucher": 1}}, "t3": {"at": 3, "pays": {"voucher": 2}}},
    }
    rows = thanks(2, 1) + thanks(1, day="2017-04-03")
    assert who(fed({"tiers": tiers}, rows)) == [("K-1", "2017-03-31"), ("K-1", "2017-04-30")]
    assert who(fed({"tiers": tiers}, rows, won=["t3"])) == [("K-1", "2017-04-30")]


def test_a_grade_is_fed_too_also_one_that_is_not_paid() -> None:
    """117 of 130 points are 가, 116.9 are 나, 77.9 are 마."""
    scheme = load_scheme(example_path("gallery/chungnam_education.yaml"))
    scores = {"천안": "117", "공주": "116.9", "논산": "77.9"}
    staff = [{"member_id": name, "institution": name} for name in scores]
    rows = [
        {"entry_id": name, "member_id": name, "date": "2016-11-30", "activity": "evaluation", "score": score}
        for name, score in scores.items()
    ]
    evaluation = evaluate(scheme, rows, staff, as_of="2016-12-31")
    won = {
        grade: who(entries_from(evaluation, "institutions", "merit", won=[grade])) for grade in ("ga", "na", "da", "ma")
    }
    day = "2016-11-30"
    assert won == {"ga": [("천안", day)], "na": [("공주", day)], "da": [], "ma": [("논산", day)]}


def test_of_a_work_that_won_each_who_worked_on_it_has_a_row() -> None:
    works = LEAGUE | {"of": "work", "places": {"first": {"ranks": 1}}}
    rows = fed({"works": works}, [*thanks(1, 1, work="W-1"), *thanks(0, 0, 1, work="W-2")])
    assert [(row["member_id"], row["work"]) for row in rows] == [("K-1", "W-1"), ("K-2", "W-1")]
    assert len({row["entry_id"] for row in rows}) == 2


@pytest.mark.parametrize(
    ("award", "won", "near"), [("leage", (), "league"), ("league", ("frist",), "first")], ids=["award", "place"]
)
def test_what_the_scheme_does_not_have_is_refused_with_the_nearest_name(
    award: str, won: tuple[str, ...], near: str
) -> None:
    evaluation = evaluate(together(league=LEAGUE), [], as_of="2017-06-30")
    with pytest.raises(InputError) as caught:
        entries_from(evaluation, award, "good_partner", won=won)
    (found,) = caught.value.findings
    assert (found.code, found.facts["near"]) == (Code.UNKNOWN_ID, near)


def test_the_best_partner_of_another_scheme_earns_in_dangjin() -> None:
    """The row of Dangjin's worked example is the one that the other scheme yields: 2 + 5 points."""
    rows = entries_from(
        evaluate(together(best=LEAGUE), thanks(1), STAFF, as_of="2017-06-30"), "best", "best_partner", won=["first"]
    )
    assert [row["entry_id"] for row in rows] == ["together:best:first:세무과:2017-H1:best_partner"]
    own = {"entry_id": "E-1", "member_id": "세무과", "date": "2017-03-02", "activity": "department_item"}
    dangjin = evaluate(load_scheme(example_path("gallery/dangjin.yaml")), [own, *rows], STAFF, as_of="2017-12-31")
    assert [(row.name, str(row.score)) for row in dangjin.rankings[0].rows] == [("세무과", "7")]


def test_two_claims_of_one_month_are_two_entries() -> None:
    twice = {
        "kind": "tiers",
        "label": "twice a month",
        "measure": {"counter": "balance"},
        "claim": {"by": "member", "times": 2, "per": "month"},
        "pay": "highest",
        "again": "always",
        "consume": "tier",
        "tiers": {"t1": {"at": 1, "pays": {"voucher": 10000}}},
    }
    claims = [{"claim_id": f"C-{n}", "member_id": "K-1", "date": "2017-03-20", "award": "cash"} for n in (1, 2)]
    result = evaluate(together(cash=twice), thanks(2), STAFF, claims, as_of="2017-03-31")
    fed = entries_from(result, "cash", "partner")
    assert [row["entry_id"] for row in fed] == ["together:cash:t1:K-1:C-1:partner", "together:cash:t1:K-1:C-2:partner"]
