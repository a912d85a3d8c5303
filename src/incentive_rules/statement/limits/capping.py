"""Limits that cut: in law 2's order each entry is granted the least that its limits leave (law 9).

Where equal entries ask for more than a limit leaves, and only names tell them apart, nothing tells which of them came
first. Then the scheme's answer decides: they divide what is left, or none of them gets any of it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from incentive_rules.amounts import whole_or_fraction
from incentive_rules.scheme.limits import Keep
from incentive_rules.statement.limits.selecting import NOBODY_GETS, equal_turns, narrowness
from incentive_rules.statement.model import StepKind

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

    from incentive_rules.amounts import Scaled
    from incentive_rules.statement.limits.keys import Turn, Under


class Cut(NamedTuple):
    """What the limits left to an entry: under the one that left the least, if one cut it."""

    turn: Turn
    granted: Scaled
    under: Under | None = None
    is_tie: bool = False


class _Part(NamedTuple):
    """What one of several equal entries gets of a limit: so many points at most, and what that uses up."""

    room: Scaled
    use: Scaled


class _Want(NamedTuple):
    """What one of several equal entries asks of a limit, and how much that leaves to it before any of them."""

    turn: Turn
    under: Under
    need: Scaled
    left: Scaled


_Parts = dict[tuple["Turn", "Hashable"], _Part]


@dataclass(slots=True)
class Caps:
    """What limits have granted so far. ``brought`` is what entries brought, and others have not taken away since."""

    tied: str
    used: dict[Hashable, Scaled] = field(default_factory=lambda: defaultdict(int))
    uses: dict[Turn, list[tuple[Hashable, Scaled]]] = field(default_factory=lambda: defaultdict(list))
    brought: dict[Turn, Scaled] = field(default_factory=dict)

    def granted(self, turns: Iterable[Turn]) -> Iterator[Cut]:
        """What is granted to each turn, in law 2's order."""
        for group in equal_turns(turns):
            parts = self._parts(group) if _are_apart(group) else {}
            for turn in group:
                cut = self._one(turn, parts)
                self._remember(turn, cut.granted)
                yield cut

    def _one(self, turn: Turn, parts: Mapping[tuple[Turn, Hashable], _Part]) -> Cut:
        if turn.grant.points <= 0:
            return Cut(turn, turn.ask)  # limits cut credits, not deductions
        if turn.ask < 0:
            return Cut(turn, -min(-turn.ask, sum(self.brought[each] for each in turn.fallen)))
        rooms = [
            (part.room if (part := parts.get((turn, each.key))) else self._room(turn, each), each)
            for each in _capping(turn)
        ]
        least, under = min(((room, each) for room, each in rooms if room is not None), key=_first, default=(None, None))
        if least is None or least >= turn.ask:
            granted, cut = turn.ask, Cut(turn, turn.ask)
        else:
            granted, cut = least, Cut(turn, least, under, under is not None and (turn, under.key) in parts)
        if granted:
            self._use(turn, granted, parts)
        return cut

    def _room(self, turn: Turn, under: Under) -> Scaled | None:
        """How many points a limit leaves; ``None`` if a limit on a number of entries has room for one more."""
        left = under.most - self.used[under.key]
        if under.limit.count is not None:
            return None if left > 0 else 0
        return max(0, left) + (turn.ask - _limited(turn, under, turn.ask))

    def _use(self, turn: Turn, granted: Scaled, parts: Mapping[tuple[Turn, Hashable], _Part]) -> None:
        for under in _capping(turn):
            part = parts.get((turn, under.key))
            counts = (part.use if part else 1) if under.limit.count is not None else None
            use = _limited(turn, under, granted) if counts is None else counts
            self.used[under.key] += use
            self.uses[turn].append((under.key, use))

    def _parts(self, group: list[Turn]) -> _Parts:
        """For limits that do not leave enough for all of several equal entries: what each of these gets."""
        asking: dict[Hashable, list[_Want]] = defaultdict(list)
        for turn in group:
            if turn.ask > 0:
                for under in _capping(turn):
                    if (want := self._want(turn, under)).left > 0:
                        asking[under.key].append(want)
        return {
            (want.turn, key): _part(want, given)
            for key, wants in asking.items()
            if _are_apart([want.turn for want in wants]) and not _is_enough(wants)
            for want, given in zip(wants, self._divided(wants), strict=True)
        }

    def _want(self, turn: Turn, under: Under) -> _Want:
        need = 1 if under.limit.count is not None else _limited(turn, under, turn.ask)
        return _Want(turn, under, need, under.most - self.used[under.key])

    def _divided(self, wants: Sequence[_Want]) -> Sequence[Scaled]:
        """What each gets of what is left. Nobody gets more than is needed, nor once a limit leaves no more to it."""
        given = [Fraction(0)] * len(wants)
        going = list(range(len(wants))) if self.tied != NOBODY_GETS else []
        while going := [at for at in going if given[at] < wants[at].need and sum(given) < wants[at].left]:
            total = sum(given, Fraction(0))
            rest = [min(wants[at].need - given[at], (wants[at].left - total) / len(going)) for at in going]
            for at in going:
                given[at] += min(rest)
        return [whole_or_fraction(each) for each in given]

    def _remember(self, turn: Turn, granted: Scaled) -> None:
        """What an entry brought goes over to the one that takes its place; points that are void free their limits."""
        total = granted + sum(self.brought[each] for each in turn.fallen)
        for each in turn.fallen:
            self.brought[each] = 0
            self.uses[turn] += self.uses.pop(each, [])
        self.brought[turn] = total
        if turn.fallen and not total:
            for key, use in self.uses.pop(turn, []):
                self.used[key] -= use


def _are_apart(turns: Iterable[Turn]) -> bool:
    """Whether names tell some turns of one place apart; those that none tells apart can stand in for each other."""
    return len({turn.names for turn in turns}) > 1


def _is_enough(wants: Sequence[_Want]) -> bool:
    return sum(want.need for want in wants) <= min(want.left for want in wants)


def _part(want: _Want, given: Scaled) -> _Part:
    turn = want.turn
    if want.under.limit.count is not None:
        return _Part(whole_or_fraction(Fraction(turn.ask) * given), given)
    return _Part(whole_or_fraction(Fraction(given) + turn.ask - want.need), given)


def _capping(turn: Turn) -> list[Under]:
    return [each for each in turn.under if each.limit.keep is Keep.EARLIEST]


def _first(pair: tuple[Scaled, Under]) -> tuple[Scaled, *tuple[int, ...]]:
    """The least room; of equal ones the narrowest limit is named."""
    room, under = pair
    return room, *narrowness(under.limit)


def _limited(turn: Turn, under: Under, points: Scaled) -> Scaled:
    """How much of some points of an entry a limit looks at: all, or no more than its base has part in what it asks."""
    if not under.limit.of_base:
        return points
    shares = (StepKind.SHARE, StepKind.TAKEN_OVER)  # of base and bonuses alike; all other steps lead to the base
    own = [step for step in turn.grant.steps if step.kind not in shares]
    whole = sum(step.amount for step in own)
    base = sum(step.amount for step in own if step.kind is not StepKind.BONUS)
    return min(points, whole_or_fraction(Fraction(turn.ask) * base / whole)) if whole else points
