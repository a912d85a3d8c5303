"""Who won what: tiers that were paid, places that were taken, grades that were given. Whatever follows asks here."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from incentive_rules.codes import Code
from incentive_rules.statement.model import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from incentive_rules.statement.model import Ranking, Settlement


_OF_OTHERS = (Code.TIE_HELD, Code.GRADE_TIE_HELD)
"""What leaves open who of the tied wins, and changes nothing for whoever has a place."""


class Won(NamedTuple):
    """Somebody's tier, place or grade; ``occasion`` tells it from others of the same award.

    ``owner`` is a person, a group or a piece of work, as ``of`` says. ``entries`` made up the score. What is
    ``provisional`` may still change.
    """

    award: str
    what: str
    owner: str
    day: date
    occasion: str
    of: str = "member"
    entries: tuple[str, ...] = ()
    provisional: bool = False


def won_by_settling(member: str, settlements: Iterable[Settlement]) -> Iterator[Won]:
    """What claims and automatic settlements paid to somebody."""
    for each in settlements:
        if each.state is State.PAID:
            occasion = each.claim_id or each.period
            yield from (Won(each.award, tier, member, each.day, occasion) for tier in each.paid)


def won_by_rank(rankings: Iterable[Ranking]) -> Iterator[Won]:
    """The places and grades of periods that are over."""
    for ranking in rankings:
        is_open = any(reason.code not in _OF_OTHERS for reason in ranking.reasons)
        for row in ranking.rows if ranking.final else ():
            if row.place:
                won = Won(ranking.award, row.place, row.name, ranking.day, ranking.period)
                yield won._replace(of=ranking.of, entries=row.entries, provisional=is_open)
