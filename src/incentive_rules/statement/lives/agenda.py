"""The lives of all members, walked day by day together: only where what one is paid may leave less for another.

On each day all accounts are brought to the day first; then claims are settled, in the order of their awards'
priority, then what is due by itself, and last what rankings and grades pay. Awards of one priority are looked at
together, and so are all people of a day: no order of theirs may decide.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING

from incentive_rules.statement.lives.tiers import Wish
from incentive_rules.statement.payments.budgeting import MEMBER, Wanted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from incentive_rules.amounts import Amount
    from incentive_rules.ledger.model import Claim
    from incentive_rules.statement.earning.credit import Line
    from incentive_rules.statement.limits.limiting import Granted
    from incentive_rules.statement.lives.member import Life, Walk, Walker
    from incentive_rules.statement.lives.tiers import AwardOnDay, Settled
    from incentive_rules.statement.payments.budgeting import Allowed, Purses
    from incentive_rules.statement.payments.prizes import Prizes


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
        for _, awards in groupby(walker.due_on(day), key=lambda award: award.award.priority):
            wishes = [(walk, award, award.due(walk.account)) for award in awards for walk in present]
            _settle(day, [(walk, award, wish) for walk, award, wish in wishes if wish is not None], prizes.purses)
        prizes.settle(day)
    return {walk.account.member_id: walker.close(walk) for walk in walks}


def _claims(walker: Walker, walks: Iterable[Walk], day: date, purses: Purses) -> None:
    """The claims of a day by priority: everybody's first claim of each award together, then the second ones."""
    by_priority: dict[int, list[list[tuple[Walk, Claim]]]] = defaultdict(list)
    for walk in walks:
        mine: dict[str, list[tuple[Walk, Claim]]] = defaultdict(list)
        for claim in walk.claimed.get(day, ()):
            mine[claim.award].append((walk, claim))
        for award, claims in mine.items():
            by_priority[walker.priority(award)].append(claims)
    for priority in sorted(by_priority):
        for turn in zip_longest(*by_priority[priority]):
            asked = [each for each in turn if each is not None]
            wishes = [
                (walk, walker.settler.award_on(claim.award, day, claim), walker.settler.wished(walk.account, claim))
                for walk, claim in asked
            ]
            _settle(day, wishes, purses)


def _settle(day: date, wishes: Iterable[tuple[Walk, AwardOnDay | None, Wish | Settled]], purses: Purses) -> None:
    """What is paid at once on a day, as far as there is money for it."""
    open_wishes: list[tuple[Walk, AwardOnDay, Wish]] = []
    for walk, award, wish in wishes:
        if isinstance(wish, Wish):
            assert award is not None  # who claims nothing that there is, has no wish left
            open_wishes.append((walk, award, wish))
        else:
            walk.add(wish)
    wanted = [
        Wanted(award.award.id, wish.account.member_id, MEMBER, wish.measured, tuple(_rewards(wish)))
        for _, award, wish in open_wishes
    ]
    for (walk, award, wish), each in zip(open_wishes, purses.allow(day, wanted), strict=True):
        walk.add(award.refused(wish, each.refused) if each.refused else _paid(award, wish, each))


def _paid(award: AwardOnDay, wish: Wish, allowed: Allowed) -> Settled:
    """A settlement as far as budgets allow it."""
    settlement, payments, used = award.paid(_cut(wish, allowed))
    if allowed.provisional:
        payments = [payment._replace(provisional=True) for payment in payments]
    return settlement, payments, used


def _rewards(wish: Wish) -> Iterator[tuple[str, Amount]]:
    return ((due.reward, due.amount) for due in wish.plan.dues)


def _cut(wish: Wish, allowed: Allowed) -> Wish:
    """A wish less what budgets cut off it; of what nothing is left, nothing is paid."""
    dues = list(wish.plan.dues)
    for number, step in allowed.cuts:
        due = dues[number]
        dues[number] = due._replace(amount=due.amount + step.amount, steps=(*due.steps, step))
    cut = {number for number, _ in allowed.cuts}
    left = tuple(due for number, due in enumerate(dues) if due.amount or number not in cut)
    return wish._replace(plan=wish.plan._replace(dues=left)) if cut else wish
