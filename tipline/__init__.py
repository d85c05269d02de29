"""Tipline: an anonymous tip line whose public site cannot open what it receives."""
