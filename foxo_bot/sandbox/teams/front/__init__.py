"""What Teams sends to the app: signed activities, and what happens around it."""
