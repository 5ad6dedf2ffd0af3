"""Microsoft's own test client for bots, the Agents Playground, against the running bot."""
