"""The notice says all that a scheme says, in both languages, and no label can break its page."""

from __future__ import annotations

import json
import re
import sys
from functools import cache
from html.parser import HTMLParser
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from incentive_rules import InputError, example_path, load_scheme, with_reading
from incentive_rules.cli.desk import YES, Desk
from incentive_rules.cli.notice import FORMATS
from incentive_rules.cli.notice import notice as notice_command
from incentive_rules.facts import FactKind
from incentive_rules.messages import LANGUAGES, grades_en, grades_ko, notice_en, notice_ko, rankings_en, rankings_ko
from incentive_rules.periods import Per
from incentive_rules.report.notice import notice, notice_data, sections_of
from incentive_rules.report.notice_conditions import ConditionWords
from incentive_rules.report.notice_diff import changes
from incentive_rules.report.notice_words import Speaker
from incentive_rules.report.page import (
    Bullets,
    Heading,
    Item,
    Note,
    Page,
    Paragraph,
    Table,
    html,
    markdown,
    one_line,
)
from incentive_rules.report.terminal import Screen
from incentive_rules.scheme import awards, grades, limits, parts, rankings
from incentive_rules.scheme.answers import ANSWERS
from incentive_rules.scheme.checks import conditions_of
from incentive_rules.scheme.conditions import Op
from notice_fields import EVERYTHING, PLAIN, SAID, after, base_of, changed, everything, without_readings

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "scripts"))
from make_notices import SCHEMES, pages  # noqa: E402  # a script beside the package

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from incentive_rules import Scheme
    from incentive_rules.messages import Language

DONGHAE = load_scheme(example_path("donghae.yaml"))
each_language = pytest.mark.parametrize("lang", LANGUAGES)


def text_of(scheme: Scheme, lang: Language) -> str:
    return _text_before(lang) if scheme is without_readings() else markdown(notice(scheme, lang))


@cache
def _text_before(lang: Language) -> str:
    """What is said before most changes."""
    return markdown(notice(without_readings(), lang))


# ── the pages ────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_notices_beside_the_tests_are_what_the_library_writes() -> None:
    for path, text in pages():
        assert path.read_text(encoding="utf-8") == text, "python scripts/make_notices.py"


@each_language
@pytest.mark.parametrize("path", SCHEMES, ids=lambda path: path.stem)
def test_every_line_has_an_address_of_its_own(path: Path, lang: Language) -> None:
    lines = [line for section in sections_of(load_scheme(path), lang) for line in section.lines()]
    assert len({line.address for line in lines}) == len(lines)
    assert all(line.text and line.aspect and line.name for line in lines)


@each_language
@pytest.mark.parametrize("path", SCHEMES, ids=lambda path: path.stem)
def test_every_line_stands_on_the_page(path: Path, lang: Language) -> None:
    scheme = load_scheme(path)
    page = _texts(notice(scheme, lang))
    shown = [line.text for section in sections_of(scheme, lang) for line in section.lines() if not line.cited]
    assert [text for text in shown if not any(one_line(text) in each for each in page)] == []


def _texts(page: Page) -> list[str]:
    return [page.title, *(text for block in page.blocks for text in _block_texts(block))]


def _block_texts(block: object) -> Iterator[str]:
    match block:
        case Table():
            yield from (*block.heads, *(cell for row in block.rows for cell in row))
        case Bullets():
            yield from (text for item in block.items for text in (item.lead, item.text))
        case Heading() | Paragraph() | Note():
            yield block.text


def test_a_korean_notice_has_korean_days_and_won_and_an_english_one_has_english_ones() -> None:
    ko, en = (text_of(everything(), lang) for lang in LANGUAGES)
    assert "2024년 6월 1일부터 2026년 12월 31일까지" in ko
    assert "from 1 June 2024 through 31 December 2026" in en
    assert "상품권 70,000원" in ko
    assert "gift certificate (70,000 won)" in en
    assert not re.search(r"\d{4}-\d{2}-\d{2}", ko + en)


def test_a_dated_value_is_told_with_all_its_days() -> None:
    assert "| 시책 제안 | 2024년 6월 1일부터 1점, 2025년 1월 1일부터 1.5점 |" in text_of(everything(), "ko")
    assert "| policy proposal | 1 point from 1 June 2024, 1.5 points from 1 January 2025 |" in text_of(
        everything(), "en"
    )


@each_language
@pytest.mark.parametrize("path", SCHEMES, ids=lambda path: path.stem)
def test_what_no_source_publishes_is_marked_and_its_reason_is_given(path: Path, lang: Language) -> None:
    """The marks beside the rules are those that are explained at the end, and every assumed rule has one."""
    text = text_of(load_scheme(path), lang)
    explained = re.findall(r"^- \*\*(※\d+)\*\*", text, re.MULTILINE)
    used = re.findall(r"※\d+", re.sub(r"^- \*\*※.*$", "", text, flags=re.MULTILINE))
    assert list(dict.fromkeys(used)) == explained
    lines = [line for section in sections_of(load_scheme(path), lang) for line in section.lines() if line.cited]
    assert len(used) == sum(bool(line.cited and line.cited.assumed) for line in lines)


@each_language
def test_a_notice_under_another_reading_says_so(lang: Language) -> None:
    assert "'wiped'" in text_of(with_reading(DONGHAE, "wiped"), lang)
    assert "'wiped'" not in text_of(DONGHAE, lang)


def test_a_language_that_is_not_spoken_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="'fr'"):
        notice(DONGHAE, "fr")  # type: ignore[arg-type]  # what a caller without a type checker may do


def test_the_notice_for_programs_gives_each_line_with_its_address() -> None:
    lines = notice_data(DONGHAE, "ko")["lines"]
    found = {line["address"]: line for line in lines}["activities.proposal.points"]
    assert (found["name"], found["aspect"], found["text"]) == ("활동 '시책 제안'", "점수", "0.5점")


# ── every key of the language ────────────────────────────────────────────────────────────────────────────────


def mappings(base: type[parts.Part] = parts.Part) -> Iterator[type[parts.Part]]:
    """Every mapping that a scheme file may have."""
    for each in base.__subclasses__():
        if each.__module__.startswith("incentive_rules.scheme"):
            yield from (each, *mappings(each))


def keys() -> Iterator[str]:
    """Every key of every mapping."""
    for each in mappings():
        if each.__name__ not in {"Provenance", "InForce"}:
            yield from (f"{each.__name__}.{field.alias or key}" for key, field in each.model_fields.items())


def test_every_key_of_the_language_has_its_sentence_or_a_reason_why_not() -> None:
    assert set(SAID) | set(PLAIN) == set(keys())
    assert not set(SAID) & set(PLAIN)


@pytest.mark.parametrize(
    "key", [pytest.param(key, marks=pytest.mark.slow) if number % 4 else key for number, key in enumerate(SAID)]
)
@pytest.mark.unmeasured
def test_a_change_of_any_key_changes_what_the_notice_says(key: str) -> None:
    old, new = base_of(key), after(key)
    for lang in LANGUAGES:
        assert text_of(old, lang) != text_of(new, lang)
        assert [each for each in changes(old, new, lang) if each.section != "other"]


WORDS: dict[str, Iterable[str]] = {
    "round_at": parts.RoundAt,
    "keep": limits.Keep,
    "pay": awards.Pay,
    "again": awards.Again,
    "consume": awards.Consume,
    "ties": rankings.Ties,
    "still": rankings.Ties,
    "subject": ANSWERS,
    "score": rankings.Score,
    "one_prize": rankings.FreedPlace,
    "seats": rankings.SeatsRule,
    "part": rankings.As,
    "split": [*rankings.Among, *rankings.SplitBy, *rankings.Residue],
    "by": awards.ClaimBy,
    "kind": [kind for kind in FactKind if kind is not FactKind.NUMBER],
    "per": Per,
    "within": Per,
    "last_day": Per,
    "counter_earned": Per,
    "grade_ties": grades.GradeTies,
    "not_paid": grades.NotPaidThen,
    "change": grades.EFFECTS,
    "is": Op,
    "not": Op,
}


BOOKS = [
    notice_ko.WORDS | grades_ko.WORDS | rankings_ko.WORDS,
    notice_en.WORDS | grades_en.WORDS | rankings_en.WORDS,
]


@pytest.mark.parametrize("book", BOOKS, ids=["ko", "en"])
def test_every_word_of_the_language_has_its_sentence(book: dict[str, str]) -> None:
    needed = {f"notice_{family}_{word}" for family, members in WORDS.items() for word in members}
    assert needed <= set(book)


# ── conditions ───────────────────────────────────────────────────────────────────────────────────────────────

CONDITIONS: list[tuple[Any, str, str]] = [
    (
        {"praised": "yes"},
        "'시민칭찬'에 해당하는",
        "'praised' is yes",
    ),
    (
        {"not": {"praised": "yes"}},
        "'시민칭찬'에 해당하지 않는",
        "'praised' is no",
    ),
    (
        {"trained": "no"},
        "교육 이수 여부가 '아니오'인",
        "'trained' is no",
    ),
    (
        {"given": "yes", "giver.grade": "6급"},
        "준 사람이 적혀 있고 점수를 준 사람의 직급이 6급인",
        "a giver is named and the giver's grade is 6급",
    ),
    (
        {"any": [{"given": "no"}, {"hours": {"at_most": "0"}}]},
        "준 사람이 적혀 있지 않거나 시간이 0인",
        "no giver is named or hours is 0",
    ),
    (
        {"saved": {"at_most": "0"}},
        "절감액이 0 이하인",
        "won saved is 0 or below",
    ),
    (
        {"grade": {"not": "6급"}},
        "직급이 6급이 아닌",
        "grade is not 6급",
    ),
    (
        {"grade": {"not": {"at_most": "6급"}}},
        "직급이 6급 초과인",
        "grade is above 6급",
    ),
    (
        {"hours": {"at_least": "2", "at_most": "8"}},
        "시간이 2 이상이고 시간이 8 이하인",
        "hours is 2 or above and hours is 8 or below",
    ),
    (
        {"hired": {"not": {"at_least": "2020-01-01"}}},
        "임용일이 2020년 1월 1일보다 이전인",
        "day of hiring is earlier than 1 January 2020",
    ),
    (
        {"saved": {"between": ["1000000", "5000000"]}},
        "절감액이 1,000,000 이상 5,000,000 이하인",
        "won saved is from 1,000,000 to 5,000,000",
    ),
    (
        {"class": {"not": {"one_of": ["임기제", "공무직"]}}},
        "직종이 '임기제', '공무직' 가운데 어느 것도 아닌",
        "class is none of '임기제', '공무직'",
    ),
    (
        {"any": [{"activity": "training"}, {"topic": "홍보"}]},
        "활동이 '교육 이수'이거나 주제가 '홍보'인",
        "activity is 'training' or topic is '홍보'",
    ),
    (
        {"not": {"praised": "no", "topic": "홍보"}},
        "'시민칭찬'에 해당하거나 주제가 '홍보'가 아닌",
        "'praised' is yes or topic is not '홍보'",
    ),
    (
        {"praised": "yes", "any": [{"topic": "가"}, {"topic": {"not": "나"}}]},
        "'시민칭찬'에 해당하고 (주제가 '가'이거나 주제가 '나'가 아님)인",
        "'praised' is yes and (topic is '가' or topic is not '나')",
    ),
    (
        {"any": [{"praised": "yes", "topic": "가"}, {"topic": "나"}]},
        "('시민칭찬'에 해당하고 주제가 '가')이거나 주제가 '나'인",
        "('praised' is yes and topic is '가') or topic is '나'",
    ),
    (
        {"quantity": {"at_least": {"2024-06-01": "2", "2025-01-01": "3"}}},
        "(2024년 6월 1일부터 수량이 2 이상, 2025년 1월 1일부터 수량이 3 이상)인",
        "(quantity is 2 or above from 1 June 2024, quantity is 3 or above from 1 January 2025)",
    ),
]


@pytest.mark.parametrize(("condition", "ko", "en"), CONDITIONS, ids=[ko for _, ko, _ in CONDITIONS])
def test_a_condition_is_told_in_words(condition: Any, ko: str, en: str) -> None:
    scheme = load_scheme(changed(everything().to_dict(), "bonuses.praise.when", condition))
    read = conditions_of(scheme)["bonuses", "praise", "when"]
    assert [ConditionWords(Speaker(scheme, lang)).text(read) for lang in LANGUAGES] == [ko, en]


@each_language
def test_a_fact_that_people_and_entries_both_have_says_whose_it_is(lang: Language) -> None:
    data = changed(everything().to_dict(), "facts.member.hours", {"number": None, "label": "근무"})
    data = changed(data, "activities.support.when", {"entry.hours": {"at_least": "2"}})
    scheme = load_scheme(data)
    told = ConditionWords(Speaker(scheme, lang)).text(conditions_of(scheme)["activities", "support", "when"])
    assert told == {"ko": "실적의 시간이 2 이상인", "en": "the entry's hours is 2 or above"}[lang]


# ── the page in Markdown and HTML ────────────────────────────────────────────────────────────────────────────

NASTY = [
    "<script>alert(1)</script>", "a|b", "[x](javascript:1)", "# x", "1. x", "2) x", "- [ ] x", "a\n\n|b|", "&lt;",
    "`|`", "![x](y)", "[x]: y", "**x**", "\\|", "~~x~~", "+ x", "===", "---", "$x$", "[^1]", "x #", "\u202ex", "> x",
    "_x_", "https://a.b/_c_", "<https://a.b>", "&#60;", "12.", "[1]", "x\\",
]  # fmt: skip
LETTERS = st.characters(exclude_categories=["Cc", "Cs"])
LABELS = st.text(
    LETTERS | st.sampled_from("\\`*_{}[]()#+-.!|<>&~$^:=\"' 1"), min_size=1, max_size=20
) | st.sampled_from(NASTY)
TEXTS = (LABELS | st.text(st.characters(exclude_categories=["Cs"]))).filter(one_line)
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def page_of(text: str) -> Page:
    """A page with the same text in every place."""
    table = Table((text, "x"), ((text, text), ("", text)))
    blocks = (
        Heading(text),
        Paragraph(text),
        Bullets((Item(text, text), Item(text))),
        table,
        Note(text),
        Heading(text, 2),
    )
    return Page(text, blocks)


@given(TEXTS)
def test_no_text_means_anything_to_markdown(text: str) -> None:
    """A reader of Markdown finds the blocks of the page and no others, and in each the text as it was."""
    told = one_line(text)
    found = READER.parse(markdown(page_of(text)))
    inline = [token for token in found if token.type == "inline"]
    assert [_read(token) for token in inline] == _expected(told)
    assert [token.tag for token in found if token.nesting == 1] == [
        "h1", "h2", "p", "ul", "li", "p", "li", "p", "table", "thead", "tr", "th", "th", "tbody",
        "tr", "td", "td", "tr", "td", "td", "blockquote", "p", "h3",
    ]  # fmt: skip


def _read(token: Any) -> str:
    assert {child.type for child in token.children} <= {"text", "text_special", "strong_open", "strong_close"}
    return "".join(child.content for child in token.children)


def _expected(told: str) -> list[str]:
    return [told, told, told, f"{told}: {told}", told, told, "x", told, told, "", told, told, told]


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ("html", "meta") or not attrs
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@given(TEXTS)
def test_no_text_means_anything_to_html(text: str) -> None:
    reader = _Tags()
    reader.feed(html(page_of(text), "ko"))
    assert set(reader.tags) <= {
        "html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "p", "ul", "li", "strong",
        "table", "thead", "tbody", "tr", "th", "td", "blockquote",
    }  # fmt: skip
    assert reader.texts.count(one_line(text)) >= 11
    assert len(reader.tags) == len(_tags_of_plain_page())


def _tags_of_plain_page() -> list[str]:
    reader = _Tags()
    reader.feed(html(page_of("x"), "ko"))
    return reader.tags


@given(LABELS)
def test_a_label_of_a_scheme_breaks_no_table(label: str) -> None:
    rows = {lang: _tables(text_of(DONGHAE, lang)) for lang in LANGUAGES}
    data = changed(DONGHAE.to_dict(), "activities.proposal.label", {"ko": f"가{label}", "en": f"a{label}"})
    scheme = load_scheme(data)
    for lang in LANGUAGES:
        assert _tables(text_of(scheme, lang)) == rows[lang]


def _tables(text: str) -> list[str]:
    return [token.tag for token in READER.parse(text)]


@each_language
def test_the_html_needs_nothing_else_and_names_its_language_and_its_fonts(lang: Language) -> None:
    text = html(notice(everything(), lang), lang)
    assert f'<html lang="{lang}">' in text
    assert '"Malgun Gothic", "맑은 고딕", "Noto Sans CJK KR", sans-serif' in text
    assert not re.search(r"<script|<link|<img|src=|href=|url\(|@import", text)
    assert "size: A4" in text


# ── the command ──────────────────────────────────────────────────────────────────────────────────────────────


def run(*schemes: Path, lang: Language = "ko", form: str = "markdown", **more: Any) -> str:
    printed = StringIO()
    desk = Desk(lang, Screen(printed), Screen(StringIO()), form)
    assert notice_command(desk, schemes, **{"diff": False, "out": None} | more) == YES
    return printed.getvalue()


@each_language
@pytest.mark.parametrize("form", FORMATS)
def test_the_command_prints_what_it_would_write(form: str, lang: Language, tmp_path: Path) -> None:
    out = tmp_path / "안내"
    printed = run(EVERYTHING, lang=lang, form=form)
    assert str(out) in run(EVERYTHING, lang=lang, form=form, out=out)
    assert out.read_text(encoding="utf-8") == printed
    if form == "json":
        assert json.loads(printed)["scheme"] == "everything"


@pytest.mark.parametrize("form", FORMATS)
def test_the_command_says_what_changes_between_two_schemes(form: str) -> None:
    donghae, seocheon = example_path("donghae.yaml"), example_path("seocheon.yaml")
    printed = run(donghae, seocheon, form=form, diff=True)
    assert "새로 생깁니다" in printed or json.loads(printed)["changes"]


@pytest.mark.parametrize(("count", "diff"), [(0, False), (2, False), (1, True), (3, True)])
def test_another_number_of_schemes_is_refused(count: int, diff: bool) -> None:  # noqa: FBT001  # a case of the table
    with pytest.raises(InputError) as refused:
        run(*[EVERYTHING] * count, diff=diff)
    assert [str(found.facts["name"]) for found in refused.value.findings] == ["SCHEME"]


def test_a_scheme_is_not_written_over(tmp_path: Path) -> None:
    scheme = tmp_path / "scheme.yaml"
    scheme.write_bytes(EVERYTHING.read_bytes())
    with pytest.raises(InputError):
        run(scheme, out=scheme)
    assert scheme.read_bytes() == EVERYTHING.read_bytes()


def test_a_console_without_unicode_gets_the_letters_as_html_spells_them() -> None:
    raw = BytesIO()
    stream = TextIOWrapper(raw, encoding="cp949", write_through=True)
    desk = Desk("ko", Screen(stream), Screen(StringIO()), "html")
    assert notice_command(desk, (EVERYTHING,), diff=False, out=None) == YES
    assert "&#49884;&#54665; &#50504;&#45236;" in raw.getvalue().decode("ascii")


@each_language
def test_every_letter_of_a_notice_fits_a_korean_console(lang: Language) -> None:
    assert text_of(everything(), lang).encode("cp949")


@pytest.mark.parametrize(("lang", "told"), [("ko", "'부서 점수'를 보며"), ("en", "'points of departments' in")])
def test_a_ranking_says_which_counter_it_looks_at(lang: Language, told: str) -> None:
    dangjin = load_scheme(example_path("gallery/dangjin.yaml"))
    assert told in text_of(dangjin, lang)


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("ko", ["한 해 동안의 '부서 자신의 항목'을 보며", "한 해 동안 쌓은 점수를 보며"]),
        ("en", ["'the departments' own items' in a year", "The points earned in a year"]),
    ],
)
def test_a_ranking_names_the_counter_that_it_looks_at(lang: Language, told: list[str]) -> None:
    text = text_of(load_scheme(ROOT / "examples" / "gallery" / "cheongju.yaml"), lang)
    assert [text.count(each) for each in told] == [1, 1]  # the departments, then the people


# ── what differs between schemes ─────────────────────────────────────────────────────────────────────────────


def told_of(lang: Language, **more: Any) -> str:
    """What the notice says after some changes of the scheme that has every feature."""
    data = without_readings().to_dict()
    for address, value in more.items():
        data = changed(data, address.replace("__", "."), value)
    return text_of(load_scheme(data), lang)


BUDGET = {"label": "가", "reward": "leave", "per": "half", "count": "5", "when_out": "refuse"}
TELLING: list[tuple[dict[str, Any], str, str]] = [
    (
        {
            "answers__bands_apply_to": "part",
            "activities__waiting__points__each__bands": {"0": "1", "5": "1.5", "10": "2"},
        },
        "단축 일수 5까지는 1마다 1점, 5를 넘는 부분은 10까지 1마다 1.5점, 10을 넘는 부분은 1마다 2점;",
        "up to 5: 1 point each; the part above 5, up to 10: 1.5 points each; the part above 10: 2 points each;",
    ),
    (
        {"activities__waiting__points__each": {"by": "hours", "bands": {"0": "1"}}},
        "단축 일수 1마다 (시간에 따라 0부터 1점)",
        "(from 0 on: 1 point; by hours) for each of 'days saved'",
    ),
    (
        {"activities__good_case__points": {"each": "1", "of": "score"}},
        "| 우수사례 | 평가 점수를 그대로 점수로 봄 |",
        "| good case | as many points as 'panel score' says |",
    ),
    (
        {"activities__waiting__shares": "yes", "activities__waiting__points__at_most": "15"},
        "함께 한 일 전체로 15점까지(나누기 전)",
        "joint work at most 15 points in all, before it is divided",
    ),
    (
        {"counters__judged__drop": {"highest": "2"}},
        "가장 높은 2개는 뺌",
        "without the 2 highest",
    ),
    (
        {"awards__marks__measure": {"counter": "lessons", "per": "year"}},
        "그해의 '교육 횟수'에 따라 매년 12월 31일에 등급을 정합니다.",
        "| fair | 70 entries or more |",
    ),
    (
        {"awards__milestones__measure": {"counter": "judged", "per": "half"}},
        "| 심사 점수 | 시간의 평균; 가장 높은 하나와 가장 낮은 하나는 뺌 | 모든 활동 |  | 보상이 정한 기간 |",
        "| the period of the award |",
    ),
    (
        {"awards__final__ties__by": [{"highest": "lessons"}]},
        "'교육 횟수'가 많은 쪽. 그래도 같으면 지급을 미루고 따로 정합니다.",
        "the greater 'lessons'. If they are still equal, payment waits for a decision.",
    ),
    (
        {"awards__final__ties": {"by": [{"highest": "judged"}], "then": {"share": {"unit": "1", "mode": "down"}}}},
        "'심사 점수'가 높은 쪽. 그래도 같으면 그 순위들의 상을 더하여 똑같이 나눕니다. 나눈 몫은 1일 단위로 내림하고",
        "the higher 'marks'. If they are still equal, they divide the prizes",
    ),
    (
        {"budgets__days": BUDGET | {"by": "member"}},
        "한 사람에게 같은 날 지급할 것이 남은 예산을 넘으면 그 사람의 그날 것은 모두 지급하지 않습니다",
        "If the payments of one day to a person do not all fit, none of that person's is made on that day",
    ),
    (
        {"budgets__days": BUDGET},
        "| 특별휴가를 지급하는 보상 모두 |",
        "A place or grade stays won",
    ),
    (
        {"budgets__days": BUDGET | {"when_out": "by_score"}},
        "점수가 높거나 순위가 앞선 쪽부터",
        "the higher scores and better ranks are paid first",
    ),
    (
        {"budgets__days": BUDGET | {"awards": ["ladder"]}, "budgets__money": BUDGET | {"awards": ["milestones"]}},
        "남은 예산을 넘으면 그날 것은 모두 지급하지 않습니다 | ※2 |\n\n## ",
        "none of them is made on that day | ※2 |\n\n## ",
    ),
    (
        {"limits__task__by": ["member", "giver"]},
        "주는 사람과 받는 사람의 짝마다 따로",
        "for each pair of receiver and giver",
    ),
    (
        {"activities__again__after": {"award": "people"}},
        "'올해의 직원'에서 상을 받은 다음 날 자동으로 줌",
        "given on the day after winning 'people of the year'",
    ),
    (
        {"activities__again__after": {"award": "merit"}},
        "'성과상여'에서 등급을 받은 다음 날 자동으로 줌",
        "given on the day after getting a grade of 'merit pay'",
    ),
]
"""Changes of the scheme, and what the notice then says."""


@pytest.mark.parametrize(("change", "ko", "en"), TELLING, ids=[ko for _, ko, _ in TELLING])
def test_the_notice_says_what_holds_under_this_scheme(change: dict[str, Any], ko: str, en: str) -> None:
    assert ko in told_of("ko", **change)
    assert en in told_of("en", **change)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("sinan", "아래 활동을 하면 점수를 쌓고, 쌓은 점수에 따라 보상을 받습니다."),
        ("council", "아래 실적의 점수에 따라 등급을 정합니다."),
        ("seogwipo", "아래 실적에 따라 점수를 더하거나 빼고, 그 점수에 따라 순위를 정하고 상을 줍니다."),
    ],
)
def test_the_opening_says_what_points_are_for(name: str, told: str) -> None:
    assert told in text_of(load_scheme(example_path(f"gallery/{name}.yaml")), "ko")


@pytest.mark.parametrize(("name", "is_told"), [("seogwipo", False), ("goseong", True)])
def test_a_ranking_speaks_of_used_points_only_where_something_uses_them(name: str, is_told: bool) -> None:  # noqa: FBT001  # a case of the table
    text = text_of(load_scheme(example_path(f"gallery/{name}.yaml")), "ko")
    assert ("순위에는 이미 쓴 점수도 그대로 셉니다." in text) is is_told


@each_language
def test_where_a_part_of_a_score_comes_from_is_told_by_its_mark(lang: Language) -> None:
    text = text_of(load_scheme(example_path("yanggu.yaml")), lang)
    assert " × 40 [1] 1단계 40%\n" in text
