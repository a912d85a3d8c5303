"""The facts of an evaluation: tables that were read, or rows as mappings, and the days that it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from os import PathLike
from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError
from incentive_rules.facts import RefusedValueError, parse_date
from incentive_rules.ledger.from_rows import claims_from_rows, ledger_from_rows, roster_from_rows
from incentive_rules.ledger.model import Claims, Ledger, Roster, Table
from incentive_rules.messages import Label
from incentive_rules.statement.correcting import standing
from incentive_rules.statement.digest import Digest, FactsDigest
from incentive_rules.statement.facts_digest import claims_digest, ledger_digest, roster_digest
from incentive_rules.statement.model import RowKind
from incentive_rules.statement.rows import listed_in_rows, rows_set_aside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentive_rules.scheme.model import Scheme
    from incentive_rules.statement.model import Outcome

    Rows = Iterable[Mapping[str, object]]

_LAST_YEAR = 2999
_ROWS = Label(
    "행의 목록, 또는 read_로 읽은 표여야 합니다",
    "it must be a list of rows, or a table from read_ledger, read_roster or read_claims",
)


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
        expected = Label(f"{_LAST_YEAR}년까지의 날짜여야 합니다", f"it must be a day up to the year {_LAST_YEAR}")
        raise InputError([Diagnostic(Code.BAD_ARGUMENT, facts={"name": name, "value": value, "expected": expected})])
    return day
