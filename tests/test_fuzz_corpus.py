"""What fuzzing found is kept and read again: behind no door does anything break, hang or grow; see fuzz/README.md."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

FOLDER = Path(__file__).parents[1] / "fuzz"
sys.path.append(str(FOLDER))

import doors  # noqa: E402  # found only now
from door_bounds import failure_of  # noqa: E402  # as above
from door_corpus import CORPUS, ENDING, MENDED, doors_kept, keep, kept, name_of  # noqa: E402  # as above
from door_seeds import CHANGES, seeds  # noqa: E402  # as above
from incentive_rules import Ledger, read_ledger  # noqa: E402  # as above

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOST_INPUTS, MOST_BYTES = 1_500, 1_500_000
FEW = 64
"""Megabytes that a mistake may take: a test machine has other work."""
ONCE_BROKEN = [(door, name) for door in doors_kept() for name in kept(door) if name.startswith(MENDED)]


def test_every_door_has_inputs_and_the_corpus_stays_small() -> None:
    assert doors_kept() == sorted(doors.DOORS) == sorted(CHANGES)
    assert sum(len(kept(door)) for door in doors_kept()) <= MOST_INPUTS
    assert sum(path.stat().st_size for path in CORPUS.iterdir()) <= MOST_BYTES


@pytest.mark.parametrize(("door", "name"), ONCE_BROKEN)
def test_what_once_broke_something_is_taken_or_refused_in_words(door: str, name: str) -> None:
    assert failure_of(doors.check(door), kept(door)[name]) is None


@pytest.mark.slow
@pytest.mark.parametrize("door", doors_kept())
def test_every_kept_input_is_taken_or_refused_in_words(door: str) -> None:
    law = doors.check(door)
    told = ((name, failure_of(law, data)) for name, data in kept(door).items() if not name.startswith(MENDED))
    assert {name: failure.text for name, failure in told if failure} == {}


# A harness that cannot fail would hold every law: so mistakes are planted.


def first_seed(door: str) -> bytes:
    return next(iter(seeds(door)))


@pytest.fixture
def fresh() -> Iterator[None]:
    """No scheme is loaded before a mistake is planted, and none made with it is left."""
    for loaded in (doors.every_rule, doors.carried_rules):
        loaded.cache_clear()
    yield
    for loaded in (doors.every_rule, doors.carried_rules):
        loaded.cache_clear()


def breaks(*_: object, **__: object) -> None:
    message = "planted"
    raise AttributeError(message)


@pytest.mark.parametrize(
    ("door", "target"),
    [
        ("scheme", "incentive_rules.scheme.from_yaml.check"),
        ("scheme", "incentive_rules.analysis.lint.unused"),
        ("csv", "incentive_rules.ledger.from_files.text_grid"),
        ("xlsx", "incentive_rules.ledger.workbooks.raw_rows"),
        ("jsonl", "incentive_rules.ledger.json_lines._record"),
        ("claims", "incentive_rules.ledger.grid.find_header"),
        ("roster", "incentive_rules.statement.evaluating.people_of"),
        ("rows", "incentive_rules.ledger.from_rows._odd_keys"),
        ("reform", "incentive_rules.simulate.reformed.marked"),
        ("cases", "incentive_rules.cases.run.given"),
        ("evaluation", "incentive_rules.statement.evaluation.loose_ends"),
        ("opening", "incentive_rules.statement.evaluating.beginning_of"),
    ],
)
@pytest.mark.usefixtures("fresh")
def test_a_planted_mistake_is_caught_behind_its_door(door: str, target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert failure_of(doors.check(door), first_seed(door)) is None
    monkeypatch.setattr(target, breaks)
    failure = failure_of(doors.check(door), first_seed(door))
    assert failure is not None
    assert "planted" in failure.text


def hangs(_: bytes) -> None:
    while True:
        pass


def hangs_and_swallows_it(_: bytes) -> None:
    while True:
        try:
            hangs(b"")
        except Exception:  # noqa: BLE001, S112  # as a careless reader does
            continue


def grows(_: bytes) -> None:
    held = [bytearray(1 << 20) for _ in range(4 * FEW)]
    assert held


def grows_and_swallows_it(_: bytes) -> None:
    held: list[bytes] = []
    try:
        held.extend(b"x" * (1 << 20) for _ in range(4 * FEW))
    except MemoryError:
        held.clear()


@pytest.mark.parametrize(
    ("law", "mark"),
    [
        (hangs, "TooLong"),
        (hangs_and_swallows_it, "TooLong"),
        (grows, "MemoryError"),
        (grows_and_swallows_it, "TooMuch"),
    ],
)
def test_a_hang_and_a_growth_are_failures(law: Callable[[bytes], None], mark: str) -> None:
    failure = failure_of(law, b"", seconds=0.1 if mark == "TooLong" else 5, megabytes=FEW)
    assert failure is not None
    assert failure.mark == mark


def test_a_row_that_is_counted_nowhere_and_a_finding_without_words_are_failures(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bare = b"member_id,date\nK-1,2024-06-03\n"
    assert failure_of(doors.check("csv"), bare) is None
    with monkeypatch.context() as planted:
        planted.setattr("incentive_rules.errors.message_text", lambda *_: " ")
        failure = failure_of(doors.check("csv"), bare)
        assert failure is not None
        assert "without words" in failure.mark

    def forgets_one(*given: Any, **named: Any) -> Ledger:
        table = read_ledger(*given, **named)
        return Ledger(table.rows[1:], table.rejected, table.set_aside, table.findings, table.sources)

    monkeypatch.setattr(doors, "read_ledger", forgets_one)
    failure = failure_of(doors.check("csv"), first_seed("csv"))
    assert failure is not None
    assert "counted nowhere" in failure.mark


def test_the_corpus_is_the_same_bytes_for_the_same_inputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("door_corpus.CORPUS", tmp_path)
    inputs = {name_of(data): data for data in (b"a", b"", b"\xff")}
    written = []
    for given in (inputs, dict(reversed(inputs.items()))):
        keep("any", given)
        written.append((tmp_path / f"any{ENDING}").read_bytes())
        assert kept("any") == inputs
    assert written[0] == written[1]
    kept.cache_clear()
