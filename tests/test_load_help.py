"""What a finding of a scheme file advises is what to write there: one mistake, one finding, and its help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from incentive_rules import Code, Diagnostic, SchemeErrors, load_scheme
from incentive_rules.cases.run import run_cases

if TYPE_CHECKING:
    from pathlib import Path

SCHEME = """\
language: 1
id: sample
label: sample
from: 2024-01-01
assumed: sample
facts:
  member: {department: {group: true, label: 부서}}
  entry:
    hours: {number: true, label: 시간}
    level: {one_of: [d01, d02, d03], label: 난도}
activities:
  idea: {label: 제안, points: 1}
  work: {label: 과업, points: {by: level, values: {d01: 1, d02: 2, d03: 3}}}
counters: {whole: {label: 시간 합, of: points, take: sum, drop: {highest: 1}}}
rewards: {money: {label: 상금, unit: KRW}}
awards:
  first:
    kind: ranking
    label: 예선
    of: member
    measure: {counter: whole, per: month}
    ties: {by: [{earliest: }], then: expand}
    places: {best: {ranks: 1, pays: {money: 10000}}}
  last:
    kind: ranking
    label: 본선
    of: member
    measure: {parts: {one: {stage: first, weight: 1, as: points}}, per: month}
    ties: hold
    places: {best: {ranks: 1}}
    one_prize: {not_if_won: [first], freed_place: moves_up}
answers: {points_count_on: activity_date, ranking_field: roster}
"""

ADVICE: dict[str, tuple[str, str, Code, str, str]] = {
    "ranks from to": ("ranks: 1, pays", "ranks: 3-4, pays", Code.BAD_NUMBER, "write [3, 4]", "[3, 4] 형식으로"),
    "per cent": ("weight: 1", "weight: 30%", Code.BAD_NUMBER, "write 0.3", "0.3으로"),
    "more than all": ("weight: 1", "weight: 172.5%", Code.BAD_NUMBER, "write 1.725", "1.725로"),
    "points with their word": ("points: 1}", "points: 60점}", Code.BAD_NUMBER, "write 60", "60으로"),
    "ten thousands": ("money: 10000", "money: 3만원", Code.BAD_NUMBER, "write 30000", "30000으로"),
    "two units": ("money: 10000", "money: 1만 5천원", Code.BAD_NUMBER, "write 15000", "15000으로"),
    "a comma in quotes": ("money: 10000", "money: '30,000'", Code.AMBIGUOUS_NUMBER, "write 30000", "30000으로"),
    "a comma in braces": ("money: 10000", "money: 30,000", Code.BAD_ID, "without the comma: 30000", "쉼표 없이"),
    "somebody decides": ("then: expand", "then: committee", Code.BAD_CHOICE, "until somebody decides", "정할 때까지"),
    "equals without a word": ("ties: hold", "ties: committee", Code.BAD_CHOICE, "something else parts", "다른 기준"),
    "the label of a fact": (
        "of: member\n    measure: {counter",
        "of: 부서\n    measure: {counter",
        Code.UNKNOWN_FACT,
        "'department'",
        "'department'",
    ),
    "what may be ranked": (
        "of: member\n    measure: {counter",
        "of: zzz\n    measure: {counter",
        Code.UNKNOWN_FACT,
        "possible: member, work; facts (group) that fit: department",
        "쓸 수 있는 말: member, work",
    ),
    "the label of a counter": ("counter: whole", "counter: 시간 합", Code.BAD_ID, "'whole'", "'whole'"),
    "the label of a reward": ("{money: 10000}", "{상금: 10000}", Code.BAD_ID, "'money'", "'money'"),
    "the label of an award": ("not_if_won: [first]", "not_if_won: [예선]", Code.BAD_ID, "'first'", "'first'"),
    "the label of a number": ("of: points", "of: 시간", Code.UNKNOWN_FACT, "'hours'", "'hours'"),
    "number facts": ("of: points", "of: zzz", Code.UNKNOWN_FACT, "facts (number) that fit: hours", "사실(숫자): hours"),
    "a shape with an example": (
        "drop: {highest: 1}",
        "drop: 1",
        Code.WRONG_TYPE,
        "write {highest: 1, lowest: 1}",
        "형식으로",
    ),
    "a criterion that is no mapping": ("{earliest: }", "earliest", Code.WRONG_TYPE, "{earliest: }", "{earliest: }"),
    "the row's own date": (
        "label: 제안",
        "label: 제안, when: {date: 2024-01-01}",
        Code.UNKNOWN_FACT,
        "'from' and 'until'",
        "'from'과 'until'",
    ),
    "score in a part": ("weight: 1", "score: sum, weight: 1", Code.UNKNOWN_KEY, "as 'stage'", "'stage: 그 순위'"),
    "several values": ("d02: 2, d03: 3", "", Code.MISSING_KEY, "d02: …, d03: …", "d02: …, d03: …"),
    "a Korean period": (
        "counter: whole, per: month",
        "counter: whole, per: 월",
        Code.BAD_CHOICE,
        "month(월)",
        "month(월)",
    ),
    "answers with meanings": (
        "ranking_field: roster",
        "ranking_field: zzz",
        Code.BAD_ANSWER,
        "roster  # everybody on",
        "roster  # 명부",
    ),
    "money by another word": ("unit: KRW", "unit: 원", Code.WRONG_TYPE, "write KRW", "금액이면 KRW"),
    "a Korean key": (
        "activities:",
        "활동:",
        Code.UNKNOWN_KEY,
        "write 'activities:' for '활동'",
        "'활동'은 'activities:'로 적습니다",
    ),
    "an invisible letter in a key": ("unit:", "un\u200bit:", Code.UNKNOWN_KEY, "U+200B", "U+200B"),
    "a wide blank before a key": (
        "  idea:",
        "  \u00a0idea:",
        Code.CONTROL_CHARACTER,
        "U+00A0 (NO-BREAK SPACE)",
        "U+00A0",
    ),
    "a mean of one entry's value": (
        "take: sum, drop: {highest: 1}",
        "take: highest",
        Code.CONTRADICTION,
        "score: sum",
        "score: sum",
    ),
}


def found_in(text: str) -> tuple[Diagnostic, ...]:
    with pytest.raises(SchemeErrors) as caught:
        load_scheme(text)
    return caught.value.findings


@pytest.mark.parametrize("name", ADVICE)
def test_one_mistake_is_one_finding_that_says_what_to_write(name: str) -> None:
    old, new, code, english, korean = ADVICE[name]
    text = SCHEME.replace(old, new, 1)
    if name == "a mean of one entry's value":
        text = text.replace("of: member\n", "of: department\n    score: mean\n").replace(
            "ranking_field", "group_credited_on: counting_date, ranking_field"
        )
    (found,) = found_in(text)
    assert found.code is code
    assert english in found.help("en")
    assert korean in found.help("ko")


def test_the_sample_loads() -> None:
    assert load_scheme(SCHEME).id == "sample"


def test_a_bad_award_is_no_missing_ranking_as_well() -> None:
    (found,) = found_in(SCHEME.replace("ranks: 1, pays: {money: 10000}", "ranks: 1, pays: {money: x}"))
    assert found.code is Code.BAD_NUMBER


def test_what_an_alias_repeats_is_told_once() -> None:
    text = SCHEME.replace(
        "rewards: {money: {label: 상금, unit: KRW}}",
        "rewards:\n  money: &one {label: 상금, unt: KRW}\n  leave: *one",
    )
    (found,) = found_in(text)
    assert (found.code, found.facts["near"]) == (Code.UNKNOWN_KEY, "unit")


def test_a_korean_key_stands_where_it_is_written() -> None:
    (found,) = found_in(SCHEME.replace("activities:", "활동:"))
    assert (found.place.line, found.place.column) == (11, 1)


def test_the_facts_that_a_condition_may_ask_are_listed_by_the_names_of_the_page() -> None:
    (found,) = found_in(SCHEME.replace("label: 제안", "label: 제안, when: {entry.zzz: 1}"))
    assert "entry.hours, entry.level, quantity, activity, given, giver.department" in found.help("en")


def test_a_reason_that_nobody_has_is_near_the_one_that_shares_its_word(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(SCHEME, encoding="utf-8")
    cases = """\
language: 1
scheme: x.yaml
as_of: 2024-12-31
cases:
  one:
    expect: {claims: {C-1: {refused: no_budget_left}}}
"""
    (tmp_path / "x.cases.yaml").write_text(cases, encoding="utf-8")
    (found,) = run_cases(tmp_path / "x.cases.yaml").findings
    assert found.facts["near"] == "out_of_budget"


def test_a_case_names_the_pool_of_whoever_is_not_listed(tmp_path: Path) -> None:
    pools = SCHEME.replace("    ties: hold\n", "    ties: hold\n    within: {by: department}\n")
    (tmp_path / "x.yaml").write_text(pools, encoding="utf-8")
    cases = """\
language: 1
scheme: x.yaml
as_of: 2024-01-31
members: [{member_id: K-1, department: A}, {member_id: K-2, department: B}]
cases:
  one:
    entries: [{entry_id: E-1, member_id: K-1, date: 2024-01-04, activity: idea}]
    expect: {rankings: {last: {2024-01: {K-1: 1}}}}
"""
    (tmp_path / "x.cases.yaml").write_text(cases, encoding="utf-8")
    report = run_cases(tmp_path / "x.cases.yaml")
    assert report.findings == ()
    assert ["(B)" in str(failure.what) for failure in report.failures] == [True]
