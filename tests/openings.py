"""The whole history beside the rows since a day with opening rows: what must be the same in both (law 18)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from incentive_rules import Claims, Code, Evaluation, InputError, Ledger, Opening, evaluate, opening_of
from incentive_rules.ledger.from_rows import claims_from_rows, ledger_from_rows, roster_from_rows
from incentive_rules.statement.digest import digest
from incentive_rules.statement.earning.credit import date_of
from incentive_rules.statement.opening import OpeningKind
from worlds import LINKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incentive_rules import Roster, Scheme
    from incentive_rules.statement.model import Lapse

Row = dict[str, Any]
Said = dict[str, Any]
ONE_DAY = timedelta(days=1)


def sealed(data: Row) -> str:
    """The JSON of opening rows with the hash of what they say, as a program could have written them."""
    told = {name: value for name, value in data.items() if name != "sha256"}
    return json.dumps({**told, "sha256": digest(told)})


@dataclass(frozen=True)
class History:
    """A scheme with its whole history, and how far it is looked at."""

    scheme: Scheme
    ledger: Ledger
    roster: Roster
    claims: Claims
    as_of: date
    known_at: date | None = None

    @classmethod
    def of(  # the tables of a history
        cls,
        scheme: Scheme,
        entries: Sequence[Row],
        roster: Sequence[Row] = (),
        claims: Sequence[Row] = (),
        *,
        as_of: date,
    ) -> History:
        """Rows as typed tables. Corrections are left out, and of rows with one id all but the last: what is corrected
        over the boundary has laws of its own.
        """
        plain = {row["entry_id"]: row for row in entries if not any(row.get(link) for link in LINKS)}
        asked = {row["claim_id"]: row for row in claims if not any(row.get(link) for link in LINKS)}
        return cls(
            scheme,
            ledger_from_rows(plain.values(), scheme.facts),
            roster_from_rows(roster, scheme.facts),
            claims_from_rows(asked.values(), scheme.facts),
            as_of,
        )

    def whole(self) -> Evaluation:
        """The evaluation of all of it."""
        return evaluate(self.scheme, self.ledger, self.roster, self.claims, as_of=self.as_of, known_at=self.known_at)

    def opening(self, day: date, before: Opening | None = None) -> Opening:
        """What is left to a day, by the whole history or by what there is since an earlier opening."""
        ledger, claims = self.since(before) if before else (self.ledger, self.claims)
        last, known = day - ONE_DAY, self.known_at
        return opening_of(self.scheme, ledger, self.roster, claims, as_of=last, known_at=known, opening=before)

    def opened(self, opening: Opening) -> Evaluation:
        """The evaluation of the rows since an opening."""
        ledger, claims = self.since(opening)
        last, known = self.as_of, self.known_at
        return evaluate(self.scheme, ledger, self.roster, claims, as_of=last, known_at=known, opening=opening)

    def since(self, opening: Opening) -> tuple[Ledger, Claims]:
        """The rows that the opening did not settle: those that count on its day or later, and those that are open."""
        answered = self.scheme.answered.get("points_count_on")
        counting = str(answered.value) if answered else ""
        open_rows = {row.what for row in opening.rows if row.kind in _OPEN}
        new = [row for row in self.ledger.rows if (date_of(row, counting) or opening.day) >= opening.day]
        works = {(row.work, row.activity) for row in new if row.work}  # shares of a work belong together
        ids = {row.entry_id for row in new} | open_rows
        kept = [row for row in self.ledger.rows if row.entry_id in ids or (row.work, row.activity) in works]
        claims = [row for row in self.claims.rows if row.claim_id in open_rows or row.date >= opening.day]
        return Ledger(tuple(kept), self.ledger.rejected), Claims(tuple(claims), self.claims.rejected)


_OPEN = (OpeningKind.OPEN_ENTRY, OpeningKind.OPEN_CLAIM)


def refusals(history: History, day: date) -> list[Code]:
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
        "lapses": [each for each in statement.lapses if each.day >= day or _ends(each, day)],
        "deductions": [each for each in statement.deductions if each.day >= day],
    }


def differences(whole: Evaluation, opened: Evaluation, day: date) -> list[tuple[str, object, object]]:
    """Where the two differ."""
    one, other = said(whole, day), said(opened, day)
    return [
        (name, one.get(name), other.get(name)) for name in sorted({*one, *other}) if one.get(name) != other.get(name)
    ]


def _ends(lapse: Lapse, day: date) -> bool:
    """Whether points were there to the end of the day before, and so are among the opening rows."""
    return lapse.day == day - ONE_DAY and lapse.rule != "answers.no_longer_eligible"
