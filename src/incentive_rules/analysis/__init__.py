"""What can be shown of a scheme without any ledger: bounds, and warnings of rules that do nothing or do not add up."""
