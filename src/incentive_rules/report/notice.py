"""The notice of a scheme (시행 안내): all that its rules say, in words for the staff, in Korean or English.

No clock and no data: the scheme alone is told, with all its days. A value that no source publishes is marked ※.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError
from incentive_rules.messages import LANGUAGES
from incentive_rules.report.notice_awards import AwardSections
from incentive_rules.report.notice_counts import CountSections
from incentive_rules.report.notice_limits import LimitSections
from incentive_rules.report.notice_lines import Entry, Grid, Line, Points, Prose, Quote, Under
from incentive_rules.report.notice_notes import NoteSections
from incentive_rules.report.notice_rules import RuleSections
from incentive_rules.report.notice_words import Speaker
from incentive_rules.report.page import Bullets, Heading, Item, Note, Page, Paragraph, Table
from incentive_rules.scheme.checks import conditions_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from incentive_rules.messages import Label, Language
    from incentive_rules.report.notice_lines import Cell, Part, Section
    from incentive_rules.report.page import Block
    from incentive_rules.scheme.model import Scheme


def notice(scheme: Scheme, lang: Language) -> Page:
    r"""The notice of a scheme as a page.

    Raises:
        InputError: for a language that the library does not speak.

    Example:
        >>> from incentive_rules import example_path, load_scheme
        >>> from incentive_rules.report.page import markdown
        >>> page = notice(load_scheme(example_path("donghae.yaml")), "ko")
        >>> print(*markdown(page).splitlines()[:4], sep="\n")
        # 동해시 적극행정 마일리지 시행 안내
        <BLANKLINE>
        - **제도**: 동해시 적극행정 마일리지
        - **시행 기간**: 2024년 6월 1일부터
    """
    speaker = speaker_of(scheme, lang)
    title = speaker.say("title", label=scheme.label)
    return Page(title, tuple(_Pager(speaker).blocks(sections_of(scheme, lang))))


def notice_data(scheme: Scheme, lang: Language) -> dict[str, Any]:
    """The notice for programs: every line with the address in the scheme that it speaks of."""
    lines = [
        {
            "section": section.key,
            "address": ".".join(line.address),
            "name": line.name,
            "aspect": line.aspect,
            "text": line.text,
        }
        for section in sections_of(scheme, lang)
        for line in section.lines()
    ]
    return {"scheme": scheme.id, "lang": lang, "lines": lines}


def speaker_of(scheme: Scheme, lang: Language) -> Speaker:
    """Who says things of a scheme.

    Raises:
        InputError: for a language that the library does not speak.
    """
    if lang not in LANGUAGES:
        raise InputError([Diagnostic(Code.BAD_CHOICE, facts={"value": lang, "known": LANGUAGES})])
    return Speaker(scheme, lang)


def sections_of(scheme: Scheme, lang: Language) -> tuple[Section, ...]:
    """All that the notice of a scheme says, by section and line."""
    speaker, conditions = speaker_of(scheme, lang), conditions_of(scheme)
    notes = NoteSections(speaker, conditions)
    rules = RuleSections(speaker, conditions)
    counts = CountSections(speaker, conditions)
    limits = LimitSections(speaker, conditions)
    awards = AwardSections(speaker, conditions)
    return (
        *rules.sections(),
        *limits.sections(),
        *counts.counters(),
        *awards.sections(),
        *counts.budgets(),
        *notes.sections(),
        notes.end(),
    )


@dataclass(slots=True)
class _Pager:
    """Puts lines on a page; numbers the sections, and the assumptions as they come."""

    speaker: Speaker
    reasons: dict[Label, int] = field(default_factory=dict)

    def blocks(self, sections: Iterable[Section]) -> Iterator[Block]:
        *body, end = sections
        number = 0
        for section in body:
            if section.title:
                number += 1
                yield Heading(self.speaker.say("numbered", number=number, title=section.title))
            yield from _joined(block for part in section.parts for block in self._part(part))
        if self.reasons:
            yield Heading(self.speaker.say("numbered", number=number + 1, title=self.speaker.say("section_assumed")))
            yield from self._assumptions()
        yield from (block for part in end.parts for block in self._part(part))

    def _assumptions(self) -> Iterator[Block]:
        yield Paragraph(self.speaker.say("assumed_rule"))
        yield Bullets(tuple(Item(self.speaker.word(reason), self._mark(reason)) for reason in self.reasons))

    def _mark(self, reason: Label) -> str:
        return self.speaker.say("assumed_mark", number=self.reasons.setdefault(reason, len(self.reasons) + 1))

    def _part(self, part: Part) -> Iterator[Block]:
        match part:
            case Grid():
                yield self._table(part)
            case Points():
                yield Bullets(tuple(self._items(part)))
            case Prose():
                yield Paragraph(self._cell(part.cells, " "))
            case Entry():
                yield Bullets((Item(self._cell(part.cells, ", "), part.lead),))
            case Quote():
                yield Note(self._cell(part.cells, " "))
            case Under():
                yield Heading(part.line.text, 2)

    def _items(self, part: Points) -> Iterator[Item]:
        """A bullet for each line; one that follows another stands in its bullet."""
        bullets: list[list[Line]] = []
        for line in part.lines:
            if line.follows:
                bullets[-1].append(line)
            else:
                bullets.append([line])
        return (Item(" ".join(map(self._shown, lines)), lines[0].aspect) for lines in bullets)

    def _table(self, grid: Grid) -> Table:
        used = [index for index in range(len(grid.heads)) if any(row[index] for row in grid.rows)]
        rows = tuple(tuple(self._cell(row[index], "; ") for index in used) for row in grid.rows)
        return Table(tuple(grid.heads[index] for index in used), rows)

    def _cell(self, cell: Cell, joint: str) -> str:
        return joint.join(each if isinstance(each, str) else self._shown(each) for each in cell)

    def _shown(self, line: Line) -> str:
        return " ".join(self._marks(line)) if line.cited else line.text

    def _marks(self, line: Line) -> Iterator[str]:
        assert line.cited is not None
        source, at, reason = line.cited.source, line.cited.at, line.cited.assumed
        if source:
            number = list(self.speaker.scheme.sources).index(source) + 1
            mark = self.speaker.say("source_mark", number=number)
            yield self.speaker.say("source_at", mark=mark, at=at) if at else mark
        if reason:
            yield self._mark(reason)


def _joined(blocks: Iterable[Block]) -> Iterator[Block]:
    """Bullet lists that follow each other become one."""
    items: list[Item] = []
    for block in blocks:
        if isinstance(block, Bullets):
            items += block.items
            continue
        if items:
            yield Bullets(tuple(items))
            items = []
        yield block
    if items:
        yield Bullets(tuple(items))
