"""Assumed values that decide money: points, bonuses, limits, thresholds and amounts that no source gives alone."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from incentive_rules.analysis.warning import Warned, path_of, reason
from incentive_rules.codes import Code
from incentive_rules.messages import LANGUAGES, Label
from incentive_rules.program.counters import CounterRule
from incentive_rules.scheme.model import MONEY

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from incentive_rules.program.model import Program
    from incentive_rules.program.rankings import RankingRule
    from incentive_rules.program.rule import Rule
    from incentive_rules.scheme.awards import CounterName

_MOST_NAMED = 6


def assumed_money(program: Program) -> Iterator[Warned]:
    """One warning for each award that pays money: what of it is assumed, by the reason that the file gives."""
    for tiers in program.tiers:
        bundles = chain.from_iterable(tier.options.values() for tier in tiers.tiers)
        yield from _of_award(program, tiers, tiers.tiers, bundles, [*_counted(program, tiers.counter)])
    for ranking in program.rankings:
        behind = [*_ranked(program, ranking, {ranking.id})]
        yield from _of_award(program, ranking, ranking.places, (place.pays for place in ranking.places), behind)
    for grades in program.grades:
        paid = [*(grade.pays for grade in grades.grades), *(extra.pays for extra in grades.supplements)]
        parts: list[Rule] = [*grades.grades, *grades.supplements]
        yield from _of_award(program, grades, parts, paid, [*_counted(program, grades.counter)])


def _of_award(
    program: Program, award: Rule, parts: Iterable[Rule], bundles: Iterable[Collection[str]], behind: Iterable[Rule]
) -> Iterator[Warned]:
    """The warning about one award, of which ``behind`` are the rules that its numbers come from."""
    rewards = program.scheme.rewards
    money = {reward for bundle in bundles for reward in bundle if rewards[reward].unit == MONEY}
    if not money:
        return
    own = [each for each in parts if each.cited != award.cited]
    budgets = (each for each in program.budgets if award.id in each.awards and money & set(each.rewards))
    rules = {rule.address: rule for rule in (*behind, award, *own, *budgets)}
    if told := [_told(why, given) for why, given in _by_reason(rules.values()).items()]:
        paste = Label(*("".join(f"\n      {each.in_language(lang)}" for each in told) for lang in LANGUAGES))
        yield Warned(Code.ASSUMED_MONEY, path_of(award.address), {"name": award.label, "paste": paste})


def _counted(program: Program, counter: CounterName | CounterRule | str | None) -> Iterator[Rule]:
    """Every rule that what a counter shows comes from: its own, and those of its activities."""
    rule = program.counters.get(counter) if isinstance(counter, str) else counter
    names = rule.activities if isinstance(rule, CounterRule) else program.activities.keys()
    yield from (each for name, each in program.activities.items() if name in names)
    for of_each in (program.bonuses, program.limits):
        yield from chain.from_iterable(rules for name, rules in of_each.items() if name in names)
    yield from (limit for limit in program.general_limits if limit.activities & names)
    if isinstance(rule, CounterRule):
        yield rule


def _ranked(program: Program, ranking: RankingRule, seen: set[str]) -> Iterator[Rule]:
    """Every rule that a score comes from, and the rankings that it builds on with theirs."""
    for counter in ranking.counters:
        yield from _counted(program, counter)
    yield from (part for part in ranking.parts if part.cited != ranking.cited)
    others = {each.id: each for each in program.rankings}
    for name in ranking.waits_for:
        if name not in seen:
            seen.add(name)
            yield from (*_ranked(program, others[name], seen), others[name])


def _by_reason(rules: Iterable[Rule]) -> dict[Label, list[Rule]]:
    found: dict[Label, list[Rule]] = {}
    for rule in rules:
        if rule.cited.assumed is not None:
            found.setdefault(rule.cited.assumed, []).append(rule)
    return found


def _told(why: Label, rules: Sequence[Rule]) -> Label:
    """One reason with the names of the rules that it is given for."""
    labels = tuple(dict.fromkeys(rule.label for rule in rules))
    names = labels[:_MOST_NAMED]
    more = len(labels) - len(names)
    return reason("assumed_many" if more else "assumed_few", why=why, names=names, more=more)
