"""Rows before any rule looks at them: what was known, what stands twice, and who was what on which day."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, fields
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

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

Row = TypeVar("Row", "Entry", "Claim", "RosterRow")
AnyRow = Entry | Claim | RosterRow
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


def content_key(row: AnyRow) -> tuple[str, ...]:
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


def whole_key(row: AnyRow) -> tuple[str, ...]:
    """All that a row says, with its ids and when it was recorded: what a hash of the facts is made of."""
    ids = (row_id(row), row.member_id, str(row.recorded_on))
    links = [f"{name}={value}" for name in _LINKS if (value := getattr(row, name, None))]
    return (*ids, *content_key(row), *links)


def _content(row: AnyRow) -> dict[str, object]:
    own = {name: getattr(row, name) for name in _CONTENT_NAMES.get(type(row), _CONTENT_NAMES[Entry])}
    return own | dict(sorted(getattr(row, "facts", {}).items()))


_SELDOM = ("share", "from_member")
"""Fields that say nothing where they are blank, so that rows without them are as they were before there were any."""
_LINKS = ("voids", "replaces", "decides")
_NO_CONTENT = ("entry_id", "claim_id", "row_id", "member_id", "recorded_on", "facts")
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
    del times[""]  # rows of the staff list that have no id are nobody's twins
    kept = [row for row, each in zip(known, ids, strict=True) if times[each] <= 1]
    by_id: dict[str, list[Row]] = defaultdict(list)
    for row, each in zip(known, ids, strict=True):
        if times[each] > 1:
            by_id[each].append(row)
    for same in by_id.values():
        kept += _of_one_id(same, kind, outcomes)
    return Intake(kept, outcomes)


ID_OF = {
    RowKind.ENTRY: attrgetter("entry_id"),
    RowKind.CLAIM: attrgetter("claim_id"),
    RowKind.ROSTER: attrgetter("row_id"),
}
"""What reads the id of a row of each kind; an empty text where it has none."""


def _known(rows: Iterable[Row], kind: RowKind, known_at: date, outcomes: list[Outcome]) -> Iterator[Row]:
    for row in rows:
        recorded = row.recorded_on or day_of(row)
        if recorded is None or recorded <= known_at:
            yield row
        else:
            late = because(Code.NOT_KNOWN_YET, day=recorded, known_at=known_at)
            outcomes.append(outcome(row, kind, State.NOT_YET, late))


def _of_one_id(same: list[Row], kind: RowKind, outcomes: list[Outcome]) -> list[Row]:
    """The row that counts of several with one id, if they say the same."""
    same.sort(key=lambda row: (known_on(row), _told_of_member(row), row.place))
    first, *others = same
    if differing := _differing(same):
        why = because(Code.SAME_ID_DIFFERENT, id=row_id(first), name=differing)
        outcomes += [outcome(row, kind, State.REJECTED, why) for row in same]
        return []
    outcomes += [outcome(row, kind, State.DUPLICATE, because(Code.DUPLICATE_ROW)) for row in others]
    return [first]


def _told_of_member(row: AnyRow) -> str:
    """What a row tells of its member: no part of what it says, but told of, so the order of rows must not choose."""
    return repr(sorted(getattr(row, "member_facts", {}).items()))


def _differing(rows: list[Row]) -> str:
    """The names of the fields in which rows of one id differ; when they were recorded does not matter."""
    contents = [{**_content(row), "member_id": row.member_id} for row in rows]
    names = dict.fromkeys(name for each in contents for name in each)
    return ", ".join(name for name in names if len({repr(each.get(name)) for each in contents}) > 1)


def row_id(row: AnyRow) -> str:
    """The id that the host gave the row; a row of the staff list may have none."""
    return str(getattr(row, "entry_id", None) or getattr(row, "claim_id", None) or getattr(row, "row_id", ""))


def day_of(row: AnyRow) -> date | None:
    """The day of a row: of one of the staff list, the first on which it holds; ``None`` is from ever."""
    return row.first if isinstance(row, RosterRow) else row.date


def known_on(row: AnyRow) -> date:
    """The day from which on a row is known; where it tells none, it always was."""
    return row.recorded_on or day_of(row) or date.min


def outcome(row: AnyRow, kind: RowKind, state: State, *reasons: Reason) -> Outcome:
    """The outcome of a typed row."""
    return Outcome(kind, row_id(row), row.member_id, day_of(row), state, reasons, row.place)


def refused_rows(table: Table[Any], kind: RowKind, known_at: date | None) -> list[Outcome]:
    """The outcomes of rows that the reader could not take; one that was recorded later was not known either."""
    return [
        _rejected(row, kind) if known_at is None or was_known(row, known_at) else _late(row, kind, known_at)
        for row in table.rejected
    ]


def was_known(row: RejectedRow, known_at: date | None) -> bool:
    """Whether a row that could not be read was known by a day; one without a day that can be read always was."""
    return known_at is None or row.recorded_on is None or row.recorded_on <= known_at


def refused_states(table: Table[Any], known_at: date | None) -> Counter[State]:
    """How many rows that the reader could not take are told in which state."""
    return Counter(State.REJECTED if was_known(row, known_at) else State.NOT_YET for row in table.rejected)


def rows_set_aside(table: Table[Any], kind: RowKind) -> list[Outcome]:
    """The outcomes of rows that the reader passed over, since they are none of the table's."""
    return [Outcome(kind, "", "", None, State.SET_ASIDE, (because(row.code),), row.place) for row in table.set_aside]


def _rejected(row: RejectedRow, kind: RowKind) -> Outcome:
    reasons = tuple(map(reason_of, row.findings))
    return Outcome(kind, row.id, row.member_id, row.day, State.REJECTED, reasons, row.place)


def _late(row: RejectedRow, kind: RowKind, known_at: date) -> Outcome:
    why = because(Code.NOT_KNOWN_YET, day=row.recorded_on, known_at=known_at)
    return Outcome(kind, row.id, row.member_id, row.day, State.NOT_YET, (why,), row.place)


def reason_of(found: Diagnostic) -> Reason:
    """A finding of the reader as a reason: with the name of the column, however its header is spelled in the table."""
    facts = dict(found.facts)
    label = facts.pop("label", None)
    return because(found.code, **(facts | {"name": label} if label else facts))


class Doubt(NamedTuple):
    """That a row of the staff list cannot be used, and on which days that matters; without a member, where it is not
    known whose row it is.
    """

    member: str
    why: Reason
    first: date = date.min
    until: date = date.max

    def is_on(self, day: date) -> bool:
        """Whether it matters on a day."""
        return self.first <= day < self.until


@dataclass(frozen=True, slots=True)
class People:
    """The staff list by member and day. Rows of one member that overlap and differ are rejected (law 10).

    ``doubts`` tell of whom rows that cannot be used would have said something.
    """

    rows: Mapping[str, tuple[RosterRow, ...]]
    listed: frozenset[str]
    outcomes: tuple[Outcome, ...]
    doubts: tuple[Doubt, ...] = ()

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
        if doubt := next((each.why for each in self.doubts if each.member == member and each.is_on(day)), None):
            return doubt
        if member not in self.listed:
            return because(Code.MEMBER_NOT_LISTED, member=member)
        return because(Code.NOT_LISTED_ON_DAY, member=member, day=day)

    def lacking(self, day: date) -> tuple[Reason, ...]:
        """Why somebody may be missing from the list on a day, so that whoever counts its people cannot be sure."""
        return tuple(each.why for each in self.doubts if each.is_on(day))


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


def first_of(row: RosterRow) -> date:
    """The first day on which a row of the staff list holds."""
    return row.first or date.min


def until_of(row: RosterRow) -> date:
    """The first day on which it no longer holds."""
    return row.until or date.max
