"""How tables were understood, before anything is computed: columns, ways of writing, and the rows that are not used."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from incentive_rules.messages.screen import words
from incentive_rules.report.sheets import Sheet
from incentive_rules.report.text import file_names, place_text, source_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from incentive_rules.ledger.model import ColumnReport, RejectedRow, SourceReport, Table
    from incentive_rules.messages import Language
    from incentive_rules.source import Place

    Row = tuple[str, ...]

MOST_ROWS = 100
"""So many rejected rows are shown; a file of thousands usually has the same mistake in all of them."""


def reading_sheets(table: Table[Any], lang: Language) -> Iterator[Sheet]:
    """Everything about the reading of one table, source by source."""
    names = file_names(source.name for source in table.sources)
    for source in table.sources:
        yield _columns(source, names, lang)
    yield _set_aside(table, names, lang)
    yield _rejected(table.rejected, names, lang)


def _columns(source: SourceReport, names: Mapping[str, str], lang: Language) -> Sheet:
    rows = tuple(_column(each, source, lang) for each in source.columns)
    heads = tuple(words(f"read_{head}", lang) for head in ("header", "as", "filled", "written"))
    counts = {name: getattr(source, name) for name in ("rows", "read", "rejected", "set_aside")}
    note = words("read_counts", lang, **counts) + (f" ({source.encoding})" if source.encoding else "")
    title = words("read_source", lang, name=source_text(source, names))
    return Sheet(title, heads, rows, (2,), notes=(note,))


def _column(column: ColumnReport, source: SourceReport, lang: Language) -> Row:
    used = source.read + source.rejected
    return (
        column.header,
        _read_as(column, lang),
        f"{column.filled:,}/{used:,}",
        "\n".join(
            words(
                "read_form",
                lang,
                count=each.count,
                form=words(f"form_{each.form}", lang),
                written=each.written,
                read=words(_SPELLED[each.read], lang) if each.read in _SPELLED else each.read,
                place=replace(each.place, file="").position or "",
            )
            for each in column.forms
        ),
    )


_SPELLED = {"True": "read_true", "False": "read_false", "": "read_nothing"}


def _read_as(column: ColumnReport, lang: Language) -> str:
    if not column.label:
        return words("read_as_nothing", lang)
    if column.name.startswith("said_"):
        return words(f"read_as_{column.name}", lang)
    label = column.label.in_language(lang)
    return label if label == column.name else f"{label} ({column.name})"


def _set_aside(table: Table[Any], names: Mapping[str, str], lang: Language) -> Sheet:
    """How many rows were set aside for which reason, and where the first of them stand."""
    places: dict[str, list[Place]] = defaultdict(list)
    for row in table.set_aside:
        places[row.code].append(row.place)
    counts = Counter(row.code for row in table.set_aside)
    rows = tuple(
        (words(f"read_{code}", lang), f"{count:,}", _some(places[code], names, lang)) for code, count in counts.items()
    )
    heads = tuple(words(f"read_{head}", lang) for head in ("why", "rows", "where"))
    notes = () if rows else (words("read_none_set_aside", lang),)
    return Sheet(words("read_set_aside", lang), heads, rows, (1,), notes=notes)


_SOME = 5


def _some(places: Sequence[Place], names: Mapping[str, str], lang: Language) -> str:
    told = ", ".join(place_text(place, names) for place in places[:_SOME])
    return told if len(places) <= _SOME else words("read_and_more", lang, places=told, count=len(places) - _SOME)


def _rejected(rejected: Sequence[RejectedRow], names: Mapping[str, str], lang: Language) -> Sheet:
    """Every bad cell of every row that is not used, with what to do."""
    rows = tuple(
        (_where(found.place, names), row.id, row.member_id, _told(found.message(lang), found.help(lang)))
        for row in rejected[:MOST_ROWS]
        for found in row.findings
    )
    heads = tuple(words(f"read_{head}", lang) for head in ("where", "id", "member", "why"))
    notes = () if rows else (words("read_none_rejected", lang),)
    if len(rejected) > MOST_ROWS:
        notes = (words("more", lang, count=len(rejected) - MOST_ROWS),)
    return Sheet(words("read_rejected", lang, count=len(rejected)), heads, rows, notes=notes)


def _where(place: Place, names: Mapping[str, str]) -> str:
    return place_text(place, names, place.address)


def _told(message: str, hint: str) -> str:
    return f"{message} ({hint})" if hint else message
