"""The arrow from a YAML file to a ``Scheme``: read, check the shape, check what the parts say of each other.

The findings of all layers come at once. A rule whose shape is wrong is left out before the next layer looks,
so that one mistake gives one finding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from os import PathLike
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError, SchemeErrors, nearest
from incentive_rules.facts import kind_of
from incentive_rules.messages import Label
from incentive_rules.scheme.checks import check
from incentive_rules.scheme.conditions import PROVENANCE_KEYS
from incentive_rules.scheme.empty import empty_values
from incentive_rules.scheme.keys import with_commas_told, with_ids_told
from incentive_rules.scheme.model import Scheme
from incentive_rules.scheme.names import facts_of
from incentive_rules.scheme.places import findings_of, misspellings, path_of
from incentive_rules.scheme.questions import answers_of
from incentive_rules.scheme.readings import check_readings, patched
from incentive_rules.scheme.tree import Tree, read_tree, tree_of
from incentive_rules.scheme.tree_file import as_in_a_file, tree_at
from incentive_rules.source import Place

if TYPE_CHECKING:
    from incentive_rules.scheme.tree import Path

_NOTHING: frozenset[Path] = frozenset()

_READING = Label("해석", "reading")
_MOST_SHOWN = 60  # a whole file may be given as one text
_LOADED = Label("읽어 들인 제도", "a scheme that was loaded")
_LOAD_IT = Label("먼저 제도를 읽어 들이십시오: load_scheme(...)", "load it first: load_scheme(...)")
_A_SOURCE = Label("파일 경로, YAML 글, 항목 묶음 가운데 하나", "a path, a YAML text, or a mapping")
_PLACEHOLDERS: dict[str, Any] = {
    "language": "1",
    "id": "unnamed",
    "label": "unnamed",
    "from": "1900-01-01",
    "activities": {},
}
"""What stands in for a header that is wrong, so that the rules below it can still be checked."""


def load_scheme(source: str | PathLike[str] | Mapping[str, Any], *, reading: str = "") -> Scheme:
    """A scheme from a YAML file, a YAML text or a mapping, fully checked.

    Args:
        source: a path; or a text, if it holds a line break; or a mapping as a YAML or JSON reader gives it.
        reading: the id of one of the scheme's ``readings`` to apply; without it, the file as written.

    Raises:
        SchemeErrors: with every finding of the file, sorted by place.

    Example:
        >>> from incentive_rules import load_scheme, example_path
        >>> scheme = load_scheme(example_path("donghae.yaml"))
        >>> list(scheme.awards["monthly"].tiers)
        ['t3', 't5', 't7', 't10']
    """
    tree, findings = source_tree(source)
    if tree is None:
        raise SchemeErrors(findings)
    scheme, more = scheme_of(tree)
    unread = {found.place.address for found in findings}  # nothing is there, since it could not be read
    findings += [found for found in more if found.code is not Code.EMPTY_VALUE or found.place.address not in unread]
    if scheme is None or findings:
        raise SchemeErrors(findings)
    return with_reading(scheme, reading) if reading else scheme


def with_reading(scheme: Scheme, reading: str) -> Scheme:
    """The same scheme under one of its ``readings``.

    Raises:
        SchemeErrors: if the scheme has no such reading.
        InputError: for a path or a text where a scheme belongs.
    """
    refuse_unloaded(scheme)
    if reading not in scheme.readings:
        known = tuple(scheme.readings)
        raise SchemeErrors(
            [
                Diagnostic(
                    Code.UNKNOWN_ID,
                    Place(scheme.file, address="readings"),
                    {"kind": _READING, "name": reading, "known": known, "near": nearest(reading, known)},
                )
            ]
        )
    tree, _ = tree_of(patched(scheme.as_written, scheme.readings[reading]), scheme.file)
    read, findings = _read_alone(tree) if tree else (None, [])
    if read is None or findings:
        raise SchemeErrors(findings)
    return read.named_reading(reading)


def refuse_unloaded(scheme: object) -> None:
    """Nothing for a scheme.

    Raises:
        InputError: for a path, a text or a mapping, which ``load_scheme`` makes a scheme of.

    Example:
        >>> refuse_unloaded("my.yaml")
        Traceback (most recent call last):
        incentive_rules.errors.InputError: 'scheme' cannot be 'my.yaml': a scheme that was loaded
          help: load it first: load_scheme(...)
    """
    if not isinstance(scheme, Scheme):
        named = str(scheme).partition("\n")[0][:_MOST_SHOWN]
        given = named if isinstance(scheme, str | PathLike) else kind_of(scheme)
        facts = {"name": "scheme", "value": given, "expected": _LOADED, "advice": _LOAD_IT}
        raise InputError([Diagnostic(Code.BAD_ARGUMENT, facts=facts)])


def scheme_of(tree: Tree) -> tuple[Scheme | None, list[Diagnostic]]:
    """A scheme from a tree, if nothing is wrong with it, and what is wrong with it."""
    scheme, findings, broken = _read(tree)
    if scheme is not None:
        findings += check_readings(scheme, tree, _read_alone, findings, broken)
    return (None if findings else scheme), _once(with_ids_told(with_commas_told(findings, tree.data), tree.data))


def _once(findings: list[Diagnostic]) -> list[Diagnostic]:
    """Findings of a part that an alias repeats stand at one place of the file; each is told once."""
    told = {
        (
            each.place.line and replace(each.place, address=""),
            each.place.line or each.place.address,
            each.code,
            str(each.facts),
        ): each
        for each in reversed(findings)
    }
    return [*reversed(told.values())]


def _read_alone(tree: Tree) -> tuple[Scheme | None, list[Diagnostic]]:
    """A scheme whose readings are not looked into."""
    scheme, findings, _ = _read(tree)
    return scheme, findings


def _read(tree: Tree) -> tuple[Scheme | None, list[Diagnostic], frozenset[Path]]:
    """A scheme as far as its shape allows, what is wrong with it, and the paths of what was left out."""
    data = tree.data
    if not isinstance(data, dict):
        findings = [] if data is None else _validated(data, tree)[1]  # nothing is where a finding was made
        return None, findings, _NOTHING
    scheme, findings = _validated(data, tree)
    broken = _NOTHING
    if scheme is None:
        scheme, broken = _without_broken(data)
    if scheme is None:
        return None, findings, broken
    facts, more = facts_of(scheme, tree)
    answers, wrong = answers_of(scheme, tree, broken)
    scheme.bind(data, facts, answers, tree.written)
    findings += more + wrong + check(scheme, tree, broken)
    findings += empty_values(data, tree, findings)
    return scheme, _without_what_follows(findings), broken


def _without_what_follows(findings: list[Diagnostic]) -> list[Diagnostic]:
    """Without rules that only lack their provenance because `source` or `assumed` is misspelt in or around them."""
    misspelt = {
        tuple(each.place.address.split(".")[:-1])
        for each in findings
        if {each.facts.get("near"), each.facts.get("means")} & {*PROVENANCE_KEYS}
    }

    def follows(found: Diagnostic) -> bool:
        path = tuple(found.place.address.split("."))
        return found.code is Code.NO_PROVENANCE and any(path[:end] in misspelt for end in range(len(path) + 1))

    return [found for found in findings if not follows(found)]


def source_tree(source: str | PathLike[str] | Mapping[str, Any]) -> tuple[Tree | None, list[Diagnostic]]:
    """The tree of a path, a YAML text or a mapping, and all that is wrong with its text."""
    if isinstance(source, Mapping):
        tree, findings = tree_of(source)
        return (replace(tree, data=as_in_a_file(tree.data)) if tree else None), findings
    if isinstance(source, str) and ("\n" in source or "\r" in source):
        return read_tree(source)
    if not isinstance(source, str | PathLike):
        facts = {"name": "source", "value": kind_of(source), "expected": _A_SOURCE}
        return None, [Diagnostic(Code.BAD_ARGUMENT, facts=facts)]
    return tree_at(source)


def _validated(data: Any, tree: Tree) -> tuple[Scheme | None, list[Diagnostic]]:  # noqa: ANN401  # raw YAML
    try:
        return Scheme.model_validate(data, context=_named_periods(data)), []
    except ValidationError as error:
        return None, findings_of(error.errors(include_url=False), tree, Scheme)


def _named_periods(data: Any) -> tuple[str, ...]:  # noqa: ANN401  # raw YAML
    """The periods that a file names, however well: rules may count by them."""
    periods = data.get("periods") if isinstance(data, dict) else None
    return tuple(map(str, periods)) if isinstance(periods, dict) else ()


def _without_broken(data: dict[str, Any]) -> tuple[Scheme | None, frozenset[Path]]:
    """The scheme without its misshapen rules, and the paths of what was left out."""
    broken: set[Path] = set()
    while True:
        try:
            return Scheme.model_validate(_pruned(data, broken), context=_named_periods(data)), frozenset(broken)
        except ValidationError as error:
            errors = error.errors(include_url=False)
            paths = (*(path_of(each) for each in errors), *misspellings(errors, Scheme))
            found = set(map(_rule_path, paths))
            if found <= broken:
                return None, frozenset(broken)
            broken |= found


_DEPTHS = {
    "facts": 3,
    "awards": 2,
    "budgets": 2,
    "activities": 2,
    "bonuses": 2,
    "limits": 2,
    "counters": 2,
    "periods": 2,
    "rewards": 2,
    "sources": 2,
    "readings": 2,
}


def _rule_path(path: Path) -> Path:
    """The smallest part that can be left out: one rule of a map, or a whole top-level key."""
    return path[: _DEPTHS.get(str(path[0]), 1)] if path else path


def _pruned(data: dict[str, Any], broken: set[Path]) -> dict[str, Any]:
    pruned = {key: value for key, value in data.items() if (key,) not in broken}
    for path in broken:
        if len(path) > 1 and isinstance(pruned.get(str(path[0])), dict):
            pruned[str(path[0])] = _dropped(pruned[str(path[0])], path[1:])
    return {**{key: value for key, value in _PLACEHOLDERS.items() if (key,) in broken}, **pruned}


def _dropped(data: dict[str, Any], path: Path) -> dict[str, Any]:
    head, *rest = path
    if not rest or not isinstance(data.get(str(head)), dict):
        return {key: value for key, value in data.items() if key != head}
    return {**data, str(head): _dropped(data[str(head)], tuple(rest))}
