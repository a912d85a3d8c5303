"""Rows beside opening rows: what counted before the opening is refused by name, and what it waits for must be there."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError
from incentive_rules.ledger.model import Claim, Entry
from incentive_rules.statement.brought import MEMBER
from incentive_rules.statement.correcting import REPLACES, aim_of
from incentive_rules.statement.earning.credit import Verdict, date_of
from incentive_rules.statement.earning.groups import by_owner
from incentive_rules.statement.limits.keys import turns_of
from incentive_rules.statement.model import Outcome, RowKind, State
from incentive_rules.statement.openings.gathering import with_their_own
from incentive_rules.statement.rows import because, outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from incentive_rules.ledger.model import Table
    from incentive_rules.statement.brought import Beginning
    from incentive_rules.statement.correcting import Standing
    from incentive_rules.statement.earning.credit import Line
    from incentive_rules.statement.earning.groups import Group
    from incentive_rules.statement.model import Reason
    from incentive_rules.statement.setting import Setting

Row = TypeVar("Row", Entry, Claim)


@dataclass(frozen=True, slots=True)
class Since:
    """Tells rows that the opening settled from those that are still to be looked at."""

    began: Beginning
    counting: str
    """the answer to `points_count_on`"""
    refused: dict[RowKind, list[Outcome]] = field(default_factory=dict)
    given: list[Claim] = field(default_factory=list)
    """every claim that was given"""

    @property
    def _why(self) -> Reason:
        return because(Code.BEFORE_OPENING, day=self.began.day)

    def require(self, entries: Iterable[Entry], claims: Iterable[Claim]) -> None:
        """See that every row is there that the opening did not settle.

        Raises:
            InputError: with each row that is not.
        """
        missing = [
            (name, kind)
            for given, names, kind in (
                ({row.entry_id for row in entries}, self.began.entries, RowKind.ENTRY),
                ({row.claim_id for row in claims}, self.began.claims, RowKind.CLAIM),
            )
            for name in sorted(names - given)
        ]
        if missing:
            facts = ({"id": name, "day": self.began.day} for name, _ in missing)
            raise InputError(Diagnostic(Code.OPEN_ROW_MISSING, facts=each) for each in facts)

    def entries(self, table: Table[Entry]) -> Table[Entry]:
        """A ledger without the rows that counted before; a row whose day is not known yet may still count."""
        return self._kept(table, RowKind.ENTRY, map(self._why_not, table.rows))

    def claims(self, table: Table[Claim]) -> Table[Claim]:
        """Claims without those of before."""
        self.given.extend(table.rows)
        new = (row.date >= self.began.day or row.claim_id in self.began.claims for row in table.rows)
        return self._kept(table, RowKind.CLAIM, (None if each else self._why for each in new))

    def _why_not(self, row: Entry) -> Reason | None:
        """Why a row is not looked at, if it is not."""
        day, aim = date_of(row, self.counting), aim_of(row)
        if aim is not None and aim.how != REPLACES:
            day = row.recorded_on or row.date
        if row.entry_id in self.began.entries:
            return None
        if day is not None and day < self.began.day:
            return None if row.share is not None else self._why  # the shares of a work are added up first
        if row.entry_id in self.began.lots:
            return because(Code.SAME_ID_DIFFERENT, id=row.entry_id, name="date")
        return None

    def _kept(self, table: Table[Row], kind: RowKind, why_not: Iterable[Reason | None]) -> Table[Row]:
        pairs = list(zip(table.rows, why_not, strict=True))
        self.refused[kind] = [outcome(row, kind, State.REJECTED, why) for row, why in pairs if why is not None]
        return replace(table, rows=tuple(row for row, why in pairs if why is None))

    def told(self, found: Standing[Row], kind: RowKind) -> Standing[Row]:
        """What stands, with the rows that were refused; a correction that finds no row may mean one of before."""
        outcomes: list[Outcome] = [self._of_nothing(each) for each in found.outcomes]
        return replace(found, outcomes=[*outcomes, *self.refused.get(kind, ())])

    def _of_nothing(self, each: Outcome) -> Outcome:
        aimless = next((reason for reason in each.reasons if reason.code is Code.CORRECTS_NOTHING), None)
        if aimless is None or each.state is not State.REJECTED:
            return each
        more = because(Code.CORRECTS_BEFORE_OPENING, id=aimless.facts["id"], day=self.began.day)
        return each._replace(reasons=(*each.reasons, more))

    def lines(
        self, setting: Setting, lines: Mapping[str, list[Line]], verdicts: list[Verdict]
    ) -> dict[str, list[Line]]:
        """The lines since the opening; an entry that was decided since and counts before is refused by name."""
        first, waits = self.began.day, self.began.entries
        found = {owner: [line for line in own if line[0] >= first] for owner, own in lines.items()}
        old = {owner: [line for line in own if line[0] < first] for owner, own in lines.items()}
        open_ = {owner: [line for line in own if line[1].entry_id in waits] for owner, own in old.items()}
        late = [line for own in old.values() for line in own if line[1].entry_id not in waits]
        verdicts[:] = map(self._verdict, verdicts)
        late += _known(setting, {owner: own for owner, own in open_.items() if own}, verdicts)
        verdicts += [Verdict(entry, State.REJECTED, (self._why,), day) for day, entry, _ in late]
        return {owner: own for owner, own in found.items() if own}

    def _verdict(self, each: Verdict) -> Verdict:
        """A row that counted before waits for nothing, such as a partner's in joint work."""
        settled = each.counts_on is not None and each.counts_on < self.began.day
        is_over = each.state is State.HELD and settled and each.entry.entry_id not in self.began.entries
        return each._replace(state=State.REJECTED, reasons=(self._why,)) if is_over else each

    def waiting(self, claims: Iterable[Claim], found: Standing[Claim]) -> tuple[list[Claim], list[Outcome]]:
        """The claims since the opening; one of before that waits, waits on.

        What hung on corrections that disagreed, and stands now that a new one decided it, waits for nothing any more:
        only the whole history can say what it would have been paid.
        """
        listed = list(claims)
        new = [claim for claim in listed if claim.date >= self.began.day]
        old = [claim for claim in listed if claim.date < self.began.day]
        if not old:
            return new, []
        acting = {each.id for each in found.outcomes if each.state is State.CORRECTION}
        acting |= {row.claim_id for row in found.rows if row.claim_id in found.notes}
        decided = with_their_own(self.given, acting - self.began.claims) if acting else set()
        states = ((each, State.REJECTED if each.claim_id in decided else State.HELD) for each in old)
        return new, [outcome(claim, RowKind.CLAIM, state, self._why) for claim, state in states]


def _known(setting: Setting, lines: Mapping[str, list[Line]], verdicts: list[Verdict]) -> list[Line]:
    """The lines of which nothing is unknown any more; ``verdicts`` takes in those that wait on."""
    members, groups = by_owner(setting, lines, verdicts)
    owners: dict[Group, list[Line]] = {(MEMBER, member): own for member, own in members.items()} | groups
    if setting.program.general_limits:
        verdicts += turns_of(setting, owners.items())[1]
    return [line for own in owners.values() for line in own]
