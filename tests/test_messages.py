"""The sentences: particles, quotes, numbers, and what they may never say."""

from __future__ import annotations

import re
from collections import Counter
from string import Formatter

import pytest

from incentive_rules import Amount, Code
from incentive_rules.messages import (
    LANGUAGES,
    Label,
    en,
    end_label,
    fill,
    help_text,
    ko,
    message_text,
    particle,
    question_label,
)
from incentive_rules.messages.screen import BOOKS as SCREEN_BOOKS
from incentive_rules.scheme.answers import ANSWERS

BOOKS = {"ko": ko, "en": en}
WRITTEN_PARTICLE = re.compile(r"\}['’\"]?(을|를|이|가|은|는|과|와|으로|로|이나|나)(?=\s|$|[.,])")


@pytest.mark.parametrize(
    ("word", "followed"),
    {
        "직급": "직급을",
        "부서": "부서를",
        "일": "일을",
        "나": "나를",
        "t7": "t7을",  # 칠
        "t4": "t4를",  # 사
        "0.5": "0.5를",
        "30,000": "30,000을",  # 삼만
        "2024-06-12": "2024-06-12를",
        "E-16": "E-16을",
        "praised": "praised를",
        "tier": "tier를",  # 티어
        "rule": "rule을",  # 룰
        "all": "all을",
        "time": "time을",
        "unit": "unit을",
        "keep": "keep을",
        "ranking": "ranking을",
        "KRW": "KRW를",
        "PM": "PM을",
        "R": "R을",
        "'직급'": "'직급'을",
        "(칭찬)": "(칭찬)을",
        "사실(fact)": "사실(fact)을",
        "부서(과)": "부서(과)를",
        "": "를",
    }.items(),
)
def test_a_particle_fits_the_sound_before_it(word: str, followed: str) -> None:
    assert word + particle(word, "을") == followed


@pytest.mark.parametrize(
    ("pair", "consonant", "rieul", "vowel"),
    [
        ("을", "직급을", "서울을", "부서를"),
        ("이", "직급이", "서울이", "부서가"),
        ("은", "직급은", "서울은", "부서는"),
        ("과", "직급과", "서울과", "부서와"),
        ("으로", "직급으로", "서울로", "부서로"),
        ("이라", "직급이라", "서울이라", "부서라"),
        ("이어야", "직급이어야", "서울이어야", "부서여야"),
    ],
)
def test_each_particle_has_two_forms_and_one_of_them_takes_a_rieul_for_a_vowel(
    pair: str, consonant: str, rieul: str, vowel: str
) -> None:
    assert [word + particle(word, pair) for word in ("직급", "서울", "부서")] == [consonant, rieul, vowel]


def test_a_particle_is_chosen_before_the_quote_is_closed() -> None:
    assert fill("{name:'을} 채우십시오", {"name": "직급"}, "ko") == "'직급'을 채우십시오"
    assert fill("{name:'이} 없습니다", {"name": Label("부서", "department")}, "ko") == "'부서'가 없습니다"


def test_a_quote_alone_adds_no_particle_and_keeps_what_the_user_wrote() -> None:
    assert fill("'{name}'", {"name": "it's {x}"}, "en") == "'it's {x}'"


def test_a_label_speaks_its_language_and_a_list_is_joined() -> None:
    facts = {"known": (Label("상품권", "voucher"), "leave")}
    assert [fill("{known}", facts, lang) for lang in LANGUAGES] == ["상품권, leave", "voucher, leave"]


def test_digits_are_grouped_where_a_text_asks_for_it() -> None:
    facts = {"size": 3_000_000, "share": Amount(1, 3), "word": "많음"}
    assert fill("{size:,} {share:,} {word:,}", facts, "ko") == "3,000,000 1/3 많음"


def test_a_near_name_is_the_help_and_nothing_to_list_is_said_in_words() -> None:
    assert help_text(Code.UNKNOWN_ID, {"near": "won", "known": ("won",)}, "ko") == "혹시 'won' 아닙니까?"
    assert help_text(Code.UNKNOWN_ID, {"near": "", "known": ("won",)}, "en") == "known: won"
    assert help_text(Code.UNKNOWN_ID, {"near": "", "known": ()}, "en") == "none is declared yet"


def test_an_open_end_is_told_in_words() -> None:
    assert [end_label(each).ko for each in (None, "2025-01-01")] == ["계속", "2025-01-01 전까지"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_code_and_every_question_has_its_texts_and_nothing_else_has(lang: str) -> None:
    book = BOOKS[lang]
    assert list(book.FINDINGS) == list(Code)
    assert list(book.QUESTIONS) == list(ANSWERS)


def test_the_books_hold_the_same_sentences() -> None:
    assert list(ko.SENTENCES) == list(en.SENTENCES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_two_books_of_a_language_have_the_same_key(lang: str) -> None:
    """The later one would speak in place of the other: what assessors state was once told as a published sum."""
    keys = Counter(key for book in SCREEN_BOOKS[lang] for key in book.WORDS)
    assert [key for key, books in keys.items() if books > 1] == []


@pytest.mark.parametrize("code", Code)
def test_no_english_text_begins_with_a_capital_or_ends_with_a_full_stop(code: Code) -> None:
    message, hint = en.FINDINGS[code]
    own_names = ("YAML", "JSON", "Decimal")
    for text in filter(None, (message, hint)):
        assert not text.endswith("."), text
        assert not text[0].isupper() or text.startswith(own_names), text


@pytest.mark.parametrize("code", Code)
def test_no_korean_text_has_a_particle_that_cannot_fit_every_word(code: Code) -> None:
    """'{name}'을 would be wrong for 부서: the particle belongs inside the braces."""
    for text in ko.FINDINGS[code]:
        assert not WRITTEN_PARTICLE.search(text), text


@pytest.mark.parametrize("code", Code)
def test_a_korean_message_is_a_whole_polite_sentence(code: Code) -> None:
    message, hint = ko.FINDINGS[code]
    assert re.search(r"니다($|[:.(]| \[)", message), message
    assert not hint.endswith("."), hint


@pytest.mark.parametrize("question", ANSWERS)
def test_a_question_is_asked_in_both_languages(question: str) -> None:
    label = question_label(question)
    assert label.ko != label.en
    assert label.ko.endswith("까")


def test_every_format_of_a_blank_is_known() -> None:
    templates = [text for book in BOOKS.values() for texts in book.FINDINGS.values() for text in texts]
    templates += [text for book in BOOKS.values() for text in book.SENTENCES.values()]
    specs = {spec for text in templates for _, name, spec, _ in Formatter().parse(text) if name}
    plain = {spec.lstrip("'") for spec in specs if spec and "|" not in spec}
    assert plain <= {",", "period", "range", "을", "이", "은", "과", "으로", "이라", "이어야"}


@pytest.mark.parametrize(
    ("count", "told"), [(1, "1 day"), (0, "0 days"), (2, "2 days"), (Amount("0.5"), "0.5 days"), ("1", "1 day")]
)
def test_one_of_a_thing_is_told_in_the_singular(count: object, told: str) -> None:
    assert fill("{count} {count:day|days}", {"count": count}, "en") == told


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("2024", "2024년"),
        ("2024-11", "2024년 11월"),
        ("2024-06", "2024년 6월"),
        ("2024-Q3", "2024년 3분기"),
        ("2024-H1", "2024년 상반기"),
        ("2024-H2", "2024년 하반기"),
        ("2024-06-12", "2024-06-12"),
        ("ever", "ever"),
    ],
)
def test_a_period_is_told_as_it_is_said(name: str, told: str) -> None:
    assert fill("{period:period}", {"period": name}, "ko") == told
    assert fill("{period:period}", {"period": name}, "en") == name


@pytest.mark.parametrize(
    ("bounds", "told"),
    [
        ("≤ 100", "100 이하"),
        ("≥ 0, ≤ 100", "0 이상 100 이하"),
        ("> 0, ≤ 1/3", "0 초과 1/3 이하"),
        ("≤ 6급", "6급 이하"),
        ("≥ 1900-01-01", "1900-01-01 이후"),
        ("1, 2, 3", "1, 2, 3"),
        ("≥", "≥"),
    ],
)
def test_bounds_are_said_in_korean_and_are_signs_in_english(bounds: str, told: str) -> None:
    facts = {"expected": bounds}
    assert [fill("{expected:range}", facts, lang) for lang in ("ko", "en")] == [told, bounds]


def test_a_value_that_the_user_wrote_keeps_its_signs() -> None:
    assert "'≤ 3'" in message_text(Code.OUT_OF_RANGE, {"value": "≤ 3", "expected": "≥ 0"}, "ko")


@pytest.mark.parametrize(
    "word", ["따로 둔 행", "따로 둠", "적은 꼴", "읽은 뜻", "셈한 점수", "셈하는", "} 적었습니다", "아직 세지 않습니다"]
)
def test_no_korean_text_has_a_word_that_was_given_up(word: str) -> None:
    texts = [
        *(text for finding in ko.FINDINGS.values() for text in finding),
        *ko.SENTENCES.values(),
        *(text for book in SCREEN_BOOKS["ko"] for text in book.WORDS.values()),
    ]
    assert [text for text in texts if word in text] == []
