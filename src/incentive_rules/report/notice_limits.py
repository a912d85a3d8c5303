"""The sections of a notice about limits, about periods that the scheme names, and about how long points stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from incentive_rules.periods import ONE_DAY
from incentive_rules.report.notice_conditions import ConditionWords
from incentive_rules.report.notice_lines import Grid, Points, Prose, Section
from incentive_rules.scheme.limits import GIVER, KEYS, MEMBER, Allowance
from incentive_rules.scheme.spans import ENTRY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from incentive_rules.report.notice_lines import Cell, Line, Part
    from incentive_rules.report.notice_words import About, Speaker
    from incentive_rules.scheme.closing import Closing
    from incentive_rules.scheme.conditions import Condition
    from incentive_rules.scheme.limits import Limit
    from incentive_rules.scheme.spans import NamedSpan

    Row = tuple[Cell, ...]

_COMMON_YEAR = 2001


@dataclass(frozen=True, slots=True)
class LimitSections:
    """Makes the sections."""

    speaker: Speaker
    conditions: Mapping[tuple[str | int, ...], Condition]

    def sections(self) -> Iterator[Section]:
        """Limits, named periods and the balance, each only if there is any."""
        scheme = self.speaker.scheme
        if scheme.limits:
            yield self._section("limits", self._limits())
        if scheme.periods:
            yield self._section("periods", self._periods())
        if scheme.balance is not None:
            yield self._section("balance", self._balance())
        if scheme.closing is not None:
            yield self._section("closing", self._closing(scheme.closing))

    def _section(self, key: str, parts: Iterator[Part]) -> Section:
        return Section(key, self._say(f"section_{key}"), tuple(parts))

    def _say(self, key: str, **facts: object) -> str:
        return self.speaker.say(key, **facts)

    def _limits(self) -> Iterator[Part]:
        heads = ("limit", "for_activities", "period", "most", "keep", "in_force", "provenance")
        limits = self.speaker.scheme.limits
        rows = tuple(self._limit(name, rule) for name, rule in limits.items())
        yield Grid(tuple(self._say(head) for head in heads), rows)
        is_wide = any(rule.by or rule.of or rule.per == ENTRY for rule in limits.values())
        plain = "limit_rule" if self.speaker.scheme.bonuses else "limit_rule_plain"
        yield Prose((self._say("limit_rule_wide" if is_wide else plain),))

    def _limit(self, name: str, rule: Limit) -> Row:
        about = self.speaker.about(("limits", name), self._say("name_limits", label=rule.label))
        label = about.value("label", self._say("name"), self.speaker.word(rule.label))
        keep = about.value("keep", self._say("keep"), self._say(f"keep_{rule.keep}"))
        return (
            (label,),
            self._for(about, rule),
            tuple(self._per(about, rule)),
            tuple(self._most(about, rule)),
            (keep,),
            about.in_force(rule),
            about.provenance(),
        )

    def _for(self, about: About, rule: Limit) -> Cell:
        line = about.value("activities", self._say("for_activities"), self.speaker.activities(rule.activities))
        condition = self.conditions.get((*about.rule, "when"))
        if condition is None:
            return (line,)
        told = self._say("only", condition=ConditionWords(self.speaker).text(condition))
        return (line, about.sentence("when", self._say("condition"), told))

    def _per(self, about: About, rule: Limit) -> Iterator[Line]:
        yield about.value("per", self._say("period"), self.speaker.span("per", rule.per))
        if rule.by:
            key = "limit_by_pair" if {*rule.by} == {MEMBER, GIVER} else "limit_by_all" if rule.by[1:] else "limit_by"
            told = self._say(key, keys=[self._key(name) for name in rule.by])
            yield about.value("by", self._say("limit_by_head"), told)

    def _key(self, name: str) -> str:
        if name in KEYS:
            return self._say(f"limit_by_{name}")
        facts, short = self.speaker.scheme.facts, name.rpartition(".")[2]
        return self.speaker.word((facts.entry.get(short) or facts.member[short]).label)

    def _most(self, about: About, rule: Limit) -> Iterator[Line]:
        if isinstance(rule.points, Allowance):
            most = self._allowance(rule.points)
        elif rule.points is not None:
            most = self.speaker.dated(rule.points, self.speaker.points)
        else:
            assert rule.count is not None  # a limit without either does not load
            most = self.speaker.dated(rule.count, lambda count: self._say("count", count=f"{count:,}"))
        yield about.value("points", self._say("most"), most, also=(about.at("count"),))
        if rule.of is not None:
            yield about.sentence("of", self._say("limit_of"), self._say(f"limit_of_{rule.of}"))

    def _allowance(self, points: Allowance) -> str:
        scope, _, name = points.by.rpartition(".")
        fact = self.speaker.scheme.facts.member[name].label
        whose = self._say(f"whose_{GIVER if scope == GIVER else MEMBER}")
        told = [
            self._say("limit_value", value=value, most=self.speaker.dated(each, self.speaker.points))
            for value, each in points.values.items()
        ]
        return self._say("limit_allowance", whose=whose, fact=fact, values=told)

    def _periods(self) -> Iterator[Part]:
        for name, span in self.speaker.scheme.periods.items():
            yield Points(tuple(self._named(name, span)))

    def _named(self, name: str, span: NamedSpan) -> Iterator[Line]:
        about = self.speaker.about(("periods", name), self._say("name_periods", label=span.label))
        yield about.value("label", self._say("name"), self.speaker.word(span.label))
        last = date(_COMMON_YEAR, *span.until) - ONE_DAY
        days = self._say("period_days", first=self._day(*span.first), last=self._day(last.month, last.day))
        yield about.value("from", self._say("period"), days, also=(about.at("until"),))
        yield from about.provenance(own=True)

    def _day(self, month: int, day: int) -> str:
        return self._say("month_and_day", month=self._say(f"month_{month}"), day=day)

    def _balance(self) -> Iterator[Part]:
        balance = self.speaker.scheme.balance
        assert balance is not None  # asked by the caller
        about = self.speaker.about(("balance",), self._say("section_balance"))
        lines: list[Line] = []
        if balance.expire_after is not None:
            told = self._say("expire_after_is", months=balance.expire_after.months)
            lines.append(about.value("expire_after", self._say("expire_after"), told, "months"))
        if balance.carry_over is not None:
            most = self.speaker.dated(balance.carry_over, self.speaker.points)
            lines.append(about.value("carry_over", self._say("carry_over"), self._say("carry_over_is", most=most)))
        yield Points((*lines, *about.provenance()))

    def _closing(self, closing: Closing) -> Iterator[Part]:
        about = self.speaker.about(("closing",), self._say("section_closing"))
        per = self._say(f"closing_{closing.per}")
        told = self._say("closing_is", per=per, days=closing.days)
        yield Points((about.value("days", self._say("closing"), told, also=(about.at("per"),)), *about.provenance()))
