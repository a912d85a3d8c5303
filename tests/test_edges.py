"""Edges at which an evaluation once went wrong, each with the law that it broke. Small schemes, sums by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from incentive_rules import Evaluation, InputError, SchemeErrors, evaluate, load_scheme, read_ledger
from test_worked_rules import BASE, ONCE, RANKED, RANKING, STAFF, TIERS, entry, run, scheme, states

if TYPE_CHECKING:
    from worlds import Row

CLAIMED: dict[str, Any] = {**TIERS, "claim": {"by": "member", "times": 1, "per": "month"}}
KEEP = {**BASE["answers"], "year_end": "keep"}


def claim(name: str, day: str, member: str = "A", award: str = "t", **more: Any) -> Row:
    return {"claim_id": name, "member_id": member, "date": day, "award": award, **more}


def test_an_odd_claim_stops_nobody_else() -> None:
    """Law 14. A claim before the scheme began, where the ceiling is dated and points lapse above it."""
    rules = scheme(
        eligible={"grade": {"at_most": {"2024-01-01": "6급", "2025-01-01": "9급"}}},
        awards={"t": CLAIMED},
        answers={**KEEP, "no_longer_eligible": "lapse"},
    )
    staff = [{"member_id": "A", "grade": "6급", "from": "2023-06-01"}]
    found = evaluate(rules, [entry("e", "2024-06-01")], staff, [claim("c", "2023-01-01")], as_of="2024-12-31")
    assert found.statements["A"].balance == 1
    assert [each.state for each in found.outcomes if each.kind == "claim"] == ["refused"]


def test_tables_typed_for_another_scheme_are_rejected_row_by_row() -> None:
    """Law 14: no KeyError, and the rows that fit still count."""
    other = scheme(activities={"help": {"label": "도움", "points": 1}, "gone": {"label": "없어진 일", "points": 1}})
    ledger = read_ledger([entry("a", "2024-06-01"), entry("b", "2024-06-01", activity="gone")], other)
    found = evaluate(scheme(), ledger, as_of="2024-12-31")
    assert states(found) == {"a": "credited", "b": "rejected unknown_activity"}
    (gone,) = [each for each in found.outcomes if each.id == "b"]
    assert gone.reasons[0].facts == {"value": "gone", "known": ("help",)}


def test_a_tier_that_is_done_stays_done_when_thresholds_rise() -> None:
    """Six points pay t5 in June and pass t3 over. In July t3 needs six and t5 ten: still nothing is due."""
    tiers = {
        "t3": {"at": {"2024-01-01": 3, "2024-07-01": 6}, "pays": {"pay": 3}},
        "t5": {"at": {"2024-01-01": 5, "2024-07-01": 10}, "pays": {"pay": 5}},
    }
    rules = scheme(awards={"t": {**ONCE, "tiers": tiers}}, answers={**BASE["answers"], "tiers_passed_over": "done"})
    found = run(rules, [entry(str(n), "2024-06-01") for n in range(6)])
    assert [str(payment.amount) for payment in found.payments] == ["5"]


def test_how_the_staff_list_is_cut_into_rows_does_not_decide_what_lapses() -> None:
    """Promoted on 1 July, approved on 5 July, moved (or not) on 20 July: the points are lost either way."""
    rules = scheme(
        eligible={"grade": {"at_most": "6급"}},
        awards={"t": CLAIMED},
        answers={
            **KEEP,
            "no_longer_eligible": "lapse",
            "points_count_on": "approval_date",
            "values_taken_on": "activity_date",
        },
    )
    done = [entry(str(n), "2024-06-20", approved_on="2024-07-05") for n in range(2)]
    before = {"member_id": "A", "grade": "6급", "until": "2024-07-01"}
    after = {"member_id": "A", "grade": "5급", "from": "2024-07-01", "department": "총무과"}
    moved = [{**after, "until": "2024-07-20"}, {**after, "from": "2024-07-20", "department": "기획과"}]
    for staff in ([before, after], [before, *moved]):
        found = evaluate(rules, done, staff, [claim("c", "2024-07-31")], as_of="2024-12-31")
        assert found.payments == ()
        assert [str(lapse.day) for lapse in found.statements["A"].lapses] == ["2024-07-05", "2024-07-05"]


CHOICE = {"t1": {"at": 1, "choose": {"money": {"pay": 1}, "more": {"pay": 2}}}}
OTHER_CHOICE = {**CHOICE, "t2": {"at": 2, "choose": {"x": {"pay": 1}, "y": {"pay": 2}}}}


@pytest.mark.parametrize(
    "award",
    [{**TIERS, "tiers": CHOICE}, {**CLAIMED, "tiers": OTHER_CHOICE, "pay": "all", "consume": "nothing"}],
    ids=["automatic, and nobody can choose", "one claim, two different choices"],
)
def test_a_choice_that_nobody_could_make_does_not_load(award: dict[str, Any]) -> None:
    with pytest.raises(SchemeErrors) as caught:
        scheme(awards={"t": award}, answers={**KEEP, "no_option": "wait"})
    assert [found.code for found in caught.value.findings] == ["contradiction"]


def test_overlapping_staff_rows_name_the_same_fields_in_any_order() -> None:
    rows = [
        {"member_id": "A", "grade": "9급", "department": "총무과"},
        {"member_id": "A", "grade": "6급", "department": "총무과"},
        {"member_id": "A", "grade": "9급", "department": "기획과"},
    ]
    assert run(scheme(), [], rows).to_json() == run(scheme(), [], rows[::-1]).to_json()


def test_the_lines_of_an_explained_entry_add_up_after_a_lapse() -> None:
    rules = scheme(awards={"t": TIERS}, answers={**BASE["answers"], "year_end": "lapse"})
    told = run(rules, [entry("e", "2024-06-01")], as_of="2025-06-30").explain("e", "ko")
    assert "소멸: 2024-12-31에 e의 1점" in told


def test_a_payment_is_called_by_the_threshold_of_its_day() -> None:
    tiers = {"t": {"at": {"2024-01-01": 2, "2025-01-01": 5}, "pays": {"pay": 1}}}
    rules = scheme(awards={"t": {**TIERS, "tiers": tiers}}, answers=KEEP)
    found = run(rules, [entry("a", "2024-06-01"), entry("b", "2024-06-01")], as_of="2025-12-31")
    assert [payment.label.en for payment in found.payments] == ["2 points"]
    assert "t (2)" in found.explain(found.payments[0].id)


def test_a_divided_prize_claims_no_date_that_is_not_in_the_scheme() -> None:
    rules = scheme(
        awards={"r": {**RANKING, "ties": {"share": {"unit": 1, "mode": "down"}}}}, answers={**BASE["answers"], **RANKED}
    )
    found = run(rules, [entry("a", "2024-06-01"), entry("b", "2024-06-01", member="B")], STAFF)
    assert {step.since for payment in found.payments for step in payment.steps} == {None}


def test_everybody_on_the_staff_list_can_be_asked_about() -> None:
    found = run(scheme(), [], STAFF)
    assert "earned 0" in found.explain("E")
    assert found.why_not("E").startswith("member E")


def test_why_not_of_a_departments_prize_tells_of_its_rank() -> None:
    rules = scheme(awards={"r": RANKING}, answers={**BASE["answers"], **RANKED})
    found = run(rules, [entry("a", "2024-06-01")], STAFF)
    assert "already rank 1" in found.why_not(found.payments[0].id)


@pytest.mark.parametrize(
    ("dates", "as_of"), [({"from": "2025-01-01"}, "2024-06-30"), ({"until": "2024-07-01"}, "2024-12-31")]
)
def test_why_not_outside_the_days_of_an_award_says_so(dates: dict[str, str], as_of: str) -> None:
    tiers = {"t": {"at": {"2024-01-01": 3, "2026-01-01": 5}, "pays": {"pay": 1}}}
    rules = scheme(awards={"t": {**TIERS, **dates, "tiers": tiers}}, answers=KEEP)
    assert "holds" in run(rules, [entry("a", "2024-06-01")], as_of=as_of).why_not("A")


def test_a_blank_grade_is_not_called_a_gap_in_the_staff_list() -> None:
    rules = scheme(
        eligible={"grade": {"at_most": "6급"}},
        awards={"t": CLAIMED},
        answers={**KEEP, "no_longer_eligible": "freeze"},
    )
    staff = [{"member_id": "A", "grade": "6급", "until": "2024-06-15"}, {"member_id": "A", "from": "2024-06-15"}]
    done = [entry("a", "2024-06-01"), entry("b", "2024-06-02")]
    found = evaluate(rules, done, staff, [claim("c", "2024-06-30")], as_of="2024-12-31")
    assert [reason.code for each in found.held for reason in each.reasons] == ["condition_unknown"]


def test_a_row_that_was_done_later_makes_no_earlier_ranking_provisional() -> None:
    """Nothing is approved before it was done, so an unapproved row of 2025 cannot change 2024."""
    answers = {**BASE["answers"], **RANKED, "points_count_on": "approval_date", "values_taken_on": "counting_date"}
    done = [entry("a", "2024-06-01", approved_on="2024-06-02"), entry("b", "2025-06-01")]
    rankings = run(scheme(awards={"r": RANKING}, answers=answers), done, STAFF, as_of="2025-12-31").rankings
    assert [ranking.provisional for ranking in rankings] == [False, True]


def test_an_entry_and_a_claim_may_share_an_id_and_both_are_told() -> None:
    """Law 14: the rejected entry 1 stands in the statement beside the paid claim 1."""
    rules = scheme(awards={"t": CLAIMED}, answers=KEEP)
    done = [entry("1", "2023-01-01"), entry("2", "2024-06-01"), entry("3", "2024-06-01")]
    found = evaluate(rules, done, [], [claim("1", "2024-06-30")], as_of="2024-12-31")
    assert "entry 1 (2023-01-01): rejected" in found.explain("member:A")


def test_the_certificate_covers_every_row_and_only_what_was_given() -> None:
    one, two = [entry("a", "2024-06-01")], [entry("a", "2024-06-01"), entry("b", "someday")]
    certificates = [run(scheme(), rows).certificate for rows in (one, one[::-1], two)]
    assert certificates[0] == certificates[1]
    assert certificates[0].ledger_sha256 != certificates[2].ledger_sha256
    assert certificates[0].scheme_sha256 == certificates[2].scheme_sha256
    again = Evaluation.from_json(run(scheme(), one).to_json())
    assert again.certificate == certificates[0]


def test_an_unknown_language_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="ko, en"):
        run(scheme(), [entry("a", "2024-06-01")]).explain("a", "fr")  # type: ignore[arg-type]  # the mistake under test


@pytest.mark.parametrize("ledger", [None, 5, load_scheme])
def test_what_is_no_table_is_refused_by_name(ledger: object) -> None:
    with pytest.raises(InputError, match="ledger"):
        evaluate(scheme(), ledger, as_of="2024-12-31")  # type: ignore[arg-type]  # the mistake under test


def test_a_staff_list_is_no_ledger() -> None:
    rules = scheme()
    with pytest.raises(InputError, match="ledger"):
        evaluate(rules, read_ledger([], rules), read_ledger([], rules), as_of="2024-12-31")  # type: ignore[arg-type]  # as above


def test_a_claim_before_the_first_day_of_a_dated_condition_is_refused_like_any_other() -> None:
    scheme = load_scheme(
        {
            "language": 1,
            "id": "x",
            "label": "x",
            "from": "2024-08-15",
            "assumed": "a",
            "facts": {"member": {"leads": {"yes_no": None}}},
            "eligible": {"leads": {"2024-08-15": "yes"}},
            "activities": {"w": {"label": "w", "points": 1}},
            "rewards": {"r": {"label": "r", "unit": "KRW"}},
            "awards": {
                "a": {
                    "kind": "tiers",
                    "label": "a",
                    "measure": {"counter": "balance"},
                    "claim": {"by": "member", "times": 1, "per": "month"},
                    "pay": "highest",
                    "again": "always",
                    "consume": "tier",
                    "tiers": {"t": {"at": 1, "pays": {"r": 1}}},
                }
            },
            "answers": {
                "points_count_on": "activity_date",
                "grade_judged_on": "activity_date",
                "no_longer_eligible": "lapse",
                "year_end": "keep",
            },
        }
    )
    staff = [{"member_id": "K-1", "leads": "yes", "from": "2024-08-14"}]
    asked = [{"claim_id": "C-1", "member_id": "K-1", "date": "2024-08-14", "award": "a"}]
    evaluation = evaluate(scheme, [], staff, asked, as_of="2024-12-31")
    assert [each.state for each in evaluation.outcomes] == ["refused", "in_use"]


@pytest.mark.parametrize("name", ["as_of", "known_at"])
def test_a_day_that_is_none_is_refused_under_its_name(name: str) -> None:
    days: dict[str, Any] = {"as_of": "2024-12-31", name: "2024-13-01"}
    with pytest.raises(InputError) as caught:
        evaluate(scheme(), [], [], **days)
    (found,) = caught.value.findings
    assert (found.facts["name"], found.facts["value"]) == (name, "2024-13-01")


def test_a_row_that_was_not_known_yet_says_when_it_came_to_be_known() -> None:
    rows = [entry("a", "2024-06-01", recorded_on="2024-07-05"), entry("b", "2024-06-01", recorded_on="2024-06-30")]
    found = evaluate(scheme(), rows, as_of="2024-12-31", known_at="2024-06-30")
    assert states(found) == {"a": "not_yet not_known_yet", "b": "credited"}
    (late,) = [each for each in found.outcomes if each.id == "a"]
    assert late.reasons[0].facts == {"day": "2024-07-05", "known_at": "2024-06-30"}


def test_a_claim_that_was_not_known_yet_says_when_it_came_to_be_known() -> None:
    rules = scheme(awards={"t": CLAIMED}, answers=KEEP)
    late = claim("c", "2024-06-30", recorded_on="2024-07-05")
    found = evaluate(rules, [entry("e", "2024-06-01")], [], [late], as_of="2024-12-31", known_at="2024-07-01")
    (told,) = [each for each in found.outcomes if each.id == "c"]
    assert (told.state, told.reasons[0].facts) == ("not_yet", {"day": "2024-07-05", "known_at": "2024-07-01"})


def test_a_row_of_the_staff_list_holds_on_its_first_day_and_not_on_the_day_it_ends() -> None:
    rules = scheme(eligible={"grade": {"at_most": "6급"}})
    staff = [
        {"member_id": "A", "grade": "5급", "until": "2024-06-10"},
        {"member_id": "A", "grade": "6급", "from": "2024-06-10", "until": "2024-06-20"},
        {"member_id": "A", "grade": "5급", "from": "2024-06-20"},
    ]
    rows = [entry(day, f"2024-06-{day}") for day in ("09", "10", "19", "20")]
    found = states(evaluate(rules, rows, staff, as_of="2024-12-31"))
    assert {name: told.partition(" ")[0] for name, told in found.items()} == {
        "09": "rejected",
        "10": "credited",
        "19": "credited",
        "20": "rejected",
    }


def test_who_is_no_longer_eligible_is_told_the_day_and_who_may_be_is_told_what_is_unknown() -> None:
    rules = scheme(
        eligible={"grade": {"at_most": "6급"}},
        awards={"t": CLAIMED},
        answers={**KEEP, "no_longer_eligible": "freeze"},
    )
    staff = [
        {"member_id": member, "grade": grade, **days}
        for member, later in (("A", "5급"), ("B", ""))
        for grade, days in (("6급", {"from": "2024-01-01", "until": "2024-07-01"}), (later, {"from": "2024-07-01"}))
    ]
    rows = [entry("a", "2024-06-01"), entry("b", "2024-06-01", "B")]
    claims = [claim("c", "2024-08-01"), claim("d", "2024-08-02", "B")]
    found = evaluate(rules, rows, staff, claims, as_of="2024-12-31")
    first, second = (each for each in found.outcomes if each.kind == "claim")
    assert (first.state, first.reasons[0].code, first.reasons[0].facts) == (
        "refused",
        "no_longer_eligible",
        {"day": "2024-08-01"},
    )
    assert (second.state, second.reasons[0].code, second.reasons[0].facts["day"]) == (
        "held",
        "condition_unknown",
        "2024-08-02",
    )


def test_a_claim_of_a_later_day_says_which_day_it_waits_for() -> None:
    rules = scheme(awards={"t": CLAIMED}, answers=KEEP)
    found = evaluate(rules, [entry("e", "2024-06-01")], [], [claim("c", "2025-01-02")], as_of="2024-12-31")
    (told,) = [each for each in found.outcomes if each.id == "c"]
    assert (told.state, told.reasons[0].code) == ("not_yet", "not_yet")
    assert told.reasons[0].facts == {"day": "2025-01-02", "as_of": "2024-12-31"}


@pytest.mark.parametrize("listed", ["A", "B"])
def test_who_is_not_on_the_staff_list_is_not_taken_for_somebody_who_is(listed: str) -> None:
    rules = scheme(activities={"help": {"label": "도움", "points": 1, "when": {"grade": "9급"}}})
    rows = [entry("A", "2024-06-01", "A"), entry("B", "2024-06-01", "B")]
    found = states(evaluate(rules, rows, [{"member_id": listed, "grade": "9급"}], as_of="2024-12-31"))
    assert {name: told.partition(" ")[0] for name, told in found.items()} == {
        name: "credited" if name == listed else "held" for name in "AB"
    }
