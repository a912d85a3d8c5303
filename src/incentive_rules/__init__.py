"""Public-sector incentive schemes as YAML files, evaluated exactly and explained line by line.

    YAML --> Scheme --> Program --+
                                  +--> Evaluation: statements, rankings, payments, reasons
    rows --> Ledger, Roster, Claims

The library stores nothing, never asks the clock and touches no network: rules and facts in, statements out.
What is named here is loaded when it is first used, so that a host that imports much starts quickly.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from incentive_rules.version import __version__

if TYPE_CHECKING:
    from incentive_rules.amounts import Amount
    from incentive_rules.analysis.lint import lint
    from incentive_rules.backends.totals import evaluate_totals
    from incentive_rules.codes import Code
    from incentive_rules.errors import Diagnostic, IncentiveError, InputError, SchemeErrors
    from incentive_rules.examples import example_path
    from incentive_rules.fairness.check import check_fairness
    from incentive_rules.fairness.verdict import FairnessReport, Verdict
    from incentive_rules.ledger.from_files import read_claims, read_ledger, read_roster
    from incentive_rules.ledger.model import Claims, Ledger, Roster
    from incentive_rules.messages import Label
    from incentive_rules.report.explanation import explanation_html
    from incentive_rules.scheme.from_yaml import load_scheme, with_reading
    from incentive_rules.scheme.model import Scheme
    from incentive_rules.simulate.claims import assume_claims
    from incentive_rules.simulate.compare import compare
    from incentive_rules.simulate.comparison import Comparison
    from incentive_rules.simulate.readings import ReadingResult, compare_readings
    from incentive_rules.simulate.reform import Reform, reform_of
    from incentive_rules.simulate.reformed import reformed
    from incentive_rules.source import Place
    from incentive_rules.statement.certificate import Certificate
    from incentive_rules.statement.couplings import Coupling, couplings
    from incentive_rules.statement.evaluation import Evaluation
    from incentive_rules.statement.explain.model import Explanation
    from incentive_rules.statement.feed import entries_from
    from incentive_rules.statement.from_ledger import evaluate, opening_of
    from incentive_rules.statement.model import Outcome, Payment, Ranking, State, Statement, Totals
    from incentive_rules.statement.of_member import evaluate_member
    from incentive_rules.statement.opening import Opening
    from incentive_rules.statement.pseudonyms import pseudonymous
    from incentive_rules.verify.replay import replay
    from incentive_rules.verify.report import ReplayReport

__all__ = [
    "Amount",
    "Certificate",
    "Claims",
    "Code",
    "Comparison",
    "Coupling",
    "Diagnostic",
    "Evaluation",
    "Explanation",
    "FairnessReport",
    "IncentiveError",
    "InputError",
    "Label",
    "Ledger",
    "Opening",
    "Outcome",
    "Payment",
    "Place",
    "Ranking",
    "ReadingResult",
    "Reform",
    "ReplayReport",
    "Roster",
    "Scheme",
    "SchemeErrors",
    "State",
    "Statement",
    "Totals",
    "Verdict",
    "__version__",
    "assume_claims",
    "check_fairness",
    "compare",
    "compare_readings",
    "couplings",
    "entries_from",
    "evaluate",
    "evaluate_member",
    "evaluate_totals",
    "example_path",
    "explanation_html",
    "lint",
    "load_scheme",
    "opening_of",
    "pseudonymous",
    "read_claims",
    "read_ledger",
    "read_roster",
    "reform_of",
    "reformed",
    "replay",
    "with_reading",
]

_ROOMS = {
    "Amount": "amounts",
    "lint": "analysis.lint",
    "evaluate_totals": "backends.totals",
    "Code": "codes",
    "Diagnostic": "errors",
    "IncentiveError": "errors",
    "InputError": "errors",
    "SchemeErrors": "errors",
    "example_path": "examples",
    "check_fairness": "fairness.check",
    "FairnessReport": "fairness.verdict",
    "Verdict": "fairness.verdict",
    "read_claims": "ledger.from_files",
    "read_ledger": "ledger.from_files",
    "read_roster": "ledger.from_files",
    "Claims": "ledger.model",
    "Ledger": "ledger.model",
    "Roster": "ledger.model",
    "Label": "messages",
    "replay": "verify.replay",
    "ReplayReport": "verify.report",
    "explanation_html": "report.explanation",
    "load_scheme": "scheme.from_yaml",
    "with_reading": "scheme.from_yaml",
    "Scheme": "scheme.model",
    "assume_claims": "simulate.claims",
    "compare": "simulate.compare",
    "Comparison": "simulate.comparison",
    "ReadingResult": "simulate.readings",
    "compare_readings": "simulate.readings",
    "Reform": "simulate.reform",
    "reform_of": "simulate.reform",
    "reformed": "simulate.reformed",
    "Place": "source",
    "Certificate": "statement.certificate",
    "couplings": "statement.couplings",
    "Coupling": "statement.couplings",
    "Evaluation": "statement.evaluation",
    "Explanation": "statement.explain.model",
    "entries_from": "statement.feed",
    "evaluate": "statement.from_ledger",
    "opening_of": "statement.from_ledger",
    "Outcome": "statement.model",
    "Payment": "statement.model",
    "Ranking": "statement.model",
    "State": "statement.model",
    "Statement": "statement.model",
    "Totals": "statement.model",
    "evaluate_member": "statement.of_member",
    "Opening": "statement.opening",
    "pseudonymous": "statement.pseudonyms",
}
"""The module in which each name lives."""


if not TYPE_CHECKING:  # else every name would be taken for one of ours

    def __getattr__(name: str) -> object:
        if name not in _ROOMS:
            message = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(message)
        found = globals()[name] = getattr(import_module(f"{__name__}.{_ROOMS[name]}"), name)
        return found


def __dir__() -> list[str]:
    return __all__
