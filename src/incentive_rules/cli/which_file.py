"""Whether a YAML file is a scheme or a reform, by its keys: people mix them up, and then one finding is enough."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError
from incentive_rules.messages import LANGUAGES, Label
from incentive_rules.messages.screen import words
from incentive_rules.scheme.tree_file import tree_at

if TYPE_CHECKING:
    from incentive_rules.simulate.reform import ReformSource

_SET, _RULES = "set", ("activities", "awards")


def is_reform_file(path: Path) -> bool:
    """Whether a file has what only a reform has; one that cannot be read has nothing."""
    keys = _keys(path)
    return _SET in keys and not keys.intersection(_RULES)


def is_scheme_file(path: Path) -> bool:
    """Whether a file has what only a scheme has."""
    keys = _keys(path)
    return _SET not in keys and bool(keys.intersection(_RULES))


def _keys(path: Path) -> frozenset[str]:
    tree, _ = tree_at(path)
    return frozenset(tree.data) if tree and isinstance(tree.data, dict) else frozenset()


def refuse_swapped(scheme: Path, reform: ReformSource | None) -> None:
    """Whoever names a reform where the scheme belongs, or a scheme where the reform does, is told the order.

    Raises:
        InputError: with that one finding.
    """
    if is_reform_file(scheme):
        raise InputError([_refused("SCHEME", scheme, "compare_is_reform")])
    if isinstance(reform, Path) and is_scheme_file(reform):
        raise InputError([_refused("REFORM", reform, "compare_is_scheme")])


def no_scheme(path: Path) -> Diagnostic:
    """A reform by itself is not checked: what its addresses lead to is known only with its scheme."""
    return _refused("SCHEME", path, "compare_is_reform_alone")


def _refused(name: str, path: Path, key: str) -> Diagnostic:
    expected = Label(*(words(key, lang) for lang in LANGUAGES))
    return Diagnostic(Code.BAD_ARGUMENT, facts={"name": name, "value": str(path), "expected": expected})
