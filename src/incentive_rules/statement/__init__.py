"""What follows, with reasons: the evaluation of a program over a ledger."""
