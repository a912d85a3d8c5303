"""The arrow from tables to a reconciliation: evaluate, then put each figure of the sheet beside ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError
from incentive_rules.ledger.columns import ledger_columns
from incentive_rules.program.from_scheme import program_of
from incentive_rules.reconcile.compare import comparisons
from incentive_rules.reconcile.model import Figure
from incentive_rules.reconcile.result import Reconciliation
from incentive_rules.reconcile.sheet import column
from incentive_rules.statement.from_ledger import evaluate_program
from incentive_rules.statement.tables import civil_day, tables_of

if TYPE_CHECKING:
    from datetime import date

    from incentive_rules.ledger.model import Claims, Ledger, Roster
    from incentive_rules.program.model import Program
    from incentive_rules.scheme.model import Scheme
    from incentive_rules.statement.evaluation import Evaluation
    from incentive_rules.statement.opening import Opening
    from incentive_rules.statement.tables import Rows, Tables


def reconcile(  # noqa: PLR0913  # the inputs of an evaluation
    scheme: Scheme,
    ledger: Ledger | Rows,
    roster: Roster | Rows = (),
    claims: Claims | Rows = (),
    *,
    as_of: date | str,
    known_at: date | str | None = None,
    opening: Opening | None = None,
) -> Reconciliation:
    """The points and the pay that a sheet says, beside those that follow from the rules.

    Takes what ``evaluate`` takes. Points stand in the column ``said_points`` (점수, 누적점수, ...) of the ledger or the
    staff list, pay in the column ``said_paid`` (지급액, ...) of the ledger, the staff list or the claims. With opening
    rows, rows that these settled are not compared: nothing is worked out of them again.

    Raises:
        InputError: if no table has such a column, or a day is none.

    Example:
        >>> from incentive_rules import example_path, load_scheme
        >>> scheme = load_scheme(example_path("donghae.yaml"))
        >>> done = {"번호": "E-1", "사번": "K-1", "활동일": "2024-06-10", "활동": "시책 제안", "시민칭찬": "예"}
        >>> row, staff = done | {"점수": "0.5"}, [{"사번": "K-1", "직급": "7급", "부서": "행정과"}]
        >>> found = reconcile(scheme, [row], staff, as_of="2024-06-30")
        >>> [(each.id, str(each.said), str(each.ours), str(each.cause)) for each in found.of("row")]
        [('E-1', '0.5', '1', 'bonus_left_out')]
    """
    program, tables = program_of(scheme), tables_of(scheme, ledger, roster, claims)
    known = None if known_at is None else civil_day("known_at", known_at)
    return reconciled(program, tables, evaluate_program(program, tables, civil_day("as_of", as_of), known, opening))


def reconciled(program: Program, tables: Tables, evaluation: Evaluation) -> Reconciliation:
    """``reconcile`` for an evaluation that is at hand.

    Raises:
        InputError: if no table has a column that says points or pay.
    """
    found = comparisons(program, tables, evaluation)
    if not found:
        raise InputError([_no_figures(program)])
    return Reconciliation(
        evaluation=evaluation,
        compared=tuple(each.compared for each in found),
        differences=tuple(difference for each in found for difference in each.differences),
    )


def _no_figures(program: Program) -> Diagnostic:
    columns = {each.name: each for each in ledger_columns(program.scheme.facts)}
    headers = {figure: columns[column(figure)].names[1:] for figure in Figure}
    return Diagnostic(Code.NO_FIGURES, facts={"points": headers[Figure.POINTS], "paid": headers[Figure.PAID]})
