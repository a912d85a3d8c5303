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
from hypothesis import given, settings
from hypothesis import strategies as st

from incentive_rules import Amount, InputError, assume_claims, evaluate, example_path, load_scheme
from incentive_rules.analysis.bound import unpayable
from incentive_rules.cases.run import run_cases
from incentive_rules.fairness import strategies as drawn
from incentive_rules.fairness.check import check_fairness, checked_with
from incentive_rules.fairness.model import PROPERTIES
from incentive_rules.ledger.model import Ledger
from incentive_rules.messages import LANGUAGES
from incentive_rules.program.from_scheme import program_of
from incentive_rules.statement.from_ledger import evaluate_program

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from conftest import Done

    from incentive_rules import Evaluation, Scheme
    from incentive_rules.fairness.verdict import FairnessReport, Verdict
    from incentive_rules.messages import Language
    from incentive_rules.program.model import Program
    from incentive_rules.statement.tables import Tables

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


def reward(**changes: object) -> dict[str, Any]:
    """One activity of 1 point, and tiers at 3 and at 30, for what is left by claims of each month; with changes."""
    award: dict[str, Any] = {
        "kind": "tiers",
        "label": "reward",
        "measure": {"counter": "balance"},
        "claim": {"by": "member", "times": 1, "per": "month"},
        "pay": "highest",
        "again": "always",
        "consume": "tier",
        "tiers": tiers(3, 30),
    }
    return {
        "language": 1,
        "id": "made-up",
        "label": "made up",
        "from": "2025-01-01",
        "assumed": "made up for a test",
        "activities": {"proposal": {"label": "proposal", "points": 1}},
        "rewards": {"voucher": {"label": "voucher", "unit": "KRW"}},
        "awards": {"monthly": award | {key: value for key, value in changes.items() if key in award}},
        "answers": {"points_count_on": "activity_date", "year_end": "keep"},
    } | {key: value for key, value in changes.items() if key not in award}


def tiers(*thresholds: int, **more: object) -> dict[str, Any]:
    """Tiers at thresholds, each of which pays 10,000 won for a point."""
    return {f"t{at}": {"at": at, "pays": {"voucher": at * 10000}, **more} for at in thresholds}


def limit(most: object, per: str, **more: object) -> dict[str, Any]:
    """The limits of a scheme with one limit, on points."""
    return {"cap": {"label": "cap", "per": per, "points": most, "keep": "earliest", **more}}


def tier_verdict(told: dict[str, Any], budget: int = ENOUGH) -> Verdict:
    """Whether every tier of a scheme can be reached."""
    return check_fairness(load_scheme(told), properties=["tiers_reachable"], budget=budget)["tiers_reachable"]


EVER = {"measure": {"counter": "earned", "per": "ever"}, "consume": "nothing"}
WITHOUT_YEAR_END = {"points_count_on": "activity_date"}


@pytest.mark.parametrize(
    "changes",
    [
        {"limits": limit(1, "month")},
        {"limits": limit(10, "year")},
        {"limits": limit(1, "month"), "answers": WITHOUT_YEAR_END, **EVER},
        {"limits": limit(10, "year"), "answers": WITHOUT_YEAR_END, **EVER},
    ],
    ids=["month", "year", "month_ever", "year_ever"],
)
def test_a_tier_that_takes_years_to_save_for_is_found_reachable(changes: dict[str, Any]) -> None:
    """By pencil: 1 point a month makes 30 in two years and a half, 10 a year in three years."""
    verdict = tier_verdict(reward(**changes))
    assert (verdict.status, verdict.story()) == ("held", "")


def test_a_tier_that_is_paid_by_a_later_claim_alone_is_found_reachable() -> None:
    """The lowest tier first, each once, and a claim wipes the rest: the second tier is paid in another year."""
    claim = {"by": "member", "times": 1, "per": "year"}
    answers = WITHOUT_YEAR_END | {"year_end": "keep", "tiers_passed_over": "due"}
    scheme = {"claim": claim, "pay": "lowest", "again": "once", "consume": "all", "answers": answers}
    assert tier_verdict(reward(tiers=tiers(2, 6), **scheme)).status == "held"
    assert tier_verdict(reward(tiers=tiers(2, 6, 20), **scheme)).status == "held"


@pytest.mark.parametrize("budget", [1, 2, 5, 24, 100])
def test_running_out_of_tries_is_never_a_counterexample(budget: int) -> None:
    for scheme in (load_scheme(example_path("donghae.yaml")), load_scheme(reward(limits=limit(1, "month")))):
        report = check_fairness(scheme, properties=["tiers_reachable"], budget=budget)
        assert report["tiers_reachable"].status in {"held", "not_found"}
        assert report.held


def test_a_tier_that_was_not_found_is_told_with_how_far_anybody_got(command: Callable[..., Done]) -> None:
    verdict = tier_verdict(reward(limits=limit(1, "month"), tiers=tiers(3, 9000)))
    assert (verdict.status, verdict.witness) == ("not_found", None)
    assert "nobody was found who is paid the tier of 9000 points" in verdict.scope.en
    assert "in 512 months one gets to 512 points" in verdict.scope.en  # 1,024 months would be more than 2,000 entries
    done = command("fairness", str(example_path("donghae.yaml")), "--property", "tiers_reachable", "--budget", "1")
    assert done.code == YES
    assert done.out.splitlines()[1].startswith("not found: every tier can be reached")


UNPAYABLE = {
    "a limit in the window": (
        reward(limits=limit(8, "month"), measure={"counter": "earned", "per": "quarter"}, consume="nothing"),
        "24 points is the most one can have, so nobody reaches the tier at 30. What stops them: cap.",
        "Repair: lower the tier to 24 points or less, or raise the limit.",
    ),
    "points that lapse": (
        reward(limits=limit(1, "month"), answers=WITHOUT_YEAR_END | {"year_end": "lapse"}),
        "12 points is the most one can have, so nobody reaches the tier at 30.",
        "Repair: lower the tier to 12 points or less, or raise the limit.",
    ),
    "a limit for ever": (
        reward(limits=limit(20, "ever")),
        "20 points is the most one can have, so nobody reaches the tier at 30.",
        "Repair: lower the tier to 20 points or less, or raise the limit.",
    ),
    "a limit on entries": (
        reward(limits={"cap": {"label": "cap", "per": "ever", "count": 5, "keep": "earliest"}}),
        "5 points is the most one can have, so nobody reaches the tier at 30.",
        "Repair: lower the tier to 5 points or less, or raise the limit.",
    ),
    "a scheme that ends": (
        reward(limits=limit(1, "month"), until="2026-01-01"),
        "12 points is the most one can have, so nobody reaches the tier at 30.",
        "Repair: lower the tier to 12 points or less, or raise the limit.",
    ),
    "no room below": (
        reward(limits=limit(3, "ever")),
        "3 points is the most one can have, so nobody reaches the tier at 30.",
        "Repair: raise the limit, or drop the tier.",
    ),
    "a lower tier that is used up first": (
        reward(limits=limit(1, "month"), claim={"by": "automatic", "per": "month"}),
        "before 30 points come together, a lower tier is paid automatically and uses up points.",
        "Repair: let members save and claim (by: member), or use up no points (consume: nothing).",
    ),
    "the lowest for ever": (
        reward(pay="lowest"),
        "whoever has 30 points is always paid a lower tier, that of 3 points. Nobody is paid the tier at 30.",
        "Repair: pay the highest tier (pay: highest), or each tier once (again: once).",
    ),
    "no day of payment": (
        reward(
            claim={"by": "automatic", "per": "month"},
            tiers=tiers(3) | tiers(30, **{"from": "2025-03-02", "until": "2025-03-20"}),
        ),
        "the tier at 30 is in force on no day on which the award is paid, so nobody is paid it.",
        "Repair: let the days of the tier (from, until) hold a day on which the award is paid.",
    ),
}
"""Schemes with a tier that nobody can be paid, why, and what mends it."""


@pytest.mark.parametrize("budget", [1, ENOUGH])
@pytest.mark.parametrize("name", UNPAYABLE)
def test_a_tier_that_nobody_can_be_paid_is_told_with_what_stops_it(name: str, budget: int, tmp_path: Path) -> None:
    told, why, repair = UNPAYABLE[name]
    verdict = tier_verdict(told, budget)
    assert verdict.status == "counterexample"
    assert why in verdict.story("en")
    assert verdict.story("en").splitlines()[-1] == repair
    scheme = tmp_path / "scheme.yaml"
    scheme.write_text(yaml.safe_dump(told, sort_keys=False), encoding="utf-8")
    assert run_pasted(tmp_path, scheme, verdict.as_case())


PAYABLE = {
    "a counter that looks at less than the period of claims": reward(
        measure={"counter": "earned", "per": "month"},
        claim={"by": "member", "times": 1, "per": "year"},
        consume="nothing",
        answers=WITHOUT_YEAR_END,
    ),
    "a limit that just reaches": reward(limits=limit(30, "ever")),
    "a limit that begins later": reward(limits=limit(1, "ever", **{"from": "2025-02-01"})),
    "a limit on one of two activities": reward(
        limits=limit(1, "ever", activities=["proposal"]),
        activities={each: {"label": each, "points": 1} for each in ("proposal", "other")},
    ),
    "a limit that rises": reward(limits=limit({"2025-01-01": 1, "2025-06-01": 40}, "ever")),
    "a month that jumps over the lower tier": reward(
        limits=limit(29, "month"), claim={"by": "automatic", "per": "month"}, tiers=tiers(3, 30)
    ),
}
"""Schemes in which somebody is paid every tier, although something looks as if nobody were."""


@pytest.mark.parametrize("name", PAYABLE)
def test_what_only_seems_to_stop_a_tier_is_no_counterexample(name: str) -> None:
    assert tier_verdict(PAYABLE[name]).status == "held"


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.data())
def test_nobody_is_ever_paid_a_tier_that_is_shown_to_be_paid_to_nobody(data: st.DataObject) -> None:
    """On schemes and ledgers at random; the check itself would stop at a tier that it found paid."""
    scheme = data.draw(drawn.schemes())
    program = program_of(scheme)
    shown = {tier.address for award in program.tiers for tier in award.tiers if unpayable(program, award, tier)}
    if shown:
        rows, people, claims = data.draw(drawn.ledgers(scheme))
        payments = evaluate(scheme, rows, people, claims, as_of=drawn.last_day(scheme)).payments
        assert not shown & {payment.rule for payment in payments}


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
@pytest.mark.unmeasured
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
        "cap_respected": "there is no limit on what one member gets in a period",
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
@pytest.mark.unmeasured
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


@pytest.mark.parametrize("budget", [1, 2, 3, 100, 1001])
def test_no_more_ledgers_are_tried_than_the_budget_says_but_for_the_first_comparison(budget: int) -> None:
    for scheme in (load_scheme(example_path("donghae.yaml")), loaded("monotone"), load_scheme(reward(pay="lowest"))):
        for verdict in check_fairness(scheme, budget=budget).verdicts:
            ledgers = re.search(r"([0-9,]+) ledgers?", verdict.scope.en)
            assert verdict.status == "not_applicable" or ledgers is not None
            assert ledgers is None or int(ledgers[1].replace(",", "")) <= max(2, budget)


REPAIRED = {
    ("donghae.yaml", ""): "Repair: pay the same for a point in every tier (that of 10 points differs).",
    ("donghae.yaml", "wiped"): "Repair: use up the points of the paid tier alone (consume: tier).",
    ("donghae.yaml", "status"): "Repair: pay each tier once (again: once).",
    ("donghae.yaml", "monthly_total"): "Repair: look at the points that are left, not at those of a period, and use up "
    "those of the paid tier alone (counter: balance, consume: tier).",
}
"""What mends the time of claims under each reading of Donghae."""


@pytest.mark.parametrize(("file", "reading"), REPAIRED)
def test_the_repair_of_claims_is_that_of_the_cause(file: str, reading: str) -> None:
    told = checked(file, reading)["claim_timing"].story("en")
    assert told.splitlines()[-1] == REPAIRED[file, reading]


def test_splitting_that_pays_by_a_tier_alone_is_mended_at_the_tier_and_not_by_rounding() -> None:
    """6 hours at once bring 3 points and 30,000 won, split in odd parts 2 points and 90,000 won."""
    text = (FOLDER / "split_proof.yaml").read_text(encoding="utf-8").replace("mode: up", "mode: down")
    scheme = load_scheme(text.replace("tiers:\n", "tiers:\n      t2: {at: 2, pays: {voucher: 90000}}\n"))
    story = check_fairness(scheme, properties=["split_proof"])["split_proof"].story("en")
    assert story.splitlines()[-1] == "Repair: let the tier of 3 points pay no less than the tiers below it."


def test_a_limit_on_entries_is_mended_by_a_limit_on_points() -> None:
    text = (FOLDER / "cap_respected.yaml").read_text(encoding="utf-8")
    text = text.replace("points: {2025-01-01: 6, 2025-03-16: 3}", "count: 1")
    scheme = load_scheme(text.replace("points: 2}", "points: 2}\n  call: {label: {ko: 공모, en: call}, points: 1}"))
    story = check_fairness(scheme, properties=["monotone"])["monotone"].story("en")
    assert story.splitlines()[-1] == "Repair: let monthly limit limit points, not entries (points)."


def test_no_repair_is_told_where_none_of_those_known_mends_it() -> None:
    """One claim for ever: whoever claims early has had it, and nothing that is tried changes that."""
    claim = {"by": "member", "times": 1, "per": "ever"}
    scheme = load_scheme(reward(claim=claim, tiers=tiers(2, 5), answers=WITHOUT_YEAR_END, **EVER))
    verdict = check_fairness(scheme, properties=["claim_timing"])["claim_timing"]
    assert verdict.status == "counterexample"
    assert "Repair" not in verdict.story("en")
    assert "고치는 법" not in verdict.story("ko")


def test_the_story_of_a_limit_says_what_it_was_before() -> None:
    story = check_fairness(loaded("cap_respected"), properties=["cap_respected"])["cap_respected"].story("en")
    assert "Until 2025-03-15 the monthly limit was 6 points." in story
    text = (FOLDER / "cap_respected.yaml").read_text(encoding="utf-8")
    text = text.replace("points: {2025-01-01: 6, 2025-03-16: 3}", "from: 2025-03-16, points: 3")
    story = check_fairness(load_scheme(text), properties=["cap_respected"])["cap_respected"].story("en")
    assert "Until 2025-03-15 there was no monthly limit." in story


def test_the_case_of_many_entries_passes_although_a_row_stands_for_a_hundred_at_most(tmp_path: Path) -> None:
    told = reward(limits=limit(250, "ever"), tiers=tiers(3, 300))
    scheme = tmp_path / "scheme.yaml"
    scheme.write_text(yaml.safe_dump(told, sort_keys=False), encoding="utf-8")
    assert run_pasted(tmp_path, scheme, tier_verdict(told).as_case())


def test_what_the_command_prints_is_a_whole_cases_file_in_one_paste(
    command: Callable[..., Done], tmp_path: Path
) -> None:
    scheme = tmp_path / "scheme.yaml"
    scheme.write_bytes((FOLDER / "monotone.yaml").read_bytes())
    out = command("fairness", str(scheme)).out
    pasted = tmp_path / "pasted.cases.yaml"
    pasted.write_text(out[out.index("language: 1") : out.index("What was not looked at")], encoding="utf-8")
    report = run_cases(pasted)
    assert report.findings == ()
    assert [result.id for result in report.results] == ["fairness_monotone"]
    assert report.passed
    assert check_fairness(load_scheme(scheme)).as_cases("scheme.yaml") in out
    assert check_fairness(loaded("order_free"), properties=["order_free"]).as_cases("scheme.yaml") == ""


def test_the_command_refuses_a_budget_that_is_no_number(command: Callable[..., Done]) -> None:
    for budget in ("0", "-3", "many", "1e3", "9" * 5000):
        done = command("fairness", str(FOLDER / "monotone.yaml"), "--budget", budget)
        assert (done.code, done.out) == (STOPPED, "")
        assert "from 1 on" in done.err


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


def far(threshold: int) -> Scheme:
    """More pay from 3 points on, and less from a threshold on, which is a slip."""
    tiers = {"low": {"at": 3, "pays": {"r": 30}}, "high": {"at": threshold, "pays": {"r": 5}}}
    award: dict[str, Any] = {
        "kind": "tiers",
        "label": "m",
        "measure": {"counter": "balance"},
        "claim": {"by": "automatic", "per": "month"},
        "pay": "highest",
        "again": "always",
        "consume": "nothing",
        "tiers": tiers,
    }
    return load_scheme(
        {
            "language": 1,
            "id": "far",
            "label": "far",
            "from": "2024-01-01",
            "assumed": "a",
            "activities": {"idea": {"label": "idea", "points": 1}},
            "rewards": {"r": {"label": "r", "unit": "KRW"}},
            "awards": {"m": award},
            "answers": {"points_count_on": "activity_date", "year_end": "keep"},
        }
    )


@pytest.mark.parametrize("threshold", [5, 50, 200])
def test_a_slip_at_a_threshold_is_found_however_many_entries_it_takes(threshold: int) -> None:
    witness = check_fairness(far(threshold), properties=["monotone"])["monotone"].witness
    assert witness is not None
    assert [side.life.entries for side in witness.sides] == [threshold - 1, threshold]


def test_a_threshold_that_is_too_far_to_be_tried_is_never_told_as_all_of_them() -> None:
    verdict = check_fairness(far(100_000), properties=["monotone"])["monotone"]
    assert verdict.status == "held"
    assert verdict.scope.en.endswith("(the shortest, up to a set number)")
