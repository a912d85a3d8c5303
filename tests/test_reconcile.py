"""A sheet beside the rules: nothing where it is right, and each mistake named where it is not."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import date
from functools import reduce
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incentive_rules import (
    Amount,
    Claims,
    Code,
    Evaluation,
    InputError,
    Ledger,
    evaluate,
    example_path,
    load_scheme,
    read_claims,
    read_ledger,
)
from incentive_rules.messages import LANGUAGES
from incentive_rules.messages.screen import BOOKS
from incentive_rules.reconcile.from_tables import reconcile
from incentive_rules.reconcile.model import Cause, Difference, Figure, Kind
from incentive_rules.reconcile.tell import cause_text, explanation
from incentive_rules.report.reconcile import reconciliation_heading, reconciliation_sheets
from worlds import DONGHAE, READINGS, SEOCHEON, World, worlds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from incentive_rules import Outcome, Scheme
    from incentive_rules.ledger.model import Entry
    from incentive_rules.reconcile.result import Reconciliation

Row = dict[str, Any]
LAST = date(2025, 5, 31)


def won(evaluation: Evaluation, **wanted: str) -> Amount:
    """What is paid in money to a payee, or for a claim."""
    payments = [each for each in evaluation.payments if all(getattr(each, key) == wanted[key] for key in wanted)]
    return sum((each.amount for each in payments if each.unit == "KRW"), Amount(0))


def filled(scheme: Scheme, world: World, as_of: date) -> World:
    """The same facts, with a sheet's own columns that say what follows from the rules."""
    evaluation = world.evaluated(scheme, as_of)
    points = {
        (each.member_id, each.entry_id): each.points for s in evaluation.statements.values() for each in s.credits
    }

    def worth(each: Outcome) -> Amount:
        return points[each.member_id, each.id] if each.state == "credited" else Amount(0)

    def paid(each: Outcome) -> Amount:
        return won(evaluation, claim_id=each.id) if each.state == "paid" else Amount(0)

    def with_figures(kind: str, rows: Iterable[Row], figure: Callable[[Outcome], Amount], header: str) -> list[Row]:
        by_line = {each.place.line: each for each in evaluation.outcomes if each.kind == kind}
        return [row | {header: str(figure(by_line[line]))} for line, row in enumerate(rows, 1)]

    def known(member: str) -> Row:
        """What the staff list says of somebody; nothing where no row of theirs can be used."""
        if member not in evaluation.statements:
            return {}
        paid_to = won(evaluation, payee=member, payee_kind="member")
        return {"누적점수": str(evaluation.statements[member].earned), "지급액": str(paid_to)}

    staff = [row | known(row["member_id"]) for row in world.roster]
    entries = with_figures("entry", world.entries, worth, "점수")
    return World(entries, staff, with_figures("claim", world.claims, paid, "지급액"))


def compared(scheme: Scheme, world: World, as_of: date = LAST) -> Reconciliation:
    return reconcile(scheme, world.entries, world.roster, world.claims, as_of=as_of)


def causes(differences: Iterable[Difference]) -> dict[str, Cause]:
    return {each.id or each.member: each.cause for each in differences}


# The example year.


@pytest.fixture(scope="module")
def year() -> World:
    """The example year, with the columns of an officer who has made no mistake."""
    folder = example_path("donghae.yaml").parent / "data"
    texts = ((folder / name).read_text(encoding="utf-8") for name in ("entries.csv", "roster.csv", "claims.csv"))
    entries, roster, claims = (list(csv.DictReader(text.splitlines())) for text in texts)
    return filled(DONGHAE, World(entries, roster, claims), LAST)


def changed(world: World, **figures: str) -> World:
    """The same sheet with other figures: of entries by their ids, of claims by theirs; ``_`` stands for ``-``."""
    said = {name.replace("_", "-"): figure for name, figure in figures.items()}
    entries = [row | ({"점수": said[row["entry_id"]]} if row["entry_id"] in said else {}) for row in world.entries]
    claims = [row | ({"지급액": said[row["claim_id"]]} if row["claim_id"] in said else {}) for row in world.claims]
    return World(entries, world.roster, claims)


PLANTED = {
    "E_0002": "1",  # praised by a citizen: 1.5
    "E_0032": "1",  # a proposal without praise: 0.5
    "E_0038": "1",  # grade 5
    "E_0140": "0.5",  # not on the staff list
    "E_0151": "1",  # the row stands twice
    "E_0373": "1",  # not yet approved
    "E_0010": "",
    "C_001": "30000",  # half a point short
    "C_002": "50000",  # the tier of three points pays 30,000
    "C_021": "30000",  # the second claim of a month
    "C_039": "100000",  # leave was chosen
    "C_065": "70000",  # no choice
}


def test_a_year_without_a_mistake_has_no_difference(year: World) -> None:
    found = compared(DONGHAE, year)
    assert found.differences == ()
    assert found.summary("ko") == (
        "다른 곳이 없습니다. 견준 것: 실적 377행(352점), 77명, 직원 명부의 622명(352점), "
        "신청 65건의 지급액(1,980,000원), 직원 명부의 622명의 지급액(1,980,000원)."
    )


def without_staff_figures(world: World) -> World:
    cells = ("누적점수", "지급액")
    return replace(world, roster=[{key: row[key] for key in row if key not in cells} for row in world.roster])


def test_each_planted_mistake_is_found_with_its_cause_and_nothing_else_is(year: World) -> None:
    found = compared(DONGHAE, changed(without_staff_figures(year), **PLANTED))
    assert causes(found.of(Kind.ROW)) == {
        "E-0002": Cause.BONUS_LEFT_OUT,
        "E-0010": Cause.LEFT_BLANK,
        "E-0032": Cause.BONUS_NOT_DUE,
        "E-0038": Cause.NOT_ELIGIBLE,
        "E-0140": Cause.NOT_LISTED,
        "E-0151": Cause.DUPLICATE,
        "E-0373": Cause.NOT_APPROVED,
    }
    assert causes(found.of(Kind.CLAIM, Figure.PAID)) == {
        "C-001": Cause.TIER_NOT_REACHED,
        "C-002": Cause.OTHER_TIER,
        "C-021": Cause.PAID_TWICE,
        "C-039": Cause.OTHER_REWARD,
        "C-065": Cause.OPTION_MISSING,
    }
    wrong = {each.member: each.rows for each in found.of(Kind.MEMBER)}
    members = {row["entry_id"]: row["member_id"] for row in year.entries}
    assert {row for rows in wrong.values() for row in rows} == set(causes(found.of(Kind.ROW)))
    assert all(members[row] == member for member, rows in wrong.items() for row in rows)


def test_the_summary_says_what_the_sheet_got_wrong(year: World) -> None:
    found = compared(DONGHAE, changed(without_staff_figures(year), **PLANTED))
    assert found.summary("ko") == (
        "377행 가운데 7행이 다릅니다: 시민 칭찬 가점을 빠뜨린 1행, 시민 칭찬 가점을 잘못 준 1행, "
        "대상이 아닌 직급에 준 1행, 두 번 센 1행, 직원 명부에 없는 사람에게 준 1행, 승인되지 않았는데 준 1행, "
        "적지 않은 1행. 시트의 합계는 354.5점인데 규칙대로는 352점입니다. "
        "사람별로는 77명 가운데 6명의 점수가 다릅니다. "
        "신청 65건 가운데 5건의 지급액이 다릅니다: 점수가 모자라는데 준 1건, 5점 구간의 금액을 적은 1건, 두 번 준 1건, "
        "포상휴가를 골랐는데 돈을 준 1건, 보상을 고르지 않았는데 준 1건. 지급액은 250,000원 많습니다."
    )
    assert found.summary("en").startswith(
        "Of 377 rows, 7 differ: 1 row without bonus for citizens' praise, "
        "1 row wrongly given bonus for citizens' praise, 1 row for a grade that is not eligible, 1 row counted twice,"
    )


def test_an_explanation_takes_our_figure_apart_or_says_why_there_is_none(year: World) -> None:
    found = compared(DONGHAE, changed(year, **PLANTED))
    told = {each.id: explanation(each, "ko") for each in found.differences if each.id}
    assert told["E-0002"] == "협업을 통한 문제해결 1점 + 시민 칭찬 가점 0.5점 = 1.5점인데 시트는 1점"
    assert told["E-0010"] == "협업을 통한 문제해결 1점인데 시트는 빈칸"
    assert told["E-0140"] == "'K-0909'는 직원 명부에 없습니다. 규칙대로는 0점인데 시트는 0.5점"
    assert told["C-001"] == "3점이 필요한데 2.5점입니다. 0.5점 모자랍니다. 규칙대로는 0원인데 시트는 30,000원"
    assert told["C-002"] == "3점 구간 30,000원인데 시트는 50,000원"
    assert told["C-039"] == "포상휴가를 골라 지급액은 0원인데 시트는 100,000원"
    english = {each.id: explanation(each, "en") for each in found.differences if each.id}
    assert english["C-002"] == "tier of 3 points 30,000 won, in the sheet 50,000 won"


def test_the_order_of_rows_changes_nothing(year: World) -> None:
    world = changed(year, **PLANTED)
    ledger, claims = read_ledger(world.entries, DONGHAE), read_claims(world.claims, DONGHAE)
    straight = reconcile(DONGHAE, ledger, world.roster, claims, as_of=LAST)
    mixed = Claims(claims.rows[::-1], claims.rejected, claims.set_aside, claims.findings, claims.sources)
    assert reconcile(DONGHAE, reordered(ledger, ledger.rows[::-1]), world.roster, mixed, as_of=LAST) == straight


def reordered(ledger: Ledger, rows: Iterable[Entry]) -> Ledger:
    return Ledger(tuple(rows), ledger.rejected[::-1], ledger.set_aside, ledger.findings, ledger.sources)


def test_which_of_two_equal_rows_has_the_points_does_not_matter(year: World) -> None:
    doubled = [at for at, row in enumerate(year.entries) if row["entry_id"] == "E-0151"]
    entries = list(year.entries)
    first, second = doubled
    entries[first], entries[second] = entries[first] | {"점수": "0"}, entries[second] | {"점수": "1"}
    assert compared(DONGHAE, replace(year, entries=entries)).differences == ()


# Laws for any facts.


@given(st.data())
def test_a_sheet_that_says_what_we_compute_is_right(data: st.DataObject) -> None:
    scheme = data.draw(st.sampled_from([DONGHAE, SEOCHEON, *READINGS]))
    world = data.draw(worlds(SEOCHEON if scheme is SEOCHEON else DONGHAE))
    as_of = data.draw(st.dates(date(2024, 6, 1), date(2025, 3, 31)))
    found = compared(scheme, filled(scheme, world, as_of), as_of)
    assert found.differences == ()
    for each in found.compared:
        assert each.said == each.ours
    for lang in LANGUAGES:
        assert len(found.summary(lang).splitlines()) == 1


@given(st.data())
def test_one_other_figure_is_one_row_that_differs(data: st.DataObject) -> None:
    scheme = data.draw(st.sampled_from([DONGHAE, SEOCHEON]))
    drawn = data.draw(worlds(scheme).filter(lambda world: world.entries)).without_corrections()
    world = filled(scheme, replace(drawn, roster=drawn.roster), LAST)
    at = data.draw(st.integers(0, len(world.entries) - 1))
    row = world.entries[at]
    if sum(each["entry_id"] == row["entry_id"] for each in world.entries) > 1:
        return  # which of them is meant is then open
    other = data.draw(st.sampled_from(["0", "0.5", "1", "3", "0.1", "-1", ""]).filter(lambda said: differs(said, row)))
    entries = [each | ({"점수": other} if each is row else {}) for each in world.entries]
    found = compared(scheme, replace(world, entries=entries))
    (difference,) = found.of(Kind.ROW)
    assert (difference.id, difference.place.line) == (row["entry_id"], at + 1)
    assert difference.ours == Amount(row["점수"])
    assert [each.member for each in found.of(Kind.MEMBER)] == [row["member_id"]]
    assert found.of(Kind.CLAIM, Figure.PAID) == found.of(Kind.STAFF) == ()
    for lang in LANGUAGES:
        assert explanation(difference, lang)
        assert cause_text(difference, lang)


@given(st.data())
def test_whatever_the_sheet_says_each_difference_is_told_and_no_order_changes_it(data: st.DataObject) -> None:
    scheme = data.draw(st.sampled_from([DONGHAE, SEOCHEON]))
    world = filled(scheme, data.draw(worlds(scheme, most=8)), LAST)
    figures = st.sampled_from(["", "-", "0", "0.5", "1", "1.5", "2", "4점", "-1", "많음", "30,000", "70000원"])
    for rows, headers in (
        (world.entries, ("점수",)),
        (world.roster, ("누적점수", "지급액")),
        (world.claims, ("지급액",)),
    ):
        for row in rows:
            row |= {header: data.draw(figures) for header in headers}
    ledger = read_ledger(world.entries, scheme)
    found = reconcile(scheme, ledger, world.roster, world.claims, as_of=LAST)
    for each in found.differences:
        for lang in LANGUAGES:
            assert explanation(each, lang)
            assert cause_text(each, lang)
    mixed = reordered(ledger, data.draw(st.permutations(ledger.rows)))
    assert reconcile(scheme, mixed, world.roster, world.claims, as_of=LAST) == found
    assert json.loads(json.dumps(found.to_dict()))["clean"] is not bool(found.differences)


def differs(said: str, row: Row) -> bool:
    return Amount(said or "0") != Amount(row["점수"])


# Causes, one by one.

RULES = """\
language: 1
id: sample
label: {ko: 예시 마일리지, en: sample mileage}
from: 2024-06-01
until: 2026-01-01
assumed: 예시
facts:
  member:
    grade: {ordered: [9급, 8급, 7급, 6급], label: {ko: 직급, en: grade}}
  entry:
    hours: {number, at_least: 0, label: {ko: 시간, en: hours}}
    medal: {one_of: [금, 은], label: {ko: 상, en: medal}}
    praised: {yes_no, blank: no, label: {ko: 칭찬, en: praised}}
    urgent: {yes_no, blank: no, label: {ko: 긴급, en: urgent}}
eligible: {grade: {at_most: 7급}}
activities:
  idea: {label: {ko: 제안, en: idea}, points: {2024-06-01: 1, 2025-01-01: 2}}
  report: {label: {ko: 보고, en: report}, points: 7, when: {urgent: no}}
  contest: {label: {ko: 경진, en: contest}, points: {by: medal, values: {금: 5, 은: 3}}}
  lecture:
    label: {ko: 강의, en: lecture}
    points: {each: {2024-06-01: 1, 2025-01-01: 3}, per: 4, of: hours, round: {at: entry, unit: 0.5, mode: down}}
bonuses:
  praise:
    label: {ko: 칭찬 가점, en: praise}
    when: {praised: yes}
    add: {2024-06-01: 0.25, 2025-01-01: 0.75}
    activities: [idea, contest, lecture]
  rush: {label: {ko: 긴급 가점, en: rush}, when: {urgent: yes}, multiply: 3, activities: [idea]}
limits:
  month: {label: {ko: 강의 월 한도, en: lectures a month}, activities: [lecture], per: month, points: 2, keep: earliest}
rewards:
  voucher: {label: {ko: 상품권, en: voucher}, unit: KRW}
  leave: {label: {ko: 휴가, en: leave}, unit: day}
awards:
  monthly:
    kind: tiers
    label: {ko: 월 보상, en: monthly reward}
    measure: {counter: balance}
    claim: {by: member, times: 1, per: month}
    pay: highest
    again: always
    consume: tier
    tiers:
      t3: {at: 3, pays: {voucher: {2024-06-01: 30000, 2025-01-01: 35000}}}
      t6: {at: 6, choose: {money: {voucher: 60000}, rest: {leave: 1}}}
answers:
  points_count_on: activity_date
  grade_judged_on: activity_date
  no_longer_eligible: freeze
  no_option: wait
  year_end: keep
"""
SAMPLE = load_scheme(RULES)
STAFF = [
    {"member_id": "K-1", "grade": "8급"},
    {"member_id": "K-6", "grade": "6급"},
    {"member_id": "K-7", "grade": "8급", "until": "2024-09-01"},
    {"member_id": "K-7", "grade": "6급", "from": "2024-09-01"},
]


def sheet_row(said: str, /, **cells: object) -> Row:
    return {"entry_id": "E-1", "member_id": "K-1", "date": "2024-06-10", "activity": "idea", "점수": said} | cells


@pytest.mark.parametrize(
    ("said", "cells", "cause", "name"),
    [
        ("1", {"praised": "예"}, Cause.BONUS_LEFT_OUT, "칭찬 가점"),
        ("1.25", {"praised": "예", "urgent": "예"}, Cause.BONUS_LEFT_OUT, "긴급 가점"),
        ("1", {"praised": "예", "urgent": "예"}, Cause.BONUS_LEFT_OUT, "칭찬 가점, 긴급 가점"),
        ("1.25", {}, Cause.BONUS_NOT_DUE, "칭찬 가점"),
        ("3.25", {"praised": "예", "urgent": "예"}, None, None),
        ("3.25", {}, Cause.BONUS_NOT_DUE, "칭찬 가점, 긴급 가점"),
        ("2", {"activity": "lecture", "hours": "12"}, None, None),
        ("3", {"activity": "lecture", "hours": "12"}, Cause.LIMIT_IGNORED, "강의 월 한도"),
        ("1.1", {"activity": "lecture", "hours": "4.4"}, Cause.ROUNDING_LEFT_OUT, None),
        ("5", {"activity": "contest", "medal": "은"}, Cause.OTHER_VALUE, "상 금"),
        ("5.25", {"activity": "contest", "medal": "은", "praised": "예"}, Cause.OTHER_VALUE, "상 금"),
        ("2", {}, Cause.OTHER_DAY, "2025-01-01"),
        ("1", {"date": "2025-03-01"}, Cause.OTHER_DAY, "2024-06-01"),
        ("2.25", {"date": "2025-03-01", "praised": "예"}, Cause.OTHER_DAY, "2024-06-01"),
        ("1.5", {"activity": "lecture", "hours": "2"}, Cause.OTHER_DAY, "2025-01-01"),
        ("7", {}, Cause.OTHER_ACTIVITY, "보고"),
        ("5.25", {"praised": "예"}, Cause.OTHER_ACTIVITY, "경진"),
        ("1.3", {}, Cause.OTHER, None),
        ("", {}, Cause.LEFT_BLANK, None),
        ("0", {}, Cause.SAID_NOTHING, None),
        ("하나", {}, Cause.UNREAD, None),
        ("1", {"member_id": "K-6"}, Cause.NOT_ELIGIBLE, "직급"),
        ("7", {"activity": "report", "urgent": "예"}, Cause.CONDITION_NOT_MET, "긴급"),
        ("1", {"member_id": "K-9"}, Cause.NOT_LISTED, None),
        ("1", {"date": "2024-05-31"}, Cause.OUTSIDE, None),
        ("1", {"date": "2025-12-31"}, Cause.NOT_YET, None),
        ("1", {"status": "대기"}, Cause.NOT_APPROVED, None),
        ("1", {"status": "반려"}, Cause.TURNED_DOWN, None),
        ("3", {"activity": "contest"}, Cause.FACT_MISSING, None),
        ("1", {"activity": "제언"}, Cause.ROW_UNREAD, None),
        ("3", {"quantity": "3"}, Cause.NOT_COUNTED, None),
        ("", {"member_id": "K-6"}, None, None),
        ("0", {"status": "반려"}, None, None),
    ],
)
def test_the_points_of_a_row_look_like_something(said: str, cells: Row, cause: Cause | None, name: str | None) -> None:
    found = reconcile(SAMPLE, [sheet_row(said, **cells)], STAFF, as_of="2025-10-31").of(Kind.ROW)
    assert [each.cause for each in found] == ([cause] if cause else [])
    assert [each.why.name and each.why.name.ko for each in found] == ([name] if cause else [])


def test_what_would_give_the_same_figure_is_told_too() -> None:
    (difference,) = reconcile(SAMPLE, [sheet_row("3")], STAFF, as_of="2025-10-31").of(Kind.ROW)
    assert cause_text(difference, "ko") == "긴급 가점 잘못 줌, 또는 다른 활동의 점수(경진)"
    assert cause_text(difference, "en") == "rush is not due, or points of another activity (contest)"


def test_an_unreadable_figure_says_what_stands_there() -> None:
    (difference,) = reconcile(SAMPLE, [sheet_row("하나")], STAFF, as_of="2025-10-31").of(Kind.ROW)
    assert explanation(difference, "ko") == "'하나'는 숫자가 아닙니다. 제안 1점인데 시트는 숫자 아님"


def test_one_id_on_two_rows_that_differ_counts_neither() -> None:
    rows = [sheet_row("1"), sheet_row("1", date="2024-06-11")]
    found = reconcile(SAMPLE, rows, STAFF, as_of="2025-10-31")
    assert [each.cause for each in found.of(Kind.ROW)] == [Cause.SAME_ID] * 2


def points(count: int) -> list[Row]:
    """So many points in June 2024."""
    return [sheet_row("1", entry_id=f"E-{number}") for number in range(count)]


def claim(paid: str, /, **cells: object) -> Row:
    return {"claim_id": "C-1", "member_id": "K-1", "date": "2024-06-30", "award": "monthly", "지급액": paid} | cells


def of_claims(count: int, *claims: Row) -> tuple[Difference, ...]:
    entries = [{key: row[key] for key in row if key != "점수"} for row in points(count)]
    return reconcile(SAMPLE, entries, STAFF, claims, as_of="2025-10-31").of(Kind.CLAIM, Figure.PAID)


@pytest.mark.parametrize(
    ("earned", "paid", "cells", "cause"),
    [
        (3, "30,000원", {}, None),
        (3, "60000", {}, Cause.OTHER_TIER),
        (3, "35000", {}, Cause.OTHER_DAY),
        (3, "0", {}, Cause.PAYMENT_MISSING),
        (3, "", {}, Cause.PAYMENT_MISSING),
        (3, "31000", {}, Cause.OTHER),
        (3, "삼만원", {}, Cause.UNREAD),
        (2, "30000", {}, Cause.TIER_NOT_REACHED),
        (2, "", {}, None),
        (6, "60000", {"option": "rest"}, Cause.OTHER_REWARD),
        (6, "1000", {"option": "rest"}, Cause.OTHER_REWARD),
        (6, "0", {"option": "rest"}, None),
        (6, "60000", {}, Cause.OPTION_MISSING),
        (6, "120000", {"option": "money"}, Cause.PAID_TWICE),
        (3, "30000", {"date": "2025-12-01"}, Cause.NOT_YET),
        (3, "30000", {"award": "분기"}, Cause.NOT_COUNTED),
        (3, "30000", {"amount": "30000"}, Cause.NOT_COUNTED),
        (0, "30000", {"member_id": "K-7", "date": "2024-10-01"}, Cause.NO_LONGER_ELIGIBLE),
    ],
)
def test_the_pay_of_a_claim_looks_like_something(earned: int, paid: str, cells: Row, cause: Cause | None) -> None:
    assert [each.cause for each in of_claims(earned, claim(paid, **cells))] == ([cause] if cause else [])


def test_a_second_claim_and_a_doubled_one_are_paid_once() -> None:
    second = claim("30000", claim_id="C-2")
    assert causes(of_claims(6, claim("30000", date="2024-06-12", option="money"), second))["C-2"] is Cause.PAID_TWICE
    assert causes(of_claims(3, claim("30000"), claim("30000"))) == {"C-1": Cause.DUPLICATE}
    assert of_claims(3, claim("0"), claim("30000")) == ()


def staff(**figures: str) -> list[Row]:
    return [row | figures for row in STAFF if row["member_id"] == "K-1"]


def of_staff(rows: list[Row], entries: list[Row], *claims: Row, figure: str = "paid") -> tuple[Difference, ...]:
    return reconcile(SAMPLE, entries, rows, claims, as_of="2025-10-31").of(Kind.STAFF, figure)


@pytest.mark.parametrize(
    ("earned", "paid", "cells", "cause"),
    [
        (3, "30000", {}, None),
        (3, "60000", {}, Cause.OTHER_TIER),
        (3, "35000", {}, Cause.OTHER_DAY),
        (3, "", {}, Cause.PAYMENT_MISSING),
        (3, "12", {}, Cause.OTHER),
        (3, "많음", {}, Cause.UNREAD),
        (6, "120000", {"option": "money"}, Cause.PAID_TWICE),
        (6, "60000", {"option": "rest"}, Cause.OTHER_REWARD),
        (2, "30000", {}, Cause.TIER_NOT_REACHED),
        (2, "12", {}, Cause.NOTHING_DUE),
    ],
)
def test_all_pay_of_a_member_looks_like_something(earned: int, paid: str, cells: Row, cause: Cause | None) -> None:
    asked = {key: cell for key, cell in claim("", **cells).items() if key != "지급액"}
    found = of_staff(staff(지급액=paid), points(earned), asked)
    assert [each.cause for each in found] == ([cause] if cause else [])


def test_money_for_leave_is_found_among_other_payments() -> None:
    june, july = ({key: cell for key, cell in claim("").items() if key != "지급액"} | day for day in JUNE_AND_JULY)
    entries = [*points(3), *(row | {"date": "2024-07-01", "entry_id": f"L-{row['entry_id']}"} for row in points(6))]
    (difference,) = of_staff(staff(지급액="90000"), entries, june, july)
    assert difference.cause is Cause.OTHER_REWARD
    assert explanation(difference, "ko") == "휴가를 골라 지급액은 30,000원인데 시트는 90,000원"
    (difference,) = of_staff(staff(지급액="0"), entries, june, july)
    assert difference.cause is Cause.PAYMENT_MISSING


JUNE_AND_JULY: tuple[Row, Row] = ({}, {"claim_id": "C-2", "date": "2024-07-31", "option": "rest"})


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        ("4", None),
        ("", Cause.LEFT_BLANK),
        ("0", Cause.SAID_NOTHING),
        ("넷", Cause.UNREAD),
        ("1", Cause.BALANCE),  # three points were used
        ("5", Cause.SUM),
    ],
)
def test_the_points_on_the_staff_list_look_like_something(said: str, cause: Cause | None) -> None:
    found = of_staff(staff(총점=said), points(4), claim("30000"), figure="points")
    assert [each.cause for each in found] == ([cause] if cause else [])


def test_a_sum_of_wrong_rows_is_told_by_its_rows() -> None:
    entries = [*points(3), sheet_row("7", entry_id="E-9")]
    (difference,) = of_staff(staff(총점="10"), entries, figure="points")
    assert (difference.cause, difference.rows) == (Cause.ROWS, ("E-9",))
    bare = [{key: row[key] for key in row if key != "점수"} for row in entries]
    (difference,) = of_staff(staff(총점="10"), bare, figure="points")
    assert difference.cause is Cause.OTHER


@pytest.mark.parametrize(("figures", "count"), [(("3", "3"), 0), (("1", "2"), 0), (("", "3"), 0), (("3", "2"), 1)])
def test_a_member_with_two_rows_has_one_figure_repeated_or_in_parts(figures: tuple[str, str], count: int) -> None:
    moved = [{"grade": "8급", "until": "2024-09-01"}, {"grade": "7급", "from": "2024-09-01"}]
    rows = [row | {"member_id": "K-1", "누적점수": said} for row, said in zip(moved, figures, strict=True)]
    assert len(of_staff(rows, points(3), figure="points")) == count


def test_somebody_whom_the_list_leaves_out_is_told() -> None:
    gone = (
        "eligible: {grade: {at_most: 7급}}\n",
        "  grade_judged_on: activity_date\n",
        "  no_longer_eligible: freeze\n",
    )
    rules = load_scheme(reduce(lambda text, line: text.replace(line, ""), gone, RULES))
    found = reconcile(rules, points(3), [{"member_id": "K-2", "grade": "8급", "총점": ""}], as_of="2025-10-31")
    assert causes(found.of(Kind.STAFF)) == {"K-1": Cause.LEFT_BLANK}


def test_pay_in_the_ledger_is_added_up_by_person() -> None:
    entries = [row | {"지급액": paid} for row, paid in zip(points(3), ("10000", "10,000", "10000"), strict=True)]
    asked = {key: cell for key, cell in claim("").items() if key != "지급액"}
    assert reconcile(SAMPLE, entries, STAFF, [asked], as_of="2025-10-31").differences == ()
    found = reconcile(SAMPLE, entries, STAFF, as_of="2025-10-31")
    assert causes(found.of(Kind.MEMBER, Figure.PAID)) == {"K-1": Cause.NOTHING_DUE}


# Sums.


def table(*lines: str) -> str:
    return "\n".join(("번호,사번,활동일,활동,점수", *lines))


def one(number: int, said: str = "1") -> str:
    return f"E-{number},K-1,2024-06-10,제안,{said}"


@pytest.mark.parametrize(
    ("lines", "wrong"),
    [
        ((one(1), one(2), ",,,합계,2"), {}),
        ((one(1), one(2), ",,,합계,3"), {"합계": ("3", "2")}),
        ((one(1), ",소계,,,1", one(2), one(3), ",소계,,,2", ",총계,,,3"), {}),
        ((one(1), ",소계,,,1", one(2), one(3), ",소계,,,3", ",총계,,,3"), {"소계": ("3", "2")}),
        ((one(1), ",소계,,,1", one(2), ",총계,,,1"), {"총계": ("1", "2")}),
        ((one(1), ",합계,,,1", one(2), one(3), ",합계,,,2"), {}),
        ((",합계,,,2", one(1), one(2)), {}),
        ((one(1), one(2, "둘"), ",,,합계,9"), {}),
        ((one(1), ",,,합계,"), {}),
    ],
)
def test_a_sum_of_the_sheet_is_the_sum_of_the_figures_that_it_covers(
    tmp_path: Path, lines: tuple[str, ...], wrong: dict[str, tuple[str, str]]
) -> None:
    path = tmp_path / "2024.csv"
    path.write_text(table(*lines), encoding="utf-8")
    found = reconcile(SAMPLE, read_ledger(path, SAMPLE), STAFF, as_of="2025-10-31").of(Kind.TOTAL)
    assert {each.id: (str(each.said), str(each.ours)) for each in found} == wrong
    assert all(each.cause is Cause.SUM for each in found)


def test_a_wrong_sum_is_told_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "2024.csv"
    path.write_text(table(one(1), one(2), ",,,합계,3"), encoding="utf-8")
    found = reconcile(SAMPLE, read_ledger(path, SAMPLE), STAFF, as_of="2025-10-31")
    (difference,) = found.differences
    assert (difference.place.file, difference.place.line) == ("2024.csv", 4)
    assert explanation(difference, "ko") == "위 행들의 합은 2점인데 '합계'에는 3점"
    assert found.summary("ko").endswith("점수 합계 1행 가운데 1행이 위 행들의 합과 다릅니다.")


# What is told.


def test_a_sheet_without_figures_is_refused_and_told_which_headers_are_known() -> None:
    entries = [{key: row[key] for key in row if key != "점수"} for row in points(1)]
    with pytest.raises(InputError) as error:
        reconcile(SAMPLE, entries, STAFF, as_of="2025-10-31")
    (finding,) = error.value.findings
    assert finding.code is Code.NO_FIGURES
    assert "점수" in finding.help("ko")
    assert "지급액" in finding.help("ko")


def test_a_column_without_rows_is_compared_and_right() -> None:
    found = reconcile(SAMPLE, read_ledger(io_rows(), SAMPLE), STAFF, as_of="2025-10-31")
    assert [each.count for each in found.compared] == [0, 0]
    assert found.differences == ()


def io_rows() -> list[Row]:
    return [{"entry_id": "", "점수": ""}]


def test_rows_without_a_readable_member_are_compared_one_by_one() -> None:
    found = reconcile(SAMPLE, [sheet_row("1", member_id="")], STAFF, as_of="2025-10-31")
    assert [each.cause for each in found.of(Kind.ROW)] == [Cause.ROW_UNREAD]
    assert found.of(Kind.MEMBER) == ()


def test_every_cause_has_its_words_in_both_languages() -> None:
    for books in BOOKS.values():
        known = {key for book in books for key in book.WORDS}
        assert {f"reconcile_{part}_{cause}" for part in ("cause", "causes") for cause in Cause} <= known


def test_json_has_every_difference_with_its_words(year: World) -> None:
    found = compared(DONGHAE, changed(year, **PLANTED))
    told = json.loads(json.dumps(found.to_dict()))
    assert told["clean"] is False
    assert told["summary"]["ko"] == found.summary("ko")
    assert len(told["differences"]) == len(found.differences)
    assert {each["kind"]: each["different"] for each in told["compared"] if each["figure"] == "points"} == {
        "row": 7,
        "member": 6,
        "staff": 0,
    }
    first = told["differences"][0]
    assert (first["id"], first["said"], first["ours"], first["cause"]) == ("E-0002", "1", "1.5", "bonus_left_out")
    assert first["rules"] == ["activities.collaboration", "bonuses.citizen_praise"]


def test_the_report_has_a_sheet_for_each_comparison(year: World) -> None:
    found = compared(DONGHAE, changed(year, **PLANTED))
    for lang in LANGUAGES:
        sheets = list(reconciliation_sheets(found, lang))
        assert [len(sheet.rows) for sheet in sheets] == [7, 6, 0, 5, 0]
        assert all(len(row) == len(sheet.heads) for sheet in sheets for row in sheet.rows)
    heading = reconciliation_heading(found, "ko")
    assert heading == "동해시 적극행정 마일리지, 기준일 2025-05-31: 시트와 규칙 대조"
    staff_points = list(reconciliation_sheets(found, "ko"))[2]
    assert staff_points.notes == ("622건이 모두 같습니다",)


def test_what_is_compared_is_what_evaluate_gives(year: World) -> None:
    evaluation = evaluate(DONGHAE, year.entries, year.roster, year.claims, as_of=LAST)
    assert compared(DONGHAE, year).evaluation == evaluation


def test_a_row_that_stands_in_a_sheet_without_figures_too_is_no_mistake() -> None:
    bare = {key: cell for key, cell in sheet_row("").items() if key != "점수"}
    for said, causes_found in (("1", []), ("2", [Cause.OTHER_DAY])):
        sheets = read_ledger([bare], SAMPLE) + renamed(read_ledger([sheet_row(said)], SAMPLE), "2024.csv")
        found = reconcile(SAMPLE, sheets, STAFF, as_of="2025-10-31")
        assert [each.cause for each in found.of(Kind.ROW)] == causes_found


def renamed(ledger: Ledger, file: str) -> Ledger:
    """The same rows from a file of that name."""
    rows = tuple(replace(row, place=replace(row.place, file=file)) for row in ledger.rows)
    return Ledger(rows, sources=tuple(replace(source, name=file) for source in ledger.sources))
