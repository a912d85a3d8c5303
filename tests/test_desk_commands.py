"""The officer's desk on the command line: read, evaluate to Excel, reconcile, notice, template, init."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook, load_workbook

from incentive_rules import example_path, load_scheme
from incentive_rules.messages import LANGUAGES
from incentive_rules.messages.screen import words
from test_cli_console import CONSOLES, start

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from conftest import Done

    from incentive_rules.messages import Language

    Command = Callable[..., Done]
    Rows = Sequence[Sequence[object]]

YES, FINDING, STOPPED = 0, 1, 2
DONGHAE, SEOCHEON = (str(example_path(f"{name}.yaml")) for name in ("donghae", "seocheon"))
LEDGER, ROSTER, CLAIMS = (str(example_path(f"data/{name}.csv")) for name in ("entries", "roster", "claims"))
FACTS = (DONGHAE, "--ledger", LEDGER, "--roster", ROSTER, "--claims", CLAIMS)
DESK = ("init", "notice", "template", "read", "evaluate", "reconcile")
OF_BOTH = pytest.mark.parametrize("lang", LANGUAGES)

DONE = [
    ["번호", "사번", "직급", "부서", "활동일", "활동"],
    ["E-1", "K-1", "7급", "행정과", "2024-06-10", "시책 제안"],
    ["E-2", "K-1", "7급", "행정과", "2024-07-10", "제안 채택"],
]
STAFF = [["사번", "직급", "부서"], ["K-1", "7급", "행정과"]]
ASKED = [["신청번호", "사번", "신청일", "보상"], ["C-1", "K-1", "2024-07-31", "월별 보상"]]


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands run where there is nothing, so that names without a folder are those of the test."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., str]:
    """Write a workbook with these sheets and give its name."""

    def write(name: str = "실적.xlsx", **sheets: Rows) -> str:
        made = Workbook()
        made.remove(made.worksheets[0])
        for title, rows in sheets.items():
            sheet = made.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
        made.save(tmp_path / name)
        return name

    return write


def in_order(text: str, *parts: str) -> bool:
    """Whether these parts stand in a text one after the other."""
    return re.search(".*".join(map(re.escape, parts)), text, re.DOTALL) is not None


def unbroken(text: str) -> str:
    """A text whose proposed commands stand on one line each."""
    return re.sub(r" \\\n +", " ", text)


def findings(done: Done) -> list[str]:
    """The codes of what stopped a command that was asked for JSON."""
    return [each["code"] for each in json.loads(done.err)["findings"]]


# read


@OF_BOTH
def test_reading_shows_every_column_and_proposes_what_to_do_next(command: Command, book: Any, lang: Language) -> None:
    file = book(실적=DONE)
    done = command("read", file, DONGHAE, "--lang", lang)
    assert (done.code, done.err) == (YES, "")
    assert in_order(done.out, "번호", "entry_id", "활동일", "date", "활동", "activity", words("read_ok", lang))
    proposed = f"evaluate {DONGHAE} --ledger 실적.xlsx --as-of 2024-07-10"  # the day of the last row
    assert in_order(unbroken(done.out), words("next_steps", lang), proposed)
    assert "reconcile" not in done.out  # the sheet says no points


def test_what_reading_proposes_can_be_typed(command: Command, book: Any) -> None:
    scored = [[*row, "점수" if number == 0 else number / 2] for number, row in enumerate(DONE)]
    book("내 실적.xlsx", 실적=scored)
    done = command("read", "내 실적.xlsx", DONGHAE, "--lang", "ko")
    lines = unbroken(done.out).splitlines()
    typed = [line.split("incentive_rules ")[1] for line in lines if "incentive_rules " in line]
    assert [line.split()[0] for line in typed] == ["evaluate", "reconcile"]
    arguments = [each.strip("'") for each in re.findall(r"'[^']+'|\S+", typed[1])]
    assert command(*arguments).code == YES


@OF_BOTH
def test_a_row_that_is_not_read_makes_the_exit_code_one(command: Command, book: Any, lang: Language) -> None:
    done = command(
        "read", book(실적=[*DONE, ["E-3", "K-1", "", "", "2024-13-01", "시책 제안"]]), DONGHAE, "--lang", lang
    )
    assert done.code == FINDING
    assert in_order(done.out, "2024-13-01", words("read_not_ok", lang, count=1))
    assert words("next_steps", lang) not in done.out  # first the rows have to be mended


def test_reading_is_data_where_json_is_asked_for(command: Command, book: Any) -> None:
    done = command("read", book(실적=[*DONE, ["소계", "", "", "", "", ""]]), DONGHAE, "--format", "json")
    (kind, table), *others = json.loads(done.out).items()
    (source,) = table["sources"]
    assert (done.code, kind, others) == (YES, "ledger", [])
    assert [source[name] for name in ("file", "sheet", "rows", "read", "set_aside")] == ["실적.xlsx", "실적", 3, 2, 1]
    assert [column["read_as"] for column in source["columns"]][:4] == ["entry_id", "member_id", "grade", "department"]
    assert [(each["place"], each["code"]) for each in table["set_aside"]] == [("실적.xlsx:실적!4", "total_row")]


def test_each_of_several_files_is_read_as_what_its_columns_are(command: Command) -> None:
    done = command("read", LEDGER, ROSTER, CLAIMS, DONGHAE, "--format", "json")
    told = {kind: [source["file"] for source in table["sources"]] for kind, table in json.loads(done.out).items()}
    assert told == {"ledger": ["entries.csv"], "roster": ["roster.csv"], "claims": ["claims.csv"]}


def test_a_workbook_is_read_as_all_that_its_sheets_are(command: Command, book: Any) -> None:
    file = book(실적=DONE, 명부=STAFF, 신청=ASKED)
    done = command("read", file, DONGHAE, "--lang", "ko")
    assert done.code == YES
    assert in_order(done.out, *(words(f"read_title_{kind}", "ko") for kind in ("entry", "roster", "claim")))
    assert f"--ledger {file} --roster {file} --claims {file} --as-of 2024-07-31" in unbroken(done.out)


def test_the_scheme_may_stand_in_front(command: Command, book: Any) -> None:
    """As with every other command."""
    file = book(실적=DONE)
    assert command("read", DONGHAE, file) == command("read", file, DONGHAE)


def test_a_kind_can_be_asked_for(command: Command, book: Any) -> None:
    file = book(실적=DONE)
    assert list(json.loads(command("read", file, DONGHAE, "--kind", "roster", "--format", "json").out)) == ["roster"]
    assert command("read", file, DONGHAE, "--kind", "rooster").err.endswith("did you mean 'roster'?\n")


def test_without_ids_a_row_is_not_read_unless_they_are_made(command: Command, book: Any) -> None:
    file = book(실적=[row[1:] for row in DONE])
    assert command("read", file, DONGHAE).code == FINDING
    done = command("read", file, DONGHAE, "--make-ids", "--lang", "ko")
    assert done.code == YES
    assert "번호가 없는 2행에 내용으로 번호를 만들어 붙였습니다" in done.out
    assert "--make-ids --as-of" in unbroken(done.out)
    assert command("evaluate", DONGHAE, "--ledger", file, "--as-of", "2024-12-31").code == STOPPED
    assert command("evaluate", DONGHAE, "--ledger", file, "--as-of", "2024-12-31", "--make-ids").code == YES


# evaluate


@OF_BOTH
def test_the_workbook_is_written_and_its_sheets_are_named(command: Command, lang: Language) -> None:
    done = command(
        "evaluate", *FACTS, "--as-of", "2024-08-31", "--format", "xlsx", "--out", "지급.xlsx", "--lang", lang
    )
    sheets = load_workbook("지급.xlsx", read_only=True).sheetnames
    assert done.code == FINDING  # rows were rejected
    assert done.out == words("wrote_sheets", lang, path="지급.xlsx", sheets=sheets) + "\n"
    assert f"'{sheets[-1]}'" in done.err  # where the reasons are


def test_a_masked_workbook_names_nobody_and_its_sheets_too_are_named(command: Command) -> None:
    masked = ("--posted", "--format", "xlsx", "--out", "게시.xlsx", "--lang", "ko")
    done = command("evaluate", *FACTS, "--as-of", "2024-08-31", *masked)
    made = load_workbook("게시.xlsx", read_only=True)
    assert done.out == words("wrote_sheets", "ko", path="게시.xlsx", sheets=made.sheetnames) + "\n"
    cells = [str(cell) for sheet in made for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert not [cell for cell in cells if re.search(r"K-\d{4}", cell)]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--format", "xlsx"], "give the path of the workbook with '--out'"),
        (["--posted"], "a list for posting ('--posted') is made as csv or xlsx"),
        (["--posted", "--format", "json"], "a list for posting ('--posted') is made as csv or xlsx"),
    ],
)
def test_what_cannot_be_done_is_refused_before_anything_is_read(
    command: Command, arguments: list[str], told: str
) -> None:
    done = command("evaluate", DONGHAE, "--ledger", "no.xlsx", "--as-of", "2024-08-31", *arguments)
    assert (done.code, done.out) == (STOPPED, "")
    assert told in done.err
    assert "no.xlsx" not in done.err


def month(command: Command, day: str, *more: str) -> Done:
    return command("evaluate", *FACTS, "--as-of", day, *more)


def paid(done: Done) -> list[str]:
    """The ids of the payments of a list."""
    _, *rows = csv.reader(io.StringIO(done.out.removeprefix("\N{BYTE ORDER MARK}")))
    return [row[-1] for row in rows]


def test_month_by_month_everything_is_listed_once_and_nothing_twice(command: Command) -> None:
    days = ("2024-07-31", "2024-08-31", "2024-09-30", "2024-10-31")
    listed = [paid(month(command, days[0], "--format", "csv"))]
    month(command, days[0], "--format", "json", "--out", "result.json")
    for day in days[1:]:
        done = month(command, day, "--format", "csv", "--since", "result.json")
        listed.append(paid(done))
        assert f"{len(listed[-1])} newly due" in done.err
        month(command, day, "--format", "json", "--out", "result.json")
    every = [payment for each in listed for payment in each]
    assert len(every) == len(set(every)) > len(listed)
    assert sorted(every) == sorted(paid(month(command, days[-1], "--format", "csv")))


def test_what_is_newly_due_is_alone_in_the_workbook_and_first_in_the_table(command: Command) -> None:
    month(command, "2024-07-31", "--format", "json", "--out", "july.json")
    month(command, "2024-08-31", "--since", "july.json", "--format", "xlsx", "--out", "august.xlsx", "--lang", "ko")
    list_sheet = load_workbook("august.xlsx", read_only=True)[words("office_payments", "ko")]
    ids = [row[-1] for row in list_sheet.iter_rows(min_row=2, values_only=True) if str(row[-1]).startswith("monthly:")]
    assert ids == paid(month(command, "2024-08-31", "--since", "july.json", "--format", "csv"))
    assert in_order(month(command, "2024-08-31", "--since", "july.json").out, "What was read", "Newly due", "K-0375")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("지급 목록\n", "result.json: this JSON cannot be read"),
        ("{}", "result.json: this JSON cannot be read"),
        ('{"format": 99}', "result.json: format '99' is not known"),
    ],
)
def test_an_earlier_result_that_is_none_is_refused(command: Command, tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "result.json").write_text(text, encoding="utf-8")
    done = month(command, "2024-08-31", "--since", "result.json")
    assert (done.code, done.out) == (STOPPED, "")
    assert told in done.err


def test_the_result_of_another_scheme_or_a_later_day_is_refused(command: Command, book: Any) -> None:
    days = ("--as-of", "2025-12-31", "--format", "json", "--out")
    command("evaluate", SEOCHEON, "--ledger", book(실적=[DONE[0]]), *days, "seocheon.json")
    month(command, "2024-09-30", "--format", "json", "--out", "september.json")
    for name, value in (("seocheon.json", "seocheon-mileage"), ("september.json", "2024-09-30")):
        done = month(command, "2024-08-31", "--since", name)
        assert (done.code, done.out) == (STOPPED, "")
        assert f"'--since' cannot be '{value}'" in done.err
    assert month(command, "2024-08-31", "--since", "no.json").code == STOPPED


# reconcile


def test_figures_that_agree_end_with_zero_and_figures_that_differ_with_one(command: Command, book: Any) -> None:
    right, wrong = ([[*DONE[0], "점수"], [*DONE[1], 0.5], [*DONE[2], said]] for said in (1, 3))
    arguments = ("--as-of", "2024-12-31", "--lang", "ko")
    assert command("reconcile", DONGHAE, "--ledger", book("옳음.xlsx", 실적=right), *arguments).code == YES
    done = command("reconcile", DONGHAE, "--ledger", book("틀림.xlsx", 실적=wrong), *arguments)
    assert (done.code, done.err) == (FINDING, "")
    assert in_order(done.out, "2행 가운데 1행이 다릅니다", "E-2", "3점", "1점")


def test_differences_are_data_where_json_is_asked_for(command: Command, book: Any) -> None:
    file = book(실적=[[*DONE[0], "점수"], [*DONE[1], 3]])
    done = command("reconcile", DONGHAE, "--ledger", file, "--as-of", "2024-12-31", "--format", "json")
    differences = json.loads(done.out)["differences"]
    assert done.code == FINDING
    assert [(each["id"], each["said"], each["ours"]) for each in differences if each["kind"] == "row"] == [
        ("E-1", "3", "0.5")
    ]


def test_a_sheet_without_figures_stops(command: Command, book: Any) -> None:
    done = command("reconcile", DONGHAE, "--ledger", book(실적=DONE), "--as-of", "2024-12-31", "--format", "json")
    assert (done.code, done.out, findings(done)) == (STOPPED, "", ["no_figures"])


# notice


@OF_BOTH
def test_a_notice_is_markdown_html_or_data(command: Command, lang: Language) -> None:
    label = load_scheme(DONGHAE).label.in_language(lang)
    shown = {
        form: command("notice", DONGHAE, "--format", form, "--lang", lang) for form in ("markdown", "html", "json")
    }
    assert {done.code for done in shown.values()} == {YES}
    assert shown["markdown"].out.partition("\n")[0].count(label)
    assert shown["html"].out.startswith("<!DOCTYPE html>")
    assert f'lang="{lang}"' in shown["html"].out
    assert json.loads(shown["json"].out)
    assert command("notice", DONGHAE, "--lang", lang) == shown["markdown"]


def test_a_notice_goes_to_a_file(command: Command, tmp_path: Path) -> None:
    done = command("notice", DONGHAE, "--format", "html", "--out", "안내.html", "--lang", "ko")
    assert (done.code, done.out) == (YES, "'안내.html'을 저장했습니다\n")
    text = (tmp_path / "안내.html").read_text(encoding="utf-8")
    assert text == command("notice", DONGHAE, "--format", "html", "--lang", "ko").out


def test_the_notice_of_changes_tells_what_changes_and_nothing_else(command: Command, tmp_path: Path) -> None:
    text = example_path("donghae.yaml").read_text(encoding="utf-8")
    (tmp_path / "new.yaml").write_text(text.replace("at: 7,", "at: 6,"), encoding="utf-8")
    done = command("notice", "--diff", DONGHAE, "new.yaml", "--lang", "ko")
    assert done.code == YES
    assert in_order(done.out, "7점", "6점")
    assert "30,000" not in done.out
    same = command("notice", "--diff", DONGHAE, DONGHAE, "--lang", "ko")
    assert (same.code, words("notice_diff_none", "ko") in same.out) == (YES, True)


@pytest.mark.parametrize(
    ("schemes", "told"),
    [([DONGHAE, DONGHAE], "give one scheme file"), (["--diff", DONGHAE], "give two scheme files")],
)
def test_a_wrong_number_of_schemes_is_refused(command: Command, schemes: list[str], told: str) -> None:
    done = command("notice", *schemes)
    assert (done.code, done.out) == (STOPPED, "")
    assert told in done.err


def test_a_notice_never_replaces_its_scheme(command: Command, tmp_path: Path) -> None:
    text = example_path("donghae.yaml").read_bytes()
    (tmp_path / "scheme.yaml").write_bytes(text)
    assert command("notice", "scheme.yaml", "--out", "scheme.yaml").code == STOPPED
    assert (tmp_path / "scheme.yaml").read_bytes() == text


# template and init


@OF_BOTH
def test_a_template_names_its_sheets_and_what_to_do_next(command: Command, lang: Language) -> None:
    done = command("template", DONGHAE, "--out", "양식.xlsx", "--lang", lang)
    assert done.code == YES
    visible = [sheet.title for sheet in load_workbook("양식.xlsx") if sheet.sheet_state == "visible"]
    assert all(words(f"template_sheet_{kind}", lang) in visible for kind in ("entry", "roster", "claim"))
    assert f"read 양식.xlsx {DONGHAE}" in " ".join(done.out.replace("\\\n", " ").split())
    assert command("read", "양식.xlsx", DONGHAE).code == YES  # a blank one has no bad row


@pytest.mark.parametrize("arguments", [["template", DONGHAE, "--out", "file"], ["init", "file", "--yes"]])
def test_a_file_that_is_there_is_never_replaced(command: Command, tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    done = command(*arguments, "--format", "json")
    assert (done.code, done.out, findings(done)) == (STOPPED, "", ["file_exists"])
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_an_example_is_copied_under_its_own_name(command: Command, tmp_path: Path) -> None:
    assert command("init", "--from", "donghae").code == YES
    whole = example_path("donghae.yaml").read_bytes()
    assert (tmp_path / "donghae.yaml").read_bytes() == whole.partition(b"\n")[2]  # all but the path for editors
    done = command("init", "--from", "dongha")
    assert (done.code, done.err.endswith("did you mean 'donghae'?\n")) == (STOPPED, True)


def test_every_default_is_taken_without_a_question(command: Command) -> None:
    done = command("init", "제도.yaml", "--yes", "--lang", "ko")
    assert (done.code, done.err) == (YES, "")
    assert in_order(done.out, "validate 제도.yaml", "template 제도.yaml", "notice 제도.yaml")
    assert command("validate", "제도.yaml").code == YES


ANSWERS = ("우리 군 마일리지", "", "2025-01-01", "모두", "시책 제안", "1", "끝", "없음", "3=30000", "상품권", "1", "1")


@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
def test_answers_come_through_a_pipe_in_the_encoding_of_the_console(encoding: str, tmp_path: Path) -> None:
    typed = "".join(f"{answer}\n" for answer in ANSWERS).encode(encoding)
    done = start("init", "제도.yaml", "--lang", "ko", "--format", "json", console=encoding, input=typed, cwd=tmp_path)
    assert (done.returncode, json.loads(done.stdout)["written"]) == (YES, ["제도.yaml"])  # questions are no output
    scheme = load_scheme(tmp_path / "제도.yaml")
    assert (scheme.label.ko, [each.label.ko for each in scheme.activities.values()]) == (
        "우리 군 마일리지",
        ["시책 제안"],
    )


@pytest.mark.parametrize("console", CONSOLES)
def test_answers_that_end_too_soon_write_nothing(console: str, tmp_path: Path) -> None:
    done = start("init", "--lang", "en", console=console, input=b"Our mileage\n", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (STOPPED, b"")
    assert b"\nthe input ended before all was answered" in done.stderr  # on a line of its own
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("console", CONSOLES)
def test_bytes_that_are_no_text_are_refused_as_an_answer(console: str, tmp_path: Path) -> None:
    done = start("init", "--lang", "en", console=console, input=b"\xff\xfe\n", cwd=tmp_path)
    told = done.stderr.decode(CONSOLES[console][1])
    assert done.returncode == STOPPED
    assert "a character that is not allowed: U+DCFF" in told
    assert "Traceback" not in told


# help and usage


@OF_BOTH
@pytest.mark.parametrize("name", DESK)
def test_every_command_of_the_desk_has_help_with_an_example(command: Command, lang: Language, name: str) -> None:
    done = command(name, "--help", "--lang", lang)
    assert (done.code, done.err) == (YES, "")
    assert done.out.startswith(words("usage", lang))
    assert words(f"help_{name}", lang).split()[0] in done.out
    assert re.search({"ko": "예: ", "en": "Example: "}[lang] + name, done.out.replace("\n", " "))


@OF_BOTH
@pytest.mark.parametrize(
    ("arguments", "near"),
    [
        (["read", "a.xlsx", DONGHAE, "--makeids"], "--make-ids"),
        (["evaluate", DONGHAE, "--sinse", "a.json"], "--since"),
        (["reconcile", DONGHAE, "--legder", "a.csv"], "--ledger"),
        (["notice", DONGHAE, "--dif"], "--diff"),
        (["template", DONGHAE, "--otu", "a.xlsx"], "--out"),
        (["init", "--yess"], "--yes"),
        (["notice", DONGHAE, "--format", "htm"], "html"),
        (["evaluate", *FACTS, "--as-of", "2024-12-31", "--format", "xls"], "xlsx"),
        (["reconsile"], "reconcile"),
        (["templat"], "template"),
    ],
)
def test_a_slip_of_the_fingers_is_told_with_the_nearest_name(
    command: Command, arguments: list[str], near: str, lang: Language
) -> None:
    done = command(*arguments, "--lang", lang)
    assert (done.code, done.out) == (STOPPED, "")
    assert f"'{near}'" in done.err


@pytest.mark.parametrize(
    ("arguments", "missing"),
    [
        (["read", "a.xlsx"], "SCHEME"),
        (["read"], "FILE... SCHEME"),
        (["reconcile", DONGHAE, "--ledger", "a.csv"], "--as-of"),
        (["notice"], "SCHEME..."),
        (["template"], "SCHEME"),
        (["init", "a.yaml", "b.yaml"], "b.yaml"),
    ],
)
def test_what_is_missing_or_too_much_is_named(command: Command, arguments: list[str], missing: str) -> None:
    done = command(*arguments)
    assert (done.code, done.out) == (STOPPED, "")
    assert re.search(rf"^'?{re.escape(missing)}'? ", done.err)


# consoles


SHEETS: Mapping[str, Rows] = {
    "6월": [[*DONE[0], "점수"], [*DONE[1], 3], ["", "", "", "", "", "2024-13-01", ""]],
    "명부": STAFF,
}
WORK = {
    "read": ["read", "실적.xlsx", DONGHAE],
    "reconcile": ["reconcile", DONGHAE, "--ledger", "실적.xlsx", "--as-of", "2024-12-31"],
    "xlsx": ["evaluate", *FACTS, "--as-of", "2024-08-31", "--format", "xlsx", "--out", "지급.xlsx"],
    "notice": ["notice", DONGHAE],
    "html": ["notice", DONGHAE, "--format", "html"],
    "diff": ["notice", "--diff", DONGHAE, SEOCHEON],
    "template": ["template", DONGHAE],
    "init": ["init", "제도.yaml", "--yes"],
}


@OF_BOTH
@pytest.mark.usefixtures("plain_surroundings")
@pytest.mark.parametrize("encoding", ["cp949", "ascii"])
@pytest.mark.parametrize("name", WORK)
@pytest.mark.unmeasured
def test_the_desk_writes_in_every_encoding(
    monkeypatch: pytest.MonkeyPatch, book: Any, name: str, encoding: str, lang: Language
) -> None:
    """The streams are strict, as Python opens them: a letter that is not told how to be written would be an error."""
    from incentive_rules.cli import main  # noqa: PLC0415  # the streams are in place by now

    book(**SHEETS)
    streams = {each: io.TextIOWrapper(io.BytesIO(), encoding=encoding) for each in ("stdout", "stderr")}
    for each, stream in streams.items():
        monkeypatch.setattr(sys, each, stream)
    code = main([*WORK[name], "--lang", lang])
    for stream in streams.values():
        stream.flush()
    written = "".join(stream.buffer.getvalue().decode(encoding) for stream in streams.values())
    assert code in (YES, FINDING)
    assert written
    if encoding == "cp949":  # HTML is in ASCII there, since its head says UTF-8 and its reader believes it
        assert lang == "en" or bool(re.search(r"[가-힣]", written)) == (name != "html")
        assert not re.search(r"\\u[0-9a-f]{4}", written)


@pytest.mark.parametrize("console", ["cp949", "C"])
def test_the_desk_runs_as_a_program_on_a_console(console: str, book: Any, tmp_path: Path) -> None:
    """The officer's day: a scheme, a form, a look at the sheet, the payment list, the notice."""
    book(**SHEETS)
    day = {
        "init": (["init", "scheme.yaml", "--yes"], YES),
        "template": (["template", "scheme.yaml", "--out", "form.xlsx"], YES),
        "read": (WORK["read"], FINDING),
        "reconcile": (WORK["reconcile"], FINDING),
        "evaluate": (WORK["xlsx"], FINDING),
        "notice": (["notice", DONGHAE, "--out", "notice.md"], YES),
    }
    for arguments, code in day.values():
        done = start(*arguments, "--lang", "ko", console=console, cwd=tmp_path)
        told = (done.stdout + done.stderr).decode(CONSOLES[console][1])
        assert done.returncode == code, told
        assert "Traceback" not in told
        assert console != "cp949" or re.search(r"[가-힣]", told)
    assert (tmp_path / "notice.md").read_text(encoding="utf-8").startswith("# 동해시")


# What was found while reading is told in every format


PRAISE = [[*DONE[0], "칭찬여부"], *([*row, "예"] for row in DONE[1:])]


@pytest.mark.parametrize("format_", ["table", "csv", "json", "xlsx"])
def test_a_column_that_is_not_read_is_told_in_every_format(command: Command, book: Any, format_: str) -> None:
    facts = (DONGHAE, "--ledger", book(실적=PRAISE), "--as-of", "2024-12-31", "--lang", "ko")
    done = command("evaluate", *facts, "--format", format_, *(["--out", "a.xlsx"] if format_ == "xlsx" else []))
    told = done.out if format_ == "table" else done.err
    assert "'칭찬여부' 열은 알 수 없어 읽지 않습니다" in told
    assert "'시민칭찬' 열이 없어 모두 '아니오'로 보았습니다" in told
    assert "더하십시오: 칭찬여부" in told


def test_what_was_found_while_reading_stands_in_the_sheet_of_what_to_check(
    command: Command, book: Any, tmp_path: Path
) -> None:
    facts = (DONGHAE, "--ledger", book(실적=PRAISE), "--as-of", "2024-12-31", "--lang", "ko")
    command("evaluate", *facts, "--format", "xlsx", "--out", "a.xlsx")
    sheet = load_workbook(tmp_path / "a.xlsx")["확인할 행"]
    text = "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell)
    assert "'칭찬여부' 열은 알 수 없어 읽지 않습니다" in text
    assert "'시민칭찬' 열이 없어 모두 '아니오'로 보았습니다" in text


STAFF = [["사번", "부서"], *([f"K-{number}", "행정과"] for number in range(1, 4))]
MANY = [
    ["사번", "활동일", "활동", "번호"],
    *([f"K-{number % 3 + 1}", f"2024-06-{number:02}", "시책 제안", f"E-{number:02}"] for number in range(1, 31)),
]


@pytest.mark.parametrize("format_", ["table", "csv", "json", "xlsx"])
def test_a_column_that_a_rule_asks_for_and_no_file_has_is_told_once_with_the_rule_and_the_rows(
    command: Command, book: Any, format_: str
) -> None:
    facts = (DONGHAE, "--ledger", book(실적=MANY), "--roster", book("명부.xlsx", 명부=STAFF), "--as-of", "2024-12-31")
    done = command("evaluate", *facts, "--lang", "ko", "--format", format_, *_out(format_))
    told = " ".join((done.out if format_ == "table" else done.err).split())
    assert told.count("'직급' 열이 없어 3행 모두 값을 알 수 없습니다. 이 값을 보는 규칙: eligible") == 1
    assert "'직급' 칸이 비어" not in told
    assert ("E-01 외 29건" in told) == (format_ == "table")


def _out(format_: str) -> list[str]:
    return ["--out", "a.xlsx"] if format_ == "xlsx" else []


def test_rows_that_hang_on_a_missing_column_stand_together_in_the_workbook_and_each_by_itself_in_json(
    command: Command, book: Any, tmp_path: Path
) -> None:
    facts = (DONGHAE, "--ledger", book(실적=MANY), "--roster", book("명부.xlsx", 명부=STAFF), "--as-of", "2024-12-31")
    command("evaluate", *facts, "--lang", "ko", "--format", "xlsx", "--out", "a.xlsx")
    sheet = load_workbook(tmp_path / "a.xlsx")["확인할 행"]
    rows = [[str(cell) for cell in row if cell] for row in sheet.iter_rows(values_only=True)]
    assert [row for row in rows if row[:1] == ["보류"]] == [
        ["보류", "실적", "E-01 외 29건", "'직급' 열이 없어 정하지 못했습니다"]
    ]
    outcomes = json.loads(command("evaluate", *facts, "--format", "json").out)["outcomes"]
    held = [each["id"] for each in outcomes if each["state"] == "held"]
    assert held == [f"E-{number:02}" for number in range(1, 31)]


def test_a_row_that_hangs_on_more_than_a_missing_column_is_told_by_itself(command: Command, book: Any) -> None:
    rows = [*MANY, ["K-9", "2024-07-01", "시책 제안", "E-99"]]
    facts = (DONGHAE, "--ledger", book(실적=rows), "--roster", book("명부.xlsx", 명부=STAFF), "--as-of", "2024-12-31")
    told = " ".join(command("evaluate", *facts, "--lang", "ko").out.split())
    assert "E-01 외 29건" in told
    assert "'K-9'는 직원 명부에 없습니다" in told


def test_a_blank_cell_of_a_column_that_is_there_is_told_row_by_row(command: Command, book: Any) -> None:
    staff = [[*STAFF[0], "직급"], *([*row, ""] for row in STAFF[1:])]
    facts = (DONGHAE, "--ledger", book(실적=MANY), "--roster", book("명부.xlsx", 명부=staff), "--as-of", "2024-12-31")
    told = command("evaluate", *facts, "--lang", "ko").out
    assert "열이 없어" not in told.replace("'시민칭찬' 열이 없어", "")
    assert told.count("직급'을 채우십시오") == len(MANY) - 1


def test_a_column_that_is_asked_for_by_rules_on_what_nobody_did_is_not_missed(command: Command, book: Any) -> None:
    facts = (DONGHAE, "--ledger", book(실적=MANY), "--as-of", "2024-12-31", "--lang", "ko")
    assert "입상등급" not in command("evaluate", *facts).out
    contest = [*MANY, ["K-1", "2024-07-01", "경진대회 입상", "E-99"]]
    told = command("evaluate", DONGHAE, "--ledger", book(실적=contest), *facts[3:]).out
    assert "'입상등급' 열이 없어 31행 모두 값을 알 수 없습니다. 이 값을 보는 규칙: activities.contest" in told


def test_nothing_is_told_of_a_fact_that_every_row_tells(command: Command, book: Any) -> None:
    rows = [[*DONE[0], "시민칭찬"], *([*row, ""] for row in DONE[1:])]
    done = command("evaluate", DONGHAE, "--ledger", book(실적=rows), "--as-of", "2024-12-31", "--format", "csv")
    assert "시민칭찬" not in done.err


@pytest.mark.parametrize("format_", ["table", "csv", "json"])
def test_without_claims_it_is_told_that_they_are_needed_in_every_format(
    command: Command, book: Any, format_: str
) -> None:
    facts = (DONGHAE, "--ledger", book(실적=DONE, 신청=ASKED), "--as-of", "2024-12-31", "--lang", "ko")
    needed = "'월별 보상'은 신청해야 지급합니다: --claims 또는 --assume-claims"
    for more, is_told in (((), True), (("--claims", "실적.xlsx"), False), (("--assume-claims", "month_end"), False)):
        done = command("evaluate", *facts, "--format", format_, *more)
        assert (needed in (done.out if format_ == "table" else done.err)) is is_told, more


def test_reading_tells_which_other_tables_the_scheme_needs(command: Command, book: Any) -> None:
    bare = [[row[0], row[1], row[4], row[5]] for row in DONE]
    told = command("read", book("가.xlsx", 실적=bare), DONGHAE, "--lang", "ko").out
    assert ("--roster 명부.xlsx" in told, "--claims 신청.xlsx" in told) == (True, True)
    told = command("read", book("나.xlsx", 실적=DONE, 신청=ASKED), DONGHAE, "--lang", "ko").out
    assert ("--roster 명부.xlsx" in told, "--claims 신청.xlsx" in told) == (False, False)


@pytest.mark.parametrize(
    ("header", "hint"),
    [
        ("성명", "계산에 쓰지 않으니 그대로 두어도 됩니다"),
        ("비고", "계산에 쓰지 않으니 그대로 두어도 됩니다"),
        ("소속", "부서로 읽으려면 제도 파일의 사실 'department'에 'columns: [소속]'를 더하십시오"),
    ],
)
def test_the_help_about_a_column_that_is_not_read_breaks_no_file(
    command: Command, book: Any, header: str, hint: str
) -> None:
    rows = [[*(each for each in DONE[0] if each != "부서"), header], *([*row[:3], *row[4:], "값"] for row in DONE[1:])]
    done = command("read", book(실적=rows), DONGHAE, "--lang", "ko")
    assert hint in done.out
    assert words("read_ok_but", "ko", count=1) in done.out


def test_without_a_column_that_every_row_needs_nothing_is_evaluated(command: Command, book: Any) -> None:
    """One finding, which says what to do; no page of zeros that could be taken for a result."""
    rows = [row[1:] for row in DONE]
    done = command("evaluate", DONGHAE, "--ledger", book(실적=rows), "--as-of", "2024-12-31", "--lang", "ko")
    assert (done.code, done.out) == (STOPPED, "")
    assert done.err.count("'실적번호' 열이 없습니다") == 1
    assert "--make-ids" in done.err
    read = command("read", "실적.xlsx", DONGHAE, "--kind", "ledger", "--lang", "ko")
    assert read.out.count("'실적번호' 열이 없습니다") == 1


def test_a_workbook_is_written_under_no_other_ending(command: Command, book: Any, tmp_path: Path) -> None:
    facts = (DONGHAE, "--ledger", book(실적=DONE), "--as-of", "2024-12-31", "--format", "xlsx", "--lang", "ko")
    done = command("evaluate", *facts, "--out", "p.pdf")
    assert done.code == STOPPED
    assert ".xlsx로 끝나야" in done.err
    assert not (tmp_path / "p.pdf").exists()


def test_a_copy_of_an_example_names_no_file_that_is_not_beside_it(command: Command, tmp_path: Path) -> None:
    done = command("init", "--from", "seosan", "--lang", "ko")
    assert (done.code, "파일 안의 설명" in done.out) == (YES, False)
    assert "$schema" not in (tmp_path / "seosan.yaml").read_text(encoding="utf-8")
