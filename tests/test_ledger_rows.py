"""Facts in: rows as mappings become typed rows, with a finding for each bad cell and nothing lost."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incentive_rules.amounts import Amount
from incentive_rules.facts import BUILT_IN_COLUMNS, Fact, FactKind, Facts
from incentive_rules.ledger.columns import claim_columns, ledger_columns, roster_columns
from incentive_rules.ledger.from_rows import claims_from_rows, ledger_from_rows, roster_from_rows
from incentive_rules.ledger.model import Claim, Entry, Ledger, RosterRow, SourceReport, Status
from incentive_rules.messages import Label
from ledger_facts import CLAIM, ENTRY, FACTS, check_account, codes, contents, found


def ledger(*rows: Any) -> Ledger:
    read = ledger_from_rows(rows, FACTS, "rows")
    check_account(read)
    return read


def entry(**cells: Any) -> Entry:
    """The entry that a good row with these cells gives."""
    read = ledger(ENTRY | cells)
    assert not read.rejected, read.rejected
    return read.entries[0]


def refusal(**cells: Any) -> list[tuple[str, str]]:
    """What is wrong with a row that has these cells."""
    return found(ledger(ENTRY | cells).rejected[0])


# What a good row says.


def test_a_full_row_is_read_as_what_it_says() -> None:
    cells = {"praised": "예", "hours": "2.5", "task": " 서식 통합 ", "quantity": "3", "work": "W-7", "status": "승인"}
    dates = {"approved_on": "2024-06-11", "recorded_on": "2024-06-12"}
    assert entry(**cells, **dates) == Entry(
        "E-1",
        "00102",
        date(2024, 6, 10),
        "proposal",
        {"praised": True, "hours": Amount("2.5"), "task": "서식 통합"},
        quantity=Amount(3),
        work="W-7",
        status=Status.APPROVED,
        approved_on=date(2024, 6, 11),
        recorded_on=date(2024, 6, 12),
    )


def test_every_declared_fact_is_present_and_a_blank_one_is_unknown_unless_declared_otherwise() -> None:
    for row in (entry(), entry(praised=" ", hours=None, task="")):
        assert dict(row.facts) == {"praised": False, "hours": None, "task": None}


def test_native_values_mean_the_same_as_their_texts() -> None:
    native = entry(entry_id=7, date=date(2024, 6, 10), praised=True, hours=Decimal("2.50"), quantity=2.0, share=1)
    assert native == entry(entry_id="7", praised="yes", hours="2.5", quantity="2", share="1")
    assert entry(date=datetime(2024, 6, 10)) == entry()  # noqa: DTZ001  # civil dates have no zone


def test_ids_are_text_and_keep_their_zeros() -> None:
    assert entry(member_id=" 00123 ").member_id == "00123"
    assert entry(member_id=123).member_id == "123"
    assert entry(member_id="1.0").member_id == "1.0"


@pytest.mark.parametrize("value", [123.0, Decimal(123), True, date(2024, 6, 1), ["00123"]])
def test_an_id_that_is_no_text_and_no_whole_number_is_refused(value: object) -> None:
    for column in ("entry_id", "member_id", "work"):
        assert refusal(**{column: value}) == [("wrong_type", column)]


@pytest.mark.parametrize("name", ["proposal", "PROPOSAL", "시책 제안", "시책제안", "policy proposal", " 시책\n제안 "])
def test_an_activity_is_found_by_id_or_label_in_either_language(name: str) -> None:
    assert entry(activity=name).activity == "proposal"


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.APPROVED, ["approved", "Approved", "승인"]),
        (Status.PENDING, ["pending", "심사중", "심사 중", "대기"]),
        (Status.REJECTED, ["rejected", "반려", "불승인"]),
    ],
)
def test_a_status_is_read_in_either_language(status: Status, words: list[str]) -> None:
    assert {entry(status=word).status for word in words} == {status}


@pytest.mark.parametrize("share", [1, "1", "1.0", Decimal(1), "100%", " ", None])
def test_a_whole_share_says_nothing_new(share: object) -> None:
    assert entry(share=share) == entry()


def test_a_staff_row_holds_from_a_day_until_the_first_day_it_no_longer_does() -> None:
    row = {"member_id": "00102", "직급": "6급", "실과소": "기획과", "from": "2024-01-01", "until": "2024-07-01"}
    roster = roster_from_rows([row, {"member_id": "00103"}], FACTS)
    check_account(roster)
    facts = {"grade": "6급", "department": "기획과"}
    assert roster.rows == (
        RosterRow("00102", facts, date(2024, 1, 1), date(2024, 7, 1)),
        RosterRow("00103", {"grade": None, "department": None}),
    )


def test_a_claim_names_award_and_option_by_id_or_label() -> None:
    by_label = CLAIM | {"award": "월 보상", "option": "포상휴가", "amount": "30000", "recorded_on": "2024-06-29"}
    claims = claims_from_rows([by_label], FACTS)
    check_account(claims)
    expected = Claim(
        "C-1", "00102", date(2024, 6, 28), "monthly", "leave", Amount(30000), recorded_on=date(2024, 6, 29)
    )
    assert claims.claims == (expected,)
    assert not expected.assumed


# What is wrong with a bad row.


def test_all_bad_cells_of_a_row_are_reported_and_its_ids_are_kept() -> None:
    bad = {"date": "2024-02-30", "activity": "propsal", "hours": "25", "quantity": "-1", "status": "모름"}
    row = ledger(ENTRY | bad).rejected[0]
    assert (row.kind, row.id, row.member_id, row.place.line) == ("entry", "E-1", "00102", 1)
    assert found(row) == [
        ("unknown_activity", "activity"),
        ("bad_date", "date"),
        ("out_of_range", "hours"),
        ("out_of_range", "quantity"),
        ("bad_choice", "status"),
    ]


def test_a_bad_row_stops_nobody_else() -> None:
    read = ledger(ENTRY, ENTRY | {"entry_id": "E-2", "date": "?"}, ENTRY | {"entry_id": "E-3"})
    assert [each.entry_id for each in read.entries] == ["E-1", "E-3"]
    assert [each.id for each in read.rejected] == ["E-2"]


@pytest.mark.parametrize("column", list(ENTRY))
def test_a_blank_required_cell_is_named(column: str) -> None:
    assert found(ledger(ENTRY, ENTRY | {column: " "}).rejected[0]) == [("empty_cell", column)]
    without = {name: cell for name, cell in ENTRY.items() if name != column}
    assert found(ledger(ENTRY, without).rejected[0]) == [("empty_cell", column)]


@pytest.mark.parametrize("column", ["member_id", "activity"])
@pytest.mark.parametrize("correction", [{"voids": "E-0"}, {"decides": "E-0", "status": "승인"}])
def test_a_row_that_only_corrects_needs_no_content_of_its_own(column: str, correction: dict[str, str]) -> None:
    row = {name: cell for name, cell in ENTRY.items() if name != column} | correction
    assert [getattr(each, column) for each in ledger(row).entries] == [""]
    assert getattr(ledger(row | {column: " "}).entries[0], column) == ""


@pytest.mark.parametrize("column", list(ENTRY))
def test_a_row_that_replaces_another_is_whole(column: str) -> None:
    row = ENTRY | {column: "", "replaces": "E-0"}
    assert found(ledger(row).rejected[0]) == [("empty_cell", column)]


def test_a_decision_without_a_status_is_none() -> None:
    assert refusal(decides="E-0") == [("empty_cell", "status")]


def test_a_row_does_one_thing_to_one_other_row() -> None:
    assert refusal(voids="E-0", replaces="E-0") == [("one_correction", "replaces")]
    assert refusal(replaces=ENTRY["entry_id"]) == [("corrects_itself", "replaces")]


@pytest.mark.parametrize(
    ("share", "code"),
    [
        (100, "out_of_range"),
        (0, "out_of_range"),
        ("0%", "out_of_range"),
        ("4/3", "out_of_range"),
        ("150%", "out_of_range"),
        ("-0.5", "out_of_range"),
        ("1/0", "bad_number"),
        ("half", "bad_number"),
        (date(2024, 1, 3), "wrong_type"),  # what Excel makes of 1/3
    ],
)
def test_a_share_that_is_none_is_refused_and_never_paid_as_the_whole(share: object, code: str) -> None:
    assert refusal(share=share) == [(code, "share")]
    assert refusal(기여율=share) == [(code, "기여율")]


@pytest.mark.parametrize(
    ("written", "share"),
    [
        ("1/3", Amount(1, 3)),
        ("2 / 6", Amount(1, 3)),
        ("0.4", Amount("0.4")),
        ("40 %", Amount("0.4")),
        (0.5, Amount("0.5")),
    ],
)
def test_a_share_is_read_exactly(written: object, share: Amount) -> None:
    assert entry(share=written).share == share


def test_who_gave_the_points_is_read_as_an_id() -> None:
    assert (entry(from_member=" 00103 ").from_member, entry(부여자="00103").from_member) == ("00103", "00103")


def test_a_misspelled_name_is_answered_with_the_nearest_one() -> None:
    near = [each.facts["near"] for each in ledger(ENTRY | {"activity": "시책 재안"}).rejected[0].findings]
    assert near == ["시책 제안"]
    row = CLAIM | {"award": "montly", "option": "동해페이이"}
    rejected = claims_from_rows([row], FACTS).rejected[0]
    assert found(rejected) == [("unknown_award", "award"), ("bad_choice", "option")]
    assert [each.facts["near"] for each in rejected.findings] == ["monthly", "동해페이"]


@pytest.mark.parametrize("until", ["2024-01-01", "2023-12-31"])
def test_a_staff_row_that_ends_before_it_begins_is_refused(until: str) -> None:
    rows = [{"사번": "1", "적용시작일": "2024-01-01", "종료일다음날": until, "직급": "7급"}]
    rejected = roster_from_rows(rows, FACTS).rejected[0]
    assert found(rejected) == [("dates_out_of_order", "종료일다음날"), ("bad_fact_value", "직급")]
    assert (rejected.id, rejected.member_id) == ("", "1")
    finding = rejected.findings[0]
    assert finding.message("ko") == f"'{until}'은 '2024-01-01'보다 늦은 날이어야 합니다"
    assert "두 날짜가 바뀌지 않았는지 보십시오" in finding.help("ko")


def test_a_last_day_before_the_first_is_refused_by_the_day_that_is_written() -> None:
    rows = [{"사번": "1", "적용시작일": "2024-07-01", "마지막날": "2024-05-31", "직급": "7급", "부서": "가"}]
    finding = roster_from_rows(rows, FACTS).rejected[0].findings[0]
    assert (finding.code, finding.place.address) == ("dates_out_of_order", "마지막날")
    assert finding.message("ko") == "'2024-05-31'은 '2024-07-01'보다 늦은 날이어야 합니다"
    assert finding.message("en") == "'2024-05-31' does not come after '2024-07-01'"
    assert finding.help("en") == "the last day is the first day or a later one; see whether the two days are swapped"


def test_a_row_whose_other_cell_cannot_be_read_keeps_its_day() -> None:
    given = ENTRY | {"date": "2024-06-10", "quantity": "many"}
    (rejected,) = ledger_from_rows([given], FACTS).rejected
    assert str(rejected.day) == "2024-06-10"
    (unread,) = ledger_from_rows([ENTRY | {"date": "someday"}], FACTS).rejected
    assert unread.day is None


@pytest.mark.parametrize("row", [None, 5, "entry", ["E-1"], [("entry_id", "E-1")]])
def test_what_is_no_mapping_is_rejected_as_no_row(row: object) -> None:
    read = ledger(ENTRY, row)
    assert (codes(read.rejected[0].findings), read.rejected[0].place.line) == (["not_a_row"], 2)
    assert len(read.entries) == 1


def test_cells_beyond_the_header_are_refused_where_csv_dictreader_keeps_them() -> None:
    text = "entry_id,member_id,date,activity\nE-1,1,2024-06-10,proposal,, x,\nE-2,1,2024-06-10,proposal, ,\n"
    read = ledger(*csv.DictReader(io.StringIO(text)))
    assert [(row.id, codes(row.findings), row.findings[0].facts) for row in read.rejected] == [
        ("E-1", ["extra_cells"], {"count": 2})
    ]
    assert [each.entry_id for each in read.entries] == ["E-2"]


def test_a_key_that_is_no_text_is_refused_with_its_row() -> None:
    assert codes(ledger(ENTRY | {7: "x"}).rejected[0].findings) == ["not_a_row"]


def test_blank_rows_are_set_aside_and_counted() -> None:
    read = ledger({}, ENTRY, dict.fromkeys(ENTRY, " "), {"비고": None})
    assert [row.place.line for row in read.set_aside] == [1, 3, 4]
    report = read.sources[0]
    assert (report.rows, report.read, report.rejected, report.set_aside) == (4, 1, 0, 3)


def test_a_report_that_does_not_add_up_is_our_mistake() -> None:
    with pytest.raises(AssertionError):
        SourceReport("a.csv", "utf-8", rows=3, read=1, rejected=1, set_aside=0, columns=())


# What the columns are called.


def test_the_columns_are_those_that_facts_cannot_take_the_names_of() -> None:
    columns = (*ledger_columns(Facts()), *roster_columns(Facts()), *claim_columns(Facts()))
    assert {column.name for column in columns} == set(BUILT_IN_COLUMNS)


@pytest.mark.parametrize("columns", [ledger_columns, roster_columns, claim_columns])
def test_no_word_means_two_columns(columns: Any) -> None:
    words = [word for column in columns(Facts()) for word in column.names]
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    "header", ["member_id", "Member_ID", "member id", "사번", "사 번", "행정\n번호", "employee_id", "개인번호"]
)
def test_headers_are_compared_without_blanks_or_case_and_the_scheme_may_add_some(header: str) -> None:
    row = {name: cell for name, cell in ENTRY.items() if name != "member_id"}
    assert entry() == ledger(row | {header: "00102"}).entries[0]


@pytest.mark.parametrize("header", ["praised", "시민 칭찬", "시민칭찬", "Citizen Praise"])
def test_a_fact_is_found_by_name_or_label(header: str) -> None:
    assert entry(**{header: "예"}).facts["praised"] is True


def test_an_unknown_column_is_told_once_with_the_nearest_name_and_never_read() -> None:
    read = ledger(*({**ENTRY, "entry_id": str(number), "prased": "yes", "성명": "홍길동"} for number in range(3)))
    assert [(str(each.code), each.severity, each.facts["name"], each.facts["near"]) for each in read.findings] == [
        ("unknown_column", "warning", "prased", "praised"),
        ("unknown_column", "warning", "성명", ""),
    ]
    assert {each.facts["praised"] for each in read.entries} == {False}
    assert ("prased", "", 3) in [(each.header, each.name, each.filled) for each in read.sources[0].columns]


def test_a_missing_column_is_told_once_and_every_row_is_rejected_for_it() -> None:
    rows = [{"entry_id": f"E-{number}", "member_id": "1", "activity": "proposal"} for number in range(3)]
    read = ledger(*rows, rows[0] | {"activity": "?"})
    assert codes(read.findings) == ["missing_column"]
    assert str(read.findings[0].facts["name"]) == "date"
    assert [codes(row.findings) for row in read.rejected[:3]] == [["missing_column"]] * 3
    assert sorted(codes(read.rejected[3].findings)) == ["missing_column", "unknown_activity"]
    assert [row.id for row in read.rejected] == ["E-0", "E-1", "E-2", "E-0"]


def test_no_rows_are_an_empty_table_without_findings() -> None:
    assert (ledger().findings, ledger().entries, ledger().sources[0].rows) == ((), (), 0)


def test_two_columns_of_one_meaning_give_what_either_says_and_a_row_where_they_differ_is_rejected() -> None:
    rows = [
        ENTRY | {"entry_id": "E-1", "활동일": "2024-06-10"},
        ENTRY | {"entry_id": "E-2", "활동일": ""},
        ENTRY | {"entry_id": "E-3", "date": "", "활동일": "2024-06-10"},
        ENTRY | {"entry_id": "E-4", "활동일": "2024-06-11"},
    ]
    read = ledger(*rows)
    assert [(str(each.code), each.severity) for each in read.findings] == [("duplicate_column", "warning")]
    assert {each.date for each in read.entries} == {date(2024, 6, 10)}
    assert [(row.id, found(row)) for row in read.rejected] == [("E-4", [("duplicate_column", "활동일")])]
    assert ledger(*({name: row[name] for name in sorted(row)} for row in rows)).entries == read.entries


def test_a_generic_word_names_a_column_only_where_nothing_else_does() -> None:
    alone = {"연번": "E-1", "사번": "00102", "일자": "2024-06-10", "항목": "시책 제안"}
    assert ledger(alone).entries == (entry(),)
    beside = ledger(ENTRY | {"연번": "1"})
    assert beside.entries == (entry(),)
    assert [(str(each.code), each.facts["name"]) for each in beside.findings] == [("unknown_column", "연번")]


def test_the_words_of_a_scheme_go_before_our_own_but_not_before_settled_names() -> None:
    remark = Fact("remark", FactKind.TEXT, Label("번호", "date"))
    facts = Facts(entry={"remark": remark}, activities=FACTS.activities)
    read = ledger_from_rows([ENTRY | {"번호": "7"}], facts)
    assert (read.entries[0].facts["remark"], read.entries[0].date) == ("7", date(2024, 6, 10))


def test_an_end_that_may_be_the_last_day_or_the_day_after_it_is_refused_where_it_is_filled() -> None:
    row = {"사번": "1", "적용시작일": "2024-01-01"}
    read = roster_from_rows([row | {"종료일": "2024-06-30"}, row | {"종료일": ""}], FACTS)
    assert [each.findings[0].code for each in read.rejected] == ["ambiguous_end"]
    assert [each.until for each in read.rows] == [None]


@pytest.mark.parametrize("header", ["마지막날", "적용 마지막날", "last_day"])
def test_a_last_day_ends_the_row_on_the_day_after_it(header: str) -> None:
    read = roster_from_rows([{"사번": "1", header: "2024-06-30"}], FACTS)
    assert read.rows[0].until == date(2024, 7, 1)


def test_a_last_day_and_another_day_after_it_in_one_row_are_refused() -> None:
    rows = [{"사번": "1", "마지막날": "2024-06-30", "until": until} for until in ("2024-07-01", "2024-06-30")]
    read = roster_from_rows(rows, FACTS)
    assert (len(read.rows), [each.findings[0].code for each in read.rejected]) == (1, ["duplicate_column"])


# Laws.

CELLS = st.one_of(
    st.sampled_from(
        ["", " ", "E-1", "00102", "2024-06-10", "2024-02-30", "proposal", "시책 제안", "예", "x", "0.5", "1"]
    ),
    st.none(),
    st.booleans(),
    st.integers(-(10**40), 10**40),
    st.floats(),
    st.decimals(),
    st.dates(),
    st.datetimes(),
    st.text(max_size=5),
    st.binary(max_size=3),
    st.lists(st.integers(), max_size=2),
)
HEADERS = st.sampled_from(
    [
        *ENTRY,
        *CLAIM,
        "번호",
        "연번",
        "활동일",
        "일자",
        "hours",
        "시간",
        "task",
        "직급",
        "from",
        "until",
        "voids",
        "share",
        "",
        "?",
    ]
)
ROWS = st.lists(st.one_of(st.dictionaries(HEADERS, CELLS), CELLS, st.dictionaries(st.integers(), CELLS)), max_size=6)
GOOD_ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "entry_id": st.sampled_from(["E-1", "E-2", "", "3"]),
            "member_id": st.sampled_from(["00102", 7, 7.0]),
            "date": st.sampled_from(["2024-06-10", "", date(2024, 6, 11), "?"]),
            "activity": st.sampled_from(["proposal", "협업을 통한 문제해결", "?"]),
        },
        optional={"praised": st.sampled_from(["예", "no", None, "?"]), "활동일": st.sampled_from(["2024-06-10", ""])},
    ),
    max_size=8,
)


@given(ROWS)
def test_any_rows_are_read_without_an_exception_and_each_is_counted_once(rows: list[Any]) -> None:
    for read in (ledger_from_rows, roster_from_rows, claims_from_rows):
        table = read(rows, FACTS)
        check_account(table)
        assert table.sources[0].rows == len(rows)


@given(GOOD_ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_of_their_cells_does_not_matter(rows: list[dict[str, Any]], random: Any) -> None:
    shuffled = [dict(random.sample(list(row.items()), len(row))) for row in random.sample(rows, len(rows))]
    assert contents(ledger(*shuffled)) == contents(ledger(*rows))


@given(st.lists(st.sampled_from(["E-1", "E-2", "", "E-3"])), st.integers(0, 20))
def test_rows_in_two_parts_read_as_one(ids: list[str], cut: int) -> None:
    rows = [ENTRY | {"entry_id": each} for each in ids]
    parts = ledger(*rows[:cut]) + ledger(*rows[cut:])
    check_account(parts)
    assert contents(parts) == contents(ledger(*rows))
    assert contents(Ledger.merged([])) == contents(Ledger())


@given(GOOD_ROWS)
def test_reading_changes_no_row_that_it_is_given(rows: list[dict[str, Any]]) -> None:
    before = [dict(row) for row in rows]
    ledger(*rows)
    assert rows == before
