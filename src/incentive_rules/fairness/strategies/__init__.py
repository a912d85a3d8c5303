"""Hypothesis strategies that know a scheme: its thresholds, the edges of its periods, the days on which it changes.

For property tests of a scheme, and of whatever is built on this library. Everything is valid by construction, nothing
is filtered, and a counterexample shrinks to few rows on simple days. Needs the extra ``fairness``.
"""

from incentive_rules.fairness.strategies.cells import Row
from incentive_rules.fairness.strategies.rows import Rows, claims, days, entries, last_day, ledgers, members
from incentive_rules.fairness.strategies.schemes import scheme_data, schemes

__all__ = ["Row", "Rows", "claims", "days", "entries", "last_day", "ledgers", "members", "scheme_data", "schemes"]
