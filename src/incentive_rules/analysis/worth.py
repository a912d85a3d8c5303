"""Choices that nobody has a reason to make, and more work that pays less."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from incentive_rules.amounts import ZERO, Amount
from incentive_rules.analysis.warning import Warned, path_of
from incentive_rules.codes import Code
from incentive_rules.periods import Dated
from incentive_rules.scheme.awards import Again, Pay

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from incentive_rules.program.model import Program, TierRule, TiersRule
    from incentive_rules.program.pay_steps import Bundle as Paid
    from incentive_rules.program.rule import Bundle, Rule

Worth = dict[str, Amount]
"""What a bundle holds on one day, by reward."""


@dataclass(frozen=True, slots=True)
class _Rung:
    """A tier or a place with what it pays, and the rule whose days it has: a place has those of its ranking."""

    rule: Rule
    days: Rule
    options: Mapping[str, Bundle]


def badly_paid(program: Program) -> Iterator[Warned]:
    """Options that give no more of anything than another, and tiers and ranks that pay less than lower ones."""
    for award in program.tiers:
        plain = [(tier, options) for tier in award.tiers if (options := _amounts(tier.options)) is not None]
        for tier, options in plain:
            yield from _no_better_options(tier, options)
        if _pays_one_for_all(program, award):
            yield from _pays_less(_Rung(tier, tier, options) for tier, options in plain)
    for ranking in program.rankings:
        rungs = ((place, _amounts({"": place.pays})) for place in reversed(ranking.places))
        yield from _pays_less(_Rung(place, ranking, options) for place, options in rungs if options is not None)


def _pays_one_for_all(program: Program, award: TiersRule) -> bool:
    """Whether who is paid a tier is not paid the lower ones beside it or later."""
    later = award.again is Again.ONCE and program.answers.tiers_passed_over == "due"
    return award.pay is Pay.HIGHEST and not later


def _amounts(options: Mapping[str, Paid]) -> dict[str, Bundle] | None:
    """What is paid, option by option; ``None`` where an amount is worked out in steps for each person."""
    if any(not isinstance(pay, Dated) for bundle in options.values() for pay in bundle.values()):
        return None
    return {
        name: {reward: pay for reward, pay in bundle.items() if isinstance(pay, Dated)}
        for name, bundle in options.items()
    }


def _no_better_options(tier: TierRule, options: Mapping[str, Bundle]) -> Iterator[Warned]:
    """Options that on every day of their tier give no more than another; of two that are equal, the later one."""
    bundles = list(options.items())
    days = _days(tier, tier, options.values())
    for index, (name, bundle) in enumerate(bundles):
        for place, (other, better) in enumerate(bundles):
            pairs = [(_worth(bundle, day), _worth(better, day)) for day in days]
            equal = all(one == two for one, two in pairs)
            if (
                index != place
                and pairs
                and all(_within(one, two) for one, two in pairs)
                and (place < index or not equal)
            ):
                path = (*path_of(tier.address), "choose", name)
                yield Warned(Code.OPTION_NO_BETTER, path, {"name": name, "other": other})
                break


def _pays_less(rungs: Iterable[_Rung]) -> Iterator[Warned]:
    """Of rungs from what is easy to what is hard, each that some day pays less than an easier one; told once."""
    told: set[str] = set()
    for low, high in combinations(rungs, 2):
        days = _days(low.days, high.days, (*low.options.values(), *high.options.values()))
        day = next((day for day in days if _is_less(high.options, low.options, day)), None)
        if day is not None and high.rule.address not in told:
            told.add(high.rule.address)
            facts = {"name": high.rule.label, "other": low.rule.label, "day": day}
            yield Warned(Code.PAYS_LESS, path_of(high.rule.address), facts)


def _is_less(higher: Mapping[str, Bundle], lower: Mapping[str, Bundle], day: date) -> bool:
    """Whether each way to be paid the higher gives less than some way to be paid the lower."""
    return all(any(_falls_short(bundle, other, day) for other in lower.values()) for bundle in higher.values())


def _falls_short(bundle: Bundle, other: Bundle, day: date) -> bool:
    one, two = _worth(bundle, day), _worth(other, day)
    return one != two and _within(one, two)


def _within(one: Worth, other: Worth) -> bool:
    """Whether a bundle gives no more of any reward than another."""
    return all(amount <= other.get(reward, ZERO) for reward, amount in one.items())


def _worth(bundle: Bundle, day: date) -> Worth:
    return {reward: amount.on(day) for reward, amount in bundle.items()}


def _days(one: Rule, other: Rule, bundles: Iterable[Bundle]) -> list[date]:
    """The days on which both rules hold and something of what they pay begins."""
    first, until = max(one.first, other.first), min(one.until, other.until)
    changes = {day for bundle in bundles for amount in bundle.values() for day, _ in amount.steps}
    return sorted(day for day in {first, *changes} if first <= day < until)
