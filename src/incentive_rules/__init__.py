"""Public-sector incentive schemes as YAML files, evaluated exactly and explained line by line.

    YAML --> Scheme --> Program --+
                                  +--> Evaluation: statements, rankings, payments, reasons
    rows --> Ledger, Roster, Claims

The library stores nothing, never asks the clock and touches no network: rules and facts in, statements out.
"""

from incentive_rules.amounts import Amount
from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, IncentiveError, InputError, SchemeErrors
from incentive_rules.examples import example_path
from incentive_rules.ledger.from_files import read_claims, read_ledger, read_roster
from incentive_rules.ledger.model import Claims, Ledger, Roster
from incentive_rules.messages import Label
from incentive_rules.scheme.from_yaml import load_scheme, with_reading
from incentive_rules.scheme.model import Scheme
from incentive_rules.simulate.claims import assume_claims
from incentive_rules.simulate.readings import ReadingResult, compare_readings
from incentive_rules.source import Place
from incentive_rules.statement.evaluation import Evaluation
from incentive_rules.statement.from_ledger import evaluate
from incentive_rules.statement.model import Outcome, Payment, Ranking, State, Statement, Totals
from incentive_rules.version import __version__

__all__ = [
    "Amount",
    "Claims",
    "Code",
    "Diagnostic",
    "Evaluation",
    "IncentiveError",
    "InputError",
    "Label",
    "Ledger",
    "Outcome",
    "Payment",
    "Place",
    "Ranking",
    "ReadingResult",
    "Roster",
    "Scheme",
    "SchemeErrors",
    "State",
    "Statement",
    "Totals",
    "__version__",
    "assume_claims",
    "compare_readings",
    "evaluate",
    "example_path",
    "load_scheme",
    "read_claims",
    "read_ledger",
    "read_roster",
    "with_reading",
]
