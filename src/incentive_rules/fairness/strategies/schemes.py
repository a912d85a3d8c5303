"""Schemes of the whole language, each of which loads."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from incentive_rules.fairness.strategies.awards import some_awards
from incentive_rules.fairness.strategies.conditions import eligible, when
from incentive_rules.fairness.strategies.counts import (
    adding_up,
    budgets,
    counters,
    followers,
    widened_activity,
    widened_awards,
)
from incentive_rules.fairness.strategies.draft import POINTS, Data, Draft
from incentive_rules.fairness.strategies.facts import some_facts
from incentive_rules.fairness.strategies.limits import (
    apart_from_groups,
    balance,
    closing,
    may_tie,
    some_limits,
    some_periods,
)
from incentive_rules.fairness.strategies.points import points
from incentive_rules.periods import Per
from incentive_rules.scheme.answers import ANSWERS
from incentive_rules.scheme.from_yaml import load_scheme
from incentive_rules.scheme.model import LANGUAGE, Scheme
from incentive_rules.scheme.policies import MONTH_END, SAVE_FOR, SOONEST

_FACTORS = ("1.5", 2, 1, "1.1")
_UNITS = ("KRW", "day", "piece", "hour", "식사권")
_SOURCES: Data = {
    "plan": {"title": "Plan of the scheme", "publisher": "the county", "date": "2023-12-01", "quote": "as it says"},
    "release": {"title": {"ko": "보도자료", "en": "press release"}, "url": "https://example.org/release"},
}
_LEAST = {"awards": 0, "activities": 1, "limits": 0, "bonuses": 0, "rewards": 1}
_IDS = {"awards": "award", "activities": "work", "limits": "limit", "bonuses": "bonus", "rewards": "reward"}
_COLUMNS: Data = {"member_id": ["개인번호"], "date": ["처리일", "처리일자"]}


def schemes(size: int = 3, *, plain: bool = False) -> st.SearchStrategy[Scheme]:
    """A valid scheme of the whole language. It shrinks to one activity of one point.

    Args:
        size: the most rules that a section has, facts that a kind of row has, and keys that a condition has.
        plain: only the rules that the totals path covers.

    Example:
        >>> from hypothesis import find
        >>> list(find(schemes(), lambda scheme: bool(scheme.limits)).to_dict())
        ['language', 'id', 'label', 'from', 'assumed', 'activities', 'limits', 'answers']
    """
    return scheme_data(size, plain=plain).map(load_scheme)


@st.composite
def scheme_data(draw: st.DrawFn, size: int = 3, *, plain: bool = False) -> dict[str, Any]:
    """A valid scheme as ``load_scheme`` takes it: plain mappings, lists, texts and whole numbers.

    Args:
        draw: given by hypothesis.
        size: as for ``schemes``.
        plain: as for ``schemes``.
    """
    draft = Draft.begin(draw, size, is_plain=plain)
    counts = {section: draft.count(least) for section, least in _LEAST.items()}  # first, since hypothesis cuts the end
    told = _declared_facts(draft)
    told["periods"] = some_periods(draft)
    draft = replace(draft, facts=told.pop("known"), periods=(*told["periods"],))
    condition = eligible(draft)
    if condition:
        told["eligible"] = condition | draft.provenance()
    ids = {section: tuple(f"{_IDS[section]}{n}" for n in range(1, count + 1)) for section, count in counts.items()}
    told["activities"] = {name: _activity(draft, name, ids["activities"]) for name in ids["activities"]}
    told["counters"] = counters(draft, ids["activities"])
    draft = replace(draft, activities=ids["activities"], counters=adding_up(told["counters"]))
    told["bonuses"] = {name: _bonus(draft, name, ids["activities"]) for name in ids["bonuses"]}
    told["limits"] = some_limits(draft, ids["limits"], ids["activities"])
    apart_from_groups(draft, told)
    told["balance"] = balance(draft)
    told["closing"] = closing(draft)
    rewards = ids["rewards"] if ids["awards"] else ids["rewards"][1:]
    told["rewards"] = {name: _reward(draft, name) for name in rewards}
    told["awards"], default = some_awards(draft, ids["awards"], rewards)
    widened_awards(draft, told, default)
    followers(draft, told)
    told["budgets"] = budgets(draft, told)
    told["answers"] = _answers(draft, told, default)
    told = {key: part for key, part in (_header(draft) | told).items() if part}
    return told | ({"readings": _readings(draft, told)} if draft.chance(4) else {})


def _header(draft: Draft) -> Data:
    told: Data = {
        "language": LANGUAGE,
        "id": "drawn",
        "label": draft.label("지어낸 제도", "a made-up scheme"),
        "from": draft.first.isoformat(),
        "until": draft.until and draft.until.isoformat(),
    }
    if draft.has_reason:
        told |= draft.one_of(({"assumed": "made up"}, *({"source": name} for name in draft.sources)))
    told["sources"] = {name: _SOURCES[name] for name in draft.sources}
    told["columns"] = _COLUMNS if draft.chance(8) else {}
    return told


def _declared_facts(draft: Draft) -> Data:
    """What ``facts`` says, and the facts that are known by it."""
    found = {scope: some_facts(draft, scope) for scope in ("member", "entry")}
    told = {scope: declared for scope, (declared, _) in found.items() if declared}
    return {"facts": told, "known": {scope: facts for scope, (_, facts) in found.items()}}


def _label(draft: Draft, korean: str, name: str) -> Any:  # noqa: ANN401  # a text, or one in each language
    """A label that names one rule alone."""
    return draft.label(f"{korean} {name}", f"the {name}")


# What is earned.


def _activity(draft: Draft, name: str, names: tuple[str, ...]) -> Data:
    period, first = draft.period(draft.first)
    told = {"label": _label(draft, "활동", name), "points": points(draft, first), **period}
    if draft.chance(4):
        told["when"] = when(draft, names, first)
    if draft.wide_chance(4):
        told["shares"] = draft.one_of(("yes", "no"))
        draft.asked.add("partner_not_eligible")
    return told | widened_activity(draft, told) | draft.provenance()


def _bonus(draft: Draft, name: str, names: tuple[str, ...]) -> Data:
    period, first = draft.period(draft.first)
    told = {"label": _label(draft, "가점", name), "when": when(draft, names, first), **period}
    if draft.chance(3):
        told["multiply"] = draft.dated(st.sampled_from(_FACTORS), first)
    else:
        told["add"] = draft.points(first)
    return told | _some_activities(draft, names) | draft.provenance()


def _some_activities(draft: Draft, names: tuple[str, ...]) -> Data:
    return {"activities": draft.some(names)} if draft.chance(3) else {}


def _reward(draft: Draft, name: str) -> Data:
    return {"label": _label(draft, "보상", name), "unit": draft.one_of(_UNITS)}


# What is left open, and other readings.


def _answers(draft: Draft, told: Data, default: str) -> Data:
    """An answer to each question that is asked, and perhaps to one that is not."""
    has_tiers = any(award["kind"] in ("tiers", "exchange") for award in told["awards"].values())
    asked = {"points_count_on", *draft.asked} - (set() if has_tiers else {"no_longer_eligible"})
    found: Data = {"points_count_on": draft.one_of(ANSWERS["points_count_on"])}
    if found["points_count_on"] != ANSWERS["points_count_on"][0]:
        asked.add("values_taken_on")
    if draft.chance(8):
        asked.add(draft.one_of(question for question in ANSWERS if question != "no_option"))
    if "carry_over" in told["balance"]:
        asked.discard("year_end")
    if told["closing"]:
        asked |= {"late_rows", "spent_points_corrected", "paid_rewards_corrected"}
    if may_tie(told):
        asked.add("limit_tied")
    for question, known in ANSWERS.items():
        if question in asked and question not in found:
            listed = known[:2] if draft.is_plain and question == "ranking_field" else known
            if question == "late_rows" and any("after" in rule for rule in told["activities"].values()):
                listed = known[:1]  # what an award gives hangs on closed results
            found[question] = default if question == "no_option" else draft.one_of(listed)
    around = draft.provenance() if draft.chance() else {}
    needed = not (draft.has_reason or around)
    return around | {question: _answer(draft, answer, needed=needed) for question, answer in found.items()}


def _answer(draft: Draft, answer: str, *, needed: bool) -> Any:  # noqa: ANN401  # a word, or with its provenance
    said = draft.provenance(needed=needed)
    return {"is": answer, **said} if said else answer


def _readings(draft: Draft, told: Data) -> Data:
    """Other readings, each of which loads as well."""
    changes, policies = _changes(told), _policies(told)
    readings: Data = {}
    for number in range(1, draft.count(1, 2) + 1):
        reading: Data = {"label": draft.label(f"해석 {number}", f"reading {number}")}
        if draft.chance(3):
            reading["claims"] = draft.one_of(policies)
        if "claims" not in reading or draft.chance():
            addresses = draft.some(changes, (1, 1, 2))
            reading["set"] = {address: draft.draw(changes[address]) for address in addresses}
        readings[f"reading{number}"] = reading | draft.provenance(needed=False, one_in=2)
    return readings


def _changes(told: Data) -> dict[str, st.SearchStrategy[Any]]:
    """Values that may be put at addresses of the scheme, whatever else stands there."""
    numbers = st.sampled_from(POINTS)
    extra = {"label": "one more activity", "points": 1, "assumed": "made up"}
    changes: dict[str, st.SearchStrategy[Any]] = {f"activities.{name}.points": numbers for name in told["activities"]}
    changes["activities.more"] = st.just(extra)
    changes |= {f"limits.{name}.per": st.sampled_from(tuple(map(str, Per))) for name in told.get("limits", ())}
    if "year_end" in told["answers"]:
        address = "answers.year_end" + (".is" if isinstance(told["answers"]["year_end"], dict) else "")
        changes[address] = st.sampled_from(ANSWERS["year_end"])
    for name, award in told.get("awards", {}).items():
        if award["kind"] in ("tiers", "exchange"):
            changes[f"awards.{name}.claim"] = st.just({"by": "member", "times": 1, "per": "month"})
        elif award["kind"] == "ranking":
            changes[f"awards.{name}.ties"] = st.sampled_from(("hold", {"share": {"unit": 1, "mode": "down"}}))
    return changes


def _policies(told: Data) -> tuple[str, ...]:
    """The ways in which people may claim."""
    tiers = [name for award in told.get("awards", {}).values() for name in award.get("tiers", ())]
    return (MONTH_END, SOONEST, *((SAVE_FOR, f"{SAVE_FOR}:{tiers[0]}", f"{SAVE_FOR}:0.5") if tiers else ()))
