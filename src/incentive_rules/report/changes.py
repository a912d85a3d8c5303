"""What became due since an earlier result, as sheets: what is to be paid now, and what somebody has to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount
from incentive_rules.messages import sentence
from incentive_rules.messages.screen import words
from incentive_rules.report.sheets import Sheet
from incentive_rules.report.text import period_text
from incentive_rules.statement.changes import Change
from incentive_rules.statement.explain.words import money
from incentive_rules.statement.model import Payment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentive_rules.messages import Language
    from incentive_rules.statement.changes import Changes


def changes_sheets(changes: Changes, lang: Language) -> Iterator[Sheet]:
    """The payments that are newly due, and those that were paid and are now otherwise."""
    facts = {"day": changes.earlier_as_of}
    heads = tuple(
        words(head, lang) for head in ("day", "payee", "tier_or_place", "claim_or_period", "reward", "amount")
    )
    due = tuple(_row(each, lang) for each in changes.to_pay)
    notes = (words("since_same", lang, count=changes.same),)
    yield Sheet(words("since_title", lang, **facts), heads, due, (5,), notes=notes)
    if changes.to_decide:
        rows = tuple(decision(each, lang) for each in changes.to_decide)
        columns = tuple(words(head, lang) for head in ("payee", "claim_or_period", "since_before", "since_now"))
        yield Sheet(words("since_open", lang, **facts), columns, rows, (2, 3))


def _row(each: Payment, lang: Language) -> tuple[str, ...]:
    label, reward = (text.in_language(lang) for text in (each.label, each.reward_label))
    label += sentence("provisional", lang) if each.provisional else ""
    return (each.day.isoformat(), each.payee, label, _occasion(each, lang), reward, _amount(each, lang))


def _occasion(each: Payment, lang: Language) -> str:
    return each.claim_id or period_text(each.period, lang)


def _amount(each: Payment, lang: Language) -> str:
    return money(each.amount, each.unit, lang)


def decision(each: Change | Payment, lang: Language) -> tuple[str, ...]:
    """To whom, for what, what was paid and what is due now."""
    if isinstance(each, Payment) and each.withdraws:
        before = each._replace(amount=Amount(-each.amount))
        return (each.payee, _occasion(each, lang), _told(before, lang), words("since_withdrawn", lang))
    before, now = (each.before, each.now) if isinstance(each, Change) else (each, None)
    told = _told(now, lang) if now else words("since_gone", lang)
    return (before.payee, _occasion(before, lang), _told(before, lang), told)


def _told(each: Payment, lang: Language) -> str:
    return f"{each.payee}: {each.reward_label.in_language(lang)} {_amount(each, lang)}"
