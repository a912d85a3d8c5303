"""Rules worked by hand: limits, dated values, edges of days, unknowns, rankings. Each number has its arithmetic."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from incentive_rules import Amount, Evaluation, Scheme, SchemeErrors, evaluate, load_scheme

if TYPE_CHECKING:
    from worlds import Row

BASE: dict[str, Any] = {
    "language": 1,
    "id": "small",
    "label": "작은 제도",
    "assumed": "worked example",
    "from": "2024-01-01",
    "facts": {
        "member": {"grade": {"ordered": ["9급", "6급", "5급"]}, "department": "group"},
        "entry": {"praised": "yes_no", "stage": {"one_of": ["계획", "집행"]}, "hours": {"number": None}},
    },
    "activities": {"help": {"label": "도움", "points": 1}},
    "rewards": {"pay": {"label": "상품권", "unit": "KRW"}},
    "answers": {"points_count_on": "activity_date", "grade_judged_on": "activity_date"},
}
RANKING: dict[str, Any] = {
    "kind": "ranking",
    "label": "순위",
    "of": "department",
    "measure": {"counter": "earned", "per": "year"},
    "score": "sum",
    "ties": "expand",
    "places": {"first": {"ranks": 1, "pays": {"pay": 100}}, "next": {"ranks": [2, 3], "pays": {"pay": 50}}},
}
RANKED = {"group_credited_on": "counting_date", "ranking_field": "scored"}


def scheme(**changes: Any) -> Scheme:
    return load_scheme({**BASE, **changes})


def entry(name: str, day: str, member: str = "A", activity: str = "help", **facts: Any) -> Row:
    return {"entry_id": name, "member_id": member, "date": day, "activity": activity, **facts}


def run(
    with_scheme: Scheme, entries: list[Row], roster: list[Row] | None = None, as_of: str = "2024-12-31"
) -> Evaluation:
    return evaluate(with_scheme, entries, roster or [], as_of=as_of)


def points(evaluation: Evaluation) -> dict[str, str]:
    return {credit.entry_id: str(credit.points) for each in evaluation.statements.values() for credit in each.credits}


def states(evaluation: Evaluation) -> dict[str, str]:
    return {
        each.id: " ".join([each.state, *(reason.code for reason in each.reasons)])
        for each in evaluation.outcomes
        if each.kind == "entry"
    }


LIMIT = {"label": "월 한도", "per": "month", "keep": "earliest"}


def test_a_points_limit_grants_what_is_left_and_says_what_it_cut() -> None:
    """1 + 1 + 1 wanted, 2.5 allowed: 1, 1 and 0.5; July begins anew."""
    found = run(
        scheme(limits={"month": {**LIMIT, "points": "2.5"}}),
        [entry("a", "2024-06-01"), entry("b", "2024-06-15"), entry("c", "2024-06-30"), entry("d", "2024-07-01")],
    )
    assert points(found) == {"a": "1", "b": "1", "c": "0.5", "d": "1"}
    cut = next(credit for credit in found.statements["A"].credits if credit.entry_id == "c")
    assert [(step.kind, str(step.amount)) for step in cut.steps] == [("base", "1"), ("limit", "-0.5")]
    assert states(found)["c"] == "credited cut_by_limit"


def test_a_count_limit_keeps_the_earliest_and_a_refused_entry_uses_up_nothing() -> None:
    """Two a month. A pending entry takes no place."""
    found = run(
        scheme(limits={"month": {**LIMIT, "count": 2}}),
        [
            entry("a", "2024-06-20"),
            entry("b", "2024-06-10"),
            entry("c", "2024-06-15", status="pending"),
            entry("d", "2024-06-25"),
        ],
    )
    assert points(found) == {"b": "1", "a": "1", "d": "0"}
    assert states(found)["c"] == "held status_pending"


def test_a_count_limit_counts_entries_whatever_they_bring_and_none_of_which_nothing_is_left() -> None:
    """3 + 1 + 0 + 1 are four entries, but only three bring anything: the fifth is one too many for three a month."""
    activities = {f"p{n}": {"label": str(n), "points": n} for n in (1, 3)}
    limits = {"month": {**LIMIT, "count": 3}, "most": {**LIMIT, "activities": ["p3"], "points": 3}}
    days = [("a", "p3", 10), ("b", "p1", 11), ("c", "p3", 12), ("d", "p1", 13), ("e", "p1", 14)]
    rows = [entry(name, f"2024-06-{day}", activity=activity) for name, activity, day in days]
    found = run(scheme(activities=activities, limits=limits), rows)
    assert points(found) == {"a": "3", "b": "1", "c": "0", "d": "1", "e": "0"}


@pytest.mark.parametrize("said", ["points", "count"])
def test_what_a_limit_cuts_is_a_step_with_its_value_of_the_day_and_since_when(said: str) -> None:
    """2 a month, and from June on 1: of two entries in June the second is cut, by the value of June."""
    limit = {**LIMIT, said: {"2024-01-01": 2, "2024-06-01": 1}}
    days = [(5, 10), (5, 11), (6, 20), (6, 21)]
    found = run(scheme(limits={"month": limit}), [entry(f"{day}", f"2024-0{month}-{day}") for month, day in days])
    assert points(found) == {"10": "1", "11": "1", "20": "1", "21": "0"}
    step = found.statements["A"].credits[-1].steps[-1]
    assert (step.kind, step.rule, str(step.amount), str(step.value)) == ("limit", "limits.month", "-1", "1")
    assert step.since == date(2024, 6, 1)
    assert step.facts == {"period": "2024-06"}


def test_two_limits_grant_the_least_that_either_leaves() -> None:
    """3 a month and 4 a year: June 3, July 1, and the year's limit is the one that cut."""
    found = run(
        scheme(
            limits={"month": {**LIMIT, "points": 3}, "year": {**LIMIT, "label": "연 한도", "per": "year", "points": 4}}
        ),
        [entry(f"{month}{n}", f"2024-0{month}-1{n}") for month in (6, 7) for n in range(4)],
    )
    assert found.statements["A"].earned == 3 + 1
    july = [credit for credit in found.statements["A"].credits if credit.entry_id == "71"]
    assert july[0].steps[-1].rule == "limits.year"


def test_on_one_day_the_greater_grant_comes_first() -> None:
    """Law 2. Same day, limit 2: the entry of 1.5 is granted whole, the entry of 1 gets 0.5, whatever their ids."""
    rules = scheme(
        activities={"small": {"label": "작은 일", "points": 1}, "big": {"label": "큰 일", "points": "1.5"}},
        limits={"day": {**LIMIT, "per": "day", "points": 2}},
    )
    for small, big in (("a", "b"), ("b", "a")):
        found = run(rules, [entry(small, "2024-06-01", activity="small"), entry(big, "2024-06-01", activity="big")])
        assert points(found) == {big: "1.5", small: "0.5"}


@pytest.mark.parametrize(
    ("day", "expected"), [("2024-05-31", "1"), ("2024-06-01", "2"), ("2024-12-31", "2"), ("2025-01-01", "0.5")]
)
def test_a_dated_value_holds_from_its_first_day(day: str, expected: str) -> None:
    rules = scheme(
        activities={"help": {"label": "도움", "points": {"2024-01-01": 1, "2024-06-01": 2, "2025-01-01": "0.5"}}}
    )
    assert points(run(rules, [entry("a", day)], as_of="2025-12-31")) == {"a": expected}


def test_three_changes_on_one_day_the_newest_rules_apply_and_none_is_dropped() -> None:
    """T15. On 1 July the points, the bonus and the limit all change: 2 + 1 = 3, cut to 2.5."""
    rules = scheme(
        activities={"help": {"label": "도움", "points": {"2024-01-01": 1, "2024-07-01": 2}}},
        bonuses={"praise": {"label": "칭찬", "when": {"praised": "yes"}, "add": 1, "from": "2024-07-01"}},
        limits={"day": {**LIMIT, "per": "day", "points": {"2024-01-01": 9, "2024-07-01": "2.5"}}},
    )
    found = run(rules, [entry("a", "2024-06-30", praised="yes"), entry("b", "2024-07-01", praised="yes")])
    assert points(found) == {"a": "1", "b": "2.5"}


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2024-06-01", "credited"),
        ("2024-06-30", "credited"),
        ("2024-07-01", "rejected not_in_force"),
        ("2024-05-31", "rejected not_in_force"),
    ],
)
def test_until_is_the_first_day_without_the_rule(day: str, state: str) -> None:
    rules = scheme(activities={"help": {"label": "도움", "points": 1, "from": "2024-06-01", "until": "2024-07-01"}})
    assert states(run(rules, [entry("a", day)])) == {"a": state}


def test_dates_outside_the_scheme_are_refused_by_name() -> None:
    rules = scheme(until="2025-01-01")
    found = run(rules, [entry("a", "2023-12-31"), entry("b", "2025-01-01")], as_of="2025-12-31")
    assert states(found) == {"a": "rejected outside_scheme", "b": "rejected outside_scheme"}


def test_unknown_is_not_zero_and_not_no() -> None:
    """A blank `praised` without `blank:` holds the entry; with `not` it is still unknown; a false part decides."""
    praise = {"label": "칭찬", "when": {"praised": "yes"}, "add": 1}
    done = [entry("a", "2024-06-01"), entry("b", "2024-06-02", praised="no"), entry("c", "2024-06-03", praised="yes")]
    assert states(run(scheme(bonuses={"p": praise}), done)) == {
        "a": "held condition_unknown",
        "b": "credited",
        "c": "credited",
    }
    negated = {**praise, "when": {"not": {"praised": "yes"}}}
    assert points(run(scheme(bonuses={"p": negated}), done)) == {"b": "2", "c": "1"}
    decided = {**praise, "when": {"all": [{"praised": "yes"}, {"activity": {"not": "help"}}]}}
    assert points(run(scheme(bonuses={"p": decided}), done)) == {"a": "1", "b": "1", "c": "1"}
    either = {**praise, "when": {"any": [{"praised": "yes"}, {"activity": "help"}]}}
    assert points(run(scheme(bonuses={"p": either}), done)) == {"a": "2", "b": "2", "c": "2"}


def test_points_by_a_fact_and_a_blank_fact_holds() -> None:
    rules = scheme(
        activities={"help": {"label": "도움", "points": {"by": "stage", "values": {"계획": "0.5", "집행": 1}}}}
    )
    found = run(
        rules,
        [entry("a", "2024-06-01", stage="계획"), entry("b", "2024-06-01", stage="집행"), entry("c", "2024-06-01")],
    )
    assert points(found) == {"a": "0.5", "b": "1"}
    assert states(found)["c"] == "held fact_missing"


@pytest.mark.parametrize(
    ("mode", "expected"), [("down", "0.5"), ("up", "1"), ("half_up", "1"), ("half_even", "1"), (None, "0.75")]
)
def test_three_hours_at_one_point_for_four_under_each_rounding(mode: str | None, expected: str) -> None:
    """3/4 = 0.75 lies half way between 0.5 and 1.0; half to even takes the even multiple, 2 × 0.5."""
    unit: dict[str, Any] = {"each": 1, "per": 4, "of": "hours"}
    if mode:
        unit["round"] = {"at": "entry", "unit": "0.5", "mode": mode}
    found = run(scheme(activities={"help": {"label": "도움", "points": unit}}), [entry("a", "2024-06-01", hours=3)])
    assert points(found) == {"a": expected}


def test_a_third_stays_a_third() -> None:
    """T11, law 7: three times 1/3 is exactly 1, and nothing is rounded that no rule rounds."""
    rules = scheme(activities={"help": {"label": "도움", "points": {"each": 1, "per": 3}}})
    found = run(rules, [entry(name, "2024-06-01", quantity=1) for name in "abc"])
    assert points(found) == {"a": "1/3", "b": "1/3", "c": "1/3"}
    assert found.totals.earned == 1


def test_a_limit_cuts_nothing_on_the_day_called_until_nor_after_it() -> None:
    rules = scheme(limits={"month": {**LIMIT, "points": "0.5", "from": "2024-06-01", "until": "2024-07-01"}})
    days = ("2024-05-31", "2024-06-01", "2024-06-30", "2024-07-01")
    found = run(rules, [entry(day, day) for day in days])
    assert points(found) == dict(zip(days, ("1", "0.5", "0", "1"), strict=True))


def test_a_quantity_without_a_rule_for_it_is_refused_not_ignored() -> None:
    found = run(scheme(), [entry("a", "2024-06-01", quantity=3), entry("b", "2024-06-01", quantity=1)])
    assert states(found) == {"a": "rejected quantity_not_used", "b": "credited"}
    by_hours = scheme(activities={"help": {"label": "도움", "points": {"each": 1, "of": "hours"}}})
    found = run(by_hours, [entry("a", "2024-06-01", quantity=3, hours=2), entry("b", "2024-06-01", hours=2)])
    assert states(found) == {"a": "rejected quantity_not_used", "b": "credited"}


def test_bonuses_act_on_the_base_alone() -> None:
    """Base 2; ×1.5 adds 1; +0.5; together 3.5, in whatever order they are written."""
    times = {"label": "곱", "when": {"praised": "yes"}, "multiply": "1.5"}
    plus = {"label": "더하기", "when": {"praised": "yes"}, "add": "0.5"}
    for bonuses in ({"a": times, "b": plus}, {"b": plus, "a": times}):
        rules = scheme(activities={"help": {"label": "도움", "points": 2}}, bonuses=bonuses)
        assert points(run(rules, [entry("x", "2024-06-01", praised="yes")])) == {"x": "3.5"}


STAFF = [{"member_id": name, "grade": "9급", "department": f"{name}과"} for name in "ABCDE"]


def ranks(evaluation: Evaluation) -> list[tuple[int, str, str]]:
    return [(row.rank, row.name, row.place) for row in evaluation.rankings[0].rows]


def paid(evaluation: Evaluation) -> dict[str, str]:
    return {payment.payee: str(payment.amount) for payment in evaluation.payments}


def contest(scores: dict[str, int], **award: Any) -> Evaluation:
    done = [entry(f"{name}{n}", "2024-06-01", member=name) for name, count in scores.items() for n in range(count)]
    rules = scheme(awards={"r": {**RANKING, **award}}, answers={**BASE["answers"], **RANKED})
    return run(rules, done, STAFF)


def test_equal_scores_take_equal_ranks_and_skip_as_many() -> None:
    """3, 2, 2, 1: ranks 1, 2, 2, 4. Places: first 100; ranks 2 and 3 are one place of 50; the fourth wins nothing."""
    found = contest({"A": 3, "B": 2, "C": 2, "D": 1})
    assert ranks(found) == [(1, "A과", "first"), (2, "B과", "next"), (2, "C과", "next"), (4, "D과", "")]
    assert paid(found) == {"A과": "100", "B과": "50", "C과": "50"}


def test_a_tie_at_the_top_expands_shares_or_waits_as_the_scheme_says() -> None:
    """Ranks 1 and 2. Expand: 100 each. Share: (100 + 50) / 2 = 75, down to tens: 70. Hold: nothing yet."""
    tie = {"A": 2, "B": 2, "C": 1}
    assert paid(contest(tie)) == {"A과": "100", "B과": "100", "C과": "50"}
    shared = contest(tie, ties={"share": {"unit": 10, "mode": "down"}})
    assert paid(shared) == {"A과": "70", "B과": "70", "C과": "50"}
    assert [str(step.amount) for step in shared.payments[0].steps] == ["100", "50", "-80"]
    held = contest(tie, ties="hold")
    assert paid(held) == {"C과": "50"}
    assert [reason.code for reason in held.rankings[0].reasons] == ["tie_held"]
    assert held.rankings[0].provisional


def test_a_tie_at_the_last_place_expands_or_shares() -> None:
    """2, 1, 1, 1: three tie for ranks 2, 3 and 4, of which 2 and 3 are paid 50. Share: 100 / 3 down to ones = 33."""
    tie = {"A": 2, "B": 1, "C": 1, "D": 1}
    assert paid(contest(tie)) == {"A과": "100", "B과": "50", "C과": "50", "D과": "50"}
    assert paid(contest(tie, ties={"share": {"unit": 1, "mode": "down"}})) == {
        "A과": "100",
        "B과": "33",
        "C과": "33",
        "D과": "33",
    }
    assert paid(contest(tie, ties="hold")) == {"A과": "100"}


def test_a_score_at_the_minimum_wins_a_place_and_one_below_it_none() -> None:
    assert paid(contest({"A": 3, "B": 1}, minimum=2)) == {"A과": "100"}
    assert paid(contest({"A": 3, "B": 2}, minimum=2)) == {"A과": "100", "B과": "50"}


def test_a_ranking_that_begins_in_july_ranks_no_half_year_before() -> None:
    award = {**RANKING, "measure": {"counter": "earned", "per": "half"}, "from": "2024-07-01"}
    rules = scheme(awards={"r": award}, answers={**BASE["answers"], **RANKED})
    found = run(rules, [entry("a", "2024-03-01"), entry("b", "2024-08-01", "B")], STAFF)
    assert [(each.period, [row.name for row in each.rows]) for each in found.rankings] == [("2024-H2", ["B과"])]


def test_the_whole_staff_list_may_take_part_but_zero_wins_nothing() -> None:
    rules = scheme(awards={"r": RANKING}, answers={**BASE["answers"], **RANKED, "ranking_field": "roster"})
    found = run(rules, [entry("a", "2024-06-01")], STAFF)
    assert ranks(found)[1:] == [(2, f"{name}과", "") for name in "BCDE"]
    assert paid(found) == {"A과": "100"}


def test_adding_one_who_does_not_compete_changes_no_rank() -> None:
    """T35."""
    assert ranks(contest({"A": 3, "B": 2})) == ranks(contest({"A": 3, "B": 2, "E": 0}))


@pytest.mark.parametrize(
    ("answer", "expected"), [("counting_date", {"총무과": "1", "기획과": "1"}), ("period_end", {"기획과": "2"})]
)
def test_a_moved_members_points_go_where_the_scheme_says(answer: str, expected: dict[str, str]) -> None:
    staff = [
        {"member_id": "A", "grade": "9급", "department": "총무과", "until": "2024-07-01"},
        {"member_id": "A", "grade": "9급", "department": "기획과", "from": "2024-07-01"},
    ]
    rules = scheme(awards={"r": RANKING}, answers={**BASE["answers"], **RANKED, "group_credited_on": answer})
    found = run(rules, [entry("a", "2024-06-30"), entry("b", "2024-07-01")], staff)
    assert {row.name: str(row.score) for row in found.rankings[0].rows} == expected


def test_a_year_that_as_of_cuts_short_is_forecast_and_not_paid() -> None:
    rules = scheme(awards={"r": RANKING}, answers={**BASE["answers"], **RANKED})
    early = run(rules, [entry("a", "2024-06-01")], STAFF, as_of="2024-12-30")
    assert (early.rankings[0].final, early.payments) == (False, ())
    assert run(rules, [entry("a", "2024-06-01")], STAFF, as_of="2024-12-31").rankings[0].final


def test_a_held_row_makes_a_ranking_provisional_and_stops_nobody() -> None:
    rules = scheme(awards={"r": RANKING}, answers={**BASE["answers"], **RANKED})
    found = run(rules, [entry("a", "2024-06-01"), entry("b", "2024-06-01", member="B", status="pending")], STAFF)
    assert found.rankings[0].provisional
    assert paid(found) == {"A과": "100"}


TIERS: dict[str, Any] = {
    "kind": "tiers",
    "label": "보상",
    "measure": {"counter": "balance"},
    "claim": {"by": "automatic", "per": "month"},
    "pay": "highest",
    "again": "always",
    "consume": "tier",
    "tiers": {"t1": {"at": 2, "pays": {"pay": 100}}},
}


@pytest.mark.parametrize(("answer", "paid_on", "left"), [("keep", ["2025-01-31"], "0"), ("lapse", [], "1")])
def test_points_lapse_after_the_last_day_of_the_year_or_stay(answer: str, paid_on: list[str], left: str) -> None:
    """T28. One point on 31 December, one on 1 January: two only if the first is still there."""
    rules = scheme(awards={"t": TIERS}, answers={**BASE["answers"], "year_end": answer})
    found = run(rules, [entry("a", "2024-12-31"), entry("b", "2025-01-01")], as_of="2025-02-28")
    assert [str(payment.day) for payment in found.payments] == paid_on
    assert found.statements["A"].balance == Amount(left)
    assert [(str(lapse.day), lapse.entry_id) for lapse in found.statements["A"].lapses] == (
        [("2024-12-31", "a")] if answer == "lapse" else []
    )


def test_points_of_the_last_day_can_still_be_settled_on_it() -> None:
    rules = scheme(awards={"t": TIERS}, answers={**BASE["answers"], "year_end": "lapse"})
    found = run(rules, [entry("a", "2024-12-31"), entry("b", "2024-12-31")], as_of="2024-12-31")
    assert [str(payment.day) for payment in found.payments] == ["2024-12-31"]


@pytest.mark.parametrize("answer", ["keep", "freeze", "lapse"])
def test_a_promotion_above_the_ceiling_does_what_the_scheme_answers(answer: str) -> None:
    """Two points in June as 6급, promoted to 5급 on 1 July, claim on 15 July."""
    staff = [
        {"member_id": "A", "grade": "6급", "until": "2024-07-01"},
        {"member_id": "A", "grade": "5급", "from": "2024-07-01"},
    ]
    claim = {"by": "member", "times": 1, "per": "month"}
    rules = scheme(
        eligible={"grade": {"at_most": "6급"}},
        awards={"t": {**TIERS, "claim": claim}},
        answers={**BASE["answers"], "year_end": "keep", "no_longer_eligible": answer},
    )
    asked = [{"claim_id": "c", "member_id": "A", "date": "2024-07-15", "award": "t"}]
    done = [entry("a", "2024-06-01"), entry("b", "2024-06-30"), entry("c", "2024-07-01")]
    found = evaluate(rules, done, staff, asked, as_of="2024-12-31")
    claimed = next(each for each in found.outcomes if each.id == "c" and each.kind == "claim")
    assert states(found)["c"] == "rejected not_eligible"
    expected = {"keep": ("paid", 0, 0), "freeze": ("refused", 2, 0), "lapse": ("refused", 0, 2)}[answer]
    statement = found.statements["A"]
    assert (str(claimed.state), int(statement.balance), int(statement.lapsed)) == expected


def test_overlapping_staff_rows_that_differ_are_rejected_and_what_hangs_on_them_is_held() -> None:
    staff = [
        {"member_id": "A", "grade": "6급", "until": "2024-07-02"},
        {"member_id": "A", "grade": "5급", "from": "2024-07-01"},
        {"member_id": "B", "grade": "6급"},
    ]
    rules = scheme(eligible={"grade": {"at_most": "6급"}})
    found = run(rules, [entry("a", "2024-06-01"), entry("b", "2024-06-01", member="B")], staff)
    assert states(found) == {"a": "held roster_row_unread", "b": "credited"}
    assert [each.reasons[0].code for each in found.rejected] == ["overlapping_rows"] * 2


def test_equal_ranks_of_grades_are_equal() -> None:
    """A researcher (연구사) ranks as 6급: one step of the list holds both words."""
    facts = {**BASE["facts"], "member": {"grade": {"ordered": ["9급", ["6급", "연구사"], "5급"]}}}
    rules = scheme(facts=facts, eligible={"grade": {"at_most": "6급"}})
    found = run(rules, [entry("a", "2024-06-01")], [{"member_id": "A", "grade": "연구사"}])
    assert states(found) == {"a": "credited"}


def test_points_that_count_on_approval_wait_for_it_and_take_values_as_answered() -> None:
    """December's activity, approved in January: the value of the activity's day or of the day on which it counts."""
    activities = {"help": {"label": "도움", "points": {"2024-01-01": 1, "2025-01-01": 2}}}
    done = [entry("a", "2024-12-20", approved_on="2025-01-05"), entry("b", "2024-12-20")]
    for answer, expected in (("activity_date", "1"), ("counting_date", "2")):
        answers = {**BASE["answers"], "points_count_on": "approval_date", "values_taken_on": answer}
        found = run(scheme(activities=activities, answers=answers), done, as_of="2025-12-31")
        assert points(found) == {"a": expected}
        assert states(found)["b"] == "held not_approved"
        assert date(2025, 1, 5) == found.statements["A"].credits[0].counts_on


def test_a_prize_of_a_person_stands_in_the_persons_statement() -> None:
    """Law 15: statements add up to the totals, prizes included."""
    found = contest({"A": 2, "B": 1}, of="member")
    assert {name: str(each.paid["pay"]) for name, each in found.statements.items() if each.paid} == {
        "A": "100",
        "B": "50",
    }
    assert found.totals.paid == {"pay": Amount(150)}


def test_points_by_a_fact_of_the_member_wait_for_the_staff_list() -> None:
    rules = scheme(
        activities={"help": {"label": "도움", "points": {"by": "grade", "values": {"9급": 2, "6급": 1, "5급": 0}}}}
    )
    found = run(
        rules, [entry("a", "2024-06-01"), entry("b", "2024-06-01", member="B")], [{"member_id": "A", "grade": "9급"}]
    )
    assert points(found) == {"a": "2"}
    assert states(found)["b"] == "held member_not_listed"


def test_a_fact_judged_on_approval_waits_for_the_approval() -> None:
    answers = {"points_count_on": "activity_date", "grade_judged_on": "approval_date"}
    rules = scheme(eligible={"grade": {"at_most": "6급"}}, answers=answers)
    done = [entry("a", "2024-06-01"), entry("b", "2024-06-01", approved_on="2024-06-20")]
    assert states(run(rules, done, STAFF)) == {"a": "held not_approved", "b": "credited"}


ONCE: dict[str, Any] = {
    **TIERS,
    "measure": {"counter": "earned", "per": "ever"},
    "again": "once",
    "consume": "nothing",
    "tiers": {
        "t1": {"at": 1, "pays": {"pay": 10}},
        "t2": {"at": 2, "pays": {"pay": 20}},
        "t3": {"at": 3, "pays": {"pay": 30}},
    },
}


@pytest.mark.parametrize(("answer", "expected"), [("due", ["20", "10", "30"]), ("done", ["20", "30"])])
def test_tiers_that_were_passed_over_stay_due_or_are_done_with(answer: str, expected: list[str]) -> None:
    """Two points in June pay t2. July: t1, if it is still due. The third point in August pays t3."""
    rules = scheme(awards={"t": ONCE}, answers={**BASE["answers"], "tiers_passed_over": answer})
    found = run(rules, [entry("a", "2024-06-01"), entry("b", "2024-06-01"), entry("c", "2024-08-01")])
    assert [str(payment.amount) for payment in found.payments] == expected


@pytest.mark.parametrize(("first", "second", "expected"), [(1, 2, {"x"}), (2, 1, {"y"})])
def test_of_two_awards_on_one_balance_the_declared_first_takes_it(first: int, second: int, expected: set[str]) -> None:
    """Two points, two awards at 2: one is paid, and it is not the written order that decides."""
    two = {"x": {**TIERS, "priority": first}, "y": {**TIERS, "label": "다른 보상", "priority": second}}
    rules = scheme(awards=two, answers={**BASE["answers"], "year_end": "keep"})
    found = run(rules, [entry("a", "2024-06-01"), entry("b", "2024-06-02")])
    assert {payment.award for payment in found.payments} == expected
    asked = [{"claim_id": f"c-{name}", "member_id": "A", "date": "2024-06-15", "award": name} for name in ("y", "x")]
    claim = {"by": "member", "times": 1, "per": "month"}
    claimed = {name: {**award, "claim": claim} for name, award in two.items()}
    rules = scheme(awards=claimed, answers={**BASE["answers"], "year_end": "keep"})
    found = evaluate(rules, [entry("a", "2024-06-01"), entry("b", "2024-06-02")], [], asked, as_of="2024-12-31")
    assert {payment.award for payment in found.payments} == expected


@pytest.mark.parametrize("priorities", [(None, None), (1, None), (1, 1)])
def test_two_awards_on_one_balance_without_an_order_do_not_load(priorities: tuple[int | None, int | None]) -> None:
    awards = {
        name: {**TIERS, "label": name, **({"priority": rank} if rank else {})}
        for name, rank in zip("xy", priorities, strict=True)
    }
    with pytest.raises(SchemeErrors) as caught:
        scheme(awards=awards, answers={**BASE["answers"], "year_end": "keep"})
    assert {found.code for found in caught.value.findings} <= {"missing_key", "duplicate_value"}


def test_who_is_eligible_hangs_on_people_alone() -> None:
    with pytest.raises(SchemeErrors, match="'eligible' is about people"):
        scheme(eligible={"praised": "yes"})


def test_a_ceiling_that_sinks_makes_points_lapse_like_a_promotion() -> None:
    """6급 or below until June, 9급 or below from 1 July: the points of somebody in 6급 lapse on that day."""
    rules = scheme(
        eligible={"grade": {"at_most": {"2024-01-01": "6급", "2024-07-01": "9급"}}},
        awards={"t": {**TIERS, "tiers": {"t": {"at": 9, "pays": {"pay": 1}}}}},
        answers={**BASE["answers"], "year_end": "keep", "no_longer_eligible": "lapse"},
    )
    found = run(rules, [entry("a", "2024-06-01")], [{"member_id": "A", "grade": "6급"}])
    assert [(str(each.day), str(each.points), each.rule) for each in found.statements["A"].lapses] == [
        ("2024-07-01", "1", "answers.no_longer_eligible")
    ]


def test_a_prize_that_held_rows_could_change_is_marked_provisional() -> None:
    rules = scheme(awards={"r": RANKING}, answers={**BASE["answers"], **RANKED})
    done = [entry("a", "2024-06-01"), entry("b", "2024-06-01", member="B", status="pending")]
    assert [payment.provisional for payment in run(rules, done, STAFF).payments] == [True]
    assert [payment.provisional for payment in run(rules, done[:1], STAFF).payments] == [False]


def test_work_before_the_first_day_counts_only_if_values_are_those_of_the_counting_date() -> None:
    done = [entry("a", "2023-12-20", approved_on="2024-01-05")]
    for answer, state in (("counting_date", "credited"), ("activity_date", "rejected outside_scheme")):
        answers = {**BASE["answers"], "points_count_on": "approval_date", "values_taken_on": answer}
        assert states(run(scheme(answers=answers), done)) == {"a": state}
