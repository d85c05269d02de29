"""Private keys: what opens, what signs, and who is believed."""
