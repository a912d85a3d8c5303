"""One evaluation, step by step: each step hands on what it found, and none looks back.

known rows → rows that stand → lines and verdicts → lives and rankings → statements, payments, totals
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from incentive_rules.codes import Code
from incentive_rules.ledger.model import Roster
from incentive_rules.statement.assemble import Assembler, RowAccount
from incentive_rules.statement.closed.carrying import carried, moved_on
from incentive_rules.statement.closed.closing import calendar_of, has_late
from incentive_rules.statement.closed.late_claims import claims_in_force
from incentive_rules.statement.correcting import standing, with_notes
from incentive_rules.statement.deferred import Deferred
from incentive_rules.statement.evaluation import FORMAT, Evaluation
from incentive_rules.statement.limits.granting import judged
from incentive_rules.statement.lives.choosing import changed_in_time
from incentive_rules.statement.lives.opened import beginning_of, refuse_misfit
from incentive_rules.statement.model import Outcome, RowKind, State
from incentive_rules.statement.opening import Opened, Opening
from incentive_rules.statement.openings.refusals import refuse_day
from incentive_rules.statement.openings.since import Since
from incentive_rules.statement.people import people_of
from incentive_rules.statement.rows import People, because, listed_in_rows, outcome
from incentive_rules.statement.setting import Setting
from incentive_rules.statement.settle import Settled, settle
from incentive_rules.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from incentive_rules.ledger.model import Claim, Claims, Entry, Table
    from incentive_rules.program.model import Program
    from incentive_rules.statement.closed.closing import Calendar
    from incentive_rules.statement.closed.posting import Posted
    from incentive_rules.statement.correcting import Standing
    from incentive_rules.statement.earning.credit import Line, Verdict
    from incentive_rules.statement.lives.member import Life
    from incentive_rules.statement.model import Reason, Settlement
    from incentive_rules.statement.only import Only
    from incentive_rules.statement.tables import Tables


class Judged(NamedTuple):
    """What rules say of each entry by itself; ``posted`` takes the place of ``lines`` where periods were closed."""

    setting: Setting
    entries: Standing[Entry]
    claims: Standing[Claim]
    lines: dict[str, list[Line]]
    verdicts: list[Verdict]
    posted: Posted | None = None


class Done(NamedTuple):
    """What has happened by the last day that is looked at: from it statements and opening rows are made."""

    setting: Setting
    settled: Settled
    account: RowAccount


@dataclass(frozen=True, slots=True)
class Evaluating:
    """An evaluation of a program over tables, as of a day; with ``only``, of what concerns one member."""

    program: Program
    tables: Tables
    as_of: date
    known_at: date | None
    opening: Opening | None = None
    only: Only | None = None

    def done(self) -> Done:
        """Everything from the rows to what was settled.

        Raises:
            InputError: if the opening rows do not fit.
        """
        since = self._since()
        asked, changed_late = changed_in_time(self.program, self.tables.claims, self.known_at)
        entries, claims = self._standing(since, asked)
        people = self._people(entries.rows)
        setting = replace(Setting.of(self.program, people, self.as_of), began=None if since is None else since.began)
        found = self._judged(setting, entries, claims, asked)
        due, late, lines = *self._claims(found.claims.rows), found.lines
        if since is not None:
            lines = since.lines(found.setting, lines, found.verdicts)
            due, waiting = since.waiting(due, found.claims)
            late += waiting
        settled = settle(found.setting, lines, found.verdicts, due, found.posted)
        held = (outcome(claim, RowKind.CLAIM, State.HELD, *why) for claim, why in found.claims.held)
        claimed = _claim_outcomes(due, settled.lives, found.claims.notes)
        told = [*found.claims.outcomes, *changed_late, *held, *late, *claimed]
        verdicts = found.verdicts
        if self.only is not None:
            settled, verdicts = self.only.settled(settled), self.only.verdicts(verdicts)
        return Done(found.setting, settled, self._account(people, settled, verdicts, found.entries, told))

    def result(self, done: Done) -> Evaluation:
        """The answer, put together from what was done."""
        settled, only = done.settled, self.only
        prizes = [prize for _, prizes in settled.rankings for prize in prizes]
        assembler = Assembler(done.setting, settled.lives, settled.groups, prizes, done.account)
        payments = assembler.payments()
        return Evaluation(
            format=FORMAT,
            scheme=self.program.scheme.to_dict(),
            reading=self.program.scheme.reading,
            as_of=self.as_of,
            known_at=self.known_at,
            totals=assembler.totals(payments),
            statements=assembler.statements(only.member if only else ""),
            groups=assembler.group_statements(),
            rankings=tuple(ranking for ranking, _ in settled.rankings),
            payments=payments,
            outcomes=Deferred(done.account.told),
            library=__version__,
            facts_sha256=self.tables.digests(),
            opening=None if self.opening is None else Opened.by(self.opening),
            set_aside=tuple(self.tables.set_aside()),
            only_member=only.member if only else "",
            left_out=only.left_out if only else (),
        )

    def _judged(
        self, setting: Setting, entries: Standing[Entry], claims: Standing[Claim], asked: Table[Claim]
    ) -> Judged:
        """Each entry judged by itself, and once more at each closing where what is known since may change it."""
        calendar = self._calendar() if self.program.carries_forward else None
        if calendar is not None and calendar.closed:
            claims = claims_in_force(claims, asked, calendar)
            if self._may_change(calendar):
                found = carried(setting, self.tables.ledger, self.known_at, calendar, self._people_at)
                noted = with_notes(entries, found.notes)
                return Judged(replace(setting, people=found.people), noted, claims, {}, found.verdicts, found.posted)
        lines, verdicts = judged(setting, entries)
        return Judged(setting, entries, claims, lines, verdicts if calendar is None else moved_on(verdicts, calendar))

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
        refuse_day(self.program, self.tables, self.opening.day)
        plain = Setting.of(self.program, people_of(Roster(), None), self.as_of)
        return Since(beginning_of(self.opening, plain), self.program.answers.points_count_on)

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
