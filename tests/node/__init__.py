"""Microsoft's own card renderer and Teams test client, which come as npm packages."""
