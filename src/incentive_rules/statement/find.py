"""What a query names in an evaluation: an entry, a claim, a settlement, a payment, a member or a group, by its id.

``K-102@monthly.t5`` is what somebody could have got: a member or a group, an award, and perhaps one of its tiers,
places or grades.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError, nearest
from incentive_rules.messages import LANGUAGES, Label, sentence
from incentive_rules.statement.model import Credit, Outcome, Payment, Ranking, RowKind, Settlement, Statement, StepKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentive_rules.statement.record import Record


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one id: every outcome, since several rows may carry it."""

    kind: RowKind
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A group, with the rankings in which it stands."""

    name: str
    rankings: tuple[Ranking, ...]


@dataclass(frozen=True, slots=True)
class Aim:
    """Somebody, and an award that they got or could have got; ``part`` is one of its tiers, places or grades."""

    who: str
    award: str
    part: str = ""


Found = Rows | Credit | Settlement | Payment | Statement | Group | Aim
KINDS = ("entry", "claim", "settlement", "payment", "member", "group")
"""What can be asked about; a kind in front of an id says which of several is meant."""


def find(record: Record, query: str) -> Found:
    """The one thing that a query names.

    Raises:
        InputError: if it names nothing (with the nearest id), or several things.
    """
    head, _, rest = query.partition(":")
    found = dict(_all(record, query))
    if not found and head in KINDS:
        found = {kind: each for kind, each in _all(record, rest) if kind == head}
    if len(found) == 1:
        return next(iter(found.values()))
    if not found and (aim := _aim(record, query)):
        return aim
    if found:
        kinds = tuple(found)
        facts = {"value": query, "known": kinds, "paste": f"{kinds[0]}:{query}"}
        raise InputError([Diagnostic(Code.SEVERAL_MATCHES, facts=facts)])
    raise InputError([Diagnostic(Code.UNKNOWN_QUERY, facts={"value": query, **_hint(record, query)})])


_MOST_NEAR = 5
_HANGUL_NAME = re.compile("[가-힣]{2,4}")
_NO_NAMES = Label(
    "성명이 아니라 사번으로 물으십시오. 부서는 그 부서의 순위가 있을 때만 찾습니다",
    "ask by the member's id, not by name; a group is found only where it is ranked",
)


def _hint(record: Record, query: str) -> dict[str, object]:
    """What may have been meant: a running number without its sheet, an id of nearly the same letters, or a name."""
    ids = [each for each in _ids(record) if each != query]
    numbered = [each for each in ids if each.endswith(f"-{query}")]
    if len(numbered) > 1:
        some = ", ".join(numbered[:_MOST_NEAR])
        return {"near": "", "advice": Label(f"비슷한 번호: {some}", f"ids like it: {some}")}
    near = numbered[0] if numbered else nearest(query, ids)
    if not near and (opened := record.opening) is not None:
        return {"near": "", "advice": Label(*(sentence("settled_before", each, day=opened.day) for each in LANGUAGES))}
    return {"near": "", "advice": _NO_NAMES} if not near and _HANGUL_NAME.fullmatch(query) else {"near": near}


_PARTS = ("tiers", "places", "grades")


def _aim(record: Record, query: str) -> Aim | None:
    """Who and what stand on either side of the last ``@``; ``None`` where there is none.

    Raises:
        InputError: if one side is known and the other is not, with what may have been meant.
    """
    who, _, path = query.rpartition("@")
    if not who:
        return None
    award, *rest = [each for each in path.removeprefix("awards.").split(".") if each not in _PARTS] or [""]
    part = ".".join(rest)
    awards, parts = record.scheme.get("awards", {}), parts_of(record, award)
    people = sorted({*record.statements, *_ranked(record)})
    if who in people and award in awards and (not part or part in parts):
        return Aim(who, award, part)
    if who not in people and award not in awards:
        return None  # some other id with an @ in it
    near = [nearest(each, known) if each not in known else each for each, known in ((who, people), (award, awards))]
    parts = parts_of(record, near[1])
    near += [part if part in parts else nearest(part, parts)] if part else []
    meant = "{}@{}".format(near[0], ".".join(near[1:])) if all(near) else ""
    some = ", ".join(parts)
    known = Label(f"아는 것: {some}", f"known: {some}") if part and all(near[:2]) and parts else _AIM
    advice = {} if meant else {"advice": known}
    raise InputError([Diagnostic(Code.UNKNOWN_QUERY, facts={"value": query, "near": meant, **advice})])


_AIM = Label(
    "'사번@상'이나 '사번@상.구간'으로 물으십시오. 상과 구간은 제도 파일의 id로 적습니다",
    "ask for 'member@award' or 'member@award.tier', with the ids of the scheme file",
)


def parts_of(record: Record, award: str) -> tuple[str, ...]:
    """The ids of the tiers, places or grades of an award; an exchange has none."""
    declared = record.scheme.get("awards", {}).get(award, {})
    return tuple(each for name in _PARTS for each in declared.get(name, ()))


def _ranked(record: Record) -> set[str]:
    """Everybody, every group and every piece of work that rankings and statements of groups know."""
    rows = {row.name for ranking in record.rankings for row in ranking.rows}
    apart = {each.name for ranking in record.rankings for each in ranking.apart}
    return rows | apart | {name for named in record.groups.values() for name in named}


def _all(record: Record, query: str) -> Iterator[tuple[str, Found]]:
    for kind in (RowKind.ENTRY, RowKind.CLAIM):
        outcomes = tuple(each for each in record.outcomes if each.kind is kind and each.id == query)
        if outcomes:
            yield kind, Rows(kind, outcomes)
        elif kind is RowKind.ENTRY and record.opening is not None:
            yield from ((kind, each) for each in _opened(record) if each.entry_id == query)
    if query in record.statements:
        yield "member", record.statements[query]
    yield from (("payment", payment) for payment in record.payments if payment.id == query)
    for statement in record.statements.values():
        yield from (("settlement", each) for each in statement.settlements if each.id == query)
    rankings = tuple(
        each for each in record.rankings if each.of != "member" and any(row.name == query for row in each.rows)
    )
    if rankings:
        yield "group", Group(query, rankings)


def _opened(record: Record) -> Iterator[Credit]:
    """The lots of opening rows, behind which no row stands."""
    statements = [*record.statements.values(), *(each for named in record.groups.values() for each in named.values())]
    credits_ = (each for statement in statements for each in statement.credits)
    yield from (each for each in credits_ if any(step.kind is StepKind.OPENING for step in each.steps))


def _ids(record: Record) -> list[str]:
    rows = {each.id for each in record.outcomes if each.id and each.kind is not RowKind.ROSTER}
    rows |= {each.entry_id for each in _opened(record)}
    groups = {row.name for ranking in record.rankings for row in ranking.rows}
    return sorted(rows | set(record.statements) | groups)
