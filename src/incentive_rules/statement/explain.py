"""Why something is as it is, in plain lines: what was counted, by which rule, with which value, from which source.

It reads the evaluation alone, so that one that came back from JSON explains itself just as well.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount
from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError
from incentive_rules.messages import LANGUAGES, Label, has_sentence, sentence
from incentive_rules.statement.find import Group, Rows, find
from incentive_rules.statement.model import Payment, RowKind, Settlement, State, Statement, StepKind
from incentive_rules.statement.record import label_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from incentive_rules.messages import Language
    from incentive_rules.statement.model import (
        Credit,
        Lapse,
        Outcome,
        Ranking,
        Reason,
        Step,
    )
    from incentive_rules.statement.record import Record

_CALCULATED = (StepKind.TAKE, StepKind.TIMES, StepKind.OVER)
_HEADINGS = {State.DUPLICATE: "told_twice", State.NOT_YET: "after_as_of"}
_SUMMED = 2  # a sum line is written from two steps on


def explain(evaluation: Record, query: str, lang: Language) -> str:
    """The explanation of whatever the query names."""
    writer = Writer(evaluation, lang)
    match find(evaluation, query):
        case Rows() as found:
            writer.rows(found)
        case Settlement() as settlement:
            writer.settlement(settlement)
        case Payment() as payment:
            writer.payment(payment)
        case Statement() as statement:
            writer.member(statement)
        case Group() as group:
            writer.group(group)
    return writer.text()


def money(amount: Amount, unit: str, lang: Language) -> str:
    """An amount with its unit: ``30,000 won``, ``1일``."""
    key = f"money_{unit}" if has_sentence(f"money_{unit}", lang) else "money_other"
    return sentence(key, lang, amount=f"{amount:,}", unit=unit)


def counter_text(evaluation: Record, award: str, lang: Language) -> str:
    """Which counter an award looks at, in words."""
    measure = evaluation.scheme["awards"][award].get("measure", {"counter": "balance"})
    per = measure.get("per", "ever")
    named = evaluation.scheme.get("periods", {}).get(per)
    window = (
        sentence("window_named", lang, label=label_of(named["label"])) if named else sentence(f"window_{per}", lang)
    )
    if declared := evaluation.scheme.get("counters", {}).get(measure["counter"]):
        return sentence("counter_named", lang, label=label_of(declared["label"]), window=window)
    return sentence(f"counter_{measure['counter']}", lang, window=window)


@dataclass(slots=True)
class Writer:
    """Collects the lines of an explanation, and the sources and assumptions that they rest on."""

    evaluation: Record
    lang: Language
    lines: list[str] = field(default_factory=list)
    sources: dict[tuple[str, str], None] = field(default_factory=dict)
    assumptions: dict[Label, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.lang not in LANGUAGES:
            facts = {"value": self.lang, "known": LANGUAGES}
            raise InputError([Diagnostic(Code.BAD_CHOICE, facts=facts)])

    def say(self, key: str, depth: int = 0, **facts: object) -> None:
        """Add a sentence, indented by depth."""
        self.lines.append("  " * depth + sentence(key, self.lang, **facts))

    def word(self, label: Label) -> str:
        """A label in the writer's language."""
        return label.in_language(self.lang)

    def text(self) -> str:
        """All lines, and below them where they come from."""
        if self.sources or self.assumptions:
            self.say("cites")
            for source, at in self.sources:
                self._source(source, at)
            for reason in self.assumptions:
                self.say("assumed", 1, reason=reason)
        return "\n".join(self.lines)

    def _source(self, source: str, at: str) -> None:
        told = self.evaluation.scheme.get("sources", {}).get(source, {})
        parts = {"title": self.word(label_of(told.get("title", "")))}
        for name in ("publisher", "date"):
            parts[name] = f", {self.word(label_of(told[name]))}" if told.get(name) else ""
        self.say("cited_source", 1, id=source, **parts)
        if at:
            self.say("cited_at", 2, at=at)

    def rows(self, found: Rows) -> None:
        """An entry or a claim."""
        for outcome in found.outcomes:
            credit = self._credit(outcome) if found.kind is RowKind.ENTRY else None
            settlement = self._settlement_of(outcome) if found.kind is RowKind.CLAIM else None
            if credit is not None:
                self.credit(credit)
                self.reasons(outcome.reasons)
            elif settlement is not None:
                self.settlement(settlement)
            else:
                self.outcome(outcome)

    def _credit(self, outcome: Outcome) -> Credit | None:
        statement = self.evaluation.statement_of(outcome.member_id)
        if statement is None or outcome.state is not State.CREDITED:
            return None
        return next((each for each in statement.credits if each.entry_id == outcome.id), None)

    def _settlement_of(self, outcome: Outcome) -> Settlement | None:
        statement = self.evaluation.statement_of(outcome.member_id)
        if statement is None or outcome.state not in (State.PAID, State.REFUSED, State.HELD):
            return None
        return next((each for each in statement.settlements if each.claim_id == outcome.id), None)

    def outcome(self, outcome: Outcome, depth: int = 0) -> None:
        """A row that brought nothing, and why."""
        place = f" {outcome.place}" if outcome.place.file else ""
        day = outcome.day.isoformat() if outcome.day else "?"
        state = sentence(f"state_{outcome.state}", self.lang)
        self.say(f"{outcome.kind}_line", depth, id=outcome.id or "?", day=day, result=state, place=place)
        self.reasons(outcome.reasons, depth + 1)

    def left_out(self, outcomes: Iterable[Outcome]) -> None:
        """Rows that brought nothing: those that do not count, those that say again what counts, and those of later."""
        by_heading: dict[str, list[Outcome]] = {"not_counted": [], "told_twice": [], "after_as_of": []}
        for each in outcomes:
            by_heading[_HEADINGS.get(each.state, "not_counted")].append(each)
        for heading, rows in by_heading.items():
            if rows:
                self.say(heading, 1)
            for each in rows:
                self.outcome(each, 2)

    def reasons(self, reasons: Iterable[Reason], depth: int = 1) -> None:
        """Reasons, each with what would help."""
        for reason in reasons:
            self.say("reason", depth, reason=reason.message(self.lang))
            if hint := reason.help(self.lang):
                self.say("hint", depth, hint=hint)

    def credit(self, credit: Credit, depth: int = 0) -> None:
        """An entry that counts: its steps, and what became of its points."""
        result = sentence("credited", self.lang, points=credit.points)
        self.say("entry_head", depth, id=credit.entry_id, day=credit.day, activity=credit.label, result=result)
        if credit.counts_on != credit.day:
            self.say("credited_on", depth + 1, day=credit.counts_on)
        self.steps(credit.steps, depth + 1)
        statement = self.evaluation.statement_of(credit.member_id)
        assert statement is not None  # a credit is part of one
        for settlement in statement.settlements:
            for use in settlement.uses:
                if use.entry_id == credit.entry_id:
                    facts = {
                        "points": use.points,
                        "day": settlement.day,
                        "award": settlement.label,
                        "id": settlement.id,
                    }
                    self.say("used_by", depth + 1, **facts)
        for lapse in statement.lapses:
            if lapse.entry_id == credit.entry_id:
                self.lapse(lapse, depth + 1)
        self._taken(credit, depth + 1)
        if credit.left < 0:
            self.say("owed", depth + 1, points=-credit.left)
        elif credit.left != credit.points and credit.points > 0:
            self.say("left", depth + 1, points=credit.left)

    def _taken(self, credit: Credit, depth: int) -> None:
        """What an entry took away from others, and others from it."""
        statement = self.evaluation.statement_of(credit.member_id)
        for each in statement.deductions if statement else ():
            if each.entry_id == credit.entry_id:
                self.say("takes_away", depth, points=each.points, day=each.day, id=each.lot)
            elif each.lot == credit.entry_id:
                self.say("taken_away", depth, points=each.points, day=each.day, id=each.entry_id)

    def lapse(self, lapse: Lapse, depth: int) -> None:
        """Points that were lost."""
        self.say("lapsed_line", depth, day=lapse.day, id=lapse.entry_id, points=lapse.points, rule=lapse.rule)

    def steps(self, steps: tuple[Step, ...], depth: int, unit: str = "") -> None:
        """The steps of a line, with their sum where there are several."""
        amounts = [self._amount(step.amount, unit) for step in steps]
        total = self._amount(sum((step.amount for step in steps), Amount(0)), unit)
        width = max(map(len, (*amounts, total)))
        for step, amount in zip(steps, amounts, strict=True):
            self.lines.append(f"{'  ' * depth}{amount:>{width}}  {self.step(step)}")
        if len(steps) >= _SUMMED:
            self.lines.append(f"{'  ' * depth}{total:>{width}}  = {sentence('sum', self.lang)}")

    def _amount(self, amount: Amount, unit: str) -> str:
        sign = "+" if amount >= 0 and not unit else ""
        return sign + (money(amount, unit, self.lang) if unit else f"{amount:,}")

    def step(self, step: Step) -> str:
        """A step: the rule, its value in force, and where it comes from."""
        facts: Mapping[str, object] = step.facts
        if "mode" in facts:
            facts = {**facts, "mode": sentence(f"mode_{facts['mode']}", self.lang)}
        if "as" in facts:
            facts = {**facts, "taken": sentence(f"taken_{facts['as']}", self.lang)}
        text = sentence(_step_key(step), self.lang, label=step.label, value=step.value, **facts)
        return f"{text} [{'; '.join(self._tags(step))}]"

    def _tags(self, step: Step) -> Iterable[str]:
        yield step.rule
        if step.since is not None:
            yield sentence("since", self.lang, day=step.since)
        if step.source:
            self.sources[step.source, step.at] = None
            yield sentence("tag_source", self.lang, id=step.source)
        if step.assumed:
            self.assumptions[step.assumed] = None
            yield sentence("tag_assumed", self.lang)

    def settlement(self, settlement: Settlement, depth: int = 0) -> None:
        """A claim or an automatic settlement."""
        key = "claim_head" if settlement.claim_id else "settlement_head"
        state = sentence(f"state_{settlement.state}", self.lang)
        name = settlement.claim_id or settlement.id
        self.say(key, depth, id=name, day=settlement.day, award=settlement.label, result=state)
        if settlement.assumed:
            self.say("assumed_claim", depth + 1)
        if all(reason.code is not Code.NOT_CLAIMABLE for reason in settlement.reasons):  # else nothing was measured
            counter = counter_text(self.evaluation, settlement.award, self.lang)
            self.say("measured", depth + 1, points=settlement.measured, counter=counter)
        if settlement.state is State.PAID:
            names = {"tiers": self._tiers(settlement, settlement.due), "paid": self._tiers(settlement, settlement.paid)}
            self.say("due", depth + 1, **names)
            self._uses(settlement, depth + 1)
        for payment in self.evaluation.payments:
            if payment.id in settlement.payments:
                self._payment_steps(payment, depth + 1)
        self.reasons(settlement.reasons, depth + 1)

    def _tiers(self, settlement: Settlement, tiers: Iterable[str]) -> str:
        award = self.evaluation.scheme["awards"][settlement.award]
        declared = award.get("tiers", {settlement.award: {"at": award.get("points")}})  # an exchange is its one tier
        return ", ".join(f"{tier} ({self._threshold(declared[tier], settlement.day)})" for tier in tiers)

    @staticmethod
    def _threshold(tier: Mapping[str, object], day: date) -> str:
        """The threshold in force on a day; its first days are ISO texts, which sort like days."""
        at = tier["at"]
        if not isinstance(at, dict):
            return str(at)
        return str(at[max(first for first in at if first <= day.isoformat())])

    def _uses(self, settlement: Settlement, depth: int) -> None:
        if not settlement.uses:
            self.say("took_nothing", depth)
            return
        lots = ", ".join(sentence("lot", self.lang, id=use.entry_id, points=use.points) for use in settlement.uses)
        self.say("took", depth, points=settlement.used, lots=lots)

    def _payment_steps(self, payment: Payment, depth: int) -> None:
        amount = money(payment.amount, payment.unit, self.lang)
        self.say("pays", depth, amount=amount, label=payment.reward_label)
        if payment.option:
            self.say("option", depth + 1, option=payment.reward_label)
        if payment.reading:
            self.say("reading", depth + 1, reading=payment.reading)
        self.steps(payment.steps, depth + 1, payment.unit)

    def payment(self, payment: Payment) -> None:
        """A payment, and the settlement that it came from."""
        amount = money(payment.amount, payment.unit, self.lang)
        self.say("payment_head", id=payment.id, amount=amount, payee=payment.payee, day=payment.day)
        statement = self.evaluation.statements.get(payment.payee)
        settled = [each for each in (statement.settlements if statement else ()) if payment.id in each.payments]
        if settled:
            self.settlement(settled[0], 1)
        else:
            self._payment_steps(payment, 1)

    def member(self, statement: Statement) -> None:
        """A member's whole statement, line by line."""
        self.say("member_head", id=statement.member_id, as_of=self.evaluation.as_of)
        facts = {name: getattr(statement, name) for name in ("earned", "used", "lapsed", "balance")}
        self.say("summary_deducted" if statement.deducted else "summary", 1, **facts, deducted=statement.deducted)
        self._paid(statement)
        for credit in statement.credits:
            self.credit(credit, 1)
        for settlement in statement.settlements:
            self.settlement(settlement, 1)
        for lapse in statement.lapses:
            self.lapse(lapse, 1)
        told = {settlement.claim_id for settlement in statement.settlements}
        left = [
            each
            for each in statement.outcomes
            if each.state is not State.CREDITED and not (each.kind is RowKind.CLAIM and each.id in told)
        ]
        self.left_out(left)
        for ranking in self.evaluation.rankings:
            if ranking.of == "member":
                self.place(ranking, statement.member_id)
            else:
                self._part_of_prize(ranking, statement.member_id)

    def _part_of_prize(self, ranking: Ranking, member: str) -> None:
        """What a member is paid of the prizes that groups or pieces of work won."""
        won = {payment for row in ranking.rows for payment in row.payments}
        for payment in self.evaluation.payments:
            if payment.id in won and (payment.payee_kind, payment.payee) == ("member", member):
                self.say("part_of_prize", 1, label=ranking.label, period=ranking.period)
                self._payment_steps(payment, 2)

    def _paid(self, statement: Statement) -> None:
        rewards = self.evaluation.scheme.get("rewards", {})
        amounts = [
            f"{self.word(label_of(rewards[reward]['label']))} {money(amount, str(rewards[reward]['unit']), self.lang)}"
            for reward, amount in statement.paid.items()
        ]
        self.say("paid_total" if amounts else "paid_none", 1, amounts=", ".join(amounts))

    def group(self, found: Group) -> None:
        """A group's place in each ranking."""
        name = self._kind_of(found.rankings[0].of)
        self.say("group_head", of=name, id=found.name, as_of=self.evaluation.as_of)
        for ranking in found.rankings:
            self.place(ranking, found.name)

    def _apart(self, ranking: Ranking, name: str) -> None:
        """Somebody who was looked at in a grading and takes no rank."""
        for each in ranking.apart:
            if each.name == name:
                self.say("apart_line", 1, label=ranking.label, period=ranking.period)
                self.reasons(each.reasons, 2)

    def _kind_of(self, of: str) -> Label:
        """What is ranked, in words: the label of a group fact, or pieces of work."""
        if of == "work":
            return Label(sentence("work", "ko"), sentence("work", "en"))
        label = self.evaluation.scheme["facts"]["member"][of]
        return label_of(label["label"]) if isinstance(label, dict) and "label" in label else Label(of, of)

    def place(self, ranking: Ranking, name: str) -> None:
        """One place in one ranking, the entries behind it and the prize."""
        row = next((each for each in ranking.rows if each.name == name), None)
        if row is None:
            self._apart(ranking, name)
            return
        due = [payment for payment in self.evaluation.payments if payment.id in row.payments]
        amounts = ", ".join(money(payment.amount, payment.unit, self.lang) for payment in due)
        marks = ("" if ranking.final else sentence("forecast", self.lang)) + (
            sentence("provisional", self.lang) if ranking.provisional else ""
        )
        prize = sentence("prize", self.lang, amounts=amounts) if due else ""
        kind = ranking.of if ranking.of in ("member", "work") else "group"
        among = sentence(f"among_{kind}", self.lang, count=len(ranking.rows))
        facts = {"label": ranking.label, "period": ranking.period, "among": among, "forecast": marks}
        self.say("place_line", 1, rank=row.rank, score=row.score, prize=prize, **facts)
        if row.steps:
            self.steps(row.steps, 2)
        self.reasons(
            (each for each in ranking.reasons if each.code is Code.TIE_HELD and each.facts["rank"] == row.rank), 2
        )
        self.reasons(row.notes, 2)
        self.say("entries_of", 2, count=len(row.entries), entries=", ".join(row.entries))
        for payment in due:
            self._payment_steps(payment, 2)


_WORDED_BY_FACTS: dict[StepKind, tuple[tuple[set[str], str], ...]] = {
    StepKind.BASE: (
        ({"per", "by"}, "_per_unit_by"),
        ({"per", "start"}, "_per_unit_from"),
        ({"per"}, "_per_unit"),
        ({"start"}, "_by_band"),
        ({"fact"}, "_by_fact"),
        ({"stated"}, "_stated"),
    ),
    StepKind.WEIGHT: (({"fact"}, "_by_fact"),),
    StepKind.CAP: (({"fact"}, "_units"),),
    StepKind.SELECTED: (({"displaced"}, "_displacing"),),
    StepKind.VOIDED: (({"displaced"}, "_displacing"),),
}
"""For steps of which there are several forms: the facts by which one is known, and the end of its sentence's name."""


def _step_key(step: Step) -> str:
    """The name of the sentence of a step; a deduction is told as the same points below zero."""
    kind = StepKind.BASE if step.kind is StepKind.DEDUCTION else step.kind
    forms = _WORDED_BY_FACTS.get(kind, ())
    return f"step_{kind}" + next((end for facts, end in forms if facts <= step.facts.keys()), "")
