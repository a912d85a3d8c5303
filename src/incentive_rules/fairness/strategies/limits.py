"""Limits, the periods that a scheme names, and how long points stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from incentive_rules.fairness.strategies.conditions import when
from incentive_rules.periods import Per
from incentive_rules.scheme.limits import GIVER, KEYS, MEMBER, WORK, Keep, LimitOf
from incentive_rules.scheme.spans import ENTRY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from incentive_rules.fairness.strategies.draft import Data, Draft

_MOST_COUNTED = 4
_MONTHS = (12, 1, 6, 24)
_PERIODS: Data = {
    "season": {"label": "the season", "from": "01-01", "until": "12-01"},
    "winter": {"label": {"ko": "겨울", "en": "winter"}, "from": "11-15", "until": "03-01"},
}


def some_limits(draft: Draft, names: Iterable[str], activities: tuple[str, ...]) -> Data:
    """Limits of every kind; of one member and in calendar periods where only that is wanted."""
    return {name: _limit(draft, name, activities) for name in names}


def apart_from_groups(draft: Draft, told: Data) -> None:
    """Limits by a fact of people look at no entries of groups, which have no such fact; but for the group itself."""
    for name, limit in list(told["limits"].items()):
        asked = set(_of_people(draft, limit))
        names = limit.get("activities") or list(told["activities"])
        of = {each: told["activities"][each].get("of") for each in names}
        fit = [each for each in names if of[each] is None or asked <= {of[each]}]
        if not fit:
            del told["limits"][name]
        elif len(fit) < len(names):
            limit["activities"] = fit


def _of_people(draft: Draft, limit: Data) -> Iterator[str]:
    points = limit.get("points")
    named = [*limit.get("by", ()), *([points["by"]] if isinstance(points, dict) and "by" in points else [])]
    named += _keys_in(limit.get("when"))
    for name in named:
        scope, _, short = name.rpartition(".")
        if short in draft.facts["member"] and short not in KEYS and scope in ("", MEMBER):
            yield short


def _keys_in(data: Any) -> Iterator[str]:  # noqa: ANN401  # raw YAML
    """Every key of a condition, and every fact that it compares with."""
    if isinstance(data, dict):
        yield from data
    for each in data.values() if isinstance(data, dict) else data if isinstance(data, list | tuple) else ():
        yield from [each] if isinstance(each, str) else _keys_in(each)


def may_tie(told: Data) -> bool:
    """Whether rules may tell apart by work or giver what a limit takes together."""
    ranks = any(award.get("of") == WORK for award in told["awards"].values())
    looks = repr((told["limits"], told["counters"]))
    return bool(told["limits"]) and (ranks or WORK in looks or GIVER in looks)


def some_periods(draft: Draft) -> Data:
    """Periods that the calendar has no word for."""
    names = draft.some(_PERIODS, (1, 2)) if draft.wide_chance(2) else ()
    return {name: _PERIODS[name] | draft.provenance(needed=False, one_in=1) for name in names}


def closing(draft: Draft) -> Data:
    """From which day on the result of a period stands."""
    if not draft.wide_chance(3):
        return {}
    told: Data = {"per": draft.one_of(("month", "quarter", "half", "year")), "days": draft.one_of((1, 10, 31))}
    return told | draft.provenance(one_in=1)


def balance(draft: Draft) -> Data:
    """When points that nobody used are gone."""
    if not draft.wide_chance(3):
        return {}
    told: Data = {}
    if draft.chance():
        told["carry_over"] = draft.points(draft.first)
    if "carry_over" not in told or draft.chance():
        told["expire_after"] = {"months": draft.one_of(_MONTHS)}
    return told | draft.provenance(one_in=1)


def _limit(draft: Draft, name: str, activities: tuple[str, ...]) -> Data:
    in_force, first = draft.period(draft.first)
    told: Data = {"label": draft.label(f"한도 {name}", f"the {name}"), "per": str(draft.one_of(Per))}
    if draft.chance():
        told["points"] = draft.points(first)
    else:
        told["count"] = draft.dated(st.integers(1, _MOST_COUNTED), first)
    told["keep"] = str(Keep.EARLIEST)
    if draft.wide_chance():
        _widen(draft, told, activities, first)
    more = {"activities": draft.some(activities)} if draft.chance(3) else {}
    return told | in_force | more | draft.provenance()


def _widen(draft: Draft, told: Data, activities: tuple[str, ...], first: date) -> None:
    """Make a limit one that does not look at each member alone, or does not keep the earliest."""
    told["per"] = draft.span((told["per"],))
    if draft.chance():
        told["by"] = draft.some(_keys(draft), (1, 2, 2, 3))
        if MEMBER not in told["by"]:
            draft.asked.add("limit_tied")
        if set(told["by"]) - set(KEYS):
            draft.asked.add("grade_judged_on")
    if "count" in told:
        words = [each for each in Keep if each is not Keep.NONE or MEMBER in told.get("by", [MEMBER])]
        told["keep"] = str(draft.one_of(words))
        if told["keep"] == Keep.NONE:
            draft.asked.add("below_zero")
    else:
        _widen_points(draft, told, first)
    if draft.chance(3):
        told["when"] = when(draft, activities, first)


def _widen_points(draft: Draft, told: Data, first: date) -> None:
    listed = [name for name, fact in draft.facts["member"].items() if fact.values]
    if listed and draft.chance():
        name = draft.one_of(listed)
        fact = draft.facts["member"][name]
        draft.asked.add("grade_judged_on")
        whose = draft.one_of((name, f"{GIVER}.{name}"))
        told["points"] = {"by": whose, "values": {word: draft.points(first) for word in fact.words}}
    if draft.chance():
        told["of"] = str(LimitOf.BASE)
    if "by" not in told and draft.chance(4):
        told["per"] = ENTRY


def _keys(draft: Draft) -> tuple[Any, ...]:
    """What a limit may go by; a name that both members and entries have is told with its scope."""
    facts = draft.facts
    both = set(facts["member"]) & set(facts["entry"])
    named = (f"{scope}.{name}" if name in both else name for scope in ("member", "entry") for name in facts[scope])
    return (*KEYS, *named)
