"""The files of examples/data are what the script writes, and hold what their README promises."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "examples" / "data"
GRADES = ("9급", "8급", "7급", "6급", "5급", "4급", "3급")

Row = dict[str, str]


def rows(name: str) -> list[Row]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def posts() -> dict[str, list[Row]]:
    """The rows of each member, in order."""
    found = defaultdict(list)
    for row in rows("roster.csv"):
        found[row["member_id"]].append(row)
    return found


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_the_script_writes_the_committed_files_whatever_the_hash_seed(hash_seed: str) -> None:
    command = [sys.executable, "scripts/make_example_data.py", "--check"]
    done = subprocess.run(  # noqa: S603  # our own script
        command, cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": hash_seed}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_files_are_utf_8_without_a_mark_and_with_plain_line_ends() -> None:
    for path in FOLDER.glob("*.csv"):
        content = path.read_bytes()
        assert not content.startswith(b"\xef\xbb\xbf"), path
        assert b"\r" not in content, path
        assert content.decode("utf-8").endswith("\n"), path


def test_the_staff_list_has_about_600_people_of_all_grades_in_30_departments(posts: dict[str, list[Row]]) -> None:
    assert 580 <= len(posts) <= 640
    everything = [row for each in posts.values() for row in each]
    assert len({row["department"] for row in everything}) == 30
    first_grades = [each[0]["grade"] for each in posts.values()]
    assert set(first_grades) == set(GRADES)
    ladder = [first_grades.count(grade) for grade in ("7급", "6급", "5급", "4급", "3급")]
    assert ladder == sorted(ladder, reverse=True), "fewer people the higher the grade"


def test_some_are_promoted_some_above_the_ceiling_and_some_move(posts: dict[str, list[Row]]) -> None:
    pairs = [(one, two) for each in posts.values() for one, two in pairwise(each)]
    promotions = [(one["grade"], two["grade"]) for one, two in pairs if one["grade"] != two["grade"]]
    assert promotions.count(("7급", "6급")) >= 3
    assert 3 <= promotions.count(("6급", "5급")) <= 5
    assert sum(one["department"] != two["department"] for one, two in pairs) >= 20


def test_a_members_rows_follow_each_other_without_gap_or_overlap(posts: dict[str, list[Row]]) -> None:
    for member, each in posts.items():
        assert [row["until"] for row in each[:-1]] == [row["from"] for row in each[1:]], member
        assert all(row["from"] < row["until"] for row in each[:-1]), member


def test_ids_are_text_with_leading_zeros_and_name_nobody(posts: dict[str, list[Row]]) -> None:
    assert all(member.startswith("K-0") and len(member) == 6 for member in posts)
    assert set(rows("roster.csv")[0]) == {"member_id", "grade", "department", "from", "until"}


def test_entries_have_the_size_of_a_real_county() -> None:
    entries = {row["entry_id"]: row for row in rows("entries.csv")}
    assert 250 <= len(entries) <= 400
    assert 70 <= len({row["member_id"] for row in entries.values()}) <= 80
    months = {row["date"][:7] for row in entries.values()} - {"2024-05"}
    assert (len(months), min(months), max(months)) == (12, "2024-06", "2025-05")
    known = {"proposal", "adoption", "collaboration", "achievement", "contest", "call"}
    assert known < {row["activity"] for row in entries.values()}


def test_claims_ask_for_money_and_leave() -> None:
    claims = rows("claims.csv")
    assert 60 <= len(claims) <= 90
    assert {row["option"] for row in claims} == {"", "money", "leave"}


def test_the_readme_names_every_row_that_is_wrong_on_purpose(posts: dict[str, list[Row]]) -> None:
    """Found here by what is wrong with them, so that the README cannot fall behind the script."""
    entries = rows("entries.csv")
    wrong = {row["entry_id"] for row in entries if is_wrong(row, posts.get(row["member_id"], []))}
    wrong |= {row["entry_id"] for row in entries if entries.count(row) > 1}
    told = (FOLDER / "README.md").read_text(encoding="utf-8").partition("## ")[2]
    assert {word.strip(",") for word in told.split() if word.startswith("E-")} == wrong


def is_wrong(entry: Row, member: list[Row]) -> bool:
    on_the_day = [row for row in member if row["from"] <= entry["date"] < (row["until"] or "9999")]
    return (
        entry["date"] < "2024-06-01"
        or entry["status"] != "승인"
        or not entry["activity"].isascii()
        or (entry["activity"] == "contest" and not entry["prize"])
        or not on_the_day
        or GRADES.index(on_the_day[0]["grade"]) > GRADES.index("6급")
    )
