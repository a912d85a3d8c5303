"""Who is graded together: people of one kind, and small kinds joined with their neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.facts import FactKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from incentive_rules.facts import Fact


def pools(fact: Fact, people: Mapping[str, Sequence[str]], least: int) -> dict[tuple[str, ...], list[str]]:
    """People by the values of a fact that are pooled; ``people`` are those of each value.

    Values of an ordered fact go from the highest to the lowest: one with fewer people than ``least`` joins the next
    lower value that somebody has, and what is left at the lowest end joins the next higher. Where values have no order,
    all small ones make one pool.

    Example:
        >>> from incentive_rules.facts import Fact
        >>> from incentive_rules.messages import Label
        >>> grade = Fact("grade", FactKind.ORDERED, Label("직급", "grade"), (("9급",), ("8급",), ("7급",)))
        >>> pools(grade, {"9급": ["K-1"], "8급": ["K-2", "K-3"], "7급": ["K-4", "K-5"]}, 2)
        {('7급',): ['K-4', 'K-5'], ('8급', '9급'): ['K-2', 'K-3', 'K-1']}
    """
    present = [value for value in fact.words if people.get(value)] if fact.values else sorted(people)
    joined = _neighbours([*reversed(present)], people, least) if fact.kind is FactKind.ORDERED else None
    if joined is None:
        small = [value for value in present if len(people[value]) < least]
        large = [(value,) for value in present if value not in small]
        joined = [*large, *([tuple(small)] if small else [])]
    return {values: [name for value in values for name in people[value]] for values in joined}


def _neighbours(falling: Sequence[str], people: Mapping[str, Sequence[str]], least: int) -> list[tuple[str, ...]]:
    """Values from the highest to the lowest, joined until there are enough people."""
    joined: list[tuple[str, ...]] = []
    waiting: tuple[str, ...] = ()
    for value in falling:
        waiting = (*waiting, value)
        if sum(len(people[each]) for each in waiting) >= least:
            joined.append(waiting)
            waiting = ()
    if waiting and joined:
        joined[-1] += waiting
    elif waiting:
        joined.append(waiting)
    return joined
