"""What is set aside is none of the table's rows: work that somebody wrote down is read or rejected, not passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from incentive_rules import read_claims, read_ledger, read_roster
from incentive_rules.facts import name_key
from incentive_rules.ledger.set_aside import is_blank, is_example, is_sum
from ledger_facts import CLAIM, ENTRY, SCHEME, check_account, found

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Row = dict[str, Any]

SUM_WORDS = [
    "소계",
    "6월 소계",
    "합계",
    "총계",
    "누계",
    "(합계)",
    "합 계",
    "계",
    "총",
    "Total",
    "Sub-Total",
    "총 합계:",
]
NO_SUM_WORDS = [
    "회계",
    "통계",
    "합계 검토 회의",
    "관계",
    "계약",
    "소계장",
    "총무과",
    "summary",
    "계장 홍길동",
    "누계 점검",
]
NOTES = ["※ 참고", "* 6월 기준", "비고", "주) 잠정", "작성자 홍길동", "note"]
OTHERS = ["예시", "사번", "활동일", "-", "없음", "○", "0", "3점", "1,000"]
WORDS = st.sampled_from([*SUM_WORDS, *NO_SUM_WORDS, *NOTES, *OTHERS])
ANYTHING = WORDS | st.text(max_size=8) | st.integers(-5, 50000) | st.none()
FILLED = (WORDS | st.text(min_size=1, max_size=8)).filter(lambda text: not is_blank(text))
READERS: dict[str, tuple[Callable[..., Any], tuple[str, ...], tuple[str, ...]]] = {
    "entry": (read_ledger, ("entry_id", "member_id", "date", "activity"),
              ("task", "hours", "praised", "quantity", "work", "status", "said_points", "grade", "department", "비고")),
    "claim": (read_claims, ("claim_id", "member_id", "date", "award"), ("option", "amount", "said_paid", "비고")),
    "roster": (read_roster, ("member_id",), ("grade", "department", "from", "until", "said_points", "비고")),
}  # fmt: skip


def rows_of(kind: str, cells: st.SearchStrategy[Any]) -> st.SearchStrategy[Row]:
    _, needed, others = READERS[kind]
    return st.fixed_dictionaries(dict.fromkeys(needed, cells), optional=dict.fromkeys(others, ANYTHING))


def names_no_row(kind: str, row: Row) -> bool:
    """Whether the id or the member of a row is an example, a sum, or, in a staff list, a note; or all is a header."""
    _, needed, _ = READERS[kind]
    ids = [str(row[name]) for name in needed if name.endswith("_id")]
    if any(map(is_example, ids)) or any(map(is_sum, ids)):
        return True
    if all(name_key(str(cell)) == name_key(name) for name, cell in row.items() if not is_blank(cell)):
        return True
    filled = [cell for cell in row.values() if not is_blank(cell)]
    return kind == "roster" and len(filled) == 1


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("make_ids", [False, True])
@given(data=st.data())
def test_a_row_with_all_that_it_needs_is_never_set_aside(kind: str, make_ids: bool, data: st.DataObject) -> None:  # noqa: FBT001  # a parameter
    """Whatever its cells say, and whether they can be read; but for examples and sums, told by the id or the member."""
    if kind == "roster" and make_ids:
        return
    row = data.draw(rows_of(kind, FILLED).filter(lambda row: not names_no_row(kind, row)))
    options = {"make_ids": True} if make_ids else {}
    table = READERS[kind][0]([row], SCHEME, **options)
    check_account(table)
    assert not table.set_aside


@pytest.mark.parametrize("kind", READERS)
@given(data=st.data())
def test_every_row_is_read_rejected_or_set_aside(kind: str, data: st.DataObject) -> None:
    rows = data.draw(st.lists(rows_of(kind, ANYTHING), max_size=6))
    table = READERS[kind][0](rows, SCHEME)
    check_account(table)
    assert len(table.rows) + len(table.rejected) + len(table.set_aside) == len(rows)


@given(FILLED, FILLED)
@example("계", "합계")
@example("※ 참고", "총계")
def test_a_member_with_a_bad_cell_is_rejected_whatever_the_department_is_called(department: str, grade: str) -> None:
    roster = read_roster([{"member_id": "K-1", "grade": f"{grade}?", "department": department}], SCHEME)
    assert (len(roster.rejected), len(roster.set_aside)) == (1, 0)


@pytest.mark.parametrize("word", SUM_WORDS)
@pytest.mark.parametrize("name", ["task", "비고", "department", "work"])
@pytest.mark.parametrize(("bad", "value"), [("date", "2024-06-31"), ("activity", "없는 활동"), ("hours", "25")])
def test_a_bad_row_whose_words_end_in_a_sum_is_rejected(name: str, word: str, bad: str, value: str) -> None:
    read = read_ledger([{**ENTRY, name: f"예산 {word}", bad: value}, {**ENTRY, name: word, bad: value}], SCHEME)
    assert [[code for code, column in found(each) if column == bad] for each in read.rejected]
    assert (len(read.rejected), len(read.set_aside)) == (2, 0)


@pytest.mark.parametrize("word", SUM_WORDS)
@pytest.mark.parametrize("name", ["entry_id", "member_id", "date", "activity", "task", "비고"])
def test_a_row_that_lacks_what_rows_need_and_says_sum_is_set_aside_with_its_figures(name: str, word: str) -> None:
    blank = dict.fromkeys((*ENTRY, "task", "비고"), "")
    read = read_ledger([ENTRY, {**blank, name: word, "said_points": "12.5", "said_paid": "30000"}], SCHEME)
    assert [(str(each.code), str(each.said.points), str(each.said.paid)) for each in read.set_aside] == [
        ("total_row", "12.5", "30000")
    ]


@pytest.mark.parametrize("word", SUM_WORDS)
def test_a_sum_in_the_place_of_the_member_is_nobody(word: str) -> None:
    for table in (
        read_ledger([{**ENTRY, "member_id": word}], SCHEME),
        read_claims([{**CLAIM, "member_id": word}], SCHEME),
        read_roster([{"member_id": word, "grade": "6급"}], SCHEME),
    ):
        assert [str(each.code) for each in table.set_aside] == ["total_row"]


@pytest.mark.parametrize("word", NO_SUM_WORDS)
def test_a_word_that_only_holds_that_for_a_sum_is_none(word: str) -> None:
    read = read_ledger([{**dict.fromkeys(ENTRY, ""), "member_id": word}], SCHEME)
    assert (len(read.rejected), len(read.set_aside)) == (1, 0)
    assert read_roster([{"member_id": word}], SCHEME).rows


@pytest.mark.parametrize("lacks", ["entry_id", "member_id", "date", "activity"])
def test_a_row_that_lacks_one_cell_is_rejected_and_names_it(lacks: str) -> None:
    read = read_ledger([{**ENTRY, lacks: ""}], SCHEME)
    assert [found(each) for each in read.rejected] == [[("empty_cell", lacks)]]


@pytest.mark.parametrize("note", NOTES)
def test_a_note_beside_which_anything_else_stands_is_no_note(note: str, tmp_path: Path) -> None:
    path = tmp_path / "2024.csv"
    path.write_text(f"{','.join(ENTRY)}\n{note},,,\n{note},K-1,,\n", encoding="utf-8")
    read = read_ledger(path, SCHEME)
    assert [(each.place.line, str(each.code)) for each in read.set_aside] == [(2, "note_row")]
    assert [each.place.line for each in read.rejected] == [3]
