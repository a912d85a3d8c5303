"""A check of fairness for people: each property with its scope, the stories, and what was not looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.messages.screen import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentive_rules.fairness.verdict import FairnessReport, Verdict
    from incentive_rules.messages import Language

_LIMITS = ("proof", "people", "roster", "choice")


def fairness_heading(report: FairnessReport, lang: Language) -> Iterator[str]:
    """Which scheme was checked, under which reading."""
    yield words("fairness_title", lang, scheme=report.label)
    if report.reading:
        yield words("under_reading", lang, reading=report.reading)


def verdict_lines(report: FairnessReport, lang: Language) -> Iterator[str]:
    """Each property with its result and how often it was checked, and what was tried, or why nothing was."""
    for verdict in report.verdicts:
        status = words(f"fairness_status_{verdict.status}", lang)
        facts = {"status": status, "label": verdict.label, "property": verdict.property, "n": verdict.n}
        if verdict.status == "not_applicable":
            yield words("fairness_line_none", lang, why=verdict.scope, **facts)
        else:
            yield words("fairness_line", lang, **facts)
            yield f"  {verdict.scope.in_language(lang)}"


def broken(report: FairnessReport) -> list[Verdict]:
    """The verdicts with a counterexample."""
    return [verdict for verdict in report.verdicts if verdict.witness is not None]


def story_title(verdict: Verdict, lang: Language) -> str:
    """The title above a story."""
    return words("fairness_story", lang, property=verdict.label)


def limit_lines(lang: Language) -> Iterator[str]:
    """What the check did not look at."""
    return (f"  {words(f'fairness_limit_{limit}', lang)}" for limit in _LIMITS)
