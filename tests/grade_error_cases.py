"""How the codes of awards by grade come about: by people, their facts and their points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incentive_rules import Code, Diagnostic, evaluate, load_scheme
from incentive_rules.statement.model import Ranked, Ranking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from incentive_rules.statement.model import Reason

SCHEME = """\
language: 1
id: sample
label: 예시 평정
from: 2024-06-01
assumed: 예시
facts:
  member:
    weekly: {number, label: {ko: 주당 시간, en: hours a week}}
    trained: {yes_no, blank: yes, label: {ko: 의무교육 이수, en: training}}
    on_leave: {yes_no, blank: no, label: {ko: 휴직, en: on leave}}
activities:
  idea: {label: {ko: 제안, en: proposal}, points: {each: 1}}
rewards:
  won: {label: {ko: 성과급, en: merit pay}, unit: KRW}
awards:
  yearly:
    kind: grades
    label: {ko: 연말 평정, en: yearly grades}
    of: member
    measure: {counter: earned, per: year}
    seats: largest_remainder
    ties: hold
    grades:
      s: {label: S, share: 0.5, pays: {won: {steps: [{take: 300000}, {times: {fact: weekly}}, {over: 40}]}}}
      a: {label: A, share: 0.5}
    not_paid: {when: {on_leave: yes}, then: place_last}
    adjust:
      training: {label: {ko: 의무교육 미이수, en: training missed}, when: {trained: no}, down: 1}
answers:
  points_count_on: activity_date
  grades_counted_of: roster
"""
BY_SCORE = SCHEME.replace("share: 0.5, pays", "at_least: 80, pays").replace(", share: 0.5", "")
BY_SCORE = BY_SCORE.replace("    seats: largest_remainder\n    ties: hold\n", "")


def graded(code: Code, *people: dict[str, Any], points: tuple[int, ...] = (90, 70), rules: str = SCHEME) -> Diagnostic:
    """The reason with that code in the grading of people with so many points."""
    staff = [{"member_id": f"K-{number}", "weekly": 40} | each for number, each in enumerate(people, 1)]
    rows = [
        {"entry_id": f"E-{number}", "member_id": f"K-{number}", "date": "2024-06-10", "activity": "idea", "quantity": n}
        for number, n in enumerate(points, 1)
    ]
    (grading,) = evaluate(load_scheme(rules), rows, staff, as_of="2024-12-31").rankings
    assert isinstance(grading, Ranking)
    found = next(reason for reason in _reasons(grading) if reason.code is code)
    return Diagnostic(code, facts=found.facts)


def _reasons(grading: Ranking) -> Iterator[Reason]:
    for row in grading.rows:
        assert isinstance(row, Ranked)
        yield from row.notes
    for each in grading.apart:
        yield from each.reasons
    yield from grading.reasons


def _case(code: Code, *people: dict[str, Any], **how: Any) -> Callable[[Path], Diagnostic]:
    return lambda _folder: graded(code, *people, **how)


GRADE_CASES: dict[Code, Callable[[Path], Diagnostic]] = {
    Code.GRADED_BY_SHARE: _case(Code.GRADED_BY_SHARE, {}, {}),
    Code.GRADED_BY_SCORE: _case(Code.GRADED_BY_SCORE, {}, {}, rules=BY_SCORE),
    Code.GRADE_CHANGED: _case(Code.GRADE_CHANGED, {"trained": "no"}, {}),
    Code.GRADE_TIE_HELD: _case(Code.GRADE_TIE_HELD, {}, {}, points=(80, 80)),
    Code.NOBODY_SCORED: _case(Code.NOBODY_SCORED, {}, {}, points=()),
    Code.NOT_PAID_BY_RULE: _case(Code.NOT_PAID_BY_RULE, {"on_leave": "yes"}, {}),
    Code.PAY_FACT_UNKNOWN: _case(Code.PAY_FACT_UNKNOWN, {"weekly": ""}, {}),
    Code.PAY_OUT_OF_RANGE: _case(Code.PAY_OUT_OF_RANGE, {"weekly": "-1"}, {}),
}
"""A code, and how to bring it about."""
