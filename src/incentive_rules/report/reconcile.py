"""A sheet beside the rules, as sheets of text: the figures that differ, by row, by person, by claim and by sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.messages.screen import words
from incentive_rules.reconcile.model import Cause, Kind
from incentive_rules.reconcile.tell import amount_text, cause_text, explanation, said_text
from incentive_rules.report.sheets import Sheet
from incentive_rules.report.text import file_names, place_text
from incentive_rules.statement.record import label_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from incentive_rules.messages import Language
    from incentive_rules.reconcile.model import Compared, Difference
    from incentive_rules.reconcile.result import Reconciliation

_HEADS = {
    Kind.ROW: ("row", "where", "member"),
    Kind.MEMBER: ("member",),
    Kind.STAFF: ("member", "where"),
    Kind.CLAIM: ("row", "where", "member"),
    Kind.TOTAL: ("reconcile_head_sum", "where"),
}
"""What stands in front of the figures."""

_PLAIN = frozenset({(Kind.MEMBER, Cause.ROWS), (Kind.TOTAL, Cause.SUM)})
"""Causes that the explanation tells well enough."""


def reconciliation_heading(reconciliation: Reconciliation, lang: Language) -> str:
    """What is compared: scheme and day."""
    evaluation = reconciliation.evaluation
    return words("reconcile_title", lang, scheme=label_of(evaluation.scheme["label"]), as_of=evaluation.as_of)


def reconciliation_sheets(reconciliation: Reconciliation, lang: Language) -> Iterator[Sheet]:
    """A sheet for each comparison, with every figure that differs; or with a note that none does."""
    names = file_names(sorted({each.place.file for each in reconciliation.differences if each.place.file}))
    for compared in reconciliation.compared:
        yield _sheet(compared, reconciliation.of(compared.kind, compared.figure), names, lang)


def _sheet(compared: Compared, differences: tuple[Difference, ...], names: Mapping[str, str], lang: Language) -> Sheet:
    is_total = compared.kind is Kind.TOTAL
    right, same = ("rows", "add_up") if is_total else ("ours", "same")
    heads = (*_HEADS[compared.kind], "reconcile_head_said", f"reconcile_head_{right}", "reconcile_head_why")
    figures = len(_HEADS[compared.kind])
    return Sheet(
        title=words(f"reconcile_sheet_{compared.kind}_{compared.figure}", lang),
        heads=tuple(words(head, lang) for head in heads),
        rows=tuple(_row(each, names, lang) for each in differences),
        numbers=(figures, figures + 1),
        notes=() if differences else (words(f"reconcile_all_{same}", lang, count=compared.count),),
    )


def _row(each: Difference, names: Mapping[str, str], lang: Language) -> tuple[str, ...]:
    cells = {
        "row": each.id,
        "where": place_text(each.place, names),
        "member": each.member,
        "reconcile_head_sum": each.id,
    }
    told = explanation(each, lang)
    if (each.kind, each.cause) not in _PLAIN:
        told = f"{cause_text(each, lang)}\n{told}"
    amounts = (said_text(each, lang), amount_text(each.ours, each.figure, lang))
    return (*(cells[head] for head in _HEADS[each.kind]), *amounts, told)
