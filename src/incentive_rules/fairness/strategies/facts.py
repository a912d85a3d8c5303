"""Facts of every kind, with blanks and bounds, for schemes that are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incentive_rules.facts import Fact, FactKind, parse_number
from incentive_rules.messages import Label

if TYPE_CHECKING:
    from incentive_rules.fairness.strategies.draft import Data, Draft, Written

_NAMES = {
    "member": {
        FactKind.YES_NO: ("leads", "팀장"),
        FactKind.ORDERED: ("grade", "직급"),
        FactKind.GROUP: ("department", "부서"),
        FactKind.NUMBER: ("years", "근속연수"),
        FactKind.ONE_OF: ("class", "직종"),
        FactKind.DATE: ("hired", "임용일"),
        FactKind.TEXT: ("note", "특이사항"),
    },
    "entry": {
        FactKind.YES_NO: ("praised", "시민칭찬"),
        FactKind.NUMBER: ("hours", "시간"),
        FactKind.ONE_OF: ("prize", "입상등급"),
        FactKind.ORDERED: ("stage", "단계"),
        FactKind.GROUP: ("team", "협업팀"),
        FactKind.DATE: ("begun", "착수일"),
        FactKind.TEXT: ("note", "특이사항"),  # as of members: conditions must say whose
    },
}
_LISTED = {
    "grade": ("9급", "8급", ["7급", "연구사"], "6급", "5급"),
    "stage": ("제안", ["채택", "수정채택"], "시행"),
    "class": ("일반직", "임기제", "공무직"),
    "prize": ("최우수", "우수", "1", "2"),  # digits are no first days here
}
_FREE: dict[FactKind, tuple[Written, ...]] = {
    FactKind.YES_NO: ("yes", "no"),
    FactKind.GROUP: ("총무과", "기획과", "보건소"),
    FactKind.TEXT: ("홍보", "조사", "민원 처리"),
    FactKind.DATE: ("2024-06-15", "2020-01-01", "2024-12-31", "2025-01-01"),
    FactKind.NUMBER: (4, 2, "2.5", 8, 1, "7.5"),  # all within any bounds that are drawn
}
_AT_LEAST: tuple[Written, ...] = (0, "0.5", 1, -2)
_AT_MOST: tuple[Written, ...] = (24, 8, "8.5")


def operands(fact: Fact) -> tuple[Written, ...]:
    """Values of a fact as a scheme may write them."""
    return fact.words or _FREE[fact.kind]


def some_facts(draft: Draft, scope: str) -> tuple[Data, dict[str, Fact]]:
    """Declarations of facts of members or of entries, and the facts that they declare."""
    kinds = draft.some(_NAMES[scope], range(draft.size + 1))
    told: Data = {}
    facts: dict[str, Fact] = {}
    for kind in kinds:
        name, korean = _NAMES[scope][kind]
        told[name], facts[name] = _declared(draft, name, korean, kind)
    return told, facts


def _declared(draft: Draft, name: str, korean: str, kind: FactKind) -> tuple[Any, Fact]:
    steps = draft.one_of(_shorter(_LISTED[name])) if name in _LISTED else None
    told: Data = {str(kind): steps}
    values = tuple(tuple(step) if isinstance(step, list) else (step,) for step in steps or ())
    fact = Fact(name, kind, Label(name, name), values)
    if draft.chance(3):
        told["label"] = {"ko": korean, "en": name}
    if draft.chance(3):
        told["blank"] = draft.one_of(operands(fact))
    if kind is FactKind.NUMBER:
        told |= _bounds(draft)
    if draft.chance(6):
        told["columns"] = [f"{korean} 구분"]
    low, high = (parse_number(told[key]) if key in told else None for key in ("at_least", "at_most"))
    short = len(told) == 1 and not steps and draft.chance()
    return str(kind) if short else told, Fact(name, kind, fact.label, values, at_least=low, at_most=high)


def _shorter(steps: tuple[Any, ...]) -> list[list[Any]]:
    """The list, and the list without its last values; two are the fewest that tell anything."""
    return [list(steps[:length]) for length in range(2, len(steps) + 1)]


def _bounds(draft: Draft) -> Data:
    low = draft.one_of((None, *_AT_LEAST))
    high = draft.one_of((None, *_AT_MOST))
    return {key: bound for key, bound in (("at_least", low), ("at_most", high)) if bound is not None}
