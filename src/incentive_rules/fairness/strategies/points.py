"""Points of every form over the facts of a scheme that is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from incentive_rules.amounts import RoundingMode
from incentive_rules.facts import FactKind
from incentive_rules.scheme.conditions import GIVER

if TYPE_CHECKING:
    from datetime import date

    from incentive_rules.facts import Fact
    from incentive_rules.fairness.strategies.draft import Data, Draft, Written

_PER = (1, 4, 3, 8, "0.5", "2.5", 10)
_ROUNDING_UNITS = ("0.5", 1, "0.1", 2)
_STARTS: tuple[Written, ...] = (0, 1, "2.5", 4, 6, 8, 11)
_WEIGHTS: tuple[Written, ...] = (1, "1.5", 2, "0.5", 0)
_MOST: tuple[Written, ...] = (4, 10, "2.5", 1)
_CRITERIA: tuple[Written, ...] = ("0.4", "0.6", 1, 0)
_STATED: tuple[tuple[Written, Written], ...] = (("0.5", 2), (0, 10), (1, 3))


def points(draft: Draft, first: date) -> Any:  # noqa: ANN401  # one of several forms
    """Points in one of their forms, as far as there are facts for it."""
    wide = draft.wide_chance()
    numbers = [name for name in _numbers(draft) if name != "quantity"]
    forms = ["fixed", "per unit", *(["by fact"] if _listed(draft) else [])]
    if wide:
        forms = ["measured", "by band", "measured", *(["stated", "criteria", "stated", "criteria"] if numbers else [])]
    form = draft.one_of(forms)
    if form == "fixed":
        return draft.any_points(first)
    if form == "by fact":
        return _by_fact(draft, lambda: draft.any_points(first))
    if form == "by band":
        return _by_band(draft, draft.one_of(_banding(draft)), lambda: draft.any_points(first))
    if form == "stated":
        return _stated(draft, numbers)
    if form == "criteria":
        weights = {name: draft.dated(st.sampled_from(_CRITERIA), first, 2) for name in draft.some(numbers, (1, 2))}
        return {"criteria": weights, **_rounding(draft)}
    return _measured(draft, first) if form == "measured" else _per_unit(draft, first)


def _per_unit(draft: Draft, first: date) -> Data:
    told: Data = {"each": draft.any_points(first)}
    if draft.chance():
        told["per"] = draft.one_of(_PER)
    if draft.chance():
        told["of"] = draft.one_of(_numbers(draft))
    return told | _rounding(draft)


def _measured(draft: Draft, first: date) -> Data:
    """Points per unit with more to them: at least one of the keys that plain ones do not have."""
    told = _per_unit(draft, first)
    more = draft.some(("by own band", "lookup", "most_units", "weight", "at_most"), (1, 2, 3))
    if "by own band" in more:
        told["each"] = _by_band(draft, told.get("of", "quantity"), lambda: draft.any_points(first), 0)
        draft.asked.add("bands_apply_to")
    elif "lookup" in more:
        told["each"] = _lookup(draft, lambda: draft.any_points(first), told.get("of", "quantity"))
    if "most_units" in more:
        told["most_units"] = draft.dated(st.sampled_from(_MOST), first, 2)
    if "weight" in more or list(more) == ["lookup"]:
        told["weight"] = _lookup(draft, lambda: draft.dated(st.sampled_from(_WEIGHTS), first))
    if "at_most" in more:
        told["at_most"] = draft.dated(st.sampled_from(_MOST), first, 2)
    return told


def _lookup(draft: Draft, leaf: Any, own: str = "") -> Any:  # noqa: ANN401  # what draws a leaf; one of three forms
    """A value that may hang on a fact; bands over the number that is counted are asked of elsewhere."""
    banding = [name for name in _banding(draft) if name != own]
    forms = ["plain", *(["by fact"] if _listed(draft) else []), *(["by band"] if banding else [])]
    form = draft.one_of(forms)
    if form == "by fact":
        return _by_fact(draft, leaf)
    return _by_band(draft, draft.one_of(banding), leaf) if form == "by band" else leaf()


def _by_fact(draft: Draft, leaf: Any) -> Data:  # noqa: ANN401  # what draws a leaf
    scope, fact = draft.one_of(_listed(draft))
    if scope == "member":
        draft.asked.add("grade_judged_on")
    name = f"{GIVER}.{fact.name}" if scope == "member" and draft.wide_chance(3) else fact.name
    return {"by": name, "values": {word: leaf() for word in fact.words}}


def _by_band(draft: Draft, name: str, leaf: Any, least: Written | None = None) -> Data:  # noqa: ANN401  # as above
    if name in draft.facts["member"]:
        draft.asked.add("grade_judged_on")
    starts = sorted(draft.some(range(len(_STARTS)), (1, 2, 3)))
    written = [str(_STARTS[index]) for index in starts]
    if least is not None and written[0] != str(least):
        written.insert(0, str(least))
    return {"by": name, "bands": {start: leaf() for start in written}}


def _stated(draft: Draft, numbers: list[str]) -> Data:
    told: Data = {"stated": draft.one_of(numbers), "between": list(draft.one_of(_STATED))}
    return told | ({"step": draft.one_of(("0.5", 1))} if draft.chance() else {})


def _rounding(draft: Draft) -> Data:
    if not draft.chance():
        return {}
    unit, mode = draft.one_of(_ROUNDING_UNITS), str(draft.one_of(RoundingMode))
    return {"round": {"at": "entry", "unit": unit, "mode": mode}}


def _listed(draft: Draft) -> list[tuple[str, Fact]]:
    """Facts with listed values, of entries and of members."""
    facts = ((scope, fact) for scope in ("entry", "member") for fact in draft.facts[scope].values())
    return [(scope, fact) for scope, fact in facts if fact.values]


def _numbers(draft: Draft) -> list[str]:
    """What can be counted: number facts of entries, or the ledger's own quantity by its name."""
    named = [name for name, fact in draft.facts["entry"].items() if fact.kind is FactKind.NUMBER]
    return [*named, "quantity"]


def _banding(draft: Draft) -> list[str]:
    """Numbers by whose bands a value may go: those that can be counted, and those of members."""
    return [*_numbers(draft), *(n for n, fact in draft.facts["member"].items() if fact.kind is FactKind.NUMBER)]
