"""Sums that do not add up: what the published text says in all, against what the places come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount, total
from incentive_rules.analysis.warning import Warned, reason
from incentive_rules.codes import Code
from incentive_rules.periods import Dated
from incentive_rules.program.pay_steps import Steps

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from incentive_rules.messages import Label
    from incentive_rules.program.model import Program
    from incentive_rules.program.rankings import PlaceRule, RankingRule
    from incentive_rules.scheme.rankings import Stated


def differing_sums(program: Program) -> Iterator[Warned]:
    """Winners and rewards of which an award's places come to another sum than the text says, on every day."""
    for ranking in program.rankings:
        stated: Stated | None = getattr(program.scheme.awards[ranking.id], "stated", None)
        if stated is not None and not any(place.top for place in ranking.places):
            yield from _compared(program, ranking, stated)


def _compared(program: Program, ranking: RankingRule, stated: Stated) -> Iterator[Warned]:
    path = ("awards", ranking.id, "stated")
    winners = sum(map(_winners, ranking.places))
    if stated.winners not in (None, winners):
        parts = " + ".join(str(_winners(place)) for place in ranking.places)
        told = {"what": reason("winners"), "stated": stated.winners, "sum": winners, "parts": parts}
        yield Warned(Code.SUM_DIFFERS, (*path, "winners"), told)
    for reward, amount in (stated.rewards or {}).items():
        if any(isinstance(place.pays.get(reward), Steps) for place in ranking.places):
            continue  # such an amount is another one for each winner
        sums = {day: _sum(ranking, reward, day) for day in _days(ranking, reward)}
        if amount not in sums.values():
            day, found = next(iter(sums.items()))
            label = program.scheme.rewards[reward].label
            told = {"what": label, "stated": amount, "sum": found, "parts": _parts(ranking, reward, day)}
            yield Warned(Code.SUM_DIFFERS, (*path, "rewards", reward), told)


def _winners(place: PlaceRule) -> int:
    return place.worst - place.best + 1


def _paying(ranking: RankingRule, reward: str) -> list[tuple[int, Dated[Amount]]]:
    """The winners and the amount of each place that pays the reward."""
    paid = ((place, place.pays.get(reward)) for place in ranking.places)
    return [(_winners(place), pay) for place, pay in paid if isinstance(pay, Dated)]


def _days(ranking: RankingRule, reward: str) -> list[date]:
    """The first day of the award, and those on which an amount of the reward changes while it lasts."""
    changes = {day for _, pay in _paying(ranking, reward) for day, _ in pay.steps}
    return sorted({ranking.first, *(day for day in changes if ranking.first < day < ranking.until)})


def _sum(ranking: RankingRule, reward: str, day: date) -> Amount:
    return total(Amount(winners * pay.on(day)) for winners, pay in _paying(ranking, reward))


def _parts(ranking: RankingRule, reward: str, day: date) -> str | Label:
    """The sum as it is added up; in words where no place pays the reward."""
    paying = _paying(ranking, reward)
    return " + ".join(f"{winners} × {pay.on(day):,}" for winners, pay in paying) or reason("no_place")
