"""The outbox worker: claims what is due, draws it from the current state, sends, records."""
