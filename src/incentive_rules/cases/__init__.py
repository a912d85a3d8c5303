"""Worked examples beside a scheme, and how they are run."""
