"""Opening rows as a table that a person reads. Whatever goes on with them reads their JSON."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from incentive_rules.messages.screen import words
from incentive_rules.report.csv import cell_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentive_rules.messages import Label, Language
    from incentive_rules.report.payments import Cell
    from incentive_rules.scheme.model import Scheme
    from incentive_rules.statement.opening import Opening, OpeningRow

_COLUMNS = ("kind", "owner", "rule", "what", "done", "day", "amount", "number")


def opening_csv(opening: Opening, scheme: Scheme, lang: Language) -> str:
    """One line per row, under what they are and a line of names; rules are called by their labels.

    Example:
        >>> from incentive_rules import example_path, load_scheme, opening_of
        >>> scheme = load_scheme(example_path("donghae.yaml"))
        >>> done = [{"entry_id": "E-1", "member_id": "K-1", "date": "2024-06-10", "activity": "achievement"}]
        >>> staff = [{"member_id": "K-1", "grade": "7급", "department": "행정과"}]
        >>> opening = opening_of(scheme, done, staff, as_of="2024-12-31")
        >>> print(opening_csv(opening, scheme, "en").splitlines()[2])
        points left,K-1,result of active administration,E-1,2024-06-10,2024-06-10,1,
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    head = {"scheme": scheme.label.in_language(lang), "day": opening.day, "result": opening.result_sha256[:12]}
    writer.writerow([cell_text(words("opening_head", lang, **head))])
    writer.writerow([words(f"opening_{name}", lang) for name in _COLUMNS])
    labels = _labels(scheme)
    for row in opening.rows:
        cells = _cells(row, labels, lang)
        writer.writerow([cell_text(cells[name]) for name in _COLUMNS])
    return text.getvalue()


def _cells(row: OpeningRow, labels: Mapping[str, Label], lang: Language) -> dict[str, Cell]:
    what = " ".join(filter(None, (row.what, row.occasion, *row.by)))
    return {
        "kind": words(f"opening_kind_{row.kind}", lang),
        "owner": row.owner,
        "rule": labels[row.rule].in_language(lang) if row.rule in labels else row.rule,
        "what": what,
        "done": row.done or "",
        "day": row.day or "",
        "amount": "" if row.amount is None else row.amount,
        "number": "" if row.number is None else str(row.number),
    }


def _labels(scheme: Scheme) -> dict[str, Label]:
    """The labels of rules by their addresses; a tier has none of its own where it is called by its threshold."""
    sections = ("activities", "limits", "counters", "awards", "budgets")
    return {f"{name}.{key}": rule.label for name in sections for key, rule in getattr(scheme, name).items()}
