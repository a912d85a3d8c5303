"""YAML text as plain data with exact places: the one reader of scheme files and cases files.

YAML is read for its structure alone. ``NO``, ``010`` and ``12:30`` stay the texts that they are; the models type
them. Whatever YAML can do beyond mappings, lists, texts and aliases is refused by name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic
from incentive_rules.scheme.tree_bounds import (
    MOST_LEVELS,
    MOST_VALUES,
    SourceText,
    Span,
    character_name,
    not_allowed_in,
    shown,
    source_text,
    syntax_finding,
    tag_finding,
    unknown_alias_label,
)
from incentive_rules.source import LINE_BREAK, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Path = tuple[str | int, ...]
"""The way to a value: keys of mappings, and numbers of list items from zero."""

_FAST_LOADER = getattr(yaml, "CSafeLoader", None)
_PURE_LOADER = yaml.SafeLoader
# INVARIANT: a text without these, in which the fast loader finds nothing wrong, reads alike with the pure one.
# Tabs, '?', '|#' and odd line breaks: one loader accepts what the other refuses. Escapes, directives and tags:
# the two check or report them differently. A test holds it.
_READ_DIFFERENTLY = re.compile(r"[\t\\?\x85\u2028\u2029]|^%|(?<!\w)!|[|>][-+0-9]*#", re.MULTILINE)
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_BLOCK_STYLES = frozenset({"|", ">"})
_AT_START = Span(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class _Node:
    """A value with what is known of it: where it stands, and for each part the span of its key and its node.

    ``size`` counts the values in it and ``height`` its levels, both with every alias written out.
    """

    data: object
    span: Span
    parts: Mapping[str | int, tuple[Span, _Node]] = field(default_factory=lambda: MappingProxyType({}))
    size: int = 1
    height: int = 0


@dataclass(frozen=True, slots=True)
class Tree:
    """Plain data, and the place of each of its parts.

    ``data`` holds mappings (text keys, composed, in the order of the file), lists, texts and ``None``; a tree of
    Python data keeps its other values as they were given. Nobody may change it: what an alias repeats is shared.

    Example:
        >>> tree, _ = read_tree("from: 2024-06-01\\nactivities:\\n  제안: {points: 010}\\n", "a.yaml")
        >>> tree.data
        {'from': '2024-06-01', 'activities': {'제안': {'points': '010'}}}
        >>> place = tree.place(("activities", "제안", "points"))
        >>> print(place, place.address)
        a.yaml:3:16 activities.제안.points
    """

    file: str
    data: object
    _text: SourceText | None = field(default=None, repr=False, compare=False)
    _root: _Node = field(default=_Node(None, _AT_START), repr=False, compare=False)

    def place(self, path: Path, *, key: bool = False) -> Place:
        """Where the value at a path stands, or its key.

        What is missing stands where the key of its nearest holder does, an empty value where its key does, and an
        aliased value where the alias does; the parts of an aliased value stand where they are written.
        """
        address = _dotted(path)
        if self._text is None:
            return Place(self.file, address=address)
        key_span, node = self._root.span, self._root
        for step in path:
            if step not in node.parts:
                return self._text.place(key_span, address)
            key_span, node = node.parts[step]
        return self._text.place(key_span if key else node.span, address)


def _dotted(path: Iterable[str | int]) -> str:
    return ".".join(map(str, path))


def read_tree(source: str | bytes, file: str = "", *, pure: bool = False) -> tuple[Tree | None, list[Diagnostic]]:
    """The tree of a YAML text, and all that is wrong with the text; no tree where it cannot be read to its end.

    ``pure`` reads with PyYAML's Python loader even where its fast one, made of C, is installed. The result is the
    same: a text in which the fast one finds anything is read again, so that the finding is always the pure one's.

    Example:
        >>> tree, findings = read_tree("id: a\\nid: b\\n", "a.yaml")
        >>> tree.data
        {'id': 'a'}
        >>> print(findings[0].render())
        a.yaml:2:1: the key 'id' stands twice here; first in line 1
          2 | id: b
            | ^^
          help: keep one of the two
    """
    text, findings = source_text(source, file)
    if text is None:
        return None, findings
    if _FAST_LOADER and not pure and not _READ_DIFFERENTLY.search(text.text):
        tree, findings = _read(text, _FAST_LOADER)
        if not findings:
            return tree, findings
    return _read(text, _PURE_LOADER)


class _UnreadableError(Exception):
    """Reading ends here."""

    def __init__(self, finding: Diagnostic) -> None:
        self.finding = finding
        super().__init__(str(finding.code))


def _read(text: SourceText, loader_class: Any) -> tuple[Tree | None, list[Diagnostic]]:  # noqa: ANN401  # the loaders share no typed base
    reader = _Reader(text)
    try:
        for event in _events(loader_class(text.text)):
            reader.take(event)
    except _UnreadableError as error:
        return None, [*reader.findings, error.finding]
    except yaml.MarkedYAMLError as error:
        return None, [*reader.findings, syntax_finding(text, error, reader.open_bracket())]
    root = reader.root or _Node(None, _AT_START)
    if root.data is None and not reader.findings:
        return None, [Diagnostic(Code.FILE_EMPTY, Place(text.file))]
    return Tree(text.file, root.data, text, root), reader.findings


def _events(loader: Any) -> Iterator[Event]:  # noqa: ANN401  # as above
    """The events of a text. Events, not nodes: the C library's composer crashes on deep nesting."""
    try:
        while loader.check_event():
            yield loader.get_event()
    except (ValueError, OverflowError) as error:
        # The pure loader hands the digits of "\UFFFFFFFF" and "%YAML 1.99…9" to chr() and int() as they are.
        raise yaml.MarkedYAMLError(problem="a number is too great", problem_mark=loader.get_mark()) from error
    finally:
        loader.dispose()


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
        self.parts: dict[str | int, tuple[Span, _Node]] = {}
        self.key: _Key | None = None
        self.size = 1
        self.height = 1

    @property
    def step(self) -> tuple[str | int, ...]:
        """The last step of the path to the part that comes next; none while a key is read."""
        if isinstance(self.data, list):
            return (len(self.data),)
        return (self.key.name,) if self.key else ()

    def put(self, node: _Node) -> None:
        """The next item, or the value of the key that waits for one."""
        if isinstance(self.data, list):
            self.parts[len(self.data)] = (node.span, node)
            self.data.append(node.data)
        elif self.key and self.key.kept:
            self.parts[self.key.name] = (self.key.span, node)
            self.data[self.key.name] = node.data
        self.key = None


class _Reader:
    """Events in, a tree of nodes out; within bounds, and without recursion."""

    def __init__(self, text: SourceText) -> None:
        self.findings: list[Diagnostic] = []
        self.root: _Node | None = None
        self._text = text
        self._open: list[_Frame] = []
        self._anchors: dict[str, _Node | _Frame] = {}
        self._values = 0

    def take(self, event: Event) -> None:
        """The next event.

        Raises:
            _UnreadableError: if a bound is passed or a second document begins.
        """
        if isinstance(event, ScalarEvent):
            self._add(self._scalar(event))
        elif isinstance(event, AliasEvent):
            self._add(self._alias(event))
        elif isinstance(event, CollectionStartEvent):
            self._begin(event)
        elif isinstance(event, CollectionEndEvent):
            self._end(event)
        elif isinstance(event, DocumentStartEvent) and self.root:
            raise _UnreadableError(self._finding(Code.SEVERAL_DOCUMENTS, _span(event)))

    def open_bracket(self) -> Span | None:
        """The innermost bracket that is still open."""
        for frame in reversed(self._open):
            if frame.event.flow_style:
                span = _span(frame.event)
                return Span(span.end_line, span.end_column - 1, span.end_line, span.end_column)
        return None

    def _scalar(self, event: ScalarEvent) -> _Node:
        span = self._scalar_span(event)
        self._start_node(event, span)
        if letter := not_allowed_in(event.value):  # one that was written as an escape
            self._find(Code.CONTROL_CHARACTER, span, name=character_name(letter))
        is_nothing = not event.style and event.value in _NOTHING
        node = _Node(None if is_nothing else shown(event.value), span)
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

    def _alias(self, event: AliasEvent) -> _Node:
        span = _span(event)
        name = event.anchor or ""
        target = self._anchors.get(name)
        if isinstance(target, _Node):
            self._count(target.size, span)
            self._check_levels(target.height, span)
            return replace(target, span=span)
        if target:
            self._find(Code.ALIAS_CYCLE, span, name=name)
        else:
            self._find(Code.YAML_SYNTAX, span, problem=unknown_alias_label(name))
        return _Node(None, span)

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
        node = _Node(frame.data, span, frame.parts, frame.size, frame.height)
        if frame.event.anchor and self._anchors[frame.event.anchor] is frame:
            self._anchors[frame.event.anchor] = node
        self._add(node)

    def _add(self, node: _Node) -> None:
        """A finished node is the root, a key, an item or a value."""
        if not self._open:
            self.root = node
            return
        frame = self._open[-1]
        frame.size += node.size
        frame.height = max(frame.height, node.height + 1)
        if frame.key is None and isinstance(frame.data, dict):
            frame.key = self._key(frame, node)
        else:
            frame.put(node)

    def _key(self, frame: _Frame, node: _Node) -> _Key:
        if not isinstance(node.data, str) or LINE_BREAK.search(node.data):
            self._find(Code.KEY_NOT_TEXT, node.span)
            return _Key("", node.span, kept=False)
        name = unicodedata.normalize("NFC", node.data)
        if name in frame.parts:
            frame.key = _Key(name, node.span, kept=False)
            self._find(Code.DUPLICATE_KEY, node.span, name=name, line=frame.parts[name][0].line + 1)
        return _Key(name, node.span, kept=name not in frame.parts)

    def _start_node(self, event: ScalarEvent | CollectionStartEvent, span: Span) -> None:
        self._count(1, span)
        if event.tag and event.start_mark:
            self.findings.append(tag_finding(self._text, event.start_mark.index, self._address()))

    def _count(self, values: int, span: Span) -> None:
        self._values += values
        if self._values > MOST_VALUES:
            raise _UnreadableError(self._finding(Code.TOO_MANY_VALUES, span, limit=MOST_VALUES))

    def _check_levels(self, height: int, span: Span) -> None:
        if len(self._open) + height > MOST_LEVELS:
            raise _UnreadableError(self._finding(Code.TOO_DEEP, span, limit=MOST_LEVELS))

    def _find(self, code: Code, span: Span, **facts: object) -> None:
        self.findings.append(self._finding(code, span, **facts))

    def _finding(self, code: Code, span: Span, **facts: object) -> Diagnostic:
        return Diagnostic(code, self._text.place(span, self._address()), facts)

    def _address(self) -> str:
        return _dotted(step for frame in self._open for step in frame.step)


def _span(event: Event) -> Span:
    start, end = event.start_mark, event.end_mark
    assert start, "both loaders mark every event"
    assert end, "both loaders mark every event"
    return Span(start.line, start.column, end.line, end.column)


def _over_lines(span: Span) -> Span:
    """A span that goes on below its first line."""
    return Span(span.line, span.column, span.line + 1, 0)


def tree_of(data: Mapping[Any, Any], file: str = "") -> tuple[Tree | None, list[Diagnostic]]:
    """The tree of a scheme that is given as Python data; its places have an address and no line.

    Keys that are dates or whole numbers become the texts that a file would have; values stay as they are.

    Example:
        >>> tree, findings = tree_of({"points": {date(2024, 6, 1): 1}})
        >>> tree.data, tree.place(("points", "2024-06-01")).address
        ({'points': {'2024-06-01': 1}}, 'points.2024-06-01')
    """
    copier = _Copier(file)
    try:
        copied = copier.copy(data, ())
    except _UnreadableError as error:
        return None, [*copier.findings, error.finding]
    return Tree(file, copied), copier.findings


class _Copier:
    """Python data in, plain data out. It recurses, but never deeper than ``MOST_LEVELS``."""

    def __init__(self, file: str) -> None:
        self.findings: list[Diagnostic] = []
        self._file = file
        self._above: list[object] = []
        self._values = 0

    def copy(self, value: object, path: Path) -> object:
        """A value with all its parts.

        Raises:
            _UnreadableError: if there are too many values or levels.
        """
        self._values += 1
        if self._values > MOST_VALUES:
            raise _UnreadableError(self._finding(Code.TOO_MANY_VALUES, path, limit=MOST_VALUES))
        if isinstance(value, str):
            return self._text(value, path)
        if not isinstance(value, Mapping | list | tuple):
            return value
        if any(value is each for each in self._above):
            self._find(Code.ALIAS_CYCLE, path, name=_dotted(path))
            return None
        if len(self._above) == MOST_LEVELS:
            raise _UnreadableError(self._finding(Code.TOO_DEEP, path, limit=MOST_LEVELS))
        self._above.append(value)
        copied = self._mapping(value, path) if isinstance(value, Mapping) else self._list(value, path)
        self._above.pop()
        return copied

    def _mapping(self, data: Mapping[Any, Any], path: Path) -> dict[str, object]:
        copied: dict[str, object] = {}
        for key, value in data.items():
            name = _key_text(key)
            if name is None or name in copied:
                self._find(Code.KEY_NOT_TEXT, (*path, str(key)))
                continue
            name = self._text(name, (*path, name))
            copied[name] = self.copy(value, (*path, name))
        return copied

    def _list(self, data: list[Any] | tuple[Any, ...], path: Path) -> list[object]:
        return [self.copy(value, (*path, index)) for index, value in enumerate(data)]

    def _text(self, text: str, path: Path) -> str:
        if letter := not_allowed_in(text):
            self._find(Code.CONTROL_CHARACTER, path, name=character_name(letter))
        return shown(text)

    def _find(self, code: Code, path: Path, **facts: object) -> None:
        self.findings.append(self._finding(code, path, **facts))

    def _finding(self, code: Code, path: Path, **facts: object) -> Diagnostic:
        return Diagnostic(code, Place(self._file, address=shown(_dotted(path))), facts)


def _key_text(key: object) -> str | None:
    """A key as a file would have it, or ``None`` if no file could. Two keys may have one text."""
    if isinstance(key, str):
        return unicodedata.normalize("NFC", key)
    if isinstance(key, date) and not isinstance(key, datetime):
        return key.isoformat()
    if isinstance(key, int) and not isinstance(key, bool):
        return str(key)
    return None
