"""The facts of a comparison as the caller gave them, read anew where a reading changes how rows are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from os import PathLike
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError
from incentive_rules.ledger.from_files import read_claims, read_ledger, read_roster
from incentive_rules.ledger.model import Claims, Ledger, Roster, Table
from incentive_rules.scheme.from_yaml import refuse_unloaded
from incentive_rules.statement.tables import Tables

if TYPE_CHECKING:
    from incentive_rules.facts import Facts
    from incentive_rules.ledger.from_files import HasFacts, Source
    from incentive_rules.messages import Label
    from incentive_rules.scheme.model import Scheme

AnyTable = TypeVar("AnyTable", bound=Table[Any])


@dataclass(frozen=True, slots=True)
class _Typing:
    """What the cells of a table become: by declared facts and columns, and by the names of rules."""

    declared: tuple[Mapping[str, object], ...]
    names: frozenset[tuple[str, Label]]


@dataclass(frozen=True, slots=True)
class _Kind(Generic[AnyTable]):
    """One of the three tables: what it is called, how it is read, and what of the facts its typing hangs on."""

    name: str
    table: type[AnyTable]
    read: Callable[[Source, HasFacts], AnyTable]
    typing: Callable[[Facts], _Typing]


LEDGER = _Kind(
    "ledger", Ledger, read_ledger, lambda facts: _Typing((facts.columns, facts.entry), _names(facts.activities))
)
ROSTER = _Kind("roster", Roster, read_roster, lambda facts: _Typing((facts.columns, facts.member), frozenset()))
CLAIMS = _Kind(
    "claims", Claims, read_claims, lambda facts: _Typing((facts.columns,), _names(facts.awards) | _names(facts.options))
)


def _names(labels: Mapping[str, Label]) -> frozenset[tuple[str, Label]]:
    return frozenset(labels.items())


@dataclass(frozen=True, slots=True)
class _Given(Generic[AnyTable]):
    """One table under the text as written, and what it was read from: ``None`` where the caller had read it."""

    kind: _Kind[AnyTable]
    source: Source | None
    table: AnyTable
    typing: _Typing

    @classmethod
    def of(cls, kind: _Kind[AnyTable], given: AnyTable | Source, scheme: Scheme) -> _Given[AnyTable]:
        typing = kind.typing(scheme.facts)
        if isinstance(given, kind.table):
            return cls(kind, None, given, typing)
        source = _repeatable(cast("Source", given))  # whatever else it is, the reader refuses it
        return cls(kind, source, kind.read(source, scheme), typing)

    def under(self, reader: _Reader) -> AnyTable:
        """The table as a reading has it. One that the caller had read serves as long as it says the same."""
        typing = self.kind.typing(reader.facts)
        if typing == self.typing:
            return self.table
        if self.source is not None:
            return self.kind.read(self.source, reader)
        if typing.declared == self.typing.declared and typing.names <= self.typing.names:
            return self.table  # the evaluator rejects rows whose activity or award is gone
        wrong = {"name": self.kind.name, "value": self.kind.table.__name__, "expected": reader.rows_needed}
        raise InputError([Diagnostic(Code.BAD_ARGUMENT, facts=wrong)])


@dataclass(frozen=True, slots=True)
class _Reader:
    """A reading or a reform, as far as tables are read by it; ``rows_needed`` is said where a read table is no use."""

    facts: Facts
    rows_needed: Label


@dataclass(frozen=True, slots=True)
class Given:
    """What a comparison was given: a typed table, rows, or files, for each of the three."""

    scheme: Scheme
    ledger: _Given[Ledger]
    roster: _Given[Roster]
    claims: _Given[Claims]

    @classmethod
    def of(cls, scheme: Scheme, ledger: Ledger | Source, roster: Roster | Source, claims: Claims | Source) -> Given:
        """The facts, read under the text as written.

        Raises:
            InputError: if a source is no table, or for a path or a text where a scheme belongs.
        """
        refuse_unloaded(scheme)
        return cls(
            scheme,
            _Given.of(LEDGER, ledger, scheme),
            _Given.of(ROSTER, roster, scheme),
            _Given.of(CLAIMS, claims, scheme),
        )

    def under(self, other: Scheme, rows_needed: Label) -> Tables:
        """The facts as another scheme has them: a reading of this one, or this one under a reform.

        People filed their claims under the text as written, so an option of that text is read under every other. It is
        for the evaluator to say what it brings there.

        Raises:
            InputError: if a table was read by the caller and the other scheme has its rows read in another way; it says
                ``rows_needed``.
        """
        own, filed = other.facts.options, self.scheme.facts.options
        options = {**own, **{option: label for option, label in filed.items() if option not in own}}  # own names first
        reader = _Reader(replace(other.facts, options=options), rows_needed)
        return Tables(self.ledger.under(reader), self.roster.under(reader), self.claims.under(reader))


def _repeatable(source: Source) -> Source:
    """Rows that can be gone through more than once."""
    if isinstance(source, str | bytes | PathLike | Mapping) or not isinstance(source, Iterable):
        return source
    return cast("Source", list(source))
