"""The check of fairness: each property refuted on a scheme that breaks it, and what the two examples keep."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from incentive_rules import Amount, InputError, assume_claims, example_path, load_scheme
from incentive_rules.cases.run import run_cases
from incentive_rules.fairness.check import check_fairness, checked_with
from incentive_rules.fairness.model import PROPERTIES
from incentive_rules.ledger.model import Ledger
from incentive_rules.messages import LANGUAGES
from incentive_rules.statement.from_ledger import Tables, evaluate_program

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from conftest import Done

    from incentive_rules import Evaluation, Scheme
    from incentive_rules.fairness.verdict import FairnessReport
    from incentive_rules.messages import Language
    from incentive_rules.program.model import Program

FOLDER = Path(__file__).parent / "fairness"
YES, FINDING, STOPPED = 0, 1, 2
SMALL, ENOUGH = 300, 2000

MENDED = {
    "monotone": ("t5: {at: 5, pays: {voucher: 5000}}", "t5: {at: 5, pays: {voucher: 50000}}"),
    "praise_never_hurts": ("when: {praised: no}", "when: {any: [{praised: no}, {praised: yes}]}"),
    "split_proof": ("mode: up", "mode: down"),
    "cap_respected": ("2025-03-16: 3", "2025-04-01: 3"),
    "tiers_reachable": ("points: 8", "points: 10"),
    "claim_timing": ("consume: all", "consume: tier"),
}
"""What is wrong with each scheme, and the usual repair."""


def loaded(name: str, *, mended: bool = False) -> Scheme:
    """The scheme that breaks a property, or the same with the usual repair."""
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    if mended:
        wrong, right = MENDED[name]
        assert wrong in text
        text = text.replace(wrong, right)
    return load_scheme(text)


@cache
def checked(file: str, reading: str = "") -> FairnessReport:
    """One of the examples, checked once for all tests."""
    some = ["claim_timing"] if reading else None
    return check_fairness(load_scheme(example_path(file), reading=reading), properties=some, budget=ENOUGH)


def order_bound(program: Program, tables: Tables, as_of: date) -> Evaluation:
    """An evaluator that lets the order of rows decide: of each member it sees the first two entries alone."""
    seen: dict[str, int] = {}
    rows = []
    for row in tables.ledger.rows:
        seen[row.member_id] = seen.get(row.member_id, 0) + 1
        rows += [row] if seen[row.member_id] <= 2 else []
    return evaluate_program(program, replace(tables, ledger=Ledger(tuple(rows))), as_of)


@pytest.mark.parametrize("name", MENDED)
def test_each_property_is_refuted_on_a_tiny_scheme_that_breaks_it_and_holds_once_that_is_mended(name: str) -> None:
    assert check_fairness(loaded(name), properties=[name])[name].status == "counterexample"
    assert check_fairness(loaded(name, mended=True), properties=[name])[name].status == "held"


@pytest.mark.parametrize("name", PROPERTIES)
def test_a_tiny_scheme_stands_on_one_screen(name: str) -> None:
    assert len((FOLDER / f"{name}.yaml").read_text(encoding="utf-8").splitlines()) < 40


@pytest.mark.parametrize("name", MENDED)
def test_the_case_of_a_counterexample_can_be_pasted_and_passes_as_it_stands(name: str, tmp_path: Path) -> None:
    verdict = check_fairness(loaded(name), properties=[name])[name]
    assert run_pasted(tmp_path, FOLDER / f"{name}.yaml", verdict.as_case())


@pytest.mark.parametrize("name", ["monotone", "praise_never_hurts", "split_proof", "tiers_reachable", "claim_timing"])
def test_the_case_of_a_counterexample_fails_once_the_scheme_pays_otherwise(name: str, tmp_path: Path) -> None:
    verdict = check_fairness(loaded(name), properties=[name])[name]
    mended = tmp_path / "mended.yaml"
    wrong, right = MENDED[name]
    mended.write_text((FOLDER / f"{name}.yaml").read_text(encoding="utf-8").replace(wrong, right), encoding="utf-8")
    assert not run_pasted(tmp_path, mended, verdict.as_case())


def run_pasted(folder: Path, scheme: Path, case: str) -> bool:
    """Whether a case passes in a cases file; the file must be in order in any event."""
    path = folder / "pasted.cases.yaml"
    head = f"language: 1\nscheme: {scheme}\nas_of: 2025-12-31\ncases:\n"
    path.write_text(head + case, encoding="utf-8")
    report = run_cases(path, assume=assume_claims)
    assert report.findings == ()
    assert len(report.results) == 1
    return report.passed


def test_the_case_of_a_reading_names_the_reading_and_passes(tmp_path: Path) -> None:
    case = checked("donghae.yaml", "wiped")["claim_timing"].as_case()
    assert "reading: wiped" in case
    assert run_pasted(tmp_path, Path(example_path("donghae.yaml")), case)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PROPERTIES)
def test_a_counterexample_is_told_as_a_story_word_for_word(name: str, lang: Language) -> None:
    """Each story stands beside its scheme, in ``<property>.<language>.txt``."""
    evaluator = order_bound if name == "order_free" else evaluate_program
    story = checked_with(evaluator, loaded(name), [name])[name].story(lang)
    assert story + "\n" == (FOLDER / f"{name}.{lang}.txt").read_text(encoding="utf-8")


def test_the_shortest_counterexample_is_found() -> None:
    def entries(name: str) -> list[int]:
        witness = check_fairness(loaded(name), properties=[name])[name].witness
        assert witness is not None
        return [side.life.entries for side in witness.sides]

    assert entries("monotone") == [4, 5]
    assert entries("praise_never_hurts") == [1, 1]
    assert entries("split_proof") == [1, 2]
    assert entries("cap_respected") == [2]  # 2 + 2 points on the day before the limit falls to 3
    assert entries("tiers_reachable") == [5]  # four times 2 points, and one that the limit of 8 cuts
    assert entries("claim_timing") == [4, 4]


def test_a_limit_by_count_that_keeps_the_earliest_makes_more_work_pay_less() -> None:
    text = (FOLDER / "cap_respected.yaml").read_text(encoding="utf-8")
    text = text.replace("points: {2025-01-01: 6, 2025-03-16: 3}", "count: 1")
    scheme = load_scheme(text.replace("points: 2}", "points: 2}\n  call: {label: {ko: 공모, en: call}, points: 1}"))
    story = check_fairness(scheme, properties=["monotone"])["monotone"].story("en")
    assert "one thing more: 2025-01-09 call." in story
    assert "B did more and has 1 point less" in story


def test_a_limit_that_begins_within_its_period_is_not_kept_either() -> None:
    text = (FOLDER / "cap_respected.yaml").read_text(encoding="utf-8")
    text = text.replace("points: {2025-01-01: 6, 2025-03-16: 3}", "from: 2025-03-16, points: 3")
    story = check_fairness(load_scheme(text), properties=["cap_respected"])["cap_respected"].story("en")
    assert "On the last day of 2025-03 the limit is 3" in story


def test_a_tier_that_another_one_always_precedes_is_not_reached_although_points_suffice() -> None:
    text = (FOLDER / "tiers_reachable.yaml").read_text(encoding="utf-8")
    scheme = load_scheme(text.replace("points: 8", "points: 20").replace("pay: highest", "pay: lowest"))
    story = check_fairness(scheme, properties=["tiers_reachable"])["tiers_reachable"].story("en")
    assert "yet nobody is paid the tier at 10. Another tier comes first." in story


def test_of_several_limits_the_one_that_stops_a_tier_is_named() -> None:
    text = (FOLDER / "tiers_reachable.yaml").read_text(encoding="utf-8")
    daily = "limits:\n  daily: {label: {ko: 하루 한도, en: daily limit}, per: day, points: 2, keep: earliest}"
    scheme = load_scheme(text.replace("limits:", daily))
    story = check_fairness(scheme, properties=["tiers_reachable"])["tiers_reachable"].story("en")
    assert "What stops them: monthly limit." in story


def test_a_tier_that_takes_a_calendar_year_is_found_reachable() -> None:
    text = (FOLDER / "tiers_reachable.yaml").read_text(encoding="utf-8").replace("per: month}", "per: year}")
    scheme = load_scheme(text.replace("from: 2025-01-01", "from: 2025-06-15").replace("at: 10", "at: 96"))
    assert check_fairness(scheme, properties=["tiers_reachable"]).held  # 12 × 8 = 96


def test_the_order_of_rows_is_found_to_matter_on_an_evaluator_that_lets_it() -> None:
    scheme = loaded("order_free")
    assert check_fairness(scheme, properties=["order_free"]).held
    verdict = checked_with(order_bound, scheme, ["order_free"])["order_free"]
    assert verdict.status == "counterexample"
    assert verdict.witness is not None
    assert verdict.witness.sides[0].life.entries == 3
    assert verdict.witness.sides[0].statement != verdict.witness.sides[1].statement


@pytest.mark.parametrize(("file", "broken"), [("donghae.yaml", ["claim_timing"]), ("seocheon.yaml", [])])
def test_what_holds_of_the_examples_as_they_are_written(file: str, broken: list[str]) -> None:
    report = checked(file)
    assert [verdict.property for verdict in report.verdicts] == list(PROPERTIES)
    assert [verdict.property for verdict in report.verdicts if verdict.status == "counterexample"] == broken


def test_leave_makes_the_time_of_a_claim_matter_in_donghae_even_as_it_is_written() -> None:
    """By pencil: 8 points in June and 6 in July, all for leave. June 7 and July 7: one day each. July 10 of 14: two
    days, and in August 3 of the 4 that are left: 3만 more."""
    witness = checked("donghae.yaml")["claim_timing"].witness
    assert witness is not None
    assert [side.statement.earned for side in witness.sides] == [14, 14]
    assert [side.statement.paid for side in witness.sides] == [{"leave": 2}, {"donghae_pay": 30000, "leave": 2}]


def test_what_does_not_apply_is_told_with_its_reason() -> None:
    told = {
        each.property: each.scope.en for each in checked("donghae.yaml").verdicts if each.status == "not_applicable"
    }
    assert told == {
        "split_proof": "no activity counts points by a number or a quantity",
        "cap_respected": "there is no limit",
    }


@pytest.mark.parametrize(("reading", "loss"), {"wiped": 10000, "status": 30000, "monthly_total": 30000}.items())
def test_under_these_readings_of_donghae_the_time_of_a_claim_decides(reading: str, loss: int) -> None:
    """By pencil. Wiped: 3 points in June and in July bring 3만 + 3만, all six in July 5만. Status: 3만 for June and for
    July, or for July alone. Monthly total: the 3 points of June bring 3만 in June and nothing in July."""
    witness = checked("donghae.yaml", reading)["claim_timing"].witness
    assert witness is not None
    less, more = (side.statement.paid.get("donghae_pay", Amount(0)) for side in witness.sides)
    assert more - less == loss
    assert witness.sides[0].life.done == witness.sides[1].life.done
    assert witness.sides[0].statement.balance <= witness.sides[1].statement.balance


@pytest.mark.parametrize("reading", ["milestones", "one_a_month", "top_up"])
def test_under_these_readings_of_donghae_no_claim_is_too_early_or_too_late(reading: str) -> None:
    assert checked("donghae.yaml", reading)["claim_timing"].status == "held"


@pytest.mark.parametrize("name", ["monotone", "tiers_reachable", "claim_timing"])
def test_the_same_scheme_gives_the_same_bytes(name: str) -> None:
    """Also in another process, under another hash seed."""
    here = check_fairness(loaded(name), budget=SMALL).to_json()
    code = "import sys; from incentive_rules import check_fairness, load_scheme; print(check_fairness("
    code += f"load_scheme(sys.argv[1]), budget={SMALL}).to_json(), end='')"
    there = subprocess.run(  # noqa: S603  # our own interpreter and program
        [sys.executable, "-c", code, str(FOLDER / f"{name}.yaml")],
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONHASHSEED": "7", "PYTHONIOENCODING": "utf-8"},
    )
    assert there.stdout.decode() == here
    assert json.loads(here)["verdicts"][0]["property"] == "monotone"


@pytest.mark.parametrize("name", [*MENDED, "order_free"])
def test_the_order_in_which_a_file_is_written_does_not_change_which_properties_hold(name: str) -> None:
    data: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    data["activities"] = {"other": {"label": {"ko": "기타", "en": "other"}, "points": 1}, **data["activities"]}
    turned = {**data, "activities": dict(reversed(data["activities"].items()))}
    statuses = [
        [
            verdict.status
            for verdict in check_fairness(load_scheme(yaml.safe_dump(each, sort_keys=False)), budget=SMALL).verdicts
        ]
        for each in (data, turned)
    ]
    assert statuses[0] == statuses[1]


def test_a_budget_of_few_ledgers_is_told_in_the_scope() -> None:
    scheme = load_scheme(example_path("donghae.yaml"))
    scope = check_fairness(scheme, properties=["monotone"], budget=1)["monotone"].scope
    assert scope.ko.endswith("(짧은 것부터 정한 수까지)")
    assert scope.en.endswith("(the shortest, up to a set number)")


def test_progress_names_the_property_and_counts_up() -> None:
    told: list[tuple[str, int]] = []
    scheme = load_scheme(example_path("donghae.yaml"))
    check_fairness(scheme, properties=["monotone"], budget=SMALL, progress=lambda *each: told.append(each))
    assert told
    assert {name for name, _ in told} == {"monotone"}
    assert [n for _, n in told] == sorted(n for _, n in told)


def test_an_unknown_property_or_no_budget_is_a_finding() -> None:
    scheme = loaded("monotone")
    with pytest.raises(InputError) as refused:
        check_fairness(scheme, properties=["monotonne"])
    assert "monotone" in str(refused.value)
    for budget in (0, -1, 2.5, True, "3"):
        with pytest.raises(InputError):
            check_fairness(scheme, budget=budget)  # type: ignore[arg-type]  # what a host may pass in


def test_a_scheme_in_which_nobody_can_earn_has_nothing_to_check() -> None:
    text = (FOLDER / "monotone.yaml").read_text(encoding="utf-8").replace("points: 1", "points: 0")
    report = check_fairness(load_scheme(text))
    assert {verdict.status for verdict in report.verdicts} == {"not_applicable"}
    assert report.held


def test_nothing_ever_says_that_a_scheme_is_fair() -> None:
    reports = [checked("donghae.yaml"), checked("seocheon.yaml"), check_fairness(loaded("monotone"), budget=SMALL)]
    for text in (report.to_json() for report in reports):
        assert not re.search(r"\bfair\b", text)
        assert "공정하" not in text
        assert "공평하" not in text


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((str(FOLDER / "monotone.yaml"),), FINDING),
        ((str(FOLDER / "monotone.yaml"), "--property", "tiers_reachable", "--property", "order_free"), YES),
        ((str(FOLDER / "monotone.yaml"), "--property", "fairly"), STOPPED),
        ((str(FOLDER / "none.yaml"),), STOPPED),
        ((str(FOLDER / "monotone.yaml"), "--reading", "none"), STOPPED),
    ],
)
def test_the_command_ends_with_1_where_there_is_a_counterexample_and_with_2_for_bad_input(
    command: Callable[..., Done], arguments: tuple[str, ...], code: int
) -> None:
    done = command("fairness", *arguments)
    assert done.code == code
    assert bool(done.err) == (code == STOPPED)


def test_the_command_prints_verdicts_then_stories_then_the_case_then_what_was_not_looked_at(
    command: Callable[..., Done],
) -> None:
    out = command("fairness", str(FOLDER / "monotone.yaml"), "--lang", "ko").out
    parts = [
        "반례 있음: 더 일하면 손해 없음",
        "반례: 더 일하면",
        "fairness_monotone:",
        "보지 않은 것",
        "증명이 아닙니다",
    ]
    assert [out.index(part) for part in parts] == sorted(out.index(part) for part in parts)


def test_the_command_gives_json_with_both_languages(command: Callable[..., Done]) -> None:
    done = command("fairness", str(FOLDER / "cap_respected.yaml"), "--property", "cap_respected", "--format", "json")
    (verdict,) = json.loads(done.out)["verdicts"]
    assert verdict["status"] == "counterexample"
    assert verdict["counterexample"]["people"][0]["earned"] == str(Amount(4))
    assert verdict["story"].keys() == {"ko", "en"}
    assert yaml.safe_load(verdict["case"]).keys() == {"fairness_cap_respected"}


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_no_line_but_those_of_the_case_is_wider_than_the_screen(command: Callable[..., Done], lang: str) -> None:
    from rich.cells import cell_len  # noqa: PLC0415  # the width of Korean letters, for this test alone

    out = command("fairness", str(FOLDER / "claim_timing.yaml"), "--lang", lang).out
    told = [line for line in out.splitlines() if "{" not in line]
    assert max(map(cell_len, told)) <= 80
