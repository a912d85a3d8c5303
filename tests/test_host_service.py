"""The service of examples/hosts over a real PostgreSQL: what is due is paid once, wherever the service is killed.

Run with `make host`, which starts a server and names it in DATABASE_URL.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from incentive_rules import evaluate

sys.path.insert(0, str(Path(__file__).parent / "hosts"))

from doomed import SCHEME, SERVICE
from service import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.postgres

Rows = list[dict[str, str]]
BAD, UNKNOWN, REFUSED = 400, 404, 422
MEMBERS = ("K-1", "K-2", "K-3")
TABLES = ("entries", "roster", "claims", "runs", "payments", "payroll")
NUMBERS = count(1)


def done(member: str, month: int, *days: int, recorded_on: str = "") -> Rows:
    """Adopted proposals of a member, a point each."""
    dates = [f"2024-{month:02}-{day:02}" for day in days]
    cells = {"member_id": member, "activity": "adoption"}
    return [{"entry_id": f"{member} {day}", "date": day, "recorded_on": recorded_on or day, **cells} for day in dates]


def claimed(member: str, day: str) -> dict[str, str]:
    return {"claim_id": f"{member} {day}", "member_id": member, "date": day, "award": "monthly", "recorded_on": day}


JUNE = {
    "roster": [{"member_id": each, "grade": "7급", "department": "행정과", "from": "2024-01-01"} for each in MEMBERS],
    "entries": [row for member in MEMBERS for row in done(member, 6, 3, 4, 5, 7)],
    "claims": [claimed(member, "2024-06-30") for member in MEMBERS],
}
"""Three members with four points each: 30,000 won for three of them, and one is left."""


@dataclass(frozen=True)
class Host:
    """A database with its tables, and the service over it."""

    url: str

    def ask(self, method: str, path: str, data: object = None, lang: str = "en") -> tuple[int, Any]:
        client = create_app(self.url, SCHEME).test_client()
        answer = client.open(path, method=method, json=data, headers={"Accept-Language": lang})
        return answer.status_code, answer.get_json() if answer.is_json else answer.get_data(as_text=True)

    def post(self, path: str, data: object = None) -> Any:
        code, answer = self.ask("POST", path, data)
        assert code < BAD, answer
        return answer

    def add(self, tables: dict[str, Rows]) -> None:
        for table, rows in tables.items():
            assert self.post(f"/{table}", rows) == {"added": len(rows)}

    def run(self, as_of: str, known_at: str | None = None) -> Any:
        return self.post("/runs", {"as_of": as_of, "known_at": known_at})

    def apply(self, run: Any) -> Any:
        return self.post(f"/runs/{run['run_id']}/apply")

    def unapply(self) -> None:
        """Back to where no run was applied."""
        with psycopg.connect(self.url) as connection:
            connection.execute("TRUNCATE payments, payroll")
            connection.execute("UPDATE runs SET applied = NULL")

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """All that is in the database."""
        return {table: self.select(f"SELECT * FROM {table} ORDER BY 1, 2") for table in TABLES}  # noqa: S608  # our own names

    def select(self, query: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url) as connection:
            return connection.execute(query.encode()).fetchall()

    def paid(self) -> list[tuple[str, int]]:
        return [
            (payee, int(amount)) for payee, amount in self.select("SELECT payee, amount FROM payroll ORDER BY order_id")
        ]


@contextmanager
def database(template: str = "template0") -> Iterator[Host]:
    """A new one, or a copy of another, in the server of DATABASE_URL."""
    url, name = os.environ["DATABASE_URL"], f"host_{os.getpid()}_{next(NUMBERS)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
        try:
            yield Host(make_conninfo(url, dbname=name))
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture(scope="module")
def empty() -> Iterator[str]:
    """The name of a database with the tables of the service."""
    with database() as host, psycopg.connect(host.url) as connection:
        connection.execute((SERVICE / "tables.sql").read_bytes())
        connection.execute((SERVICE / "tables.sql").read_bytes())  # as often as you like
        connection.commit()
        name = connection.info.dbname
        connection.close()
        yield name


@pytest.fixture
def host(empty: str) -> Iterator[Host]:
    with database(empty) as host:
        yield host


@pytest.fixture(scope="module")
def doomed() -> Iterator[tuple[subprocess.Popen[str], ...]]:
    """Two processes of which each starts services, one after the other."""
    with a_doomed() as first, a_doomed() as second:
        yield first, second


@contextmanager
def a_doomed() -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, str(Path(__file__).parent / "hosts" / "doomed.py")]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, text=True, bufsize=1, **pipes) as process:  # type: ignore[call-overload]  # noqa: S603  # ourselves
        yield process
        process.stdin.close()


def apply_in(process: subprocess.Popen[str], host: Host, steps: int = -1) -> int:
    """Ask the service in a process of its own to apply the first run; how that process ended."""
    assert process.stdin
    assert process.stdout
    process.stdin.write(f"{steps} {host.url}\n")
    connection = HTTPConnection("127.0.0.1", int(process.stdout.readline()), timeout=60)
    try:
        connection.request("POST", "/runs/1/apply")
        connection.getresponse().read()
    except (HTTPException, OSError):
        pass  # it was killed before it could answer
    connection.close()
    return int(process.stdout.readline())


def test_a_service_that_is_killed_at_any_step_and_asked_again_leaves_the_rows_of_one_that_never_was(
    host: Host, doomed: tuple[subprocess.Popen[str], ...]
) -> None:
    host.add(JUNE)
    run = host.run("2024-06-30")
    before = host.rows()
    host.apply(run)
    expected, left = host.rows(), []
    assert host.paid() == [(each, 30_000) for each in MEMBERS]
    for steps in count():
        host.unapply()
        assert host.rows() == before
        ended = apply_in(doomed[0], host, steps)
        left.append(host.rows())
        host.apply(run)
        assert host.rows() == expected
        if ended == 0:
            break
    assert (left[0], left[-1]) == (before, expected)
    payrolls = [len(rows["payroll"]) for rows in left]
    assert (payrolls, {*payrolls}) == (sorted(payrolls), {0, 1, 2, 3})
    unsure = [rows for rows in left if len(rows["payroll"]) > sum(row[-1] for row in rows["payments"])]
    assert len(unsure) >= len(MEMBERS), "it was killed, too, when the payroll knew of a payment and we did not yet"


def test_two_services_that_apply_one_run_at_once_pay_it_once(
    host: Host, doomed: tuple[subprocess.Popen[str], ...]
) -> None:
    host.add(JUNE)
    host.run("2024-06-30")
    with ThreadPoolExecutor(4) as pool:
        in_threads = [pool.submit(host.ask, "POST", "/runs/1/apply") for _ in range(2)]
        in_processes = [pool.submit(apply_in, process, host) for process in doomed]
        assert [each.result() for each in in_processes] == [0, 0]
        assert {each.result()[0] for each in in_threads} == {200}
    assert host.paid() == [(each, 30_000) for each in MEMBERS]


def test_two_runs_of_the_same_rows_that_are_applied_at_once_pay_once(host: Host) -> None:
    host.add(JUNE)
    runs = [host.run("2024-06-30"), host.run("2024-06-30")]
    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(host.apply, runs))
    assert sorted(each["to_pay"] for each in told) == [0, 3]
    assert host.paid() == [(each, 30_000) for each in MEMBERS]


def test_a_payment_that_grows_is_paid_the_rest_and_one_that_falls_is_for_people_to_decide(host: Host) -> None:
    """K-1 has 4 points and, from a row of June entered in July, 5: 50,000 in place of 30,000."""
    host.add(JUNE)
    june = host.run("2024-06-30")
    assert host.apply(june) == {"to_pay": 3, "to_decide": [], "sent": 3}
    host.add({"entries": done("K-1", 6, 20, recorded_on="2024-07-02")})
    late = host.run("2024-07-31")
    assert host.apply(late) == {"to_pay": 1, "to_decide": [], "sent": 1}
    assert sorted(host.paid()) == [("K-1", 20_000), *((each, 30_000) for each in MEMBERS)]
    struck = [row | {"status": "반려"} for row in done("K-2", 6, 3, 4)]
    host.add({"entries": struck})
    fell = host.run("2024-08-31")
    told = host.apply(fell)
    (payment,) = told["to_decide"]
    assert (told["to_pay"], payment.startswith("monthly:t3:donghae_pay:K-2")) == (0, True)
    assert host.apply(fell) == told, "asked again, it says the same"


def test_what_was_known_on_a_day_is_found_again_after_corrections(host: Host) -> None:
    host.add(JUNE)
    then = host.run("2024-06-30", "2024-06-30")
    host.add({"entries": [row | {"recorded_on": "2024-07-05", "activity": "call"} for row in done("K-1", 6, 3, 4, 5)]})
    assert host.run("2024-06-30", "2024-06-30")["certificate"] == then["certificate"]
    assert host.run("2024-06-30")["paid"]["donghae_pay"] == "60000"


def test_the_service_gives_what_the_library_gives(host: Host) -> None:
    host.add(JUNE)
    told = host.run("2024-06-30")
    evaluation = evaluate(SCHEME, JUNE["entries"], JUNE["roster"], JUNE["claims"], as_of="2024-06-30")
    assert told["paid"] == {key: str(value) for key, value in evaluation.totals.paid.items()}
    assert host.ask("GET", "/runs/1/explain/K-1", lang="ko") == (200, evaluation.explain("K-1", "ko"))
    assert host.ask("GET", "/runs/1/why-not/K-1") == (200, evaluation.why_not("K-1"))
    points = {"earned": "4", "used": "3", "lapsed": "0", "balance": "1", "paid": {"donghae_pay": "30000"}}
    assert host.ask("GET", "/runs/1/members/K-1") == (200, points)
    assert host.ask("GET", "/runs/1/members/K-9")[0] == host.ask("GET", "/runs/9/members/K-1")[0] == UNKNOWN
    assert host.ask("POST", "/runs/9/apply") == (UNKNOWN, {"unknown_run": "9"})


def test_rows_that_are_sent_again_are_there_once_and_nobody_can_change_them(host: Host) -> None:
    host.add(JUNE)
    assert [host.post(f"/{table}", rows) for table, rows in JUNE.items()] == [{"added": 0}] * 3
    for change in ("UPDATE entries SET key = ''", "DELETE FROM claims", "TRUNCATE roster"):
        with psycopg.connect(host.url) as connection, pytest.raises(psycopg.errors.RaiseException, match="only grows"):
            connection.execute(change.encode())


def test_what_cannot_be_read_is_refused_with_its_findings_and_nothing_of_it_is_kept(host: Host) -> None:
    before = host.rows()
    rows = [*done("K-1", 6, 3), {"entry_id": "E-2", "member_id": "K-1", "date": "2024-06-31", "activity": "adoption"}]
    code, told = host.ask("POST", "/entries", rows)
    assert (code, [each["code"] for each in told["findings"]]) == (REFUSED, ["bad_date"])
    for days in ({}, {"as_of": "soon"}, {"as_of": "2024-06-30", "known_at": "soon"}):
        assert host.ask("POST", "/runs", days)[0] == REFUSED
    secret = Path(__file__)
    for body in (str(secret), [str(secret)], {"entry_id": "E-1"}, 7):
        assert host.ask("POST", "/entries", body)[0] == BAD, "a path is no row"
    assert host.ask("POST", "/runs", ["2024-06-30"])[0] == BAD
    assert host.rows() == before


def test_a_run_of_an_earlier_day_than_one_that_was_applied_is_refused(host: Host) -> None:
    host.add(JUNE)
    june, july = host.run("2024-06-30"), host.run("2024-07-31")
    host.apply(july)
    before = host.rows()
    code, told = host.ask("POST", f"/runs/{june['run_id']}/apply")
    assert (code, [each["code"] for each in told["findings"]]) == (REFUSED, ["bad_argument"])
    assert host.rows() == before


def test_the_evaluation_is_kept_byte_for_byte(host: Host) -> None:
    host.add(JUNE)
    host.run("2024-06-30")
    ((kept, certificate),) = host.select("SELECT evaluation, certificate FROM runs")
    evaluation = evaluate(SCHEME, JUNE["entries"], JUNE["roster"], JUNE["claims"], as_of="2024-06-30")
    assert json.loads(kept)["payments"] == json.loads(evaluation.to_json())["payments"]
    assert certificate["result_sha256"] == host.run("2024-06-30")["certificate"]["result_sha256"]
