"""The common task: a year of a county, in each form in which the contestants want it. Every run makes the same year.

A staff list of people with grades, and fifty entries for each of them; the rules stand in ``year.yaml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

SCHEME = Path(__file__).with_name("year.yaml")
FIRST, LAST = date(2024, 1, 1), date(2024, 12, 31)
DAYS = [FIRST + timedelta(days) for days in range((LAST - FIRST).days + 1)]
ACTIVITIES = (
    *("proposal", "adoption", "collaboration", "achievement", "contest"),
    *("call", "study", "teaching", "saving", "safety"),
)
GRADES = ("9급", "8급", "7급", "6급", "5급", "4급")
LADDER = (25, 30, 25, 14, 5, 1)
ENTRIES_A_PERSON = 50
PRAISED_ONE_IN = 10


@dataclass(frozen=True, slots=True)
class Year:
    """Entries as columns of equal length, and the grade of each person."""

    entry_ids: list[str]
    members: list[str]
    days: list[date]
    activities: list[str]
    praised: list[bool]
    grades: dict[str, str]

    def columns(self) -> dict[str, list[Any]]:
        """The entries as a frame would have them."""
        return {
            "entry_id": self.entry_ids,
            "member_id": self.members,
            "date": self.days,
            "activity": self.activities,
            "praised": self.praised,
        }

    def rows(self) -> list[dict[str, object]]:
        """One mapping an entry."""
        columns = self.columns()
        return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]

    def staff(self) -> list[dict[str, object]]:
        """One mapping a person."""
        return [{"member_id": member, "grade": grade} for member, grade in self.grades.items()]


def a_year(entries: int) -> Year:
    """The year of a county in which so many entries are made."""
    chance = Random(2024)
    people = [f"K-{number:06d}" for number in range(max(1, entries // ENTRIES_A_PERSON))]
    return Year(
        entry_ids=[f"E-{number:07d}" for number in range(entries)],
        members=chance.choices(people, k=entries),
        days=chance.choices(DAYS, k=entries),
        activities=chance.choices(ACTIVITIES, k=entries),
        praised=[number < 1 for number in chance.choices(range(PRAISED_ONE_IN), k=entries)],
        grades=dict(zip(people, chance.choices(GRADES, LADDER, k=len(people)), strict=True)),
    )
