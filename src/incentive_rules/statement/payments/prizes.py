"""What rankings and grades pay, as far as budgets have money for it; a place or a grade stays won without it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from incentive_rules.statement.payments.budgeting import Wanted
from incentive_rules.statement.rows import set_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from incentive_rules.statement.model import Payment, Ranked, Ranking, Reason
    from incentive_rules.statement.payments.budgeting import Purses

    Won = tuple[Ranking, tuple[Payment, ...]]
    """A ranking or a grading, and what it pays."""


class _Prize(NamedTuple):
    rank: int
    payment: Payment


@dataclass(slots=True)
class Prizes:
    """What there is to pay by day, and what budgets make of it: the only things here that change."""

    purses: Purses
    waiting: dict[date, list[_Prize]] = field(default_factory=dict)
    paid: dict[str, Payment] = field(default_factory=dict)
    refused: dict[str, Reason] = field(default_factory=dict)

    @classmethod
    def of(cls, purses: Purses, won: Iterable[Won] = ()) -> Prizes:
        """All prizes of the rankings and gradings of an evaluation."""
        waiting: dict[date, list[_Prize]] = defaultdict(list)
        for ranking, payments in won:
            ranks = {payment: row.rank for row in ranking.rows for payment in row.payments}
            for payment in payments:
                waiting[payment.day].append(_Prize(ranks[payment.id], payment))
        return cls(purses, waiting)

    def settle(self, day: date) -> None:
        """What is paid on a day: all prizes together, the better rank first."""
        prizes = self.waiting.get(day, ())
        wanted = [
            Wanted(each.award, each.payee, each.payee_kind, -rank, ((each.reward, each.amount),))
            for rank, each in prizes
        ]
        for (_, payment), allowed in zip(prizes, self.purses.allow(day, wanted), strict=True):
            if allowed.refused:
                self.refused[payment.id] = allowed.refused
            else:
                steps = (*payment.steps, *(step for _, step in allowed.cuts))
                is_open = payment.provisional or allowed.provisional
                self.paid[payment.id] = payment._replace(
                    amount=payment.amount + allowed.cut, steps=steps, provisional=is_open
                )

    def left_of(self, won: Iterable[Won]) -> Iterator[Won]:
        """The rankings and gradings with what is paid of them after all."""
        for ranking, payments in won:
            kept = tuple(self.paid[each.id] for each in payments if each.id in self.paid)
            yield ranking._replace(rows=tuple(map(self._row, ranking.rows))), kept

    def _row(self, row: Ranked) -> Ranked:
        """A row with the reasons for which something of it is not paid; several payments may be refused for one."""
        reasons = set_of(self.refused[each] for each in row.payments if each in self.refused)
        payments = tuple(each for each in row.payments if each not in self.refused)
        return row._replace(payments=payments, notes=(*row.notes, *reasons)) if reasons else row
