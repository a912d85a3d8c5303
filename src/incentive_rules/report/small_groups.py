"""Small groups in tables for posting: the number of one or two people is a number about somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.scheme.rankings import MEMBER
from incentive_rules.statement.model import RowKind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from incentive_rules.statement.evaluation import Evaluation

SMALLEST_GROUP = 3
"""How many people a group must have to be shown in a table for posting, unless somebody says otherwise."""


def withheld(counts: Sequence[int], smallest: int, already: Collection[int] = ()) -> frozenset[int]:
    """Which of the groups of a table are not shown, where the table has a sum.

    Groups without anybody are shown. Where what is withheld could be worked out from the sum, because it is one group
    alone or all of them have too few people together, the smallest of the others are withheld too.

    Args:
        counts: how many people each group has.
        smallest: the fewest that a group that is shown has.
        already: groups that are withheld in any case.

    Example:
        >>> sorted(withheld((12, 2, 5, 0, 7), 3)), sorted(withheld((12, 3, 5), 3))
        ([1, 2], [])
    """
    hidden = {index for index, count in enumerate(counts) if 0 < count < smallest} | {*already}
    others = sorted((count, index) for index, count in enumerate(counts) if count and index not in hidden)
    for _, index in others:
        if not hidden or (len(hidden) > 1 and sum(counts[each] for each in hidden) >= smallest):
            break
        hidden.add(index)
    return frozenset(hidden)


def few_of(evaluation: Evaluation, smallest: int) -> frozenset[tuple[str, str, str]]:
    """The groups in rankings whose score fewer people made: by award, period and name.

    What a group did in its own name is nobody's.
    """
    whose = {each.id: each.member_id for each in evaluation.outcomes if each.kind is RowKind.ENTRY}
    return frozenset(
        (ranking.award, ranking.period, row.name)
        for ranking in evaluation.rankings
        if ranking.of != MEMBER
        for row in ranking.rows
        if 0 < len({whose.get(entry, "") for entry in row.entries} - {row.name}) < smallest
    )
