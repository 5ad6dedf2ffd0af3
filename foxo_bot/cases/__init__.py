"""The use cases, one file per verb: each takes an open transaction, never commits or calls out."""
