"""The command ``reconcile``: what it prints, writes and ends with."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from incentive_rules import InputError
from incentive_rules.cli.desk import Desk
from incentive_rules.cli.inputs import Inputs
from incentive_rules.cli.reconcile import reconcile
from incentive_rules.report.terminal import Screen
from test_reconcile import RULES, one, table

if TYPE_CHECKING:
    from pathlib import Path


def desk_of(lang: str = "ko", form: str = "") -> tuple[Desk, io.StringIO]:
    out = io.StringIO()
    return Desk(lang, Screen(out, width=100), Screen(io.StringIO()), form), out  # type: ignore[arg-type]  # ko or en


def files(folder: Path, said: str) -> Inputs:
    """A scheme, a ledger with one row and a staff list."""
    texts = {"scheme.yaml": RULES, "2024.csv": table(one(1, said)), "staff.csv": "사번,직급\nK-1,8급\n"}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return Inputs(folder / "scheme.yaml", (folder / "2024.csv",), (folder / "staff.csv",), date(2024, 6, 30))


def test_the_command_ends_with_one_where_something_differs(tmp_path: Path) -> None:
    desk, out = desk_of()
    assert reconcile(desk, files(tmp_path, "1"), None) == 0
    assert "다른 곳이 없습니다" in out.getvalue()
    assert reconcile(desk, files(tmp_path, "1.25"), None) == 1
    assert "칭찬 가점을 잘못 준 1행" in out.getvalue()
    assert "2024.csv:2" in out.getvalue()


def test_what_is_to_be_said_of_columns_is_said(tmp_path: Path) -> None:
    inputs = files(tmp_path, "1")
    (tmp_path / "staff.csv").write_text("사번,직급,메모\nK-1,8급,x\n", encoding="utf-8")
    desk, out = desk_of()
    assert reconcile(desk, inputs, None) == 0
    assert "'메모' 열은 알 수 없어" in out.getvalue()


def test_the_command_speaks_json_and_writes_files(tmp_path: Path) -> None:
    desk, out = desk_of(form="json")
    assert reconcile(desk, files(tmp_path, "2"), None) == 1
    printed = out.getvalue()
    assert json.loads(printed)["differences"][0]["cause"] == "other_day"
    assert reconcile(desk, files(tmp_path, "2"), tmp_path / "out.json") == 1
    assert (tmp_path / "out.json").read_text(encoding="utf-8") == printed
    text, shown = desk_of("en")
    assert reconcile(text, files(tmp_path, "2"), tmp_path / "out.txt") == 1
    assert "value from 2025-01-01 on" in (tmp_path / "out.txt").read_text(encoding="utf-8")
    assert "out.txt" in shown.getvalue()


def test_the_command_never_writes_over_what_it_reads(tmp_path: Path) -> None:
    inputs = files(tmp_path, "1")
    with pytest.raises(InputError):
        reconcile(desk_of()[0], inputs, inputs.ledger[0])
