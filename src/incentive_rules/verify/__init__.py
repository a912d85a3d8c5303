"""A result that was certified, made again: is it the same, and if not, what differs first."""
