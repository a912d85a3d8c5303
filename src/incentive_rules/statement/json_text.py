"""JSON texts of a format of ours: read strictly, with the place of what is not as it must be."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field
from pydantic.json_schema import GenerateJsonSchema

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError
from incentive_rules.messages import Label
from incentive_rules.source import Place

if TYPE_CHECKING:
    from collections.abc import Callable

Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]

_NO_JSON = Label("JSON이 아닙니다", "this is no JSON")
_TWICE = Label("같은 항목이 두 번 있습니다", "the same key stands here twice")


class Untitled(GenerateJsonSchema):
    """A JSON Schema without made-up titles."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ANN401, ARG002  # pydantic's signature
        """No field has one."""
        return False


def unreadable(address: str, problem: Label) -> Diagnostic:
    """What is wrong at an address of a JSON text."""
    return Diagnostic(Code.UNREADABLE_JSON, Place(address=address), {"problem": problem})


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a JSON text of ours may be: the key by which it is known, its name, and the option that writes it."""

    key: str
    name: Label
    written_by: str


_KINDS = (
    _Kind("statements", Label("평가 결과", "a result"), "evaluate --format json"),
    _Kind("ledger_sha256", Label("증명서", "a certificate"), "evaluate --certificate"),
    _Kind("rows", Label("전기이월 자료", "opening rows"), "evaluate --write-opening"),
    _Kind("nodes", Label("설명", "an explanation"), ""),
    _Kind("explanation", Label("설명", "an explanation"), ""),
    _Kind("identical", Label("재현 보고", "the report of a replay"), ""),
)


def other_kind(data: dict[str, Any], key: str, nothing: Label) -> Label | None:
    """What to say of data of another kind than that known by ``key``: what it is, and what writes the one wanted."""
    found = next((each for each in _KINDS if each.key in data), None)
    wanted = next(each for each in _KINDS if each.key == key)
    if found is None or found.key == key:
        return None
    ko, en = f"{nothing.ko}. 이 파일의 내용: {found.name.ko}", f"{nothing.en}, but {found.name.en}"
    if not wanted.written_by:
        return Label(ko, en)
    how = Label(f"{wanted.name.ko} 만들기: '{wanted.written_by}'", f"'{wanted.written_by}' writes {wanted.name.en}")
    return Label(f"{ko}. {how.ko}", f"{en}; {how.en}")


def data_of(
    text: str | bytes, version: int, is_ours: Callable[[dict[str, Any]], bool], nothing: Label, key: str
) -> dict[str, Any]:
    """The data of a JSON text of a format.

    What it is comes first (``nothing`` says that it is something else), then its version: in another one all may be
    different. ``key`` is the one by which this kind is known.

    Raises:
        InputError: if it is no JSON, says a key twice, is something else, or is of another version.
    """
    try:
        data = json.loads(text if isinstance(text, str) else text.decode("utf-8-sig"), object_pairs_hook=_each_once)
    except json.JSONDecodeError as error:
        place = Place(line=error.lineno, column=error.colno)
        raise InputError([Diagnostic(Code.UNREADABLE_JSON, place, {"problem": _NO_JSON})]) from None
    except (AttributeError, TypeError, ValueError, RecursionError) as error:
        raise InputError([Diagnostic(Code.UNREADABLE_JSON, facts={"problem": _NO_JSON})]) from error
    if not isinstance(data, dict) or "format" not in data:
        raise InputError([Diagnostic(Code.UNREADABLE_JSON, facts={"problem": nothing})])
    if other := other_kind(data, key, nothing):
        raise InputError([Diagnostic(Code.UNREADABLE_JSON, facts={"problem": other})])
    if data["format"] != version or type(data["format"]) is not int:
        raise InputError([Diagnostic(Code.FORMAT_VERSION, Place(address="format"), {"value": data["format"]})])
    if not is_ours(data):  # such as a result, given in its place
        raise InputError([Diagnostic(Code.UNREADABLE_JSON, facts={"problem": nothing})])
    return data


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A mapping in which no key stands twice: readers do not agree on which of the two counts."""
    data: dict[str, Any] = {}
    for key, value in pairs:
        if key in data:
            raise InputError([unreadable(key, _TWICE)])
        data[key] = value
    return data
