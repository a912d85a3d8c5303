"""The explanation of whatever a query names: header, tree, and below it where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.statement.explain.aims import explained
from incentive_rules.statement.explain.lines import Lines, node
from incentive_rules.statement.explain.model import FORMAT, Asked, Explanation, Node, NodeKind
from incentive_rules.statement.explain.ranks import Ranks
from incentive_rules.statement.explain.statement import statement_of
from incentive_rules.statement.explain.why_not import why_not
from incentive_rules.statement.find import Aim, Group, Rows, find
from incentive_rules.statement.model import Credit, Payment, Settlement, Statement
from incentive_rules.statement.record import label_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from incentive_rules.messages import Label
    from incentive_rules.statement.find import Found
    from incentive_rules.statement.record import Record


def explanation_of(record: Record, query: str, asked: Asked = Asked.EXPLAIN) -> Explanation:
    """Why what a query names is as it is, or why it is not otherwise."""
    found = find(record, query)
    nodes = tuple(why_not(record, found) if asked is Asked.WHY_NOT else _told(record, found))
    return Explanation(
        format=FORMAT,
        asked=asked,
        query=query,
        scheme=str(record.scheme["id"]),
        scheme_label=label_of(record.scheme["label"]),
        language=int(record.scheme["language"]),
        library=record.library,
        reading=record.reading,
        as_of=record.as_of,
        known_at=record.known_at,
        nodes=(*nodes, *_cites(record, nodes)),
    )


def _told(record: Record, found: Found) -> Iterator[Node]:
    lines = Lines(record)
    match found:
        case Rows():
            yield from lines.rows(found)
        case Credit():
            yield lines.credit(found)
        case Settlement():
            yield lines.settlement(found)
        case Payment():
            yield lines.payment(found)
        case Statement():
            yield statement_of(record, found)
        case Group():
            yield Ranks(record).group(found)
        case Aim():
            yield explained(record, found)


def _cites(record: Record, nodes: Iterable[Node]) -> Iterator[Node]:
    """The sources and the assumptions on which a tree rests, each once."""
    every = [each for node in nodes for each in node.walk()]
    sources = dict.fromkeys((each.source, each.at) for each in every if each.source)
    assumed: dict[Label, None] = dict.fromkeys(each.assumed for each in every if each.assumed)
    if sources or assumed:
        below = [_source(record, source, at) for source, at in sources]
        below += [node(NodeKind.ASSUMED, "assumed", {"reason": reason}) for reason in assumed]
        yield node(NodeKind.CITES, "cites", children=below)


def _source(record: Record, source: str, at: str) -> Node:
    told = record.scheme.get("sources", {}).get(source, {})
    facts: dict[str, object] = {"id": source, "title": label_of(told.get("title", ""))}
    for name in ("publisher", "date"):
        facts[name] = _after_comma(label_of(told[name])) if told.get(name) else ""
    below = [node(NodeKind.NOTE, "cited_at", {"at": at})] if at else []
    return node(NodeKind.SOURCE, "cited_source", facts, below, id=source)


def _after_comma(label: Label) -> Label:
    return type(label)(f", {label.ko}", f", {label.en}")
