"""The command ``test``: worked examples beside schemes, and for each that fails what was expected and why not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from incentive_rules.cases.run import find_cases, run_cases
from incentive_rules.cli.desk import FINDING, JSON, YES, at_path
from incentive_rules.simulate.claims import assume_claims

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from incentive_rules.cases.result import CaseResult, CasesReport, Failure
    from incentive_rules.cli.desk import Desk


def test(desk: Desk, paths: Sequence[Path]) -> int:
    """Run the cases of files and folders, or of the current folder."""
    files = find_cases(paths or [Path()])
    with desk.err.busy(desk.words("busy_testing")):
        reports = {file: run_cases(file, assume=assume_claims) for file in files}
    if desk.format == JSON:
        desk.json({"files": [_file(desk, path, report) for path, report in reports.items()]})
    else:
        _print(desk, reports)
    return YES if all(report.passed for report in reports.values()) else FINDING


def _print(desk: Desk, reports: Mapping[Path, CasesReport]) -> None:
    for path, report in reports.items():
        for result in report.results:
            key = "case_passed" if result.passed else "case_failed"
            desk.out.line(desk.words(key, file=str(path), id=result.id, label=result.label))
            for failure in result.failures:
                _print_failure(desk, path, failure)
        for found in report.findings:
            desk.out.line(at_path(found, path).render(desk.lang))
    results = [result.passed for report in reports.values() for result in report.results]
    desk.out.line(desk.words("cases_counted", passed=results.count(True), failed=results.count(False)))


def _print_failure(desk: Desk, path: Path, failure: Failure) -> None:
    desk.out.line(_indented(at_path(failure.finding, path).render(desk.lang)))
    desk.out.prose(_indented(failure.explanation(desk.lang)))


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())


def _file(desk: Desk, path: Path, report: CasesReport) -> dict[str, object]:
    return {
        "file": str(path),
        "passed": report.passed,
        "cases": [_case(desk, path, result) for result in report.results],
        "findings": [at_path(found, path).to_dict() for found in report.findings],
    }


def _case(desk: Desk, path: Path, result: CaseResult) -> dict[str, object]:
    return {
        "id": result.id,
        "label": {"ko": result.label.ko, "en": result.label.en},
        "passed": result.passed,
        "failures": [
            {
                **at_path(failure.finding, path).to_dict(),
                "arithmetic": failure.arithmetic,
                "explanation": failure.explanation(desk.lang),
            }
            for failure in result.failures
        ],
    }
