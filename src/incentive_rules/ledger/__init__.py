"""What happened: entries, staff list and claims, and the arrows into them from rows and files."""
