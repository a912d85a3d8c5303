"""The words of explanations: amounts with their units, counters, and the sentence of a step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.messages import Label, has_sentence, sentence
from incentive_rules.statement.model import StepKind
from incentive_rules.statement.record import label_of
from incentive_rules.statement.rows import plain_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from incentive_rules.amounts import Amount
    from incentive_rules.messages import Language
    from incentive_rules.statement.model import Facts, Step
    from incentive_rules.statement.record import Record


def money(amount: Amount, unit: str, lang: Language) -> str:
    """An amount with its unit: ``30,000 won``, ``1일``."""
    key = f"money_{unit}" if has_sentence(f"money_{unit}", lang) else "money_other"
    return sentence(key, lang, amount=f"{amount:,}", unit=unit)


def money_label(amount: Amount, unit: str) -> Label:
    """An amount with its unit, in both languages."""
    return both(lambda lang: money(amount, unit, lang))


def both(words: Callable[[Language], str]) -> Label:
    """A text in both languages."""
    return Label(words("ko"), words("en"))


def label(key: str, **facts: object) -> Label:
    """A sentence in both languages.

    Example:
        >>> label("state_paid")
        Label(ko='지급', en='paid')
    """
    return both(lambda lang: sentence(key, lang, **facts))


def counter_label(record: Record, award: str) -> Label:
    """Which counter an award looks at."""
    return both(lambda lang: counter_text(record, award, lang))


def counter_text(record: Record, award: str, lang: Language) -> str:
    """Which counter an award looks at, in words."""
    measure = record.scheme["awards"][award].get("measure", {"counter": "balance"})
    per = measure.get("per", "ever")
    named = record.scheme.get("periods", {}).get(per)
    window = (
        sentence("window_named", lang, label=label_of(named["label"])) if named else sentence(f"window_{per}", lang)
    )
    if declared := record.scheme.get("counters", {}).get(measure["counter"]):
        return sentence("counter_named", lang, label=label_of(declared["label"]), window=window)
    return sentence(f"counter_{measure['counter']}", lang, window=window)


def step_words(step: Step) -> tuple[str, Facts]:
    """The name of the sentence of a step, and its facts."""
    facts: dict[str, object] = {**step.facts, "label": step.label, "value": step.value}
    if "mode" in facts:
        facts["mode"] = label(f"mode_{facts['mode']}")
    if "as" in facts:
        facts["taken"] = label(f"taken_{facts['as']}")
    return _step_key(step), plain_facts(facts)


def step_line(step: Step, lang: Language) -> str:
    """A step in one line: the rule, its value in force, and where it comes from."""
    key, facts = step_words(step)
    tags = tags_of(step.rule, step.since, step.source, step.assumed, lang)
    return f"{sentence(key, lang, **facts)} [{'; '.join(tags)}]"


def tags_of(rule: str, since: date | None, source: str, assumed: Label | None, lang: Language) -> Iterator[str]:
    """What stands in brackets behind a rule: its address, its first day, and where it comes from."""
    yield rule
    if since is not None:
        yield sentence("since", lang, day=since)
    if source:
        yield sentence("tag_source", lang, id=source)
    if assumed:
        yield sentence("tag_assumed", lang)


_WORDED_BY_FACTS: dict[StepKind, tuple[tuple[set[str], str], ...]] = {
    StepKind.BASE: (
        ({"per", "by"}, "_per_unit_by"),
        ({"per", "start"}, "_per_unit_from"),
        ({"per"}, "_per_unit"),
        ({"start"}, "_by_band"),
        ({"fact"}, "_by_fact"),
        ({"stated"}, "_stated"),
    ),
    StepKind.WEIGHT: (({"fact"}, "_by_fact"),),
    StepKind.CAP: (({"fact"}, "_units"),),
    StepKind.SELECTED: (({"displaced"}, "_displacing"),),
    StepKind.VOIDED: (({"displaced"}, "_displacing"),),
}
"""For steps of which there are several forms: the facts by which one is known, and the end of its sentence's name."""


def _step_key(step: Step) -> str:
    """The name of the sentence of a step; a deduction is told as the same points below zero."""
    kind = StepKind.BASE if step.kind is StepKind.DEDUCTION else step.kind
    forms = _WORDED_BY_FACTS.get(kind, ())
    return f"step_{kind}" + next((end for facts, end in forms if facts <= step.facts.keys()), "")
