"""Which rules let the rows of one member change the result of another, and why.

All others look at one member alone: their results can be told without looking at anybody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from incentive_rules.messages import LANGUAGES, Label
from incentive_rules.messages.screen import has_words, words
from incentive_rules.program.from_scheme import program_of
from incentive_rules.program.points import facts_of
from incentive_rules.scheme.conditions import GIVER, tests_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from incentive_rules.messages import Language
    from incentive_rules.program.model import GeneralLimit, Program
    from incentive_rules.program.rankings import RankingRule
    from incentive_rules.scheme.conditions import Condition
    from incentive_rules.scheme.model import Scheme

MEMBER = "member"


class How(StrEnum):
    """In which way a rule couples members."""

    RANKING = "ranking"
    LOT = "lot"
    ONE_PRIZE = "one_prize"
    GRADES = "grades"
    GRADES_BY_SHARE = "grades_by_share"
    BUDGET = "budget"
    LIMIT = "limit"
    GROUP = "group"
    GIVEN_FOR = "given_for"
    WORK = "work"
    GIVER = "giver"
    CLOSING = "closing"


_FOLLOWED = (How.WORK, How.GIVER, How.CLOSING)


@dataclass(frozen=True, slots=True)
class Coupling:
    """A rule that couples members: its address in the scheme file, in which way, and why in words.

    Example:
        >>> from incentive_rules import couplings, example_path, load_scheme
        >>> (found,) = couplings(load_scheme(example_path("donghae.yaml")))
        >>> found.address, found.how, found.is_followed
        ('awards.departments', <How.RANKING: 'ranking'>, False)
    """

    address: str
    how: How
    why: Label

    @property
    def is_followed(self) -> bool:
        """Whether the few rows of others that matter are found by themselves, and ``evaluate_member`` takes them in.

        So it is with partners in joint work, with those who gave points, and with the last day of all rows.
        """
        return self.how in _FOLLOWED


def couplings(scheme: Scheme) -> tuple[Coupling, ...]:
    """Every rule of a scheme that lets the rows of one member change the result of another; awards come last.

    Where there is none, adding, changing or taking away rows of others changes nothing for a member, as long as no row
    of theirs has the id of a row of the member, or corrects one.

    Raises:
        InputError: for a path or a text where a scheme belongs.

    Example:
        >>> from incentive_rules import couplings, example_path, load_scheme
        >>> for found in couplings(load_scheme(example_path("donghae.yaml"))):
        ...     print(found.address, "-", found.why.en)
        awards.departments - 'department ranking' goes by rank: who gets it hangs on the points of others
    """
    return couplings_of(program_of(scheme))


def couplings_of(program: Program, without: Collection[str] = ()) -> tuple[Coupling, ...]:
    """The couplings of a program; ``without`` the awards by rank or grade of these ids, where they can be left out."""
    found = [*_of_people(program), *_of_activities(program, without), *_of_limits(program)]
    found += _of_budgets(program, without)
    for rule in program.rankings:
        if rule.id not in without:
            found += _of_ranking(rule)
    for grades in program.grades:
        if grades.id not in without:
            how = How.GRADES_BY_SHARE if grades.by_share else How.GRADES
            found.append(_coupling(grades.address, how, grades.label))
    return tuple(found)


def _coupling(address: str, how: How, name: Label | str, **more: object) -> Coupling:
    return Coupling(address, how, Label(*(words(f"coupling_{how}", lang, name=name, **more) for lang in LANGUAGES)))


def _of_people(program: Program) -> Iterator[Coupling]:
    """What hangs on who gave points, or on what was known of everybody."""
    if program.carries_forward and program.closing is not None:
        yield _coupling("closing", How.CLOSING, program.closing.label)
    if _asks_giver(program.eligible):
        yield _coupling("eligible", How.GIVER, "eligible")
    for counter in program.counters.values():
        if _asks_giver(counter.when):
            yield _coupling(f"{counter.address}.when", How.GIVER, counter.label)


def _of_activities(program: Program, without: Collection[str]) -> Iterator[Coupling]:
    awards = {award.id: award.label for award in (*program.rankings, *program.grades)}
    for rule in program.activities.values():
        if rule.of:
            yield _coupling(f"{rule.address}.of", How.GROUP, rule.label)
        if rule.shares:
            yield _coupling(f"{rule.address}.shares", How.WORK, rule.label)
        if _asks_giver(rule.when):
            yield _coupling(f"{rule.address}.when", How.GIVER, rule.label)
        if any(scope == GIVER for scope, _ in facts_of(rule.points)):
            yield _coupling(f"{rule.address}.points", How.GIVER, rule.label)
        if rule.made is not None and rule.made.award in without:
            yield _coupling(f"{rule.address}.after", How.GIVEN_FOR, rule.label, award=awards[rule.made.award])
    for bonus in {each.id: each for several in program.bonuses.values() for each in several}.values():
        if _asks_giver(bonus.when):
            yield _coupling(f"{bonus.address}.when", How.GIVER, bonus.label)


def _of_limits(program: Program) -> Iterator[Coupling]:
    for limit in program.general_limits:
        if not limit.is_of_one:
            keys = Label(*(", ".join(_keys(limit, lang)) for lang in LANGUAGES))
            yield _coupling(limit.address, How.LIMIT, limit.label, by=keys)
        if _asks_giver(limit.when):
            yield _coupling(f"{limit.address}.when", How.GIVER, limit.label)
        if limit.allowance is not None and limit.allowance.scope == GIVER:
            yield _coupling(f"{limit.address}.points", How.GIVER, limit.label)


def _keys(limit: GeneralLimit, lang: Language) -> Iterator[str]:
    """What a limit goes by, in words."""
    facts = {(scope, fact.name): fact.label for scope, fact in limit.by_facts}
    for scope, name in limit.by:
        key = f"notice_limit_by_{scope}"
        if name:
            yield facts[scope, name].in_language(lang)
        else:
            yield words(key, lang) if has_words(key, lang) else scope


def _of_budgets(program: Program, without: Collection[str]) -> Iterator[Coupling]:
    awards = {award.id: award.label for award in (*program.rankings, *program.grades)}
    for budget in program.budgets:
        if budget.by != MEMBER:
            yield _coupling(budget.address, How.BUDGET, budget.label)
        for award in sorted(budget.awards & set(without)):
            yield _coupling(budget.address, How.GIVEN_FOR, budget.label, award=awards[award])


def _of_ranking(rule: RankingRule) -> Iterator[Coupling]:
    yield _coupling(rule.address, How.RANKING, rule.label)
    if any(each.kind == "lot" for each in rule.criteria):
        yield _coupling(f"{rule.address}.ties", How.LOT, rule.label)
    if rule.one_prize is not None:
        yield _coupling(f"{rule.address}.one_prize", How.ONE_PRIZE, rule.label)


def _asks_giver(condition: Condition | None) -> bool:
    """Whether a condition asks what is known of who gave the points."""
    return condition is not None and any(each.scope == GIVER for test in tests_of(condition) for each in test.asks())
