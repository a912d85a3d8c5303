"""What changes between two schemes: nothing between equal ones, everything else, and the same both ways."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from incentive_rules import SchemeErrors, example_path, load_scheme, with_reading
from incentive_rules.messages import LANGUAGES
from incentive_rules.report.notice import notice
from incentive_rules.report.notice_diff import PLAIN as OTHER
from incentive_rules.report.notice_diff import Kind, changes, diff_data, leaves, notice_diff
from incentive_rules.report.page import markdown
from notice_fields import EVERYTHING, PLAIN, SAID, after, base_of, changed, everything

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentive_rules import Scheme
    from incentive_rules.messages import Language

SCHEMES = {name: example_path(f"{name}.yaml") for name in ("donghae", "seocheon")} | {"everything": EVERYTHING}
each_language = pytest.mark.parametrize("lang", LANGUAGES)
each_scheme = pytest.mark.parametrize("name", SCHEMES)
each_example = pytest.mark.parametrize(
    "name", ["donghae", "seocheon", pytest.param("everything", marks=pytest.mark.slow)]
)


@cache
def scheme_of(name: str) -> Scheme:
    return load_scheme(SCHEMES[name])


@each_language
@each_scheme
def test_between_equal_schemes_nothing_changes(name: str, lang: Language) -> None:
    scheme = scheme_of(name)
    assert changes(scheme, load_scheme(scheme.to_dict()), lang) == ()
    page = notice_diff(scheme, scheme, lang)
    assert [getattr(block, "text", "") for block in page.blocks] == [
        {"ko": "달라지는 것이 없습니다.", "en": "Nothing changes."}[lang]
    ]


@each_language
def test_another_spelling_of_the_same_value_is_no_change(lang: Language) -> None:
    data = scheme_of("donghae").to_dict()
    spelled = changed(data, "activities.adoption.points", "1.00")
    spelled = changed(spelled, "awards.departments.places.best.ranks", ["1"])
    assert changes(scheme_of("donghae"), load_scheme(spelled), lang) == ()


# ── every value of the examples ──────────────────────────────────────────────────────────────────────────────


def mutants(data: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], list[Any]]]:
    """The way to every value of a scheme's data, with other values that might stand there."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from mutants(value, (*way, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from mutants(value, (*way, index))
    elif isinstance(data, str):
        yield way, [*_others(way, data)]


WORDS = [
    ["highest", "lowest", "all"],
    ["nothing", "tier", "all"],
    ["always", "once", "difference"],
    ["member", "automatic"],
    ["earned", "balance"],
    ["expand", "hold"],
    ["day", "month", "quarter", "half", "year", "ever"],
    ["down", "up", "half_up", "half_even"],
    ["activity_date", "approval_date", "recorded_date", "counting_date", "period_end"],
    ["keep", "freeze", "lapse"],
    ["due", "done"],
    ["roster", "scored"],
    ["yes", "no"],
    ["9급", "8급", "7급", "6급", "5급"],
    ["일반직", "임기제", "공무직"],
]


def _others(way: tuple[Any, ...], value: str) -> Iterator[Any]:
    if value.replace(".", "", 1).isdigit():
        yield from (str(float(value) + 0.5).removesuffix(".0"), str(int(float(value)) + 1))
    if len(value) == 10 and value.count("-") == 2:
        yield str(date.fromisoformat(value) + timedelta(days=1))
    yield from (word for family in WORDS if value in family for word in family if word != value)
    if way[-1] in ("ko", "en", "label", "title", "publisher", "quote", "assumed", "at", "url", "id", "unit"):
        yield f"{value}-x" if way[-1] == "id" else f"{value} x"


def _changed(data: Any, way: tuple[Any, ...], value: Any) -> Any:
    head, *rest = way
    copied = dict(data) if isinstance(data, dict) else list(data)
    copied[head] = _changed(data[head], tuple(rest), value) if rest else value
    return copied


@cache
def loading_mutants(name: str) -> list[tuple[str, Scheme]]:
    """The scheme with each of its values changed, where it still loads."""
    data = scheme_of(name).to_dict()
    found = []
    for way, others in mutants(data):
        for value in others:
            try:
                found.append((".".join(map(str, way)), load_scheme(_changed(data, way, value))))
            except SchemeErrors:
                continue
            break
    return found


UNSAID = ("readings", "columns", "facts.entry.hours.columns")
"""What the staff are not told: it is listed by its address."""


@each_example
@pytest.mark.unmeasured
def test_any_changed_value_of_an_example_is_told_or_listed(name: str) -> None:
    """Enough of the values can be changed so that the file still loads; each change shows, in both languages."""
    found = loading_mutants(name)
    assert len(found) > 60
    for address, mutant in found:
        for lang in LANGUAGES:
            assert changes(scheme_of(name), mutant, lang), address


@each_example
@pytest.mark.unmeasured
def test_any_changed_value_of_an_example_changes_the_notice_of_one_language_at_least(name: str) -> None:
    before = [markdown(notice(scheme_of(name), lang)) for lang in LANGUAGES]
    silent = [
        address
        for address, mutant in loading_mutants(name)
        if [markdown(notice(mutant, lang)) for lang in LANGUAGES] == before
    ]
    assert [address for address in silent if not address.startswith(UNSAID)] == []


@each_language
@each_example
@pytest.mark.unmeasured
def test_what_one_way_adds_the_other_way_removes(name: str, lang: Language) -> None:
    for _, mutant in loading_mutants(name):
        there, back = both_ways(scheme_of(name), mutant, lang)
        assert there == back


@each_language
def test_two_different_schemes_are_mirrored_too(lang: Language) -> None:
    for left in SCHEMES:
        for right in SCHEMES:
            there, back = both_ways(scheme_of(left), scheme_of(right), lang)
            assert there == back


_OPPOSITE = {Kind.ADDED: Kind.REMOVED, Kind.REMOVED: Kind.ADDED, Kind.CHANGED: Kind.CHANGED}


def both_ways(left: Scheme, right: Scheme, lang: Language) -> tuple[dict[Any, Any], dict[Any, Any]]:
    """The changes from one scheme to the other, and those of the way back turned round."""
    there = {(each.address, each.section): (each.kind, each.before, each.after) for each in changes(left, right, lang)}
    back = {
        (each.address, each.section): (_OPPOSITE[each.kind], each.after, each.before)
        for each in changes(right, left, lang)
    }
    return there, back


@pytest.mark.parametrize(
    "key", [pytest.param(key, marks=pytest.mark.slow) if number % 4 else key for number, key in enumerate(SAID)]
)
@pytest.mark.unmeasured
def test_a_change_of_any_key_is_mirrored(key: str) -> None:
    before, changed = base_of(key), after(key)
    for lang in LANGUAGES:
        there, back = both_ways(before, changed, lang)
        assert there == back


# ── the sentences ────────────────────────────────────────────────────────────────────────────────────────────

SENTENCES: list[tuple[str, Any, str, str]] = [
    (
        "activities.proposal.points",
        "2",
        "- **활동 '시책 제안'**: 점수가 2024년 6월 1일부터 1점, 2025년 1월 1일부터 1.5점에서 2점으로 바뀝니다.",
        "- **Activity 'policy proposal'**: Points: 1 point from 1 June 2024, 1.5 points from 1 January 2025 becomes",
    ),
    (
        "awards.swap.consume",
        "nothing",
        "- **보상 '점수 교환'**: 쓰는 점수가 바뀝니다. 전: 보상을 받으면 그 구간의 점수만큼만 씁니다. ",
        "- **Award 'exchange'**: Points used: changed. Before: A reward uses up the points of its tier",
    ),
    (
        "awards.people.until",
        "2026-01-01",
        "- **보상 '올해의 직원'**: 시행 기간이 새로 정해집니다: 2025년 12월 31일까지",
        "- **Award 'people of the year'**: In force: new. It is through 31 December 2025",
    ),
    (
        "awards.swap.tiers.t30",
        {"at": "30", "pays": {"leave": "2"}},
        "- **보상 '점수 교환'의 구간 '30점 이상'**: 새로 생깁니다. 기준 점수: 30점 이상; 보상: 특별휴가 2일",
        "- **Award 'exchange', tier '30 or more'**: New. Points needed: 30 or more; Reward: special leave (2 days)",
    ),
    (
        "facts.entry.praised.blank",
        "yes",
        "- **적는 것 '시민칭찬'**: 빈칸의 뜻이 '아니오'로 봄에서 '예'로 봄으로 바뀝니다.",
        "- **Item 'praised'**: Meaning of a blank: taken as 'no' becomes taken as 'yes'.",
    ),
    (
        "columns",
        {"member_id": ["행정번호"]},
        "| columns.member\\_id.0 |  | 행정번호 |",
        "| columns.member\\_id.0 |  | 행정번호 |",
    ),
]
"""An address, another value, and how a line about it begins in Korean and in English."""


@pytest.mark.parametrize(("address", "value", "ko", "en"), SENTENCES, ids=[address for address, *_ in SENTENCES])
def test_a_change_is_told_in_a_sentence(address: str, value: Any, ko: str, en: str) -> None:
    new = load_scheme(changed(everything().to_dict(), address, value))
    told = [markdown(notice_diff(everything(), new, lang)).splitlines() for lang in LANGUAGES]
    assert any(line.startswith(ko) for line in told[0])
    assert any(line.startswith(en) for line in told[1])


def test_the_same_change_of_several_rules_is_one_sentence() -> None:
    old = scheme_of("donghae").to_dict()
    new = changed(changed(old, "activities.proposal.points", "1"), "activities.call.points", "1")
    told = markdown(notice_diff(scheme_of("donghae"), load_scheme(new), "ko"))
    assert "- **활동 '시책 제안', 활동 '정부혁신 공모 참여'**: 점수가 0.5점에서 1점으로 바뀝니다." in told


@each_language
def test_the_words_of_the_other_language_are_listed_by_their_address(lang: Language) -> None:
    other = "en" if lang == "ko" else "ko"
    address = f"activities.proposal.label.{other}"
    new = load_scheme(changed(scheme_of("donghae").to_dict(), address, "제안 x"))
    (found,) = changes(scheme_of("donghae"), new, lang)
    assert (found.section, found.address, found.after) == (OTHER, address, "제안 x")


@each_language
def test_a_reading_against_its_scheme_tells_what_the_reading_means(lang: Language) -> None:
    scheme = scheme_of("donghae")
    found = changes(scheme, with_reading(scheme, "wiped"), lang)
    assert [each.address for each in found] == ["awards.monthly.consume"]
    assert changes(scheme, with_reading(scheme, "saver"), lang) == ()


def test_another_form_of_the_same_thing_is_one_change() -> None:
    data = scheme_of("donghae").to_dict()
    bonus = {key: value for key, value in data["bonuses"]["citizen_praise"].items() if key != "add"}
    new = load_scheme(changed(data, "bonuses.citizen_praise", bonus | {"multiply": "2"}))
    (found,) = changes(scheme_of("donghae"), new, "ko")
    assert (found.kind, found.before, found.after) == (Kind.CHANGED, "활동 점수 + 0.5점", "활동 점수 × 2")


def test_every_value_of_a_file_has_one_address() -> None:
    found = list(leaves(everything()))
    assert len(dict(found)) == len(found)
    assert dict(found)["activities", "proposal", "points", "2025-01-01"] == "1.5"


def test_a_change_for_programs_holds_its_address_and_both_values() -> None:
    new = load_scheme(changed(everything().to_dict(), "awards.swap.claim.times", "3"))
    (found,) = diff_data(everything(), new, "en")["changes"]
    assert (found["kind"], found["address"], found["name"]) == ("changed", "awards.swap.claim", "Award 'exchange'")


def test_keys_without_a_sentence_give_their_reason() -> None:
    assert all(PLAIN.values())
