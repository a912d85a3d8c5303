"""The scheme resolved: names bound, numbers scaled, rules in the order in which they act."""
