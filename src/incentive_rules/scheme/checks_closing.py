"""What does not go together with closed periods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.messages import Label

if TYPE_CHECKING:
    from incentive_rules.scheme.reporter import Reporter

_GIVEN_LATER = Label(
    "보상 뒤에 주는 활동은 마감한 기간의 결과에 달려 있어 차이만 나중에 반영할 수 없습니다. 'restate'로 답하십시오",
    "what an award gives hangs on results of closed periods, so no difference can be carried; answer 'restate'",
)


def check_closing(reporter: Reporter) -> None:
    """Findings about `closing`: differences are not carried where awards give points again."""
    scheme = reporter.scheme
    late = scheme.answered.get("late_rows")
    if scheme.closing is None or late is None or late.value != "carry_forward":
        return
    for name, activity in scheme.activities.items():
        if activity.after is not None:
            facts = {"left": f"activities.{name}: after", "right": "late_rows: carry_forward", "why": _GIVEN_LATER}
            reporter.report(Code.CONTRADICTION, ("answers", "late_rows"), facts, key=True)
