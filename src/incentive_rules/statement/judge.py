"""Conditions judged on one day: true, false or unknown, and in words what failed or is not known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from incentive_rules.facts import value_label
from incentive_rules.messages import Label, sentence
from incentive_rules.scheme.ago import Ago
from incentive_rules.scheme.conditions import All, AnyOf, Condition, FactRef, Not, Op, Test, order

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from incentive_rules.facts import Fact, Value
    from incentive_rules.scheme.conditions import Operand

Known = Mapping[tuple[str, str], Any]
"""What is known for one judgement: values of facts by scope and name; unknown ones are absent or ``None``."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One test that did not hold: what was needed, what was there (``None`` if unknown), of which fact."""

    scope: str
    fact: Fact
    need: Label
    have: Value | None


def truth(condition: Condition, known: Known, day: date) -> bool | None:
    """Whether a condition holds on a day; ``None`` where that hangs on a fact that is not known."""
    if isinstance(condition, Test):
        value = known.get((condition.scope, condition.fact.name))
        return None if value is None else _holds(condition, value, known, day)
    if isinstance(condition, Not):
        inner = truth(condition.part, known, day)
        return None if inner is None else not inner
    found = [truth(part, known, day) for part in condition.parts]
    decisive = isinstance(condition, AnyOf)
    if decisive in found:
        return decisive
    return None if None in found else not decisive


def _holds(test: Test, value: Value, known: Known, day: date) -> bool | None:
    """Whether a known value passes a test; ``None`` where that hangs on another fact that is not known."""
    values = [_worth(each, known, day) for each in test.operands.on(day)]
    operands = [None if each is None else order(test.fact, each) for each in values]
    own = order(test.fact, value)
    if test.op in (Op.EQUALS, Op.ONE_OF):
        return own in operands or (None if None in operands else False)
    if test.op is Op.AT_MOST:
        return _not_above(own, operands[0])
    if test.op is Op.AT_LEAST:
        return _not_above(operands[0], own)
    ends = (_not_above(operands[0], own), _not_above(own, operands[1]))
    return False if False in ends else None if None in ends else True


def _worth(operand: Operand, known: Known, day: date) -> Value | None:
    """The value of an operand: its own, that of the fact that it names, or a day counted back from this one."""
    if isinstance(operand, Ago):
        return operand.before(day)
    if isinstance(operand, FactRef):
        found: Value | None = known.get((operand.scope, operand.fact.name))
        return found
    return operand


def _not_above(low: Any, high: Any) -> bool | None:  # noqa: ANN401  # whatever a kind orders by, or unknown
    return None if low is None or high is None else bool(low <= high)


def failures(condition: Condition, known: Known, day: date, *, wanted: bool = True) -> Iterator[Failure]:
    """The tests that keep a condition from being ``wanted``: those that fail, or those that are unknown."""
    if truth(condition, known, day) is wanted:
        return
    if isinstance(condition, Test):
        need = words(condition, day) if wanted else _negated(words(condition, day))
        blank = _missing(condition, known, day)
        have = known.get((condition.scope, condition.fact.name))
        yield (
            Failure(blank.scope, blank.fact, need, None)
            if blank
            else Failure(condition.scope, condition.fact, need, have)
        )
    elif isinstance(condition, Not):
        yield from failures(condition.part, known, day, wanted=not wanted)
    else:
        for part in condition.parts:
            yield from failures(part, known, day, wanted=wanted)


def _missing(test: Test, known: Known, day: date) -> FactRef | None:
    """The fact that keeps it unknown whether a test holds, if it is unknown."""
    if truth(test, known, day) is not None:
        return None
    operands = (each for each in test.operands.on(day) if isinstance(each, FactRef))
    asked = (FactRef(test.scope, test.fact), *operands)
    return next(each for each in asked if known.get((each.scope, each.fact.name)) is None)


def words(condition: Condition, day: date) -> Label:
    """A condition in words, with the values in force on a day.

    Example:
        >>> from datetime import date
        >>> from incentive_rules import load_scheme, example_path
        >>> from incentive_rules.program.from_scheme import program_of
        >>> eligible = program_of(load_scheme(example_path("donghae.yaml"))).eligible
        >>> words(eligible, date(2024, 6, 1))
        Label(ko='직급 6급 이하', en='grade 6급 or below')
    """
    if isinstance(condition, Test):
        return _test_words(condition, day)
    if isinstance(condition, Not):
        return _negated(words(condition.part, day))
    joiner = "and_words" if isinstance(condition, All) else "or_words"
    parts = [words(part, day) for part in condition.parts]
    return Label(
        sentence(joiner, "ko").join(part.ko for part in parts), sentence(joiner, "en").join(part.en for part in parts)
    )


def _negated(label: Label) -> Label:
    return Label(sentence("not_words", "ko", part=label), sentence("not_words", "en", part=label))


def _test_words(test: Test, day: date) -> Label:
    values = tuple(map(operand_words, test.operands.on(day)))
    facts = {"fact": test.fact.label, "value": values[0], "last": values[-1], "values": values}
    return Label(sentence(f"test_{test.op}", "ko", **facts), sentence(f"test_{test.op}", "en", **facts))


def operand_words(operand: Operand) -> Label:
    """What a fact is compared with, as people read it."""
    if isinstance(operand, Ago):
        return operand.words()
    return operand.fact.label if isinstance(operand, FactRef) else value_words(operand)


def value_words(value: Value | None) -> Label:
    """A value as people read it."""
    if value is None:
        return Label(sentence("unknown", "ko"), sentence("unknown", "en"))
    return value_label(value)
