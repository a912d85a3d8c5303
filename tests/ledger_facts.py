"""A small scheme's facts, and what every table holds, for the tests of the readers."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from incentive_rules.amounts import Amount
from incentive_rules.facts import Fact, FactKind, Facts
from incentive_rules.messages import LANGUAGES, Label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from incentive_rules.errors import Diagnostic
    from incentive_rules.ledger.model import RejectedRow, Table

FACTS = Facts(
    member={
        "grade": Fact(
            "grade", FactKind.ORDERED, Label("직급", "grade"), values=(("9급",), ("6급", "연구사"), ("5급",))
        ),
        "department": Fact("department", FactKind.GROUP, Label("부서", "department"), columns=("실과소",)),
    },
    entry={
        "praised": Fact("praised", FactKind.YES_NO, Label("시민 칭찬", "citizen praise"), blank=False),
        "hours": Fact("hours", FactKind.NUMBER, Label("시간", "hours"), at_least=Amount(0), at_most=Amount(24)),
        "task": Fact("task", FactKind.TEXT, Label("과제", "task")),
    },
    activities={
        "proposal": Label("시책 제안", "policy proposal"),
        "collaboration": Label("협업을 통한 문제해결", "collaboration"),
    },
    awards={"monthly": Label("월 보상", "monthly award")},
    options={"money": Label("동해페이", "Donghae Pay"), "leave": Label("포상휴가", "leave")},
    columns={"member_id": ("개인번호",)},
)
SCHEME = SimpleNamespace(facts=FACTS)

ENTRY = {"entry_id": "E-1", "member_id": "00102", "date": "2024-06-10", "activity": "proposal"}
CLAIM = {"claim_id": "C-1", "member_id": "00102", "date": "2024-06-28", "award": "monthly"}


def found(row: RejectedRow) -> list[tuple[str, str]]:
    """What is wrong with a row: code and column of each finding."""
    return [(str(each.code), each.place.address) for each in row.findings]


def codes(findings: Iterable[Diagnostic]) -> list[str]:
    return [str(each.code) for each in findings]


def check_account(table: Table[Any]) -> None:
    """Every row is counted once, every rejected row says why, and every finding has words in both languages."""
    assert sum(each.rows for each in table.sources) == len(table.rows) + len(table.rejected) + len(table.set_aside)
    assert all(row.findings for row in table.rejected)
    for finding in (*table.findings, *(finding for row in table.rejected for finding in row.findings)):
        for lang in LANGUAGES:
            assert finding.message(lang)
            assert "{" not in finding.help(lang) or "{" in str(finding.facts)


def contents(table: Table[Any]) -> Counter[Any]:
    """What a table says, wherever it stands: its rows as often as they occur, and how many were refused or blank."""
    return Counter(table.rows) + Counter(rejected=len(table.rejected), set_aside=len(table.set_aside))
