"""One member's result out of a large ledger: the rows that bear on it are looked up, and no others are looked at.

It is what ``evaluate`` gives for that member, byte for byte, under a scheme in which nobody's rows change the result of
another. Rows that are linked are followed: those of one id, corrections and what they correct, the rows of joint work,
and the facts of those who gave points.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError
from incentive_rules.ledger.model import Claims, Ledger, Roster, index_of
from incentive_rules.messages import Label
from incentive_rules.program.from_scheme import program_of
from incentive_rules.source import Place
from incentive_rules.statement.couplings import couplings_of
from incentive_rules.statement.from_ledger import evaluate_part
from incentive_rules.statement.only import Only
from incentive_rules.statement.tables import Tables, civil_day, tables_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date

    from incentive_rules.ledger.model import Entry, RejectedRow, Table
    from incentive_rules.program.model import Program
    from incentive_rules.scheme.model import Scheme
    from incentive_rules.statement.evaluation import Evaluation
    from incentive_rules.statement.opening import Opening
    from incentive_rules.statement.tables import Rows


def evaluate_member(  # noqa: PLR0913  # that of ``evaluate``, the member, and what is left out
    scheme: Scheme,
    ledger: Ledger | Rows,
    roster: Roster | Rows = (),
    claims: Claims | Rows = (),
    *,
    member: str,
    as_of: date | str,
    known_at: date | str | None = None,
    without: Collection[str] = (),
    opening: Opening | None = None,
) -> Evaluation:
    """What one member earned and is owed, and why, without looking at the rows of everybody else.

    Statement, payments, what became of the member's rows, ``explain`` and ``why_not`` are those of ``evaluate``.
    Nobody else stands in it: where an id is also that of somebody else's row, nothing is told of that one. ``totals``
    are those of the member. Give tables from ``read_ledger``, ``read_roster`` and ``read_claims``: rows as
    mappings are all typed first.

    Args:
        scheme: from ``load_scheme``; no rule of it may couple members (``couplings``), or all that do can be followed.
        ledger: as ``evaluate`` takes it; so are ``roster`` and ``claims``: those of everybody.
        roster: the staff list.
        claims: what members asked for.
        member: whose result it is.
        as_of: the last day that is looked at.
        known_at: leave out rows recorded after this day.
        without: ids of awards by rank or grade that are left out: nothing of them is told or paid.
        opening: refused: opening rows are those of everybody. ``evaluate`` takes them.

    Raises:
        InputError: if rules couple members, with the address of each and why; if an award cannot be left out; if nobody
            of that id has a row; if ``as_of`` or ``known_at`` is no day; or for opening rows.

    Example:
        >>> from incentive_rules import evaluate_member, example_path, load_scheme, read_ledger
        >>> scheme = load_scheme(example_path("donghae.yaml"))
        >>> done = read_ledger(example_path("data/entries.csv"), scheme)
        >>> found = evaluate_member(scheme, done, member="K-0296", as_of="2025-05-31", without=["departments"])
        >>> list(found.statements), found.only_member, found.left_out
        (['K-0296'], 'K-0296', ('departments',))
    """
    if opening is not None:
        facts = {"name": "opening", "value": type(opening).__name__, "expected": _NO_OPENING}
        raise InputError([Diagnostic(Code.BAD_ARGUMENT, facts=facts)])
    last = civil_day("as_of", as_of)
    known = None if known_at is None else civil_day("known_at", known_at)
    whole = program_of(scheme)
    program = _alone(whole, without)
    part = part_of(program, tables_of(scheme, ledger, roster, claims), member)
    found = evaluate_part(program, part, Only(member, tuple(sorted(set(without)))), last, known)
    if not found.statements:
        raise InputError([Diagnostic(Code.UNKNOWN_QUERY, facts={"value": member})])
    vars(found)["program"] = whole  # else an explanation loads the scheme again
    return found


def _alone(program: Program, without: Collection[str]) -> Program:
    """A program without some awards, in which nothing is left that couples members.

    Raises:
        InputError: with every rule that does, or if there is no such award.
    """
    awards = {each.id for each in (*program.rankings, *program.grades)}
    if isinstance(without, str) or not awards.issuperset(without):
        facts = {"name": "without", "value": without, "expected": _AWARDS}
        raise InputError([Diagnostic(Code.BAD_ARGUMENT, facts=facts)])
    coupled = [each for each in couplings_of(program, without) if not each.is_followed]
    if coupled:
        raise InputError(
            Diagnostic(Code.MEMBERS_COUPLED, Place(address=each.address), {"why": each.why}) for each in coupled
        )
    return replace(program, rankings=(), grades=())


_NO_OPENING = Label(
    "전체 기록이 있어야 합니다. 전기이월 자료는 모두의 것이므로 evaluate로 계산하고 그 사람의 명세를 보십시오",
    "it takes the whole history; opening rows are those of everybody: take the member's statement out of what evaluate"
    " gives",
)
_AWARDS = Label("순위나 등급으로 주는 상의 id 목록이어야 합니다", "it must be a list of ids of awards by rank or grade")


def part_of(program: Program, tables: Tables, member: str) -> Tables:
    """All that bears on one member, in tables that know of what they are a part."""
    found = _Found(tables.ledger, [member])
    found.take_linked()
    if any(rule.shares for rule in program.activities.values()):
        found.take_partners()
    people = found.people()
    if not tables.has_staff_list:  # then the rows of people say what they are
        found.members |= dict.fromkeys(people)
        found.take_linked()
    claims = _Found(tables.claims, [member])
    claims.take_linked()
    listed = _Found(tables.roster, people)
    listed.take_linked()
    return Tables(
        Ledger(tuple(found.rows()), tuple(found.rejected())),
        Roster(tuple(listed.rows()), tuple(listed.rejected())),
        Claims(tuple(claims.rows()), tuple(claims.rejected())),
        tables,
    )


class _Found:
    """What is taken of a table: all rows of some members, all that are tied to some ids, and some rows besides."""

    def __init__(self, table: Table[Any], members: Iterable[str]) -> None:
        self.table, self.members = table, dict.fromkeys(members)
        self.names: set[str] = set()
        self.others: list[Entry] = []

    def take_linked(self) -> None:
        """Take what is tied by ids and corrections to what was taken."""
        index = index_of(self.table)
        own = {name for member in self.members for name in index.names(member)}
        self.names = index.linked(own | self.names | {row.entry_id for row in self.others})

    def take_partners(self) -> None:
        """Take the rows of every piece of work that was taken."""
        works = dict.fromkeys(row.work for row in self.rows() if row.work is not None)
        self.others = [row for work in works for row in index_of(self.table).of_work(work)]
        self.take_linked()

    def people(self) -> list[str]:
        """Those whose rows were taken, and who gave them points."""
        taken = self.rows()
        givers = (row.from_member for row in taken if row.from_member is not None)
        return list(dict.fromkeys([*self.members, *(row.member_id for row in taken), *givers]))

    def rows(self) -> Sequence[Any]:
        """All of it, each row once."""
        index = index_of(self.table)
        own = [row for member in self.members for row in index.of(member)]
        linked = [row for row in index.named(self.names) if row.member_id not in self.members]
        there = set(map(id, linked))
        others = (row for row in self.others if row.member_id not in self.members and id(row) not in there)
        return [*own, *linked, *others]

    def rejected(self) -> Sequence[RejectedRow]:
        """The rejected rows of it, each once."""
        index = index_of(self.table)
        own = [row for member in self.members for row in index.refused(member)]
        return [*own, *(row for row in index.refused_named(self.names) if row.member_id not in self.members)]
