"""From the points that entries ask for to those that they are granted."""
