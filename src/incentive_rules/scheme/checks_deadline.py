"""What does not go together with a deadline for claims and choices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.messages import Label
from incentive_rules.periods import Per
from incentive_rules.scheme.awards import ClaimBy, CounterName, ExchangeAward

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentive_rules.scheme.awards import TiersAward
    from incentive_rules.scheme.reporter import Reporter
    from incentive_rules.scheme.tree import Path

_MOST = {Per.MONTH: 28, Per.QUARTER: 90, Per.HALF: 181, Per.YEAR: 365}
"""A deadline lies before the end of the next period, or it would be open which of the two a claim is about."""
_NEVER_OVER = Label(
    "끝난 기간에 대하여 신청하므로 월, 분기, 반기, 연이나 이름 붙인 기간이어야 합니다",
    "claims are about a period that is over: a month, quarter, half, year or named period",
)
_NO_CHOICE = Label(
    "자동으로 지급하고 고를 것이 없으면 기한 안에 할 일이 없습니다",
    "where it is automatic and offers no choice, there is nothing to do until a deadline",
)
_LAPSING = Label(
    "기한이 되기 전에 점수가 소멸할 수 있습니다. 점수가 없어지지 않게 하거나 'earned'를 쓰십시오",
    "points could lapse before the deadline; let them stay, or measure 'earned'",
)


def check_deadline(checker: Reporter, award: TiersAward | ExchangeAward, path: Path) -> None:
    """Findings about `deadline` of an award."""
    deadline, per = award.claim.deadline, award.claim.per
    if deadline is None:
        return
    most = _MOST.get(per, 0) if isinstance(per, Per) else _MOST[Per.YEAR]
    if most and deadline.days > most:
        checker.report(
            Code.OUT_OF_RANGE, (*path, "claim", "deadline", "days"), {"value": deadline.days, "expected": f"≤ {most}"}
        )
    for right, why in _misfits(checker, award, has_end=bool(most)):
        facts = {"left": "claim: deadline", "right": right, "why": why}
        checker.report(Code.CONTRADICTION, (*path, "claim", "deadline"), facts, key=True)


def _misfits(checker: Reporter, award: TiersAward | ExchangeAward, *, has_end: bool) -> Iterator[tuple[str, Label]]:
    scheme = checker.scheme
    if not has_end:
        yield f"claim: per {award.claim.per}", _NEVER_OVER
    if isinstance(award, ExchangeAward):
        chooses, is_of_balance = bool(award.choose), True
    else:
        chooses = any(tier.choose for tier in award.tiers.values())
        is_of_balance = award.measure.counter is CounterName.BALANCE
    if award.claim.by is ClaimBy.AUTOMATIC and not chooses:
        yield "claim: by automatic", _NO_CHOICE
    year_end = scheme.answered.get("year_end")
    lapses = "balance" if scheme.balance else "year_end: lapse" if year_end and year_end.value == "lapse" else ""
    if lapses and is_of_balance:
        yield lapses, _LAPSING
