"""An evaluation held against what a case expects. Names that occur nowhere are findings: nothing passes unseen."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount
from incentive_rules.cases.model import Standing
from incentive_rules.cases.result import Failure
from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, nearest
from incentive_rules.messages import Label, sentence
from incentive_rules.scheme.awards import RankingAward
from incentive_rules.statement.model import RowKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from incentive_rules.cases.arithmetic import Arithmetic
    from incentive_rules.cases.model import Expect, StandingOrRank
    from incentive_rules.cases.rows import Given
    from incentive_rules.scheme.model import Scheme
    from incentive_rules.scheme.tree import Path, Tree
    from incentive_rules.statement.evaluation import Evaluation
    from incentive_rules.statement.model import Outcome, Payment, Ranking

COUNTERS = ("earned", "used", "lapsed", "balance")
ZERO = Amount(0)
_MEMBER = Label("구성원", "member")
_PAYEE = Label("구성원이나 부서", "member or group")
_GROUP = Label("부서", "group")
_ENTRY = Label("실적", "entry")
_CLAIM = Label("신청", "claim")
_REWARD = Label("보상", "reward")
_RANKING = Label("순위", "ranking")
_PERIOD = Label("기간", "period")


def check(
    expect: Expect, evaluation: Evaluation, given: Given, scheme: Scheme, tree: Tree, path: Path
) -> tuple[list[Failure], list[Diagnostic]]:
    """What does not hold, and what is wrong with the expectations; ``path`` leads to them in the tree."""
    checker = Checker(evaluation, given, scheme, tree, path)
    checker.counters(expect)
    checker.paid(expect.paid)
    checker.payments(expect)
    checker.rows(expect.entries, RowKind.ENTRY, _ENTRY)
    checker.rows(expect.claims, RowKind.CLAIM, _CLAIM)
    checker.rankings(expect.rankings)
    return checker.failures, checker.findings


@dataclass(slots=True)
class Checker:
    """One pass over the expectations of a case; each method looks at one kind."""

    evaluation: Evaluation
    given: Given
    scheme: Scheme
    tree: Tree
    path: Path
    failures: list[Failure] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
