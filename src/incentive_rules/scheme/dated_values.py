"""Every value of a rule that may change by date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incentive_rules.periods import Dated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentive_rules.scheme.tree import Path


def dated_values(rule: object, path: Path = ()) -> Iterator[tuple[Path, Dated[Any]]]:
    """Every dated value inside a rule, with its path; tiers are rules of their own."""
    if isinstance(rule, Dated):
        yield path, rule
    elif isinstance(rule, dict | tuple):
        for key, value in rule.items() if isinstance(rule, dict) else enumerate(rule):
            yield from dated_values(value, (*path, key))
    elif hasattr(rule, "model_fields_set"):
        for name, value in rule.__dict__.items():
            if name not in ("tiers", "when"):
                yield from dated_values(value, (*path, name))
