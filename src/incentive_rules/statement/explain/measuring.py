"""What an award's counter stands at on the day of the evaluation, counted anew over the lines of a statement."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from incentive_rules.amounts import ZERO, Amount, total
from incentive_rules.periods import ONE_DAY, Per, Period, period_of
from incentive_rules.program.counters import CounterRule
from incentive_rules.scheme.awards import CounterName
from incentive_rules.scheme.counters import Take
from incentive_rules.statement.lives.counting import Tally, window_of
from incentive_rules.statement.model import StepKind

if TYPE_CHECKING:
    from datetime import date

    from incentive_rules.program.model import Program, TiersRule
    from incentive_rules.statement.model import Credit, Statement
    from incentive_rules.statement.record import Record

_LIMITING = (StepKind.LIMIT, StepKind.SELECTED, StepKind.VOIDED, StepKind.FLOOR)


def measured(record: Record, rule: TiersRule, statement: Statement) -> Amount | None:
    """What an award measures of somebody on the last day; ``None`` where only the rows themselves tell it."""
    return measured_on(record, rule, statement, record.as_of)


def measured_on(record: Record, rule: TiersRule, statement: Statement, day: date) -> Amount | None:
    """What it measures of the days up to one: of a balance, what is left now of the points of those days."""
    if rule.counter is CounterName.BALANCE:
        return statement.balance - total(max(each.left, ZERO) for each in statement.credits if each.counts_on > day)
    window = window_on(rule, day)
    window = replace(window, end=min(window.end, day + ONE_DAY))
    if record.opening is not None and window.first < record.opening.day:
        return None  # a part of it is of before the opening
    lines = [each for each in statement.credits if each.counts_on in window]
    if isinstance(rule.counter, CounterRule):
        return _counted(record.program, rule.counter, lines)
    return total(earned_by(record.program, each) for each in lines)


def window_on(rule: TiersRule, day: date) -> Period:
    """The days that an award looks at on a day."""
    span = rule.window or Per.EVER
    return window_of(rule.counter, day, span) if isinstance(rule.counter, CounterRule) else period_of(day, span)


def earned_by(program: Program, credit: Credit) -> Amount:
    """What an entry adds to what is earned; a deduction nothing, where the scheme spares what was earned."""
    if program.answers.deductions_reduce != "balance":
        return credit.points
    own = total(step.amount for step in credit.steps if step.kind not in _LIMITING)
    return credit.points if own >= 0 else ZERO


def counts_points(rule: CounterRule) -> bool:
    """Whether a statement tells all that a counter looks at: points or a number, whatever the facts of the entries."""
    return rule.when is None and (rule.fact is None or rule.take is Take.NUMBER)


def _counted(program: Program, rule: CounterRule, lines: list[Credit]) -> Amount | None:
    if not counts_points(rule):
        return None
    scale = program.scale
    tally = Tally(rule)
    for each in lines:
        if each.activity in rule.activities:
            is_number = rule.take is Take.NUMBER
            tally.values.append(scale.factor if is_number else scale.put(earned_by(program, each)))
            tally.days.append(each.counts_on)
    result = tally.result()
    return ZERO if result is None else scale.take(result)
