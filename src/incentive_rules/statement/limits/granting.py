"""From entries to what is granted to each: judged, shared out, told apart by owner and limited."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from incentive_rules.statement.earning.credit import Grant, Judge, Verdict
from incentive_rules.statement.earning.groups import by_owner
from incentive_rules.statement.earning.made import given_each_period
from incentive_rules.statement.earning.scoring import scored
from incentive_rules.statement.earning.shares import has_shares, shared
from incentive_rules.statement.limits.general import limited
from incentive_rules.statement.limits.limiting import Granted, Limiter, put_in_order
from incentive_rules.statement.model import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from incentive_rules.amounts import Scaled
    from incentive_rules.ledger.model import Entry
    from incentive_rules.statement.correcting import Standing
    from incentive_rules.statement.earning.credit import Line
    from incentive_rules.statement.earning.groups import Group
    from incentive_rules.statement.earning.made import MadeEntry
    from incentive_rules.statement.model import Reason, Step
    from incentive_rules.statement.setting import Setting

MEMBER = ""
"""The kind of an owner who is no group."""


class GrantedEntry(NamedTuple):
    """What one entry was granted: the day on which it counts, and what limits left of what it asked for.

    ``own`` is the entry's own day, where it came too late for it and counts on another one.
    """

    day: date
    entry: Entry
    grant: Grant
    points: Scaled
    steps: tuple[Step, ...]
    cuts: tuple[Reason, ...]
    own: date | None = None


@dataclass(slots=True)
class Grants:
    """What every owner is granted, by entry, and the entries that do not count."""

    owners: dict[Group, dict[str, GrantedEntry]] = field(default_factory=dict)
    verdicts: list[Verdict] = field(default_factory=list)


def judged(setting: Setting, entries: Standing[Entry]) -> tuple[dict[str, list[Line]], list[Verdict]]:
    """The lines of each member, after shares, and the entries that do not count."""
    lines, verdicts = scored(setting, entries.rows)
    verdicts += (Verdict(entry, State.HELD, why) for entry, why in entries.held)
    return shared(setting, lines, verdicts) if has_shares(setting) else (lines, verdicts)


def granted(setting: Setting, entries: Standing[Entry]) -> Grants:
    """What limits leave to everybody, with what each period gives by itself."""
    lines, verdicts = judged(setting, entries)
    if any(rule.made for rule in setting.program.activities.values()):
        lines = with_made(lines, Judge(setting), given_each_period(setting), verdicts)
    members, groups = by_owner(setting, lines, verdicts)
    owners: dict[Group, list[Line]] = {(MEMBER, member): own for member, own in members.items()} | groups
    if setting.program.general_limits:
        found, waiting, _ = limited(setting, owners)
        verdicts += waiting
    else:
        for own in owners.values():
            put_in_order(own)
        limiter = Limiter(setting)
        found = {owner: limiter.granted(own) for owner, own in owners.items()}
    return Grants({owner: dict(_shares(own, found[owner])) for owner, own in owners.items()}, verdicts)


def _shares(lines: list[Line], found: Granted) -> Iterator[tuple[str, GrantedEntry]]:
    for index, (day, entry, grant) in enumerate(lines):
        steps = found.steps.get(index, grant.steps)
        yield (
            entry.entry_id,
            GrantedEntry(day, entry, grant, found.points[index], steps, found.cuts.get(entry.entry_id, ())),
        )


def with_made(
    lines: Mapping[str, list[Line]],
    judge: Judge,
    made: Iterable[MadeEntry],
    held: list[Verdict],
    known: dict[MadeEntry, Grant | Verdict] | None = None,
) -> dict[str, list[Line]]:
    """Lines, with those of entries that nobody wrote down; ``held`` takes in those of which something is not known.

    ``known`` keeps what was judged for the rounds that follow.
    """
    known = {} if known is None else known
    found = defaultdict(list, {owner: list(theirs) for owner, theirs in lines.items()})
    for entry in made:
        if (judged_before := known.get(entry)) is None:
            judged_before = known[entry] = judge.judge(entry)
        if isinstance(judged_before, Grant):
            found[entry.member_id].append((entry.date, entry, judged_before))
        elif judged_before.state is State.HELD:
            held.append(judged_before)
    return dict(found)
