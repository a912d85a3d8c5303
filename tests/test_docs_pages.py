"""The pages on cases and on use say all that there is and nothing else, in both languages, and what they show runs."""

from __future__ import annotations

import csv
import io
import re
import shlex
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pytest
from pydantic import BaseModel

from incentive_rules import Certificate, Code, assume_claims, evaluate, example_path, load_scheme
from incentive_rules.cases.model import CasesFile, ClaimState, EntryState
from incentive_rules.cases.run import run_cases
from incentive_rules.cli import main
from incentive_rules.report.csv import payments_csv
from incentive_rules.simulate.reform import ReformFile
from incentive_rules.statement.model import Payment, Settlement, Statement
from incentive_rules.statement.opening import OpeningKind
from incentive_rules.statement.record import Record
from test_language_docs import (
    BACKTICKED,
    BLOCK,
    DOCS,
    HEADING,
    LINK,
    data_of,
    every_table,
    keys_of,
    named,
    prose,
    rows,
    slug,
    tables,
    text_of,
    without_comments,
    without_readable,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

CASES, USE = ("cases.md", "cases.ko.md"), ("use.md", "use.ko.md")
DESK = ("desk.md", "desk.ko.md")
SIMULATE = ("simulate.md", "simulate.ko.md")
LINT = ("lint.md", "lint.ko.md")
PRIVACY = ("privacy.md", "privacy.ko.md")
CERTIFICATE = ("certificate.md", "certificate.ko.md")
OPENING = ("opening.md", "opening.ko.md")
EMBEDDING, STABILITY = ("embedding.md", "embedding.ko.md"), ("stability.md", "stability.ko.md")
SENTENCE = ("from_sentence.md", "from_sentence.ko.md")
PAGES = (*CASES, *USE, *DESK, *SIMULATE, *LINT, *PRIVACY, *CERTIFICATE, *OPENING)
NAMED = re.compile(r"^<!-- file: ([\w.-]+) -->\n+```(?:yaml|text)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
STOPPED = 2

of_cases = pytest.mark.parametrize("name", CASES)
of_use = pytest.mark.parametrize("name", USE)


def models_of(root: type[BaseModel]) -> dict[str, type[BaseModel]]:
    """Every mapping that a file may hold."""
    models: dict[str, type[BaseModel]] = {}
    waiting: list[Any] = [root]
    while waiting:
        each = waiting.pop()
        if isinstance(each, type) and issubclass(each, BaseModel) and each.__name__ not in models:
            models[each.__name__] = each
            waiting += [field.annotation for field in each.model_fields.values()]
        waiting += get_args(each)
    return models


ROW_REASONS = (
    (Code.DUPLICATE_ROW, Code.DEDUCTION_FLOORED),
    (Code.NOTHING_DUE, Code.OUT_OF_BUDGET),
)
"""From where to where the codes go that say what became of a row or a claim."""


@of_cases
def test_the_page_has_every_reason_that_an_outcome_can_have(name: str) -> None:
    codes = list(Code)
    reasons = {code for first, last in ROW_REASONS for code in codes[codes.index(first) : codes.index(last) + 1]}
    told = set(re.findall(r"\(errors\.md#(\w+)\) \|", text_of(name)))
    assert sorted(reasons - told) == []


def write_files(name: str, folder: Path) -> None:
    """The files that a page shows, and the examples."""
    (folder / "examples").symlink_to(Path(__file__).parents[1] / "examples")
    for file, text in NAMED.findall(text_of(name)):
        (folder / file).write_text(text, encoding="utf-8")


def commands(name: str) -> Iterator[list[str]]:
    """The arguments of every command that a page shows."""
    for kind, code in BLOCK.findall(text_of(name)):
        for line in code.replace("\\\n", " ").splitlines() if kind == "sh" else ():
            program, *arguments = shlex.split(line, comments=True)
            assert program == "incentive-rules"
            yield arguments


@of_cases
def test_every_case_that_the_page_shows_holds(name: str, tmp_path: Path) -> None:
    write_files(name, tmp_path)
    report = run_cases(tmp_path / "mileage.cases.yaml", assume=assume_claims)
    assert report.findings == ()
    assert [failure.finding.message() for failure in report.failures] == []
    assert len(report.results) > 4


@of_cases
def test_every_mapping_of_a_cases_file_has_a_table_of_exactly_its_keys(name: str) -> None:
    expected = {of: keys_of(model) for of, model in models_of(CasesFile).items()}
    told = {of: set(named(name, "keys", of)) for kind, of in tables(name) if kind == "keys"}
    assert told == expected


@of_cases
def test_every_key_of_a_cases_file_has_an_example_that_uses_it(name: str) -> None:
    for kind, of in tables(name):
        for key, *_, example in tables(name)[kind, of] if kind == "keys" else ():
            own = BACKTICKED.findall(key)[0]
            stands_elsewhere = not example.startswith("`") or example.startswith("`- ")  # its own section, or a row
            assert stands_elsewhere or own in example, own


@of_cases
def test_the_states_of_rows_are_exactly_those_that_a_case_may_expect(name: str) -> None:
    for states in (EntryState, ClaimState):
        assert named(name, "words", states.__name__) == [str(state) for state in states]


@of_use
def test_every_command_and_every_option_is_on_the_page(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = [command.split()[0] for command in named(name, "words", "commands")]
    main(["--help", "--lang", "en"])
    overview = capsys.readouterr().out
    assert told == re.findall(r"^  ([a-z-]+)  ", overview.partition("Options")[0], re.MULTILINE)
    options = set(re.findall(r"^  (--[a-z-]+)", overview, re.MULTILINE))
    for command in told:
        main([command, "--help", "--lang", "en"])
        options |= set(re.findall(r"^  (--[a-z-]+)", capsys.readouterr().out, re.MULTILINE))
    assert {option.split()[0] for option in named(name, "words", "options")} == options


@of_use
def test_the_columns_of_the_payment_list_are_those_that_are_written(name: str) -> None:
    evaluation = evaluate(load_scheme(example_path("donghae.yaml")), [], as_of="2024-06-30")
    written = payments_csv(evaluation, "ko" if ".ko." in name else "en")
    assert [row[0] for row in tables(name)["columns", "payments"]] == next(csv.reader(io.StringIO(written)))


@of_use
def test_the_parts_of_a_result_are_those_of_the_models(name: str) -> None:
    for model in (Record, Statement):
        assert named(name, "keys", model.__name__) == [field.name for field in fields(model) if field.compare]


@of_use
def test_the_keys_of_settlements_and_payments_are_those_of_the_models(name: str) -> None:
    for model in (Settlement, Payment):
        assert sorted(named(name, "keys", model.__name__)) == sorted(model._fields)


@pytest.mark.parametrize("name", CERTIFICATE)
def test_the_keys_of_a_certificate_are_exactly_those_of_the_model(name: str) -> None:
    assert named(name, "keys", "Certificate") == [field.name for field in fields(Certificate)]


@pytest.mark.parametrize("name", SIMULATE)
def test_the_keys_of_a_reform_file_are_exactly_those_of_the_model(name: str) -> None:
    assert set(named(name, "keys", "ReformFile")) == keys_of(ReformFile)


@pytest.mark.parametrize("name", OPENING)
def test_the_kinds_of_opening_rows_are_exactly_those_of_the_code(name: str) -> None:
    assert named(name, "words", "OpeningKind") == [str(kind) for kind in OpeningKind]


@pytest.mark.parametrize(("english", "korean"), [CASES, USE, DESK, SIMULATE, LINT, PRIVACY, CERTIFICATE, OPENING])
@pytest.mark.unmeasured
def test_every_command_that_a_page_shows_can_be_run(
    english: str, korean: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What both languages show alike is run once: with the same files, as is held below."""
    write_files(english, tmp_path)
    monkeypatch.chdir(tmp_path)
    shown = {name: list(commands(name)) for name in (english, korean)}
    assert all(len(each) > 1 for each in shown.values())
    apart = [arguments for arguments in shown[korean] if arguments not in shown[english]]
    ends = [(main(arguments), arguments, capsys.readouterr().err) for arguments in (*shown[english], *apart)]
    assert [end for end in ends if end[0] >= STOPPED] == []


@pytest.mark.parametrize(("english", "korean"), [CASES, USE, DESK, SIMULATE, LINT, PRIVACY, CERTIFICATE, OPENING])
def test_both_languages_of_a_page_name_the_same_files(english: str, korean: str) -> None:
    files = [[file for file, _ in NAMED.findall(text_of(name))] for name in (english, korean)]
    assert files[0] == files[1]


@pytest.mark.parametrize("name", [*PAGES, *SENTENCE, *EMBEDDING, *STABILITY])
def test_every_link_of_a_page_leads_somewhere(name: str) -> None:
    for file, anchor in LINK.findall(prose(name)):
        target = file or name
        assert (DOCS / target).is_file(), file
        assert not anchor or anchor in {slug(title) for _, title in HEADING.findall(prose(target))}, anchor


STRUCTURED = [CASES, USE, DESK, SIMULATE, LINT, PRIVACY, CERTIFICATE, OPENING, SENTENCE, EMBEDDING, STABILITY]


@pytest.mark.parametrize(("english", "korean"), STRUCTURED)
def test_both_languages_of_a_page_have_the_same_structure(english: str, korean: str) -> None:
    levels = [[len(level) for level, _ in HEADING.findall(prose(name))] for name in (english, korean)]
    assert levels[0] == levels[1]
    assert [len(list(rows(table))) for table in every_table(english)] == [
        len(list(rows(table))) for table in every_table(korean)
    ]
    assert list(tables(english)) == list(tables(korean))


@pytest.mark.parametrize(("english", "korean"), [CASES, USE, SIMULATE, PRIVACY, CERTIFICATE, OPENING, SENTENCE])
def test_both_languages_of_a_page_show_the_same_examples(english: str, korean: str) -> None:
    shown = [[_meaning(kind, code) for kind, code in BLOCK.findall(text_of(name))] for name in (english, korean)]
    assert shown[0] == shown[1]


def _meaning(kind: str, code: str) -> object:
    """An example without what people read."""
    if kind == "yaml":
        return without_readable(data_of(code))
    return without_comments(code) if kind == "python" else re.sub(r" *#.*", "", code)
