"""Facts that no column of a file tells: its rows have what the scheme says of a blank cell, and people should know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic
from incentive_rules.facts import value_label
from incentive_rules.messages import Label
from incentive_rules.source import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from incentive_rules.facts import Fact
    from incentive_rules.ledger.model import SourceReport, Table


def untold(table: Table[Any], declared: Iterable[Fact]) -> Iterator[Diagnostic]:
    """A warning for each declared fact that a file has no column for, although its scheme says what a blank means.

    Rows that came as mappings have no columns: what one of them leaves out is blank in that row alone.

    Example:
        >>> from incentive_rules import example_path, load_scheme, read_ledger
        >>> scheme = load_scheme(example_path("donghae.yaml"))
        >>> ledger = read_ledger(example_path("data/entries.csv"), scheme)
        >>> list(untold(ledger, scheme.facts.entry.values()))
        []
    """
    facts = [fact for fact in declared if fact.blank is not None]
    for source in table.sources:
        if source.name and source.read:
            there = {column.name for column in source.columns}
            yield from (_untold(fact, source) for fact in facts if fact.name not in there)


def _untold(fact: Fact, source: SourceReport) -> Diagnostic:
    assert fact.blank is not None  # the caller looked
    unread = tuple(column.header for column in source.columns if not column.name and column.header.strip())
    facts: dict[str, object] = {"name": fact.label, "value": value_label(fact.blank), "known": unread}
    place = Place(source.name, sheet=source.sheet)
    return Diagnostic(Code.FACT_COLUMN_MISSING, place, facts if unread else facts | {"advice": _LEAVE_IT}, "warning")


_LEAVE_IT = Label("맞으면 그대로 두고, 아니면 그 열을 더하십시오", "leave it if that is so; otherwise add the column")
