"""The arrow from a ledger to an evaluation: exact and complete. All else is tested against it.

rows -> known rows -> lines and verdicts -> one walk per member -> rankings -> statements and totals
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import chain
from os import PathLike
from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError
from incentive_rules.facts import RefusedValueError, parse_date
from incentive_rules.ledger.from_rows import claims_from_rows, ledger_from_rows, roster_from_rows
from incentive_rules.ledger.model import Claims, Ledger, Roster, Table
from incentive_rules.messages import Label
from incentive_rules.periods import ONE_DAY
from incentive_rules.program.from_scheme import program_of
from incentive_rules.statement.assemble import Assembler, RowAccount
from incentive_rules.statement.closed.carrying import carried, moved_on
from incentive_rules.statement.closed.closing import calendar_of, has_late
from incentive_rules.statement.closed.late_claims import claims_in_force
from incentive_rules.statement.collector import collector_paused
from incentive_rules.statement.correcting import standing, with_notes
from incentive_rules.statement.deferred import Deferred
from incentive_rules.statement.digest import Digest, FactsDigest
from incentive_rules.statement.evaluation import FORMAT, Evaluation
from incentive_rules.statement.facts_digest import claims_digest, ledger_digest, roster_digest
from incentive_rules.statement.limits.granting import judged
from incentive_rules.statement.lives.choosing import changed_in_time
from incentive_rules.statement.lives.opened import beginning_of, refuse_misfit
from incentive_rules.statement.model import Outcome, RowKind, State
from incentive_rules.statement.opening import FORMAT as OPENING_FORMAT
from incentive_rules.statement.opening import Opened, Opening
from incentive_rules.statement.openings.gathering import open_rows, rows_of
from incentive_rules.statement.openings.refusals import refusals
from incentive_rules.statement.openings.since import Since
from incentive_rules.statement.people import people_of
from incentive_rules.statement.rows import (
    People,
    because,
    listed_in_rows,
    outcome,
    rows_set_aside,
)
from incentive_rules.statement.setting import Setting
from incentive_rules.statement.settle import settle
from incentive_rules.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentive_rules.ledger.model import Claim, Entry
    from incentive_rules.program.model import Program
    from incentive_rules.scheme.model import Scheme
    from incentive_rules.statement.closed.closing import Calendar
    from incentive_rules.statement.closed.posting import Posted
    from incentive_rules.statement.correcting import Standing
    from incentive_rules.statement.earning.credit import Line, Verdict
    from incentive_rules.statement.lives.member import Life
    from incentive_rules.statement.model import Reason, Settlement
    from incentive_rules.statement.only import Only
    from incentive_rules.statement.settle import Settled

    Rows = Iterable[Mapping[str, object]]


def evaluate(  # noqa: PLR0913  # the settled signature: each input is one of the law's
    scheme: Scheme,
    ledger: Ledger | Rows,
    roster: Roster | Rows = (),
    claims: Claims | Rows = (),
    *,
    as_of: date | str,
    known_at: date | str | None = None,
    opening: Opening | None = None,
) -> Evaluation:
    """What everybody earned and is owed, and why.

    Args:
        scheme: from ``load_scheme``.
        ledger: from ``read_ledger``, or rows as mappings: ``entry_id, member_id, date, activity`` and declared facts.
        roster: from ``read_roster``, or rows: ``member_id``, declared facts, ``from``, ``until``.
            Without it, the facts of members that stand in the ledger's rows serve, each from its day on.
        claims: from ``read_claims``, or rows: ``claim_id, member_id, date, award``, ``option``.
        as_of: the last day that is looked at. Rows that count later are "not yet".
        known_at: leave out rows recorded after this day; without it, all rows given are known.
        opening: from ``opening_of`` or ``Opening.from_json``: the evaluation begins on its day, and rows that counted
            before need not be given any more.

    Raises:
        InputError: if ``as_of`` or ``known_at`` is no day, for a path where a scheme or rows belong, or if the opening
            does not fit the scheme. Bad rows raise nothing: they are in ``outcomes``.

    Example:
        >>> from incentive_rules import evaluate, example_path, load_scheme
        >>> scheme = load_scheme(example_path("donghae.yaml"))
        >>> done = [{"entry_id": n, "member_id": "K-1", "date": "2024-06-10", "activity": "achievement"} for n in "abc"]
        >>> staff = [{"member_id": "K-1", "grade": "7급", "department": "행정과"}]
        >>> asked = [{"claim_id": "C-1", "member_id": "K-1", "date": "2024-06-30", "award": "monthly"}]
        >>> june = evaluate(scheme, done, staff, asked, as_of="2024-06-30")
        >>> [(payment.payee, payment.reward, str(payment.amount)) for payment in june.payments]
        [('K-1', 'donghae_pay', '30000')]
    """
    last = civil_day("as_of", as_of)
    known = None if known_at is None else civil_day("known_at", known_at)
    return evaluate_program(program_of(scheme), tables_of(scheme, ledger, roster, claims), last, known, opening)


def evaluate_program(
    program: Program, tables: Tables, as_of: date, known_at: date | None = None, opening: Opening | None = None
) -> Evaluation:
    """``evaluate`` for a program and tables that are at hand, as a simulation has them."""
    with collector_paused():
        return _Evaluating(program, tables, as_of, known_at, opening=_given(opening)).result()


def opening_of(  # noqa: PLR0913  # as ``evaluate``
    scheme: Scheme,
    ledger: Ledger | Rows,
    roster: Roster | Rows = (),
    claims: Claims | Rows = (),
    *,
    as_of: date | str,
    known_at: date | str | None = None,
    opening: Opening | None = None,
) -> Opening:
    """What an evaluation leaves to the next one, as opening rows on the day after ``as_of``.

    It takes what ``evaluate`` takes. With the opening rows, an evaluation of the rows since that day gives for that
    time what one of the whole history gives.

    Raises:
        InputError: as ``evaluate`` does, and with each rule that cannot be carried over that day, such as a ranking in
            the middle of its period.

    Example:
        >>> from incentive_rules import evaluate, example_path, load_scheme, opening_of
        >>> scheme = load_scheme(example_path("donghae.yaml"))
        >>> done = [{"entry_id": "E-1", "member_id": "K-1", "date": "2024-06-10", "activity": "achievement"}]
        >>> staff = [{"member_id": "K-1", "grade": "7급", "department": "행정과"}]
        >>> opening = opening_of(scheme, done, staff, as_of="2024-12-31")
        >>> later = evaluate(scheme, [], staff, as_of="2025-06-30", opening=opening)
        >>> later.statements["K-1"].opened, later.statements["K-1"].balance
        (Amount('1'), Amount('1'))
    """
    last = civil_day("as_of", as_of)
    known = None if known_at is None else civil_day("known_at", known_at)
    tables = tables_of(scheme, ledger, roster, claims)
    return evaluated_with_opening(program_of(scheme), tables, last, known, opening)[1]


def evaluated_with_opening(
    program: Program, tables: Tables, as_of: date, known_at: date | None = None, opening: Opening | None = None
) -> tuple[Evaluation, Opening]:
    """An evaluation, and what it leaves to the next one.

    Raises:
        InputError: with each rule that cannot be carried over the day.
    """
    day = _day_after(as_of)
    _refuse_day(program, tables, day)
    with collector_paused():
        evaluating = _Evaluating(program, tables, as_of, known_at, opening=_given(opening))
        evaluation = evaluating.result()
        setting, settled = evaluating.done[0]
        rows = rows_of(setting, settled, day)
        waiting = open_rows(tables.ledger, tables.claims, evaluation.outcomes, day, program.choices.points_count_on)
    return evaluation, Opening(
        format=OPENING_FORMAT,
        library=__version__,
        scheme=program.scheme.id,
        scheme_sha256=evaluation.certificate.scheme_sha256,
        reading=program.scheme.reading,
        day=day,
        known_at=known_at,
        result_sha256=evaluation.certificate.result_sha256,
        rows=(*rows, *waiting),
    )


def _day_after(as_of: date) -> date:
    """The day on which opening rows begin.

    Raises:
        InputError: if no evaluation could begin on it.
    """
    return civil_day("as_of", civil_day("as_of", as_of) + ONE_DAY)


def _refuse_day(program: Program, tables: Tables, day: date) -> None:
    """A day on which no opening rows can begin.

    Raises:
        InputError: with each rule that cannot be carried over it.
    """
    tell = not tables.has_staff_list and any(row.member_facts for row in tables.ledger.rows)
    if found := list(refusals(program, day, rows_tell_people=tell)):
        raise InputError(found)


def _given(opening: object) -> Opening | None:
    """Opening rows that were read.

    Raises:
        InputError: for a path or a text.
    """
    if opening is None or isinstance(opening, Opening):
        return opening
    facts = {"name": "opening", "value": type(opening).__name__, "expected": _OPENING}
    raise InputError([Diagnostic(Code.BAD_ARGUMENT, facts=facts)])


def evaluate_part(program: Program, tables: Tables, only: Only, as_of: date, known_at: date | None) -> Evaluation:
    """What concerns one member, of tables that hold all that bears on that member and perhaps rows of others."""
    return _Evaluating(program, tables, as_of, known_at, only=only).result()


def tables_of(scheme: Scheme, ledger: Ledger | Rows, roster: Roster | Rows, claims: Claims | Rows) -> Tables:
    """The facts of an evaluation as typed tables, whether they came from files or as mappings.

    Raises:
        InputError: for a path or a text: files are read by ``read_ledger``, ``read_roster`` and ``read_claims``.
    """
    for name, given, own in (("ledger", ledger, Ledger), ("roster", roster, Roster), ("claims", claims, Claims)):
        is_rows = isinstance(given, Iterable) and not isinstance(given, str | bytes | PathLike | Mapping | Table)
        is_frame = hasattr(given, "__dataframe__") or hasattr(given, "__arrow_c_stream__")  # its parts are columns
        if is_frame or not (is_rows or isinstance(given, own)):
            facts = {"name": name, "value": type(given).__name__, "expected": _ROWS}
            raise InputError([Diagnostic(Code.BAD_ARGUMENT, facts=facts)])
    return Tables(
        ledger if isinstance(ledger, Ledger) else ledger_from_rows(ledger, scheme.facts),
        roster if isinstance(roster, Roster) else roster_from_rows(roster, scheme.facts),
        claims if isinstance(claims, Claims) else claims_from_rows(claims, scheme.facts),
    )


_LAST_YEAR = 2999
_OPENING = Label(
    "opening_of(...)이나 Opening.from_json(...)에서 얻은 전기이월 자료",
    "opening rows, from opening_of(...) or Opening.from_json(...)",
)
_ROWS = Label(
    "행의 목록, 또는 read_로 읽은 표", "a list of rows, or a table from read_ledger, read_roster or read_claims"
)


def civil_day(name: str, value: date | str) -> date:
    """A day given as an argument.

    Raises:
        InputError: if it is none.
    """
    try:
        day = parse_date(value)
    except RefusedValueError as error:
        raise InputError([Diagnostic(error.code, facts={**error.facts, "name": name})]) from error
    if isinstance(value, datetime) or day.year > _LAST_YEAR:
        expected = Label(f"{_LAST_YEAR}년까지의 날짜", f"a day up to the year {_LAST_YEAR}")
        raise InputError([Diagnostic(Code.BAD_ARGUMENT, facts={"name": name, "value": value, "expected": expected})])
    return day


@dataclass(frozen=True, slots=True)
class Tables:
    """The facts of an evaluation."""

    ledger: Ledger
    roster: Roster
    claims: Claims
    whole: Tables | None = field(default=None, repr=False, compare=False)
    """the tables of which these hold a part"""

    @property
    def has_staff_list(self) -> bool:
        """Whether a staff list was given, be it one of which no row can be used."""
        roster = (self.whole or self).roster
        return bool(roster.rows or roster.rejected or roster.set_aside)

    def staff(self, known_at: date | None = None) -> Roster:
        """The staff list, or without one what the ledger's own rows, as known and corrected, say of their members."""
        if self.has_staff_list:
            return self.roster
        return listed_in_rows(standing(self.ledger, RowKind.ENTRY, known_at).rows)

    def set_aside(self) -> Iterator[Outcome]:
        """The rows that the readers passed over."""
        for table, kind in ((self.ledger, RowKind.ENTRY), (self.claims, RowKind.CLAIM), (self.roster, RowKind.ROSTER)):
            yield from rows_set_aside(table, kind)

    def digests(self) -> FactsDigest:
        """A hash of each table, made when it is looked at."""
        ledger, roster, claims = self.ledger, self.roster, self.claims
        return FactsDigest(
            Digest(lambda: ledger_digest(ledger)),
            Digest(lambda: roster_digest(roster, is_given=self.has_staff_list)),
            Digest(lambda: claims_digest(claims)),
        )


@dataclass(frozen=True, slots=True)
class _Evaluating:
    program: Program
    tables: Tables
    as_of: date
    known_at: date | None
    only: Only | None = None
    opening: Opening | None = None
    done: list[tuple[Setting, Settled]] = field(default_factory=list)
    """once there is a result: from what opening rows are gathered"""

    def result(self) -> Evaluation:
        program, tables = self.program, self.tables
        since = self._since()
        asked, changed_late = changed_in_time(program, tables.claims, self.known_at)
        entries, claims = self._standing(since, asked)
        people = self._people(entries.rows)
        setting = replace(Setting.of(program, people, self.as_of), began=None if since is None else since.began)
        posted: Posted | None = None
        lines: dict[str, list[Line]] = {}
        calendar = self._calendar() if program.carries_forward else None
        if calendar is not None and calendar.closed:
            claims = claims_in_force(claims, asked, calendar)
            if self._may_change(calendar):
                found = carried(setting, tables.ledger, self.known_at, calendar, self._people_at)
                posted, verdicts = found.posted, found.verdicts
                entries = with_notes(entries, found.notes)
                setting = replace(setting, people=found.people)
        if posted is None:
            lines, verdicts = judged(setting, entries)
        due_claims, late_claims = self._claims(claims.rows)
        if since is not None:
            lines = since.lines(setting, lines, verdicts)
            due_claims, waiting = since.waiting(due_claims)
            late_claims += waiting
        if posted is None and calendar is not None:
            verdicts = moved_on(verdicts, calendar)
        settled = settle(setting, lines, verdicts, due_claims, posted)
        self.done.append((setting, settled))
        claimed = [*late_claims, *_claim_outcomes(due_claims, settled.lives, claims.notes)]
        if self.only is not None:
            settled, verdicts = self.only.settled(settled), self.only.verdicts(verdicts)
        lives, rankings = settled.lives, settled.rankings
        held = (outcome(claim, RowKind.CLAIM, State.HELD, *why) for claim, why in claims.held)
        told = [*claims.outcomes, *changed_late, *held, *claimed]
        account = self._account(people, settled, verdicts, entries, told)
        prizes = [prize for _, prizes in rankings for prize in prizes]
        assembler = Assembler(setting, lives, settled.groups, prizes, account)
        payments = assembler.payments()
        return Evaluation(
            format=FORMAT,
            scheme=program.scheme.to_dict(),
            reading=program.scheme.reading,
            as_of=self.as_of,
            known_at=self.known_at,
            totals=assembler.totals(payments),
            statements=assembler.statements(self.only.member if self.only else ""),
            groups=assembler.group_statements(),
            rankings=tuple(ranking for ranking, _ in rankings),
            payments=payments,
            outcomes=Deferred(account.told),
            library=__version__,
            facts_sha256=tables.digests(),
            opening=None if self.opening is None else Opened.by(self.opening),
            set_aside=tuple(tables.set_aside()),
            only_member=self.only.member if self.only else "",
            left_out=self.only.left_out if self.only else (),
        )

    def _account(
        self,
        people: People,
        settled: Settled,
        verdicts: list[Verdict],
        entries: Standing[Entry],
        claims: list[Outcome],
    ) -> RowAccount:
        """What became of every row."""
        account = RowAccount(
            people=people,
            declared=self.program.scheme.facts.member,
            lives=[*settled.lives.values(), *settled.groups.values()],
            verdicts=verdicts,
            entries=entries.outcomes,
            claims=claims,
            roster=people.outcomes,
            notes=entries.notes,
        )
        return account if self.only is None else self.only.account(account)

    def _since(self) -> Since | None:
        """What tells rows since an opening from those before it, if there is one."""
        if self.opening is None:
            return None
        refuse_misfit(self.opening, self.program, self.as_of)
        _refuse_day(self.program, self.tables, self.opening.day)
        plain = Setting.of(self.program, people_of(Roster(), None), self.as_of)
        return Since(beginning_of(self.opening, plain), self.program.choices.points_count_on)

    def _standing(self, since: Since | None, asked: Claims) -> tuple[Standing[Entry], Standing[Claim]]:
        """The entries and claims that stand; with opening rows, those that they did not settle."""
        ledger: Table[Entry] = self.tables.ledger
        filed: Table[Claim] = asked
        if since is not None:
            since.require(ledger.rows, filed.rows)
            ledger, filed = since.entries(ledger), since.claims(filed)
        entries = standing(ledger, RowKind.ENTRY, self.known_at)
        claims = standing(filed, RowKind.CLAIM, self.known_at)
        if since is None:
            return entries, claims
        return since.told(entries, RowKind.ENTRY), since.told(claims, RowKind.CLAIM)

    def _calendar(self) -> Calendar:
        """The calendar of the whole, of which a part may not hold the last row that was known."""
        tables = self.tables.whole or self.tables
        return calendar_of(self.program, (tables.ledger, tables.claims, tables.roster), self.known_at)

    def _may_change(self, calendar: Calendar) -> bool:
        """Whether what is known later may change a closed period; rules that look at several rows may let it."""
        program, tables = self.program, self.tables
        if program.general_limits or any(rule.shares for rule in program.activities.values()):
            return True
        listed = tables.has_staff_list
        return has_late(tables.ledger, tables.roster, calendar, self.known_at, is_listed=listed)

    def _people_at(self, known_at: date | None, entries: Standing[Entry]) -> People:
        """Who was what, by what was known on a day."""
        if self.tables.has_staff_list:
            return people_of(self.tables.roster, known_at)
        return people_of(listed_in_rows(entries.rows), None)

    def _people(self, entries: Iterable[Entry]) -> People:
        """Who was what. Rows that were made of the ledger's own are no rows of a list: only contradictions are told."""
        if self.tables.has_staff_list:
            return people_of(self.tables.roster, self.known_at)
        people = people_of(listed_in_rows(entries), None)
        return replace(people, outcomes=tuple(each for each in people.outcomes if each.state is State.REJECTED))

    def _claims(self, rows: Iterable[Claim]) -> tuple[list[Claim], list[Outcome]]:
        due, late = [], []
        for claim in rows:
            if claim.date > self.as_of:
                why = because(Code.NOT_YET, day=claim.date, as_of=self.as_of)
                late.append(outcome(claim, RowKind.CLAIM, State.NOT_YET, why))
            elif claim.award not in self.program.scheme.awards:  # a table that was typed for another scheme
                why = because(Code.UNKNOWN_AWARD, value=claim.award, known=tuple(self.program.scheme.awards))
                late.append(outcome(claim, RowKind.CLAIM, State.REJECTED, why))
            else:
                due.append(claim)
        return due, late


def _claim_outcomes(
    claims: Iterable[Claim], lives: Mapping[str, Life], notes: Mapping[str, tuple[Reason, ...]]
) -> Iterator[Outcome]:
    settled: dict[str, Settlement] = {}
    revised: dict[str, tuple[Reason, ...]] = {}
    for each in chain.from_iterable(life.settlements for life in lives.values()):
        if each.revises:
            revised[each.claim_id] = (*revised.get(each.claim_id, ()), *each.reasons)
        elif each.claim_id:
            settled[each.claim_id] = each
    chosen = {name: told for life in lives.values() for name, told in life.told.items()}
    for claim in claims:
        if claim.claim_id in chosen:
            state, reasons = chosen[claim.claim_id]
            yield outcome(claim, RowKind.CLAIM, state, *reasons, *notes.get(claim.claim_id, ()))
            continue
        name, settlement = claim.claim_id, settled[claim.claim_id]
        told = (*settlement.reasons, *revised.get(name, ()), *notes.get(name, ()))
        yield outcome(claim, RowKind.CLAIM, settlement.state, *told)
