"""Rich worlds that change as they go: rows that correct others, claims with a deadline, periods that close."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from rich_worlds import rich_world

if TYPE_CHECKING:
    from beside import World

Row = dict[str, Any]


def with_corrections(seed: int) -> World:
    """A rich world in which some rows correct others; several may correct one, each other, or none that is there."""
    world, chance = rich_world(seed), Random(seed)  # noqa: S311  # sample data is no secret
    rows = [*world.entries, *_corrections(chance, "entry_id", world.entries, ["voids", "replaces", "decides"])]
    claims = [*world.claims, *_corrections(chance, "claim_id", world.claims, ["voids", "replaces"])]
    return replace(world, entries=rows, claims=claims, known_at=chance.choice([None, None, world.known_at]))


def _corrections(chance: Random, key: str, rows: list[Row], hows: list[str]) -> list[Row]:
    """So many rows that correct others, some of them the same ones, on few days."""
    found: list[Row] = []
    ids = [str(row[key]) for row in rows]
    for number in range(chance.randrange(1, 9)):
        how, target, content = chance.choice(hows), chance.choice(ids), chance.choice(rows)
        days: Row = {name: content[name] for name in ("date", "recorded_on") if name in content}
        row: Row = dict(content) if how == "replaces" else days
        row |= {key: f"X-{number}", how: target}
        row |= {"status": chance.choice(["approved", "rejected", "pending"])} if how == "decides" else {}
        row |= {"date": chance.choice(["2024-05-02", "2024-05-02", "2025-02-03"])} if how == "decides" else {}
        row |= {"approved_on": "2024-05-02"} if how == "decides" and chance.random() < 0.2 else {}
        found.append(row)
        ids = chance.choice([[*ids, f"X-{number}", target, target], [target, f"X-{number}"], ["X-99", *ids]])
    return found


# Claims with a deadline.

_PERIODS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def with_deadlines(seed: int) -> World:
    """A rich world in which claims are about a period that is over, and some awards are paid as was chosen in time."""
    world, chance = rich_world(seed), Random(seed)  # noqa: S311  # sample data is no secret
    data = dict(world.data)
    awards = {name: dict(award) for name, award in data["awards"].items()}
    data.pop("balance", None)  # whose points may lapse before the deadline
    data["answers"] = {**data["answers"], "year_end": "keep"}
    per = chance.choice(["month", "month", "quarter", "half"])
    within = {"per": per, "deadline": {"days": chance.choice([5, 10, 28])}}
    claimed = {"by": "member", "times": chance.choice([1, 2]), **within}
    awards["using"]["claim"] = chance.choice([claimed, {"by": "automatic", **within}])
    if awards["using"]["claim"]["by"] == "automatic":
        data["answers"] |= {"no_option": chance.choice(["money", "rest"])}
    longer = _PERIODS.get(awards.get("steps", {}).get("measure", {}).get("per"), 99) >= _PERIODS[per]
    if "steps" in awards and longer and chance.random() < 0.5:
        awards["steps"] |= {"claim": claimed} | ({} if chance.random() < 0.5 else {"priority": 3})
    if "cash" in awards and chance.random() < 0.5:
        awards["cash"] |= {"claim": claimed}
    people = sorted({row["member_id"] for row in world.roster})
    claims = [_early(chance, number, people, list(awards), per) for number in range(chance.randrange(10, 40))]
    claims += _corrections(chance, "claim_id", claims, ["voids", "replaces"]) if chance.random() < 0.5 else []
    as_of = chance.choice([world.as_of, date(2025, 1, 5), date(2025, 7, 10)])
    return replace(world, data=data | {"awards": awards}, claims=claims, as_of=as_of)


def _early(chance: Random, number: int, people: list[str], awards: list[str], per: str) -> Row:
    """A claim soon after a period."""
    months = chance.randrange(1, 19) // _PERIODS[per] * _PERIODS[per]
    day = date(2024 + months // 12, months % 12 + 1, 1) + timedelta(days=chance.choice([0, 0, 4, 5, 9, 10, 20, 27, 28]))
    row = {"claim_id": f"C-{number}", "member_id": chance.choice(people), "date": day.isoformat()}
    row |= {"award": chance.choice(["using", "using", *awards]), "option": chance.choice(["", "money", "rest", "rest"])}
    row |= {"recorded_on": (day + timedelta(days=3)).isoformat()} if chance.random() < 0.1 else {}
    return row | ({"amount": "1"} if chance.random() < 0.05 else {})


# Periods that close.


def with_closings(seed: int) -> World:
    """A rich world in which much is known late, and closed periods keep their result."""
    world, chance = rich_world(seed), Random(seed)  # noqa: S311  # sample data is no secret
    closing = {"per": chance.choice(["month", "month", "quarter", "half", "year"]), "days": chance.choice([1, 5, 20])}
    answers = {
        **world.data["answers"],
        "late_rows": "carry_forward",
        "spent_points_corrected": chance.choice(["owe", "owe", "within_balance", "only_pending"]),
        "paid_rewards_corrected": "keep",
    }
    rows = [*world.entries, *_corrections(chance, "entry_id", world.entries, ["voids", "replaces", "decides"])]
    rows = [_late(chance, row) for row in rows]
    claims = [_late(chance, row) for row in world.claims]
    data = {**world.data} | {"closing": closing, "answers": answers}
    roster = [_known_late(chance, row) for row in world.roster]
    return replace(world, data=data, entries=rows, claims=claims, roster=roster)


def _known_late(chance: Random, row: Row) -> Row:
    """A row of the staff list that perhaps was written after it began."""
    if chance.random() < 0.6:
        return row
    first = date.fromisoformat(str(row.get("from") or "2024-01-01"))
    return row | {"recorded_on": (first + timedelta(days=chance.choice([0, 20, 50, 200]))).isoformat()}


def _late(chance: Random, row: Row) -> Row:
    if chance.random() < 0.7:
        return row
    known = date.fromisoformat(str(row["date"])) + timedelta(days=chance.choice([1, 6, 20, 21, 40, 70, 130, 250]))
    return row | {"recorded_on": known.isoformat()}
