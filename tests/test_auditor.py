"""The evaluator beside an auditor that was written from the reference alone, on schemes and ledgers that are drawn.

CI takes some hundreds. ``HYPOTHESIS_PROFILE=slow pytest -m slow -s tests/test_auditor.py``, or ``make audit``, takes
more than twenty thousand that are compared, and prints how many are refused as beyond the auditor, and why.
"""

from __future__ import annotations

import ast
import os
from collections import Counter
from datetime import date
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings

import auditor
from beside import World, differences, shown, worlds
from changed_worlds import with_closings, with_corrections, with_deadlines
from incentive_rules import example_path, load_scheme
from rich_worlds import rich_world
from test_totals import busy, paying

if TYPE_CHECKING:
    from collections.abc import Callable

THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "slow"
"""CI takes a part of the thousands; ``HYPOTHESIS_PROFILE=slow`` takes all."""


def test_the_auditor_imports_nothing_of_the_library() -> None:
    """Nor anything else that is not in the standard library."""
    found = set[str]()
    for path in Path(auditor.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            found |= {name.partition(".")[0] for name in [*names, getattr(node, "module", None) or ""]} - {""}
    known = {"__future__", "ast", "auditor", "calendar", "collections", "dataclasses", "datetime", "fractions"}
    assert found <= known | {"itertools", "re", "typing"}


def compared(examples: int, size: int) -> Counter[str]:
    """Compare so many draws; counts what became of each."""
    ended: Counter[str] = Counter()

    @settings(max_examples=examples, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(worlds(size))
    def alike(world: World | str) -> None:
        if isinstance(world, str):
            ended[f"refused: {world}"] += 1
            return
        found = differences(world)
        ended["differ" if found else _kind(world)] += 1
        assert not found, shown(world, found)

    alike()
    return ended


def _kind(world: World) -> str:
    result = world.audited()
    return "paid" if result.payments else "earned" if result.credits else "compared"


def told(ended: Counter[str], record: Callable[[str, object], None]) -> None:
    """The count, in the report of the tests and on the screen that ``pytest -s`` shows."""
    for name, count in ended.items():
        record(name, count)
    print(f"\nauditor: {dict(ended.most_common())}")  # noqa: T201  # the count is the point


def test_the_evaluator_comes_to_what_the_auditor_comes_to(record_property: Callable[[str, object], None]) -> None:
    ended = compared(60, 2)
    told(ended, record_property)
    assert sum(ended[name] for name in ("paid", "earned", "compared")) > 20


@pytest.mark.slow
def test_thousands_of_schemes_come_to_the_same(record_property: Callable[[str, object], None]) -> None:
    ended = compared(21000 if THOROUGH else 100, 3)
    told(ended, record_property)
    assert ended["paid"] or (ended["earned"] and not THOROUGH), "ledgers that bring nobody anything would show little"


def busy_year(seed: int) -> World | str:
    """A year made from a seed, which is denser than what shrinks well."""
    chance = Random(seed)  # noqa: S311  # sample data is no secret
    rules = paying(chance)
    data: dict[str, Any] = rules.to_dict()
    why = auditor.supports(data)
    if why:
        return why
    as_of = chance.choice([date(2025, 12, 31), date(2024, 12, 31), date(2025, 1, 1), date(2024, 8, 20)])
    tables = [[_texts(row) for row in table] for table in busy(chance, rules)]
    return World(data, tables[0], tables[1], tables[2], as_of, chance.choice([None, None, date(2024, 10, 1)]))


def _texts(row: Any) -> dict[str, Any]:
    return {key: "" if cell is None else str(cell) for key, cell in row.items()}


def made(world_of: Callable[[int], World | str], seeds: range) -> Counter[str]:
    """Worlds made from seeds compared; counts what became of each."""
    ended: Counter[str] = Counter()
    for seed in seeds:
        world = world_of(seed)
        if isinstance(world, str):
            ended[f"refused: {world}"] += 1
            continue
        found = differences(world)
        assert not found, f"seed {seed}\n{shown(world, found)}"
        ended[_kind(world)] += 1
    return ended


def test_busy_years_come_to_the_same(record_property: Callable[[str, object], None]) -> None:
    ended = made(busy_year, range(20))
    told(ended, record_property)
    assert ended["paid"] > 10


def test_rich_worlds_come_to_the_same(record_property: Callable[[str, object], None]) -> None:
    ended = made(rich_world, range(30))
    told(ended, record_property)
    assert ended["paid"] > 20


@pytest.mark.slow
def test_thousands_of_busy_years_come_to_the_same(record_property: Callable[[str, object], None]) -> None:
    ended = made(busy_year, range(20, 3000 if THOROUGH else 60))
    told(ended, record_property)
    assert ended["paid"] > 20, "years in which nobody is paid would show little"


@pytest.mark.slow
def test_thousands_of_rich_worlds_come_to_the_same(record_property: Callable[[str, object], None]) -> None:
    ended = made(rich_world, range(30, 5000 if THOROUGH else 100))
    told(ended, record_property)
    assert ended["paid"] > 40, "worlds in which nobody is paid would show little"


def test_the_examples_can_be_audited() -> None:
    """A scheme as people write it, with readings, sources and labels in two languages."""
    scheme = load_scheme(example_path("donghae.yaml"))
    assert auditor.supports(scheme.to_dict()) is None


# Corrections.

IDEAS: dict[str, Any] = {
    "language": 1,
    "id": "corrections",
    "label": "corrections",
    "from": "2024-01-01",
    "assumed": "made up",
    "activities": {"idea": {"label": "idea", "points": {"each": 1}}},
    "answers": {"points_count_on": "approval_date", "values_taken_on": "counting_date"},
}


def idea(number: int, quantity: int = 1, **cells: str) -> dict[str, Any]:
    told = {"entry_id": f"E-{number}", "member_id": "K-1", "date": "2024-01-10", "approved_on": "2024-01-10"}
    return {**told, "activity": "idea", "quantity": str(quantity), **cells}


def credited(*rows: dict[str, Any], known_at: date | None = None) -> list[str]:
    """The points that the auditor credits, with the day on which they count."""
    found = auditor.audit(IDEAS, rows, as_of=date(2024, 12, 31), known_at=known_at)
    return [f"{each.day} {each.points}" for each in found.credits["member", "K-1"]]


def test_the_auditor_takes_a_row_that_is_voided_for_one_that_never_was() -> None:
    void = idea(2, date="2024-02-01", voids="E-1")
    assert credited(idea(1, 3), void) == []
    assert credited(idea(1, 3), void, known_at=date(2024, 1, 31)) == ["2024-01-10 3"]
    assert credited(idea(1, 3), void, idea(3, voids="E-2")) == ["2024-01-10 3"]  # the correction is undone


def test_the_auditor_counts_the_row_that_replaces_another() -> None:
    assert credited(idea(1, 3), idea(2, 5, replaces="E-1")) == ["2024-01-10 5"]
    assert credited(idea(1, 3), idea(2, 5, replaces="E-1"), idea(3, voids="E-2")) == ["2024-01-10 3"]


def test_the_auditor_follows_the_latest_decision() -> None:
    pending = idea(1, 3, status="pending", approved_on="")
    yes = idea(2, date="2024-03-05", approved_on="", status="approved", decides="E-1")
    no = idea(3, date="2024-04-05", approved_on="", status="rejected", decides="E-1")
    assert credited(pending, yes) == ["2024-03-05 3"]
    assert credited(pending, yes, no) == []
    assert credited(pending, yes, no, idea(4, voids="E-3")) == ["2024-03-05 3"]


def test_corrected_ledgers_come_to_the_same() -> None:
    assert made(with_corrections, range(30))["paid"]


def test_claims_and_choices_with_a_deadline_come_to_the_same() -> None:
    assert made(with_deadlines, range(25))["paid"]


def test_what_is_known_after_a_closing_comes_to_the_same() -> None:
    assert made(with_closings, range(12))["paid"]


@pytest.mark.slow
@pytest.mark.parametrize("world_of", [with_corrections, with_deadlines, with_closings])
def test_thousands_of_years_that_change_come_to_the_same(
    world_of: Callable[[int], World], record_property: Callable[[str, object], None]
) -> None:
    ended = made(world_of, range(30, 3000 if THOROUGH else 45))
    told(ended, record_property)
    assert ended["paid"] > 10, "years in which nobody is paid would show little"
