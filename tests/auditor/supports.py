"""Which schemes the auditor can compute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from auditor.budgets import covered

if TYPE_CHECKING:
    from collections.abc import Mapping


def supports(data: Mapping[str, Any]) -> str | None:
    """Why a scheme is beyond the auditor; nothing if it can compute it."""
    awards = data.get("awards") or {}
    kinds = [covered(data, budget) for budget in (data.get("budgets") or {}).values()]
    binding = [each for each in kinds if each & {"tiers", "exchange"}]
    if len(binding) > 1:
        return "several budgets"
    if any(each - {"tiers", "exchange"} for each in binding):
        return "a budget of prizes too"
    if any(_selects_among_people(limit) for limit in (data.get("limits") or {}).values()):
        return "a selection among several people"
    late = (data.get("answers") or {}).get("late_rows")
    if data.get("closing") and (late["is"] if isinstance(late, dict) else late) == "carry_forward":
        return "closed periods"
    for rule in data["activities"].values():
        if "after" in rule and awards[rule["after"]["award"]]["kind"] in ("ranking", "grades"):
            return "after a ranking"
    return None


def _selects_among_people(limit: Mapping[str, Any]) -> bool:
    """Equal entries of several people may tie there, which the auditor cannot divide."""
    by = limit.get("by") or ["member"]
    return limit["keep"] != "earliest" and "member" not in ([by] if isinstance(by, str) else by)
