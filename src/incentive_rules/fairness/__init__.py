"""What must hold for every ledger: claims about a scheme, tried on its own evaluator."""
