"""What would follow under assumed claims, other readings or other rules."""
