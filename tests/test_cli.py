"""The command line: what each command prints, in both languages, and with which exit code it ends."""

from __future__ import annotations

import csv
import io
import json
from itertools import pairwise
from string import Formatter
from typing import TYPE_CHECKING, Any

import pytest

from incentive_rules import Explanation, example_path, load_scheme, read_claims, read_ledger, read_roster
from incentive_rules.messages import cli_en, cli_ko
from incentive_rules.report.terminal import Screen
from incentive_rules.statement.evaluation import Evaluation
from incentive_rules.statement.from_ledger import evaluate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

YES, FINDING, STOPPED = 0, 1, 2
DONGHAE = str(example_path("donghae.yaml"))
SEOCHEON = str(example_path("seocheon.yaml"))
LEDGER, ROSTER, CLAIMS = (str(example_path(f"data/{name}.csv")) for name in ("entries", "roster", "claims"))
FACTS = (DONGHAE, "--ledger", LEDGER, "--roster", ROSTER)
YEAR = (*FACTS, "--claims", CLAIMS, "--as-of", "2025-05-31")
UNCLAIMED = (*FACTS, "--as-of", "2025-05-31")
PERSON_FILES = [str(example_path(f"one_person/{name}.csv")) for name in ("entries", "roster")]
PERSON = (DONGHAE, "--ledger", PERSON_FILES[0], "--roster", PERSON_FILES[1])
PERSON_YEAR = (*PERSON, "--as-of", "2024-12-31")
LANGUAGES = pytest.mark.parametrize("lang", ["ko", "en"])

NO_MONEY = """\
activities: {idea: {label: idea, points: 1}}
answers: {points_count_on: activity_date}
"""
THREE_ERRORS = """\
language: 1
id: three-errors
label: {ko: 세 가지 잘못, en: three errors}
from: 2024-01-01
assumed: an example
lable: wrong
facts:
  member: {grade: {ordered: [9급, 8급, 7급]}}
eligible: {grade: {at_most: 6굽}}
activities:
  proposal: {label: 제안, points: 010}
answers: {points_count_on: activity_date}
"""


@pytest.fixture(scope="module")
def year() -> Evaluation:
    """What the library itself says of the example year."""
    scheme = load_scheme(DONGHAE)
    facts = read_ledger(LEDGER, scheme), read_roster(ROSTER, scheme), read_claims(CLAIMS, scheme)
    return evaluate(scheme, *facts, as_of="2025-05-31")


@pytest.fixture
def saved(year: Evaluation, tmp_path: Path) -> str:
    """The example year as a file that `evaluate --format json` would write."""
    path = tmp_path / "result.json"
    path.write_text(year.to_json(), encoding="utf-8")
    return str(path)


# validate


@LANGUAGES
def test_a_scheme_that_loads_is_told_in_one_line(command: Any, lang: str) -> None:
    files = DONGHAE, str(example_path("seocheon.yaml"))
    done = command("validate", *files, "--lang", lang)
    assert (done.code, done.err) == (YES, "")
    first, second = (line for line in done.out.splitlines() if line.startswith(files))
    assert first.startswith(DONGHAE)
    assert "donghae-mileage" in first
    assert "seocheon-mileage" in second


@pytest.mark.parametrize(("lang", "warning"), [("ko", "경고: "), ("en", "warning: ")])
def test_warnings_stand_below_their_scheme_and_stop_nothing_but_a_strict_check(
    command: Any, lang: str, warning: str
) -> None:
    done = command("validate", DONGHAE, "--lang", lang)
    head, told, *_ = done.out.splitlines()
    assert head.startswith(DONGHAE)
    assert told.startswith(f"{warning}{DONGHAE}:54:3: ")
    assert done.code == YES
    strict = command("validate", DONGHAE, "--strict", "--lang", lang)
    assert (strict.code, strict.out) == (FINDING, done.out)


def test_a_scheme_without_warnings_passes_a_strict_check(command: Any, tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("language: 1\nid: a\nlabel: a\nfrom: 2025-01-01\nassumed: an example\n" + NO_MONEY, "utf-8")
    done = command("validate", str(file), "--strict")
    assert (done.code, len(done.out.splitlines())) == (YES, 1)


def test_warnings_are_data_with_their_severity(command: Any) -> None:
    (file,) = json.loads(command("validate", DONGHAE, "--format", "json").out)["files"]
    assert file["ok"]
    assert [(each["code"], each["severity"], each["place"]["line"]) for each in file["warnings"]] == [
        ("assumed_money", "warning", 54)
    ]


@pytest.mark.parametrize(
    ("lang", "hint"), [("ko", "도움말: 혹시 'label' 아닙니까?"), ("en", "help: did you mean 'label'?")]
)
def test_all_findings_of_a_file_come_at_once_with_excerpt_and_caret(
    command: Any, tmp_path: Path, lang: str, hint: str
) -> None:
    file = tmp_path / "three.yaml"
    file.write_text(THREE_ERRORS, encoding="utf-8")
    done = command("validate", str(file), "--lang", lang)
    assert done.code == FINDING
    places = [line for line in done.out.splitlines() if line.startswith(str(file))]
    assert [place.removeprefix(f"{file}:").partition(":")[0] for place in places] == ["6", "9", "11"]
    assert "  6 | lable: wrong\n    | ^^^^^\n" in done.out
    assert hint in done.out


def test_a_file_that_is_no_scheme_at_all_is_not_quoted_in_full(command: Any) -> None:
    done = command("validate", LEDGER)
    assert done.code == FINDING
    assert "expected a mapping" in done.out
    assert len(done.out) < 1000


def test_findings_are_data_where_json_is_asked_for(command: Any, tmp_path: Path) -> None:
    file = tmp_path / "three.yaml"
    file.write_text(THREE_ERRORS, encoding="utf-8")
    done = command("validate", DONGHAE, str(file), "--format", "json")
    good, bad = json.loads(done.out)["files"]
    assert (done.code, good["ok"], bad["ok"]) == (FINDING, True, False)
    assert bad["findings"][0]["code"] == "unknown_key"
    assert bad["findings"][0]["place"] == {"file": str(file), "line": 6, "column": 1, "address": "lable", "sheet": ""}
    assert set(bad["findings"][0]["message"]) == {"ko", "en"}


@LANGUAGES
def test_a_file_that_is_not_there_stops_the_command(command: Any, tmp_path: Path, lang: str) -> None:
    missing, folder = str(tmp_path / "nothing.yaml"), str(tmp_path)
    assert command("validate", missing, "--lang", lang).code == STOPPED
    assert command("validate", DONGHAE, folder, "--lang", lang).code == STOPPED


def test_every_scheme_of_a_folder_is_checked_and_nothing_else(command: Any, tmp_path: Path) -> None:
    for name in ("a.yaml", "below/b.yaml", ".hidden/c.yaml", "a.cases.yaml", "notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(example_path("donghae.yaml").read_bytes())
    done = command("validate", str(tmp_path), str(tmp_path / "a.yaml"))
    assert done.code == YES
    assert [line.split(": ")[0] for line in done.out.splitlines() if line.startswith(str(tmp_path))] == [
        str(tmp_path / "a.yaml"),
        str(tmp_path / "below" / "b.yaml"),
    ]


# evaluate


@LANGUAGES
def test_the_table_tells_all_that_the_evaluation_holds(command: Any, year: Evaluation, lang: str) -> None:
    done = command("evaluate", *YEAR, "--lang", lang)
    assert (done.code, done.err) == (FINDING, "")  # rows were rejected, and the result is there all the same
    for told in ("entries.csv", "utf-8", "377", "1,980,000", "보건소", "19.5", "2025", "C-021", "claims.csv:22"):
        assert told in done.out
    for payment in year.payments:
        assert f" {payment.day}  {payment.payee}" in done.out
    for outcome in (*year.rejected, *year.held):
        assert f"│ {outcome.id} " in done.out


@LANGUAGES
def test_no_line_is_wider_than_the_screen_and_frames_are_straight(command: Any, lang: str) -> None:
    """A Korean letter is two columns wide."""
    from incentive_rules.source import display_width  # noqa: PLC0415  # of use here only

    lines = command("evaluate", *YEAR, "--lang", lang).out.splitlines()
    assert max(map(display_width, lines)) <= 80
    frame = 0
    for line in lines:
        if line.startswith("╭"):
            frame = len(line)
        if line.startswith(("│", "├", "╰")):
            assert display_width(line) == frame, line


def test_json_is_what_the_library_writes(command: Any, year: Evaluation) -> None:
    done = command("evaluate", *YEAR, "--format", "json")
    assert (done.code, done.out) == (FINDING, year.to_json())
    assert "not counted: entries: 5 rejected, 3 held; claims: 1 held, 2 refused;" in done.err


def test_without_a_rejected_row_the_answer_is_yes(command: Any) -> None:
    done = command("evaluate", *PERSON_YEAR)
    assert (done.code, done.err) == (YES, "")
    assert "no row was rejected or held" in done.out


def test_several_ledgers_read_as_one(command: Any, tmp_path: Path, year: Evaluation) -> None:
    head, *rows = example_path("data/entries.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    parts = [tmp_path / "a.csv", tmp_path / "b.csv"]
    parts[0].write_text("".join([head, *rows[200:]]), encoding="utf-8")
    parts[1].write_text("".join([head, *rows[:200]]), encoding="utf-8")
    ledgers = [argument for part in parts for argument in ("--ledger", str(part))]
    rest = ("--roster", ROSTER, "--claims", CLAIMS, "--as-of", "2025-05-31", "--format", "json")
    assert command("evaluate", DONGHAE, *ledgers, *rest).out == year.to_json()


def test_what_was_recorded_later_is_left_out_by_known_at(command: Any) -> None:
    done = command("evaluate", *YEAR, "--known-at", "2024-12-31", "--format", "json")
    assert json.loads(done.out)["known_at"] == "2024-12-31"
    assert json.loads(done.out)["totals"]["entries"]["not_yet"] > 100


@pytest.mark.parametrize(("form", "encoding"), [("table", "utf-8"), ("json", "utf-8"), ("csv", "utf-8-sig")])
def test_what_goes_to_a_file_is_whole_and_utf_8(command: Any, tmp_path: Path, form: str, encoding: str) -> None:
    path = tmp_path / "결과.txt"
    done = command("evaluate", *YEAR, "--format", form, "--out", str(path), "--lang", "ko")
    assert done.code == FINDING
    assert str(path) in done.out
    assert "동해페이" in path.read_text(encoding=encoding)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf") == (form == "csv")
    assert b"\r" not in path.read_bytes()


@LANGUAGES
def test_the_payment_list_has_one_line_for_each_payment(command: Any, year: Evaluation, lang: str) -> None:
    done = command("evaluate", *YEAR, "--format", "csv", "--lang", lang)
    assert done.out.startswith("\N{BYTE ORDER MARK}")
    head, *rows = csv.reader(io.StringIO(done.out.removeprefix("\N{BYTE ORDER MARK}")))
    assert head[0] == {"ko": "받는 이", "en": "to"}[lang]
    assert [row[-1] for row in rows] == [payment.id for payment in year.payments]
    assert sum(int(row[3]) for row in rows if row[4] == {"ko": "원", "en": "won"}[lang]) == 1_980_000


@pytest.mark.parametrize("name", ["=cmd|'/c calc'!A1", "+82", "-5", "@x", "＝1+1"])
def test_no_text_of_the_payment_list_starts_a_formula(command: Any, tmp_path: Path, name: str) -> None:
    ledger, roster = tmp_path / "ledger.csv", tmp_path / "roster.csv"
    rows = [["entry_id", "member_id", "date", "activity"], *([f"E-{n}", name, "2024-06-10", "adoption"] for n in "abc")]
    for path, content in ((ledger, rows), (roster, [["member_id", "grade", "department"], [name, "7급", name]])):
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(content)
    facts = ("--ledger", str(ledger), "--roster", str(roster), "--assume-claims", "month_end")
    done = command("evaluate", DONGHAE, *facts, "--as-of", "2024-12-31", "--format", "csv")
    (_, *paid) = csv.reader(io.StringIO(done.out.removeprefix("\N{BYTE ORDER MARK}")))
    assert [row[0] for row in paid] == [f"'{name}", f"'{name}"]  # 3 points of a member, and the best department
    assert not any(cell.startswith(tuple("=+-@\t\r\n＝＋－＠")) for row in paid for cell in row)


def test_claims_can_be_assumed_and_the_result_says_so(command: Any) -> None:
    done = command("evaluate", *UNCLAIMED, "--assume-claims", "month_end", "--option", "leave")
    assert "claims are assumed: month's end" in done.out


def test_a_reading_is_applied_and_named(command: Any) -> None:
    done = command("evaluate", *YEAR, "--reading", "top_up")
    assert "under the reading 'top_up'" in done.out


@LANGUAGES
def test_a_staff_list_may_be_missing_as_in_python(command: Any, year: Evaluation, lang: Any) -> None:
    rest = ("--ledger", LEDGER, "--as-of", "2025-05-31")
    alone = evaluate(load_scheme(DONGHAE), read_ledger(LEDGER, load_scheme(DONGHAE)), as_of="2025-05-31")
    assert alone != year
    assert command("evaluate", DONGHAE, *rest, "--format", "json").out == alone.to_json()
    told = command("explain", DONGHAE, *rest, "E-0002", "--lang", lang).out
    assert as_one_word(told) == as_one_word(alone.explain("E-0002", lang))
    assert command("compare", DONGHAE, "--readings", *rest, "--option", "money").code == FINDING


# explain and why-not


@LANGUAGES
@pytest.mark.parametrize(
    ("name", "method", "query"), [("explain", "explain", "K-0116"), ("why-not", "why_not", "E-0038")]
)
def test_explanations_are_those_of_the_library(  # noqa: PLR0913, PLR0917  # two commands, two languages, one year
    command: Any, year: Evaluation, saved: str, lang: str, name: str, method: str, query: str
) -> None:
    """A result that comes from a file knows no places of rows."""
    told, told_later = (getattr(each, method)(query, lang) for each in (year, Evaluation.from_json(year.to_json())))
    from_files = command(name, *YEAR, query, "--lang", lang)
    from_result = command(name, "--evaluation", saved, query, "--lang", lang)
    as_data = command(name, "--evaluation", saved, query, "--lang", lang, "--format", "json")
    assert from_files.code == from_result.code == as_data.code == YES
    assert as_one_word(from_files.out) == as_one_word(told)
    assert as_one_word(from_result.out) == as_one_word(told_later)
    data = json.loads(as_data.out)
    tree = Explanation.from_json(json.dumps(data.pop("explanation")))
    assert data == {"query": query, "lang": lang, "text": told_later}
    assert tree == Evaluation.from_json(year.to_json()).explanation(query, method)
    assert query in told


@pytest.mark.parametrize("name", ["explain", "why-not"])
def test_an_explanation_is_written_as_a_page_or_as_data_by_the_name_of_its_file(
    command: Any, saved: str, tmp_path: Path, name: str
) -> None:
    page, data = tmp_path / "told.html", tmp_path / "told.json"
    for out in (page, data):
        done = command(name, "--evaluation", saved, "K-0116@monthly", "--out", str(out))
        assert done.code == YES
        assert str(out) in as_one_word(done.out)
    printed = command(name, "--evaluation", saved, "K-0116@monthly", "--format", "html")
    assert page.read_text(encoding="utf-8") == printed.out
    assert json.loads(data.read_text(encoding="utf-8"))["explanation"]["query"] == "K-0116@monthly"
    refused = command(name, "--evaluation", saved, "K-0116", "--out", saved)
    assert (refused.code, refused.out) == (STOPPED, "")


def as_one_word(text: str) -> str:
    """Without blanks and line ends: on a screen, lines are broken where they are too long."""
    return "".join(text.split())


@LANGUAGES
def test_an_id_that_is_not_there_stops_with_the_nearest_one(command: Any, saved: str, lang: str) -> None:
    done = command("explain", "--evaluation", saved, "K-01166", "--lang", lang)
    assert (done.code, done.out) == (STOPPED, "")
    assert "K-0116" in done.err


def test_a_result_that_is_none_stops(command: Any, tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    path.write_text('{"format": 1}', encoding="utf-8")
    done = command("why-not", "--evaluation", str(path), "K-0116", "--format", "json")
    assert (done.code, done.out) == (STOPPED, "")
    assert json.loads(done.err)["findings"][0]["code"] == "unreadable_json"


# test

CASES = """\
language: 1
scheme: donghae.yaml
as_of: 2024-12-31
members: [{member_id: K-1, grade: 7급, department: 행정과}]
cases:
  praised:
    label: {ko: 칭찬 하나, en: one praise}
    entries:
      - {entry_id: E-1, member_id: K-1, date: 2024-06-10, activity: collaboration, praised: yes}
      - {entry_id: E-2, member_id: K-1, date: 2024-06-11, activity: collaboration}
    expect: {earned: {K-1: %s}}
"""


@pytest.fixture
def cases(tmp_path: Path) -> Callable[[str], str]:
    """A folder with Donghae's scheme and one case that expects this of K-1."""

    def write(expected: str) -> str:
        (tmp_path / "donghae.yaml").write_bytes(example_path("donghae.yaml").read_bytes())
        (tmp_path / "donghae.cases.yaml").write_text(CASES % expected, encoding="utf-8")
        return str(tmp_path)

    return write


@LANGUAGES
@pytest.mark.unmeasured
def test_the_worked_examples_of_the_repository_hold(command: Any, lang: str) -> None:
    done = command("test", str(example_path("donghae.yaml").parent), "--lang", lang)
    assert done.code == YES
    assert "donghae.cases.yaml" in done.out


@pytest.mark.parametrize(
    ("lang", "told"),
    [("ko", "2×1+1 = 3이 나와야 하는데 2.5가 나왔습니다"), ("en", "expected 2×1+1 = 3, got 2.5")],
)
def test_a_case_that_fails_shows_arithmetic_result_and_explanation(
    command: Any, cases: Callable[[str], str], lang: str, told: str
) -> None:
    done = command("test", cases("2×1+1"), "--lang", lang)
    assert done.code == FINDING
    assert told in done.out
    assert "E-2 (2024-06-11" in done.out


def test_cases_are_data_where_json_is_asked_for(command: Any, cases: Callable[[str], str]) -> None:
    (file,) = json.loads(command("test", cases("2×1+0.5"), "--format", "json").out)["files"]
    assert (file["passed"], [case["id"] for case in file["cases"]]) == (True, ["praised"])
    done = command("test", cases("3"), "--format", "json")
    (case,) = json.loads(done.out)["files"][0]["cases"]
    assert (done.code, case["passed"], case["failures"][0]["facts"]["got"]) == (FINDING, False, "2.5")


def test_a_case_file_with_findings_fails(command: Any, cases: Callable[[str], str]) -> None:
    done = command("test", cases("2×"))
    assert done.code == FINDING
    assert "donghae.cases.yaml:11:" in done.out


ONE_SOUND_CASE = """\
  fine:
    entries: [{entry_id: E-1, member_id: K-1, date: 2024-06-10, activity: proposal}]
    expect: {earned: {K-1: 0.5}}
  wrong_member:
    entries: [{entry_id: E-1, member_id: K-1, date: 2024-06-10, activity: proposal}]
    expect: {earned: {K-77: 0.5}}
"""


@pytest.mark.parametrize(
    ("lang", "counted", "not_run"),
    [
        ("en", "1 passed, 0 failed, 2 not run", "not run"),
        ("ko", "1건 통과, 0건 실패, 2건 실행하지 못함", "실행하지 못함"),
    ],
)
def test_a_case_that_cannot_run_is_counted_and_named_with_its_finding(
    command: Any, cases: Callable[[str], str], lang: str, counted: str, not_run: str
) -> None:
    """One is misshapen (a sum without an end), one expects something of nobody."""
    folder = cases("2×")
    with open(f"{folder}/donghae.cases.yaml", "a", encoding="utf-8") as file:  # noqa: PTH123  # to append
        file.write(ONE_SOUND_CASE)
    done = command("test", folder, "--lang", lang)
    assert done.code == FINDING
    assert done.out.splitlines()[-1] == counted
    for case, word in (("praised", "'2×'"), ("wrong_member", "K-77")):
        _, told = done.out.split(f"{not_run}  {folder}/donghae.cases.yaml: {case}\n")
        assert word in told.splitlines()[0]
    (data,) = json.loads(command("test", folder, "--format", "json").out)["files"]
    assert sorted(data["not_run"]) == ["praised", "wrong_member"]


def test_a_day_that_no_case_can_be_judged_on_stops_every_case(command: Any, cases: Callable[[str], str]) -> None:
    """The mistake stands at the file's own date, and each case is counted all the same."""
    folder = cases("2.5")
    path = f"{folder}/donghae.cases.yaml"
    text = CASES.replace("as_of: 2024-12-31", "as_of: 9999-01-01") % "2.5" + ONE_SOUND_CASE
    with open(path, "w", encoding="utf-8") as file:  # noqa: PTH123  # beside the one above
        file.write(text)
    assert command("test", folder).out.splitlines()[-1] == "0 passed, 0 failed, 3 not run"


def test_a_cases_file_that_cannot_be_read_is_counted(command: Any, tmp_path: Path) -> None:
    (tmp_path / "a.cases.yaml").write_text("language: [", encoding="utf-8")
    assert command("test", str(tmp_path)).out.splitlines()[-1] == "0 passed, 0 failed, 1 file not read"


def test_without_a_path_the_cases_of_the_current_folder_run(
    command: Any, cases: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(cases("2×1+0.5"))
    assert command("test").code == YES


def test_a_folder_without_cases_stops(command: Any, tmp_path: Path) -> None:
    assert command("test", str(tmp_path)).code == STOPPED


# compare


@LANGUAGES
def test_readings_are_compared_on_one_person_where_no_ledger_is_given(command: Any, lang: str) -> None:
    """The sums in 10,000 won, in the order of the file; worked out by hand in the cases of the scheme."""
    done = command("compare", DONGHAE, "--readings", "--option", "money", "--as-of", "2024-12-31", "--lang", lang)
    rows = [line.strip("│ ").split() for line in done.out.splitlines() if line.startswith("│")]
    assert done.code == YES
    assert [row[-1] for row in rows[1:]] == ["11", "10", "11", "25", "25", "60", "11", "10"]


def test_readings_are_data_where_json_is_asked_for(command: Any) -> None:
    arguments = ("--readings", "--option", "money", "--as-of", "2024-12-31", "--format", "json")
    results = json.loads(command("compare", DONGHAE, *arguments).out)["readings"]
    paid = {result["reading"]: result["paid"] for result in results}
    assert paid["status"] == {"donghae_pay": "600000"}
    assert results[0]["by_month"] == {"donghae_pay": {"2024-06": "30000", "2024-07": "30000", "2024-08": "50000"}}


def test_readings_are_compared_on_a_ledger_under_claims_as_filed(command: Any) -> None:
    done = command("compare", *YEAR[:1], "--readings", *YEAR[1:])
    assert done.code == FINDING  # rows were rejected
    assert "claims: as filed" in done.out
    assert "1,980,000" in done.out


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", "add --option with one of: money, leave"),
        ("ko", "--option에 다음 가운데 하나를 적으십시오: money, leave"),
    ],
)
def test_where_an_option_is_needed_the_help_says_which_to_add(command: Any, lang: str, told: str) -> None:
    arguments = ("compare", *PERSON_YEAR, "--readings", "--lang", lang)
    assert told in command(*arguments).err
    (finding,) = json.loads(command(*arguments, "--format", "json").err)["findings"]
    assert (finding["code"], finding["help"][lang]) == ("option_missing", told)


@pytest.mark.parametrize(
    ("lang", "told"), [("en", "fits Donghae only; give --ledger and --roster"), ("ko", "동해시 제도에만 맞습니다")]
)
def test_the_built_in_person_is_not_taken_for_another_scheme(command: Any, lang: str, told: str) -> None:
    done = command("compare", SEOCHEON, "--readings", "--as-of", "2025-12-31", "--lang", lang)
    assert (done.code, done.out) == (STOPPED, "")
    assert told in done.err


def test_how_people_claim_is_not_told_where_nobody_claims(command: Any, prizes: Callable[..., list[str]]) -> None:
    arguments = prizes("E-1,A,2024-02-01,work")
    assert "claims:" not in command("compare", *arguments[:1], "--readings", *arguments[1:]).out
    assert "claims are assumed" not in command("evaluate", *arguments, "--assume-claims", "month_end").out
    assert "claims: month's end" in command("compare", *PERSON_YEAR, "--readings", "--option", "money").out


# schema


def test_schemas_are_listed_shown_written_and_checked(command: Any, tmp_path: Path) -> None:
    assert "roster" in command("schema").out
    assert json.loads(command("schema", "--format", "json").out)["schemas"][0] == "scheme"
    assert json.loads(command("schema", "scheme").out)["$schema"].endswith("2020-12/schema")
    assert command("schema", "--check", str(tmp_path)).code == FINDING
    assert command("schema", "--write", str(tmp_path)).code == YES
    assert command("schema", "--check", str(tmp_path), "--lang", "ko").code == YES
    assert len(json.loads(command("schema", "--write", str(tmp_path), "--format", "json").out)["written"]) == 10
    (tmp_path / "cases.schema.json").write_text("{}", encoding="utf-8")
    done = command("schema", "--check", str(tmp_path), "--format", "json")
    assert (done.code, json.loads(done.out)["drifted"]) == (FINDING, ["cases.schema.json"])
    assert "cases.schema.json" in command("schema", "--check", str(tmp_path)).out


def test_an_unknown_schema_stops(command: Any) -> None:
    assert command("schema", "schem").code == STOPPED


# demo


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        (
            "ko",
            [
                "읽은 자료",
                "활동별 점수",
                "부서 순위 2024년, 잠정",
                "예상",
                "구성원 K-0116",
                "해석 8가지",
                "한 달에 한 구간",
            ],
        ),
        (
            "en",
            [
                "What was read",
                "Points by activity",
                "2024, provisional",
                "provisional forecast",
                "member K-0116",
                "8 readings",
            ],
        ),
    ],
)
def test_the_demo_shows_everything_once(command: Any, lang: str, told: list[str]) -> None:
    done = command("demo", "--lang", lang)
    assert (done.code, done.err) == (YES, "")
    for each in (*told, "entries.csv:39", "1,980,000", "why-not --evaluation result.json E-0038"):
        assert each in done.out


@pytest.mark.unmeasured
def test_what_the_demo_proposes_can_be_typed(command: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    _, proposed = command("demo").out.split("What to try next")
    lines = proposed.replace(" \\\n", " ").splitlines()
    typed = [line.split("incentive_rules ")[1].split() for line in lines if "incentive_rules " in line]
    assert len(typed) == 6
    assert [command(*arguments).code for arguments in typed] == [FINDING, YES, FINDING, YES, YES, YES]


def proposed(done: Any) -> list[tuple[str, str]]:
    """The commands that a run proposes, each with what is said of it."""
    lines = done.out.replace(" \\\n", " ").splitlines()
    return [
        (said.strip(), " ".join(line.split("incentive_rules ")[1].split()))
        for said, line in pairwise(lines)
        if "incentive_rules " in line
    ]


def test_what_is_proposed_speaks_the_language_of_the_run(
    command: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    runs = ["demo"], ["init", "--yes"], ["template", DONGHAE, "--out", "form.xlsx"]
    for run in runs:
        steps = proposed(command(*run, "--lang", "ko"))
        assert steps
        assert [typed for _, typed in steps if not typed.endswith("--lang ko")] == []
    assert not any("--lang" in typed for _, typed in proposed(command("demo")))


@LANGUAGES
def test_what_the_demo_calls_a_payment_list_names_the_format_of_the_file(command: Any, lang: str) -> None:
    told = [said for said, typed in proposed(command("demo", "--lang", lang)) if "--format csv" in typed]
    assert len(told) == 1
    assert "CSV" in told[0]


# usage

WRONG: list[tuple[list[str], str]] = [
    ([], "COMMAND"),
    (["validat"], "validate"),
    (["validate"], "FILE"),
    (["validate", DONGHAE, "--formt", "json"], "--format"),
    (["validate", DONGHAE, "--format", "csv"], "--format"),
    (["validate", DONGHAE, "--lang", "fr"], "--lang"),
    (["validate", DONGHAE, "--format"], "--format"),
    (["demo", "--help=3"], "--help"),
    (["demo", "more"], "more"),
    (["evaluate", *PERSON], "--as-of"),
    (["evaluate", *PERSON, "--as-of", "2024-13-01"], "2024-13-01"),
    (["evaluate", *PERSON, "--as-of", "9999-01-01"], "9999-01-01"),
    (["evaluate", *PERSON_YEAR, "--known-at", "yesterday"], "--known-at"),
    (["evaluate", *PERSON_YEAR, "--reading", "topup"], "top_up"),
    (["evaluate", *PERSON_YEAR, "--claims", CLAIMS, "--assume-claims", "month_end"], "--claims"),
    (["evaluate", *PERSON_YEAR, "--assume-claims", "monthend"], "month_end"),
    (["evaluate", *PERSON_YEAR, "--assume-claims", "month_end", "--option", "monney"], "money"),
    (["evaluate", *PERSON_YEAR, "--option", "money"], "--assume-claims"),
    (["evaluate", DONGHAE, "--ledger", "no.csv", "--roster", ROSTER, "--as-of", "2024-12-31"], "no.csv"),
    (["evaluate", DONGHAE, "--ledger", ".", "--roster", ROSTER, "--as-of", "2024-12-31"], "folder"),
    (["evaluate", "no.yaml", *PERSON_YEAR[1:]], "no.yaml"),
    (["evaluate", *PERSON_YEAR, "--out", "no/such/folder.csv"], "no/such/folder.csv"),
    (["evaluate", *PERSON_YEAR, "--out", "."], "."),
    (["explain", "K-0116"], "SCHEME"),
    (["explain", DONGHAE, "K-0116"], "--ledger"),
    (["explain", "a", "b", "c"], "c"),
    (["explain", "--evaluation", "r.json", *PERSON_YEAR, "K-0001"], "--evaluation"),
    (["explain", "--evaluation", "no.json", "K-0116"], "no.json"),
    (["explain", "--evaluation", ".", "K-0116"], "."),
    (["compare", DONGHAE, "--as-of", "2024-12-31"], "--readings"),
    (["compare", DONGHAE, "--readings", "--roster", PERSON_FILES[1], "--as-of", "2024-12-31"], "--ledger"),
    (["compare", *PERSON, "--readings"], "--as-of"),
    (["compare", *PERSON_YEAR, "--readings"], "--option"),  # 7 points: money or leave?
    (["compare", DONGHAE, "x.reform.yaml", "--readings"], "REFORM"),
    (["compare", DONGHAE, "no.reform.yaml"], "no.reform.yaml"),
    (["compare", DONGHAE, "--set", "awards.monthly.tiers.t7.at"], "ADDRESS=VALUE"),
    (["compare", DONGHAE, "--set", "awards.monthly.tiers.t7.at={"], "ADDRESS=VALUE"),
    (["compare", DONGHAE, "--set", "activities.call.points=1", "--set", "activities.call.points=2"], "--set"),
    (["compare", DONGHAE, "--readings", "--from", "2025-01-01"], "--set"),
    (["compare", DONGHAE, "--readings", "--reading", "wiped"], "--reading"),
    (["compare", *YEAR, "--readings", "--option", "money"], "--claims"),
    (["compare", SEOCHEON, "--set", "awards.certificate.tiers.t5.at=4"], "--ledger"),
    (["compare", SEOCHEON, "--readings", "--as-of", "2025-12-31"], "--ledger"),  # the example is Donghae's
    (["evaluate", *PERSON_YEAR, "--assume-claims", "save_for:t7"], "--option"),
    (["test", "no-such-folder"], "no-such-folder"),
]


@LANGUAGES
@pytest.mark.parametrize(("arguments", "named"), WRONG, ids=lambda value: " ".join(value[-2:])[-40:])
def test_bad_usage_stops_with_the_word_that_is_wrong(command: Any, arguments: list[str], named: str, lang: str) -> None:
    korean = {"COMMAND": "명령", "folder": "폴더", "ADDRESS=VALUE": "주소=값"}
    named = named if lang == "en" else korean.get(named, named)
    done = command(*arguments, "--lang", lang) if "fr" not in arguments else command(*arguments)
    assert done.code == STOPPED
    assert named in (done.err or done.out)
    assert done.err or not arguments
    assert "Traceback" not in done.err


BLANK = {
    "--as-of": ["evaluate", *PERSON, "--as-of", ""],
    "--known-at": ["evaluate", *PERSON_YEAR, "--known-at", " "],
    "--reading": ["evaluate", *PERSON_YEAR, "--reading="],
    "--ledger": ["evaluate", DONGHAE, "--ledger", LEDGER, "--ledger", "", "--as-of", "2024-12-31"],
    "--option": ["evaluate", *PERSON_YEAR, "--assume-claims", "month_end", "--option", ""],
    "--since": ["evaluate", *PERSON_YEAR, "--since", ""],
    "--format": ["evaluate", *PERSON_YEAR, "--format", ""],
    "--lang": ["evaluate", *PERSON_YEAR, "--lang", ""],
    "--set": ["compare", DONGHAE, "--set", ""],
    "SCHEME": ["evaluate", "", *PERSON_YEAR[1:]],
    "FILE...": ["validate", ""],
}


@LANGUAGES
@pytest.mark.parametrize(("name", "arguments"), BLANK.items(), ids=BLANK)
def test_a_blank_value_is_told_as_blank_and_stands_for_nothing(
    command: Any, monkeypatch: pytest.MonkeyPatch, name: str, arguments: list[str], lang: str
) -> None:
    monkeypatch.setenv("LC_ALL", {"ko": "ko_KR.UTF-8", "en": "en_US.UTF-8"}[lang])
    done = command(*arguments)
    assert (done.code, done.out) == (STOPPED, "")
    assert (
        done.err.splitlines()[0]
        == {
            "ko": f"'{name}'의 값이 비어 있습니다",
            "en": f"the value of {name} is blank",
        }[lang]
    )


def test_the_language_comes_from_the_environment(command: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "there is no command" in command("what").err
    monkeypatch.setenv("LANG", "ko_KR.UTF-8")
    assert "명령" in command("what").err
    monkeypatch.setenv("LC_MESSAGES", "en_US.UTF-8")
    assert "there is no command" in command("what").err
    monkeypatch.setenv("LC_ALL", "ko_KR.eucKR")
    assert "명령" in command("what").err
    assert "there is no command" in command("what", "--lang=en").err


@LANGUAGES
@pytest.mark.parametrize(
    "name", ["", "validate", "evaluate", "explain", "why-not", "test", "compare", "schema", "demo"]
)
def test_every_command_has_help_in_the_language_of_the_run(command: Any, lang: str, name: str) -> None:
    done = command(*name.split(), "--help", "--lang", lang)
    book = {"ko": cli_ko, "en": cli_en}[lang].WORDS
    assert done.code == YES
    assert done.out.startswith(book["usage"])
    assert book["option_lang"] in done.out
    assert book[f"help_{name.replace('-', '_')}" if name else "help"].split()[0] in done.out


def test_the_version_is_that_of_the_library(command: Any) -> None:
    import incentive_rules  # noqa: PLC0415  # for its version

    assert command("--version") == (YES, f"incentive-rules {incentive_rules.__version__}\n", "")


def test_both_languages_have_the_same_words_with_the_same_facts() -> None:
    def facts(text: str) -> set[str | None]:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}

    assert {key: facts(text) for key, text in cli_ko.WORDS.items()} == {
        key: facts(text) for key, text in cli_en.WORDS.items()
    }


def test_letters_that_steer_a_terminal_are_written_out(command: Any, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.csv"
    row = "E-1,K-\x1b[31m1\N{RIGHT-TO-LEFT OVERRIDE},2024-06-10,adoption\n"
    ledger.write_text("entry_id,member_id,date,activity\n" + row, encoding="utf-8")
    done = command("evaluate", DONGHAE, "--ledger", str(ledger), "--roster", ROSTER, "--as-of", "2024-12-31")
    assert "\x1b" not in done.out
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in done.out
    assert "K-\\x1b[31m1" in done.out


# what a report holds

PRIZES = """\
language: 1
id: prizes
label: {ko: 시상, en: prizes}
from: 2024-01-01
assumed: an example
facts:
  member: {department: {group, label: {ko: 부서, en: department}}}
activities:
  work: {label: {ko: 일, en: work}, points: 1}
rewards:
  voucher: {label: {ko: 상품권, en: voucher}, unit: KRW}
awards:
  best:
    kind: ranking
    label: {ko: 순위, en: ranking}
    of: department
    measure: {counter: earned, per: year}
    score: sum
    ties: hold
    places:
      first: {ranks: 1, pays: {voucher: 1000}}
      second: {ranks: [2, 3], pays: {voucher: 500}}
answers: {points_count_on: activity_date, group_credited_on: counting_date, ranking_field: scored}
"""


@pytest.fixture
def prizes(tmp_path: Path) -> Callable[..., list[str]]:
    """The arguments for a ranking of three departments, each of one member, whose ties wait for a decision."""

    def write(*entries: str) -> list[str]:
        rows = {
            "ledger.csv": ("entry_id,member_id,date,activity,status", *entries),
            "roster.csv": ("member_id,department", "A,총무과", "B,기획과", "C,세무과"),
        }
        for name, lines in rows.items():
            (tmp_path / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        (tmp_path / "prizes.yaml").write_text(PRIZES, encoding="utf-8")
        paths = [str(tmp_path / name) for name in ("prizes.yaml", "ledger.csv", "roster.csv")]
        return [paths[0], "--ledger", paths[1], "--roster", paths[2], "--as-of", "2024-12-31"]

    return write


SETTLED = ("E-1,A,2024-02-01,work", "E-2,A,2024-02-02,work", "E-3,B,2024-02-02,work")
HELD = (*SETTLED, "E-4,C,2024-02-01,work,pending")
TIED = ("E-1,A,2024-02-01,work", "E-2,B,2024-02-01,work")


@pytest.mark.parametrize(
    ("lang", "final", "provisional", "mark"),
    [
        ("en", "Ranking 2024, final", "Ranking 2024, provisional", "(provisional)"),
        ("ko", "순위 2024년, 확정", "순위 2024년, 잠정", "(잠정)"),
    ],
)
def test_a_ranking_that_could_change_is_called_provisional_wherever_its_prizes_stand(  # noqa: PLR0913, PLR0917  # a language and its words
    command: Any, prizes: Callable[..., list[str]], lang: str, final: str, provisional: str, mark: str
) -> None:
    done = command("evaluate", *prizes(*SETTLED), "--lang", lang)
    assert final in done.out
    assert provisional not in done.out
    assert mark not in done.out
    done = command("evaluate", *prizes(*HELD), "--lang", lang)
    assert final not in done.out
    assert provisional in done.out
    assert mark in done.out
    assert {"en": "2 payments are provisional", "ko": "이 가운데 2건은 잠정"}[lang] in done.out


@pytest.mark.parametrize(("lang", "no", "yes"), [("en", "no", "yes"), ("ko", "아니오", "예")])
def test_the_payment_list_tells_what_is_provisional_and_what_kind_of_payee_it_is(
    command: Any, prizes: Callable[..., list[str]], lang: str, no: str, yes: str
) -> None:
    for entries, told in ((SETTLED, no), (HELD, yes)):
        done = command("evaluate", *prizes(*entries), "--format", "csv", "--lang", lang)
        _, *paid = csv.reader(io.StringIO(done.out))
        assert [(row[10], row[9]) for row in paid] == [({"en": "department", "ko": "부서"}[lang], told)] * 2


@pytest.mark.parametrize(
    ("lang", "tie", "held"),
    [
        ("en", "a tie at rank 1: the prize waits for a decision", "still open"),
        ("ko", "1위 동점: 시상을 따로 결정해야 합니다", "아직 정해지지"),
    ],
)
def test_a_tie_that_waits_for_a_decision_is_told_apart_from_rows_that_are_held(
    command: Any, prizes: Callable[..., list[str]], lang: str, tie: str, held: str
) -> None:
    done = command("evaluate", *prizes(*TIED), "--lang", lang)
    assert tie in done.out
    assert held not in done.out
    assert "first" not in done.out
    done = command("evaluate", *prizes(*TIED, HELD[-1]), "--lang", lang)
    assert tie in done.out
    assert held in done.out


@pytest.mark.parametrize(("lang", "first", "second"), [("en", "rank 1", "rank 2–3"), ("ko", "1위", "2–3위")])
def test_a_place_without_a_label_is_called_by_its_ranks(
    command: Any, prizes: Callable[..., list[str]], lang: str, first: str, second: str
) -> None:
    told = command("evaluate", *prizes(*SETTLED), "--lang", lang).out.partition("2024")[2]
    assert f"{first}: 1,000" in told
    assert f"{second}: 500" in told
    assert "second" not in told


def test_what_was_not_given_is_no_row_of_what_was_read(command: Any) -> None:
    read = command("evaluate", *UNCLAIMED).out.split("Points by activity")[0]
    assert [line.split()[1] for line in read.splitlines() if line.startswith("│")] == [
        "file",
        "entries.csv",
        "roster.csv",
    ]
    assert "\n :" not in read


def test_a_cell_that_cannot_be_read_is_told_with_its_column(command: Any, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.csv"
    ledger.write_text("번호,사번,날짜,활동\nE-1,K-0001,2024-06-1o,제안 채택\n", encoding="utf-8")
    done = command("evaluate", DONGHAE, "--ledger", str(ledger), "--roster", ROSTER, "--as-of", "2024-12-31")
    assert "ledger.csv:2" in done.out
    assert "[날짜]" in done.out


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", "not counted: entries: 1 rejected, 1 held; staff list: 2 rejected"),
        ("ko", "인정되지 않은 행: 실적: 인정하지 않음 1, 보류 1; 명부: 인정하지 않음 2"),
    ],
)
def test_what_was_left_out_is_told_by_table_and_agrees_with_the_totals(
    command: Any, tmp_path: Path, prizes: Callable[..., list[str]], lang: str, told: str
) -> None:
    """Two rows of one person say different things on the same days, so nothing is known of them."""
    arguments = prizes(*SETTLED, "E-9,C,2024-13-01,work", HELD[-1])
    roster = tmp_path / "roster.csv"
    roster.write_text(roster.read_text(encoding="utf-8") + "C,기획과\n", encoding="utf-8")
    assert told in command("evaluate", *arguments, "--format", "json", "--lang", lang).err
    done = command("evaluate", *arguments, "--lang", lang)
    totals = {
        "en": ("entries: 5 = 3 credited + 1 held + 1 rejected", "staff list: 4 = 2 rejected + 2 in use"),
        "ko": ("실적: 5 = 인정 3 + 보류 1 + 인정하지 않음 1", "명부: 4 = 인정하지 않음 2 + 사용 2"),
    }
    for line in totals[lang]:
        assert line in done.out


def test_what_was_not_read_of_a_file_is_told(command: Any, tmp_path: Path) -> None:
    ledger = tmp_path / "2024.csv"
    text = "번호,사번,날짜,활동,비고\nE-1,K-0001,2024-06-10,제안 채택,참고\n,,,,\n"
    ledger.write_text(text, encoding="cp949")
    done = command("evaluate", DONGHAE, "--ledger", str(ledger), *PERSON_YEAR[3:])
    assert "2024.csv    cp949" in done.out
    assert "2024.csv: 번호 = entry_id, 사번 = member_id, 날짜 = date, 활동 = activity" in done.out
    assert "2024.csv: not read: 비고" in done.out
    assert "entries: 1 = 1 credited" in done.out  # what is set aside is no entry
    assert "nobody is paid anything" in done.out


def test_points_that_a_limit_cut_are_told_with_the_limit(command: Any, tmp_path: Path) -> None:
    """24 hours make 24/4 = 6 points; the limit of Seocheon leaves 4 a month."""
    ledger, roster = tmp_path / "ledger.csv", tmp_path / "roster.csv"
    head = "entry_id,member_id,date,activity,hours,approved_on\n"
    ledger.write_text(head + "E-1,S-1,2025-03-03,event_support,24,2025-03-04\n", encoding="utf-8")
    roster.write_text("member_id,grade,department\nS-1,7급,기획과\n", encoding="utf-8")
    facts = ("--ledger", str(ledger), "--roster", str(roster), "--as-of", "2025-03-31", "--lang", "ko")
    done = command("evaluate", str(example_path("seocheon.yaml")), *facts)
    assert done.code == YES
    assert "줄임" in done.out
    assert "행사 지원 월 한도" in done.out


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_progress_is_shown_on_a_terminal_and_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    for stream, shown in ((Terminal(), True), (io.StringIO(), False)):
        with Screen(stream).busy("reading"):
            pass
        assert ("reading" in stream.getvalue()) == shown
