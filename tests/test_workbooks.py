"""Workbooks as officers keep them: whatever stands around and among the rows, each is read, rejected or set aside."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal
from unittest.mock import patch

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from book_files import HEADER, ROWS, SHEET, patched, row, with_shared_texts, workbook, written
from incentive_rules import Code, InputError, load_scheme, read_claims, read_ledger, read_roster
from incentive_rules.amounts import Amount
from incentive_rules.ledger.from_rows import LEDGER, table_from_rows
from ledger_facts import CLAIM, FACTS, SCHEME, check_account, codes, found

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from incentive_rules.ledger.model import Ledger, Table

SUMS = ["소계", "6월 소계", "합계", "총계", "누계", "(합계)", "합 계", "계", "Total", "Grand Total", "sum"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "2024.xlsx"


def of(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def ledger(source: Any, *, make_ids: bool = False) -> Ledger:
    read = read_ledger(source, SCHEME, make_ids=make_ids)
    check_account(read)
    return read


PLAIN = table_from_rows(LEDGER, [dict(zip(HEADER, each, strict=True)) for each in ROWS], FACTS).rows


def ids(table: Table[Any]) -> list[str]:
    return [each.entry_id for each in table.rows]


def aside(table: Table[Any]) -> list[tuple[int, str]]:
    """Line and reason of each row that was set aside."""
    return sorted((each.place.line, str(each.code)) for each in table.set_aside)


def forms(table: Table[Any], name: str) -> dict[str, int]:
    """How often each form was met in a column."""
    return {form.form: form.count for each in table.sources for column in each.columns if column.name == name
            for form in column.forms}  # fmt: skip


# Around the header.


def test_a_plain_sheet_reads_as_its_rows_do(file: Path) -> None:
    read = ledger(written(file, [HEADER, *ROWS]))
    assert read.rows == PLAIN
    assert not read.findings
    assert [str(each.place) for each in read.rows] == [f"2024.xlsx:6월!{line}" for line in (2, 3, 4)]


def test_titles_above_the_header_are_set_aside(file: Path) -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A1:F1")

    above: list[Sequence[object]] = [["2024년 적극행정 마일리지 대장"], [], [None, "기획예산담당관", None, "단위: 점"]]
    read = ledger(written(file, [*above, HEADER, *ROWS], then=merge))
    assert read.rows == PLAIN
    assert aside(read) == [(1, "title_row"), (2, "blank_row"), (3, "title_row")]
    assert read.set_aside[2].text == "기획예산담당관 단위: 점"


@pytest.mark.parametrize(
    "header",
    [
        ["실적\n번호", "사 번", "활동\r\n일", "활 동", "시민\n칭찬", "과\n제"],
        ["실적번호 *", "* 사번", "활동일(연-월-일)", "활동[필수]", "※ 시민 칭찬", "과제:"],
        ["실적번호(필수)", "사번 (5자리)", "활동일<필수>", "【활동】", "★시민 칭찬", "과제 (선택)"],
    ],
)
def test_line_breaks_marks_and_brackets_do_not_change_what_a_header_names(file: Path, header: list[str]) -> None:
    read = ledger(written(file, [header, *ROWS]))
    assert read.rows == PLAIN
    assert not read.findings


def test_brackets_that_may_tell_of_another_unit_are_not_passed_over(file: Path) -> None:
    """60 under 시간(분) are no 60 hours."""
    read = ledger(written(file, [[*HEADER, "시간(분)"], [*ROWS[0], 60]]))
    assert read.rows[0].facts["hours"] is None
    assert [(str(each.code), each.place.address) for each in read.findings] == [("unknown_column", "시간(분)")]


def over_two(sheet: Worksheet) -> None:
    for area in ("A1:A2", "B1:C1", "D1:E1", "F1:F2"):
        sheet.merge_cells(area)


def over_three(sheet: Worksheet) -> None:
    for area in ("A1:A3", "B1:F1", "C2:D2", "F2:F3"):
        sheet.merge_cells(area)


TWO = [["실적번호", "누가 언제", None, "무엇을", None, "과제"], [None, "사번", "활동일", "활동", "시민 칭찬"]]
THREE = [
    ["실적번호", "내역", None, None, None, None],
    [None, "사번", "실적", None, "시민 칭찬", "과제"],
    [None, None, "활동일", "활동", None, None],
]
STACKED = [["실적", "사번", "활동", "활동", "시민", "과제"], ["번호", None, "일자", "항목", "칭찬", None]]
TWO_DAYS = [
    ["실적번호", "사번", "활동", None, "승인", "시민 칭찬", "과제"],
    [None, None, "일자", "항목", "일자", None, None],
]


@pytest.mark.parametrize(
    ("header", "merge"), [(TWO, over_two), (TWO, None), (THREE, over_three), (THREE, None), (STACKED, None)]
)
def test_a_header_over_several_lines_names_what_its_columns_say_together(
    file: Path, header: list[list[object]], merge: Callable[[Worksheet], None] | None
) -> None:
    read = ledger(written(file, [["대장"], [], *header, *ROWS], then=None))
    merged = ledger(written(file, [*header, *ROWS], then=merge))
    assert read.rows == merged.rows == PLAIN
    assert not merged.findings
    assert not merged.set_aside


def test_a_word_above_tells_apart_two_columns_of_the_same_name(file: Path) -> None:
    """활동 over 일자 is the day of the activity, 승인 over 일자 that of the approval."""
    cells = [*ROWS[0][:4], "2024-06-20", *ROWS[0][4:]]
    cells[2:4] = [ROWS[0][2], ROWS[0][3]]
    read = ledger(written(file, [*TWO_DAYS, cells]))
    assert [(each.date, each.approved_on) for each in read.rows] == [(date(2024, 6, 1), date(2024, 6, 20))]
    assert not read.findings


@pytest.mark.parametrize("word", ["점수", "상태", "지급액", "부서", "승인일"])
def test_a_row_that_holds_the_name_of_a_column_is_no_part_of_the_header(file: Path, word: str) -> None:
    header = [*HEADER, "비고"]
    read = ledger(written(file, [header, [*ROWS[0], word], *ROWS[1:]]))
    assert read.rows == PLAIN


def test_rows_above_a_header_that_comes_again_with_more_columns_are_still_rows(file: Path) -> None:
    read = ledger(written(file, [HEADER, *ROWS[:2], [*HEADER, "점수"], *ROWS[2:]]))
    assert read.rows == PLAIN


def test_a_column_that_nobody_named_is_listed_and_costs_no_row(file: Path) -> None:
    read = ledger(written(file, [HEADER, ROWS[0], [*ROWS[1], None, "옆에 적은 메모"], ROWS[2]]))
    assert read.rows == PLAIN
    assert [(str(each.code), str(each.place)) for each in read.findings] == [("unknown_column", "2024.xlsx:6월!H3")]


def test_a_merged_header_of_an_unknown_column_is_listed_by_its_words(file: Path) -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("G1:G2")

    read = ledger(written(file, [[*TWO[0], "비고"], TWO[1], *ROWS], then=merge))
    assert [each.facts["name"] for each in read.findings] == ["비고"]


# Among and below the rows.


@pytest.mark.parametrize("word", SUMS)
@pytest.mark.parametrize("column", [0, 1, 3, 5])
def test_sub_totals_and_totals_are_set_aside_with_their_figures(file: Path, word: str, column: int) -> None:
    total: list[object] = [None] * 6 + [12.5, 30000]
    total[column] = word
    rows = [[*each, 1, 0] for each in ROWS]
    read = ledger(written(file, [[*HEADER, "점수", "지급액"], *rows[:2], total, rows[2], total]))
    assert read.rows == PLAIN
    assert not read.rejected
    assert aside(read) == [(4, "total_row"), (6, "total_row")]
    assert {(each.said.points, each.said.paid) for each in read.set_aside} == {(Amount("12.5"), Amount(30000))}


def test_notes_below_the_rows_are_set_aside(file: Path) -> None:
    notes = ["※ 시민 칭찬은 증빙을 붙입니다", "* 6월 기준", "비고: 없음", "작성자 홍길동", "주) 잠정"]
    read = ledger(written(file, [HEADER, *ROWS, *([each] for each in notes)]))
    assert read.rows == PLAIN
    assert [code for _, code in aside(read)] == ["note_row"] * len(notes)


def test_notes_below_a_staff_list_are_no_members(file: Path) -> None:
    rows: list[list[object]] = [["사번", "직급"], ["00102", "6급"], ["※ 6월 말 기준"], ["합계", 1]]
    roster = read_roster(written(file, rows), SCHEME)
    assert [each.member_id for each in roster.rows] == ["00102"]
    assert aside(roster) == [(3, "note_row"), (4, "total_row")]


def test_a_header_that_comes_again_is_set_aside_with_all_its_lines_and_titles(file: Path) -> None:
    page: list[Sequence[object]] = [["2024년 대장"], *TWO]
    read = ledger(written(file, [*page, *ROWS[:2], *page, ROWS[2]]))
    assert read.rows == PLAIN
    assert [code for _, code in aside(read)] == ["title_row", "header_row", "header_row", "header_row"]


def test_blank_rows_are_told_of_between_rows_and_not_below_them(file: Path) -> None:
    def formats(sheet: Worksheet) -> None:
        for line in (3, 500, 9000):
            sheet.cell(line, 2).number_format = "00000"
            sheet.cell(line, 3).value = "  "

    read = ledger(written(file, [HEADER, ROWS[0], [], [], *ROWS[1:]], then=formats))
    assert read.rows == PLAIN
    assert aside(read) == [(3, "blank_row"), (4, "blank_row")]
    assert read.sources[0].rows == 5


def test_a_note_at_the_end_of_the_sheet_does_not_make_a_million_rows(file: Path) -> None:
    def note(sheet: Worksheet) -> None:
        sheet.cell(1_048_576, 1).value = "※ 끝"

    read = ledger(written(file, [HEADER, *ROWS], then=note))
    assert read.rows == PLAIN
    assert Counter(code for _, code in aside(read))["note_row"] == 1
    assert read.sources[0].rows <= 1004


def test_rows_numbered_in_advance_are_blank(file: Path) -> None:
    """A running number and a sum of nothing stand there before the row does."""
    header = ["연번", *HEADER[1:], "점수"]
    rows = [[number, *each[1:], 1] for number, each in enumerate(ROWS, 1)]
    read = ledger(written(file, [header, *rows, [4, *[None] * 5, 0], [5]]))
    assert (len(read.rows), aside(read)) == (3, [(5, "blank_row"), (6, "blank_row")])
    made = ledger(file, make_ids=True)
    assert (len(made.rows), len(made.rejected), len(made.set_aside)) == (3, 0, 2)


def test_a_numbered_row_that_says_points_is_not_passed_over(file: Path) -> None:
    read = ledger(written(file, [["연번", *HEADER[1:], "점수"], [4, *[None] * 5, 3]]))
    assert (len(read.rejected), len(read.set_aside)) == (1, 0)


@pytest.mark.parametrize("id_header", ["실적번호", "연번"])
@pytest.mark.parametrize("make_ids", [False, True])
def test_the_example_row_of_a_template_is_no_row(file: Path, id_header: str, make_ids: bool) -> None:  # noqa: FBT001  # a parameter
    header = [id_header, *HEADER[1:]]
    read = ledger(written(file, [header, row(9, entry_id="예시"), *ROWS]), make_ids=make_ids)
    assert len(read.rows) == 3
    assert aside(read) == [(2, "example_row")]


# Sheets.


def test_one_sheet_a_month_reads_as_one_table(file: Path) -> None:
    read = ledger(written(file, [HEADER, ROWS[0]], [["7월 대장"], HEADER, *ROWS[1:]]))
    assert read.rows == PLAIN
    assert [(each.sheet, each.read) for each in read.sources] == [("6월", 1), ("7월", 2)]
    assert [each.place.sheet for each in read.rows] == ["6월", "7월", "7월"]


@pytest.mark.parametrize("header", ["연번", "번호", "순번", "연 번"])
def test_running_numbers_that_begin_anew_get_the_name_of_their_sheet(file: Path, header: str) -> None:
    rows: list[Sequence[object]] = [[header, *HEADER[1:]], row(1, entry_id=1), row(2, entry_id=2)]
    read = ledger(written(file, rows, rows))
    assert ids(read) == ["6월-1", "6월-2", "7월-1", "7월-2"]
    assert forms(read, "entry_id")["numbered"] == 2
    assert "number_for_id" not in codes(read.findings)


def test_an_id_that_is_no_running_number_is_the_same_on_every_sheet(file: Path) -> None:
    assert ids(ledger(written(file, [HEADER, ROWS[0]], [HEADER, ROWS[0]]))) == ["E-1", "E-1"]


STAFF: list[list[object]] = [["사번", "성명", "직급", "부서"], ["00001", "김하나", "6급", "기획과"]]
WISHES: list[list[object]] = [list(CLAIM), list(CLAIM.values())]
SUMMARY: list[list[object]] = [["부서", "점수"], ["기획과", 3]]
WORDS: list[list[object]] = [["작성 요령"], ["이 파일은 매월 5일까지 제출합니다"]]


def test_sheets_of_several_kinds_are_each_read_as_what_they_are(file: Path) -> None:
    sheets: dict[str, Sequence[Sequence[object]]] = {
        "요령": WORDS,
        "명단": STAFF,
        "6월": [HEADER, *ROWS],
        "집계": SUMMARY,
        "신청": WISHES,
    }
    of(file, workbook(sheets))
    read = ledger(file)
    assert read.rows == PLAIN
    assert [each.member_id for each in read_roster(file, SCHEME).rows] == ["00001"]
    assert [each.claim_id for each in read_claims(file, SCHEME).rows] == ["C-1"]
    for table in (read, read_roster(file, SCHEME), read_claims(file, SCHEME)):
        told = {each.place.sheet for each in table.findings if each.code is Code.SHEET_NOT_READ}
        used = {source.sheet for source in table.sources}
        assert told == set(sheets) - used
        assert not table.rejected


@pytest.mark.parametrize("column", range(4))
@pytest.mark.parametrize("make_ids", [False, True])
def test_a_month_with_one_misnamed_column_is_not_lost(file: Path, column: int, make_ids: bool) -> None:  # noqa: FBT001  # a parameter
    """Its rows are rejected and tell which column is not there; unless ids are made, which need no column."""
    misnamed = [name if at != column else "무엇" for at, name in enumerate(HEADER)]
    of(file, workbook({"6월": [HEADER, *ROWS], "7월": [misnamed, row(9)], "명단": STAFF}))
    read = ledger(file, make_ids=make_ids)
    if make_ids and column == 0:
        assert len(read.rows) == 4
        return
    assert [(each.place.sheet, codes(each.findings)) for each in read.rejected] == [("7월", ["missing_column"])]
    assert [each.member_id for each in read_roster(file, SCHEME).rows] == ["00001"]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets_are_named_and_not_read(file: Path, state: Literal["hidden", "veryHidden"]) -> None:
    def hide(book: Workbook) -> None:
        book["백업"].sheet_state = state

    read = ledger(of(file, workbook({"6월": [HEADER, *ROWS], "백업": [HEADER, row(7)]}, with_book=hide)))
    assert read.rows == PLAIN
    assert [(str(each.code), each.place.sheet) for each in read.findings] == [("sheet_not_read", "백업")]
    assert "숨" in read.findings[0].message("ko")


def test_a_workbook_without_such_a_sheet_tells_what_its_first_sheet_lacks(file: Path) -> None:
    read = ledger(of(file, workbook({"집계": SUMMARY})))
    assert {"missing_column"} <= set(codes(read.findings))
    assert not read.rows


@pytest.mark.parametrize("sheets", [{"6월": []}, {"6월": [], "7월": [[None]]}])
def test_an_empty_workbook_is_refused(file: Path, sheets: dict[str, list[list[object]]]) -> None:
    with pytest.raises(InputError) as caught:
        ledger(of(file, workbook(sheets)))
    assert codes(caught.value.findings) == ["file_empty"]


# Days.


@pytest.mark.parametrize(
    ("cell", "number_format"),
    [
        (45453, "General"),
        (45453, "0"),
        (45453, "yyyy-mm-dd"),
        (45453, "m/d/yy"),
        (45453, 'yyyy"년" m"월" d"일"'),
        (45453.75, "yyyy-mm-dd"),
        (date(2024, 6, 10), None),
        (datetime(2024, 6, 10), None),  # noqa: DTZ001  # a spreadsheet knows no zones
        (datetime(2024, 6, 10, 14, 30), None),  # noqa: DTZ001  # as above
        (20240610, "General"),
        (20240610, r"0000\-00\-00"),
        (20240610, '0000"."00"."00'),
        ("2024. 6. 10.", "@"),
    ],
)
@pytest.mark.parametrize("from_1904", [False, True])
def test_a_day_is_the_same_however_its_cell_holds_it(
    file: Path, cell: Any, number_format: str | None, *, from_1904: bool
) -> None:
    def as_kept(sheet: Worksheet) -> None:
        if from_1904:
            assert sheet.parent is not None
            sheet.parent.epoch = CALENDAR_MAC_1904
        sheet["C2"].value = cell - 1462 if from_1904 and type(cell) in {int, float} and cell < 100_000 else cell
        if number_format:
            sheet["C2"].number_format = number_format

    read = ledger(written(file, [HEADER, row(1)], then=as_kept))
    assert [each.date for each in read.rows] == [date(2024, 6, 10)]


@pytest.mark.parametrize("cell", [0, -5, 2_958_466, 1e300, time(9, 30)])
def test_a_number_shown_as_a_day_that_no_calendar_has_costs_its_row_alone(file: Path, cell: Any) -> None:
    def as_day(sheet: Worksheet) -> None:
        sheet["C3"].value = cell
        sheet["C3"].number_format = "yyyy-mm-dd"

    read = ledger(written(file, [HEADER, *ROWS], then=as_day))
    assert ids(read) == ["E-1", "E-3"]
    assert [each.findings[0].place.address for each in read.rejected] == ["활동일"]


# Formulas and errors.


def with_formula(cell: str, result: str, kind: str = "") -> bytes:
    """A workbook whose cell is a formula with this result, as XML."""
    line, column = int(cell[1:]) - 2, ord(cell[0]) - ord("A")
    rows = [list(each) for each in ROWS]
    rows[line][column] = "=X1"
    data = workbook({"6월": [HEADER, *rows]})
    before = f'<c r="{cell}"><f>X1</f><v /></c>'
    return patched(data, SHEET, (before, f'<c r="{cell}"{kind}><f>X1</f>{result}</c>'))


@pytest.mark.parametrize(
    ("cell", "result", "kind"),
    [
        ("C3", "<v>45445</v>", ""),
        ("B3", "<v>00002</v>", ' t="str"'),
        ("D3", "<v>시책 제안</v>", ' t="str"'),
        ("E3", "<v>1</v>", ' t="b"'),
    ],
)
def test_a_formula_is_read_by_its_result(file: Path, cell: str, result: str, kind: str) -> None:
    assert ledger(of(file, with_formula(cell, result, kind))).rows == PLAIN


def test_a_formula_with_an_empty_result_is_a_blank_cell(file: Path) -> None:
    read = ledger(of(file, with_formula("F3", "<v></v>", ' t="str"')))
    assert [each.facts["task"] for each in read.rows] == ["과제 1", None, "과제 3"]


def test_rows_of_formulas_with_empty_results_are_blank(file: Path) -> None:
    """Formulas are drawn down far below the rows, as =IF(A9="","",...)."""
    data = workbook({"6월": [HEADER, *ROWS, *(["=X1", "=X1"] for _ in range(50))]})
    empty = patched(data, SHEET, ("><f>X1</f><v /></c>", ' t="str"><f>X1</f><v></v></c>'))
    read = ledger(of(file, empty))
    assert read.rows == PLAIN
    assert not read.rejected
    assert not read.set_aside


@pytest.mark.parametrize("result", ["", "<v></v>", "<v/>"])
def test_a_formula_without_a_result_is_a_finding_and_no_blank(file: Path, result: str) -> None:
    read = ledger(of(file, with_formula("C3", result)))
    assert [found(each) for each in read.rejected] == [[("formula_without_value", "활동일")]]
    assert "Excel" in read.rejected[0].findings[0].help("en")
    assert read.rejected[0].findings[0].place.position == "2024.xlsx:6월!C3"


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?"])
def test_an_error_of_excel_is_told_by_its_name(file: Path, error: str) -> None:
    read = ledger(of(file, with_formula("B3", f"<v>{error}</v>", ' t="e"')))
    assert ids(read) == ["E-1", "E-3"]
    assert [found(each) for each in read.rejected] == [[("excel_error", "사번")]]
    assert error in read.rejected[0].findings[0].message("ko")


# Numbers and ids.


@pytest.mark.parametrize(
    ("number_format", "shown"),
    [
        ("00000", "00102"),
        ('"K-"000', "K-102"),
        ('"K-"0', "K-102"),
        (r"\K\-0000", "K-0102"),
        ('000"호"', "102호"),
        ("000-0000", "000-0102"),
        ("00", "102"),
        ("00000;[Red]-00000", "00102"),
    ],
)
def test_an_id_is_what_its_cell_shows(file: Path, number_format: str, shown: str) -> None:
    def as_shown(sheet: Worksheet) -> None:
        sheet["B2"].value = 102
        sheet["B2"].number_format = number_format

    read = ledger(written(file, [HEADER, row(1)], then=as_shown))
    assert [each.member_id for each in read.rows] == [shown]
    assert "number_for_id" not in codes(read.findings)


@pytest.mark.parametrize("number_format", ["General", "0", "#,##0", "@"])
def test_a_number_for_an_id_is_read_with_a_warning(file: Path, number_format: str) -> None:
    def as_number(sheet: Worksheet) -> None:
        sheet["B2"].value = 102
        sheet["B2"].number_format = number_format

    read = ledger(written(file, [HEADER, *ROWS], then=as_number))
    assert read.rows[0].member_id == "102"
    warnings = [each for each in read.findings if each.code is Code.NUMBER_FOR_ID]
    assert [(each.severity, each.facts["name"], each.facts["count"]) for each in warnings] == [("warning", "사번", 1)]


@pytest.mark.parametrize(("cell", "is_read"), [(0.1 + 0.2, "0.3"), (2.5, "2.5"), (3.0, "3"), (1 / 8, "0.125"),
                                               (7.35 * 3, "22.05"), (1e-7, "0.0000001")])  # fmt: skip
def test_a_number_has_the_digits_that_a_spreadsheet_keeps(file: Path, cell: float, is_read: str) -> None:
    read = ledger(written(file, [[*HEADER, "시간"], [*ROWS[0], cell]]))
    assert read.rows[0].facts["hours"] == Amount(Decimal(is_read))


@pytest.mark.parametrize("cell", [1.5, 1e20])
def test_an_id_that_has_lost_its_digits_is_refused(file: Path, cell: float) -> None:
    read = ledger(written(file, [HEADER, row(1, member_id=cell)]))
    assert [found(each) for each in read.rejected] == [[("wrong_type", "사번")]]


# Merged cells in the body.


def test_a_merged_member_day_or_activity_holds_for_every_row_beside_it(file: Path) -> None:
    def merge(sheet: Worksheet) -> None:
        for column in "BCD":
            sheet.merge_cells(f"{column}2:{column}4")

    rows = [ROWS[0], row(2, member_id=None, date=None, activity=None), row(3, member_id=None, date=None, activity=None)]
    read = ledger(written(file, [HEADER, *rows, row(4)], then=merge))
    told = [(each.entry_id, each.member_id, each.date.day, each.activity) for each in read.rows]
    assert told == [(f"E-{number}", "00001", 1, "proposal") for number in (1, 2, 3)] + [("E-4", "00004", 4, "proposal")]
    assert forms(read, "member_id") == {"merged": 2}


def test_a_merged_number_or_id_is_not_one_for_each_row(file: Path) -> None:
    def merge(sheet: Worksheet) -> None:
        for column in "AGH":
            sheet.merge_cells(f"{column}2:{column}3")

    rows = [[*ROWS[0], 4, 2], [*row(2, entry_id=None), None, None], [*ROWS[2], 1, 1]]
    read = ledger(written(file, [[*HEADER, "시간", "점수"], *rows], then=merge))
    assert [found(each) for each in read.rejected] == [[("empty_cell", "실적번호")]]
    made = ledger(file, make_ids=True)
    assert [each.facts["hours"] for each in made.rows] == [Amount(4), None, Amount(1)]
    assert [each.said.points for each in made.rows] == [Amount(2), None, Amount(1)]


@pytest.mark.parametrize("with_borders", [False, True])
def test_a_row_that_is_merged_over_two_lines_counts_once(file: Path, with_borders: bool) -> None:  # noqa: FBT001  # a parameter
    def merge(sheet: Worksheet) -> None:
        for column in "ABCDEF":
            sheet.merge_cells(f"{column}2:{column}3")
            if with_borders:
                sheet[f"{column}3"].number_format = "00000"

    read = ledger(written(file, [HEADER, ROWS[0], [], *ROWS[1:]], then=merge), make_ids=True)
    assert read.rows == PLAIN
    assert aside(read) == [(3, "blank_row")]


def test_a_cell_merged_to_the_right_says_nothing_of_the_columns_under_it(file: Path) -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("D2:F3")

    blank = {"praised": None, "task": None}
    read = ledger(written(file, [HEADER, row(1, **blank), row(2, activity=None, **blank)], then=merge))
    assert [each.activity for each in read.rows] == ["proposal", "proposal"]
    assert [each.facts["task"] for each in read.rows] == [None, None]


# What programs write.


@pytest.mark.parametrize("ref", ["A1", "A1:A1", "A1:B2", "A1:XFD1048576"])
def test_a_wrong_dimension_loses_no_row(file: Path, ref: str) -> None:
    data = workbook({"6월": [HEADER, *ROWS]})
    read = ledger(of(file, patched(data, SHEET, ('<dimension ref="A1:F4" />', f'<dimension ref="{ref}" />'))))
    assert read.rows == PLAIN
    without = ledger(of(file, patched(data, SHEET, ('<dimension ref="A1:F4" />', ""))))
    assert without.rows == PLAIN


def test_rows_and_cells_without_references_stand_one_after_the_other(file: Path) -> None:
    data = workbook({"6월": [HEADER, *ROWS]})
    refs = [(f' r="{column}{line}"', "") for column in "ABCDEF" for line in range(1, 5)]
    rows = [(f'<row r="{line}">', "<row>") for line in range(1, 5)]
    assert ledger(of(file, patched(data, SHEET, *refs, *rows))).rows == PLAIN


@pytest.mark.parametrize(
    "text",
    ["<t>E-1</t>", "<r><t>E</t></r><r><rPr><b /></rPr><t>-1</t></r>", '<t>E-1</t><rPh sb="0" eb="1"><t>이일</t></rPh>'],
)
def test_a_text_is_the_same_in_its_cell_and_shared(file: Path, text: str) -> None:
    cell = '<c r="A2" t="inlineStr"><is><t>E-1</t></is></c>'
    data = workbook({"6월": [HEADER, ROWS[0]]})
    inline = patched(data, SHEET, (cell, f'<c r="A2" t="inlineStr"><is>{text}</is></c>'))
    assert ledger(of(file, inline)).rows == PLAIN[:1]
    shared = patched(data, SHEET, (cell, '<c r="A2" t="s"><v>1</v></c>'))
    texts = f"<si><t>no</t></si><si>{text}</si>"
    assert ledger(of(file, with_shared_texts(shared, texts))).rows == PLAIN[:1]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<row r="3"', '<row r="99999999999"'),
        ('<row r="3"', '<row r="-1"'),
        ('r="B3"', 'r="ZZZZ3"'),
        ('r="B3"', 'r="XFE3"'),
        ('<c r="B3" t="inlineStr">', '<c r="B3" t="s"><v>-1</v>'),
        ('<c r="B3" t="inlineStr">', '<c r="B3" t="s"><v>9</v>'),
        ('<c r="B3" t="inlineStr">', '<c r="B3" s="4711"><v>9</v>'),
        ("</sheetData>", ""),
    ],
)
def test_a_sheet_that_no_program_writes_is_refused_and_takes_no_time(file: Path, before: str, after: str) -> None:
    broken = patched(workbook({"6월": [HEADER, *ROWS]}), SHEET, (before, after))
    with pytest.raises(InputError) as caught:
        ledger(of(file, broken))
    assert codes(caught.value.findings) == ["unreadable_table"]
    assert "깨진" in caught.value.render("ko")


def test_a_workbook_whose_pictures_or_lists_openpyxl_does_not_know_is_read(file: Path) -> None:
    lists = '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"></ext></extLst></worksheet>'
    data = patched(workbook({"6월": [HEADER, *ROWS]}), SHEET, ("</worksheet>", lists))
    assert ledger(of(file, data)).rows == PLAIN


def test_a_strict_workbook_is_told_what_it_is(file: Path) -> None:
    usual, strict = (
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    with pytest.raises(InputError, match="Strict Open XML"):
        ledger(of(file, patched(workbook({"6월": [HEADER, *ROWS]}), "xl/workbook.xml", (usual, strict))))


def test_without_the_extra_a_workbook_is_refused_with_what_to_install(file: Path) -> None:
    written(file, [HEADER, *ROWS])
    with patch.dict(sys.modules, {"openpyxl": None}), pytest.raises(InputError) as caught:
        ledger(file)
    assert codes(caught.value.findings) == ["missing_extra"]
    assert dict(caught.value.findings[0].facts) == {"name": "openpyxl", "extra": "excel"}
    assert "[excel]" in caught.value.render("ko")


def test_a_second_table_below_with_its_columns_in_another_order_is_read_by_its_own_header(file: Path) -> None:
    heads = ["실적번호", "사번", "활동일", "승인일", "활동"]
    other = ["실적번호", "사번", "승인일", "활동일", "활동"]
    rows = [heads, ["E-1", "K-1", "2024-06-03", "2024-07-03", "시책 제안"]]
    rows += [other, ["E-2", "K-2", "2024-08-03", "2024-07-03", "시책 제안"]]
    read = ledger(of(file, workbook({"6월": rows})))
    assert [(each.entry_id, str(each.date)) for each in read.entries] == [("E-1", "2024-06-03"), ("E-2", "2024-07-03")]
    check_account(read)


def test_rows_above_a_better_header_are_rejected_and_no_titles(file: Path) -> None:
    rows = [["실적번호", "사번", "활동일", "활동명칭"], ["E-1", "K-1", "2024-06-03", "시책 제안"]]
    rows += [["실적번호", "사번", "활동일", "활동"], ["E-2", "K-1", "2024-06-04", "시책 제안"]]
    read = ledger(of(file, workbook({"6월": rows})))
    assert [each.entry_id for each in read.entries] == ["E-2"]
    assert [each.place.line for each in read.rejected] == [2]


def test_a_sheet_that_looks_like_another_table_is_named_and_not_passed_over_in_silence(file: Path) -> None:
    rows = [["번호", "사번", "일시", "활동내용"], ["1", "K-2", "2024-07-03", "시책 제안"]]
    good = [["번호", "사번", "활동일", "활동"], ["1", "K-1", "2024-06-03", "시책 제안"]]
    read = ledger(of(file, workbook({"6월": good, "7월": rows})))
    assert [(each.code, each.place.sheet) for each in read.findings] == [(Code.SHEET_NOT_READ, "7월")]


@pytest.mark.parametrize("status", ["-", "없음", "N/A"])
def test_a_status_that_says_nothing_is_no_approval(status: str) -> None:
    read = ledger([{**dict(zip(HEADER, row(1), strict=True)), "승인상태": status}])
    assert (len(read.entries), [each.findings[0].code for each in read.rejected]) == (0, [Code.BAD_CHOICE])


def test_two_ids_in_one_cell_are_refused() -> None:
    read = ledger([{**dict(zip(HEADER, row(1), strict=True)), "사번": "K-1\nK-2"}])
    assert [each.findings[0].code for each in read.rejected] == [Code.CONTROL_CHARACTER]


def test_one_mark_merged_over_several_rows_is_not_guessed_to_be_for_each(file: Path) -> None:
    rows = [HEADER, row(1, praised="○"), row(2, praised=None)]

    def merge(sheet: Worksheet) -> None:
        column = HEADER.index("시민 칭찬") + 1
        sheet.merge_cells(start_row=2, start_column=column, end_row=3, end_column=column)

    read = ledger(of(file, workbook({"6월": rows}, merge)))
    assert [each.entry_id for each in read.entries] == ["E-1"]
    assert [each.id for each in read.rejected] == ["E-2"]


def test_a_title_above_a_staff_list_is_no_member_whatever_column_it_stands_in(file: Path) -> None:
    of(file, workbook({"명부": [["직원 명부"], ["2025. 5. 31. 기준", "행정과"], ["사번", "직급"], ["00001", "6급"]]}))
    read = read_roster(file, SCHEME)
    assert ([each.member_id for each in read.rows], read.rejected) == (["00001"], ())
    assert aside(read) == [(1, "title_row"), (2, "title_row")]


# Percentages, and units in the header.


NUMBERS: dict[str, Any] = {
    "rate": {"number": None, "label": "달성률"},
    "pay": {"number": None, "label": "연봉액"},
    "works": {"number": None, "label": "처리 실적"},
}


def numbers_under(file: Path, header: str, value: object, shown_as: str = "General") -> Any:
    """What a number fact is read as under a header: its value, or the help of the refusal, or ``None`` if not read."""
    told = {**SCHEME_DATA, "facts": {"entry": NUMBERS}}
    rows: list[Sequence[Any]] = [
        ["실적번호", "사번", "활동일", "활동", header],
        ["E-1", "K-1", "2024-06-10", "work", value],
    ]

    def show(sheet: Worksheet) -> None:
        sheet.cell(2, 5).number_format = shown_as

    read = read_ledger(of(file, workbook({"6월": rows}, show)), load_scheme(told))
    if read.rejected:
        return read.rejected[0].findings[0].help("ko")
    return next((value for value in read.rows[0].facts.values() if value is not None), None)


SCHEME_DATA: dict[str, Any] = {
    "language": 1,
    "id": "numbers",
    "label": "숫자",
    "from": "2024-01-01",
    "assumed": "예시",
    "activities": {"work": {"label": "work", "points": 1}},
    "answers": {"points_count_on": "activity_date"},
}


@pytest.mark.parametrize(
    ("value", "shown_as"), [(0.95, "0%"), (0.95, "0.0%"), (0.95, '0.00"비율"%'), ("95%", "General"), ("95 %", "@")]
)
def test_a_percentage_is_no_number_unless_its_column_is_one_of_percent(
    file: Path, value: object, shown_as: str
) -> None:
    hint = "'%' 없이 95로 적으십시오 (0.95로 쓰려면 셀 서식을 숫자로 바꾸십시오)"
    assert numbers_under(file, "달성률", value, shown_as) == hint
    assert numbers_under(file, "달성률(%)", value, shown_as) == Amount(95)


def test_a_percent_sign_that_the_format_only_quotes_changes_no_number(file: Path) -> None:
    assert numbers_under(file, "달성률", 95, '0"%"') == Amount(95)


@pytest.mark.parametrize(("stored", "share"), [(0.4, "0.4"), (0.333, "0.333"), (0.05, "0.05")])
def test_a_share_keeps_taking_percentages(file: Path, stored: float, share: str) -> None:
    rows: list[Sequence[Any]] = [[*HEADER, "기여율"], [*ROWS[0], stored]]

    def show(sheet: Worksheet) -> None:
        sheet.cell(2, len(HEADER) + 1).number_format = "0.0%"

    assert ledger(of(file, workbook({"6월": rows}, show))).rows[0].share == Amount(share)


@pytest.mark.parametrize(
    ("header", "value", "read"),
    [
        ("연봉액(원)", "80,000,000원", 80_000_000),
        ("연봉액 (단위: 원)", 80_000_000, 80_000_000),
        ("연봉액[단위 : 원]", "80,000,000", 80_000_000),
        ("달성률(%)", 95, 95),
        ("처리 실적(건)", "3건", 3),
        ("처리 실적(일)", 3, 3),
        ("처리 실적(점)", "3점", 3),
    ],
)
def test_a_unit_in_the_brackets_of_a_header_may_stand_behind_its_numbers(
    file: Path, header: str, value: object, read: int
) -> None:
    assert numbers_under(file, header, value) == Amount(read)


@pytest.mark.parametrize("header", ["연봉액(천원)", "연봉액(단위: 천원)", "처리 실적(시간)"])
def test_a_multiple_in_the_brackets_of_a_header_is_not_passed_over(file: Path, header: str) -> None:
    assert numbers_under(file, header, 3) is None


def test_of_rows_far_apart_so_many_blank_lines_are_told_of_and_every_row(tmp_path: Path) -> None:
    def far_apart(sheet: Worksheet) -> None:
        for line in range(5_000, 300_000, 5_000):
            for column, value in enumerate(row(7, entry_id=f"E-{line}"), 1):
                sheet.cell(line, column).value = str(value)

    table = read_ledger(written(tmp_path / "a.xlsx", [HEADER, *ROWS], then=far_apart), SCHEME)
    assert len(table.rows) == 3 + 59
    assert len(table.set_aside) == 10_000 + 10 * 62  # the header gives ten too, and the last row's ten are not used


def test_cells_with_a_format_alone_and_a_far_cell_leave_rows_as_they_are(tmp_path: Path) -> None:
    def formatted(sheet: Worksheet) -> None:
        for line in range(1, 5):
            sheet.cell(line, 300).number_format = "0.00"

    def far(sheet: Worksheet) -> None:
        sheet.cell(3, 16_384).value = "?"

    plain = read_ledger(written(tmp_path / "a.xlsx", [HEADER, *ROWS]), SCHEME)
    for then in (formatted, far):
        assert read_ledger(written(tmp_path / "b.xlsx", [HEADER, *ROWS], then=then), SCHEME).rows == plain.rows
