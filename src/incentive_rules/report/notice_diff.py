"""What changes for the staff from one scheme to another, in sentences.

Both notices are compared line by line. Whatever else differs between the two files, such as the words of the other
language, is listed plainly by its address: nothing that changed goes unsaid.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from incentive_rules.messages import LANGUAGES, Label
from incentive_rules.periods import Dated
from incentive_rules.report.notice import sections_of, speaker_of
from incentive_rules.report.page import Bullets, Heading, Item, Page, Paragraph, Table
from incentive_rules.scheme.scalars import Raw

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from incentive_rules.messages import Language
    from incentive_rules.report.notice_lines import Address, Line
    from incentive_rules.report.notice_words import Speaker
    from incentive_rules.report.page import Block
    from incentive_rules.scheme.model import Scheme

T = TypeVar("T")
READINGS = "readings"
PLAIN = "other"
"""The section of what no sentence of the notice speaks of."""


class Kind(StrEnum):
    """What becomes of a line."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: a line of the notice, or in the section ``other`` a value of the file.

    ``rule`` is the address of the rule that it belongs to; ``whole`` says that the rule is new or gone as a whole.
    """

    kind: Kind
    section: str
    address: str
    rule: str
    name: str
    aspect: str
    before: str
    after: str
    is_value: bool = False
    whole: bool = False


def notice_diff(old: Scheme, new: Scheme, lang: Language) -> Page:
    """What changes from one scheme to the other, as a page for the staff.

    Raises:
        InputError: for a language that the library does not speak.

    Example:
        >>> from incentive_rules import example_path, load_scheme, with_reading
        >>> scheme = load_scheme(example_path("donghae.yaml"))
        >>> page = notice_diff(scheme, with_reading(scheme, "wiped"), "en")
        >>> print(page.blocks[2].items[0].text.partition(" → ")[2])
        After: A reward uses up all points left.
    """
    speaker = speaker_of(new, lang)
    found = changes(old, new, lang)
    title = speaker.say("diff_title", label=new.label)
    if not found:
        return Page(title, (Paragraph(speaker.say("diff_none")),))
    titles = {section.key: section.title for scheme in (old, new) for section in sections_of(scheme, lang)}
    return Page(title, tuple(_blocks(speaker, found, titles)))


def diff_data(old: Scheme, new: Scheme, lang: Language) -> dict[str, Any]:
    """What changes, for programs."""
    return {"old": old.id, "new": new.id, "lang": lang, "changes": [asdict(each) for each in changes(old, new, lang)]}


def changes(old: Scheme, new: Scheme, lang: Language) -> tuple[Change, ...]:
    """Every difference, in the order of the notice; empty for equal schemes.

    Example:
        >>> from incentive_rules import example_path, load_scheme
        >>> scheme = load_scheme(example_path("donghae.yaml"))
        >>> changes(scheme, scheme, "ko")
        ()
    """
    readings = not (old.reading or new.reading)
    before, after = _Lines(old, lang, readings=readings), _Lines(new, lang, readings=readings)
    order = merged(list(before.lines), list(after.lines))
    found = [each for address in order if (each := _change(before, after, address))]
    rank = {key: index for index, key in enumerate(merged(before.titles, after.titles))}
    found.sort(key=lambda each: rank[each.section])
    told = {path for each in order if _differs(before, after, each) for path in _speaks_of(before, after, each)}
    return (*found, *_plain(before, after, told))


def merged(old: list[T], new: list[T]) -> list[T]:
    """Both lists as one: in the new order, and what is only in the old one behind what it stood behind.

    Example:
        >>> merged(["a", "b", "c"], ["c", "a", "d"])
        ['c', 'a', 'b', 'd']
    """
    order = list(new)
    known = set(new)
    for index, each in enumerate(old):
        if each not in known:
            order.insert(order.index(old[index - 1]) + 1 if index else 0, each)
    return order


class _Lines:
    """The lines of a notice by address, and the values of its scheme.

    A scheme under one of its readings has no readings itself; against such a one, readings are not compared.
    """

    def __init__(self, scheme: Scheme, lang: Language, *, readings: bool) -> None:
        sections = [each for each in sections_of(scheme, lang) if readings or each.key != READINGS]
        self.values = {path: value for path, value in leaves(scheme) if readings or path[0] != READINGS}
        self.titles = [section.key for section in sections]
        self.lines: dict[Address, Line] = {}
        self.sections: dict[Address, str] = {}
        for section in sections:
            for line in section.lines():
                self.lines[line.address] = line
                self.sections[line.address] = section.key
        self.rules = {line.rule for line in self.lines.values()}


def _differs(before: _Lines, after: _Lines, address: Address) -> bool:
    was, is_now = before.lines.get(address), after.lines.get(address)
    return was is None or is_now is None or was.text != is_now.text


def _speaks_of(before: _Lines, after: _Lines, address: Address) -> Iterator[Address]:
    for lines, other in ((before, after), (after, before)):
        if line := lines.lines.get(address):
            yield address
            yield from line.also
            if line.rule not in other.rules:
                yield line.rule


def _change(before: _Lines, after: _Lines, address: Address) -> Change | None:
    if not _differs(before, after, address):
        return None
    was, is_now = before.lines.get(address), after.lines.get(address)
    line = was or is_now
    assert line is not None  # an address comes from one of the two
    kind = Kind.CHANGED if was and is_now else Kind.REMOVED if was else Kind.ADDED
    if was and is_now and was.first_day and is_now.first_day:  # "from June" becomes "from July": the day changes
        line, was, is_now = (_of_first_day(each) for each in (line, was, is_now))
    return Change(
        kind=kind,
        section=(before if was else after).sections[address],
        address=".".join(address),
        rule=".".join(line.rule),
        name=line.name,
        aspect=line.aspect,
        before=was.text if was else "",
        after=is_now.text if is_now else "",
        is_value=all(each.is_value for each in (was, is_now) if each),
        whole=line.rule not in (after if was else before).rules,
    )


def _of_first_day(line: Line) -> Line:
    aspect, text = line.first_day or (line.aspect, line.text)
    return replace(line, aspect=aspect, text=text)


def _plain(old: _Lines, new: _Lines, told: set[Address]) -> Iterator[Change]:
    """Values of the files that differ, where no line that differs speaks of them."""
    before, after = old.values, new.values
    for address in merged(list(before), list(after)):
        was, is_now = before.get(address, ""), after.get(address, "")
        if was == is_now or any(address[:depth] in told for depth in range(1, len(address) + 1)):
            continue
        kind = Kind.ADDED if address not in before else Kind.CHANGED if address in after else Kind.REMOVED
        name = ".".join(address)
        yield Change(kind, PLAIN, name, name, name, "", was, is_now)


def leaves(scheme: Scheme) -> Iterator[tuple[Address, str]]:
    """Every value of a scheme with its address, as it was understood: ``1`` and ``1.0`` are one value."""
    yield from _leaves((), scheme)


def _leaves(path: Address, value: object) -> Iterator[tuple[Address, str]]:
    parts = _parts(value)
    if parts is None:
        yield path, str(value)
    else:
        for key, inner in parts:
            yield from _leaves((*path, *key), inner)


def _parts(value: object) -> list[tuple[Address, object]] | None:
    """What a value holds, each with its step of the address; ``None`` for a value that holds nothing."""
    match value:
        case Dated():
            return [(() if day == date.min else (str(day),), each) for day, each in value.steps]
        case Raw():
            return [((), value.data)]
        case BaseModel():
            fields = type(value).model_fields.items()
            written = {name: field.alias or name for name, field in fields if name in value.model_fields_set}
            value = {key: getattr(value, name) for name, key in written.items()}
        case Label():
            value = {lang: value.in_language(lang) for lang in LANGUAGES}
        case list() | tuple():
            value = {str(index): each for index, each in enumerate(value)}
    return [((str(key),), each) for key, each in value.items()] if isinstance(value, dict) else None


def _blocks(speaker: Speaker, found: Iterable[Change], titles: Mapping[str, str]) -> Iterator[Block]:
    yield Paragraph(speaker.say("diff_opening"))
    for section, group in groupby(found, lambda each: each.section):
        if section == PLAIN:
            yield from _plain_blocks(speaker, tuple(group))
        else:
            yield Heading(titles[section] or speaker.say(f"diff_{section}"))
            yield Bullets(tuple(_items(speaker, tuple(group))))


def _plain_blocks(speaker: Speaker, found: tuple[Change, ...]) -> Iterator[Block]:
    heads = tuple(speaker.say(key) for key in ("diff_address", "diff_before", "diff_after"))
    yield Heading(speaker.say("diff_other"))
    yield Paragraph(speaker.say("diff_other_rule"))
    yield Table(heads, tuple((each.address, each.before, each.after) for each in found))


def _items(speaker: Speaker, found: tuple[Change, ...]) -> Iterator[Item]:
    """A bullet for each rule that is new or gone, and for each change that one rule or several have."""
    groups: dict[tuple[object, ...], list[Change]] = {}
    for each in found:
        alike = (each.kind, each.rule) if each.whole else (each.kind, each.aspect, each.before, each.after)
        groups.setdefault(alike, []).append(each)
    for group in groups.values():
        if group[0].whole:
            yield Item(_whole(speaker, group), group[0].name)
        else:
            yield Item(_sentence(speaker, group[0]), ", ".join(dict.fromkeys(each.name for each in group)))


def _whole(speaker: Speaker, group: Iterable[Change]) -> str:
    """A rule that is new or gone, with all that was said of it but its name."""
    first, *_ = group = tuple(group)
    told = [each for each in group if each.address != f"{each.rule}.label"]
    parts = [speaker.say("diff_part", aspect=each.aspect, text=each.after or each.before) for each in told]
    sentence = speaker.say(f"diff_rule_{first.kind}")
    return f"{sentence} {'; '.join(parts)}".replace(".; ", ". ").strip()


def _sentence(speaker: Speaker, change: Change) -> str:
    form = "_value" if change.is_value and change.kind is Kind.CHANGED else ""
    facts = {"aspect": change.aspect, "before": change.before, "after": change.after}
    return speaker.say(f"diff_{change.kind}{form}", **facts)
