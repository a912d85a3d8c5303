"""Lists and mappings that are written and hold nothing: an empty list of activities is not all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from incentive_rules.scheme.tree import Path, Tree

_MAY_BE_EMPTY = frozenset(
    {
        "sources",
        "columns",
        "facts",
        "facts.member",
        "facts.entry",
        "bonuses",
        "limits",
        "periods",
        "rewards",
        "awards",
        "answers",
    }
    | {"readings"}
)
"""Sections in which a scheme may have nothing to say."""


def empty_values(data: object, tree: Tree, told: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """A finding for each list or mapping without content; not where something is wrong already."""
    known = {found.place.address for found in told}
    for path in _empty(data, ()):
        place = tree.place(path)
        if place.address not in known | _MAY_BE_EMPTY:
            yield Diagnostic(Code.EMPTY_VALUE, place)


def _empty(node: Any, path: Path) -> Iterator[Path]:  # noqa: ANN401  # raw YAML
    if node in ({}, []):
        yield path
    elif isinstance(node, dict | list):
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            if path[2:] != ("set",):  # what a reading sets is looked at in the changed file
                yield from _empty(value, (*path, key))
