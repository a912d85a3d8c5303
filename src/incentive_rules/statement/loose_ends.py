"""What an evaluation names and does not hold. A result of ``evaluate`` has none; one that was read may be edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentive_rules.statement.model import Payment, Ranking, Statement
    from incentive_rules.statement.record import Record

_MEMBER = "member"


def loose_ends(record: Record) -> Iterator[str]:
    """The address of each name that leads nowhere, in the scheme or among payments, people and entries."""
    ids = {payment.id for payment in record.payments}
    scheme, totals = record.scheme, record.totals
    if not (_holds(scheme, "rewards", *totals.paid) and _holds(scheme, "activities", *totals.activities)):
        yield "totals"
    for member, statement in record.statements.items():
        if not _is_tied(statement, member, scheme, ids):
            yield f"statements.{member}"
    for number, payment in enumerate(record.payments):
        if not _is_due(payment, scheme) or (payment.payee_kind == _MEMBER and payment.payee not in record.statements):
            yield f"payments.{number}"
    for number, ranking in enumerate(record.rankings):
        if not _is_ranked(ranking, scheme, ids):
            yield f"rankings.{number}"


def _is_tied(statement: Statement, member: str, scheme: dict[str, Any], ids: set[str]) -> bool:
    credits_, settlements = statement.credits, statement.settlements
    entries = {credit.entry_id for credit in credits_}
    members = {statement.member_id, *(each.member_id for each in credits_), *(each.member_id for each in settlements)}
    return (
        members == {member}
        and _holds(scheme, "rewards", *statement.paid)
        and _holds(scheme, "activities", *(credit.activity for credit in credits_))
        and all(_holds(scheme, "awards", each.award) for each in settlements)
        and all(_holds(scheme["awards"][each.award], "tiers", *each.due, *each.paid) for each in settlements)
        and all(ids.issuperset(each.payments) for each in settlements)
        and all(use.entry_id in entries for each in settlements for use in each.uses)
        and all(lapse.entry_id in entries for lapse in statement.lapses)
        and all({each.entry_id, each.lot} <= entries for each in statement.deductions)
    )


def _is_due(payment: Payment, scheme: dict[str, Any]) -> bool:
    head, *path = payment.rule.split(".")
    return (
        head == "awards"
        and path[:1] == [payment.award]
        and _leads_somewhere(path, scheme.get(head, {}))
        and _holds(scheme, "rewards", payment.reward)
    )


def _leads_somewhere(path: list[str], data: Any) -> bool:  # noqa: ANN401  # raw YAML
    for step in path:
        if not isinstance(data, dict) or step not in data:
            return False
        data = data[step]
    return True


def _is_ranked(ranking: Ranking, scheme: dict[str, Any], ids: set[str]) -> bool:
    rows = ranking.rows
    return (
        _holds(scheme, "awards", ranking.award)
        and (ranking.of == _MEMBER or _holds(scheme.get("facts", {}), _MEMBER, ranking.of))
        and _holds(scheme["awards"][ranking.award], "places", *(row.place for row in rows if row.place))
        and all(ids.issuperset(row.payments) for row in rows)
    )


def _holds(data: dict[str, Any], part: str, *names: str) -> bool:
    return set(names) <= set(data.get(part, ()))
