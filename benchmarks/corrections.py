"""What do corrections cost? A ledger in which every tenth row corrects another, beside one of as many plain rows.

    python benchmarks/corrections.py [--entries N] [--rounds K] [--quick]

Of the rows that correct, a third takes another row back, a third stands in its place, and a third approves one that
was pending. Statements are made in full, as in `statements.py`. What the corrected ledger comes to is compared with a
ledger of the rows that are left once somebody has made every correction by hand.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from incentive_rules import Ledger
from incentive_rules.ledger.model import Status
from measure import Finding, asked, finish, machine, peak_mib, print_times, ratio, take_turns
from ours import accounted_for, accounts, the_scheme, typed
from year import ACTIVITIES, a_year

if TYPE_CHECKING:
    from incentive_rules.ledger.model import Entry

GOAL = 1.5
ONE_IN = 10
PLAIN, CORRECTED = "rows that correct nothing", "one row in ten corrects another"


def corrected(entries: tuple[Entry, ...]) -> tuple[list[Entry], list[Entry]]:
    """As many rows, of which every tenth corrects the one after it; and what is left of them, made by hand."""
    rows, left = list(entries), list(entries)
    taken_out: list[int] = []
    for number, at in enumerate(range(0, len(rows) - 1, ONE_IN)):
        row, other = rows[at], rows[at + 1]
        if number % 3 == 0:
            rows[at] = replace(row, member_id="", activity="", date=other.date, facts={}, voids=other.entry_id)
            taken_out += [at, at + 1]
        elif number % 3 == 1:
            other_one = ACTIVITIES[(ACTIVITIES.index(other.activity) + 1) % len(ACTIVITIES)]
            left[at] = replace(other, entry_id=row.entry_id, activity=other_one)
            rows[at] = replace(left[at], replaces=other.entry_id)
            taken_out.append(at + 1)
        else:
            rows[at + 1] = replace(other, status=Status.PENDING)
            rows[at] = replace(row, member_id="", activity="", date=other.date, facts={}, decides=other.entry_id)
            taken_out.append(at)
    gone = set(taken_out)
    return rows, [row for at, row in enumerate(left) if at not in gone]


def main() -> int:
    """Measure, compare, print."""
    wish = asked(__doc__ or "", rounds=3)
    scheme, year = the_scheme(), a_year(wish.entries)
    plain, roster = typed(scheme, year)
    rows, left = corrected(plain.entries)
    ledger = Ledger(tuple(rows))
    print(f"Corrections, {wish.entries:,} rows; {machine()}")
    found, by_hand = (accounts(accounted_for(scheme, each, roster)[0]) for each in (ledger, Ledger(tuple(left))))
    assert found == by_hand
    print("  the corrected ledger comes to what its corrected rows come to, person by person")
    del found, by_hand, rows, left
    times = take_turns(
        {
            PLAIN: lambda: accounted_for(scheme, plain, roster),
            CORRECTED: lambda: accounted_for(scheme, ledger, roster),
        },
        wish.rounds,
    )
    print_times(times, wish.entries)
    print(f"  memory at most {peak_mib()} MiB")
    finish([Finding("one row in ten corrects another / plain rows", ratio(times, CORRECTED, PLAIN), goal=GOAL)], wish)
    return 0


if __name__ == "__main__":
    sys.exit(main())
