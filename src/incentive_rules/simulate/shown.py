"""The same facts under one scheme and under another: the way is the same, and so is how people claim."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from incentive_rules.program.from_scheme import program_of
from incentive_rules.simulate.claims import claims_under
from incentive_rules.statement.from_ledger import evaluate_program

if TYPE_CHECKING:
    from datetime import date

    from incentive_rules.messages import Label
    from incentive_rules.scheme.model import Scheme
    from incentive_rules.simulate.given import Given
    from incentive_rules.statement.evaluation import Evaluation

AS_FILED = "as_filed"
"""The policy of claims that people really made."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Facts, a day, and how people claim on every side of a comparison."""

    given: Given
    policy: str
    as_of: date
    option: str
    known_at: date | None

    def under(self, scheme: Scheme, rows_needed: Label, own_policy: str | None = None) -> tuple[str, Evaluation]:
        """What a scheme makes of the facts, and how people claimed; an option that it does not offer is left out.

        Raises:
            InputError: for an unknown policy, or if a table was read by the caller and this scheme reads it in another
                way; it says ``rows_needed``.
        """
        program, tables, policy = program_of(scheme), self.given.under(scheme, rows_needed), self.policy
        if policy != AS_FILED:
            policy = own_policy or policy
            option = self.option if self.option in scheme.facts.options else ""
            claims = claims_under(program, tables, policy, self.as_of, option, self.known_at)
            tables = replace(tables, claims=claims)
        return policy, evaluate_program(program, tables, self.as_of, self.known_at)
