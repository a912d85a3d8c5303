"""Why something is as it is, and why it is not otherwise: trees whose leaves are facts, rule values and roundings."""
