"""What a scheme declares and nothing uses: rewards, facts, and readings that change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incentive_rules.analysis.warning import Warned, reason
from incentive_rules.codes import Code
from incentive_rules.facts import FactKind
from incentive_rules.program.asked import facts_asked
from incentive_rules.program.from_scheme import program_of
from incentive_rules.scheme.from_yaml import with_reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from incentive_rules.program.model import Bundle, Program
    from incentive_rules.scheme.model import Scheme

_FOR_PEOPLE = {"member": (FactKind.GROUP, FactKind.ORDERED, FactKind.TEXT), "entry": (FactKind.GROUP, FactKind.TEXT)}
"""Facts that reports show or that people read, whether rules ask for them or not."""


def unused(program: Program) -> Iterator[Warned]:
    """Rewards that nothing pays, facts that nothing asks for, and readings that say what was said before.

    What one of the readings pays or asks for is used.
    """
    scheme = program.scheme
    readings = {name: with_reading(scheme, name) for name in scheme.readings}
    programs = [program, *map(program_of, readings.values())]
    yield from _unpaid_rewards(scheme, programs)
    yield from _unasked_facts(scheme, programs)
    yield from _equal_readings(scheme, readings)


def _unpaid_rewards(scheme: Scheme, programs: Sequence[Program]) -> Iterator[Warned]:
    paid = {reward for each in programs for bundle in _bundles(each) for reward in bundle}
    for name, reward in scheme.rewards.items():
        if name not in paid:
            yield Warned(Code.REWARD_NOT_PAID, ("rewards", name), {"name": reward.label})


def _bundles(program: Program) -> Iterator[Bundle]:
    for award in program.tiers:
        for tier in award.tiers:
            yield from tier.options.values()
    for ranking in program.rankings:
        yield from (place.pays for place in ranking.places)


def _unasked_facts(scheme: Scheme, programs: Sequence[Program]) -> Iterator[Warned]:
    asked = {each for program in programs for each in facts_asked(program)}
    for scope, facts in (("member", scheme.facts.member), ("entry", scheme.facts.entry)):
        for name, fact in facts.items():
            if (scope, name) not in asked and fact.kind not in _FOR_PEOPLE[scope]:
                yield Warned(Code.FACT_NOT_ASKED, ("facts", scope, name), {"name": fact.label})


def _equal_readings(scheme: Scheme, readings: dict[str, Scheme]) -> Iterator[Warned]:
    """Readings whose rules, and way to claim, are those of the file or of an earlier reading."""
    seen: list[tuple[object, str]] = [((_rules(scheme), None), "")]
    for name, read in readings.items():
        own = _rules(read), scheme.readings[name].claims
        other = next((other for said, other in seen if said == own), None)
        seen.append((own, name))
        if other is not None:
            told = scheme.readings[other].label if other else reason("the_file")
            facts = {"name": scheme.readings[name].label, "other": told}
            yield Warned(Code.READING_SAME, ("readings", name), facts)


def _rules(scheme: Scheme) -> dict[str, Any]:
    """All that a scheme says, but for its readings and its answers' reasons."""
    said = {name: getattr(scheme, name) for name in type(scheme).model_fields if name not in ("readings", "answers")}
    return said | {"answers": dict(scheme.answered)}
