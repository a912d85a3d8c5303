"""Lists and mappings that are written and hold nothing: an empty list of activities is not all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic
from incentive_rules.scheme.model import Scheme

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from incentive_rules.scheme.tree import Path, Tree

_FACTS = ("facts", "facts.member", "facts.entry")


def _may_be_empty() -> frozenset[str]:
    """Sections in which a scheme may have nothing to say: those that it may leave out."""
    fields = Scheme.model_fields.items()
    return frozenset({field.alias or name for name, field in fields if field.default == {}} | {*_FACTS, "answers"})


def empty_values(data: object, tree: Tree, told: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """A finding for each list or mapping without content; not where something is wrong already."""
    known, may_be = {found.place.address for found in told}, _may_be_empty()
    for path in _empty(data, ()):
        place = tree.place(path)
        if place.address not in known | may_be:
            yield Diagnostic(Code.EMPTY_VALUE, place)


def _empty(node: Any, path: Path) -> Iterator[Path]:  # noqa: ANN401  # raw YAML
    if node in ({}, []):
        yield path
    elif isinstance(node, dict | list):
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            if path[2:] != ("set",):  # what a reading sets is looked at in the changed file
                yield from _empty(value, (*path, key))
