"""How much room limits leave to one person in the period of the last day, counted over the lines of a statement.

A limit that goes by more than the person and the activity, or that looks at some entries alone, has no one room.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentive_rules.amounts import ZERO, Amount, total
from incentive_rules.periods import period_of
from incentive_rules.program.model import GeneralLimit
from incentive_rules.scheme.limits import ACTIVITY, MEMBER, Keep
from incentive_rules.statement.explain.conditions import provenance
from incentive_rules.statement.explain.lines import node
from incentive_rules.statement.explain.model import Node, NodeKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from incentive_rules.periods import Period, Span
    from incentive_rules.program.model import LimitRule, Program
    from incentive_rules.statement.model import Credit, Statement
    from incentive_rules.statement.record import Record


@dataclass(frozen=True, slots=True)
class Room:
    """What a limit leaves: so many points, or entries where ``is_count``, of the activities that it is about."""

    limit: LimitRule | GeneralLimit
    activities: frozenset[str]
    period: Period
    since: date
    most: Amount
    left: Amount
    is_count: bool


def rooms_of(record: Record, statement: Statement) -> Iterator[Room]:
    """The room under each limit that is in force on the last day and looks at one person alone."""
    program, day = record.program, record.as_of
    for limit, per, activities in _of_one_person(program):
        period = period_of(day, per)
        if not limit.holds_on(day) or period.is_gap:
            continue
        if record.opening is not None and period.first < record.opening.day:
            continue  # what was used of it before, no statement tells
        points = limit.points
        counted = [
            each for each in statement.credits if each.activity in activities and each.counts_on in period
            if each.points > 0 and limit.holds_on(each.counts_on)
        ]  # fmt: skip
        if points is not None:
            since, most = points.step_on(day)
            yield _room(limit, activities, period, since, program.scale.take(most), counted, is_count=False)
        elif limit.count is not None:
            since, number = limit.count.step_on(day)
            yield _room(limit, activities, period, since, Amount(number), counted, is_count=True)


def _room(  # noqa: PLR0913, PLR0917  # the parts of a room
    limit: LimitRule | GeneralLimit,
    activities: frozenset[str],
    period: Period,
    since: date,
    most: Amount,
    counted: list[Credit],
    *,
    is_count: bool,
) -> Room:
    used = Amount(len(counted)) if is_count else total(each.points for each in counted)
    return Room(limit, activities, period, since, most, max(ZERO, most - used), is_count)


def _of_one_person(program: Program) -> Iterator[tuple[LimitRule | GeneralLimit, Span, frozenset[str]]]:
    """The limits whose room a statement tells, each with its period and the activities that share the room."""
    if not program.general_limits:
        found: dict[str, tuple[LimitRule, set[str]]] = {}
        for activity, limits in program.limits.items():
            for each in limits:
                found.setdefault(each.id, (each, set()))[1].add(activity)
        for each, activities in found.values():
            yield each, each.per, frozenset(activities)
        return
    for limit in program.general_limits:
        own = frozenset(each for each in limit.activities if not program.activities[each].of)
        if not own or limit.per is None or not _is_plain(limit):
            continue
        apart = (ACTIVITY, "") in limit.by
        for group in [frozenset({each}) for each in program.activities if each in own] if apart else [own]:
            yield limit, limit.per, group


def _is_plain(limit: GeneralLimit) -> bool:
    """Whether a limit keeps the earliest, of one person, whatever else the entries say."""
    return (
        limit.keep is Keep.EARLIEST
        and limit.when is None
        and limit.allowance is None
        and not limit.of_base
        and (MEMBER, "") in limit.by
        and set(limit.by) <= {(MEMBER, ""), (ACTIVITY, "")}
    )


def room_node(record: Record, room: Room) -> Node:
    """A room in words."""
    limit = room.limit
    key = "room_entries" if room.is_count else "room_points"
    facts: dict[str, object] = {"left": room.left, "most": room.most, "period": room.period.name, "label": limit.label}
    if isinstance(limit, GeneralLimit) and (ACTIVITY, "") in limit.by:
        (activity,) = room.activities
        facts["activity"] = record.program.activities[activity].label
        key += "_of"
    if room.period.first.year == 1:  # all of time
        key += "_ever"
    return node(
        NodeKind.LIMIT,
        key,
        facts,
        rule=limit.address,
        amount=room.left,
        unit="entry" if room.is_count else "",
        value=str(room.most),
        since=None if room.since.year == 1 else room.since,
        **provenance(limit.cited),
    )
