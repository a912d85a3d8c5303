"""What a notice says of awards by rank: who is ranked, by which score, what parts the tied, and what a place brings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount
from incentive_rules.messages import sentence
from incentive_rules.report.notice_conditions import ConditionWords
from incentive_rules.report.notice_lines import Grid
from incentive_rules.report.notice_pay import PayWords
from incentive_rules.scheme.counters import Take
from incentive_rules.scheme.rankings import MEMBER, WORK, Among, OrderedTies, Score, ShareTies

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from incentive_rules.report.notice_lines import Address, Cell, Line, Part
    from incentive_rules.report.notice_words import About, Speaker
    from incentive_rules.scheme.conditions import Condition
    from incentive_rules.scheme.rankings import Criterion, Place, RankingAward, ScorePart, Split, StillEqual


@dataclass(frozen=True, slots=True)
class RankingLines:
    """Makes the lines of one ranking."""

    speaker: Speaker
    conditions: Mapping[tuple[str | int, ...], Condition]
    about: About
    award: RankingAward

    def lines(self) -> Iterator[Line]:
        """Everything but its days, its places and where it comes from."""
        about, award = self.about, self.award
        yield about.sentence("of", self._say("of"), self._of())
        yield from self._measure()
        if award.of != MEMBER:
            yield about.sentence("score", self._say("score"), self._score())
        yield from self._who()
        yield about.sentence("minimum", self._say("minimum"), self._minimum())
        yield about.sentence("ties", self._say("ties"), self._ties())
        yield from self._what_else()

    def places(self) -> Part:
        """The places as a table."""
        rows = tuple(self._place(name, place) for name, place in self.award.places.items())
        return Grid(
            (self._say("rank"), self._say("place_name"), self._prize(), self._say("split"), self._say("provenance")),
            rows,
        )

    def _prize(self) -> str:
        return self.speaker.whose("prize", self.award.of)

    def _say(self, key: str, **facts: object) -> str:
        return self.speaker.say(key, **facts)

    def _label(self, award: str) -> str:
        return self.speaker.word(self.speaker.scheme.awards[award].label)

    def _fact(self, name: str) -> str:
        return self.speaker.word(self.speaker.scheme.facts.member[name].label)

    def _condition(self, *keys: str) -> str:
        return ConditionWords(self.speaker).text(self.conditions[(*self.about.rule, *keys)])

    def _of(self) -> str:
        of = self.award.of
        if of in (MEMBER, WORK):
            return self._say(f"of_{of}")
        return self._say("of_group", group=self.speaker.scheme.facts.member[of].label)

    # What is ranked.

    def _measure(self) -> Iterator[Line]:
        measure = self.award.measure
        assert measure.per is not None  # a ranking over another counter does not load
        facts = {"per": self.speaker.span("per", measure.per), "day": self.speaker.span("last_day", measure.per)}
        told = self._say("ranked_parts", **facts) if measure.parts else self._ranked(measure.counter, facts)
        if self.speaker.scheme.in_force(self.award)[1] != date.max:
            told = f"{told} {self._say('ranked_ends_early')}"
        yield self.about.sentence("measure", self._say("measure"), told, also=(self.about.at("kind"),))
        for name, part in (measure.parts or {}).items():
            label = self.speaker.word(part.label) if part.label else name
            yield self.about.value("measure", self._say("part"), self._part(label, part), "parts", name)
            yield from self._cited(self._say("part_provenance", label=label), "measure", "parts", name)

    def _ranked(self, counter: str | None, facts: Mapping[str, object]) -> str:
        label = self.speaker.counter(counter)
        return self._say("ranked_counter", counter=label, **facts) if label else self._say("ranked", **facts)

    def _score(self) -> str:
        """How the points of several people become one score; a counter looks at all their entries together."""
        award, measure = self.award, self.award.measure
        people = self._say("people_of_work" if award.of == WORK else "people_of_group")
        used = (measure.counter, *(part.counter for part in (measure.parts or {}).values()))
        counted = award.score is Score.SUM and any(map(self.speaker.counter, used))
        return self._say("score_counted" if counted else f"score_{award.score}", people=people)

    def _part_of(self, part: ScorePart) -> str:
        if part.stage:
            return self._say("part_of_stage", award=self._label(part.stage))
        label = self.speaker.counter(part.counter)
        return self._say("part_of_counter", counter=label) if label else self._say("part_of_earned")

    def _part(self, label: str, part: ScorePart) -> str:
        of = self._part_of(part)
        weight = self.speaker.dated(part.weight, str)
        told = self._say(f"part_{part.taken_as}", of=of)
        return self._say("part_is", label=label, part=told, weight=weight)

    def _cited(self, aspect: str, *keys: str) -> Iterator[Line]:
        """Where a part of the award comes from, if that is its own."""
        about = self.speaker.about((*self.about.rule, *keys), self.about.name)
        for line in about.provenance(own=True):
            yield replace(line, rule=self.about.rule, aspect=aspect, follows=True)

    def _minimum(self) -> str:
        if self.award.minimum is None:
            return self._say("above_zero")
        told = self.speaker.at_least(self.award.measure.counter, self.award.minimum)
        return self._say("minimum_is", at_least=told)

    # Who is ranked, and with whom.

    def _who(self) -> Iterator[Line]:
        about, award = self.about, self.award
        if award.field is not None:
            yield about.sentence("field", self._say("field"), " ".join(self._field()))
        if award.within is not None:
            key = "within_pooled" if award.within.pool_below else "within_each"
            facts = {"fact": self._fact(award.within.by), "count": award.within.pool_below}
            yield about.sentence("within", self._say("within"), self._say(key, **facts))

    def _field(self) -> Iterator[str]:
        field = self.award.field
        if field is not None and field.stage is not None:
            award = self._label(field.stage)
            yield self.speaker.whose("field_stage", self.award.of, award=award, rank=field.ranks)
        if field is not None and field.when is not None:
            yield self._say("field_when", condition=self._condition("field", "when"))

    def _what_else(self) -> Iterator[Line]:
        about, award = self.about, self.award
        if award.paid_if is not None:
            told = self._say("paid_if_is", condition=self._condition("paid_if"))
            yield about.sentence("paid_if", self._say("paid_if"), told)
        if award.one_prize is not None:
            names = self._names(award.one_prize.not_if_won)
            told = self._say(f"one_prize_{award.one_prize.freed_place}", names=names)
            yield about.sentence("one_prize", self._say("one_prize"), told)
        if award.seats is not None:
            yield about.sentence("seats", self._say("seats"), self._say(f"seats_{award.seats}"))
        if award.stated is not None:
            yield about.sentence("stated", self._say("published"), self._stated())
            yield from self._cited(self._say("stated_provenance"), "stated")

    def _stated(self) -> str:
        stated = self.award.stated
        assert stated is not None  # asked by the caller
        rewards = self.speaker.amounts(stated.rewards or {})
        winners = [self.speaker.whose("stated_winners", self.award.of, count=stated.winners)] if stated.winners else []
        told = ", ".join((*winners, *([rewards] if rewards else [])))
        if stated.awards:
            told = self._say("stated_with", names=self._names(stated.awards), told=told)
        return told

    def _names(self, awards: Iterable[str]) -> str:
        return self.speaker.quoted(self.speaker.scheme.awards[name].label for name in awards)

    # Equal scores.

    def _ties(self) -> str:
        ties = self.award.ties
        if not isinstance(ties, OrderedTies):
            return self._still_equal("ties", ties)
        parts = self._say("ties_next").join(map(self._criterion, ties.by))
        return self._say("ties_by", criteria=parts, then=self._still_equal("still", ties.then))

    def _still_equal(self, family: str, ties: StillEqual) -> str:
        if isinstance(ties, ShareTies):
            rewards = (name for place in self.award.places.values() for name in place.pays or ())
            return self._say(f"{family}_share", **self.speaker.rounding(ties.share, rewards))
        return self._say(f"{family}_{ties}")

    def _criterion(self, criterion: Criterion) -> str:
        if criterion.fact is not None:
            return sentence(f"criterion_fact_{criterion.first}", self.speaker.lang, name=self._fact(criterion.fact))
        if criterion.lot is not None:
            return self._say("by_lot", name=criterion.lot)
        name = criterion.highest or criterion.lowest
        return self._compared(name, criterion.kind) if name else sentence("criterion_earliest", self.speaker.lang)

    def _compared(self, name: str, kind: str) -> str:
        """A part of the score, or a counter, by what it is called."""
        part = (self.award.measure.parts or {}).get(name)
        if part is not None:
            return self._say(f"by_part_{kind}", name=part.label or name)
        counter = self.speaker.scheme.counters.get(name)
        if counter is None:
            return self._say(f"by_counter_{kind}", name=self._say("part_of_earned"))
        return self._say(f"by_{'number' if counter.take is Take.NUMBER else 'counter'}_{kind}", name=counter.label)

    # Places.

    def _place(self, name: str, place: Place) -> tuple[Cell, ...]:
        ranks = self._ranks(place)
        called = self.speaker.word(place.label) if place.label else ranks
        told = self._say("name_place", award=self.about.name, place=called)
        about = self.speaker.about((*self.about.rule, "places", name), told)
        prize = PayWords(self.speaker).bundle(place.pays) if place.pays else self._say("no_prize")
        return (
            (about.value("ranks", self._say("rank"), ranks, also=(about.at("top"),)),),
            (about.value("label", self._say("place_name"), called),) if place.label else (),
            (about.value("pays", self._prize(), prize, also=_rewards(place)),),
            (about.sentence("split", self._say("split"), self._split(place, place.split)),) if place.split else (),
            about.provenance(own=True),
        )

    def _ranks(self, place: Place) -> str:
        if place.top is not None:
            return self._say("rank_top", share=Amount(place.top * 100))
        assert place.ranks is not None  # a place has ranks or a share
        first, last = place.ranks[0], place.ranks[-1]
        return self._say("rank_one" if first == last else "rank_range", first=first, last=last)

    def _split(self, place: Place, split: Split) -> str:
        did_it = "_of_work" if self.award.of == WORK and split.among is Among.CONTRIBUTORS else ""
        among, by = self._say(f"split_{split.among}{did_it}"), self._say(f"split_{split.by}")
        if split.activities:
            among = self._say("split_activities", names=self.speaker.activities(split.activities))
        residue, rounding = self._say(f"split_{split.residue}"), self.speaker.rounding(split.round, place.pays or ())
        return self._say("split_is", among=among, by=by, residue=residue, **rounding)


def _rewards(place: Place) -> tuple[Address, ...]:
    """The addresses of the rewards that a place brings: it says their names and units."""
    return tuple(("rewards", reward) for reward in place.pays or ())
