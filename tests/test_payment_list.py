"""The payment list: one typed row for each payment, with a reason that a clerk can read, and the same rows as CSV."""

from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incentive_rules import Amount, Evaluation, evaluate, load_scheme, read_roster, with_reading
from incentive_rules.messages import LANGUAGES
from incentive_rules.report.csv import ENCODING, defused, payments_csv, shown
from incentive_rules.report.payments import (
    PaymentRow,
    columns_of,
    departments_of,
    in_scheme_order,
    payment_rows,
    unit_text,
)
from worlds import DONGHAE, SEOCHEON, World, worlds

if TYPE_CHECKING:
    from incentive_rules import Scheme
    from incentive_rules.messages import Language

languages = st.sampled_from(LANGUAGES)
Row = dict[str, Any]

PRIZES: Row = {
    "language": 1,
    "id": "prizes",
    "label": "Prizes",
    "from": date(2024, 1, 1),
    "assumed": "an example",
    "facts": {"member": {"department": {"group": None}}},
    "activities": {"work": {"label": "work", "points": 1}},
    "rewards": {"voucher": {"label": {"ko": "상품권", "en": "voucher"}, "unit": "KRW"}},
    "awards": {
        "ranking": {
            "kind": "ranking",
            "label": {"ko": "순위", "en": "ranking"},
            "of": "department",
            "measure": {"counter": "earned", "per": "year"},
            "score": "sum",
            "ties": {"share": {"unit": 1, "mode": "down"}},
            "places": {
                "first": {"ranks": 1, "pays": {"voucher": 1000}},
                "second": {"ranks": 2, "pays": {"voucher": 500}},
            },
        }
    },
    "answers": {"points_count_on": "activity_date", "group_credited_on": "counting_date", "ranking_field": "scored"},
}


def done(member: str, *days: str, activity: str = "adoption") -> list[Row]:
    return [
        {"entry_id": f"E-{member}-{day}-{number}", "member_id": member, "date": day, "activity": activity}
        for number, day in enumerate(days)
    ]


def claimed(member: str, day: str, option: str = "", number: str = "C-012") -> Row:
    return {"claim_id": number, "member_id": member, "date": day, "award": "monthly", "option": option}


def june(points: int, option: str = "", scheme: Scheme = DONGHAE, as_of: str = "2024-06-30") -> Evaluation:
    """A member with some points who claims in June."""
    staff = [{"member_id": "K-1", "grade": "7급", "department": "행정과"}]
    return evaluate(
        scheme, done("K-1", *["2024-06-10"] * points), staff, [claimed("K-1", "2024-06-28", option)], as_of=as_of
    )


def reasons(evaluation: Evaluation, lang: Language) -> list[str]:
    return [row.reason for row in payment_rows(evaluation, lang)]


def test_the_columns_are_the_fields_of_a_row_and_a_clerk_reads_payee_department_reward_and_amount_first() -> None:
    assert list(columns_of()) == [each.name for each in fields(PaymentRow)]
    assert list(columns_of())[:4] == ["payee", "department", "reward", "amount"]
    assert list(columns_of(posted=True)) == [name for name in columns_of() if name != "id"]


def test_a_row_says_all_about_its_payment() -> None:
    (row,) = payment_rows(june(8, "leave"), "ko", departments={"K-1": "행정과"})
    assert row == PaymentRow(
        payee="K-1",
        department="행정과",
        reward="포상휴가",
        amount=Amount(1),
        unit="일",
        day=date(2024, 6, 28),
        award="월별 보상",
        label="7점",
        reason="2024년 6월 신청 C-012: 남은 점수 8점으로 7점 구간",
        provisional="아니오",
        kind="구성원",
        option="포상휴가",
        occasion="C-012",
        rule="awards.monthly.tiers.t7",
        provenance="출처 release; 가정",
        reading="",
        id="monthly:t7:leave:K-1:C-012",
    )


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("ko", "2024년 6월 신청 C-012: 누적 7점으로 7점 구간"),
        ("en", "Claim C-012 of 2024-06: 7 points earned in all reach the tier of 7 points."),
    ],
)
def test_the_reason_names_the_counter_that_the_reading_looks_at(lang: Language, told: str) -> None:
    (row,) = payment_rows(june(7, "money", with_reading(DONGHAE, "status")), lang)
    assert row.reason == told
    assert row.reading == "status"


def test_the_reason_of_a_top_up_says_what_was_paid_before() -> None:
    staff = [{"member_id": "K-1", "grade": "7급", "department": "행정과"}]
    asked = [claimed("K-1", "2024-06-28", number="C-1"), claimed("K-1", "2024-07-28", number="C-2")]
    days = [*["2024-06-10"] * 3, *["2024-07-10"] * 2]
    evaluation = evaluate(with_reading(DONGHAE, "top_up"), done("K-1", *days), staff, asked, as_of="2024-07-31")
    assert reasons(evaluation, "ko")[1] == "2024년 7월 신청 C-2: 누적 5점으로 5점 구간, 이미 지급한 30,000원 제외"
    assert reasons(evaluation, "en")[1].endswith(", less 30,000 won paid before.")


def test_the_reason_of_an_automatic_payment_names_its_period() -> None:
    rows = [{**each, "approved_on": "2024-02-01"} for each in done("K-1", *["2024-02-01"] * 3, activity="active")]
    evaluation = evaluate(SEOCHEON, rows, [{"member_id": "K-1", "grade": "7급"}], as_of="2024-03-31")
    assert reasons(evaluation, "ko") == ["2024년 1분기 정산: 남은 점수 6점으로 5점 구간"]
    assert reasons(evaluation, "en") == ["Settlement of 2024-Q1: a balance of 6 points reaches the tier of 5 points."]


def test_a_tier_with_a_name_is_called_by_it_alone() -> None:
    data = DONGHAE.to_dict()
    tiers = {**data["awards"]["monthly"]["tiers"], "t3": {"at": 3, "label": "1구간", "pays": {"donghae_pay": 30000}}}
    scheme = load_scheme(
        {**data, "awards": {**data["awards"], "monthly": {**data["awards"]["monthly"], "tiers": tiers}}}
    )
    assert reasons(june(3, scheme=scheme), "ko") == ["2024년 6월 신청 C-012: 남은 점수 3점으로 1구간"]


@pytest.mark.parametrize(
    ("work", "told"),
    [
        (("A", "A", "B"), ["2024년 순위 1위 (2점)", "2024년 순위 2위 (1점)"]),
        (("A", "B"), ["2024년 순위 공동 1위 (1점), 동점끼리 나눔(1/2)"] * 2),
    ],
)
def test_the_reason_of_a_prize_is_the_rank_the_score_and_the_tie(work: tuple[str, ...], told: list[str]) -> None:
    rows = [
        {"entry_id": f"E-{number}", "member_id": member, "date": "2024-02-01", "activity": "work"}
        for number, member in enumerate(work)
    ]
    staff = [{"member_id": member, "department": f"{member}과"} for member in set(work)]
    evaluation = evaluate(load_scheme(PRIZES), rows, staff, as_of="2024-12-31")
    assert reasons(evaluation, "ko") == told
    assert {(row.payee, row.department, row.kind) for row in payment_rows(evaluation, "en")} == {
        ("A과", "A과", "department"),
        ("B과", "B과", "department"),
    }


def test_a_payment_that_no_longer_follows_still_has_a_reason() -> None:
    evaluation = june(3)
    earlier = evaluation.payments[0]._replace(id="earlier")
    (row,) = payment_rows(evaluation, "ko", payments=[earlier])
    assert row.reason == "2024년 6월: 3점"


@pytest.mark.parametrize(("unit", "ko", "en"), [("KRW", "원", "won"), ("day", "일", "day"), ("상자", "상자", "상자")])
def test_a_unit_is_a_word_and_one_of_the_schemes_own_stays(unit: str, ko: str, en: str) -> None:
    assert (unit_text(unit, "ko"), unit_text(unit, "en")) == (ko, en)


def test_the_department_is_that_of_the_row_in_force_on_the_day() -> None:
    rows = [
        {"member_id": "K-1", "grade": "7급", "department": "총무과", "until": "2024-07-01"},
        {"member_id": "K-1", "grade": "7급", "department": "기획과", "from": "2024-07-01"},
        {"member_id": "K-2", "grade": "7급", "department": ""},
        {"member_id": "K-3", "grade": "7급", "department": "총무과"},
        {"member_id": "K-3", "grade": "7급", "department": "기획과"},
        {"member_id": "K-4", "grade": "7급", "department": "보건소", "from": "2024-08-01"},
    ]
    roster = read_roster(rows, DONGHAE)
    assert departments_of(roster, DONGHAE, date(2024, 6, 30)) == {"K-1": "총무과"}
    assert departments_of(roster, DONGHAE, date(2024, 7, 1)) == {"K-1": "기획과"}
    assert departments_of(roster, DONGHAE, date(2024, 8, 1)) == {"K-1": "기획과", "K-4": "보건소"}


def test_without_a_group_fact_nobody_has_a_department_and_the_column_is_blank() -> None:
    data = SEOCHEON.to_dict()
    facts = {**data["facts"], "member": {"grade": data["facts"]["member"]["grade"]}}
    scheme = load_scheme({**data, "facts": facts})
    assert departments_of(read_roster([{"member_id": "K-1", "grade": "7급"}], scheme), scheme, date(2024, 6, 1)) == {}
    assert [row.department for row in payment_rows(june(3), "ko")] == [""]


@given(worlds(), languages)
def test_there_is_one_row_for_each_payment_in_its_order_and_nothing_is_rounded(world: World, lang: Language) -> None:
    evaluation = world.evaluated(DONGHAE)
    told = [(row.id, row.payee, row.amount, row.day) for row in payment_rows(evaluation, lang)]
    assert told == [(each.id, each.payee, each.amount, each.day) for each in evaluation.payments]


@given(worlds(), st.data(), languages)
def test_of_the_payments_that_are_newly_due_only_those_are_listed(
    world: World, data: st.DataObject, lang: Language
) -> None:
    evaluation = world.evaluated(DONGHAE)
    new = [each for each in evaluation.payments if data.draw(st.booleans())]
    assert [row.id for row in payment_rows(evaluation, lang, payments=new)] == [each.id for each in new]
    assert payments_csv(evaluation, lang, payments=new).count("\n") == len(new) + 1


@given(worlds())
def test_the_order_of_the_scheme_keeps_every_payment_and_tiers_go_from_low_to_high(world: World) -> None:
    evaluation = world.evaluated(DONGHAE)
    ordered = in_scheme_order(evaluation, evaluation.payments)
    assert sorted(each.id for each in ordered) == sorted(each.id for each in evaluation.payments)
    tiers = ["t3", "t5", "t7", "t10", "best", "good"]
    places = [tiers.index(each.rule.rpartition(".")[2]) for each in ordered]
    assert places == sorted(places)


@given(worlds(), languages)
def test_the_csv_is_the_rows_under_their_heads_and_opens_in_excel(world: World, lang: Language) -> None:
    evaluation = world.evaluated(DONGHAE)
    data = payments_csv(evaluation, lang).encode(ENCODING)
    assert data.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    assert len(head) == len(set(head)) == len(columns_of())
    amounts = [row[list(columns_of()).index("amount")] for row in rows]
    assert amounts == [str(each.amount) for each in evaluation.payments]


def test_a_third_is_no_day_in_january() -> None:
    evaluation = june(3)
    third = evaluation.payments[0]._replace(amount=Amount(1, 3))
    assert ",'1/3," in payments_csv(evaluation, "ko", payments=[third])


SIGNS = "=+-@＝＋－＠﹦﹢﹣﹫−"
BLANKS = ("", " ", "\t", "\n", "\r\n", "\u00a0", "\u3000", "\u200b", "\ufeff", "\x00", "\x1f")


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("blank", BLANKS)
def test_no_sign_of_a_formula_leads_a_cell_not_even_behind_blanks(blank: str, sign: str) -> None:
    assert defused(f"{blank}{sign}1+1") == f"'{blank}{sign}1+1"


@given(st.text())
def test_a_cell_that_is_no_formula_stays_as_it_is(text: str) -> None:
    assert defused(text) in (text, f"'{text}")
    if text and unicodedata.category(text[0])[0] in "LN":
        assert defused(text) == text or unicodedata.normalize("NFKC", text[0])[0] in "=+-@−"


@pytest.mark.parametrize(
    ("text", "seen"),
    {
        "행정과": "행정과",
        "a\tb\nc": "a\tb\nc",
        "a\r\nb\rc": "a\nb\nc",
        "\x00\x1b[31m": r"\u0000\u001B[31m",
        "\u202eabc": r"\u202Eabc",
        "\ud800": r"\uD800",
        "\uffff": r"\uFFFF",
        "\U000e0001": r"\U000E0001",
    }.items(),
)
def test_letters_that_cannot_be_held_or_seen_are_written_out(text: str, seen: str) -> None:
    assert shown(text) == seen
