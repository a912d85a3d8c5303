"""What an entry's own points are, before bonuses, shares and limits: each rule that has a part in them is a step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from incentive_rules.amounts import ZERO, Amount, Scaled
from incentive_rules.codes import Code
from incentive_rules.messages import LANGUAGES, Label, sentence
from incentive_rules.program.points import (
    BandPoints,
    CriteriaPoints,
    FactPoints,
    FixedPoints,
    MeasuredPoints,
    StatedPoints,
    UnitPoints,
)
from incentive_rules.statement.model import State, StepKind
from incentive_rules.statement.rows import because, plain_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from incentive_rules.amounts import Rounding
    from incentive_rules.facts import Fact
    from incentive_rules.program.model import ActivityRule
    from incentive_rules.program.points import Looked
    from incentive_rules.statement.judge import Known
    from incentive_rules.statement.model import Facts, Reason, Step
    from incentive_rules.statement.setting import Setting


class Stop(Exception):  # noqa: N818  # it ends the judging of one entry; it is no error
    """An entry does not count, and why."""

    def __init__(self, state: State, *reasons: Reason) -> None:
        self.state, self.reasons = state, reasons


class _Value(NamedTuple):
    """A value in force, its first day, and the fact that it goes by in the words of a step."""

    since: date
    value: Scaled
    facts: dict[str, object]


@dataclass(frozen=True, slots=True)
class OwnPoints:
    """Reckons the points of one entry under its activity, with the facts that are known and the values of one day.

    ``gap`` tells why nothing is known of the people of a scope, if that is so.
    """

    setting: Setting
    rule: ActivityRule
    known: Known
    day: date
    gap: Callable[[str], Reason | None]

    def steps(self) -> tuple[Step, ...]:
        """The steps that lead to the entry's own points.

        Raises:
            Stop: where they hang on something that is not known, or that the rule has no points for.
        """
        match self.rule.points:
            case FixedPoints() | FactPoints() | BandPoints() as points:
                since, value, facts = self._looked(points)
                amount = self._take(value)
                return (self._step(StepKind.BASE, amount, amount, since, facts),)
            case UnitPoints() as points:
                return self._per_unit(points)
            case MeasuredPoints() as points:
                return tuple(self._measured(points))
            case StatedPoints() as points:
                return (self._stated(points),)
            case CriteriaPoints() as points:
                return self._rounded([*self._criteria(points)], points.rounding)

    # One value.

    def _looked(self, looked: Looked) -> _Value:
        """The value that a lookup gives."""
        if isinstance(looked, FixedPoints):
            return _Value(*looked.points.step_on(self.day), {})
        have = self._needed(looked.scope, looked.fact)
        if isinstance(looked, FactPoints):
            return _Value(*looked.points[str(have)].step_on(self.day), {"fact": looked.fact.label, "have": str(have)})
        return self._in_band(looked, have)

    def _in_band(self, looked: BandPoints, number: object) -> _Value:
        index = self._band_of(looked, number)
        facts = {"fact": looked.fact.label, "have": number, "start": looked.starts[index]}
        return _Value(*looked.points[index].step_on(self.day), facts)

    def _band_of(self, looked: BandPoints, number: object) -> int:
        assert isinstance(number, Amount)
        index = looked.band_of(number)
        if index < 0:
            raise self._refused(looked.fact, number, f"≥ {looked.starts[0]}")
        return index

    def _needed(self, scope: str, fact: Fact) -> object:
        """The value that points hang on; without it the entry waits."""
        value = self.known.get((scope, fact.name))
        if value is None:
            gap = self.gap(scope)
            raise Stop(State.HELD, gap or because(Code.FACT_MISSING, name=fact.label, activity=self.rule.label))
        return value

    def _refused(self, fact: Fact, number: Amount, expected: Label | str) -> Stop:
        facts = {"name": fact.label, "value": number, "activity": self.rule.label, "expected": expected}
        return Stop(State.REJECTED, because(Code.NO_POINTS_FOR_VALUE, **facts))

    # Units.

    def _per_unit(self, points: UnitPoints) -> tuple[Step, ...]:
        number = self._counted(points.fact)
        since, each = points.each.step_on(self.day)
        facts: dict[str, object] = {"fact": points.fact.label, "have": number, "per": points.per}
        exact = self._take(Fraction(number) * each / points.per)
        base = self._step(StepKind.BASE, exact, self._take(each), since, facts)
        return self._rounded([base], points.rounding)

    def _counted(self, fact: Fact) -> Amount:
        number = self._needed("entry", fact)
        assert isinstance(number, Amount)
        if number < 0:
            raise Stop(State.REJECTED, because(Code.OUT_OF_RANGE, value=number, expected="≥ 0"))
        return number

    def _measured(self, points: MeasuredPoints) -> tuple[Step, ...]:
        """Units first, then the weight, then the most for one entry, then rounding."""
        number = self._counted(points.fact)
        steps = [*self._units(points, number)]
        most = points.most_units and points.most_units.step_on(self.day)
        if most and number > most[1]:
            more = _sum(self._units(points, most[1])) - _sum(steps)
            steps += self._changed(StepKind.CAP, more, most[1], most[0], {"fact": points.fact.label})
        if points.weight is not None:
            since, factor, facts = self._looked(points.weight)
            more = Amount(_sum(steps) * (factor - 1))
            steps.append(self._step(StepKind.WEIGHT, more, f"×{Amount(factor)}", since, facts))
        if points.at_most is not None:
            since, cap = points.at_most.step_on(self.day)
            most_points, total = self._take(cap), _sum(steps)
            within = min(max(total, Amount(-most_points)), most_points)
            steps += self._changed(StepKind.CAP, within - total, most_points, since, {})
        return self._rounded(steps, points.rounding)

    def _units(self, points: MeasuredPoints, number: Amount) -> Iterator[Step]:
        """Points for a number: in each of its bands, or for the whole of it."""
        if points.marginal:
            assert isinstance(points.each, BandPoints)  # what `bands_apply_to` is asked of
            yield from self._parts(points, points.each, number)
            return
        looked = points.each
        facts: dict[str, object] = {"fact": points.fact.label, "have": number, "per": points.per}
        if isinstance(looked, BandPoints) and looked.fact.name == points.fact.name:  # as far as the number counts
            since, each, by = self._in_band(looked, number)
            facts |= {"start": by["start"]}
        else:
            since, each, by = self._looked(looked)
            facts |= {"by": by["fact"], "by_have": by["have"]} if by else {}
        exact = self._take(Fraction(number) * each / points.per)
        yield self._step(StepKind.BASE, exact, self._take(each), since, facts)

    def _parts(self, points: MeasuredPoints, bands: BandPoints, number: Amount) -> Iterator[Step]:
        """A step for each band that the number reaches into, with the part of the number that lies in it."""
        last = self._band_of(bands, number)
        ends = (*bands.starts[1 : last + 1], number)
        for index, (start, end) in enumerate(zip(bands.starts, ends, strict=False)):
            if index and start == end:
                return
            since, each = bands.points[index].step_on(self.day)
            part = Amount(end - start)
            facts = {"fact": points.fact.label, "have": part, "per": points.per, "start": start, "end": end}
            yield self._step(
                StepKind.BAND, self._take(Fraction(part) * each / points.per), self._take(each), since, facts
            )

    # What people judge.

    def _stated(self, points: StatedPoints) -> Step:
        number = self._needed("entry", points.fact)
        assert isinstance(number, Amount)
        if not points.allows(number):
            raise self._refused(points.fact, number, _range_words(points))
        return self._step(StepKind.BASE, number, number, date.min, {"stated": points.fact.label})

    def _criteria(self, points: CriteriaPoints) -> Iterator[Step]:
        for fact, weight in points.weights:
            number = self._counted(fact)
            since, factor = weight.step_on(self.day)
            facts = {"fact": fact.label, "have": number}
            yield self._step(StepKind.CRITERION, Amount(number * factor), f"×{factor}", since, facts)

    # Steps.

    def _take(self, scaled: Scaled) -> Amount:
        return self.setting.program.scale.take(scaled)

    def _rounded(self, steps: list[Step], rounding: Rounding | None) -> tuple[Step, ...]:
        if rounding is None:
            return tuple(steps)
        exact = _sum(steps) * self.setting.program.scale.factor
        rest = self._take(rounding.apply(exact) - exact)
        facts = {"unit": self._take(rounding.unit), "mode": rounding.mode}
        return (*steps, *self._changed(StepKind.ROUNDING, rest, "", date.min, facts))

    def _changed(
        self, kind: StepKind, amount: Amount, value: Amount | str, since: date, facts: dict[str, object]
    ) -> Iterator[Step]:
        """A step, where it changes anything."""
        if amount:
            yield self._step(kind, amount, value, since, facts)

    def _step(self, kind: StepKind, amount: Amount, value: Amount | str, since: date, facts: dict[str, object]) -> Step:
        told: Facts | None = plain_facts(facts) if facts else None
        kind = StepKind.DEDUCTION if kind is StepKind.BASE and amount < 0 else kind
        return self.setting.cite(kind, self.rule, amount, value, since, told)


def _sum(steps: Iterator[Step] | list[Step]) -> Amount:
    return sum((step.amount for step in steps), ZERO)


def _range_words(points: StatedPoints) -> Label:
    """What assessors may state, in words."""
    key = "stated_range" if points.step is None else "stated_steps"
    facts = {"low": points.low, "high": points.high, "step": points.step}
    return Label(*(sentence(key, lang, **facts) for lang in LANGUAGES))
