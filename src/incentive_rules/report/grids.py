"""Lists for a workbook: typed cells under one line of names, with sums and notes below. They know no file format."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentive_rules.amounts import ZERO, Amount
from incentive_rules.codes import Code
from incentive_rules.messages.screen import words
from incentive_rules.report.changes import decision
from incentive_rules.report.lacking import Lacking
from incentive_rules.report.payments import MEMBER, columns_of, paid_text
from incentive_rules.report.small_groups import SMALLEST_GROUP, few_of
from incentive_rules.report.text import file_names, group_text, period_text, place_text, prize_text, rounded
from incentive_rules.statement.model import RowKind, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from incentive_rules.errors import Diagnostic
    from incentive_rules.messages import Language
    from incentive_rules.report.lacking import Together
    from incentive_rules.report.payments import Cell, PaymentRow
    from incentive_rules.statement.changes import Change
    from incentive_rules.statement.evaluation import Evaluation
    from incentive_rules.statement.model import Outcome, Payment, Ranked, Ranking, Reason

Cells = tuple["Cell", ...]

LOOKED_AT = (
    State.REJECTED,
    State.HELD,
    State.REFUSED,
    State.CORRECTED,
    State.CORRECTION,
    State.DUPLICATE,
    State.CREDITED,
)
"""The states of rows that somebody may have to look at, the most urgent first."""

APPROVAL, PAYMENTS, STATEMENTS = "office_approval", "office_payments", "office_statements"
RANKINGS, LEFT_OUT, TO_DECIDE = "office_rankings", "office_left_out", "office_to_decide"
"""The keys of the sheets' names."""

_KINDS = (RowKind.ENTRY, RowKind.CLAIM, RowKind.ROSTER)


@dataclass(frozen=True, slots=True)
class Grid:
    """A list: ``sums`` and ``notes`` stand below the rows. ``printed`` is how many of the columns go on paper."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[Cells, ...]
    sums: tuple[Cells, ...] = ()
    notes: tuple[str, ...] = ()
    printed: int = 0


def sheets_of(evaluation: Evaluation, *, posted: bool = False, open_ends: bool = False) -> tuple[str, ...]:
    """Which sheets the workbook has, in their order, as the keys of their names; a long list takes several.

    ``open_ends`` says that payments are left to decide.
    """
    ranked = any(each.of != MEMBER or not posted for each in evaluation.rankings)
    wanted = {
        APPROVAL: True,
        PAYMENTS: True,
        TO_DECIDE: open_ends and not posted,
        STATEMENTS: not posted,
        RANKINGS: ranked,
        LEFT_OUT: not posted,
    }
    return tuple(name for name, is_wanted in wanted.items() if is_wanted)


def to_decide_grid(to_decide: Iterable[Change | Payment], lang: Language) -> Grid:
    """Payments that were made and are now otherwise: somebody has to decide about each of them."""
    heads = ("payee", "claim_or_period", "since_before", "since_now")
    rows = tuple(decision(each, lang) for each in to_decide)
    return Grid(words(TO_DECIDE, lang), tuple(words(head, lang) for head in heads), rows)


def payments_grid(
    rows: Sequence[PaymentRow], lang: Language, *, since: date | None, posted: bool, undecided: int = 0
) -> Grid:
    """The payment list with its sums; on paper without the columns that are there for checking."""
    columns = columns_of(posted=posted)
    names = list(columns)
    notes = (words("office_posted", lang),) if posted else ()
    notes = (words("office_since", lang, since=since), *notes) if since else notes
    notes = (words("office_undecided", lang, count=undecided), *notes) if undecided and not posted else notes
    return Grid(
        words("office_payments", lang),
        tuple(words(head, lang) for head in columns.values()),
        tuple(tuple(getattr(row, name) for name in names) for row in rows),
        tuple(_sum_row(names, reward, unit, amount, lang) for (reward, unit), amount in sums_of(rows).items()),
        notes if rows else (words("no_payments", lang), *notes),
        names.index("provisional") + 1,
    )


def sums_of(rows: Iterable[PaymentRow]) -> dict[tuple[str, str], Amount]:
    """The sum of each reward, by its label and unit."""
    sums: dict[tuple[str, str], Amount] = defaultdict(lambda: ZERO)
    for row in rows:
        sums[row.reward, row.unit] += row.amount
    return dict(sums)


def _sum_row(names: Sequence[str], reward: str, unit: str, amount: Amount, lang: Language) -> Cells:
    cells: dict[str, Cell] = {"payee": words("office_sum", lang), "reward": reward, "amount": amount, "unit": unit}
    return tuple(cells.get(name, "") for name in names)


_RANKING_HEADS = ("office_ranking", "office_period", "office_state", "rank", "office_kind", "office_name", "score")
_SCORE = _RANKING_HEADS.index("score")


def rankings_grid(
    evaluation: Evaluation,
    lang: Language,
    *,
    posted: bool,
    smallest_group: int = SMALLEST_GROUP,
    findings: Sequence[Diagnostic] = (),
) -> Grid:
    """Every line of every ranking; for posting those of groups alone, without the ids of what is still open, and
    without the scores that fewer people made than ``smallest_group``.
    """
    rankings = [each for each in evaluation.rankings if each.of != MEMBER or not posted]
    paid = {each.id: paid_text(each, lang) for each in evaluation.payments}
    lacking = Lacking(findings)
    notes = () if posted else tuple(note for each in rankings for note in _open(evaluation, each, lacking, lang))
    few = few_of(evaluation, smallest_group) if posted else frozenset()
    hidden = words("withheld", lang)
    rows = [
        (*told[:_SCORE], hidden, *told[_SCORE + 1 :]) if (each.award, each.period, row.name) in few else told
        for each in rankings
        for row in each.rows
        for told in (_ranked(evaluation, each, row, paid, lang),)
    ]
    notes = (*notes, words("withheld_scores", lang, smallest=smallest_group)) if few else notes
    return Grid(
        words("office_rankings", lang),
        tuple(words(head, lang) for head in (*_RANKING_HEADS, "prize", "office_paid")),
        tuple(rows),
        notes=notes if any(each.rows for each in rankings) else (words("nobody_ranked", lang), *notes),
    )


def _ranked(evaluation: Evaluation, ranking: Ranking, row: Ranked, paid: Mapping[str, str], lang: Language) -> Cells:
    state = ("office_final" if ranking.final else "office_forecast") + "_open" * ranking.provisional
    return (
        ranking.label.in_language(lang),
        period_text(ranking.period, lang),
        words(state, lang),
        Amount(row.rank),
        group_text(evaluation, ranking.of, lang),
        row.name,
        rounded(row.score),
        prize_text(evaluation, ranking.award, row.place, lang) if row.place else "",
        ", ".join(paid[each] for each in row.payments),
    )


def _open(evaluation: Evaluation, ranking: Ranking, lacking: Lacking, lang: Language) -> Iterator[str]:
    """What could still change a ranking."""
    together, reasons = lacking.reasons(ranking.reasons, lang)
    for told in together:
        yield words("office_ranking_open", lang, ranking=ranking.label, period=ranking.period, reason=told)
    for reason in reasons:
        ids = ", ".join(each.id for each in evaluation.held if reason in each.reasons)
        told = reason.message(lang)
        if reason.code is Code.TIE_HELD:
            told = words("ranking_tie", lang, rank=reason.facts["rank"])
        elif ids:
            told = words("ranking_unsettled", lang, reason=told, ids=ids)
        yield words("office_ranking_open", lang, ranking=ranking.label, period=ranking.period, reason=told)


_LEFT_OUT_HEADS = ("result", "office_table", "row", "member", "office_day", "where", "why", "office_hint")


def left_out_grid(evaluation: Evaluation, lang: Language, findings: Sequence[Diagnostic] = ()) -> Grid:
    """What somebody has to look at: where it stands, why, and what would help.

    First what was found about whole tables when they were read, such as a column that is not read. Then rows that were
    rejected, held, refused or doubled; or that count, and yet something about them is said. Cuts by limits are no such
    thing: statements tell them.
    """
    told = [each for each in evaluation.outcomes if each.state in LOOKED_AT and _said(each)]
    told.sort(key=lambda each: (LOOKED_AT.index(each.state), _KINDS.index(each.kind)))
    lacking = Lacking(findings)
    together, told = lacking.parted(told)
    places = (*(each.place for each in findings), *(each.place for each in told))
    names = file_names(place.file for place in places if place.file)
    rows = (
        *(_found(each, names, lang) for each in findings),
        *(_together(each, lang) for each in together),
        *(_left_out(each, place_text(each.place, names), lang) for each in told),
    )
    return Grid(
        words("office_left_out", lang),
        tuple(words(head, lang) for head in _LEFT_OUT_HEADS),
        rows,
        notes=() if rows else (words("all_counted", lang),),
    )


def _found(each: Diagnostic, names: Mapping[str, str], lang: Language) -> Cells:
    """A finding about a whole table."""
    where = place_text(each.place, names)
    return (words("office_reading_table", lang), "", "", "", "", where, each.message(lang), each.help(lang))


def _together(each: Together, lang: Language) -> Cells:
    """Rows that hang on one column that is not there."""
    first = each.rows[0]
    state, kind = words(f"state_{first.state}", lang), words(f"{first.kind}_rows", lang)
    return (state, kind, each.ids(lang), "", "", "", each.why(lang), "")


def _left_out(each: Outcome, where: str, lang: Language) -> Cells:
    return (
        words(f"state_{each.state}", lang),
        words(f"{each.kind}_rows", lang),
        each.id,
        each.member_id,
        each.day or "",
        where,
        _lines(reason.message(lang) for reason in _said(each)),
        _lines(reason.help(lang) for reason in _said(each)),
    )


def _said(each: Outcome) -> list[Reason]:
    return [reason for reason in each.reasons if reason.code is not Code.CUT_BY_LIMIT]


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(filter(None, texts)))
