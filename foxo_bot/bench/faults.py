"""What goes wrong with a measurement."""


class BenchError(Exception):
    """The measurement could not be made; the text says what happened."""
