"""What a sheet says of its own rows, beside what the rules say."""
