"""What each reading of a scheme costs beside the text as written: a sheet for each reward, and the same as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from incentive_rules.messages.screen import words
from incentive_rules.report.comparison_csv import csv_text
from incentive_rules.report.comparison_values import signed
from incentive_rules.report.payments import unit_text
from incentive_rules.report.sheets import Sheet
from incentive_rules.report.text import claims_are_filed, outcome_counts, policy_text, rule_text, unit_of
from incentive_rules.simulate.comparison import Shift
from incentive_rules.simulate.differences import Differences
from incentive_rules.statement.record import label_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from incentive_rules.messages import Label, Language
    from incentive_rules.report.payments import Cell
    from incentive_rules.simulate.readings import ReadingResult


@dataclass(frozen=True, slots=True)
class ReadingCost:
    """What members are paid of one reward under the text as written and under a reading, and how many of them."""

    cost: Shift
    recipients: int
    gainers: int
    losers: int

    def to_dict(self) -> dict[str, Any]:
        """The numbers as JSON has them."""
        counts = {name: getattr(self, name) for name in ("recipients", "gainers", "losers")}
        return {"cost": str(self.cost.after), "difference": str(self.cost.difference), **counts}


NOTHING = ReadingCost(Shift(), 0, 0, 0)


@dataclass(frozen=True, slots=True)
class ReadingCosts:
    """The readings with their costs by reward; the first result is the text as written. Prizes of groups are left out.

    ``rewards`` are those that members are paid under any of them.
    """

    results: Sequence[ReadingResult]
    costs: Sequence[Mapping[str, ReadingCost]]
    rewards: tuple[str, ...]

    @classmethod
    def of(cls, results: Sequence[ReadingResult]) -> ReadingCosts:
        """The costs of results that ``compare_readings`` gave."""
        costs = [_costs(results[0], each) for each in results]
        return cls(results, costs, tuple(dict.fromkeys(reward for each in costs for reward in each)))

    def rows(self, reward: str) -> Iterator[tuple[ReadingResult, ReadingCost]]:
        """Each reading with what it costs of a reward."""
        for result, costs in zip(self.results, self.costs, strict=True):
            yield result, costs.get(reward, NOTHING)

    def named(self, reward: str, lang: Language) -> dict[str, str]:
        """A reward and its unit."""
        sides = (each.evaluation for each in self.results)
        side = next(each for each in sides if reward in each.scheme["rewards"])
        return {"reward": rule_text(side, "rewards", reward, lang), "unit": unit_text(unit_of(side, reward), lang)}

    def to_list(self) -> list[dict[str, Any]]:
        """The costs of each reading as data."""
        return [{reward: each.to_dict() for reward, each in costs.items()} for costs in self.costs]


def _costs(written: ReadingResult, read: ReadingResult) -> dict[str, ReadingCost]:
    found = Differences(written.evaluation, read.evaluation).costs()
    return {
        reward: ReadingCost(each.members, len(each.recipients.after), each.gainers, each.losers)
        for reward, each in found.items()
        if each.members != Shift()
    }


def readings_heading(
    results: Sequence[ReadingResult], option: Label | str, lang: Language, *, example: bool
) -> Iterator[str]:
    """What is compared: the scheme and what people choose; unless the example tells its own, the day, how many rows do
    not count, and how people claim.
    """
    written = results[0].evaluation
    facts = {"scheme": label_of(written.scheme["label"]), "as_of": written.as_of}
    yield words("compare_readings_title" + "_as_of" * (not example), lang, **facts)
    if not example and (parts := outcome_counts(written, lang)):
        yield words("compare_left_out", lang, parts=parts)
    if len(results) == 1:
        yield words("compare_no_readings", lang)
    if option:
        yield words("compare_readings_option", lang, option=option)
    if not example:
        yield from _claims(results, lang)


def _claims(results: Sequence[ReadingResult], lang: Language) -> Iterator[str]:
    """How people claim, and the readings under which they claim in another way."""
    claimed = [each for each in results if claims_are_filed(each.evaluation)]
    for each in claimed[:1]:
        yield words("claims_by", lang, policy=policy_text(each.policy, lang))
    for each in claimed[1:]:
        if each.policy != claimed[0].policy:
            yield words("claims_of", lang, label=each.label, policy=policy_text(each.policy, lang))


def reading_costs_sheets(costs: ReadingCosts, lang: Language) -> Iterator[Sheet]:
    """A sheet for each reward: what each reading costs, who is paid, and the difference to the text as written."""
    if not costs.rewards:
        yield Sheet(words("readings", lang), (), (), notes=(words("no_payments", lang),))
    keys = ("reading", "compare_cost", "compare_recipients_head", "compare_to_written")
    heads = tuple(words(key, lang) for key in (*keys, "compare_gainers", "compare_losers"))
    for reward in costs.rewards:
        rows = tuple(
            (
                result.label.in_language(lang),
                f"{each.cost.after:,}",
                f"{each.recipients:,}",
                signed(each.cost.difference),
                f"{each.gainers:,}",
                f"{each.losers:,}",
            )
            for result, each in costs.rows(reward)
        )
        title = words("compare_readings_cost", lang, **costs.named(reward, lang))
        notes = (words("compare_readings_note", lang),) if reward == costs.rewards[-1] else ()
        yield Sheet(title, heads, rows, (1, 2, 3, 4, 5), notes=notes)


def reading_costs_csv(costs: ReadingCosts, lang: Language) -> str:
    """The same as one flat table, with how people claim under each reading."""
    keys = ("reading", "compare_policy", "reward", "compare_unit", "compare_cost", "compare_recipients_head")
    heads = [words(key, lang) for key in (*keys, "compare_to_written", "compare_gainers", "compare_losers")]
    return csv_text(heads, (row for reward in costs.rewards for row in _flat(costs, reward, lang)))


def _flat(costs: ReadingCosts, reward: str, lang: Language) -> Iterator[tuple[Cell, ...]]:
    for result, each in costs.rows(reward):
        counts = (str(each.recipients), each.cost.difference, str(each.gainers), str(each.losers))
        named = costs.named(reward, lang).values()
        label, policy = result.label.in_language(lang), policy_text(result.policy, lang)
        yield (label, policy, *named, each.cost.after, *counts)
