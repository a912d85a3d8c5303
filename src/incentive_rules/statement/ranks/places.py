"""Places: which of them equal scores take up, who wins them, and what each winner is to be paid."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount
from incentive_rules.codes import Code
from incentive_rules.periods import Dated
from incentive_rules.scheme.rankings import FreedPlace, Ties
from incentive_rules.statement.model import StepKind
from incentive_rules.statement.ranks.seats import seats
from incentive_rules.statement.rows import because

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from incentive_rules.amounts import Scaled
    from incentive_rules.program.rankings import PlaceRule, RankingRule
    from incentive_rules.statement.model import Reason, Step
    from incentive_rules.statement.ranks.order import Tied
    from incentive_rules.statement.ranks.people import Parties


@dataclass(frozen=True, slots=True)
class Prize:
    """What a winner of a place is to be paid of one reward; ``steps`` are those of a part that equals divide."""

    place: PlaceRule
    reward: str
    steps: tuple[Step, ...] = ()


@dataclass(slots=True)
class Placing:
    """What ranks bring to one name: its rank, its place, if it won one, the prizes, and what else there is to say."""

    rank: int
    points: Scaled
    place: PlaceRule | None = None
    prizes: tuple[Prize, ...] = ()
    notes: list[Reason] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Seat:
    """A place with the ranks that it has among those who are ranked."""

    place: PlaceRule
    best: int
    worst: int


@dataclass
class Awarding:
    """Gives the places of one ranking to those who are ranked together.

    ``barred`` holds who wins nothing because of another prize, and why. ``reasons`` gather what is still open.
    """

    parties: Parties
    heads: int
    barred: Mapping[str, Reason]
    reasons: list[Reason] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rule: RankingRule = self.parties.rule
        self.day = self.rule.settles_on(self.parties.period)
        self._seats = tuple(self._seated())
        one = self.rule.one_prize
        self._moves_up = one is not None and one.freed_place is FreedPlace.MOVES_UP

    def outcomes(self, groups: Sequence[Tied]) -> dict[str, Placing]:
        """What becomes of each name, the best first."""
        found: dict[str, Placing] = {}
        ahead, rank = 0, 1
        for group in groups:
            takers = [name for name in group.names if not (self._moves_up and name in self.barred)]
            taken = self._taken(ahead + 1, len(takers), group.points)
            prizes = self._prizes(rank, taken, len(takers), is_open=group.is_open)
            bars = self.barred if self._taken(ahead + 1, len(group.names), group.points) else {}
            for name in group.names:
                found[name] = Placing(rank, group.points, notes=list(group.notes))
                if name in bars:
                    found[name].notes.append(bars[name])
                elif taken and prizes is not None and self._is_paid(name, found[name]):
                    found[name].place, found[name].prizes = taken[0], prizes
            ahead += len(takers)
            rank += len(group.names)
        return found

    def _is_paid(self, name: str, outcome: Placing) -> bool:
        """Whether the condition on those who are paid holds; whoever fails it keeps the rank."""
        condition = self.rule.paid_if
        if condition is None:
            return True
        known = self.parties.holds(condition, name)
        if known is not True:
            outcome.notes.append(because(Code.PLACE_NOT_PAID, day=self.parties.day))
        return known is True

    def _seated(self) -> Iterator[Seat]:
        """The places with their ranks; those by a share of all who are ranked follow each other."""
        shares = [place.top for place in self.rule.places if place.top is not None]
        if not shares or self.rule.seats is None:
            yield from (Seat(place, place.best, place.worst) for place in self.rule.places)
            return
        counts = seats([*shares, 1 - sum(shares, Fraction(0))], self.heads, self.rule.seats)
        before = 0
        for place, count in zip(self.rule.places, counts, strict=False):
            yield Seat(place, before + 1, before + count)
            before += count

    def _taken(self, first: int, tied: int, points: Scaled) -> list[PlaceRule]:
        """The places that equal scores take up, the best first; a score below the minimum takes none."""
        if not self.rule.suffices(points):
            return []
        ranks = range(first, first + tied)
        found = [seat for seat in self._seats for each in ranks if seat.best <= each <= seat.worst]
        starts = bool(found) and found[0].best <= first <= found[0].worst
        return [seat.place for seat in found] if starts else []

    def _prizes(self, rank: int, places: list[PlaceRule], tied: int, *, is_open: bool) -> tuple[Prize, ...] | None:
        """What each of the tied is to be paid; ``None`` where that waits for a decision."""
        if not places:
            return ()
        same = len({place.id for place in places}) == 1 and len(places) == tied
        if (self.rule.ties is Ties.HOLD or is_open) and tied > 1 and not same:
            self.reasons.append(because(Code.TIE_HELD, rank=rank))
            return None
        if self.rule.share is not None and tied > 1:
            return tuple(self._shared(places, tied))
        return tuple(Prize(places[0], reward) for reward in places[0].pays)

    def _whole(self, place: PlaceRule, reward: str) -> Step:
        pay = place.pays[reward]
        assert isinstance(pay, Dated)  # prizes that equals divide are no amounts in steps
        since, amount = pay.step_on(self.day)
        return self.parties.setting.cite(StepKind.PLACE, place, amount, amount, since)

    def _shared(self, places: list[PlaceRule], tied: int) -> Iterator[Prize]:
        """The prizes of all places that the tied take up, divided among them."""
        assert self.rule.share is not None  # asked by the caller
        for reward in dict.fromkeys(reward for place in places for reward in place.pays):
            steps = [self._whole(place, reward) for place in places if reward in place.pays]
            whole = sum((step.amount for step in steps), Fraction(0))
            part = self.rule.share.apply(whole / tied)
            steps.append(self.parties.setting.cite(StepKind.SHARED, self.rule, Amount(part - whole), f"1/{tied}"))
            yield Prize(places[0], reward, tuple(steps))
