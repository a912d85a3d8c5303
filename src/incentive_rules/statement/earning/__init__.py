"""From one entry to the points that it asks for, and to whose they are."""
