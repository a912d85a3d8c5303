"""Sums that do not add up: what the published text says in all, against what the places come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount, total
from incentive_rules.analysis.warning import Warned, reason
from incentive_rules.codes import Code
from incentive_rules.periods import Dated
from incentive_rules.program.pay_steps import Steps

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from incentive_rules.messages import Label
    from incentive_rules.program.model import Program
    from incentive_rules.program.rankings import PlaceRule, RankingRule
    from incentive_rules.scheme.rankings import Stated


def differing_sums(program: Program) -> Iterator[Warned]:
    """Winners and rewards of which the places come to another sum than the text says, on every day."""
    rankings = {ranking.id: ranking for ranking in program.rankings}
    for ranking in program.rankings:
        stated: Stated | None = getattr(program.scheme.awards[ranking.id], "stated", None)
        if stated is None:
            continue
        together = [rankings[name] for name in dict.fromkeys((ranking.id, *stated.awards))]
        places = [place for each in together for place in each.places]
        if not any(place.top for place in places):
            yield from _compared(program, ranking, places, stated)


def _compared(program: Program, ranking: RankingRule, places: Sequence[PlaceRule], stated: Stated) -> Iterator[Warned]:
    path = ("awards", ranking.id, "stated")
    winners = sum(map(_winners, places))
    if stated.winners not in (None, winners):
        parts = " + ".join(str(_winners(place)) for place in places)
        told = {"what": reason("winners"), "stated": stated.winners, "sum": winners, "parts": parts}
        yield Warned(Code.SUM_DIFFERS, (*path, "winners"), told)
    for reward, amount in (stated.rewards or {}).items():
        if any(isinstance(place.pays.get(reward), Steps) for place in places):
            continue  # such an amount is another one for each winner
        sums = {day: _sum(places, reward, day) for day in _days(ranking, places, reward)}
        if amount not in sums.values():
            day, found = next(iter(sums.items()))
            label = program.scheme.rewards[reward].label
            told = {"what": label, "stated": amount, "sum": found, "parts": _parts(places, reward, day)}
            yield Warned(Code.SUM_DIFFERS, (*path, "rewards", reward), told)


def _winners(place: PlaceRule) -> int:
    return place.worst - place.best + 1


def _paying(places: Sequence[PlaceRule], reward: str) -> list[tuple[int, Dated[Amount]]]:
    """The winners and the amount of each place that pays the reward."""
    paid = ((place, place.pays.get(reward)) for place in places)
    return [(_winners(place), pay) for place, pay in paid if isinstance(pay, Dated)]


def _days(ranking: RankingRule, places: Sequence[PlaceRule], reward: str) -> list[date]:
    """The first day of the award, and those on which an amount of the reward changes while it lasts."""
    changes = {day for _, pay in _paying(places, reward) for day, _ in pay.steps}
    return sorted({ranking.first, *(day for day in changes if ranking.first < day < ranking.until)})


def _sum(places: Sequence[PlaceRule], reward: str, day: date) -> Amount:
    return total(Amount(winners * pay.on(day)) for winners, pay in _paying(places, reward))


def _parts(places: Sequence[PlaceRule], reward: str, day: date) -> str | Label:
    """The sum as it is added up; in words where no place pays the reward."""
    paying = _paying(places, reward)
    return " + ".join(f"{winners} × {pay.on(day):,}" for winners, pay in paying) or reason("no_place")
