"""The questions that a published text may leave open, and the answers that a scheme can give.

The words of each question are in ``messages``; when a question is asked is in ``questions``.
"""

from __future__ import annotations

from dataclasses import dataclass

WAIT = "wait"
"""The answer of `no_option` that pays nothing until somebody chooses."""

ANSWERS: dict[str, tuple[str, ...]] = {
    "points_count_on": ("activity_date", "approval_date", "recorded_date"),
    "values_taken_on": ("activity_date", "counting_date"),
    "grade_judged_on": ("activity_date", "approval_date", "recorded_date"),
    "no_longer_eligible": ("keep", "freeze", "lapse"),
    "year_end": ("keep", "lapse"),
    "limit_tied": ("share", "none"),
    "deductions_reduce": ("earned_and_balance", "balance"),
    "below_zero": ("debt", "floor"),
    "tiers_passed_over": ("due", "done"),
    "no_option": (WAIT,),  # or the id of an option
    "group_credited_on": ("counting_date", "period_end"),
    "ranking_field": ("roster", "scored", "eligible", "listed_in_period"),
    "second_prize": ("both",),  # or `one_prize` at one of the rankings
    "late_rows": ("restate", "carry_forward"),
    "spent_points_corrected": ("owe", "within_balance", "only_pending"),
    "paid_rewards_corrected": ("keep", "withdraw_unclaimed", "withdraw"),
    "minimum_is_of": ("balance", "amount"),
    "partner_not_eligible": ("lost", "redistributed"),
    "bands_apply_to": ("whole", "part"),
    "grades_counted_of": ("roster", "eligible", "scored", "listed_in_period", "eligible_in_period"),
    "heads_counted_on": ("period_end", "period_start", "average_of_months"),
    "heads_are": ("everybody", "eligible"),
}
"""Question -> its answers."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a scheme answers to one question; its source or assumption is found under its address."""

    question: str
    value: str
