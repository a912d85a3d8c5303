"""A replay in plain words: identical, or what differs first, and what can be told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.messages.screen import words
from incentive_rules.statement.evaluation import RESULT
from incentive_rules.verify.report import Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentive_rules.messages import Language
    from incentive_rules.verify.report import Difference, ReplayReport

_TABLES = (Part.LEDGER, Part.ROSTER, Part.CLAIMS, Part.OPENING)
_SHOWN = 12  # signs of a hash tell it from others


def replay_lines(report: ReplayReport, lang: Language) -> Iterator[str]:
    """The report, line by line; what belongs to a line above it is set in."""
    if report.is_identical:
        yield _identical(report, lang)
        if report.has_result:
            yield words("replay_file_too", lang)
    for number, each in enumerate(report.differences):
        what = words(f"replay_differs_{each.part}", lang)
        yield words("replay_also" if number else "replay_other", lang, what=what)
        yield from (f"  {line}" for line in _told(report, each, lang))
    if report.recomputed is None:
        yield words("replay_not_compared", lang)
    elif report.differences and report.same:
        yield words("replay_same", lang, parts=[words(f"replay_part_{part}", lang) for part in report.same])
    if report.is_other_library:
        yield _other_library(report, lang)


def _identical(report: ReplayReport, lang: Language) -> str:
    told = report.certificate
    key = "replay_identical" if told.known_at is None else "replay_identical_known"
    return words(key, lang, scheme=told.scheme, as_of=told.as_of, known_at=told.known_at)


def _told(report: ReplayReport, each: Difference, lang: Language) -> Iterator[str]:
    """Where something differs; or, where only hashes are known, what to do."""
    if each.path:
        sides = {
            name: words("replay_nothing", lang) if value is None else value
            for name, value in (("before", each.before), ("now", each.now))
        }
        yield words(_first_key(report, each), lang, path=each.path, **sides)
    elif each.part in _TABLES:
        yield _of_opening(report, lang) if each.part is Part.OPENING else words("replay_hint_table", lang)
        if Part.RESULT in report.same and each is report.first:
            yield words("replay_all_the_same", lang)
    elif each.part is Part.RESULT_FILE:
        yield words("replay_hint_certificate", lang)
    elif not report.has_result and Part.OPENING not in {other.part for other in report.differences}:
        yield words(f"replay_hint_{each.part}", lang)  # with other opening rows the result is another in any case


def _of_opening(report: ReplayReport, lang: Language) -> str:
    """What to do about opening rows that are missing, too many, or others."""
    assert report.recomputed is not None  # else nothing but the scheme was looked at
    before, now = report.certificate.opening_sha256[:_SHOWN], report.recomputed.opening_sha256[:_SHOWN]
    key = "missing" if not now else "other" if before else "extra"
    return words(f"replay_hint_opening_{key}", lang, before=before, now=now)


def _first_key(report: ReplayReport, each: Difference) -> str:
    """The sentence that names both sides of a difference."""
    if each.part is not Part.RESULT_FILE:
        return f"replay_first_{each.part}"
    if report.recomputed is None:
        return "replay_first_scheme"
    return "replay_first_result_file" if each.path.partition(".")[0] in RESULT else "replay_first_statement"


def _other_library(report: ReplayReport, lang: Language) -> str:
    if report.recomputed is None:
        key = "replay_library_unknown"
    else:
        key = "replay_library_same" if Part.RESULT in report.same else "replay_library_other"
    return words(key, lang, before=report.certificate.library, now=report.library)
