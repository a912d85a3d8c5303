"""One file or case per code, with what people read about it in both languages."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from error_cases import OTHER_CASES, names, refused, unfilled
from incentive_rules import Code, Diagnostic, SchemeErrors, lint, load_scheme
from incentive_rules.messages import LANGUAGES, en, ko

ROOT = Path(__file__).parents[1]
FIXTURES = Path(__file__).parent / "errors"
SCHEME_FILES = sorted(FIXTURES.glob("*.yaml"))
BOOKS = {"ko": ko, "en": en}

sys.path.append(str(ROOT / "scripts"))
from make_error_docs import PAGE, page  # noqa: E402  # a script beside the package


def from_file(path: Path) -> Diagnostic:
    """The one finding of a scheme file: why it does not load, or what is to be said of one that does."""
    try:
        scheme = load_scheme(path)
    except SchemeErrors:
        return refused(load_scheme, path)
    (finding,) = lint(scheme)
    return finding


@pytest.fixture(params=list(Code), ids=str)
def finding(request: pytest.FixtureRequest, tmp_path: Path) -> Diagnostic:
    """What the file or the case of a code brings about."""
    code: Code = request.param
    if code in OTHER_CASES:
        return OTHER_CASES[code](tmp_path)
    return from_file(FIXTURES / f"{code}.yaml")


def test_every_code_has_one_file_or_one_case() -> None:
    assert sorted([path.stem for path in SCHEME_FILES] + [str(code) for code in OTHER_CASES]) == sorted(map(str, Code))


def test_nothing_lies_beside_the_fixtures() -> None:
    told = {f"{code}.{lang}.txt" for code in Code for lang in LANGUAGES}
    assert {path.name for path in FIXTURES.iterdir()} == told | {path.name for path in SCHEME_FILES}


def test_one_mistake_gives_its_own_finding_in_the_words_beside_it(
    finding: Diagnostic, request: pytest.FixtureRequest
) -> None:
    code = request.node.callspec.params["finding"]
    assert finding.code is code
    for lang in LANGUAGES:
        assert finding.render(lang) + "\n" == (FIXTURES / f"{code}.{lang}.txt").read_text(encoding="utf-8"), lang


def test_every_blank_of_a_text_is_filled_by_the_facts(finding: Diagnostic) -> None:
    assert unfilled(finding) == set()


@pytest.mark.parametrize("code", Code)
def test_both_languages_tell_the_same_facts(code: Code) -> None:
    texts = [book.FINDINGS[code] for book in BOOKS.values()]
    assert names("".join(texts[0])) == names("".join(texts[1])), texts
    assert bool(texts[0][1]) == bool(texts[1][1]), "one language helps, the other does not"


def test_the_page_of_codes_is_what_the_texts_and_fixtures_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "python scripts/make_error_docs.py"


def test_the_page_of_codes_has_an_entry_for_every_code() -> None:
    assert [line[5:-1] for line in page().splitlines() if line.startswith("### `")] == list(map(str, Code))
