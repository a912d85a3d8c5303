"""What the parts of a scheme say of each other: names, dates, order, provenance, contradictions, open questions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic
from incentive_rules.facts import Fact, FactKind, nearest_id
from incentive_rules.messages import Label, end_label
from incentive_rules.scheme.checks_awards import check_awards
from incentive_rules.scheme.checks_balance import check_balance
from incentive_rules.scheme.checks_closing import check_closing
from incentive_rules.scheme.checks_counters import check_budgets, check_counters, check_made
from incentive_rules.scheme.checks_facts import check_points
from incentive_rules.scheme.checks_limits import check_limits
from incentive_rules.scheme.checks_provenance import check_provenance
from incentive_rules.scheme.checks_rankings import ranking_conditions
from incentive_rules.scheme.conditions import Condition, ConditionReader
from incentive_rules.scheme.dated_values import dated_values
from incentive_rules.scheme.inner_conditions import inner_conditions
from incentive_rules.scheme.questions import open_questions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from incentive_rules.scheme.model import Scheme
    from incentive_rules.scheme.parts import InForce
    from incentive_rules.scheme.tree import Path, Tree

FACT_DEPTH = 3  # facts.member.NAME
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

    def add(self, findings: Iterable[Diagnostic]) -> None:
        """Note findings that have their places."""
        self.found.extend(findings)

    def findings(self) -> Iterator[Diagnostic]:
        """All findings; the order does not matter, since they are sorted by place."""
        scheme = self.scheme
        conditions = self.conditions()
        check_provenance(self)
        if scheme.until is not None and scheme.until <= scheme.first:
            self.report(Code.DATES_OUT_OF_ORDER, ("until",), {"first": scheme.first, "until": scheme.until})
        for path, rule, around in self._rules():
            self._dates(rule, path, around)
        for name, activity in scheme.activities.items():
            check_points(self, activity.points, ("activities", name, "points"))
        for section in ("bonuses", "limits", "counters"):
            for name, rule in getattr(scheme, section).items():
                self._activities(rule.activities, (section, name, "activities"))
        check_limits(self, conditions)
        check_balance(self)
        check_closing(self)
        check_awards(self)
        check_counters(self)
        check_budgets(self)
        check_made(self, conditions)
        if self.tree is not None and ("answers",) not in self.broken:
            self.add(open_questions(scheme, conditions, self.tree))
        yield from self.found

    def _activities(self, names: Iterable[str], path: Path) -> None:
        seen: set[str] = set()
        for index, name in enumerate(names):
            if name in seen:
                self.report(Code.DUPLICATE_VALUE, (*path, index), {"name": name})
            elif self.known("activity", name, (*path, index)):
                seen.add(name)

    def conditions(self) -> dict[Path, Condition]:
        """Every condition of the scheme by path; mistakes in them are reported."""
        scheme = self.scheme
        raws: dict[Path, tuple[Any, InForce]] = {}
        if scheme.eligible is not None:
            raws[("eligible",)] = scheme.eligible.data, scheme
        for section in ("activities", "bonuses", "limits"):
            for name, rule in getattr(scheme, section).items():
                if rule.when is not None:
                    raws[(section, name, "when")] = rule.when.data, rule
        for name, counter in scheme.counters.items():
            if counter.when is not None:
                raws[("counters", name, "when")] = counter.when.data, scheme
        raws |= {path: (data, rule) for path, data, rule in self._award_conditions()}
        raws |= ranking_conditions(scheme)
        return {path: self._reader(path, rule).read(data) for path, (data, rule) in raws.items()}

    def _award_conditions(self) -> Iterator[tuple[Path, Any, InForce]]:
        """The conditions inside awards: on people, on the settling day."""
        for name, award in self.scheme.awards.items():
            for path, condition in inner_conditions(award):
                yield ("awards", name, *path), condition.data, award

    def _reader(self, base: Path, rule: InForce) -> ConditionReader:
        activities = tuple(dict.fromkeys((*self.scheme.activities, *self._broken_ids("activities"))))

        def report(code: Code, path: Path, facts: Mapping[str, object], *, key: bool = False) -> None:
            self.report(code, (*base, *path), facts, key=key)

        first = rule.first or self.scheme.first
        counters = self._counters() if base[0] == "awards" else {}
        only_members = str(base[-1]) if base == ("eligible",) or base[0] == "awards" else ""
        facts = self.scheme.facts
        return ConditionReader(facts, self.may_be_declared, activities, first, report, only_members, counters)

    def _counters(self) -> dict[str, Fact]:
        """The counters as number facts, of which conditions of awards may ask."""
        named = {name: counter.label for name, counter in self.scheme.counters.items()}
        return {name: Fact(name, FactKind.NUMBER, label) for name, label in named.items()}

    def may_be_declared(self, name: str) -> bool:
        """Whether a fact could stand in a part of `facts` that is wrong itself."""
        return any(path[0] == "facts" and (len(path) < FACT_DEPTH or path[-1] == name) for path in self.broken)

    def is_broken(self, section: str, name: str) -> bool:
        """Whether a rule of that id may be among those that were left out because of their shape."""
        return name in self._broken_ids(section) or (section,) in self.broken

    def _broken_ids(self, section: str) -> Iterator[str]:
        return (str(path[1]) for path in self.broken if path[0] == section and len(path) > 1)

    def known(self, kind: str, name: str, path: Path, *, key: bool = False) -> bool:
        """Whether a rule's id exists; if not, that is reported."""
        section = {"activity": "activities", "reward": "rewards", "source": "sources"}[kind]
        declared = tuple(getattr(self.scheme, section))
        if name in declared:
            return True
        if not self.is_broken(section, name):
            facts = {
                "kind": KINDS[kind],
                "name": name,
                "known": declared,
                "near": nearest_id(name, declared, self._labels(section)),
            }
            self.report(Code.UNKNOWN_ID, path, facts, key=key)
        return False

    def _labels(self, section: str) -> dict[str, Label]:
        """What the rules of a section are called; a source by its title."""
        rules = getattr(self.scheme, section).items()
        return {name: rule.title if section == "sources" else rule.label for name, rule in rules}

    def _rules(self) -> Iterator[tuple[Path, InForce, InForce]]:
        """Every rule with dates, with its path and the rule around it."""
        for section in ("activities", "bonuses", "limits", "awards", "budgets"):
            for name, rule in getattr(self.scheme, section).items():
                yield (section, name), rule, self.scheme
                for tier_id, tier in getattr(rule, "tiers", {}).items():
                    yield (section, name, "tiers", tier_id), tier, rule

    def _dates(self, rule: InForce, path: Path, around: InForce) -> None:
        scheme = self.scheme
        if ("from",) in self.broken:
            return  # the first day of the scheme is not known, and that is told
        first = max(each.first for each in (rule, around, scheme) if each.first is not None)
        if rule.until is not None and rule.until <= first:
            self.report(Code.DATES_OUT_OF_ORDER, (*path, "until"), {"first": first, "until": rule.until})
        if rule.first and (rule.first < scheme.first or (scheme.until and rule.first >= scheme.until)):
            facts = {"value": rule.first, "first": scheme.first, "until": end_label(scheme.until)}
            self.report(Code.OUTSIDE_SCHEME_DATES, (*path, "from"), facts)
        for inner, value in dated_values(rule):
            if value.first_day > first:
                self.report(Code.VALUE_NOT_YET_IN_FORCE, (*path, *inner), {"value": value.first_day, "first": first})
