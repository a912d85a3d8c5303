"""The lives of members, day by day: lots, counters, claims, tiers, and what is taken back."""
