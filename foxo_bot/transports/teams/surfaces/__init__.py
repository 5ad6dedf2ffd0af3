"""One file for each place in Teams where a person acts: how each kind of answer looks there."""
