"""Journeys through the demo's page in a real browser."""
