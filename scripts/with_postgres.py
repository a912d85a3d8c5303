"""Runs a command beside a PostgreSQL of its own: with_postgres.py COMMAND...

It makes a cluster in a new folder, starts it on a socket there, sets DATABASE_URL for the command, and stops and
removes it at the end. The exit code is the command's. The server's programs are looked for on PATH and where systems
put them; where there are none, root installs Debian's package, and anybody else is told what to install.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from pwd import getpwnam
from shutil import which
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

PLACES = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "usr/local/pgsql/bin", "usr/local/bin", "opt/homebrew/bin")
INSTALL = (("apt-get", "update", "-qq"), ("apt-get", "install", "-qq", "--no-install-recommends", "postgresql"))
UNPRIVILEGED = ("postgres", "nobody")
"""Who runs the server where we are root, under whom it does not start: the first of these that there is."""
OWNER = "host"
SHORT = "/tmp"  # noqa: S108  # a socket's path has 107 letters at most, and the server's user must come to it
QUICK = ("fsync=off", "full_page_writes=off", "listen_addresses=")  # nothing here outlives a loss of power


def programs() -> Path | None:
    """The folder of the newest server's programs."""
    found = [Path(on_path).resolve().parent] if (on_path := which("initdb")) else []
    for place in PLACES:
        found += sorted(Path("/").glob(place), key=version_of, reverse=True)
    return next((each for each in found if all((each / name).exists() for name in ("initdb", "pg_ctl"))), None)


def version_of(folder: Path) -> float:
    """17 of /usr/lib/postgresql/17/bin; zero where no number stands."""
    return max((float(part) for part in folder.as_posix().replace("-", "/").split("/") if part.isdecimal()), default=0)


def run(*command: str | Path, **options: Any) -> None:  # noqa: ANN401  # those of subprocess.run
    """Run a program; what it prints is heard only where it fails."""
    done = subprocess.run(command, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options)  # noqa: S603  # the server's programs and apt-get
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}")


def installed_programs() -> Path:
    """The same, installed first where that can be done."""
    if found := programs():
        return found
    if os.geteuid() == 0 and which("apt-get"):
        print("installing PostgreSQL with apt-get", file=sys.stderr)
        for command in INSTALL:
            run(*command, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"})
        if found := programs():
            return found
    sys.exit("no PostgreSQL server found; on Debian or Ubuntu: apt install postgresql")


def as_somebody() -> dict[str, Any]:
    """Arguments of ``subprocess.run`` by which the server is not started as root."""
    if os.geteuid() != 0:
        return {}
    for name in UNPRIVILEGED:
        with suppress(KeyError):
            user = getpwnam(name)
            return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    sys.exit("PostgreSQL does not run as root, and there is no user 'postgres' or 'nobody'")


@contextmanager
def postgres() -> Iterator[str]:
    """A server that is there for a while; its address."""
    programs, who = installed_programs(), as_somebody()
    folder = Path(tempfile.mkdtemp(prefix="postgres-", dir=SHORT))
    try:
        if who:
            os.chown(folder, who["user"], who["group"])
        data, log, options = folder / "data", folder / "log", {"cwd": folder, **who}
        make = ("--auth=trust", f"--username={OWNER}", "--encoding=UTF8", "--locale=C", "--no-sync")
        run(programs / "initdb", *make, "--pgdata", data, **options)
        settings = " ".join(f"-c {each}" for each in (*QUICK, f"unix_socket_directories={folder}"))
        control = (programs / "pg_ctl", "--pgdata", data, "--wait", "--timeout=60")
        try:
            run(*control, "start", "--silent", "--log", log, "-o", settings, **options)
            yield f"postgresql:///postgres?host={quote(str(folder), safe='')}&user={OWNER}"
        finally:
            if (data / "postmaster.pid").exists():
                run(*control, "stop", "--mode=immediate", **options)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main(command: list[str]) -> int:
    if not command:
        sys.exit(__doc__)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # so that the server is stopped then too
    with postgres() as address:
        return subprocess.run(command, check=False, env=os.environ | {"DATABASE_URL": address}).returncode  # noqa: S603  # it is the user's


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
