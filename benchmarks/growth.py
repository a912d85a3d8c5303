"""Does twice the work take twice the time? Three sizes, and the exponent of the line through them.

    python benchmarks/growth.py [--entries N] [--rounds K] [--quick]

1 is linear, 2 is quadratic. N/100, N/10 and N entries are evaluated, with people growing in proportion, each size by
itself in memory. The loops written by hand are shown beside it: even they grow a little faster than their work, since
a large year fits no cache and gives the garbage collector more to look through.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from math import log
from statistics import linear_regression, median
from typing import TYPE_CHECKING

from by_hand import loop_over_columns, loop_over_rows, of_those_who_earned
from incentive_rules.backends.totals import evaluate_totals
from measure import Finding, asked, finish, machine, print_times, take_turns
from ours import accounts, full_statements, the_scheme, typed
from year import LAST, a_year

if TYPE_CHECKING:
    from collections.abc import Callable

GOAL = 1.05
STATEMENTS, TOTALS = "statements", "totals path"
ROWS, COLUMNS = "loop over rows, a tuple an entry", "loop over columns"
GOALS = {STATEMENTS: GOAL, TOTALS: GOAL}


def contestants(entries: int) -> dict[str, Callable[[], object]]:
    """All ways through a year of so many entries, once their results were found to be equal."""
    scheme, year = the_scheme(), a_year(entries)
    ledger, roster = typed(scheme, year)
    rows, columns = year.rows(), year.columns()
    expected = of_those_who_earned(loop_over_columns(year))
    assert of_those_who_earned(loop_over_rows(rows, year.grades)[0]) == expected
    evaluation, _ = full_statements(scheme, ledger, roster)
    assert of_those_who_earned(accounts(evaluation)) == expected
    assert evaluate_totals(scheme, columns, roster, as_of=LAST) == evaluation.totals
    return {
        STATEMENTS: lambda: full_statements(scheme, ledger, roster),
        TOTALS: lambda: evaluate_totals(scheme, columns, roster, as_of=LAST),
        ROWS: lambda: loop_over_rows(rows, year.grades),
        COLUMNS: lambda: loop_over_columns(year),
    }


def exponent(seconds: dict[int, float]) -> float:
    """The slope of time over size, both as logarithms, by least squares."""
    return linear_regression([log(size) for size in seconds], [log(taken) for taken in seconds.values()]).slope


def main() -> int:
    """Measure size by size, fit a line for each contestant."""
    wish = asked(__doc__ or "", quick=5_000, rounds=3)
    print(f"Growth up to {wish.entries:,} entries; {machine()}", flush=True)
    seconds: dict[str, dict[int, float]] = defaultdict(dict)
    for size in (wish.entries // 100, wish.entries // 10, wish.entries):
        times = take_turns(contestants(size), wish.rounds)
        print(f"  {size:,} entries, all results equal", flush=True)
        print_times(times, size)
        for name, taken in times.items():
            seconds[name][size] = median(taken)
    growth = {name: exponent(by_size) for name, by_size in seconds.items()}
    finish([Finding(f"growth of {name}", found, "exponent", GOALS.get(name)) for name, found in growth.items()], wish)
    return 0


if __name__ == "__main__":
    sys.exit(main())
