"""Why somebody did not get a tier: what was missing at which counter, and which claims were refused."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from incentive_rules.amounts import ZERO
from incentive_rules.codes import Code
from incentive_rules.periods import ONE_DAY, period_of
from incentive_rules.scheme.awards import Again, ClaimBy, Pay
from incentive_rules.scheme.conditions import tests_of
from incentive_rules.statement.explain.changes import SmallestChanges
from incentive_rules.statement.explain.conditions import provenance
from incentive_rules.statement.explain.lines import Lines, node, reasons
from incentive_rules.statement.explain.measuring import measured
from incentive_rules.statement.explain.model import Node, NodeKind
from incentive_rules.statement.explain.progress import closing, tier_node, tiers_on, times_used_up, way_on
from incentive_rules.statement.explain.still_open import still_open
from incentive_rules.statement.judge import words
from incentive_rules.statement.lives.choosing import claimed_on, deadline
from incentive_rules.statement.model import State
from incentive_rules.statement.rows import because, days_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentive_rules.amounts import Amount
    from incentive_rules.program.model import TierRule, TiersRule
    from incentive_rules.statement.find import Aim
    from incentive_rules.statement.model import Settlement, Statement
    from incentive_rules.statement.record import Record


def why_tier(record: Record, rule: TiersRule, aim: Aim, statement: Statement | None) -> Iterator[Node]:
    """Why somebody did not get a tier, or without one named, the next tier."""
    if statement is None:
        yield node(NodeKind.NOTE, "tiers_are_of_members", {"award": rule.label}, rule=rule.address)
        return
    yield from _attempts(record, rule, aim.part, statement)
    yield from still_open(record, rule, statement)
    day = record.as_of
    if not rule.holds_on(day):
        why = because(Code.NOT_IN_FORCE, name=rule.label, day=day, **days_of(rule))
        yield from _with_change(record, rule, why)
        return
    yield from _asks_more(rule, record)
    have = measured(record, rule, statement)
    if have is None:
        yield from way_on(record, rule, statement)
        return
    in_force = tiers_on(record, rule, day)
    wanted = [(tier, at) for tier, at in in_force if tier.id == aim.part or (not aim.part and at > have)][:1]
    if not wanted:
        yield from way_on(record, rule, statement)
        return
    ((tier, at),) = wanted
    yield from _used_up(record, rule, statement)
    if at > have:
        yield tier_node(record, rule, tier, at, have)
        yield from closing(record, rule, statement, at - have)
    else:
        yield from _reached(record, rule, tier, at, have)
        yield from _stands_behind(rule, tier, at, have, in_force)


def _attempts(record: Record, rule: TiersRule, part: str, statement: Statement) -> Iterator[Node]:
    """What was claimed or settled under the award: paid with what, or refused and why."""
    lines = Lines(record)
    for each in statement.settlements:
        if each.award != rule.id:
            continue
        told = lines.settlement(each)
        if each.state is State.PAID:
            if part in each.paid or not part:
                yield replace(told, children=(*told.children, node(NodeKind.NOTE, "was_paid")))
        else:
            yield replace(told, children=(*_without_hints(told), *_changes(record, each)))


def _without_hints(told: Node) -> Iterator[Node]:
    return (each for each in told.children if each.kind is not NodeKind.HINT)


def _changes(record: Record, each: Settlement) -> Iterator[Node]:
    return SmallestChanges(record, each.day, each.award).of(each.reasons)


def _with_change(record: Record, rule: TiersRule, *why: object) -> Iterator[Node]:
    given = list(why)
    yield from reasons(given, with_help=False)  # type: ignore[arg-type]  # reasons
    yield from SmallestChanges(record, record.as_of, rule.id).of(given)  # type: ignore[arg-type]  # as above


def _used_up(record: Record, rule: TiersRule, statement: Statement) -> Iterator[Node]:
    """That no claim is paid any more in the period, and from when on one is."""
    told = list(times_used_up(record, rule, statement))
    yield from told
    if any(each.kind is NodeKind.REASON for each in told):
        period = claimed_on(record.as_of, rule).name
        reason = because(Code.CLAIMED_BEFORE, times=rule.times, period=period)
        yield SmallestChanges(record, record.as_of, rule.id).one(reason)


def _asks_more(rule: TiersRule, record: Record) -> Iterator[Node]:
    """What an award asks beside the points."""
    condition = rule.eligible
    if condition is not None and any(tests_of(condition)):
        facts = {"need": words(condition, record.as_of), "day": record.as_of}
        at = f"{rule.address}.eligible"
        yield node(NodeKind.CONDITION, "also_needed", facts, rule=at, **provenance(rule.cited))


def _reached(record: Record, rule: TiersRule, tier: TierRule, at: Amount, have: Amount) -> Iterator[Node]:
    """A tier for which the points are there: then a claim, or the day of settlement, is missing."""
    day = record.as_of
    facts = {"award": rule.label, "tier": tier.label_on(day), "need": at, "have": have, "day": day}
    yield node(NodeKind.TIER, "tier_reached", facts, rule=tier.address, amount=ZERO, value=str(at))
    if rule.claim_by is ClaimBy.MEMBER:
        opens = period_of(day, rule.claim_per).end if rule.days_to_claim else day
        yield node(NodeKind.CHANGE, "change_claim", {"day": opens}, rule=rule.address)
    else:
        period = period_of(day, rule.claim_per)
        settles = deadline(rule, period) if rule.days_to_claim else min(period.last, rule.until - ONE_DAY)
        yield node(NodeKind.CHANGE, "change_settles", {"day": settles}, rule=rule.address)


def _stands_behind(
    rule: TiersRule, tier: TierRule, at: Amount, have: Amount, in_force: list[tuple[TierRule, Amount]]
) -> Iterator[Node]:
    """That another tier is paid in place of this one, as the award says which of those due is paid."""
    above = [each for each, need in in_force if at < need <= have]
    below = [each for each, need in in_force if need < at]
    if rule.again is Again.ALWAYS and rule.pay is Pay.HIGHEST and above:
        facts = {"tier": tier.label, "other": above[-1].label}
        yield node(NodeKind.NOTE, "pays_highest", facts, rule=rule.address)
    elif rule.again is Again.ALWAYS and rule.pay is Pay.LOWEST and below:
        facts = {"tier": tier.label, "other": below[0].label}
        yield node(NodeKind.NOTE, "pays_lowest", facts, rule=rule.address)
