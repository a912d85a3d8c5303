"""The words of reports and of the command line, in Korean and English: one pair of books for each thing printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.messages import (
    cells_en,
    cells_ko,
    cli_en,
    cli_ko,
    compare_en,
    compare_ko,
    couplings_en,
    couplings_ko,
    fairness_en,
    fairness_ko,
    fill,
    grades_en,
    grades_ko,
    init_en,
    init_ko,
    limits_en,
    limits_ko,
    lint_en,
    lint_ko,
    notice_count_en,
    notice_count_ko,
    notice_en,
    notice_ko,
    office_en,
    office_ko,
    opening_en,
    opening_ko,
    rankings_en,
    rankings_ko,
    read_en,
    read_ko,
    reconcile_en,
    reconcile_ko,
    replay_en,
    replay_ko,
    template_en,
    template_ko,
)

if TYPE_CHECKING:
    from incentive_rules.messages import Language

BOOKS = {
    "ko": (
        cells_ko,
        cli_ko,
        compare_ko,
        couplings_ko,
        fairness_ko,
        grades_ko,
        init_ko,
        limits_ko,
        lint_ko,
        notice_count_ko,
        notice_ko,
        office_ko,
        opening_ko,
        rankings_ko,
        read_ko,
        reconcile_ko,
        replay_ko,
        template_ko,
    ),
    "en": (
        cells_en,
        cli_en,
        compare_en,
        couplings_en,
        fairness_en,
        grades_en,
        init_en,
        limits_en,
        lint_en,
        notice_count_en,
        notice_en,
        office_en,
        opening_en,
        rankings_en,
        read_en,
        reconcile_en,
        replay_en,
        template_en,
    ),
}
"""One book for each thing that is printed; no two of a language have the same key."""

_WORDS = {lang: {key: text for book in books for key, text in book.WORDS.items()} for lang, books in BOOKS.items()}


def has_words(key: str, lang: Language) -> bool:
    """Whether there is such a text."""
    return key in _WORDS[lang]


def words(key: str, lang: Language, **facts: object) -> str:
    """A heading, a help text or a sentence of the command line.

    Raises:
        KeyError: if there is no such text; a test holds that both books have the same.

    Example:
        >>> words("wrote", "ko", path="지급.csv")
        "'지급.csv'를 저장했습니다"
    """
    return fill(_WORDS[lang][key], facts, lang)
