"""The bug bank: rows, runs and rules as wholes. T12, T13, T17, T27, T29, T30, T31, T34.

Each T is a bug that somebody met in another engine. README.md in this folder lists all 36, with their tests and with
what the design excludes. The others are in test_bug_bank_lots.py, test_bug_bank_points.py and test_bug_bank_people.py.
"""

from __future__ import annotations

import functools
import gc
import inspect
import re
from calendar import monthrange
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import test_bug_bank_lots
import test_bug_bank_people
import test_bug_bank_points
from bank_schemes import (
    BEST,
    COUNTS,
    FEW,
    FEWER,
    FIELD,
    KEPT,
    SWAP,
    TIER,
    WORK,
    but,
    claim,
    codes,
    entry,
    paid,
    points,
    ranks,
    refusals,
    rules,
    run,
    states,
    sums,
    void,
)
from incentive_rules import (
    Code,
    Evaluation,
    InputError,
    assume_claims,
    evaluate,
    evaluate_totals,
    load_scheme,
    read_ledger,
)

if TYPE_CHECKING:
    from types import ModuleType

Row = dict[str, Any]

MONTHS = [str(date(2024, month, monthrange(2024, month)[1])) for month in range(1, 13)]
LIMITS = {
    "month": {"label": "nine a month", "per": "month", "points": 9, "keep": "earliest"},
    "once": {"label": "each task once", "per": "ever", "count": 1, "keep": "highest", "by": ["member", "work"]},
}
MUCH = rules(
    limits=LIMITS,
    balance={"expire_after": {"months": 3}},
    awards={"swap": SWAP, "tier": TIER, "best": BEST},
    answers=KEPT | FIELD | {"limit_tied": "share"},
)
"""Limits that cut, limits that select, lots that lapse, claims, a threshold and a ranking."""

A_DAY = st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(str)
A_ROW = st.tuples(A_DAY, st.integers(1, 6), st.sampled_from("AB"), st.sampled_from(["W-1", "W-2", None]))
ROWS = st.lists(A_ROW, max_size=9).map(
    lambda told: [entry(f"E-{n}", day, many, who, work=work) for n, (day, many, who, work) in enumerate(told)]
)
CLAIMS = st.lists(st.tuples(A_DAY, st.sampled_from([2, None]), st.sampled_from("AB")), max_size=4).map(
    lambda told: [claim(f"C-{n}", day, many, who) for n, (day, many, who) in enumerate(told)]
)

# T12: what a row is called, and what it says.


def test_t12_the_same_row_twice_counts_once() -> None:
    row = entry("E-1", "2024-03-01", 3)
    found = run(rules(), [row, row, row | {"recorded_on": "2024-03-09"}])  # when it was recorded is no content
    assert found.statements["A"].earned == 3
    assert found.totals.entries == {"credited": 1, "duplicate": 2}


@pytest.mark.parametrize(
    ("cells", "name"),
    [({"quantity": 4}, "quantity"), ({"date": "2024-03-02"}, "date"), ({"member_id": "B"}, "member_id")],
)
def test_t12_one_id_with_two_contents_rejects_both_and_names_the_field(cells: Row, name: str) -> None:
    row = entry("E-1", "2024-03-01", 3)
    found = run(rules(), [row, row | cells, entry("E-2", "2024-03-01", 1)])
    assert [(each.state, each.reasons[0].code, each.reasons[0].facts["name"]) for each in found.rejected] == [
        ("rejected", Code.SAME_ID_DIFFERENT, name)
    ] * 2
    assert found.totals.earned == 1


def test_t12_two_names_that_read_alike_when_joined_stay_two() -> None:
    """Member "a:b" with claim "c" is not member "a" with claim "b:c"; one id of a payment could stand for both."""
    keys = [("a:b", "c"), ("a", "b:c")]
    rows = [entry(f"E-{who}", "2024-03-01", 3, who) for who, _ in keys]
    found = run(rules(awards={"swap": SWAP}, answers=KEPT), [*rows, *(claim(n, "2024-03-05", 3, w) for w, n in keys)])
    assert len({each.id for each in found.payments}) == len(found.payments) == 2


# T13: no order and no batch decides.


@FEW
@given(st.data())
def test_t13_shuffled_rows_and_files_give_the_same_bytes(data: st.DataObject) -> None:
    rows, claims = data.draw(ROWS), data.draw(CLAIMS)
    days: Row = {"as_of": "2024-12-31"}
    first = evaluate(MUCH, rows, (), claims, **days).to_json()
    shuffled = data.draw(st.permutations(rows))
    cut = data.draw(st.integers(0, len(rows)))
    files = read_ledger(shuffled[:cut], MUCH) + read_ledger(shuffled[cut:], MUCH)
    assert evaluate(MUCH, files, (), data.draw(st.permutations(claims)), **days).to_json() == first


@FEW
@given(ROWS, CLAIMS, st.sets(st.sampled_from(MONTHS[:-1])))
def test_t13_paying_in_one_batch_or_in_several_pays_the_same(
    rows: list[Row], claims: list[Row], stops: set[str]
) -> None:
    """Each batch has what had happened by its day; what each adds to those before it comes to the whole."""
    batches: list[Evaluation] = [run(MUCH, [], as_of="2024-01-01")]
    together: dict[tuple[str, str], Any] = {}
    for day in [*sorted(stops), MONTHS[-1]]:
        now = run(MUCH, [row for row in [*rows, *claims] if row["date"] <= day], as_of=day)
        changes = now.changes_since(*batches)
        assert changes.to_decide == ()
        for each in changes.to_pay:
            together[each.payee, each.award] = together.get((each.payee, each.award), 0) + each.amount
        batches.append(now)
    whole: dict[tuple[str, str], Any] = {}
    for each in run(MUCH, [*rows, *claims]).payments:
        whole[each.payee, each.award] = whole.get((each.payee, each.award), 0) + each.amount
    assert together == whole


# T17: a row that comes after its period was closed.

CLOSED = {"closing": {"per": "month", "days": 10}}
PAID_MONTHLY = {"swap": but(SWAP, claim={"by": "automatic", "per": "month"})}


LATE = KEPT | {"spent_points_corrected": "owe", "paid_rewards_corrected": "keep"}


def closing(late_rows: str, **more: Any) -> Any:
    return rules(**(CLOSED | {"awards": PAID_MONTHLY, "answers": LATE | {"late_rows": late_rows}} | more))


@pytest.mark.parametrize(
    ("late_rows", "by_month"),
    [
        ("restate", {"2024-06": "7000"}),  # June is paid anew: 7 points
        ("carry_forward", {"2024-06": "5000", "2024-07": "2000"}),  # June stays; the difference 7 - 5 comes in July
    ],
)
def test_t17_a_late_row_comes_to_the_same_in_all_whether_it_restates_or_is_carried_forward(
    late_rows: str, by_month: dict[str, str]
) -> None:
    """5 points in June; June closes on 10 July; on 15 July 2 more of June are recorded."""
    rows = [entry("E-1", "2024-06-05", 5), entry("E-2", "2024-06-20", 2, recorded_on="2024-07-15")]
    found = run(closing(late_rows), rows)
    assert {each.period: str(each.amount) for each in found.payments} == by_month
    assert found.statements["A"].earned == 7
    assert sum(each.amount for each in found.payments) == 7000


@pytest.mark.parametrize("late_rows", ["restate", "carry_forward"])
def test_t17_a_row_put_right_after_the_close_takes_back_all_it_brought_and_not_only_one_unit(late_rows: str) -> None:
    """15 at 10 are 150; 16 at 5 are 80. One unit more is 70 points less: -150 and +80, on whatever day."""
    bands = {"each": {"by": "quantity", "bands": {0: 10, 16: 5}}}
    scheme = closing(
        late_rows,
        activities={"work": {"label": "work", "points": bands}},
        awards={"swap": SWAP},
        answers=KEPT
        | {
            "late_rows": late_rows,
            "spent_points_corrected": "owe",
            "paid_rewards_corrected": "keep",
            "bands_apply_to": "whole",
        },
    )
    rows = [
        entry("E-1", "2024-06-05", 15),
        entry("E-2", "2024-06-05", 16, replaces="E-1", recorded_on="2024-07-15"),
    ]
    assert run(scheme, rows, as_of="2024-07-14", known_at="2024-07-14").statements["A"].balance == 150
    assert sums(run(scheme, rows).statements["A"], "earned", "balance") == (80, 80)


def test_t17_a_row_that_comes_before_the_close_is_not_late() -> None:
    rows = [entry("E-1", "2024-06-05", 5), entry("E-2", "2024-06-20", 2, recorded_on="2024-07-10")]
    for late_rows in ("restate", "carry_forward"):
        found = run(closing(late_rows), rows)
        assert {each.period: str(each.amount) for each in found.payments} == {"2024-06": "7000"}


# T27: what a rule gave can be taken back after the rule has ended.

ENDED = but(TIER, measure={"counter": "earned", "per": "month"}, claim={"by": "automatic", "per": "month"})
ENDED_RULES = rules(
    activities={"work": but(WORK["work"], until="2024-07-01")} | {"other": {"label": "other", "points": 1}},
    awards={"tier": but(ENDED, until="2024-07-01")},
)


def test_t27_what_a_rule_gave_is_taken_back_after_the_rule_has_ended_and_the_cause_is_shown() -> None:
    rows = [entry("E-1", "2024-06-10", 10)]
    july = run(ENDED_RULES, rows, as_of="2024-07-31")
    assert paid(july) == {"A": "10000"}
    august = run(ENDED_RULES, [*rows, void("E-1", "2024-08-05")], as_of="2024-08-31")
    assert august.statements["A"].earned == 0
    assert august.payments == ()
    assert (states(august)["E-1"], codes(august, "E-1")) == ("corrected", ["corrected_by"])
    assert august.changes_since(july).gone == july.payments
    assert "void E-1" in august.explain("E-1")


def test_t27_a_rule_that_is_cut_out_of_the_file_leaves_its_rows_told_and_its_payments_to_decide() -> None:
    rows = [entry("E-1", "2024-06-10", 10)]
    july = run(ENDED_RULES, rows, as_of="2024-07-31")
    without = rules(
        activities={"other": {"label": "other", "points": 1}}, awards={"tier": but(ENDED, until="2024-07-01")}
    )
    found = run(without, rows, as_of="2024-08-31")
    assert (states(found), codes(found, "E-1")) == ({"E-1": "rejected"}, ["unknown_activity"])
    assert found.changes_since(july).to_decide == july.payments


# T29: nothing is stored, so nothing that is stored can be wrong.


def forget_all() -> int:
    """Empty every cache that the library keeps, and say how many there are."""
    kept = [
        each
        for each in gc.get_objects()
        if isinstance(each, functools._lru_cache_wrapper)  # noqa: SLF001  # the only name there is
        and str(getattr(each, "__module__", "")).startswith("incentive_rules")
    ]
    for each in kept:
        each.cache_clear()
    return len(kept)


@FEWER
@given(ROWS, CLAIMS)
def test_t29_emptying_every_cache_changes_not_one_byte(rows: list[Row], claims: list[Row]) -> None:
    first, again = run(MUCH, [*rows, *claims]), run(MUCH, [*rows, *claims])
    assert forget_all() > 0
    afresh = run(load_scheme(MUCH.to_dict()), [*rows, *claims])
    assert first.to_json() == again.to_json() == afresh.to_json()
    assert first.certificate == afresh.certificate


@FEWER
@given(ROWS, CLAIMS, st.sampled_from(MONTHS))
def test_t29_an_evaluation_of_the_whole_needs_none_of_an_earlier_day(
    rows: list[Row], claims: list[Row], day: str
) -> None:
    """A result in between is for comparing; with it or without it, read back or not, the end is the same."""
    between = run(MUCH, [*rows, *claims], as_of=day)
    read = Evaluation.from_json(between.to_json())
    end = run(MUCH, [*rows, *claims])
    assert end.changes_since(read) == end.changes_since(between)
    assert end.to_json() == run(MUCH, [*rows, *claims]).to_json()


def test_t29_a_stored_balance_cannot_be_handed_in() -> None:
    """Excluded: a ledger is the whole history. A column with the sheet's own points is compared and never used."""
    assert "snapshot" not in inspect.signature(evaluate).parameters
    with pytest.raises(TypeError):
        evaluate(rules(), [], as_of="2024-12-31", balances={"A": 100})  # type: ignore[call-arg]
    found = run(rules(), [entry("E-1", "2024-03-01", 2, said_points=100)])
    assert found.statements["A"].balance == 2


# T30: rules that wait for each other.


def stage(award: str) -> Row:
    return {"field": {"stage": award, "ranks": 1}}


@pytest.mark.parametrize(
    "awards",
    [
        {"a": but(BEST, **stage("b")), "b": but(BEST, label="b", **stage("a"))},
        {
            "a": but(BEST, **stage("c")),
            "b": but(BEST, label="b", **stage("a")),
            "c": but(BEST, label="c", one_prize={"not_if_won": ["b"], "freed_place": "moves_up"}),
        },
    ],
    ids=["two", "three"],
)
def test_t30_rules_that_wait_for_each_other_in_a_circle_do_not_load(awards: Row) -> None:
    assert set(refusals(awards=awards, answers=FIELD | {"second_prize": "both"})) == {Code.AWARDS_IN_CIRCLE}


def test_t30_points_for_winning_that_count_for_winning_again_come_a_day_later_and_so_end() -> None:
    """No circle: who wins in June has 5 points from 1 July on, wins July with them, and so on, once a month."""
    champion = {"label": "champion", "points": 5, "after": {"award": "best"}}
    scheme = rules(
        activities=WORK | {"champion": champion},
        awards={"best": but(BEST, measure={"counter": "earned", "per": "month"})},
        answers=FIELD,
    )
    found = run(scheme, [entry("E-1", "2024-06-05", 1)], as_of="2024-08-31")
    assert [(each.period, str(each.rows[0].score)) for each in found.rankings if each.rows] == [
        ("2024-06", "1"),
        ("2024-07", "5"),
        ("2024-08", "5"),
    ]


# T31: a row for which there is no rule.


def test_t31_each_row_that_no_rule_takes_is_listed_with_its_reason() -> None:
    scheme = rules(
        facts={"member": {"grade": {"ordered": ["7급", "6급", "5급"]}}, "entry": {"hours": "number"}},
        eligible={"grade": {"at_most": "6급"}},
        activities={
            "work": WORK["work"],
            "old": {"label": "old", "points": 1, "until": "2024-02-01"},
            "band": {"label": "band", "points": {"by": "hours", "bands": {4: 1, 8: 2}}},
            "long": {"label": "long", "points": 1, "when": {"hours": {"at_least": 8}}},
        },
        answers=COUNTS | {"grade_judged_on": "activity_date"},
    )
    staff = [{"member_id": "A", "grade": "7급"}, {"member_id": "B", "grade": "5급"}]
    rows = [
        entry("good", "2024-03-01", 1),
        entry("typo", "2024-03-01", 1, activity="wrok"),
        entry("ended", "2024-03-01", activity="old"),
        entry("below", "2024-03-01", activity="band", hours=3),
        entry("short", "2024-03-01", activity="long", hours=7),
        entry("blank", "2024-03-01", activity="long"),
        entry("above", "2024-03-01", 1, "B"),
        entry("nobody", "2024-03-01", 1, "C"),
        entry("before", "2023-12-31", 1),
        entry("later", "2025-01-01", 1),
    ]
    found = run(scheme, rows, staff)
    told = {
        each.id: (str(each.state), [str(r.code) for r in each.reasons])
        for each in found.outcomes
        if each.kind == "entry"
    }
    assert told == {
        "good": ("credited", []),
        "typo": ("rejected", ["unknown_activity"]),
        "ended": ("rejected", ["not_in_force"]),
        "below": ("rejected", ["no_points_for_value"]),
        "short": ("rejected", ["not_eligible"]),
        "blank": ("held", ["condition_unknown"]),
        "above": ("rejected", ["not_eligible"]),
        "nobody": ("held", ["member_not_listed"]),
        "before": ("rejected", ["outside_scheme"]),
        "later": ("not_yet", ["not_yet"]),
    }
    assert found.totals.entries == {"credited": 1, "rejected": 6, "held": 2, "not_yet": 1}
    assert "8" in found.why_not("short")


# T34: what is told beforehand is what comes.

COVERED = rules(awards={"tier": TIER, "best": BEST}, limits={"month": LIMITS["month"]}, answers=FIELD)


@FEW
@given(ROWS)
def test_t34_the_totals_of_the_fast_way_are_those_of_the_statements(rows: list[Row]) -> None:
    assert evaluate_totals(COVERED, rows, as_of="2024-12-31") == run(COVERED, rows).totals


@FEW
@given(ROWS)
def test_t34_what_an_entry_is_told_on_its_day_is_what_it_brings_in_the_end(rows: list[Row]) -> None:
    """No day looks ahead: with every other row known or not yet, each entry brings what was told of it."""
    end = run(MUCH, rows)
    for row in rows:
        on_its_day = run(MUCH, [each for each in rows if each["date"] <= row["date"]], as_of=row["date"])
        assert points(on_its_day, row["member_id"])[row["entry_id"]] == points(end, row["member_id"])[row["entry_id"]]


@FEW
@given(ROWS)
def test_t34_a_forecast_is_what_comes_if_nothing_more_happens(rows: list[Row]) -> None:
    last = max((row["date"] for row in rows), default="2024-01-01")
    forecast, end = (run(COVERED, rows, as_of=day) for day in (last, "2024-12-31"))
    assert ranks(forecast) == ranks(end)
    assert forecast.totals.earned == end.totals.earned


@FEW
@given(ROWS)
def test_t34_assumed_claims_pay_what_the_same_claims_pay_when_they_are_filed(rows: list[Row]) -> None:
    scheme = rules(awards={"swap": SWAP}, answers=KEPT)
    told = assume_claims(scheme, rows, policy="month_end", as_of="2024-12-31")
    filed = [claim(each.claim_id, str(each.date), member=each.member_id) for each in told.rows]
    estimate = evaluate(scheme, rows, (), told, as_of="2024-12-31")
    actual = evaluate(scheme, rows, (), filed, as_of="2024-12-31")
    assert estimate.totals == actual.totals
    assert [(each.id, each.amount) for each in estimate.payments] == [
        (each.id, each.amount) for each in actual.payments
    ]


def test_t34_where_the_fast_way_does_not_know_a_rule_it_says_so_and_gives_no_guess() -> None:
    with pytest.raises(InputError) as caught:
        evaluate_totals(MUCH, [], as_of="2024-12-31")
    assert {each.code for each in caught.value.findings} == {Code.NOT_COVERED}


# The bank itself.

BANK: list[ModuleType] = [test_bug_bank_lots, test_bug_bank_points, test_bug_bank_people]
README = Path(__file__).with_name("README.md")


def bank_by_number() -> dict[str, set[str]]:
    """The tests of each T, in all files of the bank."""
    found: dict[str, set[str]] = {}
    for name in [*globals(), *(name for module in BANK for name in vars(module))]:
        if match := re.match(r"test_(t\d\d)_", name):
            found.setdefault(match[1].upper(), set()).add(name)
    return found


def test_all_thirty_six_have_tests_and_the_readme_lists_each_of_them() -> None:
    found = bank_by_number()
    assert sorted(found) == [f"T{n:02}" for n in range(1, 37)]
    lines = re.findall(r"^\| (T\d\d) \|.*$", text := README.read_text(encoding="utf-8"), re.MULTILINE)
    assert lines == sorted(found)
    names = {name for line in text.splitlines() for name in re.findall(r"`(test_t\d\d_\w+)`", line)}
    listed = {number: {name for name in names if name.startswith(f"test_{number.lower()}_")} for number in lines}
    assert listed == found


def test_each_definition_that_holds_up_names_tests_that_there_are() -> None:
    rows = re.findall(r"^\| (S\d+) \|.*\| ([^|]*) \|$", README.read_text(encoding="utf-8"), re.MULTILINE)
    assert [number for number, _ in rows] == [f"S{n}" for n in range(1, 31)]
    tests = "\n".join(path.read_text(encoding="utf-8") for path in README.parent.glob("test_*.py"))
    for _, shown in rows:
        named = re.findall(r"\b(T\d\d)\b|`(test_\w+)`", shown)
        assert named
        assert all(name in bank_by_number() if name else f"def {test}(" in tests for name, test in named)
