"""What counters, budgets and made entries name, and what does not go together in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.errors import nearest
from incentive_rules.facts import FactKind
from incentive_rules.messages import Label
from incentive_rules.scheme.awards import CounterName, TiersAward
from incentive_rules.scheme.checks_facts import fits
from incentive_rules.scheme.counters import POINTS
from incentive_rules.scheme.grades import GradesAward
from incentive_rules.scheme.points import PointsByFact, PointsPerUnit
from incentive_rules.scheme.rankings import RankingAward

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from incentive_rules.scheme.award_kinds import Award
    from incentive_rules.scheme.model import Activity
    from incentive_rules.scheme.reporter import Reporter
    from incentive_rules.scheme.tree import Path

MEMBER = "member"
_AWARD = Label("보상 규칙", "award")
_WON = Label("구간이나 등수", "tier, place or grade")
_COUNTER = Label("집계", "counter")
_WHY = {
    "unmade": Label(
        "저절로 주는 실적(every)에만 기간의 일부가 있습니다", "only what is given by itself has a part of a period"
    ),
    "two_ways": Label(
        "기간마다 주거나 보상 다음 날 주거나 둘 중 하나입니다", "it is given in each period, or after an award"
    ),
    "alone": Label(
        "저절로 생기는 실적에는 행이 없어 물을 사실이 없습니다", "what is given by itself has no row with facts to ask"
    ),
    "endless": Label("끝나는 날이 없는 기간에는 주는 날이 없습니다", "a period without an end has no day of its own"),
}


def check_counters(reporter: Reporter) -> None:
    """Findings about what counters look at, and about the counters that awards measure."""
    scheme = reporter.scheme
    for name, counter in scheme.counters.items():
        if name in tuple(CounterName):
            reporter.report(Code.RESERVED_NAME, ("counters", name), {"name": name}, key=True)
        if counter.of != POINTS:
            path: Path = ("counters", name, "of")
            fits(reporter, counter.of, scheme.facts.entry, (FactKind.NUMBER,), path, built_in=(POINTS, "quantity"))
    for name, award in scheme.awards.items():
        if isinstance(award, TiersAward | GradesAward):
            _known_counter(reporter, award.measure.counter, ("awards", name, "measure", "counter"))


def _known_counter(reporter: Reporter, name: str, path: Path) -> None:
    known = (*CounterName, *reporter.scheme.counters)
    if name not in known and not reporter.is_broken("counters", name):
        facts = {"kind": _COUNTER, "name": name, "known": known, "near": nearest(name, known)}
        reporter.report(Code.UNKNOWN_ID, path, facts)


def check_budgets(reporter: Reporter) -> None:
    """Findings about what budgets are for."""
    scheme = reporter.scheme
    groups = scheme.facts.member
    for name, budget in scheme.budgets.items():
        path: Path = ("budgets", name)
        reporter.known("reward", budget.reward, (*path, "reward"))
        for index, award in enumerate(budget.awards):
            _known_award(reporter, award, (*path, "awards", index))
        if budget.by is not None:
            fits(reporter, budget.by, groups, (FactKind.GROUP,), (*path, "by"), built_in=(MEMBER,))


def check_made(reporter: Reporter) -> None:
    """Findings about entries that nobody writes down, and about those of groups."""
    for name, activity in reporter.scheme.activities.items():
        path: Path = ("activities", name)
        if activity.of is not None:
            fits(reporter, activity.of, reporter.scheme.facts.member, (FactKind.GROUP,), (*path, "of"))
        for key, left, right, why in _contradictions(activity, reporter.scheme.facts.entry):
            facts = {"left": left, "right": right, "why": _WHY[why]}
            reporter.report(Code.CONTRADICTION, (*path, key), facts, key=True)
        if activity.after is not None:
            _after(reporter, activity, (*path, "after"))


def _contradictions(activity: Activity, entry_facts: Collection[str]) -> Iterator[tuple[str, str, str, str]]:
    made = activity.every is not None or activity.after is not None
    if activity.every is not None and activity.after is not None:
        yield "after", "after", "every", "two_ways"
    if activity.prorate is not None and activity.every is None:
        yield "prorate", "prorate", "no every", "unmade"
    if activity.prorate is not None and activity.every == "ever":
        yield "prorate", "prorate", "every: ever", "endless"
    points, made_by = activity.points, "every" if activity.every else "after"
    if made and isinstance(points, PointsPerUnit) and points.of not in (None, "quantity"):
        yield "points", f"of: {points.of}", made_by, "alone"
    if made and isinstance(points, PointsByFact) and points.by in entry_facts:
        yield "points", f"by: {points.by}", made_by, "alone"


def _after(reporter: Reporter, activity: Activity, path: Path) -> None:
    after = activity.after
    assert after is not None  # asked by the caller
    if not _known_award(reporter, after.award, (*path, "award")):
        return
    known = _winnable(reporter.scheme.awards[after.award])
    for index, name in enumerate(after.won or ()):
        if name not in known:
            facts = {"kind": _WON, "name": name, "known": known, "near": nearest(name, known)}
            reporter.report(Code.UNKNOWN_ID, (*path, "won", index), facts)


def _winnable(award: Award) -> tuple[str, ...]:
    """The tiers, places or grades of an award."""
    if isinstance(award, TiersAward):
        return tuple(award.tiers)
    if isinstance(award, RankingAward):
        return tuple(award.places)
    return tuple(award.grades) if isinstance(award, GradesAward) else ()


def _known_award(reporter: Reporter, name: str, path: Path) -> bool:
    awards = tuple(reporter.scheme.awards)
    if name in awards:
        return True
    if not reporter.is_broken("awards", name):
        facts = {"kind": _AWARD, "name": name, "known": awards, "near": nearest(name, awards)}
        reporter.report(Code.UNKNOWN_ID, path, facts)
    return False
