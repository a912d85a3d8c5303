"""Write tests/notices, the notices of the examples and of the scheme that has every feature, in both languages.

With --check nothing is written; the exit code is 1 if a notice is out of date.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from incentive_rules import example_path, load_scheme
from incentive_rules.messages import LANGUAGES
from incentive_rules.report.notice import notice
from incentive_rules.report.page import markdown

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parents[1] / "tests" / "notices"
SCHEMES = (example_path("donghae.yaml"), example_path("seocheon.yaml"), FOLDER / "everything.yaml", FOLDER / "few.yaml")


def pages() -> Iterator[tuple[Path, str]]:
    """Each file with the text that belongs into it."""
    for path in SCHEMES:
        scheme = load_scheme(path)
        for lang in LANGUAGES:
            yield FOLDER / f"{path.stem}.{lang}.md", markdown(notice(scheme, lang))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; say whether the notices are up to date")
    if parser.parse_args().check:
        return 0 if all(path.exists() and path.read_text(encoding="utf-8") == text for path, text in pages()) else 1
    for path, text in pages():
        path.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
