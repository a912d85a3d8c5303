"""What a single entry's points hang on: the facts that rules ask for, and the days on which rules change."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import fields, is_dataclass
from itertools import chain
from typing import TYPE_CHECKING

from incentive_rules.facts import Fact, FactKind
from incentive_rules.program.points import facts_of, values_of
from incentive_rules.scheme.ago import Ago
from incentive_rules.scheme.conditions import tests_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from typing import Any

    from incentive_rules.periods import Dated
    from incentive_rules.program.model import Program
    from incentive_rules.scheme.conditions import Condition


def turning_days(program: Program) -> Iterator[date]:
    """The first day of everything that an entry's points, and whether it counts, hang on; and the day after its last.

    Example:
        >>> from incentive_rules import example_path, load_scheme
        >>> from incentive_rules.program.from_scheme import program_of
        >>> sorted(set(turning_days(program_of(load_scheme(example_path("donghae.yaml"))))))[1:]
        [datetime.date(2024, 6, 1), datetime.date(9999, 12, 31)]
    """
    yield from (program.first, program.until)
    for rule in (*program.activities.values(), *chain.from_iterable(program.bonuses.values())):
        yield from (rule.first, rule.until)
    for dated in entry_values(program):
        yield from (day for day, _ in dated.steps)


def entry_values(program: Program) -> Iterator[Dated[Any]]:
    """Every value that may change by date and that an entry's points, and whether it counts, hang on."""
    for condition in conditions(program):
        yield from (test.operands for test in tests_of(condition))
    for activity in program.activities.values():
        yield from values_of(activity.points)
    for bonus in chain.from_iterable(program.bonuses.values()):
        yield from (dated for dated in (bonus.add, bonus.more) if dated is not None)


def conditions(program: Program) -> Iterator[Condition]:
    """Every condition that an entry is judged by."""
    if program.eligible is not None:
        yield program.eligible
    for activity in program.activities.values():
        if activity.when is not None:
            yield activity.when
    for bonus in chain.from_iterable(program.bonuses.values()):
        yield bonus.when


def rules_asking(program: Program, fact: Fact, *, done: Collection[str] | None = None) -> tuple[str, ...]:
    """The address of each rule that looks at a fact, in the order of the file.

    ``done`` are the activities of which there are entries; rules on others look at none. Left out: all.

    Example:
        >>> from incentive_rules import example_path, load_scheme
        >>> from incentive_rules.program.from_scheme import program_of
        >>> scheme = load_scheme(example_path("donghae.yaml"))
        >>> rules_asking(program_of(scheme), scheme.facts.member["grade"])
        ('eligible',)
        >>> rules_asking(program_of(scheme), scheme.facts.member["department"])
        ('awards.departments',)
    """
    activities = [rule for name, rule in program.activities.items() if done is None or name in done or rule.made]
    bonuses, limits = (
        {rule.address: rule for each in activities for rule in by_activity[each.id]}.values()
        for by_activity in (program.bonuses, program.limits)
    )
    rules = (*activities, *bonuses, *limits, *program.general_limits, *program.counters.values())
    paying = (*program.tiers, *program.rankings, *program.grades, *program.budgets)
    told = [("eligible", program.eligible), *((each.address, each) for each in (*rules, *paying))]
    return tuple(address for address, rule in told if _looks_at(rule, fact))


def _looks_at(part: object, fact: Fact) -> bool:
    """Whether a rule, or anything in it, is that fact, or is of the groups that it names."""
    if isinstance(part, Fact):
        return part == fact
    if isinstance(part, Mapping):
        return any(_looks_at(each, fact) for each in part.values())
    if isinstance(part, tuple | list | frozenset):
        return any(_looks_at(each, fact) for each in part)
    if not is_dataclass(part):
        return False
    if fact.kind is FactKind.GROUP and fact.name in (getattr(part, "of", ""), getattr(part, "by", "")):
        return True
    return any(_looks_at(getattr(part, each.name), fact) for each in fields(part))


def counts_back(program: Program) -> bool:
    """Whether a condition on entries compares with a day that is counted back, so that each day is another."""
    tests = (test for condition in conditions(program) for test in tests_of(condition))
    return any(isinstance(each, Ago) for test in tests for step in test.operands.values for each in step)


def facts_asked(program: Program) -> tuple[tuple[str, str], ...]:
    """Scope and name of each fact that an entry's points, and whether it counts, hang on.

    Example:
        >>> from incentive_rules import example_path, load_scheme
        >>> from incentive_rules.program.from_scheme import program_of
        >>> facts_asked(program_of(load_scheme(example_path("donghae.yaml"))))
        (('member', 'grade'), ('entry', 'praised'), ('entry', 'prize'))
    """
    tests = (test for each in conditions(program) for test in tests_of(each))
    asked = [(each.scope, each.fact.name) for test in tests for each in test.asks()]
    for activity in program.activities.values():
        asked += [(scope, fact.name) for scope, fact in facts_of(activity.points)]
    return tuple(dict.fromkeys(asked))
