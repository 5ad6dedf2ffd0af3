"""What Teams sent, as Interactions and News. Pure: activity in, value out."""
