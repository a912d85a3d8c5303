"""The command ``test``: worked examples beside schemes, and for each that fails what was expected and why not."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from incentive_rules.cases.run import find_cases, run_cases
from incentive_rules.cli.desk import FINDING, JSON, YES, at_path
from incentive_rules.simulate.claims import assume_claims

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from incentive_rules.cases.result import CaseResult, CasesReport, Failure
    from incentive_rules.cli.desk import Desk
    from incentive_rules.errors import Diagnostic


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
        wrong = _findings_by_case(report)
        for result in report.results:
            if result.id not in wrong:
                key = "case_passed" if result.passed else "case_failed"
                desk.out.line(desk.words(key, file=str(path), id=result.id, label=result.label))
            for failure in result.failures:
                _print_failure(desk, path, failure)
        for case, findings in wrong.items():
            if case:
                desk.out.line(desk.words("case_not_run", file=str(path), id=case))
            for found in findings:
                told = at_path(found, path).render(desk.lang)
                desk.out.line(_indented(told) if case else told)
    desk.out.line(_counted(desk, list(reports.values())))


def _findings_by_case(report: CasesReport) -> dict[str, list[Diagnostic]]:
    """What is wrong with each case that could not be run, and under the empty name what is wrong with the file."""
    found = defaultdict(list, {result.id: list(result.findings) for result in report.results if result.findings})
    told = [each for findings in found.values() for each in findings]
    for each in report.findings:
        if each not in told:
            section, name, *_ = [*each.place.address.split("."), ""]
            found[name if (each.place.file, section) == (report.file, "cases") else ""].append(each)
    return found


def _counted(desk: Desk, reports: Sequence[CasesReport]) -> str:
    """How many cases hold, fail and could not be run, and how many files could not be read at all."""
    results = [result for report in reports for result in report.results if not result.findings]
    passed = sum(result.passed for result in results)
    wrong = [_findings_by_case(report).keys() - {""} for report in reports]
    unread = sum(1 for report, cases in zip(reports, wrong, strict=True) if not report.results and not cases)
    parts = [desk.words("cases_counted", passed=passed, failed=len(results) - passed)]
    if not_run := sum(map(len, wrong)):
        parts.append(desk.words("cases_not_run", count=not_run))
    if unread:
        parts.append(desk.words("files_not_run", count=unread))
    return ", ".join(parts)


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
        "not_run": [name for name in _findings_by_case(report) if name],
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
