"""Findings as data, and the few exceptions.

A ``Diagnostic`` is a code, a place and facts. It knows no sentence: ``messages`` does. Whatever can go on does
go on and collects diagnostics; an exception is raised once, with all of them.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Literal

from incentive_rules.messages import Language, help_text, message_text
from incentive_rules.source import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from incentive_rules.codes import Code

Severity = Literal["error", "warning"]
NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: what (``code``), where (``place``), and the words of the user that it speaks of (``facts``).

    Example:
        >>> from incentive_rules import Code
        >>> found = Diagnostic(Code.UNKNOWN_KEY, Place("a.yaml", 3, 5), {"name": "lable", "near": "label"})
        >>> print(found.message("en"))
        unknown key 'lable'
        >>> print(found.message("ko"))
        'lable'은 알 수 없는 항목입니다
    """

    code: Code
    place: Place = NOWHERE
    facts: Mapping[str, object] = field(default_factory=dict)
    severity: Severity = "error"

    def message(self, lang: Language = "en") -> str:
        """The finding in one sentence, without its place."""
        return message_text(self.code, self.facts, lang)

    def help(self, lang: Language = "en") -> str:
        """What to do about it, or an empty text."""
        return help_text(self.code, self.facts, lang)

    def render(self, lang: Language = "en") -> str:
        """Place, message, excerpt with caret, and help, as printed in a terminal."""
        head = f"{self.place}: " if str(self.place) else ""
        lines = [head + self.message(lang)]
        if picture := self.place.picture():
            lines.append(picture)
        if hint := self.help(lang):
            lines.append(f"  {'도움말' if lang == 'ko' else 'help'}: {hint}")
        return "\n".join(lines)

    def to_dict(self, lang: Language | None = None) -> dict[str, object]:
        """The finding for JSON; with both messages unless one language is named."""
        place = {
            "file": self.place.file,
            "sheet": self.place.sheet,
            "line": self.place.line,
            "column": self.place.column,
            "address": self.place.address,
        }
        languages: tuple[Language, ...] = (lang,) if lang else ("ko", "en")
        return {
            "code": str(self.code),
            "severity": self.severity,
            "place": place,
            "facts": {name: str(value) for name, value in self.facts.items()},
            "message": {each: self.message(each) for each in languages},
            "help": {each: self.help(each) for each in languages},
        }


def sorted_findings(findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Findings by place, then code; the same finding twice is kept once."""
    unique = {(found.place, found.code, tuple(sorted(map(str, found.facts.items())))): found for found in findings}
    return tuple(unique[key] for key in sorted(unique))


_LIKENESS = 0.65  # below it a suggestion is a guess: 'lowest' for 'best'


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that a mistyped one most resembles, or an empty text.

    Korean is compared by its letters, so that '6굽' is near '6급'. A short name with its letters swapped is near too;
    one with other digits is not, since '5급' is no slip for '6급'.

    Example:
        >>> nearest("prased", ["praised", "task"]), nearest("ta", ["at", "pays"])
        ('praised', 'at')
    """
    spelled = {unicodedata.normalize("NFD", each.casefold()): each for each in known}
    typed = unicodedata.normalize("NFD", name.casefold())
    fitting = [each for each in spelled if _LIKENESS * (len(each) + len(typed)) <= 2 * min(len(each), len(typed))]
    if not fitting:  # a whole page in a header's cell is not looked at letter by letter
        return ""
    letters, digits = sorted(typed), _digits(typed)
    swapped = [each for each in fitting if len(each) == len(typed) and sorted(each) == letters]
    alike = [each for each in fitting if _digits(each) in ("", digits) or not digits]
    found = swapped or get_close_matches(typed, alike, n=1, cutoff=_LIKENESS)
    return spelled[found[0]] if found else ""


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


class IncentiveError(Exception):
    """Whatever this library refuses. ``findings`` holds all that is wrong; ``str`` is their English text."""

    def __init__(self, findings: Iterable[Diagnostic]) -> None:
        self.findings = sorted_findings(findings)
        super().__init__(self.render("en"))

    def __reduce__(self) -> tuple[type[IncentiveError], tuple[tuple[Diagnostic, ...]]]:
        return type(self), (self.findings,)

    def render(self, lang: Language = "en") -> str:
        """Every finding, one below the other."""
        return "\n".join(found.render(lang) for found in self.findings)


class SchemeErrors(IncentiveError):  # noqa: N818  # a settled name: it carries several errors
    """A scheme that does not load: every finding of every layer, sorted by place."""


class InputError(IncentiveError):
    """A table, a JSON text or an argument that cannot be used at all."""
