"""The rules of ``year.yaml``, written by hand: what a programmer would write who needs this one scheme and no reasons.

Points are counted in halves, so that they are whole. Nothing here is of the library; that is the point.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from fractions import Fraction

    from year import Year

POINTS = {
    "proposal": 1,
    "adoption": 2,
    "collaboration": 2,
    "achievement": 3,
    "contest": 4,
    "call": 1,
    "study": 1,
    "teaching": 2,
    "saving": 3,
    "safety": 1,
}
PRAISE = 1
ELIGIBLE = {"9급", "8급", "7급", "6급"}
TIERS = ((20, 100_000), (14, 70_000), (10, 50_000), (6, 30_000))
MONTHS = 12

Trace = tuple[str, str, int, int, int]
"""Of one entry: its id, its activity, the points of the activity, of the bonus, and both."""


class Account(NamedTuple):
    """A person's year: points in halves, money in won. Fractions are there only to show that there are none."""

    earned: int | Fraction
    balance: int | Fraction
    won: int | Fraction
    payments: int


def settled(months: Iterable[int]) -> Account:
    """A year of points, month by month: the highest tier reached is paid, and its points are used up."""
    earned = balance = won = payments = 0
    for points in months:
        earned += points
        balance += points
        for threshold, pays in TIERS:
            if balance >= threshold:
                balance -= threshold
                won += pays
                payments += 1
                break
    return Account(earned, balance, won, payments)


def loop_over_rows(
    rows: Iterable[dict[str, Any]], grades: dict[str, str]
) -> tuple[dict[str, Account], dict[str, list[Trace]]]:
    """The accounts, and a trace of every entry: the barest thing that could still tell why."""
    months: dict[str, list[int]] = {member: [0] * MONTHS for member in grades}
    traces: dict[str, list[Trace]] = {member: [] for member in grades}
    for row in rows:
        member, activity = row["member_id"], row["activity"]
        base = bonus = 0
        if grades[member] in ELIGIBLE:
            base = POINTS[activity]
            bonus = PRAISE if row["praised"] else 0
        points = base + bonus
        traces[member].append((row["entry_id"], activity, base, bonus, points))
        months[member][row["date"].month - 1] += points
    return {member: settled(points) for member, points in months.items()}, traces


def loop_over_columns(year: Year) -> dict[str, Account]:
    """The accounts alone, as fast as plain Python goes without being clever."""
    months = {member: [0] * MONTHS for member, grade in year.grades.items() if grade in ELIGIBLE}
    for member, day, activity, praised in zip(year.members, year.days, year.activities, year.praised, strict=True):
        if member in months:
            months[member][day.month - 1] += POINTS[activity] + (PRAISE if praised else 0)
    return {member: settled(points) for member, points in months.items()}


def of_those_who_earned(accounts: Mapping[str, Account]) -> dict[str, Account]:
    """The accounts that are compared: some ways through a year have none for those who earned nothing."""
    return {member: account for member, account in accounts.items() if account.earned}


def together(accounts: Iterable[Account]) -> Account:
    """All accounts as one."""
    return Account(*map(sum, zip(*accounts, strict=True)))
