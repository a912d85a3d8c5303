"""The lives of all members, walked day by day together: only where what one is paid may leave less for another.

On each day all accounts are brought to the day first; then claims are settled, award by award in the order of their
priority, then what is due by itself, and last what rankings and grades pay. Whatever one award pays on a day is looked
at together, since between people of one day no order of theirs may decide.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import zip_longest
from typing import TYPE_CHECKING

from incentive_rules.statement.budgeting import MEMBER, Wanted
from incentive_rules.statement.tiers import Wish

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from incentive_rules.amounts import Amount
    from incentive_rules.ledger.model import Claim
    from incentive_rules.statement.budgeting import Allowed, Purses
    from incentive_rules.statement.credit import Line
    from incentive_rules.statement.limiting import Granted
    from incentive_rules.statement.member import Life, Walk, Walker
    from incentive_rules.statement.prizes import Prizes
    from incentive_rules.statement.tiers import AwardOnDay, Settled


def walked_together(
    walker: Walker,
    lines: Mapping[str, list[Line]],
    claims: Mapping[str, Sequence[Claim]],
    granted: Mapping[str, Granted],
    prizes: Prizes,
) -> dict[str, Life]:
    """The life of everybody who has an entry that counts, or a claim; payments come out of common purses.

    ``prizes`` of rankings and grades come out of them after all else that is paid on their day.
    """
    walks = [
        walker.begin(member, lines.get(member, []), claims.get(member, ()), granted.get(member))
        for member in sorted({*lines, *claims})
    ]
    for day in sorted({*prizes.waiting, *(day for walk in walks for day in walk.days)}):
        present = [walk for walk in walks if day in walk.days]
        for walk in present:
            walker.open_day(walk, day)
        _claims(walker, present, day, prizes.purses)
        for award in walker.due_on(day):
            wishes = [(walk, award.due(walk.account)) for walk in present]
            _settle(award, [(walk, wish) for walk, wish in wishes if wish is not None], prizes.purses)
        prizes.settle(day)
    return {walk.account.member_id: walker.close(walk) for walk in walks}


def _claims(walker: Walker, walks: Iterable[Walk], day: date, purses: Purses) -> None:
    """The claims of a day: by priority and award; everybody's first claim of an award, then the second ones."""
    by_award: dict[tuple[int, str], list[list[tuple[Walk, Claim]]]] = defaultdict(list)
    for walk in walks:
        mine: dict[tuple[int, str], list[tuple[Walk, Claim]]] = defaultdict(list)
        for claim in walk.claimed.get(day, ()):
            mine[walker.priority(claim.award), claim.award].append((walk, claim))
        for key, each in mine.items():
            by_award[key].append(each)
    for key in sorted(by_award):
        for turn in zip_longest(*by_award[key]):
            asked = [each for each in turn if each is not None]
            wishes = [(walk, walker.settler.wished(walk.account, claim)) for walk, claim in asked]
            _settle(walker.settler.award_on(key[1], day), wishes, purses)


def _settle(award: AwardOnDay | None, wishes: Iterable[tuple[Walk, Wish | Settled]], purses: Purses) -> None:
    """What one award pays on a day, as far as there is money for it."""
    open_wishes: list[tuple[Walk, Wish]] = []
    for walk, wish in wishes:
        if isinstance(wish, Wish):
            open_wishes.append((walk, wish))
        else:
            walk.add(wish)
    if award is None or not open_wishes:
        return
    wanted = [Wanted(wish.account.member_id, MEMBER, wish.measured, tuple(_rewards(wish))) for _, wish in open_wishes]
    allowed = purses.allow(award.award.id, award.day, wanted)
    for (walk, wish), each in zip(open_wishes, allowed, strict=True):
        walk.add(award.refused(wish, each.refused) if each.refused else award.paid(_cut(wish, each)))


def _rewards(wish: Wish) -> Iterator[tuple[str, Amount]]:
    return ((due.reward, due.amount) for due in wish.plan.dues)


def _cut(wish: Wish, allowed: Allowed) -> Wish:
    """A wish less what a budget cut off it."""
    if not allowed.cuts:
        return wish
    dues = list(wish.plan.dues)
    for reward, step in allowed.cuts:
        index = max(index for index, due in enumerate(dues) if due.reward == reward)
        due = dues[index]
        dues[index] = due._replace(amount=due.amount + step.amount, steps=(*due.steps, step))
    return wish._replace(plan=wish.plan._replace(dues=tuple(dues)))
