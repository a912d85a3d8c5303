"""Who is judged together: people of one value of a fact, and small values joined with their neighbours."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING

from incentive_rules.facts import FactKind
from incentive_rules.messages import Label
from incentive_rules.scheme.conditions import order

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from incentive_rules.facts import Fact, Value

    Pool = tuple[tuple[str, ...], list[str]]
    """The words of one or more values, and the names that have them."""


def pools(fact: Fact, values: Mapping[str, Value], least: int) -> dict[tuple[str, ...], list[str]]:
    """Names by the values of a fact that are pooled; ``values`` are those of each name.

    Values of an ordered fact go from the highest to the lowest: one that fewer than ``least`` have joins the next lower
    value that somebody has, and what is left at the lowest end joins the next higher. Words of equal rank are one
    value. Where values have no order, all small ones make one pool.

    Example:
        >>> from incentive_rules.facts import Fact
        >>> from incentive_rules.messages import Label
        >>> grade = Fact("grade", FactKind.ORDERED, Label("직급", "grade"), (("9급",), ("8급",), ("7급",)))
        >>> pools(grade, {"K-1": "9급", "K-2": "8급", "K-3": "8급", "K-4": "7급", "K-5": "7급"}, 2)
        {('7급',): ['K-4', 'K-5'], ('8급', '9급'): ['K-2', 'K-3', 'K-1']}
    """
    join = _with_neighbours if fact.kind is FactKind.ORDERED else _small_together
    return dict(join(_by_value(fact, values), least))


def of_pool(label: Label, words: Iterable[str]) -> Label:
    """The name of a ranking; that of a pool says of whom."""
    within = "·".join(words)
    return Label(f"{label.ko} ({within})", f"{label.en} ({within})") if within else label


def _by_value(fact: Fact, values: Mapping[str, Value]) -> list[Pool]:
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


def _with_neighbours(pools: Iterable[Pool], least: int) -> list[Pool]:
    """Small pools with the next lower one; the lowest, if it is small, with the next higher."""
    found: list[Pool] = []
    for pool in pools:
        joins = found and len(found[-1][1]) < least
        found.append(_joined(found.pop(), pool) if joins else pool)
    if len(found) > 1 and len(found[-1][1]) < least:
        found[-2:] = [_joined(*found[-2:])]
    return found


def _small_together(pools: Iterable[Pool], least: int) -> list[Pool]:
    """All small pools as one, after the others."""
    listed = list(pools)
    small = [pool for pool in listed if len(pool[1]) < least]
    large = [pool for pool in listed if len(pool[1]) >= least]
    return [*large, _joined(*small)] if small else large


def _joined(*pools: Pool) -> Pool:
    """Several pools as one."""
    words, names = zip(*pools, strict=True)
    return tuple(chain.from_iterable(words)), list(chain.from_iterable(names))
