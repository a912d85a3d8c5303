"""What somebody got of one award: the settlements and the way to the next tier, or the places in its rankings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.statement.explain.lines import Lines, node
from incentive_rules.statement.explain.model import Node, NodeKind
from incentive_rules.statement.explain.progress import next_tier
from incentive_rules.statement.explain.ranks import Ranks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentive_rules.statement.find import Aim
    from incentive_rules.statement.record import Record


def explained(record: Record, aim: Aim) -> Node:
    """Somebody's part in one award."""
    below = list(_told(record, aim)) or [node(NodeKind.NOTE, "nothing_recorded")]
    facts = {"id": aim.who, "as_of": record.as_of, "award": record.program.scheme.awards[aim.award].label}
    return node(NodeKind.MEMBER, "aim_head", facts, below, id=aim.who, rule=f"awards.{aim.award}")


def _told(record: Record, aim: Aim) -> Iterator[Node]:
    statement = record.statements.get(aim.who)
    rule = next((each for each in record.program.tiers if each.id == aim.award), None)
    if rule is not None and statement is not None:
        for each in statement.settlements:
            if each.award == aim.award and (not aim.part or aim.part in each.due or not each.paid):
                yield Lines(record).settlement(each)
        yield from next_tier(record, rule, statement)
    ranks = Ranks(record)
    for ranking in record.rankings:
        if ranking.award == aim.award:
            yield from ranks.place(ranking, aim.who)
            yield from ranks.part_of_prize(ranking, aim.who)
