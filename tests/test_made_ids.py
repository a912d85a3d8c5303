"""Ids for rows that have none: made of what a row says, the same wherever it stands, and told of."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from book_files import workbook
from incentive_rules import Code, read_claims, read_ledger
from ledger_facts import CLAIM, SCHEME, check_account

if TYPE_CHECKING:
    from pathlib import Path

    from incentive_rules.ledger.model import Ledger

Row = dict[str, Any]

COLUMNS = ("member_id", "date", "activity", "praised", "task", "quantity", "work")
LIFE = ("status", "approved_on", "recorded_on")
CELLS: dict[str, st.SearchStrategy[Any]] = {
    "member_id": st.sampled_from(["00102", "00103"]),
    "date": st.sampled_from(["2024-06-10", "2024-06-11"]),
    "activity": st.sampled_from(["proposal", "collaboration"]),
    "praised": st.sampled_from(["예", "아니오", ""]),
    "task": st.sampled_from(["서식", "", "None"]),
    "quantity": st.sampled_from(["", "1", "2"]),
    "work": st.sampled_from(["", "W-1", "-"]),
    "status": st.sampled_from(["", "승인", "대기"]),
    "approved_on": st.sampled_from(["", "2024-06-20"]),
    "recorded_on": st.sampled_from(["", "2024-06-12"]),
}
ROWS = st.lists(st.fixed_dictionaries(CELLS), min_size=1, max_size=12)
PLAIN: Row = {"member_id": "00102", "date": "2024-06-10", "activity": "proposal", "task": "서식", "status": "승인"}


def made(rows: list[Row]) -> Ledger:
    read = read_ledger(rows, SCHEME, make_ids=True)
    check_account(read)
    assert len(read.rows) == len(rows)
    return read


def ids(rows: list[Row]) -> list[str]:
    return [each.entry_id for each in made(rows).rows]


def counts(read: Ledger) -> dict[Code, object]:
    return {each.code: each.facts["count"] for each in read.findings if each.code in {Code.IDS_MADE, Code.ROWS_ALIKE}}


@given(ROWS.flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_ids_do_not_depend_on_the_order_of_rows(orders: tuple[list[Row], list[Row]]) -> None:
    """Not even among rows that differ only in their approval: each keeps its id."""
    rows, other = orders
    assert Counter(made(rows).rows) == Counter(made(other).rows)


@given(ROWS)
def test_every_row_gets_an_id_of_its_own(rows: list[Row]) -> None:
    assert len(set(ids(rows))) == len(rows)


@given(ROWS, st.data())
def test_approval_and_the_day_of_recording_do_not_change_the_ids(rows: list[Row], data: st.DataObject) -> None:
    later = [{**row, **{name: data.draw(CELLS[name]) for name in LIFE}} for row in rows]
    assert Counter(ids(later)) == Counter(ids(rows))


@given(ROWS, st.integers(0, 12))
def test_a_row_keeps_its_id_when_others_come_and_go(rows: list[Row], kept: int) -> None:
    """Of rows that say the same only the last goes, so ids are those of the fewer rows and some more."""
    assert not Counter(ids(rows[:kept] or rows[:1])) - Counter(ids(rows))


@pytest.mark.parametrize(
    ("name", "value"),
    [("member_id", "00103"), ("date", "2024-06-11"), ("activity", "collaboration"), ("task", "문서"), ("praised", "예"),
     ("quantity", "2"), ("work", "W-1"), ("hours", "3")],
)  # fmt: skip
def test_whatever_a_row_says_is_in_its_id(name: str, value: str) -> None:
    one, other = ids([PLAIN, {**PLAIN, name: value}])
    assert one.rpartition("-")[0] != other.rpartition("-")[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [("date", "2024. 6. 10."), ("date", "20240610"), ("activity", "시책제안"), ("task", " 서식 "), ("status", "대기")],
)
def test_how_a_cell_is_written_is_not_in_its_id(name: str, value: str) -> None:
    assert ids([PLAIN]) == ids([{**PLAIN, name: value}])


def test_ids_are_the_same_from_one_file_several_files_and_sheets(tmp_path: Path) -> None:
    rows = [{**PLAIN, "date": f"2024-06-{day}"} for day in (10, 11, 10, 12)]
    header, lines = list(PLAIN), [list(row.values()) for row in rows]
    whole, one, two = tmp_path / "whole.csv", tmp_path / "one.csv", tmp_path / "two.csv"
    for path, part in ((whole, lines), (one, lines[:2]), (two, lines[2:])):
        path.write_text("\n".join(",".join(line) for line in (header, *part)), encoding="utf-8")
    book = tmp_path / "months.xlsx"
    book.write_bytes(workbook({"6월": [header, *lines[:1]], "7월": [header, *lines[1:]]}))
    told = [read_ledger(each, SCHEME, make_ids=True) for each in (whole, [one, two], [two, one], book)]
    assert all(Counter(each.rows) == Counter(made(rows).rows) for each in told)
    assert all(counts(each) == {Code.IDS_MADE: 4, Code.ROWS_ALIKE: 2} for each in told)


def test_two_rows_that_say_the_same_count_twice_and_are_told() -> None:
    read = made([PLAIN, PLAIN, {**PLAIN, "task": "문서"}])
    assert [each.entry_id.rpartition("-")[2] for each in read.rows] == ["1", "2", "1"]
    assert counts(read) == {Code.IDS_MADE: 3, Code.ROWS_ALIKE: 2}
    told = {each.code: (each.severity, each.message("ko")) for each in read.findings}
    assert told[Code.IDS_MADE][0] == told[Code.ROWS_ALIKE][0] == "warning"
    assert "3" in told[Code.IDS_MADE][1]
    assert "2" in told[Code.ROWS_ALIKE][1]


def test_ids_that_are_there_stay_and_are_not_counted() -> None:
    read = made([{"entry_id": "E-1", **PLAIN}, {"entry_id": "", **PLAIN}])
    assert read.rows[0].entry_id == "E-1"
    assert read.rows[1].entry_id == ids([PLAIN])[0]
    assert counts(read) == {Code.IDS_MADE: 1}


def test_nothing_is_told_where_no_id_is_made() -> None:
    assert not counts(made([{"entry_id": "E-1", **PLAIN}]))


@pytest.mark.parametrize("header", ["연번", "번호", "순번"])
def test_running_numbers_are_no_ids_where_ids_are_made(header: str) -> None:
    """They change when a row is put in between."""
    rows = [{header: "1", **PLAIN}, {header: "2", **PLAIN, "task": "문서"}]
    assert ids(rows) == ids([PLAIN, {**PLAIN, "task": "문서"}])
    assert ids(list(reversed(rows))) == list(reversed(ids(rows)))


def test_without_being_asked_for_no_id_is_made() -> None:
    read = read_ledger([PLAIN], SCHEME)
    assert not read.rows
    assert not counts(read)


def test_claims_get_ids_too() -> None:
    wish = {name: value for name, value in CLAIM.items() if name != "claim_id"}
    read = read_claims([wish, {**wish, "option": "money"}, wish], SCHEME, make_ids=True)
    first, second, third = (each.claim_id for each in read.rows)
    assert (first[:-2], first[-1], third[-1]) == (third[:-2], "1", "2")
    assert second[:-2] != first[:-2]
