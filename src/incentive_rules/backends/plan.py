"""What a program asks of rows: all that must be known of an entry to score it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError
from incentive_rules.periods import NamedPeriod
from incentive_rules.program.asked import facts_asked, turning_days
from incentive_rules.program.pay_steps import Steps
from incentive_rules.program.points import FactPoints, FixedPoints, UnitPoints, facts_of
from incentive_rules.scheme.ago import Ago
from incentive_rules.scheme.awards import Again, CounterName
from incentive_rules.scheme.conditions import GIVER, QUANTITY, ROW, tests_of
from incentive_rules.scheme.rankings import WORK, Score

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentive_rules.program.model import ActivityRule, Program, TiersRule
    from incentive_rules.program.points import PointsRule
    from incentive_rules.program.rankings import RankingRule
    from incentive_rules.scheme.conditions import Condition

_DAY_COLUMNS = {"activity_date": "date", "approval_date": "approved_on", "recorded_date": "recorded_on"}
_POINTS = (FixedPoints, FactPoints, UnitPoints)
_COUNTERS = (CounterName.EARNED, CounterName.BALANCE)
_AGAIN = (Again.ALWAYS, Again.ONCE, Again.DIFFERENCE)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a program asks of rows.

    ``entry_facts`` and ``member_facts`` are the names of the facts that some rule looks at; ``days`` the columns of
    days on which something may be decided, ``counting`` and ``judging`` two of them; ``changes`` the days on which an
    entry may begin to bring something else.
    """

    program: Program
    entry_facts: tuple[str, ...]
    member_facts: tuple[str, ...]
    counting: str
    judging: str
    days: tuple[str, ...]
    changes: tuple[date, ...]

    @property
    def groups(self) -> tuple[str, ...]:
        """The facts by whose values members are ranked together."""
        return tuple(dict.fromkeys(rule.of for rule in self.program.rankings if rule.of != "member"))

    @property
    def has_limits(self) -> bool:
        """Whether what an entry brings may hang on other entries."""
        return any(self.program.limits.values())


def plan_of(program: Program) -> Plan:
    """What a program asks.

    Raises:
        InputError: if it has a rule that this path does not know; the findings name each.

    Example:
        >>> from incentive_rules import example_path, load_scheme
        >>> from incentive_rules.program.from_scheme import program_of
        >>> plan = plan_of(program_of(load_scheme(example_path("donghae.yaml"))))
        >>> plan.entry_facts, plan.member_facts, plan.days
        (('praised', 'prize'), ('grade',), ('date',))
    """
    if unknown := [Diagnostic(Code.NOT_COVERED, facts={"name": address}) for address in _unknown(program)]:
        raise InputError(unknown)
    asked = facts_asked(program)
    member = tuple(name for scope, name in asked if scope == "member")
    counting = _DAY_COLUMNS[program.answers.points_count_on]
    judging = _DAY_COLUMNS[program.answers.grade_judged_on or "activity_date"]
    return Plan(
        program=program,
        entry_facts=tuple(name for scope, name in asked if scope == "entry" and name != QUANTITY.name),
        member_facts=member,
        counting=counting,
        judging=judging,
        days=tuple(dict.fromkeys(("date", counting, *((judging,) if member else ())))),
        changes=tuple(sorted({day for day in turning_days(program) if date.min < day < date.max})),
    )


def _unknown(program: Program) -> Iterator[str]:
    """The addresses of rules of a kind that is new to this path: what it does not know, it must not pass over."""
    if program.eligible is not None and _asks_more(program.eligible):
        yield "eligible"
    for activity in program.activities.values():
        yield from (f"{activity.address}.{key}" for key, is_new in _of_activity(activity) if is_new)
    for bonus in dict.fromkeys(chain.from_iterable(program.bonuses.values())):
        if _asks_more(bonus.when):
            yield f"{bonus.address}.when"
    for award in program.tiers:
        yield from (f"{award.address}.{key}" for key, is_new in _of_award(award) if is_new)
    if program.balance is not None:
        yield "balance"
    if program.carries_forward:
        yield "closing"
    yield from _unknown_limits(program)
    yield from _named_periods(program)
    yield from (budget.address for budget in program.budgets)
    for tier in (tier for award in program.tiers for tier in award.tiers):
        if any(isinstance(pay, Steps) for bundle in tier.options.values() for pay in bundle.values()):
            yield tier.address
    yield from (award.address for award in program.grades)
    yield from _unknown_rankings(program)


def _unknown_rankings(program: Program) -> Iterator[str]:
    if program.answers.ranking_field in ("eligible", "listed_in_period"):
        yield "answers.ranking_field"
    for ranking in program.rankings:
        yield from (f"{ranking.address}.{key}" for key in _new_keys(ranking))


def _of_activity(rule: ActivityRule) -> Iterator[tuple[str, bool]]:
    """Each key of an activity that this path may not know, and whether it does not."""
    yield "points", rule.can_deduct or not isinstance(rule.points, _POINTS) or GIVER in _scopes(rule.points)
    yield "when", rule.when is not None and _asks_more(rule.when)
    yield "shares", rule.shares
    yield "of", bool(rule.of)
    yield "every", rule.made is not None and rule.made.every is not None
    yield "after", rule.made is not None and rule.made.every is None


def _of_award(award: TiersRule) -> Iterator[tuple[str, bool]]:
    """The same of an award."""
    yield "measure", award.counter not in _COUNTERS
    yield "again", award.again not in _AGAIN
    yield "kind", award.multiple is not None
    yield "eligible", award.eligible is not None
    yield "claim", bool(award.days_to_claim)


def _scopes(points: PointsRule) -> set[str]:
    return {scope for scope, _ in facts_of(points)}


def _asks_more(condition: Condition) -> bool:
    """Whether a condition looks at whoever gave the points, or counts days back."""
    tests = list(tests_of(condition))
    counts_back = any(isinstance(each, Ago) for test in tests for step in test.operands.values for each in step)
    return counts_back or any(each.scope in (GIVER, ROW) for test in tests for each in test.asks())


def _new_keys(ranking: RankingRule) -> Iterator[str]:
    """The keys of a ranking that ask for more than sums of points and ranks."""
    new = {
        "of": ranking.of == WORK,
        "measure": ranking.counter != CounterName.EARNED,
        "score": ranking.score is not Score.SUM,
        "field": ranking.field,
        "within": ranking.within,
        "paid_if": ranking.paid_if,
        "ties": ranking.criteria,
        "one_prize": ranking.one_prize,
    }
    yield from (key for key, is_there in new.items() if is_there)
    for place in ranking.places:
        yield from (f"places.{place.id}.{key}" for key in ("top", "split") if getattr(place, key) is not None)
        if any(isinstance(pay, Steps) for pay in place.pays.values()):
            yield f"places.{place.id}.pays"


def _unknown_limits(program: Program) -> Iterator[str]:
    yield from (limit.address for limit in program.general_limits)
    for limit in dict.fromkeys(chain.from_iterable(program.limits.values())):
        if isinstance(limit.per, NamedPeriod):
            yield f"{limit.address}.per"


def _named_periods(program: Program) -> Iterator[str]:
    for award in program.tiers:
        spans = {"measure": award.window, "claim": award.claim_per, "again": award.once}
        yield from (f"{award.address}.{key}" for key, span in spans.items() if isinstance(span, NamedPeriod))
    for ranking in program.rankings:
        if isinstance(ranking.per, NamedPeriod):
            yield f"{ranking.address}.measure"
