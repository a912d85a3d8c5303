"""A member's statement: header, sums, lines, adjustments, what lapses soon, what is near, and what did not count."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from incentive_rules.amounts import total
from incentive_rules.statement.explain.lines import Lines, joined, lot, node, section
from incentive_rules.statement.explain.model import Node, NodeKind
from incentive_rules.statement.explain.progress import next_tiers
from incentive_rules.statement.explain.ranks import Ranks
from incentive_rules.statement.explain.rooms import room_node, rooms_of
from incentive_rules.statement.explain.words import both, money
from incentive_rules.statement.model import RowKind, State, StepKind
from incentive_rules.statement.record import label_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from incentive_rules.messages import Language
    from incentive_rules.statement.model import Credit, Statement
    from incentive_rules.statement.record import Record

SOON = 90
"""How many days ahead a statement tells of points that lapse."""


def statement_of(record: Record, statement: Statement) -> Node:
    """A member's whole statement."""
    facts = {"id": statement.member_id, "as_of": record.as_of}
    return node(NodeKind.MEMBER, "member_head", facts, _Sections(record, statement).all(), id=statement.member_id)


def header(record: Record) -> Iterator[Node]:
    """What the evaluation was made of: scheme, versions, reading, and what was known."""
    facts = {"label": label_of(record.scheme["label"]), "id": record.scheme["id"], "library": record.library}
    below = []
    if record.reading:
        below.append(node(NodeKind.NOTE, "reading", {"reading": record.reading}))
    if record.known_at is not None:
        below.append(node(NodeKind.NOTE, "known_at", {"day": record.known_at}))
    if (opened := record.opening) is not None:
        facts_ = {"day": opened.day, "opening": opened.opening_sha256[:12], "result": opened.result_sha256[:12]}
        below.append(node(NodeKind.NOTE, "opened_by", facts_))
    language = str(record.scheme["language"])
    yield node(NodeKind.HEADER, "scheme_line", {**facts, "language": language}, below, id=str(record.scheme["id"]))


@dataclass(frozen=True, slots=True)
class _Sections:
    record: Record
    statement: Statement

    def all(self) -> Iterator[Node]:
        """Every section that has something to say, in the order in which a person reads it."""
        yield from header(self.record)
        yield from self._summary()
        yield from section("section_lines", self._lines())
        yield from section("section_adjustments", self._adjustments())
        yield from section("section_expiring", self._expiring(), count=SOON)
        yield from section("section_next", next_tiers(self.record, self.statement))
        rooms = rooms_of(self.record, self.statement)
        yield from section("section_room", (room_node(self.record, room) for room in rooms))
        yield from section("section_ranks", self._ranks())
        yield from self._left_out()

    def _summary(self) -> Iterator[Node]:
        statement = self.statement
        names = ("opened", "earned", "deducted", "used", "lapsed", "balance")
        facts = {name: getattr(statement, name) for name in names if name != "opened" or self.record.opening}
        key = "summary_opened" if self.record.opening else "summary_deducted" if statement.deducted else "summary"
        yield node(NodeKind.SUMMARY, key, facts, amount=statement.balance)
        amounts = both(self._paid)
        paid = {"amounts": amounts} if amounts.en else {}
        since = "" if self.record.opening is None else "_since"  # what was paid before, no statement holds
        day = {} if self.record.opening is None else {"day": self.record.opening.day}
        yield node(NodeKind.SUMMARY, ("paid_total" if amounts.en else "paid_none") + since, {**paid, **day})

    def _paid(self, lang: Language) -> str:
        rewards = self.record.scheme.get("rewards", {})
        return ", ".join(
            f"{label_of(told['label']).in_language(lang)} {money(amount, str(told['unit']), lang)}"
            for told, amount in ((rewards[reward], amount) for reward, amount in self.statement.paid.items())
        )

    def _lines(self) -> Iterator[Node]:
        lines = Lines(self.record)
        yield from map(lines.credit, self.statement.credits)
        yield from map(lines.settlement, self.statement.settlements)
        yield from map(lines.lapse, self.statement.lapses)

    def _adjustments(self) -> Iterator[Node]:
        """Whatever changes another line, each pointing at the line that it changes. New kinds have their place here."""
        yield from self._deducted()
        yield from self._displaced()
        yield from self._carried()

    def _deducted(self) -> Iterator[Node]:
        for each in self.statement.deductions:
            facts = {"points": each.points, "day": each.day, "id": each.entry_id, "of": each.lot}
            yield node(NodeKind.DEDUCTION, "adjusted_by", facts, id=each.lot, amount=-each.points)

    def _displaced(self) -> Iterator[Node]:
        """Entries that take the place of others under a limit, or with which none of them counts any more."""
        for credit in self.statement.credits:
            for step in credit.steps:
                gone = step.facts.get("displaced")
                if gone:
                    key = "adjusted_void" if step.kind is StepKind.VOIDED else "adjusted_place"
                    facts = {"id": credit.entry_id, "of": gone, "label": step.label, "day": credit.counts_on}
                    told = (
                        gone if isinstance(gone, str) else ", ".join(map(str, gone if isinstance(gone, tuple) else ()))
                    )
                    yield node(NodeKind.DEDUCTION, key, facts, id=told, rule=step.rule, amount=step.amount)

    def _carried(self) -> Iterator[Node]:
        """Differences to the result of a closed period, each pointing at the entry whose points they are."""
        for credit in self.statement.credits:
            for step in credit.steps:
                if step.kind is StepKind.CARRIED:
                    entry = str(step.facts["id"])
                    facts = {"of": entry, "day": credit.counts_on}
                    facts |= {name: step.facts[name] for name in ("before", "now")}
                    key = "adjusted_closed"
                    yield node(NodeKind.DEDUCTION, key, facts, id=entry, rule=step.rule, amount=step.amount)

    def _expiring(self) -> Iterator[Node]:
        """What is left of lots that end soon, by their last day."""
        first, last = self.record.as_of, self.record.as_of + timedelta(days=SOON)
        by_day: dict[date, list[Credit]] = defaultdict(list)
        for each in self.statement.credits:
            if each.ends is not None and each.left > 0 and first <= each.ends <= last:
                by_day[each.ends].append(each)
        for day, lots in sorted(by_day.items()):
            below = [lot(each.entry_id, each.left) for each in lots]
            points = total(each.left for each in lots)
            told = joined(each.sentence for each in below)
            facts = {"day": day, "points": points, "lots": told}
            yield node(NodeKind.LAPSE, "expires_line", facts, below, amount=points)

    def _ranks(self) -> Iterator[Node]:
        ranks = Ranks(self.record)
        for ranking in self.record.rankings:
            if ranking.of == "member":
                yield from ranks.place(ranking, self.statement.member_id)
            else:
                yield from ranks.part_of_prize(ranking, self.statement.member_id)

    def _left_out(self) -> Iterator[Node]:
        told = {settlement.claim_id for settlement in self.statement.settlements}
        left = [
            each
            for each in self.statement.outcomes
            if each.state is not State.CREDITED and not (each.kind is RowKind.CLAIM and each.id in told)
        ]
        yield from Lines(self.record).left_out(left)
