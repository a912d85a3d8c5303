"""The house: who may import whom, what the core may import at all, and how long a file may get."""

from __future__ import annotations

import ast
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from inspect import getdoc, isclass, isroutine
from pathlib import Path

import pytest

import incentive_rules

ROOT = Path(__file__).parents[1] / "src"
DOOR = "incentive_rules"
LONGEST_MODULE = 500
LONGEST_FUNCTION = 60

# Imports go to the left only; `a | b` do not see each other.
TABLE = """
    codes → source → amounts → periods → messages → errors → files → facts → scheme | ledger → program
    → statement | analysis → backends → simulate | fairness | cases | reconcile | verify → report | schemas → cli
"""
# The rooms of `statement`; what lies in none of them is either seen by all of them, or puts all of them together.
STATEMENT = "earning → limits → closed → payments → lives → openings | ranks → explain"
RANK = {name: rank for rank, step in enumerate(TABLE.split("→")) for name in step.replace("|", " ").split()}
RANK |= dict.fromkeys(("version", "examples"), -1)  # a number and a folder: they know nothing of the library

# What the library may import beside the standard library, and the one place where each extra is used.
CORE = {"pydantic", "pydantic_core", "yaml", "dateutil"}
EXTRAS = {
    "click": {"cli.app", "cli.help_page", "cli.parameters"},
    "rich": {"report.terminal"},
    "openpyxl": {"ledger.workbooks", "report.workbook", "report.template"},
    "narwhals": {"ledger.frames"},
    "polars": {"ledger.frames"},
    "hypothesis": {
        f"fairness.strategies.{name}"
        for name in (
            "awards",
            "cells",
            "conditions",
            "counts",
            "days",
            "draft",
            "grades",
            "limits",
            "points",
            "rankings",
            "rows",
            "schemes",
        )
    },
}


@dataclass(frozen=True)
class Import:
    """A line of ``module`` imports ``target``; both without the package's name where they are ours."""

    module: str
    target: str
    line: int


@cache
def sources() -> dict[str, ast.Module]:
    """Every module of the package by its dotted name; the door is ``incentive_rules``."""
    found = {}
    for path in sorted((ROOT / DOOR).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(path.read_text(encoding="utf-8"), str(path))
    return found


@cache
def imports() -> tuple[Import, ...]:
    """Every import, also those inside functions and under ``TYPE_CHECKING``."""
    return tuple(
        Import(module, target, node.lineno)
        for module, tree in sources().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for target in targets(node)
    )


def targets(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    assert node.level == 0, "imports are absolute"
    base = node.module or ""
    return [inner if (inner := f"{base}.{alias.name}") in sources() else base for alias in node.names]


def part(module: str) -> str:
    """The room of a module of ours: ``incentive_rules.scheme.model`` is in ``scheme``."""
    return module.split(".")[1]


def is_ours(module: str) -> bool:
    return module.startswith(f"{DOOR}.")


def test_every_module_has_its_place_in_the_table() -> None:
    rooms = {part(module) for module in sources() if is_ours(module)} - {"__main__"}
    assert rooms <= set(RANK)


def test_imports_go_up_the_table_only_and_neighbours_do_not_see_each_other() -> None:
    against = [
        each
        for each in imports()
        if is_ours(each.module) and is_ours(each.target) and part(each.module) != "__main__"
        if part(each.module) != part(each.target) and RANK[part(each.target)] >= RANK[part(each.module)]
    ]
    assert against == []


def test_within_the_statement_too_imports_go_up_the_table_only() -> None:
    rank = {name: at for at, step in enumerate(STATEMENT.split("→")) for name in step.replace("|", " ").split()}
    inside = f"{DOOR}.statement."
    below = [name.removeprefix(inside) for name in sources() if name.startswith(inside)]
    assert {name.partition(".")[0] for name in below if "." in name} == rank.keys()
    against = []
    for each in imports():
        here, there = (name.removeprefix(inside).partition(".")[0] for name in (each.module, each.target))
        if here != there and here in rank and there in rank and rank[there] >= rank[here]:
            against.append(each)
    assert against == []


def test_nothing_inside_imports_from_the_public_door() -> None:
    assert [each for each in imports() if each.target == DOOR] == []


def test_no_two_modules_import_each_other_even_by_a_detour() -> None:
    graph: dict[str, set[str]] = {module: set() for module in sources()}
    for each in imports():
        if each.target in graph and each.target != each.module:
            graph[each.module].add(each.target)
    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))
    assert len(order) == len(graph)


def test_the_core_imports_its_three_dependencies_and_each_extra_in_its_own_place_only() -> None:
    for each in imports():
        name = each.target.partition(".")[0]
        if name != DOOR and name not in sys.stdlib_module_names | CORE:
            assert each.module.removeprefix(f"{DOOR}.") in EXTRAS.get(name, ()), each


def test_no_float_is_made_where_points_and_money_are_counted() -> None:
    made = [
        (module, node.lineno)
        for module, tree in sources().items()
        if is_ours(module) and part(module) in {"amounts", "scheme", "program", "statement"}
        for node in ast.walk(tree)
        if (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float")
        or (isinstance(node, ast.Constant) and isinstance(node.value, float))
    ]
    assert made == []


def test_a_module_fits_in_500_lines_and_a_function_on_a_screen() -> None:
    for module, tree in sources().items():
        last = max((node.end_lineno or 0 for node in tree.body), default=0)
        assert last <= LONGEST_MODULE, module
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert (node.end_lineno or 0) - node.lineno < LONGEST_FUNCTION, f"{module}:{node.name}"


def test_the_public_door_is_sorted_constants_then_classes_then_functions() -> None:
    names = incentive_rules.__all__
    assert names == sorted(set(names), key=lambda name: (not name.isupper(), not name[0].isupper(), name))


def test_the_door_names_the_same_for_people_for_type_checkers_and_for_use() -> None:
    (door,) = (tree for module, tree in sources().items() if module == DOOR)
    typed = {
        alias.name: node.module
        for block in door.body
        if isinstance(block, ast.If) and isinstance(block.test, ast.Name)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert typed == {name: f"{DOOR}.{room}" for name, room in vars(incentive_rules)["_ROOMS"].items()}
    assert sorted([*typed, "__version__"]) == sorted(incentive_rules.__all__) == sorted(dir(incentive_rules))


def test_the_door_loads_nothing_until_something_is_asked_of_it() -> None:
    code = (
        "import sys, incentive_rules; print(sorted(set(sys.modules) & {'pydantic', 'yaml', 'incentive_rules.codes'}))"
    )
    printed = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout  # noqa: S603  # ourselves
    assert printed == "[]\n"


def test_a_name_that_the_door_does_not_have_is_told() -> None:
    with pytest.raises(AttributeError, match="'evalute'"):
        incentive_rules.evalute  # type: ignore[attr-defined]  # noqa: B018  # that is the slip


@pytest.mark.parametrize("name", [name for name in incentive_rules.__all__ if name != "__version__"])
def test_every_public_name_resolves_and_says_what_it_is(name: str) -> None:
    thing = getattr(incentive_rules, name)
    if isclass(thing) or isroutine(thing):
        text = getdoc(thing) or ""
        assert text, name
        assert not text.startswith(f"{name}("), f"{name} has only the text that dataclass makes up"
    else:
        assert name in described_names(), name


@cache
def described_names() -> frozenset[str]:
    """The constants and type names below whose assignment a text stands."""
    return frozenset(
        ast.unparse(getattr(first, "target", None) or getattr(first, "targets", [first])[0])
        for tree in sources().values()
        for first, second in zip(tree.body, tree.body[1:], strict=False)
        if isinstance(first, ast.Assign | ast.AnnAssign)
        if isinstance(second, ast.Expr)
        and isinstance(second.value, ast.Constant)
        and isinstance(second.value.value, str)
    )
