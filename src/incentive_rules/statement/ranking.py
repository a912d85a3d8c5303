"""Rankings: who stands where on the last day of a period, and what each place pays.

Ids never decide: equal scores take equal ranks (1, 1, 3), and the scheme says what a tie does to the prizes.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount
from incentive_rules.codes import Code
from incentive_rules.periods import Period, periods_between
from incentive_rules.scheme.awards import Ties
from incentive_rules.statement.member import settling_day
from incentive_rules.statement.model import Payment, Ranked, Ranking, StepKind
from incentive_rules.statement.rows import because
from incentive_rules.statement.tiers import stable_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from incentive_rules.program.model import PlaceRule, RankingRule
    from incentive_rules.statement.account import Setting
    from incentive_rules.statement.credit import Verdict
    from incentive_rules.statement.model import Credit, Reason, Step

ZERO = Amount(0)


@dataclass(slots=True)
class _Score:
    points: Amount = ZERO
    entries: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Ranker:
    """Ranks the members or groups of one evaluation."""

    setting: Setting

    def rankings(
        self, credited: Sequence[Credit], held: Sequence[Verdict]
    ) -> Iterator[tuple[Ranking, tuple[Payment, ...]]]:
        """Every ranking of every period that has begun, in order."""
        for rule in self.setting.program.rankings:
            for period in periods_between(max(rule.first, self.setting.program.first), self.setting.as_of, rule.per):
                if period.first < rule.until:
                    yield _Ranking(self.setting, rule, period).result(credited, held)


@dataclass(frozen=True, slots=True)
class _Ranking:
    setting: Setting
    rule: RankingRule
    period: Period

    @property
    def day(self) -> date:
        """The day on which the period settles; until then the ranking is a forecast."""
        return settling_day(self.rule, self.period)

    @property
    def final(self) -> bool:
        return self.day <= self.setting.as_of

    def result(self, credited: Sequence[Credit], held: Sequence[Verdict]) -> tuple[Ranking, tuple[Payment, ...]]:
        reasons: list[Reason] = []
        scores = self._scores(credited, reasons)
        unknown = [verdict for verdict in held if self._may_count(verdict)]
        reasons += [reason for verdict in unknown for reason in verdict.reasons]
        rows, payments = self._rows(scores, reasons)
        if reasons:
            payments = [replace(payment, provisional=True) for payment in payments]
        ranking = Ranking(
            award=self.rule.id,
            label=self.rule.label,
            of=self.rule.of,
            period=self.period.name,
            day=self.day,
            final=self.final,
            provisional=bool(reasons),
            rows=tuple(rows),
            reasons=tuple(sorted(set_of(reasons), key=repr)),
        )
        return ranking, tuple(payments)

    def _may_count(self, verdict: Verdict) -> bool:
        """Whether a held entry could still count in this period; nothing is approved before it was done."""
        if verdict.counts_on is None:
            return verdict.entry.date <= self.day
        return self._in_period(verdict.counts_on)

    def _in_period(self, day: date) -> bool:
        return day in self.period and self.rule.holds_on(day)

    def _scores(self, credited: Sequence[Credit], reasons: list[Reason]) -> dict[str, _Score]:
        scores: dict[str, _Score] = defaultdict(_Score)
        if self.setting.program.choices.ranking_field == "roster":
            for name in self._everybody():
                scores[name] = _Score()
        for credit in credited:
            if self._in_period(credit.counts_on) and credit.points:
                group = self._group(credit)
                if group is None:
                    day = self._group_day(credit)
                    gap = self.setting.people.gap(credit.member_id, day)
                    reasons.append(
                        gap or because(Code.GROUP_UNKNOWN, name=self.rule.of, member=credit.member_id, day=day)
                    )
                else:
                    scores[group].points += credit.points
                    scores[group].entries.append(credit.entry_id)
        return scores

    def _everybody(self) -> Iterator[str]:
        """Whoever the staff list knows on the last day."""
        day = min(self.day, self.setting.as_of)
        for member in self.setting.people.rows:
            name = self._group_of(member, day)
            if name is not None:
                yield name

    def _group_day(self, credit: Credit) -> date:
        if self.setting.program.choices.group_credited_on == "period_end":
            return min(self.day, self.setting.as_of)
        return credit.counts_on

    def _group(self, credit: Credit) -> str | None:
        return (
            credit.member_id if self.rule.of == "member" else self._group_of(credit.member_id, self._group_day(credit))
        )

    def _group_of(self, member: str, day: date) -> str | None:
        row = self.setting.people.on(member, day)
        if row is None:
            return None
        if self.rule.of == "member":
            return member
        value = row.facts.get(self.rule.of)
        return None if value is None else str(value)

    def _rows(self, scores: dict[str, _Score], reasons: list[Reason]) -> tuple[list[Ranked], list[Payment]]:
        rows: list[Ranked] = []
        payments: list[Payment] = []
        rank = 1
        for points in sorted({score.points for score in scores.values()}, reverse=True):
            tied = sorted(name for name, score in scores.items() if score.points == points)
            places = self._places(rank, len(tied), points)
            prizes = self._prizes(rank, places, len(tied), reasons)
            for name in tied:
                due = (
                    [self._payment(name, place, reward, steps) for place, reward, steps in prizes] if self.final else []
                )
                place = places[0].id if prizes else ""
                entries = tuple(sorted(scores[name].entries))
                rows.append(Ranked(rank, name, points, place, entries, tuple(payment.id for payment in due)))
                payments += due
            rank += len(tied)
        return rows, payments

    def _places(self, rank: int, tied: int, points: Amount) -> list[PlaceRule]:
        """The places that equal scores take up, the best first; a score below the minimum takes none."""
        least = self.rule.minimum
        enough = points > 0 if least is None else points >= self.setting.program.scale.take(least)
        if not enough:
            return []
        found = [
            place
            for place in self.rule.places
            for each in range(rank, rank + tied)
            if place.best <= each <= place.worst
        ]
        return found if found and found[0].best <= rank <= found[0].worst else []

    def _prizes(
        self, rank: int, places: list[PlaceRule], tied: int, reasons: list[Reason]
    ) -> list[tuple[PlaceRule, str, tuple[Step, ...]]]:
        """What each of the tied is paid: place, reward and the steps of the amount."""
        if not places:
            return []
        if self.rule.share is not None and tied > 1:
            return list(self._shared(places, tied))
        same = len({place.id for place in places}) == 1 and len(places) == tied
        if self.rule.ties is Ties.HOLD and tied > 1 and not same:
            reasons.append(because(Code.TIE_HELD, rank=rank))
            return []
        return [
            (places[0], reward, (self._whole(places[0], amount.on(self.day), amount.step_on(self.day)[0]),))
            for reward, amount in places[0].pays.items()
        ]

    def _whole(self, place: PlaceRule, amount: Amount, since: date) -> Step:
        return self.setting.cite(StepKind.PLACE, place, amount, amount, since)

    def _shared(self, places: list[PlaceRule], tied: int) -> Iterator[tuple[PlaceRule, str, tuple[Step, ...]]]:
        """The prizes of all places that the tied take up, divided among them."""
        assert self.rule.share is not None  # asked by the caller
        for reward in dict.fromkeys(reward for place in places for reward in place.pays):
            parts = [(place, place.pays[reward].step_on(self.day)) for place in places if reward in place.pays]
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
