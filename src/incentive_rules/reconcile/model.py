"""Where a sheet and the rules differ, and why: frozen values, without sentences."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from incentive_rules.amounts import Amount
    from incentive_rules.messages import Label
    from incentive_rules.source import Place
    from incentive_rules.statement.model import Reason, Step


class Figure(StrEnum):
    """What a column of a sheet says: points, or money in won."""

    POINTS = "points"
    PAID = "paid"


class Kind(StrEnum):
    """What is compared: rows of the ledger, members by their ledger rows, members by the staff list, claims, sums."""

    ROW = "row"
    MEMBER = "member"
    STAFF = "staff"
    CLAIM = "claim"
    TOTAL = "total"


class Cause(StrEnum):
    """What a figure of the sheet looks like: found by comparing, so it is a likely cause, not a proven one."""

    # A row has points, but others.
    BONUS_LEFT_OUT = "bonus_left_out"
    BONUS_NOT_DUE = "bonus_not_due"
    LIMIT_IGNORED = "limit_ignored"
    ROUNDING_LEFT_OUT = "rounding_left_out"
    OTHER_VALUE = "other_value"
    OTHER_DAY = "other_day"
    OTHER_ACTIVITY = "other_activity"

    # A row or a claim brings nothing.
    NOT_ELIGIBLE = "not_eligible"
    CONDITION_NOT_MET = "condition_not_met"
    NO_LONGER_ELIGIBLE = "no_longer_eligible"
    DUPLICATE = "duplicate"
    SAME_ID = "same_id"
    NOT_LISTED = "not_listed"
    OUTSIDE = "outside"
    NOT_YET = "not_yet"
    NOT_APPROVED = "not_approved"
    TURNED_DOWN = "turned_down"
    FACT_MISSING = "fact_missing"
    ROW_UNREAD = "row_unread"
    NOT_COUNTED = "not_counted"

    # Money.
    TIER_NOT_REACHED = "tier_not_reached"
    OTHER_TIER = "other_tier"
    PAID_TWICE = "paid_twice"
    OTHER_REWARD = "other_reward"
    OPTION_MISSING = "option_missing"
    PAYMENT_MISSING = "payment_missing"
    NOTHING_DUE = "nothing_due"

    # A figure of its own.
    LEFT_BLANK = "left_blank"
    SAID_NOTHING = "said_nothing"
    UNREAD = "unread"
    ROWS = "rows"
    BALANCE = "balance"
    SUM = "sum"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Why:
    """A likely cause, and what it speaks of: a rule, a tier, a fact, a day."""

    cause: Cause
    name: Label | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure of the sheet that is not ours.

    ``said`` is ``None`` where the cell is blank or holds no number. ``steps`` and ``reasons`` are how we come to
    ``ours``, and ``rows`` the rows from which a sum differs. ``id`` is that of the entry or claim, or the words beside
    a sum; ``member`` is empty for sums. ``others`` are causes that would give the same figure.
    """

    kind: Kind
    figure: Figure
    place: Place
    id: str
    member: str
    said: Amount | None
    ours: Amount
    why: Why
    steps: tuple[Step, ...] = ()
    reasons: tuple[Reason, ...] = ()
    rows: tuple[str, ...] = ()
    others: tuple[Why, ...] = ()

    @property
    def cause(self) -> Cause:
        """The likely cause."""
        return self.why.cause


@dataclass(frozen=True, slots=True)
class Compared:
    """One comparison as a whole: how many figures were looked at, and what they come to on both sides."""

    kind: Kind
    figure: Figure
    count: int
    said: Amount
    ours: Amount
