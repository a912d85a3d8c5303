"""A service over PostgreSQL: rows come in, runs are evaluated, and what they pay is paid once.

    psql "$DATABASE_URL" -f tables.sql && flask --app service run

It asks nobody who they are: put it behind what does.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Literal

import psycopg
import store
from flask import Flask, abort, request

from incentive_rules import IncentiveError, example_path, load_scheme

if TYPE_CHECKING:
    from incentive_rules import Scheme


def create_app(url: str = "", scheme: Scheme | None = None) -> Flask:
    """The service for one scheme and one database. All threads share the scheme; each request has its connection."""
    app = Flask(__name__)
    url = url or os.environ["DATABASE_URL"]
    scheme = scheme or load_scheme(example_path("donghae.yaml"))

    @app.post("/<any(entries, roster, claims):table>")
    def add(table: str) -> dict[str, Any]:
        rows = request.get_json()
        if not (isinstance(rows, list) and all(isinstance(row, dict) for row in rows)):
            abort(400, "a list of rows")  # a text would be taken for the path of a file
        with psycopg.connect(url) as connection:
            return {"added": store.add(connection, scheme, table, rows)}

    @app.post("/runs")
    def run() -> dict[str, Any]:
        days: object = request.get_json()
        if not isinstance(days, dict):
            abort(400, "as_of, and known_at if it matters")
        with psycopg.connect(url) as connection:
            return store.run(connection, scheme, str(days.get("as_of", "")), days.get("known_at"))

    @app.post("/runs/<int:run_id>/apply")
    def apply(run_id: int) -> dict[str, Any]:
        with psycopg.connect(url) as connection:
            told = store.apply(connection, scheme, run_id)
        with psycopg.connect(url) as connection, psycopg.connect(url, autocommit=True) as payroll:
            return told | {"sent": store.send(connection, payroll)}

    @app.get("/runs/<int:run_id>/members/<member_id>")
    def member(run_id: int, member_id: str) -> dict[str, Any]:
        with psycopg.connect(url) as connection:
            evaluation = store.evaluation_of(connection, run_id)
        statement = evaluation.statements.get(member_id) or abort(404)
        points = {name: str(getattr(statement, name)) for name in ("earned", "used", "lapsed", "balance")}
        return points | {"paid": {reward: str(amount) for reward, amount in statement.paid.items()}}

    @app.get("/runs/<int:run_id>/<any('explain', 'why-not'):question>/<path:query>")
    def explain(run_id: int, question: str, query: str) -> tuple[str, dict[str, str]]:
        lang: Literal["ko", "en"] = "ko" if request.accept_languages.best_match(("en", "ko")) == "ko" else "en"
        with psycopg.connect(url) as connection:
            evaluation = store.evaluation_of(connection, run_id)
        text = evaluation.explain(query, lang) if question == "explain" else evaluation.why_not(query, lang)
        return text, {"Content-Type": "text/plain; charset=utf-8"}

    @app.errorhandler(IncentiveError)
    def refused(error: IncentiveError) -> tuple[dict[str, Any], int]:
        return {"findings": [found.to_dict() for found in error.findings]}, 422

    @app.errorhandler(store.UnknownRunError)
    def unknown(error: store.UnknownRunError) -> tuple[dict[str, Any], int]:
        return {"unknown_run": str(error)}, 404

    return app
