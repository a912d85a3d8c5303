"""The README says what really happens: its code prints what stands below it, and its links lead somewhere."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stdout
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
READMES = ["README.md", "README.ko.md"]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\(([^)#]+)\)")


@pytest.mark.parametrize("name", READMES)
def test_the_code_prints_what_stands_below_it(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = dict(reversed(BLOCK.findall((ROOT / name).read_text(encoding="utf-8"))))
    (tmp_path / "small.yaml").write_text(blocks["yaml"], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(compile(blocks["python"], name, "exec"), {})  # noqa: S102  # the README's own code
    assert printed.getvalue() == blocks["text"]


@pytest.mark.parametrize("name", READMES)
def test_the_embedding_code_is_ten_lines(name: str) -> None:
    code = next(text for kind, text in BLOCK.findall((ROOT / name).read_text(encoding="utf-8")) if kind == "python")
    assert len([line for line in code.splitlines() if line.strip()]) <= 11


@pytest.mark.parametrize("name", READMES)
def test_every_link_leads_to_a_file(name: str) -> None:
    targets = [target for target in LINK.findall((ROOT / name).read_text(encoding="utf-8")) if "://" not in target]
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_both_readmes_hold_the_same_examples() -> None:
    english, korean = (
        [
            text.replace(', lang="ko"', "")
            for kind, text in BLOCK.findall((ROOT / name).read_text(encoding="utf-8"))
            if kind in ("yaml", "python")
        ]
        for name in READMES
    )
    assert english == korean


@pytest.mark.parametrize(
    ("readme", "page", "opening", "title"),
    [
        ("README.md", "language.md", "What version 1 does not do yet, among others:", "## What version 1 cannot say"),
        ("README.ko.md", "language.ko.md", "버전 1이 아직 하지 않는 것 가운데 몇 가지:", "## 버전 1로 적을 수 없는 것"),
    ],
)
def test_what_the_readme_calls_missing_is_missing_by_the_page_of_the_language(
    readme: str, page: str, opening: str, title: str
) -> None:
    told = (ROOT / readme).read_text(encoding="utf-8").partition(opening)[2].partition(". [")[0]
    section = (ROOT / "docs" / page).read_text(encoding="utf-8").partition(f"\n{title}\n")[2].partition("\n## ")[0]
    missing = {row.split("|")[1].strip() for row in section.splitlines() if row.startswith("|")}
    assert told
    assert [each for each in " ".join(told.split()).split("; ") if each not in missing] == []
