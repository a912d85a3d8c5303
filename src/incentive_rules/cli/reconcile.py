"""``reconcile``: the officer's own points and pay beside those of the rules."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from incentive_rules.cli.commands import evaluated, refuse_input
from incentive_rules.cli.desk import FINDING, JSON, YES, as_json
from incentive_rules.cli.evaluate import FILE_WIDTH
from incentive_rules.program.from_scheme import program_of
from incentive_rules.reconcile.from_tables import reconciled
from incentive_rules.report.reconcile import reconciliation_heading, reconciliation_sheets
from incentive_rules.report.terminal import Screen
from incentive_rules.report.text import finding_lines
from incentive_rules.statement.tables import Tables

if TYPE_CHECKING:
    from pathlib import Path

    from incentive_rules.cli.desk import Desk
    from incentive_rules.cli.inputs import Facts, Inputs
    from incentive_rules.reconcile.result import Reconciliation


def reconcile(desk: Desk, inputs: Inputs, out: Path | None) -> int:
    """Compare a sheet with the rules; a difference is a finding, and the result is written all the same."""
    if out is not None:
        refuse_input(out, inputs.files)
    facts, found = _compared(desk, inputs)
    if out is not None:
        out.write_text(_document(desk, facts, found), encoding="utf-8", newline="\n")
        desk.out.line(found.summary(desk.lang))
        desk.out.line(desk.words("wrote", path=str(out)))
    elif desk.format == JSON:
        desk.json(found.to_dict())
    else:
        _report(desk, desk.out, facts, found)
    return FINDING if found.differences else YES


def _compared(desk: Desk, inputs: Inputs) -> tuple[Facts, Reconciliation]:
    facts, evaluation, _ = evaluated(desk, inputs)
    tables = Tables(facts.ledger, facts.roster, facts.claims)
    return facts, reconciled(program_of(facts.scheme), tables, evaluation)


def _document(desk: Desk, facts: Facts, found: Reconciliation) -> str:
    if desk.format == JSON:
        return as_json(found.to_dict())
    page = io.StringIO()
    _report(desk, Screen(page, width=FILE_WIDTH), facts, found)
    return page.getvalue()


def _report(desk: Desk, screen: Screen, facts: Facts, found: Reconciliation) -> None:
    screen.line(reconciliation_heading(found, desk.lang), style="bold")
    for line in finding_lines(facts.findings, desk.lang):
        screen.line(line)
    screen.prose(found.summary(desk.lang))
    for sheet in reconciliation_sheets(found, desk.lang):
        screen.sheet(sheet)
