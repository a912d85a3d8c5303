"""Benchmarks run, compare equal results, refuse different ones, and end with a table. No time is looked at."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "benchmarks"
sys.path.append(str(FOLDER))

import by_hand  # noqa: E402  # found only now
import measure  # noqa: E402  # as above
import run  # noqa: E402  # as above
import year  # noqa: E402  # as above

EQUAL = {
    "statements": "both come to the same points, balances, payments and won, person by person",
    "totals": "all come to the same points, balances, payments and won",
    "corrections": "the corrected ledger comes to what its corrected rows come to, person by person",
    "member": "the statements of 8 members are those of the whole",
    "variants": "the first and the last variant come to the same as their full statements",
    "growth": "400 entries, all results equal",
    "loading": "both loaders give the same scheme",
    "importing": "in a fresh process",  # nothing is compared but time
    "reading": "400 rows",  # asserted to be as many as were written
}


def test_every_question_is_asked_here_and_by_make_bench() -> None:
    asking = {path.stem for path in FOLDER.glob("*.py") if "asked(__doc__" in path.read_text(encoding="utf-8")}
    assert asking == set(EQUAL) == set(run.QUESTIONS)


@pytest.mark.parametrize("question", EQUAL)
def test_a_benchmark_finds_equal_results_and_ends_with_a_table(question: str, tmp_path: Path) -> None:
    written = tmp_path / "findings.json"
    command = [
        sys.executable,
        str(FOLDER / f"{question}.py"),
        "--quick",
        "--entries",
        "400",
        "--findings",
        str(written),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # our own benchmark
    assert (done.returncode, done.stderr) == (0, "")
    assert EQUAL[question] in done.stdout
    findings = [measure.Finding(**each) for each in json.loads(written.read_text(encoding="utf-8"))]
    assert findings
    assert all(each.value > 0 for each in findings)
    assert done.stdout.rstrip().endswith(measure.table(findings))


@pytest.mark.parametrize("question", ["statements", "totals", "growth"])
@pytest.mark.unmeasured
def test_a_benchmark_stops_where_results_differ(question: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A loop by hand whose bonus is twice that of the scheme is no contestant."""
    benchmark = importlib.import_module(question)
    monkeypatch.setattr(by_hand, "PRAISE", 2)
    monkeypatch.setattr(sys, "argv", [question, "--quick", "--entries", "400"])
    with pytest.raises(AssertionError):
        benchmark.main()


def test_every_run_measures_the_same_year() -> None:
    assert year.a_year(300) == year.a_year(300)


def test_the_highest_tier_reached_is_paid_and_its_points_are_used_up() -> None:
    """In halves: 7 is 3.5 points, of which 3 are used; 0.5 + 4.5 make 5; nothing is left for the third month."""
    assert by_hand.settled([7, 9, 1]) == by_hand.Account(earned=17, balance=1, won=80_000, payments=2)


def test_a_goal_is_met_at_equality() -> None:
    """And what has no goal is only shown."""
    found = [measure.Finding("a", value, goal=goal).verdict for value, goal in ((2.0, 2.0), (2.1, 2.0), (9.0, None))]
    assert found == ["met", "not met", "shown"]


def test_growth_is_one_where_time_grows_as_the_work_does_and_two_where_it_grows_as_its_square() -> None:
    exponent = importlib.import_module("growth").exponent
    assert exponent({10: 0.5, 100: 5.0, 1000: 50.0}) == pytest.approx(1)
    assert exponent({10: 1.0, 100: 100.0, 1000: 10_000.0}) == pytest.approx(2)
