"""Worked examples beside a scheme: what ships holds, every example can fail, and a slip of the pen never passes."""

from __future__ import annotations

import json
import re
import shutil
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from incentive_rules import load_scheme
from incentive_rules.amounts import Amount
from incentive_rules.cases.arithmetic import DEEPEST, LONGEST, Arithmetic, compute
from incentive_rules.cases.model import cases_schema
from incentive_rules.cases.run import find_cases, run_cases
from incentive_rules.codes import Code
from incentive_rules.errors import InputError
from incentive_rules.facts import RefusedValueError
from incentive_rules.messages import LANGUAGES, Label
from incentive_rules.scheme.tree import read_tree
from incentive_rules.simulate.claims import assume_claims

if TYPE_CHECKING:
    from incentive_rules.cases.result import CaseResult, CasesReport, Failure
    from incentive_rules.errors import Diagnostic

EXAMPLES = Path(__file__).parents[1] / "examples"
SHIPPED = find_cases([EXAMPLES])

# A good file: every test of a mistake changes one thing in it.
GOOD = """\
language: 1
scheme: donghae.yaml
as_of: 2024-12-31
members:
  - {member_id: K-1, grade: 7급, department: 총무과}
cases:
  one:
    entries:
      - {entry_id: E-1, member_id: K-1, date: 2024-06-10, activity: achievement, times: 3}
    claims: {assume: month_end, option: money}
    expect:
      earned: {K-1: 3×1}
      paid: {K-1: {donghae_pay: 30000}, 총무과: {plaque: 1}}
      payments: {K-1: {2024-06-30: {donghae_pay: 30000}}}
      entries: {E-1: credited, E-1.2: credited}
      rankings: {departments: {2024: {총무과: {rank: 1, score: 3, place: best}}}}
"""


@cache
def shipped(path: Path) -> CasesReport:
    return run_cases(path, assume=assume_claims)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the scheme of ``GOOD``."""
    shutil.copy(EXAMPLES / "donghae.yaml", tmp_path)
    return tmp_path


def run(folder: Path, text: str) -> CasesReport:
    path = folder / "x.cases.yaml"
    path.write_text(text, encoding="utf-8")
    return run_cases(path, assume=assume_claims)


def changed(old: str, new: str) -> str:
    assert GOOD.count(old) == 1, old
    return GOOD.replace(old, new)


def marked(finding: Diagnostic) -> str:
    """The letters that the caret stands under."""
    place = finding.place
    return place.excerpt[place.column - 1 : place.column - 1 + place.width]


def told(report: CasesReport) -> str:
    """All that a person would read of a report."""
    return "\n".join(each.render() for each in (*report.findings, *(failure.finding for failure in report.failures)))


# What ships.


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
@pytest.mark.unmeasured
def test_every_shipped_example_holds(path: Path) -> None:
    report = shipped(path)
    assert told(report) == ""
    assert report.passed


def test_every_scheme_has_its_examples_and_no_case_is_left_out() -> None:
    counts = {path.name: (len(shipped(path).results), written_cases(path)) for path in SHIPPED}
    schemes = {path.stem for folder in (EXAMPLES, EXAMPLES / "gallery") for path in folder.glob("*.yaml")}
    assert counts.keys() == {f"{name}.cases.yaml" for name in schemes if not name.endswith(".cases")}
    assert all(run == written > 0 for run, written in counts.values())


def written_cases(path: Path) -> int:
    """How many cases the text of a file holds."""
    _, _, cases = path.read_text(encoding="utf-8").partition("\ncases:\n")
    return len(re.findall(r"^  \w+:$", cases, re.MULTILINE))


# The person of the published sentence: 4 points in June, 3 in July, 5 in August 2024. In 10,000 won, and points left.
READINGS = {
    "one_person": (3 + 3 + 5, 12 - 11),
    "one_person_saver": (10, 12 - 10),
    "one_person_wiped": (3 + 3 + 5, 0),
    "one_person_milestones": (3 + 5 + 7 + 10, 12),
    "one_person_one_a_month": (3 + 5 + 7 + 10, 12),
    "one_person_status": (3 + 7 + 5 * 10, 12),
    "one_person_monthly_total": (3 + 3 + 5, 12),
    "one_person_top_up": (3 + (7 - 3) + (10 - 7), 12),
}


@pytest.mark.parametrize("name", READINGS)
def test_one_sentence_pays_one_person_by_its_reading(name: str) -> None:
    won, left = READINGS[name]
    evaluation = case(shipped(EXAMPLES / "donghae.cases.yaml"), name).evaluation
    assert evaluation is not None
    statement = evaluation.statements["K-1"]
    assert statement.paid == {"donghae_pay": Amount(won * 10_000)}
    assert statement.balance == left


def case(report: CasesReport, name: str) -> CaseResult:
    return next(result for result in report.results if result.id == name)


# Every example can fail.


def other(value: Any) -> Any:
    """An expectation made wrong: one more, or another state."""
    if isinstance(value, list):
        return [*value, "not_yet"]
    if value in ("credited", "paid"):
        return "held"
    if value in ("held", "rejected"):
        return "credited"
    if value in list(Code):
        return "amount_not_used" if value != "amount_not_used" else "not_yet"
    return f"{value} + 1"


def mutated(expected: Any) -> tuple[Any, int]:
    """Expectations, each made wrong, and how many there are; ranks are whole numbers and take no arithmetic."""
    if not isinstance(expected, dict):
        return other(expected), 1
    parts = {key: changed_part(key, part) for key, part in expected.items()}
    return {key: part for key, (part, _) in parts.items()}, sum(count for _, count in parts.values())


def changed_part(key: str, part: Any) -> tuple[Any, int]:
    if key == "rank":
        return str(int(part) + 1), 1
    return (part, 1) if key == "place" else mutated(part)


def ranks_written_out(rankings: dict[str, Any], awards: dict[str, Any]) -> dict[str, Any]:
    """Ranks as mappings; a place is an id, so another one of the award stands in its stead, if there is any."""
    return {
        award: {
            period: {name: with_another_place(each, awards[award]) for name, each in rows.items()}
            for period, rows in periods.items()
        }
        for award, periods in rankings.items()
    }


def with_another_place(standing: Any, award: dict[str, Any]) -> dict[str, Any]:
    if not isinstance(standing, dict):
        return {"rank": standing}
    if "place" not in standing:
        return standing
    others = [each for each in award.get("grades") or award["places"] if each != standing["place"]]
    rest = {key: value for key, value in standing.items() if key != "place"}
    return rest | {"place": others[0]} if others else rest


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
@pytest.mark.unmeasured
def test_every_expectation_fails_when_its_number_or_state_is_another(path: Path, tmp_path: Path) -> None:
    tree, _ = read_tree(path.read_bytes())
    assert tree is not None
    data: Any = json.loads(json.dumps(tree.data))
    scheme = load_scheme(path.with_name(data["scheme"])).to_dict()
    counts = {}
    for name, each in data["cases"].items():
        expect = each["expect"]
        if "rankings" in expect:
            expect["rankings"] = ranks_written_out(expect["rankings"], scheme["awards"])
        nothing = dict.fromkeys(list(scheme.get("rewards", ()))[:1], 0)
        if "paid" in expect:  # who is paid nothing is paid 0 of something
            expect["paid"] = {who: paid or nothing for who, paid in expect["paid"].items()}
        each["expect"], counts[name] = mutated(expect)
    shutil.copy(path.with_name(data["scheme"]), tmp_path)
    wrong = tmp_path / path.name
    wrong.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    report = run_cases(wrong, assume=assume_claims)
    assert report.findings == ()
    assert {result.id: len(result.failures) for result in report.results} == counts
    assert not any(result.passed for result in report.results)


@pytest.mark.parametrize(
    ("old", "new", "failing"),
    [
        ("총무과: {plaque: 1}", "총무과: {}", "plaque for the department paid to 총무과: expected 0, got 1"),
        ("2024-06-30: {donghae_pay: 30000}", "", "Donghae Pay paid to K-1 on 2024-06-30: expected 0, got 30,000"),
        (
            "총무과: {rank: 1, score: 3, place: best}",
            "",
            "department ranking 2024: rank of 총무과: expected no rank, got 1",
        ),
    ],
)
def test_what_is_not_listed_must_not_be_paid_or_ranked(folder: Path, old: str, new: str, failing: str) -> None:
    report = run(folder, changed(old, new))
    assert [failure.finding.message() for failure in report.failures] == [failing]


def only_failure(report: CasesReport) -> Failure:
    assert report.findings == ()
    (failure,) = report.failures
    return failure


def test_a_failure_shows_expected_and_got_with_the_arithmetic_and_the_explanation(folder: Path) -> None:
    failure = only_failure(run(folder, changed("3×1", "3×1 + 0.5")))
    assert failure.finding.render("en") == (
        "x.cases.yaml:12:21: points earned by K-1: expected 3×1 + 0.5 = 3.5, got 3\n"
        "  12 |       earned: {K-1: 3×1 + 0.5}\n"
        "     |                     ^^^^^^^^^"
    )
    assert failure.finding.message("ko") == "K-1의 쌓은 점수: 3×1 + 0.5 = 3.5가 나와야 하는데 3이 나왔습니다"
    assert (failure.expected, failure.arithmetic, failure.got) == ("3.5", "3×1 + 0.5", "3")
    assert "entry E-1.2 (2024-06-10, result of active administration)" in failure.explanation("en")
    assert "실적 E-1.2 (2024-06-10, 적극행정 성과)" in failure.explanation("ko")


def test_a_row_with_another_fate_tells_its_reason(folder: Path) -> None:
    failure = only_failure(run(folder, changed("E-1: credited", "E-1: {held: fact_missing}")))
    assert failure.finding.message() == "entry E-1: expected held (fact_missing), got credited"
    text = changed("activity: achievement, times: 3", "activity: achievment").replace(", E-1.2: credited", "")
    (failure,) = [each for each in run(folder, text).failures if each.query == "entry:E-1"]
    assert failure.got == "rejected (unknown_activity)"
    assert "did you mean 'achievement'?" in failure.explanation()


def test_a_group_explains_its_rank_and_its_score(folder: Path) -> None:
    report = run(folder, changed("{rank: 1, score: 3,", "{rank: 2, score: 3 + 1,"))
    assert [(marked(each.finding), each.got) for each in report.failures] == [("3 + 1", "3"), ("2", "1")]
    assert all("rank 1 of 1 with 3 points" in each.explanation() for each in report.failures)


def test_a_place_is_the_one_that_is_won(folder: Path) -> None:
    failure = only_failure(run(folder, changed("place: best", "place: good")))
    assert failure.finding.message("en") == (
        "department ranking 2024: place or grade of 총무과: expected good, got best"
    )
    assert (marked(failure.finding), failure.query) == ("good", "group:총무과")


def test_whoever_wins_no_place_has_none(folder: Path) -> None:
    """Three departments at most win; with a minimum above its points, the only one wins nothing."""
    scheme = folder / "donghae.yaml"
    text = scheme.read_text(encoding="utf-8").replace("    ties: expand\n", "    ties: expand\n    minimum: 4\n", 1)
    scheme.write_text(text, encoding="utf-8")
    failure = only_failure(run(folder, changed(", 총무과: {plaque: 1}", "")))
    assert (failure.expected, failure.got) == ("best", Label("없음", "none"))


def test_somebody_listed_who_did_nothing_earns_nothing(folder: Path) -> None:
    idle = GOOD.replace("cases:", "  - {member_id: K-2, grade: 7급, department: 총무과}\ncases:")
    assert run(folder, idle.replace("{K-1: 3×1}", "{K-1: 3×1, K-2: 0}")).passed
    failure = only_failure(run(folder, idle.replace("{K-1: 3×1}", "{K-1: 3×1, K-2: 1}")))
    assert failure.got == "0"
    assert "earned 0 - used 0" in failure.explanation()


def test_members_can_be_ranked_as_groups_are(folder: Path) -> None:
    scheme = folder / "donghae.yaml"
    scheme.write_text(scheme.read_text(encoding="utf-8").replace("of: department", "of: member"), encoding="utf-8")
    ranked = (
        GOOD.replace("{donghae_pay: 30000}, 총무과: {plaque: 1}", "{donghae_pay: 30000, plaque: 1}")
        .replace("{2024-06-30: {donghae_pay: 30000}}", "{2024-06-30: {donghae_pay: 30000}, 2024-12-31: {plaque: 1}}")
        .replace("{총무과: {rank: 1, score: 3, place: best}}", "{K-1: 1}")
    )
    assert told(run(folder, ranked)) == ""
    failure = only_failure(run(folder, ranked.replace("{2024: {K-1: 1}}", "{2024: {K-1: 2}}")))
    assert (failure.got, failure.query) == ("1", "member:K-1")


# What a case begins with.


def test_rows_of_a_case_take_the_place_of_the_files_rows_of_the_same_member(folder: Path) -> None:
    report = run(
        folder,
        """\
language: 1
scheme: donghae.yaml
as_of: 2024-12-31
members:
  - {member_id: K-1, grade: 7급, department: 총무과}
  - {member_id: K-2, grade: 7급, department: 총무과}
cases:
  promoted:
    members:
      - {member_id: K-1, grade: 5급, department: 총무과}
    entries:
      - {entry_id: E-1, member_id: K-1, date: 2024-06-10, activity: achievement}
      - {entry_id: E-2, member_id: K-2, date: 2024-06-10, activity: achievement}
    expect: {entries: {E-1: {rejected: not_eligible}, E-2: credited}}
  as_listed:
    entries:
      - {entry_id: E-1, member_id: K-1, date: 2024-06-10, activity: achievement}
    expect: {entries: {E-1: credited}}
""",
    )
    assert report.passed, told(report)


def test_a_row_with_times_stands_for_entries_of_their_own(folder: Path) -> None:
    text = changed("{E-1: credited, E-1.2: credited}", "{E-1: credited, E-1.1: credited, E-1.3: credited}")
    assert run(folder, text).passed
    assert codes(run(folder, changed("E-1.2: credited", "E-1.4: credited"))) == [Code.UNKNOWN_ID]


def test_a_case_may_look_at_another_day_and_at_what_was_known_by_then(folder: Path) -> None:
    entries = "{entry_id: E-1, member_id: K-1, date: 2024-06-10, activity: achievement, recorded_on: 2024-07-01}"
    head = GOOD[: GOOD.index("  one:")]
    case = f"    entries: [{entries}]\n    expect: {{entries: {{E-1: {{not_yet: %s}}}}}}\n"
    text = f"{head}  early:\n    as_of: 2024-06-09\n{case}  unknown:\n    known_at: 2024-06-30\n{case}"
    report = run(folder, text % (Code.NOT_YET, Code.NOT_KNOWN_YET))
    assert report.passed, told(report)


def test_outcomes_of_rows_stand_where_the_rows_are_written(folder: Path) -> None:
    evaluation = run(folder, GOOD).results[0].evaluation
    assert evaluation is not None
    assert {each.place.line for each in evaluation.outcomes if each.kind == "entry"} == {9}


# Mistakes in the file.

ENTRY = "{entry_id: E-1, member_id: K-1, date: 2024-06-10, activity: achievement, times: 3}"
ONE_MISTAKE = [
    # what is changed, into what, the code, and the letters that are marked
    ("language: 1", "language: 2", Code.LANGUAGE_VERSION, "2"),
    ("donghae.yaml", "dongha.yaml", Code.FILE_MISSING, "dongha.yaml"),
    ("as_of: 2024-12-31\n", "", Code.MISSING_KEY, "language: 1"),
    ("as_of: 2024-12-31", "as_of: 2024-12-32", Code.BAD_DATE, "2024-12-32"),
    ("as_of: 2024-12-31", "as_of: 3000-12-31", Code.BAD_ARGUMENT, "3000-12-31"),
    ("as_of:", "as_off:", Code.UNKNOWN_KEY, "as_off"),
    ("as_of:", "  as_of:", Code.YAML_SYNTAX, ":"),
    ("  one:", "  One:", Code.BAD_ID, "One"),
    ("  one:\n", "  one:\n    as_of: 3000-01-01\n", Code.BAD_ARGUMENT, "3000-01-01"),
    ("  one:\n", "  one:\n    known_at: 3000-01-01\n", Code.BAD_ARGUMENT, "3000-01-01"),
    ("  one:\n", "  one:\n    reading: milestone\n", Code.UNKNOWN_ID, "milestone"),
    ("  one:\n", "  none: {expect: {}}\n  one:\n", Code.EMPTY_VALUE, "{}"),
    ("  one:\n", "  none: {expect: }\n  one:\n", Code.EMPTY_VALUE, "expect"),
    ("  one:\n", "  none: {}\n  one:\n", Code.MISSING_KEY, "none"),
    ("  one:\n", "  none: 3\n  one:\n", Code.WRONG_TYPE, "3"),
    ("expect:", "expct:", Code.UNKNOWN_KEY, "expct"),
    # rows
    ("7급", "7굽", Code.BAD_FACT_VALUE, "7굽"),
    ("grade", "grad", Code.UNKNOWN_COLUMN, "grad"),
    ("{member_id: K-1, grade", "{grade", Code.MISSING_COLUMN, "members"),
    ("activity:", "activty:", Code.UNKNOWN_COLUMN, "activty"),
    (", times: 3", ", times: 3, prased: yes", Code.UNKNOWN_COLUMN, "prased"),
    (ENTRY, "{}", Code.BLANK_ROW, "{}"),
    (ENTRY, "{entry_id: E-2, date: }, " + ENTRY, Code.YAML_SYNTAX, ","),
    ("date: 2024-06-10", "date: [2024-06-10]", Code.WRONG_TYPE, "[2024-06-10]"),
    ("times: 3", "times: 0", Code.OUT_OF_RANGE, "0"),
    ("times: 3", "times: 1000000000", Code.OUT_OF_RANGE, "1000000000"),
    ("times: 3", "times: three", Code.BAD_NUMBER, "three"),
    ("entry_id: E-1, ", "", Code.MISSING_KEY, ENTRY.replace("entry_id: E-1, ", "")),
    ("      - {entry", "      {entry", Code.WRONG_TYPE, ENTRY),
    # claims
    ("month_end", "month_ends", Code.BAD_CHOICE, "month_ends"),
    ("money", "mony", Code.UNKNOWN_ID, "mony"),
    ("{assume: month_end, option: money}", "month_ends", Code.BAD_CHOICE, "month_ends"),
    ("assume: month_end", "asume: month_end", Code.UNKNOWN_KEY, "asume"),
    # expectations
    ("earned", "eraned", Code.UNKNOWN_KEY, "eraned"),
    ("earned: {K-1: 3×1}", "earned: {}", Code.EMPTY_VALUE, "{}"),
    ("earned: {K-1: 3×1}", "earned: {K-2: 3×1}", Code.UNKNOWN_ID, "K-2"),
    ("3×1", "3×", Code.BAD_ARITHMETIC, "3×"),
    ("3×1", "[3]", Code.WRONG_TYPE, "[3]"),
    ("earned: {K-1: 3×1}", "earned: {K-1: }", Code.EMPTY_VALUE, "K-1"),
    ("{donghae_pay: 30000}, ", "{donghe_pay: 30000}, ", Code.UNKNOWN_ID, "donghe_pay"),
    ("총무과: {plaque", "총무괴: {plaque", Code.UNKNOWN_ID, "총무괴"),
    ("payments: {K-1", "payments: {K-3", Code.UNKNOWN_ID, "K-3"),
    ("2024-06-30", "2024-06-31", Code.BAD_DATE, "2024-06-31"),
    ("E-1: credited", "E-1: credted", Code.BAD_CHOICE, "credted"),
    ("E-1: credited", "E-9: credited", Code.UNKNOWN_ID, "E-9"),
    ("E-1: credited", "E-1: {rejected: not_eligble}", Code.UNKNOWN_ID, "not_eligble"),
    ("E-1: credited", "E-1: {held: not_yet, not_yet: not_yet}", Code.ONE_OF_TWO, "{held: not_yet, not_yet: not_yet}"),
    ("E-1: credited", "E-1: []", Code.EMPTY_VALUE, "[]"),
    ("E-1: credited", "E-1: [credited, dupe]", Code.BAD_CHOICE, "dupe"),
    ("departments:", "department:", Code.UNKNOWN_ID, "department"),
    ("{2024:", "{2023:", Code.UNKNOWN_ID, "2023"),
    ("{총무과: {rank", "{총무가: {rank", Code.UNKNOWN_ID, "총무가"),
    ("rank: 1", "rank: 0", Code.OUT_OF_RANGE, "0"),
    ("rank: 1", "rang: 1", Code.UNKNOWN_KEY, "rang"),
    ("place: best", "place: beast", Code.UNKNOWN_ID, "beast"),
    ("place: best", "place: 1위", Code.BAD_ID, "1위"),
]


def codes(report: CasesReport) -> list[Code]:
    return [found.code for found in report.findings]


def test_the_good_file_is_good(folder: Path) -> None:
    report = run(folder, GOOD)
    assert report.passed, told(report)


@pytest.mark.parametrize(("old", "new", "code", "at"), ONE_MISTAKE, ids=lambda value: str(value)[:30])
def test_one_mistake_is_one_finding_at_its_place_and_never_passes(
    folder: Path, old: str, new: str, code: Code, at: str
) -> None:
    report = run(folder, changed(old, new))
    assert codes(report) == [code], told(report)
    assert marked(report.findings[0]) == at
    assert not report.passed
    for lang in LANGUAGES:
        assert report.findings[0].render(lang).startswith("x.cases.yaml:")
        assert "{" not in report.findings[0].help(lang)


@pytest.mark.parametrize(
    ("old", "new", "near"),
    [
        ("earned: {K-1", "earned: {k-1", "K-1"),
        ("총무과: {plaque", "총무괴: {plaque", "총무과"),
        ("E-1.2", "E-1-2", "E-1.2"),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest(folder: Path, old: str, new: str, near: str) -> None:
    (found,) = run(folder, changed(old, new)).findings
    assert found.help("en") == f"did you mean '{near}'?"


def test_a_case_with_a_mistake_does_not_stop_the_others(folder: Path) -> None:
    report = run(folder, GOOD.replace("  one:\n", "  bad: {expect: {earned: {K-1: x}}, entrys: []}\n  one:\n"))
    assert codes(report) == [Code.BAD_ARITHMETIC, Code.UNKNOWN_KEY]
    assert [(result.id, result.passed) for result in report.results] == [("one", True)]


def test_a_mistake_in_the_files_staff_list_is_told_once_for_all_cases(folder: Path) -> None:
    second = GOOD[GOOD.index("  one:") :].replace("one", "two")
    report = run(folder, (GOOD + second).replace("7급", "7굽"))
    assert codes(report) == [Code.BAD_FACT_VALUE]
    assert [result.passed for result in report.results] == [False, False]


def test_a_scheme_that_does_not_load_tells_its_own_findings(folder: Path) -> None:
    scheme = folder / "donghae.yaml"
    scheme.write_text(scheme.read_text(encoding="utf-8").replace("add: 0.5", "add: half"), encoding="utf-8")
    report = run(folder, GOOD)
    assert [(found.code, found.place.file) for found in report.findings] == [(Code.BAD_NUMBER, "donghae.yaml")]
    assert not report.passed


def test_a_choice_that_nobody_made_stops_assumed_claims(folder: Path) -> None:
    text = GOOD.replace("times: 3", "times: 7").replace("{assume: month_end, option: money}", "month_end")
    (found,) = run(folder, text).findings
    assert (found.code, marked(found)) == (Code.OPTION_MISSING, "month_end")


def test_claims_are_assumed_only_where_the_caller_says_how(folder: Path) -> None:
    path = folder / "x.cases.yaml"
    path.write_text(GOOD, encoding="utf-8")
    (found,) = run_cases(path).findings
    assert (found.code, marked(found)) == (Code.BAD_ARGUMENT, "month_end")


def test_a_file_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    for path, code in (
        (tmp_path / "no.cases.yaml", Code.FILE_MISSING),
        (Path("\0.cases.yaml"), Code.FILE_MISSING),
        (tmp_path, Code.FILE_UNREADABLE),
    ):
        report = run_cases(path)
        assert codes(report) == [code]
        assert not report.passed


# The schema for editors.

SHAPE = {Code.LANGUAGE_VERSION, Code.UNKNOWN_KEY, Code.WRONG_TYPE, Code.EMPTY_VALUE, Code.BLANK_ROW, Code.ONE_OF_TWO}
SHAPE |= {Code.OUT_OF_RANGE, Code.BAD_NUMBER, Code.BAD_DATE, Code.BAD_ID}


def as_editors_read(data: Any) -> Any:
    """Plain data with its numbers typed, as a reader of YAML 1.2 does."""
    if isinstance(data, dict):
        return {key: as_editors_read(value) for key, value in data.items()}
    if isinstance(data, list):
        return [as_editors_read(each) for each in data]
    return float(data) if data and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", data) else data


def fits(text: str) -> list[bool]:
    tree, _ = read_tree(text)
    assert tree is not None
    validator = Draft202012Validator(cases_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)
    return [validator.is_valid(data) for data in (tree.data, as_editors_read(tree.data))]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
@pytest.mark.unmeasured
def test_what_ships_fits_the_schema(path: Path) -> None:
    assert fits(path.read_text(encoding="utf-8")) == [True, True]


@pytest.mark.parametrize(("old", "new"), [each[:2] for each in ONE_MISTAKE if each[2] in SHAPE])
def test_an_editor_sees_a_mistake_of_shape(old: str, new: str) -> None:
    assert fits(changed(old, new)) == [False, False]


# Finding the files.


def test_a_folder_a_scheme_and_a_cases_file_all_lead_to_the_cases(tmp_path: Path) -> None:
    for name in ("b.cases.yaml", "a.yaml", "a.cases.yaml", "sub/c.cases.yaml", ".venv/d.cases.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = [path.relative_to(tmp_path).as_posix() for path in find_cases([tmp_path])]
    assert found == ["a.cases.yaml", "b.cases.yaml", "sub/c.cases.yaml"]
    assert find_cases([tmp_path / "a.yaml", tmp_path / "a.cases.yaml"]) == (tmp_path / "a.cases.yaml",)


def test_a_path_that_leads_to_no_cases_is_told(tmp_path: Path) -> None:
    (tmp_path / "alone.yaml").touch()
    with pytest.raises(InputError) as raised:
        find_cases([tmp_path, tmp_path / "alone.yaml", tmp_path / "no"])
    names = [Path(str(found.facts["name"])).name for found in raised.value.findings]
    assert sorted(names) == ["*.cases.yaml", "alone.cases.yaml", "no"]


# Arithmetic.

NUMBERS = st.one_of(st.integers(0, 10**6).map(str), st.decimals(0, 1000, places=2).map(str))
SIGNS = st.sampled_from(["+", "-", "*", "/", "×", "÷", "−"])
BLANKS = st.sampled_from(["", " ", "  "])
EXPRESSIONS = st.recursive(
    NUMBERS,
    lambda part: st.one_of(
        st.tuples(part, BLANKS, SIGNS, BLANKS, part).map("".join),
        part.map("({})".format),
        part.map("-{}".format),
    ),
    max_leaves=8,
)
IN_PYTHON = str.maketrans("×÷−", "*/-")


def by_python(text: str) -> Fraction | None:
    """What Python makes of the same text, with every number an exact fraction; nothing where it divides by zero."""
    exact = re.sub(r"[0-9.]+", lambda number: f"Fraction('{number[0]}')", text.translate(IN_PYTHON))
    try:
        return Fraction(eval(exact, {"Fraction": Fraction}))  # noqa: S307  # the oracle: its text is generated above
    except ZeroDivisionError:
        return None


@given(EXPRESSIONS)
def test_arithmetic_comes_to_what_python_makes_of_it(text: str) -> None:
    expected = by_python(text)
    if expected is None or len(text) > LONGEST:
        with pytest.raises(RefusedValueError):
            compute(text)
    else:
        assert compute(text) == expected


@given(st.text(alphabet="0123456789.+-*/×÷()− eE_xj,%", max_size=30))
def test_a_text_that_is_not_refused_comes_to_what_python_makes_of_it(text: str) -> None:
    value = computed(text)
    assert value is None or value == by_python(text)


def computed(text: str) -> Amount | None:
    try:
        return compute(text)
    except RefusedValueError:
        return None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2×1 + 0.5", "2.5"),
        ("2 × (1 + 0.5)", "3"),
        ("10 - 3 - 4", "3"),
        ("12 ÷ 3 ÷ 2", "2"),
        ("1/3 + 1/3 + 1/3", "1"),
        ("3 − 5", "-2"),
        ("-(2 + 1)", "-3"),
        ("2 * -3", "-6"),
    ],
)
def test_products_go_before_sums_and_equals_from_left_to_right(text: str, value: str) -> None:
    assert compute(text) == Amount(value)


NO_ARITHMETIC = """
1 +|+ 1|1 2|(1|1)|()|1..2|.5|5.|010|1e3|1_000|0x10|2**3|7//2|1,000|1/0|1 ÷ (2 - 2)|3점|１|²|__import__('os')|nan|K-1
"""


@pytest.mark.parametrize("text", NO_ARITHMETIC.strip().split("|"))
def test_what_is_no_arithmetic_is_refused(text: str) -> None:
    with pytest.raises(RefusedValueError) as raised:
        compute(text)
    assert raised.value.code is Code.BAD_ARITHMETIC


HOSTILE = {
    "brackets": "(" * 100_000,
    "signs": "-" * 100_000,
    "terms": "1+" * 100_000 + "1",
    "digits": "9" * 1_000_000,
    "one letter too many": "1".rjust(LONGEST + 1),
    "one bracket too many": "(" * (DEEPEST + 1) + "1" + ")" * (DEEPEST + 1),
    "one sign too many": "-" * (DEEPEST + 1) + "1",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_arithmetic_is_refused_before_it_is_computed(name: str) -> None:
    with pytest.raises(RefusedValueError) as raised:
        compute(HOSTILE[name])
    assert raised.value.code is Code.BAD_ARITHMETIC
    assert len(str(raised.value.facts["value"])) <= LONGEST


def test_arithmetic_at_its_bounds_is_computed() -> None:
    assert compute("(" * DEEPEST + "1" + ")" * DEEPEST) == 1
    assert compute("9" * LONGEST) == 10**LONGEST - 1


def test_arithmetic_is_written_with_what_it_comes_to() -> None:
    written = [str(Arithmetic.parse(text)) for text in ("2×15000", "30000", "0.5", "1/3")]
    assert written == ["2×15000 = 30,000", "30,000", "0.5", "1/3"]
