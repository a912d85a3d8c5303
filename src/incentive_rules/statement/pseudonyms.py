"""Pseudonyms in place of ids, by a key that only the office holds: facts are renamed before they are evaluated.

A pseudonym is the beginning of an HMAC-SHA256 of the id, in the letters of Crockford's base 32. The same id and key
give the same pseudonym in every run and table; without the key nothing leads from one to the other. Since ids decide
nothing but the order of lists, and which of rows that say the same is the one that is cut, the evaluation of renamed
facts is the renamed evaluation.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError
from incentive_rules.facts import FactKind
from incentive_rules.ledger.model import Claims, Ledger, Roster
from incentive_rules.statement.find import KINDS
from incentive_rules.statement.model import RowKind
from incentive_rules.statement.tables import Tables, tables_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from incentive_rules.facts import Fact, Value
    from incentive_rules.ledger.model import Claim, Entry, RejectedRow, RosterRow, Said, SourceReport, Table
    from incentive_rules.scheme.model import Scheme
    from incentive_rules.statement.tables import Rows

LEAST_KEY = 16
"""The fewest letters of a key, in bytes."""

MEMBER, ENTRY, CLAIM, ROW, WORK, TEXT = "P", "E", "C", "R", "W", "T"
"""The letters in front of pseudonyms: of people, entries, claims, rows of the staff list, pieces of work and texts."""

_OF_ROWS = {RowKind.ENTRY: ENTRY, RowKind.CLAIM: CLAIM, RowKind.ROSTER: ROW}
_BASE_32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: without I, L, O and U, which are taken for others
_LETTERS = 12  # sixty bits: of a million ids, two have one pseudonym once in more than two million keys
_PSEUDONYM = re.compile(f"[{MEMBER}{ENTRY}{CLAIM}{ROW}{WORK}{TEXT}]-[{_BASE_32}]{{{_LETTERS}}}")
_UNSAID = "…"
_QUOTED = ("value", "got", "problem", "line", "id")
"""What of a finding about a cell may hold the words of the cell."""


def pseudonymous(  # those of ``evaluate``, and the key
    scheme: Scheme,
    ledger: Ledger | Rows,
    roster: Roster | Rows = (),
    claims: Claims | Rows = (),
    *,
    key: str | bytes,
) -> Tables:
    """The facts of an evaluation with pseudonyms in place of ids.

    Renamed are the ids of members, givers, entries, claims, rows of the staff list and pieces of work, and free texts
    (facts of kind ``text``) but for words that the scheme itself names. What a finding quotes of a cell is left out.
    Departments, grades, dates and numbers stay, and so does the id of an entry that is a group's own, which is the name
    of the group.

    Args:
        scheme: from ``load_scheme``.
        ledger: as ``evaluate`` takes it; so are ``roster`` and ``claims``.
        roster: the staff list.
        claims: what members asked for.
        key: at least 16 bytes that are nowhere published. Who has it can tell who is who.

    Raises:
        InputError: for a key that is too short, and where two ids would have one pseudonym.

    Example:
        >>> from incentive_rules import evaluate, example_path, load_scheme, pseudonymous
        >>> scheme = load_scheme(example_path("donghae.yaml"))
        >>> done = [{"entry_id": n, "member_id": "K-1", "date": "2024-06-10", "activity": "achievement"} for n in "abc"]
        >>> staff = [{"member_id": "K-1", "grade": "7급", "department": "행정과"}]
        >>> facts = pseudonymous(scheme, done, staff, key="not this one, but a long one")
        >>> june = evaluate(scheme, facts.ledger, facts.roster, facts.claims, as_of="2024-06-30")
        >>> [(member, str(statement.balance)) for member, statement in june.statements.items()]
        [('P-VEYX9DY3CR7N', '3')]
    """
    tables = tables_of(scheme, ledger, roster, claims)
    return _Renaming.by(scheme, key_of(key)).tables(tables)


def key_of(key: str | bytes) -> bytes:
    """A key as bytes, without blanks around it, such as the line break at the end of a file.

    Raises:
        InputError: if it is too short to keep anything secret. The finding does not hold it.
    """
    given = (key.encode() if isinstance(key, str) else key).strip()
    if len(given) < LEAST_KEY:
        raise InputError([Diagnostic(Code.KEY_TOO_SHORT, facts={"count": len(given), "least": LEAST_KEY})])
    return given


def is_pseudonym(text: str) -> bool:
    """Whether a text has the form of a pseudonym.

    Example:
        >>> is_pseudonym("P-7K3QX2M4TB8W"), is_pseudonym("K-0102")
        (True, False)
    """
    return _PSEUDONYM.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """The pseudonyms that a key gives. ``taken`` remembers whose each is, so that no two ids share one."""

    key: bytes
    known: dict[tuple[str, str], str] = field(default_factory=dict, repr=False)
    taken: dict[str, str] = field(default_factory=dict, repr=False)

    def of(self, kind: str, text: str) -> str:
        """The pseudonym of an id of a kind; of nothing there is none.

        Raises:
            InputError: if another id has it already.

        Example:
            >>> Pseudonyms(b"not this one, but a long one").of(MEMBER, "K-1")
            'P-VEYX9DY3CR7N'
        """
        if not text:
            return text
        if (kind, text) in self.known:
            return self.known[kind, text]
        number = int.from_bytes(hmac.digest(self.key, f"{kind}\0{text}".encode(), "sha256"))
        letters = (_BASE_32[number >> 251 - 5 * place & 31] for place in range(_LETTERS))
        name = f"{kind}-{''.join(letters)}"
        if self.taken.setdefault(name, text) != text:  # else two people would be paid as one
            raise InputError([Diagnostic(Code.PSEUDONYMS_ALIKE)])
        self.known[kind, text] = name
        return name

    def asked(self, query: str, named: Iterable[str]) -> str:
        """What is asked about by its own id, as it is called in a result that has pseudonyms: one of ``named``."""
        head, colon, rest = query.partition(":")
        front, text = (head + colon, rest) if head in KINDS else ("", query)
        known = frozenset(named)
        found = [each for each in (self.of(kind, text) for kind in (MEMBER, ENTRY, CLAIM)) if each in known]
        return front + found[0] if found else query


@dataclass(frozen=True, slots=True)
class _Renaming:
    """Renames the rows of tables: ``groups`` are the activities of groups, ``said`` the words of the scheme."""

    names: Pseudonyms
    groups: frozenset[str]
    said: frozenset[str]
    member_texts: frozenset[str]
    entry_texts: frozenset[str]

    @classmethod
    def by(cls, scheme: Scheme, key: bytes) -> _Renaming:
        groups = frozenset(name for name, each in scheme.activities.items() if each.of is not None)
        member, entry = (_texts(each) for each in (scheme.facts.member, scheme.facts.entry))
        return cls(Pseudonyms(key), groups, frozenset(_words(scheme.to_dict())), member, entry)

    def tables(self, tables: Tables) -> Tables:
        ledger, roster, claims = tables.ledger, tables.roster, tables.claims
        of_groups = {row.entry_id: row.member_id for row in ledger.rows if row.activity in self.groups}
        return Tables(
            Ledger(tuple(self.entry(row, of_groups) for row in ledger.rows), **self.rest(ledger)),
            Roster(tuple(map(self.listed, roster.rows)), **self.rest(roster)),
            Claims(tuple(map(self.claim, claims.rows)), **self.rest(claims)),
        )

    def entry(self, row: Entry, of_groups: Mapping[str, str]) -> Entry:
        """A row under other names; ``of_groups`` has the entries of groups with their names, which are nobody's."""
        of = self.names.of
        is_of_group = row.activity in self.groups or of_groups.get(row.voids or row.decides or "") == row.member_id
        return replace(
            row,
            entry_id=of(ENTRY, row.entry_id),
            member_id=row.member_id if is_of_group else of(MEMBER, row.member_id),
            facts=self.facts(row.facts, self.entry_texts),
            work=row.work and of(WORK, row.work),
            from_member=row.from_member and of(MEMBER, row.from_member),
            voids=row.voids and of(ENTRY, row.voids),
            replaces=row.replaces and of(ENTRY, row.replaces),
            decides=row.decides and of(ENTRY, row.decides),
            member_facts=self.facts(row.member_facts, self.member_texts),
            said=_without_words(row.said),
        )

    def listed(self, row: RosterRow) -> RosterRow:
        of = self.names.of
        return replace(
            row,
            row_id=of(ROW, row.row_id),
            member_id=of(MEMBER, row.member_id),
            facts=self.facts(row.facts, self.member_texts),
            voids=row.voids and of(ROW, row.voids),
            replaces=row.replaces and of(ROW, row.replaces),
            said=_without_words(row.said),
        )

    def claim(self, row: Claim) -> Claim:
        of = self.names.of
        return replace(
            row,
            claim_id=of(CLAIM, row.claim_id),
            member_id=of(MEMBER, row.member_id),
            voids=row.voids and of(CLAIM, row.voids),
            replaces=row.replaces and of(CLAIM, row.replaces),
            said=_without_words(row.said),
        )

    def facts(self, facts: Mapping[str, Value | None], texts: frozenset[str]) -> Mapping[str, Value | None]:
        renamed = {
            name: self.names.of(TEXT, value)
            for name, value in facts.items()
            if name in texts and isinstance(value, str) and value not in self.said
        }
        return {**facts, **renamed} if renamed else facts

    def rest(self, table: Table[Any]) -> dict[str, Any]:
        """What a table has beside its rows, without the words of cells."""
        return {
            "rejected": tuple(map(self.rejected, table.rejected)),
            "set_aside": tuple(replace(each, text="", said=_without_words(each.said)) for each in table.set_aside),
            "findings": table.findings,
            "sources": tuple(map(_without_forms, table.sources)),
        }

    def rejected(self, row: RejectedRow) -> RejectedRow:
        kind = _OF_ROWS[RowKind(row.kind)]
        return replace(
            row,
            id=self.names.of(kind, row.id),
            member_id=self.names.of(MEMBER, row.member_id),
            findings=tuple(map(_without_quotes, row.findings)),
            said=_without_words(row.said),
        )


def _texts(facts: Mapping[str, Fact]) -> frozenset[str]:
    return frozenset(name for name, fact in facts.items() if fact.kind is FactKind.TEXT)


def _words(data: object) -> Iterator[str]:
    """Every text in a scheme: a condition may ask for it."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for each in data.values():
            yield from _words(each)
    elif isinstance(data, list | tuple):
        for each in data:
            yield from _words(each)


def _without_quotes(found: Diagnostic) -> Diagnostic:
    """A finding that says what is wrong where, and not what stands there."""
    facts = {name: _UNSAID if name in _QUOTED else value for name, value in found.facts.items() if name != "advice"}
    return replace(found, facts=facts, place=replace(found.place, excerpt=""))


def _without_words(said: Said) -> Said:
    return replace(said, unread=tuple(map(_without_quotes, said.unread))) if said.unread else said


def _without_forms(source: SourceReport) -> SourceReport:
    """How columns were understood, without the first cell of each way of writing."""
    columns = tuple(
        replace(each, forms=tuple(replace(form, written=_UNSAID, read=_UNSAID) for form in each.forms))
        for each in source.columns
    )
    return replace(source, columns=columns)
