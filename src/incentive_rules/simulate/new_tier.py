"""The place of a new tier among the others: thresholds are written from low to high."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incentive_rules.facts import RefusedValueError, parse_number
from incentive_rules.scheme.addresses import set_at, value_at
from incentive_rules.scheme.scalars import is_dated

if TYPE_CHECKING:
    from incentive_rules.amounts import Amount


def with_tier_in_order(data: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    """The data with the new tier at ``keys`` where its threshold puts it; as they are, if no tier stands there.

    Example:
        >>> award = {"tiers": {"t3": {"at": "3"}, "t7": {"at": "7"}, "t5": {"at": "5"}}}
        >>> list(with_tier_in_order({"awards": {"a": award}}, ("awards", "a", "tiers", "t5"))["awards"]["a"]["tiers"])
        ['t3', 't5', 't7']
    """
    if keys[:1] != ("awards",) or keys[2:-1] != ("tiers",):
        return data
    new, tiers = keys[-1], value_at(data, keys[:-1])
    at = _threshold(tiers[new])
    others = {key: _threshold(tier) for key, tier in tiers.items() if key != new}
    lower = [key for key, low in others.items() if low is not None and at is not None and low < at]
    order = (*lower, new, *(key for key in others if key not in lower))
    return set_at(data, keys[:-1], {key: tiers[key] for key in order})


def _threshold(tier: Any) -> Amount | None:  # noqa: ANN401  # raw YAML
    """The last threshold of a tier, or ``None`` where it has none that can be read."""
    at: Any = tier.get("at") if isinstance(tier, dict) else None
    try:
        return parse_number(list(at.values())[-1] if is_dated(at) else at)
    except RefusedValueError:
        return None
