"""The eight readings of the Donghae sentence, each done a second time with pencil and paper.

``PENCIL`` is written from the words of the sentence and knows nothing of the library: months go by, points come in,
at each month's end the person claims money. Points are counted in halves, won in units of 10,000.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incentive_rules import compare_readings
from worlds import DONGHAE, Row

if TYPE_CHECKING:
    from collections.abc import Callable

Months = list[int]  # halves of points earned in June, July, ... December 2024
TIERS = {6: 3, 10: 5, 14: 7, 20: 10}  # halves of points: 10,000 won
STAFF = [{"member_id": "K-1", "grade": "7급", "department": "총무과"}]


def highest(points: int) -> int:
    """The highest threshold that is reached, or zero."""
    return max((at for at in TIERS if at <= points), default=0)


def exchange(months: Months, least: int = 6) -> list[int]:
    """The points of the tier are used up; with ``least``, the person waits for that tier."""
    paid, purse = [], 0
    for earned in months:
        purse += earned
        tier = highest(purse)
        if tier >= least:
            purse -= tier
            paid.append(TIERS[tier])
    return paid


def wiped(months: Months) -> list[int]:
    """Whatever is left is lost with the payment."""
    paid, purse = [], 0
    for earned in months:
        purse += earned
        if tier := highest(purse):
            purse = 0
            paid.append(TIERS[tier])
    return paid


def milestones(months: Months) -> list[int]:
    """Each tier once, all that are reached."""
    paid, total, done = [], 0, set[int]()
    for earned in months:
        total += earned
        for tier in sorted(TIERS):
            if tier <= total and tier not in done:
                done.add(tier)
                paid.append(TIERS[tier])
    return paid


def one_a_month(months: Months) -> list[int]:
    """Each tier once, the lowest unpaid one a month."""
    paid, total, left = [], 0, sorted(TIERS)
    for earned in months:
        total += earned
        if left and left[0] <= total:
            paid.append(TIERS[left.pop(0)])
    return paid


def status(months: Months) -> list[int]:
    """Whoever has the points is paid every month."""
    total, paid = 0, []
    for earned in months:
        total += earned
        paid.append(TIERS.get(highest(total), 0))
    return [each for each in paid if each]


def monthly_total(months: Months) -> list[int]:
    """Each month stands alone."""
    return [TIERS[highest(earned)] for earned in months if highest(earned)]


def top_up(months: Months) -> list[int]:
    """Up to what the highest tier is worth, less what was paid."""
    total, had, paid = 0, 0, []
    for earned in months:
        total += earned
        due = TIERS.get(highest(total), 0) - had
        if due > 0:
            had += due
            paid.append(due)
    return paid


PENCIL: dict[str, Callable[[Months], list[int]]] = {
    "": exchange,
    "saver": lambda months: exchange(months, least=20),
    "wiped": wiped,
    "milestones": milestones,
    "one_a_month": one_a_month,
    "status": status,
    "monthly_total": monthly_total,
    "top_up": top_up,
}


def ledger(months: Months) -> list[Row]:
    """The months as entries of half a point (a proposal) each, spread over the days of the month."""
    return [
        {"entry_id": f"{month}-{n}", "member_id": "K-1", "date": date(2024, month, 1 + n % 28), "activity": "proposal"}
        for month, halves in enumerate(months, start=6)
        for n in range(halves)
    ]


def by_library(months: Months) -> dict[str, list[int]]:
    results = compare_readings(DONGHAE, ledger(months), STAFF, as_of="2024-12-31", option="money")
    return {
        result.reading: [int(each.amount) // 10000 for each in result.evaluation.payments if each.payee == "K-1"]
        for result in results
    }


def test_the_person_of_the_published_table() -> None:
    """4 points in June, 3 in July, 5 in August and nothing after."""
    assert by_library([8, 6, 10, 0, 0, 0, 0]) == {
        "": [3, 3, 5],  # 4-3=1; 1+3=4, 4-3=1; 1+5=6, 6-5=1 is left
        "saver": [10],  # 4+3+5=12 >= 10 in August; 2 are left
        "wiped": [3, 3, 5],
        "milestones": [3, 5, 7, 10],  # 4 >= 3; 7 >= 5 and 7; 12 >= 10
        "one_a_month": [3, 5, 7, 10],
        "status": [3, 7, 10, 10, 10, 10, 10],
        "monthly_total": [3, 3, 5],
        "top_up": [3, 4, 3],  # 3; 7-3; 10-7
    }


@given(st.lists(st.integers(0, 24), min_size=7, max_size=7))
def test_library_and_pencil_agree_on_every_reading(months: Months) -> None:
    found = by_library(months)
    for reading, pencil in PENCIL.items():
        assert found[reading] == pencil(months), reading


@pytest.mark.slow
@given(st.lists(st.one_of(st.integers(0, 24), st.sampled_from([5, 6, 9, 10, 13, 14, 19, 20])), min_size=7, max_size=7))
def test_library_and_pencil_agree_at_the_thresholds(months: Months) -> None:
    found = by_library(months)
    for reading, pencil in PENCIL.items():
        assert found[reading] == pencil(months), reading
