"""A second, deliberately naive computation of what a scheme comes to, written from the language reference alone.

It imports nothing from the library: schemes are plain mappings as a file holds them, rows are plain mappings of texts,
points are fractions. It is slow, has no program to compile and keeps no indexes; where it and the library differ, one
of the two does not do what the reference says.
"""

from auditor.audit import Audit, audit
from auditor.supports import closes, supports

__all__ = ["Audit", "audit", "closes", "supports"]
