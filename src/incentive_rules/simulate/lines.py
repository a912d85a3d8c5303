"""The lines of a member's statement, and the first of them in which two results differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.amounts import ZERO, Amount
from incentive_rules.messages import Label
from incentive_rules.simulate.comparison import FirstLine, Line, LineKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from incentive_rules.statement.model import Payment, Statement

    Key = tuple[LineKind, str]
    """What a line is on both sides: its kind, and the id of its entry, claim or period."""

_ORDER = list(LineKind)


def first_difference(before: Mapping[Key, Line], after: Mapping[Key, Line]) -> FirstLine | None:
    """The earliest line that is on one side only or differs; ``None`` where all lines are alike."""
    found = [
        FirstLine(kind, name, min(line.day for line in (was, now) if line), was, now)
        for kind, name in {*before, *after}
        if _content(was := before.get((kind, name))) != _content(now := after.get((kind, name)))
    ]
    return min(found, key=lambda each: (each.day, _ORDER.index(each.kind), each.id), default=None)


def _content(line: Line | None) -> object:
    """What makes a line another one: not its names, nor what was measured where the same was paid."""
    if line is None:
        return None
    return line.day, line.paid, line.used if line.paid or line.used else line.points


def lines_of(statement: Statement | None, payments: Iterable[Payment]) -> dict[Key, Line]:
    """The lines of a statement; a settlement that brought nothing is none. ``payments`` are the member's own."""
    return dict(_lines(statement, list(payments))) if statement else {}


def _lines(statement: Statement, payments: list[Payment]) -> Iterator[tuple[Key, Line]]:
    due = {each.id: each for each in payments}
    for credit in statement.credits:
        yield (LineKind.CREDIT, credit.entry_id), Line(credit.counts_on, credit.activity, credit.label, credit.points)
    settled: set[str] = set()
    for each in statement.settlements:
        settled.update(each.payments)
        paid = tuple(sorted((due[name].reward, due[name].amount) for name in each.payments))
        if paid or each.used:
            line = Line(each.day, each.award, each.label, each.measured, each.used, _summed(paid))
            yield (LineKind.SETTLEMENT, each.id), line
    for payment in payments:
        if payment.id not in settled:
            paid = ((payment.reward, payment.amount),)
            yield (LineKind.PAYMENT, payment.id), Line(payment.day, payment.rule, payment.label, ZERO, paid=paid)
    for lapse in statement.lapses:
        name = f"{lapse.entry_id} {lapse.day} {lapse.rule}"
        yield (LineKind.LAPSE, name), Line(lapse.day, lapse.rule, Label(lapse.entry_id, lapse.entry_id), lapse.points)


def _summed(paid: Iterable[tuple[str, Amount]]) -> tuple[tuple[str, Amount], ...]:
    """One amount for each reward, though several tiers may pay it at once."""
    sums: dict[str, Amount] = {}
    for reward, amount in paid:
        sums[reward] = sums[reward] + amount if reward in sums else amount
    return tuple(sums.items())
