"""Lives, rankings and the account of every row put together: statements, payments in their order, totals."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount, Scaled, total
from incentive_rules.statement.closed.posting import Posting
from incentive_rules.statement.collector import collector_paused
from incentive_rules.statement.deferred import Deferred
from incentive_rules.statement.earning.made import MadeEntry
from incentive_rules.statement.lives.member import Life
from incentive_rules.statement.model import ActivityTotal, Outcome, RowKind, State, Statement, Totals
from incentive_rules.statement.rows import disagreements, outcome

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from incentive_rules.facts import Fact
    from incentive_rules.ledger.model import Entry
    from incentive_rules.statement.earning.credit import Grant, Verdict
    from incentive_rules.statement.earning.groups import Group
    from incentive_rules.statement.model import Payment, Reason
    from incentive_rules.statement.rows import People
    from incentive_rules.statement.setting import Setting

NO_LIFE = Life()
_ID, _GRANT = itemgetter(1), itemgetter(2)
_PAYEE, _MEMBER_FACTS = attrgetter("payee_kind", "payee"), attrgetter("member_facts")
_new_outcome = partial(tuple.__new__, Outcome)  # as Outcome(...) makes it, in a third of the time


@dataclass(slots=True)
class RowAccount:
    """What became of every row, told when somebody asks: the rows that count are many, and say nothing else.

    ``entries``, ``claims`` and ``roster`` are outcomes of rows that no rule looked at, or that were told already;
    ``notes`` are told of entries besides, whatever became of them.
    """

    people: People
    declared: Mapping[str, Fact]
    lives: Collection[Life]
    verdicts: Sequence[Verdict]
    entries: Sequence[Outcome]
    claims: Sequence[Outcome]
    roster: Sequence[Outcome]
    notes: Mapping[str, tuple[Reason, ...]] = field(default_factory=dict)
    _told: tuple[Outcome, ...] = ()
    _by_member: dict[str, list[Outcome]] = field(default_factory=dict)

    def members(self) -> set[str]:
        """Everybody who has a row that does not count; rows whose member could not be read have none.

        A row that stands twice names nobody whom its first one does not name: as a member, or as a group.
        """
        rows = (each for each in chain(self.entries, self.claims) if each.state is not State.DUPLICATE)
        named = {each.member_id for each in rows}
        return (named | {each.entry.member_id for each in self.verdicts}) - {""}

    def counts(self) -> tuple[dict[State, int], dict[State, int]]:
        """How many entries and claims ended in each state."""
        states = [*(each.state for each in self.verdicts), *(each.state for each in self.entries)]
        entries = {state: states.count(state) for state in State}
        entries[State.CREDITED] += sum([len(_rows_of(life)) for life in self.lives])
        claims = Counter(each.state for each in self.claims)
        return {state: count for state, count in entries.items() if count}, {
            state: claims[state] for state in State if claims[state]
        }

    def told(self) -> tuple[Outcome, ...]:
        """The outcomes of all rows: claims, entries and staff, each by id."""
        if not self._told:
            with collector_paused():
                credited = [each for life in self.lives for each in self._credited(life)]
                entries = [*self.entries, *map(self._verdict, self.verdicts), *credited]
                self._told = (*_in_order([*self.claims]), *_in_order(entries), *_in_order([*self.roster]))
        return self._told

    def of(self, member: str) -> Sequence[Outcome]:
        """The outcomes of the entries and claims of one member."""
        if not self._by_member:
            by_member: dict[str, list[Outcome]] = defaultdict(list)
            for each in self.told():
                if each.kind is not RowKind.ROSTER:
                    by_member[each.member_id].append(each)
            self._by_member = by_member
        return self._by_member.get(member, ())

    def _verdict(self, verdict: Verdict) -> Outcome:
        entry = verdict.entry
        return outcome(entry, RowKind.ENTRY, verdict.state, *verdict.reasons, *self._besides(entry))

    def _credited(self, life: Life) -> list[Outcome]:
        """The outcomes of the entries that count, with what a limit cut of them."""
        kind, state, cuts = RowKind.ENTRY, State.CREDITED, life.cuts
        entries = _rows_of(life)
        if cuts or self.notes or any(map(_MEMBER_FACTS, entries)):
            return [outcome(each, kind, state, *cuts.get(each.entry_id, ()), *self._besides(each)) for each in entries]
        return [
            _new_outcome((kind, each.entry_id, each.member_id, each.date, state, (), each.place)) for each in entries
        ]

    def _besides(self, entry: Entry) -> tuple[Reason, ...]:
        """What is told of an entry beside its own reasons."""
        told = self.notes.get(entry.entry_id, ())
        return (*told, *disagreements(self.people, entry, self.declared)) if entry.member_facts else told


@dataclass(frozen=True, slots=True)
class Assembler:
    """Puts the parts of one evaluation together: statements by member, payments by day, and the totals of all."""

    setting: Setting
    lives: Mapping[str, Life]
    groups: Mapping[Group, Life]
    prizes: Sequence[Payment]
    account: RowAccount

    def statements(self, only: str = "") -> dict[str, Statement]:
        """Everything about everybody who is on the staff list or has a row; or about one of them alone."""
        won: dict[str, list[Payment]] = defaultdict(list)
        for prize in self.prizes:
            if prize.payee_kind == "member":
                won[prize.payee].append(prize)
        members = sorted({*self.lives, *self.account.members(), *won, *self.setting.people.listed})
        return {
            member: self._statement(member, self.lives.get(member, NO_LIFE), won.get(member, ()))
            for member in members
            if not only or member == only
        }

    def group_statements(self) -> dict[str, dict[str, Statement]]:
        """Everything about every group that has entries of its own, by group fact and name."""
        found: dict[str, dict[str, Statement]] = {}
        for (fact, name), life in self.groups.items():
            found.setdefault(fact, {})[name] = self._statement(name, life, ())
        return found

    def _statement(self, member: str, life: Life, prizes: Sequence[Payment]) -> Statement:
        amounts, earned, opened = self.setting.amounts, sum(life.granted), life.opened.balance
        # INVARIANT: law 15. Points that appear or vanish here would be money.
        assert opened + earned - life.deducted - life.used - life.lapsed == life.balance
        return Statement(
            member_id=member,
            earned=amounts[earned],
            used=amounts[life.used],
            lapsed=amounts[life.lapsed],
            balance=amounts[life.balance],
            paid=_by_reward(chain(life.payments, prizes)),
            credits=tuple(life.credits),
            settlements=tuple(life.settlements),
            lapses=tuple(life.lapses),
            outcomes=Deferred(partial(self.account.of, member)),
            deducted=amounts[life.deducted],
            deductions=tuple(life.deductions),
            opened=amounts[opened],
        )

    def payments(self) -> tuple[Payment, ...]:
        """Payments by day and payee; those to groups before those to members."""
        by_day: dict[date, list[Payment]] = defaultdict(list)
        for payment in chain(*(life.payments for life in self.lives.values()), self.prizes):
            by_day[payment.day].append(payment)
        return tuple([payment for day in sorted(by_day) for payment in sorted(by_day[day], key=_PAYEE)])

    def totals(self, payments: Sequence[Payment]) -> Totals:
        """The whole in numbers."""
        lives, amounts = [*self.lives.values(), *self.groups.values()], self.setting.amounts
        entries, claims = self.account.counts()
        return Totals(
            members=sum(1 for life in self.lives.values() if life.lines),
            earned=amounts[sum([sum(life.granted) for life in lives])],
            used=amounts[sum([life.used for life in lives])],
            lapsed=amounts[sum([life.lapsed for life in lives])],
            balance=amounts[sum([life.balance for life in lives])],
            paid=_by_reward(payments),
            payments=len(payments),
            entries=entries,
            claims=claims,
            activities=self._activities(),
            deducted=amounts[sum([life.deducted for life in lives])],
            opened=amounts[sum([life.opened.balance for life in lives])],
        )

    def _activities(self) -> dict[str, ActivityTotal]:
        """Entries and points by activity: what was asked for, less what limits cut."""
        lives = [*self.lives.values(), *self.groups.values()]
        grants: Counter[Grant] = Counter(map(_GRANT, chain.from_iterable([life.lines for life in lives])))
        points: dict[str, Scaled] = defaultdict(int)
        for activity, cut in chain.from_iterable(life.cut_points for life in lives):
            points[activity] -= cut
        entries: dict[str, int] = defaultdict(int)
        for grant, count in grants.items():
            entries[grant.activity] += count
            points[grant.activity] += grant.points * count
        for life in lives if self.setting.program.carries_forward else ():
            for _, entry, grant in life.lines:
                entries[grant.activity] -= isinstance(entry, Posting)  # it is counted where it is a row
        amounts = self.setting.amounts
        return {each: ActivityTotal(entries[each], amounts[points[each]]) for each in self.setting.program.activities}


def _rows_of(life: Life) -> list[Entry]:
    """The rows that were credited, without entries that nobody wrote down."""
    entries = [line[1] for line in life.lines]
    return [each for each in entries if not isinstance(each, MadeEntry | Posting)] if life.has_made else entries


def _in_order(outcomes: list[Outcome]) -> list[Outcome]:
    """The outcomes of one table by id; several of one id by all that they say."""
    outcomes.sort(key=_ID)
    ids = list(map(_ID, outcomes))
    if len(set(ids)) == len(ids):
        return outcomes
    times = Counter(ids)
    start = 0
    while start < len(outcomes):
        end = start + times[ids[start]]
        if end - start > 1:
            outcomes[start:end] = sorted(outcomes[start:end], key=_whole)
        start = end
    return outcomes


def _whole(each: Outcome) -> tuple[str, ...]:
    return each.member_id, each.day.isoformat() if each.day else "", each.state, repr(each.reasons)


def _by_reward(payments: Iterable[Payment]) -> dict[str, Amount]:
    amounts: dict[str, list[Amount]] = defaultdict(list)
    for payment in payments:
        amounts[payment.reward].append(payment.amount)
    return {reward: total(each) for reward, each in sorted(amounts.items())}
