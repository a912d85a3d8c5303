"""What does not go together inside an award."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.errors import nearest
from incentive_rules.facts import FactKind
from incentive_rules.messages import Label
from incentive_rules.periods import Per, length_of
from incentive_rules.scheme.answers import WAIT
from incentive_rules.scheme.awards import (
    Again,
    ClaimBy,
    Consume,
    CounterName,
    ExchangeAward,
    Pay,
    TiersAward,
)
from incentive_rules.scheme.checks_deadline import check_deadline
from incentive_rules.scheme.checks_facts import fits
from incentive_rules.scheme.checks_grades import check_grades
from incentive_rules.scheme.checks_pay import check_bundle
from incentive_rules.scheme.checks_rankings import check_rankings
from incentive_rules.scheme.grades import GradesAward
from incentive_rules.scheme.pay_steps import PaySteps
from incentive_rules.scheme.spans import bound_span

if TYPE_CHECKING:
    from datetime import date

    from incentive_rules.scheme.awards import Tier
    from incentive_rules.scheme.model import Scheme
    from incentive_rules.scheme.reporter import Reporter
    from incentive_rules.scheme.tree import Path

_UNRANKED = (None, Per.DAY, Per.EVER)
_DIFFERENCE = "again: difference"
_WHY = {
    "consume": Label(
        "쌓인 점수는 줄지 않으므로 쓸 것이 없습니다", "earned points are never reduced, so there is nothing to consume"
    ),
    "all_tiers": Label(
        "구간을 모두 지급하면 어느 구간의 점수를 쓰는지 정해지지 않습니다",
        "with all tiers paid, it is open whose points are used up",
    ),
    "difference": Label("차액은 가장 높은 구간까지의 차액입니다", "a difference leads up to the highest tier"),
    "used_up": Label(
        "점수를 쓰면 구간을 다시 채워야 하므로 차액이 없습니다", "points that are used up leave no difference to pay"
    ),
    "chosen": Label(
        "고르는 보상에는 먼저 받은 것과의 차액이 정해지지 않습니다",
        "where people choose, what a difference would be taken from is open",
    ),
    "nobody_asked": Label(
        "자동으로 지급하는 보상은 고르지 않은 사람에게 영영 지급되지 않습니다",
        "settled without a claim, it would never be paid to whoever chooses nothing",
    ),
    "one_choice": Label(
        "신청 하나에는 선택도 하나이므로 함께 지급하는 구간의 선택지가 같아야 합니다",
        "a claim names one option, so tiers that are paid together need the same options",
    ),
    "endless": Label(
        "마지막 날에 지급하는데 끝나는 날이 없어 지급되지 않습니다",
        "it would be paid on the last day, and there is none",
    ),
    "window": Label(
        "자동 지급 주기가 점수를 산정하는 기간보다 길면 앞 기간이 빠집니다",
        "settled less often than the counter starts anew, earlier periods would be lost",
    ),
    "worked_out": Label(
        "차액은 구간마다 정해진 금액 사이의 차이입니다", "a difference is one between the fixed amounts of tiers"
    ),
    "ranked": Label(
        "순위는 월, 분기, 반기, 연이나 이름 붙인 기간에 쌓은 점수로 매깁니다",
        "a ranking settles what was earned in a month, quarter, half, year or named period",
    ),
}


def check_awards(checker: Reporter) -> None:
    """Findings about each award."""
    for name, award in checker.scheme.awards.items():
        if isinstance(award, TiersAward | ExchangeAward):
            check_deadline(checker, award, ("awards", name))
        if isinstance(award, TiersAward):
            _tiers(checker, award, ("awards", name))
        elif isinstance(award, ExchangeAward):
            _exchange(checker, award, ("awards", name))
        elif isinstance(award, GradesAward):
            _graded(checker, award, ("awards", name))
            check_grades(checker, award, ("awards", name))
    check_rankings(checker)
    _priorities(checker)


def _priorities(checker: Reporter) -> None:
    """Awards that use up the same balance on one day need an order that somebody declared."""
    using = {
        name: award
        for name, award in checker.scheme.awards.items()
        if isinstance(award, ExchangeAward) or (isinstance(award, TiersAward) and award.consume is not Consume.NOTHING)
    }
    taken: dict[int, str] = {}
    for name, award in using.items() if len(using) > 1 else ():
        if award.priority is None:
            checker.report(Code.MISSING_KEY, ("awards", name), {"name": "priority"}, key=True)
        elif taken.setdefault(award.priority, name) != name:
            checker.report(Code.DUPLICATE_VALUE, ("awards", name, "priority"), {"name": award.priority})


def _tiers(checker: Reporter, award: TiersAward, path: Path) -> None:
    _tier_order(checker, award, (*path, "tiers"))
    _contradictions(checker, award, path)
    for name, tier in award.tiers.items():
        _tier_rewards(checker, tier, (*path, "tiers", name))
    if award.again is Again.DIFFERENCE:
        _difference(checker, award, (*path, "again"))
    _choices(checker, award, path)


def _exchange(checker: Reporter, award: ExchangeAward, path: Path) -> None:
    _tier_rewards(checker, award, path)
    _can_choose(checker, award, path, offers=bool(award.choose))
    if _is_endless(checker, award):
        facts = {"left": "claim: per ever", "right": Label("until 없음", "no until"), "why": _WHY["endless"]}
        checker.report(Code.CONTRADICTION, (*path, "claim"), facts, key=True)
    for low, high in (("points", "maximum"), ("minimum", "maximum")):
        least, most = getattr(award, low), getattr(award, high)
        if least is not None and most is not None and max(least.values) > min(most.values):
            facts = {"value": min(most.values), "expected": f"≥ {max(least.values)}"}
            checker.report(Code.OUT_OF_RANGE, (*path, high), facts)


def _is_endless(checker: Reporter, award: TiersAward | ExchangeAward) -> bool:
    """Whether an award would settle by itself on the last day of a period that has none."""
    ends = award.until is not None or checker.scheme.until is not None
    return award.claim.by is ClaimBy.AUTOMATIC and award.claim.per is Per.EVER and not ends


def _can_choose(checker: Reporter, award: TiersAward | ExchangeAward, path: Path, *, offers: bool) -> None:
    """Whoever is asked to choose must have a way to say so."""
    default = checker.scheme.answered.get("no_option")
    if offers and award.claim.by is ClaimBy.AUTOMATIC and default and default.value == WAIT:
        facts = {"left": "claim: automatic", "right": "no_option: wait", "why": _WHY["nobody_asked"]}
        checker.report(Code.CONTRADICTION, (*path, "claim"), facts, key=True)


def _choices(checker: Reporter, award: TiersAward, path: Path) -> None:
    """Whoever is asked to choose can say so, with one word for all tiers that are paid at once."""
    offered = [set(tier.choose) for tier in award.tiers.values() if tier.choose]
    _can_choose(checker, award, path, offers=bool(offered))
    if award.pay is Pay.ALL and any(options != offered[0] for options in offered):
        facts = {"left": "pay: all", "right": "choose", "why": _WHY["one_choice"]}
        checker.report(Code.CONTRADICTION, (*path, "pay"), facts, key=True)


def _difference(checker: Reporter, award: TiersAward, path: Path) -> None:
    """A difference is one between amounts of one reward that nobody chooses."""
    paid = dict.fromkeys(reward for tier in award.tiers.values() for reward in _rewards(tier))
    rewards = tuple(reward for reward in paid if reward in checker.scheme.rewards)
    if len(rewards) > 1:
        checker.report(Code.DIFFERENCE_NEEDS_ONE_REWARD, path, {"known": rewards})
    elif any(tier.choose for tier in award.tiers.values()):
        facts = {"left": _DIFFERENCE, "right": "choose", "why": _WHY["chosen"]}
        checker.report(Code.CONTRADICTION, path, facts, key=True)
    elif any(isinstance(pay, PaySteps) for tier in award.tiers.values() for pay in (tier.pays or {}).values()):
        facts = {"left": _DIFFERENCE, "right": "steps", "why": _WHY["worked_out"]}
        checker.report(Code.CONTRADICTION, path, facts, key=True)


def _rewards(tier: Tier) -> list[str]:
    bundles = [tier.pays or {}, *(tier.choose or {}).values()]
    return [reward for bundle in bundles for reward in bundle]


def _tier_rewards(checker: Reporter, tier: Tier | ExchangeAward, path: Path) -> None:
    check_bundle(checker, tier.pays or {}, (*path, "pays"))
    for option, bundle in (tier.choose or {}).items():
        check_bundle(checker, bundle, (*path, "choose", option))
    default = checker.scheme.answered.get("no_option")
    if tier.choose and default and default.value not in ("", WAIT, *tier.choose):
        known = (*tier.choose, WAIT)
        facts = {
            "kind": Label("선택", "option"),
            "name": default.value,
            "known": known,
            "near": nearest(default.value, known),
        }
        checker.report(Code.UNKNOWN_ID, (*path, "choose"), facts, key=True)


def _tier_order(checker: Reporter, award: TiersAward, path: Path) -> None:
    """Thresholds rise in written order on every day on which one of them changes."""
    days = sorted({day for tier in award.tiers.values() for day in _change_days(tier, checker.scheme)})
    told: set[str] = set()
    for day in days:
        in_force = [(name, tier.at.on(day)) for name, tier in award.tiers.items() if _holds(tier, day, checker.scheme)]
        for (lower, low), (higher, high) in pairwise(in_force):
            if high <= low and higher not in told:
                told.add(higher)
                facts = {"name": higher, "other": lower, "day": day}
                checker.report(Code.TIERS_OUT_OF_ORDER, (*path, higher, "at"), facts)


def _change_days(tier: Tier, scheme: Scheme) -> set[date]:
    first, _ = scheme.in_force(tier)
    return {max(first, day) for day, _ in tier.at.steps}


def _holds(tier: Tier, day: date, scheme: Scheme) -> bool:
    first, until = scheme.in_force(tier)
    return first <= day < until and tier.at.first_day <= day


def _contradictions(checker: Reporter, award: TiersAward, path: Path) -> None:
    measure, claim = award.measure, award.claim
    uses = award.consume is not Consume.NOTHING
    difference = award.again is Again.DIFFERENCE
    automatic = claim.by is ClaimBy.AUTOMATIC
    rarely = _is_longer(checker.scheme, claim.per, measure.per)
    consume, pay, per = f"consume: {award.consume}", f"pay: {award.pay}", f"claim: per {claim.per}"
    found: list[tuple[bool, str, str, str | Label, str]] = [
        (
            uses and measure.counter is not CounterName.BALANCE,
            "consume",
            consume,
            f"measure: {measure.counter}",
            "consume",
        ),
        (award.pay is Pay.ALL and award.consume is Consume.TIER, "consume", consume, pay, "all_tiers"),
        (difference and award.pay is not Pay.HIGHEST, "again", _DIFFERENCE, pay, "difference"),
        (difference and uses, "again", _DIFFERENCE, consume, "used_up"),
        ((automatic or claim.deadline is not None) and rarely, "claim", per, f"measure: per {measure.per}", "window"),
        (_is_endless(checker, award), "claim", per, Label("until 없음", "no until"), "endless"),
    ]
    for wrong, key, left, right, why in found:
        if wrong:
            checker.report(Code.CONTRADICTION, (*path, key), {"left": left, "right": right, "why": _WHY[why]}, key=True)


def _is_longer(scheme: Scheme, one: Per | str, other: Per | str | None) -> bool:
    """Whether one period is longer than another; a named one may be left out because of its shape."""
    if other is None or not all(isinstance(each, Per) or each in scheme.periods for each in (one, other)):
        return False
    return length_of(bound_span(scheme.periods, one)) > length_of(bound_span(scheme.periods, other))


def _graded(checker: Reporter, award: GradesAward, path: Path) -> None:
    """Who is graded, and by what."""
    fits(checker, award.of, checker.scheme.facts.member, (FactKind.GROUP,), (*path, "of"), built_in=("member",))
    if award.measure.per in _UNRANKED:
        measure = f"{award.measure.counter}" + (f", per {award.measure.per}" if award.measure.per else "")
        contradiction = {"left": f"measure: {measure}", "right": f"kind: {award.kind}", "why": _WHY["ranked"]}
        checker.report(Code.CONTRADICTION, (*path, "measure"), contradiction, key=True)
