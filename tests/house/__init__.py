"""The house itself: its walls, and what must be complete."""
