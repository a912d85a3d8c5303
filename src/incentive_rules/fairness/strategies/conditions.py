"""Conditions of every form over the facts of a scheme that is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from incentive_rules.facts import Fact, FactKind
from incentive_rules.fairness.strategies.facts import operands
from incentive_rules.messages import Label
from incentive_rules.scheme.ago import AGO
from incentive_rules.scheme.conditions import GIVEN, GIVER, QUANTITY, ROW, Op, order

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from incentive_rules.fairness.strategies.draft import Data, Draft

_MOST_LEVELS = 2
_ORDER = (FactKind.ORDERED, FactKind.NUMBER, FactKind.DATE)
_JOINS = ("any", "not", "all")


def eligible(draft: Draft) -> Data | None:
    """A condition on people, if any fact of theirs is known."""
    if not draft.facts["member"] or not draft.chance():
        return None
    draft.asked.add("no_longer_eligible")
    return _condition(draft, _named(draft, ("member",)), draft.first, _MOST_LEVELS)


def eligible_for(draft: Draft, counters: Iterable[str]) -> Data | None:
    """A condition on whom an award pays: on people and on counters, if any is known."""
    counted = [Fact(name, FactKind.NUMBER, Label(name, name)) for name in counters]
    facts = [*_named(draft, ("member",)), *((f"counter.{fact.name}", "counter", fact) for fact in counted)]
    if not facts or not draft.wide_chance(2):
        return None
    return _condition(draft, facts, draft.first, _MOST_LEVELS)


def people(draft: Draft, first: date) -> Data | None:
    """A condition on people that is judged from a first day on, if any fact of theirs is known."""
    facts = _named(draft, ("member",))
    return _condition(draft, facts, first, _MOST_LEVELS) if facts else None


def of_people(draft: Draft, first: date) -> Data | None:
    """A condition on people inside an award, judged from a first day on, if any fact of theirs is known."""
    asked = draft.asked.copy()
    told = _condition(draft, _named(draft, ("member",)), first, _MOST_LEVELS) if draft.facts["member"] else None
    draft.asked.intersection_update(asked)  # it is judged on the day of the award
    return told


def when(draft: Draft, activities: Iterable[str], first: date) -> Data:
    """A condition on the entry, the member or the activity, judged from a first day on."""
    activity = Fact("activity", FactKind.ONE_OF, Label("활동", "activity"), tuple((each,) for each in activities))
    facts = [*_named(draft, ("entry", "member")), ("quantity", "entry", QUANTITY), ("activity", "activity", activity)]
    return _condition(draft, [*facts, *_of_givers(draft)], first, _MOST_LEVELS)


def _of_givers(draft: Draft) -> _Named:
    """What can be asked of whoever gave the points, now and then."""
    if not draft.wide_chance(4):
        return []
    declared = {**draft.facts["member"], **draft.facts["entry"]}
    given: _Named = [] if GIVEN.name in declared else [(GIVEN.name, ROW, GIVEN)]
    return [*given, *((f"{GIVER}.{name}", GIVER, fact) for name, fact in draft.facts["member"].items())]


_Named = list[tuple[str, str, Fact]]
"""Facts by the name that a condition gives them, with their scope."""


def _named(draft: Draft, scopes: tuple[str, ...]) -> _Named:
    """The facts of some scopes. A name that members and entries share is told with its scope, others may be."""
    both = set(draft.facts["member"]) & set(draft.facts["entry"])
    named: _Named = []
    for scope in scopes:
        for name, fact in draft.facts[scope].items():
            is_long = (name in both and len(scopes) > 1) or draft.chance(8)
            named.append((f"{scope}.{name}" if is_long else name, scope, fact))
    return named


def _condition(draft: Draft, facts: _Named, first: date, levels: int) -> Data:
    tested = draft.some(range(len(facts)), (1, 1, 1, 2, draft.size))
    told: Data = {}
    for name, scope, fact in (facts[index] for index in tested):
        alike = [each for each in facts if _is_comparable(each, (name, scope, fact))]
        others = [draft.one_of(alike)] if alike and draft.chance(4) else []
        told[name] = _compared(draft, fact, others[0]) if others else _tests(draft, fact, first)
        if {scope, *(each[1] for each in others)} & {"member", GIVER}:
            draft.asked.add("grade_judged_on")
    if levels and draft.chance(3):
        told |= _join(draft, facts, first, levels - 1)
        if draft.chance():
            told = {name: part for name, part in told.items() if name in _JOINS}
    if draft.chance(8):
        told |= {"assumed": "made up"}
    return told


def _is_comparable(one: tuple[str, str, Fact], other: tuple[str, str, Fact]) -> bool:
    """Whether two facts have one kind, and one order where they have any; the activity is compared with none."""
    return one[0] != other[0] and one[2].kind == other[2].kind and one[2].values == other[2].values


def _compared(draft: Draft, fact: Fact, other: tuple[str, str, Fact]) -> Data:
    """A fact compared with another."""
    ops = [Op.EQUALS, *([Op.AT_MOST, Op.AT_LEAST] if fact.kind in _ORDER else [])]
    return {str(draft.one_of(ops)): {"fact": other[0]}}


def _join(draft: Draft, facts: _Named, first: date, levels: int) -> Data:
    word = draft.one_of(_JOINS)
    if word == "not":
        return {word: _condition(draft, facts, first, levels)}
    return {word: [_condition(draft, facts, first, levels) for _ in range(draft.count(1, 2))]}


def _tests(draft: Draft, fact: Fact, first: date) -> Any:  # noqa: ANN401  # short and long forms
    """What must hold of a fact, in any of the forms that say it."""
    if fact.kind is FactKind.DATE and draft.wide_chance(4):
        back = {draft.one_of(AGO): draft.count(0, 12)}
        return {str(draft.one_of((Op.AT_MOST, Op.AT_LEAST, Op.EQUALS))): back}
    ops = [Op.EQUALS, *([Op.AT_MOST, Op.AT_LEAST, Op.BETWEEN] if fact.kind in _ORDER else [])]
    ops += [] if fact.kind is FactKind.YES_NO else [Op.ONE_OF]
    form = draft.one_of(("short", "long", "not", "not long"))
    if form == "short":
        several = Op.ONE_OF in ops and draft.chance()
        return _operand(draft, fact, Op.ONE_OF) if several else draft.dated(_operands(fact, Op.EQUALS), first)
    if form == "not":
        return {"not": draft.dated(_operands(fact, Op.EQUALS), first)}
    told: Data = {str(op): draft.dated(_operands(fact, op), first) for op in draft.some(ops, (1, 1, 2))}
    return told if form == "long" else {"not": told}


def _operand(draft: Draft, fact: Fact, op: Op) -> Any:  # noqa: ANN401  # a value or a list of them
    return draft.draw(_operands(fact, op))


def _operands(fact: Fact, op: Op) -> st.SearchStrategy[Any]:
    values = st.sampled_from(operands(fact))
    if op is Op.ONE_OF:
        return st.lists(values, min_size=1, max_size=2, unique=True)
    if op is Op.BETWEEN:
        return st.lists(values, min_size=2, max_size=2).map(lambda ends: sorted(ends, key=lambda end: _rank(fact, end)))
    return values


def _rank(fact: Fact, value: object) -> Any:  # noqa: ANN401  # whatever the kind orders by
    parsed = fact.parse(value)
    assert parsed is not None  # no operand is blank
    return order(fact, parsed)
