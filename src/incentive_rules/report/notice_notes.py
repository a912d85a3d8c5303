"""The sections of a notice that stand behind the rules: what rows must say, open questions, readings, sources."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentive_rules.facts import FactKind
from incentive_rules.messages import answer_label
from incentive_rules.report.form_needs import own_columns
from incentive_rules.report.notice_lines import Entry, Grid, Line, Prose, Quote, Section
from incentive_rules.scheme.answers import WAIT
from incentive_rules.scheme.parts import FACT_KINDS
from incentive_rules.scheme.questions import asked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from incentive_rules.facts import Fact
    from incentive_rules.report.notice_lines import Cell, Part
    from incentive_rules.report.notice_words import About, Speaker
    from incentive_rules.scheme.conditions import Condition
    from incentive_rules.scheme.parts import Source

    Row = tuple[Cell, ...]

_COLUMN = re.compile(r" ?\([a-z_]+\)")
"""The name of a table's column in an answer: good for whoever fills in the table, and nothing for staff."""


@dataclass(frozen=True, slots=True)
class NoteSections:
    """Makes the sections."""

    speaker: Speaker
    conditions: Mapping[tuple[str | int, ...], Condition]

    def sections(self) -> Iterator[Section]:
        """Facts, answers, readings, sources and the end; each only if there is something to say."""
        scheme = self.speaker.scheme
        if scheme.facts.member or scheme.facts.entry or own_columns(scheme):
            yield self._section("facts", self._facts())
        yield self._section("answers", self._answers())
        if scheme.readings:
            yield self._section("readings", self._readings())
        if scheme.sources:
            yield self._section("sources", self._sources())

    def end(self) -> Section:
        """What stands below everything else."""
        about = self.speaker.about((), self.speaker.word(self.speaker.scheme.label))
        line = about.value("id", self._say("id"), self.speaker.scheme.id)
        return Section("end", "", (Quote((self._say("made_from"), line)),))

    def _section(self, key: str, parts: Iterator[Part]) -> Section:
        return Section(key, self._say(f"section_{key}"), tuple(parts))

    def _say(self, key: str, **facts: object) -> str:
        return self.speaker.say(key, **facts)

    def _facts(self) -> Iterator[Part]:
        facts = self.speaker.scheme.facts
        rows = [self._fact(scope, fact) for scope in ("entry", "member") for fact in getattr(facts, scope).values()]
        rows += [
            ((self._say(f"own_{name}"),), (self._say("in_entry"),), (self._say(f"own_{name}_how"),), ())
            for name in own_columns(self.speaker.scheme)
        ]
        heads = ("fact_name", "fact_where", "fact_how", "fact_blank")
        yield Grid(tuple(self._say(head) for head in heads), tuple(rows))
        yield Prose((self._say("fact_rule"),))

    def _fact(self, scope: str, fact: Fact) -> Row:
        about = self.speaker.about(("facts", scope, fact.name), self._say("name_facts", label=fact.label))
        keys = (*FACT_KINDS, "at_least", "at_most")
        also = tuple((*about.rule, key) for key in keys)
        how = self._say("fact_how")
        return (
            (about.value("label", self._say("name"), self.speaker.word(fact.label)),),
            (self._say(f"in_{scope}"),),
            (Line((*about.rule, "kind"), about.rule, about.name, how, self._how(fact), also),),
            self._blank(about, fact),
        )

    def _blank(self, about: About, fact: Fact) -> Cell:
        if fact.blank is None:
            return ()
        told = self._say("taken_as", value=self.speaker.value(fact.blank))
        return (about.value("blank", self._say("blank"), told),)

    def _how(self, fact: Fact) -> str:
        if fact.kind is FactKind.NUMBER:
            bounds = (("at_least", fact.at_least), ("at_most", fact.at_most))
            told = [self._say(f"number_{key}", number=f"{bound:,}") for key, bound in bounds if bound is not None]
            return self._say("number_bounded", bounds=told) if told else self._say("kind_number")
        return self._say(f"kind_{fact.kind}", values=[self._step(step) for step in fact.values])

    def _step(self, words: tuple[str, ...]) -> str:
        return self._say("equal_values", first=words[0], others=words[1:]) if len(words) > 1 else words[0]

    def _answers(self) -> Iterator[Part]:
        questions = asked(self.speaker.scheme, self.conditions)
        heads = ("question", "answer", "provenance")
        yield Grid(tuple(self._say(head) for head in heads), tuple(map(self._answer, questions)))

    def _answer(self, question: str) -> Row:
        told = self._say(f"subject_{question}")
        about = self.speaker.about(("answers", question), told)
        meaning = self._meaning(question, self.speaker.scheme.answered[question].value)
        line = Line(about.rule, about.rule, told, self._say("answer"), meaning)
        return (told,), (line,), about.provenance()

    def _meaning(self, question: str, value: str) -> str:
        if question == "no_option" and value != WAIT:
            return self.speaker.word(self.speaker.scheme.facts.options[value])
        return _capital(_COLUMN.sub("", self.speaker.word(answer_label(question, value))))

    def _readings(self) -> Iterator[Part]:
        yield Prose((self._say("readings_rule"),))
        for name, reading in self.speaker.scheme.readings.items():
            about = self.speaker.about(("readings", name), self._say("name_readings", label=reading.label))
            yield Entry((about.value("label", self._say("name"), self.speaker.word(reading.label)),))

    def _sources(self) -> Iterator[Part]:
        for number, (name, source) in enumerate(self.speaker.scheme.sources.items(), 1):
            about = self.speaker.about(("sources", name), self._say("name_sources", label=source.title))
            yield Entry(tuple(self._source(about, source)), self._say("source_mark", number=number))
            if source.quote:
                yield Quote((about.sentence("quote", self._say("quote"), self.speaker.word(source.quote)),))

    def _source(self, about: About, source: Source) -> Iterator[Line]:
        yield about.value("title", self._say("source_title"), self._say("titled", title=source.title))
        if source.publisher:
            yield about.value("publisher", self._say("publisher"), self.speaker.word(source.publisher))
        if source.date:
            yield about.value("date", self._say("date"), self.speaker.day(source.date))
        if source.url:
            yield about.value("url", self._say("url"), source.url)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
