"""The whole program killed with SIGKILL between any two steps, restarted, and held to account."""
