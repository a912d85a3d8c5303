"""Changes to inputs that keep their shape: of YAML trees, lines, cells, JSON values, and the parts of a workbook.

A fuzzer that flips bytes seldom comes past the first check. These changes give files that people could have written,
or that a program could have written wrong.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    Change = Callable[[bytes, Random, tuple[str, ...]], bytes]

_TOKEN = re.compile(r"[\w가-힣.+-]+")
_STAMP = (1980, 1, 1, 0, 0, 0)
_CODECS = ("cp949", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "euc-kr")
_XML_TOKEN = re.compile(rb"\"[^\"<>]*\"|<[^<>]*>|>[^<>]+<")
_MOST = 40_000
_MOST_PARTS = 5_000

SCALARS = (
    *("", "0", "1", "-1", "0.5", "1/3", "100%", "1e5", "1e999999", "nan", "inf", "010", "1,000", "9" * 31, "9" * 700),
    *("2024-06-01", "2024-02-30", "1900-01-01", "2999-12-31", "9999-12-31", "0001-01-01", "45453", "2024. 6. 1."),
    *("yes", "no", "예", "아니오", "○", "×", "null", "~", "true", "K-1", "소계", "합계", "※", "-", '"', "'", "=1+1"),
    *("proposal", "시책 제안", "6급", "６급", "연구사", "행정과", "monthly", "money", "승인", "반려", "심사 중", "K-2"),
    *("\ufeff", "\u200b", "\u202e", "\x00", "\x1b[31m", "\u2028", "é", "가", "😀", "{name}", "{", "%s"),
)
"""Values that have broken readers before."""


def change_scheme(data: bytes, random: Random, words: tuple[str, ...]) -> bytes:
    """A YAML file with another tree, or other lines, words or bytes."""
    return _one_of(random, (_tree, 5), (_lines, 2), (_words, 4), (_spelling, 1))(data, random, words)


def change_table(data: bytes, random: Random, words: tuple[str, ...]) -> bytes:
    """A text table with other cells, lines, words or bytes."""
    return _one_of(random, (_cells, 6), (_lines, 2), (_words, 2), (_spelling, 2))(data, random, words)


def change_json(data: bytes, random: Random, words: tuple[str, ...]) -> bytes:
    """JSON, one value or one a line, with other values, lines, words or bytes."""
    return _one_of(random, (_json, 6), (_lines, 1), (_words, 2), (_spelling, 1))(data, random, words)


def change_either(data: bytes, random: Random, words: tuple[str, ...]) -> bytes:
    """A table that is JSON Lines, a workbook, or text."""
    if data.startswith(b"PK"):
        return change_book(data, random, words)
    return (change_json if data.lstrip()[:1] == b"{" else change_table)(data, random, words)


def change_book(data: bytes, random: Random, words: tuple[str, ...]) -> bytes:
    """A workbook with another text in one of its parts, other parts, or a flaw of the archive itself."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [(each.filename, archive.read(each)) for each in archive.infolist()]
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, RuntimeError, EOFError, zlib.error):
        return _bytes(data, random, words)
    if not parts or random.random() < 0.05:  # noqa: PLR2004  # now and then
        return _bytes(data, random, words)
    sheets = [index for index, (name, _) in enumerate(parts) if "worksheets/" in name or "shared" in name]
    for _ in range(random.choice((1, 1, 1, 2, 3, 5))):
        index = random.choice(sheets) if sheets and random.random() < 0.7 else random.randrange(len(parts))  # noqa: PLR2004  # most of the time
        name, content = parts[min(index, len(parts) - 1)]
        kind = random.random()
        if kind < 0.9:  # noqa: PLR2004  # most of the time
            parts[min(index, len(parts) - 1)] = (name, _xml(content, random, words))
        elif kind < 0.94 and len(parts) > 1:  # noqa: PLR2004  # seldom
            parts.pop(min(index, len(parts) - 1))
            sheets = []
        elif kind < 0.97:  # noqa: PLR2004  # seldom
            parts.append((random.choice((name, name.upper(), "xl/" + name, name + "x")), content))
        else:
            parts[min(index, len(parts) - 1)] = (random.choice(parts)[0], content)
    return zipped(parts)


def zipped(parts: list[tuple[str, bytes]]) -> bytes:
    """An archive of these parts, the same bytes each time, not packed: a fuzzer can look into it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        told = set()
        for name, content in parts:
            if name not in told:
                archive.writestr(zipfile.ZipInfo(name, _STAMP), content)
            told.add(name)
    return stream.getvalue()


def mixed(one: bytes, other: bytes, random: Random) -> bytes:
    """The lines of one input up to somewhere, then those of another; of workbooks, parts of both."""
    if one.startswith(b"PK") and other.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(one)) as left, zipfile.ZipFile(io.BytesIO(other)) as right:
                sides = (left, right)
                names = dict.fromkeys([*left.namelist(), *right.namelist()])
                parts = []
                for name in names:
                    has = [each for each in sides if name in each.namelist()]
                    parts.append((name, random.choice(has).read(name)))
                return zipped(parts)
        except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, RuntimeError, EOFError, zlib.error):
            return one + other
    ours, theirs = one.splitlines(keepends=True), other.splitlines(keepends=True)
    at = random.randint(0, len(ours))
    start = random.randint(0, len(theirs))
    end = random.randint(start, min(len(theirs), start + 12))
    return b"".join([*ours[:at], *theirs[start:end], *ours[at + random.choice((0, end - start)) :]])[:_MOST]


def _one_of(random: Random, *changes: tuple[Change, int]) -> Change:
    chosen: Change = random.choices([each for each, _ in changes], [weight for _, weight in changes])[0]
    return chosen


def _text(data: bytes) -> tuple[str, str]:
    """A text and its encoding, so that a change leaves the encoding alone."""
    for codec in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8", "cp949"):
        try:
            return data.decode(codec), codec
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1"), "latin-1"


def _encoded(text: str, codec: str) -> bytes:
    return text.encode(codec, "surrogatepass" if codec.startswith("utf") else "replace")[:_MOST]


def _scalar(random: Random, words: tuple[str, ...]) -> str:
    return random.choice(words) if words and random.random() < 0.5 else random.choice(SCALARS)  # noqa: PLR2004  # half


def _bytes(data: bytes, random: Random, _words: tuple[str, ...]) -> bytes:
    """Bytes flipped, cut out, doubled or put in."""
    changed = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 4))):
        at = random.randrange(len(changed) + 1)
        end = min(len(changed), at + random.choice((1, 1, 2, 8, 64)))
        kind = random.randrange(4)
        if kind == 0 and at < len(changed):
            changed[at] ^= 1 << random.randrange(8)
        elif kind == 1:
            del changed[at:end]
        elif kind == 2:  # noqa: PLR2004  # the third of four
            changed[at:at] = changed[at:end]
        else:
            changed[at:end] = bytes(random.randrange(256) for _ in range(end - at or 1))
    return bytes(changed[:_MOST])


def _spelling(data: bytes, random: Random, words: tuple[str, ...]) -> bytes:
    """Another encoding, another end of lines, or flipped bytes."""
    kind = random.randrange(4)
    text, _ = _text(data)
    if kind == 0:
        return _encoded(text, random.choice(_CODECS))
    if kind == 1:
        return _encoded(text.replace("\n", random.choice(("\r\n", "\r", "\x85", "\u2028", "\n\n"))), "utf-8")
    return _bytes(data, random, words)


def _lines(data: bytes, random: Random, _words: tuple[str, ...]) -> bytes:
    """Lines left out, doubled, moved, or further in."""
    lines = data.splitlines(keepends=True)
    if not lines:
        return b"\n"
    for _ in range(random.choice((1, 1, 2))):
        at = random.randrange(len(lines))
        kind = random.randrange(5)
        if kind == 0 and len(lines) > 1:
            del lines[at : at + random.choice((1, 1, 2, 5))]
            lines = lines or [b"\n"]
        elif kind == 1:
            lines.insert(random.randrange(len(lines) + 1), lines[at])
        elif kind == 2:  # noqa: PLR2004  # the third of five
            lines.insert(random.randrange(len(lines)), lines.pop(at))
        elif kind == 3:  # noqa: PLR2004  # the fourth of five
            lines[at] = random.choice((b" ", b"  ", b"\t", b"- ")) + lines[at]
        else:
            lines[at] = lines[at].removeprefix(b"  ") if random.randrange(2) else b"# " + lines[at]
    return b"".join(lines)[:_MOST]


def _words(data: bytes, random: Random, words: tuple[str, ...]) -> bytes:
    """A few words changed for words of the language, of this file, or for odd values."""
    text, codec = _text(data)
    for _ in range(random.choice((1, 1, 2, 3))):
        found = list(_TOKEN.finditer(text))
        if not found:
            return _encoded(text + _scalar(random, words), codec)
        old = random.choice(found)
        new = random.choice(found).group() if random.randrange(3) == 0 else _scalar(random, words)
        text = text[: old.start()] + new + text[old.end() :]
    return _encoded(text, codec)


def _cells(data: bytes, random: Random, words: tuple[str, ...]) -> bytes:
    """A text table with other cells, columns or rows."""
    text, codec = _text(data)
    mark = max(",\t;", key=text.count)
    try:
        table = list(csv.reader(io.StringIO(text), delimiter=mark))
    except csv.Error:
        return _words(data, random, words)
    if not table:
        table = [["entry_id"]]
    for _ in range(random.choice((1, 1, 2, 3))):
        line = random.choice(table)
        at = random.randrange(len(line) + 1)
        kind = random.randrange(7)
        if kind < 4:  # noqa: PLR2004  # four of seven
            line[at : at + 1] = [_scalar(random, words)]
        elif kind == 4:  # noqa: PLR2004  # the fifth of seven
            head = table[0]
            head.append(_scalar(random, words))
            for each in table[1:]:
                each.append(random.choice(random.choice(table) or [""]))
        elif kind == 5:  # noqa: PLR2004  # the sixth of seven
            for each in table:
                del each[at : at + 1]
        else:
            table.insert(random.randrange(len(table) + 1), list(line))
    stream = io.StringIO()
    try:
        csv.writer(stream, delimiter=random.choice((mark, mark, mark, *",\t;")), lineterminator="\n").writerows(table)
    except csv.Error:
        return _words(data, random, words)
    return _encoded(stream.getvalue(), codec)


def _json(data: bytes, random: Random, words: tuple[str, ...]) -> bytes:
    """One value inside a JSON text changed, in one of its lines or in the whole."""
    text, codec = _text(data)
    lines = text.splitlines()
    whole = len(lines) <= 1 or not lines[0].rstrip().endswith("}")
    at = random.randrange(len(lines)) if lines else 0
    try:
        value = json.loads(text if whole else lines[at])
    except (ValueError, RecursionError):
        return _words(data, random, words)
    try:
        value = _changed(value, random, words)
    except ValueError:
        return _words(data, random, words)
    written = json.dumps(value, ensure_ascii=random.randrange(4) == 0, default=str)
    if not whole:
        lines[at : at + 1] = [written]
        written = "\n".join(lines)
    return _encoded(written, codec)


def _tree(data: bytes, random: Random, words: tuple[str, ...]) -> bytes:
    """A YAML file with one part of its tree changed."""
    text, _ = _text(data)
    try:
        tree = yaml.load(text, yaml.BaseLoader)  # noqa: S506  # it makes nothing but texts
    except (yaml.YAMLError, RecursionError, ValueError, AttributeError, TypeError):
        return _words(data, random, words)
    try:
        for _ in range(random.choice((1, 1, 2, 3))):
            tree = _changed(tree, random, words)
        flow = random.choice((None, None, False, True))
        text = yaml.dump(
            tree, Dumper=_Dumper, allow_unicode=True, sort_keys=False, default_flow_style=flow, width=10_000
        )
    except (RecursionError, yaml.YAMLError, ValueError, AttributeError, TypeError):
        return _words(data, random, words)
    return _encoded(text, "utf-8")


class _Dumper(yaml.SafeDumper):
    """Writes texts that look like numbers without quotes, as people do."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002  # the name is the loader's
        return True


def _plainly(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    found = dumper.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    tag = found if re.fullmatch(r"[\d.+-]+|yes|no|true|false", text) else "tag:yaml.org,2002:str"
    return dumper.represent_scalar(tag, text)


_Dumper.add_representer(str, _plainly)


def _changed(value: Any, random: Random, words: tuple[str, ...]) -> Any:  # noqa: ANN401  # a part of a tree
    """A tree with one part changed: a value, a key, or what stands somewhere else in it."""
    parts = list(_parts(value))
    if not parts:
        return random.choice((value, {}, [], _scalar(random, words)))
    holder, key = random.choice(parts)
    kind = random.randrange(12)
    if kind < 4:  # noqa: PLR2004  # four of twelve
        holder[key] = _scalar(random, words)
    elif kind < 6:  # noqa: PLR2004  # two of twelve
        other, its = random.choice(parts)
        holder[key] = json.loads(json.dumps(other[its], default=str))  # a copy: nothing holds itself
    elif kind < 7:  # noqa: PLR2004  # one of twelve
        holder.pop(key)
    elif kind < 10 and isinstance(holder, dict):  # noqa: PLR2004  # three of twelve
        found = random.choice(parts)
        new = str(found[1]) if random.randrange(2) else _scalar(random, words)
        taken = holder.pop(key) if random.randrange(2) else json.loads(json.dumps(holder[key], default=str))
        holder[new] = taken
    elif kind < 11:  # noqa: PLR2004  # one of twelve
        holder[key] = random.choice(
            ({}, [], [holder[key]], {_scalar(random, words): holder[key]}, None, {"2024-06-01": holder[key]})
        )
    elif isinstance(holder, list):
        holder.insert(random.randrange(len(holder) + 1), holder[key])
        holder[:] = json.loads(json.dumps(holder, default=str))
    else:
        keys = list(holder)
        random.shuffle(keys)
        for each in keys:
            holder[each] = holder.pop(each)
    return value


def _parts(value: Any) -> list[tuple[Any, Any]]:  # noqa: ANN401  # a part of a tree
    """Every part of a tree, as what holds it and under which key."""
    found: list[tuple[Any, Any]] = []
    waiting = [value]
    while waiting:
        each = waiting.pop()
        inner = (
            list(each.items()) if isinstance(each, dict) else list(enumerate(each)) if isinstance(each, list) else []
        )
        for key, part in inner:
            found.append((each, key))
            waiting.append(part)
        if len(found) > _MOST_PARTS:  # aliases of aliases: written out they have no end
            message = "too many parts"
            raise ValueError(message)
    return found


def _xml(content: bytes, random: Random, words: tuple[str, ...]) -> bytes:
    """One tag, attribute or text of a part changed."""
    found = list(_XML_TOKEN.finditer(content))
    if not found or random.random() < 0.1:  # noqa: PLR2004  # now and then
        return _bytes(content, random, words)
    one = random.choice(found)
    kind = random.randrange(6)
    text = one.group()
    if kind == 0:
        new = b""
    elif kind == 1:
        new = text + text
    elif kind == 2:  # noqa: PLR2004  # the third of six
        new = random.choice(found).group()
    else:
        word = random.choice(_XML_WORDS) if random.randrange(3) == 0 else _scalar(random, words)
        plain = word.encode("utf-8", "replace")
        if random.randrange(3):
            plain = plain.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b'"', b"&quot;")
        new = text[:1] + plain + text[-1:] if text[:1] != b"<" else b"<" + plain + b">"
    return (content[: one.start()] + new + content[one.end() :])[:_MOST]


_XML_WORDS = (
    *(
        "s",
        "n",
        "b",
        "e",
        "str",
        "inlineStr",
        "d",
        "A1",
        "A0",
        "XFD1048576",
        "ZZZZ1",
        "1048577",
        "-1",
        "AA",
        "a1",
        "1A",
    ),
    *("A1:B9", "A1:A1048576", "B2:A1", "A:A", "visible", "hidden", "veryHidden", "rId1", "rId9", "../x", "/xl/a.xml"),
    *(
        "yyyy-mm-dd",
        "0000",
        "0%",
        "[h]:mm",
        "General",
        "@",
        "99999999999",
        "1e308",
        "1E400",
        "-45453",
        "2958466",
        "0.1",
    ),
    *("#N/A", "#REF!", "TRUE", "_x000D_", "&amp;", "&#0;", "&x;", "<f>1+1</f>", "<c r='B1'><v>1</v></c>", "&#1114112;"),
    *(
        "<row r='5'/>",
        "<!DOCTYPE a [<!ENTITY x 'y'>]>",
        "<mergeCell ref='A2:A4'/>",
        "1904",
        "date1904",
        "true",
        "preserve",
    ),
)
