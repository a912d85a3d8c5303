"""Why something did not happen, and how near it was: what failed, by how much, and what would have counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount
from incentive_rules.messages import sentence
from incentive_rules.periods import Per, period_of
from incentive_rules.program.from_scheme import program_of
from incentive_rules.scheme.awards import CounterName
from incentive_rules.scheme.from_yaml import load_scheme
from incentive_rules.statement.explain import Writer
from incentive_rules.statement.find import Kind, find
from incentive_rules.statement.model import State

if TYPE_CHECKING:
    from incentive_rules.messages import Language
    from incentive_rules.program.model import TiersRule
    from incentive_rules.statement.find import Found
    from incentive_rules.statement.model import Outcome, Ranking, Statement
    from incentive_rules.statement.record import Record

COUNTED = (State.CREDITED, State.PAID)


def why_not(evaluation: Record, query: str, lang: Language) -> str:
    """Why what the query names did not count, was not paid or did not bring more."""
    found = find(evaluation, query)
    writer = Writer(evaluation, lang)
    if found.kind in (Kind.ENTRY, Kind.CLAIM):
        _rows(writer, found)
    elif found.kind is Kind.GROUP:
        for ranking in found.rankings:
            _place(writer, ranking, found.id)
    else:
        member = found.id if found.kind is Kind.MEMBER else _member_of(found)
        _member(writer, evaluation.statements[member])
    return writer.text()


def _member_of(found: Found) -> str:
    if found.settlement:
        return found.settlement.member_id
    return found.payment.payee if found.payment else ""


def _rows(writer: Writer, found: Found) -> None:
    for outcome in found.outcomes:
        _row(writer, outcome, found)


def _row(writer: Writer, outcome: Outcome, found: Found) -> None:
    if outcome.state in COUNTED and not outcome.reasons:
        writer.rows(found)
        writer.say("counted" if outcome.state is State.CREDITED else "was_paid", 1)
    else:
        writer.outcome(outcome)
    if outcome.kind == "claim" and outcome.member_id in writer.evaluation.statements:
        for rule in _awards(writer.evaluation):
            _next_tier(writer, rule, writer.evaluation.statements[outcome.member_id])


def _awards(evaluation: Record) -> tuple[TiersRule, ...]:
    return program_of(load_scheme(evaluation.scheme)).tiers


def _member(writer: Writer, statement: Statement) -> None:
    evaluation = writer.evaluation
    writer.say("member_head", id=statement.member_id, as_of=evaluation.as_of)
    for rule in _awards(evaluation):
        _next_tier(writer, rule, statement)
    left = [each for each in statement.outcomes if each.state not in COUNTED or each.reasons]
    if left:
        writer.say("not_counted", 1)
    for outcome in left:
        writer.outcome(outcome, 2)
    for ranking in evaluation.rankings:
        if ranking.of == "member":
            _place(writer, ranking, statement.member_id)


def _next_tier(writer: Writer, rule: TiersRule, statement: Statement) -> None:
    """How far a member is from the next tier on the day of the evaluation."""
    as_of = writer.evaluation.as_of
    have = _measured(rule, statement, writer.evaluation)
    scheme_scale = program_of(load_scheme(writer.evaluation.scheme)).scale
    in_force = [(tier, scheme_scale.take(tier.at.on(as_of))) for tier in rule.tiers if tier.holds_on(as_of)]
    above = [(tier, at) for tier, at in in_force if at > have]
    if above:
        tier, at = above[0]
        facts = {"award": rule.label, "tier": tier.label, "need": at, "have": have, "missing": at - have}
        writer.say("next_tier", 1, **facts)
    elif in_force:
        writer.say("top_tier", 1, award=rule.label, have=have)


def _measured(rule: TiersRule, statement: Statement, evaluation: Record) -> Amount:
    if rule.counter is CounterName.BALANCE:
        return statement.balance
    window = period_of(evaluation.as_of, rule.window or Per.EVER)
    return sum((credit.points for credit in statement.credits if credit.counts_on in window), Amount(0))


def _place(writer: Writer, ranking: Ranking, name: str) -> None:
    writer.place(ranking, name)
    row = next((each for each in ranking.rows if each.name == name), None)
    if row is None:
        return
    better = [each for each in ranking.rows if each.rank < row.rank]
    facts = {"label": ranking.label, "period": ranking.period}
    if better:
        next_row = better[-1]
        writer.say("next_place", 1, **facts, missing=next_row.score - row.score, rank=next_row.rank)
    else:
        writer.lines.append("  " + sentence("first_place", writer.lang, **facts))
