"""An explanation as one HTML file: parts that stand open and fold without a script."""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from incentive_rules.messages.screen import words
from incentive_rules.report.page import STYLE, framed, one_line
from incentive_rules.statement.explain.model import NodeKind
from incentive_rules.statement.explain.text import ADDED, TAGGED, amount_text, check_language, is_told_above, tags_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from incentive_rules.messages import Language
    from incentive_rules.statement.explain.model import Explanation, Node

_TOP = (NodeKind.MEMBER, NodeKind.GROUP)
_PLAIN = (NodeKind.HEADER, NodeKind.SUMMARY)


def explanation_html(explanation: Explanation, lang: Language = "en") -> str:
    """An explanation as one HTML file that needs nothing else: it folds without a script, and is made for A4.

    Raises:
        InputError: for a language that there is not.

    Example:
        >>> from incentive_rules import evaluate, example_path, load_scheme
        >>> scheme = load_scheme(example_path("donghae.yaml"))
        >>> entries = [{"entry_id": "<E-1>", "member_id": "K-1", "date": "2024-06-10", "activity": "시책 제안"}]
        >>> june = evaluate(scheme, entries, as_of="2024-06-30")
        >>> "&lt;E-1&gt;" in explanation_html(june.explanation("<E-1>"))
        True
    """
    check_language(lang)
    title = _html(f"{words(f'explained_{explanation.asked}', lang)}: {explanation.query}")
    made = {"label": explanation.scheme_label, "id": explanation.scheme, "as_of": explanation.as_of}
    more = {"language": explanation.language, "library": explanation.library}
    foot = _html(words("explained_by", lang, **made, **more))
    body = "\n".join((f"<h1>{title}</h1>", *_blocks(explanation.nodes, lang, 2), f"<footer>{foot}</footer>"))
    return framed(title, body, lang, STYLE + _STYLE)


def _below(node: Node, lang: Language, level: int) -> str:
    """What stands below a node, but for what its own sentence tells."""
    return "".join(_blocks((each for each in node.children if not is_told_above(each, node)), lang, level))


def _blocks(nodes: Iterable[Node], lang: Language, level: int) -> Iterator[str]:
    """What stands below each other: tables of steps, parts that fold, and lines without anything below."""
    for in_table, group in groupby(nodes, key=lambda each: each.kind in ADDED):
        if in_table:
            yield f'<table class="steps">{"".join(_step(each, lang) for each in group)}</table>'
        else:
            for each in group:
                yield from _block(each, lang, level)


def _block(node: Node, lang: Language, level: int) -> Iterator[str]:
    text = _said(node, lang)
    if node.kind in _TOP:
        yield f"<h2>{text}</h2>{_below(node, lang, level + 1)}"
    elif node.kind in (NodeKind.SECTION, NodeKind.CITES):
        yield f"<section><h{level}>{text}</h{level}>{_below(node, lang, level + 1)}</section>"
    elif node.kind in _PLAIN:
        yield f'<p class="{node.kind}">{text}</p>{_below(node, lang, level)}'
    elif below := _below(node, lang, level):
        yield f'<details open class="{node.kind}"><summary>{text}</summary>{below}</details>'
    else:
        yield f'<p class="{node.kind}">{text}</p>'


def _step(node: Node, lang: Language) -> str:
    amount = f'<td class="amount">{_html(amount_text(node, lang))}</td>'
    return f'<tr class="{node.kind}">{amount}<td>{_said(node, lang)}{_below(node, lang, 3)}</td></tr>'


def _said(node: Node, lang: Language) -> str:
    """The sentence of a node, with its rule and where it comes from, and the place of its row, in small print."""
    text = _html(("= " if node.kind is NodeKind.SUM else "") + node.sentence(lang))
    if node.kind in TAGGED:
        text += f' <span class="rule">{_html(tags_text(node, lang))}</span>'
    if node.place and "place" not in node.facts:
        text += f' <span class="place">{_html(node.place)}</span>'
    return text


def _html(text: str) -> str:
    return escape(one_line(text))


_STYLE = """
h1 { font-size: 16pt; }
h2 { border-bottom: 1px solid #999; padding-bottom: 1mm; }
h3 { font-size: 12pt; border-left: 4px solid #345; padding-left: 3mm; }
section { margin-top: 6mm; }
details { margin: 1.5mm 0; padding-left: 4mm; border-left: 1px solid #ccc; break-inside: avoid; }
summary { margin-left: -2mm; cursor: pointer; font-weight: 600; }
details details > summary { font-weight: normal; }
table.steps { width: auto; margin: 1mm 0 1mm 2mm; }
table.steps td { border: 0; padding: 0.3mm 2mm; }
td.amount { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
tr.sum td { border-top: 1px solid #777 !important; font-weight: 600; }
p { margin: 1mm 0; }
p.summary { font-size: 12pt; font-weight: 600; }
p.header, .rule, .place, footer { color: #555; font-size: 9.5pt; }
.rule { font-family: ui-monospace, "D2Coding", Consolas, monospace; font-size: 8.5pt; overflow-wrap: anywhere; }
p.change, details.change { color: #0b4f2a; }
p.reason, details.reason > summary { color: #7a1f1f; }
footer { margin-top: 8mm; border-top: 1px solid #999; padding-top: 1mm; }
@media print { details { border-left-color: #999; } summary { list-style: none; } }"""
