"""The payment list as CSV, for Excel: text cells never start a formula, and amounts are plain numbers."""

from __future__ import annotations

import csv
import io
import unicodedata
from datetime import date
from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount
from incentive_rules.messages.screen import words
from incentive_rules.report.payments import columns_of, payment_rows
from incentive_rules.report.small_groups import SMALLEST_GROUP

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from incentive_rules.messages import Language
    from incentive_rules.report.payments import Cell
    from incentive_rules.statement.evaluation import Evaluation
    from incentive_rules.statement.model import Payment

ENCODING = "utf-8-sig"
"""UTF-8 with a byte order mark, without which Korean Excel takes the file for CP949."""

_SIGNS = frozenset("=+-@\N{MINUS SIGN}")
_STEERING = frozenset("\t\r\n")
_KEPT = frozenset("\t\n")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_NO_LETTERS = frozenset("\ufffe\uffff")
_BASIC_PLANE = 0xFFFF


def payments_csv(  # noqa: PLR0913  # each is a choice of the officer's
    evaluation: Evaluation,
    lang: Language,
    *,
    payments: Iterable[Payment] | None = None,
    departments: Mapping[str, str] | None = None,
    posted: bool = False,
    smallest_group: int = SMALLEST_GROUP,
) -> str:
    """One line per payment, under a line of names; the arguments are those of ``payment_rows``.

    Example:
        >>> from incentive_rules import evaluate, example_path, load_scheme
        >>> evaluation = evaluate(load_scheme(example_path("donghae.yaml")), [], as_of="2024-06-30")
        >>> payments_csv(evaluation, "en").split(",")[:3]
        ['to', 'department', 'reward']
    """
    columns = columns_of(posted=posted)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([words(head, lang) for head in columns.values()])
    rows = payment_rows(
        evaluation, lang, payments=payments, departments=departments, posted=posted, smallest_group=smallest_group
    )
    for row in rows:
        writer.writerow([cell_text(getattr(row, name)) for name in columns])
    return text.getvalue()


def cell_text(cell: Cell) -> str:
    """A cell as a spreadsheet reads it: numbers and days plain, and no text that it would take for a formula."""
    if isinstance(cell, Amount):
        text = str(cell)
        return f"'{text}" if "/" in text else text  # Excel reads 1/3 as a day in January
    return cell.isoformat() if isinstance(cell, date) else defused(shown(cell))


def defused(cell: str) -> str:
    """A text cell that a spreadsheet shows as it is, instead of running it as a formula.

    Blanks in front of the sign do not help, nor do the wide and the small forms of it.

    Example:
        >>> defused("=1+1"), defused(" ＝1+1"), defused("행정과")
        ("'=1+1", "' ＝1+1", '행정과')
    """
    return f"'{cell}" if cell[:1] in _STEERING or _first_seen(cell) in _SIGNS else cell


def _first_seen(cell: str) -> str:
    """The first letter that is no blank, in its plain form."""
    first = next((each for each in cell if not each.isspace() and unicodedata.category(each) not in _UNSEEN), "")
    return unicodedata.normalize("NFKC", first)[:1]


def shown(text: str) -> str:
    r"""A text without letters that a file cannot hold or a reader cannot see: they are written out.

    Example:
        >>> print(shown("K-1\x07"))
        K-1\u0007
    """
    if text.isprintable():
        return text
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(_written_out(letter) if _is_unseen(letter) else letter for letter in lines)


def _is_unseen(letter: str) -> bool:
    return letter not in _KEPT and (unicodedata.category(letter) in _UNSEEN or letter in _NO_LETTERS)


def _written_out(letter: str) -> str:
    code = ord(letter)
    return f"\\u{code:04X}" if code <= _BASIC_PLANE else f"\\U{code:08X}"
