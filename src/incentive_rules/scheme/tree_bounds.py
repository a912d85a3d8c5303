"""Where reading a text ends: its size, its encoding, its characters, its syntax. Each finding has its exact place."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, cast

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic
from incentive_rules.messages import Label
from incentive_rules.scheme.keys import character_name, invisible_facts, invisible_in
from incentive_rules.source import LINE_BREAK, Place

if TYPE_CHECKING:
    from yaml.error import Mark, MarkedYAMLError

MOST_BYTES = 2_000_000
"""The largest file that is read."""

MOST_LEVELS = 50
"""How many mappings and lists may stand inside each other."""

MOST_VALUES = 100_000
"""How many values a file may hold, keys among them, once every alias is written out."""

_MOST_CHARACTER_FINDINGS = 20  # a picture saved under the wrong name holds a million of them
_REPLACEMENT = "\ufffd"
# All but what YAML allows. U+FEFF is allowed at a file's start only, where it has been taken off before.
_NOT_ALLOWED = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]",
)
_TAG = re.compile(r"!(?:<[^>\s]*>|[^\s,\[\]{}]*)")


class Span(NamedTuple):
    """From where to where something is written: lines and columns from zero, in letters, as YAML readers count."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class SourceText:
    """A file as text, and its lines."""

    file: str
    text: str
    lines: tuple[str, ...]

    def place(self, span: Span, address: str = "") -> Place:
        """A span as a place; of what goes on over several lines its first, up to a comment, is marked."""
        line = self.lines[span.line]
        if span.end_line == span.line:
            width = span.end_column - span.column
        else:
            width = len(line[span.column :].split(" #", maxsplit=1)[0].rstrip())
        return Place(self.file, span.line + 1, span.column + 1, max(1, width), address, line)

    def span_at(self, offset: int) -> Span:
        """The span of one letter, given by how many letters stand before it."""
        breaks = list(LINE_BREAK.finditer(self.text, 0, offset))
        column = offset - (breaks[-1].end() if breaks else 0)
        return Span(len(breaks), column, len(breaks), column + 1)


def shown(text: str) -> str:
    r"""A text whose characters can all be printed: those that YAML does not allow are replaced, one for one.

    Example:
        >>> shown("a\x07b") == "a\ufffdb"
        True
    """
    return _NOT_ALLOWED.sub(_REPLACEMENT, text)


def source_text(source: str | bytes, file: str) -> tuple[SourceText | None, list[Diagnostic]]:
    """The text of a file with its lines, or nothing and the reasons why it cannot be read as text."""
    size = len(source) if isinstance(source, bytes) else len(source.encode("utf-8", "surrogatepass"))
    if size > MOST_BYTES:
        return None, [Diagnostic(Code.FILE_TOO_LARGE, Place(file), {"limit": MOST_BYTES})]
    if isinstance(source, bytes):
        try:
            source = source.removeprefix(codecs.BOM_UTF8).decode("utf-8")
        except UnicodeDecodeError as error:
            return None, [_not_utf8(error.object, error.start, file)]
    text = _split(source.removeprefix("\ufeff"), file)
    findings = _characters(text)
    return (None if findings else text), findings


def _split(text: str, file: str) -> SourceText:
    return SourceText(file, text, tuple(LINE_BREAK.split(text)))


def _not_utf8(data: bytes, start: int, file: str) -> Diagnostic:
    """The first letter that is not UTF-8, shown in the encoding that the file most likely has."""
    codec, encoding = _likely_encoding(data)
    before = data[:start].decode(codec, "ignore")
    text = _split(shown(data.decode(codec, "replace")), file)
    return Diagnostic(Code.NOT_UTF8, text.place(text.span_at(len(before))), {"encoding": encoding})


def _likely_encoding(data: bytes) -> tuple[str, object]:
    """A codec, and what its encoding is called. A Korean file that is not UTF-8 is CP949 as a rule."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", "UTF-16"
    try:
        data.decode("cp949")
    except UnicodeDecodeError:
        return "utf-8", _UNKNOWN_ENCODING
    return "cp949", "CP949"


def _characters(text: SourceText) -> list[Diagnostic]:
    """Both YAML loaders refuse these characters, each in its own words and at its own place: so we look first."""
    found = islice(_NOT_ALLOWED.finditer(text.text), _MOST_CHARACTER_FINDINGS)
    printable = SourceText(text.file, text.text, tuple(map(shown, text.lines)))
    return [
        Diagnostic(
            Code.CONTROL_CHARACTER,
            printable.place(text.span_at(each.start())),
            {"name": character_name(each.group())},
        )
        for each in found
    ]


def not_allowed_in(text: str) -> str:
    """The first character of a text that YAML does not allow, or an empty text."""
    found = _NOT_ALLOWED.search(text)
    return found.group() if found else ""


def tag_finding(text: SourceText, mark: Mark, address: str = "") -> Diagnostic:
    """An explicit tag, as it is written at a mark or, behind an anchor, after it."""
    start = text.text.index("!", mark.index)
    name = cast("re.Match[str]", _TAG.match(text.text, start)).group()  # it needs no more than the "!"
    between = LINE_BREAK.split(text.text[mark.index : start])
    line = mark.line + len(between) - 1
    column = len(between[-1]) + (mark.column if len(between) == 1 else 0)
    return Diagnostic(
        Code.TAG_REFUSED, text.place(Span(line, column, line, column + len(name)), address), {"name": name}
    )


def syntax_finding(text: SourceText, error: MarkedYAMLError, bracket: Span | None) -> Diagnostic:
    """What PyYAML's pure loader refuses, in plain words, at the place where it is best mended.

    ``bracket`` is the innermost bracket that is still open.
    """
    mark = cast("Mark", error.problem_mark)  # the pure loader marks every problem
    began = error.context_mark or mark
    context, problem = error.context or "", error.problem or ""
    letter = text.text[mark.index : mark.index + 1]
    if context.endswith("a tag") or problem.startswith("found undefined tag handle"):
        return tag_finding(text, began)
    if blank := _not_a_blank(text, began, mark, problem):
        return blank
    if bracket and context.startswith("while parsing a flow") and (mark.line != bracket.line or not letter):
        return _syntax(text, bracket, _BRACKET_OR_COMMA if letter else _BRACKET_OPEN)
    if context == "while scanning a simple key":
        return _syntax(text, _rest_of_line(began), _colon_label(text.lines[began.line][began.column :]))
    for start, label in _WHERE_IT_BEGAN.items():
        if context.startswith(start):
            return _syntax(text, _rest_of_line(began), label)
    return _syntax(text, _letter_span(mark), _label_of(problem, letter, text.lines[mark.line][: mark.column]))


def _not_a_blank(text: SourceText, began: Mark, mark: Mark, problem: str) -> Diagnostic | None:
    """A tab, or a letter that only looks like a blank, where a line begins."""
    letter = text.text[mark.index : mark.index + 1]
    if letter == "\t" and problem.startswith(_TAB_PROBLEMS):
        return Diagnostic(Code.TAB_INDENT, text.place(_letter_span(mark)))
    for number in range(began.line, min(mark.line + 1, len(text.lines))):
        line = text.lines[number]
        if found := invisible_in(line[: len(line) - len(line.lstrip()) + 1].replace("\t", " ")):
            span = Span(number, line.index(found), number, line.index(found) + 1)
            return Diagnostic(Code.CONTROL_CHARACTER, text.place(span), invisible_facts(found))
    return None


def _label_of(problem: str, letter: str, before: str) -> Label:
    """The problem at a letter, told by PyYAML's sentence, the letter, and what stands before it on the line."""
    if problem.startswith("mapping values are not allowed"):
        return _SECOND_COLON if _COLON.search(before) else _LINE_ABOVE
    if problem.startswith("expected ',' or"):
        return _QUESTION_MARK if letter == "?" else _COMMA
    if problem.startswith(("expected <block end>", "expected '<document start>'")):
        return _what_follows(letter, before)
    if problem.startswith(("found character", "expected the node content")):
        return _bracket_or_start(letter)
    return next((label for start, label in _WHAT_IT_MET.items() if problem.startswith(start)), _NEUTRAL)


def _what_follows(letter: str, before: str) -> Label:
    if not letter:
        return _DIRECTIVE  # nothing but a directive makes PyYAML wait for more at the end
    if letter in "]}":
        return _CLOSED_TWICE
    if letter == ":":
        return _NO_KEY
    return _AFTER_VALUE if before.strip() else _INDENTATION


def _bracket_or_start(letter: str) -> Label:
    if letter and letter in "]}":
        return _CLOSED_TWICE
    return Label(
        f"따옴표 없는 값은 '{letter}' 글자로 시작할 수 없습니다",
        f"a value without quotes cannot begin with '{letter}'",
    )


def _colon_label(line: str) -> Label:
    return _BLANK_AFTER_COLON if ":" in line else _COLON_MISSING


def _syntax(text: SourceText, span: Span, problem: Label) -> Diagnostic:
    return Diagnostic(Code.YAML_SYNTAX, text.place(span), {"problem": problem})


def _letter_span(mark: Mark) -> Span:
    return Span(mark.line, mark.column, mark.line, mark.column + 1)


def _rest_of_line(mark: Mark) -> Span:
    return Span(mark.line, mark.column, mark.line + 1, 0)


_COLON = re.compile(r":(\s|$)")
_TAB_PROBLEMS = ("found character", "expected chomping", "expected a comment")

_UNKNOWN_ENCODING = Label("알 수 없는 인코딩", "an unknown encoding")
_BRACKET_OPEN = Label("이 괄호가 닫히지 않았습니다", "this bracket is not closed")
_BRACKET_OR_COMMA = Label(
    "이 괄호가 닫히지 않았거나 괄호 안에 쉼표가 빠졌습니다",
    "this bracket is not closed, or a comma is missing inside it",
)
_COMMA = Label(
    "괄호 안에 쉼표가 빠졌거나 괄호의 짝이 맞지 않습니다", "a comma is missing, or the brackets do not match"
)
_CLOSED_TWICE = Label("여는 괄호가 없는 닫는 괄호입니다", "a closing bracket without an opening one")
_QUESTION_MARK = Label(
    "괄호 안에서 '?'가 든 값은 따옴표로 묶어야 합니다", "inside brackets, a value with '?' needs quotes"
)
_COLON_MISSING = Label("항목 이름 뒤에 콜론(:)이 없습니다", "there is no colon after this key")
_BLANK_AFTER_COLON = Label("콜론(:) 뒤에 스페이스가 없습니다", "there is no blank after the colon")
_NO_KEY = Label("콜론(:) 앞에 항목 이름이 없습니다", "there is no key before this colon")
_SECOND_COLON = Label(
    "값 안에 콜론(:)이 또 있습니다. 값을 따옴표로 묶으십시오",
    "a second colon in the line; put the value in quotes",
)
_LINE_ABOVE = Label(
    "윗줄에 콜론(:)이나 그 뒤의 스페이스가 없거나, 들여쓰기가 맞지 않습니다",
    "the line above lacks a colon or the blank after it, or the indentation does not fit",
)
_INDENTATION = Label("들여쓰기가 윗줄과 맞지 않습니다", "the indentation does not fit the lines above")
_AFTER_VALUE = Label(
    "값이 끝난 뒤에 글자가 더 있습니다. 따옴표는 값 전체를 묶어야 합니다",
    "something follows after the value has ended; quotes go around the whole value",
)
_ESCAPE = Label(
    "큰따옴표 안의 역슬래시(\\) 뒤 글자가 맞지 않습니다. 작은따옴표를 쓰십시오",
    "in double quotes a backslash begins a special character, and there is no such one; use single quotes",
)
_DIRECTIVE = Label(
    "'%'로 시작하는 줄은 YAML 지시문이어야 합니다", "a line that begins with '%' must be a YAML directive"
)
_NEUTRAL = Label("여기서부터 읽을 수 없습니다", "it cannot be read from here on")

# What PyYAML was doing, and what we say where it began; the place where it gave up helps nobody.
_WHERE_IT_BEGAN = {
    "while scanning a quoted scalar": Label("이 따옴표가 닫히지 않았습니다", "this quote is not closed"),
    "while scanning an a": Label(  # an alias, an anchor
        "'*'나 '&'로 시작하는 글은 따옴표로 묶어야 합니다. 앵커 이름은 영문자와 숫자로 적습니다",
        "a text that begins with '*' or '&' needs quotes; the name of an anchor has Latin letters and digits",
    ),
    "while scanning a block scalar": Label(
        "'|'나 '>' 뒤에는 같은 줄에 글을 쓸 수 없습니다. 값을 따옴표로 묶으십시오",
        "after '|' or '>' the text begins on the next line; put the value in quotes",
    ),
    "while scanning a directive": _DIRECTIVE,
    "while parsing a directive": _DIRECTIVE,
}
# What PyYAML met, and what we say there.
_WHAT_IT_MET = {
    "mapping keys are not allowed here": Label("여기에는 '?'를 쓸 수 없습니다", "'?' cannot stand here"),
    "sequence entries are not allowed here": Label(
        "여기에는 목록 표시(-)를 쓸 수 없습니다", "a list item (-) cannot stand here"
    ),
    "expected escape sequence": _ESCAPE,
    "found unknown escape character": _ESCAPE,
    "found duplicate YAML directive": _DIRECTIVE,
    "found incompatible YAML document": _DIRECTIVE,
    "duplicate tag handle": _DIRECTIVE,
}


def unknown_alias_label(name: str) -> Label:
    """What is wrong with an alias whose anchor does not stand before it."""
    return Label(f"앞에 '&{name}' 표시가 없습니다", f"there is no '&{name}' before it")
