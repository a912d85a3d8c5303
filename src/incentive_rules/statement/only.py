"""What of a result concerns one member."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from incentive_rules.statement.model import RowKind
from incentive_rules.statement.settle import Settled

if TYPE_CHECKING:
    from collections.abc import Iterable

    from incentive_rules.statement.assemble import RowAccount
    from incentive_rules.statement.credit import Verdict
    from incentive_rules.statement.model import Outcome


@dataclass(frozen=True, slots=True)
class Only:
    """One member, with the ids of the entries and claims that are the member's own.

    Whoever asks what became of an id is told of every row that carries it, as of the whole: so a row of somebody else
    stays where it has one of these ids.
    """

    member: str
    entries: frozenset[str]
    claims: frozenset[str]
    left_out: tuple[str, ...] = ()

    def settled(self, found: Settled) -> Settled:
        """The member's life."""
        return Settled({member: life for member, life in found.lives.items() if member == self.member})

    def verdicts(self, verdicts: Iterable[Verdict]) -> list[Verdict]:
        """The member's entries that do not count."""
        return [each for each in verdicts if each.entry.member_id == self.member]

    def account(self, account: RowAccount) -> RowAccount:
        """The account of the member's rows."""
        return replace(
            account,
            entries=list(filter(self._keeps, account.entries)),
            claims=list(filter(self._keeps, account.claims)),
            roster=list(filter(self._keeps, account.roster)),
        )

    def _keeps(self, each: Outcome) -> bool:
        own = {RowKind.ENTRY: self.entries, RowKind.CLAIM: self.claims}.get(each.kind, ())
        return each.member_id == self.member or (each.id in own and each.id != "")
