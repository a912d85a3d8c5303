"""How much may be paid in all: what a scheme file may say under ``budgets``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic.functional_validators import model_validator

from incentive_rules.codes import Code
from incentive_rules.messages import Label
from incentive_rules.scheme.parts import FactName, InForce, Provenance, ShareRounding, check_parts_fit
from incentive_rules.scheme.scalars import Choice, DatedCount, DatedPositive, Id, Ids, Words, refusal
from incentive_rules.scheme.spans import SpanWord

_ROUNDED = Label("나누어 줄인 금액은 단위가 있어야 합니다", "amounts that are cut in proportion need a unit")
_WHOLE = Label("사람은 나눌 수 없습니다", "people cannot be paid in part")


class WhenOut(StrEnum):
    """What happens to payments of one day that do not all fit."""

    REFUSE = "refuse"
    BY_SCORE = "by_score"
    PRORATE = "prorate"


class Budget(Provenance, InForce):
    """The most that may be paid in a period. What does not fit is not paid, and uses up no points; places stay won."""

    label: Words
    """its name"""
    awards: tuple[Id, ...] = ()
    """the awards that are paid out of it; without it, all"""
    reward: Ids
    """the reward that is counted; or several of one unit, counted together"""
    per: SpanWord
    """the period: day, month, quarter, half, year or ever"""
    by: FactName | None = None
    """`member`: the most for each person; a group fact: for each group; without it, for all together"""
    amount: DatedPositive | None = None
    """the most of it in a period"""
    count: DatedCount | None = None
    """the most payments of it in a period"""
    when_out: Annotated[WhenOut, Choice()]
    """where the payments of one day do not all fit: `refuse` them all, `by_score` (the higher score or the better rank
    first, equal ones together or not at all), or `prorate` (each is cut in the same proportion)"""
    round: ShareRounding | None = None
    """with `prorate`: how what is left of a payment is rounded"""

    @model_validator(mode="after")
    def _one_measure(self) -> Budget:
        if (self.amount is None) == (self.count is None):
            raise refusal(Code.ONE_OF_TWO, known=("amount", "count"))
        cuts = self.when_out is WhenOut.PRORATE
        if cuts and self.count is not None:
            facts = {"left": "when_out: prorate", "right": "count", "why": _WHOLE}
            raise refusal(Code.CONTRADICTION, **facts, at=("when_out",), on_key=True)
        if cuts and self.round is None:
            raise refusal(Code.MISSING_KEY, name="round", on_key=True)
        if self.round is not None and not cuts:
            facts = {"left": "round", "right": f"when_out: {self.when_out}", "why": _ROUNDED}
            raise refusal(Code.CONTRADICTION, **facts, at=("round",), on_key=True)
        if self.round is not None:
            check_parts_fit(self.round)
        return self
