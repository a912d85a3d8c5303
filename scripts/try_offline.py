"""Installs and runs the library with the network off, as docs/install.md tells it: try_offline.py.

The first half needs a network: it builds the wheel and fetches the wheels that it needs, for this machine and for
Windows. The second half has none. Where the system can give a process an empty network (``unshare``, on Linux) it does;
elsewhere every socket of Python is refused. Which of the two it was is printed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from email.parser import Parser
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from zipfile import ZipFile

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).parents[1]
WANTED = "incentive_rules[cli,excel]"
WHEELS_ONLY = "--only-binary=:all:"
FOR_WINDOWS = ("--platform", "win_amd64", "--python-version", "3.12")
WINDOWS = {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "python_version": "3.12"}
SOME_REFUSED = 1  # the exit code for the examples, in which some rows are bad on purpose
LINES_TOLD = 30
EMPTY_NETWORK = ("unshare", "--map-root-user", "--net")
DATA = ROOT / "examples" / "data"
TABLES = {f"--{name}": str(DATA / f"{file}.csv") for name, file in [("ledger", "entries"), ("roster", "roster")]}

GUARD = '''\
"""Every way of Python to the network is refused."""
import sys

def refuse(event, args):
    if event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.")):
        raise ConnectionError(f"the network is off: {event}")

sys.addaudithook(refuse)
'''

IN_USE = """\
import datetime, sys
from incentive_rules import evaluate, example_path, load_scheme, read_ledger, read_roster

scheme = load_scheme(example_path("donghae.yaml"))
ledger, roster = read_ledger(sys.argv[1], scheme), read_roster(sys.argv[2], scheme)
evaluation = evaluate(scheme, ledger, roster, as_of=datetime.date(2024, 12, 31))
assert evaluation.statements and evaluation.to_json() and evaluation.explain(ledger.entries[0].entry_id, lang="ko")
print(len(ledger.entries), "entries evaluated")
"""


def attempt(*command: str, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """A command that may fail, with what it prints."""
    return subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)  # noqa: S603  # ours


def checked(ran: subprocess.CompletedProcess[str], expected: int = 0) -> str:
    """What a command printed; one that ends otherwise than expected ends the script."""
    if ran.returncode != expected:
        told = "\n".join((ran.stdout + ran.stderr).splitlines()[-LINES_TOLD:])
        sys.exit(f"failed with exit code {ran.returncode}: {' '.join(ran.args)}\n{told}")
    return ran.stdout


def pip(*arguments: str) -> None:
    checked(attempt(sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments))


# With the network.


def fetch(folder: Path, *target: str) -> None:
    """The project's wheel and all that it needs, wheels only, into one folder."""
    pip("wheel", "--no-deps", "--wheel-dir", str(folder), str(ROOT))
    pip("download", "--dest", str(folder), WHEELS_ONLY, *target, "--find-links", str(folder), WANTED)
    sizes = {path.name: path.stat().st_size for path in sorted(folder.iterdir())}
    for name, size in sizes.items():
        print(f"{size:>12,}  {name}")
    print(f"{sum(sizes.values()):>12,}  bytes in {len(sizes)} files")


def check_complete(folder: Path, system: Mapping[str, str]) -> None:
    """Whether a folder has all that another system needs; pip itself asks only for what this one needs."""
    wheels = {parse_wheel_filename(path.name)[0]: path for path in folder.iterdir()}
    waiting, seen = [Requirement(WANTED)], set[str]()
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        if name not in wheels or parse_wheel_filename(wheels[name].name)[1] not in wanted.specifier:
            sys.exit(f"failed: the folder has no {wanted}")
        if str(wanted) not in seen:
            seen.add(str(wanted))
            waiting += needs(wheels[name], wanted.extras, system)
    print(f"complete: {len(wheels)} wheels answer {len(seen)} needs")


def needs(wheel: Path, extras: set[str], system: Mapping[str, str]) -> Iterator[Requirement]:
    """What a wheel asks for on a system."""
    with ZipFile(wheel) as archive:
        (metadata,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        headers = Parser().parsestr(archive.read(metadata).decode())
    for line in headers.get_all("Requires-Dist", []):
        need = Requirement(line)
        if need.marker is None or any(need.marker.evaluate({**system, "extra": each}) for each in ("", *extras)):
            yield need


# Without it.


class Offline:
    """A new virtual environment whose programs have no network and no index."""

    def __init__(self, folder: Path) -> None:
        guard = folder / "guard"
        guard.mkdir()
        (guard / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
        home = folder / "venv"
        checked(attempt(sys.executable, "-m", "venv", str(home)))
        self.bin = home / ("Scripts" if os.name == "nt" else "bin")
        self.before = EMPTY_NETWORK if has_empty_network() else ()
        kept = {name: value for name, value in os.environ.items() if not name.upper().startswith(("PIP_", "PYTHON"))}
        closed = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:9")
        pip_alone = {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
        self.environment = {**kept, **closed, **pip_alone, "PYTHONPATH": str(guard), "PYTHONUTF8": "1"}

    def run(self, program: str, *arguments: str) -> str:
        return checked(self.attempt(program, *arguments))

    def attempt(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return attempt(*self.before, str(self.bin / program), *arguments, environment=self.environment)

    def check_closed(self) -> None:
        """Python's sockets are refused; under ``unshare`` there is also nothing to reach without the guard."""
        program = "import socket; socket.create_connection(('192.0.2.1', 443), timeout=5)"
        for flags in [(), *([("-I",)] if self.before else [])]:  # -I leaves the guard out
            ran = self.attempt("python", *flags, "-c", program)
            if not ran.returncode:
                sys.exit("failed: a connection was made")
            print("closed:", ran.stderr.splitlines()[-1])


def has_empty_network() -> bool:
    return which(EMPTY_NETWORK[0]) is not None and attempt(*EMPTY_NETWORK, "true").returncode == 0


def use(offline: Offline, wheels: Path) -> None:
    """Install from the folder alone, and run what a newcomer runs."""
    offline.run("pip", "install", "--no-index", f"--find-links={wheels}", WANTED)
    print(offline.run("pip", "list"))
    scheme = str(ROOT / "examples" / "donghae.yaml")
    tables = [word for pair in TABLES.items() for word in pair]
    ends = {
        ("--version",): 0,
        ("demo", "--lang", "ko"): 0,
        ("validate", scheme): 0,
        ("evaluate", scheme, *tables, "--as-of", "2024-12-31", "--lang", "ko"): SOME_REFUSED,
    }
    for arguments, expected in ends.items():
        lines = checked(offline.attempt("incentive-rules", *arguments), expected).splitlines()
        print(f"incentive-rules {arguments[0]}: {len(lines)} lines, the first: {lines[0]}")
    print("library:", offline.run("python", "-c", IN_USE, *TABLES.values()).strip())


def steps(folder: Path) -> Iterator[str]:
    """The way, step by step; each title comes before its step is done."""
    here, windows = folder / "here", folder / "windows"
    yield "fetch the wheels for this machine"
    fetch(here)
    yield f"fetch the wheels for Windows ({' '.join(FOR_WINDOWS)})"
    fetch(windows, *FOR_WINDOWS)
    check_complete(windows, WINDOWS)
    yield "turn the network off"
    offline = Offline(folder)
    print("by", " ".join(offline.before) or "refusing every socket of Python, and proxies that lead nowhere")
    offline.check_closed()
    yield "install from the folder and run"
    use(offline, here)


def main() -> None:
    with TemporaryDirectory(prefix="설치 시험 ") as folder:  # a path with Korean and blanks, as on officers' machines
        for title in steps(Path(folder)):
            print(f"\n== {title}", flush=True)
    print("\nit installs and runs with the network off")


if __name__ == "__main__":
    main()
