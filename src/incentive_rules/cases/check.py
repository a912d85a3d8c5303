"""An evaluation held against what a case expects. A name that occurs nowhere is a finding: nothing passes unseen."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from incentive_rules.amounts import ZERO, Amount
from incentive_rules.cases.model import Standing
from incentive_rules.cases.result import Failure
from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, nearest
from incentive_rules.messages import Label, sentence
from incentive_rules.scheme.award_kinds import RANKED
from incentive_rules.scheme.grades import GradesAward
from incentive_rules.scheme.rankings import WORK
from incentive_rules.statement.model import RowKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from incentive_rules.cases.arithmetic import Arithmetic
    from incentive_rules.cases.model import ClaimStates, EntryStates, Expect, StandingOrRank
    from incentive_rules.cases.rows import Given
    from incentive_rules.scheme.model import Scheme
    from incentive_rules.scheme.tree import Path, Tree
    from incentive_rules.source import Place
    from incentive_rules.statement.evaluation import Evaluation
    from incentive_rules.statement.model import Outcome, Payment, Ranking

_MEMBER = Label("구성원", "member")
_PAYEE = Label("구성원이나 부서", "member or group")
_GROUP = Label("부서", "group")
_REWARD = Label("보상", "reward")
_RANKING = Label("순위", "ranking")
_PLACE = Label("등수나 등급", "place or grade")
_PERIOD = Label("기간", "period")
_ROWS = {RowKind.ENTRY: Label("실적", "entry"), RowKind.CLAIM: Label("신청", "claim")}


@dataclass(slots=True)
class Checker:
    """One pass over the expectations of a case; each method looks at one kind. ``path`` leads to them in the tree."""

    evaluation: Evaluation
    given: Given
    scheme: Scheme
    tree: Tree
    path: Path
    failures: list[Failure] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)

    def check(self, expect: Expect) -> None:
        """Collect what does not hold, and what is wrong with the expectations themselves."""
        for counter in ("earned", "used", "lapsed", "balance"):
            self._counter(counter, getattr(expect, counter))
        self._paid(expect)
        self._payments(expect)
        self._rows("entries", RowKind.ENTRY, expect.entries)
        self._rows("claims", RowKind.CLAIM, expect.claims)
        for award, periods in expect.rankings.items():
            self._rankings(award, periods)

    @property
    def _members(self) -> frozenset[str]:
        """Whoever the rows of the case speak of."""
        listed = {row.member_id for row in self.given.roster.rows if row.member_id}
        return frozenset(listed | self.evaluation.statements.keys())

    def _groups(self, of: str) -> frozenset[str]:
        """The groups of a ranking: those that somebody belongs to at some time."""
        if of == "member":
            return self._members
        if of == WORK:
            return frozenset(row.work for row in self.given.ledger.rows if row.work)
        return frozenset(str(row.facts[of]) for row in self.given.roster.rows if row.facts.get(of) is not None)

    def _counter(self, counter: str, expected: Mapping[str, Arithmetic]) -> None:
        for member, points in expected.items():
            path = (counter, member)
            if self._known(_MEMBER, member, self._members, path):
                statement = self.evaluation.statements.get(member)
                got = getattr(statement, counter) if statement else ZERO
                self._number(path, _words(f"case_{counter}", name=member), points, got, f"member:{member}")

    def _paid(self, expect: Expect) -> None:
        for payee, bundle in expect.paid.items():
            path = ("paid", payee)
            if self._is_payee(payee, path):
                due = [each for each in self.evaluation.payments if each.payee == payee]
                self._bundle(path, bundle, due, payee)

    def _payments(self, expect: Expect) -> None:
        for payee, days in expect.payments.items():
            if self._is_payee(payee, ("payments", payee)):
                due = [each for each in self.evaluation.payments if each.payee == payee]
                for day in sorted({*days, *(each.day for each in due)}):
                    on_day = [each for each in due if each.day == day]
                    self._bundle(("payments", payee, day.isoformat()), days.get(day, {}), on_day, payee)

    def _is_payee(self, name: str, path: Path) -> bool:
        ranked = [award.of for award in self.scheme.awards.values() if isinstance(award, RANKED)]
        return self._known(_PAYEE, name, self._members.union(*map(self._groups, ranked)), path)

    def _bundle(self, path: Path, expected: Mapping[str, Arithmetic], due: Iterable[Payment], payee: str) -> None:
        """Rewards of one payee: those that are listed, and no other."""
        got: dict[str, Amount] = defaultdict(lambda: ZERO)
        for payment in due:
            got[payment.reward] += payment.amount
        query = f"member:{payee}" if payee in self._members else f"group:{payee}"
        key, facts = ("case_paid_on", {"day": path[-1]}) if path[0] == "payments" else ("case_paid", {})
        for reward in dict.fromkeys((*expected, *sorted(got))):
            if self._known(_REWARD, reward, self.scheme.rewards, (*path, reward)):
                what = _words(key, name=payee, reward=self.scheme.rewards[reward].label, **facts)
                self._number((*path, reward), what, expected.get(reward), got[reward], query)

    def _rows(
        self, section: str, kind: RowKind, expected: Mapping[str, EntryStates] | Mapping[str, ClaimStates]
    ) -> None:
        by_id: dict[str, list[Outcome]] = defaultdict(list)
        for outcome in self.evaluation.outcomes:
            if outcome.kind is kind and outcome.id:
                by_id[outcome.id].append(outcome)
        repeats = self.given.repeats if kind is RowKind.ENTRY else {}
        known = {*by_id, *repeats}
        for name, states in expected.items():
            path = (section, name)
            if self._known(_ROWS[kind], name, known, path):
                outcomes = [each for row in (name, *repeats.get(name, ())) for each in by_id.get(row, ())]
                if not _as_expected(states, outcomes):
                    query = f"{kind}:{outcomes[0].id}"
                    self._fail(path, _words(f"case_{kind}", name=name), _state_words(states), _told(outcomes), query)

    def _rankings(self, award: str, periods: Mapping[str, Mapping[str, StandingOrRank]]) -> None:
        ranked = [name for name, each in self.scheme.awards.items() if isinstance(each, RANKED)]
        if not self._known(_RANKING, award, ranked, ("rankings", award)):
            return
        by_period: dict[str, list[Ranking]] = defaultdict(list)
        for each in self.evaluation.rankings:
            if each.award == award:  # one with several kinds of people has a pool for each
                by_period[each.period].append(each)
        for period, standings in periods.items():
            path = ("rankings", award, period)
            if self._known(_PERIOD, period, by_period, path):
                self._ranking(path, by_period[period], standings)

    def _ranking(self, path: Path, pools: Sequence[Ranking], expected: Mapping[str, StandingOrRank]) -> None:
        """Everybody who is ranked, in all pools together: those that are listed, and nobody else."""
        rows = {row.name: row for pool in pools for row in pool.rows}
        labels = {row.name: pool.label for pool in pools for row in pool.rows}
        whole = self.scheme.awards[pools[0].award].label
        for name in (*expected, *(name for name in rows if name not in expected)):
            if not self._known(_GROUP, name, self._groups(pools[0].of) | rows.keys(), (*path, name)):
                continue
            ranking, facts = pools[0], {"label": labels.get(name, whole), "period": pools[0].period}
            query = f"member:{name}" if ranking.of == "member" else f"group:{name}"
            standing, row, at = expected.get(name), rows.get(name), (*path, name)
            if isinstance(standing, Standing):
                if standing.score:
                    what, score = _words("case_score", name=name, **facts), row.score if row else ZERO
                    self._number((*at, "score"), what, standing.score, score, query)
                if standing.place:
                    what = _words("case_place", name=name, **facts)
                    self._won((*at, "place"), what, standing.place, row.place if row else "", query)
                standing, at = standing.rank, (*at, "rank")
            if standing != (row.rank if row else None):
                what = _words("case_rank", name=name, **facts)
                self._fail(at, what, _rank_words(standing), _rank_words(row.rank if row else None), query)

    def _won(self, path: Path, what: Label, expected: str, got: str, query: str) -> None:
        """The place or the grade of somebody; an id that the award does not have is a finding."""
        award = self.scheme.awards[str(path[1])]
        assert isinstance(award, RANKED)  # asked where its rankings are looked at
        known = award.grades if isinstance(award, GradesAward) else award.places
        if self._known(_PLACE, expected, known, path, key=False) and expected != got:
            self._fail(path, what, expected, got or _words("case_no_place"), query)

    def _known(self, kind: Label, name: str, known: Collection[str], path: Path, *, key: bool = True) -> bool:
        if name in known:
            return True
        facts = {"kind": kind, "name": name, "known": tuple(sorted(known)), "near": nearest(name, known)}
        self.findings.append(Diagnostic(Code.UNKNOWN_ID, self._place(path, key=key), facts))
        return False

    def _number(self, path: Path, what: Label, expected: Arithmetic | None, got: Amount, query: str) -> None:
        wanted = expected.value if expected else ZERO
        if wanted != got:
            written = expected.text if expected and expected.is_worked else ""
            self._fail(path, what, f"{wanted:,}", f"{got:,}", query, written)

    def _fail(  # noqa: PLR0913, PLR0917  # the parts of a failure
        self, path: Path, what: Label, expected: str | Label, got: str | Label, query: str, arithmetic: str = ""
    ) -> None:
        place = self._place(path)
        self.failures.append(Failure(what, expected, got, place, query, self.evaluation, arithmetic))

    def _place(self, path: Path, *, key: bool = False) -> Place:
        return self.tree.place((*self.path, *path), key=key)


def _words(key: str, **facts: object) -> Label:
    return Label(sentence(key, "ko", **facts), sentence(key, "en", **facts))


def _rank_words(rank: int | None) -> str | Label:
    return str(rank) if rank else _words("case_no_rank")


def _as_expected(states: EntryStates | ClaimStates, outcomes: Sequence[Outcome]) -> bool:
    """One word is for every row of the id; a list names the rows in any order."""
    if isinstance(states, tuple):
        return Counter(map(str, states)) == Counter(str(each.state) for each in outcomes)
    if isinstance(states, dict):
        ((state, code),) = states.items()
        return all(str(each.state) == state and code in _codes(each) for each in outcomes)
    return all(str(each.state) == states for each in outcomes)


def _codes(outcome: Outcome) -> list[Code]:
    return [reason.code for reason in outcome.reasons]


def _state_words(states: EntryStates | ClaimStates) -> str:
    if isinstance(states, tuple):
        return ", ".join(states)
    return ", ".join(f"{state} ({code})" for state, code in states.items()) if isinstance(states, dict) else states


def _told(outcomes: Iterable[Outcome]) -> str:
    told = (f"{each.state} ({', '.join(_codes(each))})" if each.reasons else str(each.state) for each in outcomes)
    return ", ".join(dict.fromkeys(told))
