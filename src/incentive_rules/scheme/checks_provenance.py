"""Whether every number says where it comes from, and whether the sources that are named exist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from incentive_rules.codes import Code
from incentive_rules.scheme.checks_rankings import ranking_conditions, rankings_of
from incentive_rules.scheme.conditions import PROVENANCE_KEYS
from incentive_rules.scheme.inner_conditions import inner_conditions
from incentive_rules.scheme.parts import Citation, Provenance
from incentive_rules.scheme.places import findings_of
from incentive_rules.scheme.scalars import Raw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentive_rules.scheme.reporter import Reporter
    from incentive_rules.scheme.tree import Path

_RULES = ("activities", "bonuses", "limits", "counters", "awards", "budgets")


def check_provenance(reporter: Reporter) -> None:
    """Findings about `source` and `assumed`."""
    for path, part in (*_rules(reporter), *_raw_parts(reporter)):
        if isinstance(part.source, Citation):
            reporter.known("source", part.source.ref, (*path, "source", "ref"))
        elif part.source is not None:
            reporter.known("source", part.source, (*path, "source"))
    for path in _uncited(reporter):
        reporter.report(Code.NO_PROVENANCE, path, {}, key=True)


def _rules(reporter: Reporter) -> Iterator[tuple[Path, Provenance]]:
    """Every part of the scheme that may name a source, with its path."""
    scheme = reporter.scheme
    yield (), scheme
    if scheme.balance is not None:
        yield ("balance",), scheme.balance
    if scheme.closing is not None:
        yield ("closing",), scheme.closing
    for section in (*_RULES, "periods", "readings"):
        for name, rule in getattr(scheme, section).items():
            yield (section, name), rule
            for inner in ("tiers", "places", "grades", "adjust", "supplements"):
                for key, part in getattr(rule, inner, {}).items():
                    yield (section, name, inner, key), part
            if (stated := getattr(rule, "stated", None)) is not None:
                yield (section, name, "stated"), stated
    for name, award in rankings_of(scheme).items():
        for key, part in (award.measure.parts or {}).items():
            yield ("awards", name, "measure", "parts", key), part


def _raw_parts(reporter: Reporter) -> Iterator[tuple[Path, Provenance]]:
    """The parts that are kept as written; a `source` or `assumed` of the wrong shape is reported."""
    for path, data in _written(reporter):
        told = {key: data[key] for key in PROVENANCE_KEYS if key in data}
        try:
            yield path, Provenance.model_validate(told)
        except ValidationError as error:
            assert reporter.tree is not None  # a scheme that was checked before has nothing to report
            reporter.add(findings_of(error.errors(include_url=False), reporter.tree, Provenance, path))


def _written(reporter: Reporter) -> Iterator[tuple[Path, dict[str, Any]]]:
    scheme = reporter.scheme
    yield from _conditions(scheme.eligible, ("eligible",))
    for section in ("activities", "bonuses", "limits", "counters"):
        for name, rule in getattr(scheme, section).items():
            yield from _conditions(rule.when, (section, name, "when"))
    for name, award in scheme.awards.items():
        for inner, written in inner_conditions(award):
            yield from _conditions(written, ("awards", name, *inner))
    for path, (condition, _) in ranking_conditions(scheme).items():
        yield from _conditions(Raw(condition), path)
    answers = scheme.answers.data if scheme.answers is not None else None
    if isinstance(answers, dict):
        yield ("answers",), answers
        yield from ((("answers", question), data) for question, data in answers.items() if isinstance(data, dict))


def _conditions(part: Raw | None, path: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """A condition and those inside it, each of which may say where it comes from."""
    waiting = [] if part is None else [(path, part.data)]
    while waiting:
        path, data = waiting.pop()
        if isinstance(data, dict):
            yield path, data
        inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
        waiting += [((*path, key), value) for key, value in inner if key not in PROVENANCE_KEYS]


def _uncited(reporter: Reporter) -> Iterator[Path]:
    """Every rule or answer that says neither where it comes from nor inherits it."""
    scheme = reporter.scheme
    data = scheme.as_written
    rules: list[Path] = [(section, name) for section in _RULES for name in getattr(scheme, section)]
    if scheme.eligible is not None and isinstance(scheme.eligible.data, dict):
        rules.append(("eligible",))
    if scheme.balance is not None:
        rules.append(("balance",))
    if scheme.closing is not None:
        rules.append(("closing",))
    yield from (path for path in rules if not _says(data, path))
    answered = [question for question in scheme.answered if question in data["answers"]]
    silent: list[Path] = [path for question in answered if not _says(data, path := ("answers", question))]
    yield from [("answers",)] if silent and len(silent) == len(answered) else silent


def _says(data: Any, path: Path) -> bool:  # noqa: ANN401  # raw YAML
    """Whether a part or one around it has `source` or `assumed`; what stands there is looked at elsewhere."""
    found = any(key in data for key in PROVENANCE_KEYS)
    for step in path:
        data = data[step]
        found = found or (isinstance(data, dict) and any(key in data for key in PROVENANCE_KEYS))
    return found
