"""What does it cost to begin? The import alone, and the import with a scheme loaded and ten rows evaluated.

    python benchmarks/importing.py [--rounds K] [--quick]
    python benchmarks/importing.py --top

Each measurement is a fresh process, which times itself from its first line on: neither the start of Python is counted
nor the compiling of files, which an installation does once.
The import is compared with that of the two libraries that it cannot do without. ``--top`` lists the modules that take
longest by themselves instead.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from statistics import median
from tempfile import TemporaryDirectory

from measure import Finding, Times, asked, finish, machine, ratio

GOAL = 1.2
OURS, THEIRS = "import incentive_rules", "from pydantic import BaseModel; import yaml"
TEN_ROWS = "import, load, ten rows"
TOP, MOST = "--top", 25

_TEN_ROWS = """
from incentive_rules import evaluate, example_path, load_scheme
scheme = load_scheme(example_path("donghae.yaml"))
row = {"member_id": "K-1", "date": "2024-06-10", "activity": "achievement"}
staff = [{"member_id": "K-1", "grade": "7급", "department": "행정과"}]
june = evaluate(scheme, [{**row, "entry_id": f"E-{n}"} for n in range(10)], staff, as_of="2024-06-30")
assert june.statements["K-1"].earned == 10
"""
_TIMED = """
from time import perf_counter
start = perf_counter()
{code}
print(perf_counter() - start)
"""


@dataclass(frozen=True, slots=True)
class FreshPython:
    """Runs code in processes of their own, which keep what they compiled in a folder, as an installation does."""

    compiled: str

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """What a fresh process printed."""
        env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": self.compiled}
        command = [sys.executable, *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True, env=env)  # noqa: S603  # ourselves

    def seconds(self, code: str) -> float:
        """How long some code takes, by the clock of the process itself."""
        return float(self.run("-c", _TIMED.format(code=code)).stdout)


def fresh_turns(python: FreshPython, codes: dict[str, str], rounds: int) -> Times:
    """Every code once in every round; a first round, in which all is compiled, does not count."""
    for code in codes.values():
        python.seconds(code)
    times: Times = {name: [] for name in codes}
    for _ in range(rounds):
        for name, code in codes.items():
            times[name].append(python.seconds(code))
    return times


def slowest_imports(python: FreshPython) -> list[str]:
    """The modules that take longest by themselves, as ``python -X importtime`` tells."""
    python.seconds(OURS)
    told = python.run("-X", "importtime", "-c", OURS).stderr
    cells = [line.removeprefix("import time:").split("|") for line in told.splitlines()[1:]]
    slowest = sorted(((int(own), name.strip()) for own, _, name in cells), reverse=True)[:MOST]
    return [f"  {own / 1000:7.1f} ms  {name}" for own, name in slowest]


def main() -> int:
    """Take turns in fresh processes; with ``--top``, only say where the time goes."""
    with TemporaryDirectory() as folder:
        python = FreshPython(folder)
        if TOP in sys.argv:
            print("\n".join(slowest_imports(python)))
            return 0
        wish = asked(__doc__ or "", rounds=25)
        print(f"Importing, each time in a fresh process; {machine()}", flush=True)
        times = fresh_turns(python, {OURS: OURS, THEIRS: THEIRS, TEN_ROWS: _TEN_ROWS}, wish.rounds)
    for name, taken in times.items():
        print(f"  {name:<46} {median(taken) * 1000:7.1f} ms")
    finish(
        [
            Finding("importing, to importing pydantic and yaml", ratio(times, OURS, THEIRS), goal=GOAL),
            Finding("import, load and ten rows, to the same", ratio(times, TEN_ROWS, THEIRS)),
        ],
        wish,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
