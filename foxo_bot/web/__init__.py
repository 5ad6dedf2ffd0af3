"""The web server and what belongs to no vendor: acknowledge page, health, metrics, logs."""
