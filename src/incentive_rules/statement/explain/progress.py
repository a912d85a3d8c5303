"""How far somebody is from the next tier of each award, and what would close the gap if simply told."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from incentive_rules.amounts import Amount
from incentive_rules.codes import Code
from incentive_rules.program.counters import CounterRule
from incentive_rules.program.points import FixedPoints
from incentive_rules.scheme.counters import Take
from incentive_rules.statement.explain.conditions import provenance
from incentive_rules.statement.explain.lines import node, reasons
from incentive_rules.statement.explain.measuring import counts_points, measured, window_on
from incentive_rules.statement.explain.model import Node, NodeKind
from incentive_rules.statement.explain.rooms import Room, rooms_of
from incentive_rules.statement.explain.still_open import closed_by_now, still_open
from incentive_rules.statement.explain.words import counter_label
from incentive_rules.statement.lives.choosing import claimed_on
from incentive_rules.statement.model import State
from incentive_rules.statement.rows import because, days_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from incentive_rules.program.model import ActivityRule, TierRule, TiersRule
    from incentive_rules.statement.model import Statement
    from incentive_rules.statement.record import Record


def next_tiers(record: Record, statement: Statement) -> Iterator[Node]:
    """For each award by thresholds, how far the next tier is."""
    for rule in record.program.tiers:
        yield from next_tier(record, rule, statement)


def next_tier(record: Record, rule: TiersRule, statement: Statement) -> Iterator[Node]:
    """What of one award may still be claimed of a period that is over, and how far the next tier is."""
    yield from still_open(record, rule, statement)
    yield from way_on(record, rule, statement)


def way_on(record: Record, rule: TiersRule, statement: Statement) -> Iterator[Node]:
    """How far somebody is from the next tier of one award on the day of the evaluation."""
    day = record.as_of
    if not rule.holds_on(day):
        yield from reasons([because(Code.NOT_IN_FORCE, name=rule.label, day=day, **days_of(rule))])
        return
    yield from times_used_up(record, rule, statement)
    have = measured(record, rule, statement)
    if have is None:
        yield _not_measured(record, rule)
        return
    in_force = tiers_on(record, rule, day)
    above = [(tier, at) for tier, at in in_force if at > have]
    if above:
        yield tier_node(record, rule, *above[0], have)
    elif in_force:
        facts = {"award": rule.label, "have": have, "day": day}
        yield node(NodeKind.TIER, "top_tier", facts, rule=rule.address, amount=have)


def _not_measured(record: Record, rule: TiersRule) -> Node:
    """That a result does not tell what an award measures, and why."""
    opened = record.opening
    if opened is not None and window_on(rule, record.as_of).first < opened.day:
        return node(NodeKind.NOTE, "not_measured_since", {"award": rule.label, "day": opened.day}, rule=rule.address)
    return node(NodeKind.NOTE, "not_measured", {"award": rule.label}, rule=rule.address)


def tiers_on(record: Record, rule: TiersRule, day: date) -> list[tuple[TierRule, Amount]]:
    """The tiers in force on a day, each with its threshold."""
    return [(tier, record.program.scale.take(tier.at.on(day))) for tier in rule.tiers if tier.holds_on(day)]


def tier_node(record: Record, rule: TiersRule, tier: TierRule, at: Amount, have: Amount) -> Node:
    """A tier that is not reached: what it needs, what is there, and by which counter."""
    day = record.as_of
    since, _ = tier.at.step_on(day)
    facts = {"award": rule.label, "tier": tier.label_on(day), "need": at, "have": have, "missing": at - have}
    counter = {"points": have, "counter": counter_label(record, rule.id)}
    return node(
        NodeKind.TIER,
        "next_tier",
        {**facts, "day": day},
        [node(NodeKind.MEASURE, "measured", counter, amount=have)],
        rule=tier.address,
        amount=at - have,
        value=str(at),
        since=None if since.year == 1 else since,
        **provenance(tier.cited),
    )


def times_used_up(record: Record, rule: TiersRule, statement: Statement) -> Iterator[Node]:
    """That no claim is paid any more in the period, if that is so; not of one that nobody can claim any more."""
    if closed_by_now(rule, record.as_of):
        return
    around = claimed_on(record.as_of, rule)
    period, opened = around.name, record.opening
    paid = [each for each in statement.settlements if each.award == rule.id and each.state is State.PAID]
    if rule.times and sum(claimed_on(each.day, rule).name == period for each in paid) >= rule.times:
        yield from reasons([because(Code.CLAIMED_BEFORE, times=rule.times, period=period)])
    elif rule.times and opened is not None and around.first < opened.day:
        yield node(NodeKind.NOTE, "claims_since", {"award": rule.label, "day": opened.day}, rule=rule.address)


class _Way(NamedTuple):
    times: int
    rule: ActivityRule
    each: Amount


def closing(record: Record, rule: TiersRule, statement: Statement, missing: Amount) -> Iterator[Node]:
    """The fewest entries of one activity with fixed points that would close a gap on the last day, within its limits.

    Bonuses could make it fewer; an activity that asks for more than the scheme does is told only where no other helps.
    """
    ways = [way for each in record.program.activities.values() if (way := _way(record, rule, statement, each, missing))]
    if not ways:
        yield node(NodeKind.CHANGE, "closed_by_none", {"day": record.as_of}, rule=rule.address)
        return
    best = min(ways, key=lambda way: (way.rule.when is not None, way.times))
    facts = {"count": best.times, "activity": best.rule.label, "points": best.each, "day": record.as_of}
    key = "closed_by" if best.rule.when is None else "closed_by_if"
    yield node(NodeKind.CHANGE, key, facts, id=best.rule.id, rule=best.rule.address, amount=Amount(best.times))


def _way(record: Record, rule: TiersRule, statement: Statement, each: ActivityRule, missing: Amount) -> _Way | None:
    """How many entries of an activity close the gap; ``None`` where it cannot be simply told, or limits forbid it."""
    day = record.as_of
    if each.of or each.made or not each.holds_on(day) or not isinstance(each.points, FixedPoints):
        return None
    points = record.program.scale.take(each.points.points.on(day))
    adds = _adds(rule, each, points)
    if adds <= 0:
        return None
    count = ceil(Fraction(missing) / adds)
    rooms = [room for room in rooms_of(record, statement) if each.id in room.activities]
    if _is_limited_otherwise(record, each, rooms) or any(_needs(room, count, points) > room.left for room in rooms):
        return None
    return _Way(count, each, points)


def _adds(rule: TiersRule, each: ActivityRule, points: Amount) -> Amount:
    """What one entry adds to the counter of an award; nothing where the counter is no plain sum of such entries."""
    counter = rule.counter
    if not isinstance(counter, CounterRule):
        return points
    if each.id not in counter.activities or not counts_points(counter) or counter.take not in (Take.SUM, Take.NUMBER):
        return Amount(0)
    is_cut = counter.drop != (0, 0)
    return Amount(0) if is_cut else Amount(1) if counter.take is Take.NUMBER else points


def _needs(room: Room, count: int, points: Amount) -> Fraction:
    return Fraction(count) if room.is_count else count * points


def _is_limited_otherwise(record: Record, each: ActivityRule, rooms: list[Room]) -> bool:
    """Whether some limit looks at an activity whose room a statement does not tell."""
    told = {room.limit.id for room in rooms}
    day = record.as_of
    program = record.program
    limits = program.general_limits or program.limits[each.id]
    return any(
        limit.id not in told
        for limit in limits
        if limit.holds_on(day) and each.id in getattr(limit, "activities", (each.id,))
    )
