"""``fairness``: properties of a scheme tried on made-up ledgers, and the shortest counterexample told as a story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.cli.desk import FINDING, JSON, YES
from incentive_rules.cli.inputs import scheme_at
from incentive_rules.fairness.check import check_fairness
from incentive_rules.report.fairness import broken, fairness_heading, limit_lines, story_title, verdict_lines

if TYPE_CHECKING:
    from pathlib import Path

    from incentive_rules.cli.desk import Desk
    from incentive_rules.fairness.verdict import FairnessReport


def fairness(desk: Desk, scheme: Path, properties: tuple[str, ...], budget: int, reading: str) -> int:
    """Check a scheme, or one reading of it; a counterexample is a finding."""
    loaded = scheme_at(scheme, reading)
    with desk.err.bar(desk.words("fairness_busy")) as bar:
        report = check_fairness(
            loaded,
            properties=properties or None,
            budget=budget,
            progress=lambda name, n: bar(desk.words(f"fairness_{name}"), n, 0),
        )
    if desk.format == JSON:
        desk.out.json(report.to_json())
    else:
        _print(desk, report, scheme)
    return YES if report.held else FINDING


def _print(desk: Desk, report: FairnessReport, scheme: Path) -> None:
    for line in fairness_heading(report, desk.lang):
        desk.out.line(line, style="bold")
    for line in verdict_lines(report, desk.lang):
        desk.out.prose(line)
    for verdict in broken(report):
        desk.out.heading(story_title(verdict, desk.lang))
        desk.out.prose(verdict.story(desk.lang))
    if broken(report):
        desk.out.heading(desk.words("fairness_case"))
        desk.out.prose(desk.words("fairness_case_about"))
        desk.out.line(report.as_cases(scheme.name).rstrip("\n"))
    desk.out.heading(desk.words("fairness_limits"))
    for line in limit_lines(desk.lang):
        desk.out.prose(line)
