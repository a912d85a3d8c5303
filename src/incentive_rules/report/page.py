"""A page for people: headings, paragraphs, bullets, tables and notes, as Markdown or as one HTML file.

Every text of a page is plain. What would mean something to Markdown or HTML is escaped, line breaks become blanks,
and letters that cannot be seen are written out, so that no label can break a table or run in a browser.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from incentive_rules.report.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from incentive_rules.messages import Language


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is below the title."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One or more sentences."""

    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """A bullet: its text, and before it, in bold, what it is about."""

    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A bullet list."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; every row has as many cells as there are heads."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A text that stands apart: a quotation, or a word at the end."""

    text: str


Block = Heading | Paragraph | Bullets | Table | Note


@dataclass(frozen=True, slots=True)
class Page:
    r"""A title and what stands below it.

    Example:
        >>> page = Page("시행 안내", (Table(("활동", "점수"), (("제안|채택", "1점"),)),))
        >>> print(markdown(page), end="")
        # 시행 안내
        <BLANKLINE>
        | 활동 | 점수 |
        |---|---|
        | 제안\|채택 | 1점 |
    """

    title: str
    blocks: tuple[Block, ...]


def markdown(page: Page) -> str:
    """The page as GitHub-flavoured Markdown."""
    return "\n\n".join((f"# {_md(page.title)}", *map(_md_block, page.blocks))) + "\n"


def _md_block(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * (block.level + 1)} {_md(block.text)}"
        case Paragraph():
            return _md_start(block.text)
        case Note():
            return f"> {_md_start(block.text)}"
        case Bullets():
            return "\n".join(f"- {_md_item(item)}" for item in block.items)
        case Table():
            rows = (block.heads, *block.rows)
            head, *body = (f"| {' | '.join(map(_md, row))} |" for row in rows)
            return "\n".join((head, f"|{'---|' * len(block.heads)}", *body))


def _md_item(item: Item) -> str:
    return f"**{_md(item.lead)}**: {_md(item.text)}" if item.lead else _md_start(item.text)


_MD_SIGNS = re.compile(r"[\\`*_<|~#$]|&(?=[#A-Za-z])|\[(?=\^)|\](?=[(\[:])")
_MD_START = re.compile(r"[>+=\[-]|(?<=[0-9])[.)]")


def _md(text: str) -> str:
    """A text in which nothing is a sign of Markdown."""
    return _MD_SIGNS.sub(r"\\\g<0>", one_line(text))


def _md_start(text: str) -> str:
    """The same at the start of a line, where a dash would begin a list, and so would a number with a point."""
    plain = _md(text)
    sign = _MD_START.search(plain)
    if sign is None or not (sign.start() == 0 or plain[: sign.start()].isdigit()):
        return plain
    return f"{plain[: sign.start()]}\\{plain[sign.start() :]}"


def one_line(text: str) -> str:
    r"""A text on one line, with what cannot be seen written out.

    Example:
        >>> one_line(" 시책\n 제안\u202e")
        '시책 제안\\u202e'
    """
    return visible(" ".join(text.split()))


def html(page: Page, lang: Language) -> str:
    """The page as one HTML file that needs nothing else: made for A4, without scripts, fonts by their names."""
    title = _html(page.title)
    body = "\n".join((f"<h1>{title}</h1>", *map(_html_block, page.blocks)))
    return framed(title, body, lang, STYLE)


def framed(title: str, body: str, lang: Language, style: str) -> str:
    """A whole HTML file around a body; title and body are HTML already."""
    return _FRAME.format(lang=lang, title=title, style=style, body=body)


def _html_block(block: Block) -> str:
    match block:
        case Heading():
            return _tag(f"h{block.level + 1}", _html(block.text))
        case Paragraph():
            return _tag("p", _html(block.text))
        case Note():
            return _tag("blockquote", _html(block.text))
        case Bullets():
            return _tag("ul", "\n".join(_tag("li", _html_item(item)) for item in block.items))
        case Table():
            head = _tag("thead", _html_row(block.heads, "th"))
            return _tag("table", head + "\n" + _tag("tbody", "\n".join(_html_row(row, "td") for row in block.rows)))


def _html_item(item: Item) -> str:
    return f"<strong>{_html(item.lead)}</strong>: {_html(item.text)}" if item.lead else _html(item.text)


def _html_row(cells: Iterable[str], tag: str) -> str:
    return _tag("tr", "".join(_tag(tag, _html(cell)) for cell in cells))


def _tag(name: str, inner: str) -> str:
    return f"<{name}>{inner}</{name}>"


def _html(text: str) -> str:
    return escape(one_line(text))


STYLE = """\
@page { size: A4; margin: 20mm; }
body { max-width: 170mm; margin: 10mm auto; color: #111;
  font: 11pt/1.6 "Malgun Gothic", "맑은 고딕", "Noto Sans CJK KR", sans-serif; word-break: keep-all;
  overflow-wrap: break-word; }
h1 { font-size: 18pt; text-align: center; border-bottom: 2px solid #111; padding-bottom: 4mm; }
h2 { font-size: 13pt; margin: 8mm 0 2mm; }
h3 { font-size: 11.5pt; margin: 5mm 0 2mm; }
h2, h3 { break-after: avoid; }
p, ul { margin: 2mm 0; }
ul { padding-left: 6mm; }
table { width: calc(100% - 1px); border-collapse: collapse; margin: 2mm 0; font-size: 10pt; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { border: 1px solid #777; padding: 1.2mm 2mm; text-align: left; vertical-align: top; }
th { background: #eee; }
blockquote { margin: 2mm 0; padding: 1mm 4mm; border-left: 3px solid #999; color: #444; font-size: 10pt; }
@media print { body { max-width: none; margin: 0; } th { print-color-adjust: exact; } }"""
"""How every page looks."""

_FRAME = """\
<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}
</style>
</head>
<body>
{body}
</body>
</html>
"""
