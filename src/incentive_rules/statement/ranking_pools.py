"""Rankings within the values of a fact: who is ranked with whom, and which small ones are put together."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING

from incentive_rules.facts import FactKind
from incentive_rules.scheme.conditions import order

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from incentive_rules.facts import Fact, Value
    from incentive_rules.program.rankings import WithinRule

    Group = tuple[tuple[str, ...], list[str]]
    """The words of one or more values, and the names that have them."""


def pools(rule: WithinRule, values: Mapping[str, Value]) -> dict[str, list[str]]:
    """The names that are ranked together, by what their pool is called; ordered values from high to low."""
    if rule.fact.kind is FactKind.ORDERED:
        found = _with_neighbours(_by_value(rule.fact, values), rule.pool_below)
    else:
        found = _small_together(_by_value(rule.fact, values), rule.pool_below)
    return {"·".join(words): names for words, names in found}


def _by_value(fact: Fact, values: Mapping[str, Value]) -> list[Group]:
    """The names by value, the highest first; words of equal rank are one value."""
    names: dict[object, list[str]] = defaultdict(list)
    words: dict[object, set[str]] = defaultdict(set)
    for name in sorted(values):
        rank = order(fact, values[name])
        names[rank].append(name)
        words[rank].add(str(values[name]))
    listed = {word: index for index, word in enumerate(fact.words)}
    place = {rank: min((listed.get(word, 0), word) for word in words[rank]) for rank in names}
    ranks = sorted(names, key=lambda rank: place[rank], reverse=fact.kind is FactKind.ORDERED)
    return [(tuple(sorted(words[rank], key=lambda word: (listed.get(word, 0), word))), names[rank]) for rank in ranks]


def _with_neighbours(groups: Iterable[Group], least: int) -> list[Group]:
    """Small groups with the next lower one; the lowest, if it is small, with the next higher."""
    found: list[Group] = []
    for words, names in groups:
        if found and len(found[-1][1]) < least:
            above, with_them = found.pop()
            found.append(((*above, *words), [*with_them, *names]))
        else:
            found.append((words, names))
    if len(found) > 1 and len(found[-1][1]) < least:
        (above, with_them), (words, names) = found[-2:]
        found[-2:] = [((*above, *words), [*with_them, *names])]
    return found


def _small_together(groups: list[Group], least: int) -> list[Group]:
    """All small groups as one, after the others."""
    small = [each for each in groups if len(each[1]) < least]
    if not small:
        return groups
    words, names = (tuple(chain.from_iterable(parts)) for parts in zip(*small, strict=True))
    return [*(each for each in groups if len(each[1]) >= least), (words, list(names))]
