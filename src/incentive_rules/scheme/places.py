"""From pydantic's errors to findings at their places in the file.

pydantic names a place by a path that also holds the tags of unions (``parts.tag_of``) and, for a wrong key, the
word ``[key]`` after it. Neither is in the file: both are taken out here, and nowhere else.
"""

from __future__ import annotations

from types import UnionType
from typing import TYPE_CHECKING, Any, Union, cast, get_args, get_origin

from pydantic import BaseModel

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, nearest
from incentive_rules.facts import kind_of
from incentive_rules.messages import Label
from incentive_rules.scheme.award_kinds import AWARD_KINDS
from incentive_rules.scheme.keys import nearest_key, unknown_key
from incentive_rules.scheme.parts import is_tag, tag_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic_core import ErrorDetails

    from incentive_rules.scheme.tree import Path, Tree

_KEY_MARK = "[key]"
_MAPPING = Label("항목 묶음", "a mapping")
_LIST = Label("목록", "a list")
_TEXT = Label("글자", "a text")
_WRONG_TYPES = {
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "dict_type": _MAPPING,
    "tuple_type": _LIST,
    "list_type": _LIST,
    "union_tag_invalid": _MAPPING,
}
_OURS = frozenset(Code)


def findings_of(
    errors: Iterable[ErrorDetails], tree: Tree, model: type[BaseModel], base: Path = ()
) -> list[Diagnostic]:
    """Findings for pydantic's errors in the part of the file at ``base``; what follows from another is not told."""
    errors = list(errors)
    misspelt = misspellings(errors, model)
    bad_keys = {path_of(error) for error in errors if _is_of_key(error)}
    return [
        _finding(error, tree, model, base)
        for error in errors
        if not (error["type"] == "missing" and path_of(error) in misspelt)
        and not (error["type"] == "too_short" and any(_lies_under(other, error) for other in errors))
        and not (error["type"] == Code.EMPTY_VALUE and not _is_of_key(error) and path_of(error) in bad_keys)
    ]


def misspellings(errors: Iterable[ErrorDetails], model: type[BaseModel]) -> frozenset[Path]:
    """The paths that were meant where an unknown key looks like a known one."""
    unknown = [error for error in errors if error["type"] == "extra_forbidden"]
    meant = [
        (path_of(each)[:-1], nearest_key(str(each["loc"][-1]), _fields_at(model, each["loc"]))) for each in unknown
    ]
    return frozenset((*path, near) for path, near in meant if near)


def path_of(error: ErrorDetails) -> Path:
    """The path in the file of what an error is about."""
    loc = error["loc"][:-1] if _is_of_key(error) else error["loc"]
    return tuple(part for part in loc if not is_tag(part))


def _is_of_key(error: ErrorDetails) -> bool:
    """Whether an error is about a key: it was given the key itself. A file may have the key ``[key]`` too."""
    *_, last = error["loc"] or ("",)
    return last == _KEY_MARK and error["type"] in _OURS and error["input"] in error["loc"][-2:-1]


def _lies_under(other: ErrorDetails, error: ErrorDetails) -> bool:
    """Whether another error is inside the value of this one: a list whose items are refused counts as too short."""
    return len(other["loc"]) > len(error["loc"]) and other["loc"][: len(error["loc"])] == error["loc"]


def _finding(error: ErrorDetails, tree: Tree, model: type[BaseModel], base: Path) -> Diagnostic:
    path, kind = (*base, *path_of(error)), error["type"]
    if kind in _OURS:
        return _refused(error, path, tree)
    if kind == "extra_forbidden":
        holder = _model_at(model, error["loc"])
        facts = unknown_key(path[-1], error["input"], _keys_of(holder))
        if advice := getattr(holder, "elsewhere", {}).get(path[-1]):
            facts |= {"near": "", "advice": advice}
        return Diagnostic(Code.UNKNOWN_KEY, tree.place(path, key=True), facts)
    if kind == "missing":
        return Diagnostic(Code.MISSING_KEY, tree.place(path[:-1], key=True), {"name": path[-1]})
    if kind == "union_tag_invalid" and isinstance(error["input"], dict):
        return _without_kind(error["input"], path, tree)
    return _wrong_type(error, path, tree, model)


def _refused(error: ErrorDetails, path: Path, tree: Tree) -> Diagnostic:
    """One of our own refusals: it names its code, and where in the value it stands."""
    facts: dict[str, object] = dict(error.get("ctx") or {})
    on_key = bool(facts.pop("on_key", False)) or _is_of_key(error)
    path = (*path, *cast("Path", facts.pop("at", ())))
    return Diagnostic(Code(error["type"]), tree.place(_in_file(path, tree), key=on_key), facts)


def _in_file(path: Path, tree: Tree) -> Path:
    """A path without its last step where that is the only item of a list that the file writes without brackets."""
    holder: Any = tree.data
    for step in path[:-1]:
        holder = holder.get(step) if isinstance(holder, dict) else holder
    return path if isinstance(holder, dict | list) else path[:-1]


def _wrong_type(error: ErrorDetails, path: Path, tree: Tree, model: type[BaseModel]) -> Diagnostic:
    kind, value = error["type"], error["input"]
    if value is None or kind == "too_short":
        return Diagnostic(Code.EMPTY_VALUE, tree.place(path))
    facts = _too_long(error) if kind == "too_long" else {"expected": _WRONG_TYPES.get(kind), "got": kind_of(value)}
    assert facts["expected"] is not None, kind  # a pydantic type without a sentence is our mistake, never the user's
    if advice := _shape_at(model, error["loc"]) if kind != "too_long" else None:
        facts["advice"] = advice
    return Diagnostic(Code.WRONG_TYPE, tree.place(path), facts)


def _too_long(error: ErrorDetails) -> dict[str, object]:
    most, count = (error.get("ctx", {}).get(name) for name in ("max_length", "actual_length"))
    expected = Label(f"{most}개까지인 목록", f"a list of at most {most}")
    return {"expected": expected, "got": Label(f"{count}개", str(count))}


def _without_kind(award: dict[str, object], path: Path, tree: Tree) -> Diagnostic:
    """An award whose kind cannot be told is refused for that reason alone."""
    if "kind" in award:
        return _unknown_kind(award["kind"], (*path, "kind"), tree)
    misspelt = next((key for key in award if nearest(key, ["kind"])), None)
    if misspelt is None:
        return Diagnostic(Code.MISSING_KEY, tree.place(path, key=True), {"name": "kind"})
    return Diagnostic(Code.UNKNOWN_KEY, tree.place((*path, misspelt), key=True), {"name": misspelt, "near": "kind"})


def _unknown_kind(kind: object, path: Path, tree: Tree) -> Diagnostic:
    if kind is None:
        return Diagnostic(Code.EMPTY_VALUE, tree.place(path))
    if not isinstance(kind, str):
        return Diagnostic(Code.WRONG_TYPE, tree.place(path), {"expected": _TEXT, "got": kind_of(kind)})
    facts = {"value": kind, "known": AWARD_KINDS, "near": nearest(kind, AWARD_KINDS)}
    return Diagnostic(Code.BAD_CHOICE, tree.place(path), facts)


def _shape_at(model: type[BaseModel], loc: tuple[str | int, ...]) -> Label | None:
    """What a mapping or a list at a location holds, as far as its class tells."""
    holder = _model_at(model, loc)
    annotation = _annotation(holder, loc[-1]) if loc else None
    inner = next(_models_in(annotation), None) if annotation is not None else holder
    if inner is None or inner.model_config.get("extra") == "allow":
        return None
    if example := getattr(inner, "example", ""):
        return Label(f"{example} 형식으로 적으십시오", f"write {example}")
    keys = ", ".join(_keys_of(inner))
    if annotation is None or not _is_container(annotation):
        return Label(f"여기에 쓸 수 있는 항목: {keys}", f"its keys: {keys}")
    if _is_list(annotation):
        return Label(f"'-'로 시작하는 줄마다 쓸 수 있는 항목: {keys}", f"each item begins with '-'; its keys: {keys}")
    return Label(f"식별자를 먼저 적고, 그 아래에 쓸 수 있는 항목: {keys}", f"an id first; the keys below it: {keys}")


def _keys_of(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(field.alias or name for name, field in model.model_fields.items())


def _fields_at(model: type[BaseModel], loc: tuple[str | int, ...]) -> tuple[str, ...]:
    """The keys that could stand where an unknown key was found."""
    return _keys_of(_model_at(model, loc))


def _model_at(model: type[BaseModel], loc: tuple[str | int, ...]) -> type[BaseModel]:
    """The mapping in which the last step of a location is looked for."""
    candidates, inside_container = [model], False
    for part in loc[:-1]:
        if inside_container:
            inside_container = False
        elif is_tag(part):
            candidates = [each for each in candidates if tag_of(each) == part] or candidates
        else:
            annotation = _annotation(candidates[0], part)
            candidates = list(_models_in(annotation)) or candidates
            inside_container = _is_container(annotation)
    return candidates[0]


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


def _is_list(annotation: Any) -> bool:  # noqa: ANN401  # an annotation
    if get_origin(annotation) is tuple:
        return True
    return get_origin(annotation) in (Union, UnionType) and any(map(_is_list, get_args(annotation)))


def _is_container(annotation: Any) -> bool:  # noqa: ANN401  # an annotation
    if get_origin(annotation) in (dict, tuple):
        return True
    return get_origin(annotation) in (Union, UnionType) and any(map(_is_container, get_args(annotation)))
