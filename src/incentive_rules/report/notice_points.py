"""What an activity brings, as a notice says it: one cell, or one for what decides and one for each of its values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount
from incentive_rules.messages import sentence
from incentive_rules.periods import Dated
from incentive_rules.scheme.conditions import fact_called
from incentive_rules.scheme.points import (
    PointsByBand,
    PointsByFact,
    PointsCriteria,
    PointsPerUnit,
    PointsStated,
    is_banded_by_its_own_number,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from incentive_rules.report.notice_lines import Cell, Line
    from incentive_rules.report.notice_words import About, Speaker
    from incentive_rules.scheme.model import Activity
    from incentive_rules.scheme.parts import RoundingSpec
    from incentive_rules.scheme.points import AnyLookup

    Rows = list[tuple[str, Cell]]
    """Cells, each behind the value that it is for."""


@dataclass(frozen=True, slots=True)
class PointsWords:
    """Says the points of one activity."""

    speaker: Speaker
    about: About

    def rows(self, rule: Activity) -> Rows:
        """The points of the activity; of joint work, that they are divided."""
        (_, first), *more = self._rows(rule)
        return [("", (*first, *self._shares(rule))), *more]

    def _rows(self, rule: Activity) -> Rows:
        match rule.points:
            case PointsByFact() as points:
                by = self._value(self._say("by_fact", fact=self._label(points.by)))
                return [("", by), *((value, self._of_value(value, each)) for value, each in points.values.items())]
            case PointsByBand() as points:
                by = self._value(self._say("by_fact", fact=self._label(points.by)))
                return [("", by), *(self._of_band(start, each) for start, each in points.bands.items())]
            case PointsPerUnit() as points:
                return [("", (self._per_unit(points), *self._bounds(points, is_shared=rule.shares)))]
            case PointsStated() as points:
                return [("", self._value(self._stated(points)))]
            case PointsCriteria() as points:
                return [("", (*self._criteria(points), *self._rounding(points.round)))]
            case points:
                return [("", self._value(self.speaker.dated(points, self.speaker.points)))]

    def _say(self, key: str, **facts: object) -> str:
        return self.speaker.say(key, **facts)

    def _value(self, told: str) -> Cell:
        return (self.about.value("points", self._say("points"), told),)

    def _line(self, key: str, told: str) -> Line:
        """A line about one key of the points, under its own name."""
        return self.about.value("points", self._say(key), told, key)

    def _shares(self, rule: Activity) -> Iterator[Line]:
        if rule.shares:
            yield self.about.sentence("shares", self._say("shares"), self._say("shares_rule"))

    # Values by a fact.

    def _of_value(self, value: str, points: Dated[Amount]) -> Cell:
        told = self.speaker.dated(points, self.speaker.points)
        return (self.about.value("points", self._say("points_of_value", value=value), told, "values", value),)

    def _of_band(self, start: str, points: Dated[Amount]) -> tuple[str, Cell]:
        value = self._band(start)
        told = self.speaker.dated(points, self.speaker.points)
        return value, (self.about.value("points", self._say("points_of_value", value=value), told, "bands", start),)

    def _band(self, start: str) -> str:
        return self._say("band", start=f"{Amount(start):,}")

    def _lookup(self, lookup: AnyLookup, told: Callable[[Amount], str], key: str = "looked_up") -> str:
        """A value that may hang on a fact, in one line; ``key`` names the words where it does."""
        if isinstance(lookup, PointsByFact):
            named = lookup.values.items()
        elif isinstance(lookup, PointsByBand):
            named = {self._band(start): each for start, each in lookup.bands.items()}.items()
        else:
            return self.speaker.dated(lookup, told)
        values = [self._say("value_of", value=value, told=self.speaker.dated(each, told)) for value, each in named]
        return self._say(key, fact=self._label(lookup.by), values=values)

    # Units.

    def _per_unit(self, points: PointsPerUnit) -> Line:
        fact, per = self._label(points.of or "quantity"), points.per or Amount(1)
        is_counter = fact in self._say("counters").split()
        key = "per_counter" if is_counter else "per_one" if per == 1 else "per_many"
        if fact.endswith(tuple(self._say("said_in_points").split())) and per == 1 and _is_one(points.each):
            key = "per_as_it_is"
        each = self._lookup(points.each, self.speaker.points)
        told = self._say(key, fact=fact, per=f"{per:,}", each=each)
        answer = self.speaker.scheme.answered.get("bands_apply_to")
        if is_banded_by_its_own_number(points) and answer and answer.value == "part":
            assert isinstance(points.each, PointsByBand)  # nothing else is banded
            told = self._say("parts_by", fact=fact, parts=self._by_parts(points.each, per))
        return self.about.value("points", self._say("points"), told)

    def _by_parts(self, bands: PointsByBand, per: Amount) -> str:
        """What each part of a number brings, from the lowest band up."""
        starts = [*map(Amount, bands.bands)]
        told = []
        for start, end, each in zip(starts, (*starts[1:], None), bands.bands.values(), strict=True):
            above = "above" if end is None else "between"
            key = above if start else "all" if end is None else "to"
            points = self.speaker.dated(each, self.speaker.points)
            brings = self._say("brings_one" if per == 1 else "brings_many", per=f"{per:,}", each=points)
            ends = {"start": f"{start:,}", "end": "" if end is None else f"{end:,}"}
            told.append(self._say(f"part_{key}", brings=brings, **ends))
        return self._say("parts_next").join(told)

    def _bounds(self, points: PointsPerUnit, *, is_shared: bool) -> Iterator[Line]:
        """What else bears on points per unit, in the order in which it does."""
        if points.most_units is not None:
            fact = self._label(points.of or "quantity")
            told = self.speaker.dated(points.most_units, lambda most: self._say("counted_to", fact=fact, most=most))
            yield self._line("most_units", told)
        if points.weight is not None:
            yield self._line("weight", self._lookup(points.weight, lambda factor: f"×{factor}", "weighted"))
        if points.at_most is not None:
            yield self._line("at_most", self.speaker.dated(points.at_most, self._together if is_shared else self._cap))
        yield from self._rounding(points.round)

    def _cap(self, most: Amount) -> str:
        return self._say("at_most_each", points=self.speaker.points(most))

    def _together(self, most: Amount) -> str:
        return self._say("at_most_together", points=self.speaker.points(most))

    def _rounding(self, rounding: RoundingSpec | None) -> Iterator[Line]:
        if rounding is not None:
            mode = sentence(f"mode_{rounding.mode}", self.speaker.lang)
            told = self._say(f"round_at_{rounding.at}", unit=self.speaker.points(rounding.unit), mode=mode)
            yield self.about.value("points", self._say("round"), told, "round")

    # What people judge.

    def _stated(self, points: PointsStated) -> str:
        low, high = points.between
        facts = {"fact": self._label(points.stated), "low": low, "high": self.speaker.points(high)}
        return self._say("stated_in_steps" if points.step else "stated", **facts, step=points.step)

    def _criteria(self, points: PointsCriteria) -> Iterator[Line]:
        weights = points.criteria.items()
        told = [self._criterion(self._label(name), each) for name, each in weights]
        yield self.about.value("points", self._say("points"), self._say("criteria", criteria=told))

    def _criterion(self, fact: str, weight: Dated[Amount]) -> str:
        """A criterion with its weight; one that counts as it is has none to tell."""
        counts_plainly = all(each == 1 for _, each in weight.steps)
        return fact if counts_plainly else self._say("criterion", fact=fact, weight=self._weight(weight))

    def _weight(self, weight: Dated[Amount]) -> str:
        return self.speaker.dated(weight, str)

    def _label(self, name: str) -> str:
        found = fact_called(self.speaker.scheme.facts, name)
        assert found is not None  # a scheme that asks for another fact does not load
        return self.speaker.word(found[1].label)


def _is_one(each: AnyLookup) -> bool:
    """Whether each unit is one point, on every day."""
    return isinstance(each, Dated) and all(points == 1 for points in each.values)
