"""The arrow from a ledger to an evaluation: exact and complete. All else is tested against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError
from incentive_rules.messages import Label
from incentive_rules.periods import ONE_DAY
from incentive_rules.program.from_scheme import program_of
from incentive_rules.statement.collector import collector_paused
from incentive_rules.statement.digest import rules_digest
from incentive_rules.statement.evaluating import Evaluating
from incentive_rules.statement.opening import FORMAT, Opening
from incentive_rules.statement.openings.gathering import open_rows, rows_of
from incentive_rules.statement.openings.refusals import refuse_day
from incentive_rules.statement.tables import civil_day, tables_of
from incentive_rules.version import __version__

if TYPE_CHECKING:
    from datetime import date

    from incentive_rules.ledger.model import Claims, Ledger, Roster
    from incentive_rules.program.model import Program
    from incentive_rules.scheme.model import Scheme
    from incentive_rules.statement.evaluation import Evaluation
    from incentive_rules.statement.only import Only
    from incentive_rules.statement.tables import Rows, Tables

_OPENING = Label(
    "opening_of(...)이나 Opening.from_json(...)에서 얻은 전기이월 자료여야 합니다",
    "it must be opening rows, from opening_of(...) or Opening.from_json(...)",
)


def evaluate(  # noqa: PLR0913  # the settled signature: each input is one of the law's
    scheme: Scheme,
    ledger: Ledger | Rows,
    roster: Roster | Rows = (),
    claims: Claims | Rows = (),
    *,
    as_of: date | str,
    known_at: date | str | None = None,
    opening: Opening | None = None,
) -> Evaluation:
    """What everybody earned and is owed, and why.

    Args:
        scheme: from ``load_scheme``.
        ledger: from ``read_ledger``, or rows as mappings: ``entry_id, member_id, date, activity`` and declared facts.
        roster: from ``read_roster``, or rows: ``member_id``, declared facts, ``from``, ``until``.
            Without it, the facts of members that stand in the ledger's rows serve, each from its day on.
        claims: from ``read_claims``, or rows: ``claim_id, member_id, date, award``, ``option``.
        as_of: the last day that is looked at. Rows that count later are "not yet".
        known_at: leave out rows recorded after this day; without it, all rows given are known.
        opening: from ``opening_of`` or ``Opening.from_json``: the evaluation begins on its day, and rows that counted
            before need not be given any more.

    Raises:
        InputError: if ``as_of`` or ``known_at`` is no day, for a path where a scheme or rows belong, or if the opening
            does not fit the scheme. Bad rows raise nothing: they are in ``outcomes``.

    Example:
        >>> from incentive_rules import evaluate, example_path, load_scheme
        >>> scheme = load_scheme(example_path("donghae.yaml"))
        >>> done = [{"entry_id": n, "member_id": "K-1", "date": "2024-06-10", "activity": "achievement"} for n in "abc"]
        >>> staff = [{"member_id": "K-1", "grade": "7급", "department": "행정과"}]
        >>> asked = [{"claim_id": "C-1", "member_id": "K-1", "date": "2024-06-30", "award": "monthly"}]
        >>> june = evaluate(scheme, done, staff, asked, as_of="2024-06-30")
        >>> [(payment.payee, payment.reward, str(payment.amount)) for payment in june.payments]
        [('K-1', 'donghae_pay', '30000')]
    """
    last = civil_day("as_of", as_of)
    known = None if known_at is None else civil_day("known_at", known_at)
    return evaluate_program(program_of(scheme), tables_of(scheme, ledger, roster, claims), last, known, opening)


def evaluate_program(
    program: Program, tables: Tables, as_of: date, known_at: date | None = None, opening: Opening | None = None
) -> Evaluation:
    """``evaluate`` for a program and tables that are at hand, as a simulation has them."""
    with collector_paused():
        evaluating = Evaluating(program, tables, as_of, known_at, _given(opening))
        return evaluating.result(evaluating.done())


def evaluate_part(program: Program, tables: Tables, only: Only, as_of: date, known_at: date | None) -> Evaluation:
    """What concerns one member, of tables that hold all that bears on that member and perhaps rows of others."""
    evaluating = Evaluating(program, tables, as_of, known_at, only=only)
    return evaluating.result(evaluating.done())


def opening_of(  # noqa: PLR0913  # as ``evaluate``
    scheme: Scheme,
    ledger: Ledger | Rows,
    roster: Roster | Rows = (),
    claims: Claims | Rows = (),
    *,
    as_of: date | str,
    known_at: date | str | None = None,
    opening: Opening | None = None,
) -> Opening:
    """What an evaluation leaves to the next one, as opening rows on the day after ``as_of``.

    It takes what ``evaluate`` takes. With the opening rows, an evaluation of the rows since that day gives for that
    time what one of the whole history gives.

    Raises:
        InputError: as ``evaluate`` does, and with each rule that cannot be carried over that day, such as a ranking in
            the middle of its period.

    Example:
        >>> from incentive_rules import evaluate, example_path, load_scheme, opening_of
        >>> scheme = load_scheme(example_path("donghae.yaml"))
        >>> done = [{"entry_id": "E-1", "member_id": "K-1", "date": "2024-06-10", "activity": "achievement"}]
        >>> staff = [{"member_id": "K-1", "grade": "7급", "department": "행정과"}]
        >>> opening = opening_of(scheme, done, staff, as_of="2024-12-31")
        >>> later = evaluate(scheme, [], staff, as_of="2025-06-30", opening=opening)
        >>> later.statements["K-1"].opened, later.statements["K-1"].balance
        (Amount('1'), Amount('1'))
    """
    last = civil_day("as_of", as_of)
    known = None if known_at is None else civil_day("known_at", known_at)
    tables = tables_of(scheme, ledger, roster, claims)
    return evaluated_with_opening(program_of(scheme), tables, last, known, opening)[1]


def evaluated_with_opening(
    program: Program, tables: Tables, as_of: date, known_at: date | None = None, opening: Opening | None = None
) -> tuple[Evaluation, Opening]:
    """An evaluation, and what it leaves to the next one.

    Raises:
        InputError: with each rule that cannot be carried over the day.
    """
    day = civil_day("as_of", civil_day("as_of", as_of) + ONE_DAY)
    refuse_day(program, tables, day)
    with collector_paused():
        evaluating = Evaluating(program, tables, as_of, known_at, _given(opening))
        done = evaluating.done()
        evaluation = evaluating.result(done)
        rows = rows_of(done.setting, done.settled, day)
        waiting = open_rows(tables.ledger, tables.claims, evaluation.outcomes, day, program.answers.points_count_on)
    return evaluation, Opening(
        format=FORMAT,
        library=__version__,
        scheme=program.scheme.id,
        scheme_sha256=evaluation.certificate.scheme_sha256,
        rules_sha256=rules_digest(program.scheme.to_dict()),
        reading=program.scheme.reading,
        day=day,
        known_at=known_at,
        result_sha256=evaluation.certificate.result_sha256,
        rows=(*rows, *waiting),
    )


def _given(opening: object) -> Opening | None:
    """Opening rows that were read.

    Raises:
        InputError: for a path or a text.
    """
    if opening is None or isinstance(opening, Opening):
        return opening
    facts = {"name": "opening", "value": type(opening).__name__, "expected": _OPENING}
    raise InputError([Diagnostic(Code.BAD_ARGUMENT, facts=facts)])
