"""Which facts the rules of a scheme look at, and in whose rows: what a sheet to fill in has to ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentive_rules.scheme.award_kinds import RANKED
from incentive_rules.scheme.awards import ClaimBy, TiersAward
from incentive_rules.scheme.checks import conditions_of
from incentive_rules.scheme.checks_rankings import rankings_of
from incentive_rules.scheme.conditions import GIVER, QUANTITY, tests_of
from incentive_rules.scheme.givers import asks_of_givers
from incentive_rules.scheme.grades import GradesAward
from incentive_rules.scheme.pay_steps import facts_paid_by
from incentive_rules.scheme.points import PointsPerUnit, deciding_facts
from incentive_rules.scheme.rankings import WORK, OrderedTies, RankingAward

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
    of which units are counted, ``member`` the facts of members, ``shares`` the activities of joint work, and ``giver``
    tells whether somebody who gives points is asked about. ``dates`` are the answers that name a date of an entry,
    such as ``approval_date``, and ``scheme_dates`` those of them that must lie within the scheme. ``claimed`` are the
    awards that only claims pay, or for which people choose until a deadline.
    """

    entry: Mapping[str, frozenset[str]]
    counted: frozenset[str]
    giver: bool
    shares: frozenset[str]
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
    units = {each.of or QUANTITY.name for each in points.values() if isinstance(each, PointsPerUnit)}
    deciding = {key: deciding_facts(each) for key, each in points.items()}
    by_member = {name.removeprefix(f"{GIVER}.") for names in deciding.values() for name in names}
    answers = {question: answer.value for question, answer in scheme.answered.items()}
    asked_of = {key: award for key, award in scheme.awards.items() if isinstance(award, TiersAward)}
    return Needs(
        entry=_by_activity(scheme, conditions, deciding),
        counted=frozenset(units),
        giver=asks_of_givers(scheme),
        shares=frozenset(key for key, activity in scheme.activities.items() if activity.shares),
        member=frozenset(scheme.facts.member) & {*by_member, *_tested_members(conditions), *_ranked(scheme)},
        dates=_picked(answers, "points_count_on", "grade_judged_on"),
        scheme_dates=_picked(answers, "points_count_on", "values_taken_on"),
        claimed={key: award for key, award in asked_of.items() if _is_claimed(award)},
    )


def _is_claimed(award: TiersAward) -> bool:
    return award.claim.by is ClaimBy.MEMBER or award.claim.deadline is not None


def own_columns(scheme: Scheme) -> tuple[str, ...]:
    """The columns of every ledger that matter under a scheme, beside who did what and when.

    Example:
        >>> from incentive_rules import load_scheme, example_path
        >>> own_columns(load_scheme(example_path("hanam.yaml")))
        ('quantity', 'work', 'giver')
    """
    needs = needs_of(scheme)
    limited = {key for limit in scheme.limits.values() for key in limit.by or ()}
    works = any(getattr(award, "of", "") == WORK for award in scheme.awards.values())
    found = {
        QUANTITY.name: QUANTITY.name in needs.counted or QUANTITY.name in needs.entry,
        "work": works or bool(needs.shares) or "work" in limited,
        "share": bool(needs.shares),
        "giver": needs.giver or GIVER in limited,
    }
    return tuple(name for name, matters in found.items() if matters)


def _picked(answers: Mapping[str, str], *questions: str) -> frozenset[str]:
    return frozenset(answers[question] for question in questions if question in answers)


def _tested_members(conditions: Mapping[Path, Condition]) -> set[str]:
    tests = (test for condition in conditions.values() for test in tests_of(condition))
    return {each.fact.name for test in tests for each in test.asks() if each.scope in ("member", GIVER)}


def _ranked(scheme: Scheme) -> set[str]:
    """The facts of people that awards look at, beside those in conditions."""
    awards = scheme.awards.values()
    found = {award.of for award in awards if isinstance(award, RANKED)}
    found |= {award.within.by for award in awards if isinstance(award, RANKED) and award.within is not None}
    found |= {fact for award in awards for bundle in _bundles(award) for fact in facts_paid_by(bundle)}
    rankings = rankings_of(scheme).values()
    drawn = {each.fact for award in rankings if isinstance(award.ties, OrderedTies) for each in award.ties.by}
    return found | {fact for fact in drawn if fact is not None}


def _bundles(award: Award) -> Iterator[Bundle]:
    """Whatever an award may pay in steps."""
    if isinstance(award, TiersAward):
        for tier in award.tiers.values():
            yield from ((tier.pays or {}), *(tier.choose or {}).values())
    elif isinstance(award, RankingAward):
        yield from (place.pays or {} for place in award.places.values())
    elif isinstance(award, GradesAward):
        yield from (grade.pays or {} for grade in award.grades.values())
        yield from (extra.pays for extra in award.supplements.values())


def _by_activity(
    scheme: Scheme, conditions: Mapping[Path, Condition], deciding: Mapping[str, tuple[str, ...]]
) -> dict[str, frozenset[str]]:
    """The activities by fact of entries; ``deciding`` has the facts that decide an activity's points."""
    found: dict[str, set[str]] = {}
    for activity, name in ((activity, name) for activity, names in deciding.items() for name in names):
        if name == QUANTITY.name or name in scheme.facts.entry:
            found.setdefault(name, set()).add(activity)
    for path, condition in conditions.items():
        for test in tests_of(condition):
            for each in (asked for asked in test.asks() if asked.scope == "entry"):
                found.setdefault(each.fact.name, set()).update(_activities_at(scheme, path))
    return {name: frozenset(activities) for name, activities in found.items()}


def _activities_at(scheme: Scheme, path: Path) -> tuple[str, ...]:
    """The activities that the rule with the condition at that path speaks of."""
    section, rule = str(path[0]), str(path[1])
    return (rule,) if section == "activities" else getattr(scheme, section)[rule].activities or tuple(scheme.activities)
