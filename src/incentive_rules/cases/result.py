"""What came of worked examples: which hold, which fail and by what, and what is wrong with their file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError

if TYPE_CHECKING:
    from incentive_rules.messages import Label, Language
    from incentive_rules.source import Place
    from incentive_rules.statement.evaluation import Evaluation


@dataclass(frozen=True, slots=True)
class Failure:
    """An expectation that does not hold: of what, the number or word expected and got, and where it is written.

    ``arithmetic`` is the expected number as it was worked out, or an empty text; ``query`` is what the evaluation is
    asked for the explanation.
    """

    what: Label
    expected: str | Label
    got: str | Label
    place: Place
    query: str
    evaluation: Evaluation = field(repr=False, compare=False)
    arithmetic: str = ""

    @property
    def finding(self) -> Diagnostic:
        """The failure as a finding at the line of the expectation."""
        expected = f"{self.arithmetic} = {self.expected}" if self.arithmetic else self.expected
        return Diagnostic(Code.CASE_FAILED, self.place, {"what": self.what, "expected": expected, "got": self.got})

    def explanation(self, lang: Language = "en") -> str:
        """Why the evaluation says what it says, line by line; where it says nothing of it, that."""
        try:
            return self.evaluation.explain(self.query, lang)
        except InputError as nothing:
            return nothing.render(lang)


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case: what failed, what is wrong with the case itself, and the evaluation, if it came to one."""

    id: str
    label: Label
    failures: tuple[Failure, ...] = ()
    findings: tuple[Diagnostic, ...] = ()
    evaluation: Evaluation | None = field(default=None, repr=False, compare=False)

    @property
    def passed(self) -> bool:
        """Whether everything that the case expects came true."""
        return not self.failures and not self.findings


@dataclass(frozen=True, slots=True)
class CasesReport:
    """One cases file. ``findings`` holds all that is wrong with the file, its scheme and its cases, sorted by place."""

    file: str
    results: tuple[CaseResult, ...] = ()
    findings: tuple[Diagnostic, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the file is in order and every case holds."""
        return not self.findings and all(result.passed for result in self.results)

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Every expectation that does not hold, in the order of the file."""
        return tuple(failure for result in self.results for failure in result.failures)
