"""The sections of a notice about who takes part, what earns points, and what adds to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount
from incentive_rules.messages import sentence
from incentive_rules.report.notice_conditions import ConditionWords
from incentive_rules.report.notice_lines import Grid, Line, Points, Prose, Section
from incentive_rules.scheme.conditions import QUANTITY
from incentive_rules.scheme.parts import PointsByFact, PointsPerUnit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from incentive_rules.periods import Dated
    from incentive_rules.report.notice_lines import Cell, Part
    from incentive_rules.report.notice_words import About, Speaker
    from incentive_rules.scheme.conditions import Condition
    from incentive_rules.scheme.model import Activity, Bonus
    from incentive_rules.scheme.parts import RoundingSpec

    Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class RuleSections:
    """Makes the sections."""

    speaker: Speaker
    conditions: Mapping[tuple[str | int, ...], Condition]

    def sections(self) -> Iterator[Section]:
        """Head, who, activities and bonuses; the last only if there are any."""
        scheme = self.speaker.scheme
        yield Section("head", "", tuple(self._head()))
        yield self._section("who", self._who())
        yield self._section("activities", self._activities())
        if scheme.bonuses:
            yield self._section("bonuses", self._bonuses())

    def _section(self, key: str, parts: Iterator[Part]) -> Section:
        return Section(key, self.speaker.say(f"section_{key}"), tuple(parts))

    def _say(self, key: str, **facts: object) -> str:
        return self.speaker.say(key, **facts)

    def _head(self) -> Iterator[Part]:
        speaker, scheme = self.speaker, self.speaker.scheme
        about = speaker.about((), speaker.word(scheme.label))
        label = about.value("label", self._say("scheme"), speaker.word(scheme.label))
        yield Points((label, *about.in_force(scheme)))
        yield Prose((self._say("purpose" if scheme.awards else "purpose_points"),))
        if scheme.reading:
            yield Prose((self._say("under_reading", reading=scheme.reading),))

    def _who(self) -> Iterator[Part]:
        about = self.speaker.about(("eligible",), self._say("section_who"))
        condition = self.conditions.get(("eligible",))
        told = self._say("who", condition=self._words(condition)) if condition else self._say("who_all")
        line = Line(("eligible",), ("eligible",), about.name, self._say("condition"), told)
        yield Prose((line, *(about.provenance() if condition else ())))

    def _words(self, condition: Condition) -> str:
        return ConditionWords(self.speaker).text(condition)

    def _activities(self) -> Iterator[Part]:
        heads = ("activity", "points", "condition", "in_force", "provenance")
        rules = self.speaker.scheme.activities.items()
        rows = tuple(row for name, rule in rules for row in self._activity(name, rule))
        yield Grid(tuple(self._say(head) for head in heads), rows)

    def _activity(self, name: str, rule: Activity) -> Iterator[Row]:
        about = self._about("activities", name, rule)
        (_, first), *more = self._points(about, rule)
        yield (self._label(about, rule), first, self._when(about, "only"), about.in_force(rule), about.provenance())
        for value, cell in more:
            yield ((self._say("value_row", value=value),), cell, (), (), ())

    def _about(self, section: str, name: str, rule: Activity | Bonus) -> About:
        return self.speaker.about((section, name), self._say(f"name_{section}", label=rule.label))

    def _label(self, about: About, rule: Activity | Bonus) -> Cell:
        return (about.value("label", self._say("name"), self.speaker.word(rule.label)),)

    def _when(self, about: About, key: str) -> Cell:
        condition = self.conditions.get((*about.rule, "when"))
        if condition is None:
            return ()
        return (about.sentence("when", self._say("condition"), self._say(key, condition=self._words(condition))),)

    def _points(self, about: About, rule: Activity) -> list[tuple[str, Cell]]:
        """The points of an activity: one cell, or one for the fact that decides and one for each of its values."""
        points, speaker = rule.points, self.speaker
        aspect = self._say("points")
        if isinstance(points, PointsByFact):
            fact = self._say("by_fact", fact=self._label_of(points.by))
            by: Cell = (about.value("points", aspect, fact),)
            return [("", by), *((value, self._of_value(about, value, each)) for value, each in points.values.items())]
        if isinstance(points, PointsPerUnit):
            return [("", self._per_unit(about, points))]
        return [("", (about.value("points", aspect, speaker.dated(points, speaker.points)),))]

    def _of_value(self, about: About, value: str, points: Dated[Amount]) -> Cell:
        told = self.speaker.dated(points, self.speaker.points)
        return (about.value("points", self._say("points_of_value", value=value), told, "values", value),)

    def _per_unit(self, about: About, points: PointsPerUnit) -> Cell:
        fact, per = self._label_of(points.of), points.per or Amount(1)
        is_counter = fact in self._say("counters").split()
        key = "per_counter" if is_counter else "per_one" if per == 1 else "per_many"
        each = self.speaker.dated(points.each, self.speaker.points)
        told = self._say(key, fact=fact, per=f"{per:,}", each=each)
        line = about.value("points", self._say("points"), told)
        return (line, self._rounding(about, points.round)) if points.round else (line,)

    def _rounding(self, about: About, rounding: RoundingSpec) -> Line:
        mode = sentence(f"mode_{rounding.mode}", self.speaker.lang)
        told = self._say(f"round_at_{rounding.at}", unit=self.speaker.points(rounding.unit), mode=mode)
        return about.value("points", self._say("round"), told, "round")

    def _label_of(self, fact: str | None) -> str:
        facts = self.speaker.scheme.facts
        found = QUANTITY if fact in (None, QUANTITY.name) else facts.entry.get(fact) or facts.member[fact]
        return self.speaker.word(found.label)

    def _bonuses(self) -> Iterator[Part]:
        heads = ("bonus", "condition", "more", "for_activities", "in_force", "provenance")
        rules = self.speaker.scheme.bonuses.items()
        yield Grid(tuple(self._say(head) for head in heads), tuple(self._bonus(name, rule) for name, rule in rules))
        yield Prose((self._say("bonus_rule"),))

    def _bonus(self, name: str, rule: Bonus) -> Row:
        about = self._about("bonuses", name, rule)
        return (
            self._label(about, rule),
            self._when(about, "where"),
            (self._more(about, rule),),
            self._for(about, rule.activities),
            about.in_force(rule),
            about.provenance(),
        )

    def _more(self, about: About, rule: Bonus) -> Line:
        speaker = self.speaker
        if rule.add is not None:
            told = speaker.dated(rule.add, lambda each: self._say("add", points=speaker.points(each)))
        else:
            assert rule.multiply is not None  # a bonus without either does not load
            told = speaker.dated(rule.multiply, lambda each: self._say("multiply", factor=each))
        return about.value("add", self._say("more"), told, also=(about.at("multiply"),))

    def _for(self, about: About, names: tuple[str, ...]) -> Cell:
        return (about.value("activities", self._say("for_activities"), self.speaker.activities(names)),)
