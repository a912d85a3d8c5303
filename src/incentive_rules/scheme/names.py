"""The facts and names that a scheme declares, as the readers of tables need them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, nearest
from incentive_rules.facts import BUILT_IN_COLUMNS, Fact, FactKind, Facts, RefusedValueError, name_key
from incentive_rules.messages import Label
from incentive_rules.scheme.awards import ExchangeAward, TiersAward
from incentive_rules.scheme.conditions import RESERVED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from incentive_rules.scheme.awards import Tier
    from incentive_rules.scheme.model import Scheme
    from incentive_rules.scheme.parts import FactSpec
    from incentive_rules.scheme.tree import Path, Tree


def facts_of(scheme: Scheme, tree: Tree) -> tuple[Facts, list[Diagnostic]]:
    """The declared facts and names of a scheme, and what is wrong with them."""
    findings: list[Diagnostic] = []
    specs = {"member": scheme.fact_specs.member, "entry": scheme.fact_specs.entry}
    facts = {
        scope: {name: _fact(scope, name, spec, tree, findings) for name, spec in declared.items()}
        for scope, declared in specs.items()
    }
    found = Facts(
        member=facts["member"],
        entry=facts["entry"],
        activities={key: rule.label for key, rule in scheme.activities.items()},
        awards={key: rule.label for key, rule in scheme.awards.items()},
        options=dict(_options(scheme)),
        columns=dict(scheme.columns),
    )
    for section, labels in (("activities", found.activities), ("awards", found.awards)):
        named = {key: (key, label.ko, label.en) for key, label in labels.items()}
        findings += _same_names(named, {}, (section,), ("label",), tree)
    for scope in specs:
        findings += _same_names(_headers(facts[scope]), scheme.columns, ("facts", scope), (), tree)
    findings += _columns(scheme, tree)
    return found, findings


def _fact(scope: str, name: str, spec: FactSpec, tree: Tree, findings: list[Diagnostic]) -> Fact:
    path = ("facts", scope, name)
    if name in RESERVED or name in BUILT_IN_COLUMNS:
        findings.append(Diagnostic(Code.RESERVED_NAME, tree.place(path, key=True), {"name": name}))
    if "." in name:
        findings.append(Diagnostic(Code.BAD_NAME, tree.place(path, key=True), {"value": name}))
    kind = FactKind(spec.kind)
    fact = Fact(
        name=name,
        kind=kind,
        label=spec.label or Label(name, name),
        values=spec.one_of or spec.ordered or (),
        at_least=spec.at_least,
        at_most=spec.at_most,
        columns=spec.columns,
    )
    findings += [
        Diagnostic(Code.CONTRADICTION, tree.place((*path, key), key=True), facts) for key, facts in _bounds(fact)
    ]
    return _with_blank(fact, spec, (*path, "blank"), tree, findings)


def _bounds(fact: Fact) -> Iterator[tuple[str, dict[str, object]]]:
    """What is wrong with the bounds of a fact, by key."""
    low, high = fact.at_least, fact.at_most
    if fact.kind is not FactKind.NUMBER:
        for key, bound in (("at_least", low), ("at_most", high)):
            if bound is not None:
                yield key, {"left": key, "right": fact.kind, "why": _ONLY_NUMBERS}
    elif low is not None and high is not None and low > high:
        yield "at_most", {"left": f"at_least: {low}", "right": f"at_most: {high}", "why": _NO_NUMBER}


def _with_blank(fact: Fact, spec: FactSpec, path: Path, tree: Tree, findings: list[Diagnostic]) -> Fact:
    if spec.blank is None:
        return fact
    try:
        blank = fact.parse(spec.blank)
    except RefusedValueError as error:
        findings.append(Diagnostic(error.code, tree.place(path), error.facts))
        return fact
    return Fact(fact.name, fact.kind, fact.label, fact.values, blank, fact.at_least, fact.at_most, fact.columns)


def _options(scheme: Scheme) -> Iterator[tuple[str, Label]]:
    """Option id -> label; an option that alone pays one reward everywhere is called by the reward's name."""
    rewards: dict[str, set[str]] = {}
    for choose in _offers(scheme):
        for option, bundle in choose.items():
            rewards.setdefault(option, set()).update(bundle)
    called = {option: _called(option, names, scheme) for option, names in rewards.items()}
    for option, label in called.items():
        shared = sum(other == label for other in called.values()) > 1
        yield option, Label(option, option) if shared else label


def _offers(scheme: Scheme) -> Iterator[Mapping[str, Collection[str]]]:
    """The options of each tier and each exchange that offers some."""
    for award in scheme.awards.values():
        if isinstance(award, ExchangeAward):
            yield award.choose or {}
        for tier in award.tiers.values() if isinstance(award, TiersAward) else ():
            yield tier.choose or {}


def _called(option: str, rewards: set[str], scheme: Scheme) -> Label:
    known = [scheme.rewards[name].label for name in rewards if name in scheme.rewards]
    return known[0] if len(rewards) == len(known) == 1 else Label(option, option)


def option_ids(scheme: Scheme) -> tuple[str, ...]:
    """Every option that some tier offers."""
    return tuple(option for option, _ in _options(scheme))


def tiers_of(scheme: Scheme) -> Iterator[tuple[str, TiersAward, str, Tier]]:
    """Every tier with its award, in written order."""
    for award_id, award in scheme.awards.items():
        if isinstance(award, TiersAward):
            for tier_id, tier in award.tiers.items():
                yield award_id, award, tier_id, tier


def _headers(facts: Mapping[str, Fact]) -> dict[str, tuple[str, ...]]:
    """What the column of each fact may be called."""
    return {name: (name, fact.label.ko, fact.label.en, *fact.columns) for name, fact in facts.items()}


def _same_names(
    names: Mapping[str, Iterable[str]], taken: Mapping[str, Iterable[str]], base: Path, key: Path, tree: Tree
) -> Iterator[Diagnostic]:
    """Names by which a table would mean two things: of each thing, or taken before."""
    seen = {name_key(name): other for other, others in taken.items() for name in others}
    for own, each in names.items():
        for name in dict.fromkeys(each):
            other = seen.setdefault(name_key(name), own)
            if other != own:
                place = tree.place((*base, own, *key), key=not key)
                yield Diagnostic(Code.SAME_LABEL, place, {"name": name, "other": other})
                break


def _columns(scheme: Scheme, tree: Tree) -> Iterator[Diagnostic]:
    """What is wrong with the further names of columns."""
    lists: dict[Path, tuple[str, ...]] = {("columns", name): given for name, given in scheme.columns.items()}
    for scope, specs in (("member", scheme.fact_specs.member), ("entry", scheme.fact_specs.entry)):
        lists |= {("facts", scope, name, "columns"): spec.columns for name, spec in specs.items()}
    for path, names in lists.items():
        for index, name in enumerate(names):
            if name in names[:index]:
                yield Diagnostic(Code.DUPLICATE_VALUE, tree.place((*path, index)), {"name": name})
    for name in scheme.columns:
        if name not in BUILT_IN_COLUMNS:
            near = nearest(name, BUILT_IN_COLUMNS)
            facts = {"kind": _COLUMN, "name": name, "known": BUILT_IN_COLUMNS, "near": near}
            yield Diagnostic(Code.UNKNOWN_ID, tree.place(("columns", name), key=True), facts)


_COLUMN = Label("기본 열", "built-in column")
_ONLY_NUMBERS = Label("숫자인 사실에만 씁니다", "only numbers have bounds")
_NO_NUMBER = Label("둘을 함께 만족하는 숫자가 없습니다", "no number satisfies both")
