"""The scheme resolved: every name bound, every date absolute, every number scaled. It knows no YAML and no ledger.

An ``address`` is the rule's path in the file; explanations and citations use it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from incentive_rules.program.rule import Rule
from incentive_rules.scheme.awards import ClaimBy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentive_rules.amounts import Amount, Rounding, Scale, Scaled
    from incentive_rules.facts import Fact
    from incentive_rules.messages import Label
    from incentive_rules.periods import Dated, Per, Period, Span
    from incentive_rules.program.counters import CounterRule
    from incentive_rules.program.grades import GradesRule
    from incentive_rules.program.pay_steps import Bundle
    from incentive_rules.program.points import FactPoints, PointsRule
    from incentive_rules.program.rankings import RankingRule
    from incentive_rules.scheme.awards import Again, Consume, CounterName, Pay
    from incentive_rules.scheme.budgets import WhenOut
    from incentive_rules.scheme.conditions import Condition
    from incentive_rules.scheme.limits import Keep
    from incentive_rules.scheme.made import ProrateBy
    from incentive_rules.scheme.model import Scheme
    from incentive_rules.scheme.provenance import Cited


@dataclass(frozen=True, slots=True)
class ActivityRule(Rule):
    """An activity: its points, and the condition under which an entry counts.

    ``can_deduct`` tells whether an entry may bring less than nothing, ``shares`` whether several people may do it
    together.
    """

    points: PointsRule
    when: Condition | None
    can_deduct: bool = False
    shares: bool = False
    of: str = ""
    """a group fact where the entry is a group's own"""
    made: Made | None = None
    """how entries come about that nobody writes down"""


@dataclass(frozen=True, slots=True)
class Made:
    """Entries that the scheme makes itself: in each period (``every``), or on the day after ``award`` is won.

    ``won`` are the ids of its tiers, places or grades, or nothing for all of them. ``part`` is how the part of a period
    is counted for whoever begins within it, and ``rounding`` (in scaled points) how that is rounded.
    """

    every: Span | None
    award: str = ""
    won: tuple[str, ...] = ()
    part: ProrateBy | None = None
    rounding: Rounding | None = None


@dataclass(frozen=True, slots=True)
class BudgetRule(Rule):
    """The most of some rewards that may be paid in a period, for all together, each member or each group (``by``)."""

    awards: frozenset[str]
    rewards: tuple[str, ...]
    per: Span
    by: str
    amount: Dated[Amount] | None
    count: Dated[int] | None
    when_out: WhenOut
    rounding: Rounding | None


@dataclass(frozen=True, slots=True)
class Multiple:
    """An exchange: its one tier is paid as often as its points are there.

    ``minimum`` and ``maximum`` are points.
    """

    minimum: Dated[Scaled] | None
    maximum: Dated[Scaled] | None


@dataclass(frozen=True, slots=True)
class BonusRule(Rule):
    """A bonus on the base: points added, or the base times ``more`` (the factor less one)."""

    when: Condition
    add: Dated[Scaled] | None
    more: Dated[Amount] | None


@dataclass(frozen=True, slots=True)
class LimitRule(Rule):
    """The most points, or entries, of a member in a period."""

    per: Span
    points: Dated[Scaled] | None
    count: Dated[int] | None


@dataclass(frozen=True, slots=True)
class GeneralLimit(Rule):
    """A limit on a running total: of the entries that agree in ``by`` and lie in one period.

    ``by`` has scopes and names; of member, giver, work and activity the name is empty, the others are ``by_facts``.
    ``per`` is ``None`` where each entry stands by itself. ``points``, ``allowance`` by a fact, or ``count`` is there.
    """

    per: Span | None
    points: Dated[Scaled] | None
    allowance: FactPoints | None
    count: Dated[int] | None
    keep: Keep
    by: tuple[tuple[str, str], ...]
    by_facts: tuple[tuple[str, Fact], ...]
    activities: frozenset[str]
    when: Condition | None
    of_base: bool

    @property
    def is_of_one(self) -> bool:
        """Whether it never looks at entries of two members together."""
        return self.per is None or ("member", "") in self.by


@dataclass(frozen=True, slots=True)
class BalanceRule:
    """How long unused points stay: so many ``months``, and how many go into the next year."""

    months: int | None
    carry_over: Dated[Scaled] | None


@dataclass(frozen=True, slots=True)
class ClosingRule(Rule):
    """A period closes so many ``days`` after its last day; what is known on the closing day still counts in it."""

    per: Per
    days: int

    def closes(self, period: Period) -> date:
        """The day on which a period closes."""
        return min(period.last, date.max - timedelta(self.days)) + timedelta(self.days)


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
    """An award by thresholds. ``window`` is the window of its counter, or ``None`` for the balance.

    With ``multiple`` it is an exchange, which has one tier.

    ``once`` is the period in which a tier is paid once; ``times`` is how many claims are paid in a period.
    """

    counter: CounterName | CounterRule
    window: Span | None
    claim_by: ClaimBy
    claim_per: Span
    times: int | None
    pay: Pay
    again: Again
    once: Span | None
    consume: Consume
    priority: int
    tiers: tuple[TierRule, ...]
    eligible: Condition | None = None
    multiple: Multiple | None = None
    days_to_claim: int = 0
    """for so many days after a period it may be claimed, or chosen for; 0: it is claimed while it runs"""


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of the scheme to what its text leaves open; an empty text where the question does not arise."""

    points_count_on: str
    values_taken_on: str
    grade_judged_on: str
    no_longer_eligible: str
    year_end: str
    limit_tied: str
    deductions_reduce: str
    below_zero: str
    tiers_passed_over: str
    no_option: str
    group_credited_on: str
    ranking_field: str
    heads_counted_on: str
    heads_are: str
    grades_counted_of: str
    late_rows: str = ""
    spent_points_corrected: str = ""
    paid_rewards_corrected: str = ""
    minimum_is_of: str = ""
    partner_not_eligible: str = ""


@dataclass(frozen=True, slots=True)
class Program:
    """A scheme, ready to be evaluated. ``bonuses`` and ``limits`` are listed by activity, in written order.

    ``limits`` are those of one member that keep the earliest. Where there is any other, ``general_limits`` has all;
    ``telling_names`` are those of ``work`` and ``giver`` by which rules tell apart what limits take together.
    """

    scheme: Scheme
    first: date
    until: date
    scale: Scale
    answers: Answers
    eligible: Condition | None
    eligible_cited: Cited
    activities: Mapping[str, ActivityRule]
    bonuses: Mapping[str, tuple[BonusRule, ...]]
    limits: Mapping[str, tuple[LimitRule, ...]]
    general_limits: tuple[GeneralLimit, ...]
    balance: BalanceRule | None
    closing: ClosingRule | None
    tiers: tuple[TiersRule, ...]
    rankings: tuple[RankingRule, ...]
    grades: tuple[GradesRule, ...]
    counters: Mapping[str, CounterRule] = field(default_factory=dict)
    budgets: tuple[BudgetRule, ...] = ()
    telling_names: tuple[str, ...] = ()

    @property
    def carries_forward(self) -> bool:
        """Whether what is known after its period was closed lands as a difference on the first day that is open."""
        return self.closing is not None and self.answers.late_rows == "carry_forward"

    def withdraws(self, award: TiersRule) -> bool:
        """Whether what an award paid in a closed period is looked at again when its points turn out to be others."""
        answer = self.answers.paid_rewards_corrected
        withdraws = answer == "withdraw" or (answer == "withdraw_unclaimed" and award.claim_by is ClaimBy.AUTOMATIC)
        return withdraws and self.carries_forward
