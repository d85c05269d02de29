"""Alembic's environment, and the migrations of the two databases."""
