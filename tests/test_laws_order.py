"""Laws 1, 2 and 5: the same facts give the same bytes, however they are ordered, split, repeated or named."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incentive_rules import Outcome, evaluate, example_path, read_claims, read_ledger, read_roster
from incentive_rules.amounts import Amount
from incentive_rules.ledger.from_rows import ledger_from_rows
from incentive_rules.ledger.model import Entry
from incentive_rules.messages import Label
from incentive_rules.statement.earning.credit import Grant, Line
from incentive_rules.statement.limits.limiting import put_in_order
from incentive_rules.statement.rows import content_key
from worlds import DONGHAE, MEMBERS, SEOCHEON, World, worlds

if TYPE_CHECKING:
    import random

BOTH = st.sampled_from([DONGHAE, SEOCHEON])


@given(st.data())
def test_permuting_rows_changes_not_one_byte(data: st.DataObject) -> None:
    scheme = data.draw(BOTH)
    world = data.draw(worlds(scheme))
    shuffled = World(*(data.draw(st.permutations(rows)) for rows in (world.entries, world.roster, world.claims)))
    assert shuffled.evaluated(scheme).to_json() == world.evaluated(scheme).to_json()


def line_of(number: int, day: int, points: int, done: int, text: str) -> Line:
    """An entry of June that counts on a day of July, under an id that nothing else hangs on."""
    entry = Entry(f"E-{number}", "A", date(2024, 6, done), "ab"[done % 2], facts={"text": text})
    return date(2024, 7, day), entry, Grant(entry.activity, Label("a", "a"), points, Amount(points), ())


def whole_key(line: Line) -> tuple[Any, ...]:
    """All that law 2 looks at, in its order."""
    day, entry, grant = line
    return day, -grant.points, content_key(entry), entry.entry_id


DRAWN = st.tuples(st.integers(1, 3), st.integers(1, 2), st.integers(1, 3), st.sampled_from("xy"))


@given(st.lists(DRAWN, max_size=9), st.randoms())
def test_lines_stand_by_day_then_the_greater_grant_then_content_then_id(
    drawn: list[tuple[int, int, int, str]], random: random.Random
) -> None:
    lines = [line_of(number, *each) for number, each in enumerate(drawn)]
    expected = sorted(lines, key=whole_key)
    random.shuffle(lines)
    assert put_in_order(lines) == [line[0] for line in expected]
    assert lines == expected


def test_several_groups_of_one_day_are_each_put_in_order_where_they_stand() -> None:
    """Two lines of the 1st, one of the 2nd, three of the 3rd, written from the last to the first."""
    told = [(3, 1, 2), (3, 1, 1), (3, 2, 1), (2, 1, 1), (1, 1, 1), (1, 2, 1)]
    lines = [line_of(number, *each, "x") for number, each in enumerate(told)]
    put_in_order(lines)
    assert [line[1].entry_id for line in lines] == ["E-5", "E-4", "E-3", "E-2", "E-1", "E-0"]
    alike = [
        line_of(number, 1, points, 1, text) for number, (points, text) in enumerate([(1, "x"), (2, "y"), (2, "x")])
    ]
    put_in_order(alike)
    assert [line[1].entry_id for line in alike] == ["E-2", "E-1", "E-0"]


@given(worlds(), st.integers(0, 25))
def test_several_tables_read_as_one(world: World, cut: int) -> None:
    one = ledger_from_rows(world.entries, DONGHAE.facts, "one")
    two = ledger_from_rows(world.entries[:cut], DONGHAE.facts, "a") + ledger_from_rows(
        world.entries[cut:], DONGHAE.facts, "b"
    )
    as_of = date(2025, 3, 31)
    first = evaluate(DONGHAE, one, world.roster, world.claims, as_of=as_of)
    assert evaluate(DONGHAE, two, world.roster, world.claims, as_of=as_of).to_json() == first.to_json()


@given(worlds())
def test_repeating_every_row_changes_nothing_but_the_count_of_duplicates(world: World) -> None:
    doubled = World(world.entries * 2, world.roster * 2, world.claims * 2)
    once, twice = world.evaluated(DONGHAE), doubled.evaluated(DONGHAE)
    assert twice.payments == once.payments
    assert {k: v.balance for k, v in twice.statements.items()} == {k: v.balance for k, v in once.statements.items()}


def _renamed(text: str, names: dict[str, str]) -> str:
    return re.sub(r"\b(?:E|C|K)-\d+\b", lambda found: names[found.group()], text)


def _fate(each: Outcome) -> tuple[str, ...]:
    return (each.kind, each.state, *(reason.code for reason in each.reasons))


@given(worlds(), st.randoms(use_true_random=False))
def test_renaming_ids_renames_and_nothing_else(world: World, chance: random.Random) -> None:
    """Compared as sets of lines, because lists are sorted by id. Of equal claims of one person the id says which."""
    entries = {row["entry_id"]: row for row in world.entries}.values()
    claims = {
        repr(sorted((each for each in row.items() if each[0] != "claim_id"), key=repr)): row for row in world.claims
    }
    distinct = World(
        [{**row, "task": f"일 {n}", "date": row["date"]} for n, row in enumerate(entries)],
        world.roster,
        [*claims.values()],
    )
    ids = [f"{kind}-{n}" for kind in "ECK" for n in range(200)]
    mixed = [f"{kind}-{n}" for kind in "ECK" for n in chance.sample(range(200, 999), 200)]
    names = dict(zip(ids, mixed, strict=True))
    other = World(
        *(
            json.loads(_renamed(json.dumps(rows, default=str), names))
            for rows in (distinct.entries, distinct.roster, distinct.claims)
        )
    )
    before, after = distinct.evaluated(DONGHAE), other.evaluated(DONGHAE)
    assert {names[member]: each.balance for member, each in before.statements.items()} == {
        member: each.balance for member, each in after.statements.items()
    }
    assert sorted(_renamed(payment.id, names) for payment in before.payments) == sorted(
        each.id for each in after.payments
    )
    assert sorted((names.get(each.id, ""), _fate(each)) for each in before.outcomes) == sorted(
        (each.id, _fate(each)) for each in after.outcomes
    )


@given(worlds())
def test_one_id_with_two_contents_is_rejected_on_both_rows_and_named(world: World) -> None:
    row = {"entry_id": "E-99", "member_id": MEMBERS[0], "date": "2024-07-01", "activity": "call"}
    evaluation = world.with_entries([row, {**row, "activity": "proposal"}]).evaluated(DONGHAE)
    rejected = [each for each in evaluation.rejected if each.id == "E-99"]
    assert [each.reasons[0].code for each in rejected] == ["same_id_different"] * 2
    assert rejected[0].reasons[0].facts["name"] == "activity"
    without = world.evaluated(DONGHAE)
    assert evaluation.payments == without.payments


def test_two_ids_that_join_to_the_same_text_stay_two() -> None:
    """T12: the key ("a:b", "c") is not the key ("a", "b:c")."""
    staff = [{"member_id": name, "grade": "9급", "department": "총무과"} for name in ("a:b", "a")]
    done = [
        {"entry_id": f"{m}{n}", "member_id": m, "date": "2024-06-10", "activity": "achievement"}
        for m in ("a:b", "a")
        for n in range(3)
    ]
    asked = [
        {"claim_id": "c", "member_id": "a:b", "date": "2024-06-30", "award": "monthly"},
        {"claim_id": "b:c", "member_id": "a", "date": "2024-06-30", "award": "monthly"},
    ]
    payments = evaluate(DONGHAE, done, staff, asked, as_of="2024-06-30").payments
    assert len({payment.id for payment in payments}) == len(payments) == 2


PROGRAM = """
import sys
from incentive_rules import *
scheme = load_scheme(example_path("donghae.yaml"))
ledger = read_ledger(example_path("data/entries.csv"), scheme)
roster = read_roster(example_path("data/roster.csv"), scheme)
claims = read_claims(example_path("data/claims.csv"), scheme)
sys.stdout.buffer.write(evaluate(scheme, ledger, roster, claims, as_of="2025-05-31").to_json().encode())
"""


@pytest.mark.parametrize(
    "environment",
    [{"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "2", "TZ": "America/New_York"}, {"LC_ALL": "C", "TZ": "Asia/Seoul"}],
    ids=["seed", "zone", "locale"],
)
def test_hash_seed_time_zone_and_locale_change_not_one_byte(environment: dict[str, str]) -> None:
    scheme = DONGHAE
    here = evaluate(
        scheme,
        read_ledger(example_path("data/entries.csv"), scheme),
        read_roster(example_path("data/roster.csv"), scheme),
        read_claims(example_path("data/claims.csv"), scheme),
        as_of="2025-05-31",
    )
    there = subprocess.run(  # noqa: S603  # our own interpreter and program
        [sys.executable, "-c", PROGRAM], check=True, capture_output=True, env={**os.environ, **environment}
    )
    assert there.stdout.decode() == here.to_json()
