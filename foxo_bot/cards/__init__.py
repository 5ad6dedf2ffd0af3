"""What is said: neutral cards and forms, and one pure renderer per platform."""
