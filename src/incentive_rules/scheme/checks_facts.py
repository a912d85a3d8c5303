"""Whether the facts that rules count by exist and are of the right kind, and fit what is written of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount
from incentive_rules.codes import Code
from incentive_rules.errors import nearest
from incentive_rules.facts import FactKind, nearest_id
from incentive_rules.messages import Label
from incentive_rules.scheme.conditions import GIVER, KIND_NAMES, QUANTITY, fact_called
from incentive_rules.scheme.points import (
    PointsByBand,
    PointsByFact,
    PointsCriteria,
    PointsPerUnit,
    PointsStated,
    is_banded_by_its_own_number,
    leaves,
    lookups,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentive_rules.facts import Fact
    from incentive_rules.scheme.points import AnyLookup, AnyPoints
    from incentive_rules.scheme.reporter import Reporter
    from incentive_rules.scheme.tree import Path

LISTED = (FactKind.ONE_OF, FactKind.ORDERED)
_LISTED_WORDS = Label("값을 나열한 사실(one_of, ordered)", "a fact with listed values (one_of, ordered)")
_NO_DEBT = Label(
    "점수를 깎는 활동이 있으면 남은 점수가 빚이 될 수 있는데, 이 언어 버전은 그 규칙을 말하지 못합니다. "
    "'counter: earned'로 산정하십시오",
    "where an activity takes points off, what is left may become a debt, which this language version cannot say; "
    "measure 'counter: earned'",
)
_FROM_ZERO = Label(
    "'bands_apply_to: part'이면 0부터 그 수까지의 몫도 정해야 합니다. 첫 구간을 0에서 시작하십시오",
    "with 'bands_apply_to: part' every part from 0 on needs its points; let the first band begin at 0",
)


def check_points(reporter: Reporter, points: AnyPoints, path: Path) -> None:
    """Findings about the facts that an activity's points depend on."""
    entry = reporter.scheme.facts.entry
    if isinstance(points, PointsPerUnit):
        if points.of is not None:
            fits(reporter, points.of, entry, (FactKind.NUMBER,), (*path, "of"), built_in=(QUANTITY.name,))
        if points.weight is not None:
            _check_least(reporter, points.weight, (*path, "weight"))
    elif isinstance(points, PointsStated):
        fits(reporter, points.stated, entry, (FactKind.NUMBER,), (*path, "stated"))
    elif isinstance(points, PointsCriteria):
        for name in points.criteria:
            fits(reporter, name, entry, (FactKind.NUMBER,), (*path, "criteria", name), key=True)
    for inner, lookup in lookups(points):
        check_lookup(reporter, lookup, (*path, *inner))
    _check_parts(reporter, points, path)


def check_lookup(reporter: Reporter, lookup: AnyLookup, path: Path) -> None:
    """Findings about the fact by which a value goes."""
    if not isinstance(lookup, PointsByFact | PointsByBand):
        return
    facts, by = reporter.scheme.facts, (*path, "by")
    is_of_giver = lookup.by.startswith(f"{GIVER}.")
    of_giver = {f"{GIVER}.{name}": fact for name, fact in facts.member.items()} if is_of_giver else {}
    kinds = LISTED if isinstance(lookup, PointsByFact) else (FactKind.NUMBER,)
    built_in = (QUANTITY.name,) if isinstance(lookup, PointsByBand) else ()
    if lookup.by in facts.member and lookup.by in facts.entry:
        reporter.report(Code.AMBIGUOUS_FACT, by, {"name": lookup.by})
    elif fits(reporter, lookup.by, {**facts.member, **facts.entry, **of_giver}, kinds, by, built_in=built_in):
        found = fact_called(facts, lookup.by)
        if isinstance(lookup, PointsByFact) and found is not None:
            check_values(reporter, lookup.by, lookup.values, found[1], (*path, "values"))


def _check_least(reporter: Reporter, lookup: AnyLookup, path: Path) -> None:
    """A factor below zero would turn points into their contrary."""
    for inner, value in leaves(lookup):
        if (least := min(value.values)) < 0:
            reporter.report(Code.OUT_OF_RANGE, (*path, *inner), {"value": least, "expected": "≥ 0"})


def _check_parts(reporter: Reporter, points: AnyPoints, path: Path) -> None:
    """Bands of which each is for its part of the number begin at zero: else a part would have no points."""
    answer = reporter.scheme.answered.get("bands_apply_to")
    if answer is None or answer.value != "part" or not is_banded_by_its_own_number(points):
        return
    assert isinstance(points, PointsPerUnit)  # what is banded by its own number
    assert isinstance(points.each, PointsByBand)
    first = next(iter(points.each.bands))
    if Amount(first) != 0:
        facts = {"left": f"bands: {first}", "right": "bands_apply_to: part", "why": _FROM_ZERO}
        reporter.report(Code.CONTRADICTION, (*path, "each", "bands", first), facts, key=True)


def fits(  # noqa: PLR0913  # a name, where it may be found, and where it is used
    reporter: Reporter,
    name: str,
    facts: Mapping[str, Fact],
    kinds: tuple[FactKind, ...],
    path: Path,
    *,
    built_in: tuple[str, ...] = (),
    key: bool = False,
) -> bool:
    """Whether a fact of one of those kinds has that name; if not, that is reported."""
    known = (*built_in, *(each for each, fact in facts.items() if fact.kind in kinds))
    if name in known:
        return True
    if name in facts:
        expected = _LISTED_WORDS if FactKind.ONE_OF in kinds else KIND_NAMES[kinds[0]]
        words = {"name": name, "kind": KIND_NAMES[facts[name].kind], "expected": expected, "known": known}
        reporter.report(Code.WRONG_FACT_KIND, path, words, key=key)
    elif not reporter.may_be_declared(name):
        near = nearest_id(name, known, {each: fact.label for each, fact in facts.items()})
        words = {"name": name, "known": known, "near": near, "advice": _listed(kinds, built_in, facts)}
        reporter.report(Code.UNKNOWN_FACT, path, words, key=key)
    return False


def _listed(kinds: tuple[FactKind, ...], built_in: tuple[str, ...], facts: Mapping[str, Fact]) -> Label:
    """What may stand where a fact is named: words of the language first, then the facts of those kinds."""
    kind = " / ".join(KIND_NAMES[each].ko for each in kinds), ", ".join(map(str, kinds))
    known = ", ".join(name for name, fact in facts.items() if fact.kind in kinds)
    words = ", ".join(built_in)
    ko, en = (
        (known or "없음", known or "none") if words else (known or "선언된 것이 없습니다", known or "none is declared")
    )
    before = (f"쓸 수 있는 말: {words}. ", f"possible: {words}; ") if words else ("", "")
    return Label(f"{before[0]}쓸 수 있는 사실({kind[0]}): {ko}", f"{before[1]}facts ({kind[1]}) that fit: {en}")


def check_listed(
    reporter: Reporter, name: str, values: Mapping[str, object], facts: Mapping[str, Fact], path: Path
) -> None:
    """Findings about something that goes by the values of a listed fact."""
    if fits(reporter, name, facts, LISTED, (*path, "by")):
        check_values(reporter, name, values, facts[name], (*path, "values"))


def check_values(reporter: Reporter, name: str, values: Mapping[str, object], fact: Fact, path: Path) -> None:
    """Each value of the fact has points, and nothing else has; a value that is only misspelt is told once."""
    missing = [word for word in fact.words if word not in values]
    for value in values:
        if value not in fact.words:
            near = nearest(value, missing)
            words = {"value": value, "name": name, "known": fact.words, "near": near}
            reporter.report(Code.BAD_FACT_VALUE, (*path, value), words, key=True)
            missing = [word for word in missing if word != near]
    if len(missing) > 1:
        lines = ", ".join(f"{word}: …" for word in missing)
        advice = Label(f"빠진 값마다 한 줄씩 적으십시오: {lines}", f"each of them needs a line: {lines}")
        reporter.report(Code.MISSING_KEY, path, {"name": "', '".join(missing), "advice": advice}, key=True)
    elif missing:
        reporter.report(Code.MISSING_KEY, path, {"name": missing[0]}, key=True)
