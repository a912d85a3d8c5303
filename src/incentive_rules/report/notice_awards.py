"""The section of a notice about rewards: by thresholds, by rank, and by grade."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from incentive_rules.periods import Per
from incentive_rules.report.notice_conditions import ConditionWords
from incentive_rules.report.notice_grades import GradeParts
from incentive_rules.report.notice_lines import Grid, Points, Prose, Section, Under
from incentive_rules.report.notice_pay import PayWords
from incentive_rules.report.notice_rankings import RankingLines
from incentive_rules.scheme.award_kinds import uses_up
from incentive_rules.scheme.awards import ClaimBy, CounterName, ExchangeAward, OncePer, TiersAward
from incentive_rules.scheme.grades import GradesAward
from incentive_rules.scheme.rankings import RankingAward

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from incentive_rules.report.notice_lines import Address, Cell, Line, Part
    from incentive_rules.report.notice_words import About, Speaker
    from incentive_rules.scheme.award_kinds import Award
    from incentive_rules.scheme.awards import Measure, Tier
    from incentive_rules.scheme.conditions import Condition
    from incentive_rules.scheme.pay_steps import PayRule

    Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class AwardSections:
    """Makes the section."""

    speaker: Speaker
    conditions: Mapping[tuple[str | int, ...], Condition]

    def sections(self) -> Iterator[Section]:
        """One section with a part for each award, if there are any."""
        awards = self.speaker.scheme.awards.items()
        parts = tuple(part for name, award in awards for part in self._award(name, award))
        if parts:
            yield Section("awards", self._say("section_awards"), parts)

    def _say(self, key: str, **facts: object) -> str:
        return self.speaker.say(key, **facts)

    def _award(self, name: str, award: Award) -> Iterator[Part]:
        about = self.speaker.about(("awards", name), self._say("name_awards", label=award.label))
        yield Under(about.value("label", self._say("name"), self.speaker.word(award.label)))
        if isinstance(award, RankingAward):
            ranking = RankingLines(self.speaker, self.conditions, about, award)
            yield Points((*ranking.lines(), *about.in_force(award), *about.provenance()))
            yield ranking.places()
            used = (self._say("ranking_used"),) if uses_up(self.speaker.scheme.awards.values()) else ()
            yield Prose((*used, self._say("ranking_rule")))
        elif isinstance(award, ExchangeAward):
            yield Points((*self._exchange(about, award), *about.in_force(award), *about.provenance()))
            yield Prose((self._say("exchange_rule"),))
        elif isinstance(award, GradesAward):
            yield from GradeParts(self.speaker, self.conditions, about, award).parts()
        else:
            yield Points((*self._tiers_award(about, award), *about.in_force(award), *about.provenance()))
            yield self._tiers(about, award)

    def _tiers_award(self, about: About, award: TiersAward) -> Iterator[Line]:
        yield from self._eligible(about)
        told = self._measure(award.measure)
        yield about.sentence("measure", self._say("measure"), told, also=(about.at("kind"),))
        yield about.sentence("claim", self._say("claim"), self._claim(award))
        yield about.sentence("pay", self._say("pay"), self._say(f"pay_{award.pay}"))
        yield about.sentence("again", self._say("again"), self._again(award))
        yield about.sentence("consume", self._say("consume"), self._say(f"consume_{award.consume}"))
        yield from self._priority(about, award)

    def _eligible(self, about: About) -> Iterator[Line]:
        """Who can be paid, where that is not everybody who takes part."""
        condition = self.conditions.get((*about.rule, "eligible"))
        if condition is not None:
            who = self._say("award_who", condition=ConditionWords(self.speaker).text(condition))
            yield about.sentence("eligible", self._say("award_eligible"), who)

    def _measure(self, measure: Measure) -> str:
        if isinstance(measure.counter, CounterName):
            return self._say(f"counter_{measure.counter}" + (f"_{measure.per}" if measure.per else ""))
        label = self.speaker.scheme.counters[measure.counter].label
        return self._say("counter_named", counter=label, window=self.speaker.span("during", str(measure.per)))

    def _exchange(self, about: About, award: ExchangeAward) -> Iterator[Line]:
        yield from self._eligible(about)
        balance = self._say(f"counter_{CounterName.BALANCE}")
        yield about.sentence("measure", self._say("measure"), balance, also=(about.at("kind"),))
        yield about.sentence("claim", self._say("claim"), self._claim(award))
        points = self.speaker.dated(award.points, self.speaker.points)
        yield about.sentence("points", self._say("rate"), self._rate(award, points), also=_rewards(award))
        for key in ("minimum", "maximum"):
            bound = getattr(award, key)
            if bound is not None:
                told = self._say(f"exchange_{key}_is", points=self.speaker.dated(bound, self.speaker.points))
                yield about.sentence(key, self._say(f"exchange_{key}"), told)
        yield from self._priority(about, award)

    def _priority(self, about: About, award: TiersAward | ExchangeAward) -> Iterator[Line]:
        """Which awards go before this one on the same day."""
        number = award.priority
        if number is None:
            return
        others = (each for each in self.speaker.scheme.awards.values() if isinstance(each, TiersAward | ExchangeAward))
        before = [each for each in others if each.priority is not None and each.priority < number]
        names = self.speaker.quoted(each.label for each in sorted(before, key=lambda each: each.priority or 0))
        told = self._say("priority_after" if before else "priority_first", names=names, number=number)
        yield about.sentence("priority", self._say("priority"), told)

    def _rate(self, award: ExchangeAward, points: str) -> str:
        if award.pays is not None:
            return self._say("rate_is", points=points, rewards=self.speaker.bundle(award.pays))
        assert award.choose is not None  # an exchange without either does not load
        options = [self._option(name, bundle) for name, bundle in award.choose.items()]
        return self._say("rate_choose", points=points, options=self._say("or").join(options))

    def _claim(self, award: TiersAward | ExchangeAward) -> str:
        claim = award.claim
        if claim.by is ClaimBy.MEMBER:
            told = self._say("by_member", per=self.speaker.span("within", claim.per), times=claim.times)
            until = self._say("claimed_until", days=claim.deadline.days) if claim.deadline else ""
            return " ".join(filter(None, (told, until)))
        if claim.deadline is not None:
            day = self.speaker.span("last_day", claim.per)
            return self._say("by_automatic_deadline", day=day, days=claim.deadline.days)
        told = self._say("by_automatic", day=self.speaker.span("last_day", claim.per))
        ends = self.speaker.scheme.in_force(award)[1] != date.max
        return " ".join((told, self._say("ends_early"))) if ends and claim.per is not Per.EVER else told

    def _again(self, award: TiersAward) -> str:
        if isinstance(award.again, OncePer):
            return self._say("once_per", per=self.speaker.span("within", award.again.once))
        return self._say(f"again_{award.again}")

    def _tiers(self, about: About, award: TiersAward) -> Part:
        heads = ("at", "tier_name", "reward_head", "in_force", "provenance")
        rows = tuple(self._tier(about, award.measure.counter, name, tier) for name, tier in award.tiers.items())
        return Grid(tuple(self._say(head) for head in heads), rows)

    def _tier(self, award: About, counter: str, name: str, tier: Tier) -> Row:
        at = self.speaker.dated(tier.at, lambda each: self.speaker.at_least(counter, each))
        called = self.speaker.word(tier.label) if tier.label else at
        about = self._inner(award, "tiers", name, self._say("name_tier", award=award.name, tier=called))
        label = (about.value("label", self._say("tier_name"), called),) if tier.label else ()
        in_force, provenance = about.in_force(tier), about.provenance(own=True)
        return ((about.value("at", self._say("at"), at),), label, (self._reward(about, tier),), in_force, provenance)

    @staticmethod
    def _inner(award: About, section: str, key: str, name: str) -> About:
        return award.speaker.about((*award.rule, section, key), name)

    def _reward(self, about: About, tier: Tier) -> Line:
        aspect, also = self._say("reward_head"), (about.at("choose"), *_rewards(tier))
        if tier.pays is not None:
            return about.value("pays", aspect, PayWords(self.speaker).bundle(tier.pays), also=also)
        assert tier.choose is not None  # a tier without either does not load
        options = [self._option(name, bundle) for name, bundle in tier.choose.items()]
        return about.sentence("pays", aspect, self._say("choose", options=self._say("or").join(options)), also=also)

    def _option(self, name: str, bundle: Mapping[str, PayRule]) -> str:
        """An option; it is called by its name where its one reward does not say enough."""
        label, told = self.speaker.scheme.facts.options[name], PayWords(self.speaker).bundle(bundle)
        plain = [self.speaker.scheme.rewards[reward].label for reward in bundle]
        return told if plain == [label] else self._say("option", name=label, rewards=told)


def _rewards(rule: Tier | ExchangeAward) -> tuple[Address, ...]:
    """The addresses of the rewards that a tier brings: it says their names and units."""
    bundles = (rule.pays or {}, *(rule.choose or {}).values())
    return tuple(("rewards", reward) for bundle in bundles for reward in bundle)
