"""How people claim where nobody filed claims: the policies that a reading or a simulation may name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.errors import nearest
from incentive_rules.facts import RefusedValueError, parse_number, parse_text
from incentive_rules.messages import Label
from incentive_rules.scheme.names import tiers_of

if TYPE_CHECKING:
    from incentive_rules.amounts import Amount
    from incentive_rules.scheme.model import Scheme

MONTH_END = "month_end"
SOONEST = "soonest"
SAVE_FOR = "save_for"
POLICIES = (MONTH_END, SOONEST, SAVE_FOR)
"""The claim policies: on the last day of each month, on the first possible day, or only from a threshold on."""
_TIER = Label("구간", "tier")


@dataclass(frozen=True, slots=True)
class Policy:
    """One of ``POLICIES``; ``save_for`` waits for a tier or a number of points, and without either for the highest."""

    name: str
    tier: str = ""
    points: Amount | None = None


def policy_of(text: str, scheme: Scheme) -> Policy:
    """A policy as a scheme or a caller writes it.

    Raises:
        RefusedValueError: if there is no such policy, or nothing that could be saved for.

    Example:
        >>> from incentive_rules import example_path, load_scheme
        >>> scheme = load_scheme(example_path("donghae.yaml"))
        >>> policy_of("save_for:t10", scheme)
        Policy(name='save_for', tier='t10', points=None)
    """
    tiers = {tier_id: tier.at.values for _, _, tier_id, tier in tiers_of(scheme)}
    name, colon, target = parse_text(text).partition(":")
    if name not in POLICIES or (colon and (name != SAVE_FOR or not target)) or (name == SAVE_FOR and not tiers):
        known = (MONTH_END, SOONEST, *((SAVE_FOR, f"{SAVE_FOR}:{next(reversed(tiers))}") if tiers else ()))
        raise RefusedValueError(Code.BAD_CHOICE, value=text, known=known, near=nearest(text, known))
    if not target or target in tiers:
        return Policy(name, tier=target)
    points = _points(target)
    if points is None or points > max(value for values in tiers.values() for value in values):
        raise RefusedValueError(
            Code.UNKNOWN_ID, kind=_TIER, name=target, known=tuple(tiers), near=nearest(target, tiers)
        )
    return Policy(name, points=points)


def _points(text: str) -> Amount | None:
    """A number of points that somebody can save for, or ``None``."""
    try:
        points = parse_number(text)
    except RefusedValueError:
        return None
    return points if points > 0 else None
