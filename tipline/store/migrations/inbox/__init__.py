"""The inbox, step by step."""
