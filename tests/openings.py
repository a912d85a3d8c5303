"""The whole history beside the rows since a day with opening rows: what must be the same in both (law 18)."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from incentive_rules import Code, Evaluation, InputError, Opening, evaluate, opening_of
from incentive_rules.statement.opening import OpeningKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from incentive_rules import Scheme

Row = dict[str, Any]
Said = dict[str, Any]
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class History:
    """A scheme with its whole history, and how far it is looked at."""

    scheme: Scheme
    entries: Sequence[Row]
    roster: Sequence[Row]
    claims: Sequence[Row]
    as_of: date
    known_at: date | None = None

    def whole(self) -> Evaluation:
        """The evaluation of all of it."""
        return evaluate(
            self.scheme, self.entries, self.roster, self.claims, as_of=self.as_of, known_at=self.known_at
        )

    def opening(self, day: date, before: Opening | None = None) -> Opening:
        """What is left to a day, by the whole history or by what there is since an earlier opening."""
        entries, claims = self.since(before) if before else (self.entries, self.claims)
        return opening_of(
            self.scheme,
            entries,
            self.roster,
            claims,
            as_of=day - ONE_DAY,
            known_at=self.known_at,
            opening=before,
        )

    def opened(self, opening: Opening) -> Evaluation:
        """The evaluation of the rows since an opening."""
        entries, claims = self.since(opening)
        return evaluate(
            self.scheme, entries, self.roster, claims, as_of=self.as_of, known_at=self.known_at, opening=opening
        )

    def since(self, opening: Opening) -> tuple[list[Row], list[Row]]:
        """The rows that the opening did not settle: those whose day of counting is on its day or after, or open."""
        counting = self.scheme.answered["points_count_on"].value
        open_entries, open_claims = (
            {row.what for row in opening.rows if row.kind is kind}
            for kind in (OpeningKind.OPEN_ENTRY, OpeningKind.OPEN_CLAIM)
        )
        new = [row for row in self.entries if _is_new(row, counting, opening.day)]
        works = {(row["work"], row["activity"]) for row in new if row.get("work")}  # shares of a work belong together
        entries = [
            row
            for row in self.entries
            if row in new or row["entry_id"] in open_entries or (row.get("work"), row["activity"]) in works
        ]
        claims = [row for row in self.claims if row["claim_id"] in open_claims or _day(row, "date") >= opening.day]
        return entries, claims


def _day(row: Row, name: str) -> date:
    value = row.get(name)
    return value if isinstance(value, date) else date.fromisoformat(value) if value else date.min


def _is_new(row: Row, counting: str, day: date) -> bool:
    counts_on = _counts_on(row, counting)
    return counts_on is None or counts_on >= day


def _counts_on(row: Row, counting: str) -> date | None:
    if counting == "approval_date":
        return _day(row, "approved_on") if row.get("approved_on") else None
    if counting == "recorded_date" and row.get("recorded_on"):
        return _day(row, "recorded_on")
    return _day(row, "date")


def refusal(history: History, day: date) -> list[Code]:
    """Why there can be no opening on a day."""
    try:
        history.opening(day)
    except InputError as error:
        return [found.code for found in error.findings]
    return []


def said(found: Evaluation, day: date) -> Said:
    """All that an evaluation says of the time since a day."""
    groups = {f"{kind} {name}": each for kind, named in found.groups.items() for name, each in named.items()}
    members = {f"member {name}": each for name, each in found.statements.items()}
    return {
        "payments": [each for each in found.payments if each.day >= day],
        "rankings": [each for each in found.rankings if each.day >= day],
        **{
            f"{name} {key}": told
            for name, each in {**members, **groups}.items()
            for key, told in _of_one(each, day).items()
            if told
        },
    }


def _of_one(statement: Any, day: date) -> Said:
    since = [each for each in statement.credits if each.counts_on >= day]
    return {
        "balance": statement.balance,
        "lots": [
            (each.entry_id, each.activity, each.day, each.counts_on, each.left, each.ends)
            for each in statement.credits
            if each.left
        ],
        "credits": since,
        "settlements": [each for each in statement.settlements if each.day >= day],
        "lapses": [each for each in statement.lapses if each.day >= day - ONE_DAY],
        "deductions": [each for each in statement.deductions if each.day >= day],
    }


def differences(whole: Evaluation, opened: Evaluation, day: date) -> list[tuple[str, object, object]]:
    """Where the two differ."""
    one, other = said(whole, day), said(opened, day)
    return [(name, one.get(name), other.get(name)) for name in sorted({*one, *other}) if one.get(name) != other.get(name)]
