"""All questions, one after the other, each in a fresh process; then one table of ratios and goals.

    python benchmarks/run.py [--entries N] [--quick]

It is what `make bench` runs, and it writes ``last.md``. With ``--quick``, small sizes are run once and nothing is
written: only to see that all of it runs.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from incentive_rules import __version__
from measure import Finding, machine, table

FOLDER = Path(__file__).parent
LAST = FOLDER / "last.md"
QUESTIONS = ("importing", "loading", "statements", "totals", "corrections", "member", "variants", "growth", "reading")


def answer(question: str, options: list[str]) -> tuple[str, list[Finding]]:
    """What one benchmark prints, which is passed on line by line, and what it found."""
    with TemporaryDirectory() as folder:
        found = Path(folder) / "findings.json"
        command = [sys.executable, "-u", str(FOLDER / f"{question}.py"), "--findings", str(found)]
        printed = ""
        with subprocess.Popen(command + options, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  # ours
            assert process.stdout is not None
            for line in process.stdout:
                print(line, end="", flush=True)
                printed += line
        if process.returncode:
            sys.exit(f"{question}: failed")
        return printed, [Finding(**each) for each in json.loads(found.read_text(encoding="utf-8"))]


def page(findings: list[Finding], printed: dict[str, str], sizes: str) -> str:
    """The figures of a run as a page."""
    parts = "\n".join(f"## {question}\n\n```text\n{text.strip()}\n```\n" for question, text in printed.items())
    return f"""\
# The last run

Written by `make bench`; do not edit. incentive_rules {__version__}, {machine()}; {sizes}.
Only the ratios within this run mean something elsewhere: [how to read them](README.md).

{table(findings)}

{parts}"""


def main() -> int:
    """Ask all questions, print the table, write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="small sizes, and last.md stays as it is")
    parser.add_argument("--entries", type=int, help="how many entries, where it is not to be the usual number of each")
    given = parser.parse_args()
    options = ["--quick"] * given.quick + ([f"--entries={given.entries}"] if given.entries else [])
    findings: list[Finding] = []
    printed: dict[str, str] = {}
    for number, question in enumerate(QUESTIONS, 1):
        print(f"\n[{number}/{len(QUESTIONS)}] {question}", flush=True)
        printed[question], found = answer(question, options)
        findings += found
    print(f"\nAll of it; {machine()}\n\n{table(findings)}")
    if not given.quick:
        sizes = f"{given.entries:,} entries each" if given.entries else "the usual sizes"
        LAST.write_text(page(findings, printed, sizes), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
