"""One scheme feeds another: who won what, as rows for the ledger of a scheme in which winning earns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError, nearest
from incentive_rules.ledger.model import Status
from incentive_rules.messages import Label
from incentive_rules.scheme.rankings import WORK
from incentive_rules.statement.model import State
from incentive_rules.statement.tiers import stable_id

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date

    from incentive_rules.statement.model import Ranked
    from incentive_rules.statement.record import Record

_AWARD = Label("보상 규칙", "award")
_WON = Label("구간이나 등수, 등급", "tier, place or grade")
_WINNABLE = ("tiers", "places", "grades")


class _Win(NamedTuple):
    """Somebody's tier, place or grade; ``occasion`` tells it from others of the same award."""

    what: str
    winner: str
    day: date
    occasion: str
    work: str = ""
    status: Status = Status.APPROVED


def entries_from(
    evaluation: Record, award: str, activity: str, *, won: Collection[str] = ()
) -> tuple[dict[str, str | date], ...]:
    """Ledger rows for another scheme: one for each tier that was paid, place that was taken or grade that was given.

    ``activity`` is what winning counts as there; ``won`` are the tiers, places or grades that count, without it all. A
    row's member is the winner: a person, or the name of a group for an activity ``of`` groups. Where pieces of work
    won, each person whose points made up the score has a row with that ``work``. The date is the day on which it was
    won. What a provisional ranking says is ``pending``: it is held until the ranking is settled. The same win has the
    same ``entry_id`` in every run, so that a ledger may be fed again without harm.

    Raises:
        InputError: if the scheme has no such award, or the award no such tier, place or grade.

    Example:
        >>> from incentive_rules import evaluate, load_scheme
        >>> place = {"ranks": 1, "label": "the first"}
        >>> award = {"kind": "ranking", "label": "best", "of": "member", "ties": "expand", "places": {"first": place}}
        >>> scheme = load_scheme({
        ...     "language": 1, "id": "together", "label": "together", "from": "2024-01-01", "assumed": "made up",
        ...     "activities": {"thanks": {"label": "thanks", "points": 1}},
        ...     "awards": {"best": award | {"measure": {"counter": "earned", "per": "half"}}},
        ...     "answers": {"points_count_on": "activity_date", "ranking_field": "scored"},
        ... })
        >>> thanks = {"entry_id": "E-1", "member_id": "K-1", "date": "2024-05-02", "activity": "thanks"}
        >>> (row,) = entries_from(evaluate(scheme, [thanks], as_of="2024-06-30"), "best", "good_partner")
        >>> row["entry_id"], row["member_id"], str(row["date"]), row["activity"], row["status"]
        ('together:best:first:K-1:2024-H1:good_partner', 'K-1', '2024-06-30', 'good_partner', 'approved')
    """
    _check(evaluation.scheme, award, won)
    wins = (*_settled(evaluation, award), *_ranked(evaluation, award))
    counted = [win for win in wins if not won or win.what in won]
    rows = [_row(str(evaluation.scheme["id"]), award, activity, win) for win in counted]
    return tuple(sorted(rows, key=lambda row: (row["date"], row["entry_id"])))


def _check(scheme: dict[str, Any], award: str, won: Iterable[str]) -> None:
    awards = scheme.get("awards", {})
    _known(_AWARD, award, tuple(awards))
    winnable = tuple(name for key in _WINNABLE for name in awards[award].get(key, ()))
    for name in won:
        _known(_WON, name, winnable)


def _known(kind: Label, name: str, known: tuple[str, ...]) -> None:
    if name not in known:
        facts = {"kind": kind, "name": name, "known": known, "near": nearest(name, known)}
        raise InputError([Diagnostic(Code.UNKNOWN_ID, facts=facts)])


def _settled(evaluation: Record, award: str) -> Iterator[_Win]:
    """What claims and automatic settlements paid."""
    for member, statement in evaluation.statements.items():
        for each in statement.settlements:
            if each.award == award and each.state is State.PAID:
                yield from (_Win(what, member, each.day, each.claim_id or each.period) for what in each.paid)


def _ranked(evaluation: Record, award: str) -> Iterator[_Win]:
    """Places and grades of periods that are over."""
    for ranking in evaluation.rankings:
        if ranking.award != award or not ranking.final:
            continue
        status = Status.PENDING if ranking.provisional else Status.APPROVED
        for row in ranking.rows:
            win = _Win(row.place, row.name, ranking.day, ranking.period, status=status)
            if row.place and ranking.of == WORK:
                yield from (win._replace(winner=member, work=row.name) for member in _people(evaluation, row))
            elif row.place:
                yield win


def _people(evaluation: Record, row: Ranked) -> list[str]:
    """Whose entries make up the score of a piece of work."""
    entries = set(row.entries)
    statements = evaluation.statements.items()
    return [member for member, each in statements if not entries.isdisjoint(line.entry_id for line in each.credits)]


def _row(scheme: str, award: str, activity: str, win: _Win) -> dict[str, str | date]:
    named = (win.winner, win.work) if win.work else (win.winner,)
    row: dict[str, str | date] = {
        "entry_id": stable_id(scheme, award, win.what, *named, win.occasion, activity),
        "member_id": win.winner,
        "date": win.day,
        "activity": activity,
        "status": str(win.status),
    }
    return {**row, "work": win.work} if win.work else row
