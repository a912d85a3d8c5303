"""Which facts the rules of a scheme look at, and in whose rows: what a sheet to fill in has to ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentive_rules.scheme.awards import ClaimBy, RankingAward, TiersAward
from incentive_rules.scheme.checks import conditions_of
from incentive_rules.scheme.conditions import QUANTITY, tests_of
from incentive_rules.scheme.grades import GradesAward
from incentive_rules.scheme.parts import PointsByFact, PointsPerUnit
from incentive_rules.scheme.pay_steps import facts_paid_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from incentive_rules.scheme.award_kinds import Award
    from incentive_rules.scheme.conditions import Condition
    from incentive_rules.scheme.model import Scheme
    from incentive_rules.scheme.pay_steps import Bundle
    from incentive_rules.scheme.tree import Path


@dataclass(frozen=True, slots=True)
class Needs:
    """What the rules look at.

    ``entry`` maps a fact of entries, or ``quantity``, to the activities whose points hang on it; ``counted`` are those
    of which units are counted, ``member`` the facts of members. ``dates`` are the answers that name a date of an entry,
    such as ``approval_date``, and ``scheme_dates`` those of them that must lie within the scheme. ``claimed`` are the
    awards that only claims pay.
    """

    entry: Mapping[str, frozenset[str]]
    counted: frozenset[str]
    member: frozenset[str]
    dates: frozenset[str]
    scheme_dates: frozenset[str]
    claimed: Mapping[str, TiersAward]


def needs_of(scheme: Scheme) -> Needs:
    """What the rules of a scheme look at.

    Example:
        >>> from incentive_rules import load_scheme, example_path
        >>> needs = needs_of(load_scheme(example_path("seocheon.yaml")))
        >>> sorted(needs.entry["hours"]), sorted(needs.member), sorted(needs.scheme_dates)
        (['event_support', 'lecturing'], ['grade'], ['activity_date', 'approval_date'])
    """
    conditions = conditions_of(scheme)
    points = {key: activity.points for key, activity in scheme.activities.items()}
    units = {key: each.of or QUANTITY.name for key, each in points.items() if isinstance(each, PointsPerUnit)}
    by_fact = {key: each.by for key, each in points.items() if isinstance(each, PointsByFact)}
    answers = {question: answer.value for question, answer in scheme.answered.items()}
    asked_of = {key: award for key, award in scheme.awards.items() if isinstance(award, TiersAward)}
    return Needs(
        entry=_by_activity(scheme, conditions, units | by_fact),
        counted=frozenset(units.values()),
        member=frozenset(scheme.facts.member) & {*by_fact.values(), *_tested_members(conditions), *_ranked(scheme)},
        dates=_picked(answers, "points_count_on", "grade_judged_on"),
        scheme_dates=_picked(answers, "points_count_on", "values_taken_on"),
        claimed={key: award for key, award in asked_of.items() if award.claim.by is ClaimBy.MEMBER},
    )


def _picked(answers: Mapping[str, str], *questions: str) -> frozenset[str]:
    return frozenset(answers[question] for question in questions if question in answers)


def _tested_members(conditions: Mapping[Path, Condition]) -> set[str]:
    tests = (test for condition in conditions.values() for test in tests_of(condition))
    return {test.fact.name for test in tests if test.scope == "member"}


def _ranked(scheme: Scheme) -> set[str]:
    """The facts of people that awards look at, beside those in conditions."""
    awards = scheme.awards.values()
    found = {award.of for award in awards if isinstance(award, RankingAward | GradesAward)}
    found |= {award.within.by for award in awards if isinstance(award, GradesAward) and award.within}
    return found | {fact for award in awards for bundle in _bundles(award) for fact in facts_paid_by(bundle)}


def _bundles(award: Award) -> Iterator[Bundle]:
    """Whatever an award may pay."""
    if isinstance(award, TiersAward):
        for tier in award.tiers.values():
            yield from ((tier.pays or {}), *(tier.choose or {}).values())
    elif isinstance(award, GradesAward):
        yield from (grade.pays or {} for grade in award.grades.values())
        yield from (extra.pays for extra in award.supplements.values())
    else:
        yield from (place.pays for place in award.places.values())


def _by_activity(
    scheme: Scheme, conditions: Mapping[Path, Condition], deciding: Mapping[str, str]
) -> dict[str, frozenset[str]]:
    """The activities by fact of entries; ``deciding`` has the fact that decides an activity's points."""
    found: dict[str, set[str]] = {}
    for activity, name in deciding.items():
        if name == QUANTITY.name or name in scheme.facts.entry:
            found.setdefault(name, set()).add(activity)
    for path, condition in conditions.items():
        for test in tests_of(condition):
            if test.scope == "entry":
                found.setdefault(test.fact.name, set()).update(_activities_at(scheme, path))
    return {name: frozenset(activities) for name, activities in found.items()}


def _activities_at(scheme: Scheme, path: Path) -> tuple[str, ...]:
    """The activities that the rule with the condition at that path speaks of."""
    section, rule = str(path[0]), str(path[1])  # only activities and bonuses ask about entries
    return (rule,) if section == "activities" else scheme.bonuses[rule].activities or tuple(scheme.activities)
