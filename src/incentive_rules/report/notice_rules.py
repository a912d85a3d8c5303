"""The sections of a notice about who takes part, what earns points, and what adds to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentive_rules.messages import sentence
from incentive_rules.report.notice_conditions import ConditionWords
from incentive_rules.report.notice_lines import Grid, Line, Points, Prose, Section
from incentive_rules.report.notice_points import PointsWords
from incentive_rules.scheme.award_kinds import winnable
from incentive_rules.scheme.awards import ExchangeAward, TiersAward
from incentive_rules.scheme.grades import GradesAward
from incentive_rules.scheme.points import can_deduct
from incentive_rules.scheme.rankings import RankingAward

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from incentive_rules.report.notice_lines import Cell, Part
    from incentive_rules.report.notice_words import About, Speaker
    from incentive_rules.scheme.award_kinds import Award
    from incentive_rules.scheme.conditions import Condition
    from incentive_rules.scheme.made import After
    from incentive_rules.scheme.model import Activity, Bonus

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
        yield Prose((self._say(self._purpose()),))
        if scheme.reading:
            yield Prose((self._say("under_reading", reading=scheme.reading),))

    def _purpose(self) -> str:
        """What points are for, and whether they can be taken away."""
        scheme = self.speaker.scheme
        awards = scheme.awards.values()
        ends = {"_ranked": RankingAward, "_graded": GradesAward}
        purpose = "".join(end for end, kind in ends.items() if any(isinstance(award, kind) for award in awards))
        if any(isinstance(award, TiersAward | ExchangeAward) for award in awards):
            purpose = "_paid"
        deducts = any(can_deduct(activity.points) for activity in scheme.activities.values())
        return f"purpose{purpose or '_points'}{'_deducted' if deducts else ''}"

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
        (_, first), *more = PointsWords(self.speaker, about).rows(rule)
        when = (*self._when(about, "only"), *self._whose(about, rule), *self._made(about, rule))
        yield (self._label(about, rule), first, when, about.in_force(rule), about.provenance())
        for value, cell in more:
            yield ((self._say("value_row", value=value),), cell, (), (), ())

    def _whose(self, about: About, rule: Activity) -> Cell:
        """That an entry is a group's own."""
        if rule.of is None:
            return ()
        group = self._label_of(rule.of)
        return (about.sentence("of", self._say("of_own"), self._say("of_own_group", group=group)),)

    def _made(self, about: About, rule: Activity) -> Cell:
        """How an entry comes about that nobody writes down."""
        aspect = self._say("made")
        if rule.after is not None:
            award = self.speaker.scheme.awards[rule.after.award]
            told = self._say(_after(rule.after, award), award=award.label, won=self._won(rule.after))
            return (about.sentence("after", aspect, told),)
        if rule.every is None:
            return ()
        each = self.speaker.span("every", rule.every)
        told = self._say("made_members", each=each)
        if rule.of is not None:
            told = self._say("made_groups", each=each, group=self._label_of(rule.of))
        return (about.sentence("every", aspect, told), *self._prorated(about, rule))

    def _label_of(self, fact: str) -> str:
        return self.speaker.word(self.speaker.scheme.facts.member[fact].label)

    def _won(self, after: After) -> str:
        """The tiers or places after which something is given, by their names."""
        award = self.speaker.scheme.awards[after.award]
        parts = winnable(award)
        labels = [parts[name].label for name in after.won or ()]
        names = (
            self.speaker.word(label) if label else name for name, label in zip(after.won or (), labels, strict=True)
        )
        return self._say("or").join(names)

    def _prorated(self, about: About, rule: Activity) -> Cell:
        if rule.prorate is None:
            return ()
        told = self._say(f"prorate_{rule.prorate.by}")
        if rule.prorate.round is not None:
            unit, mode = rule.prorate.round.unit, sentence(f"mode_{rule.prorate.round.mode}", self.speaker.lang)
            told = ", ".join((told, self._say("prorate_round", unit=self.speaker.points(unit), mode=mode)))
        return (about.sentence("prorate", self._say("made"), told),)

    def _about(self, section: str, name: str, rule: Activity | Bonus) -> About:
        return self.speaker.about((section, name), self._say(f"name_{section}", label=rule.label))

    def _label(self, about: About, rule: Activity | Bonus) -> Cell:
        return (about.value("label", self._say("name"), self.speaker.word(rule.label)),)

    def _when(self, about: About, key: str) -> Cell:
        condition = self.conditions.get((*about.rule, "when"))
        if condition is None:
            return ()
        return (about.sentence("when", self._say("condition"), self._say(key, condition=self._words(condition))),)

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


def _after(after: After, award: Award) -> str:
    """Which words say what has to be won first."""
    if after.won:
        return "made_after"
    if isinstance(award, RankingAward):
        return "made_after_place"
    return "made_after_grade" if isinstance(award, GradesAward) else "made_after_any"
