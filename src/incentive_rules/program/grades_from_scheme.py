"""Awards by grade: the arrow from the file to the program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentive_rules.periods import Dated
from incentive_rules.program.grades import AdjustmentRule, GradeRule, GradesRule, NotPaidRule, SupplementRule
from incentive_rules.program.pay_steps import bundle_of
from incentive_rules.program.rule import common_of
from incentive_rules.scheme.spans import bound_span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentive_rules.amounts import Amount, Scale
    from incentive_rules.facts import Fact
    from incentive_rules.program.counters import CounterRule
    from incentive_rules.scheme.conditions import Condition
    from incentive_rules.scheme.grades import Adjustment, Grade, GradesAward, Supplement
    from incentive_rules.scheme.model import Scheme


@dataclass(frozen=True, slots=True)
class GradesCompiler:
    """Compiles the awards by grade of one scheme."""

    scheme: Scheme
    scale: Scale
    conditions: Mapping[tuple[str | int, ...], Condition]
    counters: Mapping[str, CounterRule]

    def award(self, key: str, rule: GradesAward) -> GradesRule:
        """One award with all names bound."""
        assert rule.measure.per is not None  # grades by another counter do not load
        at, within = ("awards", key), rule.within
        return GradesRule(
            **common_of(self.scheme, rule.label, *at, days=rule),
            of=rule.of,
            counter=self.counters.get(str(rule.measure.counter)),
            per=bound_span(self.scheme.periods, rule.measure.per),
            within=self._facts[within.by] if within else None,
            pool_below=(within and within.pool_below) or 0,
            seats=rule.seats,
            ties=rule.ties,
            grades=tuple(self._grade(key, name, grade) for name, grade in rule.grades.items()),
            not_paid=NotPaidRule(self.conditions[(*at, "not_paid", "when")], rule.not_paid.then)
            if rule.not_paid
            else None,
            adjust=tuple(self._adjustment(rule, key, name) for name in rule.adjust),
            supplements=tuple(self._supplement(key, name, each) for name, each in rule.supplements.items()),
        )

    @property
    def _facts(self) -> Mapping[str, Fact]:
        return self.scheme.facts.member

    def _grade(self, award: str, key: str, grade: Grade) -> GradeRule:
        score = grade.at_least
        return GradeRule(
            **common_of(self.scheme, grade.label, "awards", award, "grades", key),
            share=grade.share,
            at_least=Dated(tuple((day, self.scale.put(value)) for day, value in score.steps)) if score else None,
            pays=bundle_of(grade.pays or {}, self._facts),
        )

    def _adjustment(self, rule: GradesAward, award: str, key: str) -> AdjustmentRule:
        change: Adjustment = rule.adjust[key]
        at, order = ("awards", award, "adjust", key), list(rule.grades)
        return AdjustmentRule(
            **common_of(self.scheme, change.label, *at),
            when=self.conditions[(*at, "when")],
            by=(change.down or 0) - (change.up or 0),
            best=order.index(change.at_most) if change.at_most else 0,
            worst=order.index(change.at_least) if change.at_least else len(order) - 1,
        )

    def _supplement(self, award: str, key: str, extra: Supplement) -> SupplementRule:
        at = ("awards", award, "supplements", key)
        top: Dated[Amount] | None = extra.top
        return SupplementRule(
            **common_of(self.scheme, extra.label, *at),
            grades=extra.grades,
            when=self.conditions.get((*at, "when")),
            top=top,
            pays=bundle_of(extra.pays, self._facts),
        )
