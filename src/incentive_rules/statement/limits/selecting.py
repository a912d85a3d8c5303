"""Limits that select: of several entries the best n count, or none once there are more than n (law 9).

Each entry brings the change of the sum at its turn, so that no day looks ahead. A better entry that comes later brings
the difference to the one that it takes the place of; one that is too many takes back what those before it brought.
Among deductions it is the greatest that count; they and credits are selected apart.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from incentive_rules.amounts import whole_or_fraction
from incentive_rules.periods import Per, length_of
from incentive_rules.scheme.limits import Keep

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from incentive_rules.amounts import Scaled
    from incentive_rules.program.model import GeneralLimit
    from incentive_rules.statement.limits.keys import Turn, Under

NOBODY_GETS = "none"
"""The answer that gives equal entries nothing where a limit does not leave enough for all."""


class Selected(NamedTuple):
    """What a selection changed at the turn of an entry: by how much, and which earlier entries it took points from."""

    turn: Turn
    under: Under
    change: Scaled
    displaced: tuple[Turn, ...]
    is_tie: bool = False


def selections(limits: Iterable[GeneralLimit]) -> list[GeneralLimit]:
    """The limits that select, in the order in which they act.

    Those of one member come first; of these, and of the others, the narrowest. Equally narrow ones act as they are
    written: what a limit is called changes nothing.
    """
    found = [limit for limit in limits if limit.keep is not Keep.EARLIEST]
    return sorted(found, key=narrowness)


def narrowness(limit: GeneralLimit) -> tuple[bool, int, int, int]:
    """Less for a narrower limit: of one member, by more things at once, of fewer activities, in a shorter period.

    What a limit goes by comes first: each work at its highest is found before the two best of a month are, else more
    work of one kind would push other work out and bring less.
    """
    return not limit.is_of_one, -len(limit.by), len(limit.activities), length_of(limit.per or Per.DAY)


def select(turns: Sequence[Turn], limits: Iterable[GeneralLimit], tied: str) -> Iterator[Selected]:
    """Let limits select among turns, which stand in law 2's order; what each turn asks for is changed.

    ``tied`` is the answer about equal entries that only names tell apart: ``share`` or ``none``.
    """
    ordered = selections(limits)
    own = [_OfOne(limit) for limit in ordered if limit.is_of_one]
    for turn in turns if own else ():
        changes = {turn: _Change(0, turn.ask)}
        fallen: dict[Turn, None] = {}
        for layer in own:
            changes, selected = layer.changed(turn, changes)
            if selected is not None:
                turn.ask += selected.change
                fallen |= dict.fromkeys(selected.displaced)
                yield selected
        turn.fallen = tuple(fallen)
        turn.depth = max((each.depth + 1 for each in fallen if each.place == turn.place), default=0)
    for limit in ordered:
        if not limit.is_of_one:
            yield from _among_all(turns, limit, tied)


class _OfOne:
    """One selection among the entries of one member, over the values that narrower selections left to them."""

    def __init__(self, limit: GeneralLimit) -> None:
        self._limit = limit
        self._before: dict[Hashable, dict[Turn, Scaled]] = defaultdict(dict)
        self._after: dict[Turn, Scaled] = {}

    def changed(self, turn: Turn, changes: _Changes) -> tuple[_Changes, Selected | None]:
        """What changes behind this selection at a turn, by what changed before it."""
        passed: _Changes = {}
        touched: dict[Hashable, Under] = {}
        for each, change in changes.items():
            under = _under(each, self._limit)
            if under is None or not each.grant.points:
                passed[each] = change
            else:
                key: Hashable = under.key, each.grant.points < 0
                self._before[key][each] = change.now
                touched[key] = under
        for key, under in touched.items():
            passed |= self._moved(self._before[key], int(under.most))
        if not touched:
            return passed, None
        by = _sum(passed) - _sum(changes)
        displaced = tuple(
            each for each, change in passed.items() if each is not turn and _size(change.now) < _size(change.was)
        )
        told = Selected(turn, next(reversed(touched.values())), by, displaced) if by or displaced else None
        return passed, told

    def _moved(self, values: dict[Turn, Scaled], most: int) -> _Changes:
        """The entries of one key and period that count for something else than before."""
        there = [each for each, value in values.items() if value]
        if self._limit.keep is Keep.NONE:
            kept = there if len(there) <= most else []
        else:
            kept = sorted(there, key=lambda each: -_size(values[each]))[:most]  # of equals the earliest
        chosen = set(kept)
        moved = {}
        for each, value in values.items():
            was, now = self._after.get(each, 0), value if each in chosen else 0
            if was != now:
                moved[each] = _Change(was, now)
                self._after[each] = now
        return moved


class _Change(NamedTuple):
    was: Scaled
    now: Scaled


_Changes = dict["Turn", _Change]


def _sum(changes: _Changes) -> Scaled:
    return sum(change.now - change.was for change in changes.values())


def _size(points: Scaled) -> Scaled:
    """How many points, whether they are added or taken away."""
    return -points if points < 0 else points


def _under(turn: Turn, limit: GeneralLimit) -> Under | None:
    """How a limit looks at a turn, if it does."""
    return next((each for each in turn.under if each.limit is limit), None)


def _among_all(turns: Sequence[Turn], limit: GeneralLimit, tied: str) -> Iterator[Selected]:
    """One selection among the entries of several members: each brings what it adds to the best so far."""
    best: dict[Hashable, list[Scaled]] = defaultdict(list)
    for group in equal_turns(turn for turn in turns if turn.ask):
        by_key: dict[Hashable, list[tuple[Turn, Under]]] = defaultdict(list)
        for turn in group:
            if under := _under(turn, limit):
                by_key[under.key, turn.ask < 0].append((turn, under))
        for key, found in by_key.items():
            best[key], asks, is_tie = _added(best[key], found, tied)
            for (turn, under), ask in zip(found, asks, strict=True):
                if change := ask - turn.ask:
                    turn.ask = ask  # before it is told, for what is told says what is left
                    yield Selected(turn, under, change, (), is_tie)


def _added(best: list[Scaled], found: list[tuple[Turn, Under]], tied: str) -> tuple[list[Scaled], list[Scaled], bool]:
    """The best after some equal entries, what each of them adds, and whether that was divided among them."""
    asked = found[0][0].ask
    sign = -1 if asked < 0 else 1
    most, size = int(found[0][1].most), _size(asked)
    after = sorted(best, reverse=True)
    added: list[Scaled] = []
    for _ in found:
        with_it = sorted((*after, size), reverse=True)[:most]
        added.append((sum(with_it) - sum(after)) * sign)
        after = with_it
    if len({turn.names for turn, _ in found}) == 1 or len(set(added)) == 1:
        return after, added, False
    if tied == NOBODY_GETS:
        return best, [0] * len(found), True
    part = whole_or_fraction(Fraction(sum(added)) / len(found))
    return after, [part] * len(found), True


def equal_turns(turns: Iterable[Turn]) -> Iterator[list[Turn]]:
    """Turns in law 2's order, those together between which no rule decides: only names tell them apart."""
    ordered = sorted(turns, key=lambda turn: (turn.place, turn.depth, -_size(turn.ask), turn.owner, turn.index))
    for _, group in groupby(ordered, key=lambda turn: (turn.place, turn.depth, turn.ask)):
        yield list(group)
