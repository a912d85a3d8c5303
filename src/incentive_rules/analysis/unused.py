"""What a scheme declares and nothing uses: rewards, facts, and readings that change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incentive_rules.analysis.warning import Warned, reason
from incentive_rules.codes import Code
from incentive_rules.facts import FactKind
from incentive_rules.messages import LANGUAGES
from incentive_rules.scheme.from_yaml import with_reading
from incentive_rules.scheme.rankings import Stated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentive_rules.scheme.model import Scheme

_FOR_PEOPLE = {"member": (FactKind.GROUP, FactKind.ORDERED, FactKind.TEXT), "entry": (FactKind.GROUP, FactKind.TEXT)}
"""Facts that reports show or that people read, whether rules ask for them or not."""
_NO_RULES = ("facts", "sources", "columns", "rewards")
"""Parts of a file in which nothing is asked and nothing is paid."""
_WORDS = {"label": frozenset(LANGUAGES), "assumed": frozenset(LANGUAGES), "stated": frozenset(Stated.model_fields)}
"""Keys of which the same holds, as long as they hold a text or these keys: a rule's id may be the same word."""


def unused(scheme: Scheme) -> Iterator[Warned]:
    """Rewards that nothing pays, facts that nothing asks for, and readings that say what was said before.

    A fact or a reward that no rule and no reading names in any way is certainly not used; one whose name stands
    somewhere may be.
    """
    data = scheme.as_written
    named = set(_names({key: data[key] for key in data if key not in _NO_RULES}))
    for name, reward in scheme.rewards.items():
        if name not in named:
            yield Warned(Code.REWARD_NOT_PAID, ("rewards", name), {"name": reward.label})
    for scope, facts in (("member", scheme.facts.member), ("entry", scheme.facts.entry)):
        for name, fact in facts.items():
            if name not in named and fact.kind not in _FOR_PEOPLE[scope]:
                yield Warned(Code.FACT_NOT_ASKED, ("facts", scope, name), {"name": fact.label})
    yield from _equal_readings(scheme)


def _names(data: Any) -> Iterator[str]:  # noqa: ANN401  # raw YAML
    """Every word by which rules could name something: keys and texts, and the parts of those that hold points."""
    if isinstance(data, dict):
        for key, value in data.items():
            if not _is_for_people(key, value):
                yield from (*key.split("."), key)
                yield from _names(value)
    elif isinstance(data, list):
        for each in data:
            yield from _names(each)
    elif isinstance(data, str):
        yield from (*data.split("."), data)


def _is_for_people(key: str, value: object) -> bool:
    """Whether a key holds what people read and no rule uses."""
    if isinstance(value, dict):
        return key in _WORDS and _WORDS[key] >= set(value)
    return key in ("label", "assumed")


def _equal_readings(scheme: Scheme) -> Iterator[Warned]:
    """Readings whose rules, and way to claim, are those of the file or of an earlier reading."""
    seen: list[tuple[object, str]] = [((_rules(scheme), None), "")]
    for name, reading in scheme.readings.items():
        own = _rules(with_reading(scheme, name)), reading.claims
        other = next((other for said, other in seen if said == own), None)
        seen.append((own, name))
        if other is not None:
            told = scheme.readings[other].label if other else reason("the_file")
            yield Warned(Code.READING_SAME, ("readings", name), {"name": reading.label, "other": told})


def _rules(scheme: Scheme) -> dict[str, Any]:
    """All that a scheme says, but for its readings and the reasons of its answers."""
    said = {name: getattr(scheme, name) for name in type(scheme).model_fields if name not in ("readings", "answers")}
    return said | {"answers": dict(scheme.answered)}
