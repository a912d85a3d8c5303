"""Staff lists, ledgers and claims for a scheme, as the plain rows that ``evaluate`` takes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from dateutil.relativedelta import relativedelta
from hypothesis import strategies as st

from incentive_rules.fairness.strategies.cells import DAY_COLUMNS, Cells, Row
from incentive_rules.fairness.strategies.draft import has_chance
from incentive_rules.fairness.strategies.edges import Edges

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from incentive_rules.scheme.model import Scheme

_MEMBERS = ("K-1", "K-2", "K-10")  # as texts in another order than as numbers
_STRANGER = "K-99"
_MOST_IDS = 40
_MOST_CHANGES = 2
_RUNS, _SINGLES, _CLAIMS = (0, 1, 2, 1, 2, 3), (0, 1, 2, 3, 4), (0, 1, 2, 1, 2, 4)
"""How many of each a ledger has, the simplest first, the usual more than once."""
_GAPS = (0, 0, 0, 0, 0, 40, -10)
_STEPS = (relativedelta(), relativedelta(days=1), relativedelta(months=1))


class Rows(NamedTuple):
    """The facts of one evaluation: ``evaluate(scheme, *rows, as_of=...)``."""

    entries: list[Row]
    roster: list[Row]
    claims: list[Row]


def last_day(scheme: Scheme) -> date:
    """The last day of a scheme; of one without an end, the last day of the rows that are drawn for it.

    Example:
        >>> from incentive_rules import example_path, load_scheme
        >>> last_day(load_scheme(example_path("donghae.yaml")))
        datetime.date(2025, 8, 25)
    """
    return Edges.of(scheme).last


def days(scheme: Scheme, *, clean: bool = True) -> st.SearchStrategy[date]:
    """A day of a scheme: likely where a rule or a value begins or ends, a day beside it, or the edge of a period.

    Args:
        scheme: whose days.
        clean: whether only days of the scheme itself are drawn, and not the one before and the one after.
    """
    return Cells.of(scheme, clean=clean).days()


_MOST_CORRECTIONS = 4
_HOWS = ("voids", "replaces", "decides")
_CORRECTIONS = {"entry_id": _HOWS, "claim_id": _HOWS[:2]}


def members(scheme: Scheme, *, most: int = 4, clean: bool = False) -> st.SearchStrategy[list[Row]]:
    """A staff list: everybody in one row, or in several stretches of time with other facts.

    Args:
        scheme: whose facts the rows tell.
        most: the most people in it; there is at least one.
        clean: whether everything is known of everybody on every day; else there are blanks, gaps and overlaps.
    """
    return _Tables.of(scheme, clean=clean).roster(most)


def entries(scheme: Scheme, members: Sequence[str] = _MEMBERS, *, clean: bool = False) -> st.SearchStrategy[Row]:
    """One row of a ledger.

    Args:
        scheme: whose activities and facts the row tells.
        members: the ids of the people who may have done it.
        clean: whether the row can be read, is approved, lies within the scheme and has no blank that is unknown.
    """
    row = st.one_of(_Tables.of(scheme, clean=clean).entries)
    return st.builds(_entry, st.integers(1, _MOST_IDS), st.sampled_from(members), row)


def claims(scheme: Scheme, members: Sequence[str] = _MEMBERS, *, clean: bool = False) -> st.SearchStrategy[Row]:
    """One claim; which claims bring something is for the evaluator to find out.

    Args:
        scheme: whose awards are claimed.
        members: the ids of the people who may claim.
        clean: whether only awards that members claim, and options that they offer, are named; if there is no such
            award, this is ``hypothesis.strategies.nothing()``.
    """
    row = _Tables.of(scheme, clean=clean).claim
    if row is None:
        return st.nothing()
    return st.builds(_claim, st.integers(1, _MOST_IDS), st.sampled_from(members), row)


def ledgers(scheme: Scheme, *, most: int = 30, people: int = 4, clean: bool = False) -> st.SearchStrategy[Rows]:
    """A whole ledger with its staff list and claims: runs of one activity, as long as it takes to reach a threshold or
    a limit, to miss it by one or to pass it by one, for one person or for several alike; and a few rows beside.

    Args:
        scheme: whose facts the rows tell.
        most: the most rows of the ledger.
        people: the most people in the staff list.
        clean: whether every row can be read and nothing is unknown; else ids are doubled, cells are blank or wrong,
            and some rows are voided, replaced or decided by others.

    Example:
        >>> from hypothesis import find
        >>> from incentive_rules import example_path, load_scheme
        >>> scheme = load_scheme(example_path("donghae.yaml"))
        >>> rows = find(ledgers(scheme, clean=True), lambda rows: len(rows.entries) == 2)
        >>> [(row["member_id"], row["date"], row["activity"]) for row in rows.entries]
        [('K-1', '2024-06-01', 'proposal'), ('K-1', '2024-06-01', 'proposal')]
    """
    return _Tables.of(scheme, clean=clean).ledgers(most, people)


def _entry(number: int, member: str, row: Row) -> Row:
    return {"entry_id": f"E-{number}", "member_id": member, **row}


def _claim(number: int, member: str, row: Row) -> Row:
    return {"claim_id": f"C-{number}", "member_id": member, **row}


@dataclass(frozen=True, slots=True, repr=False)
class _Tables:
    """The strategies for one scheme, made once; their rows have no ids and no members yet.

    ``entries`` has one strategy for each activity. ``repeated`` has one for runs of it, which are clean, since a slip
    would be a slip of the whole run; ``counts`` has their lengths.
    """

    cells: Cells
    people: st.SearchStrategy[Row]
    entries: tuple[st.SearchStrategy[Row], ...]
    repeated: tuple[st.SearchStrategy[Row], ...]
    counts: tuple[tuple[int, ...], ...]
    claim: st.SearchStrategy[Row] | None

    def __repr__(self) -> str:
        return f"tables of {self.cells.scheme.id}"  # for what hypothesis prints, which the whole would flood

    @classmethod
    def of(cls, scheme: Scheme, *, clean: bool) -> _Tables:
        cells = Cells.of(scheme, clean=clean)
        rows = tuple(map(cells.entry, scheme.activities))
        repeated = rows if clean else tuple(map(replace(cells, clean=True).entry, scheme.activities))
        counts = tuple(cells.edges.counts[name] for name in scheme.activities)
        return cls(cells, cells.people(), rows, repeated, counts, cells.claim())

    def roster(self, most: int) -> st.SearchStrategy[list[Row]]:
        return st.integers(1, most).flatmap(lambda count: _roster(self, _ids(count)))

    def ledgers(self, most: int, people: int) -> st.SearchStrategy[Rows]:
        return _ledger(self, most, people)

    def moved(self, row: Row, step: relativedelta) -> Row:
        """The row some time later, but not after the scheme."""
        moved = {column: _later(row[column], step, self.cells.edges.last) for column in DAY_COLUMNS if row.get(column)}
        return row | moved


def _later(day: str, step: relativedelta, last: date) -> str:
    before = date.fromisoformat(day)
    return max(before, min(before + step, last)).isoformat()


def _ids(count: int) -> tuple[str, ...]:
    more = (f"K-{number}" for number in range(3, 3 + count))
    return (*_MEMBERS, *more)[:count]


@st.composite
def _roster(draw: st.DrawFn, tables: _Tables, ids: Iterable[str]) -> list[Row]:
    return [row for each in ids for row in _stretches(draw, tables, each)]


def _stretches(draw: st.DrawFn, tables: _Tables, member: str) -> list[Row]:
    """The rows of one person, from the first to the last."""
    changes = sorted(draw(st.lists(tables.cells.days(), max_size=_MOST_CHANGES, unique=True)))
    begins = None if tables.cells.clean or not has_chance(draw, 6) else tables.cells.edges.first
    rows: list[Row] = []
    for first, until in pairwise([begins, *changes, None]):
        gap = 0 if first is None or first == begins or tables.cells.clean else draw(st.sampled_from(_GAPS))
        told = {"from": first + timedelta(days=gap) if first else None, "until": until}
        held = {column: day.isoformat() for column, day in told.items() if day}
        rows.append({"member_id": member, **draw(tables.people), **held})
    return rows


@st.composite
def _ledger(draw: st.DrawFn, tables: _Tables, most: int, people: int) -> Rows:
    clean = tables.cells.clean
    runs, singles, asked = (draw(st.sampled_from(counts)) for counts in (_RUNS, _SINGLES, _CLAIMS))
    roster = draw(tables.roster(people))
    ids = tuple(dict.fromkeys(row["member_id"] for row in roster))
    who = st.sampled_from(ids if clean or not has_chance(draw, 6) else (*ids, _STRANGER))
    rows = [_entry(0, draw(who), draw(st.one_of(tables.entries))) for _ in range(singles)]
    for _ in range(runs):
        rows += _run(draw, tables, ids, most)
    entered = [row | {"entry_id": f"E-{number}"} for number, row in enumerate(rows[:most], 1)]
    filed = _filed(draw, tables, who, entered, asked)
    if clean:
        return Rows(entered, roster, filed)
    if has_chance(draw, 8):
        return Rows(_with_facts(entered, roster), [], filed)
    entered, filed = _corrected(draw, tables, entered), _corrected(draw, tables, filed)
    return Rows(_doubled(draw, tables, entered), roster, _doubled(draw, tables, filed))


def _run(draw: st.DrawFn, tables: _Tables, ids: tuple[str, ...], most: int) -> list[Row]:
    """Entries of one activity, on one day, day after day or month after month; of one person, or of several alike."""
    activity = draw(st.integers(0, len(tables.entries) - 1))
    counts = [count for count in tables.counts[activity] if count <= most]
    row, count, step = draw(tables.repeated[activity]), draw(st.sampled_from(counts)), draw(st.sampled_from(_STEPS))
    members = draw(st.lists(st.sampled_from(ids), min_size=1, max_size=2, unique=True))
    return [_entry(0, member, tables.moved(row, step * number)) for number in range(count) for member in members]


def _filed(draw: st.DrawFn, tables: _Tables, who: st.SearchStrategy[str], entered: list[Row], count: int) -> list[Row]:
    """So many claims, many of them when somebody has done all that they do; the last perhaps month after month."""
    if tables.claim is None:
        return []
    rows = [_claim(0, draw(who), draw(tables.claim)) for _ in range(count)]
    done = {row["member_id"]: row["date"] for row in sorted(entered, key=itemgetter("date"))}
    rows = [row | {"date": done.get(row["member_id"], row["date"])} if has_chance(draw, 2) else row for row in rows]
    rows += _monthly(draw, tables, rows[-1]) if rows and has_chance(draw, 2) else []
    return [row | {"claim_id": f"C-{number}"} for number, row in enumerate(rows, 1)]


def _monthly(draw: st.DrawFn, tables: _Tables, claim: Row) -> list[Row]:
    """The same claim again, month after month."""
    count = draw(st.integers(1, 6))
    return [tables.moved(claim, relativedelta(months=number)) for number in range(1, count + 1)]


def _with_facts(rows: list[Row], roster: list[Row]) -> list[Row]:
    """Rows that tell the facts of their members themselves, where there is no staff list."""
    facts = {row["member_id"]: {k: v for k, v in row.items() if k not in ("from", "until")} for row in roster}
    return [facts.get(row["member_id"], {}) | row for row in rows]


def _corrected(draw: st.DrawFn, tables: _Tables, rows: list[Row]) -> list[Row]:
    """Perhaps later rows void, replace or decide some of these, or each other, or a row that is not there."""
    if not rows or not has_chance(draw, 3):
        return rows
    key, found = next(iter(rows[0])), list(rows)
    for _ in range(draw(st.integers(1, _MOST_CORRECTIONS))):
        target = draw(st.sampled_from(found))
        how = draw(st.sampled_from(_CORRECTIONS[key]))
        own = {key: f"{rows[0][key][0]}-{len(found) + 1}", how: target[key]}
        if has_chance(draw, 9):
            own[how] = f"{rows[0][key][0]}-0"
        if how == "replaces":
            content = target if "member_id" in target else rows[0]
            own = (
                content | own | ({"member_id": draw(st.sampled_from(rows))["member_id"]} if has_chance(draw, 6) else {})
            )
            own = {name: cell for name, cell in own.items() if name == how or name not in _HOWS}
        else:
            own["date"] = draw(tables.cells.day())
            own |= {"status": draw(st.sampled_from(("approved", "rejected", "pending")))} if how == "decides" else {}
        if has_chance(draw, 2):
            own["recorded_on"] = draw(tables.cells.day())
        found.append(own)
    return found


def _doubled(draw: st.DrawFn, tables: _Tables, rows: list[Row]) -> list[Row]:
    """Perhaps one row stands there twice, or has the id of another."""
    if not rows or not has_chance(draw, 3):
        return rows
    first, last = rows[0], rows[-1]
    key = next(iter(first))
    return [*rows, first if has_chance(draw, 2) else last | {key: first[key], "date": draw(tables.cells.day())}]
