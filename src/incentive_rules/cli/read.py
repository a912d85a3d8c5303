"""``read``: how a file was understood, before anything is computed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incentive_rules.cli.desk import FINDING, JSON, YES
from incentive_rules.cli.inputs import scheme_at
from incentive_rules.ledger.from_files import kinds_of, read_claims, read_ledger, read_roster
from incentive_rules.report.reading import reading_sheets
from incentive_rules.report.text import file_names

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from incentive_rules.cli.desk import Desk
    from incentive_rules.ledger.from_files import Progress
    from incentive_rules.ledger.model import Table
    from incentive_rules.scheme.model import Scheme

LEDGER, ROSTER, CLAIMS = "ledger", "roster", "claims"
KINDS = (LEDGER, ROSTER, CLAIMS)
"""What a file can be read as."""

_NAMES = {"entry": LEDGER, "roster": ROSTER, "claim": CLAIMS}


def read(desk: Desk, files: tuple[Path, ...], kind: str, *, make_ids: bool) -> int:
    """Show how files were read as a kind of table; without one, as each that their columns are of."""
    *tables, scheme_file = files
    scheme = scheme_at(scheme_file)
    kinds = [kind] if kind else [_NAMES[each] for each in kinds_of(tables, scheme, make_ids=make_ids)]
    with desk.err.bar(desk.words("busy_reading")) as progress:
        found = {each: _READERS[each](tables, scheme, make_ids, progress) for each in kinds}
    if desk.format == JSON:
        desk.json({name: _data(table) for name, table in found.items()})
    else:
        for name, table in found.items():
            _tell(desk, name, table)
    rejected = sum(len(table.rejected) for table in found.values())
    if desk.format != JSON:
        desk.out.line()
        desk.out.line(desk.words("read_not_ok" if rejected else "read_ok", count=rejected), style="bold")
    return FINDING if rejected else YES


_READERS: dict[str, Callable[[list[Path], Scheme, bool, Progress], Table[Any]]] = {
    LEDGER: lambda files, scheme, ids, progress: read_ledger(files, scheme, make_ids=ids, progress=progress),
    ROSTER: lambda files, scheme, _, progress: read_roster(files, scheme, progress=progress),
    CLAIMS: lambda files, scheme, ids, progress: read_claims(files, scheme, make_ids=ids, progress=progress),
}


def _tell(desk: Desk, name: str, table: Table[Any]) -> None:
    kind = next(each for each, named in _NAMES.items() if named == name)
    files = ", ".join(file_names(source.name for source in table.sources).values())
    desk.out.line(f"{files}: {desk.words(f'read_title_{kind}')}", style="bold")
    for found in table.findings:
        desk.out.line(found.render(desk.lang))
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
            {"id": row.id, "member_id": row.member_id, "findings": [found.to_dict() for found in row.findings]}
            for row in table.rejected
        ],
        "set_aside": [{"place": str(row.place), "code": row.code, "text": row.text} for row in table.set_aside],
    }
