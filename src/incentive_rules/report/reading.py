"""How tables were understood, before anything is computed: columns, ways of writing, and the rows that are not used."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.ledger.model import SourceReport
from incentive_rules.messages.screen import words
from incentive_rules.report.sheets import Sheet
from incentive_rules.report.text import file_names, place_text, source_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from incentive_rules.ledger.model import ColumnReport, FormReport, RejectedRow, Table
    from incentive_rules.messages import Language
    from incentive_rules.source import Place

    Row = tuple[str, ...]

MOST_ROWS = 100
"""So many rejected rows are shown; a file of thousands usually has the same mistake in all of them."""


def reading_sheets(table: Table[Any], lang: Language) -> Iterator[Sheet]:
    """Everything about the reading of one table: what is not used first, then the columns of its sources."""
    names = file_names(source.name for source in table.sources)
    yield _rejected(table.rejected, names, lang)
    yield _set_aside(table, names, lang)
    for sources in _alike(table.sources):
        yield _columns(sources, names, lang)


def _alike(sources: Iterable[SourceReport]) -> Iterable[list[SourceReport]]:
    """The sources by their columns: twelve months with the same columns are told of once."""
    alike: dict[object, list[SourceReport]] = defaultdict(list)
    for source in sources:
        alike[tuple((column.header, column.name) for column in source.columns)].append(source)
    return alike.values()


def _columns(sources: Sequence[SourceReport], names: Mapping[str, str], lang: Language) -> Sheet:
    whole = _as_one(sources)
    shown = names if len({each.name for each in sources}) > 1 else {each.name: "" for each in sources}
    rows = tuple(_column(each, whole, shown, lang) for each in whole.columns)
    heads = tuple(words(f"read_{head}", lang) for head in ("header", "as", "filled", "written"))
    counts = {name: getattr(whole, name) for name in _COUNTS}
    note = words("read_counts", lang, **counts) + (f" ({whole.encoding})" if whole.encoding else "")
    return Sheet(_title(sources, names, lang), heads, rows, (2,), notes=(note,))


_COUNTS = ("rows", "read", "rejected", "set_aside")


def _as_one(sources: Sequence[SourceReport]) -> SourceReport:
    """Sources with the same columns as one, under the name of the first."""
    return SourceReport(
        name=sources[0].name,
        encoding=", ".join(dict.fromkeys(each.encoding for each in sources if each.encoding)),
        **{name: sum(getattr(each, name) for each in sources) for name in _COUNTS},
        columns=tuple(_one_column(each) for each in zip(*(source.columns for source in sources), strict=True)),
    )


def _one_column(columns: Sequence[ColumnReport]) -> ColumnReport:
    forms: dict[str, FormReport] = {}
    for each in (form for column in columns for form in column.forms):
        first = forms.get(each.form)
        forms[each.form] = each if first is None else replace(first, count=first.count + each.count)
    return replace(columns[0], filled=sum(each.filled for each in columns), forms=tuple(forms.values()))


def _title(sources: Sequence[SourceReport], names: Mapping[str, str], lang: Language) -> str:
    first, last = sources[0], sources[-1]
    if first is last:
        return words("read_source", lang, name=source_text(first, names))
    one_file = len({each.name for each in sources}) == 1
    ends = (first.sheet, last.sheet) if one_file else (source_text(first, names), source_text(last, names))
    facts = {"name": names.get(first.name, first.name), "count": len(sources), "first": ends[0], "last": ends[1]}
    return words("read_sheets" if one_file else "read_sources", lang, **facts)


def _column(column: ColumnReport, source: SourceReport, names: Mapping[str, str], lang: Language) -> Row:
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
                place=place_text(each.place, names),
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
    """Every bad cell of every row that is not used, with what to do: by place, not by person."""
    rows = tuple(
        (_where(found.place, names), row.id, _told(found.message(lang), found.help(lang)))
        for row in rejected[:MOST_ROWS]
        for found in row.findings
        if found.code is not Code.MISSING_COLUMN  # told once, of the whole table
    )
    heads = tuple(words(f"read_{head}", lang) for head in ("where", "id", "why"))
    notes = () if rejected else (words("read_none_rejected", lang),)
    if len(rejected) > MOST_ROWS:
        notes = (words("more", lang, count=len(rejected) - MOST_ROWS),)
    return Sheet(words("read_rejected", lang, count=len(rejected)), heads, rows, notes=notes)


def _where(place: Place, names: Mapping[str, str]) -> str:
    return place_text(place, names, place.address)


def _told(message: str, hint: str) -> str:
    return f"{message} ({hint})" if hint else message
