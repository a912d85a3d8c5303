"""Days, points, amounts and sources as a notice says them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from incentive_rules.messages import sentence
from incentive_rules.messages.screen import words
from incentive_rules.periods import ONE_DAY, Dated
from incentive_rules.report.notice_lines import Line
from incentive_rules.scheme.counters import POINTS, Take
from incentive_rules.scheme.provenance import cited
from incentive_rules.scheme.rankings import MEMBER, WORK
from incentive_rules.statement.explain.words import money
from incentive_rules.statement.judge import value_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from incentive_rules.amounts import Amount
    from incentive_rules.facts import Value
    from incentive_rules.messages import Label, Language
    from incentive_rules.report.notice_lines import Address
    from incentive_rules.scheme.model import Scheme
    from incentive_rules.scheme.parts import Bundle, InForce, ShareRounding
    from incentive_rules.scheme.provenance import Cited

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says things of one scheme in one language."""

    scheme: Scheme
    lang: Language

    def say(self, key: str, **facts: object) -> str:
        """A text of the notice's own books."""
        return words(f"notice_{key}", self.lang, **facts)

    def word(self, label: Label) -> str:
        """A label in the speaker's language."""
        return label.in_language(self.lang)

    def day(self, day: date) -> str:
        """A day: ``2024년 6월 1일``, ``1 June 2024``."""
        return self.say("day", year=day.year, month=self.say(f"month_{day.month}"), day=day.day)

    def days(self, rule: InForce) -> str:
        """The days of a rule as it states them; the last day is one on which it still holds."""
        first = self.day(rule.first) if rule.first else ""
        last = self.day(rule.until - ONE_DAY) if rule.until else ""
        key = ("from_to" if last else "from") if first else "to"
        return self.say(key, first=first, last=last) if first or last else ""

    def span(self, family: str, word: str) -> str:
        """A period, in the words of the sentence that it stands in; a named one by its name."""
        if word in self.scheme.periods:
            return self.say(f"{family}_named", label=self.scheme.periods[word].label)
        return self.say(f"{family}_{word}")

    def whose(self, family: str, of: str, **facts: object) -> str:
        """A text that is another for people, for pieces of work and for groups, whose name it may say."""
        if of in (MEMBER, WORK):
            return self.say(f"{family}_{of}", **facts)
        return self.say(f"{family}_group", group=self.scheme.facts.member[of].label, **facts)

    def quoted(self, labels: Iterable[Label]) -> str:
        """Names, each in quotation marks."""
        return ", ".join(self.say("quoted", value=label) for label in labels)

    def at_least(self, counter: str | None, number: Amount) -> str:
        """So much or more of what is counted: points, entries, or what a fact of entries says."""
        declared = self.scheme.counters.get(counter or "")
        if declared is not None and declared.take is Take.NUMBER:
            return self.say("at_least_count", number=number)
        if declared is not None and declared.of != POINTS:
            return self.say("at_least_plain", number=number)
        return self.say("at_least", points=self.points(number), number=number)

    def rounding(self, rounding: ShareRounding, rewards: Iterable[str]) -> dict[str, str]:
        """How amounts of some rewards are rounded: the unit with its name, and the way."""
        units = dict.fromkeys(self.scheme.rewards[name].unit for name in rewards)
        told = self.say("or").join(money(rounding.unit, unit, self.lang) for unit in units)
        return {"unit": told or f"{rounding.unit:,}", "mode": sentence(f"mode_{rounding.mode}", self.lang)}

    def counter(self, name: str | None) -> Label | None:
        """The name of a counter of the scheme's own; one that is built in has none."""
        declared = self.scheme.counters.get(name or "")
        return declared.label if declared else None

    def dated(self, value: Dated[T], told: Callable[[T], str]) -> str:
        """A value; one that changes is told with all its days."""
        return ", ".join(self._step(day, told(each)) for day, each in value.steps)

    def _step(self, day: date, text: str) -> str:
        return text if day == date.min else self.say("since", day=self.day(day), value=text)

    def points(self, amount: Amount) -> str:
        """A number of points."""
        return sentence("points", self.lang, points=f"{amount:,}")

    def value(self, value: Value) -> str:
        """A value of a fact."""
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, bool):
            return self.say("quoted", value=self.word(value_words(value)))
        return value if isinstance(value, str) else f"{value:,}"

    def bundle(self, bundle: Bundle) -> str:
        """Rewards with their amounts."""
        return self.say("and").join(self.reward(name, amount) for name, amount in bundle.items())

    def amounts(self, amounts: Mapping[str, Amount]) -> str:
        """Rewards with an amount each that holds on every day."""
        return self.bundle({name: Dated.always(amount) for name, amount in amounts.items()})

    def reward(self, name: str, amount: Dated[Amount]) -> str:
        """A reward with its amount."""
        reward = self.scheme.rewards[name]
        told = self.dated(amount, lambda each: money(each, reward.unit, self.lang))
        return self.say("reward", label=reward.label, amount=told)

    def activities(self, names: Iterable[str]) -> str:
        """The activities that a rule is about; without a name, all."""
        labels = [self.word(self.scheme.activities[name].label) for name in names]
        if not labels:
            return self.say("all_activities")
        return self.say("these_activities", names=labels)

    def about(self, address: Address, name: str) -> About:
        """Whoever makes the lines of one rule."""
        return About(self, address, name)

    def cites(self, found: Cited) -> str:
        """Where a rule comes from, in full."""
        told = []
        if found.source:
            source = self.scheme.sources[found.source]
            told.append(self.say("by_source_at" if found.at else "by_source", title=source.title, at=found.at))
        if found.assumed:
            told.append(self.say("by_assumption", reason=found.assumed))
        return "; ".join(told)


@dataclass(frozen=True, slots=True)
class About:
    """Makes the lines of one rule."""

    speaker: Speaker
    rule: Address
    name: str

    def value(self, key: str, aspect: str, text: str, *inner: str, also: tuple[Address, ...] = ()) -> Line:
        """A line that is a value, such as a number of points; ``key`` and ``inner`` lead to it from the rule."""
        return Line((*self.rule, key, *inner), self.rule, self.name, aspect, text, also, is_value=True)

    def sentence(self, key: str, aspect: str, text: str, *, also: tuple[Address, ...] = ()) -> Line:
        """A line that is a sentence."""
        return Line((*self.rule, key), self.rule, self.name, aspect, text, also)

    def at(self, key: str) -> Address:
        """The address of another key of the rule, of which a line speaks too."""
        return (*self.rule, key)

    def in_force(self, rule: InForce) -> tuple[Line, ...]:
        """The days of a rule, if it states any."""
        days = self.speaker.days(rule)
        if not days:
            return ()
        address, until = (*self.rule, "from"), (*self.rule, "until")
        line = Line(address, self.rule, self.name, self.speaker.say("in_force"), days, (until,), is_value=True)
        if rule.first and not rule.until:
            line = replace(line, first_day=(self.speaker.say("first_day"), self.speaker.day(rule.first)))
        return (line,)

    def provenance(self, *, own: bool = False) -> tuple[Line, ...]:
        """Where a rule comes from; ``own`` leaves out what it has from the rule around it."""
        data = self.speaker.scheme.as_written
        found = cited(data, self.rule)
        if not found or (own and found == cited(data, self.rule[:-1])):
            return ()
        around = tuple((*self.rule[:depth], key) for depth in range(len(self.rule)) for key in ("source", "assumed"))
        return (
            Line(
                (*self.rule, "source"),
                self.rule,
                self.name,
                self.speaker.say("provenance"),
                self.speaker.cites(found),
                ((*self.rule, "assumed"), *around),
                cited=found,
            ),
        )
