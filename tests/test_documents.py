"""Every document that is sent out can be made of every evaluation, whatever its scheme can say."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from incentive_rules import Evaluation, assume_claims, evaluate, example_path
from incentive_rules.cases.run import find_cases, run_cases
from incentive_rules.fairness import strategies as drawn
from incentive_rules.messages import LANGUAGES
from incentive_rules.messages.screen import has_words
from incentive_rules.report.csv import payments_csv
from incentive_rules.report.payments import payment_rows
from incentive_rules.report.sheets import evaluation_sheets
from incentive_rules.report.workbook import evaluation_workbook
from incentive_rules.statement.model import StepKind

if TYPE_CHECKING:
    from incentive_rules.messages import Language

CASES = [str(path) for path in find_cases([example_path("donghae.yaml").parent])]
every_language = pytest.mark.parametrize("lang", LANGUAGES)


@cache
def evaluations(path: str) -> tuple[Evaluation, ...]:
    """The evaluation of each worked example of a file."""
    results = run_cases(path, assume=assume_claims).results
    return tuple(each.evaluation for each in results if each.evaluation is not None)


def documents(evaluation: Evaluation, lang: Language) -> None:
    """Make each document once, and read the workbook back."""
    for posted in (False, True):
        book = load_workbook(io.BytesIO(evaluation_workbook(evaluation, lang, posted=posted)))
        assert len(book.worksheets) > 1
        assert payments_csv(evaluation, lang, posted=posted)
    assert list(evaluation_sheets(evaluation, (), lang))
    assert Evaluation.from_json(evaluation.to_json()) == evaluation


@pytest.mark.parametrize(
    "path",
    [pytest.param(path, marks=pytest.mark.slow) if "gallery" in Path(path).parts else path for path in CASES],
    ids=lambda path: Path(path).name.removesuffix(".cases.yaml"),
)
@pytest.mark.unmeasured
def test_every_document_of_every_worked_example_can_be_made(path: str) -> None:
    assert evaluations(path)
    for number, evaluation in enumerate(evaluations(path)):
        documents(evaluation, LANGUAGES[number % len(LANGUAGES)])


@pytest.mark.parametrize("name", ["gallery/sinan", "gallery/chungnam_education", "yanggu"])
def test_the_payment_list_names_what_was_won_by_its_label(name: str) -> None:
    paid = [each for path in CASES if f"{name}." in path for each in evaluations(path) if each.payments]
    assert paid
    for evaluation in paid:
        ids = {payment.rule.rpartition(".")[2] for payment in evaluation.payments}
        for row in payment_rows(evaluation, "ko"):
            assert row.label
            assert row.label not in ids
            assert row.option not in ids


@given(st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_document_of_drawn_schemes_can_be_made(data: st.DataObject) -> None:
    scheme = data.draw(drawn.schemes(3))
    rows = data.draw(drawn.ledgers(scheme, most=12))
    evaluation = evaluate(scheme, rows.entries, rows.roster, rows.claims, as_of=drawn.last_day(scheme))
    for lang in LANGUAGES:
        documents(evaluation, lang)


@every_language
@pytest.mark.parametrize("kind", StepKind)
def test_every_kind_of_step_has_words_in_statements(kind: StepKind, lang: Language) -> None:
    assert has_words(f"office_kind_{kind}", lang)


def test_a_score_that_no_decimal_can_say_is_a_number_cell_and_rounded_on_the_screen_alone() -> None:
    """80 ÷ 90 × 40 + 60 = 860/9 = 95.5556 to four places; JSON keeps the fraction."""
    name, result = next(
        (path, each)
        for path in CASES
        if Path(path).name.startswith("yanggu.")
        for each in evaluations(path)
        if any("/" in str(row.score) for ranking in each.rankings for row in ranking.rows)
    )
    assert '"860/9"' in result.to_json(), name
    cells = [
        cell.value
        for row in load_workbook(io.BytesIO(evaluation_workbook(result, "ko")))["순위"].iter_rows(min_row=2)
        for cell in row
    ]
    assert 95.5556 in cells
    shown = [cell for sheet in evaluation_sheets(result, (), "ko") for row in sheet.rows for cell in row]
    assert "약 95.5556" in shown
    assert not any("/" in str(cell) and str(cell).replace("/", "").replace(",", "").isdecimal() for cell in shown)
