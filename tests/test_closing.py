"""Law 11: the result of a closed period stands; later knowledge restates it, or lands as a difference that adds up."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incentive_rules import Code, Evaluation, Scheme, SchemeErrors, evaluate, load_scheme

Row = dict[str, Any]
DATA: dict[str, Any] = {
    "language": 1,
    "id": "closing",
    "label": "마감하는 제도",
    "from": "2024-01-01",
    "assumed": "made up for these tests",
    "facts": {"member": {"grade": {"ordered": ["9급", "8급", "7급", "6급", "5급"]}}},
    "eligible": {"grade": {"at_most": "6급"}},
    "activities": {"small": {"label": "작은 일", "points": 1}, "big": {"label": "큰 일", "points": 3}},
    "limits": {"month": {"label": "월 한도", "per": "month", "points": 4, "keep": "earliest"}},
    "rewards": {"won": {"label": "돈", "unit": "KRW"}},
    "awards": {
        "swap": {
            "kind": "tiers",
            "label": "교환",
            "measure": {"counter": "balance"},
            "claim": {"by": "member", "times": 1, "per": "month"},
            "pay": "highest",
            "again": "always",
            "consume": "tier",
            "tiers": {"t3": {"at": 3, "pays": {"won": 30000}}},
        }
    },
    "closing": {"per": "month", "days": 10},
}
ANSWERS = {
    "points_count_on": "activity_date",
    "grade_judged_on": "activity_date",
    "year_end": "keep",
    "no_longer_eligible": "keep",
}
COUNTED: dict[str, Any] = {
    "counters": {"done": {"label": "건수", "take": "number"}},
    "awards": {
        "thanks": {
            "kind": "tiers",
            "label": "감사",
            "measure": {"counter": "done", "per": "ever"},
            "claim": {"by": "automatic", "per": "month"},
            "pay": "highest",
            "again": "always",
            "consume": "nothing",
            "tiers": {"t1": {"at": 1, "pays": {"won": 1}}},
        }
    },
}
STAFF = [{"member_id": name, "grade": "7급"} for name in ("K-1", "K-2")]
POLICIES = ("owe", "within_balance", "only_pending")


def scheme(late: str = "carry_forward", spent: str = "owe", paid: str = "keep", **changes: Any) -> Scheme:
    answers = ANSWERS | {"late_rows": late}
    if late == "carry_forward":
        answers |= {"spent_points_corrected": spent, "paid_rewards_corrected": paid}
    return load_scheme(DATA | {"answers": answers} | changes)


def entry(name: str, day: str, activity: str = "small", **cells: Any) -> Row:
    return {"entry_id": name, "member_id": "K-1", "date": day, "activity": activity, **cells}


def lines(found: Evaluation, member: str = "K-1") -> list[tuple[str, str, str]]:
    assert Evaluation.from_json(found.to_json()) == found
    return [(each.entry_id, str(each.counts_on), str(each.points)) for each in found.statements[member].credits]


# Worked by hand. January closes on 10 February, February on 10 March, March on 10 April.


def test_t17_a_late_row_and_a_late_void_reach_the_same_sum_restated_or_carried_forward() -> None:
    rows = [
        entry("E-1", "2024-01-05", "big"),
        entry("E-2", "2024-02-05"),
        entry("E-3", "2024-01-20", "big", recorded_on="2024-03-05"),  # 4 a month: one point of three is left
        {"entry_id": "V-1", "date": "2024-04-20", "voids": "E-1"},  # now all three of E-3 are
    ]
    restated = evaluate(scheme("restate"), rows, STAFF, as_of="2024-12-31")
    carried = evaluate(scheme(), rows, STAFF, as_of="2024-12-31")
    assert lines(restated) == [("E-3", "2024-01-20", "3"), ("E-2", "2024-02-05", "1")]
    assert lines(carried) == [
        ("E-1", "2024-01-05", "3"),
        ("E-3", "2024-02-01", "1"),
        ("E-2", "2024-02-05", "1"),
        ("E-3:2024-04-01", "2024-04-01", "2"),
        ("E-1:2024-04-01", "2024-04-01", "-3"),
    ]
    assert restated.statements["K-1"].earned == carried.statements["K-1"].earned == 4
    assert carried.totals.entries == restated.totals.entries == {"credited": 2, "corrected": 1, "correction": 1}
    assert {key: each.entries for key, each in carried.totals.activities.items()} == {"small": 1, "big": 1}


def test_what_is_gone_is_taken_back_once_and_comes_back_once() -> None:
    rows = [
        entry("E-1", "2024-01-05", "big"),
        entry("E-2", "2024-05-20"),
        {"entry_id": "V-1", "date": "2024-03-20", "voids": "E-1"},  # February closed on 10 March
        {"entry_id": "V-2", "date": "2024-06-20", "voids": "V-1"},  # May closed on 10 June
        entry("E-3", "2024-06-20", recorded_on="2024-08-20"),  # late, so that each closing is gone through
    ]
    found = evaluate(scheme(limits={}, **COUNTED), rows, STAFF, as_of="2024-12-31")
    assert lines(found) == [
        ("E-1", "2024-01-05", "3"),
        ("E-1:2024-03-01", "2024-03-01", "-3"),
        ("E-2", "2024-05-20", "1"),
        ("E-1:2024-06-01", "2024-06-01", "3"),
        ("E-3", "2024-08-01", "1"),
    ]
    counted = {each.day.month: int(each.measured) for each in found.statements["K-1"].settlements}
    assert counted == {1: 1, 2: 1, 5: 1, 6: 2, 7: 2} | dict.fromkeys(range(8, 13), 3)  # nothing in March and April


def test_the_statement_points_from_a_difference_to_the_entry_whose_points_they_are() -> None:
    rows = [entry("E-1", "2024-01-05", "big"), {"entry_id": "V-1", "date": "2024-04-20", "voids": "E-1"}]
    found = evaluate(scheme(), rows, STAFF, as_of="2024-12-31")
    assert "E-1: 3 when its period closed, 0 as known later; the difference counts on 2024-04-01" in " ".join(
        found.explain("K-1", lang="en").split()
    )
    assert "E-1: 마감할 때 3점, 나중에 알려진 대로 0점. 차이는 2024-04-01에 반영" in " ".join(
        found.explain("K-1", lang="ko").split()
    )


@pytest.mark.parametrize(("recorded", "lands"), [("2024-02-10", "2024-01-20"), ("2024-02-11", "2024-02-01")])
def test_what_is_known_on_the_closing_day_still_counts_in_the_period(recorded: str, lands: str) -> None:
    found = evaluate(scheme(), [entry("E-1", "2024-01-20", recorded_on=recorded)], STAFF, as_of="2024-12-31")
    assert lines(found) == [("E-1", lands, "1")]


def test_a_late_row_is_judged_by_the_staff_list_and_the_values_of_its_own_day() -> None:
    promoted = [
        {"member_id": "K-1", "grade": "6급", "until": "2024-02-01"},
        {"member_id": "K-1", "grade": "5급", "from": "2024-02-01"},
    ]
    dated = DATA["activities"] | {"small": {"label": "작은 일", "points": {"2024-01-01": 1, "2024-02-01": 2}}}
    rows = [entry("E-1", "2024-01-20", recorded_on="2024-03-05")]
    found = evaluate(scheme(activities=dated), rows, promoted, as_of="2024-12-31")
    assert lines(found) == [("E-1", "2024-02-01", "1")]


def test_a_promotion_that_is_known_late_takes_points_back_on_the_first_open_day() -> None:
    promoted = [
        {"member_id": "K-1", "grade": "6급", "until": "2024-01-10", "recorded_on": "2024-01-01"},
        {"member_id": "K-1", "grade": "6급", "from": "2024-01-10", "until": "2024-01-15", "recorded_on": "2024-01-01"},
        {"member_id": "K-1", "grade": "5급", "from": "2024-01-15", "recorded_on": "2024-03-01"},
    ]
    rows = [entry("E-1", "2024-01-12"), entry("E-2", "2024-01-20")]
    found = evaluate(scheme(), rows, promoted, as_of="2024-12-31")
    assert lines(found) == [("E-1", "2024-01-12", "1")]  # E-2 was held when January closed: nothing was posted of it
    assert {each.id: str(each.state) for each in found.outcomes if each.id} == {"E-1": "credited", "E-2": "rejected"}


def test_a_row_that_lands_after_as_of_is_not_yet_there_and_one_that_no_open_day_takes_is_rejected() -> None:
    rows = [entry("E-1", "2024-01-20", recorded_on="2024-05-05")]
    found = evaluate(scheme(), rows, STAFF, as_of="2024-03-31")
    (told,) = [each for each in found.outcomes if each.id]
    assert (told.state, told.reasons[0].code) == ("not_yet", Code.CARRIED_FORWARD)
    over = evaluate(scheme(until="2024-03-01"), rows, STAFF, as_of="2024-12-31")
    (told,) = [each for each in over.outcomes if each.id]
    assert (told.state, told.reasons[0].code) == ("rejected", Code.PERIODS_CLOSED)


@pytest.mark.parametrize(("policy", "balance"), [("owe", -2), ("within_balance", 0), ("only_pending", 1)])
def test_t32_points_that_were_spent_and_are_gone_are_owed_or_taken_to_zero_or_left(policy: str, balance: int) -> None:
    """Three were spent in January, and one other point is there on 1 March, where the void of 20 March lands."""
    rows = [
        entry("E-1", "2024-01-05", "big"),
        entry("E-2", "2024-02-20"),
        {"entry_id": "V-1", "date": "2024-03-20", "voids": "E-1"},
    ]
    asked = [{"claim_id": "C-1", "member_id": "K-1", "date": "2024-01-31", "award": "swap"}]
    found = evaluate(scheme(spent=policy), rows, STAFF, asked, as_of="2024-12-31")
    assert found.statements["K-1"].balance == balance
    assert [str(each.amount) for each in found.payments] == ["30000"]
    again = evaluate(scheme("restate"), rows, STAFF, asked, as_of="2024-12-31")
    assert (len(again.payments), int(again.statements["K-1"].balance)) == (0, 1)


def test_a_late_claim_is_settled_on_the_first_open_day_and_a_closed_one_cannot_be_taken_back() -> None:
    rows = [entry("E-1", "2024-01-05", "big"), entry("E-2", "2024-02-05", "big")]
    claim = {"member_id": "K-1", "award": "swap"}
    asked = [
        {"claim_id": "C-1", "date": "2024-01-31", **claim},
        {"claim_id": "C-2", "date": "2024-01-31", "recorded_on": "2024-03-05", **claim},
        {"claim_id": "V-1", "date": "2024-05-05", "voids": "C-1"},
        {"claim_id": "C-3", "date": "2024-05-06", "replaces": "C-1", **claim},
    ]
    found = evaluate(scheme(), rows, STAFF, asked, as_of="2024-12-31")
    assert [(each.claim_id, str(each.day)) for each in found.payments] == [("C-1", "2024-01-31")]
    told = {each.id: (str(each.state), each.reasons[0].code if each.reasons else "") for each in found.outcomes}
    assert told["C-2"] == ("refused", Code.NOTHING_DUE)  # on 1 February nothing is left, E-2 comes on the 5th
    assert told["V-1"] == ("refused", Code.CLAIM_CLOSED)
    assert told["C-3"] == ("refused", Code.CLAIM_CLOSED)
    assert found.totals.claims == {"paid": 1, "refused": 3}


def test_a_late_row_says_which_period_was_closed_and_on_which_day_it_counts() -> None:
    """It is there on the day on which it lands, and not a day before."""
    rows = [entry("E-1", "2024-01-20", recorded_on="2024-05-05")]
    told = {"period": "2024-01", "day": "2024-04-01"}
    for as_of, state in (("2024-03-31", "not_yet"), ("2024-04-01", "credited")):
        found = evaluate(scheme(), rows, STAFF, as_of=as_of)
        assert [(str(each.state), why.facts) for each in found.outcomes for why in each.reasons] == [(state, told)]
        assert found.statements["K-1"].earned == (1 if state == "credited" else 0)
    assert "E-1 (2024-01-20" in found.explain("E-1", lang="en")
    over = evaluate(scheme(until="2024-03-01"), rows, STAFF, as_of="2024-12-31")
    assert [why.facts for each in over.outcomes for why in each.reasons] == [{"period": "2024-01"}]


def test_a_difference_says_what_was_posted_and_what_it_is_now_each_time() -> None:
    """Voided in March and voided no more in June: 3, 0 and 3 again."""
    rows = [
        entry("E-1", "2024-01-05", "big"),
        {"entry_id": "V-1", "date": "2024-03-20", "voids": "E-1"},
        {"entry_id": "V-2", "date": "2024-06-20", "voids": "V-1"},
    ]
    found = evaluate(scheme(), rows, STAFF, as_of="2024-06-01")
    changed = Code.CHANGED_AFTER_CLOSING
    assert [why.facts for each in found.outcomes for why in each.reasons if why.code is changed] == [
        {"day": "2024-03-01", "before": "3", "now": "0"},
        {"day": "2024-06-01", "before": "0", "now": "3"},
    ]
    first, *differences = found.statements["K-1"].credits
    assert [(each.steps[0].kind, each.steps[0].value, each.steps[0].since) for each in differences] == [
        ("carried", "", None)
    ] * 2
    assert [each.steps[0].facts for each in differences] == [
        {"id": "E-1", "before": "3", "now": "0"},
        {"id": "E-1", "before": "0", "now": "3"},
    ]
    assert {str(each.day) for each in (first, *differences)} == {"2024-01-05"}  # the day of what was done
    earlier = evaluate(scheme(), rows, STAFF, as_of="2024-05-31")
    assert [str(each.points) for each in earlier.statements["K-1"].credits] == ["3", "-3"]


def test_where_no_day_is_open_any_more_what_is_posted_stands() -> None:
    rows = [entry("E-1", "2024-01-05", "big"), {"entry_id": "V-1", "date": "2024-05-20", "voids": "E-1"}]
    found = evaluate(scheme(until="2024-03-01"), rows, STAFF, as_of="2024-12-31")
    assert lines(found) == [("E-1", "2024-01-05", "3")]


@pytest.mark.parametrize(
    ("known", "gone", "nothing_in"), [("2024-03-20", "2024-03-01", {3}), ("2024-04-20", "2024-04-01", set[int]())]
)
def test_what_turns_out_to_be_due_on_a_later_day_is_taken_back_and_given_again_on_that_day(
    known: str, gone: str, nothing_in: set[int]
) -> None:
    """Base points came in January; then it is known that the person came on 15 April only."""
    base = {"base": {"label": "base", "points": 3, "every": "year"}}
    cells = {"member_id": "K-1", "grade": "7급"}
    staff = [
        {"row_id": "R-1", "from": "2024-01-01", "recorded_on": "2024-01-01", **cells},
        {"row_id": "R-2", "from": "2024-04-15", "recorded_on": known, "replaces": "R-1", **cells},
    ]
    rows = [entry("E-1", "2024-06-01")]
    found = evaluate(scheme(activities=DATA["activities"] | base, **COUNTED), rows, staff, as_of="2024-12-31")
    name = "base:K-1:2024"
    told = [(str(each.counts_on), str(each.points)) for each in found.statements["K-1"].credits]
    assert told == [("2024-01-01", "3"), (gone, "-3"), ("2024-04-15", "3"), ("2024-06-01", "1")]
    assert [each.entry_id for each in found.statements["K-1"].credits][2] == name
    assert len({each.entry_id for each in found.statements["K-1"].credits}) == len(told)
    counted = {each.day.month: int(each.measured) for each in found.statements["K-1"].settlements}
    assert counted == dict.fromkeys({1, 2, 3, 4, 5} - nothing_in, 1) | dict.fromkeys(range(6, 13), 2)


BEST: dict[str, Any] = {
    "best": {
        "kind": "ranking",
        "label": "best",
        "of": "member",
        "measure": {"counter": "earned", "per": "month"},
        "score": "sum",
        "ties": "hold",
        "places": {"first": {"ranks": 1, "pays": {"won": 10000}}},
    }
}


@pytest.mark.parametrize("is_late", [False, True])
def test_a_row_that_waits_holds_the_first_open_period_and_none_that_is_closed(*, is_late: bool) -> None:
    """E-2 of January waits when January, February and March are closed: once approved, it counts on 1 April."""
    rules = load_scheme(
        DATA | {"awards": BEST, "answers": ANSWERS | {"late_rows": "carry_forward", "ranking_field": "scored"}}
    )
    rows = [entry("E-1", "2024-01-05"), entry("E-2", "2024-01-20", status="pending"), entry("E-3", "2024-04-20")]
    rows += [entry("E-4", "2024-01-20", recorded_on="2024-04-20")] if is_late else []
    found = evaluate(rules, rows, STAFF, as_of="2024-04-30")
    assert {each.period: each.provisional for each in found.rankings} == {
        "2024-01": False, "2024-02": False, "2024-03": False, "2024-04": True,
    }  # fmt: skip
    assert [(str(each.day), each.provisional) for each in found.payments] == [
        ("2024-01-31", False),
        ("2024-04-30", True),
    ]


def test_a_closed_month_ranks_people_where_they_were_known_to_be_and_an_open_one_where_they_are() -> None:
    """On 20 April it is told that K-1 has been in 세무과 since January: January, February and March are closed."""
    facts = {"member": {"grade": DATA["facts"]["member"]["grade"], "office": "group"}}
    asked = {"late_rows": "carry_forward", "ranking_field": "scored", "group_credited_on": "period_end"}
    awards = {"best": BEST["best"] | {"of": "office"}}
    rules = load_scheme(DATA | {"facts": facts, "awards": awards, "answers": ANSWERS | asked})
    cells = {"member_id": "K-1", "grade": "7급"}
    staff = [
        {"row_id": "R-1", "office": "행정과", "recorded_on": "2024-01-01", **cells},
        {"row_id": "R-2", "office": "세무과", "recorded_on": "2024-04-20", "replaces": "R-1", **cells},
    ]
    rows = [entry(f"E-{month}", f"2024-{month:02}-05") for month in range(1, 6)]
    found = evaluate(rules, rows, staff, as_of="2024-05-31")
    assert [(each.period, *(row.name for row in each.rows)) for each in found.rankings] == [
        ("2024-01", "행정과"),
        ("2024-02", "행정과"),
        ("2024-03", "행정과"),
        ("2024-04", "세무과"),
        ("2024-05", "세무과"),
    ]


@pytest.mark.parametrize("spent", POLICIES)
@pytest.mark.parametrize(("below_zero", "earned_then"), [("debt", 1), ("floor", 3)])
def test_a_deduction_that_is_taken_back_late_gives_back_what_it_took_and_closed_months_stay(
    spent: str, below_zero: str, earned_then: int
) -> None:
    """Nothing was there to take in February: owed, and so 1 of 3 left in March; or at zero, and all 3."""
    activities = {**DATA["activities"], "late": {"label": "지연", "points": -2}}
    answers = ANSWERS | {
        "below_zero": below_zero,
        "deductions_reduce": "earned_and_balance",
        "late_rows": "carry_forward",
    }
    answers |= {"spent_points_corrected": spent, "paid_rewards_corrected": "keep"}
    rules = load_scheme(DATA | {"activities": activities, "answers": answers})
    rows = [
        entry("N", "2024-02-11", "late"),
        entry("P", "2024-03-03", "big"),
        {"entry_id": "V", "date": "2024-08-17", "voids": "N"},  # July closed on 10 August
    ]
    march = evaluate(rules, rows, STAFF, as_of="2024-03-31")
    assert march.statements["K-1"].earned == earned_then
    assert march.payments == evaluate(rules, rows, STAFF, as_of="2024-03-31", known_at="2024-04-10").payments
    assert evaluate(rules, rows, STAFF, as_of="2024-12-31").statements["K-1"].earned == 3


def test_points_that_were_not_taken_back_are_not_given_again() -> None:
    asked = [{"claim_id": "C-1", "member_id": "K-1", "date": "2024-01-31", "award": "swap"}]
    rows = [
        entry("E-1", "2024-01-05", "big"),
        {"entry_id": "V-1", "date": "2024-03-20", "voids": "E-1"},  # spent in January: nothing is taken
        {"entry_id": "V-2", "date": "2024-06-20", "voids": "V-1"},
    ]
    found = evaluate(scheme(spent="only_pending"), rows, STAFF, asked, as_of="2024-12-31")
    assert [int(each.points) for each in found.statements["K-1"].credits] == [3, 0, 0]
    assert [int(each) for each in (found.statements["K-1"].earned, found.statements["K-1"].balance)] == [3, 0]


def test_a_claim_in_whose_place_a_late_one_wants_to_be_is_counted_once() -> None:
    asked = [
        {"claim_id": "C-1", "member_id": "K-1", "date": "2024-01-30", "award": "swap"},
        {"claim_id": "C-2", "member_id": "K-1", "date": "2024-01-31", "award": "swap", "replaces": "C-1"},
        {"claim_id": "C-3", "member_id": "K-1", "date": "2024-03-20", "award": "swap", "replaces": "C-1"},
    ]
    found = evaluate(scheme(), [entry("E-1", "2024-01-05", "big")], STAFF, asked, as_of="2024-12-31")
    assert sorted((each.id, str(each.state)) for each in found.outcomes if each.kind == "claim") == [
        ("C-1", "corrected"),
        ("C-2", "paid"),
        ("C-3", "held"),
    ]
    assert [each.claim_id for each in found.payments] == ["C-2"]


def test_what_is_closed_of_claims_stays_closed_whatever_closes_after_it() -> None:
    rows = [entry("E-1", "2024-01-05", "big"), entry("E-2", "2024-02-05", "big")]
    claim = {"member_id": "K-1", "award": "swap"}
    asked = [
        {"claim_id": "C-1", "date": "2024-01-31", **claim},
        {"claim_id": "C-2", "date": "2024-02-15", "replaces": "C-1", **claim},  # January closed on 10 February
        {"claim_id": "C-3", "date": "2024-01-30", "recorded_on": "2024-03-05", **claim},  # settled on 1 February
        {"claim_id": "V-3", "date": "2024-05-05", "voids": "C-3"},  # which closed on 10 March
        {"claim_id": "C-4", "date": "2024-02-20", **claim},
        {"claim_id": "V-4", "date": "2024-03-01", "voids": "C-4"},
        {"claim_id": "V-5", "date": "2024-04-20", "voids": "V-4"},  # so C-4 stands again, first on 1 April
    ]
    found = evaluate(scheme(), rows, STAFF, asked, as_of="2024-12-31")
    assert [(each.claim_id, str(each.day)) for each in found.payments] == [("C-1", "2024-01-31"), ("C-4", "2024-04-01")]
    told = {each.id: (str(each.state), [str(why.code) for why in each.reasons]) for each in found.outcomes}
    assert told["C-2"] == told["V-3"] == ("refused", ["claim_closed"])
    assert told["C-3"] == ("refused", ["nothing_due", "carried_forward"])  # on 1 February nothing is left
    assert told["C-4"] == ("paid", ["carried_forward"])


def test_the_questions_are_asked_where_periods_close_and_points_after_awards_are_refused() -> None:
    with pytest.raises(SchemeErrors) as asked:
        load_scheme(DATA | {"answers": ANSWERS})
    assert [each.facts["name"] for each in asked.value.findings] == ["late_rows"]
    given = DATA["activities"] | {"gift": {"label": "선물", "points": 1, "after": {"award": "swap"}}}
    with pytest.raises(SchemeErrors) as refused:
        scheme(activities=given)
    assert Code.CONTRADICTION in [each.code for each in refused.value.findings]


# Laws, on a year of one or two people.

DAYS = st.dates(date(2024, 1, 1), date(2024, 8, 31))


@st.composite
def years(draw: st.DrawFn) -> tuple[list[Row], list[Row], list[Row]]:
    rows: list[Row] = []
    for number in range(draw(st.integers(1, 8))):
        day = draw(DAYS)
        known = day + timedelta(draw(st.sampled_from((0, 0, 3, 40, 100))))
        own = {"entry_id": f"E-{number}", "date": day, "recorded_on": known}
        target = draw(st.sampled_from(rows))["entry_id"] if rows else ""
        match draw(st.sampled_from(("new", "new", "new", "voids", "replaces"))) if rows else "new":
            case "voids":
                rows.append({"entry_id": f"E-{number}", "date": known, "voids": target})
                continue
            case "replaces":
                own["replaces"] = target
        activity, member = draw(st.sampled_from(("small", "big"))), draw(st.sampled_from(("K-1", "K-2")))
        rows.append(own | {"member_id": member, "activity": activity})
    changes = draw(st.booleans())
    first, known = draw(DAYS), draw(DAYS)
    staff = [
        {"member_id": "K-1", "grade": "6급", "until": first, "recorded_on": "2024-01-01"},
        {"member_id": "K-1", "grade": "5급", "from": first, "recorded_on": known},
    ]
    asked = [
        {"claim_id": f"C-{n}", "member_id": "K-1", "date": day, "recorded_on": day + timedelta(wait), "award": "swap"}
        for n, (day, wait) in enumerate(draw(st.lists(st.tuples(DAYS, st.sampled_from((0, 30, 60))), max_size=3)))
    ]
    return rows, (staff if changes else STAFF[:1]) + STAFF[1:], asked


LATE = st.sampled_from([scheme(), scheme(limits={}), scheme(closing={"per": "quarter", "days": 20})])


@given(LATE, years())
def test_carried_forward_and_restated_reach_the_same_sum(rules: Scheme, year: tuple[list[Row], ...]) -> None:
    rows, staff, _ = year
    restated = load_scheme(rules.to_dict() | {"answers": ANSWERS | {"late_rows": "restate"}})
    ended = "2026-12-31"
    one, other = (evaluate(each, rows, staff, as_of=ended) for each in (rules, restated))
    assert {k: v.earned for k, v in one.statements.items()} == {k: v.earned for k, v in other.statements.items()}
    assert {key: each.points for key, each in one.totals.activities.items()} == {
        key: each.points for key, each in other.totals.activities.items()
    }
    assert one.totals.entries == other.totals.entries


@given(st.sampled_from([{}, {"limits": {}}]), years())
def test_carried_forward_and_restated_count_as_many_entries_in_the_end(
    changes: Row, year: tuple[list[Row], ...]
) -> None:
    rows, staff, _ = year
    counted = []
    for late in ("restate", "carry_forward"):
        found = evaluate(scheme(late, **COUNTED, **changes), rows, staff, as_of="2025-12-31")
        settled = [(name, each) for name, own in found.statements.items() for each in own.settlements]
        counted.append([(name, each.measured) for name, each in settled if each.day == date(2025, 12, 31)])
    assert counted[0] == counted[1]


@given(LATE, years(), st.integers(1, 8))
def test_a_closed_month_is_never_another_one_again(rules: Scheme, year: tuple[list[Row], ...], month: int) -> None:
    rows, staff, asked = year
    last = date(2024, month + 1, 1) - timedelta(1)
    if rules.to_dict()["closing"]["per"] == "quarter":
        last = date(2024, (month - 1) // 3 * 3 + 4, 1) - timedelta(1)
    closed = last + timedelta(int(rules.to_dict()["closing"]["days"]))
    then = evaluate(rules, rows, staff, asked, as_of=last, known_at=closed)
    now = evaluate(rules, rows, staff, asked, as_of=last)
    assert now.payments == then.payments
    assert {k: (v.earned, v.balance) for k, v in now.statements.items() if v.credits} == {
        k: (v.earned, v.balance) for k, v in then.statements.items() if v.credits
    }


@given(st.sampled_from([scheme(spent=each) for each in POLICIES]), years(), st.randoms(use_true_random=False))
def test_order_decides_nothing_and_every_sum_adds_up(rules: Scheme, year: tuple[list[Row], ...], chance: Any) -> None:
    rows, staff, asked = year
    found = evaluate(rules, rows, staff, asked, as_of="2025-12-31")
    mixed = [chance.sample(table, len(table)) for table in year]
    assert evaluate(rules, *mixed, as_of="2025-12-31").to_json() == found.to_json()
    for each in found.statements.values():
        assert each.earned - each.used - each.lapsed - each.deducted == each.balance
        assert sum(credit.points for credit in each.credits) == each.earned
        assert all(sum(step.amount for step in credit.steps) == credit.points for credit in each.credits)
        if dict(rules.to_dict()["answers"])["spent_points_corrected"] != "owe":
            assert each.balance >= 0
    assert sum(found.totals.entries.values()) == len(rows)
    assert sum(found.totals.claims.values()) == len(asked)
