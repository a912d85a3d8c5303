"""Whether somebody fulfils what an award asks beyond the scheme: facts of the member, and counters."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from incentive_rules.periods import ONE_DAY
from incentive_rules.scheme.conditions import tests_of
from incentive_rules.statement.earning.credit import reasons_of
from incentive_rules.statement.judge import truth
from incentive_rules.statement.lives.counting import window_of
from incentive_rules.statement.model import State
from incentive_rules.statement.rows import rule_words

if TYPE_CHECKING:
    from datetime import date

    from incentive_rules.periods import Span
    from incentive_rules.program.rule import Rule
    from incentive_rules.scheme.conditions import Condition
    from incentive_rules.statement.judge import Known
    from incentive_rules.statement.lives.account import Account
    from incentive_rules.statement.lives.counting import Counting
    from incentive_rules.statement.model import Reason
    from incentive_rules.statement.setting import Setting


def known_of(counting: Counting, condition: Condition, account: Account, day: date, per: Span) -> Known:
    """The facts of a member on a day, and the counters that a condition asks for.

    ``per`` is the period of the award, for counters that name none.
    """
    setting = counting.setting
    known: dict[tuple[str, str], Any] = dict(setting.people.known(account.member_id, day))
    asked = (each for test in tests_of(condition) for each in test.asks())
    for name in sorted({each.fact.name for each in asked if each.scope == "counter"}):
        rule = setting.program.counters[name]
        window = window_of(rule, day, rule.per or per)
        tally = counting.of_account(rule, account, replace(window, end=min(window.end, day + ONE_DAY)))
        points = None if tally.unknown else tally.result()
        known["counter", name] = None if points is None else setting.amounts[points]
    return known


def unfulfilled(
    setting: Setting, rule: Rule, condition: Condition, known: Known, whose: tuple[str, date]
) -> tuple[Reason, State] | None:
    """Why a member (on a day) does not fulfil a condition of an award, or why that is not known."""
    member_id, day = whose
    holds = truth(condition, known, day)
    if holds:
        return None
    gap = setting.people.gap(member_id, day)
    if holds is None and gap is not None:
        return gap, State.HELD
    words = rule_words(f"{rule.address}.eligible", rule.cited)
    reason = next(iter(reasons_of(condition, known, day, day, words)))
    return reason, State.HELD if holds is None else State.REFUSED
