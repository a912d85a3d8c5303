"""What an id names in an evaluation: an entry, a claim, a settlement, a payment, a member or a group."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError, nearest
from incentive_rules.statement.model import Outcome, Payment, Ranking, RowKind, Settlement, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentive_rules.statement.record import Record


class Kind(StrEnum):
    """What can be asked about."""

    ENTRY = "entry"
    CLAIM = "claim"
    SETTLEMENT = "settlement"
    PAYMENT = "payment"
    MEMBER = "member"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Found:
    """One thing with its kind; of a row every outcome, since several rows may carry one id."""

    kind: Kind
    id: str
    outcomes: tuple[Outcome, ...] = ()
    settlement: Settlement | None = None
    payment: Payment | None = None
    statement: Statement | None = None
    rankings: tuple[Ranking, ...] = ()


def find(evaluation: Record, query: str) -> Found:
    """The one thing that a query names.

    Raises:
        InputError: if it names nothing (with the nearest id), or several things.
    """
    head, _, rest = query.partition(":")
    found = list(_all(evaluation, query))
    if not found and head in tuple(Kind):
        found = [each for each in _all(evaluation, rest) if each.kind == head]
    if len(found) == 1:
        return found[0]
    if found:
        kinds = tuple(each.kind for each in found)
        facts = {"value": query, "known": kinds, "paste": f"{kinds[0]}:{query}"}
        raise InputError([Diagnostic(Code.SEVERAL_MATCHES, facts=facts)])
    facts = {"value": query, "near": nearest(query, _ids(evaluation))}
    raise InputError([Diagnostic(Code.UNKNOWN_QUERY, facts=facts)])


def _all(evaluation: Record, query: str) -> Iterator[Found]:
    for kind, row_kind in ((Kind.ENTRY, RowKind.ENTRY), (Kind.CLAIM, RowKind.CLAIM)):
        outcomes = tuple(each for each in evaluation.outcomes if each.kind is row_kind and each.id == query)
        if outcomes:
            yield Found(kind, query, outcomes=outcomes)
    if query in evaluation.statements:
        yield Found(Kind.MEMBER, query, statement=evaluation.statements[query])
    for payment in evaluation.payments:
        if payment.id == query:
            yield Found(Kind.PAYMENT, query, payment=payment)
    for statement in evaluation.statements.values():
        for settlement in statement.settlements:
            if settlement.id == query:
                yield Found(Kind.SETTLEMENT, query, settlement=settlement)
    rankings = tuple(
        ranking
        for ranking in evaluation.rankings
        if ranking.of != "member" and any(row.name == query for row in ranking.rows)
    )
    if rankings:
        yield Found(Kind.GROUP, query, rankings=rankings)


def _ids(evaluation: Record) -> list[str]:
    rows = {each.id for each in evaluation.outcomes if each.id}
    groups = {row.name for ranking in evaluation.rankings for row in ranking.rows}
    return sorted(rows | set(evaluation.statements) | groups)
