"""The facts and names that a scheme declares, as the readers of tables need them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, nearest
from incentive_rules.facts import BUILT_IN_COLUMNS, Fact, FactKind, Facts, RefusedValueError, name_key
from incentive_rules.messages import Label
from incentive_rules.scheme.awards import Tier, TiersAward
from incentive_rules.scheme.conditions import RESERVED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from incentive_rules.scheme.model import Scheme
    from incentive_rules.scheme.parts import FactSpec
    from incentive_rules.scheme.tree import Path, Tree


def facts_of(scheme: Scheme, tree: Tree) -> tuple[Facts, list[Diagnostic]]:
    """The declared facts and names of a scheme, and what is wrong with them."""
    findings: list[Diagnostic] = []
    specs = {"member": scheme.fact_specs.member, "entry": scheme.fact_specs.entry}
    facts = {
        scope: MappingProxyType({name: _fact(scope, name, spec, tree, findings) for name, spec in declared.items()})
        for scope, declared in specs.items()
    }
    found = Facts(
        member=facts["member"],
        entry=facts["entry"],
        activities=MappingProxyType({key: rule.label for key, rule in scheme.activities.items()}),
        awards=MappingProxyType({key: rule.label for key, rule in scheme.awards.items()}),
        options=MappingProxyType(dict(_options(scheme))),
        columns=MappingProxyType(dict(scheme.columns)),
    )
    findings += _same_names(found.activities, "activities", tree)
    findings += _same_names(found.awards, "awards", tree)
    findings += [_unknown_column(name, tree) for name in scheme.columns if name not in BUILT_IN_COLUMNS]
    return found, findings


def _fact(scope: str, name: str, spec: FactSpec, tree: Tree, findings: list[Diagnostic]) -> Fact:
    path = ("facts", scope, name)
    if name in RESERVED or name in BUILT_IN_COLUMNS or "." in name:
        findings.append(Diagnostic(Code.RESERVED_NAME, tree.place(path, key=True), {"name": name}))
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
    for bound in ("at_least", "at_most"):
        if getattr(spec, bound) is not None and kind is not FactKind.NUMBER:
            facts = {"left": bound, "right": kind, "why": Label("숫자에만 씁니다", "only numbers have bounds")}
            findings.append(Diagnostic(Code.CONTRADICTION, tree.place((*path, bound), key=True), facts))
    return _with_blank(fact, spec, (*path, "blank"), tree, findings)


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
    """Option id -> label; an option that pays one reward everywhere is called by the reward's name."""
    rewards: dict[str, set[str]] = {}
    for award in scheme.awards.values():
        for tier in award.tiers.values() if isinstance(award, TiersAward) else ():
            for option, bundle in (tier.choose or {}).items():
                rewards.setdefault(option, set()).update(bundle)
    for option, names in rewards.items():
        known = [scheme.rewards[name].label for name in names if name in scheme.rewards]
        yield option, known[0] if len(names) == len(known) == 1 else Label(option, option)


def option_ids(scheme: Scheme) -> tuple[str, ...]:
    """Every option that some tier offers."""
    return tuple(option for option, _ in _options(scheme))


def tiers_of(scheme: Scheme) -> Iterator[tuple[str, TiersAward, str, Tier]]:
    """Every tier with its award, in written order."""
    for award_id, award in scheme.awards.items():
        if isinstance(award, TiersAward):
            for tier_id, tier in award.tiers.items():
                yield award_id, award, tier_id, tier


def _same_names(labels: Mapping[str, Label], section: str, tree: Tree) -> Iterator[Diagnostic]:
    seen: dict[str, str] = {}
    for key, label in labels.items():
        for name in dict.fromkeys((key, label.ko, label.en)):
            other = seen.setdefault(name_key(name), key)
            if other != key:
                yield Diagnostic(Code.SAME_LABEL, tree.place((section, key, "label")), {"name": name, "other": other})
                break


def _unknown_column(name: str, tree: Tree) -> Diagnostic:
    facts = {"kind": "column", "name": name, "known": BUILT_IN_COLUMNS, "near": nearest(name, BUILT_IN_COLUMNS)}
    return Diagnostic(Code.UNKNOWN_ID, tree.place(("columns", name), key=True), facts)
