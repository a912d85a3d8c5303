"""The scheme resolved: every name bound, every date absolute, every number scaled. It knows no YAML and no ledger.

An ``address`` is the rule's path in the file; explanations and citations use it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentive_rules.program.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from incentive_rules.amounts import Amount, Rounding, Scale, Scaled
    from incentive_rules.facts import Fact
    from incentive_rules.messages import Label
    from incentive_rules.periods import Dated, Per
    from incentive_rules.program.grades import GradesRule
    from incentive_rules.program.pay_steps import Bundle
    from incentive_rules.scheme.awards import Again, ClaimBy, Consume, CounterName, Pay, Ties
    from incentive_rules.scheme.conditions import Condition
    from incentive_rules.scheme.model import Scheme
    from incentive_rules.scheme.provenance import Cited


@dataclass(frozen=True, slots=True)
class FixedPoints:
    """The same points for every entry of a day."""

    points: Dated[Scaled]


@dataclass(frozen=True, slots=True)
class FactPoints:
    """Points by the value of a fact; ``scope`` is member or entry."""

    scope: str
    fact: Fact
    points: Mapping[str, Dated[Scaled]]


@dataclass(frozen=True, slots=True)
class UnitPoints:
    """Points for each ``per`` of a number fact; ``rounding`` is in scaled points."""

    fact: Fact
    each: Dated[Scaled]
    per: Amount
    rounding: Rounding | None


PointsRule = FixedPoints | FactPoints | UnitPoints


@dataclass(frozen=True, slots=True)
class ActivityRule(Rule):
    """An activity: its points, and the condition under which an entry counts."""

    points: PointsRule
    when: Condition | None


@dataclass(frozen=True, slots=True)
class BonusRule(Rule):
    """A bonus on the base: points added, or the base times ``more`` (the factor less one)."""

    when: Condition
    add: Dated[Scaled] | None
    more: Dated[Amount] | None


@dataclass(frozen=True, slots=True)
class LimitRule(Rule):
    """The most points, or entries, of a member in a period."""

    per: Per
    points: Dated[Scaled] | None
    count: Dated[int] | None


@dataclass(frozen=True, slots=True)
class TierRule(Rule):
    """A threshold; ``options`` maps an option's id to its rewards, and has the one key ``""`` without a choice."""

    at: Dated[Scaled]
    options: Mapping[str, Bundle]
    names: Dated[Label]

    def label_on(self, day: date) -> Label:
        """The tier's name; one without a name of its own is called by the threshold in force on that day."""
        return self.names.on(day)


@dataclass(frozen=True, slots=True)
class TiersRule(Rule):
    """An award by thresholds. ``window`` is the window of the earned counter, or ``None`` for the balance.

    ``once`` is the period in which a tier is paid once; ``times`` is how many claims are paid in a period.
    """

    counter: CounterName
    window: Per | None
    claim_by: ClaimBy
    claim_per: Per
    times: int | None
    pay: Pay
    again: Again
    once: Per | None
    consume: Consume
    priority: int
    tiers: tuple[TierRule, ...]


@dataclass(frozen=True, slots=True)
class PlaceRule(Rule):
    """A prize for the ranks from ``best`` to ``worst``."""

    best: int
    worst: int
    pays: Bundle


@dataclass(frozen=True, slots=True)
class RankingRule(Rule):
    """An award by rank; ``of`` is a group fact, or ``member``. ``share`` rounds the parts of divided prizes."""

    of: str
    per: Per
    minimum: Scaled | None
    places: tuple[PlaceRule, ...]
    ties: Ties | None
    share: Rounding | None


@dataclass(frozen=True, slots=True)
class Choices:
    """The answers of the scheme to what its text leaves open; an empty text where the question does not arise."""

    points_count_on: str
    values_taken_on: str
    grade_judged_on: str
    no_longer_eligible: str
    year_end: str
    tiers_passed_over: str
    no_option: str
    group_credited_on: str
    ranking_field: str
    grades_counted_of: str


@dataclass(frozen=True, slots=True)
class Program:
    """A scheme, ready to be evaluated. ``bonuses`` and ``limits`` are listed by activity, in written order."""

    scheme: Scheme
    first: date
    until: date
    scale: Scale
    choices: Choices
    eligible: Condition | None
    eligible_cited: Cited
    activities: Mapping[str, ActivityRule]
    bonuses: Mapping[str, tuple[BonusRule, ...]]
    limits: Mapping[str, tuple[LimitRule, ...]]
    tiers: tuple[TiersRule, ...]
    rankings: tuple[RankingRule, ...]
    grades: tuple[GradesRule, ...]
