"""Why something did not happen, and how near it was: what failed, by how much, and what would have counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount
from incentive_rules.codes import Code
from incentive_rules.messages import sentence
from incentive_rules.periods import Per, period_of
from incentive_rules.program.from_scheme import program_of
from incentive_rules.scheme.awards import CounterName
from incentive_rules.scheme.from_yaml import load_scheme
from incentive_rules.statement.explain import Writer
from incentive_rules.statement.find import Group, Rows, find
from incentive_rules.statement.judge import words
from incentive_rules.statement.model import Payment, RowKind, Settlement, State, Statement
from incentive_rules.statement.rows import because, days_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentive_rules.messages import Language
    from incentive_rules.program.model import Program, TiersRule
    from incentive_rules.program.rankings import FieldRule
    from incentive_rules.statement.model import Outcome, Ranking
    from incentive_rules.statement.record import Record

COUNTED = (State.CREDITED, State.PAID)


def why_not(record: Record, query: str, lang: Language) -> str:
    """Why what the query names did not count, was not paid or did not bring more."""
    answer = _Answer(Writer(record, lang), program_of(load_scheme(record.scheme)), record)
    match find(record, query):
        case Rows(outcomes=outcomes) as rows:
            for outcome in outcomes:
                answer.row(outcome, rows)
        case Group(name=name, rankings=rankings):
            for ranking in rankings:
                answer.place(ranking, name)
        case Statement() as statement:
            answer.member(statement)
        case Settlement(member_id=member):
            answer.member(record.statements[member])
        case Payment(payee=payee, payee_kind=kind):
            if kind == "member":
                answer.member(record.statements[payee])
            else:
                for ranking in record.rankings:
                    answer.place(ranking, payee)
    return answer.writer.text()


@dataclass(frozen=True, slots=True)
class _Answer:
    writer: Writer
    program: Program
    record: Record

    def row(self, outcome: Outcome, rows: Rows) -> None:
        """An entry or a claim: what failed, or that it did count."""
        if outcome.state in COUNTED and not outcome.reasons:
            self.writer.rows(rows)
            self.writer.say("counted" if outcome.state is State.CREDITED else "was_paid", 1)
        else:
            self.writer.outcome(outcome)
        if outcome.kind is RowKind.CLAIM and outcome.member_id in self.record.statements:
            self._next_tiers(self.record.statements[outcome.member_id])

    def member(self, statement: Statement) -> None:
        """A member: the next tiers, what did not count, and the next ranks."""
        self.writer.say("member_head", id=statement.member_id, as_of=self.record.as_of)
        self._next_tiers(statement)
        left = [each for each in statement.outcomes if each.state not in COUNTED or each.reasons]
        self.writer.left_out(left)
        for ranking in self.record.rankings:
            if ranking.of == "member":
                self.place(ranking, statement.member_id)

    def _next_tiers(self, statement: Statement) -> None:
        for rule in self.program.tiers:
            self._next_tier(rule, statement)

    def _next_tier(self, rule: TiersRule, statement: Statement) -> None:
        """How far a member is from the next tier on the day of the evaluation."""
        day, have = self.record.as_of, self._measured(rule, statement)
        if not rule.holds_on(day):
            reason = because(Code.NOT_IN_FORCE, name=rule.label, day=day, **days_of(rule))
            self.writer.say("reason", 1, reason=reason.message(self.writer.lang))
            return
        period = period_of(day, rule.claim_per).name
        claims = [each for each in statement.settlements if each.award == rule.id and each.state is State.PAID]
        if rule.times and sum(period_of(each.day, rule.claim_per).name == period for each in claims) >= rule.times:
            reason = because(Code.CLAIMED_BEFORE, times=rule.times, period=period)
            self.writer.say("reason", 1, reason=reason.message(self.writer.lang))
        in_force = [(tier, self.program.scale.take(tier.at.on(day))) for tier in rule.tiers if tier.holds_on(day)]
        above = [(tier, at) for tier, at in in_force if at > have]
        if above:
            tier, at = above[0]
            facts = {"award": rule.label, "tier": tier.label_on(day), "need": at, "have": have, "missing": at - have}
            self.writer.say("next_tier", 1, day=day, **facts)
        elif in_force:
            self.writer.say("top_tier", 1, day=day, award=rule.label, have=have)

    def _measured(self, rule: TiersRule, statement: Statement) -> Amount:
        if rule.counter is CounterName.BALANCE:
            return statement.balance
        window = period_of(self.record.as_of, rule.window or Per.EVER)
        return sum((credit.points for credit in statement.credits if credit.counts_on in window), Amount(0))

    def _not_ranked(self, ranking: Ranking, name: str) -> None:
        """Why somebody has no place in any pool of a ranking: the stage before it, or who takes part; told once."""
        pools = [each for each in self.record.rankings if _round_of(each) == _round_of(ranking)]
        if pools[0] is not ranking or any(row.name == name for pool in pools for row in pool.rows):
            return
        rule = next((each for each in self.program.rankings if each.id == ranking.award), None)
        why = list(self._why_no_part(rule.field, ranking, name)) if rule and rule.field else []
        if why:
            self.writer.say("not_in_field", 1, label=ranking.label, period=ranking.period)
        for text in why:
            self.writer.say("reason", 2, reason=text)

    def _why_no_part(self, field: FieldRule, ranking: Ranking, name: str) -> Iterator[str]:
        lang = self.writer.lang
        if field.stage:
            stage = [each for each in self.record.rankings if _round_of(each) == (field.stage, ranking.period)]
            rank = next((row.rank for each in stage for row in each.rows if row.name == name), 0)
            label = stage[0].label if stage else field.stage
            if not 0 < rank <= field.ranks:
                key = "below_stage" if rank else "not_in_stage"
                yield sentence(key, lang, stage=label, ranks=field.ranks, rank=rank)
                return
        if field.when is not None:
            yield sentence("field_not_met", lang, need=words(field.when, ranking.day))

    def place(self, ranking: Ranking, name: str) -> None:
        """A place, and how far it is from the next better one."""
        row = next((each for each in ranking.rows if each.name == name), None)
        if row is None:
            self._not_ranked(ranking, name)
            return
        self.writer.place(ranking, name)
        better = [each for each in ranking.rows if each.rank < row.rank]
        facts = {"label": ranking.label, "period": ranking.period}
        if better:
            self.writer.say("next_place", 1, **facts, missing=better[-1].score - row.score, rank=better[-1].rank)
        else:
            self.writer.say("first_place", 1, **facts)


def _round_of(ranking: Ranking) -> tuple[str, str]:
    """The award and the period of a ranking, which all its pools have in common."""
    return ranking.award, ranking.period
