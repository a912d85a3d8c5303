"""From pydantic's errors to findings at their places in the file.

pydantic names a place by a path that also holds the tags of unions (ours begin with ``<``) and, for a wrong
key, the word ``[key]``. Neither is in the file: both are taken out here, and nowhere else.
"""

from __future__ import annotations

from types import UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

from pydantic import BaseModel

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, nearest
from incentive_rules.facts import kind_of
from incentive_rules.messages import Label
from incentive_rules.scheme.awards import AWARD_KINDS
from incentive_rules.scheme.parts import tag_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic_core import ErrorDetails

    from incentive_rules.scheme.tree import Path, Tree

_KEY_MARK = "[key]"
_MAPPING = Label("항목 묶음", "a mapping")
_LIST = Label("목록", "a list")
_WRONG_TYPES = {
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "dict_type": _MAPPING,
    "tuple_type": _LIST,
    "list_type": _LIST,
    "union_tag_invalid": _MAPPING,
}
_OURS = frozenset(Code)


def findings_of(errors: Iterable[ErrorDetails], tree: Tree, model: type[BaseModel]) -> list[Diagnostic]:
    """Findings for pydantic's errors; a missing key that stands there misspelt is not told twice."""
    errors = list(errors)
    known = {id(error): _fields_at(model, error["loc"]) for error in errors if error["type"] == "extra_forbidden"}
    misspelt = {
        (path_of(error["loc"])[:-1], near)
        for error in errors
        if error["type"] == "extra_forbidden"
        for near in [nearest(str(error["loc"][-1]), known[id(error)])]
        if near
    }
    return [
        _finding(error, tree, known.get(id(error), ()))
        for error in errors
        if not (error["type"] == "missing" and (path_of(error["loc"])[:-1], error["loc"][-1]) in misspelt)
    ]


def path_of(loc: tuple[str | int, ...]) -> Path:
    """The path in the file that a pydantic location means."""
    return tuple(part for part in loc if not (isinstance(part, str) and (part.startswith("<") or part == _KEY_MARK)))


def _finding(error: ErrorDetails, tree: Tree, known: tuple[str, ...]) -> Diagnostic:
    path, kind = path_of(error["loc"]), error["type"]
    facts: dict[str, object] = dict(error.get("ctx") or {})
    if kind in _OURS:
        at_key = _KEY_MARK in error["loc"]
        if "at" in facts:
            path = (*path, str(facts.pop("at")))
            at_key = kind in (Code.UNKNOWN_KEY, Code.DATES_OUT_OF_ORDER)
        return Diagnostic(Code(kind), tree.place(path, key=at_key), facts)
    if kind == "extra_forbidden":
        name = str(path[-1])
        facts = {"name": name, "known": known, "near": nearest(name, known)}
        return Diagnostic(Code.UNKNOWN_KEY, tree.place(path, key=True), facts)
    if kind == "missing":
        return Diagnostic(Code.MISSING_KEY, tree.place(path[:-1], key=True), {"name": path[-1]})
    if kind == "union_tag_invalid" and isinstance(error["input"], dict):
        return _without_kind(error["input"], path, tree)
    return _wrong_type(error, path, tree)


def _wrong_type(error: ErrorDetails, path: Path, tree: Tree) -> Diagnostic:
    kind = error["type"]
    if kind in ("too_short", "too_long"):
        return Diagnostic(Code.EMPTY_VALUE if kind == "too_short" else Code.WRONG_TYPE, tree.place(path), _many(error))
    expected = _WRONG_TYPES.get(kind)
    if expected is None:
        raise AssertionError(kind)  # a pydantic type without a sentence is our mistake, never the user's
    if error["input"] is None:
        return Diagnostic(Code.EMPTY_VALUE, tree.place(path), {})
    return Diagnostic(Code.WRONG_TYPE, tree.place(path), {"expected": expected, "got": kind_of(error["input"])})


def _without_kind(award: dict[str, object], path: Path, tree: Tree) -> Diagnostic:
    """An award whose kind cannot be told is refused for that reason alone."""
    if "kind" not in award:
        return Diagnostic(Code.MISSING_KEY, tree.place(path, key=True), {"name": "kind"})
    value = str(award["kind"])
    facts = {"value": value, "known": AWARD_KINDS, "near": nearest(value, AWARD_KINDS)}
    return Diagnostic(Code.BAD_CHOICE, tree.place((*path, "kind")), facts)


def _many(error: ErrorDetails) -> dict[str, object]:
    most = (error.get("ctx") or {}).get("max_length", 0)
    return {"expected": Label(f"많아야 {most}개", f"at most {most}"), "got": kind_of(error["input"])}


def _fields_at(model: type[BaseModel], loc: tuple[str | int, ...]) -> tuple[str, ...]:
    """The keys that could stand where an unknown key was found."""
    candidates, inside_container = [model], False
    for part in loc[:-1]:
        if inside_container:
            inside_container = False
        elif isinstance(part, str) and part.startswith("<"):
            candidates = [each for each in candidates if tag_of(each) == part] or candidates
        else:
            annotation = _annotation(candidates[0], part)
            candidates = list(_models_in(annotation)) or candidates
            inside_container = _is_container(annotation)
    return tuple(field.alias or name for name, field in candidates[0].model_fields.items())


def _annotation(model: type[BaseModel], key: str | int) -> Any:  # noqa: ANN401  # an annotation
    for name, field in model.model_fields.items():
        if (field.alias or name) == key:
            return field.annotation
    return None


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401  # an annotation
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)


def _is_container(annotation: Any) -> bool:  # noqa: ANN401  # an annotation
    if get_origin(annotation) in (dict, tuple):
        return True
    return get_origin(annotation) in (Union, UnionType) and any(map(_is_container, get_args(annotation)))
