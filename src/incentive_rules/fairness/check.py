"""The arrow from a scheme to verdicts: each property is tried on runs of entries, on the real evaluator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError, nearest
from incentive_rules.fairness.model import PROPERTIES
from incentive_rules.fairness.order import ORDERS, ordered
from incentive_rules.fairness.properties import COMPARED
from incentive_rules.fairness.reach import Reached, reach
from incentive_rules.fairness.runs import space_of
from incentive_rules.fairness.search import Found, search
from incentive_rules.fairness.story import both
from incentive_rules.fairness.trial import Trial
from incentive_rules.fairness.verdict import FairnessReport, Verdict
from incentive_rules.fairness.witness import of_candidate, of_order, of_reach
from incentive_rules.messages import Label
from incentive_rules.program.from_scheme import program_of
from incentive_rules.statement.from_ledger import evaluate_program

if TYPE_CHECKING:
    from collections.abc import Iterable

    from incentive_rules.fairness.model import Status, Witness
    from incentive_rules.fairness.properties import Property
    from incentive_rules.fairness.runs import Space
    from incentive_rules.fairness.search import Told
    from incentive_rules.fairness.trial import Evaluator
    from incentive_rules.program.model import Program
    from incentive_rules.scheme.model import Scheme

BUDGET = 3000
"""So many ledgers, at most, are tried for one property; the first comparison is made in any event."""
_RUNS_A_LEDGER = 1 + len(ORDERS)
"""Each ledger is evaluated as it is and in other orders, so that fewer are tried."""
_PROPERTY, _BUDGET = Label("성질", "property"), Label("1 이상의 정수여야 합니다", "it must be a whole number from 1 on")
_COMPARED = {prop.name: prop for prop in COMPARED}


class Progress(Protocol):
    """Takes how far a check has come."""

    def __call__(self, name: str, n: int, /) -> None:
        """The property that is tried, and how many comparisons of it were made."""


def check_fairness(
    scheme: Scheme,
    *,
    properties: Iterable[str] | None = None,
    budget: int = BUDGET,
    progress: Progress | None = None,
) -> FairnessReport:
    """Look for the shortest counterexample to each property of a scheme.

    Whole ledgers of made-up people go through the evaluator: entries of one kind, as often as the rules make a
    difference, with one other, with one entry more, split in two, praised, claimed in another month. The same scheme
    always gives the same report.

    Args:
        scheme: from ``load_scheme``.
        properties: some of ``PROPERTIES``; without it, all.
        budget: how many ledgers to try, at most, for each property; the first comparison is made in any event. Not
            counted are the single entries by which their points are learnt, and what it takes to make a counterexample
            smaller or to choose a repair. No clock is looked at.
        progress: told the property and the number of comparisons while the check lasts.

    Raises:
        InputError: for an unknown property, or a budget that is no number from 1 on.

    Example:
        >>> from incentive_rules import example_path, load_scheme
        >>> scheme = load_scheme(example_path("donghae.yaml"), reading="wiped")
        >>> report = check_fairness(scheme, properties=["claim_timing"], budget=500)
        >>> report.held, report["claim_timing"].status
        (False, 'counterexample')
    """
    return checked_with(evaluate_program, scheme, properties, budget, progress)


def checked_with(
    evaluator: Evaluator,
    scheme: Scheme,
    properties: Iterable[str] | None = None,
    budget: int = BUDGET,
    progress: Progress | None = None,
) -> FairnessReport:
    """``check_fairness`` on another evaluator, such as one that is wrong on purpose."""
    chosen = tuple(PROPERTIES if properties is None else properties)
    _refuse(chosen, budget)
    program = program_of(scheme)
    checking = _Checking(program, evaluator, space_of(Trial(program, evaluator)), budget, progress)
    verdicts = tuple(checking.verdict(name) for name in PROPERTIES if name in chosen)
    return FairnessReport(scheme.id, scheme.label, scheme.reading, verdicts)


def _refuse(properties: Iterable[str], budget: int) -> None:
    for name in properties:
        if name not in PROPERTIES:
            facts = {"kind": _PROPERTY, "name": name, "known": PROPERTIES, "near": nearest(name, PROPERTIES)}
            raise InputError([Diagnostic(Code.UNKNOWN_ID, facts=facts)])
    if type(budget) is not int or budget < 1:
        raise InputError(
            [Diagnostic(Code.BAD_ARGUMENT, facts={"name": "budget", "value": budget, "expected": _BUDGET})]
        )


@dataclass(frozen=True, slots=True)
class _Checking:
    program: Program
    evaluator: Evaluator
    space: Space | None
    budget: int
    progress: Progress | None

    def verdict(self, name: str) -> Verdict:
        """What became of a property."""
        if self.space is None:
            return _not_applicable(name, "nobody")
        if name == "tiers_reachable":
            return self._reached(self.space)
        if name == "order_free":
            return self._ordered(self.space)
        return self._compared(_COMPARED[name], self.space)

    def _told(self, name: str) -> Told:
        return lambda n: self.progress(name, n) if self.progress else None

    def _compared(self, prop: Property, space: Space) -> Verdict:
        if not prop.is_about(space):
            return _not_applicable(prop.name, prop.name)
        found = search(prop, space, self.budget, self._told(prop.name))
        witness = of_candidate(prop, space, self.program, found.broken) if found.broken else None
        return _verdict(prop.name, space, found, witness)

    def _reached(self, space: Space) -> Verdict:
        if not space.program.tiers:
            return _not_applicable("tiers_reachable", "tiers_reachable")
        reached = reach(space, self.budget, self._told("tiers_reachable"))
        if reached.missing and not reached.shown:
            return _not_found(space, reached)
        witness = of_reach(space, self.program, reached) if reached.missing else None
        return _verdict("tiers_reachable", space, reached.found, witness, reached.months)

    def _ordered(self, space: Space) -> Verdict:
        found, lives = ordered(space, self.program, max(1, self.budget // _RUNS_A_LEDGER), self._told("order_free"))
        return _verdict("order_free", space, found, of_order(space, self.program, lives) if lives else None)


def _verdict(name: str, space: Space, found: Found, witness: Witness | None, months: int = 0) -> Verdict:
    if not found.n:
        return _not_applicable(name, "nothing")
    status: Status = "counterexample" if witness else "held"
    end = "until" if witness else "all" if found.is_all and not space.is_cut_short else "first"
    if name == "tiers_reachable":
        end = "shown" if witness else "paid"
    told = both(f"fairness_scope_{end}", scope=_scope(name, space, found, months))
    return Verdict(name, both(f"fairness_{name}"), status, told, found.n, witness)


def _scope(name: str, space: Space, found: Found, months: int = 0) -> Label:
    kinds = len({symbol for symbol, _ in space.points})
    facts = {"longest": found.longest, "kinds": kinds, "ledgers": found.ledgers, "months": months}
    return both(f"fairness_scope_{name}", **facts)


def _not_found(space: Space, reached: Reached) -> Verdict:
    """Tiers that nobody was found to be paid, without anything that shows why."""
    name, found = "tiers_reachable", reached.found
    tiers = tuple(each.tier.label for each in reached.missing)
    facts = {"award": reached.missing[0].award.label, "tiers": tiers, "far": reached.far, "months": reached.within}
    end = "none" if found.is_all else "first"
    scope = both(f"fairness_scope_{end}", scope=_scope(name, space, found, reached.months))
    told = both("fairness_not_found", scope=scope, **facts)
    return Verdict(name, both(f"fairness_{name}"), "not_found", told, found.n)


def _not_applicable(name: str, why: str) -> Verdict:
    return Verdict(name, both(f"fairness_{name}"), "not_applicable", both(f"fairness_none_{why}"))
