"""The arrow from a ``Scheme`` to a ``Program``. A scheme that loads always compiles."""

from __future__ import annotations

from dataclasses import dataclass, fields
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

from incentive_rules.amounts import Amount, Rounding, Scale, Scaled
from incentive_rules.messages import Label
from incentive_rules.periods import Dated
from incentive_rules.program.grades_from_scheme import GradesCompiler
from incentive_rules.program.model import (
    ActivityRule,
    BonusRule,
    Choices,
    FactPoints,
    FixedPoints,
    LimitRule,
    PlaceRule,
    Program,
    RankingRule,
    TierRule,
    TiersRule,
    UnitPoints,
)
from incentive_rules.program.pay_steps import bundle_of
from incentive_rules.scheme.awards import Again, OncePer, RankingAward, ShareTies, TiersAward
from incentive_rules.scheme.checks import conditions_of, dated_values
from incentive_rules.scheme.conditions import QUANTITY
from incentive_rules.scheme.grades import GradesAward
from incentive_rules.scheme.parts import InForce, PointsByFact, PointsPerUnit
from incentive_rules.scheme.provenance import cited

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from incentive_rules.program.model import PointsRule
    from incentive_rules.program.pay_steps import Bundle
    from incentive_rules.scheme.awards import Place, Tier
    from incentive_rules.scheme.conditions import Condition
    from incentive_rules.scheme.model import Activity, Bonus, Limit, Scheme
    from incentive_rules.scheme.parts import Points, Provenance, RoundingSpec

T = TypeVar("T")
U = TypeVar("U")


def program_of(scheme: Scheme) -> Program:
    """A scheme with all names bound and all points scaled to whole numbers.

    Example:
        >>> from incentive_rules import load_scheme, example_path
        >>> program_of(load_scheme(example_path("donghae.yaml"))).scale.factor
        2
    """
    return _Compiler(scheme, _scale(scheme), conditions_of(scheme)).program()


def _scale(scheme: Scheme) -> Scale:
    rules = (*scheme.activities.values(), *scheme.bonuses.values(), *scheme.limits.values())
    tiers = [tier for award in scheme.awards.values() for tier in getattr(award, "tiers", {}).values()]
    values = [value for rule in (*rules, *tiers) for _, dated in dated_values(rule) for value in dated.values]
    return Scale.over(value for value in values if isinstance(value, Amount))


def _mapped(dated: Dated[T], change: Callable[[T], U]) -> Dated[U]:
    return Dated(tuple((day, change(value)) for day, value in dated.steps))


@dataclass(frozen=True, slots=True)
class _Compiler:
    scheme: Scheme
    scale: Scale
    conditions: Mapping[tuple[str | int, ...], Condition]

    def program(self) -> Program:
        scheme = self.scheme
        first, until = scheme.in_force(scheme)
        grades = GradesCompiler(scheme, self.scale, self.conditions, self._rule)
        return Program(
            scheme=scheme,
            first=first,
            until=until,
            scale=self.scale,
            choices=self._choices(),
            eligible=self.conditions.get(("eligible",)),
            eligible_cited=cited(scheme.to_dict(), ("eligible",)),
            activities={key: self._activity(key, rule) for key, rule in scheme.activities.items()},
            bonuses=self._by_activity(
                {key: self._bonus(key, rule) for key, rule in scheme.bonuses.items()}, scheme.bonuses
            ),
            limits=self._by_activity(
                {key: self._limit(key, rule) for key, rule in scheme.limits.items()}, scheme.limits
            ),
            tiers=tuple(self._tiers(key, rule) for key, rule in scheme.awards.items() if isinstance(rule, TiersAward)),
            rankings=tuple(
                self._ranking(key, rule) for key, rule in scheme.awards.items() if isinstance(rule, RankingAward)
            ),
            grades=tuple(
                grades.award(key, rule) for key, rule in scheme.awards.items() if isinstance(rule, GradesAward)
            ),
        )

    def _choices(self) -> Choices:
        answered = self.scheme.answered
        found = {each.name: answered[each.name].value if each.name in answered else "" for each in fields(Choices)}
        return Choices(**(found | {"values_taken_on": found["values_taken_on"] or "counting_date"}))

    def _by_activity(
        self, rules: Mapping[str, T], written: Mapping[str, Bonus] | Mapping[str, Limit]
    ) -> dict[str, tuple[T, ...]]:
        return {
            activity: tuple(rule for key, rule in rules.items() if activity in (written[key].activities or (activity,)))
            for activity in self.scheme.activities
        }

    def _rule(self, rule: InForce | Provenance, label: Label, *path: str) -> dict[str, Any]:
        first, until = self.scheme.in_force(rule if isinstance(rule, InForce) else self.scheme)
        source = cited(self.scheme.to_dict(), path)
        return {
            "id": path[-1],
            "address": ".".join(path),
            "label": label,
            "first": first,
            "until": until,
            "cited": source,
        }

    def _points(self, dated: Dated[Amount]) -> Dated[Scaled]:
        return _mapped(dated, self.scale.put)

    def _activity(self, key: str, rule: Activity) -> ActivityRule:
        common = self._rule(rule, rule.label, "activities", key)
        return ActivityRule(
            **common, points=self._points_rule(rule.points), when=self.conditions.get(("activities", key, "when"))
        )

    def _points_rule(self, points: Points) -> PointsRule:
        facts = self.scheme.facts
        if isinstance(points, PointsByFact):
            scope = "entry" if points.by in facts.entry else "member"
            fact = facts.entry.get(points.by) or facts.member[points.by]
            return FactPoints(scope, fact, {value: self._points(each) for value, each in points.values.items()})
        if isinstance(points, PointsPerUnit):
            fact = QUANTITY if points.of in (None, "quantity") else facts.entry[points.of]
            rounding = self._rounding(points.round) if points.round else None
            return UnitPoints(fact, self._points(points.each), points.per or Amount(1), rounding)
        return FixedPoints(self._points(points))

    def _rounding(self, rounding: RoundingSpec) -> Rounding:
        return Rounding(Fraction(self.scale.put(rounding.unit)), rounding.mode)

    def _bonus(self, key: str, rule: Bonus) -> BonusRule:
        return BonusRule(
            **self._rule(rule, rule.label, "bonuses", key),
            when=self.conditions[("bonuses", key, "when")],
            add=self._points(rule.add) if rule.add else None,
            more=_mapped(rule.multiply, lambda factor: Amount(factor - 1)) if rule.multiply else None,
        )

    def _limit(self, key: str, rule: Limit) -> LimitRule:
        points = self._points(rule.points) if rule.points else None
        return LimitRule(**self._rule(rule, rule.label, "limits", key), per=rule.per, points=points, count=rule.count)

    def _tiers(self, key: str, rule: TiersAward) -> TiersRule:
        again, once = (Again.ONCE, rule.again.once) if isinstance(rule.again, OncePer) else (rule.again, None)
        return TiersRule(
            **self._rule(rule, rule.label, "awards", key),
            counter=rule.measure.counter,
            window=rule.measure.per,
            claim_by=rule.claim.by,
            claim_per=rule.claim.per,
            times=rule.claim.times,
            pay=rule.pay,
            again=again,
            once=once,
            consume=rule.consume,
            priority=rule.priority or 0,
            tiers=tuple(self._tier(key, rule, name, tier) for name, tier in rule.tiers.items()),
        )

    def _tier(self, award: str, around: TiersAward, key: str, tier: Tier) -> TierRule:
        names = Dated.always(tier.label) if tier.label else _mapped(tier.at, _threshold_label)
        facts, written = self.scheme.facts.member, tier.choose or {"": tier.pays or {}}
        options: dict[str, Bundle] = {option: bundle_of(bundle, facts) for option, bundle in written.items()}
        common = self._rule(tier, names.values[-1], "awards", award, "tiers", key)
        first, until = self.scheme.in_force(around)
        common |= {"first": max(first, common["first"]), "until": min(until, common["until"])}
        return TierRule(**common, at=self._points(tier.at), options=options, names=names)

    def _ranking(self, key: str, rule: RankingAward) -> RankingRule:
        assert rule.measure.per is not None  # a ranking over another counter does not load
        return RankingRule(
            **self._rule(rule, rule.label, "awards", key),
            of=rule.of,
            per=rule.measure.per,
            minimum=None if rule.minimum is None else self.scale.put(rule.minimum),
            places=tuple(self._place(key, name, place) for name, place in rule.places.items()),
            ties=None if isinstance(rule.ties, ShareTies) else rule.ties,
            share=Rounding(rule.ties.share.unit, rule.ties.share.mode) if isinstance(rule.ties, ShareTies) else None,
        )

    def _place(self, award: str, key: str, place: Place) -> PlaceRule:
        best, worst = place.ranks[0], place.ranks[-1]
        ranks = str(best) if best == worst else f"{best}–{worst}"
        label = place.label or Label(f"{ranks}위", f"rank {ranks}")
        pays = bundle_of(place.pays, self.scheme.facts.member)
        common = self._rule(place, label, "awards", award, "places", key)
        return PlaceRule(**common, best=best, worst=worst, pays=pays)


def _threshold_label(at: Amount) -> Label:
    return Label(f"{at}점", "1 point" if at == 1 else f"{at} points")
