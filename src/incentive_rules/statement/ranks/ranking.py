"""Rankings: who stands where on the last day of a period, and what each place pays.

credits -> who takes part -> scores -> order -> places -> payments

Ids never decide: equal scores take equal ranks (1, 1, 3) unless the scheme parts them, and it says what a tie that is
left does to the prizes.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.messages import LANGUAGES, Label
from incentive_rules.scheme.rankings import MEMBER, WORK
from incentive_rules.statement.lives.counting import Counting
from incentive_rules.statement.model import Ranked, Ranking
from incentive_rules.statement.ranks.credits import Credits, Tallies, begun_periods
from incentive_rules.statement.ranks.order import Orderer, contributors
from incentive_rules.statement.ranks.pay import Payer
from incentive_rules.statement.ranks.people import Parties
from incentive_rules.statement.ranks.places import Awarding, Placing
from incentive_rules.statement.ranks.pools import of_pool, pools
from incentive_rules.statement.ranks.score import Scorer
from incentive_rules.statement.rows import because, set_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from incentive_rules.amounts import Scaled
    from incentive_rules.periods import Period
    from incentive_rules.program.rankings import RankingRule
    from incentive_rules.statement.earning.credit import Verdict
    from incentive_rules.statement.earning.groups import Group
    from incentive_rules.statement.lives.member import Life
    from incentive_rules.statement.model import Payment, Reason
    from incentive_rules.statement.ranks.score import Scored
    from incentive_rules.statement.setting import Setting

    Won = tuple[Ranking, tuple[Payment, ...]]


@dataclass(frozen=True, slots=True)
class Decision:
    """What one award decided for one period: who won which place, and the rankings and payments that say so.

    ``won`` holds one ranking with its payments for each pool, or one in all.
    """

    rule: RankingRule
    period: Period
    outcomes: Mapping[str, Placing]
    won: tuple[Won, ...]
    people: Mapping[str, Sequence[str]]
    """whose points made up each score, where pieces of work are ranked"""

    @property
    def day(self) -> date:
        """The day on which it settles."""
        return self.rule.settles_on(self.period)

    @property
    def winners(self) -> set[str]:
        """Whoever won a place that pays something: a person, a group, or the people of a piece of work."""
        won = [name for name, each in self.outcomes.items() if each.place is not None and each.place.pays]
        return {person for name in won for person in self.people.get(name, (name,))}

    def ranked_to(self, last: int) -> set[str]:
        """Whoever has a rank up to the last, with a score that wins places there."""
        return {name for name, each in self.outcomes.items() if each.rank <= last and self.rule.suffices(each.points)}

    def scores(self) -> dict[str, Scaled]:
        """The score of each name, scaled as points are."""
        return {name: each.points for name, each in self.outcomes.items()}


@dataclass(slots=True)
class Decided:
    """What rankings decided so far; later ones build on it, and read nothing that is not in it."""

    _decisions: dict[str, dict[str, Decision]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, decision: Decision) -> None:
        """Take note of what an award decided."""
        self._decisions[decision.rule.id][decision.period.name] = decision

    def of(self, award: str, period: str | None = None) -> tuple[Decision, ...]:
        """What an award decided, in all periods or in one."""
        decisions = self._decisions.get(award, {})
        return tuple(each for name, each in decisions.items() if period in (None, name))


def in_turn(rules: Iterable[RankingRule]) -> list[RankingRule]:
    """Rankings in the order in which they settle on one day: each after those that it builds on, else as written."""
    waiting = {rule.id: rule for rule in rules}
    found = []
    while waiting:  # a scheme whose rankings wait in a circle does not load
        found.append(
            waiting.pop(next(key for key, each in waiting.items() if not waiting.keys() & set(each.waits_for)))
        )
    return found


@dataclass(frozen=True, slots=True)
class Ranker:
    """Ranks the members, groups or pieces of work of one evaluation."""

    setting: Setting

    def rankings(
        self, lives: Mapping[str, Life], groups: Mapping[Group, Life], held: Sequence[Verdict]
    ) -> Iterator[tuple[Ranking, tuple[Payment, ...]]]:
        """Every ranking of every period that has begun, in written order."""
        credits_, decided = Credits(self.setting, lives, groups, Counting.of(self.setting)), Decided()
        for rule in in_turn(self.setting.program.rankings):
            for period in begun_periods(rule, self.setting):
                decided.add(self.settle(rule, period, credits_, decided, held))
        for rule in self.setting.program.rankings:
            for decision in decided.of(rule.id):
                yield from decision.won

    def settle(
        self, rule: RankingRule, period: Period, credits_: Credits, decided: Decided, held: Sequence[Verdict]
    ) -> Decision:
        """What a ranking comes to in one period that has begun.

        Args:
            rule: the award.
            period: one of its periods.
            credits_: what was credited.
            decided: what other rankings decided; those that it builds on must be there.
            held: entries of which it is not yet known whether they count.
        """
        tallies = {counter: credits_.tallies(rule, counter, period) for counter in rule.compared}
        seen, did = credits_.seen(rule, period), credits_.did(rule, period)
        return _Settling(seen, rule, period, tallies, decided, did).decision(held)


@dataclass
class _Settling:
    setting: Setting
    rule: RankingRule
    period: Period
    tallies: Mapping[str, Tallies]
    decided: Decided
    did: Mapping[str, Mapping[str, Collection[str]]]

    def __post_init__(self) -> None:
        self.parties = Parties(self.setting, self.rule, self.period)
        self.day = self.rule.settles_on(self.period)
        self.stages = {award: self.decided.of(award, self.period.name) for award in self.rule.stages}
        scores = {
            award: {name: points for each in found for name, points in each.scores().items()}
            for award, found in self.stages.items()
        }
        self.scorer = Scorer(self.parties, self.tallies, scores)
        self.won_before = self._won_before()

    def decision(self, held: Sequence[Verdict]) -> Decision:
        """All pools, and what is still open in them."""
        settled = [(pool, self._pool(names)) for pool, names in self._pools().items()]
        reasons = [*self._unknown(held), *self.parties.reasons]
        for tallies in self.tallies.values():
            reasons += tallies.parties.reasons
        won = tuple(self._won(pool, outcomes, scores, [*reasons, *own]) for pool, (outcomes, scores, own) in settled)
        outcomes = {name: each for _, (found, _, _) in settled for name, each in found.items()}
        people = {name: contributors(self.scorer, name) for name in outcomes} if self.rule.of == WORK else {}
        return Decision(self.rule, self.period, outcomes, won, people)

    def _pool(self, names: Iterable[str]) -> tuple[dict[str, Placing], dict[str, Scored], list[Reason]]:
        """Those who are ranked together: what becomes of each, with the scores, and which ties are open."""
        scores = self.scorer.scores(names)
        awarding = Awarding(self.parties, len(scores), self._barred(scores))
        return awarding.outcomes(Orderer(self.scorer).ordered(scores)), scores, awarding.reasons

    # Who takes part.

    def _names(self) -> set[str]:
        names = {name for counter in self.rule.counters for name in self.tallies[counter].by_name}
        answer = self.setting.program.answers.ranking_field
        if answer != "scored" and self.rule.of != WORK:
            names.update(self.parties.everybody())
        if answer == "eligible" and self.rule.of == MEMBER:
            names = {name for name in names if self._is_eligible(name)}
        for part in self.rule.parts:
            names.update(self.scorer.stages.get(part.stage, ()))
        rule = self.rule.field
        if rule is not None and rule.stage:
            names &= {name for each in self.stages[rule.stage] for name in each.ranked_to(rule.ranks)}
        return names

    def _is_eligible(self, member: str) -> bool:
        """Whether somebody is eligible on the last day; where that is not known, it is told."""
        found = self.setting.is_eligible(member, self.parties.day)
        self.parties.reasons += [self.setting.unknown(member, self.parties.day)] if found is None else []
        return found is True

    def _pools(self) -> dict[tuple[str, ...], list[str]]:
        """The names that are ranked together; one pool without words where nothing parts them."""
        names, within = self._names(), self.rule.within
        if within is None:
            return {(): sorted(names)}
        people = {name: contributors(self.scorer, name) for name in sorted(names)}
        values = {name: self.parties.fact(name, within.fact, people[name]) for name in people}
        known = {name: value for name, value in values.items() if value is not None}
        found = pools(within.fact, known, within.pool_below)
        return found or {(): []}  # a ranking without rows still says what is not known

    def _barred(self, names: Iterable[str]) -> dict[str, Reason]:
        """Who wins nothing because of another prize; a piece of work, if one of its people has one."""
        if self.rule.of != WORK or not self.won_before:
            return self.won_before
        people = ((name, person) for name in names for person in contributors(self.scorer, name))
        return {name: self.won_before[person] for name, person in people if person in self.won_before}

    def _won_before(self) -> dict[str, Reason]:
        """Who was paid by another ranking that settled in this period, and where."""
        one = self.rule.one_prize
        found: dict[str, Reason] = {}
        for award in one.not_if_won if one else ():
            for each in self.decided.of(award):
                if self.period.first <= each.day <= self.day:
                    why = because(Code.WON_BEFORE, name=each.rule.label, period=each.period.name)
                    found |= dict.fromkeys(each.winners, why)
        return found

    def _unknown(self, held: Sequence[Verdict]) -> Iterator[Reason]:
        """What could change the ranking: entries that are held, and whatever is open in those that it builds on."""
        for verdict in held:
            if self._may_count(verdict):
                yield from verdict.reasons
        for award in self.rule.waits_for:
            for each in self.decided.of(award):
                if self.period.first <= each.day <= self.day:
                    yield from (_built_on(each.rule, reason) for ranking, _ in each.won for reason in ranking.reasons)

    def _may_count(self, verdict: Verdict) -> bool:
        """Whether a held entry could still count in this period; nothing is approved before it was done."""
        if verdict.counts_on is None:
            return verdict.entry.date <= self.day
        return verdict.counts_on in self.period and self.rule.holds_on(verdict.counts_on)

    # What is told.

    def _won(
        self,
        within: tuple[str, ...],
        outcomes: Mapping[str, Placing],
        scores: Mapping[str, Scored],
        reasons: list[Reason],
    ) -> Won:
        final = self.day <= self.setting.as_of
        payer = Payer(self.parties, self._brought(outcomes), reasons, self.did)
        due = {
            name: [payment for prize in each.prizes for payment in payer.payments(name, prize)] if final else []
            for name, each in outcomes.items()
        }
        rows = tuple(self._row(name, each, scores[name], due[name]) for name, each in outcomes.items())
        payments = [payment for each in due.values() for payment in each]
        if reasons:
            payments = [payment._replace(provisional=True) for payment in payments]
        ranking = Ranking(
            award=self.rule.id,
            label=of_pool(self.rule.label, within),
            of=self.rule.of,
            period=self.period.name,
            day=self.day,
            final=final,
            provisional=bool(reasons),
            rows=rows,
            reasons=tuple(sorted(set_of(reasons), key=repr)),
            within=within,
        )
        return ranking, tuple(payments)

    def _row(self, name: str, outcome: Placing, scored: Scored, due: Iterable[Payment]) -> Ranked:
        entries = sorted({entry for counter in self.rule.counters for entry in self.tallies[counter].of(name).entries})
        return Ranked(
            rank=outcome.rank,
            name=name,
            score=self.setting.amounts[outcome.points],
            place=outcome.place.id if outcome.place else "",
            entries=tuple(entries),
            payments=tuple(payment.id for payment in due),
            steps=scored.steps,
            notes=tuple(outcome.notes),
        )

    def _brought(self, names: Iterable[str]) -> dict[str, dict[str, Scaled]]:
        """The points that each of the people of a name brought, over all counters of the score."""
        found: dict[str, dict[str, Scaled]] = {}
        for name in names if any(place.split for place in self.rule.places) else ():
            own = found[name] = {}
            for counter in self.rule.counters:
                for member, points in self.tallies[counter].of(name).people.items():
                    own[member] = own.get(member, 0) + points
        return found


def _built_on(rule: RankingRule, reason: Reason) -> Reason:
    """Something that is open in a ranking, as those say it that build on it."""
    if reason.code is Code.BUILT_ON_OPEN:
        return reason
    return because(Code.BUILT_ON_OPEN, name=rule.label, why=Label(*(reason.message(lang) for lang in LANGUAGES)))
