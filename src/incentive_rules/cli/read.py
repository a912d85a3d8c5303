"""``read``: how a file was understood, before anything is computed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from incentive_rules.cli.desk import FINDING, JSON, YES
from incentive_rules.cli.inputs import asking_of, findings_of, scheme_at
from incentive_rules.cli.next_steps import file_options, tell_next
from incentive_rules.cli.streams import near_path
from incentive_rules.codes import Code
from incentive_rules.ledger.from_files import kinds_of, read_claims, read_ledger, read_roster
from incentive_rules.ledger.untold import untold
from incentive_rules.report.reading import reading_sheets
from incentive_rules.report.text import file_names, finding_lines
from incentive_rules.scheme.awards import ExchangeAward, TiersAward

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from incentive_rules.cli.desk import Desk
    from incentive_rules.facts import Fact
    from incentive_rules.ledger.from_files import Progress
    from incentive_rules.ledger.model import Ledger, Table
    from incentive_rules.scheme.model import Scheme

LEDGER, ROSTER, CLAIMS = "ledger", "roster", "claims"
KINDS = (LEDGER, ROSTER, CLAIMS)
"""What a file can be read as."""

_NAMES = {"entry": LEDGER, "roster": ROSTER, "claim": CLAIMS}


def read(desk: Desk, files: tuple[Path, ...], kind: str, *, make_ids: bool) -> int:
    """Show how files were read as a kind of table; without one, each as those that its columns are of."""
    scheme_file, tables = _scheme_among(files)
    scheme = scheme_at(scheme_file)
    by_kind = {kind: tables} if kind else _by_kind(tables, scheme, make_ids=make_ids)
    with desk.err.bar(desk.words("busy_reading")) as progress:
        found = {each: _READERS[each](paths, scheme, make_ids, progress) for each, paths in by_kind.items()}
    if desk.format == JSON:
        desk.json({name: _data(table) for name, table in found.items()})
    else:
        ledger = cast("Ledger | None", found.get(LEDGER))
        for name, table in found.items():
            more = untold(table, _declared(scheme, name), asking_of(scheme, ledger))
            _tell(desk, name, replace(table, findings=(*findings_of(table, found.values()), *more)))
    rejected = sum(len(table.rejected) for table in found.values())
    broken = any(each.severity == "error" for table in found.values() for each in table.findings)
    if desk.format != JSON:
        desk.out.line()
        unread = sum(each.code is Code.UNKNOWN_COLUMN for table in found.values() for each in table.findings)
        fine = "read_ok_but" if unread else "read_ok"
        told = "read_no_columns" if broken else "read_not_ok" if rejected else fine
        desk.out.line(desk.words(told, count=rejected or unread), style="bold")
        if not (rejected or broken) and LEDGER in found:
            tell_next(desk, "next_steps", _steps(scheme_file, by_kind, found, make_ids=make_ids))
            for key in _needs(scheme, found):
                desk.out.line(f"  # {desk.words(key)}", style="dim")
    return FINDING if rejected or broken else YES


def _scheme_among(files: tuple[Path, ...]) -> tuple[Path, list[Path]]:
    """The scheme, which is the only YAML file wherever it stands, or else the last; and the tables."""
    written = [each for each in files if each.suffix.casefold() in _YAML]
    scheme = written[0] if len(written) == 1 else files[-1]
    return scheme, [each for each in files if each is not scheme]


def _by_kind(tables: Iterable[Path], scheme: Scheme, *, make_ids: bool) -> dict[str, list[Path]]:
    """The files that hold each kind of table."""
    found: dict[str, list[Path]] = {name: [] for name in KINDS}
    for path in tables:
        for kind in kinds_of(path, scheme, make_ids=make_ids):
            found[_NAMES[kind]].append(path)
    return {name: paths for name, paths in found.items() if paths}


def _steps(
    scheme: Path, files: Mapping[str, Sequence[Path]], found: Mapping[str, Table[Any]], *, make_ids: bool
) -> Iterator[tuple[str, list[str]]]:
    """What to do with tables that were read: evaluate them, and compare the figures that they hold."""
    days = [row.date for name in (LEDGER, CLAIMS) if name in found for row in found[name].rows]
    if not days:
        return
    rest = [near_path(scheme), *file_options(files), *(["--make-ids"] if make_ids else []), f"--as-of {max(days)}"]
    yield "read_next_evaluate", ["evaluate", *rest]
    if any(column.name in SAID for table in found.values() for source in table.sources for column in source.columns):
        yield "read_next_reconcile", ["reconcile", *rest]


def _declared(scheme: Scheme, name: str) -> Iterable[Fact]:
    """The facts that rows of a kind of table may tell."""
    declared: dict[str, Mapping[str, Fact]] = {LEDGER: scheme.facts.entry, ROSTER: scheme.facts.member}
    return declared.get(name, {}).values()


def _needs(scheme: Scheme, found: Mapping[str, Table[Any]]) -> Iterator[str]:
    """Which other tables the scheme asks for: a staff list, unless the ledger tells of members, and claims."""
    names = {column.name for source in found[LEDGER].sources for column in source.columns}
    if ROSTER not in found and scheme.facts.member and not names & set(scheme.facts.member):
        yield "read_needs_roster"
    if CLAIMS not in found and any(
        isinstance(award, TiersAward | ExchangeAward) and award.claim.by == "member" for award in scheme.awards.values()
    ):
        yield "read_needs_claims"


_YAML = frozenset({".yaml", ".yml"})
SAID = ("said_points", "said_paid")
"""Columns that a sheet has for comparison."""


_READERS: dict[str, Callable[[Sequence[Path], Scheme, bool, Progress], Table[Any]]] = {
    LEDGER: lambda files, scheme, ids, progress: read_ledger(files, scheme, make_ids=ids, progress=progress),
    ROSTER: lambda files, scheme, _, progress: read_roster(files, scheme, progress=progress),
    CLAIMS: lambda files, scheme, ids, progress: read_claims(files, scheme, make_ids=ids, progress=progress),
}


def _tell(desk: Desk, name: str, table: Table[Any]) -> None:
    kind = next(each for each, named in _NAMES.items() if named == name)
    files = ", ".join(file_names(source.name for source in table.sources).values())
    desk.out.line(f"{files}: {desk.words(f'read_title_{kind}')}", style="bold")
    for line in finding_lines(table.findings, desk.lang):
        desk.out.line(line)
    for sheet in reading_sheets(table, desk.lang):
        desk.out.sheet(sheet)


def _data(table: Table[Any]) -> dict[str, object]:
    return {
        "sources": [
            {
                "file": source.name,
                "sheet": source.sheet,
                "encoding": source.encoding,
                **{name: getattr(source, name) for name in ("rows", "read", "rejected", "set_aside")},
                "columns": [
                    {
                        "header": column.header,
                        "read_as": column.name,
                        "filled": column.filled,
                        "forms": [
                            {"form": each.form, "count": each.count, "written": each.written, "read": each.read}
                            for each in column.forms
                        ],
                    }
                    for column in source.columns
                ],
            }
            for source in table.sources
        ],
        "findings": [found.to_dict() for found in table.findings],
        "rejected": [
            {"id": row.id, "place": str(row.place), "findings": [found.to_dict() for found in row.findings]}
            for row in table.rejected
        ],
        "set_aside": [{"place": str(row.place), "code": row.code, "text": row.text} for row in table.set_aside],
    }
