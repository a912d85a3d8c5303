"""What a settlement is to pay, before it is paid."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from incentive_rules.amounts import Amount, Scaled
    from incentive_rules.messages import Label
    from incentive_rules.statement.model import Step


class Due(NamedTuple):
    """One reward of a tier on a day: how much, by which steps, and all else that its payments have in common."""

    tier: str
    key: str
    rule: str
    label: Label
    option: str
    reward: str
    reward_label: Label
    unit: str
    amount: Amount
    steps: tuple[Step, ...]


class Plan(NamedTuple):
    """What a settlement is to pay. ``used`` is ``None`` where it takes whatever there is."""

    due: tuple[str, ...]
    paid: tuple[str, ...]
    option: str
    used: Scaled | None
    dues: tuple[Due, ...]
