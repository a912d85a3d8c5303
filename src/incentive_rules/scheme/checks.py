"""What the parts of a scheme say of each other: names, dates, order, provenance, contradictions, open questions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, nearest
from incentive_rules.facts import FactKind
from incentive_rules.messages import Label
from incentive_rules.periods import Dated
from incentive_rules.scheme.checks_awards import check_awards
from incentive_rules.scheme.conditions import Condition, ConditionReader
from incentive_rules.scheme.parts import PointsByFact, PointsPerUnit
from incentive_rules.scheme.provenance import cited
from incentive_rules.scheme.questions import open_questions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from incentive_rules.scheme.model import Activity, Scheme
    from incentive_rules.scheme.parts import InForce
    from incentive_rules.scheme.tree import Path, Tree

KINDS = {
    "source": Label("출처", "source"),
    "activity": Label("활동", "activity"),
    "reward": Label("보상", "reward"),
}


def check(scheme: Scheme, tree: Tree, broken: frozenset[Path]) -> list[Diagnostic]:
    """Every finding about how the parts of a scheme fit together.

    ``broken`` holds the paths of rules that were left out because of their shape: naming one is no further mistake.
    """
    checker = Checker(scheme, tree, broken)
    return [*checker.findings()]


def conditions_of(scheme: Scheme) -> dict[Path, Condition]:
    """Every condition of a scheme that has been checked, by its path."""
    return Checker(scheme, None, frozenset()).conditions()


@dataclass(frozen=True, slots=True)
class Checker:
    """One pass over a scheme; each method looks at one thing."""

    scheme: Scheme
    tree: Tree | None
    broken: frozenset[Path]
    found: list[Diagnostic] = field(default_factory=list)

    def report(self, code: Code, path: Path, facts: Mapping[str, object], *, key: bool = False) -> None:
        """Note a finding at its place."""
        assert self.tree is not None  # a scheme that was checked before has nothing to report
        self.found.append(Diagnostic(code, self.tree.place(path, key=key), facts))

    def findings(self) -> Iterator[Diagnostic]:
        """All findings; the order does not matter, since they are sorted by place."""
        scheme = self.scheme
        conditions = self.conditions()
        self._empty()
        self._sources(scheme.to_dict(), ())
        self._provenance()
        for path, rule in self._rules():
            self._dates(rule, path)
        for name, activity in scheme.activities.items():
            self._points(activity, ("activities", name, "points"))
        for section in ("bonuses", "limits"):
            for name, rule in getattr(scheme, section).items():
                for index, each in enumerate(rule.activities):
                    self.known("activity", each, (section, name, "activities", index))
        check_awards(self)
        if self.tree is not None:
            self.found.extend(open_questions(scheme, conditions, self.tree))
        yield from self.found

    def conditions(self) -> dict[Path, Condition]:
        """Every condition of the scheme by path; mistakes in them are reported."""
        scheme = self.scheme
        raws: dict[Path, tuple[Any, InForce]] = {}
        if scheme.eligible is not None:
            raws[("eligible",)] = scheme.eligible.data, scheme
        for section in ("activities", "bonuses"):
            for name, rule in getattr(scheme, section).items():
                if rule.when is not None:
                    raws[(section, name, "when")] = rule.when.data, rule
        return {path: self._reader(path, rule).read(data) for path, (data, rule) in raws.items()}

    def _reader(self, base: Path, rule: InForce) -> ConditionReader:
        broken_facts = frozenset(str(path[2]) for path in self.broken if path[0] == "facts" and len(path) > 2)  # noqa: PLR2004  # facts.member.NAME
        activities = tuple(dict.fromkeys((*self.scheme.activities, *self._broken_ids("activities"))))

        def report(code: Code, path: Path, facts: dict[str, object]) -> None:
            on_key = code in (
                Code.UNKNOWN_FACT,
                Code.AMBIGUOUS_FACT,
                Code.UNKNOWN_KEY,
                Code.WRONG_TEST,
                Code.DATES_OUT_OF_ORDER,
            )
            self.report(code, (*base, *path), facts, key=on_key)

        first = rule.first or self.scheme.first
        return ConditionReader(self.scheme.facts, broken_facts, activities, first, report)

    def _broken_ids(self, section: str) -> Iterator[str]:
        return (str(path[1]) for path in self.broken if path[0] == section and len(path) > 1)

    def known(self, kind: str, name: str, path: Path, *, key: bool = False) -> bool:
        """Whether a rule's id exists; if not, that is reported."""
        section = {"activity": "activities", "reward": "rewards", "source": "sources"}[kind]
        declared = tuple(getattr(self.scheme, section))
        if name in declared:
            return True
        if name not in self._broken_ids(section) and (section,) not in self.broken:
            facts = {"kind": KINDS[kind], "name": name, "known": declared, "near": nearest(name, declared)}
            self.report(Code.UNKNOWN_ID, path, facts, key=key)
        return False

    def _empty(self) -> None:
        if not self.scheme.activities and not any(path[0] == "activities" for path in self.broken):
            self.report(Code.EMPTY_VALUE, ("activities",), {})

    def _sources(self, node: Any, path: Path) -> None:  # noqa: ANN401  # raw YAML
        """Each `source:` of a rule names a declared source."""
        if isinstance(node, list):
            for index, each in enumerate(node):
                self._sources(each, (*path, index))
        if not isinstance(node, dict) or path == ("sources",) or path in self.broken:
            return
        for key, value in node.items():
            if key == "source" and isinstance(value, str):
                self.known("source", value, (*path, key))
            elif key == "source" and isinstance(value, dict) and isinstance(value.get("ref"), str):
                self.known("source", value["ref"], (*path, key, "ref"))
            else:
                self._sources(value, (*path, key))

    def _provenance(self) -> None:
        data = self.scheme.to_dict()
        for path in self._numbered():
            if not cited(data, path):
                self.report(Code.NO_PROVENANCE, path, {}, key=True)

    def _numbered(self) -> Iterator[Path]:
        """Every rule whose numbers or choices must say where they come from."""
        scheme = self.scheme
        if scheme.eligible is not None:
            yield ("eligible",)
        for section in ("activities", "bonuses", "limits", "awards"):
            yield from ((section, name) for name in getattr(scheme, section))
        yield from (("answers", question) for question in scheme.answered)

    def _rules(self) -> Iterator[tuple[Path, InForce]]:
        """Every rule with dates, with its path."""
        for section in ("activities", "bonuses", "limits", "awards"):
            for name, rule in getattr(self.scheme, section).items():
                yield (section, name), rule
                for tier_id, tier in getattr(rule, "tiers", {}).items():
                    yield (section, name, "tiers", tier_id), tier

    def _dates(self, rule: InForce, path: Path) -> None:
        scheme = self.scheme
        first, until = rule.first or scheme.first, rule.until or scheme.until
        if until is not None and until <= first:
            self.report(Code.DATES_OUT_OF_ORDER, (*path, "until"), {"first": first, "until": until})
        if rule.first and (rule.first < scheme.first or (scheme.until and rule.first >= scheme.until)):
            facts = {"value": rule.first, "first": scheme.first, "until": scheme.until or "…"}
            self.report(Code.OUTSIDE_SCHEME_DATES, (*path, "from"), facts)
        for inner, value in dated_values(rule):
            if value.first_day > first:
                self.report(Code.VALUE_NOT_YET_IN_FORCE, (*path, *inner), {"value": value.first_day, "first": first})

    def _points(self, activity: Activity, path: Path) -> None:
        if isinstance(activity.points, PointsByFact):
            self._points_by_fact(activity.points, path)
        elif isinstance(activity.points, PointsPerUnit) and activity.points.of is not None:
            name = activity.points.of
            numbers = [each for each, fact in self.scheme.facts.entry.items() if fact.kind is FactKind.NUMBER]
            if name not in (*numbers, "quantity"):
                self._unknown_fact(name, (*numbers, "quantity"), (*path, "of"))

    def _points_by_fact(self, points: PointsByFact, path: Path) -> None:
        facts = {**self.scheme.facts.member, **self.scheme.facts.entry}
        listed = {name: fact for name, fact in facts.items() if fact.values}
        if points.by not in listed:
            self._unknown_fact(points.by, tuple(listed), (*path, "by"))
            return
        words = listed[points.by].words
        for value in points.values:
            if value not in words:
                near = {"value": value, "name": points.by, "known": words, "near": nearest(value, words)}
                self.report(Code.BAD_FACT_VALUE, (*path, "values", value), near, key=True)
        for word in words:
            if word not in points.values:
                self.report(Code.MISSING_KEY, (*path, "values"), {"name": word}, key=True)

    def _unknown_fact(self, name: str, known: Iterable[str], path: Path) -> None:
        known = tuple(known)
        if not any(path[0] == "facts" and path[-1] == name for path in self.broken):
            self.report(Code.UNKNOWN_FACT, path, {"name": name, "known": known, "near": nearest(name, known)})


def dated_values(rule: object, path: Path = ()) -> Iterator[tuple[Path, Dated[Any]]]:
    """Every dated value inside a rule, with its path; tiers are rules of their own."""
    if isinstance(rule, Dated):
        yield path, rule
    elif isinstance(rule, dict):
        for key, value in rule.items():
            yield from dated_values(value, (*path, key))
    elif hasattr(rule, "model_fields_set"):
        for name, value in rule.__dict__.items():
            if name not in ("tiers", "when"):
                yield from dated_values(value, (*path, name))
