"""Awards by rank, for schemes that are drawn: every choice of theirs that goes together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from incentive_rules.amounts import RoundingMode
from incentive_rules.facts import FactKind
from incentive_rules.fairness.strategies.conditions import of_people
from incentive_rules.periods import Per
from incentive_rules.scheme.rankings import (
    MEMBER,
    WORK,
    Among,
    As,
    End,
    FreedPlace,
    Residue,
    Score,
    SeatsRule,
    SplitBy,
    Ties,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from incentive_rules.fairness.strategies.draft import Data, Draft

_RANKED = (Per.YEAR, Per.MONTH, Per.QUARTER, Per.HALF)
_MINIMUM = (1, 0, "2.5", 5)
_ROUNDING_UNITS = (1, 1000, "0.5", "0.1")
_SHARES = ("0.05", "0.2", "0.5")
_WEIGHTS = (1, 60, "0.4")
_POOLED = (FactKind.GROUP, FactKind.ONE_OF, FactKind.ORDERED)
_DRAWN = (FactKind.NUMBER, FactKind.DATE, FactKind.ORDERED)


def some_ranking(draft: Draft, bundle: Callable[[], Data], first: date, others: Data) -> Data:
    """A ranking without its label and its days. ``others`` are the awards before it, on which it may build."""
    return _Ranking(draft, bundle, first, others).told()


@dataclass(frozen=True, slots=True)
class _Ranking:
    draft: Draft
    bundle: Callable[[], Data]
    first: date
    others: Data

    def told(self) -> Data:
        """The ranking."""
        draft, (of, per) = self.draft, self._whom()
        if of != WORK:
            draft.asked.add("ranking_field")
        draft.asked.add("second_prize" if of in (MEMBER, WORK) else "group_credited_on")
        stages = self._rankings(of, per)
        told: Data = {"kind": "ranking", "of": of, "measure": self._measure(per, stages)}
        told |= self._score(of) | self._who(of, stages)
        told |= {"places": self._places(of), "ties": self._ties(told["measure"])}
        if any("top" in place for place in told["places"].values()):
            told["seats"] = str(draft.one_of(SeatsRule))
        return told | self._one_prize(of) | ({"minimum": draft.one_of(_MINIMUM)} if draft.chance(3) else {})

    def _whom(self) -> tuple[str, str]:
        """Who is ranked, and in which periods; perhaps as in an award before, on which it can build then."""
        alike = [(each["of"], each["measure"]["per"]) for each in self.others.values() if each["kind"] == "ranking"]
        if alike and self.draft.wide_chance():
            of, per = self.draft.one_of(alike)
            return of, per
        return self._of(), self.draft.span(_RANKED)

    def _of(self) -> str:
        groups = [name for name, fact in self.draft.facts["member"].items() if fact.kind is FactKind.GROUP]
        if self.draft.wide_chance(5):
            return WORK
        return str(self.draft.one_of((MEMBER, *groups, *groups)))

    def _rankings(self, of: str, per: str) -> list[str]:
        """Earlier rankings of the same, in the same periods."""
        alike = (
            (name, each) for name, each in self.others.items() if (each["kind"], each.get("of")) == ("ranking", of)
        )
        return [name for name, each in alike if each["measure"]["per"] == per]

    def _facts(self, kinds: tuple[FactKind, ...]) -> list[str]:
        return [name for name, fact in self.draft.facts["member"].items() if fact.kind in kinds]

    def _measure(self, per: str, stages: list[str]) -> Data:
        if not self.draft.wide_chance():
            return {"counter": self.draft.one_of(("earned", *self.draft.counters)), "per": per}
        return {"per": per, "parts": {f"part{n}": self._part(stages) for n in range(1, self.draft.count(1, 2) + 1)}}

    def _part(self, stages: list[str]) -> Data:
        draft = self.draft
        source = {"stage": draft.one_of(stages)} if stages and draft.chance() else {"counter": "earned"}
        weight = draft.dated(st.sampled_from(_WEIGHTS), self.first)
        label = {"label": draft.label("부분", "a part")} if draft.chance(3) else {}
        return {
            **source,
            **label,
            "weight": weight,
            "as": str(draft.one_of(As)),
            **draft.provenance(needed=False, one_in=2),
        }

    def _score(self, of: str) -> Data:
        draft = self.draft
        if of == MEMBER:
            return {"score": "sum"} if draft.chance() else {}
        score = Score.SUM if draft.is_plain else draft.one_of((Score.SUM, Score.PER_HEAD, Score.PER_HEAD, Score.MEAN))
        score = Score.MEAN if (of, score) == (WORK, Score.PER_HEAD) else score
        if score is Score.PER_HEAD or draft.wide_chance():
            draft.asked.update(("heads_counted_on", "heads_are"))
        return {"score": str(score)}

    def _who(self, of: str, stages: list[str]) -> Data:
        """Who takes part, with whom, and who is paid."""
        draft = self.draft
        told: Data = {}
        field: Data = {"stage": draft.one_of(stages), "ranks": draft.count(1, 3)} if stages and draft.chance() else {}
        if draft.wide_chance(3) and (condition := of_people(draft, self.first)):
            field["when"] = condition
        told |= {"field": field} if field and not draft.is_plain else {}
        pooled = self._facts(_POOLED)
        if pooled and draft.wide_chance(3):
            told["within"] = {"by": draft.one_of(pooled)} | (
                {"pool_below": draft.count(1, 3)} if draft.chance() else {}
            )
        if of == MEMBER and draft.wide_chance(3) and (condition := of_people(draft, self.first)):
            told["paid_if"] = condition
        return told

    def _places(self, of: str) -> Data:
        """Places from rank 1 on, without gap; or by shares of all who are ranked."""
        draft = self.draft
        told: Data = {}
        best, by_share = 1, draft.wide_chance(4)
        for number in range(1, draft.count(1, 2 if by_share else None) + 1):
            worst = best + draft.count(0, 2)
            ranks = draft.one_of((best, [best])) if best == worst else [best, worst]
            label = {"label": draft.label("상", "a prize")} if draft.chance(4) else {}
            place: Data = {"top": draft.one_of(_SHARES)} if by_share else {"ranks": ranks}
            told[f"p{number}"] = place | self._pays(of) | label | draft.provenance(needed=False)
            best = worst + 1
        return told

    def _pays(self, of: str) -> Data:
        draft = self.draft
        if draft.wide_chance(6):
            return {}
        told: Data = {"pays": self.bundle()}
        if of == WORK or (of != MEMBER and draft.wide_chance()):
            among = Among.CONTRIBUTORS if of == WORK else draft.one_of(Among)
            told["split"] = {
                "among": str(among),
                "by": str(draft.one_of(SplitBy)),
                "round": self._rounding() | {"mode": "down"},
                "residue": str(draft.one_of(Residue)),
            }
            if of == WORK and draft.chance(3):
                told["split"] |= {"by": str(SplitBy.EQUAL), "activities": draft.some(draft.activities)}
        return told

    def _rounding(self) -> Data:
        return {"unit": self.draft.one_of(_ROUNDING_UNITS), "mode": str(self.draft.one_of(RoundingMode))}

    def _ties(self, measure: Data) -> Any:  # noqa: ANN401  # a word, how parts are rounded, or what parts the tied
        draft = self.draft
        if draft.wide_chance():
            names = ("earned", *measure.get("parts", ()))
            return {"by": [self._criterion(names) for _ in range(draft.count(1, 3))], "then": self._still_equal()}
        return self._still_equal()

    def _still_equal(self) -> Any:  # noqa: ANN401  # as above
        if self.draft.chance():
            return {"share": self._rounding()}
        return str(self.draft.one_of(Ties))

    def _criterion(self, names: tuple[str, ...]) -> Data:
        draft, drawn = self.draft, self._facts(_DRAWN)
        kind = draft.one_of(("earliest", "highest", "lowest", "lot", *(["fact"] * 5 if drawn else [])))
        if kind == "fact":
            return {"fact": draft.one_of(drawn), "first": str(draft.one_of(End))}
        return {kind: {"earliest": "yes", "lot": "seed 7"}.get(kind) or draft.one_of(names)}

    def _one_prize(self, of: str) -> Data:
        """One prize for each, and what the text says in all."""
        draft = self.draft
        told: Data = {}
        others = [name for name, each in self.others.items() if (each["kind"], each.get("of")) == ("ranking", of)]
        if others and not draft.is_plain:
            told["one_prize"] = {"not_if_won": draft.some(others), "freed_place": str(draft.one_of(FreedPlace))}
        if draft.wide_chance(4):
            counts: Data = {"winners": draft.count(1, 3)}
            stated = draft.one_of((counts, {"rewards": dict.fromkeys(self.bundle(), 7)}))
            if others:
                stated["awards"] = others[:1]
            told["stated"] = stated | draft.provenance(needed=False, one_in=2)
        return told
