"""Rows before any rule looks at them: what was known, what stands twice, and who was what on which day."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, fields
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from incentive_rules.codes import Code
from incentive_rules.ledger.model import Claim, Entry, Roster, RosterRow
from incentive_rules.messages import LANGUAGES, Label, end_label, sentence
from incentive_rules.statement.judge import value_words
from incentive_rules.statement.model import Outcome, Reason, RowKind, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from incentive_rules.errors import Diagnostic
    from incentive_rules.facts import Fact, Value
    from incentive_rules.ledger.model import RejectedRow, Table
    from incentive_rules.program.model import Program
    from incentive_rules.program.rule import Rule
    from incentive_rules.scheme.provenance import Cited
    from incentive_rules.statement.model import Facts

Row = TypeVar("Row", "Entry", "Claim")
Known = dict[tuple[str, str], "Value | None"]


def set_of(reasons: Iterable[Reason]) -> list[Reason]:
    """Reasons without repetition; their facts cannot be hashed."""
    return list({repr(reason): reason for reason in reasons}.values())


def because(code: Code, **facts: object) -> Reason:
    """A reason with facts in the form in which JSON keeps them."""
    return Reason(code, plain_facts(facts))


def days_of(rule: Rule | Program) -> dict[str, object]:
    """The first day of a rule and its end, for a reason."""
    return {"first": rule.first, "until": end_label(None if rule.until == date.max else rule.until)}


def rule_words(address: str, source: Cited) -> Label:
    """A rule by its address and its source, as a reason cites it."""
    cites = [
        (sentence("tag_source", lang, id=source.source) if source.source else sentence("tag_assumed", lang))
        for lang in LANGUAGES
    ]
    ko, en = (f"{address}; {each}" for each in cites)
    return Label(ko, en)


def plain_facts(facts: Mapping[str, object]) -> Facts:
    """Facts as texts, whole numbers and labels: what comes back from JSON equals what went in."""
    return {name: _plain(value) for name, value in facts.items()}


def _plain(value: object) -> str | int | Label | tuple[str | Label, ...]:
    if isinstance(value, Label) or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return tuple(each if isinstance(each, Label) else str(each) for each in value)
    return str(value)


@dataclass(frozen=True, slots=True)
class Intake(Generic[Row]):
    """Rows that rules may look at, and the outcome of all others."""

    rows: Sequence[Row]
    outcomes: Sequence[Outcome]


def content_key(row: Entry | Claim | RosterRow) -> tuple[str, ...]:
    """What a row says, without its ids, those of rows that it corrects, and its place: part of the one total order."""
    told = {name: getattr(row, name) for name in _KEY_NAMES.get(type(row), _KEY_NAMES[Entry])}
    if facts := getattr(row, "facts", None):
        told |= {name: facts[name] for name in sorted(facts) if name not in _LINKS}
    return tuple(
        [
            f"{name}={type(value).__name__}:{value}"
            for name, value in told.items()
            if value is not None or name not in _SELDOM
        ]
    )


def whole_key(row: Entry | Claim | RosterRow) -> tuple[str, ...]:
    """All that a row says, with its ids and when it was recorded: what a hash of the facts is made of."""
    own = "" if isinstance(row, RosterRow) else row_id(row)
    ids = (own, row.member_id, str(row.recorded_on))
    links = [f"{name}={value}" for name in _LINKS if (value := getattr(row, name, None))]
    return (*ids, *content_key(row), *links)


def _content(row: Entry | Claim | RosterRow) -> dict[str, object]:
    own = {name: getattr(row, name) for name in _CONTENT_NAMES.get(type(row), _CONTENT_NAMES[Entry])}
    return own | dict(sorted(getattr(row, "facts", {}).items()))


_SELDOM = ("share", "from_member")
"""Fields that say nothing where they are blank, so that rows without them are as they were before there were any."""
_LINKS = ("voids", "replaces", "decides")
_NO_CONTENT = ("entry_id", "claim_id", "member_id", "recorded_on", "facts")
_CONTENT_NAMES = {
    kind: tuple(each.name for each in fields(kind) if each.compare and each.name not in _NO_CONTENT)
    for kind in (Entry, Claim, RosterRow)
}
"""The fields in which a row of each kind says something of its own; an entry that nobody wrote says what any does."""
_KEY_NAMES = {kind: tuple(name for name in names if name not in _LINKS) for kind, names in _CONTENT_NAMES.items()}


def take_in(rows: Sequence[Row], kind: RowKind, known_at: date | None) -> Intake[Row]:
    """Rows known by then, each id once: equal rows count once, rows that differ under one id are all rejected."""
    outcomes: list[Outcome] = []
    known = rows if known_at is None else list(_known(rows, kind, known_at, outcomes))
    ids = list(map(ID_OF[kind], known))
    if len(set(ids)) == len(ids):
        return Intake(known, outcomes)
    times = Counter(ids)
    kept = [row for row, each in zip(known, ids, strict=True) if times[each] == 1]
    by_id: dict[str, list[Row]] = defaultdict(list)
    for row, each in zip(known, ids, strict=True):
        if times[each] > 1:
            by_id[each].append(row)
    for same in by_id.values():
        kept += _of_one_id(same, kind, outcomes)
    return Intake(kept, outcomes)


ID_OF = {RowKind.ENTRY: attrgetter("entry_id"), RowKind.CLAIM: attrgetter("claim_id")}
"""What reads the id of a row of each kind."""


def _known(rows: Iterable[Row], kind: RowKind, known_at: date, outcomes: list[Outcome]) -> Iterator[Row]:
    for row in rows:
        recorded = row.recorded_on or row.date
        if recorded <= known_at:
            yield row
        else:
            late = because(Code.NOT_KNOWN_YET, day=recorded, known_at=known_at)
            outcomes.append(outcome(row, kind, State.NOT_YET, late))


def _of_one_id(same: list[Row], kind: RowKind, outcomes: list[Outcome]) -> list[Row]:
    """The row that counts of several with one id, if they say the same."""
    same.sort(key=lambda row: (row.recorded_on or row.date, _told_of_member(row), row.place))
    first, *others = same
    if differing := _differing(same):
        why = because(Code.SAME_ID_DIFFERENT, id=row_id(first), name=differing)
        outcomes += [outcome(row, kind, State.REJECTED, why) for row in same]
        return []
    outcomes += [outcome(row, kind, State.DUPLICATE, because(Code.DUPLICATE_ROW)) for row in others]
    return [first]


def _told_of_member(row: Entry | Claim) -> str:
    """What a row tells of its member: no part of what it says, but told of, so the order of rows must not choose."""
    return repr(sorted(getattr(row, "member_facts", {}).items()))


def _differing(rows: list[Row]) -> str:
    """The names of the fields in which rows of one id differ; when they were recorded does not matter."""
    contents = [{**_content(row), "member_id": row.member_id} for row in rows]
    names = dict.fromkeys(name for each in contents for name in each)
    return ", ".join(name for name in names if len({repr(each.get(name)) for each in contents}) > 1)


def row_id(row: Entry | Claim) -> str:
    """The id that the host gave the row."""
    return str(getattr(row, "entry_id", None) or getattr(row, "claim_id", ""))


def outcome(row: Entry | Claim, kind: RowKind, state: State, *reasons: Reason) -> Outcome:
    """The outcome of a typed row."""
    return Outcome(kind, row_id(row), row.member_id, row.date, state, reasons, row.place)


def refused_rows(table: Table[Any], kind: RowKind) -> list[Outcome]:
    """The outcomes of rows that the reader could not take."""
    return [_rejected(row, kind) for row in table.rejected]


def rows_set_aside(table: Table[Any], kind: RowKind) -> list[Outcome]:
    """The outcomes of rows that the reader passed over, since they are none of the table's."""
    return [Outcome(kind, "", "", None, State.SET_ASIDE, (because(row.code),), row.place) for row in table.set_aside]


def _rejected(row: RejectedRow, kind: RowKind) -> Outcome:
    reasons = tuple(map(reason_of, row.findings))
    return Outcome(kind, row.id, row.member_id, None, State.REJECTED, reasons, row.place)


def reason_of(found: Diagnostic) -> Reason:
    """A finding of the reader as a reason: with the name of the column, however its header is spelled in the table."""
    facts = dict(found.facts)
    label = facts.pop("label", None)
    return because(found.code, **(facts | {"name": label} if label else facts))


@dataclass(frozen=True, slots=True)
class People:
    """The staff list by member and day. Rows of one member that overlap and differ are rejected (law 10).

    ``unread`` says of rows that could not be read whose they are and why; without a member, where that is not known.
    """

    rows: Mapping[str, tuple[RosterRow, ...]]
    listed: frozenset[str]
    outcomes: tuple[Outcome, ...]
    unread: tuple[tuple[str, Reason], ...] = ()

    def on(self, member: str, day: date) -> RosterRow | None:
        """The row of a member that is in force on a day."""
        for row in self.rows.get(member, ()):  # asked for each entry, so without a function for each row
            if (row.first is None or row.first <= day) and (row.until is None or day < row.until):
                return row
        return None

    def known(self, member: str, day: date) -> Known:
        """The facts of a member on a day, by scope and name; empty in a gap."""
        row = self.on(member, day)
        return {("member", name): value for name, value in row.facts.items()} if row else {}

    def gap(self, member: str, day: date) -> Reason | None:
        """Why nothing is known of a member on a day, if that is so."""
        if self.on(member, day) is not None:
            return None
        if unread := next((reason for whose, reason in self.unread if whose == member), None):
            return unread
        if member not in self.listed:
            return because(Code.MEMBER_NOT_LISTED, member=member)
        return because(Code.NOT_LISTED_ON_DAY, member=member, day=day)

    @property
    def lacking(self) -> tuple[Reason, ...]:
        """Why somebody may be missing from the list, so that whoever counts its people cannot be sure."""
        return tuple(reason for _, reason in self.unread)


def people_of(roster: Roster, known_at: date | None) -> People:
    """The staff list as it was known."""
    outcomes: list[Outcome] = []
    by_member: dict[str, list[RosterRow]] = {}
    for row in roster.rows:
        recorded = row.recorded_on or row.first
        if known_at is not None and recorded is not None and recorded > known_at:
            late = because(Code.NOT_KNOWN_YET, day=recorded, known_at=known_at)
            outcomes.append(_person(row, State.NOT_YET, late))
        else:
            by_member.setdefault(row.member_id, []).append(row)
    kept = {member: _without_conflicts(rows, outcomes) for member, rows in by_member.items()}
    unread = sorted({(row.member_id, repr(row.findings)): _unread(row) for row in roster.rejected}.values(), key=repr)
    return People(kept, frozenset(by_member), tuple(outcomes), tuple(unread))


def _unread(row: RejectedRow) -> tuple[str, Reason]:
    """A row of the staff list that could not be read: whose it is, and the first thing that is wrong with it."""
    wrong = reason_of(row.findings[0])
    why = Label(wrong.message("ko"), wrong.message("en"))
    return row.member_id, because(Code.ROSTER_ROW_UNREAD, member=row.member_id or _SOMEBODY, why=why)


_SOMEBODY = Label("사번을 모르는 사람", "somebody whose id is not known")


def _without_conflicts(rows: list[RosterRow], outcomes: list[Outcome]) -> tuple[RosterRow, ...]:
    if len(rows) == 1:
        outcomes.append(_person(rows[0], State.IN_USE))
        return (rows[0],)
    rows.sort(key=lambda row: (_first(row), _until(row), content_key(row)))
    wrong: dict[int, _Conflict] = {}
    for index, row in enumerate(rows):
        for other_index in range(index + 1, len(rows)):
            other = rows[other_index]
            if _first(other) >= _until(row):
                break
            if other.facts != row.facts:
                names = [name for name in row.facts if row.facts[name] != other.facts.get(name)]
                for each in (index, other_index):
                    wrong.setdefault(each, _Conflict(max(_first(row), _first(other)))).names.update(names)
    for index, row in enumerate(rows):
        why = [wrong[index].reason(row)] if index in wrong else []
        outcomes.append(_person(row, State.REJECTED if why else State.IN_USE, *why))
    return tuple(row for index, row in enumerate(rows) if index not in wrong)


@dataclass(frozen=True, slots=True)
class _Conflict:
    """The first day on which a row holds beside one that says something else, and all that they differ in."""

    day: date
    names: set[str] = field(default_factory=set)

    def reason(self, row: RosterRow) -> Reason:
        names = ", ".join(name for name in row.facts if name in self.names)
        return because(Code.OVERLAPPING_ROWS, member=row.member_id, day=self.day, name=names)


def listed_in_rows(entries: Iterable[Entry], known_at: date | None = None) -> Roster:
    """A staff list from the facts of members that stand in the ledger's own rows, for where there is no other.

    What a row says of a member holds from its day until the next row that says otherwise; the first holds from ever. A
    fact that a row leaves blank stays as it was; one that could not be read is unknown from that day. Rows of one day
    that say different things are all kept, so that they are refused as rows of a staff list that overlap.
    """
    by_member: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.member_facts and (known_at is None or (entry.recorded_on or entry.date) <= known_at):
            by_member.setdefault(entry.member_id, []).append(entry)
    return Roster(tuple(row for member, rows in by_member.items() for row in _spells(member, rows)))


def _spells(member: str, entries: list[Entry]) -> Iterator[RosterRow]:
    """The rows of one member, each from its day to the day of the next."""
    by_day: dict[date, list[Entry]] = {}
    for entry in sorted(entries, key=lambda each: (each.date, each.place)):
        by_day.setdefault(entry.date, []).append(entry)
    days = list(by_day)
    so_far: dict[str, Value | None] = {}
    for day, until in zip(days, [*days[1:], None], strict=True):
        first = None if day == days[0] else day
        told = [dict(each.member_facts) for each in by_day[day]]
        merged = {name: value for facts in told for name, value in facts.items()}
        agree = all(merged[name] == value for facts in told for name, value in facts.items())
        for facts in [merged] if agree else told:
            yield RosterRow(member, so_far | facts, first, until, place=by_day[day][0].place)
        so_far |= merged if agree else dict.fromkeys(merged)


def disagreements(people: People, entry: Entry, declared: Mapping[str, Fact]) -> tuple[Reason, ...]:
    """Each fact of a member that the entry's own row tells otherwise than the staff list on the entry's day."""
    listed = people.known(entry.member_id, entry.date)
    told = ((name, listed.get(("member", name)), value) for name, value in sorted(entry.member_facts.items()))
    return tuple(
        because(
            Code.FACT_DISAGREES,
            day=entry.date,
            name=declared[name].label,
            listed=value_words(known),
            value=value_words(value),
        )
        for name, known, value in told
        if value is not None
        and known not in (None, value)
        and name in declared  # tables may have been typed for another scheme
    )


def _person(row: RosterRow, state: State, *reasons: Reason) -> Outcome:
    return Outcome(RowKind.ROSTER, "", row.member_id, row.first, state, reasons, row.place)


def _first(row: RosterRow) -> date:
    return row.first or date.min


def _until(row: RosterRow) -> date:
    return row.until or date.max
