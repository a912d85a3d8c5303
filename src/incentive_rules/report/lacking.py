"""Rows that hang on a column that is not there: told together, since what helps all of them is that column."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.messages.screen import words
from incentive_rules.statement.model import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from incentive_rules.errors import Diagnostic
    from incentive_rules.messages import Label, Language
    from incentive_rules.statement.model import Outcome, Reason

_UNKNOWN = (Code.CONDITION_UNKNOWN, Code.FACT_MISSING, Code.GROUP_UNKNOWN, Code.PAY_FACT_UNKNOWN)


@dataclass(frozen=True, slots=True)
class Together:
    """Rows of one table that hang on the same column and on nothing else."""

    name: Label
    rows: tuple[Outcome, ...]

    def ids(self, lang: Language) -> str:
        """The first row, and how many more there are."""
        return words("lacking_rows", lang, first=self.rows[0].id, count=len(self.rows) - 1)

    def why(self, lang: Language) -> str:
        """That the column is not there."""
        return words("lacking_why", lang, name=self.name)


class Lacking:
    """The facts that no file has a column for, as the findings of reading say."""

    def __init__(self, findings: Iterable[Diagnostic]) -> None:
        missing = [found for found in findings if found.code is Code.ASKED_COLUMN_MISSING and found.facts["whole"]]
        self.names: Mapping[object, Label] = {
            name: found.facts["name"]  # type: ignore[misc]  # the label of a fact
            for found in missing
            for name in (found.facts["name"], found.facts["id"])
        }

    def of(self, reason: Reason) -> Label | None:
        """The fact by whose missing column a reason stands, if it does."""
        return self.names.get(reason.facts.get("name", "")) if reason.code in _UNKNOWN else None

    def parted(self, outcomes: Sequence[Outcome]) -> tuple[list[Together], list[Outcome]]:
        """The rows that hang on missing columns alone, together where there are several; and all others."""
        found: dict[object, list[Outcome]] = defaultdict(list)
        for each in outcomes if self.names else ():
            names = {self.of(reason) for reason in each.reasons}
            if each.state is State.HELD and len(names) == 1 and None not in names:
                found[each.kind, names.pop()].append(each)
        many = {key: rows for key, rows in found.items() if len(rows) > 1}
        told = {id(row) for rows in many.values() for row in rows}
        together = [Together(key[1], tuple(rows)) for key, rows in many.items()]  # type: ignore[index]  # as made above
        return together, [each for each in outcomes if id(each) not in told]

    def reasons(self, reasons: Sequence[Reason], lang: Language) -> tuple[list[str], list[Reason]]:
        """What is open of a ranking by missing columns, each once; and all other reasons."""
        names = dict.fromkeys(name for each in reasons if (name := self.of(each)) is not None)
        told = [words("lacking_why", lang, name=name) for name in names]
        return told, [each for each in reasons if self.of(each) is None]
