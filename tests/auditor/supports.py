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
    for rule in data["activities"].values():
        if "after" in rule and awards[rule["after"]["award"]]["kind"] in ("ranking", "grades"):
            return "after a ranking"
    return _why_not_closed(data)


def closes(data: Mapping[str, Any]) -> bool:
    """Whether closed periods of a scheme keep their result."""
    return bool(data.get("closing")) and _answer(data, "late_rows") == "carry_forward"


def _why_not_closed(data: Mapping[str, Any]) -> str | None:
    """Of schemes whose closed periods keep their result."""
    if not closes(data):
        return None
    if _answer(data, "paid_rewards_corrected") not in (None, "keep"):
        return "closed periods in which rewards are taken back"
    if any("deadline" in (award.get("claim") or {}) for award in (data.get("awards") or {}).values()):
        return "closed periods of awards with a deadline"
    return None


def _answer(data: Mapping[str, Any], question: str) -> Any:
    told = (data.get("answers") or {}).get(question)
    return told["is"] if isinstance(told, dict) else told


def _selects_among_people(limit: Mapping[str, Any]) -> bool:
    """Equal entries of several people may tie there, which the auditor cannot divide."""
    by = limit.get("by") or ["member"]
    return limit["keep"] != "earliest" and "member" not in ([by] if isinstance(by, str) else by)
