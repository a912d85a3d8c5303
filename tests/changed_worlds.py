"""Rich worlds that change as they go: rows that correct others, claims with a deadline, periods that close."""

from __future__ import annotations

from dataclasses import replace
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
        days = {name: content[name] for name in ("date", "recorded_on") if name in content}
        row: Row = dict(content) if how == "replaces" else days
        row |= {key: f"X-{number}", how: target}
        row |= {"status": chance.choice(["approved", "rejected", "pending"])} if how == "decides" else {}
        row |= {"date": chance.choice(["2024-05-02", "2024-05-02", "2025-02-03"])} if how == "decides" else {}
        row |= {"approved_on": "2024-05-02"} if how == "decides" and chance.random() < 0.2 else {}
        found.append(row)
        ids = chance.choice([[*ids, f"X-{number}", target, target], [target, f"X-{number}"], ["X-99", *ids]])
    return found
