"""From points at each stop to what was used, lapsed and paid: the life of a member without its reasons.

Where the balance alone decides, a stop is a table from the balance before it to the balance after it, filled in as
balances occur. Else the member is walked from stop to stop.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from incentive_rules.backends.people import at
from incentive_rules.backends.reference import NO_HISTORY, Request, Standing
from incentive_rules.backends.settling import Settling
from incentive_rules.backends.timeline import automatic
from incentive_rules.scheme.awards import Again, CounterName
from incentive_rules.statement.model import State

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from incentive_rules.amounts import Scaled
    from incentive_rules.backends.credits import Sums
    from incentive_rules.backends.people import Spells
    from incentive_rules.backends.plan import Plan
    from incentive_rules.backends.reference import Effect, Profile, Reference
    from incentive_rules.backends.timeline import Timeline
    from incentive_rules.ledger.model import Claim
    from incentive_rules.periods import Span
    from incentive_rules.program.model import TiersRule

    Requests = Mapping[int, Sequence[Claim]]
    """The claims of a member by the number of their stop, in the order in which they are settled."""


@dataclass(slots=True)
class Books:
    """What all members together used, lost, kept and were paid, and how claims ended."""

    used: Scaled = 0
    lapsed: Scaled = 0
    balance: Scaled = 0
    effects: Counter[Effect] = field(default_factory=Counter)
    claims: Counter[State] = field(default_factory=Counter)


@dataclass(slots=True)
class _Turn:
    """What a stop does to one balance, and how often it did."""

    balance: Scaled
    used: Scaled = 0
    lapsed: Scaled = 0
    effects: list[Effect] = field(default_factory=list)
    times: int = 0


@dataclass(slots=True)
class _Life:
    """Where one member stands: ``earned`` by the length of its period, ``history`` and ``claimed`` by award."""

    spells: Spells
    balance: Scaled = 0
    earned: dict[Span, Scaled] = field(default_factory=lambda: defaultdict(int))
    history: dict[str, tuple[str, Hashable]] = field(default_factory=dict)
    claimed: Counter[tuple[str, str]] = field(default_factory=Counter)


class Walking:
    """Walks members under one program on one timeline; ``books`` take note."""

    def __init__(self, plan: Plan, timeline: Timeline, reference: Reference) -> None:
        program = plan.program
        self.books = Books()
        self._settling = Settling(plan, timeline, reference)
        self._reference = reference
        self._nobody: Profile = (None,) * len(plan.member_facts)
        choice = program.answers.no_longer_eligible if program.eligible is not None else "keep"
        self._freezes, self._loses = choice == "freeze", choice == "lapse"
        self._lost: dict[tuple[Profile, int], bool] = {}
        self._by_balance = not (self._freezes or self._loses) and all(map(_asks_balance_alone, automatic(program)))
        acting = [number for number, stop in enumerate(self._settling.stops) if stop.awards or stop.year_ends]
        self._tables = [_Table(self, number) for number in acting]
        self._spans = list(pairwise([0, *(number + 1 for number in acting)]))
        self._acts_always = len(acting) == len(self._settling.stops)

    def walk(self, members: Iterable[tuple[Sums, Requests]], spells: Spells) -> None:
        """The lives of members for whom rules see the same, from their points and their claims."""
        if not self._by_balance:
            for sums, requests in members:
                self._step_by_step(sums, spells, requests)
            return
        plain = []
        for sums, requests in members:
            if requests:
                self._step_by_step(sums, spells, requests)
            else:
                plain.append(sums)
        self._by_tables(plain if self._acts_always else map(self._condensed, plain))

    def close(self) -> Books:
        """The books, with all that the tables counted."""
        for table in self._tables:
            for turn in table.values():
                self.books.used += turn.used * turn.times
                self.books.lapsed += turn.lapsed * turn.times
                for effect in turn.effects:
                    self.books.effects[effect] += turn.times
                turn.times = 0
        return self.books

    # Where the balance alone decides.

    def _by_tables(self, members: Iterable[Sums]) -> None:
        whole: Scaled = 0
        for sums in members:
            balance: Scaled = 0
            for credit, table in zip(sums, self._tables, strict=True):
                turn = table[balance + credit]
                turn.times += 1
                balance = turn.balance
            whole += balance
        self.books.balance += whole

    def _condensed(self, sums: Sums) -> Sums:
        """Points by the stops that do something; what comes after the last of them is kept."""
        self.books.balance += sum(sums[self._spans[-1][1] :] if self._spans else sums)
        return [sum(sums[first:end]) for first, end in self._spans]

    def turn(self, number: int, balance: Scaled) -> _Turn:
        """What a stop does to a balance."""
        stop, turn = self._settling.stops[number], _Turn(balance)
        for award in stop.awards:
            effect = self._settling.effect(award.id, number, Standing(turn.balance, self._nobody))
            used = turn.balance if effect.takes_all else effect.used
            turn.balance -= used
            turn.used += used
            turn.effects.append(effect)
        if stop.year_ends:
            turn.lapsed, turn.balance = turn.balance, 0
        return turn

    # Where more does.

    def _step_by_step(self, sums: Sums, spells: Spells, requests: Requests) -> None:
        life = _Life(spells)
        for number, (stop, credit) in enumerate(zip(self._settling.stops, sums, strict=True)):
            for per in stop.opens:
                life.earned[per] = 0
            for per in life.earned:
                life.earned[per] += credit
            life.balance += credit
            if self._loses and life.balance and self._is_lost(life.spells, number):
                self._lapse(life)
            for claim in requests.get(number, ()):
                asked = Request(claim.option, claim.amount is not None)
                self.books.claims[self._settle(life, claim.award, number, asked)] += 1
            for award in stop.awards:
                self._settle(life, award.id, number, None)
            if stop.year_ends:
                self._lapse(life)
        self.books.balance += life.balance

    def _lapse(self, life: _Life) -> None:
        self.books.lapsed += life.balance
        life.balance = 0

    def _is_lost(self, spells: Spells, number: int) -> bool:
        """Whether a member has ceased to be eligible by a stop; points are lost on every such day."""
        day = self._settling.stops[number].day
        key = at(spells, day), number
        found = self._lost.get(key)
        if found is None:
            found = self._lost[key] = self._reference.is_eligible(key[0], day) is False
        return found

    def _settle(self, life: _Life, name: str, number: int, asked: Request | None) -> State:
        """A claim, or an award by itself."""
        award = self._settling.awards.get(name)
        standing = self._standing(life, award, number)
        effect = self._settling.effect(name, number, standing, asked)
        if award is not None and effect.state is State.PAID:
            self._pay(life, award, number, effect, is_claim=asked is not None)
        return effect.state

    def _standing(self, life: _Life, award: TiersRule | None, number: int) -> Standing:
        profile = at(life.spells, self._settling.stops[number].day) if self._freezes else self._nobody
        if award is None:
            return Standing(0, profile)
        measured = life.balance if award.window is None else life.earned[award.window]
        period, history = life.history.get(award.id, ("", NO_HISTORY))
        if period != self._settling.remembered(award, number):
            history = NO_HISTORY
        return Standing(
            measured, profile, history, life.claimed[award.id, self._settling.period(award.claim_per, number)]
        )

    def _pay(self, life: _Life, award: TiersRule, number: int, effect: Effect, *, is_claim: bool) -> None:
        used = life.balance if effect.takes_all else effect.used
        life.balance -= used
        self.books.used += used
        self.books.effects[effect] += 1
        if effect.history is not NO_HISTORY:
            life.history[award.id] = self._settling.remembered(award, number), effect.history
        if is_claim:
            life.claimed[award.id, self._settling.period(award.claim_per, number)] += 1


class _Table(dict["Scaled", _Turn]):
    """What a stop does to each balance that came to it."""

    def __init__(self, walking: Walking, number: int) -> None:
        super().__init__()
        self._walking, self._number = walking, number

    def __missing__(self, balance: Scaled) -> _Turn:
        turn = self[balance] = self._walking.turn(self._number, balance)
        return turn


def _asks_balance_alone(award: TiersRule) -> bool:
    return award.counter is CounterName.BALANCE and award.again is Again.ALWAYS
