"""The payment list as plain typed rows: to whom, how much of what, when, and why. CSV and XLSX are written from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount
from incentive_rules.facts import FactKind
from incentive_rules.messages import sentence
from incentive_rules.messages.screen import has_words, words
from incentive_rules.report.partly_hidden import partly_hidden
from incentive_rules.report.small_groups import SMALLEST_GROUP, few_of
from incentive_rules.report.text import group_text, period_text, rule_order, rule_text, score_text
from incentive_rules.statement.explain.words import counter_text, money
from incentive_rules.statement.model import StepKind
from incentive_rules.statement.people import people_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from incentive_rules.ledger.model import Roster
    from incentive_rules.messages import Language
    from incentive_rules.scheme.model import Scheme
    from incentive_rules.statement.evaluation import Evaluation
    from incentive_rules.statement.model import Payment, Ranked, Ranking, Settlement, Step

Few = frozenset[tuple[str, str, str]]
"""Groups in rankings whose scores are withheld, from ``few_of``."""

Cell = str | Amount | date
"""What a cell of a list can be."""

MEMBER = "member"
"""The kind of a payee who is a person."""


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """One line of the payment list. The fields stand in the order of the columns.

    ``department`` is blank where nobody told it. On a list for posting the id of a member is hidden in part, and
    ``id`` and ``occasion`` hold no id at all.
    """

    payee: str
    department: str
    reward: str
    amount: Amount
    unit: str
    day: date
    award: str
    label: str
    reason: str
    provisional: str
    kind: str
    option: str
    occasion: str
    rule: str
    provenance: str
    reading: str
    id: str


_HEADS = {
    "payee": "payee",
    "department": "office_department",
    "reward": "reward",
    "amount": "amount",
    "unit": "column_unit",
    "day": "day",
    "award": "award",
    "label": "tier_or_place",
    "reason": "office_reason",
    "provisional": "column_provisional",
    "kind": "payee_kind",
    "option": "column_option",
    "occasion": "claim_or_period",
    "rule": "column_rule",
    "provenance": "office_provenance",
    "reading": "column_reading",
    "id": "column_id",
}


def columns_of(*, posted: bool = False) -> dict[str, str]:
    """The columns of the list: the fields of its rows, with the keys of their words; a posted list has no ids."""
    return {name: head for name, head in _HEADS.items() if not (posted and name == "id")}


def departments_of(roster: Roster, scheme: Scheme, day: date, known_at: date | None = None) -> dict[str, str]:
    """The department of each member whose row is in force on a day: the first group fact that the scheme declares.

    Members whose row leaves it blank or whose rows contradict each other are not in it; without such a fact, nobody.

    Example:
        >>> from incentive_rules import example_path, load_scheme, read_roster
        >>> scheme = load_scheme(example_path("donghae.yaml"))
        >>> roster = read_roster([{"member_id": "K-1", "grade": "7급", "department": "행정과"}], scheme)
        >>> departments_of(roster, scheme, date(2024, 6, 30))
        {'K-1': '행정과'}
    """
    group = next((name for name, fact in scheme.facts.member.items() if fact.kind is FactKind.GROUP), None)
    people = people_of(roster, known_at)
    found = {member: row.facts.get(group or "") for member in people.rows if (row := people.on(member, day))}
    return {member: str(department) for member, department in found.items() if department is not None}


def payment_rows(  # noqa: PLR0913  # each is a choice of the officer's
    evaluation: Evaluation,
    lang: Language,
    *,
    payments: Iterable[Payment] | None = None,
    departments: Mapping[str, str] | None = None,
    posted: bool = False,
    smallest_group: int = SMALLEST_GROUP,
) -> tuple[PaymentRow, ...]:
    """The payment list.

    Args:
        evaluation: whose payments they are.
        lang: the language of labels and reasons.
        payments: those that are newly due; without it, all.
        departments: member id to department, from ``departments_of``.
        posted: for a list that is posted: ids of members are hidden in part, and other ids are left out.
        smallest_group: on such a list, a score of a group that fewer people made is left out of its reason.

    Example:
        >>> from incentive_rules import evaluate, example_path, load_scheme
        >>> done = [{"entry_id": n, "member_id": "K-102", "date": "2024-06-10", "activity": "adoption"} for n in "abc"]
        >>> staff = [{"member_id": "K-102", "grade": "7급", "department": "행정과"}]
        >>> asked = [{"claim_id": "C-1", "member_id": "K-102", "date": "2024-06-28", "award": "monthly"}]
        >>> june = evaluate(load_scheme(example_path("donghae.yaml")), done, staff, asked, as_of="2024-06-30")
        >>> (row,) = payment_rows(june, "ko", posted=True)
        >>> row.payee, str(row.amount), row.unit, row.reason
        ('K***2', '30000', '원', '2024년 6월 신청: 남은 점수 3점으로 3점 구간')
    """
    due = evaluation.payments if payments is None else tuple(payments)
    few = few_of(evaluation, smallest_group) if posted else frozenset()
    writer = _Writer(evaluation, lang, departments or {}, posted, few, Occasions.of(evaluation))
    return tuple(writer.row(payment) for payment in due)


def in_scheme_order(evaluation: Evaluation, payments: Iterable[Payment]) -> list[Payment]:
    """Payments in the order in which the scheme names their tiers and places."""
    rewards = list(evaluation.scheme.get("rewards", ()))
    order = rule_order(evaluation)
    return sorted(payments, key=lambda each: (order[each.rule], rewards.index(each.reward)))


@dataclass(frozen=True, slots=True)
class Occasions:
    """Where payments come from: the settlement of each, or its line in a ranking, by payment id."""

    settlements: Mapping[str, Settlement]
    ranks: Mapping[str, tuple[Ranking, Ranked]]

    @classmethod
    def of(cls, evaluation: Evaluation) -> Occasions:
        """Those of an evaluation."""
        statements = evaluation.statements.values()
        settlements = {name: each for told in statements for each in told.settlements for name in each.payments}
        ranks = {
            name: (ranking, row) for ranking in evaluation.rankings for row in ranking.rows for name in row.payments
        }
        return cls(settlements, ranks)

    def reason(
        self, evaluation: Evaluation, payment: Payment, lang: Language, *, posted: bool = False, few: Few = frozenset()
    ) -> str:
        """Why a payment is due, in one sentence; a posted one names no claim, and no score of ``few``."""
        settlement, ranked = self.settlements.get(payment.id), self.ranks.get(payment.id)
        more = "".join(_more(step, payment, lang) for step in payment.steps)
        if settlement is not None:
            return _settled(evaluation, payment, settlement, more, lang, posted=posted)
        if ranked is not None:
            return _ranked(*ranked, more, lang, few)
        occasion = period_text(payment.period or month_of(payment.day), lang)
        return words("office_reason_other", lang, occasion=occasion, label=payment.label)


def _settled(  # noqa: PLR0913  # what a sentence is made of
    evaluation: Evaluation, payment: Payment, settlement: Settlement, more: str, lang: Language, *, posted: bool
) -> str:
    declared = evaluation.scheme["awards"][payment.award]
    if payment.withdraws:
        return words(
            "office_reason_withdrawn",
            lang,
            period=payment.period or month_of(settlement.day),
            claim="" if posted or not payment.claim_id else f" {payment.claim_id}",
            tier=payment.label,
            **payment.steps[0].facts,
        )
    key = "office_reason_claim" + "_assumed" * settlement.assumed
    return words(
        key if payment.claim_id else "office_reason_settlement",
        lang,
        period=payment.period or month_of(payment.day),
        claim="" if posted else f" {payment.claim_id}",
        measured=_measured(evaluation, payment.award, settlement.measured, lang),
        tier=_reached(declared, payment, lang),
        more=more,
    )


def _measured(evaluation: Evaluation, award: str, points: Amount, lang: Language) -> str:
    """How many points were there. An exchange looks at the balance; other counters and periods have names."""
    measure = evaluation.scheme["awards"][award].get("measure", {"counter": "balance"})
    counter, window = measure["counter"], measure.get("per", "ever")
    if counter in evaluation.scheme.get("counters", {}) or window in evaluation.scheme.get("periods", {}):
        return words("office_measured_named", lang, points=f"{points:,}", counter=counter_text(evaluation, award, lang))
    key = f"office_measured_{counter}" + "_ever" * (counter == "earned" and window == "ever")
    return words(key, lang, points=f"{points:,}", window=sentence(f"window_{window}", lang))


def _reached(declared: Mapping[str, Any], payment: Payment, lang: Language) -> str:
    """The tier that was reached, or how many points an exchange took at which rate."""
    exchanged = next((step for step in payment.steps if step.kind is StepKind.EXCHANGE), None)
    if exchanged is not None:
        return words("office_exchange", lang, value=exchanged.value, **exchanged.facts)
    tier = declared["tiers"].get(payment.rule.rpartition(".")[2], {})
    return words("office_tier_named" if "label" in tier else "office_tier", lang, tier=payment.label)


def _ranked(ranking: Ranking, row: Ranked, more: str, lang: Language, few: Few) -> str:
    is_withheld = (ranking.award, ranking.period, row.name) in few
    tied = sum(each.rank == row.rank for each in ranking.rows) > 1
    facts = {"ranking": ranking.label, "period": ranking.period, "rank": row.rank, "score": score_text(row.score, lang)}
    return words("office_reason_rank" + "_tied" * tied + "_withheld" * is_withheld, lang, **facts, more=more)


def _more(step: Step, payment: Payment, lang: Language) -> str:
    """What made an amount other than its rule says."""
    if step.kind is StepKind.PAID_BEFORE:
        return words("office_less_paid", lang, amount=money(Amount(-step.amount), payment.unit, lang))
    if step.kind is StepKind.SPLIT:
        return words("office_split", lang, name=step.facts["name"], value=step.value)
    return words("office_shared", lang, value=step.value) if step.kind is StepKind.SHARED else ""


def month_of(day: date) -> str:
    """The name of the month of a day."""
    return day.isoformat()[:7]


def unit_text(unit: str, lang: Language) -> str:
    """A unit as it stands beside a number: ``원`` for ``KRW``; any other word of a scheme stays as it is.

    Example:
        >>> unit_text("KRW", "ko"), unit_text("상자", "ko")
        ('원', '상자')
    """
    key = f"office_unit_{unit}"
    return words(key, lang) if has_words(key, lang) else unit


def paid_text(payment: Payment, lang: Language) -> str:
    """What is paid, in words: ``동해페이 30,000원``."""
    return f"{payment.reward_label.in_language(lang)} {money(payment.amount, payment.unit, lang)}"


@dataclass(frozen=True, slots=True)
class _Writer:
    evaluation: Evaluation
    lang: Language
    departments: Mapping[str, str]
    posted: bool
    few: Few
    occasions: Occasions

    def row(self, payment: Payment) -> PaymentRow:
        lang, is_person = self.lang, payment.payee_kind == MEMBER
        month = period_text(payment.period or month_of(payment.day), lang)
        return PaymentRow(
            payee=partly_hidden(payment.payee) if self.posted and is_person else payment.payee,
            department=self.departments.get(payment.payee, "") if is_person else payment.payee,
            reward=payment.reward_label.in_language(lang),
            amount=payment.amount,
            unit=unit_text(payment.unit, lang),
            day=payment.day,
            kind=group_text(self.evaluation, payment.payee_kind, lang),
            award=rule_text(self.evaluation, "awards", payment.award, lang),
            label=payment.label.in_language(lang),
            option=self._option(payment),
            occasion=month if self.posted else payment.claim_id or month,
            reason=self.occasions.reason(self.evaluation, payment, lang, posted=self.posted, few=self.few),
            provisional=sentence("yes" if payment.provisional else "no", lang),
            rule=payment.rule,
            provenance=_provenance(payment.steps, lang),
            reading=payment.reading,
            id="" if self.posted else payment.id,
        )

    def _option(self, payment: Payment) -> str:
        """What was chosen, by the names of its rewards."""
        if not payment.option:
            return ""
        award = self.evaluation.scheme["awards"][payment.award]
        offered = award.get("tiers", {}).get(payment.rule.rpartition(".")[2], award)  # an exchange has no tiers
        bundle = offered.get("choose", {}).get(payment.option, ())
        return " + ".join(rule_text(self.evaluation, "rewards", reward, self.lang) for reward in bundle)


def _provenance(steps: Sequence[Step], lang: Language) -> str:
    """Where the rules of an amount come from: a source, an assumption, or both."""
    sources = [sentence("tag_source", lang, id=step.source) for step in steps if step.source]
    assumed = [sentence("tag_assumed", lang) for step in steps if step.assumed]
    return "; ".join(dict.fromkeys((*sources, *assumed)))
