"""What a reform sets is assumed: the rules that it touches say so, with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incentive_rules.messages import LANGUAGES, Label
from incentive_rules.messages.screen import words
from incentive_rules.scheme.addresses import set_at, value_at
from incentive_rules.scheme.provenance import cited
from incentive_rules.simulate.changes import is_name, is_provenance, rule_around

if TYPE_CHECKING:
    from collections.abc import Iterable

    from incentive_rules.simulate.reform import Change, Reform

    Data = dict[str, Any]
    Keys = tuple[str, ...]

_MARKED = (
    *("activities", "bonuses", "limits", "counters", "awards", "budgets"),
    *("periods", "balance", "answers", "eligible"),
)
"""The sections whose parts can say where they come from."""
_ASSUMED, _SOURCE = "assumed", "source"


def marked(data: Data, base: Data, reform: Reform, changes: Iterable[Change]) -> Data:
    """The data with a reason beside each rule of which a value changes; ``base`` is the scheme without the reform.

    A rule that the reform gives a source or a reason of its own keeps that. One whose values change by date keeps the
    source that it had or inherited, since it still holds before that day.
    """
    changed = {tuple(each.address.split(".")): each for each in changes if not each.is_none}
    own = {rule_around(path) for path, each in changed.items() if is_provenance(path) and each.after is not None}
    touched = [path for path in changed if path[0] in _MARKED and not is_provenance(path) and not is_name(path)]
    for keys in dict.fromkeys(map(rule_around, touched)):
        rule = value_at(data, keys)
        if rule is not None and keys not in own:
            data = set_at(data, keys, _with_reason(rule, base, keys, reform))
    return data


def _with_reason(rule: Any, base: Data, keys: Keys, reform: Reform) -> Data:  # noqa: ANN401  # raw YAML
    if not isinstance(rule, dict):
        rule = {"is": rule}  # an answer
    told = reason_of(reform)
    known = value_at(base, keys)
    before = _label(known.get(_ASSUMED)) if isinstance(known, dict) else None
    label = Label(f"{before.ko}; {told.ko}", f"{before.en}; {told.en}") if before else told
    inherited = cited(base, keys)
    if reform.first is not None and known is not None and inherited.source and _SOURCE not in rule:
        at = {"at": inherited.at} if inherited.at else {}
        rule = {**rule, _SOURCE: {"ref": inherited.source, **at} if at else inherited.source}
    return {**rule, _ASSUMED: {lang: label.in_language(lang) for lang in LANGUAGES}}


def _label(written: Any) -> Label | None:  # noqa: ANN401  # raw YAML
    if isinstance(written, dict):
        return Label(str(written.get("ko")), str(written.get("en")))
    return Label(str(written), str(written)) if written else None


def reason_of(reform: Reform) -> Label:
    """Why a value is as the reform has it, in a few words: its reason, else its name."""
    why = reform.reason or reform.label
    key = "compare_assumed" + "_from" * (reform.first is not None) + "_bare" * (why is None)
    ko, en = (words(key, lang, reason=why or "", day=reform.first or "") for lang in LANGUAGES)
    return Label(ko, en)
