"""What a notice says of an award by grade."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount
from incentive_rules.facts import FactKind
from incentive_rules.report.notice_conditions import ConditionWords
from incentive_rules.report.notice_lines import Grid, Points, Prose
from incentive_rules.report.notice_pay import PayWords
from incentive_rules.scheme.awards import CounterName
from incentive_rules.scheme.grades import EFFECTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from incentive_rules.report.notice_lines import Address, Cell, Line, Part
    from incentive_rules.report.notice_words import About, Speaker
    from incentive_rules.scheme.conditions import Condition
    from incentive_rules.scheme.grades import Adjustment, Grade, GradesAward, Supplement
    from incentive_rules.scheme.pay_steps import Bundle
    from incentive_rules.scheme.rankings import Within

    Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class GradeParts:
    """Makes the parts of one award."""

    speaker: Speaker
    conditions: Mapping[tuple[str | int, ...], Condition]
    about: About
    award: GradesAward

    def parts(self) -> Iterator[Part]:
        """The rules, the grades, the changes of grade and the supplements."""
        about, award = self.about, self.award
        yield Points((*self._rules(), *about.in_force(award), *about.provenance()))
        heads = (self._say("grade"), self._whose("who_gets"), self._whose("prize"), self._say("provenance"))
        yield Grid(heads, tuple(self._grade(*each) for each in award.grades.items()))
        if award.adjust:
            rows = [self._adjustment(*each) for each in award.adjust.items()]
            yield Grid(tuple(map(self._say, ("change", "change_for", "grade", "provenance"))), tuple(rows))
            yield Prose((self._say("change_rule", people=self._whose("people")),))
        if award.supplements:
            rows = [self._supplement(*each) for each in award.supplements.items()]
            heads = (self._say("supplement"), self._say("change_for"), self._whose("prize"), self._say("provenance"))
            yield Grid(heads, tuple(rows))

    def _say(self, key: str, **facts: object) -> str:
        return self.speaker.say(key, **facts)

    def _whose(self, family: str, **facts: object) -> str:
        """A text that is another for people and for groups."""
        return self.speaker.whose(family, self.award.of, **facts)

    def _rules(self) -> Iterator[Line]:
        about, award = self.about, self.award
        yield about.sentence("of", self._say("graded_of"), self._graded())
        yield about.sentence("measure", self._say("measure"), self._measured(), also=(about.at("kind"),))
        if award.within is not None:
            yield about.sentence("within", self._say("graded_within"), self._together(award.within))
        if award.seats is not None:
            yield about.sentence("seats", self._say("grade_seats"), self._say(f"grade_seats_{award.seats}"))
        if award.ties is not None:
            yield about.sentence("ties", self._say("grade_ties"), self._say(f"grade_ties_{award.ties}"))
        if award.not_paid is not None:
            facts = {"condition": self._condition(about, "not_paid"), "people": self._whose("people")}
            told = self._say(f"not_paid_{award.not_paid.then}", **facts)
            yield about.sentence("not_paid", self._whose("not_paid"), told)

    def _together(self, within: Within) -> str:
        """Who is graded together, and what small kinds do: an order has neighbours to join."""
        fact, least = self.speaker.scheme.facts.member[within.by], within.pool_below
        pooled = "graded_pooled" if fact.kind is FactKind.ORDERED else "graded_pooled_small"
        facts = {"fact": fact.label, "least": least, "people": self._whose("people"), "heads": self._whose("heads")}
        return self._say(pooled if least else "graded_by", **facts)

    def _graded(self) -> str:
        return self._whose("graded")

    def _measured(self) -> str:
        """By which score, and when."""
        speaker, measure = self.speaker, self.award.measure
        assert measure.per is not None  # what has no period cannot be graded
        day = speaker.span("last_day", measure.per)
        if isinstance(measure.counter, CounterName):
            return self._say("graded", per=speaker.span("per", measure.per), day=day)
        counter = speaker.scheme.counters[measure.counter].label
        return self._say("graded_counter", counter=counter, window=speaker.span("during", measure.per), day=day)

    def _condition(self, about: About, *inner: str) -> str:
        return ConditionWords(self.speaker).text(self.conditions[(*about.rule, *inner, "when")])

    def _inner(self, section: str, key: str, name: str) -> About:
        return self.speaker.about((*self.about.rule, section, key), name)

    def _grade(self, key: str, grade: Grade) -> Row:
        about = self._inner("grades", key, self._say("name_grade", award=self.about.name, grade=grade.label))
        return (
            (about.value("label", self._say("grade"), self.speaker.word(grade.label)),),
            (about.value("share", self._whose("who_gets"), self._who_gets(grade), also=(about.at("at_least"),)),),
            self._pays(about, grade.pays),
            about.provenance(own=True),
        )

    def _who_gets(self, grade: Grade) -> str:
        if grade.share is not None:
            return self.speaker.dated(grade.share, lambda each: self._say("grade_share", share=_per_cent(each)))
        if grade.at_least is not None:
            counter = self.award.measure.counter
            return self.speaker.dated(grade.at_least, lambda each: self.speaker.at_least(counter, each))
        return self._say("grade_rest")

    def _pays(self, about: About, bundle: Bundle | None) -> Cell:
        if bundle is None:
            return (about.value("pays", self._whose("prize"), self._say("grade_unpaid")),)
        rewards: tuple[Address, ...] = tuple(("rewards", reward) for reward in bundle)
        return (about.value("pays", self._whose("prize"), PayWords(self.speaker).bundle(bundle), also=rewards),)

    def _adjustment(self, key: str, change: Adjustment) -> Row:
        name = self._say("name_adjustment", award=self.about.name, label=change.label)
        about = self._inner("adjust", key, name)
        (effect,) = (each for each in EFFECTS if getattr(change, each) is not None)
        grade = change.at_least or change.at_most
        label = self.award.grades[grade].label if grade else ""
        told = self._say(f"change_{effect}", count=change.up or change.down, grade=label)
        return (
            (about.value("label", self._say("change"), self.speaker.word(change.label)),),
            (about.value("when", self._say("change_for"), self._if(about)),),
            (about.value("by", self._say("grade"), told, also=tuple(about.at(each) for each in EFFECTS)),),
            about.provenance(own=True),
        )

    def _if(self, about: About) -> str:
        return self._say("supplement_if", condition=self._condition(about), people=self._whose("people"))

    def _supplement(self, key: str, extra: Supplement) -> Row:
        name = self._say("name_supplement", award=self.about.name, label=extra.label)
        about = self._inner("supplements", key, name)
        also = tuple(about.at(each) for each in ("grades", "top"))
        return (
            (about.value("label", self._say("supplement"), self.speaker.word(extra.label)),),
            (about.value("when", self._say("change_for"), self._for_whom(about, extra), also=also),),
            self._pays(about, extra.pays),
            about.provenance(own=True),
        )

    def _for_whom(self, about: About, extra: Supplement) -> str:
        told = []
        if extra.grades:
            names = [self.speaker.word(self.award.grades[grade].label) for grade in extra.grades]
            told.append(self._say("supplement_grades", names=names))
        if extra.top is not None:
            told.append(self.speaker.dated(extra.top, self._top))
        if extra.when is not None:
            told.append(self._if(about))
        return ", ".join(told) or self._say("supplement_all")

    def _top(self, share: Amount) -> str:
        return self._say("supplement_top", share=_per_cent(share), people=self._whose("people"))


def _per_cent(share: Amount) -> str:
    return f"{Amount(share * 100):,}%"
