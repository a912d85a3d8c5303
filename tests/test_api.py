"""What a host may rely on changes only on purpose."""

from __future__ import annotations

import re
import sys
from difflib import unified_diff
from pathlib import Path

import pytest

import incentive_rules

sys.path.append(str(Path(__file__).parents[1] / "scripts"))

from make_api import FILE, text

ON_PURPOSE = """\
the public API is not what docs/api.txt says. If that is meant: run scripts/make_api.py, look at what it changes, and
write a line in CHANGELOG.md (docs/stability.md tells what breaks a host, and what must be deprecated first).
"""


@pytest.fixture(scope="module")
def api() -> str:
    return text()


def test_the_public_api_changes_only_on_purpose(api: str) -> None:
    written = FILE.read_text(encoding="utf-8")
    changes = unified_diff(written.splitlines(), api.splitlines(), "docs/api.txt", "the sources", lineterm="", n=2)
    assert written == api, "\n".join((ON_PURPOSE, *changes))


@pytest.mark.parametrize(
    "line",
    [
        "class Payment(NamedTuple)\n    id: str\n    payee: str",
        "\n    changes_since(*earlier: Evaluation) -> Changes\n",
        "\n    certificate: Certificate  # read only\n",
        "# incentive_rules.statement.changes.Changes\nclass Changes\n    earlier_as_of: date",
        "    to_pay: tuple[Payment, ...]  # read only",
        "\n    CREDITED = 'credited'\n",
        "\n    DUPLICATE_ROW = 'duplicate_row'\n",
        "class InputError(IncentiveError)\n    __init__(findings: Iterable[Diagnostic]) -> None\n    findings\n",
        "\n\nload_scheme(source: str | PathLike[str] | Mapping[str, Any], *, reading: str='') -> Scheme\n",
        "\n\nwhy-not\n    [SCHEME] ID (required, may be repeated)\n",
        "    --since FILE (may be repeated)\n    --posted\n",
    ],
)
def test_the_file_tells_fields_methods_words_and_options(api: str, line: str) -> None:
    assert line in api


def test_the_file_tells_every_public_name(api: str) -> None:
    told = re.findall(r"^(?:class )?(\w+)", api.partition("== what these give and take")[0], re.MULTILINE)
    assert [name for name in incentive_rules.__all__ if name not in told] == []
