"""The conditions that an entry fulfilled: since it counts they held, on the day on which the scheme judges them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incentive_rules.messages import Label, answer_label
from incentive_rules.scheme.conditions import tests_of
from incentive_rules.statement.explain.model import Node, NodeKind
from incentive_rules.statement.explain.words import label
from incentive_rules.statement.judge import words
from incentive_rules.statement.model import StepKind
from incentive_rules.statement.rows import plain_facts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from incentive_rules.scheme.conditions import Condition
    from incentive_rules.scheme.provenance import Cited
    from incentive_rules.statement.model import Credit
    from incentive_rules.statement.record import Record


def conditions_of(record: Record, credit: Credit) -> Iterator[Node]:
    """What had to hold for an entry that counts, and for each bonus that it got."""
    program = record.program
    rule = program.activities[credit.activity]
    day = credit.day if program.answers.values_taken_on == "activity_date" else credit.counts_on
    judged = judged_on(record, credit.day, credit.counts_on)
    bonuses = {each.address: each for each in program.bonuses[credit.activity]}
    given = [bonuses[step.rule] for step in credit.steps if step.kind is StepKind.BONUS and step.rule in bonuses]
    asked: list[tuple[Condition | None, str, Cited]] = [
        (None if rule.of else program.eligible, "eligible", program.eligible_cited),
        (rule.when, f"{rule.address}.when", rule.cited),
        *((bonus.when, f"{bonus.address}.when", bonus.cited) for bonus in given),
    ]
    for condition, address, cited in asked:
        if condition is not None and any(tests_of(condition)):
            yield _met(condition, day, judged, address, cited)


def _met(condition: Condition, day: date, judged: Label, address: str, cited: Cited) -> Node:
    return Node(
        NodeKind.CONDITION,
        "condition_met",
        plain_facts({"need": words(condition, day), "judged": judged}),
        rule=address,
        **provenance(cited),
    )


def provenance(cited: Cited) -> dict[str, Any]:
    """Where a rule comes from, as a node says it."""
    return {"source": cited.source, "at": cited.at, "assumed": cited.assumed}


def judged_on(record: Record, day: date, counts_on: date) -> Label:
    """On which day facts of members were judged for an entry, as far as the result tells that day."""
    answers = record.program.answers
    judged = answers.grade_judged_on
    if judged in ("", "activity_date"):
        return label("judged_as_of", day=day)
    if judged == answers.points_count_on:
        return label("judged_as_of", day=counts_on)
    return label("judged_as_answered", answer=answer_label("grade_judged_on", judged))
