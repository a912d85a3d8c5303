"""What cannot be carried over a day: each rule for which opening rows would give another result, and why.

A ranking in the middle of its period needs every entry of that period with the people who brought it; opening rows hold
sums. So the day is refused, and never answered wrongly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError
from incentive_rules.messages import LANGUAGES, Label, sentence
from incentive_rules.periods import period_of
from incentive_rules.scheme.limits import Keep
from incentive_rules.source import Place
from incentive_rules.statement.lives.counting import window_of
from incentive_rules.statement.lives.opened import spans

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from incentive_rules.program.counters import CounterRule
    from incentive_rules.program.grades import GradesRule
    from incentive_rules.program.model import Program
    from incentive_rules.program.rankings import RankingRule
    from incentive_rules.statement.tables import Tables


def refuse_day(program: Program, tables: Tables, day: date) -> None:
    """A day on which no opening rows can begin.

    Raises:
        InputError: with each rule that cannot be carried over it.
    """
    tell = not tables.has_staff_list and any(row.member_facts for row in tables.ledger.rows)
    if found := list(refusals(program, day, rows_tell_people=tell)):
        raise InputError(found)


def refusals(program: Program, day: date, *, rows_tell_people: bool) -> Iterator[Diagnostic]:
    """Why no opening rows can be written for a day; nothing where they can."""
    if rows_tell_people:
        yield _refused("facts.member", Label("사람에 대한 사실", "facts of people"), day, "opening_no_staff_list")
    if program.carries_forward and program.closing is not None:
        yield _refused(program.closing.address, program.closing.label, day, "opening_carries_forward")
    for award in program.tiers:
        if award.days_to_claim and award.first < day:
            yield _refused(award.address, award.label, day, "opening_deadline")
    for limit in program.general_limits:
        if limit.per is None or limit.keep is Keep.EARLIEST:
            continue
        if limit.first < day < limit.until and spans(day, limit.per):
            yield _refused(
                limit.address, limit.label, day, "opening_general_limit", period=period_of(day, limit.per).name
            )
    ranked: list[RankingRule | GradesRule] = [*program.rankings, *program.grades]
    for rule in ranked:
        yield from _of_ranked(program, rule, day)


def _of_ranked(program: Program, rule: RankingRule | GradesRule, day: date) -> Iterator[Diagnostic]:
    """A ranking or a grading whose period goes on, or whose counters look at periods before the day."""
    if rule.until <= day:
        return
    period = period_of(day, rule.per)
    began = max(period.first, rule.first, program.first)
    if not period.is_gap and began < day and rule.settles_on(period) >= day:
        yield _refused(rule.address, rule.label, day, "opening_in_period", period=period.name)
        return
    for counter in _counters(program, rule):
        if counter.last > 1 and window_of(counter, day, rule.per).first < day and program.first < day:
            yield _refused(rule.address, rule.label, day, "opening_several_periods", counter=counter.label)


def _counters(program: Program, rule: RankingRule | GradesRule) -> Iterator[CounterRule]:
    """The counters that make up a score."""
    if hasattr(rule, "compared"):
        yield from (program.counters[name] for name in rule.compared if name in program.counters)
    elif rule.counter is not None:
        yield rule.counter


def _refused(address: str, label: Label, day: date, why: str, **facts: object) -> Diagnostic:
    told = Label(*(sentence(why, lang, **facts) for lang in LANGUAGES))
    return Diagnostic(Code.CANNOT_OPEN, Place(address=address), {"day": day, "name": label, "why": told})
