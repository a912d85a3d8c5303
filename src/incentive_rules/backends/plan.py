"""What a program asks of rows: all that must be known of an entry to score it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError
from incentive_rules.program.asked import facts_asked, turning_days
from incentive_rules.program.model import FactPoints, FixedPoints, UnitPoints
from incentive_rules.program.pay_steps import Steps
from incentive_rules.scheme.awards import Again, CounterName
from incentive_rules.scheme.conditions import QUANTITY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentive_rules.program.model import Program

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
    counting = _DAY_COLUMNS[program.choices.points_count_on]
    judging = _DAY_COLUMNS[program.choices.grade_judged_on or "activity_date"]
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
    for rule in program.activities.values():
        if not isinstance(rule.points, _POINTS):
            yield f"{rule.address}.points"
    for award in program.tiers:
        if award.counter not in _COUNTERS:
            yield f"{award.address}.measure"
        if award.again not in _AGAIN:
            yield f"{award.address}.again"
    for tier in (tier for award in program.tiers for tier in award.tiers):
        if any(isinstance(pay, Steps) for bundle in tier.options.values() for pay in bundle.values()):
            yield tier.address
    for place in (place for award in program.rankings for place in award.places):
        if any(isinstance(pay, Steps) for pay in place.pays.values()):
            yield f"{place.address}.pays"
    yield from (award.address for award in program.grades)
