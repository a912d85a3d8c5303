"""Trees of ranks: one place in one ranking or grading, the entries behind it and the prize."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.messages import Label
from incentive_rules.statement.explain.lines import Lines, node, reasons, steps
from incentive_rules.statement.explain.model import Node, NodeKind
from incentive_rules.statement.explain.words import both, label, money
from incentive_rules.statement.record import label_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentive_rules.statement.find import Group
    from incentive_rules.statement.model import Payment, Ranked, Ranking
    from incentive_rules.statement.record import Record


@dataclass(frozen=True, slots=True)
class Ranks:
    """Makes the trees of ranks of one evaluation."""

    record: Record

    def group(self, found: Group) -> Node:
        """A group's place in each ranking."""
        places = [each for ranking in found.rankings for each in self.place(ranking, found.name)]
        return self.group_head(found, places)

    def group_head(self, found: Group, below: list[Node]) -> Node:
        """A group or a piece of work, and what is told of it."""
        facts = {"of": self._kind_of(found.rankings[0].of), "id": found.name, "as_of": self.record.as_of}
        return node(NodeKind.GROUP, "group_head", facts, below, id=found.name)

    def _kind_of(self, of: str) -> Label:
        """What is ranked, in words: the label of a group fact, or pieces of work."""
        if of == "work":
            return label("work")
        declared = self.record.scheme["facts"]["member"][of]
        return label_of(declared["label"]) if isinstance(declared, dict) and "label" in declared else Label(of, of)

    def place(self, ranking: Ranking, name: str) -> Iterator[Node]:
        """A place in a ranking, or why somebody who was looked at takes no rank."""
        row = row_of(ranking, name)
        if row is not None:
            yield self._ranked(ranking, row)
            return
        for each in ranking.apart:
            if each.name == name:
                facts = {"label": ranking.label, "period": ranking.period}
                yield node(NodeKind.RANK, "apart_line", facts, reasons(each.reasons), rule=f"awards.{ranking.award}")

    def _ranked(self, ranking: Ranking, row: Ranked) -> Node:
        due = [payment for payment in self.record.payments if payment.id in row.payments]
        kind = ranking.of if ranking.of in ("member", "work") else "group"
        facts = {
            "label": ranking.label,
            "period": ranking.period,
            "among": label(f"among_{kind}", count=len(ranking.rows)),
            "rank": row.rank,
            "score": row.score,
            "prize": _prize(due),
            "forecast": _marks(ranking),
        }
        return node(
            NodeKind.RANK,
            "place_line",
            facts,
            self._below(ranking, row, due),
            id=row.name,
            rule=f"awards.{ranking.award}",
            amount=row.score,
        )

    def _below(self, ranking: Ranking, row: Ranked, due: list[Payment]) -> Iterator[Node]:
        yield from steps(row.steps)
        held = (each for each in ranking.reasons if each.code is Code.TIE_HELD and each.facts["rank"] == row.rank)
        yield from reasons(held)
        yield from reasons(row.notes)
        entries = {"count": len(row.entries), "entries": ", ".join(row.entries)}
        yield node(NodeKind.NOTE, "entries_of", entries)
        lines = Lines(self.record)
        yield from (lines.pays(payment) for payment in due)

    def part_of_prize(self, ranking: Ranking, member: str) -> Iterator[Node]:
        """What a member is paid of the prizes that groups or pieces of work won."""
        won = {payment for row in ranking.rows for payment in row.payments}
        for payment in self.record.payments:
            if payment.id in won and (payment.payee_kind, payment.payee) == ("member", member):
                facts = {"label": ranking.label, "period": ranking.period}
                pays = Lines(self.record).pays(payment)
                yield node(NodeKind.RANK, "part_of_prize", facts, [pays], rule=f"awards.{ranking.award}")


def row_of(ranking: Ranking, name: str) -> Ranked | None:
    """The line of a name in a ranking."""
    return next((each for each in ranking.rows if each.name == name), None)


def _prize(due: list[Payment]) -> Label | str:
    if not due:
        return ""
    amounts = both(lambda lang: ", ".join(money(payment.amount, payment.unit, lang) for payment in due))
    return label("prize", amounts=amounts)


def _marks(ranking: Ranking) -> Label | str:
    """That a ranking is a forecast, or may still change."""
    keys = [key for key, holds in (("forecast", not ranking.final), ("provisional", ranking.provisional)) if holds]
    found = [label(key) for key in keys]
    return Label("".join(each.ko for each in found), "".join(each.en for each in found)) if found else ""
