"""What the officer sends out as a workbook: what each sheet holds, how it prints, and that no cell is a formula."""

from __future__ import annotations

import io
import re
import unicodedata
from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from incentive_rules import (
    Amount,
    Code,
    Evaluation,
    State,
    assume_claims,
    evaluate,
    load_scheme,
    with_reading,
)
from incentive_rules.messages import LANGUAGES
from incentive_rules.report import workbook
from incentive_rules.report.approval import SIGNERS
from incentive_rules.report.payments import columns_of
from incentive_rules.report.workbook import MOST_LETTERS, evaluation_workbook, written_text
from incentive_rules.statement.deferred import Deferred
from incentive_rules.statement.model import Reason
from worlds import DONGHAE, SEOCHEON, World, worlds

if TYPE_CHECKING:
    from openpyxl import Workbook

    from incentive_rules.messages import Language

languages = st.sampled_from(LANGUAGES)
every_language = pytest.mark.parametrize("lang", LANGUAGES)
LOOKED_AT = (State.REJECTED, State.HELD, State.REFUSED, State.CORRECTED, State.CORRECTION, State.DUPLICATE)
SIGNS = "=+-@＝＋－＠﹦﹢﹣﹫−"
APPROVAL, PAYMENTS, STATEMENTS, RANKINGS, LEFT = range(5)
Row = dict[str, Any]


def opened(evaluation: Evaluation, lang: Language = "ko", **how: Any) -> Workbook:
    return load_workbook(io.BytesIO(evaluation_workbook(evaluation, lang, **how)))


def lines(book: Workbook, number: int) -> list[list[Any]]:
    """The rows of a sheet, its heads first."""
    return [[cell.value for cell in row] for row in book.worksheets[number].iter_rows()]


def texts(book: Workbook, number: int) -> str:
    return "\n".join(str(value) for line in lines(book, number) for value in line if value is not None)


@cache
def year() -> Evaluation:
    """A small year of Donghae: payments of money and leave, prizes that are provisional, and rows that are left out."""
    days = ["2024-06-10", "2024-07-10", "2024-08-12", "2024-09-10", "2024-10-10", "2024-11-11", "2024-12-10"]
    rows: list[Row] = [
        {"entry_id": f"E-{member}{number}", "member_id": f"K-{member}", "date": day, "activity": "achievement"}
        for member, most in (("1", 7), ("2", 3), ("3", 1))
        for number, day in enumerate(days[:most])
    ]
    rows[0]["praised"] = "yes"
    rows += [
        {"entry_id": "E-9", "member_id": "K-9", "date": "2024-06-10", "activity": "achievement"},
        {"entry_id": "E-31", "member_id": "K-3", "date": "2024-06-10", "activity": "nothing"},
        {"entry_id": "E-10", "member_id": "K-1", "date": days[0], "activity": "achievement", "praised": "yes"},
    ]
    staff = [
        {"member_id": f"K-{n}", "grade": "7급", "department": each}
        for n, each in ((1, "총무과"), (2, "기획과"), (3, "기획과"))
    ]
    asked = [
        {"claim_id": "C-1", "member_id": "K-1", "date": "2024-12-30", "award": "monthly", "option": "leave"},
        {"claim_id": "C-2", "member_id": "K-2", "date": "2024-08-30", "award": "monthly"},
        {"claim_id": "C-3", "member_id": "K-3", "date": "2024-08-30", "award": "monthly"},
    ]
    return evaluate(DONGHAE, rows, staff, asked, as_of="2024-12-31")


@every_language
def test_the_sheets_stand_in_the_order_in_which_they_are_signed_paid_and_checked(lang: Language) -> None:
    names = opened(year(), lang).sheetnames
    expected = {
        "ko": ["지급 총괄표", "지급 목록", "개인별 내역", "순위", "확인할 행"],
        "en": ["Payment approval", "Payments", "Statements", "Rankings", "Rows to check"],
    }
    assert names == expected[lang]
    assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in names)


def test_a_scheme_without_rankings_has_no_sheet_for_them() -> None:
    assert len(opened(evaluate(SEOCHEON, [], as_of="2024-12-31")).sheetnames) == 4


def test_a_list_longer_than_a_sheet_goes_on_on_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = lines(opened(year()), STATEMENTS)
    monkeypatch.setattr(workbook, "MOST_ROWS", 5)
    book = opened(year())
    parts = [sheet for sheet in book.worksheets if sheet.title.startswith("개인별 내역 ")]
    assert len(parts) == -(-(len(whole) - 1) // 5) > 1
    rows = [[cell.value for cell in row] for sheet in parts for row in sheet.iter_rows(min_row=2)]
    assert rows == whole[1:]


@given(worlds(), languages, st.booleans())
@settings(max_examples=15)
def test_the_same_evaluation_gives_the_same_bytes(world: World, lang: Language, posted: bool) -> None:  # noqa: FBT001  # drawn
    evaluation = world.evaluated(DONGHAE)
    again = Evaluation.from_json(evaluation.to_json())
    assert evaluation_workbook(evaluation, lang, posted=True) == evaluation_workbook(again, lang, posted=True)
    assert evaluation_workbook(evaluation, lang, posted=posted) == evaluation_workbook(evaluation, lang, posted=posted)


def test_no_clock_is_in_the_file() -> None:
    with ZipFile(io.BytesIO(evaluation_workbook(year(), "ko"))) as parts:
        assert {each.date_time for each in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        written = re.findall(r">(\d{4}-\d\d-\d\dT[^<]*)<", parts.read("docProps/core.xml").decode())
    assert written == ["2024-12-31T00:00:00Z"] * 2


@every_language
def test_the_payment_list_is_the_payments_and_the_sums_are_numbers_that_we_computed(lang: Language) -> None:
    evaluation = year()
    head, *rows = lines(opened(evaluation, lang, departments={"K-1": "총무과"}), PAYMENTS)
    assert len(head) == len(columns_of())
    column = {name: number for number, name in enumerate(columns_of())}
    listed, sums = rows[: len(evaluation.payments)], rows[len(evaluation.payments) :]
    for row, payment in zip(listed, evaluation.payments, strict=True):
        assert (row[column["payee"]], row[column["amount"]]) == (payment.payee, payment.amount)
        assert row[column["day"]] == datetime(payment.day.year, payment.day.month, payment.day.day)  # noqa: DTZ001  # a cell's day
        assert row[column["id"]] == payment.id
    paid = {evaluation.scheme["rewards"][key]["label"][lang]: total for key, total in evaluation.totals.paid.items()}
    assert {row[column["reward"]]: row[column["amount"]] for row in sums} == paid
    assert {row[column["department"]] for row in listed if row[0] in ("K-1", "K-2")} == {"총무과", None}


def test_the_payment_list_stays_readable_on_screen_and_on_paper() -> None:
    sheet = opened(year()).worksheets[PAYMENTS]
    count = len(year().payments)
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == f"A1:Q{count + 1}"
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
        "landscape",
        1,
        0,
    )
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    amounts = [sheet.cell(row, list(columns_of()).index("amount") + 1) for row in range(2, count + 2)]
    assert {cell.number_format for cell in amounts} == {"#,##0"}
    longest = max(len(str(sheet.cell(row, 9).value)) for row in range(2, count + 2))
    assert sheet.column_dimensions["I"].width > longest  # Korean letters are two wide


def test_the_approval_table_is_one_page_with_a_box_to_sign() -> None:
    book = opened(year())
    sheet = book.worksheets[APPROVAL]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("portrait", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 1)
    assert [cell.value for cell in sheet[3]][2:] == ["결재", "담당", "팀장", "과장"]
    assert len(SIGNERS) == 3
    assert "동해시 적극행정 마일리지 지급 총괄표" in texts(book, APPROVAL)


@every_language
def test_the_approval_table_adds_up_to_the_totals_by_award_and_tier_and_by_reward(lang: Language) -> None:
    evaluation = year()
    rows = [line for line in lines(opened(evaluation, lang), APPROVAL) if isinstance(line[4], int)]
    total = {"ko": "합계", "en": "sum"}[lang]
    sums = [row for row in rows if row[0] == total]
    for reward, amount in evaluation.totals.paid.items():
        label = evaluation.scheme["rewards"][reward]["label"][lang]
        own = [row for row in rows if row[2] == label and row[0] != total]
        (summed,) = (row for row in sums if row[2] == label)
        assert (sum(row[3] for row in own), sum(row[4] for row in own)) == (summed[3], summed[4])
        assert summed[4] == amount
    assert sum(row[3] for row in sums) == len(evaluation.payments)


def test_whoever_signs_reads_counts_what_is_open_what_is_assumed_and_the_certificate() -> None:
    evaluation = year()
    told = texts(opened(evaluation), APPROVAL)
    prizes = sum(payment.provisional for payment in evaluation.payments)
    assert prizes
    for part in (
        "2024-06-01부터 2024-12-31까지",
        "2명, 부서 2곳",
        "14 = 인정 11 + 보류 1 + 인정하지 않음 1 + 중복 1",
        f"{prizes}건(부서 순위)",
        "항목별 점수는 공표되지 않았다",
        "동해시, MZ세대 중심 적극행정 문화 확산한다, 뉴스스텝, 2024-06-10",
        evaluation.certificate.result_sha256[:16],
    ):
        assert part in told


def test_a_reading_assumed_claims_and_the_day_that_rows_were_known_are_told() -> None:
    scheme = with_reading(DONGHAE, "status")
    rows = [
        {"entry_id": f"E-{day}", "member_id": "K-1", "date": f"2024-06-{day}", "activity": "achievement"}
        for day in (10, 11, 12)
    ]
    staff = [{"member_id": "K-1", "grade": "7급", "department": "총무과"}]
    claims = assume_claims(scheme, rows, staff, policy="month_end", as_of="2024-06-30")
    evaluation = evaluate(scheme, rows, staff, claims, as_of="2024-06-30", known_at="2024-06-30")
    book = opened(evaluation)
    for part in ("status", "신청은 실제로 낸 것이 아니라", "2024-06-30까지 기록된 행만"):
        assert part in texts(book, APPROVAL)
    assert "(가정)" in texts(book, PAYMENTS)


@every_language
def test_of_newly_due_payments_the_list_the_sums_and_the_approval_table_know_no_others(lang: Language) -> None:
    evaluation, since = year(), date(2024, 11, 30)
    new = [payment for payment in evaluation.payments if payment.day > since]
    assert 0 < len(new) < len(evaluation.payments)
    book = opened(evaluation, lang, payments=new, since=since)
    told = lines(book, PAYMENTS)
    assert [line[-1] for line in told[1 : len(new) + 1]] == [payment.id for payment in new]
    note = {"ko": "2024-11-30까지 지급분 제외", "en": "without payments up to 2024-11-30"}[lang]
    assert note in texts(book, PAYMENTS)
    assert note in texts(book, APPROVAL)
    assert "2024-12-01" in texts(book, APPROVAL)
    rewards = {payment.reward for payment in new}
    assert sum(1 for line in told if line[0] in ("합계", "sum")) == len(rewards)


def test_nothing_to_pay_is_said() -> None:
    book = opened(evaluate(DONGHAE, [], as_of="2024-06-30"))
    for number in (APPROVAL, PAYMENTS):
        assert "지급할 것이 없습니다" in texts(book, number)
    assert "인정하지 않았거나 보류한 행이 없습니다" in texts(book, LEFT)


@given(worlds(), languages)
@settings(max_examples=25)
def test_the_points_of_a_statement_add_up_to_what_is_left_and_no_line_is_below_zero(
    world: World, lang: Language
) -> None:
    evaluation = world.evaluated(DONGHAE)
    by_member: dict[str, list[list[Any]]] = defaultdict(list)
    for line in lines(opened(evaluation, lang), STATEMENTS)[1:]:
        if line[2] is not None:  # a note stands alone
            by_member[line[0]].append(line)
    for member, told in by_member.items():
        points, left = ([Amount(str(line[column])) for line in told] for column in (5, 6))
        balance = evaluation.statements[member].balance
        assert sum(points) == left[-1] == balance
        assert min(left) >= 0
        assert [line[2] for line in told] == sorted(line[2] for line in told)
    active = {name for name, each in evaluation.statements.items() if each.credits}
    assert active <= set(by_member)


def test_a_statement_tells_bonus_use_payment_and_lapse_each_on_its_line() -> None:
    lapsing = load_scheme({**DONGHAE.to_dict(), "answers": {**DONGHAE.to_dict()["answers"], "year_end": "lapse"}})
    rows = [
        {"entry_id": f"E-{n}", "member_id": "K-1", "date": "2024-06-10", "activity": "achievement", "praised": "yes"}
        for n in range(3)
    ]
    asked = [{"claim_id": "C-1", "member_id": "K-1", "date": "2024-06-28", "award": "monthly"}]
    staff = [{"member_id": "K-1", "grade": "7급", "department": "총무과"}]
    evaluation = evaluate(lapsing, rows, staff, asked, as_of="2025-01-31")
    told = [line for line in lines(opened(evaluation), STATEMENTS)[1:] if line[0] == "K-1"]
    assert [line[3] for line in told] == [*["실적", "가점"] * 3, "사용", "소멸", "기준일 잔액"]
    (used,) = (line for line in told if line[3] == "사용")
    assert (used[4], used[5], used[7], used[8]) == ("월별 보상 3점", -3, "동해페이 30,000원", "C-1")
    assert used[9].startswith("2024년 6월 신청 C-1: 남은 점수 4.5점으로 3점 구간\n3점을 썼습니다")
    lapsed, closing = told[-2:]
    assert lapsed[4:7] == ["해가 바뀌어 소멸", -1.5, 0]
    assert lapsed[2] == datetime(2024, 12, 31)  # noqa: DTZ001  # a cell's day
    assert closing[6] == 0


def test_where_points_count_later_than_the_work_the_statement_tells_both_days() -> None:
    row = {
        "entry_id": "E-1",
        "member_id": "K-1",
        "date": "2024-02-01",
        "approved_on": "2024-02-15",
        "activity": "active",
    }
    evaluation = evaluate(SEOCHEON, [row], [{"member_id": "K-1", "grade": "7급"}], as_of="2024-03-31")
    line = lines(opened(evaluation), STATEMENTS)[1]
    assert line[2] == datetime(2024, 2, 15)  # noqa: DTZ001  # a cell's day
    assert line[9].endswith(", 활동일 2024-02-01")


def test_a_tie_that_waits_for_a_decision_is_noted_below_the_ranking() -> None:
    data = DONGHAE.to_dict()
    awards = {**data["awards"], "departments": {**data["awards"]["departments"], "ties": "hold"}}
    rows = [
        {"entry_id": f"E-{n}", "member_id": f"K-{n}", "date": "2024-06-10", "activity": "adoption"} for n in range(2)
    ]
    staff = [{"member_id": f"K-{n}", "grade": "7급", "department": f"{n}과"} for n in range(2)]
    evaluation = evaluate(load_scheme({**data, "awards": awards}), rows, staff, as_of="2024-12-31")
    assert "부서 순위 2024년: 1위 동점: 시상을 따로 결정해야 합니다" in texts(opened(evaluation), RANKINGS)


def test_a_prize_of_a_member_is_on_the_members_statement() -> None:
    data = DONGHAE.to_dict()
    awards = {**data["awards"], "departments": {**data["awards"]["departments"], "of": "member"}}
    row = {"entry_id": "E-1", "member_id": "K-1", "date": "2024-06-10", "activity": "adoption"}
    staff = [{"member_id": "K-1", "grade": "7급"}]
    evaluation = evaluate(load_scheme({**data, "awards": awards}), [row], staff, as_of="2024-12-31")
    paid = [line for line in lines(opened(evaluation), STATEMENTS) if line[3] == "지급"]
    assert [(line[4], line[5], line[7]) for line in paid] == [("부서 순위 최우수 부서", 0, "우수부서 상패 1개")]


def test_a_ranking_shows_rank_score_prize_and_what_could_still_change_it() -> None:
    book = opened(year())
    _, *rows = lines(book, RANKINGS)
    assert rows[0][:9] == ["부서 순위", "2024년", "잠정", 1, "부서", "총무과", 7.5, "최우수 부서", "우수부서 상패 1개"]
    assert "부서 순위 2024년: 'K-9'는 직원 명부에 없습니다 (E-9)" in texts(book, RANKINGS)


@given(worlds(), languages)
@settings(max_examples=25)
def test_every_row_that_somebody_has_to_look_at_is_listed_with_its_reason(world: World, lang: Language) -> None:
    evaluation = world.evaluated(DONGHAE)
    told = [each for each in evaluation.outcomes if each.state in LOOKED_AT]
    rows = lines(opened(evaluation, lang), LEFT)[1:]
    assert len(rows) == max(len(told), 1)
    assert all(row[6] for row in rows[: len(told)])


def test_a_row_that_counts_is_listed_only_if_something_besides_a_limit_is_said_of_it() -> None:
    evaluation = year()
    credited = [each for each in evaluation.outcomes if each.state is State.CREDITED]
    cut, doubtful = Reason(Code.CUT_BY_LIMIT, {"left": "0"}), Reason(Code.DUPLICATE_ROW)
    said = (credited[0]._replace(reasons=(cut,)), credited[1]._replace(reasons=(cut, doubtful)), *credited[2:])
    (row,) = lines(opened(replace(evaluation, outcomes=Deferred(said))), LEFT)[1:]
    assert (row[0], row[2], row[6]) == ("인정", credited[1].id, doubtful.message("ko"))


BLANKS = st.sampled_from(["", " ", "\t", "\n", "\u200b"])
STARTS = st.sampled_from([*SIGNS, "\x00", "#N/A", "_x003D_"])
WILD = st.text(max_size=4) | st.builds("{}{}{}".format, BLANKS, STARTS, st.text(max_size=2))
LABELS = st.sampled_from([*SIGNS, "&", "<", "'"]).map("{}이름".format)  # a scheme refuses letters that cannot be seen


@given(
    members=st.lists(WILD, min_size=1, max_size=2),
    entry=WILD,
    claim=WILD,
    label=LABELS,
    department=WILD,
    lang=languages,
)
@settings(max_examples=40)
def test_whatever_ids_and_labels_are_no_cell_is_a_formula_and_every_file_opens(  # noqa: PLR0913, PLR0917  # every text that users write
    members: list[str], entry: str, claim: str, label: str, department: str, lang: Language
) -> None:
    data = DONGHAE.to_dict()
    named = {**data["activities"]["achievement"], "label": label}
    scheme = load_scheme({**data, "label": label, "activities": {**data["activities"], "achievement": named}})
    rows = [
        {"entry_id": f"{entry}{number}", "member_id": member, "date": "2024-06-10", "activity": "achievement"}
        for number, member in enumerate(members * 3)
    ]
    staff = [{"member_id": member, "grade": "7급", "department": department} for member in members]
    asked = [
        {"claim_id": claim + member, "member_id": member, "date": "2024-06-28", "award": "monthly"}
        for member in members
    ]
    evaluation = evaluate(scheme, rows, staff, asked, as_of="2024-12-31")
    for posted in (False, True):
        book = opened(evaluation, lang, posted=posted, departments=dict.fromkeys(members, department))
        cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
        assert [cell.value for cell in cells if isinstance(cell.value, str) and starts_formula(cell.value)] == []


def starts_formula(text: str) -> bool:
    seen = [letter for letter in text if not letter.isspace() and unicodedata.category(letter) not in ("Cc", "Cf")]
    return bool(seen) and seen[0] in SIGNS


def test_letters_that_xlsx_cannot_hold_are_written_out_and_long_texts_end_in_a_mark() -> None:
    assert written_text("a\x00b\x1f") == r"a\u0000b\u001F"
    for whole in ("가" * 40_000, "😀" * 20_000):
        cut = written_text(whole)
        assert cut.endswith("…")
        assert MOST_LETTERS - 1 <= len(cut.encode("utf-16-le")) // 2 <= MOST_LETTERS
        assert whole.startswith(cut[:-1])
    assert written_text("가" * MOST_LETTERS) == "가" * MOST_LETTERS


def test_a_text_that_looks_like_an_escape_is_read_as_it_was_written() -> None:
    assert written_text("_x0041_") == "_x005F_x0041_"  # Excel shows _x0041_


@pytest.mark.parametrize(
    ("amount", "value", "number_format"),
    [
        (Amount(30000), 30000, "#,##0"),
        (Amount("0.25"), 0.25, "#,##0.00"),
        (Amount(-3), -3, "#,##0"),
        (Amount(1, 3), "1/3", "@"),
        (Amount(-1, 3), "'-1/3", "@"),
        (Amount(999_999_999_999_999), 999_999_999_999_999, "#,##0"),
        (Amount(1_234_567_890_123_456), "1234567890123456", "@"),
        (Amount("0.1234567890123456"), "0.1234567890123456", "@"),
    ],
)
def test_a_number_is_a_number_as_long_as_excel_keeps_it_whole(
    amount: Amount, value: object, number_format: str
) -> None:
    evaluation = year()
    one = evaluation.payments[0]._replace(amount=amount)
    cell = opened(evaluation, payments=[one]).worksheets[PAYMENTS]["D2"]
    assert (cell.value, cell.number_format) == (value, number_format)


def test_a_day_before_the_calendar_of_excel_is_a_text() -> None:
    early = year().payments[0]._replace(day=date(1899, 12, 31))
    assert opened(year(), payments=[early]).worksheets[PAYMENTS]["F2"].value == "1899-12-31"
