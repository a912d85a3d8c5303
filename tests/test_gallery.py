"""The gallery: real schemes. Each file loads, says what is published and what is not, and its examples hold.

The numbers of the examples are reckoned twice: by the library, and by a pencil that knows no rules (``pencil.py``).
"""

from __future__ import annotations

import ast
import re
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import pencil
from gallery_rows import ROWS
from incentive_rules import assume_claims, load_scheme
from incentive_rules.cases.run import run_cases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentive_rules.cases.result import CaseResult, CasesReport
    from incentive_rules.statement.evaluation import Evaluation

pytestmark = pytest.mark.unmeasured  # every example, whole

ROOT = Path(__file__).parents[1]
GALLERY = ROOT / "examples" / "gallery"
SCHEMES = sorted(path for path in GALLERY.glob("*.yaml") if not path.name.endswith(".cases.yaml"))
MOST_LINES = 80
"""A county's mileage scheme is read in one sitting."""

FEWEST_CASES = 5
RULES = ("eligible", "activities", "bonuses", "limits", "awards")
PROVENANCE = {"source", "assumed"}

every_scheme = pytest.mark.parametrize("path", SCHEMES, ids=lambda path: path.stem)


@cache
def scheme_of(path: Path) -> dict[str, Any]:
    return pencil.plain(path)


@cache
def cases_of(path: Path) -> dict[str, Any]:
    cases: dict[str, Any] = pencil.plain(path.with_suffix(".cases.yaml"))["cases"]
    return cases


@cache
def report_of(path: Path) -> CasesReport:
    return run_cases(path.with_suffix(".cases.yaml"), assume=assume_claims)


def expected(path: Path) -> Iterator[tuple[str, pencil.Where, str]]:
    """Every number that a file's examples expect: its case, the way to it, and what is written."""
    for name, case in cases_of(path).items():
        for where, text in pencil.expected_numbers(case):
            yield name, where, text


# Files.


@every_scheme
def test_a_scheme_loads_without_a_finding_under_each_reading(path: Path) -> None:
    scheme = load_scheme(path)
    for reading in scheme.readings:
        assert load_scheme(path, reading=reading).reading == reading


@every_scheme
def test_its_examples_hold(path: Path) -> None:
    report = report_of(path)
    assert [each.render() for each in report.findings] == []
    assert [failure.finding.render() for failure in report.failures] == []
    assert [result.id for result in report.results] == list(cases_of(path))


@every_scheme
def test_it_has_enough_examples_and_each_says_what_it_shows(path: Path) -> None:
    assert len(cases_of(path)) >= FEWEST_CASES
    for case in cases_of(path).values():
        assert set(case["label"]) == {"ko", "en"}


@every_scheme
def test_somebody_is_not_eligible_in_one_of_them(path: Path) -> None:
    if "eligible" in scheme_of(path):
        assert "not_eligible" in str([case["expect"] for case in cases_of(path).values()])


@every_scheme
def test_a_mileage_scheme_is_short(path: Path) -> None:
    if any(row.startswith("A") for row in ROWS[path.stem].ids):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


# Numbers of the examples.


def test_the_pencil_knows_nothing_of_the_library() -> None:
    tree = ast.parse(Path(pencil.__file__).read_text(encoding="utf-8"))
    modules = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    modules |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert modules == {"__future__", "ast", "collections.abc", "fractions", "pathlib", "re", "typing", "yaml"}


def test_the_pencil_reckons_exactly() -> None:
    assert pencil.reckoned("(1 + 0.5) × 2 ÷ 3 − -0.1") == Fraction(11, 10)
    assert pencil.reckoned("0.1 + 0.2") == Fraction(3, 10)


@every_scheme
def test_an_expected_number_is_worked_out_or_stands_in_the_scheme(path: Path) -> None:
    """`3×2 - 5` shows its way; `30000` alone is an amount of the scheme; nothing else may be expected."""
    written = {*pencil.NUMBER.findall(path.read_text(encoding="utf-8")), "0"}
    unexplained = [each for each in expected(path) if not pencil.is_worked(each[2]) and each[2] not in written]
    assert unexplained == []


@every_scheme
def test_points_earned_and_left_are_worked_out(path: Path) -> None:
    bare = [each for each in expected(path) if each[1][0] in {"earned", "balance"} and not pencil.is_worked(each[2])]
    assert [each for each in bare if each[2] != "0"] == []


@every_scheme
def test_the_library_comes_to_what_the_pencil_comes_to(path: Path) -> None:
    results = {result.id: result for result in report_of(path).results}
    counted = 0
    for name, where, text in expected(path):
        assert came_to(results[name], where) == pencil.reckoned(text), (name, where)
        counted += 1
    assert counted >= FEWEST_CASES


def came_to(result: CaseResult, where: pencil.Where) -> Fraction:
    evaluation = result.evaluation
    assert evaluation is not None
    if where[0] in pencil.COUNTERS:
        statement = evaluation.statements.get(where[1])
        return Fraction(getattr(statement, where[0])) if statement else Fraction(0)
    if where[0] == "rankings":
        return score_of(evaluation, *where[1:4])
    payee, *days, reward = where[1:]
    due = [each for each in evaluation.payments if (each.payee, each.reward) == (payee, reward)]
    return sum((Fraction(each.amount) for each in due if not days or str(each.day) in days), Fraction(0))


def score_of(evaluation: Evaluation, award: str, period: str, name: str) -> Fraction:
    rankings = (each for each in evaluation.rankings if (each.award, each.period) == (award, period))
    (row,) = (row for each in rankings for row in each.rows if row.name == name)
    assert row.score is not None
    return Fraction(row.score)


# What is published and what is not.


def test_every_file_is_a_row_and_every_row_a_file() -> None:
    assert [path.stem for path in SCHEMES] == sorted(ROWS)
    assert all(re.fullmatch(r"[A-H][0-9]+", each) for row in ROWS.values() for each in row.ids)


@every_scheme
def test_what_the_row_publishes_stands_at_its_place(path: Path) -> None:
    for address, words in ROWS[path.stem].published.items():
        way = tuple(address.split("."))
        assert re.search(rf"(?<![0-9.]){re.escape(words)}(?![0-9]|\.[0-9])", str(at(scheme_of(path), way))), address
        if way[0] in RULES:
            assert "source" in provenance(scheme_of(path), way), address


@every_scheme
def test_every_source_of_the_row_is_cited(path: Path) -> None:
    data = scheme_of(path)
    assert {source.get("url") for source in data["sources"].values()} >= set(ROWS[path.stem].urls)
    cited = str([value for way, value in leaves(data) if "source" in way])
    assert all(f"'{name}'" in cited for name in data["sources"])


@every_scheme
def test_a_number_that_is_not_published_is_called_assumed(path: Path) -> None:
    data = scheme_of(path)
    published = {tuple(address.split(".")) for address in ROWS[path.stem].published}
    claimed = [
        ".".join(way)
        for way, value in leaves(data)
        if way[0] in RULES
        and pencil.NUMBER.fullmatch(value)
        and not PROVENANCE & set(way)
        and way not in published
        and "assumed" not in provenance(data, way)
    ]
    assert claimed == []


def at(data: Any, way: pencil.Where) -> Any:
    """The value at an address; a key may hold points, as the addresses under ``set`` do."""
    if not way:
        return data
    if isinstance(data, list):
        return at(data[int(way[0])], way[1:])
    for end in range(1, len(way) + 1):
        key = ".".join(way[:end])
        if isinstance(data, dict) and key in data:
            return at(data[key], way[end:])
    raise AssertionError(way)


def provenance(data: dict[str, Any], way: pencil.Where) -> set[str]:
    """What the nearest mapping around a value says of where it comes from."""
    mappings = [each for end in range(len(way)) if isinstance(each := at(data, way[:end]), dict)]
    return next((found for each in reversed(mappings) if (found := PROVENANCE & each.keys())), set())


def leaves(node: Any, way: pencil.Where = ()) -> Iterator[tuple[pencil.Where, str]]:
    if isinstance(node, dict):
        for key, part in node.items():
            yield from leaves(part, (*way, key))
    elif isinstance(node, list):
        for index, part in enumerate(node):
            yield from leaves(part, (*way, str(index)))
    else:
        yield way, str(node)
