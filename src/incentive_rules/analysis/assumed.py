"""Assumed values that decide money: points, bonuses, limits, thresholds and amounts that no source gives alone."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from incentive_rules.analysis.warning import Warned, path_of, reason
from incentive_rules.codes import Code
from incentive_rules.messages import LANGUAGES, Label
from incentive_rules.scheme.model import MONEY

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from incentive_rules.program.model import Program
    from incentive_rules.program.rule import Rule

_MOST_NAMED = 6


def assumed_money(program: Program) -> Iterator[Warned]:
    """One warning for each award that pays money: what of it is assumed, by the reason that the file gives."""
    for tiers in program.tiers:
        bundles = chain.from_iterable(tier.options.values() for tier in tiers.tiers)
        yield from _of_award(program, tiers, tiers.tiers, bundles)
    for ranking in program.rankings:
        yield from _of_award(program, ranking, ranking.places, (place.pays for place in ranking.places))
    for grades in program.grades:
        yield from _of_award(program, grades, grades.grades, (grade.pays for grade in grades.grades))


def _of_award(
    program: Program, award: Rule, parts: Iterable[Rule], bundles: Iterable[Collection[str]]
) -> Iterator[Warned]:
    rewards = program.scheme.rewards
    if not any(rewards[reward].unit == MONEY for bundle in bundles for reward in bundle):
        return
    own = [each for each in parts if each.cited != award.cited]
    if told := [_told(why, rules) for why, rules in _by_reason([*_earning(program), award, *own]).items()]:
        paste = Label(*("".join(f"\n      {each.in_language(lang)}" for each in told) for lang in LANGUAGES))
        yield Warned(Code.ASSUMED_MONEY, path_of(award.address), {"name": award.label, "paste": paste})


def _earning(program: Program) -> Iterator[Rule]:
    """Every rule that points come from, once."""
    rules: Iterable[Rule] = chain(
        program.activities.values(),
        chain.from_iterable(program.bonuses.values()),
        chain.from_iterable(program.limits.values()),
        program.general_limits,
        program.counters.values(),
    )
    return iter({rule.address: rule for rule in rules}.values())


def _by_reason(rules: Iterable[Rule]) -> dict[Label, list[Rule]]:
    found: dict[Label, list[Rule]] = {}
    for rule in rules:
        if rule.cited.assumed is not None:
            found.setdefault(rule.cited.assumed, []).append(rule)
    return found


def _told(why: Label, rules: Sequence[Rule]) -> Label:
    """One reason with the names of the rules that it is given for."""
    names = tuple(rule.label for rule in rules[:_MOST_NAMED])
    more = len(rules) - len(names)
    return reason("assumed_many" if more else "assumed_few", why=why, names=names, more=more)
