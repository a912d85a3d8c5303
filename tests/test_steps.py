"""What a step of a line says: its kind, what it brings, by which value, since when, and the words that it goes by.

Each row is of 5 March 2024. Numbers by hand; the points are assumed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from incentive_rules import evaluate, load_scheme
from incentive_rules.messages import Label

if TYPE_CHECKING:
    from incentive_rules.statement.model import Step

    Row = dict[str, Any]

MARCH = {"2024-01-01": 1, "2024-03-01": 2, "2024-06-01": 9}
"""A value that is 2 on the day of the row, since 1 March."""
ROUND = {"at": "entry", "unit": 1, "mode": "down"}
BANDS = {"0": 1, "6": MARCH, "20": 50}
SCHEME: Row = {
    "language": 1,
    "id": "steps",
    "label": "steps",
    "from": "2024-01-01",
    "assumed": "a test",
    "facts": {
        "member": {"grade": {"ordered": ["9급", "8급"]}},
        "entry": {"days": "number", "hard": {"one_of": ["plain", "hard"]}, "score": "number", "effort": "number"},
    },
    "answers": {"points_count_on": "activity_date", "grade_judged_on": "activity_date"},
}
DAYS, HARD, SCORE, EFFORT = (Label(name, name) for name in ("days", "hard", "score", "effort"))

Told = tuple[str, str, str, str, Any]


def told(step: Step) -> Told:
    return str(step.kind), str(step.amount), step.value, str(step.since or ""), step.facts


def steps_of(points: Any, more: Row | None = None, **cells: Any) -> list[Told]:
    """The steps of one row, which sum to its line."""
    more = dict(more or {})
    answers = SCHEME["answers"] | more.pop("answers", {})
    scheme = load_scheme(SCHEME | {"activities": {"it": {"label": "it", "points": points}}, "answers": answers} | more)
    row = {"entry_id": "E", "member_id": "K", "date": "2024-03-05", "activity": "it", **cells}
    staff = [{"member_id": "K", "grade": "8급"}]
    (credit,) = evaluate(scheme, [row], staff, as_of="2024-12-31").statements["K"].credits
    assert sum(step.amount for step in credit.steps) == credit.points
    return [told(step) for step in credit.steps]


@pytest.mark.parametrize(
    ("points", "cells", "expected"),
    [
        (MARCH, {}, [("base", "2", "2", "2024-03-01", {})]),
        (3, {}, [("base", "3", "3", "", {})]),
        (-3, {}, [("deduction", "-3", "-3", "", {})]),
        (
            {"by": "hard", "values": {"plain": 1, "hard": MARCH}},
            {"hard": "hard"},
            [("base", "2", "2", "2024-03-01", {"fact": HARD, "have": "hard"})],
        ),
        (
            {"by": "days", "bands": BANDS},
            {"days": 7},
            [("base", "2", "2", "2024-03-01", {"fact": DAYS, "have": "7", "start": "6"})],
        ),
        (  # 7 days at 2 for each 4 days are 3.5, rounded down to 3
            {"each": MARCH, "of": "days", "per": 4, "round": ROUND},
            {"days": 7},
            [
                ("base", "3.5", "2", "2024-03-01", {"fact": DAYS, "have": "7", "per": "4"}),
                ("rounding", "-0.5", "", "", {"unit": "1", "mode": "down"}),
            ],
        ),
        (  # no step where rounding changes nothing
            {"each": MARCH, "of": "days", "per": 4, "round": ROUND},
            {"days": 8},
            [("base", "4", "2", "2024-03-01", {"fact": DAYS, "have": "8", "per": "4"})],
        ),
        ({"stated": "score", "between": [1, 5]}, {"score": "2.5"}, [("base", "2.5", "2.5", "", {"stated": SCORE})]),
        (  # 3 × 2 and 4 × 0.5, rounded down from 8
            {"criteria": {"score": MARCH, "effort": "0.5"}},
            {"score": 3, "effort": 4},
            [
                ("criterion", "6", "×2", "2024-03-01", {"fact": SCORE, "have": "3"}),
                ("criterion", "2", "×0.5", "", {"fact": EFFORT, "have": "4"}),
            ],
        ),
    ],
)
def test_a_step_tells_the_value_of_its_day_since_when_and_by_which_fact(
    points: Any, cells: Row, expected: list[Told]
) -> None:
    assert steps_of(points, **cells) == expected


WHOLE, PART = ({"answers": {"bands_apply_to": each}} for each in ("whole", "part"))


def test_a_number_in_bands_tells_where_its_band_begins() -> None:
    """7 days are in the band from 6 on: 2 for each of them."""
    expected = {"fact": DAYS, "have": "7", "per": "1", "start": "6"}
    points = {"each": {"by": "days", "bands": BANDS}, "of": "days"}
    assert steps_of(points, WHOLE, days=7) == [("base", "14", "2", "2024-03-01", expected)]


def test_units_by_another_fact_tell_that_fact_too() -> None:
    """5 days of the hard kind at 2 each; and by effort 7, which is in the band from 6 on."""
    by_kind = {"each": {"by": "hard", "values": {"plain": 1, "hard": MARCH}}, "of": "days"}
    expected = {"fact": DAYS, "have": "5", "per": "1", "by": HARD, "by_have": "hard"}
    assert steps_of(by_kind, days=5, hard="hard") == [("base", "10", "2", "2024-03-01", expected)]
    by_effort = {"each": {"by": "effort", "bands": BANDS}, "of": "days"}
    told_of = expected | {"by": EFFORT, "by_have": "7"}
    assert steps_of(by_effort, days=5, effort=7) == [("base", "10", "2", "2024-03-01", told_of)]


def test_each_band_that_a_number_reaches_into_tells_its_part_and_its_ends() -> None:
    """8 days: 6 at 1, and 2 at 2; of 6 days none lies in the second band."""
    points = {"each": {"by": "days", "bands": BANDS}, "of": "days"}
    first = ("band", "6", "1", "", {"fact": DAYS, "have": "6", "per": "1", "start": "0", "end": "6"})
    second = ("band", "4", "2", "2024-03-01", {"fact": DAYS, "have": "2", "per": "1", "start": "6", "end": "8"})
    assert steps_of(points, PART, days=8) == [first, second]
    assert steps_of(points, PART, days=6) == [first]
    nothing = first[4] | {"have": "0", "end": "0"}
    assert steps_of(points, PART, days=0) == [("band", "0", "1", "", nothing)]


def test_what_cuts_units_weighs_and_bounds_tells_its_value_and_since_when() -> None:
    """9 days count as 8: 2 × 8 = 16, not 18; × 1.5 = 24; at most 20."""
    dated = {name: {"2024-01-01": 1, "2024-02-01": value} for name, value in (("units", 8), ("weight", "1.5"))}
    points = {
        "each": 2,
        "of": "days",
        "most_units": dated["units"],
        "weight": {"by": "hard", "values": {"plain": 1, "hard": dated["weight"]}},
        "at_most": {"2024-01-01": 1, "2024-02-02": 20},
    }
    assert steps_of(points, days=9, hard="hard") == [
        ("base", "18", "2", "", {"fact": DAYS, "have": "9", "per": "1"}),
        ("cap", "-2", "8", "2024-02-01", {"fact": DAYS}),
        ("weight", "8", "×1.5", "2024-02-01", {"fact": HARD, "have": "hard"}),
        ("cap", "-4", "20", "2024-02-02", {}),
    ]
    assert [each[0] for each in steps_of(points, days=8, hard="plain")] == ["base", "weight"]  # 16 are within all


def test_a_bonus_tells_what_it_adds_or_by_how_much_it_multiplies_and_since_when() -> None:
    """2, half of it more, and 2 on top."""
    more = {
        "bonuses": {
            "half": {"label": "half", "when": {"hard": "hard"}, "multiply": {"2024-01-01": 2, "2024-02-01": "1.5"}},
            "two": {"label": "two", "when": {"hard": "hard"}, "add": MARCH},
        }
    }
    assert steps_of(2, more, hard="hard") == [
        ("base", "2", "2", "", {}),
        ("bonus", "1", "×1.5", "2024-02-01", {}),
        ("bonus", "2", "2", "2024-03-01", {}),
    ]
    assert steps_of(2, more, hard="plain") == [("base", "2", "2", "", {})]


def test_equal_steps_are_one_object() -> None:
    """The bonus of two activities; what a million rows say is kept once."""
    activities = {name: {"label": name, "points": number} for name, number in (("a", 1), ("b", 2))}
    bonus = {"two": {"label": "two", "when": {"hard": "hard"}, "add": 2}}
    scheme = load_scheme(SCHEME | {"activities": activities, "bonuses": bonus})
    row = {"member_id": "K", "date": "2024-03-05", "hard": "hard"}
    rows = [row | {"entry_id": name, "activity": name} for name in activities]
    one, other = evaluate(scheme, rows, [], as_of="2024-12-31").statements["K"].credits
    assert one.steps[1] is other.steps[1]
    assert one.steps[0] != other.steps[0]
