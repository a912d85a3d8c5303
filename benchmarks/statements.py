"""What do reasons cost? Full statements of everybody against a bare loop that keeps one tuple an entry.

    python benchmarks/statements.py [--entries N] [--rounds K] [--quick]

The library evaluates a typed ledger, and then every step of every statement is touched, so that nothing lazy hides.
The loop knows this one scheme, checks nothing and explains nothing; its tuples are what it would explain from.
Reading rows into a typed ledger is timed apart. Both leave the garbage collector as they set it themselves.
"""

from __future__ import annotations

import subprocess
import sys
from time import perf_counter

from by_hand import loop_over_rows
from measure import Finding, asked, finish, machine, peak_mib, print_times, ratio, take_turns
from ours import accounted_for, accounts, full_statements, the_scheme, typed
from year import a_year

GOAL = 2.0
LIBRARY, LOOP = "statements, every step touched", "bare loop over rows, a tuple an entry"
ACCOUNTED = "the same, and what became of every row"
PEAK_OF = "--peak-of"


def peak_of(contestant: str, entries: int) -> int:
    """The most memory that one contestant takes, in a process of its own: facts, work and result.

    To be asked before this process grows: Linux starts a child's peak at its parent's size.
    """
    command = [sys.executable, __file__, PEAK_OF, contestant, str(entries)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603  # ourselves


def print_peak(contestant: str, entries: int) -> None:
    """The other side of ``peak_of``."""
    year = a_year(entries)
    if contestant == LOOP:
        kept: object = loop_over_rows(year.rows(), year.grades)
    else:
        scheme = the_scheme()
        kept = full_statements(scheme, *typed(scheme, year))
    print(peak_mib())
    del kept


def main() -> int:
    """Read, check that both come to the same, take turns."""
    if PEAK_OF in sys.argv:
        print_peak(sys.argv[2], int(sys.argv[3]))
        return 0
    wish = asked(__doc__ or "", rounds=3)
    memory, memory_of_loop = peak_of(LIBRARY, wish.entries), peak_of(LOOP, wish.entries)
    scheme, year = the_scheme(), a_year(wish.entries)
    print(f"Statements of {wish.entries:,} entries of {len(year.grades):,} people; {machine()}")
    start = perf_counter()
    ledger, roster = typed(scheme, year)
    print(f"  reading rows into a typed ledger took {perf_counter() - start:.3f} s, and is not counted", flush=True)
    rows = year.rows()
    assert accounts(full_statements(scheme, ledger, roster)[0]) == loop_over_rows(rows, year.grades)[0]
    print("  both come to the same points, balances, payments and won, person by person", flush=True)
    contestants = {
        LIBRARY: lambda: full_statements(scheme, ledger, roster),
        LOOP: lambda: loop_over_rows(rows, year.grades),
        ACCOUNTED: lambda: accounted_for(scheme, ledger, roster),
    }
    times = take_turns(contestants, wish.rounds)
    print_times(times, wish.entries)
    print(f"  memory at most, each in a process of its own, with its facts: {memory:,} MiB and {memory_of_loop:,} MiB")
    finish(
        [
            Finding("statements to a bare loop with a tuple an entry", ratio(times, LIBRARY, LOOP), goal=GOAL),
            Finding("the same with what became of every row", ratio(times, ACCOUNTED, LOOP)),
            Finding("memory of statements to that of the loop", memory / memory_of_loop),
        ],
        wish,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
