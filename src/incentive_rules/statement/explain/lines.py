"""Trees of single things: an entry, a claim or settlement, a payment, a row that brought nothing.

They read the evaluation alone, so that one that came back from JSON explains itself just as well.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount, total
from incentive_rules.codes import Code
from incentive_rules.messages import LANGUAGES, Label
from incentive_rules.statement.explain.conditions import conditions_of
from incentive_rules.statement.explain.model import Node, NodeKind
from incentive_rules.statement.explain.words import counter_label, label, money_label, step_words
from incentive_rules.statement.model import RowKind, State
from incentive_rules.statement.rows import plain_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from incentive_rules.statement.find import Rows
    from incentive_rules.statement.model import (
        Credit,
        Deduction,
        Lapse,
        Outcome,
        Payment,
        Reason,
        Settlement,
        Step,
    )
    from incentive_rules.statement.record import Record

_SUMMED = 2  # a sum line is written from two steps on
_HEADINGS = {
    State.CORRECTED: "corrected_rows",
    State.CORRECTION: "corrected_rows",
    State.DUPLICATE: "told_twice",
    State.NOT_YET: "after_as_of",
}


@dataclass(frozen=True, slots=True)
class Lines:
    """Makes the trees of one evaluation."""

    record: Record

    def rows(self, found: Rows) -> Iterator[Node]:
        """An entry or a claim: one tree for each row of that id."""
        for outcome in found.outcomes:
            credit = self._credit(outcome) if found.kind is RowKind.ENTRY else None
            settlement = self._settlement_of(outcome) if found.kind is RowKind.CLAIM else None
            if credit is not None:
                node = self.credit(credit)
                met = conditions_of(self.record, credit)
                yield replace(node, place=_place(outcome), children=(*node.children, *met, *reasons(outcome.reasons)))
            elif settlement is not None:
                yield replace(self.settlement(settlement), place=_place(outcome))
                yield from map(self.settlement, self._revisions(settlement))
            else:
                yield self.outcome(outcome)

    def _credit(self, outcome: Outcome) -> Credit | None:
        statement = self.record.statement_of(outcome.member_id)
        if statement is None or outcome.state is not State.CREDITED:
            return None
        return next((each for each in statement.credits if each.entry_id == outcome.id), None)

    def _settlement_of(self, outcome: Outcome) -> Settlement | None:
        statement = self.record.statement_of(outcome.member_id)
        if statement is None or outcome.state not in (State.PAID, State.REFUSED, State.HELD):
            return None
        return next((each for each in statement.settlements if each.claim_id == outcome.id), None)

    def _revisions(self, settlement: Settlement) -> Iterator[Settlement]:
        """What became of a settlement later."""
        statement = self.record.statement_of(settlement.member_id)
        for each in statement.settlements if statement else ():
            if each.revises == settlement.id:
                yield each

    @staticmethod
    def outcome(outcome: Outcome) -> Node:
        """A row that brought nothing, and why."""
        facts = {
            "id": outcome.id or "?",
            "day": outcome.day or "?",
            "result": label(f"state_{outcome.state}"),
            "place": f" {outcome.place}" if outcome.place.file else "",
        }
        return node(
            NodeKind.ROW,
            f"{outcome.kind}_line",
            facts,
            reasons(outcome.reasons),
            id=outcome.id,
            place=_place(outcome),
        )

    def left_out(self, outcomes: Iterable[Outcome], tell: Callable[[Outcome], Node] | None = None) -> Iterator[Node]:
        """Rows that brought nothing: those that do not count, those that say again what counts, and those of later."""
        by_heading: dict[str, list[Node]] = {each: [] for each in ("not_counted", *_HEADINGS.values())}
        for each in outcomes:
            by_heading[_HEADINGS.get(each.state, "not_counted")].append((tell or self.outcome)(each))
        for heading, rows in by_heading.items():
            yield from section(heading, rows)

    def credit(self, credit: Credit) -> Node:
        """An entry that counts: its steps, and what became of its points."""
        facts = {
            "id": credit.entry_id,
            "day": credit.day,
            "activity": credit.label,
            "result": label("credited", points=credit.points),
        }
        return node(
            NodeKind.ENTRY,
            "entry_head",
            facts,
            self._of_credit(credit),
            id=credit.entry_id,
            rule=f"activities.{credit.activity}",
            amount=credit.points,
        )

    def _of_credit(self, credit: Credit) -> Iterator[Node]:
        if credit.counts_on != credit.day:
            yield node(NodeKind.NOTE, "credited_on", {"day": credit.counts_on})
        yield from steps(credit.steps)
        statement = self.record.statement_of(credit.member_id)
        assert statement is not None  # a credit is part of one
        for settlement in statement.settlements:
            for use in settlement.uses:
                if use.entry_id == credit.entry_id:
                    points, key = Amount(abs(use.points)), "used_by" if use.points > 0 else "returned_by"
                    used = {"points": points, "day": settlement.day, "award": settlement.label, "id": settlement.id}
                    yield node(NodeKind.USE, key, used, id=settlement.id, amount=use.points)
        yield from (self.lapse(each) for each in statement.lapses if each.entry_id == credit.entry_id)
        for each in statement.deductions:
            if credit.entry_id in (each.entry_id, each.lot):
                yield self.deduction(each, credit.entry_id)
        if credit.left < 0:
            yield node(NodeKind.LOT, "owed", {"points": -credit.left}, amount=credit.left)
        elif credit.left != credit.points and credit.points > 0:
            yield node(NodeKind.LOT, "left", {"points": credit.left}, amount=credit.left)

    @staticmethod
    def deduction(each: Deduction, seen_from: str) -> Node:
        """What an entry took away from another, as one of the two sees it."""
        key, other = ("takes_away", each.lot) if each.entry_id == seen_from else ("taken_away", each.entry_id)
        facts = {"points": each.points, "day": each.day, "id": other}
        return node(NodeKind.DEDUCTION, key, facts, id=other, amount=each.points)

    @staticmethod
    def lapse(lapse: Lapse) -> Node:
        """Points that were lost."""
        facts = {"day": lapse.day, "id": lapse.entry_id, "points": lapse.points, "rule": lapse.rule}
        return node(NodeKind.LAPSE, "lapsed_line", facts, id=lapse.entry_id, rule=lapse.rule, amount=lapse.points)

    def settlement(self, settlement: Settlement) -> Node:
        """A claim or an automatic settlement."""
        is_claim = bool(settlement.claim_id)
        name = settlement.claim_id or settlement.id
        state = label(f"state_{settlement.state}")
        facts = {"id": name, "day": settlement.day, "award": settlement.label, "result": state}
        return node(
            NodeKind.CLAIM if is_claim else NodeKind.SETTLEMENT,
            "claim_head" if is_claim else "settlement_head",
            facts,
            self._of_settlement(settlement),
            id=name,
            rule=f"awards.{settlement.award}",
        )

    def _of_settlement(self, settlement: Settlement) -> Iterator[Node]:
        if settlement.assumed:
            yield node(NodeKind.NOTE, "assumed_claim")
        if all(reason.code is not Code.NOT_CLAIMABLE for reason in settlement.reasons):  # else nothing was measured
            counter = counter_label(self.record, settlement.award)
            yield node(
                NodeKind.MEASURE,
                "measured_anew" if settlement.revises else "measured",
                {"points": settlement.measured, "counter": counter},
                amount=settlement.measured,
            )
        if settlement.uses and settlement.revises:
            yield self._uses(settlement)
        if settlement.state is State.PAID:
            due = {"tiers": self._tiers(settlement, settlement.due), "paid": self._tiers(settlement, settlement.paid)}
            yield node(NodeKind.TIER, "due", due)
            yield self._uses(settlement)
        for payment in self.record.payments:
            if payment.id in settlement.payments:
                yield self.pays(payment)
        yield from reasons(settlement.reasons)

    def _tiers(self, settlement: Settlement, tiers: Iterable[str]) -> str:
        award = self.record.scheme["awards"][settlement.award]
        declared = award.get("tiers", {settlement.award: {"at": award.get("points")}})  # an exchange is its one tier
        return ", ".join(f"{tier} ({_threshold(declared[tier], settlement.day)})" for tier in tiers)

    @staticmethod
    def _uses(settlement: Settlement) -> Node:
        if not settlement.uses:
            return node(NodeKind.USE, "took_nothing")
        uses = [lot(use.entry_id, Amount(abs(use.points))) for use in settlement.uses]
        key = "took" if settlement.used > 0 else "gave_back"
        facts = {"points": Amount(abs(settlement.used)), "lots": joined(each.sentence for each in uses)}
        return node(NodeKind.USE, key, facts, uses, amount=settlement.used)

    @staticmethod
    def pays(payment: Payment) -> Node:
        """An amount that is due, step by step."""
        facts = {"amount": money_label(Amount(abs(payment.amount)), payment.unit), "label": payment.reward_label}
        below: list[Node] = []
        if payment.option:
            below.append(node(NodeKind.NOTE, "option", {"option": payment.reward_label}))
        if payment.reading:
            below.append(node(NodeKind.NOTE, "reading", {"reading": payment.reading}))
        below += steps(payment.steps, payment.unit)
        return node(
            NodeKind.PAYMENT,
            "takes_back" if payment.withdraws else "pays",
            facts,
            below,
            id=payment.id,
            rule=payment.rule,
            amount=payment.amount,
            unit=payment.unit,
        )

    def payment(self, payment: Payment) -> Node:
        """A payment, and the settlement that it came from."""
        amount = money_label(payment.amount, payment.unit)
        facts = {"id": payment.id, "amount": amount, "payee": payment.payee, "day": payment.day}
        statement = self.record.statements.get(payment.payee)
        settled = [each for each in (statement.settlements if statement else ()) if payment.id in each.payments]
        if settled:
            below: tuple[Node, ...] = (self.settlement(settled[0]),)
        else:
            inner = self.pays(payment)
            below = inner.children
        return node(
            NodeKind.PAYMENT,
            "payment_head",
            facts,
            below,
            id=payment.id,
            rule=payment.rule,
            amount=payment.amount,
            unit=payment.unit,
        )


def node(  # a node has many sides
    kind: NodeKind,
    key: str,
    facts: Mapping[str, object] | None = None,
    children: Iterable[Node] = (),
    *,
    id: str = "",  # noqa: A002  # the field's name
    **sides: object,
) -> Node:
    """A node with its facts in the form in which JSON keeps them."""
    return Node(kind, key, plain_facts(facts or {}), id, children=tuple(children), **sides)  # type: ignore[arg-type]  # its fields


def section(heading: str, children: Iterable[Node], **facts: object) -> Iterator[Node]:
    """A heading with what stands below it, if anything does."""
    below = tuple(children)
    if below:
        yield node(NodeKind.SECTION, heading, facts, below, id=heading)


def lot(entry_id: str, points: Amount) -> Node:
    """Points of one entry."""
    return node(NodeKind.LOT, "lot", {"id": entry_id, "points": points}, id=entry_id, amount=points)


def joined(sentences: Iterable[object], mark: str = ", ") -> Label:
    """Sentences in a row, in both languages; each is asked for its text in a language."""
    asked = list(sentences)
    ko, en = (mark.join(each(lang) for each in asked) for lang in LANGUAGES)  # type: ignore[operator]  # methods
    return Label(ko, en)


def steps(made: Iterable[Step], unit: str = "") -> Iterator[Node]:
    """The steps of a line, with their sum where there are several."""
    found = [_step(each, unit) for each in made]
    yield from found
    if len(found) >= _SUMMED:
        yield node(NodeKind.SUM, "sum", amount=total(each.amount for each in found if each.amount), unit=unit)


def _step(step: Step, unit: str) -> Node:
    key, facts = step_words(step)
    return node(
        NodeKind.STEP,
        key,
        facts,
        _facts_of(step),
        id=str(step.kind),
        rule=step.rule,
        amount=step.amount,
        unit=unit,
        value=step.value,
        since=step.since,
        source=step.source,
        at=step.at,
        assumed=step.assumed,
    )


def _facts_of(step: Step) -> Iterator[Node]:
    """The facts that a step looked at, which its sentence tells."""
    for name, have in (("fact", "have"), ("by", "by_have")):
        if name in step.facts and have in step.facts:
            yield node(NodeKind.FACT, "fact_is", {"fact": step.facts[name], "value": step.facts[have]})


def reasons(given: Iterable[Reason], *, with_help: bool = True) -> Iterator[Node]:
    """Reasons, each with what would help."""
    for reason in given:
        told = Label(*(reason.message(lang) for lang in LANGUAGES))
        yield node(NodeKind.REASON, "reason", {**reason.facts, "reason": told}, id=str(reason.code))
        if with_help and (hint := reason.help("en")):
            yield node(NodeKind.HINT, "hint", {"hint": Label(reason.help("ko"), hint)}, id=str(reason.code))


def _place(outcome: Outcome) -> str:
    return str(outcome.place) if outcome.place.file else ""


def _threshold(tier: Mapping[str, object], day: date) -> str:
    """The threshold in force on a day; its first days are ISO texts, which sort like days."""
    at = tier["at"]
    if not isinstance(at, dict):
        return str(at)
    return str(at[max(first for first in at if first <= day.isoformat())])
