"""The payment list as CSV, for Excel: text cells never start a formula, and amounts are plain numbers."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from incentive_rules.messages import sentence
from incentive_rules.messages.screen import words
from incentive_rules.report.text import group_text, rule_text

if TYPE_CHECKING:
    from incentive_rules.messages import Language
    from incentive_rules.statement.evaluation import Evaluation
    from incentive_rules.statement.model import Payment

HEADS = (
    "column_id",
    "day",
    "payee",
    "payee_kind",
    "award",
    "tier_or_place",
    "column_option",
    "reward",
    "amount",
    "column_unit",
    "column_claim",
    "column_period",
    "column_rule",
    "column_reading",
    "column_provisional",
)
"""The columns, by the keys of their words."""

ENCODING = "utf-8-sig"
"""UTF-8 with a byte order mark, without which Korean Excel takes the file for CP949."""

_STARTS_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def payments_csv(evaluation: Evaluation, lang: Language) -> str:
    """One line per payment, under a line of names.

    Example:
        >>> from incentive_rules import evaluate, example_path, load_scheme
        >>> evaluation = evaluate(load_scheme(example_path("donghae.yaml")), [], as_of="2024-06-30")
        >>> payments_csv(evaluation, "en").split(",")[:3]
        ['payment id', 'day', 'to']
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([words(head, lang) for head in HEADS])
    for payment in evaluation.payments:
        writer.writerow(_cells(evaluation, payment, lang))
    return text.getvalue()


def _cells(evaluation: Evaluation, payment: Payment, lang: Language) -> list[str]:
    texts = (
        payment.payee,
        group_text(evaluation, payment.payee_kind, lang),
        rule_text(evaluation, "awards", payment.award, lang),
        payment.label.in_language(lang),
        payment.option,
        payment.reward_label.in_language(lang),
    )
    after = (payment.unit, payment.claim_id, payment.period, payment.rule, payment.reading)
    return [
        defused(payment.id),
        payment.day.isoformat(),
        *map(defused, texts),
        str(payment.amount),
        *map(defused, after),
        sentence("yes" if payment.provisional else "no", lang),
    ]


def defused(cell: str) -> str:
    """A text cell that a spreadsheet shows as it is, instead of running it as a formula.

    Example:
        >>> defused("=1+1"), defused("행정과")
        ("'=1+1", '행정과')
    """
    return f"'{cell}" if cell.startswith(_STARTS_FORMULA) else cell
