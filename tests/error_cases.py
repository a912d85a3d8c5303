"""How each code comes about that is not about the text of a scheme: by rows, by claims, by calls."""

from __future__ import annotations

import re
import sys
from contextlib import chdir, redirect_stderr
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from openpyxl import Workbook

from grade_error_cases import GRADE_CASES
from incentive_rules import (
    Code,
    Diagnostic,
    Evaluation,
    IncentiveError,
    Opening,
    Scheme,
    evaluate,
    evaluate_member,
    load_scheme,
    opening_of,
    pseudonymous,
    read_claims,
    read_ledger,
    read_roster,
    reformed,
)
from incentive_rules.backends.plan import plan_of
from incentive_rules.cases.run import run_cases
from incentive_rules.cli import main
from incentive_rules.cli.desk import Desk
from incentive_rules.cli.init import init
from incentive_rules.cli.new_file import write_new
from incentive_rules.errors import sorted_findings
from incentive_rules.ledger.untold import untold
from incentive_rules.messages import en, ko
from incentive_rules.program.from_scheme import program_of
from incentive_rules.reconcile.from_tables import reconcile
from incentive_rules.report.terminal import Screen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from incentive_rules.ledger.model import Table
    from incentive_rules.program.model import Program
    from incentive_rules.source import Place
    from incentive_rules.statement.model import Reason

    Rows = list[dict[str, Any]]

SCHEME = """\
language: 1
id: sample
label: 예시 마일리지
from: 2024-06-01
until: 2026-01-01
assumed: 예시
facts:
  member:
    grade: {ordered: [9급, 8급, 7급, 6급], label: {ko: 직급, en: grade}}
    department: {group, label: {ko: 부서, en: department}}
  entry:
    hours: {number, at_least: 0, label: {ko: 시간, en: hours}}
eligible: {grade: {at_most: 7급}}
activities:
  idea: {label: {ko: 시책 제안, en: policy proposal}, points: 1}
  lecture: {label: {ko: 청내 강의, en: in-house lecture}, points: {each: 1, of: hours}, from: 2025-01-01}
limits:
  month: {label: {ko: 월 한도, en: monthly limit}, per: month, points: 4, keep: earliest}
rewards:
  voucher: {label: {ko: 상품권, en: gift certificate}, unit: KRW}
  leave: {label: {ko: 휴가, en: leave}, unit: day}
awards:
  monthly:
    kind: tiers
    label: {ko: 월 보상, en: monthly reward}
    measure: {counter: earned, per: ever}
    claim: {by: member, times: 1, per: month}
    pay: highest
    again: once
    consume: nothing
    tiers:
      t1: {at: 1, choose: {money: {voucher: 10000}}}
      t3: {at: 3, choose: {money: {voucher: 30000}, rest: {leave: 1}}}
  yearly:
    kind: tiers
    label: {ko: 연말 보상, en: yearly reward}
    measure: {counter: earned, per: year}
    claim: {by: automatic, per: year}
    pay: highest
    again: always
    consume: nothing
    tiers: {t50: {at: 50, pays: {voucher: 500000}}}
  league:
    kind: ranking
    label: {ko: 부서 순위, en: department ranking}
    of: department
    measure: {counter: earned, per: year}
    score: sum
    ties: hold
    places: {first: {ranks: 1, pays: {voucher: 100000}}}
answers:
  points_count_on: activity_date
  grade_judged_on: activity_date
  no_longer_eligible: freeze
  no_option: wait
  tiers_passed_over: done
  group_credited_on: counting_date
  ranking_field: scored
"""
ENTRY = {"entry_id": "E-1", "member_id": "K-1", "date": "2024-06-10", "activity": "idea"}
CLAIM = {"claim_id": "C-1", "member_id": "K-1", "date": "2024-06-30", "award": "monthly"}
MEMBER = {"member_id": "K-1", "grade": "8급", "department": "행정과"}
CASES = """\
language: 1
scheme: scheme.yaml
as_of: 2024-06-30
cases:
  one:
    label: 제안 한 건
    entries: [{entry_id: E-1, member_id: K-1, date: 2024-06-10, activity: idea}]
    members: [{member_id: K-1, grade: 8급, department: 행정과}]
    expect: {earned: {K-1: EXPECTED}}
"""


def names(template: str) -> set[str]:
    """The blanks of a text."""
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def unfilled(finding: Diagnostic) -> set[str]:
    """The blanks of a finding's texts for which it has no fact."""
    needed: set[str] = set()
    for book in (ko, en):
        message, hint = book.FINDINGS[finding.code]
        needed |= names(message) | names(book.NEAR if finding.facts.get("near") else hint)
    return needed - set(finding.facts)


def scheme(*changes: tuple[str, str]) -> Scheme:
    text = SCHEME
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return load_scheme(text)


IDEA = "en: policy proposal}, points: 1}"
JOINT = scheme(
    (IDEA, f"{IDEA[:-1]}, shares: yes}}"),
    ("ranking_field: scored", "ranking_field: scored\n  partner_not_eligible: redistributed"),
)


def refused(call: Callable[..., object], *arguments: Any, **options: Any) -> Diagnostic:
    """The one finding of a call that is refused."""
    try:
        call(*arguments, **options)
    except IncentiveError as error:
        (finding,) = error.findings
        return finding
    raise AssertionError(call)


def in_table(text: str, folder: Path, read: Callable[..., Any] = read_ledger, **how: Any) -> Diagnostic:
    """The one finding of a table, about its columns or a row."""
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    return finding_of(read(path, scheme(), **how))


def finding_of(table: Table[Any]) -> Diagnostic:
    """The one finding of a table, of whatever kind."""
    (finding,) = sorted_findings([*table.findings, *(found for row in table.rejected for found in row.findings)])
    return finding


def in_workbook(folder: Path, *rows: Sequence[object], beside: str = "") -> Diagnostic:
    """The one finding of a workbook with these rows under the header, and perhaps a sheet without a table beside it."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "6월"
    for row in (tuple(ENTRY), *rows):
        sheet.append(row)
    if beside:
        book.create_sheet(beside).append(["활동", "횟수"])
    path = folder / "실적.xlsx"
    book.save(path)
    return finding_of(read_ledger(path, scheme()))


def set_aside(folder: Path, line: str, *, above: bool = False) -> Diagnostic:
    """Why one line of a file that stands above or below the others is none of its rows."""
    path = folder / "table.csv"
    rows = [line, HEADER, LINE] if above else [HEADER, LINE, line]
    path.write_text("\n".join(rows), encoding="utf-8")
    (row,) = evaluate(scheme(), read_ledger(path, scheme()), [MEMBER], as_of="2024-12-31").set_aside
    (reason,) = row.reasons
    assert row.place is not None
    return Diagnostic(reason.code, row.place, reason.facts)


def alike(folder: Path) -> Diagnostic:
    """Of two rows without an id that say the same, each gets its own; that they may be one is told."""
    path = folder / "table.csv"
    path.write_text("사번,활동일,활동\n" + "K-1,2024-06-10,idea\n" * 2, encoding="utf-8")
    _, finding = read_ledger(path, scheme(), make_ids=True).findings
    return finding


def blank_for_all(folder: Path) -> Diagnostic:
    """What a scheme says for blank cells holds in every row of a file that has no such column."""
    path = folder / "table.csv"
    path.write_text(f"{HEADER},강의시간\n{LINE},3\n", encoding="utf-8")
    rules = scheme(("at_least: 0,", "at_least: 0, blank: 0,"))
    (finding,) = untold(read_ledger(path, rules), rules.facts.entry.values())
    return finding


def asked_of_all(folder: Path) -> Diagnostic:
    """A fact that a rule looks at and that a file has no column for is told once, with the rule and the rows."""
    path = folder / "staff.csv"
    path.write_text("사번,부서\nK-1,행정과\nK-2,행정과\n", encoding="utf-8")
    rules = scheme()
    roster = read_roster(path, rules)
    (finding,) = untold(roster, [rules.facts.member["grade"]], lambda _: ("eligible",))
    return finding


def cell(column: str, value: str) -> Callable[[Path], Diagnostic]:
    """The one finding of a table with one more column."""
    return lambda folder: in_table(f"{','.join(ENTRY)},{column}\n{','.join(ENTRY.values())},{value}\n", folder)


def judged(
    ledger: Rows, roster: Rows | None = None, claims: Rows | None = None, rules: Scheme | None = None, **options: Any
) -> Evaluation:
    days = {"as_of": "2024-12-31", **options}
    return evaluate(rules or scheme(), ledger, [MEMBER] if roster is None else roster, claims or [], **days)


def reason_of(evaluation: Evaluation, code: Code) -> Diagnostic:
    """The first reason with that code, at its row; no row or settlement has another one."""
    rows = [(outcome.place, reason) for outcome in evaluation.outcomes for reason in outcome.reasons]
    rankings = [(None, reason) for ranking in evaluation.rankings for reason in ranking.reasons]
    rankings += [(None, note) for ranking in evaluation.rankings for row in ranking.rows for note in row.notes]
    found: list[tuple[Place | None, Reason]] = [each for each in (*rows, *rankings) if each[1].code is code]
    place, reason = found[0]
    return Diagnostic(code, place, reason.facts) if place else Diagnostic(code, facts=reason.facts)


def because_of_rows(code: Code, *arguments: Any, **options: Any) -> Callable[[Path], Diagnostic]:
    return lambda _folder: reason_of(judged(*arguments, **options), code)


def ranked(code: Code, roster: Rows, *changes: tuple[str, str]) -> Callable[[Path], Diagnostic]:
    """What is told about a ranking under other rules, where somebody has one entry and somebody else another."""
    entries = [ENTRY, entry(entry_id="E-2", member_id="K-2")]
    return lambda _folder: reason_of(judged(entries, roster, rules=scheme(*changes)), code)


def entry(**cells: object) -> dict[str, Any]:
    return {**ENTRY, **cells}


def shared(*shares: str) -> Rows:
    """Rows of one piece of work, each of another member."""
    return [entry(entry_id=f"E-{n}", member_id=f"K-{n}", work="W-1", share=each) for n, each in enumerate(shares, 1)]


def entries(count: int) -> Rows:
    return [entry(entry_id=f"E-{number}") for number in range(1, count + 1)]


def claimed(code: Code, count: int, *claims: Mapping[str, object], **options: Any) -> Callable[[Path], Diagnostic]:
    """What becomes of claims of somebody with some proposals in June."""
    rows = [{**CLAIM, "claim_id": f"C-{number}", **claim} for number, claim in enumerate(claims, 1)]
    return because_of_rows(code, entries(count), None, rows, **options)


def asked(query: str, member: str = "K-1") -> Callable[[Path], Diagnostic]:
    return lambda _folder: refused(judged([entry(member_id=member)]).explain, query)


def expected(arithmetic: str) -> Callable[[Path], Diagnostic]:
    """The one finding of a cases file."""

    def run(folder: Path) -> Diagnostic:
        (folder / "scheme.yaml").write_text(SCHEME, encoding="utf-8")
        (folder / "scheme.cases.yaml").write_text(CASES.replace("EXPECTED", arithmetic), encoding="utf-8")
        report = run_cases(folder / "scheme.cases.yaml")
        (finding,) = (*report.findings, *(failure.finding for failure in report.failures))
        return finding

    return run


def folder_for_a_file(folder: Path) -> Diagnostic:
    (folder / "제도.yaml").mkdir()
    with chdir(folder):
        return refused(load_scheme, "제도.yaml")


def file_in_the_way(folder: Path) -> Diagnostic:
    with chdir(folder):
        Path("제도.yaml").touch()
        return refused(write_new, Path("제도.yaml"), b"")


def nobody_answers(folder: Path) -> Diagnostic:
    """A pipe that ends before the first of the questions is answered."""

    def ask(_question: str, _default: str) -> str:
        raise EOFError

    desk = Desk("en", Screen(StringIO()), Screen(StringIO()))
    return refused(init, desk, folder / "제도.yaml", "", ask, yes=False, today=date(2026, 1, 1))


def too_large(folder: Path) -> Diagnostic:
    path = folder / "file_too_large.yaml"
    path.write_bytes(b"#" * 3_000_000)
    return refused(load_scheme, path)


def without_click(_folder: Path) -> Diagnostic:
    """What the command line says where its extra is missing."""
    told = StringIO()
    with patch.dict(sys.modules, {"click": None}), redirect_stderr(told):
        for name in [each for each in sys.modules if each.startswith("incentive_rules.cli.")]:
            del sys.modules[name]
        assert main(["demo"]) == 2
    finding = Diagnostic(Code.MISSING_EXTRA, facts={"name": "click", "extra": "cli"})
    assert finding.message("ko") in told.getvalue()
    return finding


def with_short_pseudonyms() -> Diagnostic:
    """Of sixty bits no test finds two alike; of five it does."""
    rows = [{**ENTRY, "member_id": f"K-{number}"} for number in range(33)]
    with patch("incentive_rules.statement.pseudonyms._LETTERS", 1):
        return refused(pseudonymous, scheme(), rows, key="a key for this test alone")


def with_float() -> Diagnostic:
    data = {**load_scheme(SCHEME).to_dict(), "activities": {"idea": {"label": "제안", "points": 0.1 + 0.2}}}
    return refused(load_scheme, data)


def with_new_points() -> Program:
    """A program with points of a kind that no scheme of today can have."""
    program = program_of(scheme())
    new: Any = object()
    return replace(program, activities={"idea": replace(program.activities["idea"], points=new)})


def row_that_is_a_list() -> Diagnostic:
    rows: list[Any] = [ENTRY, ["E-2", "K-1"]]
    (row,) = read_ledger(rows, scheme()).rejected
    (finding,) = row.findings
    return finding


def limited(limit: str) -> Scheme:
    """The scheme with another limit, and the answer that it may ask for."""
    return scheme(("points: 4, keep: earliest", limit), ("answers:\n", "answers:\n  limit_tied: none\n"))


FLOORED = ("answers:\n", "answers:\n  year_end: keep\n  deductions_reduce: balance\n  below_zero: floor\n")
IN_SEASON = (
    ("claim: {by: member, times: 1, per: month}", "claim: {by: member, times: 1, per: season}"),
    ("rewards:", 'periods: {season: {label: 상반기, from: "01-01", until: "06-01"}}\nrewards:'),
)
HEADER, LINE = ",".join(ENTRY), ",".join(ENTRY.values())
PROMOTED = [{**MEMBER, "until": "2024-06-20"}, {**MEMBER, "grade": "6급", "from": "2024-06-20"}]
LEFT = [{**MEMBER, "until": "2024-07-01"}]
SPLIT = "split: {among: members_at_period_end, by: equal, round: {unit: 1, mode: down}, residue: kept_back}"
SECOND = """\
  second:
    kind: ranking
    label: {ko: 다른 부서 순위, en: other department ranking}
    of: department
    measure: {counter: earned, per: year}
    score: sum
    ties: expand
    places: {first: {ranks: 1, pays: {voucher: 100000}}}
    one_prize: {not_if_won: [league], freed_place: moves_up}
answers:
"""
WITHOUT_ENDS = """\
counters:
  without_ends: {label: {ko: 최고·최저를 뺀 평균, en: mean without the ends}, take: mean, drop: {highest: 1, lowest: 1}}
awards:
"""
TWO_DEPARTMENTS = [MEMBER, {**MEMBER, "member_id": "K-2", "department": "복지과"}]
BY_APPROVAL = (("points_count_on: activity_date", "points_count_on: approval_date\n  values_taken_on: counting_date"),)
BASE_AND_TEAM = """\
activities:
  base: {label: {ko: 기본 점수, en: base points}, points: 1, every: year}
  team: {label: {ko: 부서 실적, en: team result}, points: 1, of: department}
"""
COUNTED_AND_BUDGETED = """\
counters:
  longest: {label: {ko: 가장 긴 시간, en: longest time}, activities: [idea], of: hours, take: highest}
budgets:
  purse:
    {label: {ko: 휴가 예산, en: leave budget}, awards: [swap], reward: leave, per: year, amount: 1, when_out: refuse}
awards:
  swap:
    kind: exchange
    label: {ko: 휴가 교환, en: leave exchange}
    claim: {by: member, times: 9, per: month}
    points: 2
    pays: {leave: 1}
  long:
    kind: tiers
    label: {ko: 긴 강의, en: long lecture}
    measure: {counter: longest, per: year}
    claim: {by: member, times: 1, per: year}
    pay: highest
    again: always
    consume: nothing
    tiers: {h1: {at: 1, pays: {leave: 1}}}
"""
WIDER = scheme(
    ("activities:\n", BASE_AND_TEAM),
    ("awards:\n", COUNTED_AND_BUDGETED),
    ("answers:\n", "answers:\n  year_end: keep\n"),
)


CLOSING = (
    ("activities:\n", "closing: {per: month, days: 10}\nactivities:\n"),
    ("answers:\n", "answers:\n  late_rows: carry_forward\n  paid_rewards_corrected: keep\n"),
)
DEADLINE = ("times: 1, per: month}", "times: 1, per: month, deadline: {days: 10}}")
CHOOSING = ("by: member, times: 1, per: month}", "by: automatic, per: month, deadline: {days: 10}}")
WITHDRAWING = (
    CLOSING[0],
    ("answers:\n", "answers:\n  late_rows: carry_forward\n  paid_rewards_corrected: withdraw\n"),
)
LATER = {**ENTRY, "entry_id": "E-2", "date": "2024-07-10", "recorded_on": "2024-08-20"}


def voiding(**cells: str) -> dict[str, str]:
    """A row that voids the first entry, with other cells."""
    return {"entry_id": "V-1", "date": "2024-07-05", "voids": "E-1", **cells}


def opened(rows: Rows) -> Opening:
    """What some rows leave to the first day of 2025."""
    return opening_of(scheme(), rows, [MEMBER], as_of="2024-12-31")


def since_opening(code: Code, rows: Rows) -> Diagnostic:
    """What is told of rows beside opening rows."""
    return reason_of(evaluate(scheme(), rows, [MEMBER], as_of="2025-06-30", opening=opened([ENTRY])), code)


AUGUST, MONEY = {"date": "2024-08-31"}, {"option": "money"}

OTHER_CASES: dict[Code, Callable[[Path], Diagnostic]] = {
    Code.FILE_MISSING: lambda _: refused(load_scheme, "없는파일.yaml"),
    Code.FILE_UNREADABLE: folder_for_a_file,
    Code.FILE_TOO_LARGE: too_large,
    Code.INEXACT_NUMBER: lambda _: with_float(),
    Code.NOT_BY_DATE: lambda _: refused(
        reformed, scheme(), {"language": 1, "from": "2025-01-01", "set": {"awards.monthly.consume": "all"}}
    ),
    Code.UNREADABLE_TABLE: lambda folder: refused(in_table, "PK\x03\x04", folder),
    Code.UNKNOWN_COLUMN: cell("메모", "좋은 제안"),
    Code.MISSING_COLUMN: lambda folder: in_table("entry_id,member_id,date\nE-1,K-1,2024-06-10\n", folder),
    Code.FACT_COLUMN_MISSING: blank_for_all,
    Code.ASKED_COLUMN_MISSING: asked_of_all,
    Code.DUPLICATE_COLUMN: cell("활동일", "2024-06-10"),
    Code.EMPTY_CELL: lambda folder: in_table(f"{HEADER}\nE-1,,2024-06-10,idea\n", folder),
    Code.EXTRA_CELLS: lambda folder: in_table(f"{HEADER}\n{LINE},하나 더\n", folder),
    Code.EXCEL_ERROR: lambda folder: in_workbook(folder, ("E-1", "K-1", "2024-06-10", "#N/A")),
    Code.FORMULA_WITHOUT_VALUE: lambda folder: in_workbook(folder, ("E-1", "K-1", "=TODAY()", "idea")),
    Code.NUMBER_FOR_ID: lambda folder: in_workbook(folder, ("E-1", 102, "2024-06-10", "idea")),
    Code.AMBIGUOUS_END: lambda folder: in_table("사번,종료일\nK-1,2024-06-30\n", folder, read_roster),
    Code.SHEET_NOT_READ: lambda folder: in_workbook(folder, tuple(ENTRY.values()), beside="집계"),
    Code.IDS_MADE: lambda folder: in_table("사번,활동일,활동\nK-1,2024-06-10,idea\n", folder, make_ids=True),
    Code.ROWS_ALIKE: alike,
    Code.BLANK_ROW: lambda folder: set_aside(folder, ",,,"),
    Code.TITLE_ROW: lambda folder: set_aside(folder, "2024년 적극행정 마일리지 실적,,,", above=True),
    Code.HEADER_ROW: lambda folder: set_aside(folder, HEADER),
    Code.TOTAL_ROW: lambda folder: set_aside(folder, "6월 소계,,,"),
    Code.NOTE_ROW: lambda folder: set_aside(folder, "※ 7월 실적은 따로 제출,,,"),
    Code.EXAMPLE_ROW: lambda folder: set_aside(folder, "예시,K-1,2024-06-10,idea"),
    Code.UNKNOWN_ACTIVITY: lambda folder: in_table(f"{HEADER}\nE-1,K-1,2024-06-10,시책 재안\n", folder),
    Code.UNKNOWN_AWARD: lambda folder: in_table(
        "claim_id,member_id,date,award\nC-1,K-1,2024-06-30,분기 보상\n", folder, read_claims
    ),
    Code.ONE_CORRECTION: cell("voids,replaces", "E-7,E-8"),
    Code.CORRECTS_ITSELF: cell("voids", "E-1"),
    Code.OVERLAPPING_ROWS: because_of_rows(
        Code.OVERLAPPING_ROWS, [ENTRY], [MEMBER, {**MEMBER, "department": "복지과", "from": "2024-07-01"}]
    ),
    Code.NOT_A_ROW: lambda _: row_that_is_a_list(),
    Code.DUPLICATE_ROW: because_of_rows(Code.DUPLICATE_ROW, [ENTRY, ENTRY]),
    Code.SAME_ID_DIFFERENT: because_of_rows(Code.SAME_ID_DIFFERENT, [ENTRY, entry(date="2024-06-11")]),
    Code.CORRECTS: because_of_rows(Code.CORRECTS, [ENTRY, voiding()]),
    Code.CORRECTED_BY: because_of_rows(Code.CORRECTED_BY, [ENTRY, voiding()]),
    Code.CORRECTS_NOTHING: because_of_rows(Code.CORRECTS_NOTHING, [ENTRY, voiding(voids="E-7")]),
    Code.CORRECTION_MISFITS: because_of_rows(Code.CORRECTION_MISFITS, [ENTRY, voiding(member_id="K-2")]),
    Code.CORRECTED_IN_CIRCLE: because_of_rows(
        Code.CORRECTED_IN_CIRCLE, [voiding(voids="V-2"), voiding(entry_id="V-2", voids="V-1")]
    ),
    Code.CORRECTED_TWICE: because_of_rows(
        Code.CORRECTED_TWICE, [ENTRY, *(entry(entry_id=name, replaces="E-1") for name in ("E-2", "E-3"))]
    ),
    Code.DECISIONS_DISAGREE: because_of_rows(
        Code.DECISIONS_DISAGREE,
        [
            ENTRY,
            *(
                {"entry_id": name, "date": "2024-06-20", "decides": "E-1", "status": status}
                for name, status in (("D-1", "승인"), ("D-2", "반려"))
            ),
        ],
    ),
    Code.CARRIED_FORWARD: because_of_rows(
        Code.CARRIED_FORWARD, [entry(recorded_on="2024-08-20"), LATER], rules=scheme(*CLOSING)
    ),
    Code.CHANGED_AFTER_CLOSING: because_of_rows(
        Code.CHANGED_AFTER_CLOSING, [ENTRY, voiding(date="2024-08-20")], rules=scheme(*CLOSING)
    ),
    Code.REWARD_WITHDRAWN: because_of_rows(
        Code.REWARD_WITHDRAWN,
        [*entries(3), voiding(date="2024-08-20")],
        claims=[{**CLAIM, **MONEY}],
        rules=scheme(*WITHDRAWING),
    ),
    Code.REWARD_RESTORED: because_of_rows(
        Code.REWARD_RESTORED,
        [*entries(3), voiding(date="2024-08-20"), {"entry_id": "V-9", "date": "2024-10-20", "voids": "V-1"}],
        claims=[{**CLAIM, **MONEY}],
        rules=scheme(*WITHDRAWING),
    ),
    Code.PERIODS_CLOSED: because_of_rows(
        Code.PERIODS_CLOSED, [entry(recorded_on="2026-02-20")], rules=scheme(*CLOSING)
    ),
    Code.CLAIM_CLOSED: because_of_rows(
        Code.CLAIM_CLOSED,
        [ENTRY],
        claims=[CLAIM, {"claim_id": "V-1", "date": "2024-08-20", "voids": "C-1"}],
        rules=scheme(*CLOSING),
    ),
    Code.NOT_YET: because_of_rows(Code.NOT_YET, [entry(date="2025-03-02")]),
    Code.NOT_KNOWN_YET: because_of_rows(Code.NOT_KNOWN_YET, [entry(recorded_on="2024-07-05")], known_at="2024-06-30"),
    Code.OUTSIDE_SCHEME: because_of_rows(Code.OUTSIDE_SCHEME, [entry(date="2024-05-31")]),
    Code.NOT_IN_FORCE: because_of_rows(Code.NOT_IN_FORCE, [entry(activity="lecture", hours=2)]),
    Code.STATUS_REJECTED: because_of_rows(Code.STATUS_REJECTED, [entry(status="반려")]),
    Code.STATUS_PENDING: because_of_rows(Code.STATUS_PENDING, [entry(status="심사 중")]),
    Code.NOT_APPROVED: because_of_rows(Code.NOT_APPROVED, [ENTRY], rules=scheme(*BY_APPROVAL)),
    Code.NOT_ELIGIBLE: because_of_rows(Code.NOT_ELIGIBLE, [ENTRY], [{**MEMBER, "grade": "6급"}]),
    Code.CONDITION_UNKNOWN: because_of_rows(Code.CONDITION_UNKNOWN, [ENTRY], [{**MEMBER, "grade": ""}]),
    Code.FACT_MISSING: because_of_rows(
        Code.FACT_MISSING, [entry(activity="lecture", date="2025-02-03")], as_of="2025-06-30"
    ),
    Code.QUANTITY_NOT_USED: because_of_rows(Code.QUANTITY_NOT_USED, [entry(quantity=2)]),
    Code.SHARE_NOT_USED: because_of_rows(Code.SHARE_NOT_USED, [entry(share="1/3")]),
    Code.SHARE_WITHOUT_WORK: because_of_rows(Code.SHARE_WITHOUT_WORK, [entry(share="1/3")], rules=JOINT),
    Code.SHARES_TOO_MANY: because_of_rows(Code.SHARES_TOO_MANY, shared("0.6", "50%"), rules=JOINT),
    Code.SHARES_MISSING: because_of_rows(Code.SHARES_MISSING, shared("1/3", "1/3"), rules=JOINT),
    Code.SHARE_OF_PARTNER_OPEN: because_of_rows(
        Code.SHARE_OF_PARTNER_OPEN, shared("2/3", "1/3"), [MEMBER, {"member_id": "K-2"}], rules=JOINT
    ),
    Code.GIVER_MISSING: because_of_rows(
        Code.GIVER_MISSING, [ENTRY], rules=scheme((IDEA, f"{IDEA[:-1]}, when: {{giver.department: 행정과}}}}"))
    ),
    Code.NO_POINTS_FOR_VALUE: because_of_rows(
        Code.NO_POINTS_FOR_VALUE,
        [entry(activity="lecture", date="2025-02-03", hours="0.5")],
        as_of="2025-06-30",
        rules=scheme(("{each: 1, of: hours}", "{by: hours, bands: {1: 1, 4: 2}}")),
    ),
    Code.MEMBER_NOT_LISTED: because_of_rows(Code.MEMBER_NOT_LISTED, [ENTRY], []),
    Code.ROSTER_ROW_UNREAD: because_of_rows(Code.ROSTER_ROW_UNREAD, [ENTRY], [{**MEMBER, "grade": "10급"}]),
    Code.NOT_LISTED_ON_DAY: because_of_rows(Code.NOT_LISTED_ON_DAY, [ENTRY], [{**MEMBER, "from": "2024-07-01"}]),
    Code.FACT_DISAGREES: because_of_rows(Code.FACT_DISAGREES, [entry(department="복지과")]),
    Code.CUT_BY_LIMIT: because_of_rows(Code.CUT_BY_LIMIT, entries(5), rules=scheme(("points: 1}", "points: 1.5}"))),
    Code.NOT_AMONG_BEST: because_of_rows(Code.NOT_AMONG_BEST, entries(2), rules=limited("count: 1, keep: highest")),
    Code.VOIDED_BY_LIMIT: because_of_rows(Code.VOIDED_BY_LIMIT, entries(2), rules=limited("count: 1, keep: none")),
    Code.TIED_AT_LIMIT: because_of_rows(
        Code.TIED_AT_LIMIT,
        [ENTRY, entry(entry_id="E-2", member_id="K-2")],
        [MEMBER, {**MEMBER, "member_id": "K-2"}],
        rules=limited("points: 1, keep: earliest, by: [department]"),
    ),
    Code.DEDUCTION_FLOORED: because_of_rows(
        Code.DEDUCTION_FLOORED,
        [ENTRY],
        rules=scheme(("points: 1}", "points: -1}"), ("counter: earned, per: ever", "counter: balance"), FLOORED),
    ),
    Code.NOTHING_DUE: claimed(Code.NOTHING_DUE, 1, {}, rules=scheme(("at: 1,", "at: 2,"))),
    Code.PAID_BEFORE: claimed(Code.PAID_BEFORE, 3, MONEY, MONEY | AUGUST),
    Code.CLAIMED_BEFORE: claimed(Code.CLAIMED_BEFORE, 1, MONEY, MONEY),
    Code.BETWEEN_PERIODS: claimed(Code.BETWEEN_PERIODS, 1, {}, rules=scheme(*IN_SEASON)),
    Code.OPTION_MISSING: claimed(Code.OPTION_MISSING, 3, {}),
    Code.OPTION_NOT_OFFERED: claimed(Code.OPTION_NOT_OFFERED, 1, {"option": "rest"}),
    Code.CLAIM_TOO_LATE: because_of_rows(
        Code.CLAIM_TOO_LATE, entries(1), claims=[{**CLAIM, "date": "2024-07-11"}], rules=scheme(DEADLINE)
    ),
    Code.CHOICES_DISAGREE: because_of_rows(
        Code.CHOICES_DISAGREE,
        entries(3),
        claims=[{**CLAIM, "claim_id": each, "date": "2024-07-02", "option": each} for each in ("money", "rest")],
        rules=scheme(CHOOSING, ("no_option: wait", "no_option: money")),
    ),
    Code.NOT_CLAIMABLE: claimed(Code.NOT_CLAIMABLE, 1, {"award": "yearly"}),
    Code.AMOUNT_NOT_USED: claimed(Code.AMOUNT_NOT_USED, 1, {"amount": 20000}),
    Code.NO_LONGER_ELIGIBLE: because_of_rows(Code.NO_LONGER_ELIGIBLE, [ENTRY], PROMOTED, [CLAIM]),
    Code.NOT_A_MULTIPLE: claimed(Code.NOT_A_MULTIPLE, 4, {"award": "swap", "amount": 3}, rules=WIDER),
    Code.COUNTER_UNKNOWN: claimed(Code.COUNTER_UNKNOWN, 1, {"award": "long"}, rules=WIDER),
    Code.OUT_OF_BUDGET: claimed(Code.OUT_OF_BUDGET, 4, {"award": "swap"}, rules=WIDER),
    Code.NO_SUCH_GROUP: because_of_rows(
        Code.NO_SUCH_GROUP, [{**ENTRY, "member_id": "행정가", "activity": "team"}], rules=WIDER
    ),
    Code.MADE_BY_RULE: because_of_rows(Code.MADE_BY_RULE, [{**ENTRY, "activity": "base"}], rules=WIDER),
    Code.TIE_HELD: because_of_rows(Code.TIE_HELD, [ENTRY, entry(entry_id="E-2", member_id="K-2")], TWO_DEPARTMENTS),
    Code.GROUP_UNKNOWN: because_of_rows(Code.GROUP_UNKNOWN, [ENTRY], [{**MEMBER, "department": ""}]),
    Code.PEOPLE_DISAGREE: ranked(
        Code.PEOPLE_DISAGREE,
        [MEMBER, {**MEMBER, "member_id": "K-2", "grade": "9급"}],
        ("    ties: hold\n", "    ties: hold\n    within: {by: grade}\n"),
    ),
    Code.NO_HEADS: ranked(
        Code.NO_HEADS,
        LEFT,
        ("score: sum", "score: per_head"),
        ("answers:\n", "answers:\n  heads_counted_on: period_end\n  heads_are: everybody\n"),
    ),
    Code.TIE_BROKEN: ranked(
        Code.TIE_BROKEN, TWO_DEPARTMENTS, ("ties: hold", "ties: {by: [{lot: 제12회 추첨}], then: hold}")
    ),
    Code.PLACE_NOT_PAID: ranked(
        Code.PLACE_NOT_PAID,
        TWO_DEPARTMENTS,
        ("of: department\n", "of: member\n    paid_if: {department: 기획과}\n"),
        ("ties: hold", "ties: expand"),
    ),
    Code.BUILT_ON_OPEN: ranked(Code.BUILT_ON_OPEN, TWO_DEPARTMENTS, ("answers:\n", SECOND)),
    Code.TOO_FEW_VALUES: ranked(
        Code.TOO_FEW_VALUES,
        TWO_DEPARTMENTS,
        ("awards:\n", WITHOUT_ENDS),
        ("measure: {counter: earned", "measure: {counter: without_ends"),
    ),
    Code.WON_BEFORE: ranked(Code.WON_BEFORE, TWO_DEPARTMENTS, ("ties: hold", "ties: expand"), ("answers:\n", SECOND)),
    Code.NOBODY_TO_PAY: ranked(Code.NOBODY_TO_PAY, LEFT, ("{voucher: 100000}}}", f"{{voucher: 100000}}, {SPLIT}}}}}")),
    Code.BAD_ARITHMETIC: expected("2 plus 1"),
    Code.CASE_FAILED: expected("1 + 1"),
    Code.UNKNOWN_QUERY: asked("E-7"),
    Code.SEVERAL_MATCHES: asked("E-1", member="E-1"),
    Code.MEMBERS_COUPLED: lambda _: refused(
        evaluate_member, scheme(), [ENTRY], [MEMBER], member="K-1", as_of="2024-12-31"
    ),
    Code.NO_FIGURES: lambda _: refused(reconcile, scheme(), [ENTRY], [MEMBER], as_of="2024-12-31"),
    Code.FILE_EXISTS: file_in_the_way,
    Code.INPUT_ENDED: nobody_answers,
    Code.MISSING_EXTRA: without_click,
    Code.BAD_ARGUMENT: lambda _: refused(judged, [ENTRY], as_of="3000-01-01"),
    Code.BEFORE_OPENING: lambda _: since_opening(Code.BEFORE_OPENING, [entry(entry_id="E-2", date="2024-12-30")]),
    Code.CORRECTS_BEFORE_OPENING: lambda _: since_opening(Code.CORRECTS_BEFORE_OPENING, [voiding(date="2025-01-10")]),
    Code.CANNOT_OPEN: lambda _: refused(opening_of, scheme(*CLOSING), [ENTRY], [MEMBER], as_of="2024-12-31"),
    Code.OPEN_ROW_MISSING: lambda _: refused(
        evaluate, scheme(), [], [MEMBER], as_of="2025-06-30", opening=opened([entry(status="pending")])
    ),
    Code.OPENING_CHANGED: lambda _: refused(
        Opening.from_json, opened([ENTRY]).to_json().replace('"amount": "1"', '"amount": "9"')
    ),
    Code.KEY_TOO_SHORT: lambda _: refused(pseudonymous, scheme(), [ENTRY], [MEMBER], key="1234"),
    Code.PSEUDONYMS_ALIKE: lambda _: with_short_pseudonyms(),
    Code.NOT_COVERED: lambda _: refused(plan_of, with_new_points()),
    Code.UNREADABLE_JSON: lambda _: refused(Evaluation.from_json, "{"),
    Code.FORMAT_VERSION: lambda _: refused(
        Evaluation.from_json, re.sub(r'"format": ?1', '"format": 2', judged([ENTRY]).to_json())
    ),
    **GRADE_CASES,
}
"""A code, and how to bring it about in a folder of its own; the codes of scheme files have files in ``errors``."""
