"""YAML text as plain data with exact places: the one reader of scheme files and cases files.

YAML is read for its structure alone. ``NO``, ``010`` and ``12:30`` stay the texts that they are; the models type
them. Whatever YAML can do beyond mappings, lists, texts and aliases is refused by name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import yaml
from yaml.events import CollectionEndEvent, CollectionStartEvent, ScalarEvent

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic
from incentive_rules.scheme.keys import character_name
from incentive_rules.scheme.tree_bounds import (
    MOST_LEVELS,
    MOST_VALUES,
    SourceText,
    not_allowed_in,
    shown,
    source_text,
    syntax_finding,
)
from incentive_rules.scheme.tree_nodes import Node, NodeReader, UnreadableError, dotted
from incentive_rules.source import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yaml.events import Event

Path = tuple[str | int, ...]
"""The way to a value: keys of mappings, and numbers of list items from zero."""

_FAST_LOADER = getattr(yaml, "CSafeLoader", None)
# INVARIANT: a text without these, in which the fast loader finds no fault, and inside brackets no bare text with '?',
# reads alike with both. The fast one takes a tab for a blank, inside brackets '?' for a letter, and '|#' for '| #'; the
# pure one refuses all three. A '?' in quotes, in a comment, outside of brackets or before a key is the same to both.
_READ_DIFFERENTLY = re.compile(r"\t|[|>][-+0-9]*#")
_TOO_GREAT_A_KEY = 10**18  # Python refuses to print numbers of thousands of digits


class _ReadDifferentlyError(Exception):
    """The two loaders may read the text differently."""


@dataclass(frozen=True, slots=True)
class Tree:
    r"""Plain data, and the place of each of its parts.

    ``data`` holds mappings (text keys in composed form, in the order of the file), lists, texts and ``None``; a tree of
    Python data keeps its other values as they were given. Nobody may change it: what an alias repeats is shared.

    Example:
        >>> tree, _ = read_tree("from: 2024-06-01\nactivities:\n  제안: {points: 010}\n", "a.yaml")
        >>> tree.data
        {'from': '2024-06-01', 'activities': {'제안': {'points': '010'}}}
        >>> place = tree.place(("activities", "제안", "points"))
        >>> print(place, place.address)
        a.yaml:3:16 activities.제안.points
    """

    file: str
    data: object
    _text: SourceText | None = field(default=None, repr=False, compare=False)
    _root: Node | None = field(default=None, repr=False, compare=False)

    @property
    def written(self) -> Written:
        """The text that it was read from, to keep where the places are seldom asked for."""
        return Written(self.file, self._text.text if self._text else "")

    def place(self, path: Path, *, key: bool = False) -> Place:
        """Where the value at a path stands, or its key.

        What is missing stands where the key of its nearest holder does, an empty value where its key does, and an
        aliased value where the alias does; the parts of an aliased value stand where they are written.
        """
        address = dotted(path)
        if self._text is None or self._root is None:
            return Place(self.file, address=address)
        key_span, node = self._root.span, self._root
        for step in path:
            if step not in node.parts:
                return self._text.place(key_span, address)
            key_span, node = node.parts[step]
        return self._text.place(key_span if key else node.span, address)


@dataclass(frozen=True, slots=True)
class Written:
    """A text that was read without a fault; the same rules may be written in many ways, so two are always alike.

    Nodes of every value are large, and a text is small and travels well: the places are found again when asked for.
    """

    file: str = ""
    text: str = field(default="", repr=False, compare=False)

    def tree(self) -> Tree:
        """The tree of the text, with the place of each part; without a text, places have an address alone."""
        tree = read_tree(self.text, self.file)[0] if self.text else None
        return tree or Tree(self.file, {})


def read_tree(source: str | bytes, file: str = "", *, pure: bool = False) -> tuple[Tree | None, list[Diagnostic]]:
    r"""The tree of a YAML text, and all that is wrong with the text; no tree where it cannot be read to its end.

    ``pure`` reads with PyYAML's Python loader even where its fast one, made of C, is installed. The result is the
    same: a text in which the fast one finds fault is read again, so that each finding is the pure one's.

    Example:
        >>> tree, findings = read_tree("id: a\nid: b\n", "a.yaml")
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
    tree = None if pure else _tree_of_faultless(text)
    return (tree, []) if tree else _tree_and_findings(text)


def _tree_of_faultless(text: SourceText) -> Tree | None:
    """The tree by the fast loader, or nothing where it finds fault: its marks of faults are not exact."""
    if not _FAST_LOADER or _READ_DIFFERENTLY.search(text.text):
        return None
    reader = NodeReader(text)
    try:
        root = reader.read(_read_alike(_events(_FAST_LOADER(text.text))))
    except (_ReadDifferentlyError, UnreadableError, yaml.MarkedYAMLError):
        return None
    return None if reader.findings or root.data is None else Tree(text.file, root.data, text, root)


def _read_alike(events: Iterator[Event]) -> Iterator[Event]:
    """The events of the fast loader, up to one that the pure one would not give."""
    brackets = 0
    for event in events:
        if isinstance(event, CollectionStartEvent):
            brackets += bool(brackets or event.flow_style)
        elif isinstance(event, CollectionEndEvent):
            brackets -= bool(brackets)
        elif brackets and isinstance(event, ScalarEvent) and not event.style and "?" in event.value:
            raise _ReadDifferentlyError
        yield event


def _tree_and_findings(text: SourceText) -> tuple[Tree | None, list[Diagnostic]]:
    reader = NodeReader(text)
    try:
        root = reader.read(_events(yaml.SafeLoader(text.text)))
    except UnreadableError as error:
        return None, [*reader.findings, error.finding]
    except yaml.MarkedYAMLError as error:
        return None, [*reader.findings, syntax_finding(text, error, reader.open_bracket())]
    if root.data is None and not reader.findings:
        return None, [Diagnostic(Code.FILE_EMPTY, Place(text.file))]
    return Tree(text.file, root.data, text, root), reader.findings


def _events(loader: Any) -> Iterator[Event]:  # noqa: ANN401  # the loaders share no typed base
    """The events of a text. Events, not nodes: the C library's composer crashes on deep nesting."""
    try:
        while loader.check_event():
            yield loader.get_event()
    except (ValueError, OverflowError) as error:
        # The pure loader hands the digits of "\UFFFFFFFF" and "%YAML 1.99…9" to chr() and int() as they are.
        raise yaml.MarkedYAMLError(problem="a number is too great", problem_mark=loader.get_mark()) from error
    finally:
        loader.dispose()


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
    except UnreadableError as error:
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
            UnreadableError: if there are too many values or levels.
        """
        self._values += 1
        if self._values > MOST_VALUES:
            raise UnreadableError(self._finding(Code.TOO_MANY_VALUES, path, limit=MOST_VALUES))
        if isinstance(value, str):
            return self._text(value, path)
        if not isinstance(value, Mapping | list | tuple):
            return value
        if any(value is each for each in self._above):
            self._find(Code.ALIAS_CYCLE, path, name=dotted(path))
            return None
        if len(self._above) == MOST_LEVELS:
            raise UnreadableError(self._finding(Code.TOO_DEEP, path, limit=MOST_LEVELS))
        self._above.append(value)
        copied = self._mapping(value, path) if isinstance(value, Mapping) else self._list(value, path)
        self._above.pop()
        return copied

    def _mapping(self, data: Mapping[Any, Any], path: Path) -> dict[str, object]:
        copied: dict[str, object] = {}
        for key, value in data.items():
            name = _key_text(key)
            if name is None or name in copied:
                self._find(Code.KEY_NOT_TEXT, path if name is None else (*path, name))
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
        return Diagnostic(code, Place(self._file, address=shown(dotted(path))), facts)


def _key_text(key: object) -> str | None:
    """A key as a file would have it, or ``None`` where it would be something else there."""
    if isinstance(key, str):
        return unicodedata.normalize("NFC", key)
    if isinstance(key, date) and not isinstance(key, datetime):
        return key.isoformat()
    if isinstance(key, int) and not isinstance(key, bool) and abs(key) < _TOO_GREAT_A_KEY:
        return str(key)
    return None
