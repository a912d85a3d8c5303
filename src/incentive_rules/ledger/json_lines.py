"""JSON Lines to mappings: one object a line, every number exact, and a finding for each line that is none.

A bad line costs that line alone. What stands in the cells of a good one is for the parsers of the columns to judge.
"""

from __future__ import annotations

import io
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from json import JSONDecodeError, JSONDecoder
from typing import TYPE_CHECKING, NoReturn

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic
from incentive_rules.facts import RefusedValueError, kind_of
from incentive_rules.messages import Label
from incentive_rules.source import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MOST_LEVELS = 50
"""More values inside each other than any row has, and far fewer than Python can follow."""
_LONGEST_INT = 640
"""The fewest digits that Python can be set to turn into an ``int``; a longer number stays a ``Decimal``."""
_LONGEST_EXCERPT = 1000
_SHOWN_DIGITS = 30


def looks_like(data: bytes) -> bool:
    """Whether the first letter of a file that is not blank is ``{``.

    Example:
        >>> looks_like(b'{"member_id": "K-102"}'), looks_like(b"member_id,date")
        (True, False)
    """
    return _FIRST_BRACE.match(data) is not None


def records(data: bytes, name: str) -> Iterator[tuple[int, Mapping[str, object] | Diagnostic]]:
    r"""The number of each line with its object, or with what is wrong with it; a blank line is an empty object.

    The text is UTF-8, or UTF-16 with a byte order mark. Numbers are ``int`` or ``Decimal``. ``name`` is that of the
    file. Nothing is raised, whatever the bytes are.

    Example:
        >>> for line, record in records(b'{"hours": 2.50}\n{"hours": 2,5}', "hours.jsonl"):
        ...     print(line, record if isinstance(record, dict) else record.render())
        1 {'hours': Decimal('2.50')}
        2 hours.jsonl:2:13: this table cannot be read: from here on it is no JSON
          2 | {"hours": 2,5}
            |             ^
          help: each line is one JSON object
    """
    for number, line in enumerate(io.BytesIO(_in_utf_8(data)), 1):
        yield number, _record(line, Place(name, number))


def _in_utf_8(data: bytes) -> bytes:
    """The same lines in UTF-8. Half a letter of UTF-16 becomes bytes that are no UTF-8, and so costs its line alone."""
    if not data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return data
    decoder = getincrementaldecoder("utf-16")("surrogatepass")
    text = decoder.decode(data)
    cut_off, _ = decoder.getstate()
    return text.encode("utf-8", "surrogatepass") + (_NO_UTF_8 if cut_off else b"")


def _record(line: bytes, place: Place) -> Mapping[str, object] | Diagnostic:
    try:
        text = line.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        return _unreadable(_NOT_UTF_8, _SAVE_IN_UTF_8, place)
    if not text.strip():
        return {}
    if _is_deep(text):
        return _unreadable(_TOO_DEEP, _PLAIN_VALUES, place)
    try:
        value = _DECODER.decode(text)
    except RefusedValueError as refused:
        return Diagnostic(refused.code, place, {"line": place.line, **refused.facts})
    except JSONDecodeError as error:
        shown = replace(place, column=error.colno, excerpt=_excerpt(text))
        return _unreadable(_NO_JSON, _ONE_OBJECT, shown)
    return value if isinstance(value, dict) else Diagnostic(Code.NOT_A_ROW, place, {"got": kind_of(value)})


def _unreadable(problem: Label, advice: Label, place: Place) -> Diagnostic:
    return Diagnostic(Code.UNREADABLE_TABLE, place, {"problem": problem, "advice": advice})


def _excerpt(text: str) -> str:
    """The line as it can be shown: a short one, without letters that steer a terminal."""
    return text if len(text) <= _LONGEST_EXCERPT and text.isprintable() else ""


def _is_deep(text: str) -> bool:
    """Whether brackets stand too deep inside each other; the parser itself would only stop where the stack ends."""
    if text.count("[") + text.count("{") <= _MOST_LEVELS:
        return False
    depth = 0
    for found in _TEXT_OR_BRACKET.finditer(text):
        depth += _STEPS.get(found.group(), 0)
        if depth > _MOST_LEVELS:
            return True
    return False


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    row = dict(pairs)
    if len(row) < len(pairs):
        names = [name for name, _ in pairs]
        raise RefusedValueError(Code.DUPLICATE_KEY, name=next(name for name in names if names.count(name) > 1))
    return row


def _whole(digits: str) -> int | Decimal:
    return int(digits) if len(digits) <= _LONGEST_INT else Decimal(digits)


def _decimal(digits: str) -> Decimal:
    try:
        return Decimal(digits)
    except InvalidOperation:  # an exponent of eighteen digits and more
        shown = digits if len(digits) <= _SHOWN_DIGITS else digits[:_SHOWN_DIGITS] + "…"
        raise RefusedValueError(Code.OUT_OF_RANGE, value=shown, expected=_A_FEW_DIGITS) from None


def _refuse_constant(word: str) -> NoReturn:
    raise RefusedValueError(Code.NOT_FINITE, value=word)


_DECODER = JSONDecoder(
    object_pairs_hook=_object, parse_float=_decimal, parse_int=_whole, parse_constant=_refuse_constant
)
_FIRST_BRACE = re.compile(
    rb"(?:\xef\xbb\xbf)?[ \t\r\n]*\{|\xff\xfe(?:[ \t\r\n]\x00)*\{\x00|\xfe\xff(?:\x00[ \t\r\n])*\x00\{"
)
_TEXT_OR_BRACKET = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[\]{}]')
_STEPS = {"[": 1, "{": 1, "]": -1, "}": -1}
_NO_UTF_8 = b"\xff"

_NO_JSON = Label("여기부터 JSON이 아닙니다", "from here on it is no JSON")
_ONE_OBJECT = Label("한 줄에 JSON 객체 하나씩 적으십시오", "each line is one JSON object")
_NOT_UTF_8 = Label("이 줄에 UTF-8이 아닌 글자가 있습니다", "this line holds letters that are not UTF-8")
_SAVE_IN_UTF_8 = Label("파일을 UTF-8로 저장하십시오", "save the file in UTF-8")
_TOO_DEEP = Label(
    f"이 줄의 묶음이 {_MOST_LEVELS}겹보다 깊습니다", f"values of this line stand more than {_MOST_LEVELS} deep"
)
_PLAIN_VALUES = Label("열마다 글자나 숫자 하나를 적으십시오", "each column holds one text or number")
_A_FEW_DIGITS = Label(f"숫자 {_SHOWN_DIGITS}자리까지", f"at most {_SHOWN_DIGITS} digits")
