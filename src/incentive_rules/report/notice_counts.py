"""The sections of a notice about counters, and about the money that there is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentive_rules.report.notice_conditions import ConditionWords
from incentive_rules.report.notice_lines import Grid, Prose, Section
from incentive_rules.scheme.award_kinds import RANKED, uses_up
from incentive_rules.scheme.awards import ExchangeAward
from incentive_rules.scheme.budgets import WhenOut
from incentive_rules.scheme.conditions import QUANTITY, tests_of
from incentive_rules.scheme.counters import POINTS, Take
from incentive_rules.scheme.rankings import OrderedTies, RankingAward
from incentive_rules.statement.explain.words import money

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from incentive_rules.report.notice_lines import Cell, Line, Part
    from incentive_rules.report.notice_words import About, Speaker
    from incentive_rules.scheme.award_kinds import Award
    from incentive_rules.scheme.budgets import Budget
    from incentive_rules.scheme.conditions import Condition
    from incentive_rules.scheme.counters import Counter, Drop

    Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class CountSections:
    """Makes the sections."""

    speaker: Speaker
    conditions: Mapping[tuple[str | int, ...], Condition]

    def counters(self) -> Iterator[Section]:
        """One section, if there are counters."""
        heads = ("counter_head", "counted", "for_activities", "condition", "counter_period", "provenance")
        rows = tuple(self._counter(name, rule) for name, rule in self.speaker.scheme.counters.items())
        if rows:
            yield Section("counters", self._say("section_counters"), (self._grid(heads, rows),))

    def budgets(self) -> Iterator[Section]:
        """One section, if there are budgets."""
        heads = ("budget_head", "budget_for", "period", "budget_whose", "budget_most", "when_out", "in_force")
        rows = tuple(self._budget(name, rule) for name, rule in self.speaker.scheme.budgets.items())
        if rows:
            parts = (self._grid((*heads, "provenance"), rows), *self._budget_rules())
            yield Section("budgets", self._say("section_budgets"), parts)

    def _budget_rules(self) -> Iterator[Part]:
        """What holds where money is lacking, of the awards that the budgets are for."""
        told: list[str] = []
        for rule in self.speaker.scheme.budgets.values():
            awards = self._paid_out_of(rule)
            if uses_up(awards):
                told += ["budget_prorated"] if rule.when_out is WhenOut.PRORATE else []
                told.append("budget_refused")  # what is cut down to nothing is not paid either
            if any(isinstance(award, RANKED) for award in awards):
                told.append("budget_ranked")
        if told:
            yield Prose(tuple(map(self._say, dict.fromkeys(told))))

    def _paid_out_of(self, rule: Budget) -> list[Award]:
        awards = self.speaker.scheme.awards
        return [awards[name] for name in rule.awards] or [*awards.values()]

    def _grid(self, heads: tuple[str, ...], rows: tuple[Row, ...]) -> Part:
        return Grid(tuple(map(self._say, heads)), rows)

    def _say(self, key: str, **facts: object) -> str:
        return self.speaker.say(key, **facts)

    def _counter(self, name: str, rule: Counter) -> Row:
        about = self.speaker.about(("counters", name), self._say("name_counters", label=rule.label))
        activities = about.value("activities", self._say("for_activities"), self.speaker.activities(rule.activities))
        return (
            (about.value("label", self._say("name"), self.speaker.word(rule.label)),),
            self._counted(about, rule),
            (activities,),
            self._when(about),
            self._period(about, rule),
            about.provenance(),
        )

    def _counted(self, about: About, rule: Counter) -> Cell:
        told = self._say(f"take_{rule.take}", what=self._what(rule))
        line = about.value("take", self._say("counted"), told, also=(about.at("of"),))
        if rule.drop is None:
            return (line,)
        return (line, about.value("drop", self._say("counted"), self._dropped(rule.drop)))

    def _dropped(self, drop: Drop) -> str:
        ends = {"highest": drop.highest or 0, "lowest": drop.lowest or 0}
        told = {
            end: self._say(f"drop_the_{end}" if count == 1 else f"drop_{end}", count=count)
            for end, count in ends.items()
            if count
        }
        if len(told) == len(ends):
            return self._say("drop_both", **told)
        return self._say("drop_one", dropped="".join(told.values()))

    def _what(self, rule: Counter) -> str:
        if rule.of == POINTS or rule.take is Take.NUMBER:
            return self._say("points_counted")
        return self.speaker.word(self.speaker.scheme.facts.entry.get(rule.of, QUANTITY).label)

    def _when(self, about: About) -> Cell:
        condition = self.conditions.get((*about.rule, "when"))
        if condition is None:
            return ()
        told = self._say("only", condition=ConditionWords(self.speaker).text(condition))
        return (about.sentence("when", self._say("condition"), told),)

    def _period(self, about: About, rule: Counter) -> Cell:
        spans = {rule.per} if rule.per else self._spans(about.rule[-1])
        span = next(iter(spans)) if len(spans) == 1 else None
        per = self.speaker.span("per", span) if span else self._say("counter_of_award")
        line = about.value("per", self._say("counter_period"), per)
        if rule.last is None:
            return (line,)
        return (line, about.value("last", self._say("counter_period"), self._say("counter_last", count=rule.last)))

    def _spans(self, counter: str) -> set[str | None]:
        """The periods of the awards that look at a counter."""
        awards = self.speaker.scheme.awards
        return {_span(awards[name]) for name in awards if counter in self._looked_at(name)}

    def _looked_at(self, name: str) -> Iterator[str]:
        """The counters that an award measures or asks for."""
        award = self.speaker.scheme.awards[name]
        if not isinstance(award, ExchangeAward):
            yield award.measure.counter or ""
        if isinstance(award, RankingAward):
            yield from (part.counter or "" for part in (award.measure.parts or {}).values())
            ties = award.ties.by if isinstance(award.ties, OrderedTies) else ()
            yield from (each.highest or each.lowest or "" for each in ties)
        asked = (condition for path, condition in self.conditions.items() if path[:2] == ("awards", name))
        yield from (test.fact.name for each in asked for test in tests_of(each) if test.scope == "counter")

    def _budget(self, name: str, rule: Budget) -> Row:
        about = self.speaker.about(("budgets", name), self._say("name_budgets", label=rule.label))
        return (
            (about.value("label", self._say("name"), self.speaker.word(rule.label)),),
            (about.value("awards", self._say("budget_for"), self._awards(rule)),),
            (about.value("per", self._say("period"), self.speaker.span("per", rule.per)),),
            (about.value("by", self._say("budget_whose"), self._whose(rule)),),
            (self._most(about, rule),),
            (self._when_out(about, rule),),
            about.in_force(rule),
            about.provenance(),
        )

    def _awards(self, rule: Budget) -> str:
        labels = [self.speaker.word(self.speaker.scheme.awards[name].label) for name in rule.awards]
        if labels:
            return self._say("these_activities", names=labels)
        return self._say("budget_all", rewards=[self.speaker.scheme.rewards[name].label for name in rule.reward])

    def _whose(self, rule: Budget) -> str:
        if rule.by is None:
            return self._say("budget_all_together")
        if rule.by == "member":
            return self._say("budget_each_member")
        return self._say("budget_each_group", group=self.speaker.scheme.facts.member[rule.by].label)

    def _of(self, rule: Budget, family: str) -> str:
        """A text that says of whom payments are counted together."""
        return self.speaker.whose(family, rule.by) if rule.by else self._say(family)

    def _most(self, about: About, rule: Budget) -> Line:
        rewards = [self.speaker.scheme.rewards[name] for name in rule.reward]
        if rule.amount is not None:
            told = self.speaker.dated(rule.amount, lambda each: money(each, rewards[0].unit, self.speaker.lang))
        else:
            assert rule.count is not None  # a budget without either does not load
            told = self.speaker.dated(rule.count, lambda each: self._say("budget_payments", count=each))
        text = self._say("reward", label=[self.speaker.word(each.label) for each in rewards], amount=told)
        return about.value("amount", self._say("budget_most"), text, also=(about.at("count"), about.at("reward")))

    def _when_out(self, about: About, rule: Budget) -> Line:
        ranks = any(isinstance(award, RANKED) for award in self._paid_out_of(rule))
        key = "by_rank" if ranks and rule.when_out is WhenOut.BY_SCORE else rule.when_out
        facts = self.speaker.rounding(rule.round, rule.reward) if rule.round else {}
        told = self._say(f"when_out_{key}", what=self._of(rule, "out_what"), whose=self._of(rule, "out_whose"), **facts)
        return about.sentence("when_out", self._say("when_out"), told, also=(about.at("round"),))


def _span(award: Award) -> str | None:
    """The period over which an award counts, if it has one."""
    return None if isinstance(award, ExchangeAward) else award.measure.per
