"""What counters, budgets and made entries name, and what does not go together in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.facts import FactKind, nearest_id
from incentive_rules.messages import Label
from incentive_rules.scheme.award_kinds import winnable
from incentive_rules.scheme.awards import CounterName, TiersAward
from incentive_rules.scheme.checks_facts import fits
from incentive_rules.scheme.conditions import tests_of
from incentive_rules.scheme.counters import POINTS
from incentive_rules.scheme.grades import GradesAward
from incentive_rules.scheme.points import PointsByBand, PointsByFact, PointsCriteria, PointsPerUnit, PointsStated
from incentive_rules.scheme.rankings import RankingAward

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from incentive_rules.scheme.budgets import Budget
    from incentive_rules.scheme.conditions import Condition
    from incentive_rules.scheme.model import Activity, Scheme
    from incentive_rules.scheme.points import AnyPoints
    from incentive_rules.scheme.reporter import Reporter
    from incentive_rules.scheme.tree import Path

MEMBER = "member"
_AWARD = Label("보상 규칙", "award")
_WON = Label("구간이나 등수, 등급", "tier, place or grade")
_BUILT_IN = {"earned": Label("쌓은 점수", "earned points"), "balance": Label("남은 점수", "balance")}
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
    "units": Label("단위가 다른 보상은 더할 수 없습니다", "rewards of different units cannot be added up"),
    "purses": Label(
        "받는 쪽이 그 소속이 아니어서 어느 몫에서 나가는지 알 수 없습니다",
        "what is paid are no groups of that kind, so it is not known out of whose part they are paid",
    ),
    "other": Label(
        "보상을 받는 쪽과 실적을 받는 쪽이 같아야 합니다", "whoever wins the award must be whoever is given the entry"
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
        facts = {"kind": _COUNTER, "name": name, "known": known, "near": nearest_counter(name, known, reporter.scheme)}
        reporter.report(Code.UNKNOWN_ID, path, facts)


def nearest_counter(name: str, known: Iterable[str], scheme: Scheme) -> str:
    """The counter that is meant by a name."""
    return nearest_id(name, known, _BUILT_IN | {each: counter.label for each, counter in scheme.counters.items()})


def check_budgets(reporter: Reporter) -> None:
    """Findings about what budgets are for."""
    scheme = reporter.scheme
    groups = scheme.facts.member
    for name, budget in scheme.budgets.items():
        path: Path = ("budgets", name)
        _rewards_of(reporter, budget, path)
        for index, award in enumerate(budget.awards):
            _known_award(reporter, award, (*path, "awards", index))
        if budget.by is not None:
            fits(reporter, budget.by, groups, (FactKind.GROUP,), (*path, "by"), built_in=(MEMBER,))
            _paid_alike(reporter, name, budget, path)


def _rewards_of(reporter: Reporter, budget: Budget, path: Path) -> None:
    """Rewards that are there, and of one unit where amounts are added up."""
    units: dict[str, str] = {}
    for index, reward in enumerate(budget.reward):
        at = (*path, "reward", index) if len(budget.reward) > 1 else (*path, "reward")
        if reporter.known("reward", reward, at):
            units.setdefault(reporter.scheme.rewards[reward].unit, reward)
    if budget.amount is not None and len(units) > 1:
        (unit, left), (other, right) = [*units.items()][:2]
        facts = {"left": f"{left} ({unit})", "right": f"{right} ({other})", "why": _WHY["units"]}
        reporter.report(Code.CONTRADICTION, (*path, "reward"), facts, key=True)


def _paid_alike(reporter: Reporter, name: str, budget: Budget, path: Path) -> None:
    """A purse for each value of a group fact is for people, and for those groups themselves."""
    for award in budget.awards or reporter.scheme.awards:
        rule = reporter.scheme.awards.get(award)
        if isinstance(rule, RankingAward | GradesAward) and _is_other_group(reporter, budget, rule):
            facts = {"left": f"budgets.{name}.by: {budget.by}", "right": f"awards.{award}.of: {rule.of}"}
            reporter.report(Code.CONTRADICTION, (*path, "by"), facts | {"why": _WHY["purses"]}, key=True)


def _is_other_group(reporter: Reporter, budget: Budget, award: RankingAward | GradesAward) -> bool:
    """Whether an award pays groups, out of purses that are not theirs."""
    pays = set(budget.reward) & set(_paid_by(award))
    return bool(pays) and award.of in reporter.scheme.facts.member and award.of != budget.by


def _paid_by(award: RankingAward | GradesAward) -> Iterator[str]:
    """The rewards of an award by rank or by grade."""
    if isinstance(award, RankingAward):
        bundles = [place.pays for place in award.places.values()]
    else:
        bundles = [grade.pays for grade in award.grades.values()]
        bundles += [each.pays for each in award.supplements.values()]
    for bundle in bundles:
        yield from bundle or ()


def check_made(reporter: Reporter, conditions: Mapping[Path, Condition]) -> None:
    """Findings about entries that nobody writes down, and about those of groups."""
    for name, activity in reporter.scheme.activities.items():
        path: Path = ("activities", name)
        if activity.of is not None:
            fits(reporter, activity.of, reporter.scheme.facts.member, (FactKind.GROUP,), (*path, "of"))
        for key, left, right, why in _contradictions(activity, reporter.scheme.facts.entry):
            facts = {"left": left, "right": right, "why": _WHY[why]}
            reporter.report(Code.CONTRADICTION, (*path, key), facts, key=True)
        if activity.every is not None or activity.after is not None:
            _asked_of_nobody(reporter, name, conditions)
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
    made_by = "every" if activity.every else "after"
    for name in _asked(activity.points) if made else ():
        if name in entry_facts:
            yield "points", name, made_by, "alone"


def _asked(points: AnyPoints) -> Iterator[str]:
    """The names of the facts that points hang on."""
    match points:
        case PointsByFact() | PointsByBand():
            yield points.by
        case PointsPerUnit():
            yield from () if points.of is None else (points.of,)
            yield from _asked(points.each)
            yield from () if points.weight is None else _asked(points.weight)
        case PointsStated():
            yield points.stated
        case PointsCriteria():
            yield from points.criteria


def _asked_of_nobody(reporter: Reporter, name: str, conditions: Mapping[Path, Condition]) -> None:
    """A condition on the row of an entry that has none, where a blank cell would be unknown."""
    activity, path = reporter.scheme.activities[name], ("activities", name, "when")
    condition = conditions.get(path)
    tests = tests_of(condition) if condition is not None else ()
    of_row = (test for test in tests if test.scope == "giver" or (test.scope == "entry" and test.fact.blank is None))
    if test := next(of_row, None):
        made_by = "every" if activity.every else "after"
        facts = {"left": test.fact.name, "right": made_by, "why": _WHY["alone"]}
        reporter.report(Code.CONTRADICTION, path, facts, key=True)


def _after(reporter: Reporter, activity: Activity, path: Path) -> None:
    after = activity.after
    assert after is not None  # asked by the caller
    if not _known_award(reporter, after.award, (*path, "award")):
        return
    award = reporter.scheme.awards[after.award]
    winner = award.of if isinstance(award, RankingAward | GradesAward) else MEMBER
    if winner != (activity.of or MEMBER):
        words = {"left": f"after: {after.award}", "right": f"of: {activity.of or MEMBER}", "why": _WHY["other"]}
        reporter.report(Code.CONTRADICTION, (*path, "award"), words)
    labels = {each: rule.label for each, rule in winnable(award).items() if rule.label is not None}
    known = tuple(winnable(award))
    for index, name in enumerate(after.won or ()):
        if name not in known:
            facts = {"kind": _WON, "name": name, "known": known, "near": nearest_id(name, known, labels)}
            reporter.report(Code.UNKNOWN_ID, (*path, "won", index), facts)


def _known_award(reporter: Reporter, name: str, path: Path) -> bool:
    awards = tuple(reporter.scheme.awards)
    if name in awards:
        return True
    if not reporter.is_broken("awards", name):
        facts = {
            "kind": _AWARD,
            "name": name,
            "known": awards,
            "near": nearest_id(name, awards, reporter.scheme.facts.awards),
        }
        reporter.report(Code.UNKNOWN_ID, path, facts)
    return False
