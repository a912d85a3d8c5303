"""The hosts of docs/embedding.md that need no server: a script, and models of Django. The third is the service."""

from __future__ import annotations

import re
import runpy
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from incentive_rules import evaluate, example_path, read_claims, read_ledger, read_roster
from worlds import DONGHAE

if TYPE_CHECKING:
    from collections.abc import Callable

    from incentive_rules import Payment

    Pay = Callable[[str], list[str]]

ROOT = Path(__file__).parents[1]
HOSTS = ROOT / "examples" / "hosts"
DAYS = ("2024-07-31", "2024-12-31", "2025-05-31")


def due(as_of: str, known_at: str | None = None) -> tuple[Payment, ...]:
    """What is surely due; the prizes of the departments are not, since rows are on hold."""
    tables = (
        read_ledger(example_path("data/entries.csv"), DONGHAE),
        read_roster(example_path("data/roster.csv"), DONGHAE),
        read_claims(example_path("data/claims.csv"), DONGHAE),
    )
    payments = evaluate(DONGHAE, *tables, as_of=as_of, known_at=known_at).payments
    assert any(each.provisional for each in payments) == (as_of > "2024-12-30")
    return tuple(each for each in payments if not each.provisional)


@pytest.fixture
def pay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Pay:
    """The script on one day, in a folder that stays; what it says is to be paid."""
    main = runpy.run_path(str(HOSTS / "script" / "pay.py"))["main"]

    def paid(day: str) -> list[str]:
        main(day, tmp_path)
        return capsys.readouterr().out.splitlines()

    return paid


def test_a_script_that_pays_day_by_day_pays_each_payment_once(pay: Pay) -> None:
    """All that was due by the last day, and not a payment twice."""
    lines = [line for day in DAYS for line in pay(day)]
    amounts = Counter[str]()
    for _, payee, amount, *_ in map(str.split, lines):
        amounts[payee] += int(amount)
    whole = Counter[str]()
    for each in due(DAYS[-1], DAYS[-1]):
        whole[each.payee] += int(each.amount)
    assert amounts == whole
    assert len({line.split()[-1] for line in lines}) == len(lines)
    assert pay(DAYS[-1]) == []


def test_a_script_that_broke_off_before_its_result_was_written_says_the_same_once_more(
    pay: Pay, tmp_path: Path
) -> None:
    pay(DAYS[0])
    first = pay(DAYS[1])
    assert first
    (tmp_path / "0002.json").rename(tmp_path / "unfinished")
    assert pay(DAYS[1]) == first


BROKEN_OFF = """
from datetime import date
from unittest.mock import patch
import demo

demo.main()
from mileage.models import Payment, Result
from mileage.pay import pay

scheme, day, create = demo.load_scheme(demo.example_path("donghae.yaml")), date(2025, 5, 31), Payment.objects.create
paid = set(Payment.objects.values_list("payee", "amount"))
Payment.objects.all().delete()
Result.objects.all().delete()

def fails_in_the_middle(**row):
    if Payment.objects.count() == 5:
        raise ConnectionError
    return create(**row)

try:
    with patch.object(Payment.objects, "create", fails_in_the_middle):
        pay(scheme, day)
except ConnectionError:
    print(Payment.objects.count(), Result.objects.count(), "left")
print(pay(scheme, day), set(Payment.objects.values_list("payee", "amount")) == paid)
"""


def test_models_of_django_pay_what_the_library_pays_once_also_where_it_broke_off() -> None:
    command = [sys.executable, "-W", "error", "-c", BROKEN_OFF]
    ended = subprocess.run(command, cwd=HOSTS / "django", check=False, capture_output=True, text=True)  # noqa: S603  # ourselves
    december, may = (len(due(day)) for day in DAYS[1:])
    assert ended.stderr == ""
    assert ended.stdout.splitlines() == [
        f"2024-12-31 {december} to pay, {december} in all",
        f"2025-05-31 {may - december} to pay, {may} in all",
        f"2025-05-31 0 to pay, {may} in all",
        "0 0 left",
        f"{may} True",
    ]


def test_the_models_of_django_are_ten_lines() -> None:
    _, code = (HOSTS / "django" / "mileage" / "models.py").read_text(encoding="utf-8").split('"""\n', 1)
    assert len([line for line in code.splitlines() if line]) == 10


WHOLE = re.compile(r"^<!-- whole: ([\w/.]+) -->\n```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def test_the_page_shows_every_file_of_the_hosts_as_it_is() -> None:
    page = (ROOT / "docs" / "embedding.md").read_text(encoding="utf-8")
    shown = {name: text for name, _, text in WHOLE.findall(page)}
    files = [path for path in sorted(HOSTS.rglob("*")) if path.suffix in {".py", ".sql"}]
    assert shown == {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in files}
