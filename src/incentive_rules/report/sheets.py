"""What a report shows, as sheets of text: a title, columns, rows and notes. It decides nothing and counts nothing anew;
``terminal`` gives the sheets their looks.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentive_rules.amounts import ZERO, Amount
from incentive_rules.codes import Code
from incentive_rules.messages import sentence
from incentive_rules.messages.screen import words
from incentive_rules.report.lacking import Lacking
from incentive_rules.report.text import (
    claims_are_filed,
    counts_text,
    file_names,
    group_text,
    period_text,
    place_text,
    policy_text,
    prize_text,
    rule_order,
    rule_text,
    score_text,
    source_text,
    unit_of,
)
from incentive_rules.statement.explain.words import money
from incentive_rules.statement.model import RowKind, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from incentive_rules.errors import Diagnostic
    from incentive_rules.ledger.model import SourceReport, Table
    from incentive_rules.messages import Language
    from incentive_rules.simulate.readings import ReadingResult
    from incentive_rules.source import Place
    from incentive_rules.statement.evaluation import Evaluation
    from incentive_rules.statement.model import Outcome, Payment, Ranked, Ranking, Reason

    Row = tuple[str, ...]
    Tables = Sequence[Table[Any]]

_LACKING_NOTHING = Lacking(())
TOLD = (State.REJECTED, State.HELD, State.REFUSED, State.CORRECTED, State.CORRECTION, State.DUPLICATE, State.CREDITED)
"""The states of rows that are told one by one, in this order; of credited rows those that a limit cut."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of texts. ``numbers`` are the positions of columns that are set to the right; ``sums`` is a last row."""

    title: str
    heads: Row
    rows: tuple[Row, ...]
    numbers: tuple[int, ...] = ()
    sums: Row = ()
    notes: tuple[str, ...] = ()


def shortened(sheet: Sheet, most: int, lang: Language) -> Sheet:
    """The first rows of a sheet, with a note that says how many more there are."""
    more = len(sheet.rows) - most
    if more <= 0:
        return sheet
    notes = (words("more", lang, count=more), *sheet.notes)
    return Sheet(sheet.title, sheet.heads, sheet.rows[:most], sheet.numbers, sheet.sums, notes)


def evaluation_sheets(
    evaluation: Evaluation,
    tables: Tables,
    lang: Language,
    due: Sequence[Sheet] | None = None,
    findings: Sequence[Diagnostic] = (),
) -> Iterator[Sheet]:
    """Everything about an evaluation of these tables, in the order in which it is read.

    ``due`` are sheets of what is newly due; they take the place of those of all payments. ``findings`` are those of
    reading: rows that hang on a column that they miss are told together.
    """
    yield read_sheet([source for table in tables for source in table.sources], lang)
    yield activities_sheet(evaluation, lang)
    yield from due if due is not None else (payments_summary(evaluation, lang), *payments_sheets(evaluation, lang))
    lacking = Lacking(findings)
    yield from ranking_sheets(evaluation, lang, lacking)
    yield outcomes_sheet(evaluation, tables, lang, lacking)
    yield totals_sheet(evaluation, lang)


def read_sheet(sources: Sequence[SourceReport], lang: Language) -> Sheet:
    """What was read from each source: rows, where they went, and how the columns were understood."""
    names = file_names(source.name for source in sources)
    rows = tuple(
        (
            source_text(each, names),
            each.encoding,
            *(f"{count:,}" for count in (each.rows, each.read, each.rejected, each.set_aside)),
        )
        for each in sources
    )
    heads = ("file", "encoding", "rows", "rows_read", "rows_rejected", "rows_set_aside")
    notes = tuple(note for each in sources for note in _column_notes(each, source_text(each, names), lang))
    return Sheet(words("read", lang), _heads(heads, lang), rows, (2, 3, 4, 5), notes=notes)


def _column_notes(source: SourceReport, file: str, lang: Language) -> Iterator[str]:
    columns = [(each.header, each.name) for each in source.columns]
    read = [head if head == name else f"{head} = {name}" for head, name in columns if name]
    unread = [head for head, name in columns if not name]
    yield words("columns_read", lang, file=file, columns=", ".join(read))
    if unread:
        yield words("columns_unread", lang, file=file, columns=", ".join(unread))


def activities_sheet(evaluation: Evaluation, lang: Language) -> Sheet:
    """Entries and points by activity."""
    activities = evaluation.totals.activities
    rows = tuple(
        (rule_text(evaluation, "activities", key, lang), f"{total.entries:,}", f"{total.points:,}")
        for key, total in activities.items()
    )
    credited = evaluation.totals.entries.get(State.CREDITED, 0)
    sums = (words("sum", lang), f"{credited:,}", f"{evaluation.totals.earned:,}")
    return Sheet(words("activities", lang), _heads(("activity", "entries", "points"), lang), rows, (1, 2), sums)


def payments_summary(evaluation: Evaluation, lang: Language) -> Sheet:
    """Payments by award, tier or place, and reward, in the order of the scheme."""
    groups: dict[tuple[str, str, bool], list[Payment]] = defaultdict(list)
    order = rule_order(evaluation)
    for each in sorted(evaluation.payments, key=lambda payment: order[payment.rule]):
        groups[each.rule, each.reward, bool(each.withdraws)].append(each)
    rows = tuple(_summary(evaluation, payments, lang) for payments in groups.values())
    heads = _heads(("award", "tier_or_place", "reward", "payments_count", "amount"), lang)
    provisional = sum(each.provisional for each in evaluation.payments)
    notes = () if rows else (words("no_payments", lang),)
    notes = (words("payments_provisional", lang, count=provisional),) if provisional else notes
    return Sheet(words("payments_summary", lang), heads, rows, (3, 4), notes=notes)


def _summary(evaluation: Evaluation, payments: Sequence[Payment], lang: Language) -> Row:
    first = payments[0]
    total = money(sum((each.amount for each in payments), ZERO), first.unit, lang)
    award = rule_text(evaluation, "awards", first.award, lang)
    label, reward = (each.in_language(lang) for each in (first.label, first.reward_label))
    label += sentence("taken_back", lang) if first.withdraws else ""
    return (award, label, reward, f"{len(payments):,}", total)


def payments_sheets(evaluation: Evaluation, lang: Language) -> Iterator[Sheet]:
    """Every payment of each award: when, to whom, for what, by which claim or for which period."""
    for award in evaluation.scheme.get("awards", ()):
        paid = [each for each in evaluation.payments if each.award == award]
        title = words("payments_of", lang, award=rule_text(evaluation, "awards", award, lang))
        heads = _heads(("day", "payee", "tier_or_place", "claim_or_period", "reward", "amount"), lang)
        notes = () if paid else (words("no_payments", lang),)
        yield Sheet(title, heads, tuple(_payment(each, lang) for each in paid), (5,), notes=notes)


def _payment(each: Payment, lang: Language) -> Row:
    label, reward = (text.in_language(lang) for text in (each.label, each.reward_label))
    amount = money(each.amount, each.unit, lang)
    occasion = each.claim_id or period_text(each.period, lang)
    label += sentence("provisional", lang) if each.provisional else ""
    return (each.day.isoformat(), each.payee, label, occasion, reward, amount)


def ranking_sheets(evaluation: Evaluation, lang: Language, lacking: Lacking = _LACKING_NOTHING) -> Iterator[Sheet]:
    """Every ranking of every period, with what is still open."""
    amounts = {each.id: money(each.amount, each.unit, lang) for each in evaluation.payments}
    for ranking in evaluation.rankings:
        key = ("ranking_final" if ranking.final else "ranking_forecast") + "_open" * ranking.provisional
        facts = {"label": ranking.label, "period": ranking.period, "as_of": evaluation.as_of}
        rows = tuple(_ranked(evaluation, ranking, row, amounts, lang) for row in ranking.rows)
        heads = (words("rank", lang), group_text(evaluation, ranking.of, lang), *_heads(("score", "prize"), lang))
        notes = (*_ties(ranking, lang), *_unsettled(evaluation, ranking, lacking, lang))
        notes = notes if rows else (words("nobody_ranked", lang), *notes)
        yield Sheet(words(key, lang, **facts), heads, rows, (0, 2), notes=notes)


def _ranked(evaluation: Evaluation, ranking: Ranking, row: Ranked, amounts: Mapping[str, str], lang: Language) -> Row:
    prize = prize_text(evaluation, ranking.award, row.place, lang) if row.place else ""
    paid = ", ".join(amounts[each] for each in row.payments)
    return (f"{row.rank:,}", row.name, score_text(row.score, lang), ": ".join(filter(None, (prize, paid))))


def _ties(ranking: Ranking, lang: Language) -> Iterator[str]:
    """The ties whose prizes wait for a decision."""
    for reason in ranking.reasons:
        if reason.code is Code.TIE_HELD:
            yield words("ranking_tie", lang, rank=reason.facts["rank"])


def _unsettled(evaluation: Evaluation, ranking: Ranking, lacking: Lacking, lang: Language) -> Iterator[str]:
    """What could still change a ranking, each reason with the rows that have it."""
    reasons = [each for each in ranking.reasons if each.code is not Code.TIE_HELD]
    if reasons:
        yield words("ranking_provisional", lang)
    together, reasons = lacking.reasons(reasons, lang)
    yield from (f"  {told}" for told in together)
    for reason in reasons:
        ids = [each.id for each in evaluation.held if reason in each.reasons]
        told = reason.message(lang)
        yield "  " + (words("ranking_unsettled", lang, reason=told, ids=", ".join(ids)) if ids else told)


def outcomes_sheet(
    evaluation: Evaluation, tables: Tables, lang: Language, lacking: Lacking = _LACKING_NOTHING
) -> Sheet:
    """Every row that was rejected, held, refused, a duplicate or cut, with its reasons, place and bad cells."""
    kinds = (RowKind.ENTRY, RowKind.CLAIM, RowKind.ROSTER)
    told = [each for each in evaluation.outcomes if each.state in TOLD and each.reasons]
    told.sort(key=lambda each: (TOLD.index(each.state), kinds.index(each.kind)))
    together, told = lacking.parted(told)
    names = file_names(each.place.file for each in told if each.place.file)
    columns = _bad_columns(tables)
    rows: list[Row] = [(each.ids(lang), "", "", words("state_held", lang), each.why(lang)) for each in together]
    rows += [_outcome(each, place_text(each.place, names, columns.get(each.place, "")), lang) for each in told]
    heads = _heads(("row", "member", "where", "result", "why"), lang)
    if not names:  # a result that came back from JSON knows no files
        rows, heads = [(*row[:2], *row[3:]) for row in rows], (*heads[:2], *heads[3:])
    notes = () if rows else (words("all_counted", lang),)
    return Sheet(words("outcomes", lang), heads, tuple(rows), notes=notes)


def _bad_columns(tables: Tables) -> dict[Place, str]:
    """The names of the columns in which rows could not be read, by the place of the row."""
    return {
        row.place: ", ".join(dict.fromkeys(found.place.address for found in row.findings if found.place.address))
        for table in tables
        for row in table.rejected
    }


def _outcome(each: Outcome, where: str, lang: Language) -> Row:
    row = f"{words('roster_row', lang)} {each.id}".rstrip() if each.kind is RowKind.ROSTER else each.id
    is_cut = each.state is State.CREDITED and any(reason.code is Code.CUT_BY_LIMIT for reason in each.reasons)
    state = words("state_cut" if is_cut else f"state_{each.state}", lang)
    why = "\n".join(_reason(reason, lang) for reason in each.reasons)
    return (row, each.member_id, where, state, why)


def _reason(reason: Reason, lang: Language) -> str:
    hint = reason.help(lang)
    return reason.message(lang) + (f" ({hint})" if hint else "")


def totals_sheet(evaluation: Evaluation, lang: Language) -> Sheet:
    """The whole in numbers; each row that was read is counted once."""
    totals = evaluation.totals
    names = (*(["opened"] if evaluation.opening else []), "earned", "used", "lapsed", "balance")
    rows = [
        (words("members_with_points", lang), f"{totals.members:,}"),
        *((words(name, lang), f"{getattr(totals, name):,}") for name in names),
    ]
    for reward, amount in totals.paid.items():
        label = rule_text(evaluation, "rewards", reward, lang)
        rows.append((words("paid", lang, reward=label), money(amount, unit_of(evaluation, reward), lang)))
    states = Counter(each.state for each in evaluation.outcomes if each.kind is RowKind.ROSTER)
    staff = {state: states[state] for state in State if states[state]}
    counts = {RowKind.ENTRY: totals.entries, RowKind.CLAIM: totals.claims, RowKind.ROSTER: staff}
    notes = tuple(f"{words(f'{kind}_rows', lang)}: {counts_text(each, lang)}" for kind, each in counts.items())
    return Sheet(words("totals", lang), ("", ""), tuple(rows), (1,), notes=notes)


def readings_sheet(results: Sequence[ReadingResult], lang: Language) -> Sheet:
    """What each reading pays, and each month of it where one reward in a few months is all that is paid."""
    rewards = list(dict.fromkeys(reward for each in results for reward in each.paid))
    months = sorted({month for each in results for reward in rewards for month in each.by_month(reward)})
    if len(rewards) == 1 and len(months) <= _MOST_MONTHS:
        heads, rows, notes = _monthly(results, rewards[0], months, lang)
    else:
        heads = tuple(rule_text(results[0].evaluation, "rewards", reward, lang) for reward in rewards)
        rows, notes = [tuple(_paid(each, reward, lang) for reward in rewards) for each in results], ()
    labelled = tuple((each.label.in_language(lang), *row) for each, row in zip(results, rows, strict=True))
    heads = (words("reading", lang), *heads)
    notes = (*notes, *_policies(results, lang)) if rewards else (words("no_payments", lang),)
    return Sheet(words("readings", lang), heads, labelled, tuple(range(1, len(heads))), notes=notes)


_MOST_MONTHS = 8  # more columns do not fit beside the names of readings


def _paid(result: ReadingResult, reward: str, lang: Language) -> str:
    return money(result.paid.get(reward, ZERO), unit_of(result.evaluation, reward), lang)


def _monthly(
    results: Sequence[ReadingResult], reward: str, months: Sequence[str], lang: Language
) -> tuple[Row, list[Row], Row]:
    """One column a month and their sum, in the largest unit in which every number is whole."""
    label = rule_text(results[0].evaluation, "rewards", reward, lang)
    unit = unit_of(results[0].evaluation, reward)
    by_month = [each.by_month(reward) for each in results]
    factor = _common_unit([amount for each in by_month for amount in each.values()], unit)
    rows = [
        (*(_in_units(each.get(month), factor) for month in months), _in_units(sum(each.values(), ZERO), factor))
        for each in by_month
    ]
    heads = (*(_month_head(month, months, lang) for month in months), words("sum", lang))
    return heads, rows, (words("in_units", lang, reward=label, unit=money(Amount(factor), unit, lang)),)


def _common_unit(amounts: Sequence[Amount], unit: str) -> int:
    units = (10_000, 1_000) if unit == "KRW" else ()
    return next((each for each in units if all(amount % each == 0 for amount in amounts)), 1)


def _in_units(amount: Amount | None, factor: int) -> str:
    return "-" if amount is None else f"{Amount(amount / factor):,}"


def _month_head(month: str, months: Sequence[str], lang: Language) -> str:
    """The name of a month; with its year where there are several."""
    one_year = len({each[:4] for each in months}) == 1
    return words(f"month_{month[5:]}", lang) if one_year else month[2:]


def _policies(results: Sequence[ReadingResult], lang: Language) -> Iterator[str]:
    """How people claim, and the readings that are shown under a policy of their own."""
    claimed = [each for each in results if claims_are_filed(each.evaluation)]
    if not claimed:
        return
    common = claimed[0].policy
    yield words("claims_by", lang, policy=policy_text(common, lang))
    for each in claimed:
        if each.policy != common:
            yield words("claims_of", lang, label=each.label, policy=policy_text(each.policy, lang))


def _heads(keys: Iterable[str], lang: Language) -> Row:
    return tuple(words(key, lang) for key in keys)
