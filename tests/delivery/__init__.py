"""What is claimed, sent and written down, on a real database with stand-ins for transports."""
