"""What does not go together about unused points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.messages import Label

if TYPE_CHECKING:
    from incentive_rules.scheme.reporter import Reporter

_SAID_TWICE = Label(
    "연말에 남은 점수가 어떻게 되는지는 'carry_over'가 이미 정합니다. 답을 지우십시오",
    "'carry_over' says already what becomes of unused points at the year's end; leave the answer out",
)


def check_balance(reporter: Reporter) -> None:
    """Findings about `balance`: what is carried over is said once."""
    scheme = reporter.scheme
    answer = scheme.answered.get("year_end")
    if scheme.balance is None or scheme.balance.carry_over is None:
        return
    if answer is not None:
        facts = {"left": "balance: carry_over", "right": f"year_end: {answer.value}", "why": _SAID_TWICE}
        reporter.report(Code.CONTRADICTION, ("answers", "year_end"), facts, key=True)
    first = scheme.balance.carry_over.first_day
    if first > scheme.first:
        facts = {"value": first, "first": scheme.first}
        reporter.report(Code.VALUE_NOT_YET_IN_FORCE, ("balance", "carry_over"), facts)
