"""``init``: a first scheme that loads, from a few questions or from the gallery."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from incentive_rules.cases.run import ENDING
from incentive_rules.cli.desk import JSON, YES
from incentive_rules.cli.new_file import refuse_existing, write_new
from incentive_rules.cli.next_steps import on_one_line, tell_next
from incentive_rules.cli.streams import near_path
from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError, nearest
from incentive_rules.examples import example_path
from incentive_rules.facts import RefusedValueError, kind_of, name_key, parse_date, parse_number
from incentive_rules.messages import LANGUAGES, Label
from incentive_rules.messages.screen import words
from incentive_rules.periods import Per
from incentive_rules.scheme.draft import GRADES, Draft, draft_text
from incentive_rules.scheme.from_yaml import load_scheme

if TYPE_CHECKING:
    from incentive_rules.amounts import Amount
    from incentive_rules.cli.desk import Desk

T = TypeVar("T")

Ask = Callable[[str, str], str]
"""From a question and its default to what was typed. Raises ``EOFError`` where nothing more can be typed."""

SCHEME_FILE = "scheme.yaml"
MOST_TRIES = 5
"""How often a question is asked before the answers are given up."""
MOST_ACTIVITIES, MOST_TIERS, MOST_LETTERS = 50, 50, 100

_WHEN = {"1": None, "2": Per.MONTH, "3": Per.QUARTER, "4": Per.YEAR}
_LEFT = {"1": True, "2": False}
_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+")
# Parts stand behind commas that group no digits, behind semicolons, or behind blanks before a digit (not after "=").
_PARTED = re.compile(r",(?![0-9]{3}(?![0-9=.]))|(?<![=,;\s])[;\s]+(?=[0-9])")
_NEXT = ("validate", "template", "notice")


def init(desk: Desk, out: Path | None, gallery: str, ask: Ask, *, yes: bool, today: date) -> int:  # noqa: PLR0913  # the arguments of the command
    """Write a first scheme and say what to do next.

    Args:
        desk: where it is said, and in which language.
        out: the file; without it, ``scheme.yaml``, or the gallery's own name.
        gallery: an example scheme to copy as it is; empty to be asked.
        ask: how questions are put.
        yes: take the defaults where the answers end.
        today: the day on whose year the default for the first day rests.

    Raises:
        InputError: if the file is there already, there is no such example, or the questions were not answered.
    """
    target = out or Path(f"{gallery}.yaml" if gallery else SCHEME_FILE)
    refuse_existing(target)
    draft = None if gallery else _Interview(desk, ask, yes).draft(today)
    text = draft_text(draft, desk.lang) if draft else _copied(gallery)
    load_scheme(text)  # never a file that does not load
    write_new(target, text.encode())
    steps = [(f"init_next_{name}", [name, near_path(target)]) for name in _NEXT]
    if desk.format == JSON:
        desk.json({"written": [str(target)], "next": [on_one_line(desk, parts) for _, parts in steps]})
    else:
        desk.out.line(desk.words("init_copied" if gallery else "init_written", path=str(target)))
        if draft and draft.first == _first_of_year(today):
            desk.out.prose(desk.words("init_first_day", day=draft.first))
        tell_next(desk, "next_steps", steps)
    return YES


def gallery_names() -> tuple[str, ...]:
    """The example schemes that can be copied.

    Example:
        >>> gallery_names()
        ('donghae', 'hanam', 'seocheon', 'seosan', 'yanggu')
    """
    folder = example_path("donghae.yaml").parent
    return tuple(sorted(each.stem for each in folder.glob("*.yaml") if not each.name.endswith(ENDING)))


_EDITOR_HINT = "# yaml-language-server:"  # names a folder beside the examples, which is not beside the copy


def _copied(gallery: str) -> str:
    known = gallery_names()
    if gallery not in known:
        facts = {"kind": _label("init_kind_gallery"), "name": gallery, "known": known, "near": nearest(gallery, known)}
        raise InputError([Diagnostic(Code.UNKNOWN_ID, facts=facts)])
    text = example_path(f"{gallery}.yaml").read_text(encoding="utf-8")
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(_EDITOR_HINT))


@dataclass(slots=True)
class _Interview:
    """The questions, one after the other."""

    desk: Desk
    ask: Ask
    yes: bool
    is_over: bool = False

    def draft(self, today: date) -> Draft:
        """The answers to all questions."""
        if self.desk.format != JSON and not self.yes:
            self.desk.err.prose(self.desk.words("init_intro"))
        return Draft(
            label=self._name(),
            first=self._put("first", _first_of_year(today).isoformat(), parse_date),
            highest=self._put("highest", self._default("highest"), read_grade),
            activities=self._activities(),
            praise=self._put("praise", self._default("praise"), read_bonus),
            tiers=self._put("tiers", self._default("tiers"), read_tiers),
            reward=self._put("reward", self._default("reward"), read_line),
            automatic=self._put("when", "1", _choice(_WHEN)),
            kept=self._put("left", "1", _choice(_LEFT)),
        )

    def _name(self) -> Label:
        own = self._put("name", self._default("name"), read_line)
        other = self._put("other_name", "", lambda text: read_line(text) if text else own)
        return Label(own, other) if self.desk.lang == "ko" else Label(other, own)

    def _activities(self) -> tuple[tuple[str, Amount], ...]:
        found: dict[str, Amount] = {}
        for number in range(1, MOST_ACTIVITIES + 1):
            default = "end" if number > _ACTIVITIES_OFFERED else f"activity_{number}"
            name = self._put("activity", self._default(default), lambda text: read_activity(text, found), number=number)
            if name is None:
                break
            found[name] = self._put("points", "1", read_amount, activity=name)
        return tuple(found.items())

    def _default(self, key: str) -> str:
        return self.desk.words(f"init_default_{key}")

    def _put(self, key: str, default: str, read: Callable[[str], T], **facts: object) -> T:
        """Ask until there is an answer that can be read; each refusal says why."""
        question = _label(f"init_ask_{key}", **facts)
        for tries_left in reversed(range(MOST_TRIES)):
            text = self._typed(question, default).strip()
            try:
                return read(text or default)
            except RefusedValueError as refused:
                finding = Diagnostic(refused.code, facts=refused.facts)
                if not tries_left or self.is_over:
                    raise InputError([finding]) from refused
                self.desk.err.line(finding.render(self.desk.lang))
        raise AssertionError(key)  # the last try returns or raises

    def _typed(self, question: Label, default: str) -> str:
        if self.is_over:
            return default
        try:
            return self.ask(question.in_language(self.desk.lang), default)
        except EOFError:
            if not self.yes:
                raise InputError([Diagnostic(Code.INPUT_ENDED, facts={"question": question})]) from None
            self.is_over = True
            return default


def _first_of_year(today: date) -> date:
    return date(today.year, 1, 1)


_ACTIVITIES_OFFERED = 2


def read_line(text: str) -> str:
    """A name: one line of letters that can be printed.

    Example:
        >>> read_line(" 시책   제안 ")
        '시책 제안'
    """
    line = " ".join(text.split())
    if not line:
        raise RefusedValueError(Code.EMPTY_VALUE)
    for letter in line:
        if not letter.isprintable():
            raise RefusedValueError(Code.CONTROL_CHARACTER, name=f"U+{ord(letter):04X}")
    if len(line) > MOST_LETTERS:
        expected = _label("init_expected_letters", most=MOST_LETTERS)
        raise RefusedValueError(Code.OUT_OF_RANGE, value=f"{line[:MOST_LETTERS]}…", expected=expected)
    return line


def read_grade(text: str) -> str | None:
    """A grade, or ``None`` for everyone.

    Example:
        >>> read_grade("6"), read_grade("모두")
        ('6급', None)
    """
    key = name_key(text)
    if key in _words_of("everyone"):
        return None
    grade = key if key in GRADES else f"{key}급"
    if grade not in GRADES:
        raise RefusedValueError(Code.BAD_CHOICE, value=text, known=(*GRADES, _first_word("everyone")))
    return grade


def read_activity(text: str, found: Mapping[str, Amount]) -> str | None:
    """The name of an activity that none has yet, or ``None`` for no more; there is one at least."""
    if found and name_key(text) in _words_of("end"):
        return None
    name = read_line(text)
    other = next((each for each in found if name_key(each) == name_key(name)), None)
    if other is not None:
        raise RefusedValueError(Code.SAME_LABEL, name=name, other=other)
    return name


def read_amount(text: str) -> Amount:
    """A number of points that is not below zero.

    Example:
        >>> read_amount("1.5점")
        Amount('1.5')
    """
    number = _number(text, "points")
    if number < 0:
        raise RefusedValueError(Code.OUT_OF_RANGE, value=number, expected="≥ 0")
    return number


def read_bonus(text: str) -> Amount | None:
    """Points on top, or ``None`` for none."""
    return None if name_key(text) in _words_of("none") else read_amount(text) or None


def read_tiers(text: str) -> tuple[tuple[Amount, Amount], ...]:
    """Points and won, from low to high.

    Example:
        >>> [(str(at), str(won)) for at, won in read_tiers("5점=50,000원, 3=30000")]
        [('3', '30000'), ('5', '50000')]
    """
    tiers: dict[Amount, Amount] = {}
    for part in _PARTED.split(text.strip()):
        at, equals, won = (each.strip() for each in part.partition("="))
        if not (at and equals and won):
            raise RefusedValueError(Code.WRONG_TYPE, expected=_label("init_expected_tier"), got=kind_of(part.strip()))
        threshold = _positive(at, "points")
        if threshold in tiers:
            raise RefusedValueError(Code.DUPLICATE_VALUE, name=at)
        tiers[threshold] = _positive(won, "won")
    if len(tiers) > MOST_TIERS:
        expected = _label("init_expected_tiers", most=MOST_TIERS)
        raise RefusedValueError(Code.OUT_OF_RANGE, value=len(tiers), expected=expected)
    return tuple(sorted(tiers.items()))


def _positive(text: str, unit: str) -> Amount:
    number = _number(text, unit)
    if number <= 0:
        raise RefusedValueError(Code.OUT_OF_RANGE, value=number, expected="> 0")
    return number


def _number(text: str, unit: str) -> Amount:
    """A number as people write it: with its unit, and with commas between thousands."""
    bare = name_key(text)
    ending = max((word for word in _words_of(unit) if bare.endswith(word)), key=len, default="")
    digits = bare.removesuffix(ending)
    return parse_number(digits.replace(",", "") if _GROUPED.fullmatch(digits) else digits)


def _choice(options: Mapping[str, T]) -> Callable[[str], T]:
    def read(text: str) -> T:
        if text not in options:
            raise RefusedValueError(Code.BAD_CHOICE, value=text, known=tuple(options))
        return options[text]

    return read


def _words_of(key: str) -> frozenset[str]:
    """The words of an answer, in either language."""
    listed: list[Sequence[str]] = [words(f"init_words_{key}", lang).split(",") for lang in LANGUAGES]
    return frozenset(name_key(word) for each in listed for word in each)


def _first_word(key: str) -> Label:
    return Label(*(words(f"init_words_{key}", lang).partition(",")[0] for lang in LANGUAGES))


def _label(key: str, **facts: object) -> Label:
    return Label(*(words(key, lang, **facts) for lang in LANGUAGES))
