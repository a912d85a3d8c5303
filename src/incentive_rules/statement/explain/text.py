"""An explanation as text: a line for each node, deeper ones further in, the amounts of steps below each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.amounts import ZERO
from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError
from incentive_rules.messages import LANGUAGES
from incentive_rules.statement.explain.model import NodeKind
from incentive_rules.statement.explain.words import money, tags_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentive_rules.messages import Language
    from incentive_rules.statement.explain.model import Explanation, Node

ADDED = (NodeKind.STEP, NodeKind.SUM)
"""Nodes whose amounts stand in front of them."""
TAGGED = (NodeKind.STEP, NodeKind.CONDITION, NodeKind.LIMIT)
"""Nodes that name their rule and where it comes from."""


def text_of(explanation: Explanation, lang: Language) -> str:
    """The explanation as text in one language."""
    check_language(lang)
    return "\n".join(line for node in explanation.nodes for line in _lines(node, lang, 0))


def check_language(lang: str) -> None:
    """Refuse a language that there is not.

    Raises:
        InputError: if it is none of ours.
    """
    if lang not in LANGUAGES:
        raise InputError([Diagnostic(Code.BAD_CHOICE, facts={"value": lang, "known": LANGUAGES})])


def is_told_above(node: Node, above: Node) -> bool:
    """Whether the sentence of the node above tells all that this one says."""
    return node.kind is NodeKind.FACT or (node.kind is NodeKind.LOT and above.kind in (NodeKind.USE, NodeKind.LAPSE))


def said(node: Node, lang: Language) -> str:
    """What a node says, with its rule and its source in brackets where it is a rule's doing."""
    if node.kind in TAGGED:
        return f"{node.sentence(lang)} {tags_text(node, lang)}"
    if node.kind is NodeKind.SUM:
        return f"= {node.sentence(lang)}"
    return node.sentence(lang)


def tags_text(node: Node, lang: Language) -> str:
    """The rule of a node and where it comes from, in brackets."""
    return f"[{'; '.join(tags_of(node.rule, node.since, node.source, node.assumed, lang))}]"


def amount_text(node: Node, lang: Language) -> str:
    """The amount of a step: with a sign where it is points, with its unit where it is not."""
    amount = ZERO if node.amount is None else node.amount
    sign = "+" if amount >= 0 and not node.unit else ""
    return sign + (money(amount, node.unit, lang) if node.unit else f"{amount:,}")


def _lines(node: Node, lang: Language, depth: int) -> Iterator[str]:
    yield "  " * depth + said(node, lang)
    yield from _below(node, lang, depth + 1)


def _below(node: Node, lang: Language, depth: int) -> Iterator[str]:
    amounts = [amount_text(each, lang) for each in node.children if each.kind in ADDED]
    width = max(map(len, amounts), default=0)
    for each in node.children:
        if is_told_above(each, node):
            continue
        if each.kind in ADDED:
            yield f"{'  ' * depth}{amount_text(each, lang):>{width}}  {said(each, lang)}"
            yield from _below(each, lang, depth + 2)
        else:
            yield from _lines(each, lang, depth)
