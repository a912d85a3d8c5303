"""One published sentence, all its readings, side by side on the same facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount
from incentive_rules.messages import Label
from incentive_rules.scheme.from_yaml import with_reading
from incentive_rules.scheme.policies import MONTH_END
from incentive_rules.simulate.claims import refuse_unknown_option
from incentive_rules.simulate.given import Given
from incentive_rules.simulate.shown import AS_FILED, Shown
from incentive_rules.statement.tables import civil_day

if TYPE_CHECKING:
    from datetime import date

    from incentive_rules.ledger.from_files import Source
    from incentive_rules.ledger.model import Claims, Ledger, Roster
    from incentive_rules.scheme.model import Scheme
    from incentive_rules.statement.evaluation import Evaluation


@dataclass(frozen=True, slots=True)
class ReadingResult:
    """What one reading pays. ``reading`` is empty for the text of the file itself; ``policy`` is how people claim."""

    reading: str
    label: Label
    policy: str
    evaluation: Evaluation

    @property
    def paid(self) -> dict[str, Amount]:
        """What members are paid, by reward; prizes of groups are left out, since they do not hang on the reading."""
        totals: dict[str, Amount] = {}
        for payment in self.evaluation.payments:
            if payment.payee_kind == "member":
                totals[payment.reward] = totals.get(payment.reward, Amount(0)) + payment.amount
        return totals

    def by_month(self, reward: str) -> dict[str, Amount]:
        """What members are paid of one reward in each month, as ``{"2024-06": ...}``."""
        months: dict[str, Amount] = {}
        for payment in self.evaluation.payments:
            if payment.payee_kind == "member" and payment.reward == reward:
                month = payment.day.isoformat()[:7]
                months[month] = months.get(month, Amount(0)) + payment.amount
        return months


def compare_readings(  # noqa: PLR0913  # the facts of an evaluation, and how people claim
    scheme: Scheme,
    ledger: Ledger | Source,
    roster: Roster | Source = (),
    claims: Claims | Source | None = None,
    *,
    policy: str = MONTH_END,
    as_of: date | str,
    option: str = "",
    known_at: date | str | None = None,
) -> tuple[ReadingResult, ...]:
    """The scheme as written and under each of its ``readings``, on the same facts.

    Tables may be rows, paths, or what ``read_ledger``, ``read_roster`` and ``read_claims`` gave. A reading that changes
    facts, columns or names has rows and files read anew; what a caller had read cannot be.

    With ``claims``, people claim as they did. Without, they claim by ``policy``; a reading that says ``claims:``
    itself is shown under its own policy. An ``option`` is taken under the readings that offer it.

    Raises:
        InputError: for an unknown policy or option, for a source that is no table, or for a table that was read before
            though a reading has its rows read in another way.

    Example:
        >>> from incentive_rules import compare_readings, example_path, load_scheme
        >>> scheme = load_scheme(example_path("donghae.yaml"))
        >>> done = [{"entry_id": n, "member_id": "K-1", "date": "2024-06-10", "activity": "achievement"} for n in "abc"]
        >>> staff = [{"member_id": "K-1", "grade": "7급", "department": "행정과"}]
        >>> results = compare_readings(scheme, done, staff, as_of="2024-12-31", option="money")
        >>> [str(result.paid["donghae_pay"]) for result in results if result.reading in ("", "status")]
        ['30000', '210000']
    """
    last = civil_day("as_of", as_of)
    known = None if known_at is None else civil_day("known_at", known_at)
    given = Given.of(scheme, ledger, roster, () if claims is None else claims)
    readings = {name: with_reading(scheme, name) for name in scheme.readings}
    refuse_unknown_option(
        option, dict.fromkeys(each for one in (scheme, *readings.values()) for each in one.facts.options)
    )
    shown = Shown(given, policy if claims is None else AS_FILED, last, option, known)

    def result(read: Scheme, label: Label, own_policy: str | None = None) -> ReadingResult:
        policy, evaluation = shown.under(read, _rows_for(read.reading), own_policy)
        return ReadingResult(read.reading, label, policy, evaluation)

    written = Label("파일에 적은 대로", "the file as it stands")
    return (
        result(scheme, written),
        *(result(readings[name], each.label, each.claims) for name, each in scheme.readings.items()),
    )


def _rows_for(reading: str) -> Label:
    return Label(
        f"해석 '{reading}'에서는 행을 다르게 읽으므로 읽은 표 대신 행의 목록이나 파일 경로를 주십시오",
        f"the reading '{reading}' has its rows read in another way, so pass rows or paths instead of a table",
    )
