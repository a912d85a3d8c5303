"""Made-up people and what they did, as short as can be told: the stuff that properties are tried on.

A ``Life`` is what the evaluator is asked about; a ``Candidate`` is one life, or two that differ in one thing alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from incentive_rules.amounts import Amount
    from incentive_rules.facts import Value
    from incentive_rules.ledger.model import Claim
    from incentive_rules.scheme.model import Scheme
    from incentive_rules.statement.model import Payment, Statement

PROPERTIES = (
    "monotone",
    "praise_never_hurts",
    "split_proof",
    "cap_respected",
    "tiers_reachable",
    "claim_timing",
    "order_free",
)
"""The properties that can be checked, in the order in which they are told."""

Status = Literal["held", "counterexample", "not_found", "not_applicable"]
Known = tuple[tuple[str, "Value | None"], ...]
"""Facts by name, as part of something that can be compared and looked up."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """One way in which an entry can be: its activity, the facts that rules ask for, its quantity.

    ``rank`` tells the simpler from the less simple; symbols with one rank are one symbol.
    """

    rank: int
    activity: str = field(compare=False)
    facts: Known = field(default=(), compare=False)
    quantity: Amount | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Did:
    """So many equal entries on one day."""

    day: date
    symbol: Symbol
    times: int = 1


Done = tuple[Did, ...]


def done_of(*parts: Iterable[Did]) -> Done:
    """What was done in all, equal entries put together, in one order: the same work is the same value."""
    counts: dict[tuple[date, Symbol], int] = {}
    for did in (did for part in parts for did in part):
        counts[did.day, did.symbol] = counts.get((did.day, did.symbol), 0) + did.times
    ordered = sorted(counts.items(), key=lambda item: (item[0][0], item[0][1].rank))
    return tuple(Did(day, symbol, times) for (day, symbol), times in ordered)


Asked = tuple[tuple["date", str], ...]
"""The days on which somebody claims, each with the award."""


@dataclass(frozen=True, slots=True)
class Life:
    """One made-up person: who it is, what was done up to when, when rewards are claimed and which options are taken."""

    facts: Known
    done: Done
    as_of: date
    claims: Asked = ()
    options: tuple[str, ...] = ("",)

    @property
    def entries(self) -> int:
        """How many entries there are."""
        return sum(did.times for did in self.done)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may break a property: the same person with ``less`` and with ``more``, over what both did.

    ``claims`` and ``claims_more`` are the claims of each; where there is nothing to compare with, ``alone`` is true and
    only the first life counts.
    """

    life: Life
    less: Done = ()
    more: Done = ()
    claims_more: Asked | None = None
    alone: bool = False

    @property
    def lives(self) -> tuple[Life, ...]:
        """The lives that are evaluated and compared."""
        first = replace(self.life, done=done_of(self.life.done, self.less))
        if self.alone:
            return (first,)
        claims = self.life.claims if self.claims_more is None else self.claims_more
        return first, replace(self.life, done=done_of(self.life.done, self.more), claims=claims)


@dataclass(frozen=True, slots=True)
class Excess:
    """A period in which more was credited than a limit allows on the period's last day."""

    limit: str
    period: str
    credited: Amount
    allowed: Amount
    is_count: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a life, as far as properties look at it.

    ``paid`` is by reward; ``tiers`` holds the addresses of tiers paid; ``measured`` is by award the most that was ever
    measured; ``cuts`` the addresses of limits that cut.
    """

    earned: Amount
    balance: Amount
    paid: Mapping[str, Amount]
    tiers: frozenset[str]
    measured: Mapping[str, Amount]
    cuts: frozenset[str]
    over: tuple[Excess, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the people of a witness, evaluated in full: the claims that were filed, the statement, the payments."""

    name: str
    life: Life
    claims: tuple[Claim, ...]
    statement: Statement
    payments: tuple[Payment, ...]


@dataclass(frozen=True, slots=True)
class Witness:
    """The counterexample: one or two people, and what the story says beside what each did and got.

    ``facts`` hold the words of the property's own sentences; ``changed`` is what only the second person did.
    """

    property: str
    scheme: Scheme
    as_of: date
    sides: tuple[Side, ...]
    facts: Mapping[str, object] = field(default_factory=dict)
    less: Done = ()
    more: Done = ()
