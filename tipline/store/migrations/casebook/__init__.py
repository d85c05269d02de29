"""The casebook, step by step."""
