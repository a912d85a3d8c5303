"""What one evaluation leaves to the next one: gathered, refused where it cannot be carried, and read again."""
