"""Which schemes the auditor can compute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def supports(data: Mapping[str, Any]) -> str | None:
    """Why a scheme is beyond the auditor; nothing if it can compute it."""
    awards = data.get("awards") or {}
    if data.get("budgets"):
        return "budgets"
    for rule in data["activities"].values():
        if "after" in rule and awards[rule["after"]["award"]]["kind"] in ("ranking", "grades"):
            return "after a ranking"
    return None
