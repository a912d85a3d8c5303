"""Which questions a scheme must answer, and the answers that it gives.

A question is asked exactly when some rule of the scheme hangs on it. An unanswered question is an error: the
library never chooses for the people who are paid.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, nearest
from incentive_rules.facts import kind_of
from incentive_rules.messages import Label, question_label
from incentive_rules.scheme.answers import ANSWERS, WAIT, Answer
from incentive_rules.scheme.awards import CounterName, RankingAward, TiersAward
from incentive_rules.scheme.conditions import PROVENANCE_KEYS, tests_of
from incentive_rules.scheme.names import option_ids, tiers_of
from incentive_rules.scheme.parts import PointsByFact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from incentive_rules.scheme.conditions import Condition
    from incentive_rules.scheme.model import Scheme
    from incentive_rules.scheme.parts import InForce
    from incentive_rules.scheme.tree import Path, Tree

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
        answers[question] = found if isinstance(found, Answer) else Answer(question, "")
        findings += [] if isinstance(found, Answer) else [found]
    return answers, findings


def _answer(question: str, written: Any, tree: Tree, options: tuple[str, ...] | None) -> Answer | Diagnostic:  # noqa: ANN401  # raw
    path: Path = ("answers", question)
    if question not in ANSWERS:
        facts = {"name": question, "known": tuple(ANSWERS), "near": nearest(question, ANSWERS)}
        return Diagnostic(Code.UNKNOWN_KEY, tree.place(path, key=True), facts)
    value = written
    if isinstance(written, dict):
        for key in written:
            if key not in ("is", *PROVENANCE_KEYS):
                known: tuple[str, ...] = ("is", *PROVENANCE_KEYS)
                facts = {"name": key, "known": known, "near": nearest(str(key), known)}
                return Diagnostic(Code.UNKNOWN_KEY, tree.place((*path, key), key=True), facts)
        if "is" not in written:
            return Diagnostic(Code.MISSING_KEY, tree.place(path, key=True), {"name": "is"})
        path, value = (*path, "is"), written["is"]
    known = choices(question, options)
    if known and value not in known:
        words = {"value": value, "known": known, "near": nearest(str(value), known)}
        return Diagnostic(Code.BAD_ANSWER, tree.place(path), {**words, "question": question_label(question)})
    return Answer(question, str(value))


def choices(question: str, options: tuple[str, ...] | None) -> tuple[str, ...]:
    """The possible answers to a question; empty where they cannot be known."""
    return (options or ()) if question == "no_option" else ANSWERS[question]


def open_questions(scheme: Scheme, conditions: Mapping[Path, Condition], tree: Tree) -> Iterator[Diagnostic]:
    """A finding for each question that the scheme's rules raise and that it does not answer."""
    for question in asked(scheme, conditions):
        if question not in scheme.answered:
            known = choices(question, (*option_ids(scheme), WAIT))
            facts = {"question": question_label(question), "known": known, "paste": f"{question}: {known[0]}"}
            yield Diagnostic(Code.OPEN_QUESTION, tree.place(("answers",), key=True), {**facts, "name": question})


def asked(scheme: Scheme, conditions: Mapping[Path, Condition]) -> Iterator[str]:
    """The questions that this scheme's rules raise, in the order of ``ANSWERS``."""
    awards = scheme.awards.values()
    rankings = [award for award in awards if isinstance(award, RankingAward)]
    tiers = [award for award in awards if isinstance(award, TiersAward)]
    counts_on = scheme.answered.get("points_count_on")
    raised = {
        "points_count_on": True,
        "values_taken_on": bool(counts_on and counts_on.value not in ("", "activity_date"))
        and _changes(scheme, conditions),
        "grade_judged_on": _looks_at_members(scheme, conditions.values()),
        "no_longer_eligible": bool(tiers) and ("eligible",) in conditions and _of_members([conditions[("eligible",)]]),
        "year_end": any(award.measure.counter is CounterName.BALANCE for award in tiers),
        "no_option": any(tier.choose for _, _, _, tier in tiers_of(scheme)),
        "group_credited_on": any(award.of != "member" for award in rankings),
        "ranking_field": bool(rankings),
    }
    return (question for question, is_raised in raised.items() if is_raised)


def _of_members(conditions: Iterable[Condition]) -> bool:
    return any(test.scope == "member" for condition in conditions for test in tests_of(condition))


def _looks_at_members(scheme: Scheme, conditions: Iterable[Condition]) -> bool:
    by_member = any(
        isinstance(activity.points, PointsByFact) and activity.points.by in scheme.facts.member
        for activity in scheme.activities.values()
    )
    return by_member or _of_members(conditions)


def _changes(scheme: Scheme, conditions: Mapping[Path, Condition]) -> bool:
    """Whether some rule about entries changes within the life of the scheme."""
    rules: tuple[InForce, ...] = (*scheme.activities.values(), *scheme.bonuses.values(), *scheme.limits.values())
    if any(rule.first or rule.until for rule in rules):
        return True
    if any(len(test.operands.steps) > 1 for condition in conditions.values() for test in tests_of(condition)):
        return True
    return any(map(_has_steps, rules))


def _has_steps(rule: object) -> bool:
    """Whether a dated value anywhere in a rule has more than one step."""
    steps = getattr(rule, "steps", None)
    if steps is not None:
        return len(steps) > 1
    if isinstance(rule, dict):
        return any(map(_has_steps, rule.values()))
    return any(map(_has_steps, rule.__dict__.values())) if hasattr(rule, "model_fields_set") else False
