"""Small worlds for the laws: staff lists, ledgers and claims of the two examples, as plain rows that aim at edges.

They are what ``incentive_rules.fairness.strategies`` draws, slips included, with days as ``date`` and few enough ids
that two lists drawn apart have some in common.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from incentive_rules import Evaluation, Scheme, evaluate, example_path, load_scheme, with_reading
from incentive_rules.fairness import strategies as drawn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hypothesis.strategies import SearchStrategy

Row = dict[str, Any]

DONGHAE = load_scheme(example_path("donghae.yaml"))
SEOCHEON = load_scheme(example_path("seocheon.yaml"))
READINGS = [DONGHAE, *(with_reading(DONGHAE, name) for name in DONGHAE.readings)]

MEMBERS = ("K-1", "K-2", "K-10")
DAYS = drawn.days(DONGHAE, clean=False)
LINKS = frozenset({"voids", "replaces", "decides"})
_DAY_COLUMNS = ("date", "from", "until", "approved_on", "recorded_on")


@dataclass(frozen=True)
class World:
    """The facts of one evaluation."""

    entries: list[Row] = field(default_factory=list)
    roster: list[Row] = field(default_factory=list)
    claims: list[Row] = field(default_factory=list)

    def evaluated(self, scheme: Scheme, as_of: date = date(2025, 3, 31), known_at: date | None = None) -> Evaluation:
        """The evaluation of these facts."""
        return evaluate(scheme, self.entries, self.roster, self.claims, as_of=as_of, known_at=known_at)

    def without_corrections(self) -> World:
        """The same facts without the rows that correct others, and each id once."""
        entries = {row["entry_id"]: row for row in self.entries if LINKS.isdisjoint(row)}
        claims = {row["claim_id"]: row for row in self.claims if LINKS.isdisjoint(row)}
        return World([*entries.values()], self.roster, [*claims.values()])

    def with_entries(self, more: Iterable[Row]) -> World:
        """The same facts and more entries."""
        return World([*self.entries, *more], self.roster, self.claims)


def entries(scheme: Scheme) -> SearchStrategy[Row]:
    """One ledger row, good or not quite."""
    return drawn.entries(scheme, MEMBERS).map(with_days)


def claims(scheme: Scheme) -> SearchStrategy[Row]:
    """One claim; which claims are right is for the evaluator to find out."""
    return drawn.claims(scheme, MEMBERS).map(with_days)


def worlds(scheme: Scheme = DONGHAE, most: int = 25) -> SearchStrategy[World]:
    """Facts for a scheme."""
    return drawn.ledgers(scheme, most=most, people=len(MEMBERS)).map(world_of)


def world_of(rows: drawn.Rows) -> World:
    """Drawn rows as a world."""
    return World(*([with_days(row) for row in table] for table in rows))


def with_days(row: Row) -> Row:
    """The row with its days as ``date``, which compare with those of the laws; blank ones stay away."""
    days = {name: row[name] for name in _DAY_COLUMNS if name in row}
    rest = {name: cell for name, cell in row.items() if name not in days}
    return rest | {name: date.fromisoformat(day) for name, day in days.items() if day}
