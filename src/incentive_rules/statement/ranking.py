"""Rankings: who stands where on the last day of a period, and what each place pays.

Ids never decide: equal scores take equal ranks (1, 1, 3), and the scheme says what a tie does to the prizes.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from incentive_rules.amounts import ZERO, Amount, Scaled, total
from incentive_rules.codes import Code
from incentive_rules.periods import Dated, Period, period_of, periods_between
from incentive_rules.scheme.awards import Ties
from incentive_rules.statement.model import Payment, Ranked, Ranking, Reason, StepKind
from incentive_rules.statement.paying import Owed, Payee, amount_steps
from incentive_rules.statement.rows import because
from incentive_rules.statement.tiers import stable_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from incentive_rules.program.model import PlaceRule, RankingRule
    from incentive_rules.statement.credit import Verdict
    from incentive_rules.statement.member import Life
    from incentive_rules.statement.model import Step
    from incentive_rules.statement.setting import Setting


@dataclass(slots=True)
class _Score:
    points: Scaled = 0
    entries: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Ranker:
    """Ranks the members or groups of one evaluation."""

    setting: Setting

    def rankings(
        self, lives: Mapping[str, Life], held: Sequence[Verdict]
    ) -> Iterator[tuple[Ranking, tuple[Payment, ...]]]:
        """Every ranking of every period that has begun, in order."""
        for rule in self.setting.program.rankings:
            periods = periods_between(max(rule.first, self.setting.program.first), self.setting.as_of, rule.per)
            begun = {each: _Ranking(self.setting, rule, each) for each in periods if each.first < rule.until}
            for member, life in lives.items():
                _count(member, life, begun, rule)
            for ranking in begun.values():
                yield ranking.result(held)


def _count(member: str, life: Life, begun: Mapping[Period, _Ranking], rule: RankingRule) -> None:
    """Give the points of one member to the group that they count for, in each period."""
    for (day, entry, _), points in zip(life.lines, life.granted, strict=True):
        ranking = begun.get(period_of(day, rule.per))
        if points and ranking is not None and rule.holds_on(day):
            ranking.count(member, day, entry.entry_id, points)


_Prize = tuple["PlaceRule", str, "tuple[Step, ...]"]
"""A place, a reward, and the steps of the amount where equals divide it; else each winner has steps of his own."""


@dataclass(slots=True)
class _Ranking:
    setting: Setting
    rule: RankingRule
    period: Period
    scores: dict[str, _Score] = field(default_factory=dict)
    reasons: list[Reason] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.setting.program.choices.ranking_field == "roster":
            self.scores = {name: _Score() for name in self._everybody()}

    @property
    def day(self) -> date:
        """The day on which the period settles; until then the ranking is a forecast."""
        return self.rule.settles_on(self.period)

    @property
    def final(self) -> bool:
        return self.day <= self.setting.as_of

    def count(self, member: str, day: date, entry_id: str, points: Scaled) -> None:
        """Points of a member that count on a day of the period."""
        judged = self._group_day(day)
        group = member if self.rule.of == "member" else self._group_of(member, judged)
        if group is None:
            gap = self.setting.people.gap(member, judged)
            self.reasons.append(gap or because(Code.GROUP_UNKNOWN, name=self.rule.of, member=member, day=judged))
            return
        score = self.scores.get(group)
        if score is None:
            score = self.scores[group] = _Score()
        score.points += points
        score.entries.append(entry_id)

    def result(self, held: Sequence[Verdict]) -> tuple[Ranking, tuple[Payment, ...]]:
        """The ranking, once everything is counted, and what its places are paid."""
        unknown = [verdict for verdict in held if self._may_count(verdict)]
        self.reasons += [reason for verdict in unknown for reason in verdict.reasons]
        rows, payments = self._rows()
        if self.reasons:
            payments = [payment._replace(provisional=True) for payment in payments]
        ranking = Ranking(
            award=self.rule.id,
            label=self.rule.label,
            of=self.rule.of,
            period=self.period.name,
            day=self.day,
            final=self.final,
            provisional=bool(self.reasons),
            rows=tuple(rows),
            reasons=tuple(sorted(set_of(self.reasons), key=repr)),
        )
        return ranking, tuple(payments)

    def _may_count(self, verdict: Verdict) -> bool:
        """Whether a held entry could still count in this period; nothing is approved before it was done."""
        if verdict.counts_on is None:
            return verdict.entry.date <= self.day
        return verdict.counts_on in self.period and self.rule.holds_on(verdict.counts_on)

    def _everybody(self) -> Iterator[str]:
        """Whoever the staff list knows on the last day."""
        day = min(self.day, self.setting.as_of)
        for member in self.setting.people.rows:
            name = self._group_of(member, day)
            if name is not None:
                yield name

    def _group_day(self, counts_on: date) -> date:
        """The day on which it is judged to which group points belong."""
        if self.setting.program.choices.group_credited_on == "period_end":
            return min(self.day, self.setting.as_of)
        return counts_on

    def _group_of(self, member: str, day: date) -> str | None:
        row = self.setting.people.on(member, day)
        if row is None:
            return None
        if self.rule.of == "member":
            return member
        value = row.facts.get(self.rule.of)
        return None if value is None else str(value)

    def _rows(self) -> tuple[list[Ranked], list[Payment]]:
        scores, rows = self.scores, list[Ranked]()
        payments: list[Payment] = []
        by_points: dict[Scaled, list[str]] = defaultdict(list)
        for name in sorted(scores):
            by_points[scores[name].points].append(name)
        rank = 1
        for points in sorted(by_points, reverse=True):
            tied = by_points[points]
            places = self._places(rank, len(tied), points)
            prizes = self._prizes(rank, places, len(tied))
            for name in tied:
                due = [*self._due(name, prizes)] if self.final else []
                place = places[0].id if prizes else ""
                entries, paid = tuple(sorted(scores[name].entries)), tuple(payment.id for payment in due)
                rows.append(Ranked(rank, name, self.setting.amounts[points], place, entries, paid))
                payments += due
            rank += len(tied)
        return rows, payments

    def _places(self, rank: int, tied: int, points: Scaled) -> list[PlaceRule]:
        """The places that equal scores take up, the best first; a score below the minimum takes none."""
        least = self.rule.minimum
        enough = points > 0 if least is None else points >= least
        if not enough:
            return []
        found = [
            place
            for place in self.rule.places
            for each in range(rank, rank + tied)
            if place.best <= each <= place.worst
        ]
        return found if found and found[0].best <= rank <= found[0].worst else []

    def _prizes(self, rank: int, places: list[PlaceRule], tied: int) -> list[_Prize]:
        """What each of the tied is paid."""
        if not places:
            return []
        if self.rule.share is not None and tied > 1:
            return list(self._shared(places, tied))
        same = len({place.id for place in places}) == 1 and len(places) == tied
        if self.rule.ties is Ties.HOLD and tied > 1 and not same:
            self.reasons.append(because(Code.TIE_HELD, rank=rank))
            return []
        return [(places[0], reward, ()) for reward in places[0].pays]

    def _due(self, name: str, prizes: list[_Prize]) -> Iterator[Payment]:
        """What one of the tied is paid; an amount that hangs on an unknown fact waits."""
        payee = Payee.of(self.setting, name, self.rule.of, self.day)
        for place, reward, shared in prizes:
            owed = Owed(place, place.label, self.setting.program.scheme.rewards[reward].label, StepKind.PLACE)
            steps = shared or amount_steps(self.setting, place.pays[reward], owed, payee)
            if isinstance(steps, Reason):
                self.reasons.append(steps)
            elif shared or total(step.amount for step in steps):
                yield self._payment(name, place, reward, steps)

    def _whole(self, place: PlaceRule, amount: Amount, since: date) -> Step:
        return self.setting.cite(StepKind.PLACE, place, amount, amount, since)

    def _shared(self, places: list[PlaceRule], tied: int) -> Iterator[_Prize]:
        """The prizes of all places that the tied take up, divided among them."""
        assert self.rule.share is not None  # asked by the caller
        for reward in dict.fromkeys(reward for place in places for reward in place.pays):
            given = [(place, place.pays[reward]) for place in places if reward in place.pays]
            parts = [(place, pay.step_on(self.day)) for place, pay in given if isinstance(pay, Dated)]
            steps = [self._whole(place, amount, since) for place, (since, amount) in parts]
            whole = sum((amount for _, (_, amount) in parts), Fraction(0))
            part = self.rule.share.apply(whole / tied)
            steps.append(self.setting.cite(StepKind.SHARED, self.rule, Amount(part - whole), f"1/{tied}"))
            yield places[0], reward, tuple(steps)

    def _payment(self, name: str, place: PlaceRule, reward: str, steps: tuple[Step, ...]) -> Payment:
        scheme = self.setting.program.scheme
        return Payment(
            id=stable_id(self.rule.id, place.id, reward, name, self.period.name),
            payee=name,
            payee_kind=self.rule.of,
            award=self.rule.id,
            rule=place.address,
            label=place.label,
            option="",
            reward=reward,
            reward_label=scheme.rewards[reward].label,
            unit=scheme.rewards[reward].unit,
            amount=sum((step.amount for step in steps), ZERO),
            day=self.day,
            claim_id="",
            period=self.period.name,
            reading=scheme.reading,
            steps=steps,
        )


def set_of(reasons: Iterable[Reason]) -> list[Reason]:
    """Reasons without repetition; their facts cannot be hashed."""
    return list({repr(reason): reason for reason in reasons}.values())
