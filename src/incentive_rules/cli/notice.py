"""The command that writes the notice of a scheme, or what changes from one scheme to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.cli.desk import JSON, YES, as_json
from incentive_rules.cli.inputs import scheme_at
from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError
from incentive_rules.messages import LANGUAGES, Label
from incentive_rules.messages.screen import words
from incentive_rules.report.notice import notice as notice_page
from incentive_rules.report.notice import notice_data
from incentive_rules.report.notice_diff import diff_data, notice_diff
from incentive_rules.report.page import html, markdown

if TYPE_CHECKING:
    from pathlib import Path

    from incentive_rules.cli.desk import Desk
    from incentive_rules.report.page import Page
    from incentive_rules.scheme.model import Scheme

HTML, MARKDOWN = "html", "markdown"
FORMATS = (MARKDOWN, HTML, JSON)
"""The forms of a notice."""

_TWO = 2


def notice(desk: Desk, schemes: tuple[Path, ...], *, diff: bool, out: Path | None) -> int:
    """Print the notice of one scheme, or with ``diff`` what changes from the first to the second; or write it.

    Raises:
        SchemeErrors: if a scheme does not load.
        InputError: for another number of schemes, or if the output would replace one of them.
    """
    _check(schemes, out, diff=diff)
    first, *second = (scheme_at(path) for path in schemes)
    text = _diff_text(desk, first, *second) if second else _notice_text(desk, first)
    if out is None:
        print_page(desk, text)
    else:
        out.write_text(text, encoding="utf-8", newline="\n")
        desk.out.line(desk.words("wrote", path=str(out)))
    return YES


def _check(schemes: tuple[Path, ...], out: Path | None, *, diff: bool) -> None:
    if len(schemes) != (_TWO if diff else 1):
        expected = "notice_two_schemes" if diff else "notice_one_scheme"
        raise InputError([_refusal("SCHEME", ", ".join(map(str, schemes)), expected)])
    if out is not None and out.exists() and any(each.exists() and each.samefile(out) for each in schemes):
        raise InputError([_refusal("--out", str(out), "notice_another_file")])


def _refusal(name: str, value: str, expected: str) -> Diagnostic:
    label = Label(*(words(expected, lang) for lang in LANGUAGES))
    return Diagnostic(Code.BAD_ARGUMENT, facts={"name": name, "value": value, "expected": label})


def _notice_text(desk: Desk, scheme: Scheme) -> str:
    if desk.format == JSON:
        return as_json(notice_data(scheme, desk.lang))
    return _page_text(desk, notice_page(scheme, desk.lang))


def _diff_text(desk: Desk, old: Scheme, new: Scheme) -> str:
    if desk.format == JSON:
        return as_json(diff_data(old, new, desk.lang))
    return _page_text(desk, notice_diff(old, new, desk.lang))


def _page_text(desk: Desk, page: Page) -> str:
    return html(page, desk.lang) if desk.format == HTML else markdown(page)


def print_page(desk: Desk, text: str) -> None:
    """Print a page; a stream that cannot write every letter gets them as JSON or HTML spell them."""
    if desk.format == JSON:
        desk.out.json(text)
    elif desk.format == HTML and not desk.out.speaks_unicode:
        desk.out.write(text.encode("ascii", "xmlcharrefreplace").decode("ascii"))
    else:
        desk.out.write(text)
