"""What an evaluation names and does not hold. A result of ``evaluate`` has none; one that was read may be edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from incentive_rules.statement.model import Payment, Ranked, Ranking, Statement
    from incentive_rules.statement.record import Record

_MEMBER = "member"
_NO_FACTS = (_MEMBER, "work")
"""What may be ranked without being a fact of people."""


def loose_ends(record: Record) -> Iterator[str]:
    """The address of each name that leads nowhere, in the scheme or among payments, people and entries."""
    ids = {payment.id for payment in record.payments}
    scheme, totals, groups = record.scheme, record.totals, record.groups.items()
    if not (_holds(scheme, "rewards", *totals.paid) and _holds(scheme, "activities", *totals.activities)):
        yield "totals"
    for base, statements in (("statements", record.statements), *((f"groups.{fact}", each) for fact, each in groups)):
        for owner, statement in statements.items():
            if not _is_tied(statement, owner, scheme, ids):
                yield f"{base}.{owner}"
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
        and all(_can_be_paid(scheme["awards"], each.award, *each.due, *each.paid) for each in settlements)
        and all(ids.issuperset(each.payments) for each in settlements)
        and all(use.entry_id in entries for each in settlements for use in each.uses)
        and all(lapse.entry_id in entries for lapse in statement.lapses)
        and all({each.entry_id, each.lot} <= entries for each in statement.deductions)
    )


def _can_be_paid(awards: dict[str, Any], award: str, *tiers: str) -> bool:
    """Whether an award has these tiers; an exchange is its one tier."""
    return set(tiers) <= ({award} if awards[award].get("kind") == "exchange" else set(awards[award].get("tiers", ())))


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
    section = "grades" if scheme["awards"].get(ranking.award, {}).get("kind") == "grades" else "places"
    return (
        _holds(scheme, "awards", ranking.award)
        and (ranking.of in _NO_FACTS or _holds(scheme.get("facts", {}), _MEMBER, ranking.of))
        and _holds(scheme["awards"][ranking.award], section, *_places(rows))
        and all(ids.issuperset(row.payments) for row in rows)
    )


def _places(rows: Iterable[Ranked]) -> set[str]:
    return {row.place for row in rows if row.place}


def _holds(data: dict[str, Any], part: str, *names: str) -> bool:
    return set(names) <= set(data.get(part, ()))
