"""How long does one person wait? The statement of one member out of the ledger of everybody.

    python benchmarks/member.py [--entries N] [--rounds K] [--quick]

The tables are read first, as a service does when it starts: `read_ledger` also makes the index by which the rows of one
member are found, and what that takes is shown beside the reading. Then 50 members are asked for, one after the other,
each with every step of the statement looked at and the explanation made. The median of all is what counts.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from random import Random
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from incentive_rules import evaluate, evaluate_member
from measure import Finding, asked, finish, machine, peak_mib
from ours import the_scheme, typed
from year import LAST, a_year

if TYPE_CHECKING:
    from incentive_rules import Evaluation, Ledger, Roster, Scheme

GOAL_MS, GOAL_OF_READING = 50.0, 2.0
PEOPLE = 50
MS = 1000


def looked_at(evaluation: Evaluation, member: str) -> int:
    """Every step of a statement and what became of every row, so that nothing lazy hides."""
    statement = evaluation.statements[member]
    return sum(len(credit.steps) for credit in statement.credits) + len(statement.outcomes)


def one_after_the_other(scheme: Scheme, ledger: Ledger, roster: Roster, people: list[str]) -> tuple[list[float], float]:
    """Milliseconds for each statement, and for one statement with its explanation in the middle."""
    plain, explained = [], []
    for member in people:
        start = perf_counter()
        found = evaluate_member(scheme, ledger, roster, member=member, as_of=LAST)
        looked_at(found, member)
        plain.append(MS * (perf_counter() - start))
        found.explain(f"member:{member}")
        explained.append(MS * (perf_counter() - start))
    return plain, median(explained)


def main() -> int:
    """Read, compare with the whole, ask for one after the other."""
    wish = asked(__doc__ or "", rounds=3)
    scheme, year = the_scheme(), a_year(wish.entries)
    print(f"One member of {len(year.grades):,}, out of {wish.entries:,} entries; {machine()}")
    start = perf_counter()
    ledger, roster = typed(scheme, year)
    reading = perf_counter() - start
    fresh = replace(ledger)
    start = perf_counter()
    fresh.indexed()
    index = perf_counter() - start
    del fresh
    print(f"  reading rows into typed tables took {reading:.3f} s, {index:.3f} s of it for the index", flush=True)
    people = Random(7).sample(sorted(year.grades), min(PEOPLE, len(year.grades)))
    whole = evaluate(scheme, ledger, roster, as_of=LAST)
    for member in people:
        found = evaluate_member(scheme, ledger, roster, member=member, as_of=LAST)
        assert found.statements[member] == whole.statements[member], member
        assert found.explain(f"member:{member}") == whole.explain(f"member:{member}"), member
    print(f"  the statements of {len(people)} members are those of the whole", flush=True)
    del whole, found
    taken: list[float] = []
    for _ in range(wish.rounds):
        more, explained = one_after_the_other(scheme, ledger, roster, people)
        taken += more
    print(f"  one member's statement {median(taken):8.2f} ms   ({min(taken):.2f} to {max(taken):.2f})")
    print(f"  and its explanation    {explained:8.2f} ms")
    print(f"  memory at most {peak_mib()} MiB, most of it for the whole that it was compared with")
    findings = [
        Finding("one member's statement", median(taken), "ms", GOAL_MS),
        Finding("the slowest of them", max(taken), "ms"),
        Finding("one member's statement and explanation", explained, "ms", GOAL_MS),
        Finding("the index, of the time of reading", 100 * index / reading, "%", GOAL_OF_READING),
    ]
    finish(findings, wish)
    return 0


if __name__ == "__main__":
    sys.exit(main())
