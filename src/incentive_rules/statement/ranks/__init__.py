"""Who is measured against others: rankings, grades, and what places and grades pay."""
