"""What a person's act means, the same on every platform: Interaction in, Reply out."""
