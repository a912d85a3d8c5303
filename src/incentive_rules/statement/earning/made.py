"""Entries that nobody writes down: given to everybody in each period, or to who won an award on the day after.

They are judged by the rules of their activity like any other entry; no row of the ledger stands behind them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount
from incentive_rules.ledger.model import Entry, Status
from incentive_rules.periods import ONE_DAY, Period, periods_between
from incentive_rules.scheme.made import ProrateBy
from incentive_rules.statement.ids import stable_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from incentive_rules.program.model import ActivityRule
    from incentive_rules.statement.setting import Setting
    from incentive_rules.statement.winning import Won


@dataclass(frozen=True, slots=True)
class MadeEntry(Entry):
    """An entry without a row. ``part`` is the part of the period for which it is given."""

    part: Fraction = Fraction(1)


def given_each_period(setting: Setting) -> Iterator[MadeEntry]:
    """What everybody who is listed and eligible, or every group, is given in each period, from their first day on."""
    for rule in setting.program.activities.values():
        if rule.made is None or rule.made.every is None:
            continue
        first = max(setting.program.first, rule.first)
        last = min(setting.as_of, setting.program.until - ONE_DAY, rule.until - ONE_DAY)
        for period in periods_between(first, last, rule.made.every):
            days = Period(max(period.first, first), min(period.end, last + ONE_DAY), period.name)
            begun = _groups(setting, rule.of, days) if rule.of else _members(setting, days)
            yield from (_given(setting, rule, owner, day, period) for owner, day in begun)


def _members(setting: Setting, days: Period) -> Iterator[tuple[str, date]]:
    """Everybody, with the first day of a period on which they are listed and eligible."""
    for member, rows in setting.people.rows.items():
        begins = sorted({max(row.first or days.first, days.first) for row in rows})
        for day in begins:
            if day in days and setting.people.on(member, day) and setting.is_eligible(member, day) is not False:
                yield member, day
                break


def _groups(setting: Setting, fact: str, days: Period) -> Iterator[tuple[str, date]]:
    """Every group, with the first day of a period on which somebody belongs to it."""
    found: dict[str, date] = {}
    for rows in setting.people.rows.values():
        for row in rows:
            group, day = row.facts.get(fact), max(row.first or days.first, days.first)
            if group is not None and day in days and (row.until is None or day < row.until):
                found[str(group)] = min(day, found.get(str(group), day))
    yield from sorted(found.items())


def heads(setting: Setting, fact: str, group: str, day: date) -> int:
    """How many people belong to a group on a day."""
    rows = (setting.people.on(member, day) for member in setting.people.rows)
    found = (row.facts.get(fact) for row in rows if row is not None)
    return sum(1 for each in found if each is not None and str(each) == group)


def _given(setting: Setting, rule: ActivityRule, owner: str, day: date, period: Period) -> MadeEntry:
    counted = heads(setting, rule.of, owner, day) if rule.of else 1
    part = Fraction(1)
    if rule.made is not None and rule.made.part is not None:
        part = _part(rule.made.part, day, period)
    return _entry(setting, rule.id, owner, day, stable_id(rule.id, owner, period.name), Amount(counted), part)


def _part(by: ProrateBy, day: date, period: Period) -> Fraction:
    """How much of a period is left on a day."""
    if by is ProrateBy.DAYS:
        return Fraction((period.end - day).days, (period.end - period.first).days)
    first, begun, last = (each.year * 12 + each.month for each in (period.first, day, period.last))
    return Fraction(last - begun + 1, last - first + 1)


def _entry(  # noqa: PLR0913, PLR0917  # the parts of an entry
    setting: Setting,
    activity: str,
    owner: str,
    day: date,
    entry_id: str,
    quantity: Amount | None,
    part: Fraction = Fraction(1),
) -> MadeEntry:
    """An entry whose facts are all blank: each is what its blank cell stands for, or unknown."""
    blanks = {name: fact.blank for name, fact in setting.program.scheme.facts.entry.items() if fact.blank is not None}
    return MadeEntry(
        entry_id, owner, day, activity, facts=blanks, quantity=quantity, approved_on=day, recorded_on=day, part=part
    )


def given_after(setting: Setting, won: Iterable[Won]) -> tuple[MadeEntry, ...]:
    """What winners are given on the day after, as far as that day has come; it waits for what may still change."""
    followers = [rule for rule in setting.program.activities.values() if rule.made is not None and rule.made.award]
    found = []
    for each in won:
        day = each.day + ONE_DAY
        for rule in followers:
            made = rule.made
            if made is not None and made.award == each.award and (not made.won or each.what in made.won):
                name = stable_id(rule.id, each.award, each.what, each.owner, each.occasion)
                if day <= setting.as_of and rule.holds_on(day) and day < setting.program.until:
                    entry = _entry(setting, rule.id, each.owner, day, name, None)
                    found.append(replace(entry, status=Status.PENDING) if each.provisional else entry)
    return tuple(sorted(found, key=lambda entry: entry.entry_id))
