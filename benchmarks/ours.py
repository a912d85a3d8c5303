"""The library's own ways through the common task, and their results in the words of the loops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from by_hand import Account
from incentive_rules import evaluate, load_scheme, read_ledger, read_roster
from year import LAST, SCHEME

if TYPE_CHECKING:
    from incentive_rules import Evaluation, Ledger, Roster, Scheme, Totals
    from year import Year


def the_scheme() -> Scheme:
    """The scheme of the common task."""
    return load_scheme(SCHEME)


def typed(scheme: Scheme, year: Year) -> tuple[Ledger, Roster]:
    """The year as the library's own tables; nothing of it is refused."""
    ledger, roster = read_ledger(year.rows(), scheme), read_roster(year.staff(), scheme)
    assert len(ledger.entries) == len(year.members)
    assert len(roster.rows) == len(year.grades)
    return ledger, roster


def full_statements(scheme: Scheme, ledger: Ledger, roster: Roster) -> tuple[Evaluation, int]:
    """An evaluation whose every line and step was looked at, so that nothing lazy hides, and how many there are."""
    evaluation = evaluate(scheme, ledger, roster, as_of=LAST)
    seen = 0
    for statement in evaluation.statements.values():
        for credit in statement.credits:
            for _step in credit.steps:
                seen += 1
        for settlement in statement.settlements:
            seen += len(settlement.uses)
    for payment in evaluation.payments:
        for _step in payment.steps:
            seen += 1
    return evaluation, seen


def accounted_for(scheme: Scheme, ledger: Ledger, roster: Roster) -> tuple[Evaluation, int]:
    """The same, and what became of every row besides, which is made when somebody asks for it."""
    evaluation, seen = full_statements(scheme, ledger, roster)
    return evaluation, seen + sum(len(statement.outcomes) for statement in evaluation.statements.values())


def accounts(evaluation: Evaluation) -> dict[str, Account]:
    """The statements as accounts; what was earned is taken from the steps, which must add up to it."""
    found = {}
    for member, each in evaluation.statements.items():
        earned = sum(step.amount for credit in each.credits for step in credit.steps)
        assert earned == each.earned
        payments = sum(len(settlement.payments) for settlement in each.settlements)
        won = each.paid.get("voucher", 0)
        found[member] = Account(2 * each.earned, 2 * each.balance, won, payments)
    return found


def in_all(totals: Totals) -> Account:
    """The totals as one account."""
    return Account(2 * totals.earned, 2 * totals.balance, totals.paid.get("voucher", 0), totals.payments)
