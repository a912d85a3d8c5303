"""The library's own ways through the common task, and their results in the words of the loops."""

from __future__ import annotations

from collections import Counter
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


def full_statements(scheme: Scheme, ledger: Ledger, roster: Roster) -> tuple[Evaluation, Counter[str]]:
    """An evaluation whose every line was looked at, so that nothing lazy hides, and what was seen."""
    evaluation = evaluate(scheme, ledger, roster, as_of=LAST)
    seen: Counter[str] = Counter()
    for statement in evaluation.statements.values():
        seen.update([step.rule for credit in statement.credits for step in credit.steps])
        seen.update([outcome.state for outcome in statement.outcomes])
        seen.update([settlement.state for settlement in statement.settlements])
    seen.update([step.rule for payment in evaluation.payments for step in payment.steps])
    return evaluation, seen


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
