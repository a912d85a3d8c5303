"""The example year as an officer keeps it: the same facts give the same result, and five mistakes are found."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from incentive_rules import evaluate, load_scheme, read_claims, read_ledger, read_roster
from incentive_rules.cli import main
from incentive_rules.reconcile.from_tables import reconcile
from incentive_rules.reconcile.model import Kind
from incentive_rules.report.reading import reading_sheets

if TYPE_CHECKING:
    from incentive_rules import Evaluation
    from incentive_rules.ledger.model import Claims, Ledger, Roster

pytestmark = pytest.mark.unmeasured  # a year of lines, read again and again

ROOT = Path(__file__).parents[1]
DATA, OFFICER = ROOT / "examples/data", ROOT / "examples/officer"
SCHEME = load_scheme(ROOT / "examples/donghae.yaml")
AS_OF = "2025-05-31"


def tables(book: str) -> tuple[Ledger, Roster, Claims]:
    path = OFFICER / book
    return read_ledger(path, SCHEME), read_roster(path, SCHEME), read_claims(path, SCHEME)


@pytest.fixture(scope="module")
def clean() -> Evaluation:
    readers = (read_ledger(DATA / "entries.csv", SCHEME), read_roster(DATA / "roster.csv", SCHEME))
    return evaluate(SCHEME, *readers, read_claims(DATA / "claims.csv", SCHEME), as_of=AS_OF)


def test_a_flawed_workbook_gives_the_same_result_as_clean_tables(clean: Evaluation) -> None:
    """Only the hash of its ledger is another: its rows say of their members what the clean ones do not."""
    assert evaluate(SCHEME, *tables("year.xlsx"), as_of=AS_OF).result() == clean.result()


def test_a_cp949_file_with_korean_headers_gives_the_same_json_as_clean_tables(clean: Evaluation) -> None:
    roster, claims = read_roster(DATA / "roster.csv", SCHEME), read_claims(DATA / "claims.csv", SCHEME)
    ledger = read_ledger(OFFICER / "entries.cp949.csv", SCHEME)
    assert ledger.sources[0].encoding == "cp949"
    assert evaluate(SCHEME, ledger, roster, claims, as_of=AS_OF).to_json() == clean.to_json()


def test_every_line_of_the_workbook_is_read_or_accounted_for() -> None:
    for table in tables("year.xlsx"):
        for source in table.sources:
            assert source.rows == source.read + source.rejected + source.set_aside
    ledger, _, _ = tables("year.xlsx")
    assert {str(row.code) for row in ledger.set_aside} == {"title_row", "total_row", "note_row"}
    assert [row.id for row in ledger.rejected] == ["E-0067"]
    assert {form.form for source in ledger.sources for column in source.columns for form in column.forms} > {
        "date_dotted",
        "date_serial",
        "date_compact",
        "date_short_year",
        "yes_no_mark",
        "number_unit",
        "spelling",
        "nothing",
    }


def test_the_right_workbook_reconciles_without_a_difference() -> None:
    found = reconcile(SCHEME, *tables("year.xlsx"), as_of=AS_OF)
    assert found.differences == ()
    assert "377" in found.summary("ko")


def test_the_five_planted_mistakes_are_found_with_their_causes_and_nothing_else() -> None:
    found = reconcile(SCHEME, *tables("five_mistakes.xlsx"), as_of=AS_OF)
    planted = {each.id: str(each.cause) for each in found.differences if each.kind in (Kind.ROW, Kind.CLAIM)}
    assert planted == {
        "E-0038": "not_eligible",
        "E-0050": "bonus_left_out",
        "E-0151": "duplicate",
        "E-0200": "other",
        "C-010": "other_tier",
    }
    of_persons = {each.member for each in found.differences if each.kind is Kind.MEMBER}
    assert of_persons == {each.member for each in found.of(Kind.ROW)}


def test_the_workbooks_are_what_the_script_writes() -> None:
    command = [sys.executable, "scripts/make_officer_files.py", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603  # our own script
    assert (done.returncode, done.stdout) == (0, "")


def test_the_command_line_reads_all_three_tables_out_of_one_workbook(capsys: pytest.CaptureFixture[str]) -> None:
    book = str(OFFICER / "year.xlsx")
    assert main(["read", book, str(ROOT / "examples/donghae.yaml"), "--lang", "ko"]) == 1
    told = capsys.readouterr().out
    assert all(title in told for title in ("실적 대장으로 읽음", "직원 명부로 읽음", "신청 목록으로 읽음"))
    assert "'협업을 통한 문재해결'" in told


def test_sheets_with_the_same_columns_are_told_of_once_and_what_is_not_used_comes_first() -> None:
    sheets = list(reading_sheets(read_ledger(OFFICER / "year.xlsx", SCHEME), "ko"))
    assert [each.title for each in sheets] == [
        "받지 않은 행 1개",
        "제외한 행",
        "열: year.xlsx (시트 13개: 24년 5월 … 25년 5월)",
    ]
    assert {row[0]: row[2] for row in sheets[-1].rows}["실적 번호"] == "377/377"


def test_an_activity_written_in_other_spelling_is_reported() -> None:
    rows = [
        {"실적번호": f"E-{number}", "사번": "K-1", "활동일": "2024-06-10", "활동항목": activity}
        for number, activity in enumerate(("시책 제안", "proposal", "시책제안"))
    ]
    columns = read_ledger(rows, SCHEME).sources[0].columns
    (form,) = next(each.forms for each in columns if each.name == "activity")
    assert (form.form, form.count, form.written) == ("spelling", 1, "시책제안")
