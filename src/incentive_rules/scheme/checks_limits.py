"""What does not go together inside a limit, and what limits go by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.facts import nearest_id
from incentive_rules.messages import Label
from incentive_rules.periods import Per
from incentive_rules.scheme.checks_facts import LISTED, check_values, fits
from incentive_rules.scheme.conditions import tests_of
from incentive_rules.scheme.limits import GIVER, KEYS, MEMBER, Allowance, Keep
from incentive_rules.scheme.spans import ENTRY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from incentive_rules.facts import Facts
    from incentive_rules.scheme.conditions import Condition
    from incentive_rules.scheme.limits import Limit
    from incentive_rules.scheme.reporter import Reporter
    from incentive_rules.scheme.tree import Path

_WHY = {
    "select_points": Label(
        "실적을 고르는 한도는 건수로 정합니다. 점수 한도는 이른 실적부터 채웁니다",
        "which entries survive is a matter of how many; a limit on points is filled by the earliest",
    ),
    "void_others": Label(
        "한 사람의 실적 때문에 다른 사람의 점수가 없어지게 됩니다",
        "one person's entry would take away the points of another",
    ),
    "base_count": Label("건수에는 기본 점수와 가점의 구분이 없습니다", "a number of entries has no base and no bonus"),
    "calendar": Label(
        "이미 있는 기간의 낱말입니다. 다른 이름을 쓰십시오", "there is a period of that name already; choose another"
    ),
    "not_of_group": Label(
        "소속 자체의 실적에서 알 수 있는 사람의 사실은 그 소속뿐입니다. activities로 나누십시오",
        "of people's facts an entry of a group itself has only that group; set it apart with activities",
    ),
    "entry_alone": Label(
        "실적 하나씩 보는 한도에는 건수, 고르기, 묶음이 없습니다",
        "a limit of each entry by itself counts none, selects none and goes by nothing else",
    ),
}


def check_limits(reporter: Reporter, conditions: Mapping[Path, Condition]) -> None:
    """Findings about each limit, and about periods called by a word that is one already."""
    for name in reporter.scheme.periods:
        if name in (*Per, ENTRY):
            facts = {"left": f"periods: {name}", "right": f"per: {name}", "why": _WHY["calendar"]}
            reporter.report(Code.CONTRADICTION, ("periods", name), facts, key=True)
    for name, limit in reporter.scheme.limits.items():
        path = ("limits", name)
        _keys(reporter, limit, (*path, "by"))
        for key, left, right, why in _contradictions(limit):
            facts = {"left": left, "right": right, "why": _WHY[why]}
            reporter.report(Code.CONTRADICTION, (*path, key), facts, key=True)
        _of_groups(reporter, name, limit, conditions.get(("limits", name, "when")))
        if isinstance(limit.points, Allowance):
            _allowance(reporter, limit.points, (*path, "points"))


def _contradictions(limit: Limit) -> Iterator[tuple[str, str, str, str]]:
    keep, selects = f"keep: {limit.keep}", limit.keep is not Keep.EARLIEST
    if limit.per == ENTRY and (limit.count is not None or selects or limit.by):
        key = "count" if limit.count is not None else "keep" if selects else "by"
        yield key, f"per: {ENTRY}", key, "entry_alone"
    elif selects and limit.points is not None:
        yield "keep", keep, "points", "select_points"
    elif limit.keep is Keep.NONE and limit.by and MEMBER not in limit.by:
        yield "keep", keep, f"by: [{', '.join(limit.by)}]", "void_others"
    if limit.of is not None and limit.count is not None:
        yield "of", f"of: {limit.of}", "count", "base_count"


def _of_groups(reporter: Reporter, name: str, limit: Limit, condition: Condition | None) -> None:
    """A limit that asks a fact of people and looks at the entries of groups, which have no such fact."""
    known = reporter.scheme.activities
    of_people = [*_asked_of_owner(limit, reporter.scheme.facts), *(("when", each) for each in _tested(condition))]
    groups = {each: rule.of for each in limit.activities or known if (rule := known.get(each)) and rule.of is not None}
    for activity, of in groups.items():
        for key, asked in of_people:
            if asked != of:
                words = {"left": asked, "right": f"activities.{activity}.of: {of}", "why": _WHY["not_of_group"]}
                reporter.report(Code.CONTRADICTION, ("limits", name, key), words, key=True)


def _asked_of_owner(limit: Limit, facts: Facts) -> Iterator[tuple[str, str]]:
    """The facts of whoever did it that a limit looks at, with the key that names each."""
    for name in limit.by:
        key = split_key(facts, name)
        if key is not None and key[0] == MEMBER and key[1]:
            yield "by", key[1]
    if isinstance(limit.points, Allowance) and not limit.points.by.startswith(f"{GIVER}."):
        yield "points", limit.points.by.rpartition(".")[2]


def _tested(condition: Condition | None) -> Iterator[str]:
    """The facts of whoever did it that a condition tests."""
    for test in tests_of(condition) if condition is not None else ():
        yield from (asked.fact.name for asked in test.asks() if asked.scope == MEMBER)


def _keys(reporter: Reporter, limit: Limit, path: Path) -> None:
    for index, name in enumerate(limit.by):
        if name in limit.by[:index]:
            reporter.report(Code.DUPLICATE_VALUE, (*path, index), {"name": name})
        elif name not in KEYS:
            _key(reporter, name, (*path, index))


def _key(reporter: Reporter, name: str, path: Path) -> None:
    """Whether a fact of that name is there, once."""
    facts = reporter.scheme.facts
    if name in facts.member and name in facts.entry:
        reporter.report(Code.AMBIGUOUS_FACT, path, {"name": name})
    elif split_key(facts, name) is None and not reporter.may_be_declared(name.rpartition(".")[2]):
        known = (*KEYS, *facts.member, *facts.entry)
        reporter.report(Code.UNKNOWN_FACT, path, {"name": name, "known": known, "near": _near(facts, name, known)})


def _near(facts: Facts, name: str, known: tuple[str, ...]) -> str:
    labels = {each: fact.label for each, fact in {**facts.member, **facts.entry}.items()}
    return nearest_id(name, known, labels)


def split_key(facts: Facts, name: str) -> tuple[str, str] | None:
    """What a limit goes by, as scope and name of a fact; ``None`` if there is no such fact.

    Example:
        >>> from incentive_rules import example_path, load_scheme
        >>> facts = load_scheme(example_path("donghae.yaml")).facts
        >>> split_key(facts, "department"), split_key(facts, "giver"), split_key(facts, "colour")
        (('member', 'department'), ('giver', ''), None)
    """
    if name in KEYS:
        return name, ""
    scope, _, short = name.rpartition(".")
    scopes = {"member": facts.member, "entry": facts.entry}
    return next(((each, short) for each, known in scopes.items() if short in known and scope in ("", each)), None)


def _allowance(reporter: Reporter, points: Allowance, path: Path) -> None:
    facts = reporter.scheme.facts
    scope, _, short = points.by.rpartition(".")
    if scope not in ("", MEMBER, GIVER):
        known = (*facts.member, *(f"{GIVER}.{name}" for name in facts.member))
        words = {"name": points.by, "known": known, "near": _near(facts, points.by, known)}
        reporter.report(Code.UNKNOWN_FACT, (*path, "by"), words)
    elif fits(reporter, short, facts.member, LISTED, (*path, "by")):
        check_values(reporter, points.by, points.values, facts.member[short], (*path, "values"))
