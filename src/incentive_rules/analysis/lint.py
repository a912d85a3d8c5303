"""Warnings about a scheme that loads: rules that do nothing, sums that do not add up, money that hangs on guesses."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from incentive_rules.analysis.assumed import assumed_money
from incentive_rules.analysis.limits import limits_and_numbers
from incentive_rules.analysis.never import never_applying, values_never_in_force
from incentive_rules.analysis.rankings import rankings_and_weights
from incentive_rules.analysis.reach import tiers_out_of_reach
from incentive_rules.analysis.sums import differing_sums
from incentive_rules.analysis.unused import unused
from incentive_rules.analysis.worth import badly_paid
from incentive_rules.errors import sorted_findings
from incentive_rules.program.from_scheme import program_of

if TYPE_CHECKING:
    from incentive_rules.errors import Diagnostic
    from incentive_rules.scheme.model import Scheme


def lint(scheme: Scheme) -> tuple[Diagnostic, ...]:
    """Warnings about a scheme, sorted by place; an empty tuple where there is nothing to say.

    INVARIANT: a warning holds of every ledger. Where that cannot be shown, nothing is said, so that a scheme without
    warnings may still have a rule that never applies.

    The scheme is looked at as it was loaded: under a reading, if it was loaded with one. Places have a line where the
    scheme came from a file or a text as written.

    Example:
        >>> from incentive_rules import example_path, load_scheme
        >>> for found in lint(load_scheme(example_path("donghae.yaml"))):
        ...     print(found.severity, found.code, found.place.address)
        warning assumed_money awards.monthly
    """
    program = program_of(scheme)
    warned = chain(
        tiers_out_of_reach(program),
        never_applying(program),
        values_never_in_force(scheme),
        limits_and_numbers(program),
        badly_paid(program),
        differing_sums(program),
        rankings_and_weights(program),
        assumed_money(program),
        unused(scheme),
    )
    tree = scheme.written.tree()
    return sorted_findings(each.at_its_place(tree) for each in warned)
