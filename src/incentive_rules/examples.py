"""The example schemes and data that ship with the library."""

from __future__ import annotations

from pathlib import Path

_INSTALLED = Path(__file__).parent / "_examples"
_CHECKOUT = Path(__file__).parents[2] / "examples"


def example_path(name: str) -> Path:
    """The path of an example file, such as ``donghae.yaml`` or ``data/entries.csv``.

    Raises:
        FileNotFoundError: if there is no such example.

    Example:
        >>> example_path("donghae.yaml").name
        'donghae.yaml'
    """
    folder = _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT
    path = folder / name
    if not path.is_file():
        raise FileNotFoundError(path)
    return path
