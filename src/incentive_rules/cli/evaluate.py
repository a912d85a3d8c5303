"""``evaluate``: what everybody is owed, as tables, JSON, or the payment list in CSV or XLSX."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentive_rules.cli.commands import evaluated, refuse_input, rejections
from incentive_rules.cli.desk import CSV, FINDING, JSON, XLSX, YES
from incentive_rules.cli.inputs import evaluation_at
from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError
from incentive_rules.messages import Label
from incentive_rules.report.changes import changes_sheets
from incentive_rules.report.csv import ENCODING, payments_csv
from incentive_rules.report.payments import departments_of
from incentive_rules.report.sheets import evaluation_sheets
from incentive_rules.report.terminal import Screen
from incentive_rules.report.text import heading

if TYPE_CHECKING:
    from pathlib import Path

    from incentive_rules.cli.desk import Desk
    from incentive_rules.cli.inputs import Facts, Inputs
    from incentive_rules.statement.changes import Changes
    from incentive_rules.statement.evaluation import Evaluation
    from incentive_rules.statement.model import Payment

FILE_WIDTH = 100
"""How wide a report in a file is."""


@dataclass(frozen=True, slots=True)
class _Result:
    """An evaluation, what it rests on, and what of it is to be sent out."""

    inputs: Inputs
    facts: Facts
    evaluation: Evaluation
    changes: Changes | None
    mask: bool

    @property
    def payments(self) -> tuple[Payment, ...] | None:
        """The payments that are newly due, where there was an earlier result; else ``None`` for all."""
        return self.changes.to_pay if self.changes else None

    @property
    def departments(self) -> dict[str, str]:
        """Where each member works on the last day that is looked at."""
        return departments_of(self.facts.staff, self.facts.scheme, self.evaluation.as_of, self.evaluation.known_at)

    def csv(self, desk: Desk) -> str:
        """The payment list as text."""
        return payments_csv(
            self.evaluation, desk.lang, payments=self.payments, departments=self.departments, mask=self.mask
        )

    def xlsx(self, desk: Desk) -> bytes:
        """The payment list and all that goes with it as a workbook."""
        try:
            from incentive_rules.report.workbook import evaluation_workbook  # noqa: PLC0415  # needs an extra
        except ModuleNotFoundError as error:
            facts = {"name": error.name, "extra": "excel"}
            raise InputError([Diagnostic(Code.MISSING_EXTRA, facts=facts)]) from error
        return evaluation_workbook(
            self.evaluation,
            desk.lang,
            mask=self.mask,
            payments=self.payments,
            since=self.changes.earlier_as_of if self.changes else None,
            departments=self.departments,
        )


def evaluate(desk: Desk, inputs: Inputs, out: Path | None, since: Path | None, *, mask: bool) -> int:
    """Evaluate a ledger; rejected rows are a finding, and the result is written all the same."""
    _check(desk, inputs, out, mask=mask)
    earlier = evaluation_at(since) if since else None
    facts, evaluation = evaluated(desk, inputs)
    changes = evaluation.changes_since(earlier) if earlier else None
    result = _Result(inputs, facts, evaluation, changes, mask)
    if out is not None:
        out.write_bytes(_document(desk, result))
        desk.out.line(desk.words("wrote", path=str(out)))
    elif desk.format == JSON:
        desk.out.json(evaluation.to_json())
    elif desk.format == CSV:
        desk.out.csv(result.csv(desk))
    else:  # the table itself tells which rows were rejected
        _report(desk, desk.out, result)
        return FINDING if evaluation.rejected else YES
    if changes is not None:
        desk.err.line(
            desk.words(
                "since_counts",
                day=changes.earlier_as_of,
                due=len(changes.to_pay),
                same=changes.same,
                open=len(changes.to_decide),
            )
        )
    return rejections(desk, evaluation, "left_out_of_table")


def _check(desk: Desk, inputs: Inputs, out: Path | None, *, mask: bool) -> None:
    """Whatever would be found out only after a long evaluation is told before it."""
    if out is not None:
        refuse_input(out, inputs)
    elif desk.format == XLSX:
        raise InputError([Diagnostic(Code.BAD_ARGUMENT, facts={"name": "--out", "value": "", "expected": _A_FILE})])
    if mask and desk.format not in (CSV, XLSX):
        facts = {"name": "--mask", "value": desk.format, "expected": _A_LIST}
        raise InputError([Diagnostic(Code.BAD_ARGUMENT, facts=facts)])


_A_FILE = Label("엑셀 파일을 적을 경로", "the path that the workbook is written to")
_A_LIST = Label("가린 목록은 --format csv나 xlsx로만 만듭니다", "a masked list is made with --format csv or xlsx")


def _document(desk: Desk, result: _Result) -> bytes:
    """A result as the bytes of a file."""
    if desk.format == XLSX:
        return result.xlsx(desk)
    if desk.format == JSON:
        return result.evaluation.to_json().encode()
    if desk.format == CSV:
        return result.csv(desk).encode(ENCODING)
    page = io.StringIO()
    _report(desk, Screen(page, width=FILE_WIDTH), result)
    return page.getvalue().encode()


def _report(desk: Desk, screen: Screen, result: _Result) -> None:
    for line in heading(result.evaluation, result.inputs.assume_claims, desk.lang):
        screen.line(line, style="bold")
    for found in result.facts.findings:
        screen.line(found.render(desk.lang))
    if result.changes is not None:
        for sheet in changes_sheets(result.changes, desk.lang):
            screen.sheet(sheet)
    for sheet in evaluation_sheets(result.evaluation, result.facts.tables, desk.lang):
        screen.sheet(sheet)
