"""What does it cost to try a hundred variants of a scheme on one ledger? As many thresholds, one evaluation against it.

    python benchmarks/variants.py [--entries N] [--rounds K] [--quick]

Each variant is loaded, compiled and run by the totals path, from the same columns. The one evaluation is that of full
statements, which a simulation without a fast path would repeat for each variant; one run of the totals is shown too.
"""

from __future__ import annotations

import sys
from copy import deepcopy
from functools import partial
from typing import TYPE_CHECKING, Any

from incentive_rules import Roster, Scheme, Totals, load_scheme
from incentive_rules.backends.totals import evaluate_totals
from measure import Finding, asked, finish, machine, print_times, ratio, take_turns
from ours import full_statements, the_scheme, typed
from year import LAST, a_year

if TYPE_CHECKING:
    from collections.abc import Callable

VARIANTS = 100
GOAL = 10.0
ALL, ONE, STATEMENTS = f"{VARIANTS} variants, totals path", "one, totals path", "one, full statements"


def variant(scheme: Scheme, number: int) -> Scheme:
    """The scheme with its third threshold somewhere between the second and its own: 5.02, 5.04 ... 7."""
    data = deepcopy(scheme.to_dict())
    data["awards"]["monthly"]["tiers"]["t7"]["at"] = f"{5 + 2 * number / VARIANTS:g}"
    return load_scheme(data)


def all_variants(scheme: Scheme, columns: dict[str, list[Any]], roster: Roster) -> list[Totals]:
    """The totals of every variant, each loaded and compiled first."""
    numbers = range(1, VARIANTS + 1)
    return [evaluate_totals(variant(scheme, number), columns, roster, as_of=LAST) for number in numbers]


def main() -> int:
    """Check the first and the last variant against full statements, take turns."""
    wish = asked(__doc__ or "", rounds=1)
    scheme, year = the_scheme(), a_year(wish.entries)
    print(f"{VARIANTS} variants on {wish.entries:,} entries of {len(year.grades):,} people; {machine()}", flush=True)
    columns, (ledger, roster) = year.columns(), typed(scheme, year)
    for number in (1, VARIANTS):
        changed = variant(scheme, number)
        evaluation, _ = full_statements(changed, ledger, roster)
        assert evaluate_totals(changed, columns, roster, as_of=LAST) == evaluation.totals
    print("  the first and the last variant come to the same as their full statements", flush=True)
    contestants: dict[str, Callable[[], object]] = {
        ALL: partial(all_variants, scheme, columns, roster),
        ONE: partial(evaluate_totals, scheme, columns, roster, as_of=LAST),
        STATEMENTS: partial(full_statements, scheme, ledger, roster),
    }
    times = take_turns(contestants, wish.rounds)
    print_times(times, wish.entries)
    finish(
        [
            Finding(f"{VARIANTS} variants to one evaluation with statements", ratio(times, ALL, STATEMENTS), goal=GOAL),
            Finding(f"{VARIANTS} variants to one run of the totals", ratio(times, ALL, ONE)),
        ],
        wish,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
