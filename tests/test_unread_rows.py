"""Rows that could not be read, and the two clocks: what came later was not known, be it ever so badly written."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incentive_rules import Evaluation, State, evaluate, evaluate_totals, load_scheme
from incentive_rules.backends.totals import compile_totals
from worlds import DONGHAE, LINKS, World, worlds
from year_laws import as_known

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

Row = dict[str, Any]

SLIPS: dict[str, list[Row]] = {
    "entries": [{"activity": "없는 활동"}, {"date": "2024-06-31"}, {"recorded_on": "언젠가"}, {"status": "글쎄"}],
    "roster": [{"grade": "12급"}, {"from": "언젠가"}, {"recorded_on": "2025-02-30"}, {"until": "몰라", "grade": "?"}],
    "claims": [{"award": "없는 보상"}, {"date": "어제"}, {"recorded_on": "0"}, {"option": "금괴"}],
}
"""What may go wrong with the cells of a row, by its table."""
FEW = settings(max_examples=settings().max_examples // 2)
DAYS = st.dates(date(2024, 6, 1), date(2025, 3, 31))
ALWAYS_THERE = {"member_id": "K-9", "grade": "7급", "department": "행정과"}


def spoiled(table: str, rows: list[Row]) -> SearchStrategy[list[Row]]:
    """Rows of a table, some of which have a slip, and a day on which they were recorded."""
    cells = st.tuples(st.sampled_from([*SLIPS[table], {}]), DAYS.map(lambda day: {"recorded_on": day}) | st.just({}))
    drawn = st.lists(cells, min_size=len(rows), max_size=len(rows))
    return drawn.map(lambda slips: [row | day | slip for row, (slip, day) in zip(rows, slips, strict=True)])


@st.composite
def spoiled_worlds(draw: st.DrawFn) -> World:
    world = draw(worlds(DONGHAE, most=8))
    entries, roster, claims = (draw(spoiled(name, getattr(world, name))) for name in ("entries", "roster", "claims"))
    return World(after_what_they_correct(entries, "entry_id"), roster, after_what_they_correct(claims, "claim_id"))


def after_what_they_correct(rows: list[Row], name: str) -> list[Row]:
    """Without rows that were known before the row that they correct: nobody corrects what is yet to come."""
    known: dict[str, date] = {}
    for row in rows:
        known[row[name]] = max(known.get(row[name], date.min), known_on(row))
    aims = ([known[row[link]] for link in LINKS & row.keys() if row[link] in known] for row in rows)
    return [row for row, days in zip(rows, aims, strict=True) if all(day <= known_on(row) for day in days)]


def known_on(row: Row) -> date:
    """The day from which on a row was known, as whoever reads its cells would say."""
    days = [day for name in ("recorded_on", "date", "from") if (day := day_of(row.get(name)))]
    return days[0] if days else date.min


def day_of(cell: object) -> date | None:
    text = str(cell)
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
    except ValueError:
        return None


@FEW
@given(world=spoiled_worlds(), day=DAYS)
def test_known_at_gives_what_the_rows_recorded_by_then_give_though_some_cannot_be_read(world: World, day: date) -> None:
    tables = [world.entries, [*world.roster, ALWAYS_THERE], world.claims]
    by_then = [[row for row in rows if known_on(row) <= day] for rows in tables]
    all_rows, known_rows = (evaluate(DONGHAE, *rows, as_of="2025-03-31", known_at=day) for rows in (tables, by_then))
    members = known_rows.statements.keys()
    assert as_known(all_rows.to_json(), members) == as_known(known_rows.to_json(), members)


@FEW
@given(world=spoiled_worlds(), day=DAYS | st.none())
def test_the_fast_way_counts_rows_that_could_not_be_read_as_the_statements_do(world: World, day: date | None) -> None:
    tables: dict[str, Any] = {"roster": world.roster, "claims": world.claims, "as_of": "2025-03-31", "known_at": day}
    totals = evaluate(DONGHAE, world.entries, **tables).totals
    ready = compile_totals(DONGHAE)
    assert ready.of(world.entries, **tables) == totals
    names = sorted({name for row in world.entries for name in row})
    columns = {name: [row.get(name) for row in world.entries] for name in names}
    assert ready.of(columns, **tables) == totals


# Worked by hand.

STAFF = {"member_id": "K-1", "grade": "7급", "department": "행정과"}
DONE = {"entry_id": "E-1", "member_id": "K-1", "date": "2024-06-10", "activity": "achievement"}


def states(found: Evaluation, kind: str) -> list[tuple[str, list[str]]]:
    return [
        (str(each.state), [str(reason.code) for reason in each.reasons]) for each in found.outcomes if each.kind == kind
    ]


@pytest.mark.parametrize(
    ("cells", "known"),
    [
        ({"recorded_on": "2024-07-05"}, "2024-07-05"),  # it says itself when it was recorded
        ({}, "2024-06-20"),  # or else its day
        ({"recorded_on": "2024-07-35"}, "2024-06-20"),
        ({"date": "2024-06-31", "recorded_on": "2024-07-05"}, "2024-07-05"),
    ],
)
def test_a_row_that_could_not_be_read_is_known_from_the_day_that_could(cells: Row, known: str) -> None:
    bad = DONE | {"entry_id": "E-2", "activity": "없는 활동", "date": "2024-06-20"} | cells
    day = date.fromisoformat(known)
    before = evaluate(DONGHAE, [DONE, bad], [STAFF], as_of="2024-12-31", known_at=day - timedelta(1))
    assert before.totals.entries == {State.CREDITED: 1, State.NOT_YET: 1}
    assert ("not_yet", ["not_known_yet"]) in states(before, "entry")
    then = evaluate(DONGHAE, [DONE, bad], [STAFF], as_of="2024-12-31", known_at=day)
    assert then.totals.entries == {State.CREDITED: 1, State.REJECTED: 1}


def test_a_row_of_which_no_day_can_be_read_was_known_from_ever() -> None:
    bad = DONE | {"entry_id": "E-2", "date": "어제", "recorded_on": "오늘"}
    found = evaluate(DONGHAE, [DONE, bad], [STAFF], as_of="2024-12-31", known_at="2024-06-10")
    assert found.totals.entries == {State.CREDITED: 1, State.REJECTED: 1}
    assert evaluate_totals(DONGHAE, [DONE, bad], [STAFF], as_of="2024-12-31", known_at="2024-06-10") == found.totals


def test_two_tables_that_differ_in_when_a_bad_row_was_recorded_have_two_hashes() -> None:
    """They give different results by what was known on a day, so a certificate must tell them apart."""
    bad = DONE | {"entry_id": "E-2", "activity": "없는 활동"}
    early, late = (
        evaluate(DONGHAE, [DONE, bad | {"recorded_on": day}], [STAFF], as_of="2024-12-31").certificate
        for day in ("2024-06-20", "2024-07-05")
    )
    assert early.ledger_sha256 != late.ledger_sha256
    assert early.result_sha256 == late.result_sha256


CLOSING = """
language: 1
id: closed-months
label: a prize for the best of each month
from: 2024-01-01
assumed: made up for this test
facts: {member: {office: group}}
activities: {proposal: {label: proposal, points: 1}}
closing: {per: month, days: 10}
rewards: {cash: {label: cash, unit: KRW}}
awards:
  best: {kind: ranking, label: the best, of: member, measure: {counter: earned, per: month}, ties: expand,
         places: {first: {ranks: 1, pays: {cash: 30000}}}}
answers: {points_count_on: activity_date, grade_judged_on: activity_date, year_end: keep, late_rows: carry_forward,
          spent_points_corrected: owe, ranking_field: roster}
"""


def test_a_bad_staff_row_that_came_after_the_close_leaves_the_ranking_of_a_closed_month_as_it_was() -> None:
    """January was closed on 10 February. Who was on the list then is not in doubt for a slip of March."""
    scheme = load_scheme(CLOSING)
    done = [{"entry_id": "E-1", "member_id": "K-1", "date": "2024-01-10", "activity": "proposal"}]
    staff = [{"member_id": "K-1", "office": "행정과"}]
    bad = {"member_id": "K-2", "office": "행정과", "from": "2024-03-05", "until": "2024-02-30"}
    provisional = {
        each.period: bool(each.provisional)
        for each in evaluate(scheme, done, [*staff, bad], as_of="2024-03-31").rankings
    }
    assert provisional == {"2024-01": False, "2024-02": True, "2024-03": True}
