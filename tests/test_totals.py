"""Totals without statements: worked by hand, and equal to the reference on generated schemes and ledgers."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incentive_rules import (
    Amount,
    Code,
    InputError,
    Scheme,
    State,
    Totals,
    evaluate,
    example_path,
    load_scheme,
    read_claims,
    read_ledger,
    read_roster,
)
from incentive_rules.backends.columns import sheet_of_columns
from incentive_rules.backends.plan import plan_of
from incentive_rules.backends.totals import compile_totals, evaluate_totals
from incentive_rules.fairness import strategies as drawn
from incentive_rules.program import model, rankings
from incentive_rules.program.from_scheme import program_of
from test_architecture import imports
from worlds import DONGHAE, READINGS, SEOCHEON, worlds

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from incentive_rules.program.model import Program

    Rows = Sequence[Mapping[str, Any]]
    Columns = dict[str, list[Any]]

BASE: dict[str, Any] = {
    "language": 1,
    "id": "made",
    "label": "made",
    "from": "2024-01-01",
    "until": "2026-01-01",
    "assumed": "made up",
    "facts": {
        "member": {"grade": {"ordered": ["9", "8", "7", "6"]}, "team": "group"},
        "entry": {"hours": "number", "praised": {"yes_no": None, "blank": "no"}},
    },
    "activities": {
        "idea": {"label": "an idea", "points": 1},
        "lesson": {"label": "a lesson", "points": {"each": 1, "per": 3, "of": "hours"}},
    },
    "rewards": {"pay": {"label": "pay", "unit": "KRW"}},
    "answers": {"points_count_on": "activity_date"},
}
PAID: dict[str, Any] = {
    "kind": "tiers",
    "label": "pay",
    "measure": {"counter": "balance"},
    "claim": {"by": "automatic", "per": "month"},
    "pay": "highest",
    "again": "always",
    "consume": "tier",
    "tiers": {"t2": {"at": 2, "pays": {"pay": 20}}, "t5": {"at": 5, "pays": {"pay": 50}}},
}


def scheme(**parts: Any) -> Scheme:
    """The made-up scheme with other parts."""
    return load_scheme({**BASE, **parts, "answers": {**BASE["answers"], **parts.get("answers", {})}})


def columns_of(rows: Rows) -> Columns:
    """Rows as columns; a cell that a row does not have is ``None``."""
    return {name: [row.get(name) for row in rows] for name in dict.fromkeys(name for row in rows for name in row)}


def ideas(*days: str, member: str = "K-1", **cells: Any) -> Columns:
    """One idea of a member on each of some days, as columns."""
    columns: Columns = {
        "entry_id": [f"{member}/{number}" for number in range(len(days))],
        "member_id": [member] * len(days),
        "date": [date.fromisoformat(day) for day in days],
        "activity": ["idea"] * len(days),
    }
    return columns | {name: [cell] * len(days) for name, cell in cells.items()}


def both(  # noqa: PLR0913, PLR0917  # the arguments of evaluate
    rules: Scheme,
    columns: Columns,
    roster: Any = (),
    claims: Any = (),
    as_of: date | str = "2025-12-31",
    known_at: date | None = None,
) -> Totals:
    """The totals of columns, found to be those of the reference on the same rows."""
    rows = [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
    expected = evaluate(rules, rows, roster, claims, as_of=as_of, known_at=known_at).totals
    assert evaluate_totals(rules, columns, roster, claims, as_of=as_of, known_at=known_at) == expected
    return expected


def amounts(totals: Totals) -> list[str]:
    """What was earned, used, lapsed and is left."""
    return [str(each) for each in (totals.earned, totals.used, totals.lapsed, totals.balance)]


# Worked by hand.


def test_a_year_of_columns_comes_to_what_a_pencil_says() -> None:
    """K-1: 0.5 + 0.5 + 3 in June pays 30,000 for 3 and leaves 1; K-2 is above the ceiling."""
    columns: Columns = {
        "entry_id": ["E-1", "E-2", "E-3", "E-4", "E-5"],
        "member_id": ["K-1", "K-1", "K-1", "K-1", "K-2"],
        "date": [date(2024, 6, day) for day in (3, 10, 11, 12, 13)],
        "activity": ["proposal", "adoption", "collaboration", "achievement", "proposal"],
        "praised": [True, False, False, False, True],
    }
    staff = [
        {"member_id": "K-1", "grade": "7급", "department": "행정과"},
        {"member_id": "K-2", "grade": "5급", "department": "행정과"},
    ]
    asked = [{"claim_id": "C-1", "member_id": "K-1", "date": "2024-06-30", "award": "monthly"}]
    totals = evaluate_totals(DONGHAE, columns, staff, asked, as_of="2024-12-31")
    assert totals.members == 1
    assert amounts(totals) == ["4", "3", "0", "1"]
    assert totals.paid == {"donghae_pay": Amount(30000), "plaque": Amount(1)}
    assert totals.entries == {State.CREDITED: 4, State.REJECTED: 1}
    assert totals.claims == {State.PAID: 1}
    assert totals.activities["proposal"].points == 1
    assert both(DONGHAE, columns, staff, asked, as_of="2024-12-31") == totals


def test_the_example_year_from_files_comes_to_the_same() -> None:
    ledger = read_ledger(example_path("data/entries.csv"), DONGHAE)
    roster = read_roster(example_path("data/roster.csv"), DONGHAE)
    claims = read_claims(example_path("data/claims.csv"), DONGHAE)
    ready = compile_totals(DONGHAE)
    for as_of in ("2024-08-31", "2024-12-31", "2025-05-31"):
        expected = evaluate(DONGHAE, ledger, roster, claims, as_of=as_of).totals
        assert ready.of(ledger, roster, claims, as_of=as_of) == expected


def test_a_third_of_a_point_stays_a_third() -> None:
    columns = ideas("2024-01-05", "2024-01-06") | {"activity": ["lesson", "idea"], "hours": [Decimal("0.5"), None]}
    assert both(scheme(), columns).earned == Amount(7, 6)


def test_more_days_than_fit_into_one_number_are_summed_one_by_one() -> None:
    daily = {**PAID, "claim": {"by": "automatic", "per": "day"}}
    days = [str(date(2024, 1, 1) + timedelta(number)) for number in range(0, 400, 3)]
    rules = scheme(awards={"daily": daily}, answers={"year_end": "keep"})
    assert both(rules, ideas(*days)).paid == {"pay": Amount(20 * (len(days) // 2))}


def test_more_kinds_of_entries_than_fit_into_bytes_are_kept_apart() -> None:
    hours = [Decimal(number) / 10 for number in range(1, 400)]
    columns = ideas(*["2024-03-01"] * len(hours)) | {"activity": ["lesson"] * len(hours), "hours": hours}
    assert both(scheme(), columns).earned == sum(map(Amount, hours)) / 3


def test_an_entry_for_no_points_is_still_credited_to_its_member() -> None:
    rules = scheme(activities={"idea": {"label": "an idea", "points": 0}})
    totals = both(rules, ideas("2024-01-05"))
    assert (totals.members, totals.entries) == (1, {State.CREDITED: 1})
    assert amounts(totals) == ["0", "0", "0", "0"]


def test_limits_cut_the_later_entry_and_the_smaller_of_one_day() -> None:
    limits = {"month": {"label": "a limit", "per": "month", "points": 2, "keep": "earliest"}}
    activities = {**BASE["activities"], "big": {"label": "a big one", "points": "1.5"}}
    columns = ideas("2024-01-05", "2024-01-05", "2024-01-31", "2024-02-01") | {
        "activity": ["idea", "big", "idea", "idea"]
    }
    totals = both(scheme(limits=limits, activities=activities), columns)
    assert totals.earned == 3
    assert {name: each.points for name, each in totals.activities.items()} == {"idea": 1.5, "big": 1.5, "lesson": 0}


def test_of_equal_points_that_count_on_one_day_the_earlier_activity_stays() -> None:
    limits = {"month": {"label": "a limit", "per": "month", "count": 1, "keep": "earliest"}}
    activities = {"a": {"label": "a", "points": 1}, "b": {"label": "b", "points": 1}}
    answers = {"points_count_on": "approval_date", "values_taken_on": "activity_date"}
    columns = ideas("2024-01-05", "2024-01-04", approved_on=date(2024, 1, 9)) | {"activity": ["a", "b"]}
    totals = both(scheme(limits=limits, activities=activities, answers=answers), columns)
    assert [str(totals.activities[name].points) for name in "ab"] == ["0", "1"]


def claimed(number: int, award: str, option: str = "") -> dict[str, Any]:
    """A claim of the last day of January."""
    return {"claim_id": f"C-{number}", "member_id": "K-1", "date": "2024-01-31", "award": award, "option": option}


def test_claims_of_one_day_go_by_the_priority_of_their_awards_then_by_what_they_say() -> None:
    options = {"cash": {"pay": 30}, "day": {"leave": 1}}
    by_member = {**PAID, "claim": {"by": "member", "times": 2, "per": "month"}}
    chosen = {**by_member, "priority": 1, "tiers": {"t2": {"at": 2, "choose": options}}}
    rules = scheme(
        rewards={**BASE["rewards"], "leave": {"label": "leave", "unit": "day"}},
        awards={"a": {**by_member, "label": "another", "priority": 2}, "b": chosen},
        answers={"year_end": "keep", "no_option": "wait"},
    )
    asked = [claimed(1, "a"), claimed(2, "b", "day"), claimed(3, "b", "cash")]
    assert both(rules, ideas("2024-01-05", "2024-01-06", "2024-01-07"), claims=asked).paid == {"pay": Amount(30)}


def test_points_lapse_with_the_year_and_after_its_last_settlement() -> None:
    rules = scheme(awards={"monthly": PAID}, answers={"year_end": "lapse"})
    totals = both(rules, ideas("2024-11-01", "2024-12-30", "2024-12-31", "2025-01-01"))
    assert amounts(totals) == ["4", "2", "1", "1"]


def test_whoever_rises_above_the_ceiling_loses_all_is_paid_no_more_or_keeps_it() -> None:
    parts = {"awards": {"monthly": PAID}, "eligible": {"grade": {"at_most": "7"}}}
    staff = [
        {"member_id": "K-1", "grade": "7", "until": "2024-03-10"},
        {"member_id": "K-1", "grade": "6", "from": "2024-03-10"},
    ]
    columns = ideas("2024-01-05", "2024-01-06", "2024-02-05", "2024-03-09")
    for choice, (lapsed, paid) in {"lapse": ("2", 20), "freeze": ("0", 20), "keep": ("0", 40)}.items():
        answers = {"year_end": "keep", "grade_judged_on": "activity_date", "no_longer_eligible": choice}
        totals = both(scheme(**parts, answers=answers), columns, staff)
        assert str(totals.lapsed) == lapsed, choice
        assert totals.paid == {"pay": Amount(paid)}, choice


def test_points_are_lost_even_if_their_owner_is_eligible_again_before_anybody_looks() -> None:
    staff = [
        {"member_id": "K-1", "grade": "7", "until": "2024-03-10"},
        {"member_id": "K-1", "grade": "6", "from": "2024-03-10", "until": "2024-03-20"},
        {"member_id": "K-1", "grade": "7", "from": "2024-03-20"},
    ]
    answers = {"year_end": "keep", "grade_judged_on": "activity_date", "no_longer_eligible": "lapse"}
    rules = scheme(awards={"monthly": PAID}, eligible={"grade": {"at_most": "7"}}, answers=answers)
    assert amounts(both(rules, ideas("2024-03-09", "2024-03-20", "2024-03-21"), staff)) == ["3", "2", "1", "0"]


def test_a_group_gets_the_points_of_the_days_on_which_its_members_belonged_to_it() -> None:
    ranking = {
        "kind": "ranking",
        "label": "teams",
        "of": "team",
        "measure": {"counter": "earned", "per": "year"},
        "score": "sum",
        "ties": "expand",
        "places": {"first": {"ranks": 1, "pays": {"pay": 7}}},
    }
    staff = [
        {"member_id": "K-1", "team": "red", "until": "2024-05-15"},
        {"member_id": "K-1", "team": "blue", "from": "2024-05-15"},
        {"member_id": "K-2", "team": "red"},
    ]
    columns = ideas("2024-05-14", "2024-05-15", "2024-05-16")
    rest = ideas("2024-06-01", member="K-2")
    answers = {"ranking_field": "scored", "group_credited_on": "counting_date"}
    rules = scheme(awards={"teams": ranking}, answers=answers)
    together = {name: [*columns[name], *rest[name]] for name in columns}
    assert both(rules, together, staff).paid == {"pay": Amount(14)}, "red 2, blue 2: both first"
    answers = {**answers, "group_credited_on": "period_end"}
    assert both(scheme(awards={"teams": ranking}, answers=answers), together, staff).paid == {"pay": Amount(7)}


def test_without_a_staff_list_the_rows_themselves_tell_who_their_members_are() -> None:
    rules = scheme(eligible={"grade": {"at_most": "7"}}, answers={"grade_judged_on": "activity_date"})
    totals = both(rules, ideas("2024-01-05", "2024-02-05", "2024-03-05") | {"grade": ["7", "6", None]})
    assert totals.entries == {State.CREDITED: 1, State.REJECTED: 2}


def test_rows_of_one_id_count_once_or_not_at_all() -> None:
    columns = ideas("2024-01-05", "2024-01-05", "2024-01-06", "2024-01-07") | {"entry_id": ["1", "1", "2", "2"]}
    totals = both(scheme(), columns)
    assert totals.entries == {State.CREDITED: 1, State.REJECTED: 2, State.DUPLICATE: 1}
    late = columns | {"recorded_on": [date(2024, 1, 5), date(2024, 2, 1), date(2024, 1, 6), date(2024, 2, 1)]}
    known = both(scheme(), late, known_at=date(2024, 1, 31))
    assert known.entries == {State.CREDITED: 2, State.NOT_YET: 2}


def test_ids_that_are_numbers_are_their_digits() -> None:
    columns = ideas("2024-01-05", "2024-01-06") | {"entry_id": [10, 9], "member_id": [7, 7]}
    staff = [{"member_id": "7", "grade": "9"}]
    rules = scheme(eligible={"grade": {"at_most": "7"}}, answers={"grade_judged_on": "activity_date"})
    assert both(rules, columns, staff).earned == 2


def test_one_compiled_scheme_serves_many_ledgers() -> None:
    ready = compile_totals(scheme())
    assert [ready.of(ideas(*["2024-01-05"] * number), as_of="2024-12-31").earned for number in range(4)] == [0, 1, 2, 3]


# What it refuses.


def test_columns_of_unequal_lengths_are_refused() -> None:
    columns: Columns = {"entry_id": ["1", "2"], "member_id": ["K-1"]}
    with pytest.raises(InputError) as caught:
        evaluate_totals(scheme(), columns, as_of="2024-12-31")
    assert [found.code for found in caught.value.findings] == [Code.BAD_ARGUMENT]


def test_a_column_that_is_one_text_is_refused() -> None:
    with pytest.raises(InputError):
        evaluate_totals(scheme(), cast("Columns", {"entry_id": "12"}), as_of="2024-12-31")


def with_new(**award: Any) -> Program:
    """A program with points of a new kind, or with an award that is new in some way."""
    program = program_of(scheme(awards={"monthly": PAID}, answers={"year_end": "keep"}))
    if award:
        return replace(program, tiers=(replace(program.tiers[0], **award),))
    new = replace(program.activities["idea"], points=cast("Any", object()))
    return replace(program, activities={**program.activities, "idea": new})


@pytest.mark.parametrize(
    ("award", "address"),
    [
        ({}, "activities.idea.points"),
        ({"counter": "peers"}, "awards.monthly.measure"),
        ({"again": "weekly"}, "awards.monthly.again"),
        ({"days_to_claim": 10}, "awards.monthly.claim"),
    ],
)
def test_a_rule_that_this_path_does_not_know_is_refused_by_name(award: dict[str, Any], address: str) -> None:
    with pytest.raises(InputError) as caught:
        plan_of(with_new(**award))
    assert [(found.code, found.facts["name"]) for found in caught.value.findings] == [(Code.NOT_COVERED, address)]


def test_the_program_has_no_part_that_this_path_has_not_seen() -> None:
    """Whoever gives rules a new part must look at ``backends`` too: cover it, or refuse it in ``plan.py``."""
    of_rules = "id address label first until cited"
    seen = {
        model.Program: "scheme first until scale answers eligible eligible_cited activities bonuses limits"
        " general_limits balance closing tiers rankings grades counters budgets telling_names",
        model.ActivityRule: f"{of_rules} points when can_deduct shares of made",
        model.BonusRule: f"{of_rules} when add more",
        model.LimitRule: f"{of_rules} per points count",
        model.TiersRule: f"{of_rules} counter window claim_by claim_per times pay again once consume priority tiers"
        " eligible multiple days_to_claim",
        model.TierRule: f"{of_rules} at options names",
        rankings.RankingRule: f"{of_rules} of per minimum places ties share counter parts score field within paid_if"
        " seats criteria one_prize",
        rankings.PlaceRule: f"{of_rules} best worst pays top split",
        model.Answers: "points_count_on values_taken_on grade_judged_on no_longer_eligible year_end limit_tied"
        " deductions_reduce below_zero tiers_passed_over"
        " no_option group_credited_on ranking_field heads_counted_on heads_are grades_counted_of late_rows"
        " spent_points_corrected paid_rewards_corrected minimum_is_of"
        " partner_not_eligible",
    }
    assert {kind: " ".join(each.name for each in fields(kind)) for kind in seen} == seen


def test_only_one_module_knows_the_inside_of_the_evaluator() -> None:
    """So that whoever changes the evaluator finds in one place what else must change."""
    inside = {"account", "credit", "member", "ranking", "scoring", "setting", "tiers"}
    asking = {
        each.module.rpartition(".")[2]
        for each in imports()
        if each.module.startswith("incentive_rules.backends.")
        if each.target.startswith("incentive_rules.statement.") and each.target.rpartition(".")[2] in inside
    }
    assert asking == {"reference"}


# Equal to the reference, whatever comes.


def differ(  # noqa: PLR0913, PLR0917  # the arguments of evaluate
    rules: Scheme, entries: Rows, roster: Rows, claims: Rows, as_of: date, known_at: date | None, given_as: str
) -> str:
    """Evaluate both ways and find them equal; says what became of it."""
    expected = evaluate(rules, entries, roster, claims, as_of=as_of, known_at=known_at).totals
    given = columns_of(entries) if given_as == "columns" else entries
    try:
        totals = evaluate_totals(rules, given, roster, claims, as_of=as_of, known_at=known_at)
    except InputError as error:
        return f"refused: {error.findings[0].facts.get('name')}"
    assert totals == expected, (totals, expected)
    return "paid" if expected.payments else "earned" if expected.earned else "compared"


ENDED = ("compared", "earned", "paid")
FORMS = st.sampled_from(["columns", "rows"])


@pytest.mark.parametrize("rules", [*READINGS, SEOCHEON], ids=lambda rules: rules.reading or rules.id)
@pytest.mark.unmeasured
def test_the_examples_and_their_readings_come_to_the_same(rules: Scheme) -> None:
    @settings(max_examples=25)
    @given(worlds(rules), drawn.days(rules), st.none() | drawn.days(rules), FORMS)
    def equal(world: Any, as_of: date, known_at: date | None, given_as: str) -> None:
        assert differ(rules, world.entries, world.roster, world.claims, as_of, known_at, given_as) in ENDED

    equal()


THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "slow"
"""CI takes a part of the thousands; ``HYPOTHESIS_PROFILE=slow`` takes all."""


def generated(examples: int) -> Counter[str]:
    """Run generated schemes on ledgers generated for them; counts what became of each."""
    ended: Counter[str] = Counter()

    @settings(max_examples=examples)
    @given(st.data())
    def equal(data: st.DataObject) -> None:
        rules = data.draw(drawn.schemes(plain=True))
        rows = data.draw(drawn.ledgers(rules, clean=data.draw(st.booleans())))
        as_of = data.draw(st.just(drawn.last_day(rules)) | drawn.days(rules))
        known_at = data.draw(st.none() | st.none() | drawn.days(rules))
        ended[differ(rules, *rows, as_of, known_at, data.draw(FORMS))] += 1

    equal()
    return ended


def told(ended: Counter[str], record: Callable[[str, object], None]) -> None:
    """The count, in the report of the tests and on the screen that ``pytest -s`` shows."""
    for name, count in ended.items():
        record(name, count)
    print(f"\ntotals path: {dict(ended)}")  # noqa: T201  # the count is the point


def test_generated_schemes_come_to_the_same_on_generated_ledgers(
    record_property: Callable[[str, object], None],
) -> None:
    ended = generated(150)
    told(ended, record_property)
    assert set(ended) <= set(ENDED), "the whole language is covered"
    assert ended["paid"], "ledgers that pay nobody would show little"


@pytest.mark.slow
def test_thousands_of_generated_schemes_come_to_the_same(record_property: Callable[[str, object], None]) -> None:
    ended = generated(5000 if THOROUGH else 400)
    told(ended, record_property)
    assert set(ended) <= set(ENDED)


# Busy years: every way of paying, and enough points that people are paid again and again.


def paying(chance: Random) -> Scheme:
    """The made-up scheme with an award of any kind, and perhaps limits, a second award and rankings."""
    per = chance.choice(["month", "quarter", "half", "year"])
    earned = chance.random() < 0.5
    again = chance.choice(["always", "once", {"once": chance.choice(["quarter", "year"])}, "difference"])
    is_difference = again == "difference"
    pay = "highest" if is_difference else chance.choice(["highest", "lowest", "all"])
    uses = ["nothing"] if earned or is_difference else ["nothing", "all", *(["tier"] if pay != "all" else [])]
    by_member = chance.random() < 0.7
    options = {"money": {"pay": 40}, "rest": {"leave": 1}}
    last = {"choose": options} if by_member and pay != "all" and not is_difference else {"pays": {"pay": 40}}
    award = {
        "kind": "tiers",
        "label": "tiers",
        "measure": {"counter": "earned", "per": chance.choice([per, "ever"])} if earned else {"counter": "balance"},
        "claim": {"by": "member", "times": chance.choice([1, 2]), "per": per}
        if by_member
        else {"by": "automatic", "per": chance.choice(["month", per]) if not earned else "month"},
        "pay": pay,
        "again": again,
        "consume": chance.choice(uses),
        "priority": 2,
        "tiers": {
            "t1": {"at": chance.choice([1, "1.5"]), "pays": {"pay": 10}},
            "t2": {"at": {"2024-01-01": 2, "2024-09-01": 3}, "pays": {"pay": {"2024-01-01": 20, "2025-01-01": 25}}},
            "t4": {"at": chance.choice([4, 6]), **last, **({"until": "2025-03-01"} if chance.random() < 0.3 else {})},
        },
    }
    limits = {
        "points": {"label": "points", "per": per, "points": {"2024-01-01": "2.5", "2024-08-15": 4}, "keep": "earliest"},
        "count": {"label": "count", "per": "month", "count": 2, "keep": "earliest", "activities": ["idea"]},
    }
    second = {**PAID, "priority": 1, "consume": chance.choice(["nothing", "tier"])}
    awards = {"tiers": award, "pay": second, "people": ranked(chance, "member"), "teams": ranked(chance, "team")}
    drawn_awards = {name: each for name, each in awards.items() if name == "tiers" or chance.random() < 0.5}
    return scheme(
        **(
            {"eligible": {"grade": {"at_most": {"2024-01-01": "7", "2025-02-01": "8"}}}}
            if chance.random() < 0.7
            else {}
        ),
        rewards={**BASE["rewards"], "leave": {"label": "leave", "unit": "day"}},
        limits={name: each for name, each in limits.items() if chance.random() < 0.4},
        awards=drawn_awards,
        answers={
            "points_count_on": chance.choice(["activity_date", "approval_date", "recorded_date"]),
            "values_taken_on": chance.choice(["activity_date", "counting_date"]),
            "grade_judged_on": chance.choice(["activity_date", "approval_date", "recorded_date"]),
            "no_longer_eligible": chance.choice(["keep", "freeze", "lapse"]),
            "year_end": chance.choice(["keep", "lapse"]),
            "tiers_passed_over": chance.choice(["due", "done"]),
            "no_option": chance.choice(["wait", "rest"] if "choose" in last else ["wait"]),
            "group_credited_on": chance.choice(["counting_date", "period_end"]),
            "ranking_field": chance.choice(["scored", "roster"]),
        },
    )


def ranked(chance: Random, of: str) -> dict[str, Any]:
    """A ranking of members or teams."""
    share = {"share": {"unit": "0.5", "mode": "down"}}
    return {
        "kind": "ranking",
        "label": of,
        "of": of,
        "measure": {"counter": "earned", "per": chance.choice(["month", "quarter", "year"])},
        "score": "sum",
        "ties": chance.choice(["expand", "hold", share]),
        "places": {"first": {"ranks": 1, "pays": {"pay": 7}}, "next": {"ranks": [2, 3], "pays": {"pay": 5}}},
        **chance.choice([{}, {"minimum": 0}, {"minimum": 3}]),
    }


def busy(chance: Random, rules: Scheme) -> tuple[Rows, Rows, Rows]:
    """Five people who do much, are promoted and move, and claim often."""
    first = date(2024, 1, 1)
    edges = [date(2024, 1, 31), date(2024, 12, 31), date(2025, 1, 1), date(2024, 8, 15), date(2024, 6, 30)]

    def day() -> date:
        return chance.choice(edges) if chance.random() < 0.3 else first + timedelta(chance.randrange(480))

    people = [f"K-{number}" for number in range(5)]
    entries = [
        {
            "entry_id": f"E-{number}",
            "member_id": chance.choice(people),
            "date": (done := day()),
            "activity": chance.choice(["idea", "idea", "lesson"]),
            "hours": chance.choice([3, 6, 4, None]),
            "approved_on": chance.choice([done, done + timedelta(20), day(), None]),
            "recorded_on": chance.choice([done, done + timedelta(3), None]),
            "status": chance.choice(["approved", None, None, "pending"]),
        }
        for number in range(chance.randrange(10, 60))
    ]
    roster: list[dict[str, Any]] = []
    for member in people:
        now = {"member_id": member, "grade": chance.choice("987"), "team": chance.choice(["red", "blue"])}
        if chance.random() < 0.5:
            roster.append(now)
            continue
        moved = day()
        then = {**now, "grade": chance.choice(["9", "6", None]), "team": chance.choice(["red", "blue", None])}
        roster += [{**now, "until": moved}, {**then, "from": moved + timedelta(chance.choice([0, 0, 30]))}]
    claims = [
        {
            "claim_id": f"C-{number}",
            "member_id": chance.choice(people),
            "date": day(),
            "award": chance.choice(["tiers"] * 12 + list(rules.awards)),
            "option": chance.choice(["money", "rest", None]) if "money" in rules.facts.options else None,
            "amount": chance.choice([None, None, None, None, 5]),
        }
        for number in range(chance.randrange(0, 40))
    ]
    return entries, roster, claims


def busy_years(seeds: range) -> Counter[str]:
    """Years made from seeds, which is denser than what shrinks well; counts what became of each."""
    ended: Counter[str] = Counter()
    for seed in seeds:
        chance = Random(seed)  # noqa: S311  # sample data is no secret
        rules = paying(chance)
        entries, roster, claims = busy(chance, rules)
        as_of = chance.choice([date(2025, 12, 31), date(2024, 12, 31), date(2025, 1, 1), date(2024, 8, 20)])
        known_at = chance.choice([None, None, date(2024, 10, 1)])
        end = differ(rules, entries, roster, claims, as_of, known_at, "columns")
        assert end in ENDED, seed
        ended[end] += 1
    return ended


@pytest.mark.unmeasured
def test_busy_years_come_to_the_same_however_they_are_paid() -> None:
    ended = busy_years(range(300))
    assert ended["paid"] > ended["compared"], "years in which nobody is paid would show little"


@pytest.mark.slow
def test_thousands_of_busy_years_come_to_the_same() -> None:
    assert busy_years(range(300, 5000 if THOROUGH else 700))["paid"]


# Cells that no program writes, but people do.

# fmt: off
ODD: tuple[Any, ...] = (
    None, "", " ", "E-1", " E-1 ", "E-2\n", "합계", "예시", "소계", "-", "없음", "n/a", "#N/A", '"', "위와 같음",
    1, 0, 2, 1.0, 0.0, True, False, Decimal(1), Decimal("0.5"), Amount("0.5"), float("nan"), float("inf"), 10**40,
    date(2024, 7, 1), date(1899, 12, 31), datetime(2024, 7, 1), datetime(2024, 7, 1, 3),  # noqa: DTZ001  # cells
    "2024.7.1", "24.7.1", "20240701", "2024-07-01", 45474, "4시간", "1,000", "시책제안", "proposal", "call",
    "lecturing", "예", "○", "승인", "반려", "심사중", "9급", "총무과", "K-1", "Ｋ-1", "한글", "e\u0301", "E-1\u200b",
    "x" * 50, [1], b"x",
)
# fmt: on
HEADERS = (
    *("활동일", "수량", "quantity", "work", "status", "task", "비고", "share", "voids", "번호", "점수", "grade"),
    *("department", "entry_id", "승인상태", "내용", "from_member", "recorded_on", "approved_on"),
)


@st.composite
def odd_columns(draw: st.DrawFn, rows: Rows) -> Columns:
    """Rows as columns, with a few cells, and perhaps a whole column, of which nobody knows what they are to say."""
    columns, size = columns_of(rows), len(rows)
    for _ in range(draw(st.integers(0, 4)) if rows else 0):
        cells = columns.setdefault(draw(st.sampled_from([*columns, *HEADERS])), [None] * size)
        cells[draw(st.integers(0, size - 1))] = draw(st.sampled_from(ODD))
    if draw(st.booleans()) and rows:
        name = draw(st.sampled_from([*columns]))
        columns[name] = draw(st.lists(st.sampled_from(ODD), min_size=size, max_size=size))
    return columns


@settings(max_examples=250)
@given(st.data())
def test_cells_in_columns_are_read_as_the_same_cells_in_rows(data: st.DataObject) -> None:
    rules = data.draw(st.sampled_from([DONGHAE, SEOCHEON]))
    world = data.draw(worlds(rules))
    staff = data.draw(st.sampled_from([world.roster, world.roster[:1], []]))
    known_at = data.draw(st.sampled_from([None, date(2024, 12, 31)]))
    columns = data.draw(odd_columns(world.entries))
    rows = [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
    more: dict[str, Any] = {"as_of": "2025-03-31", "known_at": known_at}
    of_rows = evaluate(rules, rows, staff, world.claims, **more)
    assert evaluate_totals(rules, columns, staff, world.claims, **more) == of_rows.totals


def _plain(columns: Columns) -> bool:
    """Whether the columns were checked as columns: then unread texts are the very cells that were given."""
    sheet = sheet_of_columns(columns, DONGHAE.facts, ("praised",))
    return sheet.columns["entry_id"] is columns["entry_id"]


def test_a_yes_among_numbers_is_no_one() -> None:
    """To Python they are equal, so a look at each value that occurs would take one for the other."""
    for hours in ([3, True, 1], [True, 1, 3], [3, 1.0, True]):
        columns = ideas(*["2024-01-05"] * 3) | {"activity": ["lesson"] * 3, "hours": hours}
        assert both(scheme(), columns).entries == {State.CREDITED: 2, State.REJECTED: 1}


def test_a_dash_is_nobody() -> None:
    totals = both(scheme(), ideas("2024-01-05", member="-") | {"entry_id": ["1"]})
    assert totals.entries == {State.REJECTED: 1}


def test_usual_columns_are_not_turned_into_rows() -> None:
    """Else all of the above would hold of the row reader alone."""
    usual = ideas("2024-06-05", "2024-06-06") | {"activity": ["시책 제안", "call"], "praised": [True, None]}
    assert _plain(usual)
    assert _plain(usual | {"task": ["글", None]})
    assert not _plain(usual | {"번호": [1, 2]})


def test_an_odd_row_among_usual_ones_is_read_alone() -> None:
    columns = ideas(*["2024-06-05"] * 3) | {"activity": ["proposal"] * 3, "entry_id": ["1", " 2 ", "3"]}
    columns["praised"] = [True, "모름", "○"]
    totals = both(DONGHAE, columns, [{"member_id": "K-1", "grade": "7급", "department": "행정과"}])
    assert totals.entries == {State.CREDITED: 2, State.REJECTED: 1}
