"""What the checks of single parts need of the checker of a whole scheme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from incentive_rules.codes import Code
    from incentive_rules.errors import Diagnostic
    from incentive_rules.scheme.model import Scheme
    from incentive_rules.scheme.tree import Path, Tree


class Reporter(Protocol):
    """Takes findings, and knows what of the scheme is left out because of its shape."""

    @property
    def scheme(self) -> Scheme:
        """The scheme that is checked."""

    @property
    def tree(self) -> Tree | None:
        """Where its parts stand; none for a scheme that was checked before."""

    def report(self, code: Code, path: Path, facts: Mapping[str, object], *, key: bool = False) -> None:
        """Note a finding at a value, or at its key."""

    def add(self, findings: Iterable[Diagnostic]) -> None:
        """Note findings that have their places."""

    def known(self, kind: str, name: str, path: Path, *, key: bool = False) -> bool:
        """Whether the id of an activity, a reward or a source exists; if not, that is reported."""

    def may_be_declared(self, name: str) -> bool:
        """Whether a fact could stand in a part of `facts` that is wrong itself."""

    def is_broken(self, section: str, name: str) -> bool:
        """Whether a rule of that id may be among those that were left out because of their shape."""
