"""Claims and choices about a period that is over: which one, until when, and which of several choices holds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from auditor.days import ONE_DAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from auditor.rows import Claim
    from auditor.rules import Rules


def days_within(award: Mapping[str, Any]) -> timedelta | None:
    """How long after its period an award can be claimed, or chosen for."""
    told = (award.get("claim") or {}).get("deadline")
    return timedelta(int(told["days"])) if told else None


def over_on(rules: Rules, award: Mapping[str, Any], day: date) -> date:
    """The last day of the period that was over before a day."""
    day -= ONE_DAY
    while not ends_on(rules, award, day):
        day -= ONE_DAY
    return day


def ends_on(rules: Rules, award: Mapping[str, Any], day: date) -> bool:
    span = rules.span(award["claim"]["per"], day)
    return span is not None and span.last == day


def judged_on(rules: Rules, award: Mapping[str, Any], last: date) -> date:
    """The day as of which a period is judged: its last one, or that of an award that ends within it."""
    span = rules.span(award["claim"]["per"], last)
    day = last
    while span is not None and span.has(day):
        if rules.in_force(award, day):
            return day
        day -= ONE_DAY
    return last


def deadline(rules: Rules, claim: Claim) -> date | None:
    """Until when a claim could be filed, or a choice made."""
    award = rules.awards.get(claim.award) or {}
    days = days_within(award)
    return over_on(rules, award, claim.day) + days if days else None


def too_late(rules: Rules, claims: list[Claim]) -> set[str]:
    """The rows that would change a claim after its deadline, or take a choice back that nobody contradicts."""
    by_id = {each.id: each for each in claims}
    found = set()
    for name, claim in by_id.items():
        old = by_id.get(next(iter(claim.corrects.values()), ""))
        last = deadline(rules, old) if old is not None and old.award else None
        if old is None or last is None or not old.day <= last < claim.day:
            continue
        if "replaces" in claim.corrects or _is_plain_choice(rules, old, claims):
            found.add(name)
    return found


def _is_plain_choice(rules: Rules, choice: Claim, claims: list[Claim]) -> bool:
    if rules.awards[choice.award]["claim"]["by"] == "member":
        return False
    same = (choice.member, choice.award, choice.day)
    return all(each.option == choice.option for each in claims if (each.member, each.award, each.day) == same)


Choices = tuple[list["Claim"], list["Claim"]]
"""those of the latest day, and those that were given up"""


def chosen(rules: Rules, claims: Iterable[Claim], member: str, name: str, over: date) -> Choices:
    """The choices of somebody for a period that hold, and those that do not."""
    days = days_within(rules.awards[name])
    assert days is not None
    mine = [each for each in claims if (each.member, each.award) == (member, name) and over < each.day <= over + days]
    last = max((each.day for each in mine), default=None)
    return [each for each in mine if each.day == last], [each for each in mine if each.day != last]
