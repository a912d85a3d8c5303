"""Write docs/errors.md, the page of all codes, from the texts and from the fixtures of the tests.

With --check nothing is written; the exit code is 1 if the page is out of date.
"""

from __future__ import annotations

import argparse
import inspect
import re
import sys
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

from incentive_rules import Code
from incentive_rules.messages import LANGUAGES, en, ko

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "errors.md"
FIXTURES = ROOT / "tests" / "errors"
HEAD = """\
# Findings and reasons

Made by `scripts/make_error_docs.py`; do not edit. Every finding is data: a `code` that programs compare, a `place`,
and `facts`, the words that its sentence is made of. The sentence is there in Korean and in English:
`finding.render("ko")`. Each entry shows both for one mistake; where a scheme file makes it, the file is linked.

모든 지적은 자료입니다. `code`는 프로그램이 견주는 이름, `place`는 자리, `facts`는 문장에 들어가는 말입니다.
"""
SECTION = re.compile(r"^    # (.+)\.$", re.MULTILINE)
MEMBER = re.compile(r"^    ([A-Z0-9_]+) = ", re.MULTILINE)


def page() -> str:
    """The whole page."""
    return HEAD + "".join(f"\n## {title}\n" + "".join(map(entry, codes)) for title, codes in sections())


def sections() -> Iterator[tuple[str, list[Code]]]:
    """The codes under the comments that part them in ``codes.py``."""
    _, *parts = SECTION.split(inspect.getsource(Code))
    for title, members in zip(parts[::2], parts[1::2], strict=True):
        yield title, [Code[name] for name in MEMBER.findall(members)]


def entry(code: Code) -> str:
    source = FIXTURES / f"{code}.yaml"
    link = f" · [{source.name}](../tests/errors/{source.name})" if source.exists() else ""
    facts = ", ".join(f"`{name}`" for name in facts_of(code)) or "none"
    examples = "".join(f"\n```text\n{example(code, lang)}```\n" for lang in LANGUAGES)
    return f"\n### `{code}`\n\nfacts: {facts}{link}\n{examples}"


def facts_of(code: Code) -> list[str]:
    """The facts that the texts of a code speak of."""
    texts = "".join((*ko.FINDINGS[code], *en.FINDINGS[code]))
    return sorted({name for _, name, _, _ in Formatter().parse(texts) if name})


def example(code: Code, lang: str) -> str:
    return (FIXTURES / f"{code}.{lang}.txt").read_text(encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; say whether the page is up to date")
    if parser.parse_args().check:
        return 0 if PAGE.exists() and PAGE.read_text(encoding="utf-8") == page() else 1
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
