"""Whether the facts that rules count by exist and are of the right kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.errors import nearest
from incentive_rules.facts import FactKind
from incentive_rules.messages import Label
from incentive_rules.scheme.conditions import KIND_NAMES
from incentive_rules.scheme.parts import PointsByFact, PointsPerUnit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentive_rules.facts import Fact
    from incentive_rules.scheme.parts import Points
    from incentive_rules.scheme.reporter import Reporter
    from incentive_rules.scheme.tree import Path

LISTED = (FactKind.ONE_OF, FactKind.ORDERED)
_LISTED_WORDS = Label("값을 나열한 사실(one_of, ordered)", "a fact with listed values (one_of, ordered)")


def check_points(reporter: Reporter, points: Points, path: Path) -> None:
    """Findings about the facts that an activity's points depend on."""
    facts = reporter.scheme.facts
    if isinstance(points, PointsPerUnit) and points.of is not None:
        fits(reporter, points.of, facts.entry, (FactKind.NUMBER,), (*path, "of"), built_in=("quantity",))
    elif isinstance(points, PointsByFact):
        if points.by in facts.member and points.by in facts.entry:
            reporter.report(Code.AMBIGUOUS_FACT, (*path, "by"), {"name": points.by})
        elif fits(reporter, points.by, {**facts.member, **facts.entry}, LISTED, (*path, "by")):
            fact = facts.entry.get(points.by) or facts.member[points.by]
            check_values(reporter, points.by, points.values, fact, (*path, "values"))


def fits(  # noqa: PLR0913  # a name, where it may be found, and where it is used
    reporter: Reporter,
    name: str,
    facts: Mapping[str, Fact],
    kinds: tuple[FactKind, ...],
    path: Path,
    *,
    built_in: tuple[str, ...] = (),
) -> bool:
    """Whether a fact of one of those kinds has that name; if not, that is reported."""
    known = (*built_in, *(each for each, fact in facts.items() if fact.kind in kinds))
    if name in known:
        return True
    if name in facts:
        expected = _LISTED_WORDS if kinds == LISTED else KIND_NAMES[kinds[0]]
        words = {"name": name, "kind": KIND_NAMES[facts[name].kind], "expected": expected, "known": known}
        reporter.report(Code.WRONG_FACT_KIND, path, words)
    elif not reporter.may_be_declared(name):
        reporter.report(Code.UNKNOWN_FACT, path, {"name": name, "known": known, "near": nearest(name, known)})
    return False


def check_values(reporter: Reporter, name: str, values: Mapping[str, object], fact: Fact, path: Path) -> None:
    """Each value of the fact has points, and nothing else has; a value that is only misspelt is told once."""
    missing = [word for word in fact.words if word not in values]
    for value in values:
        if value not in fact.words:
            near = nearest(value, missing)
            words = {"value": value, "name": name, "known": fact.words, "near": near}
            reporter.report(Code.BAD_FACT_VALUE, (*path, value), words, key=True)
            missing = [word for word in missing if word != near]
    for word in missing:
        reporter.report(Code.MISSING_KEY, path, {"name": word}, key=True)
