"""The service in processes that are killed at a given step of their talk with the database.

Each line that is read is a number of steps and a database. A process is forked that serves one request there and is
killed before one more step than so many (never, below zero); its port is printed, then how it ended: 0 or -9.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
from werkzeug.serving import make_server

from incentive_rules import example_path, load_scheme

SERVICE = Path(__file__).parents[2] / "examples" / "hosts" / "service"
sys.path.insert(0, str(SERVICE))

from service import create_app  # noqa: E402  # it is found where it is started: in its own folder

if TYPE_CHECKING:
    from collections.abc import Generator

SCHEME = load_scheme(example_path("donghae.yaml"))


def die_after(steps: int) -> None:
    """Each step is one wait of psycopg: for the answer to a statement, or to the end of a transaction."""
    wait, left = psycopg.Connection.wait, steps

    def wait_or_die(
        self: psycopg.Connection[Any], gen: Generator[Any, Any, Any], *more: object, **named: object
    ) -> object:
        nonlocal left
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
        return wait(self, gen, *more, **named)  # type: ignore[arg-type]  # as they came

    psycopg.Connection.wait = wait_or_die  # type: ignore[method-assign, assignment]  # that is the point


def serve_once(url: str, steps: int) -> None:
    die_after(steps)
    server = make_server("127.0.0.1", 0, create_app(url, SCHEME))
    print(server.port, flush=True)  # noqa: T201  # whoever asks reads it
    server.handle_request()


def main() -> None:
    for line in sys.stdin:
        steps, url = line.split(maxsplit=1)
        if (child := os.fork()) == 0:
            serve_once(url.strip(), int(steps))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201  # as above


if __name__ == "__main__":
    main()
