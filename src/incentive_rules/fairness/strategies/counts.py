"""Counters, exchanges, budgets and made entries, for schemes that are drawn. The totals path covers none of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from incentive_rules.amounts import RoundingMode
from incentive_rules.facts import FactKind
from incentive_rules.fairness.strategies.awards import Prizes, claim_rule
from incentive_rules.fairness.strategies.conditions import eligible_for, when
from incentive_rules.periods import Per
from incentive_rules.scheme.answers import WAIT
from incentive_rules.scheme.awards import ClaimBy, Consume
from incentive_rules.scheme.budgets import WhenOut
from incentive_rules.scheme.counters import POINTS, Take
from incentive_rules.scheme.made import ProrateBy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from incentive_rules.fairness.strategies.draft import Data, Draft

_UNITS = (1, "0.5", 1000, "0.1")
_AMOUNTS = (30000, 10000, 1, "2.5", 100)
_THRESHOLDS = (1, 2, "0.5", 3)
_MOST_COUNTED, _MOST_PERIODS, _MOST_DROPPED = 3, 3, 2
_PERS = tuple(map(str, Per))


def counters(draft: Draft, names: tuple[str, ...]) -> Data:
    """Counters by id, over some of the activities."""
    if not draft.wide_chance(2):
        return {}
    return {f"counter{n}": _counter(draft, f"counter{n}", names) for n in range(1, draft.count(1, 2) + 1)}


def _counter(draft: Draft, name: str, names: tuple[str, ...]) -> Data:
    told: Data = {"label": draft.label(f"집계 {name}", f"the {name}"), **draft.provenance()}
    take = draft.one_of(Take)
    if draft.chance():
        told["take"] = str(take)
    if draft.chance():
        told["of"] = draft.one_of((POINTS, "quantity", *_numbers(draft)))
    if draft.chance(3):
        told["activities"] = draft.some(names)
    if draft.chance(3):
        told["when"] = when(draft, names, draft.first)
    if "take" not in told or take is Take.MEAN:
        told |= {"drop": _drop(draft)} if draft.chance(3) else {}
    if draft.chance(2):
        told["per"] = draft.span(_PERS)
    if draft.chance(4):
        told["last"] = draft.count(1, _MOST_PERIODS)
    return told


def _drop(draft: Draft) -> Data:
    ends = draft.some(("highest", "lowest"), (1, 2))
    return {end: draft.count(1, _MOST_DROPPED) for end in ends}


def _numbers(draft: Draft) -> list[str]:
    return [name for name, fact in draft.facts["entry"].items() if fact.kind is FactKind.NUMBER]


def widened_awards(draft: Draft, told: Data, default: str) -> None:
    """Awards that measure and ask for counters, and perhaps an exchange."""
    known = tuple(told.get("counters", ()))
    for award in told["awards"].values():
        if award["kind"] != "tiers" or draft.is_plain:
            continue
        if known and award["measure"]["counter"] == "earned" and draft.chance():
            award["measure"] = award["measure"] | {"counter": draft.one_of(known)}
        if (condition := eligible_for(draft, known)) is not None:
            award["eligible"] = condition
    if told["rewards"] and len(told["awards"]) < draft.size and draft.wide_chance(2):
        told["awards"]["swap"] = _exchange(draft, tuple(told["rewards"]), known, default)
        _in_turn(told["awards"])


def _exchange(draft: Draft, rewards: tuple[str, ...], known: tuple[str, ...], default: str) -> Data:
    period, first = draft.period(draft.first)
    draft.asked.update(("year_end", "no_longer_eligible"))
    claim = claim_rule(draft, Per.EVER, is_endless=not (draft.until or "until" in period))
    prizes = Prizes(draft, rewards, first, default)
    told: Data = {"kind": "exchange", "label": draft.label("교환", "the exchange"), "claim": claim}
    told["points"] = draft.dated(st.sampled_from(_THRESHOLDS), first, 2)
    if (claim["by"] == ClaimBy.MEMBER or default != WAIT) and draft.chance():
        draft.asked.add("no_option")
        told["choose"] = {name: prizes.bundle() for name in prizes.options()}
    else:
        told["pays"] = prizes.bundle()
    if draft.chance():
        draft.asked.add("minimum_is_of")
        told["minimum"] = draft.dated(st.sampled_from(_THRESHOLDS), first)
    if draft.chance(3):
        told["maximum"] = draft.dated(st.sampled_from((5, 10, "3.5")), first)
    if (condition := eligible_for(draft, known)) is not None:
        told["eligible"] = condition
    return told | period | draft.provenance(one_in=3)


def _in_turn(awards: Data) -> None:
    """Awards that use up one balance, in an order."""
    using = [award for award in awards.values() if award.get("consume", Consume.NOTHING) != Consume.NOTHING]
    for number, award in enumerate([*using, awards["swap"]], 1) if using else ():
        award["priority"] = number


def budgets(draft: Draft, told: Data) -> Data:
    """Budgets by id."""
    kinds = {award["kind"] for award in told["awards"].values()}
    if not kinds or not draft.wide_chance(2):
        return {}
    return {f"budget{n}": _budget(draft, f"budget{n}", told) for n in range(1, draft.count(1, 2) + 1)}


def _budget(draft: Draft, name: str, told: Data) -> Data:
    period, first = draft.period(draft.first)
    out = draft.one_of(WhenOut)
    found: Data = {"label": draft.label(f"예산 {name}", f"the {name}"), "per": draft.span(_PERS)}
    found |= {"reward": draft.one_of(told["rewards"]), "when_out": str(out)}
    if out is WhenOut.PRORATE:
        found["round"] = _rounding(draft) | {"mode": "down"}
    if out is WhenOut.PRORATE or draft.chance():
        found["amount"] = draft.dated(st.sampled_from(_AMOUNTS), first, 2)
    else:
        found["count"] = draft.dated(st.integers(1, _MOST_COUNTED), first, 2)
    if draft.chance(3):
        found["awards"] = draft.some(told["awards"])
    owners = _owners(draft, [told["awards"][award] for award in found.get("awards") or told["awards"]])
    if owners and draft.chance(3):
        found["by"] = draft.one_of(owners)
    return found | period | draft.provenance()


def _owners(draft: Draft, awards: Iterable[Data]) -> list[str]:
    """Whose a budget may be: where groups are paid, only those groups'."""
    paid = {award.get("of", "member") for award in awards} - {"member", "work"}
    return [*paid][:1] * (len(paid) == 1) if paid else ["member", *_groups(draft)]


def adding_up(counters: Data) -> tuple[str, ...]:
    """The counters that are sums or numbers of entries."""
    return tuple(name for name, rule in counters.items() if rule.get("take", "sum") in ("sum", "number"))


def _rounding(draft: Draft) -> Data:
    return {"unit": draft.one_of(_UNITS), "mode": str(draft.one_of(RoundingMode))}


def _groups(draft: Draft) -> list[str]:
    return [name for name, fact in draft.facts["member"].items() if fact.kind is FactKind.GROUP]


def widened_activity(draft: Draft, activity: Data) -> Data:
    """That an activity is a group's own, or comes about by itself."""
    told: Data = {}
    if draft.wide_chance(5) and (groups := _groups(draft)):
        told["of"] = draft.one_of(groups)
    if _needs_no_row(activity) and draft.wide_chance(2):
        told["every"] = draft.span(_PERS)
        if told["every"] != Per.EVER and not draft.chance(4):
            told["prorate"] = {"by": str(draft.one_of(ProrateBy))}
            told["prorate"] |= {"round": _rounding(draft)} if draft.chance() else {}
    return told


def _needs_no_row(activity: Data) -> bool:
    points = activity["points"]
    asks = isinstance(points, dict) and points.keys() & {"by", "each", "stated", "criteria"}
    return not asks and "when" not in activity


def followers(draft: Draft, told: Data) -> None:
    """Activities that follow an award."""
    won = {
        name: tuple(award.get("tiers") or award.get("places") or award.get("grades") or ())
        for name, award in told["awards"].items()
    }
    for activity in told["activities"].values():
        to_whom = [
            name for name, award in told["awards"].items() if award.get("of", "member") == activity.get("of", "member")
        ]
        if to_whom and "every" not in activity and _needs_no_row(activity) and draft.wide_chance(2):
            award = draft.one_of(to_whom)
            activity["after"] = {"award": award}
            if won[award] and draft.chance():
                activity["after"]["won"] = draft.some(won[award])
