"""Explanations: trees whose leaves sum to their lines, told alike in text, JSON and HTML, whoever holds the result."""

from __future__ import annotations

import ast
import re
from functools import cache
from html import unescape
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incentive_rules import (
    Amount,
    Code,
    Evaluation,
    Explanation,
    InputError,
    assume_claims,
    evaluate,
    explanation_html,
    load_scheme,
)
from incentive_rules.cases.run import run_cases
from incentive_rules.messages import LANGUAGES, en, ko
from incentive_rules.report.page import one_line
from incentive_rules.statement.explain.changes import NO_CHANGE, has_change
from incentive_rules.statement.explain.model import Asked, NodeKind
from incentive_rules.statement.explain.text import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentive_rules.statement.explain.model import Node

ROOT = Path(__file__).parents[1]
EXAMPLES = sorted((ROOT / "examples").rglob("*.cases.yaml"))
LANGS = pytest.mark.parametrize("lang", LANGUAGES)

SCHEME = """\
language: 1
id: tangle
label: {ko: 얽힌 마일리지, en: tangled points}
from: 2024-01-01
assumed: {ko: 시험용이다, en: for a test}
facts:
  member: {grade: {ordered: [9급, 8급, 7급, 6급, 5급]}}
  entry: {praised: {yes_no, blank: no}}
eligible: {grade: {at_most: 6급}}
activities:
  idea: {label: {ko: 제안, en: idea}, points: 2}
  talk: {label: {ko: 강의, en: talk}, points: 1}
  late: {label: {ko: 지연, en: delay}, points: -1}
bonuses:
  praise: {label: {ko: 칭찬, en: praise}, when: {praised: yes}, add: 0.5}
limits:
  month: {label: {ko: 월 한도, en: monthly limit}, activities: [idea, talk], per: month, points: 4, keep: earliest}
rewards: {voucher: {label: {ko: 상품권, en: voucher}, unit: KRW}}
awards:
  pay:
    kind: tiers
    label: {ko: 보상, en: reward}
    measure: {counter: balance}
    claim: {by: member, times: 1, per: month}
    pay: highest
    again: always
    consume: tier
    tiers: {t3: {at: 3, pays: {voucher: 30000}}, t5: {at: 5, pays: {voucher: 50000}}}
  best:
    kind: ranking
    label: {ko: 으뜸, en: best}
    of: member
    measure: {counter: earned, per: year}
    ties: expand
    places: {first: {ranks: 1, label: {ko: 최우수, en: first}, pays: {voucher: 100000}}}
answers:
  points_count_on: activity_date
  grade_judged_on: activity_date
  no_longer_eligible: keep
  year_end: lapse
  deductions_reduce: balance
  below_zero: debt
  ranking_field: scored
"""
COLUMNS = ("entry_id", "member_id", "date", "activity", "praised")
ENTRIES = [
    dict(zip(COLUMNS, row.split(), strict=True))
    for row in (
        "E-1 K-1 2024-10-02 idea yes",
        "E-2 K-1 2024-10-09 idea no",
        "E-3 K-1 2024-11-04 late no",
        "E-4 K-2 2024-11-05 idea no",
        "E-5 K-1 2024-11-20 talk no",
        "E-6 K-3 2024-11-21 idea no",
        "E-7 K-2 2024-11-06 idea no",
        "E-8 K-2 2024-10-06 idea no",
    )
]
ROSTER = [{"member_id": f"K-{number}", "grade": grade} for number, grade in ((1, "7급"), (2, "8급"), (3, "5급"))]
CLAIMS = [
    {"claim_id": claim, "member_id": "K-1", "date": day, "award": "pay"}
    for claim, day in (("C-1", "2024-10-31"), ("C-2", "2024-11-30"))
]


@cache
def tangled() -> Evaluation:
    """K-1 earns under a limit and with a bonus, is paid once and refused once, and has a point taken away."""
    return evaluate(load_scheme(SCHEME), ENTRIES, ROSTER, CLAIMS, as_of="2024-11-30")


# Worked by hand.

STATEMENT = {
    "en": """\
member K-1, as of 2024-11-30
  scheme: tangled points (tangle), language 1, library 0.1.0
  earned 5 - deducted 1 - used 3 - lapsed 0 = balance 1
  paid: voucher 30,000 won
  lines
    entry E-1 (2024-10-02, idea): 2.5 points credited
        +2  idea: 2 [activities.idea; assumed]
      +0.5  praise: 0.5 [bonuses.praise; assumed]
      +2.5  = sum
      used: 2.5 points on 2024-10-31 for reward (pay:K-1:C-1)
      left of it: 0 points
    entry E-2 (2024-10-09, idea): 1.5 points credited
        +2  idea: 2 [activities.idea; assumed]
      -0.5  monthly limit: at most 4 in 2024-10 [limits.month; assumed]
      +1.5  = sum
      used: 0.5 points on 2024-10-31 for reward (pay:K-1:C-1)
      taken by E-3 on 2024-11-04: 1 point
      left of it: 0 points
    entry E-3 (2024-11-04, delay): -1 point credited
      -1  delay: -1 [activities.late; assumed]
      takes 1 point from E-2 on 2024-11-04
    entry E-5 (2024-11-20, talk): 1 point credited
      +1  talk: 1 [activities.talk; assumed]
    claim C-1 (2024-10-31, reward): paid
      measured: 4 points (balance)
      due: t3 (3); paid: t3 (3)
      took 3 points: 2.5 of entry E-1, 0.5 of entry E-2
      pays 30,000 won (voucher)
        30,000 won  3 points [awards.pay.tiers.t3; assumed]
    claim C-2 (2024-11-30, reward): refused
      measured: 1 point (balance)
      because 3 points needed, 1 there: 2 short
  adjustments
    E-2: 1 point taken away by E-3 on 2024-11-04
  lapses within 90 days unless it is used
    2024-12-31 is the last day of 1 point: 1 of entry E-5
  next tiers
    as of 2024-11-30, reward: the tier of 3 points needs 3, there are 1: 2 short
      measured: 1 point (balance)
  room left under the limits
    monthly limit: 3 of 4 points left in 2024-11 [limits.month; assumed]
  rankings and grades
    best 2024: rank 2 of 2 with 5 points (forecast, not paid)
      from 3 entries: E-1, E-2, E-5
where it comes from
  assumed: for a test""",
    "ko": """\
구성원 K-1, 기준일 2024-11-30
  제도: 얽힌 마일리지 (tangle), 언어 1, 라이브러리 0.1.0
  쌓은 점수 5 - 감점 1 - 쓴 점수 3 - 소멸 0 = 남은 점수 1
  지급: 상품권 30,000원
  내역
    실적 E-1 (2024-10-02, 제안): 2.5점 인정
        +2  제안: 2점 [activities.idea; 가정]
      +0.5  칭찬: 0.5 [bonuses.praise; 가정]
      +2.5  = 합계
      사용: 2024-10-31 보상 (pay:K-1:C-1)에 2.5점
      남은 점수: 0점
    실적 E-2 (2024-10-09, 제안): 1.5점 인정
        +2  제안: 2점 [activities.idea; 가정]
      -0.5  월 한도: 2024년 10월에 4까지 [limits.month; 가정]
      +1.5  = 합계
      사용: 2024-10-31 보상 (pay:K-1:C-1)에 0.5점
      깎임: 2024-11-04에 E-3이 1점
      남은 점수: 0점
    실적 E-3 (2024-11-04, 지연): -1점 인정
      -1  지연: -1점 [activities.late; 가정]
      깎음: 2024-11-04에 E-2에서 1점
    실적 E-5 (2024-11-20, 강의): 1점 인정
      +1  강의: 1점 [activities.talk; 가정]
    신청 C-1 (2024-10-31, 보상): 지급
      산정 점수: 4점 (남은 점수)
      해당 구간: t3 (3); 지급한 구간: t3 (3)
      3점을 썼습니다: 실적 E-1의 2.5점, 실적 E-2의 0.5점
      30,000원 지급 (상품권)
        30,000원  3점 [awards.pay.tiers.t3; 가정]
    신청 C-2 (2024-11-30, 보상): 지급하지 않음
      산정 점수: 1점 (남은 점수)
      이유: 3점이 필요한데 1점입니다. 2점 모자랍니다
  조정
    E-2: 2024-11-04 E-3 때문에 1점 깎임
  90일 안에 쓰지 않으면 소멸하는 점수
    2024-12-31까지 1점: 실적 E-5의 1점
  다음 구간까지
    2024-11-30 기준 보상: 3점 구간에 3점이 필요한데 1점입니다. 2점 모자랍니다
      산정 점수: 1점 (남은 점수)
  한도까지 남은 몫
    월 한도: 2024년 11월에 4점 가운데 3점 남음 [limits.month; 가정]
  순위와 등급
    으뜸 2024년: 2명 가운데 2위, 5점 (예상이며 지급하지 않음)
      실적 3건: E-1, E-2, E-5
근거
  가정: 시험용이다""",
}


@LANGS
def test_a_statement_has_its_sections_in_order(lang: Any) -> None:
    """October: 2 + 0.5 and 2, of 4 that the limit leaves; 3 are used; November: 1, and 1 taken from what was left."""
    assert tangled().explain("K-1", lang) == STATEMENT[lang]


@LANGS
def test_a_tier_says_what_is_missing_at_which_counter_and_what_would_close_it(lang: Any) -> None:
    """3 points need 2 more: one idea brings them. 5 points need 4, and the limit of November leaves 3."""
    near = tangled().why_not("K-1@pay.t3", lang)
    far = tangled().why_not("K-1@pay.t5", lang)
    assert {"en": "the tier of 3 points needs 3, there are 1: 2 short", "ko": "2점 모자랍니다"}[lang] in near
    assert {"en": "measured: 1 point (balance)", "ko": "산정 점수: 1점 (남은 점수)"}[lang] in near
    assert {"en": "1 more entry of 'idea' (2 points each) on 2024-11-30", "ko": "'제안' 1건을 더 하면"}[lang] in near
    assert {"en": "4 short", "ko": "4점 모자랍니다"}[lang] in far
    assert {"en": "no number of entries of one activity", "ko": "하나만 더 해서는"}[lang] in far


@LANGS
def test_a_prize_says_how_far_the_next_place_is_or_why_there_is_no_rank(lang: Any) -> None:
    second, unranked = (tangled().why_not(f"{who}@best", lang) for who in ("K-1", "K-3"))
    assert {"en": "1 point short of rank 1", "ko": "1위까지 1점 모자랍니다"}[lang] in second
    assert {"en": "it is settled on 2024-12-31", "ko": "2024-12-31에 정해집니다"}[lang] in second
    assert {"en": "there are no points in 2024", "ko": "2024년에 점수가 없습니다"}[lang] in unranked
    assert {"en": "has it: first", "ko": "이미 해당합니다: 최우수"}[lang] in tangled().why_not("K-2@best.first", lang)


@LANGS
def test_an_entry_that_fails_says_by_how_much(lang: Any) -> None:
    told = {
        "en": ["counts only if grade 6급 or below", "it would pass this rule if grade 6급 or below: 1 step away"],
        "ko": ["grade 6급 이하여야 인정되는데", "이 조건을 갖추면 이 규칙을 충족합니다: grade 6급 이하 (1단계 차이)"],
    }
    assert [each for each in told[lang] if each not in tangled().why_not("E-6", lang)] == []


OPEN_ROWS = {
    "pending": [{"status": "심사중"}],
    "rejected": [{"status": "반려"}],
    "later": [{"date": "2024-12-01"}],
    "early": [{"date": "2023-12-31"}],
    "voided": [{}, {"entry_id": "E-2", "voids": "E-1"}],
    "replaced_twice": [{}, {"entry_id": "E-2", "replaces": "E-1"}, {"entry_id": "E-3", "replaces": "E-1"}],
    "quantity": [{"quantity": "3"}],
    "ineligible": [{}],
}


@pytest.mark.parametrize("rows", OPEN_ROWS.values(), ids=OPEN_ROWS)
def test_why_not_does_not_promise_that_a_row_counts_where_another_rule_would_refuse_it(
    rows: list[dict[str, str]],
) -> None:
    # Nobody above grade 6 takes part, and K-3 is of grade 5: whatever is mended, the row does not count.
    row = {"entry_id": "E-1", "member_id": "K-3", "date": "2024-11-05", "activity": "idea"}
    found = evaluate(load_scheme(SCHEME), [row | each for each in rows], ROSTER, as_of="2024-11-30")
    assert not found.statements["K-3"].credits
    changes = [each for each in found.explanation("E-1", "why_not").walk() if each.kind is NodeKind.CHANGE]
    for change in changes:
        assert re.search("looked at|would pass this rule", change.sentence("en")), change
        assert re.search("검토합니다|이 규칙을 충족합니다", change.sentence("ko")), change
    assert changes


def test_nothing_to_change_is_not_told_beside_a_change_to_make() -> None:
    # K-3 is of grade 5, and is refused; E-2 stands in the place of E-1, and its row says another grade than the list.
    row = {"member_id": "K-3", "date": "2024-11-05", "activity": "idea", "grade": "8급"}
    rows = [{**row, "entry_id": "E-1"}, {**row, "entry_id": "E-2", "replaces": "E-1"}]
    found = evaluate(load_scheme(SCHEME), rows, ROSTER, as_of="2024-11-30")
    (outcome,) = (each for each in found.outcomes if each.id == "E-2")
    assert {each.code for each in outcome.reasons} == {Code.NOT_ELIGIBLE, Code.CORRECTS, Code.FACT_DISAGREES}
    assert [each.key for each in found.explanation("E-2", "why_not").walk() if each.kind is NodeKind.CHANGE] == [
        "change_not_eligible_by"
    ]


@LANGS
def test_a_row_that_cannot_be_read_is_told_with_its_day_where_that_can(lang: Any) -> None:
    row = {"entry_id": "E-1", "member_id": "K-1", "date": "2024-11-05", "activity": "idea", "quantity": "many"}
    found = evaluate(load_scheme(SCHEME), [row], ROSTER, as_of="2024-11-30")
    assert "E-1 (2024-11-05" in found.explain("E-1", lang)
    assert "E-1 (2024-11-05" in found.explain("K-1", lang)
    assert Evaluation.from_json(found.to_json()) == found


def test_the_smallest_change_of_a_limit_is_what_it_cut_and_when_there_is_room_again() -> None:
    (change,) = [each for each in tangled().explanation("E-2", "why_not").walk() if each.kind is NodeKind.CHANGE]
    assert (change.id, change.facts["missing"], change.facts["next"]) == (Code.CUT_BY_LIMIT, "0.5", "2024-11-01")


def test_an_entry_that_counts_rests_on_its_steps_its_facts_and_the_conditions_that_it_fulfilled() -> None:
    (entry, *_) = tangled().explanation("E-1").nodes
    assert [(step.rule, step.value, step.amount) for step in entry.steps] == [
        ("activities.idea", "2", Amount(2)),
        ("bonuses.praise", "0.5", Amount("0.5")),
    ]
    held = [(each.rule, each.facts["need"]) for each in entry.children if each.kind is NodeKind.CONDITION]
    assert [rule for rule, _ in held] == ["eligible", "bonuses.praise.when"]


@pytest.mark.parametrize(
    ("query", "near"),
    [
        ("K-1@pay.t4", "known: t3, t5"),
        ("K-1@payy", "did you mean 'K-1@pay'"),
        ("K-91@pay", "ask for 'member@award'"),
        ("k-1@best.frst", "did you mean 'K-1@best.first'"),
    ],
)
def test_what_nobody_can_aim_at_is_answered_with_what_was_meant(query: str, near: str) -> None:
    with pytest.raises(InputError) as caught:
        tangled().why_not(query)
    assert near in caught.value.findings[0].help("en")


def test_an_aim_may_be_written_as_the_address_of_the_rule() -> None:
    assert tangled().why_not("K-1@awards.pay.tiers.t3") == tangled().why_not("K-1@pay.t3")


# Laws.


def queries(evaluation: Evaluation) -> Iterator[tuple[str, Asked]]:
    """One query of each kind that an evaluation can answer, explained and asked why not."""
    found: dict[str, str] = {}
    for each in evaluation.outcomes:
        became = (each.kind, each.state, *(reason.code for reason in each.reasons))
        if each.id:
            found.setdefault(" ".join(became), f"{each.kind}:{each.id}")
    for member, statement in evaluation.statements.items():
        found.setdefault("member", f"member:{member}")
        for settlement in statement.settlements:
            found.setdefault(f"settlement {settlement.state}", f"settlement:{settlement.id}")
        for award in evaluation.scheme.get("awards", ()):
            found.setdefault(f"aim {award}", f"{member}@{award}")
    for payment in evaluation.payments:
        found.setdefault(f"payment {payment.payee_kind} {payment.award}", f"payment:{payment.id}")
    for ranking in evaluation.rankings:
        if ranking.rows and ranking.of != "member":
            found.setdefault(f"group {ranking.of}", f"group:{ranking.rows[-1].name}")
            found.setdefault(f"aim {ranking.of}", f"{ranking.rows[-1].name}@{ranking.award}")
    return ((query, asked) for query in found.values() for asked in Asked)


def check_laws(evaluation: Evaluation) -> None:
    """The laws of every explanation, on an evaluation and on what comes back of it from JSON."""
    check_reasons(evaluation)
    again = Evaluation.from_json(evaluation.to_json())
    for query, asked in queries(evaluation):
        told = evaluation.explanation(query, asked)
        for node in told.walk():
            check_sums(node)
            check_words(node)
            check_changes(node)
        assert Explanation.from_json(told.to_json()) == told
        later = again.explanation(query, asked)
        for lang in LANGUAGES:
            text = text_of(told, lang)
            assert "{" not in text.replace("{'", "")
            assert without_places(text) == without_places(text_of(later, lang))
            check_html(told, lang)


def check_sums(node: Node) -> None:
    """The steps below a node sum to its amount, in its unit."""
    if node.steps:
        assert sum(step.amount or 0 for step in node.steps) == node.amount
        assert {step.unit for step in node.steps} == {node.unit}


def check_changes(node: Node) -> None:
    """Below one row, "nothing to change" and a change to make do not stand together."""
    told = {each.key for each in node.children if each.kind is NodeKind.CHANGE}
    assert not told & {"change_told", "change_counted"} or len(told) == 1 or told == {"change_told", "change_counted"}


def check_words(node: Node) -> None:
    """A sentence is told all that it names."""
    for book in (ko, en):
        assert named_in(book.SENTENCES[node.key]) <= node.facts.keys(), (node.key, node.facts)


def check_reasons(evaluation: Evaluation) -> None:
    """So is the sentence of each reason, and no word of it is empty."""
    told = [reason for each in evaluation.outcomes for reason in each.reasons]
    settled = (each for statement in evaluation.statements.values() for each in statement.settlements)
    told += [reason for each in settled for reason in each.reasons]
    told += [reason for each in evaluation.rankings for reason in each.reasons]
    for reason in told:
        for book in (ko, en):
            named = named_in(book.FINDINGS[reason.code][0])
            assert named <= reason.facts.keys(), (reason.code, reason.facts)
            assert not [name for name in named if str(reason.facts[name]) in {"", "None"}], reason


def named_in(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def check_html(told: Explanation, lang: Any) -> None:
    """Every line of the text stands in the page."""
    page = one_line(unescape(re.sub(r"<[^>]+>", " ", explanation_html(told, lang).partition("<body>")[2])))
    squeezed = page.replace(" ", "")
    for line in text_of(told, lang).splitlines():
        assert one_line(line).replace(" ", "") in squeezed


def without_places(text: str) -> str:
    """The text without files and lines, which a result does not hold."""
    return re.sub(r" \S+\.yaml\S*( \[[^]]*\])?(?=: )", "", text)


def test_a_tangled_member_keeps_the_laws() -> None:
    check_laws(tangled())


@cache
def worked(path: Path) -> list[Evaluation]:
    """The evaluations of the cases of one file."""
    return [each.evaluation for each in run_cases(path, assume=assume_claims).results if each.evaluation is not None]


@pytest.mark.parametrize("path", EXAMPLES[::6], ids=lambda path: path.name.partition(".")[0])
def test_an_explanation_sums_and_is_the_same_in_every_form(path: Path) -> None:
    check_laws(worked(path)[0])


@pytest.mark.slow
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name.partition(".")[0])
def test_every_worked_case_explains_itself_from_json_as_before(path: Path) -> None:
    for evaluation in worked(path)[-3:]:
        check_laws(evaluation)


def test_hostile_ids_are_escaped_in_the_page_and_kept_in_the_tree() -> None:
    name = "<script>alert(1)</script>\"'&"
    row = {**ENTRIES[0], "entry_id": name, "member_id": name}
    told = evaluate(load_scheme(SCHEME), [row], [{"member_id": name, "grade": "7급"}], as_of="2024-11-30")
    for query in (f"entry:{name}", f"member:{name}", f"{name}@pay.t5"):
        explanation = told.explanation(query, Asked.WHY_NOT)
        page = explanation_html(explanation, "ko")
        assert "<script" not in page
        assert "&lt;script&gt;" in page
        assert name in text_of(explanation, "ko")


def reasons_of_statements() -> set[Code]:
    """Every code that the evaluation gives as a reason, by its own source."""
    found = set()
    for path in (ROOT / "src/incentive_rules/statement").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Code":
                found.add(Code[node.attr])
    return found


OF_CALLS = {
    Code.BAD_ARGUMENT,
    Code.BAD_CHOICE,
    Code.CANNOT_OPEN,
    Code.FORMAT_VERSION,
    Code.OPEN_ROW_MISSING,
    Code.OPENING_CHANGED,
    Code.KEY_TOO_SHORT,
    Code.PSEUDONYMS_ALIKE,
    Code.SEVERAL_MATCHES,
    Code.UNKNOWN_ID,
    Code.UNKNOWN_QUERY,
    Code.MEMBERS_COUPLED,
    Code.UNREADABLE_JSON,
}
"""Findings about how the library is called, which no row has for a reason."""


def test_every_reason_has_a_smallest_change_or_says_that_there_is_none() -> None:
    lacking = sorted(code for code in reasons_of_statements() - OF_CALLS if not has_change(code))
    assert lacking == []
    assert reasons_of_statements() >= set(NO_CHANGE)


def talks(name: str, day: int, count: int) -> list[dict[str, str]]:
    """So many talks of K-1 on a day of November."""
    row = {"member_id": "K-1", "date": f"2024-11-{day:02}", "activity": "talk"}
    return [{"entry_id": f"{name}-{index}", **row} for index in range(count)]


@given(st.integers(0, 6), st.sampled_from(["t3", "t5"]))
def test_what_is_told_to_close_a_gap_closes_it(done: int, tier: str) -> None:
    """Told that n more entries would do: with them the tier is reached, and with one fewer it is not."""
    scheme = load_scheme(SCHEME)
    rows = talks("T", 2, done)
    before = evaluate(scheme, rows, ROSTER, as_of="2024-11-30")
    if "K-1" not in before.statements:
        return
    told = before.explanation(f"K-1@pay.{tier}", Asked.WHY_NOT)
    for change in (each for each in told.walk() if each.key == "closed_by"):
        count = int(str(change.facts["count"]))
        more = [each | {"activity": change.id} for each in talks("M", 30, count)]
        need = Amount(tier[1:])
        assert evaluate(scheme, [*rows, *more], ROSTER, as_of="2024-11-30").statements["K-1"].balance >= need
        assert evaluate(scheme, [*rows, *more[1:]], ROSTER, as_of="2024-11-30").statements["K-1"].balance < need


@given(st.integers(0, 5))
def test_the_room_under_a_limit_is_what_more_entries_still_bring(done: int) -> None:
    scheme = load_scheme(SCHEME)
    rows = [
        {"entry_id": f"T-{index}", "member_id": "K-1", "date": "2024-11-02", "activity": "talk"}
        for index in range(done)
    ]
    more = [
        {"entry_id": f"M-{index}", "member_id": "K-1", "date": "2024-11-30", "activity": "talk"} for index in range(9)
    ]
    full = evaluate(scheme, [*rows, *more], ROSTER, as_of="2024-11-30").statements["K-1"]
    if not rows:
        assert full.earned == 4
        return
    before = evaluate(scheme, rows, ROSTER, as_of="2024-11-30")
    (room,) = [each for each in before.explanation("K-1").walk() if each.kind is NodeKind.LIMIT]
    assert room.amount == full.earned - before.statements["K-1"].earned
