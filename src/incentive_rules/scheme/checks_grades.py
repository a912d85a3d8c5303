"""What does not go together inside an award by grade."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.facts import FactKind, nearest_id
from incentive_rules.messages import Label
from incentive_rules.scheme.checks_facts import fits
from incentive_rules.scheme.checks_pay import check_bundle
from incentive_rules.scheme.grades import NotPaidThen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from incentive_rules.amounts import Amount
    from incentive_rules.periods import Dated
    from incentive_rules.scheme.grades import Grade, GradesAward
    from incentive_rules.scheme.reporter import Reporter
    from incentive_rules.scheme.tree import Path

_KINDS = (FactKind.ONE_OF, FactKind.ORDERED, FactKind.GROUP)
_GRADE = Label("등급", "grade")
_WHY = {
    "mixed": Label(
        "등급은 모두 비율(share)로 정하거나 모두 점수(at_least)로 정합니다",
        "grades go all by a share or all by a score",
    ),
    "people": Label("소속에는 개인의 사실이 없습니다", "a group has no facts of people"),
    "no_shares": Label("비율로 정하는 것이 없어 쓰이지 않습니다", "nothing goes by a share, so it has no use"),
    "no_seats": Label(
        "점수로 정하는 등급에는 뺄 자리가 없습니다", "grades that go by a score have no seats to take away"
    ),
    "nobody_paid": Label("지급하는 등급이 없습니다", "no grade is paid"),
}


def check_grades(checker: Reporter, award: GradesAward, path: Path) -> None:
    """Findings about one award."""
    _forms(checker, award, path)
    _cuts(checker, award, path)
    if award.within is not None:
        fits(checker, award.within.by, checker.scheme.facts.member, _KINDS, (*path, "within", "by"))
    if award.of != "member":
        _about_people(checker, award, path)
    _not_paid(checker, award, path)
    for name, grade in award.grades.items():
        check_bundle(checker, grade.pays or {}, (*path, "grades", name, "pays"), of=award.of)
    for name, change in award.adjust.items():
        named = {key: getattr(change, key) for key in ("at_least", "at_most") if getattr(change, key)}
        for key, grade_id in named.items():
            _known(checker, award, grade_id, (*path, "adjust", name, key))
    for name, extra in award.supplements.items():
        _names(checker, award, extra.grades, (*path, "supplements", name, "grades"))
        check_bundle(checker, extra.pays, (*path, "supplements", name, "pays"), of=award.of, on_top=True)


def _contradiction(checker: Reporter, path: Path, left: str, right: str, why: str) -> None:
    checker.report(Code.CONTRADICTION, path, {"left": left, "right": right, "why": _WHY[why]}, key=True)


def _forms(checker: Reporter, award: GradesAward, path: Path) -> None:
    """Each grade has its share or its score; only the last may go without."""
    key, other = ("share", "at_least") if award.by_share else ("at_least", "share")
    last = next(reversed(award.grades), "")
    for name, grade in award.grades.items():
        where = (*path, "grades", name)
        if getattr(grade, other) is not None:
            _contradiction(checker, (*where, other), key, other, "mixed")
            return
        if getattr(grade, key) is None and name != last:
            checker.report(Code.MISSING_KEY, where, {"name": key}, key=True)
            return
    (_shares if award.by_share else _scores)(checker, award, (*path, "grades"))


def _days(values: Iterable[Dated[Amount]], first: date) -> list[date]:
    """The days on which one of the values changes, from a first day on."""
    return sorted({max(first, day) for value in values for day, _ in value.steps})


def _first_day(checker: Reporter, award: GradesAward) -> date:
    return checker.scheme.in_force(award)[0]


def _shares(checker: Reporter, award: GradesAward, path: Path) -> None:
    """Shares take in everybody: they add up to 1, or to less where the last grade takes the rest."""
    shares = [grade.share for grade in award.grades.values() if grade.share is not None]
    has_rest = len(shares) < len(award.grades)
    for day in _days(shares, _first_day(checker, award)):
        if all(share.first_day <= day for share in shares):
            whole = sum(share.on(day) for share in shares)
            if whole > 1 or (whole != 1 and not has_rest):
                checker.report(Code.SHARES_NOT_WHOLE, path, {"value": whole, "day": day}, key=True)
                return


def _scores(checker: Reporter, award: GradesAward, path: Path) -> None:
    """Scores fall from the best grade on."""
    told = [(name, grade.at_least) for name, grade in award.grades.items() if grade.at_least is not None]
    for day in _days((score for _, score in told), _first_day(checker, award)):
        on_day = [(name, score.on(day)) for name, score in told if score.first_day <= day]
        for (better, high), (worse, low) in pairwise(on_day):
            if low >= high:
                facts = {"name": worse, "other": better, "day": day}
                checker.report(Code.GRADES_OUT_OF_ORDER, (*path, worse, "at_least"), facts)
                return


def _cuts(checker: Reporter, award: GradesAward, path: Path) -> None:
    """How shares become seats, and what equal scores do, is said exactly where something goes by a share."""
    for key in ("seats", "ties"):
        value = getattr(award, key)
        if award.cuts_ranks and value is None:
            checker.report(Code.MISSING_KEY, path, {"name": key}, key=True)
        elif value is not None and not award.cuts_ranks:
            _contradiction(checker, (*path, key), f"{key}: {value}", "at_least", "no_shares")


def _about_people(checker: Reporter, award: GradesAward, path: Path) -> None:
    """What looks at facts of people has no place where groups are graded."""
    for key in _people_keys(award):
        _contradiction(checker, (*path, *key), f"of: {award.of}", key[0], "people")


def _people_keys(award: GradesAward) -> Iterator[tuple[str, ...]]:
    yield from ((key,) for key in ("within", "not_paid") if getattr(award, key) is not None)
    yield from (("adjust", name, "when") for name in award.adjust)
    yield from (("supplements", name, "when") for name, each in award.supplements.items() if each.when is not None)


def _not_paid(checker: Reporter, award: GradesAward, path: Path) -> None:
    if award.not_paid is None or award.not_paid.then is not NotPaidThen.TAKE_FROM_LOWEST_PAID:
        return
    told = f"then: {award.not_paid.then}"
    if not award.by_share:
        _contradiction(checker, (*path, "not_paid", "then"), told, "at_least", "no_seats")
    elif not any(grade.pays for grade in award.grades.values()):
        _contradiction(checker, (*path, "not_paid", "then"), told, "grades", "nobody_paid")


def _names(checker: Reporter, award: GradesAward, names: tuple[str, ...], path: Path) -> None:
    for index, name in enumerate(names):
        if name in names[:index]:
            checker.report(Code.DUPLICATE_VALUE, (*path, index), {"name": name})
        else:
            _known(checker, award, name, (*path, index))


def _known(checker: Reporter, award: GradesAward, name: str, path: Path) -> None:
    grades: dict[str, Grade] = award.grades
    if name not in grades:
        facts = {
            "kind": _GRADE,
            "name": name,
            "known": tuple(grades),
            "near": nearest_id(name, grades, {each: rule.label for each, rule in grades.items()}),
        }
        checker.report(Code.UNKNOWN_ID, path, facts)
