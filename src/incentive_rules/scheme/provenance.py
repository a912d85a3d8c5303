"""Where a rule's numbers come from: its own ``source`` or ``assumed``, else those of the rule around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from incentive_rules.messages import Label

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Cited:
    """The provenance of a rule: the id of a source with the place in it, or the reason of an assumption, or both."""

    source: str = ""
    at: str = ""
    assumed: Label | None = None

    def __bool__(self) -> bool:
        return bool(self.source or self.assumed)


NOT_CITED = Cited()


def cited(data: Any, path: Sequence[str | int]) -> Cited:  # noqa: ANN401  # raw YAML
    """The provenance that holds at a path of a scheme: the nearest one from the rule outwards.

    Example:
        >>> scheme = {"assumed": "an example", "awards": {"a": {"source": "law", "tiers": {}}}}
        >>> cited(scheme, ("awards", "a", "tiers")).source, cited(scheme, ("activities", "b")).assumed.en
        ('law', 'an example')
    """
    found, node = _own(data), data
    for part in path:
        if not isinstance(node, dict) or part not in node:
            break
        node = node[part]
        found = _own(node) or found
    return found


def _own(node: Any) -> Cited:  # noqa: ANN401  # raw YAML
    if not isinstance(node, dict):
        return NOT_CITED
    source, assumed = node.get("source"), node.get("assumed")
    named = source if isinstance(source, dict) else {"ref": source or ""}
    # A reason of the wrong shape is refused elsewhere; here it is one, so that the rule is not told off twice.
    reason = Label(str(assumed.get("ko")), str(assumed.get("en"))) if isinstance(assumed, dict) else assumed
    return Cited(
        source=str(named.get("ref", "")),
        at=str(named.get("at", "")),
        assumed=Label(str(reason), str(reason)) if reason and not isinstance(reason, Label) else reason or None,
    )
