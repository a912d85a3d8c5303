"""The files that commands read, and the evaluation of what is in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentive_rules.cli.desk import at_path
from incentive_rules.errors import SchemeErrors
from incentive_rules.ledger.from_files import read_claims, read_ledger, read_roster
from incentive_rules.scheme.from_yaml import load_scheme
from incentive_rules.simulate.claims import assume_claims
from incentive_rules.statement.evaluation import Evaluation
from incentive_rules.statement.from_ledger import evaluate

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from incentive_rules.errors import Diagnostic
    from incentive_rules.ledger.model import Claims, Ledger, Roster, SourceReport
    from incentive_rules.scheme.model import Scheme


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a command was told to read."""

    scheme: Path
    ledger: tuple[Path, ...]
    roster: tuple[Path, ...]
    as_of: date
    claims: tuple[Path, ...] = ()
    assume_claims: str = ""
    option: str = ""
    known_at: date | None = None
    reading: str = ""

    def read(self) -> Facts:
        """Read every file.

        Raises:
            IncentiveError: if a file cannot be used at all.
        """
        scheme = scheme_at(self.scheme, self.reading)
        ledger, roster = read_ledger(self.ledger, scheme), read_roster(self.roster, scheme)
        return Facts(scheme, ledger, roster, read_claims(self.claims, scheme))

    def evaluated(self, facts: Facts) -> Evaluation:
        """Evaluate what was read, under claims as filed or as assumed.

        Raises:
            InputError: for an unknown claim policy or option.
        """
        scheme, ledger, roster, claims = facts.scheme, facts.ledger, facts.roster, facts.claims
        if self.assume_claims:
            claims = assume_claims(
                scheme, ledger, roster, policy=self.assume_claims, as_of=self.as_of, option=self.option
            )
        return evaluate(scheme, ledger, roster, claims, as_of=self.as_of, known_at=self.known_at)


@dataclass(frozen=True, slots=True)
class Facts:
    """What was read."""

    scheme: Scheme
    ledger: Ledger
    roster: Roster
    claims: Claims

    @property
    def sources(self) -> tuple[SourceReport, ...]:
        """Every source, in the order of ledger, staff list and claims."""
        return (*self.ledger.sources, *self.roster.sources, *self.claims.sources)

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """What is to be said of columns."""
        return (*self.ledger.findings, *self.roster.findings, *self.claims.findings)


def scheme_at(path: Path, reading: str = "") -> Scheme:
    """The scheme of a file; findings name the file as the user did.

    Raises:
        SchemeErrors: if it does not load, or has no such reading.
    """
    try:
        return load_scheme(path, reading=reading)
    except SchemeErrors as errors:
        raise SchemeErrors(at_path(found, path) for found in errors.findings) from None


def evaluation_at(path: Path) -> Evaluation:
    """A result that ``evaluate --format json`` wrote.

    Raises:
        InputError: if it is none.
        OSError: if it cannot be opened.
    """
    return Evaluation.from_json(path.read_bytes())
