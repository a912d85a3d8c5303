"""One scheme feeds another: who won what, as rows for the ledger of a scheme in which winning earns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError, nearest
from incentive_rules.ledger.model import Status
from incentive_rules.messages import Label
from incentive_rules.scheme.rankings import WORK
from incentive_rules.statement.ids import stable_id
from incentive_rules.statement.winning import won_by_rank, won_by_settling

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date

    from incentive_rules.statement.record import Record
    from incentive_rules.statement.winning import Won

_AWARD = Label("보상 규칙", "award")
_WON = Label("구간이나 등수, 등급", "tier, place or grade")
_WINNABLE = ("tiers", "places", "grades")


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
    wins = (each for each in _wins(evaluation) if each.award == award and (not won or each.what in won))
    scheme = str(evaluation.scheme["id"])
    rows = [row for win in wins for row in _rows(evaluation, scheme, activity, win)]
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


def _wins(evaluation: Record) -> Iterator[Won]:
    for member, statement in evaluation.statements.items():
        yield from won_by_settling(member, statement.settlements)
    yield from won_by_rank(evaluation.rankings)


def _rows(evaluation: Record, scheme: str, activity: str, win: Won) -> Iterator[dict[str, str | date]]:
    """The row of a winner; of a piece of work, one for each person whose points made up its score."""
    of_work = win.of == WORK
    for member in _people(evaluation, win) if of_work else (win.owner,):
        named = (member, win.owner) if of_work else (member,)
        row: dict[str, str | date] = {
            "entry_id": stable_id(scheme, win.award, win.what, *named, win.occasion, activity),
            "member_id": member,
            "date": win.day,
            "activity": activity,
            "status": str(Status.PENDING if win.provisional else Status.APPROVED),
        }
        yield {**row, "work": win.owner} if of_work else row


def _people(evaluation: Record, win: Won) -> list[str]:
    """Whose entries make up the score of a piece of work."""
    entries = set(win.entries)
    statements = evaluation.statements.items()
    return [member for member, each in statements if not entries.isdisjoint(line.entry_id for line in each.credits)]
