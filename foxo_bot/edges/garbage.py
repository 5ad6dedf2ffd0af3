"""Python's collector of garbage, told how this program uses memory."""

import gc

YOUNG = 20_000
"""So many objects more than before are made until it looks through the newest. A burst of messages
makes as many in an instant and lets go of nearly all; by Python's own 700 it looked a hundred times
a second, for a seventh of all the time there was."""


def settle() -> None:
    """Once everything has started: what is there now stays until the end, and is not looked at.

    A full collection would look through all of the program's modules, and hold every answer up.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)
