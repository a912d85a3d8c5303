"""The approval table (결재용 총괄표): on one page what is paid, to how many, and what whoever signs should know."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING

from incentive_rules.amounts import ZERO, Amount
from incentive_rules.messages import sentence
from incentive_rules.messages.screen import words
from incentive_rules.periods import ONE_DAY
from incentive_rules.report.payments import MEMBER, Occasions, in_scheme_order, unit_text
from incentive_rules.report.text import counts_text, group_text, rule_text
from incentive_rules.source import display_width
from incentive_rules.statement.model import RowKind, State
from incentive_rules.statement.record import label_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from incentive_rules.messages import Label, Language
    from incentive_rules.report.grids import Cells
    from incentive_rules.statement.evaluation import Evaluation
    from incentive_rules.statement.model import Payment, Step

Told = tuple[tuple[str, str], ...]
"""Lines of a name and a text."""

SIGNERS = ("office_sign_1", "office_sign_2", "office_sign_3")
PAID_HEADS = ("award", "tier_or_place", "reward", "office_count", "amount", "column_unit")
_REMARK_COLUMNS = 180  # about two lines
_SEAL = 16  # letters of a hash; enough to tell results apart, and to copy by hand
_SEALED = ("scheme", "ledger", "roster", "claims", "result")


@dataclass(frozen=True, slots=True)
class Approval:
    """The page from top to bottom. ``paid`` and ``sums`` stand under ``heads``; a sum is of one reward and its unit."""

    sheet: str
    title: str
    sign: str
    signers: tuple[str, ...]
    about: Told
    heads: tuple[str, ...]
    paid: tuple[Cells, ...]
    sums: tuple[Cells, ...]
    counts: Told
    remarks: Told


def approval_of(evaluation: Evaluation, payments: Sequence[Payment], lang: Language, since: date | None) -> Approval:
    """The approval table of these payments; ``since`` is the last day whose payments are left off."""
    sheet = words("office_approval", lang)
    return Approval(
        sheet=sheet,
        title=words("office_title", lang, scheme=label_of(evaluation.scheme["label"]), sheet=sheet),
        sign=words("office_sign", lang),
        signers=tuple(words(each, lang) for each in SIGNERS),
        about=tuple(_about(evaluation, lang, since)),
        heads=tuple(words(head, lang) for head in PAID_HEADS),
        paid=tuple(_paid(evaluation, payments, lang)),
        sums=tuple(_sums(evaluation, payments, lang)),
        counts=tuple(_counts(evaluation, payments, lang, since)),
        remarks=tuple(_remarks(evaluation, payments, lang)),
    )


def _about(evaluation: Evaluation, lang: Language, since: date | None) -> Iterator[tuple[str, str]]:
    first = since + ONE_DAY if since else evaluation.scheme["from"]
    yield words("office_covers", lang), words("office_covers_days", lang, first=first, last=evaluation.as_of)
    facts = {"as_of": evaluation.as_of, "known_at": evaluation.known_at}
    as_of = words("office_as_of_known", lang, **facts) if evaluation.known_at else str(evaluation.as_of)
    yield words("office_as_of", lang), as_of
    if since:
        yield words("office_left_off", lang), words("office_since", lang, since=since)
    if reading := evaluation.reading:
        yield words("office_reading", lang), reading


def _paid(evaluation: Evaluation, payments: Iterable[Payment], lang: Language) -> Iterator[Cells]:
    """Payments by award, tier or place, and reward."""
    groups: dict[tuple[str, str, str], list[Payment]] = defaultdict(list)
    for each in in_scheme_order(evaluation, payments):
        label = each.label.in_language(lang) + (sentence("taken_back", lang) if each.withdraws else "")
        groups[each.rule, label, each.reward].append(each)
    for (_, label, _), same in groups.items():
        first = same[0]
        award = rule_text(evaluation, "awards", first.award, lang)
        reward = first.reward_label.in_language(lang)
        yield (award, label, reward, Amount(len(same)), _sum(same), unit_text(first.unit, lang))


def _sums(evaluation: Evaluation, payments: Sequence[Payment], lang: Language) -> Iterator[Cells]:
    for reward in dict.fromkeys(each.reward for each in in_scheme_order(evaluation, payments)):
        same = [each for each in payments if each.reward == reward]
        label = same[0].reward_label.in_language(lang)
        unit = unit_text(same[0].unit, lang)
        yield (words("office_sum", lang), "", label, Amount(len(same)), _sum(same), unit)


def _sum(payments: Iterable[Payment]) -> Amount:
    return sum((each.amount for each in payments), ZERO)


def _counts(
    evaluation: Evaluation, payments: Iterable[Payment], lang: Language, since: date | None
) -> Iterator[tuple[str, str]]:
    # Rows and points are those since the first day, also where the payments are only the new ones.
    whole = words("office_since_first_day", lang) if since else ""
    totals = evaluation.totals
    payees = Counter(kind for kind, _ in {(each.payee_kind, each.payee) for each in payments})
    told = ", ".join(_payees(evaluation, kind, payees[kind], lang) for kind in sorted(payees, key=_people_first))
    yield words("office_payees", lang), told or words("office_nobody", lang)
    staff = Counter(each.state for each in evaluation.outcomes if each.kind is RowKind.ROSTER)
    tables: dict[RowKind, Mapping[State, int]] = {
        RowKind.ENTRY: totals.entries,
        RowKind.CLAIM: totals.claims,
        RowKind.ROSTER: {state: staff[state] for state in State if staff[state]},
    }
    for kind, counts in tables.items():
        if set(counts) - {State.IN_USE}:  # a staff list without a fault is no news
            yield words(f"{kind}_rows", lang), counts_text(counts, lang) + whole
    names = ("opened", "earned", "deducted", "used", "lapsed", "balance")
    facts = {name: f"{getattr(totals, name):,}" for name in names}
    key = "summary_opened" if evaluation.opening else "summary_deducted" if totals.deducted else "summary"
    yield words("office_points", lang), sentence(key, lang, **facts) + whole


def _people_first(kind: str) -> tuple[bool, str]:
    return kind != MEMBER, kind


def _payees(evaluation: Evaluation, kind: str, count: int, lang: Language) -> str:
    if kind == MEMBER:
        return words("office_payees_member", lang, count=count)
    return words("office_payees_group", lang, of=group_text(evaluation, kind, lang), count=count)


def _remarks(evaluation: Evaluation, payments: Sequence[Payment], lang: Language) -> Iterator[tuple[str, str]]:
    """What is open, what is assumed, where the rules are published, and what the result can be checked by."""
    yield words("office_provisional", lang), _provisional(evaluation, payments, lang)
    assumed = tuple(_assumptions(evaluation, payments, lang))
    yield words("office_assumed", lang), _first_of(assumed, lang) or words("office_none", lang)
    used = dict.fromkeys(step.source for step in _steps(evaluation, payments) if step.source)
    sources = tuple(_source(evaluation, source, lang) for source in used)
    yield words("office_sources", lang), _first_of(sources, lang) or words("office_none", lang)
    seal = evaluation.certificate
    parts = {name: getattr(seal, f"{name}_sha256")[:_SEAL] for name in _SEALED}
    yield words("office_seal", lang), words("office_seal_parts", lang, **parts)


def _provisional(evaluation: Evaluation, payments: Iterable[Payment], lang: Language) -> str:
    open_ones = [each for each in payments if each.provisional]
    if not open_ones:
        return words("office_none", lang)
    awards = dict.fromkeys(rule_text(evaluation, "awards", each.award, lang) for each in open_ones)
    return words("office_provisional_some", lang, count=len(open_ones), awards=", ".join(awards))


def _assumptions(evaluation: Evaluation, payments: Sequence[Payment], lang: Language) -> dict[str, None]:
    """What nobody published, that of the payments before that of the points; and claims that nobody filed."""
    settlements = Occasions.of(evaluation).settlements
    made_up = any((told := settlements.get(each.id)) is not None and told.assumed for each in payments)
    labels: dict[Label, None] = dict.fromkeys(
        step.assumed for step in _steps(evaluation, payments) if step.assumed is not None
    )
    claims = [words("office_assumed_claims", lang)] if made_up else []
    return dict.fromkeys((*claims, *(label.in_language(lang) for label in labels)))


def _steps(evaluation: Evaluation, payments: Iterable[Payment]) -> Iterator[Step]:
    for payment in payments:
        yield from payment.steps
    for statement in evaluation.statements.values():
        for credit in statement.credits:
            yield from credit.steps


def _source(evaluation: Evaluation, source: str, lang: Language) -> str:
    told = evaluation.scheme.get("sources", {}).get(source, {})
    parts = (label_of(told.get(name, "")).in_language(lang) for name in ("title", "publisher", "date"))
    return ", ".join(filter(None, parts)) or source


def _first_of(texts: Sequence[str], lang: Language) -> str:
    """As many of the texts as two lines hold, and how many more there are."""
    fitting = list(takewhile(lambda length: length <= _REMARK_COLUMNS, accumulate(map(display_width, texts))))
    kept = texts[: max(len(fitting), 1)]
    more = len(texts) - len(kept)
    return "; ".join((*kept, words("more", lang, count=more)) if more else kept)
