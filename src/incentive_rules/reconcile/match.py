"""Each line of a sheet with what became of its row."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from incentive_rules.amounts import ZERO, Amount
from incentive_rules.statement.model import State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from incentive_rules.reconcile.sheet import Line
    from incentive_rules.statement.model import Outcome


@dataclass(frozen=True, slots=True)
class Match:
    """A line, the outcome of its row, and the figure that we have for it."""

    line: Line
    outcome: Outcome
    ours: Amount

    @property
    def said(self) -> Amount:
        """The figure of the sheet as sums have it: a blank is nothing."""
        return self.line.said or ZERO

    @property
    def differs(self) -> bool:
        """Whether the sheet says something else than the rules."""
        return self.line.unread is not None or self.said != self.ours


def matched(
    lines: Iterable[Line], outcomes: Iterable[Outcome], worth: Callable[[Outcome], Amount]
) -> tuple[Match, ...]:
    """Every line with its outcome, in the order of the lines; ``worth`` is our figure for an outcome.

    Of rows that say the same under one id only one counts, and it does not matter which: it is the one whose figure
    says so. Where it stands in a sheet without figures, one of the others takes its place.
    """
    waiting, counted = defaultdict(list), {}
    for outcome in outcomes:
        waiting[outcome.id, outcome.place].append(outcome)
        if _may_count(outcome):
            counted[outcome.id] = outcome
    found = [(line, waiting[line.id, line.place].pop(0)) for line in lines]
    matches = [Match(line, outcome, worth(outcome)) for line, outcome in found]
    for name, places in _doubled(matches).items():
        if name in counted:
            _give_to_whom_it_fits(matches, places, Match(matches[places[0]].line, counted[name], worth(counted[name])))
    return tuple(matches)


def _may_count(outcome: Outcome) -> bool:
    """Whether it is the row that counts for its id; rows that came too late or could not be read are not."""
    return outcome.state not in (State.DUPLICATE, State.NOT_YET) and outcome.day is not None


def _doubled(matches: Sequence[Match]) -> dict[str, list[int]]:
    """Where the rows of each id stand that has duplicates: the one that counts, if it is there, and all others."""
    found = defaultdict(list)
    for at, match in enumerate(matches):
        if match.outcome.state is State.DUPLICATE or _may_count(match.outcome):
            found[match.line.id].append(at)
    return {
        name: places
        for name, places in found.items()
        if any(matches[at].outcome.state is State.DUPLICATE for at in places)
    }


def _give_to_whom_it_fits(matches: list[Match], places: Sequence[int], counted: Match) -> None:
    """Let one row be the one that counts: the one whose figure is ours, else the one that it was."""
    duplicate = next(matches[at] for at in places if matches[at].outcome.state is State.DUPLICATE)
    was = next((at for at in places if matches[at].outcome.state is not State.DUPLICATE), places[0])
    chosen = min(
        places, key=lambda at: (matches[at].line.unread is not None, matches[at].said != counted.ours, at != was)
    )
    for at in places:
        line = matches[at].line
        matches[at] = replace(counted if at == chosen else duplicate, line=line)
