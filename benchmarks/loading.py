"""How long does a large scheme take to load? A file of 100 rules, read, checked and compiled.

    python benchmarks/loading.py [--rounds K] [--quick]

Most of it used to be PyYAML's loader of pure Python; where its loader made of C is installed, that one is taken.
Both must give the same scheme. The goal is one of milliseconds, so it depends on the machine.
"""

from __future__ import annotations

import sys
from statistics import median

import yaml

from incentive_rules import Scheme, load_scheme
from incentive_rules.program.from_scheme import program_of
from incentive_rules.scheme.from_yaml import scheme_of
from incentive_rules.scheme.tree import read_tree
from measure import Finding, asked, finish, machine, ratio, take_turns

RULES = 100
GOAL_MS = 20.0
FAST, PURE = "load and compile, C loader", "load and compile, pure loader"

HEAD = """\
language: 1
id: hundred
label: {ko: 백 개의 규칙, en: a hundred rules}
from: 2024-01-01
sources:
  plan: {title: {ko: 마일리지 운영 계획, en: Plan for the mileage}, publisher: the county, date: 2023-12-20}
facts:
  member: {grade: {ordered: [9급, 8급, 7급, 6급, 5급]}, office: group}
  entry: {praised: {yes_no, blank: no}, hours: {number, at_least: 0}, prize: {one_of: [gold, silver, bronze]}}
eligible: {grade: {at_most: 6급}, source: plan}
"""
TAIL = """\
rewards:
  voucher: {label: {ko: 지역상품권, en: local voucher}, unit: KRW}
  leave: {label: {ko: 포상휴가, en: reward leave}, unit: day}
answers: {source: plan, points_count_on: activity_date, values_taken_on: activity_date,
          grade_judged_on: activity_date, no_longer_eligible: keep, year_end: keep, tiers_passed_over: due}
"""
SECTIONS = {
    "activities": """\
  fixed-{n}: {{label: {{ko: 업무 {n}, en: task {n}}}, points: {{2024-01-01: 1, 2025-01-01: 1.5}}, source: plan}}
  hourly-{n}:
    label: {{ko: 강의 {n}, en: lecture {n}}}
    points: {{each: 0.5, of: hours}}
    when: {{hours: {{at_least: 1, at_most: 40}}, not: {{office: 비서실}}}}
    source: {{ref: plan, at: "article {n}, paragraph 1"}}
    assumed: {{ko: 점수는 공표되지 않았다, en: the points are not published}}
  prize-{n}:
    label: {{ko: 입상 {n}, en: prize {n}}}
    points: {{by: prize, values: {{gold: 2, silver: 1.5, bronze: 1}}}}
    source: plan
""",
    "bonuses": """\
  praise-{n}:
    label: {{ko: 칭찬 {n}, en: praise {n}}}
    when: {{praised: yes, activity: [fixed-{n}, hourly-{n}]}}
    add: 0.5
    source: plan
    assumed: {{ko: 가점은 공표되지 않았다, en: the bonus is not published}}
  lower-{n}:
    label: {{ko: 하위직 {n}, en: lower grades {n}}}
    when: {{grade: {{at_most: 8급}}, activity: prize-{n}}}
    add: 0.5
    source: plan
""",
    "limits": """\
  monthly-{n}:
    label: {{ko: 월 한도 {n}, en: monthly limit {n}}}
    activities: [fixed-{n}, hourly-{n}]
    per: month
    points: 4
    keep: earliest
    source: {{ref: plan, at: "table {n}"}}
""",
    "awards": """\
  award-{n}:
    kind: tiers
    label: {{ko: 보상 {n}, en: reward {n}}}
    measure: {{counter: earned, per: year}}
    claim: {{by: automatic, per: quarter}}
    pay: all
    again: {{once: year}}
    consume: nothing
    source: plan
    tiers:
      t3: {{at: 3, pays: {{voucher: {{2024-01-01: 30000, 2025-01-01: 40000}}}}}}
      t5: {{at: 5, pays: {{voucher: 50000}}}}
      t9: {{at: 9, pays: {{voucher: 90000, leave: 1}}, assumed: {{ko: 예시, en: an example}}}}
""",
}
RULES_A_SET = 10  # three activities, two bonuses, a limit, an award and its three tiers


def hundred_rules() -> str:
    """The text of a scheme of 100 rules: ten sets of all kinds, with dates, conditions, sources and assumptions."""
    sets = range(1, RULES // RULES_A_SET + 1)
    sections = (f"{name}:\n" + "".join(text.format(n=n) for n in sets) for name, text in SECTIONS.items())
    return HEAD + "".join(sections) + TAIL


def rules_in(scheme: Scheme) -> int:
    """How many rules a scheme has, tiers among them."""
    tiers = sum(len(award.tiers) for award in scheme.awards.values() if award.kind == "tiers")
    return len(scheme.activities) + len(scheme.bonuses) + len(scheme.limits) + len(scheme.awards) + tiers


def by_the_pure_loader(text: str) -> Scheme:
    """What ``load_scheme`` does where PyYAML has no loader made of C."""
    tree, findings = read_tree(text, pure=True)
    assert tree is not None
    scheme, more = scheme_of(tree)
    assert scheme is not None
    assert not findings + more
    return scheme


def main() -> int:
    """Check that both loaders give the same scheme, take turns."""
    wish = asked(__doc__ or "", rounds=25)
    text = hundred_rules()
    scheme = load_scheme(text)
    assert rules_in(scheme) == RULES
    assert scheme.to_dict() == by_the_pure_loader(text).to_dict()
    assert program_of(scheme).tiers == program_of(by_the_pure_loader(text)).tiers
    print(f"Loading {rules_in(scheme)} rules, {len(text.splitlines())} lines; {machine()}")
    there = "installed" if yaml.__with_libyaml__ else "missing: both are the pure one"
    print(f"  PyYAML's loader made of C is {there}; both loaders give the same scheme")
    contestants = {
        FAST: lambda: program_of(load_scheme(text)),
        PURE: lambda: program_of(by_the_pure_loader(text)),
    }
    times = take_turns(contestants, wish.rounds)
    for name, taken in times.items():
        print(f"  {name:<34} {median(taken) * 1000:7.1f} ms")
    finish(
        [
            Finding("100 rules loaded and compiled, C loader", median(times[FAST]) * 1000, "ms", GOAL_MS),
            Finding("the same with the pure loader, to the C loader", ratio(times, PURE, FAST)),
        ],
        wish,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
