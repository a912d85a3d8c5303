"""The comparisons, one by one: rows, members, the staff list, claims, pay and sums."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentive_rules.amounts import ZERO, Amount
from incentive_rules.codes import Code
from incentive_rules.errors import NOWHERE
from incentive_rules.reconcile import causes, pay_causes
from incentive_rules.reconcile.match import Match, matched
from incentive_rules.reconcile.model import Cause, Compared, Difference, Figure, Kind, Why
from incentive_rules.reconcile.pay_causes import Due
from incentive_rules.reconcile.sheet import has_column, lines_of, totals_of
from incentive_rules.statement.model import RowKind, State
from incentive_rules.statement.rows import because

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from incentive_rules.program.model import Program
    from incentive_rules.reconcile.sheet import Line, Total
    from incentive_rules.source import Place
    from incentive_rules.statement.evaluation import Evaluation
    from incentive_rules.statement.model import Credit, Outcome, Reason, Step
    from incentive_rules.statement.tables import Tables


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison, and what it found."""

    compared: Compared
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """What the sheet says of a member in all lines of a table, beside ours; ``told`` is ``None`` for blanks only."""

    member: str
    place: Place
    told: Amount | None
    ours: Amount
    unread: Line | None = None

    @property
    def said(self) -> Amount:
        """The figure as sums have it: a blank is nothing."""
        return self.told or ZERO

    @property
    def differs(self) -> bool:
        """Whether the sheet says something else than the rules."""
        return self.unread is not None or self.said != self.ours


def comparisons(program: Program, tables: Tables, evaluation: Evaluation) -> list[Comparison]:
    """Every comparison for which some table has the column, in the order in which they are told."""
    listed = (credit for statement in evaluation.statements.values() for credit in statement.credits)
    credits_of = {(each.member_id, each.entry_id): each for each in listed}
    return list(_Comparing(program, tables, evaluation, credits_of).comparisons())


@dataclass(frozen=True, slots=True)
class _Comparing:
    """The figures of tables beside an evaluation of them; ``credits`` are found by member and entry."""

    program: Program
    tables: Tables
    evaluation: Evaluation
    credits: Mapping[tuple[str, str], Credit]

    def comparisons(self) -> Iterator[Comparison]:
        ledger, roster, claims = self.tables.ledger, self.tables.roster, self.tables.claims
        points, paid = Figure.POINTS, Figure.PAID
        rows = self._matched_rows()
        if has_column(ledger, points):
            yield self._rows(rows)
            yield self._members(rows)
        if has_column(roster, points):
            yield self._staff(lines_of(roster, points), rows)
        if has_column(claims, paid):
            yield self._claims(lines_of(claims, paid))
        if has_column(ledger, paid):
            yield self._pay(Kind.MEMBER, lines_of(ledger, paid), added)
        if has_column(roster, paid):
            yield self._pay(Kind.STAFF, lines_of(roster, paid), repeated_or_added)
        yield from (totals for figure in Figure if (totals := self._totals(figure)).compared.count)

    def _outcomes(self, kind: RowKind) -> list[Outcome]:
        return [outcome for outcome in self.evaluation.outcomes if outcome.kind is kind]

    # Points.

    def _matched_rows(self) -> tuple[Match, ...]:
        rows = matched(lines_of(self.tables.ledger, Figure.POINTS), self._outcomes(RowKind.ENTRY), self._points)
        return _since_opening(rows)

    def _points(self, outcome: Outcome) -> Amount:
        credit = self._credit(outcome)
        return credit.points if credit else ZERO

    def _credit(self, outcome: Outcome) -> Credit | None:
        return self.credits[outcome.member_id, outcome.id] if outcome.state is State.CREDITED else None

    def _rows(self, rows: Sequence[Match]) -> Comparison:
        return _comparison(Kind.ROW, Figure.POINTS, rows, [self._row(match) for match in rows if match.differs])

    def _row(self, match: Match) -> Difference:
        line, reasons, credit = match.line, match.outcome.reasons, self._credit(match.outcome)
        why, *others = causes.of_row(self.program, line, reasons, credit)
        return Difference(
            kind=Kind.ROW,
            figure=Figure.POINTS,
            place=line.place,
            id=line.id,
            member=line.member,
            said=line.said,
            ours=match.ours,
            why=why,
            steps=credit.steps if credit else (),
            reasons=(*_unread(line), *reasons),
            others=tuple(others),
        )

    def _members(self, rows: Iterable[Match]) -> Comparison:
        """The rows of each member together; rows without a readable member are compared one by one only."""
        by_member = defaultdict(list)
        for match in rows:
            if match.line.member:
                by_member[match.line.member].append(match)
        people = [
            Person(member, NOWHERE, _sum(match.said for match in own), _sum(match.ours for match in own))
            for member, own in sorted(by_member.items())
        ]
        wrong = {member: _wrong_rows(own) for member, own in by_member.items()}
        found = [
            _of_person(Kind.MEMBER, Figure.POINTS, each, Why(Cause.ROWS), rows=wrong[each.member])
            for each in people
            if each.differs
        ]
        return _comparison(Kind.MEMBER, Figure.POINTS, people, found)

    def _staff(self, lines: Iterable[Line], rows: Iterable[Match]) -> Comparison:
        """The points of each member on the staff list."""
        earned = {member: statement.earned for member, statement in self.evaluation.statements.items()}
        people = _people(lines, earned, repeated_or_added)
        own = defaultdict(list)
        for match in rows:
            own[match.line.member].append(match)
        found = []
        for each in people:
            if each.differs:
                why = self._why_staff(each, own[each.member])
                wrong = _wrong_rows(own[each.member]) if why.cause is Cause.ROWS else ()
                found.append(_of_person(Kind.STAFF, Figure.POINTS, each, why, rows=wrong))
        return _comparison(Kind.STAFF, Figure.POINTS, people, found)

    def _why_staff(self, person: Person, rows: Sequence[Match]) -> Why:
        if person.unread is not None:
            return Why(Cause.UNREAD)
        if not person.said:
            return Why(Cause.LEFT_BLANK if person.told is None else Cause.SAID_NOTHING)
        if rows and _sum(match.said for match in rows) == person.said:
            return Why(Cause.ROWS)
        statement = self.evaluation.statements.get(person.member)
        if statement is not None and statement.balance == person.said:
            return Why(Cause.BALANCE)
        return Why(Cause.SUM if rows else Cause.OTHER)

    # Pay.

    def _claims(self, lines: Sequence[Line]) -> Comparison:
        due = self._due_by_claim()

        def due_for(outcome: Outcome) -> Due:
            return due[outcome.id] if outcome.state is State.PAID else Due()

        rows = _since_opening(matched(lines, self._outcomes(RowKind.CLAIM), lambda outcome: due_for(outcome).amount))
        found = [self._claim(match, due_for(match.outcome)) for match in rows if match.differs]
        return _comparison(Kind.CLAIM, Figure.PAID, rows, found)

    def _claim(self, match: Match, due: Due) -> Difference:
        line, outcome = match.line, match.outcome
        return Difference(
            kind=Kind.CLAIM,
            figure=Figure.PAID,
            place=line.place,
            id=line.id,
            member=line.member,
            said=line.said,
            ours=match.ours,
            why=pay_causes.of_claim(self.program, line, outcome.reasons, due),
            steps=tuple(step for payment in due.won for step in payment.steps),
            reasons=(*_unread(line), *outcome.reasons),
        )

    def _due_by_claim(self) -> Mapping[str, Due]:
        payments = defaultdict(list)
        for payment in self.evaluation.payments:
            if payment.claim_id:
                payments[payment.claim_id].append(payment)
        return defaultdict(Due, {claim: Due(tuple(own)) for claim, own in payments.items()})

    def _pay(self, kind: Kind, lines: Iterable[Line], figure_of: FigureOf) -> Comparison:
        """All pay of each member; prizes of groups are nobody's own."""
        due = self._due_by_member()
        people = _people(lines, {member: each.amount for member, each in due.items()}, figure_of)
        found = []
        for each in people:
            if each.differs:
                own = due[each.member]
                unread = Why(Cause.UNREAD) if each.unread is not None else None
                why = unread or pay_causes.of_member(self.program, each.said, own)
                steps = tuple(step for payment in own.won for step in payment.steps)
                found.append(_of_person(kind, Figure.PAID, each, why, steps=steps))
        return _comparison(kind, Figure.PAID, people, found)

    def _due_by_member(self) -> Mapping[str, Due]:
        payments = defaultdict(list)
        for payment in self.evaluation.payments:
            if payment.payee_kind == "member":
                payments[payment.payee].append(payment)
        found = {
            member: Due(tuple(payments[member]), statement.settlements)
            for member, statement in self.evaluation.statements.items()
        }
        return defaultdict(Due, found)

    # Sums.

    def _totals(self, figure: Figure) -> Comparison:
        """The sums that the sheet has itself, beside the sums of its figures; those over unread cells are let be."""
        tables = (self.tables.ledger, self.tables.roster, self.tables.claims)
        listed = [total for table in tables for total in totals_of(table, figure) if not total.unread]
        found = [_total(figure, total) for total in listed if total.said not in total.sums]
        return Comparison(
            Compared(Kind.TOTAL, figure, len(listed), _sum(each.said for each in listed), _sum(map(_right, listed))),
            tuple(found),
        )


def _since_opening(matches: Iterable[Match]) -> tuple[Match, ...]:
    """Without the rows that opening rows settled: that nothing is worked out of them says nothing of their figures."""
    return tuple(
        each for each in matches if all(reason.code is not Code.BEFORE_OPENING for reason in each.outcome.reasons)
    )


def _total(figure: Figure, total: Total) -> Difference:
    return Difference(Kind.TOTAL, figure, total.place, total.label, "", total.said, _right(total), Why(Cause.SUM))


def _right(total: Total) -> Amount:
    return total.said if total.said in total.sums else total.sums[0]


FigureOf = Callable[[Sequence[Amount], Amount], Amount | None]
"""From the figures of a member's lines, and ours, to the one that they say."""


def added(figures: Sequence[Amount], _ours: Amount) -> Amount | None:
    """The sum of the figures: each line has its own part."""
    return _sum(figures) if figures else None


def repeated_or_added(figures: Sequence[Amount], ours: Amount) -> Amount | None:
    """One figure for a member with several lines: the same in each of them, or in parts.

    Example:
        >>> repeated_or_added([Amount(4), Amount(4)], Amount(4)), repeated_or_added([Amount(1), Amount(3)], Amount(4))
        (Amount('4'), Amount('4'))
    """
    whole = added(figures, ours)
    return figures[0] if len(set(figures)) == 1 and whole != ours else whole


def _people(lines: Iterable[Line], ours: Mapping[str, Amount], figure_of: FigureOf) -> list[Person]:
    """Everybody in the lines, and everybody for whom we have a figure."""
    by_member: dict[str, list[Line]] = {member: [] for member, amount in ours.items() if amount}
    for line in lines:
        if line.member:
            by_member.setdefault(line.member, []).append(line)
    return [_person(member, own, ours.get(member, ZERO), figure_of) for member, own in sorted(by_member.items())]


def _person(member: str, lines: Sequence[Line], ours: Amount, figure_of: FigureOf) -> Person:
    told = figure_of([line.said for line in lines if line.said is not None], ours)
    unread = next((line for line in lines if line.unread is not None), None)
    return Person(member, lines[0].place if lines else NOWHERE, told, ours, unread)


def _of_person(  # noqa: PLR0913  # what a difference is made of
    kind: Kind,
    figure: Figure,
    person: Person,
    why: Why,
    *,
    steps: tuple[Step, ...] = (),
    rows: tuple[str, ...] = (),
) -> Difference:
    reasons = _unread(person.unread) if person.unread else ()
    return Difference(
        kind, figure, person.place, "", person.member, person.told, person.ours, why, steps, reasons, rows
    )


def _unread(line: Line) -> tuple[Reason, ...]:
    """Why a cell could not be read, if that is so."""
    return (because(line.unread.code, **line.unread.facts),) if line.unread else ()


def _wrong_rows(rows: Iterable[Match]) -> tuple[str, ...]:
    return tuple(match.line.id for match in rows if match.differs)


def _comparison(
    kind: Kind, figure: Figure, looked_at: Sequence[Match] | Sequence[Person], found: Iterable[Difference]
) -> Comparison:
    said, ours = _sum(each.said for each in looked_at), _sum(each.ours for each in looked_at)
    return Comparison(Compared(kind, figure, len(looked_at), said, ours), tuple(found))


def _sum(amounts: Iterable[Amount]) -> Amount:
    return sum(amounts, ZERO)
