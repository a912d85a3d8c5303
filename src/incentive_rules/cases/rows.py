"""The facts of a case: its rows as a ledger, a staff list and claims, each at its place in the cases file.

A row that the reader refuses is an outcome like any other where the case expects it. Where it does not, the row is a
slip of the pen, and a finding.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from incentive_rules.cases.model import Assumed
from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic
from incentive_rules.ledger.from_rows import CLAIMS, LEDGER, ROSTER, table_from_rows
from incentive_rules.ledger.model import Claims, Ledger, Roster, Table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from incentive_rules.cases.model import Case, CasesFile, EntryRow
    from incentive_rules.facts import Facts
    from incentive_rules.ledger.reader import Kind
    from incentive_rules.scheme.tree import Path, Tree

AnyTable = TypeVar("AnyTable", bound=Table[Any])
Cells = dict[str, object]


@dataclass(frozen=True, slots=True)
class Given:
    """The tables of a case. ``repeats`` names the entries for which a row with `times` stands."""

    ledger: Ledger
    roster: Roster
    claims: Claims
    repeats: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))


def given(name: str, case: Case, file: CasesFile, facts: Facts, tree: Tree) -> tuple[Given, list[Diagnostic]]:
    """The tables of a case, with the file's staff list below its own, and what is wrong with its rows."""
    reader = _Reader(facts, tree)
    path: Path = ("cases", name)
    ledger, repeats = reader.ledger(case, path)
    roster = reader.roster(case, file, path)
    filed = () if isinstance(case.claims, str | Assumed) else case.claims
    claims = reader.table(CLAIMS, filed, _paths((*path, "claims"), filed), case.expect.claims)
    return Given(ledger, roster, claims, repeats), reader.findings


@dataclass(slots=True)
class _Reader:
    facts: Facts
    tree: Tree
    findings: list[Diagnostic] = field(default_factory=list)

    def ledger(self, case: Case, path: Path) -> tuple[Ledger, dict[str, tuple[str, ...]]]:
        rows: list[Cells] = []
        paths: list[Path] = []
        repeats: dict[str, tuple[str, ...]] = {}
        for index, row in enumerate(case.entries):
            written: Path = (*path, "entries", index)
            repeated = self._repeated(row, written)
            rows += repeated
            paths += [written] * len(repeated)
            if len(repeated) > 1:
                repeats[str(_cells(row)["entry_id"])] = tuple(str(each["entry_id"]) for each in repeated)
        expected = [each for name in case.expect.entries for each in (name, *repeats.get(name, ()))]
        return self.table(LEDGER, rows, paths, expected), repeats

    def roster(self, case: Case, file: CasesFile, path: Path) -> Roster:
        default = self.table(ROSTER, file.members, _paths(("members",), file.members))
        own = self.table(ROSTER, case.members, _paths((*path, "members"), case.members))
        replaced = {row.member_id for row in own.rows} | {row.member_id for row in own.rejected}
        kept = tuple(row for row in default.rows if row.member_id not in replaced)
        return Roster(rows=(*kept, *own.rows))

    def table(
        self, kind: Kind[AnyTable], rows: Sequence[Cells], paths: Sequence[Path], expected: Collection[str] = ()
    ) -> AnyTable:
        """A table whose rows stand where they are written; ``expected`` are the ids of rows that may be refused."""
        table = table_from_rows(kind, rows, self.facts)
        self.findings += self._columns(table, rows, paths)
        self.findings += self._refused(table, paths, expected)
        return replace(
            table,
            rows=tuple(replace(row, place=self.tree.place(paths[row.place.line - 1])) for row in table.rows),
            rejected=tuple(replace(row, place=self.tree.place(paths[row.place.line - 1])) for row in table.rejected),
        )

    def _repeated(self, row: EntryRow, path: Path) -> list[Cells]:
        cells = _cells(row)
        if row.times == 1:
            return [cells]
        if "entry_id" not in cells:
            self.findings.append(Diagnostic(Code.MISSING_KEY, self.tree.place(path, key=True), {"name": "entry_id"}))
            return []
        return [{**cells, "entry_id": f"{cells['entry_id']}.{number}"} for number in range(1, row.times + 1)]

    def _columns(self, table: Table[Any], rows: Sequence[Cells], paths: Sequence[Path]) -> Iterator[Diagnostic]:
        """A column that nobody reads is a mistake here, and one that is misspelt is not missing as well."""
        misspelt = {found.facts.get("near") for found in table.findings} - {"", None}
        for found in table.findings:
            header = found.place.address
            if found.code is Code.MISSING_COLUMN and not misspelt.isdisjoint(_names(found)):
                continue
            path = next((path for row, path in zip(rows, paths, strict=True) if header in row), paths[0][:-1])
            place = self.tree.place((*path, header), key=True)
            yield Diagnostic(found.code, place, found.facts)

    def _refused(self, table: Table[Any], paths: Sequence[Path], expected: Collection[str]) -> Iterator[Diagnostic]:
        for blank in table.set_aside:
            yield Diagnostic(blank.code, self.tree.place(paths[blank.place.line - 1]))
        for row in table.rejected:
            for found in row.findings if row.id not in expected else ():
                if found.code is not Code.MISSING_COLUMN:  # told once for the whole table
                    path = paths[row.place.line - 1]
                    yield Diagnostic(found.code, self.tree.place((*path, found.place.address)), found.facts)


def _names(missing: Diagnostic) -> Iterable[object]:
    """What the column could be called."""
    known = missing.facts["known"]
    return known if isinstance(known, tuple) else ()


def _cells(row: EntryRow) -> Cells:
    return dict(row.model_extra or {})


def _paths(path: Path, rows: Sequence[Cells]) -> list[Path]:
    return [(*path, index) for index in range(len(rows))]
