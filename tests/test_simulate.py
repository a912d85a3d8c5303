"""Laws of simulation: what each reading is shown on, and which claims people are assumed to make."""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from incentive_rules import (
    Amount,
    Claims,
    Code,
    Evaluation,
    InputError,
    Scheme,
    SchemeErrors,
    assume_claims,
    compare_readings,
    evaluate,
    example_path,
    load_scheme,
    read_claims,
    read_ledger,
    read_roster,
    with_reading,
)
from incentive_rules.cases.run import run_cases
from incentive_rules.cli import main
from incentive_rules.scheme.policies import POLICIES
from incentive_rules.statement.model import State

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from worlds import Row

BASE: dict[str, Any] = {
    "language": 1,
    "id": "small",
    "label": "작은 제도",
    "assumed": "worked example",
    "from": "2024-01-01",
    "activities": {"help": {"label": "도움", "points": 1}},
    "rewards": {"won": {"label": "상품권", "unit": "KRW"}, "leave": {"label": "휴가", "unit": "day"}},
}
ANSWERS = {
    "points_count_on": "activity_date",
    "values_taken_on": "activity_date",
    "grade_judged_on": "activity_date",
    "no_longer_eligible": "keep",
    "year_end": "keep",
    "tiers_passed_over": "due",
    "no_option": "wait",
}
PRAISE = {"p": {"label": "칭찬", "when": {"praised": "yes"}, "add": 1}}
MONTHLY = {"by": "member", "times": 1, "per": "month"}
CHOICE = {"t3": {"at": 3, "choose": {"money": {"won": 30000}, "rest": {"leave": 1}}}}
OTHER_CHOICE = {"t3": {"at": 3, "choose": {"day": {"leave": 2}, "half": {"leave": 1}}}}
YEAR_END = "2024-12-31"


def award(**changes: Any) -> dict[str, Any]:
    """Three points of the balance bring 30,000 won; one claim a month."""
    return {
        "kind": "tiers",
        "label": "보상",
        "measure": {"counter": "balance"},
        "claim": MONTHLY,
        "pay": "highest",
        "again": "always",
        "consume": "tier",
        "tiers": {"t3": {"at": 3, "pays": {"won": 30000}}},
        **changes,
    }


def earned(per: str = "ever", **changes: Any) -> dict[str, Any]:
    """An award by points earned, which uses none up."""
    return award(measure={"counter": "earned", "per": per}, consume="nothing", **changes)


def scheme(answers: dict[str, str] | None = None, **changes: Any) -> Scheme:
    return load_scheme({**BASE, "awards": {"m": award()}, **changes, "answers": {**ANSWERS, **(answers or {})}})


def done(times: int, day: str = "2024-06-01", **cells: Any) -> list[Row]:
    """So many entries of a day."""
    return [
        {"entry_id": f"{day} {n}", "member_id": "K", "date": day, "activity": "help", **cells} for n in range(times)
    ]


def claim(name: str, day: str, **cells: Any) -> Row:
    return {"claim_id": name, "member_id": "K", "date": day, "award": "m", **cells}


def reading(**changes: Any) -> dict[str, Any]:
    """A reading that sets addresses; a point is written as two underscores."""
    return {"other": {"label": "다른 읽기", "set": {key.replace("__", "."): value for key, value in changes.items()}}}


def won(evaluation: Evaluation, reward: str = "won") -> int:
    return int(evaluation.totals.paid.get(reward, 0))


def paid(result: Evaluation) -> list[tuple[str, str, int]]:
    """Payments as day, reward and amount."""
    return [(str(each.day), each.reward, int(each.amount)) for each in result.payments]


def assumed(made: Scheme, rows: Sequence[Row], policy: str, **settings: Any) -> list[tuple[str, str, int]]:
    """What the claims of a policy are paid."""
    roster = settings.pop("roster", ())
    claims = assume_claims(made, rows, roster, policy=policy, as_of=YEAR_END, **settings)
    evaluation = evaluate(made, rows, roster, claims, as_of=YEAR_END, known_at=settings.get("known_at"))
    assert evaluation.totals.claims.get(State.PAID, 0) == len(claims.rows), "what is assumed is paid"
    return paid(evaluation)


# -- readings that change how rows are read ----------------------------------------------------------------------------

FACTS = {"entry": {"praised": {"yes_no": None, "blank": "no"}}}
BLANK_PRAISED = scheme(facts=FACTS, bonuses=PRAISE, readings=reading(facts__entry__praised__blank="yes"))
BY_HOURS = scheme(
    readings=reading(facts={"entry": {"hours": "number"}}, activities__help__points={"each": 1, "of": "hours"})
)
ONE_MORE = scheme(readings=reading(activities__extra={"label": "더", "points": 2}))
ONE_LESS = scheme(
    activities={"help": {"label": "도움", "points": 1}, "gone": {"label": "없음", "points": 1}},
    readings=reading(activities={"help": {"label": "도움", "points": 1}}),
)
OTHER_AWARD = scheme(readings=reading(awards={"n": award(label="다른 보상")}))
A_CHOICE = scheme(readings=reading(awards__m__tiers=CHOICE))
BLANKS = done(4)
HOURS = done(4, hours=2)
WITH_EXTRA = [*done(4), *done(1, "2024-06-02", activity="extra")]
WITH_GONE = [*done(3), *done(1, "2024-06-02", activity="gone")]
FILED = [claim("C-1", "2024-06-30"), claim("C-2", "2024-07-31")]


@pytest.mark.parametrize(
    ("made", "rows", "points"),
    [
        (BLANK_PRAISED, BLANKS, [4, 4 + 4]),
        (BY_HOURS, HOURS, [4, 4 * 2]),
        (ONE_MORE, WITH_EXTRA, [4, 4 + 2]),
        (ONE_LESS, WITH_GONE, [4, 3]),
        (OTHER_AWARD, BLANKS, [4, 4]),
    ],
)
@pytest.mark.parametrize("claims", [None, FILED], ids=["assumed", "filed"])
def test_a_reading_pays_in_a_comparison_what_it_pays_alone(
    made: Scheme, rows: list[Row], points: list[int], claims: list[Row] | None
) -> None:
    results = compare_readings(made, iter(rows), claims=claims and iter(claims), as_of=YEAR_END)
    assert [int(each.evaluation.totals.earned) for each in results] == points
    for alone, shown in zip((made, with_reading(made, "other")), results, strict=True):
        asked = assume_claims(alone, rows, policy="month_end", as_of=YEAR_END) if claims is None else claims
        assert shown.evaluation.to_json() == evaluate(alone, rows, (), asked, as_of=YEAR_END).to_json()


def written(path: Path, rows: Sequence[Row]) -> str:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, dict.fromkeys(key for row in rows for key in row))
        table.writeheader()
        table.writerows(rows)
    return str(path)


def test_files_are_read_by_each_reading_like_rows(tmp_path: Path) -> None:
    ledger, claims = written(tmp_path / "l.csv", HOURS), written(tmp_path / "c.csv", FILED)
    by_rows = compare_readings(BY_HOURS, HOURS, (), FILED, as_of=YEAR_END)
    by_files = compare_readings(BY_HOURS, [ledger], (), claims, as_of=YEAR_END)
    assert [each.evaluation for each in by_files] == [each.evaluation for each in by_rows]


def test_the_command_line_lets_each_reading_read_the_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = tmp_path / "s.json.yaml"
    rules.write_text(json.dumps(BY_HOURS.to_dict()), encoding="utf-8")
    ledger = written(tmp_path / "l.csv", [row | {"recorded_on": "2024-08-01"} for row in HOURS])
    roster = written(tmp_path / "r.csv", [{"member_id": "K"}])
    arguments = ["compare", str(rules), "--readings", "--ledger", ledger, "--roster", roster, "--as-of", YEAR_END]
    for known_at, expected in ((YEAR_END, [{"won": "30000"}, {"won": "60000"}]), ("2024-07-31", [{}, {}])):
        assert main([*arguments, "--known-at", known_at, "--format", "json"]) == 0
        assert [each["paid"] for each in json.loads(capsys.readouterr().out)["readings"]] == expected


def test_an_option_that_a_reading_adds_is_read_under_that_reading() -> None:
    filed = [claim("C-1", "2024-06-30", option="money")]
    plain, choice = compare_readings(A_CHOICE, BLANKS, (), filed, as_of=YEAR_END)
    assert [(each.reasons[0].code, each.state) for each in plain.evaluation.rejected] == [(Code.BAD_CHOICE, "rejected")]
    assert won(choice.evaluation) == 30000


def test_an_option_that_a_reading_drops_is_of_no_account_there() -> None:
    """People filed their claims under the text as written."""
    made = scheme(awards={"m": award(tiers=CHOICE)}, readings=reading(awards__m=award()))
    filed = [claim("C-1", "2024-06-30", option="rest")]
    for claims in (filed, read_claims(filed, made)):
        plain, dropped = compare_readings(made, BLANKS, (), claims, as_of=YEAR_END)
        assert (plain.paid, dropped.paid) == ({"leave": Amount(1)}, {"won": Amount(30000)})


@pytest.mark.parametrize(("made", "rows"), [(BLANK_PRAISED, BLANKS), (BY_HOURS, HOURS), (ONE_MORE, WITH_EXTRA)])
def test_a_table_that_was_read_before_is_refused_where_a_reading_reads_otherwise(made: Scheme, rows: list[Row]) -> None:
    with pytest.raises(InputError) as refused:
        compare_readings(made, read_ledger(rows, made), as_of=YEAR_END)
    (found,) = refused.value.findings
    assert (found.code, found.facts["name"], "'other'" in found.message()) == (Code.BAD_ARGUMENT, "ledger", True)


def test_tables_that_were_read_before_serve_where_readings_read_alike() -> None:
    donghae = load_scheme(example_path("donghae.yaml"))
    sources = [example_path(f"data/{name}.csv") for name in ("entries", "roster", "claims")]
    entries, staff, asked = sources
    tables = [read_ledger(entries, donghae), read_roster(staff, donghae), read_claims(asked, donghae)]
    by_tables, by_files = (compare_readings(donghae, *given, as_of="2025-05-31") for given in (tables, sources))
    assert [each.paid for each in by_tables] == [each.paid for each in by_files]
    assert len(by_tables) == 1 + len(donghae.readings)


def test_rows_of_what_a_reading_drops_are_rejected_even_in_a_table_that_was_read_before() -> None:
    results = compare_readings(ONE_LESS, read_ledger(WITH_GONE, ONE_LESS), as_of=YEAR_END)
    assert [code(each.evaluation) for each in results] == [[], [Code.UNKNOWN_ACTIVITY]]
    results = compare_readings(OTHER_AWARD, BLANKS, (), [claim("C-1", "2024-06-30")], as_of=YEAR_END)
    assert [code(each.evaluation) for each in results] == [[], [Code.UNKNOWN_AWARD]]


def code(evaluation: Evaluation) -> list[Code]:
    return [each.reasons[0].code for each in evaluation.rejected]


def test_what_is_no_table_is_refused_by_name() -> None:
    roster = read_roster([{"member_id": "K"}], BLANK_PRAISED)
    for wrong in (5, b"rows", {"entry_id": "E-1"}, roster):
        with pytest.raises(InputError) as refused:
            compare_readings(BLANK_PRAISED, wrong, as_of=YEAR_END)  # type: ignore[arg-type]  # the point of the test
        assert refused.value.findings[0].code is Code.BAD_ARGUMENT


def test_an_option_that_no_reading_offers_is_refused() -> None:
    assert [won(each.evaluation) for each in compare_readings(A_CHOICE, BLANKS, as_of=YEAR_END, option="money")] == [
        30000,
        30000,
    ]
    with pytest.raises(InputError) as refused:
        compare_readings(A_CHOICE, BLANKS, as_of=YEAR_END, option="monney")
    assert (refused.value.findings[0].code, refused.value.findings[0].facts["near"]) == (Code.UNKNOWN_ID, "money")


# -- the first possible day --------------------------------------------------------------------------------------------

SPREAD = {"by": "member", "times": 12, "per": "year"}


def test_soonest_asks_when_the_period_of_once_begins() -> None:
    made = scheme(awards={"m": earned(again={"once": "month"}, claim=SPREAD)})
    assert [day for day, _, _ in assumed(made, done(4), "soonest")] == [f"2024-{month:02}-01" for month in range(6, 13)]


def test_soonest_asks_when_the_window_of_the_measure_begins() -> None:
    """4 points a quarter from the day that they count; the second quarter's points count on the quarter's first day."""
    made = scheme(awards={"m": earned("quarter", again={"once": "quarter"}, claim=SPREAD)})
    rows = [*done(4, "2024-05-20"), *done(3, "2024-07-01")]
    assert [day for day, _, _ in assumed(made, rows, "soonest")] == ["2024-05-20", "2024-07-01"]


@pytest.mark.parametrize(
    ("changes", "first"),
    [
        ({"from": "2024-06-15"}, "2024-06-15"),
        ({"tiers": {"t": {"at": 3, "from": "2024-06-20", "pays": {"won": 1}}}}, "2024-06-20"),
        ({"tiers": {"t": {"at": {"2024-01-01": 5, "2024-07-10": 4}, "pays": {"won": 1}}}}, "2024-07-10"),
        ({"claim": {"by": "member", "times": 1, "per": "ever"}}, "2024-06-01"),
    ],
)
def test_soonest_asks_when_a_rule_or_a_value_takes_effect(changes: dict[str, Any], first: str) -> None:
    made = scheme(awards={"m": award(**changes)})
    assert [day for day, _, _ in assumed(made, done(4), "soonest")] == [first]


def test_soonest_asks_when_a_difference_grows() -> None:
    tiers = {"t3": {"at": 3, "pays": {"won": {"2024-01-01": 30000, "2024-09-05": 40000}}}}
    made = scheme(awards={"m": earned(again="difference", tiers=tiers)})
    assert assumed(made, done(3), "soonest") == [("2024-06-01", "won", 30000), ("2024-09-05", "won", 10000)]


def test_soonest_asks_when_an_amount_in_steps_falls_to_what_the_budget_has() -> None:
    """Of 30,000 won nobody is paid 40,000; from 5 September on it is 20,000 for those of 9급."""
    by_grade = {"by": "grade", "values": {"9급": {"2024-01-01": 40000, "2024-09-05": 20000}}}
    tiers = {"t3": {"at": 3, "pays": {"won": {"steps": [{"take": by_grade}]}}}}
    purse = {"label": "purse", "reward": "won", "per": "year", "amount": 30000, "when_out": "refuse"}
    facts = {"member": {"grade": {"ordered": ["9급"]}}}
    made = scheme(facts=facts, awards={"m": award(tiers=tiers)}, budgets={"purse": purse})
    found = assumed(made, done(3), "soonest", roster=[{"member_id": "K", "grade": "9급"}])
    assert found == [("2024-09-05", "won", 20000)]


def test_soonest_asks_when_somebody_becomes_eligible_again_as_the_rows_themselves_tell() -> None:
    """Without a staff list, what a ledger row says of its member holds from its day on."""
    facts = {"member": {"grade": {"ordered": ["9급", "6급", "5급"]}}}
    late = award(**{"from": "2024-06-15"})
    made = scheme(
        {"no_longer_eligible": "freeze"}, facts=facts, eligible={"grade": {"at_most": "6급"}}, awards={"m": late}
    )
    rows = done(4, grade="9급")
    for day, grade in (("2024-06-10", "5급"), ("2024-08-03", "6급")):
        rows += done(1, day, grade=grade, status="rejected")
    assert [day for day, _, _ in assumed(made, rows, "soonest")] == ["2024-08-03"]


def test_soonest_asks_when_somebody_becomes_eligible_again() -> None:
    facts = {"member": {"grade": {"ordered": ["9급", "6급", "5급"]}}}
    stretches = [("9급", None, "2024-06-10"), ("5급", "2024-06-10", "2024-08-03"), ("6급", "2024-08-03", None)]
    roster = [{"member_id": "K", "grade": grade, "from": first, "until": end} for grade, first, end in stretches]
    late = award(**{"from": "2024-06-15"})
    made = scheme(
        {"no_longer_eligible": "freeze"}, facts=facts, eligible={"grade": {"at_most": "6급"}}, awards={"m": late}
    )
    assert [day for day, _, _ in assumed(made, done(4), "soonest", roster=roster)] == ["2024-08-03"]
    eased = {"grade": {"at_most": {"2024-01-01": "6급", "2024-07-20": "5급"}}}
    made = scheme({"no_longer_eligible": "freeze"}, facts=facts, eligible=eased, awards={"m": late})
    assert [day for day, _, _ in assumed(made, done(4), "soonest", roster=roster)] == ["2024-07-20"]


PERS = st.sampled_from(["day", "month", "quarter", "half", "year", "ever"])
DAYS = st.dates(date(2024, 5, 20), date(2024, 9, 10)).map(str)


@st.composite
def awards(draw: st.DrawFn) -> dict[str, Any]:
    """Any award by claim, with dates wherever the language takes them."""
    tiers = {}
    for at in sorted(draw(st.sets(st.integers(1, 6), min_size=1, max_size=3))):
        falling: Any = {"2024-01-01": at, draw(DAYS): str(at - 0.5)}
        rising: Any = {"2024-01-01": at * 10, draw(DAYS): at * 10 + 5}
        tier = {"at": draw(st.sampled_from([at, falling])), "pays": {"won": draw(st.sampled_from([at * 10, rising]))}}
        tiers[f"t{at}"] = tier | draw(st.sampled_from([{}, {"from": draw(DAYS)}, {"until": draw(DAYS)}]))
    measure = draw(st.one_of(st.just({"counter": "balance"}), PERS.map(lambda per: {"counter": "earned", "per": per})))
    changes = {
        "measure": measure,
        "claim": {"by": "member", "times": draw(st.integers(1, 3)), "per": draw(PERS)},
        "pay": draw(st.sampled_from(["highest", "lowest", "all"])),
        "again": draw(
            st.one_of(st.sampled_from(["always", "once", "difference"]), PERS.map(lambda per: {"once": per}))
        ),
        "consume": draw(st.sampled_from(["nothing", "tier", "all"])),
        "tiers": tiers,
    }
    return award(**changes, **draw(st.sampled_from([{}, {"from": draw(DAYS)}, {"until": draw(DAYS)}])))


def loaded(made: dict[str, Any], year_end: str) -> Scheme | None:
    try:
        return scheme({"year_end": year_end}, awards={"m": made})
    except SchemeErrors:
        return None


@given(awards(), st.lists(DAYS, max_size=6), st.sampled_from(["keep", "lapse"]))
def test_policies_ask_as_often_as_somebody_who_never_stops_asking(
    rules: dict[str, Any], days: list[str], year_end: str
) -> None:
    """Soonest against three claims on every day of the year, the month's end against three on every month's last."""
    made = loaded(rules, year_end)
    assume(made is not None)
    assert made is not None
    rows = [row | {"entry_id": str(number)} for number, day in enumerate(days) for row in done(1, day)]
    every = [date(2024, 5, 1) + timedelta(days=number) for number in range(245)]
    for policy, asked in (("soonest", every), ("month_end", [day for day in every if (day + timedelta(1)).day == 1])):
        claims = [claim(f"{day} {number}", str(day)) for day in asked for number in range(3)]
        restless = evaluate(made, rows, (), claims, as_of=YEAR_END)
        assert assumed(made, rows, policy) == paid(restless), policy


# -- several claims on a day -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("policy", ["month_end", "soonest"])
@pytest.mark.parametrize(("times", "expected"), [(1, 1), (3, 3), (12, 4)])
def test_people_claim_as_often_in_a_day_as_they_are_paid(policy: str, times: int, expected: int) -> None:
    made = scheme(awards={"m": award(claim={**MONTHLY, "times": times}, tiers={"t1": {"at": 1, "pays": {"won": 1}}})})
    months = [day[:7] for day, _, _ in assumed(made, done(4), policy)]
    assert months.count("2024-06") == expected


def test_ids_of_assumed_claims_are_stable_and_unique() -> None:
    """They hang on person, award, day and number alone: one more point on the day adds an id and changes none."""
    made = scheme(awards={"m": award(claim={**MONTHLY, "times": 40}, tiers={"t1": {"at": 1, "pays": {"won": 1}}})})
    before, after = (ids(assume_claims(made, done(n), policy="month_end", as_of=YEAR_END)) for n in (20, 21))
    assert (len(set(before)), after[:20]) == (20, before)
    assert after[0] == "assumed:m:K:2024-06-30"
    assert after[20] == "assumed:m:K:2024-06-30:21"


def ids(claims: Claims) -> list[str]:
    return [each.claim_id for each in claims.rows]


# -- options -----------------------------------------------------------------------------------------------------------

TWO = {"m": earned("month", tiers=CHOICE), "n": earned("month", label="둘째", tiers=OTHER_CHOICE)}


def test_an_option_is_taken_where_it_is_offered_and_elsewhere_the_scheme_answers() -> None:
    awards_of_two = {"m": TWO["m"], "n": TWO["n"] | {"tiers": {"t3": {"at": 3, "choose": {"rest": {"leave": 2}}}}}}
    made = scheme({"no_option": "rest"}, awards=awards_of_two)
    assert assumed(made, done(3), "month_end", option="money") == [
        ("2024-06-30", "won", 30000),
        ("2024-06-30", "leave", 2),
    ]


def test_an_option_that_only_some_tiers_offer_is_taken_at_those() -> None:
    more = {"t5": {"at": 5, "choose": {"rest": {"leave": 3}, "trip": {"won": 90000}}}}
    made = scheme({"no_option": "rest"}, awards={"m": award(tiers={**CHOICE, **more})})
    rows = [*done(3), *done(5, "2024-07-01")]
    assert assumed(made, rows, "month_end", option="trip") == [("2024-06-30", "leave", 1), ("2024-07-31", "won", 90000)]


@pytest.mark.parametrize("option", ["", "money"])
def test_a_choice_that_nobody_made_stops_the_simulation(option: str) -> None:
    made = scheme(awards=TWO)
    with pytest.raises(InputError) as refused:
        assume_claims(made, done(3), policy="month_end", as_of=YEAR_END, option=option)
    assert [each.code for each in refused.value.findings] == [Code.OPTION_MISSING]


def test_a_choice_that_is_never_due_stops_nothing() -> None:
    made = scheme(awards=TWO)
    assert assumed(made, done(2), "month_end") == []


# -- what was known ----------------------------------------------------------------------------------------------------

LATE = [*done(3), *done(3, "2024-07-01", recorded_on="2024-10-01")]


def test_nobody_claims_for_what_was_not_known() -> None:
    made = scheme()
    assert [day for day, _, _ in assumed(made, LATE, "month_end")] == ["2024-06-30", "2024-07-31"]
    assert [day for day, _, _ in assumed(made, LATE, "month_end", known_at="2024-09-30")] == ["2024-06-30"]


def test_nobody_claims_after_the_day_that_is_known() -> None:
    assert assumed(scheme(), LATE, "month_end", known_at="2024-06-29") == []


def test_readings_are_compared_on_what_was_known() -> None:
    for known_at, expected in ((None, 60000), ("2024-09-30", 30000)):
        for result in compare_readings(A_CHOICE, LATE, as_of=YEAR_END, option="money", known_at=known_at):
            assert won(result.evaluation) == expected
            assert str(result.evaluation.known_at or "") == (known_at or "")
    with pytest.raises(InputError, match="September 31"):
        compare_readings(A_CHOICE, LATE, as_of=YEAR_END, known_at="September 31")


CASES = """\
language: 1
scheme: s.yaml
as_of: 2024-12-31
cases:
  known:
    entries: &rows
      - {entry_id: E-1, member_id: K, date: 2024-06-01, activity: help, times: 3, recorded_on: 2024-07-05}
    claims: month_end
    expect: {paid: {K: {won: 30000}}}
  not_known: {known_at: 2024-07-01, entries: *rows, claims: month_end, expect: {paid: {K: {}}}}
"""


def test_cases_and_commands_assume_claims_on_what_was_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = tmp_path / "s.yaml"
    rules.write_text(json.dumps(scheme().to_dict()), encoding="utf-8")
    cases = tmp_path / "s.cases.yaml"
    cases.write_text(CASES, encoding="utf-8")
    report = run_cases(cases, assume=assume_claims)
    assert (report.findings, [each.failures for each in report.results]) == ((), [(), ()])
    files = [
        "--ledger",
        written(tmp_path / "l.csv", LATE),
        "--roster",
        written(tmp_path / "r.csv", [{"member_id": "K"}]),
    ]
    arguments = ["evaluate", str(rules), *files, "--assume-claims", "month_end", "--as-of", YEAR_END]
    assert main([*arguments, "--known-at", "2024-09-30", "--format", "json"]) == 0
    assert Evaluation.from_json(capsys.readouterr().out).totals.claims == {"paid": 1}


# -- the names of policies ---------------------------------------------------------------------------------------------

WRONG = [
    ("save_for:0", Code.UNKNOWN_ID),
    ("save_for:-1", Code.UNKNOWN_ID),
    ("save_for:4", Code.UNKNOWN_ID),
    ("save_for:t8", Code.UNKNOWN_ID),
    ("save_for:", Code.BAD_CHOICE),
    ("month_end:t3", Code.BAD_CHOICE),
    ("month_ned", Code.BAD_CHOICE),
]


@pytest.mark.parametrize(("policy", "expected"), WRONG)
def test_a_policy_is_refused_alike_in_a_file_and_in_a_call(policy: str, expected: Code) -> None:
    with pytest.raises(InputError) as called:
        assume_claims(scheme(), done(4), policy=policy, as_of=YEAR_END)
    with pytest.raises(SchemeErrors) as read:
        scheme(readings={"r": {"label": "r", "claims": policy}})
    (in_call,), (in_file,) = called.value.findings, read.value.findings
    assert in_call.code is in_file.code is expected
    assert in_call.message() == in_file.message()


@pytest.mark.parametrize("policy", [*POLICIES, "save_for:t3", "save_for:3", "save_for:0.5"])
def test_every_policy_that_a_reading_may_name_can_be_simulated(policy: str) -> None:
    made = scheme(readings={"r": {"label": "r", "claims": policy}})
    plain, shown = compare_readings(made, done(4), as_of=YEAR_END)
    assert (plain.policy, shown.policy, won(shown.evaluation)) == ("month_end", policy, 30000)


def test_whoever_saves_leaves_alone_what_is_paid_without_a_claim() -> None:
    """3 of 4 points go to the automatic award in June, so the 4 points that are saved for never come together."""
    automatic = award(label="자동", claim={"by": "automatic", "per": "month"}, priority=1)
    saved = award(priority=2, tiers={"t4": {"at": 4, "pays": {"won": 1}}, "t5": {"at": 5, "pays": {"won": 2}}})
    made = scheme(awards={"m": saved, "n": automatic})
    rows = [*done(3), *done(2, "2024-07-01")]
    assert assumed(made, rows, "save_for:4") == [("2024-06-30", "won", 30000)]
