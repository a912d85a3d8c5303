"""What does reading cost? Seconds and peak memory of a ledger from XLSX and CSV files, against the plainest reading.

    python benchmarks/reading.py [--entries N] [--quick]

Each file is read in a process of its own, since memory that was used once is not given back. The plainest reading is
that of csv.DictReader, and of openpyxl: it gives texts and cells, of which nothing is checked, typed or reported.
A file of one row shows what the language and the libraries take by themselves.
"""

from __future__ import annotations

import csv
import subprocess
import sys
from datetime import date, timedelta
from functools import partial
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

from openpyxl import Workbook, load_workbook

from incentive_rules import Scheme, example_path, load_scheme, read_ledger
from measure import Finding, asked, finish, machine, peak_mib

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HEADER = ("실적번호", "사번", "성명", "부서", "직급", "활동일", "활동", "시민칭찬", "과제", "점수")
READ = "--read"
LIBRARY, PLAIN = "library", "plain"


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


def rows_of_csv(path: Path) -> int:
    with path.open(encoding="utf-8", newline="") as stream:
        return len(list(csv.DictReader(stream)))


def rows_of_xlsx(path: Path) -> int:
    sheet = load_workbook(path, read_only=True).worksheets[0]
    return len(list(sheet.iter_rows(values_only=True))) - 1


def rows_of_ledger(path: Path, scheme: Scheme) -> int:
    ledger = read_ledger(path, scheme)
    return len(ledger.entries) + len(ledger.rejected)


FORMATS: dict[str, tuple[Callable[[Path, int], None], Callable[[Path], int]]] = {
    "csv": (write_csv, rows_of_csv),
    "xlsx": (write_xlsx, rows_of_xlsx),
}
"""How a file of each kind is written, and how it is read in the plainest way."""


def read(path: Path, how: str) -> str:
    """Rows, seconds and peak memory of reading one file in this process."""
    typed = partial(rows_of_ledger, scheme=load_scheme(example_path("donghae.yaml")))
    work = typed if how == LIBRARY else FORMATS[path.suffix.removeprefix(".")][1]
    start = perf_counter()
    count = work(path)
    return f"{count} {perf_counter() - start} {peak_mib()}"


def in_own_process(path: Path, how: str, length: int) -> float:
    """Seconds of reading a file, which are printed with what else there is to say."""
    command = [sys.executable, __file__, READ, str(path), how]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()  # noqa: S603  # ourselves
    count, seconds, peak = int(told[0]), float(told[1]), int(told[2])
    assert count == length
    print(f"  {path.suffix:6} {how:8} {count:>9,} rows {seconds:8.2f} s {peak:6,} MiB at most", flush=True)
    return seconds


def main() -> int:
    """Write a file of each kind, and read it both ways."""
    if READ in sys.argv:
        print(read(Path(sys.argv[2]), sys.argv[3]))
        return 0
    wish = asked(__doc__ or "", entries=100_000, quick=1_000)
    print(f"Reading {wish.entries:,} rows, each file in a process of its own; {machine()}")
    findings = []
    with TemporaryDirectory() as folder:
        nothing = Path(folder) / "one.csv"
        write_csv(nothing, 1)
        in_own_process(nothing, LIBRARY, 1)
        for kind, (write, _) in FORMATS.items():
            path = Path(folder) / f"ledger.{kind}"
            write(path, wish.entries)
            library, plain = (in_own_process(path, how, wish.entries) for how in (LIBRARY, PLAIN))
            findings.append(Finding(f"reading {kind.upper()}, to the plainest reading of it", library / plain))
    finish(findings, wish)
    return 0


if __name__ == "__main__":
    sys.exit(main())
