"""The workbook to fill in: it asks for what the scheme needs, and what is filled in reads back as it was meant."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from incentive_rules import (
    InputError,
    SchemeErrors,
    example_path,
    load_scheme,
    read_claims,
    read_ledger,
    read_roster,
)
from incentive_rules.amounts import Amount
from incentive_rules.cli.desk import JSON, Desk
from incentive_rules.cli.template import template
from incentive_rules.codes import Code
from incentive_rules.ledger.columns import claim_columns, ledger_columns, roster_columns
from incentive_rules.ledger.headings import columns_of
from incentive_rules.messages import LANGUAGES
from incentive_rules.report.form import Holds, Need, forms_of
from incentive_rules.report.template import FIRST_ROW, LAST_ROW, template_workbook
from incentive_rules.report.terminal import Screen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from incentive_rules.ledger.model import Table
    from incentive_rules.messages import Language
    from incentive_rules.report.form import Field, Form
    from incentive_rules.scheme.model import Scheme

READERS: dict[str, Callable[..., Table[Any]]] = {"entry": read_ledger, "roster": read_roster, "claim": read_claims}
COLUMNS = {"entry": ledger_columns, "roster": roster_columns, "claim": claim_columns}
IDS = {"entry": "entry_id", "roster": "member_id", "claim": "claim_id"}

EVERYTHING = """\
language: 1
id: everything
label: {ko: '=모두 든 제도', en: '=a scheme with everything'}
from: 2024-03-01
until: 2026-01-01
assumed: 시험
columns: {member_id: [개인번호], date: [처리일]}
facts:
  member:
    grade: {ordered: [9급, 8급, [7급, 연구사], 6급], label: {ko: 직급, en: grade}}
    department: {group, label: {ko: 부서, en: department}}
    class: {one_of: [일반직, '=SUM(A1:A9)', '010', '1-2', '예, 아니오'], label: {ko: 구분, en: class}}
    hired: {date, label: {ko: 임용일, en: hired}}
    years: {number, at_most: 40, label: {ko: 근속, en: years}}
    score: {number, label: {ko: 평점, en: score}}
    part_time: {yes_no, label: {ko: 시간제, en: part time}}
    note: {text, label: {ko: 메모, en: note}}
  entry:
    활동: {number, at_least: 0.5, at_most: 2, label: {ko: 활동, en: judged}}
    hours: {number, label: {ko: 시간, en: hours}}
    change: {number, at_least: -3, label: {ko: 증감, en: change}}
    below: {number, at_most: -1, label: {ko: 영하, en: below}}
    praised: {yes_no, blank: no, label: {ko: '+칭찬', en: '+praised'}}
    shared: {yes_no, label: {ko: 공유, en: shared}}
    prize: {one_of: ['1', '2', '-3'], label: {ko: 입상, en: prize}}
    level: {ordered: [낮음, [가운데, 중간], 높음], label: {ko: 수준, en: level}}
    team: {group, label: {ko: '@팀', en: team}}
    task: {text, label: {ko: "내용 <b>&'\\"", en: task}}
    ended: {date, label: {ko: 끝난날, en: ended}}
eligible: {grade: {at_most: 7급}}
activities:
  idea: {label: {ko: '=제안', en: '=idea'}, points: 1, when: {shared: yes}}
  case: {label: {ko: '"사례", 하나', en: '"case", one'}, points: {each: 1, of: 활동}}
  hours: {label: {ko: '+시간', en: '+hours'}, points: {each: 1, of: hours}}
  pieces: {label: {ko: '-건수', en: '-pieces'}, points: {each: 0.1}}
  contest: {label: {ko: '@대회', en: '@contest'}, points: {by: prize, values: {'1': 2, '2': 1, '-3': 0}}}
MORE
bonuses:
  praise: {label: 칭찬, when: {praised: yes}, add: 0.5}
  level: {label: 수준, when: {level: 높음}, add: 0.5, activities: [idea, case]}
rewards: {pay: {label: 상품권, unit: KRW}, leave: {label: 휴가, unit: day}}
awards:
  monthly:
    kind: tiers
    label: {ko: '=월별', en: '=monthly'}
    measure: {counter: earned, per: month}
    claim: {by: member, times: 1, per: month}
    pay: highest
    again: always
    consume: nothing
    tiers: {t1: {at: 1, choose: {money: {pay: 1000}, day: {leave: 1}, half: {leave: 0.5}}}}
  yearly:
    kind: tiers
    label: {ko: 연말, en: of the year}
    measure: {counter: earned, per: year}
    claim: {by: automatic, per: year}
    pay: highest
    again: always
    consume: nothing
    tiers: {t1: {at: 1, pays: {pay: 1000}}}
answers:
  points_count_on: approval_date
  values_taken_on: activity_date
  grade_judged_on: recorded_date
  no_longer_eligible: keep
  no_option: wait
"""
MANY = "".join(f"  more{number}: {{label: 이름이 꽤 긴 활동 {number}번, points: 1}}\n" for number in range(40))
SCHEMES = {
    "donghae": load_scheme(example_path("donghae.yaml")),
    "seocheon": load_scheme(example_path("seocheon.yaml")),
    "everything": load_scheme(EVERYTHING.replace("MORE\n", MANY)),
}
OF_ALL = pytest.mark.parametrize(
    ("scheme", "lang"),
    [pytest.param(scheme, lang, id=f"{name}-{lang}") for name, scheme in SCHEMES.items() for lang in LANGUAGES],
)


@dataclass(frozen=True)
class Filled:
    """A template while it is filled in: the forms, and the sheet of each."""

    scheme: Scheme
    forms: tuple[Form, ...]
    book: Workbook

    def sheet(self, form: Form) -> Worksheet:
        return self.book.worksheets[self.forms.index(form)]

    def fill(self, form: Form, row: int, values: dict[str, Any]) -> None:
        """Write values by column name, as Excel keeps what is typed into cells of those formats."""
        for number, asked in enumerate(form.fields, 1):
            value = values.get(asked.name)
            if value is not None:
                cell = self.sheet(form).cell(row, number)
                cell.value = Decimal(str(value)) if isinstance(value, Amount) else value
                cell.number_format = {Holds.DATE: "yyyy-mm-dd", Holds.NUMBER: "General"}.get(asked.holds, "@")
                if isinstance(value, str):
                    cell.data_type = "s"

    def read(self, form: Form, folder: Path) -> Table[Any]:
        path = folder / "filled.xlsx"
        self.book.save(path)
        return READERS[form.kind](path, self.scheme)


def template_of(scheme: Scheme, lang: Language) -> Filled:
    return Filled(scheme, forms_of(scheme, lang), load_workbook(BytesIO(template_workbook(scheme, lang))))


def sample(asked: Field, number: int) -> str | date | Amount:
    """A value that the field takes; another one for another number, where there is another."""
    if asked.choices:
        return asked.choices[number % len(asked.choices)]
    if asked.holds is Holds.DATE:
        return asked.least if isinstance(asked.least, date) else date(2024, 5, 31)
    if asked.holds is Holds.NUMBER:
        bound = asked.least if asked.least is not None else asked.most
        return bound if isinstance(bound, Amount) else Amount("2.25")
    return f"0{number:03}" if asked.unique or asked.name == "member_id" else f"=글 {number}"


def by_name(scheme: Scheme, values: dict[str, Any]) -> dict[str, Any]:
    """The same row under the settled names, with ids for labels: what a host would hand over."""
    labels = {"activity": scheme.facts.activities, "award": scheme.facts.awards, "option": scheme.facts.options}
    row = dict(values)
    for name, known in labels.items():
        if name in row:
            row[name] = next(key for key, label in known.items() if row[name] in (key, label.ko, label.en))
    return row


@OF_ALL
@pytest.mark.unmeasured
def test_filled_in_with_every_value_of_every_column_it_reads_back_to_the_same_rows(
    scheme: Scheme, lang: Language, tmp_path: Path
) -> None:
    filled = template_of(scheme, lang)
    for form in filled.forms:
        most = max(len(asked.choices) for asked in form.fields)
        rows = [{asked.name: sample(asked, number) for asked in form.fields} for number in range(most)]
        for number, row in enumerate(rows, FIRST_ROW):
            filled.fill(form, number, row)
        table = filled.read(form, tmp_path)
        assert table.rejected == ()
        assert table.rows == READERS[form.kind]([by_name(scheme, row) for row in rows], scheme).rows
        assert len(table.rows) == most


@OF_ALL
def test_an_empty_template_gives_no_row_and_no_error(scheme: Scheme, lang: Language, tmp_path: Path) -> None:
    filled = template_of(scheme, lang)
    for form in filled.forms:
        table = filled.read(form, tmp_path)
        assert (table.rows, table.rejected) == ((), ())
        assert {each.code for each in table.set_aside} <= {Code.EXAMPLE_ROW, Code.BLANK_ROW}


@OF_ALL
def test_every_header_is_read_as_its_column(scheme: Scheme, lang: Language) -> None:
    for form in forms_of(scheme, lang):
        found = columns_of([asked.header for asked in form.fields], COLUMNS[form.kind](scheme.facts))
        assert [each and each.name for each in found] == [asked.name for asked in form.fields]


@OF_ALL
def test_no_column_is_asked_for_that_this_language_version_refuses(scheme: Scheme, lang: Language) -> None:
    names = {asked.name for form in forms_of(scheme, lang) for asked in form.fields}
    assert names.isdisjoint({"voids", "replaces", "amount"})


def test_only_what_the_rules_look_at_is_asked_for() -> None:
    asked = {
        name: [[field.name for field in form.fields] for form in forms_of(scheme, "ko")]
        for name, scheme in SCHEMES.items()
    }
    ledger = ["entry_id", "member_id", "date", "activity"]
    assert asked["donghae"] == [
        [*ledger, "praised", "prize", "task", "status"],
        ["member_id", "grade", "department", "from", "last_day"],
        ["claim_id", "member_id", "date", "award", "option"],
    ]
    assert asked["seocheon"] == [
        [*ledger, "hours", "task", "status", "approved_on"],
        ["member_id", "grade", "department", "from", "last_day"],
    ]
    assert asked["everything"][0][4] == "quantity"
    assert asked["everything"][0][-3:] == ["status", "approved_on", "recorded_on"]


def test_where_periods_close_each_row_of_the_staff_list_has_an_id_and_a_day() -> None:
    """So that a later row can correct it, and a closed period be replayed."""
    data = SCHEMES["donghae"].to_dict() | {"closing": {"per": "month", "days": 10, "assumed": "made up"}}
    data["answers"] |= {"late_rows": "restate"}
    (roster,) = (form for form in forms_of(load_scheme(data), "ko") if form.kind == "roster")
    assert [asked.name for asked in roster.fields] == [
        "row_id",
        "member_id",
        "grade",
        "department",
        "from",
        "last_day",
        "recorded_on",
    ]
    assert {asked.header for asked in roster.fields} >= {"이력번호", "입력일"}


def test_the_words_of_the_organisation_are_its_headers() -> None:
    headers = [asked.header for asked in forms_of(SCHEMES["everything"], "ko")[0].fields]
    assert headers[:4] == ["실적번호", "개인번호", "처리일", "활동항목"]  # 활동 is a fact of this scheme


def test_a_cell_must_be_filled_where_points_hang_on_it_and_a_blank_says_nothing() -> None:
    ledger, roster, _ = forms_of(SCHEMES["everything"], "en")
    needs = {asked.name: asked.need for asked in (*ledger.fields, *roster.fields)}
    assert needs["grade"] is needs["date"] is Need.ALWAYS
    assert needs["praised"] is needs["task"] is needs["department"] is Need.NEVER
    assert {asked.name: asked.needed_for for asked in ledger.fields if asked.needed_for} == {
        "quantity": ("-pieces",),
        "활동": ('"case", one',),
        "hours": ("+hours",),
        "shared": ("=idea",),
        "prize": ("@contest",),
        "level": ("=idea", '"case", one'),
    }


def test_only_awards_and_options_that_are_claimed_can_be_claimed() -> None:
    claims = forms_of(SCHEMES["everything"], "ko")[2]
    choices = {asked.name: asked.choices for asked in claims.fields if asked.choices}
    assert choices == {"award": ("=월별",), "option": ("상품권", "day", "half")}  # 휴가 would be either of two


def test_dates_are_bounded_by_the_scheme_where_points_count_on_them() -> None:
    bounds = {asked.name: (asked.least, asked.most) for asked in forms_of(SCHEMES["everything"], "ko")[0].fields}
    whole = (date(2024, 3, 1), date(2025, 12, 31))
    assert bounds["date"] == bounds["approved_on"] == whole
    assert bounds["recorded_on"] == bounds["ended"] == (None, None)


@OF_ALL
def test_every_value_of_a_list_is_a_text_under_a_name_on_the_hidden_sheet(scheme: Scheme, lang: Language) -> None:
    filled = template_of(scheme, lang)
    (hidden,) = [sheet for sheet in filled.book.worksheets if sheet.sheet_state == "hidden"]
    lists = {}
    for name, defined in filled.book.defined_names.items():
        ((title, area),) = defined.destinations
        assert title == hidden.title
        cells = hidden[area] if ":" in area else ((hidden[area],),)
        assert {cell.data_type for (cell,) in cells} == {"s"}
        lists[name] = tuple(cell.value for (cell,) in cells)
    for form in filled.forms:
        rules = filled.sheet(form).data_validations.dataValidation
        listed = {str(rule.sqref)[0]: lists[rule.formula1] for rule in rules if rule.type == "list"}
        assert list(listed.values()) == [asked.choices for asked in form.fields if asked.choices]


@OF_ALL
def test_every_check_covers_a_thousand_rows_and_says_what_is_wrong_in_the_letters_that_excel_takes(
    scheme: Scheme, lang: Language
) -> None:
    filled = template_of(scheme, lang)
    for form in filled.forms:
        for rule in filled.sheet(form).data_validations.dataValidation:
            assert re.fullmatch(rf"(?P<column>[A-Z]){FIRST_ROW}:(?P=column){LAST_ROW}", str(rule.sqref))
            assert (rule.showErrorMessage, rule.errorStyle) == (True, "stop")
            assert 0 < len(rule.error) <= 255
            assert 0 < len(rule.errorTitle) <= 32
            assert max(len(rule.formula1), len(rule.formula2 or "")) <= 255
    assert LAST_ROW - FIRST_ROW + 1 == 1000


def test_what_is_checked_is_what_the_scheme_bounds() -> None:
    filled = template_of(SCHEMES["everything"], "ko")
    form = filled.forms[0]
    rules = {str(rule.sqref)[0]: rule for rule in filled.sheet(form).data_validations.dataValidation}
    checks = {
        asked.name: (rule.type, rule.operator, rule.formula1, rule.formula2)
        for letter, asked in zip("ABCDEFGHIJKLMNOPQRST", form.fields, strict=False)
        if (rule := rules.get(letter)) is not None
    }
    assert checks["date"] == ("date", "between", "DATE(2024,3,1)", "DATE(2025,12,31)")
    assert checks["활동"] == ("decimal", "between", "0.5", "2")
    assert checks["hours"] == ("decimal", "greaterThanOrEqual", "0", None)  # what is counted is not below zero
    assert checks["change"] == ("decimal", "greaterThanOrEqual", "-3", None)
    assert checks["below"] == ("decimal", "lessThanOrEqual", "-1", None)
    assert "EXACT" in checks["entry_id"][2]
    assert "task" not in checks
    (of_score,) = [
        rule for rule in filled.book.worksheets[1].data_validations.dataValidation if rule.formula1 == "ISNUMBER(G3)"
    ]
    assert of_score.type == "custom"


@OF_ALL
def test_no_cell_is_a_formula_and_ids_stay_texts(scheme: Scheme, lang: Language) -> None:
    filled = template_of(scheme, lang)
    cells = [cell for sheet in filled.book.worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert all(cell.quotePrefix for cell in cells if isinstance(cell.value, str) and cell.value.startswith("="))
    for form in filled.forms:
        formats = [filled.sheet(form).column_dimensions[chr(65 + at)].number_format for at in range(len(form.fields))]
        expected = {Holds.TEXT: "@", Holds.NUMBER: "General", Holds.DATE: "yyyy-mm-dd"}
        assert formats == [expected[asked.holds] for asked in form.fields]


@OF_ALL
def test_every_column_is_explained_twice_on_its_head_and_on_the_sheet_that_explains(
    scheme: Scheme, lang: Language
) -> None:
    filled = template_of(scheme, lang)
    guide = filled.book.worksheets[len(filled.forms)]
    told = {(row[0], row[1]): row[3] for row in guide.iter_rows(values_only=True)}
    for form in filled.forms:
        sheet = filled.sheet(form)
        for asked, head in zip(form.fields, sheet[1], strict=True):
            assert head.value == asked.header
            assert head.comment is not None
            assert asked.about in head.comment.text
            assert told[sheet.title, f"{head.column_letter}  {asked.header}"] == asked.about


@OF_ALL
def test_no_line_of_the_explanation_can_be_taken_for_the_head_of_a_table(scheme: Scheme, lang: Language) -> None:
    filled = template_of(scheme, lang)
    guide = filled.book.worksheets[len(filled.forms)]
    for form in filled.forms:
        columns = COLUMNS[form.kind](scheme.facts)
        for row in guide.iter_rows(values_only=True):
            assert [each for each in columns_of([str(cell or "") for cell in row], columns) if each] == []


@OF_ALL
def test_the_same_scheme_gives_the_same_bytes(scheme: Scheme, lang: Language) -> None:
    assert template_workbook(scheme, lang) == template_workbook(scheme, lang)


def desk(lang: Language = "ko", form: str = "") -> Desk:
    return Desk(lang, Screen(StringIO(), width=100), Screen(StringIO(), width=100), form)


def test_the_command_writes_the_file_and_names_it(tmp_path: Path) -> None:
    out, told = tmp_path / "양식.xlsx", desk("en")
    assert template(told, example_path("donghae.yaml"), out) == 0
    assert out.read_bytes() == template_workbook(SCHEMES["donghae"], "en")
    assert "양식.xlsx" in told.out.stream.getvalue()  # type: ignore[attr-defined]  # a StringIO


def test_the_command_tells_programs_what_it_wrote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    told = desk("ko", JSON)
    assert template(told, example_path("seocheon.yaml"), None) == 0
    written = json.loads(told.out.stream.getvalue())  # type: ignore[attr-defined]  # a StringIO
    assert written == {"written": ["seocheon-template.xlsx"], "sheets": ["실적", "직원명부"]}
    assert (tmp_path / "seocheon-template.xlsx").is_file()


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    out = tmp_path / "filled.xlsx"
    out.write_text("a year of work", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        template(desk(), example_path("donghae.yaml"), out)
    assert [found.code for found in refused.value.findings] == [Code.FILE_EXISTS]
    assert out.read_text(encoding="utf-8") == "a year of work"


def test_a_scheme_that_does_not_load_gives_no_template(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("language: 1\n", encoding="utf-8")
    with pytest.raises(SchemeErrors):
        template(desk(), tmp_path / "bad.yaml", tmp_path / "out.xlsx")
    assert not (tmp_path / "out.xlsx").exists()


def test_without_openpyxl_the_command_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    monkeypatch.delitem(sys.modules, "incentive_rules.report.template")
    with pytest.raises(InputError) as refused:
        template(desk(), example_path("donghae.yaml"), tmp_path / "out.xlsx")
    (finding,) = refused.value.findings
    assert (finding.code, finding.facts["extra"]) == (Code.MISSING_EXTRA, "excel")
