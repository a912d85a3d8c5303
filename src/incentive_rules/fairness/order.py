"""Whether the order of rows can change anything: a law of the evaluator, tried like a property of the scheme."""

from __future__ import annotations

from functools import partial
from itertools import islice
from string import ascii_uppercase
from typing import TYPE_CHECKING, TypeVar

from incentive_rules.fairness.model import Candidate, Life
from incentive_rules.fairness.runs import done_in
from incentive_rules.fairness.search import Found, smallest
from incentive_rules.fairness.trial import tables_of_lives
from incentive_rules.ledger.model import Claims, Ledger, Roster
from incentive_rules.statement.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from incentive_rules.fairness.runs import Space
    from incentive_rules.fairness.search import Told
    from incentive_rules.program.model import Program

Row = TypeVar("Row")
_TOGETHER = 100
"""So many people stand in one ledger, whose rows are then put into other orders."""


def turned(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The last row first."""
    return rows[::-1]


def shifted(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The first row last."""
    return (*rows[1:], *rows[:1])


def reorders(tables: Tables) -> Iterator[Tables]:
    """The same rows in other orders."""
    for put in ORDERS:
        rows = put(tables.ledger.rows), put(tables.roster.rows), put(tables.claims.rows)
        yield Tables(Ledger(rows[0]), Roster(rows[1]), Claims(rows[2]))


ORDERS = (turned, shifted)
"""The other orders in which rows are put."""


def ordered(space: Space, program: Program, budget: int, told: Told) -> tuple[Found, tuple[Life, ...]]:
    """Evaluate the ledgers of many people in several orders; where two differ, the fewest people who show it."""
    lives = list(islice(_lives(space), budget))
    n = 0
    for start in range(0, len(lives), _TOGETHER):
        some = lives[start : start + _TOGETHER]
        n += len(ORDERS) * len(some)
        if differs(space, program, some):
            found = Found(n, start + len(some), _longest(lives), is_all=False)
            return found, _fewest(space, program, some)
        told(n)
    return Found(n, len(lives), _longest(lives), is_all=len(lives) < budget), ()


def _longest(lives: Sequence[Life]) -> int:
    return max((life.entries for life in lives), default=0)


def differs(space: Space, program: Program, lives: Sequence[Life]) -> bool:
    """Whether another order of the rows gives another evaluation."""
    evaluator, as_of = space.trial.evaluator, max(life.as_of for life in lives)
    tables = tables_of_lives(program, named(lives))
    whole = evaluator(program, tables, as_of)
    return any(evaluator(program, other, as_of) != whole for other in reorders(tables))


def named(lives: Sequence[Life]) -> dict[str, Life]:
    """People by the names under which they stand in the ledger: A, B, C, then numbers."""
    letters = ascii_uppercase if len(lives) <= len(ascii_uppercase) else ()
    return dict(zip(letters or [f"M-{number}" for number in range(1, len(lives) + 1)], lives, strict=False))


def _lives(space: Space) -> Iterator[Life]:
    """People with two kinds of entries, since equal rows have no order; then with one."""
    for frame in space.frames:
        typical = space.typical(frame)
        for run in (*space.mixed(typical, frame), *space.runs(typical, frame)[1:]):
            yield space.life(space.people[0], done_in(run, frame.day), frame, space.options[0])


def _fewest(space: Space, program: Program, lives: Sequence[Life]) -> tuple[Life, ...]:
    """One person whose own rows show it, best by points or pay, with as few of them as do; else as few people as do."""
    for shows in (_pays_otherwise, differs):
        showing = partial(_alone, partial(shows, space, program))
        alone = next(showing([Candidate(life, alone=True) for life in lives]), None)
        if alone is not None:
            return smallest(alone, space, showing).lives
    kept = list(lives)
    for life in lives:
        fewer = [each for each in kept if each != life]
        if fewer and differs(space, program, fewer):
            kept = fewer
    return tuple(kept)


def _alone(shows: Callable[[Sequence[Life]], bool], candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    return (each for each in candidates if shows(each.lives))


def _pays_otherwise(space: Space, program: Program, lives: Sequence[Life]) -> bool:
    """Whether another order gives somebody other points or other pay."""
    evaluator, as_of = space.trial.evaluator, max(life.as_of for life in lives)
    tables = tables_of_lives(program, named(lives))
    results = [evaluator(program, each, as_of).statements for each in (tables, *reorders(tables))]
    told = [{name: (each.earned, each.paid) for name, each in statements.items()} for statements in results]
    return any(each != told[0] for each in told)
