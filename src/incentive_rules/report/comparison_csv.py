"""A comparison as one flat table for a spreadsheet: a line for each number, with what it is of."""

from __future__ import annotations

import csv
import io
from dataclasses import astuple, dataclass, fields, replace
from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount
from incentive_rules.messages.screen import words
from incentive_rules.report.comparison_values import change_texts
from incentive_rules.report.comparison_words import Speaker
from incentive_rules.report.csv import cell_text
from incentive_rules.simulate.comparison import Shift

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from incentive_rules.messages import Language
    from incentive_rules.report.payments import Cell
    from incentive_rules.simulate.comparison import Comparison


@dataclass(frozen=True, slots=True)
class FlatRow:
    """One line; the fields stand in the order of the columns. Counts of people stand only where they are known."""

    part: str
    item: str
    reward: str = ""
    unit: str = ""
    before: Cell = ""
    after: Cell = ""
    difference: Cell = ""
    people: Cell = ""
    gainers: Cell = ""
    losers: Cell = ""
    note: str = ""


_HEADS = {
    "part": "compare_part",
    "item": "compare_item",
    "reward": "reward",
    "unit": "compare_unit",
    "before": "compare_now",
    "after": "compare_reform",
    "difference": "compare_difference",
    "people": "compare_people_paid",
    "gainers": "compare_gainers",
    "losers": "compare_losers",
    "note": "compare_note",
}


def comparison_csv(found: Comparison, lang: Language, *, smallest_group: int | None = None) -> str:
    """The whole comparison, under a line of names; all persons that differ, not the first few.

    ``smallest_group`` is given for posting: then persons are not listed, and groups of fewer people are not shown.
    """
    rows = (astuple(row) for row in flat_rows(found, lang, smallest_group=smallest_group))
    assert list(_HEADS) == [each.name for each in fields(FlatRow)]
    return csv_text([words(head, lang) for head in _HEADS.values()], rows)


def csv_text(heads: Sequence[str], rows: Iterable[Iterable[Cell]]) -> str:
    """A table as CSV; no text in it is taken for a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows([cell_text(cell) for cell in row] for row in rows)
    return text.getvalue()


def flat_rows(found: Comparison, lang: Language, *, smallest_group: int | None = None) -> Iterator[FlatRow]:
    """The lines of the flat table."""
    return _Flat(Speaker(found, lang, smallest_group)).rows()


@dataclass(frozen=True, slots=True)
class _Flat:
    speaker: Speaker

    def rows(self) -> Iterator[FlatRow]:
        say, found = self.speaker.say, self.speaker.found
        for change in found.changes:
            sides = change_texts(change, self.speaker.lang, group=False)
            yield FlatRow(say("compare_part_change"), change.address, "", "", *sides)
        for told in self.speaker.left_out():
            yield FlatRow(say("compare_part_left_out"), "", note=told)
        for why in found.why:
            told = say(f"compare_why_{why.cause}", address=why.address, **why.facts)
            yield FlatRow(say("compare_part_why"), why.address, note=told)
        for name, shift in found.points.items():
            yield FlatRow(say("compare_part_points"), say(name), "", say("compare_points_unit"), *_sides(shift))
        times = say("compare_times_unit")
        yield FlatRow(say("compare_part_total"), say("compare_payments"), "", times, *_sides(found.payments))
        for reward in found.costs:
            yield from self._of_reward(reward)
        if not self.speaker.is_posted:
            yield from self._persons()
        yield from self._prizes()

    def _row(self, part: str, item: str, reward: str, shift: Shift, *counts: int, note: str = "") -> FlatRow:
        named = self.speaker.named(reward)
        counted = dict(zip(("people", "gainers", "losers"), map(Amount, counts), strict=False))
        return FlatRow(part, item, named["reward"], named["unit"], *_sides(shift), **counted, note=note)

    def _of_reward(self, reward: str) -> Iterator[FlatRow]:
        say, cost = self.speaker.say, self.speaker.found.costs[reward]
        people = len(cost.recipients.before | cost.recipients.after)
        yield self._row(say("compare_part_total"), say("sum"), reward, cost.total)
        yield self._row(say("compare_part_member"), say("sum"), reward, cost.members, people, cost.gainers, cost.losers)
        yield self._row(say("compare_part_group"), say("sum"), reward, cost.groups)
        paid = Shift(*(Amount(len(each)) for each in (cost.recipients.before, cost.recipients.after)))
        name, unit = self.speaker.reward(reward), say("compare_count_unit")
        yield FlatRow(say("compare_part_recipients"), say("sum"), name, unit, *_sides(paid))
        for month, shift in cost.months.items():
            yield self._row(say("compare_part_month"), month, reward, shift)
        for fact in self.speaker.found.facts:
            groups = fact.rewards[reward]
            counted = self.speaker.counts([*groups.values()]) if groups else []
            for (value, each), counts in zip(groups.items(), counted, strict=True):
                item = say("compare_unknown") if value is None else value
                yield self._of_group(self.speaker.text(fact.label), item, reward, each.cost, counts)

    def _of_group(self, part: str, item: str, reward: str, shift: Shift, counts: tuple[int | None, ...]) -> FlatRow:
        """A line about a group; of one whose people are withheld nothing is told."""
        said = self.speaker.say("withheld")
        people, gainers, losers = (said if count is None else Amount(count) for count in counts)
        row = replace(self._row(part, item, reward, shift), people=people, gainers=gainers, losers=losers)
        if counts[0] is None:
            row = replace(row, before=said, after=said, difference=said)
        note = self.speaker.say("withheld_note", smallest=self.speaker.smallest_group) if None in counts else ""
        return replace(row, note=note)

    def _persons(self) -> Iterator[FlatRow]:
        """Every reward of everybody whose statement differs; one line without a reward for whoever gets none."""
        say = self.speaker.say
        for person in self.speaker.found.persons:
            note = self.speaker.first_line(person.first_line)
            for reward, shift in person.paid.items():
                yield self._row(say("compare_part_person"), person.member_id, reward, shift, note=note)
            if not person.paid:
                yield FlatRow(say("compare_part_person"), person.member_id, note=note)

    def _prizes(self) -> Iterator[FlatRow]:
        say = self.speaker.say
        for each in self.speaker.found.prizes:
            note = f"{each.day} {self.speaker.award(each.award)}"
            yield self._row(say("compare_part_prize"), each.group, each.reward, each.amount, note=note)


def _sides(shift: Shift) -> tuple[Amount, Amount, Amount]:
    return shift.before, shift.after, shift.difference
