"""What does not go together inside a ranking, and among rankings that build on each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.amounts import ZERO
from incentive_rules.codes import Code
from incentive_rules.facts import FactKind, nearest_id
from incentive_rules.messages import Label
from incentive_rules.periods import Per
from incentive_rules.scheme.checks_counters import nearest_counter
from incentive_rules.scheme.checks_facts import fits
from incentive_rules.scheme.checks_pay import check_bundle
from incentive_rules.scheme.counters import Take
from incentive_rules.scheme.pay_steps import PaySteps
from incentive_rules.scheme.rankings import MEMBER, WORK, Among, OrderedTies, RankingAward, Score, ShareTies, SplitBy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from incentive_rules.amounts import Amount
    from incentive_rules.scheme.model import Scheme
    from incentive_rules.scheme.parts import InForce
    from incentive_rules.scheme.rankings import Split
    from incentive_rules.scheme.reporter import Reporter
    from incentive_rules.scheme.tree import Path

COUNTERS = ("earned",)
"""The counters that can be ranked."""
_UNRANKED = (None, Per.DAY, Per.EVER)
_POOLED = (FactKind.GROUP, FactKind.ONE_OF, FactKind.ORDERED)
_DRAWN = (FactKind.NUMBER, FactKind.DATE, FactKind.ORDERED)
_COUNTER = Label("점수 종류(counter)", "counter")
_RANKING = Label("순위 보상", "ranking")
_COMPARED = Label("점수 종류나 부분 점수", "counter or part")
_SHARES = Label("상위 비율(top)의 합이 1 이하", "shares (top) that come to 1 at most")
_WHY = {
    "of_work": Label(
        "과제의 상만 다른 활동을 한 사람에게 나눕니다", "only what a piece of work won goes to who did more for it"
    ),
    "no_points": Label(
        "다른 활동을 한 사람은 순위의 점수를 내지 않았으니 똑같이(equal) 나누십시오",
        "who did something else brought no points of the score: write 'equal'",
    ),
    "ranked": Label(
        "순위는 월, 분기, 반기, 연이나 이름 붙인 기간에 쌓은 점수로 매깁니다",
        "a ranking settles what was earned in a month, quarter, half, year or named period",
    ),
    "one_person": Label(
        "한 사람의 점수는 나눌 것이 없습니다. 부서나 과제의 순위에만 씁니다",
        "one person's points have nothing to be divided by; it is for groups and pieces of work",
    ),
    "twice": Label(
        "그 집계는 이미 실적 하나의 값이라 사람 수로 나눌 것이 없습니다. take: sum이나 score: sum을 쓰십시오",
        "that counter is the value of one entry already, so there is nothing to divide by people; take a sum, or "
        "write 'score: sum'",
    ),
    "no_heads": Label(
        "과제에는 명부가 없어 인원을 세지 못합니다. 참여자 평균은 mean입니다",
        "a piece of work has no staff list to count heads by; the mean of those who took part is 'mean'",
    ),
    "no_list": Label(
        "과제에는 명부가 없습니다. 점수를 낸 사람(contributors)에게 나누십시오",
        "a piece of work has no staff list; split among contributors",
    ),
    "no_person": Label(
        "사람의 조건이므로 사람의 순위에만 씁니다", "it is a condition on people, so it is for rankings of members"
    ),
    "mixed": Label(
        "비율로 정한 자리와 순위로 정한 자리는 함께 쓰면 어디부터인지 정해지지 않습니다",
        "with places by share and by rank together, it is open where each begins",
    ),
    "no_seats": Label(
        "비율(top)이 없으면 자리로 바꿀 것이 없습니다", "without 'top' there is nothing to turn into places"
    ),
    "divided": Label(
        "나누는 상은 누구에게나 같은 금액이어야 합니다", "a prize that equals divide is one amount for all of them"
    ),
    "other_field": Label(
        "앞선 순위와 누구의 순위인지, 어느 기간인지가 같아야 합니다",
        "it must rank the same, in periods of the same length, as the ranking that it builds on",
    ),
    "other_winners": Label(
        "누구의 순위인지가 같아야 받은 사람을 견줄 수 있습니다", "only winners of the same kind can be compared"
    ),
}


def ranking_conditions(scheme: Scheme) -> dict[Path, tuple[Any, InForce]]:
    """Every condition inside rankings as it is written, by its path, with the rule whose days it has."""
    found: dict[Path, tuple[Any, InForce]] = {}
    for name, award in rankings_of(scheme).items():
        if award.field is not None and award.field.when is not None:
            found["awards", name, "field", "when"] = award.field.when.data, award
        if award.paid_if is not None:
            found["awards", name, "paid_if"] = award.paid_if.data, award
    return found


def rankings_of(scheme: Scheme) -> dict[str, RankingAward]:
    """The rankings of a scheme by id."""
    return {name: award for name, award in scheme.awards.items() if isinstance(award, RankingAward)}


def check_rankings(checker: Reporter) -> None:
    """Findings about each ranking, and about those that wait for each other."""
    rankings = rankings_of(checker.scheme)
    for name, award in rankings.items():
        _Check(checker, rankings, award, ("awards", name)).all()
    _circles(checker, rankings)


class _Check:
    """The findings about one ranking."""

    def __init__(
        self, checker: Reporter, rankings: Mapping[str, RankingAward], award: RankingAward, path: Path
    ) -> None:
        self._checker, self._rankings, self._award, self._path = checker, rankings, award, path

    def all(self) -> None:
        """Look at every part."""
        award, scheme = self._award, self._checker.scheme
        if not fits(
            self._checker, award.of, scheme.facts.member, (FactKind.GROUP,), self._at("of"), built_in=(MEMBER, WORK)
        ):
            return  # whatever else is written depends on who is ranked
        if award.minimum is not None and award.minimum < 0:
            self._checker.report(Code.OUT_OF_RANGE, self._at("minimum"), {"value": award.minimum, "expected": "≥ 0"})
        self._measure()
        self._score()
        self._who()
        self._ties()
        self._places()
        self._stated()

    def _at(self, *keys: str | int) -> Path:
        return (*self._path, *keys)

    def _contradiction(self, key: Path, left: str, right: str, why: str) -> None:
        facts = {"left": left, "right": right, "why": _WHY[why]}
        self._checker.report(Code.CONTRADICTION, self._at(*key), facts, key=True)

    def _measure(self) -> None:
        measure = self._award.measure
        if measure.per in _UNRANKED or measure.counter == "balance":
            written = f"{measure.counter or 'parts'}" + (f", per {measure.per}" if measure.per else "")
            self._contradiction(("measure",), f"measure: {written}", "kind: ranking", "ranked")
        elif measure.counter is not None:
            self._counter(measure.counter, ("measure", "counter"))
        for name, part in (measure.parts or {}).items():
            if part.counter is not None:
                self._counter(part.counter, ("measure", "parts", name, "counter"))
            if part.stage is not None:
                self._stage(part.stage, ("measure", "parts", name, "stage"))

    def _counter(self, name: str, keys: tuple[str, ...]) -> None:
        """A counter that can be ranked."""
        self._known(name, (*COUNTERS, *self._checker.scheme.counters), _COUNTER, self._at(*keys))

    def _known(self, name: str, known: Iterable[str], kind: Label, path: Path) -> bool:
        listed = tuple(known)
        if name in listed:
            return True
        if self._checker.is_broken("awards" if kind is _RANKING else "counters", name):
            return False
        scheme = self._checker.scheme
        is_award = kind is _RANKING
        near = nearest_id(name, listed, scheme.facts.awards) if is_award else nearest_counter(name, listed, scheme)
        facts = {"kind": kind, "name": name, "known": listed, "near": near}
        self._checker.report(Code.UNKNOWN_ID, path, facts)
        return False

    def _stage(self, name: str, keys: tuple[str, ...]) -> None:
        """A ranking that this one builds on ranks the same, period by period."""
        if not self._known(name, self._rankings, _RANKING, self._at(*keys)):
            return
        other, award = self._rankings[name], self._award
        if self._is_told(other):
            return
        if (other.of, other.measure.per) != (award.of, award.measure.per):
            self._contradiction(keys, f"stage: {name}", f"of: {award.of}, per {award.measure.per}", "other_field")

    def _counters(self) -> Iterator[tuple[Path, str]]:
        """The counters that make up the score, with where they are named."""
        measure = self._award.measure
        if measure.counter is not None:
            yield ("measure", "counter"), measure.counter
        for name, part in (measure.parts or {}).items():
            if part.counter is not None:
                yield ("measure", "parts", name, "counter"), part.counter

    def _is_told(self, other: RankingAward) -> bool:
        """Whether it is told of another ranking already that what it ranks does not exist."""
        return other.of not in (MEMBER, WORK, *self._checker.scheme.facts.member)

    def _score(self) -> None:
        award = self._award
        if award.score is None and award.of != MEMBER:
            self._checker.report(Code.MISSING_KEY, self._path, {"name": "score"}, key=True)
        if award.score in (Score.PER_HEAD, Score.MEAN) and award.of == MEMBER:
            self._contradiction(("score",), f"score: {award.score}", "of: member", "one_person")
        for keys, name in self._counters():
            counter = self._checker.scheme.counters.get(name)
            if award.score in (Score.PER_HEAD, Score.MEAN) and counter and counter.take not in (Take.SUM, Take.NUMBER):
                self._contradiction(keys, f"counter: {name}, take: {counter.take}", f"score: {award.score}", "twice")
        if award.score is Score.PER_HEAD and award.of == WORK:
            self._contradiction(("score",), "score: per_head", "of: work", "no_heads")

    def _who(self) -> None:
        award = self._award
        if award.field is not None and award.field.stage is not None:
            self._stage(award.field.stage, ("field", "stage"))
        if award.within is not None:
            member = self._checker.scheme.facts.member
            fits(self._checker, award.within.by, member, _POOLED, self._at("within", "by"))
        if award.paid_if is not None and award.of != MEMBER:
            self._contradiction(("paid_if",), "paid_if", f"of: {award.of}", "no_person")
        for index, name in enumerate(award.one_prize.not_if_won if award.one_prize else ()):
            keys = ("one_prize", "not_if_won")
            if not self._known(name, self._rankings, _RANKING, self._at(*keys, index)):
                continue
            if self._rankings[name].of != award.of and not self._is_told(self._rankings[name]):
                other = f"{name}: of {self._rankings[name].of}"
                self._contradiction(keys, other, f"of: {award.of}", "other_winners")

    def _ties(self) -> None:
        ties = self._award.ties
        if not isinstance(ties, OrderedTies):
            return
        known = (*(self._award.measure.parts or ()), *COUNTERS, *self._checker.scheme.counters)
        for index, each in enumerate(ties.by):
            for key in ("highest", "lowest"):
                if (name := getattr(each, key)) is not None:
                    self._known(name, known, _COMPARED, self._at("ties", "by", index, key))
            if each.fact is not None:
                member = self._checker.scheme.facts.member
                fits(self._checker, each.fact, member, _DRAWN, self._at("ties", "by", index, "fact"))

    def _places(self) -> None:
        award = self._award
        tops = {name: place for name, place in award.places.items() if place.top is not None}
        if tops and len(tops) < len(award.places):
            self._contradiction(("places",), "top", "ranks", "mixed")
        elif tops:
            self._tops(sum((place.top for place in tops.values() if place.top is not None), ZERO))
        else:
            self._ranks()
        if award.seats is not None and not tops:
            self._contradiction(("seats",), "seats", "places", "no_seats")
        for name, place in award.places.items():
            check_bundle(self._checker, place.pays or {}, self._at("places", name, "pays"), of=award.of)
            if self._divides() and any(isinstance(pay, PaySteps) for pay in (place.pays or {}).values()):
                self._contradiction(("places", name, "pays"), "ties: share", "steps", "divided")
            self._split(name)

    def _divides(self) -> bool:
        """Whether equals divide a prize."""
        ties = self._award.ties
        return isinstance(ties.then if isinstance(ties, OrderedTies) else ties, ShareTies)

    def _tops(self, whole: Amount) -> None:
        if self._award.seats is None:
            self._checker.report(Code.MISSING_KEY, self._path, {"name": "seats"}, key=True)
        if whole > 1:
            self._checker.report(Code.OUT_OF_RANGE, self._at("places"), {"value": whole, "expected": _SHARES}, key=True)

    def _ranks(self) -> None:
        """Places by rank follow each other from the first rank on."""
        expected = 1
        for name, place in self._award.places.items():
            assert place.ranks is not None  # a place has ranks or a share
            first, last = place.ranks[0], place.ranks[-1]
            ranks = self._at("places", name, "ranks")
            if last < first:
                self._checker.report(Code.OUT_OF_RANGE, (*ranks, 1), {"value": last, "expected": f"≥ {first}"})
            elif first != expected:
                facts = {"name": name, "value": first, "expected": expected}
                self._checker.report(Code.PLACES_OUT_OF_ORDER, ranks, facts)
            expected = max(last, first) + 1

    def _split(self, name: str) -> None:
        """Only what several people won can be split; a piece of work has nobody else to pay."""
        award, place = self._award, self._award.places[name]
        if place.split is None:
            if award.of == WORK and place.pays:
                self._checker.report(Code.MISSING_KEY, self._at("places", name), {"name": "split"}, key=True)
            return
        keys = ("places", name, "split")
        if award.of == MEMBER:
            self._contradiction(keys, "split", "of: member", "one_person")
        elif award.of == WORK and place.split.among is Among.MEMBERS_AT_PERIOD_END:
            self._contradiction(keys, f"among: {place.split.among}", "of: work", "no_list")
        self._among_others(place.split, keys)

    def _among_others(self, split: Split, keys: tuple[str, ...]) -> None:
        """Those who did something else for a piece of work brought no points of its score to be measured by."""
        for index, name in enumerate(split.activities or ()):
            self._checker.known("activity", name, self._at(*keys, "activities", index))
        if split.activities and self._award.of != WORK:
            self._contradiction((*keys, "activities"), "activities", f"of: {self._award.of}", "of_work")
        elif split.activities and split.by is SplitBy.POINTS:
            self._contradiction((*keys, "by"), f"by: {split.by}", "activities", "no_points")

    def _stated(self) -> None:
        for index, name in enumerate(self._award.stated.awards if self._award.stated else ()):
            self._known(name, self._rankings, _RANKING, self._at("stated", "awards", index))
        for reward in (self._award.stated.rewards or ()) if self._award.stated else ():
            self._checker.known("reward", reward, self._at("stated", "rewards", reward), key=True)


def _circles(checker: Reporter, rankings: Mapping[str, RankingAward]) -> None:
    """Rankings that wait for each other never settle; each circle is told once, at the first of its rankings."""
    told: set[str] = set()
    for name in rankings:
        circle = _circle(name, rankings)
        if circle and not told & set(circle):
            told |= set(circle)
            checker.report(Code.AWARDS_IN_CIRCLE, ("awards", name), {"known": circle}, key=True)


def _circle(start: str, rankings: Mapping[str, RankingAward]) -> tuple[str, ...]:
    """A way along the rankings that each waits for, from one back to itself; empty if there is none."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for other in _waits_for(rankings[way[-1]]):
            if other == start:
                return way
            if other in rankings and other not in seen:
                seen.add(other)
                ways.append((*way, other))
    return ()


def _waits_for(award: RankingAward) -> Iterator[str]:
    """The rankings that settle before a ranking."""
    if award.field is not None and award.field.stage is not None:
        yield award.field.stage
    yield from (part.stage for part in (award.measure.parts or {}).values() if part.stage is not None)
    if award.one_prize is not None:
        yield from award.one_prize.not_if_won
