"""The answer as data: statements, rankings, payments and the account of every row."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import ConfigDict, Field

from incentive_rules.messages import Label
from incentive_rules.program.from_scheme import program_of
from incentive_rules.scheme.from_yaml import load_scheme
from incentive_rules.statement.deferred import Deferred
from incentive_rules.statement.digest import FactsDigest
from incentive_rules.statement.model import Outcome, Payment, Ranking, State, Statement, Totals
from incentive_rules.statement.opening import Opened

if TYPE_CHECKING:
    from incentive_rules.program.model import Program


@dataclass(frozen=True)
class Record:
    """What an evaluation holds; explanations read this alone.

    ``groups`` has, by group fact and name, a statement of the entries that are a group's own.

    ``opening`` tells with which opening rows it began, if with any.

    ``set_aside`` are the rows that the reader passed over: titles, sums, blank ones. They are no facts, so they are not
    written to JSON: the same facts give the same JSON, however the sheet is dressed.

    ``only_member`` is whose result it is where it was made by ``evaluate_member``, and ``left_out`` names the awards of
    which nothing is told then. JSON leaves both out where there is none.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")  # of all inside it too, when JSON is read

    format: int
    scheme: dict[str, Any]
    reading: str
    as_of: date
    known_at: date | None
    totals: Totals
    statements: dict[str, Statement]
    groups: dict[str, dict[str, Statement]]
    rankings: tuple[Ranking, ...]
    payments: tuple[Payment, ...]
    outcomes: Deferred[Outcome]
    library: str
    facts_sha256: FactsDigest
    opening: Opened | None = None
    set_aside: Annotated[tuple[Outcome, ...], Field(exclude=True)] = field(default=(), compare=False)
    only_member: str = ""
    left_out: tuple[str, ...] = ()

    @cached_property
    def program(self) -> Program:
        """The rules that were applied, from the scheme that the evaluation holds."""
        return program_of(load_scheme(self.scheme))

    def statement_of(self, owner: str) -> Statement | None:
        """The statement of a member, or of a group by its name."""
        groups = (named[owner] for named in self.groups.values() if owner in named)
        return self.statements.get(owner) or next(groups, None)

    @property
    def rejected(self) -> tuple[Outcome, ...]:
        """Rows that do not count, each with its reasons."""
        return tuple(each for each in self.outcomes if each.state is State.REJECTED)

    @property
    def held(self) -> tuple[Outcome, ...]:
        """Rows that hang on something that is not known, each with its reasons."""
        return tuple(each for each in self.outcomes if each.state is State.HELD)


def label_of(written: object) -> Label:
    """A label as it stands in scheme data."""
    if isinstance(written, dict):
        return Label(str(written.get("ko", "")), str(written.get("en", "")))
    return Label(str(written), str(written))
