"""Named counters, resolved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentive_rules.program.rule import Rule

if TYPE_CHECKING:
    from incentive_rules.facts import Fact
    from incentive_rules.periods import Span
    from incentive_rules.scheme.conditions import Condition
    from incentive_rules.scheme.counters import Take


@dataclass(frozen=True, slots=True)
class CounterRule(Rule):
    """A number counted over somebody's entries: the number ``fact`` of them, or without one their points.

    ``drop`` is how many of the highest and of the lowest are left out, ``per`` the period where a condition asks for
    it, ``last`` how many periods count together.
    """

    activities: frozenset[str]
    when: Condition | None
    fact: Fact | None
    take: Take
    drop: tuple[int, int]
    per: Span | None
    last: int
