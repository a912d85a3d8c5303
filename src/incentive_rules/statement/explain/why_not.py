"""Why something did not happen, and how near it was: what failed, by how much, and the smallest change that counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from incentive_rules.statement.explain.changes import SmallestChanges
from incentive_rules.statement.explain.lines import Lines, node
from incentive_rules.statement.explain.model import Node, NodeKind
from incentive_rules.statement.explain.progress import next_tiers
from incentive_rules.statement.explain.ranks import Ranks
from incentive_rules.statement.explain.why_prize import WhyPrize
from incentive_rules.statement.explain.why_tier import why_tier
from incentive_rules.statement.find import Aim, Group, Rows
from incentive_rules.statement.model import Credit, Payment, RowKind, Settlement, State, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentive_rules.statement.find import Found
    from incentive_rules.statement.model import Outcome
    from incentive_rules.statement.record import Record

COUNTED = (State.CREDITED, State.PAID)


def why_not(record: Record, found: Found) -> Iterator[Node]:
    """Why what a query names did not count, was not paid or did not bring more."""
    answer = _Answer(record)
    match found:
        case Rows(outcomes=outcomes):
            for outcome in outcomes:
                yield from answer.row(outcome, found)
        case Group():
            yield answer.group(found)
        case Credit():
            yield Lines(record).credit(found)
        case Statement():
            yield answer.member(found)
        case Settlement(member_id=member):
            yield answer.member(record.statements[member])
        case Payment(payee=payee, payee_kind=kind):
            yield answer.member(record.statements[payee]) if kind == "member" else answer.group(_group(record, payee))
        case Aim():
            yield answer.aim(found)


def _group(record: Record, name: str) -> Group:
    """A group, with the rankings in which it stands."""
    return Group(name, tuple(each for each in record.rankings if any(row.name == name for row in each.rows)))


@dataclass(frozen=True, slots=True)
class _Answer:
    record: Record

    def row(self, outcome: Outcome, rows: Rows) -> Iterator[Node]:
        """An entry or a claim: what failed and what would have counted, or that it did count."""
        record = self.record
        if outcome.state in COUNTED and not outcome.reasons:
            key = "counted" if outcome.state is State.CREDITED else "was_paid"
            one = replace(rows, outcomes=(outcome,))
            told = [_with(each, node(NodeKind.NOTE, key)) for each in Lines(record).rows(one)]
        else:
            told = [self.outcome(outcome)]
        if outcome.kind is RowKind.CLAIM and outcome.member_id in record.statements:
            told[-1] = _with(told[-1], *next_tiers(record, record.statements[outcome.member_id]))
        yield from told

    def outcome(self, outcome: Outcome) -> Node:
        """A row, what failed, and in place of what would help in general, what would have counted."""
        changes = SmallestChanges(self.record, outcome.day, self._award(outcome)).of(outcome.reasons)
        return _with(_without_hints(Lines.outcome(outcome)), *changes)

    def _award(self, outcome: Outcome) -> str:
        """The award that a claim is about."""
        statement = self.record.statements.get(outcome.member_id)
        claims = statement.settlements if statement and outcome.kind is RowKind.CLAIM else ()
        return next((each.award for each in claims if each.claim_id == outcome.id), "")

    def member(self, statement: Statement) -> Node:
        """A member: the next tiers, what did not count, and the next ranks."""
        below = list(next_tiers(self.record, statement))
        left = [each for each in statement.outcomes if each.state not in COUNTED or each.reasons]
        below += Lines(self.record).left_out(left, self.outcome)
        below += WhyPrize(self.record).member(statement.member_id)
        return node(NodeKind.MEMBER, "member_head", self._head(statement.member_id), below, id=statement.member_id)

    def _head(self, name: str) -> dict[str, object]:
        return {"id": name, "as_of": self.record.as_of}

    def group(self, found: Group) -> Node:
        """A group or a piece of work: how far the next place of each ranking is."""
        prizes = WhyPrize(self.record)
        below = [each for ranking in found.rankings for each in prizes.place(ranking, found.name)]
        return Ranks(self.record).group_head(found, below)

    def aim(self, aim: Aim) -> Node:
        """One award: a tier of it, or a place."""
        statement = self.record.statements.get(aim.who)
        label = self.record.program.scheme.awards[aim.award].label
        rule = next((each for each in self.record.program.tiers if each.id == aim.award), None)
        if rule is not None:
            below = list(why_tier(self.record, rule, aim, statement))
        else:
            below = list(WhyPrize(self.record).award(aim))
        return node(NodeKind.MEMBER, "aim_head", self._head(aim.who) | {"award": label}, below, id=aim.who)


def _with(told: Node, *more: Node) -> Node:
    return replace(told, children=(*told.children, *more))


def _without_hints(told: Node) -> Node:
    return replace(told, children=tuple(each for each in told.children if each.kind is not NodeKind.HINT))
