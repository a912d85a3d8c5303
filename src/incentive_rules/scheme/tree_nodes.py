"""The events of a YAML text as a tree of nodes, each with its span; within bounds, and without recursion."""

from __future__ import annotations

import unicodedata
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
)

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic
from incentive_rules.scheme.keys import character_name, invisible_facts, invisible_in
from incentive_rules.scheme.tree_bounds import (
    MOST_LEVELS,
    MOST_VALUES,
    SourceText,
    Span,
    not_allowed_in,
    shown,
    tag_finding,
    unknown_alias_label,
)
from incentive_rules.source import LINE_BREAK

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from yaml.error import Mark

_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_BLOCK_STYLES = frozenset({"|", ">"})
_NO_PARTS: Mapping[str | int, Any] = MappingProxyType({})


def dotted(path: Iterable[str | int]) -> str:
    """A path as an address.

    Example:
        >>> dotted(("tie_breaks", 0, "by"))
        'tie_breaks.0.by'
    """
    return ".".join(map(str, path))


class Node(NamedTuple):
    """A value with what is known of it: where it stands, and for each part the span of its key and its node.

    ``size`` counts the values in it and ``height`` its levels, both with every alias written out.
    """

    data: object
    span: Span
    parts: Mapping[str | int, tuple[Span, Node]] = _NO_PARTS
    size: int = 1
    height: int = 0


class UnreadableError(Exception):
    """Reading ends here."""

    def __init__(self, finding: Diagnostic) -> None:
        self.finding = finding
        super().__init__(str(finding.code))


class _Key(NamedTuple):
    """The key whose value comes next. Where it is not kept, the value is read and left out."""

    name: str
    span: Span
    kept: bool


class _Frame:
    """A mapping or a list that is being read."""

    def __init__(self, event: CollectionStartEvent, span: Span) -> None:
        self.event = event
        self.span = span
        self.data: dict[str, object] | list[object] = {} if isinstance(event, MappingStartEvent) else []
        self.parts: dict[str | int, tuple[Span, Node]] = {}
        self.key: _Key | None = None
        self.size = 1
        self.height = 1

    @property
    def step(self) -> tuple[str | int, ...]:
        """The last step of the path to the part that comes next; none while a key is read."""
        if isinstance(self.data, list):
            return (len(self.data),)
        return (self.key.name,) if self.key and self.key.name else ()

    def put(self, node: Node) -> None:
        """The next item, or the value of the key that waits for one."""
        if isinstance(self.data, list):
            self.parts[len(self.data)] = (node.span, node)
            self.data.append(node.data)
        elif self.key and self.key.kept:
            self.parts[self.key.name] = (self.key.span, node)
            self.data[self.key.name] = node.data
        self.key = None


class NodeReader:
    """Events in, a tree of nodes out; within bounds, and without recursion."""

    def __init__(self, text: SourceText) -> None:
        self.findings: list[Diagnostic] = []
        self._root: Node | None = None
        self._text = text
        self._open: list[_Frame] = []
        self._anchors: dict[str, Node | _Frame] = {}
        self._values = 0

    def read(self, events: Iterable[Event]) -> Node:
        """The root of the tree; a text without any value has an empty root.

        Raises:
            UnreadableError: if a bound is passed or a second document begins.
        """
        for event in events:
            self._take(event)
        return self._root or Node(None, Span(0, 0, 0, 0))

    def _take(self, event: Event) -> None:
        if isinstance(event, ScalarEvent):
            self._add(self._scalar(event))
        elif isinstance(event, AliasEvent):
            self._add(self._alias(event))
        elif isinstance(event, CollectionStartEvent):
            self._begin(event)
        elif isinstance(event, CollectionEndEvent):
            self._end(event)
        elif isinstance(event, DocumentStartEvent) and self._root:
            raise UnreadableError(self._finding(Code.SEVERAL_DOCUMENTS, _span(event)))

    def open_bracket(self) -> Span | None:
        """The innermost bracket that is still open."""
        for frame in reversed(self._open):
            if frame.event.flow_style:
                span = _span(frame.event)
                return Span(span.end_line, span.end_column - 1, span.end_line, span.end_column)
        return None

    def _scalar(self, event: ScalarEvent) -> Node:
        span = self._scalar_span(event)
        self._start_node(event, span)
        value = event.value
        if letter := not_allowed_in(value):  # one that was written as an escape
            self._find(Code.CONTROL_CHARACTER, span, name=character_name(letter))
            value = shown(value)
        is_nothing = not event.style and value in _NOTHING
        node = Node(None if is_nothing else value, span)
        if event.anchor:
            self._anchors[event.anchor] = node
        return node

    def _scalar_span(self, event: ScalarEvent) -> Span:
        """Where a scalar stands. An empty one is marked by what it belongs to: its key, or its dash."""
        span = _span(event)
        if event.style in _BLOCK_STYLES:
            return _over_lines(span)
        if span[:2] != span[2:]:
            return span
        if self._open and (key := self._open[-1].key):
            return key.span
        return Span(span.line, max(0, span.column - 1), span.line, span.column)

    def _alias(self, event: AliasEvent) -> Node:
        span = _span(event)
        name = event.anchor or ""
        target = self._anchors.get(name)
        if isinstance(target, Node):
            self._count(target.size, span)
            self._check_levels(target.height, span)
            return target._replace(span=span)
        if target:
            self._find(Code.ALIAS_CYCLE, span, name=name)
        else:
            self._find(Code.YAML_SYNTAX, span, problem=unknown_alias_label(name))
        return Node(None, span)

    def _begin(self, event: CollectionStartEvent) -> None:
        span = _span(event) if event.flow_style else _over_lines(_span(event))
        self._start_node(event, span)
        self._check_levels(1, span)
        frame = _Frame(event, span)
        if event.anchor:
            self._anchors[event.anchor] = frame
        self._open.append(frame)

    def _end(self, event: CollectionEndEvent) -> None:
        frame = self._open.pop()
        end = _span(event)
        span = Span(*frame.span[:2], *end[2:]) if frame.event.flow_style else frame.span
        node = Node(frame.data, span, frame.parts, frame.size, frame.height)
        if frame.event.anchor and self._anchors[frame.event.anchor] is frame:
            self._anchors[frame.event.anchor] = node
        self._add(node)

    def _add(self, node: Node) -> None:
        """A finished node is the root, a key, an item or a value."""
        if not self._open:
            self._root = node
            return
        frame = self._open[-1]
        frame.size += node.size
        frame.height = max(frame.height, node.height + 1)
        if frame.key is None and isinstance(frame.data, dict):
            self._take_key(frame, node)
        else:
            frame.put(node)

    def _take_key(self, frame: _Frame, node: Node) -> None:
        """A key. One that is no text, or stands there already, is refused, and its value with it."""
        if not isinstance(node.data, str) or LINE_BREAK.search(node.data):
            self._find(Code.KEY_NOT_TEXT, node.span)
            frame.key = _Key("", node.span, kept=False)
            return
        if letter := invisible_in(
            node.data[:1]
        ):  # of other width than a blank: the level of the key is not what it seems
            self._find(
                Code.CONTROL_CHARACTER,
                node.span._replace(end_line=node.span.line, end_column=node.span.column + 1),
                **invisible_facts(letter),
            )
            frame.key = _Key("", node.span, kept=False)
            return
        name = unicodedata.normalize("NFC", node.data)
        first = frame.parts.get(name)
        frame.key = _Key(name, node.span, kept=first is None)
        if first:
            self._find(Code.DUPLICATE_KEY, node.span, name=name, line=first[0].line + 1)

    def _start_node(self, event: ScalarEvent | CollectionStartEvent, span: Span) -> None:
        self._count(1, span)
        if event.tag:
            self.findings.append(tag_finding(self._text, cast("Mark", event.start_mark), self._address()))

    def _count(self, values: int, span: Span) -> None:
        self._values += values
        if self._values > MOST_VALUES:
            raise UnreadableError(self._finding(Code.TOO_MANY_VALUES, span, limit=MOST_VALUES))

    def _check_levels(self, height: int, span: Span) -> None:
        if len(self._open) + height > MOST_LEVELS:
            raise UnreadableError(self._finding(Code.TOO_DEEP, span, limit=MOST_LEVELS))

    def _find(self, code: Code, span: Span, **facts: object) -> None:
        self.findings.append(self._finding(code, span, **facts))

    def _finding(self, code: Code, span: Span, **facts: object) -> Diagnostic:
        return Diagnostic(code, self._text.place(span, self._address()), facts)

    def _address(self) -> str:
        return dotted(step for frame in self._open for step in frame.step)


def _span(event: Event) -> Span:
    start, end = cast("Mark", event.start_mark), cast("Mark", event.end_mark)  # both loaders mark every event
    return Span(start.line, start.column, end.line, end.column)


def _over_lines(span: Span) -> Span:
    """A span that goes on below its first line."""
    return Span(span.line, span.column, span.line + 1, 0)
