"""Awards by grade, and amounts that are worked out in steps, for schemes that are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from incentive_rules.amounts import RoundingMode
from incentive_rules.facts import FactKind
from incentive_rules.fairness.strategies.conditions import people
from incentive_rules.periods import Per
from incentive_rules.scheme.grades import GradeTies, NotPaidThen
from incentive_rules.scheme.rankings import SeatsRule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from incentive_rules.fairness.strategies.draft import Data, Draft

_GRADES = ("s", "a", "b")
_PERS = (Per.YEAR, Per.MONTH, Per.QUARTER, Per.HALF)
_SHARES = ("0.3", "0.2", "0.25", 0)
_WHOLE = (("0.5", "0.5"), ("0.2", "0.3", "0.5"))
_SCORES = ((5, 8), (2, "3.5"), (1, "0.5"))
_AMOUNTS = (10000, 1, "0.5", 30000, 7)
_FACTORS = ("1.5", 2, "0.875", 0)
_UNITS = (1, 1000, "0.5")
_TOPS = ("0.05", "0.5", 1)


def some_grades(draft: Draft, rewards: tuple[str, ...]) -> Data:
    """An award by grade, without its label."""
    period, first = draft.period(draft.first)
    return _Grades(draft, rewards, first).award() | period


@dataclass(frozen=True, slots=True)
class _Grades:
    """One award while it is drawn; it holds from its ``first`` day on."""

    draft: Draft
    rewards: tuple[str, ...]
    first: date

    def award(self) -> Data:
        """All of it but its label and its days."""
        draft = self.draft
        groups = self._facts(FactKind.GROUP)
        of = draft.one_of(("member", "member", *groups))
        draft.asked.update(("grades_counted_of", *(["group_credited_on"] if of != "member" else [])))
        measure = {"counter": draft.one_of(("earned", *draft.counters)), "per": draft.span(_PERS)}
        told: Data = {"kind": "grades", "of": of, "measure": measure}
        by_share = draft.chance()
        told["grades"] = self._by_share(of) if by_share else self._by_score(of)
        if draft.chance():
            told["supplements"] = {"extra": self._supplement(of, (*told["grades"],))}
        if by_share or "top" in told.get("supplements", {}).get("extra", {}):
            told |= {"seats": str(draft.one_of(SeatsRule)), "ties": str(draft.one_of(GradeTies))}
        return told | (self._of_people(told["grades"], by_share=by_share) if of == "member" else {})

    def _facts(self, *kinds: FactKind) -> list[str]:
        return [name for name, fact in self.draft.facts["member"].items() if fact.kind in kinds]

    def _by_share(self, of: str) -> Data:
        if self.draft.chance():
            shares = self.draft.one_of(_WHOLE)
            return {name: self._grade(of) | {"share": each} for name, each in zip(_GRADES, shares, strict=False)}
        count = self.draft.count(1, len(_GRADES) - 1)
        told = {name: self._grade(of) | {"share": self._dated(_SHARES)} for name in _GRADES[:count]}
        return told | {_GRADES[count]: self._grade(of)}

    def _by_score(self, of: str) -> Data:
        count = self.draft.count(1, len(_GRADES))
        told = {
            name: self._grade(of) | {"at_least": self._dated(band)}
            for name, band in zip(_GRADES[:count], _SCORES, strict=False)
        }
        return told | ({} if count == len(_GRADES) else {_GRADES[count]: self._grade(of)})

    def _grade(self, of: str) -> Data:
        told: Data = {"label": self.draft.label("등급", "a grade"), **self.draft.provenance(needed=False)}
        return told if self.draft.chance(4) else told | {"pays": self._bundle(of)}

    def _of_people(self, grades: Data, *, by_share: bool) -> Data:
        """What looks at facts of people."""
        draft, told = self.draft, dict[str, Any]()
        kinds = self._facts(FactKind.ORDERED, FactKind.ONE_OF, FactKind.GROUP)
        if kinds and draft.chance():
            told["within"] = {"by": draft.one_of(kinds)} | ({"pool_below": draft.count(1, 4)} if draft.chance() else {})
        if draft.chance() and (who := people(draft, self.first)):
            paid = by_share and any("pays" in grade for grade in grades.values())
            taken = (NotPaidThen.TAKE_FROM_LOWEST_PAID,) * 2 if paid else ()
            then = draft.one_of((NotPaidThen.LEAVE_OUT, NotPaidThen.PLACE_LAST, *taken))
            told["not_paid"] = {"when": who, "then": str(then)}
        if draft.chance() and (who := people(draft, self.first)):
            told["adjust"] = {"change": self._adjustment(who, (*grades,))}
        return told

    def _adjustment(self, who: Data, grades: tuple[str, ...]) -> Data:
        draft = self.draft
        effects = {
            "down": draft.count(1, 2),
            "up": draft.count(1, 2),
            "at_least": draft.one_of(grades),
            "at_most": draft.one_of(grades),
        }
        effect = draft.one_of(effects)
        told = {"label": draft.label("등급 조정", "a change"), "when": who, effect: effects[effect]}
        return told | draft.provenance(needed=False, one_in=2)

    def _supplement(self, of: str, grades: tuple[str, ...]) -> Data:
        draft = self.draft
        told: Data = {"label": draft.label("추가 지급", "an extra"), "pays": self._bundle(of, on_top=True)}
        if draft.chance():
            told["grades"] = draft.some(grades, (1, 2))
        if draft.chance():
            told["top"] = self._dated(_TOPS)
        if of == "member" and draft.chance() and (who := people(draft, self.first)):
            told["when"] = who
        return told | draft.provenance(needed=False, one_in=2)

    # Amounts.

    def _bundle(self, of: str, *, on_top: bool = False) -> Data:
        rewards = self.draft.some(self.rewards, (1, 1, 2))
        return {reward: self._pay(of, on_top=on_top) for reward in rewards}

    def _pay(self, of: str, *, on_top: bool) -> Any:  # noqa: ANN401  # an amount, or steps
        if self.draft.chance():
            return self._dated(_AMOUNTS)
        begins = {"take": self._take(of, on_top=on_top)}
        return {"steps": [begins, *self._steps(of)]}

    def _take(self, of: str, *, on_top: bool) -> Any:  # noqa: ANN401  # a number, a word or a fact
        listed = [name for name, fact in self.draft.facts["member"].items() if fact.values] if of == "member" else []
        forms = ["number", *(["award"] if on_top else []), *(["by"] if listed else [])]
        form = self.draft.one_of(forms)
        if form == "award":
            return form
        if form == "by":
            name = self.draft.one_of(listed)
            words = self.draft.facts["member"][name].words
            return {"by": name, "values": {word: self._dated(_AMOUNTS) for word in words}}
        return self._number(of, _AMOUNTS)

    def _steps(self, of: str) -> Iterator[Data]:
        draft = self.draft
        for does in draft.some(("times", "over", "round", "at_most", "at_least"), (1, 2, 3)):
            if does == "round":
                yield {does: {"unit": draft.one_of(_UNITS), "mode": str(draft.one_of(RoundingMode))}}
            elif does in ("times", "over"):
                yield {does: self._number(of, _FACTORS if does == "times" else _AMOUNTS)}
            else:
                yield {does: self._dated(_AMOUNTS)}

    def _number(self, of: str, numbers: tuple[Any, ...]) -> Any:  # noqa: ANN401  # a number, or a fact
        facts = self._facts(FactKind.NUMBER) if of == "member" else []
        return {"fact": self.draft.one_of(facts)} if facts and self.draft.chance() else self._dated(numbers)

    def _dated(self, values: tuple[Any, ...]) -> Any:  # noqa: ANN401  # a value, or values by first day
        return self.draft.dated(st.sampled_from(values), self.first, one_in=2)
