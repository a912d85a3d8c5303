"""What a comparison holds: the same facts under two schemes, and every difference between the two results."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from incentive_rules.amounts import Amount
from incentive_rules.simulate.plain import plain
from incentive_rules.statement.digest import scheme_digest
from incentive_rules.statement.model import State

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from incentive_rules.messages import Label
    from incentive_rules.simulate.reform import Change, Reform
    from incentive_rules.statement.evaluation import Evaluation

FORMAT = 1
"""The version of the JSON form."""

_NOT_COUNTED = (State.REJECTED, State.HELD, State.REFUSED)
"""What becomes of rows that do not count."""


@dataclass(frozen=True, slots=True)
class Shift:
    """A number before and after. The difference is positive where there is more after.

    Example:
        >>> Shift(Amount(3), Amount(5)).difference
        Amount('2')
    """

    before: Amount = Amount(0)  # noqa: RUF009  # amounts are frozen
    after: Amount = Amount(0)  # noqa: RUF009  # as above

    @classmethod
    def only_before(cls, amount: Amount) -> Shift:
        """A number that falls to nothing."""
        return cls(before=amount)

    @classmethod
    def only_after(cls, amount: Amount) -> Shift:
        """A number that rises from nothing."""
        return cls(after=amount)

    @property
    def difference(self) -> Amount:
        """What there is more after than before."""
        return self.after - self.before

    def to_dict(self) -> dict[str, str]:
        """The three numbers as text."""
        return {"before": str(self.before), "after": str(self.after), "difference": str(self.difference)}

    def __add__(self, other: Shift) -> Shift:
        return Shift(self.before + other.before, self.after + other.after)


class Outcome(StrEnum):
    """What a reform is to somebody: more of some rewards, less of some, more of one and less of another, or neither."""

    GAINS = "gains"
    LOSES = "loses"
    MIXED = "mixed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Recipients:
    """The members who are paid something of a reward, by id."""

    before: frozenset[str]
    after: frozenset[str]

    @property
    def newly(self) -> frozenset[str]:
        """Those who are paid only after."""
        return self.after - self.before

    @property
    def no_longer(self) -> frozenset[str]:
        """Those who are paid only before."""
        return self.before - self.after

    def to_dict(self) -> dict[str, object]:
        """How many there are on either side, and who is on one side only."""
        ids = {"newly": sorted(self.newly), "no_longer": sorted(self.no_longer)}
        return {"before": len(self.before), "after": len(self.after), **ids}


@dataclass(frozen=True, slots=True)
class Cost:
    """What is paid of one reward: in all, to members, to groups as prizes, and by month (``2024-06``)."""

    total: Shift
    members: Shift
    groups: Shift
    months: Mapping[str, Shift]
    recipients: Recipients
    gainers: int
    losers: int


class LineKind(StrEnum):
    """What a line of a statement is; of one day, in this order."""

    CREDIT = "credit"
    SETTLEMENT = "settlement"
    PAYMENT = "payment"
    LAPSE = "lapse"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a statement: when, under which rule, with how many points, and what it pays and uses."""

    day: date
    rule: str
    label: Label
    points: Amount
    used: Amount = Amount(0)  # noqa: RUF009  # amounts are frozen
    paid: tuple[tuple[str, Amount], ...] = ()


@dataclass(frozen=True, slots=True)
class FirstLine:
    """The first line of somebody's statement that differs; ``None`` on the side that does not have it."""

    kind: LineKind
    id: str
    day: date
    before: Line | None
    after: Line | None


@dataclass(frozen=True, slots=True)
class Person:
    """A member whose statement differs. Rewards are never added up: ``paid`` holds each by itself."""

    member_id: str
    outcome: Outcome
    paid: Mapping[str, Shift]
    first_line: FirstLine


@dataclass(frozen=True, slots=True)
class People:
    """How many members there are, by what the reform is to them.

    ``other_lines`` are those among the ``same`` who are paid as much and yet have a line that differs.
    """

    total: int
    gains: int
    loses: int
    mixed: int
    same: int
    other_lines: int


@dataclass(frozen=True, slots=True)
class GroupCost:
    """What the members of a grade or a department are paid of one reward, and how many get more or less of it there."""

    people: int
    gainers: int
    losers: int
    cost: Shift


@dataclass(frozen=True, slots=True)
class FactCost:
    """Costs by a fact of members, and in it by reward and value; ``None`` is an unknown value.

    A payment belongs to the value that was in force on its own day. Whoever is promoted in between counts under both.
    """

    fact: str
    label: Label
    rewards: Mapping[str, Mapping[str | None, GroupCost]]


@dataclass(frozen=True, slots=True)
class Prize:
    """What a group, such as a department, wins in a ranking, where that differs."""

    award: str
    group: str
    day: date
    reward: str
    amount: Shift


class Cause(StrEnum):
    """Why a changed value changes nothing."""

    SAME_VALUE = "same_value"
    LEFT_OUT = "left_out"
    NO_POINTS = "no_points"
    LATER = "later"
    NOBODY_CLAIMED = "nobody_claimed"
    CLAIMS_LEFT_OUT = "claims_left_out"
    NOBODY_REACHED = "nobody_reached"
    NOBODY_BETWEEN = "nobody_between"
    NOBODY_AT = "nobody_at"
    NOT_PAID = "not_paid"
    NOT_DONE = "not_done"
    NOT_MET = "not_met"
    NOT_CUT = "not_cut"
    NO_ROW = "no_row"
    NO_ROW_WITHOUT = "no_row_without"


@dataclass(frozen=True, slots=True)
class Why:
    """Why nothing changes: a cause, the address that it is about, and the words of its sentence."""

    cause: Cause
    address: str
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The same facts under a scheme and under a reform of it. Made by ``compare``.

    ``changes`` are the values that the reform changes, ``unchanged`` the addresses that it sets to what they are.
    ``costs`` is by reward, and has every reward that either scheme declares. ``persons`` holds those members whose
    statements differ; ``people`` counts all. ``waiting`` are filed claims that are paid before and after wait for a
    choice that they do not name. ``why`` tells, where nothing at all differs, why each changed value changes nothing;
    else it is empty.

    Example:
        >>> from incentive_rules import compare, example_path, load_scheme
        >>> scheme = load_scheme(example_path("donghae.yaml"))
        >>> done = [{"entry_id": n, "member_id": "K-1", "date": "2024-06-10", "activity": "adoption"} for n in "abcdef"]
        >>> staff = [{"member_id": "K-1", "grade": "7급", "department": "행정과"}]
        >>> lower = {"awards.monthly.tiers.t7.at": 6}
        >>> found = compare(scheme, lower, done, staff, as_of="2024-06-30", option="money")
        >>> cost = found.costs["donghae_pay"].total
        >>> str(cost.before), str(cost.after), str(cost.difference)
        ('50000', '70000', '20000')
    """

    reform: Reform
    changes: tuple[Change, ...]
    unchanged: tuple[str, ...]
    policy: str
    option: str
    option_label: Label | None
    before: Evaluation
    after: Evaluation
    points: Mapping[str, Shift]
    payments: Shift
    costs: Mapping[str, Cost]
    people: People
    persons: tuple[Person, ...]
    facts: tuple[FactCost, ...]
    prizes: tuple[Prize, ...]
    waiting: tuple[str, ...]
    why: tuple[Why, ...]

    @property
    def is_nothing(self) -> bool:
        """Whether no line of anybody's differs."""
        return bool(self.why)

    def to_dict(self) -> dict[str, Any]:
        """The comparison as plain data: amounts as text, and in place of the two evaluations what they can be made of
        again. The same facts give the same data, in whatever order they come.
        """
        return {
            "format": FORMAT,
            "scheme": self.before.scheme["id"],
            "reading": self.before.reading,
            "reform": {
                "label": plain(self.reform.label),
                "reason": plain(self.reform.reason),
                "from": plain(self.reform.first),
                "changes": plain(self.changes),
                "unchanged": plain(self.unchanged),
            },
            "policy": self.policy,
            "option": self.option,
            "as_of": plain(self.before.as_of),
            "known_at": plain(self.before.known_at),
            "sides": {
                name: {"scheme_sha256": scheme_digest(side.scheme), "facts_sha256": side.facts_sha256.to_dict()}
                for name, side in (("before", self.before), ("after", self.after))
            },
            "left_out": {"before": left_out(self.before), "after": left_out(self.after)},
            "points": plain(self.points),
            "payments": plain(self.payments),
            "costs": plain(self.costs),
            "people": plain(self.people),
            "persons": plain(self.persons),
            "facts": plain(self.facts),
            "prizes": plain(self.prizes),
            "waiting": plain(self.waiting),
            "why": plain(self.why),
        }

    def to_json(self) -> str:
        """The comparison as JSON text, with a newline at the end."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1) + "\n"


def left_out(side: Evaluation) -> dict[str, dict[str, int]]:
    """How many rows of each table do not count on one side, by what became of them; ``evaluate`` says which and why."""
    counts: dict[str, dict[str, int]] = {}
    for outcome in side.outcomes:
        if outcome.state in _NOT_COUNTED:
            states = counts.setdefault(str(outcome.kind), {})
            states[str(outcome.state)] = states.get(str(outcome.state), 0) + 1
    return {kind: dict(sorted(states.items())) for kind, states in sorted(counts.items())}
