"""Law 18: opening rows and the rows since their day give what the whole history gives. Worked by hand, then drawn."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gallery_rows import ROWS
from incentive_rules import (
    Certificate,
    Code,
    Evaluation,
    InputError,
    Opening,
    Scheme,
    evaluate,
    evaluate_member,
    evaluate_totals,
    example_path,
    load_scheme,
    opening_of,
    replay,
    with_reading,
)
from incentive_rules.cli import main
from incentive_rules.fairness import strategies as drawn
from incentive_rules.messages import LANGUAGES, Language
from incentive_rules.reconcile.from_tables import reconcile
from incentive_rules.report.replay import replay_lines
from incentive_rules.statement.explain.model import Explanation
from openings import History, differences, refusals, sealed
from rich_worlds import rich_world
from worlds import DONGHAE, READINGS, worlds

Row = dict[str, Any]
NEW_YEAR = date(2025, 1, 1)
GALLERY = Path(__file__).parents[1] / "examples" / "gallery"
HEAD = {"language": 1, "id": "years", "label": "several years", "from": "2023-01-01", "assumed": "made up"}
ACTIVITIES = {
    **{f"p{number}": {"label": f"{number} points", "points": number} for number in (1, 2, 3, 5)},
    "late": {"label": "late", "points": -2},
}
SWAP: Row = {
    "kind": "tiers",
    "label": "swap",
    "measure": {"counter": "balance"},
    "claim": {"by": "member", "times": 1, "per": "month"},
    "pay": "highest",
    "again": "always",
    "consume": "tier",
    "tiers": {"t3": {"at": 3, "pays": {"won": 30000}}},
}
CAREER: Row = {
    "kind": "tiers",
    "label": "career",
    "measure": {"counter": "earned", "per": "ever"},
    "claim": {"by": "automatic", "per": "year"},
    "pay": "highest",
    "again": "once",
    "consume": "nothing",
    "tiers": {"t5": {"at": 5, "pays": {"won": 50000}}, "t9": {"at": 9, "pays": {"won": 90000}}},
}
ANSWERS = {
    "points_count_on": "activity_date",
    "year_end": "keep",
    "deductions_reduce": "earned_and_balance",
    "below_zero": "debt",
    "tiers_passed_over": "done",
    "ranking_field": "scored",
}


def scheme(awards: Row | None = None, **more: Any) -> Scheme:
    told = {**HEAD, "activities": ACTIVITIES, "rewards": {"won": {"label": "won", "unit": "KRW"}}}
    return load_scheme(told | {"awards": awards or {"swap": SWAP}, "answers": ANSWERS} | more)


def row(activity: str, day: str, member: str = "A", **more: str) -> Row:
    return {"entry_id": f"{member} {activity} {day}", "member_id": member, "date": day, "activity": activity, **more}


def claim(day: str, award: str = "swap") -> Row:
    return {"claim_id": f"C {day}", "member_id": "A", "date": day, "award": award}


def rows_of(opening: Opening) -> list[tuple[str, ...]]:
    """Kind, owner, what and amount of each row."""
    return [(str(each.kind), each.owner, each.what, str(each.amount)) for each in opening.rows]


def carried(rules: Scheme, before: list[Row], since: list[Row], claims: list[Row], as_of: str) -> Evaluation:
    """The evaluation of rows since the new year that begins with what those of before leave."""
    opening = opening_of(rules, before, (), claims, as_of="2024-12-31")
    assert Opening.from_json(opening.to_json()) == opening
    later = [each for each in claims if each["date"] >= "2025-01-01"]
    found = evaluate(rules, since, (), later, as_of=as_of, opening=opening)
    whole = evaluate(rules, [*before, *since], (), claims, as_of=as_of)
    assert differences(whole, found, NEW_YEAR) == []
    assert Evaluation.from_json(found.to_json()) == found
    for statement in found.statements.values():
        assert statement.opened + statement.earned - statement.deducted - statement.used - statement.lapsed == (
            statement.balance
        )
        assert sum(each.points for each in statement.credits) == statement.opened + statement.earned
    return found


# Worked by hand.


def test_lots_go_over_the_boundary_with_their_ends_and_are_used_the_oldest_first() -> None:
    rules = scheme(balance={"expire_after": {"months": 12}}, answers={**ANSWERS})
    before = [row("p2", "2024-03-10"), row("p5", "2024-06-10")]
    found = carried(rules, before, [row("p1", "2025-02-01")], [claim("2025-02-15")], "2025-12-31")
    statement = found.statements["A"]
    # 2 of March and 1 of June are used in February; 4 of June lapse after 9 June 2025; 1 of February is left.
    assert [(use.entry_id, str(use.points)) for use in statement.settlements[0].uses] == [
        ("A p2 2024-03-10", "2"),
        ("A p5 2024-06-10", "1"),
    ]
    assert [(str(each.day), str(each.points)) for each in statement.lapses] == [("2025-06-09", "4")]
    assert (str(statement.opened), str(statement.earned), str(statement.balance)) == ("7", "1", "1")
    assert [str(each.ends) for each in statement.credits] == ["2025-03-09", "2025-06-09", "2026-01-31"]


def test_what_lapses_at_the_end_of_the_year_is_there_in_the_opening_and_gone_on_its_day() -> None:
    rules = scheme(answers={**ANSWERS, "year_end": "lapse"})
    found = carried(rules, [row("p5", "2024-06-10")], [], [], "2025-01-01")
    assert [(str(each.day), str(each.points)) for each in found.statements["A"].lapses] == [("2024-12-31", "5")]
    assert found.statements["A"].balance == 0


def test_a_debt_is_made_good_first() -> None:
    before = [row("p1", "2024-05-01"), row("late", "2024-05-02"), row("late", "2024-07-01")]
    found = carried(scheme(), before, [row("p5", "2025-02-01")], [claim("2025-02-15")], "2025-12-31")
    statement = found.statements["A"]
    assert [(each.entry_id, each.lot, str(each.points)) for each in statement.deductions] == [
        ("A late 2024-05-02", "A p5 2025-02-01", "1"),
        ("A late 2024-07-01", "A p5 2025-02-01", "2"),
    ]
    assert (str(statement.opened), str(statement.balance)) == ("-3", "2")
    assert found.payments == ()


def test_a_tier_that_is_paid_once_is_not_paid_again() -> None:
    rules = scheme({"career": CAREER})
    found = carried(rules, [row("p5", "2024-05-01")], [row("p2", "2025-05-01")], [], "2025-12-31")
    assert found.payments == ()
    opening = opening_of(rules, [row("p5", "2024-05-01")], as_of="2024-12-31")
    assert [each for each in rows_of(opening) if each[0] != "lot"] == [
        ("tier_paid", "A", "won", "50000"),
        ("earned", "A", "", "5"),
    ]
    found = carried(rules, [row("p5", "2024-05-01")], [row("p5", "2025-05-01")], [], "2025-12-31")
    assert [(each.label.en, str(each.amount)) for each in found.payments] == [("9 points", "90000")]


def test_of_a_difference_what_was_paid_before_is_taken_off() -> None:
    found = carried(
        scheme({"career": {**CAREER, "again": "difference"}}),
        [row("p5", "2024-05-01")],
        [row("p5", "2025-05-01")],
        [],
        "2025-12-31",
    )
    assert [str(each.amount) for each in found.payments] == ["40000"]


@pytest.mark.parametrize(("most", "left"), [({"points": 6}, "1"), ({"count": 2}, "3")])
def test_a_limit_of_a_career_that_is_half_used_has_half_left(most: Row, left: str) -> None:
    limits = {"career": {"label": "career", "per": "ever", "keep": "earliest", **most}}
    since = [row("p3", "2025-03-01"), row("p3", "2025-03-02")]
    found = carried(scheme(limits=limits), [row("p5", "2024-05-01")], since, [], "2025-12-31")
    assert [str(each.points) for each in found.statements["A"].credits] == ["5", left, "0"]


def test_a_limit_by_work_that_goes_on_is_carried_by_its_work() -> None:
    limits = {"work": {"label": "a work", "per": "ever", "points": 6, "by": ["member", "work"], "keep": "earliest"}}
    rules = scheme(limits=limits)
    before = [row("p5", "2024-05-01", work="W-1"), row("p3", "2024-05-02", work="W-2")]
    since = [row("p3", "2025-03-01", work="W-1"), row("p3", "2025-03-02", work="W-2")]
    found = carried(rules, before, since, [], "2025-12-31")
    assert [str(each.points) for each in found.statements["A"].credits] == ["5", "3", "1", "3"]
    used = [each for each in opening_of(rules, before, as_of="2024-12-31").rows if each.kind == "limit_used"]
    assert [(each.owner, each.by, str(each.amount)) for each in used] == [("A", ("W-1",), "5"), ("A", ("W-2",), "3")]


@pytest.mark.parametrize(
    ("take", "want"),
    [("sum", "13"), ("number", "4"), ("mean", "3.25"), ("highest", "5"), ("lowest", "2"), ("last", "3")],
)
def test_a_counter_over_a_career_goes_on(take: str, want: str) -> None:
    counters = {"all": {"label": "all", "take": take}}
    award = {**CAREER, "measure": {"counter": "all", "per": "ever"}, "again": "always"}
    award["tiers"] = {"t1": {"at": "0.5", "pays": {"won": 50000}}}
    before = [row("p5", "2024-05-01"), row("p2", "2024-05-02"), row("p3", "2024-06-01")]
    found = carried(scheme({"all": award}, counters=counters), before, [row("p3", "2025-02-01")], [], "2025-12-31")
    assert [str(each.measured) for each in found.statements["A"].settlements] == [want]


def test_the_extremes_that_a_counter_drops_may_be_of_before() -> None:
    counters = {"fair": {"label": "fair", "take": "mean", "drop": {"highest": 1, "lowest": 1}}}
    award = {**CAREER, "measure": {"counter": "fair", "per": "ever"}, "again": "always"}
    award["tiers"] = {"t1": {"at": "0.5", "pays": {"won": 50000}}}
    before = [row("p5", "2024-05-01"), row("p2", "2024-05-02"), row("p2", "2024-05-03")]
    found = carried(scheme({"all": award}, counters=counters), before, [row("p3", "2025-02-01")], [], "2025-12-31")
    assert [str(each.measured) for each in found.statements["A"].settlements] == ["2.5"]  # of 2, 2, 3, 5


def test_claims_and_budgets_that_are_for_good_are_used_up_for_good() -> None:
    once = {**SWAP, "claim": {"by": "member", "times": 1, "per": "ever"}}
    claims = [claim("2024-06-30"), claim("2025-06-30")]
    found = carried(scheme({"swap": once}), [row("p5", "2024-05-01")], [row("p5", "2025-05-01")], claims, "2025-12-31")
    assert [str(each.reasons[0].code) for each in found.statements["A"].settlements] == ["claimed_before"]
    budget = {"all": {"label": "all", "per": "ever", "reward": "won", "amount": 50000, "when_out": "refuse"}}
    rules = scheme(budgets=budget)
    found = carried(rules, [row("p5", "2024-05-01")], [row("p5", "2025-05-01")], claims, "2025-12-31")
    assert [str(each.reasons[0].code) for each in found.statements["A"].settlements] == ["out_of_budget"]


def test_what_is_won_on_the_last_day_is_given_on_the_first() -> None:
    activities = {**ACTIVITIES, "top": {"label": "top", "points": 7, "after": {"award": "best"}}}
    best = {
        "kind": "ranking",
        "label": "best",
        "of": "member",
        "measure": {"counter": "earned", "per": "year"},
        "score": "sum",
        "ties": "expand",
        "places": {"first": {"ranks": 1, "pays": {"won": 10000}}},
    }
    rules = scheme({"swap": SWAP, "best": best}, activities=activities)
    found = carried(rules, [row("p5", "2024-05-01")], [], [], "2025-12-31")
    assert [(str(each.counts_on), str(each.points)) for each in found.statements["A"].credits] == [
        ("2024-05-01", "5"),
        ("2025-01-01", "7"),
    ]
    assert [each.period for each in found.rankings] == ["2025"]


# Rows that do not fit, told by name.


def test_rows_that_the_opening_settled_are_refused_by_name_and_change_nothing() -> None:
    rules, before, since = scheme(), [row("p5", "2024-05-01")], [row("p3", "2025-05-01")]
    opening = opening_of(rules, before, as_of="2024-12-31")
    alone = evaluate(rules, since, as_of="2025-12-31", opening=opening)
    found = evaluate(rules, [*before, *since], (), [claim("2024-06-30")], as_of="2025-12-31", opening=opening)
    assert {(each.id, each.reasons[0].code) for each in found.rejected} == {
        ("A p5 2024-05-01", Code.BEFORE_OPENING),
        ("C 2024-06-30", Code.BEFORE_OPENING),
    }
    assert differences(alone, found, NEW_YEAR) == []


def test_a_correction_of_a_row_of_before_says_that_it_comes_too_late() -> None:
    rules = scheme()
    opening = opening_of(rules, [row("p5", "2024-05-01")], as_of="2024-12-31")
    late = {"entry_id": "V-1", "date": "2025-01-20", "voids": "A p5 2024-05-01"}
    found = evaluate(rules, [late], as_of="2025-12-31", opening=opening)
    assert [each.code for each in found.rejected[0].reasons] == [Code.CORRECTS_NOTHING, Code.CORRECTS_BEFORE_OPENING]
    assert found.statements["A"].balance == 5


def test_a_new_row_under_the_id_of_a_lot_is_refused() -> None:
    rules = scheme()
    opening = opening_of(rules, [row("p5", "2024-05-01")], as_of="2024-12-31")
    twin = {**row("p3", "2025-05-01"), "entry_id": "A p5 2024-05-01"}
    found = evaluate(rules, [twin], as_of="2025-12-31", opening=opening)
    assert [each.reasons[0].code for each in found.rejected] == [Code.SAME_ID_DIFFERENT]


def test_a_row_that_waits_is_to_be_given_again_and_counts_once_it_can() -> None:
    rules = scheme(answers={**ANSWERS, "points_count_on": "approval_date", "values_taken_on": "activity_date"})
    waiting = row("p5", "2024-12-20")
    opening = opening_of(rules, [waiting], as_of="2024-12-31")
    assert rows_of(opening) == [("open_entry", "", "A p5 2024-12-20", "None")]
    approved = {"entry_id": "D-1", "date": "2025-01-10", "status": "approved", "decides": "A p5 2024-12-20"}
    found = evaluate(rules, [waiting, approved], as_of="2025-12-31", opening=opening)
    assert [str(each.counts_on) for each in found.statements["A"].credits] == ["2025-01-10"]
    with pytest.raises(InputError) as caught:
        evaluate(rules, [], as_of="2025-12-31", opening=opening)
    assert [each.code for each in caught.value.findings] == [Code.OPEN_ROW_MISSING]


def test_a_row_that_was_corrected_before_it_counted_stays_corrected() -> None:
    """Dated a year too late, and put right at once; a claim of the new year that was taken back in the old one."""
    wrong = row("p3", "2025-02-01", recorded_on="2024-11-20")
    right = {**row("p3", "2024-11-01", recorded_on="2024-11-25"), "entry_id": "R-1", "replaces": wrong["entry_id"]}
    asked = [claim("2025-03-01") | {"recorded_on": "2024-12-01"}]
    asked.append({"claim_id": "V-1", "date": "2024-12-10", "voids": "C 2025-03-01"})
    whole = evaluate(scheme(), [wrong, right], (), asked, as_of="2025-12-31")
    opening = opening_of(scheme(), [wrong, right], (), asked, as_of="2024-12-31")
    assert [(str(each.kind), each.what) for each in opening.rows if each.kind.startswith("open_")] == [
        ("open_entry", "A p3 2025-02-01"),
        ("open_entry", "R-1"),
        ("open_claim", "C 2025-03-01"),
        ("open_claim", "V-1"),
    ]
    found = evaluate(scheme(), [wrong, right], (), asked, as_of="2025-12-31", opening=opening)
    assert found.statements["A"].balance == whole.statements["A"].balance == 3
    assert found.payments == whole.payments == ()


def test_opening_rows_begin_on_a_day_on_which_an_evaluation_can() -> None:
    for last in ("2999-12-31", "9999-12-31"):
        with pytest.raises(InputError) as caught:
            opening_of(scheme(), [], as_of=last)
        assert [each.code for each in caught.value.findings] == [Code.BAD_ARGUMENT]


def test_a_row_that_waited_and_counts_before_the_opening_after_all_is_refused() -> None:
    waiting = row("p5", "2024-12-20", status="pending")
    opening = opening_of(scheme(), [waiting], as_of="2024-12-31")
    still = evaluate(scheme(), [waiting], as_of="2025-12-31", opening=opening)
    assert [each.id for each in still.held] == ["A p5 2024-12-20"]
    approved = {"entry_id": "D-1", "date": "2025-01-10", "status": "approved", "decides": "A p5 2024-12-20"}
    found = evaluate(scheme(), [waiting, approved], as_of="2025-12-31", opening=opening)
    assert [(each.id, each.reasons[0].code) for each in found.rejected] == [("A p5 2024-12-20", Code.BEFORE_OPENING)]


def test_a_claim_of_before_that_is_decided_since_waits_no_more() -> None:
    """Two rows replaced one claim, so both were held; in the new year one of them is taken back."""
    rivals = [{**claim(f"2024-0{n}-01"), "claim_id": f"R-{n}", "replaces": "C 2024-06-30"} for n in (7, 8)]
    asked = [claim("2024-06-30"), *rivals]
    opening = opening_of(scheme(), [row("p5", "2024-05-01")], (), asked, as_of="2024-12-31")
    taken_back = {"claim_id": "V-1", "date": "2025-01-20", "voids": "R-8"}

    def told(claims: list[Row], **known: str) -> dict[str, tuple[str, ...]]:
        found = evaluate(scheme(), [], (), claims, as_of="2025-12-31", opening=opening, **known)
        return {each.id: (each.state, *(reason.code for reason in each.reasons)) for each in found.outcomes}

    assert told(asked)["R-7"] == ("held", "corrected_twice")
    assert told([*asked, taken_back])["R-7"] == ("rejected", "before_opening")
    assert told([*asked, taken_back | {"recorded_on": "2025-03-01"}], known_at="2025-02-01")["R-7"] == (
        "held",
        "corrected_twice",
    )


def test_a_day_after_which_claims_may_still_be_filed_is_refused_with_the_award() -> None:
    asked = {**SWAP, "measure": {"counter": "earned", "per": "month"}, "consume": "nothing"}
    asked["claim"] = {"by": "member", "times": 1, "per": "month", "deadline": {"days": 10}}
    with pytest.raises(InputError) as caught:
        opening_of(scheme({"swap": asked}), [row("p5", "2024-05-01")], as_of="2024-12-31")
    (finding,) = caught.value.findings
    assert (finding.code, finding.place.address) == (Code.CANNOT_OPEN, "awards.swap")


def test_a_day_in_the_middle_of_a_ranking_is_refused_with_its_address() -> None:
    with pytest.raises(InputError) as caught:
        opening_of(DONGHAE, [], as_of="2024-06-30")
    (finding,) = caught.value.findings
    assert (finding.code, finding.place.address) == (Code.CANNOT_OPEN, "awards.departments")
    assert all("2024" in finding.message(lang) for lang in LANGUAGES)


IDLE: list[Row] = [
    {"label": "other words"},
    {"assumed": "another reason"},
    {"sources": {"law": {"title": "a law", "url": "https://example.org/law"}}},
    {"readings": {"keep": {"label": "keep", "set": {"answers.year_end": "lapse"}}}},
    {"limits": {"own": {"label": "other words", "per": "ever", "points": 9, "keep": "earliest", "assumed": "so"}}},
    {"counters": {"all": {"label": "other words", "take": "sum"}}},
]
MEANT: list[Row] = [
    {"limits": {"own": {"label": "own", "per": "ever", "points": 8, "keep": "earliest"}}},
    {"limits": {"label": {"label": "own", "per": "ever", "points": 9, "keep": "earliest"}}},
    {"activities": {**ACTIVITIES, "p5": {"label": "other words", "points": 5}}},  # a ledger may call it so
    {"activities": {**ACTIVITIES, "source": {"label": "source", "points": 1}}},
    {"activities": dict(reversed(ACTIVITIES.items()))},
    {"answers": {**ANSWERS, "year_end": "lapse"}},
    {"rewards": {"won": {"label": "other words", "unit": "KRW"}}},
    {"from": "2023-02-01"},
]
OWN: Row = {
    "limits": {"own": {"label": "own", "per": "ever", "points": 9, "keep": "earliest"}},
    "counters": {"all": {"label": "all", "take": "sum"}},
}


@pytest.mark.parametrize("changes", IDLE)
def test_opening_rows_hold_when_nothing_changes_but_texts_that_decide_nothing(changes: Row) -> None:
    rules, edited = scheme(**OWN), scheme(**{**OWN, **changes})
    before, since, asked = [row("p5", "2024-05-01")], [row("p5", "2025-05-01")], [claim("2025-06-30")]
    opening = opening_of(rules, before, as_of="2024-12-31")
    found = evaluate(edited, since, (), asked, as_of="2025-12-31", opening=opening)
    assert differences(evaluate(edited, [*before, *since], (), asked, as_of="2025-12-31"), found, NEW_YEAR) == []


@pytest.mark.parametrize("changes", MEANT)
def test_opening_rows_do_not_hold_under_other_rules(changes: Row) -> None:
    opening = opening_of(scheme(**OWN), [row("p5", "2024-05-01")], as_of="2024-12-31")
    with pytest.raises(InputError) as caught:
        evaluate(scheme(**{**OWN, **changes}), [], as_of="2025-12-31", opening=opening)
    assert [each.facts["name"] for each in caught.value.findings] == ["opening"]


def test_opening_rows_of_another_scheme_reading_or_day_are_refused() -> None:
    opening = opening_of(scheme(), [row("p5", "2024-05-01")], as_of="2024-12-31")
    for rules, name in (
        (scheme(id="other"), "opening"),
        (scheme({"career": CAREER}), "opening"),
    ):
        with pytest.raises(InputError) as caught:
            evaluate(rules, [], as_of="2025-12-31", opening=opening)
        assert [each.facts["name"] for each in caught.value.findings] == [name]
    with pytest.raises(InputError) as caught:
        evaluate(scheme(), [], as_of="2024-12-31", opening=opening)
    assert [each.facts["name"] for each in caught.value.findings] == ["as_of"]
    reading = next(iter(DONGHAE.readings))
    under = opening_of(with_reading(DONGHAE, reading), [], as_of="2024-12-31")
    with pytest.raises(InputError):
        evaluate(DONGHAE, [], as_of="2025-12-31", opening=under)
    with pytest.raises(InputError):
        evaluate(DONGHAE, [], as_of="2025-12-31", opening="opening.json")  # type: ignore[arg-type]  # what a person may try


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"format": 2}, "format"),
        ({"more": 1}, "more"),
        ({"day": "2025-1-1"}, "day"),
        ({"scheme_sha256": "x"}, "scheme_sha256"),
        ({"rows": [{"kind": "gift"}]}, "rows[0].kind"),
        ({"rows": [{"kind": "lot", "amount": 3}]}, "rows[0].amount"),
        ({"rows": [{"kind": "lot", "amount": "3", "owner": ""}]}, "rows[0]"),
    ],
)
def test_what_is_no_opening_is_told_with_its_place(changes: Row, where: str) -> None:
    data = json.loads(opening_of(scheme(), [], as_of="2024-12-31").to_json())
    with pytest.raises(InputError) as caught:
        Opening.from_json(sealed(data | changes))
    assert [each.place.address for each in caught.value.findings] == [where]


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"format": 1}', '{"format": 1, "format": 1}', b"\xff"])
def test_what_is_no_json_of_an_opening_is_told(text: str | bytes) -> None:
    with pytest.raises(InputError):
        Opening.from_json(text)


@pytest.mark.parametrize(
    ("edit", "where"),
    [
        (('"amount": "5"', '"amount": "50"'), ["sha256"]),
        (('"owner": "A"', '"owner": "B"'), ["sha256"]),
        (('"day": "2025-01-01"', '"day": "2025-01-02"'), ["sha256"]),
        (('"sha256": "', '"sha256": "0'), ["sha256"]),
        (('"sha256": "', '"x": "'), ["x"]),
        (('"amount": "5"', '"amount": "5.0"'), ["rows[0]"]),
    ],
)
def test_opening_rows_that_were_edited_are_refused(edit: tuple[str, str], where: list[str]) -> None:
    written = opening_of(scheme(), [row("p5", "2024-05-01")], as_of="2024-12-31").to_json()
    assert edit[0] in written
    with pytest.raises(InputError) as caught:
        Opening.from_json(written.replace(*edit))
    assert [each.place.address for each in caught.value.findings] == where


def test_opening_rows_without_their_hash_are_refused_and_in_another_layout_are_the_same() -> None:
    opening = opening_of(scheme(), [row("p5", "2024-05-01")], as_of="2024-12-31")
    data = json.loads(opening.to_json())
    assert data["sha256"] == opening.sha256
    assert Opening.from_json(json.dumps(dict(reversed(data.items())), indent=4)) == opening
    del data["sha256"]
    with pytest.raises(InputError) as caught:
        Opening.from_json(json.dumps(data))
    assert [each.place.address for each in caught.value.findings] == ["sha256"]


def test_a_sum_that_is_told_twice_is_refused() -> None:
    """Only one of the two would be looked at."""
    data = json.loads(opening_of(scheme({"career": CAREER}), [row("p5", "2024-05-01")], as_of="2024-12-31").to_json())
    again = [each for each in data["rows"] if each["kind"] == "earned"]
    with pytest.raises(InputError) as caught:
        Opening.from_json(sealed(data | {"rows": [*data["rows"], *again]}))
    assert [each.place.address for each in caught.value.findings] == [f"rows[{len(data['rows'])}]"]


COUNTED = {"kind": "counted", "owner": "A", "rule": "counters.all", "day": "2024-05-01", "amount": "1"}
LOT = {"kind": "lot", "owner": "A", "rule": "activities.p5", "what": "E-1", "done": "2024-05-01", "day": "2024-05-01"}


@pytest.mark.parametrize(
    ("rows", "where"),
    [
        ([{**LOT, "amount": "5", "rule": "activities.gone"}], "rows[0].rule"),
        ([{**LOT, "amount": "-5"}], "rows[0].amount"),
        ([{**LOT, "amount": "5", "day": "2025-01-01"}], "rows[0].day"),
        ([{**LOT, "amount": "5", "owner_kind": "office"}], "rows[0].owner_kind"),
        ([{**LOT, "amount": "5"}, {**LOT, "what": "E-2", "kind": "debt", "amount": "-5"}], "rows[1]"),
        ([{"kind": "limit_used", "owner": "A", "rule": "limits.gone", "what": "ever", "amount": "1"}], "rows[0].rule"),
        ([{"kind": "counted", "owner": "A", "rule": "counters.gone", "day": "2024-05-01"}], "rows[0].rule"),
        ([{"kind": "claim_used", "owner": "A", "rule": "awards.swap", "what": "2024-12", "number": 1}], "rows[0].what"),
        ([{"kind": "budget_used", "rule": "budgets.gone", "what": "ever", "amount": "1"}], "rows[0].rule"),
        ([{"kind": "tier_paid", "owner": "A", "rule": "awards.swap.tiers.t9", "day": "2024-05-01"}], "rows[0].rule"),
        ([{"kind": "won", "owner": "A", "rule": "awards.swap", "what": "t3", "day": "2024-05-01"}], "rows[0].day"),
        ([{"kind": "earned", "owner": "A", "day": "2024-05-01"}], "rows[0].amount"),
        ([{"kind": "open_entry"}], "rows[0].what"),
        ([{**COUNTED, "number": 1_000_001}], "rows[0].number"),
        ([{**COUNTED, "number": 999_999}, {**COUNTED, "amount": "2", "number": 2}], "rows[1].number"),
        ([{**{key: LOT[key] for key in LOT if key != "owner"}, "amount": "5"}], "rows[0].owner"),
        ([{"kind": "limit_used", "rule": "limits.own", "what": "ever", "amount": "1"}], "rows[0].owner"),
        ([{"kind": "limit_used", "rule": "limits.own", "owner": "A", "what": "2024", "amount": "1"}], "rows[0].what"),
        (
            [{"kind": "limit_used", "rule": "limits.own", "owner": "A", "owner_kind": "x", "what": "ever"}],
            "rows[0].owner_kind",
        ),
        ([{"kind": "claim_used", "rule": "awards.swap", "what": "2025-01", "number": 1}], "rows[0].owner"),
        ([{"kind": "tier_paid", "rule": "awards.career.tiers.t5", "day": "2024-05-01"}], "rows[0].owner"),
        ([{"kind": "earned", "day": "2024-05-01", "amount": "1"}], "rows[0].owner"),
        ([{"kind": "counted", "rule": "counters.all", "day": "2024-05-01", "number": 1}], "rows[0].owner"),
        (
            [{"kind": "budget_used", "rule": "budgets.all", "owner": "A", "what": "ever", "amount": "1"}],
            "rows[0].owner",
        ),
        ([{"kind": "won", "rule": "awards.career", "what": "t5", "day": "2024-12-31"}], "rows[0].owner"),
    ],
)
def test_a_row_that_does_not_fit_the_scheme_is_told_with_its_place(rows: list[Row], where: str) -> None:
    rules = scheme(
        {"swap": SWAP, "career": CAREER},
        limits={"own": {"label": "own", "per": "ever", "points": 9, "keep": "earliest"}},
        budgets={"all": {"label": "all", "per": "ever", "reward": "won", "amount": 50000, "when_out": "refuse"}},
        counters={"all": {"label": "all", "take": "sum"}},
    )
    data = json.loads(opening_of(rules, [], as_of="2024-12-31").to_json())
    opening = Opening.from_json(sealed(data | {"rows": rows}))
    with pytest.raises(InputError) as caught:
        evaluate(rules, [], as_of="2025-12-31", opening=opening)
    assert [each.place.address for each in caught.value.findings] == [where]


def test_people_must_stand_in_a_staff_list() -> None:
    entries = [{"entry_id": "E-1", "member_id": "K-1", "date": "2024-06-10", "activity": "achievement", "grade": "7급"}]
    with pytest.raises(InputError) as caught:
        opening_of(DONGHAE, entries, as_of="2024-12-31")
    assert [each.place.address for each in caught.value.findings] == ["facts.member"]


def test_totals_alone_refuse_opening_rows_by_name() -> None:
    opening = opening_of(DONGHAE, [], as_of="2024-12-31")
    with pytest.raises(InputError) as caught:
        evaluate_totals(DONGHAE, [], as_of="2025-12-31", opening=opening)
    assert [(each.code, each.facts["name"]) for each in caught.value.findings] == [(Code.NOT_COVERED, "opening")]


# What is told of it.


def test_statements_tell_what_was_there_and_who_wrote_it() -> None:
    found = carried(scheme(), [row("p5", "2024-05-01")], [row("p1", "2025-02-01")], [claim("2025-03-01")], "2025-12-31")
    assert found.opening is not None
    for lang in LANGUAGES:
        words = {"en": "opening balance", "ko": "전기이월 점수"}[lang]
        told = found.explain("A", lang)
        assert words in told.lower()
        assert found.opening.result_sha256[:12] in told
        assert "2025-01-01" in told
        assert words in found.explain("A p5 2024-05-01", lang).lower()
        assert words in found.why_not("A p5 2024-05-01", lang).lower()


def test_later_results_pay_nothing_twice_whatever_they_begin_with() -> None:
    rules, before, since = scheme(), [row("p5", "2024-05-01")], [row("p3", "2025-05-01")]
    claims = [claim("2024-06-30"), claim("2025-05-30"), claim("2025-06-30")]
    opening = opening_of(rules, before, (), claims, as_of="2024-12-31")
    whole_may = evaluate(rules, [*before, *since], (), claims, as_of="2025-05-31")
    june = evaluate(rules, since, (), claims[1:], as_of="2025-06-30", opening=opening)
    year = evaluate(rules, before, (), claims, as_of="2024-12-31")
    assert [each.claim_id for each in june.changes_since(year).to_pay] == ["C 2025-05-30"]
    assert june.changes_since(year).gone == june.changes_since(whole_may).gone == ()
    assert june.changes_since(whole_may).to_pay == ()
    assert june.changes_since(june).same == 1
    whole = evaluate(rules, [*before, *since], (), claims, as_of="2025-06-30")
    with pytest.raises(InputError):
        whole.changes_since(june)


def test_a_certificate_holds_the_hash_of_the_opening_and_a_replay_asks_for_it() -> None:
    rules, since = scheme(), [row("p3", "2025-05-01")]
    opening = opening_of(rules, [row("p5", "2024-05-01")], as_of="2024-12-31")
    kept = evaluate(rules, since, as_of="2025-12-31", opening=opening)
    certificate = Certificate.from_json(kept.certificate.to_json())
    assert certificate.opening_sha256 == opening.sha256
    assert replay(certificate, rules, since, opening=opening, result=kept).is_identical
    without = replay(certificate, rules, since)
    assert [str(each.part) for each in without.differences] == ["opening", "result"]
    other = opening_of(rules, [row("p3", "2024-05-01")], as_of="2024-12-31")
    assert str(replay(certificate, rules, since, opening=other).differences[0].part) == "opening"
    plain = evaluate(rules, since, as_of="2025-12-31")
    assert "opening" not in plain.certificate.to_json() + plain.to_json()
    assert str(replay(plain.certificate, rules, since, opening=opening).differences[0].part) == "opening"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_replay_says_which_opening_rows_are_wanted(lang: Language) -> None:
    rules, since = scheme(), [row("p3", "2025-05-01")]
    mine, other = (opening_of(rules, [row(name, "2024-05-01")], as_of="2024-12-31") for name in ("p5", "p3"))
    with_mine = evaluate(rules, since, as_of="2025-12-31", opening=mine).certificate
    whole = evaluate(rules, since, as_of="2025-12-31").certificate
    for certificate, brought, told in (
        (with_mine, None, [mine]),
        (with_mine, other, [mine, other]),
        (whole, mine, [mine]),
    ):
        said = "\n".join(replay_lines(replay(certificate, rules, since, opening=brought), lang))
        assert "--opening" in said
        assert [each for each in (mine, other) if each.sha256[:12] in said] == told


@pytest.mark.parametrize("lang", LANGUAGES)
def test_json_of_another_kind_is_told_with_what_it_is_and_what_writes_the_wanted_one(lang: Language) -> None:
    rules = scheme()
    found = evaluate(rules, [row("p5", "2024-05-01")], as_of="2024-12-31")
    texts = {
        Evaluation: (found.to_json(), "--format json", {"en": "result", "ko": "평가 결과"}),
        Certificate: (found.certificate.to_json(), "--certificate", {"en": "a certificate", "ko": "증명서"}),
        Opening: (
            opening_of(rules, [], as_of="2024-12-31").to_json(),
            "--write-opening",
            {"en": "opening rows", "ko": "전기이월 자료"},
        ),
        Explanation: (found.explanation("A").to_json(), "", {"en": "explanation", "ko": "설명"}),
    }
    for wanted, (_, option, name) in texts.items():
        for kind, (text, _, what) in texts.items():
            if kind is wanted:
                continue
            with pytest.raises(InputError) as caught:
                wanted.from_json(text)  # type: ignore[attr-defined]  # each has one
            (finding,) = caught.value.findings
            assert what[lang] in finding.message(lang)
            assert name[lang] in finding.message(lang)
            assert f"{option}'" in finding.message(lang) or not option


# The laws.


def holds(history: History, day: date, later: date) -> bool:
    """Whether there is an opening on a day; then what follows from it must be as from the whole history."""
    refused = refusals(history, day)
    if refused:
        assert set(refused) == {Code.CANNOT_OPEN}
        return False
    opening = history.opening(day)
    assert Opening.from_json(opening.to_json()) == opening
    found = history.opened(opening)
    assert differences(history.whole(), found, day) == []
    assert Evaluation.from_json(found.to_json()) == found
    if day < later <= history.as_of:
        if refusals(history, later):
            return True
        assert history.opening(later, opening).rows == history.opening(later).rows
    return True


DAYS = st.sampled_from([date(2024, 7, 1), date(2024, 8, 15), date(2025, 1, 1), date(2025, 2, 28)])
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(st.integers(0, 10_000), DAYS, DAYS)
@settings(SLOW, max_examples=25)
def test_an_opening_stands_for_the_history_of_a_rich_world(seed: int, day: date, later: date) -> None:
    world = rich_world(seed)
    rules = load_scheme(world.data)
    history = History.of(rules, world.entries, world.roster, world.claims, as_of=max(world.as_of, day))
    holds(history, day, later)


def test_most_rich_worlds_have_an_opening_at_the_new_year() -> None:
    """Else the laws about them would look at refusals alone."""
    found = []
    for seed in range(12):
        world = rich_world(seed)
        rules = load_scheme(world.data)
        history = History.of(rules, world.entries, world.roster, world.claims, as_of=max(world.as_of, NEW_YEAR))
        found.append(holds(history, NEW_YEAR, NEW_YEAR))
    assert sum(found) > 6


def test_most_of_the_gallery_has_an_opening_on_the_first_of_a_year() -> None:
    opened = []
    for name in sorted(ROWS):
        rules = load_scheme(GALLERY / f"{name}.yaml")
        day = date(rules.first.year + 1, 1, 1)
        opened.append(not list(refusals(History.of(rules, [], [], [], as_of=day), day)))
    assert sum(opened) > len(opened) / 2


@pytest.mark.slow
@given(st.data())
@SLOW
def test_an_opening_stands_for_the_history_under_any_scheme(data: st.DataObject) -> None:
    rules = load_scheme(data.draw(drawn.scheme_data(3)))
    rows = data.draw(drawn.ledgers(rules, most=15, people=3))
    last = drawn.last_day(rules) + timedelta(days=40)
    history = History.of(rules, rows.entries, rows.roster, rows.claims, as_of=last)
    days = [day for year in range(rules.first.year, last.year + 1) for day in (date(year, 1, 1), date(year, 7, 1))]
    days = [day for day in days if rules.first < day <= last] or [last]
    holds(history, data.draw(st.sampled_from(days)), days[-1])


@pytest.mark.slow
@given(st.data(), st.sampled_from(READINGS))
@settings(SLOW, max_examples=20)
def test_an_opening_stands_for_the_history_under_every_reading(data: st.DataObject, rules: Scheme) -> None:
    world = data.draw(worlds(rules))
    history = History.of(rules, world.entries, world.roster, world.claims, as_of=date(2025, 6, 30))
    if world.roster:
        assert holds(history, NEW_YEAR, NEW_YEAR)


@pytest.mark.slow
@given(st.data(), st.sampled_from(sorted(ROWS)))
@settings(SLOW, max_examples=20)
def test_an_opening_stands_for_the_history_of_the_gallery(data: st.DataObject, name: str) -> None:
    rules = load_scheme(GALLERY / f"{name}.yaml")
    rows = data.draw(drawn.ledgers(rules, most=15, people=3))
    last = drawn.last_day(rules) + timedelta(days=40)
    history = History.of(rules, rows.entries, rows.roster, rows.claims, as_of=last)
    years = [date(year, 1, 1) for year in range(rules.first.year + 1, last.year + 1)] or [last]
    holds(history, data.draw(st.sampled_from(years)), years[-1])


def test_an_explanation_does_not_say_that_what_was_before_did_not_happen() -> None:
    once = {**SWAP, "claim": {"by": "member", "times": 2, "per": "ever"}}
    best = {
        "kind": "ranking",
        "label": "best",
        "of": "member",
        "measure": {"counter": "earned", "per": "year"},
        "score": "sum",
        "ties": "expand",
        "until": "2025-01-01",
        "places": {"first": {"ranks": 1, "pays": {"won": 10000}}},
    }
    rules = scheme({"swap": once, "career": CAREER, "best": best})
    opening = opening_of(rules, [row("p5", "2024-05-01")], (), [claim("2024-06-30")], as_of="2024-12-31")
    found = evaluate(rules, [row("p1", "2025-05-01")], as_of="2025-12-31", opening=opening)
    assert "paid since 2025-01-01: nothing" in found.explain("A", "en")
    for query, told in (
        ("A@career", "counts the time before 2025-01-01, too"),
        ("A@swap", "claims that were paid before 2025-01-01 in this period count, too"),
        ("A@best", "what was before 2025-01-01 the opening rows settled"),
    ):
        assert told in found.why_not(query, "en")
        assert all("2025-01-01" in found.why_not(query, lang) for lang in LANGUAGES)
    for lang in LANGUAGES:
        with pytest.raises(InputError) as caught:
            found.explain("C 2024-06-30", lang)
        assert "2025-01-01" in caught.value.findings[0].help(lang)


def test_rows_that_the_opening_settled_are_not_compared_with_a_sheet() -> None:
    rules, before = scheme(), [row("p5", "2024-05-01", points="9")]
    opening = opening_of(rules, before, as_of="2024-12-31")
    since = [row("p3", "2025-05-01", points="2")]
    rows = [each | {"점수": each.pop("points")} for each in (*before, *since)]
    found = reconcile(rules, rows, as_of="2025-12-31", opening=opening)
    assert [(each.kind, str(each.said), str(each.ours)) for each in found.differences] == [
        ("row", "2", "3"),
        ("member", "2", "3"),
    ]


def test_one_member_alone_takes_no_opening_rows() -> None:
    opening = opening_of(scheme(), [], as_of="2024-12-31")
    with pytest.raises(InputError) as caught:
        evaluate_member(scheme(), [row("p5", "2025-05-01")], member="A", as_of="2025-12-31", opening=opening)
    assert [each.facts["name"] for each in caught.value.findings] == ["opening"]


# The command line.


def files(folder: Path) -> list[str]:
    (folder / "scheme.yaml").write_text(json.dumps(scheme().to_dict()), encoding="utf-8")
    before, since = "entry_id,member_id,date,activity\nE-1,A,2024-05-01,p5\n", "E-2,A,2025-05-01,p3\n"
    (folder / "2024.csv").write_text(before, encoding="utf-8")
    (folder / "2025.csv").write_text(before.splitlines()[0] + "\n" + since, encoding="utf-8")
    return [str(folder / "scheme.yaml")]


def test_a_year_is_closed_and_the_next_goes_on_at_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules, opening = files(tmp_path), str(tmp_path / "opening.json")
    year = ["evaluate", *rules, "--ledger", str(tmp_path / "2024.csv"), "--as-of", "2024-12-31", "--lang", "en"]
    assert main([*year, "--write-opening", opening]) == 0
    assert "opening.json" in capsys.readouterr().err
    assert main([*year, "--write-opening", str(tmp_path / "opening.csv")]) == 0
    assert "points left,A,5 points,E-1,2024-05-01,2024-05-01,5," in (tmp_path / "opening.csv").read_text("utf-8-sig")
    capsys.readouterr()
    told = ["--opening", opening]
    later = ["evaluate", *rules, "--ledger", str(tmp_path / "2025.csv"), "--as-of", "2025-12-31", "--lang", "en"]
    kept = ["--certificate", str(tmp_path / "c.json"), "--format", "json"]
    assert main([*later, *told, *kept]) == 0
    found = Evaluation.from_json(capsys.readouterr().out)
    assert (str(found.statements["A"].opened), str(found.statements["A"].balance)) == ("5", "8")
    again = ["replay", str(tmp_path / "c.json"), *rules, "--ledger", str(tmp_path / "2025.csv"), "--lang", "en"]
    assert main([*again, *told]) == 0
    assert main(again) == 1
    said = capsys.readouterr().out
    assert "opening rows are not those of the certificate" in said
    assert "it was made with opening rows" in said
    assert "'--opening FILE'" in said
    assert "--result" not in said  # the cause is known


@pytest.mark.parametrize("lang", LANGUAGES)
def test_commands_that_evaluate_begin_with_opening_rows_or_say_why_not(
    tmp_path: Path, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    rules, opening = files(tmp_path), str(tmp_path / "opening.json")
    first = ["--ledger", str(tmp_path / "2024.csv"), "--as-of", "2024-12-31", "--write-opening", opening]
    assert main(["evaluate", *rules, *first]) == 0
    (tmp_path / "2025.csv").write_text(
        "entry_id,member_id,date,activity,점수\nE-2,A,2025-05-01,p3,3\n", encoding="utf-8"
    )
    later = ["--ledger", str(tmp_path / "2025.csv"), "--as-of", "2025-12-31", "--lang", lang, "--opening", opening]
    capsys.readouterr()
    assert main(["explain", *rules, "A", *later]) == 0
    assert {"en": "opening 5 + earned 3", "ko": "전기이월 점수 5 + 쌓은 점수 3"}[lang] in capsys.readouterr().out
    assert main(["why-not", *rules, "E-1", *later]) == 0
    assert {"en": "opening balance", "ko": "전기이월 점수"}[lang] in capsys.readouterr().out
    assert main(["reconcile", *rules, *later]) == 0
    capsys.readouterr()
    assert main(["compare", *rules, "--set", "activities.p3.points=4", *later]) == 2
    assert {"en": "whole history", "ko": "전체 기록"}[lang] in capsys.readouterr().err
    text = Path(opening).read_text(encoding="utf-8").replace('"amount": "5"', '"amount": "500"')
    Path(opening).write_text(text, encoding="utf-8")
    for command in (["evaluate", *rules], ["explain", *rules, "A"]):
        assert main([*command, *later]) == 2
        assert "opening.json [sha256]: " in capsys.readouterr().err


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_cannot_go_on_stops_the_command(tmp_path: Path, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    rules, ledger = files(tmp_path), ["--ledger", str(tmp_path / "2024.csv"), "--as-of", "2024-12-31", "--lang", lang]
    opening = tmp_path / "opening.json"
    for more in (
        ["--opening", str(tmp_path / "2024.csv")],
        ["--opening", str(tmp_path / "missing.json")],
        ["--write-opening", str(tmp_path / "2024.csv")],
        ["--write-opening", str(opening), "--out", str(opening)],
        ["--write-opening", str(opening), "--certificate", str(opening)],
    ):
        assert main(["evaluate", *rules, *ledger, *more]) == 2, more
    assert main(["evaluate", *rules, *ledger, "--write-opening", str(opening)]) == 0
    later = ["evaluate", *rules, "--ledger", str(tmp_path / "2025.csv"), "--as-of", "2025-12-31", "--lang", lang]
    assert main([*later, "--opening", str(opening), "--assume-claims", "month_end"]) == 2
    assert main(["evaluate", str(example_path("donghae.yaml")), *ledger, "--write-opening", str(opening)]) != 0
    assert main([*later[:-2], "--lang", lang, "--mask", "--opening", str(opening)]) == 2
    capsys.readouterr()
