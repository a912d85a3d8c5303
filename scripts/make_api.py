"""Write docs/api.txt: what a host may rely on, name by name, as the sources and the command line have it.

Each name of ``incentive_rules`` with its signature; the fields, properties and methods of each class, and of each class
that these give; the words of each list; the commands with their arguments and options. It is taken from the text of
the sources, so that it is the same under every Python. With --check nothing is written; the exit code is 1 if the file
is out of date.
"""

from __future__ import annotations

import argparse
import ast
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

import incentive_rules
from incentive_rules.cli import app
from incentive_rules.cli.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Function = ast.FunctionDef | ast.AsyncFunctionDef

FILE = Path(__file__).parents[1] / "docs" / "api.txt"
PACKAGE = Path(incentive_rules.__file__).parent
DOOR = "incentive_rules"
LANGUAGE_OF_ITS_OWN = ("scheme", "program")
"""Rooms whose classes are the keys of a scheme file, told by docs/language.md and its schema."""
ATTRIBUTES = {"property", "cached_property"}
NOT_FOR_HOSTS = {"overload", "field_validator", "model_validator"}
OF_PYDANTIC = {"model_rebuild"}
HEAD = """\
The public API, as docs/stability.md explains it. Made by scripts/make_api.py; do not edit.
A line that changes or goes away can break a host: it needs its line in CHANGELOG.md.
"""


@dataclass(frozen=True)
class Room:
    """One module: its top-level names, and where the imported ones are from, also those for type checkers only."""

    name: str
    own: dict[str, ast.stmt]
    imported: dict[str, tuple[str, str]]

    def find(self, name: str) -> tuple[Room, ast.stmt] | None:
        """Where a name that stands in this module is defined, if that is in the library."""
        if name in self.own:
            return self, self.own[name]
        module, original = self.imported.get(name, ("", ""))
        return room(module).find(original) if module.startswith(f"{DOOR}.") else None


@cache
def room(module: str) -> Room:
    parts = module.split(".")[1:]
    path = PACKAGE.joinpath(*parts)
    tree = ast.parse((path / "__init__.py" if path.is_dir() else path.with_suffix(".py")).read_text(encoding="utf-8"))
    own: dict[str, ast.stmt] = {}
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            own[node.name] = node
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            own |= {target.id: node for target in targets if isinstance(target, ast.Name)}
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    imported = {alias.asname or alias.name: (node.module or "", alias.name) for node in imports for alias in node.names}
    return Room(module, own, imported)


@dataclass(frozen=True)
class Told:
    """The lines of one name, and the names of the library that they speak of."""

    lines: tuple[str, ...]
    reached: tuple[tuple[Room, ast.stmt], ...]


def names_in(where: Room, nodes: Iterable[ast.AST | None]) -> Iterator[tuple[Room, ast.stmt]]:
    """What annotations name that is ours."""
    for node in filter(None, nodes):
        for each in ast.walk(node):
            if isinstance(each, ast.Name) and (found := where.find(each.id)):
                yield found


def call(function: Function, *, bound: bool) -> str:
    """The signature after the name."""
    arguments = ast.parse(ast.unparse(function)).body[0].args  # type: ignore[attr-defined]  # the same function, to change
    if bound:
        (arguments.posonlyargs or arguments.args).pop(0)
    returns = f" -> {ast.unparse(function.returns)}" if function.returns else ""
    return f"({ast.unparse(arguments)}){returns}"


def decorators(node: Function | ast.ClassDef) -> set[str]:
    return {ast.unparse(each).partition("(")[0].rpartition(".")[2] for each in node.decorator_list}


def is_public(name: str) -> bool:
    return not name.startswith("_")


def annotated(function: Function) -> Iterator[ast.AST | None]:
    parts = function.args
    yield function.returns
    for each in (*parts.posonlyargs, *parts.args, parts.vararg, *parts.kwonlyargs, parts.kwarg):
        yield each.annotation if each else None


def ancestry(where: Room, node: ast.ClassDef) -> Iterator[tuple[Room, ast.ClassDef]]:
    """The bases of a class that are ours, the most general first, then the class itself."""
    for base in node.bases:
        for found_in, found in names_in(where, [base.value if isinstance(base, ast.Subscript) else base]):
            if isinstance(found, ast.ClassDef):
                yield from ancestry(found_in, found)
    yield where, node


def members(where: Room, node: ast.ClassDef) -> Iterator[tuple[str, str, tuple[ast.AST | None, ...]]]:
    """Each public member of a class: its name, its line, its annotations."""
    is_list = any("Enum" in ast.unparse(base) for base in node.bases)
    is_scheme = where.name.split(".")[1] in LANGUAGE_OF_ITS_OWN
    for each in node.body:
        if isinstance(each, ast.FunctionDef):
            yield from method(each)
        elif isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name) and not is_scheme:
            if is_public(each.target.id) and "ClassVar" not in ast.unparse(each.annotation):
                yield each.target.id, ast.unparse(each), (each.annotation,)
        elif isinstance(each, ast.Assign) and is_list and isinstance(each.targets[0], ast.Name):
            yield each.targets[0].id, ast.unparse(each), ()


def method(node: ast.FunctionDef) -> Iterator[tuple[str, str, tuple[ast.AST | None, ...]]]:
    """A method, or a property; of a constructor, the call and the attributes that it sets."""
    marks = decorators(node)
    if node.name == "__init__":
        yield node.name, f"{node.name}{call(node, bound=True)}", tuple(annotated(node))
        for each in ast.walk(node):
            if isinstance(each, ast.Attribute) and isinstance(each.ctx, ast.Store) and is_public(each.attr):
                yield each.attr, each.attr, ()
    elif not is_public(node.name) or marks & NOT_FOR_HOSTS or node.name in OF_PYDANTIC:
        return
    elif marks & ATTRIBUTES:
        returns = f": {ast.unparse(node.returns)}" if node.returns else ""
        yield node.name, f"{node.name}{returns}  # read only", (node.returns,)
    else:
        mark = "classmethod " if "classmethod" in marks else ""
        yield node.name, f"{mark}{node.name}{call(node, bound='staticmethod' not in marks)}", tuple(annotated(node))


def told(where: Room, node: ast.stmt, name: str) -> Told:
    """A name's lines."""
    if isinstance(node, ast.FunctionDef):
        return Told((f"{name}{call(node, bound=False)}",), tuple(names_in(where, annotated(node))))
    if not isinstance(node, ast.ClassDef):
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        return Told((ast.unparse(node),), tuple(names_in(where, [value])))
    bases = ", ".join(ast.unparse(base) for base in node.bases)
    mine: dict[str, str] = {}
    reached: list[tuple[Room, ast.stmt]] = []
    for owner, each in ancestry(where, node):
        for member, line, spoken_of in members(owner, each):
            mine[member] = line
            reached += names_in(owner, spoken_of)
    head = f"class {name}({bases})" if bases else f"class {name}"
    return Told((head, *(f"    {line}" for line in mine.values())), tuple(reached))


def of_the_library() -> Iterator[str]:
    """The names of the door, then what they lead to, by their modules."""
    waiting: list[tuple[Room, ast.stmt]] = []
    seen: set[int] = set()
    for name in incentive_rules.__all__:
        if name == "__version__":
            yield "__version__: str"
            continue
        found = room(f"{DOOR}.{vars(incentive_rules)['_ROOMS'][name]}").find(name)
        assert found, name
        lines = told(*found, name)
        yield "\n".join(lines.lines)
        seen.add(id(found[1]))
        waiting += lines.reached
    yield "== what these give and take"
    further: dict[str, str] = {}
    while waiting:
        where, node = waiting.pop()
        name = node.name if isinstance(node, ast.ClassDef | ast.FunctionDef) else defined(node)
        if id(node) in seen or not is_public(name) or where.name.split(".")[1] in LANGUAGE_OF_ITS_OWN:
            continue
        seen.add(id(node))
        lines = told(where, node, name)
        further[f"{where.name}.{name}"] = "\n".join(lines.lines)
        waiting += lines.reached
    for full, text in sorted(further.items()):
        yield f"# {full}\n{text}"


def defined(node: ast.stmt) -> str:
    """The name to which a constant or a type is given."""
    target = node.targets[0] if isinstance(node, ast.Assign) else cast("ast.AnnAssign", node).target
    return ast.unparse(target)


def of_the_command_line() -> Iterator[str]:
    """Each command with its arguments and options."""
    group = app._group(Desk("en", cast("Any", None), cast("Any", None)))  # noqa: SLF001  # nothing else holds them all
    yield "\n".join(("incentive-rules", *(f"    {option(each)}" for each in group.params)))
    for name, command in group.commands.items():
        yield "\n".join((name, *(f"    {option(each)}" for each in command.params)))


def option(param: click.Parameter) -> str:
    """A parameter on one line: its names, what it takes, whether it must be given and may be repeated."""
    is_flag = isinstance(param, click.Option) and param.is_flag
    names = ", ".join(param.opts) if isinstance(param, click.Option) else ""
    takes = "" if is_flag else param.metavar or (param.name or "").upper()
    repeated = param.multiple if isinstance(param, click.Option) else param.nargs < 0
    notes = [*(["required"] * param.required), *(["may be repeated"] * repeated)]
    return " ".join(filter(None, (names, takes, f"({', '.join(notes)})" if notes else "")))


def text() -> str:
    """The whole file."""
    blocks = [HEAD, "== names of incentive_rules", *of_the_library(), "== the command line", *of_the_command_line()]
    return "\n\n".join(block.strip("\n") for block in blocks) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; say whether the file is up to date")
    if parser.parse_args().check:
        return 0 if FILE.exists() and FILE.read_text(encoding="utf-8") == text() else 1
    FILE.write_text(text(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
