"""Law 6 of the staff list: rows that void or replace others, once they are known, before any rule asks who was what."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import beside
from incentive_rules import (
    Code,
    Evaluation,
    evaluate,
    evaluate_totals,
    load_scheme,
    pseudonymous,
    read_roster,
    replay,
)
from worlds import DONGHAE, LINKS, World, worlds
from year_laws import as_known

if TYPE_CHECKING:
    from incentive_rules import Scheme

Row = dict[str, Any]

CLOSING = """
language: 1
id: closed-months
label: months that close
from: 2024-01-01
assumed: made up for these tests
facts: {member: {grade: {ordered: [9급, 8급, 7급, 6급, 5급]}}}
eligible: {grade: {at_most: 6급}}
activities: {proposal: {label: proposal, points: 1}}
closing: {per: month, days: 10}
rewards: {cash: {label: cash, unit: KRW}}
awards:
  monthly: {kind: tiers, label: monthly, measure: {counter: balance}, claim: {by: automatic, per: month}, pay: highest,
            again: always, consume: tier, tiers: {t3: {at: 3, pays: {cash: 30000}}}}
answers: {points_count_on: activity_date, grade_judged_on: activity_date, year_end: keep, no_longer_eligible: keep}
"""


def closing(late_rows: str) -> Scheme:
    data = load_scheme(CLOSING.replace("no_longer", f"late_rows: {late_rows}, {OWE[late_rows]}no_longer")).to_dict()
    return load_scheme(data)


OWE = {"restate": "", "carry_forward": "spent_points_corrected: owe, paid_rewards_corrected: keep, "}


def staff(name: str, grade: str = "7급", **cells: Any) -> Row:
    return {"row_id": name, "member_id": "K-1", "grade": grade, "department": "행정과", **cells}


def done(*days: str) -> list[Row]:
    return [{"entry_id": f"E-{day}", "member_id": "K-1", "date": day, "activity": "proposal"} for day in days]


def states(found: Evaluation) -> dict[str, str]:
    return {each.id: str(each.state) for each in found.outcomes if each.kind == "roster"}


def codes(found: Evaluation, name: str) -> list[str]:
    return [reason.code for each in found.outcomes if each.id == name for reason in each.reasons]


# Worked by hand.


def row(name: str, grade: str, recorded: str, **cells: str) -> Row:
    return {"row_id": name, "member_id": "K-1", "grade": grade, "recorded_on": recorded, **cells}


PROMOTED_TOO_SOON = [
    row("R-1", "7급", "2024-01-02"),
    # On 5 February the promotion to grade 5 is entered as of 15 January.
    row("R-2", "7급", "2024-02-05", until="2024-01-15", replaces="R-1"),
    row("R-3", "5급", "2024-02-05", **{"from": "2024-01-15"}),
]
PUT_RIGHT = [
    # On 5 March it turns out that it was of 15 February. January was closed on 10 February, February is open.
    row("R-4", "7급", "2024-03-05", until="2024-02-15", replaces="R-2"),
    row("R-5", "5급", "2024-03-05", replaces="R-3", **{"from": "2024-02-15"}),
]
DONE = done("2024-01-10", "2024-01-16", "2024-01-20", "2024-02-05", "2024-02-20")


@pytest.mark.parametrize("late_rows", ["restate", "carry_forward"])
def test_a_promotion_entered_with_the_wrong_day_closes_january_as_it_was_known(late_rows: str) -> None:
    """As it was known, only 10 January is before the promotion: 1 point, and nothing is due at 3."""
    scheme = closing(late_rows)
    for rows in (PROMOTED_TOO_SOON, PROMOTED_TOO_SOON + PUT_RIGHT):
        january = evaluate(scheme, DONE, rows, as_of="2024-01-31", known_at="2024-02-10")
        assert (str(january.statements["K-1"].earned), january.payments) == ("1", ())
        assert replay(january.certificate, scheme, DONE, rows, result=january).is_identical


def test_restated_a_promotion_that_is_put_right_gives_january_what_it_lacked() -> None:
    """10, 16 and 20 January: 3 points, 30,000 won on 31 January, 0 left. 5 February: 1 more. 20 February: grade 5."""
    found = evaluate(closing("restate"), DONE, PROMOTED_TOO_SOON + PUT_RIGHT, as_of="2024-02-29")
    own = found.statements["K-1"]
    assert [str(each.counts_on) for each in own.credits] == ["2024-01-10", "2024-01-16", "2024-01-20", "2024-02-05"]
    assert [(str(each.amount), str(each.day)) for each in found.payments] == [("30000", "2024-01-31")]
    assert (str(own.earned), str(own.balance)) == ("4", "1")


def test_carried_forward_a_promotion_that_is_put_right_brings_what_january_lacked_on_the_first_open_day() -> None:
    """January stays at 1 point. Its other two land on 1 February: 1 + 2 + 1 = 4, 30,000 won on 29 February, 1 left."""
    found = evaluate(closing("carry_forward"), DONE, PROMOTED_TOO_SOON + PUT_RIGHT, as_of="2024-02-29")
    own = found.statements["K-1"]
    assert [(each.entry_id[-5:], str(each.counts_on)) for each in own.credits] == [
        ("01-10", "2024-01-10"),
        ("01-16", "2024-02-01"),
        ("01-20", "2024-02-01"),
        ("02-05", "2024-02-05"),
    ]
    assert [(str(each.amount), str(each.day)) for each in found.payments] == [("30000", "2024-02-29")]
    assert (str(own.earned), str(own.balance)) == ("4", "1")


def test_carried_forward_a_first_day_that_was_too_early_takes_back_on_the_first_open_day_what_it_brought() -> None:
    """January was closed with 1 point. On 20 February the first day becomes 15 February: -1 on 1 February, 1 more."""
    hired = [
        row("R-1", "7급", "2024-01-02", **{"from": "2024-01-15"}),
        row("R-2", "7급", "2024-02-20", replaces="R-1", **{"from": "2024-02-15"}),
    ]
    rows = done("2024-01-20", "2024-02-16")
    scheme = closing("carry_forward")
    january = evaluate(scheme, rows, hired, as_of="2024-01-31").statements["K-1"]
    assert [(str(each.counts_on), str(each.points)) for each in january.credits] == [("2024-01-20", "1")]
    own = evaluate(scheme, rows, hired, as_of="2024-02-29").statements["K-1"]
    assert [(str(each.counts_on), str(each.points)) for each in own.credits] == [
        ("2024-01-20", "1"),
        ("2024-02-01", "-1"),
        ("2024-02-16", "1"),
    ]
    restated = evaluate(closing("restate"), rows, hired, as_of="2024-02-29").statements["K-1"]
    assert [(str(each.counts_on), str(each.points)) for each in restated.credits] == [("2024-02-16", "1")]


def test_what_was_taken_back_once_is_not_taken_back_in_each_later_month() -> None:
    """1 point of 20 January; from 20 February on nobody is on the list: -1 on 1 February, and no line after it."""
    staff_rows = [row("R-1", "7급", "2024-01-02"), {"row_id": "V-1", "voids": "R-1", "recorded_on": "2024-02-20"}]
    rows = [*done("2024-01-20"), *({**each, "recorded_on": "2024-05-20"} for each in done("2024-04-20"))]
    found = evaluate(closing("carry_forward"), rows, staff_rows, as_of="2024-12-31")
    lines = [(str(each.counts_on), str(each.points)) for each in found.statements["K-1"].credits]
    assert lines == [("2024-01-20", "1"), ("2024-02-01", "-1")]
    again = {"row_id": "V-2", "voids": "V-1", "recorded_on": "2024-03-20"}
    back = evaluate(closing("carry_forward"), rows, [*staff_rows, again], as_of="2024-12-31")
    lines = [(str(each.counts_on), str(each.points)) for each in back.statements["K-1"].credits]
    assert lines[:3] == [("2024-01-20", "1"), ("2024-02-01", "-1"), ("2024-03-01", "1")]
    assert back.totals.activities["proposal"].entries == 2  # of January and of April, each once


def test_each_row_of_the_list_is_told_with_what_became_of_it() -> None:
    rows = PROMOTED_TOO_SOON + PUT_RIGHT
    found = evaluate(closing("restate"), DONE, rows, as_of="2024-02-29")
    assert states(found) == {f"R-{n}": "corrected" for n in (1, 2, 3)} | {"R-4": "in_use", "R-5": "in_use"}
    assert (codes(found, "R-1"), codes(found, "R-4")) == (["corrected_by"], ["corrects"])
    before = evaluate(
        closing("restate"), DONE, PROMOTED_TOO_SOON + PUT_RIGHT, as_of="2024-02-29", known_at="2024-03-04"
    )
    assert states(before) == {
        "R-1": "corrected",
        "R-2": "in_use",
        "R-3": "in_use",
        "R-4": "not_yet",
        "R-5": "not_yet",
    }


def test_a_row_of_somebody_who_never_came_is_voided_and_they_are_on_no_list() -> None:
    rows = [staff("R-1"), staff("R-2", member_id="K-2"), {"row_id": "V-1", "voids": "R-2", "recorded_on": "2024-07-01"}]
    found = evaluate(DONGHAE, [], rows, as_of="2024-12-31")
    assert [*found.statements] == ["K-1"]
    assert states(found) == {"R-1": "in_use", "R-2": "corrected", "V-1": "correction"}
    assert [each.member_id for each in found.outcomes] == ["K-1", "K-2", "K-2"]


def test_two_rows_that_replace_one_are_held_and_what_the_person_is_on_their_days_is_unknown() -> None:
    rows = [staff("R-1"), staff("R-2", recorded_on="2024-07-01", replaces="R-1")]
    rows += [staff("R-3", "6급", recorded_on="2024-07-02", replaces="R-1")]
    found = evaluate(DONGHAE, done("2024-06-10"), rows, as_of="2024-12-31")
    assert states(found) == {"R-1": "corrected", "R-2": "held", "R-3": "held"}
    (entry,) = found.held[:1]
    assert [reason.code for reason in entry.reasons] == [Code.ROSTER_ROW_UNREAD]
    assert found.rankings[0].provisional
    settled = evaluate(
        DONGHAE,
        done("2024-06-10"),
        [*rows, {"row_id": "V-1", "voids": "R-2", "recorded_on": "2024-07-03"}],
        as_of="2024-12-31",
    )
    assert (settled.held, settled.totals.entries) == ((), {"credited": 1})


def test_the_same_row_twice_counts_once_and_two_rows_of_one_id_that_differ_are_both_refused() -> None:
    found = evaluate(DONGHAE, done("2024-06-10"), [staff("R-1"), staff("R-1")], as_of="2024-12-31")
    assert sorted(str(each.state) for each in found.outcomes if each.kind == "roster") == ["duplicate", "in_use"]
    twins = evaluate(DONGHAE, done("2024-06-10"), [staff("R-1"), staff("R-1", "6급")], as_of="2024-12-31")
    assert codes(twins, "R-1") == [Code.SAME_ID_DIFFERENT] * 2
    assert twins.totals.entries == {"held": 1}


def test_a_row_that_could_not_be_read_is_in_order_once_it_is_replaced_and_leaves_no_doubt() -> None:
    rows = [staff("R-1", "12급"), staff("R-2", recorded_on="2024-07-01", replaces="R-1")]
    found = evaluate(DONGHAE, done("2024-06-10"), rows, as_of="2024-12-31")
    assert states(found) == {"R-1": "corrected", "R-2": "in_use"}
    assert not found.rankings[0].provisional
    before = evaluate(DONGHAE, done("2024-06-10"), rows, as_of="2024-12-31", known_at="2024-06-30")
    assert states(before) == {"R-1": "rejected", "R-2": "not_yet"}
    assert before.rankings[0].provisional


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"replaces": "R-7"}, Code.CORRECTS_NOTHING),
        ({"member_id": "K-2", "voids": "R-1"}, Code.CORRECTION_MISFITS),
        ({"voids": "R-2"}, Code.CORRECTS_ITSELF),
        ({"voids": "R-1", "replaces": "R-1"}, Code.ONE_CORRECTION),
        ({"replaces": "R-1", "recorded_on": ""}, Code.EMPTY_CELL),
        ({"replaces": "R-1", "row_id": ""}, Code.EMPTY_CELL),
    ],
)
def test_a_correction_that_cannot_be_meant_is_refused_and_the_old_row_stands(cells: Row, code: Code) -> None:
    rows = [staff("R-1"), staff("R-2", "6급", **{"from": "2030-01-01", "recorded_on": "2024-07-01"} | cells)]
    found = evaluate(DONGHAE, done("2024-06-10"), rows, as_of="2024-12-31")
    refused = [each for each in found.rejected if each.kind == "roster"]
    assert [reason.code for each in refused for reason in each.reasons] == [code]
    assert states(found)["R-1"] == "in_use"
    assert found.totals.entries == {"credited": 1}


def test_a_correction_of_a_row_that_is_not_there_may_mean_anybody_so_rankings_are_provisional() -> None:
    rows = [staff("R-1"), {"row_id": "V-1", "voids": "R-7", "recorded_on": "2024-07-01"}]
    data = DONGHAE.to_dict()
    data["answers"] |= {"ranking_field": "roster"}
    told = [
        evaluate(load_scheme(data), done("2024-06-10"), staff_list, as_of="2024-12-31").rankings[0].provisional
        for staff_list in (rows, rows[:1])
    ]
    assert told == [True, False]


def test_korean_headings_name_the_columns() -> None:
    row = {"이력번호": "R-2", "사번": "K-1", "입력일": "2024-07-01", "정정대상": "R-1", "직급": "7급", "부서": "행정과"}
    void = {"이력번호": "R-3", "입력일": "2024-07-02", "취소대상": "R-2"}
    table = read_roster([row, void], DONGHAE)
    assert [(each.row_id, each.voids, each.replaces) for each in table.rows] == [
        ("R-2", None, "R-1"),
        ("R-3", "R-2", None),
    ]


def test_row_ids_are_renamed_with_the_rest_and_the_result_stays() -> None:
    rows = [*PROMOTED_TOO_SOON, *PUT_RIGHT, {"row_id": "R-9", "voids": "R-9", "recorded_on": "2024-03-05"}]
    scheme = closing("carry_forward")
    facts = pseudonymous(scheme, DONE, rows, key="not this one, but a long one")
    own, renamed = (
        evaluate(scheme, *tables, as_of="2024-02-29")
        for tables in ((DONE, rows), (facts.ledger, facts.roster, facts.claims))
    )
    assert renamed.totals == own.totals
    assert [(each.amount, each.day) for each in renamed.payments] == [(each.amount, each.day) for each in own.payments]
    assert sorted(states(renamed).values()) == sorted(states(own).values())
    assert not any(f'"{each["row_id"]}"' in renamed.to_json() for each in rows)


# Laws.

FEW = settings(max_examples=settings().max_examples // 3)
DAYS = st.dates(date(2024, 6, 1), date(2025, 3, 31))
ALWAYS_THERE = {"member_id": "K-9", "grade": "7급", "department": "행정과"}


def named(world: World) -> World:
    """The same with an id for each row of the staff list."""
    return World(world.entries, [{**row, "row_id": f"R-{n}"} for n, row in enumerate(world.roster)], world.claims)


def with_staff(world: World, *rows: Row) -> World:
    return World(world.entries, [*rows, ALWAYS_THERE], world.claims)


def essence(found: Evaluation) -> object:
    """All of an evaluation but the account of the staff list's rows, and of people whom nothing is known of."""
    statements = {name: each for name, each in found.statements.items() if each.credits or each.outcomes}
    return found.payments, statements, found.rankings, found.totals


@FEW
@given(worlds(DONGHAE, most=10))
def test_ids_of_staff_rows_alone_change_nothing(world: World) -> None:
    assert essence(with_staff(named(world), *named(world).roster).evaluated(DONGHAE)) == essence(
        with_staff(world, *world.roster).evaluated(DONGHAE)
    )


@FEW
@given(st.data())
def test_voided_staff_rows_are_as_if_they_had_never_been(data: st.DataObject) -> None:
    world = named(data.draw(worlds(DONGHAE, most=10)))
    voided = [row["row_id"] for row in world.roster if data.draw(st.booleans())]
    voids = [{"row_id": f"V-{name}", "voids": name, "recorded_on": date(2024, 7, 1)} for name in voided]
    kept = [row for row in world.roster if row["row_id"] not in voided]
    assert essence(with_staff(world, *world.roster, *voids).evaluated(DONGHAE)) == essence(
        with_staff(world, *kept).evaluated(DONGHAE)
    )


@FEW
@given(st.data())
def test_staff_rows_replaced_again_and_again_by_their_like_change_nothing(data: st.DataObject) -> None:
    world = named(data.draw(worlds(DONGHAE, most=10)))
    more: list[Row] = []
    for row in world.roster:
        names = [row["row_id"], *(f"{row['row_id']}-{n}" for n in range(data.draw(st.integers(0, 3))))]
        day = {"recorded_on": date(2024, 7, 1)}
        more += [{**row, **day, "row_id": new, "replaces": old} for old, new in itertools.pairwise(names)]
    before, after = (with_staff(world, *rows).evaluated(DONGHAE) for rows in (world.roster, world.roster + more))
    assert essence(after) == essence(before)


@st.composite
def logs(draw: st.DrawFn) -> World:
    """A staff list to which rows are only added, each recorded on a later day or on the same; some correct others."""
    world = named(draw(worlds(DONGHAE, most=8)))
    day = date(2024, 6, 1)
    rows: list[Row] = []
    for row in world.roster:
        day += timedelta(draw(st.sampled_from([0, 0, 20, 60])))
        name = f"R-{len(rows)}"
        aim = f"R-{draw(st.integers(0, len(rows) - 1))}" if rows else ""
        how = draw(st.sampled_from(["", "replaces", "replaces", "voids"])) if rows else ""
        content = {"row_id": name} if how == "voids" else {**row, "row_id": name}
        rows.append({**content, "recorded_on": day} | ({how: aim} if how else {}))
    return World(world.entries, rows, world.claims)


@FEW
@given(logs(), DAYS)
def test_known_at_gives_what_the_staff_rows_recorded_by_then_give(world: World, day: date) -> None:
    entries, claims = ([row for row in rows if known_on(row) <= day] for rows in (world.entries, world.claims))
    known = [row for row in world.roster if row["recorded_on"] <= day]
    found, then = (
        with_staff(World(done, [], asked), *rows).evaluated(DONGHAE, known_at=day)
        for done, rows, asked in ((entries, world.roster, claims), (entries, known, claims))
    )
    members = then.statements.keys()
    assert as_known(found.to_json(), members) == as_known(then.to_json(), members)


def known_on(row: Row) -> date:
    day = row.get("recorded_on") or row["date"]
    assert isinstance(day, date)
    return day


@FEW
@given(logs(), st.randoms(use_true_random=False))
def test_the_order_of_staff_rows_never_matters(world: World, chance: Any) -> None:
    text = with_staff(world, *world.roster).evaluated(DONGHAE).to_json()
    shuffled = chance.sample(world.roster, len(world.roster))
    assert with_staff(world, *shuffled).evaluated(DONGHAE).to_json() == text


@FEW
@given(logs(), st.none() | DAYS)
def test_the_auditor_comes_to_the_same_from_a_staff_list_that_grows(world: World, day: date | None) -> None:
    """The auditor reads the rules and the rows in its own way, and shares no line with the library."""
    entries, claims = ([row for row in rows if LINKS.isdisjoint(row)] for rows in (world.entries, world.claims))
    asked = beside.World(DONGHAE.to_dict(), entries, [*world.roster, ALWAYS_THERE], claims, date(2025, 3, 31), day)
    assert beside.differences(asked) == []


@FEW
@given(logs(), st.none() | DAYS)
def test_the_fast_way_reads_a_staff_list_that_grows_as_the_statements_do(world: World, day: date | None) -> None:
    roster = [*world.roster, ALWAYS_THERE]
    days: dict[str, Any] = {"as_of": date(2025, 3, 31), "known_at": day}
    totals = evaluate(DONGHAE, world.entries, roster, world.claims, **days).totals
    assert evaluate_totals(DONGHAE, world.entries, roster, world.claims, **days) == totals


# What was closed, under a list that grows.

CLOSINGS = {date(2024, month, 1) - timedelta(1): date(2024, month, 10) for month in (2, 3, 4)}
"""The last days of January, February and March, and the days on which they are closed."""


@st.composite
def growing(draw: st.DrawFn) -> tuple[list[Row], list[Row]]:
    """Entries of a few months, some of them late, and a staff list of one person that is put right again and again."""
    of_year = st.integers(0, 110).map(lambda days: date(2024, 1, 1) + timedelta(days))
    entries = [
        {**each, "entry_id": f"E-{n}", "recorded_on": day + timedelta(draw(st.sampled_from([0, 0, 15, 50])))}
        for n, day in enumerate(draw(st.lists(of_year, max_size=6)))
        for each in done(str(day))
    ]
    recorded = date(2024, 1, 1)
    staff_rows = [row("R-0", "7급", str(recorded))]
    for number in range(1, draw(st.integers(1, 5)) + 1):
        recorded += timedelta(draw(st.sampled_from([0, 10, 25, 40])))
        cells: dict[str, str] = {"row_id": f"R-{number}", "recorded_on": str(recorded)}
        aim = f"R-{draw(st.integers(0, number - 1))}"
        if draw(st.integers(0, 3)) == 0:
            staff_rows.append({**cells, "voids": aim})
            continue
        first = draw(of_year)
        days = draw(st.sampled_from([{"until": str(first)}, {"from": str(first)}, {}]))
        aimed = {"replaces": aim} if draw(st.booleans()) else {}
        staff_rows.append(
            {**cells, "member_id": "K-1", "grade": draw(st.sampled_from(["7급", "5급"])), **days, **aimed}
        )
    return entries, staff_rows


@FEW
@given(growing())
def test_a_closed_month_is_never_another_one_again_whatever_the_list_says_later(facts: Any) -> None:
    scheme = closing("carry_forward")
    for last, closed in CLOSINGS.items():
        now, then = (evaluate(scheme, *facts, as_of=last, known_at=day) for day in (None, closed))
        lines = [
            [(each.entry_id, each.counts_on, each.points) for each in found.statements["K-1"].credits]
            if "K-1" in found.statements
            else []
            for found in (now, then)
        ]
        assert lines[0] == lines[1]
        assert now.payments == then.payments


@FEW
@given(growing())
def test_carried_forward_and_restated_reach_the_same_sum_whatever_the_list_says_later(facts: Any) -> None:
    earned = [
        evaluate(closing(late), *facts, as_of="2025-12-31").totals.earned for late in ("carry_forward", "restate")
    ]
    assert earned[0] == earned[1]
