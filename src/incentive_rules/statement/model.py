"""What follows from a ledger, with reasons. Frozen types; every amount can be taken apart down to the rows.

Amounts are ``Amount``: points unless a reward's ``unit`` says otherwise. What is made for each single row is a named
tuple, since a million of them are made in a second; all else is a frozen dataclass.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, NamedTuple

from pydantic import Field

from incentive_rules.amounts import ZERO, Amount
from incentive_rules.codes import Code
from incentive_rules.messages import Label, help_text, message_text
from incentive_rules.source import Place
from incentive_rules.statement.deferred import Deferred
from incentive_rules.statement.left_out import without_nothing
from incentive_rules.statement.named_tuples import IfAny, as_object

if TYPE_CHECKING:
    from incentive_rules.messages import Language

Facts = dict[str, int | str | Label | tuple[str | Label, ...]]
"""The words of a reason or a step, in the form in which JSON keeps them."""

NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is as it is: a code, and the words of its sentence."""

    code: Code
    facts: Facts = field(default_factory=dict)

    def message(self, lang: Language = "en") -> str:
        """The reason in one sentence."""
        return message_text(self.code, self.facts, lang)

    def help(self, lang: Language = "en") -> str:
        """What to do about it, or an empty text."""
        return help_text(self.code, self.facts, lang)


class State(StrEnum):
    """What became of a row."""

    CREDITED = "credited"
    PAID = "paid"
    REFUSED = "refused"
    HELD = "held"
    REJECTED = "rejected"
    CORRECTED = "corrected"
    CORRECTION = "correction"
    DUPLICATE = "duplicate"
    NOT_YET = "not_yet"
    SET_ASIDE = "set_aside"
    IN_USE = "in_use"


class RowKind(StrEnum):
    """Which table a row is from."""

    ENTRY = "entry"
    CLAIM = "claim"
    ROSTER = "roster"


@as_object
class Outcome(NamedTuple):
    """What became of one row, and why. Every row that was read has exactly one.

    ``place`` is where the row stands. It is not written to JSON, which is the same however rows are split and ordered.
    """

    kind: RowKind
    id: str
    member_id: str
    day: date | None
    state: State
    reasons: tuple[Reason, ...] = ()
    place: Annotated[Place, Field(exclude=True)] = NOWHERE

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Outcome) and self[:-1] == other[:-1]

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash((self.kind, self.id, self.member_id, self.day, self.state))


class StepKind(StrEnum):
    """What a step of a line does."""

    BASE = "base"
    PRORATED = "prorated"
    BONUS = "bonus"
    LIMIT = "limit"
    SELECTED = "selected"
    VOIDED = "voided"
    FLOOR = "floor"
    ROUNDING = "rounding"
    TIER = "tier"
    EXCHANGE = "exchange"
    BUDGET = "budget"
    PAID_BEFORE = "paid_before"
    PLACE = "place"
    SHARED = "shared"
    DEDUCTION = "deduction"
    BAND = "band"
    WEIGHT = "weight"
    CAP = "cap"
    CRITERION = "criterion"
    SHARE = "share"
    TAKEN_OVER = "taken_over"
    TAKE = "take"
    TIMES = "times"
    OVER = "over"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    SPLIT = "split"
    SCORE = "score"
    HEADS = "heads"
    PART = "part"
    CARRIED = "carried"
    WITHDRAWN = "withdrawn"
    OPENING = "opening"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a line: what a rule added or took away. The steps of a line sum exactly to the line.

    ``value`` is the rule's value in force, ``since`` its first day where it is dated; ``source`` is the id of a
    source, ``at`` the place in it, ``assumed`` the reason of an assumption.
    """

    kind: StepKind
    rule: str
    label: Label
    amount: Amount
    value: str = ""
    since: date | None = None
    source: str = ""
    at: str = ""
    assumed: Label | None = None
    facts: Facts = field(default_factory=dict)


@as_object
class Credit(NamedTuple):
    """The points of one entry; it is also the lot from which payments take."""

    entry_id: str
    member_id: str
    activity: str
    label: Label
    day: date
    counts_on: date
    points: Amount
    steps: tuple[Step, ...]
    left: Amount
    ends: date | None = None


@as_object
class Use(NamedTuple):
    """Points taken from one lot."""

    entry_id: str
    points: Amount


@as_object
class Payment(NamedTuple):
    """Something due to somebody: who, what, how much, when, and under which rule and reading.

    ``id`` is made of rule, payee and claim or period, so that a host can apply a payment twice without harm.
    ``payee_kind`` is ``member``, or the name of the group fact. ``provisional`` marks a prize of a ranking that rows
    which are still held could change. ``withdraws`` is the id of the payment that this one, below zero, takes back.
    """

    id: str
    payee: str
    payee_kind: str
    award: str
    rule: str
    label: Label
    option: str
    reward: str
    reward_label: Label
    unit: str
    amount: Amount
    day: date
    claim_id: str
    period: str
    reading: str
    steps: tuple[Step, ...]
    provisional: bool = False
    withdraws: Annotated[str, IfAny] = ""


@as_object
class Settlement(NamedTuple):
    """A claim, or an automatic settlement: what was measured, what was due, what was paid and which lots it used.

    ``revises`` is the id of an earlier settlement that this one corrects: what it takes back, and which points return.
    """

    id: str
    member_id: str
    award: str
    label: Label
    day: date
    claim_id: str
    period: str
    assumed: bool
    state: State
    measured: Amount
    due: tuple[str, ...]
    paid: tuple[str, ...]
    option: str
    used: Amount
    uses: tuple[Use, ...]
    payments: tuple[str, ...]
    reasons: tuple[Reason, ...] = ()
    revises: Annotated[str, IfAny] = ""


@as_object
class Lapse(NamedTuple):
    """Points that lapsed at the end of a day, by lot."""

    day: date
    entry_id: str
    points: Amount
    rule: str


@as_object
class Deduction(NamedTuple):
    """Points that an entry took away from a lot. Where the lot came later, it made good what was owed until then."""

    day: date
    entry_id: str
    lot: str
    points: Amount


@without_nothing
@dataclass(frozen=True, slots=True)
class Statement:
    """All about one member. ``opened + earned - deducted - used - lapsed == balance``; the lines add up to each.

    ``opened`` is with what the evaluation began, where it was given opening rows: each lot or debt of it is a line of
    its own, whose one step is of the kind ``opening``.

    ``deducted`` is what deductions took from the balance alone; zero where they reduce what was earned. ``deductions``
    say from which lots points were taken away. Both are left out of JSON where there is none.
    """

    member_id: str
    earned: Amount
    used: Amount
    lapsed: Amount
    balance: Amount
    paid: dict[str, Amount]
    credits: tuple[Credit, ...]
    settlements: tuple[Settlement, ...]
    lapses: tuple[Lapse, ...]
    outcomes: Deferred[Outcome]
    deducted: Amount = ZERO
    deductions: tuple[Deduction, ...] = ()
    opened: Amount = ZERO


@as_object
class Ranked(NamedTuple):
    """One line of a ranking or a grading. ``entries`` are the entries that make up the score.

    ``place`` is the id of the place, or of the grade in the end. ``steps`` say how a score that is no plain sum comes
    about, and sum to it; ``notes`` what decided a tie or a grade, or why a place is not won.
    """

    rank: int
    name: str
    score: Amount
    place: str
    entries: tuple[str, ...]
    payments: tuple[str, ...]
    steps: Annotated[tuple[Step, ...], IfAny] = ()
    notes: Annotated[tuple[Reason, ...], IfAny] = ()


@dataclass(frozen=True, slots=True)
class Apart:
    """Somebody who takes no rank, and why."""

    name: str
    reasons: tuple[Reason, ...]


@as_object
class Ranking(NamedTuple):
    """Who stood where in a period. ``final`` once the period is over, ``provisional`` if unknowns could change it.

    ``within`` are the values of the fact by which its pool is taken, where each value, or several small ones, have a
    ranking of their own. Of a grading, ``heads`` is how many were counted, ``seats`` how many each grade has where
    grades go by shares, and ``apart`` those who were counted and take no rank.
    """

    award: str
    label: Label
    of: str
    period: str
    day: date
    final: bool
    provisional: bool
    rows: tuple[Ranked, ...]
    reasons: tuple[Reason, ...] = ()
    within: Annotated[tuple[str, ...], IfAny] = ()
    heads: Annotated[int, IfAny] = 0
    seats: Annotated[dict[str, int], IfAny] = {}  # noqa: RUF012  # a named tuple holds its defaults for all
    apart: Annotated[tuple[Apart, ...], IfAny] = ()


@dataclass(frozen=True, slots=True)
class ActivityTotal:
    """What an activity brought: credited entries and their points."""

    entries: int
    points: Amount


@without_nothing
@dataclass(frozen=True, slots=True)
class Totals:
    """The whole in numbers. ``entries`` and ``claims`` count rows by state and add up to the rows read."""

    members: int
    earned: Amount
    used: Amount
    lapsed: Amount
    balance: Amount
    paid: dict[str, Amount]
    payments: int
    entries: dict[State, int]
    claims: dict[State, int]
    activities: dict[str, ActivityTotal]
    deducted: Amount = ZERO
    opened: Amount = ZERO
