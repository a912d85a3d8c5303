"""Small schemes and rows for the bug bank. All points and amounts are assumed: made up, so that sums are easy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from incentive_rules import Evaluation, Scheme, SchemeErrors, evaluate, load_scheme

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from incentive_rules import Code, Totals
    from incentive_rules.statement.model import Statement

Row = dict[str, Any]

FEW = settings(max_examples=settings().max_examples // 4)
FEWER = settings(max_examples=settings().max_examples // 12)
"""How many examples a law of the bank looks at: part of what the profile says, so that the hunt finds more."""

LAST_DAY = "2024-12-31"
COUNTS = {"points_count_on": "activity_date"}
KEPT = COUNTS | {"year_end": "keep"}
WORK: Row = {"work": {"label": "work", "points": {"each": 1}}}
"""One point for each unit: the quantity of a row says how many points it brings."""
SWAP: Row = {
    "kind": "exchange",
    "label": "swap",
    "claim": {"by": "member", "times": 100, "per": "month"},
    "points": 1,
    "pays": {"won": 1000},
}
"""1,000 won a point, as many points as the claim asks for: whoever claims burns points."""
TIER: Row = {
    "kind": "tiers",
    "label": "tier",
    "measure": {"counter": "earned", "per": "year"},
    "claim": {"by": "automatic", "per": "year"},
    "pay": "highest",
    "again": "always",
    "consume": "nothing",
    "tiers": {"t10": {"at": 10, "pays": {"won": 10000}}},
}
"""10,000 won at the year's end for whoever earned ten points."""
BEST: Row = {
    "kind": "ranking",
    "label": "best",
    "of": "member",
    "measure": {"counter": "earned", "per": "year"},
    "ties": "expand",
    "places": {"first": {"ranks": 1, "pays": {"won": 100000}}},
}
"""100,000 won for whoever earned most in the year."""
FIELD = COUNTS | {"ranking_field": "scored"}


def written(**more: Any) -> Row:
    """A scheme as a mapping: work, won, and what is given."""
    return {
        "language": 1,
        "id": "bank",
        "label": "bank",
        "from": "2024-01-01",
        "assumed": "made up for a test",
        "activities": WORK,
        "rewards": {"won": {"label": "won", "unit": "KRW"}, "leave": {"label": "leave", "unit": "day"}},
        "answers": COUNTS,
    } | more


def rules(**more: Any) -> Scheme:
    """The same, loaded."""
    return load_scheme(written(**more))


def refusals(**more: Any) -> list[Code]:
    """The findings for which a scheme does not load."""
    with pytest.raises(SchemeErrors) as caught:
        rules(**more)
    return [found.code for found in caught.value.findings]


def entry(name: str, day: str, quantity: Any = None, member: str = "A", activity: str = "work", **cells: Any) -> Row:
    """A row of the ledger."""
    row = {"entry_id": name, "member_id": member, "date": day, "activity": activity, **cells}
    return row if quantity is None else row | {"quantity": quantity}


def void(target: str, day: str = "2024-08-01", kind: str = "entry", **cells: Any) -> Row:
    """A row that takes another one back."""
    return {f"{kind}_id": f"void {target}", "date": day, "voids": target, **cells}


def claim(name: str, day: str, amount: Any = None, member: str = "A", award: str = "swap", **cells: Any) -> Row:
    """A claim."""
    row = {"claim_id": name, "member_id": member, "date": day, "award": award, **cells}
    return row if amount is None else row | {"amount": amount}


def run(
    scheme: Scheme, rows: Iterable[Row], staff: Iterable[Row] = (), as_of: str = LAST_DAY, **days: Any
) -> Evaluation:
    """The evaluation of entries and claims, which hold what holds of every evaluation."""
    rows = list(rows)
    entries = [row for row in rows if "entry_id" in row]
    claims = [row for row in rows if "claim_id" in row]
    found = evaluate(scheme, entries, list(staff), claims, as_of=as_of, **days)
    for statement in found.statements.values():
        adds_up(statement)
    assert sum(found.totals.entries.values()) == len(entries)  # nothing is swallowed
    assert sum(found.totals.claims.values()) == len(claims)
    return found


def adds_up(statement: Statement) -> None:
    """Steps add up to lines, lines to the statement, and no lot gives more than it has."""
    assert statement.earned - statement.deducted - statement.used - statement.lapsed == statement.balance
    assert sum(each.left for each in statement.credits) == statement.balance
    for settlement in statement.settlements:
        assert sum(use.points for use in settlement.uses) == settlement.used
    for credit in statement.credits:
        assert sum(step.amount for step in credit.steps) == credit.points


def sums(told: Statement | Totals, *names: str) -> tuple[Any, ...]:
    """Some sums of a statement or of the whole."""
    return tuple(getattr(told, name) for name in names)


def states(found: Evaluation, kind: str = "entry") -> dict[str, str]:
    """What became of the rows of a table."""
    return {each.id: str(each.state) for each in found.outcomes if each.kind == kind}


def codes(found: Evaluation, name: str) -> list[str]:
    """Why a row became what it became."""
    return [str(reason.code) for each in found.outcomes if each.id == name for reason in each.reasons]


def points(found: Evaluation, member: str = "A") -> dict[str, str]:
    """What each entry of somebody brought."""
    return {each.entry_id: str(each.points) for each in found.statements[member].credits}


def paid(found: Evaluation) -> dict[str, str]:
    """What was paid, by claim, or else by payee."""
    return {each.claim_id or each.payee: str(each.amount) for each in found.payments}


def lapsed(found: Evaluation, member: str = "A") -> list[tuple[str, str]]:
    """What lapsed, and when."""
    return [(str(each.day), str(each.points)) for each in found.statements[member].lapses]


def ranks(found: Evaluation, award: str = "best") -> dict[str, int]:
    """Who has which rank."""
    return {row.name: row.rank for each in found.rankings if each.award == award for row in each.rows}


def but(mapping: Mapping[str, Any], **changes: Any) -> Row:
    """A rule with changes."""
    return {**mapping, **changes}
