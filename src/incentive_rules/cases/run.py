"""Worked examples are run: each case is evaluated and held against what it expects."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Protocol

from incentive_rules.cases.check import Checker
from incentive_rules.cases.from_yaml import read_cases
from incentive_rules.cases.model import Assumed
from incentive_rules.cases.result import CaseResult, CasesReport
from incentive_rules.cases.rows import given
from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError, sorted_findings
from incentive_rules.messages import Label
from incentive_rules.source import Place
from incentive_rules.statement.from_ledger import evaluate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from incentive_rules.cases.from_yaml import Cases
    from incentive_rules.cases.model import Case
    from incentive_rules.cases.rows import Given
    from incentive_rules.ledger.model import Claims, Ledger, Roster
    from incentive_rules.scheme.model import Scheme
    from incentive_rules.scheme.tree import Path
    from incentive_rules.statement.evaluation import Evaluation

ENDING = ".cases.yaml"
"""How the name of a cases file ends."""


class Assume(Protocol):
    """Makes up claims by a policy, as ``assume_claims`` does."""

    def __call__(  # noqa: PLR0913  # the settled signature
        self,
        scheme: Scheme,
        ledger: Ledger,
        roster: Roster,
        *,
        policy: str,
        as_of: date,
        option: str,
        known_at: date | None,
    ) -> Claims:
        """The claims.

        Raises:
            InputError: if there is no such policy or option.
        """


def find_cases(paths: Iterable[str | FilePath]) -> tuple[FilePath, ...]:
    """The cases files that paths mean, each once: a cases file itself, the one beside a scheme, or all below a folder.

    Raises:
        InputError: if a path is not there, or has no cases.

    Example:
        >>> from incentive_rules import example_path
        >>> [path.name for path in find_cases([example_path("donghae.yaml")])]
        ['donghae.cases.yaml']
    """
    found: dict[FilePath, None] = {}
    missing: list[Diagnostic] = []
    for path in map(FilePath, paths):
        files = sorted(_below(path)) if path.is_dir() else [_beside(path)]
        missing += [_missing(each) for each in files if not each.is_file()]
        missing += [] if files else [_missing(path / f"*{ENDING}")]
        found |= dict.fromkeys(files)
    if missing:
        raise InputError(missing)
    return tuple(found)


def _below(folder: FilePath) -> Iterator[FilePath]:
    """All cases files below a folder; hidden folders hold environments and caches, not anybody's cases."""
    for path in folder.rglob(f"*{ENDING}"):
        if not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path


def _beside(path: FilePath) -> FilePath:
    """A cases file as it is, or the cases file of a scheme."""
    return path if path.name.endswith(ENDING) or not path.is_file() else path.with_name(path.stem + ENDING)


def _missing(path: FilePath) -> Diagnostic:
    return Diagnostic(Code.FILE_MISSING, Place(path.name), {"name": str(path)})


def run_cases(path: str | FilePath, *, assume: Assume | None = None) -> CasesReport:
    """Run every case of a cases file. Nothing is raised: whatever is wrong with the file is in the report.

    Args:
        path: a cases file; its scheme is found from there.
        assume: ``assume_claims``, for cases whose claims nobody filed. Without it such a case is a finding.

    Example:
        >>> from incentive_rules import assume_claims, example_path
        >>> report = run_cases(example_path("seocheon.cases.yaml"), assume=assume_claims)
        >>> report.passed, report.findings
        (True, ())
    """
    cases, findings = read_cases(path)
    results: tuple[CaseResult, ...] = ()
    if cases is not None:
        results = tuple(run_case(cases, name, assume=assume) for name in cases.file.cases)
    found = sorted_findings([*findings, *(each for result in results for each in result.findings)])
    return CasesReport(FilePath(path).name, results, found)


def run_case(cases: Cases, name: str, *, assume: Assume | None = None) -> CaseResult:
    """Run one case of a cases file that was read, under the schemes that it was read with.

    Raises:
        KeyError: if there is no such case.

    Example:
        >>> from incentive_rules import example_path
        >>> from incentive_rules.cases.from_yaml import read_cases
        >>> cases, _ = read_cases(example_path("donghae.cases.yaml"))
        >>> run_case(cases, "promoted").passed
        True
    """
    return _Running(cases, name, cases.file.cases[name], assume).result()


@dataclass(frozen=True, slots=True)
class _Running:
    cases: Cases
    name: str
    case: Case
    assume: Assume | None

    @property
    def as_of(self) -> date:
        return self.case.as_of or self.cases.file.as_of

    def result(self) -> CaseResult:
        """The case held against its evaluation; a case with a mistake in it is not judged."""
        case, tree, scheme = self.case, self.cases.tree, self.cases.scheme_of(self.case)
        label = case.label or Label(self.name, self.name)
        facts, findings = given(self.name, case, self.cases.file, scheme.facts, tree)
        if findings:
            return CaseResult(self.name, label, findings=sorted_findings(findings))
        try:
            evaluation = self._evaluation(scheme, facts)
        except InputError as error:
            return CaseResult(self.name, label, findings=tuple(map(self._placed, error.findings)))
        checker = Checker(evaluation, facts, scheme, tree, ("cases", self.name, "expect"))
        checker.check(case.expect)
        failures = () if checker.findings else tuple(checker.failures)
        return CaseResult(self.name, label, failures, sorted_findings(checker.findings), evaluation)

    def _evaluation(self, scheme: Scheme, facts: Given) -> Evaluation:
        claims = self._claims(scheme, facts)
        return evaluate(scheme, facts.ledger, facts.roster, claims, as_of=self.as_of, known_at=self.case.known_at)

    def _claims(self, scheme: Scheme, facts: Given) -> Claims:
        """The claims as filed, or as everybody would file them by the policy that the case names."""
        asked = self.case.claims
        if not isinstance(asked, str | Assumed):
            return facts.claims
        policy, option = (asked, None) if isinstance(asked, str) else (asked.assume, asked.option)
        if self.assume is None:
            wrong = {"name": "claims", "value": policy, "expected": _NO_ASSUME}
            raise InputError([Diagnostic(Code.BAD_ARGUMENT, facts=wrong)])
        known = self.case.known_at
        return self.assume(
            scheme, facts.ledger, facts.roster, policy=policy, as_of=self.as_of, option=option or "", known_at=known
        )

    def _placed(self, found: Diagnostic) -> Diagnostic:
        """What a call refused, at the value that it was given: a date of the case or of the file, or the claims."""
        return replace(found, place=self._place(found))

    def _place(self, found: Diagnostic) -> Place:
        named = found.facts.get("name")
        if named in ("as_of", "known_at"):
            written = getattr(self.case, str(named)) is not None
            return self.cases.tree.place(("cases", self.name, str(named)) if written else (str(named),))
        path: Path = ("cases", self.name, "claims")
        if isinstance(self.case.claims, Assumed) and found.code is not Code.OPTION_MISSING:
            path = (*path, "option" if named == self.case.claims.option else "assume")
        return self.cases.tree.place(path)


_NO_ASSUME = Label(
    "여기서는 신청을 가정할 수 없습니다(run_cases에 assume=assume_claims를 주십시오)",
    "claims cannot be assumed here; pass assume=assume_claims to run_cases",
)
