"""Write docs/features.md: each feature of the rule language, the example schemes that use it, the case that shows it.

A case shows a feature if it no longer holds once the feature is taken out of its scheme. The exit code is 1 if a scheme
uses a key that none of its cases shows, or has a rule that no case needs (an activity, a tier), or if no scheme's case
shows a word that some scheme uses. With --check nothing is written, and a page that is out of date is an error too.
With --strict so is a key or an answer that no scheme uses yet.
"""

from __future__ import annotations

import argparse
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from language_keys import ANSWER, Feature, features
from without_feature import NEEDED, NOT_SHOWN, shown, unshown_rules

from incentive_rules.cases.from_yaml import read_cases
from incentive_rules.cases.run import find_cases

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from incentive_rules.cases.from_yaml import Cases

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
PAGE = ROOT / "docs" / "features.md"
LANGUAGE = ROOT / "docs" / "language.md"
MOST_NAMED = 4
"""How many cases a row names before it only counts schemes."""

MARK = re.compile(r"^(?:#+ (?P<heading>.*)|<!-- (?P<table>[\w: ]+) -->)$", re.MULTILINE)
HEAD = """\
# Rule features and the cases that show them

Made by `scripts/make_features.py`; do not edit. A feature is a key of [the language](language.md), a word of one of its
closed lists, or a value that changes by date. A case *shows* a feature of its scheme if the case no longer holds once
the feature is taken out of the file: the key with all that is in it or hangs on it (or, where the file would not load
without it, the smallest rule around it), the word replaced by another one, the dated value by a plain one. A feature is
*needed* where no file loads without it.

규칙 언어의 기능마다 그것을 쓰는 예시 규정과 그것을 보이는 사례를 적었습니다. 기능을 빼면 사례의 결과가 달라집니다.
"""


@dataclass(slots=True)
class Found:
    """What one feature is to the schemes: the cases that show it, and those who use it without."""

    cases: dict[str, str] = field(default_factory=dict)
    needed: list[str] = field(default_factory=list)
    unshown: list[str] = field(default_factory=list)

    @property
    def used(self) -> int:
        return len(self.cases) + len(self.needed) + len(self.unshown)


def read(paths: Iterable[Path]) -> dict[str, Cases]:
    """The cases files of the examples, by the names of their schemes."""
    files: dict[str, Cases] = {}
    for path in paths:
        cases, findings = read_cases(path)
        if cases is None or findings:
            raise SystemExit("\n".join(each.render() for each in findings))
        files[path.relative_to(EXAMPLES).as_posix().removesuffix(".cases.yaml")] = cases
    return files


def found_in(files: Mapping[str, Cases]) -> dict[Feature, Found]:
    """Every feature of the language, in its order, with what the cases files of the examples show of it."""
    found = {feature: Found() for feature in features()}
    for name, cases in files.items():
        for feature, case in shown(cases).items():
            each = found.setdefault(feature, Found())  # scopes of conditions are open: `giver.department`
            if case == NEEDED:
                each.needed.append(name)
            elif case == NOT_SHOWN:
                each.unshown.append(name)
            else:
                each.cases[name] = case
    return found


def wrong(found: Mapping[Feature, Found]) -> Iterator[str]:
    """What is used and not shown: a key in any scheme that uses it, a word in all of them."""
    for feature, each in found.items():
        if each.unshown and (not feature.word or not (each.cases or each.needed)):
            yield f"{feature}: no case shows it in {', '.join(each.unshown)}"


def page(found: Mapping[Feature, Found]) -> str:
    """The whole page."""
    places = _places()
    sections: dict[str, list[str]] = {}
    for feature, each in found.items():
        if each.used:
            sections.setdefault(_section(feature), []).append(_row(feature, each, places))
    parts = [HEAD]
    for title, rows in sections.items():
        parts += [f"\n## {title}\n\n| feature | where | says | schemes | shown by |\n|---|---|---|---|---|\n", *rows]
    unused = [feature for feature, each in found.items() if not each.used]
    for title, part in ("Keys and answers", True), ("Words and dated values", False):
        named = [f"- `{feature}`\n" for feature in unused if _must_be_used(feature) is part]
        parts += [f"\n## {title} that no example uses\n\n", *(named or ["None.\n"])]
    return "".join(parts)


def _must_be_used(feature: Feature) -> bool:
    """Whether the examples shall use it one day: keys and answers. Words and dates are too many, some are refused."""
    return not (feature.word or feature.dated) or feature.key.startswith(f"{ANSWER}.")


def _section(feature: Feature) -> str:
    """Rules of one kind stand together: ``awards.tiers``."""
    head, *rest = feature.key.split(".")
    if head in {"from", "until", "columns", "eligible"}:
        return "The file"
    return f"`{head}.{rest[0]}`" if rest and head == "awards" and rest[0] != "*" else f"`{head}`"


def _row(feature: Feature, found: Found, places: Mapping[str, str]) -> str:
    where = places.get(feature.table, "")
    says = feature.says.replace("|", "\\|").replace("\n", " ")
    return f"| `{feature}` | {where} | {says} | {found.used} | {_shown_by(found)} |\n"


def _shown_by(found: Found) -> str:
    named = [f"{_link(name)} `{case}`" for name, case in list(found.cases.items())[:MOST_NAMED]]
    more = len(found.cases) - len(named)
    told = ", ".join(named) + (f" and {more} more" if more else "")
    needed = "needed" if found.needed and not found.cases else ""
    unshown = f"not by {', '.join(map(_link, found.unshown))}" if found.unshown else ""
    return "; ".join(filter(None, (told, needed, unshown)))


def _link(name: str) -> str:
    return f"[{name.rpartition('/')[2]}](../examples/{name}.cases.yaml)"


def _places() -> dict[str, str]:
    """Each table of the language reference, as a link to the heading that it stands under."""
    heading, places = "", {}
    for mark in MARK.finditer(LANGUAGE.read_text(encoding="utf-8")):
        if mark["heading"]:
            heading = mark["heading"]
        else:
            title = heading.partition(":")[0].replace("`", "")
            places[mark["table"]] = f"[{title}](language.md#{_anchor(heading)})"
    return places


def _anchor(heading: str) -> str:
    """The anchor that GitHub gives a heading."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; say whether the page is up to date")
    parser.add_argument("--strict", action="store_true", help="every key and every answer must be used by a scheme")
    asked = parser.parse_args()
    files = read(find_cases([EXAMPLES]))
    found = found_in(files)
    problems = list(wrong(found))
    problems += [f"{name}: no case needs {rule}" for name, cases in files.items() for rule in unshown_rules(cases)]
    if asked.strict:
        unused = [feature for feature, each in found.items() if not each.used and _must_be_used(feature)]
        problems += [f"{feature}: no scheme uses it" for feature in unused]
    if not asked.check:
        PAGE.write_text(page(found), encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page(found):
        problems.append("docs/features.md is out of date: python scripts/make_features.py")
    print(*problems, sep="\n", end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
