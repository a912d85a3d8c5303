"""The words of reports and of the command line, in Korean and English. Texts in ``cli_ko`` and ``cli_en``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.messages import cli_en, cli_ko, fill

if TYPE_CHECKING:
    from incentive_rules.messages import Language

_BOOKS = {"ko": cli_ko.WORDS, "en": cli_en.WORDS}


def words(key: str, lang: Language, **facts: object) -> str:
    """A heading, a help text or a sentence of the command line.

    Raises:
        KeyError: if there is no such text; a test holds that both books have the same.

    Example:
        >>> words("wrote", "ko", path="지급.csv")
        "'지급.csv'를 적었습니다"
    """
    return fill(_BOOKS[lang][key], facts, lang)
