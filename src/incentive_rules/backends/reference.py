"""The reference evaluator, asked once for each question that differs: nothing here decides what anybody gets.

What one entry brings hangs on little: its activity, the facts that rules look at, who its member was, and between which
changes of the rules its days lie. So the reference is asked about one entry that stands for all that are alike, about
one account that stands for all at the same threshold, and about one field of winners for each ranking.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from incentive_rules.amounts import Amount
from incentive_rules.ledger.model import Claim, Entry, Roster, RosterRow, Status
from incentive_rules.messages import Label
from incentive_rules.periods import Per, Span, period_of
from incentive_rules.scheme.awards import Again, Consume
from incentive_rules.statement.brought import Paid
from incentive_rules.statement.correcting import aim_of
from incentive_rules.statement.earning.credit import Grant, Judge, Verdict
from incentive_rules.statement.lives.account import Account
from incentive_rules.statement.lives.member import Life
from incentive_rules.statement.lives.settler import Settler
from incentive_rules.statement.model import RowKind, State
from incentive_rules.statement.people import people_of
from incentive_rules.statement.ranks.ranking import Ranker
from incentive_rules.statement.rows import People, content_key, listed_in_rows, take_in
from incentive_rules.statement.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

    from incentive_rules.amounts import Scaled
    from incentive_rules.facts import Value
    from incentive_rules.periods import Period
    from incentive_rules.program.model import Program, TiersRule
    from incentive_rules.program.rankings import RankingRule
    from incentive_rules.statement.model import Payment, Settlement

Profile = tuple["Value | None", ...]
"""The facts of a member that rules look at, in the order of ``Plan.member_facts``; ``None`` is unknown."""


Row = TypeVar("Row", Entry, Claim)
_SOMEBODY = "somebody"


@dataclass(frozen=True, slots=True)
class Question:
    """All that bears on what one entry brings, its member aside."""

    activity: str
    facts: tuple[tuple[str, Value | None], ...]
    quantity: Amount | None
    share: Amount | None
    status: Status
    day: date
    approved_on: date | None
    recorded_on: date


@dataclass(frozen=True, slots=True)
class Score:
    """What becomes of an entry, and the points that it asks for: none unless it is credited."""

    state: State
    points: Scaled


class Request(NamedTuple):
    """What a claim says, its member and its day aside."""

    option: str | None
    has_amount: bool


class Standing(NamedTuple):
    """How an account stands towards an award: what was measured, whose it is, and what went before.

    ``history`` is what earlier payments left behind, ``before`` how many claims of the period were paid.
    """

    measured: Scaled
    profile: Profile
    history: Hashable = None
    before: int = 0


@dataclass(frozen=True, slots=True, eq=False)  # one for all accounts alike, so it is counted by identity
class Effect:
    """What a settlement does. ``takes_all`` stands for the whole balance; ``history`` is what it leaves behind."""

    state: State
    used: Scaled
    takes_all: bool
    paid: tuple[tuple[str, Amount], ...]
    history: Hashable


NO_HISTORY = None
_NOTHING = Effect(State.REFUSED, 0, takes_all=False, paid=(), history=NO_HISTORY)
_AN_ENTRY = Entry("", _SOMEBODY, date.min, "")
_A_GRANT = Grant("", Label("", ""), 0, Amount(0), ())


class Reference:
    """The reference evaluator of one program up to one day."""

    def __init__(self, program: Program, member_facts: tuple[str, ...], as_of: date) -> None:
        self._program, self._names, self._as_of = program, member_facts, as_of
        self._somebodies: dict[Profile, _Somebody] = {}
        self._scores: dict[tuple[Profile, Question], Score] = {}

    def score(self, profile: Profile, question: Question) -> Score:
        """What an entry of such a member brings before limits."""
        found = self._scores.get((profile, question))
        if found is None:
            found = self._scores[profile, question] = self._somebody(profile).score(question)
        return found

    def is_eligible(self, profile: Profile, day: date) -> bool | None:
        """Whether such a member fulfils the scheme's condition on a day; ``None`` where that is not known."""
        return self._somebody(profile).setting.is_eligible(_SOMEBODY, day)

    def settled(self, rule: TiersRule, day: date, standing: Standing) -> Effect:
        """What an award does by itself, on a day on which it settles, to an account that stands so."""
        account = _account(rule, day, standing)
        settled = self._somebody(standing.profile).settler.on_day(rule, day).settled_if_due(account)
        return _NOTHING if settled is None else self._effect(rule, account, *settled)

    def claimed(self, award: str, day: date, standing: Standing, request: Request) -> Effect:
        """What a claim of an award does on a day to an account that stands so."""
        rule = next((each for each in self._program.tiers if each.id == award), None)
        amount = Amount(1) if request.has_amount else None
        claim = Claim("", _SOMEBODY, day, award, request.option, amount)
        account = _account(rule, day, standing)
        return self._effect(rule, account, *self._somebody(standing.profile).settler.claimed(account, claim))

    def prizes(
        self, rule: RankingRule, fields: Iterable[tuple[Period, Mapping[str, Scaled]]]
    ) -> tuple[tuple[str, Amount], ...]:
        """What a ranking pays in its periods, from the scores of each: rewards and amounts, one for each payment.

        Each name with a score stands for itself, as the one member of its group with one entry in the period.
        """
        rows: dict[str, tuple[RosterRow, ...]] = {}
        lives: dict[str, Life] = {}
        for period, scores in fields:
            first = max(period.first, rule.first, self._program.first)
            for name, points in scores.items():
                member = name if rule.of == "member" else f"{period.name} {name}"
                rows[member] = (*rows.get(member, ()), RosterRow(member, {rule.of: name}, period.first, period.end))
                life = lives.setdefault(member, Life(lines=[], granted=[]))
                life.lines = [*life.lines, (first, _AN_ENTRY, _A_GRANT)]
                life.granted = [*life.granted, points]
        people = People(rows, frozenset(rows), ())
        setting = Setting.of(replace(self._program, rankings=(rule,)), people, self._as_of)
        return _paid(payment for _, payments in Ranker(setting).rankings(lives, {}, ()) for payment in payments)

    def _somebody(self, profile: Profile) -> _Somebody:
        found = self._somebodies.get(profile)
        if found is None:
            row = RosterRow(_SOMEBODY, dict(zip(self._names, profile, strict=True)))
            people = People({_SOMEBODY: (row,)}, frozenset({_SOMEBODY}), ())
            found = self._somebodies[profile] = _Somebody(Setting.of(self._program, people, self._as_of))
        return found

    @staticmethod
    def _effect(
        rule: TiersRule | None, account: Account, settlement: Settlement, payments: Iterable[Payment], used: Scaled
    ) -> Effect:
        is_paid = rule is not None and settlement.state is State.PAID
        takes_all = is_paid and rule is not None and rule.consume is Consume.ALL
        history = _history(rule, account.paid) if is_paid and rule is not None else NO_HISTORY
        return Effect(settlement.state, used, takes_all, _paid(payments), history)


class _Somebody:
    """The evaluator with one member, who stands for all of the same facts."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.settler = Settler(setting)
        self._judge = Judge(setting)

    def score(self, asked: Question) -> Score:
        entry = Entry(
            entry_id="",
            member_id=_SOMEBODY,
            date=asked.day,
            activity=asked.activity,
            facts=dict(asked.facts),
            quantity=asked.quantity,
            share=asked.share,
            status=asked.status,
            approved_on=asked.approved_on,
            recorded_on=asked.recorded_on,
        )
        found = self._judge.judge(entry)
        return Score(found.state, 0) if isinstance(found, Verdict) else Score(State.CREDITED, found.points)


def _account(rule: TiersRule | None, day: date, standing: Standing) -> Account:
    """An account with one lot of that day, of which nothing is used."""
    account = Account(_SOMEBODY, lines=(), days=(day,), ids=("",))
    account.credit((standing.measured,))
    if rule is not None:
        account.paid += _recalled(rule, standing.history, day)
        account.claims_paid[rule.id, period_of(day, rule.claim_per).name] = standing.before
    return account


def _paid(payments: Iterable[Payment]) -> tuple[tuple[str, Amount], ...]:
    return tuple((payment.reward, payment.amount) for payment in payments)


def remembered_for(rule: TiersRule) -> Span | None:
    """The period for which an award remembers what it paid; ``None`` where that does not matter."""
    if rule.again is Again.ONCE:
        return rule.once or Per.EVER
    return (rule.window or Per.EVER) if rule.again is Again.DIFFERENCE else None


def _history(rule: TiersRule, paid: Iterable[Paid]) -> Hashable:
    """What was paid, as far as the award asks for it: which tiers, or how much of its reward."""
    if rule.again is Again.ONCE:
        return frozenset(each.tier for each in paid)
    if rule.again is Again.DIFFERENCE:
        amounts: dict[str, Amount] = {}
        for each in paid:
            for reward, amount in each.amounts.items():
                amounts[reward] = amounts.get(reward, Amount(0)) + amount
        return tuple(sorted(amounts.items()))
    return NO_HISTORY


def _recalled(rule: TiersRule, history: Hashable, day: date) -> Iterator[Paid]:
    """Payments that the reference would remember; their day is of the same period, and no more is asked of it."""
    if isinstance(history, frozenset):
        yield from (Paid(rule.id, tier, day, {}) for tier in history)
    elif isinstance(history, tuple):
        yield Paid(rule.id, "", day, dict(history))


def staff_of(roster: Roster, known_at: date | None) -> People:
    """A staff list as it was known. Only where somebody has two rows is there anything to settle."""
    if known_at is not None or any(map(aim_of, roster.rows)) or any(row.row_id for row in roster.rows):
        return people_of(roster, known_at)
    by_member: dict[str, tuple[RosterRow, ...]] = {row.member_id: (row,) for row in roster.rows}
    if len(by_member) < len(roster.rows):
        rows = Counter(row.member_id for row in roster.rows)
        several = tuple(row for row in roster.rows if rows[row.member_id] > 1)
        by_member.update(people_of(Roster(several), None).rows)
    return People(by_member, frozenset(by_member), ())


def told_staff(entries: Iterable[Entry], known_at: date | None) -> People:
    """The staff list that the ledger's own rows make, for where there is no other."""
    return people_of(listed_in_rows(entries, known_at), None)


def told_apart(rows: Sequence[Row], kind: RowKind) -> tuple[Sequence[Row], Counter[State]]:
    """Of rows that share their ids those that count, and what became of the others."""
    taken = take_in(rows, kind, None)
    return taken.rows, Counter(each.state for each in taken.outcomes)


def claims_in_turn(claims: Iterable[Claim], program: Program) -> list[Claim]:
    """Claims of one member and day in the order in which they are settled."""
    priorities = {award.id: award.priority for award in program.tiers}
    ordered = sorted(claims, key=lambda claim: (content_key(claim), claim.claim_id))
    return sorted(ordered, key=lambda claim: priorities.get(claim.award, 0))
