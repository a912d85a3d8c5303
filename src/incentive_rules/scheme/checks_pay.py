"""Whether what is paid names rewards that exist and facts that fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.facts import FactKind
from incentive_rules.messages import Label
from incentive_rules.scheme.checks_facts import check_listed, fits
from incentive_rules.scheme.pay_steps import FactNumber, PaySteps, TakeBy, TakeWord

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentive_rules.scheme.pay_steps import PayRule, PayStep
    from incentive_rules.scheme.reporter import Reporter
    from incentive_rules.scheme.tree import Path

_OF_PEOPLE = Label("소속에는 개인의 사실이 없습니다", "a group has no facts of people")
_NOTHING_PAID = Label(
    "'award'는 등급이 준 금액이므로 추가 지급에서만 씁니다",
    "'award' is what the grade pays, so only a supplement can begin with it",
)


def check_bundle(
    reporter: Reporter, bundle: Mapping[str, PayRule], path: Path, *, of: str = "member", on_top: bool = False
) -> None:
    """Findings about what is paid: its rewards, and the facts that its steps look at.

    ``of`` is who is paid: a member, or a group fact. ``on_top`` says that something was paid before.
    """
    for reward, pay in bundle.items():
        reporter.known("reward", reward, (*path, reward), key=True)
        for number, step in enumerate(pay.steps if isinstance(pay, PaySteps) else ()):
            _step(reporter, step, (*path, reward, "steps", number, step.does), of, on_top=on_top)


def _step(reporter: Reporter, step: PayStep, path: Path, of: str, *, on_top: bool) -> None:
    value = getattr(step, step.does)
    if value is TakeWord.AWARD and not on_top:
        facts = {"left": "take: award", "right": "pays", "why": _NOTHING_PAID}
        reporter.report(Code.CONTRADICTION, path, facts, key=True)
    if not isinstance(value, TakeBy | FactNumber):
        return
    name = value.by if isinstance(value, TakeBy) else value.fact
    if of != "member":
        facts = {"left": f"of: {of}", "right": name, "why": _OF_PEOPLE}
        reporter.report(Code.CONTRADICTION, path, facts, key=True)
    elif isinstance(value, TakeBy):
        check_listed(reporter, value.by, value.values, reporter.scheme.facts.member, path)
    else:
        fits(reporter, value.fact, reporter.scheme.facts.member, (FactKind.NUMBER,), (*path, "fact"))
