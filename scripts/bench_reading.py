"""Time and memory of reading a ledger: seconds and peak memory for XLSX and CSV files of several lengths.

Each file is read in a process of its own, since memory that was used once is not given back. "nothing" is a process
that reads one row: what the language, this library and openpyxl take by themselves.
"""

from __future__ import annotations

import argparse
import csv
import resource
import subprocess
import sys
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

from openpyxl import Workbook

from incentive_rules import example_path, load_scheme, read_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator

LENGTHS = (10_000, 50_000, 100_000)
HEADER = ("실적번호", "사번", "성명", "부서", "직급", "활동일", "활동", "시민칭찬", "과제", "점수")
_KIB = 1024


def rows(length: int) -> Iterator[tuple[object, ...]]:
    """Ten columns as an officer keeps them: ids, days, words that repeat, and words that do not."""
    for number in range(length):
        yield (
            f"E-{number:06d}",
            f"{number % 700:05d}",
            f"직원{number % 700}",
            f"{number % 23}과",
            f"{number % 4 + 6}급",
            date(2024, 6, 1) + timedelta(number % 180),
            ("시책 제안", "협업을 통한 문제해결")[number % 2],
            ("예", "")[number % 2],
            f"서식 통합 {number}",
            number % 3,
        )


def write_csv(path: Path, length: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(chain([HEADER], rows(length)))


def write_xlsx(path: Path, length: int) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("2024")
    for row in chain([HEADER], rows(length)):
        sheet.append(row)
    book.save(path)


def read(path: Path) -> str:
    """Seconds and peak memory of reading one file in this process."""
    scheme = load_scheme(example_path("donghae.yaml"))
    start = perf_counter()
    ledger = read_ledger(path, scheme)
    seconds = perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // _KIB
    count = len(ledger.entries) + len(ledger.rejected)
    return f"{count:>8,} rows {path.stat().st_size / _KIB / _KIB:6.1f} MiB {seconds:7.2f} s {peak:6,} MiB at most"


def in_own_process(path: Path) -> str:
    command = [sys.executable, __file__, "--read", str(path)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.rstrip()  # noqa: S603  # ourselves


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--read", type=Path, help="read this file in this process, and print what it took")
    one = parser.parse_args().read
    if one:
        print(read(one))
        return 0
    with TemporaryDirectory() as folder:
        for kind, write in (("csv", write_csv), ("xlsx", write_xlsx)):
            for length in (1, *LENGTHS):
                path = Path(folder) / f"{length}.{kind}"
                write(path, length)
                print(f"{kind:5} {in_own_process(path)}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
