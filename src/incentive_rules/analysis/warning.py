"""What every part of lint gives: a warning at the place of a rule, once the file is asked where that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentive_rules.errors import Diagnostic
from incentive_rules.messages import LANGUAGES, Label
from incentive_rules.messages.screen import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentive_rules.codes import Code
    from incentive_rules.scheme.tree import Path, Tree


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning about the rule at a path."""

    code: Code
    path: Path
    facts: Mapping[str, object]

    def at_its_place(self, tree: Tree) -> Diagnostic:
        """The warning as a finding, with the caret under the rule's key."""
        return Diagnostic(self.code, tree.place(self.path, key=True), self.facts, "warning")


def reason(key: str, **facts: object) -> Label:
    """Words of lint's own book, in both languages."""
    return Label(*(words(f"lint_{key}", lang, **facts) for lang in LANGUAGES))


def path_of(address: str) -> Path:
    """The path of a rule that a program names by its address; ids hold no point.

    Example:
        >>> path_of("limits.month")
        ('limits', 'month')
    """
    return tuple(address.split("."))
