"""The page of features: every key of the language is a feature, and it is shown only if a case needs it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from test_language_docs import keys_of, language

pytestmark = pytest.mark.unmeasured  # every feature, taken out of every case

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "scripts"))
import make_features  # noqa: E402  # a script, found beside the package
from language_keys import COMPARED, HEADER, READ_BY_PEOPLE, Feature, features, uses  # noqa: E402  # as above
from make_features import Found  # noqa: E402  # as above
from without_feature import NEEDED, NOT_SHOWN, shown, unshown_rules  # noqa: E402  # as above

from incentive_rules.cases.from_yaml import read_cases  # noqa: E402  # as above
from incentive_rules.scheme.tree import read_tree  # noqa: E402  # as above

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEME = """\
language: 1
id: small
label: small
from: 2024-01-01
assumed: made up
facts: {member: {grade: {ordered: [9급, 8급, 7급]}}, entry: {note: text}}
eligible: {grade: {at_most: 8급}}
activities:
  proposal: {label: proposal, points: {2024-01-01: 1, 2025-01-01: 2}}
  visit: {label: visit, points: {each: 1, per: 2}}
limits: {visits: {label: visits, activities: [visit], per: month, points: 2, keep: earliest}}
rewards: {voucher: {label: voucher, unit: KRW}}
awards:
  money: {kind: tiers, label: money, measure: {counter: balance}, claim: {by: automatic, per: month}, pay: highest,
          again: always, consume: tier, tiers: {t2: {at: 2, pays: {voucher: 20000}}}}
answers: {points_count_on: activity_date, grade_judged_on: activity_date, no_longer_eligible: keep, year_end: keep}
"""
CASES = """\
language: 1
scheme: small.yaml
as_of: 2025-12-31
members: [{member_id: K-1, grade: 8급}, {member_id: K-2, grade: 7급}]
cases:
  points:
    entries:
      - {entry_id: E-1, member_id: K-1, date: 2024-12-31, activity: proposal, note: written}
      - {entry_id: E-2, member_id: K-1, date: 2025-01-01, activity: proposal}
    expect: {earned: {K-1: 1 + 2}}
  limited:
    entries: [{entry_id: E-1, member_id: K-1, date: 2025-03-03, activity: visit, quantity: 6}]
    expect: {earned: {K-1: 2}}
  paid:
    entries: [{entry_id: E-1, member_id: K-1, date: 2025-03-03, activity: proposal}]
    expect: {paid: {K-1: {voucher: 20000}}}
  too_high:
    entries: [{entry_id: E-1, member_id: K-2, date: 2025-03-03, activity: proposal}]
    expect: {entries: {E-1: {rejected: not_eligible}}}
"""


@pytest.fixture
def shown_in(tmp_path: Path) -> Callable[..., dict[str, str]]:
    """What shows each feature of the small scheme, with some of its text changed."""

    def run(*changes: tuple[str, str]) -> dict[str, str]:
        scheme, cases = SCHEME, CASES
        for old, new in changes:
            assert (scheme + cases).count(old) == 1, old
            scheme, cases = scheme.replace(old, new), cases.replace(old, new)
        (tmp_path / "small.yaml").write_text(scheme, encoding="utf-8")
        (tmp_path / "small.cases.yaml").write_text(cases, encoding="utf-8")
        read, findings = read_cases(tmp_path / "small.cases.yaml")
        assert read is not None
        assert findings == []
        return {str(feature): case for feature, case in shown(read).items()}

    return run


def test_every_key_of_every_mapping_of_the_language_is_a_feature_but_for_those_that_change_no_result() -> None:
    told = {feature.key.rpartition(".")[2] for feature in features()}
    silent = READ_BY_PEOPLE | HEADER | {"kind"}
    for name, model in language()[0].items():
        if name not in {"Source", "Citation", "Stated"}:  # what they hold changes no result
            assert keys_of(model) - silent - {each.rpartition(".")[2] for each in COMPARED} <= told | {"answers"}, name


def test_every_word_of_a_list_of_two_or_more_is_a_feature() -> None:
    told = {feature.word for feature in features()}
    for name, words in language()[1].items():
        assert len(words) == 1 or {str(word) for word in words} <= told, name


def test_the_features_that_a_file_uses_are_features_of_the_language_at_their_place() -> None:
    tree, _ = read_tree(SCHEME)
    assert tree is not None
    known = set(features())
    for feature, way in uses(tree.data):
        assert feature in known
        assert found(tree.data, way) is not NOTHING_THERE, (feature, way)


NOTHING_THERE = object()


def found(data: Any, way: tuple[str | int, ...]) -> object:
    for key in way:
        inside = isinstance(data, list) or (isinstance(data, dict) and key in data)
        data = data[key] if inside else NOTHING_THERE
    return data


def test_a_feature_is_shown_by_the_first_case_that_fails_without_it(shown_in: Callable[..., dict[str, str]]) -> None:
    case_of = shown_in()
    assert case_of["eligible"] == case_of["conditions.at_most"] == "too_high"
    assert case_of["activities.*.points (dated)"] == case_of["facts.entry.*.text"] == "points"
    assert case_of["limits.*.points"] == "limited"
    assert case_of["awards.tiers.pay"] == "paid"


@pytest.mark.parametrize(
    ("change", "unshown"),
    [
        ((", note: written}", "}"), {"facts.entry.*.text", "facts.entry"}),
        (("quantity: 6", "quantity: 4"), {"limits", "limits.*.points", "limits.*.per: month"}),  # 4 ÷ 2 = 2, not cut
        (("earned: {K-1: 2}", "earned: {K-1: 3}"), {"limits", "limits.*.points"}),  # a case that does not hold
        (("grade: 7급}]", "grade: 8급}]"), {"eligible", "conditions.at_most"}),  # as above
    ],
)
def test_a_feature_that_no_case_needs_is_not_shown(
    shown_in: Callable[..., dict[str, str]], change: tuple[str, str], unshown: set[str]
) -> None:
    assert unshown <= {feature for feature, case in shown_in(change).items() if case == NOT_SHOWN}


def test_a_feature_that_another_rule_hides_is_not_shown(shown_in: Callable[..., dict[str, str]]) -> None:
    """6 ÷ 2 = 3 points are cut to 2, and so would be 6 ÷ 1 = 6."""
    assert shown_in()["activities.*.points.per"] == NOT_SHOWN


def test_what_no_file_loads_without_is_needed(shown_in: Callable[..., dict[str, str]]) -> None:
    needed = {feature for feature, case in shown_in().items() if case == NEEDED}
    assert needed == {"from", "activities", "rewards", "rewards.*.unit"}


def test_a_rule_that_no_case_needs_is_named(shown_in: Callable[..., dict[str, str]], tmp_path: Path) -> None:
    shown_in(("  visit: {label", "  idle: {label: idle, points: 1}\n  visit: {label"), ("quantity: 6", "quantity: 4"))
    cases, _ = read_cases(tmp_path / "small.cases.yaml")
    assert cases is not None
    assert unshown_rules(cases) == ["activities.idle", "limits.visits"]


def test_what_hangs_on_a_thing_goes_with_it(shown_in: Callable[..., dict[str, str]]) -> None:
    """Without the activity there is no limit on it; without the fact, no condition, and no column for its cells."""
    case_of = shown_in()
    assert case_of["activities.*.points.each"] == "limited"
    assert case_of["facts.member.*.ordered"] == "points"


def test_an_unshown_key_is_a_problem_in_each_scheme_and_an_unshown_word_only_in_all() -> None:
    key, word = Feature("limits.*.points"), Feature("limits.*.per", "month", words=("month", "year"))
    somewhere = Found(cases={"a": "one"}, unshown=["b"])
    assert list(make_features.wrong({key: somewhere, word: somewhere})) == ["limits.*.points: no case shows it in b"]
    assert len(list(make_features.wrong({word: Found(unshown=["b"])}))) == 1


def test_the_page_names_every_feature_once() -> None:
    text = make_features.PAGE.read_text(encoding="utf-8")
    for feature in features():
        assert text.count(f"| `{feature}` |") + text.count(f"- `{feature}`\n") == 1, "python scripts/make_features.py"
