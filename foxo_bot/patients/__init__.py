"""Patient Cards: made by hand, found by name or number, shared with whoever may see a case."""
