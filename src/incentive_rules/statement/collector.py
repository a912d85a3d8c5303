"""The cyclic garbage collector, paused while many values are made that hold no cycles."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_YOUNG = 1  # the generations of what was made lately


@contextmanager
def collector_paused() -> Iterator[None]:
    """Leave the collector as it was found.

    A million new tuples make it look through all that is alive again and again, for cycles that are not there. What was
    made meanwhile is put with the objects that live long, so that it is not looked through at once afterwards either;
    where a host has frozen objects of its own, that is left alone. Where two threads pause the collector at once, the
    first that ends lets it go on: that costs time, and changes nothing else. Circles that the host or a reader left are
    looked for before: put with what lives long they would pile up from evaluation to evaluation.

    INVARIANT: only who found the collector on turns it off, and then turns it on again. A thread that found it paused
    by another leaves it alone; else it could turn it off after the other had ended, for good.
    """
    was_on = gc.isenabled()
    if was_on:
        gc.collect(_YOUNG)
        gc.disable()
    try:
        yield
    finally:
        if was_on:
            if not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()
