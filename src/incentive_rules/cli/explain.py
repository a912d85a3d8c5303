"""The commands that say why something is as it is, and why it is not otherwise: as text, data or one HTML page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic_core import from_json

from incentive_rules.cli.commands import evaluated, refuse_input
from incentive_rules.cli.desk import JSON, TEXT, YES, as_json
from incentive_rules.cli.inputs import Inputs, evaluation_at
from incentive_rules.cli.notice import HTML, print_page
from incentive_rules.report.explanation import explanation_html
from incentive_rules.statement.explain.model import Asked
from incentive_rules.statement.explain.text import text_of
from incentive_rules.statement.pseudonyms import Pseudonyms

if TYPE_CHECKING:
    from pathlib import Path

    from incentive_rules.cli.desk import Desk
    from incentive_rules.statement.evaluation import Evaluation
    from incentive_rules.statement.explain.model import Explanation

FORMATS = (TEXT, JSON, HTML)
"""The forms of an explanation."""


def explain(desk: Desk, source: Inputs | Path, query: str, out: Path | None) -> int:
    """Why something is as it is."""
    return _told(desk, source, query, out, Asked.EXPLAIN)


def why_not(desk: Desk, source: Inputs | Path, query: str, out: Path | None) -> int:
    """Why something is not otherwise."""
    return _told(desk, source, query, out, Asked.WHY_NOT)


def _told(desk: Desk, source: Inputs | Path, query: str, out: Path | None, asked: Asked) -> int:
    """Of an evaluation made now, or made earlier; printed, or written to a file."""
    if out is not None:
        refuse_input(out, source.files if isinstance(source, Inputs) else [source])
    evaluation = evaluated(desk, source)[1] if isinstance(source, Inputs) else evaluation_at(source)
    explanation = evaluation.explanation(_as_named(source, evaluation, query), asked)
    text = _written(desk, explanation)
    if out is not None:
        out.write_text(text, encoding="utf-8", newline="\n")
        desk.out.line(desk.words("wrote", path=str(out)))
    elif desk.format == TEXT:
        desk.out.prose(text.rstrip("\n"))
    else:
        print_page(desk, text)
    return YES


def _as_named(source: Inputs | Path, evaluation: Evaluation, query: str) -> str:
    """What is asked about, by its pseudonym where there are such: the office asks by the id that it knows."""
    if not isinstance(source, Inputs) or not source.mask_key:
        return query
    owner, at, aim = query.partition("@")
    named = {*evaluation.statements, *(each.id for each in evaluation.outcomes)}
    return Pseudonyms(source.mask_key).asked(owner, named) + at + aim


def _written(desk: Desk, explanation: Explanation) -> str:
    if desk.format == HTML:
        return explanation_html(explanation, desk.lang)
    text = text_of(explanation, desk.lang)
    if desk.format == JSON:
        tree = from_json(explanation.to_json())
        return as_json({"query": explanation.query, "lang": desk.lang, "text": text, "explanation": tree})
    return text + "\n"
