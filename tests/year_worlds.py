"""The offices of the year machine: schemes, what people do and ask for under them, and what a reform may change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from incentive_rules import Scheme, load_scheme, with_reading
from worlds import DONGHAE

Row = dict[str, Any]

FIRST = date(2024, 6, 1)


@dataclass(frozen=True)
class World:
    """A scheme, and what people may do under it. ``changes`` are values by address that a reform may set."""

    scheme: Scheme
    done: tuple[Row, ...]
    asked: tuple[Row, ...]
    changes: dict[str, tuple[Any, ...]]
    cap: str = ""
    is_plain: bool = False  # whether the fast path takes it

    @property
    def carries_forward(self) -> bool:
        """Whether what came too late for a closed period is a difference on the first open day."""
        answer = self.scheme.answered.get("late_rows")
        return answer is not None and answer.value == "carry_forward"

    @property
    def forgives(self) -> bool:
        """Whether points that are gone, but were spent, are not all taken back."""
        answer = self.scheme.answered.get("spent_points_corrected")
        return answer is not None and answer.value != "owe"

    @property
    def has_floor(self) -> bool:
        """Whether no balance may be below zero: by the answer, or since nothing takes points away."""
        answer = self.scheme.answered.get("below_zero")
        return answer is None or answer.value == "floor"


def donghae(reading: str = "") -> World:
    scheme = with_reading(DONGHAE, reading) if reading else DONGHAE
    options = (*scheme.facts.options, None)  # a reading may leave nothing to choose
    return World(
        scheme,
        done=(
            {"activity": "achievement"},
            {"activity": "proposal", "praised": True},
            {"activity": "contest", "prize": "최우수"},
            {"activity": "contest"},  # nobody wrote down which prize
        ),
        asked=tuple({"award": "monthly", "option": option} for option in options),
        changes={
            "activities.proposal.points": (0.5, 1, 1.5),
            "awards.monthly.tiers.t3.at": (2, 3, 4),
            "awards.monthly.tiers.t3.pays.donghae_pay": (20000, 30000, 40000),
        },
        is_plain=True,
    )


RICH = """
language: 1
id: busy-office
label: an office with every rule
from: 2024-06-01
assumed: made up for this machine
facts:
  member: {grade: {ordered: [9급, 8급, 7급, 6급, 5급]}, department: group}
  entry: {hours: {number, at_least: 0}, praised: {yes_no, blank: no}}
eligible: {grade: {at_most: 6급}}
activities:
  idea: {label: idea, points: 1}
  lesson: {label: lesson, points: {each: 0.5, of: hours, at_most: 2}}
  big: {label: large piece of work, points: 3}
  late: {label: late case, points: -2}
bonuses: {praise: {label: praise, when: {praised: yes}, add: 0.5}}
limits: {month: {label: what a month can bring, per: month, points: 5, keep: earliest}}
balance: {expire_after: {months: 4}, carry_over: 3}
rewards: {won: {label: won, unit: KRW}, leave: {label: leave, unit: day}, plaque: {label: plaque, unit: piece}}
awards:
  monthly:
    {kind: tiers, label: by itself, measure: {counter: balance}, claim: {by: automatic, per: month}, pay: highest,
     again: always, consume: tier, priority: 1,
     tiers: {a3: {at: 3, pays: {won: 30000}}, a6: {at: 6, pays: {won: 70000}}}}
  swap:
    {kind: exchange, label: swap, claim: {by: member, times: 1, per: month}, points: 1, priority: 2,
     choose: {money: {won: 8000}, rest: {leave: 0.25}}}
  status:
    {kind: tiers, label: most of a quarter, measure: {counter: earned, per: quarter},
     claim: {by: member, times: 2, per: quarter}, pay: highest, again: difference, consume: nothing,
     tiers: {b2: {at: 2, pays: {won: 5000}}, b4: {at: 4, pays: {won: 12000}}}}
  departments:
    {kind: ranking, label: departments, of: department, measure: {counter: earned, per: half}, score: sum,
     ties: {share: {unit: 0.5, mode: down}},
     places: {first: {ranks: 1, pays: {plaque: 1}}}}
answers:
  points_count_on: activity_date
  grade_judged_on: activity_date
  no_longer_eligible: lapse
  deductions_reduce: earned_and_balance
  below_zero: floor
  no_option: money
  group_credited_on: counting_date
  ranking_field: roster
"""


def rich(closing: Row | None = None, **answers: str) -> World:
    data = load_scheme(RICH).to_dict()
    if closing:
        data["closing"] = closing
    data["answers"] |= answers
    if answers.get("points_count_on") == "approval_date":
        data["answers"] |= {"values_taken_on": "counting_date"}
    return World(
        load_scheme(data),
        done=(
            {"activity": "big"},
            {"activity": "late"},
            {"activity": "idea", "praised": True},
            {"activity": "lesson", "hours": 3},
            {"activity": "lesson"},  # of how many hours?
            {"activity": "idea"},
        ),
        asked=(
            {"award": "swap"},
            {"award": "swap", "option": "rest", "amount": 2},
            {"award": "status"},
        ),
        changes={
            "limits.month.points": (5, 2, 3, 4),
            "activities.late.points": (-2, -1, -3),
            "balance.carry_over": (3, 1, 2),
            "awards.monthly.tiers.a3.at": (3, 2, 4),
            "awards.status.tiers.b2.pays.won": (5000, 3000, 8000),
            "eligible.grade.at_most": ("6급", "7급"),
        },
        cap="limits.month.points",
    )


WORLDS = {
    "donghae": donghae(),
    "floor": rich(),
    "debt": rich(below_zero="debt", no_longer_eligible="freeze", group_credited_on="period_end"),
    "debt of the balance": rich(
        below_zero="debt", deductions_reduce="balance", no_longer_eligible="keep", ranking_field="scored"
    ),
    "by approval": rich(points_count_on="approval_date"),
    "by recording": rich(
        points_count_on="recorded_date", values_taken_on="activity_date", grade_judged_on="recorded_date"
    ),
    "by hand": rich(below_zero="debt", no_longer_eligible="keep", no_option="wait", points_count_on="approval_date"),
    **{reading: donghae(reading) for reading in ("wiped", "milestones", "top_up")},
    "closed months": rich(
        {"per": "month", "days": 5},
        late_rows="carry_forward",
        spent_points_corrected="owe",
        paid_rewards_corrected="keep",
        below_zero="debt",
    ),
    "withdrawn in closed months": rich(
        {"per": "month", "days": 5},
        late_rows="carry_forward",
        spent_points_corrected="owe",
        paid_rewards_corrected="withdraw",
        below_zero="debt",
    ),
    "closed quarters": rich(
        {"per": "quarter", "days": 20},
        late_rows="carry_forward",
        spent_points_corrected="only_pending",
        paid_rewards_corrected="withdraw_unclaimed",
    ),
    "restated months": rich({"per": "month", "days": 5}, late_rows="restate"),
}
