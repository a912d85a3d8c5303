"""The section of a notice about rewards: by thresholds, by rank, and by grade."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from incentive_rules.messages import sentence
from incentive_rules.periods import Per
from incentive_rules.report.notice_grades import GradeParts
from incentive_rules.report.notice_lines import Grid, Points, Prose, Section, Under
from incentive_rules.report.notice_pay import PayWords
from incentive_rules.scheme.awards import ClaimBy, OncePer, RankingAward, ShareTies
from incentive_rules.scheme.grades import GradesAward

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from incentive_rules.amounts import Amount
    from incentive_rules.report.notice_lines import Address, Cell, Line, Part
    from incentive_rules.report.notice_words import About, Speaker
    from incentive_rules.scheme.award_kinds import Award
    from incentive_rules.scheme.awards import Place, Tier, TiersAward
    from incentive_rules.scheme.conditions import Condition
    from incentive_rules.scheme.pay_steps import Bundle

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
            yield Points((*self._ranking(about, award), *about.in_force(award), *about.provenance()))
            yield self._places(about, award)
            yield Prose((self._say("ranking_rule"),))
        elif isinstance(award, GradesAward):
            yield from GradeParts(self.speaker, self.conditions, about, award).parts()
        else:
            yield Points((*self._tiers_award(about, award), *about.in_force(award), *about.provenance()))
            yield self._tiers(about, award)

    def _tiers_award(self, about: About, award: TiersAward) -> Iterator[Line]:
        measure = award.measure
        counter = f"{measure.counter}_{measure.per}" if measure.per else f"{measure.counter}"
        yield about.sentence("measure", self._say("measure"), self._say(f"counter_{counter}"), also=(about.at("kind"),))
        yield about.sentence("claim", self._say("claim"), self._claim(award))
        yield about.sentence("pay", self._say("pay"), self._say(f"pay_{award.pay}"))
        yield about.sentence("again", self._say("again"), self._again(award))
        yield about.sentence("consume", self._say("consume"), self._say(f"consume_{award.consume}"))
        if award.priority is not None:
            yield about.sentence("priority", self._say("priority"), self._say("priority_is", number=award.priority))

    def _claim(self, award: TiersAward) -> str:
        claim = award.claim
        if claim.by is ClaimBy.MEMBER:
            return self._say("by_member", per=self._say(f"within_{claim.per}"), times=claim.times)
        told = self._say("by_automatic", day=self._say(f"last_day_{claim.per}"))
        ends = self.speaker.scheme.in_force(award)[1] != date.max
        return " ".join((told, self._say("ends_early"))) if ends and claim.per is not Per.EVER else told

    def _again(self, award: TiersAward) -> str:
        if isinstance(award.again, OncePer):
            return self._say("once_per", per=self._say(f"within_{award.again.once}"))
        return self._say(f"again_{award.again}")

    def _tiers(self, about: About, award: TiersAward) -> Part:
        heads = ("at", "tier_name", "reward_head", "in_force", "provenance")
        rows = tuple(self._tier(about, name, tier) for name, tier in award.tiers.items())
        return Grid(tuple(self._say(head) for head in heads), rows)

    def _tier(self, award: About, name: str, tier: Tier) -> Row:
        at = self.speaker.dated(tier.at, self._at_least)
        called = self.speaker.word(tier.label) if tier.label else at
        about = self._inner(award, "tiers", name, self._say("name_tier", award=award.name, tier=called))
        label = (about.value("label", self._say("tier_name"), called),) if tier.label else ()
        in_force, provenance = about.in_force(tier), about.provenance(own=True)
        return ((about.value("at", self._say("at"), at),), label, (self._reward(about, tier),), in_force, provenance)

    def _at_least(self, points: Amount) -> str:
        return self._say("at_least", points=self.speaker.points(points), number=points)

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

    def _option(self, name: str, bundle: Bundle) -> str:
        """An option; it is called by its name where its one reward does not say enough."""
        label, told = self.speaker.scheme.facts.options[name], PayWords(self.speaker).bundle(bundle)
        plain = [self.speaker.scheme.rewards[reward].label for reward in bundle]
        return told if plain == [label] else self._say("option", name=label, rewards=told)

    def _ranking(self, about: About, award: RankingAward) -> Iterator[Line]:
        of = self._say("of_member")
        if award.of != "member":
            of = self._say("of_group", group=self.speaker.scheme.facts.member[award.of].label)
        yield about.sentence("of", self._say("of"), of)
        assert award.measure.per is not None  # a ranking over another counter does not load
        per, day = self._say(f"per_{award.measure.per}"), self._say(f"last_day_{award.measure.per}")
        ranked = self._say("ranked", per=per, day=day)
        yield about.sentence("measure", self._say("measure"), ranked, also=(about.at("kind"),))
        if award.of != "member":
            yield about.sentence("score", self._say("score"), self._say(f"score_{award.score}"))
        yield about.sentence("minimum", self._say("minimum"), self._minimum(award))
        yield about.sentence("ties", self._say("ties"), self._ties(award))

    def _minimum(self, award: RankingAward) -> str:
        if award.minimum is None:
            return self._say("above_zero")
        return self._say("minimum_is", points=self.speaker.points(award.minimum))

    def _ties(self, award: RankingAward) -> str:
        if not isinstance(award.ties, ShareTies):
            return self._say(f"ties_{award.ties}")
        share = award.ties.share
        mode = sentence(f"mode_{share.mode}", self.speaker.lang)
        return self._say("ties_share", unit=f"{share.unit:,}", mode=mode)

    def _places(self, about: About, award: RankingAward) -> Part:
        heads = ("rank", "place_name", "prize", "provenance")
        rows = tuple(self._place(about, name, place) for name, place in award.places.items())
        return Grid(tuple(self._say(head) for head in heads), rows)

    def _place(self, award: About, name: str, place: Place) -> Row:
        first, last = place.ranks[0], place.ranks[-1]
        ranks = self._say("rank_one" if first == last else "rank_range", first=first, last=last)
        called = self.speaker.word(place.label) if place.label else ranks
        about = self._inner(award, "places", name, self._say("name_place", award=award.name, place=called))
        return (
            (about.value("ranks", self._say("rank"), ranks),),
            (about.value("label", self._say("place_name"), called),) if place.label else (),
            (about.value("pays", self._say("prize"), PayWords(self.speaker).bundle(place.pays), also=_rewards(place)),),
            about.provenance(own=True),
        )


def _rewards(rule: Tier | Place) -> tuple[Address, ...]:
    """The addresses of the rewards that a tier or a prize brings: it says their names and units."""
    bundles = (rule.pays or {}, *(getattr(rule, "choose", None) or {}).values())
    return tuple(("rewards", reward) for bundle in bundles for reward in bundle)
