"""Why somebody did not get a prize: how far the next place and the last prize are, or why there is no rank."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.messages import answer_label
from incentive_rules.periods import period_of
from incentive_rules.scheme.rankings import MEMBER
from incentive_rules.statement.explain.changes import SmallestChanges, is_remark
from incentive_rules.statement.explain.conditions import provenance
from incentive_rules.statement.explain.lines import node
from incentive_rules.statement.explain.model import Node, NodeKind
from incentive_rules.statement.explain.ranks import Ranks, row_of
from incentive_rules.statement.explain.words import label
from incentive_rules.statement.judge import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentive_rules.program.grades import GradesRule
    from incentive_rules.program.rankings import FieldRule, RankingRule
    from incentive_rules.program.rule import Rule
    from incentive_rules.statement.find import Aim
    from incentive_rules.statement.model import Ranked, Ranking
    from incentive_rules.statement.record import Record

_UNKNOWN = (Code.CONDITION_UNKNOWN, Code.MEMBER_NOT_LISTED, Code.NOT_LISTED_ON_DAY, Code.ROSTER_ROW_UNREAD)


@dataclass(frozen=True, slots=True)
class WhyPrize:
    """Answers for the rankings and gradings of one evaluation."""

    record: Record

    def award(self, aim: Aim) -> Iterator[Node]:
        """One award, in each of its periods."""
        found = [each for each in self.record.rankings if each.award == aim.award]
        told = [each for ranking in found for each in self.place(ranking, aim.who, aim.part)]
        yield from told
        if found and not told:
            yield node(NodeKind.NOTE, "never_ranked", rule=f"awards.{aim.award}")
        elif not found:
            opened = self.record.opening
            key, day = ("no_ranking_yet", self.record.as_of) if opened is None else ("settled_before", opened.day)
            yield node(NodeKind.NOTE, key, {"day": day}, rule=f"awards.{aim.award}")

    def member(self, name: str) -> Iterator[Node]:
        """Every ranking of members; why there is no rank only in the last period of each."""
        rankings = [each for each in self.record.rankings if each.of == MEMBER]
        last = {each.award: each.day for each in sorted(rankings, key=lambda each: each.day)}
        for each in rankings:
            if row_of(each, name) or each.day == last[each.award] or each.apart:
                yield from self.place(each, name)

    def place(self, ranking: Ranking, name: str, part: str = "") -> Iterator[Node]:
        """A place and how far it is from better ones; or why there is none."""
        row = row_of(ranking, name)
        told = list(Ranks(self.record).place(ranking, name))
        if row is None:
            yield from (self._with_changes(ranking, each, name) for each in told)
            yield from () if told else self._not_ranked(ranking, name)
            return
        yield from (self._with_changes(ranking, each, name) for each in told)
        facts: dict[str, object] = {"label": ranking.label, "period": ranking.period}
        better = [each for each in ranking.rows if each.rank < row.rank]
        if better:
            missing = better[-1].score - row.score
            facts |= {"missing": missing, "rank": better[-1].rank}
            yield node(NodeKind.RANK, "next_place", facts, amount=missing)
        else:
            yield node(NodeKind.RANK, "first_place", facts)
        yield from self._to_prize(ranking, row, part)

    def _with_changes(self, ranking: Ranking, told: Node, name: str) -> Node:
        row = row_of(ranking, name)
        apart = next((each.reasons for each in ranking.apart if each.name == name), ())
        failed = [each for each in (row.notes if row else apart) if not is_remark(each.code)]
        changes = SmallestChanges(self.record, ranking.day, ranking.award).of(failed)
        kept = (each for each in told.children if each.kind is not NodeKind.HINT)
        return replace(told, children=(*kept, *changes))

    # How far a prize is.

    def _to_prize(self, ranking: Ranking, row: Ranked, part: str) -> Iterator[Node]:
        """How far the last prize place, the next grade, or what is asked about, is."""
        order = self._places(ranking.award)
        target = self._target(ranking.award, order, row, part)
        if target is None:
            yield node(NodeKind.NOTE, "has_place", {"place": self._label(ranking.award, row.place)}, id=row.place)
        elif order:
            yield from self._last_winner(ranking, row, order[: target + 1])
            yield from self._least_score(ranking, row, order[target])
        if not ranking.final:
            yield node(NodeKind.NOTE, "settles_on", {"day": ranking.day})

    def _target(self, award: str, order: list[str], row: Ranked, part: str) -> int | None:
        """Which place or grade to measure the way to, by its number; ``None`` where that one, or a better, is won."""
        own = order.index(row.place) if row.place in order else len(order)
        if part:
            wanted = order.index(part)
        elif self._grading(award):
            wanted = own - 1
        else:
            wanted = len(order) - 1
        return None if wanted < 0 or own <= wanted else wanted

    def _last_winner(self, ranking: Ranking, row: Ranked, aimed: list[str]) -> Iterator[Node]:
        """How far the last of those is who won one of these places."""
        winners = [each for each in ranking.rows if each.place in aimed]
        if winners and winners[-1].score > row.score:
            last = winners[-1]
            missing = last.score - row.score
            facts = {"label": ranking.label, "period": ranking.period, "rank": last.rank, "score": last.score}
            facts |= {"missing": missing, "place": self._label(ranking.award, last.place)}
            yield node(NodeKind.RANK, "last_prize", facts, id=last.place, amount=missing)

    def _places(self, award: str) -> list[str]:
        """The ids of places or grades, the best first."""
        if rule := self._ranking(award):
            return [each.id for each in rule.places]
        grades = self._grading(award)
        return [each.id for each in grades.grades] if grades else []

    def _label(self, award: str, place: str) -> object:
        rule, grading = self._ranking(award), self._grading(award)
        rules: tuple[Rule, ...] = rule.places if rule else grading.grades if grading else ()
        return next((each.label for each in rules if each.id == place), place)

    def _least_score(self, ranking: Ranking, row: Ranked, place: str) -> Iterator[Node]:
        """The least score for a prize, or for a grade, where that is a number."""
        scale = self.record.program.scale
        rule, grading = self._ranking(ranking.award), self._grading(ranking.award)
        need = None
        if rule is not None and rule.minimum is not None:
            need, address = scale.take(rule.minimum), rule.address
        for grade in grading.grades if grading else ():
            if grade.id == place and grade.at_least is not None:
                need, address = scale.take(grade.at_least.on(ranking.day)), grade.address
        if need is not None and need > row.score:
            told = self._label(ranking.award, place)
            facts = {"need": need, "have": row.score, "missing": need - row.score, "place": told}
            key = "below_minimum" if rule else "below_grade"
            yield node(NodeKind.RANK, key, facts, rule=address, amount=need - row.score)

    def _ranking(self, award: str) -> RankingRule | None:
        return next((each for each in self.record.program.rankings if each.id == award), None)

    def _grading(self, award: str) -> GradesRule | None:
        return next((each for each in self.record.program.grades if each.id == award), None)

    # Why somebody is not ranked.

    def _not_ranked(self, ranking: Ranking, name: str) -> Iterator[Node]:
        """Why somebody has no place in any pool of a ranking: the stage before it, or who takes part; told once."""
        pools = [each for each in self.record.rankings if _round_of(each) == _round_of(ranking)]
        if pools[0] is not ranking or any(row.name == name for pool in pools for row in pool.rows):
            return
        rule = self._ranking(ranking.award)
        why = list(self._why_no_part(rule, ranking, pools, name)) if rule else []
        if why:
            facts = {"label": ranking.label, "period": ranking.period}
            yield node(NodeKind.RANK, "not_in_field", facts, why, id=name, rule=f"awards.{ranking.award}")

    def _why_no_part(self, rule: RankingRule, ranking: Ranking, pools: list[Ranking], name: str) -> Iterator[Node]:
        field = rule.field
        if field and field.stage:
            below = self._below_stage(field, ranking, name)
            if below is not None:
                yield below
                return
        if self._has_no_points(rule, ranking, name):
            yield _because("no_points", None, period=ranking.period)
            yield node(NodeKind.CHANGE, "change_scored", {"period": ranking.period})
            return
        asked = field.when if field else None
        answer = self.record.program.answers.ranking_field
        if asked is not None:
            need = {"need": words(asked, ranking.day), "day": ranking.day}
            is_open = any(each.code in _UNKNOWN for pool in pools for each in pool.reasons)
            is_sure = answer == "scored" and rule.of == MEMBER and not is_open
            yield _because("field_failed" if is_sure else "field_not_met", rule, **need)
            yield node(NodeKind.CHANGE, "change_field", need)
        elif answer and rule.of == MEMBER:
            yield _because("not_among", rule, answer=answer_label("ranking_field", answer), day=ranking.day)

    def _below_stage(self, field: FieldRule, ranking: Ranking, name: str) -> Node | None:
        """That a rank in an earlier ranking is missing, if it is."""
        stage = [each for each in self.record.rankings if _round_of(each) == (field.stage, ranking.period)]
        row = next((row for each in stage if (row := row_of(each, name))), None)
        rank = row.rank if row else 0
        if 0 < rank <= field.ranks:
            return None
        told = stage[0].label if stage else field.stage
        facts: dict[str, object] = {"stage": told, "ranks": field.ranks, "rank": rank}
        within = [each for each in (stage[0].rows if stage else ()) if each.rank <= field.ranks]
        change = []
        if row and within:
            change = [node(NodeKind.CHANGE, "change_stage", {**facts, "missing": within[-1].score - row.score})]
        key = "below_stage" if rank else "not_in_stage"
        return replace(_because(key, None, **facts), children=tuple(change))

    def _has_no_points(self, rule: RankingRule, ranking: Ranking, name: str) -> bool:
        """Whether only those with points are ranked, and a member has none that count in the period."""
        statement = self.record.statements.get(name)
        if self.record.program.answers.ranking_field != "scored" or statement is None or rule.of != MEMBER:
            return False
        own = self.record.program.counters
        if any(each in own and own[each].last > 1 for each in rule.counters):
            return False  # it counts entries of earlier periods too
        period = period_of(ranking.day, rule.per)
        counted = {activity for each in rule.counters for activity in self._activities(each)}
        return not any(
            each.counts_on in period and each.activity in counted and (each.points or rule.counter != "earned")
            for each in statement.credits
        )

    def _activities(self, counter: str) -> frozenset[str]:
        own = self.record.program.counters.get(counter)
        return own.activities if own else frozenset(self.record.program.activities)


def _because(key: str, rule: RankingRule | None, **facts: object) -> Node:
    """A reason that is no finding of the evaluation, by the name of its sentence."""
    cited = {"rule": rule.address, **provenance(rule.cited)} if rule else {}
    return node(NodeKind.REASON, "reason", {**facts, "reason": label(key, **facts)}, id=key, **cited)


def _round_of(ranking: Ranking) -> tuple[str, str]:
    """The award and the period of a ranking, which all its pools have in common."""
    return ranking.award, ranking.period
