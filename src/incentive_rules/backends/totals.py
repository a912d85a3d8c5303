"""Totals without statements: one program over columns, equal to ``evaluate(...).totals`` field by field.

columns -> rows that count -> codes by member -> points by stop -> tiers and rankings -> totals
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING, Any

from incentive_rules.amounts import Amount
from incentive_rules.backends.columns import sheet_of_columns
from incentive_rules.backends.credits import Crediting, Tally
from incentive_rules.backends.entries import coded, take_in
from incentive_rules.backends.people import Staff
from incentive_rules.backends.plan import plan_of
from incentive_rules.backends.ranks import Ranking
from incentive_rules.backends.reference import Reference, claims_in_turn, staff_of, told_apart, told_staff
from incentive_rules.backends.sheet import sheet_of_ledger
from incentive_rules.backends.timeline import Slots, timeline_of
from incentive_rules.backends.walk import Walking
from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError
from incentive_rules.periods import ONE_DAY
from incentive_rules.program.from_scheme import program_of
from incentive_rules.statement.correcting import aim_of, standing
from incentive_rules.statement.model import ActivityTotal, RowKind, State, Totals
from incentive_rules.statement.rows import refused_states
from incentive_rules.statement.tables import civil_day, tables_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from incentive_rules.backends.people import Spells
    from incentive_rules.backends.plan import Plan
    from incentive_rules.backends.sheet import Sheet
    from incentive_rules.backends.timeline import Timeline
    from incentive_rules.backends.walk import Books
    from incentive_rules.ledger.model import Claim, Claims, Ledger, Roster
    from incentive_rules.scheme.model import Scheme
    from incentive_rules.statement.opening import Opening
    from incentive_rules.statement.rows import People

    Rows = Iterable[Mapping[str, object]]
    Columns = Mapping[str, Sequence[Any]]


def evaluate_totals(  # noqa: PLR0913  # the signature of evaluate
    scheme: Scheme,
    ledger: Ledger | Rows | Columns,
    roster: Roster | Rows = (),
    claims: Claims | Rows = (),
    *,
    as_of: date | str,
    known_at: date | str | None = None,
    opening: Opening | None = None,
) -> Totals:
    """The totals of ``evaluate``, without statements and reasons, and many times faster.

    Args:
        scheme: from ``load_scheme``.
        ledger: columns as lists of one length by their names, as ``frame.to_dict(as_series=False)`` gives them; or what
            ``evaluate`` takes.
        roster: as ``evaluate`` takes it.
        claims: as ``evaluate`` takes them.
        as_of: the last day that is looked at.
        known_at: leave out rows recorded after this day.
        opening: refused: totals are those of the whole history.

    Raises:
        InputError: if a day is none, if columns are no lists of one length, if the scheme has a rule that this path
            does not cover, or for opening rows; the finding names it.

    Example:
        >>> from datetime import date
        >>> from incentive_rules import example_path, load_scheme
        >>> scheme = load_scheme(example_path("donghae.yaml"))
        >>> columns = {
        ...     "entry_id": ["E-1", "E-2"],
        ...     "member_id": ["K-1", "K-1"],
        ...     "date": [date(2024, 6, 10), date(2024, 6, 11)],
        ...     "activity": ["proposal", "adoption"],
        ...     "praised": [True, False],
        ... }
        >>> staff = [{"member_id": "K-1", "grade": "7급", "department": "행정과"}]
        >>> totals = evaluate_totals(scheme, columns, staff, as_of="2024-12-31")
        >>> str(totals.earned), totals.paid
        ('2', {'plaque': Amount('1')})
    """
    if opening is not None:
        raise InputError([Diagnostic(Code.NOT_COVERED, facts={"name": "opening"})])
    return compile_totals(scheme).of(ledger, roster, claims, as_of=as_of, known_at=known_at)


def compile_totals(scheme: Scheme) -> TotalsProgram:
    """A scheme made ready for the totals of many ledgers.

    Raises:
        InputError: if the scheme has a rule that this path does not cover; the finding names it.

    Example:
        >>> from incentive_rules import example_path, load_scheme
        >>> ready = compile_totals(load_scheme(example_path("seocheon.yaml")))
        >>> ready.of({}, as_of="2024-12-31").members
        0
    """
    return TotalsProgram(plan_of(program_of(scheme)))


@dataclass(frozen=True, slots=True)
class TotalsProgram:
    """A scheme that is ready for the totals of any ledger. Made by ``compile_totals``."""

    plan: Plan

    def of(
        self,
        ledger: Ledger | Rows | Columns,
        roster: Roster | Rows = (),
        claims: Claims | Rows = (),
        *,
        as_of: date | str,
        known_at: date | str | None = None,
    ) -> Totals:
        """The totals of a ledger; the arguments are those of ``evaluate_totals``.

        Raises:
            InputError: as ``evaluate_totals`` does.
        """
        last = civil_day("as_of", as_of)
        known = None if known_at is None else civil_day("known_at", known_at)
        scheme, facts = self.plan.program.scheme, self.plan.entry_facts
        if isinstance(ledger, Mapping):
            tables = tables_of(scheme, (), roster, claims)
            sheet = sheet_of_columns(ledger, scheme.facts, facts, known)
        else:
            tables = tables_of(scheme, ledger, roster, claims)
            sheet = sheet_of_ledger(tables.ledger, facts, known)
        people = staff_of(tables.roster, known) if tables.has_staff_list else told_staff(sheet.told(), known)
        requests = _Requests.of(tables.claims, self.plan, last, known)
        return _Totalling(self.plan, sheet, people, requests, last, known).totals()


@dataclass(frozen=True, slots=True)
class _Requests:
    """Claims that an award is asked about, by member, and how many others ended in which way."""

    by_member: Mapping[str, Sequence[Claim]]
    days: frozenset[date]
    ended: Counter[State]

    @classmethod
    def of(cls, claims: Claims, plan: Plan, as_of: date, known_at: date | None) -> _Requests:
        """The claims that were known by a day and are due."""
        ended = refused_states(claims, known_at)
        rows: Sequence[Claim] = claims.rows
        if any(map(aim_of, rows)):
            found = standing(claims, RowKind.CLAIM, known_at)
            rows, ended = found.rows, found.ended
        elif known_at is not None:
            rows = [each for each in rows if (each.recorded_on or each.date) <= known_at]
            ended[State.NOT_YET] += len(claims.rows) - len(rows)
        if len({each.claim_id for each in rows}) < len(rows):
            rows, others = told_apart(rows, RowKind.CLAIM)
            ended += others
        by_member: dict[str, list[Claim]] = defaultdict(list)
        for each in rows:
            if each.date > as_of:
                ended[State.NOT_YET] += 1
            elif each.award not in plan.program.scheme.awards:  # a table that was typed for another scheme
                ended[State.REJECTED] += 1
            else:
                by_member[each.member_id].append(each)
        return cls(by_member, frozenset(each.date for own in by_member.values() for each in own), ended)


@dataclass(frozen=True, slots=True)
class _Totalling:
    plan: Plan
    sheet: Sheet
    people: People
    requests: _Requests
    as_of: date
    known_at: date | None

    def totals(self) -> Totals:
        plan, program = self.plan, self.plan.program
        intake = take_in(self.sheet, plan, self.known_at)
        judged = set(intake.days.get(plan.judging, ())) - {None} if plan.member_facts else set()
        first, last = min({program.first, *judged}), max({self.as_of, *judged})
        staff = Staff(self.people, plan.member_facts, first, last)
        groups = {name: Staff(self.people, (name,), first, last) for name in plan.groups}
        timeline = timeline_of(plan, self.as_of, self._seen(staff, groups), staff.moves())
        reference = Reference(program, plan.member_facts, self.as_of)
        tally = Tally(ended=intake.ended)
        crediting = Crediting(plan, timeline, reference, coded(intake, plan, Slots(timeline)), tally)
        walking = Walking(plan, timeline, reference)
        rankings = [Ranking(rule, plan, timeline, self.people, groups.get(rule.of)) for rule in program.rankings]
        for spells, members in self._alike(staff, crediting.coded.by_member).items():
            points = crediting.credit(members, spells)
            walking.walk(zip(points, self._requests_of(members, timeline), strict=False), spells)
            for ranking in rankings:
                deque(map(ranking.add, members, points), maxlen=0)
        prizes = [prize for ranking in rankings for prize in ranking.prizes(reference)]
        return self._assembled(tally, walking.close(), prizes)

    def _seen(self, staff: Staff, groups: Mapping[str, Staff]) -> set[date]:
        """More days at whose end points are looked at: those of claims, and those before a member becomes another."""
        answers, days = self.plan.program.answers, set(self.requests.days)
        if answers.no_longer_eligible == "lapse":
            days |= {day - ONE_DAY for day in staff.moves()}
        if answers.group_credited_on == "counting_date":
            days |= {day - ONE_DAY for each in groups.values() for day in each.moves()}
        return days

    def _alike(self, staff: Staff, by_member: Mapping[str, object]) -> dict[Spells, list[str]]:
        """Everybody with entries or claims, those together for whom rules see the same."""
        alike: dict[Spells, list[str]] = defaultdict(list)
        for member in by_member:
            alike[staff.spells(member)].append(member)
        for member in self.requests.by_member.keys() - by_member.keys():
            alike[staff.spells(member)].append(member)
        return alike

    def _requests_of(self, members: Iterable[str], timeline: Timeline) -> Iterator[dict[int, list[Claim]]]:
        """The claims of each member by stop."""
        if not self.requests.by_member:
            return repeat({})
        return (self._by_stop(self.requests.by_member.get(member, ()), timeline) for member in members)

    def _by_stop(self, claims: Iterable[Claim], timeline: Timeline) -> dict[int, list[Claim]]:
        by_stop: dict[int, list[Claim]] = defaultdict(list)
        for claim in claims:
            by_stop[bisect_left(timeline.stops, claim.date)].append(claim)
        return {stop: claims_in_turn(own, self.plan.program) if len(own) > 1 else own for stop, own in by_stop.items()}

    def _assembled(self, tally: Tally, books: Books, prizes: Sequence[tuple[str, Amount]]) -> Totals:
        take = self.plan.program.scale.take
        paid = [
            (reward, Amount(amount * times))
            for effect, times in books.effects.items()
            for reward, amount in effect.paid
        ]
        number = sum(times * len(effect.paid) for effect, times in books.effects.items())
        amounts: dict[str, Amount] = defaultdict(lambda: Amount(0))
        for reward, amount in (*paid, *prizes):
            amounts[reward] += amount
        earned = sum(tally.points.values())
        # INVARIANT: law 15. Points that appear or vanish here would be money.
        assert earned - books.used - books.lapsed == books.balance
        return Totals(
            members=tally.members,
            earned=take(earned),
            used=take(books.used),
            lapsed=take(books.lapsed),
            balance=take(books.balance),
            paid=dict(sorted(amounts.items())),
            payments=number + len(prizes),
            entries=_counts(tally.ended),
            claims=_counts(self.requests.ended + books.claims),
            activities={
                key: ActivityTotal(tally.entries[key], take(tally.points.get(key, 0)))
                for key in self.plan.program.activities
            },
        )


def _counts(counter: Counter[State]) -> dict[State, int]:
    return {state: counter[state] for state in State if counter[state]}
