"""What of a result concerns one member."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from incentive_rules.statement.settle import Settled

if TYPE_CHECKING:
    from collections.abc import Iterable

    from incentive_rules.statement.assemble import RowAccount
    from incentive_rules.statement.earning.credit import Verdict
    from incentive_rules.statement.model import Outcome


@dataclass(frozen=True, slots=True)
class Only:
    """One member, and the ids of awards of which nothing is told."""

    member: str
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
            entries=list(filter(self._is_own, account.entries)),
            claims=list(filter(self._is_own, account.claims)),
            roster=list(filter(self._is_own, account.roster)),
        )

    def _is_own(self, each: Outcome) -> bool:
        return each.member_id == self.member
