"""The demo: a year of Donghae City's scheme, from the data that ship with the library."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from incentive_rules.cli.desk import YES
from incentive_rules.cli.inputs import Inputs
from incentive_rules.cli.next_steps import file_options, tell_next
from incentive_rules.cli.streams import near_path
from incentive_rules.codes import Code
from incentive_rules.examples import example_path
from incentive_rules.report.sheets import (
    activities_sheet,
    outcomes_sheet,
    payments_sheets,
    payments_summary,
    ranking_sheets,
    read_sheet,
    readings_sheet,
    shortened,
    totals_sheet,
)
from incentive_rules.simulate.readings import compare_readings
from incentive_rules.statement.model import State, StepKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentive_rules.cli.desk import Desk
    from incentive_rules.statement.evaluation import Evaluation
    from incentive_rules.statement.model import Statement

MOST_ROWS = 10
"""How many rows of a long list the demo shows."""


def year() -> Inputs:
    """The example year: a made-up city hall of 600 people."""
    ledger, roster, claims = (example_path(f"data/{name}.csv") for name in ("entries", "roster", "claims"))
    return Inputs(example_path("donghae.yaml"), (ledger,), (roster,), date(2025, 5, 31), claims=(claims,))


def one_person() -> Inputs:
    """The example person by whom readings are compared: 4, 3 and 5 points in June, July and August 2024."""
    ledger, roster = (example_path(f"one_person/{name}.csv") for name in ("entries", "roster"))
    return Inputs(example_path("donghae.yaml"), (ledger,), (roster,), date(2024, 12, 31), option="money")


def demo(desk: Desk) -> int:
    """Print what the library makes of the example year, and what to try next."""
    inputs = year()
    with desk.err.busy(desk.words("busy_evaluating")):
        facts = inputs.read()
        evaluation = inputs.evaluated(facts)
    desk.out.line(desk.words("demo_head"), style="bold")
    desk.out.prose(desk.words("demo_about"))
    desk.out.sheet(read_sheet([source for table in facts.tables for source in table.sources], desk.lang))
    desk.out.sheet(activities_sheet(evaluation, desk.lang))
    desk.out.sheet(payments_summary(evaluation, desk.lang))
    monthly = next(payments_sheets(evaluation, desk.lang))
    for sheet in (monthly, *ranking_sheets(evaluation, desk.lang)):
        desk.out.sheet(shortened(sheet, MOST_ROWS, desk.lang))
    desk.out.sheet(outcomes_sheet(evaluation, facts.tables, desk.lang))
    desk.out.sheet(totals_sheet(evaluation, desk.lang))
    _statement(desk, evaluation)
    _readings(desk)
    tell_next(desk, "demo_next", _next_commands(inputs, evaluation))
    return YES


def _statement(desk: Desk, evaluation: Evaluation) -> None:
    member = most_telling(evaluation).member_id
    desk.out.heading(desk.words("demo_statement", member=member))
    desk.out.prose(evaluation.explain(member, desk.lang))


def most_telling(evaluation: Evaluation) -> Statement:
    """The statement that shows the most kinds of things in the fewest lines; of equals, the one with the first id."""
    return max(evaluation.statements.values(), key=lambda each: (len(_told_kinds(each)), -len(each.credits)))


def _told_kinds(statement: Statement) -> set[str]:
    outcomes = {each.state for each in statement.outcomes}
    steps = {step.kind for credit in statement.credits for step in credit.steps}
    options = {each.option for each in statement.settlements if each.state is State.PAID}
    tiers = {tier for each in statement.settlements for tier in each.paid}
    return {*outcomes, *(steps - {StepKind.BASE}), *options, *tiers} - {""}


def _readings(desk: Desk) -> None:
    inputs = one_person()
    facts = inputs.read()
    results = compare_readings(facts.scheme, facts.ledger, facts.roster, as_of=inputs.as_of, option=inputs.option)
    desk.out.heading(desk.words("demo_readings", count=len(results)))
    desk.out.prose(desk.words("demo_readings_about"))
    desk.out.table(readings_sheet(results, desk.lang))


def _next_commands(inputs: Inputs, evaluation: Evaluation) -> Iterator[tuple[str, list[str]]]:
    """What a newcomer can type next: the key of what it shows, and the command in parts that stay together."""
    scheme, result = near_path(inputs.scheme), "result.json"
    files = file_options({"ledger": inputs.ledger, "roster": inputs.roster, "claims": inputs.claims})
    evaluate = ["evaluate", scheme, *files, f"--as-of {inputs.as_of}"]
    refused = next(each.id for each in evaluation.rejected if each.reasons[0].code is Code.NOT_ELIGIBLE)
    person = one_person()
    yield "demo_try_evaluate", [*evaluate, "--format json", f"--out {result}"]
    yield "demo_try_why_not", ["why-not", f"--evaluation {result}", refused]
    yield "demo_try_csv", [*evaluate, "--format csv", "--out payments.csv"]
    yield "demo_try_readings", ["compare", scheme, "--readings", f"--option {person.option}", f"--as-of {person.as_of}"]
    yield "demo_try_test", ["test", near_path(inputs.scheme.parent)]
    yield "demo_try_help", ["--help"]
