"""Statements as lines that can be sorted: what each step of each entry added, what was used, lapsed and paid."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from incentive_rules.amounts import ZERO, Amount
from incentive_rules.messages import sentence
from incentive_rules.messages.screen import words
from incentive_rules.report.grids import Grid
from incentive_rules.report.payments import MEMBER, Occasions, paid_text
from incentive_rules.report.text import rule_text
from incentive_rules.statement.explain.words import step_line
from incentive_rules.statement.lives.member import NO_LONGER_ELIGIBLE
from incentive_rules.statement.model import State

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from incentive_rules.messages import Language
    from incentive_rules.report.grids import Cells
    from incentive_rules.statement.evaluation import Evaluation
    from incentive_rules.statement.model import Credit, Lapse, Payment, Settlement, Statement

# The order of what happens on one day: points come, are lost with eligibility, are used, lapse at the day's end.
_CREDITED, _LOST, _SETTLED, _LAPSED, _CLOSED = range(5)
_HEADS = (
    "member",
    "office_department",
    "office_day",
    "office_kind",
    "office_what",
    "points",
    "office_left",
    "office_paid",
    "office_number",
    "office_reason",
)


@dataclass(frozen=True, slots=True)
class _Line:
    day: date
    turn: int
    kind: str
    what: str
    points: Amount
    paid: str = ""
    number: str = ""
    reason: str = ""


def statements_grid(evaluation: Evaluation, lang: Language, departments: Mapping[str, str]) -> Grid:
    """Every statement line by line: the points of a member add up to what is left, which the last line says again."""
    teller = _Teller(evaluation, lang, Occasions.of(evaluation))
    rows = tuple(
        row
        for member, statement in evaluation.statements.items()
        for row in teller.rows(statement, departments.get(member, ""))
    )
    heads = tuple(words(head, lang) for head in _HEADS)
    return Grid(words("office_statements", lang), heads, rows, notes=() if rows else (words("nobody_ranked", lang),))


@dataclass(frozen=True)
class _Teller:
    evaluation: Evaluation
    lang: Language
    occasions: Occasions

    @cached_property
    def payments(self) -> dict[str, Payment]:
        """Payments by id."""
        return {each.id: each for each in self.evaluation.payments}

    @cached_property
    def prizes(self) -> dict[str, list[Payment]]:
        """What members won in rankings, for which they have no settlement."""
        found: dict[str, list[Payment]] = defaultdict(list)
        for payment in self.evaluation.payments:
            if payment.payee_kind == MEMBER and payment.id in self.occasions.ranks:
                found[payment.payee].append(payment)
        return found

    def rows(self, statement: Statement, department: str) -> Iterator[Cells]:
        left = ZERO
        lines = sorted(self._lines(statement), key=lambda line: (line.day, line.turn))
        if len(lines) == 1:  # nothing but what is left of nothing
            return
        for line in lines:
            left += line.points
            told = (line.day, line.kind, line.what, line.points, left, line.paid, line.number, line.reason)
            yield (statement.member_id, department, *told)

    def _lines(self, statement: Statement) -> Iterator[_Line]:
        for credit in statement.credits:
            yield from self._credit(credit)
        for settlement in statement.settlements:
            if settlement.state is State.PAID or settlement.revises:
                yield self._settlement(settlement, [self.payments[each] for each in settlement.payments])
        yield from map(self._prize, self.prizes.get(statement.member_id, ()))
        yield from map(self._lapse, statement.lapses)
        yield _Line(self.evaluation.as_of, _CLOSED, self._kind("left"), "", ZERO)

    def _kind(self, name: str) -> str:
        return words(f"office_kind_{name}", self.lang)

    def _credit(self, credit: Credit) -> Iterator[_Line]:
        for step in credit.steps:
            reason = step_line(step, self.lang)
            if credit.counts_on != credit.day:
                reason = words("office_done_on", self.lang, text=reason, day=credit.day)
            what = step.label.in_language(self.lang)
            kind = self._kind(step.kind)
            yield _Line(credit.counts_on, _CREDITED, kind, what, step.amount, number=credit.entry_id, reason=reason)

    def _settlement(self, settlement: Settlement, paid: Sequence[Payment]) -> _Line:
        tiers = dict.fromkeys(each.label.in_language(self.lang) for each in paid)
        lots = ", ".join(
            sentence("lot", self.lang, id=use.entry_id, points=Amount(abs(use.points))) for use in settlement.uses
        )
        key = "took" if settlement.used > 0 else "gave_back"
        took = sentence(key, self.lang, points=Amount(abs(settlement.used)), lots=lots) if lots else ""
        reasons = dict.fromkeys(self.occasions.reason(self.evaluation, each, self.lang) for each in paid)
        return _Line(
            settlement.day,
            _SETTLED,
            self._kind("withdrawn" if settlement.revises else "used" if settlement.used else "paid"),
            f"{settlement.label.in_language(self.lang)} {', '.join(tiers)}",
            Amount(-settlement.used),
            ", ".join(paid_text(each, self.lang) for each in paid),
            settlement.claim_id,
            "\n".join(filter(None, (*reasons, took))),
        )

    def _prize(self, payment: Payment) -> _Line:
        award = rule_text(self.evaluation, "awards", payment.award, self.lang)
        what = f"{award} {payment.label.in_language(self.lang)}"
        paid, reason = paid_text(payment, self.lang), self.occasions.reason(self.evaluation, payment, self.lang)
        return _Line(payment.day, _SETTLED, self._kind("paid"), what, ZERO, paid, reason=reason)

    def _lapse(self, lapse: Lapse) -> _Line:
        turn = _LOST if lapse.rule == NO_LONGER_ELIGIBLE else _LAPSED
        what = words(f"office_lapsed_{lapse.rule}", self.lang)
        lot = sentence("lot", self.lang, id=lapse.entry_id, points=lapse.points)
        reason = f"{lot} [{lapse.rule}]"
        return _Line(lapse.day, turn, self._kind("lapsed"), what, Amount(-lapse.points), "", lapse.entry_id, reason)
