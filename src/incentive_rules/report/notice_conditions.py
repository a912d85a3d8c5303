"""Conditions as a notice says them: "직급이 6급 이하이고 부서가 비서실이 아닌", "grade is 6급 or below and ...".

A negation is carried to the single tests, where each language has its own words for it. In Korean the ending of a test
says how the sentence goes on, in English a word behind it does; both are "ends" in the books.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from incentive_rules.facts import FactKind
from incentive_rules.scheme.ago import Ago
from incentive_rules.scheme.conditions import GIVEN, GIVER, ROW, All, FactRef, Not, Op, Test
from incentive_rules.scheme.counters import Take

if TYPE_CHECKING:
    from incentive_rules.report.notice_words import Speaker
    from incentive_rules.scheme.conditions import Condition, Operand


_NAMED = (FactKind.TEXT, FactKind.ONE_OF, FactKind.GROUP)
"""The kinds of facts whose values are names, and stand in quotation marks."""


class _End(StrEnum):
    """How a test goes on."""

    LAST = "last"
    AND = "and"
    OR = "or"
    INSIDE = "inside"
    """the last one inside brackets"""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A test, and whether it must hold or must fail."""

    test: Test
    holds: bool


@dataclass(frozen=True, slots=True)
class _Group:
    """Two parts or more, joined by "and" or by "or"; no part is a group of the same kind."""

    joint: _End
    parts: tuple[_Asked | _Group, ...]


def _without_nots(condition: Condition, *, holds: bool = True) -> _Asked | _Group:
    """A condition with its negations carried inwards: not (A and B) is not A or not B."""
    if isinstance(condition, Not):
        return _without_nots(condition.part, holds=not holds)
    if isinstance(condition, Test):
        return _Asked(condition, holds)
    joint = _End.AND if isinstance(condition, All) is holds else _End.OR
    parts: list[_Asked | _Group] = []
    for inner in (_without_nots(part, holds=holds) for part in condition.parts):
        parts += inner.parts if isinstance(inner, _Group) and inner.joint is joint else (inner,)
    return parts[0] if len(parts) == 1 else _Group(joint, tuple(parts))


@dataclass(frozen=True, slots=True)
class ConditionWords:
    """Says conditions."""

    speaker: Speaker

    def text(self, condition: Condition) -> str:
        """A condition as it stands before a noun (ko) or after "if" (en)."""
        found = _without_nots(condition)
        return self._joined(found, _End.LAST) if isinstance(found, _Group) else self._asked(found, _End.LAST)

    def _joined(self, group: _Group, last: _End) -> str:
        ends = [*[group.joint] * (len(group.parts) - 1), last]
        return " ".join(self._part(part, end) for part, end in zip(group.parts, ends, strict=True))

    def _part(self, part: _Asked | _Group, end: _End) -> str:
        if isinstance(part, _Asked):
            return self._asked(part, end)
        return self._bracketed(self._joined(part, _End.INSIDE), end)

    def _bracketed(self, told: str, end: _End) -> str:
        return f"({told}){self.speaker.say(f'end_{end}')}"

    def _asked(self, asked: _Asked, end: _End) -> str:
        """A test; one whose values change by date is told for each of its days."""
        (first, operands), *later = asked.test.operands.steps
        if first == date.min and not later:
            return self._test(asked, operands, end)
        told = self.speaker.dated(asked.test.operands, lambda each: self._test(asked, each, _End.INSIDE))
        return self._bracketed(told, end)

    def _test(self, asked: _Asked, operands: tuple[Operand, ...], end: _End) -> str:
        test, holds = asked.test, asked.holds
        if test.fact.kind is FactKind.YES_NO and not isinstance(operands[0], FactRef):
            return self._yes_no(test, end, is_yes=operands[0] is holds)  # not yes is no
        values = [self._operand(test, each) for each in operands]
        ends = {"yes": self.speaker.say(f"end_{end}"), "no": self.speaker.say(f"end_not_{end}")}
        facts = {"fact": self._fact(test), "value": values[0], "last": values[-1], "values": values}
        op = Op.EQUALS if self._is_none(test, operands) else test.op
        return self.speaker.say(f"{'is' if holds else 'not'}_{op}{_form(test)}", **facts, **ends)

    def _yes_no(self, test: Test, end: _End, *, is_yes: bool) -> str:
        """That something is so, or is not; a fact that is called a question is answered, not met."""
        fact, said = self._fact(test), "yes" if is_yes else "no"
        family = "asked" if fact.endswith(tuple(self.speaker.say("whether").split())) else "fits"
        if (test.scope, test.fact.name) == (ROW, GIVEN.name):
            family = "given"
        ends = {"yes": "", "fits": "fits_", "fits_not": "fits_not_", "given": "given_", "given_not": "given_not_"}
        told = {key: self.speaker.say(f"end_{inner}{end}") for key, inner in ends.items()}
        return self.speaker.say(f"{family}_{said}", fact=fact, **told)

    def _is_none(self, test: Test, operands: tuple[Operand, ...]) -> bool:
        """Whether a test asks for 0 or less of what cannot be less than 0."""
        if test.op is not Op.AT_MOST or operands != (0,):
            return False
        if test.scope == "counter":
            return self.speaker.scheme.counters[test.fact.name].take is Take.NUMBER
        return test.fact.at_least is not None and test.fact.at_least >= 0

    def _operand(self, test: Test, value: Operand) -> str:
        if isinstance(value, FactRef):
            return self.speaker.word(value.fact.label)
        if isinstance(value, Ago):
            return self.speaker.word(value.words())
        if test.scope == "activity":
            return self.speaker.quoted([self.speaker.scheme.activities[str(value)].label])
        told = self.speaker.value(value)
        return self.speaker.say("quoted", value=told) if test.fact.kind in _NAMED else told

    def _fact(self, test: Test) -> str:
        """The fact by its label; one that members and entries both have says whose it is."""
        facts = self.speaker.scheme.facts
        is_shared = test.scope != GIVER and test.fact.name in facts.member and test.fact.name in facts.entry
        return self.speaker.say(f"fact_of_{test.scope}" if is_shared else "fact", fact=test.fact.label)


def _form(test: Test) -> str:
    """Which wording of a test fits the kind of its fact: days are earlier and later, not below and above."""
    if test.fact.kind is FactKind.DATE and test.op in (Op.AT_MOST, Op.AT_LEAST, Op.BETWEEN):
        return "_day"
    return ""
