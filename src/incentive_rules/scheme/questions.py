"""Which questions a scheme must answer, and the answers that it gives.

A question is asked exactly when some rule of the scheme hangs on it. An unanswered question is an error: the
library never chooses for the people who are paid.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, nearest
from incentive_rules.facts import kind_of
from incentive_rules.messages import LANGUAGES, Label, answer_label, question_label, sentence
from incentive_rules.scheme.answers import ANSWERS, WAIT, Answer
from incentive_rules.scheme.awards import Again, CounterName, ExchangeAward, OncePer, Pay, TiersAward
from incentive_rules.scheme.checks_limits import split_key
from incentive_rules.scheme.conditions import GIVER, PROVENANCE_KEYS, fact_called, tests_of
from incentive_rules.scheme.grades import GradesAward
from incentive_rules.scheme.limits import MEMBER as OF_MEMBER
from incentive_rules.scheme.limits import Allowance, Keep
from incentive_rules.scheme.names import option_ids, tiers_of
from incentive_rules.scheme.points import can_deduct, deciding_facts, is_banded_by_its_own_number
from incentive_rules.scheme.provenance import cited
from incentive_rules.scheme.rankings import MEMBER, WORK, RankingAward, Score
from incentive_rules.scheme.telling_names import telling_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from incentive_rules.messages import Language
    from incentive_rules.scheme.conditions import Condition
    from incentive_rules.scheme.model import Scheme
    from incentive_rules.scheme.tree import Path, Tree

_NOT_SAID = ("공표된 글이 말하지 않는다", "the published text does not say")
_AN_ANSWER = Label("답 하나", "an answer")
_A_MAPPING = Label("물음과 답의 묶음", "a mapping of questions and answers")


def answers_of(scheme: Scheme, tree: Tree, broken: frozenset[Path]) -> tuple[Mapping[str, Answer], list[Diagnostic]]:
    """The answers as written, and what is wrong with their form."""
    data = scheme.answers.data if scheme.answers is not None else {}
    if not isinstance(data, dict):
        facts = {"expected": _A_MAPPING, "got": kind_of(data)}
        return {}, [Diagnostic(Code.WRONG_TYPE, tree.place(("answers",)), facts)]
    answers: dict[str, Answer] = {}
    findings: list[Diagnostic] = []
    options = (*option_ids(scheme), WAIT)
    guess = not any(path[0] == "awards" for path in broken)
    for question, written in data.items():
        if question in PROVENANCE_KEYS:
            continue
        found = _answer(question, written, tree, options if guess else None)
        meant = question if question in ANSWERS else nearest(question, ANSWERS)
        if isinstance(found, Answer):
            answers[question] = found
        elif meant:
            answers.setdefault(meant, Answer(meant, ""))  # it is answered, however badly
        findings += [] if isinstance(found, Answer) else [found]
    return answers, findings


def _answer(question: str, written: Any, tree: Tree, options: tuple[str, ...] | None) -> Answer | Diagnostic:  # noqa: ANN401  # raw
    path: Path = ("answers", question)
    if question not in ANSWERS:
        return _unknown_key(path, (*ANSWERS, *PROVENANCE_KEYS), tree)
    if not isinstance(written, dict):
        return _chosen(question, written, path, tree, options)
    known = ("is", *PROVENANCE_KEYS)
    for key in written:
        if key not in known:
            return _unknown_key((*path, key), known, tree)
    if "is" not in written:
        return Diagnostic(Code.MISSING_KEY, tree.place(path, key=True), {"name": "is"})
    return _chosen(question, written["is"], (*path, "is"), tree, options)


def _unknown_key(path: Path, known: tuple[str, ...], tree: Tree) -> Diagnostic:
    facts = {"name": path[-1], "known": known, "near": nearest(str(path[-1]), known)}
    return Diagnostic(Code.UNKNOWN_KEY, tree.place(path, key=True), facts)


def _chosen(question: str, value: Any, path: Path, tree: Tree, options: tuple[str, ...] | None) -> Answer | Diagnostic:  # noqa: ANN401  # raw
    if value in (None, ""):
        return Diagnostic(Code.EMPTY_VALUE, tree.place(path))
    if isinstance(value, dict | list):
        return Diagnostic(Code.WRONG_TYPE, tree.place(path), {"expected": _AN_ANSWER, "got": kind_of(value)})
    known = choices(question, options)
    if known and value not in known:
        words = {"value": value, "known": known, "near": nearest(str(value), known)}
        told = Label(*(_answers_told(question, known, lang) for lang in LANGUAGES))
        facts = {**words, "question": question_label(question), "advice": told}
        return Diagnostic(Code.BAD_ANSWER, tree.place(path), facts)
    return Answer(question, str(value))


def _answers_told(question: str, known: tuple[str, ...], lang: Language) -> str:
    """The answers with what each of them means."""
    if question == "no_option":
        return ", ".join(known)
    lines = (f"\n      {each}  # {answer_label(question, each).in_language(lang)}" for each in known)
    return sentence("answers_are", lang) + "".join(lines)


def choices(question: str, options: tuple[str, ...] | None) -> tuple[str, ...]:
    """The possible answers to a question; empty where they cannot be known."""
    return (options or ()) if question == "no_option" else ANSWERS[question]


def open_questions(scheme: Scheme, conditions: Mapping[Path, Condition], tree: Tree) -> Iterator[Diagnostic]:
    """A finding for each question that the scheme's rules raise and that it does not answer."""
    if scheme.answers is not None and not isinstance(scheme.answers.data, dict):
        return  # its form is wrong, and that is told
    is_cited = bool(cited(scheme.as_written, ("answers",)))
    for question in asked(scheme, conditions):
        if question not in scheme.answered:
            known = choices(question, (*option_ids(scheme), WAIT))
            lines = [_line(question, answer, scheme, is_cited=is_cited) for answer in known]
            paste = Label(*("".join(f"\n      {line.in_language(lang)}" for line in lines) for lang in LANGUAGES))
            facts = {"name": question, "question": question_label(question), "known": known, "paste": paste}
            yield Diagnostic(Code.OPEN_QUESTION, tree.place(("answers",), key=True), facts)


def _line(question: str, answer: str, scheme: Scheme, *, is_cited: bool) -> Label:
    """The line to paste for one answer, with its meaning; it says where it comes from if nothing around it does."""
    means = scheme.facts.options.get(answer) if question == "no_option" else None
    means = means or answer_label(question, answer)
    ko, en = (answer if is_cited else f"{{is: {answer}, assumed: {reason}}}" for reason in _NOT_SAID)
    return Label(f"{question}: {ko}  # {means.ko}", f"{question}: {en}  # {means.en}")


def asked(scheme: Scheme, conditions: Mapping[Path, Condition]) -> Iterator[str]:
    """The questions that this scheme's rules raise, in the order of ``ANSWERS``."""
    awards = scheme.awards.values()
    rankings = [award for award in awards if isinstance(award, RankingAward)]
    tiers = [award for award in awards if isinstance(award, TiersAward)]
    exchanges = [award for award in awards if isinstance(award, ExchangeAward)]
    graded = [award for award in awards if isinstance(award, GradesAward)]
    of_entries = [condition for path, condition in conditions.items() if path[0] != "awards"]
    is_used = bool(exchanges) or any(award.measure.counter is CounterName.BALANCE for award in tiers)
    deducts = any(can_deduct(activity.points) for activity in scheme.activities.values())
    voids = any(limit.keep is Keep.NONE for limit in scheme.limits.values())
    counts_on = scheme.answered.get("points_count_on")
    raised = {
        "points_count_on": True,
        "values_taken_on": bool(counts_on and counts_on.value not in ("", "activity_date")),
        "grade_judged_on": _looks_at_members(scheme, of_entries),
        "no_longer_eligible": bool(tiers or exchanges)
        and ("eligible",) in conditions
        and _of_members([conditions[("eligible",)]]),
        "year_end": is_used and not (scheme.balance and scheme.balance.carry_over),
        "limit_tied": any(limit.by and OF_MEMBER not in limit.by for limit in scheme.limits.values())
        or bool(telling_names(scheme, conditions)),
        "deductions_reduce": is_used and deducts,
        "below_zero": is_used and (deducts or voids),
        "tiers_passed_over": any(award.pay is Pay.HIGHEST and _is_once(award) for award in tiers),
        "no_option": any(tier.choose for _, _, _, tier in tiers_of(scheme)) or any(each.choose for each in exchanges),
        "group_credited_on": any(each.of in scheme.facts.member for each in rankings)
        or any(each.of in scheme.facts.member for each in graded),
        "ranking_field": any(award.of != WORK for award in rankings),
        "second_prize": _may_win_twice(scheme),
        "heads_counted_on": any(award.score is Score.PER_HEAD for award in rankings),
        "heads_are": any(award.score is Score.PER_HEAD for award in rankings) and ("eligible",) in conditions,
        "grades_counted_of": bool(graded),
        "late_rows": scheme.closing is not None,
        "spent_points_corrected": is_used and scheme.closing is not None and _carries_forward(scheme),
        "paid_rewards_corrected": bool(tiers or exchanges) and scheme.closing is not None and _carries_forward(scheme),
        "minimum_is_of": any(award.minimum is not None for award in exchanges),
        "partner_not_eligible": _may_leave_partners_out(scheme, conditions),
        "bands_apply_to": any(is_banded_by_its_own_number(activity.points) for activity in scheme.activities.values()),
    }
    return (question for question, is_raised in raised.items() if is_raised)


def _of_members(conditions: Iterable[Condition]) -> bool:
    tests = (test for condition in conditions for test in tests_of(condition))
    return any(asked.scope in ("member", GIVER) for test in tests for asked in test.asks())


def _looks_at_members(scheme: Scheme, conditions: Iterable[Condition]) -> bool:
    by_member = any(
        (found := fact_called(scheme.facts, name)) and found[0] != "entry"
        for activity in scheme.activities.values()
        for name in deciding_facts(activity.points)
    )
    return by_member or _limits_look(scheme) or _of_members(conditions)


def _limits_look(scheme: Scheme) -> bool:
    """Whether a limit goes by a fact of people."""
    limits = scheme.limits.values()
    keys = (split_key(scheme.facts, name) for limit in limits for name in limit.by if name != MEMBER)
    return any(isinstance(limit.points, Allowance) for limit in limits) or any(key and key[0] == MEMBER for key in keys)


def _may_leave_partners_out(scheme: Scheme, conditions: Mapping[Path, Condition]) -> bool:
    """Whether somebody's row of joint work may fall to a condition while that of a partner counts."""
    shared = [name for name, activity in scheme.activities.items() if activity.shares]
    return bool(shared) and (
        ("eligible",) in conditions or any(("activities", n, "when") in conditions for n in shared)
    )


def _may_win_twice(scheme: Scheme) -> bool:
    """Whether one person, or one piece of work, may be paid by two rankings that do not look at each other."""
    paying = [
        (name, award)
        for name, award in scheme.awards.items()
        if isinstance(award, RankingAward)
        and award.of in (OF_MEMBER, WORK)
        and any(place.pays for place in award.places.values())
    ]
    looks = {name: set(award.one_prize.not_if_won) if award.one_prize else set() for name, award in paying}
    return any(
        one.of == other.of and a not in looks[b] and b not in looks[a]
        for (a, one), (b, other) in combinations(paying, 2)
    )


def _carries_forward(scheme: Scheme) -> bool:
    late = scheme.answered.get("late_rows")
    return late is not None and late.value == "carry_forward"


def _is_once(award: TiersAward) -> bool:
    return award.again is Again.ONCE or isinstance(award.again, OncePer)
