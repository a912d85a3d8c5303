"""What does a language cost where nobody asks why? Totals of everybody against the same rules written by hand.

    python benchmarks/totals.py [--entries N] [--rounds K] [--quick]

The whole job: points, bonus, who is eligible, monthly sums, what is carried over, thresholds, rewards. The library
gets it from the scheme; a loop over lists and a polars query have it written into them. All start from columns that
lie in memory, and all results were found to be equal before the clock counts. The library does what the others leave
out, too: it checks every cell of its columns, looks for double ids, and counts entries and points by activity.
"""

from __future__ import annotations

import sys

from by_hand import loop_over_columns, of_those_who_earned, together
from by_polars import accounts, frames, in_polars
from incentive_rules.backends.totals import evaluate_totals
from measure import Finding, asked, finish, machine, print_times, ratio, take_turns
from ours import in_all, the_scheme, typed
from year import LAST, a_year

GOAL = 1.5
COLUMNS, TYPED = "totals path, from columns", "totals path, from a typed ledger"
LOOP, POLARS = "loop over columns, by hand", "polars, by hand"


def main() -> int:
    """Check that all come to the same, take turns."""
    wish = asked(__doc__ or "")
    scheme, year = the_scheme(), a_year(wish.entries)
    print(f"Totals of {wish.entries:,} entries of {len(year.grades):,} people; {machine()}", flush=True)
    columns, (ledger, roster), (entries, staff) = year.columns(), typed(scheme, year), frames(year)
    contestants = {
        COLUMNS: lambda: evaluate_totals(scheme, columns, roster, as_of=LAST),
        TYPED: lambda: evaluate_totals(scheme, ledger, roster, as_of=LAST),
        LOOP: lambda: loop_over_columns(year),
        POLARS: lambda: in_polars(entries, staff),
    }
    expected = of_those_who_earned(loop_over_columns(year))
    assert of_those_who_earned(accounts(in_polars(entries, staff))) == expected
    totals = evaluate_totals(scheme, columns, roster, as_of=LAST)
    assert totals == evaluate_totals(scheme, ledger, roster, as_of=LAST)
    assert in_all(totals) == together(expected.values())
    print("  all come to the same points, balances, payments and won", flush=True)
    times = take_turns(contestants, wish.rounds)
    print_times(times, wish.entries)
    finish(
        [
            Finding("totals from columns, to a loop by hand", ratio(times, COLUMNS, LOOP), goal=GOAL),
            Finding("totals from columns, to polars by hand", ratio(times, COLUMNS, POLARS)),
            Finding("totals from a typed ledger, to a loop by hand", ratio(times, TYPED, LOOP)),
            Finding("polars by hand, to a loop by hand", ratio(times, POLARS, LOOP)),
        ],
        wish,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
