"""The sentences of the library, in Korean and English. Texts by code in ``ko`` and ``en``; no logic there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from string import Formatter
from typing import TYPE_CHECKING, Literal, get_args

from incentive_rules.messages import en, ko

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentive_rules.codes import Code

Language = Literal["ko", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

_BOOKS = {"ko": ko, "en": en}

# The particle after a final consonant, after a vowel. 으로 is special: it follows ㄹ as it follows a vowel.
_PARTICLES = {"을": "를", "이": "가", "은": "는", "과": "와", "으로": "로", "이라": "라", "이어야": "여야"}
_HANGUL_FIRST, _HANGUL_LAST, _FINALS, _RIEUL = 0xAC00, 0xD7A3, 28, 8
# How words that are not Korean end when they are read aloud: 1 일, 7 칠, 8 팔, L 엘, R 알, rule 룰 in ㄹ; 0 영, 3 삼, 6 육,
# M 엠, time 타임, ranking 랭킹, keep 킵, unit 유닛 in another consonant; all else, such as tier 티어 and KRW 더블유, in a vowel.
_ENDS_IN_RIEUL = re.compile(r"([178]|[LR]|\b[lr]|[a-z]le?)$")
_ENDS_IN_CONSONANT = re.compile(r"([036]|[MN]|\b[mn]|[a-z]([mn]e?|ng|[aeiou][cpt]|ck))$")
_IN_BRACKETS = re.compile(r"(?<=\w)\([^()]*\)$")  # 사실(fact)이: the particle looks at the word before
_ONE = ("1", "-1")
_PERIOD = re.compile(r"([0-9]{4})(?:-([QH]?)([0-9]{1,2}))?")
_CLOSING = ".'\")]}»”’』」)"


@dataclass(frozen=True, slots=True)
class Label:
    """A text in Korean and English; where only one is given, both are the same.

    Example:
        >>> Label("시민 칭찬", "citizen praise").in_language("en")
        'citizen praise'
    """

    ko: str
    en: str

    def in_language(self, lang: Language) -> str:
        """The text in one language."""
        return self.ko if lang == "ko" else self.en

    def __str__(self) -> str:
        return self.en


def end_label(until: object) -> Label:
    """How the end of a rule is told after its first day: ``until`` is the first day after it, or ``None``.

    Example:
        >>> end_label("2025-01-01").ko, end_label(None).en
        ('2025-01-01 전까지', 'further notice')
    """
    return Label("계속", "further notice") if until is None else Label(f"{until} 전까지", str(until))


def message_text(code: Code, facts: Mapping[str, object], lang: Language) -> str:
    """The sentence of a code with its facts filled in.

    Raises:
        KeyError: if the code has no text in that language; a test holds that this cannot happen.
    """
    return fill(_BOOKS[lang].FINDINGS[code][0], facts, lang)


def help_text(code: Code, facts: Mapping[str, object], lang: Language) -> str:
    """What to do about a finding: the nearest name, the finding's own advice, or else the hint of its code."""
    book = _BOOKS[lang]
    if facts.get("near"):
        return fill(book.NEAR, facts, lang)
    if advice := facts.get("advice"):
        return fill("{advice}", {"advice": advice}, lang)
    hint = book.FINDINGS[code][1]
    if facts.get("known") == () and "{known}" in hint:
        return str(book.NONE_KNOWN)
    return fill(hint, facts, lang) if hint else ""


def sentence(key: str, lang: Language, **facts: object) -> str:
    """A sentence of an explanation or a report.

    Example:
        >>> sentence("and", "ko", left="가", right="나")
        '가, 나'
    """
    return fill(_BOOKS[lang].SENTENCES[key], facts, lang)


def question_label(question: str) -> Label:
    """The words of a question that a scheme must answer."""
    return Label(ko.QUESTIONS[question], en.QUESTIONS[question])


def answer_label(question: str, answer: str) -> Label:
    """What an answer to a question means, in words."""
    key = f"{question}.{answer}"
    return Label(ko.ANSWERS[key], en.ANSWERS[key])


def has_sentence(key: str, lang: Language) -> bool:
    """Whether a book holds that sentence."""
    return key in _BOOKS[lang].SENTENCES


def fill(template: str, facts: Mapping[str, object], lang: Language) -> str:
    """A template with its facts.

    ``{name:을}`` adds the particle that fits the word, ``{name:'을}`` puts the word in quotes first, ``{name:,}`` groups
    digits, ``{name:day|days}`` is the word for that many, and ``{name:period}`` and ``{name:range}`` a period and bounds
    as they are said.

    Example:
        >>> fill("{count} {count:day|days} in {period:period}", {"count": 2, "period": "2024-11"}, "en")
        '2 days in 2024-11'
        >>> fill("{period:period}에 {count}일", {"count": 2, "period": "2024-11"}, "ko")
        '2024년 11월에 2일'
    """
    return "".join(
        literal if name is None else literal + _filled(facts.get(name, ""), spec, lang)
        for literal, name, spec in _parts(template)
    )


@lru_cache(maxsize=4096)
def _parts(template: str) -> tuple[tuple[str, str | None, str], ...]:
    """The pieces of a template: a text, and the name and the form of the fact that follows it, if one does."""
    return tuple((literal, name, spec or "") for literal, name, spec, _ in Formatter().parse(template))


def _filled(value: object, form: str, lang: Language) -> str:
    """A fact in the form that a template asks for."""
    text = _text(value, lang)
    if not form:
        return text
    quoted = form.startswith("'")
    if quoted or form in _PARTICLES:
        text = f"'{text}'" if quoted else text
        return text + particle(text, form.lstrip("'"))
    if "|" in form:
        one, many = form.split("|")
        return one if text in _ONE else many
    if form in _AS_IT_IS_SAID:
        return _AS_IT_IS_SAID[form](text) if lang == "ko" else text
    if form == ",":
        return format(value, ",") if isinstance(value, int) or hasattr(value, "denominator") else text
    return text


def _text(value: object, lang: Language) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Label):
        return value.in_language(lang)
    if isinstance(value, tuple | list):
        return ", ".join(_text(each, lang) for each in value)
    return str(value)


_BOUND_IN_KOREAN = {"≥": "이상", "≤": "이하", ">": "초과", "<": "미만"}
_DAY_BOUND_IN_KOREAN = {"≥": "이후", "≤": "이전"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _range_in_korean(text: str) -> str:
    """Bounds as they are said: ``> 0, ≤ 1`` is ``0 초과 1 이하``; any other text stays as it is."""
    bounds = [bound.partition(" ") for bound in text.split(", ")]
    if not all(sign in _BOUND_IN_KOREAN and end for sign, _, end in bounds):
        return text
    words = [{**_BOUND_IN_KOREAN, **(_DAY_BOUND_IN_KOREAN if _DAY.fullmatch(end) else {})} for _, _, end in bounds]
    return " ".join(f"{end} {word[sign]}" for word, (sign, _, end) in zip(words, bounds, strict=True))


def _period_in_korean(name: str) -> str:
    """The name of a year, half, quarter or month as it is said; any other stays as it is."""
    found = _PERIOD.fullmatch(name)
    if not found:
        return name
    year, kind, number = found.groups()
    if kind == "H":
        return f"{year}년 {'상반기' if number == '1' else '하반기'}"
    part = f" {int(number)}{'분기' if kind else '월'}" if number else ""
    return f"{year}년{part}"


_AS_IT_IS_SAID = {"period": _period_in_korean, "range": _range_in_korean}


def particle(word: str, after_consonant: str) -> str:
    """The Korean particle that follows a word, chosen by the word's final sound.

    Example:
        >>> [word + particle(word, "을") for word in ("직급", "부서", "(칭찬)", "t7")]
        ['직급을', '부서를', '(칭찬)을', 't7을']
        >>> "2025. 1. 1." + particle("2025. 1. 1.", "은")
        '2025. 1. 1.은'
    """
    final = _final_sound(_IN_BRACKETS.sub("", word).rstrip(_CLOSING))
    if final == 0 or (after_consonant == "으로" and final == _RIEUL):
        return _PARTICLES[after_consonant]
    return after_consonant


def _final_sound(word: str) -> int:
    """The final consonant of a word as Unicode numbers it; zero for a vowel."""
    last = word[-1:]
    if last and _HANGUL_FIRST <= ord(last) <= _HANGUL_LAST:
        return (ord(last) - _HANGUL_FIRST) % _FINALS
    if _ENDS_IN_RIEUL.search(word):
        return _RIEUL
    return 1 if _ENDS_IN_CONSONANT.search(word) else 0
