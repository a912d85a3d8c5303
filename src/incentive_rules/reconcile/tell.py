"""Differences in words: likely causes, how we come to our figure, and the whole in a few sentences."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount
from incentive_rules.messages import sentence
from incentive_rules.messages.screen import words
from incentive_rules.reconcile.model import Cause, Figure, Kind
from incentive_rules.reconcile.pay_causes import WON
from incentive_rules.statement.explain.words import money
from incentive_rules.statement.model import StepKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from incentive_rules.messages import Language
    from incentive_rules.reconcile.model import Compared, Difference
    from incentive_rules.statement.model import Step


def amount_text(amount: Amount | None, figure: Figure, lang: Language) -> str:
    """A figure with its unit; what stands for a blank where there is none.

    Example:
        >>> amount_text(Amount(30_000), Figure.PAID, "ko"), amount_text(Amount("0.5"), Figure.POINTS, "ko")
        ('30,000원', '0.5점')
    """
    if amount is None:
        return words("reconcile_blank", lang)
    if figure is Figure.PAID:
        return money(amount, WON, lang)
    return sentence("points", lang, points=f"{amount:,}")


def said_text(difference: Difference, lang: Language) -> str:
    """The figure of the sheet, or what stands in its place."""
    if difference.said is None and difference.cause is Cause.UNREAD:
        return words("reconcile_no_number", lang)
    return amount_text(difference.said, difference.figure, lang)


def cause_text(difference: Difference, lang: Language) -> str:
    """The likely cause in a few words, and whatever else would give the same figure."""
    listed = (difference.why, *difference.others)
    told = (words(f"reconcile_cause_{why.cause}", lang, name=why.name or "") for why in listed)
    return words("reconcile_or", lang).join(told)


def explanation(difference: Difference, lang: Language) -> str:
    """How we come to our figure, and what the sheet says."""
    told = words(_told_key(difference), lang, **_told_facts(difference, lang))
    if difference.rows:
        told = words("reconcile_told_rows", lang, rows=difference.rows, told=told)
    reasons = difference.reasons if not difference.steps or difference.cause is Cause.UNREAD else ()
    because = [words("reconcile_because", lang, reason=reason.message(lang)) for reason in reasons]
    return " ".join([*because, told])


def _told_key(difference: Difference) -> str:
    if difference.kind is Kind.TOTAL:
        return "reconcile_told_total"
    if difference.cause is Cause.OTHER_REWARD:
        return "reconcile_told_other_reward"
    if difference.steps:
        return "reconcile_told_sum" if len(difference.steps) > 1 else "reconcile_told_step"
    return "reconcile_told"


def _told_facts(difference: Difference, lang: Language) -> dict[str, object]:
    return {
        "ours": amount_text(difference.ours, difference.figure, lang),
        "said": said_text(difference, lang),
        "name": difference.why.name or "",
        "id": difference.id,
        "steps": _sum(difference.steps, difference.figure, lang),
    }


def _sum(steps: Sequence[Step], figure: Figure, lang: Language) -> str:
    """The steps of a line as one sum: ``proposal 0.5 points + praise 0.5 points``."""
    parts = (
        f"{'+' if step.amount >= 0 else '-'} {_step(step, Amount(abs(step.amount)), figure, lang)}" for step in steps
    )
    return " ".join(parts).removeprefix("+ ")


def _step(step: Step, amount: Amount, figure: Figure, lang: Language) -> str:
    facts = {"label": step.label, "amount": amount_text(amount, figure, lang), **step.facts}
    if step.kind is StepKind.BASE and "have" in step.facts:
        return words("reconcile_step_by_fact", lang, **facts)
    named = step.kind in (StepKind.TIER, StepKind.ROUNDING, StepKind.PAID_BEFORE, StepKind.SHARED)
    return words(f"reconcile_step_{step.kind}" if named else "reconcile_step", lang, **facts)


def summary(compared: Iterable[Compared], differences: Sequence[Difference], lang: Language) -> str:
    """What the sheet got wrong; or that it is right, and how much was compared."""
    listed = list(compared)
    if not differences:
        parts = [words(f"reconcile_right_{each.kind}_{each.figure}", lang, **_facts(each, lang)) for each in listed]
        return words("reconcile_right", lang, parts=parts)
    return " ".join(told for each in listed for told in _told(each, differences, lang))


def _facts(each: Compared, lang: Language) -> dict[str, object]:
    said, ours = (amount_text(amount, each.figure, lang) for amount in (each.said, each.ours))
    more = amount_text(Amount(abs(each.said - each.ours)), each.figure, lang)
    return {"count": each.count, "said": said, "ours": ours, "more": more}


def _told(each: Compared, differences: Iterable[Difference], lang: Language) -> Iterator[str]:
    """The sentences about one comparison."""
    own = [found for found in differences if (found.kind, found.figure) == (each.kind, each.figure)]
    if own:
        facts = {**_facts(each, lang), "different": len(own), "parts": _parts(each.kind, own, lang)}
        yield words(f"reconcile_wrong_{each.kind}_{each.figure}", lang, **facts)
    else:
        yield words(f"reconcile_same_{each.kind}_{each.figure}", lang, **_facts(each, lang))
    if each.kind is Kind.ROW or (each.figure is Figure.PAID and each.kind is not Kind.TOTAL):
        key = "same" if each.said == each.ours else "more" if each.said > each.ours else "less"
        yield words(f"reconcile_sum_{each.figure}_{key}", lang, **_facts(each, lang))


def _parts(kind: Kind, differences: Iterable[Difference], lang: Language) -> str:
    """The causes with their numbers, the most frequent first."""
    order = list(Cause)
    counts = Counter((each.cause, each.why.name) for each in differences)
    listed = sorted(counts.items(), key=lambda item: (-item[1], order.index(item[0][0]), str(item[0][1])))
    parts = []
    for (cause, name), count in listed:
        phrase = words(f"reconcile_causes_{cause}", lang, name=name or "")
        parts.append(words(f"reconcile_part_{kind}", lang, cause=phrase, count=count))
    return ", ".join(parts)
