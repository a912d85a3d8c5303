"""Steps that name their rule, its value in force and its source. Equal steps are one object."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from incentive_rules.statement.model import Step

if TYPE_CHECKING:
    from incentive_rules.amounts import Amount
    from incentive_rules.messages import Label
    from incentive_rules.program.rule import Rule
    from incentive_rules.statement.model import Facts, StepKind


class Citer:
    """Makes steps, each kind of step once: a year of proposals shares the step "proposal 0.5, assumed"."""

    def __init__(self) -> None:
        self._steps: dict[tuple[object, ...], Step] = {}

    def __call__(  # noqa: PLR0913, PLR0917  # the parts of a step
        self,
        kind: StepKind,
        rule: Rule,
        amount: Amount,
        value: Amount | str = "",
        since: date = date.min,
        facts: Facts | None = None,
        label: Label | None = None,
    ) -> Step:
        """The step by which a rule adds (or takes away) an amount."""
        label = label or rule.label
        key = (kind, rule.address, label, amount, str(value), since, tuple(facts.items()) if facts else ())
        found = self._steps.get(key)
        if found is None:
            found = self._steps[key] = Step(
                kind=kind,
                rule=rule.address,
                label=label,
                amount=amount,
                value=str(value),
                since=None if since == date.min else since,
                source=rule.cited.source,
                at=rule.cited.at,
                assumed=rule.cited.assumed,
                facts=facts or {},
            )
        return found
