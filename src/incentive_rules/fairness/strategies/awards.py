"""Awards by thresholds and by rank, for schemes that are drawn: every choice of theirs that goes together."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from incentive_rules.fairness.strategies.grades import some_grades
from incentive_rules.fairness.strategies.rankings import some_ranking
from incentive_rules.periods import ONE_DAY, Per
from incentive_rules.scheme.answers import WAIT
from incentive_rules.scheme.awards import Again, ClaimBy, Consume, CounterName, Pay

if TYPE_CHECKING:
    from datetime import date

    from incentive_rules.fairness.strategies.draft import Data, Draft

MONEY = "money"
"""The option that every choice offers where the scheme says that nobody has to choose."""
_OPTIONS = (MONEY, "day_off", "both")
_PERS = (Per.MONTH, Per.YEAR, Per.DAY, Per.QUARTER, Per.HALF, Per.EVER)
_OVER = (Per.MONTH, Per.QUARTER, Per.HALF, Per.YEAR)
"""Periods that are over one day, and last longer than each deadline that is drawn."""
_LENGTH = {per: index for index, per in enumerate(Per)}
_AMOUNTS = (10000, 1, "0.5", 30000, 50000, 7, "0.3")
_STEPS = (Decimal(1), Decimal(2), Decimal("0.5"), Decimal(3), Decimal(5))


def some_awards(draft: Draft, names: tuple[str, ...], rewards: tuple[str, ...]) -> tuple[Data, str]:
    """The awards by id, and what ``no_option`` answers if it is asked."""
    default = draft.one_of((WAIT, MONEY))
    awards: Data = {}
    for name in names:
        told = {"label": draft.label(f"보상 규칙 {name}", f"the {name}"), **draft.provenance()}
        if draft.wide_chance(3):
            kind = some_grades(draft, rewards)
        else:
            kind = _ranking(draft, rewards, awards) if draft.chance() else _tiers(draft, rewards, default)
        awards[name] = told | kind
    return _with_priorities(draft, awards), default


def _with_priorities(draft: Draft, awards: Data) -> Data:
    """Awards that use up one balance need an order; for others it may be told."""
    order = draft.draw(st.permutations(range(1, len(awards) + 1)))
    using = [name for name, award in awards.items() if award.get("consume", Consume.NOTHING) != Consume.NOTHING]
    for (name, award), priority in zip(awards.items(), order, strict=True):
        if award["kind"] == "tiers" and ((name in using and len(using) > 1) or draft.chance(6)):
            award["priority"] = priority
    return awards


def _ranking(draft: Draft, rewards: tuple[str, ...], others: Data) -> Data:
    period, first = draft.period(draft.first)
    return {**some_ranking(draft, Prizes(draft, rewards, first).bundle, first, others), **period}


# By thresholds.


def _tiers(draft: Draft, rewards: tuple[str, ...], default: str) -> Data:
    period, first = draft.period(draft.first)
    counter = draft.one_of(CounterName)
    consume = draft.one_of(Consume) if counter is CounterName.BALANCE else Consume.NOTHING
    pay = draft.one_of(each for each in Pay if not (each is Pay.ALL and consume is Consume.TIER))
    again, once = _again(draft, pay, consume)
    if pay is Pay.HIGHEST and again is Again.ONCE:
        draft.asked.add("tiers_passed_over")
    if counter is CounterName.BALANCE:
        draft.asked.add("year_end")
        measure: Data = {"counter": str(counter)}
    else:
        measure = {"counter": str(counter), "per": draft.one_of(_PERS)}
    claim = claim_rule(draft, measure.get("per", Per.EVER), is_endless=not (draft.until or "until" in period))
    may_choose = again is not Again.DIFFERENCE and (claim["by"] == ClaimBy.MEMBER or default != WAIT)
    paid = rewards if again is not Again.DIFFERENCE else (draft.one_of(rewards),)
    prizes = Prizes(draft, paid, first, default, may_choose)
    options = prizes.options() if may_choose and pay is Pay.ALL else ()
    tiers = [prizes.tier(options) for _ in range(draft.count(1))]
    chooses = any("choose" in tier for tier in tiers)
    return {
        "kind": "tiers",
        "measure": {key: str(value) for key, value in measure.items()},
        "claim": claim | _deadline(draft, claim, measure, chooses=chooses),
        "pay": str(pay),
        "again": {"once": str(once)} if once else str(again),
        "consume": str(consume),
        "tiers": _thresholds(draft, tiers, first),
        **period,
    }


def _again(draft: Draft, pay: Pay, consume: Consume) -> tuple[Again, Per | None]:
    can_differ = pay is Pay.HIGHEST and consume is Consume.NOTHING
    again = draft.one_of(each for each in Again if each is not Again.DIFFERENCE or can_differ)
    once = draft.one_of((None, *_PERS, *_PERS)) if again is Again.ONCE else None
    return again, once


def claim_rule(draft: Draft, window: Per, *, is_endless: bool) -> Data:
    """By claim; or automatic, not more rarely than the window of the counter, nor after an end that never comes."""
    if draft.chance():
        pers = [per for per in _PERS if _LENGTH[per] <= _LENGTH[window] and not (per is Per.EVER and is_endless)]
        return {"by": str(ClaimBy.AUTOMATIC), "per": str(draft.one_of(pers))}
    return {"by": str(ClaimBy.MEMBER), "times": draft.count(1, 3), "per": str(draft.one_of(_PERS))}


def _deadline(draft: Draft, claim: Data, measure: Data, *, chooses: bool) -> Data:
    """Perhaps a day until which a period that is over may be claimed, or chosen for: of points that never lapse."""
    per, is_automatic = Per(claim["per"]), claim["by"] == ClaimBy.AUTOMATIC
    fits = per in _OVER and measure["counter"] != CounterName.BALANCE and _LENGTH[per] <= _LENGTH[measure["per"]]
    if draft.is_plain or not fits or (is_automatic and not chooses) or draft.chance():
        return {}
    return {"deadline": {"days": draft.one_of((10, 1, 28))}}


@dataclass(frozen=True, slots=True)
class Prizes:
    """What the tiers or places of an award bring, from its ``first`` day on; ``default`` is what ``no_option`` says."""

    draft: Draft
    rewards: tuple[str, ...]
    first: date
    default: str = WAIT
    may_choose: bool = False

    def tier(self, options: tuple[str, ...]) -> Data:
        """A tier without its threshold; where it has a choice, between the options, if there are any."""
        draft = self.draft
        told: Data = {"label": draft.label("구간", "a tier")} if draft.chance(5) else {}
        told |= draft.provenance(needed=False, one_in=3)
        if self.may_choose and draft.chance(3):
            draft.asked.add("no_option")
            return told | {"choose": {name: self.bundle() for name in options or self.options()}}
        return told | {"pays": self.bundle()}

    def options(self) -> tuple[str, ...]:
        """Options of one tier; among them the one that is paid if nobody chose."""
        found = self.draft.some(_OPTIONS)
        return tuple(found if self.default in (WAIT, *found) else (self.default, *found))

    def bundle(self) -> Data:
        """Rewards and their amounts."""
        rewards = self.draft.some(self.rewards, (1, 1, 2))
        return {reward: self.draft.dated(st.sampled_from(_AMOUNTS), self.first) for reward in rewards}


def _thresholds(draft: Draft, tiers: list[Data], first: date) -> Data:
    """The tiers by id. Each keeps to a band of its own, below the next, so that they rise on every day."""
    steps = [draft.one_of(_STEPS) for _ in tiers]
    lows = list(accumulate(steps))
    told: Data = {}
    for number, (low, high) in enumerate(pairwise([*lows, lows[-1] + 1])):
        band = st.sampled_from((_plain(low), _plain((low + high) / 2)))
        told |= _in_band(draft, f"t{number + 1}", tiers[number], band, first)
    return told


def _in_band(draft: Draft, name: str, tier: Data, band: st.SearchStrategy[Any], first: date) -> Data:
    """One tier; or two that follow each other in time, perhaps at the same threshold."""
    if first < draft.last and draft.chance(6):
        change = draft.day(first + ONE_DAY, draft.last).isoformat()
        later = tier | {"at": draft.dated(band, first), "from": change}
        return {name: {"at": draft.draw(band), **tier, "until": change}, f"{name}_later": later}
    period, first = draft.period(first)
    return {name: {"at": draft.dated(band, first), **tier, **period}}


def _plain(number: Decimal) -> int | str:
    return int(number) if number == int(number) else str(number)
