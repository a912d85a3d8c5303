"""What the service keeps in PostgreSQL. Nothing here commits but ``send``: whoever opens a connection does."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from psycopg import IsolationLevel, sql
from psycopg.types.json import Jsonb

from incentive_rules import Evaluation, InputError, Payment, evaluate, read_claims, read_ledger, read_roster

if TYPE_CHECKING:
    from collections.abc import Callable

    from psycopg import Connection

    from incentive_rules import Claims, Ledger, Roster, Scheme

    Reader = Callable[..., Ledger | Roster | Claims]

READ: dict[str, Reader] = {"entries": read_ledger, "roster": read_roster, "claims": read_claims}
KEY = {"entries": ["entry_id"], "roster": ["member_id", "first"], "claims": ["claim_id"]}

ADD = """
    INSERT INTO {table} (key, recorded_on, row) SELECT %(key)s, %(day)s, %(row)s
    WHERE %(row)s::jsonb - 'recorded_on' IS DISTINCT FROM
        (SELECT row - 'recorded_on' FROM {table} WHERE key = %(key)s ORDER BY number DESC LIMIT 1)
"""
NEWEST = """
    SELECT DISTINCT ON (key) row FROM {table} WHERE %(day)s::date IS NULL OR recorded_on <= %(day)s
    ORDER BY key, number DESC
"""


class UnknownRunError(LookupError):
    """There is no run of that number."""


def add(connection: Connection, scheme: Scheme, table: str, rows: list[dict[str, Any]]) -> int:
    """Add rows, all or none; how many were new. A row that is there already, as it is, is passed over.

    Raises:
        InputError: with all that is wrong with rows that the scheme cannot read.
    """
    read = READ[table](rows, scheme)
    if read.rejected:
        raise InputError([found for row in read.rejected for found in row.findings])
    ((today,),) = connection.execute("SELECT current_date").fetchall()  # the library asks no clock; a host may
    added = 0
    for each in read.rows:
        given = rows[each.place.line - 1]
        row = given if each.recorded_on else given | {"recorded_on": str(today)}
        key = " ".join(str(getattr(each, name)) for name in KEY[table])
        values = {"key": key, "day": each.recorded_on or today, "row": Jsonb(row)}
        added += connection.execute(sql.SQL(ADD).format(table=sql.Identifier(table)), values).rowcount
    return added


def run(connection: Connection, scheme: Scheme, as_of: str, known_at: str | None) -> dict[str, Any]:
    """Evaluate what is there, or was known on a day, and keep the result. Nothing is paid yet."""
    day = {"day": evaluate(scheme, [], as_of=as_of, known_at=known_at).known_at}  # a bad day stops here
    connection.isolation_level = IsolationLevel.REPEATABLE_READ  # the three tables at one moment
    newest = (sql.SQL(NEWEST).format(table=sql.Identifier(table)) for table in READ)
    tables = [[row for (row,) in connection.execute(query, day)] for query in newest]
    evaluation = evaluate(scheme, *tables, as_of=as_of, known_at=known_at)
    certificate = json.loads(evaluation.certificate.to_json())
    ((run_id,),) = connection.execute(
        "INSERT INTO runs (as_of, known_at, evaluation, certificate) VALUES (%s, %s, %s, %s) RETURNING run_id",
        [evaluation.as_of, evaluation.known_at, evaluation.to_json(), Jsonb(certificate)],
    ).fetchall()
    paid = {reward: str(amount) for reward, amount in evaluation.totals.paid.items()}
    return {"run_id": run_id, "certificate": certificate, "paid": paid, "rejected": len(evaluation.rejected)}


def evaluation_of(connection: Connection, run_id: int) -> Evaluation:
    """The result of a run.

    Raises:
        UnknownRunError: if there is no such run.
    """
    found = connection.execute("SELECT evaluation FROM runs WHERE run_id = %s", [run_id]).fetchone()
    if found is None:
        raise UnknownRunError(run_id)
    return Evaluation.from_json(found[0])


def settled(evaluation: Evaluation) -> Evaluation:
    """Without prizes that rows on hold could still change: they are paid once they are sure."""
    return replace(evaluation, payments=tuple(each for each in evaluation.payments if not each.provisional))


def apply(connection: Connection, scheme: Scheme, run_id: int) -> dict[str, Any]:
    """Write down what a run pays that no run before it paid, and that it is applied. Done twice, it is as done once.

    Raises:
        UnknownRunError: if there is no such run.
        InputError: if a run of a later day was applied before it.
    """
    connection.execute("LOCK TABLE runs IN EXCLUSIVE MODE")  # one at a time: who waits sees what the other did
    evaluation = evaluation_of(connection, run_id)
    turn = "UPDATE runs SET applied = (SELECT count(applied) + 1 FROM runs) WHERE run_id = %s AND applied IS NULL"
    connection.execute(turn, [run_id])
    before = "SELECT evaluation FROM runs WHERE applied < (SELECT applied FROM runs WHERE run_id = %s)"
    earlier = [settled(Evaluation.from_json(text)) for (text,) in connection.execute(before, [run_id])]
    nothing = evaluate(scheme, [], as_of=evaluation.as_of)
    changes = settled(evaluation).changes_since(nothing, *earlier)
    for each in changes.to_pay:
        connection.execute(
            "INSERT INTO payments (payment_id, run_id, payee, reward, amount, unit, day)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (payment_id, run_id) DO NOTHING",
            [each.id, run_id, each.payee, each.reward, str(each.amount), each.unit, each.day],
        )
    to_decide = [each.id if isinstance(each, Payment) else each.before.id for each in changes.to_decide]
    return {"to_pay": len(changes.to_pay), "to_decide": to_decide}


def send(connection: Connection, payroll: Connection) -> int:
    """Tell the payroll of each payment that it has not confirmed. After a crash it may be told one twice: of the same
    order, which it takes once.
    """
    sent = 0
    while True:
        due = connection.execute(
            "SELECT payment_id, run_id, payee, amount, unit FROM payments WHERE NOT sent"
            " ORDER BY run_id, payment_id LIMIT 1 FOR UPDATE SKIP LOCKED"
        ).fetchone()
        if due is None:
            return sent
        payment_id, run_id, *order = due
        payroll.execute(
            "INSERT INTO payroll (order_id, payee, amount, unit) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
            [f"{payment_id} {run_id}", *order],
        )
        done = "UPDATE payments SET sent = true WHERE payment_id = %s AND run_id = %s"
        connection.execute(done, [payment_id, run_id])
        connection.commit()
        sent += 1
