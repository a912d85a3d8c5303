"""Facts that no column of a file tells: what its rows have instead, or that it is not known, told once for all."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic
from incentive_rules.facts import Fact, value_label
from incentive_rules.messages import Label
from incentive_rules.source import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from incentive_rules.ledger.model import SourceReport, Table

Asking = Callable[[Fact], tuple[str, ...]]
"""The addresses of the rules that look at a fact."""


def untold(table: Table[Any], declared: Iterable[Fact], asking: Asking = lambda _: ()) -> Iterator[Diagnostic]:
    """A warning for each declared fact that a file has no column for.

    Either the scheme says what a blank means, and every row has that; or rules look at it (``asking``), and it is not
    known in any row. Rows that came as mappings have no columns: what one leaves out is blank in that row alone.

    Example:
        >>> from incentive_rules import example_path, load_scheme, read_ledger
        >>> scheme = load_scheme(example_path("donghae.yaml"))
        >>> ledger = read_ledger(example_path("data/entries.csv"), scheme)
        >>> list(untold(ledger, scheme.facts.entry.values()))
        []
    """
    facts = list(declared)
    sources = [source for source in table.sources if source.name and source.read]
    for source in sources:
        there = {column.name for column in source.columns}
        yield from (_blank(fact, source) for fact in facts if fact.blank is not None and fact.name not in there)
    for fact in facts:
        lacking = [source for source in sources if fact.name not in {column.name for column in source.columns}]
        if fact.blank is None and lacking and (rules := asking(fact)):
            yield _unknown(fact, lacking, rules, is_whole=len(lacking) == len(sources))


def _blank(fact: Fact, source: SourceReport) -> Diagnostic:
    assert fact.blank is not None  # the caller looked
    unread = _unread(source)
    facts: dict[str, object] = {"name": fact.label, "value": value_label(fact.blank), "known": unread}
    told = facts if unread else facts | {"advice": _LEAVE_IT}
    return Diagnostic(Code.FACT_COLUMN_MISSING, _place(source), told, "warning")


def _unknown(fact: Fact, lacking: list[SourceReport], rules: tuple[str, ...], *, is_whole: bool) -> Diagnostic:
    """That a fact is not known in any row of some sources; ``whole`` where no other source tells it either."""
    unread = tuple(dict.fromkeys(header for source in lacking for header in _unread(source)))
    facts: dict[str, object] = {"name": fact.label, "id": fact.name, "rules": rules, "known": unread}
    facts |= {"count": sum(source.read for source in lacking), "whole": is_whole}
    first, *more = lacking
    place = Place(", ".join(str(_place(each)) for each in lacking)) if more else _place(first)
    return Diagnostic(Code.ASKED_COLUMN_MISSING, place, facts if unread else facts | {"advice": _ADD_IT}, "warning")


def _place(source: SourceReport) -> Place:
    return Place(source.name, sheet=source.sheet)


def _unread(source: SourceReport) -> tuple[str, ...]:
    """The headers of columns that nothing is read from: one of them may be the one that is missed."""
    return tuple(column.header for column in source.columns if not column.name and column.header.strip())


_LEAVE_IT = Label("맞으면 그대로 두고, 아니면 그 열을 더하십시오", "leave it if that is so; otherwise add the column")
_ADD_IT = Label("그 열을 더하고 다시 계산하십시오", "add the column and evaluate again")
