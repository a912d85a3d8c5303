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
