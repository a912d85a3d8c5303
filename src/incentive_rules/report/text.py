"""Plain words for people: letters that cannot be seen, amounts, states, places and policies."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount
from incentive_rules.messages import sentence
from incentive_rules.messages.screen import words
from incentive_rules.statement.model import RowKind, State
from incentive_rules.statement.record import label_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from incentive_rules.errors import Diagnostic
    from incentive_rules.ledger.model import SourceReport
    from incentive_rules.messages import Language
    from incentive_rules.source import Place
    from incentive_rules.statement.evaluation import Evaluation

LEFT_OUT = (State.REJECTED, State.HELD, State.REFUSED)
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def visible(text: str) -> str:
    r"""A text in which letters that steer a terminal or cannot be seen are written out; line breaks stay.

    Example:
        >>> print(visible("K-1\x1b[31m"))
        K-1\x1b[31m
    """
    if text.isprintable():  # as nearly every text is
        return text
    return "".join(letter if _is_seen(letter) else _written_out(letter) for letter in text)


def _is_seen(letter: str) -> bool:
    return letter == "\n" or unicodedata.category(letter) not in _UNSEEN


def _written_out(letter: str) -> str:
    return letter.encode("unicode_escape").decode("ascii")


def rule_text(evaluation: Evaluation, section: str, name: str, lang: Language) -> str:
    """The label of an activity, an award or a reward."""
    return label_of(evaluation.scheme[section][name]["label"]).in_language(lang)


def rule_order(evaluation: Evaluation) -> dict[str, int]:
    """What pays, in the order of the scheme: each award itself, then its tiers, places, grades and supplements."""
    rules = (
        rule
        for award, declared in evaluation.scheme.get("awards", {}).items()
        for rule in (
            f"awards.{award}",
            *(
                f"awards.{award}.{part}.{name}"
                for part in ("tiers", "places", "grades", "supplements")
                for name in declared.get(part, ())
            ),
        )
    )
    return {rule: number for number, rule in enumerate(rules)}


def group_text(evaluation: Evaluation, of: str, lang: Language) -> str:
    """What is ranked or paid: a member, or the label of the group fact."""
    if of == "member":
        return words("member", lang)
    if of == "work":
        return sentence("work", lang)
    declared = evaluation.scheme["facts"]["member"][of]
    return label_of(declared.get("label", of) if isinstance(declared, dict) else of).in_language(lang)


def prize_text(evaluation: Evaluation, award: str, place: str, lang: Language) -> str:
    """The name of a grade, or of a place in a ranking; one without a label is called by its ranks."""
    prizes = evaluation.scheme["awards"][award]
    declared = (prizes["grades"] if prizes["kind"] == "grades" else prizes["places"])[place]
    if "label" in declared:
        return label_of(declared["label"]).in_language(lang)
    if "top" in declared:
        return words("place_top", lang, share=Amount(Amount(declared["top"]) * 100))
    ranks = declared["ranks"] if isinstance(declared["ranks"], list) else [declared["ranks"]]
    return words("place_ranks", lang, ranks="–".join(dict.fromkeys(map(str, ranks))))


_PLACES = 10_000


def rounded(score: Amount) -> Amount:
    """A score as a number that can be sorted: one that no decimal can say, such as 1780/19, to four places.

    Example:
        >>> str(rounded(Amount(1780, 19))), str(rounded(Amount("2.12345")))
        ('93.6842', '2.12345')
    """
    return score if "/" not in str(score) else Amount(round(score * _PLACES), _PLACES)


def score_text(score: Amount, lang: Language) -> str:
    """A score as it is read: what is rounded says so.

    Example:
        >>> score_text(Amount(1780, 19), "ko"), score_text(Amount(1780), "ko")
        ('약 93.6842', '1,780')
    """
    near = rounded(score)
    return f"{score:,}" if near == score else words("score_about", lang, score=f"{near:,}")


def period_text(name: str, lang: Language) -> str:
    """A period as it is said: ``2024년 11월``.

    Example:
        >>> period_text("2024-11", "ko"), period_text("2024-11", "en")
        ('2024년 11월', '2024-11')
    """
    return words("period_name", lang, period=name)


def claims_are_filed(evaluation: Evaluation) -> bool:
    """Whether any award of the scheme is claimed by members, so that it matters how they claim."""
    return bool(claimed_awards(evaluation))


def claimed_awards(evaluation: Evaluation) -> list[str]:
    """The awards that pay whoever claims."""
    awards = evaluation.scheme.get("awards", {}).items()
    return [award for award, declared in awards if declared.get("claim", {}).get("by") == "member"]


def without_claims(evaluation: Evaluation, lang: Language) -> str:
    """That nobody claimed what is paid on application alone, as no claims were given; empty where nothing is."""
    awards = [f"'{rule_text(evaluation, 'awards', award, lang)}'" for award in claimed_awards(evaluation)]
    return words("claims_not_given", lang, awards=", ".join(awards)) if awards else ""


def unit_of(evaluation: Evaluation, reward: str) -> str:
    """What a reward is counted in."""
    return str(evaluation.scheme["rewards"][reward]["unit"])


def counts_text(counts: Mapping[State, int], lang: Language) -> str:
    """How many rows ended how: ``377 = 368 credited + 9 rejected``."""
    parts = [_count(count, state, lang) for state, count in counts.items()]
    return words("count_sum", lang, total=sum(counts.values()), parts=" + ".join(parts)) if parts else "0"


def heading(evaluation: Evaluation, policy: str, lang: Language) -> Iterator[str]:
    """What an evaluation is about: scheme and day, and whatever makes it another one than usual."""
    label = label_of(evaluation.scheme["label"])
    yield words("evaluation_title", lang, scheme=label, as_of=evaluation.as_of)
    if evaluation.reading:
        yield words("under_reading", lang, reading=evaluation.reading)
    if evaluation.known_at:
        yield words("known_by", lang, known_at=evaluation.known_at)
    if policy and claims_are_filed(evaluation):
        yield words("assumed_claims", lang, policy=policy_text(policy, lang))


def outcome_counts(evaluation: Evaluation, lang: Language) -> str:
    """How many rows of each table were left out: ``entries: 5 rejected, 3 held; claims: 2 refused``; empty if none."""
    tables: dict[RowKind, list[str]] = {kind: [] for kind in RowKind}
    counts = Counter((each.kind, each.state) for each in evaluation.outcomes)
    for kind, parts in tables.items():
        parts += [_count(counts[kind, state], state, lang) for state in LEFT_OUT if counts[kind, state]]
    return "; ".join(f"{words(f'{kind}_rows', lang)}: {', '.join(parts)}" for kind, parts in tables.items() if parts)


def _count(count: int, state: State, lang: Language) -> str:
    return words("count_part", lang, count=count, state=words(f"state_{state}", lang))


def file_names(paths: Iterable[str]) -> dict[str, str]:
    """Short names of files: without their folders, where that leaves no two alike.

    Example:
        >>> file_names(["a/2024.csv", "b/2024.csv", "b/staff.csv"])
        {'a/2024.csv': 'a/2024.csv', 'b/2024.csv': 'b/2024.csv', 'b/staff.csv': 'staff.csv'}
    """
    unique = dict.fromkeys(paths)
    names = [PurePath(path).name for path in unique]
    return {path: name if names.count(name) == 1 else path for path, name in zip(unique, names, strict=True)}


def place_text(place: Place, names: Mapping[str, str], columns: str = "") -> str:
    """Where a row stands, and below it which cells are meant: ``entries.csv:39``, ``[점수]``; empty without a place."""
    line = replace(place, file=names.get(place.file, place.file)).position
    return f"{line}\n[{columns}]" if columns else line


def finding_lines(findings: Iterable[Diagnostic], lang: Language) -> Iterator[str]:
    """Findings as they are printed; one that stands at several places, such as on each sheet, is told once."""
    same: dict[tuple[object, str], dict[Place, Diagnostic]] = defaultdict(dict)
    for found in findings:
        same[found.code, repr(found.facts)].setdefault(found.place, found)
    for first, *more in (list(places.values()) for places in same.values()):
        yield first.render(lang) + (f"\n  {words('more_places', lang, count=len(more))}" if more else "")


def source_text(source: SourceReport, names: Mapping[str, str]) -> str:
    """What a source is called: its file, and the sheet in it."""
    name = names.get(source.name, source.name)
    return f"{name}:{source.sheet}" if source.sheet else name


def policy_text(policy: str, lang: Language) -> str:
    """How people claim: ``month's end``, ``saving for t10``."""
    name, _, target = policy.partition(":")
    return words(f"policy_{name}_tier" if target else f"policy_{name}", lang, tier=target)
