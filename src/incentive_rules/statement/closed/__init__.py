"""Periods that are closed: what they keep, and where later knowledge goes."""
