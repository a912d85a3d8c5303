"""The words of one comparison: rewards with their units, differences with their signs, and first lines that differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentive_rules.messages.screen import words
from incentive_rules.report.comparison_values import percent, signed
from incentive_rules.report.payments import unit_text
from incentive_rules.report.small_groups import withheld
from incentive_rules.report.text import claims_are_filed, outcome_counts, period_text, policy_text, rule_text, unit_of
from incentive_rules.simulate.comparison import LineKind
from incentive_rules.simulate.shown import AS_FILED
from incentive_rules.statement.explain.words import money
from incentive_rules.statement.record import label_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from incentive_rules.amounts import Amount
    from incentive_rules.messages import Label, Language
    from incentive_rules.simulate.comparison import Comparison, FirstLine, GroupCost, Line, Person, Shift
    from incentive_rules.statement.evaluation import Evaluation


@dataclass(frozen=True, slots=True)
class Speaker:
    """Speaks of one comparison in one language; for posting, of nobody and of no group of fewer people than that."""

    found: Comparison
    lang: Language
    smallest_group: int | None = None

    @property
    def is_posted(self) -> bool:
        """Whether what is said is for posting."""
        return self.smallest_group is not None

    def counts(self, groups: Sequence[GroupCost]) -> list[tuple[int | None, int | None, int | None]]:
        """How many people of each group are paid, get more and get less; ``None`` is withheld, of a group all or one.

        A group whose first number is withheld is not shown at all.
        """
        people, gainers, losers = zip(*((each.people, each.gainers, each.losers) for each in groups), strict=True)
        if self.smallest_group is None:
            return [*zip(people, gainers, losers, strict=True)]
        rows = withheld(people, self.smallest_group)
        columns = [(people, rows), *((each, withheld(each, self.smallest_group, rows)) for each in (gainers, losers))]
        shown = ([None if at in hidden else count for at, count in enumerate(each)] for each, hidden in columns)
        return [*zip(*shown, strict=True)]

    def say(self, key: str, **facts: object) -> str:
        """A text of the book."""
        return words(key, self.lang, **facts)

    def heads(self, *keys: str) -> tuple[str, ...]:
        """Heads of columns."""
        return tuple(words(key, self.lang) for key in keys)

    def text(self, label: Label) -> str:
        """A label in the language."""
        return label.in_language(self.lang)

    def period(self, name: str) -> str:
        """A month as it is said."""
        return period_text(name, self.lang)

    def numbers(self, shift: Shift) -> tuple[str, str, str]:
        """Now, under the reform, and the difference."""
        return f"{shift.before:,}", f"{shift.after:,}", signed(shift.difference)

    def _side(self, section: str, name: str) -> Evaluation:
        """The side whose scheme declares a name: a reform may add or drop one."""
        before = self.found.before
        return before if name in before.scheme.get(section, ()) else self.found.after

    def reward(self, name: str) -> str:
        """The name of a reward."""
        return rule_text(self._side("rewards", name), "rewards", name, self.lang)

    def award(self, name: str) -> str:
        """The name of an award."""
        return rule_text(self._side("awards", name), "awards", name, self.lang)

    def unit(self, reward: str) -> str:
        """What a reward is counted in, as it stands beside a number."""
        return unit_text(unit_of(self._side("rewards", reward), reward), self.lang)

    def named(self, reward: str) -> dict[str, str]:
        """A reward and its unit, for a title."""
        return {"reward": self.reward(reward), "unit": self.unit(reward)}

    def unit_name(self, reward: str) -> str:
        """A reward with its unit in brackets."""
        return f"{self.reward(reward)} ({self.unit(reward)})"

    def amount(self, reward: str, amount: Amount) -> str:
        """An amount of a reward: ``30,000원``."""
        return money(amount, unit_of(self._side("rewards", reward), reward), self.lang)

    def heading(self) -> Iterator[str]:
        """The lines above the tables."""
        found, reform = self.found, self.found.reform
        scheme = label_of(found.before.scheme["label"])
        yield self.say("compare_title", scheme=scheme, as_of=found.before.as_of)
        if found.before.reading:
            yield self.say("under_reading", reading=found.before.reading)
        if reform.label:
            yield self.say("compare_label", label=reform.label)
        if reform.reason:
            yield self.say("compare_reason", reason=reform.reason)
        if reform.first:
            yield self.say("compare_from", day=reform.first)
        else:
            yield self.say("compare_throughout", day=found.before.scheme["from"])
        if found.before.known_at:
            yield self.say("compare_known_at", day=found.before.known_at)
        if any(claims_are_filed(side) for side in (found.before, found.after)):
            yield self.claims()
        if found.waiting:
            key = "compare_waiting" + "_posted" * self.is_posted
            yield self.say(key, count=len(found.waiting), ids=found.waiting)

    def left_out(self) -> Iterator[str]:
        """How many rows do not count, on either side where the two differ; empty where all count."""
        now, then = (outcome_counts(side, self.lang) for side in (self.found.before, self.found.after))
        if now == then and now:
            yield self.say("compare_left_out", parts=now)
        elif now or then:
            none = self.say("compare_none_left_out")
            yield self.say("compare_left_out_sides", now=now or none, then=then or none)

    def headline(self) -> str:
        """The main numbers in one sentence: what each reward costs more or less, and how many people are moved."""
        people = self.found.people
        if self.found.is_nothing:
            return self.say("compare_nothing")
        moved = {name: each.total for name, each in self.found.costs.items() if each.total.difference}
        costs = [self._cost(name, shift) for name, shift in moved.items()] or [self.say("compare_same_cost")]
        key = "compare_headline" + "_mixed" * bool(people.mixed)
        return self.say(key, costs=costs, gains=people.gains, loses=people.loses, mixed=people.mixed)

    def _cost(self, reward: str, shift: Shift) -> str:
        more = "+" * (shift.difference > 0) + self.amount(reward, shift.difference)
        share = percent(shift)
        key = "compare_cost_share" if share else "compare_cost_new"
        return self.say(key, reward=self.reward(reward), more=more, share=share)

    def claims(self) -> str:
        """How people claim on both sides."""
        found = self.found
        if found.policy == AS_FILED:
            return self.say("compare_claims_filed")
        key = "compare_claims" + "_option" * bool(found.option)
        return self.say(key, policy=policy_text(found.policy, self.lang), option=found.option_label or "")

    def nothing(self) -> Iterator[str]:
        """That nothing changes, and why."""
        yield self.say("compare_nothing")
        for why in self.found.why:
            yield self.say(f"compare_why_{why.cause}", address=why.address, **why.facts)

    def people(self) -> Iterator[str]:
        """How many get more, less, both or neither."""
        people = self.found.people
        counts = {name: getattr(people, name) for name in ("total", "gains", "loses", "mixed", "same")}
        yield self.say("compare_people", **counts)
        if people.other_lines:
            yield self.say("compare_other_lines", count=people.other_lines)

    def shifts(self, person: Person) -> str:
        """What somebody gets more or less of: ``동해페이 +20,000원``, a line for each reward."""
        return "\n".join(
            f"{self.reward(name)} {'+' * (shift.difference > 0)}{self.amount(name, shift.difference)}"
            for name, shift in person.paid.items()
            if shift.difference
        )

    def first_line(self, first: FirstLine) -> str:
        """The first line that differs, told from the reform's side."""
        line = first.after or first.before
        assert line is not None  # a line that is on neither side does not differ
        after, before = self._told(first, first.after, first.before), self._told(first, first.before, first.after)
        return self.say("compare_first", day=first.day, what=self._what(first, line), before=before, after=after)

    def _what(self, first: FirstLine, line: Line) -> str:
        if first.kind is LineKind.CREDIT:
            return self.say("compare_entry", label=line.label, id=first.id)
        return self.say("compare_lapsed", id=line.label) if first.kind is LineKind.LAPSE else self.text(line.label)

    def _told(self, first: FirstLine, line: Line | None, other: Line | None) -> str:
        """One side of a line: with the points that it uses where both pay the same, and its own points said once."""
        if line is None:
            return self.say("compare_side_nothing")
        paid = ", ".join(f"{self.reward(name)} {self.amount(name, amount)}" for name, amount in line.paid)
        is_said = line is first.before and paid and other is not None and other.points == line.points
        form = "compare_side_paid" if is_said else _FORMS[first.kind]
        told = self.say(form, points=f"{line.points:,}", paid=paid)
        if first.kind is LineKind.SETTLEMENT and (not paid or (other is not None and other.paid == line.paid)):
            told = self.say("compare_side_used", paid=told, used=f"{line.used:,}")
        return told if line.day == first.day else self.say("compare_side_day", side=told, day=line.day)


_FORMS = {
    LineKind.CREDIT: "compare_side_points",
    LineKind.SETTLEMENT: "compare_side_settled",
    LineKind.PAYMENT: "compare_side_paid",
    LineKind.LAPSE: "compare_side_points",
}
